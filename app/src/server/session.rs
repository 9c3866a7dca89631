//! The session's cookie, and who is behind it.

use crate::api::session::{DemoPerson, Me};
use crate::paths;
use axum::http::header::{COOKIE, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use domain::access::throttle::KNOWN_DEVICE;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use operations::sign_in::{Entered, Token};
use operations::{Operations, Origin};
use std::net::IpAddr;

/// How the cookie is kept: by what name, and whether over TLS alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionCookie {
    secure: bool,
}

impl SessionCookie {
    /// As it must be for an address such as `https://renew.example.com`. Without TLS, which is for the
    /// demo alone, browsers would not take what is secure.
    pub fn at(origin: &str) -> Self {
        Self { secure: origin.starts_with("https://") }
    }

    /// Its name. The prefix makes browsers refuse it from another host, or without TLS.
    pub const fn name(self) -> &'static str {
        if self.secure { "__Host-groupcover" } else { "groupcover" }
    }

    /// The name of the cookie by which a browser is known in which somebody signed in.
    const fn device_name(self) -> &'static str {
        if self.secure { "__Host-groupcover-device" } else { "groupcover-device" }
    }

    /// The token that a request carries.
    pub fn token(self, headers: &HeaderMap) -> Option<String> {
        cookie_in(headers, self.name())
    }

    /// By what the browser is known; what is no token says nothing.
    fn device(self, headers: &HeaderMap) -> Option<Token> {
        Token::parse(&cookie_in(headers, self.device_name())?)
    }

    fn set(self, token: &str) -> String {
        format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{}", self.name(), self.over_tls())
    }

    /// A cookie beside it, for some seconds and for the pages under a path. It goes over TLS alone where the
    /// session's does.
    pub fn brief(self, name: &str, value: &str, path: &str, seconds: u32) -> String {
        let secure = self.over_tls();
        format!("{name}={value}; Max-Age={seconds}; Path={path}; HttpOnly; SameSite=Strict{secure}")
    }

    fn over_tls(self) -> &'static str {
        if self.secure { "; Secure" } else { "" }
    }

    /// Kept when the browser is closed, unlike a session. No other site's page has it sent along.
    fn set_device(self, token: &str) -> String {
        let (name, seconds) = (self.device_name(), KNOWN_DEVICE.num_seconds());
        let secure = self.over_tls();
        format!("{name}={token}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Strict{secure}")
    }

    fn clear(self) -> String {
        format!("{}; Max-Age=0", self.set(""))
    }
}

/// Hands the token of a new session to the browser.
pub fn begin(token: &str) {
    add_header(SET_COOKIE, &cookie().set(token));
}

/// The same to one in which somebody was let in, by which it is known from now on.
pub fn enter(entered: &Entered) {
    begin(&entered.token);
    if let Some(device) = &entered.device {
        add_header(SET_COOKIE, &cookie().set_device(device));
    }
}

/// Takes the session away from the browser, and all that it kept of the pages.
pub fn end() {
    add_header(SET_COOKIE, &cookie().clear());
    add_header(HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"");
}

/// The value of a cookie.
pub fn cookie_in(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';'));
    let own = |pair: &str| pair.trim().strip_prefix(name)?.strip_prefix('=').map(str::to_owned);
    pairs.find_map(own)
}

/// How cookies are kept here.
pub fn cookie() -> SessionCookie {
    use_context().unwrap_or(SessionCookie { secure: true })
}

fn add_header(name: HeaderName, value: &str) {
    if let (Some(response), Ok(value)) =
        (use_context::<ResponseOptions>(), HeaderValue::from_str(value))
    {
        response.append_header(name, value);
    }
}

/// Where whoever asks comes from.
pub fn origin() -> Origin {
    let Some(parts) = use_context::<Parts>() else { return Origin::default() };
    origin_of(&parts)
}

fn origin_of(parts: &Parts) -> Origin {
    let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
    let address = parts.extensions.get::<ClientAddress>();
    Origin {
        agent: agent.unwrap_or_default().to_owned(),
        address: address.map(|ClientAddress(address)| address.to_string()).unwrap_or_default(),
        device: cookie().device(&parts.headers),
    }
}

/// The network address that a request came from; the server puts it into the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// Whoever looks at the page.
pub fn me() -> Option<Me> {
    let signed_in = super::signed_in();
    let viewer = signed_in.viewer()?;
    let operations = super::operations().ok()?;
    let left = viewer.session().idle_until() - operations.now();
    Some(Me {
        name: viewer.account().name.clone(),
        email: viewer.account().email.clone(),
        staff: viewer.account().staff,
        idle_seconds: u32::try_from(left.num_seconds()).unwrap_or_default(),
    })
}

/// The people of the demo.
pub fn demo_people(operations: &Operations) -> Vec<DemoPerson> {
    let person = |person: operations::DemoAccount| DemoPerson {
        key: person.key.to_owned(),
        name: person.account.name,
        what: person.what.to_owned(),
    };
    operations.demo_accounts().into_iter().map(person).collect()
}

/// Where to go after signing in: to a page of ours alone, whatever an address says.
pub fn next_page(next: Option<&str>) -> String {
    next.and_then(paths::own).unwrap_or(paths::RENEWALS).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_leads_to_our_own_pages_alone() {
        for own in ["/renewals", "/compare?employer=1&zip=94110"] {
            assert_eq!(next_page(Some(own)), own);
        }
        for other in [
            None,
            Some(""),
            Some("//evil.example"),
            Some("/\\evil.example"),
            Some("https://evil.example"),
            Some("javascript:alert(1)"),
            Some("/a\r\nSet-Cookie: x=1"),
            Some("/a\\..\\b"),
        ] {
            assert_eq!(next_page(other), paths::RENEWALS, "{other:?}");
        }
    }

    #[test]
    fn a_cookie_is_secure_where_the_address_is() {
        let (secure, plain) =
            (SessionCookie::at("https://a.example"), SessionCookie::at("http://localhost:3000"));
        assert_eq!(secure.set("t"), "__Host-groupcover=t; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(plain.set("t"), "groupcover=t; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(
            secure.set_device("t"),
            "__Host-groupcover-device=t; Max-Age=15552000; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(plain.clear(), "groupcover=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
        let typed = "typed=x; Max-Age=9; Path=/account; HttpOnly; SameSite=Strict";
        assert_eq!(secure.brief("typed", "x", "/account", 9), format!("{typed}; Secure"));
        assert_eq!(plain.brief("typed", "x", "/account", 9), typed);
    }

    #[test]
    fn a_token_is_found_among_other_cookies() {
        let cookie = SessionCookie::at("http://localhost");
        for (header, token) in [
            ("groupcover=abc", Some("abc")),
            ("a=b; groupcover=abc; c=d", Some("abc")),
            ("groupcovers=abc", None),
            ("__Host-groupcover=abc", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, HeaderValue::from_str(header).unwrap());
            assert_eq!(cookie.token(&headers).as_deref(), token, "{header}");
        }
    }

    #[test]
    fn a_browser_is_known_by_a_cookie_of_its_own() {
        let cookie = SessionCookie::at("http://localhost");
        let text = "p6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6c";
        for (header, known) in [
            (format!("groupcover=abc; groupcover-device={text}"), Some(text)),
            (format!("groupcover={text}"), None),
            ("groupcover-device=abc".to_owned(), None),
            (format!("groupcover-devices={text}"), None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(COOKIE, HeaderValue::from_str(&header).unwrap());
            let found = cookie.device(&headers).map(|device| device.text());
            assert_eq!(found.as_deref(), known, "{header}");
        }
    }
}
