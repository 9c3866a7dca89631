//! Mail leaves: what is due is leased, sent, and written down as sent.
//!
//! A message is leased and that is committed before it is sent, so that no two servers send it. A server
//! that stops between sending and writing it down leaves a lease that ends; the message is then sent once
//! more, with the same Message-ID, by which mail systems know it as the one that they have.

use super::{Paper, open_paper};
use crate::{OperationError, Operations};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::id::MessageId;
use domain::outbox::{LEASE, Message, wait_after};
use futures_util::future::join_all;
use std::fmt;
use tokio::sync::Mutex;

/// A mail that is ready to leave.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The message that it is: its Message-ID is made of it.
    pub id: MessageId,
    /// The name of whom it goes to.
    pub name: String,
    /// The address that it goes to.
    pub email: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// What it says.
    pub paper: Paper,
}

impl fmt::Debug for Mail {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Mail({})", self.id)
    }
}

/// Why a mail was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Undeliverable {
    /// What the mail server said, or why it was not reached.
    pub why: String,
    /// Whether it would be no better later.
    pub for_good: bool,
}

/// A way for mail to leave.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands a mail over to the mail server, and answers what that said. Must end within the time that a
    /// lease holds.
    async fn send(&self, mail: &Mail) -> Result<String, Undeliverable>;
}

/// How one round of sending went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    /// How many mails the mail server took.
    pub sent: u32,
    /// How many wait to be tried again.
    pub delayed: u32,
    /// How many were given up.
    pub failed: u32,
}

impl Delivered {
    fn and(self, more: Self) -> Self {
        Self {
            sent: self.sent + more.sent,
            delayed: self.delayed + more.delayed,
            failed: self.failed + more.failed,
        }
    }
}

/// How many messages are on their way to the mail server at once: what takes it long keeps few others waiting.
const AT_ONCE: usize = 4;
/// How many leave one after the other before it is looked for what else there is to do: a mail server that
/// hangs is asked for long.
const ROUND: usize = 12;

/// The longest answer that is kept, in characters.
const ANSWER_MAX: usize = 300;

impl Operations {
    /// Sends some of what is due; nothing where nothing is. What goes wrong with one message ends no other that
    /// is on its way.
    pub async fn deliver(&self, mailer: &dyn Mailer) -> Result<Delivered, OperationError> {
        // One after the other asks for what is due, so that none of this server's own finds it taken.
        let turn = Mutex::new(());
        let lanes = (0..AT_ONCE).map(|_| self.deliver_in_turn(&turn, mailer));
        let mut all = Delivered::default();
        for done in join_all(lanes).await {
            all = all.and(done?);
        }
        Ok(all)
    }

    async fn deliver_in_turn(
        &self,
        turn: &Mutex<()>,
        mailer: &dyn Mailer,
    ) -> Result<Delivered, OperationError> {
        let mut done = Delivered::default();
        for _ in 0..ROUND {
            let mine = turn.lock().await;
            let leased = self.lease_message().await?;
            drop(mine);
            let Some(message) = leased else { break };
            done = done.and(self.send_leased(&message, mailer).await?);
        }
        Ok(done)
    }

    async fn send_leased(
        &self,
        message: &Message,
        mailer: &dyn Mailer,
    ) -> Result<Delivered, OperationError> {
        let outcome = match self.open_message(message)? {
            Some(mail) => mailer.send(&mail).await,
            None => Err(Undeliverable {
                why: "It does not open with the keys that the server has.".to_owned(),
                for_good: true,
            }),
        };
        self.settle(message, outcome).await
    }

    /// Takes what has been due longest, and keeps that before anything is sent.
    async fn lease_message(&self) -> Result<Option<Message>, OperationError> {
        let now = self.clock.now();
        let mut unit = self.store.begin().await?;
        let leased = unit.outbox().lease(now, now + LEASE).await?;
        unit.commit().await?;
        Ok(leased)
    }

    fn open_message(&self, message: &Message) -> Result<Option<Mail>, OperationError> {
        let vault = &self.settings.secrets()?.vault;
        let head = &message.head;
        let content = message.content.as_ref();
        let paper = content.and_then(|content| open_paper(vault, head.id, content));
        Ok(paper.map(|paper| Mail {
            id: head.id,
            name: head.name.clone(),
            email: head.email.clone(),
            written_at: head.created_at,
            paper,
        }))
    }

    /// Writes down how it went.
    async fn settle(
        &self,
        message: &Message,
        outcome: Result<String, Undeliverable>,
    ) -> Result<Delivered, OperationError> {
        let mut done = Delivered::default();
        let (head, now) = (&message.head, self.clock.now());
        let (kind, attempts) = (head.kind.code(), head.attempts);
        let mut unit = self.store.begin().await?;
        match outcome {
            Ok(answer) => {
                let forget = !self.shows_demo;
                unit.outbox()
                    .mark_sent(head.id, now, &excerpt(&answer, ANSWER_MAX), forget)
                    .await?;
                done.sent += 1;
                tracing::info!(message = %head.id, kind, attempts, "mail sent");
            }
            Err(Undeliverable { why, for_good }) => {
                let wait = wait_after(attempts).filter(|_| !for_good);
                let due_at = wait.map(|wait| now + wait);
                unit.outbox().mark_failed(head, due_at, &excerpt(&why, ANSWER_MAX)).await?;
                // What the mail server said may name whom it was for: that is for staff to read.
                if due_at.is_some() {
                    done.delayed += 1;
                    tracing::warn!(message = %head.id, kind, attempts, "mail delayed");
                } else {
                    done.failed += 1;
                    tracing::error!(message = %head.id, kind, attempts, "mail given up");
                }
            }
        }
        unit.commit().await?;
        Ok(done)
    }
}

/// What another system answered, as it is kept: one line, not too long.
pub(crate) fn excerpt(answer: &str, most: usize) -> String {
    let plain = answer.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.take(most).collect::<String>().trim().to_owned()
}
