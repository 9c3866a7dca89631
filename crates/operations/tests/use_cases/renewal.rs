//! Renewals of the invented employers: their dates, what is in them, and their scenarios.

use crate::report;
use crate::world::{World, day, noon};
use domain::contribution::Contribution;
use domain::renewal::scenario::{KEPT_MAX, SCENARIOS_MAX, SavedScenario, ScenarioName};
use domain::renewal::{Phase, Reckoner, Scenario};
use domain::{Cents, Percent};
use operations::{Draft, Edit, Opened, OperationError, ScenarioError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

pub const TIDEWATER: &str = "7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5901";
pub const BAYSIDE: &str = "7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902";
pub const CYPRESS: &str = "7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5903";
pub const JANUARY: &str = "2027-01-01";

/// The demo as it is on November 24, 2026.
async fn world() -> World {
    let world = World::new().await;
    world.clock.set(noon(day("2026-11-24")));
    let folder = world.folder.path().join("demo");
    world.operations.set_up_demo(&folder).await.unwrap();
    world
}

pub async fn opened(world: &World) -> Opened {
    world.operations.renewal(&world.may(BAYSIDE).await, JANUARY).await.unwrap().opened.unwrap()
}

fn edit(based_on: i64, name: &str, scenario: &Scenario) -> Edit {
    Edit { based_on, over: None, name: name.to_owned(), scenario: scenario.clone(), deleted: false }
}

/// Keeps a new scenario of an employer's renewal, under an id that no other one has.
pub async fn create(
    world: &World,
    (employer, date): (&str, &str),
    name: &str,
    scenario: &Scenario,
) -> Result<SavedScenario, ScenarioError> {
    static MADE: AtomicU32 = AtomicU32::new(1);
    let id = format!("5ce0a410-0000-4000-8000-{:012x}", MADE.fetch_add(1, Ordering::Relaxed));
    let permit = world.may(employer).await;
    world.operations.save_scenario(&permit, date, &id, edit(0, name, scenario)).await
}

/// Everything of one day in one test, since setting the demo up is the slow part.
#[tokio::test]
async fn a_renewal_opens_is_worked_on_and_closes() {
    let world = world().await;
    it_opens_and_closes_and_holds_what_its_pages_need(&world).await;
    scenarios_are_kept_and_of_two_editors_the_second_is_told(&world).await;
    report::a_report_tells_the_figures_of_the_page(&world).await;
    report::a_contribution_typed_into_the_workbook_makes_the_figures_of_the_page(&world).await;
    report::what_is_not_there_is_not_told(&world).await;
    report::the_dates_are_told_and_the_last_day_reminds(&world).await;
    what_is_sent_again_is_kept_once(&world).await;
    deleted_scenarios_make_room(&world).await;
    what_cannot_be_kept_is_refused(&world).await;
}

async fn it_opens_and_closes_and_holds_what_its_pages_need(world: &World) {
    let operations = &world.operations;
    for (employer, date, phase, has) in [
        (TIDEWATER, "2026-12-01", Phase::Closed, true),
        (BAYSIDE, JANUARY, Phase::Open { days_left: 22 }, true),
        (CYPRESS, "2027-03-01", Phase::NotYetOpen { days_to_open: 22 }, false),
    ] {
        let renewals = operations.renewals(&world.may(employer).await).await.unwrap();
        assert_eq!(renewals.next.calendar.effective_on, day(date));
        assert_eq!(renewals.contracts.len(), 1);
        let renewal = operations.renewal(&world.may(employer).await, date).await.unwrap();
        assert_eq!((renewal.head.phase(), renewal.opened.is_some()), (phase, has), "{employer}");
    }
    for (employer, date) in [(BAYSIDE, "2027-02-01"), (BAYSIDE, "soon")] {
        let missing = operations.renewal(&world.may(employer).await, date).await.unwrap_err();
        assert!(!matches!(missing, OperationError::Store(_)), "{employer} {date}");
    }

    let bench = opened(world).await.bench;
    assert_eq!((bench.employees.len(), bench.next.families.len()), (28, 24));
    assert_eq!((bench.present.plans.len(), bench.next.plans.len()), (7, 44));
    // Who is covered is in a medical plan; a plan that ends has a reason and one in its place.
    for employee in &bench.employees {
        assert_eq!(employee.enrolled[0].is_some(), !employee.waived, "{}", employee.name);
    }
    assert!(bench.successors.iter().all(|s| s.plan.is_some() && s.reason.is_some()));
    // No name is sent twice, and none without the family it belongs to.
    assert!(bench.present.families.iter().flat_map(|f| &f.members).all(|m| m.name.is_empty()));
    let reckoner = Reckoner::new(Arc::new(bench));
    let group = reckoner.reckon(reckoner.as_is()).group;
    assert_eq!(group.next, group.as_is);
    assert!(group.as_is.premium > group.now.premium && group.now.employer > Cents::ZERO);
}

async fn scenarios_are_kept_and_of_two_editors_the_second_is_told(world: &World) {
    let operations = &world.operations;
    let first = opened(world).await;
    assert_eq!((first.scenarios.len(), first.pulse), (0, 0));
    let as_is = first.bench.as_is();
    let mut changed = as_is.clone();
    changed.packages[0].contribution =
        Contribution::percent(Percent::whole(55), Percent::ZERO, Percent::ZERO);

    let a = create(world, (BAYSIDE, JANUARY), " A ", &as_is).await.unwrap();
    assert_eq!((a.name.as_str(), a.version, a.deleted), ("A", 1, false));
    let id = a.id.to_string();
    let save =
        async |edit| operations.save_scenario(&world.may(BAYSIDE).await, JANUARY, &id, edit).await;
    let second = save(edit(1, "Under 5%", &changed)).await.unwrap();
    assert_eq!((second.version, second.name.as_str()), (2, "Under 5%"));

    // The other window still had version 1.
    let Err(ScenarioError::Overtaken(theirs)) = save(edit(1, "Mine", &as_is)).await else {
        panic!("the second editor is not told");
    };
    assert_eq!((theirs.version, &theirs.scenario), (2, &changed));
    let now = opened(world).await;
    assert_eq!(now.scenarios, [second]);
    assert!(now.pulse > first.pulse);

    let deleted = Edit { deleted: true, ..edit(2, "Under 5%", &changed) };
    assert!(save(deleted).await.unwrap().deleted);
    assert_eq!(operations.scenarios(&world.may(BAYSIDE).await, JANUARY).await.unwrap().0, []);
    let Err(ScenarioError::Overtaken(gone)) = save(edit(2, "Under 5%", &changed)).await else {
        panic!("who edits what was deleted is not told");
    };
    assert!(gone.deleted);
    assert_eq!(save(edit(3, "Under 5%", &changed)).await.unwrap().version, 4);
    let watched =
        operations.watch_renewal(&world.viewer("primary").await, BAYSIDE, JANUARY).await.unwrap();
    assert!(operations.pulse(&watched).await.unwrap() > now.pulse);
}

/// A request whose answer was lost is sent again, and after it what was edited meanwhile.
async fn what_is_sent_again_is_kept_once(world: &World) {
    const ID: &str = "5ce0a410-0000-4000-9000-000000000001";
    let operations = &world.operations;
    let before = opened(world).await;
    let as_is = before.bench.as_is();
    let save =
        async |edit| operations.save_scenario(&world.may(BAYSIDE).await, JANUARY, ID, edit).await;
    let (first, again) =
        tokio::join!(save(edit(0, "Again", &as_is)), save(edit(0, "Again", &as_is)));
    let first = first.unwrap();
    assert_eq!((again.unwrap(), first.version), (first.clone(), 1));
    assert_eq!(save(edit(0, "Again", &as_is)).await.unwrap(), first);
    let kept = opened(world).await;
    assert_eq!(kept.scenarios.len(), before.scenarios.len() + 1);
    assert_eq!(kept.pulse, before.pulse + 1);

    // What was edited before the answer came is no other editor's conflict.
    let over = |name: &str| {
        Some(Draft { name: ScenarioName::parse(name).unwrap(), scenario: as_is.clone() })
    };
    let edited = |based_on, name, sent| Edit { over: over(sent), ..edit(based_on, name, &as_is) };
    assert_eq!(save(edited(0, "Edited", "Again")).await.unwrap().version, 2);
    assert_eq!(save(edited(1, "Edited twice", "Edited")).await.unwrap().version, 3);
    let overtaken = save(edited(1, "Mine", "Edited")).await;
    assert!(matches!(overtaken, Err(ScenarioError::Overtaken(_))), "{overtaken:?}");

    let delete = Edit { deleted: true, ..edit(3, "Edited twice", &as_is) };
    assert_eq!(save(delete.clone()).await.unwrap().version, 4);
    assert_eq!(save(delete).await.unwrap().version, 4, "deleted once");
    let gone = save(edited(3, "Back", "Edited twice")).await;
    assert!(matches!(gone, Err(ScenarioError::Overtaken(gone)) if gone.deleted));
}

/// Whoever makes and deletes scenarios does not fill the store, and others hear of each.
async fn deleted_scenarios_make_room(world: &World) {
    let operations = &world.operations;
    let as_is = opened(world).await.bench.as_is();
    let mut pulse = opened(world).await.pulse;
    let mut made = Vec::new();
    for _ in 0..KEPT_MAX {
        let kept = create(world, (BAYSIDE, JANUARY), "Brief", &as_is).await.unwrap();
        let (_, now) = operations.scenarios(&world.may(BAYSIDE).await, JANUARY).await.unwrap();
        assert!(now > pulse, "{pulse}, then {now}");
        let delete = Edit { deleted: true, ..edit(kept.version, "Brief", &as_is) };
        let id = kept.id.to_string();
        operations.save_scenario(&world.may(BAYSIDE).await, JANUARY, &id, delete).await.unwrap();
        pulse = now;
        made.push((id, kept.version + 1));
    }
    // The first is gone, the last can be brought back.
    let back = async |(id, version): &(String, i64)| {
        let permit = world.may(BAYSIDE).await;
        operations.save_scenario(&permit, JANUARY, id, edit(*version, "Back", &as_is)).await
    };
    let gone = back(&made[0]).await;
    assert!(matches!(gone, Err(ScenarioError::Operation(OperationError::NoScenario))));
    let last = made.last().unwrap();
    let id = back(last).await.unwrap().id.to_string();
    let delete = Edit { deleted: true, ..edit(last.1 + 1, "Back", &as_is) };
    operations.save_scenario(&world.may(BAYSIDE).await, JANUARY, &id, delete).await.unwrap();
}

async fn what_cannot_be_kept_is_refused(world: &World) {
    let operations = &world.operations;
    let as_is = opened(world).await.bench.as_is();
    let create = async |employer, date, name: &str, scenario: &Scenario| {
        create(world, (employer, date), name, scenario).await
    };
    // Closed, not yet open, without a name, without a package for everybody.
    for (employer, date) in [(TIDEWATER, "2026-12-01"), (CYPRESS, "2027-03-01")] {
        let refused = create(employer, date, "A", &as_is).await.unwrap_err();
        assert!(matches!(refused, ScenarioError::NotOpen), "{employer}");
    }
    let fault = create(BAYSIDE, JANUARY, " ", &as_is).await.unwrap_err();
    assert!(matches!(fault, ScenarioError::Fault(_)));
    let none = Scenario { packages: Vec::new(), moves: Vec::new() };
    let fault = create(BAYSIDE, JANUARY, "A", &none).await.unwrap_err();
    assert!(matches!(fault, ScenarioError::Fault(_)));

    let mut last = None;
    let kept = opened(world).await.scenarios.len();
    for number in kept..SCENARIOS_MAX {
        let kept = create(BAYSIDE, JANUARY, &format!("Number {number}"), &as_is).await;
        last = Some(kept.unwrap());
    }
    let full = create(BAYSIDE, JANUARY, "One more", &as_is).await.unwrap_err();
    assert!(matches!(full, ScenarioError::TooMany));
    // The name of another employer in the address does not lead to it.
    let id = last.unwrap().id.to_string();
    world.clock.set(noon(day("2026-12-24")));
    let other = operations
        .save_scenario(&world.may(CYPRESS).await, "2027-03-01", &id, edit(1, "A", &as_is))
        .await;
    assert!(matches!(other, Err(ScenarioError::Operation(OperationError::NoScenario))));
}
