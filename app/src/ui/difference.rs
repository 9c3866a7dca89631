//! How a plan differs from the one it is measured against: by tint and by word.

use domain::Cents;
use std::cmp::Ordering;

/// How something differs from what it is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// No different: it recedes.
    Same,
    /// Better for the member.
    Better,
    /// Worse for the member.
    Worse,
    /// Better or worse depending on how care is used.
    Other,
}

impl Difference {
    /// From the order of two values of which the lesser is the better, or from none.
    pub fn of(order: Option<Ordering>) -> Self {
        match order {
            Some(Ordering::Equal) => Self::Same,
            Some(Ordering::Less) => Self::Better,
            Some(Ordering::Greater) => Self::Worse,
            None => Self::Other,
        }
    }

    /// The class that tints it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Other => "other",
        }
    }
}

/// How an amount that members pay differs: the difference, and the word for it.
pub fn difference_of_amounts(
    base: Option<Cents>,
    other: Option<Cents>,
) -> (Difference, &'static str) {
    match (base, other) {
        (Some(base), Some(other)) => match other.cmp(&base) {
            Ordering::Equal => (Difference::Same, ""),
            Ordering::Less => (Difference::Better, "lower"),
            Ordering::Greater => (Difference::Worse, "higher"),
        },
        (None, None) => (Difference::Same, ""),
        _ => (Difference::Other, "differs"),
    }
}
