//! When a renewal opens, closes and takes effect.

use crate::date::{PlanYear, days_after, days_before, long, short};
use crate::rules::{RENEWAL_CLOSING, RENEWAL_LAST_DAY, RENEWAL_OPENS};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// What a carrier sets of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRules {
    /// How many days before the effective date a renewal opens.
    pub opens_days_before: u16,
    /// To which day of the month before the effective date changes can be submitted. Where that
    /// month is shorter, to its last day.
    pub last_day: u8,
    /// For how many days, counting the last, a renewal is said to close soon.
    pub closing_days: u8,
}

impl CalendarRules {
    /// The rules for renewals that take effect on a day.
    pub fn on(effective_on: NaiveDate) -> Self {
        Self {
            opens_days_before: RENEWAL_OPENS.on(effective_on).value,
            last_day: RENEWAL_LAST_DAY.on(effective_on).value,
            closing_days: RENEWAL_CLOSING.on(effective_on).value,
        }
    }
}

/// The days of one renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The first day on which it can be managed.
    pub opens_on: NaiveDate,
    /// The first day on which it is said to close soon.
    pub closing_on: NaiveDate,
    /// The last day on which changes can be submitted.
    pub last_day: NaiveDate,
    /// The day on which it renews as it is, if nothing was submitted: the day after the last.
    pub renews_on: NaiveDate,
    /// The first day of the new plan year.
    pub effective_on: NaiveDate,
}

/// Where a renewal stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It cannot be managed yet.
    NotYetOpen {
        /// Days until it opens: 1 on the day before.
        days_to_open: u32,
    },
    /// It can be managed.
    Open {
        /// Days on which changes can be submitted, counting today and the last day.
        days_left: u32,
    },
    /// It can be managed, but not for long.
    ClosingSoon {
        /// Days on which changes can be submitted, counting today and the last day: 1 on the last.
        days_left: u32,
    },
    /// Nothing can be changed any more.
    Closed,
}

/// A day of a calendar that other programs can subscribe to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyDate {
    /// A stable name for programs.
    pub slug: &'static str,
    /// The day.
    pub on: NaiveDate,
    /// What happens on it, in few words.
    pub title: &'static str,
    /// What happens on it, and what you can do about it.
    pub sentence: String,
}

/// How long changes can be submitted, where today is one of these days: everywhere counted alike.
pub fn days_left(days: u32) -> String {
    match days {
        1 => "1 day left: today".to_owned(),
        days => format!("{days} days left, today counted"),
    }
}

impl Calendar {
    /// The calendar of the renewal into a plan year.
    pub fn of(plan_year: PlanYear, rules: CalendarRules) -> Self {
        let effective_on = plan_year.starts_on();
        let last_day = last_day_before(effective_on, rules.last_day);
        Self {
            opens_on: days_before(effective_on, rules.opens_days_before),
            closing_on: days_before(last_day, u16::from(rules.closing_days.saturating_sub(1))),
            last_day,
            renews_on: days_after(last_day, 1),
            effective_on,
        }
    }

    /// Where the renewal stands on a day.
    pub fn phase(&self, today: NaiveDate) -> Phase {
        if today > self.last_day {
            return Phase::Closed;
        }
        if today < self.opens_on {
            return Phase::NotYetOpen { days_to_open: days_between(today, self.opens_on) };
        }
        let days_left = days_between(today, self.last_day) + 1;
        if today < self.closing_on {
            Phase::Open { days_left }
        } else {
            Phase::ClosingSoon { days_left }
        }
    }

    /// Where the renewal stands on a day, in a sentence.
    pub fn sentence(&self, today: NaiveDate) -> String {
        let last_day = long(self.last_day);
        match self.phase(today) {
            Phase::NotYetOpen { days_to_open: 1 } => "Your renewal opens tomorrow.".to_owned(),
            Phase::NotYetOpen { days_to_open } => {
                format!("Your renewal opens on {}, in {days_to_open} days.", long(self.opens_on))
            }
            Phase::Open { days_left: 1 } | Phase::ClosingSoon { days_left: 1 } => {
                "Today is the last day to submit changes.".to_owned()
            }
            Phase::Open { days_left } | Phase::ClosingSoon { days_left } => {
                let left = self::days_left(days_left);
                format!("You can submit changes: {left}. The last is {last_day}.")
            }
            Phase::Closed => format!("Changes could be submitted to {last_day}."),
        }
    }

    /// How far a day of it is from today: `in 22 days`. While changes can be submitted, the days that are
    /// left are counted to the last one.
    pub fn when(&self, date: &KeyDate, today: NaiveDate) -> String {
        if date.on == self.last_day
            && let Phase::Open { days_left } | Phase::ClosingSoon { days_left } = self.phase(today)
        {
            return self::days_left(days_left);
        }
        match (date.on - today).num_days() {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            -1 => "yesterday".to_owned(),
            days @ 2.. => format!("in {days} days"),
            days => format!("{} days ago", -days),
        }
    }

    /// The days that belong into a calendar feed, in their order.
    pub fn dates(&self) -> [KeyDate; 4] {
        let effective = short(self.effective_on);
        let last_day = long(self.last_day);
        [
            KeyDate {
                slug: "renewal-opens",
                on: self.opens_on,
                title: "Your renewal opens",
                sentence: format!(
                    "You can see your rates from {effective} and change your plans until {last_day}."
                ),
            },
            KeyDate {
                slug: "renewal-last-day",
                on: self.last_day,
                title: "Last day to change your renewal",
                sentence: format!(
                    "Submit your changes for {effective} by the end of this day, or your plans renew \
                     as they are."
                ),
            },
            KeyDate {
                slug: "renewal-as-is",
                on: self.renews_on,
                title: "Your plans renew as they are",
                sentence: format!(
                    "If you submitted nothing, your plans renew as they are from {effective}."
                ),
            },
            KeyDate {
                slug: "renewal-effective",
                on: self.effective_on,
                title: "Your new plan year begins",
                sentence: "Your renewed plans, rates and contributions hold from this day."
                    .to_owned(),
            },
        ]
    }
}

/// The last day for changes: a day of the month before an effective date, which is a first.
fn last_day_before(effective_on: NaiveDate, day: u8) -> NaiveDate {
    let month_end = days_before(effective_on, 1);
    let day = u32::from(day).clamp(1, month_end.day());
    month_end.with_day(day).unwrap_or(month_end)
}

/// Days from one day to a later one.
fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Months;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar(effective_on: &str) -> Calendar {
        let effective_on = day(effective_on);
        Calendar::of(PlanYear::starting(effective_on).unwrap(), CalendarRules::on(effective_on))
    }

    #[test]
    fn it_opens_75_days_before_and_closes_on_the_15th_of_the_month_before() {
        for (effective, opens, last, renews) in [
            // January 31, December 31 and 13 days of November are 75.
            ("2027-02-01", "2026-11-18", "2027-01-15", "2027-01-16"),
            ("2027-01-01", "2026-10-18", "2026-12-15", "2026-12-16"),
            // 2028 has a February 29, which makes the opening a day later.
            ("2027-03-01", "2026-12-16", "2027-02-15", "2027-02-16"),
            ("2028-03-01", "2027-12-17", "2028-02-15", "2028-02-16"),
            ("2027-07-01", "2027-04-17", "2027-06-15", "2027-06-16"),
        ] {
            let calendar = calendar(effective);
            assert_eq!(calendar.opens_on, day(opens), "{effective}");
            assert_eq!(calendar.last_day, day(last), "{effective}");
            assert_eq!(calendar.renews_on, day(renews), "{effective}");
            assert_eq!(calendar.effective_on, day(effective));
        }
    }

    #[test]
    fn the_phase_changes_on_the_day_and_days_left_count_the_last_one() {
        let calendar = calendar("2027-02-01");
        for (today, phase) in [
            ("2026-11-08", Phase::NotYetOpen { days_to_open: 10 }),
            ("2026-11-17", Phase::NotYetOpen { days_to_open: 1 }),
            ("2026-11-18", Phase::Open { days_left: 59 }),
            ("2026-12-31", Phase::Open { days_left: 16 }),
            ("2027-01-01", Phase::Open { days_left: 15 }),
            ("2027-01-08", Phase::Open { days_left: 8 }),
            ("2027-01-09", Phase::ClosingSoon { days_left: 7 }),
            ("2027-01-14", Phase::ClosingSoon { days_left: 2 }),
            ("2027-01-15", Phase::ClosingSoon { days_left: 1 }),
            ("2027-01-16", Phase::Closed),
            ("2027-02-01", Phase::Closed),
        ] {
            assert_eq!(calendar.phase(day(today)), phase, "{today}");
        }
    }

    #[test]
    fn a_carrier_sets_its_own_days() {
        let plan_year = PlanYear::starting(day("2027-03-01")).unwrap();
        for (last_day, expect) in [(31, "2027-02-28"), (1, "2027-02-01"), (0, "2027-02-01")] {
            let rules = CalendarRules { opens_days_before: 60, last_day, closing_days: 0 };
            let calendar = Calendar::of(plan_year, rules);
            assert_eq!(calendar.opens_on, day("2026-12-31"));
            assert_eq!(calendar.last_day, day(expect));
            assert_eq!(calendar.closing_on, calendar.last_day);
        }
    }

    #[test]
    fn a_calendar_that_closes_before_it_opens_is_never_open() {
        let plan_year = PlanYear::starting(day("2027-03-01")).unwrap();
        let rules = CalendarRules { opens_days_before: 5, last_day: 15, closing_days: 7 };
        let calendar = Calendar::of(plan_year, rules);
        assert_eq!(calendar.phase(day("2027-02-15")), Phase::NotYetOpen { days_to_open: 9 });
        assert_eq!(calendar.phase(day("2027-02-16")), Phase::Closed);
        assert_eq!(calendar.phase(day("2027-02-25")), Phase::Closed);
    }

    #[test]
    fn the_phase_is_said_in_a_sentence() {
        let calendar = calendar("2027-02-01");
        for (today, sentence) in [
            ("2026-11-08", "Your renewal opens on Wed, Nov 18, 2026, in 10 days."),
            ("2026-11-17", "Your renewal opens tomorrow."),
            (
                "2027-01-08",
                "You can submit changes: 8 days left, today counted. The last is Fri, Jan 15, 2027.",
            ),
            (
                "2027-01-14",
                "You can submit changes: 2 days left, today counted. The last is Fri, Jan 15, 2027.",
            ),
            ("2027-01-15", "Today is the last day to submit changes."),
            ("2027-01-16", "Changes could be submitted to Fri, Jan 15, 2027."),
        ] {
            assert_eq!(calendar.sentence(day(today)), sentence);
        }
    }

    #[test]
    fn days_are_counted_from_today_and_to_the_last_one_with_it() {
        let calendar = calendar("2027-02-01");
        let [opens, last, as_is, effective] = calendar.dates();
        for (date, today, said) in [
            (&opens, "2026-11-16", "in 2 days"),
            (&opens, "2026-11-17", "tomorrow"),
            (&opens, "2026-11-18", "today"),
            (&opens, "2026-11-19", "yesterday"),
            (&opens, "2026-11-27", "9 days ago"),
            (&last, "2026-11-17", "in 59 days"),
            (&last, "2026-11-18", "59 days left, today counted"),
            (&last, "2027-01-14", "2 days left, today counted"),
            (&last, "2027-01-15", "1 day left: today"),
            (&last, "2027-01-16", "yesterday"),
            (&as_is, "2027-01-14", "in 2 days"),
            (&effective, "2027-01-14", "in 18 days"),
        ] {
            assert_eq!(calendar.when(date, day(today)), said, "{today}");
        }
    }

    #[test]
    fn a_feed_names_four_days_in_order() {
        let dates = calendar("2027-02-01").dates();
        let on: Vec<_> = dates.iter().map(|date| (date.slug, date.on)).collect();
        assert_eq!(
            on,
            [
                ("renewal-opens", day("2026-11-18")),
                ("renewal-last-day", day("2027-01-15")),
                ("renewal-as-is", day("2027-01-16")),
                ("renewal-effective", day("2027-02-01")),
            ]
        );
        assert_eq!(
            dates[0].sentence,
            "You can see your rates from Feb 1, 2027 and change your plans until \
             Fri, Jan 15, 2027."
        );
    }

    proptest! {
        #[test]
        fn every_day_has_one_phase_and_days_run_down_by_one(
            month in 0_u32..600, ahead in 0_u16..120,
        ) {
            let effective_on = day("2014-01-01") + Months::new(month);
            let calendar = Calendar::of(
                PlanYear::starting(effective_on).unwrap(), CalendarRules::on(effective_on),
            );
            let left = |today| match calendar.phase(today) {
                Phase::Open { days_left } | Phase::ClosingSoon { days_left } => Some(days_left),
                Phase::NotYetOpen { .. } | Phase::Closed => None,
            };
            let today = days_before(effective_on, ahead);
            let open = calendar.opens_on <= today && today <= calendar.last_day;
            prop_assert_eq!(left(today).is_some(), open);
            if let (Some(now), Some(then)) = (left(today), left(days_after(today, 1))) {
                prop_assert_eq!(now, then + 1);
            }
        }
    }
}
