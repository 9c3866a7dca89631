//! What the carrier's staff do for people: brokerages and who is of them, and a sign-in that is lost. Each
//! wants a proof of the last minutes, and stands in the carrier's trail.

use crate::mail::{Letter, Link};
use crate::sign_in::recipient;
use crate::user::signs_in;
use crate::{OperationError, Operations, StaffPermit};
use domain::access::{Account, Brokerage, Purpose, is_email};
use domain::audit::{Action, Event, Excerpt};
use domain::id::{AccountId, BrokerageId};
use store::{StoreError, UnitOfWork};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum HelpError {
    /// A name is wanted.
    #[error("a name is wanted")]
    NoName,
    /// What was typed is no e-mail address.
    #[error("this is not an e-mail address")]
    NotAnEmail,
    /// It is so already.
    #[error("it is so already")]
    Already,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for HelpError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// The longest name, in characters.
const NAME_MAX: usize = 100;

impl Operations {
    /// Adds a brokerage. No two have one name.
    pub async fn add_brokerage(&self, permit: &StaffPermit, name: &str) -> Result<(), HelpError> {
        self.prove_fresh(permit.viewer())?;
        let name = named(name)?;
        let mut unit = self.store.begin().await?;
        let same = |firm: &Brokerage| firm.name.to_lowercase() == name.to_lowercase();
        if unit.access().all_brokerages().await?.iter().any(same) {
            return Err(HelpError::Already);
        }
        let brokerage = Brokerage { id: BrokerageId(self.clock.new_id()), name };
        unit.access().save_brokerage(&brokerage, self.clock.now()).await?;
        unit.audit().append(self.help(permit, Action::BrokerageAdded, &brokerage.name)).await?;
        Ok(unit.commit().await?)
    }

    /// Makes somebody one of a brokerage, and invites them where they cannot sign in yet.
    pub async fn add_broker(
        &self,
        permit: &StaffPermit,
        brokerage: BrokerageId,
        name: &str,
        email: &str,
    ) -> Result<(), HelpError> {
        self.prove_fresh(permit.viewer())?;
        let name = named(name)?;
        if !is_email(email) {
            return Err(HelpError::NotAnEmail);
        }
        let mut unit = self.store.begin().await?;
        let firm = unit.access().brokerage(brokerage).await?.ok_or(OperationError::NotFound)?;
        let account = self.account_for(&mut *unit, name, email).await?;
        if unit.access().members(firm.id).await?.iter().any(|member| member.id == account.id) {
            return Err(HelpError::Already);
        }
        unit.access().join_brokerage(firm.id, account.id).await?;
        let event = self.help(permit, Action::BrokerageMemberAdded, &firm.name);
        let who = Some(Excerpt::new(&account.name));
        unit.audit().append(Event { after: who, ..event }).await?;
        if !signs_in(&mut *unit, account.id).await? {
            let link = self.fresh_invitation(&mut *unit, &account).await?;
            let ends = self.clock.today() + Purpose::Invitation.lasts();
            let letter = Letter::BrokerInvited { brokerage: firm.name, link, ends };
            self.post(&mut *unit, &recipient(&account), &letter).await?;
        }
        Ok(unit.commit().await?)
    }

    /// Takes somebody out of a brokerage, and with it all that it was granted, at once.
    pub async fn remove_broker(
        &self,
        permit: &StaffPermit,
        brokerage: BrokerageId,
        account: AccountId,
    ) -> Result<(), HelpError> {
        self.prove_fresh(permit.viewer())?;
        let mut unit = self.store.begin().await?;
        let firm = unit.access().brokerage(brokerage).await?.ok_or(OperationError::NotFound)?;
        let people = unit.access().members(firm.id).await?;
        let Some(found) = people.iter().find(|member| member.id == account) else { return Ok(()) };
        unit.access().leave_brokerage(firm.id, account).await?;
        let event = self.help(permit, Action::BrokerageMemberRemoved, &firm.name);
        let who = Some(Excerpt::new(&found.name));
        unit.audit().append(Event { before: who, ..event }).await?;
        Ok(unit.commit().await?)
    }

    /// Takes away all that somebody signs in with, ends their sessions, and sends them a link to set it up
    /// anew: for whoever lost both phone and recovery codes, and was recognised by staff.
    pub async fn reset_sign_in(
        &self,
        permit: &StaffPermit,
        account: AccountId,
    ) -> Result<(), HelpError> {
        self.prove_fresh(permit.viewer())?;
        let mut unit = self.store.begin().await?;
        let account = unit.access().account(account).await?.ok_or(OperationError::NotFound)?;
        // Of two who work for the carrier, none opens the other's account.
        if account.staff {
            return Err(OperationError::NotFound.into());
        }
        unit.factor().reset(account.id, self.clock.now()).await?;
        // None has an empty digest, so that all end.
        unit.access().end_other_sessions(account.id, "").await?;
        self.void_links(&mut *unit, account.id).await?;
        let link = self.fresh_invitation(&mut *unit, &account).await?;
        let ends = self.clock.today() + Purpose::Invitation.lasts();
        let letter = Letter::SignInReset { link, ends };
        self.post(&mut *unit, &recipient(&account), &letter).await?;
        unit.audit().append(self.help(permit, Action::SignInReset, &account.name)).await?;
        Ok(unit.commit().await?)
    }

    /// An invitation in place of all before.
    async fn fresh_invitation(
        &self,
        unit: &mut dyn UnitOfWork,
        account: &Account,
    ) -> Result<Link, OperationError> {
        let now = self.clock.now();
        unit.factor().void_tokens(account.id, Purpose::Invitation, now).await?;
        self.issue_link(unit, account.id, Purpose::Invitation, None).await
    }

    /// An event of the carrier's own trail.
    fn help(&self, permit: &StaffPermit, action: Action, subject: &str) -> Event {
        permit.viewer().event(None, self.clock.now(), action, subject)
    }
}

fn named(name: &str) -> Result<String, HelpError> {
    let name: String = name.trim().chars().take(NAME_MAX).collect();
    if name.is_empty() { Err(HelpError::NoName) } else { Ok(name) }
}
