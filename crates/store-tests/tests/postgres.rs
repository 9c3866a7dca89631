//! Every story, on `PostgreSQL`: each in a schema of its own, so that they run side by side.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::sync::Arc;
use store::Store;
use store_postgres::PostgresStore;
use store_tests::Lab;

struct PostgresLab {
    store: PostgresStore,
    url: String,
}

#[async_trait::async_trait]
impl Lab for PostgresLab {
    fn store(&self) -> &dyn Store {
        &self.store
    }

    fn shared(&self) -> Arc<dyn Store> {
        Arc::new(self.store.clone())
    }

    async fn execute(&self, statement: &'static str) -> Result<(), String> {
        let mut connection = PgConnection::connect(&self.url).await.map_err(|e| e.to_string())?;
        sqlx::query(statement).execute(&mut connection).await.map_err(|e| e.to_string())?;
        Ok(())
    }

    async fn tamper(&self, statement: &'static str) -> Result<(), String> {
        let mut connection = PgConnection::connect(&self.url).await.map_err(|e| e.to_string())?;
        for statement in ["set session_replication_role = replica", statement] {
            sqlx::query(statement).execute(&mut connection).await.map_err(|e| e.to_string())?;
        }
        Ok(())
    }
}

async fn open(name: &str) -> PostgresLab {
    let server = std::env::var("POSTGRES_DATABASE_URL").unwrap_or_else(|_| {
        panic!(
            "no PostgreSQL to test on: POSTGRES_DATABASE_URL is not set. \
             Run crates/store/with-postgres cargo test -p store-tests"
        )
    });
    let mut connection = PgConnection::connect(&server).await.expect("connects");
    let schema = format!("story_{name}");
    assert!(schema.len() < 64, "PostgreSQL cuts off longer names: {name}");
    for statement in
        [format!("drop schema if exists {schema} cascade"), format!("create schema {schema}")]
    {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.expect("executes");
    }
    let mark = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{mark}options=-csearch_path%3D{schema}");
    let store = PostgresStore::connect(&url).await.expect("connects");
    store.migrate().await.expect("migrates");
    PostgresLab { store, url }
}

store_tests::stories!(open);
