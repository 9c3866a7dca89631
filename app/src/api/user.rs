//! Who may do what for an employer. Plain forms post here, so all of it works without WASM; what cannot
//! be done is said in the page that the form leads back to.

use super::ApiError;
use crate::wire::Packed;
use chrono::NaiveDate;
use domain::access::{Capabilities, Capability, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody who may, or could, do something for the employer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    /// The grant's id.
    pub grant: String,
    /// Its version.
    pub version: i64,
    /// The person's name, or the brokerage's.
    pub name: String,
    /// The person's e-mail address.
    pub email: Option<String>,
    /// As what.
    pub role: Role,
    /// What was granted; the role may hold more.
    pub capabilities: Capabilities,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// Whether it holds today.
    pub alive: bool,
    /// Whether it is that of whoever looks.
    pub own: bool,
    /// Whether the person has not set up sign-in yet.
    pub invited: bool,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsersPage {
    /// The employer's id.
    pub employer: String,
    /// Its name.
    pub name: String,
    /// Those whose access holds first.
    pub users: Vec<UserView>,
    /// The brokerages that access can be given to: id and name.
    pub brokerages: Vec<(String, String)>,
    /// Today.
    pub today: NaiveDate,
    /// Whether whoever looks may hand over.
    pub primary: bool,
    /// The brokerages that ask for access.
    pub asking: Vec<AskingView>,
}

/// A brokerage that asks for access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskingView {
    /// The request's id.
    pub request: String,
    /// The brokerage's name.
    pub brokerage: String,
    /// The name of the person who asks.
    pub person: String,
    /// What is asked for.
    pub capabilities: Capabilities,
    /// In the broker's own words.
    pub note: String,
    /// When, in words.
    pub when: String,
}

/// Everybody who may, or could, do something for an employer.
#[server(prefix = "/api", endpoint = "user/list", protocol = Packed)]
pub async fn list_users(
    /// The employer's id.
    employer: String,
) -> Result<UsersPage, ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&employer).await?;
    let users = operations.users(&permit).await.map_err(crate::server::api_error)?;
    let asking = operations.asking(&permit).await.map_err(crate::server::api_error)?;
    Ok(crate::server::user::page(&permit, users, asking))
}

/// What a form about somebody's access says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessForm {
    /// The employer's id.
    pub employer: String,
    /// The grant's id, or the brokerage's where access is given.
    pub id: String,
    /// The version that a change is based on.
    #[serde(default)]
    pub version: i64,
    /// The capabilities' words.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// The last day; empty where there is none.
    #[serde(default)]
    pub ends_on: String,
}

impl AccessForm {
    /// The capabilities that were ticked; what is no capability is none.
    pub fn capabilities(&self) -> Capabilities {
        self.capabilities.iter().filter_map(|code| Capability::from_code(code)).collect()
    }
}

/// What the form says by which somebody is invited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteForm {
    /// The employer's id.
    pub employer: String,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The role's word.
    pub role: String,
    /// The capabilities' words.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// The last day; empty where there is none.
    #[serde(default)]
    pub ends_on: String,
}

/// Gives somebody access, and invites them where they cannot sign in yet.
#[server(prefix = "/api", endpoint = "user/invite")]
pub async fn invite_user(
    /// The form.
    form: InviteForm,
) -> Result<(), ApiError> {
    crate::server::user::hold_invite(&form);
    let operations = crate::server::operations()?;
    let permit = crate::server::sensitive(&form.employer).await?;
    let done = match crate::server::user::invite(&form)? {
        Ok(wanted) => operations.invite_user(&permit, wanted).await.map(|()| "invited"),
        Err(fault) => Ok(fault),
    };
    crate::server::user::after_invite(&form, done)
}

/// Sends an invitation once more.
#[server(prefix = "/api", endpoint = "user/invite-again")]
pub async fn invite_again(
    /// The form.
    form: AccessForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::sensitive(&form.employer).await?;
    let grant = crate::server::user::id(&form.id)?;
    let done = operations.invite_again(&permit, grant, &crate::server::session::origin()).await;
    crate::server::user::lead_back(&form, done.map(|()| "invited-again"))
}

/// Gives a brokerage that asked what is ticked.
#[server(prefix = "/api", endpoint = "user/accept-request")]
pub async fn accept_request(
    /// The form.
    form: AccessForm,
) -> Result<(), ApiError> {
    crate::server::user::hold_choice(&form);
    let operations = crate::server::operations()?;
    let permit = crate::server::sensitive(&form.employer).await?;
    let request = crate::server::user::id(&form.id)?;
    let done = match crate::server::user::ends_on(&form) {
        Ok(ends_on) => {
            let done = operations.accept_request(&permit, request, form.capabilities(), ends_on);
            done.await.map(|()| "granted")
        }
        Err(fault) => Ok(fault),
    };
    crate::server::user::lead_back(&form, done)
}

/// Gives a brokerage that asked nothing.
#[server(prefix = "/api", endpoint = "user/refuse-request")]
pub async fn refuse_request(
    /// The form.
    form: AccessForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::sensitive(&form.employer).await?;
    let request = crate::server::user::id(&form.id)?;
    let done = operations.refuse_request(&permit, request).await;
    crate::server::user::lead_back(&form, done.map(|()| "refused"))
}

/// Changes what somebody may do.
#[server(prefix = "/api", endpoint = "user/change")]
pub async fn change_user(
    /// The form.
    form: AccessForm,
) -> Result<(), ApiError> {
    crate::server::user::hold_choice(&form);
    let operations = crate::server::operations()?;
    let permit = crate::server::sensitive(&form.employer).await?;
    let done = match crate::server::user::change(&form)? {
        Ok(change) => operations.change_user(&permit, change).await.map(|()| "changed"),
        Err(fault) => Ok(fault),
    };
    crate::server::user::lead_back(&form, done)
}

/// Takes somebody's access away.
#[server(prefix = "/api", endpoint = "user/revoke")]
pub async fn revoke_user(
    /// The form.
    form: AccessForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::sensitive(&form.employer).await?;
    let grant = crate::server::user::id(&form.id)?;
    let done = operations.revoke_user(&permit, grant, form.version).await;
    crate::server::user::lead_back(&form, done.map(|()| "revoked"))
}

/// Makes somebody the primary administrator in place of whoever asks.
#[server(prefix = "/api", endpoint = "user/hand-over")]
pub async fn hand_over(
    /// The form.
    form: AccessForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::sensitive(&form.employer).await?;
    let grant = crate::server::user::id(&form.id)?;
    let done = operations.hand_over(&permit, grant, form.version).await;
    crate::server::user::lead_back(&form, done.map(|()| "handed-over"))
}

/// Gives a brokerage access.
#[server(prefix = "/api", endpoint = "user/grant-broker")]
pub async fn grant_broker(
    /// The form.
    form: AccessForm,
) -> Result<(), ApiError> {
    crate::server::user::hold_choice(&form);
    let operations = crate::server::operations()?;
    let permit = crate::server::sensitive(&form.employer).await?;
    let done = match crate::server::user::broker(&form)? {
        Ok(wanted) => operations.grant_broker(&permit, wanted).await.map(|()| "granted"),
        Err(fault) => Ok(fault),
    };
    crate::server::user::lead_back(&form, done)
}
