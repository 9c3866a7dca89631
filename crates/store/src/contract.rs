//! What employers offer, by plan year.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::contract::Contract;
use domain::id::EmployerId;

/// Keeps contracts: at most one of an employer for the plan year that begins on a day.
#[async_trait]
pub trait ContractRepository: Send {
    /// Keeps a contract of an employer, new or in the place of the one of the same plan year.
    async fn save(
        &mut self,
        employer: EmployerId,
        contract: &Contract,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// An employer's contract for the plan year that begins on a day.
    async fn on(
        &mut self,
        employer: EmployerId,
        starts_on: NaiveDate,
    ) -> Result<Option<Contract>, StoreError>;

    /// Writes down which submission an employer's contract comes from, by the submission's number. Answers
    /// whether there is such a contract. What is saved in its place later keeps that.
    async fn save_number(
        &mut self,
        employer: EmployerId,
        starts_on: NaiveDate,
        number: Option<i64>,
    ) -> Result<bool, StoreError>;

    /// The number of the submission that an employer's contract comes from; `None` where it comes from none.
    async fn number(
        &mut self,
        employer: EmployerId,
        starts_on: NaiveDate,
    ) -> Result<Option<i64>, StoreError>;

    /// Every contract of an employer, the newest plan year first.
    async fn list(&mut self, employer: EmployerId) -> Result<Vec<Contract>, StoreError>;
}

/// The bodies of [`ContractRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! contract_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::ContractRepository for $unit {
            async fn save(
                &mut self,
                employer: domain::id::EmployerId,
                contract: &domain::contract::Contract,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/contract_save.sql",
                    employer.0,
                    contract.year.starts_on(),
                    $crate::row::packages(&contract.packages)?,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn on(
                &mut self,
                employer: domain::id::EmployerId,
                starts_on: NaiveDate,
            ) -> Result<Option<domain::contract::Contract>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::ContractRow,
                    "../store/queries/contract_lookup.sql",
                    employer.0,
                    starts_on
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn save_number(
                &mut self,
                employer: domain::id::EmployerId,
                starts_on: NaiveDate,
                number: Option<i64>,
            ) -> Result<bool, $crate::StoreError> {
                let saved = sqlx::query_file!(
                    "../store/queries/contract_save_number.sql",
                    employer.0,
                    starts_on,
                    number
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(saved.rows_affected() == 1)
            }

            async fn number(
                &mut self,
                employer: domain::id::EmployerId,
                starts_on: NaiveDate,
            ) -> Result<Option<i64>, $crate::StoreError> {
                let number = sqlx::query_file_scalar!(
                    "../store/queries/contract_number.sql",
                    employer.0,
                    starts_on
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(number.flatten())
            }

            async fn list(
                &mut self,
                employer: domain::id::EmployerId,
            ) -> Result<Vec<domain::contract::Contract>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::ContractRow,
                    "../store/queries/contract_list.sql",
                    employer.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }
        }
    };
}
