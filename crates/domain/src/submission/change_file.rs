//! Change files: what the carrier's core system is told of a submission, as an 834 of X12.
//!
//! A file is put in with the acceptance that it tells of. A job leases what is due, sends it and writes
//! down how that went; the core system acknowledges it later, by its control number.

use crate::id::{ChangeFileId, EmployerId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How far a change file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChangeFileState {
    /// Waits to be sent.
    Waiting,
    /// A server has leased it and is sending it.
    Sending,
    /// It was handed over, and is not acknowledged yet.
    Sent,
    /// The core system accepted it.
    Accepted,
    /// The core system did not accept it.
    Rejected,
    /// Could not be handed over, and was given up.
    Failed,
}

impl ChangeFileState {
    /// Every one, those first that want attention.
    pub const ALL: [Self; 6] =
        [Self::Failed, Self::Rejected, Self::Waiting, Self::Sending, Self::Sent, Self::Accepted];

    /// The word that a database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
        }
    }

    /// What staff call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Sending => "Being sent",
            Self::Sent => "Sent",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
            Self::Failed => "Failed",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What is known of a change file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeFileHead {
    /// Its id.
    pub id: ChangeFileId,
    /// Whose submission it tells of.
    pub employer: EmployerId,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// The number of the submission.
    pub number: i64,
    /// Its interchange control number, by which it is acknowledged. No two files share one.
    pub control: i64,
    /// How far it has come.
    pub state: ChangeFileState,
    /// When it is tried next; while it is being sent, when another server may take it.
    pub due_at: DateTime<Utc>,
    /// How often it was tried since somebody last said so.
    pub attempts: u32,
    /// What was said to the last try, or in the acknowledgement.
    pub answer: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was handed over.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was acknowledged.
    pub answered_at: Option<DateTime<Utc>>,
}

/// A change file as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct ChangeFile {
    /// What is known of it without reading it.
    pub head: ChangeFileHead,
    /// The file.
    pub content: String,
}

impl std::fmt::Debug for ChangeFile {
    /// Without the file, which is long and names people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChangeFile").field("head", &self.head).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_database_are_read_back() {
        for state in ChangeFileState::ALL {
            assert_eq!(ChangeFileState::from_code(state.code()), Some(state));
        }
        assert_eq!(ChangeFileState::from_code("lost"), None);
    }
}
