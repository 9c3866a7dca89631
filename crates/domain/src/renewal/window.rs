//! The weeks of the year in which a small group is accepted without minimums.

use crate::rules::{ANNUAL_WINDOW, Citation};
use chrono::{Datelike, NaiveDate};

/// A yearly window, as pairs of month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnnualWindow {
    /// First day of it.
    pub opens: (u32, u32),
    /// Last day of it.
    pub closes: (u32, u32),
    /// The effective date that it is for: the first such day after the window.
    pub effective: (u32, u32),
}

/// The rule by which a group that applies on a day, to be covered from another, is accepted without minimum
/// participation or contribution; `None` when the minimums stand.
///
/// It is about taking out coverage. Whether a carrier renews a group that misses its minimums is the
/// carrier's own affair, so a meter tells of the window beside its verdict, and leaves the verdict.
pub fn lifts_minimums(effective_on: NaiveDate, today: NaiveDate) -> Option<Citation> {
    let window = ANNUAL_WINDOW.on(effective_on).value;
    let month_day = |date: NaiveDate| (date.month(), date.day());
    let applies = month_day(effective_on) == window.effective
        && today.year() + 1 == effective_on.year()
        && (window.opens..=window.closes).contains(&month_day(today));
    applies.then(|| ANNUAL_WINDOW.cite(effective_on))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_from_november_15_to_december_15_for_january_1() {
        for (starts, today, lifted) in [
            ("2027-01-01", "2026-11-14", false),
            ("2027-01-01", "2026-11-15", true),
            ("2027-01-01", "2026-12-01", true),
            ("2027-01-01", "2026-12-15", true),
            ("2027-01-01", "2026-12-16", false),
            ("2027-01-01", "2025-12-01", false),
            ("2027-01-01", "2027-12-01", false),
            ("2027-02-01", "2026-12-01", false),
            ("2026-12-01", "2026-11-20", false),
        ] {
            let rule = lifts_minimums(starts.parse().unwrap(), today.parse().unwrap());
            assert_eq!(rule.is_some(), lifted, "for {starts}, on {today}");
        }
    }
}
