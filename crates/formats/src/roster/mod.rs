//! Rosters as employers have them: a spreadsheet or a payroll export in, families out.
//!
//! One row is one person. [`read`] tells the kind of file by its content, finds the header row,
//! takes the columns it knows by their names and reads the rows below. Rows that cannot be read are
//! named, all at once; the others can be used.
//!
//! A new way to write something is usually one word in a table: names of columns are in `column`,
//! relationships and answers in `word`, dates in `date`. What is done with the rows is in `people`.

mod column;
mod content;
mod date;
mod error;
mod line;
mod package;
mod people;
mod table;
mod text;
mod word;
mod workbook;

use domain::census::Census;

pub use column::Column;
pub use error::{OtherFile, RosterError, RowFault, RowFaultKind};

/// The largest file that is read, in bytes: 10 MiB, some hundred times a roster of 1,000 people.
pub const BYTES_MAX: usize = 10 * 1024 * 1024;
/// Columns beyond this many are not looked at.
pub const COLUMNS_MAX: usize = 1_000;
/// The header must be among this many first rows that are not empty.
pub const HEADER_WITHIN_ROWS: usize = 20;

/// What was read from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// The people whose rows are sound, by family.
    pub census: Census,
    /// Every row that was left out and why, by row.
    pub faults: Vec<RowFault>,
    /// Which header was taken for which column, in the order of the file.
    pub columns: Vec<(Column, String)>,
    /// The headers that mean nothing here and were not read, in the order of the file.
    pub ignored: Vec<String>,
    /// How many rows with people in them were seen, sound or not.
    pub rows: u32,
}

/// Reads a roster.
///
/// `name` is the file's name as uploaded; it only helps to say what is wrong with a file that is
/// neither CSV nor XLSX. Rows are counted as a spreadsheet shows them: the first row of the file is
/// 1, empty rows count, and in a CSV file a cell with line breaks in it stands in one row.
///
/// A missing relationship means "employee" where the file has no such column or writes "employee"
/// nowhere (some exports name only the dependents). Where other rows do say "employee", it is a
/// fault: taking a dependent for an employee would price it alone.
pub fn read(name: &str, bytes: &[u8]) -> Result<Roster, RosterError> {
    if bytes.len() > BYTES_MAX {
        return Err(RosterError::TooLarge);
    }
    match content::of(name, bytes)? {
        content::Content::Workbook => workbook::read(bytes),
        content::Content::Text(text) => text::read(&text),
    }
}

/// A roster to begin with, as a CSV file: the header and two invented people.
pub const fn template_csv() -> &'static str {
    "Family ID,Relationship,First Name,Last Name,Date of Birth,Disabled,Coverage\r\n\
     1,Employee,Jordan,Sample,6/1/1980,No,Enrolled\r\n\
     1,Child,Casey,Sample,9/15/2014,No,Enrolled\r\n"
}
