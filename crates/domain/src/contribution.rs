//! What the employer pays of each member's premium.

use crate::census::Party;
use crate::id::PlanId;
use crate::money::{Cents, Percent};
use serde::{Deserialize, Serialize};

/// How an employer's share is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// A percentage of the member's premium.
    Percent(Percent),
    /// An amount a month for each member.
    Fixed(Cents),
    /// A percentage of the reference plan's premium at the member's own age.
    Reference(Percent),
}

/// The employer's share for one kind of member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// How it is reckoned.
    pub basis: Basis,
    /// The most it may be for one member a month, where there is a cap.
    pub cap: Option<Cents>,
}

impl Share {
    /// A percentage of the premium, without a cap.
    pub const fn percent(percent: Percent) -> Self {
        Self { basis: Basis::Percent(percent), cap: None }
    }

    /// An amount for each member.
    pub const fn fixed(amount: Cents) -> Self {
        Self { basis: Basis::Fixed(amount), cap: None }
    }

    /// A percentage of the reference plan's premium, without a cap.
    pub const fn reference(percent: Percent) -> Self {
        Self { basis: Basis::Reference(percent), cap: None }
    }

    /// What the employer pays of a premium. Never more than the cap, nor than the premium itself.
    ///
    /// `reference` is the same members' premium in the reference plan; without one, the premium
    /// stands in for it. `members` is for how many the premium is: amounts are for each of them.
    #[must_use]
    pub fn of(self, premium: Cents, reference: Option<Cents>, members: i64) -> Cents {
        let amount = match self.basis {
            Basis::Percent(percent) => percent.of(premium),
            Basis::Fixed(amount) => amount.times(members),
            Basis::Reference(percent) => percent.of(reference.unwrap_or(premium)),
        };
        let capped = self.cap.map_or(amount, |cap| amount.min(cap.times(members)));
        capped.min(premium).max(Cents::ZERO)
    }
}

/// An employer's contribution strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// For the employee.
    pub employee: Share,
    /// For the spouse or domestic partner.
    pub spouse: Share,
    /// For each child.
    pub child: Share,
    /// The plan whose premiums [`Basis::Reference`] goes by. It counts for plans of its own line that
    /// are rated the same way; others (dental beside a medical reference) take the percentage of
    /// their own premium.
    pub reference: Option<PlanId>,
}

impl Contribution {
    /// Percentages of the premium.
    pub const fn percent(employee: Percent, spouse: Percent, child: Percent) -> Self {
        Self {
            employee: Share::percent(employee),
            spouse: Share::percent(spouse),
            child: Share::percent(child),
            reference: None,
        }
    }

    /// The share for a kind of member.
    pub const fn share(&self, party: Party) -> Share {
        match party {
            Party::Employee => self.employee,
            Party::Spouse => self.spouse,
            Party::Child => self.child,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_basis_pays_its_share_and_never_more_than_the_premium() {
        let cents = Cents::new;
        let pct = Percent::whole;
        for (share, premium, reference, members, expect) in [
            (Share::percent(pct(60)), 30_238, None, 1, 18_143),
            (Share::percent(pct(100)), 30_238, None, 1, 30_238),
            (Share::percent(pct(0)), 30_238, None, 1, 0),
            (Share::fixed(cents(25_000)), 30_238, None, 1, 25_000),
            (Share::fixed(cents(40_000)), 30_238, None, 1, 30_238),
            (Share::fixed(cents(5_000)), 30_238, None, 3, 15_000),
            (Share::fixed(cents(5_000)), 0, None, 1, 0),
            // 50% of the reference plan's $500 is $250; a cheaper plan is paid whole.
            (Share::reference(pct(50)), 30_238, Some(50_000), 1, 25_000),
            (Share::reference(pct(50)), 20_000, Some(50_000), 1, 20_000),
            (Share::reference(pct(50)), 20_000, None, 1, 10_000),
            (
                Share { basis: Basis::Percent(pct(80)), cap: Some(cents(20_000)) },
                30_238,
                None,
                1,
                20_000,
            ),
            (
                Share { basis: Basis::Percent(pct(50)), cap: Some(cents(20_000)) },
                30_238,
                None,
                1,
                15_119,
            ),
        ] {
            assert_eq!(
                share.of(cents(premium), reference.map(cents), members),
                cents(expect),
                "{share:?} of {premium}"
            );
        }
    }
}
