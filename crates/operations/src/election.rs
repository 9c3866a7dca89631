//! Elections: what each person has next year, as those who manage the renewal say, or the person by a link.
//!
//! The link of an employee is good once, until the last day of the renewal. It shows that employee's own
//! family and plans, and nothing else of the group.

use crate::mail::{Letter, Link, Recipient};
use crate::need::{ManageMembers, PlanRenewal};
use crate::renewal::{Laid, RenewalHead};
use crate::{OperationError, Operations, Origin, Permit};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use credential::token::Token;
use domain::access::is_email;
use domain::audit::{Action, Actor, Event, Excerpt};
use domain::census::{DEPENDENTS_MAX, Household};
use domain::contract::Contract;
use domain::election::{
    Choice, ElectedBy, Election, ElectionFault, ElectionLink, FIRST_ADDED_ROW, SavedElection,
    Subject, Wish,
};
use domain::id::{EmployerId, ScenarioId};
use domain::plan::{CostShare, Line, Service};
use domain::pricing::Split;
use domain::renewal::{Reckoned, Reckoner, Scenario};
use domain::submission::{Filed, FiledFamily, Finding, gate};
use domain::workbench::Workbench;
use std::sync::Arc;
use store::{StoreError, UnitOfWork};

/// Why an election was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ElectionError {
    /// Something is wrong with it.
    #[error("the election has faults")]
    Faults(Vec<(Subject, ElectionFault)>),
    /// The renewal is not open.
    #[error("the renewal is not open")]
    NotOpen,
    /// Somebody else was first: this is what they saved; nothing where nothing is kept.
    #[error("somebody else changed this election first")]
    Overtaken(Option<Box<SavedElection>>),
    /// An employee was sent a link just now, or too many are to be sent at once.
    #[error("a link was sent a moment ago")]
    TooSoon,
    /// What is given for the employee of a row is no e-mail address.
    #[error("this is no e-mail address")]
    NoAddress(u32),
    /// The plan that was chosen is not offered to the employee.
    #[error("this plan is not offered")]
    NotOffered,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for ElectionError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// A change of an election.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionEdit {
    /// What is elected. The rows of people whom no roster has, and who are new with this edit, are 0; they
    /// get theirs when it is kept.
    pub election: Election,
    /// The version that it is based on; 0 where nothing was elected yet.
    pub based_on: i64,
    /// Whether the election is taken back.
    pub removed: bool,
}

/// What an election would come to in a scenario, for those who consider it.
#[derive(Debug, Clone)]
pub struct ElectionPreview {
    /// The family without the edit; nothing of somebody new.
    pub before: Option<FiledFamily>,
    /// The family with it; nothing where it takes somebody new back.
    pub after: Option<FiledFamily>,
    /// What the rules say about it.
    pub findings: Vec<Finding>,
}

/// Whom an election link is to be sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The employee's row.
    pub row: u32,
    /// The e-mail address.
    pub email: String,
}

/// A plan that an employee may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotPlan {
    /// The plan, as it can be compared.
    pub plan: domain::workbench::Offer,
    /// A month of it for the employee's family.
    pub month: Split,
    /// What people pay for what they need most.
    pub shares: Vec<(Service, CostShare)>,
    /// Whether the employee gets it without choosing.
    pub follows: bool,
}

/// What an employee sees by a link.
#[derive(Debug, Clone)]
pub struct Ballot {
    /// The employer's name.
    pub employer: String,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// The last day to answer.
    pub last_day: NaiveDate,
    /// The employee's name.
    pub name: String,
    /// The names of the dependents who would be covered.
    pub dependents: Vec<String>,
    /// What the employee pays a month now.
    pub now: Split,
    /// The names of the present plans.
    pub present: Vec<String>,
    /// For medical and dental, what may be chosen.
    pub options: [Vec<BallotPlan>; 2],
    /// What was elected so far.
    pub election: Option<Election>,
}

/// What became of a link.
#[derive(Debug, Clone)]
pub enum BallotState {
    /// It can be answered.
    Open(Box<Ballot>),
    /// It was answered.
    Answered,
    /// It is good no more: it expired, another one was sent, or the renewal is over.
    Over,
}

impl Operations {
    /// What was elected for a renewal, and the links that were sent, by row.
    pub async fn elections(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
    ) -> Result<(Vec<SavedElection>, Vec<ElectionLink>), OperationError> {
        let mut unit = self.store.begin_read().await?;
        let (head, _) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        let (employer, day) = (head.employer.id, head.calendar.effective_on);
        Ok((
            unit.election().list(employer, day).await?,
            unit.election().links(employer, day).await?,
        ))
    }

    /// What an edit would come to in a scenario. Nothing is kept.
    pub async fn preview_election(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
        scenario: &Scenario,
        mut edit: ElectionEdit,
    ) -> Result<ElectionPreview, ElectionError> {
        let mut unit = self.store.begin_read().await?;
        let (head, contract) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        let (employer, day) = (head.employer.id, head.calendar.effective_on);
        let saved = unit.election().list(employer, day).await?;
        let kept = saved.iter().find(|saved| saved.election.row == edit.election.row);
        within_bounds(kept, &edit)?;
        let elections: Vec<Election> = saved.iter().map(|saved| saved.election.clone()).collect();
        let laid = self.lay_out(&mut *unit, &head, contract.clone(), &elections).await?;
        number(&mut edit.election, free_row(&mut *unit, &laid, employer, day).await?);
        self.check(&head, &laid, &edit)?;
        let row = edit.election.row;
        let mut changed = elections.clone();
        changed.retain(|election| election.row != row);
        changed.extend((!edit.removed).then_some(edit.election));
        let with = self.lay_out(&mut *unit, &head, contract, &changed).await?;
        let of = |laid: Laid, elections| {
            let reckoner = Reckoner::new(Arc::new(laid.bench));
            let reckoned = reckoner.reckon(scenario);
            let filed = Filed::of(&reckoner, &reckoned, scenario, &laid.next, elections);
            let family = filed.families.into_iter().find(|family| family.row == row);
            let findings =
                gate::findings(&reckoner, scenario, &reckoned, &head.calendar, head.today);
            (family, findings)
        };
        let (before, _) = of(laid, elections);
        let (after, mut findings) = of(with, changed);
        findings.retain(|finding| finding.row == Some(row));
        Ok(ElectionPreview { before, after, findings })
    }

    /// Keeps elections, all or none of them. Answers what is kept, in the order of the edits.
    pub async fn save_elections(
        &self,
        permit: &Permit<ManageMembers>,
        effective_on: &str,
        edits: Vec<ElectionEdit>,
    ) -> Result<Vec<SavedElection>, ElectionError> {
        // What takes long is laid out before anybody is made to wait.
        let mut unit = self.store.begin_read().await?;
        let (head, contract) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        if !head.is_open() {
            return Err(ElectionError::NotOpen);
        }
        let (employer, day) = (head.employer.id, head.calendar.effective_on);
        let laid = self.lay_out(&mut *unit, &head, contract, &[]).await?;
        drop(unit);
        let now = self.clock.now();
        let mut unit = self.store.begin().await?;
        // Two who add somebody at once would give both the same row.
        unit.employer().hold(employer).await?;
        if edits.len() > EDITS_MAX {
            return Err(too_many());
        }
        let viewer = permit.viewer();
        let mut kept = Vec::new();
        for mut edit in edits {
            let before = unit.election().lookup(employer, day, edit.election.row).await?;
            within_bounds(before.as_ref(), &edit)?;
            number(&mut edit.election, free_row(&mut *unit, &laid, employer, day).await?);
            self.check(&head, &laid, &edit)?;
            let subject = subject(&laid, &edit.election);
            let saved = SavedElection {
                employer,
                effective_on: day,
                by: ElectedBy::Employer,
                changed_by: viewer.account().name.clone(),
                version: edit.based_on + 1,
                removed: edit.removed,
                changed_at: now,
                election: edit.election,
            };
            if !unit.election().save(&saved, edit.based_on).await? {
                let theirs = before.filter(|before| !before.removed).map(Box::new);
                return Err(ElectionError::Overtaken(theirs));
            }
            let event = viewer.event(Some(employer), now, Action::ElectionChanged, &subject);
            let told = |saved: &SavedElection| Excerpt::new(&said(&laid, saved));
            unit.audit()
                .append(Event {
                    before: before.as_ref().map(told),
                    after: Some(told(&saved)),
                    ..event
                })
                .await?;
            kept.push(saved);
        }
        unit.commit().await?;
        Ok(kept)
    }

    /// Refuses an edit that says what cannot be.
    fn check(
        &self,
        head: &RenewalHead,
        laid: &Laid,
        edit: &ElectionEdit,
    ) -> Result<(), ElectionError> {
        if edit.removed {
            return Ok(());
        }
        let household = household(laid, edit.election.row);
        let faults = edit.election.check(household, head.calendar.effective_on, self.clock.today());
        if faults.is_empty() { Ok(()) } else { Err(ElectionError::Faults(faults)) }
    }

    /// Sends employees links by which they choose for themselves among what a scenario offers. Whoever has
    /// one already gets another, and the one before is good no more.
    pub async fn send_election_links(
        &self,
        permit: &Permit<ManageMembers>,
        effective_on: &str,
        scenario: Option<&str>,
        to: &[Addressee],
    ) -> Result<usize, ElectionError> {
        let mut unit = self.store.begin().await?;
        let (head, contract) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        if !head.is_open() {
            return Err(ElectionError::NotOpen);
        }
        let (employer, day) = (head.employer.id, head.calendar.effective_on);
        let scenario = self.scenario_of(&mut *unit, employer, day, scenario).await?;
        let laid = self.lay_out(&mut *unit, &head, contract, &[]).await?;
        let now = self.clock.now();
        let viewer = permit.viewer();
        let before = unit.election().links(employer, day).await?;
        let lately = |row: u32| before.iter().any(|l| l.row == row && now - l.sent_at < AGAIN);
        if to.len() > EDITS_MAX || to.iter().any(|one| lately(one.row)) {
            return Err(ElectionError::TooSoon);
        }
        if let Some(wrong) = to.iter().find(|one| !is_email(one.email.trim())) {
            return Err(ElectionError::NoAddress(wrong.row));
        }
        for addressee in to {
            let Some(household) = household(&laid, addressee.row) else {
                return Err(OperationError::NotFound.into());
            };
            let token = self.new_token();
            let link = ElectionLink {
                employer,
                effective_on: day,
                row: addressee.row,
                scenario: scenario.as_ref().map(|saved| saved.id),
                digest: digest(&token),
                name: household.employee.name.clone(),
                email: addressee.email.trim().to_owned(),
                sent_by: viewer.account().name.clone(),
                sent_at: now,
                expires_at: end_of(head.calendar.last_day),
                opened_at: None,
                answered_at: None,
            };
            unit.election().save_link(&link).await?;
            let letter = Letter::Election {
                employer: head.employer.name.clone(),
                sender: viewer.account().name.clone(),
                link: Link::new(format!("{}/elect/{}", self.origin(), token.text())),
                ends: head.calendar.last_day,
            };
            let to = Recipient {
                name: link.name.clone(),
                email: link.email.clone(),
                account: None,
                employer: Some(employer),
            };
            self.post(&mut *unit, &to, &letter).await?;
            let event = viewer.event(Some(employer), now, Action::ElectionLinkSent, &link.name);
            unit.audit().append(event).await?;
        }
        unit.commit().await?;
        Ok(to.len())
    }

    async fn scenario_of(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: EmployerId,
        day: NaiveDate,
        scenario: Option<&str>,
    ) -> Result<Option<domain::renewal::scenario::SavedScenario>, OperationError> {
        let Some(id) = scenario else { return Ok(None) };
        let id = ScenarioId(id.parse().map_err(|_| OperationError::NoScenario)?);
        let found = unit.scenario().lookup(employer, id).await?;
        let found = found.filter(|found| !found.deleted && found.effective_on == day);
        found.map(Some).ok_or(OperationError::NoScenario)
    }

    /// What whoever has an election link may choose.
    pub async fn open_ballot(&self, token: &str) -> Result<BallotState, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let Some(link) = link(&mut *unit, token).await? else {
            return Err(OperationError::NotFound);
        };
        if link.answered_at.is_some() {
            return Ok(BallotState::Answered);
        }
        let Some(cast) = self.cast(&mut *unit, &link).await? else { return Ok(BallotState::Over) };
        drop(unit);
        if link.opened_at.is_none() {
            let mut unit = self.store.begin().await?;
            unit.election().note_opened(&link, self.clock.now()).await?;
            unit.commit().await?;
        }
        Ok(BallotState::Open(Box::new(cast.ballot(&link))))
    }

    /// Takes an employee's answer: for medical and dental the plan, or nothing where the employee declines
    /// with a reason.
    pub async fn answer_ballot(
        &self,
        token: &str,
        choice: Choice,
        from: &Origin,
    ) -> Result<(), ElectionError> {
        let mut unit = self.store.begin().await?;
        let found = link(&mut *unit, token).await?.ok_or(OperationError::NotFound)?;
        unit.employer().hold(found.employer).await?;
        let cast = self.cast(&mut *unit, &found).await?.ok_or(ElectionError::NotOpen)?;
        if matches!(choice, Choice::Ended(_)) || !cast.offers(&choice) {
            return Err(ElectionError::NotOffered);
        }
        let now = self.clock.now();
        if !unit.election().take(&found, now).await? {
            return Err(ElectionError::NotOpen);
        }
        let before = unit.election().lookup(found.employer, found.effective_on, found.row).await?;
        let based_on = before.as_ref().map_or(0, |before| before.version);
        let kept = before.filter(|before| !before.removed).map(|before| before.election);
        let election =
            Election { choice, ..kept.unwrap_or_else(|| Election::following(found.row)) };
        let saved = SavedElection {
            employer: found.employer,
            effective_on: found.effective_on,
            election,
            by: ElectedBy::Employee,
            changed_by: found.name.clone(),
            version: based_on + 1,
            removed: false,
            changed_at: now,
        };
        if !unit.election().save(&saved, based_on).await? {
            return Err(ElectionError::Overtaken(None));
        }
        let event = Event {
            employer: Some(found.employer),
            at: now,
            actor: Actor::Visitor,
            address: Some(Excerpt::new(&from.address)),
            action: Action::ElectionAnswered,
            subject: Excerpt::new(&found.name),
            before: None,
            after: Some(Excerpt::new(&said(&cast.laid, &saved))),
        };
        unit.audit().append(event).await?;
        Ok(unit.commit().await?)
    }

    /// The renewal of a link with what it offers; `None` where it can be answered no more.
    async fn cast(
        &self,
        unit: &mut dyn UnitOfWork,
        link: &ElectionLink,
    ) -> Result<Option<Cast>, OperationError> {
        let Some(employer) = unit.employer().lookup(link.employer).await? else { return Ok(None) };
        let day = link.effective_on.to_string();
        let Ok((head, contract)) = self.find(unit, &employer, &day).await else { return Ok(None) };
        if !head.is_open() || !link.is_good(self.clock.now()) {
            return Ok(None);
        }
        self.lay_ballot(unit, head, contract, link).await
    }

    async fn lay_ballot(
        &self,
        unit: &mut dyn UnitOfWork,
        head: RenewalHead,
        contract: Contract,
        link: &ElectionLink,
    ) -> Result<Option<Cast>, OperationError> {
        // What was submitted is settled, and so is the coverage of somebody who leaves.
        let all = unit.submission().list(link.employer, link.effective_on).await?;
        let saved = unit.election().lookup(link.employer, link.effective_on, link.row).await?;
        let saved = saved.filter(|saved| !saved.removed).map(|saved| saved.election);
        let ends = saved.as_ref().is_some_and(|e| matches!(e.choice, Choice::Ended(_)));
        if ends || all.iter().any(|one| one.course.state.stands()) {
            return Ok(None);
        }
        let scenario = match link.scenario {
            None => None,
            Some(id) => unit.scenario().lookup(link.employer, id).await?.filter(|s| !s.deleted),
        };
        if link.scenario.is_some() && scenario.is_none() {
            return Ok(None);
        }
        // As if the employee followed, so that every plan can be priced for the family.
        let family = saved.clone().map(|election| Election {
            choice: Choice::Covered(<[Wish; 2]>::default()),
            ..election
        });
        let family = family.unwrap_or_else(|| Election::following(link.row));
        let laid = self.lay_out(unit, &head, contract, &[family]).await?;
        let reckoner = Reckoner::new(Arc::new(laid.bench.clone()));
        let scenario = scenario.map_or_else(|| reckoner.as_is().clone(), |saved| saved.scenario);
        let reckoned = reckoner.reckon(&scenario);
        let Some(place) = laid.bench.employees.iter().position(|e| e.row == link.row) else {
            return Ok(None);
        };
        Ok(Some(Cast { head, laid, reckoner, scenario, reckoned, place, saved }))
    }
}

/// A ballot with what reckons it.
struct Cast {
    head: RenewalHead,
    laid: Laid,
    reckoner: Reckoner,
    scenario: Scenario,
    reckoned: Reckoned,
    /// The employee's place in the bench.
    place: usize,
    saved: Option<Election>,
}

impl Cast {
    fn options(&self) -> [Vec<BallotPlan>; 2] {
        let bench = self.reckoner.bench();
        let employee = &bench.employees[self.place];
        let impact = self.reckoner.impact(&self.reckoned, self.place);
        let (Some(family), Some(package)) =
            (employee.next, self.reckoner.package(&self.scenario, employee))
        else {
            return [Vec::new(), Vec::new()];
        };
        let offered = self.reckoner.offered(package);
        [Line::Medical, Line::Dental].map(|line| {
            let plans = offered.iter().filter(|place| bench.next.plans[**place].line == line);
            plans
                .map(|place| BallotPlan {
                    plan: bench.next.plans[*place].clone(),
                    month: self.reckoner.next().family(
                        &self.reckoned.priced,
                        family as usize,
                        *place,
                    ),
                    shares: told_shares(&bench.next, *place),
                    follows: impact.plans[line as usize].map(usize::from) == Some(*place),
                })
                .collect()
        })
    }

    /// Whether what is chosen may be.
    fn offers(&self, choice: &Choice) -> bool {
        let Choice::Covered(wishes) = choice else { return true };
        let options = self.options();
        wishes.iter().zip(&options).all(|(wish, options)| match wish {
            Wish::Follow | Wish::Without => true,
            Wish::Plan(id) => options.iter().any(|option| option.plan.id == *id),
        })
    }

    fn ballot(&self, link: &ElectionLink) -> Ballot {
        let bench = self.reckoner.bench();
        let employee = &bench.employees[self.place];
        let dependents = employee.next.map_or_else(Vec::new, |family| {
            let members = &bench.next.families[family as usize].members;
            members.iter().skip(1).map(|member| member.name.clone()).collect()
        });
        let present = employee.enrolled.iter().flatten();
        Ballot {
            employer: self.head.employer.name.clone(),
            effective_on: self.head.calendar.effective_on,
            last_day: self.head.calendar.last_day,
            name: link.name.clone(),
            dependents,
            now: self.reckoner.impact(&self.reckoned, self.place).now,
            present: present.map(|p| bench.present.plans[usize::from(*p)].name.clone()).collect(),
            options: self.options(),
            election: self.saved.clone(),
        }
    }
}

/// What is told of a plan's cost shares to somebody who chooses for one family.
const TOLD: [Service; 7] = [
    Service::PrimaryCare,
    Service::Specialist,
    Service::EmergencyRoom,
    Service::HospitalStay,
    Service::Generic,
    Service::AdultDentalCheckUp,
    Service::AdultDentalBasic,
];

fn told_shares(workbench: &Workbench, plan: usize) -> Vec<(Service, CostShare)> {
    let inside = |service: Service| Some((service, workbench.share(plan, service)?.0));
    TOLD.into_iter().filter_map(inside).collect()
}

/// How many elections, or links, are taken at once.
const EDITS_MAX: usize = 1_000;
/// How long a link must be old before another one is sent.
const AGAIN: TimeDelta = TimeDelta::minutes(10);

fn too_many() -> ElectionError {
    ElectionError::Faults(vec![(Subject::Employee, ElectionFault::TooMany)])
}

/// Refuses an edit that is too large, or that gives somebody a row that nobody was given.
fn within_bounds(kept: Option<&SavedElection>, edit: &ElectionEdit) -> Result<(), ElectionError> {
    let election = &edit.election;
    if election.joining.len() > DEPENDENTS_MAX || election.leaving.len() > DEPENDENTS_MAX {
        return Err(too_many());
    }
    let joined = |row: u32| kept.is_some_and(|k| k.election.joining.iter().any(|j| j.row == row));
    let mut faults = Vec::new();
    if election.row >= FIRST_ADDED_ROW && kept.is_none() && election.newcomer.is_some() {
        faults.push((Subject::Employee, ElectionFault::UnknownEmployee));
    }
    for (place, joining) in (0..).zip(&election.joining) {
        let twice = election.joining.iter().filter(|other| other.row == joining.row).count() > 1;
        if joining.row != 0 && (twice || !joined(joining.row)) {
            faults.push((Subject::Joining(place), ElectionFault::UnknownDependent));
        }
    }
    if edit.removed && kept.is_none() {
        faults.push((Subject::Employee, ElectionFault::UnknownEmployee));
    }
    if faults.is_empty() { Ok(()) } else { Err(ElectionError::Faults(faults)) }
}

/// A row for somebody new: above those of the roster, into which people of earlier renewals came with theirs,
/// and above those that this renewal's elections spoke of.
async fn free_row(
    unit: &mut dyn UnitOfWork,
    laid: &Laid,
    employer: EmployerId,
    day: NaiveDate,
) -> Result<u32, OperationError> {
    let households = laid.census.households.iter();
    let people = households.flat_map(|h| std::iter::once(&h.employee).chain(&h.dependents));
    let highest = people.map(|person| person.row).max().unwrap_or_default();
    Ok(unit.election().next_row(employer, day).await?.max(highest.saturating_add(1)))
}

/// Gives rows to the people of an edit who have none yet.
fn number(election: &mut Election, mut next: u32) {
    let mut take = |row: &mut u32| {
        if *row == 0 {
            *row = next;
            next += 1;
        }
    };
    take(&mut election.row);
    for joining in &mut election.joining {
        take(&mut joining.row);
    }
}

fn household(laid: &Laid, row: u32) -> Option<&Household> {
    laid.census.households.iter().find(|household| household.employee.row == row)
}

/// Of whom an event tells.
fn subject(laid: &Laid, election: &Election) -> String {
    match (&election.newcomer, household(laid, election.row)) {
        (Some(newcomer), _) => newcomer.name.clone(),
        (None, Some(household)) => household.employee.name.clone(),
        (None, None) => String::new(),
    }
}

/// An election in few words, for the audit trail: no date of birth is in it.
fn said(laid: &Laid, saved: &SavedElection) -> String {
    if saved.removed {
        return "taken back".to_owned();
    }
    let election = &saved.election;
    let plan = |wish: &Wish| match wish {
        Wish::Follow => None,
        Wish::Without => Some("none".to_owned()),
        Wish::Plan(id) => Some(laid.bench.next.plan(id).map_or_else(
            || id.as_str().to_owned(),
            |place| laid.bench.next.plans[place].name.clone(),
        )),
    };
    let mut parts = match &election.choice {
        Choice::Covered(wishes) => wishes.iter().filter_map(plan).collect(),
        Choice::Waived(waiver) => vec![waiver.label().to_owned()],
        Choice::Ended(ending) => {
            vec![format!("{}, last day {}", ending.reason.label(), ending.last_day)]
        }
    };
    parts.extend(election.joining.iter().map(|joining| format!("+ {}", joining.name)));
    parts.extend(election.leaving.iter().map(|leaving| format!("- {}", leaving.reason.label())));
    if parts.is_empty() { "as the scenario leads".to_owned() } else { parts.join("; ") }
}

fn digest(token: &Token) -> String {
    token.digest("election").text()
}

async fn link(
    unit: &mut dyn UnitOfWork,
    token: &str,
) -> Result<Option<ElectionLink>, OperationError> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    Ok(unit.election().link_of_digest(&digest(&token)).await?)
}

/// The moment at which a day is over everywhere in the carrier's country: noon of the day after, in UTC.
fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.succ_opt().unwrap_or(day);
    next.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()).and_utc()
}
