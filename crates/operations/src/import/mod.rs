//! Importing what issuers file: gather first, then apply, all or nothing.
//!
//! [`Batch::gather`] reads every file and refuses the lot when one is broken or two disagree;
//! [`Operations::import`] lays what it says over what was filed before, and publishes a new catalogue
//! when that says anything new. Importing the same files again changes nothing.

mod batch;
mod publish;
mod report;

pub use batch::Batch;
pub use publish::{Outcome, ZipTable};
pub use report::Report;

use crate::OperationError;
use domain::id::PlanId;
use domain::place::RatingArea;
use formats::FormatError;
use std::path::PathBuf;

/// A file to be imported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// Its name, for errors and the report.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it was asked for by its name. Then it is refused where it would be passed over if it
    /// had been found in a folder.
    pub named: bool,
}

/// A file that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// Why.
    pub reason: &'static str,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file could not be opened.
    #[error("{file}: the file could not be opened")]
    Open {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is broken.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// Two files say different things of one plan and year.
    #[error("{first} and {second} disagree about plan {plan} in {year}: import one of them")]
    PlansDisagree {
        /// The plan.
        plan: PlanId,
        /// The year.
        year: i32,
        /// One file.
        first: String,
        /// The other.
        second: String,
    },
    /// Two files, or two parts of one, file different rates for the same dates.
    #[error(
        "{first} and {second} disagree about the rates of plan {plan} from {from} in {area}: import one of them"
    )]
    RatesDisagree {
        /// The plan.
        plan: PlanId,
        /// First day of the rates.
        from: chrono::NaiveDate,
        /// The rating area.
        area: RatingArea,
        /// One file.
        first: String,
        /// The other.
        second: String,
    },
    /// Two crosswalks lead from one plan to different ones.
    #[error(
        "{first} and {second} disagree about what follows plan {plan} of {year}: import one of them"
    )]
    CrosswalksDisagree {
        /// The old plan.
        plan: PlanId,
        /// Its year.
        year: i32,
        /// One file.
        first: String,
        /// The other.
        second: String,
    },
    /// The name of a crosswalk must say of which year's plans it speaks.
    #[error("{file}: name the file after the year of its old plans, as in crosswalk_2026.csv")]
    CrosswalkWithoutYear {
        /// The file.
        file: String,
    },
    /// Files that were asked for by name hold nothing that can be imported.
    #[error("nothing was imported, since these cannot be: {}", list(.0))]
    NotImportable(Vec<Skipped>),
    /// There was nothing to import in any file.
    #[error(
        "nothing to import: none of the files is a plan, rate, crosswalk or ZIP code file{}{}",
        if .skipped.is_empty() { "" } else { ": " },
        list(.skipped)
    )]
    Nothing {
        /// What was passed over.
        skipped: Vec<Skipped>,
    },
    /// Somebody else published a catalogue meanwhile.
    #[error("another import was published meanwhile: run this one again")]
    Overtaken,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

/// How many files an error names.
const LISTED_MAX: usize = 20;

/// Files and why they were passed over, in words.
fn list(skipped: &[Skipped]) -> String {
    let mut parts: Vec<String> = skipped
        .iter()
        .take(LISTED_MAX)
        .map(|Skipped { file, reason }| format!("{file} ({reason})"))
        .collect();
    if skipped.len() > LISTED_MAX {
        parts.push(format!("and {} more", skipped.len() - LISTED_MAX));
    }
    parts.join(", ")
}
