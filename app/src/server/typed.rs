//! What was typed into a form that led back, for the page that comes: nothing is lost where something was
//! not right. It travels in a short-lived cookie, since an address would tell it to whoever reads logs.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leptos::prelude::use_context;

const TYPED_COOKIE: &str = "typed";

/// The most bytes that are kept: browsers drop cookies above 4 KB.
const TYPED_MAX: usize = 2_000;

/// Keeps fields and what was typed into them, for a minute. A password is never among them.
pub fn keep(fields: &[(&str, &str)]) {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", URL_SAFE_NO_PAD.encode(value)))
        .collect();
    let value = pairs.join("&");
    if value.len() <= TYPED_MAX {
        let kept = format!("{TYPED_COOKIE}={value}; Max-Age=60; Path=/; HttpOnly; SameSite=Strict");
        super::set_cookie(&kept);
    }
}

/// What was typed before, once.
pub fn take() -> Vec<(String, String)> {
    let Some(parts) = use_context::<Parts>() else { return Vec::new() };
    let typed = typed_in(&parts.headers);
    if !typed.is_empty() {
        let gone = format!("{TYPED_COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict");
        super::set_cookie(&gone);
    }
    typed
}

fn typed_in(headers: &HeaderMap) -> Vec<(String, String)> {
    let cookies = headers.get(COOKIE).and_then(|cookies| cookies.to_str().ok()).unwrap_or_default();
    let own = |c: &str| c.strip_prefix(TYPED_COOKIE)?.strip_prefix('=').map(str::to_owned);
    let value = cookies.split("; ").find_map(own).unwrap_or_default();
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=')?;
        let value = String::from_utf8(URL_SAFE_NO_PAD.decode(value).ok()?).ok()?;
        Some((name.to_owned(), value))
    };
    value.split('&').filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_read_from_its_cookie() {
        let mut headers = HeaderMap::new();
        assert_eq!(typed_in(&headers), []);
        let (email, name) =
            (URL_SAFE_NO_PAD.encode("ana@example.com"), URL_SAFE_NO_PAD.encode("Ana; \"&= Lee"));
        headers
            .insert(COOKIE, format!("a=b; typed=email={email}&name={name}; c=d").parse().unwrap());
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            typed_in(&headers),
            [pair("email", "ana@example.com"), pair("name", "Ana; \"&= Lee")]
        );
        headers.insert(COOKIE, "typed=email=%%%&x".parse().unwrap());
        assert_eq!(typed_in(&headers), []);
    }
}
