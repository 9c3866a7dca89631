//! Stories about what is published, set and told around renewals.

use crate::Lab;
use crate::fixture::{AWKWARD, day, head};
use crate::submission::{insert, new_employers, submission};
use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Account;
use domain::id::{AccountId, EmployerId};
use domain::renewal::{Publication, RenewalSetting};
use domain::submission::{Course, State, Submission};
use store::StoreError;
use uuid::Uuid;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn id(number: u128) -> EmployerId {
    EmployerId(Uuid::from_u128(number))
}

fn publication(employer: u128, effective_on: &str, catalogue: u8) -> Publication {
    Publication {
        employer: id(employer),
        effective_on: day(effective_on),
        catalogue: i64::from(catalogue),
        published_by: AWKWARD.to_owned(),
        published_at: at(i64::from(catalogue)),
    }
}

async fn publish(lab: &dyn Lab, publications: &[Publication]) -> Result<u64, StoreError> {
    let mut unit = lab.store().begin().await?;
    let count = unit.renewal().publish(publications).await?;
    unit.commit().await?;
    Ok(count)
}

/// Again too, but not beside a submission that stands.
pub async fn renewals_are_published_until_they_are_submitted(lab: &dyn Lab) {
    new_employers(lab, &[1, 2, 3]).await;
    let mut unit = lab.store().begin().await.expect("begins");
    for number in [1, 2] {
        unit.catalogue().publish(&head(number), &[], &[]).await.expect("publishes");
    }
    unit.commit().await.expect("commits");
    let first: Vec<_> = [3, 1, 2].map(|id| publication(id, "2027-01-01", 1)).into();
    assert_eq!(publish(lab, &first).await.expect("publishes"), 3);
    let next_year = publication(1, "2028-01-01", 1);
    let count = publish(lab, std::slice::from_ref(&next_year)).await.expect("publishes");
    assert_eq!(count, 1);
    assert_eq!(publish(lab, &[]).await.expect("publishes"), 0);

    insert(lab, &submission(1)).await.expect("inserts");
    let course = Course { state: State::Withdrawn, ..submission(1).course };
    let withdrawn = Submission { employer: id(2), course, ..submission(1) };
    insert(lab, &withdrawn).await.expect("inserts");
    let second: Vec<_> = [1, 2].map(|id| publication(id, "2027-01-01", 2)).into();
    assert_eq!(publish(lab, &second).await.expect("publishes"), 1);

    let mut unit = lab.store().begin_read().await.expect("begins");
    let renewals = unit.renewal();
    let expect = [&first[1], &second[1], &first[0]].map(Clone::clone);
    assert_eq!(renewals.publications(day("2027-01-01")).await.expect("answers"), expect);
    assert_eq!(renewals.publications(day("2026-01-01")).await.expect("answers"), []);
    for (employer, effective_on, expect) in [
        (1, "2027-01-01", Some(&first[1])),
        (2, "2027-01-01", Some(&second[1])),
        (1, "2028-01-01", Some(&next_year)),
        (2, "2028-01-01", None),
    ] {
        let found = renewals.publication(id(employer), day(effective_on)).await.expect("answers");
        assert_eq!(found.as_ref(), expect, "{employer} {effective_on}");
    }
    drop(unit);
    let unknown = publish(lab, &[publication(3, "2027-01-01", 9)]).await;
    assert!(matches!(unknown, Err(StoreError::Database(_))), "no such catalogue: {unknown:?}");
}

/// Of two who are about to send it one is told.
pub async fn a_notice_is_sent_once(lab: &dyn Lab) {
    async fn note(lab: &dyn Lab, employer: u128, effective_on: &str, kind: &str) -> bool {
        let mut unit = lab.store().begin().await.expect("begins");
        tokio::task::yield_now().await;
        let renewals = unit.renewal();
        let first = renewals.note_notice(id(employer), day(effective_on), kind, at(1)).await;
        let first = first.expect("answers");
        tokio::task::yield_now().await;
        unit.commit().await.expect("commits");
        first
    }
    new_employers(lab, &[1, 2]).await;
    let this = "2027-01-01";
    let (a, b) = tokio::join!(note(lab, 1, this, "opens"), note(lab, 1, this, "opens"));
    assert!(a != b, "{a} {b}");
    assert!(!note(lab, 1, this, "opens").await);
    assert!(note(lab, 1, this, "closes").await);
    assert!(note(lab, 1, "2028-01-01", "opens").await);
    assert!(note(lab, 2, this, "opens").await);
    let mut unit = lab.store().begin().await.expect("begins");
    assert!(unit.renewal().note_notice(id(1), day(this), "last", at(1)).await.expect("answers"));
    drop(unit);
    assert!(note(lab, 1, this, "last").await, "what is dropped never happened");
}

/// Of two who set it at once one is told.
pub async fn what_an_employer_set_is_kept(lab: &dyn Lab) {
    async fn save(lab: &dyn Lab, second_signature: bool, based_on: i64, minute: i64) -> bool {
        let changed_at = at(minute);
        let set = RenewalSetting { employer: id(1), second_signature, version: 99, changed_at };
        let mut unit = lab.store().begin().await.expect("begins");
        tokio::task::yield_now().await;
        let saved = unit.renewal().save_setting(&set, based_on).await.expect("answers");
        tokio::task::yield_now().await;
        unit.commit().await.expect("commits");
        saved
    }
    async fn setting(lab: &dyn Lab, employer: u128) -> Option<RenewalSetting> {
        let mut unit = lab.store().begin_read().await.expect("begins");
        unit.renewal().setting(id(employer)).await.expect("answers")
    }
    new_employers(lab, &[1, 2]).await;
    assert_eq!(setting(lab, 1).await, None);
    assert!(!save(lab, true, 1, 1).await, "there is none");
    for (based_on, second_signature) in [(0, true), (1, false), (2, true)] {
        let (a, b) = tokio::join!(
            save(lab, second_signature, based_on, based_on),
            save(lab, second_signature, based_on, based_on)
        );
        assert!(a != b, "{a} {b}");
        let expect = RenewalSetting {
            employer: id(1),
            second_signature,
            version: based_on + 1,
            changed_at: at(based_on),
        };
        assert_eq!(setting(lab, 1).await, Some(expect));
    }
    assert!(!save(lab, false, 0, 9).await, "there is one");
    assert_eq!(setting(lab, 2).await, None, "each its own");
}

/// Of an account, for each employer.
pub async fn what_mail_somebody_wants_is_kept(lab: &dyn Lab) {
    new_employers(lab, &[1, 2]).await;
    let ana = Account {
        id: AccountId(Uuid::from_u128(7)),
        email: "ana@example.com".to_owned(),
        name: "Ana Ruiz".to_owned(),
        staff: false,
    };
    let mut unit = lab.store().begin().await.expect("begins");
    unit.access().insert_account(&ana, at(0)).await.expect("keeps");
    let renewals = unit.renewal();
    assert_eq!(renewals.wants_steps(id(1), ana.id).await.expect("answers"), None);
    for wants in [false, true, false] {
        renewals.save_wants_steps(id(1), ana.id, wants).await.expect("keeps");
        assert_eq!(renewals.wants_steps(id(1), ana.id).await.expect("answers"), Some(wants));
    }
    assert_eq!(renewals.wants_steps(id(2), ana.id).await.expect("answers"), None);
    let nobody = AccountId(Uuid::from_u128(8));
    assert_eq!(renewals.wants_steps(id(1), nobody).await.expect("answers"), None);
    renewals.save_wants_steps(id(1), nobody, true).await.expect_err("is nobody");
}
