//! Everybody in a table: the plan now and next, and what it costs whom.

use super::{Crowd, Sort, Whom, in_a_plan, per};
use crate::pages::renewal::desk::Desk;
use crate::ui::{Rows, change, tint};
use domain::census::Waiver;
use domain::renewal::{Employee, Impact, PayPeriod};
use domain::word::employees;
use leptos::prelude::*;

/// How high a row is, in pixels; `people.css` says the same.
const HEIGHT: u32 = 56;
/// How many rows are written before the page has its handlers.
const AT_FIRST: usize = 40;

/// What a row shows: an employee, the figures, and the pay period in which they are said.
#[derive(Clone, Copy, PartialEq, Default)]
struct Seen {
    who: usize,
    impact: Impact,
    period: PayPeriod,
}

/// Writes a text of a row.
type Text = fn(&Desk, &Seen) -> String;

/// The columns of plans: the head, and the medical and the dental plan.
const PLANS: [(&str, Text, Text); 2] = [
    ("Plan now", |d, s| now(d, s, 0), |d, s| now(d, s, 1)),
    ("Plan next", |d, s| next(d, s, 0), |d, s| next(d, s, 1)),
];

/// The columns of figures: the head, its class, and what stands there.
const FIGURES: [(&str, &str, Text); 4] = [
    ("Pays now", "number", |d, s| {
        figure(d, s, |s| s.period.of(s.impact.now.employee()).to_string())
    }),
    ("Pays next", "number strong", |d, s| {
        figure(d, s, |s| s.period.of(s.impact.next.employee()).to_string())
    }),
    ("Change", "number rise", |d, s| {
        figure(d, s, |s| {
            let paid = [s.impact.now, s.impact.next].map(|split| s.period.of(split.employee()));
            change(paid[0], paid[1])
        })
    }),
    ("Company pays next", "number wide-only", |d, s| {
        figure(d, s, |s| s.period.of(s.impact.next.employer).to_string())
    }),
];

/// A figure of somebody who is in a plan.
fn figure(desk: &Desk, seen: &Seen, write: fn(&Seen) -> String) -> String {
    if in_a_plan(desk.employee(seen.who), &seen.impact) { write(seen) } else { "—".to_owned() }
}

/// A plan's name, the medical one first; or why there is none.
fn plan(employee: &Employee, covered: bool, line: usize, name: Option<&str>) -> String {
    match (covered, line, name) {
        (true, _, Some(name)) => name.to_owned(),
        (true, 0, None) => "No medical plan".to_owned(),
        (true, _, None) => "No dental plan".to_owned(),
        (false, 0, _) => if employee.waived { "Declined" } else { "Not covered" }.to_owned(),
        (false, ..) => employee.waiver.map_or("", Waiver::label).to_owned(),
    }
}

fn now(desk: &Desk, seen: &Seen, line: usize) -> String {
    let employee = desk.employee(seen.who);
    let name = employee.enrolled[line].map(|place| desk.present(usize::from(place)).name.as_str());
    plan(employee, employee.now.is_some(), line, name)
}

fn next(desk: &Desk, seen: &Seen, line: usize) -> String {
    let employee = desk.employee(seen.who);
    // Why somebody declined is said once, beside the plan now.
    if employee.next.is_none() && employee.now.is_none() && line > 0 {
        return String::new();
    }
    let name = seen.impact.plans[line].map(|place| desk.offer(usize::from(place)).name.as_str());
    plan(employee, employee.next.is_some(), line, name)
}

/// Whom somebody covers, and the benefit class: `Employee and 2 children · Clinical`.
pub fn words(desk: &Desk, who: usize) -> String {
    let (bench, employee) = (desk.bench(), desk.employee(who));
    let family = match (employee.next, employee.now) {
        (Some(family), _) => bench.next.families[family as usize].covers(),
        (None, Some(_)) => "No longer covered".to_owned(),
        (None, None) => "Not covered".to_owned(),
    };
    match employee.class {
        Some(class) => format!("{family} · {}", bench.next.classes[usize::from(class)]),
        None => family,
    }
}

/// The list, with what it is searched, filtered and sorted by.
#[component]
pub fn List(crowd: Crowd) -> impl IntoView {
    let all = crowd.with(|desk| desk.bench().employees.len());
    let count = Signal::derive(move || crowd.order.with(Vec::len));
    let plans = PLANS.map(
        |(head, ..)| view! { <th scope="col" role="columnheader" class="wide-only">{head}</th> },
    );
    let figures = FIGURES.map(|(head, class, _)| {
        view! {
            <th scope="col" role="columnheader" class=class>{head} <small>{move || per(crowd.period())}</small></th>
        }
    });
    let head = view! {
        <tr role="row">
            <th scope="col" role="columnheader">"Employee"</th>
            {plans.into_iter().collect_view()}
            {figures.into_iter().collect_view()}
        </tr>
    };
    let everybody = move |_| {
        crowd.whom.set(0);
        crowd.search.set(String::new());
    };
    view! {
        <section class="card" aria-labelledby="crowd-title">
            <div class="section-head">
                <h2 id="crowd-title" tabindex="-1">"Each of your people"</h2>
                <p class="quiet" role="status">
                    {move || format!("{} of {}", count.get(), employees(all))}
                </p>
            </div>
            <Sifted crowd/>
            <Rows
                label="List of employees" class="crowd-list" head=head.into_any() count
                height=HEIGHT at_first=AT_FIRST row=move |place| row(crowd, place)
            />
            <Show when=move || count.get() == 0>
                <p class="empty">
                    "Nobody is listed. "
                    <button type="button" class="link" on:click=everybody>"Show everybody"</button>
                </p>
            </Show>
        </section>
    }
    .into_any()
}

/// The search and the choices above the list.
#[component]
fn Sifted(crowd: Crowd) -> impl IntoView {
    let search = crowd.search;
    view! {
        <div class="filters needs-wasm">
            <div class="field inline">
                <label for="crowd-search">"Name"</label>
                <input
                    id="crowd-search" type="search" autocomplete="off"
                    prop:value=move || search.get()
                    on:input=move |event| search.set(event_target_value(&event))
                />
            </div>
            {choice("crowd-whom", "Show", &Whom::ALL.map(Whom::label), crowd.whom)}
            {choice("crowd-sort", "Sort by", &Sort::ALL.map(Sort::label), crowd.sort)}
        </div>
    }
    .into_any()
}

/// A choice among words, by place.
fn choice(
    id: &'static str,
    label: &'static str,
    words: &[&'static str],
    chosen: RwSignal<usize>,
) -> AnyView {
    let options = words.iter().copied().enumerate().map(|(place, word)| {
        view! { <option value=place selected=move || chosen.get() == place>{word}</option> }
    });
    let options = options.collect_view();
    let choose = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            chosen.set(place);
        }
    };
    view! {
        <div class="field inline">
            <label for=id>{label}</label>
            <select id=id on:change=choose>{options}</select>
        </div>
    }
    .into_any()
}

/// The row at a place. Whose it is changes with the order; its texts are written where they stand.
fn row(crowd: Crowd, place: usize) -> AnyView {
    let who = Memo::new(move |_| crowd.order.with(|order| order.get(place).copied()));
    let seen = Memo::new(move |_| {
        let who = who.get().map_or(0, |who| who as usize);
        Seen { who, impact: crowd.impact(who), period: crowd.period() }
    });
    let text = move |write: Text| move || crowd.with(|desk| seen.with(|seen| write(desk, seen)));
    let plans = PLANS.map(|(_, medical, dental)| {
        view! { <td role="cell" class="wide-only">{text(medical)} <small>{text(dental)}</small></td> }
    });
    let figures = FIGURES.map(|(_, class, write)| {
        let write = text(write);
        view! { <td role="cell" class=class><span class=move || tint(&write())>{write}</span></td> }
    });
    let toggle = move |_| {
        let who = who.get_untracked();
        crowd.open.update(|open| *open = if *open == who { None } else { who });
    };
    view! {
        <tr role="row" aria-rowindex=place + 2>
            <th scope="row" role="rowheader">
                <button
                    type="button" class="link" data-person=move || who.get()
                    aria-expanded=move || (crowd.open.get() == who.get()).to_string()
                    on:click=toggle
                >
                    {text(|desk, seen| desk.employee(seen.who).name.clone())}
                </button>
                <small>{text(|desk, seen| words(desk, seen.who))}</small>
            </th>
            {plans.into_iter().collect_view()}
            {figures.into_iter().collect_view()}
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_has_a_name_or_why_there_is_none() {
        let mut employee = Employee {
            row: 1,
            name: "Ana Ruiz".into(),
            class: None,
            wage: None,
            waiver: Some(Waiver::OtherGroupPlan),
            waived: true,
            declined_age: None,
            now: None,
            next: None,
            enrolled: [None; 2],
            elected: [domain::renewal::Elected::Follow; 2],
            changes: None,
        };
        let name = Some("Harbor Gold 500");
        assert_eq!(plan(&employee, true, 0, name), "Harbor Gold 500");
        assert_eq!(plan(&employee, true, 0, None), "No medical plan");
        assert_eq!(plan(&employee, true, 1, None), "No dental plan");
        assert_eq!(plan(&employee, false, 0, name), "Declined");
        assert_eq!(plan(&employee, false, 1, name), "Covered by another group plan");
        (employee.waived, employee.waiver) = (false, None);
        assert_eq!([0, 1].map(|line| plan(&employee, false, line, name)), ["Not covered", ""]);
    }
}
