//! Who did what for an employer.

use super::ApiError;
use crate::wire::Packed;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailRow {
    /// Its place in the trail, counted from 1.
    pub number: i64,
    /// When; nothing where the row cannot be read.
    pub at: Option<DateTime<Utc>>,
    /// Who did it.
    pub actor: String,
    /// What was done to whom, in words.
    pub what: String,
    /// How it was before.
    pub before: Option<String>,
    /// How it is since.
    pub after: Option<String>,
    /// The network address that it was done from.
    pub address: Option<String>,
}

/// A page of a trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailView {
    /// The employer's id.
    pub employer: String,
    /// Its name.
    pub name: String,
    /// What was done, the newest first.
    pub rows: Vec<TrailRow>,
    /// The number before which the next page begins, where there is one.
    pub older: Option<i64>,
}

/// A page of what was done for an employer.
#[server(prefix = "/api", endpoint = "trail/load", protocol = Packed)]
pub async fn load_trail(
    /// The employer's id.
    employer: String,
    /// The number before which the page begins; without one, the newest.
    before: Option<i64>,
) -> Result<TrailView, ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&employer).await?;
    let page = operations.employer_trail(&permit, before).await;
    Ok(crate::server::trail::view(&permit, page.map_err(crate::server::api_error)?))
}
