//! What each person would pay in one plan, and how each cent arises.

use super::bench::{Bench, State};
use crate::ui::Money;
use domain::Cents;
use domain::census::Relationship;
use domain::id::PlanId;
use domain::rules::CHARGED_CHILDREN;
use domain::word::employees;
use leptos::prelude::*;

/// How many families are written at first; the rest on demand.
const FAMILIES_AT_FIRST: usize = 100;

/// The people, in the plan that is chosen here: at first the one that is picked first.
#[component]
pub fn People(bench: Bench, state: State) -> impl IntoView {
    let in_sight = bench.clone();
    let plan = Memo::new(move |_| in_sight.plan_in_sight(state.look));
    let choice = bench.clone();
    let options = move || {
        let line = state.look.line();
        let of_line = |place: &usize| choice.offer(*place).line == line;
        (0..choice.plans.len())
            .filter(of_line)
            .map(|place| {
                let selected = move || plan.get() == Some(place);
                let offer = choice.offer(place);
                view! {
                    <option value=offer.id.to_string() selected=selected>{offer.name.clone()}</option>
                }
            })
            .collect_view()
    };
    let show = move |event| state.look.showing.set(PlanId::parse(&event_target_value(&event)).ok());
    let printed = bench.clone();
    let printed = move || plan.get().map(|plan| printed.offer(plan).name.clone());
    let limit = RwSignal::new(FAMILIES_AT_FIRST);
    let families = bench.families.len();
    let shown = move || limit.get().min(families);
    let row_bench = bench.clone();
    view! {
        <section class="card people" aria-labelledby="people-title">
            <div class="section-head">
                <h2 id="people-title">"What each person would pay"</h2>
                <p class="print-only">"In " {printed}</p>
                <div class="field inline needs-wasm">
                    <label for="people-plan">"In plan"</label>
                    <select id="people-plan" on:change=show>
                        {options}
                    </select>
                </div>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-label="List of people">
                <table class="people-list">
                    <thead>
                        <tr>
                            <th scope="col">"Employee"</th>
                            <th scope="col" class="wide-only">"Covers"</th>
                            <th scope="col" class="number">"Employee pays"</th>
                            <th scope="col" class="number">"Company pays"</th>
                            <th scope="col" class="number">"Premium a month"</th>
                        </tr>
                    </thead>
                    <For each=move || 0..shown() key=|family| *family let:family>
                        <FamilyRows bench=row_bench.clone() family plan/>
                    </For>
                </table>
            </div>
            <Show when=move || { shown() < families }>
                <button type="button" class="button" on:click=move |_| limit.update(|n| *n += 500)>
                    {move || format!("Show more of {}", employees(families))}
                </button>
            </Show>
        </section>
    }
    .into_any()
}

#[component]
fn FamilyRows(bench: Bench, family: usize, plan: Memo<Option<usize>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let name = bench.families[family].employee().name.clone();
    let words = bench.families[family].covers();
    let price = {
        let bench = bench.clone();
        Memo::new(move |_| {
            let in_plan = |plan| bench.priced.with(|p| bench.pricer.family(p, family, plan));
            plan.get().map_or_else(Default::default, in_plan)
        })
    };
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
                <td class="wide-only">{words}</td>
                <td class="number strong"><Money amount=Signal::derive(move || price.get().employee())/></td>
                <td class="number"><Money amount=Signal::derive(move || price.get().employer)/></td>
                <td class="number"><Money amount=Signal::derive(move || price.get().premium)/></td>
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
            bench.priced.with(|priced| bench.pricer.members(&priced.strategy, family, plan));
        let family_rated = bench.rates.family(plan).is_some();
        let rule = CHARGED_CHILDREN.on(bench.effective_on);
        let rows = bench.families[family]
            .members
            .iter()
            .zip(prices)
            .map(|(member, price)| {
                let why = match (price.charged, family_rated) {
                    (_, true) => format!("Age {}. Priced by the shape of the family.", member.age),
                    (true, _) => format!("Age {}: the rate in {}.", member.age, bench.area),
                    (false, _) => {
                        format!(
                            "Age {}. Free: {} ({})",
                            member.age, CHARGED_CHILDREN.text, rule.source
                        )
                    }
                };
                let who = if member.relationship == Relationship::Employee {
                    member.name.clone()
                } else {
                    format!(
                        "{} ({})",
                        member.name,
                        member.relationship.label().to_ascii_lowercase()
                    )
                };
                let employee: Cents = price.split.employee();
                view! {
                    <tr class="member">
                        <td>{who}</td>
                        <td class="wide-only">{why}</td>
                        <td class="number">{employee.to_string()}</td>
                        <td class="number">{price.split.employer.to_string()}</td>
                        <td class="number">{price.split.premium.to_string()}</td>
                    </tr>
                }
            })
            .collect_view();
        Some(rows)
    }
}
