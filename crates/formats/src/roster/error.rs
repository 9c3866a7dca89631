//! What can be wrong with a roster, in words for the people who have to correct it.

use super::{BYTES_MAX, Column, HEADER_WITHIN_ROWS};
use domain::census::{CensusFault, CensusFaultKind, ROWS_MAX};
use std::fmt;

/// Why a whole file cannot be used. Messages hold no personal data: at most names of columns.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// Nothing is in it.
    #[error("The file is empty. Put one person in each row, below a row with the column names.")]
    Empty,
    /// Longer than [`BYTES_MAX`].
    #[error("The file is larger than {} MB. Keep only the roster's rows and columns.", BYTES_MAX >> 20)]
    TooLarge,
    /// Neither CSV nor XLSX.
    #[error("This is {found}, not a roster. {}", found.remedy())]
    NotASpreadsheet {
        /// What it is instead.
        found: OtherFile,
    },
    /// Encrypted.
    #[error(
        "The workbook is protected by a password. Save it without the password and upload it again."
    )]
    PasswordProtected,
    /// Cut off or corrupt.
    #[error(
        "The file is damaged or incomplete. Open it in your spreadsheet program, save it again and upload that."
    )]
    Damaged,
    /// A workbook that holds far more than a roster may, once expanded.
    #[error(
        "The workbook holds far more than a roster. Copy the roster's rows into a new workbook and upload that."
    )]
    ExpandsTooFar,
    /// No row looks like a header.
    #[error(
        "No column names were found in the first {HEADER_WITHIN_ROWS} rows. A roster needs a column Date of Birth, and usually has Family ID, Relationship, First Name and Last Name.{}",
        found_columns(found)
    )]
    NoHeader {
        /// Columns that were recognised in the likeliest row.
        found: Vec<Column>,
    },
    /// There is a header, but no column for the date of birth.
    #[error(
        "There is no column for the date of birth. Name it Date of Birth. Columns found: {}.",
        found.join(", ")
    )]
    NoBirthDate {
        /// The headers as they stand in the file, the first twelve.
        found: Vec<String>,
    },
    /// Dependents stand beside the employee instead of below.
    #[error(
        "Dependents are in columns of their own ({column}). Put each person in a row of its own, with a column Relationship."
    )]
    OneRowPerFamily {
        /// Such a column, as it stands in the file.
        column: String,
    },
    /// More people than a roster may have.
    #[error("The file has more than {ROWS_MAX} people. Split it into several files.")]
    TooManyRows,
}

impl RosterError {
    /// A short, stable name for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::NotASpreadsheet { .. } => "not_a_spreadsheet",
            Self::PasswordProtected => "password_protected",
            Self::Damaged => "damaged",
            Self::ExpandsTooFar => "expands_too_far",
            Self::NoHeader { .. } => "no_header",
            Self::NoBirthDate { .. } => "no_birth_date",
            Self::OneRowPerFamily { .. } => "one_row_per_family",
            Self::TooManyRows => "too_many_rows",
        }
    }
}

fn found_columns(found: &[Column]) -> String {
    let labels: Vec<&str> = found.iter().map(|column| column.label()).collect();
    if labels.is_empty() { String::new() } else { format!(" Found only: {}.", labels.join(", ")) }
}

/// What a file is that is not read as a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OtherFile {
    /// PDF.
    Pdf,
    /// Excel 97 to 2003, `.xls`.
    OldExcel,
    /// Excel's binary workbook, `.xlsb`.
    BinaryExcel,
    /// An `OpenDocument` spreadsheet or another kind of document in a zip file.
    OtherDocument,
    /// HTML or XML; some programs give it a name that ends in `.xls`.
    WebPage,
    /// A picture.
    Picture,
    /// A file named like a workbook that is not one.
    NotAWorkbook,
    /// Anything else that is not text.
    Unknown,
}

impl fmt::Display for OtherFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pdf => "a PDF",
            Self::OldExcel => "a workbook in the old .xls form",
            Self::BinaryExcel => "a workbook in the binary .xlsb form",
            Self::OtherDocument => "another kind of document",
            Self::WebPage => "a web page or XML file",
            Self::Picture => "a picture",
            Self::NotAWorkbook => "not an Excel workbook, although its name says so",
            Self::Unknown => "an unknown kind of file",
        })
    }
}

impl OtherFile {
    const fn remedy(self) -> &'static str {
        match self {
            Self::Pdf | Self::Picture => {
                "Upload the spreadsheet that it was made from, as .xlsx or .csv."
            }
            Self::OldExcel | Self::BinaryExcel | Self::WebPage => {
                "Open it in Excel, choose Save As and the type Excel Workbook (.xlsx), and upload that."
            }
            Self::OtherDocument | Self::NotAWorkbook | Self::Unknown => {
                "Open it in your spreadsheet program, save it as .xlsx or .csv, and upload that."
            }
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowFaultKind {
    /// No date of birth.
    BirthDateMissing,
    /// The date of birth cannot be read.
    NotADate,
    /// A date on which nobody in a roster was born.
    ImplausibleDate,
    /// No relationship, in a file where employees are marked as such.
    RelationshipMissing,
    /// The relationship is none of the known words.
    RelationshipUnknown,
    /// Something other than yes or no, enrolled or waived.
    AnswerUnknown,
    /// The cell shows an error such as `#REF!`.
    CellError,
    /// The cell holds more than any such cell should.
    TooLong,
    /// A quotation mark opens and does not close where it should.
    QuoteNotClosed,
    /// A dependent whose employee's row is faulty.
    EmployeeLeftOut,
    /// The row can be read but has no place among the families.
    Census(CensusFaultKind),
}

impl RowFaultKind {
    /// A short, stable name for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BirthDateMissing => "birth_date_missing",
            Self::NotADate => "not_a_date",
            Self::ImplausibleDate => "implausible_date",
            Self::RelationshipMissing => "relationship_missing",
            Self::RelationshipUnknown => "relationship_unknown",
            Self::AnswerUnknown => "answer_unknown",
            Self::CellError => "cell_error",
            Self::TooLong => "too_long",
            Self::QuoteNotClosed => "quote_not_closed",
            Self::EmployeeLeftOut => "employee_left_out",
            Self::Census(kind) => kind.code(),
        }
    }
}

/// A fault of one row, which is why its person is not in the census.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The row, as a spreadsheet counts.
    pub row: u32,
    /// The header of the column as it stands in the file, when one cell is to blame.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: RowFaultKind,
    /// What is wrong and what to do. Quotes a cell only where that tells what to correct, and never
    /// one that may hold a name or a Social Security number.
    pub message: String,
}

impl fmt::Display for RowFault {
    /// `Row 9, Date of Birth: '1/45/1980' is not a date. Write it like 6/1/1980.`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "Row {}, {column}: {}", self.row, self.message),
            None => write!(f, "Row {}: {}", self.row, self.message),
        }
    }
}

impl From<CensusFault> for RowFault {
    fn from(fault: CensusFault) -> Self {
        Self {
            row: fault.row,
            column: None,
            kind: RowFaultKind::Census(fault.kind),
            message: fault.kind.message().to_owned(),
        }
    }
}
