//! A submission: what an employer binds itself to for next year, and what becomes of it.
//!
//! [`gate`] says whether a scenario and its elections can be submitted; [`Filed`] is what is submitted,
//! complete, so that it reads the same years later; a [`Course`] is where it stands and how it came there;
//! [`turn`] follows single members from one year into the next, for the carrier's systems.
//!
//! To add an event: a variant of [`Event`], its rows in [`State::event`] and in the table of the tests.

mod change_file;
mod document;
mod filed;
pub mod gate;
mod head;
mod state;
mod turn;

pub use change_file::{ChangeFile, ChangeFileHead, ChangeFileState};
pub use document::{Document, DocumentHead, DocumentKind};
pub use filed::{Filed, FiledFamily, FiledMember, FiledPlan, Outcome, Signature};
pub use gate::{Finding, GateRule, Override, Weight};
pub use head::SubmissionHead;
pub use state::{Course, Doing, Event, Happened, InvalidTransition, Party, State, Step};
pub use turn::{Maintenance, MemberTurn, turns};

use crate::id::{AccountId, EmployerId};
use chrono::{DateTime, NaiveDate, Utc};

/// The longest text that somebody may write into a submission's thread, in characters.
pub const WORDS_MAX: usize = 2_000;

/// What one who submits attests to.
pub const ATTESTATION: &str = "I am authorized to bind the company. What is submitted here is true and \
     complete to the best of my knowledge. The company will offer these plans, pay its share of their \
     premiums, and tell its people of the changes and of their right to continue coverage.";

/// A submission as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Whose it is.
    pub employer: EmployerId,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// 1 for the renewal's first submission, one more for each that amends it.
    pub number: i64,
    /// What the browser named it, by which the same request is known again.
    pub key: String,
    /// What is submitted.
    pub filed: Filed,
    /// The SHA-256 of what is submitted, in small hexadecimal digits.
    pub hash: String,
    /// Where it stands, and how it came there.
    pub course: Course,
    /// Grows by one with each change of its course.
    pub version: i64,
    /// Who submitted it; nobody where it renewed as it was.
    pub submitted_by: Option<AccountId>,
    /// When.
    pub submitted_at: DateTime<Utc>,
    /// When something last happened.
    pub changed_at: DateTime<Utc>,
}
