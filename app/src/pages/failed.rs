//! What stands in place of a page that could not be loaded.

use crate::api::ApiError;
use crate::pages::not_found::NotFound;
use crate::pages::signed_out::{Forbidden, SignedOut};
use leptos::prelude::*;

/// What stands in place of a page, whatever the reason: it is not there, not for whoever asks, or failed.
#[component]
pub fn Instead(error: ApiError) -> impl IntoView {
    match error {
        ApiError::NotFound => NotFound().into_any(),
        ApiError::SignedOut => SignedOut().into_any(),
        ApiError::Forbidden(capability) => view! { <Forbidden capability/> }.into_any(),
        error => view! { <Failed error/> }.into_any(),
    }
}

/// Says that the page could not be loaded, and what to do.
#[component]
pub fn Failed(error: ApiError) -> impl IntoView {
    let number = match error {
        ApiError::Internal { request_id } => Some(request_id),
        _ => None,
    };
    view! {
        <article class="lead" role="alert">
            <h1>"The page could not be loaded"</h1>
            <p>"Nothing is lost. Reload the page; if it happens again, tell us when it happened."</p>
            {number.map(|id| view! { <p class="quiet">"Reference: " <code>{id}</code></p> })}
            <p><a class="button" href="" rel="external">"Reload"</a></p>
        </article>
    }
}
