//! The scenarios side by side.

use super::desk::Desk;
use leptos::prelude::*;

/// The view.
#[component]
pub fn Scenarios(desk: Desk) -> impl IntoView {
    view! { <p>{desk.renewal.name.clone()}</p> }.into_any()
}
