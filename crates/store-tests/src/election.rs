//! Stories about elections.

use crate::Lab;
use crate::fixture::{AWKWARD, awkward_json, day, employer, moment, plan_id};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::census::{Relationship, Waiver};
use domain::election::{
    Choice, ElectedBy, Election, ElectionLink, EndReason, Ending, FIRST_ADDED_ROW, Joining,
    LeaveReason, Leaving, Newcomer, SavedElection, Wish,
};
use domain::employer::EmployerKind;
use domain::id::{EmployerId, ScenarioId};
use store::StoreError;
use uuid::Uuid;

const RENEWAL: &str = "2027-01-01";

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn id(number: u128) -> EmployerId {
    EmployerId(Uuid::from_u128(number))
}

/// Employers 1 and 2, of whom nobody has elected anything yet.
async fn new_employers(lab: &dyn Lab) {
    let mut unit = lab.store().begin().await.expect("begins");
    for id in [1, 2] {
        unit.employer().save(&employer(id, EmployerKind::Group), at(0)).await.expect("saves");
    }
    unit.commit().await.expect("commits");
}

fn joining(row: u32) -> Joining {
    Joining {
        row,
        relationship: Relationship::Child,
        name: awkward_json(),
        born_on: day("2026-05-01"),
        disabled: true,
    }
}

/// Of employer 1, with a bit of everything.
fn election(row: u32) -> SavedElection {
    let wishes = [Wish::Plan(plan_id("12345CA0010001")), Wish::Without];
    let leaving = Leaving { row: 4, reason: LeaveReason::Divorce };
    SavedElection {
        employer: id(1),
        effective_on: day(RENEWAL),
        election: Election {
            row,
            newcomer: None,
            choice: Choice::Covered(wishes),
            joining: vec![joining(FIRST_ADDED_ROW + 1)],
            leaving: vec![leaving],
        },
        by: ElectedBy::Employer,
        changed_by: AWKWARD.to_owned(),
        version: 1,
        removed: false,
        changed_at: moment("2026-11-27T08:00:00.123456Z"),
    }
}

async fn save(lab: &dyn Lab, election: &SavedElection, based_on: i64) -> bool {
    let mut unit = lab.store().begin().await.expect("begins");
    let saved = unit.election().save(election, based_on).await.expect("answers");
    unit.commit().await.expect("commits");
    saved
}

async fn lookup(lab: &dyn Lab, of: &SavedElection) -> Option<SavedElection> {
    let mut unit = lab.store().begin_read().await.expect("begins");
    let found = unit.election().lookup(of.employer, of.effective_on, of.election.row).await;
    found.expect("answers")
}

async fn list(lab: &dyn Lab, employer: u128, effective_on: &str) -> Vec<SavedElection> {
    let mut unit = lab.store().begin_read().await.expect("begins");
    unit.election().list(id(employer), day(effective_on)).await.expect("answers")
}

async fn next_row(lab: &dyn Lab, employer: u128) -> u32 {
    let mut unit = lab.store().begin_read().await.expect("begins");
    unit.election().next_row(id(employer), day(RENEWAL)).await.expect("answers")
}

async fn pulse(lab: &dyn Lab, employer: u128, effective_on: NaiveDate) -> i64 {
    let mut unit = lab.store().begin_read().await.expect("begins");
    unit.election().pulse(id(employer), effective_on).await.expect("answers")
}

/// By row, whatever was elected, and each renewal its own.
pub async fn elections_are_read_back_by_row(lab: &dyn Lab) {
    new_employers(lab).await;
    let first = election(2);
    let newcomer = Newcomer {
        name: awkward_json(),
        born_on: day("1990-02-28"),
        hired_on: day("2026-12-15"),
        class: Some("Office".to_owned()),
    };
    let added = Election { newcomer: Some(newcomer), ..Election::following(FIRST_ADDED_ROW) };
    let added = SavedElection { election: added, by: ElectedBy::Employee, ..election(2) };
    let waived = Choice::Waived(Waiver::OtherGroupPlan);
    let waived = Election { choice: waived, ..Election::following(10) };
    let waived = SavedElection { election: waived, ..election(2) };
    let ending = Ending { reason: EndReason::Died, last_day: day("2026-11-30") };
    let ended = Election { choice: Choice::Ended(ending), ..Election::following(9) };
    let ended = SavedElection { election: ended, ..election(2) };
    let next_year = SavedElection { effective_on: day("2028-01-01"), ..election(2) };
    let another = SavedElection { employer: id(2), ..election(2) };
    for one in [&added, &waived, &first, &next_year, &ended, &another] {
        assert!(save(lab, one, 0).await);
        assert_eq!(lookup(lab, one).await.as_ref(), Some(one));
    }
    assert_eq!(list(lab, 1, RENEWAL).await, [first, ended, waived, added]);
    assert_eq!(list(lab, 1, "2028-01-01").await, [next_year]);
    assert_eq!(list(lab, 2, RENEWAL).await, [another]);
    assert_eq!(list(lab, 2, "2028-01-01").await, []);
    assert_eq!(lookup(lab, &election(3)).await, None);

    let stranger = SavedElection { employer: id(3), ..election(2) };
    let mut unit = lab.store().begin().await.expect("begins");
    let refused = unit.election().save(&stranger, 0).await;
    assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
}

/// Each save is one version more. One that was removed can be made anew, or brought back.
pub async fn an_election_is_changed_removed_and_made_anew(lab: &dyn Lab) {
    new_employers(lab).await;
    let made = election(2);
    for based_on in [1, -1, i64::MAX] {
        assert!(!save(lab, &made, based_on).await, "there is none of version {based_on}");
    }
    assert!(save(lab, &made, 0).await);
    assert!(!save(lab, &made, 0).await, "there is one");
    let changed = SavedElection {
        election: Election::following(2),
        by: ElectedBy::Employee,
        changed_by: "Ana Ruiz".to_owned(),
        // Does not count: it is one more than it is based on.
        version: 99,
        changed_at: at(5),
        ..made.clone()
    };
    assert!(!save(lab, &changed, 2).await);
    assert!(save(lab, &changed, 1).await);
    assert!(!save(lab, &made, 1).await, "somebody was first");
    assert_eq!(list(lab, 1, RENEWAL).await, [SavedElection { version: 2, ..changed.clone() }]);

    let removed = SavedElection { removed: true, ..changed.clone() };
    assert!(save(lab, &removed, 2).await);
    assert_eq!(list(lab, 1, RENEWAL).await, []);
    assert_eq!(lookup(lab, &made).await, Some(SavedElection { version: 3, ..removed.clone() }));

    assert!(save(lab, &made, 0).await, "there is none that counts");
    assert!(!save(lab, &changed, 0).await, "now there is");
    assert_eq!(list(lab, 1, RENEWAL).await, [SavedElection { version: 4, ..made.clone() }]);
    assert!(save(lab, &removed, 4).await);
    assert!(save(lab, &changed, 5).await, "brought back");
    assert_eq!(lookup(lab, &made).await, Some(SavedElection { version: 6, ..changed }));
}

/// Both have read it before either writes; whether there was none yet or it is changed.
pub async fn of_two_who_save_one_election_one_is_told(lab: &dyn Lab) {
    async fn write(lab: &dyn Lab, name: &str, based_on: i64) -> Result<bool, StoreError> {
        let changed = SavedElection { changed_by: name.to_owned(), ..election(2) };
        let mut unit = lab.store().begin().await?;
        tokio::task::yield_now().await;
        let saved = unit.election().save(&changed, based_on).await?;
        tokio::task::yield_now().await;
        unit.commit().await?;
        Ok(saved)
    }
    new_employers(lab).await;
    for based_on in [0, 1, 2] {
        let names = ["One", "Two", "Three"];
        let (one, two, three) = tokio::join!(
            write(lab, names[0], based_on),
            write(lab, names[1], based_on),
            write(lab, names[2], based_on)
        );
        let saved = [one, two, three].map(|outcome| outcome.expect("answers"));
        let winners: Vec<&str> =
            names.into_iter().zip(saved).filter(|(_, saved)| *saved).map(|(n, _)| n).collect();
        let [winner] = winners[..] else { panic!("exactly one wins: {winners:?}") };
        let kept = lookup(lab, &election(2)).await.expect("is there");
        assert_eq!((kept.changed_by.as_str(), kept.version), (winner, based_on + 1));
    }
}

/// Above those of the roster, and above all that were ever given.
pub async fn a_row_is_given_to_one_person_only(lab: &dyn Lab) {
    new_employers(lab).await;
    assert_eq!(next_row(lab, 1).await, FIRST_ADDED_ROW);
    let plain = SavedElection { election: Election::following(2), ..election(2) };
    assert!(save(lab, &plain, 0).await);
    assert_eq!(next_row(lab, 1).await, FIRST_ADDED_ROW, "a row of the roster");
    assert!(save(lab, &election(2), 1).await);
    assert_eq!(next_row(lab, 1).await, FIRST_ADDED_ROW + 2, "a dependent joins");
    assert!(save(lab, &plain, 2).await);
    assert_eq!(next_row(lab, 1).await, FIRST_ADDED_ROW + 2, "and does not any more");
    let row = FIRST_ADDED_ROW + 2;
    let added = SavedElection { election: Election::following(row), ..election(2) };
    assert!(save(lab, &added, 0).await);
    assert!(save(lab, &SavedElection { removed: true, ..added.clone() }, 1).await);
    assert_eq!(next_row(lab, 1).await, FIRST_ADDED_ROW + 3, "an employee who is gone");
    let many = vec![joining(FIRST_ADDED_ROW + 9), joining(FIRST_ADDED_ROW + 3)];
    let many = Election { joining: many, ..Election::following(row) };
    assert!(save(lab, &SavedElection { election: many, ..added.clone() }, 0).await);
    assert_eq!(next_row(lab, 1).await, FIRST_ADDED_ROW + 10, "made anew");
    assert!(save(lab, &SavedElection { removed: true, ..added.clone() }, 3).await);
    assert!(save(lab, &added, 0).await);
    assert_eq!(next_row(lab, 1).await, FIRST_ADDED_ROW + 10, "made anew with less");
    assert_eq!(next_row(lab, 2).await, FIRST_ADDED_ROW, "each its own");
}

/// And of no other one, and of nothing that changed nothing.
pub async fn the_pulse_tells_each_election_of_its_renewal(lab: &dyn Lab) {
    new_employers(lab).await;
    let renewal = day(RENEWAL);
    let elsewhere = [
        SavedElection { effective_on: day("2028-01-01"), ..election(2) },
        SavedElection { employer: id(2), ..election(2) },
    ];
    for other in &elsewhere {
        assert!(save(lab, other, 0).await);
    }
    let mut last = pulse(lab, 1, renewal).await;
    assert_eq!(last, 0, "nothing yet");
    let made = election(2);
    let removed = SavedElection { removed: true, ..made.clone() };
    for (what, election, based_on) in [
        ("made", &made, 0),
        ("saved", &made, 1),
        ("removed", &removed, 2),
        ("made anew", &made, 0),
        ("a second one", &election(3), 0),
    ] {
        assert!(save(lab, election, based_on).await, "{what}");
        let now = pulse(lab, 1, renewal).await;
        assert!(now > last, "{what}: {last}, then {now}");
        last = now;
    }
    assert!(!save(lab, &made, 1).await, "somebody was first");
    assert_eq!(pulse(lab, 1, renewal).await, last, "nothing changed");
    let others = (pulse(lab, 1, day("2028-01-01")).await, pulse(lab, 2, renewal).await);
    assert_eq!(others, (1, 1), "each its own");
}

/// Of an employee of employer 1, sent at a minute and good for an hour.
fn link(row: u32, digest: &str, minute: i64) -> ElectionLink {
    ElectionLink {
        employer: id(1),
        effective_on: day(RENEWAL),
        row,
        // Of one that has a scenario, and of one that has none.
        scenario: (row % 2 == 1).then(|| ScenarioId(Uuid::from_u128(7))),
        digest: digest.to_owned(),
        name: AWKWARD.to_owned(),
        email: "ana@example.com".to_owned(),
        sent_by: AWKWARD.to_owned(),
        sent_at: at(minute),
        expires_at: at(minute + 60),
        opened_at: None,
        answered_at: None,
    }
}

/// And the one that is sent again takes the place of the first.
pub async fn a_link_is_found_by_its_digest_alone(lab: &dyn Lab) {
    new_employers(lab).await;
    let (first, other) = (link(7, "first", 0), link(3, "other", 1));
    let another = ElectionLink { employer: id(2), ..link(7, "another", 0) };
    let mut unit = lab.store().begin().await.expect("begins");
    for one in [&first, &other, &another] {
        unit.election().save_link(one).await.expect("saves");
    }
    unit.election().note_opened(&first, at(2)).await.expect("notes");
    unit.election().note_opened(&first, at(3)).await.expect("notes");
    unit.commit().await.expect("commits");

    let mut unit = lab.store().begin().await.expect("begins");
    let elections = unit.election();
    let opened = ElectionLink { opened_at: Some(at(2)), ..first.clone() };
    let links = elections.links(id(1), day(RENEWAL)).await.expect("answers");
    assert_eq!(links, [other.clone(), opened.clone()]);
    assert_eq!(elections.links(id(1), day("2028-01-01")).await.expect("answers"), []);
    assert_eq!(elections.link_of_digest("first").await.expect("answers"), Some(opened));
    assert_eq!(elections.link_of_digest("another").await.expect("answers"), Some(another));
    assert_eq!(elections.link_of_digest("none").await.expect("answers"), None);

    let again = link(7, "again", 10);
    elections.save_link(&again).await.expect("saves");
    elections.note_opened(&first, at(11)).await.expect("notes nothing");
    assert!(!elections.take(&first, at(11)).await.expect("answers"), "another one was sent");
    assert_eq!(elections.link_of_digest("first").await.expect("answers"), None);
    assert_eq!(elections.link_of_digest("again").await.expect("answers"), Some(again.clone()));
    let links = elections.links(id(1), day(RENEWAL)).await.expect("answers");
    assert_eq!(links, [other, again]);

    elections.save_link(&link(8, "again", 12)).await.expect_err("no two have one digest");
}

/// Of two who answer at once one is told; nobody answers by a link that has expired.
pub async fn a_link_is_answered_once(lab: &dyn Lab) {
    async fn take(lab: &dyn Lab, link: &ElectionLink, minute: i64) -> bool {
        let mut unit = lab.store().begin().await.expect("begins");
        tokio::task::yield_now().await;
        let taken = unit.election().take(link, at(minute)).await.expect("answers");
        tokio::task::yield_now().await;
        unit.commit().await.expect("commits");
        taken
    }
    new_employers(lab).await;
    let (one, late) = (link(2, "one", 0), link(3, "late", 0));
    let mut unit = lab.store().begin().await.expect("begins");
    for one in [&one, &late] {
        unit.election().save_link(one).await.expect("saves");
    }
    unit.commit().await.expect("commits");
    let (a, b, c) = tokio::join!(take(lab, &one, 1), take(lab, &one, 1), take(lab, &one, 1));
    assert_eq!(u8::from(a) + u8::from(b) + u8::from(c), 1, "{a} {b} {c}");
    assert!(!take(lab, &one, 2).await, "it was answered");
    let claimed = ElectionLink { employer: id(2), ..late.clone() };
    assert!(!take(lab, &claimed, 1).await, "another's");
    assert!(!take(lab, &late, 60).await, "it has expired");
    assert!(take(lab, &late, 59).await);
    let mut unit = lab.store().begin().await.expect("begins");
    let links = unit.election().links(id(1), day(RENEWAL)).await.expect("answers");
    let answered: Vec<_> = links.into_iter().map(|link| link.answered_at).collect();
    assert_eq!(answered, [Some(at(1)), Some(at(59))]);
    // Sent again, it can be answered again.
    unit.election().save_link(&link(2, "again", 10)).await.expect("saves");
    assert!(unit.election().take(&link(2, "again", 10), at(11)).await.expect("answers"));
}
