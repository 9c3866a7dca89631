//! An invented group to write reports of. What the employer pays is reckoned here from the
//! contribution alone, so that the reports' own check is checked too.

use domain::census::Relationship::{Child, DomesticPartner, Employee as Worker, Spouse};
use domain::census::{Party, Relationship};
use domain::contribution::{Basis, Contribution, Share, Terms};
use domain::id::PlanId;
use domain::money::Percent;
use domain::place::RatingArea;
use domain::plan::Line;
use domain::renewal::PayPeriod;
use domain::{Cents, Split};
use formats::report::{
    Causes, ComparedPlan, ComparedRow, Comparison, Employee, Member, Meter, Move, Package, Premium,
    Report, Totals,
};

pub const REFERENCE: &str = "Harbor Silver 2000 HMO";

pub const fn cents(cents: i64) -> Cents {
    Cents::new(cents)
}

pub const fn hundredths(hundredths: u32) -> Percent {
    Percent::from_hundredths(hundredths)
}

pub fn by_member(employee: Share, spouse: Share, child: Share) -> Contribution {
    let reference = PlanId::parse("12345CA0010001").unwrap();
    Contribution::by_member(employee, spouse, child).going_by(reference)
}

pub fn percents(employee: u32, spouse: u32, child: u32) -> Contribution {
    let share = |percent| Share::percent(hundredths(percent));
    by_member(share(employee), share(spouse), share(child))
}

/// Who is covered: relationship, age, medical and dental premium, the medical reference premium, and
/// for how many members the premium is.
pub type Covered = (Relationship, u8, i64, Option<i64>, i64, u32);

pub struct Family {
    pub name: &'static str,
    pub package: usize,
    pub members: Vec<Covered>,
    /// Premium and employer's share now.
    pub now: Option<(i64, i64)>,
}

pub fn families() -> Vec<Family> {
    let covered = |relationship, age, medical, dental| {
        (relationship, age, medical, Some(dental), medical + 1_234, 1)
    };
    vec![
        Family {
            name: "Ana Lindqvist",
            package: 0,
            members: vec![covered(Worker, 44, 52_819, 3_850)],
            now: Some((52_004, 33_802)),
        },
        Family {
            name: "Bruno Okafor-Whitfield",
            package: 0,
            members: vec![
                covered(Worker, 38, 46_771, 3_850),
                covered(Spouse, 36, 45_377, 3_850),
                covered(Child, 9, 28_901, 2_715),
                covered(Child, 7, 28_901, 2_715),
                covered(Child, 4, 28_901, 2_715),
                // The fourth child is free in medical, not in dental.
                covered(Child, 1, 0, 2_715),
            ],
            now: Some((185_020, 92_510)),
        },
        Family {
            name: "=HYPERLINK(\"http://example.org\")",
            package: 1,
            members: vec![
                covered(Worker, 61, 106_355, 4_101),
                (DomesticPartner, 63, 111_111, None, 109_001, 1),
            ],
            now: Some((201_333, 120_800)),
        },
        // Rated by the family: the children's part stands with the first of them.
        Family {
            name: "Nguyễn Thị Ánh",
            package: 0,
            members: vec![
                (Worker, 52, 70_001, None, 64_999, 1),
                (Child, 19, 60_003, None, 63_335, 2),
                (Child, 15, 0, None, 0, 0),
            ],
            now: None,
        },
        Family {
            name: "Владимир 王小明", package: 1, members: vec![], now: Some((0, 0))
        },
    ]
}

fn share_in(terms: Terms, family: &[(Relationship, i64, i64, u32)], place: usize) -> Cents {
    let (relationship, premium, reference, members) = family[place];
    match terms {
        Terms::ByMember { employee, spouse, child } => {
            let share = match relationship.party() {
                Party::Employee => employee,
                Party::Spouse => spouse,
                Party::Child => child,
            };
            share.of(cents(premium), Some(cents(reference)), i64::from(members))
        }
        Terms::ByTier(amounts) => {
            let has = |party| family.iter().any(|(r, ..)| r.party() == party);
            let tier = usize::from(has(Party::Spouse)) + 2 * usize::from(has(Party::Child));
            let mut left = amounts[tier].get();
            for (_, premium, ..) in &family[..place] {
                left -= (*premium).min(left);
            }
            cents(premium.min(left))
        }
    }
}

fn employee(family: &Family, package: &Package) -> Employee {
    let line = |line: Line| -> Vec<Option<Premium>> {
        let amounts: Vec<Option<(Relationship, i64, i64, u32)>> = family
            .members
            .iter()
            .map(|(relationship, _, medical, dental, reference, members)| match line {
                Line::Medical => Some((*relationship, *medical, *reference, *members)),
                Line::Dental => dental.map(|dental| (*relationship, dental, dental + 150, 1)),
            })
            .collect();
        let covered: Vec<_> = amounts.iter().flatten().copied().collect();
        let mut place = 0;
        let premium = |amount: &Option<(Relationship, i64, i64, u32)>| {
            amount.map(|(_, premium, reference, members)| {
                let employer = share_in(package.contribution.terms, &covered, place);
                place += 1;
                Premium {
                    line,
                    charged: premium > 0,
                    premium: cents(premium),
                    employer,
                    reference: Some(cents(reference)),
                    members,
                }
            })
        };
        amounts.iter().map(premium).collect()
    };
    let (medical, dental) = (line(Line::Medical), line(Line::Dental));
    let members: Vec<Member> = family
        .members
        .iter()
        .enumerate()
        .map(|(place, (relationship, age, ..))| Member {
            name: if place == 0 { family.name.to_owned() } else { format!("Member {place}") },
            relationship: *relationship,
            age: *age,
            premiums: medical[place].into_iter().chain(dental[place]).collect(),
        })
        .collect();
    let amounts = |p: &Premium| Split { premium: p.premium, employer: p.employer };
    let next: Split = members.iter().flat_map(|m| &m.premiums).map(amounts).sum();
    let covered = !members.is_empty();
    let now = family
        .now
        .map(|(premium, employer)| Split { premium: cents(premium), employer: cents(employer) });
    Employee {
        name: family.name.to_owned(),
        class: if family.package == 0 { "Full-time" } else { "Managers" }.to_owned(),
        package: family.package,
        covers: if covered { words(&family.members) } else { "Waived".into() },
        medical: Move {
            now: now.filter(|_| covered).map(|_| "Harbor Gold 500 HMO".to_owned()),
            next: covered.then(|| REFERENCE.to_owned()),
        },
        dental: Move {
            now: None,
            next: dental.iter().flatten().next().map(|_| "Harbor Dental High".to_owned()),
        },
        now,
        next,
        causes: now.map(|now| {
            let change = next.employee() - now.employee();
            if !covered {
                return Causes::default();
            }
            causes(change, cents(1_200), cents(805), cents(-2_010))
        }),
        members,
    }
}

fn words(members: &[Covered]) -> String {
    let count = |party| members.iter().filter(|(r, ..)| r.party() == party).count();
    let spouse = if count(Party::Spouse) > 0 { " and spouse" } else { "" };
    match count(Party::Child) {
        0 => format!("Employee{spouse}"),
        1 => format!("Employee{spouse}, 1 child"),
        children => format!("Employee{spouse}, {children} children"),
    }
}

/// A split whose last part is what is left of the change.
fn causes<T: Copy + std::ops::Sub<Output = T> + std::ops::Add<Output = T> + Default>(
    change: T,
    age: T,
    base_rate: T,
    plan: T,
) -> Causes<T> {
    [T::default(), age, base_rate, plan, change - (age + base_rate + plan)]
}

/// A report of these families under these contributions.
pub fn report(families: &[Family], contributions: [Contribution; 2]) -> Report {
    let [first, second] = contributions;
    let package = |name: &str, classes: &str, contribution: Contribution| Package {
        name: name.to_owned(),
        classes: classes.to_owned(),
        waiting_period: "First of the month after 30 days".to_owned(),
        plans: vec![REFERENCE.to_owned(), "Harbor Gold 500 HMO".to_owned()],
        reference_plan: contribution.reference.as_ref().map(|_| REFERENCE.to_owned()),
        contribution,
    };
    let packages = vec![
        package("Everybody", "All who work 30 hours or more a week", first),
        package("Managers", "Managers and officers", second),
    ];
    let employees: Vec<Employee> =
        families.iter().map(|family| employee(family, &packages[family.package])).collect();
    let scenario: Split = employees.iter().map(|e| e.next).sum();
    let now: Split = employees.iter().filter_map(|e| e.now).sum();
    let amounts = |premium, employer| Split { premium: cents(premium), employer: cents(employer) };
    Report {
        employer: "Lighthouse & Sons Bakery, Inc.".to_owned(),
        carrier: "Harbor Health Plan".to_owned(),
        demo: true,
        effective_on: "2027-02-01".parse().unwrap(),
        prepared_on: "2026-12-01".parse().unwrap(),
        scenario: "B: Silver for all".to_owned(),
        area: RatingArea { state: "CA".to_owned(), number: 4 },
        pay_period: Some(PayPeriod::Biweekly),
        packages,
        totals: Totals { now: Some(now), as_is: Some(amounts(700_000, 400_000)), scenario },
        causes: Some(causes(
            scenario - now,
            amounts(9_000, 5_400),
            amounts(31_115, 18_669),
            amounts(-24_007, -14_404),
        )),
        meters: meters(),
        comparison: comparison(6),
        employees,
    }
}

/// A report as people have it.
pub fn usual() -> Report {
    report(&families(), [percents(6_500, 5_000, 5_000), capped()])
}

/// Something of everything.
fn capped() -> Contribution {
    by_member(
        Share { basis: Basis::Reference(hundredths(8_000)), cap: Some(cents(90_000)) },
        Share::fixed(cents(20_000)),
        Share { basis: Basis::Percent(hundredths(5_000)), cap: Some(cents(15_000)) },
    )
}

fn meters() -> Vec<Meter> {
    vec![
        Meter {
            title: "Participation".to_owned(),
            met: true,
            sentence:
                "5 of 5 eligible employees are covered or have a valid waiver: 100%. 50% is needed."
                    .to_owned(),
            source: "The carrier's practice; see also 10 CCR 6522(a)(4)".to_owned(),
        },
        Meter {
            title: "Minimum contribution".to_owned(),
            met: false,
            sentence:
                "The company pays at least 48.5% of each employee's own premium. 50% is needed."
                    .to_owned(),
            source: "The carrier's underwriting guideline".to_owned(),
        },
    ]
}

fn comparison(plans: usize) -> Comparison {
    let plan = |number: usize| ComparedPlan {
        name: format!("Harbor {} {}00 HMO", ["Bronze", "Silver", "Gold"][number % 3], number + 5),
        group: Split {
            premium: cents(601_234 + 40_000 * i64::try_from(number).unwrap()),
            employer: cents(390_802 + 20_000 * i64::try_from(number).unwrap()),
        },
    };
    let row = |label: &str, text: &str| ComparedRow {
        label: label.to_owned(),
        cells: (0..plans).map(|number| format!("{text} {number}")).collect(),
    };
    Comparison {
        plans: (0..plans).map(plan).collect(),
        rows: vec![
            row("Metal level", "Silver"),
            row("Deductible", "$2,000 a person, $4,000 a family"),
            row("Out-of-pocket maximum", "$8,700 a person, $17,400 a family"),
            row("Primary care visit", "$45 copay"),
            row("Specialist visit", "$85 copay after the deductible, then 20% coinsurance"),
            row("Generic drugs", "$18 copay"),
            row("Emergency room", "30% coinsurance after deductible"),
        ],
    }
}

/// The same group many times over.
pub fn many(times: usize) -> Report {
    let mut families = families();
    while families.len() < times {
        families.extend(self::families());
    }
    families.truncate(times);
    report(&families, [percents(6_500, 5_000, 5_000), percents(8_000, 7_500, 7_500)])
}
