//! The status of the response, for crawlers, caches and tests; in the browser there is none.

/// Answers with status 404.
#[cfg(feature = "ssr")]
pub fn not_found() {
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
}

/// In the browser there is no status.
#[cfg(not(feature = "ssr"))]
pub fn not_found() {}
