//! Who did what for an employer, the newest first.

use crate::api::trail::{TrailRow, TrailView, load_trail};
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page. `?before=` says where it begins.
#[component]
pub fn AuditTrail() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let employer =
            params.with(|params| params.get_str("employer").unwrap_or_default().to_owned());
        let before = query.with(|query| query.get_str("before").and_then(|text| text.parse().ok()));
        (employer, before)
    });
    let page = wire::load(
        move || asked.get(),
        |(employer, before): (String, Option<i64>)| load_trail(employer, before),
    );
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Page page/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Page(page: TrailView) -> impl IntoView {
    let here = paths::trail(&page.employer);
    let older = page.older.map(|before| format!("{here}?before={before}"));
    let table = if page.rows.is_empty() {
        view! { <p class="empty">"Nothing was changed yet. Each change of who may do what stands here."</p> }
            .into_any()
    } else {
        view! { <Rows rows=page.rows/> }.into_any()
    };
    view! {
        <Title text=format!("Who did what for {}", page.name)/>
        <header class="page-head">
            <h1>"Who did what"</h1>
            <p>
                {format!("For {}. Nothing here can be changed or removed. ", page.name)}
                <a href=paths::users(&page.employer)>"Users and brokers"</a>
            </p>
            <p class="actions">
                <a class="button" href=format!("{here}.csv") rel="external" download>"Download all as CSV"</a>
            </p>
        </header>
        {table}
        {older.map(|href| view! { <p class="actions"><a class="button" href=href>"Older"</a></p> })}
    }
    .into_any()
}

/// The rows of a trail.
#[component]
pub fn Rows(rows: Vec<TrailRow>) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let at = row.at.map(|at| at.format("%b %-d, %Y, %H:%M").to_string());
        view! {
            <tr>
                <td class="number">{row.number}</td>
                <td>{at}</td>
                <td>
                    <b>{row.actor}</b>" "{row.what}
                    {row.before.map(|text| view! { <p class="quiet">"Before: "{text}</p> })}
                    {row.after.map(|text| view! { <p class="quiet">"Since: "{text}</p> })}
                </td>
                <td>{row.address}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Who did what">
            <table class="ledger trail">
                <thead>
                    <tr>
                        <th scope="col" class="number">"No."</th>
                        <th scope="col">"When (UTC)"</th>
                        <th scope="col">"Who did what"</th>
                        <th scope="col">"From"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
