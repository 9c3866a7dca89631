//! The audit trails: who did what.

use crate::StoreError;
use async_trait::async_trait;
use domain::audit::{Chained, Event, Filter, Head, Kept};
use domain::id::EmployerId;

/// Keeps audit trails: one of each employer, and the carrier's own, that of `None`. What was
/// appended is never changed or removed: the database refuses it.
#[async_trait]
pub trait AuditRepository: Send {
    /// Puts an event at the end of its employer's trail.
    ///
    /// From here to the end of the unit of work, others who append to the same trail wait. So it is
    /// done last, and where two trails are told, the employer's comes before the carrier's: two who
    /// did it the other way round would wait for each other.
    async fn append(&mut self, event: Event) -> Result<Chained, StoreError>;

    /// At most so many events of a trail that a filter lets through, the newest first; those whose
    /// number is below `before`, if that is given.
    async fn page(
        &mut self,
        employer: Option<EmployerId>,
        filter: &Filter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Kept>, StoreError>;

    /// At most so many rows of a trail in their order: those whose number is above `after`. Begin
    /// with `i64::MIN`, since a row may have been put before the first.
    async fn walk(
        &mut self,
        employer: Option<EmployerId>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Kept>, StoreError>;

    /// Where a trail ends. Nothing where it was never begun, or where that was made unreadable.
    async fn head(&mut self, employer: Option<EmployerId>) -> Result<Option<Head>, StoreError>;

    /// Whose trails there are, the carrier's first.
    async fn chains(&mut self) -> Result<Vec<Option<EmployerId>>, StoreError>;
}

/// The bodies of [`AuditRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! audit_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::AuditRepository for $unit {
            async fn append(
                &mut self,
                event: domain::audit::Event,
            ) -> Result<domain::audit::Chained, $crate::StoreError> {
                let employer = domain::audit::chain::key(event.employer);
                let place = sqlx::query_file_as!(
                    $crate::row::AuditHeadRow,
                    "../store/queries/audit_head_advance.sql",
                    employer.0,
                    domain::audit::Fingerprint::NONE.to_string()
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)?;
                let at = $crate::row::kept_moment(event.at);
                let event = domain::audit::Event { at, ..event };
                let chained = domain::audit::Chained::new(place.number, place.hash()?, event);
                let text = |excerpt: Option<&domain::audit::Excerpt>| {
                    excerpt.map(|excerpt| excerpt.as_str().to_owned())
                };
                let event = &chained.event;
                sqlx::query_file!(
                    "../store/queries/audit_event_insert.sql",
                    employer.0,
                    chained.number,
                    event.at,
                    event.actor.code(),
                    event.actor.account().map(|account| account.0),
                    text(event.actor.name()),
                    text(event.address.as_ref()),
                    event.action.code(),
                    event.subject.as_str(),
                    text(event.before.as_ref()),
                    text(event.after.as_ref()),
                    chained.previous.to_string(),
                    chained.hash.to_string()
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                sqlx::query_file!(
                    "../store/queries/audit_head_seal.sql",
                    employer.0,
                    chained.number,
                    chained.hash.to_string()
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(chained)
            }

            async fn page(
                &mut self,
                employer: Option<domain::id::EmployerId>,
                filter: &domain::audit::Filter,
                before: Option<i64>,
                limit: u32,
            ) -> Result<Vec<domain::audit::Kept>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::AuditEventRow,
                    "../store/queries/audit_event_page.sql",
                    domain::audit::chain::key(employer).0,
                    before.unwrap_or(i64::MAX),
                    filter.action.map(domain::audit::Action::code),
                    filter.account.map(|account| account.0),
                    filter.from,
                    filter.until,
                    i64::from(limit)
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(rows.iter().map($crate::row::AuditEventRow::kept).collect())
            }

            async fn walk(
                &mut self,
                employer: Option<domain::id::EmployerId>,
                after: i64,
                limit: u32,
            ) -> Result<Vec<domain::audit::Kept>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::AuditEventRow,
                    "../store/queries/audit_event_walk.sql",
                    domain::audit::chain::key(employer).0,
                    after,
                    i64::from(limit)
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(rows.iter().map($crate::row::AuditEventRow::kept).collect())
            }

            async fn head(
                &mut self,
                employer: Option<domain::id::EmployerId>,
            ) -> Result<Option<domain::audit::Head>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::AuditHeadRow,
                    "../store/queries/audit_head_lookup.sql",
                    domain::audit::chain::key(employer).0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.and_then(|row| row.head(employer)))
            }

            async fn chains(
                &mut self,
            ) -> Result<Vec<Option<domain::id::EmployerId>>, $crate::StoreError> {
                let keys = sqlx::query_file_scalar!("../store/queries/audit_chain_list.sql")
                    .fetch_all(&mut *self.0)
                    .await
                    .map_err($error)?;
                let employer = |key| domain::audit::chain::employer(domain::id::EmployerId(key));
                Ok(keys.into_iter().map(employer).collect())
            }
        }
    };
}
