//! The dental plans: the same four in every year, only their prices change.

use crate::day;
use crate::plans::limit;
use crate::shares::{Pay, Share, after, benefit, now};
use domain::Percent;
use domain::id::PlanId;
use domain::plan::{Limits, Line, Metal, Plan, PlanType, Service};

/// A dental plan. Amounts are dollars but for prices.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DentalDesign {
    pub number: i32,
    name: &'static str,
    metal: Metal,
    plan_type: PlanType,
    deductible: i64,
    /// In hundredths of a percent.
    actuarial_value: u32,
    /// An adult's price in the first year's first quarter, in the dearest big city, in cents.
    pub price_cents: i64,
    /// Whether it is rated by the shape of the family.
    pub by_family: bool,
    /// Check-ups, basic care, major care, children's braces.
    shares: [Share; 4],
    outside: Option<[Share; 4]>,
}

const fn percents(check_up: u32, basic: u32, major: u32, braces: u32) -> [Share; 4] {
    [
        now(Pay::Percent(check_up)),
        after(Pay::Percent(basic)),
        after(Pay::Percent(major)),
        after(Pay::Percent(braces)),
    ]
}

/// The table of dental plans.
pub(crate) const DENTAL: [DentalDesign; 4] = [
    DentalDesign {
        number: 1,
        name: "Harbor Dental Plus PPO",
        metal: Metal::High,
        plan_type: PlanType::Ppo,
        deductible: 50,
        actuarial_value: 8_500,
        price_cents: 4_780,
        by_family: false,
        shares: percents(0, 20, 50, 50),
        outside: Some(percents(20, 40, 50, 50)),
    },
    DentalDesign {
        number: 2,
        name: "Harbor Dental Basic PPO",
        metal: Metal::Low,
        plan_type: PlanType::Ppo,
        deductible: 75,
        actuarial_value: 7_000,
        price_cents: 3_140,
        by_family: false,
        shares: percents(0, 40, 60, 60),
        outside: Some(percents(20, 50, 60, 60)),
    },
    DentalDesign {
        number: 3,
        name: "Harbor Dental HMO",
        metal: Metal::High,
        plan_type: PlanType::Hmo,
        deductible: 0,
        actuarial_value: 8_470,
        price_cents: 1_620,
        by_family: false,
        shares: [
            now(Pay::Nothing),
            now(Pay::Copay(25)),
            now(Pay::Copay(300)),
            now(Pay::Copay(350)),
        ],
        outside: None,
    },
    DentalDesign {
        number: 4,
        name: "Harbor Dental Family PPO",
        metal: Metal::Low,
        plan_type: PlanType::Ppo,
        deductible: 50,
        actuarial_value: 7_050,
        price_cents: 3_420,
        by_family: true,
        shares: percents(0, 30, 60, 50),
        outside: Some(percents(20, 50, 60, 60)),
    },
];

impl DentalDesign {
    /// Its id, in every year.
    pub(crate) fn id(&self) -> PlanId {
        crate::plan_id(50, self.number, 1)
    }

    fn plan(&self, year: i32) -> Plan {
        let outside = self.outside.unwrap_or([now(Pay::Everything); 4]);
        let limits = Limits {
            deductible: limit(self.deductible, true),
            // 45 CFR 156.150: a stand-alone dental plan's limit, for children; lower than allowed.
            out_of_pocket: limit(350, true),
            deductible_outside: self.outside.map(|_| limit(2 * self.deductible, true)),
            ..Limits::default()
        };
        Plan {
            id: self.id(),
            name: self.name.to_owned(),
            line: Line::Dental,
            metal: self.metal,
            plan_type: self.plan_type,
            network: "Harbor Dental".to_owned(),
            service_area: "CAS001".to_owned(),
            formulary: None,
            hsa_eligible: false,
            actuarial_value: Some(Percent::from_hundredths(self.actuarial_value)),
            from: day(year, 1, 1),
            until: Some(day(year, 12, 31)),
            limits,
            benefits: SERVICES
                .iter()
                .map(|(service, row)| benefit(*service, self.shares[*row], outside[*row]))
                .collect(),
            sbc_baby: None,
            sbc_diabetes: None,
            sbc_url: None,
        }
    }
}

/// What a dental filing speaks of, with the place of each service in a design's shares.
pub(crate) const SERVICES: [(Service, usize); 7] = [
    (Service::ChildDental, 0),
    (Service::AdultDentalCheckUp, 0),
    (Service::AdultDentalBasic, 1),
    (Service::AdultDentalMajor, 2),
    (Service::ChildDentalBasic, 1),
    (Service::ChildDentalMajor, 2),
    (Service::ChildOrthodontia, 3),
];

/// The dental plans of a year.
pub(crate) fn plans(year: i32) -> impl Iterator<Item = Plan> {
    DENTAL.iter().map(move |design| design.plan(year))
}
