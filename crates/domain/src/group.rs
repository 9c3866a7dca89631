//! What a carrier has on file about a group, by which somebody who says that they are its officer is
//! recognised: its number, its employer identification number, and its last invoice.

use crate::Cents;
use crate::id::EmployerId;
use std::fmt;

/// An employer identification number. It has no `Display`, and its `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Ein(Box<str>);

/// Why a text is no employer identification number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEin {
    /// It has not nine digits.
    #[error("An employer identification number has nine digits, like 12-3456789.")]
    Digits,
    /// The IRS assigns none that begins so.
    #[error("No employer identification number begins with these two digits. Check for a slip.")]
    Prefix,
}

/// The two digits that employer identification numbers begin with: IRS, "How EINs are assigned and valid
/// EIN prefixes", as of 2024. Numbers that were assigned keep their prefix, so the list only grows.
const PREFIXES: [(u8, u8); 9] =
    [(1, 6), (10, 16), (20, 27), (30, 48), (50, 68), (71, 77), (80, 88), (90, 95), (98, 99)];

impl Ein {
    /// Reads a number: hyphens and spaces between the digits fall away.
    pub fn parse(text: &str) -> Result<Self, NotAnEin> {
        let digits: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–')).collect();
        if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAnEin::Digits);
        }
        let prefix: u8 = digits[..2].parse().map_err(|_| NotAnEin::Digits)?;
        if !PREFIXES.iter().any(|(first, last)| (*first..=*last).contains(&prefix)) {
            return Err(NotAnEin::Prefix);
        }
        Ok(Self(digits.into()))
    }

    /// The nine digits, to be sealed or compared.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Ein {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ein(…)")
    }
}

/// The carrier's number of a group: letters and digits, in one way of writing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupNumber(Box<str>);

/// The text is no group number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A group number has three to twenty letters and digits. It stands on your bills.")]
pub struct NotAGroupNumber;

impl GroupNumber {
    /// Reads a number: hyphens and spaces fall away, letters become large.
    pub fn parse(text: &str) -> Result<Self, NotAGroupNumber> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let fits =
            (3..=20).contains(&plain.len()) && plain.bytes().all(|b| b.is_ascii_alphanumeric());
        if fits { Ok(Self(plain.into())) } else { Err(NotAGroupNumber) }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GroupNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is on file about a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFile {
    /// The employer.
    pub employer: EmployerId,
    /// The carrier's number of it.
    pub number: GroupNumber,
    /// Its employer identification number, sealed.
    pub ein_sealed: String,
    /// By which the same number is found.
    pub ein_index: String,
    /// The amount of its last invoice, once there was one.
    pub last_invoice: Option<Cents>,
}

impl GroupFile {
    /// The column of the sealed number, and of its index.
    pub const EIN: &'static str = "group_file.ein";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ein_has_nine_digits_and_begins_as_the_irs_lets_it() {
        for text in ["12-3456789", "123456789", " 12 345 6789 ", "01-0000000", "99–9999999"] {
            assert!(Ein::parse(text).is_ok(), "{text}");
        }
        for text in ["", "12345678", "1234567890", "12-34567a9", "12.3456789", "１２３４５６７８９"]
        {
            assert_eq!(Ein::parse(text), Err(NotAnEin::Digits), "{text}");
        }
        let unassigned: Vec<u8> =
            (0..100).filter(|prefix| Ein::parse(&format!("{prefix:02}3456789")).is_err()).collect();
        assert_eq!(
            unassigned,
            [0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97],
            "those that stand in no list of the IRS"
        );
        assert_eq!(format!("{:?}", Ein::parse("12-3456789")), "Ok(Ein(…))");
    }

    #[test]
    fn a_group_number_is_written_in_one_way() {
        for (text, number) in [("hh-104 233", "HH104233"), ("000123", "000123"), (" a1b ", "A1B")] {
            assert_eq!(GroupNumber::parse(text).unwrap().as_str(), number, "{text}");
        }
        for text in ["", "12", "1234/5", "123456789012345678901", "ÄÖÜ"] {
            assert_eq!(GroupNumber::parse(text), Err(NotAGroupNumber), "{text}");
        }
    }
}
