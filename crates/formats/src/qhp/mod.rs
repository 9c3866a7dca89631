//! The QHP templates of the Centers for Medicare & Medicaid Services (CMS), in which issuers file
//! plans and rates with exchanges and states: "Plans & Benefits" and "Rate Data", as XML.
//!
//! [`read`] takes either. A leaf is `<name cellLocation="Sheet-E.14"><cellValue>v</cellValue></name>`,
//! sometimes bare text; namespaces differ by year and do not matter. [`write_plans`] and
//! [`write_rates`] write what [`read`] reads.
//!
//! To read one more column: add a field where its neighbours are (`plans.rs`, `rates.rs`), match
//! its element's name, write it in `write.rs`; the round trip in the tests shows what was forgotten.

mod limit;
mod note;
mod plans;
mod rates;
mod source;
mod write;

pub use note::{Note, Remark};
pub use write::{WriteError, write_plans, write_rates};

use crate::error::FormatError;
use domain::Cents;
use domain::plan::Plan;
use domain::rate::RateSheet;
use source::Source;
use std::io::BufRead;

/// The most bytes that are read of a file. The largest filings of a state are below 50 MB.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// The most bytes of one tag or one run of text: a spreadsheet's cell holds 32,767 characters.
const MAX_TOKEN_BYTES: usize = 128 * 1024;
/// The most bytes of a value that is kept.
const MAX_VALUE_BYTES: usize = 2_000;
/// How deep elements may stand in each other; the templates need nine.
const MAX_DEPTH: usize = 32;
/// The most plans in a file; large filings have about a hundred.
const MAX_PLANS: usize = 1_000;
/// The most benefits of all plans of a file together; the templates list about 75 for each plan.
/// A package's list is repeated for each of its plans, so this also bounds what a small file can
/// grow into.
const MAX_BENEFITS: usize = 100_000;
/// The most rows in one list: plans or benefits of a package; variants, limits or cost shares of a
/// plan. Few have a hundred.
const MAX_LIST: usize = 300;
/// The most rows of rates in a file; 19 areas, 4 quarters and 60 plans make about 230,000.
const MAX_RATES: usize = 1_000_000;
/// The most sheets that they make: 19 areas, 4 quarters and 60 plans make 4,560.
const MAX_SHEETS: usize = 50_000;
/// The highest rate of a month that is believed.
const MAX_RATE: Cents = Cents::new(10_000_000);

/// What a template says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QhpFile {
    /// A "Plans & Benefits" template.
    Plans {
        /// Its plans, in the order of the file.
        plans: Vec<Plan>,
        /// What was left out or could only be read in part.
        notes: Vec<Note>,
    },
    /// A "Rate Data" template.
    Rates {
        /// Its rates by plan, area and dates, in the order of the file.
        sheets: Vec<RateSheet>,
        /// What was left out.
        notes: Vec<Note>,
    },
}

/// Reads a template, in one pass and with little memory beside the result.
///
/// `name` is the file's, for errors. The first error ends the reading: a filing counts as a whole
/// or not at all. What is only unusual is a [`Note`].
pub fn read(name: &str, input: impl BufRead) -> Result<QhpFile, FormatError> {
    let mut source = Source::new(name, input);
    source.open_root()?;
    let file = match source.tag() {
        "planBenefitTemplateVO" => {
            let (plans, notes) = plans::read(&mut source)?;
            QhpFile::Plans { plans, notes }
        }
        "qhpApplicationRateGroupVO" => {
            let (sheets, notes) = rates::read(&mut source)?;
            QhpFile::Rates { sheets, notes }
        }
        _ => return Err(source.foreign_root()),
    };
    source.finish()?;
    Ok(file)
}
