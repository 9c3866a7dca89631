//! What people prove who they are with.

use crate::Lab;
use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Account, AskedLink, Factors, KeptPasskey, Link, Purpose, Throttle};
use domain::id::{AccountId, AskedLinkId, CeremonyId};
use store::{Constraint, UnitOfWork};
use uuid::Uuid;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

const ANA: AccountId = AccountId(Uuid::from_u128(1));
const BO: AccountId = AccountId(Uuid::from_u128(2));

/// Ana and Bo, in a unit of work that goes on.
async fn two(lab: &dyn Lab) -> Box<dyn UnitOfWork> {
    let mut unit = lab.store().begin().await.expect("begins");
    for (id, email) in [(ANA, "ana@example.com"), (BO, "bo@example.com")] {
        let account = Account { id, email: email.to_owned(), name: email.to_owned(), staff: false };
        unit.access().insert_account(&account, at(0)).await.expect("inserts");
    }
    unit
}

/// And nobody else's is touched.
pub async fn a_password_and_one_time_codes_are_kept(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    let factor = unit.factor();
    assert_eq!(factor.factors(ANA).await.expect("answers"), Some(Factors::default()));
    factor.set_password(ANA, "$argon2id$…", at(1)).await.expect("sets");
    factor.set_totp(ANA, Some("sealed"), Some(7)).await.expect("sets");
    factor.verify_email(ANA, at(2)).await.expect("verifies");
    let kept = Factors {
        password: Some("$argon2id$…".into()),
        totp: Some("sealed".into()),
        totp_step: Some(7),
        email_verified_at: Some(at(2)),
    };
    assert_eq!(factor.factors(ANA).await.expect("answers"), Some(kept));
    assert_eq!(factor.factors(BO).await.expect("answers"), Some(Factors::default()));
    for (step, good) in [(7, false), (6, false), (8, true), (8, false)] {
        assert_eq!(factor.use_totp_step(ANA, step).await.expect("answers"), good, "{step}");
    }
    factor.set_totp(ANA, None, None).await.expect("takes away");
    let kept = factor.factors(ANA).await.expect("answers").expect("is there");
    assert_eq!((kept.totp, kept.totp_step), (None, None));
    let nobody = AccountId(Uuid::from_u128(3));
    assert_eq!(factor.factors(nobody).await.expect("answers"), None);
}

/// A password that was set meanwhile stays.
pub async fn a_hash_takes_the_place_of_the_one_compared_alone(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    let factor = unit.factor();
    factor.set_password(ANA, "former", at(1)).await.expect("sets");
    factor.set_password(BO, "former", at(1)).await.expect("sets");
    assert!(factor.replace_password(ANA, "former", "today's").await.expect("answers"));
    assert!(!factor.replace_password(ANA, "former", "late").await.expect("answers"));
    factor.set_password(BO, "reset", at(2)).await.expect("sets");
    assert!(!factor.replace_password(BO, "former", "today's").await.expect("answers"));
    for (who, hash) in [(ANA, "today's"), (BO, "reset")] {
        let kept = factor.factors(who).await.expect("answers").expect("is there");
        assert_eq!(kept.password.as_deref(), Some(hash));
    }
    factor.reset(ANA, at(3)).await.expect("resets");
    assert!(!factor.replace_password(ANA, "today's", "late").await.expect("answers"));
}

/// New ones take the place of all before.
pub async fn a_recovery_code_is_used_once(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    let factor = unit.factor();
    let codes = |all: &[&str]| all.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    factor.set_recovery_codes(ANA, &codes(&["a", "b"])).await.expect("sets");
    factor.set_recovery_codes(ANA, &codes(&["b", "c", "d"])).await.expect("sets");
    for (who, code, good) in
        [(ANA, "a", false), (BO, "b", false), (ANA, "b", true), (ANA, "b", false)]
    {
        let used = factor.use_recovery_code(who, code, at(1)).await.expect("answers");
        assert_eq!(used, good, "{who} {code}");
    }
    assert_eq!(factor.recovery_codes_left(ANA).await.expect("answers"), 2);
    assert_eq!(factor.recovery_codes_left(BO).await.expect("answers"), 0);
}

fn passkey(account: AccountId, credential: &str, minutes: i64) -> KeptPasskey {
    KeptPasskey {
        account,
        credential: credential.to_owned(),
        label: "Phone".to_owned(),
        document: "{}".to_owned(),
        created_at: at(minutes),
        used_at: None,
    }
}

/// Whosever it is, a credential is kept once.
pub async fn passkeys_are_kept_used_and_removed(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    for (account, credential, minutes) in [(ANA, "one", 2), (ANA, "two", 1), (BO, "three", 3)] {
        let made = passkey(account, credential, minutes);
        unit.factor().insert_passkey(&made).await.expect("inserts");
    }
    let factor = unit.factor();
    assert!(factor.save_passkey(ANA, "one", "{1}", at(5)).await.expect("saves"));
    assert!(!factor.save_passkey(ANA, "three", "{1}", at(5)).await.expect("answers"), "not Ana's");
    assert!(!factor.remove_passkey(BO, "one").await.expect("answers"), "is not Bo's");
    let used =
        KeptPasskey { document: "{1}".into(), used_at: Some(at(5)), ..passkey(ANA, "one", 2) };
    let all = factor.passkeys(ANA).await.expect("answers");
    assert_eq!(all, [passkey(ANA, "two", 1), used]);
    let third = factor.passkey("three").await.expect("answers");
    assert_eq!(third, Some(passkey(BO, "three", 3)));
    assert!(factor.remove_passkey(ANA, "one").await.expect("answers"));
    assert_eq!(factor.passkey("one").await.expect("answers"), None);
    unit.commit().await.expect("commits");

    let mut unit = lab.store().begin().await.expect("begins");
    let refused = unit.factor().insert_passkey(&passkey(BO, "two", 4)).await.expect_err("refuses");
    assert_eq!(refused.conflict(), Some(Constraint::PasskeyOfCredential), "{refused:?}");
}

/// Until it expires, and as the kind that it was asked as.
pub async fn a_question_to_a_passkey_is_answered_once(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    let factor = unit.factor();
    let id = |id: u128| CeremonyId(Uuid::from_u128(id));
    for (which, account) in [(1, Some(ANA)), (2, None), (3, None)] {
        factor.insert_ceremony(id(which), account, "sign-in", "state", at(5)).await.expect("asks");
    }
    for (which, kind, now, found) in [
        (1, "register", 1, None),
        (1, "sign-in", 1, Some((Some(ANA), "state".to_owned()))),
        (1, "sign-in", 1, None),
        (2, "sign-in", 5, None),
        (2, "sign-in", 4, Some((None, "state".to_owned()))),
    ] {
        let taken = factor.take_ceremony(id(which), kind, at(now)).await.expect("answers");
        assert_eq!(taken, found, "{which} {kind} {now}");
    }
    factor.forget_proofs(at(6), at(0)).await.expect("forgets");
    assert_eq!(factor.take_ceremony(id(3), "sign-in", at(1)).await.expect("answers"), None);
}

/// For its own purpose, until it expires, or until another takes its place.
pub async fn a_link_is_followed_once(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    let factor = unit.factor();
    let link = |detail: Option<&str>| Link {
        account: ANA,
        detail: detail.map(str::to_owned),
        expires_at: at(60),
    };
    factor
        .insert_token("one", Purpose::Email, &link(Some("new@example.com")))
        .await
        .expect("keeps");
    factor.insert_token("two", Purpose::NewPassword, &link(None)).await.expect("keeps");
    factor.insert_token("three", Purpose::NewPassword, &link(None)).await.expect("keeps");
    let (found, nothing) = (Some(link(Some("new@example.com"))), None);
    assert_eq!(factor.token("one", Purpose::Email, at(59)).await.expect("answers"), found);
    assert_eq!(factor.token("one", Purpose::Email, at(60)).await.expect("answers"), nothing);
    assert_eq!(factor.use_token("one", Purpose::Invitation, at(1)).await.expect("answers"), None);
    assert_eq!(factor.use_token("one", Purpose::Email, at(1)).await.expect("answers"), found);
    assert_eq!(factor.use_token("one", Purpose::Email, at(1)).await.expect("answers"), nothing);
    assert_eq!(factor.token("one", Purpose::Email, at(1)).await.expect("answers"), nothing);
    factor.void_tokens(BO, Purpose::NewPassword, at(2)).await.expect("voids Bo's");
    assert!(factor.token("two", Purpose::NewPassword, at(2)).await.expect("answers").is_some());
    factor.void_tokens(ANA, Purpose::NewPassword, at(2)).await.expect("voids");
    for digest in ["two", "three"] {
        let used = factor.use_token(digest, Purpose::NewPassword, at(3)).await.expect("answers");
        assert_eq!(used, None, "{digest}");
    }
}

fn asked(id: u128, account: Option<AccountId>, email: &str, minute: i64) -> AskedLink {
    AskedLink {
        id: AskedLinkId(Uuid::from_u128(id)),
        purpose: if account.is_some() { Purpose::Email } else { Purpose::NewPassword },
        account,
        email: email.to_owned(),
        address: "192.0.2.7".to_owned(),
        asked_at: at(minute),
    }
}

/// The one that was asked for first comes first, whether there is an account or not.
pub async fn an_asked_link_waits_until_it_is_taken_once(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    let factor = unit.factor();
    assert_eq!(factor.next_asked_link().await.expect("answers"), None);
    let second = asked(1, None, "Nobody@example.com", 2);
    let first = asked(2, Some(ANA), "new@example.com", 1);
    let third = asked(3, None, "nobody@example.com", 2);
    for asked in [&second, &first, &third] {
        factor.ask_link(asked).await.expect("keeps");
    }
    for asked in [first, second, third] {
        for _ in 0..2 {
            let next = factor.next_asked_link().await.expect("answers");
            assert_eq!(next.as_ref(), Some(&asked), "it stays until it is taken");
        }
        assert!(factor.take_asked_link(asked.id).await.expect("answers"));
        assert!(!factor.take_asked_link(asked.id).await.expect("answers"));
    }
    assert_eq!(factor.next_asked_link().await.expect("answers"), None);
}

/// By its own id, or by its address.
pub async fn what_an_account_asked_for_is_forgotten_and_nothing_else(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    let factor = unit.factor();
    for asked in [
        asked(1, Some(ANA), "new@example.com", 1),
        asked(2, None, "Ana@Example.com", 2),
        asked(3, None, "bo@example.com", 3),
        asked(4, Some(BO), "new@example.com", 4),
        asked(5, None, "nobody@example.com", 5),
    ] {
        factor.ask_link(&asked).await.expect("keeps");
    }
    factor.void_asked_links(ANA).await.expect("forgets");
    let mut left = Vec::new();
    while let Some(asked) = factor.next_asked_link().await.expect("answers") {
        assert!(factor.take_asked_link(asked.id).await.expect("answers"));
        left.push(asked.id.0.as_u128());
    }
    assert_eq!(left, [3, 4, 5]);
    factor.void_asked_links(AccountId(Uuid::from_u128(3))).await.expect("finds nothing");
}

/// One browser may be known to several, and is to nobody else.
pub async fn a_browser_is_known_to_its_accounts_for_a_time(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    let factor = unit.factor();
    for (account, digest, minutes) in [(ANA, "a", 5), (ANA, "b", 9), (BO, "a", 9), (ANA, "a", 7)] {
        factor.know_device(account, digest, at(minutes)).await.expect("keeps");
    }
    let known = async |unit: &mut Box<dyn UnitOfWork>, email: &str, digest: &str, now: i64| {
        unit.factor().account_of_device(email, digest, at(now)).await.expect("answers")
    };
    assert_eq!(known(&mut unit, " Ana@Example.com", "a", 6).await, Some(ANA), "was known anew");
    assert_eq!(known(&mut unit, "ana@example.com", "a", 7).await, None, "for a time");
    assert_eq!(known(&mut unit, "bo@example.com", "a", 7).await, Some(BO));
    assert_eq!(known(&mut unit, "bo@example.com", "b", 1).await, None, "is Ana's");
    assert_eq!(known(&mut unit, "nobody@example.com", "a", 1).await, None);
    unit.factor().forget_proofs(at(7), at(0)).await.expect("forgets");
    assert_eq!(known(&mut unit, "ana@example.com", "a", 1).await, None, "was forgotten");
    assert_eq!(known(&mut unit, "ana@example.com", "b", 1).await, Some(ANA));
    unit.factor().forget_devices(ANA).await.expect("forgets");
    assert_eq!(known(&mut unit, "ana@example.com", "b", 1).await, None);
    assert_eq!(known(&mut unit, "bo@example.com", "a", 1).await, Some(BO), "not Ana's to forget");
    unit.factor().reset(BO, at(1)).await.expect("resets");
    assert_eq!(known(&mut unit, "bo@example.com", "a", 1).await, None);
}

/// Of two who try at once, the second counts what the first did.
pub async fn failures_are_counted_one_after_the_other(lab: &dyn Lab) {
    let fail = async || {
        let mut unit = lab.store().begin().await.expect("begins");
        let throttle = unit.factor().open_throttle("a", at(1)).await.expect("opens");
        let failed = throttle.failed(domain::access::throttle::ACCOUNT, at(1));
        unit.factor().save_throttle("a", failed).await.expect("saves");
        unit.commit().await.expect("commits");
    };
    tokio::join!(fail(), fail(), fail(), fail(), fail());
    let mut unit = lab.store().begin().await.expect("begins");
    let factor = unit.factor();
    let counted = factor.open_throttle("a", at(2)).await.expect("opens");
    let closed_until = at(1) + TimeDelta::seconds(5);
    assert_eq!(counted, Throttle { failures: 5, last_at: at(1), closed_until });
    assert_eq!(factor.open_throttle("b", at(2)).await.expect("opens"), Throttle::new(at(2)));
    factor.clear_throttle("a").await.expect("clears");
    assert_eq!(factor.open_throttle("a", at(3)).await.expect("opens"), Throttle::new(at(3)));
    factor.forget_proofs(at(9), at(2)).await.expect("forgets what is older");
    assert_eq!(factor.open_throttle("a", at(4)).await.expect("opens").last_at, at(3));
    assert_eq!(factor.open_throttle("b", at(4)).await.expect("opens").last_at, at(4));
}

/// And nothing of anybody else's.
pub async fn all_that_an_account_proves_itself_with_is_taken_away(lab: &dyn Lab) {
    let mut unit = two(lab).await;
    for (account, credential) in [(ANA, "one"), (BO, "two")] {
        unit.factor().set_password(account, "hash", at(1)).await.expect("sets");
        unit.factor().set_totp(account, Some("sealed"), Some(1)).await.expect("sets");
        let codes = ["a".to_owned()];
        unit.factor().set_recovery_codes(account, &codes).await.expect("sets");
        unit.factor().insert_passkey(&passkey(account, credential, 1)).await.expect("inserts");
    }
    let factor = unit.factor();
    factor.reset(ANA, at(2)).await.expect("resets");
    assert_eq!(factor.factors(ANA).await.expect("answers"), Some(Factors::default()));
    assert_eq!(factor.passkeys(ANA).await.expect("answers"), []);
    assert_eq!(factor.recovery_codes_left(ANA).await.expect("answers"), 0);
    let bo = factor.factors(BO).await.expect("answers").expect("is there");
    assert!(bo.password.is_some() && bo.totp.is_some());
    assert_eq!(factor.passkeys(BO).await.expect("answers").len(), 1);
    assert_eq!(factor.recovery_codes_left(BO).await.expect("answers"), 1);
}
