//! Questions to passkeys and their answers. The browser puts them, so all of this wants WASM.

use super::ApiError;
use crate::wire::Packed;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A question for the browser to put.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// By what its answer finds it.
    pub ceremony: String,
    /// The options, in JSON.
    pub options: String,
}

/// What came of an answer: where to go, or what was not right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answered {
    /// On to this page.
    Go(String),
    /// The word for what was not right.
    Not(String),
}

/// Asks a passkey of whoever it is. Answers the word for what was not right where it was asked too often.
#[server(prefix = "/api", endpoint = "passkey/ask-sign-in", protocol = Packed)]
pub async fn ask_sign_in() -> Result<Result<Question, String>, ApiError> {
    let operations = crate::server::operations()?;
    let asked = operations.ask_sign_in(&crate::server::session::origin()).await;
    crate::server::passkey::first_question(asked)
}

/// Takes its answer, and signs in.
#[server(prefix = "/api", endpoint = "passkey/sign-in", protocol = Packed)]
pub async fn sign_in_by_passkey(
    /// Which question.
    ceremony: String,
    /// The answer, in JSON.
    answer: String,
    /// Where to go then.
    next: Option<String>,
) -> Result<Answered, ApiError> {
    let operations = crate::server::operations()?;
    let (from, before) = (crate::server::session::origin(), crate::server::signed_in());
    let id = crate::server::user::id(&ceremony)?;
    let done = operations.sign_in_by_passkey(id, &answer, &from, &before).await;
    crate::server::passkey::answered(done, next.as_deref())
}

/// Asks a passkey of whoever is on the way in, or must prove again who they are.
#[server(prefix = "/api", endpoint = "passkey/ask-second", protocol = Packed)]
pub async fn ask_second() -> Result<Question, ApiError> {
    let (operations, signed_in) = (crate::server::operations()?, crate::server::signed_in());
    let proving = crate::server::sign_in::proving(&signed_in)?;
    crate::server::passkey::question(operations.ask_second(proving).await)
}

/// Takes its answer.
#[server(prefix = "/api", endpoint = "passkey/second", protocol = Packed)]
pub async fn prove_by_passkey(
    /// Which question.
    ceremony: String,
    /// The answer, in JSON.
    answer: String,
    /// Where to go then.
    next: Option<String>,
) -> Result<Answered, ApiError> {
    let (operations, signed_in) = (crate::server::operations()?, crate::server::signed_in());
    let proving = crate::server::sign_in::proving(&signed_in)?;
    let (id, from) = (crate::server::user::id(&ceremony)?, crate::server::session::origin());
    let done = operations.prove_by_passkey(proving, id, &answer, &from).await;
    crate::server::passkey::answered(done, next.as_deref())
}

/// Asks for a new passkey.
#[server(prefix = "/api", endpoint = "passkey/ask-new", protocol = Packed)]
pub async fn ask_registration() -> Result<Question, ApiError> {
    let (operations, signed_in) = (crate::server::operations()?, crate::server::signed_in());
    let proving = crate::server::sign_in::proving(&signed_in)?;
    crate::server::passkey::new_question(operations.ask_registration(proving).await)
}

/// Takes the new passkey.
#[server(prefix = "/api", endpoint = "passkey/add", protocol = Packed)]
pub async fn register_passkey(
    /// Which question.
    ceremony: String,
    /// The answer, in JSON.
    answer: String,
    /// What its owner calls it.
    label: String,
    /// Where to go then.
    next: Option<String>,
) -> Result<Answered, ApiError> {
    let (operations, signed_in) = (crate::server::operations()?, crate::server::signed_in());
    let proving = crate::server::sign_in::proving(&signed_in)?;
    let (id, from) = (crate::server::user::id(&ceremony)?, crate::server::session::origin());
    let done = operations.register_passkey(proving, id, &answer, &label, &from).await;
    crate::server::passkey::registered(done, proving, next.as_deref())
}
