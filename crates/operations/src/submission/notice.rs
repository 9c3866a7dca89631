//! Who is told by mail of the steps of a renewal, and reminded of one that nobody submitted.

use crate::mail::{Letter, Link, Recipient};
use crate::sign_in::recipient;
use crate::{OperationError, Operations, Permit};
use chrono::NaiveDate;
use domain::access::{Account, Capability, Grant, Holder};
use domain::date::{PlanYear, days_before};
use domain::employer::Employer;
use domain::id::EmployerId;
use domain::renewal::{Calendar, CalendarRules, Phase};
use domain::rules::RENEWAL_REMINDERS;
use domain::submission::{Happened, State, Submission};
use store::UnitOfWork;

impl Operations {
    /// Tells those who may plan or submit an employer's renewal where a submission stands now, but those
    /// who do not want such mail.
    pub(super) async fn tell_step(
        &self,
        unit: &mut dyn UnitOfWork,
        submission: &Submission,
    ) -> Result<(), OperationError> {
        let (employer, day) = (submission.employer, submission.effective_on);
        let link = format!("{}/employers/{employer}/renewals/{day}/next/status", self.origin());
        let Some(step) = submission.course.steps.last() else { return Ok(()) };
        // Of one that another took the place of, the words are that one's number.
        let words = (step.what != Happened::Replaced).then(|| step.words.clone());
        let letter = Letter::RenewalStep {
            employer: submission.filed.employer.clone(),
            effective_on: day,
            number: submission.number,
            what: step.what,
            by: step.name.clone(),
            words: words.filter(|words| !words.is_empty()),
            open_until: open_until(day, self.clock.today()),
            link: Link::new(link),
        };
        // Who wants no mail about steps is asked all the same.
        let asked = matches!(submission.course.state, State::InfoWanted { .. });
        for account in self.those_told(unit, employer, asked).await? {
            let to = Recipient { employer: Some(employer), ..recipient(&account) };
            self.post(unit, &to, &letter).await?;
        }
        Ok(())
    }

    /// The accounts that are told of an employer's renewal, each once; `all` also those who do not want to hear
    /// of each step.
    async fn those_told(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: EmployerId,
        all: bool,
    ) -> Result<Vec<Account>, OperationError> {
        let today = self.clock.today();
        let concerns = |grant: &Grant| {
            let allows = grant.allows();
            grant.is_alive(today)
                && (allows.has(Capability::SubmitRenewal) || allows.has(Capability::PlanRenewal))
        };
        let mut accounts: Vec<Account> = Vec::new();
        for grant in unit.access().grants(employer).await?.into_iter().filter(concerns) {
            match grant.holder {
                Holder::Account(id) => accounts.extend(unit.access().account(id).await?),
                Holder::Brokerage(id) => accounts.extend(unit.access().members(id).await?),
            }
        }
        accounts.sort_by_key(|account| account.id);
        accounts.dedup_by_key(|account| account.id);
        let mut told = Vec::new();
        for account in accounts {
            if all || unit.renewal().wants_steps(employer, account.id).await?.unwrap_or(true) {
                told.push(account);
            }
        }
        Ok(told)
    }

    /// Whether whoever asks wants mail about the steps of an employer's renewals.
    pub async fn wants_steps<N>(&self, permit: &Permit<N>) -> Result<bool, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let (employer, account) = (permit.employer().id, permit.viewer().account().id);
        Ok(unit.renewal().wants_steps(employer, account).await?.unwrap_or(true))
    }

    /// Sets it.
    pub async fn set_wants_steps<N>(
        &self,
        permit: &Permit<N>,
        wants: bool,
    ) -> Result<(), OperationError> {
        let mut unit = self.store.begin().await?;
        let (employer, account) = (permit.employer().id, permit.viewer().account().id);
        unit.renewal().save_wants_steps(employer, account, wants).await?;
        Ok(unit.commit().await?)
    }

    /// Reminds of renewals that nobody submitted, as the ladder of days says, each step once. Answers how
    /// many employers were reminded.
    pub async fn remind_of_renewals(&self) -> Result<usize, OperationError> {
        let mut count = 0;
        for (employer, calendar) in self.untouched().await? {
            let today = self.clock.today();
            if !matches!(calendar.phase(today), Phase::Open { .. } | Phase::ClosingSoon { .. }) {
                continue;
            }
            let Some(step) = step_due(&calendar, today) else { continue };
            let mut unit = self.store.begin().await?;
            unit.employer().hold(employer.id).await?;
            let (day, now) = (calendar.effective_on, self.clock.now());
            let kind = format!("reminder_{step}");
            if unit.renewal().note_notice(employer.id, day, &kind, now).await? {
                self.remind(&mut *unit, &employer, &calendar, today).await?;
                count += 1;
            }
            unit.commit().await?;
        }
        Ok(count)
    }

    async fn remind(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: &Employer,
        calendar: &Calendar,
        today: NaiveDate,
    ) -> Result<(), OperationError> {
        let day = calendar.effective_on;
        let link = format!("{}/employers/{}/renewals/{day}", self.origin(), employer.id);
        let letter = Letter::RenewalReminder {
            employer: employer.name.clone(),
            effective_on: day,
            last_day: calendar.last_day,
            sentence: calendar.sentence(today),
            link: Link::new(link),
        };
        for account in self.those_told(unit, employer.id, true).await? {
            let to = Recipient { employer: Some(employer.id), ..recipient(&account) };
            self.post(unit, &to, &letter).await?;
        }
        Ok(())
    }
}

/// The last day on which the renewal of a day can be submitted, while it can be.
fn open_until(effective_on: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let year = PlanYear::starting(effective_on).ok()?;
    let calendar = Calendar::of(year, CalendarRules::on(effective_on));
    let open = matches!(calendar.phase(today), Phase::Open { .. } | Phase::ClosingSoon { .. });
    open.then_some(calendar.last_day)
}

/// The step of the ladder of reminders that is due, as the days before the last day: the lowest that has
/// come, so that one that was missed is not made up for.
fn step_due(calendar: &Calendar, today: NaiveDate) -> Option<u16> {
    let ladder = RENEWAL_REMINDERS.on(calendar.effective_on).value;
    let come = |days: &u16| days_before(calendar.last_day, *days).max(calendar.opens_on) <= today;
    ladder.into_iter().filter(come).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_begins_when_the_renewal_opens_and_makes_up_for_nothing() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let year = PlanYear::starting(day("2027-01-01")).unwrap();
        let calendar = Calendar::of(year, CalendarRules::on(day("2027-01-01")));
        for (today, step) in [
            ("2026-10-17", None),
            // 60 days before December 15 is October 16, which is before it opens.
            ("2026-10-18", Some(60)),
            ("2026-11-14", Some(60)),
            ("2026-11-15", Some(30)),
            ("2026-11-30", Some(30)),
            ("2026-12-01", Some(14)),
            ("2026-12-08", Some(7)),
            ("2026-12-12", Some(7)),
            ("2026-12-13", Some(2)),
            ("2026-12-15", Some(2)),
        ] {
            assert_eq!(step_due(&calendar, day(today)), step, "on {today}");
        }
    }

    #[test]
    fn the_last_day_is_told_while_it_is_to_come() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        for (today, told) in [
            ("2026-12-01", Some("2026-12-15")),
            ("2026-12-15", Some("2026-12-15")),
            ("2026-12-16", None),
        ] {
            assert_eq!(open_until(day("2027-01-01"), day(today)), told.map(day), "on {today}");
        }
    }
}
