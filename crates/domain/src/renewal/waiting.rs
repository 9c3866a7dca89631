//! How long new people wait for coverage.

use serde::{Deserialize, Serialize};

/// How long new people wait for coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitingPeriod {
    /// Until the first of the month after so many days.
    FirstOfMonthAfter(u8),
}
