//! The audit trail: who did what to whom, when, from where, and what it was before and after.
//!
//! Each employer has a trail, and the carrier has one for what concerns no employer. What is in it
//! is never changed or removed, and [`chain`] makes sure that it would be found if somebody did so
//! behind the product's back.
//!
//! An [`Event`] tells no secret: no password, no Social Security or bank number, nobody else's
//! e-mail address. Its texts are [`Excerpt`]s, and what identifies somebody goes through [`mask`]
//! first. To record something new: a line in [`action`], and an event in the same unit of work as
//! the change that it tells of.

pub mod action;
pub mod chain;
pub mod mask;
#[cfg(test)]
mod tests;

pub use action::Action;
pub use chain::{Chained, Fault, Fingerprint, Head, Kept, Unreadable, Verifier, verify};

use crate::id::{AccountId, EmployerId};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use std::fmt;

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The employer whose trail it belongs to; without one it belongs to the carrier's own.
    pub employer: Option<EmployerId>,
    /// When. Finer than a microsecond is cut off when it is kept.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// The network address that it was done from, where it came from a network.
    pub address: Option<Excerpt>,
    /// What was done.
    pub action: Action,
    /// To whom or what, in the words that people know it by.
    pub subject: Excerpt,
    /// How it was before, masked.
    pub before: Option<Excerpt>,
    /// How it is since, masked.
    pub after: Option<Excerpt>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who was signed in.
    Account {
        /// The account.
        id: AccountId,
        /// The name that it had then.
        name: Excerpt,
    },
    /// Somebody who was not.
    Visitor,
    /// The server, without anybody asking: the name of the job.
    Job(Excerpt),
    /// Who runs the product, on its machine.
    CommandLine,
}

impl Actor {
    /// The word that a database keeps.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Account { .. } => "account",
            Self::Visitor => "visitor",
            Self::Job(_) => "job",
            Self::CommandLine => "command_line",
        }
    }

    /// The account, where there is one.
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// The name, where it has one of its own.
    pub const fn name(&self) -> Option<&Excerpt> {
        match self {
            Self::Account { name, .. } | Self::Job(name) => Some(name),
            Self::Visitor | Self::CommandLine => None,
        }
    }

    /// Reads what a database keeps. There is none where something is missing or too much.
    pub fn from_parts(
        code: &str,
        account: Option<AccountId>,
        name: Option<Excerpt>,
    ) -> Option<Self> {
        match (code, account, name) {
            ("account", Some(id), Some(name)) => Some(Self::Account { id, name }),
            ("visitor", None, None) => Some(Self::Visitor),
            ("job", None, Some(name)) => Some(Self::Job(name)),
            ("command_line", None, None) => Some(Self::CommandLine),
            _ => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account { name, .. } => f.write_str(name.as_str()),
            Self::Visitor => f.write_str("A visitor"),
            Self::Job(name) => write!(f, "The server ({name})"),
            Self::CommandLine => f.write_str("The command line"),
        }
    }
}

/// Which events of a trail are looked for. The default looks for all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// What was done.
    pub action: Option<Action>,
    /// The account that did it.
    pub account: Option<AccountId>,
    /// The first moment at which it may have been done.
    pub from: Option<DateTime<Utc>>,
    /// The first moment at which it may not, any more.
    pub until: Option<DateTime<Utc>>,
}

impl Filter {
    /// The same, for what was done on a day. Trails tell universal time, so days are those of it.
    #[must_use]
    pub fn on(self, day: NaiveDate) -> Self {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        Self { from: Some(midnight(day)), until: day.succ_opt().map(midnight), ..self }
    }
}

/// A short text on one line: at most [`Excerpt::MAX`] characters, none of which breaks a line or
/// turns the direction of what stands beside it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Excerpt(Box<str>);

impl Excerpt {
    /// The most characters of one.
    pub const MAX: usize = 200;

    /// As much of a text as fits. What was cut off is told by an ellipsis.
    pub fn new(text: &str) -> Self {
        let line: String = text.chars().map(|c| if breaks(c) { ' ' } else { c }).collect();
        let line = line.trim();
        if line.chars().nth(Self::MAX).is_none() {
            return Self(line.into());
        }
        let cut: String = line.chars().take(Self::MAX - 1).collect();
        Self(format!("{}…", cut.trim_end()).into())
    }

    /// Reads what a database keeps, which must be an excerpt already: a text that was changed into
    /// something else must not be taken for the one that it was. What is accepted here may only
    /// grow, or rows of before could no longer be read.
    pub fn kept(text: &str) -> Option<Self> {
        Some(Self::new(text)).filter(|excerpt| excerpt.as_str() == text)
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character would leave the line, or turn the direction of it.
fn breaks(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl From<&str> for Excerpt {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
