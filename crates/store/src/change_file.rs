//! Change files on their way to the core system.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{ChangeFileId, EmployerId};
use domain::submission::{ChangeFile, ChangeFileHead, ChangeFileState};

/// Keeps the change files, and how sending them went.
#[async_trait]
pub trait ChangeFileRepository: Send {
    /// The control number of the next file: one more each time, in the order in which those who ask commit.
    /// The others wait for that.
    async fn next_control(&mut self) -> Result<i64, StoreError>;

    /// Puts a file in, in the state that it says.
    async fn enqueue(&mut self, file: &ChangeFile) -> Result<(), StoreError>;

    /// Takes the file that has been due longest, for the caller alone until a moment. Commit before it is
    /// sent. One that was not settled by then is due again.
    async fn lease(
        &mut self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<ChangeFile>, StoreError>;

    /// Writes down that a file was handed over. One that was acknowledged before stays so.
    async fn note_sent(
        &mut self,
        file: &ChangeFileHead,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Writes down that a leased file was not handed over: it is due again at a moment, or without one was
    /// given up. Answers whether the lease, told by its count of attempts, still held.
    async fn note_failed(
        &mut self,
        leased: &ChangeFileHead,
        due_at: Option<DateTime<Utc>>,
        answer: &str,
    ) -> Result<bool, StoreError>;

    /// Writes down what the core system said to the file of a control number. Answers with the file;
    /// `None` where there is none, or it was acknowledged before.
    async fn acknowledge(
        &mut self,
        control: i64,
        accepted: bool,
        answer: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<ChangeFileHead>, StoreError>;

    /// Makes a file due now, with all its tries before it, and forgets that it was rejected. Answers whether
    /// there was one that could be: not one that is being sent, and not one that was accepted.
    async fn send_again(
        &mut self,
        employer: EmployerId,
        file: ChangeFileId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError>;

    /// At most so many files of all employers, each with the employer's name, of one state where one is
    /// given: what failed first, then what was rejected, then what is on its way, each the newest first.
    async fn heads(
        &mut self,
        state: Option<ChangeFileState>,
        limit: u32,
    ) -> Result<Vec<(ChangeFileHead, String)>, StoreError>;

    /// The files that tell of a submission, in the order in which they were written.
    async fn heads_of_submission(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
        number: i64,
    ) -> Result<Vec<ChangeFileHead>, StoreError>;

    /// A file with its content.
    async fn lookup(
        &mut self,
        employer: EmployerId,
        file: ChangeFileId,
    ) -> Result<Option<ChangeFile>, StoreError>;
}

/// The bodies of [`ChangeFileRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! change_file_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::ChangeFileRepository for $unit {
            async fn next_control(&mut self) -> Result<i64, $crate::StoreError> {
                sqlx::query_file_scalar!("../store/queries/change_file_next_control.sql")
                    .fetch_one(&mut *self.0)
                    .await
                    .map_err($error)
            }

            async fn enqueue(
                &mut self,
                file: &domain::submission::ChangeFile,
            ) -> Result<(), $crate::StoreError> {
                let head = &file.head;
                sqlx::query_file!(
                    "../store/queries/change_file_insert.sql",
                    head.employer.0,
                    head.id.0,
                    head.effective_on,
                    head.number,
                    head.control,
                    file.content,
                    head.state.code(),
                    $crate::row::kept_moment(head.due_at),
                    $crate::row::kept_moment(head.created_at)
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
            ) -> Result<Option<domain::submission::ChangeFile>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::submission::ChangeFileRow,
                    "../store/queries/change_file_lease.sql",
                    $crate::row::kept_moment(now),
                    $crate::row::kept_moment(until)
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn note_sent(
                &mut self,
                file: &domain::submission::ChangeFileHead,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/change_file_sent.sql",
                    file.employer.0,
                    file.id.0,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn note_failed(
                &mut self,
                leased: &domain::submission::ChangeFileHead,
                due_at: Option<DateTime<Utc>>,
                answer: &str,
            ) -> Result<bool, $crate::StoreError> {
                let state = if due_at.is_some() {
                    domain::submission::ChangeFileState::Waiting
                } else {
                    domain::submission::ChangeFileState::Failed
                };
                let saved = sqlx::query_file!(
                    "../store/queries/change_file_failed.sql",
                    leased.employer.0,
                    leased.id.0,
                    i64::from(leased.attempts),
                    state.code(),
                    $crate::row::kept_moment(due_at.unwrap_or(leased.due_at)),
                    answer
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(saved.rows_affected() == 1)
            }

            async fn acknowledge(
                &mut self,
                control: i64,
                accepted: bool,
                answer: &str,
                at: DateTime<Utc>,
            ) -> Result<Option<domain::submission::ChangeFileHead>, $crate::StoreError> {
                let state = if accepted {
                    domain::submission::ChangeFileState::Accepted
                } else {
                    domain::submission::ChangeFileState::Rejected
                };
                let row = sqlx::query_file_as!(
                    $crate::row::submission::ChangeFileHeadRow,
                    "../store/queries/change_file_acknowledge.sql",
                    control,
                    state.code(),
                    answer,
                    $crate::row::kept_moment(at)
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn send_again(
                &mut self,
                employer: domain::id::EmployerId,
                file: domain::id::ChangeFileId,
                now: DateTime<Utc>,
            ) -> Result<bool, $crate::StoreError> {
                let again = sqlx::query_file!(
                    "../store/queries/change_file_again.sql",
                    employer.0,
                    file.0,
                    $crate::row::kept_moment(now)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(again.rows_affected() == 1)
            }

            async fn heads(
                &mut self,
                state: Option<domain::submission::ChangeFileState>,
                limit: u32,
            ) -> Result<Vec<(domain::submission::ChangeFileHead, String)>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::submission::ListedChangeFileRow,
                    "../store/queries/change_file_heads.sql",
                    state.map(domain::submission::ChangeFileState::code),
                    i64::from(limit)
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn heads_of_submission(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
                number: i64,
            ) -> Result<Vec<domain::submission::ChangeFileHead>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::submission::ChangeFileHeadRow,
                    "../store/queries/change_file_of_submission.sql",
                    employer.0,
                    effective_on,
                    number
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn lookup(
                &mut self,
                employer: domain::id::EmployerId,
                file: domain::id::ChangeFileId,
            ) -> Result<Option<domain::submission::ChangeFile>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::submission::ChangeFileRow,
                    "../store/queries/change_file_lookup.sql",
                    employer.0,
                    file.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }
        }
    };
}
