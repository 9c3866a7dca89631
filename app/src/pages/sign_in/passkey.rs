//! Buttons that ask a passkey. Where WASM has not arrived they do nothing yet, and say so.

use super::form::Note;
use crate::api::ApiError;
use crate::api::passkey::{
    Answered, Question, ask_registration, ask_second, ask_sign_in, prove_by_passkey,
    register_passkey, sign_in_by_passkey,
};
use crate::paths;
use crate::ui::passkey::{Want, ask};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The word for a browser that gave no answer: the person gave up, or it knows no passkeys.
const GIVEN_UP: &str = "given-up";

/// Signs in by a passkey, or does the second step with one.
#[component]
pub fn ByPasskey(
    /// Where to go then.
    next: Option<String>,
    /// Whether the passkey says who it is, too.
    alone: bool,
) -> impl IntoView {
    let (busy, told) = (RwSignal::new(false), RwSignal::new(String::new()));
    let press = move |_| {
        let next = next.clone();
        run(busy, told, async move {
            let question = if alone { ask_sign_in().await? } else { Ok(ask_second().await?) };
            let question = match question {
                Ok(question) => question,
                Err(word) => return Ok(Answered::Not(word)),
            };
            let Some(answer) = ask(&question.options, Want::Proof).await else {
                return Ok(Answered::Not(GIVEN_UP.to_owned()));
            };
            let ceremony = question.ceremony;
            if alone {
                sign_in_by_passkey(ceremony, answer, next).await
            } else {
                prove_by_passkey(ceremony, answer, next).await
            }
        });
    };
    view! { <Press label="Use a passkey" busy told press/> }
}

/// Adds a passkey.
#[component]
pub fn AddPasskey(
    /// Where to go then.
    next: Option<String>,
) -> impl IntoView {
    let (busy, told) = (RwSignal::new(false), RwSignal::new(String::new()));
    let label = RwSignal::new(String::new());
    let press = move |_| {
        let next = next.clone();
        run(busy, told, async move {
            let Question { ceremony, options } = ask_registration().await?;
            let Some(answer) = ask(&options, Want::New).await else {
                return Ok(Answered::Not(GIVEN_UP.to_owned()));
            };
            register_passkey(ceremony, answer, label.get_untracked(), next).await
        });
    };
    view! {
        <div class="field">
            <label for="passkey-label">"What you call it"</label>
            <input id="passkey-label" type="text" maxlength="60" autocomplete="off" placeholder="My laptop" prop:value=label on:input:target=move |ev| label.set(ev.target().value())/>
        </div>
        <Press label="Add a passkey" busy told press/>
    }
}

/// Does what a button began, and goes where it leads. A new page is loaded, since the session is another.
fn run(
    busy: RwSignal<bool>,
    told: RwSignal<String>,
    work: impl Future<Output = Result<Answered, ApiError>> + 'static,
) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    told.set(String::new());
    spawn_local(async move {
        let word = match work.await {
            Ok(Answered::Go(page)) => {
                // That the browser goes nowhere has nobody to be told.
                let _ = window().location().assign(&page);
                return;
            }
            Ok(Answered::Not(word)) if word == "wrong" => "wrong-passkey".to_owned(),
            Ok(Answered::Not(word)) => word,
            Err(ApiError::ProveAgain) => {
                let _ = window().location().assign(&super::prove_then(paths::ACCOUNT));
                return;
            }
            Err(_) => "failed".to_owned(),
        };
        busy.set(false);
        told.set(word);
    });
}

#[component]
fn Press<F>(
    label: &'static str,
    busy: RwSignal<bool>,
    told: RwSignal<String>,
    press: F,
) -> impl IntoView
where
    F: FnMut(leptos::ev::MouseEvent) + 'static,
{
    view! {
        <button type="button" class="button" on:click=press aria-disabled=move || busy.get().to_string()>
            {move || if busy.get() { "Waiting for your browser…" } else { label }}
        </button>
        {move || view! { <Note word=told.get()/> }}
        <noscript><p class="hint">"Passkeys need JavaScript."</p></noscript>
    }
    .into_any()
}
