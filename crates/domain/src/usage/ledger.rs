//! The ledger of a plan year: what a member pays for one service after another, until the limits are met.

use super::{Cost, Shape, Unpriced};
use crate::money::Cents;
use crate::plan::{CostShare, DeductibleRule, Limit, Limits, Per, Service, ServiceGroup, Terms};

/// How many people the largest shape has.
const PEOPLE: usize = 4;

/// What is filed for a service in a plan, in its network.
pub type Shares<'a> = &'a dyn Fn(Service) -> Option<CostShare>;

/// The two caps of a yearly limit for a shape: for each person, and for all of them together.
///
/// Somebody covered alone has the individual's. In a family a person has one where the limit is
/// embedded; an aggregate limit is met by all together. Where nothing is filed for families, each person
/// has the individual's.
pub(super) fn caps(limit: &Limit, shape: Shape) -> (Option<Cents>, Option<Cents>) {
    let alone = limit.family_person.is_none() && limit.family.is_none();
    if shape == Shape::Single || alone {
        (limit.individual, None)
    } else {
        (limit.family_person, limit.family)
    }
}

/// How far a yearly limit is used up, by each person and by all together.
#[derive(Debug, Clone, Copy)]
struct Meter {
    person: Option<Cents>,
    family: Option<Cents>,
    used: [Cents; PEOPLE],
    used_by_all: Cents,
}

impl Meter {
    fn new(limit: &Limit, shape: Shape) -> Self {
        let (person, family) = caps(limit, shape);
        Self { person, family, used: [Cents::ZERO; PEOPLE], used_by_all: Cents::ZERO }
    }

    /// What a person can still pay towards it; `None` where there is no such limit.
    fn left(&self, person: usize) -> Option<Cents> {
        let own = self.person.map(|cap| cap - self.used[person]);
        let shared = self.family.map(|cap| cap - self.used_by_all);
        own.into_iter().chain(shared).min()
    }

    fn add(&mut self, person: usize, amount: Cents) {
        self.used[person] += amount;
        self.used_by_all += amount;
    }
}

/// One service, used once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    /// The service; `None` for what no plan pays for.
    pub service: Option<Service>,
    /// Who uses it, as a place in the family.
    pub person: usize,
    /// The amount that the plan allows for it.
    pub price: Cents,
    /// The days of a stay.
    pub days: u8,
}

/// What was paid so far towards each of a plan's limits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ledger {
    deductible: Meter,
    drug_deductible: Option<Meter>,
    out_of_pocket: Meter,
    drug_out_of_pocket: Option<Meter>,
}

impl Ledger {
    pub fn new(limits: &Limits, shape: Shape) -> Self {
        let meter = |limit: &Limit| Meter::new(limit, shape);
        Self {
            deductible: meter(&limits.deductible),
            drug_deductible: limits.drug_deductible.as_ref().map(meter),
            out_of_pocket: meter(&limits.out_of_pocket),
            drug_out_of_pocket: limits.drug_out_of_pocket.as_ref().map(meter),
        }
    }

    /// Settles one service and enters what was paid.
    pub fn settle(&mut self, event: &Event, shares: Shares<'_>) -> Result<Cost, Unpriced> {
        let excluded = Cost { excluded: event.price, ..Cost::default() };
        let Some(service) = event.service else { return Ok(excluded) };
        match filed(service, shares)? {
            // What the plan does not cover counts towards no limit: 45 CFR 155.20, "cost sharing".
            CostShare::NotCovered => Ok(excluded),
            CostShare::Unread => Err(Unpriced::Unread(service)),
            CostShare::Covered(terms) => Ok(self.pay(service, event, &terms)),
        }
    }

    fn pay(&mut self, service: Service, event: &Event, terms: &Terms) -> Cost {
        let drug = service.group() == ServiceGroup::Drugs;
        let deductible = match &mut self.drug_deductible {
            Some(meter) if drug => meter,
            _ => &mut self.deductible,
        };
        let out_of_pocket = match &mut self.drug_out_of_pocket {
            Some(meter) if drug => meter,
            _ => &mut self.out_of_pocket,
        };
        let to_deductible = deductible.left(event.person).unwrap_or(Cents::ZERO);
        let owed = owed(event, terms, to_deductible);
        let paid = match out_of_pocket.left(event.person) {
            Some(left) => owed.at_most(left),
            None => owed,
        };
        deductible.add(event.person, paid.deductible);
        out_of_pocket.add(event.person, paid.total());
        paid
    }
}

/// What a member owes for a service before the out-of-pocket maximum is looked at. A copay is never more
/// than what is left of the price, and coinsurance is a share of what the copay leaves.
fn owed(event: &Event, terms: &Terms, to_deductible: Cents) -> Cost {
    let times = match terms.per {
        Per::Visit | Per::Stay => 1,
        Per::Day => i64::from(event.days),
    };
    let copay = terms.copay.times(times);
    let (deductible, copay) = match terms.deductible {
        DeductibleRule::Waived => (Cents::ZERO, copay.min(event.price)),
        DeductibleRule::First => {
            let deductible = to_deductible.min(event.price);
            (deductible, copay.min(event.price - deductible))
        }
        DeductibleRule::CopayThenDeductible => {
            let copay = copay.min(event.price);
            (to_deductible.min(event.price - copay), copay)
        }
    };
    let coinsurance = terms.coinsurance.of(event.price - deductible - copay);
    Cost { deductible, copay, coinsurance, excluded: Cents::ZERO }
}

/// What is filed for a service or, where the filing does not speak of it, for the one that plans treat
/// like it.
fn filed(service: Service, shares: Shares<'_>) -> Result<CostShare, Unpriced> {
    shares(service).or_else(|| shares(kindred(service)?)).ok_or(Unpriced::Unfiled(service))
}

/// The service whose cost share stands in for one that a filing does not speak of. Few have one: a wrong
/// guess is worse than none.
const fn kindred(service: Service) -> Option<Service> {
    match service {
        // Both fall under the plan's general coinsurance.
        Service::Equipment | Service::OutpatientSurgeon => Some(Service::HospitalPhysician),
        Service::Delivery | Service::MindStay => Some(Service::HospitalStay),
        Service::WellBaby => Some(Service::Preventive),
        Service::RecoveryVisit => Some(Service::TherapistVisit),
        _ => None,
    }
}
