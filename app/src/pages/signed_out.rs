//! What stands in place of a page that is not for whoever asks.

use crate::paths;
use domain::access::Capability;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// For whoever is signed out: the way in, and back to this page.
#[component]
pub fn SignedOut() -> impl IntoView {
    let location = use_location();
    let here = move || {
        let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
        let here = if query.is_empty() { path } else { format!("{path}?{query}") };
        format!("{}?{}", paths::SIGN_IN, paths::query(vec![("next", here)]))
    };
    view! {
        <Title text="Sign in"/>
        <article class="lead">
            <h1>"Sign in to see this page"</h1>
            <p>"It is about people, so it is shown only to those who look after them."</p>
            <p class="actions"><a class="button primary" href=here() rel="external">"Sign in"</a></p>
        </article>
    }
    .into_any()
}

/// For whoever may act for the employer, but not do this.
#[component]
pub fn Forbidden(capability: Capability) -> impl IntoView {
    view! {
        <Title text="Not granted"/>
        <article class="lead">
            <h1>{format!("“{}” is not granted to you", capability.title())}</h1>
            <p>{format!("This page needs it: {} ", lower(capability.sentence()))}</p>
            <p>"A primary administrator of your company can grant it under Users."</p>
            <p><a class="button" href=paths::RENEWALS>"To what you can see"</a></p>
        </article>
    }
    .into_any()
}

/// A sentence that goes on after a colon.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}
