//! Passkeys: WebAuthn, for which we are the relying party, over the crate `webauthn_rp`.
//!
//! A ceremony has a start, which answers with options for the browser and a state to keep, and a finish, which
//! takes the state and the browser's answer. **Each state is for one finish:** who keeps it takes it away as
//! it is read, or an answer that was overheard is good again.
//!
//! The crate draws challenges itself (`rand`, seeded by the system) and looks at the system's clock, when a
//! ceremony starts and when it ends: a state is good for [`CEREMONY_SECONDS`] whatever clock we go by. That is
//! the one exception to this crate's rule; a challenge that one could hand in is one that one could hand in
//! twice.
//!
//! Attestation is not asked for: any maker's authenticator is welcome, and nothing is learned about it but its
//! model.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::{AllowedCredentials, AuthenticationVerificationOptions};
use webauthn_rp::request::register::{
    AuthenticatorAttachmentReq, AuthenticatorSelectionCriteria, CredProtect, Extension, Nickname,
    PublicKeyCredentialUserEntity, RegistrationVerificationOptions, ResidentKeyRequirement,
    UserHandle16, Username,
};
use webauthn_rp::request::{
    AsciiDomain, Credentials as _, ExtensionReq, PublicKeyCredentialDescriptor, RpId,
    UserVerificationRequirement,
};
use webauthn_rp::response::auth::error::AuthCeremonyErr;
use webauthn_rp::response::register::error::RegCeremonyErr;
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, Backup, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication16, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, NonDiscoverableAuthentication16,
    NonDiscoverableAuthenticationServerState, NonDiscoverableCredentialRequestOptions,
    PublicKeyCredentialCreationOptions, Registration, RegistrationServerState,
};

/// Seconds for which a ceremony's state is good. WebAuthn Level 3, section 15.1, recommends five minutes.
pub const CEREMONY_SECONDS: u32 = 300;

/// What is wrong with the address under which people reach us.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartyFault {
    /// It is more or less than scheme, host and port.
    #[error("{0} is not an address such as https://renew.example.com")]
    Origin(String),
    /// Browsers offer passkeys on encrypted pages only, and on the machine itself.
    #[error("{0} is neither https nor localhost, so browsers offer no passkeys there")]
    Insecure(String),
    /// Passkeys belong to a name, not to a number.
    #[error("{0} is no domain name, so no passkey can belong to it")]
    Domain(String),
    /// The relying party's id is not the host or a domain above it.
    #[error("{id} is neither {host} nor a domain above it")]
    Foreign {
        /// The id.
        id: String,
        /// The host.
        host: String,
    },
}

/// Why a ceremony did not succeed. None of it is for the eyes of the one who signs in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// What the browser sent cannot be read.
    #[error("the browser's answer cannot be read")]
    Answer,
    /// The state cannot be read, or is another ceremony's.
    #[error("the ceremony's state cannot be read")]
    State,
    /// What is stored of the passkey cannot be read.
    #[error("the stored passkey cannot be read")]
    Stored,
    /// More than [`CEREMONY_SECONDS`] went by.
    #[error("the ceremony took too long")]
    Expired,
    /// The authenticator has counted less signatures than it had: there are two of it.
    #[error("the passkey's count of signatures went back: it may have been copied")]
    Copied,
    /// The person was not asked for PIN, finger or face, and had to be.
    #[error("the authenticator did not verify its user")]
    Unverified,
    /// There is no passkey to choose from.
    #[error("the account has no passkey")]
    NoPasskey,
    /// Signature, challenge, origin or something else is wrong.
    #[error("the passkey is refused: {0}")]
    Wrong(String),
}

/// What somebody wants to register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One that signs in alone: it knows the account (resident key required), and asks its user for PIN, finger
    /// or face (user verification required), so that it is two factors at once.
    Passkey,
    /// One that comes after a password: both are preferred only, so that old security keys do.
    SecurityKey,
}

/// Whether the authenticator must ask for PIN, finger or face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// If it can. Enough after a password.
    Preferred,
    /// It must. For a passkey alone, and for a fresh proof.
    Required,
}

/// Whose passkey it will be. The names are shown by the browser, to choose among passkeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person<'a> {
    /// Their account. Stands in the passkey, so it must tell nothing: a random id does not.
    pub account: Uuid,
    /// Their address.
    pub name: &'a str,
    /// Their name.
    pub display: &'a str,
}

/// A ceremony that has begun.
#[derive(Clone, PartialEq, Eq)]
pub struct Started {
    /// For the browser: JSON for `PublicKeyCredential.parseCreationOptionsFromJSON`, or
    /// `parseRequestOptionsFromJSON`.
    pub options: String,
    /// To be kept on the server, never sent, and taken away when it is read.
    pub state: String,
}

impl fmt::Debug for Started {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Started(…)")
    }
}

/// Which passkey an answer says that it is of. Nothing is proved yet: it is only to look the passkey up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The id of a [`Passkey`].
    pub passkey: String,
    /// Its account; unknown to security keys.
    pub account: Option<Uuid>,
}

/// A registered passkey: its public key, and what is known of it. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    id: String,
    account: Uuid,
    model: Uuid,
    discoverable: Option<bool>,
    transports: u8,
    key: String,
    state: String,
}

type Key = StaticState<CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>>;

impl Passkey {
    /// Its id, in base 64, unique among all passkeys.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whose it is.
    pub fn account(&self) -> Uuid {
        self.account
    }

    /// The authenticator's model (AAGUID); nil if it does not say.
    pub fn model(&self) -> Uuid {
        self.model
    }

    /// Whether it can sign in alone, as far as its authenticator says.
    pub fn signs_in(&self) -> bool {
        self.discoverable != Some(false) && self.dynamic().is_ok_and(|state| state.user_verified)
    }

    /// Whether it is copied to its owner's other devices.
    pub fn is_synced(&self) -> bool {
        self.dynamic().is_ok_and(|state| state.backup == Backup::Exists)
    }

    /// As it is stored.
    pub fn text(&self) -> String {
        // Texts, numbers and an option always become JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Passkey::text`] wrote.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let passkey: Self = serde_json::from_str(text).map_err(|_| Refused::Stored)?;
        passkey.dynamic()?;
        passkey.key()?;
        passkey.descriptor()?;
        Ok(passkey)
    }

    fn key(&self) -> Result<Key, Refused> {
        Key::decode(&bytes(&self.key)?).map_err(|_| Refused::Stored)
    }

    fn dynamic(&self) -> Result<DynamicState, Refused> {
        let state = bytes(&self.state)?.try_into().map_err(|_| Refused::Stored)?;
        DynamicState::decode(state).map_err(|_| Refused::Stored)
    }

    fn descriptor(&self) -> Result<PublicKeyCredentialDescriptor<Vec<u8>>, Refused> {
        let id = CredentialId::<Vec<u8>>::decode(bytes(&self.id)?).map_err(|_| Refused::Stored)?;
        let transports = AuthTransports::decode(self.transports).map_err(|_| Refused::Stored)?;
        Ok(PublicKeyCredentialDescriptor { id, transports })
    }

    /// Lets `verify` work on the passkey as the crate knows it, and keeps what changed: the count of signatures
    /// and whether there is a copy.
    fn update(
        &mut self,
        verify: impl FnOnce(
            &mut AuthenticatedCredential<
                '_,
                '_,
                16,
                CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>,
            >,
        ) -> Result<bool, AuthCeremonyErr>,
    ) -> Result<(), Refused> {
        let id = bytes(&self.id)?;
        let id = CredentialId::<&[u8]>::decode(&id).map_err(|_| Refused::Stored)?;
        let handle = handle(self.account);
        let mut credential =
            AuthenticatedCredential::new(id, &handle, self.key()?, self.dynamic()?)
                .map_err(|_| Refused::Stored)?;
        verify(&mut credential).map_err(|fault| authentication_refused(&fault))?;
        self.state = dynamic_text(credential.dynamic_state());
        Ok(())
    }
}

/// What passkeys are registered with: a domain name, and pages at one address.
#[derive(Debug, Clone)]
pub struct RelyingParty {
    id: RpId,
    origin: String,
}

impl RelyingParty {
    /// The pages' address, and the domain name to which passkeys belong if it is not the address's host.
    ///
    /// Passkeys stay with that name for ever: a name above the host, `example.com` for `renew.example.com`,
    /// lets the pages move.
    pub fn new(origin: &str, id: Option<&str>) -> Result<Self, PartyFault> {
        let origin = origin.trim_end_matches('/').to_ascii_lowercase();
        let (scheme, place) =
            origin.split_once("://").ok_or_else(|| PartyFault::Origin(origin.clone()))?;
        let (host, port) =
            place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port)));
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
        if host.is_empty() || host.contains(['/', '?', '#', '@', '[', ' ']) || !is_port {
            return Err(PartyFault::Origin(origin));
        }
        let is_local = host == "localhost" || host.ends_with(".localhost");
        if !(scheme == "https" || scheme == "http" && is_local) {
            return Err(PartyFault::Insecure(origin));
        }
        let id = id.unwrap_or(host).to_ascii_lowercase();
        let is_above =
            host.strip_suffix(&id).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        if !is_above {
            return Err(PartyFault::Foreign { id, host: host.to_owned() });
        }
        if id.rsplit('.').next().is_none_or(|last| last.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(PartyFault::Domain(id));
        }
        let domain = AsciiDomain::try_from(id.clone()).map_err(|_| PartyFault::Domain(id))?;
        let usual = if scheme == "https" { ":443" } else { ":80" };
        let origin = origin.strip_suffix(usual).unwrap_or(&origin).to_owned();
        Ok(Self { id: RpId::Domain(domain), origin })
    }

    /// Starts to register a passkey for somebody who is signed in and has these already.
    pub fn start_registration(
        &self,
        kind: Kind,
        person: Person<'_>,
        present: &[Passkey],
    ) -> Result<Started, Refused> {
        let handle = handle(person.account);
        let user = entity(&handle, person);
        let present = present.iter().map(Passkey::descriptor).collect::<Result<_, _>>()?;
        let mut options = PublicKeyCredentialCreationOptions::passkey(&self.id, user, present);
        options.authenticator_selection = AuthenticatorSelectionCriteria {
            authenticator_attachment: AuthenticatorAttachmentReq::default(),
            resident_key: match kind {
                Kind::Passkey => ResidentKeyRequirement::Required,
                Kind::SecurityKey => ResidentKeyRequirement::Preferred,
            },
            user_verification: match kind {
                Kind::Passkey => UserVerificationRequirement::Required,
                Kind::SecurityKey => UserVerificationRequirement::Preferred,
            },
        };
        // Not `credProtect`: browsers refuse authenticators that lack it, and we verify at each sign-in.
        options.extensions = Extension {
            cred_props: Some(ExtensionReq::Allow),
            cred_protect: CredProtect::None,
            min_pin_length: None,
            prf: None,
        };
        let (state, client) = options.start_ceremony().map_err(wrong)?;
        started(Ceremony::Registration, &client, &state.encode().map_err(wrong)?)
    }

    /// Takes the browser's answer. Who stores the passkey refuses one whose id is another's.
    pub fn finish_registration(&self, state: &str, answer: &str) -> Result<Passkey, Refused> {
        let state = Ceremony::Registration.state(state)?;
        let state = RegistrationServerState::<16>::decode(&state).map_err(|_| Refused::State)?;
        let answer =
            Registration::from_json_relaxed(answer.as_bytes()).map_err(|_| Refused::Answer)?;
        let origins = [self.origin.as_str()];
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            // Authenticators say more than they are asked, such as their own `credProtect`.
            error_on_unsolicited_extensions: false,
            ..Default::default()
        };
        let registered = state
            .verify(&self.id, &answer, &options)
            .map_err(|fault| registration_refused(&fault))?;
        let (id, transports, handle, key, dynamic, metadata) = registered.into_parts();
        Ok(Passkey {
            id: URL_SAFE_NO_PAD.encode(id),
            account: account(&handle),
            model: Uuid::from_slice(metadata.aaguid.data()).unwrap_or_default(),
            discoverable: metadata.client_extension_results.cred_props.and_then(|props| props.rk),
            transports: infallible(transports.encode()),
            key: URL_SAFE_NO_PAD.encode(infallible(key.encode())),
            state: dynamic_text(dynamic),
        })
    }

    /// Starts to sign somebody in who has not said who they are. The passkey alone will do.
    pub fn start_sign_in(&self) -> Result<Started, Refused> {
        let options = DiscoverableCredentialRequestOptions::passkey(&self.id);
        let (state, client) = options.start_ceremony().map_err(wrong)?;
        started(Ceremony::SignIn, &client, &state.encode().map_err(wrong)?)
    }

    /// Takes the browser's answer, and the passkey that it [`claim`]s to be of, whose count of signatures may
    /// change.
    pub fn finish_sign_in(
        &self,
        state: &str,
        answer: &str,
        passkey: &mut Passkey,
    ) -> Result<(), Refused> {
        let state = Ceremony::SignIn.state(state)?;
        let state = DiscoverableAuthenticationServerState::decode(&state);
        let state = state.map_err(|_| Refused::State)?;
        // Without this the crate (0.3.0) panics at an answer that names no account.
        if claim(answer)?.account.is_none() {
            return Err(Refused::Answer);
        }
        let answer = DiscoverableAuthentication16::from_json_relaxed(answer.as_bytes())
            .map_err(|_| Refused::Answer)?;
        let origins = [self.origin.as_str()];
        let options = options(&origins);
        passkey.update(|credential| state.verify(&self.id, &answer, credential, &options))
    }

    /// Starts to have somebody prove a known account, which has these passkeys: after the password, or again.
    pub fn start_second(
        &self,
        passkeys: &[Passkey],
        verification: Verification,
    ) -> Result<Started, Refused> {
        let mut allowed = AllowedCredentials::with_capacity(passkeys.len());
        for passkey in passkeys {
            allowed.push(passkey.descriptor()?.into());
        }
        let mut options = NonDiscoverableCredentialRequestOptions::second_factor(&self.id, allowed)
            .map_err(|_| Refused::NoPasskey)?;
        options.options().user_verification = match verification {
            Verification::Preferred => UserVerificationRequirement::Preferred,
            Verification::Required => UserVerificationRequirement::Required,
        };
        let (state, client) = options.start_ceremony().map_err(wrong)?;
        started(Ceremony::Second, &client, &state.encode().map_err(wrong)?)
    }

    /// Takes the browser's answer, and the account's passkey that it [`claim`]s to be of, whose count of
    /// signatures may change.
    pub fn finish_second(
        &self,
        state: &str,
        answer: &str,
        passkey: &mut Passkey,
    ) -> Result<(), Refused> {
        let state = Ceremony::Second.state(state)?;
        let state = NonDiscoverableAuthenticationServerState::decode(&state);
        let state = state.map_err(|_| Refused::State)?;
        let answer = NonDiscoverableAuthentication16::from_json_relaxed(answer.as_bytes())
            .map_err(|_| Refused::Answer)?;
        let origins = [self.origin.as_str()];
        let options = options(&origins);
        passkey.update(|credential| state.verify(&self.id, &answer, credential, &options))
    }
}

/// Which passkey an answer to a sign-in says that it is of.
pub fn claim(answer: &str) -> Result<Claim, Refused> {
    let answer = NonDiscoverableAuthentication16::from_json_relaxed(answer.as_bytes())
        .map_err(|_| Refused::Answer)?;
    Ok(Claim {
        passkey: URL_SAFE_NO_PAD.encode(answer.raw_id()),
        account: answer.response().user_handle().map(account),
    })
}

/// The kinds of ceremony, written before their states so that none is finished as another.
#[derive(Clone, Copy)]
enum Ceremony {
    Registration,
    SignIn,
    Second,
}

impl Ceremony {
    fn word(self) -> &'static str {
        match self {
            Self::Registration => "registration.",
            Self::SignIn => "sign-in.",
            Self::Second => "second.",
        }
    }

    fn state(self, text: &str) -> Result<Vec<u8>, Refused> {
        let body = text.strip_prefix(self.word()).ok_or(Refused::State)?;
        URL_SAFE_NO_PAD.decode(body).map_err(|_| Refused::State)
    }
}

fn started(ceremony: Ceremony, client: &impl Serialize, state: &[u8]) -> Result<Started, Refused> {
    Ok(Started {
        options: serde_json::to_string(client).map_err(wrong)?,
        state: format!("{}{}", ceremony.word(), URL_SAFE_NO_PAD.encode(state)),
    })
}

fn options<'a>(
    origins: &'a [&'a str],
) -> AuthenticationVerificationOptions<'a, 'static, &'a str, &'static str> {
    AuthenticationVerificationOptions {
        allowed_origins: origins,
        error_on_unsolicited_extensions: false,
        update_uv: true,
        ..Default::default()
    }
}

/// The names as the browser shows them. RFC 8265 and 8266 know names that these are not; a passkey is
/// registered all the same, under the account's id.
fn entity<'a>(
    handle: &'a UserHandle16,
    person: Person<'a>,
) -> PublicKeyCredentialUserEntity<'a, 'a, 'a, 16> {
    let entity = PublicKeyCredentialUserEntity::from(handle);
    let id = || Username::try_from(person.account.to_string());
    PublicKeyCredentialUserEntity {
        name: Username::try_from(person.name).or_else(|_| id()).unwrap_or(entity.name),
        display_name: Nickname::try_from(person.display).ok(),
        ..entity
    }
}

fn handle(account: Uuid) -> UserHandle16 {
    infallible(UserHandle16::decode(account.into_bytes()))
}

fn account(handle: &UserHandle16) -> Uuid {
    Uuid::from_bytes(infallible(handle.encode()))
}

fn dynamic_text(state: DynamicState) -> String {
    URL_SAFE_NO_PAD.encode(infallible(state.encode()))
}

fn bytes(text: &str) -> Result<Vec<u8>, Refused> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Refused::Stored)
}

fn infallible<T>(result: Result<T, std::convert::Infallible>) -> T {
    let Ok(value) = result;
    value
}

fn wrong(fault: impl fmt::Display) -> Refused {
    Refused::Wrong(fault.to_string())
}

fn registration_refused(fault: &RegCeremonyErr) -> Refused {
    match fault {
        RegCeremonyErr::Timeout => Refused::Expired,
        RegCeremonyErr::UserNotVerified => Refused::Unverified,
        other => wrong(other),
    }
}

fn authentication_refused(fault: &AuthCeremonyErr) -> Refused {
    match fault {
        AuthCeremonyErr::Timeout => Refused::Expired,
        AuthCeremonyErr::UserNotVerified => Refused::Unverified,
        AuthCeremonyErr::SignatureCounter => Refused::Copied,
        other => wrong(other),
    }
}

#[cfg(test)]
mod tests;
