//! What changes if nothing is done.

use super::desk::Desk;
use leptos::prelude::*;

/// The view.
#[component]
pub fn Nothing(desk: Desk) -> impl IntoView {
    view! { <p>{desk.renewal.name.clone()}</p> }.into_any()
}
