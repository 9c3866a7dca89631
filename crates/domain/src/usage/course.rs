//! Courses of care, as data: who uses which service when, and what it is priced at.
//!
//! Where the rows come from, for each [`Basis`]:
//!
//! - The examples of 2012 were printed in each summary of benefits and coverage until March 2017 with
//!   their sample care costs by category: having a baby $7,540, managing type 2 diabetes $5,400.
//! - The examples of 2021 have totals of $12,700, $5,600 and $2,800, printed in each summary; the costs by
//!   category are at hand for the fracture alone, from the federal guide of November 2019
//!   (OMB 1210-0147).
//! - How often and when comes from the federal narratives of the same examples where these say it.
//! - A year's use is an assumption of ours in counts and prices. It is meant to tell plans apart and
//!   foretells nobody's bills.

use super::Shape;
use super::ledger::Event;
use crate::money::Cents;
use crate::plan::Service;

/// Somebody of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Person {
    Employee,
    Partner,
    FirstChild,
    SecondChild,
}

/// On what a row of a course stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Its amount is published.
    Published,
    /// The amount of its category is published; how it divides among services and visits is assumed.
    Divided,
    /// All of it is assumed.
    Assumed,
}

/// A service that is used once or several times in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Care {
    /// Who uses it.
    pub person: Person,
    /// The service; `None` for what no plan pays for, as drugs without a prescription.
    pub service: Option<Service>,
    /// The month in which it is first used, from 1.
    pub first: u8,
    /// How many months lie between two uses; 0 when all are in one month.
    pub every: u8,
    /// How often it is used.
    pub times: u8,
    /// The amount that the plan allows each time.
    pub price: Cents,
    /// The days of a stay, otherwise 1.
    pub days: u8,
    /// On what the row stands.
    pub basis: Basis,
}

impl Care {
    const fn days(self, days: u8) -> Self {
        Self { days, ..self }
    }
}

/// A year's care.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// Where its figures are written, or that they are assumed.
    pub source: &'static str,
    /// The services; the order counts within a month.
    pub care: &'static [Care],
}

impl Course {
    /// What all of the care of a shape is priced at.
    pub fn allowed(&self, shape: Shape) -> Cents {
        let of_shape = self.care.iter().filter(|care| shape.has(care.person));
        of_shape.map(|care| care.price.times(i64::from(care.times))).sum()
    }

    /// Each use of a service by somebody of the shape, in the order of the year.
    pub(super) fn events(&self, shape: Shape) -> Vec<Event> {
        let mut events: Vec<(u8, Event)> = Vec::new();
        for care in self.care.iter().filter(|care| shape.has(care.person)) {
            let &Care { service, price, days, .. } = care;
            let event = Event { service, person: care.person as usize, price, days };
            events.extend((0..care.times).map(|time| (care.first + time * care.every, event)));
        }
        events.sort_by_key(|(month, _)| *month);
        events.into_iter().map(|(_, event)| event).collect()
    }
}

/// A row: who, what, first month, months between, times, dollars each.
const fn row(
    (person, service): (Person, Option<Service>),
    (first, every, times): (u8, u8, u8),
    dollars: i64,
    basis: Basis,
) -> Care {
    Care { person, service, first, every, times, price: Cents::new(dollars * 100), days: 1, basis }
}

const fn employee(service: Service) -> (Person, Option<Service>) {
    (Person::Employee, Some(service))
}

const fn partner(service: Service) -> (Person, Option<Service>) {
    (Person::Partner, Some(service))
}

const fn first_child(service: Service) -> (Person, Option<Service>) {
    (Person::FirstChild, Some(service))
}

const fn second_child(service: Service) -> (Person, Option<Service>) {
    (Person::SecondChild, Some(service))
}

/// Drugs that are bought without a prescription: vitamins, aspirin.
const OVER_THE_COUNTER: (Person, Option<Service>) = (Person::Employee, None);

/// Once in a month.
const fn once(month: u8) -> (u8, u8, u8) {
    (month, 0, 1)
}

/// Every month of the year.
const MONTHLY: (u8, u8, u8) = (1, 1, 12);

/// "Having a baby" as it was printed until March 2017: $7,540.
///
/// The obstetrician's fee covers the pregnancy, the delivery and the weeks after it, and is filed as
/// prenatal and postnatal care. Mother and child have one stay. Of the drugs all but two prescriptions
/// are vitamins.
#[rustfmt::skip]
pub const BABY_2012: Course = Course {
    source: "Sample care costs of the summary of benefits and coverage, edition of 2012 (45 CFR 147.200)",
    care: &[
        row(employee(Service::Laboratory),        (2, 5, 2), 250,   Basis::Divided),
        row(employee(Service::Generic),           (2, 1, 2), 10,    Basis::Divided),
        row(OVER_THE_COUNTER,                     once(2),   180,   Basis::Divided),
        row(employee(Service::XRay),              once(4),   200,   Basis::Published),
        row(employee(Service::Preventive),        once(6),   40,    Basis::Published),
        row(employee(Service::Delivery),          once(9),   2_700 + 900, Basis::Published).days(2),
        row(employee(Service::HospitalPhysician), once(9),   900,   Basis::Published),
        row(employee(Service::Prenatal),          once(9),   2_100, Basis::Published),
    ],
};

/// "Managing type 2 diabetes" as it was printed until March 2017: $5,400.
///
/// From the narrative: four visits to primary care, one each to a podiatrist and an ophthalmologist,
/// metformin, ramipril and insulin all year, a glucagon kit, aspirin, tests twice. A generic is priced as
/// in the guide of the fracture.
#[rustfmt::skip]
pub const DIABETES_2012: Course = Course {
    source: "Sample care costs of the summary of benefits and coverage, edition of 2012 (45 CFR 147.200)",
    care: &[
        row(employee(Service::PrimaryCare),    (1, 3, 4), 100, Basis::Divided),
        row(employee(Service::Laboratory),     (1, 6, 2), 50,  Basis::Divided),
        row(employee(Service::Equipment),      (1, 3, 4), 325, Basis::Divided),
        row(OVER_THE_COUNTER,                  once(1),   80,  Basis::Divided),
        row(employee(Service::Generic),        MONTHLY,   5,   Basis::Divided),
        row(employee(Service::Generic),        MONTHLY,   5,   Basis::Divided),
        row(employee(Service::PreferredBrand), MONTHLY,   215, Basis::Divided),
        // Lessons in living with the condition, as a visit to primary care.
        row(employee(Service::PrimaryCare),    (2, 1, 2), 150, Basis::Divided),
        row(employee(Service::Specialist),     (3, 2, 2), 150, Basis::Divided),
        row(employee(Service::PreferredBrand), once(6),   120, Basis::Divided),
        row(employee(Service::Preventive),     once(10),  100, Basis::Published),
    ],
};

/// "Having a baby" since 2021: $12,700. It divides as in the edition before.
#[rustfmt::skip]
pub(super) const BABY_2021: Course = Course {
    source: "Total of the summary of benefits and coverage, edition of 2021; divided by assumption",
    care: &[
        row(employee(Service::Laboratory),        (2, 5, 2), 420,   Basis::Divided),
        row(employee(Service::Generic),           (2, 1, 2), 15,    Basis::Divided),
        row(OVER_THE_COUNTER,                     once(2),   60,    Basis::Divided),
        row(employee(Service::XRay),              once(4),   340,   Basis::Divided),
        row(employee(Service::Preventive),        once(6),   70,    Basis::Divided),
        row(employee(Service::Delivery),          once(9),   6_300, Basis::Divided).days(2),
        row(employee(Service::HospitalPhysician), once(9),   1_520, Basis::Divided),
        row(employee(Service::Prenatal),          once(9),   3_540, Basis::Divided),
    ],
};

/// "Managing type 2 diabetes" since 2021: $5,600. It divides by the narrative: see [`DIABETES_2012`].
#[rustfmt::skip]
pub(super) const DIABETES_2021: Course = Course {
    source: "Total of the summary of benefits and coverage, edition of 2021; divided by assumption",
    care: &[
        row(employee(Service::PrimaryCare),    (1, 3, 4), 130, Basis::Divided),
        row(employee(Service::Laboratory),     (1, 6, 2), 90,  Basis::Divided),
        row(employee(Service::Equipment),      once(1),   380, Basis::Divided),
        row(OVER_THE_COUNTER,                  once(1),   20,  Basis::Divided),
        row(employee(Service::Generic),        MONTHLY,   5,   Basis::Divided),
        row(employee(Service::Generic),        MONTHLY,   5,   Basis::Divided),
        row(employee(Service::PreferredBrand), MONTHLY,   280, Basis::Divided),
        row(employee(Service::PrimaryCare),    (2, 1, 2), 150, Basis::Divided),
        row(employee(Service::Specialist),     (3, 2, 2), 160, Basis::Divided),
        row(employee(Service::PreferredBrand), once(6),   280, Basis::Divided),
        row(employee(Service::Preventive),     once(10),  120, Basis::Divided),
    ],
};

/// "Simple fracture" since 2021: $2,800.
///
/// From the narrative: in June an ambulance, the emergency room with an X-ray, crutches and a drug; two
/// visits to a specialist, each with an X-ray; physical therapy.
#[rustfmt::skip]
pub(super) const FRACTURE_2021: Course = Course {
    source: "Simple fracture guide and narrative, November 2019 (OMB 1210-0147, 0938-1146)",
    care: &[
        row(employee(Service::Ambulance),     once(6),   944, Basis::Published),
        // The facility, its physicians and the supplies: one visit.
        row(employee(Service::EmergencyRoom), once(6),   357 + 385 + 43, Basis::Published),
        row(employee(Service::XRay),          once(6),   37,  Basis::Divided),
        row(employee(Service::Equipment),     once(6),   248, Basis::Published),
        row(employee(Service::Generic),       once(6),   5,   Basis::Published),
        row(employee(Service::Specialist),    once(6),   171, Basis::Divided),
        row(employee(Service::Specialist),    once(7),   170, Basis::Divided),
        row(employee(Service::XRay),          (6, 1, 2), 38,  Basis::Divided),
        row(employee(Service::Therapy),       (7, 0, 4), 91,  Basis::Divided),
    ],
};

const ASSUMED: &str = "An assumption of this program, to tell plans apart";

/// A year of low use: check-ups, and a cold for each.
#[rustfmt::skip]
pub(super) const LOW: Course = Course {
    source: ASSUMED,
    care: &[
        row(employee(Service::PrimaryCare),     once(2),  150, Basis::Assumed),
        row(employee(Service::Generic),         once(2),  20,  Basis::Assumed),
        row(employee(Service::Preventive),      once(5),  250, Basis::Assumed),
        row(partner(Service::PrimaryCare),      once(3),  150, Basis::Assumed),
        row(partner(Service::Generic),          once(3),  20,  Basis::Assumed),
        row(partner(Service::Preventive),       once(9),  250, Basis::Assumed),
        row(first_child(Service::PrimaryCare),  once(1),  150, Basis::Assumed),
        row(first_child(Service::Generic),      once(1),  20,  Basis::Assumed),
        row(first_child(Service::Preventive),   once(8),  200, Basis::Assumed),
        row(second_child(Service::PrimaryCare), once(11), 150, Basis::Assumed),
        row(second_child(Service::Preventive),  once(8),  200, Basis::Assumed),
    ],
};

/// A year of medium use: some visits and tests, one drug all year, a scan, a fall of a child.
#[rustfmt::skip]
pub(super) const MEDIUM: Course = Course {
    source: ASSUMED,
    care: &[
        row(employee(Service::PrimaryCare),      (1, 4, 3), 150,   Basis::Assumed),
        row(employee(Service::Generic),          MONTHLY,   20,    Basis::Assumed),
        row(employee(Service::Laboratory),       (1, 6, 2), 120,   Basis::Assumed),
        row(employee(Service::Specialist),       (4, 1, 2), 220,   Basis::Assumed),
        row(employee(Service::Imaging),          once(4),   900,   Basis::Assumed),
        row(employee(Service::Preventive),       once(5),   250,   Basis::Assumed),
        row(employee(Service::PreferredBrand),   (5, 1, 2), 250,   Basis::Assumed),
        row(employee(Service::UrgentCare),       once(10),  200,   Basis::Assumed),
        row(partner(Service::PrimaryCare),       (3, 5, 2), 150,   Basis::Assumed),
        row(partner(Service::TherapistVisit),    (2, 1, 6), 140,   Basis::Assumed),
        row(partner(Service::Generic),           MONTHLY,   20,    Basis::Assumed),
        row(partner(Service::Preventive),        once(9),   250,   Basis::Assumed),
        row(partner(Service::Laboratory),        once(9),   120,   Basis::Assumed),
        row(first_child(Service::PrimaryCare),   (1, 9, 2), 150,   Basis::Assumed),
        row(first_child(Service::EmergencyRoom), once(7),   1_400, Basis::Assumed),
        row(first_child(Service::XRay),          once(7),   150,   Basis::Assumed),
        row(first_child(Service::Specialist),    once(7),   220,   Basis::Assumed),
        row(first_child(Service::Preventive),    once(8),   200,   Basis::Assumed),
        row(second_child(Service::PrimaryCare),  (2, 9, 2), 150,   Basis::Assumed),
        row(second_child(Service::Generic),      (2, 9, 2), 20,    Basis::Assumed),
        row(second_child(Service::Preventive),   once(8),   200,   Basis::Assumed),
    ],
};

/// A year of high use: a hospital stay of four days that began in the emergency room, drugs all year, a
/// partner's surgery without a stay, a child's asthma.
#[rustfmt::skip]
pub(super) const HIGH: Course = Course {
    source: ASSUMED,
    care: &[
        row(employee(Service::PrimaryCare),       (1, 3, 4),  150,    Basis::Assumed),
        row(employee(Service::Generic),           MONTHLY,    20,     Basis::Assumed),
        row(employee(Service::Generic),           MONTHLY,    20,     Basis::Assumed),
        row(employee(Service::PreferredBrand),    MONTHLY,    250,    Basis::Assumed),
        row(employee(Service::Laboratory),        (1, 2, 6),  120,    Basis::Assumed),
        row(employee(Service::Specialist),        (2, 2, 6),  220,    Basis::Assumed),
        row(employee(Service::Imaging),           (3, 5, 2),  900,    Basis::Assumed),
        row(employee(Service::Ambulance),         once(4),    950,    Basis::Assumed),
        row(employee(Service::EmergencyRoom),     once(4),    1_400,  Basis::Assumed),
        row(employee(Service::HospitalStay),      once(4),    22_000, Basis::Assumed).days(4),
        row(employee(Service::HospitalPhysician), once(4),    4_500,  Basis::Assumed),
        row(employee(Service::Therapy),           (5, 0, 12), 110,    Basis::Assumed),
        row(employee(Service::Equipment),         once(5),    400,    Basis::Assumed),
        row(employee(Service::Preventive),        once(10),   250,    Basis::Assumed),
        row(partner(Service::PrimaryCare),        (2, 4, 3),  150,    Basis::Assumed),
        row(partner(Service::TherapistVisit),     MONTHLY,    140,    Basis::Assumed),
        row(partner(Service::Generic),            MONTHLY,    20,     Basis::Assumed),
        row(partner(Service::Specialist),         (7, 1, 4),  220,    Basis::Assumed),
        row(partner(Service::OutpatientFacility), once(8),    5_500,  Basis::Assumed),
        row(partner(Service::OutpatientSurgeon),  once(8),    1_800,  Basis::Assumed),
        row(partner(Service::Preventive),         once(9),    250,    Basis::Assumed),
        row(first_child(Service::PrimaryCare),    (1, 3, 4),  150,    Basis::Assumed),
        row(first_child(Service::PreferredBrand), MONTHLY,    250,    Basis::Assumed),
        row(first_child(Service::EmergencyRoom),  once(11),   1_400,  Basis::Assumed),
        row(first_child(Service::Preventive),     once(8),    200,    Basis::Assumed),
        row(second_child(Service::PrimaryCare),   (2, 4, 3),  150,    Basis::Assumed),
        row(second_child(Service::Generic),       (2, 4, 3),  20,     Basis::Assumed),
        row(second_child(Service::Preventive),    once(8),    200,    Basis::Assumed),
    ],
};
