//! What an account proves itself with, as its owner sees it and changes it.
//!
//! All but the first set-up wants a proof of the last minutes. The second step can be exchanged, but the
//! last one is never taken away.

use super::{Proving, SignInError, TOTP};
use crate::access::{Origin, Viewer};
use crate::{OperationError, Operations};
use chrono::{DateTime, TimeDelta, Utc};
use credential::password::{Fault, Password};
use credential::recovery;
use credential::totp::{LENGTH, Picture, Secret};
use credential::vault::Place;
use domain::access::{Account, Factors, KeptPasskey};
use domain::audit::Action;
use domain::id::{AccountId, CeremonyId};
use std::fmt;
use store::UnitOfWork;

/// What an account proves itself with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Means {
    /// Whether it has a password.
    pub password: bool,
    /// Whether an app shows one-time codes for it.
    pub totp: bool,
    /// Its passkeys, the oldest first.
    pub passkeys: Vec<KeptPasskey>,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
    /// When its e-mail address was verified.
    pub email_verified_at: Option<DateTime<Utc>>,
}

impl Means {
    /// Whether there is anything for the second step.
    pub fn has_second(&self) -> bool {
        self.totp || !self.passkeys.is_empty()
    }
}

/// A browser in which somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// By what it is named to be ended.
    pub id: String,
    /// The browser, as it calls itself.
    pub agent: String,
    /// The network address that it signed in from.
    pub address: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When something was last done there.
    pub seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub own: bool,
}

/// One-time codes that are about to be set up.
#[derive(Clone, PartialEq, Eq)]
pub struct NewTotp {
    /// By what the first code confirms it.
    pub ceremony: CeremonyId,
    /// The secret, to be typed where no camera is.
    pub secret: String,
    /// The secret, for a camera.
    pub picture: Option<Picture>,
}

impl fmt::Debug for NewTotp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewTotp(…)")
    }
}

/// Somebody who was let in, or was in.
#[derive(Clone, PartialEq, Eq)]
pub struct Entered {
    /// The token of the session.
    pub token: String,
    /// By what the browser is known from now on; nothing where somebody was in.
    pub device: Option<String>,
    /// Where the recovery codes are that were made at the same time: they can be read once.
    pub codes: Option<CeremonyId>,
}

impl fmt::Debug for Entered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entered(…)")
    }
}

/// Why nothing was set up or taken away.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// Of the second step something must stay.
    #[error("this is the last way of the second step: add another one first")]
    Last,
    /// There are as many passkeys as an account can have.
    #[error("there are as many passkeys as an account can have")]
    TooMany,
    /// A new password is not taken.
    #[error("the new password is not taken")]
    Password(Vec<Fault>),
    /// What was begun is not kept any more: it is begun again.
    #[error("what was begun is not kept any more")]
    Expired,
    /// What was typed is not an e-mail address.
    #[error("this is not an e-mail address")]
    NotAnEmail,
    /// It was not right, or the store failed.
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

/// How long a secret that is being set up, or codes that are to be read, are kept.
const SET_UP: TimeDelta = TimeDelta::minutes(15);
/// The kinds of what is kept for a moment, beside those of passkeys.
const NEW_TOTP: &str = "totp";
const NEW_CODES: &str = "recovery-codes";
/// Where that stands.
const KEPT_FOR_A_MOMENT: &str = "ceremony.document";
/// How much of a session's digest names it.
const DEVICE_ID: usize = 16;

impl Operations {
    /// What somebody proves themselves with.
    pub async fn means(&self, account: &Account) -> Result<Means, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let factors = unit.factor().factors(account.id).await?.unwrap_or_default();
        let Factors { password, totp, email_verified_at, .. } = factors;
        Ok(Means {
            password: password.is_some(),
            totp: totp.is_some(),
            passkeys: unit.factor().passkeys(account.id).await?,
            recovery_codes: unit.factor().recovery_codes_left(account.id).await?,
            email_verified_at,
        })
    }

    /// Whether something may be set up: by who proved lately who they are, or by who is on the way in and
    /// has nothing yet for the second step.
    pub(super) async fn may_set_up(&self, proving: Proving<'_>) -> Result<(), OperationError> {
        match proving {
            Proving::Again(viewer) => self.prove_fresh(viewer),
            Proving::Half(half) if self.means(half.account()).await?.has_second() => {
                Err(OperationError::ProveAgain)
            }
            Proving::Half(_) => Ok(()),
        }
    }

    /// Begins to set up one-time codes.
    pub async fn begin_totp(&self, proving: Proving<'_>) -> Result<NewTotp, SetUpError> {
        self.may_set_up(proving).await?;
        let account = proving.account();
        let secret = Secret::new(self.random::<LENGTH>());
        let mut unit = self.store.begin().await?;
        let ceremony =
            self.keep_for_a_moment(&mut *unit, account.id, NEW_TOTP, &secret.text()).await?;
        unit.commit().await?;
        let picture = secret.picture(&self.settings.carrier, &account.email);
        Ok(NewTotp { ceremony, secret: secret.text().to_string(), picture })
    }

    /// The same once more, after a code that was wrong: an app may have read it already.
    pub async fn totp_again(
        &self,
        proving: Proving<'_>,
        ceremony: CeremonyId,
    ) -> Result<Option<NewTotp>, SetUpError> {
        self.may_set_up(proving).await?;
        let account = proving.account();
        // Dropped without being committed: it is only looked at.
        let mut unit = self.store.begin().await?;
        let text = self.kept_for_a_moment(&mut *unit, account.id, NEW_TOTP, ceremony).await?;
        let Some(secret) = text.and_then(|text| Secret::parse(&text)) else { return Ok(None) };
        let picture = secret.picture(&self.settings.carrier, &account.email);
        Ok(Some(NewTotp { ceremony, secret: secret.text().to_string(), picture }))
    }

    /// Takes the first code of the app, which proves that it was set up.
    pub async fn confirm_totp(
        &self,
        proving: Proving<'_>,
        ceremony: CeremonyId,
        typed: &str,
        from: &Origin,
    ) -> Result<Entered, SetUpError> {
        self.may_set_up(proving).await?;
        let account = proving.account();
        let guess = self.guess_second(account, from).await?;
        let mut unit = self.store.begin().await?;
        unit.access().hold_account(account.id).await?;
        let text = self.kept_for_a_moment(&mut *unit, account.id, NEW_TOTP, ceremony).await?;
        let secret = text.and_then(|text| Secret::parse(&text)).ok_or(SetUpError::Expired)?;
        let Some(step) = secret.verify(typed, self.clock.now(), None) else {
            // The secret stays to be tried again.
            drop(unit);
            self.tell_failure(&account.email, from).await?;
            return Err(SignInError::Wrong.into());
        };
        let row = account.id.to_string();
        let place = Place { column: TOTP, row: &row };
        let sealed = self.settings.secrets()?.vault.seal(&secret.text(), place, &self.random());
        unit.factor().set_totp(account.id, Some(&sealed), Some(step.number())).await?;
        let what = "An app for one-time codes was added.".to_owned();
        let entered = self.factor_added(&mut *unit, proving, from, what).await?;
        guess.was_right(&mut *unit).await?;
        unit.commit().await?;
        Ok(entered)
    }

    /// What follows when a factor was added: its owner is told, recovery codes are made where there are
    /// none, and the token is a new one.
    pub(super) async fn factor_added(
        &self,
        unit: &mut dyn UnitOfWork,
        proving: Proving<'_>,
        from: &Origin,
        what: String,
    ) -> Result<Entered, OperationError> {
        let account = proving.account();
        self.tell_owner(unit, account, what).await?;
        unit.audit().append(self.own_event(account, from, Action::FactorAdded)).await?;
        let codes = if unit.factor().recovery_codes_left(account.id).await? == 0 {
            Some(self.make_codes(unit, account, from).await?)
        } else {
            None
        };
        Ok(Entered { codes, ..self.enter(unit, proving, from).await? })
    }

    /// Makes new recovery codes in place of all before. They can be read once.
    pub async fn new_recovery_codes(
        &self,
        viewer: &Viewer,
        from: &Origin,
    ) -> Result<CeremonyId, OperationError> {
        self.prove_fresh(viewer)?;
        let mut unit = self.store.begin().await?;
        unit.access().hold_account(viewer.account().id).await?;
        let made = self.make_codes(&mut *unit, viewer.account(), from).await?;
        unit.commit().await?;
        Ok(made)
    }

    async fn make_codes(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        from: &Origin,
    ) -> Result<CeremonyId, OperationError> {
        let codes = recovery::codes(&self.random());
        let digests: Vec<_> = codes.iter().map(|code| code.digest(account.id.0).text()).collect();
        unit.factor().set_recovery_codes(account.id, &digests).await?;
        unit.audit().append(self.own_event(account, from, Action::RecoveryCodesMade)).await?;
        let text: Vec<_> = codes.iter().map(recovery::Code::text).collect();
        self.keep_for_a_moment(unit, account.id, NEW_CODES, &text.join("\n")).await
    }

    /// Recovery codes that were just made. There is nothing a second time.
    pub async fn read_recovery_codes(
        &self,
        viewer: &Viewer,
        ceremony: CeremonyId,
    ) -> Result<Vec<String>, OperationError> {
        let mut unit = self.store.begin().await?;
        let id = viewer.account().id;
        let text = self.kept_for_a_moment(&mut *unit, id, NEW_CODES, ceremony).await?;
        unit.commit().await?;
        Ok(text.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default())
    }

    /// Takes the app for one-time codes away.
    pub async fn remove_totp(&self, viewer: &Viewer, from: &Origin) -> Result<(), SetUpError> {
        self.prove_fresh(viewer)?;
        let account = viewer.account();
        let mut unit = self.store.begin().await?;
        unit.access().hold_account(account.id).await?;
        if unit.factor().passkeys(account.id).await?.is_empty() {
            return Err(SetUpError::Last);
        }
        unit.factor().set_totp(account.id, None, None).await?;
        let what = "The app for one-time codes was removed.".to_owned();
        self.tell_owner(&mut *unit, account, what).await?;
        unit.audit().append(self.own_event(account, from, Action::FactorRemoved)).await?;
        Ok(unit.commit().await?)
    }

    /// Takes a passkey away.
    pub async fn remove_passkey(
        &self,
        viewer: &Viewer,
        credential: &str,
        from: &Origin,
    ) -> Result<(), SetUpError> {
        self.prove_fresh(viewer)?;
        let account = viewer.account();
        let mut unit = self.store.begin().await?;
        unit.access().hold_account(account.id).await?;
        let factors = unit.factor().factors(account.id).await?.unwrap_or_default();
        let present = unit.factor().passkeys(account.id).await?;
        let found = present.iter().find(|passkey| passkey.credential == credential);
        let Some(found) = found else { return Ok(()) };
        if factors.totp.is_none() && present.len() == 1 {
            return Err(SetUpError::Last);
        }
        unit.factor().remove_passkey(account.id, credential).await?;
        let what = format!("The passkey “{}” was removed.", found.label);
        self.tell_owner(&mut *unit, account, what).await?;
        unit.audit().append(self.own_event(account, from, Action::FactorRemoved)).await?;
        Ok(unit.commit().await?)
    }

    /// Sets another password, and ends all other sessions.
    pub async fn change_password(
        &self,
        viewer: &Viewer,
        typed: &str,
        from: &Origin,
    ) -> Result<(), SetUpError> {
        self.prove_fresh(viewer)?;
        let account = viewer.account();
        let password = Password::new(typed, &[&account.name, &account.email]);
        let hash = self.hash_password(password.map_err(SetUpError::Password)?).await;
        let mut unit = self.store.begin().await?;
        unit.access().hold_account(account.id).await?;
        unit.factor().set_password(account.id, &hash, self.clock.now()).await?;
        unit.access().end_other_sessions(account.id, &viewer.session().digest).await?;
        unit.factor().forget_devices(account.id).await?;
        self.void_links(&mut *unit, account.id).await?;
        self.tell_owner(&mut *unit, account, "Your password was changed.".to_owned()).await?;
        unit.audit().append(self.own_event(account, from, Action::PasswordSet)).await?;
        Ok(unit.commit().await?)
    }

    /// Where somebody is signed in, the browser used last first.
    pub async fn devices(&self, viewer: &Viewer) -> Result<Vec<Device>, OperationError> {
        let now = self.clock.now();
        let mut unit = self.store.begin_read().await?;
        let sessions = unit.access().sessions(viewer.account().id).await?;
        let alive = sessions.into_iter().filter(|session| session.is_alive(now));
        let device = |session: domain::access::Session| Device {
            id: device_id(&session.digest).to_owned(),
            agent: session.agent,
            address: session.address,
            created_at: session.created_at,
            seen_at: session.seen_at,
            own: session.digest == viewer.session().digest,
        };
        Ok(alive.map(device).collect())
    }

    /// Ends the session of a browser; without one, of all others.
    pub async fn end_device(
        &self,
        viewer: &Viewer,
        device: Option<&str>,
        from: &Origin,
    ) -> Result<(), OperationError> {
        let account = viewer.account();
        let mut unit = self.store.begin().await?;
        unit.access().hold_account(account.id).await?;
        let own = &viewer.session().digest;
        match device {
            None => {
                unit.access().end_other_sessions(account.id, own).await?;
            }
            Some(id) => {
                let sessions = unit.access().sessions(account.id).await?;
                for session in sessions.iter().filter(|session| device_id(&session.digest) == id) {
                    unit.access().end_session(account.id, &session.digest).await?;
                }
            }
        }
        unit.audit().append(self.own_event(account, from, Action::SessionEnded)).await?;
        Ok(unit.commit().await?)
    }

    /// Keeps a text sealed, for its owner to come back to.
    async fn keep_for_a_moment(
        &self,
        unit: &mut dyn UnitOfWork,
        account: AccountId,
        kind: &str,
        text: &str,
    ) -> Result<CeremonyId, OperationError> {
        let ceremony = CeremonyId(self.clock.new_id());
        let row = ceremony.to_string();
        let place = Place { column: KEPT_FOR_A_MOMENT, row: &row };
        let sealed = self.settings.secrets()?.vault.seal(text, place, &self.random());
        let ends = self.clock.now() + SET_UP;
        unit.factor().insert_ceremony(ceremony, Some(account), kind, &sealed, ends).await?;
        Ok(ceremony)
    }

    /// Takes such a text; another's is none.
    async fn kept_for_a_moment(
        &self,
        unit: &mut dyn UnitOfWork,
        account: AccountId,
        kind: &str,
        ceremony: CeremonyId,
    ) -> Result<Option<String>, OperationError> {
        let found = unit.factor().take_ceremony(ceremony, kind, self.clock.now()).await?;
        let Some((Some(owner), sealed)) = found else { return Ok(None) };
        if owner != account {
            return Ok(None);
        }
        let row = ceremony.to_string();
        let place = Place { column: KEPT_FOR_A_MOMENT, row: &row };
        // One that was sealed with a key that is gone is begun again.
        let opened = self.settings.secrets()?.vault.open(&sealed, place);
        Ok(opened.ok().map(|text| text.to_string()))
    }
}

/// The part of a session's digest that names it to its owner.
fn device_id(digest: &str) -> &str {
    digest.get(..DEVICE_ID).unwrap_or(digest)
}
