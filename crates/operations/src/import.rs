//! Importing what issuers file: gather first, then apply, all or nothing.
//!
//! [`Batch::gather`] reads every file and refuses the lot when one is broken or two disagree;
//! [`Operations::import`] publishes a new catalogue when there is anything new in it. Importing the
//! same files again changes nothing.

use crate::{OperationError, Operations};
use chrono::Datelike;
use domain::catalogue::{CatalogueHead, Filing, FilingContent, FilingHead, FilingKey, FilingKind};
use domain::id::{CatalogueId, FilingId, IssuerId, PlanId};
use domain::place::{County, Zip};
use domain::plan::{Plan, Succession};
use domain::rate::RateSheet;
use formats::qhp::{Note, QhpFile};
use formats::{FileKind, FormatError};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::PathBuf;

/// A file to be imported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// Its name, for errors and the report.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
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
        area: domain::place::RatingArea,
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
    /// There was nothing to import in any file.
    #[error("nothing to import: none of the files is a plan, rate, crosswalk or ZIP code file")]
    Nothing,
    /// Somebody else published a catalogue meanwhile.
    #[error("another import was published meanwhile: run this one again")]
    Overtaken,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

/// The largest crosswalk, in bytes.
const CROSSWALK_BYTES_MAX: usize = 8 * 1024 * 1024;

/// What was read from a set of files, in agreement with itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    filings: BTreeMap<FilingKey, Gathered>,
    zip_counties: Vec<(Zip, County)>,
    skipped: Vec<Skipped>,
    notes: Vec<(String, Note)>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Gathered {
    files: BTreeSet<String>,
    plans: BTreeMap<PlanId, (Plan, String)>,
    /// By plan, area and first day.
    sheets: BTreeMap<(PlanId, domain::place::RatingArea, chrono::NaiveDate), (RateSheet, String)>,
    successions: BTreeMap<PlanId, Succession>,
}

/// What an import read, an issuer's year a line, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// For each issuer and year: how many medical and dental plans, and how many plans with rates.
    pub lines: Vec<ReportLine>,
    /// Files that were passed over.
    pub skipped: Vec<Skipped>,
    /// What was unusual, with its file.
    pub notes: Vec<(String, Note)>,
    /// How many ZIP code and county pairs were read.
    pub zip_counties: usize,
}

/// One issuer's year in a [`Report`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportLine {
    /// The issuer.
    pub issuer: u32,
    /// The year.
    pub year: i32,
    /// Medical plans.
    pub medical: usize,
    /// Dental plans.
    pub dental: usize,
    /// Plans with rates.
    pub rated: usize,
    /// Rates: one for each plan, area, date and age band.
    pub rates: usize,
    /// Plans with rates and no benefits in this import.
    pub rates_only: Vec<PlanId>,
    /// Plans that a crosswalk leads from.
    pub successions: usize,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The current catalogue after it.
    pub catalogue: i64,
    /// How many filings are new in it; 0 when nothing changed and no catalogue was published.
    pub new_filings: usize,
}

impl Batch {
    /// Reads files, in any order. Files of another kind are passed over; a broken one, or two that
    /// disagree, refuse them all.
    pub fn gather(files: &[SourceFile]) -> Result<Self, ImportError> {
        let mut batch = Self::default();
        let mut files = files.to_vec();
        files.sort();
        for file in &files {
            batch.read(file)?;
        }
        if batch.filings.is_empty() && batch.zip_counties.is_empty() {
            return Err(ImportError::Nothing);
        }
        Ok(batch)
    }

    fn read(&mut self, file: &SourceFile) -> Result<(), ImportError> {
        let open_error = |source| ImportError::Open { file: file.name.clone(), source };
        let mut opened = File::open(&file.path).map_err(open_error)?;
        let mut head = Vec::new();
        opened
            .by_ref()
            .take(formats::SNIFF_BYTES as u64)
            .read_to_end(&mut head)
            .map_err(open_error)?;
        opened.rewind().map_err(open_error)?;
        let mut input = BufReader::with_capacity(1 << 16, opened);
        let skip = |reason| Skipped { file: file.name.clone(), reason };
        match formats::sniff(&file.name, &head) {
            FileKind::QhpXml => self.add_qhp(&file.name, formats::qhp::read(&file.name, input)?)?,
            FileKind::Crosswalk => {
                let mut bytes = Vec::new();
                let limit = u64::try_from(CROSSWALK_BYTES_MAX).unwrap_or(u64::MAX);
                input.by_ref().take(limit + 1).read_to_end(&mut bytes).map_err(open_error)?;
                let successions = formats::crosswalk::read(&file.name, &bytes)?;
                self.add_crosswalk(&file.name, successions)?;
            }
            FileKind::ZipCounties => {
                let rows = formats::geography::read_zip_counties(&file.name, input)?;
                self.zip_counties.extend(rows.into_iter().map(|row| (row.zip, row.county)));
            }
            FileKind::Spreadsheet => {
                self.skipped.push(skip("a workbook: plans and rates come in as XML templates"));
            }
            FileKind::Unknown => {
                self.skipped.push(skip(
                    "neither a plan nor a rate template, nor a crosswalk or ZIP code file",
                ));
            }
        }
        Ok(())
    }

    fn filing(
        &mut self,
        file: &str,
        issuer: IssuerId,
        year: i32,
        kind: FilingKind,
    ) -> &mut Gathered {
        let filing = self.filings.entry(FilingKey { issuer, year, kind }).or_default();
        filing.files.insert(file.to_owned());
        filing
    }

    fn add_qhp(&mut self, file: &str, qhp: QhpFile) -> Result<(), ImportError> {
        let notes = match qhp {
            QhpFile::Plans { plans, notes } => {
                for plan in plans {
                    self.add_plan(file, plan)?;
                }
                notes
            }
            QhpFile::Rates { sheets, notes } => {
                for sheet in sheets {
                    self.add_sheet(file, sheet)?;
                }
                notes
            }
        };
        self.notes.extend(notes.into_iter().map(|note| (file.to_owned(), note)));
        Ok(())
    }

    fn add_plan(&mut self, file: &str, plan: Plan) -> Result<(), ImportError> {
        let (id, year) = (plan.id.clone(), plan.from.year());
        let filing = self.filing(file, plan.issuer(), year, FilingKind::Plans);
        match filing.plans.get(&id) {
            Some((known, first)) if *known != plan => Err(ImportError::PlansDisagree {
                plan: id,
                year,
                first: first.clone(),
                second: file.to_owned(),
            }),
            Some(_) => Ok(()),
            None => {
                filing.plans.insert(id, (plan, file.to_owned()));
                Ok(())
            }
        }
    }

    fn add_sheet(&mut self, file: &str, sheet: RateSheet) -> Result<(), ImportError> {
        let filing = self.filing(file, sheet.plan.issuer(), sheet.from.year(), FilingKind::Rates);
        let key = (sheet.plan.clone(), sheet.area.clone(), sheet.from);
        // Two sheets of a plan and area may not hold on one day, unless they are the same.
        let from_first = (key.0.clone(), key.1.clone(), chrono::NaiveDate::MIN);
        let to_last = (key.0.clone(), key.1.clone(), sheet.until);
        let clash = filing
            .sheets
            .range(from_first..=to_last)
            .map(|(_, known)| known)
            .find(|(known, _)| known.until >= sheet.from && *known != sheet);
        if let Some((_, first)) = clash {
            return Err(ImportError::RatesDisagree {
                plan: sheet.plan,
                from: sheet.from,
                area: sheet.area,
                first: first.clone(),
                second: file.to_owned(),
            });
        }
        filing.sheets.insert(key, (sheet, file.to_owned()));
        Ok(())
    }

    fn add_crosswalk(
        &mut self,
        file: &str,
        successions: Vec<Succession>,
    ) -> Result<(), ImportError> {
        let year = year_in(file)
            .ok_or_else(|| ImportError::CrosswalkWithoutYear { file: file.to_owned() })?;
        for succession in successions {
            let filing = self.filing(file, succession.from.issuer(), year, FilingKind::Crosswalk);
            filing.successions.insert(succession.from.clone(), succession);
        }
        Ok(())
    }

    /// What was read, for people.
    pub fn report(&self) -> Report {
        let mut lines: BTreeMap<(u32, i32), ReportLine> = BTreeMap::new();
        let mut with_benefits: BTreeMap<(u32, i32), BTreeSet<&PlanId>> = BTreeMap::new();
        let mut with_rates: BTreeMap<(u32, i32), BTreeSet<&PlanId>> = BTreeMap::new();
        for (key, filing) in &self.filings {
            let at = (key.issuer.0, key.year);
            let line = lines.entry(at).or_default();
            (line.issuer, line.year) = at;
            let dental = |(plan, _): &&(Plan, String)| plan.line == domain::plan::Line::Dental;
            line.dental += filing.plans.values().filter(dental).count();
            line.medical += filing.plans.len() - filing.plans.values().filter(dental).count();
            line.rates +=
                filing.sheets.values().map(|(sheet, _)| count_rates(sheet)).sum::<usize>();
            line.successions += filing.successions.len();
            with_benefits.entry(at).or_default().extend(filing.plans.keys());
            with_rates.entry(at).or_default().extend(filing.sheets.keys().map(|(plan, ..)| plan));
        }
        for (at, line) in &mut lines {
            let rated = &with_rates[at];
            line.rated = rated.len();
            if line.medical + line.dental > 0 {
                line.rates_only =
                    rated.difference(&with_benefits[at]).map(|id| (*id).clone()).collect();
            }
        }
        Report {
            lines: lines.into_values().collect(),
            skipped: self.skipped.clone(),
            notes: self.notes.clone(),
            zip_counties: self.zip_counties.len(),
        }
    }
}

fn count_rates(sheet: &RateSheet) -> usize {
    match &sheet.prices {
        domain::rate::Prices::ByAge(prices) => prices.len(),
        domain::rate::Prices::ByFamily(_) => 8,
    }
}

/// The first year of this century in a file's name.
fn year_in(name: &str) -> Option<i32> {
    let name = name.rsplit(['/', '\\']).next()?;
    let digits =
        |window: &&[u8]| window.starts_with(b"20") && window.iter().all(u8::is_ascii_digit);
    let year = name.as_bytes().windows(4).find(digits)?;
    std::str::from_utf8(year).ok()?.parse().ok()
}

impl Gathered {
    fn content(&self, kind: FilingKind) -> FilingContent {
        match kind {
            FilingKind::Plans => {
                FilingContent::Plans(self.plans.values().map(|(plan, _)| plan.clone()).collect())
            }
            FilingKind::Rates => {
                FilingContent::Rates(self.sheets.values().map(|(sheet, _)| sheet.clone()).collect())
            }
            FilingKind::Crosswalk => {
                FilingContent::Crosswalk(self.successions.values().cloned().collect())
            }
        }
    }
}

/// SHA-256 over what a filing says, in the order of its ids: the same whatever files it came in.
fn digest(content: &FilingContent) -> Result<String, OperationError> {
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
    /// Publishes a catalogue with a batch in place of what it replaces. When the batch says nothing
    /// new, nothing is written.
    pub async fn import(&self, batch: &Batch) -> Result<Outcome, ImportError> {
        let mut unit = self.store.begin().await.map_err(OperationError::from)?;
        if !batch.zip_counties.is_empty() {
            let places = unit.place().replace_zip_counties(&batch.zip_counties).await;
            places.map_err(OperationError::from)?;
        }
        let latest = unit.catalogue().latest().await.map_err(OperationError::from)?;
        let present: Vec<FilingHead> = match &latest {
            Some(head) => unit.catalogue().filings(head.id).await.map_err(OperationError::from)?,
            None => Vec::new(),
        };
        let new = self.new_filings(batch, &present)?;
        let number = latest.map_or(0, |head| head.number);
        if new.is_empty() {
            unit.commit().await.map_err(OperationError::from)?;
            return Ok(Outcome { catalogue: number, new_filings: 0 });
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
        Ok(Outcome { catalogue: head.number, new_filings: new.len() })
    }

    fn new_filings(
        &self,
        batch: &Batch,
        present: &[FilingHead],
    ) -> Result<Vec<Filing>, ImportError> {
        let mut new = Vec::new();
        for (key, gathered) in &batch.filings {
            let content = gathered.content(key.kind);
            let digest = digest(&content)?;
            if present.iter().any(|head| head.key == *key && head.digest == digest) {
                continue;
            }
            let source = gathered.files.iter().cloned().collect::<Vec<_>>().join(", ");
            new.push(Filing {
                id: FilingId(self.clock.new_id()),
                key: *key,
                digest,
                source,
                content,
            });
        }
        Ok(new)
    }
}
