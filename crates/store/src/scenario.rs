//! What employers consider offering next.

use crate::StoreError;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::id::{EmployerId, ScenarioId};
use domain::renewal::scenario::SavedScenario;

/// Keeps the scenarios of renewals. One that is deleted stays for a while, so that it can be brought back.
#[async_trait]
pub trait ScenarioRepository: Send {
    /// Keeps a new scenario, as it is. Its version must be above 0.
    ///
    /// Of two of one id the second gets [`Constraint::ScenarioOfId`](crate::Constraint::ScenarioOfId).
    async fn insert(&mut self, scenario: &SavedScenario) -> Result<(), StoreError>;

    /// Changes a scenario that was read at the version `based_on`; its version is then one higher.
    /// Deleting one and bringing it back are such changes too. The version that the scenario
    /// itself names does not count, and it never goes to another renewal.
    ///
    /// Answers whether it was changed: not where somebody else was first, and not where the
    /// renewal has no such scenario.
    async fn save(&mut self, scenario: &SavedScenario, based_on: i64) -> Result<bool, StoreError>;

    /// Removes those of a renewal that were deleted longest ago, so that no more than `at_most` scenarios
    /// are kept of it, if that can be. Answers the sum of their versions: added to the version of the
    /// next one that is inserted, the pulse grows on.
    async fn forget(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
        at_most: i64,
    ) -> Result<i64, StoreError>;

    /// The scenario of an id, also a deleted one.
    async fn lookup(
        &mut self,
        employer: EmployerId,
        scenario: ScenarioId,
    ) -> Result<Option<SavedScenario>, StoreError>;

    /// The scenarios of a renewal that are not deleted, in the order in which they were made.
    async fn list(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<Vec<SavedScenario>, StoreError>;

    /// A number that grows whenever a scenario of the renewal is inserted or saved, and stays as it
    /// is otherwise, but for [`forget`](Self::forget); 0 where there never was one. Cheap enough to be asked every few seconds.
    async fn pulse(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<i64, StoreError>;
}

/// The bodies of [`ScenarioRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! scenario_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::ScenarioRepository for $unit {
            async fn insert(
                &mut self,
                scenario: &domain::renewal::scenario::SavedScenario,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/scenario_insert.sql",
                    scenario.employer.0,
                    scenario.id.0,
                    scenario.effective_on,
                    scenario.name.as_str(),
                    scenario.version,
                    scenario.deleted,
                    $crate::row::kept_moment(scenario.saved_at),
                    $crate::row::scenario_document(&scenario.scenario)?
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn save(
                &mut self,
                scenario: &domain::renewal::scenario::SavedScenario,
                based_on: i64,
            ) -> Result<bool, $crate::StoreError> {
                let saved = sqlx::query_file!(
                    "../store/queries/scenario_save.sql",
                    scenario.employer.0,
                    scenario.id.0,
                    scenario.effective_on,
                    based_on,
                    scenario.name.as_str(),
                    scenario.deleted,
                    $crate::row::kept_moment(scenario.saved_at),
                    $crate::row::scenario_document(&scenario.scenario)?
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(saved.rows_affected() == 1)
            }

            async fn forget(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
                at_most: i64,
            ) -> Result<i64, $crate::StoreError> {
                let versions = sqlx::query_file_scalar!(
                    "../store/queries/scenario_forget.sql",
                    employer.0,
                    effective_on,
                    at_most
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(versions.into_iter().sum())
            }

            async fn lookup(
                &mut self,
                employer: domain::id::EmployerId,
                scenario: domain::id::ScenarioId,
            ) -> Result<Option<domain::renewal::scenario::SavedScenario>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::ScenarioRow,
                    "../store/queries/scenario_lookup.sql",
                    employer.0,
                    scenario.0
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
            ) -> Result<Vec<domain::renewal::scenario::SavedScenario>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::ScenarioRow,
                    "../store/queries/scenario_list.sql",
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
                    "../store/queries/scenario_pulse.sql",
                    employer.0,
                    effective_on
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)
            }
        }
    };
}
