//! What the carrier does about renewals: decide about submissions, publish, renew as they are those that
//! nobody submitted, and tell the core system.

use crate::renewal::{BAYSIDE, CYPRESS, JANUARY, TIDEWATER, opened};
use crate::world::{World, day, noon};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::audit::Action;
use domain::id::EmployerId;
use domain::submission::{ChangeFileState, Override, Party, State};
use formats::x12::{Ack, Answer, Envelope, Of, read_834, write_999};
use operations::submission::{
    CoreSystem, CoreTrouble, Done, PublishError, SubmissionDecision, Submit, SubmitError, Turned,
};
use operations::{Batch, Clock, OperationError, Operations};
use std::collections::BTreeSet;
use std::sync::Mutex;
use uuid::Uuid;

/// The demo as it is on November 24, 2026, with keys.
async fn world() -> World {
    let mut world = World::new().await;
    world.clock.set(noon(day("2026-11-24")));
    world.operations = world.operations.with(World::settings());
    let folder = world.folder.path().join("demo");
    world.operations.set_up_demo(&folder).await.unwrap();
    world
}

fn id(employer: &str) -> EmployerId {
    employer.parse().unwrap()
}

/// Submits Bayside's renewal as it is, whatever warns.
async fn submit(world: &World, key: u128) -> i64 {
    let viewer = world.viewer("primary").await;
    let permit = world.operations.authorize_sensitive(&viewer, BAYSIDE).await.unwrap();
    let opened = opened(world).await;
    let mut submit = Submit {
        key: Uuid::from_u128(key).to_string(),
        scenario: None,
        pulse: opened.pulse,
        catalogue: opened.catalogue,
        overrides: Vec::new(),
        name: "Dana Whitfield".to_owned(),
        attested: true,
    };
    let first = world.operations.submit_renewal(&permit, JANUARY, &submit).await;
    if let Err(SubmitError::Gate(findings, unanswered)) = first {
        assert!(!unanswered.is_empty(), "{findings:?}");
        let reason = "The carrier agreed by telephone.".to_owned();
        let answered = |rule| Override { rule, reason: reason.clone() };
        submit.overrides = unanswered.into_iter().map(answered).collect();
        return world.operations.submit_renewal(&permit, JANUARY, &submit).await.unwrap().number;
    }
    first.unwrap().number
}

/// What was done for an employer, the newest first.
async fn trail(world: &World, employer: &str) -> Vec<Action> {
    let permit = world.staff().await;
    let trail = world.operations.staff_trail(&permit, Some(employer), None).await.unwrap();
    trail.page.rows.into_iter().map(|row| row.unwrap().event.action).collect()
}

/// A core system that answers as it is told to.
struct Core {
    answer: Result<Answer, &'static str>,
    answers: Mutex<Vec<(String, Vec<u8>)>>,
    settled: Mutex<Vec<(String, bool)>>,
}

impl Core {
    fn new(answer: Result<Answer, &'static str>) -> Self {
        Self { answer, answers: Mutex::default(), settled: Mutex::default() }
    }
}

#[async_trait]
impl CoreSystem for Core {
    async fn hand_over(&self, name: &str, content: &str) -> Result<(), CoreTrouble> {
        let answer = self.answer.map_err(|why| CoreTrouble(why.to_owned()))?;
        let sent = read_834(name, content.as_bytes()).unwrap().header.envelope;
        let ack = Ack { of: Of::Group, control: sent.control, answer, errors: Vec::new() };
        let back = Envelope {
            sender: sent.receiver,
            receiver: sent.sender,
            control: sent.control,
            created_at: sent.created_at,
            test: false,
        };
        let answer = (format!("{name}.999"), write_999(&back, &ack).unwrap());
        self.answers.lock().unwrap().push(answer);
        Ok(())
    }

    async fn answers(&self) -> Result<Vec<(String, Vec<u8>)>, CoreTrouble> {
        Ok(std::mem::take(&mut *self.answers.lock().unwrap()))
    }

    async fn settle(&self, name: &str, taken: bool) -> Result<(), CoreTrouble> {
        self.settled.lock().unwrap().push((name.to_owned(), taken));
        Ok(())
    }
}

/// Everything of one submission in one test, since setting the demo up is the slow part.
#[tokio::test]
async fn staff_ask_accept_and_refuse_and_the_core_system_is_told() {
    let world = world().await;
    staff_ask_and_of_two_who_decide_the_second_is_told(&world).await;
    what_is_accepted_binds_and_the_core_system_is_told(&world).await;
    an_amendment_that_is_refused_leaves_what_was_accepted(&world).await;
}

async fn staff_ask_and_of_two_who_decide_the_second_is_told(world: &World) {
    let (operations, permit) = (&world.operations, world.staff().await);
    assert_eq!(operations.all_submissions(&permit, None).await.unwrap(), []);
    assert_eq!(submit(world, 1).await, 1);
    let heads = operations.all_submissions(&permit, Some("submitted")).await.unwrap();
    assert_eq!((heads.len(), heads[0].employer_name.as_str()), (1, "Bayside Dental Group"));
    assert_eq!(heads[0].course.state.waits_for(), Some(Party::Carrier));
    assert_eq!(operations.all_submissions(&permit, Some("accepted")).await.unwrap(), []);

    let key = (id(BAYSIDE), day(JANUARY), 1);
    let decide = async |based_on: i64, decision: SubmissionDecision| {
        operations.decide_submission(&permit, key, based_on, decision).await
    };
    let ask = |what: &str| SubmissionDecision::Ask(what.to_owned());
    for nothing in ["", " \n", &"x".repeat(2_001)] {
        assert!(matches!(decide(1, ask(nothing)).await, Err(SubmitError::Words)), "{nothing}");
    }
    decide(1, ask(" Who is Ana? ")).await.unwrap();
    // Another window still had version 1.
    for late in [ask("Who?"), SubmissionDecision::Accept, SubmissionDecision::Reject("No".into())] {
        assert!(matches!(decide(1, late).await, Err(SubmitError::Overtaken)));
    }
    let seen = operations.submission(&permit, key.0, key.1, 1).await.unwrap();
    assert_eq!(seen.kept.course.state, State::InfoWanted { what: "Who is Ana?".to_owned() });
    assert_eq!((seen.kept.version, seen.uploads.len(), seen.files.len()), (2, 0, 0));
    assert_eq!(seen.amends, None);
    for nothing in [(id(CYPRESS), day(JANUARY), 1), (id(BAYSIDE), day(JANUARY), 2)] {
        let (employer, on, number) = nothing;
        let missing = operations.submission(&permit, employer, on, number).await;
        assert!(matches!(missing, Err(OperationError::NotFound)));
        let missing =
            operations.decide_submission(&permit, nothing, 1, SubmissionDecision::Accept).await;
        assert!(matches!(missing, Err(SubmitError::Operation(OperationError::NotFound))));
    }
    assert_eq!(trail(world, BAYSIDE).await[0], Action::RenewalQuestioned);
}

async fn what_is_accepted_binds_and_the_core_system_is_told(world: &World) {
    let (operations, stale) = (&world.operations, world.staff().await);
    let key = (id(BAYSIDE), day(JANUARY), 1);
    // A decision wants a proof of the last minutes.
    world.clock.set(noon(day("2026-11-24")) + TimeDelta::minutes(6));
    let accept = SubmissionDecision::Accept;
    let refused = operations.decide_submission(&stale, key, 2, accept.clone()).await;
    assert!(matches!(refused, Err(SubmitError::Operation(OperationError::ProveAgain))));
    let permit = world.staff().await;
    operations.decide_submission(&permit, key, 2, accept).await.unwrap();
    let seen = operations.submission(&permit, key.0, key.1, 1).await.unwrap();
    assert_eq!((&seen.kept.course.state, seen.amends), (&State::Accepted, None));
    assert_eq!(seen.files.len(), 1, "all go over into other plans");
    let contracts = operations.renewals(&world.may(BAYSIDE).await).await.unwrap().contracts;
    assert_eq!(contracts[0].year.starts_on(), day(JANUARY));

    let file = seen.files[0].id;
    let state = async || {
        let head = operations.change_file(&permit, key.0, file).await.unwrap().head;
        (head.state, head.attempts)
    };
    let away = Core::new(Err("The folder is not there."));
    let done = operations.exchange_files(&away).await.unwrap();
    assert_eq!((done.sent, done.failed, done.answered), (0, 1, 0));
    assert_eq!(state().await, (ChangeFileState::Waiting, 1));
    assert!(operations.send_file_again(&permit, key.0, file).await.unwrap());
    let refusing = Core::new(Ok(Answer::Rejected));
    let done = operations.exchange_files(&refusing).await.unwrap();
    assert_eq!((done.sent, done.failed, done.answered), (1, 0, 1));
    assert_eq!(state().await.0, ChangeFileState::Rejected);
    let first = operations.change_files(&permit, Some(ChangeFileState::Rejected)).await.unwrap();
    assert_eq!(first[0].1, "Bayside Dental Group");

    assert!(operations.send_file_again(&permit, key.0, file).await.unwrap());
    let accepting = Core::new(Ok(Answer::Accepted));
    operations.exchange_files(&accepting).await.unwrap();
    assert_eq!(state().await.0, ChangeFileState::Accepted);
    assert!(!operations.send_file_again(&permit, key.0, file).await.unwrap());
    // What cannot be understood is refused, and what was answered before changes nothing.
    let again = accepting.settled.lock().unwrap()[0].clone();
    assert!(again.1);
    accepting.answers.lock().unwrap().push(("nonsense".to_owned(), b"nonsense".to_vec()));
    let done = operations.exchange_files(&accepting).await.unwrap();
    assert_eq!((done.sent, done.answered), (0, 0));
    assert_eq!(accepting.settled.lock().unwrap()[1], ("nonsense".to_owned(), false));
    let told = trail(world, BAYSIDE).await;
    assert_eq!(
        told[..5],
        [
            Action::ChangeFileAccepted,
            Action::ChangeFileSentAgain,
            Action::ChangeFileRejected,
            Action::ChangeFileSentAgain,
            Action::RenewalAccepted,
        ]
    );
}

async fn an_amendment_that_is_refused_leaves_what_was_accepted(world: &World) {
    let (operations, permit) = (&world.operations, world.staff().await);
    assert_eq!(submit(world, 2).await, 2);
    let (employer, on) = (id(BAYSIDE), day(JANUARY));
    let seen = operations.submission(&permit, employer, on, 2).await.unwrap();
    assert_eq!((seen.kept.course.state, seen.amends), (State::Submitted, Some(1)));
    let reject = SubmissionDecision::Reject("It says the same.".to_owned());
    operations.decide_submission(&permit, (employer, on, 2), 1, reject).await.unwrap();
    let first = operations.submission(&permit, employer, on, 1).await.unwrap();
    assert_eq!(first.kept.course.state, State::Accepted);

    // One that is accepted takes its place. It says the same, so there is nothing to tell.
    assert_eq!(submit(world, 3).await, 3);
    let accept = SubmissionDecision::Accept;
    operations.decide_submission(&permit, (employer, on, 3), 1, accept).await.unwrap();
    let first = operations.submission(&permit, employer, on, 1).await.unwrap();
    assert_eq!(first.kept.course.state, State::Replaced { by: 3 });
    let third = operations.submission(&permit, employer, on, 3).await.unwrap();
    assert_eq!((third.kept.course.state, third.files.len()), (State::Accepted, 0));
}

/// A correction that is filed later stands in nobody's way who was published to before.
#[tokio::test]
async fn what_was_published_from_an_older_catalogue_can_be_submitted() {
    let world = world().await;
    let (operations, permit) = (&world.operations, world.staff().await);
    let older = world.catalogue().await;
    let groups = BTreeSet::from([id(BAYSIDE)]);
    let published = operations.publish_renewals(&permit, older, day(JANUARY), &groups).await;
    assert_eq!(published.unwrap(), 1);
    let mut plan = ::demo::catalogue(2027).into_iter().next().unwrap();
    plan.name.push_str(" (corrected)");
    operations.import(&Batch::gather(&[world.plans("new.xml", &[plan])]).unwrap()).await.unwrap();
    assert_eq!(world.catalogue().await, older + 1);
    assert_eq!(submit(&world, 1).await, 1);
    let seen = operations.submission(&permit, id(BAYSIDE), day(JANUARY), 1).await.unwrap();
    assert_eq!(seen.kept.filed.catalogue, older);
}

/// What nobody submitted yet, in one test as well.
#[tokio::test]
async fn renewals_are_published_looked_at_beforehand_and_renewed_as_they_are() {
    let world = world().await;
    a_group_sees_the_catalogue_that_is_published_to_it(&world).await;
    what_renews_as_it_is_is_seen_before_and_happens_once(&world).await;
    the_day_of_the_demo_can_be_moved(&world).await;
}

async fn a_group_sees_the_catalogue_that_is_published_to_it(world: &World) {
    let (operations, permit) = (&world.operations, world.staff().await);
    let before = world.catalogue().await;
    let mut plan = ::demo::catalogue(2027).into_iter().next().unwrap();
    plan.name.push_str(" (corrected)");
    operations.import(&Batch::gather(&[world.plans("new.xml", &[plan])]).unwrap()).await.unwrap();
    let newest = before + 1;
    let catalogues = operations.catalogues(&permit).await.unwrap();
    assert_eq!((catalogues[0].number, catalogues[1].number), (newest, before));
    assert_eq!(opened(world).await.catalogue, newest);

    let publishable = async || operations.publishable(&permit, day(JANUARY)).await.unwrap();
    let found = publishable().await;
    let names: Vec<&str> = found.iter().map(|group| group.employer.name.as_str()).collect();
    assert_eq!((names, found[0].published), (vec!["Bayside Dental Group"], None));
    let employers = [found[0].employer.clone()];
    let seen = operations.foresee(&permit, before, &employers).await.unwrap()[0].unwrap();
    assert_eq!(seen.plans, 44);
    assert!(seen.as_is.premium > seen.now.premium);
    let homeless = domain::employer::Employer { zip: None, ..found[0].employer.clone() };
    assert_eq!(operations.foresee(&permit, before, &[homeless]).await.unwrap(), [None]);
    let unknown = operations.foresee(&permit, 99, &employers).await;
    assert!(matches!(unknown, Err(PublishError::NoCatalogue)));

    let publish = async |catalogue: i64, on: NaiveDate, groups: &[&str]| {
        let groups: BTreeSet<EmployerId> = groups.iter().map(|group| id(group)).collect();
        operations.publish_renewals(&permit, catalogue, on, &groups).await
    };
    let january = day(JANUARY);
    assert!(matches!(publish(before, january, &[]).await, Err(PublishError::NoGroups)));
    assert!(matches!(publish(99, january, &[BAYSIDE]).await, Err(PublishError::NoCatalogue)));
    // Those that renew on another day are left out.
    assert_eq!(publish(before, january, &[BAYSIDE, TIDEWATER, CYPRESS]).await.unwrap(), 1);
    assert_eq!(publish(before, january, &[BAYSIDE]).await.unwrap(), 0, "it has that already");
    assert_eq!(opened(world).await.catalogue, before);
    assert_eq!(publishable().await[0].published, Some(before));
    assert_eq!(trail(world, BAYSIDE).await, [Action::RenewalPublished]);
    assert_eq!(publish(newest, january, &[BAYSIDE]).await.unwrap(), 1);
    assert_eq!(opened(world).await.catalogue, newest);
    assert_eq!(trail(world, BAYSIDE).await, [Action::RenewalPublished; 2]);
    assert_eq!(trail(world, TIDEWATER).await, []);
}

async fn what_renews_as_it_is_is_seen_before_and_happens_once(world: &World) {
    let (operations, permit) = (&world.operations, world.staff().await);
    let plan = async || -> Vec<(String, NaiveDate, bool)> {
        let plan = operations.as_is_plan(&permit).await.unwrap();
        plan.into_iter()
            .map(|one| (one.employer.id.to_string(), one.calendar.renews_on, one.due))
            .collect()
    };
    // Cypress is not open yet.
    let bayside = (BAYSIDE.to_owned(), day("2026-12-16"), false);
    let tidewater = (TIDEWATER.to_owned(), day("2026-11-16"), true);
    assert_eq!(plan().await, [tidewater, bayside.clone()]);
    let done = operations.renew_due_now(&permit).await.unwrap();
    assert_eq!(done, Done { done: 1, failed: 0 });
    assert_eq!(operations.renew_as_is().await.unwrap(), Done::default());
    assert_eq!(plan().await, [bayside]);
    let seen = operations.submission(&permit, id(TIDEWATER), day("2026-12-01"), 1).await.unwrap();
    assert_eq!(seen.kept.course.state, State::Accepted);
    assert!(seen.kept.course.is_as_is() && seen.kept.filed.signatures.is_empty());
    assert_eq!(trail(world, TIDEWATER).await, [Action::RenewalRenewedAsIs]);
    // It can no longer be published to.
    let groups = BTreeSet::from([id(TIDEWATER)]);
    let newest = world.catalogue().await;
    let late = operations.publish_renewals(&permit, newest, day("2026-12-01"), &groups).await;
    assert_eq!(late.unwrap(), 0);
}

async fn the_day_of_the_demo_can_be_moved(world: &World) {
    let (operations, permit) = (&world.operations, world.staff().await);
    let now: DateTime<Utc> = world.clock.now();
    assert_eq!(operations.moved_day(), None);
    for far in ["2025-11-23", "2027-11-25"] {
        assert!(!operations.move_day(&permit, day(far)).unwrap(), "{far}");
    }
    assert!(operations.move_day(&permit, day("2026-12-20")).unwrap());
    assert_eq!((operations.today(), operations.now()), (day("2026-12-20"), now));
    assert_eq!(operations.moved_day(), Some(day("2026-12-20")));
    let turned = operations.turn_calendar().await;
    let one = Done { done: 1, failed: 0 };
    assert_eq!((turned.renewed, turned.took_effect), (one, one));
    assert_eq!(Turned { reminded: 0, ..operations.turn_calendar().await }, Turned::default());
    let renews_on = async |operations: &Operations, employer: &str| {
        let permit = world.may(employer).await;
        operations.renewals(&permit).await.unwrap().next.calendar.effective_on
    };
    assert_eq!(renews_on(operations, TIDEWATER).await, day("2027-12-01"));
    assert_eq!(renews_on(operations, BAYSIDE).await, day(JANUARY));

    // Back where it was, what happened stays, also when the demo is brought up to date.
    assert!(operations.move_day(&permit, day("2026-11-24")).unwrap());
    assert_eq!(operations.moved_day(), None);
    operations.set_up_demo(&world.folder.path().join("demo")).await.unwrap();
    assert_eq!(renews_on(operations, TIDEWATER).await, day("2027-12-01"));
    let bayside = operations.submission(&permit, id(BAYSIDE), day(JANUARY), 1).await.unwrap();
    assert_eq!(bayside.kept.course.state, State::Accepted);

    let plain = world.without_demo();
    assert_eq!(plain.days_to_move_to(), None);
    let refused = plain.move_day(&permit, day("2026-12-20"));
    assert!(matches!(refused, Err(OperationError::NotFound)));
}
