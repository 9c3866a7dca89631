//! Who may do what for an employer.
//!
//! A [`Grant`] says what one account, or everybody of one brokerage, may do for one employer. What
//! somebody may do is the union of the living grants that name them. To add a capability: a variant of
//! [`Capability`], its word in `code` and its sentence in `title`; the tables of who may call what
//! (`server/src/access.rs`) say where it is asked for.

mod brokerage;
mod capability;
mod factor;
mod grant;
pub mod session;
pub mod throttle;

pub use brokerage::{AccessRequest, Brokerage, Decision};
pub use capability::{Capabilities, Capability};
pub use factor::{AskedLink, Factors, INVITATION, KeptPasskey, LINK, Link, PASSKEYS_MAX, Purpose};
pub use grant::{Grant, GrantFault, Holder, Role, check_change, check_revoke};
pub use session::{Session, Stage};
pub use throttle::{Pace, Throttle, network};

use crate::id::AccountId;

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The e-mail address, as it was typed.
    pub email: String,
    /// The name that others see.
    pub name: String,
    /// Whether this person works for the carrier.
    pub staff: bool,
}

/// The longest e-mail address, in bytes (RFC 5321, 4.5.3.1.3: a path of 256 with its brackets).
pub const EMAIL_MAX: usize = 254;

/// By what an e-mail address is found: two that differ in capitals alone are one.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether a text can be an e-mail address: one `@` with something on both sides, a dot after it, no
/// spaces. Whether it leads anywhere is found out by writing to it.
pub fn is_email(text: &str) -> bool {
    let text = text.trim();
    let plain =
        !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\"\\".contains(c));
    let domain =
        |domain: &str| domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    plain
        && text.len() <= EMAIL_MAX
        && text
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.contains('@') && domain(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_address_has_a_name_and_a_host() {
        for text in
            ["a@b.co", " Ana.Lee+work@mail.example.com ", "o'neil@example.org", "ü@exämple.de"]
        {
            assert!(is_email(text), "{text:?}");
        }
        let long = format!("{}@example.com", "a".repeat(EMAIL_MAX));
        for text in [
            "",
            "a",
            "a@b",
            "@b.co",
            "a@",
            "a b@c.de",
            "a@b..co",
            "a@b@c.de",
            "a@b.co, c@d.ef",
            "a@b.co\nBcc: x@y.zz",
            &long,
        ] {
            assert!(!is_email(text), "{text:?}");
        }
        assert_eq!(email_key(" Ana@Example.COM "), "ana@example.com");
    }
}
