//! An employer's contracts, put into words by the server.

use super::ApiError;
use super::submission::TotalView;
use crate::wire::Packed;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a contract offers to some of the people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageView {
    /// Its name.
    pub name: String,
    /// For whom it is; empty where the contract offers everybody the same.
    pub classes: String,
    /// Its plans: the name, and how many employees are in it, where that is known.
    pub plans: Vec<(String, Option<u32>)>,
    /// What the employer contributes.
    pub contribution: String,
    /// How long new people wait.
    pub waiting: String,
}

/// Somebody who is covered under a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// First and last name of the employee.
    pub name: String,
    /// The names of the dependents who are covered, too.
    pub dependents: Vec<String>,
    /// The names of the plans.
    pub plans: Vec<String>,
    /// A month: the premium, what the company pays of it, and what the employee pays.
    pub month: [String; 3],
}

/// Who is covered under a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeopleView {
    /// These.
    Named(Vec<PersonView>),
    /// It was not kept.
    NotKept,
    /// Whoever looks may not see it.
    NotForYou,
}

/// A contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractSeenView {
    /// The employer's id.
    pub employer: String,
    /// The employer's name.
    pub name: String,
    /// The first day of its plan year, as it stands in the address.
    pub starts_on: String,
    /// Its plan year, in words.
    pub year: String,
    /// `Past`, `Current`, or when it begins.
    pub standing: String,
    /// How many plans it offers.
    pub plans: u32,
    /// How many employees are covered, where that is known.
    pub employees: Option<u32>,
    /// A month of it, where that is known.
    pub total: Option<TotalView>,
    /// What it offers.
    pub packages: Vec<PackageView>,
    /// Who is covered; nobody is named in a list of contracts.
    pub people: PeopleView,
    /// Whether there is a paper.
    pub paper: bool,
}

/// The contracts of an employer, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractsPage {
    /// The employer's id.
    pub employer: String,
    /// The employer's name.
    pub name: String,
    /// The contracts.
    pub contracts: Vec<ContractSeenView>,
}

/// The contracts of an employer.
#[server(prefix = "/api", endpoint = "contract/list", protocol = Packed)]
pub async fn list_contracts(
    /// The employer's id.
    employer: String,
) -> Result<ContractsPage, ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&employer).await?;
    let seen = operations.contracts(&permit).await.map_err(crate::server::api_error)?;
    Ok(crate::server::contract::page(&permit, seen))
}

/// The contract whose plan year begins on a day.
#[server(prefix = "/api", endpoint = "contract/one", protocol = Packed)]
pub async fn load_contract(
    /// The employer's id.
    employer: String,
    /// The first day of its plan year.
    starts_on: String,
) -> Result<ContractSeenView, ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&employer).await?;
    let seen = operations.contract(&permit, &starts_on).await.map_err(crate::server::api_error)?;
    Ok(crate::server::contract::view(&permit, seen))
}
