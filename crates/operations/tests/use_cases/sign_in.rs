//! How people prove who they are, and what happens to those who guess.

use crate::world::{World, day, noon};
use chrono::{DateTime, TimeDelta, Utc};
use credential::password::Hasher;
use credential::totp::{Secret, Step};
use domain::access::throttle::KNOWN_DEVICE;
use domain::access::{Account, Purpose, Stage};
use domain::audit::Filter;
use domain::id::{AccountId, CeremonyId};
use domain::outbox::LetterKind;
use operations::sign_in::{
    Entered, LinkError, PasswordFault, Proving, SetUpError, SignInError, Token,
};
use operations::{OperationError, Operations, Origin, Settings, SignedIn, StaffPermit, Viewer};
use std::time::Duration;
use uuid::Uuid;

const EMAIL: &str = "Ana.Lee@example.com";
const PASSWORD: &str = "seven blue herons at dusk";
const OTHER: &str = "nine green turtles at dawn";

/// Somebody who has an account and nothing to sign in with, at a moment that moves.
struct Ana {
    world: World,
    operations: Operations,
    staff: StaffPermit,
    now: DateTime<Utc>,
}

fn from() -> Origin {
    Origin { agent: "Firefox".to_owned(), address: "192.0.2.7".to_owned(), device: None }
}

const ANA: AccountId = AccountId(Uuid::from_u128(0xa4a));

impl Ana {
    async fn new() -> Self {
        let world = World::new().await;
        let staff = world.staff().await;
        let settings = Settings { hasher: Hasher::cheap(), keeps_mail: true, ..World::settings() };
        let operations = world.without_demo().with(settings);
        let mut unit = world.write().await;
        let account =
            Account { id: ANA, email: EMAIL.to_owned(), name: "Ana Lee".to_owned(), staff: false };
        unit.access().insert_account(&account, noon(day("2026-10-07"))).await.unwrap();
        unit.commit().await.unwrap();
        Self { world, operations, staff, now: noon(day("2026-10-07")) }
    }

    fn wait(&mut self, seconds: i64) {
        self.now += TimeDelta::seconds(seconds);
        self.world.clock.set(self.now);
    }

    /// The links in the mails of a kind, the latest first.
    async fn links(&self, kind: LetterKind) -> Vec<String> {
        let demo = self.operations.clone().showing_demo();
        let mut links = Vec::new();
        for head in demo.mails(&self.staff, None).await.unwrap() {
            if head.kind == kind {
                let (_, paper) = demo.read_mail(&self.staff, head.id).await.unwrap();
                links.push(
                    paper
                        .text
                        .split_once("?token=")
                        .unwrap()
                        .1
                        .split_whitespace()
                        .next()
                        .unwrap()
                        .to_owned(),
                );
            }
        }
        links
    }

    async fn mails(&self, kind: LetterKind) -> usize {
        let all = self.operations.mails(&self.staff, None).await.unwrap();
        all.iter().filter(|head| head.kind == kind).count()
    }

    /// Asks for a new password. Its mail is written by the job alone.
    async fn ask(&self) -> String {
        let before = self.mails(LetterKind::NewPassword).await;
        self.operations.ask_new_password(" ana.lee@EXAMPLE.com", &from()).await.unwrap();
        assert_eq!(self.mails(LetterKind::NewPassword).await, before);
        self.operations.write_asked().await.unwrap();
        assert_eq!(self.mails(LetterKind::NewPassword).await, before + 1);
        self.links(LetterKind::NewPassword).await.remove(0)
    }

    /// Sets the password by a link, and signs in as far as that leads.
    async fn set_password(&self, password: &str) -> SignedIn {
        let token = self.ask().await;
        let (purpose, nobody) = (Purpose::NewPassword, SignedIn::Nobody);
        let token =
            self.operations.follow_link(&token, purpose, None, password, &from(), &nobody).await;
        self.open(&token.unwrap()).await
    }

    async fn open(&self, token: &str) -> SignedIn {
        self.operations.open_session(token, true).await.unwrap()
    }

    async fn sign_in(&self, password: &str) -> Result<SignedIn, SignInError> {
        let token = self.operations.sign_in(EMAIL, password, &from(), &SignedIn::Nobody).await?;
        Ok(self.open(&token).await)
    }

    /// Sets one-time codes up. Answers the secret and what came of it.
    async fn set_up_app(&self, signed_in: &SignedIn) -> (Secret, Entered) {
        let proving = Proving::of(signed_in).unwrap();
        let begun = self.operations.begin_totp(proving).await.unwrap();
        let secret = Secret::parse(&begun.secret).unwrap();
        let code = secret.code(Step::at(self.now));
        let done = self.operations.confirm_totp(proving, begun.ceremony, &code, &from()).await;
        (secret, done.unwrap())
    }

    /// Somebody who is signed in with password and app, and what the app knows.
    async fn signed_in(&self) -> (Viewer, Secret, Vec<String>) {
        let half = self.set_password(PASSWORD).await;
        let (secret, entered) = self.set_up_app(&half).await;
        let viewer = self.open(&entered.token).await.viewer().unwrap().clone();
        let codes = entered.codes.unwrap();
        let codes = self.operations.read_recovery_codes(&viewer, codes).await.unwrap();
        (viewer, secret, codes)
    }
}

fn is_half(signed_in: &SignedIn) -> bool {
    matches!(signed_in, SignedIn::Half(_))
}

#[tokio::test]
async fn a_password_alone_shows_nothing_and_the_second_step_is_set_up_first() {
    let ana = Ana::new().await;
    assert!(matches!(ana.sign_in(PASSWORD).await, Err(SignInError::Wrong)), "none is set yet");
    let half = ana.set_password(PASSWORD).await;
    assert!(is_half(&half) && half.viewer().is_none());
    let (_, entered) = ana.set_up_app(&half).await;
    assert_eq!(ana.open_again(&half).await, SignedIn::Nobody, "the token before is good no longer");
    let full = ana.open(&entered.token).await;
    assert_eq!(full.session().unwrap().stage, Stage::Full);
    let viewer = full.viewer().unwrap();
    let codes = entered.codes.unwrap();
    let read = ana.operations.read_recovery_codes(viewer, codes).await.unwrap();
    assert_eq!(read.len(), 10);
    let again = ana.operations.read_recovery_codes(viewer, codes).await.unwrap();
    assert_eq!(again, [""; 0], "they are shown once");

    // With something for the second step, a password does not lead to setting up another.
    let half = ana.sign_in(PASSWORD).await.unwrap();
    let refused = ana.operations.begin_totp(Proving::of(&half).unwrap()).await.unwrap_err();
    let prove = |error: &SetUpError| {
        matches!(error, SetUpError::SignIn(SignInError::Operation(OperationError::ProveAgain)))
    };
    assert!(prove(&refused), "{refused:?}");
}

#[tokio::test]
async fn a_secret_that_is_not_kept_any_more_is_told_from_a_wrong_code() {
    let mut ana = Ana::new().await;
    let half = ana.set_password(PASSWORD).await;
    let proving = Proving::of(&half).unwrap();
    let begun = ana.operations.begin_totp(proving).await.unwrap();
    let secret = Secret::parse(&begun.secret).unwrap();
    let wrong = ana.operations.confirm_totp(proving, begun.ceremony, "000000", &from()).await;
    assert!(matches!(wrong, Err(SetUpError::SignIn(SignInError::Wrong))), "{wrong:?}");
    ana.wait(15 * 60);
    assert_eq!(ana.operations.totp_again(proving, begun.ceremony).await.unwrap(), None);
    let code = secret.code(Step::at(ana.now));
    let late = ana.operations.confirm_totp(proving, begun.ceremony, &code, &from()).await;
    assert!(matches!(late, Err(SetUpError::Expired)), "{late:?}");
}

impl Ana {
    /// Whether the session of somebody is still there. Its token is not known any more, its digest is.
    async fn open_again(&self, signed_in: &SignedIn) -> SignedIn {
        let digest = &signed_in.session().unwrap().digest;
        let found = self.world.read().await.access().open_session(digest).await.unwrap();
        if found.is_some() { signed_in.clone() } else { SignedIn::Nobody }
    }
}

#[tokio::test]
async fn a_code_is_good_once_and_a_recovery_code_too() {
    let mut ana = Ana::new().await;
    let (_, secret, codes) = ana.signed_in().await;
    let code = secret.code(Step::at(ana.now));
    let half = ana.sign_in(PASSWORD).await.unwrap();
    let proving = Proving::of(&half).unwrap();
    let prove = async |code: &str| ana.operations.prove_by_code(proving, code, &from()).await;
    assert!(matches!(prove(&code).await, Err(SignInError::Wrong)), "it set the app up already");
    let entered = prove(&codes[0].to_lowercase().replace('-', " ")).await.unwrap();
    assert!(ana.open(&entered.token).await.viewer().is_some());
    assert_eq!(ana.mails(LetterKind::SignInChanged).await, 3, "password, app and recovery code");

    let half = ana.sign_in(PASSWORD).await.unwrap();
    let proving = Proving::of(&half).unwrap();
    let used = ana.operations.prove_by_code(proving, &codes[0], &from()).await;
    assert!(matches!(used, Err(SignInError::Wrong)));
    ana.wait(60);
    let code = secret.code(Step::at(ana.now));
    let half = ana.sign_in(PASSWORD).await.unwrap();
    let proving = Proving::of(&half).unwrap();
    assert!(ana.operations.prove_by_code(proving, &code, &from()).await.is_ok());
    let half = ana.sign_in(PASSWORD).await.unwrap();
    let proving = Proving::of(&half).unwrap();
    let again = ana.operations.prove_by_code(proving, &code, &from()).await;
    assert!(matches!(again, Err(SignInError::Wrong)), "it was overheard");
}

#[tokio::test]
async fn who_guesses_waits_and_learns_not_whether_there_is_an_account() {
    let mut ana = Ana::new().await;
    ana.signed_in().await;
    for email in [EMAIL, "nobody@example.com"] {
        let guess = async |operations: &Operations| {
            operations.sign_in(email, "a wrong password", &from(), &SignedIn::Nobody).await
        };
        for nth in 1..=5 {
            let answer = guess(&ana.operations).await;
            assert!(matches!(answer, Err(SignInError::Wrong)), "{email} {nth}: {answer:?}");
        }
        let answer = guess(&ana.operations).await;
        let five = TimeDelta::seconds(5);
        assert!(matches!(answer, Err(SignInError::Wait(wait)) if wait == five), "{answer:?}");
    }
    let right = ana.sign_in(PASSWORD).await;
    assert!(matches!(right, Err(SignInError::Wait(_))), "even what is right is not tried");
    ana.wait(5);
    assert!(is_half(&ana.sign_in(PASSWORD).await.unwrap()));
}

#[tokio::test]
async fn who_knows_the_password_cannot_guess_codes_for_ever() {
    let mut ana = Ana::new().await;
    ana.signed_in().await;
    ana.wait(3_600);
    let mut wrong = 0;
    for _ in 0..20 {
        let Ok(half) = ana.sign_in(PASSWORD).await else { break };
        let proving = Proving::of(&half).unwrap();
        match ana.operations.prove_by_code(proving, "000000", &from()).await {
            Err(SignInError::Wrong) => wrong += 1,
            _ => break,
        }
    }
    assert_eq!(wrong, 5, "signing in again in between forgives nothing");
}

#[tokio::test]
async fn many_guesses_at_once_gain_nothing() {
    let ana = Ana::new().await;
    ana.signed_in().await;
    let guesses = (0..20).map(|nth| {
        let operations = ana.operations.clone();
        tokio::spawn(async move {
            let typed = format!("guess number {nth}");
            operations.sign_in(EMAIL, &typed, &from(), &SignedIn::Nobody).await
        })
    });
    let mut tried = 0;
    for guess in guesses.collect::<Vec<_>>() {
        tried += usize::from(matches!(guess.await.unwrap(), Err(SignInError::Wrong)));
    }
    assert_eq!(tried, 5);
}

/// Each takes 19 MiB in earnest: as many as come at once would fill the memory.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_passwords_at_once_are_compared_in_the_memory_of_four() {
    let world = World::new().await;
    let hasher = Hasher::cheap();
    let settings = Settings { hasher: hasher.clone(), ..World::settings() };
    let operations = world.without_demo().with(settings);
    let guesses = (0..100).map(|nth| {
        let operations = operations.clone();
        tokio::spawn(async move {
            let email = format!("somebody{nth}@example.com");
            let from = Origin { address: format!("192.0.2.{nth}"), ..from() };
            operations.sign_in(&email, "guess", &from, &SignedIn::Nobody).await
        })
    });
    for guess in guesses.collect::<Vec<_>>() {
        let answer = guess.await.unwrap();
        assert!(matches!(answer, Err(SignInError::Wrong)), "{answer:?}");
    }
    assert!((1..=4).contains(&hasher.pieces()), "{}", hasher.pieces());
}

#[tokio::test]
async fn a_network_that_guesses_at_many_accounts_waits_too() {
    let ana = Ana::new().await;
    let mut tried = 0;
    for nth in 0..60 {
        let email = format!("somebody{nth}@example.com");
        let from = Origin { address: format!("2001:db8:1:2::{nth:x}"), ..from() };
        let answer = ana.operations.sign_in(&email, "guess", &from, &SignedIn::Nobody).await;
        tried += u32::from(matches!(answer, Err(SignInError::Wrong)));
    }
    assert_eq!(tried, 31);
}

/// Nor anybody who asks for a new password in Ana's name: that changes nothing until its link is followed.
#[tokio::test]
async fn a_strangers_guesses_do_not_close_a_browser_in_which_the_owner_signed_in() {
    let mut ana = Ana::new().await;
    let half = ana.set_password(PASSWORD).await;
    let (_, entered) = ana.set_up_app(&half).await;
    let device = Token::parse(&entered.device.unwrap());
    let (known, stranger) = (
        Origin { device, ..from() },
        Origin { address: "198.51.100.9".to_owned(), device: Some(Token::new([7; 32])), ..from() },
    );
    let sign_in = async |password: &str, from: &Origin| {
        ana.operations.sign_in(EMAIL, password, from, &SignedIn::Nobody).await
    };
    for nth in 1..=5 {
        let answer = sign_in("a wrong password", &stranger).await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{nth}: {answer:?}");
    }
    let answer = sign_in(PASSWORD, &stranger).await;
    assert!(matches!(answer, Err(SignInError::Wait(_))), "{answer:?}");
    let answer = sign_in(PASSWORD, &from()).await;
    assert!(matches!(answer, Err(SignInError::Wait(_))), "strangers count together: {answer:?}");
    sign_in(PASSWORD, &known).await.expect("the owner comes in");
    let answer = sign_in(PASSWORD, &stranger).await;
    assert!(matches!(answer, Err(SignInError::Wait(_))), "and forgives strangers nothing");

    for nth in 1..=5 {
        let answer = sign_in("a wrong password", &known).await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{nth}: {answer:?}");
    }
    let answer = sign_in(PASSWORD, &known).await;
    assert!(matches!(answer, Err(SignInError::Wait(_))), "guesses there count too: {answer:?}");
    let other = ana.operations.sign_in("bo@example.com", "x", &known, &SignedIn::Nobody).await;
    assert!(matches!(other, Err(SignInError::Wrong)), "and for Ana alone: {other:?}");
    ana.wait(10);

    // Who has a new password may have had the old one stolen, browser and all.
    ana.set_password(OTHER).await;
    let mut tried = 0;
    for nth in 0..20 {
        let from = if nth % 2 == 0 { &known } else { &stranger };
        let answer =
            ana.operations.sign_in(EMAIL, "a wrong password", from, &SignedIn::Nobody).await;
        tried += u32::from(matches!(answer, Err(SignInError::Wrong)));
    }
    assert_eq!(tried, 1, "it is a stranger's from then on, who had five before");
}

#[tokio::test]
async fn a_browser_is_known_for_a_time_and_to_all_who_sign_in_there() {
    let mut ana = Ana::new().await;
    let (_, secret, _) = ana.signed_in().await;
    ana.wait(60);
    let token = Token::new([7; 32]);
    let from = Origin { device: Some(token.clone()), ..from() };
    let half = ana.sign_in(PASSWORD).await.unwrap();
    let code = secret.code(Step::at(ana.now));
    let proving = Proving::of(&half).unwrap();
    let entered = ana.operations.prove_by_code(proving, &code, &from).await.unwrap();
    assert_eq!(entered.device, Some(token.text()), "the browser keeps what it had");
    let known = async |now| {
        let digest = token.digest("device").text();
        let mut unit = ana.world.read().await;
        unit.factor().account_of_device(EMAIL, &digest, now).await.unwrap()
    };
    assert_eq!(known(ana.now).await, Some(ANA));
    assert_eq!(known(ana.now + KNOWN_DEVICE).await, None);
}

/// Each question is kept until it is answered, and whoever asks has not said who they are.
#[tokio::test]
async fn a_network_that_asks_for_many_questions_to_passkeys_waits() {
    let mut ana = Ana::new().await;
    let asked = async |operations: &Operations, nth: u32| {
        let from = Origin { address: format!("2001:db8:1:2::{nth:x}"), ..from() };
        operations.ask_sign_in(&from).await
    };
    for nth in 0..61 {
        asked(&ana.operations, nth).await.unwrap();
    }
    let refused = asked(&ana.operations, 61).await;
    let five = TimeDelta::seconds(5);
    assert!(matches!(refused, Err(SignInError::Wait(wait)) if wait == five), "{refused:?}");
    ana.operations.ask_sign_in(&from()).await.expect("another network is not kept waiting");
    assert!(matches!(ana.sign_in("guess").await, Err(SignInError::Wrong)), "nor are passwords");
    ana.wait(5);
    asked(&ana.operations, 62).await.unwrap();
}

#[tokio::test]
async fn a_link_to_a_new_password_is_good_once_and_ends_what_was() {
    let mut ana = Ana::new().await;
    let (viewer, ..) = ana.signed_in().await;
    let older = ana.ask().await;
    ana.wait(600);
    let token = ana.ask().await;
    let follow = async |token: &str, typed: &str| {
        let (purpose, nobody) = (Purpose::NewPassword, SignedIn::Nobody);
        ana.operations.follow_link(token, purpose, None, typed, &from(), &nobody).await
    };
    let short = follow(&token, "short").await.unwrap_err();
    assert!(matches!(&short, LinkError::Password(faults) if faults[..] == [PasswordFault::Short]));
    let personal = follow(&token, "ana.lee@example.com").await.unwrap_err();
    assert!(matches!(personal, LinkError::Password(_)), "and the link is still good");
    let half = ana.open(&follow(&token, OTHER).await.unwrap()).await;
    assert!(is_half(&half), "the second step is still wanted");
    for (token, why) in [(&token, "used"), (&older, "made good for nothing by the other")] {
        assert!(matches!(follow(token, PASSWORD).await, Err(LinkError::Gone)), "{why}");
    }
    let before = SignedIn::Fully(viewer);
    assert_eq!(ana.open_again(&before).await, SignedIn::Nobody, "every session has ended");
    assert!(matches!(ana.sign_in(PASSWORD).await, Err(SignInError::Wrong)));
    assert!(is_half(&ana.sign_in(OTHER).await.unwrap()));

    let late = ana.ask().await;
    ana.wait(3_600);
    let (purpose, nobody) = (Purpose::NewPassword, SignedIn::Nobody);
    let gone = ana.operations.follow_link(&late, purpose, None, PASSWORD, &from(), &nobody).await;
    assert!(matches!(gone, Err(LinkError::Gone)), "an hour has passed");
    let looked = ana.operations.look_at_link(&late, Purpose::NewPassword).await;
    assert!(matches!(looked, Err(LinkError::Gone)));
}

#[tokio::test]
async fn nobody_gets_mail_for_an_account_that_is_not_there_and_nobody_is_drowned_in_it() {
    let ana = Ana::new().await;
    ana.operations.ask_new_password("nobody@example.com", &from()).await.unwrap();
    assert!(ana.is_asked().await, "it is written down for everybody");
    ana.operations.write_asked().await.unwrap();
    assert!(!ana.is_asked().await, "and forgotten");
    assert_eq!(ana.mails(LetterKind::NewPassword).await, 0);
    assert_eq!(ana.told().await, Vec::<String>::new());
    ana.operations.ask_new_password("no address at all", &from()).await.unwrap();
    assert!(!ana.is_asked().await, "nobody can have it");

    ana.ask().await;
    assert_eq!(ana.told().await, ["A visitor reset_asked Ana Lee"]);
    let mut taken = 1;
    for _ in 0..9 {
        taken += usize::from(ana.operations.ask_new_password(EMAIL, &from()).await.is_ok());
    }
    assert_eq!(taken, 4);
    ana.operations.write_asked().await.unwrap();
    assert_eq!(ana.mails(LetterKind::NewPassword).await, taken, "one each");
    ana.operations.write_asked().await.unwrap();
    assert_eq!(ana.mails(LetterKind::NewPassword).await, taken, "and no more");
}

/// The server that took it may be gone by then.
#[tokio::test]
async fn what_was_asked_for_is_written_by_whichever_server_looks_next() {
    let ana = Ana::new().await;
    ana.operations.ask_new_password(EMAIL, &from()).await.unwrap();
    let settings = Settings { keeps_mail: true, ..World::settings() };
    let another = ana.world.without_demo().with(settings);
    another.write_asked().await.unwrap();
    ana.operations.write_asked().await.unwrap();
    assert_eq!(ana.mails(LetterKind::NewPassword).await, 1);
}

/// Somebody else may have asked, a moment before.
#[tokio::test]
async fn a_new_password_ends_what_was_asked_for_before_and_is_not_written_yet() {
    let mut ana = Ana::new().await;
    let (viewer, ..) = ana.signed_in().await;
    ana.wait(1);
    let token = ana.ask().await;
    ana.operations.change_email(&viewer, "thief@example.com", &from()).await.unwrap();
    ana.operations.ask_new_password(EMAIL, &from()).await.unwrap();
    let (purpose, nobody) = (Purpose::NewPassword, SignedIn::Nobody);
    ana.operations.follow_link(&token, purpose, None, OTHER, &from(), &nobody).await.unwrap();
    assert!(!ana.is_asked().await);
    ana.operations.write_asked().await.unwrap();
    assert_eq!(ana.mails(LetterKind::VerifyEmail).await, 0);
    assert_eq!(ana.mails(LetterKind::NewPassword).await, 2, "those of before");
}

/// Whether they have an account or not, and nothing is counted.
#[tokio::test]
async fn who_finds_no_place_among_those_who_sign_in_is_told_to_wait_and_tried_nothing() {
    let ana = Ana::new().await;
    ana.signed_in().await;
    let settings = Settings {
        hasher: Hasher::cheap(),
        keeps_mail: true,
        places: 0,
        patience: Duration::from_millis(1),
        ..World::settings()
    };
    let full = ana.world.without_demo().with(settings);
    let five = TimeDelta::seconds(5);
    for email in [EMAIL, "nobody@example.com"] {
        for nth in 1..=9 {
            let answer = full.sign_in(email, PASSWORD, &from(), &SignedIn::Nobody).await;
            let waits = matches!(answer, Err(SignInError::Wait(wait)) if wait == five);
            assert!(waits, "{email} {nth}: {answer:?}");
        }
    }
    let told = ana.told().await;
    assert!(!told.iter().any(|told| told.contains("sign_in_failed")), "{told:?}");
    for nth in 1..=4 {
        let answer = ana.sign_in("guess").await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{nth}: {answer:?}");
    }
    assert!(is_half(&ana.sign_in(PASSWORD).await.unwrap()), "nothing was counted before");
}

/// However many come, each has an answer, and a place is free again for the next.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_sign_in_at_once_those_who_have_a_place_are_answered() {
    let world = World::new().await;
    let settings = Settings { places: 2, patience: Duration::ZERO, ..World::settings() };
    let operations = world.without_demo().with(settings);
    let guesses = (0..20).map(|nth| {
        let operations = operations.clone();
        tokio::spawn(async move {
            let email = format!("somebody{nth}@example.com");
            let from = Origin { address: format!("192.0.2.{nth}"), ..from() };
            operations.sign_in(&email, "guess", &from, &SignedIn::Nobody).await
        })
    });
    let (mut wrong, mut waits) = (0, 0);
    for guess in guesses.collect::<Vec<_>>() {
        match guess.await.unwrap() {
            Err(SignInError::Wrong) => wrong += 1,
            Err(SignInError::Wait(_)) => waits += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(wrong >= 2 && waits > 0 && wrong + waits == 20, "{wrong} {waits}");
    let later = operations.sign_in("late@example.com", "guess", &from(), &SignedIn::Nobody).await;
    assert!(matches!(later, Err(SignInError::Wrong)), "{later:?}");
}

#[tokio::test]
async fn a_proof_again_gives_another_token_and_the_same_end() {
    let mut ana = Ana::new().await;
    let (viewer, secret, _) = ana.signed_in().await;
    ana.wait(360);
    assert!(ana.operations.prove_fresh(&viewer).is_err());
    let code = secret.code(Step::at(ana.now));
    let entered =
        ana.operations.prove_by_code(Proving::Again(&viewer), &code, &from()).await.unwrap();
    let proven = ana.open(&entered.token).await.viewer().unwrap().clone();
    assert!(ana.operations.prove_fresh(&proven).is_ok());
    assert_eq!(proven.session().ends_at, viewer.session().ends_at);
    assert_eq!(proven.session().created_at, viewer.session().created_at);
    assert_eq!(ana.open_again(&SignedIn::Fully(viewer)).await, SignedIn::Nobody);
}

#[tokio::test]
async fn of_the_second_step_something_always_stays() {
    let mut ana = Ana::new().await;
    let (viewer, ..) = ana.signed_in().await;
    let refused = ana.operations.remove_totp(&viewer, &from()).await;
    assert!(matches!(refused, Err(SetUpError::Last)), "{refused:?}");
    assert!(ana.operations.means(viewer.account()).await.unwrap().totp);
    ana.wait(360);
    let stale = ana.operations.change_password(&viewer, OTHER, &from()).await;
    assert!(matches!(
        stale,
        Err(SetUpError::SignIn(SignInError::Operation(OperationError::ProveAgain)))
    ));
}

#[tokio::test]
async fn another_address_is_ones_own_once_its_link_is_followed() {
    let ana = Ana::new().await;
    let (viewer, ..) = ana.signed_in().await;
    let change = async |email: &str| ana.operations.change_email(&viewer, email, &from()).await;
    assert!(matches!(change("nonsense").await, Err(SetUpError::NotAnEmail)));
    // Staff's own address: nothing is sent there, and Ana is told the same.
    change(&ana.staff.viewer().account().email).await.unwrap();
    assert!(ana.is_asked().await, "it is written down all the same");
    ana.operations.write_asked().await.unwrap();
    assert!(!ana.is_asked().await);
    assert_eq!(ana.mails(LetterKind::VerifyEmail).await, 0);
    change("ana@home.example.com").await.unwrap();
    assert_eq!(ana.mails(LetterKind::VerifyEmail).await, 0, "nobody is looked up yet");
    ana.operations.write_asked().await.unwrap();
    assert_eq!(ana.mails(LetterKind::VerifyEmail).await, 1);
    let token = ana.links(LetterKind::VerifyEmail).await.remove(0);
    assert!(matches!(ana.sign_in(PASSWORD).await, Ok(SignedIn::Half(_))), "the one before holds");
    ana.operations.confirm_email(&token, &from()).await.unwrap();
    let told = ana.told().await.remove(0);
    assert_eq!(
        told, "Ana Lee email_verified Ana Lee: A…@example.com to a…@home.example.com",
        "the trail says from what to what, and neither in full"
    );
    assert!(matches!(ana.operations.confirm_email(&token, &from()).await, Err(LinkError::Gone)));
    assert!(matches!(ana.sign_in(PASSWORD).await, Err(SignInError::Wrong)));
    let nobody = SignedIn::Nobody;
    let signed_in =
        ana.operations.sign_in("ana@home.example.com", PASSWORD, &from(), &nobody).await;
    assert!(signed_in.is_ok());
}

impl Ana {
    /// Whether a letter that was asked for is still to be written.
    async fn is_asked(&self) -> bool {
        self.world.read().await.factor().next_asked_link().await.unwrap().is_some()
    }

    /// What the carrier's trail tells, the latest first.
    async fn told(&self) -> Vec<String> {
        let trail = self.operations.trail(None, &Filter::default(), None).await.unwrap();
        let rows = trail.rows.into_iter().map(|row| row.unwrap().event);
        rows.map(|event| {
            let change = match (&event.before, &event.after) {
                (Some(before), Some(after)) => format!(": {before} to {after}"),
                _ => String::new(),
            };
            format!("{} {} {}{change}", event.actor, event.action.code(), event.subject)
        })
        .collect()
    }
}

/// Whichever way it was tried.
#[tokio::test]
async fn each_try_in_vain_is_told_to_the_trail() {
    let ana = Ana::new().await;
    let failed = async || {
        let told = ana.told().await;
        let failed = told.iter().filter(|told| told.contains(" sign_in_failed ")).count();
        (failed, told.into_iter().next().unwrap_or_default())
    };
    let half = ana.set_password(PASSWORD).await;
    let proving = Proving::of(&half).unwrap();
    let of_ana = "A visitor sign_in_failed A…@example.com".to_owned();
    let begun = ana.operations.begin_totp(proving).await.unwrap();
    let wrong = ana.operations.confirm_totp(proving, begun.ceremony, "000000", &from()).await;
    assert!(matches!(wrong, Err(SetUpError::SignIn(SignInError::Wrong))), "{wrong:?}");
    assert_eq!(failed().await, (1, of_ana.clone()), "a code that is to set up an app");
    let again = ana.operations.totp_again(proving, begun.ceremony).await.unwrap();
    assert!(again.is_some(), "which can be tried again");

    let nobodys = CeremonyId(Uuid::from_u128(7));
    let wrong = ana.operations.prove_by_passkey(proving, nobodys, "{}", &from()).await;
    assert!(matches!(wrong, Err(SignInError::Wrong)), "{wrong:?}");
    assert_eq!(failed().await, (2, of_ana.clone()), "a passkey as the second step");

    let question = ana.operations.ask_sign_in(&from()).await.unwrap();
    let (id, nobody) = (question.ceremony, SignedIn::Nobody);
    let wrong = ana.operations.sign_in_by_passkey(id, "{}", &from(), &nobody).await;
    assert!(matches!(wrong, Err(SignInError::Wrong)), "{wrong:?}");
    assert_eq!(failed().await, (3, "A visitor sign_in_failed …".to_owned()), "or alone");
}

#[tokio::test]
async fn a_session_at_another_device_is_ended_by_its_owner_alone() {
    let ana = Ana::new().await;
    let (viewer, _, codes) = ana.signed_in().await;
    let half = ana.sign_in(PASSWORD).await.unwrap();
    let token = ana
        .operations
        .prove_by_code(Proving::of(&half).unwrap(), &codes[1], &from())
        .await
        .unwrap()
        .token;
    let devices = ana.operations.devices(&viewer).await.unwrap();
    assert_eq!(devices.len(), 2);
    let other = devices.iter().find(|device| !device.own).unwrap();
    let stranger = ana.staff.viewer();
    ana.operations.end_device(stranger, Some(&other.id), &from()).await.unwrap();
    assert!(ana.open(&token).await.viewer().is_some(), "it is not theirs to end");
    ana.operations.end_device(&viewer, Some(&other.id), &from()).await.unwrap();
    assert_eq!(ana.open(&token).await, SignedIn::Nobody);
    assert_eq!(ana.operations.devices(&viewer).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_password_kept_with_former_parameters_is_kept_with_todays_from_then_on() {
    let ana = Ana::new().await;
    ana.signed_in().await;
    let kept = async || {
        let factors = ana.world.read().await.factor().factors(ANA).await.unwrap();
        factors.unwrap().password.unwrap()
    };
    let before = kept().await;
    let settings = Settings { hasher: Hasher::new(), keeps_mail: true, ..World::settings() };
    let strict = ana.world.without_demo().with(settings);
    strict.sign_in(EMAIL, PASSWORD, &from(), &SignedIn::Nobody).await.unwrap();
    let after = kept().await;
    assert_ne!(before, after);
    assert!(after.contains("m=19456,t=2"), "{after}");
}
