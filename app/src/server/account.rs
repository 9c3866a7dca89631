//! One's own account, put for the wire.

use super::sign_in::{password_word, word};
use super::typed;
use crate::api::ApiError;
use crate::api::account::{AccountPage, DeviceView, PasskeyView};
use crate::paths;
use chrono::{DateTime, Utc};
use domain::access::KeptPasskey;
use domain::date::short;
use operations::sign_in::{Device, Means, SetUpError};
use operations::{Operations, Viewer};

/// Everything on the page.
pub fn page(
    operations: &Operations,
    viewer: &Viewer,
    means: Means,
    devices: Vec<Device>,
) -> AccountPage {
    AccountPage {
        name: viewer.account().name.clone(),
        email: viewer.account().email.clone(),
        verified: means.email_verified_at.is_some(),
        password: means.password,
        totp: means.totp,
        passkeys: means.passkeys.into_iter().map(passkey).collect(),
        recovery_codes: means.recovery_codes,
        devices: devices.into_iter().map(device).collect(),
        fresh: operations.prove_fresh(viewer).is_ok(),
    }
}

fn passkey(kept: KeptPasskey) -> PasskeyView {
    let added = short(kept.created_at.date_naive());
    let when = match kept.used_at {
        Some(used) => format!("added {added}, last used {}", short(used.date_naive())),
        None => format!("added {added}, not used yet"),
    };
    PasskeyView { credential: kept.credential, label: kept.label, when }
}

fn device(device: Device) -> DeviceView {
    let Device { id, agent, address, created_at, seen_at, own } = device;
    let moment =
        |at: DateTime<Utc>| format!("{} {} UTC", short(at.date_naive()), at.format("%H:%M"));
    let place = if address.is_empty() { String::new() } else { format!("from {address}, ") };
    let when = format!("{place}since {}, last used {}", moment(created_at), moment(seen_at));
    DeviceView { id, agent: browser(&agent), when, own }
}

/// A browser in a few words. What it calls itself is long and names others; the order tells them apart.
fn browser(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 5] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Another program".to_owned(),
    }
}

/// Holds another e-mail address.
pub fn hold_email(email: &str) {
    typed::hold(paths::ACCOUNT, &[("email", email)]);
}

/// Leads back to the page, which says beside its part what was done or what is wrong. What was typed stays
/// then.
pub fn lead_back(about: &'static str, done: Result<(), SetUpError>) -> Result<(), ApiError> {
    if done.is_err() {
        typed::keep();
    }
    let word = match done {
        Ok(()) => "done".to_owned(),
        Err(SetUpError::Last) => "last".to_owned(),
        Err(SetUpError::TooMany) => "too-many".to_owned(),
        Err(SetUpError::Expired) => "expired".to_owned(),
        Err(SetUpError::NotAnEmail) => "not-an-email".to_owned(),
        Err(SetUpError::Password(faults)) => password_word(&faults),
        Err(SetUpError::SignIn(error)) => word(error)?,
    };
    let query = paths::query(vec![("about", about.to_owned()), ("told", word)]);
    leptos_axum::redirect(&format!("{}?{query}", paths::ACCOUNT));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_in_a_few_words() {
        for (agent, told) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.0", "Another program"),
        ] {
            assert_eq!(browser(agent), told);
        }
    }
}
