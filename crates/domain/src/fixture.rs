//! What tests of several modules begin with.

use crate::census::{Employment, Person, Relationship};
use crate::id::PlanId;
use crate::place::RatingArea;
use crate::plan::{Limits, Line, Metal, Plan, PlanType};
use crate::rate::{Prices, RateSheet};
use chrono::NaiveDate;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn area() -> RatingArea {
    RatingArea { state: "DC".into(), number: 1 }
}

pub(crate) fn plan(id: &str, line: Line) -> Plan {
    Plan {
        id: PlanId::parse(id).unwrap(),
        name: format!("Plan {id}"),
        line,
        metal: Metal::Gold,
        plan_type: PlanType::Hmo,
        network: "N1".into(),
        service_area: "S1".into(),
        formulary: None,
        hsa_eligible: false,
        actuarial_value: None,
        from: day("2016-01-01"),
        until: None,
        limits: Limits::default(),
        benefits: Vec::new(),
        sbc_baby: None,
        sbc_diabetes: None,
        sbc_url: None,
    }
}

pub(crate) fn sheet(id: &str, prices: Prices) -> RateSheet {
    RateSheet {
        plan: PlanId::parse(id).unwrap(),
        area: area(),
        from: day("2016-01-01"),
        until: day("2016-03-31"),
        prices,
    }
}

pub(crate) fn person(
    row: u32,
    family: u32,
    relationship: Relationship,
    born_on: NaiveDate,
) -> Person {
    Person {
        row,
        family: Some(family.to_string()),
        relationship,
        name: format!("Person {row}"),
        born_on,
        disabled: false,
        waived: false,
        employment: Employment::default(),
    }
}
