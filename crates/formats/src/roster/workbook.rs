//! Rosters as workbooks.
//!
//! Cells are streamed: the library's table of a sheet is dense, and one cell far out in a sheet would
//! cost gigabytes. What the file may do to the library is checked before, in `package`.

use super::error::RosterError;
use super::line::{Cell, Line, Quotes};
use super::{COLUMNS_MAX, Roster, package, table};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most sheets that are searched for a roster.
const SHEETS_MAX: u64 = 50;
/// The most that is searched, in bytes: many names of sheets may stand for one large sheet.
const SEARCHED_MAX_BYTES: u64 = 256 << 20;
/// The most cells of all the sheets together.
const CELLS_MAX: u32 = 5_000_000;
/// Days between the two epochs that workbooks count dates from, 1900 and 1904.
const DAYS_1900_TO_1904: u32 = 1_462;

/// Reads the roster in a workbook: the first visible sheet that has a header row.
pub(super) fn read(bytes: &[u8]) -> Result<Roster, RosterError> {
    let largest_sheet_bytes = package::check(bytes)?;
    let sheets_max = (SEARCHED_MAX_BYTES / largest_sheet_bytes.max(1)).clamp(1, SHEETS_MAX);
    // The library is not ours, and an upload must not be able to take a worker down with it.
    catch_unwind(AssertUnwindSafe(|| read_sheets(bytes, sheets_max)))
        .unwrap_or(Err(RosterError::Damaged))
}

fn workbook_error(error: &XlsxError) -> RosterError {
    match error {
        XlsxError::Password => RosterError::PasswordProtected,
        _ => RosterError::Damaged,
    }
}

fn read_sheets(bytes: &[u8], sheets_max: u64) -> Result<Roster, RosterError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| workbook_error(&e))?;
    let days_after_1900 = if workbook.has_1904_epoch() { DAYS_1900_TO_1904 } else { 0 };
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .take(usize::try_from(sheets_max).unwrap_or(1))
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut cells_left = CELLS_MAX;
    let mut worst = RosterError::Empty;
    for sheet in &sheets {
        let reader = match workbook.worksheet_cells_reader(sheet) {
            Ok(reader) => reader,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(e) => return Err(workbook_error(&e)),
        };
        let lines = Lines { reader, cells_left: &mut cells_left, next: None, done: false };
        match table::read(lines, days_after_1900) {
            // What is wrong with the sheet that comes closest to a roster is what helps.
            Err(e) if closeness(&e) > 0 => {
                if closeness(&e) > closeness(&worst) {
                    worst = e;
                }
            }
            read => return read,
        }
    }
    Err(worst)
}

/// How much a sheet that is not a roster looks like one; 0 is a fault of the whole file.
const fn closeness(error: &RosterError) -> u8 {
    match error {
        RosterError::Empty => 1,
        RosterError::NoHeader { .. } => 2,
        RosterError::NoBirthDate { .. } => 3,
        RosterError::OneRowPerFamily { .. } => 4,
        _ => 0,
    }
}

/// The rows of a sheet that are not empty.
struct Lines<'w, 'b> {
    reader: calamine::XlsxCellReader<'w, Cursor<&'b [u8]>>,
    cells_left: &'w mut u32,
    /// The first cell of the row after the one last returned: its row and column from 0.
    next: Option<(u32, u32, Cell)>,
    /// After the end, or a failure, the reader must not be asked again.
    done: bool,
}

impl Lines<'_, '_> {
    /// The next cell that is not empty.
    fn next_cell(&mut self) -> Result<Option<(u32, u32, Cell)>, RosterError> {
        while !self.done {
            *self.cells_left = self.cells_left.checked_sub(1).ok_or(RosterError::ExpandsTooFar)?;
            let cell = match self.reader.next_cell() {
                Ok(Some(cell)) => cell,
                Ok(None) => {
                    self.done = true;
                    break;
                }
                // An error value that the library has no name for (#SPILL!): as if it were blank.
                Err(XlsxError::CellError(_)) => continue,
                Err(e) => return Err(workbook_error(&e)),
            };
            let (row, column) = cell.get_position();
            let cell = of_value(cell.get_value());
            if !cell.is_empty() && (column as usize) < COLUMNS_MAX {
                return Ok(Some((row, column, cell)));
            }
        }
        Ok(None)
    }

    fn line(&mut self) -> Result<Option<Line>, RosterError> {
        let first = match self.next.take() {
            Some(first) => Some(first),
            None => self.next_cell()?,
        };
        let Some((row, column, cell)) = first else { return Ok(None) };
        let mut cells = Vec::new();
        put(&mut cells, column, cell);
        while let Some((next_row, column, cell)) = self.next_cell()? {
            if next_row != row {
                self.next = Some((next_row, column, cell));
                break;
            }
            put(&mut cells, column, cell);
        }
        Ok(Some(Line { row: row.saturating_add(1), cells, quotes: Quotes::Plain }))
    }
}

fn put(cells: &mut Vec<Cell>, column: u32, cell: Cell) {
    let column = column as usize;
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = cell;
}

impl Iterator for Lines<'_, '_> {
    type Item = Result<Line, RosterError>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.line().transpose();
        self.done |= matches!(line, Some(Err(_)));
        line
    }
}

/// A formula's cell holds what the formula gave when the workbook was saved.
fn of_value(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::text(text)
        }
        DataRef::SharedString(text) => Cell::text(text),
        #[expect(clippy::cast_precision_loss, reason = "no id or date has more than 15 digits")]
        DataRef::Int(value) => Cell::Number(*value as f64),
        DataRef::Float(value) => Cell::Number(*value),
        DataRef::DateTime(value) => Cell::Date(value.as_f64()),
        DataRef::Bool(value) => Cell::text(if *value { "true" } else { "false" }),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}
