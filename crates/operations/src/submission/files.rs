//! The change files that the carrier's core system is told by, and what it answers.

use crate::access::StaffPermit;
use crate::mail::excerpt;
use crate::{OperationError, Operations};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::audit::{Action, Event as AuditEvent, Excerpt};
use domain::id::{ChangeFileId, EmployerId};
use domain::outbox::wait_after;
use domain::submission::{ChangeFile, ChangeFileHead, ChangeFileState, Filed, Submission, turns};
use formats::x12::{Ack, Answer, Enrollment, Envelope, Header, Of, read_ack, write_834};

/// Why the core system was not told, or did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CoreTrouble(pub String);

/// The carrier's core system, as it is reached from here.
#[async_trait]
pub trait CoreSystem: Send + Sync {
    /// Hands a file over. The same name again is the same file.
    async fn hand_over(&self, name: &str, content: &str) -> Result<(), CoreTrouble>;

    /// What it answered and nobody took in yet: a name and the bytes of each.
    async fn answers(&self) -> Result<Vec<(String, Vec<u8>)>, CoreTrouble>;

    /// An answer was taken in, or cannot be: it is not given again.
    async fn settle(&self, name: &str, taken: bool) -> Result<(), CoreTrouble>;
}

/// What one round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// How many files were handed over.
    pub sent: u32,
    /// How many were not, and will be tried again or were given up.
    pub failed: u32,
    /// How many answers were taken in.
    pub answered: u32,
}

/// How many files one round hands over at most.
const ROUND: usize = 50;
/// For how long a file is leased.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How many files a list shows at most.
const LISTED: u32 = 200;
/// The longest answer that is kept, in characters.
const ANSWER_MAX: usize = 1_000;
/// By what the two systems know each other.
const SENDER: &str = "GROUPCOVER";
const RECEIVER: &str = "CORE";

/// Writes the file that tells of a submission; nothing where nothing changes for anybody.
pub(super) fn change_file(
    id: ChangeFileId,
    control: i64,
    carrier: &str,
    group: Option<&str>,
    submission: &Submission,
    amended: Option<&Filed>,
    now: DateTime<Utc>,
) -> Result<Option<ChangeFile>, OperationError> {
    let turns = turns(&submission.filed, amended, submission.effective_on);
    if turns.is_empty() {
        return Ok(None);
    }
    // A group that has no number yet goes by the beginning of its id.
    let id_text = submission.employer.to_string();
    let sponsor_id = group.unwrap_or(&id_text[..8]).to_owned();
    let envelope = Envelope {
        sender: SENDER.to_owned(),
        receiver: RECEIVER.to_owned(),
        control,
        created_at: now,
        test: false,
    };
    let header = Header {
        envelope,
        carrier: carrier.to_owned(),
        carrier_id: RECEIVER.to_owned(),
        sponsor: submission.filed.employer.clone(),
        sponsor_id,
        effective_on: submission.effective_on,
    };
    let bytes = write_834(&Enrollment::of(header, &submission.filed, &turns));
    let bytes = bytes.map_err(|error| {
        tracing::error!(cause = ?error, employer = %submission.employer, "no change file");
        OperationError::NoChangeFile
    })?;
    let content = String::from_utf8(bytes).map_err(|_| OperationError::NoChangeFile)?;
    let head = ChangeFileHead {
        id,
        employer: submission.employer,
        effective_on: submission.effective_on,
        number: submission.number,
        control,
        state: ChangeFileState::Waiting,
        due_at: now,
        attempts: 0,
        answer: None,
        created_at: now,
        sent_at: None,
        answered_at: None,
    };
    Ok(Some(ChangeFile { head, content }))
}

impl Operations {
    /// Hands over the files that are due, and takes in what was answered.
    pub async fn exchange_files(&self, core: &dyn CoreSystem) -> Result<Delivered, OperationError> {
        let mut done = Delivered::default();
        for _ in 0..ROUND {
            let now = self.clock.now();
            let mut unit = self.store.begin().await?;
            let leased = unit.change_file().lease(now, now + LEASE).await?;
            unit.commit().await?;
            let Some(file) = leased else { break };
            let name = format!("{:09}.834", file.head.control);
            let outcome = core.hand_over(&name, &file.content).await;
            let now = self.clock.now();
            let mut unit = self.store.begin().await?;
            match outcome {
                Ok(()) => {
                    unit.change_file().note_sent(&file.head, now).await?;
                    done.sent += 1;
                }
                Err(CoreTrouble(why)) => {
                    let due = wait_after(file.head.attempts).map(|wait| now + wait);
                    tracing::warn!(
                        control = file.head.control,
                        given_up = due.is_none(),
                        "file not handed over"
                    );
                    unit.change_file()
                        .note_failed(&file.head, due, &excerpt(&why, ANSWER_MAX))
                        .await?;
                    done.failed += 1;
                }
            }
            unit.commit().await?;
        }
        let answers = match core.answers().await {
            Ok(answers) => answers,
            Err(trouble) => {
                tracing::warn!(%trouble, "answers of the core system cannot be read");
                Vec::new()
            }
        };
        for (name, bytes) in answers {
            let taken = self.take_answer(&name, &bytes).await?;
            done.answered += u32::from(taken);
            if let Err(trouble) = core.settle(&name, taken).await {
                tracing::warn!(%trouble, "an answer of the core system cannot be put away");
            }
        }
        Ok(done)
    }

    /// Takes in one answer. Answers whether it could be read.
    async fn take_answer(&self, name: &str, bytes: &[u8]) -> Result<bool, OperationError> {
        let Ok(acks) = read_ack(name, bytes) else {
            tracing::warn!(name, "an answer of the core system cannot be understood");
            return Ok(false);
        };
        // That an envelope arrived whole says nothing yet of what is in it.
        let says = |ack: &Ack| ack.of == Of::Group || ack.answer == Answer::Rejected;
        for ack in acks.into_iter().filter(says) {
            let accepted = ack.answer != Answer::Rejected;
            let errors: Vec<String> = ack.errors.iter().map(ToString::to_string).collect();
            let said = if errors.is_empty() {
                ack.answer.label().to_owned()
            } else {
                format!("{}: {}", ack.answer.label(), errors.join("; "))
            };
            let now = self.clock.now();
            let mut unit = self.store.begin().await?;
            let said = excerpt(&said, ANSWER_MAX);
            let of = unit.change_file().acknowledge(ack.control, accepted, &said, now).await?;
            if let Some(file) = of {
                let action =
                    if accepted { Action::ChangeFileAccepted } else { Action::ChangeFileRejected };
                let subject = format!("{}, file {}", file.effective_on, file.control);
                let event = self.told_by_job(file.employer, action, &subject);
                unit.audit()
                    .append(AuditEvent { after: Some(Excerpt::new(&said)), ..event })
                    .await?;
                unit.commit().await?;
            } else {
                tracing::warn!(
                    name,
                    control = ack.control,
                    "an answer to no file that waits for one"
                );
            }
        }
        Ok(true)
    }

    /// The files of all employers with their names, those first that want attention.
    pub async fn change_files(
        &self,
        _permit: &StaffPermit,
        state: Option<ChangeFileState>,
    ) -> Result<Vec<(ChangeFileHead, String)>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        Ok(unit.change_file().heads(state, LISTED).await?)
    }

    /// A file as it is.
    pub async fn change_file(
        &self,
        _permit: &StaffPermit,
        employer: EmployerId,
        file: ChangeFileId,
    ) -> Result<ChangeFile, OperationError> {
        let mut unit = self.store.begin_read().await?;
        unit.change_file().lookup(employer, file).await?.ok_or(OperationError::NotFound)
    }

    /// Sends a file again. Answers whether there was one that could be.
    pub async fn send_file_again(
        &self,
        permit: &StaffPermit,
        employer: EmployerId,
        file: ChangeFileId,
    ) -> Result<bool, OperationError> {
        let now = self.clock.now();
        let mut unit = self.store.begin().await?;
        let again = unit.change_file().send_again(employer, file, now).await?;
        if again {
            let viewer = permit.viewer();
            let subject = file.to_string();
            let event = viewer.event(Some(employer), now, Action::ChangeFileSentAgain, &subject);
            unit.audit().append(event).await?;
            unit.commit().await?;
        }
        Ok(again)
    }
}
