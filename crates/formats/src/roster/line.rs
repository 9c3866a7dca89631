//! A row of any file, before it is known what its cells mean.

use std::borrow::Cow;

/// The most characters of a cell that is used; a longer one is [`Cell::TooLong`].
const CELL_CHARS_MAX: usize = 1_000;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    /// Not blank; white space within is single spaces, control characters are gone.
    Text(String),
    Number(f64),
    /// A number that the workbook shows as a date: days since its epoch.
    Date(f64),
    /// What a broken formula shows.
    Error(String),
    TooLong,
}

impl Cell {
    /// A cell of text, cleaned.
    pub(super) fn text(raw: &str) -> Self {
        if raw.len() > CELL_CHARS_MAX * 4 {
            return Self::TooLong;
        }
        let clean = clean(raw);
        if clean.is_empty() {
            Self::Empty
        } else if clean.chars().count() > CELL_CHARS_MAX {
            Self::TooLong
        } else {
            Self::Text(clean)
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What a person reads in the cell; whole numbers without decimals, so that the family ids `1`,
    /// `1.0` and "1" are one.
    pub(super) fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty | Self::TooLong => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            // Display writes a whole float without decimals and never with an exponent.
            Self::Number(value) | Self::Date(value) => Cow::Owned(value.to_string()),
        }
    }
}

/// Text as a person would retype it: no control characters, no stray quotation marks, no formula
/// that only keeps a spreadsheet from changing the text (`="001"`).
fn clean(raw: &str) -> String {
    let bare = raw.trim();
    let bare = bare
        .strip_prefix("=\"")
        .or_else(|| bare.strip_prefix('"'))
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(bare);
    // A non-breaking space is white space to `split_whitespace`; zero-width marks are not.
    let visible: String = bare
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One row that is not empty.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// As a spreadsheet counts, from 1.
    pub(super) row: u32,
    pub(super) cells: Vec<Cell>,
    pub(super) quotes: Quotes,
}

/// Whether the quotation marks of a row of text can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Every cell stands on one line, or the row is not from a text file.
    Plain,
    /// A cell has line breaks in it. Harmless if the row is as wide as the header.
    SpanLines {
        /// The number of cells, empty ones included.
        width: usize,
    },
    /// A quotation mark opens and does not close within reason.
    Open,
}

impl Line {
    pub(super) fn cell(&self, index: usize) -> &Cell {
        self.cells.get(index).unwrap_or(&Cell::Empty)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}
