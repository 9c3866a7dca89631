//! From people's choices to next year's roster: chosen by those who manage the renewal and by employees, looked
//! over, submitted, decided, and put into effect; and what happens where nobody does anything.

use crate::renewal::{BAYSIDE, CYPRESS, JANUARY, TIDEWATER, create};
use crate::world::{World, day, noon};
use domain::Percent;
use domain::access::Capability;
use domain::census::Waiver;
use domain::contribution::Contribution;
use domain::election::{
    Choice, ElectedBy, Election, ElectionFault, EndReason, Ending, Newcomer, Wish,
};
use domain::id::EmployerId;
use domain::outbox::LetterKind;
use domain::submission::{
    DocumentKind, GateRule, Happened, Outcome, Override, State, Submission, Weight,
};
use operations::access::Sensitive;
use operations::election::{Addressee, BallotState, ElectionEdit, ElectionError};
use operations::need::{Documents, ManageMembers, SubmitRenewal};
use operations::review::Review;
use operations::submission::{SubmissionDecision, Submit, SubmitError, Submitted, Upload};
use operations::{OperationError, Origin, Permit};

/// The demo as it is on a day, with keys, so that mail can be written.
async fn world(today: &str) -> World {
    let mut world = World::new().await;
    world.clock.set(noon(day(today)));
    world.operations = world.operations.clone().with(World::settings());
    world.operations.set_up_demo(&world.folder.path().join("demo")).await.unwrap();
    world
}

fn bayside() -> EmployerId {
    BAYSIDE.parse().unwrap()
}

async fn members(world: &World) -> Permit<ManageMembers> {
    world.operations.authorize(&world.viewer("members").await, BAYSIDE).await.unwrap()
}

async fn signs(world: &World, who: &str) -> Sensitive<SubmitRenewal> {
    let viewer = world.viewer(who).await;
    world.operations.authorize_sensitive(&viewer, BAYSIDE).await.unwrap()
}

async fn review(world: &World, scenario: Option<&str>) -> Review {
    let permit = world.may(BAYSIDE).await;
    world.operations.review_renewal(&permit, JANUARY, scenario).await.unwrap().1.unwrap()
}

/// What is submitted of a review, signed, with a reason for each warning.
fn signed(review: &Review) -> Submit {
    let warnings = review.findings.iter().filter(|finding| finding.weight == Weight::Warning);
    let mut overrides: Vec<Override> = warnings
        .map(|finding| Override { rule: finding.rule, reason: "We know.".to_owned() })
        .collect();
    overrides.dedup_by_key(|said| said.rule);
    Submit {
        key: review.key.clone(),
        scenario: review.chosen.as_ref().map(|kept| (kept.id.to_string(), kept.version)),
        pulse: review.pulse,
        catalogue: review.filed.catalogue,
        overrides,
        name: "Dana Whitfield".to_owned(),
        attested: true,
    }
}

async fn submit(world: &World, submit: &Submit) -> Result<Submitted, SubmitError> {
    world.operations.submit_renewal(&signs(world, "primary").await, JANUARY, submit).await
}

/// Looks everything over and submits it. Answers the number.
async fn submitted(world: &World) -> i64 {
    let done = submit(world, &signed(&review(world, None).await)).await.unwrap();
    done.number
}

/// The submissions as their employer sees them, the newest first.
async fn all(world: &World) -> Vec<Submission> {
    let permit = world.may(BAYSIDE).await;
    world.operations.renewal_status(&permit, JANUARY).await.unwrap().submissions
}

async fn states(world: &World) -> Vec<&'static str> {
    all(world).await.iter().map(|submission| submission.course.state.code()).collect()
}

async fn decide(world: &World, number: i64, decision: SubmissionDecision) {
    let staff = world.staff().await;
    let version = all(world).await.iter().find(|s| s.number == number).unwrap().version;
    let of = (bayside(), day(JANUARY), number);
    world.operations.decide_submission(&staff, of, version, decision).await.unwrap();
}

async fn mails(world: &World, kind: LetterKind) -> usize {
    let all = world.operations.mails(&world.staff().await, None).await.unwrap();
    all.iter().filter(|mail| mail.kind == kind).count()
}

fn edit(election: Election, based_on: i64) -> ElectionEdit {
    ElectionEdit { election, based_on, removed: false }
}

/// The row of an employee whom a test tells, as the roster has it.
fn row_of(review: &Review, is: impl Fn(&Outcome) -> bool) -> u32 {
    review.filed.families.iter().find(|family| is(&family.outcome)).unwrap().row
}

#[tokio::test]
async fn people_choose_and_their_choices_are_seen() {
    let world = world("2026-11-24").await;
    choices_are_looked_at_kept_and_taken_back(&world).await;
    somebody_new_is_added(&world).await;
    many_are_moved_by_a_rule(&world).await;
    an_employee_answers_a_link_once(&world).await;
}

async fn choices_are_looked_at_kept_and_taken_back(world: &World) {
    let operations = &world.operations;
    let before = review(world, None).await;
    let row = row_of(&before, |outcome| *outcome == Outcome::Renewed);
    let waived =
        Election { choice: Choice::Waived(Waiver::OtherGroupPlan), ..Election::following(row) };
    let may = world.may(BAYSIDE).await;
    let (_, seen) = operations.choice(&may, JANUARY, None, Some(row), None).await.unwrap();
    assert!(seen.options[0].iter().any(|plan| plan.follows && plan.month.is_some()));
    let look = edit(waived.clone(), 0);
    let preview = operations.preview_election(&may, JANUARY, &seen.scenario, look).await.unwrap();
    assert_eq!(preview.before.unwrap().outcome, Outcome::Renewed);
    assert_eq!(preview.after.unwrap().outcome, Outcome::Waived(Some(Waiver::OtherGroupPlan)));
    assert_eq!(review(world, None).await.pulse, before.pulse, "nothing is kept");

    let permit = members(world).await;
    let save = async |edit| operations.save_elections(&permit, JANUARY, vec![edit]).await;
    let kept = save(edit(waived.clone(), 0)).await.unwrap();
    assert_eq!((kept[0].version, kept[0].by), (1, ElectedBy::Employer));
    let after = review(world, None).await;
    assert!(after.pulse > before.pulse && after.filed.next.premium < before.filed.next.premium);
    let overtaken = save(edit(waived.clone(), 0)).await.unwrap_err();
    assert!(matches!(overtaken, ElectionError::Overtaken(Some(_))), "{overtaken:?}");

    let last_day = day("2026-11-15");
    let ending = Ending { reason: EndReason::LeftJob, last_day };
    let ended = Election { choice: Choice::Ended(ending), ..Election::following(row) };
    let ElectionError::Faults(faults) = save(edit(ended, 1)).await.unwrap_err() else {
        panic!("coverage does not end in the middle of a month");
    };
    assert_eq!(faults[0].1, ElectionFault::EndsWhen);

    save(ElectionEdit { removed: true, ..edit(waived, 1) }).await.unwrap();
    assert_eq!(review(world, None).await.filed.next, before.filed.next);
    let unknown = operations.choice(&may, JANUARY, None, Some(9_999), None).await.unwrap_err();
    assert!(matches!(unknown, OperationError::NotFound));
}

async fn somebody_new_is_added(world: &World) {
    let before = review(world, None).await;
    let plan = before.filed.scenario.packages[0].plans[0].clone();
    let newcomer = Newcomer {
        name: "Mia Novak".to_owned(),
        born_on: day("1990-04-02"),
        hired_on: day("2026-11-16"),
        class: None,
    };
    let election = Election {
        newcomer: Some(newcomer),
        choice: Choice::Covered([Wish::Plan(plan), Wish::Follow]),
        ..Election::following(0)
    };
    let permit = members(world).await;
    let edits = vec![edit(election, 0)];
    let kept = world.operations.save_elections(&permit, JANUARY, edits).await.unwrap();
    let row = kept[0].election.row;
    let after = review(world, None).await;
    assert_eq!(after.filed.families.len(), before.filed.families.len() + 1);
    let family = after.filed.families.iter().find(|family| family.row == row).unwrap();
    assert_eq!((family.name.as_str(), &family.outcome), ("Mia Novak", &Outcome::Joined));
    let may = world.may(BAYSIDE).await;
    let seen = world.operations.choice(&may, JANUARY, None, Some(row), None).await.unwrap().1;
    assert!(seen.household.is_none() && seen.saved.is_some());
    let back = ElectionEdit { removed: true, ..edit(kept[0].election.clone(), 1) };
    world.operations.save_elections(&permit, JANUARY, vec![back]).await.unwrap();
}

async fn many_are_moved_by_a_rule(world: &World) {
    let before = review(world, None).await;
    let offered = &before.filed.scenario.packages[0].plans;
    let count = |review: &Review, plan| {
        let families = review.filed.families.iter();
        families.filter(|f| f.next_in[0].as_ref() == Some(plan)).count()
    };
    let medical: Vec<_> = offered.iter().filter(|plan| count(&before, plan) > 0).collect();
    let (from, to) = (medical[0], medical[1]);
    let permit = members(world).await;
    let rule = async |from: &str, to: &str| {
        world.operations.elect_by_rule(&permit, JANUARY, None, from, to).await
    };
    let moved = rule(from.as_str(), to.as_str()).await.unwrap();
    let after = review(world, None).await;
    assert_eq!(moved, count(&before, from));
    assert_eq!((count(&after, from), count(&after, to)), (0, count(&before, to) + moved));
    for (from, to) in [(from.as_str(), to.as_str()), ("nonsense", to.as_str())] {
        let refused = rule(from, to).await.unwrap_err();
        assert!(matches!(refused, ElectionError::NotOffered), "{refused:?}");
    }
}

async fn an_employee_answers_a_link_once(world: &World) {
    let operations = &world.operations;
    let seen = review(world, None).await;
    let row = row_of(&seen, |outcome| matches!(outcome, Outcome::Moved | Outcome::Renewed));
    let to = [Addressee { row, email: "employee@example.com".to_owned() }];
    let permit = members(world).await;
    assert_eq!(operations.send_election_links(&permit, JANUARY, None, &to).await.unwrap(), 1);
    let staff = world.staff().await;
    let mails = operations.mails(&staff, None).await.unwrap();
    let mail = mails.iter().find(|mail| mail.kind == LetterKind::Election).unwrap();
    let (_, paper) = operations.read_mail(&staff, mail.id).await.unwrap();
    let (_, rest) = paper.text.split_once("/elect/").unwrap();
    let token = rest.split_whitespace().next().unwrap();

    let BallotState::Open(ballot) = operations.open_ballot(token).await.unwrap() else {
        panic!("the link is good");
    };
    let plan = ballot.options[0].iter().find(|option| !option.follows).unwrap();
    assert!(!plan.shares.is_empty() && !ballot.options[0].is_empty());
    let chosen = Choice::Covered([Wish::Plan(plan.plan.id.clone()), Wish::Follow]);
    let from = Origin::default();
    let other = domain::id::PlanId::parse("12345CA0010001").unwrap();
    let other = Choice::Covered([Wish::Plan(other), Wish::Follow]);
    let refused = operations.answer_ballot(token, other, &from).await.unwrap_err();
    assert!(matches!(refused, ElectionError::NotOffered), "{refused:?}");
    operations.answer_ballot(token, chosen.clone(), &from).await.unwrap();
    assert!(matches!(operations.open_ballot(token).await.unwrap(), BallotState::Answered));
    let again = operations.answer_ballot(token, chosen, &from).await.unwrap_err();
    assert!(matches!(again, ElectionError::NotOpen), "{again:?}");
    let after = review(world, None).await;
    let saved = after.saved.iter().find(|saved| saved.election.row == row).unwrap();
    assert_eq!(saved.by, ElectedBy::Employee);
    assert!(after.links.iter().any(|link| link.row == row && link.answered_at.is_some()));
    let unknown = operations.open_ballot("nonsense").await.unwrap_err();
    assert!(matches!(unknown, OperationError::NotFound));
}

/// Everything in one test, since setting the demo up is the slow part.
#[tokio::test]
async fn a_renewal_is_submitted_decided_and_takes_effect() {
    let world = world("2026-11-24").await;
    what_stands_in_the_way_is_told(&world).await;
    the_same_request_is_one_submission(&world).await;
    one_that_amends_takes_the_place_of_the_one_before(&world).await;
    the_carrier_asks_and_is_answered(&world).await;
    it_is_taken_back(&world).await;
    where_two_sign_somebody_else_confirms(&world).await;
    it_is_refused_and_accepted(&world).await;
    what_was_accepted_holds_until_its_amendment_is_accepted(&world).await;
    its_paper_stays_the_same(&world).await;
    it_takes_effect(&world).await;
}

async fn what_stands_in_the_way_is_told(world: &World) {
    let seen = review(world, None).await;
    let good = signed(&seen);
    let refused = async |changed: Submit| submit(world, &changed).await.unwrap_err();
    let unsigned = refused(Submit { name: " ".to_owned(), ..good.clone() }).await;
    assert!(matches!(unsigned, SubmitError::NoSignature), "{unsigned:?}");
    let unattested = refused(Submit { attested: false, ..good.clone() }).await;
    assert!(matches!(unattested, SubmitError::NotAttested), "{unattested:?}");
    let overtaken = refused(Submit { pulse: good.pulse - 1, ..good.clone() }).await;
    assert!(matches!(overtaken, SubmitError::Overtaken), "{overtaken:?}");
    let other_rates = Submit { catalogue: good.catalogue + 1, ..good.clone() };
    let overtaken = refused(other_rates).await;
    assert!(matches!(overtaken, SubmitError::Overtaken), "{overtaken:?}");

    // Too little is contributed: that blocks, whatever is said about it.
    let mut little = seen.scenario.clone();
    for package in &mut little.packages {
        let none = Percent::ZERO;
        package.contribution = Contribution::percent(Percent::whole(10), none, none);
    }
    let kept = create(world, (BAYSIDE, JANUARY), "Little", &little).await.unwrap();
    let id = kept.id.to_string();
    let blocked = signed(&review(world, Some(&id)).await);
    let say = Override { rule: GateRule::Contribution, reason: "We know.".to_owned() };
    let overrides = [blocked.overrides.clone(), vec![say]].concat();
    let gate = refused(Submit { overrides, ..blocked.clone() }).await;
    let SubmitError::Gate(findings, _) = gate else { panic!("not blocked: {gate:?}") };
    assert!(findings.iter().any(|finding| finding.rule == GateRule::Contribution));
    let outdated = blocked.scenario.clone().map(|(id, version)| (id, version + 1));
    let overtaken = refused(Submit { scenario: outdated, ..blocked }).await;
    assert!(matches!(overtaken, SubmitError::Overtaken), "{overtaken:?}");
    assert_eq!(states(world).await, [""; 0]);

    // Who may plan may not submit.
    let planner = world.viewer("administrator").await;
    let refused = world.operations.authorize::<SubmitRenewal>(&planner, BAYSIDE).await.unwrap_err();
    assert!(matches!(refused, OperationError::Forbidden(Capability::SubmitRenewal)));
}

async fn the_same_request_is_one_submission(world: &World) {
    let before = mails(world, LetterKind::RenewalStep).await;
    let good = signed(&review(world, None).await);
    let other_window = signed(&review(world, None).await);
    let (first, second) = tokio::join!(submit(world, &good), submit(world, &good));
    let first = first.unwrap();
    assert_eq!((first.number, first.state.clone()), (1, State::Submitted));
    assert_eq!(second.unwrap(), first);
    // The same again, also when something changed since.
    let stale = Submit { pulse: 0, ..good };
    assert_eq!(submit(world, &stale).await.unwrap(), first);
    // Another window in which it stood ready does not submit it once more.
    let overtaken = submit(world, &other_window).await.unwrap_err();
    assert!(matches!(overtaken, SubmitError::Overtaken), "{overtaken:?}");
    assert_eq!(states(world).await, ["submitted"]);
    assert!(mails(world, LetterKind::RenewalStep).await > before);
    let kept = all(world).await.remove(0);
    assert_eq!(kept.filed.signatures[0].name, "Dana Whitfield");
    assert_eq!(kept.filed.families.len(), 28);
}

async fn one_that_amends_takes_the_place_of_the_one_before(world: &World) {
    assert_eq!(submitted(world).await, 2);
    assert_eq!(states(world).await, ["submitted", "replaced"]);
    assert_eq!(all(world).await[1].course.state, State::Replaced { by: 2 });
}

async fn the_carrier_asks_and_is_answered(world: &World) {
    decide(world, 2, SubmissionDecision::Ask("Is the class right?".to_owned())).await;
    assert_eq!(states(world).await[0], "info_wanted");
    let standing = world.operations.standings(&world.viewer("primary").await).await.unwrap();
    let standing = standing.iter().find(|s| s.head.employer.id == bayside()).unwrap();
    assert_eq!(standing.course.as_ref().unwrap().state.code(), "info_wanted");
    let permit = signs(world, "officer").await;
    let answer = async |words: &str, bytes: &[u8]| {
        let upload = Upload { name: "../our list.txt".to_owned(), bytes: bytes.to_vec() };
        world.operations.answer_submission(&permit, JANUARY, 2, words, Some(upload)).await
    };
    let refused = answer(" ", b"%PDF-1.7").await.unwrap_err();
    assert!(matches!(refused, SubmitError::Words), "{refused:?}");
    let refused = answer("Yes.", b"<html>").await.unwrap_err();
    assert!(matches!(refused, SubmitError::File), "{refused:?}");
    answer("Yes.", b"%PDF-1.7").await.unwrap();
    assert_eq!(states(world).await[0], "submitted");
    let said = all(world).await[0].course.steps.last().unwrap().clone();
    assert_eq!((said.what, said.words.as_str()), (Happened::Answered, "Yes."));

    let may = world.may(BAYSIDE).await;
    let uploads = world.operations.renewal_status(&may, JANUARY).await.unwrap().uploads;
    assert_eq!((uploads.len(), uploads[0].name.as_str()), (1, "our list.pdf"));
    let id = uploads[0].id.to_string();
    let found = world.operations.renewal_document(&may, JANUARY, &id).await.unwrap();
    assert_eq!(
        (found.head.kind, found.content.as_slice()),
        (DocumentKind::Upload, &b"%PDF-1.7"[..])
    );
    // Another employer, or another renewal, has no such file.
    let other = world.may(CYPRESS).await;
    assert!(world.operations.renewal_document(&other, JANUARY, &id).await.is_err());
    assert!(world.operations.renewal_document(&may, "2027-02-01", &id).await.is_err());
}

async fn it_is_taken_back(world: &World) {
    let permit = signs(world, "primary").await;
    let back =
        async || world.operations.withdraw_submission(&permit, JANUARY, 2, "A mistake").await;
    back().await.unwrap();
    assert_eq!(states(world).await, ["withdrawn", "replaced"]);
    assert!(matches!(back().await.unwrap_err(), SubmitError::Overtaken));
    let answered = world.operations.answer_submission(&permit, JANUARY, 2, "Hm", None).await;
    assert!(matches!(answered.unwrap_err(), SubmitError::Overtaken));
}

async fn where_two_sign_somebody_else_confirms(world: &World) {
    let operations = &world.operations;
    let (dana, ruth) = (signs(world, "primary").await, signs(world, "officer").await);
    operations.set_second_signature(&dana, true, 0).await.unwrap();
    let stale = operations.set_second_signature(&dana, false, 0).await.unwrap_err();
    assert!(matches!(stale, SubmitError::Overtaken), "{stale:?}");
    assert_eq!(submitted(world).await, 3);
    assert_eq!(states(world).await[0], "awaits_second");
    let confirm = async |permit, attested| {
        operations.confirm_submission(permit, JANUARY, 3, "Ruth Abel", attested).await
    };
    let same = confirm(&dana, true).await.unwrap_err();
    assert!(matches!(same, SubmitError::SamePerson), "{same:?}");
    let unattested = confirm(&ruth, false).await.unwrap_err();
    assert!(matches!(unattested, SubmitError::NotAttested), "{unattested:?}");
    let before = all(world).await.remove(0).hash;
    confirm(&ruth, true).await.unwrap();
    let kept = all(world).await.remove(0);
    assert_eq!(kept.course.state, State::Submitted);
    let names: Vec<&str> = kept.filed.signatures.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Dana Whitfield", "Ruth Abel"]);
    assert_ne!(kept.hash, before);
    let again = confirm(&ruth, true).await.unwrap_err();
    assert!(matches!(again, SubmitError::Overtaken), "{again:?}");
    operations.set_second_signature(&dana, false, 1).await.unwrap();
}

async fn it_is_refused_and_accepted(world: &World) {
    decide(world, 3, SubmissionDecision::Reject("The class is wrong.".to_owned())).await;
    assert_eq!(states(world).await[0], "rejected");
    assert_eq!(submitted(world).await, 4);
    let contract =
        async || world.read().await.contract().on(bayside(), day(JANUARY)).await.unwrap();
    assert!(contract().await.is_none());
    decide(world, 4, SubmissionDecision::Accept).await;
    assert_eq!(states(world).await[0], "accepted");
    let kept = all(world).await.remove(0);
    assert_eq!(contract().await.unwrap().packages, kept.filed.scenario.packages);
    let staff = world.staff().await;
    let of = (bayside(), day(JANUARY), 4);
    let stale = world
        .operations
        .decide_submission(&staff, of, 1, SubmissionDecision::Accept)
        .await
        .unwrap_err();
    assert!(matches!(stale, SubmitError::Overtaken), "{stale:?}");
}

async fn what_was_accepted_holds_until_its_amendment_is_accepted(world: &World) {
    assert_eq!(submitted(world).await, 5);
    assert_eq!(states(world).await[..2], ["submitted", "accepted"]);
    decide(world, 5, SubmissionDecision::Accept).await;
    assert_eq!(states(world).await[..2], ["accepted", "replaced"]);
    let permit: Permit<Documents> = {
        let viewer = world.viewer("officer").await;
        world.operations.authorize(&viewer, BAYSIDE).await.unwrap()
    };
    let (_, contracts) = world.operations.contracts(&permit).await.unwrap();
    let told: Vec<_> = contracts.iter().map(|seen| seen.submission).collect();
    assert_eq!(told, [Some(5), None]);
    let kept = all(world).await.remove(0);
    assert_eq!(contracts[0].month, Some(kept.filed.next));
    assert_eq!(contracts[1].month, Some(kept.filed.now));
    let covered: usize = contracts[1].plans.iter().filter_map(|plan| plan.employees).sum();
    assert!(covered >= contracts[1].employees.unwrap() && covered > 0);
    assert!(contracts.iter().flat_map(|seen| &seen.plans).all(|plan| plan.line.is_some()));
    let people = || contracts.iter().filter_map(|seen| seen.people.as_ref()).flatten();
    assert!(people().any(|person| !person.dependents.is_empty()));
    assert!(people().flat_map(|person| &person.dependents).all(|name| !name.is_empty()));
    for seen in &contracts {
        let people = seen.people.as_ref().unwrap();
        assert_eq!(Some(people.len()), seen.employees);
        let months = people.iter().map(|person| person.month.premium).sum();
        assert_eq!(seen.month.unwrap().premium, months);
        assert!(people.iter().all(|person| !person.plans.is_empty()));
    }
    let one = world.operations.contract(&permit, JANUARY).await.unwrap().1;
    assert_eq!(one, contracts[0]);
    for nothing in ["2031-01-01", "soon"] {
        let missing = world.operations.contract(&permit, nothing).await.unwrap_err();
        assert!(matches!(missing, OperationError::NotFound));
    }
    let paper = world.operations.contract_paper(&permit, JANUARY).await.unwrap();
    assert_eq!(paper.head.number, Some(5));
    let past = world.operations.contract_paper(&permit, "2026-01-01").await.unwrap_err();
    assert!(matches!(past, OperationError::NotFound));
}

async fn its_paper_stays_the_same(world: &World) {
    let may = world.may(BAYSIDE).await;
    let paper = world.operations.renewal_paper(&may, JANUARY, 5).await.unwrap();
    assert!(paper.content.starts_with(b"%PDF-"));
    let again = world.operations.renewal_paper(&may, JANUARY, 5).await.unwrap();
    assert_eq!((again.head.id, again.content == paper.content), (paper.head.id, true));
    let missing = world.operations.renewal_paper(&may, JANUARY, 9).await.unwrap_err();
    assert!(matches!(missing, OperationError::NotFound));
}

async fn it_takes_effect(world: &World) {
    let operations = &world.operations;
    world.clock.set(noon(day("2026-12-31")));
    assert_eq!(operations.take_effect().await.unwrap().done, 0);
    world.clock.set(noon(day(JANUARY)));
    let filed = all(world).await.remove(0).filed;
    assert_eq!(operations.take_effect().await.unwrap().done, 1);
    assert_eq!(operations.take_effect().await.unwrap().done, 0);
    let mut unit = world.read().await;
    let employer = unit.employer().lookup(bayside()).await.unwrap().unwrap();
    assert_eq!(employer.renews_on, Some(day("2028-01-01")));
    let (head, census) = unit.roster().latest(bayside()).await.unwrap().unwrap();
    assert_eq!(head.source, "Renewal of 2027-01-01");
    for household in &census.households {
        let row = household.employee.row;
        let family = filed.families.iter().find(|family| family.row == row).unwrap();
        let plans: Vec<_> = family.next_in.iter().flatten().cloned().collect();
        assert_eq!(household.employee.employment.enrolled, plans, "{}", household.employee.name);
    }
    drop(unit);
    // What was can still be read, though the next renewal is another one.
    let permit = world.may(BAYSIDE).await;
    let status = operations.renewal_status(&permit, JANUARY).await.unwrap();
    assert_eq!(status.submissions[0].course.state, State::InEffect);
    assert!(operations.renewal_status(&permit, "2029-01-01").await.is_err());
}

/// What happens where nobody does anything.
#[tokio::test]
async fn nobody_submits_and_everything_renews_as_it_is() {
    let world = world("2026-11-24").await;
    let operations = &world.operations;
    // Bayside's is open, Tidewater's is over and Cypress's is not open yet.
    assert_eq!(operations.remind_of_renewals().await.unwrap(), 1);
    let told = mails(&world, LetterKind::RenewalReminder).await;
    assert!(told > 0);
    assert_eq!(operations.remind_of_renewals().await.unwrap(), 0, "each step once");
    world.clock.set(noon(day("2026-12-02")));
    assert_eq!(operations.remind_of_renewals().await.unwrap(), 1, "the next step");
    assert!(mails(&world, LetterKind::RenewalReminder).await > told);
    world.clock.set(noon(day("2026-11-24")));

    // Whoever wants no mail gets none.
    let permit = world.may(BAYSIDE).await;
    assert!(operations.wants_steps(&permit).await.unwrap());
    operations.set_wants_steps(&permit, false).await.unwrap();
    assert!(!operations.wants_steps(&permit).await.unwrap());

    let plan = operations.as_is_plan(&world.staff().await).await.unwrap();
    let due: Vec<&str> =
        plan.iter().filter(|plan| plan.due).map(|plan| plan.employer.name.as_str()).collect();
    assert_eq!(due, ["Tidewater Bicycle Works"]);
    let (first, second) = tokio::join!(operations.renew_as_is(), operations.renew_as_is());
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((first.done + second.done, first.failed + second.failed), (1, 0));
    assert_eq!(operations.renew_as_is().await.unwrap().done, 0);
    let permit = world.may(TIDEWATER).await;
    let status = operations.renewal_status(&permit, "2026-12-01").await.unwrap();
    assert_eq!(status.submissions.len(), 1);
    let kept = &status.submissions[0];
    assert!(kept.course.is_as_is() && kept.filed.signatures.is_empty());
    assert_eq!((kept.course.state.clone(), kept.submitted_by), (State::Accepted, None));
    assert_eq!(kept.filed.next, kept.filed.as_is);
}
