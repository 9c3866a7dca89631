//! Each rule by figures computed by hand, in whole dollars; splits and bounds by property.

use super::*;
use crate::plan::CostShare;
use proptest::prelude::*;

fn dollars(amount: i64) -> Cents {
    Cents::new(amount * 100)
}

/// Deductible, copay, coinsurance, excluded.
fn paid(deductible: i64, copay: i64, coinsurance: i64, excluded: i64) -> Cost {
    Cost {
        deductible: dollars(deductible),
        copay: dollars(copay),
        coinsurance: dollars(coinsurance),
        excluded: dollars(excluded),
    }
}

fn care(person: Person, service: Service, month: u8, price: i64) -> Care {
    Care {
        person,
        service: Some(service),
        first: month,
        every: 0,
        times: 1,
        price: dollars(price),
        days: 1,
        basis: Basis::Assumed,
    }
}

/// A limit for one person, each person of a family, and the family; 0 stands for none filed.
fn limit(individual: i64, family_person: i64, family: i64) -> Limit {
    let some = |amount: i64| (amount != 0).then(|| dollars(amount));
    Limit { individual: some(individual), family_person: some(family_person), family: some(family) }
}

fn limits(deductible: Limit, out_of_pocket: Limit) -> Limits {
    Limits { deductible, out_of_pocket, ..Limits::default() }
}

/// Settles care where every service has the one cost share that is filed so.
fn settle(limits: &Limits, copay: &str, coinsurance: &str, shape: Shape, care: &[Care]) -> Cost {
    let filed = CostShare::parse(copay, coinsurance);
    settle_by(limits, &|_| Some(filed), shape, care).unwrap()
}

fn settle_by(
    limits: &Limits,
    shares: Shares<'_>,
    shape: Shape,
    care: &[Care],
) -> Result<Cost, Unpriced> {
    let course = Course { source: "a test", care: care.to_vec().leak() };
    cost(limits, shares, shape, &course)
}

use Person::{Employee, FirstChild, Partner, SecondChild};

#[test]
fn the_terms_of_a_service_are_settled_as_filed() {
    // A deductible of $1,000 and no out-of-pocket maximum; two visits of $600 each.
    let limits = limits(limit(1_000, 0, 0), Limit::default());
    let visits = [care(Employee, Service::Specialist, 1, 600); 2];
    for (copay, coinsurance, expect) in [
        ("No Charge", "", paid(0, 0, 0, 0)),
        ("$30", "", paid(0, 60, 0, 0)),
        ("", "20%", paid(0, 0, 240, 0)),
        // $600, then $400 and a fifth of the other $200.
        ("", "20% Coinsurance after deductible", paid(1_000, 0, 40, 0)),
        ("$30 Copay after deductible", "", paid(1_000, 30, 0, 0)),
        ("No Charge after deductible", "", paid(1_000, 0, 0, 0)),
        // $30 and $570 of the deductible, then $30 and its last $430.
        ("$30 Copay before deductible", "", paid(1_000, 60, 0, 0)),
        // Of each $600 the copay leaves $570, of which a tenth is $57.
        ("$30", "10%", paid(0, 60, 114, 0)),
        // $600; then $400, $30, and a tenth of $170.
        ("$30", "10% Coinsurance after deductible", paid(1_000, 30, 17, 0)),
        // A copay is never more than the price, or what the deductible leaves of it.
        ("$700", "", paid(0, 1_200, 0, 0)),
        ("$700 Copay after deductible", "", paid(1_000, 200, 0, 0)),
        ("", "100%", paid(0, 0, 0, 1_200)),
    ] {
        let cost = settle(&limits, copay, coinsurance, Shape::Single, &visits);
        assert_eq!(cost, expect, "{copay} {coinsurance}");
    }
}

#[test]
fn a_copay_by_the_day_is_paid_for_each_day_of_a_stay() {
    let limits = limits(limit(500, 0, 0), limit(6_000, 0, 0));
    let stay = Care { days: 3, ..care(Employee, Service::HospitalStay, 1, 10_000) };
    for (copay, expect) in [
        ("$250 Copay per Day", paid(0, 750, 0, 0)),
        ("$250 Copay per Day after deductible", paid(500, 750, 0, 0)),
        ("$250 Copay per Stay", paid(0, 250, 0, 0)),
        ("$250", paid(0, 250, 0, 0)),
        ("$4000 Copay per Day", paid(0, 6_000, 0, 0)),
    ] {
        assert_eq!(settle(&limits, copay, "", Shape::Single, &[stay]), expect, "{copay}");
    }
}

#[test]
fn drugs_have_their_own_deductible_and_maximum_where_these_are_filed() {
    let use_of_both = [
        care(Employee, Service::PreferredBrand, 1, 300),
        care(Employee, Service::Specialist, 2, 300),
        care(Employee, Service::PreferredBrand, 3, 300),
    ];
    let share = "50% Coinsurance after deductible";
    let medical = limits(limit(400, 0, 0), limit(1_000, 0, 0));
    // One deductible for both: $300, then $100 and half of $200, then half of $300.
    let together = settle(&medical, "", share, Shape::Single, &use_of_both);
    assert_eq!(together, paid(400, 0, 250, 0));
    // Drugs: $100 and half of $200, then half of $300. The visit: $300 of the other deductible.
    let apart = Limits { drug_deductible: Some(limit(100, 0, 0)), ..medical };
    assert_eq!(settle(&apart, "", share, Shape::Single, &use_of_both), paid(400, 0, 250, 0));
    let none = Limits { drug_deductible: Some(limit(0, 0, 0)), ..medical };
    assert_eq!(settle(&none, "", share, Shape::Single, &use_of_both), paid(300, 0, 300, 0));
    // The drugs' maximum of $220 is met by the second one; the visit has the other.
    let capped = Limits { drug_out_of_pocket: Some(limit(220, 0, 0)), ..apart };
    assert_eq!(settle(&capped, "", share, Shape::Single, &use_of_both), paid(400, 0, 120, 0));
    assert_eq!(worst(&capped, Shape::Single), Some(dollars(1_220)));
}

#[test]
fn the_out_of_pocket_maximum_cuts_the_service_that_meets_it_and_frees_the_rest() {
    let limits = limits(limit(1_000, 0, 0), limit(1_500, 0, 0));
    let stay = care(Employee, Service::HospitalStay, 2, 10_000);
    let visit = care(Employee, Service::Specialist, 1, 200);
    let later = care(Employee, Service::Specialist, 3, 200);
    // The visit's $200; then $800 and, of a fifth of $9,200, only $500; then nothing.
    let cost = settle(
        &limits,
        "",
        "20% Coinsurance after deductible",
        Shape::Single,
        &[visit, stay, later],
    );
    assert_eq!(cost, paid(1_000, 0, 500, 0));
    // A copay is cut after the deductible is paid: $1,000 and $500 of $600.
    let copay = "$600 Copay after deductible";
    let cost = settle(&limits, copay, "", Shape::Single, &[stay, later]);
    assert_eq!(cost, paid(1_000, 500, 0, 0));
}

#[test]
fn what_is_not_covered_is_paid_in_full_and_counts_towards_no_limit() {
    let limits = limits(limit(500, 0, 0), limit(1_000, 0, 0));
    let shares = |service: Service| {
        Some(match service {
            Service::Chiropractic => CostShare::NotCovered,
            _ => CostShare::parse("", "50% Coinsurance after deductible"),
        })
    };
    let vitamins = Care { service: None, ..care(Employee, Service::Generic, 3, 90) };
    let year = [
        care(Employee, Service::Chiropractic, 1, 2_000),
        care(Employee, Service::Specialist, 2, 700),
        vitamins,
    ];
    let cost = settle_by(&limits, &shares, Shape::Single, &year).unwrap();
    assert_eq!(cost, paid(500, 0, 100, 2_090));
}

#[test]
fn an_embedded_deductible_is_met_by_each_person_or_by_the_family_together() {
    let limits = limits(limit(1_000, 1_000, 2_000), Limit::default());
    let share = "20% Coinsurance after deductible";
    let of = |person, price| care(person, Service::Specialist, 1, price);
    // The employee meets $1,000 alone, and pays a fifth of the other $500.
    let cost = settle(&limits, "", share, Shape::Family, &[of(Employee, 1_500)]);
    assert_eq!(cost, paid(1_000, 0, 100, 0));
    // $1,000 and $600; then $400 fill the family's, and the last child pays only a fifth.
    let all = [of(Employee, 1_000), of(Partner, 600), of(FirstChild, 900), of(SecondChild, 500)];
    let cost = settle(&limits, "", share, Shape::Family, &all);
    assert_eq!(cost, paid(2_000, 0, 100 + 100, 0));
}

#[test]
fn an_aggregate_deductible_is_met_by_the_family_together_only() {
    let limits = limits(limit(1_000, 0, 2_000), Limit::default());
    let share = "20% Coinsurance after deductible";
    let of = |person, price| care(person, Service::Specialist, 1, price);
    let cost = settle(&limits, "", share, Shape::Family, &[of(Employee, 1_500)]);
    assert_eq!(cost, paid(1_500, 0, 0, 0));
    // The other $500, and a fifth of $400.
    let cost = settle(&limits, "", share, Shape::Family, &[of(Employee, 1_500), of(Partner, 900)]);
    assert_eq!(cost, paid(2_000, 0, 80, 0));
    // Covered alone, the employee has the individual's.
    let cost = settle(&limits, "", share, Shape::Single, &[of(Employee, 1_500)]);
    assert_eq!(cost, paid(1_000, 0, 100, 0));
}

#[test]
fn nobody_in_a_family_pays_more_than_the_embedded_maximum() {
    let of = |person, price| care(person, Service::HospitalStay, 1, price);
    let stays = [of(Employee, 9_000), of(Partner, 3_000), of(FirstChild, 3_000)];
    // Half of $9,000 is cut at $3,000; half of $3,000 each; the family's $5,000 cuts the child's.
    let embedded = limits(Limit::default(), limit(3_000, 3_000, 5_000));
    let cost = settle(&embedded, "", "50%", Shape::Family, &stays);
    assert_eq!(cost, paid(0, 0, 3_000 + 1_500 + 500, 0));
    // Aggregate: $4,500, and $500 until all have paid $5,000.
    let aggregate = limits(Limit::default(), limit(3_000, 0, 5_000));
    let cost = settle(&aggregate, "", "50%", Shape::Family, &stays);
    assert_eq!(cost, paid(0, 0, 4_500 + 500, 0));
    // Where nothing is filed for families, each has the individual's.
    let alone = limits(Limit::default(), limit(1_200, 0, 0));
    let cost = settle(&alone, "", "50%", Shape::Family, &stays);
    assert_eq!(cost, paid(0, 0, 3 * 1_200, 0));
}

#[test]
fn the_worst_case_is_the_out_of_pocket_maximum_of_the_shape() {
    for (limit, single, couple, family) in [
        (limit(3_000, 3_000, 6_000), Some(3_000), Some(6_000), Some(6_000)),
        (limit(3_000, 3_000, 9_000), Some(3_000), Some(6_000), Some(9_000)),
        (limit(3_000, 0, 6_000), Some(3_000), Some(6_000), Some(6_000)),
        (limit(3_000, 0, 0), Some(3_000), Some(6_000), Some(12_000)),
        (limit(0, 0, 6_000), None, Some(6_000), Some(6_000)),
        (limit(0, 0, 0), None, None, None),
    ] {
        let limits = limits(Limit::default(), limit);
        for (shape, expect) in Shape::ALL.into_iter().zip([single, couple, family]) {
            assert_eq!(worst(&limits, shape), expect.map(dollars), "{limit:?} {shape:?}");
        }
    }
}

#[test]
fn an_answer_that_cannot_be_computed_names_the_service() {
    let limits = Limits::default();
    let visit = [care(Employee, Service::Specialist, 1, 100)];
    let ask = |shares: Shares<'_>| settle_by(&limits, shares, Shape::Single, &visit);
    let unread = ask(&|_| Some(CostShare::Unread)).unwrap_err();
    assert_eq!(unread, Unpriced::Unread(Service::Specialist));
    assert!(unread.to_string().ends_with("with: Specialist visit"), "{unread}");
    assert_eq!(ask(&|_| None), Err(Unpriced::Unfiled(Service::Specialist)));
    let first = example(&limits, &|_| None, Example::Baby);
    assert_eq!(first, Err(Unpriced::Unfiled(Service::Laboratory)));
}

#[test]
fn a_service_that_is_not_filed_is_paid_as_its_kindred() {
    let limits = Limits::default();
    let crutches = [care(Employee, Service::Equipment, 1, 100)];
    let shares = |service| match service {
        Service::HospitalPhysician => Some(CostShare::parse("", "20%")),
        _ => None,
    };
    let cost = settle_by(&limits, &shares, Shape::Single, &crutches);
    assert_eq!(cost, Ok(paid(0, 0, 20, 0)));
}

/// A plan as many are: the deductible is for hospitals, tests and equipment.
#[expect(clippy::unnecessary_wraps, reason = "it has the form of a look-up")]
fn silver(service: Service) -> Option<CostShare> {
    Some(match service {
        Service::Preventive | Service::Prenatal => CostShare::parse("No Charge", ""),
        Service::PrimaryCare | Service::Therapy => CostShare::parse("$30", ""),
        Service::Specialist | Service::UrgentCare => CostShare::parse("$50", ""),
        Service::EmergencyRoom => CostShare::parse("$250 Copay after deductible", ""),
        Service::Generic => CostShare::parse("$10", ""),
        Service::PreferredBrand => CostShare::parse("$40", ""),
        _ => CostShare::parse("", "20% Coinsurance after deductible"),
    })
}

#[test]
fn the_examples_come_out_as_computed_by_hand() {
    let plan = limits(limit(1_500, 1_500, 3_000), limit(5_000, 5_000, 10_000));
    let of = |course: &Course| cost(&plan, &silver, Shape::Single, course).unwrap();
    // Two tests $500, the X-ray $200, and $800 of the stay's $3,600; a fifth of its other $2,800 and of
    // the anesthesia's $900; two drugs of $10; vitamins.
    assert_eq!(of(&BABY_2012), paid(1_500, 20, 560 + 180, 180));
    // January: a test $50, equipment $325; April $325, July $50 and $325, October $325: $1,400. Visits:
    // 6 of $30 and 2 of $50; 24 drugs of $5 each, 13 of $40; aspirin.
    assert_eq!(of(&DIABETES_2012), paid(1_400, 180 + 100 + 120 + 520, 0, 80));
    // The ambulance $944, and $556 of the emergency room's $785, of which $229 are left for a copay; a
    // fifth of X-rays $37 and 2 of $38 and of crutches $248; a drug $5, two specialists, four therapies.
    let fracture = Cost {
        coinsurance: Cents::new(740 + 760 * 2 + 4_960),
        ..paid(1_500, 229 + 5 + 100 + 120, 0, 0)
    };
    assert_eq!(example(&plan, &silver, Example::Fracture), Ok(fracture));
}

#[test]
fn a_year_of_low_use_is_computed_by_hand_for_each_shape() {
    let plan = limits(limit(1_500, 1_500, 3_000), limit(5_000, 5_000, 10_000));
    for (shape, copay) in [(Shape::Single, 40), (Shape::Couple, 80), (Shape::Family, 150)] {
        assert_eq!(year(&plan, &silver, shape, Use::Low), Ok(paid(0, copay, 0, 0)));
    }
}

#[test]
fn the_courses_add_up_to_what_their_sources_say() {
    for (course, total) in [
        (&BABY_2012, 7_540),
        (&DIABETES_2012, 5_400),
        (Example::Baby.course(), 12_700),
        (Example::Diabetes.course(), 5_600),
        (Example::Fracture.course(), 2_800),
    ] {
        assert_eq!(course.allowed(Shape::Single), dollars(total), "{}", course.source);
        assert_eq!(course.allowed(Shape::Family), dollars(total), "{}", course.source);
    }
}

#[test]
fn every_row_lies_in_the_year_and_more_use_is_more_care() {
    let examples = Example::ALL.map(Example::course);
    let years = Use::ALL.map(Use::course);
    for course in examples.into_iter().chain(years).chain([&BABY_2012, &DIABETES_2012]) {
        for care in course.care {
            let last = care.first + (care.times - 1) * care.every;
            assert!(care.first >= 1 && last <= 12 && care.times >= 1 && care.days >= 1, "{care:?}");
            assert!(care.price > Cents::ZERO, "{care:?}");
        }
    }
    for shape in Shape::ALL {
        let allowed = years.map(|course| course.allowed(shape));
        assert!(allowed.is_sorted(), "{shape:?} {allowed:?}");
    }
    assert_eq!(
        years.map(|course| course.allowed(Shape::Single).whole_dollars()),
        [420, 3_220, 38_740]
    );
}

#[test]
fn two_lines_cross_where_the_cheaper_plan_changes() {
    let line = |points: &[(i64, i64)]| {
        points.iter().map(|(allowed, paid)| (dollars(*allowed), dollars(*paid))).collect::<Vec<_>>()
    };
    // A costs $600 more in premium and nothing at use; B costs half of what is allowed, up to $1,000.
    let a = line(&[(0, 0), (1_000, 0), (2_000, 0), (4_000, 0)]);
    let b = line(&[(0, 0), (1_000, 500), (2_000, 1_000), (4_000, 1_000)]);
    let cross = |more: i64, b: &[(Cents, Cents)]| crossings(dollars(more), &a, Cents::ZERO, b);
    assert_eq!(cross(600, &b), [dollars(1_200)]);
    assert_eq!(cross(500, &b), [dollars(1_000)]);
    assert_eq!(cross(1_000, &b), []);
    assert_eq!(cross(1_200, &b), []);
    assert_eq!(cross(-100, &b), []);
    assert_eq!(cross(0, &a), []);
    // Equal from $1,000 to $2,000, then the other one is cheaper: it changes where they meet.
    let flat = line(&[(0, 0), (1_000, 600), (2_000, 600), (4_000, 900)]);
    assert_eq!(cross(600, &flat), [dollars(1_000)]);
    // Down again: two crossings, at a third of the way and two thirds of the way.
    let bump = line(&[(0, 0), (1_000, 300), (2_000, 1_200), (4_000, 0)]);
    assert_eq!(cross(600, &bump), [Cents::new(133_333), dollars(3_000)]);
}

#[test]
fn a_curve_ends_at_a_year_of_high_use() {
    let plan = limits(limit(1_500, 1_500, 3_000), limit(5_000, 5_000, 10_000));
    for shape in Shape::ALL {
        let curve = spending_curve(&plan, &silver, shape).unwrap();
        let high = year(&plan, &silver, shape, Use::High).unwrap();
        let end = (Use::High.course().allowed(shape), high.total());
        assert_eq!((curve[0], *curve.last().unwrap()), ((Cents::ZERO, Cents::ZERO), end));
        let steps = curve.windows(2).map(|pair| pair[1].0 - pair[0].0);
        assert!(steps.into_iter().all(|step| step > Cents::ZERO && step <= dollars(500)));
    }
}

/// Limits and one cost share of any kind.
fn any_plan() -> impl Strategy<Value = (Limits, String, String)> {
    let amount = || prop_oneof![Just(0_i64), 1_i64..3_000];
    let a_limit = move || (amount(), amount(), amount()).prop_map(|(i, p, f)| limit(i, p, f));
    let maximum = (1_i64..8_000, 1_i64..8_000).prop_map(|(own, more)| limit(own, own, own + more));
    let own = (a_limit(), prop::option::of(a_limit()), maximum);
    let when = prop::sample::select(vec!["", " Copay after deductible", " Copay per Day"]);
    let copay = (0_i64..800, when).prop_map(|(amount, when)| format!("${amount}{when}"));
    let share = (0_u32..100).prop_map(|percent| format!("{percent}%"));
    (own, copay, share).prop_map(|((deductible, drug_deductible, out_of_pocket), copay, share)| {
        let limits = Limits { deductible, drug_deductible, out_of_pocket, ..Limits::default() };
        (limits, copay, share)
    })
}

proptest! {
    #[test]
    fn nobody_pays_more_than_the_price_or_the_maximum((limits, copay, share) in any_plan()) {
        let filed = CostShare::parse(&copay, &share);
        let shares = |_| Some(filed);
        for shape in Shape::ALL {
            for usage in Use::ALL {
                let total = year(&limits, &shares, shape, usage).unwrap().total();
                prop_assert!(total <= usage.course().allowed(shape));
                prop_assert!(total <= worst(&limits, shape).unwrap());
            }
        }
    }

    #[test]
    fn using_more_never_costs_less((limits, copay, share) in any_plan()) {
        let filed = CostShare::parse(&copay, &share);
        for shape in Shape::ALL {
            let curve = spending_curve(&limits, &|_| Some(filed), shape).unwrap();
            prop_assert!(curve.is_sorted_by_key(|point| point.0));
            prop_assert!(curve.is_sorted_by_key(|point| point.1));
        }
    }
}
