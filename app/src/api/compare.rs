//! Comparing plans for a group: what the page needs at once, and taking in a roster.

use super::ApiError;
use crate::wire::Packed;
use domain::Workbench;
use leptos::prelude::*;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which group is looked at, and for which place and date; as it stands in the URL.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GroupQuestion {
    /// An employer's id.
    pub employer: Option<String>,
    /// ZIP code of the place of business.
    pub zip: Option<String>,
    /// County, where the ZIP code alone does not tell.
    pub county: Option<String>,
    /// First day of the plan year, `2027-02-01`.
    pub effective: Option<String>,
}

impl GroupQuestion {
    /// The fields of the question that are answered, as they stand in the URL.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        [
            ("employer", &self.employer),
            ("zip", &self.zip),
            ("county", &self.county),
            ("effective", &self.effective),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.clone()?)))
        .collect()
    }
}

/// A field of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are those of the question's fields")]
pub enum Field {
    Zip,
    County,
    Effective,
    Roster,
}

/// What is wrong with a field of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// The field.
    pub field: Field,
    /// What is wrong and what to do, for people.
    pub message: String,
}

/// A row of a roster that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// The row of the file, as people count.
    pub row: u32,
    /// The column's heading, where one column is to blame.
    pub column: Option<String>,
    /// What is wrong and what to do, for people.
    pub message: String,
}

/// An employer of whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerChoice {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// The group that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it is an invented one.
    pub demo: bool,
    /// Rows that could not be used.
    pub faults: Vec<RowFault>,
    /// The workbench, once place and date are known.
    pub workbench: Option<Arc<Workbench>>,
    /// The number of the catalogue that the plans and rates come from.
    pub catalogue: Option<i64>,
}

/// What the page needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparePage {
    /// The employers of whoever asks, to choose from.
    pub employers: Vec<EmployerChoice>,
    /// The question with the fields that the server could fill in.
    pub question: GroupQuestion,
    /// What is wrong with it.
    pub faults: Vec<FieldFault>,
    /// The counties to choose from, where the ZIP code alone does not tell.
    pub counties: Vec<String>,
    /// The group, once one is chosen.
    pub group: Option<GroupView>,
}

/// Everything the comparison of a group's plans needs, in one answer.
///
/// Anybody may ask: a prospect's id is known to its uploader alone, and an employer is for those whose
/// renewal it is theirs to plan.
#[server(prefix = "/api", endpoint = "compare/load", protocol = Packed)]
pub async fn load_compare(
    /// Which group, place and date.
    question: GroupQuestion,
) -> Result<ComparePage, ApiError> {
    let operations = crate::server::operations()?;
    let signed_in = crate::server::signed_in();
    let page = operations.compare(signed_in.viewer(), &question.into()).await;
    let mut page: ComparePage = page.map_err(crate::server::api_error)?.into();
    page.faults.extend(crate::server::take_roster_problem());
    Ok(page)
}

/// Takes in a roster and leads to the comparison of its group. A plain form posts here, so it works
/// before and without WASM; what is wrong with the file is said beside the field.
#[server(prefix = "/api", endpoint = "compare/roster", input = MultipartFormData)]
pub async fn take_in_roster(
    /// The form.
    data: MultipartData,
) -> Result<(), ApiError> {
    let mut form = crate::server::RosterForm::read(data).await?;
    let operations = crate::server::operations()?;
    let bytes = std::mem::take(&mut form.bytes);
    let taken = operations.take_in_roster(&form.file_name, bytes, form.place()).await;
    leptos_axum::redirect(&form.next_page(crate::server::roster_problem(taken)?));
    Ok(())
}
