//! Papers of submissions and contracts, and the files that were sent with a submission.

use super::AppState;
use super::renewal::failed;
use super::session::{Asking, refusal};
use app::paths;
use axum::extract::{Path, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use domain::submission::Document;
use operations::OperationError;
use operations::need::{Documents, PlanRenewal};

/// Where answers are sent that may have a file with them.
const SENT_TO: &str = "/api/submission/answer";
/// A file of a stranger's may do nothing at all.
const FILE_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// The paper of a submission, as it was signed.
pub(super) async fn paper(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path((employer, effective, number)): Path<(String, String, String)>,
) -> Response {
    let permit = match state.operations.authorize::<PlanRenewal>(&viewer, &employer).await {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    let Ok(number) = number.parse() else { return refusal(&OperationError::NotFound) };
    // Writing it may take a core for a while.
    let Some(_place) = state.writers.place().await else {
        return failed(&"nobody writes files any more");
    };
    answer(state.operations.renewal_paper(&permit, &effective, number).await)
}

/// A file that was sent with a submission.
pub(super) async fn document(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path((employer, effective, document)): Path<(String, String, String)>,
) -> Response {
    let permit = match state.operations.authorize::<PlanRenewal>(&viewer, &employer).await {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    answer(state.operations.renewal_document(&permit, &effective, &document).await)
}

/// The paper of the submission that a contract came of.
pub(super) async fn contract(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path((employer, starts)): Path<(String, String)>,
) -> Response {
    let permit = match state.operations.authorize::<Documents>(&viewer, &employer).await {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    let Some(_place) = state.writers.place().await else {
        return failed(&"nobody writes files any more");
    };
    answer(state.operations.contract_paper(&permit, &starts).await)
}

/// A document, or why there is none.
pub(super) fn answer(found: Result<Document, OperationError>) -> Response {
    match found {
        Ok(document) => taken_away(document),
        Err(error) => refusal(&error),
    }
}

/// A document is only ever taken away, never shown here, and kept by nobody on the way.
fn taken_away(document: Document) -> Response {
    let headers = [
        (CONTENT_TYPE, document.head.media_type),
        (CONTENT_DISPOSITION, attached(&document.head.name)),
        (CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, document.content).into_response()
}

/// A file's name in a header: what is safe there, and the whole of it for browsers that read that.
fn attached(name: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    let plain: String = name.chars().map(|c| if safe(c) { c } else { '_' }).collect();
    let whole = paths::query(vec![("", name.to_owned())]).replace('+', "%20");
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", &whole[1..])
}

/// Where whoever sent a file that is too large is told so: the status page that it was sent from, as the
/// browser says it.
pub(super) fn told_too_large(request: &Request) -> Option<String> {
    let page = (request.uri().path() == SENT_TO).then(|| page_from(request.headers()))?;
    Some(format!("{page}?told={}", paths::UPLOAD_TOO_LARGE))
}

/// The status page that a request comes from; where there is none, the renewals.
fn page_from(headers: &HeaderMap) -> String {
    let from = headers.get(REFERER).and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    let page = from.as_ref().map(Uri::path).filter(|path| {
        let parts: Vec<&str> = path.split('/').collect();
        matches!(parts[..], ["", "employers", _, "renewals", _, "next", "status"])
    });
    page.and_then(paths::own).unwrap_or(paths::RENEWALS).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_led_back_to_only_where_it_is_a_status_page() {
        let page = "/employers/7d1e0a52/renewals/2027-01-01/next/status";
        for (from, led_to) in [
            (format!("https://renew.example.com{page}?told=file"), page),
            ("https://renew.example.com/renewals".to_owned(), "/renewals"),
            ("https://renew.example.com/employers/x/renewals/status".to_owned(), "/renewals"),
            ("nonsense of somebody".to_owned(), "/renewals"),
        ] {
            let headers = HeaderMap::from_iter([(REFERER, from.parse().unwrap())]);
            assert_eq!(page_from(&headers), led_to, "{from}");
        }
        assert_eq!(page_from(&HeaderMap::new()), "/renewals");
    }

    #[test]
    fn a_file_keeps_its_name_and_cannot_leave_the_header() {
        for (name, told) in [
            (
                "roster 2.pdf",
                "attachment; filename=\"roster 2.pdf\"; filename*=UTF-8''roster%202.pdf",
            ),
            (
                "Bäcker\".pdf",
                "attachment; filename=\"B_cker_.pdf\"; filename*=UTF-8''B%C3%A4cker%22.pdf",
            ),
        ] {
            assert_eq!(attached(name), told);
        }
    }
}
