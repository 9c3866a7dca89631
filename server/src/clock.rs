//! The one place where the time is looked up and ids are drawn.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use operations::Clock;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// The machine's clock and randomness. In the demo the day may be another one than the machine's.
#[derive(Default)]
pub(crate) struct SystemClock {
    /// By how many days.
    moved_by: AtomicI64,
}

#[expect(clippy::disallowed_methods, reason = "this is the place that the bans name")]
impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn today(&self) -> NaiveDate {
        let today = chrono::Local::now().date_naive();
        today + TimeDelta::days(self.moved_by())
    }

    fn moved_by(&self) -> i64 {
        self.moved_by.load(Ordering::Relaxed)
    }

    fn move_by(&self, days: i64) {
        self.moved_by.store(days, Ordering::Relaxed);
    }

    fn new_id(&self) -> Uuid {
        Uuid::new_v4()
    }

    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness nothing can be kept secret: better to stop.
        getrandom::fill(bytes).expect("the machine has randomness");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_moved_and_the_moment_is_not() {
        let clock = SystemClock::default();
        let (today, now) = (clock.today(), clock.now());
        clock.move_by(40);
        assert!((clock.today() - today).num_days() >= 40);
        assert!(clock.now() - now < TimeDelta::days(1));
        clock.move_by(0);
        assert!((clock.today() - today).num_days() < 40);
    }
}
