//! A choice that can be on or off, in a row of its like. A check box underneath, so that it works by
//! keyboard, without WASM and for everybody.

use leptos::prelude::*;

/// One choice. `name` and `value` are what a plain form sends when it is on.
#[component]
pub fn Chip(
    /// What people read.
    #[prop(into)]
    label: String,
    /// The name of the field.
    name: &'static str,
    /// The value that is sent.
    #[prop(into)]
    value: String,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Told when it is switched.
    #[prop(into)]
    switched: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="chip">
            <input
                type="checkbox"
                name=name
                value=value
                checked=on.get_untracked()
                prop:checked=move || on.get()
                on:change=move |event| switched.run(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}
