//! XML as a stream of elements and leaves, under limits.

use super::{MAX_BYTES, MAX_DEPTH, MAX_TOKEN_BYTES, MAX_VALUE_BYTES};
use crate::error::{FormatError, Place};
use chrono::NaiveDate;
use domain::id::PlanId;
use quick_xml::Reader;
use quick_xml::errors::{Error as XmlError, SyntaxError};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use std::io::{BufRead, Read};

/// A value of a leaf, with its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// Trimmed; non-breaking spaces are plain ones.
    pub(super) text: String,
    pub(super) place: Place,
}

impl Cell {
    /// The text, or nothing when it is blank.
    pub(super) fn given(&self) -> Option<&str> {
        (!self.text.is_empty()).then_some(self.text.as_str())
    }
}

/// What one step through the file comes upon.
#[derive(PartialEq, Eq)]
enum Step {
    Open,
    Close,
    Other,
    End,
}

/// What is not accepted in well-formed XML.
enum Trouble {
    TextOutside,
    Entity(String),
    Doctype,
    Encoding(String),
    TooDeep,
    TooLong,
}

/// The elements of a file, one after the other.
pub(super) struct Source<R> {
    file: String,
    reader: Reader<Counted<R>>,
    token: Vec<u8>,
    depth: usize,
    /// Local name of the element opened last.
    tag: String,
    /// `cellLocation` of the element opened last.
    cell: String,
    /// Text gathered while `keep` is set.
    text: String,
    keep: bool,
}

impl<R: BufRead> Source<R> {
    pub(super) fn new(file: &str, input: R) -> Self {
        let mut reader = Reader::from_reader(Counted::new(input));
        reader.config_mut().expand_empty_elements = true;
        Self {
            file: file.to_owned(),
            reader,
            token: Vec::new(),
            depth: 0,
            tag: String::new(),
            cell: String::new(),
            text: String::new(),
            keep: false,
        }
    }

    /// The file's name.
    pub(super) fn file(&self) -> String {
        self.file.clone()
    }

    /// Where the reading stands.
    pub(super) fn place(&self) -> Place {
        self.reader.get_ref().place()
    }

    /// The local name of the element opened last.
    pub(super) fn tag(&self) -> &str {
        &self.tag
    }

    /// Goes to the outermost element.
    pub(super) fn open_root(&mut self) -> Result<(), FormatError> {
        loop {
            match self.step()? {
                Step::Open => return Ok(()),
                Step::Other | Step::Close => {}
                Step::End => {
                    let reason = "there is no element in it".to_owned();
                    return Err(FormatError::NotXml {
                        file: self.file(),
                        place: self.place(),
                        reason,
                    });
                }
            }
        }
    }

    pub(super) fn foreign_root(&self) -> FormatError {
        if self.tag.contains('\0') {
            // UTF-16 without its mark: every second byte of a name is zero.
            let reason = "it has zero bytes".to_owned();
            return FormatError::Encoding { file: self.file(), place: self.place(), reason };
        }
        let root = self.tag.chars().take(60).collect();
        FormatError::ForeignRoot { file: self.file(), root }
    }

    /// Goes to the next element in the one that is open; `false` at its end.
    pub(super) fn child(&mut self) -> Result<bool, FormatError> {
        loop {
            match self.step()? {
                Step::Open => return Ok(true),
                Step::Close => return Ok(false),
                Step::Other => {}
                Step::End => return Err(self.truncated()),
            }
        }
    }

    /// Passes over the rest of the element opened last.
    pub(super) fn skip(&mut self) -> Result<(), FormatError> {
        let outside = self.depth - 1;
        while self.depth > outside {
            if self.step()? == Step::End {
                return Err(self.truncated());
            }
        }
        Ok(())
    }

    /// Reads the element opened last as a leaf into `cell`, whose memory is used again.
    pub(super) fn leaf_into(&mut self, cell: &mut Cell) -> Result<(), FormatError> {
        cell.place = self.place();
        cell.place.cell = (!self.cell.is_empty()).then(|| self.cell.as_str().into());
        self.gather()?;
        let text = self.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.len() > MAX_VALUE_BYTES {
            return Err(FormatError::TooLong {
                file: self.file(),
                place: std::mem::take(&mut cell.place),
                limit_bytes: MAX_VALUE_BYTES,
            });
        }
        cell.text.clear();
        cell.text.extend(text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }));
        Ok(())
    }

    /// Gathers the text of the element opened last: that of its `cellValue`, or else its own.
    fn gather(&mut self) -> Result<(), FormatError> {
        let leaf = self.depth;
        let mut in_value = false;
        self.text.clear();
        self.keep = true;
        let mut value_seen = false;
        while self.depth >= leaf {
            match self.step()? {
                Step::Open if self.depth == leaf + 1 && self.tag == "cellValue" && !value_seen => {
                    self.text.clear();
                    in_value = true;
                }
                Step::Close if in_value && self.depth == leaf => {
                    (in_value, value_seen) = (false, true);
                }
                Step::Open | Step::Close | Step::Other => {}
                Step::End => return Err(self.truncated()),
            }
            self.keep =
                if in_value { self.depth == leaf + 1 } else { !value_seen && self.depth == leaf };
        }
        self.keep = false;
        Ok(())
    }

    /// Reads what follows the outermost element, which must be nothing of weight.
    pub(super) fn finish(&mut self) -> Result<(), FormatError> {
        loop {
            match self.step()? {
                Step::End => return Ok(()),
                Step::Open => {
                    let reason = "there is a second outermost element".to_owned();
                    return Err(FormatError::NotXml {
                        file: self.file(),
                        place: self.place(),
                        reason,
                    });
                }
                Step::Close | Step::Other => {}
            }
        }
    }

    fn step(&mut self) -> Result<Step, FormatError> {
        self.token.clear();
        self.reader.get_mut().begin_token();
        let event = match self.reader.read_event_into(&mut self.token) {
            Ok(event) => event,
            Err(error) => return Err(self.refused(error)),
        };
        let step = match event {
            Event::Start(start) => {
                self.depth += 1;
                self.tag.clear();
                self.tag.push_str(start.local_name().as_ref());
                cell_location(&start, &mut self.cell);
                Ok(Step::Open)
            }
            Event::End(_) => {
                self.depth -= 1;
                Ok(Step::Close)
            }
            Event::Eof => Ok(Step::End),
            Event::Text(words) if self.depth == 0 && !words.trim().is_empty() => {
                Err(Trouble::TextOutside)
            }
            Event::Text(words) => Ok(keep(self.keep, &mut self.text, &words)),
            Event::CData(words) => Ok(keep(self.keep, &mut self.text, &words)),
            Event::GeneralRef(entity) => match resolve(&entity) {
                Some(c) => Ok(keep(self.keep, &mut self.text, c.encode_utf8(&mut [0; 4]))),
                None => Err(Trouble::Entity(entity.chars().take(60).collect())),
            },
            Event::DocType(_) => Err(Trouble::Doctype),
            Event::Decl(declaration) => encoding(&declaration),
            Event::Empty(_) | Event::Comment(_) | Event::PI(_) => Ok(Step::Other),
        };
        match step {
            Ok(_) if self.depth > MAX_DEPTH => Err(self.trouble(Trouble::TooDeep)),
            Ok(_) if self.text.len() > MAX_TOKEN_BYTES => Err(self.trouble(Trouble::TooLong)),
            Ok(step) => Ok(step),
            Err(trouble) => Err(self.trouble(trouble)),
        }
    }

    fn trouble(&self, trouble: Trouble) -> FormatError {
        let (file, place) = (self.file(), self.place());
        match trouble {
            Trouble::TextOutside => {
                let reason = "there is text outside of every element".to_owned();
                FormatError::NotXml { file, place, reason }
            }
            Trouble::Entity(name) => FormatError::Entity { file, place, name },
            Trouble::Doctype => FormatError::Doctype { file, place },
            Trouble::Encoding(named) => {
                let reason = format!("it says that it is {named}");
                FormatError::Encoding { file, place, reason }
            }
            Trouble::TooDeep => FormatError::TooDeep { file, place, limit: MAX_DEPTH },
            Trouble::TooLong => FormatError::TooLong { file, place, limit_bytes: MAX_TOKEN_BYTES },
        }
    }

    fn truncated(&self) -> FormatError {
        FormatError::Truncated { file: self.file(), place: self.place() }
    }

    /// Says what the XML reader stumbled over.
    fn refused(&self, error: XmlError) -> FormatError {
        let (file, place) = (self.file(), self.place());
        match error {
            XmlError::Io(source) => match Refusal::of(&source) {
                Some(Refusal::File) => FormatError::TooLarge { file, limit_bytes: MAX_BYTES },
                Some(Refusal::Token) => {
                    FormatError::TooLong { file, place, limit_bytes: MAX_TOKEN_BYTES }
                }
                None => FormatError::Io { file, source },
            },
            XmlError::Encoding(_) => {
                let reason = "it has bytes that UTF-8 has not".to_owned();
                FormatError::Encoding { file, place, reason }
            }
            // The reader has two words for `<!` at the end of a file and `<!` before nonsense.
            XmlError::Syntax(SyntaxError::InvalidBangMarkup) => {
                FormatError::NotXml { file, place, reason: error.to_string() }
            }
            XmlError::Syntax(_) => FormatError::Truncated { file, place },
            other => FormatError::NotXml { file, place, reason: other.to_string() },
        }
    }
}

/// Readings of cells that plans and rates share.
impl<R: BufRead> Source<R> {
    pub(super) fn plan_id(&self, cell: &Cell) -> Result<PlanId, FormatError> {
        PlanId::parse(&cell.text).map_err(|source| FormatError::PlanId {
            file: self.file(),
            place: cell.place.clone(),
            value: cell.text.clone(),
            source,
        })
    }

    pub(super) fn date(&self, cell: &Cell) -> Result<NaiveDate, FormatError> {
        read_date(&cell.text).ok_or_else(|| FormatError::Date {
            file: self.file(),
            place: cell.place.clone(),
            value: cell.text.clone(),
        })
    }

    pub(super) fn too_many(&self, what: &'static str, limit: usize) -> FormatError {
        FormatError::TooMany { file: self.file(), place: self.place(), what, limit }
    }
}

/// `2016-01-01`, `1/1/2016` or `01/01/2016`, from the year 2000 on.
pub(super) fn read_date(text: &str) -> Option<NaiveDate> {
    // A spreadsheet may have added the time of day.
    let day = text.split([' ', 'T']).next()?;
    let (year, month, day) = if let Some((month, rest)) = day.split_once('/') {
        let (day, year) = rest.split_once('/')?;
        (year, month, day)
    } else {
        let (year, rest) = day.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        (year, month, day)
    };
    let plausible = year.len() == 4 && (1..=2).contains(&month.len()) && day.len() <= 2;
    let year = year.parse().ok().filter(|year| plausible && *year >= 2_000)?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// Takes the attribute `cellLocation` into `cell`. It is only said in errors, so its text is not
/// unescaped.
fn cell_location(start: &BytesStart<'_>, cell: &mut String) {
    cell.clear();
    let Some((_, rest)) = start.attributes_raw().split_once("cellLocation") else { return };
    let rest = rest.trim_start_matches(['=', ' ']);
    let quote = if rest.starts_with('"') { '"' } else { '\'' };
    if let Some(location) = rest.split(quote).nth(1) {
        cell.extend(location.chars().take(60));
    }
}

/// Adds to the text of a leaf, where one is being gathered.
fn keep(wanted: bool, text: &mut String, words: &str) -> Step {
    if wanted {
        text.push_str(words);
    }
    Step::Other
}

/// The encoding that the first line declares must be the one that is read.
fn encoding(declaration: &BytesDecl<'_>) -> Result<Step, Trouble> {
    let named = declaration.encoding().and_then(Result::ok).unwrap_or_default();
    let utf8 = ["", "utf-8", "utf8", "us-ascii"];
    if utf8.iter().any(|known| named.eq_ignore_ascii_case(known)) {
        Ok(Step::Other)
    } else {
        Err(Trouble::Encoding(named.chars().take(60).collect()))
    }
}

/// XML's own five entities and characters by number. No other entity is ever declared, since a
/// document type is not accepted.
fn resolve(entity: &BytesRef<'_>) -> Option<char> {
    if entity.is_char_ref() {
        entity.resolve_char_ref().ok().flatten()
    } else {
        resolve_xml_entity(entity)?.chars().next()
    }
}

/// Why [`Counted`] reads no further.
#[derive(Debug, Clone, Copy, thiserror::Error)]
enum Refusal {
    #[error("the file is too large")]
    File,
    #[error("a value is too long")]
    Token,
}

impl Refusal {
    fn of(error: &std::io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

/// Counts bytes and lines, and stops at the limits.
///
/// The XML reader gathers a whole tag or text before it gives it out, so the limit of one must be
/// enforced below it.
struct Counted<R> {
    inner: R,
    bytes: u64,
    token_bytes: usize,
    lines: u64,
    line_starts_at: u64,
}

/// Bytes that are shown to the XML reader at a time.
const PIECE: usize = 16 * 1024;

impl<R: BufRead> Counted<R> {
    fn new(inner: R) -> Self {
        Self { inner, bytes: 0, token_bytes: 0, lines: 0, line_starts_at: 0 }
    }

    fn begin_token(&mut self) {
        self.token_bytes = 0;
    }

    fn place(&self) -> Place {
        let column = self.bytes - self.line_starts_at;
        Place { line: self.lines + 1, column: column.max(1), cell: None }
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let piece = self.fill_buf()?;
        let count = piece.len().min(into.len());
        into[..count].copy_from_slice(&piece[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.bytes > MAX_BYTES {
            return Err(std::io::Error::other(Refusal::File));
        }
        if self.token_bytes > MAX_TOKEN_BYTES {
            return Err(std::io::Error::other(Refusal::Token));
        }
        let piece = self.inner.fill_buf()?;
        Ok(&piece[..piece.len().min(PIECE)])
    }

    fn consume(&mut self, count: usize) {
        // The XML reader asks for the piece before it consumes, so it is still there.
        if let Ok(piece) = self.inner.fill_buf() {
            let consumed = &piece[..count.min(piece.len())];
            // Most pieces of a line have no line's end, and `contains` is quick to say so.
            if consumed.contains(&b'\n') {
                for (at, _) in consumed.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
                    self.lines += 1;
                    self.line_starts_at = self.bytes + at as u64 + 1;
                }
            }
        }
        self.bytes += count as u64;
        self.token_bytes += count;
        self.inner.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_filed_spelling() {
        let expect = NaiveDate::from_ymd_opt(2016, 1, 2);
        for text in
            ["2016-01-02", "1/2/2016", "01/02/2016", "2016-01-02 00:00:00", "2016-1-2T00:00"]
        {
            assert_eq!(read_date(text), expect, "{text:?}");
        }
        for text in [
            "",
            "1/2/16",
            "2016",
            "13/1/2016",
            "2016-02-30",
            "1/2/1999",
            "1/2",
            "42370",
            "+2016-1-1",
        ] {
            assert_eq!(read_date(text), None, "{text:?}");
        }
    }

    #[test]
    fn places_count_lines_and_bytes_from_one() {
        let mut source =
            Source::new("a.xml", "<a>\n <b cellLocation = 'S-A.1'>x</b>\n</a>".as_bytes());
        source.open_root().unwrap();
        assert!(source.child().unwrap());
        let mut cell = Cell::default();
        source.leaf_into(&mut cell).unwrap();
        assert_eq!((cell.text.as_str(), cell.place.line), ("x", 2));
        assert_eq!(cell.place.to_string(), "S-A.1 (line 2)");
        assert!(!source.child().unwrap());
        assert_eq!(source.place().to_string(), "line 3, column 4");
    }

    #[test]
    fn a_leaf_is_its_cell_value_or_its_bare_text() {
        for (xml, expect) in [
            (
                "<a><cellName>n</cellName><cellValue> v </cellValue><rowNumber>1</rowNumber></a>",
                "v",
            ),
            ("<a>bare &amp; &#x41;<!-- no -->\u{a0}</a>", "bare & A"),
            ("<a><cellValue><![CDATA[<b>]]></cellValue>after</a>", "<b>"),
            ("<x:a xmlns:x='y'><x:cellValue>v\u{a0}w</x:cellValue></x:a>", "v w"),
            ("<a><cellValue/></a>", ""),
            ("<a/>", ""),
        ] {
            let mut source = Source::new("a.xml", xml.as_bytes());
            source.open_root().unwrap();
            let mut cell = Cell::default();
            source.leaf_into(&mut cell).unwrap();
            assert_eq!(cell.text, expect, "{xml}");
            source.finish().unwrap();
        }
    }
}
