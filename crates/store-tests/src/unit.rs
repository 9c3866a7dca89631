//! Stories about units of work.

use crate::Lab;
use crate::fixture::{AWKWARD, employer, filing, head, moment, plan};
use domain::catalogue::FilingContent;
use domain::employer::{Employer, EmployerKind};
use store::StoreError;

const NOW: &str = "2025-11-01T08:00:00Z";

/// Even when much of it had been written.
pub async fn what_is_dropped_never_happened(lab: &dyn Lab) {
    let one = employer(1, EmployerKind::Group);
    let mut unit = lab.store().begin().await.expect("begins");
    unit.employer().save(&one, moment(NOW)).await.expect("saves");
    let plans = filing(1, FilingContent::Plans(vec![plan("12345CA0010001", "Silver")]));
    unit.catalogue().publish(&head(1), &[plans], &[]).await.expect("publishes");
    assert!(unit.employer().lookup(one.id).await.expect("answers").is_some(), "seen inside");
    drop(unit);

    let mut unit = lab.store().begin().await.expect("begins");
    assert_eq!(unit.employer().lookup(one.id).await.expect("answers"), None);
    assert_eq!(unit.catalogue().latest().await.expect("answers"), None);
}

/// What others do meanwhile does not concern it.
pub async fn a_reader_sees_one_moment_and_writes_nothing(lab: &dyn Lab) {
    let one = employer(1, EmployerKind::Group);
    let mut reader = lab.store().begin_read().await.expect("begins");
    assert_eq!(reader.employer().lookup(one.id).await.expect("answers"), None);

    let mut writer = lab.store().begin().await.expect("begins");
    writer.employer().save(&one, moment(NOW)).await.expect("saves");
    writer.commit().await.expect("commits");

    assert_eq!(reader.employer().lookup(one.id).await.expect("answers"), None);
    reader.employer().save(&one, moment(NOW)).await.expect_err("refuses");
    drop(reader);
    let mut reader = lab.store().begin_read().await.expect("begins");
    assert_eq!(reader.employer().lookup(one.id).await.expect("answers"), Some(one));
}

/// Each reads before it writes, at the same time as the others, and none is turned away.
pub async fn many_writers_take_turns(lab: &dyn Lab) {
    async fn write(lab: &dyn Lab, id: u128) -> Result<(), StoreError> {
        let one = employer(id, EmployerKind::Group);
        let mut unit = lab.store().begin().await?;
        unit.employer().lookup(one.id).await?;
        tokio::task::yield_now().await;
        unit.employer().save(&one, moment(NOW)).await?;
        unit.commit().await
    }
    let (one, two, three, four) =
        tokio::join!(write(lab, 1), write(lab, 2), write(lab, 3), write(lab, 4));
    for outcome in [one, two, three, four] {
        outcome.expect("writes");
    }
    let mut unit = lab.store().begin_read().await.expect("begins");
    let all = unit.employer().list(EmployerKind::Group).await.expect("answers");
    assert_eq!(all.len(), 4);
}

/// Migrating again changes nothing; without its tables a store is not ready.
pub async fn a_store_is_ready_once_migrated(lab: &dyn Lab) {
    lab.store().migrate().await.expect("migrates again");
    lab.store().ready().await.expect("is ready");
    lab.execute("alter table catalogue rename to catalogue_of_before").await.expect("renames");
    lab.store().ready().await.expect_err("is not ready");
}

/// Text is data, whatever is in it.
pub async fn every_character_comes_back(lab: &dyn Lab) {
    let mut unit = lab.store().begin().await.expect("begins");
    let texts = [AWKWARD, "'; drop table employer; --", "", " ", "\u{10ffff}", "\u{1}\u{7f}"];
    for (text, id) in texts.into_iter().zip(1..) {
        let one = Employer {
            name: text.into(),
            county: Some(text.into()),
            ..employer(id, EmployerKind::Demo)
        };
        unit.employer().save(&one, moment(NOW)).await.expect("saves");
        assert_eq!(unit.employer().lookup(one.id).await.expect("answers"), Some(one));
    }
}
