//! Naming an administrator on paper: the form to sign, and what was signed.

use super::AppState;
use super::renewal::failed;
use super::session::{Asking, refusal};
use anyhow::Context;
use app::paths;
use app::server::session::ClientAddress;
use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERER,
    RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use credential::token::Token;
use domain::id::DesignationId;
use formats::report::designation_form;
use operations::designation::FormError;
use operations::{OperationError, Origin};

/// Where signed forms are sent.
const SENT_TO: &str = "/api/designation/paper";
/// A file of a stranger's may do nothing at all.
const PAPER_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The form, filled in, for whoever has the link of its status.
pub(super) async fn form(
    State(state): State<AppState>,
    Path(token): Path<String>,
    address: Option<Extension<ClientAddress>>,
) -> Response {
    let address = address.map(|Extension(ClientAddress(address))| address.to_string());
    let from = Origin { address: address.unwrap_or_default(), ..Origin::default() };
    let filled = match state.operations.designation_form(&token, &from).await {
        Ok(filled) => filled,
        Err(FormError::Wait(wait)) => return too_often(wait),
        Err(FormError::Operation(error)) => return refusal(&error),
    };
    let Some(place) = state.writers.place().await else {
        return failed(&"nobody writes files any more");
    };
    let written = tokio::task::spawn_blocking(move || {
        let _place = place;
        designation_form(&filled)
    });
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "attachment; filename=\"naming-an-administrator.pdf\""),
        (CACHE_CONTROL, "no-store"),
    ];
    match written.await.context("a writer gave up").and_then(|file| Ok(file?)) {
        Ok(bytes) => (headers, bytes).into_response(),
        Err(error) => failed(&error),
    }
}

fn too_often(wait: TimeDelta) -> Response {
    let seconds = wait.num_seconds() + 1;
    let told = format!("That was too often. Wait {seconds} seconds, then try again.");
    (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, seconds.to_string())], told).into_response()
}

/// The signed form of a designation, as it came, for staff. It came from a stranger: it is only ever taken
/// away, never shown here.
pub(super) async fn paper(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path(designation): Path<String>,
) -> Response {
    let permit = match state.operations.authorize_staff(&viewer) {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    let Ok(id) = designation.parse::<DesignationId>() else {
        return refusal(&OperationError::NotFound);
    };
    match state.operations.designation_paper(&permit, id).await {
        Ok(paper) => {
            let name = format!("attachment; filename=\"signed-form.{}\"", paper.kind.code());
            let headers = [
                (CONTENT_TYPE, paper.kind.media_type().to_owned()),
                (CONTENT_DISPOSITION, name),
                (CONTENT_SECURITY_POLICY, PAPER_POLICY.to_owned()),
                (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, paper.bytes).into_response()
        }
        Err(error) => refusal(&error),
    }
}

/// Where whoever sent a signed form that is too large is told so: the status page that it was sent from, as
/// the browser says it.
pub(super) fn told_too_large(request: &Request) -> Option<String> {
    let page = (request.uri().path() == SENT_TO).then(|| page_from(request.headers()))?;
    Some(format!("{page}?told={}", paths::PAPER_TOO_LARGE))
}

/// The status page that a request comes from; where there is none, the form's beginning.
fn page_from(headers: &HeaderMap) -> String {
    let from = headers.get(REFERER).and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    let token = from.as_ref().and_then(|from| {
        let token = from.path().strip_prefix(paths::REGISTER)?.strip_prefix('/')?;
        Token::parse(token).map(|token| token.text())
    });
    token.map_or_else(|| paths::REGISTER.to_owned(), |token| paths::designation(&token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_led_back_to_only_where_it_is_a_status_page() {
        let token = "p6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6c";
        let page = format!("/register/{token}");
        for (from, led_to) in [
            (format!("https://renew.example.com{page}?told=done"), page.as_str()),
            ("https://renew.example.com/register".to_owned(), "/register"),
            ("https://renew.example.com/register/x%0d%0a".to_owned(), "/register"),
            (format!("https://renew.example.com/other/{token}"), "/register"),
            ("nonsense of somebody".to_owned(), "/register"),
        ] {
            let headers = HeaderMap::from_iter([(REFERER, from.parse().unwrap())]);
            assert_eq!(page_from(&headers), led_to, "{from}");
        }
        assert_eq!(page_from(&HeaderMap::new()), "/register");
    }
}
