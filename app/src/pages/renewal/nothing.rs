//! What changes if nothing is done: each present plan and what becomes of it, why the group's month
//! changes, and what each person pays.
//!
//! None of this depends on the scenario that is looked at: it is reckoned once and written once.

mod people;
mod turn;

use super::View;
use super::desk::Desk;
use crate::ui::chart::{Step, Waterfall, is_cut};
use crate::ui::{MoneyChange, more_or_less, signed};
use domain::date::long;
use domain::renewal::{Cause, Impact, Reckoned};
use domain::{Cents, Split};
use leptos::prelude::*;
use std::sync::Arc;

/// The causes of a change when nothing is done; the others come with a scenario.
const CAUSES: [Cause; 3] = [Cause::Family, Cause::Age, Cause::Rate];

/// A part of a month: the premium, or the company's or the people's share of it.
type Part = fn(Split) -> Cents;

/// What is measured: the premium, and how it falls on the company and its people.
const MEASURES: [(&str, Part); 3] = [
    ("The whole premium", |split| split.premium),
    ("Your company's part", |split| split.employer),
    ("Your people's part", Split::employee),
];

/// The view.
#[component]
pub fn Nothing(desk: Desk) -> impl IntoView {
    let chose = desk.has_choices();
    let desk = desk.without_choices();
    let reckoned = Arc::new(desk.reckoner.reckon(desk.reckoner.as_is()));
    let group = reckoned.group;
    view! {
        <div class="nothing">
            <Headline desk=desk.clone() reckoned=Arc::clone(&reckoned) chose/>
            <turn::Plans desk=desk.clone() reckoned=Arc::clone(&reckoned)/>
            <Causes group/>
            <people::People desk=desk.clone() reckoned/>
            <section class="card onward" aria-labelledby="onward-title">
                <h2 id="onward-title">"You need not take it as it comes"</h2>
                <p>"Every other plan that you can offer is priced for your people already."</p>
                <p class="actions">
                    <a class="button primary" href=move || desk.address(View::Plans)>"Explore other plans"</a>
                </p>
            </section>
        </div>
    }
    .into_any()
}

/// It all in two sentences.
#[component]
fn Headline(desk: Desk, reckoned: Arc<Reckoned>, chose: bool) -> impl IntoView {
    let Impact { now, as_is, .. } = reckoned.group;
    let day = long(desk.calendar.effective_on);
    let part = |who: &'static str, pick: Part| {
        let (now, as_is) = (pick(now), pick(as_is));
        view! { {who} " " <strong class="money">{as_is.to_string()}</strong> ", " {than_now(now, as_is)} }
    };
    view! {
        <section class="card headline" aria-labelledby="nothing-title">
            <h2 id="nothing-title">"If you do nothing"</h2>
            <p class="large">
                {format!("Your plans renew on {day} for ")}
                <strong class="money">{as_is.premium.to_string()}</strong>
                " a month: " {than_now(now.premium, as_is.premium)} "."
            </p>
            <p>
                {part("Of it your company pays", |split| split.employer)} "; "
                {part("your people pay", Split::employee)} "."
            </p>
            {chose.then(|| view! { <p>"What was chosen for people counts only once you submit it: it is not in these figures."</p> })}
            <p class="actions"><a class="button primary" href=move || desk.address(View::Plans)>"Explore other plans"</a></p>
        </section>
    }
    .into_any()
}

/// `$2,537.61 (8.1%) more than now`.
fn than_now(now: Cents, then: Cents) -> AnyView {
    let class = match (then - now).get() {
        0 => return view! { "as much as now" }.into_any(),
        1.. => "change up",
        _ => "change down",
    };
    let change = more_or_less(now, then).unwrap_or_default();
    view! { <span class=class>{change}</span> " than now" }.into_any()
}

/// The steps of a waterfall from now to what happens if nothing is done.
fn steps(group: &Impact, pick: Part) -> Vec<Step> {
    let total = |label, split| Step { label, amount: pick(split), total: true };
    let cause = |cause: Cause| Step {
        label: cause.label(),
        amount: pick(group.causes[cause as usize]),
        total: false,
    };
    let mut steps = vec![total("Now", group.now)];
    steps.extend(CAUSES.map(cause));
    steps.push(total("If you do nothing", group.as_is));
    steps
}

/// Why the group's month changes, and on whom the change falls.
#[component]
fn Causes(group: Impact) -> impl IntoView {
    let columns = MEASURES.map(|(_, pick)| steps(&group, pick));
    let charts = MEASURES
        .iter()
        .zip(columns.clone())
        .map(|((title, pick), steps)| {
            let (now, then) = (pick(group.now), pick(group.as_is));
            view! {
                <div class="measure">
                    <h3>{*title} " " <MoneyChange from=now to=then/></h3>
                    <Waterfall title steps/>
                </div>
            }
        })
        .collect_view();
    let cut = columns.iter().any(|steps| is_cut(steps));
    let rows = (0..columns[0].len())
        .map(|row| {
            let cells = columns
                .iter()
                .map(|steps| {
                    let Step { amount, total, .. } = steps[row];
                    let text = if total { amount.to_string() } else { signed(amount) };
                    view! { <td class="number">{text}</td> }
                })
                .collect_view();
            view! { <tr><th scope="row">{columns[0][row].label}</th>{cells}</tr> }
        })
        .collect_view();
    let heads = MEASURES
        .map(|(title, _)| view! { <th scope="col" class="number">{title}</th> })
        .into_iter()
        .collect_view();
    let meanings = CAUSES
        .map(|cause| view! { <div><dt>{cause.label()}</dt><dd>{cause.sentence()}</dd></div> })
        .into_iter()
        .collect_view();
    view! {
        <section class="card causes" aria-labelledby="causes-title">
            <div class="section-head"><h2 id="causes-title">"Where the change comes from, a month"</h2></div>
            <div class="measures">{charts}</div>
            {cut.then(|| view! {
                <p class="hint">
                    "The grey bars are cut off on the left, so that the changes can be seen."
                </p>
            })}
            <dl>{meanings}</dl>
            <details>
                <summary>"The figures of these charts"</summary>
                <div class="scroll" tabindex="0" role="region" aria-label="Figures of the causes">
                    <table class="ledger">
                        <thead><tr><th scope="col">"A month"</th>{heads}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_lead_from_now_to_what_happens_if_nothing_is_done() {
        let split = |premium, employer| Split {
            premium: Cents::new(premium),
            employer: Cents::new(employer),
        };
        let group = Impact {
            now: split(100_000, 60_000),
            causes: [
                split(-5_000, -3_000),
                split(2_000, 1_200),
                split(8_000, 4_800),
                Split::default(),
                Split::default(),
            ],
            as_is: split(105_000, 63_000),
            ..Impact::default()
        };
        for (_, pick) in MEASURES {
            let steps = steps(&group, pick);
            let last = steps.last().unwrap().amount;
            assert_eq!(steps[..4].iter().map(|step| step.amount).sum::<Cents>(), last);
        }
        let people: Vec<_> =
            steps(&group, Split::employee).iter().map(|step| step.amount.get()).collect();
        assert_eq!(people, [40_000, -2_000, 800, 3_200, 42_000]);
    }
}
