//! What the employer pays of each member's premium.

use crate::census::{Party, Tier};
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

/// By what the employer's share goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Terms {
    /// By who the member is.
    ByMember {
        /// For the employee.
        employee: Share,
        /// For the spouse or domestic partner.
        spouse: Share,
        /// For each child.
        child: Share,
    },
    /// An amount a month for the family, by its shape, in the order of [`Tier::ALL`]. Never more than
    /// the family's premium.
    ByTier([Cents; 4]),
}

/// What an employer contributes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// By what it goes.
    pub terms: Terms,
    /// The plan whose premiums [`Basis::Reference`] goes by. It counts for plans of its own line that
    /// are rated the same way; others (dental beside a medical reference) take the percentage of
    /// their own premium.
    pub reference: Option<PlanId>,
}

impl Contribution {
    /// Shares by who the member is, without a reference plan.
    pub const fn by_member(employee: Share, spouse: Share, child: Share) -> Self {
        Self { terms: Terms::ByMember { employee, spouse, child }, reference: None }
    }

    /// No contribution.
    pub const fn nothing() -> Self {
        Self::percent(Percent::ZERO, Percent::ZERO, Percent::ZERO)
    }

    /// Percentages of the premium.
    pub const fn percent(employee: Percent, spouse: Percent, child: Percent) -> Self {
        Self::by_member(Share::percent(employee), Share::percent(spouse), Share::percent(child))
    }

    /// Amounts by the shape of the family.
    pub const fn by_tier(amounts: [Cents; 4]) -> Self {
        Self { terms: Terms::ByTier(amounts), reference: None }
    }

    /// The same, going by a reference plan.
    #[must_use]
    pub fn going_by(self, reference: PlanId) -> Self {
        Self { reference: Some(reference), ..self }
    }

    /// The share for a kind of member; nothing where it goes by the shape of the family.
    pub const fn share(&self, party: Party) -> Option<Share> {
        match (self.terms, party) {
            (Terms::ByMember { employee, .. }, Party::Employee) => Some(employee),
            (Terms::ByMember { spouse, .. }, Party::Spouse) => Some(spouse),
            (Terms::ByMember { child, .. }, Party::Child) => Some(child),
            (Terms::ByTier(_), _) => None,
        }
    }

    /// The amount for a shape of family; nothing where it goes by who the member is.
    pub const fn amount(&self, tier: Tier) -> Option<Cents> {
        match self.terms {
            Terms::ByMember { .. } => None,
            Terms::ByTier(amounts) => Some(amounts[tier as usize]),
        }
    }

    /// In words: `70% for employees, 35% for spouses, 50% for children`. `reference` is the name of
    /// the reference plan.
    pub fn words(&self, reference: Option<&str>) -> String {
        let (employee, spouse, child) = match self.terms {
            Terms::ByMember { employee, spouse, child } => (employee, spouse, child),
            Terms::ByTier(amounts) => return tiers_in_words(amounts),
        };
        // Named once; after that it is clear which plan is meant.
        let mut plan = reference.unwrap_or("the reference plan");
        let shares = [(employee, "employees"), (spouse, "spouses"), (child, "children")];
        let parts = shares.map(|(share, whom)| {
            let basis = match share.basis {
                Basis::Percent(percent) => percent.to_string(),
                Basis::Fixed(amount) => format!("{amount:#}"),
                Basis::Reference(percent) => {
                    format!("{percent} of {}", std::mem::replace(&mut plan, "it"))
                }
            };
            let cap = share.cap.map(|cap| format!(", at most {cap:#}")).unwrap_or_default();
            format!("{basis} for {whom}{cap}")
        });
        let capped = shares.iter().any(|(share, _)| share.cap.is_some());
        parts.join(if capped { "; " } else { ", " })
    }
}

/// `$400 employee only, $600 employee + spouse, $550 employee + children, $800 family`.
fn tiers_in_words(amounts: [Cents; 4]) -> String {
    let tiers = Tier::ALL.into_iter().zip(amounts);
    let parts: Vec<String> = tiers
        .map(|(tier, amount)| format!("{amount:#} {}", tier.label().to_ascii_lowercase()))
        .collect();
    parts.join(", ")
}

/// What an employer contributes to each of a group's people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strategy {
    /// For everybody whose class has none of its own.
    pub others: Contribution,
    /// For each benefit class of the workbench, where it has one of its own.
    pub by_class: Vec<Option<Contribution>>,
}

impl Strategy {
    /// The same for everybody.
    pub const fn everyone(contribution: Contribution) -> Self {
        Self { others: contribution, by_class: Vec::new() }
    }

    /// What counts for a benefit class.
    pub fn of(&self, class: Option<u8>) -> &Contribution {
        let own = class.and_then(|class| self.by_class.get(usize::from(class)));
        own.and_then(Option::as_ref).unwrap_or(&self.others)
    }
}

impl From<Contribution> for Strategy {
    fn from(contribution: Contribution) -> Self {
        Self::everyone(contribution)
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
    #[test]
    fn a_contribution_is_said_in_words() {
        let cents = Cents::new;
        let pct = Percent::whole;
        let capped = |share| Share { cap: Some(cents(30_050)), ..share };
        for (contribution, words) in [
            (
                Contribution::percent(pct(70), Percent::from_hundredths(3_350), pct(0)),
                "70% for employees, 33.5% for spouses, 0% for children",
            ),
            (
                Contribution::by_member(
                    capped(Share::reference(pct(50))),
                    Share::fixed(cents(20_000)),
                    Share::reference(pct(25)),
                ),
                "50% of Silver for employees, at most $300.50; $200 for spouses; \
                 25% of it for children",
            ),
            (
                Contribution::by_tier([40_000, 60_050, 55_000, 80_000].map(cents)),
                "$400 employee only, $600.50 employee + spouse, $550 employee + children, \
                 $800 family",
            ),
        ] {
            assert_eq!(contribution.words(Some("Silver")), words);
        }
        let unnamed = Contribution::by_member(
            Share::reference(pct(50)),
            Share::percent(pct(0)),
            Share::percent(pct(0)),
        );
        assert!(unnamed.words(None).starts_with("50% of the reference plan for employees, 0%"));
    }
}
