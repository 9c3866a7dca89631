//! Who asks, and what they may do.
//!
//! Three values say that somebody may do something, and each is made in this file alone: a [`Viewer`] is
//! signed in; a [`Permit`] may do one thing for one employer; a [`StaffPermit`] works for the carrier. A
//! use case that takes one cannot be called without it. To guard a use case: take a permit of the
//! capability that it needs; to add a capability, see `domain::access`, and name it in `needs!` below.

use crate::{OperationError, Operations};
use chrono::{DateTime, NaiveDate, Utc};
use credential::token::Token;
use domain::access::session::IDLE;
use domain::access::throttle::ACCOUNT;
use domain::access::{Account, Capabilities, Capability, Grant, Role, Session, Stage};
use domain::audit::{Action, Actor, Event, Excerpt};
use domain::employer::Employer;
use domain::id::{AccountId, EmployerId};

use std::marker::PhantomData;
use store::UnitOfWork;

/// Where somebody signs in from: the browser as it calls itself, and the network address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The browser.
    pub agent: String,
    /// The address.
    pub address: String,
    /// What the browser was given when somebody last signed in there.
    pub device: Option<Token>,
}

/// The longest name of a browser that is kept, in characters.
const AGENT_MAX: usize = 300;

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    account: Account,
    session: Session,
}

impl Viewer {
    /// Who.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// In which session.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// An event of an audit trail that this person causes.
    pub(crate) fn event(
        &self,
        employer: Option<EmployerId>,
        at: DateTime<Utc>,
        action: Action,
        subject: &str,
    ) -> Event {
        let name = Excerpt::new(&self.account.name);
        Event {
            employer,
            at,
            actor: Actor::Account { id: self.account.id, name },
            address: Some(Excerpt::new(&self.session.address)),
            action,
            subject: Excerpt::new(subject),
            before: None,
            after: None,
        }
    }
}

/// Somebody who proved one factor and is asked for the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfSignedIn {
    account: Account,
    session: Session,
}

impl HalfSignedIn {
    /// Who.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// In which session.
    pub fn session(&self) -> &Session {
        &self.session
    }
}

/// What a request's cookie leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SignedIn {
    /// Nobody: there is no session, or it has ended.
    #[default]
    Nobody,
    /// Somebody whose second factor is wanted.
    Half(HalfSignedIn),
    /// Somebody.
    Fully(Viewer),
}

impl SignedIn {
    /// Who is signed in.
    pub fn viewer(&self) -> Option<&Viewer> {
        match self {
            Self::Fully(viewer) => Some(viewer),
            Self::Half(_) | Self::Nobody => None,
        }
    }

    /// The session, however far it has come.
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::Fully(viewer) => Some(&viewer.session),
            Self::Half(half) => Some(&half.session),
            Self::Nobody => None,
        }
    }
}

/// What a use case needs somebody to be granted.
pub trait Need: Send + Sync + 'static {
    /// The capability.
    const CAPABILITY: Capability;
}

/// Types that stand for capabilities, so that a permit says in its type what it permits.
pub mod need {
    use super::{Capability, Need};

    macro_rules! needs {
        ($($name:ident)*) => {$(
            #[doc = concat!("Needs [`Capability::", stringify!($name), "`].")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $name {}

            impl Need for $name {
                const CAPABILITY: Capability = Capability::$name;
            }
        )*};
    }

    needs! { ViewMembers ManageMembers ViewBilling Pay PlanRenewal SubmitRenewal Documents Users }
}

/// Proof that somebody may do one thing for one employer, just now.
#[derive(Debug, Clone)]
pub struct Permit<N> {
    viewer: Viewer,
    employer: Employer,
    allowed: Allowed,
    need: PhantomData<fn() -> N>,
}

impl<N> Permit<N> {
    /// Who.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// For which employer.
    pub fn employer(&self) -> &Employer {
        &self.employer
    }

    /// What else this person may do for it.
    pub fn allowed(&self) -> &Allowed {
        &self.allowed
    }
}

/// Proof that somebody may do a sensitive thing for one employer, and has proven in the last minutes who
/// they are.
#[derive(Debug, Clone)]
pub struct Sensitive<N>(Permit<N>);

impl<N> std::ops::Deref for Sensitive<N> {
    type Target = Permit<N>;

    fn deref(&self) -> &Permit<N> {
        &self.0
    }
}

/// Proof that somebody works for the carrier.
#[derive(Debug, Clone)]
pub struct StaffPermit {
    viewer: Viewer,
}

impl StaffPermit {
    /// Who.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }
}

/// What somebody may do for an employer, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// What.
    pub capabilities: Capabilities,
    /// As what, the weightiest first; never empty.
    pub roles: Vec<Role>,
}

impl Allowed {
    /// What living grants allow together; `None` where there are none.
    fn by(grants: &[Grant], today: NaiveDate) -> Option<Self> {
        let alive = || grants.iter().filter(|grant| grant.is_alive(today));
        let capabilities = alive().fold(Capabilities::NONE, |all, grant| all.and(grant.allows()));
        let mut roles: Vec<Role> = alive().map(|grant| grant.role).collect();
        roles.sort_unstable();
        roles.dedup();
        (!roles.is_empty()).then_some(Self { capabilities, roles })
    }
}

/// An employer that somebody may act for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// The employer.
    pub employer: Employer,
    /// What they may do.
    pub allowed: Allowed,
}

impl Operations {
    /// Whether somebody may do what `N` needs for an employer. Who may do nothing for it does not learn
    /// that it exists.
    pub async fn authorize<N: Need>(
        &self,
        viewer: &Viewer,
        employer: &str,
    ) -> Result<Permit<N>, OperationError> {
        let id: EmployerId = employer.parse().map_err(|_| OperationError::NotAnEmployerId)?;
        let mut unit = self.store.begin_read().await?;
        let allowed = self.allowed(&mut *unit, viewer.account.id, id).await?;
        let allowed = allowed.ok_or(OperationError::NoEmployer(id))?;
        let employer = unit.employer().lookup(id).await?.ok_or(OperationError::NoEmployer(id))?;
        if !allowed.capabilities.has(N::CAPABILITY) {
            return Err(OperationError::Forbidden(N::CAPABILITY));
        }
        Ok(Permit { viewer: viewer.clone(), employer, allowed, need: PhantomData })
    }

    /// The same for a sensitive act: the person must have proven lately who they are.
    pub async fn authorize_sensitive<N: Need>(
        &self,
        viewer: &Viewer,
        employer: &str,
    ) -> Result<Sensitive<N>, OperationError> {
        let permit = self.authorize(viewer, employer).await?;
        self.prove_fresh(viewer)?;
        Ok(Sensitive(permit))
    }

    /// Whether somebody works for the carrier. To others what staff see does not exist.
    pub fn authorize_staff(&self, viewer: &Viewer) -> Result<StaffPermit, OperationError> {
        let permit = StaffPermit { viewer: viewer.clone() };
        if viewer.account.staff { Ok(permit) } else { Err(OperationError::NotStaff) }
    }

    /// Refuses a sensitive act whose actor has not proven lately who they are.
    pub fn prove_fresh(&self, viewer: &Viewer) -> Result<(), OperationError> {
        let fresh = viewer.session.is_fresh(self.clock.now());
        if fresh { Ok(()) } else { Err(OperationError::ProveAgain) }
    }

    /// Whether a permit that was given some time ago would be given again, for who holds on to one.
    pub(crate) async fn still_allowed<N: Need>(
        &self,
        unit: &mut dyn UnitOfWork,
        permit: &Permit<N>,
    ) -> Result<(), OperationError> {
        let (viewer, employer) = (&permit.viewer, permit.employer.id);
        let alive = self.still_signed_in(unit, viewer).await?.is_some();
        let allowed = self.allowed(unit, viewer.account.id, employer).await?;
        let has = |allowed: &Allowed| allowed.capabilities.has(N::CAPABILITY);
        if alive && allowed.as_ref().is_some_and(has) {
            Ok(())
        } else {
            Err(OperationError::NoEmployer(employer))
        }
    }

    /// The same of somebody who works for the carrier.
    pub(crate) async fn still_staff(
        &self,
        unit: &mut dyn UnitOfWork,
        permit: &StaffPermit,
    ) -> Result<(), OperationError> {
        let account = self.still_signed_in(unit, &permit.viewer).await?;
        if account.is_some_and(|account| account.staff) {
            Ok(())
        } else {
            Err(OperationError::NotStaff)
        }
    }

    /// Whose session it is, where it has not ended.
    async fn still_signed_in(
        &self,
        unit: &mut dyn UnitOfWork,
        viewer: &Viewer,
    ) -> Result<Option<Account>, OperationError> {
        let found = unit.access().open_session(&viewer.session.digest).await?;
        let now = self.clock.now();
        Ok(found.filter(|(session, _)| session.is_alive(now)).map(|(_, account)| account))
    }

    /// What an account may do for an employer today.
    async fn allowed(
        &self,
        unit: &mut dyn UnitOfWork,
        account: AccountId,
        employer: EmployerId,
    ) -> Result<Option<Allowed>, OperationError> {
        let grants = unit.access().grants_of(employer, account).await?;
        Ok(Allowed::by(&grants, self.clock.today()))
    }

    /// The employers that somebody may act for, by name.
    pub async fn employers_of(&self, viewer: &Viewer) -> Result<Vec<Acting>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let grants = unit.access().grants_anywhere(viewer.account.id).await?;
        let mut all = Vec::new();
        for of_one in grants.chunk_by(|a, b| a.employer == b.employer) {
            let Some(allowed) = Allowed::by(of_one, self.clock.today()) else { continue };
            let employer = unit.employer().lookup(of_one[0].employer).await?;
            all.extend(employer.map(|employer| Acting { employer, allowed }));
        }
        all.sort_by(|a, b| {
            (&a.employer.name, a.employer.id).cmp(&(&b.employer.name, b.employer.id))
        });
        Ok(all)
    }

    /// Who a session's token belongs to. With `acts`, something is being done in the session, which
    /// keeps it alive.
    pub async fn open_session(&self, token: &str, acts: bool) -> Result<SignedIn, OperationError> {
        let Some(digest) = session_digest(token) else { return Ok(SignedIn::Nobody) };
        let mut unit = self.store.begin_read().await?;
        let found = unit.access().open_session(&digest).await?;
        drop(unit);
        let now = self.clock.now();
        let Some((mut session, account)) = found.filter(|(session, _)| session.is_alive(now))
        else {
            return Ok(SignedIn::Nobody);
        };
        if acts && session.wants_touch(now) {
            let mut unit = self.store.begin().await?;
            unit.access().touch_session(&digest, now).await?;
            unit.commit().await?;
            session.seen_at = now;
        }
        Ok(match session.stage {
            Stage::First => SignedIn::Half(HalfSignedIn { account, session }),
            Stage::Full => SignedIn::Fully(Viewer { account, session }),
        })
    }

    /// Holds an account that somebody proves to be theirs, and that of the session which led there: in the
    /// order of their ids, so that no two wait for each other.
    pub(crate) async fn hold_accounts(
        &self,
        unit: &mut dyn UnitOfWork,
        account: AccountId,
        before: Option<&Session>,
    ) -> Result<(), OperationError> {
        let mut all = vec![account];
        all.extend(before.map(|session| session.account));
        all.sort_unstable();
        all.dedup();
        for account in all {
            unit.access().hold_account(account).await?;
        }
        Ok(())
    }

    /// Begins a session of an account in a unit of work, ending the one that led to it. Answers its
    /// token, which is new each time, so that nobody can plant one beforehand.
    pub(crate) async fn begin_session(
        &self,
        unit: &mut dyn UnitOfWork,
        account: AccountId,
        stage: Stage,
        from: &Origin,
        before: Option<&Session>,
    ) -> Result<String, OperationError> {
        if let Some(before) = before {
            unit.access().end_session(before.account, &before.digest).await?;
        }
        let token = self.new_token();
        let agent = from.agent.chars().take(AGENT_MAX).collect();
        let from = (agent, from.address.clone());
        let digest = token.digest("session").text();
        let session = Session::begin(digest, account, stage, from, self.clock.now());
        unit.access().insert_session(&session).await?;
        Ok(token.text())
    }

    /// Gives a session another token, since its owner proved again who they are. It ends when it would
    /// have ended.
    pub(crate) async fn renew_session(
        &self,
        unit: &mut dyn UnitOfWork,
        before: &Session,
    ) -> Result<String, OperationError> {
        let token = self.new_token();
        let now = self.clock.now();
        let digest = token.digest("session").text();
        let session = Session { digest, seen_at: now, proven_at: now, ..before.clone() };
        // Of a session that has ended meanwhile nothing goes on.
        if !unit.access().end_session(before.account, &before.digest).await? {
            return Err(OperationError::NotFound);
        }
        unit.access().insert_session(&session).await?;
        Ok(token.text())
    }

    /// Ends the session in which somebody is.
    pub async fn sign_out(&self, session: &Session) -> Result<(), OperationError> {
        let mut unit = self.store.begin().await?;
        unit.access().end_session(session.account, &session.digest).await?;
        Ok(unit.commit().await?)
    }

    /// Forgets sessions that have ended, and links, questions and failures that count no longer. Answers
    /// how many sessions.
    pub async fn forget_sessions(&self) -> Result<u64, OperationError> {
        let now: DateTime<Utc> = self.clock.now();
        let mut unit = self.store.begin().await?;
        let count = unit.access().forget_sessions(now, now - IDLE).await?;
        unit.commit().await?;
        // In a unit of work of their own: no account is held here that orders who waits for what.
        let mut unit = self.store.begin().await?;
        unit.factor().forget_proofs(now, now - ACCOUNT.forgotten_after).await?;
        unit.commit().await?;
        Ok(count)
    }

    /// A token that nobody can guess.
    pub(crate) fn new_token(&self) -> Token {
        Token::new(self.random())
    }

    /// Bytes that nobody can guess.
    pub(crate) fn random<const LENGTH: usize>(&self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        self.clock.fill(&mut bytes);
        bytes
    }
}

/// What is kept of a session's token; `None` where a text is no token at all.
fn session_digest(token: &str) -> Option<String> {
    Some(Token::parse(token)?.digest("session").text())
}
