//! Where ZIP codes lie.

use crate::StoreError;
use async_trait::async_trait;
use domain::place::{County, Zip};

/// Keeps which counties each ZIP code lies in.
#[async_trait]
pub trait PlaceRepository: Send {
    /// Replaces all that is known.
    async fn replace_zip_counties(&mut self, all: &[(Zip, County)]) -> Result<(), StoreError>;

    /// All that is known, by ZIP code and FIPS code.
    async fn zip_counties(&mut self) -> Result<Vec<(Zip, County)>, StoreError>;

    /// The counties that a ZIP code lies in, by FIPS code; none where nothing is known of it.
    async fn counties(&mut self, zip: Zip) -> Result<Vec<County>, StoreError>;
}

/// The bodies of [`PlaceRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! place_repository {
    ($unit:ident, $error:ident, zip_county_insert: $zip_county_insert:literal) => {
        #[async_trait::async_trait]
        impl $crate::PlaceRepository for $unit {
            async fn replace_zip_counties(
                &mut self,
                all: &[(domain::place::Zip, domain::place::County)],
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!("../store/queries/zip_county_delete.sql")
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                for batch in all.chunks($crate::row::BATCH) {
                    sqlx::query_file!($zip_county_insert, $crate::row::zip_county_items(batch)?)
                        .execute(&mut *self.0)
                        .await
                        .map_err($error)?;
                }
                Ok(())
            }

            async fn zip_counties(
                &mut self,
            ) -> Result<Vec<(domain::place::Zip, domain::place::County)>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::ZipCountyRow,
                    "../store/queries/zip_county_list_all.sql"
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn counties(
                &mut self,
                zip: domain::place::Zip,
            ) -> Result<Vec<domain::place::County>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::CountyRow,
                    "../store/queries/zip_county_list.sql",
                    zip.to_string()
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }
        }
    };
}
