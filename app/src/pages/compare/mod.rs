//! A group's plans, priced and side by side.
//!
//! The server answers once with the group's workbench; after that everything on the page is priced
//! where it is shown, and the URL follows. Without WASM the same page is a form: choose, then update.

mod bench;
mod contribution;
mod group;
mod people;
mod query;

use crate::api::compare::{ComparePage, GroupQuestion, load_compare};
use crate::pages::failed::Instead;
use crate::pages::plans::{Plans, SideBySide};
use crate::wire;
use bench::{Bench, State};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use query::CompareQuery;

/// The page.
#[component]
pub fn Compare() -> impl IntoView {
    let params = use_query_map();
    // Only the group, place and date are asked of the server; the rest is the page's own.
    let question = Memo::new(move |_| CompareQuery::parse(&params.get()).group);
    let page = wire::load(move || question.get(), load_compare);
    view! {
        <Title text="Compare plans"/>
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading your group…"</p> }>
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
fn Page(page: ComparePage) -> impl IntoView {
    let params = use_query_map();
    let mut query = params.with_untracked(CompareQuery::parse);
    query.group = page.question.clone();
    let state = State::new(&query);
    let bench = page
        .group
        .as_ref()
        .and_then(|group| group.workbench.clone())
        .map(|workbench| bench::bench(workbench, state));
    let group = page.group.clone();
    let open = bench.is_none();
    view! {
        <group::Heading group=group.clone() bench=bench.clone()/>
        <group::Chooser page=page.clone() state open/>
        {group.map(|group| view! { <group::RowFaults faults=group.faults/> })}
        <group::Instead page=page.clone() bench=bench.clone()/>
        {bench
            .filter(|bench| !bench.plans.is_empty())
            .map(|bench| view! { <Workspace bench state/> })}
    }
    .into_any()
}

/// Everything that is priced, as one form, so that it can be sent without WASM too.
#[component]
fn Workspace(bench: Bench, state: State) -> impl IntoView {
    state.keep_in_url();
    let look = state.look;
    let hidden = state
        .group
        .with_value(GroupQuestion::pairs)
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! {
        <form
            class="workspace" method="get" action=crate::paths::COMPARE
            // Once the page answers by itself, the Enter key has nothing to send.
            on:submit=|event| event.prevent_default()
            // A field that is left has come to rest.
            on:change=move |_| state.write_url()
        >
            {hidden}
            <contribution::Panel bench=bench.clone() state/>
            <div class="main">
                // Without WASM every plan can be ticked: all of them are written at first.
                <Plans bench=bench.clone() look at_first=bench.plans.len()/>
                <SideBySide bench=bench.clone() look/>
                <people::People bench state/>
            </div>
            <p class="without-wasm"><button class="button primary">"Update the figures"</button></p>
        </form>
    }
    .into_any()
}
