//! The one place where the time is looked up and ids are drawn.

use chrono::{DateTime, NaiveDate, Utc};
use operations::Clock;
use uuid::Uuid;

/// The machine's clock and randomness.
pub(crate) struct SystemClock;

#[expect(clippy::disallowed_methods, reason = "this is the place that the bans name")]
impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn today(&self) -> NaiveDate {
        chrono::Local::now().date_naive()
    }

    fn new_id(&self) -> Uuid {
        Uuid::new_v4()
    }

    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness nothing can be kept secret: better to stop.
        getrandom::fill(bytes).expect("the machine has randomness");
    }
}
