//! Rosters as text: cells between commas, semicolons, tabs or bars.

use super::error::RosterError;
use super::line::{Cell, Line, Quotes};
use super::table::{self, Header};
use super::{COLUMNS_MAX, HEADER_WITHIN_ROWS, Roster};

/// A cell with more line breaks than this is taken for a quotation mark that was not closed.
const LINE_BREAKS_MAX: u64 = 20;

/// Reads a roster from text in which every line ends in `\n`.
pub(super) fn read(text: &str) -> Result<Roster, RosterError> {
    table::read(Lines::of(text, delimiter(text)), 0)
}

/// The delimiter under which the header is recognised best; the comma if none stands out.
fn delimiter(text: &str) -> u8 {
    let mut best = (b',', 0);
    for delimiter in *b",;\t|" {
        let top: Vec<Line> =
            Lines::of(text, delimiter).flatten().take(HEADER_WITHIN_ROWS).collect();
        let score = Header::best_score(&top);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// The rows of a text that are not empty.
struct Lines<'t> {
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    record: csv::StringRecord,
    /// Line breaks within cells so far. The reader counts lines; people count rows.
    breaks_in_cells: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str, delimiter: u8) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(text.as_bytes());
        Self { text, reader, record: csv::StringRecord::new(), breaks_in_cells: 0 }
    }

    fn line(&mut self) -> Line {
        let breaks = |cell: &str| cell.bytes().filter(|byte| *byte == b'\n').count() as u64;
        let in_cells: u64 = self.record.iter().map(breaks).sum();
        self.breaks_in_cells += in_cells;
        // Only a quotation mark that is still open swallows the line break that ends the file.
        let swallowed_the_end = self.reader.position().byte() >= self.text.len() as u64
            && self.record.iter().next_back().is_some_and(|cell| cell.ends_with('\n'));
        // The reader stands behind this record: on the line that follows the break that ended it.
        let lines_before = self.reader.position().line() - u64::from(!swallowed_the_end);
        let row = lines_before.saturating_sub(self.breaks_in_cells);
        let quotes = if swallowed_the_end || in_cells > LINE_BREAKS_MAX {
            Quotes::Open
        } else if in_cells > 0 {
            Quotes::SpanLines { width: self.record.len() }
        } else {
            Quotes::Plain
        };
        Line {
            row: u32::try_from(row).unwrap_or(u32::MAX),
            cells: self.record.iter().take(COLUMNS_MAX).map(Cell::text).collect(),
            quotes,
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Line, RosterError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.reader.read_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return None,
                // Cannot happen: the text is UTF-8 and in memory, and rows may differ in length.
                Err(_) => return Some(Err(RosterError::Damaged)),
            }
            let line = self.line();
            if !line.is_empty() {
                return Some(Ok(line));
            }
        }
    }
}
