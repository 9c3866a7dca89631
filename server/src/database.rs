//! From a database's address to the use cases over it.

use crate::clock::SystemClock;
use anyhow::Context;
use operations::Operations;
use std::sync::Arc;
use store::Store;
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;

/// Opens the database and brings its tables up to date.
pub(crate) async fn operations(url: &str) -> anyhow::Result<Operations> {
    let store: Arc<dyn Store> =
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Arc::new(PostgresStore::connect(url).await.context("cannot connect to PostgreSQL")?)
        } else if let Some(file) = url.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            Arc::new(SqliteStore::open(file).await.with_context(|| format!("cannot open {file}"))?)
        } else {
            anyhow::bail!("a database is sqlite:FILE or postgres://…");
        };
    store.migrate().await.context("cannot bring the tables up to date")?;
    Ok(Operations::new(store, Arc::new(SystemClock::default())))
}
