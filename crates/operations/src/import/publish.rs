//! Publishing a catalogue with a batch laid over what was filed before.

use super::batch::{SheetKey, sheet_key, until_end_of};
use super::{Batch, ImportError};
use crate::{OperationError, Operations};
use domain::catalogue::{CatalogueHead, Filing, FilingContent, FilingHead};
use domain::id::{CatalogueId, FilingId};
use domain::place::{County, Zip};
use domain::plan::{Plan, Succession};
use domain::rate::RateSheet;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use store::UnitOfWork;

/// What stands between the names of a filing's files.
const SOURCE_SEPARATOR: &str = ", ";

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The current catalogue after it.
    pub catalogue: i64,
    /// How many filings are new in it; 0 when nothing changed and no catalogue was published.
    pub new_filings: usize,
    /// What became of the table of ZIP codes, which belongs to no catalogue.
    pub zip_table: ZipTable,
}

/// What an import did to the table of ZIP codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZipTable {
    /// There was none in the import.
    NotInImport,
    /// It says what is known already.
    Unchanged,
    /// It took the place of what was known.
    Replaced,
}

/// What was filed before with what is filed now laid over it: plans and successions by the plan's
/// id; rates take the place of all those of their plan and area that hold on one of their days.
fn overlay(present: FilingContent, new: FilingContent) -> FilingContent {
    match (present, new) {
        (FilingContent::Plans(present), FilingContent::Plans(new)) => {
            let by_id = |plan: Plan| (plan.id.clone(), plan);
            let all: BTreeMap<_, _> = present.into_iter().chain(new).map(by_id).collect();
            FilingContent::Plans(all.into_values().collect())
        }
        (FilingContent::Rates(present), FilingContent::Rates(new)) => {
            let by_key = |sheet: RateSheet| (sheet_key(&sheet), sheet);
            let mut all: BTreeMap<_, _> = present.into_iter().map(by_key).collect();
            // The new ones do not overlap each other.
            for sheet in &new {
                let begin_before_its_end = all.range(until_end_of(sheet));
                let replaced: Vec<SheetKey> = begin_before_its_end
                    .filter(|(_, known)| known.until >= sheet.from)
                    .map(|(key, _)| key.clone())
                    .collect();
                for key in replaced {
                    all.remove(&key);
                }
            }
            all.extend(new.into_iter().map(by_key));
            FilingContent::Rates(all.into_values().collect())
        }
        (FilingContent::Crosswalk(present), FilingContent::Crosswalk(new)) => {
            let by_old = |succession: Succession| (succession.from.clone(), succession);
            let all: BTreeMap<_, _> = present.into_iter().chain(new).map(by_old).collect();
            FilingContent::Crosswalk(all.into_values().collect())
        }
        // Both are of one key, and so of one kind.
        (_, new) => new,
    }
}

/// SHA-256 over what a filing says, in the order of its ids: the same whatever files it came in.
fn content_digest(content: &FilingContent) -> Result<String, OperationError> {
    let mut hash = Sha256::new();
    let json = |value: serde_json::Result<Vec<u8>>| {
        value.map_err(|error| store::StoreError::Unreadable {
            what: "filing",
            source: Box::new(error),
        })
    };
    match content {
        FilingContent::Plans(plans) => {
            for plan in plans {
                hash.update(json(serde_json::to_vec(plan))?);
                hash.update(b"\n");
            }
        }
        FilingContent::Rates(sheets) => {
            for RateSheet { plan, area, from, until, prices } in sheets {
                let line =
                    format!("{plan} {} {area} {from} {until} {}\n", area.state, prices.to_text());
                hash.update(line);
            }
        }
        FilingContent::Crosswalk(successions) => {
            for succession in successions {
                hash.update(json(serde_json::to_vec(succession))?);
                hash.update(b"\n");
            }
        }
    }
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

impl Operations {
    /// Publishes a catalogue with what a batch says laid over what was filed before. When the batch
    /// says nothing new, nothing is written.
    pub async fn import(&self, batch: &Batch) -> Result<Outcome, ImportError> {
        let mut unit = self.store.begin().await.map_err(OperationError::from)?;
        let zip_table = replace_zip_table(&mut *unit, batch).await?;
        let latest = unit.catalogue().latest().await.map_err(OperationError::from)?;
        let present: Vec<FilingHead> = match &latest {
            Some(head) => unit.catalogue().filings(head.id).await.map_err(OperationError::from)?,
            None => Vec::new(),
        };
        let new = self.new_filings(&mut *unit, batch, &present).await?;
        let number = latest.map_or(0, |head| head.number);
        if new.is_empty() {
            unit.commit().await.map_err(OperationError::from)?;
            return Ok(Outcome { catalogue: number, new_filings: 0, zip_table });
        }
        let replaced = |head: &&FilingHead| new.iter().any(|filing| filing.key == head.key);
        let kept: Vec<FilingId> =
            present.iter().filter(|head| !replaced(head)).map(|head| head.id).collect();
        let head = CatalogueHead {
            id: CatalogueId(self.clock.new_id()),
            number: number + 1,
            published_at: self.clock.now(),
        };
        match unit.catalogue().publish(&head, &new, &kept).await {
            Err(error) if error.conflict().is_some() => return Err(ImportError::Overtaken),
            other => other.map_err(OperationError::from)?,
        }
        unit.commit().await.map_err(OperationError::from)?;
        tracing::info!(catalogue = head.number, new_filings = new.len(), "catalogue published");
        Ok(Outcome { catalogue: head.number, new_filings: new.len(), zip_table })
    }

    /// Whether the current catalogue says all that a batch says.
    pub(crate) async fn has(&self, batch: &Batch) -> Result<bool, ImportError> {
        let mut unit = self.store.begin_read().await.map_err(OperationError::from)?;
        let latest = unit.catalogue().latest().await.map_err(OperationError::from)?;
        let Some(head) = latest else { return Ok(false) };
        let present = unit.catalogue().filings(head.id).await.map_err(OperationError::from)?;
        Ok(self.new_filings(&mut *unit, batch, &present).await?.is_empty())
    }

    /// For each issuer, year and kind of which the batch says something new: all that is filed of it
    /// from now on.
    async fn new_filings(
        &self,
        unit: &mut dyn UnitOfWork,
        batch: &Batch,
        present: &[FilingHead],
    ) -> Result<Vec<Filing>, ImportError> {
        let mut new = Vec::new();
        for (key, gathered) in &batch.filings {
            let mut content = gathered.content(key.kind);
            let mut digest = content_digest(&content)?;
            let mut files = gathered.files.clone();
            if let Some(head) = present.iter().find(|head| head.key == *key) {
                if head.digest == digest {
                    continue;
                }
                let before = unit.catalogue().content(head).await.map_err(OperationError::from)?;
                content = overlay(before, content);
                let whole = content_digest(&content)?;
                if head.digest == whole {
                    continue;
                }
                // Where nothing remains of what was filed before, neither do its files.
                if whole != digest {
                    files.extend(head.source.split(SOURCE_SEPARATOR).map(str::to_owned));
                    digest = whole;
                }
            }
            new.push(Filing {
                id: FilingId(self.clock.new_id()),
                key: *key,
                digest,
                source: files.into_iter().collect::<Vec<_>>().join(SOURCE_SEPARATOR),
                content,
            });
        }
        Ok(new)
    }
}

async fn replace_zip_table(
    unit: &mut dyn UnitOfWork,
    batch: &Batch,
) -> Result<ZipTable, OperationError> {
    if batch.zip_counties.is_empty() {
        return Ok(ZipTable::NotInImport);
    }
    let rows = batch.zip_counties.iter().map(|((zip, _), county)| (*zip, county.clone()));
    let rows: Vec<(Zip, County)> = rows.collect();
    if unit.place().zip_counties().await? == rows {
        return Ok(ZipTable::Unchanged);
    }
    unit.place().replace_zip_counties(&rows).await?;
    Ok(ZipTable::Replaced)
}
