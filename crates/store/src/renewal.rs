//! What is published, set and told around renewals.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::id::{AccountId, EmployerId};
use domain::renewal::{Publication, RenewalSetting};

/// Keeps what is published of renewals, what employers set for them and who was told what.
#[async_trait]
pub trait RenewalRepository: Send {
    /// Publishes renewals, again where they were published before: but none for which a submission stands.
    /// Answers how many.
    async fn publish(&mut self, publications: &[Publication]) -> Result<u64, StoreError>;

    /// What was published of a renewal.
    async fn publication(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
    ) -> Result<Option<Publication>, StoreError>;

    /// What was published to all employers that renew on a day, by employer.
    async fn publications(
        &mut self,
        effective_on: NaiveDate,
    ) -> Result<Vec<Publication>, StoreError>;

    /// Writes down that a notice of a kind about a renewal is sent. Answers whether it is the first one: if
    /// not, it must not be sent again.
    async fn note_notice(
        &mut self,
        employer: EmployerId,
        effective_on: NaiveDate,
        kind: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError>;

    /// What an employer set; `None` where it never did.
    async fn setting(&mut self, employer: EmployerId)
    -> Result<Option<RenewalSetting>, StoreError>;

    /// Keeps what an employer set, based on the version `based_on`, which is 0 where it never did; its
    /// version is then one higher. Answers whether it was kept: not where somebody else was first.
    async fn save_setting(
        &mut self,
        setting: &RenewalSetting,
        based_on: i64,
    ) -> Result<bool, StoreError>;

    /// Whether an account wants mail about the steps of an employer's renewals; `None` where it never said.
    async fn wants_steps(
        &mut self,
        employer: EmployerId,
        account: AccountId,
    ) -> Result<Option<bool>, StoreError>;

    /// Keeps whether an account wants mail about the steps of an employer's renewals.
    async fn save_wants_steps(
        &mut self,
        employer: EmployerId,
        account: AccountId,
        wants: bool,
    ) -> Result<(), StoreError>;
}

/// The bodies of [`RenewalRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! renewal_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::RenewalRepository for $unit {
            async fn publish(
                &mut self,
                publications: &[domain::renewal::Publication],
            ) -> Result<u64, $crate::StoreError> {
                let mut count = 0;
                for one in publications {
                    let published = sqlx::query_file!(
                        "../store/queries/publication_save.sql",
                        one.employer.0,
                        one.effective_on,
                        one.catalogue,
                        one.published_by,
                        $crate::row::kept_moment(one.published_at)
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                    count += published.rows_affected();
                }
                Ok(count)
            }

            async fn publication(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
            ) -> Result<Option<domain::renewal::Publication>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::renewal::PublicationRow,
                    "../store/queries/publication_lookup.sql",
                    employer.0,
                    effective_on
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn publications(
                &mut self,
                effective_on: NaiveDate,
            ) -> Result<Vec<domain::renewal::Publication>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::renewal::PublicationRow,
                    "../store/queries/publication_list.sql",
                    effective_on
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(rows.into_iter().map(Into::into).collect())
            }

            async fn note_notice(
                &mut self,
                employer: domain::id::EmployerId,
                effective_on: NaiveDate,
                kind: &str,
                at: DateTime<Utc>,
            ) -> Result<bool, $crate::StoreError> {
                let noted = sqlx::query_file!(
                    "../store/queries/renewal_notice_insert.sql",
                    employer.0,
                    effective_on,
                    kind,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(noted.rows_affected() == 1)
            }

            async fn setting(
                &mut self,
                employer: domain::id::EmployerId,
            ) -> Result<Option<domain::renewal::RenewalSetting>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::renewal::RenewalSettingRow,
                    "../store/queries/renewal_setting_lookup.sql",
                    employer.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn save_setting(
                &mut self,
                setting: &domain::renewal::RenewalSetting,
                based_on: i64,
            ) -> Result<bool, $crate::StoreError> {
                let changed_at = $crate::row::kept_moment(setting.changed_at);
                let saved = if based_on == 0 {
                    sqlx::query_file!(
                        "../store/queries/renewal_setting_insert.sql",
                        setting.employer.0,
                        setting.second_signature,
                        changed_at
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?
                    .rows_affected()
                } else {
                    sqlx::query_file!(
                        "../store/queries/renewal_setting_save.sql",
                        setting.employer.0,
                        based_on,
                        setting.second_signature,
                        changed_at
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?
                    .rows_affected()
                };
                Ok(saved == 1)
            }

            async fn wants_steps(
                &mut self,
                employer: domain::id::EmployerId,
                account: domain::id::AccountId,
            ) -> Result<Option<bool>, $crate::StoreError> {
                sqlx::query_file_scalar!(
                    "../store/queries/mail_preference_lookup.sql",
                    employer.0,
                    account.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)
            }

            async fn save_wants_steps(
                &mut self,
                employer: domain::id::EmployerId,
                account: domain::id::AccountId,
                wants: bool,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/mail_preference_save.sql",
                    employer.0,
                    account.0,
                    wants
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }
        }
    };
}
