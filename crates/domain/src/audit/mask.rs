//! What is left of a text that identifies somebody, so that those who know it recognise it and
//! others learn nothing.

/// The fewest digits of a number of which the last four may be told.
const DIGITS_MIN: usize = 8;
/// How many digits are told.
const DIGITS_TOLD: usize = 4;

/// An e-mail address: `j…@example.com`.
pub fn email(address: &str) -> String {
    let Some((name, host)) = address.trim().rsplit_once('@').filter(|(_, host)| !host.is_empty())
    else {
        return "…".to_owned();
    };
    // Of a name of one letter the first would be all of it.
    let first = name.chars().next().filter(|_| name.chars().nth(1).is_some());
    format!("{}…@{host}", first.map(String::from).unwrap_or_default())
}

/// An employer identification, Social Security or account number: `…6789`. Signs between the digits
/// do not count; of a short number nothing is told.
pub fn number(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < DIGITS_MIN {
        return "…".to_owned();
    }
    format!("…{}", &digits[digits.len() - DIGITS_TOLD..])
}
