//! Finds out who asks, once a request, before anything is answered.

use super::AppState;
use app::server::session::ClientAddress;
use axum::Extension;
use axum::extract::{ConnectInfo, FromRequestParts, Path, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use operations::need::Users;
use operations::{OperationError, SignedIn, TrailError, Viewer};
use std::net::{IpAddr, SocketAddr};

/// What is asked for by the page itself rather than by the person at it: it keeps no session alive.
const BY_ITSELF: &str = "/changes";

/// Looks the session up and puts who asks into the request, where pages and handlers find it.
pub(super) async fn find(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() {
        let address = client(peer.ip(), request.headers(), &state.proxies);
        request.extensions_mut().insert(ClientAddress(address));
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

/// The network address that a request comes from. What a proxy of ours forwards, it says in
/// `X-Forwarded-For`, where each proxy adds whom it heard from at the end: the last one that is no proxy of
/// ours is who asks. What anybody else writes there is nothing.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let forwarded = headers.get_all("x-forwarded-for").into_iter();
    let forwarded = forwarded.filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','));
    let mut hops: Vec<&str> = forwarded.map(str::trim).collect();
    let mut address = peer.to_canonical();
    while proxies.contains(&address) {
        let Some(Ok(before)) = hops.pop().map(str::parse::<IpAddr>) else { break };
        address = before.to_canonical();
    }
    address
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
        | OperationError::NoChangeFile
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_of_ours_says_who_asks_and_nobody_else_does() {
        let proxies = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        for (peer, forwarded, who) in [
            ("192.0.2.7", "", "192.0.2.7"),
            ("192.0.2.7", "198.51.100.9", "192.0.2.7"),
            ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
            ("::ffff:10.0.0.1", "198.51.100.9", "198.51.100.9"),
            ("10.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
            ("10.0.0.1", "203.0.113.5, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("10.0.0.1", "nonsense", "10.0.0.1"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            let found = client(peer.parse().unwrap(), &headers, &proxies);
            assert_eq!(found.to_string(), who, "{peer}: {forwarded}");
        }
    }
}
