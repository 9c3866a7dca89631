//! What comes back: whether an interchange (TA1) or a functional group (999) was accepted, and what was
//! wrong.
//!
//! A 999 (guide 005010X231A1) answers one group: AK1 says which, IK3 and IK4 what was wrong with a
//! segment and an element, IK5 and AK9 what became of the transaction set and the group. What is said of
//! several is taken together: the worst of them counts.

use super::segment::{
    self, Cursor, Envelope, Kind, Out, SET_CONTROL, Segment, Set, WriteError, code,
};
use crate::error::FormatError;
use std::fmt;

const KIND: Kind = Kind { group: "FA", set: "999", guide: "005010X231A1" };
/// What is acknowledged: the files of changes that we write.
const ACKNOWLEDGED: Kind = Kind { group: "BE", set: "834", guide: "005010X220A1" };
/// The most errors that are read of one acknowledgment.
const ERRORS_MAX: usize = 1_000;
/// Elements 618 and 716 name at most five errors.
const CODES_MAX: usize = 5;
/// "One or more segments in error", which the segments say themselves.
const SEGMENTS_IN_ERROR: [&str; 2] = ["5", "I5"];

/// What became of it, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// All of it is taken.
    Accepted,
    /// It is taken, though something is wrong.
    AcceptedWithErrors,
    /// None of it is taken.
    Rejected,
}

impl Answer {
    /// The words that people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Accepted => "Accepted",
            Self::AcceptedWithErrors => "Accepted with errors",
            Self::Rejected => "Rejected",
        }
    }
}

const ANSWERS: [(Answer, &str); 3] =
    [(Answer::Accepted, "A"), (Answer::AcceptedWithErrors, "E"), (Answer::Rejected, "R")];
/// Elements 715 and 717 as they are read: of a group that is accepted in part, since it has one
/// transaction set, nothing is accepted; a failed authentication or decryption rejects.
const ANSWERS_READ: [(Answer, &str); 7] = [
    ANSWERS[0],
    ANSWERS[1],
    ANSWERS[2],
    (Answer::Rejected, "P"),
    (Answer::Rejected, "M"),
    (Answer::Rejected, "W"),
    (Answer::Rejected, "X"),
];

/// What an acknowledgment is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Of {
    /// The envelope alone (TA1).
    Interchange,
    /// A functional group and what is in it (999).
    Group,
}

/// An acknowledgment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// What it is about.
    pub of: Of,
    /// The control number of what is acknowledged.
    pub control: i64,
    /// What became of it.
    pub answer: Answer,
    /// What was wrong.
    pub errors: Vec<AckError>,
}

/// Where something is wrong. A segment's position counts from the ST segment, which is 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum At {
    /// In the envelope (element I18).
    Interchange,
    /// In the group (element 716).
    Group,
    /// In the transaction set (element 618).
    Set,
    /// In a segment (element 620).
    Segment {
        /// Its name.
        id: String,
        /// Its position.
        position: u32,
    },
    /// In an element of a segment (element 621).
    Element {
        /// The segment's name.
        id: String,
        /// The segment's position.
        position: u32,
        /// The element's place in it.
        element: u32,
    },
}

/// Something that was wrong. Its `Display` is for people.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AckError {
    /// Where.
    pub at: At,
    /// What, by the standard's code.
    pub code: String,
}

impl fmt::Display for AckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: &[(&str, &str)] = match &self.at {
            At::Interchange => &INTERCHANGE_ERRORS,
            At::Group => &GROUP_ERRORS,
            At::Set => &SET_ERRORS,
            At::Segment { .. } => &SEGMENT_ERRORS,
            At::Element { .. } => &ELEMENT_ERRORS,
        };
        match &self.at {
            At::Interchange => write!(f, "Interchange: ")?,
            At::Group => write!(f, "Functional group: ")?,
            At::Set => write!(f, "Transaction set: ")?,
            At::Segment { id, position } => write!(f, "Segment {position} ({id}): ")?,
            At::Element { id, position, element } => {
                write!(f, "Segment {position}, element {id}{element:02}: ")?;
            }
        }
        match codes.iter().find(|(code, _)| *code == self.code) {
            Some((_, words)) => f.write_str(words),
            None => write!(f, "error {}", self.code),
        }
    }
}

const INTERCHANGE_ERRORS: [(&str, &str); 28] = [
    ("001", "the control numbers of head and trailer differ"),
    ("002", "the standard is not supported"),
    ("003", "the version of the standard is not supported"),
    ("004", "the end of segments is not valid"),
    ("005", "the qualifier of the sender\u{2019}s id is not valid"),
    ("006", "the sender\u{2019}s id is not valid"),
    ("007", "the qualifier of the receiver\u{2019}s id is not valid"),
    ("008", "the receiver\u{2019}s id is not valid"),
    ("009", "the receiver\u{2019}s id is not known"),
    ("010", "the qualifier of the authorization is not valid"),
    ("011", "the authorization is not valid"),
    ("012", "the qualifier of the security information is not valid"),
    ("013", "the security information is not valid"),
    ("014", "the date is not valid"),
    ("015", "the time is not valid"),
    ("016", "the standard\u{2019}s identifier is not valid"),
    ("017", "the version\u{2019}s identifier is not valid"),
    ("018", "the control number is not valid"),
    ("019", "the request for an acknowledgment is not valid"),
    ("020", "the mark of a test is not valid"),
    ("021", "the number of groups is not right"),
    ("022", "its structure is not valid"),
    ("023", "the file ends too early"),
    ("024", "its content is not valid"),
    ("025", "this control number came before"),
    ("026", "the separator of elements is not valid"),
    ("027", "the separator of components is not valid"),
    ("028", "the delivery date is not valid"),
];
const GROUP_ERRORS: [(&str, &str); 7] = [
    ("1", "such groups are not supported"),
    ("2", "the version is not supported"),
    ("3", "the trailer is missing"),
    ("4", "the control numbers of head and trailer differ"),
    ("5", "the number of transaction sets is not right"),
    ("6", "the control number is not valid"),
    ("19", "this control number came before"),
];
const SET_ERRORS: [(&str, &str); 10] = [
    ("1", "such transaction sets are not supported"),
    ("2", "the trailer is missing"),
    ("3", "the control numbers of head and trailer differ"),
    ("4", "the number of segments is not right"),
    ("5", "one or more segments are in error"),
    ("6", "its identifier is missing or not valid"),
    ("7", "its control number is missing or not valid"),
    ("23", "this control number came before"),
    ("I5", "one or more segments are in error by the guide"),
    ("I6", "the guide is not supported"),
];
const SEGMENT_ERRORS: [(&str, &str); 13] = [
    ("1", "no segment has this name"),
    ("2", "the segment is not expected here"),
    ("3", "a segment that must be there is missing"),
    ("4", "the loop occurs too often"),
    ("5", "the segment occurs too often"),
    ("6", "the segment is none of this transaction set"),
    ("7", "the segment is not in its place"),
    ("8", "the segment has elements in error"),
    ("I4", "the guide does not use the segment"),
    ("I6", "the segment, which must be there in this case, is missing"),
    ("I7", "the loop occurs too seldom"),
    ("I8", "the segment occurs too seldom"),
    ("I9", "the segment may not be there in this case"),
];
const ELEMENT_ERRORS: [(&str, &str); 18] = [
    ("1", "an element that must be there is missing"),
    ("2", "an element that must be there in this case is missing"),
    ("3", "there are too many elements"),
    ("4", "it is too short"),
    ("5", "it is too long"),
    ("6", "it has a character that is not valid"),
    ("7", "the code is not valid"),
    ("8", "the date is not valid"),
    ("9", "the time is not valid"),
    ("10", "it may not stand beside another element that is there"),
    ("12", "it is repeated too often"),
    ("13", "it has too many components"),
    ("I6", "the guide does not use the code"),
    ("I9", "an element that the guide wants in this case is missing"),
    ("I10", "the guide does not use the element"),
    ("I11", "it is repeated too seldom"),
    ("I12", "it has not the form that the guide wants"),
    ("I13", "the guide does not use the element in this case"),
];

/// Writes how one answers a file of changes. Errors of the interchange belong into a TA1 and are left out.
pub fn write_999(envelope: &Envelope, ack: &Ack) -> Result<Vec<u8>, WriteError> {
    if !(1..=999_999_999).contains(&ack.control) {
        return Err(WriteError::Control(ack.control));
    }
    segment::write(envelope, KIND, |out| {
        let answer = code(&ANSWERS, &ack.answer);
        out.put(&["AK1", ACKNOWLEDGED.group, &ack.control.to_string(), ACKNOWLEDGED.guide]);
        out.put(&["AK2", ACKNOWLEDGED.set, SET_CONTROL, ACKNOWLEDGED.guide]);
        let within = put_segments(out, &ack.errors);
        let of_set = codes(ack, &At::Set);
        let told = if within && !of_set.contains(&"5") { vec!["5"] } else { Vec::new() };
        out.put(&elements(&["IK5", answer], &told, &of_set));
        let accepted = if ack.answer == Answer::Rejected { "0" } else { "1" };
        out.put(&elements(&["AK9", answer, "1", "1", accepted], &[], &codes(ack, &At::Group)));
    })
}

fn codes<'a>(ack: &'a Ack, at: &At) -> Vec<&'a str> {
    ack.errors.iter().filter(|error| error.at == *at).map(|error| error.code.as_str()).collect()
}

fn elements<'a>(head: &[&'a str], first: &[&'a str], then: &[&'a str]) -> Vec<&'a str> {
    let codes = first.iter().chain(then).take(CODES_MAX);
    head.iter().chain(codes).copied().collect()
}

/// Writes what is wrong with segments, in the order of the errors; tells whether there was any.
fn put_segments(out: &mut Out, errors: &[AckError]) -> bool {
    let mut open: Option<(&str, u32)> = None;
    for error in errors {
        match &error.at {
            At::Segment { id, position } => {
                out.put(&["IK3", id, &position.to_string(), "", &error.code]);
                open = Some((id.as_str(), *position));
            }
            At::Element { id, position, element } => {
                if open != Some((id.as_str(), *position)) {
                    out.put(&["IK3", id, &position.to_string(), "", "8"]);
                    open = Some((id.as_str(), *position));
                }
                out.put(&["IK4", &element.to_string(), "", &error.code]);
            }
            At::Interchange | At::Group | At::Set => {}
        }
    }
    open.is_some()
}

/// Reads an interchange of acknowledgments: first those of interchanges, then those of groups. Any other
/// transaction set in it is refused.
pub fn read_ack(file: &str, bytes: &[u8]) -> Result<Vec<Ack>, FormatError> {
    let interchange = segment::open(file, bytes)?;
    let (cursor, component) = (&interchange.cursor, interchange.component);
    let mut acks = Vec::new();
    for report in &interchange.reports {
        acks.push(of_interchange(cursor, *report)?);
    }
    for group in interchange.groups {
        cursor.same(group.gs, 1, &[KIND.group])?;
        for set in group.sets {
            cursor.same(set.st, 1, &[KIND.set])?;
            acks.push(of_group(set, component)?);
        }
    }
    if acks.is_empty() {
        return Err(cursor.fault(interchange.isa, 0, "nothing is acknowledged in it"));
    }
    Ok(acks)
}

fn of_interchange<'a>(cursor: &Cursor<'a>, ta1: Segment<'a>) -> Result<Ack, FormatError> {
    let note = ta1.get(5);
    let error = AckError { at: At::Interchange, code: checked(cursor, ta1, 5, note)? };
    Ok(Ack {
        of: Of::Interchange,
        control: cursor.number(ta1, 1)?,
        answer: cursor.coded(ta1, 4, &ANSWERS)?,
        errors: if note == "000" { Vec::new() } else { vec![error] },
    })
}

fn of_group(set: Set<'_>, component: char) -> Result<Ack, FormatError> {
    let mut body = set.body;
    let ak1 = body.expect("AK1")?;
    body.same(ak1, 1, &[ACKNOWLEDGED.group])?;
    let mut ack = Ack {
        of: Of::Group,
        control: body.number(ak1, 2)?,
        answer: Answer::Accepted,
        errors: Vec::new(),
    };
    while body.next_if("AK2").is_some() {
        read_set(&mut body, component, &mut ack)?;
    }
    let ak9 = body.expect("AK9")?;
    ack.answer = ack.answer.max(body.coded(ak9, 1, &ANSWERS_READ)?);
    read_codes(&body, ak9, 5, &At::Group, &mut ack)?;
    body.expect("SE")?;
    Ok(ack)
}

/// Reads what is said of a transaction set, to its IK5.
fn read_set(body: &mut Cursor<'_>, component: char, ack: &mut Ack) -> Result<(), FormatError> {
    let mut within = false;
    while let Some(ik3) = body.next_if("IK3") {
        within = true;
        let id = checked(body, ik3, 1, ik3.get(1))?;
        let position = body.number(ik3, 2)?;
        while body.next_if("CTX").is_some() {}
        let begins = ack.errors.len();
        while let Some(ik4) = body.next_if("IK4") {
            let place = ik4.get(1).split(component).next().unwrap_or_default();
            let element = place.parse().map_err(|_| {
                body.fault(ik4, 1, &format!("{place:?} is not an element\u{2019}s place"))
            })?;
            let code = checked(body, ik4, 3, ik4.get(3))?;
            push(body, ik4, ack, At::Element { id: id.clone(), position, element }, code)?;
            while body.next_if("CTX").is_some() {}
        }
        // That there are elements in error, these say themselves.
        let code = ik3.get(4);
        if ack.errors.len() == begins || !matches!(code, "8" | "") {
            let code = if code.is_empty() { "8".to_owned() } else { checked(body, ik3, 4, code)? };
            push(body, ik3, ack, At::Segment { id, position }, code)?;
            ack.errors[begins..].rotate_right(1);
        }
    }
    let ik5 = body.expect("IK5")?;
    ack.answer = ack.answer.max(body.coded(ik5, 1, &ANSWERS_READ)?);
    let before = ack.errors.len();
    read_codes(body, ik5, 2, &At::Set, ack)?;
    if within {
        let mut place = 0;
        ack.errors.retain(|error| {
            place += 1;
            place <= before || !SEGMENTS_IN_ERROR.contains(&error.code.as_str())
        });
    }
    Ok(())
}

fn read_codes<'a>(
    body: &Cursor<'a>,
    of: Segment<'a>,
    from: usize,
    at: &At,
    ack: &mut Ack,
) -> Result<(), FormatError> {
    for (element, code) in (from..).zip(of.from(from).take(CODES_MAX)) {
        if !code.is_empty() {
            push(body, of, ack, at.clone(), checked(body, of, element, code)?)?;
        }
    }
    Ok(())
}

fn push<'a>(
    body: &Cursor<'a>,
    of: Segment<'a>,
    ack: &mut Ack,
    at: At,
    code: String,
) -> Result<(), FormatError> {
    if ack.errors.len() == ERRORS_MAX {
        return Err(body.fault(of, 0, &format!("more than {ERRORS_MAX} errors")));
    }
    ack.errors.push(AckError { at, code });
    Ok(())
}

/// A code or a segment's name: one to three letters and digits.
fn checked<'a>(
    cursor: &Cursor<'a>,
    of: Segment<'a>,
    element: usize,
    text: &str,
) -> Result<String, FormatError> {
    let is_code = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    is_code
        .then(|| text.to_owned())
        .ok_or_else(|| cursor.fault(of, element, &format!("{text:?} is not a code")))
}
