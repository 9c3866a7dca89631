//! What a screen about a renewal needs: this year's coverage and next year's plans, for the same people.

use super::scenario::Scenario;
use crate::census::{Census, CensusFaultKind, Household, Waiver, charged_ages};
use crate::contract::Package;
use crate::date::age_on;
use crate::election::{Election, Ending, Leaving, Wish, applied};
use crate::id::PlanId;
use crate::plan::{Line, Succession};
use crate::renewal::affordability::Wage;
use crate::workbench::{Family, Member, Workbench};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// The lines of coverage, in the order of every pair that has one entry for each.
pub const LINES: [Line; 2] = [Line::Medical, Line::Dental];

/// What becomes of a present plan next year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successor {
    /// The place in [`RenewalBench::next`] of itself or of the plan that takes its place; `None` when
    /// nothing does, or what does is not sold to this group.
    pub plan: Option<u16>,
    /// The carrier's reason, in words for people.
    pub reason: Option<String>,
}

/// What was elected in one line, as a place in [`RenewalBench::next`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Elected {
    /// The plan to which the scenario leads.
    #[default]
    Follow,
    /// This plan, where the package offers it.
    Plan(u16),
    /// A plan that cannot be had next year.
    Gone,
    /// None.
    Without,
}

/// What was elected for an employee's family beside its plans.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Changes {
    /// When and why coverage ends.
    pub ending: Option<Ending>,
    /// Whether the carrier accepted that already: then it stands, however late it is.
    pub ending_accepted: bool,
    /// The first day of employment of somebody who is new.
    pub hired_on: Option<NaiveDate>,
    /// The rows of the dependents who join.
    pub joining: Vec<u32>,
    /// The dependents who leave.
    pub leaving: Vec<Leaving>,
    /// The children who are covered now and too old to be covered next year.
    pub too_old: Vec<u32>,
}

/// An employee of the group, covered or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employee {
    /// The row of the roster.
    pub row: u32,
    /// First and last name.
    pub name: String,
    /// The place of the benefit class in [`Workbench::classes`].
    pub class: Option<u8>,
    /// What the employee earns, where that is known.
    pub wage: Option<Wage>,
    /// Why coverage was declined, where it was and the reason is known.
    pub waiver: Option<Waiver>,
    /// Whether coverage was declined.
    pub waived: bool,
    /// The age on the first day of next year, of an employee who declined, or asked to end coverage: what
    /// coverage would cost.
    pub declined_age: Option<u8>,
    /// The place of the family in [`RenewalBench::present`].
    pub now: Option<u32>,
    /// The place of the family in [`RenewalBench::next`].
    pub next: Option<u32>,
    /// For each of [`LINES`], the place in [`RenewalBench::present`] of the plan that the family is in; a
    /// family that is not covered is in none, whatever the roster says.
    pub enrolled: [Option<u16>; 2],
    /// For each of [`LINES`], what was elected for next year.
    pub elected: [Elected; 2],
    /// What else was elected, where anything was.
    pub changes: Option<Box<Changes>>,
}

impl Employee {
    /// The end of coverage that was asked for.
    pub fn ending(&self) -> Option<Ending> {
        self.changes.as_ref()?.ending
    }

    /// Whether the employee can be covered next year: not who works there no more.
    pub fn is_eligible(&self) -> bool {
        self.ending().is_none_or(|ending| ending.reason.stays_eligible())
    }
}

/// A group at its renewal. Like a [`Workbench`] it travels once and holds no SSN, no date of birth and
/// no address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalBench {
    /// The plans of the present contract at this year's rates, for the people as they were on its
    /// first day.
    pub present: Workbench,
    /// Every plan that can be offered next year, for the people as they are then.
    pub next: Workbench,
    /// What the present contract offers.
    pub packages: Vec<Package>,
    /// For each plan of `present`, what becomes of it.
    pub successors: Vec<Successor>,
    /// Everybody who works there, in the order of the roster.
    pub employees: Vec<Employee>,
}

impl RenewalBench {
    /// Puts two workbenches of one census together.
    ///
    /// `present` must hold the plans of the contract alone, and `next` must be laid for the census to which
    /// the elections were [`applied`]. Members' names are taken out of `present` where `next` has them.
    pub fn new(
        mut present: Workbench,
        next: Workbench,
        census: &Census,
        elections: &[Election],
        packages: Vec<Package>,
        successions: &[Succession],
    ) -> Self {
        let successors = present.plans.iter().map(|plan| successor(&plan.id, &next, successions));
        let successors = successors.collect();
        let by_row = |workbench: &Workbench| -> HashMap<u32, u32> {
            let rows = workbench.families.iter().map(|family| family.employee().row);
            rows.zip(0..).collect()
        };
        let (now_of, next_of) = (by_row(&present), by_row(&next));
        let covered_now: HashSet<u32> =
            present.families.iter().flat_map(|f| f.members.iter().map(|m| m.row)).collect();
        let faults = census.faults_on(next.effective_on).into_iter();
        let too_old: Vec<u32> = faults
            .filter(|f| f.kind == CensusFaultKind::ChildOverAge && covered_now.contains(&f.row))
            .map(|fault| fault.row)
            .collect();
        let employees = applied(census, elections)
            .households
            .iter()
            .map(|household| {
                let person = &household.employee;
                let election = elections.iter().find(|election| election.row == person.row);
                let changes = changes(household, election, &too_old);
                let ending = changes.as_ref().and_then(|changes| changes.ending);
                let waived = person.waived && ending.is_none();
                let declined =
                    person.waived && ending.is_none_or(|ending| ending.reason.stays_eligible());
                let facts = &person.employment;
                let class = facts.class.as_ref();
                let class = class.and_then(|name| next.classes.iter().position(|c| c == name));
                let now = now_of.get(&person.row).copied();
                let in_line = |line| {
                    now?;
                    let mut places = facts.enrolled.iter().filter_map(|id| present.plan(id));
                    places.find(|place| present.plans[*place].line == line)
                };
                Employee {
                    row: person.row,
                    name: person.name.clone(),
                    class: class.and_then(|place| u8::try_from(place).ok()),
                    wage: facts.wage,
                    waiver: facts.waiver,
                    waived,
                    declined_age: Some(person.born_on)
                        .filter(|_| declined)
                        .and_then(|born_on| age_on(born_on, next.effective_on)),
                    now,
                    next: next_of.get(&person.row).copied(),
                    enrolled: LINES.map(|line| in_line(line).and_then(|p| u16::try_from(p).ok())),
                    elected: LINES.map(|line| elected(election, line, &next)),
                    changes,
                }
            })
            .collect();
        let named: HashSet<u32> =
            next.families.iter().flat_map(|f| f.members.iter().map(|m| m.row)).collect();
        for member in present.families.iter_mut().flat_map(|family| &mut family.members) {
            if named.contains(&member.row) {
                member.name = String::new();
            }
        }
        Self { present, next, packages, successors, employees }
    }

    /// Marks the endings of coverage that the carrier accepted: the employee's row, and which.
    pub fn note_accepted(&mut self, endings: &[(u32, Ending)]) {
        for employee in &mut self.employees {
            let row = employee.row;
            let Some(changes) = &mut employee.changes else { continue };
            let told = changes.ending.map(|ending| (row, ending));
            changes.ending_accepted = told.is_some_and(|told| endings.contains(&told));
        }
    }

    /// What happens if nothing is done: every plan goes over into its successor, and what the employer
    /// contributes stays.
    pub fn as_is(&self) -> Scenario {
        let over = |id: &PlanId| {
            let place = self.present.plan(id)?;
            let next = self.successors[place].plan?;
            Some(self.next.plans[usize::from(next)].id.clone())
        };
        let packages = self.packages.iter().map(|package| {
            let mut plans: Vec<PlanId> = Vec::new();
            for id in package.plans.iter().filter_map(over) {
                if !plans.contains(&id) {
                    plans.push(id);
                }
            }
            let mut package = Package { plans, ..package.clone() };
            package.contribution.reference = package.contribution.reference.as_ref().and_then(over);
            package
        });
        Scenario { packages: packages.collect(), moves: Vec::new() }
    }

    /// For each of [`LINES`], next year's families of those who are covered in it now or chose to be.
    pub(super) fn covered_next(&self) -> [Vec<usize>; 2] {
        LINES.map(|line| {
            let covered = self.employees.iter().filter(|e| match e.elected[line as usize] {
                Elected::Follow | Elected::Gone => e.enrolled[line as usize].is_some(),
                Elected::Plan(_) => true,
                Elected::Without => false,
            });
            covered.filter_map(|employee| employee.next.map(|family| family as usize)).collect()
        })
    }

    /// Next year's families as they would have been this year: the same people at this year's ages.
    /// Somebody who was not covered then counts as a year younger than next year.
    pub(super) fn families_a_year_younger(&self) -> Vec<Family> {
        let present = self.present.families.iter().flat_map(|family| &family.members);
        let ages: HashMap<u32, u8> = present.map(|member| (member.row, member.age)).collect();
        let younger = |member: &Member| {
            ages.get(&member.row).copied().unwrap_or_else(|| member.age.saturating_sub(1))
        };
        let families = self.next.families.iter().map(|family| {
            let mut members: Vec<Member> = family
                .members
                .iter()
                .map(|m| Member { age: younger(m), name: String::new(), ..m.clone() })
                .collect();
            let people: Vec<_> = members.iter().map(|m| (m.relationship, m.age)).collect();
            let charged = charged_ages(&people, self.present.effective_on);
            for (member, charged) in members.iter_mut().zip(charged) {
                member.charged = charged;
            }
            Family { class: family.class, members }
        });
        families.collect()
    }
}

/// What was elected for a family beside its plans, and who of it cannot be covered; `None` where there is
/// nothing to tell.
fn changes(
    household: &Household,
    election: Option<&Election>,
    too_old: &[u32],
) -> Option<Box<Changes>> {
    let leaving = election.map_or_else(Vec::new, |election| election.leaving.clone());
    let stays = |row: u32| !leaving.iter().any(|leaving| leaving.row == row);
    let changes = Changes {
        ending: election.and_then(Election::ending),
        ending_accepted: false,
        hired_on: election.and_then(|e| e.newcomer.as_ref()).map(|newcomer| newcomer.hired_on),
        joining: election.map_or_else(Vec::new, |e| e.joining.iter().map(|j| j.row).collect()),
        too_old: household
            .dependents
            .iter()
            .map(|dependent| dependent.row)
            .filter(|row| too_old.contains(row) && stays(*row))
            .collect(),
        leaving,
    };
    (changes != Changes::default()).then(|| Box::new(changes))
}

fn elected(election: Option<&Election>, line: Line, next: &Workbench) -> Elected {
    let Some(wishes) = election.and_then(Election::wishes) else { return Elected::Follow };
    match &wishes[line as usize] {
        Wish::Follow => Elected::Follow,
        Wish::Without => Elected::Without,
        Wish::Plan(id) => {
            let place = next.plan(id).filter(|place| next.plans[*place].line == line);
            place.and_then(|p| u16::try_from(p).ok()).map_or(Elected::Gone, Elected::Plan)
        }
    }
}

fn successor(id: &PlanId, next: &Workbench, successions: &[Succession]) -> Successor {
    let place = |id: &PlanId| next.plan(id).and_then(|place| u16::try_from(place).ok());
    match successions.iter().find(|succession| succession.from == *id) {
        Some(Succession { to, reason, .. }) => {
            Successor { plan: to.as_ref().and_then(place), reason: reason.clone() }
        }
        // What no crosswalk speaks of goes on under its own id, or ends.
        None => Successor { plan: place(id), reason: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::census::{Person, Relationship};
    use crate::election::{EndReason, FIRST_ADDED_ROW, LeaveReason};
    use crate::fixture::{day, person};
    use crate::renewal::reckon::tests::{
        BRONZE, DENTAL, GOLD, bench_of, chooses, declines, ends, id, joining, newcomer, package,
        percent, worker,
    };

    fn laid(people: Vec<Person>, elections: &[Election]) -> RenewalBench {
        bench_of(people, elections, vec![package(&[], &[GOLD, DENTAL], percent(50, 0, 0))]).0
    }

    #[test]
    fn changes_tell_what_was_elected_beside_plans() {
        let mut people = vec![worker(1, "1980-01-01", &[GOLD])];
        people.push(person(2, 1, Relationship::Spouse, day("1981-01-01")));
        // Two who turn 26 within the year, one who was 26 before it, and one who is not born yet.
        for (row, born_on) in
            [(3, "2000-06-01"), (4, "2001-01-01"), (5, "1999-06-01"), (6, "2027-02-01")]
        {
            people.push(person(row, 1, Relationship::Child, day(born_on)));
        }
        people.push(worker(7, "1990-01-01", &[GOLD]));
        let divorce = Leaving { row: 2, reason: LeaveReason::Divorce };
        let elsewhere = Leaving { row: 3, reason: LeaveReason::OtherCoverage };
        let mut family = Election::following(1);
        family.leaving = vec![divorce, elsewhere];
        family.joining = vec![joining(0, Relationship::Child, "2026-11-01")];
        let leaves = ends(7, EndReason::LeftJob, "2026-12-31");
        let new = newcomer(1, "2026-11-02", GOLD);
        let bench = laid(people.clone(), &[family, leaves.clone(), new]);
        let changes: Vec<_> = bench.employees.iter().map(|e| e.changes.as_deref()).collect();
        let none = Changes::default();
        assert_eq!(
            changes,
            [
                Some(&Changes {
                    joining: vec![FIRST_ADDED_ROW],
                    leaving: vec![divorce, elsewhere],
                    too_old: vec![4],
                    ..none.clone()
                }),
                Some(&Changes { ending: bench.employees[1].ending(), ..none.clone() }),
                Some(&Changes { hired_on: Some(day("2026-11-02")), ..none }),
            ]
        );
        let ending = leaves.ending().unwrap();
        assert_eq!(bench.employees[1].ending(), Some(ending));

        let plain = laid(people.clone(), &[]);
        let too_old = |bench: &RenewalBench| bench.employees[0].changes.clone().map(|c| c.too_old);
        assert_eq!((too_old(&plain), &plain.employees[1].changes), (Some(vec![3, 4]), &None));
        // Of a family that declined nobody is covered who could be too old.
        people[0].waived = true;
        assert_eq!(too_old(&laid(people, &[])), None);
    }

    #[test]
    fn an_employee_is_eligible_offered_and_enrolled_as_was_elected() {
        let mut declined = worker(2, "1990-01-01", &[GOLD, DENTAL]);
        declined.waived = true;
        let people = vec![worker(1, "1990-01-01", &[GOLD, DENTAL]), declined];
        let ended = |reason| ends(1, reason, "2026-12-31");
        let both = chooses(2, Wish::Plan(id(GOLD)), Wish::Without);
        let wrong = chooses(1, Wish::Plan(id(BRONZE)), Wish::Plan(id(GOLD)));
        let fact = |elections: &[Election], place: usize| {
            let bench = laid(people.clone(), elections);
            let Employee { now, next, waived, declined_age, enrolled, elected, .. } =
                bench.employees[place].clone();
            let enrolled = enrolled.map(|plan| plan.is_some());
            let eligible = bench.employees[place].is_eligible();
            (now.is_some(), next.is_some(), waived, declined_age, eligible, enrolled, elected)
        };
        let none = [Elected::Follow; 2];
        let gold =
            laid(people.clone(), &[]).next.plan(&id(GOLD)).and_then(|p| u16::try_from(p).ok());
        let gold = Elected::Plan(gold.unwrap());
        // (now, next, waived, age if declined, eligible, enrolled, elected)
        for (elections, place, expected) in [
            (vec![], 0, (true, true, false, None, true, [true; 2], none)),
            // Who declined is in no plan, whatever the roster says.
            (vec![], 1, (false, false, true, Some(37), true, [false; 2], none)),
            (vec![both], 1, (false, true, false, None, true, [false; 2], [gold, Elected::Without])),
            (vec![wrong], 0, (true, true, false, None, true, [true; 2], [Elected::Gone; 2])),
            (
                vec![declines(1, Waiver::PublicProgram)],
                0,
                (true, false, true, Some(37), true, [true; 2], none),
            ),
            (
                vec![ended(EndReason::LeftJob)],
                0,
                (true, false, false, None, false, [true; 2], none),
            ),
            // Who asked for the end is offered coverage all the same.
            (
                vec![ended(EndReason::Asked)],
                0,
                (true, false, false, Some(37), true, [true; 2], none),
            ),
        ] {
            assert_eq!(fact(&elections, place), expected, "{elections:?}");
        }
    }
}
