//! What changes for members when one plan goes over into another, in words.

use crate::money::Cents;
use crate::plan::{CostShare, Limits, Service};
use crate::workbench::Workbench;
use std::cmp::Ordering;

/// Something that changes between two plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitChange {
    /// What.
    pub label: &'static str,
    /// As it is.
    pub was: String,
    /// As it will be.
    pub is: String,
    /// `Less` when members will pay less, `None` when that depends on the use of care.
    pub cost: Option<Ordering>,
}

/// What stands in the place of a service that a plan's filing does not speak of.
const NOT_STATED: &str = "not stated";

/// What changes from a plan to another, which may stand in workbenches of different years: yearly
/// limits first, then services in the order of a comparison, also those that only one of them speaks of.
/// What stays is left out.
pub fn benefit_changes(
    (old, from): (&Workbench, usize),
    (new, to): (&Workbench, usize),
) -> Vec<BenefitChange> {
    let (was, is) = (&old.plans[from], &new.plans[to]);
    let mut changes = Vec::new();
    let text = |amount: Option<Cents>| amount.map_or("none".to_owned(), |a| format!("{a:#}"));
    for (label, pick) in Limits::COMPARED {
        let (was, is) = (pick(&was.limits), pick(&is.limits));
        if was != is {
            let cost = was.zip(is).map(|(was, is)| is.cmp(&was));
            changes.push(BenefitChange { label, was: text(was), is: text(is), cost });
        }
    }
    for service in Service::ALL {
        let share = |workbench: &Workbench, plan| workbench.share(plan, *service).map(|(s, _)| s);
        let (was, is) = (share(old, from), share(new, to));
        if was != is {
            let text = |share: Option<CostShare>| {
                share.map_or(NOT_STATED.to_owned(), |share| share.to_string())
            };
            changes.push(BenefitChange {
                label: service.label(),
                was: text(was),
                is: text(is),
                cost: was.zip(is).and_then(|(was, is)| is.compare(&was)),
            });
        }
    }
    let yes = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
    let words = [
        ("Works with an HSA", yes(was.hsa_eligible), yes(is.hsa_eligible)),
        ("Network", was.network.clone(), is.network.clone()),
        ("Kind of network", was.plan_type.to_string(), is.plan_type.to_string()),
        ("Level", was.metal.to_string(), is.metal.to_string()),
    ];
    for (label, was, is) in words {
        if was != is {
            changes.push(BenefitChange { label, was, is, cost: None });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::census::{Census, Relationship};
    use crate::fixture::{area, day, person, plan, sheet};
    use crate::plan::{Benefit, Filed, Limit, Line};
    use crate::rate::Prices;
    use crate::workbench::NamedPlan;

    fn workbench(deductible: i64, visit: &str) -> Workbench {
        let mut plan = plan("12345DC0010001", Line::Medical);
        let dollars = |amount: i64| Some(Cents::new(amount * 100));
        plan.limits.deductible = Limit { individual: dollars(deductible), ..Limit::default() };
        plan.limits.out_of_pocket = Limit { individual: dollars(8_000), ..Limit::default() };
        plan.benefits = [(Service::PrimaryCare, visit), (Service::XRay, "$50")]
            .map(|(service, copay)| Benefit {
                service: Some(service),
                name: service.filed_name().into(),
                in_network: CostShare::parse(copay, "Not Applicable"),
                outside: CostShare::NotCovered,
                limit: None,
                filed: Filed::default(),
            })
            .into();
        plan.benefits.retain(|benefit| !visit.is_empty() || benefit.service == Some(Service::XRay));
        let worker = person(1, 1, Relationship::Employee, day("1990-01-01"));
        let (census, _) = Census::assemble(vec![worker]);
        let sheets = [sheet("12345DC0010001", Prices::from_text("0-99:100").unwrap())];
        let named = [NamedPlan { plan: &plan, issuer: None }];
        Workbench::new(&named, &sheets, &census, area(), day("2016-01-01"))
    }

    #[test]
    fn only_what_changes_is_named_with_its_direction() {
        let (old, new) = (workbench(1_500, "$30"), workbench(1_000, "$40"));
        let changes = benefit_changes((&old, 0), (&new, 0));
        let said: Vec<_> =
            changes.iter().map(|c| (c.label, c.was.as_str(), c.is.as_str(), c.cost)).collect();
        assert_eq!(
            said,
            [
                ("Deductible, one person", "$1,500", "$1,000", Some(Ordering::Less)),
                ("Primary care visit", "$30", "$40", Some(Ordering::Greater)),
            ]
        );
        assert_eq!(benefit_changes((&old, 0), (&old, 0)), []);
    }

    #[test]
    fn what_a_plan_no_longer_does_is_named_too() {
        let (mut old, new) = (workbench(1_500, ""), workbench(1_500, "$30"));
        old.plans[0].hsa_eligible = !new.plans[0].hsa_eligible;
        let changes = benefit_changes((&old, 0), (&new, 0));
        let said: Vec<_> = changes.iter().map(|c| (c.label, c.was.as_str(), c.cost)).collect();
        let was = if old.plans[0].hsa_eligible { "yes" } else { "no" };
        assert_eq!(
            said,
            [("Primary care visit", "not stated", None), ("Works with an HSA", was, None)]
        );
    }
}
