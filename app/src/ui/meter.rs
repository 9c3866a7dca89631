//! A meter: how far a rule is met, with its words, source and remedy.

use super::closes;
use domain::Percent;
use leptos::prelude::*;

/// What stands on a meter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// How far, in whole percent.
    pub percent: u32,
    /// How far it must be.
    pub needed: Percent,
    /// Whether that is enough.
    pub met: bool,
    /// The figures, for beside the meter.
    pub short: String,
    /// The figures in a sentence.
    pub sentence: String,
    /// What would be enough, where it is not.
    pub remedy: Option<String>,
    /// The rule's text.
    pub rule: &'static str,
    /// Where the rule is written, and since when it holds.
    pub source: String,
    /// The rule by which this one does not matter today.
    pub lifted: Option<String>,
}

/// A meter that opens into its rule.
#[component]
pub fn Meter(label: &'static str, reading: Memo<Reading>) -> impl IntoView {
    let percent = move || reading.with(|r| r.percent.min(100));
    let needed = move || reading.with(|r| r.needed.hundredths() / 100);
    let class =
        move || if reading.with(|r| r.met) { "figure meter met" } else { "figure meter unmet" };
    let details = NodeRef::new();
    closes(details);
    view! {
        <details class=class name="meter" node_ref=details>
            <summary>
                <span class="label">{label}</span>
                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="track" x="0" y="1" width="100" height="6" rx="2"/>
                    <rect class="level" x="0" y="1" width=percent height="6" rx="2"/>
                    <rect class="needed" x=needed y="0" width="0.8" height="8"/>
                </svg>
                // Room for three lines, so that nothing moves when the rule is no longer met.
                <span class="judged">
                    <span class="reading">
                        {move || reading.with(|r| if r.met { "Met: " } else { "Not met: " })}
                        {move || reading.with(|r| r.short.clone())}
                    </span>
                    " "
                    <span class="remedy">{move || reading.with(|r| r.remedy.clone())}</span>
                </span>
            </summary>
            <div class="rule">
                <p>
                    {move || reading.with(|r| r.sentence.clone())} " "
                    {move || reading.with(|r| r.remedy.clone())}
                </p>
                <p>{move || reading.with(|r| r.rule)}</p>
                <p class="quiet small">{move || reading.with(|r| format!("Source: {}", r.source))}</p>
                <p class="small">{move || reading.with(|r| r.lifted.clone())}</p>
            </div>
        </details>
    }
    .into_any()
}
