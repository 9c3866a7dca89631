//! What the calendar does: a renewal that nobody submitted renews as it is, and what was accepted takes
//! effect. Each job is safe to run twice, and in several servers at once.

use super::hash_of;
use super::submit::{SubmitError, happen};
use crate::access::StaffPermit;
use crate::{OperationError, Operations};
use chrono::{Days, Months, NaiveDate};
use domain::audit::{Action, Event as AuditEvent, Excerpt};
use domain::census::{Census, Household, Person};
use domain::date::PlanYear;
use domain::election::applied;
use domain::employer::Employer;
use domain::id::{EmployerId, PlanId, RosterId};
use domain::plan::Line;
use domain::renewal::{Calendar, CalendarRules, Phase, Reckoner};
use domain::roster::RosterHead;
use domain::submission::{
    Course, Event, Filed, FiledFamily, Outcome, Party, State, Submission, SubmissionHead,
};
use domain::word::count;
use std::sync::Arc;
use store::{Constraint, UnitOfWork};

/// How many employers are looked up at once.
const BATCH: u32 = 200;
/// How many days ahead of its effective date a renewal is looked at.
const AHEAD: Days = Days::new(100);
/// How many days after it one that was missed is made up for.
const BEHIND: Days = Days::new(100);

/// A renewal that nobody submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsIsPlan {
    /// Whose it is.
    pub employer: Employer,
    /// Its dates.
    pub calendar: Calendar,
    /// Whether it renews as it is now.
    pub due: bool,
}

/// What became of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsIs {
    /// It was renewed.
    Renewed,
    /// Somebody was first: an employer's submission, or another server.
    Overtaken,
    /// It cannot be: there are no plans or rates for it.
    NotPossible,
}

/// What a job did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// How many were done.
    pub done: u32,
    /// How many could not be.
    pub failed: u32,
}

/// What the calendar did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turned {
    /// What renewed as it was.
    pub renewed: Done,
    /// What took effect.
    pub took_effect: Done,
    /// How many employers were reminded.
    pub reminded: usize,
}

impl Operations {
    /// The renewals that nobody submitted, the earliest first, and which of them renew as they are now.
    pub async fn as_is_plan(&self, _permit: &StaffPermit) -> Result<Vec<AsIsPlan>, OperationError> {
        let today = self.clock.today();
        let mut plan: Vec<AsIsPlan> = self
            .untouched()
            .await?
            .into_iter()
            .map(|(employer, calendar)| {
                let due = calendar.phase(today) == Phase::Closed;
                AsIsPlan { employer, calendar, due }
            })
            .filter(|plan| plan.calendar.opens_on <= today)
            .collect();
        plan.sort_by_key(|plan| (plan.calendar.effective_on, plan.employer.name.clone()));
        Ok(plan)
    }

    /// The employers whose renewal is near and has no submission that stands.
    pub(super) async fn untouched(&self) -> Result<Vec<(Employer, Calendar)>, OperationError> {
        let today = self.clock.today();
        let from = today.checked_sub_days(BEHIND).unwrap_or(today);
        let until = today.checked_add_days(AHEAD).unwrap_or(today);
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let mut unit = self.store.begin_read().await?;
            let some = unit.submission().employers_without(from, until, after, BATCH).await?;
            let Some(last) = some.last() else { return Ok(all) };
            after = Some(last.id);
            all.extend(some.into_iter().filter_map(|employer| {
                let day = employer.renews_on?;
                let year = PlanYear::starting(day).ok()?;
                Some((employer, Calendar::of(year, CalendarRules::on(day))))
            }));
        }
    }

    /// Does all that is due by the calendar, in its order: renews as it is what nobody submitted, lets what
    /// was accepted take effect, and reminds of what is open. One that fails keeps no other from being done.
    pub async fn turn_calendar(&self) -> Turned {
        let renewed = told("renew as they are", self.renew_as_is().await);
        let took_effect = told("take effect", self.take_effect().await);
        let reminded = told("be reminded of", self.remind_of_renewals().await);
        Turned { renewed, took_effect, reminded }
    }

    /// The same of those alone that renew as they are, when staff say so.
    pub async fn renew_due_now(&self, permit: &StaffPermit) -> Result<Done, OperationError> {
        self.prove_fresh(permit.viewer())?;
        self.renew_as_is().await
    }

    /// Renews as they are all whose last day is over and that nobody submitted.
    pub async fn renew_as_is(&self) -> Result<Done, OperationError> {
        let today = self.clock.today();
        let mut done = Done::default();
        for (employer, calendar) in self.untouched().await? {
            if calendar.phase(today) != Phase::Closed {
                continue;
            }
            match self.renew_one_as_is(employer.id, calendar.effective_on).await {
                Ok(AsIs::Renewed) => done.done += 1,
                Ok(AsIs::Overtaken) => {}
                Ok(AsIs::NotPossible) => {
                    tracing::error!(employer = %employer.id, "a renewal cannot renew as it is");
                    done.failed += 1;
                }
                // The others are renewed all the same; this one is tried again the next time.
                Err(error) => {
                    tracing::error!(employer = %employer.id, cause = ?error, "a renewal failed");
                    done.failed += 1;
                }
            }
        }
        Ok(done)
    }

    async fn renew_one_as_is(
        &self,
        employer: EmployerId,
        day: NaiveDate,
    ) -> Result<AsIs, OperationError> {
        match self.try_as_is(employer, day).await {
            Err(OperationError::Store(error))
                if matches!(
                    error.conflict(),
                    Some(
                        Constraint::SubmissionOfKey
                            | Constraint::SubmissionOfNumber
                            | Constraint::SubmissionAccepted
                    )
                ) =>
            {
                Ok(AsIs::Overtaken)
            }
            Err(OperationError::NoRenewal) => self.cannot_renew(employer, day).await,
            other => other,
        }
    }

    /// Tells once, in the trail, that a renewal cannot renew as it is: staff see it among those that are due.
    async fn cannot_renew(&self, id: EmployerId, day: NaiveDate) -> Result<AsIs, OperationError> {
        let now = self.clock.now();
        let mut unit = self.store.begin().await?;
        if unit.renewal().note_notice(id, day, "not_possible", now).await? {
            let event = self.told_by_job(id, Action::RenewalNotPossible, &day.to_string());
            unit.audit().append(event).await?;
            unit.commit().await?;
        }
        Ok(AsIs::NotPossible)
    }

    async fn try_as_is(&self, id: EmployerId, day: NaiveDate) -> Result<AsIs, OperationError> {
        let mut unit = self.store.begin().await?;
        unit.employer().hold(id).await?;
        let employer = unit.employer().lookup(id).await?.ok_or(OperationError::NoRenewal)?;
        if employer.renews_on != Some(day) {
            return Ok(AsIs::Overtaken);
        }
        let (head, contract) = self.find(&mut *unit, &employer, &day.to_string()).await?;
        let before = unit.submission().list(id, day).await?;
        let unsigned = |other: &Submission| other.course.state == State::AwaitsSecond;
        let stands = |other: &Submission| other.course.state.stands() && !unsigned(other);
        if head.phase() != Phase::Closed || before.iter().any(stands) {
            return Ok(AsIs::Overtaken);
        }
        let number = before.first().map_or(1, |newest| newest.number + 1);
        // What one signed and nobody confirmed in time binds nobody.
        for mut other in before.into_iter().filter(unsigned) {
            let reason = "Nobody confirmed it by the last day.".to_owned();
            let doing = self.doing(Party::Calendar, "");
            let done = happen(&mut *unit, &mut other, Event::Withdraw { reason }, doing).await;
            done.map_err(|_| OperationError::NotFound)?;
        }
        let elected = unit.election().list(id, day).await?.len();
        let laid = self.lay_out(&mut *unit, &head, contract, &[]).await?;
        let reckoner = Reckoner::new(Arc::new(laid.bench));
        let scenario = reckoner.as_is().clone();
        let reckoned = reckoner.reckon(&scenario);
        let filed = Filed {
            employer: employer.name.clone(),
            catalogue: laid.catalogue,
            ..Filed::of(&reckoner, &reckoned, &scenario, &laid.next, Vec::new())
        };
        // Without a medical plan for people who have one, this would end a whole group's coverage.
        let has = |plans: fn(&FiledFamily) -> &[Option<PlanId>; 2]| {
            filed.families.iter().any(|family| plans(family)[Line::Medical as usize].is_some())
        };
        if has(|family| &family.now_in) && !has(|family| &family.next_in) {
            return Err(OperationError::NoRenewal);
        }
        let lost = filed.count(|outcome| *outcome == Outcome::NotPossible);
        let now = self.clock.now();
        let submission = Submission {
            employer: id,
            effective_on: day,
            number,
            key: format!("as-is-{number}"),
            hash: hash_of(&filed)?,
            filed,
            course: Course::as_is(self.doing(Party::Calendar, ""), left_out(lost, elected)),
            version: 1,
            submitted_by: None,
            submitted_at: now,
            changed_at: now,
        };
        unit.submission().insert(&submission).await?;
        self.bind(&mut *unit, &submission, None).await?;
        let families = submission.filed.families.len();
        let event = self.told_by_job(id, Action::RenewalRenewedAsIs, &super::subject(&submission));
        let after = format!("{families} employees; {lost} without a plan");
        unit.audit().append(AuditEvent { after: Some(Excerpt::new(&after)), ..event }).await?;
        self.tell_step(&mut *unit, &submission).await?;
        unit.commit().await?;
        Ok(AsIs::Renewed)
    }

    /// Lets what was accepted take effect on its day: the people as they were filed become the roster, and
    /// the next renewal is a year on.
    pub async fn take_effect(&self) -> Result<Done, OperationError> {
        let mut done = Done::default();
        loop {
            let mut unit = self.store.begin_read().await?;
            let heads = unit.submission().to_take_effect(self.clock.today(), BATCH).await?;
            drop(unit);
            // Those that fail stay where they are, and are counted the last time.
            let mut moved = false;
            done.failed = 0;
            for head in heads {
                match self.try_effect(&head).await {
                    Ok(()) => {
                        moved = true;
                        done.done += 1;
                    }
                    // Another server was first, and does the others too.
                    Err(SubmitError::Overtaken) => {}
                    Err(error) => {
                        tracing::error!(employer = %head.employer, cause = ?error, "a renewal did not take effect");
                        done.failed += 1;
                    }
                }
            }
            if !moved {
                return Ok(done);
            }
        }
    }

    async fn try_effect(&self, head: &SubmissionHead) -> Result<(), SubmitError> {
        let mut unit = self.store.begin().await?;
        unit.employer().hold(head.employer).await?;
        let (employer, day, number) = (head.employer, head.effective_on, head.number);
        let found = unit.submission().lookup(employer, day, number).await?;
        let mut submission = found.ok_or(SubmitError::Overtaken)?;
        self.put_into_effect(&mut *unit, &mut submission).await?;
        Ok(unit.commit().await?)
    }

    async fn put_into_effect(
        &self,
        unit: &mut dyn UnitOfWork,
        submission: &mut Submission,
    ) -> Result<(), SubmitError> {
        let before = unit.submission().list(submission.employer, submission.effective_on).await?;
        for mut other in before.into_iter().filter(|other| other.course.state.is_pending()) {
            let reason = "The renewal took effect before it was decided.".to_owned();
            let doing = self.doing(Party::Calendar, "");
            happen(unit, &mut other, Event::Withdraw { reason }, doing).await?;
            self.tell_step(unit, &other).await?;
        }
        happen(unit, submission, Event::TakeEffect, self.doing(Party::Calendar, "")).await?;
        let found = unit.employer().lookup(submission.employer).await?;
        let employer = found.ok_or(OperationError::NotFound)?;
        let latest = unit.roster().latest(employer.id).await?;
        let census = latest.map(|(_, census)| census).unwrap_or_default();
        let census = roster_of(&census, &submission.filed);
        let now = self.clock.now();
        let head = RosterHead {
            id: RosterId(self.clock.new_id()),
            source: format!("Renewal of {}", submission.effective_on),
            taken_at: now,
            faults: Vec::new(),
        };
        unit.roster().insert(employer.id, &head, &census).await?;
        let renews_on = submission.effective_on.checked_add_months(Months::new(12));
        unit.employer().save(&Employer { renews_on, ..employer }, now).await?;
        let subject = super::subject(submission);
        let event = self.told_by_job(submission.employer, Action::RenewalTookEffect, &subject);
        unit.audit().append(event).await?;
        self.tell_step(unit, submission).await?;
        Ok(())
    }
}

/// What is not in what renewed as it was, in words; nothing where all is.
fn left_out(lost: usize, elected: usize) -> String {
    let mut parts = Vec::new();
    if lost > 0 {
        let people = count(lost, "employee has", "employees have");
        parts.push(format!(
            "{people} no plan any more: nothing takes the place of the present one."
        ));
    }
    if elected > 0 {
        let choices = count(elected, "choice was", "choices were");
        parts.push(format!("{choices} made but not submitted, and do not count."));
    }
    parts.join(" ")
}

/// What a job did; where it failed, nothing, and the log tells why.
fn told<T: Default>(what: &str, outcome: Result<T, OperationError>) -> T {
    outcome.unwrap_or_else(|error| {
        tracing::error!(cause = ?error, "renewals could not {what}");
        T::default()
    })
}

/// The people of next year, in the plans in which they were filed: without those who left.
fn roster_of(census: &Census, filed: &Filed) -> Census {
    let next = applied(census, &filed.elections);
    let of = |row: u32| filed.families.iter().find(|family| family.row == row);
    let leaves = |row: u32| {
        of(row).is_some_and(|family| {
            matches!(family.outcome, Outcome::Ended(ending) if !ending.reason.stays_eligible())
        })
    };
    let households = next.households.into_iter().filter(|h| !leaves(h.employee.row));
    let households = households.map(|mut household| {
        if let Some(family) = of(household.employee.row) {
            let plans = family.next_in.iter().flatten().cloned().collect();
            household.employee.employment.enrolled = plans;
            // A child who was too old is covered no more, and nobody is asked about it again.
            let not_covered =
                |person: &Person| family.members.iter().any(|m| m.row == person.row && !m.next);
            let covered = family.next_in.iter().any(Option::is_some);
            for dependent in &mut household.dependents {
                dependent.waived |= covered && not_covered(dependent);
            }
        }
        household
    });
    let households: Vec<Household> = households.collect();
    Census { households }
}
