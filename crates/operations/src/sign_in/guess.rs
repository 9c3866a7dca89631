//! How guesses are counted: by the account that they are at, and by the network address that they come
//! from.

use super::SignInError;
use crate::access::Origin;
use crate::{OperationError, Operations};
use chrono::{DateTime, Utc};
use domain::access::throttle::{ACCOUNT, ADDRESS, ASKED, KNOWN_DEVICE, MAIL};
use domain::access::{Account, AskedLink, Pace, Purpose, Throttle, email_key, is_email, network};
use domain::id::{AccountId, AskedLinkId, GrantId};
use store::UnitOfWork;

/// A guess that was counted as a failure before it was tried.
pub(super) struct Guess {
    /// What it was counted under, and how often something was tried in vain there before.
    counted: Vec<(String, Throttle)>,
    /// What more is forgotten once it was right.
    forgotten: Option<String>,
    now: DateTime<Utc>,
}

impl Operations {
    /// Counts a guess at a password, whether there is such an account or not; refuses it where it was
    /// wrong too often.
    pub(super) async fn guess(&self, email: &str, from: &Origin) -> Result<Guess, SignInError> {
        let account = self.password_subject(email, from).await?;
        self.count(vec![(account, ACCOUNT), (network_subject("address", from), ADDRESS)]).await
    }

    /// Counts a guess at the second step, which only who knows the password, or is signed in, can make. So
    /// nobody else's guesses at the password keep an account's owner from it.
    pub(super) async fn guess_second(
        &self,
        account: &Account,
        from: &Origin,
    ) -> Result<Guess, SignInError> {
        let second = format!("second:{}", account.id);
        let address = network_subject("address", from);
        let guess = self.count(vec![(second, ACCOUNT), (address, ADDRESS)]).await?;
        Ok(Guess { forgotten: Some(self.password_subject(&account.email, from).await?), ..guess })
    }

    /// What guesses at an account's password are counted as. A browser in which its owner signed in before has
    /// a count of its own: strangers, who have all others' together, do not close it.
    async fn password_subject(&self, email: &str, from: &Origin) -> Result<String, OperationError> {
        let Some(device) = &from.device else { return self.subject("account", email) };
        let (digest, now) = (device.digest(DEVICE).text(), self.clock.now());
        let mut unit = self.store.begin_read().await?;
        match unit.factor().account_of_device(email, &digest, now).await? {
            Some(account) => Ok(format!("device:{account}:{digest}")),
            None => self.subject("account", email),
        }
    }

    /// Knows a browser again in which somebody was let in. Answers the token by which: the one that it has,
    /// since others may sign in there too, or a new one.
    pub(super) async fn know_device(
        &self,
        unit: &mut dyn UnitOfWork,
        account: AccountId,
        from: &Origin,
    ) -> Result<String, OperationError> {
        let device = from.device.clone().unwrap_or_else(|| self.new_token());
        let (digest, ends_at) = (device.digest(DEVICE).text(), self.clock.now() + KNOWN_DEVICE);
        unit.factor().know_device(account, &digest, ends_at).await?;
        Ok(device.text())
    }

    /// Counts a guess from an address alone: at a passkey, which says itself whose it is.
    pub(super) async fn guess_from(&self, from: &Origin) -> Result<Guess, SignInError> {
        self.count(vec![(network_subject("address", from), ADDRESS)]).await
    }

    /// Counts a mail that somebody asks for; `kind` is what for.
    pub(crate) async fn count_mail(
        &self,
        kind: &str,
        email: &str,
        from: &Origin,
    ) -> Result<(), SignInError> {
        let mail = self.subject(kind, email)?;
        self.count(vec![(mail, MAIL), (network_subject("mail-from", from), ADDRESS)]).await?;
        Ok(())
    }

    /// Counts a link that somebody asks for and writes down that it was asked for, whether it will be sent or
    /// not: that is looked up by [`Operations::write_asked`] alone, so that no answer and no time tells.
    pub(super) async fn ask_link(
        &self,
        purpose: Purpose,
        account: Option<AccountId>,
        email: &str,
        from: &Origin,
    ) -> Result<(), SignInError> {
        let mail = self.subject("mail", email)?;
        let mut unit = self.store.begin().await?;
        let subjects = vec![(mail, MAIL), (network_subject("mail-from", from), ADDRESS)];
        self.count_in(&mut *unit, subjects).await?;
        // What can be no address is nobody's.
        if is_email(email) {
            let asked = AskedLink {
                id: AskedLinkId(self.clock.new_id()),
                purpose,
                account,
                email: email.trim().to_owned(),
                address: from.address.clone(),
                asked_at: self.clock.now(),
            };
            unit.factor().ask_link(&asked).await?;
        }
        Ok(unit.commit().await?)
    }

    /// Counts an invitation that is sent once more.
    pub(crate) async fn count_invitation(
        &self,
        grant: GrantId,
        from: &Origin,
    ) -> Result<(), SignInError> {
        let invitation = format!("invitation:{grant}");
        self.count(vec![(invitation, MAIL), (network_subject("mail-from", from), ADDRESS)]).await?;
        Ok(())
    }

    /// Counts what anybody may ask for without saying who they are; `kind` is what.
    pub(crate) async fn count_asked(&self, kind: &str, from: &Origin) -> Result<(), SignInError> {
        self.count(vec![(network_subject(kind, from), ASKED)]).await?;
        Ok(())
    }

    /// Somebody answered the question to a passkey that was counted, and rightly: an office may ask for many.
    pub(super) async fn was_answered(
        &self,
        unit: &mut dyn UnitOfWork,
        from: &Origin,
    ) -> Result<(), OperationError> {
        let (subject, now) = (network_subject(PASSKEY, from), self.clock.now());
        let asked = unit.factor().open_throttle(&subject, now).await?;
        Ok(unit.factor().save_throttle(&subject, asked.succeeded(now)).await?)
    }

    async fn count(&self, subjects: Vec<(String, Pace)>) -> Result<Guess, SignInError> {
        let mut unit = self.store.begin().await?;
        let guess = self.count_in(&mut *unit, subjects).await?;
        unit.commit().await?;
        Ok(guess)
    }

    /// Always in the same order, the address last, so that no two wait for each other.
    async fn count_in(
        &self,
        unit: &mut dyn UnitOfWork,
        subjects: Vec<(String, Pace)>,
    ) -> Result<Guess, SignInError> {
        let now = self.clock.now();
        let mut counted = Vec::new();
        for (subject, pace) in subjects {
            let throttle = unit.factor().open_throttle(&subject, now).await?;
            if let Some(wait) = throttle.wait(now) {
                return Err(SignInError::Wait(wait));
            }
            unit.factor().save_throttle(&subject, throttle.failed(pace, now)).await?;
            counted.push((subject, throttle));
        }
        Ok(Guess { counted, forgotten: None, now })
    }

    /// What stands for an e-mail address where guesses are counted: nobody who reads it learns the
    /// address.
    pub(crate) fn subject(&self, kind: &str, email: &str) -> Result<String, OperationError> {
        let index = &self.settings.secrets()?.index;
        Ok(format!("{kind}:{}", index.blind_index("throttle", &email_key(email))))
    }
}

impl Guess {
    /// It was right, and all that was wrong before at this account is forgotten.
    pub(super) async fn was_right(self, unit: &mut dyn UnitOfWork) -> Result<(), OperationError> {
        // Before the address, which is last wherever guesses are counted.
        if let Some(subject) = &self.forgotten {
            unit.factor().clear_throttle(subject).await?;
        }
        for (subject, before) in &self.counted {
            if subject.starts_with("address:") {
                self.was_none(unit, subject, *before).await?;
            } else {
                unit.factor().clear_throttle(subject).await?;
            }
        }
        Ok(())
    }

    /// It was right, and more is wanted: what was wrong before still counts, or who knows the password
    /// could guess at the second step for ever.
    pub(super) async fn was_right_so_far(
        self,
        unit: &mut dyn UnitOfWork,
    ) -> Result<(), OperationError> {
        for (subject, before) in &self.counted {
            self.was_none(unit, subject, *before).await?;
        }
        Ok(())
    }

    /// Puts back what was before, so that what was right delays no forgetting; where others failed
    /// meanwhile, takes one from their count.
    async fn was_none(
        &self,
        unit: &mut dyn UnitOfWork,
        subject: &str,
        before: Throttle,
    ) -> Result<(), OperationError> {
        let now = unit.factor().open_throttle(subject, self.now).await?;
        let alone = now.failures <= before.failures + 1 && now.last_at == self.now;
        let since = if alone { before } else { now.succeeded(self.now) };
        unit.factor().save_throttle(subject, since).await?;
        Ok(())
    }
}

/// What a browser's token is for.
const DEVICE: &str = "device";
/// What questions to passkeys are counted as.
pub(super) const PASSKEY: &str = "passkey";

/// What stands for the network that somebody comes from.
fn network_subject(kind: &str, from: &Origin) -> String {
    format!("{kind}:{}", network(&from.address))
}
