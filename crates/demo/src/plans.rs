//! The plans of a year, as filed.

use crate::dental;
use crate::design::{DESIGNS, Design};
use crate::limits::{HSA_DEDUCTIBLE_LEAST, HSA_OUT_OF_POCKET_MOST, OUT_OF_POCKET_MOST};
use crate::shares::{Pay, Terms};
use crate::standing::{Standing, id_in};
use crate::{FIRST_YEAR, day};
use domain::plan::{Limit, Limits, Line, Metal, Plan, SbcExample, Service};
use domain::{Cents, Percent};

/// All that the carrier sells in plan years that begin in a year: 40 medical and 4 dental plans.
pub fn catalogue(year: i32) -> Vec<Plan> {
    let medical = DESIGNS.iter().filter_map(|design| plan_in(design, year));
    medical.chain(dental::plans(year)).collect()
}

/// A design's plan in a year; `None` when it is not sold then.
pub(crate) fn plan_in(design: &Design, year: i32) -> Option<Plan> {
    let standing = Standing::of(design, year)?;
    let out_of_pocket = out_of_pocket(design, standing, year);
    let terms = Terms {
        design,
        // A deductible above the out-of-pocket maximum would never be met.
        deductible: deductible(design, standing, year).min(out_of_pocket),
        office: if design.office == 0 { 0 } else { design.office + 5 * standing.copay_steps },
        copay_steps: standing.copay_steps,
    };
    let product = design.product;
    let value = design.actuarial_value + 12 * standing.quiet_years.min(3);
    Some(Plan {
        id: id_in(design, year)?,
        name: name(&terms, standing.named_by_copay),
        line: Line::Medical,
        metal: design.metal,
        plan_type: product.plan_type,
        network: product.network.to_owned(),
        service_area: "CAS001".to_owned(),
        formulary: Some(if product.covers_outside() { "CAF002" } else { "CAF001" }.to_owned()),
        hsa_eligible: product.hsa_eligible,
        // What does not rise with prices carries a little more of them every year.
        actuarial_value: Some(Percent::from_hundredths(value)),
        from: day(year, 1, 1),
        until: Some(day(year, 12, 31)),
        limits: limits(&terms, out_of_pocket),
        benefits: terms.benefits(),
        sbc_baby: Some(having_a_baby(&terms, out_of_pocket)),
        sbc_diabetes: Some(managing_diabetes(&terms, out_of_pocket)),
        // The carrier is invented: there is no address to send anybody to.
        sbc_url: None,
    })
}

/// `Harbor Silver 2300 HMO`, or with the copay at primary care `Harbor Silver 2300/60 HMO`.
fn name(terms: &Terms<'_>, by_copay: bool) -> String {
    let metal = match terms.design.metal {
        Metal::ExpandedBronze => Metal::Bronze,
        metal => metal,
    };
    let copay = if by_copay { format!("/{}", terms.office) } else { String::new() };
    format!("Harbor {metal} {}{copay} {}", terms.deductible, terms.design.product.words)
}

/// A deductible rises by about a twentieth of the first year's, in steps of $50.
fn deductible(design: &Design, standing: Standing, year: i32) -> i64 {
    let step = (design.deductible / 20 / 50).max(1) * 50;
    let steps = if design.deductible == 0 { 0 } else { standing.deductible_steps };
    let raised = design.deductible + steps * step;
    if !design.product.hsa_eligible {
        return raised;
    }
    // 26 U.S.C. 223(c)(2), IRS Notice 2004-2, Q&A 3: a person's own deductible in a family may not be less than
    // the least one of a family.
    let persons = if design.embedded { 2 } else { 1 };
    raised.max(persons * HSA_DEDUCTIBLE_LEAST.on(day(year.max(FIRST_YEAR), 1, 1)).value)
}

fn out_of_pocket(design: &Design, standing: Standing, year: i32) -> i64 {
    let most =
        if design.product.hsa_eligible { HSA_OUT_OF_POCKET_MOST } else { OUT_OF_POCKET_MOST };
    let raised = design.out_of_pocket + 150 * standing.deductible_steps;
    raised.min(most.on(day(year, 1, 1)).value)
}

fn limits(terms: &Terms<'_>, out_of_pocket: i64) -> Limits {
    let design = terms.design;
    let hmo_silver = design.metal == Metal::Silver
        && !design.product.hsa_eligible
        && !design.product.covers_outside();
    let outside = design.product.covers_outside();
    Limits {
        deductible: limit(terms.deductible, design.embedded),
        drug_deductible: hmo_silver.then(|| limit(300, true)),
        out_of_pocket: limit(out_of_pocket, true),
        drug_out_of_pocket: None,
        deductible_outside: outside
            .then(|| limit((2 * terms.deductible).max(500), design.embedded)),
        out_of_pocket_outside: outside.then(|| limit(2 * out_of_pocket, true)),
    }
}

/// `$N per person | $2N per group`, or without a limit for each person of a family.
pub(crate) fn limit(dollars: i64, embedded: bool) -> Limit {
    let amount = Some(Cents::new(dollars * 100));
    Limit {
        individual: amount,
        family_person: amount.filter(|_| embedded),
        family: Some(Cents::new(dollars * 200)),
    }
}

/// What a member pays of a course of care.
#[derive(Default)]
struct Course {
    deductible: i64,
    copay: i64,
    coinsurance: i64,
}

impl Course {
    /// Uses a service so many times at a price.
    fn add(&mut self, terms: &Terms<'_>, service: Service, times: i64, price: i64) {
        let share = terms.inside(service);
        let mut left = times * price;
        if share.after_deductible {
            let first = left.min(terms.deductible - self.deductible);
            self.deductible += first;
            left -= first;
        }
        match share.pay {
            Pay::Copay(dollars) | Pay::PerDay(dollars) => {
                self.copay += (times * dollars).min(left);
            }
            Pay::Percent(percent) => self.coinsurance += left * i64::from(percent) / 100,
            Pay::Nothing | Pay::Office(_) | Pay::Own | Pay::Everything => {}
        }
    }

    /// As it stands in a summary: to tens of dollars, within the out-of-pocket maximum.
    fn example(self, out_of_pocket: i64, exclusions: i64) -> SbcExample {
        let tens = |dollars: i64| dollars / 10 * 10;
        let deductible = self.deductible.min(out_of_pocket);
        let copay = tens(self.copay).min(out_of_pocket - deductible);
        let coinsurance = tens(self.coinsurance).min(out_of_pocket - deductible - copay);
        SbcExample {
            deductible: Cents::new(deductible * 100),
            copay: Cents::new(copay * 100),
            coinsurance: Cents::new(coinsurance * 100),
            limit: Cents::new(exclusions * 100),
        }
    }
}

/// "Having a baby": $12,700 of care, as the federal instructions for the summary have it.
fn having_a_baby(terms: &Terms<'_>, out_of_pocket: i64) -> SbcExample {
    let mut course = Course::default();
    for (service, times, price) in [
        (Service::Delivery, 2, 4_600),
        (Service::HospitalPhysician, 1, 1_900),
        (Service::Laboratory, 6, 150),
        (Service::Imaging, 1, 600),
        (Service::Generic, 2, 20),
    ] {
        course.add(terms, service, times, price);
    }
    course.example(out_of_pocket, 60)
}

/// "Managing type 2 diabetes": $5,600 of care.
fn managing_diabetes(terms: &Terms<'_>, out_of_pocket: i64) -> SbcExample {
    let mut course = Course::default();
    for (service, times, price) in [
        (Service::PreferredBrand, 12, 290),
        (Service::PrimaryCare, 4, 170),
        (Service::Specialist, 2, 250),
        (Service::Laboratory, 6, 70),
        (Service::Generic, 24, 20),
    ] {
        course.add(terms, service, times, price);
    }
    course.example(out_of_pocket, 20)
}
