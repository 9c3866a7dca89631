//! Importing what issuers file: gather first, then apply, all or nothing.
//!
//! [`Batch::gather`] reads every file and refuses the lot when one is broken or two disagree;
//! [`Operations::import`] lays what it says over what was filed before, and publishes a new catalogue
//! when that says anything new. Importing the same files again changes nothing.

use crate::{OperationError, Operations};
use chrono::Datelike;
use domain::catalogue::{CatalogueHead, Filing, FilingContent, FilingHead, FilingKey, FilingKind};
use domain::id::{CatalogueId, FilingId, IssuerId, PlanId};
use domain::place::{County, RatingArea, Zip};
use domain::plan::{Plan, Succession};
use domain::rate::RateSheet;
use formats::geography::ZipCounty;
use formats::qhp::{Note, QhpFile};
use formats::{FileKind, FormatError};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::PathBuf;
use store::UnitOfWork;

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

/// The largest crosswalk, in bytes.
const CROSSWALK_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// What stands between the names of a filing's files.
const SOURCE_SEPARATOR: &str = ", ";
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

/// What was read from a set of files, in agreement with itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    filings: BTreeMap<FilingKey, Gathered>,
    /// By ZIP code and the county's FIPS code. Of two spellings of a county the first counts.
    zip_counties: BTreeMap<(Zip, u32), County>,
    skipped: Vec<Skipped>,
    notes: Vec<(String, Note)>,
}

/// A plan, an area and the first day of a rate.
type SheetKey = (PlanId, RatingArea, chrono::NaiveDate);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Gathered {
    files: BTreeSet<String>,
    plans: BTreeMap<PlanId, (Plan, String)>,
    /// By plan, area and first day.
    sheets: BTreeMap<SheetKey, (RateSheet, String)>,
    successions: BTreeMap<PlanId, (Succession, String)>,
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

impl Batch {
    /// Reads files, in any order. Files of another kind are passed over, unless they were asked for
    /// by name: such a one, a broken one, or two that disagree, refuse them all.
    pub fn gather(files: &[SourceFile]) -> Result<Self, ImportError> {
        let mut batch = Self::default();
        let mut files = files.to_vec();
        files.sort();
        let mut not_importable = Vec::new();
        for file in &files {
            if let Some(reason) = batch.read(file)? {
                let skipped = Skipped { file: file.name.clone(), reason };
                if file.named { &mut not_importable } else { &mut batch.skipped }.push(skipped);
            }
        }
        if !not_importable.is_empty() {
            return Err(ImportError::NotImportable(not_importable));
        }
        if batch.filings.is_empty() && batch.zip_counties.is_empty() {
            return Err(ImportError::Nothing { skipped: batch.skipped });
        }
        Ok(batch)
    }

    /// Reads a file, or says why it is passed over.
    fn read(&mut self, file: &SourceFile) -> Result<Option<&'static str>, ImportError> {
        let open_error = |source| ImportError::Open { file: file.name.clone(), source };
        let mut opened = File::open(&file.path).map_err(open_error)?;
        let mut head = Vec::new();
        opened
            .by_ref()
            .take(formats::SNIFF_BYTES as u64)
            .read_to_end(&mut head)
            .map_err(open_error)?;
        opened.rewind().map_err(open_error)?;
        let input = BufReader::with_capacity(1 << 16, opened);
        match formats::sniff(&file.name, &head) {
            FileKind::QhpXml => self.add_qhp(&file.name, formats::qhp::read(&file.name, input)?)?,
            FileKind::Crosswalk => {
                let mut bytes = Vec::new();
                let limit_bytes = CROSSWALK_BYTES_MAX;
                input.take(limit_bytes + 1).read_to_end(&mut bytes).map_err(open_error)?;
                if bytes.len() as u64 > limit_bytes {
                    Err(FormatError::TooLarge { file: file.name.clone(), limit_bytes })?;
                }
                let successions = formats::crosswalk::read(&file.name, &bytes)?;
                self.add_crosswalk(&file.name, successions)?;
            }
            FileKind::ZipCounties => {
                let rows = formats::geography::read_zip_counties(&file.name, input)?;
                for ZipCounty { zip, county } in rows {
                    self.zip_counties.entry((zip, county.fips)).or_insert(county);
                }
            }
            FileKind::Spreadsheet => {
                return Ok(Some("a workbook: plans and rates come in as XML templates"));
            }
            FileKind::Unknown => {
                return Ok(Some(
                    "neither a plan nor a rate template, nor a crosswalk or ZIP code file",
                ));
            }
        }
        Ok(None)
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

    pub(crate) fn add_plan(&mut self, file: &str, plan: Plan) -> Result<(), ImportError> {
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

    pub(crate) fn add_sheet(&mut self, file: &str, sheet: RateSheet) -> Result<(), ImportError> {
        let filing = self.filing(file, sheet.plan.issuer(), sheet.from.year(), FilingKind::Rates);
        let key = sheet_key(&sheet);
        // Two sheets of a plan and area may not hold on one day, unless they are the same.
        let clash = filing
            .sheets
            .range(until_end_of(&sheet))
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

    pub(crate) fn add_crosswalk(
        &mut self,
        file: &str,
        successions: Vec<Succession>,
    ) -> Result<(), ImportError> {
        let year = year_in(file)
            .ok_or_else(|| ImportError::CrosswalkWithoutYear { file: file.to_owned() })?;
        for succession in successions {
            let plan = succession.from.clone();
            let filing = self.filing(file, plan.issuer(), year, FilingKind::Crosswalk);
            match filing.successions.get(&plan) {
                Some((known, first)) if *known != succession => {
                    let (first, second) = (first.clone(), file.to_owned());
                    return Err(ImportError::CrosswalksDisagree { plan, year, first, second });
                }
                Some(_) => {}
                None => {
                    filing.successions.insert(plan, (succession, file.to_owned()));
                }
            }
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

fn sheet_key(sheet: &RateSheet) -> SheetKey {
    (sheet.plan.clone(), sheet.area.clone(), sheet.from)
}

/// Where the sheets of a sheet's plan and area stand that begin before it ends: those that hold on
/// one of its days are among them.
fn until_end_of(sheet: &RateSheet) -> std::ops::RangeInclusive<SheetKey> {
    let at = |day| (sheet.plan.clone(), sheet.area.clone(), day);
    at(chrono::NaiveDate::MIN)..=at(sheet.until)
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
            FilingKind::Crosswalk => FilingContent::Crosswalk(
                self.successions.values().map(|(succession, _)| succession.clone()).collect(),
            ),
        }
    }
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
