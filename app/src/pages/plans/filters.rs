//! The controls above the list of plans: what is listed, and in which order.

use super::bench::Bench;
use super::look::{Filter, Look, Sort};
use crate::ui::{Chip, FaultText};
use domain::Cents;
use domain::plan::{Line, Metal, PlanType};
use domain::workbench::Offer;
use leptos::prelude::*;

/// The choices that some plan of the line has, so that no chip leads to an empty list by itself.
fn choices<T: Copy + PartialEq>(
    all: &[T],
    bench: &Bench,
    line: Line,
    of: fn(&Offer) -> T,
) -> Vec<T> {
    all.iter()
        .copied()
        .filter(|choice| bench.plans.iter().any(|offer| offer.line == line && of(offer) == *choice))
        .collect()
}

/// Adds a value to a list or takes it out.
fn toggle<T: PartialEq>(list: &mut Vec<T>, value: T, on: bool) {
    list.retain(|v| *v != value);
    if on {
        list.push(value);
    }
}

/// A chip that switches one part of the filter.
fn chip(
    look: Look,
    (name, value, label): (&'static str, &'static str, &'static str),
    on: impl Fn(&Filter) -> bool + Send + Sync + 'static,
    switch: impl Fn(&mut Filter, bool) + Send + Sync + 'static,
) -> AnyView {
    let filter = look.filter;
    let on = Signal::derive(move || filter.with(&on));
    let switched = move |on| filter.update(|filter| switch(filter, on));
    view! { <Chip label name value on switched/> }.into_any()
}

/// The controls. At a renewal the list can be narrowed to what is offered, and ordered by how many
/// employees would be in each plan.
#[component]
pub fn Filters(bench: Bench, look: Look, at_renewal: bool) -> impl IntoView {
    let lines = bench.plans.iter().any(|offer| offer.line == Line::Dental).then(|| lines(look));
    // Chips stay where they are, and keep the focus, while the line does.
    let line = Memo::new(move |_| look.line());
    let chips = move || {
        let line = line.get();
        let mut chips = Vec::new();
        if at_renewal {
            chips.push(chip(
                look,
                ("offered", "1", "Offered"),
                |f| f.offered,
                |f, on| f.offered = on,
            ));
        }
        for metal in choices(Metal::ALL, &bench, line, |offer| offer.metal) {
            let words = ("metal", metal.label(), metal.label());
            let switch = move |f: &mut Filter, on| toggle(&mut f.metals, metal, on);
            chips.push(chip(look, words, move |f| f.metals.contains(&metal), switch));
        }
        for kind in choices(PlanType::ALL, &bench, line, |offer| offer.plan_type) {
            let words = ("type", kind.label(), kind.label());
            let switch = move |f: &mut Filter, on| toggle(&mut f.types, kind, on);
            chips.push(chip(look, words, move |f| f.types.contains(&kind), switch));
        }
        if bench.plans.iter().any(|offer| offer.line == line && offer.hsa_eligible) {
            chips.push(chip(look, ("hsa", "1", "HSA"), |f| f.hsa, |f, on| f.hsa = on));
        }
        chips
    };
    view! {
        <div class="filters">
            {lines}
            <div class="chips" role="group" aria-label="Show only">{chips}</div>
            {amounts(look)}
            <Budget look/>
            {search(look)}
            {order(look, at_renewal)}
        </div>
    }
    .into_any()
}

/// Medical or dental.
fn lines(look: Look) -> AnyView {
    let filter = look.filter;
    let choice = move |value: Line| {
        view! {
            <label>
                <input
                    type="radio" name="line" value=value.label()
                    checked=filter.with_untracked(|f| f.line) == value
                    prop:checked=move || look.line() == value
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
    .into_any()
}

/// A list to choose from. `options` are values with their texts; the texts may follow a signal.
fn select(
    (name, label): (&'static str, &'static str),
    options: Vec<(String, Signal<String>)>,
    chosen: Signal<String>,
    choose: Callback<String>,
) -> AnyView {
    let id = format!("list-{name}");
    let at_first = chosen.get_untracked();
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, text)| {
            let selected = value == at_first;
            view! { <option value=value selected=selected>{move || text.get()}</option> }
        })
        .collect();
    view! {
        <div class="field inline">
            <label for=id.clone()>{label}</label>
            <select
                id=id name=name prop:value=move || chosen.get()
                on:change=move |event| choose.run(event_target_value(&event))
            >{options}</select>
        </div>
    }
    .into_any()
}

/// A limit of the filter that is chosen from a few.
struct Limit {
    name: &'static str,
    label: &'static str,
    /// What stands before the amount.
    before: &'static str,
    dollars: &'static [i64],
    get: fn(&Filter) -> Option<Cents>,
    set: fn(&mut Filter, Option<Cents>),
}

const LIMITS: [Limit; 3] = [
    Limit {
        name: "deductible-from",
        label: "Deductible from",
        before: "",
        dollars: &[250, 500, 1_000, 2_500, 5_000],
        get: |filter| filter.deductible_min,
        set: |filter, amount| filter.deductible_min = amount,
    },
    Limit {
        name: "deductible",
        label: "Deductible",
        before: "Up to ",
        dollars: &[0, 500, 1_000, 2_500, 5_000],
        get: |filter| filter.deductible_max,
        set: |filter, amount| filter.deductible_max = amount,
    },
    Limit {
        name: "out-of-pocket",
        label: "Most a person pays",
        before: "Up to ",
        dollars: &[4_000, 6_000, 8_000, 9_000],
        get: |filter| filter.out_of_pocket_max,
        set: |filter, amount| filter.out_of_pocket_max = amount,
    },
];

fn amounts(look: Look) -> Vec<AnyView> {
    let filter = look.filter;
    let limits = LIMITS.iter().map(|limit| {
        let mut options = vec![(String::new(), "Any".to_owned())];
        options.extend(limit.dollars.iter().map(|dollars| {
            let amount = Cents::new(dollars * 100);
            let text = match dollars {
                0 => "None".to_owned(),
                _ => format!("{}{amount:#}", limit.before),
            };
            (amount.to_decimal_string(), text)
        }));
        let options =
            options.into_iter().map(|(value, text)| (value, Signal::stored(text))).collect();
        let chosen = Signal::derive(move || {
            let amount = filter.with(limit.get);
            amount.map_or_else(String::new, Cents::to_decimal_string)
        });
        let choose = Callback::new(move |value: String| {
            filter.update(|filter| (limit.set)(filter, Cents::parse(&value).ok()));
        });
        select((limit.name, limit.label), options, chosen, choose)
    });
    limits.collect()
}

/// The most that the group's month may be.
#[component]
fn Budget(look: Look) -> impl IntoView {
    let filter = look.filter;
    // What is being typed, until the field is left: it must not be rewritten under the typist.
    let draft = RwSignal::new(None::<String>);
    let fault = RwSignal::new(None::<String>);
    let kept = move || filter.with(|f| f.budget.map_or_else(String::new, Cents::to_decimal_string));
    let typed = move |event| {
        let text = event_target_value(&event);
        let read = Cents::parse(&text).ok().filter(|amount| !amount.is_negative());
        let empty = text.trim().is_empty();
        let wrong = read.is_none() && !empty;
        fault.set(wrong.then(|| "Write an amount in dollars, such as 30,000.".to_owned()));
        if !wrong {
            filter.update(|f| f.budget = read);
        }
        draft.set(Some(text));
    };
    view! {
        <div class="field inline budget">
            <label for="list-budget">"Group’s month up to $"</label>
            <input
                id="list-budget" name="budget" inputmode="decimal" autocomplete="off" size="9"
                aria-describedby="list-budget-fault"
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                value=untrack(kept)
                prop:value=move || draft.get().unwrap_or_else(kept)
                on:input=typed
                on:blur=move |_| if fault.with_untracked(Option::is_none) { draft.set(None) }
            />
            <FaultText id="list-budget-fault" text=fault/>
        </div>
    }
    .into_any()
}

fn search(look: Look) -> AnyView {
    let filter = look.filter;
    view! {
        <div class="field inline">
            <label for="list-name">"Name"</label>
            <input
                id="list-name" name="name" type="search" autocomplete="off"
                value=filter.with_untracked(|f| f.name.clone())
                prop:value=move || filter.with(|f| f.name.clone())
                on:input=move |event| {
                    let name = event_target_value(&event).trim().to_owned();
                    filter.update(|f| f.name = name);
                }
            />
        </div>
    }
    .into_any()
}

fn order(look: Look, at_renewal: bool) -> AnyView {
    let sorts = Sort::ALL.into_iter().filter(|sort| at_renewal || *sort != Sort::Enrolled);
    let options = sorts
        .map(|sort| {
            let label = Signal::derive(move || sort.label(look.reversed.get()));
            (sort.code().to_owned(), label)
        })
        .collect();
    let chosen = Signal::derive(move || look.sort.get().code().to_owned());
    let choose =
        Callback::new(move |code: String| look.sort.set(Sort::of(&code).unwrap_or_default()));
    view! {
        {select(("sort", "Sort by"), options, chosen, choose)}
        <Chip
            label="Reversed" name="reversed" value="1" on=look.reversed
            switched=move |on| look.reversed.set(on)
        />
    }
    .into_any()
}
