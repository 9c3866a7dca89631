//! An officer names who manages the group's coverage, and sees what becomes of it.

mod form;
mod status;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The form at `/register`; with a token after it, where a form that was sent stands.
#[component]
pub fn Register() -> impl IntoView {
    let params = use_params_map();
    let token =
        Memo::new(move |_| params.with(|params| params.get_str("token").map(str::to_owned)));
    move || match token.get() {
        None => view! { <form::NewDesignation/> }.into_any(),
        Some(token) => view! { <status::Status token/> }.into_any(),
    }
}
