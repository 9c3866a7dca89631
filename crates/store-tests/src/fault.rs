//! Crashes: a use case is ended at each point at which it could be, and done again. What was kept is kept
//! once, and nothing else is.
//!
//! A unit of work is one transaction: wherever a server dies within it, nothing of it is kept. So there are
//! two points at each commit: just before it, and just after it, when nobody learns that it was made.

use crate::Lab;
use crate::fixture::moment;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use credential::password::Hasher;
use credential::vault::{IndexKey, Vault};
use domain::id::EmployerId;
use domain::outbox::LetterKind;
use domain::submission::{State, Submission};
use operations::need::SubmitRenewal;
use operations::submission::{SubmissionDecision, Submit, SubmitError};
use operations::{Clock, OperationError, Operations, Origin, Secrets, Settings, SignedIn, Viewer};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use store::{
    AccessRepository, AuditRepository, CatalogueRepository, ChangeFileRepository,
    ContractRepository, DesignationRepository, DocumentRepository, ElectionRepository,
    EmployerRepository, FactorRepository, GroupRepository, OutboxRepository, PlaceRepository,
    RenewalRepository, RosterRepository, ScenarioRepository, SealRepository, Store, StoreError,
    SubmissionRepository, UnitOfWork,
};
use uuid::Uuid;

/// A day on which the renewal of the demo's group in question is open.
const NOW: &str = "2026-11-24T12:00:00Z";

/// A clock that stands still until it is set.
struct Still {
    now: Mutex<DateTime<Utc>>,
    drawn: AtomicU64,
}

impl Still {
    fn new() -> Arc<Self> {
        // Two servers never draw the same.
        static SERVERS: AtomicU64 = AtomicU64::new(1);
        let first = SERVERS.fetch_add(1, Ordering::Relaxed) << 40;
        Arc::new(Self { now: Mutex::new(moment(NOW)), drawn: AtomicU64::new(first) })
    }

    fn set(&self, now: &str) {
        *self.now.lock().expect("is whole") = moment(now);
    }
}

impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().expect("is whole")
    }

    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    fn new_id(&self) -> Uuid {
        Uuid::from_u128(1 << 70 | u128::from(self.drawn.fetch_add(1, Ordering::Relaxed)))
    }

    fn fill(&self, bytes: &mut [u8]) {
        for some in bytes.chunks_mut(8) {
            let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
            // Spread over all bits, so that no two draws look alike.
            let drawn = drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
            some.copy_from_slice(&drawn[..some.len()]);
        }
    }
}

/// Where a server dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the commit of so many commits to go.
    Before(u32),
    /// After it.
    After(u32),
}

/// A store that ends at a commit as if the server had died.
struct Dying {
    inner: Arc<dyn Store>,
    at: Arc<Mutex<Option<At>>>,
}

struct DyingUnit {
    inner: Box<dyn UnitOfWork>,
    at: Arc<Mutex<Option<At>>>,
}

#[async_trait]
impl Store for Dying {
    async fn migrate(&self) -> Result<(), StoreError> {
        self.inner.migrate().await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.inner.ready().await
    }

    async fn begin_read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.inner.begin_read().await
    }

    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let inner = self.inner.begin().await?;
        Ok(Box::new(DyingUnit { inner, at: Arc::clone(&self.at) }))
    }
}

macro_rules! lends {
    ($($name:ident $repository:ident,)*) => {
        #[async_trait]
        impl UnitOfWork for DyingUnit {
            $(fn $name(&mut self) -> &mut dyn $repository {
                self.inner.$name()
            })*

            async fn commit(self: Box<Self>) -> Result<(), StoreError> {
                let dies = {
                    let mut at = self.at.lock().expect("is whole");
                    let (now, next) = match *at {
                        Some(At::Before(0)) => (Some(At::Before(0)), None),
                        Some(At::After(0)) => (Some(At::After(0)), None),
                        Some(At::Before(more)) => (None, Some(At::Before(more - 1))),
                        Some(At::After(more)) => (None, Some(At::After(more - 1))),
                        None => (None, None),
                    };
                    *at = next;
                    now
                };
                match dies {
                    None => self.inner.commit().await,
                    Some(At::Before(_)) => Err(StoreError::Database("it died before".into())),
                    Some(At::After(_)) => {
                        self.inner.commit().await?;
                        Err(StoreError::Database("it died after".into()))
                    }
                }
            }
        }
    };
}

lends! {
    catalogue CatalogueRepository, employer EmployerRepository, roster RosterRepository, contract ContractRepository, scenario ScenarioRepository, election ElectionRepository, renewal RenewalRepository, submission SubmissionRepository, document DocumentRepository, change_file ChangeFileRepository, access AccessRepository, factor FactorRepository, audit AuditRepository, designation DesignationRepository, group GroupRepository, outbox OutboxRepository, seal SealRepository, place PlaceRepository,
}

/// Servers over a lab's store, with the demo's carrier, groups and people.
struct Scene<'a> {
    lab: &'a dyn Lab,
    clock: Arc<Still>,
    operations: Operations,
    at: Arc<Mutex<Option<At>>>,
}

fn settings() -> Settings {
    let key = "ZGVtby1rZXktd2hpY2gtaXMtbm90LXNlY3JldC1hdCE=";
    let vault = Vault::parse(&format!("test:{key}")).expect("is a key");
    let secrets = Secrets { vault, index: IndexKey::parse(key).expect("is a key") };
    let hasher = Hasher::cheap();
    Settings { secrets: Some(secrets), keeps_mail: true, hasher, ..Settings::default() }
}

impl<'a> Scene<'a> {
    async fn new(lab: &'a dyn Lab) -> Self {
        let (clock, at) = (Still::new(), Arc::new(Mutex::new(None)));
        let store = Dying { inner: lab.shared(), at: Arc::clone(&at) };
        let operations = Operations::new(Arc::new(store), clock.clone());
        let operations = operations.with(settings()).showing_demo();
        let folder = tempfile::tempdir().expect("is made");
        operations.set_up_demo(folder.path()).await.expect("sets the demo up");
        Self { lab, clock, operations, at }
    }

    async fn viewer(&self, key: &str) -> Viewer {
        let nobody = SignedIn::Nobody;
        let token = self.operations.sign_in_demo(key, &Origin::default(), &nobody).await;
        let opened = self.operations.open_session(&token.expect("signs in"), true).await;
        opened.expect("answers").viewer().expect("is signed in").clone()
    }

    /// The group whose renewal is open, and that renewal.
    async fn open_renewal(&self) -> (EmployerId, NaiveDate) {
        let viewer = self.viewer("primary").await;
        let heads = self.operations.next_renewals(&viewer).await.expect("answers");
        let open = heads.into_iter().find(|head| {
            let calendar = head.calendar;
            calendar.opens_on <= head.today && head.today <= calendar.last_day
        });
        let head = open.expect("one of the demo's renewals is open");
        (head.employer.id, head.calendar.effective_on)
    }

    async fn submit(
        &self,
        (employer, day): (EmployerId, NaiveDate),
        key: &str,
    ) -> Result<i64, SubmitError> {
        let viewer = self.viewer("primary").await;
        let permit = self
            .operations
            .authorize_sensitive::<SubmitRenewal>(&viewer, &employer.to_string())
            .await?;
        let submit = self.reviewed((employer, day), key).await;
        let done = self.operations.submit_renewal(&permit, &day.to_string(), &submit).await?;
        Ok(done.number)
    }

    /// What somebody submits who looked it over just now.
    async fn reviewed(&self, (employer, day): (EmployerId, NaiveDate), key: &str) -> Submit {
        let mut unit = self.lab.store().begin_read().await.expect("begins");
        let scenarios = unit.scenario().pulse(employer, day).await.expect("answers");
        let elections = unit.election().pulse(employer, day).await.expect("answers");
        let submissions = unit.submission().pulse(employer, day).await.expect("answers");
        let catalogue = unit.catalogue().latest().await.expect("answers").expect("is there");
        let overridden = |rule| domain::submission::Override { rule, reason: "We know".to_owned() };
        Submit {
            key: key.to_owned(),
            scenario: None,
            pulse: scenarios + elections + submissions,
            catalogue: catalogue.number,
            overrides: domain::submission::GateRule::ALL.map(overridden).into(),
            name: "Dana Whitfield".to_owned(),
            attested: true,
        }
    }

    async fn submissions(&self, (employer, day): (EmployerId, NaiveDate)) -> Vec<Submission> {
        let mut unit = self.lab.store().begin_read().await.expect("begins");
        unit.submission().list(employer, day).await.expect("answers")
    }

    /// How many letters about steps of the renewal wait for each who is told, at the least and at the most.
    async fn letters(&self) -> usize {
        let mut unit = self.lab.store().begin_read().await.expect("begins");
        let all = unit.outbox().messages(None, 10_000).await.expect("answers");
        all.iter().filter(|message| message.kind == LetterKind::RenewalStep).count()
    }

    fn die(&self, at: Option<At>) {
        *self.at.lock().expect("is whole") = at;
    }
}

fn died(error: &SubmitError) -> bool {
    matches!(error, SubmitError::Operation(OperationError::Store(StoreError::Database(_))))
}

/// Submitted with a crash at each point, and again with the same key: there is one submission, and one
/// letter for each who is told.
pub async fn a_submission_outlives_a_crash_wherever_it_comes(lab: &dyn Lab) {
    let scene = Scene::new(lab).await;
    let renewal = scene.open_renewal().await;
    let mut told = None;
    for (round, at) in (1..).zip([At::Before(0), At::After(0)]) {
        let key = Uuid::from_u128(round as u128).to_string();
        let before = scene.letters().await;
        let result = {
            let employer = renewal.0.to_string();
            let viewer = scene.viewer("primary").await;
            let permit = scene.operations.authorize_sensitive::<SubmitRenewal>(&viewer, &employer);
            let permit = permit.await.expect("may submit");
            let submit = scene.reviewed(renewal, &key).await;
            scene.die(Some(at));
            let day = renewal.1.to_string();
            let result = scene.operations.submit_renewal(&permit, &day, &submit).await;
            scene.die(None);
            result
        };
        assert!(died(&result.expect_err("it died")), "{at:?}");
        let kept = scene.submissions(renewal).await.len();
        assert_eq!(kept, if at == At::Before(0) { round - 1 } else { round }, "{at:?}");
        for again in 0..2 {
            let number = scene.submit(renewal, &key).await.expect("is submitted");
            assert_eq!(number, i64::try_from(round).expect("is small"), "{at:?}, {again}");
        }
        let all = scene.submissions(renewal).await;
        assert_eq!(all.len(), round, "{at:?}");
        let pending = all.iter().filter(|one| one.course.state.is_pending()).count();
        assert_eq!(pending, 1, "{at:?}");
        let letters = scene.letters().await - before;
        assert!(letters > 0);
        assert_eq!(*told.get_or_insert(letters), letters, "nobody is told twice: {at:?}");
    }
}

/// Accepted, and put into effect, with a crash at each point: one contract, one change file, one roster.
pub async fn an_acceptance_outlives_a_crash_wherever_it_comes(lab: &dyn Lab) {
    let scene = Scene::new(lab).await;
    let (employer, day) = scene.open_renewal().await;
    scene.submit((employer, day), &Uuid::nil().to_string()).await.expect("is submitted");
    let staff = scene.viewer("staff").await;
    let staff = scene.operations.authorize_staff(&staff).expect("works for the carrier");
    let accept = async || {
        let version = scene.submissions((employer, day)).await[0].version;
        let place = (employer, day, 1);
        scene.operations.decide_submission(&staff, place, version, SubmissionDecision::Accept).await
    };
    scene.die(Some(At::Before(0)));
    assert!(died(&accept().await.expect_err("it died")));
    assert_eq!(scene.submissions((employer, day)).await[0].course.state, State::Submitted);
    scene.die(Some(At::After(0)));
    assert!(died(&accept().await.expect_err("it died")));
    assert!(matches!(accept().await, Err(SubmitError::Overtaken)), "it was accepted");
    let mut unit = lab.store().begin_read().await.expect("begins");
    let files = unit.change_file().heads(None, 100).await.expect("answers");
    assert_eq!(files.len(), 1, "the core system is told once");
    assert!(unit.contract().on(employer, day).await.expect("answers").is_some());
    drop(unit);

    scene.clock.set(&format!("{day}T12:00:00Z"));
    let renews_on = async || {
        let mut unit = lab.store().begin_read().await.expect("begins");
        unit.employer().lookup(employer).await.expect("answers").expect("is there").renews_on
    };
    scene.die(Some(At::Before(0)));
    assert_eq!(scene.operations.take_effect().await.expect("answers").done, 0);
    assert_eq!(renews_on().await, Some(day), "nothing took effect yet");
    scene.die(Some(At::After(0)));
    assert_eq!(scene.operations.take_effect().await.expect("answers").done, 0);
    scene.die(None);
    assert_eq!(scene.operations.take_effect().await.expect("answers").done, 0, "once");
    assert!(renews_on().await > Some(day));
    assert_eq!(scene.submissions((employer, day)).await[0].course.state, State::InEffect);
}
