//! Segments, and the envelopes around them: interchange (ISA … IEA), functional group (GS … GE) and
//! transaction set (ST … SE).
//!
//! What separates is told by the ISA segment itself, whose places are fixed: the fourth character
//! separates elements, the two last are the separator of components and the end of a segment
//! (X12.5; 005010 implementation guides, appendix C).

use super::text::clean;
use crate::error::{FormatError, Place};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Timelike, Utc};
use std::str::FromStr;

/// The most bytes of an interchange.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The most segments of an interchange: some forty thousand members.
const MAX_SEGMENTS: usize = 500_000;
/// The most bytes of a segment.
const MAX_SEGMENT_BYTES: usize = 4 * 1024;
/// The characters of an ISA segment, with its end.
const ISA_LENGTH: usize = 106;
/// Where its elements are separated.
const ISA_SEPARATORS: [usize; 16] =
    [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];
/// The control number of the only transaction set of a group.
pub(super) const SET_CONTROL: &str = "0001";

/// From whom an interchange goes to whom, and what it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The sender's id, 2 to 15 characters, as the two have agreed.
    pub sender: String,
    /// The receiver's id, 2 to 15 characters.
    pub receiver: String,
    /// The control number of interchange and group, one to nine digits.
    pub control: i64,
    /// When it is made, to the minute.
    pub created_at: DateTime<Utc>,
    /// Whether it is only a test.
    pub test: bool,
}

impl Envelope {
    /// The same in the letters, and to the minute, in which it is written.
    pub(super) fn cleaned(self) -> Self {
        Self {
            sender: clean(&self.sender),
            receiver: clean(&self.receiver),
            created_at: to_minute(self.created_at),
            ..self
        }
    }
}

fn to_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}

/// Why an interchange cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// Not a control number.
    #[error("{0} is not a control number of one to nine digits")]
    Control(i64),
    /// An id that cannot be an id.
    #[error("the {what} is {value:?}: it has to have 2 to {most} characters")]
    Id {
        /// Whose it is.
        what: &'static str,
        /// As it would be written.
        value: String,
        /// The most characters it may have.
        most: usize,
    },
    /// An enrollment without a member; the guide wants one at least.
    #[error("there is nobody whose enrollment changes")]
    Nobody,
}

/// Refuses an id that is shorter or longer than an id may be.
pub(super) fn check_id(what: &'static str, value: &str, most: usize) -> Result<(), WriteError> {
    let is_id = (2..=most).contains(&value.len());
    is_id.then_some(()).ok_or_else(|| WriteError::Id { what, value: value.to_owned(), most })
}

/// What a transaction set is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// The functional identifier of its group.
    pub group: &'static str,
    /// The transaction set's own number.
    pub set: &'static str,
    /// The implementation guide.
    pub guide: &'static str,
}

/// Segments as they are written, a line each.
#[derive(Default)]
pub(super) struct Out {
    text: String,
    segments: usize,
}

impl Out {
    /// Writes a segment; empty elements at its end are left out.
    pub fn put(&mut self, elements: &[&str]) {
        let last = elements.iter().rposition(|element| !element.is_empty()).unwrap_or_default();
        self.text.push_str(&elements[..=last].join("*"));
        self.text.push_str("~\n");
        self.segments += 1;
    }
}

/// Writes an interchange with one group and one transaction set.
pub(super) fn write(
    envelope: &Envelope,
    kind: Kind,
    body: impl FnOnce(&mut Out),
) -> Result<Vec<u8>, WriteError> {
    let Envelope { sender, receiver, control, created_at, test } = envelope.clone().cleaned();
    if !(1..=999_999_999).contains(&control) {
        return Err(WriteError::Control(control));
    }
    check_id("sender's id", &sender, 15)?;
    check_id("receiver's id", &receiver, 15)?;
    let (interchange, group) = (format!("{control:09}"), control.to_string());
    let time = created_at.format("%H%M").to_string();
    let mut out = Out::default();
    let none = " ".repeat(10);
    out.put(&[
        "ISA",
        "00",
        &none,
        "00",
        &none,
        "ZZ",
        &format!("{sender:15}"),
        "ZZ",
        &format!("{receiver:15}"),
        &created_at.format("%y%m%d").to_string(),
        &time,
        "^",
        "00501",
        &interchange,
        "0",
        if test { "T" } else { "P" },
        ":",
    ]);
    let day = created_at.format("%Y%m%d").to_string();
    out.put(&["GS", kind.group, &sender, &receiver, &day, &time, &group, "X", kind.guide]);
    let before = out.segments;
    out.put(&["ST", kind.set, SET_CONTROL, kind.guide]);
    body(&mut out);
    let segments = out.segments + 1 - before;
    out.put(&["SE", &segments.to_string(), SET_CONTROL]);
    out.put(&["GE", "1", &group]);
    out.put(&["IEA", "1", &interchange]);
    Ok(out.text.into_bytes())
}

/// A segment as it stands in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment<'a> {
    /// Its place in the file, from 1.
    pub number: usize,
    text: &'a str,
    separator: char,
}

impl<'a> Segment<'a> {
    /// An element: 0 is the segment's own name. One that is not there is empty.
    pub fn get(&self, element: usize) -> &'a str {
        self.text.split(self.separator).nth(element).unwrap_or_default()
    }

    /// The segment's own name.
    pub fn id(&self) -> &'a str {
        self.get(0)
    }

    /// The elements from one on.
    pub fn from(&self, element: usize) -> impl Iterator<Item = &'a str> {
        self.text.split(self.separator).skip(element)
    }
}

/// Segments as they are read, one after the other.
pub(super) struct Cursor<'a> {
    file: &'a str,
    segments: Vec<Segment<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn peek(&self) -> Option<Segment<'a>> {
        self.segments.get(self.at).copied()
    }

    /// The next segment, whatever it is.
    pub fn any(&mut self) -> Result<Segment<'a>, FormatError> {
        let segment = self.peek().ok_or_else(|| FormatError::Truncated {
            file: self.file.to_owned(),
            place: Place { line: self.segments.len() as u64, ..Place::default() },
        })?;
        self.at += 1;
        Ok(segment)
    }

    /// The next segment if it has this name.
    pub fn next_if(&mut self, id: &str) -> Option<Segment<'a>> {
        let segment = self.peek().filter(|segment| segment.id() == id)?;
        self.at += 1;
        Some(segment)
    }

    /// The next segment, which must have this name.
    pub fn expect(&mut self, id: &str) -> Result<Segment<'a>, FormatError> {
        let segment = self.any()?;
        if segment.id() == id {
            return Ok(segment);
        }
        Err(self.fault(segment, 0, &format!("{} stands where {id} has to stand", segment.id())))
    }

    /// The next segment, which must begin with these elements.
    pub fn expect_all(&mut self, elements: &[&str]) -> Result<Segment<'a>, FormatError> {
        let segment = self.expect(elements[0])?;
        self.same(segment, 1, &elements[1..]).map(|()| segment)
    }

    /// Refuses a segment whose elements from one on are not these.
    pub fn same(
        &self,
        segment: Segment<'a>,
        from: usize,
        elements: &[&str],
    ) -> Result<(), FormatError> {
        for (place, element) in (from..).zip(elements) {
            let found = segment.get(place);
            if found != *element {
                return Err(self.fault(segment, place, &format!("{found:?} is not {element:?}")));
            }
        }
        Ok(())
    }

    /// A number that is written in digits alone.
    pub fn number<N: FromStr>(&self, of: Segment<'a>, element: usize) -> Result<N, FormatError> {
        let text = of.get(element);
        let digits = text.bytes().all(|b| b.is_ascii_digit()).then_some(text);
        digits
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(|| self.fault(of, element, &format!("{text:?} is not such a number")))
    }

    /// A day of eight digits.
    pub fn day(&self, of: Segment<'a>, element: usize) -> Result<NaiveDate, FormatError> {
        let text = of.get(element);
        let is_day = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
        let day = is_day.then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok()).flatten();
        day.ok_or_else(|| self.fault(of, element, &format!("{text:?} is not a day")))
    }

    /// What a code of a list stands for.
    pub fn coded<T: Copy>(
        &self,
        of: Segment<'a>,
        element: usize,
        codes: &[(T, &str)],
    ) -> Result<T, FormatError> {
        let text = of.get(element);
        let found = codes.iter().find(|(_, code)| *code == text);
        found
            .map(|(value, _)| *value)
            .ok_or_else(|| self.fault(of, element, &format!("{text:?} is none of its codes")))
    }

    /// What is wrong with an element of a segment.
    pub fn fault(&self, segment: Segment<'a>, element: usize, problem: &str) -> FormatError {
        let element = match element {
            0 => segment.id().to_owned(),
            element => format!("{}{element:02}", segment.id()),
        };
        fault(self.file, segment.number, element, problem)
    }
}

fn fault(file: &str, segment: usize, element: String, problem: &str) -> FormatError {
    FormatError::Segment { file: file.to_owned(), segment, element, problem: problem.to_owned() }
}

/// The code that stands for a value.
pub(super) fn code<T: PartialEq>(codes: &[(T, &'static str)], of: &T) -> &'static str {
    codes.iter().find(|(value, _)| value == of).map_or("", |(_, code)| code)
}

/// A transaction set.
pub(super) struct Set<'a> {
    pub st: Segment<'a>,
    /// What stands between its first segment and its last, and the last.
    pub body: Cursor<'a>,
}

/// A functional group.
pub(super) struct Group<'a> {
    pub gs: Segment<'a>,
    pub sets: Vec<Set<'a>>,
}

/// An interchange whose counts and control numbers are right.
pub(super) struct Interchange<'a> {
    pub isa: Segment<'a>,
    pub envelope: Envelope,
    /// The separator of components.
    pub component: char,
    /// Acknowledgments of interchanges.
    pub reports: Vec<Segment<'a>>,
    pub groups: Vec<Group<'a>>,
    /// To tell what is wrong.
    pub cursor: Cursor<'a>,
}

/// Reads an interchange, with whatever separators.
pub(super) fn open<'a>(file: &'a str, bytes: &'a [u8]) -> Result<Interchange<'a>, FormatError> {
    if bytes.len() > MAX_BYTES {
        let limit_bytes = MAX_BYTES as u64;
        return Err(FormatError::TooLarge { file: file.to_owned(), limit_bytes });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| FormatError::Encoding {
        file: file.to_owned(),
        place: place(bytes, error.valid_up_to()),
        reason: "it has bytes that UTF-8 has not".to_owned(),
    })?;
    let (separator, component, end) =
        separators(text).ok_or_else(|| FormatError::NotX12 { file: file.to_owned() })?;
    let segments = segments(file, text, [separator, component], end)?;
    let mut cursor = Cursor { file, segments, at: 0 };
    let isa = cursor.expect("ISA")?;
    let envelope = envelope(&cursor, isa)?;
    let reports = std::iter::from_fn(|| cursor.next_if("TA1")).collect();
    let mut groups = Vec::new();
    while let Some(gs) = cursor.next_if("GS") {
        groups.push(group(&mut cursor, gs)?);
    }
    let iea = cursor.expect("IEA")?;
    counted(&cursor, iea, groups.len())?;
    if cursor.number::<i64>(iea, 2)? != envelope.control {
        return Err(cursor.fault(iea, 2, "it is not the control number in ISA13"));
    }
    if let Some(more) = cursor.peek() {
        return Err(cursor.fault(more, 0, "it stands after the end of the interchange"));
    }
    Ok(Interchange { isa, envelope, component, reports, groups, cursor })
}

fn place(bytes: &[u8], at: usize) -> Place {
    let line = bytes[..at].split(|byte| *byte == b'\n').count() as u64;
    Place { line, ..Place::default() }
}

/// What separates elements and components, and what ends a segment.
fn separators(text: &str) -> Option<(char, char, char)> {
    let isa = text.as_bytes().get(..ISA_LENGTH).filter(|isa| isa.is_ascii())?;
    let (element, component, end) = (isa[3], isa[104], isa[105]);
    let places = || isa[..ISA_LENGTH - 2].iter().enumerate();
    let separated = ISA_SEPARATORS.iter().all(|place| isa[*place] == element)
        && places().filter(|(_, byte)| **byte == element).count() == ISA_SEPARATORS.len()
        && places().all(|(_, byte)| *byte != end);
    let differ = element != component && component != end && element != end;
    let separates = |byte: u8| !byte.is_ascii_alphanumeric() && byte != b' ';
    let sound = isa.starts_with(b"ISA")
        && separated
        && differ
        && [element, component, end].into_iter().all(separates);
    sound.then_some((char::from(element), char::from(component), char::from(end)))
}

fn segments<'a>(
    file: &str,
    text: &'a str,
    separators: [char; 2],
    end: char,
) -> Result<Vec<Segment<'a>>, FormatError> {
    let mut segments = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(['\r', '\n']);
        if rest.is_empty() {
            return Ok(segments);
        }
        let here = || place(text.as_bytes(), text.len() - rest.len());
        let Some((segment, after)) = rest.split_once(end) else {
            return Err(FormatError::Truncated { file: file.to_owned(), place: here() });
        };
        if segment.len() > MAX_SEGMENT_BYTES {
            let limit_bytes = MAX_SEGMENT_BYTES;
            return Err(FormatError::TooLong { file: file.to_owned(), place: here(), limit_bytes });
        }
        if segments.len() == MAX_SEGMENTS {
            let (what, limit) = ("segments", MAX_SEGMENTS);
            return Err(FormatError::TooMany { file: file.to_owned(), place: here(), what, limit });
        }
        let number = segments.len() + 1;
        let segment = Segment { number, text: segment, separator: separators[0] };
        let id = segment.id();
        let named = (2..=3).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !named {
            return Err(fault(file, number, "its name".to_owned(), "no segment has this name"));
        }
        if segment.text.chars().any(|c| c.is_control() && !separators.contains(&c)) {
            return Err(fault(file, number, id.to_owned(), "it has a control character"));
        }
        segments.push(segment);
        rest = after;
    }
}

fn envelope<'a>(cursor: &Cursor<'a>, isa: Segment<'a>) -> Result<Envelope, FormatError> {
    cursor.same(isa, 12, &["00501"])?;
    let moment = format!("{}{}", isa.get(9), isa.get(10));
    let digits = moment.bytes().all(|b| b.is_ascii_digit());
    let moment = NaiveDateTime::parse_from_str(&moment, "%y%m%d%H%M").ok().filter(|_| digits);
    let created_at =
        moment.ok_or_else(|| cursor.fault(isa, 9, "ISA09 and ISA10 are not a day and a time"))?;
    Ok(Envelope {
        sender: isa.get(6).trim().to_owned(),
        receiver: isa.get(8).trim().to_owned(),
        control: cursor.number(isa, 13)?,
        created_at: created_at.and_utc(),
        test: cursor.coded(isa, 15, &[(true, "T"), (false, "P")])?,
    })
}

fn group<'a>(cursor: &mut Cursor<'a>, gs: Segment<'a>) -> Result<Group<'a>, FormatError> {
    let mut sets = Vec::new();
    while let Some(st) = cursor.next_if("ST") {
        let begins = cursor.at;
        let se = loop {
            let segment = cursor.any()?;
            match segment.id() {
                "SE" => break segment,
                "ISA" | "GS" | "ST" | "GE" | "IEA" | "TA1" => {
                    return Err(cursor.fault(segment, 0, "it stands where SE has to stand"));
                }
                _ => {}
            }
        };
        let segments = cursor.segments[begins..cursor.at].to_vec();
        counted(cursor, se, segments.len() + 1)?;
        if se.get(2) != st.get(2) || se.get(2).is_empty() {
            return Err(cursor.fault(se, 2, "it is not the control number in ST02"));
        }
        sets.push(Set { st, body: Cursor { file: cursor.file, segments, at: 0 } });
    }
    let ge = cursor.expect("GE")?;
    counted(cursor, ge, sets.len())?;
    if cursor.number::<i64>(ge, 2)? != cursor.number::<i64>(gs, 6)? {
        return Err(cursor.fault(ge, 2, "it is not the control number in GS06"));
    }
    Ok(Group { gs, sets })
}

/// Refuses a trailer that counts otherwise than we do.
fn counted<'a>(cursor: &Cursor<'a>, of: Segment<'a>, found: usize) -> Result<(), FormatError> {
    if cursor.number::<usize>(of, 1)? == found {
        return Ok(());
    }
    Err(cursor.fault(of, 1, &format!("{} are counted, but there are {found}", of.get(1))))
}

impl<'a> Interchange<'a> {
    /// The one transaction set of the one group, which must be of a kind.
    pub fn only(mut self, kind: Kind) -> Result<(Envelope, Cursor<'a>), FormatError> {
        let (true, Some(mut group), []) =
            (self.reports.is_empty(), self.groups.pop(), self.groups.as_slice())
        else {
            return Err(self.cursor.fault(self.isa, 0, "it has not one functional group alone"));
        };
        let gs = group.gs;
        self.cursor.same(gs, 1, &[kind.group])?;
        self.cursor.same(gs, 8, &[kind.guide])?;
        if self.cursor.number::<i64>(gs, 6)? != self.envelope.control {
            return Err(self.cursor.fault(gs, 6, "it is not the control number in ISA13"));
        }
        let (Some(set), []) = (group.sets.pop(), group.sets.as_slice()) else {
            return Err(self.cursor.fault(gs, 0, "it has not one transaction set alone"));
        };
        self.cursor.same(set.st, 1, &[kind.set])?;
        self.cursor.same(set.st, 3, &[kind.guide])?;
        Ok((self.envelope, set.body))
    }
}
