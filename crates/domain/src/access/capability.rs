//! What can be granted.

use serde::{Deserialize, Serialize};

/// One thing that somebody may do for an employer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Capability {
    /// See the people and what they are enrolled in.
    ViewMembers,
    /// Enroll, change and end coverage.
    ManageMembers,
    /// See bills.
    ViewBilling,
    /// Pay bills and set up payments.
    Pay,
    /// See the renewal and work on its scenarios.
    PlanRenewal,
    /// Submit the renewal, which binds.
    SubmitRenewal,
    /// See and store documents.
    Documents,
    /// Give others access and take it away; read who did what.
    Users,
}

impl Capability {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::ViewMembers,
        Self::ManageMembers,
        Self::ViewBilling,
        Self::Pay,
        Self::PlanRenewal,
        Self::SubmitRenewal,
        Self::Documents,
        Self::Users,
    ];

    /// The word that a database keeps, and a form's field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ViewMembers => "view_members",
            Self::ManageMembers => "manage_members",
            Self::ViewBilling => "view_billing",
            Self::Pay => "pay",
            Self::PlanRenewal => "plan_renewal",
            Self::SubmitRenewal => "submit_renewal",
            Self::Documents => "documents",
            Self::Users => "users",
        }
    }

    /// What it is called on a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ViewMembers => "View members",
            Self::ManageMembers => "Manage members",
            Self::ViewBilling => "View billing",
            Self::Pay => "Pay",
            Self::PlanRenewal => "Plan renewal",
            Self::SubmitRenewal => "Submit renewal",
            Self::Documents => "Documents",
            Self::Users => "Users",
        }
    }

    /// What it allows, in a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::ViewMembers => "See your people, their families and their plans.",
            Self::ManageMembers => "Enroll people, change their coverage and end it.",
            Self::ViewBilling => "See bills and payments.",
            Self::Pay => "Pay bills and set up automatic payments.",
            Self::PlanRenewal => {
                "See next year's plans and costs for your people, and work on scenarios."
            }
            Self::SubmitRenewal => "Submit the renewal, which binds the company.",
            Self::Documents => "See and store contracts and documents.",
            Self::Users => "Give others access, take it away, and read who did what.",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|capability| capability.code() == code)
    }
}

/// A set of capabilities.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Capabilities(u16);

impl Capabilities {
    /// None.
    pub const NONE: Self = Self(0);
    /// Every one.
    pub const ALL: Self = Self((1 << Capability::ALL.len()) - 1);

    const fn bit(capability: Capability) -> u16 {
        1 << capability as u16
    }

    /// Whether one is among them.
    pub const fn has(self, capability: Capability) -> bool {
        self.0 & Self::bit(capability) != 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, capability: Capability) -> Self {
        Self(self.0 | Self::bit(capability))
    }

    /// These without one.
    #[must_use]
    pub const fn without(self, capability: Capability) -> Self {
        Self(self.0 & !Self::bit(capability))
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of these are among others.
    pub const fn within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    /// One by one, in the order in which they are shown.
    pub fn iter(self) -> impl Iterator<Item = Capability> {
        Capability::ALL.into_iter().filter(move |capability| self.has(*capability))
    }

    /// Their words with spaces between, as a database keeps them.
    pub fn codes(self) -> String {
        self.iter().map(Capability::code).collect::<Vec<_>>().join(" ")
    }

    /// Reads what [`Capabilities::codes`] writes; `None` where a word is unknown.
    pub fn from_codes(codes: &str) -> Option<Self> {
        codes.split_whitespace().map(Capability::from_code).collect()
    }
}

impl FromIterator<Capability> for Capabilities {
    fn from_iter<T: IntoIterator<Item = Capability>>(capabilities: T) -> Self {
        capabilities.into_iter().fold(Self::NONE, Self::with)
    }
}

impl std::fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_are_written_and_read_back() {
        for bits in 0..=Capabilities::ALL.0 {
            let set = Capabilities(bits);
            assert_eq!(Capabilities::from_codes(&set.codes()), Some(set));
            assert_eq!(set.iter().collect::<Capabilities>(), set);
        }
        assert_eq!(
            Capabilities::from_codes("pay  users"),
            Some(Capabilities::NONE.with(Capability::Pay).with(Capability::Users))
        );
        assert_eq!(Capabilities::from_codes("pay everything"), None);
        assert_eq!(Capabilities::ALL.iter().count(), Capability::ALL.len());
    }

    #[test]
    fn a_set_holds_what_was_put_into_it() {
        let set = Capabilities::NONE.with(Capability::Pay).with(Capability::Users);
        assert!(set.has(Capability::Pay) && !set.has(Capability::ViewBilling));
        assert!(
            set.without(Capability::Pay).within(set) && !set.within(set.without(Capability::Pay))
        );
        assert!(Capabilities::NONE.is_empty() && Capabilities::NONE.within(set));
    }
}
