//! A roster: the people of a group as one file told of them, at one moment.

use crate::census::CensusFault;
use crate::id::RosterId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A roster without its people, who are a [`Census`](crate::census::Census).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterHead {
    /// Its id.
    pub id: RosterId,
    /// The name of the file that it came in.
    pub source: String,
    /// When it was taken in.
    pub taken_at: DateTime<Utc>,
    /// The rows that could not be used.
    pub faults: Vec<RowFault>,
}

/// A row of a roster that could not be used. Holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// The row of the file, as people count.
    pub row: u32,
    /// The heading of the column that is to blame, where one is.
    pub column: Option<String>,
    /// A short, stable name for programs.
    pub code: String,
    /// What is wrong and what to do, for people.
    pub message: String,
}

impl From<CensusFault> for RowFault {
    fn from(fault: CensusFault) -> Self {
        Self {
            row: fault.row,
            column: None,
            code: fault.kind.code().to_owned(),
            message: fault.kind.message().to_owned(),
        }
    }
}
