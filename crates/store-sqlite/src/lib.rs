//! The store on `SQLite`: one file, for one server.
//!
//! Writers wait for each other on a pool of one connection, and begin with `begin immediate`: a
//! transaction that reads first and wants to write later would be refused at once when another
//! wrote meanwhile, without waiting. Readers have connections of their own that cannot write;
//! with a write-ahead log nobody waits for anybody.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};
use sqlx::{Sqlite, Transaction};
use std::time::Duration;
use store::{Constraint, Store, StoreError, UnitOfWork};
use uuid::Uuid;

static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

/// How many can read at a time.
const READERS: u32 = 8;
/// How long to wait for another process that writes to the same file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait before asking again.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// A store in an `SQLite` file.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    /// Opens a file by its path or by a URL, `sqlite:path`; makes it where there is none.
    pub async fn open(place: &str) -> Result<Self, StoreError> {
        let options = if place.starts_with("sqlite:") {
            place.parse().map_err(store_error)?
        } else {
            SqliteConnectOptions::new().filename(place)
        };
        let options = options.foreign_keys(true).busy_timeout(BUSY_TIMEOUT);
        let writer = connect_writer(
            options.clone().create_if_missing(true).journal_mode(SqliteJournalMode::Wal),
        )
        .await
        .map_err(store_error)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_lazy_with(options.read_only(true));
        Ok(Self { writer, readers })
    }

    /// Whether as many migrations have run as there are.
    async fn is_up_to_date(&self) -> Result<bool, sqlx::Error> {
        let mut connection = self.writer.acquire().await?;
        let table = "select 1 from sqlite_schema where name = '_sqlx_migrations'";
        if sqlx::query(table).fetch_optional(&mut *connection).await?.is_none() {
            return Ok(false);
        }
        let count = sqlx::query_scalar("select count(*) from _sqlx_migrations");
        let count: i64 = count.fetch_one(&mut *connection).await?;
        Ok(usize::try_from(count).is_ok_and(|count| count >= MIGRATOR.iter().count()))
    }
}

/// Opens the one connection that writes.
///
/// A new file is switched to write-ahead logging by whoever opens it first, and SQLite refuses the
/// others meanwhile without waiting for its own timeout: so they wait here.
async fn connect_writer(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let mut waited = Duration::ZERO;
    loop {
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await;
        match pool {
            Err(error) if is_busy(&error) && waited < BUSY_TIMEOUT => {
                tokio::time::sleep(BUSY_PAUSE).await;
                waited += BUSY_PAUSE;
            }
            done => return done,
        }
    }
}

/// Whether somebody else has the file locked (`SQLITE_BUSY`, or one of its extended codes).
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

#[async_trait]
impl Store for SqliteStore {
    async fn migrate(&self) -> Result<(), StoreError> {
        let refused = |error| StoreError::from_driver(error, None);
        if self.is_up_to_date().await.map_err(store_error)? {
            // Checks the rest, and writes nothing: nobody has to wait for a long import.
            let mut connection = self.writer.acquire().await.map_err(store_error)?;
            return MIGRATOR.run_direct(None, &mut *connection, false).await.map_err(refused);
        }
        // sqlx's lock does nothing on SQLite. This one makes other processes wait until the tables
        // are there, or none of them.
        let mut all = self.writer.begin_with("begin immediate").await.map_err(store_error)?;
        MIGRATOR.run_direct(None, &mut *all, false).await.map_err(refused)?;
        all.commit().await.map_err(store_error)
    }

    async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query_file!("../store/queries/ready.sql")
            .fetch_one(&self.readers)
            .await
            .map_err(store_error)?;
        Ok(())
    }

    async fn begin_read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(SqliteUnit(self.readers.begin().await.map_err(store_error)?)))
    }

    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let transaction = self.writer.begin_with("begin immediate").await.map_err(store_error)?;
        Ok(Box::new(SqliteUnit(transaction)))
    }
}

struct SqliteUnit(Transaction<'static, Sqlite>);

store::unit_of_work! {
    SqliteUnit, store_error,
    rate_insert: "../store/queries/sqlite/rate_insert.sql",
    person_insert: "../store/queries/sqlite/person_insert.sql",
    zip_county_insert: "../store/queries/sqlite/zip_county_insert.sql",
}

/// `SQLite` tells a broken rule of uniqueness by its columns, not by its name.
fn store_error(error: sqlx::Error) -> StoreError {
    let broken = error
        .as_database_error()
        .and_then(|error| error.message().strip_prefix("UNIQUE constraint failed: "))
        .and_then(Constraint::from_columns);
    StoreError::from_driver(error, broken)
}
