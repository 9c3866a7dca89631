//! What can be wrong with a file. Every error names the file and, where there is one, the place.

use domain::id::{NotAPlanId, PlanId};
use domain::rate::AgeBand;
use std::fmt;
use std::sync::Arc;

/// Where in a file something stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Place {
    /// The line, from 1.
    pub line: u64,
    /// The byte in the line, from 1; 0 where only the line is known.
    pub column: u64,
    /// The cell of the workbook that the file was made from (`Rate_Table-E.14`), or the column of
    /// a table in plain text.
    pub cell: Option<Box<str>>,
}

impl Place {
    /// A line of a table in plain text, and one of its columns.
    pub fn row(line: u64, column: &str) -> Self {
        Self { line, column: 0, cell: Some(column.into()) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.cell, self.column) {
            (Some(cell), _) => write!(f, "{cell} (line {})", self.line),
            (None, 0) => write!(f, "line {}", self.line),
            (None, column) => write!(f, "line {}, column {column}", self.line),
        }
    }
}

/// Something wrong in one row of a table; all of a table's faults are told at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What, in words for people.
    pub problem: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

/// Why a file cannot be read.
#[derive(Debug, Clone, thiserror::Error)]
#[expect(missing_docs, reason = "the fields are the file, the place, and what the message says")]
pub enum FormatError {
    /// The bytes did not arrive.
    #[error("{file}: the file could not be read")]
    Io { file: String, source: Arc<std::io::Error> },
    /// It is not well-formed XML.
    #[error("{file}, {place}: this is not XML: {reason}")]
    NotXml { file: String, place: Place, reason: String },
    /// It ends in the middle.
    #[error("{file}, {place}: the file ends here, in the middle of its content")]
    Truncated { file: String, place: Place },
    /// It is XML of another kind.
    #[error("{file}: this is not a Plans & Benefits or Rate Data template, but <{root}>")]
    ForeignRoot { file: String, root: String },
    /// It declares a document type; entities can be declared there that grow without bound.
    #[error("{file}, {place}: a document type declaration is not accepted")]
    Doctype { file: String, place: Place },
    /// It uses an entity that is not one of XML's own five.
    #[error("{file}, {place}: the entity &{name}; is not declared")]
    Entity { file: String, place: Place, name: String },
    /// Its text is not UTF-8.
    #[error("{file}, {place}: the text is not UTF-8 ({reason}); save the file as UTF-8")]
    Encoding { file: String, place: Place, reason: String },
    /// It is larger than files of its kind ever are.
    #[error("{file}: the file is larger than {limit_bytes} bytes, the most that is accepted")]
    TooLarge { file: String, limit_bytes: u64 },
    /// Elements stand in elements without end.
    #[error("{file}, {place}: more than {limit} elements stand in each other")]
    TooDeep { file: String, place: Place, limit: usize },
    /// One text or tag is longer than any cell can be.
    #[error("{file}, {place}: a single value is longer than {limit_bytes} bytes")]
    TooLong { file: String, place: Place, limit_bytes: usize },
    /// There are more of something than any issuer files.
    #[error("{file}, {place}: more than {limit} {what}")]
    TooMany { file: String, place: Place, what: &'static str, limit: usize },
    /// A value that must be there is not.
    #[error("{file}, {place}: {column} is missing")]
    Missing { file: String, place: Place, column: &'static str },
    /// Not a HIOS plan id.
    #[error("{file}, {place}: {value:?} is not a plan id")]
    PlanId { file: String, place: Place, value: String, source: NotAPlanId },
    /// A cost-share variant stands under another plan.
    #[error("{file}, {place}: variant {value:?} stands under plan {plan}")]
    StrayVariant { file: String, place: Place, value: String, plan: PlanId },
    /// Not a rate: not an amount, negative, or above the most that is believed.
    #[error("{file}, {place}: {value:?} is not a monthly rate from $0 to {limit}")]
    Rate { file: String, place: Place, value: String, limit: domain::Cents },
    /// Not a date, or one before the year 2000.
    #[error("{file}, {place}: {value:?} is not a date like 2026-01-01 or 1/1/2026")]
    Date { file: String, place: Place, value: String },
    /// The last day is before the first.
    #[error("{file}, {place}: the last day is before the first")]
    DatesReversed { file: String, place: Place },
    /// Not an age or a band of ages.
    #[error("{file}, {place}: {value:?} is not an age band like 0-14, 21 or 64 and over")]
    Age { file: String, place: Place, value: String },
    /// Not a rating area.
    #[error("{file}, {place}: {value:?} is not a rating area like Rating Area 4")]
    Area { file: String, place: Place, value: String },
    /// A word of the field that is none of its words.
    #[error("{file}, {place}: {value:?} is not a known {column}")]
    Word { file: String, place: Place, value: String, column: &'static str },
    /// A deductible or out-of-pocket maximum that cannot be read. It is not guessed at: a plan with
    /// a wrong limit would be compared wrongly.
    #[error("{file}, {place}: {value:?} is not a yearly limit like $2,500 or Not Applicable")]
    Limit { file: String, place: Place, value: String },
    /// Two different plans have one id.
    #[error("{file}, {place}: plan {plan} is filed twice, differently")]
    PlanTwice { file: String, place: Place, plan: PlanId },
    /// One age has two prices.
    #[error("{file}, {place}: plan {plan} has two rates for ages in {band} and {other}")]
    Overlap { file: String, place: Place, plan: PlanId, band: AgeBand, other: AgeBand },
    /// A family has two prices.
    #[error("{file}, {place}: plan {plan} has two different rates for families")]
    FamilyTwice { file: String, place: Place, plan: PlanId },
    /// A plan is rated by age and by family at once.
    #[error("{file}, {place}: plan {plan} is rated by age and by Family Option at once")]
    MixedRating { file: String, place: Place, plan: PlanId },
    /// One day has two rates.
    #[error("{file}, {place}: plan {plan} has two sets of rates for one day")]
    DatesOverlap { file: String, place: Place, plan: PlanId },
    /// A table in plain text lacks columns.
    #[error("{file}: no column for {}", missing.join(", "))]
    Columns { file: String, missing: Vec<&'static str> },
    /// Rows of a table in plain text cannot be read; `more` is how many faults are not listed.
    #[error("{file}: {} rows cannot be read, the first: {}", faults.len() + more, first(faults))]
    Rows { file: String, faults: Vec<Fault>, more: usize },
    /// It does not begin as an X12 interchange does.
    #[error("{file}: this is not an X12 interchange: it does not begin with a whole ISA segment")]
    NotX12 { file: String },
    /// A segment of an X12 interchange, or an element of it, is not what has to stand there.
    #[error("{file}, segment {segment}, {element}: {problem}")]
    Segment { file: String, segment: usize, element: String, problem: String },
}

fn first(faults: &[Fault]) -> String {
    faults.first().map(ToString::to_string).unwrap_or_default()
}
