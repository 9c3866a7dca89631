//! The employers that you can act for, and an employer's renewals and contracts.

use crate::api::renewal::{ContractView, EmployerRow, RenewalView, list_employers, list_renewals};
use crate::pages::failed::Instead;
use crate::paths;
use crate::ui::{KeyDates, PhaseMark};
use crate::wire;
use domain::date::{PlanYear, long, short};
use domain::renewal::{Calendar, Phase};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The employers that you can act for.
#[component]
pub fn Employers() -> impl IntoView {
    let renewals = wire::load(|| (), |()| list_employers());
    view! {
        <Title text="Renewals"/>
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match renewals.await {
                    Ok(renewals) if renewals.is_empty() => view! { <Nobody/> }.into_any(),
                    Ok(renewals) => view! {
                        <header class="page-head">
                            <h1>"Renewals"</h1>
                            <p>"Choose the employer whose renewal you want to see."</p>
                        </header>
                        <RenewalList renewals/>
                    }
                    .into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn loading() -> impl IntoView {
    view! { <p class="loading" role="status">"Loading…"</p> }
}

/// What there is for somebody who can act for nobody.
#[component]
fn Nobody() -> impl IntoView {
    view! {
        <article class="lead">
            <h1>"There is no renewal here that you can see"</h1>
            <p>
                "An employer's renewal is seen only by the people whom the carrier invites to manage it. "
                "If you look after one and have no invitation, ask your carrier."
            </p>
            <p>"What you can do without one: bring your own roster and see every plan priced for it."</p>
            <p><a class="button" href=paths::COMPARE>"Compare plans"</a></p>
        </article>
    }
    .into_any()
}

/// Employers with where the renewal of each stands.
#[component]
fn RenewalList(renewals: Vec<EmployerRow>) -> impl IntoView {
    let rows = renewals.into_iter().filter_map(|EmployerRow { renewal, to_do }| {
        let status = paths::renewal_status(&renewal.employer, &renewal.effective_on.to_string());
        let to_do = (!to_do.is_empty()).then(|| view! { <p><a href=status>{to_do}</a></p> });
        let calendar = renewal.calendar()?;
        let today = renewal.today;
        Some(view! {
            <li class="card">
                <a href=paths::renewals(&renewal.employer)>{renewal.name}</a>
                <PhaseMark phase=calendar.phase(today)/>
                <p>{format!("Renews on {}. ", long(calendar.effective_on))} {calendar.sentence(today)}</p>
                {to_do}
            </li>
        })
    });
    view! { <ul class="renewal-list">{rows.collect_view()}</ul> }.into_any()
}

/// The renewals and contracts of an employer.
#[component]
pub fn Renewals() -> impl IntoView {
    let params = use_params_map();
    let employer = Memo::new(move |_| {
        params.with(|params| params.get_str("employer").unwrap_or_default().to_owned())
    });
    let page = wire::load(move || employer.get(), list_renewals);
    view! {
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! {
                        <Title text=format!("Renewals of {}", page.next.name)/>
                        <header class="page-head">
                            <h1>{page.next.name.clone()}</h1>
                            <p>"Your renewal, its dates, and your contracts."</p>
                        </header>
                        <div class="renewals">
                            <Next renewal=page.next.clone()/>
                            <Contracts employer=page.next.employer.clone() contracts=page.contracts today=page.next.today/>
                        </div>
                    }
                    .into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// The renewal that comes next, and the way into it.
#[component]
fn Next(renewal: RenewalView) -> impl IntoView {
    let calendar = renewal.calendar()?;
    let phase = calendar.phase(renewal.today);
    Some(
        view! {
            <section class="card next-renewal" aria-labelledby="next-title">
                <div class="section-head">
                    <h2 id="next-title">{format!("Your renewal on {}", long(calendar.effective_on))}</h2>
                    <PhaseMark phase/>
                </div>
                <p>{calendar.sentence(renewal.today)}</p>
                <WayIn renewal=renewal.clone() calendar/>
                <p class="actions">
                    <a class="button" href=paths::renewal_status(&renewal.employer, &renewal.effective_on.to_string())>"Where it stands"</a>
                </p>
                <KeyDates calendar today=renewal.today/>
                <CalendarLink renewal/>
            </section>
        }
        .into_any(),
    )
}

/// Opens the renewal, or says from when it can be opened.
#[component]
fn WayIn(renewal: RenewalView, calendar: Calendar) -> impl IntoView {
    let href = paths::renewal(&renewal.employer, &renewal.effective_on.to_string());
    match calendar.phase(renewal.today) {
        Phase::NotYetOpen { .. } => view! {
            <p class="actions">
                <button type="button" class="button primary" disabled aria-describedby="not-open">
                    "Open the renewal"
                </button>
                <a class="button" href=href>"What to prepare"</a>
                <span id="not-open" class="quiet">
                    {format!("It can be opened from {}, when its rates are there.", long(calendar.opens_on))}
                </span>
            </p>
        }
        .into_any(),
        Phase::Closed => view! {
            <p class="actions">
                <a class="button primary" href=href>"Open the renewal"</a>
                <span class="quiet">"You can read it; nothing can be changed any more."</span>
            </p>
        }
        .into_any(),
        Phase::Open { .. } | Phase::ClosingSoon { .. } => view! {
            <p class="actions"><a class="button primary" href=href>"Open the renewal"</a></p>
        }
        .into_any(),
    }
}

/// Leads to the dates as a file that calendar programs read.
#[component]
pub fn CalendarLink(renewal: RenewalView) -> impl IntoView {
    let day = renewal.effective_on.to_string();
    let href = paths::renewal_file(&renewal.employer, &day, "calendar.ics");
    view! {
        <p class="actions"><a class="button" href=href rel="external">"Add the dates to your calendar"</a></p>
    }
    .into_any()
}

/// Where a contract stands on a day.
fn standing(year: PlanYear, today: chrono::NaiveDate) -> &'static str {
    if today < year.starts_on() {
        "Begins later"
    } else if year.ends_on() < today {
        "Past"
    } else {
        "Current"
    }
}

/// The contracts, the latest first.
#[component]
fn Contracts(
    employer: String,
    contracts: Vec<ContractView>,
    today: chrono::NaiveDate,
) -> impl IntoView {
    let rows = contracts.iter().filter_map(|contract| {
        let year = PlanYear::starting(contract.starts_on).ok()?;
        let years = format!("{} to {}", short(year.starts_on()), short(year.ends_on()));
        Some(view! {
            <tr>
                <th scope="row"><a href=paths::contract(&employer, &contract.starts_on.to_string())>{years}</a></th>
                <td class="number">{contract.plans}</td>
                <td>{standing(year, today)}</td>
            </tr>
        })
    });
    let table = if contracts.is_empty() {
        view! { <p class="empty">"There are no contracts yet."</p> }.into_any()
    } else {
        view! {
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"Plan year"</th>
                        <th scope="col" class="number">"Plans"</th>
                        <th scope="col">"Status"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section class="card contracts" aria-labelledby="contracts-title">
            <div class="section-head"><h2 id="contracts-title">"Your contracts"</h2></div>
            {table}
            <p class="actions"><a href=paths::contracts(&employer)>"All about your contracts"</a></p>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_current_from_its_first_day_to_its_last() {
        let day = |text: &str| text.parse().unwrap();
        let year = PlanYear::starting(day("2026-02-01")).unwrap();
        for (today, said) in [
            ("2026-01-31", "Begins later"),
            ("2026-02-01", "Current"),
            ("2027-01-31", "Current"),
            ("2027-02-01", "Past"),
        ] {
            assert_eq!(standing(year, day(today)), said, "on {today}");
        }
    }
}
