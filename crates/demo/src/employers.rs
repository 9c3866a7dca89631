//! The three employers, put to dates around the day that counts as today.

use crate::day;
use crate::dental::{DENTAL, DentalDesign};
use crate::design::design;
use crate::noise::below;
use crate::people::{Home, people};
use crate::roster::{BAYSIDE, CYPRESS, TIDEWATER};
use crate::standing::{Closing, closing_after, id_in};
use chrono::{Datelike, Months, NaiveDate};
use domain::census::{Census, Employment, Person, Relationship, Waiver};
use domain::contract::Package;
use domain::contribution::{Contribution, Share};
use domain::date::first_of_next_month;
use domain::employer::{Employer, EmployerKind};
use domain::id::{EmployerId, PlanId};
use domain::place::Zip;
use domain::renewal::affordability::Wage;
use domain::renewal::waiting::WaitingPeriod;
use domain::{Cents, Percent};
use std::ops::RangeInclusive;
use uuid::Uuid;

/// An employer with its people and its present contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoEmployer {
    /// The employer; `renews_on` is the renewal effective date.
    pub employer: Employer,
    /// Its people, the same in the present plan year and the next.
    pub census: Census,
    /// First day of the present plan year, twelve months before the renewal effective date.
    pub present_from: NaiveDate,
    /// The plans of the present contract, medical first; all are sold in the present plan year.
    pub offers: Vec<PlanId>,
    /// What the present contract offers to whom.
    pub packages: Vec<Package>,
}

/// What is fixed of an employer.
struct Profile {
    id: EmployerId,
    name: &'static str,
    zip: &'static str,
    county: &'static str,
    people: &'static [Home],
    /// The months from today's month to that of the renewal effective date.
    ///
    /// A window is open from 75 days before a renewal effective date, which is about the middle of
    /// the month before last, to the 15th of the month before. So on any day of any month the
    /// first of the next month is closing or just closed, the one after it has been open for some
    /// time and stays so for at least 15 days, and of the fourth the window is not yet open.
    months_to_renewal: u32,
    /// The numbers of the medical designs that are offered.
    medical: &'static [i32],
    /// Whether the plan that is closed or discontinued after the present year is offered beside them.
    closing: Option<Closing>,
    /// The numbers of the dental plans that are offered.
    dental: &'static [i32],
    /// The benefit classes, and of how many employees each has one.
    classes: &'static [(&'static str, u32)],
    /// From the plans that are offered to what is offered to whom.
    packages: fn(Vec<PlanId>) -> Vec<Package>,
}

/// Tidewater Bicycle Works.
pub const TIDEWATER_ID: EmployerId =
    EmployerId(Uuid::from_u128(0x7d1e_0a52_5b3c_4c61_9f0e_1d2c_3b4a_5901));
/// Bayside Dental Group.
pub const BAYSIDE_ID: EmployerId =
    EmployerId(Uuid::from_u128(0x7d1e_0a52_5b3c_4c61_9f0e_1d2c_3b4a_5902));
/// Cypress Freight & Logistics.
pub const CYPRESS_ID: EmployerId =
    EmployerId(Uuid::from_u128(0x7d1e_0a52_5b3c_4c61_9f0e_1d2c_3b4a_5903));

const PROFILES: [Profile; 3] = [
    Profile {
        id: TIDEWATER_ID,
        name: "Tidewater Bicycle Works",
        zip: "94607",
        county: "Alameda",
        people: &TIDEWATER,
        months_to_renewal: 1,
        medical: &[5, 8, 35],
        closing: None,
        dental: &[4],
        classes: &[],
        packages: |offers| vec![package("Everyone", &[], offers, percent(75, 50, 50))],
    },
    Profile {
        id: BAYSIDE_ID,
        name: "Bayside Dental Group",
        zip: "94110",
        county: "San Francisco",
        people: &BAYSIDE,
        months_to_renewal: 2,
        medical: &[8, 2, 5, 37],
        closing: Some(Closing::FiledAnew),
        dental: &[1, 3],
        classes: &[("Clinical", 3), ("Front office", 2)],
        packages: |offers| vec![package("Everyone", &[], offers.clone(), by_first(&offers))],
    },
    Profile {
        id: CYPRESS_ID,
        name: "Cypress Freight & Logistics",
        zip: "90802",
        county: "Los Angeles",
        people: &CYPRESS,
        months_to_renewal: 4,
        medical: &[12, 15, 17, 28, 30, 34],
        closing: Some(Closing::Discontinued),
        dental: &[1, 2],
        classes: &[("Drivers", 5), ("Warehouse", 3), ("Office", 2)],
        packages: |offers| {
            vec![
                package("Everyone", &[], offers.clone(), percent(70, 30, 30)),
                package("Office and dispatch", &["Office"], offers, percent(80, 40, 40)),
            ]
        },
    },
];

/// The three employers as they are on a day: Tidewater Bicycle Works (6 employees), whose window is
/// closing or just closed, Bayside Dental Group (28), whose window is open, and Cypress Freight &
/// Logistics (96), whose window is not yet open.
///
/// Ids, names and people never change; dates of birth move on with the year, dates of renewal with
/// the month.
pub fn employers(today: NaiveDate) -> Vec<DemoEmployer> {
    PROFILES.iter().map(|profile| profile.on(today)).collect()
}

/// The years whose catalogues and rates [`employers`] need: of each one's present plan year and of
/// the next.
pub fn years(today: NaiveDate) -> RangeInclusive<i32> {
    let renewals = || PROFILES.iter().map(|profile| profile.renews_on(today).year());
    let first = renewals().min().unwrap_or(today.year()) - 1;
    first..=renewals().max().unwrap_or(today.year())
}

impl Profile {
    fn renews_on(&self, today: NaiveDate) -> NaiveDate {
        let next = first_of_next_month(today);
        next.checked_add_months(Months::new(self.months_to_renewal - 1)).unwrap_or(NaiveDate::MAX)
    }

    fn on(&self, today: NaiveDate) -> DemoEmployer {
        let renews_on = self.renews_on(today);
        let present_from = day(renews_on.year() - 1, renews_on.month(), 1);
        let offers = self.offers(present_from.year());
        // The tables have no faulty row: a test assembles them all.
        let mut people = people(self.people, self.name, today.year());
        for person in people.iter_mut().filter(|p| p.relationship == Relationship::Employee) {
            person.employment = self.employment(person, &offers);
        }
        let (census, _) = Census::assemble(people);
        DemoEmployer {
            employer: Employer {
                id: self.id,
                name: self.name.to_owned(),
                kind: EmployerKind::Demo,
                zip: Zip::parse(self.zip).ok(),
                county: Some(self.county.to_owned()),
                renews_on: Some(renews_on),
            },
            census,
            present_from,
            packages: (self.packages)(offers.clone()),
            offers,
        }
    }

    /// What the employer knows of an employee: most are in one of the first two plans.
    fn employment(&self, person: &Person, offers: &[PlanId]) -> Employment {
        let place = person.row.cast_signed();
        let draw = |limit, what: &str| below(limit, &format!("{} {what}", self.name), place);
        let dental = self.dental.len();
        let (medical, dental) = offers.split_at(offers.len().saturating_sub(dental));
        let crowded = if draw(3, "plan") < 2 { 2.min(medical.len()) } else { medical.len() };
        let pick = |plans: &[PlanId], among: usize, what| {
            let among = u32::try_from(among).unwrap_or(1).max(1);
            plans.get(draw(among, what) as usize).cloned()
        };
        let mut enrolled = Vec::new();
        if !person.waived {
            enrolled.extend(pick(medical, crowded, "medical"));
            enrolled.extend(pick(dental, dental.len(), "dental").filter(|_| draw(6, "takes") > 0));
        }
        let wage = if draw(3, "salaried") == 0 {
            Wage::Monthly(Cents::new(350_000 + 10_000 * i64::from(draw(50, "salary"))))
        } else {
            Wage::Hourly(Cents::new(1_750 + 25 * i64::from(draw(80, "hour"))))
        };
        let waivers = [Waiver::OtherGroupPlan, Waiver::OtherGroupPlan, Waiver::NoOtherCoverage];
        Employment {
            class: self
                .class(draw(self.classes.iter().map(|(_, n)| n).sum::<u32>().max(1), "class")),
            wage: Some(wage),
            enrolled,
            waiver: person.waived.then(|| waivers[draw(3, "waiver") as usize]),
        }
    }

    /// The benefit class at a place among all that are handed out.
    fn class(&self, mut place: u32) -> Option<String> {
        for (name, count) in self.classes {
            match place.checked_sub(*count) {
                Some(left) => place = left,
                None => return Some((*name).to_owned()),
            }
        }
        None
    }

    /// The plans offered in a year.
    fn offers(&self, year: i32) -> Vec<PlanId> {
        let medical = self.medical.iter().filter_map(|number| id_in(design(*number)?, year));
        let mut offers: Vec<PlanId> = medical.collect();
        let closing = self.closing.and_then(|closing| closing_after(year, closing));
        offers.extend(closing.filter(|id| !offers.contains(id)));
        let dental = DENTAL.iter().filter(|plan| self.dental.contains(&plan.number));
        offers.extend(dental.map(DentalDesign::id));
        offers
    }
}

fn package(
    name: &str,
    classes: &[&str],
    plans: Vec<PlanId>,
    contribution: Contribution,
) -> Package {
    Package {
        name: name.to_owned(),
        classes: classes.iter().map(|class| (*class).to_owned()).collect(),
        plans,
        contribution,
        waiting: WaitingPeriod::FirstOfMonthAfter(30),
    }
}

fn percent(employee: u32, spouse: u32, child: u32) -> Contribution {
    Contribution::percent(Percent::whole(employee), Percent::whole(spouse), Percent::whole(child))
}

/// 85% of the first plan's premium for the employee and 50% for the others, whichever is chosen.
fn by_first(offers: &[PlanId]) -> Contribution {
    let half = Share::reference(Percent::whole(50));
    let contribution = Contribution::by_member(Share::reference(Percent::whole(85)), half, half);
    Contribution { reference: offers.first().cloned(), ..contribution }
}
