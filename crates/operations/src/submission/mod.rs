//! Submissions: what an employer binds itself to, what the carrier says to it, and what follows from that.
//!
//! `submit` is what the employer does, `review` what the carrier's staff do, `effect` what the calendar does
//! by jobs, `publish` what the carrier does before, `notice` who is told, `status` what the employer sees of
//! it. Everything about one submission is one unit of work: its course, the
//! contract, the file for the carrier's core system, mail and the audit trail.

mod effect;
mod files;
mod notice;
mod publish;
mod review;
mod status;
mod submit;

pub use effect::{AsIs, AsIsPlan, Done, Turned};
pub use files::{CoreSystem, CoreTrouble, Delivered as FilesDelivered};
pub use publish::{Foreseen, PublishError, Publishable};
pub use review::{Decision as SubmissionDecision, SubmissionSeen};
pub use status::{RenewalStatus, Standing};
pub(crate) use submit::accepted_endings;
pub use submit::{Submit, SubmitError, Submitted, UPLOAD_MAX, Upload};

use crate::access::Viewer;
use crate::{OperationError, Operations, sha256};
use domain::audit::{Action, Actor, Event as AuditEvent, Excerpt};
use domain::id::EmployerId;
use domain::submission::{Doing, Party, Submission};

/// How long a thing may be that somebody writes into a submission's thread; what is not there is not said.
pub(crate) fn words(text: &str) -> Option<String> {
    let text = text.trim();
    let count = text.chars().count();
    (1..=domain::submission::WORDS_MAX).contains(&count).then(|| text.to_owned())
}

/// The hash of what is filed: of the text in which a database keeps it.
pub(crate) fn hash_of(filed: &domain::submission::Filed) -> Result<String, OperationError> {
    let text = serde_json::to_vec(filed).map_err(|_| OperationError::NotFound)?;
    Ok(sha256(&text))
}

/// What a submission is called in the trail.
fn subject(submission: &Submission) -> String {
    format!(
        "{}, {}, submission {}",
        submission.filed.employer, submission.effective_on, submission.number
    )
}

impl Operations {
    fn doing(&self, party: Party, name: &str) -> Doing {
        Doing { at: self.clock.now(), on: self.clock.today(), party, name: name.to_owned() }
    }

    /// An event of an employer's trail about a submission.
    fn told_by(&self, viewer: &Viewer, action: Action, submission: &Submission) -> AuditEvent {
        let now = self.clock.now();
        viewer.event(Some(submission.employer), now, action, &subject(submission))
    }

    /// The same of something that the calendar did.
    fn told_by_job(&self, employer: EmployerId, action: Action, subject: &str) -> AuditEvent {
        AuditEvent {
            employer: Some(employer),
            at: self.clock.now(),
            actor: Actor::Job(Excerpt::new("the renewal calendar")),
            address: None,
            action,
            subject: Excerpt::new(subject),
            before: None,
            after: None,
        }
    }
}
