//! Texts that come from people, made safe for the files that they go into.

use std::borrow::Cow;

/// The most characters of one text that are written; nothing that we show is longer.
const TEXT_MAX: usize = 2_000;

/// A text on one line: control characters and line breaks become spaces, and it ends somewhere.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.trim().chars().take(TEXT_MAX) {
        plain.push(if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c });
    }
    plain
}

/// Whether a spreadsheet that reads this text from a file may take it for a formula.
pub(super) fn looks_like_a_formula(text: &str) -> bool {
    // Their full-width forms are taken for the same signs by some.
    text.trim_start()
        .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

/// A text for a table that spreadsheets open: an apostrophe keeps it from being a formula.
pub(crate) fn cell(text: &str) -> Cow<'_, str> {
    let plain = plain(text);
    if looks_like_a_formula(&plain) { format!("'{plain}").into() } else { plain.into() }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}
