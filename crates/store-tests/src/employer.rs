//! Stories about employers.

use crate::Lab;
use crate::fixture::{AWKWARD, contract, employer, families, moment, roster, scenario};
use chrono::{DateTime, Utc};
use domain::employer::{Employer, EmployerKind};
use domain::id::EmployerId;
use store::{StoreError, UnitOfWork};
use uuid::Uuid;

async fn save(lab: &dyn Lab, employer: &Employer, at: DateTime<Utc>) -> Result<(), StoreError> {
    let mut unit = lab.store().begin().await?;
    unit.employer().save(employer, at).await?;
    unit.commit().await
}

async fn lookup(unit: &mut dyn UnitOfWork, id: u128) -> Option<Employer> {
    unit.employer().lookup(EmployerId(Uuid::from_u128(id))).await.expect("answers")
}

/// With everything known of it, and with nothing.
pub async fn an_employer_is_kept_and_changed(lab: &dyn Lab) {
    let at = moment("2025-11-01T08:00:00Z");
    let mut one = employer(1, EmployerKind::Group);
    save(lab, &one, at).await.expect("saves");
    save(lab, &employer(2, EmployerKind::Demo), at).await.expect("saves");
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(lookup(unit.as_mut(), 1).await.as_ref(), Some(&one));
    drop(unit);

    one = Employer {
        name: AWKWARD.into(),
        kind: EmployerKind::Demo,
        zip: None,
        county: None,
        renews_on: None,
        ..one
    };
    save(lab, &one, at).await.expect("saves");
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(
        unit.employer().list(EmployerKind::Demo).await.expect("answers"),
        [one, employer(2, EmployerKind::Demo)],
        "by id"
    );
    assert_eq!(unit.employer().list(EmployerKind::Group).await.expect("answers"), []);
}

/// Neither it nor its people.
pub async fn an_employer_of_another_id_is_not_found(lab: &dyn Lab) {
    let one = employer(1, EmployerKind::Group);
    save(lab, &one, moment("2025-11-01T08:00:00Z")).await.expect("saves");
    let mut unit = lab.store().begin().await.expect("begins");
    let taken = roster(7, "2025-11-01T08:00:00Z");
    unit.roster().insert(one.id, &taken, &families(1)).await.expect("inserts");
    unit.commit().await.expect("commits");

    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(lookup(unit.as_mut(), 2).await, None);
    let other = EmployerId(Uuid::from_u128(2));
    assert_eq!(unit.roster().latest(other).await.expect("answers"), None);
}

/// Each reads and writes while the others want to.
pub async fn who_holds_an_employer_sees_what_others_did(lab: &dyn Lab) {
    let at = moment("2025-11-01T08:00:00Z");
    let one = Employer { name: String::new(), ..employer(1, EmployerKind::Group) };
    save(lab, &one, at).await.expect("saves");
    let append = async |letter: &str| {
        let mut unit = lab.store().begin().await.expect("begins");
        unit.employer().hold(one.id).await.expect("holds");
        let kept = lookup(unit.as_mut(), 1).await.expect("is there");
        let name = kept.name.clone() + letter;
        unit.employer().save(&Employer { name, ..kept }, at).await.expect("saves");
        unit.commit().await.expect("commits");
    };
    tokio::join!(append("a"), append("b"), append("c"), append("d"));
    let mut unit = lab.store().begin_read().await.expect("begins");
    let kept = lookup(unit.as_mut(), 1).await.expect("is there");
    assert_eq!(kept.name.len(), 4, "{}", kept.name);
}

/// People of those who only asked for a quote are not kept for longer than promised.
pub async fn old_prospects_and_their_people_go(lab: &dyn Lab) {
    let (old, limit, new) =
        ("2025-10-01T00:00:00.999999Z", "2025-10-01T00:00:01Z", "2025-10-01T00:00:01.000001Z");
    let cases = [
        (1, EmployerKind::Prospect, old, vec![old]),
        (2, EmployerKind::Prospect, old, vec![old, new]),
        (3, EmployerKind::Prospect, old, vec![]),
        (4, EmployerKind::Prospect, new, vec![new]),
        (5, EmployerKind::Prospect, new, vec![]),
        (6, EmployerKind::Group, old, vec![old]),
        (7, EmployerKind::Demo, old, vec![old]),
    ];
    for (id, kind, created_at, rosters) in &cases {
        let one = employer(*id, *kind);
        // Saved again later: what counts is when it came first.
        save(lab, &one, moment(created_at)).await.expect("saves");
        save(lab, &one, moment("2025-12-01T00:00:00Z")).await.expect("saves");
        let mut unit = lab.store().begin().await.expect("begins");
        for (taken_at, n) in rosters.iter().zip(1..) {
            let taken = roster(*id * 10 + n, taken_at);
            unit.roster().insert(one.id, &taken, &families(2)).await.expect("inserts");
        }
        unit.commit().await.expect("commits");
    }

    let mut unit = lab.store().begin().await.expect("begins");
    let gone = unit.employer().delete_prospects_before(moment(limit)).await.expect("deletes");
    assert_eq!(gone, 2);
    unit.commit().await.expect("commits");

    let mut unit = lab.store().begin_read().await.expect("begins");
    for (id, ..) in &cases {
        let there = lookup(unit.as_mut(), *id).await.is_some();
        assert_eq!(there, ![1, 3].contains(id), "employer {id}");
        let one = EmployerId(Uuid::from_u128(*id));
        let people = unit.roster().latest(one).await.expect("answers").is_some();
        assert_eq!(people, [2, 4, 6, 7].contains(id), "people of {id}");
    }
}

/// Nothing is left of those who are forgotten.
pub async fn what_an_employer_offers_goes_with_it(lab: &dyn Lab) {
    let one = employer(1, EmployerKind::Prospect);
    save(lab, &one, moment("2025-10-01T00:00:00Z")).await.expect("saves");
    let made = scenario(1, "A");
    let year = contract("2026-02-01");
    let mut unit = lab.store().begin().await.expect("begins");
    unit.contract().save(one.id, &year, made.saved_at).await.expect("saves");
    unit.scenario().insert(&made).await.expect("inserts");
    let limit = moment("2025-10-02T00:00:00Z");
    let gone = unit.employer().delete_prospects_before(limit).await.expect("deletes");
    assert_eq!(gone, 1);
    unit.commit().await.expect("commits");

    // Nor does it come back with the employer.
    save(lab, &one, moment("2025-10-03T00:00:00Z")).await.expect("saves");
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(unit.contract().list(one.id).await.expect("answers"), []);
    assert_eq!(unit.scenario().lookup(one.id, made.id).await.expect("answers"), None);
}
