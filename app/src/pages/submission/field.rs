//! Fields of forms, each with what is wrong with it beside it. The first that is wrong has the focus when the
//! page comes.

use leptos::prelude::*;

/// What is wrong with a field, among all that is.
pub fn fault_of(faults: &[(String, String)], field: &str) -> Option<String> {
    let all: Vec<&str> =
        faults.iter().filter(|(of, _)| of == field).map(|(_, text)| text.as_str()).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// A field for a text or a day.
#[component]
pub fn Text(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "")] hint: &'static str,
    #[prop(default = None)] fault: Option<String>,
    #[prop(default = false)] required: bool,
) -> impl IntoView {
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let described = format!("{hint_id} {fault_id}");
    let invalid = fault.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                type=kind id=id name=name value=value required=required autocomplete=autocomplete
                aria-describedby=described aria-invalid=invalid autofocus=invalid.is_some()
            />
            <p class="hint" id=hint_id>{hint}</p>
            <p class="fault" id=fault_id>{fault}</p>
        </div>
    }
    .into_any()
}

/// A field to choose in.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    /// Each value with its words.
    options: Vec<(String, String)>,
    #[prop(default = None)] fault: Option<String>,
) -> impl IntoView {
    let fault_id = format!("{id}-fault");
    let invalid = fault.is_some().then_some("true");
    let options = options.into_iter().map(|(of, words)| {
        let chosen = of == value;
        view! { <option value=of selected=chosen>{words}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                id=id name=name
                aria-describedby=fault_id.clone() aria-invalid=invalid autofocus=invalid.is_some()
            >
                {options.collect_view()}
            </select>
            <p class="fault" id=fault_id>{fault}</p>
        </div>
    }
    .into_any()
}

/// A field for sentences.
#[component]
pub fn Sentences(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    longest: u32,
    #[prop(default = None)] fault: Option<String>,
) -> impl IntoView {
    let fault_id = format!("{id}-fault");
    let invalid = fault.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <textarea
                id=id name=name rows="3" maxlength=longest.to_string()
                aria-describedby=fault_id.clone() aria-invalid=invalid autofocus=invalid.is_some()
            >{value}</textarea>
            <p class="fault" id=fault_id>{fault}</p>
        </div>
    }
    .into_any()
}

/// One of several.
#[component]
pub fn Radio(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] value: String,
    #[prop(into)] label: String,
    checked: bool,
) -> impl IntoView {
    view! {
        <p class="attest">
            <input type="radio" id=id.clone() name=name value=value checked=checked/>
            <label for=id>{label}</label>
        </p>
    }
    .into_any()
}

/// A box with what it says.
#[component]
pub fn Tick(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    checked: bool,
    #[prop(default = None)] fault: Option<String>,
) -> impl IntoView {
    let fault_id = format!("{id}-fault");
    let invalid = fault.is_some().then_some("true");
    view! {
        <p class="attest">
            <input
                type="checkbox" id=id.clone() name=name value="yes" checked=checked
                aria-describedby=fault_id.clone() aria-invalid=invalid autofocus=invalid.is_some()
            />
            <label for=id>{label}</label>
        </p>
        <p class="fault" id=fault_id>{fault}</p>
    }
    .into_any()
}

/// What a form says without being asked.
#[component]
pub fn Hidden(name: &'static str, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}
