//! How long a sign-in lasts.
//!
//! OWASP ASVS 5.0, 7.3: an idle and an absolute limit; 7.5.3: sensitive acts ask again. HIPAA, 45 CFR
//! 164.312(a)(2)(iii): automatic logoff. Fifteen minutes and twelve hours are the product's choice.

use crate::id::AccountId;
use chrono::{DateTime, TimeDelta, Utc};

/// How long a session lasts in which nothing is done.
pub const IDLE: TimeDelta = TimeDelta::minutes(15);
/// How long before that the page warns.
pub const WARNING: TimeDelta = TimeDelta::minutes(2);
/// How long a session lasts at most.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// How long a proof of who somebody is counts for sensitive acts.
pub const FRESH: TimeDelta = TimeDelta::minutes(5);
/// How long the second factor may be waited for.
pub const SECOND_FACTOR: TimeDelta = TimeDelta::minutes(10);

/// How far a sign-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// One factor is proven, the second one is wanted.
    First,
    /// Signed in.
    Full,
}

impl Stage {
    /// The word that a database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Full => "full",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::First, Self::Full].into_iter().find(|stage| stage.code() == code)
    }
}

/// Somebody who signed in, at one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The digest of its token; the token itself is known to the browser alone.
    pub digest: String,
    /// Who.
    pub account: AccountId,
    /// How far.
    pub stage: Stage,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When something was last done in it, to within a minute.
    pub seen_at: DateTime<Utc>,
    /// When it ends whatever is done.
    pub ends_at: DateTime<Utc>,
    /// When the person last proved who they are.
    pub proven_at: DateTime<Utc>,
    /// The browser, as it calls itself.
    pub agent: String,
    /// The network address that it came from.
    pub address: String,
}

impl Session {
    /// A session that begins at a moment.
    pub fn begin(
        digest: String,
        account: AccountId,
        stage: Stage,
        from: (String, String),
        at: DateTime<Utc>,
    ) -> Self {
        let length = if stage == Stage::Full { ABSOLUTE } else { SECOND_FACTOR };
        let (agent, address) = from;
        let ends_at = at + length;
        Self {
            digest,
            account,
            stage,
            created_at: at,
            seen_at: at,
            ends_at,
            proven_at: at,
            agent,
            address,
        }
    }

    /// When it ends if nothing more is done.
    pub fn idle_until(&self) -> DateTime<Utc> {
        (self.seen_at + IDLE).min(self.ends_at)
    }

    /// Whether it still holds.
    pub fn is_alive(&self, now: DateTime<Utc>) -> bool {
        now < self.idle_until()
    }

    /// Whether it should be written down again that something was done in it: once a minute is enough.
    pub fn wants_touch(&self, now: DateTime<Utc>) -> bool {
        now - self.seen_at >= TimeDelta::minutes(1)
    }

    /// Whether the person proved lately who they are, as sensitive acts want.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.stage == Stage::Full && now - self.proven_at < FRESH
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn session(stage: Stage) -> Session {
        let account = AccountId(Uuid::from_u128(1));
        Session::begin("d".into(), account, stage, ("Firefox".into(), "::1".into()), at(0))
    }

    #[test]
    fn a_session_ends_when_nothing_is_done_and_at_last() {
        let session = session(Stage::Full);
        assert!(session.is_alive(at(14)) && !session.is_alive(at(15)));
        let used = Session { seen_at: at(715), ..session };
        assert!(used.is_alive(at(719)) && !used.is_alive(at(720)), "twelve hours");
    }

    #[test]
    fn a_second_factor_is_waited_for_ten_minutes() {
        let session = session(Stage::First);
        assert!(session.is_alive(at(9)) && !session.is_alive(at(10)));
        assert!(!session.is_fresh(at(0)));
    }

    #[test]
    fn a_proof_counts_for_five_minutes() {
        let session = session(Stage::Full);
        assert!(session.is_fresh(at(4)) && !session.is_fresh(at(5)));
        assert!(!session.wants_touch(at(0)) && session.wants_touch(at(1)));
    }
}
