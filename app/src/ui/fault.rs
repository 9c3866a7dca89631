//! What is wrong with a field, beside the field.

use leptos::prelude::*;

/// The text of a fault, or nothing. Its field names it by `aria-describedby`.
#[component]
pub fn FaultText(
    /// The id by which the field names it.
    #[prop(into)]
    id: String,
    /// What is wrong and what to do.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <p class="fault" id=id role="alert">
            {move || text.get()}
        </p>
    }
}
