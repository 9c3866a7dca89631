//! Publishing: from which catalogue the renewals of a day come, and to whom.

use super::{Parts, ProveFirst, Told, loading, moment};
use crate::api::review::{ForeseenView, PublishPage, PublishRow, load_publication};
use crate::pages::failed::Instead;
use crate::paths;
use crate::ui::change;
use crate::wire;
use chrono::NaiveDate;
use domain::date::{long, short};
use domain::word::count;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What is asked by the address: catalogue, day, and where the figures begin.
type Asked = (Option<i64>, Option<NaiveDate>, usize);

/// What can be published; `?catalogue=` and `?effective=` say what is chosen.
#[component]
pub fn Publish() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| -> Asked {
            (
                query.get_str("catalogue").and_then(|text| text.parse().ok()),
                query.get_str("effective").and_then(|text| text.parse().ok()),
                query.get_str("figures").and_then(|text| text.parse().ok()).unwrap_or(0),
            )
        })
    });
    let told = query.with_untracked(|query| {
        let done = query.get_str("done").and_then(|text| text.parse::<usize>().ok());
        words(query.get_str("told").unwrap_or_default(), done.unwrap_or(0))
    });
    let page = wire::load(
        move || asked.get(),
        |(catalogue, effective_on, figures)| load_publication(catalogue, effective_on, figures),
    );
    view! {
        <Title text="Publish renewals"/>
        <Suspense fallback=loading>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <All page told/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// What a word of the server's means, and whether something is wrong.
fn words(word: &str, done: usize) -> Option<(String, bool)> {
    Some(match word {
        "published" if done == 0 => (
            "Nothing was to be published: the groups have this catalogue already, or submitted meanwhile."
                .to_owned(),
            false,
        ),
        "published" => (
            format!("Published to {}.", count(done, "group", "groups")),
            false,
        ),
        "no-groups" => ("Not published: choose at least one group.".to_owned(), true),
        "no-catalogue" => ("Not published: there is no such catalogue.".to_owned(), true),
        _ => return None,
    })
}

/// The address of the page with what is chosen.
fn here(page: &PublishPage, figures: usize) -> String {
    let query = paths::query(vec![
        ("catalogue", page.catalogue.to_string()),
        ("effective", page.effective_on.to_string()),
        ("figures", figures.to_string()),
    ]);
    format!("{}?{query}", paths::STAFF_PUBLISH)
}

#[component]
fn All(page: PublishPage, told: Option<(String, bool)>) -> impl IntoView {
    let groups = if page.catalogues.is_empty() {
        view! { <p class="empty">"There is no catalogue yet: import one first."</p> }.into_any()
    } else if page.rows.is_empty() {
        let day = long(page.effective_on);
        view! { <p class="empty">{format!("No group that can be published to renews on {day}.")}</p> }
            .into_any()
    } else {
        view! { <Groups page=page.clone()/> }.into_any()
    };
    view! {
        <Parts here=paths::STAFF_RENEWALS/>
        <header class="page-head">
            <p class="crumb"><a href=paths::STAFF_RENEWALS>"Renewals"</a></p>
            <h1>"Publish renewals"</h1>
            <p>
                "A group sees next year’s plans and rates from the catalogue that is published to it, and from the \
                 newest one until then. What was submitted keeps its own."
            </p>
        </header>
        <Told told/>
        <Chosen page/>
        {groups}
    }
    .into_any()
}

/// The catalogue and the day.
#[component]
fn Chosen(page: PublishPage) -> impl IntoView {
    let catalogues = page.catalogues.iter().map(|(number, at)| {
        let name = format!("{number}, of {} UTC", moment(*at));
        view! { <option value=*number selected=*number == page.catalogue>{name}</option> }
    });
    let days = page.days.iter().map(|day| {
        view! { <option value=day.to_string() selected=*day == page.effective_on>{short(*day)}</option> }
    });
    view! {
        <form method="get" action=paths::STAFF_PUBLISH class="search">
            <div class="field inline">
                <label for="catalogue">"Catalogue"</label>
                <select id="catalogue" name="catalogue">{catalogues.collect_view()}</select>
            </div>
            <div class="field inline">
                <label for="effective">"Takes effect"</label>
                <select id="effective" name="effective">{days.collect_view()}</select>
            </div>
            <button class="button">"Show the groups"</button>
        </form>
    }
    .into_any()
}

/// The groups, all ticked, with what each would see.
#[component]
fn Groups(page: PublishPage) -> impl IntoView {
    let next = page.next.map(|from| {
        view! { <p><a href=here(&page, from)>{format!("Figures from group {} on", from + 1)}</a></p> }
    });
    let publish = if page.fresh {
        view! { <button class="button primary">"Publish to those that are ticked"</button> }
            .into_any()
    } else {
        view! { <ProveFirst back=here(&page, 0) what="publish"/> }.into_any()
    };
    let number = count(page.rows.len(), "group renews", "groups renew");
    let rows = page.rows.into_iter().map(|row| view! { <Group row/> });
    view! {
        <form method="post" action="/api/staff/publish">
            <input type="hidden" name="form[catalogue]" value=page.catalogue/>
            <input type="hidden" name="form[effective_on]" value=page.effective_on.to_string()/>
            <p>{format!("{number} then and submitted nothing.")}</p>
            <div class="table-frame" tabindex="0" role="region" aria-label="Groups">
                <table class="ledger">
                    <thead>
                        <tr>
                            <th scope="col">"Publish to"</th>
                            <th scope="col">"Published now"</th>
                            <th scope="col" class="number">"Plans"</th>
                            <th scope="col" class="number">"Premium a month now"</th>
                            <th scope="col" class="number">"If nothing is done"</th>
                            <th scope="col" class="number">"Change"</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            {next}
            {publish}
        </form>
    }
    .into_any()
}

#[component]
fn Group(row: PublishRow) -> impl IntoView {
    let id = format!("group-{}", row.employer);
    let figures = match row.foreseen {
        Some(ForeseenView::Plans(plans, now, as_is)) => view! {
            <td class="number">{plans}</td>
            <td class="number">{now.premium.to_string()}</td>
            <td class="number">{as_is.premium.to_string()}</td>
            <td class="number">{change(now.premium, as_is.premium)}</td>
        }
        .into_any(),
        Some(ForeseenView::Nothing) => {
            view! { <td colspan="4">"No figures: people, place or contract are missing"</td> }
                .into_any()
        }
        None => view! { <td colspan="4">"Not reckoned on this page"</td> }.into_any(),
    };
    let published = row.published.map(|number| format!("Catalogue {number}"));
    view! {
        <tr>
            <th scope="row">
                <input type="checkbox" id=id.clone() name="form[groups][]" value=row.employer checked=true/>
                " "
                <label for=id>{row.name}</label>
            </th>
            <td>{published.unwrap_or_else(|| "Nothing yet".to_owned())}</td>
            {figures}
        </tr>
    }
    .into_any()
}
