//! What is known of a submission without reading what is filed.

use super::Course;
use crate::id::EmployerId;
use chrono::{DateTime, NaiveDate, Utc};

/// What is known of a submission without reading what is filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionHead {
    /// Whose it is.
    pub employer: EmployerId,
    /// The name that the employer has now.
    pub employer_name: String,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// Its number among the submissions of the renewal.
    pub number: i64,
    /// Where it stands, and how it came there.
    pub course: Course,
    /// Grows by one with each change of its course.
    pub version: i64,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// When something last happened.
    pub changed_at: DateTime<Utc>,
}
