//! One's own account: how one signs in, and where one is signed in. Nobody else's can be named.

use super::ApiError;
use crate::wire::Packed;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A passkey of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyView {
    /// By what it is named to be removed.
    pub credential: String,
    /// What its owner calls it.
    pub label: String,
    /// Since when, and when it was last used, in words.
    pub when: String,
}

/// A browser in which one is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// By what it is named to be ended.
    pub id: String,
    /// The browser, in a few words.
    pub agent: String,
    /// Where and when, in words.
    pub when: String,
    /// Whether it is this one.
    pub own: bool,
}

/// One's own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the page by itself")]
pub struct AccountPage {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// Whether the address was verified.
    pub verified: bool,
    /// Whether there is a password.
    pub password: bool,
    /// Whether there is an app for one-time codes.
    pub totp: bool,
    /// The passkeys, the oldest first.
    pub passkeys: Vec<PasskeyView>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// Where one is signed in.
    pub devices: Vec<DeviceView>,
    /// Whether one proved lately who one is, so that something may be changed.
    pub fresh: bool,
}

/// One's own account.
#[server(prefix = "/api", endpoint = "account/load", protocol = Packed)]
pub async fn load_account() -> Result<AccountPage, ApiError> {
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let means = operations.means(viewer.account()).await.map_err(crate::server::api_error)?;
    let devices = operations.devices(&viewer).await.map_err(crate::server::api_error)?;
    Ok(crate::server::account::page(&operations, &viewer, means, devices))
}

/// Sets another password.
#[server(prefix = "/api", endpoint = "account/password")]
pub async fn change_password(
    /// The new password.
    password: String,
) -> Result<(), ApiError> {
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let from = crate::server::session::origin();
    let done = operations.change_password(&viewer, &password, &from).await;
    crate::server::account::lead_back("password", done)
}

/// Sends a link to another e-mail address, which becomes one's own when it is followed.
#[server(prefix = "/api", endpoint = "account/email")]
pub async fn change_email(
    /// The address.
    email: String,
) -> Result<(), ApiError> {
    crate::server::account::hold_email(&email);
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let from = crate::server::session::origin();
    let done = operations.change_email(&viewer, &email, &from).await;
    crate::server::account::lead_back("email", done)
}

/// Takes the app for one-time codes away.
#[server(prefix = "/api", endpoint = "account/remove-totp")]
pub async fn remove_totp() -> Result<(), ApiError> {
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let done = operations.remove_totp(&viewer, &crate::server::session::origin()).await;
    crate::server::account::lead_back("totp", done)
}

/// Takes a passkey away.
#[server(prefix = "/api", endpoint = "account/remove-passkey")]
pub async fn remove_passkey(
    /// Which one.
    credential: String,
) -> Result<(), ApiError> {
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let from = crate::server::session::origin();
    let done = operations.remove_passkey(&viewer, &credential, &from).await;
    crate::server::account::lead_back("passkeys", done)
}

/// Makes new recovery codes, and leads to where they can be read once.
#[server(prefix = "/api", endpoint = "account/new-codes")]
pub async fn new_recovery_codes() -> Result<(), ApiError> {
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let made = operations.new_recovery_codes(&viewer, &crate::server::session::origin()).await;
    let made = made.map_err(crate::server::api_error)?;
    leptos_axum::redirect(&crate::server::sign_in::codes_page(made, crate::paths::ACCOUNT));
    Ok(())
}

/// Recovery codes that were just made; there are none a second time.
#[server(prefix = "/api", endpoint = "account/read-codes", protocol = Packed)]
pub async fn read_codes(
    /// Which ones.
    show: String,
) -> Result<Vec<String>, ApiError> {
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let id = crate::server::user::id(&show)?;
    operations.read_recovery_codes(&viewer, id).await.map_err(crate::server::api_error)
}

/// Ends the session of a browser; without one, of all others.
#[server(prefix = "/api", endpoint = "account/end-device")]
pub async fn end_device(
    /// Which one.
    device: Option<String>,
) -> Result<(), ApiError> {
    let (operations, viewer) = (crate::server::operations()?, crate::server::viewer()?);
    let from = crate::server::session::origin();
    let done = operations.end_device(&viewer, device.as_deref(), &from).await;
    crate::server::account::lead_back("devices", done.map_err(Into::into))
}
