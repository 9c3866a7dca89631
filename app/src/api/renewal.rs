//! Renewals: what their pages need, and what is kept of the scenarios.

use super::ApiError;
use crate::wire::Packed;
use chrono::NaiveDate;
use domain::Scenario;
use domain::date::PlanYear;
use domain::renewal::{Calendar, CalendarRules, RenewalBench};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which renewal, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RenewalKey {
    /// The employer's id.
    pub employer: String,
    /// The renewal effective date, `2027-02-01`.
    pub effective: String,
}

/// Whose renewal it is and where it stands in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalView {
    /// The employer's id.
    pub employer: String,
    /// The employer's name.
    pub name: String,
    /// Whether it is an invented one.
    pub demo: bool,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// The day on which it is looked at, where the carrier is.
    pub today: NaiveDate,
}

impl RenewalView {
    /// Its dates. `None` when it does not take effect on the first of a month, which no renewal does.
    pub fn calendar(&self) -> Option<Calendar> {
        let year = PlanYear::starting(self.effective_on).ok()?;
        Some(Calendar::of(year, CalendarRules::on(self.effective_on)))
    }
}

/// A contract in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractView {
    /// First day of its plan year.
    pub starts_on: NaiveDate,
    /// How many plans it offers.
    pub plans: u32,
}

/// The renewals of an employer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalsPage {
    /// The one that comes next.
    pub next: RenewalView,
    /// The contracts, the latest first.
    pub contracts: Vec<ContractView>,
}

/// An employer in the list, with what waits for whoever looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerRow {
    /// Its next renewal.
    pub renewal: RenewalView,
    /// What there is to do, in a sentence; empty where there is nothing.
    pub to_do: String,
}

/// A scenario as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How often it was saved; an edit says on which version it is based.
    pub version: i64,
    /// What would be offered.
    pub scenario: Scenario,
}

/// What can be looked at in a renewal that is open, or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedView {
    /// This year's coverage and next year's plans, with what was elected.
    pub bench: Arc<RenewalBench>,
    /// The same without what was elected, where something was.
    pub without_choices: Option<Arc<RenewalBench>>,
    /// The scenarios that are kept.
    pub scenarios: ScenarioList,
    /// The number of the catalogue that plans and rates come from.
    pub catalogue: i64,
}

/// The scenarios of a renewal at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScenarioList {
    /// In the order in which they were made.
    pub scenarios: Vec<ScenarioView>,
    /// Changes whenever one of them does.
    pub pulse: i64,
}

/// What the pages of a renewal need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalPage {
    /// Whose it is, and when.
    pub renewal: RenewalView,
    /// What can be looked at, once it is open.
    pub opened: Option<OpenedView>,
}

/// A change of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioEdit {
    /// The scenario. The browser that makes one gives it its id, so that the same request again makes
    /// no second one.
    pub id: String,
    /// The version that the change is based on; 0 where it is not kept yet.
    pub based_on: i64,
    /// The name and contents that this window sent before without an answer.
    pub over: Option<(String, Scenario)>,
    /// Its name.
    pub name: String,
    /// What would be offered.
    pub scenario: Scenario,
    /// Whether it is deleted.
    pub deleted: bool,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaveAnswer {
    /// It is kept.
    Saved(ScenarioView),
    /// Somebody else was first: this is what they saved, and whether they deleted it.
    Overtaken(ScenarioView, bool),
    /// It cannot be kept; why, for people.
    Refused(String),
}

/// The next renewals of the employers that whoever asks may act for, with what there is to do.
#[server(prefix = "/api", endpoint = "renewal/employers", protocol = Packed)]
pub async fn list_employers() -> Result<Vec<EmployerRow>, ApiError> {
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let standings = operations.standings(&viewer).await.map_err(crate::server::api_error)?;
    let me = viewer.account().id;
    let row = |standing| crate::server::submission::employer_row(standing, me);
    Ok(standings.into_iter().map(row).collect())
}

/// The renewals of an employer.
#[server(prefix = "/api", endpoint = "renewal/list", protocol = Packed)]
pub async fn list_renewals(
    /// The employer's id.
    employer: String,
) -> Result<RenewalsPage, ApiError> {
    let operations = crate::server::operations()?;
    let renewals = operations.renewals(&crate::server::permit(&employer).await?).await;
    let renewals = renewals.map_err(crate::server::api_error)?;
    Ok(renewals.into())
}

/// Everything that the pages of a renewal need, in one answer.
#[server(prefix = "/api", endpoint = "renewal/load", protocol = Packed)]
pub async fn load_renewal(
    /// Which renewal.
    key: RenewalKey,
) -> Result<RenewalPage, ApiError> {
    let operations = crate::server::operations()?;
    let renewal =
        operations.renewal(&crate::server::permit(&key.employer).await?, &key.effective).await;
    Ok(renewal.map_err(crate::server::api_error)?.into())
}

/// The scenarios of a renewal as they are now.
#[server(prefix = "/api", endpoint = "renewal/scenarios", protocol = Packed)]
pub async fn list_scenarios(
    /// Which renewal.
    key: RenewalKey,
) -> Result<ScenarioList, ApiError> {
    let operations = crate::server::operations()?;
    let listed =
        operations.scenarios(&crate::server::permit(&key.employer).await?, &key.effective).await;
    Ok(listed.map_err(crate::server::api_error)?.into())
}

/// Keeps a scenario: a new one, or a change of one.
#[server(prefix = "/api", endpoint = "renewal/save", protocol = Packed)]
pub async fn save_scenario(
    /// Which renewal.
    key: RenewalKey,
    /// The change.
    edit: ScenarioEdit,
) -> Result<SaveAnswer, ApiError> {
    let operations = crate::server::operations()?;
    crate::server::keep_scenario(&operations, &key, edit).await
}
