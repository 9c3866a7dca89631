//! Stories about audit trails.

use crate::Lab;
use crate::fixture::{AWKWARD, employer, moment};
use domain::audit::{
    Action, Actor, Chained, Event, Excerpt, Fault, Filter, Head, Kept, Unreadable, verify,
};
use domain::employer::EmployerKind;
use domain::id::{AccountId, EmployerId};
use store::StoreError;
use uuid::Uuid;

fn one() -> EmployerId {
    EmployerId(Uuid::from_u128(1))
}

fn account(id: u128) -> AccountId {
    AccountId(Uuid::from_u128(id))
}

/// Jane changes what Kim may do for employer 1.
fn event() -> Event {
    Event {
        employer: Some(one()),
        at: moment("2025-11-01T08:00:00Z"),
        actor: Actor::Account { id: account(9), name: "Jane Sample".into() },
        address: Some("2001:db8::1".into()),
        action: Action::GrantChanged,
        subject: "Kim Broker".into(),
        before: Some("View members".into()),
        after: Some("View members, pay".into()),
    }
}

async fn append(lab: &dyn Lab, event: Event) -> Result<Chained, StoreError> {
    let mut unit = lab.store().begin().await?;
    let chained = unit.audit().append(event).await?;
    unit.commit().await?;
    Ok(chained)
}

/// So many events at the end of employer 1's trail.
async fn append_many(lab: &dyn Lab, count: usize) -> Vec<Chained> {
    let mut chained = Vec::new();
    for _ in 0..count {
        chained.push(append(lab, event()).await.expect("appends"));
    }
    chained
}

/// A whole trail, read in batches of two, and its head.
async fn walk(lab: &dyn Lab, employer: Option<EmployerId>) -> (Vec<Kept>, Option<Head>) {
    let mut unit = lab.store().begin_read().await.expect("begins");
    let (mut rows, mut after) = (Vec::new(), i64::MIN);
    loop {
        let batch = unit.audit().walk(employer, after, 2).await.expect("answers");
        after = match batch.last() {
            None => break,
            Some(Ok(chained)) => chained.number,
            Some(Err(unreadable)) => unreadable.number,
        };
        rows.extend(batch);
    }
    (rows, unit.audit().head(employer).await.expect("answers"))
}

/// What is wrong with employer 1's trail.
async fn faults(lab: &dyn Lab) -> Vec<Fault> {
    let (rows, head) = walk(lab, Some(one())).await;
    verify(&rows, head, &[])
}

async fn page(lab: &dyn Lab, filter: Filter, before: Option<i64>, limit: u32) -> Vec<i64> {
    let mut unit = lab.store().begin_read().await.expect("begins");
    let rows = unit.audit().page(Some(one()), &filter, before, limit).await.expect("answers");
    rows.into_iter().map(|row| row.expect("is readable").number).collect()
}

/// Whoever did it, and whatever is in it. A moment is kept to the microsecond.
pub async fn what_was_done_is_read_back_in_order(lab: &dyn Lab) {
    let long = AWKWARD.repeat(9);
    let awkward = [AWKWARD, "'; drop table audit_event; --", "", "\0", &long].map(Excerpt::new);
    let actors = [
        Actor::Account { id: account(u128::MAX), name: Excerpt::new(AWKWARD) },
        Actor::Visitor,
        Actor::Job("mail".into()),
        Actor::CommandLine,
        Actor::Account { id: account(9), name: "".into() },
    ];
    let mut expect = Vec::new();
    for (actor, text) in actors.into_iter().zip(awkward) {
        let event = Event {
            at: moment("2025-11-01T08:00:00.123456789Z"),
            actor,
            address: Some(text.clone()).filter(|_| expect.len() % 2 == 0),
            subject: text.clone(),
            before: Some(text.clone()).filter(|_| expect.len() % 2 == 1),
            after: Some(text).filter(|_| expect.len() > 2),
            ..event()
        };
        let chained = append(lab, event.clone()).await.expect("appends");
        let at = moment("2025-11-01T08:00:00.123456Z");
        assert_eq!(chained.event, Event { at, ..event });
        expect.push(Ok(chained));
    }
    for action in Action::ALL {
        let event = Event { action: *action, ..event() };
        expect.push(Ok(append(lab, event).await.expect("appends")));
    }
    let (rows, head) = walk(lab, Some(one())).await;
    assert_eq!(rows, expect);
    assert_eq!(verify(&rows, head, &[]), []);
    let last = expect.last().and_then(|row| row.as_ref().ok()).expect("is there");
    let end = Head { employer: Some(one()), number: last.number, hash: last.hash };
    assert_eq!(head, Some(end));
}

/// Each is counted from 1, and none is read in another's place.
pub async fn each_employer_has_a_trail_and_the_carrier_its_own(lab: &dyn Lab) {
    let none = (Vec::new(), None);
    assert_eq!(walk(lab, None).await, none);
    let two = EmployerId(Uuid::from_u128(2));
    let trails = [None, Some(one()), Some(two)];
    for employer in [Some(two), None, Some(one()), None, Some(two), Some(two)] {
        append(lab, Event { employer, ..event() }).await.expect("appends");
    }
    for (employer, length) in trails.into_iter().zip([2, 1, 3]) {
        let (rows, head) = walk(lab, employer).await;
        assert_eq!(rows.len(), length, "{employer:?}");
        assert_eq!(verify(&rows, head, &[]), [], "{employer:?}");
        let own = |row: &Kept| row.as_ref().is_ok_and(|row| row.event.employer == employer);
        assert!(rows.iter().all(own), "{employer:?}");
    }
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(unit.audit().chains().await.expect("answers"), trails);
    drop(unit);
    assert_eq!(walk(lab, Some(EmployerId(Uuid::from_u128(3)))).await, none);
}

/// The newest first, and the others by the number of the last.
pub async fn a_page_holds_what_is_looked_for(lab: &dyn Lab) {
    let jane = || Actor::Account { id: account(9), name: "Jane".into() };
    let kim = || Actor::Account { id: account(8), name: "Kim".into() };
    for (actor, action, at) in [
        (jane(), Action::SignedIn, "2025-10-31T23:59:59.999999Z"),
        (Actor::Visitor, Action::SignInFailed, "2025-11-01T00:00:00Z"),
        (kim(), Action::SignedIn, "2025-11-01T00:00:00.000001Z"),
        (jane(), Action::GrantGiven, "2025-11-01T23:59:59.999999Z"),
        (kim(), Action::SignedOut, "2025-11-02T00:00:00Z"),
    ] {
        let event = Event { actor, action, at: moment(at), ..event() };
        append(lab, event).await.expect("appends");
    }
    append(lab, Event { employer: None, ..event() }).await.expect("appends");

    let all = Filter::default();
    for (before, limit, expect) in [
        (None, 10, &[5, 4, 3, 2, 1][..]),
        (None, 2, &[5, 4]),
        (Some(4), 2, &[3, 2]),
        (Some(2), 2, &[1]),
        (Some(1), 2, &[]),
        (None, 0, &[]),
    ] {
        assert_eq!(page(lab, all, before, limit).await, expect, "{before:?} {limit}");
    }
    let signed_in = Filter { action: Some(Action::SignedIn), ..all };
    let janes = Filter { account: Some(account(9)), ..all };
    let day = Filter {
        from: Some(moment("2025-11-01T00:00:00Z")),
        until: Some(moment("2025-11-02T00:00:00Z")),
        ..all
    };
    let nobody = Filter { account: Some(account(7)), ..all };
    for (filter, expect) in [
        (signed_in, &[3, 1][..]),
        (janes, &[4, 1]),
        (day, &[4, 3, 2]),
        (Filter { account: Some(account(8)), ..day }, &[3]),
        (Filter { action: Some(Action::SignedOut), ..day }, &[]),
        (nobody, &[]),
    ] {
        assert_eq!(page(lab, filter, None, 10).await, expect, "{filter:?}");
    }
    assert_eq!(page(lab, signed_in, Some(3), 1).await, [1]);
}

/// All have begun before the first ends: of one trail none loses its place, and none is turned away.
pub async fn many_who_append_at_once_make_one_chain(lab: &dyn Lab) {
    async fn write(lab: &dyn Lab, subject: &str) -> Result<i64, StoreError> {
        let mut unit = lab.store().begin().await?;
        tokio::task::yield_now().await;
        let first = Event { subject: subject.into(), ..event() };
        let number = unit.audit().append(first).await?.number;
        tokio::task::yield_now().await;
        unit.audit().append(event()).await?;
        unit.audit().append(Event { employer: None, ..event() }).await?;
        tokio::task::yield_now().await;
        unit.commit().await?;
        Ok(number)
    }
    let (one_, two, three, four, five, six) = tokio::join!(
        write(lab, "1"),
        write(lab, "2"),
        write(lab, "3"),
        write(lab, "4"),
        write(lab, "5"),
        write(lab, "6")
    );
    let mut numbers: Vec<i64> =
        [one_, two, three, four, five, six].into_iter().map(|n| n.expect("appends")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 3, 5, 7, 9, 11], "each has its two side by side");
    for (employer, length) in [(Some(one()), 12), (None, 6)] {
        let (rows, head) = walk(lab, employer).await;
        assert_eq!((rows.len(), verify(&rows, head, &[])), (length, vec![]));
    }
}

/// Nor does it leave an event of something that never happened.
pub async fn what_is_dropped_leaves_no_gap(lab: &dyn Lab) {
    for keeps in [false, true, false, true] {
        let mut unit = lab.store().begin().await.expect("begins");
        unit.audit().append(event()).await.expect("appends");
        if keeps {
            unit.commit().await.expect("commits");
        }
    }
    let (rows, head) = walk(lab, Some(one())).await;
    assert_eq!((rows.len(), verify(&rows, head, &[])), (2, vec![]));
    let mut reader = lab.store().begin_read().await.expect("begins");
    reader.audit().append(event()).await.expect_err("a reader writes nothing");
}

/// What was done stays known.
pub async fn a_trail_outlives_its_employer(lab: &dyn Lab) {
    let prospect = employer(1, EmployerKind::Prospect);
    let mut unit = lab.store().begin().await.expect("begins");
    unit.employer().save(&prospect, moment("2025-10-01T00:00:00Z")).await.expect("saves");
    unit.audit().append(event()).await.expect("appends");
    let limit = moment("2025-10-02T00:00:00Z");
    assert_eq!(unit.employer().delete_prospects_before(limit).await.expect("deletes"), 1);
    unit.commit().await.expect("commits");
    assert_eq!(walk(lab, Some(one())).await.0.len(), 1);
}

/// Not even those who can write any statement they like get past the triggers.
pub async fn a_trail_refuses_to_be_changed(lab: &dyn Lab) {
    append_many(lab, 2).await;
    for statement in ["update audit_event set subject = 'x'", "delete from audit_event"] {
        let refused = lab.execute(statement).await.expect_err(statement);
        assert!(refused.contains("are never changed or removed"), "{statement}: {refused}");
    }
    for statement in [
        "update audit_head set number = number - 1",
        "update audit_head set number = number + 2",
        "delete from audit_head",
    ] {
        let refused = lab.execute(statement).await.expect_err(statement);
        assert!(refused.contains("only go forward"), "{statement}: {refused}");
    }
    assert_eq!(faults(lab).await, []);
}

/// Each deed is done to a trail that is sound but for the deeds before it.
pub async fn what_was_done_behind_the_stores_back_is_found(lab: &dyn Lab) {
    append_many(lab, 6).await;
    let mut expect = Vec::new();
    for (statement, found) in [
        (
            "update audit_event set subject = 'Somebody else' where number = 1",
            vec![Fault::Changed(1)],
        ),
        ("update audit_event set actor_name = 'Kim' where number = 1", vec![]),
        (
            "update audit_event set actor = 'visitor', account_id = null, actor_name = null
             where number = 2",
            vec![Fault::Changed(2)],
        ),
        ("delete from audit_event where number = 4", vec![Fault::Removed { from: 4, until: 4 }]),
        ("delete from audit_event where number = 6", vec![Fault::Truncated { last: 5, head: 6 }]),
    ] {
        lab.tamper(statement).await.expect(statement);
        expect.extend(found);
        assert_eq!(faults(lab).await, expect, "{statement}");
    }
    // What is appended now stands at its number all the same, and does not mend what was broken.
    let next = append(lab, event()).await.expect("appends");
    assert_eq!(next.number, 7);
    expect.pop();
    expect.push(Fault::Removed { from: 6, until: 6 });
    assert_eq!(faults(lab).await, expect);

    lab.tamper("delete from audit_head").await.expect("deletes");
    expect.push(Fault::Headless);
    assert_eq!(faults(lab).await, expect);
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(unit.audit().chains().await.expect("answers"), [Some(one())], "it is still found");
}

/// And it is told apart from what was never written.
pub async fn a_row_that_cannot_be_read_hides_no_other(lab: &dyn Lab) {
    append_many(lab, 5).await;
    for statement in [
        "update audit_event set action = 'ate_the_evidence' where number = 2",
        "update audit_event set actor = 'visitor' where number = 3",
        "update audit_event set subject = ' not an excerpt' where number = 4",
    ] {
        lab.tamper(statement).await.expect(statement);
    }
    let unreadable = [2, 3, 4].map(Fault::Unreadable);
    assert_eq!(faults(lab).await, unreadable);
    let mut unit = lab.store().begin_read().await.expect("begins");
    let rows = unit.audit().page(Some(one()), &Filter::default(), None, 9).await.expect("answers");
    let numbers: Vec<Result<i64, i64>> = rows
        .into_iter()
        .map(|row| row.map(|row| row.number).map_err(|Unreadable { number }| number))
        .collect();
    assert_eq!(numbers, [Ok(5), Err(4), Err(3), Err(2), Ok(1)]);
    drop(unit);
    lab.tamper("update audit_head set hash = replace(hash, substr(hash, 1, 1), 'x')")
        .await
        .expect("updates");
    assert_eq!(faults(lab).await, [&unreadable[..], &[Fault::Headless]].concat());
    append(lab, event()).await.expect_err("there is nothing to follow");
}
