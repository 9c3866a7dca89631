//! Money in whole cents and percentages in hundredths of a percent. No float ever touches either.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// An amount of money in whole United States cents. May be negative (a difference).
///
/// Sums of premiums stay far below the range of `i64`; an overflow is a bug and panics in every
/// build rather than wrapping into a wrong bill.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cents(i64);

/// What is wrong with a text that should be an amount of dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseCentsError {
    /// There is nothing in it.
    #[error("an amount is missing")]
    Empty,
    /// It has something other than digits, a sign, a dollar sign, commas and one point.
    #[error("this is not an amount of dollars")]
    NotANumber,
    /// It has parts of a cent.
    #[error("an amount has at most two digits after the point")]
    PartsOfACent,
    /// It is larger than any amount in this field can be (10 billion dollars).
    #[error("this amount is too large")]
    TooLarge,
}

impl Cents {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// An amount from a number of cents.
    pub const fn new(cents: i64) -> Self {
        Self(cents)
    }

    /// The number of cents.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The number of whole dollars, towards zero.
    pub const fn whole_dollars(self) -> i64 {
        self.0 / 100
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether it is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// `count` times this amount.
    #[must_use]
    pub const fn times(self, count: i64) -> Self {
        match self.0.checked_mul(count) {
            Some(cents) => Self(cents),
            None => panic!("an amount of money left the range of whole cents"),
        }
    }

    /// The part of each of `count` people, half a cent rounding away from zero. For showing an
    /// average: the parts need not add up again.
    #[must_use]
    pub const fn per(self, count: i64) -> Self {
        let half = if self.0 < 0 { -count / 2 } else { count / 2 };
        Self((self.0 + half) / count)
    }

    /// Reads `1234.5`, `$1,234.50` or `-12`. Exact: parts of a cent are an error, not rounded.
    pub fn parse(text: &str) -> Result<Self, ParseCentsError> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
        let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let text = text.strip_prefix('$').unwrap_or(text);
        if text.is_empty() {
            return Err(ParseCentsError::Empty);
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        // Commas stand before groups of three digits, or nowhere: `302,38` is no amount here.
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let grouped = whole.contains(',');
        let misplaced = grouped && !(1..=3).contains(&first.len()) || groups.any(|g| g.len() != 3);
        if whole.is_empty() && part.is_empty() || misplaced {
            return Err(ParseCentsError::NotANumber);
        }
        let digit = |c: char| c.to_digit(10).ok_or(ParseCentsError::NotANumber);
        let mut cents: i64 = 0;
        for c in whole.chars().filter(|c| *c != ',') {
            cents = cents * 10 + i64::from(digit(c)?);
            if cents > 10_000_000_000 {
                return Err(ParseCentsError::TooLarge);
            }
        }
        cents *= 100;
        for (place, c) in part.chars().enumerate() {
            let digit = i64::from(digit(c)?);
            match place {
                0 => cents += digit * 10,
                1 => cents += digit,
                // A spreadsheet may write 12.5000; that is still a whole number of cents.
                _ if digit == 0 => {}
                _ => return Err(ParseCentsError::PartsOfACent),
            }
        }
        Ok(Self(if negative { -cents } else { cents }))
    }

    /// Writes `1284.50`, without a currency sign or commas, for files that programs read.
    pub fn to_decimal_string(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100)
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.checked_add(other.0).expect("an amount of money left the range of whole cents"))
    }
}

impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.checked_sub(other.0).expect("an amount of money left the range of whole cents"))
    }
}

impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Groups the digits of a whole number by thousands: `1234567` → `1,234,567`.
fn with_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl fmt::Display for Cents {
    /// As people write it: `$1,284.50`, `−$38.20` (with a real minus sign). The alternate form
    /// `{:#}` leaves the cents out when there are none: `$2,500`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        let dollars = with_commas(self.0.unsigned_abs() / 100);
        let cents = self.0.unsigned_abs() % 100;
        if f.alternate() && cents == 0 {
            write!(f, "{sign}${dollars}")
        } else {
            write!(f, "{sign}${dollars}.{cents:02}")
        }
    }
}

/// A percentage in hundredths of a percent: `Percent::from_hundredths(6250)` is 62.5%.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Percent(u32);

/// What is wrong with a text that should be a percentage from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParsePercentError {
    /// It is not a number.
    #[error("this is not a percentage")]
    NotANumber,
    /// It is below 0 or above 100.
    #[error("a percentage lies between 0 and 100")]
    OutOfRange,
    /// It has more than two digits after the point.
    #[error("a percentage has at most two digits after the point")]
    TooFine,
}

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// All of it.
    pub const WHOLE: Self = Self(10_000);

    /// A percentage from whole percents.
    pub const fn whole(percent: u32) -> Self {
        Self(percent * 100)
    }

    /// A percentage from hundredths of a percent.
    pub const fn from_hundredths(hundredths: u32) -> Self {
        Self(hundredths)
    }

    /// Hundredths of a percent.
    pub const fn hundredths(self) -> u32 {
        self.0
    }

    /// This share of an amount; half a cent rounds away from zero.
    ///
    /// The rule for contributions: each member's is rounded to the cent by itself.
    #[must_use]
    pub const fn of(self, amount: Cents) -> Cents {
        let exact = amount.0 * self.0 as i64;
        let rounded = if exact >= 0 { (exact + 5_000) / 10_000 } else { (exact - 5_000) / 10_000 };
        Cents(rounded)
    }

    /// Reads `60`, `60%` or `62.5%`, from 0 to 100.
    pub fn parse(text: &str) -> Result<Self, ParsePercentError> {
        let text = text.trim();
        let text = text.strip_suffix('%').unwrap_or(text).trim_end();
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let part = part.trim_end_matches('0');
        if part.len() > 2 {
            return Err(ParsePercentError::TooFine);
        }
        let number = |digits: &str| -> Result<u32, ParsePercentError> {
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(ParsePercentError::NotANumber);
            }
            digits.parse().map_err(|_| ParsePercentError::OutOfRange)
        };
        let whole = number(whole)?;
        let part = match part.len() {
            0 => 0,
            1 => number(part)? * 10,
            _ => number(part)?,
        };
        match whole.checked_mul(100).map(|w| w + part) {
            Some(hundredths) if hundredths <= 10_000 => Ok(Self(hundredths)),
            _ => Err(ParsePercentError::OutOfRange),
        }
    }
}

impl fmt::Display for Percent {
    /// `60%`, `62.5%`, `6.25%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        if part == 0 {
            write!(f, "{whole}%")
        } else if part % 10 == 0 {
            write!(f, "{whole}.{}%", part / 10)
        } else {
            write!(f, "{whole}.{part:02}%")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_people_and_spreadsheets_write_them() {
        for (text, expect) in [
            ("302.38", Ok(30_238)),
            ("$1,001.67", Ok(100_167)),
            ("1,001.67", Ok(100_167)),
            (" $20 ", Ok(2_000)),
            ("\u{a0}20.5\u{a0}", Ok(2_050)),
            ("12.5000", Ok(1_250)),
            (".5", Ok(50)),
            ("-3.10", Ok(-310)),
            ("12.345", Err(ParseCentsError::PartsOfACent)),
            ("", Err(ParseCentsError::Empty)),
            ("$", Err(ParseCentsError::Empty)),
            (".", Err(ParseCentsError::NotANumber)),
            ("12,", Err(ParseCentsError::NotANumber)),
            ("302,38", Err(ParseCentsError::NotANumber)),
            ("1,23,456", Err(ParseCentsError::NotANumber)),
            ("1234,567", Err(ParseCentsError::NotANumber)),
            (",123", Err(ParseCentsError::NotANumber)),
            ("1,234,567.8", Ok(123_456_780)),
            ("1e5", Err(ParseCentsError::NotANumber)),
            ("99999999999999999999", Err(ParseCentsError::TooLarge)),
        ] {
            assert_eq!(Cents::parse(text), expect.map(Cents::new), "{text:?}");
        }
    }

    #[test]
    fn amounts_are_written_with_commas_and_a_real_minus_sign() {
        assert_eq!(Cents::new(128_450).to_string(), "$1,284.50");
        assert_eq!(Cents::new(-3_820).to_string(), "\u{2212}$38.20");
        assert_eq!(Cents::new(123_456_789).to_string(), "$1,234,567.89");
        assert_eq!(format!("{:#}", Cents::new(250_000)), "$2,500");
        assert_eq!(format!("{:#}", Cents::new(250_050)), "$2,500.50");
        assert_eq!(Cents::new(-5).to_decimal_string(), "-0.05");
    }

    #[test]
    fn an_average_is_rounded_not_cut() {
        for (total, count, each) in
            [(418_143, 5, 83_629), (314_663, 5, 62_933), (5, 2, 3), (-5, 2, -3), (0, 3, 0)]
        {
            assert_eq!(Cents::new(total).per(count), Cents::new(each), "{total} / {count}");
        }
    }

    #[test]
    fn half_a_cent_rounds_away_from_zero() {
        // 50% of $0.01 is half a cent; 33.33% of $3.00 is 99.99 cents.
        assert_eq!(Percent::whole(50).of(Cents::new(1)), Cents::new(1));
        assert_eq!(Percent::whole(50).of(Cents::new(-1)), Cents::new(-1));
        assert_eq!(Percent::from_hundredths(3_333).of(Cents::new(300)), Cents::new(100));
        assert_eq!(Percent::whole(60).of(Cents::new(30_238)), Cents::new(18_143));
    }

    #[test]
    fn percentages_are_read_from_0_to_100_in_hundredths() {
        for (text, expect) in [
            ("60%", Ok(6_000)),
            ("60", Ok(6_000)),
            ("62.5 %", Ok(6_250)),
            ("6.25", Ok(625)),
            ("100.00", Ok(10_000)),
            ("100.01", Err(ParsePercentError::OutOfRange)),
            ("101", Err(ParsePercentError::OutOfRange)),
            ("6.255", Err(ParsePercentError::TooFine)),
            ("-5", Err(ParsePercentError::NotANumber)),
            ("", Err(ParsePercentError::NotANumber)),
        ] {
            assert_eq!(Percent::parse(text), expect.map(Percent::from_hundredths), "{text:?}");
        }
        assert_eq!(Percent::from_hundredths(625).to_string(), "6.25%");
        assert_eq!(Percent::from_hundredths(6_250).to_string(), "62.5%");
        assert_eq!(Percent::whole(60).to_string(), "60%");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(cents in -100_000_000_000_i64..100_000_000_000) {
            let amount = Cents::new(cents);
            prop_assert_eq!(Cents::parse(&amount.to_string()), Ok(amount));
            prop_assert_eq!(Cents::parse(&amount.to_decimal_string()), Ok(amount));
        }

        #[test]
        fn a_share_never_leaves_its_whole(cents in 0_i64..10_000_000, hundredths in 0_u32..=10_000) {
            let share = Percent::from_hundredths(hundredths).of(Cents::new(cents));
            prop_assert!(share >= Cents::ZERO && share <= Cents::new(cents));
        }
    }
}
