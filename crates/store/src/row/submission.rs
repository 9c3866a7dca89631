//! The rows of submissions, and of the documents and change files that belong to them.

use super::{json, known};
use crate::StoreError;
use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{AccountId, ChangeFileId, DocumentId, EmployerId};
use domain::submission::{
    ChangeFile, ChangeFileHead, ChangeFileState, Course, Document, DocumentHead, DocumentKind,
    Filed, Submission, SubmissionHead,
};
use uuid::Uuid;

/// What is filed as it is kept. What it gains later needs `#[serde(default)]`: what was submitted must
/// stay readable.
pub fn filed_document(filed: &Filed) -> Result<String, StoreError> {
    json(filed)
}

fn course(text: &str) -> Result<Course, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::unreadable("course of a submission", e))
}

pub struct SubmissionRow {
    pub employer_id: Uuid,
    pub effective_on: NaiveDate,
    pub number: i64,
    pub key: String,
    pub document: String,
    pub hash: String,
    pub course: String,
    pub version: i64,
    pub submitted_by: Option<Uuid>,
    pub submitted_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

impl TryFrom<SubmissionRow> for Submission {
    type Error = StoreError;
    fn try_from(row: SubmissionRow) -> Result<Self, StoreError> {
        Ok(Self {
            employer: EmployerId(row.employer_id),
            effective_on: row.effective_on,
            number: row.number,
            key: row.key,
            filed: serde_json::from_str(&row.document)
                .map_err(|e| StoreError::unreadable("submission", e))?,
            hash: row.hash,
            course: course(&row.course)?,
            version: row.version,
            submitted_by: row.submitted_by.map(AccountId),
            submitted_at: row.submitted_at,
            changed_at: row.changed_at,
        })
    }
}

pub struct SubmissionHeadRow {
    pub employer_id: Uuid,
    pub employer_name: String,
    pub effective_on: NaiveDate,
    pub number: i64,
    pub course: String,
    pub version: i64,
    pub submitted_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

impl TryFrom<SubmissionHeadRow> for SubmissionHead {
    type Error = StoreError;
    fn try_from(row: SubmissionHeadRow) -> Result<Self, StoreError> {
        Ok(Self {
            employer: EmployerId(row.employer_id),
            employer_name: row.employer_name,
            effective_on: row.effective_on,
            number: row.number,
            course: course(&row.course)?,
            version: row.version,
            submitted_at: row.submitted_at,
            changed_at: row.changed_at,
        })
    }
}

pub struct DocumentHeadRow {
    pub employer_id: Uuid,
    pub document_id: Uuid,
    pub kind: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sha256: String,
    pub effective_on: Option<NaiveDate>,
    pub number: Option<i64>,
    pub uploaded_by: String,
    pub created_at: DateTime<Utc>,
}

impl TryFrom<DocumentHeadRow> for DocumentHead {
    type Error = StoreError;
    fn try_from(row: DocumentHeadRow) -> Result<Self, StoreError> {
        Ok(Self {
            employer: EmployerId(row.employer_id),
            id: DocumentId(row.document_id),
            kind: known("kind of document", row.kind, DocumentKind::from_code)?,
            name: row.name,
            media_type: row.media_type,
            size: row.size,
            sha256: row.sha256,
            effective_on: row.effective_on,
            number: row.number,
            uploaded_by: row.uploaded_by,
            created_at: row.created_at,
        })
    }
}

pub struct DocumentRow {
    pub employer_id: Uuid,
    pub document_id: Uuid,
    pub kind: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub content: Vec<u8>,
    pub sha256: String,
    pub effective_on: Option<NaiveDate>,
    pub number: Option<i64>,
    pub uploaded_by: String,
    pub created_at: DateTime<Utc>,
}

impl TryFrom<DocumentRow> for Document {
    type Error = StoreError;
    fn try_from(row: DocumentRow) -> Result<Self, StoreError> {
        let head = DocumentHeadRow {
            employer_id: row.employer_id,
            document_id: row.document_id,
            kind: row.kind,
            name: row.name,
            media_type: row.media_type,
            size: row.size,
            sha256: row.sha256,
            effective_on: row.effective_on,
            number: row.number,
            uploaded_by: row.uploaded_by,
            created_at: row.created_at,
        };
        Ok(Self { head: head.try_into()?, content: row.content })
    }
}

pub struct ChangeFileHeadRow {
    pub employer_id: Uuid,
    pub file_id: Uuid,
    pub effective_on: NaiveDate,
    pub number: i64,
    pub control: i64,
    pub state: String,
    pub due_at: DateTime<Utc>,
    pub attempts: i64,
    pub answer: Option<String>,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
}

impl TryFrom<ChangeFileHeadRow> for ChangeFileHead {
    type Error = StoreError;
    fn try_from(row: ChangeFileHeadRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ChangeFileId(row.file_id),
            employer: EmployerId(row.employer_id),
            effective_on: row.effective_on,
            number: row.number,
            control: row.control,
            state: known("state of a change file", row.state, ChangeFileState::from_code)?,
            due_at: row.due_at,
            attempts: u32::try_from(row.attempts)
                .map_err(|e| StoreError::unreadable("attempts", e))?,
            answer: row.answer,
            created_at: row.created_at,
            sent_at: row.sent_at,
            answered_at: row.answered_at,
        })
    }
}

macro_rules! with_head {
    ($(#[$doc:meta])* $row:ident, $more:ident) => {
        $(#[$doc])*
        pub struct $row {
            pub employer_id: Uuid,
            pub file_id: Uuid,
            pub effective_on: NaiveDate,
            pub number: i64,
            pub control: i64,
            pub state: String,
            pub due_at: DateTime<Utc>,
            pub attempts: i64,
            pub answer: Option<String>,
            pub created_at: DateTime<Utc>,
            pub sent_at: Option<DateTime<Utc>>,
            pub answered_at: Option<DateTime<Utc>>,
            pub $more: String,
        }

        impl TryFrom<$row> for (ChangeFileHead, String) {
            type Error = StoreError;
            fn try_from(row: $row) -> Result<Self, StoreError> {
                let head = ChangeFileHeadRow {
                    employer_id: row.employer_id,
                    file_id: row.file_id,
                    effective_on: row.effective_on,
                    number: row.number,
                    control: row.control,
                    state: row.state,
                    due_at: row.due_at,
                    attempts: row.attempts,
                    answer: row.answer,
                    created_at: row.created_at,
                    sent_at: row.sent_at,
                    answered_at: row.answered_at,
                };
                Ok((head.try_into()?, row.$more))
            }
        }
    };
}

with_head! {
    /// A change file with its content.
    ChangeFileRow, content
}

with_head! {
    /// A change file with the name of its employer.
    ListedChangeFileRow, employer_name
}

impl TryFrom<ChangeFileRow> for ChangeFile {
    type Error = StoreError;
    fn try_from(row: ChangeFileRow) -> Result<Self, StoreError> {
        let (head, content) = <(ChangeFileHead, String)>::try_from(row)?;
        Ok(Self { head, content })
    }
}
