//! Passkeys: the first step and the second at once, the second alone, or a proof again.
//!
//! A question that is put to a passkey is kept until it is answered, and taken away before the answer is
//! looked at: it is answered once, rightly or not.

use super::factors::{Entered, SetUpError};
use super::guess::{Guess, PASSKEY};
use super::{Proving, SignInError};
use crate::access::{Origin, SignedIn};
use crate::{OperationError, Operations};
use chrono::TimeDelta;
use credential::passkey::{
    CEREMONY_SECONDS, Kind, Passkey, Person, Refused, RelyingParty, Started, Verification, claim,
};
use domain::access::{KeptPasskey, PASSKEYS_MAX, Stage};
use domain::audit::Action;
use domain::id::{AccountId, CeremonyId};
use store::{Constraint, StoreError};

/// What a passkey is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyUse {
    /// To sign somebody in who has not said who they are.
    SignIn,
    /// To prove somebody known: as the second step, or again.
    Second,
    /// To be registered.
    Registration,
}

impl PasskeyUse {
    const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Second => "second",
            Self::Registration => "registration",
        }
    }
}

/// A question to a passkey, for the browser to put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// By what its answer finds it.
    pub ceremony: CeremonyId,
    /// The options, in JSON.
    pub options: String,
}

/// The longest name of a passkey, in characters.
const LABEL_MAX: usize = 60;

impl Operations {
    /// Asks a passkey of whoever it is. Each question is kept for a while, so they are counted.
    pub async fn ask_sign_in(&self, from: &Origin) -> Result<Asked, SignInError> {
        self.count_asked(PASSKEY, from).await?;
        let started = self.party()?.start_sign_in().map_err(refused)?;
        self.ask(PasskeyUse::SignIn, None, started).await
    }

    /// Takes its answer, and lets in: a passkey that checks its user is two factors.
    pub async fn sign_in_by_passkey(
        &self,
        ceremony: CeremonyId,
        answer: &str,
        from: &Origin,
        before: &SignedIn,
    ) -> Result<Entered, SignInError> {
        let guess = self.guess_from(from).await?;
        let done = self.sign_in_by_answer(ceremony, answer, from, before, guess).await;
        if matches!(done, Err(SignInError::Wrong)) {
            let claimed = self.claimed_email(answer).await?;
            self.tell_failure(&claimed, from).await?;
        }
        done
    }

    async fn sign_in_by_answer(
        &self,
        ceremony: CeremonyId,
        answer: &str,
        from: &Origin,
        before: &SignedIn,
        guess: Guess,
    ) -> Result<Entered, SignInError> {
        let (_, state) = self.taken(ceremony, PasskeyUse::SignIn).await?;
        let (kept, mut passkey) = self.claimed(answer).await?;
        self.party()?.finish_sign_in(&state, answer, &mut passkey).map_err(refused)?;
        let mut unit = self.store.begin().await?;
        let before = before.session();
        self.hold_accounts(&mut *unit, kept.account, before).await?;
        let account = unit.access().account(kept.account).await?.ok_or(SignInError::Wrong)?;
        let (id, now) = (account.id, self.clock.now());
        if !unit.factor().save_passkey(id, &kept.credential, &passkey.text(), now).await? {
            return Err(SignInError::Wrong);
        }
        let token = self.begin_session(&mut *unit, id, Stage::Full, from, before).await?;
        let device = Some(self.know_device(&mut *unit, id, from).await?);
        unit.audit().append(self.own_event(&account, from, Action::SignedIn)).await?;
        guess.was_right(&mut *unit).await?;
        self.was_answered(&mut *unit, from).await?;
        unit.commit().await?;
        Ok(Entered { token, device, codes: None })
    }

    /// Asks a passkey of somebody known.
    pub async fn ask_second(&self, proving: Proving<'_>) -> Result<Asked, SignInError> {
        let account = proving.account().id;
        let present = self.passkeys_of(account).await?;
        // After a password it is enough to have it; alone it must check who holds it.
        let verification = match proving {
            Proving::Half(_) => Verification::Preferred,
            Proving::Again(_) => Verification::Required,
        };
        let started = self.party()?.start_second(&present, verification).map_err(refused)?;
        self.ask(PasskeyUse::Second, Some(account), started).await
    }

    /// Takes its answer. Answers the token of the session that it leads into.
    pub async fn prove_by_passkey(
        &self,
        proving: Proving<'_>,
        ceremony: CeremonyId,
        answer: &str,
        from: &Origin,
    ) -> Result<Entered, SignInError> {
        let guess = self.guess_second(proving.account(), from).await?;
        let done = self.prove_by_answer(proving, ceremony, answer, from, guess).await;
        if matches!(done, Err(SignInError::Wrong)) {
            self.tell_failure(&proving.account().email, from).await?;
        }
        done
    }

    async fn prove_by_answer(
        &self,
        proving: Proving<'_>,
        ceremony: CeremonyId,
        answer: &str,
        from: &Origin,
        guess: Guess,
    ) -> Result<Entered, SignInError> {
        let account = proving.account();
        let (asked, state) = self.taken(ceremony, PasskeyUse::Second).await?;
        let (kept, mut passkey) = self.claimed(answer).await?;
        if asked != Some(account.id) || kept.account != account.id {
            return Err(SignInError::Wrong);
        }
        self.party()?.finish_second(&state, answer, &mut passkey).map_err(refused)?;
        let mut unit = self.store.begin().await?;
        let now = self.clock.now();
        let (id, document) = (account.id, passkey.text());
        unit.access().hold_account(id).await?;
        if !unit.factor().save_passkey(id, &kept.credential, &document, now).await? {
            return Err(SignInError::Wrong);
        }
        let entered = self.enter(&mut *unit, proving, from).await?;
        guess.was_right(&mut *unit).await?;
        unit.commit().await?;
        Ok(entered)
    }

    /// Asks for a new passkey of somebody known.
    pub async fn ask_registration(&self, proving: Proving<'_>) -> Result<Asked, SetUpError> {
        self.may_set_up(proving).await?;
        let account = proving.account();
        let present = self.passkeys_of(account.id).await?;
        if present.len() >= PASSKEYS_MAX {
            return Err(SetUpError::TooMany);
        }
        let person = Person { account: account.id.0, name: &account.email, display: &account.name };
        let started = self.party()?.start_registration(Kind::Passkey, person, &present)?;
        Ok(self.ask(PasskeyUse::Registration, Some(account.id), started).await?)
    }

    /// Takes the new passkey, and lets somebody in who was on the way.
    pub async fn register_passkey(
        &self,
        proving: Proving<'_>,
        ceremony: CeremonyId,
        answer: &str,
        label: &str,
        from: &Origin,
    ) -> Result<Entered, SetUpError> {
        self.may_set_up(proving).await?;
        let account = proving.account();
        let (asked, state) = self.taken(ceremony, PasskeyUse::Registration).await?;
        let passkey = self.party()?.finish_registration(&state, answer)?;
        if asked != Some(account.id) || passkey.account() != account.id.0 {
            return Err(SetUpError::SignIn(SignInError::Wrong));
        }
        let label: String = label.trim().chars().take(LABEL_MAX).collect();
        let kept = KeptPasskey {
            account: account.id,
            credential: passkey.id().to_owned(),
            label: if label.is_empty() { "Passkey".to_owned() } else { label },
            document: passkey.text(),
            created_at: self.clock.now(),
            used_at: None,
        };
        let mut unit = self.store.begin().await?;
        unit.access().hold_account(account.id).await?;
        match unit.factor().insert_passkey(&kept).await {
            Err(error) if error.conflict() == Some(Constraint::PasskeyOfCredential) => {
                return Err(SetUpError::SignIn(SignInError::Wrong));
            }
            done => done?,
        }
        let what = format!("The passkey “{}” was added.", kept.label);
        let entered = self.factor_added(&mut *unit, proving, from, what).await?;
        unit.commit().await?;
        Ok(entered)
    }

    /// Keeps a question that was put to a passkey.
    async fn ask(
        &self,
        use_: PasskeyUse,
        account: Option<AccountId>,
        started: Started,
    ) -> Result<Asked, SignInError> {
        let ceremony = CeremonyId(self.clock.new_id());
        let ends = self.clock.now() + TimeDelta::seconds(i64::from(CEREMONY_SECONDS));
        let mut unit = self.store.begin().await?;
        let factor = unit.factor();
        factor.insert_ceremony(ceremony, account, use_.code(), &started.state, ends).await?;
        unit.commit().await?;
        Ok(Asked { ceremony, options: started.options })
    }

    /// Takes a question away, for good.
    async fn taken(
        &self,
        ceremony: CeremonyId,
        use_: PasskeyUse,
    ) -> Result<(Option<AccountId>, String), SignInError> {
        let mut unit = self.store.begin().await?;
        let now = self.clock.now();
        let found = unit.factor().take_ceremony(ceremony, use_.code(), now).await?;
        unit.commit().await?;
        found.ok_or(SignInError::Wrong)
    }

    /// The passkey that an answer says it is of.
    async fn claimed(&self, answer: &str) -> Result<(KeptPasskey, Passkey), SignInError> {
        let claimed = claim(answer).map_err(refused)?;
        let mut unit = self.store.begin_read().await?;
        let kept = unit.factor().passkey(&claimed.passkey).await?.ok_or(SignInError::Wrong)?;
        let passkey = Passkey::parse(&kept.document);
        Ok((kept, passkey.map_err(|_| OperationError::UnreadableFactor)?))
    }

    /// The e-mail address of whose passkey an answer says that it is of; nothing where there is none.
    async fn claimed_email(&self, answer: &str) -> Result<String, OperationError> {
        let Ok(claimed) = claim(answer) else { return Ok(String::new()) };
        let mut unit = self.store.begin_read().await?;
        let Some(kept) = unit.factor().passkey(&claimed.passkey).await? else {
            return Ok(String::new());
        };
        let account = unit.access().account(kept.account).await?;
        Ok(account.map(|account| account.email).unwrap_or_default())
    }

    async fn passkeys_of(&self, account: AccountId) -> Result<Vec<Passkey>, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let kept = unit.factor().passkeys(account).await?;
        let read = |kept: &KeptPasskey| Passkey::parse(&kept.document);
        let all: Result<_, _> = kept.iter().map(read).collect();
        all.map_err(|_| OperationError::UnreadableFactor)
    }

    /// Whoever asks passkeys; nobody does where browsers would not offer them.
    fn party(&self) -> Result<RelyingParty, OperationError> {
        self.settings.relying_party().ok_or(OperationError::NotFound)
    }
}

/// Whoever signs in is told that it is wrong; what of it is for the log.
#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn refused(refused: Refused) -> SignInError {
    tracing::info!(%refused, "a passkey was refused");
    SignInError::Wrong
}

impl From<Refused> for SetUpError {
    fn from(reason: Refused) -> Self {
        Self::SignIn(refused(reason))
    }
}

impl From<StoreError> for SetUpError {
    fn from(error: StoreError) -> Self {
        Self::SignIn(error.into())
    }
}

impl From<OperationError> for SetUpError {
    fn from(error: OperationError) -> Self {
        Self::SignIn(error.into())
    }
}
