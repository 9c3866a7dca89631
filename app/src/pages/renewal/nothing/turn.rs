//! What becomes of each present plan: the plan that its people are in next year, what that costs for
//! them, and which benefits change.

use super::super::desk::Desk;
use crate::ui::{Difference, MoneyChange};
use domain::Split;
use domain::date::short;
use domain::plan::Line;
use domain::renewal::changes::{BenefitChange, benefit_changes};
use domain::renewal::{Reckoned, Reckoner};
use domain::word::employees;
use leptos::prelude::*;
use std::cmp::Ordering;
use std::sync::Arc;

/// How many changes of benefits are written out; the rest is folded.
const SHOWN: usize = 5;

/// The benefits that people ask about first, in that order; the others follow as in a comparison.
const FIRST: [&str; 11] = [
    "Network",
    "Works with an HSA",
    "Deductible, one person",
    "Most one person can pay",
    "Primary care visit",
    "Specialist visit",
    "Generic",
    "Emergency room",
    "Hospital stay",
    "Preferred brand",
    "Deductible, a family",
];

/// A present plan and its people.
struct Turn {
    /// Its place in the present workbench.
    plan: usize,
    /// How many employees are in it, and how many people with their families.
    employees: usize,
    members: usize,
    /// The month of these people now, and in the plans that they go to.
    now: Split,
    next: Split,
    /// The places of the plans that they go to; one, unless packages differ.
    to: Vec<usize>,
    /// How many employees go to none.
    left: usize,
}

/// What becomes of a present plan's people.
fn turn(reckoner: &Reckoner, figures: &Reckoned, plan: usize) -> Turn {
    let bench = reckoner.bench();
    let (present, present_priced) = reckoner.present();
    let line = bench.present.plans[plan].line as usize;
    let mut turn = Turn {
        plan,
        employees: 0,
        members: 0,
        now: Split::default(),
        next: Split::default(),
        to: Vec::new(),
        left: 0,
    };
    for (employee, impact) in bench.employees.iter().zip(reckoner.impacts(figures)) {
        if employee.enrolled[line].map(usize::from) != Some(plan) {
            continue;
        }
        turn.employees += 1;
        if let Some(family) = employee.now {
            turn.now += present.family(present_priced, family as usize, plan);
            turn.members += bench.present.families[family as usize].members.len();
        }
        match (employee.next, impact.plans[line].map(usize::from)) {
            (Some(family), Some(to)) => {
                turn.next += reckoner.next().family(&figures.priced, family as usize, to);
                if !turn.to.contains(&to) {
                    turn.to.push(to);
                }
            }
            (Some(_), None) => turn.left += 1,
            (None, _) => {}
        }
    }
    turn
}

/// Every present plan, medical first.
#[component]
pub fn Plans(desk: Desk, reckoned: Arc<Reckoned>) -> impl IntoView {
    let plans = 0..desk.bench().present.plans.len();
    let cards = plans
        .map(|plan| view! { <Card desk=desk.clone() turn=turn(&desk.reckoner, &reckoned, plan)/> })
        .collect_view();
    view! {
        <section class="turns" aria-labelledby="turns-title">
            <h2 id="turns-title">"What becomes of your plans"</h2>
            <div class="turn-cards">{cards}</div>
        </section>
    }
    .into_any()
}

/// `7 employees, 16 people with their families`.
fn people(count: usize, members: usize) -> String {
    match (count, members) {
        (0, _) => "Nobody is in it.".to_owned(),
        (count, members) if members <= count => employees(count),
        (1, members) => format!("1 employee, {members} people with the family"),
        (count, members) => format!("{}, {members} people with their families", employees(count)),
    }
}

#[component]
fn Card(desk: Desk, turn: Turn) -> impl IntoView {
    let was = desk.present(turn.plan);
    let successor = &desk.bench().successors[turn.plan];
    let next = successor.plan.map(usize::from);
    let is = next.map(|place| desk.offer(place));
    let (mark, goes_to) = match is {
        None => ("phase closing", "No plan takes its place"),
        Some(is) if is.id != was.id => ("phase closing", "Replaced"),
        Some(is) if is.name != was.name => ("phase open", "Goes on under a new name"),
        Some(_) => ("phase open", "Goes on"),
    };
    let to = is.filter(|is| is.name != was.name).map(|is| {
        view! {
            <p class="to">
                <span class="visually-hidden">"Next: "</span>
                <span aria-hidden="true">"→ "</span>
                {is.name.clone()}
            </p>
        }
    });
    let title = format!("turn-{}", turn.plan);
    let labelled = title.clone();
    let changes =
        next.map(|next| view! { <Changes changes=important(&desk, turn.plan, next)/> }.into_any());
    let day = short(desk.calendar.effective_on);
    view! {
        <article class="card turn" aria-labelledby=labelled>
            <header>
                <p class="quiet small">{format!("{} · {} · {}", was.line.label(), was.metal, was.plan_type)}</p>
                <span class=mark>{goes_to}</span>
                <h3 id=title>
                    <span class=format!("metal {:?}", was.metal) aria-hidden="true"></span>
                    {was.name.clone()}
                </h3>
                {to}
                <p class="quiet">{people(turn.employees, turn.members)}</p>
            </header>
            {(0 < turn.employees).then(|| view! {
                <dl class="now-then">
                    <div><dt>"Now"</dt><dd class="money">{turn.now.premium.to_string()}</dd></div>
                    <div>
                        <dt>{format!("From {day}")}</dt>
                        <dd class="money">{turn.next.premium.to_string()}</dd>
                    </div>
                    <div>
                        <dt>"Change a month"</dt>
                        <dd><MoneyChange from=turn.now.premium to=turn.next.premium/></dd>
                    </div>
                </dl>
            })}
            {successor.reason.clone().map(|reason| view! {
                <p class="reason"><strong>"Your carrier says: "</strong>{reason}</p>
            })}
            {next.is_none().then(|| view! { <p class="notice">{ending(&desk, &turn)}</p> })}
            {changes}
        </article>
    }
    .into_any()
}

/// What becomes of the people of a plan whose place no other takes.
fn ending(desk: &Desk, turn: &Turn) -> String {
    let line = match desk.present(turn.plan).line {
        Line::Medical => "medical",
        Line::Dental => "dental",
    };
    let names: Vec<&str> = turn.to.iter().map(|place| desk.offer(*place).name.as_str()).collect();
    let mut sentences = vec!["Your carrier names no plan that takes its place.".to_owned()];
    if !names.is_empty() {
        sentences.push(format!(
            "Its people are counted in {}, the most like it of what you offer. Choose where they go.",
            names.join(" and ")
        ));
    }
    if turn.left > 0 {
        let who = employees(turn.left);
        sentences.push(format!("{who} would be left without {line} coverage."));
    }
    sentences.join(" ")
}

/// What changes from a plan to the one that takes its place, the most important first.
fn important(desk: &Desk, plan: usize, next: usize) -> Vec<BenefitChange> {
    let bench = desk.bench();
    let mut changes = benefit_changes((&bench.present, plan), (&bench.next, next));
    changes.sort_by_key(rank);
    changes
}

fn rank(change: &BenefitChange) -> usize {
    FIRST.iter().position(|label| *label == change.label).unwrap_or(FIRST.len())
}

/// How a change is tinted, and the word for it.
fn direction(change: &BenefitChange) -> (Difference, &'static str) {
    match change.cost {
        Some(Ordering::Less) => (Difference::Better, "better"),
        Some(Ordering::Greater) => (Difference::Worse, "worse"),
        Some(Ordering::Equal) | None => (Difference::Other, "differs"),
    }
}

/// `9 benefits change: 7 for the worse, 1 for the better, 1 differs by use.`
fn summary(changes: &[BenefitChange]) -> String {
    let count = |difference| changes.iter().filter(|c| direction(c).0 == difference).count();
    let part = |count: usize, words: &str| (0 < count).then(|| format!("{count} {words}"));
    let parts: Vec<String> = [
        part(count(Difference::Worse), "for the worse"),
        part(count(Difference::Better), "for the better"),
        part(count(Difference::Other), "neither clearly better nor worse"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match changes.len() {
        0 => "No benefit that is compared here changes.".to_owned(),
        1 => format!("1 benefit changes: {}.", parts.join(", ")),
        many => format!("{many} benefits change: {}.", parts.join(", ")),
    }
}

/// What changes for members, in words; what is less important is folded.
#[component]
fn Changes(changes: Vec<BenefitChange>) -> impl IntoView {
    let said = summary(&changes);
    let (first, rest) = changes.split_at(changes.len().min(SHOWN));
    let list = |changes: &[BenefitChange]| {
        let rows = changes.iter().map(|change| {
            let (difference, word) = direction(change);
            view! {
                <li class=difference.class()>
                    <span>{change.label}</span>
                    <span class="from-to">
                        {change.was.clone()}
                        <span aria-hidden="true">" → "</span>
                        <span class="visually-hidden">" becomes "</span>
                        <strong>{change.is.clone()}</strong>
                    </span>
                    <span class="word">{word}</span>
                </li>
            }
        });
        view! { <ul class="changes">{rows.collect_view()}</ul> }.into_any()
    };
    let more = (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary>{format!("{} more", rest.len())}</summary>
                {list(rest)}
            </details>
        }
    });
    view! {
        <p class="quiet">{said}</p>
        {(!first.is_empty()).then(|| list(first))}
        {more}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(label: &'static str, cost: Option<Ordering>) -> BenefitChange {
        BenefitChange { label, was: "$30".to_owned(), is: "$40".to_owned(), cost }
    }

    #[test]
    fn what_people_ask_about_first_comes_first_and_the_rest_keeps_its_order() {
        let mut changes =
            ["Drug deductible, one person", "Ambulance", "Primary care visit", "X-rays", "Network"]
                .map(|label| change(label, None));
        changes.sort_by_key(rank);
        assert_eq!(
            changes.map(|change| change.label),
            ["Network", "Primary care visit", "Drug deductible, one person", "Ambulance", "X-rays"]
        );
    }

    #[test]
    fn changes_are_counted_by_their_direction() {
        let [less, more] = [Ordering::Less, Ordering::Greater].map(|o| change("A", Some(o)));
        let other = change("Network", None);
        for (changes, said) in [
            (vec![], "No benefit that is compared here changes."),
            (vec![more.clone()], "1 benefit changes: 1 for the worse."),
            (
                vec![more.clone(), less, other, more],
                "4 benefits change: 2 for the worse, 1 for the better, 1 neither clearly better nor \
                 worse.",
            ),
        ] {
            assert_eq!(summary(&changes), said);
        }
    }

    #[test]
    fn the_people_of_a_plan_are_counted_in_words() {
        for (employees, members, said) in [
            (0, 0, "Nobody is in it."),
            (1, 1, "1 employee"),
            (1, 3, "1 employee, 3 people with the family"),
            (7, 7, "7 employees"),
            (7, 16, "7 employees, 16 people with their families"),
        ] {
            assert_eq!(people(employees, members), said);
        }
    }
}
