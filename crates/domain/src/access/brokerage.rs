//! Brokers' firms.

use super::Capabilities;
use crate::id::{AccessRequestId, AccountId, BrokerageId, EmployerId};
use chrono::{DateTime, Utc};

/// A broker's firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brokerage {
    /// Its id.
    pub id: BrokerageId,
    /// Its name.
    pub name: String,
}

/// A brokerage asks an employer for access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRequest {
    /// Whom it asks.
    pub employer: EmployerId,
    /// Its id.
    pub id: AccessRequestId,
    /// Who asks.
    pub brokerage: BrokerageId,
    /// The person who asked.
    pub asked_by: AccountId,
    /// For what.
    pub capabilities: Capabilities,
    /// In the broker's own words.
    pub note: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Whether it was granted, when and by whom, once that is decided.
    pub decision: Option<Decision>,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether access was granted.
    pub granted: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: AccountId,
}
