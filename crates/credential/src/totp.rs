//! Codes from an authenticator app: RFC 6238 with SHA-1, six digits, thirty seconds, which every app knows.

use std::fmt;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use qrcodegen::{QrCode, QrCodeEcc};
use sha1::Sha1;
use zeroize::Zeroizing;

/// Random bytes in a secret. RFC 4226, section 4, R6, recommends 160 bits.
pub const LENGTH: usize = 20;

/// Seconds for which a code stands. RFC 6238, section 5.2, recommends 30.
pub const PERIOD_SECONDS: i64 = 30;

/// Digits in a code.
pub const DIGITS: usize = 6;

/// What account and app both know.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<[u8; LENGTH]>);

/// Which period a code is of, counted since 1970. It is stored once its code was used: later codes must be of
/// a later step, so that one who looked over a shoulder cannot use it again. RFC 6238, section 5.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(i64);

impl Step {
    /// The step of this moment.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(now.timestamp().div_euclid(PERIOD_SECONDS))
    }

    /// As it is stored.
    pub fn number(self) -> i64 {
        self.0
    }

    /// As it was stored.
    pub fn from_number(number: i64) -> Self {
        Self(number)
    }
}

impl Secret {
    /// Of fresh random bytes.
    pub fn new(random: [u8; LENGTH]) -> Self {
        Self(Zeroizing::new(random))
    }

    /// In base 32, as it is typed where no camera is, and as it is sealed for the database.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE32_NOPAD.encode(&*self.0))
    }

    /// Reads what [`Secret::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE32_NOPAD.decode(text.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(Self::new)
    }

    /// The code that an app shows at a step.
    pub fn code(&self, step: Step) -> String {
        format!("{:0DIGITS$}", hotp(&*self.0, step.0.cast_unsigned()) % 1_000_000)
    }

    /// The step that somebody's code is of: this one, the one before or the one after, since clocks differ and
    /// people are slow, and later than the last that was used. Who answers stores it, or the code is good
    /// twice.
    pub fn verify(&self, typed: &str, now: DateTime<Utc>, last: Option<Step>) -> Option<Step> {
        let typed: String = typed.chars().filter(|digit| !digit.is_whitespace()).collect();
        let now = Step::at(now).0;
        // The earliest first: a code is of two steps once in a million, and then the other stays good.
        let steps =
            (now - 1..=now + 1).map(Step).filter(|step| last.is_none_or(|last| *step > last));
        steps.filter(|step| self.code(*step) == typed).min()
    }

    /// What an app reads to set itself up: the address form that Google Authenticator brought in.
    pub fn address(&self, issuer: &str, account: &str) -> Zeroizing<String> {
        let (issuer, account) = (escaped(issuer), escaped(account));
        Zeroizing::new(format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}\
             &algorithm=SHA1&digits={DIGITS}&period={PERIOD_SECONDS}",
            *self.text()
        ))
    }

    /// That address for a camera; nothing if issuer and account are too long for it.
    pub fn picture(&self, issuer: &str, account: &str) -> Option<Picture> {
        let code = QrCode::encode_text(&self.address(issuer, account), QrCodeEcc::Medium).ok()?;
        Some(Picture::of(&code))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// A QR code for `<svg viewBox="0 0 size size"><path d="path"/></svg>`, dark on light whatever the theme.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width and height in modules, with the quiet zone of four around.
    pub size: i32,
    /// The dark modules.
    pub path: String,
}

impl Picture {
    /// Each row's dark runs, as bars of height one.
    fn of(code: &QrCode) -> Self {
        const QUIET: i32 = 4;
        let mut path = String::new();
        for y in 0..code.size() {
            let mut x = 0;
            while x < code.size() {
                let length = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
                let length = i32::try_from(length).unwrap_or_default();
                if length > 0 {
                    let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
                }
                x += length.max(1);
            }
        }
        Self { size: code.size() + 2 * QUIET, path }
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Picture(…)")
    }
}

/// RFC 4226, section 5.3, before the digits are taken.
fn hotp(secret: &[u8], counter: u64) -> u32 {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else {
        unreachable!("an HMAC takes a key of any length")
    };
    mac.update(&counter.to_be_bytes());
    let bytes: [u8; 20] = mac.finalize().into_bytes().into();
    let offset = usize::from(bytes[19] & 15);
    let chosen = [bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3]];
    u32::from_be_bytes(chosen) & 0x7fff_ffff
}

/// Percent-encoded, all but what is never special in an address.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secret() -> Secret {
        Secret::new(*b"12345678901234567890")
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    /// RFC 4226, appendix D.
    #[test]
    fn counters_give_the_codes_of_the_rfc() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ];
        for (counter, code) in (0..).zip(codes) {
            assert_eq!(secret().code(Step(counter)), code, "{counter}");
        }
    }

    /// RFC 6238, appendix B, SHA-1: the table has eight digits, of which an app shows the last six.
    #[test]
    fn times_give_the_codes_of_the_rfc() {
        let table = [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ];
        for (second, code) in table {
            let step = Step::at(at(second));
            assert_eq!(hotp(b"12345678901234567890", step.0.cast_unsigned()) % 100_000_000, code);
            assert_eq!(
                secret().verify(&format!("{:06}", code % 1_000_000), at(second), None),
                Some(step)
            );
        }
    }

    #[test]
    fn a_code_holds_one_step_before_and_after_its_own() {
        let code = secret().code(Step(1_000));
        for (second, holds) in [
            (29_969, false),
            (29_970, true),
            (30_000, true),
            (30_029, true),
            (30_059, true),
            (30_060, false),
        ] {
            let answer = secret().verify(&code, at(second), None);
            assert_eq!(answer, holds.then_some(Step(1_000)), "{second}");
        }
    }

    #[test]
    fn a_code_is_used_once() {
        let now = at(30_015);
        let step = secret().verify(&secret().code(Step(1_000)), now, None);
        assert_eq!(step, Some(Step(1_000)));
        for (code_of, holds) in [(999, false), (1_000, false), (1_001, true)] {
            let answer = secret().verify(&secret().code(Step(code_of)), now, step);
            assert_eq!(answer.is_some(), holds, "{code_of}");
        }
        assert_eq!(Step::from_number(Step(1_000).number()), Step(1_000));
    }

    #[test]
    fn only_six_digits_are_a_code() {
        let code = secret().code(Step(1_000));
        let now = at(30_000);
        assert!(secret().verify(&format!(" {} {} ", &code[..3], &code[3..]), now, None).is_some());
        for typed in ["", &code[1..], &format!("0{code}"), "abcdef", "+12345", "٣٤٥٦٧٨"] {
            assert_eq!(secret().verify(typed, now, None), None, "{typed}");
        }
    }

    #[test]
    fn an_app_is_told_all_that_it_needs() {
        assert_eq!(
            *secret().address("Group Cover & Co", "marta@example.com"),
            "otpauth://totp/Group%20Cover%20%26%20Co:marta%40example.com\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Group%20Cover%20%26%20Co\
             &algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(Secret::parse(&secret().text()), Some(secret()));
        assert_eq!(Secret::parse("GEZDGNBV"), None);
        assert_eq!(format!("{:?}", secret()), "Secret(…)");
    }

    /// Draws the path again, and finds the module that every QR code has at its corners.
    #[test]
    fn a_picture_shows_the_same_modules_as_the_code() {
        let picture = secret().picture("Groupcover", "marta@example.com").unwrap();
        let code = QrCode::encode_text(
            &secret().address("Groupcover", "marta@example.com"),
            QrCodeEcc::Medium,
        )
        .unwrap();
        let mut drawn = std::collections::HashSet::new();
        for bar in picture.path.split_terminator('z') {
            let numbers: Vec<i32> =
                bar.split(['M', ' ', 'h', 'v', '-']).filter_map(|part| part.parse().ok()).collect();
            let [x, y, length, 1, back] = numbers[..] else { panic!("{bar}") };
            assert_eq!(length, back);
            drawn.extend((x..x + length).map(|x| (x - 4, y - 4)));
        }
        for (x, y) in (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y))) {
            assert_eq!(drawn.contains(&(x, y)), code.get_module(x, y), "{x}, {y}");
        }
        assert_eq!(picture.size, code.size() + 8);
        assert!(picture.path.starts_with("M4 4h7v1h-7z"), "{}", picture.path);
        assert!(secret().picture("Groupcover", &"m".repeat(4_000)).is_none());
    }

    proptest! {
        #[test]
        fn a_code_of_now_always_holds(random: [u8; LENGTH], second in 0_i64..4_000_000_000) {
            let secret = Secret::new(random);
            let step = Step::at(at(second));
            let answer = secret.verify(&secret.code(step), at(second), None);
            prop_assert!(answer.is_some());
        }
    }
}
