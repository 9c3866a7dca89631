//! What we compute for the examples of the summary of benefits and coverage, against what issuers filed.
//!
//! The filings are of 82 plans of small groups in the District of Columbia for 2016, by five issuers; they
//! use the edition of 2012 of the examples. How far our totals are from theirs:
//!
//! | issuer | plans | baby: median | within 25% | diabetes: median | within 25% |
//! |---|---|---|---|---|---|
//! | A | 24 | 6.2% | 91% | 5.5% | 79% |
//! | B | 28 | 9.0% | 96% | 20.6% | 60% |
//! | C | 12 | 14.4% | 91% | 24.1% | 58% |
//! | D, E | 18 | 5.0% | 100% | 8.6% | 88% |
//! | all | 82 | 7.7% | 95% | 11.6% | 71% |
//!
//! What the figures show of the reasons:
//!
//! - Issuers round: to hundreds above $100, to tens below. C files to the dollar.
//! - A charges no copay for tests in a pregnancy, though it files one. In its three plans with a health
//!   savings account and a deductible of $5,000 or more, the diabetes example has $2,400 of deductible,
//!   which is all the care but drugs, and copays for drugs from the first day, though the filing says that
//!   the deductible comes first. They are 48 to 62% off.
//! - B has the diabetes supplies at the pharmacy: where drugs are free of the deductible, this takes in
//!   $300, which are the lessons, and copays are $400 above ours. It puts about $1,100 more of the birth
//!   under coinsurance, as if the delivery were split off the obstetrician's fee. Where a hospital's copay
//!   is by the day, its $500 for a delivery is paid for two days, though the delivery is filed without the
//!   word; one such plan is 43% off.
//! - C excludes $30 and nothing, where the others exclude $200 and $40 or $80. Its diabetes example charges
//!   less for brands than is filed, in four plans nothing; one is 110% off, of $680.
//! - D and E charge nothing for the obstetrician's fee, though they file the coinsurance of a stay for it,
//!   and half of our copays in the two plans of each in which brands have copays.
//!
//! We keep to what is filed for each service: where a filing contradicts its own example, a claim would
//! follow the terms and not the example.

#![expect(clippy::unwrap_used, reason = "in helpers of tests, which clippy does not know as such")]

use domain::Cents;
use domain::plan::{Plan, SbcExample};
use domain::usage::{BABY_2012, Cost, Course, DIABETES_2012, Example, Shape, Use};
use domain::usage::{cost, example, spending_curve, worst, year};
use formats::qhp::{QhpFile, read};
use std::path::PathBuf;

/// The filings of 2016, under the letters of the table.
const FILINGS: [(char, &str); 5] = [
    ('A', "kaiser_94506"),
    ('B', "uhic_41842"),
    ('C', "carefirst_ghmsi_78079"),
    ('D', "aetna_health_73987"),
    ('E', "aetna_life_77422"),
];

/// The plans of a filing of the shared data, or nothing (said aloud) where that is not at hand.
fn filed(file: &str) -> Option<Vec<Plan>> {
    let root = std::env::var_os("GROUPCOVER_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let path = root.join(format!("data/dc_shop_2016/plans/{file}.xml"));
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("not tested: {} is not there (see GROUPCOVER_SHARED)", path.display());
        return None;
    };
    match read(file, bytes.as_slice()).unwrap() {
        QhpFile::Plans { plans, .. } => Some(plans),
        QhpFile::Rates { .. } => panic!("these are rates"),
    }
}

/// What somebody covered alone pays for a course.
fn alone(plan: &Plan, course: &Course) -> Cost {
    let shares = |service| plan.benefit(service).map(|benefit| benefit.in_network);
    cost(&plan.limits, &shares, Shape::Single, course).unwrap()
}

/// One plan's example: how far we are off, in thousandths of what is filed.
fn off(issuer: char, number: usize, what: &str, filed: SbcExample, ours: Cost) -> i64 {
    let theirs = [filed.deductible, filed.copay, filed.coinsurance, filed.limit];
    let total: Cents = theirs.into_iter().sum();
    let off = (ours.total() - total).get() * 1_000 / total.get();
    let parts = [ours.deductible, ours.copay, ours.coinsurance, ours.excluded];
    let words = |parts: [Cents; 4]| parts.map(|part| format!("{part:#}")).join(" + ");
    println!("{issuer}{number:<3} {what:<9} {:>4}‰  {} | {}", off, words(theirs), words(parts));
    off.abs()
}

/// The median, and the share in whole percent that is at most so far off; both in thousandths.
fn spread(off: &mut [i64]) -> (i64, [usize; 2]) {
    off.sort_unstable();
    let within = |bound: i64| off.partition_point(|off| *off <= bound) * 100 / off.len();
    (off[off.len() / 2], [within(100), within(250)])
}

#[test]
fn the_examples_come_close_to_what_issuers_filed() {
    let (mut baby, mut diabetes) = (Vec::new(), Vec::new());
    for (issuer, file) in FILINGS {
        let Some(plans) = filed(file) else { return };
        let (from_baby, from_diabetes) = (baby.len(), diabetes.len());
        for (number, plan) in plans.iter().enumerate() {
            let filed = plan.sbc_baby.unwrap();
            baby.push(off(issuer, number, "baby", filed, alone(plan, &BABY_2012)));
            let filed = plan.sbc_diabetes.unwrap();
            diabetes.push(off(issuer, number, "diabetes", filed, alone(plan, &DIABETES_2012)));
        }
        println!("{issuer} baby {:?}", spread(&mut baby[from_baby..]));
        println!("{issuer} diabetes {:?}", spread(&mut diabetes[from_diabetes..]));
    }
    let (median, [within_10, within_25]) = spread(&mut baby);
    println!("baby: median {median}‰, {within_10}% within 10%, {within_25}% within 25%");
    assert!(median <= 80 && within_10 >= 65 && within_25 >= 95);
    let (median, [within_10, within_25]) = spread(&mut diabetes);
    println!("diabetes: median {median}‰, {within_10}% within 10%, {within_25}% within 25%");
    assert!(median <= 120 && within_10 >= 40 && within_25 >= 70);
}

#[test]
fn every_filed_plan_can_be_priced_at_every_use() {
    for (_, file) in FILINGS {
        let Some(plans) = filed(file) else { return };
        for plan in &plans {
            let shares = |service| plan.benefit(service).map(|benefit| benefit.in_network);
            for shape in Shape::ALL {
                let most = worst(&plan.limits, shape).unwrap();
                let years = Use::ALL.map(|usage| year(&plan.limits, &shares, shape, usage));
                let totals = years.map(|year| year.unwrap().total());
                assert!(totals.is_sorted(), "{} {shape:?} {totals:?}", plan.id);
                assert!(totals[2] <= most, "{} {shape:?} {totals:?} {most}", plan.id);
                let curve = spending_curve(&plan.limits, &shares, shape).unwrap();
                assert!(curve.is_sorted_by_key(|point| point.1), "{} {shape:?}", plan.id);
            }
            for of in Example::ALL {
                example(&plan.limits, &shares, of).unwrap();
            }
        }
    }
}
