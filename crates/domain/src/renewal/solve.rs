//! Solving for a budget: which small change of a scenario keeps a month's cost under a limit.
//!
//! Every answer is searched for whole: the smallest cut of what the employer contributes (the cost
//! falls with every step, so halving finds it), and the gentlest of all plans that could take the place
//! of one. The answers are ranked by what they take from people: what they pay more each month, and
//! what their plans carry less of their care.

use super::reckon::{Impact, Reckoned, Reckoner};
use super::scenario::{Move, Scenario};
use crate::contribution::{Basis, Contribution, Share, Terms};
use crate::id::PlanId;
use crate::money::{Cents, Percent};
use crate::plan::Line;

/// What is to be kept under the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// What the employer pays.
    Employer,
    /// The whole premium.
    Premium,
}

impl Measure {
    /// It, of a group's figures.
    pub fn of(self, split: crate::Split) -> Cents {
        match self {
            Self::Employer => split.employer,
            Self::Premium => split.premium,
        }
    }
}

/// A budget for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Of what.
    pub measure: Measure,
    /// The most that it may be.
    pub at_most: Cents,
}

/// Whose contribution is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Everybody's, by as many points or dollars.
    Everybody,
    /// That for spouses, partners and children alone.
    Dependents,
    /// That for employees alone.
    Employees,
}

impl Cut {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Everybody, Self::Dependents, Self::Employees];
}

/// A change of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A contribution that is lower by so many steps: of a tenth of a percent, or of a dollar.
    Contribute {
        /// Whose.
        cut: Cut,
        /// By how many steps.
        steps: u32,
    },
    /// Another plan in the place of one, for everybody in it. Places in next year's plans.
    Replace {
        /// The plan that would be taken away.
        from: usize,
        /// The plan that would take its place.
        to: usize,
    },
    /// A percentage of the premium of one plan, whichever people choose.
    Refer {
        /// Its place in next year's plans.
        to: usize,
    },
    /// One plan for everybody.
    Single {
        /// Its place in next year's plans.
        to: usize,
    },
}

/// A way to keep to a budget.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What changes.
    pub way: Way,
    /// The scenario with the change.
    pub scenario: Scenario,
    /// The group's figures.
    pub group: Impact,
    /// How many employees pay more than now.
    pub pay_more: usize,
    /// How many pay less than now.
    pub pay_less: usize,
    /// By how much more, at most, than now, a month.
    pub most_more: Cents,
    /// How many have a higher deductible than in the scenario that was begun with.
    pub deductible_more: usize,
    /// The rise that is largest: for one person, a year.
    pub deductible_most: Option<[Cents; 2]>,
    /// What all employees together pay more a month than in the scenario that was begun with.
    pub paid_more: Cents,
    /// What plans carry less of people's care a month, estimated from premiums and actuarial values.
    pub carried_less: Cents,
}

impl Answer {
    /// What it takes from people a month; by it answers are ranked.
    pub fn burden(&self) -> Cents {
        self.paid_more + self.carried_less
    }
}

/// The finest step of a percentage, in hundredths of a percent.
const PERCENT_STEP: u32 = 10;
/// The finest step of an amount.
const AMOUNT_STEP: Cents = Cents::new(100);
/// As many steps as take any percentage, and any amount that is worth cutting, to nothing.
pub const STEPS_MAX: u32 = 100_000;
/// How many answers by another plan are given of each kind.
const PLANS_MAX: usize = 2;

/// The ways to keep a scenario to a budget, the gentlest first; none when no single change does. A
/// scenario that keeps to it already needs none either: see [`Measure::of`].
pub fn solve(reckoner: &Reckoner, scenario: &Scenario, budget: Budget) -> Vec<Answer> {
    let begun = reckoner.reckon(scenario);
    let mut answers = Vec::new();
    for cut in Cut::ALL {
        answers.extend(cut_contribution(reckoner, scenario, &begun, budget, cut));
    }
    answers.extend(refer(reckoner, scenario, &begun, budget));
    for single in [false, true] {
        answers.extend(change_plans(reckoner, scenario, &begun, budget, single));
    }
    answers.sort_by_key(Answer::burden);
    answers
}

/// The smallest cut that keeps to the budget.
fn cut_contribution(
    reckoner: &Reckoner,
    scenario: &Scenario,
    begun: &Reckoned,
    budget: Budget,
    cut: Cut,
) -> Option<Answer> {
    let mut figures = begun.clone();
    let mut keeps = |steps: u32| {
        reckoner.reckon_again(&lowered(scenario, cut, steps), &mut figures);
        budget.measure.of(figures.group.next) <= budget.at_most
    };
    if keeps(0) || !keeps(STEPS_MAX) {
        return None;
    }
    let (mut fails, mut holds) = (0, STEPS_MAX);
    while holds - fails > 1 {
        let middle = fails.midpoint(holds);
        if keeps(middle) { holds = middle } else { fails = middle }
    }
    let way = Way::Contribute { cut, steps: holds };
    Some(answer(reckoner, begun, way, lowered(scenario, cut, holds)))
}

/// The gentlest way to keep to the budget by contributing the same percentages of one plan's premium.
fn refer(
    reckoner: &Reckoner,
    scenario: &Scenario,
    begun: &Reckoned,
    budget: Budget,
) -> Option<Answer> {
    let plans = &reckoner.bench().next.plans;
    let mut offered: Vec<usize> =
        scenario.packages.iter().flat_map(|package| reckoner.offered(package)).collect();
    offered.sort_unstable();
    offered.dedup();
    let answers =
        offered.into_iter().filter(|to| plans[*to].line == Line::Medical).filter_map(|to| {
            let referred = referring(scenario, &plans[to].id)?;
            let answer = answer(reckoner, begun, Way::Refer { to }, referred);
            (budget.measure.of(answer.group.next) <= budget.at_most).then_some(answer)
        });
    answers.min_by_key(Answer::burden)
}

/// A scenario with the same percentages of the premium of one plan; `None` where there are none, or they
/// go by it already.
pub fn referring(scenario: &Scenario, to: &PlanId) -> Option<Scenario> {
    let mut referred = scenario.clone();
    for package in &mut referred.packages {
        let Terms::ByMember { employee, spouse, child } = &mut package.contribution.terms else {
            continue;
        };
        for share in [employee, spouse, child] {
            if let Basis::Percent(percent) | Basis::Reference(percent) = share.basis {
                share.basis = Basis::Reference(percent);
                package.contribution.reference = Some(to.clone());
            }
        }
    }
    (referred != *scenario).then_some(referred)
}

/// The gentlest ways to keep to the budget by another plan, with the contribution unchanged.
fn change_plans(
    reckoner: &Reckoner,
    scenario: &Scenario,
    begun: &Reckoned,
    budget: Budget,
    single: bool,
) -> Vec<Answer> {
    let mut answers: Vec<Answer> = ways_by_plan(reckoner, begun, single)
        .into_iter()
        .filter_map(|way| {
            let changed = with_plan(reckoner, scenario, begun, way)?;
            let answer = answer(reckoner, begun, way, changed);
            (budget.measure.of(answer.group.next) <= budget.at_most).then_some(answer)
        })
        .collect();
    answers.sort_by_key(Answer::burden);
    answers.truncate(PLANS_MAX);
    answers
}

/// Every plan that could take the place of one that people are in, or of all of them.
pub fn ways_by_plan(reckoner: &Reckoner, begun: &Reckoned, single: bool) -> Vec<Way> {
    let plans = &reckoner.bench().next.plans;
    let used = plans_in_use(reckoner, begun);
    let medical = used.iter().filter(|plan| plans[**plan].line == Line::Medical).count();
    let others = |from: usize| {
        let of_line = move |to: &usize| plans[*to].line == plans[from].line && *to != from;
        (0..plans.len()).filter(of_line)
    };
    if single {
        // With one plan in use, replacing it says the same.
        let all = (0..plans.len()).filter(|to| medical > 1 && plans[*to].line == Line::Medical);
        return all.map(|to| Way::Single { to }).collect();
    }
    used.iter().flat_map(|from| others(*from).map(|to| Way::Replace { from: *from, to })).collect()
}

fn plans_in_use(reckoner: &Reckoner, reckoned: &Reckoned) -> Vec<usize> {
    let places = reckoner.impacts(reckoned).flat_map(|impact| impact.plans).flatten();
    let mut used: Vec<usize> = places.map(usize::from).collect();
    used.sort_unstable();
    used.dedup();
    used
}

/// A scenario with another plan. `None` when the way is none by plan.
pub fn with_plan(
    reckoner: &Reckoner,
    scenario: &Scenario,
    begun: &Reckoned,
    way: Way,
) -> Option<Scenario> {
    let plans = &reckoner.bench().next.plans;
    let (to, replaced): (usize, Box<dyn Fn(usize) -> bool>) = match way {
        Way::Contribute { .. } | Way::Refer { .. } => return None,
        Way::Replace { from, to } => (to, Box::new(move |place| place == from)),
        Way::Single { to } => (to, Box::new(move |place| plans[place].line == plans[to].line)),
    };
    let id = &plans[to].id;
    let goes = |plan: &PlanId| reckoner.bench().next.plan(plan).is_some_and(&replaced);
    let mut changed = scenario.clone();
    for (place, package) in changed.packages.iter_mut().enumerate() {
        let moved: Vec<usize> = (0..reckoner.bench().present.plans.len())
            .filter(|from| reckoner.route_of(begun, place, *from).is_some_and(&replaced))
            .collect();
        for from in moved {
            let from = reckoner.bench().present.plans[from].id.clone();
            changed.moves.retain(|m| m.from != from);
            changed.moves.push(Move { from, to: id.clone() });
        }
        if package.plans.iter().any(goes) {
            package.plans.retain(|plan| !goes(plan) && plan != id);
            package.plans.push(id.clone());
        }
    }
    Some(changed)
}

/// A scenario with contributions lower by so many steps.
pub fn lowered(scenario: &Scenario, cut: Cut, steps: u32) -> Scenario {
    let mut scenario = scenario.clone();
    for package in &mut scenario.packages {
        lower(&mut package.contribution, cut, steps);
    }
    scenario
}

fn lower(contribution: &mut Contribution, cut: Cut, steps: u32) {
    let amount = AMOUNT_STEP.times(i64::from(steps));
    let less = |from: Cents| (from - amount).max(Cents::ZERO);
    match &mut contribution.terms {
        Terms::ByMember { employee, spouse, child } => {
            let shares = [
                (cut != Cut::Dependents, employee),
                (cut != Cut::Employees, spouse),
                (cut != Cut::Employees, child),
            ];
            for (_, share) in shares.into_iter().filter(|(cuts, _)| *cuts) {
                lower_share(share, steps, less);
            }
        }
        Terms::ByTier(amounts) => {
            let alone = amounts[0];
            for (place, tier) in amounts.iter_mut().enumerate() {
                *tier = match cut {
                    Cut::Everybody => less(*tier),
                    // What families get beyond an employee alone.
                    Cut::Dependents if place > 0 => less(*tier).max(alone.min(*tier)),
                    Cut::Employees if place == 0 => less(*tier),
                    _ => *tier,
                };
            }
        }
    }
}

fn lower_share(share: &mut Share, steps: u32, less: impl Fn(Cents) -> Cents) {
    let percent = |from: Percent| {
        let hundredths = from.hundredths().saturating_sub(steps.saturating_mul(PERCENT_STEP));
        Percent::from_hundredths(hundredths)
    };
    share.basis = match share.basis {
        Basis::Percent(from) => Basis::Percent(percent(from)),
        Basis::Reference(from) => Basis::Reference(percent(from)),
        Basis::Fixed(from) => Basis::Fixed(less(from)),
    };
}

fn answer(reckoner: &Reckoner, begun: &Reckoned, way: Way, scenario: Scenario) -> Answer {
    let reckoned = reckoner.reckon(&scenario);
    let mut answer = Answer {
        way,
        scenario,
        group: reckoned.group,
        pay_more: 0,
        pay_less: 0,
        most_more: Cents::ZERO,
        deductible_more: 0,
        deductible_most: None,
        paid_more: reckoned.group.next.employee() - begun.group.next.employee(),
        carried_less: Cents::ZERO,
    };
    for (before, after) in reckoner.impacts(begun).zip(reckoner.impacts(&reckoned)) {
        let more = after.next.employee() - after.now.employee();
        answer.pay_more += usize::from(more > Cents::ZERO);
        answer.pay_less += usize::from(more.is_negative());
        answer.most_more = answer.most_more.max(more);
        answer.carried_less += carried_less(reckoner, &before, &after);
        if let Some([had, has]) =
            deductibles(reckoner, &before, &after).filter(|[had, has]| had < has)
        {
            answer.deductible_more += 1;
            let most = answer.deductible_most.map_or(Cents::ZERO, |[from, to]| to - from);
            if has - had > most {
                answer.deductible_most = Some([had, has]);
            }
        }
    }
    answer
}

/// The medical deductibles for one person before and after; one that is not named is none.
fn deductibles(reckoner: &Reckoner, before: &Impact, after: &Impact) -> Option<[Cents; 2]> {
    let plans = &reckoner.bench().next.plans;
    let of = |impact: &Impact| {
        let plan = impact.plans[Line::Medical as usize]?;
        Some(plans[usize::from(plan)].limits.deductible.individual.unwrap_or_default())
    };
    Some([of(before)?, of(after)?])
}

/// What the medical plan carries less of an employee's care a month than before. A plan's premium
/// pays for the share of care that it carries, so of one that carries 80% an eightieth part of the
/// premium stands for each percent.
fn carried_less(reckoner: &Reckoner, before: &Impact, after: &Impact) -> Cents {
    let plans = &reckoner.bench().next.plans;
    let value = |impact: &Impact| {
        let plan = impact.plans[Line::Medical as usize]?;
        plans[usize::from(plan)].actuarial_value
    };
    let (Some(had), Some(has)) = (value(before), value(after)) else { return Cents::ZERO };
    let (had, has) = (i64::from(had.hundredths()), i64::from(has.hundredths()));
    let premium = before.next.premium.get();
    Cents::new(premium * (had - has) / had.max(1))
}

#[cfg(test)]
mod tests;
