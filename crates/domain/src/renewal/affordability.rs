//! Affordability: whether the lowest-priced plan takes too much of an employee's pay.
//!
//! The law speaks of the household's income, which no employer knows; its safe harbors let the
//! employer go by the rate of pay, or by the federal poverty line for everybody. Coverage that passes
//! either is affordable. What counts is the employee's share, covered alone, of the lowest-priced
//! medical plan offered, of those that pay at least 60% of the cost of care; any metal plan does.

use crate::money::{Cents, Percent};
use crate::rules::{AFFORDABLE_SHARE, Citation, POVERTY_GUIDELINE, RATE_OF_PAY_HOURS};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// What an employee is paid at the beginning of the plan year, before taxes and deductions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wage {
    /// An hour.
    Hourly(Cents),
    /// A month.
    Monthly(Cents),
}

impl Wage {
    /// The pay of a month, as the safe harbor reckons it.
    fn monthly(self, effective_on: NaiveDate) -> Cents {
        match self {
            Self::Hourly(wage) => wage.times(RATE_OF_PAY_HOURS.on(effective_on).value.into()),
            Self::Monthly(salary) => salary,
        }
    }
}

/// By what coverage is affordable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harbor {
    /// By the employee's rate of pay.
    RateOfPay,
    /// By the federal poverty line: whatever the employee is paid.
    PovertyLine,
}

/// Whether coverage is affordable to an employee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Affordable {
        /// The most that the employee could be asked to pay a month.
        limit: Cents,
        /// By what.
        by: Harbor,
    },
    /// It is not.
    Unaffordable {
        /// The most that the employee could be asked to pay a month.
        limit: Cents,
        /// How much more than that is asked.
        over: Cents,
    },
    /// It is not by the poverty line, and the pay is not known.
    Unknown {
        /// The most that could be asked of anybody a month.
        limit: Cents,
    },
}

/// The most that an employee may be asked to pay a month, by the rate of pay; rounded down.
pub fn limit(wage: Wage, effective_on: NaiveDate) -> Cents {
    let share = AFFORDABLE_SHARE.on(effective_on).value;
    share_down(share, wage.monthly(effective_on), 1)
}

/// The most that anybody may be asked to pay a month, by the poverty line; rounded down.
///
/// The guideline of the first day of the plan year counts, or the one of six months before, so that
/// prices can be set in time; whichever is better for the employer.
pub fn poverty_limit(effective_on: NaiveDate) -> Cents {
    let share = AFFORDABLE_SHARE.on(effective_on).value;
    let before = effective_on.checked_sub_months(Months::new(6)).unwrap_or(effective_on);
    let guideline =
        POVERTY_GUIDELINE.on(effective_on).value.max(POVERTY_GUIDELINE.on(before).value);
    share_down(share, guideline, 12)
}

/// Judges the employee's share a month of the lowest-priced plan, for a plan year from a day.
///
/// Of the two harbors the one with the higher limit counts, and is named.
pub fn judge(lowest_cost: Cents, wage: Option<Wage>, effective_on: NaiveDate) -> Verdict {
    let poverty = poverty_limit(effective_on);
    let pay = wage.map(|wage| limit(wage, effective_on));
    let (limit, by) = match pay {
        Some(pay) if pay > poverty => (pay, Harbor::RateOfPay),
        _ => (poverty, Harbor::PovertyLine),
    };
    if lowest_cost <= limit {
        Verdict::Affordable { limit, by }
    } else if wage.is_some() {
        Verdict::Unaffordable { limit, over: lowest_cost - limit }
    } else {
        Verdict::Unknown { limit }
    }
}

/// The rules that a verdict leans on, for showing.
pub fn rules(effective_on: NaiveDate) -> [Citation; 3] {
    [
        AFFORDABLE_SHARE.cite(effective_on),
        RATE_OF_PAY_HOURS.cite(effective_on),
        POVERTY_GUIDELINE.cite(effective_on),
    ]
}

/// Whether the percentage of the calendar year in which a plan year begins is not known yet, so that
/// the last one stands in for it.
pub fn is_provisional(effective_on: NaiveDate) -> bool {
    AFFORDABLE_SHARE.on(effective_on).from.year() != effective_on.year()
}

impl Verdict {
    /// The verdict, for people.
    pub fn sentence(&self) -> String {
        match self {
            Self::Affordable { limit, by: Harbor::RateOfPay } => {
                format!("Affordable. By the rate of pay, you may ask up to {limit} a month.")
            }
            Self::Affordable { limit, by: Harbor::PovertyLine } => {
                format!("Affordable, whatever the pay. You may ask up to {limit} a month.")
            }
            Self::Unaffordable { limit, over } => {
                format!("Not affordable. You ask {over} a month more than {limit}.")
            }
            Self::Unknown { limit } => format!(
                "You ask more than {limit} a month, which is affordable whatever the pay. \
                 Enter the pay to know more."
            ),
        }
    }
}

/// A share of an amount that is for so many months, a month; rounded down to the cent once.
fn share_down(share: Percent, amount: Cents, months: i64) -> Cents {
    let exact = amount.max(Cents::ZERO).times(share.hundredths().into());
    Cents::new(exact.get() / (10_000 * months))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_limit_by_rate_of_pay_is_rounded_down() {
        use Wage::{Hourly, Monthly};
        for (wage, effective, expect) in [
            // $15.00 × 130 is $1,950.00, and 9.96% of it $194.22.
            (Hourly(Cents::new(1_500)), "2026-07-01", 19_422),
            // 10.22% of it is $199.29.
            (Hourly(Cents::new(1_500)), "2027-02-01", 19_929),
            (Hourly(Cents::new(1_500)), "2014-06-01", 18_525),
            // $17.35 × 130 is $2,255.50, and 9.96% of it $224.6478.
            (Hourly(Cents::new(1_735)), "2026-01-01", 22_464),
            (Monthly(Cents::new(300_000)), "2025-12-01", 27_060),
            (Monthly(Cents::ZERO), "2026-01-01", 0),
            (Monthly(Cents::new(-100)), "2026-01-01", 0),
        ] {
            assert_eq!(limit(wage, day(effective)), Cents::new(expect), "{wage:?} {effective}");
        }
    }

    #[test]
    fn the_limit_by_the_poverty_line_goes_by_the_better_of_two_guidelines() {
        for (effective, expect) in [
            // $15,960 × 10.22% ÷ 12 is $135.926.
            ("2027-01-01", 13_592),
            // The guideline of 2026 came in the middle of January: $15,650, then $15,960.
            ("2026-02-01", 13_246),
            ("2026-01-01", 12_989),
            ("2025-02-01", 11_763),
            ("2025-01-01", 11_320),
            ("2023-01-01", 10_328),
            ("2020-01-01", 10_179),
            ("2019-01-01", 9_975),
        ] {
            assert_eq!(poverty_limit(day(effective)), Cents::new(expect), "{effective}");
        }
    }

    #[test]
    fn coverage_is_affordable_by_pay_or_by_the_poverty_line() {
        use Verdict::{Affordable, Unaffordable, Unknown};
        let cents = Cents::new;
        let hourly = |wage| Some(Wage::Hourly(cents(wage)));
        let by_pay = |limit| Affordable { limit: cents(limit), by: Harbor::RateOfPay };
        let by_poverty = Affordable { limit: cents(13_592), by: Harbor::PovertyLine };
        for (cost, wage, expect) in [
            (19_929, hourly(1_500), by_pay(19_929)),
            (19_930, hourly(1_500), Unaffordable { limit: cents(19_929), over: cents(1) }),
            (13_592, None, by_poverty),
            (13_593, None, Unknown { limit: cents(13_592) }),
            (0, None, by_poverty),
            // $8.00 × 130 × 10.22% is $106.28: below the poverty line, which then counts.
            (12_000, hourly(800), by_poverty),
            (14_000, hourly(800), Unaffordable { limit: cents(13_592), over: cents(408) }),
        ] {
            assert_eq!(judge(cents(cost), wage, day("2027-02-01")), expect, "{cost} {wage:?}");
        }
    }

    #[test]
    fn a_verdict_is_said_in_a_sentence() {
        let day = day("2027-02-01");
        let wage = Some(Wage::Hourly(Cents::new(1_500)));
        for (cost, wage, sentence) in [
            (10_000, wage, "Affordable. By the rate of pay, you may ask up to $199.29 a month."),
            (10_000, None, "Affordable, whatever the pay. You may ask up to $135.92 a month."),
            (20_000, wage, "Not affordable. You ask $0.71 a month more than $199.29."),
            (
                20_000,
                None,
                "You ask more than $135.92 a month, which is affordable whatever the pay. \
                 Enter the pay to know more.",
            ),
        ] {
            assert_eq!(judge(Cents::new(cost), wage, day).sentence(), sentence);
        }
    }

    #[test]
    fn a_year_without_its_own_percentage_goes_by_the_last_one() {
        for (effective, provisional) in [
            ("2013-12-01", true),
            ("2014-01-01", false),
            ("2027-12-01", false),
            ("2028-01-01", true),
        ] {
            assert_eq!(is_provisional(day(effective)), provisional, "{effective}");
        }
        assert_eq!(rules(day("2028-01-01"))[0].from, day("2027-01-01"));
    }

    #[test]
    fn each_year_has_a_percentage_and_a_guideline() {
        for year in 2014..=2027 {
            let new_year = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            assert_eq!(AFFORDABLE_SHARE.on(new_year).from, new_year);
        }
        for year in 2014..=2026 {
            let february = NaiveDate::from_ymd_opt(year, 2, 1).unwrap();
            assert_eq!(POVERTY_GUIDELINE.on(february).from.year(), year);
        }
    }

    proptest! {
        #[test]
        fn the_limit_is_the_most_that_is_affordable(wage in 800_i64..20_000, hourly: bool) {
            let day = day("2026-07-01");
            let wage = if hourly {
                Wage::Hourly(Cents::new(wage))
            } else {
                Wage::Monthly(Cents::new(wage * 100))
            };
            let most = limit(wage, day).max(poverty_limit(day));
            let affordable = |cost: Cents| {
                matches!(judge(cost, Some(wage), day), Verdict::Affordable { .. })
            };
            prop_assert!(affordable(most));
            prop_assert!(!affordable(most + Cents::new(1)));
        }
    }
}
