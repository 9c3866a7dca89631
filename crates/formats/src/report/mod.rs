//! What a group takes away: one value, written as a spreadsheet, a table, and a document to sign.
//!
//! A [`Report`] says everything about one scenario of one employer in words and whole cents; it is
//! filled by whoever knows the group. [`xlsx`] writes it with live formulas, [`csv`] as one row an
//! employee, [`pdf`] as pages for the person who decides. None of them looks at a clock: the same
//! report is the same bytes.
//!
//! Nothing is written of a report that does not add up: [`Report::check`] is asked first, so that a
//! formula in the spreadsheet and the figure on the paper cannot differ.
//!
//! To add a format: a module with a function from `&Report`, which calls `check` first; to add a
//! figure: a field here, a line in `check` if it is a sum, and a place in each format.

mod check;
mod csv;
mod pdf;
mod text;
mod xlsx;

use chrono::NaiveDate;
use domain::Cents;
use domain::census::{Party, Relationship};
use domain::contribution::{Contribution, Share};
use domain::place::RatingArea;
use domain::plan::Line;
use std::iter::Sum;
use std::ops::{Add, Sub};

pub use self::csv::csv;
pub use self::pdf::pdf;
pub use self::xlsx::xlsx;

/// Everything that is told of one scenario. Amounts are for a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The employer's name.
    pub employer: String,
    /// The carrier's name.
    pub carrier: String,
    /// Whether employer, people and carrier are invented. Every page and sheet says so.
    pub demo: bool,
    /// The first day of the plan year.
    pub effective_on: NaiveDate,
    /// The day on which this was put together.
    pub prepared_on: NaiveDate,
    /// The scenario's name.
    pub scenario: String,
    /// Where rates were looked up.
    pub area: RatingArea,
    /// How often employees are paid, where it is known.
    pub pay_period: Option<PayPeriod>,
    /// The benefit packages, each with its contribution. Not empty.
    pub packages: Vec<Package>,
    /// What the group costs.
    pub totals: Totals,
    /// Why the group's cost changes from now to this scenario, where both are known: the parts add
    /// up to the difference of the totals.
    pub causes: Option<Causes<Amounts>>,
    /// The carrier's rules, and whether they are met.
    pub meters: Vec<Meter>,
    /// Plans side by side.
    pub comparison: Comparison,
    /// The employees, covered or not, in the order in which they are listed.
    pub employees: Vec<Employee>,
}

/// How often employees are paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayPeriod {
    /// In words: `every two weeks`.
    pub words: String,
    /// How many there are in a year. Not zero.
    pub a_year: u8,
}

impl PayPeriod {
    /// What is taken from one pay, of an amount a month; half a cent rounds away from zero.
    pub fn part_of(&self, a_month: Cents) -> Cents {
        a_month.times(12).per(i64::from(self.a_year))
    }
}

/// A premium and what the employer pays of it. The employee's share is the rest, so that the two
/// always add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amounts {
    /// The whole premium.
    pub premium: Cents,
    /// The employer's share.
    pub employer: Cents,
}

impl Amounts {
    /// The employees' share.
    pub fn employee(self) -> Cents {
        self.premium - self.employer
    }
}

impl Add for Amounts {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { premium: self.premium + other.premium, employer: self.employer + other.employer }
    }
}

impl Sub for Amounts {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { premium: self.premium - other.premium, employer: self.employer - other.employer }
    }
}

impl Sum for Amounts {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}

/// What the group costs a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Now; unknown for a group that is new.
    pub now: Option<Amounts>,
    /// From the effective date on, if nothing is done; unknown for a group that is new.
    pub as_is: Option<Amounts>,
    /// In this scenario: the sum over the employees.
    pub scenario: Amounts,
}

/// A difference, split into what caused it. The parts add up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Causes<T> {
    /// People are a year older.
    pub age: T,
    /// The carrier's rates changed.
    pub base_rate: T,
    /// Somebody joined or left a family.
    pub family: T,
    /// Another plan.
    pub plan: T,
    /// Another contribution: what is left once the others are taken away.
    pub contribution: T,
}

/// How the causes are called, in the order of [`Causes::parts`].
const CAUSES: [&str; 5] = ["A year older", "New base rates", "Family", "Plan", "Contribution"];

impl<T: Copy + Sum> Causes<T> {
    /// The five parts, in the order of their fields.
    pub fn parts(&self) -> [T; 5] {
        [self.age, self.base_rate, self.family, self.plan, self.contribution]
    }

    /// The whole difference.
    pub fn total(&self) -> T {
        self.parts().into_iter().sum()
    }
}

/// A benefit package: what is offered to whom, and what the employer pays of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// For which people, in words: `Everybody who works 30 hours or more`.
    pub classes: String,
    /// From when new people are covered, in words: `First of the month after 30 days`.
    pub waiting_period: String,
    /// The names of the plans offered.
    pub plans: Vec<String>,
    /// What the employer pays; of dental too, unless that has terms of its own.
    pub terms: Terms,
    /// What the employer pays of dental, where it differs.
    pub dental: Option<Terms>,
}

impl Package {
    /// What the employer pays in a line.
    pub fn terms(&self, line: Line) -> &Terms {
        match (line, &self.dental) {
            (Line::Dental, Some(terms)) => terms,
            _ => &self.terms,
        }
    }
}

/// How the employer's share is laid down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// For each member, by who that is.
    ByMember {
        /// The strategy. A reference percentage needs the members' reference premiums.
        contribution: Contribution,
        /// The name of the reference plan.
        reference_plan: Option<String>,
    },
    /// An amount a month for each family, by its tier in the order of [`Tier::ALL`]. It pays the
    /// employee's premium first, then the dependents' in their order, and never more than these.
    ByTier([Cents; 4]),
}

impl Terms {
    /// The employer's share of one member's premium in a line. `family` is all members' premiums
    /// in this line, `place` the member's place among them.
    pub(crate) fn share(&self, family: &[(Relationship, &Premium)], place: usize) -> Cents {
        let Some((relationship, own)) = family.get(place) else { return Cents::ZERO };
        match self {
            Self::ByMember { contribution, .. } => {
                let share: Share = contribution.share(relationship.party());
                share.of(own.premium, own.reference, i64::from(own.members))
            }
            Self::ByTier(amounts) => {
                let tier = Tier::of(family.iter().map(|(relationship, _)| *relationship));
                let before: Cents = family[..place].iter().map(|(_, other)| other.premium).sum();
                let left = amounts[tier as usize] - before;
                left.min(own.premium).max(Cents::ZERO)
            }
        }
    }
}

/// The shape of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// The employee alone.
    EmployeeOnly,
    /// With a spouse or domestic partner.
    EmployeeSpouse,
    /// With children.
    EmployeeChildren,
    /// With both.
    Family,
}

impl Tier {
    /// All four, in the order of their discriminants.
    pub const ALL: [Self; 4] =
        [Self::EmployeeOnly, Self::EmployeeSpouse, Self::EmployeeChildren, Self::Family];

    /// The words that people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::EmployeeOnly => "Employee only",
            Self::EmployeeSpouse => "Employee + spouse",
            Self::EmployeeChildren => "Employee + children",
            Self::Family => "Family",
        }
    }

    /// The tier of those who are covered.
    pub fn of(members: impl Iterator<Item = Relationship>) -> Self {
        let (spouse, child) = members.fold((false, false), |(spouse, child), relationship| {
            let party = relationship.party();
            (spouse || party == Party::Spouse, child || party == Party::Child)
        });
        match (spouse, child) {
            (false, false) => Self::EmployeeOnly,
            (true, false) => Self::EmployeeSpouse,
            (false, true) => Self::EmployeeChildren,
            (true, true) => Self::Family,
        }
    }
}

/// A rule of the carrier, and how the group stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    /// What it is about: `Participation`.
    pub title: String,
    /// Whether it is met.
    pub met: bool,
    /// How the group stands, in a sentence or two.
    pub sentence: String,
    /// Where the rule comes from.
    pub source: String,
}

/// Plans side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// The plans, as columns.
    pub plans: Vec<ComparedPlan>,
    /// What is compared, as rows.
    pub rows: Vec<ComparedRow>,
}

/// A plan in a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedPlan {
    /// Its name.
    pub name: String,
    /// What the group would cost a month if everybody were in it.
    pub group: Amounts,
}

/// A row of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
    /// What is compared.
    pub label: String,
    /// A text for each plan, in the order of the plans.
    pub cells: Vec<String>,
}

/// An employee: what changes, and what that costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Employee {
    /// First and last name.
    pub name: String,
    /// The class, in a word or two.
    pub class: String,
    /// Which of [`Report::packages`].
    pub package: usize,
    /// Who is covered, in words: `Employee, spouse and 2 children`; `Waived` for nobody.
    pub covers: String,
    /// The medical plan.
    pub medical: Move,
    /// The dental plan.
    pub dental: Move,
    /// What is paid now; unknown for somebody who is new.
    pub now: Option<Amounts>,
    /// What is paid in this scenario: the sum over the members.
    pub next: Amounts,
    /// Why the employee's share changes, where it is known what it was.
    pub causes: Option<Causes<Cents>>,
    /// The covered members, the employee first.
    pub members: Vec<Member>,
}

impl Employee {
    /// What the employee pays more than now.
    pub fn change(&self) -> Option<Cents> {
        self.now.map(|now| self.next.employee() - now.employee())
    }

    /// The members who are covered in a line, with their premiums.
    pub(crate) fn family(&self, line: Line) -> Vec<(Relationship, &Premium)> {
        let premium = |member: &'_ Member| member.relationship;
        self.members
            .iter()
            .flat_map(|member| member.premiums.iter().map(move |p| (premium(member), p)))
            .filter(|(_, premium)| premium.line == line)
            .collect()
    }
}

/// The plan that somebody is in, and will be in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Move {
    /// The plan's name now; none when not covered, or not known.
    pub now: Option<String>,
    /// The plan's name in this scenario; none when not covered.
    pub next: Option<String>,
}

/// A covered member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// First and last name.
    pub name: String,
    /// How the person belongs to the employee.
    pub relationship: Relationship,
    /// Age in completed years on the effective date.
    pub age: u8,
    /// One for each line of coverage, at most one a line.
    pub premiums: Vec<Premium>,
}

/// A member's premium in one line of coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Premium {
    /// Medical or dental.
    pub line: Line,
    /// Whether the plan charges for this member.
    pub charged: bool,
    /// The premium; nothing when it is not charged.
    pub premium: Cents,
    /// The employer's share of it.
    pub employer: Cents,
    /// The reference plan's premium for this member, where the contribution goes by one.
    pub reference: Option<Cents>,
    /// For how many members the premium is, since amounts and caps are for each of them: one, but
    /// for the children of a family-rated plan, whose premium stands with the first of them.
    pub members: u32,
}

/// Why a report cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A sum is not the sum of its parts, or a share is not what the contribution makes it.
    #[error("{what}: {stated} is stated, but it adds up to {found}")]
    DoesNotAddUp {
        /// Of whom and of what.
        what: String,
        /// What the report says.
        stated: Cents,
        /// What its parts make.
        found: Cents,
    },
    /// Something is missing or does not belong.
    #[error("{0}")]
    Incomplete(String),
    /// More people than a roster may have.
    #[error("the report is about {0} people, more than a roster may have")]
    TooLarge(usize),
    /// The spreadsheet could not be put together.
    #[error("the spreadsheet could not be written")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The table could not be put together.
    #[error("the table could not be written")]
    Csv(#[from] ::csv::Error),
    /// The document could not be put together.
    #[error("the document could not be written")]
    Pdf(#[from] krilla::error::KrillaError),
}
