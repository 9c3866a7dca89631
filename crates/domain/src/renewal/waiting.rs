//! The waiting period: when a new employee's coverage starts.

use crate::date::{days_after, first_of_next_month, long};
use crate::rules::WAITING_DAYS_MAX;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// How long new employees wait for coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingPeriod {
    /// To the first of the month after so many days, counted from the day after hiring. The day
    /// that ends them counts when it is itself a first.
    FirstOfMonthAfter(u8),
}

impl WaitingPeriod {
    /// Those that an employer can choose.
    pub const OFFERED: [Self; 3] =
        [Self::FirstOfMonthAfter(0), Self::FirstOfMonthAfter(30), Self::FirstOfMonthAfter(60)];

    /// The words that people see.
    pub fn label(self) -> String {
        match self {
            Self::FirstOfMonthAfter(0) => "First of the month on or after hiring".to_owned(),
            Self::FirstOfMonthAfter(days) => format!("First of the month after {days} days"),
        }
    }

    /// The first day of coverage of somebody hired on a day: never later than the law allows, which
    /// is the 91st day, counting the day of hiring.
    pub fn starts_on(self, hired_on: NaiveDate) -> NaiveDate {
        self.chosen(hired_on).min(latest(hired_on))
    }

    /// When coverage starts and why, for people.
    pub fn sentence(self, hired_on: NaiveDate) -> String {
        let starts_on = long(self.starts_on(hired_on));
        if self.chosen(hired_on) > latest(hired_on) {
            return format!("Coverage starts on {starts_on}, the latest day that the law allows.");
        }
        match self {
            Self::FirstOfMonthAfter(0) => {
                format!(
                    "Coverage starts on {starts_on}, the first of the month on or after hiring."
                )
            }
            Self::FirstOfMonthAfter(days) => {
                format!("Coverage starts on {starts_on}, the first of the month after {days} days.")
            }
        }
    }

    /// The day that the employer's choice alone would give.
    fn chosen(self, hired_on: NaiveDate) -> NaiveDate {
        let Self::FirstOfMonthAfter(days) = self;
        let over = days_after(hired_on, days.into());
        if over.day() == 1 { over } else { first_of_next_month(over) }
    }
}

/// The latest day on which coverage of somebody hired on a day may start.
fn latest(hired_on: NaiveDate) -> NaiveDate {
    days_after(hired_on, WAITING_DAYS_MAX.on(hired_on).value.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn coverage_starts_on_the_first_after_so_many_days() {
        for (hired, days, starts) in [
            ("2026-11-01", 0, "2026-11-01"),
            ("2026-11-02", 0, "2026-12-01"),
            ("2026-12-15", 0, "2027-01-01"),
            // November 2 and 30 days is December 2; a day earlier it is the first itself.
            ("2026-11-02", 30, "2027-01-01"),
            ("2026-11-01", 30, "2026-12-01"),
            ("2027-01-30", 30, "2027-03-01"),
            // January 2 and 60 days is March 3, or in a leap year March 2.
            ("2027-01-02", 60, "2027-04-01"),
            ("2028-01-02", 60, "2028-04-01"),
            ("2028-01-01", 60, "2028-03-01"),
            // The longest wait: July 3 and 60 days is September 1, July 4 waits for October 1.
            ("2026-07-03", 60, "2026-09-01"),
            ("2026-07-04", 60, "2026-10-01"),
        ] {
            let period = WaitingPeriod::FirstOfMonthAfter(days);
            assert_eq!(period.starts_on(day(hired)), day(starts), "{hired} and {days} days");
        }
    }

    #[test]
    fn nobody_waits_beyond_the_91st_day() {
        // The regulation's own example: hired on January 19, covered by April 19 (28 days' February).
        for (hired, starts) in [
            ("2027-01-19", "2027-04-19"),
            ("2028-01-19", "2028-04-18"),
            // 90 days from October 3 is January 1: no later than the law allows.
            ("2026-10-03", "2027-01-01"),
        ] {
            let period = WaitingPeriod::FirstOfMonthAfter(90);
            assert_eq!(period.starts_on(day(hired)), day(starts), "{hired}");
        }
    }

    #[test]
    fn a_start_is_said_with_its_reason() {
        for (days, label, sentence) in [
            (
                0,
                "First of the month on or after hiring",
                "Coverage starts on Mon, Feb 1, 2027, the first of the month on or after hiring.",
            ),
            (
                60,
                "First of the month after 60 days",
                "Coverage starts on Thu, Apr 1, 2027, the first of the month after 60 days.",
            ),
            (
                90,
                "First of the month after 90 days",
                "Coverage starts on Mon, Apr 19, 2027, the latest day that the law allows.",
            ),
        ] {
            let period = WaitingPeriod::FirstOfMonthAfter(days);
            assert_eq!(period.label(), label);
            assert_eq!(period.sentence(day("2027-01-19")), sentence);
        }
    }

    proptest! {
        #[test]
        fn what_is_offered_starts_on_a_first_within_90_days(days in 0_u16..4_000) {
            let hired_on = days_after(day("2024-01-01"), days);
            for period in WaitingPeriod::OFFERED {
                let starts_on = period.starts_on(hired_on);
                let WaitingPeriod::FirstOfMonthAfter(wait) = period;
                prop_assert_eq!(starts_on.day(), 1);
                let waited = (starts_on - hired_on).num_days();
                prop_assert!((i64::from(wait)..=90).contains(&waited));
            }
        }
    }
}
