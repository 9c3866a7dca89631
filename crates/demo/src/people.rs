//! Puts the tables of people to dates of birth, so that their ages stay the same as the years pass.

use crate::day;
use crate::noise::below;
use domain::census::{Employment, Person, Relationship};

/// An employee of the tables with the dependents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Home {
    name: &'static str,
    /// The age that is completed in the calendar year of today.
    turns: i32,
    waived: bool,
    kin: &'static [Kin],
}

/// A dependent of the tables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kin {
    relationship: Relationship,
    /// The given name, followed by the family name where that is not the employee's.
    name: &'static str,
    turns: i32,
    disabled: bool,
    waived: bool,
}

/// An employee who is covered.
pub(crate) const fn home(name: &'static str, turns: i32, kin: &'static [Kin]) -> Home {
    Home { name, turns, waived: false, kin }
}

/// An employee who declined coverage.
pub(crate) const fn declined(name: &'static str, turns: i32, kin: &'static [Kin]) -> Home {
    Home { name, turns, waived: true, kin }
}

const fn kin(relationship: Relationship, name: &'static str, turns: i32) -> Kin {
    Kin { relationship, name, turns, disabled: false, waived: false }
}

pub(crate) const fn spouse(name: &'static str, turns: i32) -> Kin {
    kin(Relationship::Spouse, name, turns)
}

pub(crate) const fn partner(name: &'static str, turns: i32) -> Kin {
    kin(Relationship::DomesticPartner, name, turns)
}

/// A child turns 2 to 24: so nobody is 26 before the next plan year has begun, and everybody is born
/// before the present one began.
pub(crate) const fn child(name: &'static str, turns: i32) -> Kin {
    kin(Relationship::Child, name, turns)
}

/// A child whose disability keeps it eligible beyond 26.
pub(crate) const fn disabled_child(name: &'static str, turns: i32) -> Kin {
    Kin { disabled: true, ..kin(Relationship::Child, name, turns) }
}

impl Kin {
    /// Not to be covered.
    pub(crate) const fn declined(self) -> Self {
        Self { waived: true, ..self }
    }
}

/// The rows of a roster, as it is in a calendar year.
pub(crate) fn people(homes: &[Home], series: &str, year: i32) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for (family, home) in (1_u32..).zip(homes) {
        let employee =
            Kin { waived: home.waived, ..kin(Relationship::Employee, home.name, home.turns) };
        let mut older = None;
        for member in std::iter::once(&employee).chain(home.kin) {
            let row = u32::try_from(people.len()).unwrap_or(u32::MAX).saturating_add(1);
            // Siblings of one age are twins.
            let place = match older {
                Some((turns, place))
                    if turns == member.turns && member.relationship == Relationship::Child =>
                {
                    place
                }
                _ => row.cast_signed(),
            };
            older = (member.relationship == Relationship::Child).then_some((member.turns, place));
            people.push(Person {
                row,
                family: Some(family.to_string()),
                relationship: member.relationship,
                name: full_name(member, home.name),
                born_on: day(
                    year - member.turns,
                    1 + below(12, series, place),
                    1 + below(28, series, -place),
                ),
                disabled: member.disabled,
                waived: member.waived,
                employment: Employment::default(),
            });
        }
    }
    people
}

fn full_name(member: &Kin, employee: &str) -> String {
    match employee.rsplit_once(' ') {
        Some((_, family)) if !member.name.contains(' ') => format!("{} {family}", member.name),
        _ => member.name.to_owned(),
    }
}
