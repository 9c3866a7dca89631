//! A quote: every plan of a catalogue, priced for a census at a place and date.

use crate::place::candidates;
use crate::{OperationError, Operations};
use chrono::Datelike;
use chrono::NaiveDate;
use domain::Workbench;
use domain::catalogue::CatalogueHead;
use domain::census::{Census, CensusFault};
use domain::date::{NotFirstOfMonth, PlanYear};
use domain::id::{IssuerId, PlanId};
use domain::place::{NotAZip, PlaceError, RatingArea, Zip, rating_area};
use domain::plan::Plan;
use domain::workbench::NamedPlan;
use std::collections::HashMap;
use store::UnitOfWork;

/// A workbench and the catalogue that it was laid from.
#[derive(Debug, Clone)]
pub struct Quote {
    /// Everything that can be priced.
    pub workbench: Workbench,
    /// The catalogue; naming it again reproduces the quote.
    pub catalogue: CatalogueHead,
}

/// Why there is no quote.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// The ZIP code cannot be read.
    #[error(transparent)]
    Zip(#[from] NotAZip),
    /// It does not lead to a rating area.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// The plan year must begin on the first of a month.
    #[error(transparent)]
    Date(#[from] NotFirstOfMonth),
    /// People who cannot be covered on that day.
    #[error("{} rows cannot be priced on this date", .0.len())]
    Census(Vec<CensusFault>),
    /// Nothing has been imported yet, or there is no catalogue of this number.
    #[error("there is no such catalogue of plans and rates: import one first")]
    NoCatalogue,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl Operations {
    /// Lays a workbench for a census. All of its people must be coverable on the date: a quote for
    /// fewer people than were asked for would look like a quote for all of them.
    ///
    /// Without a number the latest catalogue counts.
    pub async fn quote(
        &self,
        census: &Census,
        zip: &str,
        county: Option<&str>,
        effective_on: NaiveDate,
        catalogue: Option<i64>,
    ) -> Result<Quote, QuoteError> {
        let zip = Zip::parse(zip)?;
        PlanYear::starting(effective_on)?;
        let faults = census.faults_on(effective_on);
        if !faults.is_empty() {
            return Err(QuoteError::Census(faults));
        }
        let mut unit = self.store.begin_read().await.map_err(OperationError::from)?;
        let area = rating_area(zip, &candidates(&mut *unit, zip).await?, county)?;
        let head = match catalogue {
            Some(number) => unit.catalogue().by_number(number).await,
            None => unit.catalogue().latest().await,
        };
        let head = head.map_err(OperationError::from)?.ok_or(QuoteError::NoCatalogue)?;
        let workbench = self.lay(&mut *unit, &head, census, area, effective_on).await?;
        Ok(Quote { workbench, catalogue: head })
    }
}

impl Operations {
    /// Lays the workbench of a census from a catalogue.
    ///
    /// What is in the catalogue for the state and cannot be had at this place and date is named as
    /// unrated: nothing to choose from should not look like nothing filed.
    pub(crate) async fn lay(
        &self,
        unit: &mut dyn UnitOfWork,
        catalogue: &CatalogueHead,
        census: &Census,
        area: RatingArea,
        effective_on: NaiveDate,
    ) -> Result<Workbench, OperationError> {
        self.lay_some(unit, catalogue, census, area, effective_on, |_| true).await
    }

    /// The same with some of the plans alone.
    pub(crate) async fn lay_some(
        &self,
        unit: &mut dyn UnitOfWork,
        catalogue: &CatalogueHead,
        census: &Census,
        area: RatingArea,
        effective_on: NaiveDate,
        wanted: impl Fn(&PlanId) -> bool + Send,
    ) -> Result<Workbench, OperationError> {
        let shelf = self.shelf.take(unit, catalogue.id, &area, effective_on).await?;
        let names: HashMap<IssuerId, String> =
            unit.catalogue().issuer_names().await?.into_iter().collect();
        let plans = shelf.plans.iter().filter(|plan| wanted(&plan.id));
        let (offered, not_offered): (Vec<&Plan>, Vec<&Plan>) = plans.partition(|plan| {
            plan.from.year() == effective_on.year()
                && plan.from <= effective_on
                && plan.until.is_none_or(|day| effective_on <= day)
        });
        let offered: Vec<NamedPlan<'_>> = offered
            .into_iter()
            .map(|plan| NamedPlan { plan, issuer: names.get(&plan.issuer()).map(String::as_str) })
            .collect();
        let mut workbench = Workbench::new(&offered, &shelf.sheets, census, area, effective_on);
        workbench.unrated.extend(not_offered.into_iter().map(|plan| plan.id.clone()));
        workbench.unrated.sort();
        Ok(workbench)
    }
}
