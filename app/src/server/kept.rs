//! What is kept in a browser for the page that a form leads back to: in short-lived cookies that are sent to
//! that page alone, since an address would tell it to whoever reads logs.

use super::session::{self, cookie_in};
use crate::paths;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::AccountId;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use leptos::prelude::use_context;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{Read, Write};

/// How long it is kept: as long as a session in which nothing is done, since a proof may come before.
const SECONDS: u32 = 15 * 60;
/// The longest value of one cookie: browsers take 4,096 bytes with its name.
const PART_MAX: usize = 3_900;
/// The longest value in all: two cookies, since servers take some 8 KB of them in one header.
const ALL_MAX: usize = 2 * PART_MAX;
/// The most that is unpacked, in bytes.
const UNPACKED_MAX: u64 = 64 * 1024;

/// Writes something as a cookie's value. `None` where it is too long to be kept.
pub fn packed<T: Serialize>(said: &T) -> Option<String> {
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(&postcard::to_allocvec(said).ok()?).ok()?;
    let value = URL_SAFE_NO_PAD.encode(deflate.finish().ok()?);
    (value.len() <= ALL_MAX).then_some(value)
}

fn unpacked<T: DeserializeOwned>(value: &str) -> Option<T> {
    let packed = URL_SAFE_NO_PAD.decode(value).ok()?;
    let mut bytes = Vec::new();
    DeflateDecoder::new(packed.as_slice()).take(UNPACKED_MAX).read_to_end(&mut bytes).ok()?;
    postcard::from_bytes(&bytes).ok()
}

/// Keeps a value for a page; an empty one takes away what was kept for it. What a page's query says does
/// not matter.
pub fn keep(name: &str, page: &str, value: &str) {
    let path = page.split('?').next().and_then(paths::own);
    let Some(path) = path.filter(|path| !path.contains(';')) else { return };
    let (first, rest) = value.split_at(value.len().min(PART_MAX));
    for (name, part) in [(name, first), (&name_of_rest(name), rest)] {
        let seconds = if part.is_empty() { 0 } else { SECONDS };
        super::set_cookie(&session::cookie().brief(name, part, path, seconds));
    }
}

/// Keeps a whole form for a page, where it is not too long.
pub fn keep_form<T: Serialize>(name: &str, page: &str, form: &T) {
    if let Some(value) = packed(form) {
        keep(name, page, &value);
    }
}

/// The same for [`look`]: for whoever is signed in, and nobody else who signs in later. Whose session ended
/// meanwhile finds it again.
pub fn keep_own_form<T: Serialize>(name: &str, page: &str, form: &T) {
    keep_form(name, page, &(whose(), form));
}

fn whose() -> Option<AccountId> {
    super::signed_in().viewer().map(|viewer| viewer.account().id)
}

/// What was kept for the page that is asked for, once.
pub fn take<T: DeserializeOwned>(name: &str) -> Option<T> {
    let parts = use_context::<Parts>()?;
    let value = value_in(&parts.headers, name)?;
    keep(name, parts.uri.path(), "");
    unpacked(&value)
}

/// A form that was kept for the page that is asked for, as often as that is loaded, until the form is done with:
/// whoever loads it anew loses nothing. Whoever gives it up says so in the query.
pub fn look<T: DeserializeOwned>(name: &str) -> Option<T> {
    let parts = use_context::<Parts>()?;
    let value = value_in(&parts.headers, name)?;
    if parts.uri.query().is_some_and(|query| query.split('&').any(|word| word == paths::ANEW)) {
        keep(name, parts.uri.path(), "");
        return None;
    }
    let (of, form) = unpacked::<(Option<AccountId>, T)>(&value)?;
    (of.is_none() || of == whose()).then_some(form)
}

fn value_in(headers: &HeaderMap, name: &str) -> Option<String> {
    let rest = cookie_in(headers, &name_of_rest(name)).unwrap_or_default();
    Some(cookie_in(headers, name)? + &rest)
}

/// The name of the second cookie.
fn name_of_rest(name: &str) -> String {
    format!("{name}-rest")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;

    fn read(cookies: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookies.parse().unwrap());
        unpacked(&value_in(&headers, "typed")?)
    }

    #[test]
    fn what_was_kept_is_read_from_one_cookie_or_two() {
        let short = "Ana; \"&= Lee".to_owned();
        let value = packed(&short).unwrap();
        assert_eq!(read(&format!("a=b; typed={value}; c=d")), Some(short));
        // Letters that hardly become fewer by packing.
        let next = |last: &u32| Some(last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        let letters = std::iter::successors(Some(1), next);
        let letters = letters.map(|drawn| char::from_u32(0x4e00 + (drawn >> 12) % 20_000).unwrap());
        let long: String = letters.take(2_000).collect();
        let value = packed(&long).unwrap();
        let (first, rest) = value.split_at(PART_MAX);
        assert!(rest.len() <= PART_MAX && !rest.is_empty());
        assert_eq!(read(&format!("typed-rest={rest}; typed={first}")), Some(long));
        for nonsense in ["typed=%%%", "typed=", "typed-rest=x", "typed=AAAA"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn what_would_fill_the_memory_is_not_unpacked() {
        let value = packed(&"a".repeat(1024 * 1024)).unwrap();
        assert_eq!(read(&format!("typed={value}")), None);
    }
}
