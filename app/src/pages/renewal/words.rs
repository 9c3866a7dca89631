//! What a scenario offers and contributes, in words.

use domain::contribution::Contribution;
use domain::workbench::Workbench;

/// What is contributed: `70% for employees, 35% for spouses, 50% for children`.
pub fn contribution(contribution: &Contribution, next: &Workbench) -> String {
    let reference = contribution.reference.as_ref().and_then(|id| next.plan(id));
    contribution.words(reference.map(|plan| next.plans[plan].name.as_str()))
}

/// The plans that a list of ids names, by name.
pub fn plans(ids: &[domain::id::PlanId], next: &Workbench) -> String {
    let names =
        ids.iter().filter_map(|id| next.plan(id)).map(|plan| next.plans[plan].name.as_str());
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "No plan".to_owned() } else { names.join(", ") }
}
