//! Contracts, put into words for the wire.

use super::submission::total;
use crate::api::contract::{ContractSeenView, ContractsPage, PackageView};
use chrono::NaiveDate;
use domain::contract::Package;
use domain::date::{PlanYear, short};
use operations::Permit;
use operations::contract::ContractSeen;
use operations::need::Documents;

/// The contracts of an employer.
pub fn page(
    permit: &Permit<Documents>,
    (today, contracts): (NaiveDate, Vec<ContractSeen>),
) -> ContractsPage {
    ContractsPage {
        employer: permit.employer().id.to_string(),
        name: permit.employer().name.clone(),
        contracts: contracts.into_iter().map(|seen| view(permit, (today, seen))).collect(),
    }
}

/// Where a contract stands on a day.
fn standing(year: PlanYear, today: NaiveDate) -> &'static str {
    if today < year.starts_on() {
        "Begins later"
    } else if year.ends_on() < today {
        "Past"
    } else {
        "Current"
    }
}

/// A contract.
pub fn view(
    permit: &Permit<Documents>,
    (today, seen): (NaiveDate, ContractSeen),
) -> ContractSeenView {
    let year = seen.contract.year;
    let alone = seen.contract.packages.len() == 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let package = |package: &Package| {
        let of = |id: &domain::id::PlanId| seen.plans.iter().find(|plan| plan.id == *id);
        let reference = package.contribution.reference.as_ref().and_then(of);
        PackageView {
            name: package.name.clone(),
            classes: match (package.is_for_others(), alone) {
                (true, true) => "Everybody".to_owned(),
                (true, false) => "Everybody else".to_owned(),
                (false, _) => package.classes.join(", "),
            },
            plans: package
                .plans
                .iter()
                .filter_map(of)
                .map(|plan| (plan.name.clone(), plan.employees.map(number)))
                .collect(),
            contribution: package.contribution.words(reference.map(|plan| plan.name.as_str())),
            waiting: package.waiting.label(),
        }
    };
    ContractSeenView {
        employer: permit.employer().id.to_string(),
        name: permit.employer().name.clone(),
        starts_on: year.starts_on().to_string(),
        year: format!("{} to {}", short(year.starts_on()), short(year.ends_on())),
        standing: standing(year, today).to_owned(),
        plans: number(seen.plans.len()),
        employees: seen.employees.map(number),
        total: seen.month.map(|month| total("A month", month)),
        packages: seen.contract.packages.iter().map(package).collect(),
        paper: seen.submission.is_some(),
    }
}
