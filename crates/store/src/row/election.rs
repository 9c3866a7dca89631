//! The rows of elections and of the links to elect by.

use super::{json, known};
use crate::StoreError;
use chrono::{DateTime, NaiveDate, Utc};
use domain::election::{ElectedBy, Election, ElectionLink, SavedElection};
use domain::id::{EmployerId, ScenarioId};
use uuid::Uuid;

/// An election as it is kept. What it gains later needs `#[serde(default)]`.
pub fn election_document(election: &Election) -> Result<String, StoreError> {
    json(election)
}

fn roster_row(row: i64) -> Result<u32, StoreError> {
    u32::try_from(row).map_err(|e| StoreError::unreadable("roster row", e))
}

pub struct ElectionRow {
    pub employer_id: Uuid,
    pub effective_on: NaiveDate,
    pub document: String,
    pub elected_by: String,
    pub changed_by: String,
    pub version: i64,
    pub removed: bool,
    pub changed_at: DateTime<Utc>,
}

impl TryFrom<ElectionRow> for SavedElection {
    type Error = StoreError;
    fn try_from(row: ElectionRow) -> Result<Self, StoreError> {
        Ok(Self {
            employer: EmployerId(row.employer_id),
            effective_on: row.effective_on,
            election: serde_json::from_str(&row.document)
                .map_err(|e| StoreError::unreadable("election", e))?,
            by: known("source of an election", row.elected_by, ElectedBy::from_code)?,
            changed_by: row.changed_by,
            version: row.version,
            removed: row.removed,
            changed_at: row.changed_at,
        })
    }
}

pub struct ElectionLinkRow {
    pub employer_id: Uuid,
    pub effective_on: NaiveDate,
    pub employee_row: i64,
    pub digest: String,
    pub name: String,
    pub email: String,
    pub sent_by: String,
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub opened_at: Option<DateTime<Utc>>,
    pub answered_at: Option<DateTime<Utc>>,
    pub scenario_id: Option<Uuid>,
}

impl TryFrom<ElectionLinkRow> for ElectionLink {
    type Error = StoreError;
    fn try_from(row: ElectionLinkRow) -> Result<Self, StoreError> {
        Ok(Self {
            employer: EmployerId(row.employer_id),
            effective_on: row.effective_on,
            row: roster_row(row.employee_row)?,
            scenario: row.scenario_id.map(ScenarioId),
            digest: row.digest,
            name: row.name,
            email: row.email,
            sent_by: row.sent_by,
            sent_at: row.sent_at,
            expires_at: row.expires_at,
            opened_at: row.opened_at,
            answered_at: row.answered_at,
        })
    }
}
