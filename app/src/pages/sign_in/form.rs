//! The parts of a form that proves something.

use domain::access::{Capabilities, Capability};
use leptos::prelude::*;

/// The word that a form led back with; empty where there is none.
pub fn told_word(query: Memo<leptos_router::params::ParamsMap>) -> String {
    query.with_untracked(|query| query.get("told")).unwrap_or_default()
}

/// What was typed into the fields of a form that led back.
pub type Typed = Vec<(String, String)>;

/// What was typed into a field before, where the form led back.
pub fn typed_before(typed: &Typed, field: &str) -> Option<String> {
    typed.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone())
}

/// The same; empty where nothing was.
pub fn typed_value(typed: &Typed, field: &str) -> String {
    typed_before(typed, field).unwrap_or_default()
}

/// The capabilities that were ticked before.
pub fn ticked_before(typed: &Typed) -> Capabilities {
    typed_value(typed, "capabilities").split(',').filter_map(Capability::from_code).collect()
}

/// What a word means, and whether something is wrong.
pub fn sentence(word: &str) -> Option<(String, bool)> {
    if let Some(seconds) = word.strip_prefix("wait-").and_then(|text| text.parse().ok()) {
        return Some((
            format!("That was too often. Wait {}, then try again.", wait(seconds)),
            true,
        ));
    }
    if let Some(faults) = word.strip_prefix("password-") {
        let faults: Vec<_> = faults.split('-').filter_map(password_fault).collect();
        return (!faults.is_empty()).then(|| (faults.join(" "), true));
    }
    let (text, wrong) = match word {
        "wrong" => ("That is not right. Look at both fields and try again.", true),
        "wrong-code" => {
            ("That code is not right, or was used already. Wait for the next one.", true)
        }
        "wrong-passkey" => ("This passkey is not known here any more. Try another way.", true),
        "expired" => (
            "That took longer than 15 minutes, so what you set up is not kept any more. Remove it from your app, and set up what is shown now.",
            true,
        ),
        "gone" => ("This link was used already or is too old. Ask for a new one.", true),
        "no-name" => ("Say your name, as your colleagues know it.", true),
        "last" => ("This is your only second step. Add another one first.", true),
        "too-many" => ("You have as many passkeys as an account can have. Remove one first.", true),
        "not-an-email" => ("This is not an e-mail address. It looks like name@company.com.", true),
        "nothing" => ("Choose at least one thing.", true),
        "not-a-number" => ("A group number has 3 to 20 letters and digits.", true),
        "asked" => ("Asked. If there is such a group, its administrator has a mail now.", false),
        "given-up" => ("Your browser gave no answer. Try again, or use a code.", true),
        "failed" => ("That did not work here. Try again in a moment.", true),
        "verified" => ("The address is verified. You sign in with it from now on.", false),
        "sent" => (
            "If there is an account with this address, a link is on its way. It is good for an hour.",
            false,
        ),
        "added" => ("Added. It works from now on.", false),
        "already" => ("That is so already.", true),
        "done" => ("Done.", false),
        _ => return None,
    };
    Some((text.to_owned(), wrong))
}

fn password_fault(word: &str) -> Option<&'static str> {
    Some(match word {
        "short" => "Use at least 12 characters: three or four words are easy to keep.",
        "long" => "Use at most 128 characters.",
        "common" => "This is among the passwords that are tried first.",
        "monotonous" => "This is a row of characters, or a few again and again.",
        "personal" => "This is little more than your name or address.",
        _ => return None,
    })
}

/// A wait in words.
fn wait(seconds: u32) -> String {
    match seconds {
        0..60 => format!("{seconds} seconds"),
        60..3_600 => format!("{} minutes", seconds.div_ceil(60)),
        _ => format!("{} hours", seconds.div_ceil(3_600)),
    }
}

/// What a word means.
#[component]
pub fn Note(word: String) -> impl IntoView {
    sentence(&word).map(|(text, wrong)| {
        let class = if wrong { "fault" } else { "done" };
        view! { <p class=class role=if wrong { "alert" } else { "status" }>{text}</p> }.into_any()
    })
}

/// Where to go when it is proven.
#[component]
pub fn Next(next: Option<String>) -> impl IntoView {
    next.map(|next| view! { <input type="hidden" name="next" value=next/> })
}

/// Says of a form that led back that it did nothing: what stands in it is what was typed.
#[component]
pub fn NotYet(
    /// Whether something was typed.
    typed: bool,
) -> impl IntoView {
    typed.then(|| view! { <p class="hint">"Nothing was done yet. This is what you typed."</p> })
}

/// A field for a longer text, with what is wrong with it below.
#[component]
pub fn LongText(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    rows: &'static str,
    value: String,
    #[prop(default = None)] fault: Option<&'static str>,
    /// The most letters that are taken.
    #[prop(default = "2000")]
    max: &'static str,
    #[prop(default = true)] required: bool,
) -> impl IntoView {
    let fault_id = format!("{id}-fault");
    let described = fault.is_some().then(|| fault_id.clone());
    let invalid = fault.is_some().then_some("true");
    // A first line that is empty is left out by browsers. Where there is no text, there is no node for it
    // that the browser could find again.
    let value = value.trim_start().to_owned();
    let text = if value.is_empty() {
        view! {
            <textarea
                id=id name=name rows=rows required=required maxlength=max
                aria-describedby=described aria-invalid=invalid
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <textarea
                id=id name=name rows=rows required=required maxlength=max
                aria-describedby=described aria-invalid=invalid
            >{in_textarea(&value)}</textarea>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {text}
            {fault.map(|fault| view! { <p class="fault" id=fault_id role="alert">{fault}</p> })}
        </div>
    }
    .into_any()
}

/// A text as it is put into a `textarea`: on the server Leptos writes it there as it is, so that it would end
/// the field and go on as a page of its own.
fn in_textarea(text: &str) -> String {
    if cfg!(feature = "ssr") {
        text.replace('&', "&amp;").replace('<', "&lt;")
    } else {
        text.to_owned()
    }
}

/// What somebody wrote, where its form is not there any more: it can be copied.
#[component]
pub fn Wrote(words: String) -> impl IntoView {
    (!words.is_empty()).then(|| {
        view! {
            <section class="card" aria-label="What you wrote">
                <p>"What you wrote was not sent:"</p>
                <blockquote class="quote">{words}</blockquote>
            </section>
        }
        .into_any()
    })
}

/// A field with its label, and below it what is wrong with it: a sentence, or the word for one.
#[component]
pub fn Field(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    /// Its id, where its name alone would not be the only one.
    #[prop(optional)]
    id: String,
    #[prop(optional, into)] value: String,
    #[prop(optional)] told: String,
    #[prop(default = None)] fault: Option<&'static str>,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    let short = name.trim_start_matches("form[").trim_end_matches(']');
    let id = if id.is_empty() { short.to_owned() } else { id };
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let told = sentence(&told).filter(|(_, wrong)| *wrong).map(|(text, _)| text);
    let fault = fault.map(str::to_owned).or(told);
    let described = [(hint.is_some(), &hint_id), (fault.is_some(), &fault_id)]
        .into_iter()
        .filter_map(|(there, id)| there.then_some(id.as_str()))
        .collect::<Vec<_>>()
        .join(" ");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id name=name type=kind value=value autocomplete=autocomplete required=true
                aria-describedby=(!described.is_empty()).then_some(described)
                aria-invalid=fault.is_some().then_some("true")
            />
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {fault.map(|text| view! { <p class="fault" id=fault_id role="alert">{text}</p> })}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_sentence_and_nonsense_has_none() {
        for (word, begins, wrong) in [
            ("wrong", "That is not right", true),
            ("wait-5", "That was too often. Wait 5 seconds", true),
            ("wait-61", "That was too often. Wait 2 minutes", true),
            ("wait-7201", "That was too often. Wait 3 hours", true),
            ("password-short-common", "Use at least 12 characters", true),
            ("sent", "If there is an account", false),
            ("expired", "That took longer than 15 minutes", true),
        ] {
            let (text, is_wrong) = sentence(word).unwrap();
            assert!(text.starts_with(begins), "{word}: {text}");
            assert_eq!(is_wrong, wrong, "{word}");
        }
        for nonsense in ["", "wait-", "wait-x", "password-", "password-x", "<script>"] {
            assert_eq!(sentence(nonsense), None, "{nonsense}");
        }
    }
}
