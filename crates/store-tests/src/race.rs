//! Use cases that meet: each decides by what it reads, and the other is about to change that.
//!
//! On `PostgreSQL` they run side by side, on `SQLite` one after the other, and nobody can tell the
//! difference.

use crate::Lab;
use crate::fixture::{day, employer, families, filing, head, moment, plan, plan_id, sheet};
use chrono::{DateTime, NaiveDate, Utc};
use credential::password::Hasher;
use credential::token::{LENGTH, Token};
use credential::vault::{IndexKey, Vault};
use domain::access::{
    Account, Capabilities, Capability, Grant, GrantFault, Holder, KeptPasskey, Link, Purpose, Role,
};
use domain::audit::Action;
use domain::catalogue::{Filing, FilingContent, FilingKey};
use domain::contract::{Contract, Package};
use domain::contribution::Contribution;
use domain::date::PlanYear;
use domain::designation::{Answers, State};
use domain::employer::{Employer, EmployerKind};
use domain::group::{GroupFile, GroupNumber};
use domain::id::{AccountId, EmployerId, GrantId, RosterId};
use domain::outbox::LetterKind;
use domain::place::Zip;
use domain::plan::Plan;
use domain::renewal::WaitingPeriod;
use domain::roster::RosterHead;
use domain::submission::State as SubmissionState;
use domain::{Cents, Percent};
use operations::access::Sensitive;
use operations::broker::Ask;
use operations::designation::RegisterError;
use operations::need::Users;
use operations::sign_in::{LinkError, Proving, SetUpError};
use operations::{
    BrokerGrant, Clock, Invite, Operations, Origin, Secrets, Settings, SignedIn, StaffPermit,
    UserError, Viewer,
};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use uuid::Uuid;

const NOW: &str = "2026-11-24T12:00:00Z";
const PASSWORD: &str = "seven blue herons at dusk";
/// How often what could go wrong is given the chance to.
const ROUNDS: u128 = 8;

/// A clock that stands still.
struct Still(AtomicU64);

impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        moment(NOW)
    }

    fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    fn new_id(&self) -> Uuid {
        // Beside the ids that the stories choose themselves.
        Uuid::from_u128(1 << 64 | u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }

    fn fill(&self, bytes: &mut [u8]) {
        for some in bytes.chunks_mut(8) {
            let drawn = self.0.fetch_add(1, Ordering::Relaxed);
            // Spread over all bits, so that no two draws look alike.
            let drawn = drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
            some.copy_from_slice(&drawn[..some.len()]);
        }
    }
}

fn secrets() -> Secrets {
    let key = "ZGVtby1rZXktd2hpY2gtaXMtbm90LXNlY3JldC1hdCE=";
    let vault = Vault::parse(&format!("test:{key}")).expect("is a key");
    Secrets { vault, index: IndexKey::parse(key).expect("is a key") }
}

fn settings(hasher: Hasher) -> Settings {
    Settings { secrets: Some(secrets()), keeps_mail: true, hasher, ..Settings::default() }
}

/// The use cases over a lab's store, with the people of the demo and no employer.
struct Stage<'a> {
    lab: &'a dyn Lab,
    operations: Operations,
}

impl<'a> Stage<'a> {
    async fn new(lab: &'a dyn Lab) -> Self {
        let clock = Arc::new(Still(AtomicU64::new(1)));
        let operations = Operations::new(lab.shared(), clock);
        let operations = operations.with(settings(Hasher::cheap())).showing_demo();
        let mut unit = lab.store().begin().await.expect("begins");
        let firm = demo::brokerage();
        unit.access().save_brokerage(&firm, moment(NOW)).await.expect("saves");
        for person in demo::accounts() {
            unit.access().insert_account(&person.account, moment(NOW)).await.expect("inserts");
            if person.broker {
                unit.access().join_brokerage(firm.id, person.account.id).await.expect("joins");
            }
        }
        unit.commit().await.expect("commits");
        Self { lab, operations }
    }

    async fn viewer(&self, key: &str) -> Viewer {
        let nobody = SignedIn::Nobody;
        let token = self.operations.sign_in_demo(key, &from("::1"), &nobody).await;
        let opened = self.operations.open_session(&token.expect("signs in"), true).await;
        opened.expect("answers").viewer().expect("is signed in").clone()
    }

    async fn staff(&self) -> StaffPermit {
        let viewer = self.viewer("staff").await;
        self.operations.authorize_staff(&viewer).expect("works for the carrier")
    }

    async fn may_change(&self, key: &str, employer: EmployerId) -> Sensitive<Users> {
        let viewer = self.viewer(key).await;
        let permit = self.operations.authorize_sensitive(&viewer, &employer.to_string()).await;
        permit.expect("may change what others may do")
    }

    /// A group on file, and the grants of some people, each at version 1.
    async fn group(&self, id: u128, people: &[(&str, Role)]) -> (EmployerId, Vec<GrantId>) {
        let one = employer(id, EmployerKind::Group);
        let file = GroupFile {
            employer: one.id,
            number: GroupNumber::parse(&number(id)).expect("is a number"),
            ein_sealed: "v1.test.x".to_owned(),
            ein_index: secrets().index.blind_index(GroupFile::EIN, "940000017"),
            last_invoice: Some(Cents::new(1_284_050)),
        };
        let mut unit = self.lab.store().begin().await.expect("begins");
        unit.employer().save(&one, moment(NOW)).await.expect("saves");
        unit.group().save_file(&file).await.expect("saves");
        let mut grants = Vec::new();
        for ((key, role), place) in people.iter().zip(1..) {
            let granted = Grant {
                employer: one.id,
                id: GrantId(Uuid::from_u128(id << 8 | place)),
                holder: Holder::Account(person(key).id),
                role: *role,
                capabilities: Capabilities::ALL,
                ends_on: None,
                version: 1,
                granted_at: moment(NOW),
                granted_by: None,
                revoked_at: None,
            };
            unit.access().insert_grant(&granted).await.expect("inserts");
            grants.push(granted.id);
        }
        unit.commit().await.expect("commits");
        (one.id, grants)
    }

    /// The grants of an employer that hold.
    async fn alive(&self, employer: EmployerId) -> Vec<Grant> {
        let mut unit = self.lab.store().begin_read().await.expect("begins");
        let mut grants = unit.access().grants(employer).await.expect("answers");
        grants.retain(|grant| grant.revoked_at.is_none());
        grants
    }

    async fn primaries(&self, employer: EmployerId) -> usize {
        let alive = self.alive(employer).await;
        alive.iter().filter(|grant| grant.role == Role::Primary).count()
    }

    async fn account(&self, id: u128, email: &str) -> Account {
        let id = AccountId(Uuid::from_u128(id));
        let account = Account { id, email: email.to_owned(), name: "Ana".to_owned(), staff: false };
        let mut unit = self.lab.store().begin().await.expect("begins");
        unit.access().insert_account(&account, moment(NOW)).await.expect("inserts");
        unit.commit().await.expect("commits");
        account
    }

    /// The token of a link that is sent to an account.
    async fn link(&self, account: AccountId, purpose: Purpose, seed: u128) -> String {
        let mut random = [0; LENGTH];
        random[..16].copy_from_slice(&seed.to_le_bytes());
        let token = Token::new(random);
        let link =
            Link { account, detail: None, expires_at: moment(NOW) + chrono::TimeDelta::hours(1) };
        let digest = token.digest(purpose.code()).text();
        let mut unit = self.lab.store().begin().await.expect("begins");
        unit.factor().insert_token(&digest, purpose, &link).await.expect("keeps");
        unit.commit().await.expect("commits");
        token.text()
    }

    async fn follow(&self, token: &str, purpose: Purpose) -> bool {
        let (from, nobody) = (from("::2"), SignedIn::Nobody);
        let typed = "nine green turtles at dawn";
        goes(self.operations.follow_link(token, purpose, None, typed, &from, &nobody).await)
    }

    /// The tokens of the links in the mails to an address.
    async fn tokens_in_mail_to(&self, email: &str) -> Vec<String> {
        let staff = self.staff().await;
        let mut tokens = Vec::new();
        for head in self.operations.mails(&staff, None).await.expect("answers") {
            if head.email == email {
                let (_, paper) = self.operations.read_mail(&staff, head.id).await.expect("reads");
                let (_, after) = paper.text.split_once("?token=").expect("has a link");
                tokens.extend(after.split_whitespace().next().map(str::to_owned));
            }
        }
        tokens
    }

    async fn trails_hold(&self) {
        for trail in self.operations.verify_trails(&[]).await.expect("answers") {
            assert!(trail.faults.is_empty(), "{trail:?}");
        }
    }
}

fn from(address: &str) -> Origin {
    Origin { address: address.to_owned(), ..Origin::default() }
}

fn number(id: u128) -> String {
    format!("HH10{id:04}")
}

fn person(key: &str) -> Account {
    let people = demo::accounts();
    people.into_iter().find(|person| person.key == key).expect("is of the demo").account
}

/// A form that says what is on file about a group.
fn answers(group: u128, officer: usize) -> Answers {
    let text = |text: &str| text.to_owned();
    Answers {
        company: text("Bayside Dental Group"),
        ein: text("94-0000017"),
        group_number: number(group),
        officer: text("Ruth Abel"),
        title: text("President"),
        email: format!("ruth{officer}@example.com"),
        phone: text("415-555-0100"),
        administrator: text("Ana Lee"),
        administrator_email: text("ana@example.com"),
        capabilities: vec![text("plan_renewal")],
        invoice: text("12,840.50"),
        attests: text("yes"),
        signature: text("Ruth Abel"),
        signing: String::new(),
    }
}

/// Whether something was done. It may be refused, but the store never fails: it does where two wait for
/// each other.
fn goes<T, E: Debug>(outcome: Result<T, E>) -> bool {
    let refused = outcome.err().map(|error| format!("{error:?}"));
    let failed = refused.as_ref().is_some_and(|told| told.contains("Store("));
    assert!(!failed, "{refused:?}");
    refused.is_none()
}

/// Of two primary administrators who take each other's access away the second is the last, and stays.
pub async fn primaries_who_revoke_each_other_leave_one(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    for round in 1..=ROUNDS {
        let people = [("primary", Role::Primary), ("administrator", Role::Primary)];
        let (employer, grants) = stage.group(round, &people).await;
        let dana = stage.may_change("primary", employer).await;
        let sam = stage.may_change("administrator", employer).await;
        let (one, other) = tokio::join!(
            stage.operations.revoke_user(&dana, grants[1], 1),
            stage.operations.revoke_user(&sam, grants[0], 1)
        );
        let last = |outcome: &Result<(), UserError>| {
            matches!(outcome, Err(UserError::Fault(GrantFault::LastPrimary)))
        };
        assert!(one.is_ok() && last(&other) || last(&one) && other.is_ok(), "{one:?} {other:?}");
        assert_eq!(stage.primaries(employer).await, 1);
    }
}

/// The first did; the second finds what was changed.
pub async fn primaries_who_hand_over_to_each_other_leave_one(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    for round in 1..=ROUNDS {
        let people = [("primary", Role::Primary), ("administrator", Role::Primary)];
        let (employer, grants) = stage.group(round, &people).await;
        let dana = stage.may_change("primary", employer).await;
        let sam = stage.may_change("administrator", employer).await;
        let (one, other) = tokio::join!(
            stage.operations.hand_over(&dana, grants[1], 1),
            stage.operations.hand_over(&sam, grants[0], 1)
        );
        assert!(goes(one) != goes(other), "one of them hands over");
        assert_eq!(stage.primaries(employer).await, 1);
    }
}

/// Whichever two they are.
pub async fn of_two_second_factors_taken_away_one_stays(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let viewer = stage.viewer("primary").await;
    let account = viewer.account().id;
    let here = from("::1");
    let keep = async |credential: &str| {
        let passkey = KeptPasskey {
            account,
            credential: credential.to_owned(),
            label: "Phone".to_owned(),
            document: "{}".to_owned(),
            created_at: moment(NOW),
            used_at: None,
        };
        let mut unit = lab.store().begin().await.expect("begins");
        let present = unit.factor().passkeys(account).await.expect("answers");
        if present.iter().all(|present| present.credential != credential) {
            unit.factor().insert_passkey(&passkey).await.expect("inserts");
        }
        unit.commit().await.expect("commits");
    };
    let last = |outcome: &Result<(), SetUpError>| matches!(outcome, Err(SetUpError::Last));
    for _ in 0..ROUNDS {
        keep("one").await;
        keep("two").await;
        let (one, two) = tokio::join!(
            stage.operations.remove_passkey(&viewer, "one", &here),
            stage.operations.remove_passkey(&viewer, "two", &here)
        );
        assert!(one.is_ok() && last(&two) || last(&one) && two.is_ok(), "{one:?} {two:?}");
        let means = stage.operations.means(viewer.account()).await.expect("answers");
        assert_eq!(means.passkeys.len(), 1);
    }
    for _ in 0..ROUNDS {
        keep("one").await;
        let mut unit = lab.store().begin().await.expect("begins");
        unit.factor().remove_passkey(account, "two").await.expect("removes");
        unit.factor().set_totp(account, Some("sealed"), Some(1)).await.expect("sets");
        unit.commit().await.expect("commits");
        let (app, passkey) = tokio::join!(
            stage.operations.remove_totp(&viewer, &here),
            stage.operations.remove_passkey(&viewer, "one", &here)
        );
        let one_is_last = app.is_ok() && last(&passkey) || last(&app) && passkey.is_ok();
        assert!(one_is_last, "{app:?} {passkey:?}");
        let means = stage.operations.means(viewer.account()).await.expect("answers");
        assert!(means.has_second());
    }
}

/// Though the one before is hashed anew, which takes a while.
pub async fn a_password_that_is_set_while_somebody_signs_in_stays(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let strict = stage.operations.clone().with(settings(Hasher::new()));
    let (viewer, here, nobody) = (stage.viewer("primary").await, from("::1"), SignedIn::Nobody);
    let email = &viewer.account().email;
    for _ in 0..3 {
        let former = "nine green turtles at dawn";
        stage.operations.change_password(&viewer, former, &here).await.expect("sets");
        let change = async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            stage.operations.change_password(&viewer, PASSWORD, &here).await
        };
        let (signed_in, changed) =
            tokio::join!(strict.sign_in(email, former, &here, &nobody), change);
        goes(signed_in);
        changed.expect("sets");
        let kept = stage.operations.sign_in(email, PASSWORD, &here, &nobody).await;
        kept.expect("is the password now");
    }
}

/// The first names the group's administrator; at the others, all of them right, staff look.
pub async fn of_right_forms_about_a_group_one_is_approved_at_once(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    stage.group(1, &[]).await;
    let mut forms = JoinSet::new();
    for officer in 0..8 {
        let operations = stage.operations.clone();
        forms.spawn(async move {
            let here = from(&format!("::{officer}"));
            let token = operations.register(&answers(1, officer), &here).await.expect("is taken");
            operations.designation_status(&token).await.expect("answers").course.state
        });
    }
    let states = forms.join_all().await;
    let at_once = states.iter().filter(|state| matches!(state, State::Approved { .. })).count();
    assert_eq!(at_once, 1, "{states:?}");
    stage.trails_hold().await;
}

/// And those of one officer, each about another group.
pub async fn forms_of_an_officer_are_counted_in_turn(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let mut forms = JoinSet::new();
    for group in 1..=8 {
        let operations = stage.operations.clone();
        forms.spawn(async move {
            operations.register(&answers(group, 0), &from(&format!("::{group}"))).await
        });
    }
    let outcomes = forms.join_all().await;
    let many = |outcome: &&Result<_, _>| matches!(outcome, Err(RegisterError::TooMany));
    assert_eq!(outcomes.iter().filter(many).count(), 5, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 3);
}

/// A click too many asks for nothing more.
pub async fn a_brokerage_that_asks_twice_at_once_asks_once(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let (employer, _) = stage.group(1, &[("primary", Role::Primary)]).await;
    let broker = stage.viewer("broker").await;
    let ask = ask(1);
    let here = from("::1");
    let asks = || stage.operations.ask_for_access(&broker, &ask, &here);
    let (one, two, three) = tokio::join!(asks(), asks(), asks());
    for outcome in [one, two, three] {
        outcome.expect("and tells nothing");
    }
    let permit = stage.may_change("primary", employer).await;
    assert_eq!(stage.operations.asking(&permit).await.expect("answers").len(), 1);
    let mails = stage.operations.mails(&stage.staff().await, None).await.expect("answers");
    assert_eq!(mails.iter().filter(|mail| mail.kind == LetterKind::BrokerAsks).count(), 1);
}

fn ask(group: u128) -> Ask {
    let capabilities = Capabilities::NONE.with(Capability::PlanRenewal);
    Ask { group_number: number(group), capabilities, note: String::new() }
}

/// Whoever comes first: what was asked is answered, and the brokerage has one access.
pub async fn access_that_is_given_twice_at_once_is_one(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let broker = stage.viewer("broker").await;
    for round in 1..=4 {
        let (employer, _) = stage.group(round, &[("primary", Role::Primary)]).await;
        let permit = stage.may_change("primary", employer).await;
        let asked = stage.operations.ask_for_access(&broker, &ask(round), &from("::1")).await;
        asked.expect("asks");
        let request = stage.operations.asking(&permit).await.expect("answers").remove(0).request;
        let members = Capabilities::NONE.with(Capability::ViewMembers);
        let brokerage = demo::brokerage().id;
        let wanted = BrokerGrant { brokerage, capabilities: members, ends_on: None };
        let (given, accepted) = tokio::join!(
            stage.operations.grant_broker(&permit, wanted),
            stage.operations.accept_request(&permit, request.id, request.capabilities, None)
        );
        accepted.expect("is answered, whatever was given meanwhile");
        let first = match given {
            Ok(()) => request.capabilities.and(members),
            Err(UserError::HasAccess) => request.capabilities,
            Err(other) => panic!("{other:?}"),
        };
        let grants = stage.alive(employer).await;
        let of_firm = |grant: &&Grant| grant.holder == Holder::Brokerage(brokerage);
        let held: Vec<_> = grants.iter().filter(of_firm).map(|g| g.capabilities).collect();
        assert_eq!(held, [first]);
        assert_eq!(stage.operations.asking(&permit).await.expect("answers"), []);
    }
}

/// What is done for an employer, by its people, the carrier's and an officer, is done in turn.
pub async fn who_acts_for_one_employer_waits_in_a_row(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let broker = stage.viewer("broker").await;
    for round in 1..=4 {
        let people = [
            ("primary", Role::Primary),
            ("administrator", Role::Administrator),
            ("members", Role::Administrator),
        ];
        let (employer, grants) = stage.group(round, &people).await;
        let dana = stage.may_change("primary", employer).await;
        let sam = stage.may_change("administrator", employer).await;
        let asked = stage.operations.ask_for_access(&broker, &ask(round), &from("::1")).await;
        asked.expect("asks");
        let request = stage.operations.asking(&dana).await.expect("answers").remove(0).request;
        // The same person is invited and named by the officer, and has no account yet.
        let email = format!("new{round}@example.com");
        let invite = Invite {
            name: "Ana Lee".to_owned(),
            email: email.clone(),
            role: Role::Administrator,
            capabilities: Capabilities::NONE.with(Capability::Pay),
            ends_on: None,
        };
        let officer = usize::try_from(round).expect("is small");
        let form = Answers { administrator_email: email, ..answers(round, officer) };
        let here = from("::1");
        let (invited, registered, accepted, handed, revoked, taken) = tokio::join!(
            stage.operations.invite_user(&sam, invite),
            stage.operations.register(&form, &here),
            stage.operations.accept_request(&dana, request.id, request.capabilities, None),
            stage.operations.hand_over(&dana, grants[1], 1),
            stage.operations.revoke_user(&sam, grants[2], 1),
            stage.operations.take_trail(&dana)
        );
        goes(invited);
        assert!(goes(registered) && goes(accepted) && goes(handed) && goes(revoked));
        assert!(goes(taken));
        assert!(stage.primaries(employer).await > 0);
    }
    stage.trails_hold().await;
}

/// A new password by who is signed in and by a link, an invitation that is followed while another is
/// sent, and the second step while somebody guesses at the first.
pub async fn who_changes_one_account_waits_in_a_row(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let (operations, staff) = (&stage.operations, stage.staff().await);
    let dana = person("primary");
    for round in 1..=ROUNDS {
        let viewer = stage.viewer("primary").await;
        let token = stage.link(dana.id, Purpose::NewPassword, round).await;
        let here = from("::1");
        let (changed, _) = tokio::join!(
            operations.change_password(&viewer, PASSWORD, &here),
            stage.follow(&token, Purpose::NewPassword)
        );
        assert!(goes(changed));
    }
    for round in 1..=ROUNDS {
        let email = format!("ana{round}@example.com");
        let ana = stage.account(round, &email).await;
        let token = stage.link(ana.id, Purpose::Invitation, ROUNDS + round).await;
        let firm = demo::brokerage().id;
        let (added, _) = tokio::join!(
            operations.add_broker(&staff, firm, "Ana", &email),
            stage.follow(&token, Purpose::Invitation)
        );
        assert!(goes(added));
    }
    let here = from("::3");
    let viewer = stage.viewer("primary").await;
    let made = operations.new_recovery_codes(&viewer, &here).await.expect("makes");
    let codes = operations.read_recovery_codes(&viewer, made).await.expect("reads");
    for code in codes.iter().take(8) {
        let viewer = stage.viewer("primary").await;
        let nobody = SignedIn::Nobody;
        let (proven, guessed, ended) = tokio::join!(
            operations.prove_by_code(Proving::Again(&viewer), code, &here),
            operations.sign_in(&dana.email, "a guess", &here, &nobody),
            operations.end_device(&viewer, None, &here)
        );
        assert!(goes(proven) && !goes(guessed) && goes(ended));
    }
    stage.trails_hold().await;
}

/// However many servers look for what was asked for at the same moment.
pub async fn a_letter_that_was_asked_for_is_written_once(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let here = &stage.operations;
    let there = Operations::new(lab.shared(), Arc::new(Still(AtomicU64::new(1 << 40))));
    let there = there.with(settings(Hasher::cheap()));
    for round in 1..=ROUNDS {
        let email = format!("ana{round}@example.com");
        stage.account(round, &email).await;
        here.ask_new_password(&email, &from(&format!("::{round}"))).await.expect("asks");
        let nobodys = format!("nobody{round}@example.com");
        there.ask_new_password(&nobodys, &from(&format!("::{round}"))).await.expect("asks");
    }
    let (one, other, third) =
        tokio::join!(here.write_asked(), there.write_asked(), here.write_asked());
    assert!(goes(one) && goes(other) && goes(third));
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(unit.factor().next_asked_link().await.expect("answers"), None);
    let messages = unit.outbox().messages(None, 1_000).await.expect("answers");
    let to: Vec<_> = messages.iter().map(|message| message.email.clone()).collect();
    let to_each: BTreeSet<_> = to.iter().cloned().collect();
    let expected = (1..=ROUNDS).map(|round| format!("ana{round}@example.com"));
    assert_eq!((to.len(), to_each), (expected.clone().count(), expected.collect()));
    stage.trails_hold().await;
}

/// Whether it was just being written or not: what it led to is good for nothing.
pub async fn a_new_password_leaves_no_letter_that_was_asked_for_before(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let dana = person("primary");
    for round in 1..=ROUNDS {
        let viewer = stage.viewer("primary").await;
        let token = stage.link(dana.id, Purpose::NewPassword, round).await;
        let here = from(&format!("::{round}"));
        let another = format!("dana{round}@example.com");
        stage.operations.change_email(&viewer, &another, &here).await.expect("asks");
        let (written, set) = tokio::join!(
            stage.operations.write_asked(),
            stage.follow(&token, Purpose::NewPassword)
        );
        assert!(goes(written) && set);
        let mut unit = stage.lab.store().begin_read().await.expect("begins");
        let left = unit.factor().next_asked_link().await.expect("answers");
        assert_eq!(left, None, "round {round}");
        for token in stage.tokens_in_mail_to(&another).await {
            let found = stage.operations.look_at_link(&token, Purpose::Email).await;
            assert!(matches!(found, Err(LinkError::Gone)), "round {round}: {found:?}");
        }
    }
    stage.trails_hold().await;
}

/// How many groups renew at once.
const GROUPS: u128 = 1_000;
/// The day on which they renew, whose last day for changes is over.
const RENEWS_ON: &str = "2026-12-01";

impl Stage<'_> {
    /// A catalogue of one plan, and groups of one family that is in it. Answers with them by id.
    async fn renewing(&self) -> BTreeSet<EmployerId> {
        const PLAN: &str = "12345CA0010001";
        let of_year = |id: u128, year: i32, content: FilingContent| {
            let filing = filing(id, content);
            Filing { key: FilingKey { year, ..filing.key }, ..filing }
        };
        let mut filings = Vec::new();
        for (id, year) in [(1, 2025), (3, 2026)] {
            let span = [format!("{year}-01-01"), format!("{year}-12-31")];
            let (from, until) = (day(&span[0]), Some(day(&span[1])));
            let sold = Plan { from, until, ..plan(PLAN, "Bronze 60") };
            let rates = sheet(PLAN, 4, (&span[0], &span[1]), "0-20:20000,21+:40000");
            filings.push(of_year(id, year, FilingContent::Plans(vec![sold])));
            filings.push(of_year(id + 1, year, FilingContent::Rates(vec![rates])));
        }
        let percent = Percent::whole;
        let package = Package {
            name: "Everyone".to_owned(),
            classes: Vec::new(),
            plans: vec![plan_id(PLAN)],
            contribution: Contribution::percent(percent(70), percent(50), percent(50)),
            waiting: WaitingPeriod::FirstOfMonthAfter(30),
        };
        let year = PlanYear::starting(day("2025-12-01")).expect("is a first");
        let contract = Contract { year, packages: vec![package] };
        let mut census = families(1);
        census.households[0].employee.employment.enrolled = vec![plan_id(PLAN)];
        let mut unit = self.lab.store().begin().await.expect("begins");
        unit.catalogue().publish(&head(1), &filings, &[]).await.expect("publishes");
        let mut groups = BTreeSet::new();
        for id in 1..=GROUPS {
            let one = Employer {
                zip: Zip::parse("94110").ok(),
                county: None,
                renews_on: Some(day(RENEWS_ON)),
                ..employer(id, EmployerKind::Group)
            };
            let roster = RosterHead {
                id: RosterId(Uuid::from_u128(id)),
                source: "roster.csv".to_owned(),
                taken_at: moment(NOW),
                faults: Vec::new(),
            };
            unit.employer().save(&one, moment(NOW)).await.expect("saves");
            unit.roster().insert(one.id, &roster, &census).await.expect("inserts");
            unit.contract().save(one.id, &contract, moment(NOW)).await.expect("saves");
            groups.insert(one.id);
        }
        unit.commit().await.expect("commits");
        groups
    }

    /// What was done for a group, the first first.
    async fn done_for(&self, permit: &StaffPermit, group: EmployerId) -> Vec<Action> {
        let id = group.to_string();
        let trail = self.operations.staff_trail(permit, Some(&id), None).await.expect("answers");
        trail.page.rows.into_iter().rev().map(|row| row.expect("is read").event.action).collect()
    }
}

/// Of two who publish the same to the same groups, and two servers that renew them and let them take effect,
/// each does some, and none is done twice.
pub async fn of_two_servers_that_renew_groups_each_renews_others(lab: &dyn Lab) {
    let stage = Stage::new(lab).await;
    let (groups, staff) = (stage.renewing().await, stage.staff().await);
    let here = &stage.operations;
    let there = Operations::new(lab.shared(), Arc::new(Still(AtomicU64::new(1 << 40))));
    let there = there.with(settings(Hasher::cheap())).showing_demo();
    let count = groups.len();

    let on = day(RENEWS_ON);
    let (one, other) = tokio::join!(
        here.publish_renewals(&staff, 1, on, &groups),
        there.publish_renewals(&staff, 1, on, &groups)
    );
    assert_eq!(one.expect("publishes") + other.expect("publishes"), count);

    let (one, other) = tokio::join!(here.renew_as_is(), there.renew_as_is());
    let (one, other) = (one.expect("renews"), other.expect("renews"));
    assert_eq!((one.failed, other.failed), (0, 0));
    assert_eq!(usize::try_from(one.done + other.done).expect("is small"), count);
    let mut unit = lab.store().begin_read().await.expect("begins");
    for group in &groups {
        let all = unit.submission().list(*group, on).await.expect("answers");
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].number, &all[0].course.state), (1, &SubmissionState::Accepted));
        assert_eq!(all[0].filed.catalogue, 1);
        let contracts = unit.contract().list(*group).await.expect("answers");
        assert_eq!(contracts.len(), 2);
    }
    drop(unit);

    // Their day has come.
    let later = |first: u64| {
        let clock = Later(Still(AtomicU64::new(first)));
        let operations = Operations::new(lab.shared(), Arc::new(clock));
        operations.with(settings(Hasher::cheap())).showing_demo()
    };
    let (here, there) = (later(1 << 50), later(1 << 60));
    let (one, other) = tokio::join!(here.take_effect(), there.take_effect());
    let (one, other) = (one.expect("takes effect"), other.expect("takes effect"));
    assert_eq!((one.failed, other.failed), (0, 0));
    assert_eq!(usize::try_from(one.done + other.done).expect("is small"), count);
    for group in &groups {
        assert_eq!(
            stage.done_for(&staff, *group).await,
            [Action::RenewalPublished, Action::RenewalRenewedAsIs, Action::RenewalTookEffect]
        );
    }
    stage.trails_hold().await;
}

/// The same clock on the day on which the groups renew.
struct Later(Still);

impl Clock for Later {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    fn today(&self) -> NaiveDate {
        day(RENEWS_ON)
    }

    fn new_id(&self) -> Uuid {
        self.0.new_id()
    }

    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}
