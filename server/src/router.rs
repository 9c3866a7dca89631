//! The web: pages, server functions, files, and what stands around them all.

use app::context::Carrier;
use app::server::session::SessionCookie;
use app::server::{REQUEST_ID, problem_cookie};
use app::{App, shell};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST,
    LOCATION, ORIGIN, REFERRER_POLICY, SET_COOKIE, STRICT_TRANSPORT_SECURITY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use credential::token::Token;
use domain::date::long;
use leptos::config::LeptosOptions;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{
    LeptosRoutes, ResponseOptions, generate_route_list, site_pkg_dir_service_route_path,
};
use operations::Operations;
use renewal::{Listeners, Writers};
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::services::ServeDir;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;
use visitor::Shelf;

/// The largest request: a roster at its limit, and the form around it.
const BODY_MAX: usize = 11 * 1024 * 1024;
/// The longest that a request may take.
const REQUEST_TIME: Duration = Duration::from_secs(30);

/// Everything that is served. `site` is the folder that the build made; `proxies` stand before this server
/// and say who asks.
pub(crate) fn app(
    operations: Operations,
    carrier: Carrier,
    site: &Path,
    proxies: Vec<IpAddr>,
    stopping: watch::Receiver<bool>,
) -> Router {
    let cookie = SessionCookie::at(operations.origin());
    let options = LeptosOptions::builder()
        .output_name("groupcover")
        .site_root(site.display().to_string())
        .site_pkg_dir("pkg")
        .hash_files(true)
        .hash_file(hash_file(site))
        .build();
    let state = AppState {
        options: options.clone(),
        operations: operations.clone(),
        carrier: carrier.clone(),
        cookie,
        listeners: Listeners::new(stopping),
        writers: Writers::default(),
        proxies: proxies.into(),
        shelf: Shelf::default(),
    };
    let provide = move || {
        provide_context(operations.clone());
        provide_context(Carrier { moved_to: operations.moved_day().map(long), ..carrier.clone() });
        provide_context(cookie);
        set_page_policy();
    };
    let pages = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let files = ServeDir::new(site).precompressed_br().precompressed_gzip();
    let files = ServiceBuilder::new().layer(from_fn(cache_assets)).service(files);
    let fonts = ServiceBuilder::new()
        .layer(from_fn(cache_assets))
        .service(ServeDir::new(site.join("fonts")));
    let beside = beside_pages().into_iter();
    beside
        .fold(Router::new(), |router, (path, answer)| router.route(path, answer))
        .nest_service("/fonts", fonts)
        .route_service(&site_pkg_dir_service_route_path(&options), files)
        .leptos_routes_with_context(
            &state,
            generate_route_list(App),
            provide.clone(),
            pages.clone(),
        )
        // Not leptos_axum's own fallback: it looks for a file first, in whatever reactive context the
        // thread was last in, and so takes the headers of another request under way.
        .fallback(leptos_axum::render_app_async_with_context(provide, pages))
        // From the inside out.
        .layer(from_fn_with_state(state.clone(), visitor::serve))
        .layer(from_fn_with_state(state.clone(), session::find))
        .layer(RequestBodyLimitLayer::new(BODY_MAX))
        .layer(from_fn_with_state(state.clone(), explain_too_large))
        .layer(CompressionLayer::new().compress_when(compressible()))
        .layer(from_fn(refuse_foreign_writes))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIME))
        .layer(from_fn(protect))
        .layer(PropagateRequestIdLayer::new(HeaderName::from_static(REQUEST_ID)))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_response(DefaultOnResponse::new().level(Level::INFO)),
        )
        .layer(SetRequestIdLayer::new(HeaderName::from_static(REQUEST_ID), MakeRequestUuid))
        .with_state(state)
}

/// What is asked for beside pages, server functions and the built files. Each has a row in the table
/// of who may call what (`access.rs`).
pub(crate) fn beside_pages() -> [(&'static str, MethodRouter<AppState>); 15] {
    [
        ("/healthz", get(|| async { "ok" })),
        ("/readyz", get(ready)),
        ("/roster-template.csv", get(roster_template)),
        ("/register/{token}/form.pdf", get(designation::form)),
        ("/staff/mails/{message}/html", get(staff::mail)),
        ("/staff/designations/{designation}/paper", get(designation::paper)),
        ("/staff/submissions/{submission}/paper", get(staff::submission_paper)),
        ("/staff/submissions/{submission}/changes", get(renewal::submission_changes)),
        ("/staff/documents/{employer}/{document}", get(staff::document)),
        ("/employers/{employer}/trail.csv", get(session::trail)),
        ("/employers/{employer}/renewals/{effective}/changes", get(renewal::changes)),
        ("/employers/{employer}/renewals/{effective}/files/{name}", get(renewal::file)),
        (
            "/employers/{employer}/renewals/{effective}/submissions/{number}/paper",
            get(submission::paper),
        ),
        (
            "/employers/{employer}/renewals/{effective}/documents/{document}",
            get(submission::document),
        ),
        ("/employers/{employer}/contracts/{starts}/paper", get(submission::contract)),
    ]
}

/// Where the build wrote the hashes of the hashed files: beside the binary, or above the site.
fn hash_file(site: &Path) -> Arc<str> {
    let above = site.parent().unwrap_or(site).join("hash.txt");
    let path = if above.exists() {
        std::path::absolute(&above).unwrap_or(above)
    } else {
        "hash.txt".into()
    };
    path.display().to_string().into()
}

/// What handlers share.
#[derive(Clone)]
pub(crate) struct AppState {
    options: LeptosOptions,
    operations: Operations,
    carrier: Carrier,
    cookie: SessionCookie,
    listeners: Listeners,
    writers: Writers,
    shelf: Shelf,
    /// The proxies before this server.
    proxies: Arc<[IpAddr]>,
}

impl axum::extract::FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}

/// One span a request: its id, method and path, without tokens. Never the query, which names a prospect.
fn span<B>(request: &axum::http::Request<B>) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    let path = told_path(request.uri().path());
    tracing::info_span!("request", id, method = %request.method(), path)
}

/// A path as it may be told: without the tokens in it, which are as good as passwords.
fn told_path(path: &str) -> String {
    let told =
        |part: &str| if Token::parse(part).is_some() { "…".to_owned() } else { part.to_owned() };
    path.split('/').map(told).collect::<Vec<_>>().join("/")
}

/// Whether requests can be answered.
async fn ready(State(state): State<AppState>) -> Response {
    match state.operations.ready().await {
        Ok(()) => "ready".into_response(),
        Err(error) => {
            tracing::error!(cause = ?error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response()
        }
    }
}

/// A roster to begin with.
async fn roster_template() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"roster-template.csv\""),
    ];
    (headers, formats::roster::template_csv()).into_response()
}

/// The policy of a page: scripts only with the page's own nonce, everything else from here.
fn set_page_policy() {
    let (Some(response), Some(nonce)) =
        (use_context::<ResponseOptions>(), leptos::nonce::use_nonce())
    else {
        return;
    };
    if let Some(policy) = policy(&nonce) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

fn policy(nonce: &str) -> Option<HeaderValue> {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    );
    HeaderValue::from_str(&policy).ok()
}

/// Headers of every answer. What is not a page may load nothing at all; what is about people is not
/// kept by anybody between here and there.
async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut default = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    default(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    default(X_CONTENT_TYPE_OPTIONS, "nosniff");
    // An address of ours names a prospect: it is told to nobody.
    default(REFERRER_POLICY, "same-origin");
    default(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    default(CACHE_CONTROL, "no-store");
    response
}

/// Refuses what changes something and comes from a page of somebody else.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`; older ones in `Origin`. A program
/// that is no browser says neither, carries nobody's cookies, and is let through.
async fn refuse_foreign_writes(request: Request, next: Next) -> Response {
    let foreign = match request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes) {
        Some(b"same-origin" | b"none") => false,
        Some(_) => true,
        None => request.headers().get(ORIGIN).is_some_and(|origin| !is_own(origin, &request)),
    };
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if writes && foreign {
        return (StatusCode::FORBIDDEN, "this request comes from another site").into_response();
    }
    next.run(request).await
}

fn is_own(origin: &HeaderValue, request: &Request) -> bool {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    matches!((origin, host), (Some((_, origin)), Some(host)) if origin == host)
}

/// Says beside the field that a file was too large, where a bare status would be all there is.
async fn explain_too_large(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let accept = request.headers().get(ACCEPT).and_then(|accept| accept.to_str().ok());
    let form = request.method() == Method::POST && accept.is_some_and(|a| a.contains("text/html"));
    let told =
        designation::told_too_large(&request).or_else(|| submission::told_too_large(&request));
    let response = next.run(request).await;
    if !form || response.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return response;
    }
    if let Some(page) = told {
        return (StatusCode::SEE_OTHER, [(LOCATION, page)]).into_response();
    }
    let problem = "The file is larger than 10 MB. Keep only the roster's rows and columns.";
    let cookie = problem_cookie(state.cookie, problem);
    let headers = [(SET_COOKIE, cookie), (LOCATION, app::paths::COMPARE.to_owned())];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Fonts, documents and workbooks are compressed already.
fn compressible() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/vnd.openxmlformats"))
}

/// How long browsers keep the built files. Names carry a hash of the content, so they are kept for a
/// year; but the loader and its module are named before the loader's own name is written into them,
/// so these two are asked for again each time.
async fn cache_assets(request: Request, next: Next) -> Response<Body> {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
    let loader =
        name.starts_with("groupcover.") && Path::new(&name).extension() != Some("css".as_ref());
    let mut response = next.run(request).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        let keep = if loader { "no-cache" } else { "public, max-age=31536000, immutable" };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    }
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    response
}

mod designation;
mod renewal;
mod session;
mod staff;
mod submission;
#[cfg(test)]
pub(crate) mod tests;
mod visitor;
