//! The designations of administrators.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::designation::{Designation, Paper};
use domain::id::DesignationId;

/// Keeps designations.
#[async_trait]
pub trait DesignationRepository: Send {
    /// Keeps a new one, at version 1.
    async fn insert(&mut self, designation: &Designation) -> Result<(), StoreError>;

    /// Keeps where one stands now. Answers whether that was based on the version that is kept; it grows by
    /// one.
    async fn save_course(&mut self, designation: &Designation) -> Result<bool, StoreError>;

    /// The designation of an id.
    async fn designation(
        &mut self,
        designation: DesignationId,
    ) -> Result<Option<Designation>, StoreError>;

    /// The designation of a status link's token, by the digest of that.
    async fn designation_of_digest(
        &mut self,
        digest: &str,
    ) -> Result<Option<Designation>, StoreError>;

    /// At most so many, those first that staff have to look at.
    async fn designations(&mut self, limit: u32) -> Result<Vec<Designation>, StoreError>;

    /// At most so many of those that wait for the officer and to which nothing has happened since a moment, what
    /// has waited longest first.
    async fn waiting_since(
        &mut self,
        moment: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Designation>, StoreError>;

    /// How many came from the network of an address since a moment.
    async fn count_from(&mut self, address: &str, since: DateTime<Utc>) -> Result<i64, StoreError>;

    /// How many name an officer's e-mail address since a moment.
    async fn count_of_officer(
        &mut self,
        email: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreError>;

    /// The same, of those that came from the network of an address.
    async fn count_of_officer_from(
        &mut self,
        email: &str,
        address: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreError>;

    /// How many name a group since a moment.
    async fn count_of_group(
        &mut self,
        number: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreError>;

    /// Keeps a signed form that came as a file, beside those that came before.
    async fn insert_paper(&mut self, paper: &Paper) -> Result<(), StoreError>;

    /// The latest signed form of a designation.
    async fn paper(&mut self, designation: DesignationId) -> Result<Option<Paper>, StoreError>;

    /// When the latest signed form of a designation came.
    async fn paper_came_at(
        &mut self,
        designation: DesignationId,
    ) -> Result<Option<DateTime<Utc>>, StoreError>;

    /// How many signed forms of a designation came.
    async fn count_papers(&mut self, designation: DesignationId) -> Result<i64, StoreError>;

    /// How many signed forms came from the network of an address since a moment.
    async fn count_papers_from(
        &mut self,
        address: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreError>;
}

/// The bodies of [`DesignationRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! designation_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::DesignationRepository for $unit {
            async fn insert(
                &mut self,
                designation: &domain::designation::Designation,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/designation_insert.sql",
                    designation.id.0,
                    designation.digest,
                    designation.token_sealed,
                    designation.number.as_str(),
                    designation.ein_sealed,
                    designation.ein_index,
                    $crate::row::json(&designation.form)?,
                    domain::access::email_key(&designation.form.officer.email),
                    designation.course.state.code(),
                    $crate::row::json(&designation.course)?,
                    designation.address,
                    domain::access::network(&designation.address),
                    $crate::row::kept_moment(designation.created_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn save_course(
                &mut self,
                designation: &domain::designation::Designation,
            ) -> Result<bool, $crate::StoreError> {
                let saved = sqlx::query_file!(
                    "../store/queries/designation_save.sql",
                    designation.id.0,
                    designation.version,
                    designation.course.state.code(),
                    $crate::row::json(&designation.course)?,
                    $crate::row::kept_moment(designation.changed_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(saved.rows_affected() == 1)
            }

            async fn designation(
                &mut self,
                designation: domain::id::DesignationId,
            ) -> Result<Option<domain::designation::Designation>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::DesignationRow,
                    "../store/queries/designation_lookup.sql",
                    designation.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn designation_of_digest(
                &mut self,
                digest: &str,
            ) -> Result<Option<domain::designation::Designation>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::DesignationRow,
                    "../store/queries/designation_by_digest.sql",
                    digest
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn designations(
                &mut self,
                limit: u32,
            ) -> Result<Vec<domain::designation::Designation>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::DesignationRow,
                    "../store/queries/designation_list.sql",
                    i64::from(limit)
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn waiting_since(
                &mut self,
                moment: DateTime<Utc>,
                limit: u32,
            ) -> Result<Vec<domain::designation::Designation>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::DesignationRow,
                    "../store/queries/designation_waiting_since.sql",
                    $crate::row::kept_moment(moment),
                    i64::from(limit)
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn count_from(
                &mut self,
                address: &str,
                since: DateTime<Utc>,
            ) -> Result<i64, $crate::StoreError> {
                let since = $crate::row::kept_moment(since);
                sqlx::query_file_scalar!(
                    "../store/queries/designation_count_from.sql",
                    domain::access::network(address),
                    since
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn count_of_officer(
                &mut self,
                email: &str,
                since: DateTime<Utc>,
            ) -> Result<i64, $crate::StoreError> {
                let since = $crate::row::kept_moment(since);
                sqlx::query_file_scalar!(
                    "../store/queries/designation_count_of_officer.sql",
                    domain::access::email_key(email),
                    since
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn count_of_officer_from(
                &mut self,
                email: &str,
                address: &str,
                since: DateTime<Utc>,
            ) -> Result<i64, $crate::StoreError> {
                let since = $crate::row::kept_moment(since);
                sqlx::query_file_scalar!(
                    "../store/queries/designation_count_of_officer_from.sql",
                    domain::access::email_key(email),
                    domain::access::network(address),
                    since
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn count_of_group(
                &mut self,
                number: &str,
                since: DateTime<Utc>,
            ) -> Result<i64, $crate::StoreError> {
                let since = $crate::row::kept_moment(since);
                sqlx::query_file_scalar!(
                    "../store/queries/designation_count_of_group.sql",
                    number,
                    since
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn insert_paper(
                &mut self,
                paper: &domain::designation::Paper,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/designation_paper_insert.sql",
                    paper.id.0,
                    paper.designation.0,
                    paper.kind.code(),
                    paper.bytes,
                    paper.digest,
                    paper.address,
                    domain::access::network(&paper.address),
                    $crate::row::kept_moment(paper.came_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn paper(
                &mut self,
                designation: domain::id::DesignationId,
            ) -> Result<Option<domain::designation::Paper>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::PaperRow,
                    "../store/queries/designation_paper_latest.sql",
                    designation.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn paper_came_at(
                &mut self,
                designation: domain::id::DesignationId,
            ) -> Result<Option<DateTime<Utc>>, $crate::StoreError> {
                sqlx::query_file_scalar!(
                    "../store/queries/designation_paper_came_at.sql",
                    designation.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn count_papers(
                &mut self,
                designation: domain::id::DesignationId,
            ) -> Result<i64, $crate::StoreError> {
                sqlx::query_file_scalar!(
                    "../store/queries/designation_paper_count.sql",
                    designation.0
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn count_papers_from(
                &mut self,
                address: &str,
                since: DateTime<Utc>,
            ) -> Result<i64, $crate::StoreError> {
                let since = $crate::row::kept_moment(since);
                sqlx::query_file_scalar!(
                    "../store/queries/designation_paper_count_from.sql",
                    domain::access::network(address),
                    since
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)
            }
        }
    };
}
