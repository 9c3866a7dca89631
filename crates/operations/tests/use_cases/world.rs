//! A store in a temporary folder, a clock that stands still, and files to import.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use credential::vault::{IndexKey, Vault};
use domain::Percent;
use domain::catalogue::FilingKey;
use domain::census::{Census, Person, Relationship};
use domain::contribution::{Contribution, Strategy};
use domain::plan::{Line, Plan};
use domain::rate::RateSheet;
use operations::need::PlanRenewal;
use operations::{
    Batch, Clock, Operations, Origin, Permit, Secrets, Settings, SignedIn, SourceFile, StaffPermit,
    Viewer,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use store::{Store, UnitOfWork};
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use uuid::Uuid;

/// A clock that stands still until it is set, and draws ids in order.
pub struct FixedClock {
    now: Mutex<DateTime<Utc>>,
    moved_by: AtomicI64,
    ids: AtomicU64,
}

impl FixedClock {
    pub fn set(&self, now: DateTime<Utc>) {
        *self.now.lock().unwrap() = now;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    fn today(&self) -> NaiveDate {
        self.now().date_naive() + TimeDelta::days(self.moved_by())
    }

    fn moved_by(&self) -> i64 {
        self.moved_by.load(Ordering::Relaxed)
    }

    fn move_by(&self, days: i64) {
        self.moved_by.store(days, Ordering::Relaxed);
    }

    fn new_id(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.ids.fetch_add(1, Ordering::Relaxed)))
    }

    fn fill(&self, bytes: &mut [u8]) {
        for some in bytes.chunks_mut(8) {
            let id = self.ids.fetch_add(1, Ordering::Relaxed);
            // Spread over all bits, so that no two draws look alike.
            let drawn = id.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
            some.copy_from_slice(&drawn[..some.len()]);
        }
    }
}

/// The use cases over a new store. The folder goes with it.
pub struct World {
    pub operations: Operations,
    pub clock: Arc<FixedClock>,
    pub folder: TempDir,
    store: Arc<dyn Store>,
}

impl World {
    /// An empty store at noon of October 7, 2026.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("test.db");
        let store: Arc<dyn Store> =
            Arc::new(SqliteStore::open(file.to_str().unwrap()).await.unwrap());
        store.migrate().await.unwrap();
        let clock = Arc::new(FixedClock {
            now: Mutex::new(noon(day("2026-10-07"))),
            moved_by: AtomicI64::new(0),
            ids: AtomicU64::new(1),
        });
        let operations = Operations::new(store.clone(), clock.clone()).showing_demo();
        Self { operations, clock, folder, store }
    }

    /// The same with files imported.
    pub async fn with(batch: &Batch) -> Self {
        let world = Self::new().await;
        world.operations.import(batch).await.unwrap();
        world
    }

    /// The same store, as a carrier runs it: without the demo.
    pub fn without_demo(&self) -> Operations {
        Operations::new(self.store.clone(), self.clock.clone())
    }

    /// Somebody of the demo, signed in.
    pub async fn viewer(&self, key: &str) -> Viewer {
        let from = Origin::default();
        let token = self.operations.sign_in_demo(key, &from, &SignedIn::Nobody).await.unwrap();
        let signed_in = self.operations.open_session(&token, true).await.unwrap();
        signed_in.viewer().expect("is signed in").clone()
    }

    /// Leave to do what the carrier's staff do.
    pub async fn staff(&self) -> StaffPermit {
        let people = ::demo::accounts();
        let kim = people.iter().find(|person| person.account.staff).expect("works for the carrier");
        let mut unit = self.write().await;
        if unit.access().account(kim.account.id).await.unwrap().is_none() {
            unit.access().insert_account(&kim.account, self.clock.now()).await.unwrap();
        }
        unit.commit().await.unwrap();
        let viewer = self.viewer(kim.key).await;
        self.operations.authorize_staff(&viewer).unwrap()
    }

    /// What a server is told that has keys.
    pub fn settings() -> Settings {
        let key = "ZGVtby1rZXktd2hpY2gtaXMtbm90LXNlY3JldC1hdCE=";
        let vault = Vault::parse(&format!("test:{key}")).unwrap();
        let secrets = Some(Secrets { vault, index: IndexKey::parse(key).unwrap() });
        let origin = "https://renew.example.com".to_owned();
        Settings {
            origin,
            carrier: "Harbor Health Plan".to_owned(),
            secrets,
            ..Settings::default()
        }
    }

    /// Leave to plan the renewal of an invented employer, for the primary administrator of all.
    pub async fn may(&self, employer: &str) -> Permit<PlanRenewal> {
        let viewer = self.viewer("primary").await;
        self.operations.authorize(&viewer, employer).await.unwrap()
    }

    pub async fn read(&self) -> Box<dyn UnitOfWork> {
        self.store.begin_read().await.unwrap()
    }

    pub async fn write(&self) -> Box<dyn UnitOfWork> {
        self.store.begin().await.unwrap()
    }

    /// The number of the latest catalogue; 0 where there is none.
    pub async fn catalogue(&self) -> i64 {
        let head = self.read().await.catalogue().latest().await.unwrap();
        head.map_or(0, |head| head.number)
    }

    /// The filings of the latest catalogue and their digests.
    pub async fn filings(&self) -> BTreeMap<FilingKey, String> {
        let mut unit = self.read().await;
        let Some(head) = unit.catalogue().latest().await.unwrap() else { return BTreeMap::new() };
        let filings = unit.catalogue().filings(head.id).await.unwrap();
        filings.into_iter().map(|head| (head.key, head.digest)).collect()
    }

    /// A file of the world's folder.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> SourceFile {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        SourceFile { name: name.to_owned(), path, named: true }
    }

    /// The invented carrier's filings of a year.
    pub fn invented(&self, year: i32) -> Batch {
        let (medical, dental): (Vec<_>, Vec<_>) =
            ::demo::catalogue(year).into_iter().partition(|plan| plan.line == Line::Medical);
        let files = [
            self.plans("medical.xml", &medical),
            self.plans("dental.xml", &dental),
            self.rates("rates.xml", &invented_rates(year)),
        ];
        Batch::gather(&files).unwrap()
    }

    pub fn plans(&self, name: &str, plans: &[Plan]) -> SourceFile {
        let mut bytes = Vec::new();
        formats::qhp::write_plans(&mut bytes, plans).unwrap();
        self.file(name, bytes)
    }

    pub fn rates(&self, name: &str, sheets: &[RateSheet]) -> SourceFile {
        let mut bytes = Vec::new();
        formats::qhp::write_rates(&mut bytes, sheets).unwrap();
        self.file(name, bytes)
    }
}

/// The invented carrier's rates of a year where the tests' ZIP codes lie; all of California would be
/// a long wait.
pub fn invented_rates(year: i32) -> Vec<RateSheet> {
    let near = |sheet: &RateSheet| [4, 6, 7, 15, 16].contains(&sheet.area.number);
    ::demo::rates(year).into_iter().filter(near).collect()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap()).and_utc()
}

pub fn days_after(day: NaiveDate, days: u64) -> DateTime<Utc> {
    noon(day + Days::new(days))
}

/// A census of one family; the employee comes first.
pub fn family(people: &[(Relationship, &str)]) -> Census {
    let person = |(place, (relationship, born_on)): (usize, &(Relationship, &str))| Person {
        row: u32::try_from(place).unwrap() + 2,
        family: Some("1".to_owned()),
        relationship: *relationship,
        name: format!("Person {place}"),
        born_on: day(born_on),
        disabled: false,
        waived: false,
        employment: domain::census::Employment::default(),
    };
    let (census, faults) = Census::assemble(people.iter().enumerate().map(person).collect());
    assert_eq!(faults, []);
    census
}

/// One employee who is 40 through most of 2027.
pub fn one_employee() -> Census {
    family(&[(Relationship::Employee, "1986-10-20")])
}

/// What the employer pays in percent: for the employee, the spouse and each child.
pub fn percent(employee: u32, spouse: u32, child: u32) -> Strategy {
    let [employee, spouse, child] = [employee, spouse, child].map(Percent::whole);
    Contribution::percent(employee, spouse, child).into()
}

/// A path of the shared data, or nothing (said aloud) where that is not at hand.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("GROUPCOVER_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let path = root.join("data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("not tested: {} is not there (see GROUPCOVER_SHARED)", path.display());
    None
}

/// The files of a shared folder and the folders in it, by name.
pub fn shared_files(path: &str) -> Option<Vec<SourceFile>> {
    fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                files.push(SourceFile { name, path, named: false });
            }
        }
    }
    let root = shared(path)?;
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files.sort();
    Some(files)
}

/// The real filings of 2016, read once for all tests.
pub fn real_year() -> Option<&'static Batch> {
    static BATCH: OnceLock<Option<Batch>> = OnceLock::new();
    BATCH.get_or_init(|| Some(Batch::gather(&shared_files("dc_shop_2016")?).unwrap())).as_ref()
}
