//! What a renewal sends beside its pages: word of changes.

use super::AppState;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use operations::{OperationError, Operations, Watched};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval};

/// How many windows may listen at once.
const LISTENERS_MAX: usize = 5_000;
/// How often it is looked whether something changed: others see a save well within a second, whichever
/// server took it.
const EVERY: Duration = Duration::from_millis(400);
/// How long a window listens before it asks again, and is asked again who it is.
const AT_MOST: Duration = Duration::from_secs(600);

/// What listeners share.
#[derive(Clone)]
pub(crate) struct Listeners {
    places: Arc<Semaphore>,
    stopping: watch::Receiver<bool>,
}

impl Listeners {
    /// Listeners that go home when `stopping` says so.
    pub(crate) fn new(stopping: watch::Receiver<bool>) -> Self {
        Self { places: Arc::new(Semaphore::new(LISTENERS_MAX)), stopping }
    }
}

/// One window that listens.
struct Listener {
    operations: Operations,
    watched: Watched,
    stopping: watch::Receiver<bool>,
    ticks: Interval,
    until: Instant,
    told: Option<i64>,
    _place: OwnedSemaphorePermit,
}

/// Tells a window whenever a scenario of the renewal changes: a number that is another one then.
pub(crate) async fn changes(
    State(state): State<AppState>,
    Path((employer, effective)): Path<(String, String)>,
) -> Response {
    let watched = match state.operations.watch_renewal(&employer, &effective).await {
        Ok(watched) => watched,
        Err(error) => return refusal(&error),
    };
    let Ok(place) = Arc::clone(&state.listeners.places).try_acquire_owned() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "too many windows are listening").into_response();
    };
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        operations: state.operations,
        watched,
        stopping: state.listeners.stopping.clone(),
        ticks,
        until: Instant::now() + AT_MOST,
        told: None,
        _place: place,
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
                Err(error) => {
                    tracing::warn!(cause = ?error, "a listener's renewal could not be looked at");
                    return None;
                }
            }
        }
    }
}

/// What is not there and what is somebody else's look alike.
fn refusal(error: &OperationError) -> Response {
    if let OperationError::Store(cause) = error {
        tracing::error!(cause = ?cause, "a renewal could not be looked at");
        return (StatusCode::INTERNAL_SERVER_ERROR, "this failed here").into_response();
    }
    (StatusCode::NOT_FOUND, "not found").into_response()
}
