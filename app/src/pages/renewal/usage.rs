//! A year of care in each plan.

use super::desk::Desk;
use leptos::prelude::*;

/// The view.
#[component]
pub fn Usage(desk: Desk) -> impl IntoView {
    view! { <p>{desk.renewal.name.clone()}</p> }.into_any()
}
