//! Importing a year's filings into a new SQLite file: real ones where they are at hand, invented
//! ones always.

use crate::Row;
use anyhow::{Context, ensure};
use chrono::{DateTime, NaiveDate, Utc};
use operations::{Batch, Clock, Operations, SourceFile};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use store::Store;
use store_sqlite::SqliteStore;
use uuid::Uuid;

/// What a child process can be asked to do, by its argument.
const READ: &str = "read";
const IMPORT: &str = "import";
const DEMO: &str = "demo";

/// The importing lines of the table.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    if filings().is_dir() {
        rows.extend(of_child(READ, "reading the filings of DC 2016", "", ""));
        rows.extend(of_child(IMPORT, "importing them into a new database", "< 5 s", "< 300 MB"));
    } else {
        let place = filings().display().to_string();
        rows.push(Row::new(
            "importing the filings of DC 2016",
            "not there",
            "see GROUPCOVER_SHARED",
        ));
        eprintln!("bench: {place} is not there");
    }
    rows.extend(of_child(DEMO, "setting up the demo in a new database", "", ""));
    rows
}

/// The folder with a year's filings of one state.
fn filings() -> PathBuf {
    let root = std::env::var_os("GROUPCOVER_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    root.join("data/dc_shop_2016")
}

/// Runs this program as a child and takes its time and peak memory.
fn of_child(what: &str, name: &str, seconds: &'static str, memory: &'static str) -> Vec<Row> {
    let figures = ask_child(what).unwrap_or_else(|error| format!("{error:#}\t"));
    let (time, peak) = figures.trim().split_once('\t').unwrap_or((figures.as_str(), ""));
    vec![Row::new(name.to_owned(), time, seconds), Row::new("  peak memory of it", peak, memory)]
}

fn ask_child(what: &str) -> anyhow::Result<String> {
    let program = std::env::current_exe().context("this program has no path")?;
    let child = Command::new(program).arg(what).stderr(Stdio::inherit()).output()?;
    ensure!(child.status.success(), "failed");
    Ok(String::from_utf8(child.stdout)?)
}

/// The child's side: does what it is asked and prints seconds and peak memory.
pub(crate) fn child(what: &str) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let began = Instant::now();
    match what {
        READ => drop(gather()?),
        IMPORT => {
            let batch = gather()?;
            runtime()?.block_on(async { import(folder.path(), &batch).await })?;
        }
        DEMO => runtime()?.block_on(async {
            let operations = operations(folder.path()).await?;
            operations.set_up_demo(&folder.path().join("filings")).await?;
            anyhow::Ok(())
        })?,
        other => anyhow::bail!("{other} is none of {READ}, {IMPORT} and {DEMO}"),
    }
    println!("{:.2} s\t{}", began.elapsed().as_secs_f64(), peak_memory());
    Ok(())
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

fn gather() -> anyhow::Result<Batch> {
    let mut files = Vec::new();
    for folder in ["plans", "rates"] {
        for entry in std::fs::read_dir(filings().join(folder))? {
            let path = entry?.path();
            files.push(SourceFile { name: path.display().to_string(), path, named: false });
        }
    }
    Ok(Batch::gather(&files)?)
}

async fn import(folder: &Path, batch: &Batch) -> anyhow::Result<()> {
    let outcome = operations(folder).await?.import(batch).await?;
    ensure!(outcome.new_filings > 0, "nothing was imported");
    Ok(())
}

async fn operations(folder: &Path) -> anyhow::Result<Operations> {
    let file = folder.join("bench.db");
    let store = SqliteStore::open(&file.display().to_string()).await?;
    store.migrate().await?;
    Ok(Operations::new(Arc::new(store), Arc::new(BenchClock(AtomicU64::new(1)))))
}

/// The most memory that this process had, as Linux tells it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes
        .map_or_else(|| "unknown here".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1_024))
}

/// A clock that stands still, and ids in order: a run is like every other.
struct BenchClock(AtomicU64);

impl Clock for BenchClock {
    fn now(&self) -> DateTime<Utc> {
        self.today().and_time(chrono::NaiveTime::MIN).and_utc()
    }

    fn today(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 10, 7).unwrap_or_default()
    }

    fn new_id(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}
