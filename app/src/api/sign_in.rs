//! How people prove who they are. Plain forms post here, so that all but passkeys works without WASM; what
//! was not right is said in the page that the form leads back to.

use super::ApiError;
use crate::wire::Packed;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What whoever is on the way in, or must prove again who they are, can do it with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// Whose account it is.
    pub email: String,
    /// Whether the password was right and the second step is wanted.
    pub half: bool,
    /// Whether there is an app for one-time codes.
    pub totp: bool,
    /// Whether there is a passkey.
    pub passkey: bool,
}

impl StepView {
    /// Whether nothing is set up yet for the second step.
    pub fn has_nothing(&self) -> bool {
        !self.totp && !self.passkey
    }
}

/// One-time codes that are about to be set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTotpView {
    /// By what the first code confirms it.
    pub ceremony: String,
    /// The secret, in groups of four, to be typed where no camera is.
    pub secret: String,
    /// The QR code for a camera: its size and its path.
    pub picture: Option<(i32, String)>,
}

/// Whom a link is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

/// What a link that was sent leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// Setting up sign-in for the first time.
    Invitation,
    /// A new password.
    NewPassword,
    /// Another e-mail address.
    Email,
}

/// What a form says that follows a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkForm {
    /// The link's token.
    pub token: String,
    /// What it leads to.
    pub kind: LinkKind,
    /// The name, where an invitation asks for it.
    #[serde(default)]
    pub name: Option<String>,
    /// The new password.
    pub password: String,
}

/// Takes an address and a password.
#[server(prefix = "/api", endpoint = "sign-in/password")]
pub async fn sign_in(
    /// The e-mail address.
    email: String,
    /// The password.
    password: String,
    /// Where to go then.
    next: Option<String>,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let (from, before) = (crate::server::session::origin(), crate::server::signed_in());
    let done = operations.sign_in(&email, &password, &from, &before).await;
    crate::server::sign_in::after_password(done, &email, next.as_deref())
}

/// What the second step, or a proof again, can be done with.
#[server(prefix = "/api", endpoint = "sign-in/step", protocol = Packed)]
pub async fn load_step() -> Result<StepView, ApiError> {
    let (operations, signed_in) = (crate::server::operations()?, crate::server::signed_in());
    let proving = crate::server::sign_in::proving(&signed_in)?;
    let means = operations.means(proving.account()).await.map_err(crate::server::api_error)?;
    Ok(crate::server::sign_in::step(proving, &means))
}

/// Takes a one-time code or a recovery code.
#[server(prefix = "/api", endpoint = "sign-in/code")]
pub async fn prove_by_code(
    /// The code.
    code: String,
    /// Where to go then.
    next: Option<String>,
) -> Result<(), ApiError> {
    let (operations, signed_in) = (crate::server::operations()?, crate::server::signed_in());
    let proving = crate::server::sign_in::proving(&signed_in)?;
    let from = crate::server::session::origin();
    let done = operations.prove_by_code(proving, &code, &from).await;
    crate::server::sign_in::after_code(done, proving, next.as_deref())
}

/// Begins to set up one-time codes, or shows once more what was begun.
#[server(prefix = "/api", endpoint = "sign-in/begin-totp", protocol = Packed)]
pub async fn begin_totp(
    /// What was begun, where a code was wrong.
    again: Option<String>,
) -> Result<NewTotpView, ApiError> {
    let (operations, signed_in) = (crate::server::operations()?, crate::server::signed_in());
    let proving = crate::server::sign_in::proving(&signed_in)?;
    crate::server::sign_in::begin_totp(&operations, proving, again.as_deref()).await
}

/// Takes the first code of an app, which proves that it was set up.
#[server(prefix = "/api", endpoint = "sign-in/confirm-totp")]
pub async fn confirm_totp(
    /// What was begun.
    ceremony: String,
    /// The code.
    code: String,
    /// Where to go then.
    next: Option<String>,
) -> Result<(), ApiError> {
    crate::server::sign_in::hold_begun(&ceremony);
    let (operations, signed_in) = (crate::server::operations()?, crate::server::signed_in());
    let proving = crate::server::sign_in::proving(&signed_in)?;
    let (id, from) = (crate::server::user::id(&ceremony)?, crate::server::session::origin());
    let done = operations.confirm_totp(proving, id, &code, &from).await;
    crate::server::sign_in::after_totp(done, proving, &ceremony, next.as_deref())
}

/// Sends a link to a new password, if there is such an account: the answer does not tell.
#[server(prefix = "/api", endpoint = "sign-in/ask-new-password")]
pub async fn ask_new_password(
    /// The e-mail address.
    email: String,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let done = operations.ask_new_password(&email, &crate::server::session::origin()).await;
    crate::server::sign_in::after_asking(done, &email)
}

/// Whom a link is for; nothing is used up.
#[server(prefix = "/api", endpoint = "sign-in/link", protocol = Packed)]
pub async fn look_at_link(
    /// The link's token.
    token: String,
    /// What it leads to.
    kind: LinkKind,
) -> Result<Option<LinkView>, ApiError> {
    let operations = crate::server::operations()?;
    crate::server::sign_in::link(operations.look_at_link(&token, kind.into()).await)
}

/// Sets the password that a link leads to.
#[server(prefix = "/api", endpoint = "sign-in/follow-link")]
pub async fn follow_link(
    /// The form.
    form: LinkForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let done = crate::server::sign_in::follow(&operations, &form).await;
    crate::server::sign_in::after_link(done, &form)
}

/// Takes the e-mail address of a link for the account's own.
#[server(prefix = "/api", endpoint = "sign-in/confirm-email")]
pub async fn confirm_email(
    /// The link's token.
    token: String,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let done = operations.confirm_email(&token, &crate::server::session::origin()).await;
    crate::server::sign_in::after_email(done)
}
