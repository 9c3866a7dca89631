//! Pricing a group: what a page waits for after each move of a slider.

use crate::Row;
use chrono::{Datelike, Days, NaiveDate};
use domain::census::{Census, Employment, Person, Relationship};
use domain::contribution::{Contribution, Strategy};
use domain::place::RatingArea;
use domain::rate::RateSheet;
use domain::workbench::NamedPlan;
use domain::{Percent, Pricer, Workbench, price};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The year whose invented plans are priced.
pub(crate) const YEAR: i32 = 2027;

/// The pricing lines of the table.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (employees, plans, runs, target) in
        [(100, 97, 2_000, ""), (1_000, 100, 500, "median < 10 ms"), (10_000, 100, 100, "")]
    {
        let workbench = workbench(employees, plans);
        let name = |what| {
            let (members, plans) = (workbench.members(), workbench.plans.len());
            format!("{what} {employees} employees ({members} people) x {plans} plans")
        };
        let mut strategies = (0..).map(strategy);
        let mut next = || strategies.next().unwrap_or_else(|| strategy(0));
        let fresh = measure(runs, || {
            black_box(price(&workbench, &next()));
        });
        let pricer = Pricer::new(Arc::new(workbench.clone()));
        let mut into = pricer.price(&next());
        let again = measure(runs, || {
            into.strategy = next();
            pricer.price_again(&mut into);
            black_box(&into);
        });
        rows.push(Row::new(name("price, from scratch:"), in_words(fresh), target));
        rows.push(Row::new(name("price, same people again:"), in_words(again), target));
    }
    rows
}

/// Median and 95th percentile of many runs, after some to warm up.
pub(crate) fn measure(runs: usize, mut run: impl FnMut()) -> (Duration, Duration) {
    for _ in 0..runs / 10 {
        run();
    }
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    (times[runs / 2], times[runs * 95 / 100])
}

pub(crate) fn in_words((median, p95): (Duration, Duration)) -> String {
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    format!("median {:.3} ms, p95 {:.3} ms", ms(median), ms(p95))
}

/// What is considered in a run: another percentage each time, so that nothing can be kept.
fn strategy(run: u32) -> Strategy {
    let percent = |from: u32| Percent::from_hundredths((from + run * 37) % 10_001);
    Contribution::percent(percent(6_000), percent(3_000), percent(4_500)).into()
}

/// A workbench of so many employees and plans.
fn workbench(employees: u32, plans: usize) -> Workbench {
    lay(&people(employees), plans, YEAR)
}

/// A workbench of so many plans of a year: the invented carrier's, and again under other ids.
pub(crate) fn lay(census: &Census, plans: usize, year: i32) -> Workbench {
    let area = RatingArea { state: ::demo::STATE.to_owned(), number: 4 };
    let effective_on = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let invented = ::demo::catalogue(year);
    let filed: Vec<RateSheet> = ::demo::rates(year)
        .into_iter()
        .filter(|sheet| sheet.area == area && sheet.holds_on(effective_on))
        .collect();
    let (mut offered, mut sheets) = (Vec::new(), Vec::new());
    for copy in 0..plans.div_ceil(invented.len()) {
        for plan in invented.iter().take(plans - offered.len()) {
            let mut again = plan.clone();
            again.id = renamed(&plan.id, copy);
            sheets.extend(
                filed
                    .iter()
                    .filter(|sheet| sheet.plan == plan.id)
                    .map(|sheet| RateSheet { plan: again.id.clone(), ..sheet.clone() }),
            );
            offered.push(again);
        }
    }
    let named: Vec<NamedPlan<'_>> =
        offered.iter().map(|plan| NamedPlan { plan, issuer: None }).collect();
    let workbench = Workbench::new(&named, &sheets, census, area, effective_on);
    assert_eq!(workbench.plans.len(), plans, "every plan is rated");
    workbench
}

/// The same plan of another issuer.
fn renamed(id: &domain::id::PlanId, copy: usize) -> domain::id::PlanId {
    let issuer = usize::try_from(id.issuer().0).unwrap_or_default() + copy;
    let text = format!("{issuer:05}{}", &id.as_str()[5..]);
    domain::id::PlanId::parse(&text).unwrap_or_else(|_| id.clone())
}

/// Employees of all ages from 21 to 64 with families of one to six people, 2.2 on average.
pub(crate) fn people(employees: u32) -> Census {
    let mut people = Vec::new();
    for employee in 0..employees {
        let mut add = |relationship, age: u32, days: u32| {
            let year = YEAR - i32::try_from(age).unwrap_or_default();
            let first = NaiveDate::default().with_year(year).unwrap_or_default();
            people.push(Person {
                row: u32::try_from(people.len()).unwrap_or(u32::MAX),
                family: Some(employee.to_string()),
                relationship,
                name: format!("Person {}", people.len()),
                // Within the year before, so that the age is completed.
                born_on: first - Days::new(u64::from(days % 300) + 1),
                disabled: false,
                waived: false,
                employment: Employment::default(),
            });
        };
        let mix = employee * 2_654_435_761_u32.rotate_right(employee % 32) / 7;
        let age = 21 + mix % 44;
        add(Relationship::Employee, age, mix % 293);
        if mix % 5 < 2 {
            add(Relationship::Spouse, 21 + (mix / 5) % 44, mix % 211);
        }
        let children = [0, 0, 0, 1, 2, 0, 1, 4][(mix / 11 % 8) as usize];
        for child in 0..children {
            add(Relationship::Child, (mix / 3 + child * 3) % 25, mix % 131);
        }
    }
    Census::assemble(people).0
}
