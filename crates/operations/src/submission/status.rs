//! What an employer sees of its submissions: where a renewal stands, its papers and files, and what waits for
//! whoever looks.

use crate::access::{Permit, Viewer};
use crate::need::PlanRenewal;
use crate::renewal::{RenewalHead, renewal_pulse};
use crate::{OperationError, Operations};
use chrono::NaiveDate;
use domain::access::Capability;
use domain::election::Election;
use domain::id::{AccountId, DocumentId};
use domain::renewal::scenario::SavedScenario;
use domain::submission::{Course, Document, DocumentHead, DocumentKind, Submission};

/// Where a renewal stands.
#[derive(Debug, Clone)]
pub struct RenewalStatus {
    /// Its place in time.
    pub head: RenewalHead,
    /// What was submitted, the newest first.
    pub submissions: Vec<Submission>,
    /// Changes whenever a scenario, an election or a submission does.
    pub pulse: i64,
    /// What is elected by now.
    pub elections: Vec<Election>,
    /// The scenarios that are kept by now.
    pub scenarios: Vec<SavedScenario>,
    /// The files that were sent with it, the newest first.
    pub uploads: Vec<DocumentHead>,
    /// Whether two have to sign, and the version of that setting.
    pub second: (bool, i64),
    /// Whether whoever looks wants mail about its steps.
    pub wants_steps: bool,
}

/// What there is to do about an employer's next renewal.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Its place in time.
    pub head: RenewalHead,
    /// Where the newest submission stands.
    pub course: Option<Course>,
    /// Who submitted that.
    pub submitted_by: Option<AccountId>,
    /// Whether whoever looks may submit.
    pub may_submit: bool,
}

impl Operations {
    /// Where a renewal stands; also of one that has taken effect.
    pub async fn renewal_status(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
    ) -> Result<RenewalStatus, OperationError> {
        let day: NaiveDate = effective_on.parse().map_err(|_| OperationError::NoRenewal)?;
        let employer = permit.employer();
        let second = self.second_signature(permit).await?;
        let wants_steps = self.wants_steps(permit).await?;
        let mut unit = self.store.begin_read().await?;
        let submissions = unit.submission().list(employer.id, day).await?;
        if employer.renews_on != Some(day) && submissions.is_empty() {
            return Err(OperationError::NoRenewal);
        }
        let pulse = renewal_pulse(&mut *unit, employer.id, day).await?;
        let elections = unit.election().list(employer.id, day).await?;
        let elections = elections.into_iter().map(|saved| saved.election).collect();
        let scenarios = unit.scenario().list(employer.id, day).await?;
        let mut uploads = unit.document().heads_of_renewal(employer.id, day).await?;
        uploads.retain(|head| head.kind == DocumentKind::Upload);
        let head = self.head(employer.clone(), day)?;
        Ok(RenewalStatus {
            head,
            submissions,
            pulse,
            elections,
            scenarios,
            uploads,
            second,
            wants_steps,
        })
    }

    /// The paper of a submission, for whoever may plan the renewal.
    pub async fn renewal_paper(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
        number: i64,
    ) -> Result<Document, OperationError> {
        let day: NaiveDate = effective_on.parse().map_err(|_| OperationError::NoRenewal)?;
        self.submission_paper(permit.employer().id, day, number).await
    }

    /// A file that was sent with a submission of a renewal.
    pub async fn renewal_document(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
        document: &str,
    ) -> Result<Document, OperationError> {
        let day: NaiveDate = effective_on.parse().map_err(|_| OperationError::NoRenewal)?;
        let id: DocumentId = document.parse().map_err(|_| OperationError::NotFound)?;
        let mut unit = self.store.begin_read().await?;
        let found = unit.document().lookup(permit.employer().id, id).await?;
        found.filter(|found| found.head.effective_on == Some(day)).ok_or(OperationError::NotFound)
    }

    /// The next renewals of the employers whose renewal somebody may plan, with where each stands.
    pub async fn standings(&self, viewer: &Viewer) -> Result<Vec<Standing>, OperationError> {
        let employers = self.employers_of(viewer).await?;
        let mut unit = self.store.begin_read().await?;
        let mut all = Vec::new();
        for acting in employers {
            let may = acting.allowed.capabilities;
            let Some(day) = acting.employer.renews_on else { continue };
            if !may.has(Capability::PlanRenewal) {
                continue;
            }
            let newest = unit.submission().list(acting.employer.id, day).await?.into_iter().next();
            all.push(Standing {
                head: self.head(acting.employer, day)?,
                submitted_by: newest.as_ref().and_then(|newest| newest.submitted_by),
                course: newest.map(|newest| newest.course),
                may_submit: may.has(Capability::SubmitRenewal),
            });
        }
        Ok(all)
    }
}
