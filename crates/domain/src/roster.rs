//! A roster: the people of a group as one file told of them, at one moment.

use crate::id::RosterId;
use chrono::{DateTime, Utc};

/// A roster without its people, who are a [`Census`](crate::census::Census).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterHead {
    /// Its id.
    pub id: RosterId,
    /// The name of the file that it came in.
    pub source: String,
    /// When it was taken in.
    pub taken_at: DateTime<Utc>,
}
