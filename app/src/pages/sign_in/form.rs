//! The parts of a form that proves something.

use leptos::prelude::*;

/// The word that a form led back with; empty where there is none.
pub fn told_word(query: Memo<leptos_router::params::ParamsMap>) -> String {
    query.with_untracked(|query| query.get("told")).unwrap_or_default()
}

/// What was typed into a field before.
pub fn typed_value(typed: &[(String, String)], field: &str) -> String {
    let found = typed.iter().find(|(name, _)| name == field);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
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

/// A field with its label, and below it what is wrong with it.
#[component]
pub fn Field(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional)] told: String,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    let id = name.trim_start_matches("form[").trim_end_matches(']').to_owned();
    let (hint_id, fault_id) = (format!("{id}-hint"), format!("{id}-fault"));
    let fault = sentence(&told).filter(|(_, wrong)| *wrong);
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
            {fault.map(|(text, _)| view! { <p class="fault" id=fault_id role="alert">{text}</p> })}
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
