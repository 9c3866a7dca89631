//! A number that can be slid and typed: two controls over one value.

use super::FaultText;
use leptos::prelude::*;

/// A slider with a number field beside it. The value counts whole units, such as cents or hundredths
/// of a percent.
#[component]
pub fn SliderField(
    /// What it is; also the slider's accessible name.
    label: &'static str,
    /// What the number field measures, for those who do not see the sign beside it.
    unit: &'static str,
    /// The name of the number field in a plain form.
    name: &'static str,
    /// The value.
    #[prop(into)]
    value: Signal<u32>,
    /// Told when the value is moved or typed.
    #[prop(into)]
    set: Callback<u32>,
    /// The highest value of the slider; more may be typed when `read` allows it.
    max: u32,
    /// By how much the slider moves.
    step: u32,
    /// Writes a value for the field.
    show: fn(u32) -> String,
    /// Reads a typed text, or says what is wrong with it.
    read: fn(&str) -> Result<u32, String>,
    /// A sign before the number.
    #[prop(optional)]
    before: &'static str,
    /// A sign after the number.
    #[prop(optional)]
    after: &'static str,
) -> impl IntoView {
    // What is being typed, until the field is left: it must not be rewritten under the typist.
    let draft = RwSignal::new(None::<String>);
    let fault = RwSignal::new(None::<String>);
    let shown = move || draft.get().unwrap_or_else(|| show(value.get()));
    let typed = move |event| {
        let text = event_target_value(&event);
        match read(&text) {
            Ok(number) => {
                fault.set(None);
                set.run(number);
            }
            Err(message) => fault.set(Some(message)),
        }
        draft.set(Some(text));
    };
    let slid = move |event| {
        if let Ok(number) = event_target_value(&event).parse() {
            draft.set(None);
            fault.set(None);
            set.run(number);
        }
    };
    let fault_id = format!("{name}-fault");
    let described = fault_id.clone();
    view! {
        <div class="slider-field">
            <label for=name>{label}</label>
            <span class="number">
                <span aria-hidden="true">{before}</span>
                <input
                    id=name
                    name=name
                    inputmode="decimal"
                    autocomplete="off"
                    aria-label=format!("{label}, {unit}")
                    aria-describedby=described
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    value=show(value.get_untracked())
                    prop:value=shown
                    on:input=typed
                    on:blur=move |_| if fault.with(Option::is_none) { draft.set(None) }
                />
                <span aria-hidden="true">{after}</span>
            </span>
            <input
                type="range"
                class="needs-wasm"
                aria-label=label
                aria-valuetext=move || format!("{before}{}{after}", show(value.get()))
                min="0"
                max=max
                step=step
                value=value.get_untracked()
                prop:value=move || value.get().min(max)
                on:input=slid
            />
            <FaultText id=fault_id text=fault/>
        </div>
    }
    .into_any()
}
