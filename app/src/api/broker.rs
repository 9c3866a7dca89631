//! Brokerages that ask employers for access.

use super::ApiError;
use crate::wire::Packed;
use domain::access::{Capabilities, Capability};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a brokerage asked for, and what was decided. Of what is open nothing is told: it would tell that there
/// is such a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedView {
    /// The group number.
    pub group_number: String,
    /// What was asked for.
    pub capabilities: Capabilities,
    /// When, in words.
    pub when: String,
    /// Whether it was granted.
    pub granted: bool,
}

/// Everything on a broker's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerPage {
    /// The brokerage's name.
    pub brokerage: String,
    /// What of all that it asked for was decided, the latest first.
    pub asked: Vec<AskedView>,
}

/// What the form says by which access is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskForm {
    /// The employer's group number with the carrier.
    pub group_number: String,
    /// The capabilities' words.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// In the broker's own words.
    #[serde(default)]
    pub note: String,
}

impl AskForm {
    /// The capabilities that were ticked.
    pub fn capabilities(&self) -> Capabilities {
        self.capabilities.iter().filter_map(|code| Capability::from_code(code)).collect()
    }
}

/// What was decided of what one's brokerage asked for; `None` for who is of no brokerage.
#[server(prefix = "/api", endpoint = "broker/load", protocol = Packed)]
pub async fn load_broker() -> Result<Option<BrokerPage>, ApiError> {
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let found = operations.asked_for(&viewer).await.map_err(crate::server::api_error)?;
    Ok(found.map(crate::server::broker::page))
}

/// Asks the employer of a group number for access. Whether there is one is not told.
#[server(prefix = "/api", endpoint = "broker/ask")]
pub async fn ask_for_access(
    /// The form.
    form: AskForm,
) -> Result<(), ApiError> {
    crate::server::broker::hold(&form);
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let (ask, from) = (crate::server::broker::ask(&form), crate::server::session::origin());
    let done = operations.ask_for_access(&viewer, &ask, &from).await;
    crate::server::broker::lead_back(done)
}
