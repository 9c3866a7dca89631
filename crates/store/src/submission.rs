//! What employers submit, and what becomes of it.

use crate::StoreError;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::employer::Employer;
use domain::id::EmployerId;
use domain::submission::{Submission, SubmissionHead};

/// Keeps submissions. Of a renewal at most one is under way, and at most one is accepted or in effect: so the
/// one that is replaced is saved before the one that replaces it.
#[async_trait]
pub trait SubmissionRepository: Send {
    /// Keeps a new one, at version 1.
    ///
    /// It is refused with a conflict over [`SubmissionOfKey`](crate::Constraint::SubmissionOfKey) where the
    /// renewal has one of this key, [`SubmissionOfNumber`](crate::Constraint::SubmissionOfNumber) of this
    /// number, [`SubmissionPending`](crate::Constraint::SubmissionPending) where another is under way and
    /// [`SubmissionAccepted`](crate::Constraint::SubmissionAccepted) where another is accepted. Where
    /// several of them are in the way, it is told of any one.
    async fn insert(&mut self, submission: &Submission) -> Result<(), StoreError>;

    /// Keeps where one stands now. Answers whether that was based on the version that is kept; it grows by
    /// one. What is filed stays as it was.
    ///
    /// It may be refused like [`insert`](Self::insert).
    async fn save_course(&mut self, submission: &Submission) -> Result<bool, StoreError>;

    /// The same, and keeps with it what is filed and its hash, to which a second signature was added. Only of
    /// one that awaits it.
    async fn save_signed(&mut self, submission: &Submission) -> Result<bool, StoreError>;

    /// The submission of a number.
    async fn lookup(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
        number: i64,
    ) -> Result<Option<Submission>, StoreError>;

    /// The submission of a key, by which the same request is known again.
    async fn of_key(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
        key: &str,
    ) -> Result<Option<Submission>, StoreError>;

    /// The submissions of a renewal, the newest first.
    async fn list(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<Vec<Submission>, StoreError>;

    /// A number that grows whenever a submission of a renewal is inserted or saved.
    async fn pulse(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<i64, StoreError>;

    /// At most so many of all employers, of one state where its word is given: those first that the carrier
    /// has to look at, the one that came first before the others; then those that changed last.
    async fn heads(
        &mut self,
        state: Option<&str>,
        limit: u32,
    ) -> Result<Vec<SubmissionHead>, StoreError>;

    /// At most so many of all employers that are accepted and whose renewal takes effect on a day or before
    /// it, the earliest first.
    async fn to_take_effect(
        &mut self,
        on: NaiveDate,
        limit: u32,
    ) -> Result<Vec<SubmissionHead>, StoreError>;

    /// At most so many groups and invented employers that renew from one day to another and have no
    /// submission that stands for that renewal: by id, those after one where one is given.
    async fn employers_without(
        &mut self,
        from: NaiveDate,
        until: NaiveDate,
        after: Option<EmployerId>,
        limit: u32,
    ) -> Result<Vec<Employer>, StoreError>;
}

/// The bodies of [`SubmissionRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! submission_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::SubmissionRepository for $unit {
            async fn insert(
                &mut self,
                submission: &domain::submission::Submission,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/submission_insert.sql",
                    submission.employer.0,
                    submission.effective_on,
                    submission.number,
                    submission.key,
                    $crate::row::submission::filed_document(&submission.filed)?,
                    submission.hash,
                    submission.course.state.code(),
                    $crate::row::json(&submission.course)?,
                    submission.submitted_by.map(|account| account.0),
                    $crate::row::kept_moment(submission.submitted_at),
                    $crate::row::kept_moment(submission.changed_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn save_course(
                &mut self,
                submission: &domain::submission::Submission,
            ) -> Result<bool, $crate::StoreError> {
                let saved = sqlx::query_file!(
                    "../store/queries/submission_save_course.sql",
                    submission.employer.0,
                    submission.effective_on,
                    submission.number,
                    submission.version,
                    submission.course.state.code(),
                    $crate::row::json(&submission.course)?,
                    $crate::row::kept_moment(submission.changed_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(saved.rows_affected() == 1)
            }

            async fn save_signed(
                &mut self,
                submission: &domain::submission::Submission,
            ) -> Result<bool, $crate::StoreError> {
                let saved = sqlx::query_file!(
                    "../store/queries/submission_save_signed.sql",
                    submission.employer.0,
                    submission.effective_on,
                    submission.number,
                    submission.version,
                    $crate::row::submission::filed_document(&submission.filed)?,
                    submission.hash,
                    submission.course.state.code(),
                    $crate::row::json(&submission.course)?,
                    $crate::row::kept_moment(submission.changed_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(saved.rows_affected() == 1)
            }

            async fn lookup(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
                number: i64,
            ) -> Result<Option<domain::submission::Submission>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::submission::SubmissionRow,
                    "../store/queries/submission_lookup.sql",
                    employer.0,
                    effective_on,
                    number
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn of_key(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
                key: &str,
            ) -> Result<Option<domain::submission::Submission>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::submission::SubmissionRow,
                    "../store/queries/submission_of_key.sql",
                    employer.0,
                    effective_on,
                    key
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn list(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
            ) -> Result<Vec<domain::submission::Submission>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::submission::SubmissionRow,
                    "../store/queries/submission_list.sql",
                    employer.0,
                    effective_on
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn pulse(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
            ) -> Result<i64, $crate::StoreError> {
                sqlx::query_file_scalar!(
                    "../store/queries/submission_pulse.sql",
                    employer.0,
                    effective_on
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn heads(
                &mut self,
                state: Option<&str>,
                limit: u32,
            ) -> Result<Vec<domain::submission::SubmissionHead>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::submission::SubmissionHeadRow,
                    "../store/queries/submission_heads.sql",
                    state,
                    i64::from(limit)
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn to_take_effect(
                &mut self,
                on: NaiveDate,
                limit: u32,
            ) -> Result<Vec<domain::submission::SubmissionHead>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::submission::SubmissionHeadRow,
                    "../store/queries/submission_to_take_effect.sql",
                    on,
                    i64::from(limit)
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn employers_without(
                &mut self,
                from: NaiveDate,
                until: NaiveDate,
                after: Option<domain::id::EmployerId>,
                limit: u32,
            ) -> Result<Vec<domain::employer::Employer>, $crate::StoreError> {
                // The least of all ids, which nobody has.
                let after = after.map_or(Uuid::nil(), |employer| employer.0);
                let rows = sqlx::query_file_as!(
                    $crate::row::EmployerRow,
                    "../store/queries/submission_employers_without.sql",
                    from,
                    until,
                    after,
                    i64::from(limit)
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }
        }
    };
}
