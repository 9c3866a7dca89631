//! Typed ids: two ids of different things are different types, so they cannot be exchanged.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

uuid_ids! {
    /// One immutable, dated state of the catalogue of plans and rates.
    CatalogueId
    /// One filing of an issuer in the catalogue.
    FilingId
    /// One employer (a group).
    EmployerId
    /// One roster of an employer, as of the moment it was taken in.
    RosterId
    /// One scenario of a renewal.
    ScenarioId
    /// One person who can sign in.
    AccountId
    /// One broker's firm.
    BrokerageId
    /// One grant: what somebody may do for an employer.
    GrantId
    /// One question that was put to a passkey.
    CeremonyId
    /// One link that somebody asked for, until its letter is written.
    AskedLinkId
    /// One request of a brokerage for access to an employer.
    AccessRequestId
    /// One form in which an officer names an administrator.
    DesignationId
    /// One signed form of a designation that came as a file.
    PaperId
    /// One message of the outbox.
    MessageId
    /// One document of an employer.
    DocumentId
    /// One change file on its way to the core system.
    ChangeFileId
}

/// The 14-character HIOS standard component id of a plan: issuer (5 digits), state (2 letters),
/// product (3 digits), component (4 digits). A variant's `-00` or `-01` is not part of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlanId(Box<str>);

/// The text is not a HIOS plan id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a HIOS plan id has five digits, two letters and seven digits, like 12345CA0010001")]
pub struct NotAPlanId;

impl PlanId {
    /// Reads an id. White space, non-breaking too, and a variant's suffix (`-00` … `-06`) fall away.
    pub fn parse(text: &str) -> Result<Self, NotAPlanId> {
        let text: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{feff}'))
            .collect();
        let id = match text.split_once('-') {
            Some((id, variant))
                if variant.len() == 2 && variant.bytes().all(|b| b.is_ascii_digit()) =>
            {
                id
            }
            Some(_) => return Err(NotAPlanId),
            None => &text,
        };
        let bytes = id.as_bytes();
        let well_formed = bytes.len() == 14
            && bytes[..5].iter().all(u8::is_ascii_digit)
            && bytes[5..7].iter().all(u8::is_ascii_alphabetic)
            && bytes[7..].iter().all(u8::is_ascii_digit);
        if well_formed { Ok(Self(id.to_ascii_uppercase().into())) } else { Err(NotAPlanId) }
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The issuer's part of it.
    pub fn issuer(&self) -> IssuerId {
        IssuerId(self.0[..5].parse().unwrap_or_default())
    }

    /// The two letters of the state.
    pub fn state(&self) -> &str {
        &self.0[5..7]
    }
}

impl TryFrom<String> for PlanId {
    type Error = NotAPlanId;
    fn try_from(text: String) -> Result<Self, NotAPlanId> {
        Self::parse(&text)
    }
}

impl From<PlanId> for String {
    fn from(id: PlanId) -> Self {
        id.0.into()
    }
}

impl fmt::Debug for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlanId({})", self.0)
    }
}

impl fmt::Display for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The five-digit HIOS id of an issuer in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IssuerId(pub u32);

impl fmt::Display for IssuerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_id_sheds_its_variant_and_stray_spaces() {
        for text in
            ["94506DC0350001", "94506DC0350001-01", "\u{a0}94506DC0350001 ", "94506dc0350001"]
        {
            assert_eq!(PlanId::parse(text).unwrap().as_str(), "94506DC0350001", "{text:?}");
        }
        for text in [
            "",
            "94506DC035000",
            "94506DC035",
            "ABCDEDC0350001",
            "94506DC0350001-1",
            "94506DC0350001-XX",
        ] {
            assert_eq!(PlanId::parse(text), Err(NotAPlanId), "{text:?}");
        }
        let id = PlanId::parse("94506DC0350001").unwrap();
        assert_eq!((id.issuer(), id.state()), (IssuerId(94_506), "DC"));
    }
}
