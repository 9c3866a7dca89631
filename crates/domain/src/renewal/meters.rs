//! Feeds the meters from a reckoned scenario.

use super::affordability::{self, Verdict};
use super::bench::Employee;
use super::minimum::{self, Against, ContributionMeter, Paid};
use super::participation::{Participation, ParticipationMeter, Standard};
use super::reckon::{Reckoned, Reckoner};
use super::scenario::Scenario;
use crate::census::Waiver;
use crate::contract::{Package, package_of};
use crate::money::Cents;
use crate::plan::Line;
use crate::pricing::Split;
use chrono::NaiveDate;

/// Which practices a carrier follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Practice {
    /// How much participation it asks for.
    pub participation: Standard,
    /// Of which premium it takes the minimum contribution.
    pub contribution: Against,
}

/// What the lowest-priced plan costs an employee alone a month, and whether that is affordable.
pub type Judged = (Cents, Verdict);

/// What stands on the meters of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meters {
    /// How many of the eligible employees are covered.
    pub participation: ParticipationMeter,
    /// What the employer pays of the employee-only premium.
    pub contribution: ContributionMeter,
}

impl Reckoner {
    /// The meters of a scenario, today.
    pub fn meters(&self, scenario: &Scenario, reckoned: &Reckoned, today: NaiveDate) -> Meters {
        // One carrier, one practice; the employer has no say in it.
        let practice = Practice::default();
        let effective_on = self.bench().next.effective_on;
        let paid = self.paid(scenario, reckoned, practice.contribution);
        let paid_whole = !paid.is_empty() && paid.iter().all(|p| p.employer == p.own);
        Meters {
            participation: self.participation(reckoned).judge(
                practice.participation,
                paid_whole,
                effective_on,
                today,
            ),
            contribution: minimum::judge(paid, practice.contribution, effective_on, today),
        }
    }

    /// The group's employees, counted.
    fn participation(&self, reckoned: &Reckoned) -> Participation {
        let mut count = Participation::default();
        for (employee, impact) in self.bench().employees.iter().zip(self.impacts(reckoned)) {
            count.eligible += u32::from(employee.is_eligible());
            count.enrolled += u32::from(impact.plans[Line::Medical as usize].is_some());
            let valid = employee.waived && employee.waiver.is_some_and(Waiver::is_valid);
            count.waived_valid += u32::from(valid);
        }
        count
    }

    /// What is paid for each employee in a medical plan.
    fn paid(&self, scenario: &Scenario, reckoned: &Reckoned, against: Against) -> Vec<Paid> {
        let places = 0..self.bench().employees.len();
        let paid = |employee| {
            let own = self.employee_only(reckoned, employee)?;
            let lowest = match against {
                Against::OwnPlan => own.premium,
                Against::LowestPlan => {
                    self.lowest(scenario, reckoned, employee, |split| split.premium)?
                }
            };
            Some(Paid { own: own.premium, lowest, employer: own.employer })
        };
        places.filter_map(paid).collect()
    }

    /// What the lowest-priced coverage offered costs each employee alone, and whether that can be
    /// afforded; `None` where no medical plan is offered. What is offered is judged, also to those who
    /// declined it (26 CFR 1.36B-2(c)(3)).
    pub fn affordable(&self, scenario: &Scenario, reckoned: &Reckoned) -> Vec<Option<Judged>> {
        let effective_on = self.bench().next.effective_on;
        let costs = self.lowest_costs(scenario, reckoned);
        let judge = |(employee, cost): (&Employee, Option<Cents>)| {
            Some((cost?, affordability::judge(cost?, employee.wage, effective_on)))
        };
        self.bench().employees.iter().zip(costs).map(judge).collect()
    }

    /// What each employee alone would pay a month in the lowest-priced medical plan that is offered;
    /// `None` where none is, and for those who are neither covered next year nor declined it.
    ///
    /// The plans of a package are looked up once, not once an employee: this is asked while a slider
    /// moves.
    pub fn lowest_costs(&self, scenario: &Scenario, reckoned: &Reckoned) -> Vec<Option<Cents>> {
        let medical_of = |class: Option<&str>| {
            let package = package_of(&scenario.packages, class);
            package.map_or_else(Vec::new, |place| self.medical(&scenario.packages[place]))
        };
        let others = medical_of(None);
        let classes = self.bench().next.classes.iter();
        let by_class: Vec<Vec<usize>> = classes.map(|class| medical_of(Some(class))).collect();
        let cost = |employee: &Employee| {
            let plans = employee.class.map_or(&others, |class| &by_class[usize::from(class)]);
            if let Some(family) = employee.next {
                return self.least(reckoned, family as usize, plans, Split::employee);
            }
            let (class, age) = (employee.class, employee.declined_age?);
            let alone = |plan: &usize| self.next().newcomer(&reckoned.priced, class, age, *plan);
            plans.iter().filter_map(alone).map(Split::employee).min()
        };
        self.bench().employees.iter().map(cost).collect()
    }

    /// The lowest of a figure among the medical plans that an employee alone is offered.
    pub fn lowest(
        &self,
        scenario: &Scenario,
        reckoned: &Reckoned,
        employee: usize,
        figure: fn(Split) -> Cents,
    ) -> Option<Cents> {
        let employee = &self.bench().employees[employee];
        let package = self.package(scenario, employee)?;
        self.least(reckoned, employee.next? as usize, &self.medical(package), figure)
    }

    /// The places of the medical plans that a package offers.
    fn medical(&self, package: &Package) -> Vec<usize> {
        let mut plans = self.offered(package);
        plans.retain(|plan| self.bench().next.plans[*plan].line == Line::Medical);
        plans
    }

    /// The lowest of a figure of the employee of a family alone, among plans.
    fn least(
        &self,
        reckoned: &Reckoned,
        family: usize,
        plans: &[usize],
        figure: fn(Split) -> Cents,
    ) -> Option<Cents> {
        let alone = |plan: &usize| self.next().employee_only(&reckoned.priced, family, *plan);
        plans.iter().map(|plan| figure(alone(plan))).min()
    }
}

#[cfg(test)]
mod tests {
    use super::super::reckon::tests::{
        chooses, chooses_plan, declines, ends, newcomer, package, percent, reckoner, reckoner_with,
        worker,
    };
    use super::*;
    use crate::election::{Election, EndReason, Wish};

    const GOLD: &str = "12345DC0010001";
    const SILVER: &str = "12345DC0010002";

    fn today() -> NaiveDate {
        "2026-10-20".parse().unwrap()
    }

    #[test]
    fn meters_follow_the_scenario() {
        let mut elsewhere = worker(3, "1990-01-01", &[]);
        (elsewhere.waived, elsewhere.employment.waiver) = (true, Some(Waiver::OtherGroupPlan));
        let mut without = worker(4, "1990-01-01", &[]);
        (without.waived, without.employment.waiver) = (true, Some(Waiver::NoOtherCoverage));
        let people = vec![
            worker(1, "1990-01-01", &[GOLD]),
            worker(2, "1980-01-01", &[SILVER]),
            elsewhere,
            without,
        ];
        let reckoner = reckoner(people, percent(40, 0, 0));
        let scenario = reckoner.as_is();
        let reckoned = reckoner.reckon(scenario);
        let meters = reckoner.meters(scenario, &reckoned, today());
        let participation = meters.participation;
        assert_eq!((participation.counted, participation.of, participation.met), (3, 4, true));
        // 40% of 440 and of 480, where half is needed: 44 and 48 are missing.
        let contribution = meters.contribution;
        assert_eq!((contribution.met, contribution.short), (false, 2));
        assert_eq!(contribution.missing, Cents::new(4_400 + 4_800));

        let mut better = scenario.clone();
        better.packages[0].contribution = percent(50, 0, 0);
        let reckoned = reckoner.reckon(&better);
        let meters = reckoner.meters(&better, &reckoned, today());
        assert!(meters.contribution.met);
    }

    #[test]
    fn participation_counts_who_joins_and_not_who_left() {
        let mut declined = worker(2, "1990-01-01", &[]);
        declined.waived = true;
        let people = vec![
            worker(1, "1990-01-01", &[GOLD]),
            declined,
            worker(3, "1990-01-01", &[]),
            worker(4, "1990-01-01", &[GOLD]),
        ];
        let new = |place| newcomer(place, "2026-11-02", GOLD);
        let end = |reason| ends(4, reason, "2026-12-31");
        let without = chooses(4, Wish::Without, Wish::Follow);
        let declines_too = Election { choice: declines(0, Waiver::PublicProgram).choice, ..new(1) };
        // Of four 1 and 4 are covered; 2 declined without saying why, 3 has not decided.
        for (elections, counted, of) in [
            (vec![], 2, 4),
            (vec![end(EndReason::LeftJob)], 1, 3),
            (vec![end(EndReason::FewerHours)], 1, 3),
            (vec![end(EndReason::Died)], 1, 3),
            (vec![end(EndReason::GrossMisconduct)], 1, 3),
            // Who asked for the end could be covered.
            (vec![end(EndReason::Asked)], 1, 4),
            (vec![without], 1, 4),
            (vec![declines(4, Waiver::PublicProgram)], 2, 4),
            (vec![declines(4, Waiver::NoOtherCoverage)], 1, 4),
            (vec![chooses_plan(2, GOLD), chooses_plan(3, GOLD)], 4, 4),
            (vec![new(0)], 3, 5),
            (vec![new(0), declines_too], 4, 6),
            (vec![new(0), end(EndReason::LeftJob)], 2, 4),
        ] {
            let (reckoner, _) = reckoner_with(people.clone(), &elections, percent(50, 0, 0));
            let scenario = reckoner.as_is();
            let meter =
                reckoner.meters(scenario, &reckoner.reckon(scenario), today()).participation;
            assert_eq!((meter.counted, meter.of), (counted, of), "{elections:?}");
        }
    }

    #[test]
    fn what_is_offered_is_judged_of_who_asked_for_the_end_and_not_of_who_left() {
        let people = vec![worker(1, "1990-01-01", &[GOLD]), worker(2, "1990-01-01", &[GOLD])];
        // Half of the successor of silver, 320.
        let cost = Some(Cents::new(16_000));
        for (reason, costs) in
            [(EndReason::Asked, [cost, cost]), (EndReason::LeftJob, [cost, None])]
        {
            let elections = [ends(2, reason, "2026-12-31")];
            let (reckoner, _) = reckoner_with(people.clone(), &elections, percent(50, 0, 0));
            let scenario = reckoner.as_is();
            assert_eq!(reckoner.lowest_costs(scenario, &reckoner.reckon(scenario)), costs);
        }
    }

    #[test]
    fn what_is_affordable_goes_by_the_cheapest_plan_that_the_own_class_is_offered() {
        let mut driver = worker(2, "1990-01-01", &[GOLD]);
        driver.employment.class = Some("Drivers".into());
        driver.employment.wage = Some(affordability::Wage::Hourly(Cents::new(2_000)));
        let people = vec![worker(1, "1990-01-01", &[GOLD]), driver];
        let reckoner = reckoner(people, percent(50, 0, 0));
        let mut scenario = reckoner.as_is().clone();
        let verdicts = |scenario: &Scenario| {
            let reckoned = reckoner.reckon(scenario);
            let lowest =
                |place| reckoner.lowest(scenario, &reckoned, place, Split::employee).unwrap();
            assert_eq!(lowest(0), Cents::new(16_000));
            let all = reckoner.lowest_costs(scenario, &reckoned);
            assert_eq!(all, [Some(lowest(0)), Some(lowest(1))]);
            let judged = reckoner.affordable(scenario, &reckoned)[1];
            assert_eq!(judged.map(|(cost, _)| cost), Some(lowest(1)));
            (lowest(1), judged.map(|(_, verdict)| verdict))
        };
        // Half of the successor of silver, 320.
        let (cost, verdict) = verdicts(&scenario);
        assert_eq!(cost, Cents::new(16_000));
        assert!(matches!(verdict, Some(Verdict::Affordable { .. })), "{verdict:?}");
        // Drivers are offered gold alone, and 10% of it: 396 of 440 a month, of 2,600.
        scenario.packages.push(package(&["Drivers"], &[GOLD], percent(10, 0, 0)));
        let (cost, verdict) = verdicts(&scenario);
        assert_eq!(cost, Cents::new(39_600));
        assert!(matches!(verdict, Some(Verdict::Unaffordable { .. })), "{verdict:?}");
    }

    #[test]
    fn what_is_offered_is_judged_also_to_those_who_declined_it() {
        let mut declined = worker(2, "1980-01-01", &[]);
        declined.waived = true;
        declined.employment.wage = Some(affordability::Wage::Hourly(Cents::new(1_000)));
        let people = vec![worker(1, "1990-01-01", &[GOLD]), declined];
        let reckoner = reckoner(people, percent(50, 0, 0));
        let (scenario, mut nothing) = (reckoner.as_is(), reckoner.as_is().clone());
        // At 47 half of the successor of silver: 240 of 480, where 1,300 a month is paid.
        let judged = reckoner.affordable(scenario, &reckoner.reckon(scenario))[1];
        let Some((cost, Verdict::Unaffordable { over, .. })) = judged else {
            panic!("{judged:?}");
        };
        assert_eq!((cost, over), (Cents::new(24_000), Cents::new(24_000 - 13_592)));
        nothing.packages[0].plans.clear();
        assert_eq!(reckoner.affordable(&nothing, &reckoner.reckon(&nothing)), [None, None]);
    }
}
