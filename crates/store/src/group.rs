//! What is on file about groups.

use crate::StoreError;
use async_trait::async_trait;
use domain::group::GroupFile;
use domain::id::EmployerId;
use std::collections::BTreeMap;

/// Keeps what is on file about groups, by which their officers are recognised.
#[async_trait]
pub trait GroupRepository: Send {
    /// Keeps what is on file about a group, new or changed. A group number that another one has is a
    /// conflict over [`crate::Constraint::GroupNumber`].
    async fn save_file(&mut self, file: &GroupFile) -> Result<(), StoreError>;

    /// What is on file about a group.
    async fn file(&mut self, employer: EmployerId) -> Result<Option<GroupFile>, StoreError>;

    /// The group of a number.
    async fn file_of_number(&mut self, number: &str) -> Result<Option<GroupFile>, StoreError>;

    /// The number of another group than that of a number, with an employer identification number, by the
    /// index of that; the first of several.
    async fn other_number_of_ein(
        &mut self,
        ein_index: &str,
        number: &str,
    ) -> Result<Option<String>, StoreError>;

    /// The group numbers of all that are on file.
    async fn numbers(&mut self) -> Result<BTreeMap<EmployerId, String>, StoreError>;
}

/// The bodies of [`GroupRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! group_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::GroupRepository for $unit {
            async fn save_file(
                &mut self,
                file: &domain::group::GroupFile,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/group_file_save.sql",
                    file.employer.0,
                    file.number.as_str(),
                    file.ein_sealed,
                    file.ein_index,
                    file.last_invoice.map(domain::Cents::get)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn file(
                &mut self,
                employer: domain::id::EmployerId,
            ) -> Result<Option<domain::group::GroupFile>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::GroupFileRow,
                    "../store/queries/group_file_lookup.sql",
                    employer.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn file_of_number(
                &mut self,
                number: &str,
            ) -> Result<Option<domain::group::GroupFile>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::GroupFileRow,
                    "../store/queries/group_file_by_number.sql",
                    number
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn other_number_of_ein(
                &mut self,
                ein_index: &str,
                number: &str,
            ) -> Result<Option<String>, $crate::StoreError> {
                sqlx::query_file_scalar!(
                    "../store/queries/group_file_other_of_ein.sql",
                    ein_index,
                    number
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn numbers(
                &mut self,
            ) -> Result<
                std::collections::BTreeMap<domain::id::EmployerId, String>,
                $crate::StoreError,
            > {
                let rows = sqlx::query_file!("../store/queries/group_file_numbers.sql")
                    .fetch_all(&mut *self.0)
                    .await
                    .map_err($error)?;
                let pair = |(id, number)| (domain::id::EmployerId(id), number);
                Ok(rows.into_iter().map(|row| pair((row.employer_id, row.group_number))).collect())
            }
        }
    };
}
