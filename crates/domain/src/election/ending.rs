//! Why and when coverage ends.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Why an employee's coverage ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EndReason {
    /// Works here no more, but was not dismissed for gross misconduct.
    LeftJob,
    /// Dismissed for gross misconduct.
    GrossMisconduct,
    /// Works too few hours to be eligible.
    FewerHours,
    /// Died.
    Died,
    /// Asked for it, while still eligible.
    Asked,
}

impl EndReason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::LeftJob, Self::FewerHours, Self::Died, Self::GrossMisconduct, Self::Asked];

    /// The words that people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LeftJob => "Left the company",
            Self::GrossMisconduct => "Dismissed for gross misconduct",
            Self::FewerHours => "Works too few hours now",
            Self::Died => "Died",
            Self::Asked => "Asked to end coverage",
        }
    }

    /// The word that programs see.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeftJob => "left_job",
            Self::GrossMisconduct => "gross_misconduct",
            Self::FewerHours => "fewer_hours",
            Self::Died => "died",
            Self::Asked => "asked",
        }
    }

    /// Reads the word that programs see.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether those who lose coverage by it may continue it at their own cost (29 U.S.C. 1163): the
    /// family of somebody who died may; who was dismissed for gross misconduct, or asked, may not.
    pub const fn is_continuable(self) -> bool {
        matches!(self, Self::LeftJob | Self::FewerHours | Self::Died)
    }

    /// Whether the person stays eligible, and so counts for participation.
    pub const fn stays_eligible(self) -> bool {
        matches!(self, Self::Asked)
    }
}

/// Why a dependent's coverage ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LeaveReason {
    /// Divorced or legally separated, or a partnership that ended.
    Divorce,
    /// Too old to be covered as a child.
    TooOld,
    /// Died.
    Died,
    /// Covered elsewhere.
    OtherCoverage,
    /// The employee asked for it.
    Asked,
}

impl LeaveReason {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Divorce, Self::TooOld, Self::OtherCoverage, Self::Died, Self::Asked];

    /// The words that people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Divorce => "Divorced or separated",
            Self::TooOld => "Turned 26",
            Self::Died => "Died",
            Self::OtherCoverage => "Covered elsewhere",
            Self::Asked => "The employee asked for it",
        }
    }

    /// The word that programs see.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Divorce => "divorce",
            Self::TooOld => "too_old",
            Self::Died => "died",
            Self::OtherCoverage => "other_coverage",
            Self::Asked => "asked",
        }
    }

    /// Reads the word that programs see.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether the dependent may continue coverage at the family's cost (29 U.S.C. 1163(3) and (5)).
    pub const fn is_continuable(self) -> bool {
        matches!(self, Self::Divorce | Self::TooOld)
    }
}

/// The end of an employee's coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Why.
    pub reason: EndReason,
    /// The last day of coverage: the end of a month.
    pub last_day: NaiveDate,
}

impl Ending {
    /// The days that an end which is asked for today may have, the earliest first: the ends of months from
    /// this one to the last before next year.
    pub fn last_days(today: NaiveDate, effective_on: NaiveDate) -> Vec<NaiveDate> {
        let first = today.with_day(1).unwrap_or(today);
        (0..)
            .map_while(|months| first.checked_add_months(Months::new(months + 1)))
            .take_while(|next| *next <= effective_on)
            .filter_map(|next| next.pred_opt())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::day;

    #[test]
    fn coverage_ends_with_a_month_from_the_one_of_the_request_to_the_last_of_the_year() {
        for (today, effective_on, days) in [
            ("2026-11-27", "2027-01-01", &["2026-11-30", "2026-12-31"][..]),
            ("2026-12-01", "2027-01-01", &["2026-12-31"]),
            ("2026-12-31", "2027-01-01", &["2026-12-31"]),
            ("2027-01-01", "2027-01-01", &[]),
            ("2028-02-10", "2028-03-01", &["2028-02-29"]),
        ] {
            let days: Vec<NaiveDate> = days.iter().map(|text| day(text)).collect();
            assert_eq!(Ending::last_days(day(today), day(effective_on)), days, "on {today}");
        }
    }

    #[test]
    fn words_are_written_and_read_back() {
        for reason in EndReason::ALL {
            assert_eq!(EndReason::from_code(reason.code()), Some(reason));
        }
        for reason in LeaveReason::ALL {
            assert_eq!(LeaveReason::from_code(reason.code()), Some(reason));
        }
    }
}
