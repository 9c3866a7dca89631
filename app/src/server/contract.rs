//! Contracts, put into words for the wire.

use super::submission::total;
use crate::api::contract::{ContractSeenView, ContractsPage, PackageView, PeopleView, PersonView};
use chrono::NaiveDate;
use domain::access::Capability;
use domain::contract::Package;
use domain::date::{PlanYear, short};
use operations::Permit;
use operations::contract::{ContractPerson, ContractSeen};
use operations::need::Documents;

/// The contracts of an employer.
pub fn page(
    permit: &Permit<Documents>,
    (today, contracts): (NaiveDate, Vec<ContractSeen>),
) -> ContractsPage {
    // Nobody is named in the list.
    let one = |seen| view(permit, (today, ContractSeen { people: None, ..seen }));
    ContractsPage {
        employer: permit.employer().id.to_string(),
        name: permit.employer().name.clone(),
        contracts: contracts.into_iter().map(one).collect(),
    }
}

/// Where a contract stands on a day.
fn standing(year: PlanYear, today: NaiveDate) -> String {
    if today < year.starts_on() {
        format!("Begins on {}", short(year.starts_on()))
    } else if year.ends_on() < today {
        "Past".to_owned()
    } else {
        "Current".to_owned()
    }
}

/// Who is covered, for whoever may see the group's people anyway.
fn people(permit: &Permit<Documents>, people: Option<Vec<ContractPerson>>) -> PeopleView {
    let may = [Capability::ViewMembers, Capability::PlanRenewal];
    if !may.into_iter().any(|one| permit.allowed().capabilities.has(one)) {
        return PeopleView::NotForYou;
    }
    people.map_or(PeopleView::NotKept, |people| {
        PeopleView::Named(people.into_iter().map(person).collect())
    })
}

fn person(person: ContractPerson) -> PersonView {
    let month = person.month;
    PersonView {
        name: person.name,
        dependents: person.dependents,
        plans: person.plans,
        month: [month.premium, month.employer, month.employee()].map(|amount| amount.to_string()),
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
                (true, true) => String::new(),
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
        standing: standing(year, today),
        plans: number(seen.plans.len()),
        employees: seen.employees.map(number),
        total: seen.month.map(|month| total("This contract", month)),
        packages: seen.contract.packages.iter().map(package).collect(),
        people: people(permit, seen.people),
        paper: seen.submission.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_past_current_or_tells_when_it_begins() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let year = PlanYear::starting(day("2027-01-01")).unwrap();
        for (today, told) in [
            ("2026-12-31", "Begins on Jan 1, 2027"),
            ("2027-01-01", "Current"),
            ("2027-12-31", "Current"),
            ("2028-01-01", "Past"),
        ] {
            assert_eq!(standing(year, day(today)), told, "on {today}");
        }
    }
}
