//! Whether an employee can afford the coverage that is offered.

use crate::money::Cents;
use serde::{Deserialize, Serialize};

/// What an employee earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wage {
    /// For an hour.
    Hourly(Cents),
    /// For a month.
    Monthly(Cents),
}
