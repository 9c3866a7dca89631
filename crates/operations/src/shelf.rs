//! What catalogues hold, kept at hand: they never change, and everybody asks for the same few.

use crate::OperationError;
use chrono::{Datelike, NaiveDate};
use domain::catalogue::FilingKind;
use domain::id::CatalogueId;
use domain::place::RatingArea;
use domain::plan::{Plan, Succession};
use domain::rate::RateSheet;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::UnitOfWork;

/// How many are kept: a few carriers' areas and months.
const KEPT: usize = 64;
/// How many plans they have in all: anybody may ask for any area and day, and some have ten times as many.
const PLANS_KEPT: u64 = 10_000;

/// What a catalogue holds for an area and a day.
#[derive(Debug)]
pub(crate) struct OnShelf {
    /// The plans of the year in the area's state, or of the nearest year before that has some.
    pub(crate) plans: Vec<Plan>,
    /// The rates that hold there on that day, by plan.
    pub(crate) sheets: Vec<RateSheet>,
    /// What becomes of the plans of that year in the year after.
    pub(crate) successions: Vec<Succession>,
}

/// Which catalogue, where, and on which day.
type Key = (CatalogueId, RatingArea, NaiveDate);

/// What was asked for last, shared by all that a server does.
#[derive(Clone)]
pub(crate) struct Shelf(Arc<Cache<Key, Arc<OnShelf>, Plans>>);

/// Counts the plans.
#[derive(Clone)]
struct Plans;

impl Weighter<Key, Arc<OnShelf>> for Plans {
    fn weight(&self, _: &Key, shelf: &Arc<OnShelf>) -> u64 {
        shelf.plans.len() as u64 + 1
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self(Arc::new(Cache::with_weighter(KEPT, PLANS_KEPT, Plans)))
    }
}

impl Shelf {
    /// What a catalogue holds; read from the store where it is not at hand. Of many who ask for the same at
    /// once one reads it.
    pub(crate) async fn take(
        &self,
        unit: &mut dyn UnitOfWork,
        catalogue: CatalogueId,
        area: &RatingArea,
        on: NaiveDate,
    ) -> Result<Arc<OnShelf>, OperationError> {
        let key = (catalogue, area.clone(), on);
        let read = async {
            Ok(Arc::new(OnShelf {
                plans: latest_plans(unit, catalogue, on.year(), &area.state).await?,
                sheets: unit.catalogue().sheets(catalogue, area, on).await?,
                successions: unit.catalogue().successions(catalogue, on.year()).await?,
            }))
        };
        self.0.get_or_insert_async(&key, read).await
    }
}

/// The plans of a year in a state; where it has none, those of the nearest year before.
async fn latest_plans(
    unit: &mut dyn UnitOfWork,
    catalogue: CatalogueId,
    year: i32,
    state: &str,
) -> Result<Vec<Plan>, OperationError> {
    let filings = unit.catalogue().filings(catalogue).await?;
    let years: BTreeSet<i32> = filings
        .into_iter()
        .filter(|head| head.key.kind == FilingKind::Plans && head.key.year <= year)
        .map(|head| head.key.year)
        .collect();
    for year in years.into_iter().rev() {
        let plans = unit.catalogue().plans(catalogue, year, state).await?;
        if !plans.is_empty() {
            return Ok(plans);
        }
    }
    Ok(Vec::new())
}
