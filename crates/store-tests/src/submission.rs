//! Stories about submissions.

use crate::Lab;
use crate::fixture::{AWKWARD, awkward_json, day, employer, moment, packages, plan_id, scenario};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::Cents;
use domain::census::Relationship;
use domain::election::Election;
use domain::employer::{Employer, EmployerKind};
use domain::id::{AccountId, EmployerId};
use domain::plan::Line;
use domain::pricing::Split;
use domain::submission::{
    Course, Doing, Event, Filed, FiledFamily, FiledMember, FiledPlan, Outcome, Party, Signature,
    State, Submission, SubmissionHead,
};
use store::{Constraint, StoreError};
use uuid::Uuid;

const RENEWAL: &str = "2027-01-01";

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn id(number: u128) -> EmployerId {
    EmployerId(Uuid::from_u128(number))
}

pub(crate) async fn new_employers(lab: &dyn Lab, ids: &[u128]) {
    let mut unit = lab.store().begin().await.expect("begins");
    for id in ids {
        unit.employer().save(&employer(*id, EmployerKind::Group), at(0)).await.expect("saves");
    }
    unit.commit().await.expect("commits");
}

fn doing(minute: i64) -> Doing {
    Doing { at: at(minute), on: day("2026-11-27"), party: Party::Employer, name: AWKWARD.into() }
}

/// What a submission holds, with a bit of everything.
fn filed() -> Filed {
    let split = Split { premium: Cents::new(90_714), employer: Cents::new(45_357) };
    let member = FiledMember {
        row: 2,
        name: awkward_json(),
        relationship: Relationship::Employee,
        born_on: day("1980-02-29"),
        now: true,
        next: true,
    };
    let family = FiledFamily {
        row: 2,
        name: awkward_json(),
        class: Some("Office".to_owned()),
        members: vec![member],
        now_in: [Some(plan_id("12345CA0010001")), None],
        next_in: [Some(plan_id("12345CA0020001")), None],
        now: split,
        next: split,
        begins_on: Some(day("2027-02-01")),
        outcome: Outcome::Moved,
    };
    let plan =
        FiledPlan { id: plan_id("12345CA0020001"), name: AWKWARD.to_owned(), line: Line::Medical };
    Filed {
        employer: AWKWARD.to_owned(),
        catalogue: 3,
        scenario_name: "Under 5%".to_owned(),
        scenario: domain::Scenario { packages: packages(), ..scenario(1, "A").scenario },
        elections: vec![Election::following(2)],
        plans: vec![plan],
        families: vec![family],
        now: split,
        as_is: split,
        next: split,
        overrides: Vec::new(),
        signatures: vec![signature("Dana Whitfield")],
    }
}

fn signature(name: &str) -> Signature {
    Signature {
        name: name.to_owned(),
        email: "dana@example.com".to_owned(),
        at: at(1),
        attestation: AWKWARD.to_owned(),
    }
}

/// Of employer 1, submitted at the minute of its number.
pub(crate) fn submission(number: i64) -> Submission {
    Submission {
        employer: id(1),
        effective_on: day(RENEWAL),
        number,
        key: format!("key-{number}"),
        filed: filed(),
        hash: format!("{number:064x}"),
        course: Course::begin(doing(number), false),
        version: 1,
        submitted_by: Some(AccountId(Uuid::from_u128(9))),
        submitted_at: at(number),
        changed_at: at(number),
    }
}

fn after(submission: &Submission, event: Event, minute: i64) -> Submission {
    let course = submission.course.clone().event(event, doing(minute)).expect("can happen");
    Submission { course, changed_at: at(minute), ..submission.clone() }
}

/// The same as it stands in a state, however it came there.
pub(crate) fn standing(submission: Submission, state: State) -> Submission {
    Submission { course: Course { state, ..submission.course.clone() }, ..submission }
}

pub(crate) async fn insert(lab: &dyn Lab, submission: &Submission) -> Result<(), StoreError> {
    let mut unit = lab.store().begin().await?;
    unit.submission().insert(submission).await?;
    unit.commit().await
}

async fn lookup(lab: &dyn Lab, of: &Submission) -> Option<Submission> {
    let mut unit = lab.store().begin_read().await.expect("begins");
    let found = unit.submission().lookup(of.employer, of.effective_on, of.number).await;
    found.expect("answers")
}

fn head(of: &Submission) -> SubmissionHead {
    SubmissionHead {
        employer: of.employer,
        employer_name: employer(1, EmployerKind::Group).name,
        effective_on: of.effective_on,
        number: of.number,
        course: of.course.clone(),
        version: of.version,
        submitted_at: of.submitted_at,
        changed_at: of.changed_at,
    }
}

/// The newest first, and by the key that the browser made.
pub async fn submissions_are_read_back(lab: &dyn Lab) {
    new_employers(lab, &[1, 2]).await;
    let first = standing(submission(1), State::Withdrawn);
    let second = standing(submission(2), State::Rejected { reason: awkward_json() });
    let awkward = awkward_json().replace('\0', "");
    let third = Submission { key: awkward.clone(), submitted_by: None, ..submission(10) };
    let elsewhere = [
        Submission { employer: id(2), ..submission(1) },
        Submission { effective_on: day("2028-01-01"), ..submission(1) },
    ];
    // Always at version 1.
    let versioned = Submission { version: 7, ..second.clone() };
    for one in [&versioned, &third, &first].into_iter().chain(&elsewhere) {
        insert(lab, one).await.expect("inserts");
    }
    for one in [&first, &second, &third].into_iter().chain(&elsewhere) {
        assert_eq!(lookup(lab, one).await.as_ref(), Some(one));
    }
    assert_eq!(lookup(lab, &submission(3)).await, None);

    let mut unit = lab.store().begin_read().await.expect("begins");
    let submissions = unit.submission();
    let all = submissions.list(id(1), day(RENEWAL)).await.expect("answers");
    assert_eq!(all, [third.clone(), second, first.clone()]);
    let of_key = submissions.of_key(id(1), day(RENEWAL), "key-1").await.expect("answers");
    assert_eq!(of_key, Some(first));
    let of_key = submissions.of_key(id(1), day(RENEWAL), &awkward).await.expect("answers");
    assert_eq!(of_key, Some(third));
    let of_key = submissions.of_key(id(2), day(RENEWAL), "key-2").await.expect("answers");
    assert_eq!(of_key, None, "another's");
    drop(unit);

    let unversioned = Submission { number: 0, ..standing(submission(4), State::Withdrawn) };
    let stranger = Submission { employer: id(3), ..submission(1) };
    for wrong in [&unversioned, &stranger] {
        let refused = insert(lab, wrong).await;
        assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    }
}

async fn pulse(lab: &dyn Lab, of: &Submission) -> i64 {
    let mut unit = lab.store().begin_read().await.expect("begins");
    unit.submission().pulse(of.employer, of.effective_on).await.expect("answers")
}

/// And what is filed changes by a second signature alone.
pub async fn of_two_who_decide_one_submission_one_is_told(lab: &dyn Lab) {
    async fn save(lab: &dyn Lab, submission: &Submission) -> Result<bool, StoreError> {
        let mut unit = lab.store().begin().await?;
        tokio::task::yield_now().await;
        let saved = unit.submission().save_course(submission).await?;
        tokio::task::yield_now().await;
        unit.commit().await?;
        Ok(saved)
    }
    new_employers(lab, &[1, 2]).await;
    let signed = Submission { course: Course::begin(doing(1), true), ..submission(1) };
    insert(lab, &signed).await.expect("inserts");
    let confirmed = Submission {
        filed: Filed {
            signatures: vec![signature("Dana Whitfield"), signature(AWKWARD)],
            ..filed()
        },
        hash: "f".repeat(64),
        ..after(&signed, Event::Confirm, 5)
    };
    let inserted = pulse(lab, &signed).await;
    let mut unit = lab.store().begin().await.expect("begins");
    assert!(unit.submission().save_signed(&confirmed).await.expect("answers"));
    assert!(!unit.submission().save_signed(&confirmed).await.expect("answers"), "was first");
    unit.commit().await.expect("commits");
    let confirmed = Submission { version: 2, ..confirmed };
    assert_eq!(lookup(lab, &signed).await.as_ref(), Some(&confirmed));
    assert!(inserted > 0 && pulse(lab, &signed).await > inserted, "whoever watches is told");
    let mut unit = lab.store().begin().await.expect("begins");
    let saved = unit.submission().save_signed(&confirmed).await.expect("answers");
    assert!(!saved, "it awaits no second signature");
    drop(unit);

    let accepted = Submission { filed: filed(), ..after(&confirmed, Event::Accept, 6) };
    let refused = after(&confirmed, Event::Reject { reason: AWKWARD.to_owned() }, 6);
    let (one, two) = tokio::join!(save(lab, &accepted), save(lab, &refused));
    let (one, two) = (one.expect("answers"), two.expect("answers"));
    assert!(one != two, "exactly one is told: {one} {two}");
    let winner = if one { accepted } else { refused };
    let kept = Submission { version: 3, filed: confirmed.filed, ..winner };
    assert_eq!(lookup(lab, &signed).await, Some(kept.clone()));
    let claimed = Submission { employer: id(2), ..kept };
    assert!(!save(lab, &claimed).await.expect("answers"), "another's");
}

/// A key and a number are used once in a renewal.
pub async fn a_submission_has_a_key_and_a_number_of_its_own(lab: &dyn Lab) {
    new_employers(lab, &[1, 2]).await;
    let gone = |number| standing(submission(number), State::Withdrawn);
    insert(lab, &gone(1)).await.expect("inserts");
    let same_key = Submission { key: "key-1".to_owned(), ..gone(2) };
    let same_number = Submission { key: "key-2".to_owned(), ..gone(1) };
    for (again, constraint) in
        [(same_key, Constraint::SubmissionOfKey), (same_number, Constraint::SubmissionOfNumber)]
    {
        let refused = insert(lab, &again).await.expect_err("refuses");
        assert_eq!(refused.conflict(), Some(constraint), "{refused:?}");
    }
    for elsewhere in [
        Submission { employer: id(2), ..gone(1) },
        Submission { effective_on: day("2028-01-01"), ..gone(1) },
    ] {
        insert(lab, &elsewhere).await.expect("inserts");
    }
}

/// Whatever is told, one of them is there, and is found by the key.
pub async fn a_request_that_comes_twice_is_kept_once(lab: &dyn Lab) {
    async fn submit(lab: &dyn Lab, number: i64) -> Result<(), StoreError> {
        let one = Submission { key: "same".to_owned(), ..submission(number) };
        let mut unit = lab.store().begin().await?;
        tokio::task::yield_now().await;
        unit.submission().insert(&one).await?;
        tokio::task::yield_now().await;
        unit.commit().await
    }
    new_employers(lab, &[1]).await;
    let (one, two, three) = tokio::join!(submit(lab, 1), submit(lab, 1), submit(lab, 2));
    let outcomes = [one, two, three];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    for refused in outcomes.into_iter().filter_map(Result::err) {
        let told = [
            Constraint::SubmissionOfKey,
            Constraint::SubmissionOfNumber,
            Constraint::SubmissionPending,
        ];
        let conflict = refused.conflict();
        assert!(conflict.is_some_and(|constraint| told.contains(&constraint)), "{refused:?}");
    }
    let mut unit = lab.store().begin_read().await.expect("begins");
    let kept = unit.submission().of_key(id(1), day(RENEWAL), "same").await.expect("answers");
    assert!(kept.is_some());
    assert_eq!(unit.submission().list(id(1), day(RENEWAL)).await.expect("answers").len(), 1);
}

/// Whichever states they stand in; and what is replaced makes room.
pub async fn one_submission_is_under_way_and_one_accepted(lab: &dyn Lab) {
    async fn submit(lab: &dyn Lab, submission: &Submission) -> Result<(), StoreError> {
        let mut unit = lab.store().begin().await?;
        tokio::task::yield_now().await;
        unit.submission().insert(submission).await?;
        tokio::task::yield_now().await;
        unit.commit().await
    }
    new_employers(lab, &[1, 2]).await;
    let first = submission(1);
    let second = standing(submission(2), State::AwaitsSecond);
    let (one, two) = tokio::join!(submit(lab, &first), submit(lab, &second));
    let outcomes = [one, two];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let refused = outcomes.into_iter().find_map(Result::err).expect("one is refused");
    assert_eq!(refused.conflict(), Some(Constraint::SubmissionPending), "{refused:?}");

    // Another renewal's, and one that is accepted, are no hindrance.
    insert(lab, &Submission { employer: id(2), ..submission(1) }).await.expect("inserts");
    let accepted = standing(submission(3), State::Accepted);
    insert(lab, &accepted).await.expect("inserts");
    let asked = standing(submission(4), State::InfoWanted { what: AWKWARD.to_owned() });
    let in_effect = standing(submission(4), State::InEffect);
    for (another, constraint) in
        [(asked, Constraint::SubmissionPending), (in_effect, Constraint::SubmissionAccepted)]
    {
        let refused = insert(lab, &another).await.expect_err("refuses");
        assert_eq!(refused.conflict(), Some(constraint), "{refused:?}");
    }

    // An amendment is accepted once the one that it amends was replaced, and not before.
    let mut unit = lab.store().begin().await.expect("begins");
    let all = unit.submission().list(id(1), day(RENEWAL)).await.expect("answers");
    drop(unit);
    let [accepted, pending] = &all[..] else { panic!("two are there: {all:?}") };
    let amendment = standing(pending.clone(), State::Accepted);
    let mut unit = lab.store().begin().await.expect("begins");
    let refused = unit.submission().save_course(&amendment).await.expect_err("refuses");
    assert_eq!(refused.conflict(), Some(Constraint::SubmissionAccepted), "{refused:?}");
    drop(unit);
    let replaced = after(accepted, Event::Replace { by: pending.number }, 9);
    let mut unit = lab.store().begin().await.expect("begins");
    assert!(unit.submission().save_course(&replaced).await.expect("answers"));
    assert!(unit.submission().save_course(&amendment).await.expect("answers"));
    unit.commit().await.expect("commits");
}

/// What the carrier has to look at first, without what is filed.
pub async fn submissions_are_listed_for_staff(lab: &dyn Lab) {
    new_employers(lab, &[1, 2, 3, 4]).await;
    let waits = Submission { employer: id(2), ..submission(8) };
    let longer = Submission { employer: id(3), changed_at: at(99), ..submission(7) };
    let gone = standing(submission(1), State::Withdrawn);
    let done = Submission { changed_at: at(50), ..standing(submission(2), State::Accepted) };
    let asked = State::InfoWanted { what: AWKWARD.to_owned() };
    let asked = standing(Submission { employer: id(4), ..submission(1) }, asked);
    let asked = Submission { changed_at: at(20), ..asked };
    for one in [&gone, &done, &waits, &longer, &asked] {
        insert(lab, one).await.expect("inserts");
    }
    let mut unit = lab.store().begin_read().await.expect("begins");
    let submissions = unit.submission();
    let all = submissions.heads(None, 10).await.expect("answers");
    assert_eq!(all, [&longer, &waits, &done, &asked, &gone].map(head));
    assert_eq!(submissions.heads(None, 2).await.expect("answers"), [&longer, &waits].map(head));
    let some = submissions.heads(Some("info_wanted"), 10).await.expect("answers");
    assert_eq!(some, [head(&asked)]);
    assert_eq!(submissions.heads(Some("in_effect"), 10).await.expect("answers"), []);
}

/// Once their day has come.
pub async fn what_is_accepted_comes_to_take_effect(lab: &dyn Lab) {
    new_employers(lab, &[1, 2, 3, 4]).await;
    let of = |employer, effective_on: &str, state| {
        let one = Submission { employer: id(employer), ..submission(1) };
        standing(Submission { effective_on: day(effective_on), ..one }, state)
    };
    let due = of(2, "2027-01-01", State::Accepted);
    let overdue = of(3, "2026-12-01", State::Accepted);
    let later = of(1, "2027-02-01", State::Accepted);
    let pending = of(4, "2027-01-01", State::Submitted);
    let already = of(1, "2026-01-01", State::InEffect);
    for one in [&due, &overdue, &later, &pending, &already] {
        insert(lab, one).await.expect("inserts");
    }
    let mut unit = lab.store().begin_read().await.expect("begins");
    let submissions = unit.submission();
    let all = submissions.to_take_effect(day("2027-01-01"), 10).await.expect("answers");
    assert_eq!(all, [&overdue, &due].map(head));
    let one = submissions.to_take_effect(day("2027-01-31"), 1).await.expect("answers");
    assert_eq!(one, [head(&overdue)]);
    assert_eq!(submissions.to_take_effect(day("2026-11-30"), 10).await.expect("answers"), []);
}

/// Groups and invented ones, page by page.
pub async fn who_submitted_nothing_is_found(lab: &dyn Lab) {
    async fn found(
        lab: &dyn Lab,
        (from, until): (NaiveDate, NaiveDate),
        after: Option<EmployerId>,
        limit: u32,
    ) -> Vec<Employer> {
        let mut unit = lab.store().begin_read().await.expect("begins");
        unit.submission().employers_without(from, until, after, limit).await.expect("answers")
    }
    let of = |id, kind, renews_on: Option<&str>| Employer {
        renews_on: renews_on.map(day),
        ..employer(id, kind)
    };
    let (group, demo) = (EmployerKind::Group, EmployerKind::Demo);
    let employers = [
        of(1, group, Some("2027-01-01")),
        of(2, demo, Some("2027-02-01")),
        of(3, EmployerKind::Prospect, Some("2027-01-01")),
        of(4, group, None),
        of(5, group, Some("2026-12-31")),
        of(6, group, Some("2027-02-02")),
        of(7, group, Some("2027-01-01")),
        of(8, group, Some("2027-01-01")),
        of(9, group, Some("2027-01-01")),
        of(0x1_0000, group, Some("2027-01-15")),
    ];
    let mut unit = lab.store().begin().await.expect("begins");
    for one in &employers {
        unit.employer().save(one, at(0)).await.expect("saves");
    }
    unit.commit().await.expect("commits");
    let stands = Submission { employer: id(7), ..submission(1) };
    let accepted = standing(Submission { employer: id(8), ..submission(1) }, State::Accepted);
    let gone = standing(Submission { employer: id(9), ..submission(1) }, State::Withdrawn);
    let before = Submission { employer: id(1), effective_on: day("2026-01-01"), ..submission(1) };
    let before = standing(before, State::InEffect);
    for one in [&stands, &accepted, &gone, &before] {
        insert(lab, one).await.expect("inserts");
    }

    let span = (day("2027-01-01"), day("2027-02-01"));
    let all = [0, 1, 8, 9].map(|place: usize| employers[place].clone());
    assert_eq!(found(lab, span, None, 10).await, all);
    assert_eq!(found(lab, span, None, 2).await, all[..2]);
    assert_eq!(found(lab, span, Some(id(2)), 2).await, all[2..]);
    assert_eq!(found(lab, span, Some(id(0x1_0000)), 2).await, []);
    let one_day = (day("2027-02-02"), day("2027-02-02"));
    assert_eq!(found(lab, one_day, None, 10).await, [employers[5].clone()]);
}

/// Forgotten with their employer, which only one that asked for a quote is.
pub async fn what_is_submitted_goes_with_its_employer(lab: &dyn Lab) {
    let one = employer(1, EmployerKind::Prospect);
    let mut unit = lab.store().begin().await.expect("begins");
    unit.employer().save(&one, moment("2025-10-01T00:00:00Z")).await.expect("saves");
    unit.submission().insert(&submission(1)).await.expect("inserts");
    let limit = moment("2025-10-02T00:00:00Z");
    let gone = unit.employer().delete_prospects_before(limit).await.expect("deletes");
    assert_eq!(gone, 1);
    unit.commit().await.expect("commits");
    assert_eq!(lookup(lab, &submission(1)).await, None);
}
