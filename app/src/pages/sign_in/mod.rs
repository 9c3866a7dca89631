//! Where people prove who they are: the password, the second step, a proof again, and the pages that links
//! lead to. Plain forms all of them; passkeys want WASM.

mod demo;
mod form;
mod link;
mod passkey;
mod step;

pub use demo::DemoPeople;
pub use form::{
    Field, LongText, NotYet, Note, Typed, Wrote, ticked_before, told_word, typed_before,
    typed_value,
};
pub use link::{AcceptInvitation, NewPassword, VerifyEmail};
pub use passkey::{AddPasskey, ByPasskey};
pub use step::{NewApp, Prove, SecondStep, prove_then};

use crate::api::session::{Me, typed};
use crate::context::Carrier;
use crate::paths;
use crate::wire;
use form::Next;
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
    let told = told_word(query);
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
        <div class="proofs">
            <Password next=next.clone() told/>
            <section class="card" aria-labelledby="passkey-title">
                <h2 id="passkey-title">"With a passkey"</h2>
                <p class="hint">"Your fingerprint, face or security key. No password, no code."</p>
                <ByPasskey next=next.clone() alone=true/>
            </section>
        </div>
        {carrier.demo.then(|| view! { <DemoPeople next/> })}
    }
    .into_any()
}

/// Address and password. What was typed before and was not right stands there again.
#[component]
fn Password(next: Option<String>, told: String) -> impl IntoView {
    let typed_before = wire::load(|| (), |()| typed());
    view! {
        <section class="card" aria-labelledby="password-title">
            <h2 id="password-title">"With your password"</h2>
            <Suspense>
                {move || {
                    let (next, told) = (next.clone(), told.clone());
                    Suspend::new(async move {
                        let email = typed_value(&typed_before.await.unwrap_or_default(), "email");
                        view! {
                            <form method="post" action="/api/sign-in/password" class="proof">
                                <Next next/>
                                <Field name="email" label="E-mail address" kind="email" autocomplete="username" value=email/>
                                <Field name="password" label="Password" kind="password" autocomplete="current-password" told/>
                                <button class="button primary">"Continue"</button>
                            </form>
                        }
                    })
                }}
            </Suspense>
            <p><a href=paths::NEW_PASSWORD>"Forgot your password?"</a></p>
        </section>
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
