//! Audit trails: pages, tables, and whether they are as they were written.

use crate::world::{World, day, noon};
use domain::audit::{Action, Actor, Chained, Event, Fault, Filter, Fingerprint, Head};
use domain::employer::{Employer, EmployerKind};
use domain::id::EmployerId;
use operations::{OperationError, TRAIL_PAGE, TrailError};
use uuid::Uuid;

fn one() -> EmployerId {
    EmployerId(Uuid::from_u128(1))
}

fn event(number: i64) -> Event {
    let action = if number % 10 == 0 { Action::FileTaken } else { Action::GrantChanged };
    Event {
        employer: Some(one()),
        at: noon(day("2026-10-07")),
        actor: Actor::CommandLine,
        address: None,
        action,
        subject: format!("=Kim {number}").as_str().into(),
        before: None,
        after: None,
    }
}

/// So many events of employer 1, and one of the carrier's own.
async fn world(count: i64) -> (World, Vec<Chained>) {
    let world = World::new().await;
    let mut unit = world.write().await;
    let mut chained = Vec::new();
    for number in 1..=count {
        chained.push(unit.audit().append(event(number)).await.unwrap());
    }
    unit.audit().append(Event { employer: None, ..event(1) }).await.unwrap();
    unit.commit().await.unwrap();
    (world, chained)
}

fn head(chained: &Chained) -> Head {
    Head { employer: chained.event.employer, number: chained.number, hash: chained.hash }
}

#[tokio::test]
async fn a_trail_is_read_page_by_page() {
    let count = i64::from(TRAIL_PAGE) * 2;
    let (world, chained) = world(count).await;
    let (mut before, mut read) = (None, Vec::new());
    loop {
        let page = world.operations.trail(Some(one()), &Filter::default(), before).await.unwrap();
        assert_eq!(page.rows.len(), TRAIL_PAGE as usize);
        read.extend(page.rows.into_iter().map(Result::unwrap));
        before = page.older;
        if before.is_none() {
            break;
        }
    }
    read.reverse();
    assert_eq!(read, chained);

    let files = Filter { action: Some(Action::FileTaken), ..Filter::default() };
    let today = day("2026-10-07");
    for (filter, numbers) in [
        (files.on(today), vec![100, 90, 80, 70, 60, 50, 40, 30, 20, 10]),
        (files.on(today.succ_opt().unwrap()), vec![]),
        (files.on(today.pred_opt().unwrap()), vec![]),
    ] {
        let page = world.operations.trail(Some(one()), &filter, None).await.unwrap();
        let found: Vec<i64> = page.rows.into_iter().map(|row| row.unwrap().number).collect();
        assert_eq!((found, page.older), (numbers, None));
    }
    let own = world.operations.trail(None, &Filter::default(), None).await.unwrap();
    assert_eq!(own.rows.len(), 1);
}

#[tokio::test]
async fn a_trail_is_taken_away_whole() {
    // More than are read at once.
    let (world, chained) = world(1_001).await;
    let mut bytes = Vec::new();
    let count = world.operations.export_trail(Some(one()), &mut bytes).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((count, lines.len()), (1_001, 1_002));
    let last = chained.last().unwrap();
    assert!(lines[1001].starts_with("1001,2026-10-07T12:00:00.000000Z,The command line,"));
    assert!(lines[1001].contains(",'=Kim 1001,"), "{}", lines[1001]);
    assert!(lines[1001].ends_with(&format!(",{},{}", last.previous, last.hash)));

    // Of an employer to whom nothing was done there is nothing to tell; of no employer even less.
    let two = Employer {
        id: EmployerId(Uuid::from_u128(2)),
        name: "Two".to_owned(),
        kind: EmployerKind::Group,
        zip: None,
        county: None,
        renews_on: None,
    };
    let mut unit = world.write().await;
    unit.employer().save(&two, noon(day("2026-10-07"))).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(world.operations.export_trail(Some(two.id), Vec::new()).await.unwrap(), 0);
    let stranger = EmployerId(Uuid::from_u128(3));
    let refused = world.operations.export_trail(Some(stranger), Vec::new()).await;
    assert!(
        matches!(refused, Err(TrailError::Operation(OperationError::NoEmployer(id))) if id == stranger)
    );
}

#[tokio::test]
async fn every_trail_is_verified_against_what_was_noted() {
    let (world, chained) = world(3).await;
    let verify = async |noted: &[Head]| world.operations.verify_trails(noted).await.unwrap();
    let heads: Vec<Head> = verify(&[]).await.into_iter().filter_map(|trail| trail.head).collect();
    assert_eq!(heads.len(), 2);
    assert_eq!(heads[1], head(&chained[2]));
    for noted in [&heads[..], &[head(&chained[0]), heads[1]], &[]] {
        let trails = verify(noted).await;
        assert_eq!(trails.iter().map(|trail| trail.rows).collect::<Vec<_>>(), [1, 3]);
        assert!(trails.iter().all(|trail| trail.faults.is_empty()), "{trails:?}");
    }

    // Somebody wrote it anew, shorter, or threw away all that there was of another.
    let other = Head { hash: Fingerprint::NONE, ..heads[1] };
    let longer = Head { number: 9, ..heads[1] };
    let gone = Head { employer: Some(EmployerId(Uuid::from_u128(2))), ..heads[0] };
    let trails = verify(&[other, longer, gone]).await;
    let faults: Vec<_> = trails.into_iter().map(|trail| (trail.employer, trail.faults)).collect();
    assert_eq!(
        faults,
        [
            (None, vec![]),
            (Some(one()), vec![Fault::NotAsNoted(3), Fault::NotAsNoted(9)]),
            (gone.employer, vec![Fault::NotAsNoted(1)]),
        ]
    );
}
