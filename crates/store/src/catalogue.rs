//! The catalogue of plans and rates: published once, never changed.

use crate::StoreError;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::catalogue::{CatalogueHead, Filing, FilingContent, FilingHead};
use domain::id::{CatalogueId, FilingId, IssuerId, PlanId};
use domain::place::RatingArea;
use domain::plan::{Plan, Succession};
use domain::rate::RateSheet;

/// Publishes catalogues and reads any that was ever published.
#[async_trait]
pub trait CatalogueRepository: Send {
    /// The current catalogue.
    async fn latest(&mut self) -> Result<Option<CatalogueHead>, StoreError>;

    /// The catalogue of a number.
    async fn by_number(&mut self, number: i64) -> Result<Option<CatalogueHead>, StoreError>;

    /// Every catalogue, by number.
    async fn list(&mut self) -> Result<Vec<CatalogueHead>, StoreError>;

    /// The filings of a catalogue, by issuer, year and kind (in the order of the kinds' codes).
    async fn filings(&mut self, catalogue: CatalogueId) -> Result<Vec<FilingHead>, StoreError>;

    /// What a filing says: plans by id; rates by plan, area and first day; a crosswalk by old plan.
    async fn content(&mut self, filing: &FilingHead) -> Result<FilingContent, StoreError>;

    /// Publishes a catalogue of new filings, and of such as have been in one before.
    ///
    /// Of two who publish under one number at once, the second gets
    /// [`Constraint::CatalogueNumber`](crate::Constraint::CatalogueNumber).
    async fn publish(
        &mut self,
        head: &CatalogueHead,
        new: &[Filing],
        kept: &[FilingId],
    ) -> Result<(), StoreError>;

    /// The plans of a year in a state, by id.
    async fn plans(
        &mut self,
        catalogue: CatalogueId,
        year: i32,
        state: &str,
    ) -> Result<Vec<Plan>, StoreError>;

    /// A plan of a year.
    async fn plan(
        &mut self,
        catalogue: CatalogueId,
        year: i32,
        plan: &PlanId,
    ) -> Result<Option<Plan>, StoreError>;

    /// The rates that hold in an area on a day, by plan.
    async fn sheets(
        &mut self,
        catalogue: CatalogueId,
        area: &RatingArea,
        on: NaiveDate,
    ) -> Result<Vec<RateSheet>, StoreError>;

    /// What becomes of the plans of a year in the year after, by plan.
    async fn successions(
        &mut self,
        catalogue: CatalogueId,
        year: i32,
    ) -> Result<Vec<Succession>, StoreError>;

    /// The names of the issuers, by id.
    async fn issuer_names(&mut self) -> Result<Vec<(IssuerId, String)>, StoreError>;

    /// Names an issuer, or names it anew.
    async fn name_issuer(&mut self, issuer: IssuerId, name: &str) -> Result<(), StoreError>;
}

/// The bodies of [`CatalogueRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! catalogue_repository {
    ($unit:ident, $error:ident, rate_insert: $rate_insert:literal) => {
        #[async_trait::async_trait]
        impl $crate::CatalogueRepository for $unit {
            async fn latest(
                &mut self,
            ) -> Result<Option<domain::catalogue::CatalogueHead>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::CatalogueRow,
                    "../store/queries/catalogue_latest.sql"
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn by_number(
                &mut self,
                number: i64,
            ) -> Result<Option<domain::catalogue::CatalogueHead>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::CatalogueRow,
                    "../store/queries/catalogue_by_number.sql",
                    number
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn list(
                &mut self,
            ) -> Result<Vec<domain::catalogue::CatalogueHead>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::CatalogueRow,
                    "../store/queries/catalogue_list.sql"
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(rows.into_iter().map(Into::into).collect())
            }

            async fn filings(
                &mut self,
                catalogue: domain::id::CatalogueId,
            ) -> Result<Vec<domain::catalogue::FilingHead>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::FilingRow,
                    "../store/queries/filing_list.sql",
                    catalogue.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn content(
                &mut self,
                filing: &domain::catalogue::FilingHead,
            ) -> Result<domain::catalogue::FilingContent, $crate::StoreError> {
                use domain::catalogue::{FilingContent, FilingKind};
                Ok(match filing.key.kind {
                    FilingKind::Plans => FilingContent::Plans(self.plans_of(filing).await?),
                    FilingKind::Rates => FilingContent::Rates(self.sheets_of(filing).await?),
                    FilingKind::Crosswalk => {
                        FilingContent::Crosswalk(self.successions_of(filing).await?)
                    }
                })
            }

            async fn publish(
                &mut self,
                head: &domain::catalogue::CatalogueHead,
                new: &[domain::catalogue::Filing],
                kept: &[domain::id::FilingId],
            ) -> Result<(), $crate::StoreError> {
                let published_at = $crate::row::kept_moment(head.published_at);
                sqlx::query_file!(
                    "../store/queries/catalogue_insert.sql",
                    head.id.0,
                    head.number,
                    published_at
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                for filing in new {
                    self.insert_filing(filing, published_at).await?;
                }
                for id in new.iter().map(|filing| filing.id).chain(kept.iter().copied()) {
                    let inserted = sqlx::query_file!(
                        "../store/queries/catalogue_filing_insert.sql",
                        head.id.0,
                        id.0
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                    if inserted.rows_affected() == 0 {
                        return Err($crate::StoreError::UnknownFiling(id));
                    }
                }
                Ok(())
            }

            async fn plans(
                &mut self,
                catalogue: domain::id::CatalogueId,
                year: i32,
                state: &str,
            ) -> Result<Vec<domain::plan::Plan>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::PlanRow,
                    "../store/queries/plan_list.sql",
                    catalogue.0,
                    year,
                    state
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn plan(
                &mut self,
                catalogue: domain::id::CatalogueId,
                year: i32,
                plan: &domain::id::PlanId,
            ) -> Result<Option<domain::plan::Plan>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::PlanRow,
                    "../store/queries/plan_lookup.sql",
                    i64::from(plan.issuer().0),
                    catalogue.0,
                    year,
                    plan.as_str()
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn sheets(
                &mut self,
                catalogue: domain::id::CatalogueId,
                area: &domain::place::RatingArea,
                on: NaiveDate,
            ) -> Result<Vec<domain::rate::RateSheet>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::RateRow,
                    "../store/queries/rate_list.sql",
                    catalogue.0,
                    area.state,
                    i16::from(area.number),
                    on
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(|row| row.into_sheet(area)).collect()
            }

            async fn successions(
                &mut self,
                catalogue: domain::id::CatalogueId,
                year: i32,
            ) -> Result<Vec<domain::plan::Succession>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::SuccessionRow,
                    "../store/queries/succession_list.sql",
                    catalogue.0,
                    year
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn issuer_names(
                &mut self,
            ) -> Result<Vec<(domain::id::IssuerId, String)>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::IssuerRow,
                    "../store/queries/issuer_list.sql"
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn name_issuer(
                &mut self,
                issuer: domain::id::IssuerId,
                name: &str,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!("../store/queries/issuer_save.sql", i64::from(issuer.0), name)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(())
            }
        }

        impl $unit {
            async fn plans_of(
                &mut self,
                filing: &domain::catalogue::FilingHead,
            ) -> Result<Vec<domain::plan::Plan>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::PlanRow,
                    "../store/queries/plan_list_of_filing.sql",
                    i64::from(filing.key.issuer.0),
                    filing.id.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn sheets_of(
                &mut self,
                filing: &domain::catalogue::FilingHead,
            ) -> Result<Vec<domain::rate::RateSheet>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::SheetRow,
                    "../store/queries/rate_list_of_filing.sql",
                    i64::from(filing.key.issuer.0),
                    filing.id.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn successions_of(
                &mut self,
                filing: &domain::catalogue::FilingHead,
            ) -> Result<Vec<domain::plan::Succession>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::SuccessionRow,
                    "../store/queries/succession_list_of_filing.sql",
                    i64::from(filing.key.issuer.0),
                    filing.id.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn insert_filing(
                &mut self,
                filing: &domain::catalogue::Filing,
                filed_at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/filing_insert.sql",
                    i64::from(filing.key.issuer.0),
                    filing.id.0,
                    filing.key.year,
                    filing.key.kind.code(),
                    filing.digest,
                    filing.source,
                    filed_at
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                match &filing.content {
                    domain::catalogue::FilingContent::Plans(plans) => {
                        self.insert_plans(filing, plans).await
                    }
                    domain::catalogue::FilingContent::Rates(sheets) => {
                        self.insert_rates(filing, sheets).await
                    }
                    domain::catalogue::FilingContent::Crosswalk(successions) => {
                        self.insert_successions(filing, successions).await
                    }
                }
            }

            async fn insert_plans(
                &mut self,
                filing: &domain::catalogue::Filing,
                plans: &[domain::plan::Plan],
            ) -> Result<(), $crate::StoreError> {
                for plan in plans {
                    sqlx::query_file!(
                        "../store/queries/plan_insert.sql",
                        i64::from(filing.key.issuer.0),
                        filing.id.0,
                        plan.id.as_str(),
                        plan.id.state(),
                        plan.line.label(),
                        plan.name,
                        $crate::row::plan_document(plan)?
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                }
                Ok(())
            }

            async fn insert_rates(
                &mut self,
                filing: &domain::catalogue::Filing,
                sheets: &[domain::rate::RateSheet],
            ) -> Result<(), $crate::StoreError> {
                for batch in sheets.chunks($crate::row::BATCH) {
                    sqlx::query_file!(
                        $rate_insert,
                        i64::from(filing.key.issuer.0),
                        filing.id.0,
                        $crate::row::rate_items(batch)?
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                }
                Ok(())
            }

            async fn insert_successions(
                &mut self,
                filing: &domain::catalogue::Filing,
                successions: &[domain::plan::Succession],
            ) -> Result<(), $crate::StoreError> {
                for succession in successions {
                    sqlx::query_file!(
                        "../store/queries/succession_insert.sql",
                        i64::from(filing.key.issuer.0),
                        filing.id.0,
                        succession.from.as_str(),
                        succession.to.as_ref().map(domain::id::PlanId::as_str),
                        succession.reason
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                }
                Ok(())
            }
        }
    };
}
