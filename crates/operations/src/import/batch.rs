//! Reading a set of files into what they say, in agreement with itself.

use super::{ImportError, Skipped, SourceFile};
use chrono::Datelike;
use domain::catalogue::{FilingContent, FilingKey, FilingKind};
use domain::id::{IssuerId, PlanId};
use domain::place::{County, RatingArea, Zip};
use domain::plan::{Plan, Succession};
use domain::rate::RateSheet;
use formats::geography::ZipCounty;
use formats::qhp::{Note, QhpFile};
use formats::{FileKind, FormatError};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read, Seek};

/// The largest crosswalk, in bytes.
const CROSSWALK_BYTES_MAX: u64 = 8 * 1024 * 1024;

/// What was read from a set of files, in agreement with itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    pub(super) filings: BTreeMap<FilingKey, Gathered>,
    /// By ZIP code and the county's FIPS code. Of two spellings of a county the first counts.
    pub(super) zip_counties: BTreeMap<(Zip, u32), County>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) notes: Vec<(String, Note)>,
}

/// A plan, an area and the first day of a rate.
pub(super) type SheetKey = (PlanId, RatingArea, chrono::NaiveDate);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Gathered {
    pub(super) files: BTreeSet<String>,
    pub(super) plans: BTreeMap<PlanId, (Plan, String)>,
    /// By plan, area and first day.
    pub(super) sheets: BTreeMap<SheetKey, (RateSheet, String)>,
    pub(super) successions: BTreeMap<PlanId, (Succession, String)>,
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
}

/// The first year of this century in a file's name.
fn year_in(name: &str) -> Option<i32> {
    let name = name.rsplit(['/', '\\']).next()?;
    let digits =
        |window: &&[u8]| window.starts_with(b"20") && window.iter().all(u8::is_ascii_digit);
    let year = name.as_bytes().windows(4).find(digits)?;
    std::str::from_utf8(year).ok()?.parse().ok()
}

pub(super) fn sheet_key(sheet: &RateSheet) -> SheetKey {
    (sheet.plan.clone(), sheet.area.clone(), sheet.from)
}

/// Where the sheets of a sheet's plan and area stand that begin before it ends: those that hold on
/// one of its days are among them.
pub(super) fn until_end_of(sheet: &RateSheet) -> std::ops::RangeInclusive<SheetKey> {
    let at = |day| (sheet.plan.clone(), sheet.area.clone(), day);
    at(chrono::NaiveDate::MIN)..=at(sheet.until)
}

impl Gathered {
    pub(super) fn content(&self, kind: FilingKind) -> FilingContent {
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
