//! What an employer considers offering next year.

use crate::contract::{PACKAGES_MAX, Package};
use crate::contribution::{Basis, Contribution, Share, Terms};
use crate::id::{EmployerId, PlanId, ScenarioId};
use crate::money::{Cents, Percent};
use crate::renewal::waiting::WaitingPeriod;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The longest name of a scenario or package, in characters.
pub const NAME_MAX: usize = 60;
/// The most scenarios of a renewal.
pub const SCENARIOS_MAX: usize = 26;
/// The most scenarios of a renewal with those that are deleted and can be brought back.
pub const KEPT_MAX: usize = 50;
/// The highest amount of a contribution.
pub const AMOUNT_MAX: Cents = Cents::new(10_000_000);
/// The most plans that a package may offer.
pub const PLANS_MAX: usize = 60;

/// A present plan whose people the employer moves to another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The plan that they have now.
    pub from: PlanId,
    /// The plan that they would have.
    pub to: PlanId,
}

/// What would be offered, and to which plan people would move.
///
/// Whoever is not moved stays in the plan or in its successor where that is offered; otherwise the
/// offered plan that is most like it is taken for a beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// What is offered to whom.
    pub packages: Vec<Package>,
    /// Who moves; at most one for each present plan.
    pub moves: Vec<Move>,
}

/// What is wrong with a scenario or its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ScenarioFault {
    /// It has no name.
    #[error("Give the scenario a name.")]
    NoName,
    /// The name is too long.
    #[error("Keep the name to 60 characters.")]
    LongName,
    /// No package is for everybody, or more than one is.
    #[error("One package is for everybody whom no other names.")]
    NotOneForOthers,
    /// A class is in two packages.
    #[error("A benefit class belongs to one package.")]
    ClassTwice,
    /// A contribution is none: a percentage above 100, or an amount out of bounds.
    #[error("A contribution is a percentage from 0 to 100 or an amount from $0 to $100,000.")]
    BadAmount,
    /// A waiting period that is not offered.
    #[error("Choose one of the waiting periods.")]
    BadWaiting,
    /// There are too many packages, plans or moves.
    #[error("That is more than a scenario can hold.")]
    TooMuch,
}

impl Scenario {
    /// Checks what no page of ours would send, but anybody may.
    pub fn check(&self) -> Result<(), ScenarioFault> {
        if self.packages.iter().any(|package| !is_sound(&package.contribution)) {
            return Err(ScenarioFault::BadAmount);
        }
        let too_many = self.packages.len() > PACKAGES_MAX
            || self.moves.len() > PLANS_MAX
            || self.packages.iter().any(|p| p.plans.len() > PLANS_MAX || p.classes.len() > 100)
            || self
                .packages
                .iter()
                .flat_map(|p| p.classes.iter().chain([&p.name]))
                .any(|name| is_long(name));
        if too_many {
            return Err(ScenarioFault::TooMuch);
        }
        if self.packages.iter().any(|p| !WaitingPeriod::OFFERED.contains(&p.waiting)) {
            return Err(ScenarioFault::BadWaiting);
        }
        if self.packages.iter().filter(|package| package.is_for_others()).count() != 1 {
            return Err(ScenarioFault::NotOneForOthers);
        }
        let mut classes: Vec<&String> = self.packages.iter().flat_map(|p| &p.classes).collect();
        classes.sort_unstable();
        if classes.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(ScenarioFault::ClassTwice);
        }
        Ok(())
    }
}

fn is_long(name: &str) -> bool {
    name.chars().count() > NAME_MAX
}

/// Whether a contribution can be reckoned with. What the browser sends was not parsed here.
fn is_sound(contribution: &Contribution) -> bool {
    let amount = |amount: Cents| (Cents::ZERO..=AMOUNT_MAX).contains(&amount);
    let share = |share: &Share| {
        share.cap.is_none_or(amount)
            && match share.basis {
                Basis::Percent(percent) | Basis::Reference(percent) => percent <= Percent::WHOLE,
                Basis::Fixed(fixed) => amount(fixed),
            }
    };
    match &contribution.terms {
        Terms::ByMember { employee, spouse, child } => {
            [employee, spouse, child].into_iter().all(share)
        }
        Terms::ByTier(amounts) => amounts.iter().copied().all(amount),
    }
}

/// A scenario's name as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ScenarioName(String);

impl ScenarioName {
    /// Reads a name: control characters fall away, and then spaces around it. What is kept reads
    /// as the same name again.
    pub fn parse(text: &str) -> Result<Self, ScenarioFault> {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let text = text.trim();
        match text.chars().count() {
            0 => Err(ScenarioFault::NoName),
            n if n > NAME_MAX => Err(ScenarioFault::LongName),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ScenarioName {
    type Error = ScenarioFault;
    fn try_from(text: String) -> Result<Self, ScenarioFault> {
        Self::parse(&text)
    }
}

impl From<ScenarioName> for String {
    fn from(name: ScenarioName) -> Self {
        name.0
    }
}

/// A scenario of a renewal, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedScenario {
    /// Whose it is.
    pub employer: EmployerId,
    /// The renewal effective date of the renewal that it is about.
    pub effective_on: NaiveDate,
    /// Its id.
    pub id: ScenarioId,
    /// Its name.
    pub name: ScenarioName,
    /// What would be offered.
    pub scenario: Scenario,
    /// How often it was saved; an edit says on which version it is based.
    pub version: i64,
    /// When it was saved last.
    pub saved_at: DateTime<Utc>,
    /// Whether it was deleted. It can be brought back.
    pub deleted: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(classes: &[&str]) -> Package {
        Package {
            name: "Everyone".into(),
            classes: classes.iter().map(|class| (*class).to_owned()).collect(),
            plans: Vec::new(),
            contribution: Contribution::nothing(),
            waiting: WaitingPeriod::FirstOfMonthAfter(30),
        }
    }

    #[test]
    fn exactly_one_package_is_for_those_whom_no_other_names() {
        use ScenarioFault::{BadAmount, BadWaiting, ClassTwice, NotOneForOthers, TooMuch};
        let of = |packages: Vec<Package>| Scenario { packages, moves: Vec::new() }.check();
        assert_eq!(of(vec![package(&[])]), Ok(()));
        assert_eq!(of(vec![package(&["A"]), package(&[]), package(&["B", "C"])]), Ok(()));
        assert_eq!(of(vec![]), Err(NotOneForOthers));
        assert_eq!(of(vec![package(&["A"])]), Err(NotOneForOthers));
        assert_eq!(of(vec![package(&[]), package(&[])]), Err(NotOneForOthers));
        assert_eq!(of(vec![package(&[]), package(&["A"]), package(&["A"])]), Err(ClassTwice));
        assert_eq!(of(vec![package(&["A"]); 9]), Err(TooMuch));
        assert_eq!(of(vec![package(&[]), package(&["é".repeat(61).as_str()])]), Err(TooMuch));
        let waiting = WaitingPeriod::FirstOfMonthAfter(45);
        assert_eq!(of(vec![Package { waiting, ..package(&[]) }]), Err(BadWaiting));
        let contributing = |share| {
            let contribution = Contribution::by_member(share, share, share);
            of(vec![Package { contribution, ..package(&[]) }])
        };
        for (share, answer) in [
            (Share::percent(Percent::WHOLE), Ok(())),
            (Share::percent(Percent::from_hundredths(10_001)), Err(BadAmount)),
            (Share::fixed(AMOUNT_MAX), Ok(())),
            (Share::fixed(Cents::new(i64::MAX)), Err(BadAmount)),
            (Share { cap: Some(Cents::new(-1)), ..Share::fixed(Cents::ZERO) }, Err(BadAmount)),
        ] {
            assert_eq!(contributing(share), answer, "{share:?}");
        }
    }

    #[test]
    fn a_name_has_one_to_sixty_characters() {
        let parse = |text: &str| ScenarioName::parse(text).map(String::from);
        assert_eq!(parse("  Under 5%\n"), Ok("Under 5%".to_owned()));
        assert_eq!(parse(" \t"), Err(ScenarioFault::NoName));
        assert_eq!(parse("\u{1} \u{1}"), Err(ScenarioFault::NoName));
        assert_eq!(parse("\u{1} A \u{7f}"), Ok("A".to_owned()));
        assert_eq!(parse(&"é".repeat(60)), Ok("é".repeat(60)));
        assert_eq!(parse(&"é".repeat(61)), Err(ScenarioFault::LongName));
    }
}
