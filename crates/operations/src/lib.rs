//! What people do here, each as one unit of work: load, decide with `domain`, save.
//!
//! Shared by the pages' server functions, the command line and, later, the jobs. To add a use case:
//! give its topic a module with a method on [`Operations`]; take what comes from outside as it was
//! typed and parse it here, once; keep the deciding in `domain`.

pub mod access;
mod audit;
pub mod broker;
mod compare;
pub mod contract;
mod demo;
pub mod designation;
pub mod election;
mod error;
mod group;
pub mod help;
mod import;
mod keys;
pub mod mail;
mod place;
mod quote;
mod renewal;
mod report;
pub mod review;
mod roster;
mod settings;
mod shelf;
pub mod sign_in;
pub mod staff;
pub mod submission;
mod user;

pub use ::demo::DemoAccount;
pub use access::{Origin, Permit, SignedIn, StaffPermit, Viewer, need};
pub use audit::{TRAIL_PAGE, TrailError, TrailPage, VerifiedTrail};
pub use compare::{Comparison, Edition, Field, FieldFault, Group, Question};
pub use error::OperationError;
pub use import::{Batch, ImportError, Outcome, Report, Skipped, SourceFile, ZipTable};
pub use keys::Resealed;
pub use place::PlaceQuestion;
pub use quote::{Quote, QuoteError};
pub use renewal::{Draft, Edit, Opened, Renewal, RenewalHead, Renewals, ScenarioError, Watched};
pub use report::ReportBasis;
pub use roster::{RosterProblem, TakenIn};
pub use settings::{Secrets, Settings};
pub use user::{BrokerGrant, GrantChange, Invite, User, UserError, UserList};

/// The name of the demo's invented carrier.
pub const DEMO_CARRIER: &str = ::demo::ISSUER_NAME;

use crate::shelf::Shelf;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::id::IssuerId;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;
use store::Store;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// How long the roster of somebody who asked for a quote is kept.
pub const PROSPECT_DAYS: Days = Days::new(30);

/// Where time and new ids come from. Tests and the demo bring their own.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> DateTime<Utc>;

    /// This day, where the carrier is.
    fn today(&self) -> NaiveDate;

    /// By how many days this day was moved from what it is.
    fn moved_by(&self) -> i64 {
        0
    }

    /// Moves the day, not the moment, by so many days from what it is: for the demo alone.
    fn move_by(&self, _days: i64) {}

    /// A random id that nobody can guess.
    fn new_id(&self) -> Uuid;

    /// Fills bytes with what nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// The use cases over a store and a clock. Cheap to clone.
#[derive(Clone)]
pub struct Operations {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    settings: Arc<Settings>,
    /// Whether invented employers are shown.
    shows_demo: bool,
    /// What catalogues hold.
    shelf: Shelf,
    /// How many rosters are read at once; reading one may take a core for a while.
    readers: Arc<Semaphore>,
    /// How many passwords are hashed at once.
    hashers: Arc<Semaphore>,
    /// How many try a password at once.
    places: Arc<Semaphore>,
}

/// How many rosters are read at once.
const READERS: usize = 2;
/// How many passwords are hashed at once: each takes 19 MiB and most of a core.
const HASHERS: usize = 4;

impl Operations {
    /// The use cases over a store and a clock.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        let readers = Arc::new(Semaphore::new(READERS));
        let hashers = Arc::new(Semaphore::new(HASHERS));
        let settings = Arc::new(Settings::default());
        let places = Arc::new(Semaphore::new(settings.places));
        let shelf = Shelf::default();
        Self { store, clock, settings, shows_demo: false, shelf, readers, hashers, places }
    }

    /// The same with what the server is told when it starts.
    #[must_use]
    pub fn with(self, settings: Settings) -> Self {
        let places = Arc::new(Semaphore::new(settings.places));
        Self { settings: Arc::new(settings), places, ..self }
    }

    /// The same, showing the demo's invented employers to everybody.
    #[must_use]
    pub fn showing_demo(self) -> Self {
        Self { shows_demo: true, ..self }
    }

    /// Names an issuer: filings carry only its number.
    pub async fn name_issuer(&self, issuer: IssuerId, name: &str) -> Result<(), OperationError> {
        let mut unit = self.store.begin().await?;
        unit.catalogue().name_issuer(issuer, name).await?;
        Ok(unit.commit().await?)
    }

    /// Forgets the people of prospects after [`PROSPECT_DAYS`]. Answers how many prospects went.
    pub async fn forget_prospects(&self) -> Result<u64, OperationError> {
        let Some(moment) = self.clock.now().checked_sub_days(PROSPECT_DAYS) else { return Ok(0) };
        let mut unit = self.store.begin().await?;
        let count = unit.employer().delete_prospects_before(moment).await?;
        unit.commit().await?;
        Ok(count)
    }

    /// Whether invented employers, and mail, are shown to look around.
    pub fn shows_demo(&self) -> bool {
        self.shows_demo
    }

    /// This day, by the clock of the use cases.
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// Where people reach this, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.settings.origin
    }

    /// This moment, by the clock of the use cases.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Whether the store answers.
    pub async fn ready(&self) -> Result<(), OperationError> {
        Ok(self.store.ready().await?)
    }
}

/// The SHA-256 of bytes, in small hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
