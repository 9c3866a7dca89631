//! Brokerages that ask employers for access, and what becomes of it.

use crate::access::{Origin, Sensitive, Viewer};
use crate::mail::{Letter, Link, Recipient};
use crate::need::Users;
use crate::sign_in::{SignInError, recipient};
use crate::{BrokerGrant, OperationError, Operations, UserError};
use chrono::NaiveDate;
use domain::access::{AccessRequest, Brokerage, Capabilities, Decision, Grant, Holder, Role};
use domain::audit::{Action, Event, Excerpt};
use domain::group::GroupNumber;
use domain::id::{AccessRequestId, EmployerId};
use store::{StoreError, UnitOfWork};

/// What a brokerage asked for, and of whom, as its own people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The request.
    pub request: AccessRequest,
    /// The group number that it named.
    pub group_number: String,
}

/// A brokerage that asks an employer for access, as the employer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The request.
    pub request: AccessRequest,
    /// The brokerage's name.
    pub brokerage: String,
    /// The name of the person who asks.
    pub person: String,
}

/// What somebody of a brokerage asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The employer's group number with the carrier.
    pub group_number: String,
    /// What is wanted.
    pub capabilities: Capabilities,
    /// In the broker's own words.
    pub note: String,
}

/// Why nothing was asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// Whoever asks is of no brokerage.
    #[error("only people of a brokerage ask for access")]
    NoBroker,
    /// Nothing that a broker may do was chosen.
    #[error("choose at least one thing")]
    Nothing,
    /// What was typed is no group number.
    #[error("this is not a group number")]
    NotANumber,
    /// It was asked too often, or the store failed.
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

impl From<StoreError> for AskError {
    fn from(error: StoreError) -> Self {
        Self::SignIn(error.into())
    }
}

impl From<OperationError> for AskError {
    fn from(error: OperationError) -> Self {
        Self::SignIn(error.into())
    }
}

/// The longest note, in characters.
const NOTE_MAX: usize = 500;

impl Operations {
    /// The brokerage of somebody, if there is one, and what of all that it asked for was decided.
    pub async fn asked_for(
        &self,
        viewer: &Viewer,
    ) -> Result<Option<(Brokerage, Vec<Asked>)>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let Some(brokerage) = brokerage_of(&mut *unit, viewer).await? else { return Ok(None) };
        let mut asked = Vec::new();
        for request in unit.access().access_requests_of(brokerage.id).await? {
            // One that is open would tell that there is such a group.
            if request.decision.is_none() {
                continue;
            }
            let file = unit.group().file(request.employer).await?;
            let group_number = file.map(|file| file.number.to_string()).unwrap_or_default();
            asked.push(Asked { request, group_number });
        }
        Ok(Some((brokerage, asked)))
    }

    /// Asks the employer of a group number for access. Whether there is such a group is not told: where
    /// there is none, nobody is asked.
    pub async fn ask_for_access(
        &self,
        viewer: &Viewer,
        ask: &Ask,
        from: &Origin,
    ) -> Result<(), AskError> {
        let number = GroupNumber::parse(&ask.group_number).map_err(|_| AskError::NotANumber)?;
        let may_hold = Role::Broker.may_hold();
        let capabilities: Capabilities =
            ask.capabilities.iter().filter(|capability| may_hold.has(*capability)).collect();
        if capabilities.is_empty() {
            return Err(AskError::Nothing);
        }
        self.count_mail("ask", &viewer.account().email, from).await?;
        let mut unit = self.store.begin().await?;
        let brokerage = brokerage_of(&mut *unit, viewer).await?.ok_or(AskError::NoBroker)?;
        let Some(file) = unit.group().file_of_number(number.as_str()).await? else { return Ok(()) };
        let employer = file.employer;
        let now = self.clock.now();
        let request = AccessRequest {
            employer,
            id: AccessRequestId(self.clock.new_id()),
            brokerage: brokerage.id,
            asked_by: viewer.account().id,
            capabilities,
            note: ask.note.trim().chars().take(NOTE_MAX).collect(),
            asked_at: now,
            decision: None,
        };
        if !unit.access().insert_access_request(&request).await? {
            return Ok(());
        }
        let event = viewer.event(Some(employer), now, Action::AccessAsked, &brokerage.name);
        let wanted = Some(words(request.capabilities));
        unit.audit().append(Event { after: wanted, ..event }).await?;
        self.tell_primaries(&mut *unit, employer, &brokerage).await?;
        Ok(unit.commit().await?)
    }

    /// Tells the primary administrators of an employer that a brokerage asks.
    async fn tell_primaries(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: EmployerId,
        brokerage: &Brokerage,
    ) -> Result<(), OperationError> {
        let Some(found) = unit.employer().lookup(employer).await? else { return Ok(()) };
        let today = self.clock.today();
        let primary = |grant: &Grant| grant.role == Role::Primary && grant.is_alive(today);
        for grant in unit.access().grants(employer).await?.into_iter().filter(primary) {
            let Holder::Account(id) = grant.holder else { continue };
            let Some(account) = unit.access().account(id).await? else { continue };
            let link = format!("{}/employers/{employer}/users", self.settings.origin);
            let letter = Letter::BrokerAsks {
                brokerage: brokerage.name.clone(),
                employer: found.name.clone(),
                link: Link::new(link),
            };
            let to = Recipient { employer: Some(employer), ..recipient(&account) };
            self.post(unit, &to, &letter).await?;
        }
        Ok(())
    }

    /// The brokerages whose requests an employer has not decided.
    pub async fn asking(
        &self,
        permit: &crate::Permit<Users>,
    ) -> Result<Vec<Asking>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let mut asking = Vec::new();
        for request in unit.access().access_requests(permit.employer().id).await? {
            if request.decision.is_some() {
                continue;
            }
            let Some(firm) = unit.access().brokerage(request.brokerage).await? else { continue };
            let person = unit.access().account(request.asked_by).await?;
            let person = person.map(|account| account.name).unwrap_or_default();
            asking.push(Asking { request, brokerage: firm.name, person });
        }
        Ok(asking)
    }

    /// Gives a brokerage that asked what is chosen, until a day where one is named; beside what it may do
    /// already, where it was given access meanwhile.
    pub async fn accept_request(
        &self,
        permit: &Sensitive<Users>,
        request: AccessRequestId,
        capabilities: Capabilities,
        ends_on: Option<NaiveDate>,
    ) -> Result<(), UserError> {
        let mut unit = self.store.begin().await?;
        let found = self.open_request(permit, &mut *unit, request).await?;
        let wanted = BrokerGrant { brokerage: found.brokerage, capabilities, ends_on };
        self.give_asked(permit, &mut *unit, wanted).await?;
        self.decide(permit, &mut *unit, &found, true).await?;
        Ok(unit.commit().await?)
    }

    /// Gives a brokerage that asked nothing.
    pub async fn refuse_request(
        &self,
        permit: &Sensitive<Users>,
        request: AccessRequestId,
    ) -> Result<(), UserError> {
        let mut unit = self.store.begin().await?;
        let found = self.open_request(permit, &mut *unit, request).await?;
        self.decide(permit, &mut *unit, &found, false).await?;
        let name = unit.access().brokerage(found.brokerage).await?;
        let name = name.map(|firm| firm.name).unwrap_or_default();
        let employer = Some(permit.employer().id);
        let event = permit.viewer().event(employer, self.clock.now(), Action::AccessRefused, &name);
        unit.audit().append(event).await?;
        Ok(unit.commit().await?)
    }

    /// A request that is open, in a unit of work that holds the employer from here on.
    async fn open_request(
        &self,
        permit: &Sensitive<Users>,
        unit: &mut dyn UnitOfWork,
        request: AccessRequestId,
    ) -> Result<AccessRequest, UserError> {
        unit.employer().hold(permit.employer().id).await?;
        let all = unit.access().access_requests(permit.employer().id).await?;
        let found = all.into_iter().find(|asked| asked.id == request && asked.decision.is_none());
        found.ok_or(UserError::Gone)
    }

    /// Keeps what became of a request, and tells whoever asked.
    async fn decide(
        &self,
        permit: &Sensitive<Users>,
        unit: &mut dyn UnitOfWork,
        request: &AccessRequest,
        granted: bool,
    ) -> Result<(), UserError> {
        let employer = permit.employer();
        let decision = Decision { granted, at: self.clock.now(), by: permit.viewer().account().id };
        if !unit.access().decide_access_request(employer.id, request.id, decision).await? {
            return Err(UserError::Gone);
        }
        if let Some(account) = unit.access().account(request.asked_by).await? {
            let letter = Letter::BrokerAnswered { employer: employer.name.clone(), granted };
            self.post(unit, &recipient(&account), &letter).await?;
        }
        Ok(())
    }
}

/// The brokerage of somebody; the first by name, where there are several.
async fn brokerage_of(
    unit: &mut dyn UnitOfWork,
    viewer: &Viewer,
) -> Result<Option<Brokerage>, OperationError> {
    let all = unit.access().brokerages(viewer.account().id).await?;
    Ok(all.into_iter().next())
}

/// What is asked for, for the trail.
fn words(capabilities: Capabilities) -> Excerpt {
    let titles: Vec<_> = capabilities.iter().map(domain::access::Capability::title).collect();
    Excerpt::new(&titles.join(", "))
}
