//! Mail leaves once, comes again when it could not, and tells its links to nobody else.

use crate::world::{World, day, noon};
use chrono::TimeDelta;
use domain::audit::Filter;
use domain::id::EmployerId;
use domain::outbox::{ATTEMPTS_MAX, LetterKind, MessageHead, MessageState};
use operations::mail::{Delivered, Letter, Link, Mail, Mailer, Recipient, Undeliverable};
use operations::{OperationError, Operations, StaffPermit};
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::Barrier;
use uuid::Uuid;

const LINK: &str = "https://renew.example.com/password/secret-token";

/// A mail server that is told what to say.
#[derive(Default)]
struct Post {
    refuses: Mutex<Option<Undeliverable>>,
    taken: Mutex<Vec<Mail>>,
}

impl Post {
    fn refuse(&self, why: &str, for_good: bool) {
        *self.refuses.lock().unwrap() = Some(Undeliverable { why: why.to_owned(), for_good });
    }

    fn recover(&self) {
        *self.refuses.lock().unwrap() = None;
    }

    fn taken(&self) -> Vec<Mail> {
        self.taken.lock().unwrap().clone()
    }
}

#[async_trait::async_trait]
impl Mailer for Post {
    async fn send(&self, mail: &Mail) -> Result<String, Undeliverable> {
        if let Some(refusal) = self.refuses.lock().unwrap().clone() {
            return Err(refusal);
        }
        self.taken.lock().unwrap().push(mail.clone());
        Ok("250 2.0.0 Ok: queued\r\n".to_owned())
    }
}

fn ana() -> Recipient {
    Recipient {
        name: "Ana Lee".to_owned(),
        email: " ana@example.com ".to_owned(),
        account: None,
        employer: Some(EmployerId(Uuid::from_u128(7))),
    }
}

async fn post(world: &World, operations: &Operations) {
    let mut unit = world.write().await;
    let letter = Letter::NewPassword { link: Link::new(LINK) };
    operations.post(&mut *unit, &ana(), &letter).await.unwrap();
    unit.commit().await.unwrap();
}

/// A world in which somebody of the carrier looks on.
async fn world() -> (World, StaffPermit) {
    let world = World::new().await;
    let permit = world.staff().await;
    (world, permit)
}

async fn only(operations: &Operations, permit: &StaffPermit) -> MessageHead {
    let mut all = operations.mails(permit, None).await.unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

const SENT: Delivered = Delivered { sent: 1, delayed: 0, failed: 0 };
const DELAYED: Delivered = Delivered { sent: 0, delayed: 1, failed: 0 };
const FAILED: Delivered = Delivered { sent: 0, delayed: 0, failed: 1 };

#[tokio::test]
async fn a_letter_leaves_with_its_change_and_once() {
    let (world, permit) = world().await;
    let operations = world.without_demo().with(World::settings());
    let post_office = Post::default();
    let mut unit = world.write().await;
    let letter = Letter::NewPassword { link: Link::new(LINK) };
    operations.post(&mut *unit, &ana(), &letter).await.unwrap();
    drop(unit);
    let nothing = operations.deliver(&post_office).await.unwrap();
    assert_eq!(nothing, Delivered::default(), "what it told of never happened");

    post(&world, &operations).await;
    assert_eq!(operations.deliver(&post_office).await.unwrap(), SENT);
    assert_eq!(operations.deliver(&post_office).await.unwrap(), Delivered::default());
    let taken = post_office.taken();
    assert_eq!((taken[0].name.as_str(), taken[0].email.as_str()), ("Ana Lee", "ana@example.com"));
    assert!(taken[0].paper.text.contains(LINK), "{}", taken[0].paper.text);
    assert!(taken[0].paper.html.contains(LINK), "{}", taken[0].paper.html);
    assert!(!format!("{taken:?}").contains("secret"), "{taken:?}");

    let head = only(&operations, &permit).await;
    assert_eq!((head.kind, head.state), (LetterKind::NewPassword, MessageState::Sent));
    assert_eq!(head.answer.as_deref(), Some("250 2.0.0 Ok: queued"));
    let kept = world.read().await.outbox().message(head.id).await.unwrap().unwrap();
    assert_eq!(kept.content, None, "what was sent is forgotten");
    let read = operations.read_mail(&permit, head.id).await.unwrap_err();
    assert!(matches!(read, OperationError::NotFound), "{read:?}");
    assert!(!operations.send_again(&permit, head.id).await.unwrap(), "never twice");
}

/// A mail server that says nothing before so many mails are on their way to it at once.
struct Slow(Barrier);

#[async_trait::async_trait]
impl Mailer for Slow {
    async fn send(&self, _: &Mail) -> Result<String, Undeliverable> {
        self.0.wait().await;
        Ok("250 fine".to_owned())
    }
}

#[tokio::test]
async fn a_letter_that_takes_long_does_not_keep_the_next_ones_waiting() {
    let (world, _) = world().await;
    let operations = world.without_demo().with(World::settings());
    for _ in 0..8 {
        post(&world, &operations).await;
    }
    let slow = Slow(Barrier::new(4));
    let done = tokio::time::timeout(Duration::from_secs(30), operations.deliver(&slow)).await;
    let all = Delivered { sent: 8, delayed: 0, failed: 0 };
    assert_eq!(done.expect("four are on their way at once").unwrap(), all);
}

#[tokio::test]
async fn what_is_kept_until_then_is_sealed() {
    let (world, permit) = world().await;
    let operations = world.operations.clone().with(World::settings());
    post(&world, &operations).await;
    let head = only(&operations, &permit).await;
    let kept = world.read().await.outbox().message(head.id).await.unwrap().unwrap();
    let told = format!("{kept:?}");
    assert!(!told.contains("secret") && !told.contains("password,"), "{told}");

    // Moved to another message it opens no more.
    let mut moved = kept.clone();
    moved.head.id = domain::id::MessageId(Uuid::from_u128(99));
    let mut unit = world.write().await;
    unit.outbox().enqueue(&moved).await.unwrap();
    unit.commit().await.unwrap();
    let post_office = Post::default();
    let done = operations.deliver(&post_office).await.unwrap();
    assert_eq!(done, Delivered { sent: 1, delayed: 0, failed: 1 });
    assert_eq!(post_office.taken().len(), 1);

    // Without keys nothing is written at all.
    let mut unit = world.write().await;
    let letter = Letter::NewPassword { link: Link::new(LINK) };
    let refused = world.without_demo().post(&mut *unit, &ana(), &letter).await.unwrap_err();
    assert!(matches!(refused, OperationError::NoKeys), "{refused:?}");
}

#[tokio::test]
async fn a_letter_that_is_not_taken_comes_again_and_is_given_up_in_the_end() {
    let (world, permit) = world().await;
    let operations = world.without_demo().with(World::settings());
    let post_office = Post::default();
    post(&world, &operations).await;
    post_office.refuse("421 Try again later", false);
    let mut waits = Vec::new();
    for attempt in 1..ATTEMPTS_MAX {
        assert_eq!(operations.deliver(&post_office).await.unwrap(), DELAYED, "{attempt}");
        let nothing = operations.deliver(&post_office).await.unwrap();
        assert_eq!(nothing, Delivered::default(), "it waits");
        let head = only(&operations, &permit).await;
        assert_eq!((head.state, head.attempts), (MessageState::Waiting, attempt));
        waits.push((head.due_at - operations.now()).num_minutes());
        world.clock.set(head.due_at);
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360]);
    assert_eq!(operations.deliver(&post_office).await.unwrap(), FAILED);
    let head = only(&operations, &permit).await;
    assert_eq!((head.state, head.attempts), (MessageState::Failed, ATTEMPTS_MAX));
    assert_eq!(head.answer.as_deref(), Some("421 Try again later"));
    world.clock.set(operations.now() + TimeDelta::days(1));
    assert_eq!(operations.deliver(&post_office).await.unwrap(), Delivered::default());

    post_office.recover();
    assert!(operations.send_again(&permit, head.id).await.unwrap());
    assert_eq!(operations.deliver(&post_office).await.unwrap(), SENT);
    assert_eq!(post_office.taken().len(), 1);
    let trail = operations.trail(head.employer, &Filter::default(), None).await.unwrap();
    let event = &trail.rows[0].as_ref().unwrap().event;
    assert_eq!(event.action.code(), "mail_sent_again");
    assert_eq!(event.subject.as_str(), "New password, to a…@example.com");
}

#[tokio::test]
async fn a_letter_that_nobody_will_ever_take_is_given_up_at_once() {
    let (world, permit) = world().await;
    let operations = world.without_demo().with(World::settings());
    let post_office = Post::default();
    post(&world, &operations).await;
    post_office.refuse("550 No such user", true);
    assert_eq!(operations.deliver(&post_office).await.unwrap(), FAILED);
    assert_eq!(only(&operations, &permit).await.attempts, 1);
}

/// It is sent once more, as the same message: at worst it is late.
#[tokio::test]
async fn a_server_that_stops_while_sending_delays_a_letter() {
    let (world, permit) = world().await;
    let operations = world.without_demo().with(World::settings());
    let post_office = Post::default();
    post(&world, &operations).await;
    let mut unit = world.write().await;
    let now = operations.now();
    unit.outbox().lease(now, now + TimeDelta::minutes(5)).await.unwrap().expect("is due");
    unit.commit().await.unwrap();
    assert_eq!(operations.deliver(&post_office).await.unwrap(), Delivered::default());
    let head = only(&operations, &permit).await;
    assert_eq!(head.state, MessageState::Sending);
    assert!(!operations.send_again(&permit, head.id).await.unwrap(), "somebody may be sending it");
    world.clock.set(now + TimeDelta::minutes(5));
    assert_eq!(operations.deliver(&post_office).await.unwrap(), SENT);
    assert_eq!(post_office.taken()[0].id, head.id);
}

#[tokio::test]
async fn in_the_demo_a_letter_stays_and_is_read() {
    let (world, permit) = world().await;
    let mut settings = World::settings();
    settings.keeps_mail = true;
    let operations = world.operations.clone().with(settings);
    post(&world, &operations).await;
    assert_eq!(operations.deliver(&Post::default()).await.unwrap(), Delivered::default());
    let head = only(&operations, &permit).await;
    assert_eq!(head.state, MessageState::Kept);
    let (_, paper) = operations.read_mail(&permit, head.id).await.unwrap();
    assert_eq!(paper.subject, "Choose a new password");
    assert!(paper.text.contains(LINK), "{}", paper.text);
    let none = operations.mails(&permit, Some(MessageState::Failed)).await.unwrap();
    assert_eq!(none, []);
    world.clock.set(noon(day("2026-12-24")));
    assert_eq!(operations.deliver(&Post::default()).await.unwrap(), Delivered::default());
}

/// Who asks what became of it has a while to ask.
#[tokio::test]
async fn what_was_settled_long_ago_is_forgotten() {
    let (world, permit) = world().await;
    let operations = world.without_demo().with(World::settings());
    post(&world, &operations).await;
    assert_eq!(operations.deliver(&Post::default()).await.unwrap(), SENT);
    post(&world, &operations).await;
    world.clock.set(operations.now() + TimeDelta::days(90));
    assert_eq!(operations.forget_mails().await.unwrap(), 0);
    world.clock.set(operations.now() + TimeDelta::seconds(1));
    assert_eq!(operations.forget_mails().await.unwrap(), 1);
    let left = only(&operations, &permit).await;
    assert_eq!(left.state, MessageState::Waiting, "what is still on its way stays");
}
