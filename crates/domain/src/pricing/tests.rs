use super::*;
use crate::census::{Census, CensusFaultKind, Person, Relationship};
use crate::contribution::{Strategy, Terms};
use crate::fixture::{area, day, person, plan, sheet};
use crate::id::PlanId;
use crate::money::Percent;
use crate::plan::{CostShare, Plan, Service};
use crate::rate::{Prices, RateSheet};
use crate::workbench::NamedPlan;
use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::strategy::Strategy as Generator;

const MEDICAL: &str = "12345DC0010001";
const CHEAPER: &str = "12345DC0010002";
const DENTAL: &str = "12345DC0020001";
const TIERED: &str = "12345DC0020002";

/// Two medical plans, a dental plan rated by age and one rated by family.
fn catalogue() -> (Vec<Plan>, Vec<RateSheet>) {
    let plans = vec![
        plan(TIERED, Line::Dental),
        plan(DENTAL, Line::Dental),
        plan(CHEAPER, Line::Medical),
        plan(MEDICAL, Line::Medical),
    ];
    let text = |text| Prices::from_text(text).unwrap();
    let sheets = vec![
        sheet(MEDICAL, text("0-20:27202,21-39:30238,40-64:40553,65+:90714")),
        sheet(CHEAPER, text("0-20:20001,21-39:22223,40-64:30303,65+:60607")),
        sheet(DENTAL, text("0-20:1501,21+:3003")),
        sheet(TIERED, text("family:3000,4500,6000,7001,6000,7500,9000,10001")),
    ];
    (plans, sheets)
}

fn workbench_of(people: Vec<Person>) -> Workbench {
    let (census, faults) = Census::assemble(people);
    assert!(faults.is_empty(), "{faults:?}");
    let (plans, sheets) = catalogue();
    let named: Vec<NamedPlan<'_>> =
        plans.iter().map(|plan| NamedPlan { plan, issuer: None }).collect();
    Workbench::new(&named, &sheets, &census, area(), day("2016-01-01"))
}

use Relationship::{Child, Employee, Spouse};

/// An employee of 40 with a spouse of 38 and four children under 21.
fn family_of_six() -> Workbench {
    workbench_of(vec![
        person(1, 1, Employee, day("1975-06-01")),
        person(2, 1, Spouse, day("1977-06-01")),
        person(3, 1, Child, day("2000-01-01")),
        person(4, 1, Child, day("2012-01-01")),
        person(5, 1, Child, day("2004-01-01")),
        person(6, 1, Child, day("2008-01-01")),
    ])
}

fn percents(employee: u32, spouse: u32, child: u32) -> Strategy {
    let percent = Percent::whole;
    Contribution::percent(percent(employee), percent(spouse), percent(child)).into()
}

fn by_member(employee: Share, spouse: Share, child: Share) -> Contribution {
    Contribution::by_member(employee, spouse, child)
}

fn at(workbench: &Workbench, id: &str) -> usize {
    workbench.plan(&PlanId::parse(id).unwrap()).unwrap()
}

#[test]
fn plans_stand_medical_first_then_by_id() {
    let ids: Vec<String> = family_of_six().plans.iter().map(|p| p.id.to_string()).collect();
    assert_eq!(ids, [MEDICAL, CHEAPER, DENTAL, TIERED]);
}

#[test]
fn a_family_is_priced_member_by_member_to_the_cent() {
    let workbench = family_of_six();
    let strategy = percents(60, 30, 30);
    let priced = price(&workbench, &strategy);

    // 405.53 + 302.38 + 3 × 272.02; the fourth child, the youngest, is free.
    let medical = priced.plans[at(&workbench, MEDICAL)];
    assert_eq!(medical.premium, Cents::new(40_553 + 30_238 + 3 * 27_202));
    // 60% of 405.53 is 243.318, 30% of 302.38 is 90.714, 30% of 272.02 is 81.606.
    assert_eq!(medical.employer, Cents::new(24_332 + 9_071 + 3 * 8_161));
    assert_eq!(medical.employee(), medical.premium - medical.employer);

    // Dental charges every child: 2 × 30.03 + 4 × 15.01.
    let dental = priced.plans[at(&workbench, DENTAL)];
    assert_eq!(dental.premium, Cents::new(2 * 3_003 + 4 * 1_501));

    let charged: Vec<bool> = pricer(&workbench)
        .members(&strategy, 0, at(&workbench, MEDICAL))
        .iter()
        .map(|m| m.charged)
        .collect();
    assert_eq!(charged, [true, true, true, false, true, true]);
}

#[test]
fn a_family_rated_plan_goes_by_the_shape_of_the_family() {
    let workbench = family_of_six();
    let plan = at(&workbench, TIERED);
    let priced = price(&workbench, &percents(60, 30, 30));
    assert_eq!(priced.plans[plan].premium, Cents::new(10_001));
    // 60% of 30.00, 30% of (60.00 − 30.00), 30% of (100.01 − 60.00) = 12.003.
    assert_eq!(priced.plans[plan].employer, Cents::new(1_800 + 900 + 1_200));

    let none = Share::percent(Percent::ZERO);
    let fixed = by_member(none, none, Share::fixed(Cents::new(500))).into();
    // $5 for each of four children.
    assert_eq!(price(&workbench, &fixed).plans[plan].employer, Cents::new(2_000));
}

#[test]
fn an_amount_by_tier_goes_by_the_shape_of_the_family_and_never_beyond_its_premium() {
    let workbench = family_of_six();
    let amounts = [10_000, 20_000, 30_000, 45_000].map(Cents::new);
    let priced = price(&workbench, &Contribution::by_tier(amounts).into());
    assert_eq!(priced.plans[at(&workbench, MEDICAL)].employer, Cents::new(45_000));
    // 2 × 30.03 + 4 × 15.01 is less than $450.
    assert_eq!(priced.plans[at(&workbench, DENTAL)].employer, Cents::new(12_010));
    assert_eq!(priced.plans[at(&workbench, TIERED)].employer, Cents::new(10_001));
}

#[test]
fn a_benefit_class_with_a_contribution_of_its_own_gets_that_one() {
    let mut driver = person(2, 2, Employee, day("1990-06-01"));
    driver.employment.class = Some("Drivers".into());
    let workbench = workbench_of(vec![person(1, 1, Employee, day("1990-06-01")), driver]);
    assert_eq!(workbench.classes, ["Drivers"]);
    let contribution = |p| Contribution::percent(Percent::whole(p), Percent::ZERO, Percent::ZERO);
    let strategy = Strategy { others: contribution(100), by_class: vec![Some(contribution(50))] };
    // 302.38 whole, and half of it.
    let priced = price(&workbench, &strategy);
    assert_eq!(priced.plans[at(&workbench, MEDICAL)].employer, Cents::new(30_238 + 15_119));
}

#[test]
fn a_reference_plan_pays_the_same_amount_whichever_plan_is_chosen() {
    let workbench = family_of_six();
    let none = Share::percent(Percent::ZERO);
    let contribution = by_member(Share::reference(Percent::whole(80)), none, none);
    let strategy = contribution.going_by(PlanId::parse(CHEAPER).unwrap()).into();
    let priced = price(&workbench, &strategy);
    // 80% of 303.03 is 242.424.
    for id in [MEDICAL, CHEAPER] {
        assert_eq!(priced.plans[at(&workbench, id)].employer, Cents::new(24_242), "{id}");
    }
    // The reference is medical: dental takes the percentage of its own premium, 80% of 30.03.
    assert_eq!(priced.plans[at(&workbench, DENTAL)].employer, Cents::new(2_402));
    assert_eq!(priced.plans[at(&workbench, TIERED)].employer, Cents::new(2_400));
}

#[test]
fn a_reference_plan_counts_only_for_plans_rated_the_same_way() {
    let workbench = family_of_six();
    let half = Share::percent(Percent::whole(50));
    let contribution = by_member(Share::reference(Percent::whole(50)), half, half);
    let strategy = contribution.going_by(PlanId::parse(TIERED).unwrap()).into();
    let priced = price(&workbench, &strategy);
    // There is no premium at an age in the reference: half of 30.03, half of 15.01 four times.
    assert_eq!(priced.plans[at(&workbench, DENTAL)].employer, Cents::new(1_502 + 1_502 + 4 * 751));
    // In the reference plan itself: half of 30.00, of 30.00 and of 40.01.
    assert_eq!(priced.plans[at(&workbench, TIERED)].employer, Cents::new(1_500 + 1_500 + 2_001));
}

#[test]
fn a_plan_without_a_rate_for_the_date_or_an_age_is_named_unrated() {
    let (mut plans, mut sheets) = catalogue();
    plans.push(plan("12345DC0010003", Line::Medical));
    sheets[1].prices = Prices::from_text("21-64:22223").unwrap();
    let (census, _) = Census::assemble(vec![
        person(1, 1, Employee, day("1975-06-01")),
        person(2, 1, Child, day("2012-01-01")),
    ]);
    let named: Vec<NamedPlan<'_>> =
        plans.iter().map(|plan| NamedPlan { plan, issuer: Some("Harbor") }).collect();
    let workbench = Workbench::new(&named, &sheets, &census, area(), day("2016-01-01"));
    let unrated: Vec<String> = workbench.unrated.iter().map(ToString::to_string).collect();
    assert_eq!(unrated, [CHEAPER, "12345DC0010003"]);
    assert_eq!(workbench.plans[0].issuer, "Harbor");
    let priced = price(&workbench, &percents(100, 0, 0));
    assert_eq!(priced.plans[at(&workbench, DENTAL)].employer, Cents::new(3_003));

    let later = Workbench::new(&named, &sheets, &census, area(), day("2016-04-01"));
    assert_eq!((later.plans.len(), later.unrated.len()), (0, 5));
}

#[test]
fn nobody_is_priced_before_birth() {
    let (census, _) = Census::assemble(vec![
        person(1, 1, Employee, day("1975-06-01")),
        person(2, 1, Child, day("2016-02-01")),
    ]);
    assert_eq!(census.faults_on(day("2016-01-01"))[0].kind, CensusFaultKind::NotYetBorn);
}

prop_compose! {
    fn any_household(family: u32)(
        employee in 18_i32..80,
        spouse in proptest::option::of(18_i32..80),
        children in proptest::collection::vec(0_i32..26, 0..6),
    ) -> Vec<Person> {
        let born = |age: i32, day: u32| NaiveDate::from_ymd_opt(2015 - age, 1 + day % 12, 1 + day).unwrap();
        let row = family * 100;
        let mut people = vec![person(row, family, Employee, born(employee, family % 28))];
        people[0].employment.class = [None, Some("Drivers"), Some("Office")][family as usize % 3].map(Into::into);
        people.extend(spouse.map(|age| person(row + 1, family, Spouse, born(age, 3))));
        people.extend(children.iter().zip(2..).map(|(age, i)| person(row + i, family, Child, born(*age, i))));
        people
    }
}

fn any_group() -> impl Generator<Value = Vec<Vec<Person>>> {
    (1_u32..8).prop_flat_map(|families| (0..families).map(any_household).collect::<Vec<_>>())
}

fn any_share() -> impl Generator<Value = Share> {
    let basis = prop_oneof![
        (0_u32..=10_000).prop_map(|p| Basis::Percent(Percent::from_hundredths(p))),
        (0_i64..100_000).prop_map(|c| Basis::Fixed(Cents::new(c))),
        (0_u32..=10_000).prop_map(|p| Basis::Reference(Percent::from_hundredths(p))),
    ];
    (basis, proptest::option::of((0_i64..50_000).prop_map(Cents::new)))
        .prop_map(|(basis, cap)| Share { basis, cap })
}

fn any_terms() -> impl Generator<Value = Terms> {
    prop_oneof![
        4 => (any_share(), any_share(), any_share())
            .prop_map(|(employee, spouse, child)| Terms::ByMember { employee, spouse, child }),
        1 => proptest::array::uniform4(0_i64..150_000)
            .prop_map(|amounts| Terms::ByTier(amounts.map(Cents::new))),
    ]
}

fn any_contribution() -> impl Generator<Value = Contribution> {
    let reference =
        proptest::option::of(proptest::sample::select(vec![MEDICAL, CHEAPER, DENTAL, TIERED]));
    (any_terms(), reference).prop_map(|(terms, reference)| Contribution {
        terms,
        reference: reference.map(|id| PlanId::parse(id).unwrap()),
    })
}

fn any_strategy() -> impl Generator<Value = Strategy> {
    (any_contribution(), proptest::collection::vec(proptest::option::of(any_contribution()), 0..3))
        .prop_map(|(others, by_class)| Strategy { others, by_class })
}

fn pricer(workbench: &Workbench) -> Pricer {
    Pricer::new(Arc::new(workbench.clone()))
}

proptest! {
    /// The quick way (share table, counts) and the plain way (member by member) agree to the cent,
    /// and members add up to families, families to the group, shares to premiums.
    #[test]
    fn shares_add_up_to_premiums(group in any_group(), strategy in any_strategy()) {
        let pricer = pricer(&workbench_of(group.concat()));
        let workbench = pricer.workbench();
        let priced = pricer.price(&strategy);
        for plan in 0..workbench.plans.len() {
            let mut total = Split::default();
            for (place, family) in workbench.families.iter().enumerate() {
                let members = pricer.members(&strategy, place, plan);
                let priced_for: u32 = members.iter().map(|member| member.members).sum();
                prop_assert_eq!(priced_for as usize, family.members.len());
                let mut sum: Split = members.iter().map(|member| member.split).sum();
                if let Some(amount) = strategy.of(family.class).amount(family.tier()) {
                    prop_assert_eq!(sum.employer, Cents::ZERO);
                    sum.employer = amount.min(sum.premium);
                }
                prop_assert_eq!(pricer.family(&priced, place, plan), sum);
                for MemberPrice { split, .. } in members {
                    prop_assert!(split.employer >= Cents::ZERO && split.employer <= split.premium);
                }
                total += sum;
            }
            prop_assert_eq!(priced.plans[plan], total);
            prop_assert_eq!(total.employer + total.employee(), total.premium);
        }
    }

    #[test]
    fn permuting_members_changes_nothing(
        (group, shuffled) in any_group().prop_flat_map(|g| (Just(g.concat()), Just(g.concat()).prop_shuffle())),
        strategy in any_strategy(),
    ) {
        let (one, other) = (workbench_of(group), workbench_of(shuffled));
        prop_assert_eq!(price(&one, &strategy).plans, price(&other, &strategy).plans);
    }

    #[test]
    fn a_fourth_child_adds_nothing_to_a_medical_premium(
        mut family in any_household(1),
        ages in proptest::collection::vec(1_i32..20, 3),
        strategy in any_strategy(),
    ) {
        family.retain(|p| p.relationship != Child);
        for (row, age) in (50..).zip(ages) {
            family.push(person(row, 1, Child, NaiveDate::from_ymd_opt(2015 - age, 1, 1).unwrap()));
        }
        let three = price(&workbench_of(family.clone()), &strategy);
        family.push(person(60, 1, Child, day("2015-12-31")));
        let workbench = workbench_of(family);
        let four = price(&workbench, &strategy);
        for plan in [MEDICAL, CHEAPER].map(|id| at(&workbench, id)) {
            prop_assert_eq!(three.plans[plan], four.plans[plan]);
        }
        let dental = at(&workbench, DENTAL);
        prop_assert!(four.plans[dental].premium > three.plans[dental].premium);
    }

    /// A workbench that has travelled prices the same.
    #[test]
    fn a_prepared_pricer_gives_the_same_answer_again(group in any_group(), first in any_strategy(), second in any_strategy()) {
        let workbench = workbench_of(group.concat());
        let pricer = pricer(&workbench);
        let mut priced = pricer.price(&first);
        priced.strategy = second.clone();
        pricer.price_again(&mut priced);
        prop_assert_eq!(priced, price(&workbench, &second));
    }
}

#[test]
fn the_cost_shares_of_plans_are_found_again_in_their_table() {
    use crate::plan::{Benefit, Filed};
    let (mut plans, sheets) = catalogue();
    for (plan, copay) in plans.iter_mut().zip(["$20", "$30", "$20", "$40"]) {
        plan.benefits.push(Benefit {
            service: Some(Service::Specialist),
            name: Service::Specialist.filed_name().into(),
            in_network: CostShare::parse(copay, ""),
            outside: CostShare::NotCovered,
            limit: None,
            filed: Filed::default(),
        });
    }
    let (census, _) = Census::assemble(vec![person(1, 1, Employee, day("1975-06-01"))]);
    let named: Vec<NamedPlan<'_>> =
        plans.iter().map(|plan| NamedPlan { plan, issuer: None }).collect();
    let workbench = Workbench::new(&named, &sheets, &census, area(), day("2016-01-01"));
    for (id, said) in [(MEDICAL, "$40"), (CHEAPER, "$20"), (DENTAL, "$30"), (TIERED, "$20")] {
        let (inside, outside) = workbench.share(at(&workbench, id), Service::Specialist).unwrap();
        assert_eq!((inside.to_string().as_str(), outside), (said, CostShare::NotCovered), "{id}");
        assert_eq!(workbench.share(at(&workbench, id), Service::XRay), None);
    }
    assert_eq!(workbench.shares.len(), 4);
}
