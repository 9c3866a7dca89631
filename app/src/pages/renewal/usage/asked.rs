//! What is asked of the view, as it stands in the address.

use super::years::Column;
use domain::id::PlanId;
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

/// The names of these choices in the address, and of the plans that are compared elsewhere.
pub const NAMES: &[&str] = &["shape", "money", "share", "list", "order", "compare"];

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

    /// The words for the address, with the plans that are compared elsewhere. What is as usual is left
    /// out, but for the shape: the usual one is another in another group.
    pub fn pairs(self, picks: &[PlanId]) -> Vec<(&'static str, String)> {
        let (payer, order) = (self.payer.get(), self.order.get());
        let mut pairs = vec![("shape", code(self.shape.get()).to_owned())];
        let words = [
            ("money", self.whole.get(), "whole".to_owned()),
            ("share", payer != Payer::Middle, payer.code()),
            ("list", self.all.get(), "all".to_owned()),
            ("order", order != Column::Medium, order.code().to_owned()),
        ];
        pairs
            .extend(words.into_iter().filter(|(_, on, _)| *on).map(|(name, _, word)| (name, word)));
        pairs.extend(picks.iter().map(|pick| ("compare", pick.to_string())));
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payer_reads_back_from_its_word() {
        for payer in [Payer::Middle, Payer::Average, Payer::Row(17)] {
            assert_eq!(Payer::from_code(&payer.code()), payer);
        }
        assert_eq!(Payer::from_code("-3"), Payer::Middle);
    }
}
