//! What a screen about a renewal needs: this year's coverage and next year's plans, for the same people.

use super::scenario::Scenario;
use crate::census::{Census, Waiver, charged_ages};
use crate::contract::Package;
use crate::date::age_on;
use crate::id::PlanId;
use crate::plan::{Line, Succession};
use crate::renewal::affordability::Wage;
use crate::workbench::{Family, Member, Workbench};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

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
    /// The age on the first day of next year, of an employee who declined: what coverage would cost.
    pub declined_age: Option<u8>,
    /// The place of the family in [`RenewalBench::present`].
    pub now: Option<u32>,
    /// The place of the family in [`RenewalBench::next`].
    pub next: Option<u32>,
    /// For each of [`LINES`], the place in [`RenewalBench::present`] of the plan that the family is in.
    pub enrolled: [Option<u16>; 2],
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
    /// `present` must hold the plans of the contract alone. Members' names are taken out of it, since
    /// `next` has them.
    pub fn new(
        mut present: Workbench,
        next: Workbench,
        census: &Census,
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
        let employees = census
            .households
            .iter()
            .map(|household| {
                let person = &household.employee;
                let facts = &person.employment;
                let class = facts.class.as_ref();
                let class = class.and_then(|name| next.classes.iter().position(|c| c == name));
                let in_line = |line| {
                    let mut places = facts.enrolled.iter().filter_map(|id| present.plan(id));
                    places.find(|place| present.plans[*place].line == line)
                };
                Employee {
                    row: person.row,
                    name: person.name.clone(),
                    class: class.and_then(|place| u8::try_from(place).ok()),
                    wage: facts.wage,
                    waiver: facts.waiver,
                    waived: person.waived,
                    declined_age: Some(person.born_on)
                        .filter(|_| person.waived)
                        .and_then(|born_on| age_on(born_on, next.effective_on)),
                    now: now_of.get(&person.row).copied(),
                    next: next_of.get(&person.row).copied(),
                    enrolled: LINES.map(|line| in_line(line).and_then(|p| u16::try_from(p).ok())),
                }
            })
            .collect();
        for member in present.families.iter_mut().flat_map(|family| &mut family.members) {
            member.name = String::new();
        }
        Self { present, next, packages, successors, employees }
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

    /// For each of [`LINES`], next year's families of those who are covered in it now.
    pub(super) fn covered_next(&self) -> [Vec<usize>; 2] {
        LINES.map(|line| {
            let covered = self.employees.iter().filter(|e| e.enrolled[line as usize].is_some());
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
