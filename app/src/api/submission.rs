//! Looking a renewal over, submitting it, and following what becomes of it. Plain forms post here, so all of it
//! works without WASM; figures and sentences are put into words by the server, without dates of birth.

use super::ApiError;
use super::renewal::{RenewalKey, RenewalView};
use crate::wire::Packed;
use leptos::prelude::*;
use leptos::server_fn::codec::{MultipartData, MultipartFormData};
use serde::{Deserialize, Serialize};

/// Something that a rule has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    /// The rule's word.
    pub rule: String,
    /// What it is about.
    pub title: String,
    /// `block`, `warning` or `note`.
    pub weight: String,
    /// How things stand.
    pub sentence: String,
    /// What can be done about it; empty where there is nothing to do.
    pub remedy: String,
    /// The rule's text and where it is written; empty where it is nowhere.
    pub source: String,
}

/// A meter, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeterView {
    /// What it measures.
    pub label: String,
    /// Whether the rule is met.
    pub met: bool,
    /// The figures in a sentence, and what would be enough where they are not.
    pub sentence: String,
    /// Where the rule is written.
    pub source: String,
}

/// A month of the group: what, premium, the employer's share, the employees' share.
pub type TotalView = [String; 4];

/// What happens to an employee's family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// The employee's name.
    pub name: String,
    /// What happens.
    pub what: String,
    /// Who joins and leaves, and from when on.
    pub notes: Vec<String>,
    /// What the family costs a month now, and next year.
    pub premium: [String; 2],
    /// What of that the employee pays.
    pub pays: [String; 2],
}

/// The reason for overriding a rule's warning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideForm {
    /// The rule's word.
    pub rule: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// What is submitted, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmitForm {
    /// The employer's id.
    pub employer: String,
    /// The renewal effective date.
    pub effective: String,
    /// The scenario's id; empty to go on as it is.
    #[serde(default)]
    pub scenario: String,
    /// The version of it that was reviewed.
    #[serde(default)]
    pub version: i64,
    /// The number that changes with scenarios, elections and submissions, as it was then.
    #[serde(default)]
    pub pulse: i64,
    /// The number of the catalogue that plans and rates came from then.
    #[serde(default)]
    pub catalogue: i64,
    /// The name of the request, by which it is known again.
    #[serde(default)]
    pub key: String,
    /// The reasons for overriding warnings.
    #[serde(default)]
    pub overrides: Vec<OverrideForm>,
    /// The typed signature.
    #[serde(default)]
    pub name: String,
    /// Whether the box is ticked.
    #[serde(default)]
    pub attests: String,
}

/// Whether whoever looks can sign now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signing {
    /// Whether the renewal is open.
    pub open: bool,
    /// Whether whoever looks may submit.
    pub may_submit: bool,
    /// Whether whoever looks has proven lately who they are.
    pub fresh: bool,
}

/// A renewal that is about to be submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewPage {
    /// Whose renewal it is, and when.
    pub renewal: RenewalView,
    /// Whether it can be looked at: not before it opens.
    pub opened: bool,
    /// Whether whoever looks can sign now.
    pub signing: Signing,
    /// The scenarios that are kept: id and name.
    pub scenarios: Vec<(String, String)>,
    /// What will happen, in sentences.
    pub summary: Vec<String>,
    /// The group's figures.
    pub totals: Vec<TotalView>,
    /// What happens to whom.
    pub changes: Vec<ChangeView>,
    /// What the rules say.
    pub findings: Vec<FindingView>,
    /// What attests whoever signs.
    pub attestation: String,
    /// The form as it stands, with what names this page.
    pub form: SubmitForm,
    /// What became of an earlier submission, where one stands.
    pub before: String,
    /// Whether two have to sign.
    pub second: bool,
    /// The names of those who have a link by which they choose and have not answered.
    pub unanswered: Vec<String>,
}

/// Something that happened, for the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// When.
    pub when: String,
    /// Who did it.
    pub who: String,
    /// What.
    pub what: String,
    /// What was said; empty where nothing was.
    pub words: String,
}

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadView {
    /// Its id.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// Who sent it, and when.
    pub from: String,
}

/// A submission as its employer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionView {
    /// Its number.
    pub number: i64,
    /// The word of where it stands.
    pub state: String,
    /// Where it stands, for people.
    pub label: String,
    /// Who has to act and since when; empty where nobody has to.
    pub waits: String,
    /// What happened, in order.
    pub steps: Vec<StepView>,
    /// What was submitted, in sentences.
    pub summary: Vec<String>,
    /// The group's figures.
    pub totals: Vec<TotalView>,
    /// What happens to whom.
    pub changes: Vec<ChangeView>,
    /// Who signed.
    pub signatures: Vec<String>,
    /// The files that were sent with it.
    pub uploads: Vec<UploadView>,
    /// What the carrier asks; empty where it does not.
    pub question: String,
    /// Whether whoever looks submitted it.
    pub own: bool,
}

/// Where a renewal stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusPage {
    /// Whose renewal it is, and when.
    pub renewal: RenewalView,
    /// Whether whoever looks can sign now.
    pub signing: Signing,
    /// The submissions, the newest first.
    pub submissions: Vec<SubmissionView>,
    /// Whether two have to sign, and the version of that setting.
    pub second: (bool, i64),
    /// Whether whoever looks wants mail about each step.
    pub wants_steps: bool,
    /// What attests whoever signs.
    pub attestation: String,
    /// What was typed into a form that led back.
    pub typed: Vec<(String, String)>,
    /// What was changed since the newest submission, which it does not have; empty where nothing was.
    pub changed_since: String,
    /// Changes whenever a scenario, an election or a submission does.
    pub pulse: i64,
}

/// What is done to a submission, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepForm {
    /// The employer's id.
    pub employer: String,
    /// The renewal effective date.
    pub effective: String,
    /// The submission's number.
    #[serde(default)]
    pub number: i64,
    /// The typed signature of whoever confirms.
    #[serde(default)]
    pub name: String,
    /// Whether the box is ticked.
    #[serde(default)]
    pub attests: String,
    /// Why it is taken back.
    #[serde(default)]
    pub reason: String,
}

/// A setting, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingForm {
    /// The employer's id.
    pub employer: String,
    /// The renewal effective date of the page that it stands on.
    pub effective: String,
    /// The version that it is based on.
    #[serde(default)]
    pub version: i64,
    /// `yes` or `no`.
    pub value: String,
}

/// A renewal that is about to be submitted.
#[server(prefix = "/api", endpoint = "submission/review", protocol = Packed)]
pub async fn load_review(
    /// Which renewal.
    key: RenewalKey,
    /// The scenario's id; empty for going on as it is.
    scenario: String,
) -> Result<ReviewPage, ApiError> {
    crate::server::submission::review(&key, &scenario).await
}

/// Submits a renewal.
#[server(prefix = "/api", endpoint = "submission/submit")]
pub async fn submit_renewal(
    /// The form.
    form: SubmitForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    crate::server::submission::keep_draft(&form);
    let permit = crate::server::sensitive(&form.employer).await?;
    let submit = crate::server::submission::submit(&form);
    let done = operations.submit_renewal(&permit, &form.effective, &submit).await;
    crate::server::submission::after_submit(&form, done)
}

/// Where a renewal stands.
#[server(prefix = "/api", endpoint = "submission/status", protocol = Packed)]
pub async fn load_status(
    /// Which renewal.
    key: RenewalKey,
) -> Result<StatusPage, ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&key.employer).await?;
    let status = operations.renewal_status(&permit, &key.effective).await;
    let status = status.map_err(crate::server::api_error)?;
    Ok(crate::server::submission::status(&operations, &permit, status))
}

/// The same, asked for by the page itself when it hears of something: that keeps no session alive.
#[server(prefix = "/api", endpoint = "submission/changes", protocol = Packed)]
pub async fn hear_status(
    /// Which renewal.
    key: RenewalKey,
) -> Result<StatusPage, ApiError> {
    load_status(key).await
}

/// Confirms what somebody else signed.
#[server(prefix = "/api", endpoint = "submission/confirm")]
pub async fn confirm_submission(
    /// The form.
    form: StepForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    crate::server::submission::keep_typed(&form);
    let permit = crate::server::sensitive(&form.employer).await?;
    let (day, attested) = (&form.effective, form.attests == "yes");
    let done = operations.confirm_submission(&permit, day, form.number, &form.name, attested).await;
    crate::server::submission::after_step(&form, "confirmed", done)
}

/// Takes a submission back.
#[server(prefix = "/api", endpoint = "submission/withdraw")]
pub async fn withdraw_submission(
    /// The form.
    form: StepForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    crate::server::submission::keep_typed(&form);
    let permit = crate::server::sensitive(&form.employer).await?;
    let (day, reason) = (&form.effective, &form.reason);
    let done = operations.withdraw_submission(&permit, day, form.number, reason).await;
    crate::server::submission::after_step(&form, "withdrawn", done)
}

/// Answers what the carrier asked; a file may come with it.
#[server(prefix = "/api", endpoint = "submission/answer", input = MultipartFormData)]
pub async fn answer_submission(
    /// The form.
    data: MultipartData,
) -> Result<(), ApiError> {
    let (form, upload) = crate::server::submission::read_answer(data).await?;
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&form.employer).await?;
    let (day, words) = (&form.effective, &form.reason);
    let done = operations.answer_submission(&permit, day, form.number, words, upload).await;
    crate::server::submission::after_answer(&form, done)
}

/// Sets whether two have to sign.
#[server(prefix = "/api", endpoint = "submission/second")]
pub async fn set_second_signature(
    /// The form.
    form: SettingForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::sensitive(&form.employer).await?;
    let done = operations.set_second_signature(&permit, form.value == "yes", form.version).await;
    crate::server::submission::after_setting(&form, done)
}

/// Sets whether whoever asks wants mail about each step.
#[server(prefix = "/api", endpoint = "submission/mail")]
pub async fn set_step_mail(
    /// The form.
    form: SettingForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit::<operations::need::PlanRenewal>(&form.employer).await?;
    let done = operations.set_wants_steps(&permit, form.value == "yes").await;
    crate::server::submission::after_setting(&form, done.map_err(Into::into))
}
