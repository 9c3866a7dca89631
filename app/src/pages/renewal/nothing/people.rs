//! What each person pays if nothing is done, those who are hit most first, and why.

use super::super::View;
use super::super::desk::Desk;
use super::CAUSES;
use crate::ui::{Money, MoneyChange, Rows, signed};
use domain::Cents;
use domain::renewal::{Cause, Impact, LINES, PayPeriod, Reckoned};
use domain::word;
use domain::workbench::Offer;
use leptos::prelude::*;
use std::cmp::Reverse;
use std::sync::Arc;

/// How high a row is, in pixels; the style sheet says the same.
const HEIGHT: u32 = 56;

/// How many rows are written before the page has its handlers: no fewer than are in sight after.
const AT_FIRST: usize = 24;

/// An employee's place, and what changes for the family.
type Hit = (usize, Impact);

/// By how much what an employee pays changes.
fn rise(impact: &Impact) -> Cents {
    impact.as_is.employee() - impact.now.employee()
}

/// The cause that does the most toward the change of what an employee pays, and what it adds; `None`
/// when nothing changes.
fn main_cause(impact: &Impact) -> Option<(Cause, Cents)> {
    let rise = rise(impact).get();
    let added = CAUSES.map(|cause| (cause, impact.causes[cause as usize].employee()));
    let helping = added.into_iter().filter(|(_, amount)| 0 < amount.get() * rise.signum());
    helping.max_by_key(|(_, amount)| amount.abs())
}

/// A plan and the one after it: the name alone when it stays.
fn names(now: Option<&Offer>, next: Option<&Offer>) -> String {
    match (now, next) {
        (Some(now), Some(next)) if now.name == next.name => now.name.clone(),
        (Some(now), Some(next)) => format!("{} → {}", now.name, next.name),
        (Some(now), None) => format!("{} → none", now.name),
        (None, Some(next)) => format!("none → {}", next.name),
        (None, None) => String::new(),
    }
}

/// So many people do something: `1 person pays less`; nothing of nobody.
fn so_many(count: usize, how: &str) -> Option<String> {
    (count > 0).then(|| format!("{} {how}", word::count(count, "person pays", "people pay")))
}

/// Who pays more and who pays less, in sentences.
fn summary(desk: &Desk, people: &[Hit]) -> String {
    let count = |sign: i64| people.iter().filter(|(_, i)| rise(i).get().signum() == sign).count();
    let parts = [
        so_many(count(1), "more"),
        so_many(count(-1), "less"),
        so_many(count(0), "as much as now"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let mut said = vec![if parts.is_empty() {
        "Nobody is enrolled.".to_owned()
    } else {
        format!("{}.", parts.join(", "))
    }];
    if let Some((employee, impact)) = people.first()
        && 0 < rise(impact).get()
    {
        let name = &desk.employee(*employee).name;
        said.push(format!("{name} is hit most: {} a month more.", rise(impact)));
    }
    let others = desk.bench().employees.len() - people.len();
    if others > 0 {
        let who = word::count(others, "employee is", "employees are");
        let pays = if others == 1 { "pays" } else { "pay" };
        said.push(format!("{who} not enrolled and {pays} nothing."));
    }
    said.join(" ")
}

/// Everybody who is enrolled, hit most first.
#[component]
pub fn People(desk: Desk, reckoned: Arc<Reckoned>) -> impl IntoView {
    let impacts = desk.reckoner.impacts(&reckoned).enumerate();
    let enrolled = |(place, _): &Hit| desk.employee(*place).enrolled.iter().any(Option::is_some);
    let mut people: Vec<Hit> = impacts.filter(enrolled).collect();
    people.sort_by_key(|(_, impact)| Reverse(rise(impact)));
    let said = summary(&desk, &people);
    let (count, period) = (people.len(), desk.period);
    let details = desk.clone();
    let head = view! {
        <tr role="row">
            <th scope="col" role="columnheader">"Employee"</th>
            <th scope="col" role="columnheader" class="wide-only">"Plan now → then"</th>
            <th scope="col" role="columnheader" class="number">"Pays now"</th>
            <th scope="col" role="columnheader" class="number">"Pays then"</th>
            <th scope="col" role="columnheader" class="number">"Change"</th>
            <th scope="col" role="columnheader" class="wide-only">"Most of it from"</th>
        </tr>
    }
    .into_any();
    let people = Arc::new(people);
    let row = move |place: usize| {
        let (employee, impact) = people[place];
        person(&desk, employee, &impact)
    };
    view! {
        <section class="card nothing-people" aria-labelledby="nothing-people-title">
            <div class="section-head">
                <h2 id="nothing-people-title">"What each person pays, " {move || per(period.get())}</h2>
                <a href=move || details.address(View::People)>"Open any person in detail"</a>
            </div>
            <p class="quiet">{said}</p>
            <Rows
                label="Everybody, if you do nothing" class="nothing-list" head count height=HEIGHT
                at_first=AT_FIRST row
            />
        </section>
    }
    .into_any()
}

/// The unit of what people pay.
const fn per(period: PayPeriod) -> &'static str {
    match period {
        PayPeriod::Weekly => "a week",
        PayPeriod::Biweekly => "every two weeks",
        PayPeriod::Semimonthly => "twice a month",
        PayPeriod::Monthly => "a month",
    }
}

fn person(desk: &Desk, employee: usize, impact: &Impact) -> AnyView {
    let person = desk.employee(employee);
    let [medical, dental] = LINES.map(|line| {
        let now = person.enrolled[line as usize].map(|place| desk.present(place.into()));
        names(now, impact.plans[line as usize].map(|place| desk.offer(place.into())))
    });
    let part = |monthly: Cents| {
        let desk = desk.clone();
        Signal::derive(move || desk.per_period(monthly))
    };
    let (now, then) = (part(impact.now.employee()), part(impact.as_is.employee()));
    let cause = main_cause(impact).map(|(cause, monthly)| (cause.label(), part(monthly)));
    let cause = cause.map(|(label, amount)| move || format!("{label}, {}", signed(amount.get())));
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{person.name.clone()}</th>
            <td role="cell" class="wide-only">{medical} <small>{dental}</small></td>
            <td role="cell" class="number"><Money amount=now/></td>
            <td role="cell" class="number strong"><Money amount=then/></td>
            <td role="cell" class="number"><MoneyChange from=now to=then/></td>
            <td role="cell" class="wide-only quiet">{cause}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Split;

    /// What an employee's family costs; the company pays nothing of it.
    fn impact(now: i64, causes: [i64; 3]) -> Impact {
        let split = |premium| Split { premium: Cents::new(premium), employer: Cents::ZERO };
        let [family, age, rate] = causes.map(split);
        Impact {
            now: split(now),
            causes: [family, age, rate, Split::default(), Split::default()],
            as_is: split(now + causes.iter().sum::<i64>()),
            ..Impact::default()
        }
    }

    #[test]
    fn people_are_counted_in_words() {
        assert_eq!(so_many(0, "more"), None);
        assert_eq!(so_many(1, "less").as_deref(), Some("1 person pays less"));
        assert_eq!(so_many(23, "more").as_deref(), Some("23 people pay more"));
    }

    #[test]
    fn the_main_cause_is_the_one_that_does_the_most_toward_the_change() {
        for (causes, expect) in [
            ([0, 300, 900], Some((Cause::Rate, 900))),
            ([0, 1_300, 900], Some((Cause::Age, 1_300))),
            // Somebody leaves coverage, and the rest becomes dearer.
            ([-9_000, 300, 900], Some((Cause::Family, -9_000))),
            ([-1_000, 300, 900], Some((Cause::Rate, 900))),
            ([0, 0, 0], None),
            ([-900, 0, 900], None),
        ] {
            let cause = main_cause(&impact(10_000, causes));
            let expect = expect.map(|(cause, amount)| (cause, Cents::new(amount)));
            assert_eq!(cause, expect, "{causes:?}");
        }
    }
}
