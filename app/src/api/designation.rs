//! An officer names an administrator, and sees what becomes of it. Nobody is signed in: the link is the key.
//! Plain forms post here, so all of it works without WASM.

#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "server functions are async"))]

use super::ApiError;
use crate::wire::Packed;
use chrono::{DateTime, Utc};
use domain::access::Capabilities;
use domain::designation::{Answers, Course, FieldFault, Step};
use leptos::prelude::*;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

/// The form as it stands when the page is opened: empty, or as it was sent and could not be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftForm {
    /// What was typed, but for the employer identification number, which is typed again.
    pub answers: Answers,
    /// What is wrong with it.
    pub faults: Vec<FieldFault>,
    /// Whether too many came from here.
    pub too_many: bool,
}

/// What an officer sees of a designation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusView {
    /// The company's name.
    pub company: String,
    /// The administrator's name.
    pub administrator: String,
    /// The word of where it stands.
    pub state: String,
    /// What is asked, or why it is refused.
    pub words: String,
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// Whether a signed form is taken now.
    pub takes_paper: bool,
}

/// A designation in the list of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignationRow {
    /// Its id.
    pub id: String,
    /// The company's name.
    pub company: String,
    /// The group number, as the officer says it.
    pub group_number: String,
    /// The officer's name.
    pub officer: String,
    /// When the form was sent.
    pub created_at: DateTime<Utc>,
    /// The word of where it stands.
    pub state: String,
}

/// What is on file about the group that a designation names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnFileView {
    /// The number is not.
    Nothing,
    /// Both numbers are.
    Same,
    /// The number is, with another employer identification number.
    Differs,
}

/// A designation as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignationView {
    /// Its id.
    pub id: String,
    /// Its version, which a decision is based on.
    pub version: i64,
    /// The company's name.
    pub company: String,
    /// The group number, as the officer says it.
    pub group_number: String,
    /// The end of the employer identification number.
    pub ein: String,
    /// What is on file.
    pub on_file: OnFileView,
    /// Who signs: name, title, e-mail address and telephone number.
    pub officer: [String; 4],
    /// The administrator's name and e-mail address.
    pub administrator: [String; 2],
    /// What they shall do.
    pub capabilities: Capabilities,
    /// The number of another group that has the same employer identification number on file.
    pub other_group: Option<String>,
    /// The signature, as it was typed; empty where the form is signed on paper.
    pub signature: String,
    /// When the signed form came, where one did.
    pub paper_came_at: Option<DateTime<Utc>>,
    /// Where it stands, and how it came there.
    pub course: Course,
}

/// The form, as it stands.
#[server(prefix = "/api", endpoint = "designation/draft", protocol = Packed)]
pub async fn draft_designation() -> Result<DraftForm, ApiError> {
    Ok(crate::server::designation::take_draft())
}

/// Takes the form. A plain form posts here.
#[server(prefix = "/api", endpoint = "designation/register")]
pub async fn register(
    /// The form.
    form: Answers,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let from = crate::server::session::origin();
    let taken = operations.register(&form, &from).await;
    crate::server::designation::lead_on(form, taken)
}

/// Where a designation stands, for whoever has its link.
#[server(prefix = "/api", endpoint = "designation/status", protocol = Packed)]
pub async fn designation_status(
    /// The link's token.
    token: String,
) -> Result<StatusView, ApiError> {
    let operations = crate::server::operations()?;
    let status = operations.designation_status(&token).await;
    Ok(crate::server::designation::status(status.map_err(crate::server::api_error)?))
}

/// The officer answers. A plain form posts here.
#[server(prefix = "/api", endpoint = "designation/answer")]
pub async fn answer_designation(
    /// The link's token.
    token: String,
    /// The answer.
    words: String,
) -> Result<(), ApiError> {
    crate::server::designation::hold_answer(&token, &words);
    let operations = crate::server::operations()?;
    let from = crate::server::session::origin();
    let done = operations.answer_designation(&token, &words, &from).await;
    crate::server::designation::lead_back(&crate::paths::designation(&token), done)
}

/// Takes the form that an officer signed on paper. A plain form posts here; what is wrong with the file is
/// said beside the field.
#[server(prefix = "/api", endpoint = "designation/paper", input = MultipartFormData)]
pub async fn send_designation_paper(
    /// The form.
    data: MultipartData,
) -> Result<(), ApiError> {
    let form = crate::server::designation::PaperForm::read(data).await?;
    let operations = crate::server::operations()?;
    let from = crate::server::session::origin();
    let done = operations.take_designation_paper(&form.token, form.bytes, &from).await;
    crate::server::designation::lead_back(&crate::paths::designation(&form.token), done)
}

/// The designations, those first that staff have to look at.
#[server(prefix = "/api", endpoint = "staff/designations", protocol = Packed)]
pub async fn list_designations() -> Result<Vec<DesignationRow>, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let found = operations.designations(&permit).await.map_err(crate::server::api_error)?;
    Ok(found.into_iter().map(crate::server::designation::row).collect())
}

/// A designation as staff see it.
#[server(prefix = "/api", endpoint = "staff/designation", protocol = Packed)]
pub async fn load_designation(
    /// Its id.
    designation: String,
) -> Result<DesignationView, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let id = crate::server::user::id(&designation)?;
    let seen = operations.designation(&permit, id).await;
    Ok(crate::server::designation::view(seen.map_err(crate::server::api_error)?))
}

/// What staff decide, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionForm {
    /// The designation's id.
    pub id: String,
    /// The version that it is based on.
    pub version: i64,
    /// `approve`, `ask` or `refuse`.
    pub decision: String,
    /// What is asked, or why it is refused.
    #[serde(default)]
    pub words: String,
}

/// Staff decide. A plain form posts here.
#[server(prefix = "/api", endpoint = "staff/decide")]
pub async fn decide_designation(
    /// The form.
    form: DecisionForm,
) -> Result<(), ApiError> {
    crate::server::designation::hold_decision(&form);
    let (operations, permit) = crate::server::staff::asked()?;
    let id = crate::server::user::id(&form.id)?;
    let decision = crate::server::designation::decision(&form)?;
    let done = operations.decide_designation(&permit, id, form.version, decision).await;
    crate::server::designation::lead_back(&crate::paths::staff_designation(&form.id), done)
}
