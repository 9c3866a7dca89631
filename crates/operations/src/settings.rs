//! What the use cases are told once, when the server starts.

use crate::OperationError;
use credential::passkey::RelyingParty;
use credential::password::Hasher;
use credential::vault::{IndexKey, Vault};
use std::time::Duration;

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
    /// How many try a password at once; who comes then waits for a place.
    pub places: usize,
    /// For how long, before they are told to come back.
    pub patience: Duration,
}

/// Four passwords are compared at a time, some eighty a second on two cores: who has a place has an answer within
/// a second or so, and there are enough that none of the four has nothing to do.
const PLACES: usize = 64;
/// Longer than a whole office needs that signs in at the same moment, and far shorter than a request may take.
const PATIENCE: Duration = Duration::from_secs(3);

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
        Self {
            origin,
            carrier,
            secrets: None,
            keeps_mail: false,
            hasher: Hasher::new(),
            places: PLACES,
            patience: PATIENCE,
        }
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
