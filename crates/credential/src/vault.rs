//! Seals texts for the database: who reads the disk, or moves a text to another row, learns and gains nothing.
//!
//! A sealed text is `v1.KEY.TEXT`: the id of its key, and nonce and ciphertext in base 64. XChaCha20-Poly1305
//! also authenticates the key's id and the place where the text stands. Keys come from configuration, the
//! first of them is current, and the others open what was sealed before: to rotate, put a new key first,
//! [`Vault::reseal`] every text, and then take the old key away.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::Digest;

/// Bytes in a key.
pub const KEY_LENGTH: usize = 32;

/// Random bytes for each text that is sealed.
pub const NONCE_LENGTH: usize = 24;

/// The longest id of a key.
const ID_LENGTH: usize = 16;

/// What is wrong with the keys in the configuration. Never says what stands there: it may be a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// There is none.
    #[error("there is no key")]
    None,
    /// It lacks the colon between id and key.
    #[error("key number {0} is not written as id:base64")]
    Shape(usize),
    /// Its id is not one.
    #[error("the id of key number {0} is not 1 to {ID_LENGTH} of a-z, 0-9 and -")]
    Id(usize),
    /// Two keys have this id.
    #[error("two keys have the id {0}")]
    Twice(String),
    /// It is no base 64.
    #[error("{0} is not base 64")]
    Encoding(String),
    /// It has so many bytes instead of [`KEY_LENGTH`].
    #[error("{0} has {1} bytes instead of {KEY_LENGTH}")]
    Length(String, usize),
    /// All its bytes are the same, so it was never drawn.
    #[error("{0} is one byte over and over, so nobody has drawn it at random")]
    Constant(String),
}

/// Why a sealed text does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// It is not one of ours.
    #[error("not a sealed text")]
    Shape,
    /// Its key is not in the configuration.
    #[error("sealed with the key {0}, which is not in the configuration")]
    Key(String),
    /// It was changed, moved from another place, or sealed with another key of this id.
    #[error("does not open with its key at this place")]
    Changed,
}

/// Where a sealed text stands. It opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Table and column, such as `account.totp`.
    pub column: &'a str,
    /// The row's key, such as an account's id.
    pub row: &'a str,
}

struct Key {
    id: String,
    bytes: Zeroizing<[u8; KEY_LENGTH]>,
}

/// The keys that seal and open texts.
pub struct Vault {
    current: Key,
    former: Vec<Key>,
}

impl Vault {
    /// Reads the keys from configuration: `id:base64` of 32 bytes each, with commas or white space between
    /// them, the current one first.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let entries = text.split([',', ' ', '\t', '\r', '\n']).filter(|entry| !entry.is_empty());
        let mut keys: Vec<Key> = Vec::new();
        for (place, entry) in (1..).zip(entries) {
            let (id, bytes) = entry.split_once(':').ok_or(KeyFault::Shape(place))?;
            if !is_key_id(id) {
                return Err(KeyFault::Id(place));
            }
            if keys.iter().any(|known| known.id == id) {
                return Err(KeyFault::Twice(id.to_owned()));
            }
            keys.push(Key {
                id: id.to_owned(),
                bytes: key_bytes(bytes, &format!("the key {id}"))?,
            });
        }
        let mut keys = keys.into_iter();
        Ok(Self { current: keys.next().ok_or(KeyFault::None)?, former: keys.collect() })
    }

    /// The id of the key that seals.
    pub fn current(&self) -> &str {
        &self.current.id
    }

    /// Seals a text for its place, with a nonce of fresh random bytes.
    pub fn seal(&self, text: &str, place: Place<'_>, nonce: &[u8; NONCE_LENGTH]) -> String {
        let id = &self.current.id;
        let aad = associated(id, place);
        let payload = Payload { msg: text.as_bytes(), aad: &aad };
        let nonce = XNonce::from(*nonce);
        let Ok(ciphertext) = self.current.cipher().encrypt(&nonce, payload) else {
            unreachable!("a text is shorter than the 256 GiB that the cipher takes")
        };
        format!("v1.{id}.{}", URL_SAFE_NO_PAD.encode([&nonce[..], &ciphertext].concat()))
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, sealed: &str, place: Place<'_>) -> Result<Zeroizing<String>, Closed> {
        let (id, body) = parts(sealed)?;
        let key = self.key(id).ok_or_else(|| Closed::Key(id.to_owned()))?;
        let body = URL_SAFE_NO_PAD.decode(body).map_err(|_| Closed::Shape)?;
        let (nonce, ciphertext) = body.split_first_chunk::<NONCE_LENGTH>().ok_or(Closed::Shape)?;
        let aad = associated(id, place);
        let payload = Payload { msg: ciphertext, aad: &aad };
        let text = key.cipher().decrypt(&XNonce::from(*nonce), payload);
        let text = String::from_utf8(text.map_err(|_| Closed::Changed)?);
        text.map(Zeroizing::new).map_err(|_| Closed::Changed)
    }

    /// Whether a text is sealed with the current key; if not, it is to be resealed.
    pub fn is_current(&self, sealed: &str) -> bool {
        parts(sealed).is_ok_and(|(id, _)| id == self.current.id)
    }

    /// Opens a text and seals it with the current key.
    pub fn reseal(
        &self,
        sealed: &str,
        place: Place<'_>,
        nonce: &[u8; NONCE_LENGTH],
    ) -> Result<String, Closed> {
        self.open(sealed, place).map(|text| self.seal(&text, place, nonce))
    }

    fn key(&self, id: &str) -> Option<&Key> {
        std::iter::once(&self.current).chain(&self.former).find(|key| key.id == id)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let former: Vec<_> = self.former.iter().map(|key| &key.id).collect();
        write!(out, "Vault(current {:?}, former {former:?})", self.current.id)
    }
}

impl Key {
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&(*self.bytes).into())
    }
}

/// Makes what finds a sealed text again: the same text has the same index in a column, and nobody without the
/// key can try out which text it is. An EIN or a Social Security number has too few digits for a bare digest.
///
/// There is one such key, since an index is compared with what stands in the database: to change it, every
/// index is made anew from what was sealed.
pub struct IndexKey(Zeroizing<[u8; KEY_LENGTH]>);

impl IndexKey {
    /// Reads the key from configuration: base 64 of 32 bytes.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        match text.trim() {
            "" => Err(KeyFault::None),
            text => key_bytes(text, "the index key").map(Self),
        }
    }

    /// The index of a text in a column. Who calls writes the text in one way: digits alone, small letters.
    pub fn blind_index(&self, column: &str, text: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.0) else {
            unreachable!("an HMAC takes a key of any length")
        };
        for part in [column, text] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

impl fmt::Debug for IndexKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("IndexKey(…)")
    }
}

/// A key as it is written in the configuration, of fresh random bytes.
pub fn key_text(random: &[u8; KEY_LENGTH]) -> Zeroizing<String> {
    Zeroizing::new(STANDARD.encode(random))
}

/// A digest of a key, short enough to read out, to compare keys of two machines without showing them.
pub fn fingerprint(random: &[u8; KEY_LENGTH]) -> String {
    Digest::of(&[b"key", random]).text()[..8].to_owned()
}

fn is_key_id(id: &str) -> bool {
    (1..=ID_LENGTH).contains(&id.len())
        && id.bytes().all(|letter| matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn key_bytes(text: &str, name: &str) -> Result<Zeroizing<[u8; KEY_LENGTH]>, KeyFault> {
    let text = text.trim_end_matches('=');
    let bytes = STANDARD_NO_PAD.decode(text).or_else(|_| URL_SAFE_NO_PAD.decode(text));
    let bytes = Zeroizing::new(bytes.map_err(|_| KeyFault::Encoding(name.to_owned()))?);
    let key: [u8; KEY_LENGTH] =
        bytes.as_slice().try_into().map_err(|_| KeyFault::Length(name.to_owned(), bytes.len()))?;
    if key.iter().all(|byte| *byte == key[0]) {
        return Err(KeyFault::Constant(name.to_owned()));
    }
    Ok(Zeroizing::new(key))
}

fn parts(sealed: &str) -> Result<(&str, &str), Closed> {
    let rest = sealed.strip_prefix("v1.").ok_or(Closed::Shape)?;
    let (id, body) = rest.split_once('.').ok_or(Closed::Shape)?;
    if is_key_id(id) { Ok((id, body)) } else { Err(Closed::Shape) }
}

/// What is authenticated beside the text, each part with its length, so that no two places read alike.
fn associated(id: &str, place: Place<'_>) -> Vec<u8> {
    let mut bytes = b"v1".to_vec();
    for part in [id, place.column, place.row] {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use chacha20poly1305::aead::array::Array;
    use proptest::prelude::*;

    use super::*;

    const HERE: Place<'static> = Place { column: "account.totp", row: "17" };

    /// Bytes that count up from the first.
    fn counted<const LENGTH: usize>(first: u8) -> [u8; LENGTH] {
        let mut bytes = [first; LENGTH];
        for place in 1..LENGTH {
            bytes[place] = bytes[place - 1].wrapping_add(1);
        }
        bytes
    }

    fn key(seed: u8) -> String {
        key_text(&counted(seed)).to_string()
    }

    fn vault(ids: &[(&str, u8)]) -> Vault {
        let entries: Vec<_> = ids.iter().map(|(id, seed)| format!("{id}:{}", key(*seed))).collect();
        Vault::parse(&entries.join(",")).unwrap()
    }

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    #[test]
    fn the_cipher_answers_as_its_draft_says() {
        let key: [u8; 32] = counted(0x80);
        let nonce: [u8; 24] = counted(0x40);
        let msg =
            b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the \
                    future, sunscreen would be it.";
        let aad = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let sealed = XChaCha20Poly1305::new(&Array(key))
            .encrypt(&XNonce::from(nonce), Payload { msg, aad: &aad })
            .unwrap();
        assert_eq!(sealed[..8], [0xbd, 0x6d, 0x17, 0x9d, 0x3e, 0x83, 0xd4, 0x3b]);
        assert_eq!(
            sealed[msg.len()..],
            [
                0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79, 0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a,
                0xcf, 0x49
            ]
        );
    }

    #[test]
    fn a_sealed_text_names_its_key_and_hides_the_rest() {
        let vault = vault(&[("k2", 2), ("k1", 1)]);
        let sealed = vault.seal("JBSWY3DP", HERE, &[9; NONCE_LENGTH]);
        assert!(sealed.starts_with("v1.k2."), "{sealed}");
        assert!(!sealed.contains("JBSWY3DP"));
        assert_eq!(vault.open(&sealed, HERE).unwrap().as_str(), "JBSWY3DP");
        assert_eq!(vault.current(), "k2");
    }

    #[test]
    fn keys_are_rotated_without_losing_a_text() {
        let before = vault(&[("k1", 1)]);
        let sealed = before.seal("JBSWY3DP", HERE, &[9; NONCE_LENGTH]);
        let between = vault(&[("k2", 2), ("k1", 1)]);
        assert!(!between.is_current(&sealed));
        let resealed = between.reseal(&sealed, HERE, &[8; NONCE_LENGTH]).unwrap();
        assert!(between.is_current(&resealed));
        let after = vault(&[("k2", 2)]);
        assert_eq!(after.open(&resealed, HERE).unwrap().as_str(), "JBSWY3DP");
        assert_eq!(after.open(&sealed, HERE), Err(Closed::Key("k1".to_owned())));
        assert_eq!(vault(&[("k1", 2)]).open(&sealed, HERE), Err(Closed::Changed));
    }

    #[test]
    fn what_is_no_sealed_text_is_refused() {
        let vault = vault(&[("k1", 1)]);
        for wrong in
            ["", "v1", "v1.k1", "v1.k1.", "v1.k1.AAAA", "v2.k1.AAAA", "v1.K 1.AAAA", "v1.k1.ä"]
        {
            assert_eq!(vault.open(wrong, HERE), Err(Closed::Shape), "{wrong}");
            assert!(vault.reseal(wrong, HERE, &[0; NONCE_LENGTH]).is_err());
        }
    }

    #[test]
    fn wrong_keys_are_named_and_not_shown() {
        use KeyFault::{Constant, Encoding, Id, Length, None, Shape, Twice};
        let good = key(1);
        let name = |id: &str| format!("the key {id}");
        let table = [
            (String::new(), None),
            (" , \n".to_owned(), None),
            (good.clone(), Shape(1)),
            (format!("a:{good},{good}"), Shape(2)),
            (format!("A:{good}"), Id(1)),
            (format!(":{good}"), Id(1)),
            (format!("a:{good} seventeen-letters:{good}"), Id(2)),
            (format!("a:{good},a:{good}"), Twice("a".to_owned())),
            ("a:not*base64".to_owned(), Encoding(name("a"))),
            ("a:c2hvcnQ=".to_owned(), Length(name("a"), 5)),
            (format!("a:{}", *key_text(&[0; KEY_LENGTH])), Constant(name("a"))),
        ];
        for (text, fault) in table {
            let found = Vault::parse(&text).unwrap_err();
            assert_eq!(found, fault, "{text}");
            assert!(
                !found.to_string().contains(&good) && !found.to_string().contains("c2hv"),
                "{found}"
            );
        }
        assert_eq!(IndexKey::parse(" ").unwrap_err(), None);
        assert_eq!(
            IndexKey::parse("c2hvcnQ=").unwrap_err().to_string(),
            "the index key has 5 bytes instead of 32"
        );
    }

    #[test]
    fn keys_are_read_as_people_paste_them() {
        let text = format!("\n new-2:{}, \n old:{}\n", key(1), key(250).trim_end_matches('='));
        let vault = Vault::parse(&text).unwrap();
        assert_eq!(format!("{vault:?}"), r#"Vault(current "new-2", former ["old"])"#);
        let urlsafe = key(250).replace('+', "-").replace('/', "_");
        assert_ne!(urlsafe, key(250));
        assert!(IndexKey::parse(&urlsafe).is_ok());
    }

    #[test]
    fn nothing_prints_a_key() {
        let shown = format!("{:?}{:?}", vault(&[("k1", 1)]), IndexKey::parse(&key(1)).unwrap());
        assert_eq!(shown, r#"Vault(current "k1", former [])IndexKey(…)"#);
        assert_eq!(fingerprint(&[1; KEY_LENGTH]).len(), 8);
        assert_ne!(fingerprint(&[1; KEY_LENGTH]), fingerprint(&[2; KEY_LENGTH]));
    }

    proptest! {
        #[test]
        fn every_text_comes_back_at_its_place_alone(
            text: String, row: String, other: String, nonce: [u8; NONCE_LENGTH],
        ) {
            prop_assume!(row != other);
            let vault = vault(&[("k1", 1)]);
            let here = Place { column: "group.ein", row: &row };
            let sealed = vault.seal(&text, here, &nonce);
            let opened = vault.open(&sealed, here).unwrap();
            prop_assert_eq!(opened.as_str(), text.as_str());
            for there in [Place { row: &other, ..here }, Place { column: "group.eins", ..here }] {
                prop_assert_eq!(vault.open(&sealed, there), Err(Closed::Changed));
            }
        }

        #[test]
        fn a_place_is_not_taken_for_another_that_reads_alike(
            one in "[a-z.]{0,6}", two in "[a-z.]{0,6}", cut in 0_usize..7,
        ) {
            let joined = format!("{one}{two}");
            let (left, right) = joined.split_at(cut.min(joined.len()));
            prop_assume!(left != one);
            let vault = vault(&[("k1", 1)]);
            let sealed = vault.seal("x", Place { column: &one, row: &two }, &[1; NONCE_LENGTH]);
            let there = Place { column: left, row: right };
            prop_assert!(vault.open(&sealed, there).is_err());
        }

        #[test]
        fn no_letter_of_a_sealed_text_can_change(
            text: String, nonce: [u8; NONCE_LENGTH], place: prop::sample::Index, letter in "[A-Za-z0-9_.-]",
        ) {
            let vault = vault(&[("k1", 1), ("k2", 1)]);
            let sealed = vault.seal(&text, HERE, &nonce);
            let place = place.index(sealed.len());
            let mut changed = sealed.clone();
            changed.replace_range(place..=place, &letter);
            prop_assume!(changed != sealed);
            prop_assert!(vault.open(&changed, HERE).is_err(), "{}", changed);
            prop_assert!(vault.open(&sealed[..place], HERE).is_err());
        }

        #[test]
        fn anything_at_all_is_opened_or_refused(sealed: String) {
            prop_assert!(vault(&[("k1", 1)]).open(&sealed, HERE).is_err());
        }

        #[test]
        fn an_index_is_the_same_for_the_same_text_and_key_alone(one: String, two: String) {
            let (key, other) = (IndexKey::parse(&key(1)).unwrap(), IndexKey::parse(&key(2)).unwrap());
            let index = key.blind_index("group.ein", &one);
            prop_assert_eq!(&index, &key.blind_index("group.ein", &one));
            prop_assert_eq!(index == key.blind_index("group.ein", &two), one == two);
            prop_assert_ne!(&index, &key.blind_index("member.ssn", &one));
            prop_assert_ne!(&index, &other.blind_index("group.ein", &one));
        }
    }
}
