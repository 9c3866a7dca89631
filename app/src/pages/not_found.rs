//! The page for an address that leads nowhere, or to what is somebody else's.

use crate::paths;
use leptos::prelude::*;
use leptos_meta::Title;

/// Says so, with status 404, and leads back.
#[component]
pub fn NotFound() -> impl IntoView {
    crate::status::not_found();
    view! {
        <Title text="Not found"/>
        <article class="lead">
            <h1>"There is nothing at this address"</h1>
            <p>"The link may be old or mistyped, or what it leads to may not be yours to see."</p>
            <p><a class="button" href=paths::COMPARE>"Compare plans"</a></p>
        </article>
    }
}
