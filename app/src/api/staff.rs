//! What the carrier's staff see: employers, brokerages, who did what, and the mail that was sent. To
//! anybody else none of it exists.

use super::ApiError;
use super::trail::TrailView;
use crate::wire::Packed;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Capabilities, Role};
use domain::outbox::MessageState;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An employer in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffEmployer {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The carrier's number of the group, where it is on file.
    pub group_number: Option<String>,
    /// The first day of its next plan year, once known.
    pub renews_on: Option<NaiveDate>,
}

/// Somebody who may, or could, act for an employer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffUser {
    /// The person's account; none for a brokerage.
    pub account: Option<String>,
    /// The person's name, or the brokerage's.
    pub name: String,
    /// The person's e-mail address.
    pub email: Option<String>,
    /// As what.
    pub role: Role,
    /// What it allows.
    pub capabilities: Capabilities,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// Whether it holds today.
    pub alive: bool,
}

/// An employer with those who act for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffEmployerPage {
    /// The employer.
    pub employer: StaffEmployer,
    /// The end of its employer identification number, where it is on file.
    pub ein: Option<String>,
    /// Those whose access holds first.
    pub users: Vec<StaffUser>,
}

/// Somebody of a brokerage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffBroker {
    /// The account.
    pub account: String,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

/// A brokerage with its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffBrokerage {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its people, by name.
    pub people: Vec<StaffBroker>,
}

/// A mail, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    /// The message's id.
    pub id: String,
    /// What it is about.
    pub kind: String,
    /// Whom it goes to.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// How far it has come.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it is tried next, where it waits.
    pub due_at: Option<DateTime<Utc>>,
    /// What the mail server said to the last try.
    pub answer: Option<String>,
    /// Whether it can be sent again.
    pub again: bool,
    /// Whether it can be read: in the demo alone.
    pub readable: bool,
}

/// A mail as whoever gets it reads it. In the demo alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    /// The message's id.
    pub id: String,
    /// Whom it goes to.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
}

/// The employers whose name or group number has a text in it; all, where there is none.
#[server(prefix = "/api", endpoint = "staff/employers", protocol = Packed)]
pub async fn find_employers(
    /// What is looked for.
    search: String,
) -> Result<Vec<StaffEmployer>, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let found = operations.staff_employers(&permit, &search).await;
    let found = found.map_err(crate::server::api_error)?;
    Ok(found.into_iter().map(crate::server::staff::employer).collect())
}

/// An employer with those who act for it.
#[server(prefix = "/api", endpoint = "staff/employer", protocol = Packed)]
pub async fn load_employer(
    /// The employer's id.
    employer: String,
) -> Result<StaffEmployerPage, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let found = operations.staff_employer(&permit, &employer).await;
    Ok(crate::server::staff::employer_page(found.map_err(crate::server::api_error)?))
}

/// A page of what was done for an employer, or by the carrier where none is named.
#[server(prefix = "/api", endpoint = "staff/trail", protocol = Packed)]
pub async fn load_staff_trail(
    /// The employer's id.
    employer: Option<String>,
    /// The number before which the page begins; without one, the newest.
    before: Option<i64>,
) -> Result<TrailView, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let found = operations.staff_trail(&permit, employer.as_deref(), before).await;
    Ok(crate::server::staff::trail(found.map_err(crate::server::api_error)?))
}

/// Every brokerage with its people.
#[server(prefix = "/api", endpoint = "staff/brokerages", protocol = Packed)]
pub async fn load_brokerages() -> Result<Vec<StaffBrokerage>, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let found = operations.staff_brokerages(&permit).await.map_err(crate::server::api_error)?;
    Ok(found.into_iter().map(crate::server::staff::brokerage).collect())
}

/// The latest mails, those that failed first; of one state, where one is given.
#[server(prefix = "/api", endpoint = "staff/mails", protocol = Packed)]
pub async fn list_mails(
    /// The state.
    state: Option<MessageState>,
) -> Result<Vec<MailRow>, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let found = operations.mails(&permit, state).await.map_err(crate::server::api_error)?;
    let readable = operations.shows_demo();
    Ok(found.into_iter().map(|head| crate::server::staff::mail_row(head, readable)).collect())
}

/// A mail with what it says. In the demo alone.
#[server(prefix = "/api", endpoint = "staff/mail", protocol = Packed)]
pub async fn load_mail(
    /// The message's id.
    message: String,
) -> Result<MailView, ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let message = crate::server::user::id(&message)?;
    let found = operations.read_mail(&permit, message).await;
    Ok(crate::server::staff::mail(found.map_err(crate::server::api_error)?))
}

/// Sends a mail again. A plain form posts here; the page says how it went.
#[server(prefix = "/api", endpoint = "staff/send-again")]
pub async fn send_mail_again(
    /// The message's id.
    message: String,
) -> Result<(), ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let id = crate::server::user::id(&message)?;
    let again = operations.send_again(&permit, id).await.map_err(crate::server::api_error)?;
    crate::server::staff::lead_to_mails(&message, again);
    Ok(())
}

/// What a form about a brokerage and somebody of it says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerForm {
    /// The brokerage's id; none where it is added.
    #[serde(default)]
    pub brokerage: String,
    /// The account's id, where somebody is removed.
    #[serde(default)]
    pub account: String,
    /// The name of the brokerage, or of the person.
    #[serde(default)]
    pub name: String,
    /// The person's e-mail address.
    #[serde(default)]
    pub email: String,
}

/// Adds a brokerage.
#[server(prefix = "/api", endpoint = "staff/add-brokerage")]
pub async fn add_brokerage(
    /// The form.
    form: BrokerForm,
) -> Result<(), ApiError> {
    crate::server::staff::hold(&form);
    let (operations, permit) = crate::server::staff::asked()?;
    let done = operations.add_brokerage(&permit, &form.name).await;
    crate::server::staff::lead_to_brokerages(&form, done)
}

/// Makes somebody one of a brokerage, and invites them where they cannot sign in yet.
#[server(prefix = "/api", endpoint = "staff/add-broker")]
pub async fn add_broker(
    /// The form.
    form: BrokerForm,
) -> Result<(), ApiError> {
    crate::server::staff::hold(&form);
    let (operations, permit) = crate::server::staff::asked()?;
    let firm = crate::server::user::id(&form.brokerage)?;
    let done = operations.add_broker(&permit, firm, &form.name, &form.email).await;
    crate::server::staff::lead_to_brokerages(&form, done)
}

/// Takes somebody out of a brokerage.
#[server(prefix = "/api", endpoint = "staff/remove-broker")]
pub async fn remove_broker(
    /// The form.
    form: BrokerForm,
) -> Result<(), ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let firm = crate::server::user::id(&form.brokerage)?;
    let account = crate::server::user::id(&form.account)?;
    let done = operations.remove_broker(&permit, firm, account).await;
    crate::server::staff::lead_to_brokerages(&form, done)
}

/// Takes away all that somebody signs in with, and sends a link to set it up anew.
#[server(prefix = "/api", endpoint = "staff/reset-sign-in")]
pub async fn reset_sign_in(
    /// The employer from whose page it is done; empty from that of the brokerages.
    employer: String,
    /// The account's id.
    account: String,
) -> Result<(), ApiError> {
    let (operations, permit) = crate::server::staff::asked()?;
    let id = crate::server::user::id(&account)?;
    let done = operations.reset_sign_in(&permit, id).await;
    crate::server::staff::lead_to_employer(&employer, &account, done)
}
