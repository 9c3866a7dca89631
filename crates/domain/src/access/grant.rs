//! What somebody may do for an employer, and what may change about it.

use super::{Capabilities, Capability};
use crate::id::{AccountId, BrokerageId, EmployerId, GrantId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// As what somebody acts for an employer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The company administrator whom the officer designated: may do everything.
    Primary,
    /// Does what was granted.
    Administrator,
    /// Signs for the company: designation, renewal, application, agreements.
    Officer,
    /// Everybody of a brokerage: does what was granted, until a day.
    Broker,
}

impl Role {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Primary, Self::Administrator, Self::Officer, Self::Broker];

    /// The word that a database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Administrator => "administrator",
            Self::Officer => "officer",
            Self::Broker => "broker",
        }
    }

    /// What it is called on a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Primary => "Primary administrator",
            Self::Administrator => "Administrator",
            Self::Officer => "Group officer",
            Self::Broker => "Broker",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// What the role holds whatever was granted: the primary administrator everything, the officer what
    /// is needed to know what is signed.
    pub const fn holds(self) -> Capabilities {
        match self {
            Self::Primary => Capabilities::ALL,
            Self::Officer => Capabilities::NONE
                .with(Capability::PlanRenewal)
                .with(Capability::SubmitRenewal)
                .with(Capability::Documents),
            Self::Administrator | Self::Broker => Capabilities::NONE,
        }
    }

    /// What may be granted to it. Access is given by the employer's own people alone, never by a broker.
    pub const fn may_hold(self) -> Capabilities {
        match self {
            Self::Broker => Capabilities::ALL.without(Capability::Users),
            Self::Primary | Self::Administrator | Self::Officer => Capabilities::ALL,
        }
    }
}

/// Whom a grant is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// One person.
    Account(AccountId),
    /// Everybody of a brokerage.
    Brokerage(BrokerageId),
}

/// What somebody may do for an employer. Grants are never deleted but revoked, so that it can be told
/// later who could do what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// For whom.
    pub employer: EmployerId,
    /// Its id.
    pub id: GrantId,
    /// To whom.
    pub holder: Holder,
    /// As what.
    pub role: Role,
    /// What was granted; the role may hold more.
    pub capabilities: Capabilities,
    /// The last day on which it holds, if there is one.
    pub ends_on: Option<NaiveDate>,
    /// Grows by one with each change.
    pub version: i64,
    /// When it was granted.
    pub granted_at: DateTime<Utc>,
    /// By whom; nobody where the carrier did.
    pub granted_by: Option<AccountId>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Grant {
    /// Whether it holds on a day.
    pub fn is_alive(&self, day: NaiveDate) -> bool {
        self.revoked_at.is_none() && self.ends_on.is_none_or(|last| day <= last)
    }

    /// What it allows while it is alive.
    pub fn allows(&self) -> Capabilities {
        self.role.holds().and(self.capabilities)
    }
}

/// Why a grant cannot be made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum GrantFault {
    /// Nobody would be left who can give access.
    #[error("This is the only primary administrator. Hand over to somebody else first.")]
    LastPrimary,
    /// It would allow nothing.
    #[error("Choose at least one thing that this person may do.")]
    Nothing,
    /// The role may not hold all of it.
    #[error("A broker cannot give access to others.")]
    NotForRole,
    /// The end has passed.
    #[error("The last day lies in the past. Choose today or later.")]
    EndsInPast,
    /// A primary administrator's access has no end, or the employer would be left with nobody.
    #[error("A primary administrator's access has no last day. Hand over instead.")]
    PrimaryEnds,
}

/// Whether a grant may become what it is now, among all of its employer's.
///
/// `grants` are the employer's as they were before, on the day `today`.
pub fn check_change(grants: &[Grant], changed: &Grant, today: NaiveDate) -> Result<(), GrantFault> {
    if !changed.capabilities.within(changed.role.may_hold()) {
        return Err(GrantFault::NotForRole);
    }
    if changed.allows().is_empty() {
        return Err(GrantFault::Nothing);
    }
    if changed.role == Role::Primary && changed.ends_on.is_some() {
        return Err(GrantFault::PrimaryEnds);
    }
    if changed.ends_on.is_some_and(|last| last < today) {
        return Err(GrantFault::EndsInPast);
    }
    if changed.role == Role::Primary {
        return Ok(());
    }
    keeps_a_primary(grants, changed, today)
}

/// Whether a grant may be revoked, among all of its employer's.
pub fn check_revoke(grants: &[Grant], revoked: &Grant, today: NaiveDate) -> Result<(), GrantFault> {
    keeps_a_primary(grants, revoked, today)
}

/// Nobody loses what they never had: an employer that has no primary administrator may stay so.
fn keeps_a_primary(grants: &[Grant], lost: &Grant, today: NaiveDate) -> Result<(), GrantFault> {
    let primary = |grant: &&Grant| grant.role == Role::Primary && grant.is_alive(today);
    let others = grants.iter().filter(primary).filter(|grant| grant.id != lost.id).count();
    let was = grants.iter().filter(primary).any(|grant| grant.id == lost.id);
    if was && others == 0 { Err(GrantFault::LastPrimary) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn grant(id: u128, role: Role) -> Grant {
        let holder = if role == Role::Broker {
            Holder::Brokerage(BrokerageId(Uuid::from_u128(id)))
        } else {
            Holder::Account(AccountId(Uuid::from_u128(id)))
        };
        Grant {
            employer: EmployerId(Uuid::from_u128(1)),
            id: GrantId(Uuid::from_u128(id)),
            holder,
            role,
            capabilities: Capabilities::NONE.with(Capability::PlanRenewal),
            ends_on: None,
            version: 1,
            granted_at: DateTime::UNIX_EPOCH,
            granted_by: None,
            revoked_at: None,
        }
    }

    #[test]
    fn a_grant_holds_until_its_last_day_or_until_revoked() {
        let broker = Grant { ends_on: Some(day("2027-01-31")), ..grant(1, Role::Broker) };
        assert!(broker.is_alive(day("2027-01-31")) && !broker.is_alive(day("2027-02-01")));
        let revoked = Grant { revoked_at: Some(DateTime::UNIX_EPOCH), ..broker };
        assert!(!revoked.is_alive(day("2027-01-01")));
    }

    #[test]
    fn a_role_allows_what_it_holds_and_what_was_granted() {
        assert_eq!(grant(1, Role::Primary).allows(), Capabilities::ALL);
        let officer = grant(1, Role::Officer).allows();
        assert!(officer.has(Capability::SubmitRenewal) && !officer.has(Capability::Users));
        let administrator = grant(1, Role::Administrator).allows();
        assert_eq!(administrator.iter().collect::<Vec<_>>(), [Capability::PlanRenewal]);
    }

    #[test]
    fn the_last_primary_administrator_cannot_vanish() {
        let today = day("2026-11-24");
        let (one, two) = (grant(1, Role::Primary), grant(2, Role::Primary));
        let gone = Grant { revoked_at: Some(DateTime::UNIX_EPOCH), ..two.clone() };
        let demoted = Grant { role: Role::Administrator, ..one.clone() };
        let alone = [one.clone(), grant(3, Role::Administrator), gone];
        assert_eq!(check_revoke(&alone, &one, today), Err(GrantFault::LastPrimary));
        assert_eq!(check_change(&alone, &demoted, today), Err(GrantFault::LastPrimary));
        let both = [one.clone(), two];
        assert_eq!(check_revoke(&both, &one, today), Ok(()));
        assert_eq!(check_change(&both, &demoted, today), Ok(()));
        assert_eq!(check_revoke(&both, &grant(3, Role::Administrator), today), Ok(()));
    }

    #[test]
    fn a_grant_that_makes_no_sense_is_refused() {
        let today = day("2026-11-24");
        let nothing = Grant { capabilities: Capabilities::NONE, ..grant(3, Role::Administrator) };
        let users = Capabilities::NONE.with(Capability::Users);
        let past = Some(day("2026-11-23"));
        for (wrong, fault) in [
            (nothing, GrantFault::Nothing),
            (Grant { capabilities: users, ..grant(3, Role::Broker) }, GrantFault::NotForRole),
            (Grant { ends_on: past, ..grant(3, Role::Broker) }, GrantFault::EndsInPast),
            (Grant { ends_on: Some(today), ..grant(3, Role::Primary) }, GrantFault::PrimaryEnds),
        ] {
            assert_eq!(
                check_change(&[grant(1, Role::Primary)], &wrong, today),
                Err(fault),
                "{wrong:?}"
            );
        }
        let fine = Grant { ends_on: Some(today), ..grant(3, Role::Broker) };
        assert_eq!(check_change(&[grant(1, Role::Primary)], &fine, today), Ok(()));
    }
}
