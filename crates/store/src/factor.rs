//! What people prove who they are with, the links that are sent to them, and how often somebody guessed.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::access::{AskedLink, Factors, KeptPasskey, Link, Purpose, Throttle};
use domain::id::{AccountId, AskedLinkId, CeremonyId};

/// Keeps passwords, one-time codes, recovery codes, passkeys, links and throttles. Nothing that is kept
/// here signs in who reads it.
#[async_trait]
pub trait FactorRepository: Send {
    /// What an account proves itself with; `None` where there is none, or it is disabled.
    async fn factors(&mut self, account: AccountId) -> Result<Option<Factors>, StoreError>;

    /// Keeps the hash of a password.
    async fn set_password(
        &mut self,
        account: AccountId,
        hash: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Keeps another hash of the same password in place of the one that it was compared with. Answers
    /// whether that one was still there.
    async fn replace_password(
        &mut self,
        account: AccountId,
        compared: &str,
        hash: &str,
    ) -> Result<bool, StoreError>;

    /// Keeps the sealed secret of one-time codes and the step that proved it, or takes both away.
    async fn set_totp(
        &mut self,
        account: AccountId,
        sealed: Option<&str>,
        step: Option<i64>,
    ) -> Result<(), StoreError>;

    /// Uses the code of a time step up. Answers whether no code of it, or a later one, was used before.
    async fn use_totp_step(&mut self, account: AccountId, step: i64) -> Result<bool, StoreError>;

    /// Takes away all that an account proves itself with: password, one-time codes, recovery codes and
    /// passkeys; and forgets the browsers in which it was used.
    async fn reset(&mut self, account: AccountId, at: DateTime<Utc>) -> Result<(), StoreError>;

    /// Writes down that mail to the account's address arrives.
    async fn verify_email(
        &mut self,
        account: AccountId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Keeps new recovery codes by their digests, in place of all before.
    async fn set_recovery_codes(
        &mut self,
        account: AccountId,
        digests: &[String],
    ) -> Result<(), StoreError>;

    /// Uses a recovery code up. Answers whether there was one.
    async fn use_recovery_code(
        &mut self,
        account: AccountId,
        digest: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError>;

    /// How many recovery codes are not used yet.
    async fn recovery_codes_left(&mut self, account: AccountId) -> Result<i64, StoreError>;

    /// Keeps a new passkey. One that is kept already is a conflict over
    /// [`crate::Constraint::PasskeyOfCredential`].
    async fn insert_passkey(&mut self, passkey: &KeptPasskey) -> Result<(), StoreError>;

    /// The passkeys of an account, the oldest first.
    async fn passkeys(&mut self, account: AccountId) -> Result<Vec<KeptPasskey>, StoreError>;

    /// The passkey of a credential's id, whosever it is.
    async fn passkey(&mut self, credential: &str) -> Result<Option<KeptPasskey>, StoreError>;

    /// Keeps what a passkey's use changed. Answers whether it is still there.
    async fn save_passkey(
        &mut self,
        account: AccountId,
        credential: &str,
        document: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError>;

    /// Forgets a passkey of an account. Answers whether there was one.
    async fn remove_passkey(
        &mut self,
        account: AccountId,
        credential: &str,
    ) -> Result<bool, StoreError>;

    /// Keeps a question to a passkey until it is answered. Without an account nobody has said who they are.
    async fn insert_ceremony(
        &mut self,
        ceremony: CeremonyId,
        account: Option<AccountId>,
        kind: &str,
        document: &str,
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Takes a question of a kind away, with whom it was put to: it is answered once.
    async fn take_ceremony(
        &mut self,
        ceremony: CeremonyId,
        kind: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(Option<AccountId>, String)>, StoreError>;

    /// Keeps a link by its token's digest.
    async fn insert_token(
        &mut self,
        digest: &str,
        purpose: Purpose,
        link: &Link,
    ) -> Result<(), StoreError>;

    /// The link of a token's digest, if it is still good.
    async fn token(
        &mut self,
        digest: &str,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> Result<Option<Link>, StoreError>;

    /// Uses a link up, if it is still good: of two who follow it one finds it.
    async fn use_token(
        &mut self,
        digest: &str,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> Result<Option<Link>, StoreError>;

    /// Makes all links of a purpose that were sent to an account good for nothing.
    async fn void_tokens(
        &mut self,
        account: AccountId,
        purpose: Purpose,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Keeps a link that somebody asked for until its letter is written.
    async fn ask_link(&mut self, asked: &AskedLink) -> Result<(), StoreError>;

    /// The link that was asked for longest ago, which stays.
    async fn next_asked_link(&mut self) -> Result<Option<AskedLink>, StoreError>;

    /// Takes a link that was asked for away. Answers whether it was still there: of two who take it, one
    /// finds it.
    async fn take_asked_link(&mut self, asked: AskedLinkId) -> Result<bool, StoreError>;

    /// Forgets the links that an account, or somebody with its e-mail address, asked for.
    async fn void_asked_links(&mut self, account: AccountId) -> Result<(), StoreError>;

    /// Knows a browser again in which somebody signed in to an account, by its token's digest, until a moment.
    async fn know_device(
        &mut self,
        account: AccountId,
        digest: &str,
        ends_at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// The account of an e-mail address, where a browser is known as one in which it was used.
    async fn account_of_device(
        &mut self,
        email: &str,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<AccountId>, StoreError>;

    /// Forgets all browsers in which an account was used.
    async fn forget_devices(&mut self, account: AccountId) -> Result<(), StoreError>;

    /// How often something was tried in vain. Others who ask wait until the unit of work ends.
    async fn open_throttle(
        &mut self,
        subject: &str,
        now: DateTime<Utc>,
    ) -> Result<Throttle, StoreError>;

    /// Keeps how often something was tried in vain.
    async fn save_throttle(&mut self, subject: &str, throttle: Throttle) -> Result<(), StoreError>;

    /// Forgets what was tried in vain: somebody proved who they are.
    async fn clear_throttle(&mut self, subject: &str) -> Result<(), StoreError>;

    /// Forgets questions, links and browsers that count no longer, and failures from before a moment.
    async fn forget_proofs(
        &mut self,
        now: DateTime<Utc>,
        failures_before: DateTime<Utc>,
    ) -> Result<(), StoreError>;
}

/// The bodies of [`FactorRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! factor_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::FactorRepository for $unit {
            async fn factors(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<Option<domain::access::Factors>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::FactorRow,
                    "../store/queries/factor_lookup.sql",
                    account.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn set_password(
                &mut self,
                account: domain::id::AccountId,
                hash: &str,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/password_save.sql",
                    account.0,
                    hash,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn replace_password(
                &mut self,
                account: domain::id::AccountId,
                compared: &str,
                hash: &str,
            ) -> Result<bool, $crate::StoreError> {
                let done = sqlx::query_file!(
                    "../store/queries/password_replace.sql",
                    account.0,
                    compared,
                    hash
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(done.rows_affected() == 1)
            }

            async fn set_totp(
                &mut self,
                account: domain::id::AccountId,
                sealed: Option<&str>,
                step: Option<i64>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!("../store/queries/totp_save.sql", account.0, sealed, step)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(())
            }

            async fn use_totp_step(
                &mut self,
                account: domain::id::AccountId,
                step: i64,
            ) -> Result<bool, $crate::StoreError> {
                let done = sqlx::query_file!("../store/queries/totp_step_use.sql", account.0, step)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(done.rows_affected() == 1)
            }

            async fn reset(
                &mut self,
                account: domain::id::AccountId,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                let at = $crate::row::kept_moment(at);
                sqlx::query_file!("../store/queries/factor_reset.sql", account.0, at)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                sqlx::query_file!("../store/queries/recovery_code_delete.sql", account.0)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                sqlx::query_file!("../store/queries/passkey_delete_all.sql", account.0)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                self.forget_devices(account).await
            }

            async fn verify_email(
                &mut self,
                account: domain::id::AccountId,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/email_verify.sql",
                    account.0,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn set_recovery_codes(
                &mut self,
                account: domain::id::AccountId,
                digests: &[String],
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!("../store/queries/recovery_code_delete.sql", account.0)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                for digest in digests {
                    sqlx::query_file!(
                        "../store/queries/recovery_code_insert.sql",
                        account.0,
                        digest
                    )
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                }
                Ok(())
            }

            async fn use_recovery_code(
                &mut self,
                account: domain::id::AccountId,
                digest: &str,
                at: DateTime<Utc>,
            ) -> Result<bool, $crate::StoreError> {
                let done = sqlx::query_file!(
                    "../store/queries/recovery_code_use.sql",
                    account.0,
                    digest,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(done.rows_affected() == 1)
            }

            async fn recovery_codes_left(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<i64, $crate::StoreError> {
                let count =
                    sqlx::query_file_scalar!("../store/queries/recovery_code_count.sql", account.0)
                        .fetch_one(&mut *self.0)
                        .await
                        .map_err($error)?;
                Ok(count)
            }

            async fn insert_passkey(
                &mut self,
                passkey: &domain::access::KeptPasskey,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/passkey_insert.sql",
                    passkey.account.0,
                    passkey.credential,
                    passkey.label,
                    passkey.document,
                    $crate::row::kept_moment(passkey.created_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn passkeys(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<Vec<domain::access::KeptPasskey>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::PasskeyRow,
                    "../store/queries/passkey_list.sql",
                    account.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(rows.into_iter().map(Into::into).collect())
            }

            async fn passkey(
                &mut self,
                credential: &str,
            ) -> Result<Option<domain::access::KeptPasskey>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::PasskeyRow,
                    "../store/queries/passkey_lookup.sql",
                    credential
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn save_passkey(
                &mut self,
                account: domain::id::AccountId,
                credential: &str,
                document: &str,
                at: DateTime<Utc>,
            ) -> Result<bool, $crate::StoreError> {
                let done = sqlx::query_file!(
                    "../store/queries/passkey_save.sql",
                    account.0,
                    credential,
                    document,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(done.rows_affected() == 1)
            }

            async fn remove_passkey(
                &mut self,
                account: domain::id::AccountId,
                credential: &str,
            ) -> Result<bool, $crate::StoreError> {
                let done =
                    sqlx::query_file!("../store/queries/passkey_delete.sql", account.0, credential)
                        .execute(&mut *self.0)
                        .await
                        .map_err($error)?;
                Ok(done.rows_affected() == 1)
            }

            async fn insert_ceremony(
                &mut self,
                ceremony: domain::id::CeremonyId,
                account: Option<domain::id::AccountId>,
                kind: &str,
                document: &str,
                expires_at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/ceremony_insert.sql",
                    ceremony.0,
                    account.map(|account| account.0),
                    kind,
                    document,
                    $crate::row::kept_moment(expires_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn take_ceremony(
                &mut self,
                ceremony: domain::id::CeremonyId,
                kind: &str,
                now: DateTime<Utc>,
            ) -> Result<Option<(Option<domain::id::AccountId>, String)>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::CeremonyRow,
                    "../store/queries/ceremony_take.sql",
                    ceremony.0,
                    kind,
                    $crate::row::kept_moment(now)
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn insert_token(
                &mut self,
                digest: &str,
                purpose: domain::access::Purpose,
                link: &domain::access::Link,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/token_insert.sql",
                    digest,
                    link.account.0,
                    purpose.code(),
                    link.detail,
                    $crate::row::kept_moment(link.expires_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn token(
                &mut self,
                digest: &str,
                purpose: domain::access::Purpose,
                now: DateTime<Utc>,
            ) -> Result<Option<domain::access::Link>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::LinkRow,
                    "../store/queries/token_lookup.sql",
                    digest,
                    purpose.code(),
                    $crate::row::kept_moment(now)
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn use_token(
                &mut self,
                digest: &str,
                purpose: domain::access::Purpose,
                now: DateTime<Utc>,
            ) -> Result<Option<domain::access::Link>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::LinkRow,
                    "../store/queries/token_use.sql",
                    digest,
                    purpose.code(),
                    $crate::row::kept_moment(now)
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn void_tokens(
                &mut self,
                account: domain::id::AccountId,
                purpose: domain::access::Purpose,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/token_void.sql",
                    account.0,
                    purpose.code(),
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn ask_link(
                &mut self,
                asked: &domain::access::AskedLink,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/asked_link_insert.sql",
                    asked.id.0,
                    asked.purpose.code(),
                    asked.account.map(|account| account.0),
                    asked.email,
                    domain::access::email_key(&asked.email),
                    asked.address,
                    $crate::row::kept_moment(asked.asked_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn next_asked_link(
                &mut self,
            ) -> Result<Option<domain::access::AskedLink>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::AskedLinkRow,
                    "../store/queries/asked_link_next.sql"
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn take_asked_link(
                &mut self,
                asked: domain::id::AskedLinkId,
            ) -> Result<bool, $crate::StoreError> {
                let taken = sqlx::query_file!("../store/queries/asked_link_take.sql", asked.0)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(taken.rows_affected() == 1)
            }

            async fn void_asked_links(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!("../store/queries/asked_link_void.sql", account.0)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(())
            }

            async fn know_device(
                &mut self,
                account: domain::id::AccountId,
                digest: &str,
                ends_at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/known_device_save.sql",
                    account.0,
                    digest,
                    $crate::row::kept_moment(ends_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn account_of_device(
                &mut self,
                email: &str,
                digest: &str,
                now: DateTime<Utc>,
            ) -> Result<Option<domain::id::AccountId>, $crate::StoreError> {
                let account = sqlx::query_file_scalar!(
                    "../store/queries/known_device_lookup.sql",
                    domain::access::email_key(email),
                    digest,
                    $crate::row::kept_moment(now)
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(account.map(domain::id::AccountId))
            }

            async fn forget_devices(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!("../store/queries/known_device_delete_all.sql", account.0)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(())
            }

            async fn open_throttle(
                &mut self,
                subject: &str,
                now: DateTime<Utc>,
            ) -> Result<domain::access::Throttle, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::ThrottleRow,
                    "../store/queries/throttle_open.sql",
                    subject,
                    $crate::row::kept_moment(now)
                )
                .fetch_one(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.into())
            }

            async fn save_throttle(
                &mut self,
                subject: &str,
                throttle: domain::access::Throttle,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/throttle_save.sql",
                    subject,
                    throttle.failures,
                    $crate::row::kept_moment(throttle.last_at),
                    $crate::row::kept_moment(throttle.closed_until)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn clear_throttle(&mut self, subject: &str) -> Result<(), $crate::StoreError> {
                sqlx::query_file!("../store/queries/throttle_delete.sql", subject)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(())
            }

            async fn forget_proofs(
                &mut self,
                now: DateTime<Utc>,
                failures_before: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                let now = $crate::row::kept_moment(now);
                let before = $crate::row::kept_moment(failures_before);
                sqlx::query_file!("../store/queries/ceremony_delete_expired.sql", now)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                sqlx::query_file!("../store/queries/token_delete_expired.sql", now)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                sqlx::query_file!("../store/queries/known_device_delete_expired.sql", now)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                sqlx::query_file!("../store/queries/throttle_delete_old.sql", before)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(())
            }
        }
    };
}
