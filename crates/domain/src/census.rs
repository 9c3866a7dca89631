//! The people of a group: who works there, who belongs to whom, who is covered, who is charged.

use crate::date::age_on;
use crate::id::PlanId;
use crate::renewal::affordability::Wage;
use crate::rules::{CHARGED_CHILDREN, CHILD_AGE_LIMIT, CHILD_RATING_AGE};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// The most rows that a roster may have.
pub const ROWS_MAX: usize = 50_000;
/// The most dependents that a family may have.
pub const DEPENDENTS_MAX: usize = 25;

/// The most benefit classes that a group may have.
pub const CLASSES_MAX: usize = 20;

/// How a person belongs to the employee through whom coverage comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    /// The employee; the subscriber once covered.
    Employee,
    /// Married to the employee.
    Spouse,
    /// Living with the employee in a domestic partnership, registered or not.
    DomesticPartner,
    /// A child of either, by birth, adoption, foster care or marriage.
    Child,
}

impl Relationship {
    /// The word that people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Employee => "Employee",
            Self::Spouse => "Spouse",
            Self::DomesticPartner => "Domestic partner",
            Self::Child => "Child",
        }
    }

    /// The word that programs see.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::Spouse => "spouse",
            Self::DomesticPartner => "domestic_partner",
            Self::Child => "child",
        }
    }

    /// Reads the word that programs see.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Employee, Self::Spouse, Self::DomesticPartner, Self::Child]
            .into_iter()
            .find(|r| r.code() == code)
    }

    /// Whose contribution applies to this person.
    pub const fn party(self) -> Party {
        match self {
            Self::Employee => Party::Employee,
            Self::Spouse | Self::DomesticPartner => Party::Spouse,
            Self::Child => Party::Child,
        }
    }
}

/// The three kinds of people for whom an employer's contribution may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Party {
    /// The employee.
    Employee,
    /// Spouse or domestic partner.
    Spouse,
    /// Children.
    Child,
}

impl Party {
    /// All three, in the order of their discriminants.
    pub const ALL: [Self; 3] = [Self::Employee, Self::Spouse, Self::Child];
}

/// The shape of a covered family, by which prices and contributions may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

    /// The shape that the covered members make.
    pub fn of(members: impl Iterator<Item = Relationship>) -> Self {
        let (mut spouse, mut child) = (false, false);
        for member in members {
            spouse |= member.party() == Party::Spouse;
            child |= member.party() == Party::Child;
        }
        match (spouse, child) {
            (false, false) => Self::EmployeeOnly,
            (true, false) => Self::EmployeeSpouse,
            (false, true) => Self::EmployeeChildren,
            (true, true) => Self::Family,
        }
    }
}

/// Why an employee is not covered, as said when coverage was declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiver {
    /// Covered through a spouse, partner or parent.
    OtherGroupPlan,
    /// Covered by Medicare, Medicaid or another public program.
    PublicProgram,
    /// Declined without other coverage: not a valid waiver.
    NoOtherCoverage,
}

impl Waiver {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::OtherGroupPlan, Self::PublicProgram, Self::NoOtherCoverage];

    /// The word that programs see.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherGroupPlan => "other_group_plan",
            Self::PublicProgram => "public_program",
            Self::NoOtherCoverage => "no_other_coverage",
        }
    }

    /// Reads the word that programs see.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|waiver| waiver.code() == code)
    }

    /// Whether it counts where valid waivers count.
    pub const fn is_valid(self) -> bool {
        !matches!(self, Self::NoOtherCoverage)
    }

    /// The words that people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OtherGroupPlan => "Covered by another group plan",
            Self::PublicProgram => "Covered by a public program",
            Self::NoOtherCoverage => "Declined, without other coverage",
        }
    }
}

/// What an employer knows of an employee beside the family.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Employment {
    /// The benefit class, as the employer names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// What the employee earns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wage: Option<Wage>,
    /// The plans in which the family is enrolled at present, at most one of each line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enrolled: Vec<PlanId>,
    /// Why coverage was declined, where it was and a reason is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waiver>,
}

/// One person of a roster, as read, before it is known who belongs to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The row of the file that the person stands in, as people count: the first row is 1.
    pub row: u32,
    /// The file's own id of the family. Without one, dependents belong to the employee above them.
    pub family: Option<String>,
    /// How the person belongs to the employee.
    pub relationship: Relationship,
    /// First and last name.
    pub name: String,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// A child whose disability keeps it eligible beyond the age limit.
    pub disabled: bool,
    /// Offered coverage and declined it (for a dependent: not to be covered).
    pub waived: bool,
    /// For an employee, the facts of employment.
    pub employment: Employment,
}

/// An employee with the dependents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// The employee.
    pub employee: Person,
    /// The dependents, in the order of the roster.
    pub dependents: Vec<Person>,
}

impl Household {
    /// Those of it who are covered: nobody when the employee waived.
    pub fn covered(&self) -> impl Iterator<Item = &Person> {
        let waived = self.employee.waived;
        std::iter::once(&self.employee)
            .chain(&self.dependents)
            .filter(move |p| !waived && !p.waived)
    }
}

/// What is wrong with a person's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CensusFaultKind {
    /// A dependent without an employee to belong to.
    NoEmployee,
    /// A second employee under the same family id.
    SecondEmployee,
    /// A second spouse or partner in one family.
    SecondSpouse,
    /// More dependents than a family may have.
    TooManyDependents,
    /// Born after the effective date: there is no age to be rated at.
    NotYetBorn,
    /// A child at or over the age limit that is not marked as disabled.
    ChildOverAge,
}

/// A fault in a roster that concerns one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CensusFault {
    /// The row, as people count.
    pub row: u32,
    /// What is wrong.
    pub kind: CensusFaultKind,
}

impl CensusFaultKind {
    /// A short, stable name for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoEmployee => "no_employee",
            Self::SecondEmployee => "second_employee",
            Self::SecondSpouse => "second_spouse",
            Self::TooManyDependents => "too_many_dependents",
            Self::NotYetBorn => "not_yet_born",
            Self::ChildOverAge => "child_over_age",
        }
    }

    /// What is wrong and what to do, for people.
    pub const fn message(self) -> &'static str {
        match self {
            Self::NoEmployee => {
                "This dependent has no employee: put the employee's row above it, or give both the same family id."
            }
            Self::SecondEmployee => {
                "This family id already has an employee: give each employee a family id of its own."
            }
            Self::SecondSpouse => {
                "This family already has a spouse or partner: only one can be covered."
            }
            Self::TooManyDependents => {
                "This family has more than 25 dependents: check the family ids."
            }
            Self::NotYetBorn => {
                "The date of birth is after the effective date: nobody can be covered before birth."
            }
            Self::ChildOverAge => {
                "A child can be covered to age 26: leave this row out, or mark the child as disabled."
            }
        }
    }
}

/// All the people of a group, by family.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Census {
    /// The families, in the order of the roster.
    pub households: Vec<Household>,
}

impl Census {
    /// Puts people together into families. Rows that cannot be placed are left out and named; a
    /// dependent whose employee is missing is never priced alone.
    pub fn assemble(people: Vec<Person>) -> (Self, Vec<CensusFault>) {
        let mut census = Self::default();
        let mut faults = Vec::new();
        let mut by_family: HashMap<String, usize> = HashMap::new();
        let (employees, dependents): (Vec<_>, Vec<_>) =
            people.into_iter().partition(|p| p.relationship == Relationship::Employee);
        // The row of each employee and its household, if it got one.
        let mut employee_rows: Vec<(u32, Option<usize>)> = Vec::with_capacity(employees.len());
        for person in employees {
            let place = census.households.len();
            if let Some(family) = &person.family {
                if by_family.contains_key(family) {
                    employee_rows.push((person.row, None));
                    faults.push(CensusFault {
                        row: person.row,
                        kind: CensusFaultKind::SecondEmployee,
                    });
                    continue;
                }
                by_family.insert(family.clone(), place);
            }
            employee_rows.push((person.row, Some(place)));
            census.households.push(Household { employee: person, dependents: Vec::new() });
        }
        for person in dependents {
            let place = match &person.family {
                Some(family) => by_family.get(family).copied(),
                None => employee_rows
                    [..employee_rows.partition_point(|(row, _)| *row < person.row)]
                    .last()
                    .and_then(|(_, place)| *place),
            };
            match place.map(|place| &mut census.households[place]) {
                None => {
                    let kind = CensusFaultKind::NoEmployee;
                    faults.push(CensusFault { row: person.row, kind });
                }
                Some(household) => match household.refuses(&person) {
                    Some(kind) => faults.push(CensusFault { row: person.row, kind }),
                    None => household.dependents.push(person),
                },
            }
        }
        faults.sort_by_key(|fault| fault.row);
        (census, faults)
    }

    /// The benefit classes that occur, by name.
    pub fn classes(&self) -> Vec<String> {
        let named = self.households.iter().filter_map(|h| h.employee.employment.class.clone());
        named.collect::<BTreeSet<_>>().into_iter().take(CLASSES_MAX).collect()
    }

    /// Faults that depend on the day on which coverage begins, by row.
    pub fn faults_on(&self, effective_on: NaiveDate) -> Vec<CensusFault> {
        let limit = CHILD_AGE_LIMIT.on(effective_on).value;
        let mut faults: Vec<CensusFault> = self
            .households
            .iter()
            .flat_map(Household::covered)
            .filter_map(|person| {
                let kind = match age_on(person.born_on, effective_on) {
                    None => CensusFaultKind::NotYetBorn,
                    Some(age)
                        if person.relationship == Relationship::Child
                            && age >= limit
                            && !person.disabled =>
                    {
                        CensusFaultKind::ChildOverAge
                    }
                    Some(_) => return None,
                };
                Some(CensusFault { row: person.row, kind })
            })
            .collect();
        faults.sort_by_key(|fault| fault.row);
        faults
    }

    /// The same people without those who cannot be covered from a day on; without an employee, the
    /// whole family goes.
    #[must_use]
    pub fn coverable_on(&self, effective_on: NaiveDate) -> Self {
        let faulty: Vec<u32> = self.faults_on(effective_on).iter().map(|fault| fault.row).collect();
        let sound = |person: &Person| faulty.binary_search(&person.row).is_err();
        let households = self
            .households
            .iter()
            .filter(|household| sound(&household.employee))
            .map(|household| Household {
                employee: household.employee.clone(),
                dependents: household.dependents.iter().filter(|p| sound(p)).cloned().collect(),
            })
            .collect();
        Self { households }
    }

    /// How many employees are covered.
    pub fn covered_employees(&self) -> usize {
        self.households.iter().filter(|h| !h.employee.waived).count()
    }

    /// How many employees waived coverage.
    pub fn waived_employees(&self) -> usize {
        self.households.len() - self.covered_employees()
    }

    /// How many people are covered.
    pub fn covered_members(&self) -> usize {
        self.households.iter().map(|h| h.covered().count()).sum()
    }
}

impl Household {
    fn refuses(&self, person: &Person) -> Option<CensusFaultKind> {
        let partner = |p: &Person| p.relationship.party() == Party::Spouse && !p.waived;
        let second_spouse = partner(person) && self.dependents.iter().any(partner);
        if second_spouse {
            Some(CensusFaultKind::SecondSpouse)
        } else if self.dependents.len() >= DEPENDENTS_MAX {
            Some(CensusFaultKind::TooManyDependents)
        } else {
            None
        }
    }
}

/// For each covered member of a family, whether a medical plan charges for it: everybody but the
/// children under 21 beyond the three oldest. Of two born on one day the one listed first counts
/// as the older; their rate is the same.
///
/// Source: 45 CFR 147.102(c)(1).
pub fn charged(members: &[&Person], effective_on: NaiveDate) -> Vec<bool> {
    let adult = CHILD_RATING_AGE.on(effective_on).value;
    let is_young = |person: &Person| {
        person.relationship == Relationship::Child
            && age_on(person.born_on, effective_on).is_none_or(|age| age < adult)
    };
    let mut young: Vec<usize> = (0..members.len()).filter(|i| is_young(members[*i])).collect();
    young.sort_by_key(|i| members[*i].born_on);
    all_but_the_youngest(members.len(), &young, effective_on)
}

/// The same from relationships and ages: children of one age have the same rate, so that it does not
/// matter which of them is charged.
pub fn charged_ages(members: &[(Relationship, u8)], effective_on: NaiveDate) -> Vec<bool> {
    let adult = CHILD_RATING_AGE.on(effective_on).value;
    let is_young = |(relationship, age): (Relationship, u8)| {
        relationship == Relationship::Child && age < adult
    };
    let mut young: Vec<usize> = (0..members.len()).filter(|i| is_young(members[*i])).collect();
    young.sort_by_key(|i| Reverse(members[*i].1));
    all_but_the_youngest(members.len(), &young, effective_on)
}

/// Charges for everybody but those of `young`, the oldest first, beyond the number that is charged.
fn all_but_the_youngest(members: usize, young: &[usize], effective_on: NaiveDate) -> Vec<bool> {
    let limit = usize::from(CHARGED_CHILDREN.on(effective_on).value);
    let mut charged = vec![true; members];
    for free in young.iter().skip(limit) {
        charged[*free] = false;
    }
    charged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(row: u32, family: Option<&str>, relationship: Relationship, born_on: &str) -> Person {
        Person {
            row,
            family: family.map(Into::into),
            relationship,
            name: format!("Person {row}"),
            born_on: born_on.parse().unwrap(),
            disabled: false,
            waived: false,
            employment: Employment::default(),
        }
    }

    use Relationship::{Child, DomesticPartner, Employee, Spouse};

    fn effective() -> NaiveDate {
        "2027-01-01".parse().unwrap()
    }

    #[test]
    fn families_are_put_together_by_id_or_by_order() {
        let (census, faults) = Census::assemble(vec![
            person(1, Some("b"), Child, "2010-01-01"),
            person(2, Some("a"), Employee, "1980-01-01"),
            person(3, Some("b"), Employee, "1981-01-01"),
            person(4, None, Child, "2011-01-01"),
            person(5, None, Employee, "1982-01-01"),
            person(6, None, Spouse, "1983-01-01"),
            person(7, None, DomesticPartner, "1984-01-01"),
            person(8, Some("z"), Child, "2012-01-01"),
            person(9, Some("a"), Employee, "1985-01-01"),
            // Belongs to the refused employee above it, not to the one before.
            person(10, None, Child, "2013-01-01"),
        ]);
        let rows: Vec<(u32, Vec<u32>)> = census
            .households
            .iter()
            .map(|h| (h.employee.row, h.dependents.iter().map(|d| d.row).collect()))
            .collect();
        assert_eq!(rows, [(2, vec![]), (3, vec![1, 4]), (5, vec![6])]);
        let kinds: Vec<_> = faults.iter().map(|f| (f.row, f.kind)).collect();
        assert_eq!(
            kinds,
            [
                (7, CensusFaultKind::SecondSpouse),
                (8, CensusFaultKind::NoEmployee),
                (9, CensusFaultKind::SecondEmployee),
                (10, CensusFaultKind::NoEmployee)
            ]
        );
    }

    #[test]
    fn a_spouse_who_declined_stands_in_nobodys_way() {
        let mut declined = person(2, None, Spouse, "1980-01-01");
        declined.waived = true;
        let (census, faults) = Census::assemble(vec![
            person(1, None, Employee, "1980-01-01"),
            declined,
            person(3, None, DomesticPartner, "1981-01-01"),
        ]);
        assert_eq!(faults, []);
        assert_eq!(census.covered_members(), 2);
    }

    #[test]
    fn a_dependent_above_the_first_employee_is_never_priced_alone() {
        let (census, faults) = Census::assemble(vec![person(1, None, Child, "2010-01-01")]);
        assert!(census.households.is_empty());
        assert_eq!(faults, [CensusFault { row: 1, kind: CensusFaultKind::NoEmployee }]);
    }

    #[test]
    fn children_are_covered_to_26_and_nobody_before_birth() {
        let mut disabled = person(5, None, Child, "1995-05-05");
        disabled.disabled = true;
        let mut declined = person(7, None, Child, "1990-05-05");
        declined.waived = true;
        let (census, _) = Census::assemble(vec![
            person(1, None, Employee, "1970-01-01"),
            person(2, None, Child, "2001-01-02"),
            person(3, None, Child, "2001-01-01"),
            person(4, None, Child, "2027-01-02"),
            disabled,
            person(6, None, Child, "2027-01-01"),
            declined,
        ]);
        let faults: Vec<_> =
            census.faults_on(effective()).iter().map(|f| (f.row, f.kind)).collect();
        assert_eq!(faults, [(3, CensusFaultKind::ChildOverAge), (4, CensusFaultKind::NotYetBorn)]);
        let rows = |c: &Census| c.households[0].covered().map(|p| p.row).collect::<Vec<_>>();
        assert_eq!(rows(&census.coverable_on(effective())), [1, 2, 5, 6]);
    }

    #[test]
    fn a_waived_employee_covers_nobody() {
        let mut employee = person(1, None, Employee, "1970-01-01");
        employee.waived = true;
        let (census, _) = Census::assemble(vec![employee, person(2, None, Spouse, "1971-01-01")]);
        assert_eq!(
            (census.covered_members(), census.covered_employees(), census.waived_employees()),
            (0, 0, 1)
        );
    }

    #[test]
    fn fourth_child_under_21_is_not_charged() {
        let family = [
            person(1, None, Employee, "1975-01-01"),
            person(2, None, Child, "2016-01-01"),
            person(3, None, Child, "2008-01-01"),
            person(4, None, Child, "2005-01-01"), // 22: always charged
            person(5, None, Child, "2010-01-01"),
            person(6, None, Child, "2012-01-01"),
            person(7, None, Child, "2006-01-02"), // 20 on the effective date
        ];
        let members: Vec<&Person> = family.iter().collect();
        // The three oldest under 21 are rows 7, 3 and 5.
        assert_eq!(charged(&members, effective()), [true, false, true, true, true, false, true]);
    }

    #[test]
    fn an_employee_or_spouse_under_21_is_charged_beside_three_children() {
        let family = [
            person(1, None, Employee, "2007-01-01"),
            person(2, None, Spouse, "2007-02-01"),
            person(3, None, Child, "2024-01-01"),
            person(4, None, Child, "2025-01-01"),
            person(5, None, Child, "2026-01-01"),
            person(6, None, Child, "2026-01-01"),
        ];
        let members: Vec<&Person> = family.iter().collect();
        assert_eq!(charged(&members, effective()), [true, true, true, true, true, false]);
    }
}
