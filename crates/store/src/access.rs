//! Who can sign in, where they are signed in, and what they may do for whom.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::access::{AccessRequest, Account, Brokerage, Decision, Grant, Session};
use domain::id::{AccessRequestId, AccountId, BrokerageId, EmployerId};

/// Keeps accounts, sessions, brokerages and grants.
#[async_trait]
pub trait AccessRepository: Send {
    /// Keeps a new account. An address that another account has is a conflict over
    /// [`crate::Constraint::AccountEmail`].
    async fn insert_account(
        &mut self,
        account: &Account,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Keeps another address, name or standing of an account.
    async fn save_account(&mut self, account: &Account) -> Result<(), StoreError>;

    /// The account of an id, unless it is disabled.
    async fn account(&mut self, account: AccountId) -> Result<Option<Account>, StoreError>;

    /// Holds an account: others who want to hold it wait until the unit of work ends. What is read of
    /// it from then on, its factors and sessions above all, stays so until it is decided.
    async fn hold_account(&mut self, account: AccountId) -> Result<(), StoreError>;

    /// The account of an e-mail address, unless it is disabled.
    async fn account_of_email(&mut self, email: &str) -> Result<Option<Account>, StoreError>;

    /// Keeps a session that begins.
    async fn insert_session(&mut self, session: &Session) -> Result<(), StoreError>;

    /// The session of a token's digest, with its account; whether it is still alive is the caller's
    /// to judge.
    async fn open_session(
        &mut self,
        digest: &str,
    ) -> Result<Option<(Session, Account)>, StoreError>;

    /// The sessions of an account, the one used last first.
    async fn sessions(&mut self, account: AccountId) -> Result<Vec<Session>, StoreError>;

    /// Writes down that something was done in a session.
    async fn touch_session(&mut self, digest: &str, at: DateTime<Utc>) -> Result<(), StoreError>;

    /// Ends a session of an account. Answers whether there was one.
    async fn end_session(&mut self, account: AccountId, digest: &str) -> Result<bool, StoreError>;

    /// Ends all sessions of an account but one. Answers how many.
    async fn end_other_sessions(
        &mut self,
        account: AccountId,
        digest: &str,
    ) -> Result<u64, StoreError>;

    /// Forgets sessions that ended before `now`, or in which nothing was done since `idle_since`.
    async fn forget_sessions(
        &mut self,
        now: DateTime<Utc>,
        idle_since: DateTime<Utc>,
    ) -> Result<u64, StoreError>;

    /// Keeps a brokerage, new or renamed.
    async fn save_brokerage(
        &mut self,
        brokerage: &Brokerage,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Makes an account one of a brokerage.
    async fn join_brokerage(
        &mut self,
        brokerage: BrokerageId,
        account: AccountId,
    ) -> Result<(), StoreError>;

    /// Takes an account out of a brokerage. Answers whether it was one of it.
    async fn leave_brokerage(
        &mut self,
        brokerage: BrokerageId,
        account: AccountId,
    ) -> Result<bool, StoreError>;

    /// The people of a brokerage, by name.
    async fn members(&mut self, brokerage: BrokerageId) -> Result<Vec<Account>, StoreError>;

    /// The brokerage of an id.
    async fn brokerage(&mut self, brokerage: BrokerageId) -> Result<Option<Brokerage>, StoreError>;

    /// The brokerages of an account, by name.
    async fn brokerages(&mut self, account: AccountId) -> Result<Vec<Brokerage>, StoreError>;

    /// Every brokerage, by name.
    async fn all_brokerages(&mut self) -> Result<Vec<Brokerage>, StoreError>;

    /// Keeps a new grant; one of this id that is there already stays as it is.
    async fn insert_grant(&mut self, grant: &Grant) -> Result<(), StoreError>;

    /// Keeps a change of a grant. Answers whether it was based on the version that is kept.
    async fn save_grant(&mut self, grant: &Grant, based_on: i64) -> Result<bool, StoreError>;

    /// Every grant of an employer, revoked ones too, in the order in which they were made.
    async fn grants(&mut self, employer: EmployerId) -> Result<Vec<Grant>, StoreError>;

    /// The grants of an account for an employer, its own and its brokerages', that are not revoked.
    async fn grants_of(
        &mut self,
        employer: EmployerId,
        account: AccountId,
    ) -> Result<Vec<Grant>, StoreError>;

    /// The grants of an account for any employer, its own and its brokerages', that are not revoked.
    async fn grants_anywhere(&mut self, account: AccountId) -> Result<Vec<Grant>, StoreError>;

    /// Keeps a brokerage's request for access, unless one of it to this employer is open. Answers
    /// whether none was.
    async fn insert_access_request(&mut self, request: &AccessRequest) -> Result<bool, StoreError>;

    /// What brokerages asked of an employer, the latest first, decided or not.
    async fn access_requests(
        &mut self,
        employer: EmployerId,
    ) -> Result<Vec<AccessRequest>, StoreError>;

    /// What a brokerage asked of any employer, the latest first.
    async fn access_requests_of(
        &mut self,
        brokerage: BrokerageId,
    ) -> Result<Vec<AccessRequest>, StoreError>;

    /// Keeps what became of a request. Answers whether it was open until now.
    async fn decide_access_request(
        &mut self,
        employer: EmployerId,
        request: AccessRequestId,
        decision: Decision,
    ) -> Result<bool, StoreError>;
}

/// The bodies of [`AccessRepository`].
#[doc(hidden)]
#[macro_export]
macro_rules! access_repository {
    ($unit:ident, $error:ident) => {
        #[async_trait::async_trait]
        impl $crate::AccessRepository for $unit {
            async fn insert_account(
                &mut self,
                account: &domain::access::Account,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/account_insert.sql",
                    account.id.0,
                    account.email,
                    domain::access::email_key(&account.email),
                    account.name,
                    account.staff,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn save_account(
                &mut self,
                account: &domain::access::Account,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/account_save.sql",
                    account.id.0,
                    account.email,
                    domain::access::email_key(&account.email),
                    account.name,
                    account.staff
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn account(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<Option<domain::access::Account>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::AccountRow,
                    "../store/queries/account_lookup.sql",
                    account.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn hold_account(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!("../store/queries/account_hold.sql", account.0)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(())
            }

            async fn account_of_email(
                &mut self,
                email: &str,
            ) -> Result<Option<domain::access::Account>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::AccountRow,
                    "../store/queries/account_by_email.sql",
                    domain::access::email_key(email)
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn insert_session(
                &mut self,
                session: &domain::access::Session,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/session_insert.sql",
                    session.digest,
                    session.account.0,
                    session.stage.code(),
                    $crate::row::kept_moment(session.created_at),
                    $crate::row::kept_moment(session.seen_at),
                    $crate::row::kept_moment(session.ends_at),
                    $crate::row::kept_moment(session.proven_at),
                    session.agent,
                    session.address
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn open_session(
                &mut self,
                digest: &str,
            ) -> Result<
                Option<(domain::access::Session, domain::access::Account)>,
                $crate::StoreError,
            > {
                let row = sqlx::query_file_as!(
                    $crate::row::OpenSessionRow,
                    "../store/queries/session_open.sql",
                    digest
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                row.map(TryInto::try_into).transpose()
            }

            async fn sessions(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<Vec<domain::access::Session>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::SessionRow,
                    "../store/queries/session_list.sql",
                    account.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn touch_session(
                &mut self,
                digest: &str,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                let at = $crate::row::kept_moment(at);
                sqlx::query_file!("../store/queries/session_touch.sql", digest, at)
                    .execute(&mut *self.0)
                    .await
                    .map_err($error)?;
                Ok(())
            }

            async fn end_session(
                &mut self,
                account: domain::id::AccountId,
                digest: &str,
            ) -> Result<bool, $crate::StoreError> {
                let ended =
                    sqlx::query_file!("../store/queries/session_delete.sql", account.0, digest)
                        .execute(&mut *self.0)
                        .await
                        .map_err($error)?;
                Ok(ended.rows_affected() == 1)
            }

            async fn end_other_sessions(
                &mut self,
                account: domain::id::AccountId,
                digest: &str,
            ) -> Result<u64, $crate::StoreError> {
                let ended = sqlx::query_file!(
                    "../store/queries/session_delete_others.sql",
                    account.0,
                    digest
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(ended.rows_affected())
            }

            async fn forget_sessions(
                &mut self,
                now: DateTime<Utc>,
                idle_since: DateTime<Utc>,
            ) -> Result<u64, $crate::StoreError> {
                let forgotten = sqlx::query_file!(
                    "../store/queries/session_delete_ended.sql",
                    $crate::row::kept_moment(now),
                    $crate::row::kept_moment(idle_since)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(forgotten.rows_affected())
            }

            async fn save_brokerage(
                &mut self,
                brokerage: &domain::access::Brokerage,
                at: DateTime<Utc>,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/brokerage_save.sql",
                    brokerage.id.0,
                    brokerage.name,
                    $crate::row::kept_moment(at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn join_brokerage(
                &mut self,
                brokerage: domain::id::BrokerageId,
                account: domain::id::AccountId,
            ) -> Result<(), $crate::StoreError> {
                sqlx::query_file!(
                    "../store/queries/brokerage_member_insert.sql",
                    brokerage.0,
                    account.0
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn leave_brokerage(
                &mut self,
                brokerage: domain::id::BrokerageId,
                account: domain::id::AccountId,
            ) -> Result<bool, $crate::StoreError> {
                let done = sqlx::query_file!(
                    "../store/queries/brokerage_member_delete.sql",
                    brokerage.0,
                    account.0
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(done.rows_affected() == 1)
            }

            async fn members(
                &mut self,
                brokerage: domain::id::BrokerageId,
            ) -> Result<Vec<domain::access::Account>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::AccountRow,
                    "../store/queries/brokerage_members.sql",
                    brokerage.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(rows.into_iter().map(Into::into).collect())
            }

            async fn brokerage(
                &mut self,
                brokerage: domain::id::BrokerageId,
            ) -> Result<Option<domain::access::Brokerage>, $crate::StoreError> {
                let row = sqlx::query_file_as!(
                    $crate::row::BrokerageRow,
                    "../store/queries/brokerage_lookup.sql",
                    brokerage.0
                )
                .fetch_optional(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(row.map(Into::into))
            }

            async fn brokerages(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<Vec<domain::access::Brokerage>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::BrokerageRow,
                    "../store/queries/brokerage_of_account.sql",
                    account.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(rows.into_iter().map(Into::into).collect())
            }

            async fn all_brokerages(
                &mut self,
            ) -> Result<Vec<domain::access::Brokerage>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::BrokerageRow,
                    "../store/queries/brokerage_list.sql"
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(rows.into_iter().map(Into::into).collect())
            }

            async fn insert_grant(
                &mut self,
                grant: &domain::access::Grant,
            ) -> Result<(), $crate::StoreError> {
                let (account, brokerage) = $crate::row::holder_ids(grant.holder);
                sqlx::query_file!(
                    "../store/queries/access_grant_insert.sql",
                    grant.employer.0,
                    grant.id.0,
                    account,
                    brokerage,
                    grant.role.code(),
                    grant.capabilities.codes(),
                    grant.ends_on,
                    $crate::row::kept_moment(grant.granted_at),
                    grant.granted_by.map(|account| account.0)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(())
            }

            async fn save_grant(
                &mut self,
                grant: &domain::access::Grant,
                based_on: i64,
            ) -> Result<bool, $crate::StoreError> {
                let saved = sqlx::query_file!(
                    "../store/queries/access_grant_save.sql",
                    grant.employer.0,
                    grant.id.0,
                    based_on,
                    grant.role.code(),
                    grant.capabilities.codes(),
                    grant.ends_on,
                    grant.revoked_at.map($crate::row::kept_moment)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(saved.rows_affected() == 1)
            }

            async fn grants(
                &mut self,
                employer: domain::id::EmployerId,
            ) -> Result<Vec<domain::access::Grant>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::GrantRow,
                    "../store/queries/access_grant_list.sql",
                    employer.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn grants_of(
                &mut self,
                employer: domain::id::EmployerId,
                account: domain::id::AccountId,
            ) -> Result<Vec<domain::access::Grant>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::GrantRow,
                    "../store/queries/access_grant_list_of_account.sql",
                    employer.0,
                    account.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn grants_anywhere(
                &mut self,
                account: domain::id::AccountId,
            ) -> Result<Vec<domain::access::Grant>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::GrantRow,
                    "../store/queries/access_grant_employers.sql",
                    account.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn insert_access_request(
                &mut self,
                request: &domain::access::AccessRequest,
            ) -> Result<bool, $crate::StoreError> {
                let kept = sqlx::query_file!(
                    "../store/queries/access_request_insert.sql",
                    request.employer.0,
                    request.id.0,
                    request.brokerage.0,
                    request.asked_by.0,
                    request.capabilities.codes(),
                    request.note,
                    $crate::row::kept_moment(request.asked_at)
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(kept.rows_affected() == 1)
            }

            async fn access_requests(
                &mut self,
                employer: domain::id::EmployerId,
            ) -> Result<Vec<domain::access::AccessRequest>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::AccessRequestRow,
                    "../store/queries/access_request_list.sql",
                    employer.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn access_requests_of(
                &mut self,
                brokerage: domain::id::BrokerageId,
            ) -> Result<Vec<domain::access::AccessRequest>, $crate::StoreError> {
                let rows = sqlx::query_file_as!(
                    $crate::row::AccessRequestRow,
                    "../store/queries/access_request_list_of_brokerage.sql",
                    brokerage.0
                )
                .fetch_all(&mut *self.0)
                .await
                .map_err($error)?;
                rows.into_iter().map(TryInto::try_into).collect()
            }

            async fn decide_access_request(
                &mut self,
                employer: domain::id::EmployerId,
                request: domain::id::AccessRequestId,
                decision: domain::access::Decision,
            ) -> Result<bool, $crate::StoreError> {
                let done = sqlx::query_file!(
                    "../store/queries/access_request_decide.sql",
                    employer.0,
                    request.0,
                    $crate::row::kept_moment(decision.at),
                    decision.by.0,
                    decision.granted
                )
                .execute(&mut *self.0)
                .await
                .map_err($error)?;
                Ok(done.rows_affected() == 1)
            }
        }
    };
}
