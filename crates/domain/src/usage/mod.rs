//! What a plan costs when it is used: a year of care, settled service by service.
//!
//! A [`Course`] is a list of services with what each is priced at and who uses it when. [`cost`] settles
//! it against a plan's cost shares and yearly limits, in the order of the year: who pays for a hospital
//! stay in May depends on what was paid until April.
//!
//! The courses are data, each row with the ground on which it stands: the three examples of the federal
//! summary of benefits and coverage, and a year of low, medium and high use for a family's shape. To add
//! one, write its table in `course` and name its source.
//!
//! What is counted: deductibles, copays by visit, stay and day, coinsurance, out-of-pocket maximums, each
//! for a person, a family, and for drugs where they have their own. What is not: limits on quantity, as
//! 30 visits a year, which are filed in words, and care outside the network.

mod course;
mod curve;
mod ledger;
#[cfg(test)]
mod tests;

pub use course::{BABY_2012, Basis, Care, Course, DIABETES_2012, Person};
pub use curve::{crossings, spending_curve};
pub use ledger::Shares;

use crate::money::Cents;
use crate::plan::{Limit, Limits, Service};
use ledger::{Ledger, caps};

/// What the members of a family pay at the point of care in a year; the plan pays the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Towards deductibles.
    pub deductible: Cents,
    /// In copays.
    pub copay: Cents,
    /// In coinsurance.
    pub coinsurance: Cents,
    /// For what the plan does not cover.
    pub excluded: Cents,
}

impl Cost {
    /// All of it.
    pub fn total(&self) -> Cents {
        self.deductible + self.copay + self.coinsurance + self.excluded
    }

    /// This with another.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            deductible: self.deductible + other.deductible,
            copay: self.copay + other.copay,
            coinsurance: self.coinsurance + other.coinsurance,
            excluded: self.excluded + other.excluded,
        }
    }

    /// This, cut at what is left until a limit: the coinsurance first, then the copay.
    fn at_most(self, left: Cents) -> Self {
        let deductible = self.deductible.min(left);
        let copay = self.copay.min(left - deductible);
        let coinsurance = self.coinsurance.min(left - deductible - copay);
        Self { deductible, copay, coinsurance, ..self }
    }
}

/// Who of a family is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// The employee alone.
    Single,
    /// The employee and a spouse or partner.
    Couple,
    /// The two, and two children.
    Family,
}

impl Shape {
    /// From the smallest on.
    pub const ALL: [Self; 3] = [Self::Single, Self::Couple, Self::Family];

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Single => "Employee alone",
            Self::Couple => "Employee and spouse or partner",
            Self::Family => "Family with two children",
        }
    }

    /// How many people it has.
    pub const fn people(self) -> i64 {
        match self {
            Self::Single => 1,
            Self::Couple => 2,
            Self::Family => 4,
        }
    }

    /// Whether somebody is in it.
    pub const fn has(self, person: Person) -> bool {
        (person as i64) < self.people()
    }
}

/// How much care a family uses in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Use {
    /// Check-ups and a cold.
    Low,
    /// Some visits, tests and a few drugs all year.
    Medium,
    /// A hospital stay, surgery and drugs all year.
    High,
}

impl Use {
    /// From the least on.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Low => "Low use",
            Self::Medium => "Medium use",
            Self::High => "High use",
        }
    }

    /// The care that it stands for.
    pub const fn course(self) -> &'static Course {
        match self {
            Self::Low => &course::LOW,
            Self::Medium => &course::MEDIUM,
            Self::High => &course::HIGH,
        }
    }
}

/// An example of the federal summary of benefits and coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Example {
    /// Nine months of prenatal care and a delivery in a hospital.
    Baby,
    /// A year of care for a well-controlled condition.
    Diabetes,
    /// A visit to the emergency room, and what follows.
    Fracture,
}

impl Example {
    /// In the order of the summary.
    pub const ALL: [Self; 3] = [Self::Baby, Self::Diabetes, Self::Fracture];

    /// Its name in the summary.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Baby => "Having a baby",
            Self::Diabetes => "Managing type 2 diabetes",
            Self::Fracture => "Simple fracture",
        }
    }

    /// The care of the edition that is in use since 2021.
    pub const fn course(self) -> &'static Course {
        match self {
            Self::Baby => &course::BABY_2021,
            Self::Diabetes => &course::DIABETES_2021,
            Self::Fracture => &course::FRACTURE_2021,
        }
    }
}

/// Why a plan's cost at use cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unpriced {
    /// The filed words for a service are outside the grammar.
    #[error("what is filed for this service cannot be computed with: {}", .0.label())]
    Unread(Service),
    /// The filing speaks neither of a service nor of one that is treated like it.
    #[error("the plan's filing does not speak of this service: {}", .0.label())]
    Unfiled(Service),
}

/// What a family pays for a course of care in a plan's network; those who are not of its shape use none.
pub fn cost(
    limits: &Limits,
    shares: Shares<'_>,
    shape: Shape,
    course: &Course,
) -> Result<Cost, Unpriced> {
    let mut ledger = Ledger::new(limits, shape);
    let mut cost = Cost::default();
    for event in course.events(shape) {
        cost = cost.plus(&ledger.settle(&event, shares)?);
    }
    Ok(cost)
}

/// What a family pays in a year.
pub fn year(
    limits: &Limits,
    shares: Shares<'_>,
    shape: Shape,
    usage: Use,
) -> Result<Cost, Unpriced> {
    cost(limits, shares, shape, usage.course())
}

/// What somebody covered alone pays in an example of the summary of benefits and coverage.
pub fn example(limits: &Limits, shares: Shares<'_>, example: Example) -> Result<Cost, Unpriced> {
    cost(limits, shares, Shape::Single, example.course())
}

/// The most that a family can pay in a year for covered care in the network, or `None` where the plan
/// has no out-of-pocket maximum. Where drugs have their own, the two add up.
pub fn worst(limits: &Limits, shape: Shape) -> Option<Cents> {
    let most = |limit: &Limit| {
        let (person, family) = caps(limit, shape);
        let everybody = person.map(|cap| cap.times(shape.people()));
        everybody.into_iter().chain(family).min()
    };
    let medical = most(&limits.out_of_pocket)?;
    match &limits.drug_out_of_pocket {
        Some(drugs) => Some(medical + most(drugs)?),
        None => Some(medical),
    }
}
