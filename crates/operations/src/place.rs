//! From a ZIP code to a rating area, with what has been imported or what is built in.

use crate::OperationError;
use domain::place::{Candidate, Zip, built_in_candidates, candidate};
use store::UnitOfWork;

/// Where a business is, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceQuestion {
    /// The ZIP code.
    pub zip: Option<String>,
    /// The county.
    pub county: Option<String>,
}

/// The counties that a ZIP code lies in. An imported table of five-digit ZIP codes comes first;
/// where it says nothing, what is built in counts.
pub(crate) async fn candidates(
    unit: &mut dyn UnitOfWork,
    zip: Zip,
) -> Result<Vec<Candidate>, OperationError> {
    let imported = unit.place().counties(zip).await?;
    let known: Vec<Candidate> =
        imported.iter().filter_map(|county| candidate(county.fips, zip)).collect();
    Ok(if known.is_empty() { built_in_candidates(zip) } else { known })
}
