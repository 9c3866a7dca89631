//! What was typed into a form that led back, for the page that comes: nothing is lost where something was
//! not right, or where a proof of who somebody is was wanted first.

use super::kept;
use leptos::prelude::{provide_context, use_context};

/// The name of the cookie.
const TYPED: &str = "typed";

/// The longest field that is kept, in bytes: 2,000 letters of any language.
const FIELD_MAX: usize = 8_000;

/// Fields of a form and what was typed into them.
type Fields = Vec<(String, String)>;

/// What was typed, until it is known whether the form leads back.
#[derive(Clone)]
struct Held {
    page: String,
    fields: Fields,
}

/// Holds what was typed into a form of a page, for [`keep`]. A password, a code, or a number that identifies
/// somebody is never among the fields.
pub fn hold(page: &str, fields: &[(&str, &str)]) {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    provide_context(Held { page: page.to_owned(), fields: fields.collect() });
}

/// Keeps what is held, since the form leads back to its page, now or after a proof.
pub fn keep() {
    if let Some(Held { page, fields }) = use_context() {
        kept::keep(TYPED, &page, &fitting(fields));
    }
}

/// The page whose form is held.
pub fn page() -> Option<String> {
    use_context::<Held>().map(|held| held.page)
}

/// What was typed before, once.
pub fn take() -> Fields {
    kept::take(TYPED).unwrap_or_default()
}

/// As many fields as fit, each whole; those are left out first that are longest.
fn fitting(mut fields: Fields) -> String {
    fields.retain(|(_, value)| value.len() <= FIELD_MAX);
    fields.sort_by_key(|(_, value)| value.len());
    while !fields.is_empty() {
        if let Some(value) = kept::packed(&fields) {
            return value;
        }
        fields.pop();
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that packing makes little shorter.
    fn noise(length: usize) -> String {
        let next = |last: &u32| Some(last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        let drawn = std::iter::successors(Some(1), next);
        drawn.filter_map(|drawn| char::from_u32(33 + (drawn >> 16) % 94)).take(length).collect()
    }

    #[test]
    fn as_much_is_kept_as_fits_and_the_longest_is_left_out_first() {
        let field = |name: &str, value: String| (name.to_owned(), value);
        let few = vec![field("name", "Ana".to_owned()), field("words", noise(2_000))];
        assert_eq!(fitting(few.clone()), kept::packed(&few).unwrap());
        let (name, words) = (field("name", "Ana".to_owned()), field("words", noise(2_000)));
        let many = vec![field("note", noise(8_000)), name.clone(), words.clone()];
        assert_eq!(fitting(many), kept::packed(&vec![name.clone(), words]).unwrap());
        let one = vec![field("words", "a".repeat(FIELD_MAX + 1)), name.clone()];
        assert_eq!(fitting(one), kept::packed(&vec![name]).unwrap());
    }
}
