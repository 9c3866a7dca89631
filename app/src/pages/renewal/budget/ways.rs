//! What was found for a budget: it comes with the views that people go on to.

use super::super::desk::Desk;
use super::super::part::Parts;
use super::super::words;
use super::Question;
use crate::ui::change;
use domain::renewal::solve::{Answer, Cut, Way, solve};
use domain::word::{count, employees};
use domain::{Cents, Scenario};
use leptos::prelude::*;

/// An answer with what is said of it.
#[derive(Clone)]
struct Found {
    answer: Answer,
    title: String,
    holds: bool,
    shortfall: Option<String>,
}

/// What was found for a question.
#[derive(Clone)]
struct Outcome {
    /// What keeps to the budget already, or how many ways there are.
    sentence: String,
    /// The name of a scenario that answers it.
    name: String,
    found: Vec<Found>,
    /// The scenario that it was asked for.
    asked: Scenario,
}

impl Outcome {
    /// Whether it was asked for a scenario, or answers with it.
    fn is_about(&self, scenario: &Scenario) -> bool {
        let answers = self.found.iter().map(|found| &found.answer.scenario);
        answers.chain([&self.asked]).any(|one| one == scenario)
    }
}

/// The ways to keep to the budget that is asked for, as long as they are about the scenario that is looked
/// at: the one that it was asked for, or an answer that was taken over.
#[component]
pub fn Ways(parts: Parts) -> impl IntoView {
    let Parts { desk, asked, .. } = parts;
    let scenario = desk.scenario;
    let desk = StoredValue::new(desk);
    let found = Memo::new_with_compare(
        move |_| asked.get().map(|question| desk.with_value(|desk| look_for(desk, question))),
        |_, _| true,
    );
    let about = Memo::new(move |_| {
        found.with(|found| {
            found.as_ref().is_some_and(|found| scenario.with(|scenario| found.is_about(scenario)))
        })
    });
    let shown = move || about.get().then(|| found.get()).flatten();
    move || shown().map(|outcome| view! { <Answers desk=desk.get_value() outcome/> })
}

fn look_for(desk: &Desk, question: Question) -> Outcome {
    let Question { budget, name } = question;
    let scenario = desk.scenario.get_untracked();
    let reckoned = desk.reckoned.get_untracked();
    let costs = budget.measure.of(reckoned.group.next);
    if costs <= budget.at_most {
        let sentence = format!(
            "This scenario keeps to it already: {costs} a month, {} below the limit of {}.",
            budget.at_most - costs,
            budget.at_most,
        );
        return Outcome { sentence, name, found: Vec::new(), asked: scenario };
    }
    let answers = solve(&desk.reckoner, &scenario, budget);
    let sentence = match answers.len() {
        0 => format!(
            "No single change keeps it under {}. Offer a cheaper plan and try again.",
            budget.at_most
        ),
        n => {
            let order = if n > 1 { ", the gentlest first" } else { "" };
            format!("{} to keep it under {}{order}.", count(n, "way", "ways"), budget.at_most)
        }
    };
    let found = answers.into_iter().map(|answer| describe(desk, answer)).collect();
    Outcome { sentence, name, found, asked: scenario }
}

fn describe(desk: &Desk, answer: Answer) -> Found {
    let plan = |place: usize| desk.offer(place).name.as_str();
    let title = match answer.way {
        Way::Contribute { cut, .. } => {
            let whom = match cut {
                Cut::Everybody => "Contribute less for everybody",
                Cut::Dependents => "Contribute less for spouses and children",
                Cut::Employees => "Contribute less for employees",
            };
            let next = &desk.bench().next;
            let terms = answer.scenario.packages.iter().map(|package| {
                let words = words::contribution(&package.contribution, next);
                if answer.scenario.packages.len() > 1 {
                    format!("{}: {words}", package.name)
                } else {
                    words
                }
            });
            format!("{whom}: {}", terms.collect::<Vec<_>>().join("; "))
        }
        Way::Refer { to } => format!(
            "Contribute by the premium of {}, whichever plan people choose: who chooses a dearer one \
             pays the difference",
            plan(to),
        ),
        Way::Replace { from, to } => {
            format!("{} in the place of {}", with_deductible(desk, to), plan(from))
        }
        Way::Single { to } => {
            format!("{} as the one medical plan for everybody", with_deductible(desk, to))
        }
    };
    let reckoned = desk.reckoner.reckon(&answer.scenario);
    let today = desk.renewal.today;
    let meters = desk.reckoner.meters(&answer.scenario, &reckoned, today);
    let holds = meters.contribution.met && meters.participation.met;
    let shortfall = (!meters.contribution.met).then(|| meters.contribution.sentence());
    Found { answer, title, holds, shortfall }
}

/// A plan with its level and its deductible for one person.
fn with_deductible(desk: &Desk, plan: usize) -> String {
    let offer = desk.offer(plan);
    let deductible = match offer.limits.deductible.individual {
        Some(amount) => format!("deductible {amount:#}"),
        None => "no deductible".to_owned(),
    };
    format!("{} ({}, {deductible})", offer.name, offer.metal)
}

/// What an answer does to deductibles, in a sentence.
fn deductibles(answer: &Answer) -> String {
    match (answer.deductible_most, answer.deductible_more) {
        (Some([had, has]), count) => format!(
            "The deductible rises for {}, at most from {had:#} to {has:#} a year for one person.",
            employees(count),
        ),
        (None, _) => "Nobody’s deductible rises.".to_owned(),
    }
}

/// What an answer does to people, in a sentence.
fn effect(answer: &Answer) -> String {
    let people = |n: usize| count(n, "person pays", "people pay");
    let (less, more) = (people(answer.pay_less), people(answer.pay_more));
    let words = match (answer.pay_less, answer.pay_more) {
        (0, 0) => "Everybody pays the same as now.".to_owned(),
        (0, _) => format!("{more} more than now, at most {} a month.", answer.most_more),
        (_, 0) => format!("{less} less than now, nobody more."),
        _ => format!("{less} less than now, {more} more, at most {} a month.", answer.most_more),
    };
    if answer.carried_less <= Cents::ZERO {
        return words;
    }
    format!("{words} Plans carry about {:#} a month less of people's care.", answer.carried_less)
}

#[component]
fn Answers(desk: Desk, outcome: Outcome) -> impl IntoView {
    let name = StoredValue::new(outcome.name);
    let desk = StoredValue::new(desk);
    let ways = outcome.found.into_iter().map(move |found| {
        let [now, ..] = desk.with_value(Desk::group);
        let group = found.answer.group.next;
        let scenario = StoredValue::new(found.answer.scenario.clone());
        let label = format!("Use as a scenario: {}", found.title);
        let minimums = if found.holds { "The minimums hold." } else { "A minimum would not be met." };
        let current = desk.with_value(|desk| desk.scenario);
        let taken = Memo::new(move |_| {
            current.with(|current| scenario.with_value(|scenario| current == scenario))
        });
        let take = move |_| {
            desk.with_value(|desk| {
                desk.keeping.add(Some(name.get_value()), &scenario.get_value());
            });
        };
        view! {
            <li class:taken=taken>
                <p class="strong">{found.title.clone()}</p>
                <p>{format!("{} a month, {}. Your company pays {}, {}.",
                    group.premium, change(now.premium, group.premium),
                    group.employer, change(now.employer, group.employer))}</p>
                <p>{effect(&found.answer)} " " {deductibles(&found.answer)}</p>
                <p class:unmet=!found.holds>{minimums} " " {found.shortfall.clone()}</p>
                <p class="small strong" role="status">{move || taken.get().then_some("In use: this is the scenario that you look at.")}</p>
                {desk.with_value(Desk::is_open).then(|| view! {
                    <button
                        type="button" class="button" aria-label=label on:click=take
                        hidden=taken
                    >"Use as a scenario"</button>
                })}
            </li>
        }
        .into_any()
    });
    view! {
        <p class="strong answer">{outcome.sentence}</p>
        <ol class="ways">{ways.collect_view()}</ol>
    }
    .into_any()
}
