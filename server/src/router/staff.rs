//! What staff ask for beside the pages.

use super::AppState;
use super::session::{Asking, refusal};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::MessageId;
use operations::OperationError;

/// A mail may show its own looks and nothing else: no scripts, nothing from anywhere.
const MAIL_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// A mail of the demo, as a mail program shows it.
pub(super) async fn mail(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path(message): Path<String>,
) -> Response {
    let permit = match state.operations.authorize_staff(&viewer) {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    let Ok(message) = message.parse::<MessageId>() else {
        return refusal(&OperationError::NotFound);
    };
    let headers =
        [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, MAIL_POLICY)];
    match state.operations.read_mail(&permit, message).await {
        Ok((_, paper)) => (headers, paper.html).into_response(),
        Err(error) => refusal(&error),
    }
}
