//! The invented world seen from outside: what the other rooms may rely on.

use super::*;
use chrono::{Datelike, Days, Months};
use domain::census::{Census, Relationship};
use domain::contract::strategy;
use domain::date::{age_on, first_of_next_month};
use domain::employer::EmployerKind;
use domain::place::{RatingArea, built_in_candidates, rating_area};
use domain::plan::{Benefit, CostShare, Limit, Line, Metal, Plan, Service, Succession};
use domain::rate::{Prices, RateSheet};
use domain::workbench::NamedPlan;
use domain::{Cents, Workbench, price};
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

const YEARS: RangeInclusive<i32> = 2024..=2040;

fn medical(year: i32) -> impl Iterator<Item = Plan> {
    catalogue(year).into_iter().filter(|plan| plan.line == Line::Medical)
}

fn dollars(amount: i64) -> Cents {
    Cents::new(amount * 100)
}

/// Age 40's price in an area and quarter, from a plan's sheets.
fn at_forty(sheets: &[RateSheet], plan: &PlanId, area: u8, month: u32) -> Cents {
    let sheet = sheets
        .iter()
        .find(|s| s.plan == *plan && s.area.number == area && s.from.month() == month)
        .unwrap();
    by_age(sheet).iter().find(|(age, _)| *age == 40).unwrap().1
}

/// The prices of the bands, by their youngest ages; nothing for a plan rated by family.
fn by_age(sheet: &RateSheet) -> Vec<(u8, Cents)> {
    match &sheet.prices {
        Prices::ByAge(prices) => prices.iter().map(|(band, cents)| (band.from(), *cents)).collect(),
        Prices::ByFamily(_) => Vec::new(),
    }
}

#[test]
fn every_year_has_forty_medical_and_four_dental_plans_with_ids_and_names_of_their_own() {
    for year in YEARS {
        let plans = catalogue(year);
        let dental = plans.iter().filter(|plan| plan.line == Line::Dental).count();
        assert_eq!((plans.len(), dental), (44, 4), "{year}");
        let ids: HashSet<_> = plans.iter().map(|plan| &plan.id).collect();
        assert_eq!(ids.len(), 44, "{year}");
        let mut names: Vec<_> = plans.iter().map(|plan| &plan.name).collect();
        names.sort();
        assert!(names.windows(2).all(|two| two[0] != two[1]), "{year}: {names:?}");
        for plan in &plans {
            assert_eq!((plan.issuer(), plan.id.state()), (ISSUER, STATE));
            assert_eq!((plan.from.year(), plan.until.unwrap().year()), (year, year));
        }
        assert_eq!(plans, catalogue(year));
    }
}

#[test]
fn the_first_year_also_stands_for_the_years_before_it() {
    let ids = |year| catalogue(year).into_iter().map(|plan| plan.id).collect::<Vec<_>>();
    assert_eq!(ids(2020), ids(FIRST_YEAR));
    assert!(crosswalk(2020).iter().all(|s| s.to.as_ref() == Some(&s.from)));
}

#[test]
fn an_id_is_never_used_for_another_design() {
    let mut names: HashMap<PlanId, (Metal, String)> = HashMap::new();
    let mut last: HashMap<PlanId, i32> = HashMap::new();
    for year in YEARS {
        for plan in catalogue(year) {
            let kind = (plan.metal, plan.network);
            assert_eq!(names.entry(plan.id.clone()).or_insert(kind.clone()), &kind, "{}", plan.id);
            // What ended does not come back.
            let before = last.insert(plan.id.clone(), year).unwrap_or(year - 1);
            assert_eq!(before, year - 1, "{}", plan.id);
        }
    }
}

#[test]
fn every_compared_service_is_filed_in_readable_words() {
    let read = |benefit: &Benefit| {
        let filed = &benefit.filed;
        assert_eq!(CostShare::parse(&filed.copay, &filed.coinsurance), benefit.in_network);
        benefit.in_network != CostShare::Unread && benefit.outside != CostShare::Unread
    };
    for plan in YEARS.flat_map(catalogue) {
        assert!(plan.benefits.iter().all(read), "{}", plan.name);
        assert!(plan.benefits.iter().all(|b| b.service == Service::parse(&b.name)));
        let services: Vec<_> = plan.benefits.iter().filter_map(|b| b.service).collect();
        if plan.line == Line::Medical {
            assert_eq!(services, Service::ALL);
        } else {
            let filed = dental::SERVICES.map(|(service, _)| service);
            assert_eq!(services, filed);
        }
        let outside = plan.benefit(Service::ChildDentalBasic).unwrap().outside;
        assert_eq!(outside != CostShare::NotCovered, plan.limits.deductible_outside.is_some());
    }
}

#[test]
fn actuarial_values_keep_to_the_metal_level() {
    for plan in YEARS.flat_map(catalogue) {
        let value = plan.actuarial_value.unwrap().hundredths();
        // 45 CFR 156.140: two points around the level, for expanded bronze five above it.
        let allowed = match plan.metal {
            Metal::Platinum => 8_800..=9_200,
            Metal::Gold => 7_800..=8_200,
            Metal::Silver | Metal::Low => 6_800..=7_200,
            Metal::ExpandedBronze => 5_800..=6_500,
            Metal::Bronze => 5_800..=6_200,
            Metal::High => 8_300..=8_700,
            Metal::Catastrophic => 0..=0,
        };
        assert!(allowed.contains(&value), "{}: {value}", plan.name);
    }
}

#[test]
fn limits_keep_to_the_federal_ones() {
    use limits::{HSA_DEDUCTIBLE_LEAST, HSA_OUT_OF_POCKET_MOST, OUT_OF_POCKET_MOST};
    for (year, plan) in YEARS.flat_map(|year| medical(year).map(move |plan| (year, plan))) {
        let on = day(year, 1, 1);
        let Limit { individual, family_person, family } = plan.limits.out_of_pocket;
        let most = dollars(OUT_OF_POCKET_MOST.on(on).value);
        assert!(individual.unwrap() <= most && family_person == individual, "{}", plan.name);
        assert!(family.unwrap() <= most.times(2), "{}", plan.name);
        let deductible = plan.limits.deductible;
        assert!(deductible.individual.unwrap() <= individual.unwrap(), "{}", plan.name);
        if plan.hsa_eligible {
            let least = dollars(HSA_DEDUCTIBLE_LEAST.on(on).value);
            assert!(individual.unwrap() <= dollars(HSA_OUT_OF_POCKET_MOST.on(on).value));
            assert!(deductible.individual.unwrap() >= least, "{}", plan.name);
            assert!(deductible.family.unwrap() >= least.times(2), "{}", plan.name);
            assert!(deductible.family_person.is_none_or(|own| own >= least.times(2)));
        }
    }
}

#[test]
fn summaries_stay_within_the_cost_of_care_and_the_out_of_pocket_maximum() {
    for plan in YEARS.flat_map(medical) {
        for (example, cost) in [(plan.sbc_baby, 12_700), (plan.sbc_diabetes, 5_600)] {
            let example = example.unwrap();
            let paid = example.deductible + example.copay + example.coinsurance;
            assert!(paid > Cents::ZERO && paid <= dollars(cost), "{}", plan.name);
            assert!(paid <= plan.limits.out_of_pocket.individual.unwrap(), "{}", plan.name);
        }
    }
}

#[test]
fn each_plan_has_a_sheet_for_every_area_and_quarter() {
    let sheets = rates(2027);
    assert_eq!(sheets.len(), 44 * 19 * 4);
    let keys: HashSet<_> =
        sheets.iter().map(|s| (&s.plan, s.area.number, s.from, s.until)).collect();
    assert_eq!(keys.len(), sheets.len());
    let plans: HashSet<_> = catalogue(2027).into_iter().map(|plan| plan.id).collect();
    assert_eq!(sheets.iter().map(|s| s.plan.clone()).collect::<HashSet<_>>(), plans);
    let mut on = day(2027, 1, 1);
    while on.year() == 2027 {
        assert_eq!(sheets.iter().filter(|s| s.holds_on(on)).count(), 44 * 19, "{on}");
        on = on + Days::new(1);
    }
    let families = sheets.iter().filter(|s| matches!(s.prices, Prices::ByFamily(_))).count();
    assert_eq!(families, 19 * 4);
    assert_eq!(sheets, rates(2027));
}

#[test]
fn bands_are_the_ones_filed_since_2018() {
    let sheets = rates(2026);
    let Prices::ByAge(prices) = &sheets[0].prices else { panic!("medical plans are rated by age") };
    let bands: Vec<String> = prices.iter().map(|(band, _)| band.to_string()).collect();
    assert_eq!((bands.len(), bands[0].as_str(), bands[50].as_str()), (51, "0-14", "64+"));
    assert_eq!((bands[1].as_str(), bands[49].as_str()), ("15", "63"));
}

#[test]
fn rates_rise_with_age_from_21_and_at_most_threefold() {
    for sheet in [2024, 2026, 2031].into_iter().flat_map(rates) {
        let prices = by_age(&sheet);
        let adults: Vec<Cents> = prices.iter().filter(|(a, _)| *a >= 21).map(|(_, c)| *c).collect();
        assert!(adults.is_sorted(), "{} {}", sheet.plan, sheet.area);
        if let (Some(youngest), Some(oldest)) = (adults.first(), adults.last()) {
            assert!(*oldest <= youngest.times(3), "{} {}", sheet.plan, sheet.area);
            assert!(prices.iter().all(|(age, cents)| *age >= 21 || cents < youngest));
            assert!(prices.iter().all(|(_, cents)| *cents > Cents::ZERO));
        }
    }
}

#[test]
fn medical_rates_rise_from_quarter_to_quarter_by_one_and_a_half_to_two_percent() {
    let sheets = rates(2026);
    for plan in medical(2026) {
        for area in 1..=19 {
            let quarters =
                [1, 4, 7, 10].map(|month| at_forty(&sheets, &plan.id, area, month).get());
            for two in quarters.windows(2) {
                let tenths = (two[1] - two[0]) * 1_000 / two[0];
                assert!((15..=20).contains(&tenths), "{}: {quarters:?}", plan.name);
            }
        }
    }
}

#[test]
fn rates_rise_from_year_to_year_by_four_to_eleven_percent() {
    for year in 2024..2032 {
        let (now, next) = (rates(year), rates(year + 1));
        let mut seen = HashSet::new();
        for Succession { from, to, .. } in crosswalk(year) {
            let to = to.unwrap();
            let plan = catalogue(year).into_iter().find(|plan| plan.id == from).unwrap();
            if plan.name.contains("Dental Family") || from.as_str()[..12] != to.as_str()[..12] {
                continue;
            }
            let (was, is) = (at_forty(&now, &from, 4, 1).get(), at_forty(&next, &to, 4, 1).get());
            let tenths = (is - was) * 1_000 / was;
            assert!((40..110).contains(&tenths), "{year} {}: {tenths}", plan.name);
            seen.insert(tenths);
        }
        assert!(seen.len() > 10, "{year}: every plan has a trend of its own: {seen:?}");
    }
}

#[test]
fn within_a_product_a_higher_actuarial_value_costs_more() {
    for year in YEARS {
        let sheets: Vec<RateSheet> =
            rates(year).into_iter().filter(|s| s.area.number == 4 && s.from.month() == 1).collect();
        let mut products: HashMap<String, Vec<(Cents, u32)>> = HashMap::new();
        for plan in medical(year) {
            let value = plan.actuarial_value.unwrap().hundredths();
            let cents = at_forty(&sheets, &plan.id, 4, 1);
            products.entry(plan.id.as_str()[..10].to_owned()).or_default().push((cents, value));
        }
        for (product, mut plans) in products {
            plans.sort_unstable();
            assert!(plans.iter().map(|(_, v)| v).is_sorted(), "{year} {product}: {plans:?}");
        }
    }
}

#[test]
fn premiums_of_2026_are_those_of_the_market() {
    let sheets = rates(2026);
    for plan in medical(2026) {
        let premium = at_forty(&sheets, &plan.id, 4, 1).whole_dollars();
        let expected = match plan.metal {
            Metal::Platinum => 780..=950,
            Metal::Gold => 660..=820,
            Metal::Silver => 545..=700,
            _ => 430..=535,
        };
        assert!(expected.contains(&premium), "{}: ${premium}", plan.name);
    }
}

#[test]
fn the_crosswalk_names_every_plan_once_and_leads_into_the_next_year() {
    for year in 2024..=2032 {
        let steps = crosswalk(year);
        let from: HashSet<_> = steps.iter().map(|s| s.from.clone()).collect();
        let here: HashSet<_> = catalogue(year).into_iter().map(|plan| plan.id).collect();
        assert_eq!((steps.len(), &from), (44, &here), "{year}");
        let next: HashSet<_> = catalogue(year + 1).into_iter().map(|plan| plan.id).collect();
        assert!(steps.iter().all(|s| s.to.as_ref().is_some_and(|to| next.contains(to))), "{year}");
        assert!(steps.iter().all(|s| s.reason.as_ref().is_some_and(|why| why.ends_with('.'))));
    }
}

#[test]
fn from_each_year_to_the_next_everything_happens_that_can_happen() {
    for year in 2024..=2032 {
        let next: HashMap<_, _> =
            catalogue(year + 1).into_iter().map(|plan| (plan.id.clone(), plan)).collect();
        let steps: HashMap<_, _> =
            crosswalk(year).into_iter().map(|s| (s.from.clone(), s)).collect();
        let (mut same, mut changed, mut renamed, mut closed) = (0, 0, 0, 0);
        let mut discontinued = 0;
        for old in medical(year) {
            let step = &steps[&old.id];
            let new = &next[step.to.as_ref().unwrap()];
            let reason = step.reason.as_deref().unwrap();
            let alike = old.benefits == new.benefits && old.limits == new.limits;
            if old.id == new.id {
                same += usize::from(alike && old.name == new.name);
                changed += usize::from(!alike);
                renamed += usize::from(old.name != new.name);
                assert_eq!(
                    reason.starts_with("Goes on with the same benefits."),
                    alike,
                    "{reason}"
                );
                assert_eq!(reason.contains("Its new name is"), old.name != new.name, "{reason}");
            } else {
                closed += usize::from(reason.starts_with("Closed."));
                discontinued += usize::from(reason.starts_with("No longer sold"));
                assert!(reason.contains(&new.name), "{reason}");
                assert_eq!((old.metal, &old.network), (new.metal, &new.network), "{reason}");
            }
        }
        assert_eq!((closed, discontinued), (2, 1), "{year}");
        assert!(same >= 10 && changed >= 10 && renamed >= 2, "{year} {same} {changed} {renamed}");
        let reached: HashSet<_> = steps.values().filter_map(|s| s.to.clone()).collect();
        assert_eq!(next.keys().filter(|id| !reached.contains(id)).count(), 1, "{year}: one is new");
    }
}

/// Every day of four years, a leap year among them.
fn days() -> impl Iterator<Item = NaiveDate> {
    day(2026, 1, 1).iter_days().take_while(|today| today.year() < 2030)
}

/// The first and the sixteenth of each month of three years.
fn half_months() -> impl Iterator<Item = NaiveDate> {
    days().filter(|today| today.year() < 2029 && matches!(today.day(), 1 | 16))
}

#[test]
fn the_three_stand_at_different_points_of_the_renewal_calendar_on_every_day() {
    for today in days() {
        let windows: Vec<(i64, i64)> = employers(today)
            .iter()
            .map(|group| {
                let renews_on = group.employer.renews_on.unwrap();
                let opens_on = renews_on - Days::new(75);
                let last_day = (renews_on - Months::new(1)).with_day(15).unwrap();
                assert_eq!((renews_on.day(), group.present_from), (1, renews_on - Months::new(12)));
                ((today - opens_on).num_days(), (last_day - today).num_days())
            })
            .collect();
        // Days since the window opened, and days left in it.
        let [closing, open, not_yet] = windows[..] else { panic!("there are three employers") };
        assert!(closing.0 > 0 && (-16..=14).contains(&closing.1), "{today}: {closing:?}");
        assert!(open.0 > 0 && (15..=45).contains(&open.1), "{today}: {open:?}");
        assert!((-48..=-12).contains(&not_yet.0), "{today}: {not_yet:?}");
    }
}

#[test]
fn the_three_have_6_28_and_96_employees_and_the_same_ids_and_ages_every_year() {
    let first = employers(day(2026, 5, 5));
    let sizes: Vec<usize> = first.iter().map(|group| group.census.households.len()).collect();
    assert_eq!(sizes, [6, 28, 96]);
    let waived: Vec<usize> = first.iter().map(|group| group.census.waived_employees()).collect();
    assert_eq!(waived, [1, 4, 14]);
    for (a, b) in first.iter().zip(employers(day(2033, 5, 5))) {
        assert_eq!(a.employer.id, b.employer.id);
        assert_eq!((a.employer.kind, &a.employer.name), (EmployerKind::Demo, &b.employer.name));
        for (one, other) in people_of(&a.census).zip(people_of(&b.census)) {
            assert_eq!((&one.name, one.row), (&other.name, other.row));
            let born = (one.born_on.month(), one.born_on.day(), one.born_on.year() + 7);
            assert_eq!(born, (other.born_on.month(), other.born_on.day(), other.born_on.year()));
        }
    }
}

fn people_of(census: &Census) -> impl Iterator<Item = &domain::census::Person> {
    census
        .households
        .iter()
        .flat_map(|home| std::iter::once(&home.employee).chain(&home.dependents))
}

#[test]
fn everybody_can_be_covered_in_the_present_plan_year_and_the_next() {
    for today in half_months() {
        for group in employers(today) {
            let people: Vec<_> = people_of(&group.census).cloned().collect();
            let rows: Vec<u32> = people.iter().map(|person| person.row).collect();
            assert!(rows.iter().copied().eq(1..=u32::try_from(rows.len()).unwrap()));
            let (again, faults) = Census::assemble(people);
            assert_eq!((again == group.census, faults), (true, vec![]));
            for on in [group.present_from, group.employer.renews_on.unwrap()] {
                assert_eq!(group.census.faults_on(on), vec![], "{} {on}", group.employer.name);
            }
            for home in &group.census.households {
                let age = age_on(home.employee.born_on, today).unwrap();
                assert!((19..=71).contains(&age), "{} {age}", home.employee.name);
            }
        }
    }
}

#[test]
fn families_are_as_diverse_as_the_screens_must_bear() {
    let today = day(2026, 6, 1);
    let censuses: Vec<Census> = employers(today).into_iter().map(|group| group.census).collect();
    let homes = || censuses.iter().flat_map(|census| &census.households);
    let count = |relationship| {
        homes().flat_map(|h| &h.dependents).filter(|p| p.relationship == relationship).count()
    };
    assert_eq!(count(Relationship::DomesticPartner), 1);
    let children = |home: &domain::census::Household| {
        home.dependents.iter().filter(|p| p.relationship == Relationship::Child).count()
    };
    assert!(homes().filter(|home| children(home) >= 4).count() >= 4);
    let disabled = homes().flat_map(|h| &h.dependents).filter(|p| p.disabled);
    assert!(disabled.clone().all(|p| age_on(p.born_on, today).unwrap() > 26));
    assert_eq!(disabled.count(), 1);
    assert!(homes().flat_map(|h| &h.dependents).filter(|p| p.waived).count() >= 3);
    let names: HashSet<_> = homes().map(|home| &home.employee.name).collect();
    assert_eq!(names.len(), 6 + 28 + 96);
}

#[test]
fn parents_are_grown_up_and_siblings_twins_or_well_apart() {
    for home in employers(day(2026, 6, 1)).iter().flat_map(|group| &group.census.households) {
        let mut born: Vec<NaiveDate> = home
            .dependents
            .iter()
            .filter(|person| person.relationship == Relationship::Child)
            .map(|person| person.born_on)
            .collect();
        born.sort();
        for two in born.windows(2) {
            let apart = (two[1] - two[0]).num_days();
            assert!(apart == 0 || apart > 300, "{}: {two:?}", home.employee.name);
        }
        if let Some(eldest) = born.first() {
            assert!(age_on(home.employee.born_on, *eldest).is_some_and(|age| age >= 18));
        }
    }
}

fn area_of(employer: &domain::employer::Employer) -> RatingArea {
    let zip = employer.zip.unwrap();
    rating_area(zip, &built_in_candidates(zip), employer.county.as_deref()).unwrap()
}

#[test]
fn the_three_are_in_oakland_san_francisco_and_long_beach() {
    let areas: Vec<u8> =
        employers(day(2026, 6, 1)).iter().map(|g| area_of(&g.employer).number).collect();
    assert_eq!(areas, [6, 4, 15]);
}

#[test]
fn what_is_offered_is_sold_and_something_of_it_closes() {
    for today in half_months() {
        for group in employers(today) {
            let year = group.present_from.year();
            let sold: HashSet<_> = catalogue(year).into_iter().map(|plan| plan.id).collect();
            assert!(group.offers.iter().all(|id| sold.contains(id)), "{}", group.employer.name);
            let once: HashSet<_> = group.offers.iter().collect();
            assert_eq!(once.len(), group.offers.len());
            for package in &group.packages {
                assert!(package.plans.iter().all(|id| group.offers.contains(id)));
                let reference = package.contribution.reference.as_ref();
                assert!(reference.is_none_or(|id| group.offers.contains(id)));
            }
            let closes = crosswalk(year)
                .iter()
                .any(|s| group.offers.contains(&s.from) && s.to.as_ref() != Some(&s.from));
            assert!(closes || group.employer.name.starts_with("Tidewater"), "{today}");
        }
    }
}

#[test]
fn every_employer_is_priced_in_its_present_plan_year_and_the_next() {
    let mut filed: HashMap<i32, (Vec<Plan>, Vec<RateSheet>)> = HashMap::new();
    // What is priced depends on the month alone.
    let mut priced = HashSet::new();
    for today in half_months() {
        for group in employers(today) {
            let renews_on = group.employer.renews_on.unwrap();
            for on in [group.present_from, renews_on] {
                assert!(years(today).contains(&on.year()), "{today} {on}");
                let census_year = today.year();
                if !priced.insert((group.employer.id, census_year, on)) {
                    continue;
                }
                let (plans, sheets) =
                    filed.entry(on.year()).or_insert_with_key(|y| (catalogue(*y), rates(*y)));
                assert_everything_is_priced(&group, plans, sheets, on);
            }
        }
    }
}

fn assert_everything_is_priced(
    group: &DemoEmployer,
    plans: &[Plan],
    sheets: &[RateSheet],
    on: NaiveDate,
) {
    let named: Vec<NamedPlan<'_>> =
        plans.iter().map(|plan| NamedPlan { plan, issuer: Some(ISSUER_NAME) }).collect();
    let area = area_of(&group.employer);
    let workbench = Workbench::new(&named, sheets, &group.census, area, on);
    assert_eq!((workbench.plans.len(), workbench.unrated.len()), (44, 0));
    assert_eq!(workbench.members(), group.census.covered_members());
    let priced = price(&workbench, &strategy(&group.packages, &workbench.classes));
    let medical = workbench.plans.iter().filter(|offer| offer.line == Line::Medical).count();
    assert_eq!(medical, 40);
    for month in &priced.plans {
        assert!(month.premium > Cents::ZERO && month.employer > Cents::ZERO);
        assert!(month.employer <= month.premium);
    }
}

#[test]
fn years_cover_the_present_plan_years_and_the_next_ones() {
    for (today, expected) in [
        (day(2026, 1, 1), 2025..=2026),
        (day(2026, 8, 31), 2025..=2026),
        (day(2026, 9, 1), 2025..=2027),
        (day(2026, 11, 30), 2025..=2027),
        (day(2026, 12, 1), 2026..=2027),
    ] {
        assert_eq!(years(today), expected, "{today}");
        assert_eq!(first_of_next_month(today), employers(today)[0].employer.renews_on.unwrap());
    }
}
