//! Stories about scenarios.

use crate::Lab;
use crate::fixture::{AWKWARD, day, employer, moment, scenario};
use domain::employer::EmployerKind;
use domain::id::{EmployerId, ScenarioId};
use domain::renewal::scenario::{NAME_MAX, SavedScenario, Scenario, ScenarioName};
use store::{Constraint, StoreError};
use uuid::Uuid;

const NOW: &str = "2025-11-01T08:00:00Z";

/// Employers 1 and 2, that have no scenarios yet.
async fn new_employers(lab: &dyn Lab) {
    let mut unit = lab.store().begin().await.expect("begins");
    for id in [1, 2] {
        let one = employer(id, EmployerKind::Group);
        unit.employer().save(&one, moment(NOW)).await.expect("saves");
    }
    unit.commit().await.expect("commits");
}

async fn insert(lab: &dyn Lab, scenario: &SavedScenario) -> Result<(), StoreError> {
    let mut unit = lab.store().begin().await?;
    unit.scenario().insert(scenario).await?;
    unit.commit().await
}

async fn save(lab: &dyn Lab, scenario: &SavedScenario, based_on: i64) -> bool {
    let mut unit = lab.store().begin().await.expect("begins");
    let saved = unit.scenario().save(scenario, based_on).await.expect("answers");
    unit.commit().await.expect("commits");
    saved
}

async fn lookup(lab: &dyn Lab, of: &SavedScenario) -> Option<SavedScenario> {
    let mut unit = lab.store().begin_read().await.expect("begins");
    unit.scenario().lookup(of.employer, of.id).await.expect("answers")
}

/// The scenarios of the renewal that a scenario is about.
async fn list(lab: &dyn Lab, of: &SavedScenario) -> Vec<SavedScenario> {
    let mut unit = lab.store().begin_read().await.expect("begins");
    unit.scenario().list(of.employer, of.effective_on).await.expect("answers")
}

async fn pulse(lab: &dyn Lab, employer: EmployerId, effective_on: &str) -> i64 {
    let mut unit = lab.store().begin_read().await.expect("begins");
    unit.scenario().pulse(employer, day(effective_on)).await.expect("answers")
}

/// Whatever is in them. Neither their ids nor saving them again changes the order.
pub async fn scenarios_are_read_back_in_the_order_they_were_made(lab: &dyn Lab) {
    new_employers(lab).await;
    let awkward: String = AWKWARD.chars().take(NAME_MAX).collect();
    let made =
        |id, name: &str, at: &str| SavedScenario { saved_at: moment(at), ..scenario(id, name) };
    let first = made(9, &awkward, "2025-11-01T08:00:00Z");
    let nothing = Scenario { packages: vec![], moves: vec![] };
    let second = made(u128::MAX, "'; drop table scenario; --", "2025-11-01T08:00:00.000001Z");
    let second = SavedScenario { scenario: nothing, version: 7, ..second };
    // At the same moment, then by id.
    let third = made(2, "Same", "2025-11-01T08:00:00.5Z");
    let fourth = made(3, "Same", "2025-11-01T08:00:00.5Z");
    let deleted = made(4, "Deleted", "2025-11-01T08:00:00Z");
    let deleted = SavedScenario { deleted: true, ..deleted };
    let other = SavedScenario { effective_on: day("2027-02-01"), ..scenario(5, "Next year") };
    for scenario in [&fourth, &second, &other, &first, &deleted, &third] {
        insert(lab, scenario).await.expect("inserts");
        assert_eq!(lookup(lab, scenario).await.as_ref(), Some(scenario));
    }
    assert_eq!(
        list(lab, &first).await,
        [first.clone(), second.clone(), third.clone(), fourth.clone()]
    );
    assert_eq!(list(lab, &other).await, [other]);

    // Finer than a microsecond is cut off, alike everywhere.
    let late = SavedScenario { saved_at: moment("2025-12-01T08:00:00.123456789Z"), ..first };
    assert!(save(lab, &late, 1).await);
    let late =
        SavedScenario { version: 2, saved_at: moment("2025-12-01T08:00:00.123456Z"), ..late };
    assert_eq!(list(lab, &late).await, [late.clone(), second, third, fourth]);
}

/// Each is one version more, and all that may change of it changes.
pub async fn a_scenario_is_saved_deleted_and_brought_back(lab: &dyn Lab) {
    new_employers(lab).await;
    let made = scenario(1, "A");
    insert(lab, &made).await.expect("inserts");
    let changed = SavedScenario {
        name: ScenarioName::parse("Under 5%").expect("a name"),
        scenario: Scenario { packages: vec![], moves: vec![] },
        saved_at: moment("2025-11-02T08:00:00Z"),
        // Does not count: it is one more than it is based on.
        version: 99,
        ..made.clone()
    };
    assert!(save(lab, &changed, 1).await);
    let changed = SavedScenario { version: 2, ..changed };
    assert_eq!(list(lab, &made).await, std::slice::from_ref(&changed));

    let deleted = SavedScenario { deleted: true, ..changed.clone() };
    assert!(save(lab, &deleted, 2).await);
    assert_eq!(list(lab, &made).await, []);
    assert_eq!(lookup(lab, &made).await, Some(SavedScenario { version: 3, ..deleted }));

    assert!(save(lab, &changed, 3).await);
    let back = SavedScenario { version: 4, ..changed };
    assert_eq!(lookup(lab, &made).await.as_ref(), Some(&back));
    assert_eq!(list(lab, &made).await, [back]);
}

/// Nor what was never made, nor for another renewal.
pub async fn what_was_read_before_another_saved_is_not_saved(lab: &dyn Lab) {
    new_employers(lab).await;
    let made = scenario(1, "A");
    assert!(!save(lab, &made, 1).await, "is not there yet");
    assert!(!save(lab, &made, 0).await, "saving makes none");
    assert_eq!(lookup(lab, &made).await, None);
    insert(lab, &made).await.expect("inserts");
    insert(lab, &scenario(2, "B")).await.expect("inserts");

    let mine = SavedScenario { name: ScenarioName::parse("Mine").expect("a name"), ..made.clone() };
    for based_on in [0, 2, -1, i64::MAX] {
        assert!(!save(lab, &mine, based_on).await, "{based_on}");
    }
    let elsewhere = SavedScenario { effective_on: day("2027-02-01"), ..mine.clone() };
    assert!(!save(lab, &elsewhere, 1).await);
    assert_eq!(lookup(lab, &made).await.as_ref(), Some(&made));

    assert!(save(lab, &made, 1).await, "the other is first");
    assert!(!save(lab, &mine, 1).await);
    assert!(save(lab, &mine, 2).await, "having read again");
    let mine = SavedScenario { version: 3, ..mine };
    assert_eq!(list(lab, &made).await, [mine, scenario(2, "B")]);
}

/// Both have read it before either writes.
pub async fn of_two_who_save_one_version_one_is_told(lab: &dyn Lab) {
    async fn write(lab: &dyn Lab, name: &str) -> Result<bool, StoreError> {
        let changed = scenario(1, name);
        let mut unit = lab.store().begin().await?;
        tokio::task::yield_now().await;
        let saved = unit.scenario().save(&changed, 1).await?;
        tokio::task::yield_now().await;
        unit.commit().await?;
        Ok(saved)
    }
    new_employers(lab).await;
    insert(lab, &scenario(1, "A")).await.expect("inserts");
    let names = ["One", "Two", "Three", "Four"];
    let (one, two, three, four) = tokio::join!(
        write(lab, names[0]),
        write(lab, names[1]),
        write(lab, names[2]),
        write(lab, names[3])
    );
    let saved = [one, two, three, four].map(|outcome| outcome.expect("answers"));
    let winners: Vec<&str> =
        names.into_iter().zip(saved).filter(|(_, saved)| *saved).map(|(name, _)| name).collect();
    let [winner] = winners[..] else { panic!("exactly one wins: {winners:?}") };
    let kept = SavedScenario { version: 2, ..scenario(1, winner) };
    assert_eq!(lookup(lab, &kept).await, Some(kept));
}

/// By an id that is another's, nothing is found and nothing is changed.
pub async fn another_employers_scenario_is_not_found(lab: &dyn Lab) {
    new_employers(lab).await;
    let made = scenario(1, "A");
    insert(lab, &made).await.expect("inserts");
    let other = EmployerId(Uuid::from_u128(2));
    let claimed = SavedScenario { employer: other, deleted: true, ..made.clone() };
    assert_eq!(lookup(lab, &claimed).await, None);
    assert_eq!(list(lab, &claimed).await, []);
    assert!(!save(lab, &claimed, 1).await);
    let unknown = SavedScenario { id: ScenarioId(Uuid::from_u128(2)), ..made.clone() };
    assert_eq!(lookup(lab, &unknown).await, None);

    // Nor does one of the same id get in the other's way.
    insert(lab, &claimed).await.expect("inserts");
    assert_eq!(lookup(lab, &claimed).await, Some(claimed));
    assert_eq!(lookup(lab, &made).await, Some(made));
}

/// An id is used once, even when a request comes twice.
pub async fn a_scenario_is_made_once_and_for_an_employer(lab: &dyn Lab) {
    new_employers(lab).await;
    let made = scenario(1, "A");
    insert(lab, &made).await.expect("inserts");
    let next_year = SavedScenario { effective_on: day("2027-02-01"), ..scenario(1, "B") };
    for again in [&made, &next_year] {
        let refused = insert(lab, again).await.expect_err("refuses");
        assert_eq!(refused.conflict(), Some(Constraint::ScenarioOfId), "{refused:?}");
    }
    let stranger = SavedScenario { employer: EmployerId(Uuid::from_u128(3)), ..made.clone() };
    let unversioned = SavedScenario { version: 0, ..scenario(2, "C") };
    for wrong in [&stranger, &unversioned] {
        let refused = insert(lab, wrong).await;
        assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    }
    assert_eq!(list(lab, &made).await, std::slice::from_ref(&made));
}

/// Of one renewal, as many as are too many; what is not deleted stays in any case.
pub async fn what_was_deleted_longest_ago_is_forgotten_first(lab: &dyn Lab) {
    async fn forget(lab: &dyn Lab, of: &SavedScenario, at_most: i64) -> i64 {
        let mut unit = lab.store().begin().await.expect("begins");
        let forgotten = unit.scenario().forget(of.employer, of.effective_on, at_most).await;
        unit.commit().await.expect("commits");
        forgotten.expect("answers")
    }
    new_employers(lab).await;
    let made = |id, version, deleted, at: &str| SavedScenario {
        version,
        deleted,
        saved_at: moment(at),
        ..scenario(id, "One")
    };
    let [kept, old, older, new] = [
        made(1, 1, false, "2025-11-01T08:00:00Z"),
        made(2, 20, true, "2025-11-03T08:00:00Z"),
        made(3, 300, true, "2025-11-02T08:00:00Z"),
        made(4, 4_000, true, "2025-11-04T08:00:00Z"),
    ];
    let elsewhere = [
        SavedScenario { effective_on: day("2027-02-01"), ..made(5, 1, true, NOW) },
        SavedScenario { employer: EmployerId(Uuid::from_u128(2)), ..made(2, 1, true, NOW) },
    ];
    for scenario in [&kept, &old, &older, &new].into_iter().chain(&elsewhere) {
        insert(lab, scenario).await.expect("inserts");
    }
    assert_eq!(forget(lab, &kept, 4).await, 0, "there is room");
    assert_eq!(forget(lab, &kept, 2).await, 320);
    assert_eq!(lookup(lab, &old).await, None);
    assert_eq!(lookup(lab, &older).await, None);
    assert_eq!(lookup(lab, &new).await.as_ref(), Some(&new));
    // With the versions of those that are gone the next one lets the pulse grow.
    let next = made(6, 1 + 320, false, NOW);
    let before = 1 + 20 + 300 + 4_000;
    insert(lab, &next).await.expect("inserts");
    assert_eq!(pulse(lab, kept.employer, "2026-02-01").await, before + 1);

    assert_eq!(forget(lab, &kept, 0).await, 4_000, "what is not deleted stays");
    assert_eq!(list(lab, &kept).await, [kept, next]);
    for other in elsewhere {
        assert_eq!(lookup(lab, &other).await, Some(other));
    }
}

/// And of no other one, and of nothing that changed nothing.
pub async fn the_pulse_tells_each_change_of_its_renewal(lab: &dyn Lab) {
    new_employers(lab).await;
    let [one, two] = [1, 2].map(|id| EmployerId(Uuid::from_u128(id)));
    let made = scenario(1, "A");
    let elsewhere = [
        SavedScenario { effective_on: day("2027-02-01"), ..scenario(2, "Next year") },
        SavedScenario { employer: two, ..scenario(1, "Another's") },
    ];
    for other in &elsewhere {
        insert(lab, other).await.expect("inserts");
        assert!(save(lab, other, 1).await);
    }
    let mut last = pulse(lab, one, "2026-02-01").await;
    assert_eq!(last, 0, "nothing yet");

    insert(lab, &made).await.expect("inserts");
    let deleted = SavedScenario { deleted: true, ..made.clone() };
    let changes = [
        ("inserted", None),
        ("saved", Some((&made, 1))),
        ("deleted", Some((&deleted, 2))),
        ("brought back", Some((&made, 3))),
        ("saved as it was", Some((&made, 4))),
    ];
    for (what, change) in changes {
        if let Some((scenario, based_on)) = change {
            assert!(save(lab, scenario, based_on).await, "{what}");
        }
        let now = pulse(lab, one, "2026-02-01").await;
        assert!(now > last, "{what}: {last}, then {now}");
        last = now;
    }
    insert(lab, &scenario(3, "B")).await.expect("inserts");
    let now = pulse(lab, one, "2026-02-01").await;
    assert!(now > last, "a second one: {last}, then {now}");

    assert!(!save(lab, &made, 1).await, "somebody was first");
    assert_eq!(pulse(lab, one, "2026-02-01").await, now, "nothing changed");
    assert_eq!(pulse(lab, one, "2026-03-01").await, 0, "no renewal");
    let others = (pulse(lab, one, "2027-02-01").await, pulse(lab, two, "2026-02-01").await);
    assert_eq!(others, (2, 2), "each its own");
}
