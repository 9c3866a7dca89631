use super::*;
use crate::census::{Census, Person, Relationship};
use crate::contribution::{Contribution, Share};
use crate::fixture::{area, day, person, plan, sheet};
use crate::money::Percent;
use crate::plan::{Metal, Plan, Succession};
use crate::rate::{Prices, RateSheet};
use crate::renewal::waiting::WaitingPeriod;
use crate::workbench::NamedPlan;
use Relationship::{Child, Employee as Worker, Spouse};
use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::strategy::Strategy as Generator;

/// Goes on.
const GOLD: &str = "12345DC0010001";
/// Is closed; `SILVER_NEW` takes its place.
const SILVER: &str = "12345DC0010002";
const SILVER_NEW: &str = "12345DC0010012";
/// Ends; nothing takes its place.
const BRONZE: &str = "12345DC0010003";
/// New next year.
const PLATINUM: &str = "12345DC0010004";
const DENTAL: &str = "12345DC0020001";

fn id(id: &str) -> PlanId {
    PlanId::parse(id).unwrap()
}

fn plans(next: bool) -> Vec<Plan> {
    let medical = if next { vec![GOLD, SILVER_NEW, PLATINUM] } else { vec![GOLD, SILVER, BRONZE] };
    let mut plans: Vec<Plan> = medical.into_iter().map(|id| plan(id, Line::Medical)).collect();
    for plan in &mut plans {
        (plan.metal, plan.actuarial_value) = match plan.id.as_str() {
            GOLD => (Metal::Gold, Some(Percent::whole(80))),
            PLATINUM => (Metal::Platinum, Some(Percent::whole(90))),
            BRONZE => (Metal::Bronze, Some(Percent::whole(60))),
            _ => (Metal::Silver, Some(Percent::whole(70))),
        };
    }
    plans.push(plan(DENTAL, Line::Dental));
    plans
}

fn sheets(next: bool) -> Vec<RateSheet> {
    let of = |id, prices| {
        let year = if next { ("2027-01-01", "2027-12-31") } else { ("2026-01-01", "2026-12-31") };
        let prices = Prices::from_text(prices).unwrap();
        RateSheet { from: day(year.0), until: day(year.1), ..sheet(id, prices) }
    };
    if next {
        vec![
            of(GOLD, "0-20:22000,21-39:44000,40-64:66000,65+:99000"),
            of(SILVER_NEW, "0-20:16000,21-39:32000,40-64:48000,65+:72000"),
            of(PLATINUM, "0-20:30000,21-39:60000,40-64:90000,65+:120000"),
            of(DENTAL, "0-20:2100,21+:4200"),
        ]
    } else {
        vec![
            of(GOLD, "0-20:20000,21-39:40000,40-64:60000,65+:90000"),
            of(SILVER, "0-20:15000,21-39:30000,40-64:45000,65+:70000"),
            of(BRONZE, "0-20:10000,21-39:20000,40-64:30000,65+:50000"),
            of(DENTAL, "0-20:2000,21+:4000"),
        ]
    }
}

pub(in crate::renewal) fn package(
    classes: &[&str],
    plans: &[&str],
    contribution: Contribution,
) -> Package {
    Package {
        name: "Package".into(),
        classes: classes.iter().map(|class| (*class).to_owned()).collect(),
        plans: plans.iter().map(|plan| id(plan)).collect(),
        contribution,
        waiting: WaitingPeriod::FirstOfMonthAfter(30),
    }
}

pub(in crate::renewal) fn percent(employee: u32, spouse: u32, child: u32) -> Contribution {
    let percent = Percent::whole;
    Contribution::percent(percent(employee), percent(spouse), percent(child))
}

fn bench_of(people: Vec<Person>, packages: Vec<Package>) -> RenewalBench {
    let (census, faults) = Census::assemble(people);
    assert_eq!(faults, []);
    let lay = |next: bool, on: NaiveDate| {
        let plans = plans(next);
        let named: Vec<_> = plans.iter().map(|plan| NamedPlan { plan, issuer: None }).collect();
        Workbench::new(&named, &sheets(next), &census, area(), on)
    };
    let successions = [
        Succession { from: id(SILVER), to: Some(id(SILVER_NEW)), reason: Some("Closed.".into()) },
        Succession { from: id(BRONZE), to: None, reason: Some("No longer sold.".into()) },
    ];
    let (present, next) = (lay(false, day("2026-01-01")), lay(true, day("2027-01-01")));
    RenewalBench::new(present, next, &census, packages, &successions)
}

pub(in crate::renewal) fn reckoner(people: Vec<Person>, contribution: Contribution) -> Reckoner {
    let packages = vec![package(&[], &[GOLD, SILVER, BRONZE, DENTAL], contribution)];
    Reckoner::new(Arc::new(bench_of(people, packages)))
}

pub(in crate::renewal) fn worker(row: u32, born_on: &str, plans: &[&str]) -> Person {
    let mut person = person(row, row, Worker, day(born_on));
    person.employment.enrolled = plans.iter().map(|plan| id(plan)).collect();
    person
}

fn split(premium: i64, employer: i64) -> Split {
    Split { premium: Cents::new(premium), employer: Cents::new(employer) }
}

/// An employee who turns 40 within the year, a spouse of 50, a child who turns 26 and leaves, and a
/// child of 12; half of every premium is paid by the employer.
fn family() -> Vec<Person> {
    let mut people = vec![worker(1, "1986-06-01", &[SILVER, DENTAL])];
    people.push(person(2, 1, Spouse, day("1976-01-01")));
    people.push(person(3, 1, Child, day("2000-06-01")));
    people.push(person(4, 1, Child, day("2014-06-01")));
    people
}

#[test]
fn each_cause_of_a_change_is_told_apart_to_the_cent() {
    let reckoner = reckoner(family(), percent(50, 50, 50));
    let mut scenario = reckoner.as_is().clone();
    scenario.packages[0].contribution = percent(80, 50, 0);
    scenario.moves.push(Move { from: id(SILVER), to: id(GOLD) });
    let reckoned = reckoner.reckon(&scenario);
    let impact = reckoner.impact(&reckoned, 0);

    // Now: silver 300 + 450 + 300 + 150, dental 40 + 40 + 40 + 20; half of it by the employer.
    assert_eq!(impact.now, split(120_000 + 14_000, 60_000 + 7_000));
    let [family, age, rate, plan, contribution] = impact.causes;
    // The child who turns 26 leaves: 300 + 40.
    assert_eq!(family, split(-34_000, -17_000));
    // The employee is 40: 450 instead of 300. Dental knows no ages above 20.
    assert_eq!(age, split(15_000, 7_500));
    // The successor: 480 + 480 + 160 instead of 450 + 450 + 150; dental 42 + 42 + 21, not 40 + 40 + 20.
    assert_eq!(rate, split(7_000 + 500, 3_500 + 250));
    assert_eq!(impact.as_is, split(112_000 + 10_500, 56_000 + 5_250));
    // Gold: 660 + 660 + 220.
    assert_eq!(plan, split(42_000, 21_000));
    // 80% of 660 and 42 instead of half; nothing for the child, 220 and 21.
    assert_eq!(contribution, split(0, 19_800 + 1_260 - 11_000 - 1_050));
    assert_eq!(impact.next, split(154_000 + 10_500, 52_800 + 33_000 + 3_360 + 2_100));
    assert_eq!(impact.next.employee(), Cents::new(164_500 - 91_260));
    assert_eq!(reckoned.group, Impact { plans: [None; 2], ..impact });
}

#[test]
fn people_go_where_they_are_moved_or_to_the_successor_or_to_what_is_most_like_it() {
    let people = vec![
        worker(1, "1990-01-01", &[GOLD, DENTAL]),
        worker(2, "1990-01-01", &[SILVER]),
        worker(3, "1990-01-01", &[BRONZE]),
    ];
    let reckoner = reckoner(people, percent(50, 0, 0));
    let next = &reckoner.bench().next;
    let goes = |scenario: &Scenario| -> Vec<Vec<&str>> {
        let reckoned = reckoner.reckon(scenario);
        let plans = |impact: Impact| {
            let places = impact.plans.into_iter().flatten();
            places.map(|place| next.plans[usize::from(place)].id.as_str()).collect()
        };
        reckoner.impacts(&reckoned).map(plans).collect()
    };
    let mut scenario = reckoner.as_is().clone();
    assert_eq!(scenario.packages[0].plans, [id(GOLD), id(SILVER_NEW), id(DENTAL)]);
    // Bronze ends: of gold and silver, silver carries a share of costs closer to it.
    assert_eq!(goes(&scenario), [vec![GOLD, DENTAL], vec![SILVER_NEW], vec![SILVER_NEW]]);

    scenario.moves.push(Move { from: id(BRONZE), to: id(GOLD) });
    // What is not offered is not moved to.
    scenario.moves.push(Move { from: id(GOLD), to: id(PLATINUM) });
    assert_eq!(goes(&scenario), [vec![GOLD, DENTAL], vec![SILVER_NEW], vec![GOLD]]);

    scenario.packages[0].plans = vec![id(PLATINUM)];
    // Without a dental plan on offer nobody has one.
    assert_eq!(goes(&scenario), [[PLATINUM], [PLATINUM], [PLATINUM]]);
    scenario.packages[0].plans.clear();
    assert_eq!(goes(&scenario), [[""; 0], [""; 0], [""; 0]]);
}

#[test]
fn who_is_left_without_a_plan_is_told_and_can_be_sent_elsewhere() {
    let mut driver = worker(3, "1986-06-01", &[SILVER]);
    driver.employment.class = Some("Drivers".into());
    let people = vec![worker(1, "1986-06-01", &[SILVER]), worker(2, "1996-06-01", &[GOLD]), driver];
    let reckoner = reckoner(people, percent(50, 0, 0));
    let place = |plan: &str| reckoner.bench().next.plan(&id(plan)).unwrap();
    let present = |plan: &str| reckoner.bench().present.plan(&id(plan)).unwrap();
    let mut scenario = reckoner.as_is().clone();
    assert_eq!(reckoner.displaced(&scenario, 0), [], "silver's people go over into its successor");

    scenario.packages.push(package(&["Drivers"], &[GOLD, DENTAL], percent(50, 0, 0)));
    scenario.packages[0].plans = [GOLD, PLATINUM, DENTAL].map(id).into();
    let of_silver = |scenario: &Scenario, package: usize| {
        let all = reckoner.displaced(scenario, package);
        let [Displaced { present: from, employees: 1, likest, to }] = all[..] else {
            panic!("{all:?}");
        };
        assert_eq!((from, likest), (present(SILVER), place(GOLD)));
        to
    };
    assert_eq!((of_silver(&scenario, 0), of_silver(&scenario, 1)), (place(GOLD), place(GOLD)));
    let send = |scenario: &mut Scenario, package, to: Option<&str>| {
        reckoner.send(scenario, package, present(SILVER), to.map(place));
    };
    send(&mut scenario, 0, Some(PLATINUM));
    // The drivers are not offered it.
    assert_eq!((of_silver(&scenario, 0), of_silver(&scenario, 1)), (place(PLATINUM), place(GOLD)));
    let reckoned = reckoner.reckon(&scenario);
    let plans: Vec<_> = reckoner.impacts(&reckoned).map(|impact| impact.plans[0]).collect();
    let [platinum, gold] = [PLATINUM, GOLD].map(|plan| u16::try_from(place(plan)).ok());
    assert_eq!(plans, [platinum, gold, gold]);
    send(&mut scenario, 0, None);
    assert_eq!((of_silver(&scenario, 0), scenario.moves.len()), (place(GOLD), 0));
}

#[test]
fn a_class_is_offered_what_its_package_says() {
    let mut driver = worker(2, "1990-01-01", &[GOLD]);
    driver.employment.class = Some("Drivers".into());
    let reckoner = reckoner(vec![worker(1, "1990-01-01", &[GOLD]), driver], percent(50, 0, 0));
    let mut scenario = reckoner.as_is().clone();
    scenario.packages.push(package(&["Drivers"], &[PLATINUM], percent(100, 0, 0)));
    let reckoned = reckoner.reckon(&scenario);
    let next: Vec<Split> = reckoner.impacts(&reckoned).map(|impact| impact.next).collect();
    assert_eq!(next, [split(44_000, 22_000), split(60_000, 60_000)]);
    // Everybody in gold, each with the contribution of the own class.
    let gold = reckoner.bench().next.plan(&id(GOLD)).unwrap();
    assert_eq!(reckoned.priced.plans[gold], split(88_000, 22_000 + 44_000));
}

#[test]
fn who_declined_costs_nothing_and_who_is_in_no_plan_is_left_where_they_are() {
    let mut declined = worker(1, "1990-01-01", &[]);
    declined.waived = true;
    let reckoner = reckoner(vec![declined, worker(2, "1990-01-01", &[])], percent(50, 0, 0));
    let reckoned = reckoner.reckon(reckoner.as_is());
    assert!(reckoner.impacts(&reckoned).all(|impact| impact == Impact::default()));
    assert_eq!(reckoner.bench().employees[0].next, None);
}

#[test]
fn the_employee_in_the_middle_is_one_who_is_covered() {
    let mut declined = worker(4, "1990-01-01", &[]);
    declined.waived = true;
    let people = vec![
        worker(1, "1986-06-01", &[GOLD]),
        worker(2, "1996-06-01", &[GOLD]),
        worker(3, "1996-06-01", &[SILVER]),
        declined,
        worker(5, "1990-01-01", &[]),
    ];
    let reckoner = reckoner(people, percent(50, 0, 0));
    let reckoned = reckoner.reckon(reckoner.as_is());
    // Half of 660 - 400, of 440 - 400 and of 320 - 300: the first one turns 40.
    assert_eq!(reckoner.middle_change(&reckoned), Cents::new(2_000));
    let mut counts = vec![0; 4];
    counts[reckoner.bench().next.plan(&id(GOLD)).unwrap()] = 2;
    counts[reckoner.bench().next.plan(&id(SILVER_NEW)).unwrap()] = 1;
    assert_eq!(reckoner.next_in(&reckoned), counts);
    let nobody = self::reckoner(Vec::new(), percent(50, 0, 0));
    let nothing = nobody.reckon(nobody.as_is());
    assert_eq!(nobody.middle_change(&nothing), Cents::ZERO);
}

#[test]
fn a_plan_counts_those_who_are_covered_in_its_line() {
    let people = vec![worker(1, "1986-06-01", &[GOLD]), worker(2, "1996-06-01", &[SILVER, DENTAL])];
    let reckoner = reckoner(people, percent(50, 0, 0));
    let reckoned = reckoner.reckon(reckoner.as_is());
    let would =
        |plan: &str| reckoner.group_in(&reckoned, reckoner.bench().next.plan(&id(plan)).unwrap());
    // One of 40 and one of 30; the dental plan is the younger one's alone.
    assert_eq!(would(GOLD), split(66_000 + 44_000, 33_000 + 22_000));
    assert_eq!(would(DENTAL), split(4_200, 2_100));
}

#[test]
fn a_reference_plan_goes_over_into_its_successor() {
    let contribution = Contribution::by_member(
        Share::reference(Percent::whole(50)),
        Share::percent(Percent::ZERO),
        Share::percent(Percent::ZERO),
    );
    let people = vec![worker(1, "1990-01-01", &[GOLD])];
    let reckoner = reckoner(people, contribution.going_by(id(SILVER)));
    let reckoned = reckoner.reckon(reckoner.as_is());
    let impact = reckoner.impact(&reckoned, 0);
    // Half of silver's 300 now and of its successor's 320 next year.
    assert_eq!((impact.now, impact.as_is), (split(40_000, 15_000), split(44_000, 16_000)));
}

#[test]
fn the_employee_alone_is_priced_without_the_family() {
    let reckoner = reckoner(family(), percent(50, 50, 50));
    let reckoned = reckoner.reckon(reckoner.as_is());
    assert_eq!(reckoner.employee_only(&reckoned, 0), Some(split(48_000, 24_000)));
}

pub(in crate::renewal) fn any_worker(row: u32) -> impl Generator<Value = Vec<Person>> {
    let medical = proptest::sample::select(vec![GOLD, SILVER, BRONZE]);
    let class = proptest::sample::select(vec![None, Some("Drivers"), Some("Office")]);
    let years = proptest::collection::vec(1998_i32..2026, 0..6);
    (1955_i32..2007, medical, any::<(bool, bool, bool)>(), class, years).prop_map(
        move |(year, medical, (dental, waived, spouse), class, years)| {
            let born = |year: i32| format!("{year}-07-09");
            let enrolled: &[&str] = if dental { &[medical, DENTAL] } else { &[medical] };
            let mut people = vec![worker(row, &born(year), enrolled)];
            people[0].waived = waived;
            people[0].employment.class = class.map(Into::into);
            if spouse {
                people.push(person(row + 1, row, Spouse, day(&born(year))));
            }
            for (place, year) in (2..).zip(years) {
                people.push(person(row + place, row, Child, day(&born(year))));
            }
            people
        },
    )
}

pub(in crate::renewal) fn any_contribution() -> impl Generator<Value = Contribution> {
    let amount = || (0_i64..80_000).prop_map(Cents::new);
    let share = || {
        prop_oneof![
            (0_u32..=10_000).prop_map(|p| Share::percent(Percent::from_hundredths(p))),
            (0_u32..=10_000).prop_map(|p| Share::reference(Percent::from_hundredths(p))),
            amount().prop_map(Share::fixed),
        ]
    };
    prop_oneof![
        3 => (share(), share(), share())
            .prop_map(|(e, s, c)| Contribution::by_member(e, s, c).going_by(id(SILVER))),
        1 => [amount(), amount(), amount(), amount()].prop_map(Contribution::by_tier),
    ]
}

fn any_scenario() -> impl Generator<Value = Scenario> {
    let next = vec![GOLD, SILVER_NEW, PLATINUM, DENTAL];
    let plans = || proptest::sample::subsequence(next.clone(), 0..=4);
    let one = (plans(), any_contribution(), plans(), any_contribution());
    let to = proptest::sample::select(vec![GOLD, SILVER_NEW, PLATINUM]);
    (one, proptest::option::of(to)).prop_map(|((a, ca, b, cb), to)| Scenario {
        packages: vec![package(&[], &a, ca), package(&["Drivers"], &b, cb)],
        moves: to.into_iter().map(|to| Move { from: id(GOLD), to: id(to) }).collect(),
    })
}

proptest! {
    #[test]
    fn causes_add_up_and_people_add_up_to_the_group(
        people in (any_worker(100), any_worker(200), any_worker(300)),
        contribution in any_contribution(),
        scenario in any_scenario(),
    ) {
        let reckoner = reckoner([people.0, people.1, people.2].concat(), contribution);
        let reckoned = reckoner.reckon(&scenario);
        let mut group = Impact::default();
        for impact in reckoner.impacts(&reckoned) {
            prop_assert_eq!(impact.now + impact.causes.into_iter().sum(), impact.next);
            let [family, age, rate, ..] = impact.causes;
            prop_assert_eq!(impact.now + family + age + rate, impact.as_is);
            for split in [impact.now, impact.as_is, impact.next] {
                prop_assert!(split.employer >= Cents::ZERO && split.employer <= split.premium);
            }
            group.add(&impact);
        }
        prop_assert_eq!(group, reckoned.group);

        let mut again = reckoner.reckon(reckoner.as_is());
        prop_assert_eq!(again.group.next, again.group.as_is);
        reckoner.reckon_again(&scenario, &mut again);
        prop_assert_eq!(again, reckoned);
    }
}
