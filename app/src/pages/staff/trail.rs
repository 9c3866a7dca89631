//! Who did what: for an employer, or what the carrier's own trail tells.

use super::{Parts, loading};
use crate::api::staff::load_staff_trail;
use crate::api::trail::TrailView;
use crate::pages::failed::Instead;
use crate::pages::trail::Rows;
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// A trail; `?before=` says where it begins.
#[component]
pub fn Trail(
    /// The employer's id; the carrier's own trail without one.
    employer: Option<String>,
) -> impl IntoView {
    let query = use_query_map();
    let before = Memo::new(move |_| {
        query.with(|query| query.get_str("before").and_then(|text| text.parse().ok()))
    });
    let page = wire::load(
        move || (employer.clone(), before.get()),
        |(employer, before): (Option<String>, Option<i64>)| load_staff_trail(employer, before),
    );
    view! {
        <Suspense fallback=loading>
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
    let own = page.employer.is_empty();
    let (here, title) = if own {
        (paths::STAFF_TRAIL.to_owned(), "What staff did".to_owned())
    } else {
        (paths::staff_employer_trail(&page.employer), format!("Who did what for {}", page.name))
    };
    let crumb = (!own).then(|| {
        view! { <p class="crumb"><a href=paths::staff_employer(&page.employer)>{page.name.clone()}</a></p> }
    });
    let older = page.older.map(|before| format!("{here}?before={before}"));
    let rows = if page.rows.is_empty() {
        view! { <p class="empty">"Nothing was done yet."</p> }.into_any()
    } else {
        view! { <Rows rows=page.rows/> }.into_any()
    };
    view! {
        <Title text=title.clone()/>
        <Parts here={if own { paths::STAFF_TRAIL } else { "" }}/>
        <header class="page-head">
            {crumb}
            <h1>{title}</h1>
            <p>"Nothing here can be changed or removed."</p>
        </header>
        {rows}
        {older.map(|href| view! { <p class="actions"><a class="button" href=href>"Older"</a></p> })}
    }
    .into_any()
}
