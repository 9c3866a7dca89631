//! How often people are paid, to say what a premium takes out of a paycheck.

use crate::money::Cents;
use serde::{Deserialize, Serialize};

/// How often people are paid.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum PayPeriod {
    /// 52 times a year.
    Weekly,
    /// Every two weeks, 26 times a year.
    Biweekly,
    /// Twice a month, 24 times a year.
    Semimonthly,
    /// Once a month.
    #[default]
    Monthly,
}

impl PayPeriod {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Weekly, Self::Biweekly, Self::Semimonthly, Self::Monthly];

    /// Its word in addresses and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Biweekly => "biweekly",
            Self::Semimonthly => "semimonthly",
            Self::Monthly => "monthly",
        }
    }

    /// Reads its word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.code() == code)
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Weekly => "Weekly",
            Self::Biweekly => "Every two weeks",
            Self::Semimonthly => "Twice a month",
            Self::Monthly => "Monthly",
        }
    }

    /// How many there are in a year.
    pub const fn in_a_year(self) -> i64 {
        match self {
            Self::Weekly => 52,
            Self::Biweekly => 26,
            Self::Semimonthly => 24,
            Self::Monthly => 12,
        }
    }

    /// A period's part of a monthly amount: twelve months divided evenly, half a cent rounding away
    /// from zero. For showing: payroll settles the cents that are left.
    #[must_use]
    pub const fn of(self, monthly: Cents) -> Cents {
        monthly.times(12).per(self.in_a_year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_divided_by_the_periods_of_a_year() {
        // 12 × 130.01 = 1,560.12, divided by 52, 26, 24 and 12.
        for (period, expect) in [
            (PayPeriod::Weekly, 3_000),
            (PayPeriod::Biweekly, 6_000),
            (PayPeriod::Semimonthly, 6_501),
            (PayPeriod::Monthly, 13_001),
        ] {
            assert_eq!(period.of(Cents::new(13_001)), Cents::new(expect), "{period:?}");
            assert_eq!(PayPeriod::from_code(period.code()), Some(period));
        }
        assert_eq!(PayPeriod::Biweekly.of(Cents::new(-13_001)), Cents::new(-6_000));
    }
}
