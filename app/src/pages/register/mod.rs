//! An officer names who manages the group's coverage, and sees what becomes of it: in a chunk of its own.

mod form;
mod status;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::{LazyRoute, lazy_route};

/// The form at `/register`; with a token after it, where a form that was sent stands.
pub struct Register {
    token: Memo<Option<String>>,
}

#[lazy_route]
impl LazyRoute for Register {
    fn data() -> Self {
        let params = use_params_map();
        let token =
            Memo::new(move |_| params.with(|params| params.get_str("token").map(str::to_owned)));
        Self { token }
    }

    fn view(this: Self) -> AnyView {
        let token = this.token;
        view! {
            {move || match token.get() {
                None => view! { <form::NewDesignation/> }.into_any(),
                Some(token) => view! { <status::Status token/> }.into_any(),
            }}
        }
        .into_any()
    }
}
