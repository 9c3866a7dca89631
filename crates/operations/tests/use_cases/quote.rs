//! Quotes: known values, the same figures by another way, and every reason for none.

use crate::reckoning::{self, Filed};
use crate::world::{World, day, family, invented_rates, one_employee, percent, real_year, shared};
use domain::census::Relationship::{Child, DomesticPartner, Employee, Spouse};
use domain::census::{Census, CensusFaultKind};
use domain::contribution::{Basis, Contribution, Share};
use domain::id::PlanId;
use domain::place::PlaceError;
use domain::{Cents, Percent, Pricer, Workbench, price};
use operations::{Batch, QuoteError};
use proptest::prelude::*;
use std::sync::Arc;

fn roster_sample() -> Option<Census> {
    let path = shared("roster/roster_sample.xlsx")?;
    let roster =
        formats::roster::read("roster_sample.xlsx", &std::fs::read(path).unwrap()).unwrap();
    assert_eq!(roster.faults, []);
    Some(roster.census)
}

#[tokio::test]
async fn filed_rates_are_quoted_to_the_cent() {
    let Some(batch) = real_year() else { return };
    let world = World::with(batch).await;
    let plan = PlanId::parse("94506DC0350001").unwrap();
    // The row is the member's place; an employee of 21 stands before each child.
    for (effective, born, relationship, cents) in [
        ("2016-01-01", "2016-01-01", Child, 27_202),
        ("2016-01-01", "2005-06-15", Child, 27_202),
        ("2016-01-01", "1995-01-02", Child, 27_202),
        ("2016-01-01", "1995-01-01", Employee, 30_238),
        ("2016-01-01", "1976-01-01", Employee, 40_553),
        ("2016-01-01", "1975-01-02", Employee, 40_553),
        ("2016-03-01", "1995-01-01", Employee, 30_238),
        ("2016-04-01", "1995-01-01", Employee, 30_498),
        ("2016-06-01", "1995-01-01", Employee, 30_498),
        ("2016-07-01", "1995-01-01", Employee, 30_760),
        ("2016-10-01", "1995-01-01", Employee, 31_024),
        ("2016-12-01", "1995-01-01", Employee, 31_024),
    ] {
        let (census, member) = match relationship {
            Child => (family(&[(Employee, "1995-01-01"), (Child, born)]), 1),
            _ => (family(&[(Employee, born)]), 0),
        };
        let quote =
            world.operations.quote(&census, "20001", None, day(effective), None).await.unwrap();
        let at = quote.workbench.plan(&plan).unwrap();
        let pricer = Pricer::new(Arc::new(quote.workbench));
        let members = pricer.members(&percent(0, 0, 0), 0, at);
        let premium = members[member].split.premium;
        assert_eq!(premium, Cents::new(cents), "{effective}, born {born}");
        let group = pricer.price(&percent(0, 0, 0)).plans[at].premium;
        assert_eq!(group, members.iter().map(|member| member.split.premium).sum());
    }
}

#[tokio::test]
async fn a_real_roster_costs_what_another_reckoning_finds() {
    let Some(batch) = real_year() else { return };
    let (Some(census), Some(path)) = (roster_sample(), shared("roster/roster_sample.xlsx")) else {
        return;
    };
    let effective = day("2016-07-01");
    let filed = Filed::on(effective).unwrap();
    let people = reckoning::roster(&path);
    let world = World::with(batch).await;
    let quote = world.operations.quote(&census, "20001", None, effective, None).await.unwrap();
    let (pricer, strategy) = (Pricer::new(Arc::new(quote.workbench)), percent(60, 30, 30));
    let (workbench, priced) = (pricer.workbench(), pricer.price(&strategy));

    assert_eq!((workbench.families.len(), workbench.members()), (4, 10));
    let quoted: Vec<&str> = workbench.plans.iter().map(|plan| plan.id.as_str()).collect();
    let expect = |id: &&String| filed.charges(id, &people, effective, [60, 30, 30]).is_some();
    assert_eq!(quoted.len(), filed.plans.iter().filter(expect).count());
    assert_eq!((quoted.len(), filed.dental(), workbench.unrated.len()), (86, 4, 0));

    for (plan, id) in quoted.iter().enumerate() {
        let families = filed.charges(id, &people, effective, [60, 30, 30]).unwrap();
        let (mut premium, mut employer) = (0, 0);
        for (place, charges) in families.iter().enumerate() {
            let members = pricer.members(&strategy, place, plan);
            let found: Vec<_> = workbench.families[place]
                .members
                .iter()
                .zip(&members)
                .map(|(member, price)| reckoning::Charge {
                    row: member.row,
                    premium: price.split.premium.get(),
                    employer: price.split.employer.get(),
                })
                .collect();
            assert_eq!(found, *charges, "{id}, family {place}");
            let of_family =
                charges.iter().fold((0, 0), |sum, c| (sum.0 + c.premium, sum.1 + c.employer));
            let sum = pricer.family(&priced, place, plan);
            assert_eq!((sum.premium.get(), sum.employer.get()), of_family, "{id}, family {place}");
            assert_eq!(sum.employee().get(), of_family.0 - of_family.1);
            premium += of_family.0;
            employer += of_family.1;
        }
        let sum = priced.plans[plan];
        assert_eq!(
            (sum.premium.get(), sum.employer.get(), sum.employee().get()),
            (premium, employer, premium - employer),
            "{id}"
        );
    }
}

/// The sample has no family with more children than are charged for; this one has, and a partner.
#[tokio::test]
async fn children_beyond_the_third_are_free_in_medical_and_not_in_dental() {
    let Some(batch) = real_year() else { return };
    let world = World::with(batch).await;
    let born = [
        "1976-05-05",
        "1978-06-06",
        "1994-02-02",
        "2000-01-01",
        "2003-03-03",
        "2006-06-06",
        "2009-09-09",
        "2012-12-12",
    ];
    let mut people: Vec<_> = born.iter().map(|born| (Child, *born)).collect();
    (people[0].0, people[1].0) = (Employee, DomesticPartner);
    let effective = day("2016-10-01");
    let quote =
        world.operations.quote(&family(&people), "20001", None, effective, None).await.unwrap();
    let filed = Filed::on(effective).unwrap();
    let humans: Vec<_> = people
        .iter()
        .zip(2..)
        .map(|((relationship, born), row)| {
            let mut parts = born.split('-').map(|part| part.parse::<u32>().unwrap());
            let mut next = || parts.next().unwrap();
            let born = (i32::try_from(next()).unwrap(), next(), next());
            let family = "1".to_owned();
            reckoning::Human {
                row,
                family,
                relationship: relationship.label().replace(" p", " P"),
                born,
            }
        })
        .collect();
    let strategy = percent(75, 33, 7);
    let pricer = Pricer::new(Arc::new(quote.workbench));
    for (plan, offer) in pricer.workbench().plans.iter().enumerate() {
        let charges = filed.charges(offer.id.as_str(), &humans, effective, [75, 33, 7]).unwrap();
        let found: Vec<_> = pricer
            .members(&strategy, 0, plan)
            .iter()
            .map(|member| (member.split.premium.get(), member.split.employer.get()))
            .collect();
        let expect: Vec<_> = charges[0].iter().map(|c| (c.premium, c.employer)).collect();
        assert_eq!(found, expect, "{}", offer.id);
        let free = found.iter().filter(|(premium, _)| *premium == 0).count();
        assert_eq!(
            free,
            if offer.line == domain::plan::Line::Medical { 2 } else { 0 },
            "{}",
            offer.id
        );
    }
}

#[tokio::test]
async fn people_who_cannot_be_covered_are_named_and_nothing_is_priced() {
    let Some(batch) = real_year() else { return };
    let Some(census) = roster_sample() else { return };
    let world = World::with(batch).await;
    let quote = world.operations.quote(&census, "20001", None, day("2016-04-01"), None).await;
    let Err(QuoteError::Census(faults)) = quote else { panic!("three children are not born yet") };
    let rows: Vec<_> = faults.iter().map(|fault| (fault.row, fault.kind)).collect();
    assert_eq!(rows, [9, 12, 13].map(|row| (row, CensusFaultKind::NotYetBorn)));
}

#[tokio::test]
async fn every_reason_for_no_quote_is_told_apart() {
    let world = World::new().await;
    let files = [
        world.plans("plans.xml", &::demo::catalogue(2027)[..5]),
        world.rates("rates.xml", &invented_rates(2027)),
    ];
    let first = day("2027-02-01");
    let quote = async |zip: &str, county: Option<&str>, effective, number| {
        world.operations.quote(&one_employee(), zip, county, effective, number).await.map(|_| ())
    };
    assert!(matches!(quote("94110", None, first, None).await, Err(QuoteError::NoCatalogue)));
    world.operations.import(&Batch::gather(&files).unwrap()).await.unwrap();

    assert!(matches!(quote("94110", None, first, None).await, Ok(())));
    assert!(matches!(quote("94501", Some("Alameda"), first, Some(1)).await, Ok(())));
    let refused = |result: Result<(), QuoteError>| result.unwrap_err();
    for zip in ["9411", "sixty", ""] {
        assert!(
            matches!(refused(quote(zip, None, first, None).await), QuoteError::Zip(_)),
            "{zip}"
        );
    }
    let place = |error| match error {
        QuoteError::Place(error) => error,
        other => panic!("{other}"),
    };
    let unknown = place(refused(quote("10001", None, first, None).await));
    assert!(matches!(unknown, PlaceError::UnknownZip(_)), "{unknown}");
    let choose = place(refused(quote("94501", None, first, None).await));
    assert!(matches!(choose, PlaceError::ChooseCounty { .. }), "{choose}");
    assert!(choose.to_string().contains("Alameda"), "{choose}");
    let wrong = place(refused(quote("94501", Some("Orange"), first, None).await));
    assert!(matches!(wrong, PlaceError::NotInCounty { .. }), "{wrong}");
    let mid_month = refused(quote("94110", None, day("2027-02-15"), None).await);
    assert!(matches!(mid_month, QuoteError::Date(_)), "{mid_month}");
    for number in [0, 2, -1] {
        let none = refused(quote("94110", None, first, Some(number)).await);
        assert!(matches!(none, QuoteError::NoCatalogue), "{number}: {none}");
    }
}

/// A year that nobody filed has no plans, and no price is made up from another.
#[tokio::test]
async fn nothing_is_offered_where_or_when_nothing_was_filed() {
    let world = World::new().await;
    world.operations.import(&world.invented(2027)).await.unwrap();
    for (zip, effective) in
        [("94110", "2028-01-01"), ("94110", "2026-12-01"), ("20001", "2027-01-01")]
    {
        let quote = world.operations.quote(&one_employee(), zip, None, day(effective), None).await;
        let workbench = quote.unwrap().workbench;
        assert_eq!(workbench.plans.len(), 0, "{zip} {effective}");
        assert_eq!(price(&workbench, &percent(50, 50, 50)).plans, []);
    }
}

/// Nothing to choose from must not look like nothing filed.
#[tokio::test]
async fn plans_that_cannot_be_had_at_a_place_and_date_are_named() {
    let world = World::new().await;
    let mut plans = ::demo::catalogue(2027)[..4].to_vec();
    plans[1].until = Some(day("2027-03-31"));
    plans[2].from = day("2027-04-01");
    let files = [world.plans("plans.xml", &plans), world.rates("rates.xml", &invented_rates(2027))];
    world.operations.import(&Batch::gather(&files).unwrap()).await.unwrap();
    let all: Vec<_> = plans.iter().map(|plan| plan.id.clone()).collect();
    let of = |places: &[usize]| {
        let mut ids: Vec<_> = places.iter().map(|place| all[*place].clone()).collect();
        ids.sort();
        ids
    };
    for (zip, effective, priced, unrated) in [
        ("94110", "2027-02-01", of(&[0, 1, 3]), of(&[2])),
        ("94110", "2027-05-01", of(&[0, 2, 3]), of(&[1])),
        // Area 1, where these files have no rates.
        ("96001", "2027-02-01", of(&[]), of(&[0, 1, 2, 3])),
        ("94110", "2029-02-01", of(&[]), of(&[0, 1, 2, 3])),
        // Before anything was filed, and in another state.
        ("94110", "2026-02-01", of(&[]), of(&[])),
        ("20001", "2027-02-01", of(&[]), of(&[])),
    ] {
        let quote = world.operations.quote(&one_employee(), zip, None, day(effective), None).await;
        let workbench = quote.unwrap().workbench;
        let mut found: Vec<_> = workbench.plans.iter().map(|plan| plan.id.clone()).collect();
        found.sort();
        assert_eq!((found, workbench.unrated), (priced, unrated), "{zip} {effective}");
    }
}

fn share() -> impl Strategy<Value = Share> {
    let percent = || (0_u32..=10_000).prop_map(Percent::from_hundredths);
    let amount = || (0_i64..200_000).prop_map(Cents::new);
    let basis = prop_oneof![
        percent().prop_map(Basis::Percent),
        amount().prop_map(Basis::Fixed),
        percent().prop_map(Basis::Reference),
    ];
    (basis, proptest::option::of(amount())).prop_map(|(basis, cap)| Share { basis, cap })
}

/// What the browser gets prices like what the server has, whatever the employer considers.
#[tokio::test]
async fn a_workbench_prices_the_same_after_its_way_to_the_browser() {
    let world = World::new().await;
    world.operations.import(&world.invented(2027)).await.unwrap();
    let mut workbenches = Vec::new();
    for demo in ::demo::employers(day("2026-10-07")) {
        let zip = demo.employer.zip.unwrap().to_string();
        let at = day("2027-01-01");
        let quote = world.operations.quote(&demo.census, &zip, None, at, None).await.unwrap();
        workbenches.push(quote.workbench);
    }
    let travelled: Vec<Workbench> = workbenches
        .iter()
        .map(|workbench| postcard::from_bytes(&postcard::to_stdvec(workbench).unwrap()).unwrap())
        .collect();
    assert_eq!(travelled, workbenches);
    let config =
        ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() };
    let plan = 0..workbenches.iter().map(|w| w.plans.len()).min().unwrap();
    proptest!(config, |(employee in share(), spouse in share(), child in share(), plan in proptest::option::of(plan))| {
        for (here, there) in workbenches.iter().zip(&travelled) {
            let reference = plan.map(|plan| here.plans[plan].id.clone());
            let contribution = Contribution::by_member(employee, spouse, child);
            let strategy = Contribution { reference, ..contribution }.into();
            let pricer = Pricer::new(Arc::new(here.clone()));
            let priced = pricer.price(&strategy);
            prop_assert_eq!(&priced, &price(there, &strategy));
            for (plan, sum) in priced.plans.iter().enumerate() {
                let mut total = Cents::ZERO;
                for family in 0..here.families.len() {
                    total += pricer.family(&priced, family, plan).employer;
                }
                prop_assert_eq!(total, sum.employer);
                prop_assert!(sum.employer <= sum.premium);
            }
        }
    });
}

/// A spouse and a partner are one to the employer.
#[tokio::test]
async fn a_partner_costs_what_a_spouse_costs() {
    let world = World::new().await;
    world.operations.import(&world.invented(2027)).await.unwrap();
    let quote = async |relationship| {
        let census = family(&[(Employee, "1980-01-01"), (relationship, "1982-02-02")]);
        let quote = world.operations.quote(&census, "94110", None, day("2027-02-01"), None).await;
        price(&quote.unwrap().workbench, &percent(80, 40, 20))
    };
    assert_eq!(quote(Spouse).await, quote(DomesticPartner).await);
}
