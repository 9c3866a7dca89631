//! Age bands as they are filed: `0-20`, `21`, `64 and over`. Which bands there are differs by year.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A span of ages in completed years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AgeBand {
    from: u8,
    to: u8,
}

/// The text is not an age band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an age band looks like 0-14, 21 or 64 and over")]
pub struct NotAnAgeBand;

impl AgeBand {
    /// The end of a band without an upper end.
    const OPEN: u8 = u8::MAX;

    /// The ages from one to another.
    pub fn new(from: u8, to: u8) -> Result<Self, NotAnAgeBand> {
        if from <= to { Ok(Self { from, to }) } else { Err(NotAnAgeBand) }
    }

    /// An age and all above it.
    pub const fn and_over(from: u8) -> Self {
        Self { from, to: Self::OPEN }
    }

    /// The youngest age in it.
    pub fn from(self) -> u8 {
        self.from
    }

    /// The oldest age in it; 255 when it has no upper end.
    pub fn to(self) -> u8 {
        self.to
    }

    /// Whether an age lies in it.
    pub fn contains(self, age: u8) -> bool {
        self.from <= age && age <= self.to
    }

    /// Reads the spellings found in filings: `21`, `0-20`, `64+`, `64 +`, `65 and over`.
    pub fn parse(text: &str) -> Result<Self, NotAnAgeBand> {
        let text = text.replace('\u{a0}', " ").to_lowercase();
        let text = text.trim();
        let age = |digits: &str| match digits.trim().parse::<u8>() {
            Ok(age) if age <= 120 => Ok(age),
            _ => Err(NotAnAgeBand),
        };
        for open in ["+", "and over", "and older", "or over"] {
            if let Some(from) = text.strip_suffix(open) {
                return Ok(Self::and_over(age(from)?));
            }
        }
        match text.split_once(['-', '\u{2013}']) {
            Some((from, to)) => Self::new(age(from)?, age(to)?),
            None => age(text).and_then(|age| Self::new(age, age)),
        }
    }
}

impl fmt::Display for AgeBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (from, Self::OPEN) => write!(f, "{from}+"),
            (from, to) if from == to => write!(f, "{from}"),
            (from, to) => write!(f, "{from}-{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_read_in_every_filed_spelling() {
        for (text, shown, ages) in [
            ("0-20", "0-20", (0, 20)),
            ("21", "21", (21, 21)),
            ("65 and over", "65+", (65, 255)),
            ("64 and over", "64+", (64, 255)),
            ("64 +", "64+", (64, 255)),
            ("64\u{a0}and over", "64+", (64, 255)),
            (" 0 - 14 ", "0-14", (0, 14)),
        ] {
            let band = AgeBand::parse(text).unwrap();
            assert_eq!(
                (band.to_string().as_str(), (band.from(), band.to())),
                (shown, ages),
                "{text:?}"
            );
        }
        for text in ["", "Family Option", "20-0", "200", "-", "+"] {
            assert_eq!(AgeBand::parse(text), Err(NotAnAgeBand), "{text:?}");
        }
    }
}
