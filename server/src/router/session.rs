//! Finds out who asks, once a request, before anything is answered.

use super::AppState;
use app::server::session::ClientAddress;
use axum::Extension;
use axum::extract::{ConnectInfo, FromRequestParts, Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use operations::need::Users;
use operations::{OperationError, SignedIn, TrailError, Viewer};
use std::net::SocketAddr;

/// What is asked for by the page itself rather than by the person at it: it keeps no session alive.
const BY_ITSELF: &str = "/changes";

/// Looks the session up and puts who asks into the request, where pages and handlers find it.
pub(super) async fn find(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(address) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let address = ClientAddress(address.0);
        request.extensions_mut().insert(address);
    }
    let Some(token) = state.cookie.token(request.headers()) else { return next.run(request).await };
    let path = request.uri().path();
    if path.starts_with("/pkg/") || path.starts_with("/fonts/") {
        return next.run(request).await;
    }
    let acts = !path.ends_with(BY_ITSELF);
    match state.operations.open_session(&token, acts).await {
        Ok(signed_in) => {
            request.extensions_mut().insert(signed_in);
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(cause = ?error, "who asks could not be found out");
            (StatusCode::INTERNAL_SERVER_ERROR, "this failed here").into_response()
        }
    }
}

/// Somebody who is signed in, as a handler takes it.
pub(super) struct Asking(pub(super) Viewer);

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let found = Extension::<SignedIn>::from_request_parts(parts, state).await.ok();
        let viewer = found.and_then(|Extension(signed_in)| signed_in.viewer().cloned());
        viewer.map(Self).ok_or((StatusCode::UNAUTHORIZED, "sign in first"))
    }
}

/// All that was done for an employer, as a table to take away.
pub(super) async fn trail(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path(employer): Path<String>,
) -> Response {
    let permit = match state.operations.authorize::<Users>(&viewer, &employer).await {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"who-did-what.csv\""),
    ];
    match state.operations.take_trail(&permit).await {
        Ok(file) => (headers, file).into_response(),
        Err(TrailError::Operation(error)) => refusal(&error),
        Err(error @ TrailError::Write(_)) => {
            tracing::error!(cause = ?error, "a trail could not be written");
            (StatusCode::INTERNAL_SERVER_ERROR, "this failed here").into_response()
        }
    }
}

/// What a handler answers where a use case refused. What is not there and what is somebody else's look
/// alike.
pub(super) fn refusal(error: &OperationError) -> Response {
    match error {
        OperationError::NoKeys
        | OperationError::Closed(_)
        | OperationError::UnreadableFactor
        | OperationError::Store(_) => {
            tracing::error!(cause = ?error, "a file or a stream could not be made");
            (StatusCode::INTERNAL_SERVER_ERROR, "this failed here").into_response()
        }
        OperationError::Forbidden(capability) => {
            let refused = format!("this needs {}", capability.title());
            (StatusCode::FORBIDDEN, refused).into_response()
        }
        OperationError::ProveAgain => {
            (StatusCode::FORBIDDEN, "prove again who you are").into_response()
        }
        OperationError::NoEmployer(_)
        | OperationError::NotAnEmployerId
        | OperationError::NoRenewal
        | OperationError::NoScenario
        | OperationError::NotStaff
        | OperationError::NotFound => (StatusCode::NOT_FOUND, "not found").into_response(),
    }
}
