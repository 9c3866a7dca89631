//! An employer's contracts: what was, is and will be offered, to how many, and at what premium.

use super::{Totals, loading};
use crate::api::contract::{
    ContractSeenView, ContractsPage, PackageView, PeopleView, PersonView, list_contracts,
    load_contract,
};
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use domain::word::employees;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// All of them, the latest first.
#[component]
pub fn Contracts() -> impl IntoView {
    let params = use_params_map();
    let employer =
        Memo::new(move |_| params.with(|p| p.get_str("employer").unwrap_or_default().to_owned()));
    let page = wire::load(move || employer.get(), list_contracts);
    view! {
        <Title text="Contracts"/>
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <All page/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn All(page: ContractsPage) -> impl IntoView {
    let none = page.contracts.is_empty();
    // Without a single paper there is no column for them.
    let papers = page.contracts.iter().any(|contract| contract.paper);
    let rows = page.contracts.into_iter().map(|contract| {
        let href = paths::contract(&contract.employer, &contract.starts_on);
        let paper = if contract.paper {
            view! { <Paper employer=contract.employer.clone() starts_on=contract.starts_on.clone() year=contract.year.clone()/> }.into_any()
        } else {
            view! { <span class="quiet">"None"</span> }.into_any()
        };
        let paper = papers.then(|| view! { <td>{paper}</td> });
        let not_kept = || "Not kept".to_owned();
        let covered = contract.employees.map_or_else(not_kept, |number| number.to_string());
        let premium = contract.total.map_or_else(not_kept, |[_, premium, ..]| premium);
        view! {
            <tr>
                <th scope="row"><a href=href>{contract.year}</a></th>
                <td>{contract.standing}</td>
                <td class="number">{contract.plans}</td>
                <td class="number">{covered}</td>
                <td class="number">{premium}</td>
                {paper}
            </tr>
        }
    });
    let table = if none {
        view! { <p class="empty">"There are no contracts yet."</p> }.into_any()
    } else {
        view! {
            <div class="table-frame" tabindex="0" role="region" aria-label="Contracts">
                <table class="ledger">
                    <thead>
                        <tr>
                            <th scope="col">"Plan year"</th>
                            <th scope="col">"Status"</th>
                            <th scope="col" class="number">"Plans"</th>
                            <th scope="col" class="number">"Employees covered"</th>
                            <th scope="col" class="number">"Premium a month"</th>
                            {papers.then(|| view! { <th scope="col">"What was submitted"</th> })}
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <header class="page-head">
            <p class="crumb"><a href=paths::renewals(&page.employer)>{page.name}</a></p>
            <h1>"Your contracts"</h1>
            <p>"Past, present and next: what is offered, to how many, and at what premium."</p>
        </header>
        {table}
    }
    .into_any()
}

#[component]
fn Paper(employer: String, starts_on: String, year: String) -> impl IntoView {
    let href = paths::contract_paper(&employer, &starts_on);
    view! {
        <a href=href rel="external" download aria-label=format!("PDF of what was submitted for {year}")>"PDF"</a>
    }
}

/// One contract.
#[component]
pub fn OneContract() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| {
        params.with(|params| {
            (
                params.get_str("employer").unwrap_or_default().to_owned(),
                params.get_str("starts").unwrap_or_default().to_owned(),
            )
        })
    });
    let page = wire::load(
        move || asked.get(),
        |(employer, starts_on): (String, String)| load_contract(employer, starts_on),
    );
    view! {
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(contract) => view! { <One contract/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn One(contract: ContractSeenView) -> impl IntoView {
    let covered = contract.employees.map(|number| format!(" {} covered.", are(number)));
    let paper = contract.paper.then(|| {
        let href = paths::contract_paper(&contract.employer, &contract.starts_on);
        view! {
            <p class="actions">
                <a class="button" href=href rel="external" download>"Download what was submitted (PDF)"</a>
            </p>
        }
    });
    let total = contract.total.clone().map(|total| {
        view! {
            <section class="card give" aria-labelledby="cost-title">
                <h2 id="cost-title">"What it costs"</h2>
                <Totals totals=vec![total]/>
            </section>
        }
    });
    let packages = contract.packages.into_iter().map(|package| view! { <Package package/> });
    view! {
        <Title text=format!("Contract, {}", contract.year)/>
        <header class="page-head">
            <p class="crumb"><a href=paths::contracts(&contract.employer)>"Your contracts"</a></p>
            <h1>{contract.year.clone()}</h1>
            <p>{format!("{}. {}.", contract.name, contract.standing)}{covered}</p>
        </header>
        {paper}
        {total}
        {packages.collect_view()}
        <People people=contract.people/>
    }
    .into_any()
}

fn are(number: u32) -> String {
    format!("{} {}", employees(number), if number == 1 { "is" } else { "are" })
}

/// Who is covered, in which plans, and who pays what of it.
#[component]
fn People(people: PeopleView) -> impl IntoView {
    let said = match people {
        PeopleView::Named(people) if people.is_empty() => {
            view! { <p class="empty">"Nobody."</p> }.into_any()
        }
        PeopleView::Named(people) => view! { <PeopleTable people/> }.into_any(),
        PeopleView::NotKept => view! {
            <p class="empty">"Nothing was submitted here for this plan year, so its people were not kept by name."</p>
        }
        .into_any(),
        PeopleView::NotForYou => view! {
            <p class="empty">"Their names are for those with “View members” or “Plan renewal”."</p>
        }
        .into_any(),
    };
    view! {
        <section class="card give" aria-labelledby="people-title">
            <h2 id="people-title">"Who is covered"</h2>
            {said}
        </section>
    }
    .into_any()
}

#[component]
fn PeopleTable(people: Vec<PersonView>) -> impl IntoView {
    let rows = people.into_iter().map(|person| {
        let with = (!person.dependents.is_empty()).then(|| {
            view! { <span class="quiet below">{format!("with {}", person.dependents.join(", "))}</span> }
        });
        let [premium, company, employee] = person.month;
        view! {
            <tr>
                <th scope="row">{person.name}{with}</th>
                <td>{person.plans.join(", ")}</td>
                <td class="number">{premium}</td>
                <td class="number">{company}</td>
                <td class="number">{employee}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Who is covered, a month">
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"Employee"</th>
                        <th scope="col">"Plans"</th>
                        <th scope="col" class="number">"Premium a month"</th>
                        <th scope="col" class="number">"Your company pays"</th>
                        <th scope="col" class="number">"The employee pays"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Package(package: PackageView) -> impl IntoView {
    let plans = package.plans.into_iter().map(|(name, covered)| {
        let covered = covered.map(|number| format!(": {}", employees(number)));
        view! { <li>{name}{covered}</li> }
    });
    // For whom it is goes without saying where everybody is offered the same.
    let title = if package.classes.is_empty() {
        package.name
    } else {
        format!("{} ({})", package.name, package.classes)
    };
    let labelled = title.clone();
    view! {
        <section class="card give" aria-label=labelled>
            <h2>{title}</h2>
            <ul class="said">{plans.collect_view()}</ul>
            <p>{format!("Your company pays {}.", package.contribution)}</p>
            <p class="quiet">{format!("Coverage of new employees begins: {}.", package.waiting)}</p>
        </section>
    }
    .into_any()
}
