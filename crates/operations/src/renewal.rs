//! Renewals: the dates of one, all that its pages need, and its scenarios.

use crate::access::{Permit, StaffPermit, Viewer};
use crate::compare::roster;
use crate::need::PlanRenewal;
use crate::place::candidates;
use crate::submission::accepted_endings;
use crate::{OperationError, Operations};
use chrono::{Months, NaiveDate};
use domain::access::Capability;
use domain::catalogue::CatalogueHead;
use domain::census::Census;
use domain::contract::Contract;
use domain::date::PlanYear;
use domain::election::{Election, SavedElection, applied};
use domain::employer::Employer;
use domain::id::{EmployerId, ScenarioId};
use domain::place::{RatingArea, rating_area};
use domain::pricing::Split;
use domain::renewal::scenario::{
    KEPT_MAX, SCENARIOS_MAX, SavedScenario, ScenarioFault, ScenarioName,
};
use domain::renewal::{Calendar, CalendarRules, Phase, Reckoner, RenewalBench, Scenario};
use std::sync::Arc;
use store::{Constraint, StoreError, UnitOfWork};

/// A renewal's place in time.
#[derive(Debug, Clone)]
pub struct RenewalHead {
    /// Whose it is.
    pub employer: Employer,
    /// Its dates.
    pub calendar: Calendar,
    /// The day on which it is looked at.
    pub today: NaiveDate,
}

impl RenewalHead {
    /// Where it stands today.
    pub fn phase(&self) -> Phase {
        self.calendar.phase(self.today)
    }

    /// Whether it can be changed today.
    pub fn is_open(&self) -> bool {
        matches!(self.phase(), Phase::Open { .. } | Phase::ClosingSoon { .. })
    }
}

/// The renewals of an employer.
#[derive(Debug, Clone)]
pub struct Renewals {
    /// The one that comes next.
    pub next: RenewalHead,
    /// The contracts, the latest first.
    pub contracts: Vec<Contract>,
}

/// A renewal with all that its pages need.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// Its place in time.
    pub head: RenewalHead,
    /// What can be looked at, once it is open.
    pub opened: Option<Opened>,
}

/// What is in a renewal that is open, or was.
#[derive(Debug, Clone)]
pub struct Opened {
    /// This year's coverage and next year's plans, with what was elected.
    pub bench: RenewalBench,
    /// The same without what was elected, where something was: what counts if nothing is submitted.
    pub without_choices: Option<RenewalBench>,
    /// The scenarios that are kept, in the order in which they were made.
    pub scenarios: Vec<SavedScenario>,
    /// What was elected, by row.
    pub saved: Vec<SavedElection>,
    /// Changes whenever a scenario, an election or a submission does.
    pub pulse: i64,
    /// The number of the catalogue that plans and rates come from.
    pub catalogue: i64,
}

/// A renewal that is watched, and by whom.
#[derive(Debug, Clone)]
pub struct Watched {
    by: Watcher,
    employer: EmployerId,
    effective_on: NaiveDate,
}

/// Who watches a renewal.
#[derive(Debug, Clone)]
enum Watcher {
    /// Somebody who may plan it.
    Planner(Permit<PlanRenewal>),
    /// Somebody who works for the carrier.
    Staff(StaffPermit),
}

impl Watched {
    /// Which renewal: whose, and when it takes effect.
    pub fn renewal(&self) -> (EmployerId, NaiveDate) {
        (self.employer, self.effective_on)
    }
}

/// A scenario that an editor sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: ScenarioName,
    /// What would be offered.
    pub scenario: Scenario,
}

/// A change of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The version that it is based on; 0 where it was not kept yet.
    pub based_on: i64,
    /// What the same editor sent before without an answer: that version is the editor's own, too.
    pub over: Option<Draft>,
    /// The new name.
    pub name: String,
    /// What would be offered.
    pub scenario: Scenario,
    /// Whether it is deleted.
    pub deleted: bool,
}

/// Why a scenario was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// It cannot be kept as it is.
    #[error(transparent)]
    Fault(#[from] ScenarioFault),
    /// The renewal is not open.
    #[error("the renewal is not open")]
    NotOpen,
    /// There are as many as a renewal may have.
    #[error("a renewal has at most {SCENARIOS_MAX} scenarios")]
    TooMany,
    /// Somebody else was first: this is what they saved.
    #[error("somebody else saved this scenario first")]
    Overtaken(Box<SavedScenario>),
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for ScenarioError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

impl Operations {
    /// The next renewals of the employers whose renewal somebody may plan.
    pub async fn next_renewals(&self, viewer: &Viewer) -> Result<Vec<RenewalHead>, OperationError> {
        let employers = self.employers_of(viewer).await?;
        let renewing = employers
            .into_iter()
            .filter(|acting| acting.allowed.capabilities.has(Capability::PlanRenewal))
            .filter_map(|acting| acting.employer.renews_on.map(|day| (acting.employer, day)));
        renewing.map(|(employer, day)| self.head(employer, day)).collect()
    }

    /// The renewals of an employer, with the dates of the next one.
    pub async fn renewals(&self, permit: &Permit<PlanRenewal>) -> Result<Renewals, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let employer = permit.employer().clone();
        let contracts = unit.contract().list(employer.id).await?;
        let effective_on = employer.renews_on.ok_or(OperationError::NoRenewal)?;
        Ok(Renewals { next: self.head(employer, effective_on)?, contracts })
    }

    /// A renewal with all that its pages need.
    pub async fn renewal(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
    ) -> Result<Renewal, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let (head, present) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        if matches!(head.phase(), Phase::NotYetOpen { .. }) {
            return Ok(Renewal { head, opened: None });
        }
        let day = head.calendar.effective_on;
        let employer = head.employer.id;
        let saved = unit.election().list(employer, day).await?;
        let elections: Vec<Election> = saved.iter().map(|saved| saved.election.clone()).collect();
        let laid = self.lay_out(&mut *unit, &head, present.clone(), &elections).await?;
        let without_choices = if elections.is_empty() {
            None
        } else {
            Some(self.lay_out(&mut *unit, &head, present, &[]).await?.bench)
        };
        let scenarios = unit.scenario().list(employer, day).await?;
        let pulse = renewal_pulse(&mut *unit, employer, day).await?;
        let Laid { bench, catalogue, .. } = laid;
        let opened = Opened { bench, without_choices, scenarios, saved, pulse, catalogue };
        Ok(Renewal { head, opened: Some(opened) })
    }

    /// A renewal to be watched for changes of its scenarios.
    pub async fn watch_renewal(
        &self,
        viewer: &Viewer,
        employer: &str,
        effective_on: &str,
    ) -> Result<Watched, OperationError> {
        let permit = self.authorize(viewer, employer).await?;
        let mut unit = self.store.begin_read().await?;
        let (head, _) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        let employer = head.employer.id;
        let effective_on = head.calendar.effective_on;
        Ok(Watched { by: Watcher::Planner(permit), employer, effective_on })
    }

    /// The same for staff, to whom a submission of it was shown.
    pub async fn watch_submission(
        &self,
        permit: &StaffPermit,
        (employer, effective_on, number): (EmployerId, NaiveDate, i64),
    ) -> Result<Watched, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let found = unit.submission().lookup(employer, effective_on, number).await?;
        found.ok_or(OperationError::NotFound)?;
        Ok(Watched { by: Watcher::Staff(permit.clone()), employer, effective_on })
    }

    /// A number that changes whenever a scenario, an election or a submission of the renewal does. Whoever was
    /// signed out since, or may see the renewal no longer, is refused.
    pub async fn pulse(&self, watched: &Watched) -> Result<i64, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let (employer, day) = (watched.employer, watched.effective_on);
        match &watched.by {
            Watcher::Planner(permit) => {
                self.still_allowed(&mut *unit, permit).await?;
                renewal_pulse(&mut *unit, employer, day).await
            }
            // What the employer tries out is not theirs to hear of.
            Watcher::Staff(permit) => {
                self.still_staff(&mut *unit, permit).await?;
                Ok(unit.submission().pulse(employer, day).await?)
            }
        }
    }

    /// The scenarios of a renewal, and the number that changes with them.
    pub async fn scenarios(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
    ) -> Result<(Vec<SavedScenario>, i64), OperationError> {
        let mut unit = self.store.begin_read().await?;
        let (head, _) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        let (employer, day) = (head.employer.id, head.calendar.effective_on);
        Ok((
            unit.scenario().list(employer, day).await?,
            renewal_pulse(&mut *unit, employer, day).await?,
        ))
    }

    /// Keeps a scenario: one that was not kept yet, or another name, other contents, deleted or brought
    /// back. The same again answers as the first time. Of two who changed the same version the second is
    /// told what the first one saved, and nothing is lost.
    pub async fn save_scenario(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
        scenario: &str,
        edit: Edit,
    ) -> Result<SavedScenario, ScenarioError> {
        let kept = self.keep(permit, effective_on, scenario, edit.clone()).await;
        match kept {
            // The same request arrived twice at once, and the other one was first to make it.
            Err(ScenarioError::Operation(OperationError::Store(error)))
                if error.conflict() == Some(Constraint::ScenarioOfId) =>
            {
                self.keep(permit, effective_on, scenario, edit).await
            }
            kept => kept,
        }
    }

    async fn keep(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
        scenario: &str,
        edit: Edit,
    ) -> Result<SavedScenario, ScenarioError> {
        let draft = Draft { name: ScenarioName::parse(&edit.name)?, scenario: edit.scenario };
        draft.scenario.check()?;
        let id = ScenarioId(scenario.parse().map_err(|_| OperationError::NoScenario)?);
        let mut unit = self.store.begin().await?;
        let head = self.find_open(&mut *unit, permit, effective_on).await?;
        let (employer, day) = (head.employer.id, head.calendar.effective_on);
        let mut saved = SavedScenario {
            employer,
            effective_on: day,
            id,
            name: draft.name,
            scenario: draft.scenario,
            version: edit.based_on.saturating_add(1),
            saved_at: self.clock.now(),
            deleted: edit.deleted,
        };
        let found = unit.scenario().lookup(employer, id).await?;
        if found.as_ref().is_some_and(|found| found.effective_on != day) {
            return Err(OperationError::NoScenario.into());
        }
        match found {
            None if edit.based_on == 0 && !edit.deleted => insert(&mut *unit, &mut saved).await?,
            None => return Err(OperationError::NoScenario.into()),
            Some(found) => {
                if !save(&mut *unit, &mut saved, edit.based_on, edit.over, found).await? {
                    return Ok(saved);
                }
            }
        }
        unit.commit().await?;
        Ok(saved)
    }

    async fn find_open(
        &self,
        unit: &mut dyn UnitOfWork,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
    ) -> Result<RenewalHead, ScenarioError> {
        let (head, _) = self.find(unit, permit.employer(), effective_on).await?;
        if head.is_open() { Ok(head) } else { Err(ScenarioError::NotOpen) }
    }

    /// A renewal, and the contract that it renews.
    pub(crate) async fn find(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: &Employer,
        effective_on: &str,
    ) -> Result<(RenewalHead, Contract), OperationError> {
        let day: NaiveDate = effective_on.parse().map_err(|_| OperationError::NoRenewal)?;
        let employer = employer.clone();
        if employer.renews_on != Some(day) {
            return Err(OperationError::NoRenewal);
        }
        let present_from = day.checked_sub_months(Months::new(12));
        let present_from = present_from.ok_or(OperationError::NoRenewal)?;
        let contract = unit.contract().on(employer.id, present_from).await?;
        let contract = contract.ok_or(OperationError::NoRenewal)?;
        Ok((self.head(employer, day)?, contract))
    }

    /// The place in time of an employer's renewal on a day.
    pub(crate) fn head(
        &self,
        employer: Employer,
        day: NaiveDate,
    ) -> Result<RenewalHead, OperationError> {
        let year = PlanYear::starting(day).map_err(|_| OperationError::NoRenewal)?;
        let calendar = Calendar::of(year, CalendarRules::on(day));
        Ok(RenewalHead { employer, calendar, today: self.clock.today() })
    }
}

/// Keeps a new scenario, where there is room. Those that were deleted longest ago make room in the store;
/// it counts on from their versions, so that the pulse grows.
async fn insert(unit: &mut dyn UnitOfWork, new: &mut SavedScenario) -> Result<(), ScenarioError> {
    let (employer, day) = (new.employer, new.effective_on);
    if unit.scenario().list(employer, day).await?.len() >= SCENARIOS_MAX {
        return Err(ScenarioError::TooMany);
    }
    let room = i64::try_from(KEPT_MAX - 1).unwrap_or(i64::MAX);
    new.version += unit.scenario().forget(employer, day, room).await?;
    unit.scenario().insert(new).await?;
    Ok(())
}

/// Keeps a change of what was found, and answers whether it had to be written: not where the same was
/// kept already, by a request whose answer was lost. What the editor sent before this, without knowing
/// what became of it, is no other editor's.
async fn save(
    unit: &mut dyn UnitOfWork,
    change: &mut SavedScenario,
    based_on: i64,
    over: Option<Draft>,
    found: SavedScenario,
) -> Result<bool, ScenarioError> {
    if unit.scenario().save(change, based_on).await? {
        return Ok(true);
    }
    // What the other one saved may have been committed since it was looked up.
    let theirs = unit.scenario().lookup(change.employer, change.id).await?.unwrap_or(found);
    let is = |name: &ScenarioName, scenario: &Scenario| {
        theirs.name == *name && theirs.scenario == *scenario
    };
    if theirs.deleted == change.deleted && is(&change.name, &change.scenario) {
        *change = theirs;
        return Ok(false);
    }
    let own = !theirs.deleted && over.is_some_and(|over| is(&over.name, &over.scenario));
    if own && unit.scenario().save(change, theirs.version).await? {
        change.version = theirs.version.saturating_add(1);
        return Ok(true);
    }
    Err(ScenarioError::Overtaken(Box::new(theirs)))
}

/// A number that changes whenever a scenario, an election or a submission of a renewal does: all parts of it
/// grow.
pub(crate) async fn renewal_pulse(
    unit: &mut dyn UnitOfWork,
    employer: EmployerId,
    effective_on: NaiveDate,
) -> Result<i64, OperationError> {
    let scenarios = unit.scenario().pulse(employer, effective_on).await?;
    let elections = unit.election().pulse(employer, effective_on).await?;
    Ok(scenarios + elections + unit.submission().pulse(employer, effective_on).await?)
}

/// The catalogue that a renewal's plans and rates come from: what was published to the employer, or the latest
/// where nothing was.
pub(crate) async fn catalogue_of(
    unit: &mut dyn UnitOfWork,
    employer: EmployerId,
    effective_on: NaiveDate,
) -> Result<Option<CatalogueHead>, OperationError> {
    Ok(match unit.renewal().publication(employer, effective_on).await? {
        Some(published) => unit.catalogue().by_number(published.catalogue).await?,
        None => unit.catalogue().latest().await?,
    })
}

async fn area_of(
    unit: &mut dyn UnitOfWork,
    employer: &Employer,
) -> Result<RatingArea, OperationError> {
    let zip = employer.zip.ok_or(OperationError::NoRenewal)?;
    let candidates = candidates(unit, zip).await?;
    rating_area(zip, &candidates, employer.county.as_deref()).map_err(|_| OperationError::NoRenewal)
}

/// A renewal laid out with what was elected.
pub(crate) struct Laid {
    /// This year's coverage and next year's plans.
    pub bench: RenewalBench,
    /// The census to which the elections were applied.
    pub next: Census,
    /// This year's census.
    pub census: Census,
    /// The number of the catalogue that plans and rates come from.
    pub catalogue: i64,
}

/// A renewal with what was elected, ready to be looked over and submitted.
pub(crate) struct Reckonable {
    /// The group, and what reckons it.
    pub(crate) reckoner: Reckoner,
    /// Next year's people.
    pub(crate) next: Census,
    /// The catalogue's number.
    pub(crate) catalogue: i64,
    /// The group's month if nothing is done.
    pub(crate) as_is: Split,
}

impl Operations {
    /// Lays a renewal out with what was elected: with the plans and rates that were published to the
    /// employer, or with the latest where nothing was.
    pub(crate) async fn lay_out(
        &self,
        unit: &mut dyn UnitOfWork,
        head: &RenewalHead,
        contract: Contract,
        elections: &[Election],
    ) -> Result<Laid, OperationError> {
        let catalogue = catalogue_of(unit, head.employer.id, head.calendar.effective_on).await?;
        let catalogue = catalogue.ok_or(OperationError::NoRenewal)?;
        let mut laid = self.lay_out_from(unit, head, contract, elections, &catalogue).await?;
        if elections.iter().any(|election| election.ending().is_some()) {
            let day = head.calendar.effective_on;
            let accepted = accepted_endings(unit, head.employer.id, day).await?;
            laid.bench.note_accepted(&accepted);
        }
        Ok(laid)
    }

    /// The same with the plans and rates of a catalogue.
    pub(crate) async fn lay_out_from(
        &self,
        unit: &mut dyn UnitOfWork,
        head: &RenewalHead,
        contract: Contract,
        elections: &[Election],
        catalogue: &CatalogueHead,
    ) -> Result<Laid, OperationError> {
        let effective_on = head.calendar.effective_on;
        let (census, _) = roster(unit, &head.employer).await?;
        let area = area_of(unit, &head.employer).await?;
        let present_from = contract.year.starts_on();
        let offers =
            |id: &domain::id::PlanId| contract.packages.iter().any(|p| p.plans.contains(id));
        let present =
            self.lay_some(unit, catalogue, &census, area.clone(), present_from, offers).await?;
        let next = applied(&census, elections);
        let before = self.shelf.take(unit, catalogue.id, &area, present_from).await?;
        let laid = self.lay(unit, catalogue, &next, area, effective_on).await?;
        let (packages, successions) = (contract.packages, &before.successions);
        let bench = RenewalBench::new(present, laid, &census, elections, packages, successions);
        Ok(Laid { bench, next, census, catalogue: catalogue.number })
    }

    /// Lays a renewal out to be looked over and submitted.
    pub(crate) async fn reckonable(
        &self,
        unit: &mut dyn UnitOfWork,
        head: &RenewalHead,
        contract: Contract,
        elections: &[Election],
    ) -> Result<Reckonable, OperationError> {
        let laid = self.lay_out(unit, head, contract.clone(), elections).await?;
        let reckoner = Reckoner::new(Arc::new(laid.bench));
        // What it would cost to do nothing is told of the people as they are.
        let plain = if elections.is_empty() {
            reckoner.clone()
        } else {
            Reckoner::new(Arc::new(self.lay_out(unit, head, contract, &[]).await?.bench))
        };
        let as_is = plain.reckon(plain.as_is()).group.next;
        Ok(Reckonable { reckoner, next: laid.next, catalogue: laid.catalogue, as_is })
    }
}
