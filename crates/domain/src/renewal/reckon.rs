//! From a renewal and a scenario to every figure on the screen, with the causes of each change.
//!
//! What an employee costs is followed from now to the scenario in steps, of which each changes one
//! thing. The differences of the steps are the causes, so they add up exactly, whatever the figures:
//!
//! 1. now: this year's rates, people and ages
//! 2. *family*: the people who are covered next year, at this year's ages
//! 3. *age*: everybody as old as on the first day of next year
//! 4. *rate*: next year's rates, each plan going over into its successor; what happens if nothing is
//!    done
//! 5. *plan*: the plan of the scenario, or the one that was elected; who had none until now joins, which is
//!    *family*
//! 6. *contribution*: what the employer contributes in the scenario
//!
//! The first four do not depend on the scenario and are reckoned once.

use super::bench::{Elected, Employee, LINES, RenewalBench};
use super::scenario::{Move, Scenario};
use crate::contract::{Package, package_of, strategy};
use crate::id::PlanId;
use crate::money::Cents;
use crate::plan::Line;
use crate::pricing::{Counted, Priced, Pricer, Split};
use crate::workbench::{Offer, Workbench};
use std::sync::Arc;

/// Why what somebody costs changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum Cause {
    Family,
    Age,
    Rate,
    Plan,
    Contribution,
}

impl Cause {
    /// All of them, in the order of the steps.
    pub const ALL: [Self; 5] =
        [Self::Family, Self::Age, Self::Rate, Self::Plan, Self::Contribution];

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Family => "Family",
            Self::Age => "Age",
            Self::Rate => "Base rate",
            Self::Plan => "Plan",
            Self::Contribution => "Contribution",
        }
    }

    /// What it means, in a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Family => "Somebody joins or leaves coverage.",
            Self::Age => "Everybody is a year older, and rates go by age.",
            Self::Rate => {
                "The carrier's new rates for the plan, or for the one that takes its place."
            }
            Self::Plan => "Another plan than if nothing is done.",
            Self::Contribution => "Your company contributes differently.",
        }
    }
}

/// A month of one employee's family in the steps from now to the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Impact {
    /// For each of [`LINES`], the place of next year's plan.
    pub plans: [Option<u16>; 2],
    /// Now.
    pub now: Split,
    /// If nothing is done.
    pub as_is: Split,
    /// In the scenario.
    pub next: Split,
    /// For each of [`Cause::ALL`], what it adds to now; together they make up `next - now`.
    pub causes: [Split; 5],
}

/// A month's figures of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// Each plan's month if everybody were in it, and what families' months are added up from.
    pub priced: Arc<Priced>,
    /// For each package and plan of [`RenewalBench::present`], the plan that its people go to.
    routes: Vec<Vec<Option<u16>>>,
    /// For each employee the plans, the month in them, and the month in them with the present
    /// contribution.
    people: Vec<Choice>,
    /// The group.
    pub group: Impact,
}

/// What a scenario means to an employee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Choice {
    plans: [Option<u16>; 2],
    next: Split,
    kept: Split,
}

/// A present plan whose people go elsewhere than if nothing is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Displaced {
    /// Its place in [`RenewalBench::present`].
    pub present: usize,
    /// How many employees of the package are in it.
    pub employees: usize,
    /// Where the rule sends them: to the plan most like theirs.
    pub likest: usize,
    /// Where they go.
    pub to: usize,
}

/// What does not depend on the scenario of an employee's figures: the first four steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Steps {
    now: Split,
    family: Split,
    age: Split,
    as_is: Split,
    as_is_plans: [Option<u16>; 2],
    /// Whether the family is in no plan now: whatever it has next year, it joins.
    joins: bool,
}

/// A renewal, prepared for reckoning many scenarios.
#[derive(Debug, Clone)]
pub struct Reckoner {
    bench: Arc<RenewalBench>,
    present: Pricer,
    present_priced: Priced,
    next: Arc<Pricer>,
    /// Who is counted in what a plan of next year would cost the group.
    counted: Arc<Counted>,
    /// Next year's prices with what the employer contributes at present.
    carried: Priced,
    /// What happens if nothing is done.
    as_is: Scenario,
    steps: Vec<Steps>,
}

impl Reckoner {
    /// Prepares a renewal.
    pub fn new(bench: Arc<RenewalBench>) -> Self {
        let now = strategy(&bench.packages, &bench.present.classes);
        let of = |workbench: Workbench| Pricer::new(Arc::new(workbench));
        let present = of(bench.present.clone());
        // Next year's families in this year's plans: of next year's classes, which may be more.
        let of_next = |families| {
            let classes = bench.next.classes.clone();
            of(Workbench { classes, families, ..bench.present.clone() })
        };
        let younger = of_next(bench.families_a_year_younger());
        let older = of_next(bench.next.families.clone());
        let next = Arc::new(of(bench.next.clone()));
        let counted = Arc::new(Counted::of(bench.covered_next(), bench.next.families.len()));
        let as_is = bench.as_is();
        let carried = next.price(&strategy(&as_is.packages, &bench.next.classes));
        let present_priced = present.price(&now);
        let now_of_next = strategy(&bench.packages, &bench.next.classes);
        let (younger_priced, older_priced) =
            (younger.price(&now_of_next), older.price(&now_of_next));
        let mut reckoner = Self {
            bench,
            present,
            present_priced,
            next,
            counted,
            carried,
            as_is,
            steps: Vec::new(),
        };
        let routes = reckoner.routes(&reckoner.as_is);
        let plans = reckoner.plans(&reckoner.as_is, &routes, |_| Elected::Follow);
        let step = |(employee, as_is_plans): (&Employee, [Option<u16>; 2])| {
            let month_in =
                |pricer: &Pricer, priced, family| month(pricer, priced, family, employee.enrolled);
            Steps {
                now: month_in(&reckoner.present, &reckoner.present_priced, employee.now),
                family: month_in(&younger, &younger_priced, employee.next),
                age: month_in(&older, &older_priced, employee.next),
                as_is: month(&reckoner.next, &reckoner.carried, employee.next, as_is_plans),
                as_is_plans,
                joins: employee.enrolled == [None; 2],
            }
        };
        reckoner.steps = reckoner.bench.employees.iter().zip(plans).map(step).collect();
        reckoner
    }

    /// The renewal.
    pub fn bench(&self) -> &Arc<RenewalBench> {
        &self.bench
    }

    /// What prices next year's plans.
    pub fn next(&self) -> &Arc<Pricer> {
        &self.next
    }

    /// Who is counted in what a plan of next year would cost the group: those who are covered in its
    /// line.
    pub fn counted(&self) -> &Arc<Counted> {
        &self.counted
    }

    /// What a plan of next year would cost the group if everybody who is counted were in it.
    pub fn group_in(&self, reckoned: &Reckoned, plan: usize) -> Split {
        self.next.group(&reckoned.priced, &self.counted, plan)
    }

    /// What prices the present plans, and their prices.
    pub fn present(&self) -> (&Pricer, &Priced) {
        (&self.present, &self.present_priced)
    }

    /// Next year's prices with what the employer contributes at present.
    pub fn carried(&self) -> &Priced {
        &self.carried
    }

    /// What happens if nothing is done.
    pub fn as_is(&self) -> &Scenario {
        &self.as_is
    }

    /// Reckons a scenario.
    pub fn reckon(&self, scenario: &Scenario) -> Reckoned {
        let strategy = strategy(&scenario.packages, &self.bench.next.classes);
        let priced = Arc::new(self.next.price(&strategy));
        let routes = self.routes(scenario);
        let mut reckoned =
            Reckoned { priced, routes, people: Vec::new(), group: Impact::default() };
        self.reckon_people(scenario, &mut reckoned);
        reckoned
    }

    /// Reckons a scenario into figures whose memory is used again.
    pub fn reckon_again(&self, scenario: &Scenario, reckoned: &mut Reckoned) {
        let priced = Arc::make_mut(&mut reckoned.priced);
        priced.strategy = strategy(&scenario.packages, &self.bench.next.classes);
        self.next.price_again(priced);
        reckoned.routes = self.routes(scenario);
        self.reckon_people(scenario, reckoned);
    }

    fn reckon_people(&self, scenario: &Scenario, reckoned: &mut Reckoned) {
        let plans = self.plans(scenario, &reckoned.routes, |elected| elected);
        reckoned.people.clear();
        let mut group = Impact::default();
        for ((employee, steps), plans) in self.bench.employees.iter().zip(&self.steps).zip(plans) {
            let next = month(&self.next, &reckoned.priced, employee.next, plans);
            let kept = if plans == steps.as_is_plans {
                steps.as_is
            } else {
                month(&self.next, &self.carried, employee.next, plans)
            };
            let choice = Choice { plans, next, kept };
            group.add(&impact(steps, &choice));
            reckoned.people.push(choice);
        }
        reckoned.group = group;
    }

    /// For each employee, next year's plan of each line; `heeded` tells what counts of what was elected.
    fn plans(
        &self,
        scenario: &Scenario,
        routes: &[Vec<Option<u16>>],
        heeded: fn(Elected) -> Elected,
    ) -> Vec<[Option<u16>; 2]> {
        let of_class =
            |class: Option<&String>| package_of(&scenario.packages, class.map(String::as_str));
        let others = of_class(None);
        let classes = &self.bench.next.classes;
        let by_class: Vec<_> = classes.iter().map(|class| of_class(Some(class))).collect();
        // Only where somebody chose is it asked what a package offers.
        let mut offers: Vec<Option<Vec<usize>>> = vec![None; scenario.packages.len()];
        let mut offered = |package: usize, plan: u16| {
            let of = || self.offered(&scenario.packages[package]);
            offers[package].get_or_insert_with(of).contains(&usize::from(plan))
        };
        let of = |employee: &Employee| {
            let package = employee.class.map_or(others, |class| by_class[usize::from(class)]);
            let (Some(_), Some(package)) = (employee.next, package) else { return [None; 2] };
            std::array::from_fn(|line| match heeded(employee.elected[line]) {
                Elected::Plan(plan) if offered(package, plan) => Some(plan),
                Elected::Without => None,
                Elected::Follow | Elected::Plan(_) | Elected::Gone => {
                    employee.enrolled[line].and_then(|place| routes[package][usize::from(place)])
                }
            })
        };
        self.bench.employees.iter().map(of).collect()
    }

    /// An employee's figures.
    pub fn impact(&self, reckoned: &Reckoned, employee: usize) -> Impact {
        impact(&self.steps[employee], &reckoned.people[employee])
    }

    /// Every employee's figures, in the order of [`RenewalBench::employees`].
    pub fn impacts<'a>(&'a self, reckoned: &'a Reckoned) -> impl Iterator<Item = Impact> + 'a {
        self.steps.iter().zip(&reckoned.people).map(|(steps, choice)| impact(steps, choice))
    }

    /// The package of an employee in a scenario.
    pub fn package<'a>(&self, scenario: &'a Scenario, employee: &Employee) -> Option<&'a Package> {
        let class =
            employee.class.map(|class| self.bench.next.classes[usize::from(class)].as_str());
        package_of(&scenario.packages, class).map(|place| &scenario.packages[place])
    }

    /// Where the people of each package and present plan go.
    fn routes(&self, scenario: &Scenario) -> Vec<Vec<Option<u16>>> {
        let of = |package: &Package| {
            let offered = self.offered(package);
            let places = 0..self.bench.present.plans.len();
            places.map(|place| self.route(scenario, &offered, place)).collect()
        };
        scenario.packages.iter().map(of).collect()
    }

    /// The places of the plans that a package offers and that can be had.
    pub fn offered(&self, package: &Package) -> Vec<usize> {
        package.plans.iter().filter_map(|id| self.bench.next.plan(id)).collect()
    }

    /// Where the people of a present plan go: where the employer moves them, or to its successor, or
    /// to what is most like it of what is offered.
    fn route(&self, scenario: &Scenario, offered: &[usize], present: usize) -> Option<u16> {
        let from = &self.bench.present.plans[present];
        let successor = self.bench.successors[present].plan.map(usize::from);
        // Packages offer different plans: what one moves people to another may not have.
        let moved = scenario.moves.iter().filter(|m| m.from == from.id);
        let moved = moved.filter_map(|m| self.bench.next.plan(&m.to));
        let line = |place: &usize| self.bench.next.plans[*place].line == from.line;
        let mut chosen =
            moved.chain(successor).filter(|place| line(place) && offered.contains(place));
        chosen
            .next()
            .or_else(|| self.likest(offered, present))
            .and_then(|place| u16::try_from(place).ok())
    }

    /// The plan that is most like what a present plan goes over into, of what is offered.
    fn likest(&self, offered: &[usize], present: usize) -> Option<usize> {
        let from = &self.bench.present.plans[present];
        let successor = self.bench.successors[present].plan.map(usize::from);
        let like = successor.map_or(from, |place| &self.bench.next.plans[place]);
        let plans = offered.iter().copied();
        let plans = plans.filter(|place| self.bench.next.plans[*place].line == from.line);
        plans.min_by_key(|place| self.unlikeness(like, *place))
    }

    /// The present plans whose people cannot go on as they would if nothing is done, since a package
    /// does not offer what takes their place; those who chose otherwise are not counted.
    pub fn displaced(&self, scenario: &Scenario, package: usize) -> Vec<Displaced> {
        let Some(of) = scenario.packages.get(package) else { return Vec::new() };
        let offered = self.offered(of);
        let mut counts = vec![0; self.bench.present.plans.len()];
        for employee in &self.bench.employees {
            let own = self.package(scenario, employee).is_some_and(|own| own == of);
            if !own || employee.next.is_none() {
                continue;
            }
            // Who chose a plan, or none, goes nowhere by the scenario.
            let follows =
                employee.elected.iter().map(|e| matches!(e, Elected::Follow | Elected::Gone));
            let follows = employee.enrolled.iter().zip(follows).filter(|(_, follows)| *follows);
            for place in follows.filter_map(|(place, _)| *place) {
                counts[usize::from(place)] += 1;
            }
        }
        let displaced = counts.into_iter().enumerate().filter_map(|(present, employees)| {
            let successor = self.bench.successors[present].plan.map(usize::from);
            let stays = successor.is_some_and(|place| offered.contains(&place));
            let likest = self.likest(&offered, present)?;
            let to = usize::from(self.route(scenario, &offered, present)?);
            (employees > 0 && !stays).then_some(Displaced { present, employees, likest, to })
        });
        displaced.collect()
    }

    /// Sends the people of a present plan who are in a package to one of the plans that it offers; `None`
    /// to where the rule sends them.
    pub fn send(&self, scenario: &mut Scenario, package: usize, present: usize, to: Option<usize>) {
        let Some(of) = scenario.packages.get(package) else { return };
        let offered = self.offered(of);
        let from = &self.bench.present.plans[present].id;
        let here =
            |id: &PlanId| self.bench.next.plan(id).is_some_and(|place| offered.contains(&place));
        scenario.moves.retain(|m| m.from != *from || !here(&m.to));
        scenario.moves.extend(
            to.map(|to| Move { from: from.clone(), to: self.bench.next.plans[to].id.clone() }),
        );
    }

    /// How little a plan of next year is like another: first by metal level, then by the share of costs
    /// that it carries, then by its price.
    fn unlikeness(&self, to: &Offer, place: usize) -> (bool, u32, Cents, &PlanId) {
        let plan = &self.bench.next.plans[place];
        let value = |offer: &Offer| offer.actuarial_value.map_or(0, crate::Percent::hundredths);
        let premium = self.carried.plans[place].premium;
        (plan.metal != to.metal, value(plan).abs_diff(value(to)), premium, &plan.id)
    }

    /// Where the people of a present plan go in a package of the scenario that was reckoned.
    pub fn route_of(&self, reckoned: &Reckoned, package: usize, present: usize) -> Option<usize> {
        reckoned.routes.get(package)?.get(present).copied().flatten().map(usize::from)
    }

    /// How many employees are in each present plan, in the order of [`RenewalBench::present`].
    pub fn enrolled_in(&self) -> Vec<usize> {
        let mut counts = vec![0; self.bench.present.plans.len()];
        for place in self.bench.employees.iter().flat_map(|e| e.enrolled).flatten() {
            counts[usize::from(place)] += 1;
        }
        counts
    }

    /// How many employees go to each plan of next year, in the order of [`RenewalBench::next`].
    pub fn next_in(&self, reckoned: &Reckoned) -> Vec<usize> {
        let mut counts = vec![0; self.bench.next.plans.len()];
        for plan in reckoned.people.iter().flat_map(|choice| choice.plans).flatten() {
            counts[usize::from(plan)] += 1;
        }
        counts
    }

    /// How much more than now the employee in the middle pays a month, of those who are covered now or
    /// then; nothing where nobody is.
    pub fn middle_change(&self, reckoned: &Reckoned) -> Cents {
        let covered = self.steps.iter().zip(&reckoned.people).filter(|(steps, choice)| {
            steps.now.premium != Cents::ZERO || choice.next.premium != Cents::ZERO
        });
        let mut changes: Vec<Cents> =
            covered.map(|(steps, choice)| (choice.next - steps.now).employee()).collect();
        let middle = changes.len() / 2;
        if changes.is_empty() { Cents::ZERO } else { *changes.select_nth_unstable(middle).1 }
    }

    /// What one employee alone, without family, would cost in the medical plan of the scenario; `None`
    /// without one.
    pub fn employee_only(&self, reckoned: &Reckoned, employee: usize) -> Option<Split> {
        let family = self.bench.employees[employee].next? as usize;
        let plan = reckoned.people[employee].plans[Line::Medical as usize]?;
        Some(self.next.employee_only(&reckoned.priced, family, usize::from(plan)))
    }
}

impl Impact {
    fn add(&mut self, other: &Self) {
        self.now += other.now;
        self.as_is += other.as_is;
        self.next += other.next;
        for (sum, cause) in self.causes.iter_mut().zip(other.causes) {
            *sum += cause;
        }
    }
}

fn impact(steps: &Steps, choice: &Choice) -> Impact {
    // Who has no plan now joins coverage: that is no other plan.
    let moved = choice.kept - steps.as_is;
    let (joining, plan) =
        if steps.joins { (moved, Split::default()) } else { (Split::default(), moved) };
    Impact {
        plans: choice.plans,
        now: steps.now,
        as_is: steps.as_is,
        next: choice.next,
        causes: [
            steps.family - steps.now + joining,
            steps.age - steps.family,
            steps.as_is - steps.age,
            plan,
            choice.next - choice.kept,
        ],
    }
}

/// A family's month in a plan of each line.
fn month(pricer: &Pricer, priced: &Priced, family: Option<u32>, plans: [Option<u16>; 2]) -> Split {
    let Some(family) = family else { return Split::default() };
    let plans = plans.into_iter().flatten();
    plans.map(|plan| pricer.family(priced, family as usize, usize::from(plan))).sum()
}

const _: () = assert!(LINES[0] as usize == 0 && LINES[1] as usize == 1);

#[cfg(test)]
pub(crate) mod tests;
