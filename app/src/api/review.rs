//! What the carrier's staff do about renewals: they look at submissions and decide, see what renews as it
//! is, publish, and follow the files for the core system. To anybody else none of it exists.

use super::ApiError;
use crate::wire::Packed;
use chrono::{DateTime, NaiveDate, Utc};
use domain::Split;
use domain::submission::{ChangeFileState, Party, State, Step};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A submission in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionRow {
    /// What names it in an address.
    pub key: String,
    /// The employer's name.
    pub name: String,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// Its number among the submissions of the renewal.
    pub number: i64,
    /// The word of where it stands.
    pub state: String,
    /// Who has to act.
    pub waits_for: Option<Party>,
    /// For how many days it stands there: 0 since today.
    pub days: i64,
}

/// A package that is offered, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    /// Its name.
    pub name: String,
    /// For whom it is.
    pub classes: String,
    /// The waiting period.
    pub waiting: String,
    /// What the employer pays.
    pub contribution: String,
    /// The plans.
    pub plans: Vec<String>,
}

/// Somebody to whom something happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// The employee.
    pub name: String,
    /// What happens, and to whom of the family.
    pub what: Vec<String>,
    /// The present plans.
    pub now_in: Vec<String>,
    /// Next year's plans.
    pub next_in: Vec<String>,
    /// A month at present.
    pub now: Split,
    /// A month next year.
    pub next: Split,
}

/// Who signed a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureView {
    /// Who, by which account, and when.
    pub said: String,
    /// Whether another name was typed than that of the account.
    pub differs: bool,
    /// What was attested to.
    pub attestation: String,
}

/// A file that came with a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How long it is, in bytes.
    pub size: i64,
    /// Who sent it.
    pub uploaded_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A file for the core system, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// What names it in an address.
    pub key: String,
    /// What names its submission in an address.
    pub submission: String,
    /// The employer's name; empty on the page of the submission.
    pub name: String,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// The number of the submission.
    pub number: i64,
    /// Its control number.
    pub control: i64,
    /// How far it has come.
    pub state: ChangeFileState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it is tried next, where it waits.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was handed over.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// What was said to the last try, or answered.
    pub answer: Option<String>,
    /// Whether it can be sent again.
    pub again: bool,
}

/// What was typed into a form that led back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The submission that it is about.
    pub key: String,
    /// What was decided.
    pub decision: String,
    /// What was typed.
    pub words: String,
}

/// A submission as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionView {
    /// What names it in an address.
    pub key: String,
    /// The employer's id.
    pub employer: String,
    /// The employer's name.
    pub name: String,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// Its number.
    pub number: i64,
    /// Its version, which a decision is based on.
    pub version: i64,
    /// Changes whenever a submission of the renewal does.
    pub pulse: i64,
    /// Where it stands.
    pub state: State,
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// What it is, in a few sentences.
    pub summary: Vec<String>,
    /// The group's month: at present, if nothing were done, as submitted.
    pub totals: [Split; 3],
    /// What is offered.
    pub offers: Vec<OfferView>,
    /// Everybody to whom something happens.
    pub changes: Vec<ChangeView>,
    /// The warnings that were overridden, and why.
    pub overrides: Vec<(String, String)>,
    /// Who signed.
    pub signatures: Vec<SignatureView>,
    /// The SHA-256 of what was submitted.
    pub hash: String,
    /// The files that came with it.
    pub uploads: Vec<UploadView>,
    /// What the core system was told.
    pub files: Vec<FileRow>,
    /// The number of the submission whose place it would take.
    pub amends: Option<i64>,
    /// What was typed before and could not be taken.
    pub said: Said,
    /// Whether whoever looks has proven lately who they are.
    pub fresh: bool,
}

/// A renewal that nobody submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsIsRow {
    /// The employer's id.
    pub employer: String,
    /// The employer's name.
    pub name: String,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// The last day on which changes can be submitted.
    pub last_day: NaiveDate,
    /// The day on which it renews as it is.
    pub renews_on: NaiveDate,
    /// Whether it does so now.
    pub due: bool,
}

/// What renews as it is, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsIsPage {
    /// The day on which it is looked at.
    pub today: NaiveDate,
    /// The renewals, the earliest first.
    pub rows: Vec<AsIsRow>,
    /// The days between which the demo's day can be moved; nothing outside the demo.
    pub days_to_move_to: Option<(NaiveDate, NaiveDate)>,
    /// Whether whoever looks has proven lately who they are.
    pub fresh: bool,
}

/// A group that can be published to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishRow {
    /// The employer's id.
    pub employer: String,
    /// The employer's name.
    pub name: String,
    /// The number of the catalogue that is published to it.
    pub published: Option<i64>,
    /// What it would see, where that was reckoned.
    pub foreseen: Option<ForeseenView>,
}

/// What a group would see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ForeseenView {
    /// Plans, and the group's month at present and if nothing is done.
    Plans(u32, Split, Split),
    /// Nothing: people, place or contract are not known.
    Nothing,
}

/// What can be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishPage {
    /// The catalogues, the newest first, and when each was made.
    pub catalogues: Vec<(i64, DateTime<Utc>)>,
    /// The days that can be chosen.
    pub days: Vec<NaiveDate>,
    /// The catalogue that is chosen.
    pub catalogue: i64,
    /// The day that is chosen.
    pub effective_on: NaiveDate,
    /// The groups that renew on that day, by name.
    pub rows: Vec<PublishRow>,
    /// Where the next figures begin, where not all were reckoned.
    pub next: Option<usize>,
    /// Whether whoever looks has proven lately who they are.
    pub fresh: bool,
}

/// A file for the core system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileView {
    /// What is known of it.
    pub row: FileRow,
    /// What it says.
    pub content: String,
}

/// The submissions, those first that wait for the carrier; of one state, where its word is given.
#[server(prefix = "/api", endpoint = "staff/submissions", protocol = Packed)]
pub async fn list_submissions(
    /// The word of the state.
    state: Option<String>,
) -> Result<Vec<SubmissionRow>, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let found = operations.all_submissions(&permit, state.as_deref()).await;
    let found = found.map_err(crate::server::api_error)?;
    let today = operations.today();
    Ok(found.into_iter().map(|head| crate::server::review::row(head, today)).collect())
}

/// A submission as staff see it.
#[server(prefix = "/api", endpoint = "staff/submission", protocol = Packed)]
pub async fn load_submission(
    /// What names it.
    submission: String,
) -> Result<SubmissionView, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let (employer, day, number) = crate::server::review::asked_for(&submission)?;
    let seen = operations.submission(&permit, employer, day, number).await;
    let fresh = operations.prove_fresh(permit.viewer()).is_ok();
    Ok(crate::server::review::view(seen.map_err(crate::server::api_error)?, fresh))
}

/// What staff decide, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewForm {
    /// What names the submission.
    pub key: String,
    /// The version that it is based on.
    pub version: i64,
    /// `accept`, `ask` or `reject`.
    pub decision: String,
    /// What is asked, or why it is not accepted.
    #[serde(default)]
    pub words: String,
}

/// Staff decide about a submission. A plain form posts here.
#[server(prefix = "/api", endpoint = "staff/decide-submission")]
pub async fn decide_submission(
    /// The form.
    form: ReviewForm,
) -> Result<(), ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let key = crate::server::review::asked_for(&form.key)?;
    let decision = crate::server::review::decision(&form)?;
    let done = operations.decide_submission(&permit, key, form.version, decision).await;
    crate::server::review::lead_to_submission(form, done)
}

/// What renews as it is if nothing is submitted.
#[server(prefix = "/api", endpoint = "staff/as-is", protocol = Packed)]
pub async fn load_as_is() -> Result<AsIsPage, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let plan = operations.as_is_plan(&permit).await.map_err(crate::server::api_error)?;
    Ok(crate::server::review::as_is_page(&operations, &permit, plan))
}

/// Renews as they are those that are due now. A plain form posts here.
#[server(prefix = "/api", endpoint = "staff/renew-as-is")]
pub async fn renew_as_is() -> Result<(), ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let done = operations.renew_due_now(&permit).await.map_err(crate::server::api_error)?;
    crate::server::review::lead_to_renewals("renewed", &[done.done, done.failed]);
    Ok(())
}

/// Makes another day the demo's today, and does what is due by then. A plain form posts here; outside the
/// demo there is nothing.
#[server(prefix = "/api", endpoint = "staff/move-day")]
pub async fn move_day(
    /// The day.
    to: String,
) -> Result<(), ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let moved = crate::server::review::move_day(&operations, &permit, &to)?;
    if moved {
        operations.turn_calendar().await;
    }
    crate::server::review::lead_to_renewals(if moved { "moved" } else { "day" }, &[]);
    Ok(())
}

/// What can be published, to whom, and what each would see.
#[server(prefix = "/api", endpoint = "staff/publication", protocol = Packed)]
pub async fn load_publication(
    /// The catalogue's number; the newest one without it.
    catalogue: Option<i64>,
    /// The renewal effective date; the first that can be chosen without it.
    effective_on: Option<NaiveDate>,
    /// Where the figures begin.
    figures: usize,
) -> Result<PublishPage, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    crate::server::review::publication(&operations, &permit, catalogue, effective_on, figures).await
}

/// What is published, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishForm {
    /// The catalogue's number.
    pub catalogue: i64,
    /// The renewal effective date.
    pub effective_on: String,
    /// The employers' ids.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// Publishes renewals. A plain form posts here.
#[server(prefix = "/api", endpoint = "staff/publish")]
pub async fn publish_renewals(
    /// The form.
    form: PublishForm,
) -> Result<(), ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let (day, groups) = crate::server::review::groups(&form)?;
    let done = operations.publish_renewals(&permit, form.catalogue, day, &groups).await;
    crate::server::review::lead_to_publication(&form, done)
}

/// The files for the core system, those first that want attention; of one state, where one is given.
#[server(prefix = "/api", endpoint = "staff/files", protocol = Packed)]
pub async fn list_files(
    /// The state.
    state: Option<ChangeFileState>,
) -> Result<Vec<FileRow>, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let found = operations.change_files(&permit, state).await;
    let found = found.map_err(crate::server::api_error)?;
    Ok(found.into_iter().map(|(head, name)| crate::server::review::file_row(head, name)).collect())
}

/// A file for the core system with what it says.
#[server(prefix = "/api", endpoint = "staff/file", protocol = Packed)]
pub async fn load_file(
    /// What names it.
    file: String,
) -> Result<FileView, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let (employer, id) = crate::server::review::file_asked_for(&file)?;
    let found = operations.change_file(&permit, employer, id).await;
    Ok(crate::server::review::file_view(found.map_err(crate::server::api_error)?))
}

/// Sends a file again. A plain form posts here; the page says how it went.
#[server(prefix = "/api", endpoint = "staff/send-file-again")]
pub async fn send_file_again(
    /// What names it.
    file: String,
) -> Result<(), ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let (employer, id) = crate::server::review::file_asked_for(&file)?;
    let again = operations.send_file_again(&permit, employer, id).await;
    let again = again.map_err(crate::server::api_error)?;
    crate::server::review::lead_to_files(&file, again);
    Ok(())
}
