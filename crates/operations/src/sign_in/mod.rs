//! How people prove who they are: a password and a second factor, or a passkey alone.
//!
//! A password leads to a session of the first stage, which shows nothing but the second step: a one-time
//! code, a recovery code or a passkey, or where there is none yet, setting one up. What comes in is counted
//! as a failed guess before it is tried, so that many tries at once gain nothing, and the count is taken
//! back when it was none. Whether an account exists is told neither by the answer nor by the time that it
//! takes. To add a way to sign in: a module here, which ends in [`Operations::enter`].

mod factors;
mod guess;
mod link;
mod passkey;

pub use credential::password::Fault as PasswordFault;
pub use credential::token::Token;
pub use factors::{Device, Entered, Means, NewTotp, SetUpError};
pub use link::{Invited, LinkError};
pub use passkey::Asked;

use crate::access::{HalfSignedIn, Origin, SignedIn, Viewer};
use crate::mail::{Letter, Recipient};
use crate::{OperationError, Operations};
use chrono::TimeDelta;
use credential::password::{Password, SALT_LENGTH, Verdict};
use credential::recovery::Code;
use credential::totp::{Secret, Step};
use credential::vault::Place;
use domain::access::throttle::ACCOUNT;
use domain::access::{Account, Factors, Session, Stage};
use domain::audit::{Action, Actor, Event, Excerpt, mask};
use domain::id::AccountId;
use store::{StoreError, UnitOfWork};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use uuid::Uuid;

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// It is not right. What of it is not said.
    #[error("this is not right")]
    Wrong,
    /// It was wrong too often, or too many try at once: nothing is tried until this time has passed.
    #[error("too many tries: wait {} seconds", .0.num_seconds())]
    Wait(TimeDelta),
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// Somebody who is on the way in, or asked to prove again who they are.
#[derive(Debug, Clone, Copy)]
pub enum Proving<'a> {
    /// The first step is done.
    Half(&'a HalfSignedIn),
    /// Signed in, and about to do something sensitive.
    Again(&'a Viewer),
}

impl<'a> Proving<'a> {
    /// Whoever a request's cookie leads to; nobody proves nothing.
    pub fn of(signed_in: &'a SignedIn) -> Option<Self> {
        match signed_in {
            SignedIn::Nobody => None,
            SignedIn::Half(half) => Some(Self::Half(half)),
            SignedIn::Fully(viewer) => Some(Self::Again(viewer)),
        }
    }

    /// Who.
    pub fn account(self) -> &'a Account {
        match self {
            Self::Half(half) => half.account(),
            Self::Again(viewer) => viewer.account(),
        }
    }

    fn session(self) -> &'a Session {
        match self {
            Self::Half(half) => half.session(),
            Self::Again(viewer) => viewer.session(),
        }
    }
}

impl Operations {
    /// Takes an address and a password. Answers the token of a session that wants the second step.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        from: &Origin,
        before: &SignedIn,
    ) -> Result<String, SignInError> {
        // Before anything is counted or looked up: who waits in vain tried nothing, whoever they are.
        let _place = self.place().await?;
        let guess = self.guess(email, from).await?;
        let mut unit = self.store.begin_read().await?;
        let account = unit.access().account_of_email(email).await?;
        // Asked for in any case, so that it takes as long where there is no account.
        let id = account.as_ref().map_or(AccountId(Uuid::nil()), |account| account.id);
        let factors = unit.factor().factors(id).await?.unwrap_or_default();
        drop(unit);
        let verdict = self.verify_password(&factors, password).await?;
        let (Some(account), Verdict::Right | Verdict::RightButOutdated) = (account, verdict) else {
            self.tell_failure(email, from).await?;
            return Err(SignInError::Wrong);
        };
        let renewed = match verdict {
            Verdict::RightButOutdated => {
                Some(self.hash_password(Password::offered(password)).await)
            }
            Verdict::Right | Verdict::Wrong => None,
        };
        let mut unit = self.store.begin().await?;
        let before = before.session();
        self.hold_accounts(&mut *unit, account.id, before).await?;
        if let (Some(compared), Some(hash)) = (&factors.password, renewed) {
            // Where there is another by now it stays: somebody set a new password meanwhile.
            unit.factor().replace_password(account.id, compared, &hash).await?;
        }
        let token = self.begin_session(&mut *unit, account.id, Stage::First, from, before).await?;
        guess.was_right_so_far(&mut *unit).await?;
        unit.commit().await?;
        Ok(token)
    }

    /// Takes a one-time code or a recovery code. Answers what it leads into.
    pub async fn prove_by_code(
        &self,
        proving: Proving<'_>,
        typed: &str,
        from: &Origin,
    ) -> Result<Entered, SignInError> {
        let account = proving.account();
        let guess = self.guess_second(account, from).await?;
        let mut unit = self.store.begin().await?;
        unit.access().hold_account(account.id).await?;
        let factors = unit.factor().factors(account.id).await?.unwrap_or_default();
        let right = match self.totp_step(account.id, &factors, typed)? {
            Some(step) => unit.factor().use_totp_step(account.id, step.number()).await?,
            None => self.use_recovery_code(&mut *unit, account, typed, from).await?,
        };
        if !right {
            drop(unit);
            self.tell_failure(&account.email, from).await?;
            return Err(SignInError::Wrong);
        }
        let entered = self.enter(&mut *unit, proving, from).await?;
        guess.was_right(&mut *unit).await?;
        unit.commit().await?;
        Ok(entered)
    }

    /// The time step that a typed one-time code is of.
    fn totp_step(
        &self,
        account: AccountId,
        factors: &Factors,
        typed: &str,
    ) -> Result<Option<Step>, OperationError> {
        let Some(sealed) = &factors.totp else { return Ok(None) };
        let row = account.to_string();
        let place = Place { column: TOTP, row: &row };
        let opened = self.settings.secrets()?.vault.open(sealed, place);
        let text = opened.map_err(OperationError::from)?;
        let Some(secret) = Secret::parse(&text) else { return Ok(None) };
        let last = factors.totp_step.map(Step::from_number);
        Ok(secret.verify(typed, self.clock.now(), last))
    }

    /// Uses a recovery code up and tells its owner. Answers whether there was one.
    async fn use_recovery_code(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        typed: &str,
        from: &Origin,
    ) -> Result<bool, OperationError> {
        let Some(code) = Code::parse(typed) else { return Ok(false) };
        let digest = code.digest(account.id.0).text();
        if !unit.factor().use_recovery_code(account.id, &digest, self.clock.now()).await? {
            return Ok(false);
        }
        let left = unit.factor().recovery_codes_left(account.id).await?;
        let what = format!("One of your recovery codes was used. {left} are left.");
        self.tell_owner(unit, account, what).await?;
        let event = self.own_event(account, from, Action::RecoveryCodeUsed);
        unit.audit().append(event).await?;
        Ok(true)
    }

    /// Lets somebody in, or notes that they proved again who they are. The token is new each time.
    pub(crate) async fn enter(
        &self,
        unit: &mut dyn UnitOfWork,
        proving: Proving<'_>,
        from: &Origin,
    ) -> Result<Entered, OperationError> {
        let before = proving.session();
        match proving {
            Proving::Again(_) => {
                let token = self.renew_session(unit, before).await?;
                Ok(Entered { token, device: None, codes: None })
            }
            Proving::Half(half) => {
                let id = half.account().id;
                // A first step that was ended meanwhile, as by a new password, leads nowhere.
                if !unit.access().end_session(id, &before.digest).await? {
                    return Err(OperationError::NotFound);
                }
                let token = self.begin_session(unit, id, Stage::Full, from, None).await?;
                let device = Some(self.know_device(unit, id, from).await?);
                let event = self.own_event(half.account(), from, Action::SignedIn);
                unit.audit().append(event).await?;
                Ok(Entered { token, device, codes: None })
            }
        }
    }

    /// Waits for a place among those who try a password, for a while: many who come at once would keep everybody
    /// waiting for as long as a request may take, and each of them takes memory meanwhile.
    async fn place(&self) -> Result<OwnedSemaphorePermit, SignInError> {
        let place = timeout(self.settings.patience, self.places.clone().acquire_owned());
        match place.await {
            Ok(Ok(place)) => Ok(place),
            // The semaphore is never closed.
            Ok(Err(_)) | Err(_) => Err(SignInError::Wait(COME_BACK)),
        }
    }

    /// Compares a password with what is kept, off the threads that answer, a few at a time: each takes
    /// 19 MiB and some twenty milliseconds of a core.
    async fn verify_password(
        &self,
        factors: &Factors,
        password: &str,
    ) -> Result<Verdict, OperationError> {
        let (hasher, password) = (self.settings.hasher.clone(), Password::offered(password));
        let stored = factors.password.clone();
        let verdict = self.hashing(move || hasher.verify(stored.as_deref(), &password)).await;
        verdict.map_err(|_| OperationError::UnreadableFactor)
    }

    /// What is kept of a new password.
    pub(crate) async fn hash_password(&self, password: Password) -> String {
        let (hasher, salt) = (self.settings.hasher.clone(), self.random::<SALT_LENGTH>());
        self.hashing(move || hasher.hash(&password, &salt)).await
    }

    /// Runs what takes memory and a core, when its turn has come.
    async fn hashing<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        // The semaphore is never closed, so that a turn always comes. It is held until the work is done, even
        // where whoever asked for it is gone by then.
        let turn = self.hashers.clone().acquire_owned().await;
        let work = move || {
            let done = work();
            drop(turn);
            done
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done,
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }

    /// Tells the carrier's trail that somebody was not let in. The address is masked: it may be anything.
    async fn tell_failure(&self, email: &str, from: &Origin) -> Result<(), OperationError> {
        let mut unit = self.store.begin().await?;
        let event = Event {
            actor: Actor::Visitor,
            ..self.event_of(from, Action::SignInFailed, &mask::email(email))
        };
        unit.audit().append(event).await?;
        Ok(unit.commit().await?)
    }

    /// An event about an account, by its own owner.
    pub(crate) fn own_event(&self, account: &Account, from: &Origin, action: Action) -> Event {
        let name = Excerpt::new(&account.name);
        let actor = Actor::Account { id: account.id, name };
        Event { actor, ..self.event_of(from, action, &account.name) }
    }

    fn event_of(&self, from: &Origin, action: Action, subject: &str) -> Event {
        Event {
            employer: None,
            at: self.clock.now(),
            actor: Actor::Visitor,
            address: Some(Excerpt::new(&from.address)),
            action,
            subject: Excerpt::new(subject),
            before: None,
            after: None,
        }
    }

    /// Tells the owner of an account by mail what was changed about signing in.
    pub(crate) async fn tell_owner(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        what: String,
    ) -> Result<(), OperationError> {
        let letter = Letter::SignInChanged { what };
        self.post(unit, &recipient(account), &letter).await
    }
}

/// The owner of an account, as a letter begins.
pub(crate) fn recipient(account: &Account) -> Recipient {
    Recipient {
        name: account.name.clone(),
        email: account.email.clone(),
        account: Some(account.id),
        employer: None,
    }
}

/// After how long somebody comes back for whom there was no place: as long as after the first wrong guess too many.
const COME_BACK: TimeDelta = ACCOUNT.first_wait;

/// Where the secret of one-time codes stands.
pub(crate) const TOTP: &str = "account.totp";
