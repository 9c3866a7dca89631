//! Stories about change files.

use crate::Lab;
use crate::fixture::{AWKWARD, day, employer};
use crate::submission::{insert, new_employers, standing, submission};
use chrono::{DateTime, TimeDelta, Utc};
use domain::employer::EmployerKind;
use domain::id::{ChangeFileId, EmployerId};
use domain::submission::{ChangeFile, ChangeFileHead, ChangeFileState, State};
use std::collections::BTreeSet;
use store::StoreError;
use uuid::Uuid;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

/// Of employer 1's submission 1, written at a minute, and due at once.
fn file(number: u8, minute: i64) -> ChangeFile {
    let head = ChangeFileHead {
        id: ChangeFileId(Uuid::from_u128(u128::from(number))),
        employer: EmployerId(Uuid::from_u128(1)),
        effective_on: day("2027-01-01"),
        number: 1,
        control: i64::from(number),
        state: ChangeFileState::Waiting,
        due_at: at(minute),
        attempts: 0,
        answer: None,
        created_at: at(minute),
        sent_at: None,
        answered_at: None,
    };
    ChangeFile { head, content: format!("ISA*00*{AWKWARD}~") }
}

/// What is to be told of submission 1 of employer 1.
async fn enqueue(lab: &dyn Lab, files: &[&ChangeFile]) {
    new_employers(lab, &[1, 2]).await;
    insert(lab, &submission(1)).await.expect("inserts");
    let mut unit = lab.store().begin().await.expect("begins");
    for file in files {
        unit.change_file().enqueue(file).await.expect("keeps");
    }
    unit.commit().await.expect("commits");
}

async fn lease(lab: &dyn Lab, minute: i64) -> Result<Option<ChangeFile>, StoreError> {
    let mut unit = lab.store().begin().await?;
    tokio::task::yield_now().await;
    let leased = unit.change_file().lease(at(minute), at(minute + 5)).await?;
    tokio::task::yield_now().await;
    unit.commit().await?;
    Ok(leased)
}

async fn leased(lab: &dyn Lab, minute: i64) -> ChangeFileHead {
    lease(lab, minute).await.expect("leases").expect("is due").head
}

async fn lookup(lab: &dyn Lab, number: u8) -> Option<ChangeFile> {
    let of = file(number, 0).head;
    let mut unit = lab.store().begin_read().await.expect("begins");
    unit.change_file().lookup(of.employer, of.id).await.expect("answers")
}

async fn acknowledge(
    lab: &dyn Lab,
    control: i64,
    accepted: bool,
    minute: i64,
) -> Option<ChangeFileHead> {
    let mut unit = lab.store().begin().await.expect("begins");
    tokio::task::yield_now().await;
    let file = unit.change_file().acknowledge(control, accepted, AWKWARD, at(minute)).await;
    let file = file.expect("answers");
    tokio::task::yield_now().await;
    unit.commit().await.expect("commits");
    file
}

async fn send_again(lab: &dyn Lab, number: u8, minute: i64) -> bool {
    let of = file(number, 0).head;
    let mut unit = lab.store().begin().await.expect("begins");
    let again = unit.change_file().send_again(of.employer, of.id, at(minute)).await;
    unit.commit().await.expect("commits");
    again.expect("answers")
}

/// However many ask at once; what is dropped leaves no gap.
pub async fn control_numbers_grow_by_one(lab: &dyn Lab) {
    async fn next(lab: &dyn Lab) -> Result<i64, StoreError> {
        let mut unit = lab.store().begin().await?;
        tokio::task::yield_now().await;
        let control = unit.change_file().next_control().await?;
        tokio::task::yield_now().await;
        unit.commit().await?;
        Ok(control)
    }
    assert_eq!(next(lab).await.expect("answers"), 1);
    let mut unit = lab.store().begin().await.expect("begins");
    assert_eq!(unit.change_file().next_control().await.expect("answers"), 2);
    assert_eq!(unit.change_file().next_control().await.expect("answers"), 3);
    drop(unit);
    let (one, two, three) = tokio::join!(next(lab), next(lab), next(lab));
    let controls = [one, two, three].map(|control| control.expect("answers"));
    assert_eq!(BTreeSet::from(controls), BTreeSet::from([2, 3, 4]));
}

/// By its id, by what it tells of and by its control number.
pub async fn a_change_file_is_kept_sent_and_acknowledged(lab: &dyn Lab) {
    let (one, two) = (file(1, 1), file(2, 0));
    enqueue(lab, &[&one, &two]).await;
    assert_eq!(lookup(lab, 1).await.as_ref(), Some(&one));
    assert_eq!(lookup(lab, 1).await.map(|file| file.content), Some(one.content.clone()));
    assert_eq!(lookup(lab, 3).await, None);
    let mut unit = lab.store().begin_read().await.expect("begins");
    let of = &one.head;
    let files = unit.change_file();
    let heads = files.heads_of_submission(of.employer, of.effective_on, 1).await.expect("answers");
    assert_eq!(heads, [one.head.clone(), two.head.clone()]);
    let heads = files.heads_of_submission(of.employer, of.effective_on, 2).await.expect("answers");
    assert_eq!(heads, []);
    let another = EmployerId(Uuid::from_u128(2));
    assert_eq!(files.lookup(another, of.id).await.expect("answers"), None, "another's");
    drop(unit);

    let first = leased(lab, 3).await;
    let expect = ChangeFileHead {
        state: ChangeFileState::Sending,
        attempts: 1,
        due_at: at(8),
        ..two.head.clone()
    };
    assert_eq!(first, expect, "what has been due longest");
    let mut unit = lab.store().begin().await.expect("begins");
    unit.change_file().note_sent(&first, at(4)).await.expect("notes");
    unit.commit().await.expect("commits");
    let sent =
        ChangeFileHead { state: ChangeFileState::Sent, sent_at: Some(at(4)), ..first.clone() };
    assert_eq!(lookup(lab, 2).await.map(|file| file.head), Some(sent.clone()));

    assert_eq!(acknowledge(lab, 9, true, 5).await, None, "there is none");
    let (a, b) = tokio::join!(acknowledge(lab, 2, true, 5), acknowledge(lab, 2, true, 5));
    let accepted = ChangeFileHead {
        state: ChangeFileState::Accepted,
        answer: Some(AWKWARD.to_owned()),
        answered_at: Some(at(5)),
        ..sent
    };
    assert_eq!(a.is_some(), b.is_none(), "once: {a:?} {b:?}");
    assert_eq!(a.or(b), Some(accepted.clone()));
    assert_eq!(acknowledge(lab, 2, false, 6).await, None, "it was acknowledged");
    let mut unit = lab.store().begin().await.expect("begins");
    unit.change_file().note_sent(&first, at(7)).await.expect("notes");
    unit.commit().await.expect("commits");
    let kept = lookup(lab, 2).await.expect("is there").head;
    assert_eq!(kept, ChangeFileHead { sent_at: Some(at(7)), ..accepted });

    // The core system may be quicker than what is known of the sending.
    let second = leased(lab, 10).await;
    let rejected = acknowledge(lab, 1, false, 11).await.expect("is there");
    assert_eq!((rejected.state, rejected.sent_at), (ChangeFileState::Rejected, Some(at(11))));
    let mut unit = lab.store().begin().await.expect("begins");
    let late = unit.change_file().note_failed(&second, None, "timeout").await.expect("answers");
    assert!(!late, "it arrived");
    drop(unit);
    assert_eq!(lease(lab, 1_000).await.expect("answers"), None);

    let mut unit = lab.store().begin().await.expect("begins");
    let mut twin = file(3, 0);
    twin.head.control = 1;
    unit.change_file().enqueue(&twin).await.expect_err("no two share a control number");
    drop(unit);
    let mut unit = lab.store().begin().await.expect("begins");
    let mut stray = file(3, 0);
    stray.head.number = 2;
    unit.change_file().enqueue(&stray).await.expect_err("tells of nothing");
}

/// Whoever stopped while sending delays it, and what is said of a lease that ended counts no more.
pub async fn a_change_file_is_leased_by_one(lab: &dyn Lab) {
    enqueue(lab, &[&file(1, 10)]).await;
    assert_eq!(lease(lab, 9).await.expect("answers"), None, "not yet due");
    let (a, b) = tokio::join!(lease(lab, 10), lease(lab, 10));
    let (a, b) = (a.expect("answers"), b.expect("answers"));
    assert_eq!(a.is_some(), b.is_none(), "one has it: {a:?} {b:?}");
    let first = a.or(b).expect("one has it").head;
    assert_eq!(lease(lab, 14).await.expect("answers"), None);
    assert!(!send_again(lab, 1, 14).await, "is being sent");
    let second = leased(lab, 15).await;
    assert_eq!(second.attempts, 2);

    let mut unit = lab.store().begin().await.expect("begins");
    let files = unit.change_file();
    assert!(!files.note_failed(&first, None, "timeout").await.expect("answers"), "another has it");
    assert!(files.note_failed(&second, Some(at(20)), "timeout").await.expect("answers"));
    assert!(!files.note_failed(&second, None, "timeout").await.expect("answers"), "settled");
    unit.commit().await.expect("commits");
    assert_eq!(lease(lab, 19).await.expect("answers"), None);
    let third = leased(lab, 20).await;
    let said = (third.attempts, third.answer.as_deref());
    assert_eq!(said, (3, Some("timeout")));
}

/// With all tries before it; but for what is accepted or on its way.
pub async fn a_change_file_is_sent_again(lab: &dyn Lab) {
    enqueue(lab, &[&file(1, 0)]).await;
    assert!(!send_again(lab, 2, 1).await, "there is none");
    let first = leased(lab, 0).await;
    let mut unit = lab.store().begin().await.expect("begins");
    assert!(unit.change_file().note_failed(&first, None, "no").await.expect("answers"));
    unit.commit().await.expect("commits");
    assert_eq!(lookup(lab, 1).await.map(|f| f.head.state), Some(ChangeFileState::Failed));
    assert_eq!(lease(lab, 1_000).await.expect("answers"), None, "it was given up");

    assert!(send_again(lab, 1, 20).await);
    assert_eq!(leased(lab, 20).await.attempts, 1);
    assert!(acknowledge(lab, 1, false, 21).await.is_some());
    assert!(send_again(lab, 1, 30).await, "it was rejected");
    let again = leased(lab, 30).await;
    assert_eq!((again.attempts, again.answered_at), (1, None));
    let mut unit = lab.store().begin().await.expect("begins");
    unit.change_file().note_sent(&again, at(31)).await.expect("notes");
    unit.commit().await.expect("commits");
    assert!(send_again(lab, 1, 40).await, "it was lost");
    assert!(acknowledge(lab, 1, true, 41).await.is_some(), "it was not");
    assert!(!send_again(lab, 1, 50).await, "it was accepted");
    assert_eq!(lease(lab, 1_000).await.expect("answers"), None);
}

/// Until that one was accepted, however late; and it is not sent again once the later one was handed over.
pub async fn an_amendments_file_waits_for_the_one_before(lab: &dyn Lab) {
    let first = file(1, 5);
    let mut second = file(2, 0);
    second.head.number = 2;
    new_employers(lab, &[1, 2]).await;
    let replaced = standing(submission(1), State::Replaced { by: 2 });
    for submission in [replaced, submission(2)] {
        insert(lab, &submission).await.expect("inserts");
    }
    let mut unit = lab.store().begin().await.expect("begins");
    for file in [&first, &second] {
        unit.change_file().enqueue(file).await.expect("keeps");
    }
    unit.commit().await.expect("commits");

    assert_eq!(lease(lab, 1).await.expect("answers"), None, "the first is not due yet");
    let sending = leased(lab, 5).await;
    assert_eq!(sending.control, 1);
    assert_eq!(lease(lab, 6).await.expect("answers"), None, "the first is under way");
    let mut unit = lab.store().begin().await.expect("begins");
    assert!(unit.change_file().note_failed(&sending, None, "away").await.expect("answers"));
    unit.commit().await.expect("commits");
    assert_eq!(lease(lab, 7).await.expect("answers"), None, "the first was given up");
    assert!(send_again(lab, 1, 8).await);
    let sending = leased(lab, 8).await;
    let mut unit = lab.store().begin().await.expect("begins");
    unit.change_file().note_sent(&sending, at(9)).await.expect("notes");
    unit.commit().await.expect("commits");
    assert!(send_again(lab, 1, 10).await, "nothing builds on it at the core system yet");
    let sending = leased(lab, 10).await;
    let mut unit = lab.store().begin().await.expect("begins");
    unit.change_file().note_sent(&sending, at(11)).await.expect("notes");
    unit.commit().await.expect("commits");
    acknowledge(lab, 1, false, 12).await.expect("is there");
    assert_eq!(lease(lab, 13).await.expect("answers"), None, "the first was refused");
    assert!(send_again(lab, 1, 14).await);
    let sending = leased(lab, 14).await;
    let mut unit = lab.store().begin().await.expect("begins");
    unit.change_file().note_sent(&sending, at(15)).await.expect("notes");
    unit.commit().await.expect("commits");
    assert_eq!(lease(lab, 16).await.expect("answers"), None, "the first was not answered");
    acknowledge(lab, 1, true, 17).await.expect("is there");
    assert_eq!(leased(lab, 18).await.control, 2);
    assert!(!send_again(lab, 1, 19).await, "the second is under way");
}

/// Each with its employer's name, and those of one state alone where they are asked for.
pub async fn change_files_that_want_attention_come_first(lab: &dyn Lab) {
    let files = [file(1, 1), file(2, 2), file(3, 3), file(4, 4), file(5, 4), file(6, 0)];
    enqueue(lab, &files.iter().collect::<Vec<_>>()).await;
    let accepted = leased(lab, 9).await;
    let failed = leased(lab, 9).await;
    let rejected = leased(lab, 9).await;
    let sending = leased(lab, 9).await;
    let controls = [&accepted, &failed, &rejected, &sending].map(|head| head.control);
    assert_eq!(controls, [6, 1, 2, 3]);
    assert!(acknowledge(lab, 6, true, 9).await.is_some());
    assert!(acknowledge(lab, 2, false, 9).await.is_some());
    let mut unit = lab.store().begin().await.expect("begins");
    let files = unit.change_file();
    assert!(files.note_failed(&failed, None, "no").await.expect("answers"));
    let controls = |all: Vec<(ChangeFileHead, String)>| -> Vec<i64> {
        all.into_iter().map(|(head, _)| head.control).collect()
    };
    let all = files.heads(None, 10).await.expect("answers");
    let name = employer(1, EmployerKind::Group).name;
    assert!(all.iter().all(|(_, of)| *of == name));
    assert_eq!(controls(all), [1, 2, 5, 4, 3, 6]);
    assert_eq!(controls(files.heads(None, 2).await.expect("answers")), [1, 2]);
    let waiting = files.heads(Some(ChangeFileState::Waiting), 10).await.expect("answers");
    assert_eq!(controls(waiting), [5, 4]);
}
