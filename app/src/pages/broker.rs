//! Where somebody of a brokerage asks an employer for access, and sees what became of it.

use crate::api::broker::{AskedView, BrokerPage, load_broker};
use crate::api::session::typed;
use crate::pages::failed::Instead;
use crate::pages::not_found::NotFound;
use crate::pages::sign_in::{Field, LongText, Note, Typed, ticked_before, told_word, typed_value};
use crate::pages::users::Grid;
use crate::wire;
use domain::access::{Capabilities, Capability, Role};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn BrokerAccess() -> impl IntoView {
    let told = told_word(use_query_map());
    let page = wire::load(|| (), |()| load_broker());
    let typed_before = wire::load(|| (), |()| typed());
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    let typed = typed_before.await.unwrap_or_default();
                    match page.await {
                        Ok(Some(page)) => view! { <Page page typed told/> }.into_any(),
                        Ok(None) => NotFound().into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Page(page: BrokerPage, typed: Typed, told: String) -> impl IntoView {
    let before = |field| typed_value(&typed, field);
    let look = Capabilities::NONE.with(Capability::ViewMembers).with(Capability::PlanRenewal);
    let held = if typed.is_empty() { look } else { ticked_before(&typed) };
    let nothing = (told == "nothing").then_some("Choose at least one thing.");
    let (number_told, rest_told) = match told.as_str() {
        "nothing" => (String::new(), String::new()),
        "not-a-number" => (told, String::new()),
        _ => (String::new(), told),
    };
    let asked = page.asked.into_iter().map(|asked| view! { <Row asked/> }).collect_view();
    view! {
        <Title text="Ask for access"/>
        <header class="page-head">
            <h1>"Ask an employer for access"</h1>
            <p>{format!("For everybody at {}. The employer’s primary administrator decides.", page.brokerage)}</p>
        </header>
        <Note word=rest_told/>
        <div class="proofs">
            <section class="card give" aria-label="Ask for access">
                <form method="post" action="/api/broker/ask" class="access">
                    <Field
                        name="form[group_number]" label="Group number" kind="text" autocomplete="off"
                        value=before("group_number") told=number_told
                        hint="It stands on the employer’s bill. If there is such a group, its administrator is asked."
                    />
                    <Grid held role=Role::Broker id="ask".to_owned() fault=nothing/>
                    <LongText
                        id="note" name="form[note]" label="What for (optional)" rows="3" value=before("note")
                        max="500" required=false
                    />
                    <button class="button primary">"Ask for access"</button>
                </form>
            </section>
            <section class="card" aria-labelledby="asked-title">
                <h2 id="asked-title">"What was decided"</h2>
                <ul class="rows">{asked}</ul>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Row(asked: AskedView) -> impl IntoView {
    let state = if asked.granted { "granted" } else { "refused" };
    let what: Vec<_> = asked.capabilities.iter().map(|c| c.title().to_lowercase()).collect();
    view! {
        <li>
            <p><strong>{format!("Group {}", asked.group_number)}</strong> " " <span class="quiet">{format!("{}, asked {}", what.join(", "), asked.when)}</span></p>
            <p>{state}</p>
        </li>
    }
    .into_any()
}
