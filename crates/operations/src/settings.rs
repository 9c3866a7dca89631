//! What the use cases are told once, when the server starts.

use crate::OperationError;
use credential::passkey::RelyingParty;
use credential::password::Hasher;
use credential::vault::{IndexKey, Vault};

/// What the use cases are told when the server starts.
#[derive(Debug)]
pub struct Settings {
    /// Where people reach this, without a slash at the end: links in mails begin with it.
    pub origin: String,
    /// The carrier's name, which mails are signed with.
    pub carrier: String,
    /// The keys. The command line does much without them; people cannot sign in.
    pub secrets: Option<Secrets>,
    /// Whether mail is kept to be read instead of sent: the demo's, which is for nobody.
    pub keeps_mail: bool,
    /// How passwords are hashed.
    pub hasher: Hasher,
}

/// The keys that people's secrets are kept under.
#[derive(Debug)]
pub struct Secrets {
    /// Seals what must be read again.
    pub vault: Vault,
    /// Finds equal texts among what is sealed.
    pub index: IndexKey,
}

impl Default for Settings {
    fn default() -> Self {
        let origin = "http://localhost:3000".to_owned();
        let carrier = "Groupcover".to_owned();
        Self { origin, carrier, secrets: None, keeps_mail: false, hasher: Hasher::new() }
    }
}

impl Settings {
    /// The keys, or the reason why what needs them cannot be done.
    pub fn secrets(&self) -> Result<&Secrets, OperationError> {
        self.secrets.as_ref().ok_or(OperationError::NoKeys)
    }

    /// Whoever asks passkeys; `None` where browsers would not offer them, as without TLS.
    pub fn relying_party(&self) -> Option<RelyingParty> {
        RelyingParty::new(&self.origin, None).ok()
    }
}
