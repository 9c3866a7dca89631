//! A contract: what an employer offers its people for one plan year.

use crate::contribution::{Contribution, Strategy};
use crate::date::PlanYear;
use crate::id::PlanId;
use crate::renewal::waiting::WaitingPeriod;
use serde::{Deserialize, Serialize};

/// The most benefit packages of a contract.
pub const PACKAGES_MAX: usize = 8;

/// What is offered to some of an employer's people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The employer's name for it.
    pub name: String,
    /// The benefit classes that it is for; with none it is for everybody whom no other package names.
    pub classes: Vec<String>,
    /// The plans that people may choose from, at least one.
    pub plans: Vec<PlanId>,
    /// What the employer contributes.
    pub contribution: Contribution,
    /// How long new people wait.
    pub waiting: WaitingPeriod,
}

impl Package {
    /// Whether it is for everybody whom no other package names.
    pub fn is_for_others(&self) -> bool {
        self.classes.is_empty()
    }
}

/// A group's contract for one plan year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The plan year.
    pub year: PlanYear,
    /// What is offered. One of the packages is for those whom no other names.
    pub packages: Vec<Package>,
}

/// The place of the package that is for a benefit class.
pub fn package_of(packages: &[Package], class: Option<&str>) -> Option<usize> {
    let named = |package: &Package| class.is_some_and(|c| package.classes.iter().any(|n| n == c));
    let own = packages.iter().position(named);
    own.or_else(|| packages.iter().position(Package::is_for_others))
}

/// What the packages contribute to each of the benefit classes, in the order of `classes`.
pub fn strategy(packages: &[Package], classes: &[String]) -> Strategy {
    let of = |class| package_of(packages, class).map(|place| packages[place].contribution.clone());
    Strategy {
        others: of(None).unwrap_or_else(Contribution::nothing),
        by_class: classes.iter().map(|class| of(Some(class))).collect(),
    }
}
