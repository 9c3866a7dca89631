use super::*;
use crate::census::{Census, Party, Person, Relationship, Waiver};
use crate::contribution::{Contribution, Share};
use crate::election::{
    Choice as Chosen, Election, EndReason, Ending, FIRST_ADDED_ROW, Joining, LeaveReason, Leaving,
    Newcomer, Wish, applied,
};
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
pub(crate) const GOLD: &str = "12345DC0010001";
/// Is closed; `SILVER_NEW` takes its place.
pub(crate) const SILVER: &str = "12345DC0010002";
pub(crate) const SILVER_NEW: &str = "12345DC0010012";
/// Ends; nothing takes its place.
pub(crate) const BRONZE: &str = "12345DC0010003";
/// New next year.
pub(crate) const PLATINUM: &str = "12345DC0010004";
pub(crate) const DENTAL: &str = "12345DC0020001";

pub(crate) fn id(id: &str) -> PlanId {
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

pub(crate) fn package(classes: &[&str], plans: &[&str], contribution: Contribution) -> Package {
    Package {
        name: "Package".into(),
        classes: classes.iter().map(|class| (*class).to_owned()).collect(),
        plans: plans.iter().map(|plan| id(plan)).collect(),
        contribution,
        waiting: WaitingPeriod::FirstOfMonthAfter(30),
    }
}

pub(crate) fn percent(employee: u32, spouse: u32, child: u32) -> Contribution {
    let percent = Percent::whole;
    Contribution::percent(percent(employee), percent(spouse), percent(child))
}

/// The bench of a group with what was elected, and next year's census.
pub(crate) fn bench_of(
    people: Vec<Person>,
    elections: &[Election],
    packages: Vec<Package>,
) -> (RenewalBench, Census) {
    let (census, faults) = Census::assemble(people);
    assert_eq!(faults, []);
    let next_census = applied(&census, elections);
    let lay = |next: bool, census: &Census, on: NaiveDate| {
        let plans = plans(next);
        let named: Vec<_> = plans.iter().map(|plan| NamedPlan { plan, issuer: None }).collect();
        Workbench::new(&named, &sheets(next), census, area(), on)
    };
    let successions = [
        Succession { from: id(SILVER), to: Some(id(SILVER_NEW)), reason: Some("Closed.".into()) },
        Succession { from: id(BRONZE), to: None, reason: Some("No longer sold.".into()) },
    ];
    let present = lay(false, &census, day("2026-01-01"));
    let next = lay(true, &next_census, day("2027-01-01"));
    let bench = RenewalBench::new(present, next, &census, elections, packages, &successions);
    (bench, next_census)
}

pub(crate) fn reckoner(people: Vec<Person>, contribution: Contribution) -> Reckoner {
    reckoner_with(people, &[], contribution).0
}

/// A group that is offered all present plans, with what was elected; and next year's census.
pub(crate) fn reckoner_with(
    people: Vec<Person>,
    elections: &[Election],
    contribution: Contribution,
) -> (Reckoner, Census) {
    let packages = vec![package(&[], &[GOLD, SILVER, BRONZE, DENTAL], contribution)];
    let (bench, census) = bench_of(people, elections, packages);
    (Reckoner::new(Arc::new(bench)), census)
}

pub(crate) fn worker(row: u32, born_on: &str, plans: &[&str]) -> Person {
    let mut person = person(row, row, Worker, day(born_on));
    person.employment.enrolled = plans.iter().map(|plan| id(plan)).collect();
    person
}

pub(crate) fn split(premium: i64, employer: i64) -> Split {
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

pub(crate) fn any_worker(row: u32) -> impl Generator<Value = Vec<Person>> {
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

pub(crate) fn any_contribution() -> impl Generator<Value = Contribution> {
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

pub(crate) fn any_scenario() -> impl Generator<Value = Scenario> {
    let next = vec![GOLD, SILVER_NEW, PLATINUM, DENTAL];
    let plans = || proptest::sample::subsequence(next.clone(), 0..=4);
    let one = (plans(), any_contribution(), plans(), any_contribution());
    let to = proptest::sample::select(vec![GOLD, SILVER_NEW, PLATINUM]);
    (one, proptest::option::of(to)).prop_map(|((a, ca, b, cb), to)| Scenario {
        packages: vec![package(&[], &a, ca), package(&["Drivers"], &b, cb)],
        moves: to.into_iter().map(|to| Move { from: id(GOLD), to: id(to) }).collect(),
    })
}

/// An employee's election of plans.
pub(crate) fn chooses(row: u32, medical: Wish, dental: Wish) -> Election {
    Election { choice: Chosen::Covered([medical, dental]), ..Election::following(row) }
}

/// An employee's election of a medical plan.
pub(crate) fn chooses_plan(row: u32, plan: &str) -> Election {
    chooses(row, Wish::Plan(id(plan)), Wish::Follow)
}

pub(crate) fn declines(row: u32, waiver: Waiver) -> Election {
    Election { choice: Chosen::Waived(waiver), ..Election::following(row) }
}

pub(crate) fn ends(row: u32, reason: EndReason, last_day: &str) -> Election {
    let ending = Ending { reason, last_day: day(last_day) };
    Election { choice: Chosen::Ended(ending), ..Election::following(row) }
}

/// Somebody of 37 next year who is new and chooses a plan.
pub(crate) fn newcomer(place: u32, hired_on: &str, plan: &str) -> Election {
    let row = FIRST_ADDED_ROW + place;
    let newcomer = Newcomer {
        name: format!("Person {row}"),
        born_on: day("1990-01-01"),
        hired_on: day(hired_on),
        class: None,
    };
    Election { newcomer: Some(newcomer), ..chooses_plan(row, plan) }
}

pub(crate) fn joining(place: u32, relationship: Relationship, born_on: &str) -> Joining {
    let row = FIRST_ADDED_ROW + place;
    let name = format!("Person {row}");
    Joining { row, relationship, name, born_on: day(born_on), disabled: false }
}

fn any_wish() -> impl Generator<Value = Wish> {
    // Bronze is not sold any more, and a dental plan in the medical line cannot be had either.
    let plans = vec![GOLD, SILVER_NEW, PLATINUM, BRONZE, DENTAL];
    prop_oneof![
        3 => Just(Wish::Follow),
        3 => proptest::sample::select(plans).prop_map(|plan| Wish::Plan(id(plan))),
        1 => Just(Wish::Without),
    ]
}

fn any_choice() -> impl Generator<Value = Chosen> {
    let reason = proptest::sample::select(EndReason::ALL.to_vec());
    let last_day = proptest::sample::select(vec!["2026-11-30", "2026-12-31"]);
    let waivers = vec![Waiver::OtherGroupPlan, Waiver::PublicProgram, Waiver::NoOtherCoverage];
    prop_oneof![
        5 => (any_wish(), any_wish()).prop_map(|(a, b)| Chosen::Covered([a, b])),
        1 => proptest::sample::select(waivers).prop_map(Chosen::Waived),
        2 => (reason, last_day).prop_map(|(reason, last_day)| {
            Chosen::Ended(Ending { reason, last_day: day(last_day) })
        }),
    ]
}

/// What may be elected for the family of a row; who joins has rows from a place on.
fn any_election(row: u32, place: u32) -> impl Generator<Value = Election> {
    let reason = proptest::sample::select(LeaveReason::ALL.to_vec());
    let leaving = proptest::collection::vec((1_u32..8, reason), 0..3);
    (any_choice(), any::<(bool, bool)>(), leaving).prop_map(
        move |(choice, (partner, child), leaving)| {
            let mut election = Election { choice, ..Election::following(row) };
            let joins = [(partner, Spouse, "1988-02-03"), (child, Child, "2026-09-01")];
            for (place, (_, relationship, born_on)) in
                (place..).zip(joins.into_iter().filter(|(joins, ..)| *joins))
            {
                election.joining.push(joining(place, relationship, born_on));
            }
            let of = |(place, reason)| Leaving { row: row + place, reason };
            election.leaving = leaving.into_iter().map(of).collect();
            election
        },
    )
}

/// Elections of the families of rows 100, 200 and 300 and of somebody new, perhaps of a class that nobody
/// else is in.
pub(crate) fn any_elections() -> impl Generator<Value = Vec<Election>> {
    let of = |row, place| proptest::option::of(any_election(row, place));
    let class = proptest::sample::select(vec![None, Some("Admin"), Some("Drivers")]);
    let hired = proptest::sample::select(vec!["2026-11-02", "2026-12-20", "2027-02-10"]);
    let new = (any_election(FIRST_ADDED_ROW, 1), class, hired);
    (of(100, 10), of(200, 20), of(300, 30), proptest::option::of(new)).prop_map(|(a, b, c, new)| {
        let new = new.map(|(election, class, hired)| {
            let mut newcomer = newcomer(0, hired, GOLD).newcomer.unwrap();
            newcomer.class = class.map(Into::into);
            Election { newcomer: Some(newcomer), ..election }
        });
        [a, b, c, new].into_iter().flatten().collect()
    })
}

/// Those of the elections that could be kept: without who leaves and is not there, and second partners.
pub(crate) fn sound(people: &[Person], mut elections: Vec<Election>) -> Vec<Election> {
    let (census, _) = Census::assemble(people.to_vec());
    let (today, effective_on) = (day("2026-11-20"), day("2027-01-01"));
    elections.retain_mut(|election| {
        let household = census.households.iter().find(|h| h.employee.row == election.row);
        let dependents = household.map_or(&[][..], |household| &household.dependents);
        let mut left = Vec::new();
        election.leaving.retain(|leaving| {
            let first = !left.contains(&leaving.row);
            left.push(leaving.row);
            first && dependents.iter().any(|d| d.row == leaving.row)
        });
        let is_partner = |relationship: Relationship| relationship.party() == Party::Spouse;
        let stays = |p: &&Person| !left.contains(&p.row) && is_partner(p.relationship);
        if dependents.iter().any(|p| stays(&p)) {
            election.joining.retain(|joining| !is_partner(joining.relationship));
        }
        election.check(household, effective_on, today).is_empty()
    });
    elections
}

#[test]
fn who_brings_a_new_class_leaves_the_others_in_theirs() {
    let mut office = worker(1, "1990-01-01", &[GOLD]);
    office.employment.class = Some("Office".into());
    let mut new = newcomer(0, "2026-11-02", GOLD);
    new.newcomer.as_mut().unwrap().class = Some("Drivers".into());
    let packages = vec![
        package(&[], &[GOLD], percent(50, 0, 0)),
        package(&["Office"], &[GOLD], percent(100, 0, 0)),
    ];
    let (bench, _) = bench_of(vec![office], &[new], packages);
    let reckoner = Reckoner::new(Arc::new(bench));
    let reckoned = reckoner.reckon(reckoner.as_is());
    let [office, new] = [0, 1].map(|place| reckoner.impact(&reckoned, place));
    // All of gold's 400 and 440 for the office, half of 440 for the driver.
    assert_eq!((office.now, office.next), (split(40_000, 40_000), split(44_000, 44_000)));
    assert_eq!(office.causes, [0, 0, 4_000, 0, 0].map(|cents| split(cents, cents)));
    assert_eq!((new.now, new.next), (split(0, 0), split(44_000, 22_000)));
}

#[test]
fn what_was_elected_has_its_cause() {
    let [none, all] = [split(0, 0), split(44_000, 22_000)];
    let [gone, less] = [split(-40_000, -20_000), split(-4_200, -2_100)];
    let dental_rate = split(200, 100);
    let rate = split(4_000, 2_000);
    let mut waived = worker(1, "1990-01-01", &[GOLD]);
    waived.waived = true;
    let [gold, both] = [&[GOLD][..], &[GOLD, DENTAL]].map(|plans| worker(1, "1990-01-01", plans));
    let undecided = worker(1, "1990-01-01", &[]);
    let without_dental = chooses(1, Wish::Follow, Wish::Without);
    let without = chooses(1, Wish::Without, Wish::Without);
    // One employee alone, 37 next year, of whose premium half is paid: gold 400 and 440, platinum 600,
    // dental 40 and 42.
    // (employee, election, family, rate, plan)
    for (who, election, [family, rates, plan]) in [
        (&gold, chooses_plan(1, PLATINUM), [none, rate, split(16_000, 8_000)]),
        (&gold, chooses_plan(1, GOLD), [none, rate, none]),
        // What is not sold is not heeded; the gate speaks of it.
        (&gold, chooses_plan(1, BRONZE), [none, rate, none]),
        (
            &gold,
            chooses(1, Wish::Follow, Wish::Plan(id(DENTAL))),
            [none, rate, split(4_200, 2_100)],
        ),
        (&both, without_dental, [none, rate + dental_rate, less]),
        (&both, without, [none, rate + dental_rate, less - all]),
        (&gold, declines(1, Waiver::OtherGroupPlan), [gone, none, none]),
        (&gold, ends(1, EndReason::LeftJob, "2026-12-31"), [gone, none, none]),
        (&undecided, chooses_plan(1, GOLD), [all, none, none]),
        // Who declined is in no plan now, whatever the roster says, and is not led to one.
        (&waived, chooses_plan(1, GOLD), [all, none, none]),
        (&waived, Election::following(1), [none, none, none]),
    ] {
        let elections = [election];
        let (reckoner, _) = reckoner_with(vec![who.clone()], &elections, percent(50, 0, 0));
        let mut scenario = reckoner.as_is().clone();
        scenario.packages[0].plans.push(id(PLATINUM));
        let impact = reckoner.impact(&reckoner.reckon(&scenario), 0);
        assert_eq!(impact.causes, [family, none, rates, plan, none], "{elections:?}");
        assert_eq!(impact.now + impact.causes.into_iter().sum(), impact.next, "{elections:?}");
    }
}

#[test]
fn a_plan_counts_those_who_chose_its_line() {
    let people = vec![
        worker(1, "1990-01-01", &[GOLD, DENTAL]),
        worker(2, "1990-01-01", &[GOLD, DENTAL]),
        worker(3, "1990-01-01", &[GOLD]),
        worker(4, "1990-01-01", &[]),
        worker(5, "1990-01-01", &[GOLD, DENTAL]),
    ];
    let elections = [
        chooses(2, Wish::Follow, Wish::Without),
        chooses(3, Wish::Plan(id(BRONZE)), Wish::Plan(id(DENTAL))),
        ends(5, EndReason::LeftJob, "2026-12-31"),
        newcomer(0, "2026-11-02", GOLD),
    ];
    let (reckoner, _) = reckoner_with(people, &elections, percent(50, 0, 0));
    let reckoned = reckoner.reckon(reckoner.as_is());
    let would =
        |plan: &str| reckoner.group_in(&reckoned, reckoner.bench().next.plan(&id(plan)).unwrap());
    // Medical: 1 and 2, 3 whose plan is gone but who has one now, and who is new. Dental: 1, and 3 who chose.
    assert_eq!(would(GOLD), split(4 * 44_000, 4 * 22_000));
    assert_eq!(would(DENTAL), split(2 * 4_200, 2 * 2_100));
}

#[test]
fn who_chose_is_not_displaced() {
    let people = [1, 2, 3, 4].map(|row| worker(row, "1990-01-01", &[BRONZE])).to_vec();
    let elections = [
        chooses_plan(2, GOLD),
        chooses(3, Wish::Without, Wish::Follow),
        ends(4, EndReason::Asked, "2026-12-31"),
    ];
    let (reckoner, _) = reckoner_with(people, &elections, percent(50, 0, 0));
    let [displaced] = reckoner.displaced(reckoner.as_is(), 0)[..] else { panic!() };
    assert_eq!(displaced.employees, 1);
}

proptest! {
    #[test]
    fn causes_add_up_and_people_add_up_to_the_group(
        people in (any_worker(100), any_worker(200), any_worker(300)),
        elections in any_elections(),
        contribution in any_contribution(),
        scenario in any_scenario(),
    ) {
        let people = [people.0, people.1, people.2].concat();
        let elections = sound(&people, elections);
        for elections in [&[][..], &elections] {
            let (reckoner, _) = reckoner_with(people.clone(), elections, contribution.clone());
            let reckoned = reckoner.reckon(&scenario);
            let mut group = Impact::default();
            for impact in reckoner.impacts(&reckoned) {
                prop_assert_eq!(impact.now + impact.causes.into_iter().sum(), impact.next);
                let [family, age, rate, plan, _] = impact.causes;
                let joining = if impact.now == Split::default() { family } else { Split::default() };
                prop_assert_eq!(impact.now + family - joining + age + rate, impact.as_is);
                prop_assert!(joining == Split::default() || plan == Split::default());
                for split in [impact.now, impact.as_is, impact.next] {
                    prop_assert!(split.employer >= Cents::ZERO && split.employer <= split.premium);
                }
                group.add(&impact);
            }
            prop_assert_eq!(group, reckoned.group);

            let mut again = reckoner.reckon(reckoner.as_is());
            if elections.is_empty() {
                prop_assert_eq!(again.group.next, again.group.as_is);
            }
            reckoner.reckon_again(&scenario, &mut again);
            prop_assert_eq!(again, reckoned);
        }
    }
}
