//! The second step, setting it up for the first time, and a proof again.

use super::form::{Field, Next, Note, told_word};
use super::{AddPasskey, ByPasskey, DemoPeople};
use crate::api::sign_in::{NewTotpView, StepView, begin_totp, load_step};
use crate::context::Carrier;
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What the address says: where to go then, what was not right, and what was begun.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    next: Option<String>,
    told: String,
    again: Option<String>,
}

fn asked() -> Asked {
    let query = use_query_map();
    let get = |name: &str| query.with_untracked(|query| query.get(name));
    let told = match told_word(query).as_str() {
        "wrong" => "wrong-code".to_owned(),
        other => other.to_owned(),
    };
    Asked { next: get("next"), told, again: get("again") }
}

/// The second step of a sign-in.
#[component]
pub fn SecondStep() -> impl IntoView {
    let asked = asked();
    let step = wire::load(|| (), |()| load_step());
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                let asked = asked.clone();
                Suspend::new(async move {
                    match step.await {
                        Ok(step) if !step.half => view! { <Already/> }.into_any(),
                        Ok(step) if step.has_nothing() => view! { <SetUp step asked/> }.into_any(),
                        Ok(step) => view! {
                            <Title text="Second step"/>
                            <header class="page-head">
                                <h1>"Second step"</h1>
                                <p>{format!("The password of {} is right. One more thing shows that it is you.", step.email)}</p>
                            </header>
                            <Proofs step asked/>
                        }
                        .into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Already() -> impl IntoView {
    view! {
        <Title text="Signed in"/>
        <article class="lead">
            <h1>"You are signed in"</h1>
            <p class="actions"><a class="button primary" href=paths::RENEWALS>"To your renewals"</a></p>
        </article>
    }
}

/// What there is to prove it with.
#[component]
fn Proofs(step: StepView, asked: Asked) -> impl IntoView {
    let next = asked.next.clone();
    view! {
        <div class="proofs">
            <section class="card" aria-labelledby="code-title">
                <h2 id="code-title">{if step.totp { "With a code" } else { "With a recovery code" }}</h2>
                <form method="post" action="/api/sign-in/code" class="proof">
                    <Next next=asked.next/>
                    <Field
                        name="code" label="Code" kind="text" autocomplete="one-time-code" told=asked.told
                        hint=if step.totp {
                            "The six digits that your app shows now. A recovery code does too."
                        } else {
                            "One of those that you printed or saved."
                        }
                    />
                    <button class="button primary">"Continue"</button>
                </form>
            </section>
            {step.passkey.then(|| view! {
                <section class="card" aria-labelledby="passkey-title">
                    <h2 id="passkey-title">"With a passkey"</h2>
                    <ByPasskey next alone=false/>
                </section>
            })}
        </div>
        {step.half.then(|| view! {
            <p class="hint">"Lost your phone and your recovery codes? Call your carrier: it recognises you and lets you set up your sign-in anew."</p>
        })}
    }
    .into_any()
}

/// Sets up the second step, without which nothing is shown.
#[component]
fn SetUp(step: StepView, asked: Asked) -> impl IntoView {
    let next = asked.next.clone();
    view! {
        <Title text="Set up a second step"/>
        <header class="page-head">
            <h1>"Set up a second step"</h1>
            <p>{format!(
                "A password alone can be guessed or stolen, and what you see here is about people’s health coverage. Choose one of two ways for {}; you can add the other later.",
                step.email
            )}</p>
        </header>
        <div class="proofs">
            <App asked/>
            <section class="card" aria-labelledby="passkey-title">
                <h2 id="passkey-title">"A passkey"</h2>
                <p class="hint">"Your fingerprint, face or security key. Next time you need no password at all."</p>
                <AddPasskey next/>
            </section>
        </div>
    }
    .into_any()
}

/// Adds an app for one-time codes to an account that is signed in.
#[component]
pub fn NewApp() -> impl IntoView {
    let asked = asked();
    view! {
        <Title text="Add an app for codes"/>
        <header class="page-head">
            <h1>"Add an app for codes"</h1>
            <p>"If you have one already, the new one takes its place. " <a href=paths::ACCOUNT>"Back to your account"</a></p>
        </header>
        <div class="proofs"><App asked/></div>
    }
    .into_any()
}

/// The QR code, and the first code that proves that it was read.
#[component]
fn App(asked: Asked) -> impl IntoView {
    let again = asked.again.clone();
    let begun = wire::load(|| (), move |()| begin_totp(again.clone()));
    view! {
        <section class="card" aria-labelledby="app-title">
            <h2 id="app-title">"An app that shows codes"</h2>
            <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
                {move || {
                    let asked = asked.clone();
                    Suspend::new(async move {
                        match begun.await {
                            Ok(begun) => view! { <Confirm begun asked/> }.into_any(),
                            Err(crate::api::ApiError::ProveAgain) => view! {
                                <p>"First prove again that it is you. " <a href=prove_then(paths::NEW_APP)>"Prove it"</a></p>
                            }
                            .into_any(),
                            Err(_) => view! { <Note word="failed".to_owned()/> }.into_any(),
                        }
                    })
                }}
            </Suspense>
        </section>
    }
    .into_any()
}

/// Where somebody proves again who they are, and comes back from.
pub fn prove_then(next: &str) -> String {
    format!("{}?{}", paths::PROVE, paths::query(vec![("next", next.to_owned())]))
}

#[component]
fn Confirm(begun: NewTotpView, asked: Asked) -> impl IntoView {
    view! {
        <ol class="steps">
            <li>"Open an authenticator app on your phone, such as the one in its password settings."</li>
            <li>
                <p>"Let it read this picture, or type the letters below it."</p>
                {begun.picture.map(|(size, path)| view! {
                    <svg class="qr" role="img" aria-label="QR code for your authenticator app" viewBox=format!("0 0 {size} {size}")>
                        <rect width=size height=size fill="#fff"/>
                        <path d=path fill="#000"/>
                    </svg>
                })}
                <p><code class="secret">{begun.secret}</code></p>
            </li>
            <li>
                <form method="post" action="/api/sign-in/confirm-totp" class="proof">
                    <input type="hidden" name="ceremony" value=begun.ceremony/>
                    <Next next=asked.next/>
                    <Field
                        name="code" label="The code that it shows now" kind="text" autocomplete="one-time-code"
                        told=asked.told
                    />
                    <button class="button primary">"Finish"</button>
                </form>
            </li>
        </ol>
    }
    .into_any()
}

/// Asks somebody who is signed in to prove again that it is them.
#[component]
pub fn Prove() -> impl IntoView {
    let carrier = use_context::<Carrier>().unwrap_or_default();
    let asked = asked();
    let step = wire::load(|| (), |()| load_step());
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                let (asked, demo) = (asked.clone(), carrier.demo);
                Suspend::new(async move {
                    match step.await {
                        Ok(step) => view! { <ProveAgain step asked demo/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn ProveAgain(step: StepView, asked: Asked, demo: bool) -> impl IntoView {
    let next = asked.next.clone();
    let nothing = step.has_nothing();
    let then = asked.next.clone().map(|next| paths::query(vec![("next", next)]));
    let sign_in =
        then.map_or(paths::SIGN_IN.to_owned(), |then| format!("{}?{then}", paths::SIGN_IN));
    view! {
        <Title text="Is it still you?"/>
        <header class="page-head">
            <h1>"Is it still you?"</h1>
            <p>"What you are about to do is sensitive, so it wants a proof of the last five minutes. Nothing was changed yet: you come back to the page with what you typed, and send it again. Passwords are not kept."</p>
        </header>
        {(!nothing).then(|| view! { <Proofs step asked/> })}
        {(nothing && demo).then(|| view! { <DemoPeople next/> })}
        {(nothing && !demo).then(|| view! {
            <p><a class="button primary" href=sign_in>"Sign in again"</a></p>
        })}
    }
    .into_any()
}
