//! Keeping the address of a page true to what is looked at, so that every view can be sent on. The address
//! is replaced in place: nothing is requested.

use leptos::prelude::*;
use std::time::Duration;

/// How long after the last change the address is written: browsers allow only so many in a second.
const REST: Duration = Duration::from_millis(300);

/// Names of a query that a writer answers for; the others stay as they are. `None` for all.
pub type Own = Option<&'static [&'static str]>;

/// Writes a query a moment after each of its changes. Whoever answers for a part of it may be come back to
/// at an address that does not have it: then it is written at first too.
pub fn keep(path: String, own: Own, query: impl Fn() -> String + 'static) {
    let mut first = own.is_none();
    let mut write = leptos::leptos_dom::helpers::debounce(REST, move |query: String| {
        replace(&path, own, &query);
    });
    Effect::new(move |_| {
        let query = query();
        if !std::mem::take(&mut first) {
            write(query);
        }
    });
}

/// Writes a query into the address of whichever page is looked at, at once after each of its changes.
pub fn follow(own: Own, query: impl Fn() -> String + 'static) {
    let mut first = true;
    Effect::new(move |_| {
        let query = query();
        if !std::mem::take(&mut first) {
            let path = window().location().pathname().unwrap_or_default();
            replace(&path, own, &query);
        }
    });
}

/// Writes a query at once.
pub fn replace(path: &str, own: Own, query: &str) {
    let location = window().location();
    // What was put off must not rename a page that was gone to meanwhile.
    if location.pathname().as_deref() != Ok(path) {
        return;
    }
    let query = match own {
        Some(own) => merged(&location.search().unwrap_or_default(), own, query),
        None => query.to_owned(),
    };
    let url = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    // When a browser refuses (too many changes at once), the page goes on with an older address.
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url));
    }
}

/// A query that says what another did, but for the names that are one's own.
fn merged(search: &str, own: &[&str], query: &str) -> String {
    let name = |part: &&str| part.split('=').next().is_some_and(|name| !own.contains(&name));
    let others = search.trim_start_matches('?').split('&').filter(|part| !part.is_empty());
    let mut parts: Vec<&str> = others.filter(name).collect();
    parts.extend((!query.is_empty()).then_some(query));
    parts.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_writer_of_an_address_leaves_the_others_words_alone() {
        for (search, query, whole) in [
            ("", "", ""),
            ("", "sort=name", "sort=name"),
            ("?scenario=7", "", "scenario=7"),
            ("?scenario=7&sort=name&compare=1&compare=2", "compare=3", "scenario=7&compare=3"),
            ("?sort=name", "", ""),
        ] {
            assert_eq!(merged(search, &["sort", "compare"], query), whole);
        }
    }
}
