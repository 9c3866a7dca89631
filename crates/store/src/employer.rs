//! The employers.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::employer::{Employer, EmployerKind};
use domain::id::EmployerId;

/// Keeps employers.
#[async_trait]
pub trait EmployerRepository: Send {
    /// Keeps an employer, new or changed. `at` counts only for a new one.
    async fn save(&mut self, employer: &Employer, at: DateTime<Utc>) -> Result<(), StoreError>;

    /// The employer of an id.
    async fn lookup(&mut self, employer: EmployerId) -> Result<Option<Employer>, StoreError>;

    /// Holds an employer: others who want to hold it wait until the unit of work ends. What is read
    /// about it from then on, who acts for it above all, stays so until it is decided.
    async fn hold(&mut self, employer: EmployerId) -> Result<(), StoreError>;

    /// Every employer of a kind, by id.
    async fn list(&mut self, kind: EmployerKind) -> Result<Vec<Employer>, StoreError>;

    /// Forgets the people of prospects: all rosters taken in before a moment, and the prospects
    /// created before it that have no roster since. Answers how many prospects went.
    async fn delete_prospects_before(&mut self, moment: DateTime<Utc>) -> Result<u64, StoreError>;
}

/// The bodies of [`EmployerRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! employer_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::EmployerRepository for $unit {
            async fn save(
                &mut self,
                employer: &domain::employer::Employer,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/employer_save.sql",
                    employer.id.0,
                    employer.name,
                    employer.kind.code(),
                    employer.zip.map(|zip| zip.to_string()),
                    employer.county,
                    employer.renews_on,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn lookup(
                &mut self,
                employer: domain::id::EmployerId,
            ) -> Result<Option<domain::employer::Employer>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::EmployerRow,
                    "../store/queries/employer_lookup.sql",
                    employer.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn hold(
                &mut self,
                employer: domain::id::EmployerId,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!("../store/queries/employer_hold.sql", employer.0)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(())
            }

            async fn list(
                &mut self,
                kind: domain::employer::EmployerKind,
            ) -> Result<Vec<domain::employer::Employer>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::EmployerRow,
                    "../store/queries/employer_list.sql",
                    kind.code()
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn delete_prospects_before(
                &mut self,
                moment: DateTime<Utc>,
            ) -> Result<u64, $crate::StoreError> {
                let moment = $crate::row::kept_moment(moment);
                sqlx::query_file!("../store/queries/roster_delete_of_prospects.sql", moment)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                let deleted =
                    sqlx::query_file!("../store/queries/employer_delete_prospects.sql", moment)
                        .execute(&mut *self.0)
                        .await
                        .map_err($error)?;
                Ok(deleted.rows_affected())
            }
        }
    };
}
