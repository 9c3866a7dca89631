//! What is submitted, complete: it reads the same when plans, rates and people have changed.

use super::gate::Override;
use crate::census::{Census, Household, Person, Relationship, Waiver};
use crate::contract::Package;
use crate::election::{Election, Ending};
use crate::id::PlanId;
use crate::plan::Line;
use crate::pricing::Split;
use crate::renewal::bench::LINES;
use crate::renewal::{Elected, Employee, Impact, Reckoned, Reckoner, Scenario};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A typed signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The name, as typed.
    pub name: String,
    /// The address of the account that signed.
    pub email: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was attested to.
    pub attestation: String,
}

/// A plan that occurs in what is submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledPlan {
    /// HIOS plan id.
    pub id: PlanId,
    /// The name under which it is sold.
    pub name: String,
    /// Medical or dental.
    pub line: Line,
}

/// A member of a family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledMember {
    /// The row by which the person is known.
    pub row: u32,
    /// First and last name.
    pub name: String,
    /// How the person belongs to the employee.
    pub relationship: Relationship,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// Whether the person is covered at present.
    pub now: bool,
    /// Whether the person is covered next year.
    pub next: bool,
}

/// What the renewal does to an employee's family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Covered as before: in the same plans, or in those that take their place.
    Renewed,
    /// Covered, in other plans than those, or in more or fewer lines.
    Moved,
    /// Covered, and was not.
    Joined,
    /// Declined coverage, now or before; why, where that is known.
    Waived(Option<Waiver>),
    /// Coverage ends.
    Ended(Ending),
    /// Is in no plan now or next year, and did not decline: has not decided.
    Undecided,
    /// Is covered now, and would be in no plan without having asked for it.
    NotPossible,
}

/// What the renewal does to an employee and the family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledFamily {
    /// The employee's row.
    pub row: u32,
    /// First and last name of the employee.
    pub name: String,
    /// The benefit class.
    pub class: Option<String>,
    /// The members, the employee first; also those who leave, and those who declined.
    pub members: Vec<FiledMember>,
    /// For each of [`LINES`], the present plan.
    pub now_in: [Option<PlanId>; 2],
    /// For each of [`LINES`], next year's plan.
    pub next_in: [Option<PlanId>; 2],
    /// A month at present.
    pub now: Split,
    /// A month next year.
    pub next: Split,
    /// When coverage begins, of somebody whose waiting period ends after the renewal takes effect.
    pub begins_on: Option<NaiveDate>,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// All that is submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// The employer's name.
    pub employer: String,
    /// The number of the catalogue that plans and rates come from.
    pub catalogue: i64,
    /// The name of the scenario; empty where everything renews as it is.
    pub scenario_name: String,
    /// What is offered.
    pub scenario: Scenario,
    /// What was elected.
    pub elections: Vec<Election>,
    /// The plans that occur, by id.
    pub plans: Vec<FiledPlan>,
    /// Everybody who works there, in the order of the roster.
    pub families: Vec<FiledFamily>,
    /// The group's month at present.
    pub now: Split,
    /// The group's month if nothing were done.
    pub as_is: Split,
    /// The group's month next year.
    pub next: Split,
    /// The warnings that were overridden.
    pub overrides: Vec<Override>,
    /// Who signed; nobody where everything renews as it is. The second, where two had to, comes second.
    pub signatures: Vec<Signature>,
}

impl Filed {
    /// What a scenario and its elections come to, without names, warnings and signatures. `census` is next
    /// year's: what [`applied`](crate::election::applied) makes of the roster and the elections, as for the
    /// reckoner's bench.
    pub fn of(
        reckoner: &Reckoner,
        reckoned: &Reckoned,
        scenario: &Scenario,
        census: &Census,
        elections: Vec<Election>,
    ) -> Self {
        let bench = reckoner.bench();
        let households = census.households.iter();
        let families = households.zip(reckoner.impacts(reckoned)).enumerate();
        let families = families.map(|(place, (household, impact))| {
            family(reckoner, scenario, place, household, &impact)
        });
        let families: Vec<FiledFamily> = families.collect();
        let occurs = |id: &PlanId| {
            let goes_by =
                |p: &Package| p.plans.contains(id) || p.contribution.reference.as_ref() == Some(id);
            let in_it =
                |f: &FiledFamily| f.now_in.iter().chain(&f.next_in).flatten().any(|p| p == id);
            scenario.packages.iter().any(goes_by)
                || scenario.moves.iter().any(|m| m.from == *id || m.to == *id)
                || families.iter().any(in_it)
        };
        let all = bench.next.plans.iter().chain(&bench.present.plans);
        let mut plans: Vec<FiledPlan> = all
            .filter(|plan| occurs(&plan.id))
            .map(|p| FiledPlan { id: p.id.clone(), name: p.name.clone(), line: p.line })
            .collect();
        plans.sort_by(|a, b| a.id.cmp(&b.id));
        plans.dedup_by(|a, b| a.id == b.id);
        Self {
            employer: String::new(),
            catalogue: 0,
            scenario_name: String::new(),
            scenario: scenario.clone(),
            elections,
            plans,
            families,
            now: reckoned.group.now,
            as_is: reckoned.group.as_is,
            next: reckoned.group.next,
            overrides: Vec::new(),
            signatures: Vec::new(),
        }
    }

    /// The name of a plan that occurs in it.
    pub fn plan_name<'a>(&'a self, id: &'a PlanId) -> &'a str {
        self.plans.iter().find(|plan| plan.id == *id).map_or(id.as_str(), |plan| &plan.name)
    }

    /// How many families have an outcome that a test tells.
    pub fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.families.iter().filter(|family| is(&family.outcome)).count()
    }

    /// For how many employees something else is elected by now than was filed.
    pub fn changed_since(&self, elections: &[Election]) -> usize {
        let of = |all: &[Election], row: u32| all.iter().find(|e| e.row == row).cloned();
        let rows = self.elections.iter().chain(elections).map(|election| election.row);
        let rows: BTreeSet<u32> = rows.collect();
        rows.into_iter().filter(|row| of(&self.elections, *row) != of(elections, *row)).count()
    }

    /// The endings of coverage that were filed: the employee's row, and which.
    pub fn endings(&self) -> impl Iterator<Item = (u32, Ending)> {
        self.elections.iter().filter_map(|election| Some((election.row, election.ending()?)))
    }

    /// Those to whom something happens: all but those who go on as they are, and those who are covered in
    /// neither year.
    pub fn changes(&self) -> impl Iterator<Item = &FiledFamily> {
        self.families.iter().filter(|family| {
            let members = family.members.iter().any(|member| member.now != member.next);
            members
                || !matches!(
                    family.outcome,
                    Outcome::Renewed | Outcome::Undecided | Outcome::Waived(_)
                )
        })
    }
}

fn family(
    reckoner: &Reckoner,
    scenario: &Scenario,
    place: usize,
    household: &Household,
    impact: &Impact,
) -> FiledFamily {
    let bench = reckoner.bench();
    let employee = &bench.employees[place];
    let rows = |places: Option<u32>, families: &[crate::workbench::Family]| -> Vec<u32> {
        let family = places.and_then(|place| families.get(place as usize));
        family.map_or_else(Vec::new, |f| f.members.iter().map(|m| m.row).collect())
    };
    let now_in = employee
        .enrolled
        .map(|plan| plan.map(|place| bench.present.plans[usize::from(place)].id.clone()));
    let next_in =
        impact.plans.map(|plan| plan.map(|place| bench.next.plans[usize::from(place)].id.clone()));
    let had = now_in.iter().any(Option::is_some);
    let has = next_in.iter().any(Option::is_some);
    let (now_rows, next_rows) =
        (rows(employee.now, &bench.present.families), rows(employee.next, &bench.next.families));
    let member = |person: &Person| FiledMember {
        row: person.row,
        name: person.name.clone(),
        relationship: person.relationship,
        born_on: person.born_on,
        now: had && now_rows.contains(&person.row),
        next: has && next_rows.contains(&person.row),
    };
    let stays = LINES.iter().all(|line| {
        let line = *line as usize;
        let over = employee.enrolled[line].map(|place| &bench.successors[usize::from(place)]);
        impact.plans[line] == over.and_then(|successor| successor.plan)
    });
    let outcome = match (employee.ending(), employee.waived) {
        (Some(ending), _) => Outcome::Ended(ending),
        (None, true) => Outcome::Waived(employee.waiver),
        (None, false) => match (had, has) {
            (_, false) if wants_none(employee) => Outcome::Waived(None),
            (false, false) => Outcome::Undecided,
            (true, false) => Outcome::NotPossible,
            (false, true) => Outcome::Joined,
            (true, true) if stays => Outcome::Renewed,
            (true, true) => Outcome::Moved,
        },
    };
    let begins_on =
        employee.changes.as_ref().and_then(|changes| changes.hired_on).and_then(|hired| {
            let begins = reckoner.package(scenario, employee)?.waiting.starts_on(hired);
            (has && begins > bench.next.effective_on).then_some(begins)
        });
    FiledFamily {
        row: employee.row,
        name: employee.name.clone(),
        class: employee.class.map(|class| bench.next.classes[usize::from(class)].clone()),
        members: std::iter::once(&household.employee)
            .chain(&household.dependents)
            .map(member)
            .collect(),
        now_in,
        next_in,
        now: impact.now,
        next: impact.next,
        begins_on,
        outcome,
    }
}

/// Whether an employee chose to be without a plan in each line in which the family has one.
fn wants_none(employee: &Employee) -> bool {
    let chose = |elected: Elected| elected == Elected::Without;
    let mut lines = employee.enrolled.iter().zip(employee.elected);
    employee.elected.into_iter().any(chose)
        && lines.all(|(enrolled, elected)| enrolled.is_none() || chose(elected))
}

#[cfg(test)]
pub(super) mod tests;
