//! Every story, on `SQLite`.

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::sync::Arc;
use store::Store;
use store_sqlite::SqliteStore;
use store_tests::Lab;
use tempfile::TempDir;

struct SqliteLab {
    store: SqliteStore,
    folder: TempDir,
}

#[async_trait::async_trait]
impl Lab for SqliteLab {
    fn store(&self) -> &dyn Store {
        &self.store
    }

    fn shared(&self) -> Arc<dyn Store> {
        Arc::new(self.store.clone())
    }

    async fn execute(&self, statement: &'static str) -> Result<(), String> {
        let url = format!("sqlite:{}/story.db", self.folder.path().display());
        let mut connection = SqliteConnection::connect(&url).await.map_err(|e| e.to_string())?;
        sqlx::query(statement).execute(&mut connection).await.map_err(|e| e.to_string())?;
        Ok(())
    }

    async fn tamper(&self, statement: &'static str) -> Result<(), String> {
        let url = format!("sqlite:{}/story.db", self.folder.path().display());
        let mut connection = SqliteConnection::connect(&url).await.map_err(|e| e.to_string())?;
        let triggers = "select name from sqlite_schema where type = 'trigger'";
        let triggers: Vec<String> = sqlx::query_scalar(triggers)
            .fetch_all(&mut connection)
            .await
            .map_err(|e| e.to_string())?;
        for trigger in triggers {
            let drop = AssertSqlSafe(format!("drop trigger {trigger}"));
            sqlx::query(drop).execute(&mut connection).await.map_err(|e| e.to_string())?;
        }
        sqlx::query(statement).execute(&mut connection).await.map_err(|e| e.to_string())?;
        Ok(())
    }
}

async fn open(_story: &str) -> SqliteLab {
    let folder = TempDir::new().expect("there is room");
    let path = folder.path().join("story.db");
    let store = SqliteStore::open(path.to_str().expect("is text")).await.expect("opens");
    store.migrate().await.expect("migrates");
    SqliteLab { store, folder }
}

store_tests::stories!(open);

#[tokio::test]
async fn a_file_is_opened_by_its_url_too() {
    let folder = TempDir::new().expect("there is room");
    let url = format!("sqlite:{}/by url.db", folder.path().display());
    let store = SqliteStore::open(&url.replace(' ', "%20")).await.expect("opens");
    store.ready().await.expect_err("is not migrated");
    store.migrate().await.expect("migrates");
    store.ready().await.expect("is ready");
    assert!(folder.path().join("by url.db").exists());
}

/// Each has a connection of its own, as processes do.
#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn stores_that_migrate_one_new_file_at_once_all_succeed() {
    for _ in 0..10 {
        let folder = TempDir::new().expect("there is room");
        let path = folder.path().join("new.db").display().to_string();
        let migrate = |path: String| async move {
            let store = SqliteStore::open(&path).await.expect("opens");
            store.migrate().await.expect("migrates");
            store.ready().await.expect("is ready");
        };
        let all: Vec<_> = (0..8).map(|_| tokio::spawn(migrate(path.clone()))).collect();
        for one in all {
            one.await.expect("does not panic");
        }
    }
}

/// A command that only reads must not be refused because of a long import.
#[tokio::test]
async fn a_store_that_is_up_to_date_migrates_beside_a_writer() {
    let lab = open("").await;
    let writer = lab.store.begin().await.expect("begins");
    let path = lab.folder.path().join("story.db").display().to_string();
    let other = SqliteStore::open(&path).await.expect("opens");
    other.migrate().await.expect("has nothing to wait for");
    writer.commit().await.expect("commits");
}
