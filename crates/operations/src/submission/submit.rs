//! What the employer does: submit, confirm, answer, take back.

use super::{hash_of, words};
use crate::access::{Permit, Sensitive, Viewer};
use crate::need::{PlanRenewal, SubmitRenewal};
use crate::renewal::{Reckonable, RenewalHead, catalogue_of, renewal_pulse};
use crate::{OperationError, Operations, sha256};
use chrono::NaiveDate;
use domain::audit::{Action, Event as AuditEvent, Excerpt};
use domain::contract::Contract;
use domain::designation::PaperKind;
use domain::election::{Election, Ending};
use domain::id::{DocumentId, EmployerId, ScenarioId};
use domain::renewal::RenewalSetting;
use domain::submission::{
    ATTESTATION, Course, Document, DocumentHead, DocumentKind, Doing, Event, Filed, Finding,
    GateRule, Override, Party, Signature, State, Submission, WORDS_MAX, Weight, gate,
};
use formats::report::{SubmissionPaper, submission_paper};
use store::{Constraint, StoreError, UnitOfWork};
use uuid::Uuid;

/// The largest file that is taken into a submission's thread, in bytes.
pub const UPLOAD_MAX: usize = 5_000_000;
/// How many files are taken for one renewal.
const UPLOADS: usize = 20;
/// How many submissions are taken for one renewal: each is kept whole for ever.
const SUBMISSIONS: usize = 50;
/// The longest name of whoever signs, in characters.
const SIGNATURE_MAX: usize = 100;

/// What an employer submits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submit {
    /// What the browser named it: the same again is the same submission.
    pub key: String,
    /// The scenario's id, and the version that was reviewed; nothing to go on as it is.
    pub scenario: Option<(String, i64)>,
    /// The number that changes with scenarios, elections and submissions, as it was when it was reviewed.
    pub pulse: i64,
    /// The number of the catalogue that plans and rates came from then.
    pub catalogue: i64,
    /// The warnings that are overridden.
    pub overrides: Vec<Override>,
    /// The typed signature.
    pub name: String,
    /// Whether it was attested to.
    pub attested: bool,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// Its number.
    pub number: i64,
    /// Where it stands.
    pub state: State,
}

/// Why something was not done to a submission.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The renewal is not open.
    #[error("the renewal is not open")]
    NotOpen,
    /// Scenarios, elections, plans or rates changed since they were reviewed, or the submission stands elsewhere
    /// by now.
    #[error("something changed meanwhile")]
    Overtaken,
    /// The gate does not let it through: what blocks, and the rules whose warnings have no reason yet.
    #[error("rules stand in the way")]
    Gate(Vec<Finding>, Vec<GateRule>),
    /// This renewal was submitted too often.
    #[error("this renewal was submitted too often")]
    TooMany,
    /// There is no name under it, or a too long one.
    #[error("sign it with your name")]
    NoSignature,
    /// It was not attested to.
    #[error("it was not attested to")]
    NotAttested,
    /// Whoever signed first cannot be the second.
    #[error("somebody else has to confirm it")]
    SamePerson,
    /// Nothing was said, or too much.
    #[error("say something, in at most 2,000 letters")]
    Words,
    /// A file that is none of those that are taken, too large, or one too many.
    #[error("the file cannot be taken")]
    File,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for SubmitError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// A file that is added to a submission's thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The file's name.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Operations {
    /// Submits a renewal. The same key again answers as the first time, whatever else came meanwhile.
    pub async fn submit_renewal(
        &self,
        permit: &Sensitive<SubmitRenewal>,
        effective_on: &str,
        submit: &Submit,
    ) -> Result<Submitted, SubmitError> {
        match self.try_submit(permit, effective_on, submit).await {
            // The same request arrived twice at once, and the other one was first.
            Err(SubmitError::Operation(OperationError::Store(error)))
                if matches!(
                    error.conflict(),
                    Some(
                        Constraint::SubmissionOfKey
                            | Constraint::SubmissionOfNumber
                            | Constraint::SubmissionPending
                    )
                ) =>
            {
                self.try_submit(permit, effective_on, submit).await
            }
            other => other,
        }
    }

    async fn try_submit(
        &self,
        permit: &Sensitive<SubmitRenewal>,
        effective_on: &str,
        submit: &Submit,
    ) -> Result<Submitted, SubmitError> {
        let signature = self.signature(permit, &submit.name, submit.attested)?;
        if submit.key.parse::<Uuid>().is_err() {
            return Err(SubmitError::Overtaken);
        }
        // What takes long is reckoned before anybody is made to wait.
        let mut unit = self.store.begin_read().await?;
        let (head, contract) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        let (employer, day) = (head.employer.id, head.calendar.effective_on);
        if let Some(found) = unit.submission().of_key(employer, day, &submit.key).await? {
            return same(permit, found);
        }
        if !head.is_open() {
            return Err(SubmitError::NotOpen);
        }
        if renewal_pulse(&mut *unit, employer, day).await? != submit.pulse {
            return Err(SubmitError::Overtaken);
        }
        let filed = self.file(&mut *unit, &head, contract, submit, signature).await?;
        if filed.catalogue != submit.catalogue {
            return Err(SubmitError::Overtaken);
        }
        drop(unit);
        let mut unit = self.store.begin().await?;
        unit.employer().hold(employer).await?;
        if let Some(found) = unit.submission().of_key(employer, day, &submit.key).await? {
            return same(permit, found);
        }
        let catalogue = catalogue_of(&mut *unit, employer, day).await?.map(|head| head.number);
        let unchanged = renewal_pulse(&mut *unit, employer, day).await? == submit.pulse;
        if !unchanged || catalogue != Some(filed.catalogue) {
            return Err(SubmitError::Overtaken);
        }
        let submission = self.keep_submission(&mut *unit, permit, day, filed, &submit.key).await?;
        unit.commit().await?;
        Ok(Submitted { number: submission.number, state: submission.course.state })
    }

    /// What is to be filed, where the gate lets it through.
    async fn file(
        &self,
        unit: &mut dyn UnitOfWork,
        head: &RenewalHead,
        contract: Contract,
        submit: &Submit,
        signature: Signature,
    ) -> Result<Filed, SubmitError> {
        let (employer, day) = (head.employer.id, head.calendar.effective_on);
        let saved = unit.election().list(employer, day).await?;
        let elections: Vec<Election> = saved.into_iter().map(|saved| saved.election).collect();
        let Reckonable { reckoner, next, catalogue, as_is } =
            self.reckonable(unit, head, contract, &elections).await?;
        let (name, scenario) = match &submit.scenario {
            None => (String::new(), reckoner.as_is().clone()),
            Some((id, version)) => {
                let id = ScenarioId(id.parse().map_err(|_| OperationError::NoScenario)?);
                let found = unit.scenario().lookup(employer, id).await?;
                let found = found.filter(|found| found.effective_on == day && !found.deleted);
                let found = found.ok_or(OperationError::NoScenario)?;
                if found.version != *version {
                    return Err(SubmitError::Overtaken);
                }
                (found.name.as_str().to_owned(), found.scenario)
            }
        };
        let reckoned = reckoner.reckon(&scenario);
        let findings = gate::findings(&reckoner, &scenario, &reckoned, &head.calendar, head.today);
        let unanswered = gate::unanswered(&findings, &submit.overrides);
        if findings.iter().any(|f| f.weight == Weight::Block) || !unanswered.is_empty() {
            let standing = findings.into_iter().filter(|f| f.weight != Weight::Note).collect();
            return Err(SubmitError::Gate(standing, unanswered));
        }
        // Only what warns is overridden; a reason for anything else says nothing.
        let warns = |rule| findings.iter().any(|f| f.rule == rule && f.weight == Weight::Warning);
        let answers = |rule: &GateRule| {
            let given = submit.overrides.iter().find(|o| o.rule == *rule && o.says_why())?;
            Some(Override { rule: *rule, reason: given.reason.trim().to_owned() })
        };
        let overrides = GateRule::ALL.iter().filter(|rule| warns(**rule)).filter_map(answers);
        Ok(Filed {
            employer: head.employer.name.clone(),
            catalogue,
            scenario_name: name,
            overrides: overrides.collect(),
            as_is,
            signatures: vec![signature],
            ..Filed::of(&reckoner, &reckoned, &scenario, &next, elections)
        })
    }

    /// Keeps a new submission in the place of one that is under way.
    async fn keep_submission(
        &self,
        unit: &mut dyn UnitOfWork,
        permit: &Sensitive<SubmitRenewal>,
        day: NaiveDate,
        filed: Filed,
        key: &str,
    ) -> Result<Submission, SubmitError> {
        let employer = permit.employer().id;
        let viewer = permit.viewer();
        let before = unit.submission().list(employer, day).await?;
        if before.len() >= SUBMISSIONS {
            return Err(SubmitError::TooMany);
        }
        let number = before.first().map_or(1, |newest| newest.number + 1);
        let doing = || self.doing(Party::Employer, &viewer.account().name);
        for mut other in before.into_iter().filter(|other| other.course.state.is_pending()) {
            happen(unit, &mut other, Event::Replace { by: number }, doing()).await?;
        }
        let setting = unit.renewal().setting(employer).await?;
        let second = setting.is_some_and(|setting| setting.second_signature);
        let now = self.clock.now();
        let submission = Submission {
            employer,
            effective_on: day,
            number,
            key: key.to_owned(),
            hash: hash_of(&filed)?,
            filed,
            course: Course::begin(doing(), second),
            version: 1,
            submitted_by: Some(viewer.account().id),
            submitted_at: now,
            changed_at: now,
        };
        unit.submission().insert(&submission).await?;
        let action = if second { Action::RenewalSigned } else { Action::RenewalSubmitted };
        self.follow(unit, viewer, action, &submission).await?;
        Ok(submission)
    }

    /// Confirms what somebody else of the employer signed.
    pub async fn confirm_submission(
        &self,
        permit: &Sensitive<SubmitRenewal>,
        effective_on: &str,
        number: i64,
        name: &str,
        attested: bool,
    ) -> Result<(), SubmitError> {
        let signature = self.signature(permit, name, attested)?;
        let (mut unit, mut submission) = self.hold_submission(permit, effective_on, number).await?;
        if submission.submitted_by == Some(permit.viewer().account().id) {
            return Err(SubmitError::SamePerson);
        }
        let today = self.clock.today();
        let days = Ending::last_days(today, submission.effective_on);
        let accepted =
            accepted_endings(&mut *unit, submission.employer, submission.effective_on).await?;
        // What was in time when it was signed may be too late by now.
        let in_time =
            |told: (u32, Ending)| days.contains(&told.1.last_day) || accepted.contains(&told);
        if !submission.filed.endings().all(in_time) {
            return Err(SubmitError::Overtaken);
        }
        submission.filed.signatures.push(signature);
        submission.hash = hash_of(&submission.filed)?;
        let doing = self.doing(Party::Employer, &permit.viewer().account().name);
        advance(&mut submission, Event::Confirm, doing)?;
        if !unit.submission().save_signed(&submission).await? {
            return Err(SubmitError::Overtaken);
        }
        self.follow(&mut *unit, permit.viewer(), Action::RenewalSubmitted, &submission).await?;
        Ok(unit.commit().await?)
    }

    /// Takes a submission back, while the renewal is open.
    pub async fn withdraw_submission(
        &self,
        permit: &Sensitive<SubmitRenewal>,
        effective_on: &str,
        number: i64,
        reason: &str,
    ) -> Result<(), SubmitError> {
        let reason = reason.trim();
        if reason.chars().count() > WORDS_MAX {
            return Err(SubmitError::Words);
        }
        let (mut unit, mut submission) = self.hold_submission(permit, effective_on, number).await?;
        let doing = self.doing(Party::Employer, &permit.viewer().account().name);
        let event = Event::Withdraw { reason: reason.to_owned() };
        happen(&mut *unit, &mut submission, event, doing).await?;
        self.follow(&mut *unit, permit.viewer(), Action::RenewalWithdrawn, &submission).await?;
        Ok(unit.commit().await?)
    }

    /// Answers what the carrier asked; a file may come with it. That can be done after the last day, too.
    pub async fn answer_submission(
        &self,
        permit: &Permit<SubmitRenewal>,
        effective_on: &str,
        number: i64,
        text: &str,
        upload: Option<Upload>,
    ) -> Result<(), SubmitError> {
        let said = words(text).ok_or(SubmitError::Words)?;
        let day: NaiveDate = effective_on.parse().map_err(|_| OperationError::NoRenewal)?;
        let employer = permit.employer().id;
        let mut unit = self.store.begin().await?;
        unit.employer().hold(employer).await?;
        let found = unit.submission().lookup(employer, day, number).await?;
        let mut submission = found.ok_or(OperationError::NotFound)?;
        let viewer = permit.viewer();
        if let Some(upload) = upload {
            let document = self.upload(&mut *unit, &submission, viewer, upload).await?;
            unit.document().insert(&document).await?;
        }
        let doing = self.doing(Party::Employer, &viewer.account().name);
        happen(&mut *unit, &mut submission, Event::Answer { words: said }, doing).await?;
        self.follow(&mut *unit, viewer, Action::RenewalAnswered, &submission).await?;
        Ok(unit.commit().await?)
    }

    async fn upload(
        &self,
        unit: &mut dyn UnitOfWork,
        submission: &Submission,
        viewer: &Viewer,
        upload: Upload,
    ) -> Result<Document, SubmitError> {
        let kind = PaperKind::of(&upload.bytes).ok_or(SubmitError::File)?;
        let (employer, day) = (submission.employer, submission.effective_on);
        let before = unit.document().heads_of_renewal(employer, day).await?;
        let uploads = before.iter().filter(|head| head.kind == DocumentKind::Upload).count();
        if upload.bytes.len() > UPLOAD_MAX || uploads >= UPLOADS {
            return Err(SubmitError::File);
        }
        let head = DocumentHead {
            employer,
            id: DocumentId(self.clock.new_id()),
            kind: DocumentKind::Upload,
            name: file_name(&upload.name, kind),
            media_type: kind.media_type().to_owned(),
            size: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
            sha256: sha256(&upload.bytes),
            effective_on: Some(day),
            number: Some(submission.number),
            uploaded_by: viewer.account().name.clone(),
            created_at: self.clock.now(),
        };
        Ok(Document { head, content: upload.bytes })
    }

    /// The submissions of a renewal, the newest first, for whoever may plan it.
    pub async fn submissions(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
    ) -> Result<Vec<Submission>, OperationError> {
        let day: NaiveDate = effective_on.parse().map_err(|_| OperationError::NoRenewal)?;
        let mut unit = self.store.begin_read().await?;
        Ok(unit.submission().list(permit.employer().id, day).await?)
    }

    /// Whether two have to sign, and the version of that setting.
    pub async fn second_signature(
        &self,
        permit: &Permit<PlanRenewal>,
    ) -> Result<(bool, i64), OperationError> {
        let mut unit = self.store.begin_read().await?;
        let setting = unit.renewal().setting(permit.employer().id).await?;
        Ok(setting.map_or((false, 0), |setting| (setting.second_signature, setting.version)))
    }

    /// Sets whether two have to sign, for what is submitted from now on.
    pub async fn set_second_signature(
        &self,
        permit: &Sensitive<SubmitRenewal>,
        second: bool,
        based_on: i64,
    ) -> Result<(), SubmitError> {
        let now = self.clock.now();
        let employer = permit.employer();
        let setting = RenewalSetting {
            employer: employer.id,
            second_signature: second,
            version: based_on + 1,
            changed_at: now,
        };
        let mut unit = self.store.begin().await?;
        unit.employer().hold(employer.id).await?;
        // Who signed first cannot do away with the second who is to confirm it.
        if let (false, Some(day)) = (second, employer.renews_on) {
            let all = unit.submission().list(employer.id, day).await?;
            if all.iter().any(|one| one.course.state == State::AwaitsSecond) {
                return Err(SubmitError::SamePerson);
            }
        }
        if !unit.renewal().save_setting(&setting, based_on).await? {
            return Err(SubmitError::Overtaken);
        }
        let viewer = permit.viewer();
        let event =
            viewer.event(Some(employer.id), now, Action::RenewalSettingChanged, &employer.name);
        let told = |second: bool| Excerpt::new(if second { "two sign" } else { "one signs" });
        let event = AuditEvent { before: Some(told(!second)), after: Some(told(second)), ..event };
        unit.audit().append(event).await?;
        Ok(unit.commit().await?)
    }

    /// The paper of a submission: written when it is first asked for, and the same from then on.
    pub(crate) async fn submission_paper(
        &self,
        employer: EmployerId,
        effective_on: NaiveDate,
        number: i64,
    ) -> Result<Document, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let submission = unit.submission().lookup(employer, effective_on, number).await?;
        let submission = submission.ok_or(OperationError::NotFound)?;
        let heads = unit.document().heads_of_renewal(employer, effective_on).await?;
        let name = format!("submission-{effective_on}-{number}-{}.pdf", &submission.hash[..8]);
        let written =
            heads.iter().find(|head| head.kind == DocumentKind::Submission && head.name == name);
        if let Some(head) = written {
            let found = unit.document().lookup(employer, head.id).await?;
            return found.ok_or(OperationError::NotFound);
        }
        drop(unit);
        let carrier = self.settings.carrier.clone();
        let (demo, on) = (self.shows_demo, submission.course.steps[0].on);
        let content = tokio::task::spawn_blocking(move || {
            submission_paper(&SubmissionPaper {
                carrier: &carrier,
                demo,
                prepared_on: on,
                effective_on,
                number,
                hash: &submission.hash,
                filed: &submission.filed,
            })
        });
        let content = content.await.ok().and_then(Result::ok).ok_or(OperationError::NotFound)?;
        let head = DocumentHead {
            employer,
            id: DocumentId(self.clock.new_id()),
            kind: DocumentKind::Submission,
            name,
            media_type: "application/pdf".to_owned(),
            size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            sha256: sha256(&content),
            effective_on: Some(effective_on),
            number: Some(number),
            uploaded_by: String::new(),
            created_at: self.clock.now(),
        };
        let document = Document { head, content };
        let mut unit = self.store.begin().await?;
        unit.document().insert(&document).await?;
        unit.commit().await?;
        Ok(document)
    }

    fn signature(
        &self,
        permit: &Permit<SubmitRenewal>,
        name: &str,
        attested: bool,
    ) -> Result<Signature, SubmitError> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(2..=SIGNATURE_MAX).contains(&name.chars().count()) {
            return Err(SubmitError::NoSignature);
        }
        if !attested {
            return Err(SubmitError::NotAttested);
        }
        let email = permit.viewer().account().email.clone();
        let attestation = ATTESTATION.to_owned();
        Ok(Signature { name, email, at: self.clock.now(), attestation })
    }

    /// A submission of a renewal that is open, held until the unit of work ends.
    async fn hold_submission(
        &self,
        permit: &Sensitive<SubmitRenewal>,
        effective_on: &str,
        number: i64,
    ) -> Result<(Box<dyn UnitOfWork>, Submission), SubmitError> {
        let mut unit = self.store.begin().await?;
        let employer = permit.employer().id;
        unit.employer().hold(employer).await?;
        let (head, _) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        if !head.is_open() {
            return Err(SubmitError::NotOpen);
        }
        let day = head.calendar.effective_on;
        let found = unit.submission().lookup(employer, day, number).await?;
        Ok((unit, found.ok_or(OperationError::NotFound)?))
    }

    /// What follows from a step of the employer: the trail, and mail.
    async fn follow(
        &self,
        unit: &mut dyn UnitOfWork,
        viewer: &Viewer,
        action: Action,
        submission: &Submission,
    ) -> Result<(), OperationError> {
        let event = self.told_by(viewer, action, submission);
        let after = Excerpt::new(submission.course.state.label());
        unit.audit().append(AuditEvent { after: Some(after), ..event }).await?;
        self.tell_step(unit, submission).await
    }
}

/// The endings of coverage that the carrier accepted for a renewal: they stand, however late it is by now.
pub(crate) async fn accepted_endings(
    unit: &mut dyn UnitOfWork,
    employer: EmployerId,
    effective_on: NaiveDate,
) -> Result<Vec<(u32, Ending)>, StoreError> {
    let all = unit.submission().list(employer, effective_on).await?;
    let accepted = all.iter().find(|one| one.course.state == State::Accepted);
    Ok(accepted.map(|one| one.filed.endings().collect()).unwrap_or_default())
}

/// The submission that the same request made before. Of somebody else's nothing is told.
fn same(permit: &Sensitive<SubmitRenewal>, found: Submission) -> Result<Submitted, SubmitError> {
    if found.submitted_by != Some(permit.viewer().account().id) {
        return Err(SubmitError::Overtaken);
    }
    Ok(Submitted { number: found.number, state: found.course.state })
}

/// Leads a submission on, where that can be.
pub(super) fn advance(
    submission: &mut Submission,
    event: Event,
    doing: Doing,
) -> Result<(), SubmitError> {
    submission.changed_at = doing.at;
    let course = submission.course.clone().event(event, doing);
    submission.course = course.map_err(|_| SubmitError::Overtaken)?;
    Ok(())
}

/// The same, and keeps it.
pub(super) async fn happen(
    unit: &mut dyn UnitOfWork,
    submission: &mut Submission,
    event: Event,
    doing: Doing,
) -> Result<(), SubmitError> {
    advance(submission, event, doing)?;
    if !unit.submission().save_course(submission).await? {
        return Err(SubmitError::Overtaken);
    }
    submission.version += 1;
    Ok(())
}

/// A file's name without what could lead anywhere, ending as its content says.
fn file_name(name: &str, kind: PaperKind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .take(60)
        .collect();
    let plain = plain.trim();
    format!("{}.{}", if plain.is_empty() { "file" } else { plain }, kind.code())
}
