//! The catalogue of plans and rates: what issuers filed, in immutable dated states.
//!
//! A *filing* is all that one issuer has filed of one kind for one year, in one file or in many. A
//! *catalogue* is a set of filings, at most one for each issuer, year and kind. An import makes a
//! new catalogue from the latest one, with a new filing in place of each one that it adds to: all
//! that was filed before, and what is new laid over it. Plans and rows of a crosswalk replace those
//! of the same plan; rates replace those of the same plan and area that hold on one of their days.
//! What a file does not speak of stays: a plan is withdrawn by filing its last day. Nothing is ever
//! changed or removed, so that last year's quote can be reproduced by naming its catalogue.

use crate::id::{CatalogueId, FilingId, IssuerId};
use crate::plan::{Plan, Succession};
use crate::rate::RateSheet;
use chrono::{DateTime, Utc};

/// What a filing is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilingKind {
    /// Plans and their benefits.
    Plans,
    /// Rates.
    Rates,
    /// Which plan takes the place of which in the year after.
    Crosswalk,
}

impl FilingKind {
    /// The word that a database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plans => "plans",
            Self::Rates => "rates",
            Self::Crosswalk => "crosswalk",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Plans, Self::Rates, Self::Crosswalk].into_iter().find(|kind| kind.code() == code)
    }
}

/// Whose filing it is, of what kind, for which year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilingKey {
    /// The issuer.
    pub issuer: IssuerId,
    /// The calendar year in which its plan years begin; for a crosswalk, the year of the old plans.
    pub year: i32,
    /// What it is about.
    pub kind: FilingKind,
}

/// What a filing says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are those of FilingKind")]
pub enum FilingContent {
    Plans(Vec<Plan>),
    Rates(Vec<RateSheet>),
    Crosswalk(Vec<Succession>),
}

/// A filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// Its id.
    pub id: FilingId,
    /// Whose it is, of what kind, for which year.
    pub key: FilingKey,
    /// SHA-256 of what it says, in hexadecimal: the same content has the same digest.
    pub digest: String,
    /// The names of the files that it came in.
    pub source: String,
    /// What it says.
    pub content: FilingContent,
}

/// A filing without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingHead {
    /// Its id.
    pub id: FilingId,
    /// Whose it is, of what kind, for which year.
    pub key: FilingKey,
    /// SHA-256 of what it says, in hexadecimal.
    pub digest: String,
    /// The names of the files that it came in.
    pub source: String,
}

/// One state of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueHead {
    /// Its id.
    pub id: CatalogueId,
    /// Its number, from 1; the latest one is current.
    pub number: i64,
    /// When it was published.
    pub published_at: DateTime<Utc>,
}
