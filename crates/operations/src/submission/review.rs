//! What the carrier's staff do: look at submissions, ask, accept, refuse.

use super::files::change_file;
use super::submit::{SubmitError, happen};
use super::words;
use crate::access::StaffPermit;
use crate::{OperationError, Operations};
use chrono::NaiveDate;
use domain::audit::{Action, Event as AuditEvent, Excerpt};
use domain::contract::Contract;
use domain::date::PlanYear;
use domain::id::{DocumentId, EmployerId};
use domain::submission::{
    ChangeFileHead, Document, DocumentHead, DocumentKind, Event, Filed, Party, State, Submission,
    SubmissionHead,
};
use store::UnitOfWork;

/// How many submissions a list shows at most.
const LISTED: u32 = 200;

/// What staff decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The employer is asked.
    Ask(String),
    /// It is accepted.
    Accept,
    /// It is not.
    Reject(String),
}

/// What staff see of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionSeen {
    /// As it is kept.
    pub kept: Submission,
    /// The files that the employer sent with it.
    pub uploads: Vec<DocumentHead>,
    /// What the core system was told of it.
    pub files: Vec<ChangeFileHead>,
    /// The number of the submission that it would take the place of.
    pub amends: Option<i64>,
    /// Changes whenever a submission of the renewal does.
    pub pulse: i64,
}

impl Operations {
    /// The submissions of all employers, those first that wait for the carrier; of one state, where its word
    /// is given.
    pub async fn all_submissions(
        &self,
        _permit: &StaffPermit,
        state: Option<&str>,
    ) -> Result<Vec<SubmissionHead>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        Ok(unit.submission().heads(state, LISTED).await?)
    }

    /// A submission with all that belongs to it.
    pub async fn submission(
        &self,
        _permit: &StaffPermit,
        employer: EmployerId,
        effective_on: NaiveDate,
        number: i64,
    ) -> Result<SubmissionSeen, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let found = unit.submission().lookup(employer, effective_on, number).await?;
        let kept = found.ok_or(OperationError::NotFound)?;
        let pulse = unit.submission().pulse(employer, effective_on).await?;
        let mut uploads = unit.document().heads_of_renewal(employer, effective_on).await?;
        uploads.retain(|head| head.kind == DocumentKind::Upload && head.number == Some(number));
        let files = unit.change_file().heads_of_submission(employer, effective_on, number).await?;
        let before = unit.submission().list(employer, effective_on).await?;
        let accepted = before.iter().find(|other| other.course.state == State::Accepted);
        let amends = accepted.map(|other| other.number).filter(|other| *other != number);
        Ok(SubmissionSeen { kept, uploads, files, amends, pulse })
    }

    /// The paper of a submission.
    pub async fn staff_paper(
        &self,
        _permit: &StaffPermit,
        (employer, effective_on, number): (EmployerId, NaiveDate, i64),
    ) -> Result<Document, OperationError> {
        self.submission_paper(employer, effective_on, number).await
    }

    /// A file that an employer sent.
    pub async fn staff_document(
        &self,
        _permit: &StaffPermit,
        employer: EmployerId,
        document: DocumentId,
    ) -> Result<Document, OperationError> {
        let mut unit = self.store.begin_read().await?;
        unit.document().lookup(employer, document).await?.ok_or(OperationError::NotFound)
    }

    /// Staff decide about a submission, based on the version that they saw.
    pub async fn decide_submission(
        &self,
        permit: &StaffPermit,
        (employer, effective_on, number): (EmployerId, NaiveDate, i64),
        based_on: i64,
        decision: Decision,
    ) -> Result<(), SubmitError> {
        self.prove_fresh(permit.viewer())?;
        let mut unit = self.store.begin().await?;
        unit.employer().hold(employer).await?;
        let found = unit.submission().lookup(employer, effective_on, number).await?;
        let mut submission = found.ok_or(OperationError::NotFound)?;
        if submission.version != based_on {
            return Err(SubmitError::Overtaken);
        }
        let said = |text: &str| words(text).ok_or(SubmitError::Words);
        let (event, action) = match decision {
            Decision::Ask(what) => (Event::Ask { what: said(&what)? }, Action::RenewalQuestioned),
            Decision::Accept => (Event::Accept, Action::RenewalAccepted),
            Decision::Reject(reason) => {
                (Event::Reject { reason: said(&reason)? }, Action::RenewalRejected)
            }
        };
        let accepts = event == Event::Accept;
        let doing = || self.doing(Party::Carrier, &permit.viewer().account().name);
        let mut amended = None;
        if accepts {
            let before = unit.submission().list(employer, effective_on).await?;
            let accepted = before.into_iter().find(|other| other.course.state == State::Accepted);
            if let Some(mut other) = accepted {
                happen(&mut *unit, &mut other, Event::Replace { by: number }, doing()).await?;
                amended = Some(other.filed);
            }
        }
        happen(&mut *unit, &mut submission, event, doing()).await?;
        if accepts {
            self.bind(&mut *unit, &submission, amended.as_ref()).await?;
        }
        let event = self.told_by(permit.viewer(), action, &submission);
        let after = Excerpt::new(submission.course.state.label());
        unit.audit().append(AuditEvent { after: Some(after), ..event }).await?;
        self.tell_step(&mut *unit, &submission).await?;
        Ok(unit.commit().await?)
    }

    /// What follows from acceptance: next year's contract, and the file for the core system.
    pub(super) async fn bind(
        &self,
        unit: &mut dyn UnitOfWork,
        submission: &Submission,
        amended: Option<&Filed>,
    ) -> Result<(), OperationError> {
        let year = PlanYear::starting(submission.effective_on);
        let year = year.map_err(|_| OperationError::NoRenewal)?;
        let contract = Contract { year, packages: submission.filed.scenario.packages.clone() };
        let now = self.clock.now();
        unit.contract().save(submission.employer, &contract, now).await?;
        let (employer, day) = (submission.employer, submission.effective_on);
        unit.contract().save_number(employer, day, Some(submission.number)).await?;
        let group = unit.group().file(submission.employer).await?;
        let number = group.map(|group| group.number.as_str().to_owned());
        let control = unit.change_file().next_control().await?;
        let id = domain::id::ChangeFileId(self.clock.new_id());
        let carrier = &self.settings.carrier;
        let wrote = change_file(id, control, carrier, number.as_deref(), submission, amended, now)?;
        if let Some(file) = wrote {
            unit.change_file().enqueue(&file).await?;
        }
        Ok(())
    }
}
