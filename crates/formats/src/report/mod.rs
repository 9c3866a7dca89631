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
use domain::census::{Relationship, Tier};
use domain::contribution::Contribution;
use domain::place::RatingArea;
use domain::plan::Line;
use domain::renewal::PayPeriod;
use domain::{Cents, Split};

pub use self::csv::csv;
pub(crate) use self::csv::table;
pub use self::pdf::{DesignationForm, SubmissionPaper, designation_form, pdf, submission_paper};
pub(crate) use self::text::cell;
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
    pub causes: Option<Causes<Split>>,
    /// The carrier's rules, and whether they are met.
    pub meters: Vec<Meter>,
    /// Plans side by side.
    pub comparison: Comparison,
    /// The employees, covered or not, in the order in which they are listed.
    pub employees: Vec<Employee>,
}

/// What the group costs a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Now; unknown for a group that is new.
    pub now: Option<Split>,
    /// From the effective date on, if nothing is done; unknown for a group that is new.
    pub as_is: Option<Split>,
    /// In this scenario: the sum over the employees.
    pub scenario: Split,
}

/// A difference, split into what caused it, in the order of [`Cause::ALL`](domain::renewal::Cause).
/// The parts add up to it; the last, the contribution's, is what is left once the others are taken
/// away.
pub type Causes<T> = [T; 5];

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
    /// What the employer pays, of medical and of dental alike. An amount for a family pays the
    /// employee's premium first, then the dependents' in their order, and never more than these.
    pub contribution: Contribution,
    /// The name of the reference plan, where the contribution goes by one.
    pub reference_plan: Option<String>,
}

impl Package {
    /// The employer's share of one member's premium. `family` is all members' premiums in the same
    /// line, `place` the member's place among them.
    pub(crate) fn share(&self, family: &[(Relationship, &Premium)], place: usize) -> Cents {
        let Some((relationship, own)) = family.get(place) else { return Cents::ZERO };
        if let Some(share) = self.contribution.share(relationship.party()) {
            return share.of(own.premium, own.reference, i64::from(own.members));
        }
        let amount = self.contribution.amount(tier(family)).unwrap_or_default();
        let before: Cents = family[..place].iter().map(|(_, other)| other.premium).sum();
        (amount - before).min(own.premium).max(Cents::ZERO)
    }
}

/// The shape of those who are covered in a line.
fn tier(family: &[(Relationship, &Premium)]) -> Tier {
    Tier::of(family.iter().map(|(relationship, _)| *relationship))
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
    /// What the group would cost a month if everybody who is covered in its line were in it.
    pub group: Split,
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
    pub now: Option<Split>,
    /// What is paid in this scenario: the sum over the members.
    pub next: Split,
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
