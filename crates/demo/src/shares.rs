//! What members pay at each service, in the words in which issuers file it.

use crate::design::Design;
use domain::plan::{Benefit, CostShare, Filed, Metal, Service};

/// What a member pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pay {
    Nothing,
    /// The copay at primary care, and so much more.
    Office(i64),
    Copay(i64),
    PerDay(i64),
    Percent(u32),
    /// The plan's own coinsurance.
    Own,
    /// All of it.
    Everything,
}

/// What a member pays, and whether the deductible must be met first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    pub pay: Pay,
    pub after_deductible: bool,
}

pub(crate) const fn now(pay: Pay) -> Share {
    Share { pay, after_deductible: false }
}

pub(crate) const fn after(pay: Pay) -> Share {
    Share { pay, after_deductible: true }
}

impl Share {
    /// The two filed texts, copay and coinsurance.
    pub(crate) fn words(self) -> (String, String) {
        const NONE: &str = "Not Applicable";
        let (then, copay) =
            if self.after_deductible { (" after deductible", " Copay") } else { ("", "") };
        let coinsurance = if self.after_deductible { " Coinsurance" } else { "" };
        match self.pay {
            Pay::Nothing | Pay::Percent(0) => (format!("No Charge{then}"), NONE.to_owned()),
            Pay::Copay(dollars) | Pay::Office(dollars) => {
                (format!("${dollars}{copay}{then}"), NONE.to_owned())
            }
            Pay::PerDay(dollars) => (format!("${dollars} Copay per Day{then}"), NONE.to_owned()),
            Pay::Percent(percent) => (NONE.to_owned(), format!("{percent}%{coinsurance}{then}")),
            Pay::Own | Pay::Everything => (NONE.to_owned(), NONE.to_owned()),
        }
    }
}

/// A benefit with the words of its filing, and what is read from them.
pub(crate) fn benefit(service: Service, inside: Share, outside: Share) -> Benefit {
    let (copay, coinsurance) = inside.words();
    let (copay_outside, coinsurance_outside) = outside.words();
    Benefit {
        service: Some(service),
        name: service.filed_name().to_owned(),
        in_network: CostShare::parse(&copay, &coinsurance),
        outside: CostShare::parse(&copay_outside, &coinsurance_outside),
        limit: limit(service).map(str::to_owned),
        filed: Filed { copay, coinsurance, copay_outside, coinsurance_outside },
    }
}

fn limit(service: Service) -> Option<&'static str> {
    match service {
        Service::Chiropractic => Some("20 visits per year"),
        Service::SkilledNursing => Some("100 days per benefit period"),
        Service::ChildEye => Some("1 visit per year"),
        Service::ChildDental | Service::AdultDentalCheckUp => Some("2 visits per year"),
        _ => None,
    }
}

/// The services at which it depends on the metal level what is paid: Platinum, Gold, Silver, Bronze.
#[rustfmt::skip]
const TARIFF: [(Service, [Share; 4]); 21] = {
    use Pay::{Copay, Nothing, Office, Own, PerDay, Percent};
    use Service as S;
    [
        (S::PrimaryCare,        [now(Office(0)),    now(Office(0)),     now(Office(0)),     now(Office(0))]),
        (S::Specialist,         [now(Office(15)),   now(Office(25)),    now(Office(30)),    after(Office(30))]),
        (S::UrgentCare,         [now(Office(0)),    now(Office(0)),     now(Office(0)),     now(Office(0))]),
        (S::Therapy,            [now(Office(0)),    now(Office(0)),     now(Office(0)),     now(Office(0))]),
        (S::Chiropractic,       [now(Copay(15)),    now(Copay(15)),     now(Copay(20)),     after(Copay(25))]),
        (S::Laboratory,         [now(Copay(15)),    now(Copay(30)),     now(Copay(40)),     now(Copay(40))]),
        (S::XRay,               [now(Copay(30)),    now(Copay(55)),     now(Copay(85)),     after(Own)]),
        (S::Imaging,            [now(Copay(75)),    now(Copay(175)),    after(Copay(325)),  after(Own)]),
        (S::EmergencyRoom,      [now(Copay(150)),   after(Copay(300)),  after(Copay(400)),  after(Own)]),
        (S::Ambulance,          [now(Copay(150)),   after(Copay(250)),  after(Copay(300)),  after(Own)]),
        (S::OutpatientFacility, [now(Copay(100)),   after(Copay(300)),  after(Own),         after(Own)]),
        (S::OutpatientSurgeon,  [now(Copay(25)),    after(Copay(45)),   after(Own),         after(Own)]),
        (S::HospitalStay,       [after(PerDay(250)), after(PerDay(600)), after(Own),        after(Own)]),
        (S::HospitalPhysician,  [after(Nothing),    after(Nothing),     after(Own),         after(Own)]),
        (S::SkilledNursing,     [after(PerDay(100)), after(PerDay(300)), after(Own),        after(Own)]),
        (S::Generic,            [now(Copay(5)),     now(Copay(15)),     now(Copay(18)),     now(Copay(19))]),
        (S::PreferredBrand,     [now(Copay(20)),    now(Copay(40)),     after(Copay(60)),   after(Own)]),
        (S::OtherBrand,         [now(Copay(30)),    now(Copay(70)),     after(Copay(90)),   after(Own)]),
        (S::Specialty,          [now(Percent(10)),  now(Percent(20)),   after(Percent(20)), after(Own)]),
        (S::TherapistVisit,     [now(Office(0)),    now(Office(0)),     now(Office(0)),     now(Office(0))]),
        (S::RecoveryVisit,      [now(Office(0)),    now(Office(0)),     now(Office(0)),     now(Office(0))]),
    ]
};

/// The column of a metal level in [`TARIFF`].
const fn column(metal: Metal) -> usize {
    match metal {
        Metal::Platinum => 0,
        Metal::Gold => 1,
        Metal::Silver => 2,
        _ => 3,
    }
}

/// A design's cost shares in a year.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub design: &'a Design,
    /// The deductible in the year, in dollars.
    pub deductible: i64,
    /// The copay at primary care in the year, in dollars; 0 when there is none.
    pub office: i64,
    /// How often copays were raised.
    pub copay_steps: i64,
}

impl Terms<'_> {
    /// The benefits, one for each compared service.
    pub(crate) fn benefits(&self) -> Vec<Benefit> {
        Service::ALL
            .iter()
            .map(|service| benefit(*service, self.inside(*service), self.outside(*service)))
            .collect()
    }

    /// What is paid in the network, in figures.
    pub(crate) fn inside(&self, service: Service) -> Share {
        let share = self.designed(service);
        let pay = match share.pay {
            Pay::Office(more) => Pay::Copay(self.office + more),
            Pay::Copay(dollars) => Pay::Copay(self.raised(dollars)),
            Pay::PerDay(dollars) => Pay::PerDay(self.raised(dollars)),
            Pay::Own => Pay::Percent(self.design.coinsurance),
            pay => pay,
        };
        Share { pay, after_deductible: share.after_deductible && self.deductible > 0 }
    }

    /// Copays of a hundred dollars and more rise by $25 a step, others by $5.
    fn raised(&self, dollars: i64) -> i64 {
        dollars + self.copay_steps * if dollars < 100 { 5 } else { 25 }
    }

    fn designed(&self, service: Service) -> Share {
        let hsa = self.design.product.hsa_eligible;
        match service {
            // 45 CFR 147.130: prevention costs nothing, before the deductible too.
            Service::Preventive
            | Service::Prenatal
            | Service::WellBaby
            | Service::ChildEye
            | Service::ChildDental => now(Pay::Nothing),
            Service::AdultDentalCheckUp | Service::AdultDentalBasic | Service::AdultDentalMajor => {
                now(Pay::Everything)
            }
            Service::ChildDentalBasic => Share { pay: Pay::Percent(20), after_deductible: hsa },
            Service::ChildDentalMajor | Service::ChildOrthodontia => {
                Share { pay: Pay::Percent(50), after_deductible: hsa }
            }
            Service::Delivery | Service::MindStay => self.designed(Service::HospitalStay),
            _ => self.by_metal(service),
        }
    }

    fn by_metal(&self, service: Service) -> Share {
        let row = TARIFF.iter().find(|(listed, _)| *listed == service);
        let share = row.map_or(after(Pay::Own), |(_, row)| row[column(self.design.metal)]);
        if self.design.product.hsa_eligible {
            let visit = matches!(share.pay, Pay::Office(_)) && self.design.office > 0;
            return after(if visit { share.pay } else { Pay::Own });
        }
        // With the whole country to choose from, a fee by the day would not follow the price.
        let by_day = matches!(share.pay, Pay::PerDay(_));
        if by_day && self.design.product.covers_outside() { after(Pay::Own) } else { share }
    }

    /// What is paid outside the network: in an emergency the same, otherwise much or all.
    pub(crate) fn outside(&self, service: Service) -> Share {
        let product = self.design.product;
        match service {
            Service::EmergencyRoom | Service::Ambulance => self.inside(service),
            Service::UrgentCare if !product.covers_outside() => self.inside(service),
            Service::Generic
            | Service::PreferredBrand
            | Service::OtherBrand
            | Service::Specialty
            | Service::AdultDentalCheckUp
            | Service::AdultDentalBasic
            | Service::AdultDentalMajor => now(Pay::Everything),
            _ if product.covers_outside() => {
                after(Pay::Percent([30, 40, 50, 50][column(self.design.metal)]))
            }
            _ => now(Pay::Everything),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_filed_in_the_words_of_the_template() {
        for (share, copay, coinsurance) in [
            (now(Pay::Nothing), "No Charge", "Not Applicable"),
            (after(Pay::Percent(0)), "No Charge after deductible", "Not Applicable"),
            (now(Pay::Copay(30)), "$30", "Not Applicable"),
            (after(Pay::Copay(30)), "$30 Copay after deductible", "Not Applicable"),
            (now(Pay::PerDay(250)), "$250 Copay per Day", "Not Applicable"),
            (after(Pay::PerDay(250)), "$250 Copay per Day after deductible", "Not Applicable"),
            (now(Pay::Percent(20)), "Not Applicable", "20%"),
            (after(Pay::Percent(20)), "Not Applicable", "20% Coinsurance after deductible"),
            (now(Pay::Everything), "Not Applicable", "Not Applicable"),
        ] {
            assert_eq!(share.words(), (copay.to_owned(), coinsurance.to_owned()), "{share:?}");
        }
    }
}
