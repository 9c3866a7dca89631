//! What staff ask for beside the pages.

use super::AppState;
use super::renewal::failed;
use super::session::{Asking, refusal};
use super::submission::answer;
use app::server::review::submission_key;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::{DocumentId, EmployerId, MessageId};
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

/// The paper of a submission.
pub(super) async fn submission_paper(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path(submission): Path<String>,
) -> Response {
    let permit = match state.operations.authorize_staff(&viewer) {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    let Some(key) = submission_key(&submission) else {
        return refusal(&OperationError::NotFound);
    };
    let Some(_place) = state.writers.place().await else {
        return failed(&"nobody writes files any more");
    };
    answer(state.operations.staff_paper(&permit, key).await)
}

/// A file that an employer sent, as it came. It is only ever taken away, never shown here.
pub(super) async fn document(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path((employer, document)): Path<(String, String)>,
) -> Response {
    let permit = match state.operations.authorize_staff(&viewer) {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    let (Ok(employer), Ok(document)) =
        (employer.parse::<EmployerId>(), document.parse::<DocumentId>())
    else {
        return refusal(&OperationError::NotFound);
    };
    answer(state.operations.staff_document(&permit, employer, document).await)
}
