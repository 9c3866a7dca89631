//! The server is killed while people come in: by a link to set a password, by the password, by a recovery
//! code. Who was let in stays in, what is good once was used once or not at all, and nobody is told twice.

#![expect(clippy::unwrap_used, reason = "in helpers of tests, which clippy does not know as such")]

mod common;

use chrono::TimeDelta;
use common::{Keys, MailServer, Running, SESSION, groupcover, now, send_the_rest, store};
use credential::password::{Hasher, Password, SALT_LENGTH};
use credential::recovery::{self, Code};
use credential::token::Token;
use domain::access::{Account, Link, Purpose};
use domain::id::AccountId;
use domain::outbox::{LetterKind, MessageHead};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;
use store::{Store, UnitOfWork};
use store_sqlite::SqliteStore;
use uuid::Uuid;

/// How often the server is killed.
const KILLS: u64 = 10;
/// How long it is left alone at the least, once it answers, and how much longer at the most, in milliseconds.
const LIFE: [u64; 2] = [300, 900];
/// How many come in at the same moment.
const AT_ONCE: usize = 4;
/// How many there are.
const PEOPLE: u64 = 600;
/// What everybody sets as a password, as it stands in a form.
const PASSWORD: &str = "wet+otters+juggle+slate";

/// What somebody does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Sets a password by a link.
    Link,
    /// Takes a recovery code for the second step.
    Code,
    /// Signs out; only some do.
    SignOut,
    /// Signs in with the password.
    Password,
    /// Asks for a link to a new password.
    Ask,
    /// Nothing more.
    Done,
}

/// How far a session leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// The second step is still wanted.
    Half,
    /// Its owner is in.
    Full,
    /// It has ended.
    Ended,
}

/// Somebody on the way in, and what was said to them.
struct Person {
    nth: u64,
    step: Step,
    /// Whether the step was tried before and the answer was lost.
    again: bool,
    /// Sessions that were handed over, by their tokens, and how each must stand by now.
    sessions: BTreeMap<String, Stands>,
    /// The session of the first step.
    half: String,
    /// How many recovery codes are used up.
    used: usize,
    /// How often a link to a new password was asked for, whether that was answered or not.
    asked: usize,
    /// How often it was said that it is sent.
    told: usize,
}

/// The answer to a form.
struct Answer {
    /// Where it leads.
    to: String,
    /// The session that it hands over.
    session: Option<String>,
}

impl Answer {
    /// Nothing where the connection ended before it was whole.
    fn read(text: &str) -> Option<Self> {
        let (head, _) = text.split_once("\r\n\r\n")?;
        let value = |start: &str| {
            let found = head.lines().find_map(|line| line.strip_prefix(start));
            found.map(|found| found.split(';').next().unwrap_or_default().to_owned())
        };
        assert!(head.starts_with("HTTP/1.1 302"), "{text}");
        let to = value("location: ").unwrap();
        Some(Self { to, session: value(&format!("set-cookie: {SESSION}=")) })
    }
}

impl Person {
    fn new(nth: u64) -> Self {
        let (step, sessions, half) = (Step::Link, BTreeMap::new(), String::new());
        Self { nth, step, again: false, sessions, half, used: 0, asked: 0, told: 0 }
    }

    fn email(&self) -> String {
        format!("person{}@example.com", self.nth)
    }

    fn account(&self) -> AccountId {
        AccountId(Uuid::from_u128(self.nth.into()))
    }

    /// Half of them are invited, the others forgot their password.
    fn purpose(&self) -> Purpose {
        if self.nth.is_multiple_of(2) { Purpose::Invitation } else { Purpose::NewPassword }
    }

    /// The link that they were sent.
    fn link(&self) -> Token {
        let mut bytes = [7; credential::token::LENGTH];
        bytes[..8].copy_from_slice(&self.nth.to_be_bytes());
        Token::new(bytes)
    }

    fn codes(&self) -> Vec<Code> {
        let mut random = [0; recovery::COUNT * recovery::LENGTH];
        for (place, code) in (0..).zip(random.as_chunks_mut::<{ recovery::LENGTH }>().0) {
            code[..8].copy_from_slice(&self.nth.to_be_bytes());
            code[9] = place;
        }
        recovery::codes(&random)
    }

    /// Does all that is left to do. Nothing once an answer is lost.
    fn go_on(&mut self, server: &Running) -> Option<()> {
        while self.step != Step::Done {
            let before = self.step;
            let next = match before {
                Step::Link => self.follow_link(server),
                Step::Code => self.prove(server),
                Step::SignOut => self.sign_out(server),
                Step::Password => self.sign_in(server),
                Step::Ask => self.ask(server),
                Step::Done => Some(Step::Done),
            };
            self.again = next.is_none();
            self.step = next?;
        }
        Some(())
    }

    fn follow_link(&mut self, server: &Running) -> Option<Step> {
        let answer = self.post_link(server)?;
        if self.again && answer.to.ends_with("told=gone") {
            // It was used when the answer was lost: so the password is set, and nobody is in by it.
            return Some(Step::Password);
        }
        self.take_half(answer);
        Some(Step::Code)
    }

    fn post_link(&self, server: &Running) -> Option<Answer> {
        let (token, name) = (self.link().text(), "form[name]=Sample+Person");
        let kind = match self.purpose() {
            Purpose::Invitation => "Invitation",
            Purpose::NewPassword | Purpose::Email => "NewPassword",
        };
        let form =
            format!("form[token]={token}&form[kind]={kind}&{name}&form[password]={PASSWORD}");
        Answer::read(&server.post("/api/sign-in/follow-link", self.nth, "", &form)?)
    }

    fn take_half(&mut self, answer: Answer) {
        assert_eq!(answer.to, "/sign-in/second-step", "{}", self.email());
        self.half = answer.session.unwrap();
        self.sessions.insert(self.half.clone(), Stands::Half);
    }

    fn prove(&mut self, server: &Running) -> Option<Step> {
        if self.again && stands(server, self.nth, &self.half)? == Stands::Ended {
            // The session of the first step ended when the answer was lost: so the code is used up.
            self.sessions.insert(self.half.clone(), Stands::Ended);
            self.used += 1;
            return Some(Step::Password);
        }
        let answer = self.post_code(server, self.used)?;
        assert_eq!(answer.to, "/renewals", "code {} of {}", self.used, self.email());
        self.sessions.insert(self.half.clone(), Stands::Ended);
        self.sessions.insert(answer.session.unwrap(), Stands::Full);
        self.used += 1;
        Some(if self.used == 1 { Step::SignOut } else { Step::Ask })
    }

    fn post_code(&self, server: &Running, which: usize) -> Option<Answer> {
        let form = format!("code={}", self.codes()[which].text());
        Answer::read(&server.post("/api/sign-in/code", self.nth, &self.half, &form)?)
    }

    fn sign_out(&mut self, server: &Running) -> Option<Step> {
        let full = self.sessions.iter().find(|(_, stands)| **stands == Stands::Full);
        let full = full.map(|(token, _)| token.clone()).unwrap();
        if self.nth.is_multiple_of(3) {
            Answer::read(&server.post("/api/session/end", self.nth, &full, "")?)?;
            self.sessions.insert(full, Stands::Ended);
        }
        Some(Step::Password)
    }

    fn sign_in(&mut self, server: &Running) -> Option<Step> {
        let form = format!("email={}&password={PASSWORD}", self.email());
        let answer = server.post("/api/sign-in/password", self.nth, "", &form)?;
        self.take_half(Answer::read(&answer)?);
        Some(Step::Code)
    }

    fn ask(&mut self, server: &Running) -> Option<Step> {
        self.asked += 1;
        let form = format!("email={}", self.email());
        let answer = server.post("/api/sign-in/ask-new-password", self.nth, "", &form)?;
        let answer = Answer::read(&answer)?;
        assert!(answer.to.ends_with("told=sent"), "{}", answer.to);
        self.told += 1;
        Some(Step::Done)
    }

    /// Finds all as it was said to be: sessions stand, and neither the link nor a code is good again.
    fn check(&mut self, server: &Running) {
        for (token, expected) in &self.sessions {
            let found = stands(server, self.nth, token).unwrap();
            assert_eq!(found, *expected, "a session of {}", self.email());
        }
        let again = self.post_link(server).unwrap();
        assert!(again.to.ends_with("told=gone"), "the link of {}: {}", self.email(), again.to);
        self.sign_in(server).unwrap();
        for which in 0..self.used {
            let again = self.post_code(server, which).unwrap();
            let wrong = again.to.ends_with("told=wrong") && again.session.is_none();
            assert!(wrong, "code {which} of {}: {}", self.email(), again.to);
        }
    }
}

/// How a session stands. Nothing once the answer is lost.
fn stands(server: &Running, nth: u64, session: &str) -> Option<Stands> {
    let knows = |path| {
        let answer = server.post(path, nth, session, "")?;
        answer.contains("\r\n\r\n").then(|| !answer.starts_with("HTTP/1.1 401"))
    };
    Some(match (knows("/api/session/stay")?, knows("/api/sign-in/step")?) {
        (true, _) => Stands::Full,
        (false, true) => Stands::Half,
        (false, false) => Stands::Ended,
    })
}

/// Puts people in who were sent a link, and have recovery codes for the second step.
async fn put_in(store: &SqliteStore, people: impl Iterator<Item = &Person>) {
    let former = Hasher::cheap().hash(&Password::offered("a former one"), &[1; SALT_LENGTH]);
    let now = now();
    let mut unit = store.begin().await.unwrap();
    for person in people {
        let (id, name) = (person.account(), "Sample Person".to_owned());
        let account = Account { id, email: person.email(), name, staff: false };
        unit.access().insert_account(&account, now).await.unwrap();
        if person.purpose() == Purpose::NewPassword {
            unit.factor().set_password(id, &former, now).await.unwrap();
        }
        let digests: Vec<_> = person.codes().iter().map(|code| code.digest(id.0).text()).collect();
        unit.factor().set_recovery_codes(id, &digests).await.unwrap();
        let link = Link { account: id, detail: None, expires_at: now + TimeDelta::hours(1) };
        let digest = person.link().digest(person.purpose().code()).text();
        unit.factor().insert_token(&digest, person.purpose(), &link).await.unwrap();
    }
    unit.commit().await.unwrap();
}

/// Lets people come in until the server is dead.
fn come_in(server: &Running, waiting: &Mutex<VecDeque<Person>>, are_in: &Mutex<Vec<Person>>) {
    loop {
        let Some(mut person) = waiting.lock().unwrap().pop_front() else { return };
        if person.go_on(server).is_none() {
            // The last to go on: who lost more than one answer would count as one who guesses.
            return waiting.lock().unwrap().push_back(person);
        }
        are_in.lock().unwrap().push(person);
    }
}

/// Finds that as many codes are kept as used as the person used, and that each is told of once.
async fn check_kept(
    unit: &mut dyn UnitOfWork,
    person: &Person,
    messages: &[MessageHead],
    taken: &BTreeMap<String, BTreeSet<String>>,
) {
    let email = person.email();
    let left = unit.factor().recovery_codes_left(person.account()).await.unwrap();
    assert_eq!(usize::try_from(left).unwrap(), recovery::COUNT - person.used, "codes of {email}");
    let own = || messages.iter().filter(|message| message.email == email);
    let of = |kind| own().filter(|message| message.kind == kind).count();
    let set = usize::from(person.purpose() == Purpose::NewPassword);
    assert_eq!(of(LetterKind::SignInChanged), set + person.used, "what {email} is told");
    // What was said to be sent is, once. Where the answer was lost, either may be, and it is asked for again.
    let links = of(LetterKind::NewPassword);
    assert!(
        (person.told..=person.asked).contains(&links),
        "{links} links to a new password of {email}: {} to {}",
        person.told,
        person.asked
    );
    let ids = taken.get(&format!("<{email}>")).map_or(0, BTreeSet::len);
    assert_eq!(ids, own().count(), "different mails to {email}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_let_in_stays_in_and_nothing_is_good_twice_however_often_the_server_dies() {
    let folder = tempfile::tempdir().unwrap();
    let (mails, smtp) = MailServer::start();
    let keys = Keys::new();
    let people: VecDeque<_> = (1..=PEOPLE).map(Person::new).collect();
    let kept = store(&folder).await;
    kept.migrate().await.unwrap();
    put_in(&kept, people.iter()).await;
    drop(kept);
    let (waiting, are_in) = (Mutex::new(people), Mutex::new(Vec::new()));
    for kill in 0..KILLS {
        let server = Running::start(folder.path(), &smtp, &keys);
        // Spread over its life, so that it dies now here, now there.
        let dies = server.kill_after(Duration::from_millis(LIFE[0] + LIFE[1] * kill / KILLS));
        thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(|| come_in(&server, &waiting, &are_in));
            }
        });
        dies.join().unwrap();
    }
    let (waiting, mut people) = (waiting.into_inner().unwrap(), are_in.into_inner().unwrap());
    assert!(people.len() > 20, "they had time to come in: {}", people.len());

    let server = Running::start(folder.path(), &smtp, &keys);
    // Who lost an answer goes on now; the others never began.
    people.extend(waiting.into_iter().filter(|person| person.again));
    for person in &mut people {
        person.go_on(&server).unwrap();
        person.check(&server);
    }
    drop(server);
    send_the_rest(&folder, &smtp, &keys).await;
    let kept = store(&folder).await;
    let mut unit = kept.begin_read().await.unwrap();
    let messages = unit.outbox().messages(None, 10_000).await.unwrap();
    let taken = mails.taken();
    for person in &people {
        check_kept(&mut *unit, person, &messages, &taken).await;
    }

    let verified = groupcover(folder.path()).args(["audit", "verify"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
}
