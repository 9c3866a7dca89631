//! Elections: what each person has next year. Who is covered and in which plans, who declines, who joins
//! and who leaves.
//!
//! An employee of whom nothing was said goes over into the plan that the scenario leads to. An
//! [`Election`] says otherwise about one employee's family; [`applied`] makes of this year's census and
//! the elections the census of next year, which is then priced like any other.
//!
//! A person is known by the row of the roster. Who joins gets a row that no roster has
//! ([`FIRST_ADDED_ROW`] and up), and keeps it.

mod ending;
mod fault;
mod saved;

pub use ending::{EndReason, Ending, LeaveReason};
pub use fault::{ElectionFault, Subject};
pub use saved::{ElectionLink, SavedElection};

use crate::census::{Census, Employment, Household, Person, ROWS_MAX, Relationship, Waiver};
use crate::id::PlanId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The first row of somebody whom no roster has.
pub const FIRST_ADDED_ROW: u32 = 50_001;
const _: () = assert!(FIRST_ADDED_ROW as usize == ROWS_MAX + 1);
const _: () = assert!(FIRST_ADDED_ROW as usize == ROWS_MAX + 1);

/// What is wanted in one line of coverage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Wish {
    /// The plan to which the scenario leads.
    #[default]
    Follow,
    /// This plan.
    Plan(PlanId),
    /// None in this line.
    Without,
}

/// What is chosen for an employee's family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// To be covered: for each of [`LINES`](crate::renewal::bench::LINES), in which plan.
    Covered([Wish; 2]),
    /// To decline coverage, and why.
    Waived(Waiver),
    /// To end coverage before next year begins.
    Ended(Ending),
}

/// An employee who has no coverage and is in no roster yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newcomer {
    /// First and last name.
    pub name: String,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// The first day of employment, from which the waiting period runs.
    pub hired_on: NaiveDate,
    /// The benefit class, as the employer names it.
    pub class: Option<String>,
}

/// A dependent who joins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joining {
    /// The row by which the person is known.
    pub row: u32,
    /// How the person belongs to the employee; never an employee.
    pub relationship: Relationship,
    /// First and last name.
    pub name: String,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// A child whose disability keeps it eligible beyond the age limit.
    pub disabled: bool,
}

/// A dependent who leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    /// The row of the dependent.
    pub row: u32,
    /// Why.
    pub reason: LeaveReason,
}

/// What was elected for an employee's family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Election {
    /// The employee's row.
    pub row: u32,
    /// The employee, where no roster has that row.
    pub newcomer: Option<Newcomer>,
    /// What is chosen.
    pub choice: Choice,
    /// The dependents who join.
    pub joining: Vec<Joining>,
    /// The dependents who leave.
    pub leaving: Vec<Leaving>,
}

impl Election {
    /// Of an employee who is to go on as the scenario leads.
    pub fn following(row: u32) -> Self {
        Self {
            row,
            newcomer: None,
            choice: Choice::Covered(<[Wish; 2]>::default()),
            joining: Vec::new(),
            leaving: Vec::new(),
        }
    }

    /// When and why coverage ends, where it does.
    pub fn ending(&self) -> Option<Ending> {
        match self.choice {
            Choice::Ended(ending) => Some(ending),
            Choice::Covered(_) | Choice::Waived(_) => None,
        }
    }

    /// The wish in each line, where there is coverage.
    pub fn wishes(&self) -> Option<&[Wish; 2]> {
        match &self.choice {
            Choice::Covered(wishes) => Some(wishes),
            Choice::Waived(_) | Choice::Ended(_) => None,
        }
    }
}

/// Where an election came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ElectedBy {
    /// Somebody who manages the employer's renewal.
    Employer,
    /// The employee, by a link.
    Employee,
}

impl ElectedBy {
    /// The word that a database keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Employer => "employer",
            Self::Employee => "employee",
        }
    }

    /// Reads the word that a database keeps.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Employer, Self::Employee].into_iter().find(|by| by.code() == code)
    }
}

/// This year's census as it is next year: who joins is in it, who leaves is marked as declined, and a
/// family whose coverage ends is covered no more.
///
/// What an election says of rows that are not there is left out; [`Election::check`] finds it before it
/// is kept.
#[must_use]
pub fn applied(census: &Census, elections: &[Election]) -> Census {
    let of = |row: u32| elections.iter().find(|election| election.row == row);
    let mut households: Vec<Household> = census
        .households
        .iter()
        .map(|household| match of(household.employee.row) {
            Some(election) => changed(household.clone(), election),
            None => household.clone(),
        })
        .collect();
    let newcomers = elections.iter().filter_map(|election| {
        let newcomer = election.newcomer.as_ref()?;
        let employee = person(election.row, election.row, Relationship::Employee, newcomer);
        Some(changed(Household { employee, dependents: Vec::new() }, election))
    });
    households.extend(newcomers);
    Census { households }
}

fn person(row: u32, family: u32, relationship: Relationship, newcomer: &Newcomer) -> Person {
    Person {
        row,
        family: Some(family.to_string()),
        relationship,
        name: newcomer.name.clone(),
        born_on: newcomer.born_on,
        disabled: false,
        waived: false,
        employment: Employment { class: newcomer.class.clone(), ..Employment::default() },
    }
}

fn changed(mut household: Household, election: &Election) -> Household {
    let employee = &mut household.employee;
    match &election.choice {
        Choice::Covered(_) => (employee.waived, employee.employment.waiver) = (false, None),
        Choice::Waived(waiver) => {
            (employee.waived, employee.employment.waiver) = (true, Some(*waiver));
        }
        Choice::Ended(_) => (employee.waived, employee.employment.waiver) = (true, None),
    }
    for dependent in &mut household.dependents {
        dependent.waived |= election.leaving.iter().any(|leaving| leaving.row == dependent.row);
    }
    let family = household.employee.family.clone();
    household.dependents.extend(election.joining.iter().map(|joining| Person {
        row: joining.row,
        family: family.clone(),
        relationship: joining.relationship,
        name: joining.name.clone(),
        born_on: joining.born_on,
        disabled: joining.disabled,
        waived: false,
        employment: Employment::default(),
    }));
    household
}

#[cfg(test)]
mod tests;
