//! From a renewal's scenario to next year's contract, for its employer: what each person has next year, the
//! employee's own choice by a link, looking everything over and submitting it, where it stands, and the
//! contracts. Plain forms all of them; what they say is put into words by the server.
//!
//! To add a page: a file here, and a line in [`Submission`]. They share three routes, since each route is in what
//! everybody loads.

mod choice;
mod choices;
mod contracts;
mod elect;
mod field;
mod review;
mod status;

use choice::OneChoice;
use choices::Choices;
use contracts::{Contracts, OneContract};
use elect::Elect;
use review::Review;
use status::Status;

use crate::api::renewal::{RenewalKey, RenewalView};
use crate::api::submission::{ChangeView, FindingView, TotalView};
use crate::pages::not_found::NotFound;
use crate::paths;
use domain::date::long;
use domain::renewal::{Calendar, Phase};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page that the address names: an employee's own, a step of a renewal, or a contract.
#[component]
pub fn Submission() -> impl IntoView {
    let params = use_params_map();
    let words = Memo::new(move |_| {
        params.with(|params| {
            ["token", "step", "row", "starts"].map(|name| params.get_str(name).map(str::to_owned))
        })
    });
    move || {
        let [token, step, row, starts] = words.get();
        match (token, step.as_deref(), row, starts) {
            (Some(_), ..) => Elect().into_any(),
            (None, Some("choices"), None, _) => Choices().into_any(),
            (None, Some("choices"), Some(_), _) => OneChoice().into_any(),
            (None, Some("review"), None, _) => Review().into_any(),
            (None, Some("status"), None, _) => Status().into_any(),
            (None, Some(_), ..) => NotFound().into_any(),
            (None, None, _, None) => Contracts().into_any(),
            (None, None, _, Some(_)) => OneContract().into_any(),
        }
    }
}

/// Which renewal the address names.
fn key() -> Memo<RenewalKey> {
    let params = use_params_map();
    Memo::new(move |_| {
        params.with(|params| RenewalKey {
            employer: params.get_str("employer").unwrap_or_default().to_owned(),
            effective: params.get_str("effective").unwrap_or_default().to_owned(),
        })
    })
}

/// A word of the address's query.
fn asked(name: &'static str) -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get_str(name).unwrap_or_default().to_owned()))
}

fn loading() -> impl IntoView {
    view! { <p class="loading" role="status">"Loading…"</p> }
}

/// What was done, or what is wrong.
#[component]
fn Note(told: Option<(&'static str, bool)>) -> impl IntoView {
    told.map(|(text, wrong)| {
        let class = if wrong { "fault" } else { "done" };
        view! { <p class=class role=if wrong { "alert" } else { "status" }>{text}</p> }.into_any()
    })
}

/// What stands above every page of a renewal: whose it is, and the way to the others.
#[component]
fn Head(
    renewal: RenewalView,
    title: String,
    here: &'static str,
    scenario: String,
    /// Whether something was submitted that stands.
    #[prop(default = false)]
    stands: bool,
) -> impl IntoView {
    let (employer, day) = (renewal.employer.clone(), renewal.effective_on.to_string());
    let all = [
        ("renewal", "Plans and costs", paths::renewal(&employer, &day)),
        ("choices", "People’s choices", paths::choices(&employer, &day)),
        ("review", "Review and submit", paths::review(&employer, &day)),
        ("status", "Status", paths::renewal_status(&employer, &day)),
    ];
    let links = all.map(|(word, label, page)| {
        let href = paths::with_scenario(&page, &scenario, Vec::new());
        let current = (word == here).then_some("page");
        view! { <a href=href aria-current=current>{label}</a> }
    });
    let today = renewal.today;
    let sentence = renewal.calendar().map(|calendar: Calendar| match calendar.phase(today) {
        Phase::Open { .. } | Phase::ClosingSoon { .. } if stands => {
            format!("What you signed can be amended until {}.", long(calendar.last_day))
        }
        _ => calendar.sentence(today),
    });
    view! {
        <header class="page-head">
            <p class="crumb"><a href=paths::renewals(&employer)>{renewal.name}</a></p>
            <h1>{title}</h1>
            <p>{format!("Your renewal on {}. ", long(renewal.effective_on))}{sentence}</p>
        </header>
        <nav class="parts" aria-label="The renewal">{links.collect_view()}</nav>
    }
    .into_any()
}

/// The scenario that is looked at, to be changed for another one.
#[component]
fn Picker(page: String, scenarios: Vec<(String, String)>, scenario: String) -> impl IntoView {
    (!scenarios.is_empty()).then(|| {
        let options = scenarios.into_iter().map(|(id, name)| {
            let chosen = id == scenario;
            view! { <option value=id selected=chosen>{name}</option> }
        });
        view! {
            <form method="get" action=page class="search">
                <label for="scenario">"Scenario"</label>
                <select id="scenario" name="scenario">
                    <option value="">"As is: nothing is changed"</option>
                    {options.collect_view()}
                </select>
                <button class="button">"Show this scenario"</button>
            </form>
        }
        .into_any()
    })
}

/// What stands in place of a renewal that is not open yet.
#[component]
fn NotYet() -> impl IntoView {
    view! { <p class="empty">"This renewal is not open yet. Next year’s plans and rates come when it opens."</p> }
}

/// The group's months side by side.
#[component]
fn Totals(totals: Vec<TotalView>) -> impl IntoView {
    let rows = totals.into_iter().map(|[what, premium, employer, employees]| {
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td class="number">{premium}</td>
                <td class="number">{employer}</td>
                <td class="number">{employees}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="What it costs a month">
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"A month"</th>
                        <th scope="col" class="number">"Premium"</th>
                        <th scope="col" class="number">"Your company pays"</th>
                        <th scope="col" class="number">"Employees pay"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What happens to whom.
#[component]
fn Changes(changes: Vec<ChangeView>) -> impl IntoView {
    if changes.is_empty() {
        return view! { <p class="empty">"Everybody goes on as before."</p> }.into_any();
    }
    let rows = changes.into_iter().map(|change| {
        let notes = change.notes.join(" ");
        let notes = (!notes.is_empty()).then(|| view! { <span class="quiet below">{notes}</span> });
        let [now, next] = change.premium;
        let [pays_now, pays_next] = change.pays;
        view! {
            <tr>
                <th scope="row">{change.name}</th>
                <td>{change.what}{notes}</td>
                <td class="number">{now}<span class="quiet below">{pays_now}</span></td>
                <td class="number">{next}<span class="quiet below">{pays_next}</span></td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Changes, employee by employee">
            <table class="ledger">
                <caption class="hint">"The premium a month, and below it what the employee pays of it."</caption>
                <thead>
                    <tr>
                        <th scope="col">"Employee"</th>
                        <th scope="col">"What happens"</th>
                        <th scope="col" class="number">"Now"</th>
                        <th scope="col" class="number">"Next year"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What rules have to say.
#[component]
fn Findings(findings: Vec<FindingView>) -> impl IntoView {
    let rows = findings.into_iter().map(|finding| view! { <li><Finding finding/></li> });
    view! { <ul class="findings">{rows.collect_view()}</ul> }.into_any()
}

/// What a rule has to say.
#[component]
fn Finding(finding: FindingView) -> impl IntoView {
    let word = match finding.weight.as_str() {
        "block" => "Must be mended",
        "warning" => "Warning",
        _ => "Note",
    };
    let class = format!("finding {}", finding.weight);
    view! {
        <div class=class>
            <p><strong>{format!("{word}: {}", finding.title)}</strong></p>
            <p>{finding.sentence}" "{finding.remedy}</p>
            {(!finding.source.is_empty()).then(|| view! { <p class="quiet">{finding.source}</p> })}
        </div>
    }
    .into_any()
}
