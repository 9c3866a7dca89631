//! Whether people can afford the lowest-priced plan, by what the law goes by.

use super::sheet::{Row, Sheet, written};
use super::{Crowd, Judged, Whom};
use crate::pages::renewal::desk::Desk;
use domain::Cents;
use domain::date::short;
use domain::renewal::Verdict;
use domain::renewal::affordability::{Harbor, is_provisional, poverty_limit, rules};
use domain::rules::{AFFORDABLE_SHARE, POVERTY_GUIDELINE, RATE_OF_PAY_HOURS};
use domain::word::employees;
use leptos::prelude::*;

/// How many names are written; the list has all of them.
const NAMES: usize = 8;

/// The verdicts, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Found {
    /// The most that the lowest-priced plan costs anybody alone.
    most: Option<Cents>,
    by_pay: usize,
    by_poverty: usize,
    /// Places of those for whom it is not affordable, with cost, limit and what is over it.
    failing: Vec<(usize, Cents, Cents, Cents)>,
    /// Places of those whose pay is not known.
    unknown: Vec<usize>,
    /// How many there is no verdict about.
    left_out: usize,
}

impl Found {
    fn of(judged: &[Option<Judged>]) -> Self {
        let mut found = Self::default();
        for (place, judged) in judged.iter().enumerate() {
            let Some((cost, verdict)) = *judged else {
                found.left_out += 1;
                continue;
            };
            found.most = found.most.max(Some(cost));
            match verdict {
                Verdict::Affordable { by: Harbor::RateOfPay, .. } => found.by_pay += 1,
                Verdict::Affordable { by: Harbor::PovertyLine, .. } => found.by_poverty += 1,
                Verdict::Unaffordable { limit, over } => {
                    found.failing.push((place, cost, limit, over));
                }
                Verdict::Unknown { .. } => found.unknown.push(place),
            }
        }
        found
    }

    fn passing(&self) -> usize {
        self.by_pay + self.by_poverty
    }

    fn judged(&self) -> usize {
        self.passing() + self.failing.len() + self.unknown.len()
    }

    /// What the lowest-priced plan costs, and for how many that is affordable.
    fn sentence(&self) -> String {
        let Some(most) = self.most else {
            return "Nobody is offered a medical plan in this scenario.".to_owned();
        };
        format!(
            "The lowest-priced plan that you offer costs an employee alone at most {most} a month. \
             For {} of {} that is affordable: for {} by the rate of pay, for {} by the federal \
             poverty line.",
            self.passing(),
            self.judged(),
            self.by_pay,
            self.by_poverty,
        )
    }

    /// Who is not spoken of, and whose pay would have to be known.
    fn rest(&self, name: impl Fn(usize) -> String) -> String {
        let unknown = match self.unknown.len() {
            0 => String::new(),
            all => {
                let shown: Vec<String> =
                    self.unknown.iter().take(NAMES).map(|place| name(*place)).collect();
                let more = match all - shown.len() {
                    0 => String::new(),
                    more => format!(", and {more} more"),
                };
                format!("Pay not known, so not judged: {}{more}. ", shown.join(", "))
            }
        };
        match self.left_out {
            0 => unknown,
            count => {
                let people = employees(count);
                format!("{unknown}Not counted, since no medical plan is offered: {people}.")
            }
        }
    }

    /// Those for whom it is not affordable, the worst first.
    fn sheet(&self, name: impl Fn(usize) -> String) -> Sheet {
        let mut worst: Vec<_> = self.failing.iter().collect();
        worst.sort_by_key(|(place, .., over)| (-*over, *place));
        let row = |(place, cost, limit, over): &(usize, Cents, Cents, Cents)| {
            let plain = |text: String| (text, String::new());
            let amounts = [cost.to_string(), limit.to_string(), format!("+{over}")];
            let cells = std::iter::once(name(*place)).chain(amounts).map(plain);
            Row { strong: false, cells: cells.collect() }
        };
        let rows = worst.iter().take(NAMES).map(|failing| row(failing)).collect();
        Sheet { title: "Not affordable for".to_owned(), rows }
    }
}

/// The card.
#[component]
pub fn Affordability(crowd: Crowd) -> impl IntoView {
    let found = Memo::new(move |_| crowd.judged.with(|judged| Found::of(judged)));
    let name = move |place: usize| crowd.with(|desk| desk.employee(place).name.clone());
    let failing = Memo::new(move |_| found.with(|found| found.sheet(name)));
    let more = move || found.with(|found| found.failing.len());
    let list = move |_| {
        let place = Whom::ALL.iter().position(|whom| *whom == Whom::NotAffordable);
        crowd.whom.set(place.unwrap_or(0));
    };
    view! {
        <section class="card" aria-labelledby="affordable-title">
            <h2 id="affordable-title">"Can your people afford it?"</h2>
            <Bar found/>
            <p class="quiet">{move || found.with(Found::sentence)}</p>
            {written(
                &[("Employee", ""), ("Costs", "number"), ("Limit", "number"), ("Over", "number")],
                failing,
            )}
            <Show when=move || { more() > NAMES }>
                <button type="button" class="link needs-wasm" on:click=list>
                    {move || format!("List all {}", more())}
                </button>
            </Show>
            <p class="small">{move || found.with(|found| found.rest(name))}</p>
            <p class="hint">
                "What you offer is judged, also for those who declined it. The law asks this of employers with 50 or more full-time employees \
                 (26 U.S.C. 4980H). For smaller ones it is a help, not a duty."
            </p>
            {crowd.with(sources)}
        </section>
    }
    .into_any()
}

/// For how many of those who are judged it is affordable; the sentence beside it says the same.
#[component]
fn Bar(found: Memo<Found>) -> impl IntoView {
    // In thousandths, so that one of many is seen.
    let end = move |count: fn(&Found) -> usize| {
        found.with(|found| count(found) * 1_000 / found.judged().max(1))
    };
    let passing = move || end(Found::passing);
    let failing = move || end(|found| found.failing.len());
    view! {
        <svg class="share-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="1000" height="10"/>
            <rect class="less" height="10" width=passing/>
            <rect class="more" height="10" x=move || 1_000 - failing() width=failing/>
        </svg>
    }
    .into_any()
}

/// The figures that this leans on, with their sources.
fn sources(desk: &Desk) -> AnyView {
    let from = desk.bench().next.effective_on;
    let guideline = POVERTY_GUIDELINE.on(from).value;
    let figures = [
        format!("{} of the pay", AFFORDABLE_SHARE.on(from).value),
        format!("{} hours", RATE_OF_PAY_HOURS.on(from).value),
        format!("{guideline:#} a year, so {} a month", poverty_limit(from)),
    ];
    let rows = rules(from).into_iter().zip(figures).map(|(rule, figure)| {
        let source = format!("{}, from {}.", rule.source, short(rule.from));
        view! { <li><strong>{figure}</strong> " " {rule.text} " " <small>{source}</small></li> }
    });
    let provisional = is_provisional(from).then_some(
        "The percentage of that year is not published yet: the latest one stands in for it.",
    );
    view! {
        <details class="figures">
            <summary>"What this goes by"</summary>
            <ul>{rows.collect_view()}</ul>
            {provisional.map(|text| view! { <p>{text}</p> })}
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_counted_and_the_worst_is_named_first() {
        let cents = Cents::new;
        let affordable = |by| Verdict::Affordable { limit: cents(20_000), by };
        let over = |over| Verdict::Unaffordable { limit: cents(20_000), over: cents(over) };
        let found = Found::of(&[
            Some((cents(15_000), affordable(Harbor::RateOfPay))),
            Some((cents(21_000), over(1_000))),
            None,
            Some((cents(24_000), over(4_000))),
            Some((cents(9_000), affordable(Harbor::PovertyLine))),
            Some((cents(16_000), Verdict::Unknown { limit: cents(13_592) })),
        ]);
        assert_eq!(
            found.sentence(),
            "The lowest-priced plan that you offer costs an employee alone at most $240.00 a month. \
             For 2 of 5 that is affordable: for 1 by the rate of pay, for 1 by the federal poverty \
             line."
        );
        let name = |place: usize| format!("No. {place}");
        let texts = |row: &Row| row.cells.iter().map(|(text, _)| text.clone()).collect::<Vec<_>>();
        let rows: Vec<_> = found.sheet(name).rows.iter().map(texts).collect();
        assert_eq!(
            rows,
            [
                ["No. 3", "$240.00", "$200.00", "+$40.00"],
                ["No. 1", "$210.00", "$200.00", "+$10.00"]
            ]
        );
        assert_eq!(
            found.rest(name),
            "Pay not known, so not judged: No. 5. Not counted, since no medical plan is offered: \
             1 employee."
        );
        let nobody = Found::of(&[None]);
        assert_eq!(nobody.sentence(), "Nobody is offered a medical plan in this scenario.");
    }
}
