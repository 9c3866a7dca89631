//! What people have next year, as it was elected.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::election::{ElectionLink, SavedElection};
use domain::id::EmployerId;

/// Keeps the elections of renewals, and the links by which employees elect themselves. An election that is
/// removed stays, so that its row is given to nobody else.
#[async_trait]
pub trait ElectionRepository: Send {
    /// Keeps an election that is based on the version `based_on`; its version is then one higher. Based on
    /// 0 it is a new one, or takes the place of one that was removed. Removing one is a save too. The
    /// version that the election itself names does not count.
    ///
    /// Answers whether it was kept: not where somebody else was first.
    async fn save(&mut self, election: &SavedElection, based_on: i64) -> Result<bool, StoreError>;

    /// The election of an employee, by the row; also one that was removed.
    async fn lookup(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
        row: u32,
    ) -> Result<Option<SavedElection>, StoreError>;

    /// The elections of a renewal that are not removed, by row.
    async fn list(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<Vec<SavedElection>, StoreError>;

    /// The row for the next person of a renewal whom no roster has: above every row that any election of
    /// it ever spoke of. It is given to nobody by that: two who ask at once are told the same one, so who
    /// saves an election with it keeps others from the employer meanwhile.
    async fn next_row(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<u32, StoreError>;

    /// A number that grows whenever an election of the renewal is saved, and stays as it is otherwise; 0
    /// where there never was one. Cheap enough to be asked every few seconds.
    async fn pulse(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<i64, StoreError>;

    /// Keeps a link, new or in the place of the one that the employee had before for the renewal, which is
    /// then good no more.
    async fn save_link(&mut self, link: &ElectionLink) -> Result<(), StoreError>;

    /// The links of a renewal, by row.
    async fn links(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<Vec<ElectionLink>, StoreError>;

    /// The link of a token, by the digest of that.
    async fn link_of_digest(&mut self, digest: &str) -> Result<Option<ElectionLink>, StoreError>;

    /// Writes down when a link was opened first.
    async fn note_opened(
        &mut self,
        link: &ElectionLink,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Uses a link to answer. Answers whether it could be: only once, and not once it has expired or
    /// another one was sent.
    async fn take(&mut self, link: &ElectionLink, now: DateTime<Utc>) -> Result<bool, StoreError>;
}

/// The bodies of [`ElectionRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! election_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::ElectionRepository for $unit {
            async fn save(
                &mut self,
                election: &domain::election::SavedElection,
                based_on: i64,
            ) -> Result<bool, $crate::StoreError> {
                let document = $crate::row::election::election_document(&election.election)?;
                let (row, highest_row) =
                    (i64::from(election.election.row), i64::from(election.highest_row()));
                let saved = if based_on == 0 {
                    sqlx::query_file!(
                        "../store/queries/election_insert.sql",
                        election.employer.0,
                        election.effective_on,
                        row,
                        document,
                        election.by.code(),
                        election.changed_by,
                        election.removed,
                        $crate::row::kept_moment(election.changed_at),
                        highest_row
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?
                    .rows_affected()
                } else {
                    sqlx::query_file!(
                        "../store/queries/election_save.sql",
                        election.employer.0,
                        election.effective_on,
                        row,
                        based_on,
                        document,
                        election.by.code(),
                        election.changed_by,
                        election.removed,
                        $crate::row::kept_moment(election.changed_at),
                        highest_row
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?
                    .rows_affected()
                };
                Ok(saved == 1)
            }

            async fn lookup(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
                row: u32,
            ) -> Result<Option<domain::election::SavedElection>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::election::ElectionRow,
                    "../store/queries/election_lookup.sql",
                    employer.0,
                    effective_on,
                    i64::from(row)
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
            ) -> Result<Vec<domain::election::SavedElection>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::election::ElectionRow,
                    "../store/queries/election_list.sql",
                    employer.0,
                    effective_on
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn next_row(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
            ) -> Result<u32, $crate::StoreError> {
                let highest = sqlx::query_file_scalar!(
                    "../store/queries/election_highest_row.sql",
                    employer.0,
                    effective_on
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)?;
                let next = u32::try_from(highest + 1)
                    .map_err(|error| $crate::StoreError::Database(error.into()))?;
                Ok(next.max(domain::election::FIRST_ADDED_ROW))
            }

            async fn pulse(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
            ) -> Result<i64, $crate::StoreError> {
                sqlx::query_file_scalar!(
                    "../store/queries/election_pulse.sql",
                    employer.0,
                    effective_on
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn save_link(
                &mut self,
                link: &domain::election::ElectionLink,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/election_link_save.sql",
                    link.employer.0,
                    link.effective_on,
                    i64::from(link.row),
                    link.digest,
                    link.name,
                    link.email,
                    link.sent_by,
                    $crate::row::kept_moment(link.sent_at),
                    $crate::row::kept_moment(link.expires_at),
                    link.opened_at.map($crate::row::kept_moment),
                    link.answered_at.map($crate::row::kept_moment),
                    link.scenario.map(|scenario| scenario.0)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn links(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
            ) -> Result<Vec<domain::election::ElectionLink>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::election::ElectionLinkRow,
                    "../store/queries/election_link_list.sql",
                    employer.0,
                    effective_on
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn link_of_digest(
                &mut self,
                digest: &str,
            ) -> Result<Option<domain::election::ElectionLink>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::election::ElectionLinkRow,
                    "../store/queries/election_link_by_digest.sql",
                    digest
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn note_opened(
                &mut self,
                link: &domain::election::ElectionLink,
                now: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/election_link_opened.sql",
                    link.employer.0,
                    link.effective_on,
                    i64::from(link.row),
                    link.digest,
                    $crate::row::kept_moment(now)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn take(
                &mut self,
                link: &domain::election::ElectionLink,
                now: DateTime<Utc>,
            ) -> Result<bool, $crate::StoreError> {
                let saved = sqlx::query_file!(
                    "../store/queries/election_link_take.sql",
                    link.employer.0,
                    link.effective_on,
                    i64::from(link.row),
                    link.digest,
                    $crate::row::kept_moment(now)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(saved.rows_affected() == 1)
            }
        }
    };
}
