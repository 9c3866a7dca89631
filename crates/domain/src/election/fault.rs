//! What is wrong with an election, before it is kept.

use super::{Choice, Election, Ending, FIRST_ADDED_ROW, Joining};
use crate::census::{DEPENDENTS_MAX, Household, Party, Relationship};
use crate::date::age_on;
use crate::renewal::scenario::NAME_MAX;
use crate::rules::CHILD_AGE_LIMIT;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Whose field a fault is beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// The employee's own.
    Employee,
    /// That of the dependent who joins at this place.
    Joining(u32),
    /// That of the dependent who leaves, by the row.
    Leaving(u32),
}

/// What is wrong with an election.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error, Serialize, Deserialize,
)]
pub enum ElectionFault {
    /// The employee is in no roster and is not described, or is described and in a roster.
    #[error("This person is not in your roster.")]
    UnknownEmployee,
    /// A dependent who leaves is not of this family, or leaves already.
    #[error("This dependent is not covered in this family.")]
    UnknownDependent,
    /// There is no name.
    #[error("Enter first and last name.")]
    NoName,
    /// The name is too long.
    #[error("Keep the name to 60 characters.")]
    LongName,
    /// The person is not born before next year begins, or longer ago than people live.
    #[error("Enter the date of birth: before the renewal takes effect, and at most 120 years ago.")]
    BornWhen,
    /// A dependent who is an employee.
    #[error("Choose how the person belongs to the employee.")]
    NoRelationship,
    /// A child that is too old.
    #[error("A child can be covered to age 26. Mark the child as disabled if that applies.")]
    ChildTooOld,
    /// A second spouse or partner.
    #[error("This family already has a spouse or partner: only one can be covered.")]
    SecondSpouse,
    /// More dependents than a family may have.
    #[error("This family has more than 25 dependents.")]
    TooMany,
    /// A last day that is not the end of a month, or too early or too late.
    #[error(
        "Coverage ends at the end of a month: this month or a later one, before the renewal takes effect."
    )]
    EndsWhen,
    /// Hired so late that the longest wait would end after the next plan year, or before the person was
    /// born.
    #[error(
        "Enter the first day of work: after the date of birth, and less than a year after the renewal takes effect."
    )]
    HiredWhen,
    /// The same person is in this family already.
    #[error("Somebody of this name and date of birth is in this family already.")]
    Twice,
}

/// The oldest that people are taken to be, in years.
const AGE_MAX: u8 = 120;

impl Election {
    /// Checks what it says of the family that the roster has, for coverage from a day, asked for today.
    /// Answers all that is wrong, in the order of the fields.
    pub fn check(
        &self,
        household: Option<&Household>,
        effective_on: NaiveDate,
        today: NaiveDate,
    ) -> Vec<(Subject, ElectionFault)> {
        let mut faults = Vec::new();
        let mut wrong = |subject, fault| faults.push((subject, fault));
        match (&self.newcomer, household) {
            (None, Some(household)) if household.employee.row == self.row => {}
            (Some(newcomer), None) if self.row >= FIRST_ADDED_ROW => {
                if let Some(fault) = name_fault(&newcomer.name) {
                    wrong(Subject::Employee, fault);
                }
                if !is_born(newcomer.born_on, effective_on) {
                    wrong(Subject::Employee, ElectionFault::BornWhen);
                }
                if newcomer.hired_on <= newcomer.born_on
                    || newcomer.hired_on > days_ahead(effective_on)
                {
                    wrong(Subject::Employee, ElectionFault::HiredWhen);
                }
            }
            _ => wrong(Subject::Employee, ElectionFault::UnknownEmployee),
        }
        if let Choice::Ended(ending) = &self.choice
            && (self.newcomer.is_some()
                || !Ending::last_days(today, effective_on).contains(&ending.last_day))
        {
            wrong(Subject::Employee, ElectionFault::EndsWhen);
        }
        let dependents = household.map_or(&[][..], |household| &household.dependents);
        for (place, leaving) in self.leaving.iter().enumerate() {
            let known = dependents.iter().any(|d| d.row == leaving.row && !d.waived);
            let twice = self.leaving[..place].iter().any(|other| other.row == leaving.row);
            if !known || twice {
                wrong(Subject::Leaving(leaving.row), ElectionFault::UnknownDependent);
            }
        }
        let stays = |row: u32| !self.leaving.iter().any(|leaving| leaving.row == row);
        let staying = dependents.iter().filter(|d| !d.waived && stays(d.row));
        let mut partners =
            staying.clone().filter(|d| d.relationship.party() == Party::Spouse).count();
        let mut known: Vec<(String, NaiveDate)> =
            staying.clone().map(|d| (key(&d.name), d.born_on)).collect();
        for (place, joining) in (0_u32..).zip(&self.joining) {
            let of = Subject::Joining(place);
            for fault in joining.faults(effective_on) {
                wrong(of, fault);
            }
            partners += usize::from(joining.relationship.party() == Party::Spouse);
            if joining.relationship.party() == Party::Spouse && partners > 1 {
                wrong(of, ElectionFault::SecondSpouse);
            }
            let same = (key(&joining.name), joining.born_on);
            if known.contains(&same) {
                wrong(of, ElectionFault::Twice);
            }
            known.push(same);
        }
        if dependents.len() + self.joining.len() > DEPENDENTS_MAX {
            wrong(Subject::Employee, ElectionFault::TooMany);
        }
        faults
    }
}

impl Joining {
    fn faults(&self, effective_on: NaiveDate) -> Vec<ElectionFault> {
        let mut faults = Vec::new();
        faults.extend(name_fault(&self.name));
        if self.relationship == Relationship::Employee {
            faults.push(ElectionFault::NoRelationship);
        }
        let age = age_on(self.born_on, effective_on);
        if !is_born(self.born_on, effective_on) {
            faults.push(ElectionFault::BornWhen);
        } else if self.relationship == Relationship::Child
            && !self.disabled
            && age.is_some_and(|age| age >= CHILD_AGE_LIMIT.on(effective_on).value)
        {
            faults.push(ElectionFault::ChildTooOld);
        }
        if self.row < FIRST_ADDED_ROW {
            faults.push(ElectionFault::UnknownDependent);
        }
        faults
    }
}

fn name_fault(name: &str) -> Option<ElectionFault> {
    match name.trim().chars().count() {
        0 => Some(ElectionFault::NoName),
        count if count > NAME_MAX => Some(ElectionFault::LongName),
        _ => None,
    }
}

fn is_born(born_on: NaiveDate, effective_on: NaiveDate) -> bool {
    age_on(born_on, effective_on).is_some_and(|age| age <= AGE_MAX)
}

/// The last day of the plan year that begins on a day.
fn days_ahead(effective_on: NaiveDate) -> NaiveDate {
    effective_on
        .with_year(effective_on.year() + 1)
        .and_then(|day| day.pred_opt())
        .unwrap_or(effective_on)
}

fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
