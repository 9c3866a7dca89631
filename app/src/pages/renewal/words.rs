//! What a scenario offers and contributes, in words.

use domain::census::Tier;
use domain::contribution::{Basis, Contribution, Share, Terms};
use domain::workbench::Workbench;

/// What is contributed: `70% for employees, 35% for spouses, 50% for children`.
pub fn contribution(contribution: &Contribution, next: &Workbench) -> String {
    match contribution.terms {
        Terms::ByMember { employee, spouse, child } => {
            let reference = contribution.reference.as_ref().and_then(|id| next.plan(id));
            let of = match (employee.basis, reference) {
                (Basis::Reference(_), Some(plan)) => format!(" of {}", next.plans[plan].name),
                _ => String::new(),
            };
            format!(
                "{}{of} for employees, {} for spouses, {} for children",
                share(employee),
                share(spouse),
                share(child)
            )
        }
        Terms::ByTier(amounts) => {
            let tier = |(tier, amount): (Tier, domain::Cents)| {
                format!("{amount:#} {}", tier.label().to_lowercase())
            };
            Tier::ALL.into_iter().zip(amounts).map(tier).collect::<Vec<_>>().join(", ")
        }
    }
}

/// A share: `70%`, `$400`, `70%, at most $300`.
pub fn share(share: Share) -> String {
    let basis = match share.basis {
        Basis::Percent(percent) | Basis::Reference(percent) => percent.to_string(),
        Basis::Fixed(amount) => format!("{amount:#}"),
    };
    match share.cap {
        Some(cap) => format!("{basis}, at most {cap:#}"),
        None => basis,
    }
}

/// The plans that a list of ids names, by name.
pub fn plans(ids: &[domain::id::PlanId], next: &Workbench) -> String {
    let names =
        ids.iter().filter_map(|id| next.plan(id)).map(|plan| next.plans[plan].name.as_str());
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "No plan".to_owned() } else { names.join(", ") }
}
