//! The chain that the rows of a trail make: each row holds a fingerprint of itself and of the row
//! before it, so that whoever changes, removes, moves or adds one must do all later ones anew.
//!
//! A fingerprint is the SHA-256 digest of the row's [canonical text](canonical), in UTF-8. The text
//! has a line that names its version and then, always in this order, a line for each field: its
//! name, a space, the length of the value in bytes, a space, and the value; or its name, a space and
//! a hyphen where there is none. Since lengths are said, no value can pass for another field:
//!
//! ```text
//! groupcover audit 1
//! number 1 7
//! previous 64 (the fingerprint of row 6 in hexadecimal; 64 zeros in row 1)
//! employer 36 00000000-0000-0000-0000-000000000000
//! at 27 2026-10-07T12:00:00.000000Z
//! actor 7 account
//! account 36 6f1c…
//! name 11 Jane Sample
//! address 9 192.0.2.1
//! action 13 grant_revoked
//! subject 10 Kim Broker
//! before 11 View members
//! after -
//! ```
//!
//! The carrier's own trail has the employer of zeros. Should a field be added one day, the text gets
//! a second version, and the rows a column that says which one counts; those of before have the first.
//!
//! A chain holds by its [`Head`], which is kept beside it. Who can change both can make a whole new
//! chain; what then gives it away is a head that was noted elsewhere. So [`Verifier`] takes the heads
//! that were noted, too.

use super::Event;
use crate::id::EmployerId;
use chrono::SecondsFormat;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The first line of a canonical text.
const VERSION: &str = "groupcover audit 1\n";
/// How many faults are told of one chain: one of many thousand says no more.
const FAULTS_MAX: usize = 100;

/// The fingerprint of a row.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// What stands before the first row.
    pub const NONE: Self = Self([0; 32]);

    /// The fingerprint of a text.
    fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// The text is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint has 64 hexadecimal digits, in small letters")]
pub struct NotAFingerprint;

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;
    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(NotAFingerprint),
        };
        let digits: &[u8; 64] = text.as_bytes().try_into().map_err(|_| NotAFingerprint)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

/// The employer that a trail is kept under: the one of zeros for the carrier's own.
pub fn key(employer: Option<EmployerId>) -> EmployerId {
    employer.unwrap_or(EmployerId(Uuid::nil()))
}

/// The employer whose trail is kept under a key.
pub fn employer(key: EmployerId) -> Option<EmployerId> {
    Some(key).filter(|key| !key.0.is_nil())
}

/// A row's canonical text: see the head of this module.
pub fn canonical(number: i64, previous: Fingerprint, event: &Event) -> String {
    let actor = &event.actor;
    let at = event.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let account = actor.account().map(|id| id.to_string());
    let mut text = VERSION.to_owned();
    for (name, value) in [
        ("number", Some(number.to_string().as_str())),
        ("previous", Some(&previous.to_string())),
        ("employer", Some(&key(event.employer).to_string())),
        ("at", Some(&at)),
        ("actor", Some(actor.code())),
        ("account", account.as_deref()),
        ("name", actor.name().map(super::Excerpt::as_str)),
        ("address", event.address.as_ref().map(super::Excerpt::as_str)),
        ("action", Some(event.action.code())),
        ("subject", Some(event.subject.as_str())),
        ("before", event.before.as_ref().map(super::Excerpt::as_str)),
        ("after", event.after.as_ref().map(super::Excerpt::as_str)),
    ] {
        let line = match value {
            Some(value) => format!("{name} {} {value}\n", value.len()),
            None => format!("{name} -\n"),
        };
        text.push_str(&line);
    }
    text
}

/// An event in its place in a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    /// Its place, counted from 1.
    pub number: i64,
    /// What was done.
    pub event: Event,
    /// The fingerprint of the row before it.
    pub previous: Fingerprint,
    /// Its own.
    pub hash: Fingerprint,
}

impl Chained {
    /// Puts an event into its place after a row.
    pub fn new(number: i64, previous: Fingerprint, event: Event) -> Self {
        let hash = Fingerprint::of(&canonical(number, previous, &event));
        Self { number, event, previous, hash }
    }

    /// Whether it is as it was when it was put there.
    pub fn is_whole(&self) -> bool {
        self.hash == Fingerprint::of(&canonical(self.number, self.previous, &self.event))
    }
}

/// The end of a chain.
///
/// As a text, for noting it elsewhere: `carrier 12 0f3a…`, or the employer's id for `carrier`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Whose chain it is.
    pub employer: Option<EmployerId>,
    /// The number of the last row.
    pub number: i64,
    /// The fingerprint of it.
    pub hash: Fingerprint,
}

/// What stands for the carrier where an employer's id would stand.
pub const CARRIER: &str = "carrier";

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.employer {
            Some(employer) => write!(f, "{employer} {} {}", self.number, self.hash),
            None => write!(f, "{CARRIER} {} {}", self.number, self.hash),
        }
    }
}

/// The text is no head of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a head is an employer's id or {CARRIER:?}, a number and a fingerprint")]
pub struct NotAHead;

impl FromStr for Head {
    type Err = NotAHead;
    fn from_str(text: &str) -> Result<Self, NotAHead> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [employer, number, hash] = words[..] else { return Err(NotAHead) };
        let employer = match employer {
            CARRIER => None,
            id => Some(id.parse().map_err(|_| NotAHead)?),
        };
        let number = number.parse().map_err(|_| NotAHead)?;
        Ok(Self { employer, number, hash: hash.parse().map_err(|_| NotAHead)? })
    }
}

/// A row that cannot be understood: it was changed, or written by a newer version of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    /// Its place.
    pub number: i64,
}

/// A row as it is kept.
pub type Kept = Result<Chained, Unreadable>;

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Rows are missing between two others, or before the first.
    #[error("rows {from} to {until} were removed")]
    Removed {
        /// The first that is missing.
        from: i64,
        /// The last that is missing.
        until: i64,
    },
    /// A row stands where there can be none.
    #[error("row {0} was inserted")]
    Inserted(i64),
    /// A row is not what its fingerprint was taken of.
    #[error("row {0} was changed")]
    Changed(i64),
    /// A row cannot be understood.
    #[error("row {0} cannot be read: it was changed, or a newer version wrote it")]
    Unreadable(i64),
    /// A row is whole, but was not written after the one that stands before it.
    #[error("row {0} does not follow the row before it: one of the two was replaced")]
    Unlinked(i64),
    /// The last rows are missing.
    #[error("the rows after {last} were removed: there were {head}")]
    Truncated {
        /// The last that is there.
        last: i64,
        /// The last that there was.
        head: i64,
    },
    /// There are rows after the last one.
    #[error("the rows after {head} were added behind the product's back")]
    Beyond {
        /// The last that was written.
        head: i64,
    },
    /// It is not kept where the chain ends.
    #[error("it is not kept, or cannot be read, where the trail ends")]
    Headless,
    /// The last row is another than the one that was written.
    #[error("row {0}, the last one, was replaced")]
    HeadChanged(i64),
    /// A row is another than the one that was noted elsewhere, or is gone.
    #[error("row {0} is not the one that was noted: the trail was written anew")]
    NotAsNoted(i64),
}

/// Goes along a chain, row by row, and finds what is wrong with it.
#[derive(Debug, Clone)]
pub struct Verifier {
    noted: BTreeMap<i64, Fingerprint>,
    /// The number of the row that comes next.
    next: i64,
    /// The fingerprint of the row before it, unless that is not known.
    previous: Option<Fingerprint>,
    faults: Vec<Fault>,
}

impl Verifier {
    /// At the beginning of a chain, of which heads were noted elsewhere.
    pub fn new<'a>(noted: impl IntoIterator<Item = &'a Head>) -> Self {
        let noted = noted.into_iter().map(|head| (head.number, head.hash)).collect();
        Self { noted, next: 1, previous: Some(Fingerprint::NONE), faults: Vec::new() }
    }

    /// Takes the row that comes next in the order of numbers.
    pub fn take(&mut self, kept: &Kept) {
        let number = match kept {
            Ok(chained) => chained.number,
            Err(unreadable) => unreadable.number,
        };
        if number < self.next {
            return self.fault(Fault::Inserted(number));
        }
        if number > self.next {
            self.fault(Fault::Removed { from: self.next, until: number - 1 });
            self.previous = None;
        }
        match kept {
            Ok(chained) => self.follow(chained),
            Err(_) => self.fault(Fault::Unreadable(number)),
        }
        self.previous = kept.as_ref().ok().map(|chained| chained.hash);
        self.next = number.saturating_add(1);
    }

    /// Ends at the head that is kept beside the chain, and tells what was wrong.
    pub fn finish(mut self, head: Option<Head>) -> Vec<Fault> {
        let last = self.next - 1;
        match head {
            None if last > 0 => self.fault(Fault::Headless),
            Some(head) if head.number > last => {
                self.fault(Fault::Truncated { last, head: head.number });
            }
            Some(head) if head.number < last => self.fault(Fault::Beyond { head: head.number }),
            Some(head) if self.previous.is_some_and(|previous| previous != head.hash) => {
                self.fault(Fault::HeadChanged(last));
            }
            None | Some(_) => {}
        }
        let gone: Vec<i64> = self.noted.range(self.next..).map(|(number, _)| *number).collect();
        for number in gone {
            self.fault(Fault::NotAsNoted(number));
        }
        self.faults
    }

    fn follow(&mut self, chained: &Chained) {
        let number = chained.number;
        if self.previous.is_some_and(|previous| previous != chained.previous) {
            self.fault(Fault::Unlinked(number));
        }
        if !chained.is_whole() {
            self.fault(Fault::Changed(number));
        }
        if self.noted.get(&number).is_some_and(|noted| *noted != chained.hash) {
            self.fault(Fault::NotAsNoted(number));
        }
    }

    fn fault(&mut self, fault: Fault) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(fault);
        }
    }
}

/// What is wrong with a chain: its rows in the order of their numbers, the head that is kept beside
/// them, and the heads that were noted elsewhere.
pub fn verify<'a>(
    rows: impl IntoIterator<Item = &'a Kept>,
    head: Option<Head>,
    noted: &[Head],
) -> Vec<Fault> {
    let mut verifier = Verifier::new(noted);
    rows.into_iter().for_each(|row| verifier.take(row));
    verifier.finish(head)
}
