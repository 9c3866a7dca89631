//! An authenticator in software speaks with the relying party: first honestly, then in each dishonest way.

use std::time::{SystemTime, UNIX_EPOCH};

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::*;

const ORIGIN: &str = "https://renew.example.com";
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const SYNCED: u8 = 0x18;
const ATTESTED: u8 = 0x40;

fn party() -> RelyingParty {
    RelyingParty::new(ORIGIN, None).unwrap()
}

fn person() -> Person<'static> {
    Person { account: Uuid::from_u128(17), name: "marta@example.com", display: "Marta Okafor" }
}

/// What an authenticator would do, and all that it may do wrong.
#[derive(Clone)]
struct Authenticator {
    key: SigningKey,
    id: [u8; 20],
    account: Uuid,
    flags: u8,
    count: u32,
    domain: &'static str,
    origin: &'static str,
    challenge: Option<&'static str>,
    resident: bool,
    names_account: bool,
}

impl Authenticator {
    fn new(seed: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            id: [seed; 20],
            account: person().account,
            flags: PRESENT | VERIFIED,
            count: 0,
            domain: "renew.example.com",
            origin: ORIGIN,
            challenge: None,
            resident: true,
            names_account: true,
        }
    }

    fn client_data(&self, kind: &str, options: &str) -> Vec<u8> {
        let options: Value = serde_json::from_str(options).unwrap();
        let challenge = self.challenge.map_or(options["challenge"].clone(), Value::from);
        let data = json!({
            "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.domain).to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    /// An attestation object in CBOR: `{fmt: "none", attStmt: {}, authData: …}`.
    fn register(&self, started: &Started) -> String {
        let mut data = self.data(self.flags | ATTESTED);
        data.extend([7; 16]);
        data.extend([0, 20]);
        data.extend(self.id);
        // COSE: kty 2, alg -7, crv 1, x and y.
        let point = self.key.verifying_key().to_encoded_point(false);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().unwrap());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let id = URL_SAFE_NO_PAD.encode(self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": { "credProps": { "rk": self.resident } },
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(
                    self.client_data("webauthn.create", &started.options)),
                "attestationObject": URL_SAFE_NO_PAD.encode(object),
                "transports": ["internal", "hybrid"],
            },
        })
        .to_string()
    }

    fn sign(&mut self, started: &Started) -> String {
        self.count += 1;
        let client_data = self.client_data("webauthn.get", &started.options);
        let data = self.data(self.flags);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        let id = URL_SAFE_NO_PAD.encode(self.id);
        let account = self.names_account.then(|| URL_SAFE_NO_PAD.encode(self.account.as_bytes()));
        json!({
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "authenticatorData": URL_SAFE_NO_PAD.encode(data),
                "signature": URL_SAFE_NO_PAD.encode(signature.to_der()),
                "userHandle": account,
            },
        })
        .to_string()
    }
}

fn register(authenticator: &Authenticator, kind: Kind) -> Result<Passkey, Refused> {
    let started = party().start_registration(kind, person(), &[]).unwrap();
    party().finish_registration(&started.state, &authenticator.register(&started))
}

fn registered(authenticator: &Authenticator) -> Passkey {
    register(authenticator, Kind::Passkey).unwrap()
}

fn sign_in(authenticator: &mut Authenticator, passkey: &mut Passkey) -> Result<(), Refused> {
    let started = party().start_sign_in().unwrap();
    party().finish_sign_in(&started.state, &authenticator.sign(&started), passkey)
}

fn second(
    authenticator: &mut Authenticator,
    passkey: &mut Passkey,
    verification: Verification,
) -> Result<(), Refused> {
    let started = party().start_second(std::slice::from_ref(passkey), verification).unwrap();
    party().finish_second(&started.state, &authenticator.sign(&started), passkey)
}

#[test]
fn a_passkey_is_registered_stored_and_signs_in_alone() {
    let mut authenticator = Authenticator::new(1);
    authenticator.flags |= SYNCED;
    let stored = registered(&authenticator).text();
    let mut passkey = Passkey::parse(&stored).unwrap();
    assert_eq!(passkey.text(), stored);
    assert_eq!(passkey.account(), person().account);
    assert_eq!(passkey.model(), Uuid::from_bytes([7; 16]));
    assert!(passkey.signs_in() && passkey.is_synced());
    for _ in 0..3 {
        assert_eq!(sign_in(&mut authenticator, &mut passkey), Ok(()));
    }
    assert_ne!(passkey.text(), stored, "the count of signatures is kept");
}

#[test]
fn a_security_key_comes_after_a_password() {
    let mut authenticator = Authenticator::new(1);
    authenticator.flags = PRESENT;
    authenticator.resident = false;
    let mut passkey = register(&authenticator, Kind::SecurityKey).unwrap();
    assert!(!passkey.signs_in() && !passkey.is_synced());
    authenticator.names_account = false;
    let answer = second(&mut authenticator, &mut passkey, Verification::Preferred);
    assert_eq!(answer, Ok(()));
    let answer = second(&mut authenticator, &mut passkey, Verification::Required);
    assert_eq!(answer, Err(Refused::Unverified));
    authenticator.names_account = true;
    assert_eq!(sign_in(&mut authenticator, &mut passkey), Err(Refused::Unverified));
}

#[test]
fn a_passkey_also_serves_as_second_factor() {
    let mut authenticator = Authenticator::new(1);
    let mut passkey = registered(&authenticator);
    let answer = second(&mut authenticator, &mut passkey, Verification::Required);
    assert_eq!(answer, Ok(()));
}

#[test]
fn the_browser_is_asked_for_what_was_wanted() {
    let present = [registered(&Authenticator::new(1)), registered(&Authenticator::new(2))];
    let read = |started: &Started| -> Value { serde_json::from_str(&started.options).unwrap() };
    for (kind, wish) in [(Kind::Passkey, "required"), (Kind::SecurityKey, "preferred")] {
        let options = read(&party().start_registration(kind, person(), &present).unwrap());
        assert_eq!(options["rp"]["id"], "renew.example.com");
        assert_eq!(options["user"]["id"], URL_SAFE_NO_PAD.encode(person().account.as_bytes()));
        assert_eq!(options["user"]["name"], "marta@example.com");
        assert_eq!(options["user"]["displayName"], "Marta Okafor");
        assert_eq!(options["authenticatorSelection"]["residentKey"], wish);
        assert_eq!(options["authenticatorSelection"]["userVerification"], wish);
        assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), 2);
        assert_eq!(options["attestation"], "none");
        assert_eq!(options["extensions"], json!({ "credProps": true }));
        assert_eq!(options["timeout"], CEREMONY_SECONDS * 1_000);
    }
    let options = read(&party().start_sign_in().unwrap());
    assert_eq!(options["userVerification"], "required");
    assert_eq!(options["allowCredentials"], json!([]));
    for (verification, wish) in
        [(Verification::Preferred, "preferred"), (Verification::Required, "required")]
    {
        let options = read(&party().start_second(&present, verification).unwrap());
        assert_eq!(options["userVerification"], wish);
        assert_eq!(options["allowCredentials"][1]["id"], present[1].id());
        assert_eq!(options["allowCredentials"][0]["transports"], json!(["hybrid", "internal"]));
    }
    assert_eq!(party().start_second(&[], Verification::Preferred), Err(Refused::NoPasskey));
}

#[test]
fn names_that_are_none_for_a_passkey_do_not_keep_it_from_being_registered() {
    let person = Person { name: "Marta\u{200e} Okafor", display: "", ..person() };
    let started = party().start_registration(Kind::Passkey, person, &[]).unwrap();
    let options: Value = serde_json::from_str(&started.options).unwrap();
    assert_eq!(options["user"]["name"], person.account.to_string());
    assert_eq!(options["user"]["displayName"], "");
}

#[test]
fn an_answer_tells_which_passkey_to_look_up() {
    let mut authenticator = Authenticator::new(1);
    let passkey = registered(&authenticator);
    let started = party().start_sign_in().unwrap();
    let account = Some(person().account);
    let answer = authenticator.sign(&started);
    assert_eq!(claim(&answer), Ok(Claim { passkey: passkey.id().to_owned(), account }));
    authenticator.names_account = false;
    let answer = authenticator.sign(&started);
    assert_eq!(claim(&answer), Ok(Claim { passkey: passkey.id().to_owned(), account: None }));
    for answer in ["", "{}", "null", "[1]", &answer[1..]] {
        assert_eq!(claim(answer), Err(Refused::Answer), "{answer}");
    }
}

/// What an authenticator, or the page that speaks with it, may do wrong.
type Wrong = (&'static str, fn(&mut Authenticator));

fn dishonest() -> Vec<Wrong> {
    vec![
        ("another page", |it| it.origin = "https://renew.example.com.evil.example"),
        ("no encryption", |it| it.origin = "http://renew.example.com"),
        ("another port", |it| it.origin = "https://renew.example.com:8443"),
        ("another domain", |it| it.domain = "evil.example"),
        ("another challenge", |it| it.challenge = Some("AAAAAAAAAAAAAAAAAAAAAA")),
        ("nobody there", |it| it.flags &= !PRESENT),
        ("nobody verified", |it| it.flags &= !VERIFIED),
    ]
}

#[test]
fn a_dishonest_registration_is_refused() {
    for (name, spoil) in dishonest() {
        let mut authenticator = Authenticator::new(1);
        spoil(&mut authenticator);
        assert!(register(&authenticator, Kind::Passkey).is_err(), "{name}");
    }
    let mut authenticator = Authenticator::new(1);
    authenticator.resident = false;
    assert!(register(&authenticator, Kind::Passkey).is_err(), "does not know the account");
}

#[test]
fn a_dishonest_signature_is_refused_and_changes_nothing() {
    let passkey = registered(&Authenticator::new(1));
    let mut table = dishonest();
    table.push(("another key", |it| it.key = SigningKey::from_slice(&[9; 32]).unwrap()));
    table.push(("another passkey", |it| it.id = [9; 20]));
    table.push(("another account", |it| it.account = Uuid::from_u128(18)));
    table.push(("became a synced one", |it| it.flags |= SYNCED));
    for (name, spoil) in table {
        let mut authenticator = Authenticator::new(1);
        spoil(&mut authenticator);
        let mut used = passkey.clone();
        assert!(sign_in(&mut authenticator, &mut used).is_err(), "{name}");
        assert!(second(&mut authenticator, &mut used, Verification::Required).is_err(), "{name}");
        assert_eq!(used, passkey, "{name}");
    }
    let mut authenticator = Authenticator::new(1);
    authenticator.names_account = false;
    assert_eq!(sign_in(&mut authenticator, &mut passkey.clone()), Err(Refused::Answer));
}

#[test]
fn an_authenticator_that_counts_back_has_been_copied() {
    let mut authenticator = Authenticator::new(1);
    let mut passkey = registered(&authenticator);
    let mut copy = authenticator.clone();
    for _ in 0..2 {
        assert_eq!(sign_in(&mut authenticator, &mut passkey), Ok(()));
    }
    assert_eq!(sign_in(&mut copy, &mut passkey), Err(Refused::Copied));
}

#[test]
fn a_ceremony_is_finished_as_what_it_was_started() {
    let mut authenticator = Authenticator::new(1);
    let mut passkey = registered(&authenticator);
    let first = party().start_sign_in().unwrap();
    let second =
        party().start_second(std::slice::from_ref(&passkey), Verification::Preferred).unwrap();
    let answer = authenticator.sign(&first);
    for state in [second.state.as_str(), "", "sign-in.", "sign-in.AAAA", "sign-in.*"] {
        let refused = party().finish_sign_in(state, &answer, &mut passkey);
        assert_eq!(refused, Err(Refused::State), "{state}");
    }
    let refused = party().finish_second(&first.state, &answer, &mut passkey);
    assert_eq!(refused, Err(Refused::State));
    assert_eq!(party().finish_registration(&first.state, &answer), Err(Refused::State));
    let other = party().start_sign_in().unwrap();
    assert!(matches!(
        party().finish_sign_in(&other.state, &answer, &mut passkey),
        Err(Refused::Wrong(_))
    ));
    assert_eq!(party().finish_sign_in(&first.state, &answer, &mut passkey), Ok(()));
}

/// The state with its end moved to 1970, wherever in it that end is written.
fn aged(started: &Started) -> String {
    let (word, body) = started.state.split_once('.').unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(body).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let soon = now..now + u64::from(CEREMONY_SECONDS) + 1;
    let place = bytes
        .array_windows()
        .position(|window| soon.contains(&u64::from_le_bytes(*window)))
        .unwrap();
    bytes[place..place + 8].copy_from_slice(&1_u64.to_le_bytes());
    format!("{word}.{}", URL_SAFE_NO_PAD.encode(bytes))
}

#[test]
fn a_ceremony_that_took_too_long_is_over() {
    let mut authenticator = Authenticator::new(1);
    let mut passkey = registered(&authenticator);
    let started = party().start_sign_in().unwrap();
    let answer = authenticator.sign(&started);
    let late = party().finish_sign_in(&aged(&started), &answer, &mut passkey);
    assert_eq!(late, Err(Refused::Expired));
    let started = party().start_registration(Kind::Passkey, person(), &[]).unwrap();
    let answer = authenticator.register(&started);
    assert_eq!(party().finish_registration(&aged(&started), &answer), Err(Refused::Expired));
}

#[test]
fn no_two_ceremonies_have_one_challenge() {
    let challenges: std::collections::HashSet<String> = (0..100)
        .map(|_| {
            let options = party().start_sign_in().unwrap().options;
            serde_json::from_str::<Value>(&options).unwrap()["challenge"].to_string()
        })
        .collect();
    assert_eq!(challenges.len(), 100);
}

#[test]
fn what_is_no_stored_passkey_is_said_to_be_none() {
    let stored = registered(&Authenticator::new(1)).text();
    let mut changed: Vec<String> = ["", "{}", "null"].map(str::to_owned).into();
    for field in ["id", "key", "state", "account"] {
        let mut value: Value = serde_json::from_str(&stored).unwrap();
        value[field] = "AAAA".into();
        changed.push(value.to_string());
    }
    for stored in changed {
        assert_eq!(Passkey::parse(&stored), Err(Refused::Stored), "{stored}");
    }
}

#[test]
fn a_relying_party_is_made_of_an_address_that_browsers_take() {
    let origin = |text: &str| PartyFault::Origin(text.to_owned());
    let foreign = |id: &str, host: &str| PartyFault::Foreign { id: id.into(), host: host.into() };
    let insecure = PartyFault::Insecure;
    let table = [
        ("https://renew.example.com", None, Ok(("renew.example.com", "https://renew.example.com"))),
        (
            "https://Renew.Example.com:443/",
            None,
            Ok(("renew.example.com", "https://renew.example.com")),
        ),
        (
            "https://renew.example.com:8443",
            None,
            Ok(("renew.example.com", "https://renew.example.com:8443")),
        ),
        (
            "https://renew.example.com",
            Some("example.com"),
            Ok(("example.com", "https://renew.example.com")),
        ),
        ("http://localhost:3000", None, Ok(("localhost", "http://localhost:3000"))),
        ("renew.example.com", None, Err(origin("renew.example.com"))),
        ("https://renew.example.com/a", None, Err(origin("https://renew.example.com/a"))),
        ("https://a@renew.example.com", None, Err(origin("https://a@renew.example.com"))),
        ("https://", None, Err(origin("https:"))),
        ("https://a.example:99999", None, Err(origin("https://a.example:99999"))),
        ("http://renew.example.com", None, Err(insecure("http://renew.example.com".to_owned()))),
        ("https://10.0.0.1", None, Err(PartyFault::Domain("10.0.0.1".to_owned()))),
        (
            "https://renew.example.com",
            Some("ample.com"),
            Err(foreign("ample.com", "renew.example.com")),
        ),
        ("https://renew.example.com", Some(""), Err(foreign("", "renew.example.com"))),
        (
            "https://renew.example.com",
            Some("other.example"),
            Err(foreign("other.example", "renew.example.com")),
        ),
    ];
    for (address, id, expected) in table {
        let party = RelyingParty::new(address, id);
        let found = party.as_ref().map(|party| (party.id.as_ref(), party.origin.as_str()));
        assert_eq!(found.map_err(Clone::clone), expected, "{address} {id:?}");
    }
}

#[test]
fn passkeys_of_a_domain_above_work_on_the_pages_below() {
    let party = RelyingParty::new(ORIGIN, Some("example.com")).unwrap();
    let mut authenticator = Authenticator::new(1);
    authenticator.domain = "example.com";
    let started = party.start_registration(Kind::Passkey, person(), &[]).unwrap();
    let mut passkey =
        party.finish_registration(&started.state, &authenticator.register(&started)).unwrap();
    let started = party.start_sign_in().unwrap();
    let answer = authenticator.sign(&started);
    assert_eq!(party.finish_sign_in(&started.state, &answer, &mut passkey), Ok(()));
}

/// Changes some bytes of one field of an answer, in the field's own encoding or before it.
fn spoiled(answer: &str, field: &str, changes: &[(prop::sample::Index, u8)], cut: bool) -> String {
    let mut answer: Value = serde_json::from_str(answer).unwrap();
    let text = answer["response"][field].as_str().unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
    for (place, byte) in changes {
        let place = place.index(bytes.len());
        bytes[place] = *byte;
        if cut {
            bytes.truncate(place.max(1));
        }
    }
    answer["response"][field] = URL_SAFE_NO_PAD.encode(bytes).into();
    answer.to_string()
}

proptest! {
    #[test]
    fn a_spoiled_answer_is_refused_and_never_a_panic(
        changes: [(prop::sample::Index, u8); 3], cut: bool, some in 1_usize..4, field in 0_usize..2,
    ) {
        let changes = &changes[..some];
        let mut authenticator = Authenticator::new(1);
        let started = party().start_registration(Kind::Passkey, person(), &[]).unwrap();
        let answer = authenticator.register(&started);
        let wrong = spoiled(&answer, ["clientDataJSON", "attestationObject"][field], changes, cut);
        // Attestation is not asked for, so the maker's number, the id and the count may be any.
        if let Ok(passkey) = party().finish_registration(&started.state, &wrong) {
            prop_assert!(Passkey::parse(&passkey.text()).is_ok());
        }
        let passkey = registered(&authenticator);
        let started = party().start_sign_in().unwrap();
        let answer = authenticator.sign(&started);
        for field in ["clientDataJSON", "authenticatorData", "signature"] {
            let wrong = spoiled(&answer, field, changes, cut);
            let same = spoiled(&answer, field, &[], false) == wrong;
            let found = party().finish_sign_in(&started.state, &wrong, &mut passkey.clone());
            prop_assert_eq!(found.is_ok(), same, "{}", wrong);
        }
    }

    #[test]
    fn no_text_makes_a_panic(state: String, answer: String, body: Vec<u8>) {
        let body = URL_SAFE_NO_PAD.encode(body);
        let mut passkey = registered(&Authenticator::new(1));
        for state in [state.clone(), format!("registration.{body}"), format!("sign-in.{body}")] {
            prop_assert!(party().finish_registration(&state, &answer).is_err());
            prop_assert!(party().finish_sign_in(&state, &answer, &mut passkey).is_err());
            prop_assert!(party().finish_second(&state, &answer, &mut passkey).is_err());
        }
        prop_assert!(Passkey::parse(&answer).is_err());
    }
}
