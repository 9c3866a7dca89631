//! Everybody, now and next.

use super::desk::Desk;
use leptos::prelude::*;

/// The view.
#[component]
pub fn People(desk: Desk) -> impl IntoView {
    view! { <p>{desk.renewal.name.clone()}</p> }.into_any()
}
