//! What an account proves itself with.
//!
//! A password alone shows nothing about people: a second factor, or a passkey that checks its user, is
//! always wanted (NIST SP 800-63B-4, AAL2; 45 CFR 164.312(d), person authentication).

use crate::id::{AccountId, AskedLinkId};
use chrono::{DateTime, TimeDelta, Utc};

/// How long an invitation is good.
pub const INVITATION: TimeDelta = TimeDelta::days(7);
/// How long a link to a new password, or to verify an address, is good.
pub const LINK: TimeDelta = TimeDelta::minutes(60);
/// The most passkeys of an account.
pub const PASSKEYS_MAX: usize = 10;

/// What an account proves itself with, as it is kept: nothing of it is in the clear.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Factors {
    /// The hash of the password; `None` while none is set.
    pub password: Option<String>,
    /// The secret of the one-time codes, sealed.
    pub totp: Option<String>,
    /// The last time step whose code was used.
    pub totp_step: Option<i64>,
    /// When the e-mail address was verified.
    pub email_verified_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Factors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Factors")
            .field("password", &self.password.is_some())
            .field("totp", &self.totp.is_some())
            .finish_non_exhaustive()
    }
}

/// A passkey as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPasskey {
    /// Whose.
    pub account: AccountId,
    /// The credential's id, in base 64.
    pub credential: String,
    /// What its owner calls it.
    pub label: String,
    /// What the library knows of it.
    pub document: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub used_at: Option<DateTime<Utc>>,
}

/// What a link that was sent leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// An account that is set up for the first time.
    Invitation,
    /// A new password.
    NewPassword,
    /// Another e-mail address, which the link's detail names.
    Email,
}

impl Purpose {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Invitation, Self::NewPassword, Self::Email];

    /// The word that a database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::NewPassword => "new-password",
            Self::Email => "email",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// How long a link is good.
    pub const fn lasts(self) -> TimeDelta {
        match self {
            Self::Invitation => INVITATION,
            Self::NewPassword | Self::Email => LINK,
        }
    }
}

/// A link that was sent, found by its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Whose.
    pub account: AccountId,
    /// What more must be known: the new e-mail address.
    pub detail: Option<String>,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// A link that somebody asked for, until its letter is written. It is kept for every address alike: who asks
/// learns neither from the answer nor from its time whether somebody has the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedLink {
    /// Its id.
    pub id: AskedLinkId,
    /// What it leads to.
    pub purpose: Purpose,
    /// Who asked; `None` where nobody has said who they are.
    pub account: Option<AccountId>,
    /// The e-mail address that it is sent to, if it is sent.
    pub email: String,
    /// The network address that it was asked from.
    pub address: String,
    /// When.
    pub asked_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_is_read_back_from_its_word() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
        }
        assert_eq!(Purpose::from_code("session"), None);
    }

    #[test]
    fn factors_show_nothing_of_themselves() {
        let factors = Factors {
            password: Some("$argon2id$secret".into()),
            totp: Some("sealed".into()),
            ..Factors::default()
        };
        let shown = format!("{factors:?}");
        assert!(!shown.contains("argon") && !shown.contains("sealed"), "{shown}");
    }
}
