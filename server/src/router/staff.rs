//! What staff ask for beside the pages.

use super::AppState;
use super::renewal::failed;
use super::session::{Asking, refusal};
use app::server::review::submission_key;
use axum::extract::{Path, State};
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use domain::id::{DocumentId, EmployerId, MessageId};
use domain::submission::Document;
use operations::OperationError;

/// A mail may show its own looks and nothing else: no scripts, nothing from anywhere.
const MAIL_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/// A file of somebody else's may do nothing at all.
const FILE_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

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
    if let Err(error) = state.operations.authorize_staff(&viewer) {
        return refusal(&error);
    }
    let Some((employer, day, number)) = submission_key(&submission) else {
        return refusal(&OperationError::NotFound);
    };
    let Some(_place) = state.writers.place().await else {
        return failed(&"nobody writes files any more");
    };
    match state.operations.submission_paper(employer, day, number).await {
        Ok(document) => taken_away(document),
        Err(error) => refusal(&error),
    }
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
    match state.operations.staff_document(&permit, employer, document).await {
        Ok(document) => taken_away(document),
        Err(error) => refusal(&error),
    }
}

/// A document to take away, under its own name: in a header there are only plain letters.
fn taken_away(document: Document) -> Response {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' };
    let name: String = document.head.name.chars().map(plain).collect();
    let headers = [
        (CONTENT_TYPE, document.head.media_type),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, document.content).into_response()
}
