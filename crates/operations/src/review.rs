//! A scenario with what was elected, as those see it who choose for everybody and who are about to submit:
//! person by person, with what the rules say. What one person may choose, and choices by a rule.

use crate::election::{ElectionEdit, ElectionError};
use crate::need::{ManageMembers, PlanRenewal};
use crate::renewal::{Reckonable, RenewalHead, renewal_pulse};
use crate::{OperationError, Operations, Permit};
use domain::census::{Census, Household};
use domain::election::{Choice, Election, ElectionLink, SavedElection, Wish};
use domain::employer::Employer;
use domain::id::{PlanId, ScenarioId};
use domain::plan::Line;
use domain::pricing::Split;
use domain::renewal::scenario::SavedScenario;
use domain::renewal::{LINES, Phase, Reckoned, Reckoner, Scenario};
use domain::submission::{Filed, Finding, gate};
use std::sync::Arc;
use store::UnitOfWork;

/// A scenario of a renewal with what was elected.
#[derive(Debug, Clone)]
pub struct Review {
    /// The scenarios that are kept.
    pub scenarios: Vec<SavedScenario>,
    /// The one that is looked at; nothing for going on as it is.
    pub chosen: Option<SavedScenario>,
    /// What it offers.
    pub scenario: Scenario,
    /// The group, and what reckons it.
    pub reckoner: Reckoner,
    /// The figures.
    pub reckoned: Reckoned,
    /// What would be submitted, without names of whoever signs.
    pub filed: Filed,
    /// What was elected, by row.
    pub saved: Vec<SavedElection>,
    /// The links by which employees elect.
    pub links: Vec<ElectionLink>,
    /// What the rules say.
    pub findings: Vec<Finding>,
    /// Changes whenever a scenario, an election or a submission does.
    pub pulse: i64,
    /// A name that nothing was submitted by yet.
    pub key: String,
}

/// A plan that a family may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoicePlan {
    /// Its HIOS plan id.
    pub id: PlanId,
    /// The name under which it is sold.
    pub name: String,
    /// A month of it for the family.
    pub month: Option<Split>,
    /// Whether the scenario leads to it.
    pub follows: bool,
}

/// What one employee's family has, and may choose.
#[derive(Debug, Clone)]
pub struct ChoiceSeen {
    /// The scenario that is looked at; nothing for going on as it is.
    pub chosen: Option<SavedScenario>,
    /// What it offers.
    pub scenario: Scenario,
    /// The family as the roster has it; nothing of somebody new.
    pub household: Option<Household>,
    /// What is kept.
    pub saved: Option<SavedElection>,
    /// For each of [`LINES`], the present plan's name.
    pub now_in: [Option<String>; 2],
    /// For each of [`LINES`], what is offered.
    pub options: [Vec<ChoicePlan>; 2],
    /// The dependents who are too old next year, by row.
    pub too_old: Vec<u32>,
    /// The benefit classes that occur.
    pub classes: Vec<String>,
}

impl Operations {
    /// A scenario with what was elected; without one, what happens if nothing is done. Nothing is seen of a
    /// renewal that is not open yet.
    pub async fn review_renewal(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
        scenario: Option<&str>,
    ) -> Result<(RenewalHead, Option<Review>), OperationError> {
        let mut unit = self.store.begin_read().await?;
        self.look_over(&mut *unit, permit.employer(), effective_on, scenario).await
    }

    async fn look_over(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: &Employer,
        effective_on: &str,
        scenario: Option<&str>,
    ) -> Result<(RenewalHead, Option<Review>), OperationError> {
        let (head, contract) = self.find(unit, employer, effective_on).await?;
        if matches!(head.phase(), Phase::NotYetOpen { .. }) {
            return Ok((head, None));
        }
        let (id, day) = (head.employer.id, head.calendar.effective_on);
        let saved = unit.election().list(id, day).await?;
        let links = unit.election().links(id, day).await?;
        let scenarios = unit.scenario().list(id, day).await?;
        let pulse = renewal_pulse(unit, id, day).await?;
        let chosen = chosen(&scenarios, scenario)?;
        let elections: Vec<Election> = saved.iter().map(|saved| saved.election.clone()).collect();
        let Reckonable { reckoner, next, catalogue, as_is } =
            self.reckonable(unit, &head, contract, &elections).await?;
        let scenario =
            chosen.as_ref().map_or_else(|| reckoner.as_is().clone(), |kept| kept.scenario.clone());
        let reckoned = reckoner.reckon(&scenario);
        let findings = gate::findings(&reckoner, &scenario, &reckoned, &head.calendar, head.today);
        let filed = Filed::of(&reckoner, &reckoned, &scenario, &next, elections);
        let filed = Filed {
            employer: head.employer.name.clone(),
            catalogue,
            as_is,
            scenario_name: chosen
                .as_ref()
                .map(|kept| kept.name.as_str().to_owned())
                .unwrap_or_default(),
            ..filed
        };
        let key = self.clock.new_id().to_string();
        let review = Review {
            scenarios,
            chosen,
            scenario,
            reckoner,
            reckoned,
            filed,
            saved,
            links,
            findings,
            pulse,
            key,
        };
        Ok((head, Some(review)))
    }

    /// What one employee's family may choose in a scenario, priced as a draft describes it, or as it is
    /// kept. Without a row it is about somebody new.
    pub async fn choice(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
        scenario: Option<&str>,
        row: Option<u32>,
        draft: Option<&Election>,
    ) -> Result<(RenewalHead, ChoiceSeen), OperationError> {
        let mut unit = self.store.begin_read().await?;
        let (head, contract) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        let (id, day) = (head.employer.id, head.calendar.effective_on);
        let scenarios = unit.scenario().list(id, day).await?;
        let chosen = chosen(&scenarios, scenario)?;
        let saved = match row {
            Some(row) => unit.election().lookup(id, day, row).await?,
            None => None,
        };
        let saved = saved.filter(|saved| !saved.removed);
        let family = draft.cloned().or_else(|| saved.as_ref().map(|saved| saved.election.clone()));
        let family = family.or_else(|| row.map(Election::following));
        // As if the family followed, so that every plan can be priced for it.
        let follows = Choice::Covered(<[Wish; 2]>::default());
        let family = family.map(|family| Election { choice: follows, ..family });
        let elections: Vec<Election> = family.clone().into_iter().collect();
        let laid = self.lay_out(&mut *unit, &head, contract, &elections).await?;
        let classes = laid.census.classes();
        let household = row.and_then(|row| household(&laid.census, row).cloned());
        if row.is_some() && household.is_none() && saved.is_none() {
            return Err(OperationError::NotFound);
        }
        let reckoner = Reckoner::new(Arc::new(laid.bench));
        let offered =
            chosen.as_ref().map_or_else(|| reckoner.as_is().clone(), |kept| kept.scenario.clone());
        let row = family.map(|family| family.row);
        let seen = ChoiceSeen {
            chosen,
            household,
            saved,
            now_in: [None, None],
            options: options(&reckoner, &offered, row),
            scenario: offered,
            too_old: Vec::new(),
            classes,
        };
        let bench = reckoner.bench();
        let Some(employee) = bench.employees.iter().find(|e| Some(e.row) == row) else {
            return Ok((head, seen));
        };
        let name = |place: u16| bench.present.plans[usize::from(place)].name.clone();
        let now_in = employee.enrolled.map(|place| place.map(name));
        let too_old = employee.changes.as_ref().map(|c| c.too_old.clone()).unwrap_or_default();
        Ok((head, ChoiceSeen { now_in, too_old, ..seen }))
    }

    /// Lets everybody who would go to one plan go to another, where that is offered to them. Answers how
    /// many do.
    pub async fn elect_by_rule(
        &self,
        permit: &Permit<ManageMembers>,
        effective_on: &str,
        scenario: Option<&str>,
        from: &str,
        to: &str,
    ) -> Result<usize, ElectionError> {
        let plan = |text: &str| PlanId::parse(text).map_err(|_| ElectionError::NotOffered);
        let (from, to) = (plan(from)?, plan(to)?);
        // Who would go there anyway has nothing to choose.
        if from == to {
            return Err(ElectionError::NotOffered);
        }
        let mut unit = self.store.begin_read().await?;
        let (_, review) =
            self.look_over(&mut *unit, permit.employer(), effective_on, scenario).await?;
        drop(unit);
        let review = review.ok_or(ElectionError::NotOpen)?;
        let edits = review.by_rule(&from, &to);
        if edits.is_empty() {
            return Err(ElectionError::NotOffered);
        }
        Ok(self.save_elections(permit, effective_on, edits).await?.len())
    }
}

impl Review {
    fn by_rule(&self, from: &PlanId, to: &PlanId) -> Vec<ElectionEdit> {
        let bench = self.reckoner.bench();
        let Some(place) = bench.next.plan(to) else { return Vec::new() };
        let line = bench.next.plans[place].line as usize;
        let goes = bench.employees.iter().zip(&self.filed.families).filter(|(employee, family)| {
            let package = self.reckoner.package(&self.scenario, employee);
            family.next_in[line].as_ref() == Some(from)
                && package.is_some_and(|package| self.reckoner.offered(package).contains(&place))
        });
        let edit = |row: u32| {
            let kept = self.saved.iter().find(|saved| saved.election.row == row);
            let mut election =
                kept.map_or_else(|| Election::following(row), |kept| kept.election.clone());
            let mut wishes = election.wishes().cloned().unwrap_or_default();
            wishes[line] = Wish::Plan(to.clone());
            election.choice = Choice::Covered(wishes);
            ElectionEdit { election, based_on: kept.map_or(0, |kept| kept.version), removed: false }
        };
        goes.map(|(employee, _)| edit(employee.row)).collect()
    }
}

/// The scenario of an id among those that are kept.
fn chosen(
    scenarios: &[SavedScenario],
    id: Option<&str>,
) -> Result<Option<SavedScenario>, OperationError> {
    let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(None) };
    let id = ScenarioId(id.parse().map_err(|_| OperationError::NoScenario)?);
    let found = scenarios.iter().find(|kept| kept.id == id).cloned();
    found.map(Some).ok_or(OperationError::NoScenario)
}

fn household(census: &Census, row: u32) -> Option<&Household> {
    census.households.iter().find(|household| household.employee.row == row)
}

/// For each line what is offered to an employee; of somebody of whom nothing is known yet, to those whom no
/// class puts elsewhere.
fn options(reckoner: &Reckoner, scenario: &Scenario, row: Option<u32>) -> [Vec<ChoicePlan>; 2] {
    let bench = reckoner.bench();
    let reckoned = reckoner.reckon(scenario);
    let place = bench.employees.iter().position(|employee| Some(employee.row) == row);
    let others = scenario.packages.iter().find(|package| package.is_for_others());
    let package = match place {
        Some(place) => reckoner.package(scenario, &bench.employees[place]),
        None => others,
    };
    let Some(package) = package else { return [Vec::new(), Vec::new()] };
    let family = place.and_then(|place| bench.employees[place].next);
    let goes = place.map(|place| reckoner.impact(&reckoned, place).plans).unwrap_or_default();
    let of_line = |line: Line| {
        let plans = reckoner.offered(package).into_iter();
        let plans = plans.filter(|plan| bench.next.plans[*plan].line == line);
        let option = |plan: usize| ChoicePlan {
            id: bench.next.plans[plan].id.clone(),
            name: bench.next.plans[plan].name.clone(),
            month: family
                .map(|family| reckoner.next().family(&reckoned.priced, family as usize, plan)),
            follows: goes[line as usize].map(usize::from) == Some(plan),
        };
        plans.map(option).collect()
    };
    LINES.map(of_line)
}
