//! Choices of which one holds, side by side: radio buttons underneath.

use leptos::prelude::*;

/// The choices, known by their place.
#[component]
pub fn Segmented(
    /// What is chosen, for those who do not see it.
    legend: &'static str,
    /// The name of the radio buttons.
    name: &'static str,
    /// What each is called.
    labels: Vec<&'static str>,
    /// The one that holds, if it is one of them.
    #[prop(into)]
    chosen: Signal<Option<usize>>,
    /// Told when another is chosen.
    #[prop(into)]
    choose: Callback<usize>,
) -> impl IntoView {
    let choice = move |(place, label): (usize, &'static str)| {
        view! {
            <label>
                <input
                    type="radio" name=name value=place
                    checked=chosen.get_untracked() == Some(place)
                    prop:checked=move || chosen.get() == Some(place)
                    on:change=move |_| choose.run(place)
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segmented">
            <legend class="visually-hidden">{legend}</legend>
            {labels.into_iter().enumerate().map(choice).collect_view()}
        </fieldset>
    }
    .into_any()
}
