//! How guesses are counted: by the account that they are at, and by the network address that they come
//! from.

use super::SignInError;
use crate::access::Origin;
use crate::{OperationError, Operations};
use chrono::{DateTime, Utc};
use domain::access::throttle::{ACCOUNT, ADDRESS, MAIL};
use domain::access::{Pace, email_key};
use std::net::{IpAddr, Ipv6Addr};
use store::UnitOfWork;

/// A guess that was counted as a failure before it was tried.
pub(super) struct Guess {
    account: Option<String>,
    address: String,
    now: DateTime<Utc>,
}

impl Operations {
    /// Counts a guess at an account, whether there is such an account or not; refuses it where it was
    /// wrong too often.
    pub(super) async fn guess(&self, email: &str, from: &Origin) -> Result<Guess, SignInError> {
        let account = self.subject("account", email)?;
        let address = address_subject(&from.address);
        self.count(&[(&account, ACCOUNT), (&address, ADDRESS)]).await?;
        Ok(Guess { account: Some(account), address, now: self.clock.now() })
    }

    /// Counts a mail that somebody asks for.
    pub(crate) async fn count_mail(&self, email: &str, from: &Origin) -> Result<(), SignInError> {
        let mail = self.subject("mail", email)?;
        self.count(&[(&mail, MAIL), (&address_subject(&from.address), ADDRESS)]).await
    }

    /// Counts a guess from an address alone: at a passkey, which says itself whose it is, or at a link.
    pub(super) async fn guess_from(&self, from: &Origin) -> Result<Guess, SignInError> {
        let address = address_subject(&from.address);
        self.count(&[(&address, ADDRESS)]).await?;
        Ok(Guess { account: None, address, now: self.clock.now() })
    }

    /// Always in the same order, so that no two wait for each other.
    async fn count(&self, subjects: &[(&str, Pace)]) -> Result<(), SignInError> {
        let now = self.clock.now();
        let mut unit = self.store.begin().await?;
        for (subject, pace) in subjects {
            let throttle = unit.factor().open_throttle(subject, now).await?;
            if let Some(wait) = throttle.wait(now) {
                return Err(SignInError::Wait(wait));
            }
            unit.factor().save_throttle(subject, throttle.failed(*pace, now)).await?;
        }
        Ok(unit.commit().await?)
    }

    /// What stands for an e-mail address where guesses are counted: nobody who reads it learns the
    /// address.
    fn subject(&self, kind: &str, email: &str) -> Result<String, OperationError> {
        let index = &self.settings.secrets()?.index;
        Ok(format!("{kind}:{}", index.blind_index("throttle", &email_key(email))))
    }
}

impl Guess {
    /// It was right, and all that was wrong before at this account is forgotten.
    pub(super) async fn was_right(self, unit: &mut dyn UnitOfWork) -> Result<(), OperationError> {
        if let Some(account) = &self.account {
            unit.factor().clear_throttle(account).await?;
        }
        self.was_none(unit, &self.address).await
    }

    /// It was right, and more is wanted: what was wrong before still counts, or who knows the password
    /// could guess at the second step for ever.
    pub(super) async fn was_right_so_far(
        self,
        unit: &mut dyn UnitOfWork,
    ) -> Result<(), OperationError> {
        if let Some(account) = &self.account {
            self.was_none(unit, account).await?;
        }
        self.was_none(unit, &self.address).await
    }

    async fn was_none(
        &self,
        unit: &mut dyn UnitOfWork,
        subject: &str,
    ) -> Result<(), OperationError> {
        let throttle = unit.factor().open_throttle(subject, self.now).await?;
        unit.factor().save_throttle(subject, throttle.succeeded(self.now)).await?;
        Ok(())
    }
}

/// What stands for a network address: of the newer kind the half that names a network, since whoever has
/// one has as many addresses in it as they like.
fn address_subject(address: &str) -> String {
    let network = match address.parse() {
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
        _ => address.to_owned(),
    };
    format!("address:{network}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_count_together() {
        for (address, subject) in [
            ("192.0.2.7", "address:192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::"),
            ("2001:db8:1:2::1", "address:2001:db8:1:2::"),
            ("2001:db8:1:3::1", "address:2001:db8:1:3::"),
            ("::ffff:192.0.2.7", "address:::ffff:192.0.2.7"),
            ("", "address:"),
        ] {
            assert_eq!(address_subject(address), subject, "{address}");
        }
    }
}
