//! An officer names who manages a group's coverage; the carrier checks it; the administrator is invited.
//!
//! What an officer is told does not depend on what is on file until the designation is approved, so that a
//! stranger cannot find out which groups there are.

use crate::mail::{Letter, Link, Recipient};
use crate::sign_in::{SignInError, recipient};
use crate::user::{signs_in, told};
use crate::{OperationError, Operations, Origin, StaffPermit, sha256};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use credential::token::Token;
use credential::vault::Place;
use domain::Cents;
use domain::access::{Capabilities, Grant, Holder, INVITATION, Purpose, Role};
use domain::audit::{Action, Actor, Event as AuditEvent, Excerpt, mask};
use domain::designation::{
    Answers, Approver, Course, Designation, Event, FieldFault, Form, PAPER_MAX, Paper, PaperKind,
    State, TEXT_MAX,
};
use domain::employer::{Employer, EmployerKind};
use domain::group::{Ein, GroupFile, GroupNumber};
use domain::id::{AccountId, DesignationId, EmployerId, GrantId, PaperId};
use domain::rules::DESIGNATION_ABANDONED;
use formats::report::DesignationForm;
use store::{Constraint, StoreError, UnitOfWork};

/// How many forms are taken from one network in an hour.
const PER_NETWORK: i64 = 20;
/// How many forms are taken from one network in a day that name one officer's e-mail address. So a stranger's use
/// up nobody else's.
const PER_OFFICER: i64 = 3;
/// How many forms a day are answered by mail to one officer's e-mail address, wherever they come from; whoever
/// sends more sees the status all the same.
const MAILS_PER_OFFICER: i64 = 3;
/// How many forms about one group number are compared with what is on file in a day; after that staff look,
/// so that an amount cannot be tried out.
const PER_GROUP: i64 = 3;
/// How many signed forms are taken for one designation: a few slips, no store of files.
const PAPERS: i64 = 5;
/// How many signed forms are taken from one network in an hour.
const PAPERS_PER_NETWORK: i64 = 20;
/// The longest message to or from staff, in characters.
const WORDS_MAX: usize = 10 * TEXT_MAX;

/// Why a form was not taken.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// Something is wrong with it.
    #[error("the form has faults")]
    Faults(Vec<FieldFault>),
    /// Too many came from here.
    #[error("too many forms")]
    TooMany,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for RegisterError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// Why nothing happened to a designation.
#[derive(Debug, thiserror::Error)]
pub enum DesignationError {
    /// It stands elsewhere by now.
    #[error("the designation stands elsewhere by now")]
    Overtaken,
    /// Nothing was said, or too much.
    #[error("say something, in at most {WORDS_MAX} letters")]
    Words,
    /// The signed form was not taken.
    #[error(transparent)]
    Paper(#[from] PaperFault),
    /// The group number and the employer identification number on file are those of different groups.
    #[error("what is on file contradicts it")]
    Contradicted,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for DesignationError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// Why a signed form was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperFault {
    /// There is no file.
    #[error("no file was sent")]
    Missing,
    /// It is larger than [`PAPER_MAX`].
    #[error("the file is too large")]
    TooLarge,
    /// It is no PDF, PNG or JPEG.
    #[error("the file is no PDF, PNG or JPEG")]
    Kind,
    /// Too many came, for this designation or from here.
    #[error("too many files")]
    TooMany,
}

/// Why a form to sign was not handed out.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// Too many were: none is until this time has passed.
    #[error("too many forms: wait {} seconds", .0.num_seconds())]
    Wait(TimeDelta),
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<SignInError> for FormError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wait(wait) => Self::Wait(wait),
            // Nothing is guessed at here.
            SignInError::Wrong => Self::Operation(OperationError::NotFound),
            SignInError::Operation(error) => Self::Operation(error),
        }
    }
}

impl From<StoreError> for FormError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// What an officer sees of a designation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignationStatus {
    /// The company's name.
    pub company: String,
    /// The administrator's name.
    pub administrator: String,
    /// Where it stands.
    pub course: Course,
    /// Whether a signed form is taken now.
    pub takes_paper: bool,
}

/// What is on file about the group that a designation names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnFile {
    /// The number is not on file: it would be a new group.
    Nothing,
    /// The number and the employer identification number are.
    Same,
    /// The number is, with another employer identification number.
    Differs,
}

/// What staff see of a designation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignationSeen {
    /// As it is kept.
    pub kept: Designation,
    /// The end of the employer identification number.
    pub ein: String,
    /// What is on file.
    pub on_file: OnFile,
    /// The number of another group that has the same employer identification number on file.
    pub other_group: Option<String>,
    /// When the signed form came, where one did.
    pub paper_came_at: Option<DateTime<Utc>>,
}

/// What staff decide about a designation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is approved.
    Approve,
    /// The officer is asked for more.
    Ask(String),
    /// It is refused.
    Refuse(String),
}

impl Operations {
    /// Takes an officer's form. Answers the token of the link under which its status stands.
    pub async fn register(
        &self,
        answers: &Answers,
        from: &Origin,
    ) -> Result<String, RegisterError> {
        let (form, ein, number, invoice) = answers.read().map_err(RegisterError::Faults)?;
        let now = self.clock.now();
        let mut unit = self.store.begin().await?;
        self.throttle(&mut *unit, &form, &number, from).await?;
        let token = self.new_token();
        let mut kept = self.new_designation(form, &ein, number, &token, from)?;
        let file = self.matching_file(&mut *unit, &kept, invoice).await?;
        let day = now - TimeDelta::days(1);
        let mails = unit.designation().count_of_officer(&kept.form.officer.email, day).await?;
        unit.designation().insert(&kept).await?;
        if mails < MAILS_PER_OFFICER {
            let link = self.status_link(&token);
            let (employer, on_paper) = (kept.form.company.clone(), kept.form.is_on_paper());
            let letter = Letter::DesignationReceived { employer, on_paper, link };
            self.post(&mut *unit, &officer(&kept), &letter).await?;
        }
        let visitor = (Actor::Visitor, Some(Excerpt::new(&from.address)));
        let job = (Actor::Job(Excerpt::new("what is on file")), None);
        if let Some(file) = &file {
            let event = Event::Approve { by: Approver::OnFile };
            kept.course = kept.course.event(event, now).map_err(|_| OperationError::NotFound)?;
            kept.changed_at = now;
            unit.designation().save_course(&kept).await?;
            self.name_administrator(&mut *unit, &kept, file.employer, &job, None).await?;
        }
        self.tell(&mut *unit, None, &visitor, Action::DesignationSubmitted, &kept).await?;
        if file.is_some() {
            self.tell(&mut *unit, None, &job, Action::DesignationApproved, &kept).await?;
        }
        unit.commit().await?;
        Ok(token.text())
    }

    /// Where a designation stands, for whoever has its link.
    pub async fn designation_status(
        &self,
        token: &str,
    ) -> Result<DesignationStatus, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let kept = by_token(&mut *unit, token).await?;
        Ok(DesignationStatus {
            company: kept.form.company.clone(),
            administrator: kept.form.administrator.clone(),
            takes_paper: takes_paper(&kept),
            course: kept.course,
        })
    }

    /// The officer answers what staff asked.
    pub async fn answer_designation(
        &self,
        token: &str,
        words: &str,
        from: &Origin,
    ) -> Result<(), DesignationError> {
        let words = said(words)?;
        let mut unit = self.store.begin().await?;
        let mut kept = by_token(&mut *unit, token).await?;
        self.happen(&mut *unit, &mut kept, Event::Answer { words }).await?;
        let visitor = (Actor::Visitor, Some(Excerpt::new(&from.address)));
        self.tell(&mut *unit, None, &visitor, Action::DesignationAnswered, &kept).await?;
        Ok(unit.commit().await?)
    }

    /// The designations, those first that staff have to look at.
    pub async fn designations(
        &self,
        _permit: &StaffPermit,
    ) -> Result<Vec<Designation>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        Ok(unit.designation().designations(LISTED).await?)
    }

    /// A designation, with what is on file beside it.
    pub async fn designation(
        &self,
        _permit: &StaffPermit,
        id: DesignationId,
    ) -> Result<DesignationSeen, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let kept = unit.designation().designation(id).await?.ok_or(OperationError::NotFound)?;
        let file = unit.group().file_of_number(kept.number.as_str()).await?;
        let on_file = on_file(file.as_ref(), &kept);
        let number = kept.number.as_str();
        let other_group = unit.group().other_number_of_ein(&kept.ein_index, number).await?;
        let paper_came_at = unit.designation().paper_came_at(id).await?;
        let row = id.to_string();
        let vault = &self.settings.secrets()?.vault;
        let opened = vault.open(&kept.ein_sealed, Place { column: EIN, row: &row });
        let ein = opened.map_or_else(|_| "…".to_owned(), |ein| mask::number(&ein));
        Ok(DesignationSeen { kept, ein, on_file, other_group, paper_came_at })
    }

    /// The form of a designation that is to be signed on paper, filled in, for whoever has its link. Writing it
    /// down takes a while, so it is counted who asks.
    pub async fn designation_form(
        &self,
        token: &str,
        from: &Origin,
    ) -> Result<DesignationForm, FormError> {
        self.count_asked("form", from).await?;
        let mut unit = self.store.begin_read().await?;
        let kept = by_token(&mut *unit, token).await?;
        if !takes_paper(&kept) {
            return Err(OperationError::NotFound.into());
        }
        Ok(DesignationForm {
            carrier: self.settings.carrier.clone(),
            demo: self.shows_demo,
            prepared_on: self.clock.today(),
            group_number: kept.number.as_str().to_owned(),
            ein: self.kept_ein(&kept)?.digits().to_owned(),
            form: kept.form,
        })
    }

    /// Takes the form that an officer signed on paper. What came before stays beside it.
    pub async fn take_designation_paper(
        &self,
        token: &str,
        bytes: Vec<u8>,
        from: &Origin,
    ) -> Result<(), DesignationError> {
        let mut unit = self.store.begin().await?;
        let mut kept = by_token(&mut *unit, token).await?;
        if !takes_paper(&kept) {
            return Err(DesignationError::Overtaken);
        }
        let kind = paper_kind(&bytes)?;
        let now = self.clock.now();
        unit.factor().open_throttle(&format!("papers-from:{}", from.address), now).await?;
        let of_one = unit.designation().count_papers(kept.id).await?;
        let hour = now - TimeDelta::hours(1);
        let here = unit.designation().count_papers_from(&from.address, hour).await?;
        if of_one >= PAPERS || here >= PAPERS_PER_NETWORK {
            return Err(PaperFault::TooMany.into());
        }
        let paper = Paper {
            id: PaperId(self.clock.new_id()),
            designation: kept.id,
            kind,
            digest: sha256(&bytes),
            bytes,
            address: from.address.clone(),
            came_at: now,
        };
        unit.designation().insert_paper(&paper).await?;
        self.happen(&mut *unit, &mut kept, Event::PaperCame).await?;
        let visitor = (Actor::Visitor, Some(Excerpt::new(&from.address)));
        self.tell(&mut *unit, None, &visitor, Action::DesignationPaperCame, &kept).await?;
        Ok(unit.commit().await?)
    }

    /// The signed form of a designation, as it came.
    pub async fn designation_paper(
        &self,
        _permit: &StaffPermit,
        id: DesignationId,
    ) -> Result<Paper, OperationError> {
        let mut unit = self.store.begin_read().await?;
        unit.designation().paper(id).await?.ok_or(OperationError::NotFound)
    }

    /// Staff decide about a designation, based on the version that they saw.
    pub async fn decide_designation(
        &self,
        permit: &StaffPermit,
        id: DesignationId,
        based_on: i64,
        decision: Decision,
    ) -> Result<(), DesignationError> {
        self.prove_fresh(permit.viewer())?;
        let mut unit = self.store.begin().await?;
        let kept = unit.designation().designation(id).await?.ok_or(OperationError::NotFound)?;
        if kept.version != based_on {
            return Err(DesignationError::Overtaken);
        }
        match decision {
            Decision::Approve => self.approve(&mut *unit, permit, kept).await?,
            Decision::Ask(what) => {
                let event = Event::Ask { what: said(&what)? };
                self.send_back(&mut *unit, permit, kept, event).await?;
            }
            Decision::Refuse(reason) => {
                let event = Event::Refuse { reason: said(&reason)? };
                self.send_back(&mut *unit, permit, kept, event).await?;
            }
        }
        Ok(unit.commit().await?)
    }

    async fn approve(
        &self,
        unit: &mut dyn UnitOfWork,
        permit: &StaffPermit,
        mut kept: Designation,
    ) -> Result<(), DesignationError> {
        let file = unit.group().file_of_number(kept.number.as_str()).await?;
        if on_file(file.as_ref(), &kept) == OnFile::Differs {
            return Err(DesignationError::Contradicted);
        }
        let account = permit.viewer().account();
        let by = Approver::Staff { account: account.id, name: account.name.clone() };
        self.happen(unit, &mut kept, Event::Approve { by }).await?;
        let staff = staff(permit);
        let employer = match file {
            Some(file) => file.employer,
            None => self.put_on_file(unit, &kept, &staff).await?,
        };
        self.name_administrator(unit, &kept, employer, &staff, Some(account.id)).await?;
        self.tell(unit, None, &staff, Action::DesignationApproved, &kept).await?;
        Ok(())
    }

    /// Asks the officer for more, or refuses.
    async fn send_back(
        &self,
        unit: &mut dyn UnitOfWork,
        permit: &StaffPermit,
        mut kept: Designation,
        event: Event,
    ) -> Result<(), DesignationError> {
        self.happen(unit, &mut kept, event).await?;
        let link = self.kept_link(&kept)?;
        let employer = kept.form.company.clone();
        let (action, letter) = match kept.course.state.clone() {
            State::Refused { reason } => {
                (Action::DesignationRefused, Letter::DesignationRefused { employer, reason, link })
            }
            State::NeedsMore { what } => (
                Action::DesignationQuestioned,
                Letter::DesignationNeedsMore { employer, what, link },
            ),
            State::WaitsForPaper | State::Received | State::Approved { .. } => {
                return Err(DesignationError::Overtaken);
            }
        };
        self.post(unit, &officer(&kept), &letter).await?;
        self.tell(unit, None, &staff(permit), action, &kept).await?;
        Ok(())
    }

    /// Closes what waits for an officer who has done nothing for a long time, and tells them. Answers how many.
    pub async fn close_abandoned(&self) -> Result<u64, OperationError> {
        let days = DESIGNATION_ABANDONED.on(self.clock.today()).value;
        let before = self.clock.now() - TimeDelta::days(days.into());
        let mut unit = self.store.begin_read().await?;
        let found = unit.designation().waiting_since(before, LISTED).await?;
        drop(unit);
        let mut closed = 0;
        for kept in found {
            let id = kept.id;
            match self.close(kept, days).await {
                Ok(()) => closed += 1,
                // The officer did something at last, or another server was first.
                Err(DesignationError::Overtaken) => {}
                // The others are closed all the same.
                Err(error) => tracing::error!(%id, cause = ?error, "a form could not be closed"),
            }
        }
        Ok(closed)
    }

    async fn close(&self, mut kept: Designation, days: u16) -> Result<(), DesignationError> {
        let reason = format!("Nothing came from you for {days} days.");
        let mut unit = self.store.begin().await?;
        let event = Event::Abandon { reason: reason.clone() };
        self.happen(&mut *unit, &mut kept, event).await?;
        let (employer, link) = (kept.form.company.clone(), self.kept_link(&kept)?);
        let letter = Letter::DesignationRefused { employer, reason, link };
        self.post(&mut *unit, &officer(&kept), &letter).await?;
        let upkeep = (Actor::Job(Excerpt::new("upkeep")), None);
        self.tell(&mut *unit, None, &upkeep, Action::DesignationRefused, &kept).await?;
        Ok(unit.commit().await?)
    }

    /// Keeps what happened to a designation, unless something else did meanwhile.
    async fn happen(
        &self,
        unit: &mut dyn UnitOfWork,
        kept: &mut Designation,
        event: Event,
    ) -> Result<(), DesignationError> {
        let now = self.clock.now();
        let course = kept.course.clone().event(event, now);
        kept.course = course.map_err(|_| DesignationError::Overtaken)?;
        kept.changed_at = now;
        if unit.designation().save_course(kept).await? {
            Ok(())
        } else {
            Err(DesignationError::Overtaken)
        }
    }

    /// Refuses forms that come too often. Of two that are counted together the second waits here for the
    /// first; also where it is the group that they have in common, whose forms are counted later.
    async fn throttle(
        &self,
        unit: &mut dyn UnitOfWork,
        form: &Form,
        number: &GroupNumber,
        from: &Origin,
    ) -> Result<(), RegisterError> {
        let now = self.clock.now();
        let to = self.subject("forms-to", &form.officer.email)?;
        let about = format!("forms-about:{}", number.as_str());
        for subject in [to, about, format!("forms-from:{}", from.address)] {
            unit.factor().open_throttle(&subject, now).await?;
        }
        let hour = now - TimeDelta::hours(1);
        let day = now - TimeDelta::days(1);
        let here = unit.designation().count_from(&from.address, hour).await?;
        let email = &form.officer.email;
        let of = unit.designation().count_of_officer_from(email, &from.address, day).await?;
        if here >= PER_NETWORK || of >= PER_OFFICER {
            return Err(RegisterError::TooMany);
        }
        Ok(())
    }

    fn new_designation(
        &self,
        form: Form,
        ein: &Ein,
        number: GroupNumber,
        token: &Token,
        from: &Origin,
    ) -> Result<Designation, OperationError> {
        let secrets = self.settings.secrets()?;
        let id = DesignationId(self.clock.new_id());
        let row = id.to_string();
        let seal = |column, text: &str| {
            secrets.vault.seal(text, Place { column, row: &row }, &self.random())
        };
        let now = self.clock.now();
        Ok(Designation {
            id,
            digest: token.digest(PURPOSE).text(),
            token_sealed: seal(TOKEN, &token.text()),
            number,
            ein_sealed: seal(EIN, ein.digits()),
            ein_index: secrets.index.blind_index(GroupFile::EIN, ein.digits()),
            course: if form.is_on_paper() {
                Course::begin_on_paper(now)
            } else {
                Course::begin(now)
            },
            form,
            address: from.address.clone(),
            version: 1,
            created_at: now,
            changed_at: now,
        })
    }

    /// The group on file that a designation is about, where all that the officer says is what stands there, the
    /// two numbers and the amount of a bill, and where nobody manages its coverage yet: whoever knows what
    /// stands on a bill is not put beside a primary administrator unseen.
    async fn matching_file(
        &self,
        unit: &mut dyn UnitOfWork,
        kept: &Designation,
        invoice: Option<Cents>,
    ) -> Result<Option<GroupFile>, OperationError> {
        let day = self.clock.now() - TimeDelta::days(1);
        let tried = unit.designation().count_of_group(kept.number.as_str(), day).await?;
        let file = unit.group().file_of_number(kept.number.as_str()).await?;
        let same = |file: &GroupFile| {
            // Staff look at a signature on paper.
            !kept.form.is_on_paper()
                && tried < PER_GROUP
                && file.ein_index == kept.ein_index
                && invoice.is_some()
                && file.last_invoice == invoice
        };
        let Some(file) = file.filter(same) else { return Ok(None) };
        let grants = unit.access().grants(file.employer).await?;
        Ok(if primaries(&grants, self.clock.today()).is_empty() { Some(file) } else { None })
    }

    /// A group that staff vouch for and that was not on file.
    async fn put_on_file(
        &self,
        unit: &mut dyn UnitOfWork,
        kept: &Designation,
        by: &Teller,
    ) -> Result<EmployerId, DesignationError> {
        let ein = self.kept_ein(kept)?;
        let employer = Employer {
            id: EmployerId(self.clock.new_id()),
            name: kept.form.company.clone(),
            kind: EmployerKind::Group,
            zip: None,
            county: None,
            renews_on: None,
        };
        unit.employer().save(&employer, self.clock.now()).await?;
        let file = self.group_file(employer.id, kept.number.clone(), &ein, None)?;
        match unit.group().save_file(&file).await {
            Ok(()) => {}
            // Somebody else put it on file at the same time.
            Err(error) if error.conflict() == Some(Constraint::GroupNumber) => {
                return Err(DesignationError::Overtaken);
            }
            Err(error) => return Err(error.into()),
        }
        let subject = Excerpt::new(&employer.name);
        let filed = event(Some(employer.id), by, self.clock.now(), Action::GroupFiled, subject);
        let what = format!("{}, EIN {}", kept.number, mask::number(ein.digits()));
        unit.audit().append(AuditEvent { after: Some(Excerpt::new(&what)), ..filed }).await?;
        Ok(employer.id)
    }

    /// Names the administrator of an approved designation, tells the officer, and writes it into the
    /// employer's trail. The carrier's comes after it.
    async fn name_administrator(
        &self,
        unit: &mut dyn UnitOfWork,
        kept: &Designation,
        employer: EmployerId,
        by: &Teller,
        granted_by: Option<AccountId>,
    ) -> Result<(), OperationError> {
        self.prepare_administrator(unit, kept, employer, by, granted_by).await?;
        let letter = Letter::AdministratorNamed {
            employer: kept.form.company.clone(),
            administrator: kept.form.administrator.clone(),
            link: self.kept_link(kept)?,
        };
        let to = Recipient { employer: Some(employer), ..officer(kept) };
        self.post(unit, &to, &letter).await?;
        self.tell(unit, Some(employer), by, Action::DesignationApproved, kept).await
    }

    /// The administrator's account with access to everything, and an invitation to set up sign-in. An
    /// account that is there already is taken. Holds the employer.
    async fn prepare_administrator(
        &self,
        unit: &mut dyn UnitOfWork,
        kept: &Designation,
        employer: EmployerId,
        by: &Teller,
        granted_by: Option<AccountId>,
    ) -> Result<(), OperationError> {
        let (now, today) = (self.clock.now(), self.clock.today());
        let form = &kept.form;
        unit.employer().hold(employer).await?;
        let account =
            self.account_for(unit, form.administrator.clone(), &form.administrator_email).await?;
        let holder = Holder::Account(account.id);
        let grants = unit.access().grants(employer).await?;
        let present = primaries(&grants, today);
        if !present.contains(&account.id) {
            let granted = primary(employer, GrantId(self.clock.new_id()), holder, now, granted_by);
            unit.access().insert_grant(&granted).await?;
            let subject = Excerpt::new(&account.name);
            let given = event(Some(employer), by, now, Action::GrantGiven, subject);
            let after = Some(told(&granted));
            unit.audit().append(AuditEvent { after, ..given }).await?;
            for present in present {
                self.tell_primary(unit, kept, employer, present, &account.name).await?;
            }
        }
        let signs_in = signs_in(unit, account.id).await?;
        let letter = if signs_in {
            // Whoever signs in already needs no invitation.
            Letter::AccessGiven {
                giver: self.settings.carrier.clone(),
                employer: kept.form.company.clone(),
                role: Role::Primary.title().to_lowercase(),
                link: Link::new(format!("{}/sign-in", self.origin())),
            }
        } else {
            Letter::DesignationApproved {
                employer: kept.form.company.clone(),
                link: self.issue_link(unit, account.id, Purpose::Invitation, None).await?,
                ends: last_day(today),
            }
        };
        let to = Recipient { employer: Some(employer), ..recipient(&account) };
        self.post(unit, &to, &letter).await?;
        if signs_in {
            return Ok(());
        }
        let subject = Excerpt::new(&account.name);
        let sent = event(Some(employer), by, now, Action::InvitationSent, subject);
        unit.audit().append(sent).await?;
        Ok(())
    }

    /// Tells somebody who is primary administrator already that there is another one now.
    async fn tell_primary(
        &self,
        unit: &mut dyn UnitOfWork,
        kept: &Designation,
        employer: EmployerId,
        present: AccountId,
        administrator: &str,
    ) -> Result<(), OperationError> {
        let Some(account) = unit.access().account(present).await? else { return Ok(()) };
        let to = Recipient { employer: Some(employer), ..recipient(&account) };
        let letter = Letter::AdministratorAdded {
            employer: kept.form.company.clone(),
            administrator: administrator.to_owned(),
            link: Link::new(format!("{}/employers/{employer}/users", self.origin())),
        };
        self.post(unit, &to, &letter).await
    }

    /// Writes down what was done to a designation.
    async fn tell(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: Option<EmployerId>,
        by: &Teller,
        action: Action,
        kept: &Designation,
    ) -> Result<(), OperationError> {
        let subject = format!("{}: {}", kept.form.company, kept.form.administrator);
        let event = event(employer, by, self.clock.now(), action, Excerpt::new(&subject));
        unit.audit().append(event).await?;
        Ok(())
    }

    /// The employer identification number of a designation, opened.
    fn kept_ein(&self, kept: &Designation) -> Result<Ein, OperationError> {
        let vault = &self.settings.secrets()?.vault;
        let row = kept.id.to_string();
        let opened = vault.open(&kept.ein_sealed, Place { column: EIN, row: &row }).ok();
        opened.and_then(|digits| Ein::parse(&digits).ok()).ok_or(OperationError::NoKeys)
    }

    fn status_link(&self, token: &Token) -> Link {
        Link::new(format!("{}/register/{}", self.origin(), token.text()))
    }

    /// The link of a designation, of the token that was sealed.
    fn kept_link(&self, kept: &Designation) -> Result<Link, OperationError> {
        let row = kept.id.to_string();
        let vault = &self.settings.secrets()?.vault;
        let opened = vault.open(&kept.token_sealed, Place { column: TOKEN, row: &row });
        let token = opened.ok().and_then(|text| Token::parse(&text));
        token.map(|token| self.status_link(&token)).ok_or(OperationError::NoKeys)
    }
}

/// How many designations a list shows, and how many are closed at once, at most.
const LISTED: u32 = 200;
/// What a token of a status link is for.
const PURPOSE: &str = "designation";
/// The places of sealed texts.
pub(crate) const EIN: &str = "designation.ein";
pub(crate) const TOKEN: &str = "designation.token";

/// Who did something, and from where.
type Teller = (Actor, Option<Excerpt>);

fn staff(permit: &StaffPermit) -> Teller {
    let viewer = permit.viewer();
    let name = Excerpt::new(&viewer.account().name);
    let actor = Actor::Account { id: viewer.account().id, name };
    (actor, Some(Excerpt::new(&viewer.session().address)))
}

fn event(
    employer: Option<EmployerId>,
    by: &Teller,
    at: DateTime<Utc>,
    action: Action,
    subject: Excerpt,
) -> AuditEvent {
    let (actor, address) = by.clone();
    AuditEvent { employer, at, actor, address, action, subject, before: None, after: None }
}

fn officer(kept: &Designation) -> Recipient {
    Recipient {
        name: kept.form.officer.name.clone(),
        email: kept.form.officer.email.clone(),
        account: None,
        employer: None,
    }
}

fn primary(
    employer: EmployerId,
    id: GrantId,
    holder: Holder,
    now: DateTime<Utc>,
    granted_by: Option<AccountId>,
) -> Grant {
    Grant {
        employer,
        id,
        holder,
        role: Role::Primary,
        capabilities: Capabilities::ALL,
        ends_on: None,
        version: 1,
        granted_at: now,
        granted_by,
        revoked_at: None,
    }
}

/// Who is primary administrator on a day.
fn primaries(grants: &[Grant], today: NaiveDate) -> Vec<AccountId> {
    let alive = grants.iter().filter(|grant| grant.role == Role::Primary && grant.is_alive(today));
    let account = |grant: &Grant| match grant.holder {
        Holder::Account(account) => Some(account),
        Holder::Brokerage(_) => None,
    };
    alive.filter_map(account).collect()
}

/// The last whole day of an invitation that is sent on a day.
fn last_day(today: NaiveDate) -> NaiveDate {
    (today + INVITATION).pred_opt().unwrap_or(today)
}

fn on_file(file: Option<&GroupFile>, kept: &Designation) -> OnFile {
    match file {
        None => OnFile::Nothing,
        Some(file) if file.ein_index == kept.ein_index => OnFile::Same,
        Some(_) => OnFile::Differs,
    }
}

/// Whether a signed form is taken: where the officer signs on paper, until it is decided.
fn takes_paper(kept: &Designation) -> bool {
    kept.form.is_on_paper() && kept.course.state.clone().event(Event::PaperCame).is_ok()
}

/// What kind of file a signed form is, unless it cannot be taken.
fn paper_kind(bytes: &[u8]) -> Result<PaperKind, PaperFault> {
    if bytes.is_empty() {
        return Err(PaperFault::Missing);
    }
    if bytes.len() > PAPER_MAX {
        return Err(PaperFault::TooLarge);
    }
    PaperKind::of(bytes).ok_or(PaperFault::Kind)
}

/// What somebody said, without what is around it.
fn said(words: &str) -> Result<String, DesignationError> {
    let words = words.trim();
    let fits = !words.is_empty() && words.chars().count() <= WORDS_MAX;
    if fits { Ok(words.to_owned()) } else { Err(DesignationError::Words) }
}

async fn by_token(unit: &mut dyn UnitOfWork, token: &str) -> Result<Designation, OperationError> {
    let token = Token::parse(token).ok_or(OperationError::NotFound)?;
    let digest = token.digest(PURPOSE).text();
    unit.designation().designation_of_digest(&digest).await?.ok_or(OperationError::NotFound)
}
