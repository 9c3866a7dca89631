//! Reports of an invented employer's scenarios, against the figures of its pages. These are steps of
//! the renewal's one test, since setting the demo up is the slow part.

use crate::engine::{engine, open, same_figures, type_inputs};
use crate::renewal::{BAYSIDE, CYPRESS, JANUARY, TIDEWATER, create, opened};
use crate::world::{World, day};
use domain::contract::Package;
use domain::contribution::{Contribution, Share};
use domain::id::PlanId;
use domain::plan::Line;
use domain::renewal::scenario::Move;
use domain::renewal::{PayPeriod, Reckoned, Reckoner, RenewalBench, Scenario};
use domain::{Cents, Percent, Split};
use formats::report::{Employee, Report, csv, pdf, xlsx};
use ironcalc_base::Model;
use ironcalc_base::cell::CellValue;
use operations::OperationError;
use std::sync::Arc;

const CARRIER: &str = "Sample Carrier";

fn percent(hundredths: u32) -> Share {
    Share::percent(Percent::from_hundredths(hundredths))
}

fn reference(hundredths: u32) -> Share {
    Share::reference(Percent::from_hundredths(hundredths))
}

fn fixed(cents: i64) -> Share {
    Share::fixed(Cents::new(cents))
}

fn capped(share: Share, cents: i64) -> Share {
    Share { cap: Some(Cents::new(cents)), ..share }
}

/// The plans of next year in a line, in the order of their ids.
fn plans(bench: &RenewalBench, line: Line) -> Vec<PlanId> {
    let plans = bench.next.plans.iter().filter(|plan| plan.line == line);
    plans.map(|plan| plan.id.clone()).collect()
}

/// As if nothing is done, with another contribution.
fn contributing(bench: &RenewalBench, contribution: &Contribution) -> Scenario {
    let mut scenario = bench.as_is();
    for package in &mut scenario.packages {
        package.contribution = contribution.clone();
    }
    scenario
}

/// A class has a package of its own with a few other plans; of the others, those of one plan move.
fn two_packages(bench: &RenewalBench, own: &Contribution, others: &Contribution) -> Scenario {
    let mut scenario = contributing(bench, others);
    let (medical, dental) = (plans(bench, Line::Medical), plans(bench, Line::Dental));
    scenario.packages.retain(Package::is_for_others);
    scenario.packages[0].plans.extend(medical.last().cloned());
    let of_class = Package {
        name: "A class of its own".to_owned(),
        classes: vec![bench.next.classes[0].clone()],
        plans: vec![medical[3].clone(), medical[7].clone(), dental[0].clone()],
        contribution: own.clone(),
        ..scenario.packages[0].clone()
    };
    scenario.packages.push(of_class);
    let from = bench.present.plans[0].id.clone();
    scenario.moves = vec![Move { from, to: medical.last().unwrap().clone() }];
    scenario
}

async fn kept(world: &World, name: &str, scenario: &Scenario) -> String {
    create(world, (BAYSIDE, JANUARY), name, scenario).await.unwrap().id.to_string()
}

async fn told(world: &World, id: Option<&str>) -> Report {
    let operations = &world.operations;
    let permit = world.may(BAYSIDE).await;
    let basis = operations.report(&permit, JANUARY, id, Some("biweekly"), CARRIER, false);
    basis.await.unwrap().report()
}

/// Every kind of contribution, and what each is called.
fn scenarios(bench: &RenewalBench) -> Vec<(&'static str, Scenario)> {
    let percents = Contribution::by_member(percent(6_250), percent(3_333), percent(5_000));
    let amounts = Contribution::by_tier([40_000, 60_050, 155_000, 9_000].map(Cents::new));
    let going_by = bench.as_is().packages[0].plans[0].clone();
    let by_reference = Contribution::by_member(
        capped(reference(8_000), 45_000),
        reference(5_050),
        capped(percent(2_500), 5_001),
    )
    .going_by(going_by);
    vec![
        ("Percent", contributing(bench, &percents)),
        ("By tier", contributing(bench, &amounts)),
        ("Reference", contributing(bench, &by_reference)),
        ("Two packages", two_packages(bench, &by_reference, &amounts)),
    ]
}

pub async fn a_report_tells_the_figures_of_the_page(world: &World) {
    let bench = opened(world).await.bench;
    let reckoner = Reckoner::new(Arc::new(bench.clone()));
    let as_is = told(world, None).await;
    assert_eq!(
        (as_is.scenario.as_str(), as_is.totals.as_is),
        ("As is", Some(as_is.totals.scenario))
    );
    assert_eq!(
        (as_is.employer.as_str(), as_is.carrier.as_str()),
        ("Bayside Dental Group", CARRIER)
    );
    assert!(as_is.demo, "the employer is invented, whoever the carrier is");
    assert_eq!((as_is.effective_on, as_is.prepared_on), (day(JANUARY), day("2026-11-24")));
    assert_eq!(as_is.pay_period, Some(PayPeriod::Biweekly));
    same_as_on_the_page(&as_is, &reckoner, reckoner.as_is());
    for (name, scenario) in scenarios(&bench) {
        let id = kept(world, name, &scenario).await;
        let report = told(world, Some(&id)).await;
        assert_eq!(report.scenario, name);
        same_as_on_the_page(&report, &reckoner, &scenario);
    }
}

/// Everything that adds up does, and every figure is the one that the page reckons.
fn same_as_on_the_page(report: &Report, reckoner: &Reckoner, scenario: &Scenario) {
    let name = &report.scenario;
    report.check().unwrap_or_else(|error| panic!("{name}: {error}"));
    let reckoned = reckoner.reckon(scenario);
    let group = reckoned.group;
    let totals = (report.totals.now, report.totals.as_is, report.totals.scenario);
    assert_eq!(totals, (Some(group.now), Some(group.as_is), group.next), "{name}");
    assert_eq!(report.causes, Some(group.causes), "{name}");
    assert_eq!(report.employees.len(), reckoner.bench().employees.len());
    for (employee, impact) in report.employees.iter().zip(reckoner.impacts(&reckoned)) {
        assert_eq!((employee.now, employee.next), (Some(impact.now), impact.next), "{employee:?}");
        assert_eq!(employee.causes, Some(impact.causes.map(Split::employee)), "{employee:?}");
        covered_as_said(employee);
    }
    assert_eq!(report.packages.len(), scenario.packages.len());
    assert!(report.packages.iter().all(|package| !package.plans.is_empty()));
    compared_as_on_the_page(report, reckoner, scenario, &reckoned);
    let meters: Vec<&str> = report.meters.iter().map(|meter| meter.title.as_str()).collect();
    assert_eq!(meters, ["Participation", "Minimum contribution"]);
    for (bytes, begins) in [
        (pdf(report), &b"%PDF"[..]),
        (xlsx(report), b"PK"),
        (csv(report), "\u{feff}Employee,".as_bytes()),
    ] {
        assert!(bytes.unwrap().starts_with(begins), "{name}");
    }
}

fn covered_as_said(employee: &Employee) {
    let covered = !employee.members.is_empty();
    assert_eq!(covered, employee.medical.next.is_some() || employee.dental.next.is_some());
    assert_eq!(covered, employee.covers.starts_with("Employee"), "{employee:?}");
    let lines = [&employee.medical, &employee.dental].map(|plan| plan.next.is_some());
    let lines = lines.into_iter().filter(|next| *next).count();
    assert!(employee.members.iter().all(|member| member.premiums.len() == lines));
}

fn compared_as_on_the_page(
    report: &Report,
    reckoner: &Reckoner,
    scenario: &Scenario,
    reckoned: &Reckoned,
) {
    let next = &reckoner.bench().next;
    let offered = |plan: &usize| {
        scenario.packages.iter().any(|package| package.plans.contains(&next.plans[*plan].id))
    };
    let offered: Vec<usize> = (0..next.plans.len()).filter(offered).collect();
    let compared: Vec<(&str, Split)> =
        report.comparison.plans.iter().map(|plan| (plan.name.as_str(), plan.group)).collect();
    let expect: Vec<(&str, Split)> = offered
        .iter()
        .map(|plan| (next.plans[*plan].name.as_str(), reckoner.group_in(reckoned, *plan)))
        .collect();
    assert_eq!(compared, expect, "{}", report.scenario);
    // Nobody pays for a dental plan who is in none.
    let dental = offered.iter().find(|plan| next.plans[**plan].line == Line::Dental).unwrap();
    let in_it = reckoner.bench().employees.iter().filter(|e| e.enrolled[1].is_some());
    let families = in_it.filter_map(|employee| employee.next);
    let months =
        families.map(|family| reckoner.next().family(&reckoned.priced, family as usize, *dental));
    let months: Split = months.sum();
    assert_eq!(reckoner.group_in(reckoned, *dental), months);
    assert_ne!(reckoned.priced.plans[*dental], months, "somebody is in no dental plan");
    for label in ["Level", "Deductible, one person", "Primary care visit", "Generic"] {
        assert!(report.comparison.rows.iter().any(|row| row.label == label), "{label}");
    }
}

/// Takes a workbook away with one contribution, types in another, and compares with the page.
pub async fn a_contribution_typed_into_the_workbook_makes_the_figures_of_the_page(world: &World) {
    let bench = opened(world).await.bench;
    let going_by = bench.as_is().packages[0].plans[0].clone();
    let by_member = |[employee, spouse, child]: [Share; 3]| {
        Contribution::by_member(employee, spouse, child).going_by(going_by.clone())
    };
    let first = by_member([percent(5_000), percent(0), percent(2_500)]);
    let scenario = two_packages(&bench, &first, &first);
    let begun = told(world, Some(&kept(world, "Taken away", &scenario).await)).await;
    let mut model = engine(&mut open(xlsx(&begun).unwrap()));

    let reckoner = Reckoner::new(Arc::new(bench.clone()));
    for (number, [own, others]) in [
        [[percent(10_000); 3], [percent(6_667), percent(3_333), percent(1_250)]],
        [[fixed(35_000), fixed(9_999_999), fixed(0)], [capped(reference(8_000), 40_000); 3]],
        [
            [reference(10_000), percent(5_050), fixed(12_345)],
            [capped(percent(9_000), 51_001), capped(fixed(20_000), 10_001), reference(3_333)],
        ],
    ]
    .into_iter()
    .enumerate()
    {
        let typed = two_packages(&bench, &by_member(own), &by_member(others));
        let id = kept(world, &format!("Typed in {number}"), &typed).await;
        let mut report = told(world, Some(&id)).await;
        // What a plan would cost everybody does not follow the inputs, and says so.
        report.comparison = begun.comparison.clone();
        let mut book = open(xlsx(&report).unwrap());
        type_inputs(&mut model, &mut book);
        assert!(same_figures(&model, &mut book, &format!("inputs {number}")) > 500);
        let group = reckoner.reckon(&typed).group;
        assert_eq!(summary(&model), [group.now, group.as_is, group.next]);
    }
}

/// What stands on the first sheet: now, if nothing is done, and in the scenario.
fn summary(model: &Model<'_>) -> [Split; 3] {
    let cents = |row, column| match model.get_cell_value_by_index(0, row, column).unwrap() {
        CellValue::Number(dollars) => Cents::parse(&format!("{dollars:.2}")).unwrap(),
        other => panic!("{other:?} is no amount"),
    };
    [2, 3, 4].map(|column| {
        let split = Split { premium: cents(7, column), employer: cents(8, column) };
        assert_eq!(cents(9, column), split.employee());
        split
    })
}

pub async fn what_is_not_there_is_not_told(world: &World) {
    let operations = &world.operations;
    for id in ["", "nonsense", "00000000-0000-4000-8000-000000000001"] {
        let missing = operations
            .report(&world.may(BAYSIDE).await, JANUARY, Some(id), None, CARRIER, true)
            .await;
        assert!(matches!(missing, Err(OperationError::NoScenario)), "{id:?}");
    }
    // A scenario of this employer is none of another's.
    let as_is = opened(world).await.bench.as_is();
    let id = kept(world, "Mine", &as_is).await;
    let other = operations
        .report(&world.may(TIDEWATER).await, "2026-12-01", Some(&id), None, CARRIER, true)
        .await;
    assert!(matches!(other, Err(OperationError::NoScenario)));
    for (employer, date) in [(CYPRESS, "2027-03-01"), (BAYSIDE, "2027-02-01"), (BAYSIDE, "soon")] {
        let missing =
            operations.report(&world.may(employer).await, date, None, None, CARRIER, true).await;
        assert!(matches!(missing, Err(OperationError::NoRenewal)), "{employer} {date}");
    }
    // What closed can still be read; of paychecks nothing is said where nothing is known.
    let permit = world.may(TIDEWATER).await;
    let closed = operations.report(&permit, "2026-12-01", None, Some("daily"), CARRIER, true).await;
    assert_eq!(closed.unwrap().report().pay_period, None);
}

pub async fn the_dates_are_told_and_the_last_day_reminds(world: &World) {
    let feed = world.operations.calendar(&world.may(BAYSIDE).await, JANUARY).await.unwrap();
    assert_eq!(feed.name, "Renewal of Bayside Dental Group");
    let dates: Vec<_> = feed
        .dates
        .iter()
        .map(|date| (date.on, date.reminder.as_ref().map(|r| (r.days_before, r.text.as_str()))))
        .collect();
    assert_eq!(
        dates,
        [
            (day("2026-10-18"), None),
            (
                day("2026-12-15"),
                Some((6, "Last day to change your renewal: 7 days left, today counted"))
            ),
            (day("2026-12-16"), None),
            (day("2027-01-01"), None),
        ]
    );
    // The dates of one that is not open yet are known too.
    assert!(world.operations.calendar(&world.may(CYPRESS).await, "2027-03-01").await.is_ok());
    let missing = world.operations.calendar(&world.may(CYPRESS).await, JANUARY).await;
    assert!(matches!(missing, Err(OperationError::NoRenewal)));
}
