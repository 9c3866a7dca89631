//! Mail on its way out: what is kept of a message until it has left, and when it is tried again.
//!
//! A message is put into the outbox in the unit of work that causes it, so that it leaves if, and only
//! if, the change that it tells of was kept. A job leases what is due, sends it and writes down how that
//! went. To send something new: a line in the table of [`LetterKind`], and a letter in `operations::mail`.

use crate::id::{AccountId, EmployerId, MessageId};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($name:ident $code:literal $title:literal)*) => {
        /// What a message is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum LetterKind {
            $(#[doc = concat!($title, ".")] $name,)*
        }

        impl LetterKind {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word that a database keeps.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What staff call it.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

kinds! {
    Invitation "invitation" "Invitation"
    AccessGiven "access_given" "Access given"
    NewPassword "new_password" "New password"
    VerifyEmail "verify_email" "E-mail address to verify"
    SignInChanged "sign_in_changed" "Sign-in changed"
    DesignationReceived "designation_received" "Designation received"
    DesignationNeedsMore "designation_needs_more" "Designation needs more"
    DesignationApproved "designation_approved" "Designation approved"
    DesignationRefused "designation_refused" "Designation refused"
    AdministratorNamed "administrator_named" "Administrator named"
    AdministratorAdded "administrator_added" "Administrator added"
    BrokerAsks "broker_asks" "Broker asks for access"
    BrokerAnswered "broker_answered" "Broker answered"
    BrokerInvited "broker_invited" "Broker invited"
    SignInReset "sign_in_reset" "Sign-in reset"
    Election "election" "Coverage to choose"
    RenewalStep "renewal_step" "Step of a renewal"
    RenewalReminder "renewal_reminder" "Reminder of a renewal"
}

impl LetterKind {
    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MessageState {
    /// Waits to be sent.
    Waiting,
    /// A server has leased it and is sending it.
    Sending,
    /// The mail server took it.
    Sent,
    /// Is not sent, but kept to be read: the demo's.
    Kept,
    /// Was given up.
    Failed,
}

impl MessageState {
    /// Every one, those first that want attention.
    pub const ALL: [Self; 5] = [Self::Failed, Self::Waiting, Self::Sending, Self::Sent, Self::Kept];

    /// The word that a database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Kept => "kept",
            Self::Failed => "failed",
        }
    }

    /// What staff call it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Sending => "Being sent",
            Self::Sent => "Sent",
            Self::Kept => "Kept here",
            Self::Failed => "Failed",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What is known of a message without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageHead {
    /// Its id, of which the mail's Message-ID is made: it stays the same however often it is tried.
    pub id: MessageId,
    /// What it is about.
    pub kind: LetterKind,
    /// The employer that it concerns, where it concerns one.
    pub employer: Option<EmployerId>,
    /// The account that it goes to, where there is one already.
    pub account: Option<AccountId>,
    /// The name of whom it goes to.
    pub name: String,
    /// The e-mail address that it goes to.
    pub email: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it is tried next; while it is being sent, when another server may take it.
    pub due_at: DateTime<Utc>,
    /// How often it was tried since somebody last said so.
    pub attempts: u32,
    /// How far it has come.
    pub state: MessageState,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// What the mail server said to the last try, or why there was none.
    pub answer: Option<String>,
}

/// A message as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What is known of it without reading it.
    pub head: MessageHead,
    /// What it says. Outside the demo it is gone once it was sent.
    pub content: Option<SealedContent>,
}

/// What a message says: links in it are as good as passwords, so it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedContent {
    /// The subject, sealed.
    pub subject: String,
    /// The plain text, sealed.
    pub text: String,
    /// The HTML, sealed.
    pub html: String,
}

/// How often a message is tried before it is given up: over about a day and a half.
pub const ATTEMPTS_MAX: u32 = 14;

/// How long a lease holds: whoever has not said by then how it went has stopped.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);

/// The longest wait between two tries.
const WAIT_MAX: TimeDelta = TimeDelta::hours(6);

/// How long after so many tries in vain the next one is made: 1, 2, 4 … minutes, at most six hours.
/// `None` when it is time to give up.
pub fn wait_after(attempts: u32) -> Option<TimeDelta> {
    if attempts >= ATTEMPTS_MAX {
        return None;
    }
    let minutes = 1_i64 << attempts.saturating_sub(1);
    Some(TimeDelta::minutes(minutes).min(WAIT_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_waits_twice_as_long_each_time_and_is_given_up_in_the_end() {
        for (attempts, minutes) in [(0, 1), (1, 1), (2, 2), (3, 4), (9, 256), (10, 360), (13, 360)]
        {
            assert_eq!(wait_after(attempts), Some(TimeDelta::minutes(minutes)), "{attempts}");
        }
        for attempts in [ATTEMPTS_MAX, ATTEMPTS_MAX + 1, u32::MAX] {
            assert_eq!(wait_after(attempts), None, "{attempts}");
        }
        let all = (1..ATTEMPTS_MAX).filter_map(wait_after).sum::<TimeDelta>();
        assert!(all > TimeDelta::hours(24) && all < TimeDelta::hours(48), "{all}");
    }

    #[test]
    fn words_of_the_database_are_read_back() {
        for kind in LetterKind::ALL {
            assert_eq!(LetterKind::from_code(kind.code()), Some(*kind));
        }
        for state in MessageState::ALL {
            assert_eq!(MessageState::from_code(state.code()), Some(state));
        }
        assert_eq!(LetterKind::from_code("advertisement"), None);
        assert_eq!(MessageState::from_code("lost"), None);
    }
}
