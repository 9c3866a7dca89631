//! The store on `PostgreSQL`: one database, for several servers before it.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{Postgres, Transaction};
use std::time::Duration;
use store::{Constraint, Store, StoreError, UnitOfWork};
use uuid::Uuid;

static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

/// How many connections one server holds at most.
const CONNECTIONS: u32 = 16;
/// How long to wait for a connection before the request is given up.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// A store in a `PostgreSQL` database.
#[derive(Debug, Clone)]
pub struct PostgresStore {
    pool: PgPool,
}

impl PostgresStore {
    /// Connects to a database by its URL, `postgres://user@host/database`.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect(url)
            .await
            .map_err(store_error)?;
        Ok(Self { pool })
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn migrate(&self) -> Result<(), StoreError> {
        MIGRATOR.run(&self.pool).await.map_err(|error| StoreError::from_driver(error, None))
    }

    async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query_file!("../store/queries/ready.sql")
            .fetch_one(&self.pool)
            .await
            .map_err(store_error)?;
        Ok(())
    }

    async fn begin_read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        // All statements see one moment, as they do in SQLite.
        let begin = "begin isolation level repeatable read read only";
        Ok(Box::new(PostgresUnit(self.pool.begin_with(begin).await.map_err(store_error)?)))
    }

    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(PostgresUnit(self.pool.begin().await.map_err(store_error)?)))
    }
}

struct PostgresUnit(Transaction<'static, Postgres>);

store::unit_of_work! {
    PostgresUnit, store_error,
    rate_insert: "../store/queries/postgres/rate_insert.sql",
    person_insert: "../store/queries/postgres/person_insert.sql",
    zip_county_insert: "../store/queries/postgres/zip_county_insert.sql",
}

/// What `PostgreSQL` said, without the detail: that can quote a whole row, with names and dates of
/// birth in it.
#[derive(Debug)]
struct Refusal {
    code: String,
    message: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Refusal {}

fn store_error(error: sqlx::Error) -> StoreError {
    let sqlx::Error::Database(refused) = error else {
        return StoreError::from_driver(error, None);
    };
    let broken = refused.constraint().and_then(Constraint::from_name);
    let code = refused.code().unwrap_or_default().into_owned();
    StoreError::from_driver(Refusal { code, message: refused.message().to_owned() }, broken)
}
