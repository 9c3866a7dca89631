//! What a member pays for a service, read from the words in which issuers file it.
//!
//! A filing has two texts for each service, a copay and a coinsurance, and each may say whether the
//! deductible comes first. The grammar, as filed: `Not Applicable`, `$N`, `No Charge`,
//! `No Charge after deductible`, `$N Copay after deductible`, `$N Copay before deductible`,
//! `$N Copay per Day|Stay [after deductible]`, `N%`, `N% Coinsurance after deductible`.

use crate::money::{Cents, Percent};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// For what a copay is paid.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Per {
    /// Each visit, service or prescription.
    #[default]
    Visit,
    /// Each stay in a hospital.
    Stay,
    /// Each day of a stay.
    Day,
}

/// How the deductible stands to what a member pays; in the order in which members fare worse.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum DeductibleRule {
    /// The deductible does not apply to this service.
    #[default]
    Waived,
    /// The deductible must be met first; then the copay or coinsurance is paid.
    First,
    /// The copay is paid first, and what remains of the price goes to the deductible.
    CopayThenDeductible,
}

/// The terms of a covered service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Terms {
    /// The amount paid each time.
    pub copay: Cents,
    /// For what it is paid.
    pub per: Per,
    /// The member's share of the price.
    pub coinsurance: Percent,
    /// How the deductible stands to it.
    pub deductible: DeductibleRule,
}

/// What a member pays for a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CostShare {
    /// The plan pays for it, on these terms.
    Covered(Terms),
    /// The member pays all of it.
    NotCovered,
    /// The filing's words are outside the grammar: they can be shown, not computed with.
    Unread,
}

/// One of the two filed texts, read.
enum Part {
    NotApplicable,
    Copay(Cents, Per, DeductibleRule),
    Coinsurance(Percent, DeductibleRule),
}

impl CostShare {
    /// Reads the two filed texts of a covered service.
    ///
    /// `100%` and twice `Not Applicable` both mean that the plan pays nothing.
    pub fn parse(copay: &str, coinsurance: &str) -> Self {
        let (Some(copay), Some(coinsurance)) = (part(copay), part(coinsurance)) else {
            return Self::Unread;
        };
        let mut terms = Terms::default();
        let mut filed = false;
        for part in [copay, coinsurance] {
            let rule = match part {
                Part::NotApplicable => continue,
                Part::Copay(amount, per, rule) => {
                    (terms.copay, terms.per) = (amount, per);
                    rule
                }
                Part::Coinsurance(percent, rule) => {
                    terms.coinsurance = percent;
                    rule
                }
            };
            filed = true;
            terms.deductible = terms.deductible.max(rule);
        }
        if !filed || terms.coinsurance == Percent::WHOLE {
            Self::NotCovered
        } else {
            Self::Covered(terms)
        }
    }

    /// Which of two is better for the member: `Less` when `self` costs less however care is used.
    ///
    /// `None` when that depends on the price of the service or the use of it, as with a copay
    /// against a coinsurance.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Covered(a), Self::Covered(b)) => {
                // A copay of nothing is the same whatever it is paid for.
                let per = if a.copay == Cents::ZERO || b.copay == Cents::ZERO {
                    Ordering::Equal
                } else {
                    a.per.cmp(&b.per)
                };
                let parts = [
                    a.copay.cmp(&b.copay),
                    per,
                    a.coinsurance.cmp(&b.coinsurance),
                    a.deductible.cmp(&b.deductible),
                ];
                let less = parts.contains(&Ordering::Less);
                let more = parts.contains(&Ordering::Greater);
                match (less, more) {
                    (true, true) => None,
                    (true, false) => Some(Ordering::Less),
                    (false, true) => Some(Ordering::Greater),
                    (false, false) => Some(Ordering::Equal),
                }
            }
            (Self::NotCovered, Self::NotCovered) => Some(Ordering::Equal),
            (Self::Covered(_), Self::NotCovered) => Some(Ordering::Less),
            (Self::NotCovered, Self::Covered(_)) => Some(Ordering::Greater),
            (Self::Unread, _) | (_, Self::Unread) => None,
        }
    }
}

impl fmt::Display for CostShare {
    /// In plain words: `$30`, `No charge`, `20% after deductible`, `$250 a day after deductible`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = match self {
            Self::Covered(terms) => terms,
            Self::NotCovered => return f.write_str("Not covered"),
            Self::Unread => return f.write_str("See the plan's documents"),
        };
        let copay = terms.copay != Cents::ZERO;
        let coinsurance = terms.coinsurance != Percent::ZERO;
        if copay {
            write!(f, "{:#}", terms.copay)?;
            f.write_str(match terms.per {
                Per::Visit => "",
                Per::Stay => " a stay",
                Per::Day => " a day",
            })?;
        }
        if copay && coinsurance {
            f.write_str(" and ")?;
        }
        if coinsurance {
            write!(f, "{}", terms.coinsurance)?;
        }
        if !copay && !coinsurance {
            f.write_str("No charge")?;
        }
        f.write_str(match terms.deductible {
            DeductibleRule::Waived => "",
            DeductibleRule::First => " after deductible",
            DeductibleRule::CopayThenDeductible => ", then the deductible",
        })
    }
}

fn part(text: &str) -> Option<Part> {
    let text = text.replace('\u{a0}', " ").to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let (words, rule) = match words.as_slice() {
        [words @ .., "after", "deductible"] => (words, DeductibleRule::First),
        [words @ .., "before", "deductible"] => (words, DeductibleRule::CopayThenDeductible),
        words => (words, DeductibleRule::Waived),
    };
    let copay = |text: &str, per| {
        let amount = Cents::parse(text.strip_prefix('$')?).ok()?;
        (!amount.is_negative()).then_some(Part::Copay(amount, per, rule))
    };
    match words {
        [] | ["not", "applicable"] if rule == DeductibleRule::Waived => Some(Part::NotApplicable),
        // Nothing to pay once the deductible is met.
        ["no", "charge"] => Some(Part::Copay(Cents::ZERO, Per::Visit, rule)),
        [amount] if amount.starts_with('$') => copay(amount, Per::Visit),
        [amount, "copay"] => copay(amount, Per::Visit),
        [amount, "copay", "per", "day"] => copay(amount, Per::Day),
        [amount, "copay", "per", "stay"] => copay(amount, Per::Stay),
        [percent] | [percent, "coinsurance"] if percent.ends_with('%') => {
            Percent::parse(percent).ok().map(|percent| Part::Coinsurance(percent, rule))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filed_form_is_read_and_said_in_plain_words() {
        for (copay, coinsurance, said) in [
            ("$20", "Not Applicable", "$20"),
            ("No Charge", "Not Applicable", "No charge"),
            ("No Charge", "No Charge", "No charge"),
            ("Not Applicable", "No Charge after deductible", "No charge after deductible"),
            ("No Charge after deductible", "Not Applicable", "No charge after deductible"),
            ("$30 Copay after deductible", "Not Applicable", "$30 after deductible"),
            ("$30 Copay before deductible", "Not Applicable", "$30, then the deductible"),
            ("$250 Copay per Day", "Not Applicable", "$250 a day"),
            (
                "$1,250.50 Copay per Stay after deductible",
                "Not Applicable",
                "$1,250.50 a stay after deductible",
            ),
            ("Not Applicable", "20%", "20%"),
            ("Not Applicable", "20% Coinsurance after deductible", "20% after deductible"),
            ("$50", "20% Coinsurance after deductible", "$50 and 20% after deductible"),
            ("Not\u{a0}Applicable", "12.5%", "12.5%"),
            ("Not Applicable", "100%", "Not covered"),
            ("Not Applicable", "Not Applicable", "Not covered"),
            ("", "", "Not covered"),
            ("ask us", "20%", "See the plan's documents"),
            ("$abc", "", "See the plan's documents"),
            ("Not Applicable", "120%", "See the plan's documents"),
        ] {
            assert_eq!(
                CostShare::parse(copay, coinsurance).to_string(),
                said,
                "{copay:?} {coinsurance:?}"
            );
        }
    }

    #[test]
    fn one_is_better_only_when_it_is_better_however_care_is_used() {
        let share = |copay: &str, coinsurance: &str| CostShare::parse(copay, coinsurance);
        for (a, b, expect) in [
            (share("$20", ""), share("$30", ""), Some(Ordering::Less)),
            (share("$30", ""), share("$30", ""), Some(Ordering::Equal)),
            (share("$30 Copay after deductible", ""), share("$30", ""), Some(Ordering::Greater)),
            (share("$30", ""), share("", "20%"), None),
            (share("$20 Copay after deductible", ""), share("$30", ""), None),
            (
                share("$250 Copay per Day", ""),
                share("$250 Copay per Stay", ""),
                Some(Ordering::Greater),
            ),
            (share("No Charge", ""), share("$250 Copay per Day", ""), Some(Ordering::Less)),
            (share("No Charge", ""), share("", "100%"), Some(Ordering::Less)),
            (share("", ""), share("", "100%"), Some(Ordering::Equal)),
            (share("ask us", ""), share("$20", ""), None),
        ] {
            assert_eq!(a.compare(&b), expect, "{a} against {b}");
            assert_eq!(b.compare(&a), expect.map(Ordering::reverse), "{b} against {a}");
        }
    }
}
