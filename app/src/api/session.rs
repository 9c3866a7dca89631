//! Who is signed in here: what every page may know of it, and how it ends.

#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "server functions are async"))]

use super::ApiError;
use crate::wire::Packed;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Whoever looks at the page, as every page may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// Whether this person works for the carrier.
    pub staff: bool,
    /// In how many seconds the session ends if nothing is done.
    pub idle_seconds: u32,
}

/// Somebody of the demo who can sign in with one click.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoPerson {
    /// The word that names this person in the form.
    pub key: String,
    /// The name.
    pub name: String,
    /// What the person is, in a few words.
    pub what: String,
}

/// The people of the demo; nobody outside it.
#[server(prefix = "/api", endpoint = "session/demo-people", protocol = Packed)]
pub async fn demo_people() -> Result<Vec<DemoPerson>, ApiError> {
    Ok(crate::server::session::demo_people(&crate::server::operations()?))
}

/// Signs somebody of the demo in. A plain form posts here; outside the demo there is nobody.
#[server(prefix = "/api", endpoint = "session/demo")]
pub async fn sign_in_demo(
    /// Who.
    key: String,
    /// Where to go then.
    next: Option<String>,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let (from, before) = (crate::server::session::origin(), crate::server::signed_in());
    let token = operations.sign_in_demo(&key, &from, &before).await;
    let token = token.map_err(crate::server::api_error)?;
    crate::server::session::begin(&token);
    leptos_axum::redirect(&crate::server::session::next_page(next.as_deref()));
    Ok(())
}

/// Ends the session. A plain form posts here. Whoever is signed out already stays so.
#[server(prefix = "/api", endpoint = "session/end")]
pub async fn sign_out() -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    if let Some(session) = crate::server::signed_in().session() {
        operations.sign_out(session).await.map_err(crate::server::api_error)?;
    }
    crate::server::session::end();
    leptos_axum::redirect(crate::paths::SIGN_IN);
    Ok(())
}

/// Keeps the session alive: the person is still there. Answers in how many seconds it ends.
#[server(prefix = "/api", endpoint = "session/stay", protocol = Packed)]
pub async fn stay_signed_in() -> Result<u32, ApiError> {
    crate::server::viewer()?;
    crate::server::session::me().map(|me| me.idle_seconds).ok_or(ApiError::SignedOut)
}

/// What was typed into a form that led back because something was not right: fields and values, once.
#[server(prefix = "/api", endpoint = "session/typed", protocol = Packed)]
pub async fn typed() -> Result<Vec<(String, String)>, ApiError> {
    Ok(crate::server::typed::take())
}
