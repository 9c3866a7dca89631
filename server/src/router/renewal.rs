//! What a renewal sends beside its pages: word of changes, and files to take away.

use super::AppState;
use super::session::{Asking, refusal};
use anyhow::Context;
use app::server::review::submission_key;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::id::EmployerId;
use formats::calendar::ics;
use formats::report::{Report, ReportError, csv, pdf, xlsx};
use futures_util::stream;
use operations::need::PlanRenewal;
use operations::{OperationError, Operations, Permit, Watched};
use serde::Deserialize;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::convert::Infallible;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval};

/// How many windows may listen at once.
const LISTENERS_MAX: usize = 5_000;
/// How many of them to one renewal, so that whoever opens windows without end is in nobody else's way.
pub(super) const LISTENERS_OF_ONE_MAX: usize = 100;
/// How often it is looked whether something changed: others see a save well within a second, whichever
/// server took it.
const EVERY: Duration = Duration::from_millis(400);
/// How long a window listens before it asks again, and is asked again who it is.
const AT_MOST: Duration = Duration::from_mins(10);

/// Whose renewal, and when it takes effect.
type Renewal = (EmployerId, NaiveDate);

/// What listeners share.
#[derive(Clone)]
pub(crate) struct Listeners {
    places: Arc<Semaphore>,
    taken: Arc<Mutex<HashMap<Renewal, usize>>>,
    stopping: watch::Receiver<bool>,
}

impl Listeners {
    /// Listeners that go home when `stopping` says so.
    pub(crate) fn new(stopping: watch::Receiver<bool>) -> Self {
        let places = Arc::new(Semaphore::new(LISTENERS_MAX));
        Self { places, taken: Arc::default(), stopping }
    }

    /// A place to listen to a renewal, where there is one.
    fn place(&self, renewal: Renewal) -> Option<Place> {
        let permit = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = taken.entry(renewal).or_default();
        if *of_one >= LISTENERS_OF_ONE_MAX {
            return None;
        }
        *of_one += 1;
        let taken = Arc::clone(&self.taken);
        Some(Place { renewal, taken, _permit: permit })
    }
}

/// A place among the listeners, which is free again when it is dropped.
struct Place {
    renewal: Renewal,
    taken: Arc<Mutex<HashMap<Renewal, usize>>>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut of_one) = taken.entry(self.renewal) {
            *of_one.get_mut() -= 1;
            if *of_one.get() == 0 {
                of_one.remove();
            }
        }
    }
}

/// One window that listens.
struct Listener {
    operations: Operations,
    watched: Watched,
    _place: Place,
    stopping: watch::Receiver<bool>,
    ticks: Interval,
    until: Instant,
    told: Option<i64>,
}

/// Tells a window whenever a scenario, an election or a submission of the renewal changes: a number that is
/// another one then.
pub(crate) async fn changes(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path((employer, effective)): Path<(String, String)>,
) -> Response {
    match state.operations.watch_renewal(&viewer, &employer, &effective).await {
        Ok(watched) => listen(state, watched),
        Err(error) => refusal(&error),
    }
}

/// The same for staff who look at a submission.
pub(crate) async fn submission_changes(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path(submission): Path<String>,
) -> Response {
    let permit = match state.operations.authorize_staff(&viewer) {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    let Some(key) = submission_key(&submission) else {
        return refusal(&OperationError::NotFound);
    };
    match state.operations.watch_submission(&permit, key).await {
        Ok(watched) => listen(state, watched),
        Err(error) => refusal(&error),
    }
}

fn listen(state: AppState, watched: Watched) -> Response {
    let Some(place) = state.listeners.place(watched.renewal()) else {
        return (StatusCode::SERVICE_UNAVAILABLE, "too many windows are listening").into_response();
    };
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        operations: state.operations,
        watched,
        _place: place,
        stopping: state.listeners.stopping.clone(),
        ticks,
        until: Instant::now() + AT_MOST,
        told: None,
    };
    let news = stream::unfold(listener, |mut listener| async move {
        let pulse = listener.next().await?;
        let event = Event::default().data(pulse.to_string());
        Some((Ok::<_, Infallible>(event), listener))
    });
    Sse::new(news).keep_alive(KeepAlive::default()).into_response()
}

impl Listener {
    /// The next number to tell. `None` when the window is to ask again, or the server stops.
    async fn next(&mut self) -> Option<i64> {
        loop {
            tokio::select! {
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                _ = self.ticks.tick() => {}
            }
            if Instant::now() > self.until {
                return None;
            }
            match self.operations.pulse(&self.watched).await {
                Ok(pulse) if self.told == Some(pulse) => {}
                Ok(pulse) => {
                    self.told = Some(pulse);
                    return Some(pulse);
                }
                // Who may listen no longer, or never again, asks anew and is told why.
                Err(OperationError::Store(cause)) => {
                    tracing::warn!(?cause, "a listener's renewal could not be looked at");
                    return None;
                }
                Err(_) => return None,
            }
        }
    }
}

/// How many files are put together at once; a large group's may take a core for a while.
const WRITERS: usize = 2;
/// The longest part of a file's name, in characters.
const PART_MAX: usize = 40;

/// What those who put files together share.
#[derive(Clone)]
pub(crate) struct Writers(Arc<Semaphore>);

impl Writers {
    /// A place among them, once there is one. Held until a file is there, whoever still waits for it.
    pub(super) async fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0).acquire_owned().await.ok()
    }
}

impl Default for Writers {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(WRITERS)))
    }
}

/// How a report is written.
type Write = fn(&Report) -> Result<Vec<u8>, ReportError>;

/// The files about a scenario: the name in the address, what it is, and how it is written.
const FILES: [(&str, &str, Write); 3] = [
    ("scenario.pdf", "application/pdf", pdf),
    ("scenario.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx),
    ("people.csv", "text/csv; charset=utf-8", csv),
];
/// The file about the renewal's dates, which other programs ask for again and again.
const CALENDAR: &str = "calendar.ics";

/// What the address of a file says beside its path.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    scenario: Option<String>,
    pay: Option<String>,
}

/// A file about a renewal.
pub(crate) async fn file(
    State(state): State<AppState>,
    Asking(viewer): Asking,
    Path((employer, effective, name)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let permit = match state.operations.authorize::<PlanRenewal>(&viewer, &employer).await {
        Ok(permit) => permit,
        Err(error) => return refusal(&error),
    };
    if name == CALENDAR {
        return calendar(&state, &permit, &effective).await;
    }
    let Some((name, kind, write)) = FILES.iter().find(|(known, ..)| *known == name) else {
        return not_found();
    };
    // Taken before anything is loaded.
    let Some(place) = state.writers.place().await else {
        return failed(&"nobody writes files any more");
    };
    let (scenario, pay) = (wanted.scenario.as_deref(), wanted.pay.as_deref());
    let (carrier, demo) = (&state.carrier.name, state.carrier.demo);
    let basis = state.operations.report(&permit, &effective, scenario, pay, carrier, demo);
    let basis = match basis.await {
        Ok(basis) => basis,
        Err(error) => return refusal(&error),
    };
    let written = tokio::task::spawn_blocking(move || {
        let _place = place;
        let report = basis.report();
        write(&report).map(|bytes| (file_name(&report, name), bytes))
    });
    match written.await.context("a writer gave up").and_then(|file| Ok(file?)) {
        Ok((name, bytes)) => {
            let attached = format!("attachment; filename=\"{name}\"");
            ([(CONTENT_TYPE, (*kind).to_owned()), (CONTENT_DISPOSITION, attached)], bytes)
                .into_response()
        }
        Err(error) => failed(&error),
    }
}

async fn calendar(state: &AppState, permit: &Permit<PlanRenewal>, effective: &str) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (CONTENT_DISPOSITION, "inline; filename=\"calendar.ics\""),
    ];
    match state.operations.calendar(permit, effective).await {
        Ok(feed) => (headers, ics(&feed)).into_response(),
        Err(error) => refusal(&error),
    }
}

/// A name by which a file is found again among others:
/// `bayside-dental-group-2027-01-01-under-5.pdf`.
fn file_name(report: &Report, name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let people = if stem == "people" { stem } else { "" };
    let date = report.effective_on.to_string();
    let parts = [plain(&report.employer), date, plain(&report.scenario), people.to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.{extension}", parts.join("-"))
}

/// Small letters and digits, with a hyphen between words: safe in a header and on every disk.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let text = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    text.chars().take(PART_MAX).collect::<String>().trim_end_matches('-').to_owned()
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "not found").into_response()
}

pub(super) fn failed(cause: &dyn Debug) -> Response {
    tracing::error!(?cause, "a file could not be made");
    (StatusCode::INTERNAL_SERVER_ERROR, "this failed here").into_response()
}
