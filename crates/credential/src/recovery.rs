//! Recovery codes: ten codes on paper, each good once, for the day on which the phone is lost.

use std::fmt;

use data_encoding::BASE32;
use uuid::Uuid;

use crate::Digest;

/// How many codes one gets at a time.
pub const COUNT: usize = 10;

/// Random bytes in a code: 80 bits, which a quick digest protects even from one who has the database.
pub const LENGTH: usize = 10;

/// Crockford's letters: no I, L, O or U, so that nothing is misread; a typed O is a zero, I and L are a one.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code. What is stored is its [`Digest`].
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; LENGTH]);

/// Ten codes of fresh random bytes.
pub fn codes(random: &[u8; COUNT * LENGTH]) -> Vec<Code> {
    let (codes, _) = random.as_chunks::<LENGTH>();
    codes.iter().copied().map(Code).collect()
}

impl Code {
    /// As it is printed: `7K3M-9QZ0-…`, four groups of four.
    pub fn text(&self) -> String {
        let letters: Vec<u8> = BASE32.encode(&self.0).bytes().map(written).collect();
        let groups: Vec<_> = letters.chunks(4).map(String::from_utf8_lossy).collect();
        groups.join("-")
    }

    /// Reads what somebody typed from paper: small letters, spaces and hyphens as they please.
    pub fn parse(typed: &str) -> Option<Self> {
        let letters: Option<Vec<u8>> = typed
            .chars()
            .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–' | '—'))
            .map(read)
            .collect();
        BASE32.decode(&letters?).ok()?.try_into().ok().map(Self)
    }

    /// What is stored for this account.
    pub fn digest(&self, account: Uuid) -> Digest {
        Digest::of(&[b"recovery", account.as_bytes(), &self.0])
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Code(…)")
    }
}

/// The letter for a digit of RFC 4648's base 32.
fn written(digit: u8) -> u8 {
    let value = if digit.is_ascii_uppercase() { digit - b'A' } else { digit - b'2' + 26 };
    LETTERS[usize::from(value & 31)]
}

/// The digit of RFC 4648's base 32 for a letter that somebody typed.
fn read(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let value = LETTERS.iter().position(|known| char::from(*known) == letter)?;
    Some(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[value])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_read_well_and_come_back_as_people_type_them() {
        let mut random = [0; COUNT * LENGTH];
        for (place, byte) in random.iter_mut().enumerate() {
            *byte = u8::try_from(place * 37 % 256).unwrap();
        }
        let codes = codes(&random);
        assert_eq!(codes.len(), COUNT);
        // 00 25 4a 6f 94 | b9 de 03 28 4d by hand: 00000 00000 10010 10100 10100 11011 11100 10100 …
        assert_eq!(codes[0].text(), "00JM-MVWM-Q7F0-6A2D");
        for typed in ["00jm mvwm q7f0 6a2d", "OOJM–MVWM–Q7FO–6A2D", " 00JMMVWMQ7F06A2D "] {
            assert_eq!(Code::parse(typed), Some(codes[0].clone()), "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for typed in ["", "00JM-MVWM-Q7F0-6A2", "00JM-MVWM-Q7F0-6A2D0", "UUUU-MVWM-Q7F0-6A2D", "💥"]
        {
            assert_eq!(Code::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_code_is_stored_differently_for_each_account() {
        let code = Code([3; LENGTH]);
        assert_ne!(code.digest(Uuid::from_u128(1)), code.digest(Uuid::from_u128(2)));
        assert_eq!(format!("{code:?}"), "Code(…)");
    }

    proptest! {
        #[test]
        fn every_code_comes_back(bytes: [u8; LENGTH]) {
            let code = Code(bytes);
            prop_assert_eq!(Code::parse(&code.text()), Some(code.clone()));
            prop_assert_eq!(code.text().len(), 19);
        }
    }
}
