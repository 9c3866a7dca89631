//! An employer's contracts: what was, is and will be offered, to how many, and at what premium.
//!
//! What was submitted and accepted tells it as it was filed. Of a contract without a submission the roster
//! tells it, while it is the present one; of older ones there is only what was offered.

use crate::need::Documents;
use crate::{OperationError, Operations, Permit};
use chrono::{Datelike, Months, NaiveDate};
use domain::contract::Contract;
use domain::employer::Employer;
use domain::id::PlanId;
use domain::plan::Line;
use domain::pricing::Split;
use domain::renewal::{Employee, Reckoner, RenewalBench};
use domain::submission::{Document, Filed, FiledFamily, State, Submission};
use std::collections::HashMap;
use std::sync::Arc;
use store::UnitOfWork;

/// A plan of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractPlan {
    /// Its HIOS plan id.
    pub id: PlanId,
    /// The name under which it is sold; its id where it is not known any more.
    pub name: String,
    /// Medical or dental, where that is known.
    pub line: Option<Line>,
    /// How many employees are in it, where that is known.
    pub employees: Option<usize>,
}

/// Somebody who is covered under a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractPerson {
    /// First and last name of the employee.
    pub name: String,
    /// The names of the dependents who are covered, too.
    pub dependents: Vec<String>,
    /// The names of the plans.
    pub plans: Vec<String>,
    /// A month of it.
    pub month: Split,
}

/// A contract with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractSeen {
    /// The contract.
    pub contract: Contract,
    /// Its plans, in the order of its packages.
    pub plans: Vec<ContractPlan>,
    /// How many employees are covered, where that is known.
    pub employees: Option<usize>,
    /// Who is covered, where that was kept.
    pub people: Option<Vec<ContractPerson>>,
    /// A month of it, where that is known.
    pub month: Option<Split>,
    /// The number of the submission that it came of, where it came of one.
    pub submission: Option<i64>,
}

impl Operations {
    /// The contracts of an employer, the latest first.
    pub async fn contracts(
        &self,
        permit: &Permit<Documents>,
    ) -> Result<(NaiveDate, Vec<ContractSeen>), OperationError> {
        let mut unit = self.store.begin_read().await?;
        let employer = permit.employer();
        let mut all = Vec::new();
        for contract in unit.contract().list(employer.id).await? {
            all.push(self.see_contract(&mut *unit, employer, contract).await?);
        }
        Ok((self.clock.today(), all))
    }

    /// The contract whose plan year begins on a day.
    pub async fn contract(
        &self,
        permit: &Permit<Documents>,
        starts_on: &str,
    ) -> Result<(NaiveDate, ContractSeen), OperationError> {
        let day: NaiveDate = starts_on.parse().map_err(|_| OperationError::NotFound)?;
        let mut unit = self.store.begin_read().await?;
        let contract = unit.contract().on(permit.employer().id, day).await?;
        let contract = contract.ok_or(OperationError::NotFound)?;
        let seen = self.see_contract(&mut *unit, permit.employer(), contract).await?;
        Ok((self.clock.today(), seen))
    }

    /// The paper of the submission that a contract came of.
    pub async fn contract_paper(
        &self,
        permit: &Permit<Documents>,
        starts_on: &str,
    ) -> Result<Document, OperationError> {
        let day: NaiveDate = starts_on.parse().map_err(|_| OperationError::NotFound)?;
        let mut unit = self.store.begin_read().await?;
        let found = accepted(&mut *unit, permit.employer(), day).await?;
        drop(unit);
        let number = found.ok_or(OperationError::NotFound)?.number;
        self.submission_paper(permit.employer().id, day, number).await
    }

    async fn see_contract(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: &Employer,
        contract: Contract,
    ) -> Result<ContractSeen, OperationError> {
        let starts_on = contract.year.starts_on();
        if let Some(submission) = accepted(unit, employer, starts_on).await? {
            return Ok(as_filed(contract, &submission.filed, submission.number));
        }
        let seen = with_names(unit, contract).await?;
        let next = starts_on.checked_add_months(Months::new(12));
        if employer.renews_on.is_none() || next != employer.renews_on {
            return Ok(seen);
        }
        match self.as_the_roster_has_it(unit, employer, seen.clone()).await {
            // Where there is no place or no catalogue nothing can be priced.
            Err(OperationError::NoRenewal) => Ok(seen),
            other => other,
        }
    }

    async fn as_the_roster_has_it(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: &Employer,
        mut seen: ContractSeen,
    ) -> Result<ContractSeen, OperationError> {
        let day = employer.renews_on.ok_or(OperationError::NoRenewal)?;
        let (head, contract) = self.find(unit, employer, &day.to_string()).await?;
        let laid = self.lay_out(unit, &head, contract, &[]).await?;
        // The bench of this year has no names of dependents.
        let everyone = laid.census.households.iter().flat_map(|h| &h.dependents);
        let names: HashMap<u32, &str> = everyone.map(|d| (d.row, d.name.as_str())).collect();
        let reckoner = Reckoner::new(Arc::new(laid.bench));
        let bench = reckoner.bench();
        let counts = reckoner.enrolled_in();
        for plan in &mut seen.plans {
            plan.employees = bench.present.plan(&plan.id).map(|place| counts[place]);
        }
        let reckoned = reckoner.reckon(reckoner.as_is());
        let everybody = bench.employees.iter().zip(reckoner.impacts(&reckoned));
        let covered = everybody.filter(|(employee, _)| employee.enrolled != [None; 2]);
        let people: Vec<ContractPerson> = covered
            .map(|(employee, impact)| enrolled(bench, &names, employee, impact.now))
            .collect();
        seen.employees = Some(people.len());
        seen.people = Some(people);
        seen.month = Some(reckoned.group.now);
        Ok(seen)
    }
}

/// Somebody as the roster has it now.
fn enrolled(
    bench: &RenewalBench,
    names: &HashMap<u32, &str>,
    employee: &Employee,
    month: Split,
) -> ContractPerson {
    let family = employee.now.and_then(|place| bench.present.families.get(place as usize));
    let dependents = family.map_or_else(Vec::new, |family| {
        let dependents = family.members.iter().filter(|member| member.row != employee.row);
        let named = dependents.filter_map(|member| names.get(&member.row));
        named.map(|name| (*name).to_owned()).collect()
    });
    let plans = employee.enrolled.iter().flatten();
    ContractPerson {
        name: employee.name.clone(),
        dependents,
        plans: plans.map(|place| bench.present.plans[usize::from(*place)].name.clone()).collect(),
        month,
    }
}

/// The submission that binds both for a plan year.
async fn accepted(
    unit: &mut dyn UnitOfWork,
    employer: &Employer,
    starts_on: NaiveDate,
) -> Result<Option<Submission>, OperationError> {
    let all = unit.submission().list(employer.id, starts_on).await?;
    Ok(all.into_iter().find(|s| matches!(s.course.state, State::Accepted | State::InEffect)))
}

/// The ids of all plans that a contract offers, each once.
fn offered(contract: &Contract) -> Vec<PlanId> {
    let mut ids: Vec<PlanId> = Vec::new();
    for id in contract.packages.iter().flat_map(|package| &package.plans) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

fn as_filed(contract: Contract, filed: &Filed, number: i64) -> ContractSeen {
    let plan = |id: PlanId| {
        let known = filed.plans.iter().find(|plan| plan.id == id);
        let is_in = |f: &&FiledFamily| f.next_in.iter().flatten().any(|p| *p == id);
        ContractPlan {
            name: filed.plan_name(&id).to_owned(),
            line: known.map(|plan| plan.line),
            employees: Some(filed.families.iter().filter(is_in).count()),
            id,
        }
    };
    let covered = filed.families.iter().filter(|f| f.next_in.iter().any(Option::is_some));
    let person = |family: &FiledFamily| {
        let dependents = family.members.iter().filter(|m| m.next && m.row != family.row);
        let plans = family.next_in.iter().flatten();
        ContractPerson {
            name: family.name.clone(),
            dependents: dependents.map(|member| member.name.clone()).collect(),
            plans: plans.map(|id| filed.plan_name(id).to_owned()).collect(),
            month: family.next,
        }
    };
    let people: Vec<ContractPerson> = covered.map(person).collect();
    ContractSeen {
        plans: offered(&contract).into_iter().map(plan).collect(),
        contract,
        employees: Some(people.len()),
        people: Some(people),
        month: Some(filed.next),
        submission: Some(number),
    }
}

/// A contract with the names under which its plans are sold.
async fn with_names(
    unit: &mut dyn UnitOfWork,
    contract: Contract,
) -> Result<ContractSeen, OperationError> {
    let year = contract.year.starts_on().year();
    let catalogue = unit.catalogue().latest().await?;
    let mut plans = Vec::new();
    for id in offered(&contract) {
        let known = match &catalogue {
            Some(catalogue) => unit.catalogue().plan(catalogue.id, year, &id).await?,
            None => None,
        };
        let name = known.as_ref().map_or_else(|| id.as_str().to_owned(), |plan| plan.name.clone());
        plans.push(ContractPlan { name, line: known.map(|plan| plan.line), employees: None, id });
    }
    Ok(ContractSeen {
        contract,
        plans,
        employees: None,
        people: None,
        month: None,
        submission: None,
    })
}
