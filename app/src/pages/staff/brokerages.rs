//! The brokerages and their people.

use super::{Parts, loading};
use crate::api::staff::{StaffBrokerage, load_brokerages};
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;

/// Every brokerage.
#[component]
pub fn Brokerages() -> impl IntoView {
    let found = wire::load(|| (), |()| load_brokerages());
    view! {
        <Title text="Brokerages"/>
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(found) => view! { <All found/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn All(found: Vec<StaffBrokerage>) -> impl IntoView {
    let none = found.is_empty();
    let cards = found.into_iter().map(|firm| {
        let title = format!("brokerage-{}", firm.id);
        let people = firm.people.into_iter().map(|(name, email)| {
            view! { <li>{name}<span class="quiet below">{email}</span></li> }
        });
        view! {
            <li class="card" aria-labelledby=title>
                <h2 id=title.clone()>{firm.name}</h2>
                <ul class="plain">{people.collect_view()}</ul>
            </li>
        }
    });
    view! {
        <Parts here=paths::STAFF_BROKERAGES/>
        <header class="page-head"><h1>"Brokerages"</h1></header>
        {none.then(|| view! { <p class="empty">"There is no brokerage yet."</p> })}
        <ul class="users">{cards.collect_view()}</ul>
    }
    .into_any()
}
