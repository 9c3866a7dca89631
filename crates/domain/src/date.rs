//! Dates as this field uses them. "Today" is always a parameter.

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Completed years of age on a date; `None` when the person is not yet born on it.
///
/// Somebody born on February 29 completes a year on March 1 in other years, as the common law
/// and 26 CFR read it: the day before the anniversary must have ended.
pub fn age_on(born_on: NaiveDate, on: NaiveDate) -> Option<u8> {
    // At most 250 years lie between two dates that the importers accept.
    on.years_since(born_on).and_then(|years| u8::try_from(years).ok())
}

/// The twelve months for which a group's rates are fixed, from the first of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlanYear {
    starts_on: NaiveDate,
}

/// A plan year must begin on the first of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("coverage begins on the first of a month")]
pub struct NotFirstOfMonth;

impl PlanYear {
    /// The plan year that begins on a day.
    pub fn starting(starts_on: NaiveDate) -> Result<Self, NotFirstOfMonth> {
        if starts_on.day() == 1 { Ok(Self { starts_on }) } else { Err(NotFirstOfMonth) }
    }

    /// The effective date: ages are taken on it and rates are looked up for it.
    pub fn starts_on(self) -> NaiveDate {
        self.starts_on
    }

    /// The last day of coverage.
    pub fn ends_on(self) -> NaiveDate {
        self.next().starts_on.pred_opt().unwrap_or(NaiveDate::MAX)
    }

    /// The plan year that follows.
    #[must_use]
    pub fn next(self) -> Self {
        let starts_on =
            self.starts_on.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX);
        Self { starts_on }
    }
}

/// The first of the month after the month of a date.
pub fn first_of_next_month(date: NaiveDate) -> NaiveDate {
    let first = date.with_day(1).unwrap_or(date);
    first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX)
}

/// The day that comes a number of days after another.
pub fn days_after(date: NaiveDate, days: u16) -> NaiveDate {
    date.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// The day that lies a number of days before another.
pub fn days_before(date: NaiveDate, days: u16) -> NaiveDate {
    date.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN)
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// As people say it: `Mon, Feb 1, 2027`.
pub fn long(date: NaiveDate) -> String {
    let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    format!("{weekday}, {}", short(date))
}

/// Without the weekday: `Feb 1, 2027`.
pub fn short(date: NaiveDate) -> String {
    format!("{} {}, {}", MONTHS[date.month0() as usize], date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn age_is_completed_years_on_the_day() {
        for (born, on, age) in [
            ("1980-06-01", "2016-07-01", Some(36)),
            ("1980-07-01", "2016-07-01", Some(36)),
            ("1980-07-02", "2016-07-01", Some(35)),
            ("2016-06-03", "2016-07-01", Some(0)),
            ("2016-06-03", "2016-04-01", None),
            ("2016-06-03", "2016-06-03", Some(0)),
            ("2004-02-29", "2025-02-28", Some(20)),
            ("2004-02-29", "2025-03-01", Some(21)),
        ] {
            assert_eq!(age_on(day(born), day(on)), age, "born {born}, on {on}");
        }
    }

    #[test]
    fn a_plan_year_has_twelve_months_and_begins_on_a_first() {
        let year = PlanYear::starting(day("2027-02-01")).unwrap();
        assert_eq!(year.ends_on(), day("2028-01-31"));
        assert_eq!(year.next().starts_on(), day("2028-02-01"));
        assert_eq!(PlanYear::starting(day("2027-02-15")), Err(NotFirstOfMonth));
    }

    #[test]
    fn dates_are_said_the_way_people_say_them() {
        assert_eq!(long(day("2027-02-01")), "Mon, Feb 1, 2027");
        assert_eq!(first_of_next_month(day("2026-12-31")), day("2027-01-01"));
    }
}
