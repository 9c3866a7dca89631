//! The rosters of employers: who works there, and who belongs to whom.

use crate::StoreError;
use async_trait::async_trait;
use domain::census::Census;
use domain::id::EmployerId;
use domain::roster::RosterHead;

/// Keeps rosters. A new one takes nothing away from those before it.
#[async_trait]
pub trait RosterRepository: Send {
    /// Keeps a roster of an employer.
    async fn insert(
        &mut self,
        employer: EmployerId,
        head: &RosterHead,
        census: &Census,
    ) -> Result<(), StoreError>;

    /// The roster of an employer that was taken in last.
    async fn latest(
        &mut self,
        employer: EmployerId,
    ) -> Result<Option<(RosterHead, Census)>, StoreError>;
}

/// The bodies of [`RosterRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! roster_repository {
    ($unit:ident, $error:ident, person_insert: $person_insert:literal) => {
        #[async_trait::async_trait]
        impl $crate::RosterRepository for $unit {
            async fn insert(
                &mut self,
                employer: domain::id::EmployerId,
                head: &domain::roster::RosterHead,
                census: &domain::census::Census,
            ) -> Result<(), $crate::StoreError> {
                let people = $crate::row::people(census)?;
                sqlx::query_file!(
                    "../store/queries/roster_insert.sql",
                    employer.0,
                    head.id.0,
                    head.source,
                    $crate::row::kept_moment(head.taken_at),
                    $crate::row::json(&head.faults)?
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                for batch in people.chunks($crate::row::BATCH) {
                    sqlx::query_file!(
                        $person_insert,
                        employer.0,
                        head.id.0,
                        $crate::row::json(batch)?
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                }
                Ok(())
            }

            async fn latest(
                &mut self,
                employer: domain::id::EmployerId,
            ) -> Result<
                Option<(domain::roster::RosterHead, domain::census::Census)>,
                $crate::StoreError,
            > {
                let head = sqlx::query_file_as!(
                    $crate::row::RosterRow,
                    "../store/queries/roster_latest.sql",
                    employer.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                let Some(head) = head else { return Ok(None) };
                let people = sqlx::query_file_as!(
                    $crate::row::PersonRow,
                    "../store/queries/person_list.sql",
                    employer.0,
                    head.roster_id
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(Some((head.try_into()?, $crate::row::census(people)?)))
            }
        }
    };
}
