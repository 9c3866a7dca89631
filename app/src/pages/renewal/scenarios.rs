//! The scenarios side by side: one table and one chart.

use super::desk::Desk;
use super::tabs::duplicate;
use super::words;
use crate::ui::change;
use domain::renewal::{Impact, Scenario};
use domain::{Cents, Split};
use leptos::prelude::*;
use std::sync::Arc;

/// What the table says of a scenario.
#[derive(Debug, Clone, PartialEq)]
struct Column {
    /// Its tab; `None` for what happens if nothing is done.
    tab: Option<u32>,
    name: String,
    group: Impact,
    pay_more: usize,
    pay_less: usize,
    most_more: Cents,
    participation: String,
    contribution: String,
    plans: Vec<(String, String)>,
}

fn column(desk: &Desk, tab: Option<u32>, name: String, scenario: &Scenario) -> Column {
    let reckoned = desk.reckoner.reckon(scenario);
    let today = desk.renewal.today;
    let meters = desk.reckoner.meters(scenario, &reckoned, today);
    let changes = || {
        desk.reckoner
            .impacts(&reckoned)
            .map(|impact| impact.next.employee() - impact.now.employee())
    };
    let next = &desk.bench().next;
    let met = |met: bool, text: String| format!("{}: {text}", if met { "Met" } else { "Not met" });
    let share = meters.contribution.worst.map(|worst| worst.share).unwrap_or_default();
    let share = share.hundredths() / 100;
    let participation = meters.participation;
    Column {
        tab,
        name,
        group: reckoned.group,
        pay_more: changes().filter(|change| *change > Cents::ZERO).count(),
        pay_less: changes().filter(|change| change.is_negative()).count(),
        most_more: changes().max().unwrap_or_default().max(Cents::ZERO),
        participation: met(
            participation.met,
            format!("{} of {}", participation.counted, participation.of),
        ),
        contribution: met(
            meters.contribution.met,
            format!("at least {share}% of each employee's own premium"),
        ),
        plans: scenario
            .packages
            .iter()
            .map(|package| {
                let whom = if scenario.packages.len() > 1 {
                    format!("{}: ", package.name)
                } else {
                    String::new()
                };
                (
                    format!("{whom}{}", words::plans(&package.plans, next)),
                    format!("{whom}{}", words::contribution(&package.contribution, next)),
                )
            })
            .collect(),
    }
}

/// The view.
#[component]
pub fn Scenarios(desk: Desk) -> impl IntoView {
    let columns = {
        let desk = desk.clone();
        Memo::new(move |_| {
            let current = desk.keeping.current.get();
            let mut columns = vec![column(&desk, None, "As is".to_owned(), desk.reckoner.as_is())];
            for tab in desk.keeping.tabs.get() {
                // The one that is being edited may be ahead of what was saved.
                let scenario =
                    if current == Some(tab.key) { desk.scenario.get() } else { tab.scenario };
                columns.push(column(&desk, Some(tab.key), tab.name, &scenario));
            }
            Arc::new(columns)
        })
    };
    let group_now = desk.group()[0];
    view! {
        <section class="card scenario-table" aria-labelledby="scenarios-title">
            <h2 id="scenarios-title">"The scenarios side by side"</h2>
            {move || columns.with(|columns| table(&desk, group_now, columns))}
        </section>
        <section class="card" aria-labelledby="scenario-chart-title">
            <h2 id="scenario-chart-title">"A month, and who pays it"</h2>
            {move || columns.with(|columns| chart(group_now, columns))}
        </section>
    }
    .into_any()
}

/// What a row says of a scenario.
type Say<'a> = &'a dyn Fn(&Column) -> String;

fn table(desk: &Desk, now: Split, columns: &[Column]) -> AnyView {
    let heads = columns
        .iter()
        .map(|column| {
            let (look, copy, keeping) = (desk.clone(), desk.clone(), desk.keeping);
            let (tab, name) = (column.tab, column.name.clone());
            let changes = desk.is_open().then(move || {
                let remove = tab.map(|key| view! {
                    <button type="button" class="link" aria-label=format!("Delete {name}") on:click=move |_| keeping.delete(key)>"Delete"</button>
                });
                view! {
                    <button type="button" class="link" aria-label=format!("Duplicate {name}") on:click=move |_| {
                        copy.look_at(tab);
                        duplicate(&copy);
                    }>"Duplicate"</button>
                    {remove}
                }
            });
            view! {
                <th scope="col">
                    <button type="button" class="link strong" on:click=move |_| look.look_at(tab)>{column.name.clone()}</button>
                    <span class="doings">{changes}</span>
                </th>
            }
        })
        .collect_view();
    let from_now = |amount: Cents, from: Cents| format!("{amount}, {}", change(from, amount));
    let rows: [(&str, Say<'_>); 11] = [
        ("Premium a month", &|c| from_now(c.group.next.premium, now.premium)),
        ("Against doing nothing", &|c| change(desk.nothing.premium, c.group.next.premium)),
        ("Your company pays", &|c| from_now(c.group.next.employer, now.employer)),
        ("Your people pay", &|c| from_now(c.group.next.employee(), now.employee())),
        ("People who pay more than now", &|c| c.pay_more.to_string()),
        ("People who pay less than now", &|c| c.pay_less.to_string()),
        ("The most that anybody pays more", &|c| c.most_more.to_string()),
        ("Participation", &|c| c.participation.clone()),
        ("Minimum contribution", &|c| c.contribution.clone()),
        ("Plans offered", &|c| join(c.plans.iter().map(|(plans, _)| plans))),
        ("What the company pays", &|c| join(c.plans.iter().map(|(_, pays)| pays))),
    ];
    let body = rows
        .into_iter()
        .map(|(label, say)| {
            let cells =
                columns.iter().map(|column| view! { <td>{say(column)}</td> }).collect_view();
            view! { <tr><th scope="row">{label}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Table of the scenarios">
            <table class="side-by-side">
                <thead><tr><td class="corner">{format!("Now: {} a month", now.premium)}</td>{heads}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn join<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    texts.cloned().collect::<Vec<_>>().join("; ")
}

/// Bars of what company and people pay: now, and in each scenario. The table above has the figures.
fn chart(now: Split, columns: &[Column]) -> AnyView {
    let bars: Vec<(&str, Split)> = std::iter::once(("Now", now))
        .chain(columns.iter().map(|column| (column.name.as_str(), column.group.next)))
        .collect();
    let most = bars.iter().map(|(_, split)| split.premium.get()).max().unwrap_or(0).max(1);
    let width = |amount: Cents| amount.get() * 1_000 / most;
    let rows = bars
        .iter()
        .map(|(name, split)| {
            let (company, people) = (width(split.employer), width(split.employee()));
            let words =
                format!("your company {}, your people {}", split.employer, split.employee());
            view! {
                <li>
                    <span class="bar-name">{(*name).to_owned()}</span>
                    <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="company" x="0" y="2" width=company height="16"/>
                        <rect class="people" x=company y="2" width=people height="16"/>
                    </svg>
                    <span class="small quiet">{words}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="bars">{rows}</ul> }.into_any()
}
