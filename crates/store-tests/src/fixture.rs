//! Values that the stories are told with.

use chrono::{DateTime, NaiveDate, Utc};
use domain::catalogue::{CatalogueHead, Filing, FilingContent, FilingHead, FilingKey, FilingKind};
use domain::census::{Census, Employment, Household, Person, Relationship, Waiver};
use domain::contract::{Contract, Package};
use domain::contribution::{Basis, Contribution, Share};
use domain::date::PlanYear;
use domain::employer::{Employer, EmployerKind};
use domain::id::{CatalogueId, EmployerId, FilingId, IssuerId, PlanId, RosterId, ScenarioId};
use domain::place::{RatingArea, Zip};
use domain::plan::{
    Benefit, CostShare, Filed, Limit, Limits, Line, Metal, Plan, PlanType, Service, Succession,
};
use domain::rate::{Prices, RateSheet};
use domain::renewal::affordability::Wage;
use domain::renewal::scenario::{Move, SavedScenario, Scenario, ScenarioName};
use domain::renewal::waiting::WaitingPeriod;
use domain::roster::{RosterHead, RowFault};
use domain::{Cents, Percent};
use uuid::Uuid;

/// Text in which something goes wrong wherever something can.
pub const AWKWARD: &str =
    "Zoë O'Brien-李 \"x\" \\ %_ $1 ?1 :a 👩🏽‍⚕️ Ångström مرحبا e\u{301}\u{feff}\t\n{}[]";

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of a story")
}

/// A moment.
pub fn moment(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment of a story")
}

/// A plan id.
pub fn plan_id(text: &str) -> PlanId {
    PlanId::parse(text).expect("a plan id of a story")
}

/// The catalogue of a number.
pub fn head(number: u8) -> CatalogueHead {
    CatalogueHead {
        id: CatalogueId(Uuid::from_u128(0xCA7A_0000 + u128::from(number))),
        number: i64::from(number),
        published_at: moment("2025-10-01T16:00:00.123456Z"),
    }
}

/// A filing of issuer 12345 for 2026.
pub fn filing(id: u128, content: FilingContent) -> Filing {
    let kind = match content {
        FilingContent::Plans(_) => FilingKind::Plans,
        FilingContent::Rates(_) => FilingKind::Rates,
        FilingContent::Crosswalk(_) => FilingKind::Crosswalk,
    };
    Filing {
        id: FilingId(Uuid::from_u128(id)),
        key: FilingKey { issuer: IssuerId(12_345), year: 2026, kind },
        digest: format!("{id:064x}"),
        source: "plans.xlsm, rates – final.xlsm".into(),
        content,
    }
}

/// A filing without its content.
pub fn filing_head(filing: &Filing) -> FilingHead {
    FilingHead {
        id: filing.id,
        key: filing.key,
        digest: filing.digest.clone(),
        source: filing.source.clone(),
    }
}

/// A plan with a bit of everything.
pub fn plan(id: &str, name: &str) -> Plan {
    let limit = Limit {
        individual: Some(Cents::new(250_000)),
        family_person: None,
        family: Some(Cents::new(500_000)),
    };
    Plan {
        id: plan_id(id),
        name: name.into(),
        line: Line::Medical,
        metal: Metal::ExpandedBronze,
        plan_type: PlanType::Hmo,
        network: "CAN001".into(),
        service_area: "CAS001".into(),
        formulary: None,
        hsa_eligible: true,
        actuarial_value: Some(Percent::from_hundredths(6_473)),
        from: day("2026-01-01"),
        until: Some(day("2026-12-31")),
        limits: Limits { deductible: limit, drug_deductible: Some(limit), ..Limits::default() },
        benefits: vec![Benefit {
            service: Some(Service::PrimaryCare),
            name: Service::PrimaryCare.filed_name().into(),
            in_network: CostShare::parse("$40.00", "Not Applicable"),
            outside: CostShare::parse("Not Applicable", "50.00% Coinsurance after deductible"),
            limit: Some("30 visits per year".into()),
            filed: Filed { copay: "$40.00".into(), ..Filed::default() },
        }],
        sbc_baby: None,
        sbc_diabetes: None,
        sbc_url: Some("https://example.org/sbc?id=1&lang=en".into()),
    }
}

/// A rating area of California.
pub fn area(number: u8) -> RatingArea {
    RatingArea { state: "CA".into(), number }
}

/// The rates of a plan in an area of California for a span of days.
pub fn sheet(plan: &str, in_area: u8, (from, until): (&str, &str), prices: &str) -> RateSheet {
    RateSheet {
        plan: plan_id(plan),
        area: area(in_area),
        from: day(from),
        until: day(until),
        prices: Prices::from_text(prices).expect("prices of a story"),
    }
}

/// What becomes of a plan.
pub fn succession(from: &str, to: Option<&str>, reason: Option<&str>) -> Succession {
    Succession { from: plan_id(from), to: to.map(plan_id), reason: reason.map(ToOwned::to_owned) }
}

/// An employer.
pub fn employer(id: u128, kind: EmployerKind) -> Employer {
    Employer {
        id: EmployerId(Uuid::from_u128(id)),
        name: "Kowalski & Söhne".into(),
        kind,
        zip: Zip::parse("00501").ok(),
        county: Some("Doña Ana".into()),
        renews_on: Some(day("2026-02-01")),
    }
}

/// A roster.
pub fn roster(id: u128, taken_at: &str) -> RosterHead {
    RosterHead {
        id: RosterId(Uuid::from_u128(id)),
        source: "Mitarbeiter über 18.csv".into(),
        taken_at: moment(taken_at),
        faults: vec![RowFault {
            row: 9,
            column: Some("Geburtsdatum".into()),
            code: "not_a_date".into(),
            message: "Write it like 6/1/1980.".into(),
        }],
    }
}

/// A person of the row after the other.
pub fn person(row: u32, relationship: Relationship, born_on: &str) -> Person {
    Person {
        row,
        family: None,
        relationship,
        name: format!("Person {row}"),
        born_on: day(born_on),
        disabled: false,
        waived: false,
        employment: Employment::default(),
    }
}

/// What is known of an employment, with a bit of everything.
pub fn employment() -> Employment {
    Employment {
        class: Some(awkward_json()),
        wage: Some(Wage::Hourly(Cents::new(2_375))),
        enrolled: vec![plan_id("12345CA0010001"), plan_id("67890CA0020001")],
        waiver: Some(Waiver::OtherGroupPlan),
    }
}

/// [`AWKWARD`], and what JSON alone can bring into a database.
pub fn awkward_json() -> String {
    format!("{AWKWARD}\0\u{10ffff}</script>\\u0000")
}

/// Two packages: one of a class with all that a contribution can have, one for the others.
pub fn packages() -> Vec<Package> {
    let capped = Share { cap: Some(Cents::new(20_000)), ..Share::fixed(Cents::new(35_050)) };
    let basis = Basis::Reference(Percent::from_hundredths(6_667));
    let named = Package {
        name: awkward_json(),
        classes: vec![awkward_json(), String::new()],
        plans: vec![plan_id("12345CA0010001"), plan_id("12345CA0020001")],
        contribution: Contribution::by_member(
            Share { basis, cap: None },
            capped,
            Share::percent(Percent::whole(50)),
        )
        .going_by(plan_id("12345CA0010001")),
        waiting: WaitingPeriod::FirstOfMonthAfter(30),
    };
    let others = Package {
        name: "Everyone".into(),
        classes: vec![],
        plans: vec![plan_id("12345CA0020001")],
        contribution: Contribution::by_tier([400, 700, 650, 900].map(Cents::new)),
        waiting: WaitingPeriod::FirstOfMonthAfter(60),
    };
    vec![named, others]
}

/// The contract of the plan year that begins on a day.
pub fn contract(starts_on: &str) -> Contract {
    let year = PlanYear::starting(day(starts_on)).expect("the first of a month of a story");
    Contract { year, packages: packages() }
}

/// A new scenario of employer 1 for its renewal of February 2026.
pub fn scenario(id: u128, name: &str) -> SavedScenario {
    let moved = Move { from: plan_id("12345CA0010001"), to: plan_id("12345CA0020001") };
    SavedScenario {
        employer: EmployerId(Uuid::from_u128(1)),
        effective_on: day("2026-02-01"),
        id: ScenarioId(Uuid::from_u128(id)),
        name: ScenarioName::parse(name).expect("a name of a story"),
        scenario: Scenario { packages: packages(), moves: vec![moved] },
        version: 1,
        saved_at: moment("2025-11-01T08:00:00.123456Z"),
        deleted: false,
    }
}

/// Families of four, that many.
pub fn families(count: u32) -> Census {
    let household = |i: u32| {
        let row = |member: u32| i * 4 + member;
        Household {
            employee: person(row(2), Relationship::Employee, "1980-02-29"),
            dependents: vec![
                person(row(3), Relationship::Spouse, "1981-12-31"),
                person(row(4), Relationship::Child, "2010-01-01"),
                person(row(5), Relationship::Child, "2012-06-15"),
            ],
        }
    };
    Census { households: (0..count).map(household).collect() }
}
