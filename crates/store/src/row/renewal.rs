//! The rows of what is published and set around renewals.

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::EmployerId;
use domain::renewal::{Publication, RenewalSetting};
use uuid::Uuid;

pub struct PublicationRow {
    pub employer_id: Uuid,
    pub effective_on: NaiveDate,
    pub catalogue_number: i64,
    pub published_by: String,
    pub published_at: DateTime<Utc>,
}

impl From<PublicationRow> for Publication {
    fn from(row: PublicationRow) -> Self {
        Self {
            employer: EmployerId(row.employer_id),
            effective_on: row.effective_on,
            catalogue: row.catalogue_number,
            published_by: row.published_by,
            published_at: row.published_at,
        }
    }
}

pub struct RenewalSettingRow {
    pub employer_id: Uuid,
    pub second_signature: bool,
    pub version: i64,
    pub changed_at: DateTime<Utc>,
}

impl From<RenewalSettingRow> for RenewalSetting {
    fn from(row: RenewalSettingRow) -> Self {
        Self {
            employer: EmployerId(row.employer_id),
            second_signature: row.second_signature,
            version: row.version,
            changed_at: row.changed_at,
        }
    }
}
