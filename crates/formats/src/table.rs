//! Tables in plain text (CSV): what their readers share.

use crate::error::{Fault, FormatError, Place};
use csv::{ErrorKind, StringRecord};
use std::io::{Cursor, Read};
use std::sync::Arc;

/// The most bytes of a table.
pub(crate) const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// How many faults are listed; beyond that they are counted.
const LISTED_FAULTS: usize = 100;

/// A table, read whole under the limit.
pub(crate) struct Table {
    file: String,
    reader: csv::Reader<Cursor<Vec<u8>>>,
    pub(crate) header: Vec<String>,
    rows: usize,
    max_rows: usize,
    faults: Vec<Fault>,
    more: usize,
}

impl Table {
    pub(crate) fn open(file: &str, input: impl Read, max_rows: usize) -> Result<Self, FormatError> {
        let mut bytes = Vec::new();
        let io = |source| FormatError::Io { file: file.to_owned(), source: Arc::new(source) };
        input.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(FormatError::TooLarge { file: file.to_owned(), limit_bytes: MAX_BYTES });
        }
        let mut table = Self {
            file: file.to_owned(),
            reader: reader(bytes),
            header: Vec::new(),
            rows: 0,
            max_rows,
            faults: Vec::new(),
            more: 0,
        };
        let header = table.reader.headers().cloned();
        table.header = match header {
            Ok(record) => record.iter().map(|name| trim(name).to_owned()).collect(),
            Err(error) => return Err(table.refused(error)),
        };
        Ok(table)
    }

    pub(crate) fn file(&self) -> String {
        self.file.clone()
    }

    /// The next row that is not blank, with its line. A row of another width is a fault.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, StringRecord)>, FormatError> {
        let mut record = StringRecord::new();
        loop {
            match self.reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(error) => return Err(self.refused(error)),
            }
            if record.iter().all(|value| trim(value).is_empty()) {
                continue;
            }
            self.rows += 1;
            let line = record.position().map_or(0, csv::Position::line);
            if self.rows > self.max_rows {
                return Err(FormatError::TooMany {
                    file: self.file(),
                    place: Place { line, ..Place::default() },
                    what: "rows",
                    limit: self.max_rows,
                });
            }
            return Ok(Some((line, record)));
        }
    }

    pub(crate) fn fault(&mut self, line: u64, column: &str, problem: String) {
        if self.faults.len() < LISTED_FAULTS {
            self.faults.push(Fault { place: Place::row(line, column), problem });
        } else {
            self.more += 1;
        }
    }

    /// The values, unless there were faults.
    pub(crate) fn finish<T>(self, values: T) -> Result<T, FormatError> {
        if self.faults.is_empty() {
            return Ok(values);
        }
        Err(FormatError::Rows { file: self.file, faults: self.faults, more: self.more })
    }

    fn refused(&self, error: csv::Error) -> FormatError {
        let line = error.position().map_or(0, csv::Position::line);
        let (file, place) = (self.file(), Place { line, ..Place::default() });
        if let ErrorKind::Io(source) = error.into_kind() {
            return FormatError::Io { file, source: Arc::new(source) };
        }
        // Rows of any width are accepted, so nothing else is left than text that is not UTF-8.
        let reason = "it has bytes that UTF-8 has not".to_owned();
        FormatError::Encoding { file, place, reason }
    }
}

pub(crate) fn reader(bytes: Vec<u8>) -> csv::Reader<Cursor<Vec<u8>>> {
    csv::ReaderBuilder::new().flexible(true).from_reader(Cursor::new(bytes))
}

/// A value without white space at its ends, non-breaking too.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// The value of a column in a row; nothing where the row is shorter.
pub(crate) fn value(record: &StringRecord, column: usize) -> &str {
    trim(record.get(column).unwrap_or_default())
}

/// The words of a column's name in lower case: `CountyFIPS`, `County FIPS` and `county_fips` are
/// the same two.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let begins = !c.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase());
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}
