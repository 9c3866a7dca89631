//! The employers, and one of them with those who act for it.

use super::{Parts, loading};
use crate::api::staff::{
    StaffEmployer, StaffEmployerPage, StaffUser, find_employers, load_employer,
};
use crate::pages::failed::Instead;
use crate::pages::sign_in::{Note, told_word};
use crate::paths;
use crate::wire;
use domain::date::{long, short};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The employers; `?search=` looks for some.
#[component]
pub fn Employers() -> impl IntoView {
    let query = use_query_map();
    let search = Memo::new(move |_| query.with(|query| query.get("search").unwrap_or_default()));
    let found = wire::load(move || search.get(), find_employers);
    view! {
        <Title text="Employers"/>
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(found) => view! { <Found found search=search.get_untracked()/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Found(found: Vec<StaffEmployer>, search: String) -> impl IntoView {
    let rows = if found.is_empty() {
        let what = if search.is_empty() {
            "There is no employer yet.".to_owned()
        } else {
            format!("No employer’s name or group number has “{search}” in it.")
        };
        view! { <p class="empty">{what}</p> }.into_any()
    } else {
        view! { <Table found/> }.into_any()
    };
    view! {
        <Parts here=paths::STAFF/>
        <header class="page-head"><h1>"Employers"</h1></header>
        <form method="get" action=paths::STAFF role="search" class="search">
            <div class="field inline">
                <label for="search">"Name or group number"</label>
                <input type="search" id="search" name="search" value=search/>
            </div>
            <button class="button">"Search"</button>
        </form>
        {rows}
    }
    .into_any()
}

#[component]
fn Table(found: Vec<StaffEmployer>) -> impl IntoView {
    let rows = found.into_iter().map(|employer| {
        view! {
            <tr>
                <th scope="row"><a href=paths::staff_employer(&employer.id)>{employer.name}</a></th>
                <td>{employer.group_number.unwrap_or_else(|| "Not on file".to_owned())}</td>
                <td>{employer.renews_on.map(short)}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Employers">
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"Employer"</th>
                        <th scope="col">"Group number"</th>
                        <th scope="col">"Renews on"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One employer.
#[component]
pub fn OneEmployer(employer: String) -> impl IntoView {
    let page = wire::load(move || employer.clone(), load_employer);
    view! {
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <One page/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn One(page: StaffEmployerPage) -> impl IntoView {
    let employer = page.employer;
    let number = employer.group_number.unwrap_or_else(|| "Not on file".to_owned());
    let users = if page.users.is_empty() {
        view! { <p class="empty">"Nobody can act for this employer yet."</p> }.into_any()
    } else {
        view! { <Users users=page.users employer=employer.id.clone()/> }.into_any()
    };
    view! {
        <Title text=employer.name.clone()/>
        <Parts here=""/>
        <header class="page-head">
            <p class="crumb"><a href=paths::STAFF>"Employers"</a></p>
            <h1>{employer.name.clone()}</h1>
        </header>
        <dl class="facts">
            <div><dt>"Group number"</dt><dd>{number}</dd></div>
            <div><dt>"EIN"</dt><dd>{page.ein.unwrap_or_else(|| "Not on file".to_owned())}</dd></div>
            <div>
                <dt>"Renews on"</dt>
                <dd>{employer.renews_on.map_or_else(|| "Not known".to_owned(), long)}</dd>
            </div>
        </dl>
        <section class="card" aria-labelledby="users-title">
            <div class="section-head">
                <h2 id="users-title">"Users and brokers"</h2>
                <a href=paths::staff_employer_trail(&employer.id)>"Who did what"</a>
            </div>
            {users}
        </section>
    }
    .into_any()
}

/// Those who act for an employer. Who lost phone and recovery codes, and is recognised, gets a sign-in anew.
#[component]
fn Users(users: Vec<StaffUser>, employer: String) -> impl IntoView {
    let query = use_query_map();
    let about = query.with_untracked(|query| query.get("about")).unwrap_or_default();
    let word = told_word(query);
    let rows = users.into_iter().map(|user| {
        let told = (user.account.as_deref() == Some(about.as_str())).then(|| word.clone());
        let reset = user.account.clone().map(|account| {
            let label = format!("Reset sign-in of {}", user.name);
            view! {
                <form method="post" action="/api/staff/reset-sign-in">
                    <input type="hidden" name="employer" value=employer.clone()/>
                    <input type="hidden" name="account" value=account/>
                    <button class="button" aria-label=label>"Reset sign-in"</button>
                </form>
            }
        });
        let may: Vec<&str> =
            user.capabilities.iter().map(domain::access::Capability::title).collect();
        let until = match (user.alive, user.ends_on) {
            (true, None) => "No end".to_owned(),
            (true, Some(day)) => format!("Until {}", short(day)),
            (false, _) => "Ended".to_owned(),
        };
        view! {
            <tr>
                <th scope="row">
                    {user.name}
                    {user.email.map(|email| view! { <span class="quiet below">{email}</span> })}
                </th>
                <td>{user.role.title()}</td>
                <td>{may.join(", ")}</td>
                <td>{until}</td>
                <td>{reset}{told.map(|word| view! { <Note word/> })}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Who may do what">
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"Who"</th>
                        <th scope="col">"As"</th>
                        <th scope="col">"May"</th>
                        <th scope="col">"Until"</th>
                        <th scope="col">"Lost phone and codes"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
