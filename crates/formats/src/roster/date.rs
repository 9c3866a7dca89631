//! Dates of birth in the many ways that people and programs write them.
//!
//! Numeric dates are read in the order of the United States, month first; a day that stands first is
//! never guessed. There is no clock here, so two-digit years turn at a fixed point.

use chrono::{Datelike, NaiveDate};

/// Two-digit years below this are 20xx, the others 19xx: what spreadsheets do when such a date is
/// typed, so that a CSV file means what its workbook meant.
const TWO_DIGIT_YEAR_PIVOT: i32 = 30;
/// Nobody in a roster was born before this year or after the last.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Why something is not a date of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateError {
    NotADate,
    /// Where the month should be stands a number beyond 12: likely the day.
    NoSuchMonth(u32),
    YearOnly,
    Implausible,
}

type DateResult = Result<NaiveDate, DateError>;

/// Reads a date from text. A time of day after it is dropped.
pub(super) fn of_text(text: &str) -> DateResult {
    let text = without_time(text);
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return of_digits(text);
    }
    let parts: Vec<&str> = text
        .split(|c: char| c == '/' || c == '-' || c == ',' || c == '.' || c.is_whitespace())
        .filter(|part| !part.is_empty() && !is_weekday(part))
        .collect();
    let &[a, b, c] = parts.as_slice() else { return whole_number(&parts) };
    match (month_named(a), month_named(b)) {
        (Some(month), None) => ymd(year(c)?, month, day(b)?),
        (None, Some(month)) if a.len() == 4 => ymd(year(a)?, month, day(c)?),
        (None, Some(month)) => ymd(year(c)?, month, day(a)?),
        // 1.6.1980 is June 1 where people write it so, and January 6 by our order: not guessed.
        _ if text.contains('.') => Err(DateError::NotADate),
        _ if a.len() == 4 => ymd(year(a)?, number(b)?, number(c)?),
        _ => ymd(year(c)?, number(a)?, number(b)?),
    }
}

/// Reads a date from a number: days since 1900, or the digits of a date. `days_after_1900` is added
/// for workbooks that count from 1904. `shown_as_date` says that the cell is formatted as a date.
pub(super) fn of_number(value: f64, days_after_1900: u32, shown_as_date: bool) -> DateResult {
    if !(1.0..100_000_000.0).contains(&value) {
        return Err(DateError::NotADate);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range above")]
    let number = value.trunc() as u32;
    if number >= 1_000_000 {
        return of_digits(&format!("{number:08}"));
    }
    // A year alone would be a day in 1905.
    if !shown_as_date && i32::try_from(number).is_ok_and(|year| PLAUSIBLE_YEARS.contains(&year)) {
        return Err(DateError::YearOnly);
    }
    let days = number + days_after_1900;
    // Day 60 is February 29, 1900, which spreadsheets believe in and the calendar does not.
    let days = if days < 60 { days + 1 } else { days };
    NaiveDate::from_ymd_opt(1899, 12, 30)
        .and_then(|epoch| epoch.checked_add_days(chrono::Days::new(u64::from(days))))
        .ok_or(DateError::NotADate)
        .and_then(plausible)
}

/// `19800601`, `06011980`, or days since 1900 as a spreadsheet saves a date that lost its format.
fn of_digits(digits: &str) -> DateResult {
    match digits.len() {
        8 if digits < "1300" => {
            ymd(year(&digits[4..])?, number(&digits[..2])?, number(&digits[2..4])?)
        }
        8 => ymd(year(&digits[..4])?, number(&digits[4..6])?, number(&digits[6..])?),
        4 => Err(DateError::YearOnly),
        5 => of_number(f64::from(number(digits)?), 0, false),
        _ => Err(DateError::NotADate),
    }
}

/// `29373.0`, as data tools write whole numbers.
fn whole_number(parts: &[&str]) -> DateResult {
    match parts {
        [whole, zeros]
            if zeros.bytes().all(|byte| byte == b'0')
                && whole.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            of_digits(whole)
        }
        _ => Err(DateError::NotADate),
    }
}

/// `2014-12-05 00:00:00`, `2014-12-05T00:00:00Z` and `19800601 04:12:09 PM` without their times.
fn without_time(text: &str) -> &str {
    let text = text.trim();
    let Some((before, _)) = text.split_once(':') else { return text };
    let date = before.trim_end_matches(|c: char| c.is_ascii_digit());
    date.strip_suffix('T').unwrap_or(date).trim()
}

fn plausible(date: NaiveDate) -> DateResult {
    if PLAUSIBLE_YEARS.contains(&date.year()) { Ok(date) } else { Err(DateError::Implausible) }
}

fn ymd(year: i32, month: u32, day: u32) -> DateResult {
    if month > 12 {
        return Err(DateError::NoSuchMonth(month));
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::NotADate).and_then(plausible)
}

fn number(text: &str) -> Result<u32, DateError> {
    // `parse` alone would take a plus sign.
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().map_err(|_| DateError::NotADate)
    } else {
        Err(DateError::NotADate)
    }
}

fn year(text: &str) -> Result<i32, DateError> {
    let year = number(text)?.try_into().map_err(|_| DateError::NotADate)?;
    match text.len() {
        4 => Ok(year),
        2 if year < TWO_DIGIT_YEAR_PIVOT => Ok(2000 + year),
        2 => Ok(1900 + year),
        _ => Err(DateError::NotADate),
    }
}

/// A day beside a month's name: `1`, `1st`.
fn day(text: &str) -> Result<u32, DateError> {
    let lower = text.to_ascii_lowercase();
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|ending| lower.strip_suffix(ending));
    number(bare.unwrap_or(&lower))
}

/// The month that a whole or shortened English name means: at least its first three letters.
fn month_named(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    begins_one_of(&MONTHS, text).and_then(|place| u32::try_from(place + 1).ok())
}

fn is_weekday(text: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    begins_one_of(&DAYS, text).is_some()
}

fn begins_one_of(names: &[&str], text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    (lower.len() >= 3).then(|| names.iter().position(|name| name.starts_with(&lower))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "the tables below hold results")]
    fn born(text: &str) -> DateResult {
        Ok(text.parse().unwrap())
    }

    #[test]
    fn dates_are_read_however_they_are_written() {
        for text in [
            "1980-06-01",
            "1980-6-1",
            "1980/06/01",
            "6/1/1980",
            "06/01/1980",
            "06/01/80",
            "6-1-80",
            "06-01-1980",
            "19800601",
            "06011980",
            "29373",
            "29373.0",
            "1-Jun-1980",
            "01-JUN-80",
            "1 June 1980",
            "Jun 1, 1980",
            "Jun. 1, 1980",
            "June 1st, 1980",
            "Sunday, June 1, 1980",
            "1980-Jun-01",
            "1980-06-01 00:00:00",
            "1980-06-01T00:00:00Z",
            "1980-06-01T00:00:00.000+00:00",
            "19800601 04:12:09 PM",
            "6/1/1980 12:00 AM",
            "Jun 1, 1980 12:00 AM",
        ] {
            assert_eq!(of_text(text), born("1980-06-01"), "{text}");
        }
    }

    #[test]
    fn two_digit_years_turn_at_thirty() {
        assert_eq!(of_text("1/2/29"), born("2029-01-02"));
        assert_eq!(of_text("1/2/30"), born("1930-01-02"));
        assert_eq!(of_text("1/2/00"), born("2000-01-02"));
    }

    #[test]
    fn what_is_no_date_is_told_apart() {
        for (text, error) in [
            ("13/05/1980", DateError::NoSuchMonth(13)),
            ("1980-25-01", DateError::NoSuchMonth(25)),
            ("2/30/1980", DateError::NotADate),
            ("0/1/1980", DateError::NotADate),
            ("1.6.1980", DateError::NotADate),
            ("1980", DateError::YearOnly),
            ("1/1/1850", DateError::Implausible),
            ("1/1/2201", DateError::Implausible),
            ("99991231 12:12:00 AM", DateError::Implausible),
            ("6/1/980", DateError::NotADate),
            ("6/+1/1980", DateError::NotADate),
            ("June 1980", DateError::NotADate),
            ("unknown", DateError::NotADate),
            ("595-99-1234", DateError::NoSuchMonth(595)),
            ("123456789012345678901234567890", DateError::NotADate),
            (":", DateError::NotADate),
            ("", DateError::NotADate),
        ] {
            assert_eq!(of_text(text), Err(error), "{text}");
        }
    }

    #[test]
    fn numbers_are_days_or_digits() {
        for (value, offset, shown, result) in [
            (29_373.0, 0, true, born("1980-06-01")),
            (29_373.75, 0, false, born("1980-06-01")),
            (27_911.0, 1_462, true, born("1980-06-01")),
            (19_800_601.0, 0, false, born("1980-06-01")),
            (6_011_980.0, 0, false, born("1980-06-01")),
            (1.0, 0, true, born("1900-01-01")),
            (59.0, 0, true, born("1900-02-28")),
            (61.0, 0, true, born("1900-03-01")),
            (1_980.0, 0, true, born("1905-06-02")),
            (1_980.0, 0, false, Err(DateError::YearOnly)),
            (200_000.0, 0, true, Err(DateError::Implausible)),
            (0.0, 0, true, Err(DateError::NotADate)),
            (-5.0, 0, true, Err(DateError::NotADate)),
            (f64::NAN, 0, true, Err(DateError::NotADate)),
            (f64::INFINITY, 0, true, Err(DateError::NotADate)),
            (595_991_234.0, 0, false, Err(DateError::NotADate)),
        ] {
            assert_eq!(of_number(value, offset, shown), result, "{value}");
        }
    }
}
