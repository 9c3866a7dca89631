//! Messages on their way out.

use crate::Lab;
use crate::fixture::AWKWARD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::id::{AccountId, EmployerId, MessageId};
use domain::outbox::{LetterKind, Message, MessageHead, MessageState, SealedContent};
use std::collections::BTreeSet;
use store::StoreError;
use uuid::Uuid;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn id(number: u128) -> MessageId {
    MessageId(Uuid::from_u128(number))
}

/// Written at a minute, and due at once.
fn message(number: u128, minute: i64) -> Message {
    let head = MessageHead {
        id: id(number),
        kind: LetterKind::Invitation,
        employer: Some(EmployerId(Uuid::from_u128(7))),
        account: None,
        name: AWKWARD.to_owned(),
        email: "ana@example.com".to_owned(),
        created_at: at(minute),
        due_at: at(minute),
        attempts: 0,
        state: MessageState::Waiting,
        sent_at: None,
        answer: None,
    };
    let sealed = |what: &str| format!("v1.key.{what}");
    let content =
        SealedContent { subject: sealed("subject"), text: sealed("text"), html: sealed("html") };
    Message { head, content: Some(content) }
}

async fn enqueue(lab: &dyn Lab, messages: &[&Message]) {
    let mut unit = lab.store().begin().await.expect("begins");
    for message in messages {
        unit.outbox().enqueue(message).await.expect("keeps");
    }
    unit.commit().await.expect("commits");
}

async fn lease(lab: &dyn Lab, minute: i64) -> Result<Option<Message>, StoreError> {
    let mut unit = lab.store().begin().await?;
    let leased = unit.outbox().lease(at(minute), at(minute + 5)).await?;
    unit.commit().await?;
    Ok(leased)
}

async fn lookup(lab: &dyn Lab, number: u128) -> Option<Message> {
    let mut unit = lab.store().begin_read().await.expect("begins");
    unit.outbox().message(id(number)).await.expect("answers")
}

/// What it said goes with it, unless it is to be kept.
pub async fn a_message_is_kept_and_sent_once(lab: &dyn Lab) {
    let mut kept = message(1, 0);
    kept.head.account = Some(AccountId(Uuid::from_u128(9)));
    kept.head.employer = None;
    enqueue(lab, &[&kept, &message(2, 1)]).await;
    assert_eq!(lookup(lab, 1).await, Some(kept.clone()));
    assert_eq!(lookup(lab, 3).await, None);

    let leased = lease(lab, 3).await.expect("leases").expect("is due");
    let head = MessageHead {
        state: MessageState::Sending,
        attempts: 1,
        due_at: at(8),
        ..kept.head.clone()
    };
    assert_eq!(leased, Message { head: head.clone(), content: kept.content.clone() });
    let second = lease(lab, 3).await.expect("leases").expect("is due");
    assert_eq!(second.head.id, id(2));

    let mut unit = lab.store().begin().await.expect("begins");
    unit.outbox().mark_sent(id(1), at(4), "250 ok", true).await.expect("marks");
    unit.outbox().mark_sent(id(2), at(4), "250 ok", false).await.expect("marks");
    unit.commit().await.expect("commits");
    let head = MessageHead {
        state: MessageState::Sent,
        sent_at: Some(at(4)),
        answer: Some("250 ok".to_owned()),
        ..head
    };
    assert_eq!(lookup(lab, 1).await, Some(Message { head, content: None }));
    assert!(lookup(lab, 2).await.is_some_and(|message| message.content.is_some()));
    assert_eq!(lease(lab, 1_000).await.expect("answers"), None);
    let mut unit = lab.store().begin().await.expect("begins");
    assert!(!unit.outbox().send_again(id(1), at(5)).await.expect("answers"), "it was sent");
    assert!(!unit.outbox().send_again(id(2), at(5)).await.expect("answers"), "it was sent");
}

/// Whoever stopped while sending delays it, and what is said of a lease that ended counts no more.
pub async fn a_message_is_leased_by_one_until_its_lease_ends(lab: &dyn Lab) {
    enqueue(lab, &[&message(1, 10)]).await;
    assert_eq!(lease(lab, 9).await.expect("answers"), None, "not yet due");
    let first = lease(lab, 10).await.expect("leases").expect("is due");
    assert_eq!(lease(lab, 14).await.expect("answers"), None);
    let mut unit = lab.store().begin().await.expect("begins");
    assert!(!unit.outbox().send_again(id(1), at(14)).await.expect("answers"), "is being sent");
    drop(unit);
    let second = lease(lab, 15).await.expect("leases").expect("is due again");
    assert_eq!((second.head.attempts, second.content), (2, first.content));

    let mut unit = lab.store().begin().await.expect("begins");
    let late = unit.outbox().mark_failed(&first.head, None, "timeout").await.expect("answers");
    assert!(!late, "the other one has it");
    unit.outbox().mark_sent(id(1), at(16), "250 ok", true).await.expect("marks");
    let after = unit.outbox().mark_failed(&second.head, None, "timeout").await.expect("answers");
    assert!(!after, "it was sent");
    unit.commit().await.expect("commits");
    assert_eq!(lookup(lab, 1).await.expect("is there").head.state, MessageState::Sent);
}

/// Then it can be sent again, with all its tries before it.
pub async fn what_fails_comes_again_until_it_is_given_up(lab: &dyn Lab) {
    enqueue(lab, &[&message(1, 0)]).await;
    let first = lease(lab, 0).await.expect("leases").expect("is due");
    let mut unit = lab.store().begin().await.expect("begins");
    let outbox = unit.outbox();
    assert!(outbox.mark_failed(&first.head, Some(at(3)), "421 later").await.expect("answers"));
    unit.commit().await.expect("commits");
    let waiting = lookup(lab, 1).await.expect("is there").head;
    assert_eq!((waiting.state, waiting.due_at), (MessageState::Waiting, at(3)));
    assert_eq!(waiting.answer.as_deref(), Some("421 later"));
    assert_eq!(lease(lab, 2).await.expect("answers"), None);

    let second = lease(lab, 3).await.expect("leases").expect("is due");
    let mut unit = lab.store().begin().await.expect("begins");
    assert!(unit.outbox().mark_failed(&second.head, None, "550 no").await.expect("answers"));
    unit.commit().await.expect("commits");
    let failed = lookup(lab, 1).await.expect("is there").head;
    assert_eq!((failed.state, failed.attempts), (MessageState::Failed, 2));
    assert_eq!(lease(lab, 1_000).await.expect("answers"), None);

    let mut unit = lab.store().begin().await.expect("begins");
    assert!(unit.outbox().send_again(id(1), at(20)).await.expect("answers"));
    assert!(!unit.outbox().send_again(id(2), at(20)).await.expect("answers"), "there is none");
    unit.commit().await.expect("commits");
    let again = lease(lab, 20).await.expect("leases").expect("is due");
    assert_eq!((again.head.attempts, again.content), (1, first.content));
}

/// What is still on its way, or kept to be read, stays however old it is.
pub async fn what_was_sent_or_given_up_long_ago_is_forgotten(lab: &dyn Lab) {
    let mut kept = message(5, 1);
    kept.head.state = MessageState::Kept;
    let old = [message(1, 1), message(2, 2), message(3, 3)];
    enqueue(lab, &[&old[0], &old[1], &old[2], &kept, &message(4, 8)]).await;
    let mut leased = Vec::new();
    for _ in 0..2 {
        leased.push(lease(lab, 3).await.expect("leases").expect("is due").head);
    }
    let mut unit = lab.store().begin().await.expect("begins");
    assert!(unit.outbox().mark_failed(&leased[0], None, "550 no").await.expect("marks"));
    unit.outbox().mark_sent(leased[1].id, at(4), "250 ok", true).await.expect("marks");
    assert_eq!(unit.outbox().forget_settled(at(1)).await.expect("forgets"), 0);
    assert_eq!(unit.outbox().forget_settled(at(2)).await.expect("forgets"), 1);
    assert_eq!(unit.outbox().forget_settled(at(9)).await.expect("forgets"), 1);
    let left = unit.outbox().messages(None, 10).await.expect("answers");
    let left: BTreeSet<u128> = left.into_iter().map(|head| head.id.0.as_u128()).collect();
    assert_eq!(left, [3, 4, 5].into());
}

/// And those of one state alone, where they are asked for.
pub async fn what_wants_attention_is_listed_first(lab: &dyn Lab) {
    let mut kept = message(3, 3);
    kept.head.state = MessageState::Kept;
    enqueue(lab, &[&message(1, 1), &message(2, 2), &kept, &message(4, 4), &message(5, 5)]).await;
    let one = lease(lab, 9).await.expect("leases").expect("is due");
    let two = lease(lab, 9).await.expect("leases").expect("is due");
    let mut unit = lab.store().begin().await.expect("begins");
    unit.outbox().mark_failed(&one.head, None, "550 no").await.expect("answers");
    unit.outbox().mark_sent(two.head.id, at(9), "250 ok", true).await.expect("marks");
    let numbers = |all: Vec<MessageHead>| -> Vec<u128> {
        all.into_iter().map(|head| head.id.0.as_u128()).collect()
    };
    let all = unit.outbox().messages(None, 10).await.expect("answers");
    assert_eq!(numbers(all), [1, 5, 4, 3, 2]);
    let some = unit.outbox().messages(None, 2).await.expect("answers");
    assert_eq!(numbers(some), [1, 5]);
    let sent = unit.outbox().messages(Some(MessageState::Sent), 10).await.expect("answers");
    assert_eq!(numbers(sent), [2]);
}

/// However many servers there are.
pub async fn many_who_lease_at_once_share_no_message(lab: &dyn Lab) {
    let messages: Vec<Message> = (1..=8).map(|number| message(number, 0)).collect();
    enqueue(lab, &messages.iter().collect::<Vec<_>>()).await;
    let mut taken = BTreeSet::new();
    // Of two who find the same one the second goes away with nothing, and comes back later.
    for _ in 0..messages.len() {
        let (a, b, c) = tokio::join!(lease(lab, 1), lease(lab, 1), lease(lab, 1));
        for leased in [a, b, c] {
            if let Some(message) = leased.expect("leases") {
                assert!(taken.insert(message.head.id.0), "{:?} was leased twice", message.head.id);
            }
        }
    }
    assert_eq!(taken.len(), messages.len());
}
