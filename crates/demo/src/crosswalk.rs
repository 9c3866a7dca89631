//! What becomes of each plan in the next year, and why.

use crate::dental;
use crate::design::{DESIGNS, Design, Stay, design};
use crate::plans::plan_in;
use domain::Cents;
use domain::plan::{CostShare, Plan, Service, Succession};

/// What becomes of every plan of a year in the year after.
pub fn crosswalk(year: i32) -> Vec<Succession> {
    let medical = DESIGNS.iter().filter_map(|design| succession(design, year));
    let dental = dental::plans(year).map(|plan| Succession {
        to: Some(plan.id.clone()),
        from: plan.id,
        reason: Some("Goes on with the same benefits.".to_owned()),
    });
    medical.chain(dental).collect()
}

fn succession(of: &Design, year: i32) -> Option<Succession> {
    let old = plan_in(of, year)?;
    if let Some(new) = plan_in(of, year + 1) {
        let reason = if new.id == old.id { goes_on(&old, &new) } else { replaced(&old, &new) };
        return Some(Succession { from: old.id, to: Some(new.id), reason: Some(reason) });
    }
    let proposed = match of.stay {
        Stay::Sometimes { instead, .. } => design(instead).and_then(|d| plan_in(d, year + 1)),
        Stay::Always => None,
    };
    let reason = proposed.as_ref().map_or_else(|| "No longer sold.".to_owned(), discontinued);
    Some(Succession { from: old.id, to: proposed.map(|plan| plan.id), reason: Some(reason) })
}

fn goes_on(old: &Plan, new: &Plan) -> String {
    let mut sentences = vec![match differences(old, new) {
        Some(differences) => format!("Goes on with changes: {differences}."),
        None => "Goes on with the same benefits.".to_owned(),
    }];
    if new.name != old.name {
        sentences.push(format!("Its new name is {}.", new.name));
    }
    sentences.join(" ")
}

fn replaced(old: &Plan, new: &Plan) -> String {
    let changes = differences(old, new).unwrap_or_else(|| "the benefits are the same".to_owned());
    format!("Closed. {} takes its place, with the same network: {changes}.", new.name)
}

fn discontinued(proposed: &Plan) -> String {
    format!(
        "No longer sold, because few groups chose it. {} is proposed instead: the same metal level \
         and network, other cost shares. Please compare the two before the renewal.",
        proposed.name
    )
}

/// What a member notices, in words; `None` when there is nothing.
fn differences(old: &Plan, new: &Plan) -> Option<String> {
    let mut words = Vec::new();
    for (what, was, is) in [
        ("the deductible", old.limits.deductible.individual, new.limits.deductible.individual),
        (
            "the out-of-pocket maximum",
            old.limits.out_of_pocket.individual,
            new.limits.out_of_pocket.individual,
        ),
        ("a primary care visit", copay(old), copay(new)),
    ] {
        if let (Some(was), Some(is)) = (was, is)
            && was != is
        {
            let verb = if is > was { "rises" } else { "falls" };
            words.push(format!("{what} {verb} from {was:#} to {is:#}"));
        }
    }
    let others = Service::ALL
        .iter()
        .filter(|service| **service != Service::PrimaryCare)
        .filter(|service| share(old, **service) != share(new, **service))
        .count();
    match others {
        0 => {}
        1 => words.push("the copay of one other service changes".to_owned()),
        many => words.push(format!("copays of {many} other services change")),
    }
    let last = words.pop()?;
    Some(if words.is_empty() { last } else { format!("{} and {last}", words.join(", ")) })
}

fn share(plan: &Plan, service: Service) -> Option<CostShare> {
    plan.benefit(service).map(|benefit| benefit.in_network)
}

/// What a primary care visit costs, where that is an amount.
fn copay(plan: &Plan) -> Option<Cents> {
    match share(plan, Service::PrimaryCare)? {
        CostShare::Covered(terms) if terms.copay != Cents::ZERO => Some(terms.copay),
        _ => None,
    }
}
