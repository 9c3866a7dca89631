//! Who may do what for an employer, as its own administrators see it and change it.

use crate::access::{Origin, Permit, Sensitive};
use crate::mail::{Letter, Link, Recipient};
use crate::need::Users;
use crate::sign_in::{SignInError, recipient};
use crate::{OperationError, Operations, TrailError, TrailPage};
use chrono::{NaiveDate, TimeDelta};
use domain::access::{
    Account, Brokerage, Capabilities, Grant, GrantFault, Holder, Purpose, Role, check_change,
    check_revoke, is_email,
};
use domain::audit::{Action, Excerpt, Filter};
use domain::id::{AccountId, BrokerageId, EmployerId, GrantId};
use store::{StoreError, UnitOfWork};

/// Somebody who may, or could, do something for an employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// What.
    pub grant: Grant,
    /// The person's name, or the brokerage's.
    pub name: String,
    /// The person's e-mail address.
    pub email: Option<String>,
    /// Whether it holds today.
    pub alive: bool,
    /// Whether the person has not set up sign-in yet.
    pub invited: bool,
}

/// Everybody who may, or could, do something for an employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserList {
    /// Those whose access holds first, in the order in which it was given.
    pub users: Vec<User>,
    /// The brokerages that access can be given to.
    pub brokerages: Vec<Brokerage>,
    /// The day on which it is looked at.
    pub today: NaiveDate,
}

/// A change of what somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantChange {
    /// Which grant.
    pub grant: GrantId,
    /// The version that the change is based on.
    pub based_on: i64,
    /// What is granted from now on.
    pub capabilities: Capabilities,
    /// The last day, if there is one.
    pub ends_on: Option<NaiveDate>,
}

/// Access for a brokerage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokerGrant {
    /// Which one.
    pub brokerage: BrokerageId,
    /// What is granted.
    pub capabilities: Capabilities,
    /// The last day, if there is one.
    pub ends_on: Option<NaiveDate>,
}

/// Somebody who shall have access: an account of the address is made where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// As what: administrator or group officer.
    pub role: Role,
    /// What is granted.
    pub capabilities: Capabilities,
    /// The last day, if there is one.
    pub ends_on: Option<NaiveDate>,
}

/// Why nothing changed about what somebody may do.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// It cannot be so.
    #[error(transparent)]
    Fault(#[from] GrantFault),
    /// Somebody else changed it meanwhile.
    #[error(
        "Somebody else changed this meanwhile. This is how it is now: look again, then decide."
    )]
    Overtaken,
    /// It is not there any more, or is not one that this can be done to.
    #[error("This access is not there any more.")]
    Gone,
    /// The brokerage, or the person, has access already.
    #[error("This brokerage or person has access already. Change what it may do.")]
    HasAccess,
    /// Too many mails were asked for: none is sent until this time has passed.
    #[error("too many mails: wait {} seconds", .0.num_seconds())]
    Wait(TimeDelta),
    /// What was typed is no e-mail address.
    #[error("This is not an e-mail address.")]
    NotAnEmail,
    /// A name is wanted.
    #[error("A name is wanted.")]
    NoName,
    /// The store failed, or something like it.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<SignInError> for UserError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wait(wait) => Self::Wait(wait),
            // Nothing is guessed at here.
            SignInError::Wrong => Self::Gone,
            SignInError::Operation(error) => Self::Operation(error),
        }
    }
}

impl From<StoreError> for UserError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

impl Operations {
    /// Everybody who may, or could, do something for an employer.
    pub async fn users(&self, permit: &Permit<Users>) -> Result<UserList, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let users = self.acting_for(&mut *unit, permit.employer().id).await?;
        let brokerages = unit.access().all_brokerages().await?;
        Ok(UserList { users, brokerages, today: self.clock.today() })
    }

    /// Those who may, or could, do something for an employer, those whose access holds first.
    pub(crate) async fn acting_for(
        &self,
        unit: &mut dyn UnitOfWork,
        employer: EmployerId,
    ) -> Result<Vec<User>, OperationError> {
        let today = self.clock.today();
        // The people of the demo sign in with one click.
        let invented: Vec<_> = self.demo_accounts().iter().map(|demo| demo.account.id).collect();
        let mut users = Vec::new();
        for grant in unit.access().grants(employer).await? {
            let (name, email) = holder(unit, grant.holder).await?;
            let alive = grant.is_alive(today);
            let invited = match grant.holder {
                Holder::Account(account) if invented.contains(&account) => false,
                Holder::Account(account) => !signs_in(unit, account).await?,
                Holder::Brokerage(_) => false,
            };
            users.push(User { grant, name, email, alive, invited });
        }
        users.sort_by_key(|user| !user.alive);
        Ok(users)
    }

    /// Changes what somebody may do, from now on.
    pub async fn change_user(
        &self,
        permit: &Sensitive<Users>,
        change: GrantChange,
    ) -> Result<(), UserError> {
        let (mut unit, grants, found) = self.find_grant(permit, change.grant).await?;
        let changed =
            Grant { capabilities: change.capabilities, ends_on: change.ends_on, ..found.clone() };
        check_change(&grants, &changed, self.clock.today())?;
        self.keep_grant(
            permit,
            &mut *unit,
            Action::GrantChanged,
            &found,
            &changed,
            change.based_on,
        )
        .await?;
        Ok(unit.commit().await?)
    }

    /// Takes somebody's access away, at once.
    pub async fn revoke_user(
        &self,
        permit: &Sensitive<Users>,
        grant: GrantId,
        based_on: i64,
    ) -> Result<(), UserError> {
        let (mut unit, grants, found) = self.find_grant(permit, grant).await?;
        check_revoke(&grants, &found, self.clock.today())?;
        let revoked = Grant { revoked_at: Some(self.clock.now()), ..found.clone() };
        self.keep_grant(permit, &mut *unit, Action::GrantRevoked, &found, &revoked, based_on)
            .await?;
        Ok(unit.commit().await?)
    }

    /// Makes somebody the primary administrator, in place of whoever asks. A primary administrator
    /// alone can: who was granted Users gives others what they need, but not everything.
    pub async fn hand_over(
        &self,
        permit: &Sensitive<Users>,
        grant: GrantId,
        based_on: i64,
    ) -> Result<(), UserError> {
        let (mut unit, grants, found) = self.find_grant(permit, grant).await?;
        let asks = Holder::Account(permit.viewer().account().id);
        let today = self.clock.today();
        let own = grants.iter().find(|grant| {
            grant.holder == asks && grant.role == Role::Primary && grant.is_alive(today)
        });
        let own = own.ok_or(UserError::Gone)?;
        if found.role == Role::Broker || found.id == own.id || !found.is_alive(today) {
            return Err(UserError::Gone);
        }
        let primary = Grant { role: Role::Primary, ends_on: None, ..found.clone() };
        let former =
            Grant { role: Role::Administrator, capabilities: Capabilities::ALL, ..own.clone() };
        self.keep_grant(permit, &mut *unit, Action::PrimaryHandedOver, &found, &primary, based_on)
            .await?;
        self.keep_grant(permit, &mut *unit, Action::GrantChanged, own, &former, own.version)
            .await?;
        Ok(unit.commit().await?)
    }

    /// Gives somebody access and tells them by mail. Who has no sign-in yet is invited to set one up.
    pub async fn invite_user(
        &self,
        permit: &Sensitive<Users>,
        wanted: Invite,
    ) -> Result<(), UserError> {
        if !is_email(&wanted.email) {
            return Err(UserError::NotAnEmail);
        }
        let name: String = wanted.name.trim().chars().take(NAME_MAX).collect();
        if name.is_empty() {
            return Err(UserError::NoName);
        }
        let (employer, today) = (permit.employer().id, self.clock.today());
        let mut unit = self.store.begin().await?;
        unit.employer().hold(employer).await?;
        let account = self.account_for(&mut *unit, name, &wanted.email).await?;
        let grants = unit.access().grants(employer).await?;
        let holder = Holder::Account(account.id);
        if grants.iter().any(|grant| grant.holder == holder && grant.is_alive(today)) {
            return Err(UserError::HasAccess);
        }
        let granted = Grant {
            employer,
            id: GrantId(self.clock.new_id()),
            holder,
            role: wanted.role,
            capabilities: wanted.capabilities,
            ends_on: wanted.ends_on,
            version: 1,
            granted_at: self.clock.now(),
            granted_by: Some(permit.viewer().account().id),
            revoked_at: None,
        };
        // Nobody is made primary administrator but by handing over, or a broker but with a brokerage.
        if !matches!(granted.role, Role::Administrator | Role::Officer) {
            return Err(GrantFault::NotForRole.into());
        }
        check_change(&grants, &granted, today)?;
        unit.access().insert_grant(&granted).await?;
        let event = permit.viewer().event(
            Some(employer),
            self.clock.now(),
            Action::GrantGiven,
            &account.name,
        );
        unit.audit().append(domain::audit::Event { after: Some(told(&granted)), ..event }).await?;
        self.tell_of_access(permit, &mut *unit, &account, granted.role).await?;
        Ok(unit.commit().await?)
    }

    /// Sends an invitation once more, some times a day. The one before is good no longer.
    pub async fn invite_again(
        &self,
        permit: &Sensitive<Users>,
        grant: GrantId,
        from: &Origin,
    ) -> Result<(), UserError> {
        self.count_invitation(grant, from).await?;
        let (mut unit, _, found) = self.find_grant(permit, grant).await?;
        let Holder::Account(id) = found.holder else { return Err(UserError::Gone) };
        unit.access().hold_account(id).await?;
        let account = unit.access().account(id).await?.ok_or(UserError::Gone)?;
        if signs_in(&mut *unit, id).await? {
            return Err(UserError::Gone);
        }
        self.tell_of_access(permit, &mut *unit, &account, found.role).await?;
        Ok(unit.commit().await?)
    }

    /// The account of an e-mail address, held; a new one where there is none.
    pub(crate) async fn account_for(
        &self,
        unit: &mut dyn UnitOfWork,
        name: String,
        email: &str,
    ) -> Result<Account, OperationError> {
        if let Some(account) = unit.access().account_of_email(email).await? {
            unit.access().hold_account(account.id).await?;
            return Ok(account);
        }
        let id = AccountId(self.clock.new_id());
        let account = Account { id, email: email.trim().to_owned(), name, staff: false };
        unit.access().insert_account(&account, self.clock.now()).await?;
        Ok(account)
    }

    /// Tells somebody by mail that they have access, with an invitation where they cannot sign in yet.
    async fn tell_of_access(
        &self,
        permit: &Sensitive<Users>,
        unit: &mut dyn UnitOfWork,
        account: &Account,
        role: Role,
    ) -> Result<(), OperationError> {
        let employer = permit.employer();
        let giver = permit.viewer().account().name.clone();
        let role = role.title().to_lowercase();
        let letter = if signs_in(unit, account.id).await? {
            let link = Link::new(format!("{}/sign-in", self.settings.origin));
            Letter::AccessGiven { giver, employer: employer.name.clone(), role, link }
        } else {
            let now = self.clock.now();
            unit.factor().void_tokens(account.id, Purpose::Invitation, now).await?;
            let link = self.issue_link(unit, account.id, Purpose::Invitation, None).await?;
            let event = permit.viewer().event(
                Some(employer.id),
                now,
                Action::InvitationSent,
                &account.name,
            );
            unit.audit().append(event).await?;
            let ends = self.clock.today() + Purpose::Invitation.lasts();
            Letter::Invitation { inviter: giver, employer: employer.name.clone(), role, link, ends }
        };
        let to = Recipient { employer: Some(employer.id), ..recipient(account) };
        self.post(unit, &to, &letter).await
    }

    /// Gives a brokerage access.
    pub async fn grant_broker(
        &self,
        permit: &Sensitive<Users>,
        wanted: BrokerGrant,
    ) -> Result<(), UserError> {
        let mut unit = self.store.begin().await?;
        unit.employer().hold(permit.employer().id).await?;
        self.give_broker(permit, &mut *unit, wanted).await?;
        Ok(unit.commit().await?)
    }

    /// Gives a brokerage what it asked for, in a unit of work that holds the employer. Where it was given
    /// access meanwhile, that stays and what is wanted is added; all of it ends on the day wanted.
    pub(crate) async fn give_asked(
        &self,
        permit: &Sensitive<Users>,
        unit: &mut dyn UnitOfWork,
        wanted: BrokerGrant,
    ) -> Result<(), UserError> {
        let today = self.clock.today();
        let holder = Holder::Brokerage(wanted.brokerage);
        let grants = unit.access().grants(permit.employer().id).await?;
        let given = grants.iter().find(|grant| grant.holder == holder && grant.is_alive(today));
        let Some(given) = given else { return self.give_broker(permit, unit, wanted).await };
        if wanted.capabilities.is_empty() {
            return Err(GrantFault::Nothing.into());
        }
        let capabilities = given.capabilities.and(wanted.capabilities);
        let more = Grant { capabilities, ends_on: wanted.ends_on, ..given.clone() };
        check_change(&grants, &more, today)?;
        self.keep_grant(permit, unit, Action::GrantChanged, given, &more, given.version).await
    }

    /// Gives a brokerage access, in a unit of work that holds the employer.
    async fn give_broker(
        &self,
        permit: &Sensitive<Users>,
        unit: &mut dyn UnitOfWork,
        wanted: BrokerGrant,
    ) -> Result<(), UserError> {
        let employer = permit.employer().id;
        let brokerage = unit.access().brokerage(wanted.brokerage).await?;
        let brokerage = brokerage.ok_or(UserError::Gone)?;
        let grants = unit.access().grants(employer).await?;
        let today = self.clock.today();
        let holder = Holder::Brokerage(brokerage.id);
        if grants.iter().any(|grant| grant.holder == holder && grant.is_alive(today)) {
            return Err(UserError::HasAccess);
        }
        let granted = Grant {
            employer,
            id: GrantId(self.clock.new_id()),
            holder,
            role: Role::Broker,
            capabilities: wanted.capabilities,
            ends_on: wanted.ends_on,
            version: 1,
            granted_at: self.clock.now(),
            granted_by: Some(permit.viewer().account().id),
            revoked_at: None,
        };
        check_change(&grants, &granted, today)?;
        unit.access().insert_grant(&granted).await?;
        let event = permit.viewer().event(
            Some(employer),
            self.clock.now(),
            Action::GrantGiven,
            &brokerage.name,
        );
        unit.audit().append(domain::audit::Event { after: Some(told(&granted)), ..event }).await?;
        Ok(())
    }

    /// A page of what was done for an employer.
    pub async fn employer_trail(
        &self,
        permit: &Permit<Users>,
        before: Option<i64>,
    ) -> Result<TrailPage, OperationError> {
        self.trail(Some(permit.employer().id), &Filter::default(), before).await
    }

    /// All that was done for an employer, as CSV; that it was taken away is the last of it.
    pub async fn take_trail(&self, permit: &Permit<Users>) -> Result<Vec<u8>, TrailError> {
        let employer = permit.employer();
        let now = self.clock.now();
        let mut unit = self.store.begin().await.map_err(OperationError::from)?;
        let event =
            permit.viewer().event(Some(employer.id), now, Action::TrailExported, &employer.name);
        unit.audit().append(event).await?;
        unit.commit().await?;
        let mut file = Vec::new();
        self.export_trail(Some(employer.id), &mut file).await?;
        Ok(file)
    }

    /// A grant of the permit's employer among all of them, in a unit of work that holds the employer and
    /// will change it.
    async fn find_grant(
        &self,
        permit: &Permit<Users>,
        grant: GrantId,
    ) -> Result<(Box<dyn UnitOfWork>, Vec<Grant>, Grant), UserError> {
        let mut unit = self.store.begin().await?;
        unit.employer().hold(permit.employer().id).await?;
        let grants = unit.access().grants(permit.employer().id).await?;
        let found = grants.iter().find(|kept| kept.id == grant && kept.revoked_at.is_none());
        let found = found.cloned().ok_or(UserError::Gone)?;
        Ok((unit, grants, found))
    }

    /// Keeps a changed grant, and who changed it how.
    async fn keep_grant(
        &self,
        permit: &Permit<Users>,
        unit: &mut dyn UnitOfWork,
        action: Action,
        before: &Grant,
        after: &Grant,
        based_on: i64,
    ) -> Result<(), UserError> {
        if !unit.access().save_grant(after, based_on).await? {
            return Err(UserError::Overtaken);
        }
        let (name, _) = holder(unit, before.holder).await?;
        let employer = Some(permit.employer().id);
        let event = permit.viewer().event(employer, self.clock.now(), action, &name);
        let event =
            domain::audit::Event { before: Some(told(before)), after: Some(told(after)), ..event };
        unit.audit().append(event).await?;
        Ok(())
    }
}

/// Whether an account has anything to sign in with.
pub(crate) async fn signs_in(
    unit: &mut dyn UnitOfWork,
    account: AccountId,
) -> Result<bool, OperationError> {
    let factors = unit.factor().factors(account).await?.unwrap_or_default();
    Ok(factors.password.is_some() || !unit.factor().passkeys(account).await?.is_empty())
}

/// The longest name of a person, in characters.
const NAME_MAX: usize = 100;

/// The name of a grant's holder, and a person's address.
pub(crate) async fn holder(
    unit: &mut dyn UnitOfWork,
    holder: Holder,
) -> Result<(String, Option<String>), OperationError> {
    Ok(match holder {
        Holder::Account(id) => match unit.access().account(id).await? {
            Some(account) => (account.name, Some(account.email)),
            None => ("Somebody whose account is disabled".to_owned(), None),
        },
        Holder::Brokerage(id) => {
            let brokerage = unit.access().brokerage(id).await?;
            (brokerage.map_or_else(|| "A brokerage".to_owned(), |firm| firm.name), None)
        }
    })
}

/// What a grant says, for the trail.
pub(crate) fn told(grant: &Grant) -> Excerpt {
    let what: Vec<&str> = grant.allows().iter().map(domain::access::Capability::title).collect();
    let until = grant.ends_on.map(|day| format!(", until {day}")).unwrap_or_default();
    match grant.revoked_at {
        Some(_) => Excerpt::new("nothing"),
        None => Excerpt::new(&format!("{}: {}{until}", grant.role.title(), what.join(", "))),
    }
}
