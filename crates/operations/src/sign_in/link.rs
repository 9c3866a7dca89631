//! Links that are sent by mail: an invitation, a new password, an address to verify.
//!
//! Whoever follows one proves that mail to the account's address arrives. A link is good once, for a time,
//! and looking at its page uses nothing up: programs that scan mail follow links too.

use super::{SignInError, recipient};
use crate::access::{Origin, SignedIn, Viewer};
use crate::mail::{Letter, Link, Recipient};
use crate::{OperationError, Operations};
use credential::password::{Fault, Password};
use credential::token::Token;
use domain::access::{self, Account, AskedLink, Purpose, Stage, is_email};
use domain::audit::{Action, Event, Excerpt, mask};
use domain::id::AccountId;
use store::{Constraint, StoreError, UnitOfWork};

/// Whom a link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The account's name.
    pub name: String,
    /// Its e-mail address, or the one that is to be verified.
    pub email: String,
}

/// Why a link led to nothing.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// It was used, is too old, or never was.
    #[error("this link is not good any more")]
    Gone,
    /// The new password is not taken.
    #[error("the new password is not taken")]
    Password(Vec<Fault>),
    /// A name is wanted.
    #[error("a name is wanted")]
    NoName,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for LinkError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// The longest name of a person, in characters.
const NAME_MAX: usize = 100;

impl Operations {
    /// Makes a link for an account. Its token is known to whom it is sent alone.
    pub(crate) async fn issue_link(
        &self,
        unit: &mut dyn UnitOfWork,
        account: AccountId,
        purpose: Purpose,
        detail: Option<String>,
    ) -> Result<Link, OperationError> {
        let token = self.new_token();
        let expires_at = self.clock.now() + purpose.lasts();
        let link = access::Link { account, detail, expires_at };
        let digest = token.digest(purpose.code()).text();
        unit.factor().insert_token(&digest, purpose, &link).await?;
        // In the query, which no log tells.
        let (origin, page) = (&self.settings.origin, page_of(purpose));
        Ok(Link::new(format!("{origin}/{page}?token={}", token.text())))
    }

    /// Makes every link that was sent to an account good for nothing, whatever it leads to, and sends none that
    /// was asked for: one that was asked for before may have been asked for by somebody else.
    pub(crate) async fn void_links(
        &self,
        unit: &mut dyn UnitOfWork,
        account: AccountId,
    ) -> Result<(), OperationError> {
        // First: a letter that is just being written is there once its asking is gone.
        unit.factor().void_asked_links(account).await?;
        for purpose in Purpose::ALL {
            unit.factor().void_tokens(account, purpose, self.clock.now()).await?;
        }
        Ok(())
    }

    /// Sends a link to a new password, if there is such an account. What is done until it answers is alike in
    /// any case: whether there is one is looked up by [`Operations::write_asked`].
    pub async fn ask_new_password(&self, email: &str, from: &Origin) -> Result<(), SignInError> {
        self.ask_link(Purpose::NewPassword, None, email, from).await
    }

    /// Writes the letters of the links that were asked for, until none is left, and forgets those that nobody
    /// is sent. Each is one unit of work: a server that stops loses none and writes none twice.
    pub async fn write_asked(&self) -> Result<(), OperationError> {
        while self.write_next_asked().await? {}
        Ok(())
    }

    /// Answers whether there was one.
    async fn write_next_asked(&self) -> Result<bool, OperationError> {
        let mut unit = self.store.begin().await?;
        let Some(asked) = unit.factor().next_asked_link().await? else { return Ok(false) };
        let held = self.asks(&mut *unit, &asked).await?;
        if let Some(account) = &held {
            unit.access().hold_account(account.id).await?;
        }
        if !unit.factor().take_asked_link(asked.id).await? {
            // Another server wrote it, or its account's links were made good for nothing.
            return Ok(true);
        }
        // Looked up again now that it is held: before, somebody may have been changing it.
        let account = self.asks(&mut *unit, &asked).await?;
        match (asked.purpose, account) {
            (_, None) => {}
            (_, Some(account)) if held.is_none_or(|held| held.id != account.id) => {
                // The address came to somebody meanwhile: the next try finds and holds them.
                return Ok(true);
            }
            (Purpose::Email, Some(account)) => {
                self.post_verify_email(&mut *unit, &account, &asked).await?;
            }
            (Purpose::NewPassword | Purpose::Invitation, Some(account)) => {
                self.post_new_password(&mut *unit, &account, &asked).await?;
            }
        }
        unit.commit().await?;
        Ok(true)
    }

    /// The account that a link was asked for, if there is one.
    async fn asks(
        &self,
        unit: &mut dyn UnitOfWork,
        asked: &AskedLink,
    ) -> Result<Option<Account>, OperationError> {
        Ok(match asked.account {
            Some(account) => unit.access().account(account).await?,
            None => unit.access().account_of_email(&asked.email).await?,
        })
    }

    async fn post_new_password(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        asked: &AskedLink,
    ) -> Result<(), OperationError> {
        let link = self.issue_link(unit, account.id, Purpose::NewPassword, None).await?;
        self.post(unit, &recipient(account), &Letter::NewPassword { link }).await?;
        let from = Origin { address: asked.address.clone(), ..Origin::default() };
        let event = self.event_of(&from, Action::ResetAsked, &account.name);
        unit.audit().append(event).await?;
        Ok(())
    }

    /// Sends nothing where the address is somebody else's.
    async fn post_verify_email(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        asked: &AskedLink,
    ) -> Result<(), OperationError> {
        let email = &asked.email;
        let owner = unit.access().account_of_email(email).await?;
        if owner.is_some_and(|owner| owner.id != account.id) {
            return Ok(());
        }
        let detail = Some(email.clone());
        let link = self.issue_link(unit, account.id, Purpose::Email, detail).await?;
        let to = Recipient { email: email.clone(), ..recipient(account) };
        self.post(unit, &to, &Letter::VerifyEmail { link }).await
    }

    /// Whom a link is for, if it is still good. Uses nothing up.
    pub async fn look_at_link(&self, token: &str, purpose: Purpose) -> Result<Invited, LinkError> {
        let digest = digest(token, purpose)?;
        let mut unit = self.store.begin_read().await?;
        let link = unit.factor().token(&digest, purpose, self.clock.now()).await?;
        let link = link.ok_or(LinkError::Gone)?;
        let account = unit.access().account(link.account).await?.ok_or(LinkError::Gone)?;
        Ok(Invited { name: account.name, email: link.detail.unwrap_or(account.email) })
    }

    /// Sets the password that an invitation or a reset leads to, and signs in as far as a password does.
    /// Every other session and link of the account ends.
    pub async fn follow_link(
        &self,
        token: &str,
        purpose: Purpose,
        name: Option<&str>,
        typed: &str,
        from: &Origin,
        before: &SignedIn,
    ) -> Result<String, LinkError> {
        let invited = self.look_at_link(token, purpose).await?;
        let name = match name.map(str::trim) {
            Some("") => return Err(LinkError::NoName),
            Some(name) => name.chars().take(NAME_MAX).collect(),
            None => invited.name.clone(),
        };
        let password = Password::new(typed, &[&name, &invited.email]);
        let hash = self.hash_password(password.map_err(LinkError::Password)?).await;
        let now = self.clock.now();
        let mut unit = self.store.begin().await?;
        let before = before.session();
        let (_, account) = self.use_link(&mut *unit, token, purpose, before).await?;
        let account = Account { name, ..account };
        unit.access().save_account(&account).await?;
        unit.factor().set_password(account.id, &hash, now).await?;
        unit.factor().verify_email(account.id, now).await?;
        self.void_links(&mut *unit, account.id).await?;
        // None has an empty digest, so that all end.
        unit.access().end_other_sessions(account.id, "").await?;
        unit.factor().forget_devices(account.id).await?;
        let action = if purpose == Purpose::Invitation {
            Action::InvitationAccepted
        } else {
            self.tell_owner(&mut *unit, &account, "Your password was changed.".to_owned()).await?;
            Action::PasswordSet
        };
        unit.audit().append(self.own_event(&account, from, action)).await?;
        let token = self.begin_session(&mut *unit, account.id, Stage::First, from, before).await?;
        unit.commit().await?;
        Ok(token)
    }

    /// Uses a link up, if it is still good. Holds its account, and that of the session before.
    async fn use_link(
        &self,
        unit: &mut dyn UnitOfWork,
        token: &str,
        purpose: Purpose,
        before: Option<&access::Session>,
    ) -> Result<(access::Link, Account), LinkError> {
        let (digest, now) = (digest(token, purpose)?, self.clock.now());
        let link = unit.factor().token(&digest, purpose, now).await?.ok_or(LinkError::Gone)?;
        self.hold_accounts(unit, link.account, before).await?;
        let link = unit.factor().use_token(&digest, purpose, now).await?.ok_or(LinkError::Gone)?;
        let account = unit.access().account(link.account).await?.ok_or(LinkError::Gone)?;
        Ok((link, account))
    }

    /// Sends a link to another address that somebody wants to have. Whether it is somebody else's is not
    /// told, neither by what is done until it answers: then [`Operations::write_asked`] sends nothing.
    pub async fn change_email(
        &self,
        viewer: &Viewer,
        email: &str,
        from: &Origin,
    ) -> Result<(), super::SetUpError> {
        self.prove_fresh(viewer)?;
        let email = email.trim();
        if !is_email(email) {
            return Err(super::SetUpError::NotAnEmail);
        }
        let account = Some(viewer.account().id);
        Ok(self.ask_link(Purpose::Email, account, email, from).await?)
    }

    /// Takes the address of a link for the account's own. The one before is told.
    pub async fn confirm_email(&self, token: &str, from: &Origin) -> Result<(), LinkError> {
        let mut unit = self.store.begin().await?;
        let (link, before) = self.use_link(&mut *unit, token, Purpose::Email, None).await?;
        let email = link.detail.ok_or(LinkError::Gone)?;
        let account = Account { email, ..before.clone() };
        match unit.access().save_account(&account).await {
            // Somebody else has it by now.
            Err(error) if error.conflict() == Some(Constraint::AccountEmail) => {
                return Err(LinkError::Gone);
            }
            done => done?,
        }
        unit.factor().verify_email(account.id, self.clock.now()).await?;
        self.void_links(&mut *unit, account.id).await?;
        let what = "You sign in with another e-mail address from now on.".to_owned();
        self.tell_owner(&mut *unit, &before, what).await?;
        let event = Event {
            before: Some(Excerpt::new(&mask::email(&before.email))),
            after: Some(Excerpt::new(&mask::email(&account.email))),
            ..self.own_event(&account, from, Action::EmailVerified)
        };
        unit.audit().append(event).await?;
        Ok(unit.commit().await?)
    }
}

/// The page that a link leads to.
const fn page_of(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Invitation => "invitation",
        Purpose::NewPassword => "new-password",
        Purpose::Email => "verify-email",
    }
}

/// What is kept of a link's token; a text that is no token leads nowhere.
fn digest(token: &str, purpose: Purpose) -> Result<String, LinkError> {
    let token = Token::parse(token).ok_or(LinkError::Gone)?;
    Ok(token.digest(purpose.code()).text())
}
