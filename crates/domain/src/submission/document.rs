//! Documents: what was submitted, on paper, and files that people add to a renewal.

use crate::id::{DocumentId, EmployerId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// A submission, as it was written when it was submitted.
    Submission,
    /// A file that somebody added.
    Upload,
}

impl DocumentKind {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Submission, Self::Upload];

    /// The word that a database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Upload => "upload",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What is known of a document without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentHead {
    /// Whose it is.
    pub employer: EmployerId,
    /// Its id.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// The file's name.
    pub name: String,
    /// The file's media type.
    pub media_type: String,
    /// How long the file is, in bytes.
    pub size: i64,
    /// The SHA-256 of the file, in small hexadecimal digits.
    pub sha256: String,
    /// The renewal effective date of the renewal that it belongs to, where it belongs to one.
    pub effective_on: Option<NaiveDate>,
    /// The number of the submission that it belongs to, where it belongs to one.
    pub number: Option<i64>,
    /// The name of whoever added it.
    pub uploaded_by: String,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

/// A document as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// What is known of it without reading it. Its size is that of the content, whatever it says.
    pub head: DocumentHead,
    /// The file.
    pub content: Vec<u8>,
}

impl std::fmt::Debug for Document {
    /// Without the file, which is long and names people.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("head", &self.head).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_database_are_read_back() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(DocumentKind::from_code("letter"), None);
    }
}
