//! The audit trails, for who may see them: a page to read, a table to take away, and whether they are
//! still as they were written.

use crate::{OperationError, Operations};
use domain::audit::{Fault, Filter, Head, Kept, Unreadable, Verifier};
use domain::id::EmployerId;
use formats::trail::Trail;
use std::collections::BTreeSet;
use std::io::{self, Write};
use store::{StoreError, UnitOfWork};

/// How many events a page of a trail holds.
pub const TRAIL_PAGE: u32 = 50;
/// How many rows are read at once where a whole trail is.
const BATCH: u32 = 1_000;

/// A page of a trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailPage {
    /// Its events, the newest first.
    pub rows: Vec<Kept>,
    /// The number before which the next page begins, where there is one.
    pub older: Option<i64>,
}

/// A trail, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedTrail {
    /// Whose it is; the carrier's own without one.
    pub employer: Option<EmployerId>,
    /// Where it ends.
    pub head: Option<Head>,
    /// How many rows it has.
    pub rows: u64,
    /// What is wrong with it. Empty where it is as it was written.
    pub faults: Vec<Fault>,
}

/// Why a trail was not written out.
#[derive(Debug, thiserror::Error)]
pub enum TrailError {
    /// There was nowhere to write.
    #[error("the table cannot be written")]
    Write(#[from] io::Error),
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for TrailError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

impl Operations {
    /// A page of a trail: what a filter lets through, before a number where one is given.
    pub async fn trail(
        &self,
        employer: Option<EmployerId>,
        filter: &Filter,
        before: Option<i64>,
    ) -> Result<TrailPage, OperationError> {
        let mut unit = self.store.begin_read().await?;
        // One more than is shown tells whether there are older ones.
        let mut rows = unit.audit().page(employer, filter, before, TRAIL_PAGE + 1).await?;
        let more = rows.len() > TRAIL_PAGE as usize;
        rows.truncate(TRAIL_PAGE as usize);
        let older = rows.last().map(number).filter(|_| more);
        Ok(TrailPage { rows, older })
    }

    /// Writes a whole trail as CSV, and answers how many events it has. Rows that cannot be read are
    /// said to be so.
    pub async fn export_trail<W: Write + Send>(
        &self,
        employer: Option<EmployerId>,
        out: W,
    ) -> Result<u64, TrailError> {
        let mut unit = self.store.begin_read().await?;
        let mut walk = Walk::new(employer);
        let mut batch = walk.next(unit.as_mut()).await?;
        if let Some(id) = employer
            && batch.is_none()
            && unit.employer().lookup(id).await?.is_none()
        {
            return Err(OperationError::NoEmployer(id).into());
        }
        let (mut table, mut count) = (Trail::new(out)?, 0);
        while let Some(rows) = batch {
            for row in &rows {
                table.row(row)?;
                count += 1;
            }
            batch = walk.next(unit.as_mut()).await?;
        }
        table.finish()?;
        Ok(count)
    }

    /// Goes along every trail, and along those that heads were noted of elsewhere even where nothing
    /// of them is left. Each is seen as it is at one moment, so others may append meanwhile.
    pub async fn verify_trails(
        &self,
        noted: &[Head],
    ) -> Result<Vec<VerifiedTrail>, OperationError> {
        let mut employers: BTreeSet<Option<EmployerId>> =
            noted.iter().map(|head| head.employer).collect();
        employers.extend(self.store.begin_read().await?.audit().chains().await?);
        let mut verified = Vec::with_capacity(employers.len());
        for employer in employers {
            verified.push(self.verify_trail(employer, noted).await?);
        }
        Ok(verified)
    }

    async fn verify_trail(
        &self,
        employer: Option<EmployerId>,
        noted: &[Head],
    ) -> Result<VerifiedTrail, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let mut verifier = Verifier::new(noted.iter().filter(|head| head.employer == employer));
        let (mut count, mut walk) = (0, Walk::new(employer));
        while let Some(rows) = walk.next(unit.as_mut()).await? {
            for row in &rows {
                verifier.take(row);
                count += 1;
            }
        }
        let head = unit.audit().head(employer).await?;
        Ok(VerifiedTrail { employer, head, rows: count, faults: verifier.finish(head) })
    }
}

/// Goes along a trail, a batch at a time.
struct Walk {
    employer: Option<EmployerId>,
    after: i64,
}

impl Walk {
    fn new(employer: Option<EmployerId>) -> Self {
        // A row may have been put before the first.
        Self { employer, after: i64::MIN }
    }

    /// The next rows, until there are none.
    async fn next(&mut self, unit: &mut dyn UnitOfWork) -> Result<Option<Vec<Kept>>, StoreError> {
        let rows = unit.audit().walk(self.employer, self.after, BATCH).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = number(last);
        Ok(Some(rows))
    }
}

fn number(row: &Kept) -> i64 {
    match row {
        Ok(chained) => chained.number,
        Err(Unreadable { number }) => *number,
    }
}
