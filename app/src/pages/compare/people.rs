//! What each person would pay in one plan, and how each cent arises.

use super::bench::{Bench, State};
use crate::ui::Money;
use domain::census::{Party, Relationship};
use domain::workbench::Family;
use domain::{Cents, Pricer};
use leptos::prelude::*;

/// How many families are written at first; the rest on demand.
const FAMILIES_AT_FIRST: usize = 100;

/// The people, in the plan that is chosen here: at first the one that is picked first.
#[component]
pub fn People(bench: Bench, state: State) -> impl IntoView {
    let chosen = RwSignal::new(None::<usize>);
    let first = bench.clone();
    let plan = Memo::new(move |_| {
        let in_sight = first.plan_in_sight(state);
        chosen.get().filter(|plan| *plan < first.plans.len()).or(in_sight)
    });
    let options = bench
        .plans
        .iter()
        .enumerate()
        .map(|(place, offer)| {
            view! {
                <option value=place selected=move || plan.get() == Some(place)>{offer.name.clone()}</option>
            }
        })
        .collect_view();
    let limit = RwSignal::new(FAMILIES_AT_FIRST);
    let families = bench.families.len();
    let shown = move || limit.get().min(families);
    let row_bench = bench.clone();
    view! {
        <section class="card people" aria-labelledby="people-title">
            <div class="section-head">
                <h2 id="people-title">"What each person would pay"</h2>
                <div class="field inline needs-wasm">
                    <label for="people-plan">"In"</label>
                    <select id="people-plan" on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>
                        {options}
                    </select>
                </div>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="people-title">
                <table class="people-list">
                    <thead>
                        <tr>
                            <th scope="col">"Employee"</th>
                            <th scope="col">"Covers"</th>
                            <th scope="col" class="number">"Premium a month"</th>
                            <th scope="col" class="number">"Your company"</th>
                            <th scope="col" class="number">"Employee pays"</th>
                        </tr>
                    </thead>
                    <For each=move || 0..shown() key=|family| *family let:family>
                        <FamilyRows bench=row_bench.clone() family plan/>
                    </For>
                </table>
            </div>
            <Show when=move || { shown() < families }>
                <button type="button" class="button" on:click=move |_| limit.update(|n| *n += 500)>
                    {move || format!("Show more of {families} employees")}
                </button>
            </Show>
        </section>
    }
    .into_any()
}

/// Whom a family covers, in words: `Employee, spouse and 2 children`.
fn covers(family: &Family) -> String {
    let of = |party| family.members.iter().filter(move |m| m.relationship.party() == party);
    let partner = of(Party::Spouse).next().map(|m| m.relationship.label().to_lowercase());
    let children = match of(Party::Child).count() {
        0 => None,
        1 => Some("1 child".to_owned()),
        n => Some(format!("{n} children")),
    };
    match (partner, children) {
        (None, None) => "Employee only".to_owned(),
        (Some(one), None) | (None, Some(one)) => format!("Employee and {one}"),
        (Some(partner), Some(children)) => format!("Employee, {partner} and {children}"),
    }
}

#[component]
fn FamilyRows(bench: Bench, family: usize, plan: Memo<Option<usize>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let name = bench.families[family].employee().name.clone();
    let words = covers(&bench.families[family]);
    let price = {
        let bench = bench.clone();
        move || {
            plan.get().map_or_else(Default::default, |plan| {
                bench.priced.with(|priced| priced.family(family, plan))
            })
        }
    };
    let (premium, employer, employee) = (price, price, price);
    view! {
        <tbody>
            <tr>
                <th scope="row">
                    <button
                        type="button" class="link"
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >{name}</button>
                </th>
                <td>{words}</td>
                <td class="number"><Money amount=Signal::derive(move || premium().premium)/></td>
                <td class="number"><Money amount=Signal::derive(move || employer().employer)/></td>
                <td class="number strong"><Money amount=Signal::derive(move || employee().employee())/></td>
            </tr>
            <Show when=move || open.get()>
                <Members bench=bench.clone() family plan/>
            </Show>
        </tbody>
    }
    .into_any()
}

/// How a family's premium arises, member by member.
#[component]
fn Members(bench: Bench, family: usize, plan: Memo<Option<usize>>) -> impl IntoView {
    move || {
        let plan = plan.get()?;
        let prices =
            bench.scenario.with(|scenario| Pricer::members(&bench, scenario, family, plan));
        let family_rated = bench.rates.family(plan).is_some();
        let rows = bench.families[family]
            .members
            .iter()
            .zip(prices)
            .map(|(member, price)| {
                let why = match (price.charged, family_rated) {
                    (_, true) => "rated by the shape of the family".to_owned(),
                    (true, _) => format!("{}, rate at {}", bench.area, member.age),
                    (false, _) => {
                        "free: only the three oldest children under 21 are charged".to_owned()
                    }
                };
                let who = if member.relationship == Relationship::Employee {
                    member.name.clone()
                } else {
                    format!("{} ({})", member.name, member.relationship.label().to_lowercase())
                };
                let employee: Cents = price.premium - price.employer;
                view! {
                    <tr class="member">
                        <td>{who}</td>
                        <td>{format!("Age {}, {why}", member.age)}</td>
                        <td class="number">{price.premium.to_string()}</td>
                        <td class="number">{price.employer.to_string()}</td>
                        <td class="number">{employee.to_string()}</td>
                    </tr>
                }
            })
            .collect_view();
        Some(rows)
    }
}
