//! What the carrier publishes of a renewal, and what an employer set for it.

use crate::id::EmployerId;
use chrono::{DateTime, NaiveDate, Utc};

/// The catalogue from which a renewal's plans and rates come, once it was published to the employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Whose renewal it is.
    pub employer: EmployerId,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// The catalogue's number.
    pub catalogue: i64,
    /// The name of whoever published it.
    pub published_by: String,
    /// When.
    pub published_at: DateTime<Utc>,
}

/// What an employer set for its renewals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalSetting {
    /// Whose it is.
    pub employer: EmployerId,
    /// Whether a second person has to confirm what one submits.
    pub second_signature: bool,
    /// How often it was saved; a change says on which version it is based.
    pub version: i64,
    /// When it was saved last.
    pub changed_at: DateTime<Utc>,
}
