//! Reckoning a renewal: what a page waits for after each move of a slider.

use crate::Row;
use crate::pricing::{YEAR, in_words, lay, measure, people};
use chrono::NaiveDate;
use domain::Percent;
use domain::census::Census;
use domain::contract::Package;
use domain::contribution::Contribution;
use domain::id::PlanId;
use domain::renewal::solve::{Budget, Measure, solve};
use domain::renewal::{Reckoner, RenewalBench, Scenario, WaitingPeriod};
use std::hint::black_box;
use std::sync::Arc;

/// How many plans the present contract offers.
const OFFERED: usize = 6;

/// The renewal lines of the table.
pub(crate) fn rows() -> Vec<Row> {
    let today = NaiveDate::from_ymd_opt(YEAR - 1, 11, 24).unwrap_or_default();
    let mut rows = Vec::new();
    for (employees, plans, runs, targets) in [
        (100, 97, 2_000, ["median < 0.025 ms", "median < 1 ms", ""]),
        (10_000, 100, 200, ["median < 0.35 ms", "", ""]),
    ] {
        let reckoner = reckoner(employees, plans);
        let mut run = 0;
        let mut next = || {
            run += 1;
            scenario(&reckoner, run)
        };
        let mut figures = reckoner.reckon(&next());
        let name = |what| format!("{what} {employees} employees x {plans} plans");
        let figures_of = measure(runs, || {
            reckoner.reckon_again(&next(), &mut figures);
            black_box(&figures);
        });
        rows.push(Row::new(name("reckon, totals and people:"), in_words(figures_of), targets[0]));
        let all = measure(runs, || {
            let scenario = next();
            reckoner.reckon_again(&scenario, &mut figures);
            black_box(
                reckoner.impacts(&figures).map(|impact| impact.causes[4]).sum::<domain::Split>(),
            );
            black_box(reckoner.meters(&scenario, &figures, today));
        });
        rows.push(Row::new(name("with causes and meters:"), in_words(all), targets[1]));
        let solved = measure(runs.div_ceil(100), || {
            let scenario = next();
            let at_most = Percent::whole(90).of(reckoner.reckon(&scenario).group.next.employer);
            black_box(solve(&reckoner, &scenario, Budget { measure: Measure::Employer, at_most }));
        });
        rows.push(Row::new(name("solve for a budget:"), in_words(solved), targets[2]));
    }
    rows
}

/// What is considered in a run: another percentage each time, so that nothing can be kept.
fn scenario(reckoner: &Reckoner, run: u32) -> Scenario {
    let mut scenario = reckoner.as_is().clone();
    let percent = |from: u32| Percent::from_hundredths((from + run * 37) % 10_001);
    scenario.packages[0].contribution =
        Contribution::percent(percent(6_000), percent(3_000), percent(4_500));
    scenario
}

fn reckoner(employees: u32, plans: usize) -> Reckoner {
    let mut census = people(employees);
    let present = lay(&census, OFFERED, YEAR - 1);
    let offered: Vec<PlanId> = present.plans.iter().map(|plan| plan.id.clone()).collect();
    enroll(&mut census, &offered);
    let next = lay(&census, plans, YEAR);
    let package = Package {
        name: "Everyone".to_owned(),
        classes: Vec::new(),
        plans: offered,
        contribution: Contribution::nothing(),
        waiting: WaitingPeriod::FirstOfMonthAfter(30),
    };
    let successions = ::demo::crosswalk(YEAR - 1);
    let bench = RenewalBench::new(present, next, &census, &[], vec![package], &successions);
    Reckoner::new(Arc::new(bench))
}

fn enroll(census: &mut Census, offered: &[PlanId]) {
    for (place, household) in census.households.iter_mut().enumerate() {
        household.employee.employment.enrolled = vec![offered[place % offered.len()].clone()];
    }
}
