//! Where people prove who they are.

use crate::api::session::{DemoPerson, Me, demo_people};
use crate::context::Carrier;
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The sign-in. `?next=` says where to go then; `?ended` that a session ended because nothing was done.
#[component]
pub fn SignIn() -> impl IntoView {
    let carrier = use_context::<Carrier>().unwrap_or_default();
    let query = use_query_map();
    let next = query.with_untracked(|query| query.get("next"));
    let ended = query.with_untracked(|query| query.get("ended")).is_some();
    let me = use_context::<Option<Me>>().flatten();
    if ended && me.is_some() {
        go_back(next.as_deref());
    }
    view! {
        <Title text="Sign in"/>
        <header class="page-head">
            <h1>"Sign in"</h1>
            {ended.then(|| view! {
                <p role="status">"You were signed out because nothing was done for a while. What you edited is saved."</p>
            })}
            {me.map(|me| view! {
                <p>{format!("You are signed in as {}. ", me.name)} <a href=paths::RENEWALS>"To your renewals"</a></p>
            })}
        </header>
        {carrier.demo.then(|| view! { <DemoPeople next/> })}
    }
    .into_any()
}

/// Another window kept the session alive: this one goes on where it was.
#[cfg(feature = "ssr")]
fn go_back(next: Option<&str>) {
    leptos_axum::redirect(&crate::server::session::next_page(next));
}

/// In the browser nothing leads here: the address is loaded anew.
#[cfg(not(feature = "ssr"))]
fn go_back(_next: Option<&str>) {}

/// One click signs in as each role. In the demo alone.
#[component]
pub fn DemoPeople(
    /// Where to go then.
    next: Option<String>,
) -> impl IntoView {
    let people = wire::load(|| (), |()| demo_people());
    view! {
        <Suspense>
            {move || {
                let next = next.clone();
                Suspend::new(async move {
                    let people = people.await.unwrap_or_default();
                    view! {
                        <section class="demo-people" aria-labelledby="demo-people">
                            <h2 id="demo-people">"Look around as an invented person"</h2>
                            <p>"This is the demo: one click signs you in, without a password. Nobody here is real."</p>
                            <ul class="renewal-list">
                                {people.into_iter().map(|person| view! { <Person person next=next.clone()/> }).collect_view()}
                            </ul>
                        </section>
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Person(person: DemoPerson, next: Option<String>) -> impl IntoView {
    let label = format!("Sign in as {}", person.name);
    view! {
        <li class="card">
            <form method="post" action="/api/session/demo">
                <input type="hidden" name="key" value=person.key/>
                {next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
                <button class="button">{label}</button>
            </form>
            <p>{person.what}</p>
        </li>
    }
    .into_any()
}
