//! Taking in the roster of somebody who asks for a quote.

use crate::place::PlaceQuestion;
use crate::{OperationError, Operations};
use domain::employer::{Employer, EmployerKind};
use domain::id::{EmployerId, RosterId};
use domain::place::Zip;
use domain::roster::RosterHead;
use formats::roster::{Roster, RosterError};

/// A roster that was taken in, and the prospect that it made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenIn {
    /// The prospect. Its id is all that leads to the roster, and only the uploader learns it.
    pub employer: EmployerId,
}

/// Why a roster was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum RosterProblem {
    /// The file cannot be used; the message says what to do.
    #[error(transparent)]
    File(#[from] RosterError),
    /// No row of it can be used.
    #[error("No row of the file could be used.")]
    NoRows(Vec<domain::roster::RowFault>),
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

/// How many faults of a roster are kept; a file with more needs another look as a whole.
const FAULTS_MAX: usize = 200;

/// The longest name of a prospect, in characters.
const NAME_MAX: usize = 80;

impl Operations {
    /// Takes in a roster and makes its prospect. The rows that are sound count; the others are kept
    /// as faults with what to do, and their contents are not.
    pub async fn take_in_roster(
        &self,
        file_name: &str,
        bytes: Vec<u8>,
        place: PlaceQuestion,
    ) -> Result<TakenIn, RosterProblem> {
        let roster = self.read_roster(file_name, bytes).await?;
        let faults: Vec<_> = roster.faults.iter().take(FAULTS_MAX).map(row_fault).collect();
        if roster.census.households.is_empty() {
            return Err(RosterProblem::NoRows(faults));
        }
        let now = self.clock.now();
        let employer = Employer {
            id: EmployerId(self.clock.new_id()),
            name: prospect_name(file_name),
            kind: EmployerKind::Prospect,
            zip: place.zip.as_deref().and_then(|zip| Zip::parse(zip).ok()),
            county: place.county,
            renews_on: None,
        };
        let head = RosterHead {
            id: RosterId(self.clock.new_id()),
            source: file_name.chars().take(NAME_MAX).collect(),
            taken_at: now,
            faults,
        };
        let mut unit = self.store.begin().await.map_err(OperationError::from)?;
        unit.employer().save(&employer, now).await.map_err(OperationError::from)?;
        unit.roster()
            .insert(employer.id, &head, &roster.census)
            .await
            .map_err(OperationError::from)?;
        unit.commit().await.map_err(OperationError::from)?;
        Ok(TakenIn { employer: employer.id })
    }
}

impl Operations {
    /// Reads a roster beside the threads that answer requests, a few at a time.
    async fn read_roster(&self, file_name: &str, bytes: Vec<u8>) -> Result<Roster, RosterProblem> {
        // The semaphore is never closed; without a permit there would merely be no limit.
        let _permit = self.readers.acquire().await.ok();
        let name = file_name.to_owned();
        let read = tokio::task::spawn_blocking(move || formats::roster::read(&name, &bytes)).await;
        Ok(read.map_err(|_| RosterError::Damaged)??)
    }
}

fn row_fault(fault: &formats::roster::RowFault) -> domain::roster::RowFault {
    domain::roster::RowFault {
        row: fault.row,
        column: fault.column.clone(),
        code: fault.kind.code().to_owned(),
        message: fault.message.clone(),
    }
}

/// The file's name without folder and ending, as a name to begin with.
fn prospect_name(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace('_', " ");
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    if name.is_empty() { "Your group".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prospect_is_named_after_its_file() {
        for (file, name) in [
            ("roster_sample.xlsx", "roster sample"),
            ("C:\\Users\\me\\Acme 2027.csv", "Acme 2027"),
            ("../../etc/passwd", "passwd"),
            (".csv", "Your group"),
            ("", "Your group"),
            ("a\u{0}b\n.csv", "ab"),
        ] {
            assert_eq!(prospect_name(file), name, "{file:?}");
        }
    }
}
