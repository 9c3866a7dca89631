//! Every plan with this group's monthly cost: filter, sort, pick.

use super::bench::{Bench, State};
use super::query::{Filter, PICKS_MAX, Sort};
use crate::ui::{Chip, Money};
use domain::Cents;
use domain::plan::{Line, Metal, PlanType, Service};
use leptos::prelude::*;
use std::cmp::Reverse;

/// The plans that the filter shows, in the chosen order.
fn listed(bench: &Bench, state: State) -> Vec<usize> {
    let mut plans: Vec<usize> = state
        .filter
        .with(|filter| (0..bench.plans.len()).filter(|p| filter.shows(bench.offer(*p))).collect());
    let far = Cents::new(i64::MAX);
    let deductible = |plan: usize| bench.offer(plan).limits.deductible.individual.unwrap_or(far);
    let out_of_pocket =
        |plan: usize| bench.offer(plan).limits.out_of_pocket.individual.unwrap_or(far);
    match state.sort.get() {
        Sort::Premium => plans.sort_by_key(|plan| bench.premium(*plan)),
        Sort::Employer => plans.sort_by_key(|plan| bench.employer(*plan)),
        Sort::Employee => plans.sort_by_key(|plan| bench.employee(*plan)),
        Sort::Deductible => plans.sort_by_key(|plan| (deductible(*plan), bench.premium(*plan))),
        Sort::OutOfPocket => plans.sort_by_key(|plan| (out_of_pocket(*plan), bench.premium(*plan))),
        Sort::Name => plans.sort_by(|a, b| bench.offer(*a).name.cmp(&bench.offer(*b).name)),
    }
    plans
}

/// The list.
#[component]
pub fn Plans(bench: Bench, state: State) -> impl IntoView {
    let rows = {
        let bench = bench.clone();
        Memo::new(move |_| listed(&bench, state))
    };
    let total = {
        let bench = bench.clone();
        move || {
            let line = state.filter.with(|filter| filter.line);
            bench.plans.iter().filter(|offer| offer.line == line).count()
        }
    };
    let visit = move || match state.filter.with(|filter| filter.line) {
        Line::Medical => "Primary care",
        Line::Dental => "Check-up",
    };
    let unrated = bench.unrated.len();
    let unrated_ids = bench.unrated.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let row_bench = bench.clone();
    view! {
        <section class="card plans" aria-labelledby="plans-title" id="plans">
            <div class="section-head">
                <h2 id="plans-title">"Every plan for your group"</h2>
                <Ticked bench=bench.clone() state/>
                <p class="quiet" role="status">
                    {move || format!("{} of {} plans", rows.with(Vec::len), total())}
                </p>
            </div>
            <Filters bench=bench.clone() state/>
            <div class="scroll tall" tabindex="0" role="region" aria-label="List of plans">
                <table class="plan-list">
                    <thead>
                        <tr>
                            <th scope="col" class="pick"><span class="visually-hidden">"Compare"</span></th>
                            <th scope="col">"Plan"</th>
                            <th scope="col" class="number wide-only">"Deductible"</th>
                            <th scope="col" class="number wide-only">"Most a person pays a year"</th>
                            <th scope="col" class="wide-only">{visit}</th>
                            <th scope="col" class="number">"Premium /mo"</th>
                            <th scope="col" class="number">"Your company"</th>
                            <th scope="col" class="number">"Your people"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || rows.get() key=|plan| *plan let:plan>
                            <Row bench=row_bench.clone() state plan/>
                        </For>
                    </tbody>
                </table>
            </div>
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="empty">
                    "No plans match. "
                    <button type="button" class="link" on:click=move |_| state.filter.update(Filter::clear)>
                        "Clear the filters"
                    </button>
                </p>
            </Show>
            {(unrated > 0).then(|| view! {
                <details class="quiet small">
                    <summary>
                        {format!("{unrated} more plans cannot be offered at this place and date")}
                    </summary>
                    <p>{unrated_ids}</p>
                </details>
            })}
        </section>
    }
    .into_any()
}

/// Why a fifth plan cannot be ticked.
const FULL: &str = "Four plans are ticked. Untick one to compare another.";

/// How many plans are ticked, where they stand side by side, and why no more can be.
#[component]
fn Ticked(bench: Bench, state: State) -> impl IntoView {
    let count = Memo::new(move |_| bench.picked(state).len());
    view! {
        <Show when=move || { count.get() > 0 }>
            <p class="small" role="status">
                <a href="#side-by-side" rel="external">
                    {move || match count.get() {
                        1 => "1 plan ticked: see it".to_owned(),
                        n => format!("{n} plans ticked: see them side by side"),
                    }}
                </a>
                {move || (count.get() >= PICKS_MAX).then(|| format!(". {FULL}"))}
            </p>
        </Show>
    }
}

#[component]
fn Row(bench: Bench, state: State, plan: usize) -> impl IntoView {
    let offer = bench.offer(plan).clone();
    let id = offer.id.clone();
    let picked = {
        let id = id.clone();
        Signal::derive(move || state.picks.with(|picks| picks.contains(&id)))
    };
    let picks = bench.clone();
    // A fifth plan cannot be picked; why is said beside the boxes.
    let full = Signal::derive(move || !picked.get() && picks.picked(state).len() >= PICKS_MAX);
    let described = if offer.hsa_eligible { " · HSA" } else { "" };
    // Whose plan it is goes without saying where there is one issuer.
    let one_issuer = bench.plans.iter().all(|other| other.issuer == offer.issuer);
    let issuer = if one_issuer { String::new() } else { format!(" · {}", offer.issuer) };
    let kind = format!("{} · {}{described}{issuer}", offer.metal, offer.plan_type);
    let limit = |amount: Option<Cents>| amount.map_or("—".to_owned(), |a| format!("{a:#}"));
    let visit = bench
        .share(plan, Service::PrimaryCare)
        .or_else(|| bench.share(plan, Service::AdultDentalCheckUp))
        .map_or("—".to_owned(), |(inside, _)| inside.to_string());
    let (premium, employer, employee) = (bench.clone(), bench.clone(), bench);
    let pick_id = id.clone();
    view! {
        <tr data-plan=id.to_string() class:picked=picked>
            <td class="pick">
                <input
                    type="checkbox" name="compare" value=id.to_string()
                    aria-label=format!("Compare {}", offer.name)
                    checked=picked.get_untracked()
                    prop:checked=picked
                    disabled=full
                    title=move || full.get().then_some(FULL)
                    on:change=move |event| state.pick(&pick_id, event_target_checked(&event))
                />
            </td>
            <th scope="row">
                <span class=format!("metal {:?}", offer.metal) aria-hidden="true"></span>
                {offer.name.clone()}
                <small>{kind}</small>
            </th>
            <td class="number wide-only">{limit(offer.limits.deductible.individual)}</td>
            <td class="number wide-only">{limit(offer.limits.out_of_pocket.individual)}</td>
            <td class="wide-only">{visit}</td>
            <td class="number strong"><Money amount=Signal::derive(move || premium.premium(plan))/></td>
            <td class="number"><Money amount=Signal::derive(move || employer.employer(plan))/></td>
            <td class="number"><Money amount=Signal::derive(move || employee.employee(plan))/></td>
        </tr>
    }
    .into_any()
}

/// The choices that some plan of the line has, so that no chip leads to an empty list by itself.
fn choices<T: Copy + PartialEq>(
    all: &[T],
    bench: &Bench,
    line: Line,
    of: fn(&domain::workbench::Offer) -> T,
) -> Vec<T> {
    all.iter()
        .copied()
        .filter(|choice| bench.plans.iter().any(|offer| offer.line == line && of(offer) == *choice))
        .collect()
}

#[component]
fn Filters(bench: Bench, state: State) -> impl IntoView {
    let filter = state.filter;
    let line = Memo::new(move |_| filter.with(|f| f.line));
    let has_dental = bench.plans.iter().any(|offer| offer.line == Line::Dental);
    let lines = has_dental.then(|| {
        let choice = move |value: Line| {
            view! {
                <label>
                    <input
                        type="radio" name="line" value=value.label()
                        checked=line.get_untracked() == value
                        prop:checked=move || line.get() == value
                        on:change=move |_| filter.update(|f| {
                            f.line = value;
                            f.clear();
                        })
                    />
                    <span>{value.label()}</span>
                </label>
            }
        };
        view! {
            <fieldset class="segmented">
                <legend class="visually-hidden">"Kind of plan"</legend>
                {choice(Line::Medical)}
                {choice(Line::Dental)}
            </fieldset>
        }
    });
    let chips = move || {
        let metals = choices(Metal::ALL, &bench, line.get(), |offer| offer.metal)
            .into_iter()
            .map(|metal| {
                let switched = move |on| filter.update(|f| toggle(&mut f.metals, metal, on));
                let on = Signal::derive(move || filter.with(|f| f.metals.contains(&metal)));
                view! { <Chip label=metal.label() name="metal" value=metal.label() on switched/> }
            })
            .collect_view();
        let types = choices(PlanType::ALL, &bench, line.get(), |offer| offer.plan_type)
            .into_iter()
            .map(|plan_type| {
                let switched = move |on| filter.update(|f| toggle(&mut f.types, plan_type, on));
                let on = Signal::derive(move || filter.with(|f| f.types.contains(&plan_type)));
                view! { <Chip label=plan_type.label() name="type" value=plan_type.label() on switched/> }
            })
            .collect_view();
        let hsa = bench.plans.iter().any(|offer| offer.line == line.get() && offer.hsa_eligible).then(|| {
            let on = Signal::derive(move || filter.with(|f| f.hsa));
            view! { <Chip label="HSA" name="hsa" value="1" on switched=move |on| filter.update(|f| f.hsa = on)/> }
        });
        view! { {metals}{types}{hsa} }
    };
    let deductibles = [0, 50_000, 100_000, 250_000, 500_000].map(|cents| {
        let max = Cents::new(cents);
        let chosen = move || filter.with(|f| f.deductible_max == Some(max));
        let label = if cents == 0 { "None".to_owned() } else { format!("Up to {max:#}") };
        view! { <option value=max.to_decimal_string() selected=chosen>{label}</option> }
    });
    let sorts = {
        let mut sorts = Sort::ALL;
        sorts.sort_by_key(|sort| Reverse(*sort == Sort::default()));
        sorts.map(|sort| {
            view! { <option value=sort.code() selected=move || state.sort.get() == sort>{sort.label()}</option> }
        })
    };
    view! {
        <div class="filters">
            {lines}
            <div class="chips" role="group" aria-label="Show only">{chips}</div>
            <div class="field inline">
                <label for="deductible">"Deductible"</label>
                <select
                    id="deductible" name="deductible"
                    on:change=move |event| {
                        let max = Cents::parse(&event_target_value(&event)).ok();
                        filter.update(|f| f.deductible_max = max);
                    }
                >
                    <option value="">"Any"</option>
                    {deductibles}
                </select>
            </div>
            <div class="field inline">
                <label for="sort">"Sort by"</label>
                <select
                    id="sort" name="sort"
                    on:change=move |event| {
                        let code = event_target_value(&event);
                        state.sort.set(Sort::ALL.into_iter().find(|s| s.code() == code).unwrap_or_default());
                    }
                >
                    {sorts}
                </select>
            </div>
            <div class="field inline">
                <label for="name">"Name"</label>
                <input
                    id="name" name="name" type="search" autocomplete="off"
                    value=filter.with_untracked(|f| f.name.clone())
                    on:input=move |event| {
                        let name = event_target_value(&event).trim().to_owned();
                        filter.update(|f| f.name = name);
                    }
                />
            </div>
        </div>
    }
    .into_any()
}

fn toggle<T: PartialEq>(list: &mut Vec<T>, value: T, on: bool) {
    list.retain(|v| *v != value);
    if on {
        list.push(value);
    }
}
