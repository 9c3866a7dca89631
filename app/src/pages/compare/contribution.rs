//! What the company pays: percent, fixed amount or reference plan, by slider and by number.

use super::bench::{Bench, State};
use super::query::{AMOUNT_NAMES, PERCENT_NAMES, Pay};
use crate::ui::SliderField;
use domain::{Cents, Percent};
use leptos::prelude::*;
use std::time::Duration;

const LABELS: [&str; 3] = ["Employee", "Spouse or partner", "Children"];

/// The highest amount that the slider reaches, in cents; more can be typed.
const AMOUNT_SLIDER_MAX: u32 = 150_000;
/// The highest amount that can be typed, in cents.
const AMOUNT_MAX: i64 = 10_000_000;

fn show_percent(hundredths: u32) -> String {
    Percent::from_hundredths(hundredths).to_string().trim_end_matches('%').to_owned()
}

fn read_percent(text: &str) -> Result<u32, String> {
    Percent::parse(text)
        .map(Percent::hundredths)
        .map_err(|_| "Write a percentage from 0 to 100, such as 62.5.".to_owned())
}

fn show_amount(cents: u32) -> String {
    Cents::new(i64::from(cents)).to_decimal_string()
}

fn read_amount(text: &str) -> Result<u32, String> {
    let amount = Cents::parse(text).ok().filter(|c| (0..=AMOUNT_MAX).contains(&c.get()));
    amount
        .and_then(|amount| u32::try_from(amount.get()).ok())
        .ok_or_else(|| "Write an amount in dollars, such as 412.50.".to_owned())
}

/// The panel beside the plans, so that cause and effect are seen together.
#[component]
pub fn Panel(bench: Bench, state: State) -> impl IntoView {
    let shown = bench.clone();
    let switch = Callback::new(move |pay: Pay| {
        // A reference plan to begin with: the one in sight.
        if pay == Pay::Reference && state.reference.with_untracked(Option::is_none) {
            let plan = untrack(|| shown.plan_in_sight(state.look))
                .map(|plan| shown.offer(plan).id.clone());
            state.reference.set(plan);
        }
        state.pay.set(pay);
    });
    let kind = move |pay: Pay, label: &'static str| {
        view! {
            <label>
                <input
                    type="radio" name="pay" value=pay.code()
                    checked=state.pay.get_untracked() == pay
                    prop:checked=move || state.pay.get() == pay
                    on:change=move |_| switch.run(pay)
                />
                <span>{label}</span>
            </label>
        }
    };
    let percents = move || {
        (0..3)
            .map(|i| {
                let value = state.percents[i];
                view! {
                    <SliderField
                        label=LABELS[i] unit="percent" name=PERCENT_NAMES[i]
                        value=Signal::derive(move || value.get().hundredths())
                        set=move |hundredths| value.set(Percent::from_hundredths(hundredths))
                        max=10_000 step=100 show=show_percent read=read_percent after="%"
                    />
                }
            })
            .collect_view()
    };
    let amounts = move || {
        (0..3)
            .map(|i| {
                let value = state.amounts[i];
                view! {
                    <SliderField
                        label=LABELS[i] unit="dollars a month" name=AMOUNT_NAMES[i]
                        value=Signal::derive(move || u32::try_from(value.get().get()).unwrap_or(u32::MAX))
                        set=move |cents| value.set(Cents::new(i64::from(cents)))
                        max=AMOUNT_SLIDER_MAX step=500 show=show_amount read=read_amount before="$"
                    />
                }
            })
            .collect_view()
    };
    let reference = bench.clone();
    view! {
        <section class="card contribution" aria-labelledby="contribution-title">
            <h2 id="contribution-title">"What the company pays"</h2>
            <fieldset class="segmented">
                <legend class="visually-hidden">"How the company pays"</legend>
                {kind(Pay::Percent, "Percent")}
                {kind(Pay::Fixed, "Fixed $")}
                {kind(Pay::Reference, "Reference")}
            </fieldset>
            <p class="hint">
                {move || match state.pay.get() {
                    Pay::Percent => "A share of each person's own premium, whichever plan is chosen.",
                    Pay::Fixed => "An amount a month for each person, never more than the premium.",
                    Pay::Reference => "A share of the reference plan's premium at each person's age. An employee who picks a dearer plan pays the extra.",
                }}
            </p>
            <Show when=move || state.pay.get() == Pay::Reference>
                <ReferencePlan bench=reference.clone() state/>
            </Show>
            {move || if state.pay.get() == Pay::Fixed { amounts().into_any() } else { percents().into_any() }}
            <Totals bench state/>
        </section>
    }
    .into_any()
}

#[component]
fn ReferencePlan(bench: Bench, state: State) -> impl IntoView {
    let options = move || {
        let line = state.look.line();
        bench
            .plans
            .iter()
            .filter(|offer| offer.line == line)
            .map(|offer| {
                let id = offer.id.clone();
                let chosen = move || state.reference.with(|r| r.as_ref() == Some(&id));
                view! {
                    <option value=offer.id.to_string() selected=chosen>{offer.name.clone()}</option>
                }
            })
            .collect_view()
    };
    let chosen = move |event| {
        state.reference.set(domain::id::PlanId::parse(&event_target_value(&event)).ok());
    };
    view! {
        <div class="field">
            <label for="reference">"Reference plan"</label>
            <select id="reference" name="reference" on:change=chosen>
                <option value="">"Each plan's own premium"</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// What this comes to in the plan in sight.
#[component]
fn Totals(bench: Bench, state: State) -> impl IntoView {
    let in_sight = bench.clone();
    let plan = Memo::new(move |_| in_sight.plan_in_sight(state.look));
    let figures = {
        let bench = bench.clone();
        Memo::new(move |_| {
            plan.get().map_or_else(Default::default, |plan| {
                let families = i64::try_from(bench.families.len()).unwrap_or(1).max(1);
                let employee = bench.employee(plan);
                (bench.employer(plan), employee, employee.per(families))
            })
        })
    };
    let name = move || plan.get().map(|plan| bench.offer(plan).name.clone()).unwrap_or_default();
    let line = |label: &'static str, amount: fn((Cents, Cents, Cents)) -> Cents| {
        view! {
            <div>
                <dt>{label}</dt>
                <dd class="money">{move || amount(figures.get()).to_string()} <small>" /mo"</small></dd>
            </div>
        }
    };
    view! {
        <div class="totals">
            <p class="quiet">"If everybody were in " {name}</p>
            <dl>
                {line("Your company", |(company, ..)| company)}
                {line("Your people", |(_, people, _)| people)}
                {line("Average per employee", |(.., each)| each)}
            </dl>
            <Announced figures/>
        </div>
    }
}

/// Says the totals once they have come to rest: a region that spoke at every step of a slider would
/// never finish a sentence.
#[component]
fn Announced(figures: Memo<(Cents, Cents, Cents)>) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let mut say = leptos::leptos_dom::helpers::debounce(
        Duration::from_millis(700),
        move |(company, people, _): (Cents, Cents, Cents)| {
            said.set(format!("Your company pays {company} a month, your people {people}."));
        },
    );
    let mut first = true;
    Effect::new(move |_| {
        let figures = figures.get();
        if !std::mem::take(&mut first) {
            say(figures);
        }
    });
    view! { <p class="visually-hidden" role="status">{said}</p> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_or_refused_with_what_to_do() {
        assert_eq!(read_percent("62.5"), Ok(6_250));
        assert_eq!(read_percent("62.5%"), Ok(6_250));
        assert!(read_percent("162").unwrap_err().contains("from 0 to 100"));
        assert_eq!(read_amount("$1,412.50"), Ok(141_250));
        assert!(read_amount("-1").is_err());
        assert!(read_amount("100000.01").is_err());
        assert_eq!((show_percent(6_250), show_amount(41_250)), ("62.5".into(), "412.50".into()));
    }
}
