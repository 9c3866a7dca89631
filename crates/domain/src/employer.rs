//! An employer, or group: whose coverage this is, and where it is.

use crate::id::EmployerId;
use crate::place::Zip;
use chrono::NaiveDate;

/// An employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employer {
    /// Its id.
    pub id: EmployerId,
    /// The name it does business under.
    pub name: String,
    /// How it came here.
    pub kind: EmployerKind,
    /// The ZIP code of its place of business, once known.
    pub zip: Option<Zip>,
    /// The county, where the ZIP code alone does not tell.
    pub county: Option<String>,
    /// The first day of its next plan year, once known.
    pub renews_on: Option<NaiveDate>,
}

/// How an employer came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EmployerKind {
    /// Holds a contract with the carrier.
    Group,
    /// Asks for a quote: its roster was uploaded, and its id is known to the uploader alone.
    Prospect,
    /// An invented one, for looking around. Anybody may see it.
    Demo,
}

impl EmployerKind {
    /// The word that a database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Prospect => "prospect",
            Self::Demo => "demo",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Group, Self::Prospect, Self::Demo].into_iter().find(|kind| kind.code() == code)
    }
}
