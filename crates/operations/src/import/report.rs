//! What an import tells people.

use super::{Batch, Skipped};
use domain::id::PlanId;
use domain::plan::{Line, Plan};
use domain::rate::RateSheet;
use formats::qhp::Note;
use std::collections::{BTreeMap, BTreeSet};

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

impl Batch {
    /// What was read, for people.
    pub fn report(&self) -> Report {
        let mut lines: BTreeMap<(u32, i32), ReportLine> = BTreeMap::new();
        let mut with_benefits: BTreeMap<(u32, i32), BTreeSet<&PlanId>> = BTreeMap::new();
        let mut with_rates: BTreeMap<(u32, i32), BTreeSet<&PlanId>> = BTreeMap::new();
        for (key, filing) in &self.filings {
            let at = (key.issuer.0, key.year);
            let line = lines.entry(at).or_default();
            (line.issuer, line.year) = at;
            let dental = |(plan, _): &&(Plan, String)| plan.line == Line::Dental;
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
