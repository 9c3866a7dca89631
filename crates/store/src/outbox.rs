//! Mail on its way out.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::id::MessageId;
use domain::outbox::{Message, MessageHead, MessageState};

/// Keeps the messages that are sent, and how that went.
#[async_trait]
pub trait OutboxRepository: Send {
    /// Puts a message in, in the state that it says.
    async fn enqueue(&mut self, message: &Message) -> Result<(), StoreError>;

    /// Takes the message that has been due longest, for the caller alone until a moment. Commit before
    /// it is sent. One that was not settled by then is due again.
    async fn lease(
        &mut self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Message>, StoreError>;

    /// Writes down that the mail server took a message, and with `forget` forgets what it said.
    async fn mark_sent(
        &mut self,
        message: MessageId,
        at: DateTime<Utc>,
        answer: &str,
        forget: bool,
    ) -> Result<(), StoreError>;

    /// Writes down that a leased message was not taken: it is due again at a moment, or without one was
    /// given up. Answers whether the lease, told by its count of attempts, still held.
    async fn mark_failed(
        &mut self,
        leased: &MessageHead,
        due_at: Option<DateTime<Utc>>,
        answer: &str,
    ) -> Result<bool, StoreError>;

    /// Makes a message that waits or was given up due now, with all its tries before it. Answers whether
    /// there was one that could be.
    async fn send_again(
        &mut self,
        message: MessageId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError>;

    /// At most so many messages, of one state where one is given: what failed first, then what is on its
    /// way, each the newest first.
    async fn messages(
        &mut self,
        state: Option<MessageState>,
        limit: u32,
    ) -> Result<Vec<MessageHead>, StoreError>;

    /// Forgets what was sent or given up and was written before a moment. Answers how many.
    async fn forget_settled(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError>;

    /// The message of an id.
    async fn message(&mut self, message: MessageId) -> Result<Option<Message>, StoreError>;
}

/// The bodies of [`OutboxRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! outbox_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::OutboxRepository for $unit {
            async fn enqueue(
                &mut self,
                message: &domain::outbox::Message,
            ) -> Result<(), $crate::StoreError> {
                let head = &message.head;
                let content = message.content.as_ref();
                sqlx::query_file!(
                    "../store/queries/outbox_insert.sql",
                    head.id.0,
                    head.employer.map(|employer| employer.0),
                    head.account.map(|account| account.0),
                    head.kind.code(),
                    head.name,
                    head.email,
                    content.map(|content| content.subject.clone()),
                    content.map(|content| content.text.clone()),
                    content.map(|content| content.html.clone()),
                    $crate::row::kept_moment(head.created_at),
                    $crate::row::kept_moment(head.due_at),
                    head.state.code()
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn lease(
                &mut self,
                now: DateTime<Utc>,
                until: DateTime<Utc>,
            ) -> Result<Option<domain::outbox::Message>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::MessageRow,
                    "../store/queries/outbox_lease.sql",
                    $crate::row::kept_moment(now),
                    $crate::row::kept_moment(until)
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn mark_sent(
                &mut self,
                message: domain::id::MessageId,
                at: DateTime<Utc>,
                answer: &str,
                forget: bool,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/outbox_sent.sql",
                    message.0,
                    $crate::row::kept_moment(at),
                    answer,
                    !forget
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn mark_failed(
                &mut self,
                leased: &domain::outbox::MessageHead,
                due_at: Option<DateTime<Utc>>,
                answer: &str,
            ) -> Result<bool, $crate::StoreError> {
                let state = if due_at.is_some() {
                    domain::outbox::MessageState::Waiting
                } else {
                    domain::outbox::MessageState::Failed
                };
                let marked = sqlx::query_file!(
                    "../store/queries/outbox_failed.sql",
                    leased.id.0,
                    i64::from(leased.attempts),
                    state.code(),
                    $crate::row::kept_moment(due_at.unwrap_or(leased.due_at)),
                    answer
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(marked.rows_affected() == 1)
            }

            async fn send_again(
                &mut self,
                message: domain::id::MessageId,
                now: DateTime<Utc>,
            ) -> Result<bool, $crate::StoreError> {
                let now = $crate::row::kept_moment(now);
                let again = sqlx::query_file!("../store/queries/outbox_again.sql", message.0, now)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(again.rows_affected() == 1)
            }

            async fn messages(
                &mut self,
                state: Option<domain::outbox::MessageState>,
                limit: u32,
            ) -> Result<Vec<domain::outbox::MessageHead>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::MessageHeadRow,
                    "../store/queries/outbox_list.sql",
                    state.map(domain::outbox::MessageState::code),
                    i64::from(limit)
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn forget_settled(
                &mut self,
                before: DateTime<Utc>,
            ) -> Result<u64, $crate::StoreError> {
                let before = $crate::row::kept_moment(before);
                let gone = sqlx::query_file!("../store/queries/outbox_delete_old.sql", before)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(gone.rows_affected())
            }

            async fn message(
                &mut self,
                message: domain::id::MessageId,
            ) -> Result<Option<domain::outbox::Message>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::MessageRow,
                    "../store/queries/outbox_lookup.sql",
                    message.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }
        }
    };
}
