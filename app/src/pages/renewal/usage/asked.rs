//! What is asked of the view, as it stands in the address.

use super::years::Column;
use domain::usage::Shape;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// Whose premium stands beside the care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payer {
    /// The employee of the shape whose premium is the one in the middle.
    Middle,
    /// All of the shape on average.
    Average,
    /// The employee of a row of the roster.
    Row(u32),
}

impl Payer {
    /// Its word in the address.
    pub fn code(self) -> String {
        match self {
            Self::Middle => "middle".to_owned(),
            Self::Average => "average".to_owned(),
            Self::Row(row) => row.to_string(),
        }
    }

    /// Reads its word; what cannot be read is the one in the middle.
    pub fn from_code(code: &str) -> Self {
        match code {
            "average" => Self::Average,
            row => row.parse().map_or(Self::Middle, Self::Row),
        }
    }
}

/// The word of a shape in the address.
const fn code(shape: Shape) -> &'static str {
    match shape {
        Shape::Single => "single",
        Shape::Couple => "couple",
        Shape::Family => "family",
    }
}

/// The names of these choices in the address.
const NAMES: [&str; 5] = ["shape", "money", "share", "list", "order"];

/// What people choose in the view. Each part is a signal of its own, so that a change reaches only what
/// depends on it.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Who is covered.
    pub shape: RwSignal<Shape>,
    /// Whether the whole premium counts, and not the employee's share alone.
    pub whole: RwSignal<bool>,
    /// Whose premium it is.
    pub payer: RwSignal<Payer>,
    /// Whether every plan is listed.
    pub all: RwSignal<bool>,
    /// By what the list is ordered, lowest first.
    pub order: RwSignal<Column>,
}

impl Asked {
    /// What an address asks for; `usual` is the shape where it names none.
    pub fn new(query: &ParamsMap, usual: Shape) -> Self {
        let word = |name: &str| query.get_str(name).unwrap_or_default();
        let shape = Shape::ALL.into_iter().find(|shape| code(*shape) == word("shape"));
        let order = Column::ALL.into_iter().find(|column| column.code() == word("order"));
        Self {
            shape: RwSignal::new(shape.unwrap_or(usual)),
            whole: RwSignal::new(word("money") == "whole"),
            payer: RwSignal::new(Payer::from_code(word("share"))),
            all: RwSignal::new(word("list") == "all"),
            order: RwSignal::new(order.unwrap_or(Column::Medium)),
        }
    }

    /// The words for the address, in the order of [`NAMES`].
    fn words(self) -> [String; 5] {
        let word = |on: bool, word: &str| if on { word.to_owned() } else { String::new() };
        let payer = self.payer.get();
        let order = self.order.get();
        [
            code(self.shape.get()).to_owned(),
            word(self.whole.get(), "whole"),
            if payer == Payer::Middle { String::new() } else { payer.code() },
            word(self.all.get(), "all"),
            word(order != Column::Medium, order.code()),
        ]
    }

    /// Keeps the address true to what is asked. What other views keep there stays; nothing is requested.
    pub fn keep_in_url(self) {
        Effect::new(move |before: Option<[String; 5]>| {
            let words = self.words();
            if before.is_some_and(|before| before != words) {
                replace(&words);
            }
            words
        });
    }
}

/// Puts the words into the query of the address.
fn replace(words: &[String; 5]) {
    let location = window().location();
    let (Ok(path), Ok(query)) = (location.pathname(), location.search()) else { return };
    let url = format!("{path}?{}", merged(query.trim_start_matches('?'), words));
    // When a browser refuses (too many changes at once), the page goes on with an older address.
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url));
    }
}

/// A query with the words in it; those that are empty are left out.
fn merged(query: &str, words: &[String; 5]) -> String {
    let own = |part: &&str| NAMES.contains(&part.split('=').next().unwrap_or_default());
    let others = query.split('&').filter(|part| !part.is_empty() && !own(part));
    let mut parts: Vec<String> = others.map(str::to_owned).collect();
    let said = NAMES.into_iter().zip(words).filter(|(_, word)| !word.is_empty());
    parts.extend(said.map(|(name, word)| format!("{name}={word}")));
    parts.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_views_keep_in_the_address_stays() {
        let words = |shape: &str, list: &str| {
            [shape.to_owned(), String::new(), String::new(), list.to_owned(), String::new()]
        };
        for (query, list, expect) in [
            ("", "", "shape=single"),
            (
                "scenario=ab&compare=1&compare=2",
                "all",
                "scenario=ab&compare=1&compare=2&shape=single&list=all",
            ),
            ("shape=family&list=all&scenario=ab", "", "scenario=ab&shape=single"),
        ] {
            assert_eq!(merged(query, &words("single", list)), expect, "{query}");
        }
    }

    #[test]
    fn a_payer_reads_back_from_its_word() {
        for payer in [Payer::Middle, Payer::Average, Payer::Row(17)] {
            assert_eq!(Payer::from_code(&payer.code()), payer);
        }
        assert_eq!(Payer::from_code("-3"), Payer::Middle);
    }
}
