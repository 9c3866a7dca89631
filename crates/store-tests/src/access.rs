//! Accounts, sessions and grants.

use crate::Lab;
use crate::fixture::employer;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::{
    AccessRequest, Account, Brokerage, Capabilities, Capability, Decision, Grant, Holder, Role,
    Session, Stage,
};
use domain::employer::EmployerKind;
use domain::id::{AccessRequestId, AccountId, BrokerageId, EmployerId, GrantId};
use store::{Constraint, StoreError};
use uuid::Uuid;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn account(id: u128, email: &str) -> Account {
    let id = AccountId(Uuid::from_u128(id));
    Account { id, email: email.to_owned(), name: "Ana Lee".to_owned(), staff: false }
}

fn session(account: &Account, digest: &str, minutes: i64) -> Session {
    let from = ("Firefox".to_owned(), "::1".to_owned());
    Session::begin(digest.to_owned(), account.id, Stage::Full, from, at(minutes))
}

fn grant(id: u128, employer: u128, holder: Holder) -> Grant {
    let role = match holder {
        Holder::Account(_) => Role::Administrator,
        Holder::Brokerage(_) => Role::Broker,
    };
    Grant {
        employer: EmployerId(Uuid::from_u128(employer)),
        id: GrantId(Uuid::from_u128(id)),
        holder,
        role,
        capabilities: Capabilities::NONE.with(Capability::PlanRenewal),
        ends_on: NaiveDate::from_ymd_opt(2027, 1, 31),
        version: 1,
        granted_at: at(i64::try_from(id).unwrap_or_default()),
        granted_by: None,
        revoked_at: None,
    }
}

async fn insert(lab: &dyn Lab, accounts: &[&Account]) -> Result<(), StoreError> {
    let mut unit = lab.store().begin().await?;
    for account in accounts {
        unit.access().insert_account(account, at(0)).await?;
    }
    unit.commit().await
}

/// Two addresses that differ in capitals alone are one.
pub async fn an_account_is_found_by_its_address_and_no_two_share_one(lab: &dyn Lab) {
    let ana = account(1, "Ana@Example.com");
    insert(lab, &[&ana]).await.expect("inserts");
    let twin = account(2, "ana@example.COM");
    let refused = insert(lab, &[&twin]).await.expect_err("refuses");
    assert_eq!(refused.conflict(), Some(Constraint::AccountEmail), "{refused:?}");

    let renamed = Account { name: "Ana Ortiz".to_owned(), staff: true, ..ana.clone() };
    let mut unit = lab.store().begin().await.expect("begins");
    unit.access().save_account(&renamed).await.expect("saves");
    unit.commit().await.expect("commits");
    let mut unit = lab.store().begin_read().await.expect("begins");
    let access = unit.access();
    assert_eq!(access.account(ana.id).await.expect("answers"), Some(renamed.clone()));
    let found = access.account_of_email(" aNa@example.com").await.expect("answers");
    assert_eq!(found, Some(renamed));
    assert_eq!(access.account_of_email("an@example.com").await.expect("answers"), None);
    assert_eq!(access.account(twin.id).await.expect("answers"), None);
}

/// And one account's are never ended by another.
pub async fn a_session_is_opened_used_and_ended(lab: &dyn Lab) {
    let (ana, bo) = (account(1, "ana@example.com"), account(2, "bo@example.com"));
    insert(lab, &[&ana, &bo]).await.expect("inserts");
    let mut unit = lab.store().begin().await.expect("begins");
    for (who, digest) in [(&ana, "one"), (&ana, "two"), (&ana, "three"), (&bo, "four")] {
        unit.access().insert_session(&session(who, digest, 0)).await.expect("inserts");
    }
    unit.access().touch_session("two", at(5)).await.expect("touches");
    unit.access().touch_session("three", at(7)).await.expect("touches");
    assert!(!unit.access().end_session(bo.id, "one").await.expect("answers"), "not Bo's");
    assert!(unit.access().end_session(ana.id, "one").await.expect("answers"));
    unit.commit().await.expect("commits");

    let mut unit = lab.store().begin().await.expect("begins");
    let open = unit.access().open_session("two").await.expect("answers");
    let two = Session { seen_at: at(5), ..session(&ana, "two", 0) };
    assert_eq!(open, Some((two.clone(), ana.clone())));
    assert_eq!(unit.access().open_session("one").await.expect("answers"), None);
    let three = Session { seen_at: at(7), ..session(&ana, "three", 0) };
    assert_eq!(unit.access().sessions(ana.id).await.expect("answers"), [three.clone(), two]);
    assert_eq!(unit.access().end_other_sessions(ana.id, "three").await.expect("ends"), 1);
    assert_eq!(unit.access().sessions(ana.id).await.expect("answers"), [three]);
    assert_eq!(unit.access().sessions(bo.id).await.expect("answers").len(), 1);
    // Bo did nothing since the beginning.
    assert_eq!(unit.access().forget_sessions(at(8), at(6)).await.expect("forgets"), 1);
    assert_eq!(unit.access().sessions(bo.id).await.expect("answers"), []);
}

/// Its own, and what its brokerages were granted; of two who change a grant one is told.
pub async fn grants_are_those_of_an_account_and_of_its_brokerages(lab: &dyn Lab) {
    let (ana, bo) = (account(1, "ana@example.com"), account(2, "bo@example.com"));
    insert(lab, &[&ana, &bo]).await.expect("inserts");
    let firm = Brokerage { id: BrokerageId(Uuid::from_u128(9)), name: "Northgate".to_owned() };
    let own = grant(1, 1, Holder::Account(ana.id));
    let firms = grant(2, 1, Holder::Brokerage(firm.id));
    let elsewhere = grant(3, 2, Holder::Brokerage(firm.id));
    let mut unit = lab.store().begin().await.expect("begins");
    for id in [1, 2] {
        unit.employer().save(&employer(id, EmployerKind::Group), at(0)).await.expect("saves");
    }
    unit.access().save_brokerage(&firm, at(0)).await.expect("saves");
    for _ in 0..2 {
        unit.access().join_brokerage(firm.id, ana.id).await.expect("joins, once");
    }
    for grant in [&own, &firms, &elsewhere, &own] {
        unit.access().insert_grant(grant).await.expect("inserts, once");
    }
    unit.commit().await.expect("commits");

    let mut unit = lab.store().begin().await.expect("begins");
    let access = unit.access();
    assert_eq!(access.brokerages(ana.id).await.expect("answers"), std::slice::from_ref(&firm));
    assert_eq!(access.members(firm.id).await.expect("answers"), std::slice::from_ref(&ana));
    assert!(!access.leave_brokerage(firm.id, bo.id).await.expect("answers"), "Bo is not of it");
    assert_eq!(access.all_brokerages().await.expect("answers"), std::slice::from_ref(&firm));
    assert_eq!(access.brokerage(firm.id).await.expect("answers"), Some(firm));
    let one = own.employer;
    let of = access.grants_of(one, ana.id).await.expect("answers");
    assert_eq!(of, [own.clone(), firms.clone()]);
    assert_eq!(access.grants_of(one, bo.id).await.expect("answers"), []);
    let anywhere = access.grants_anywhere(ana.id).await.expect("answers");
    assert_eq!(anywhere, [own.clone(), firms.clone(), elsewhere]);

    let revoked = Grant { revoked_at: Some(at(9)), version: 2, ..firms.clone() };
    assert!(access.save_grant(&revoked, 1).await.expect("answers"));
    assert!(!access.save_grant(&firms, 1).await.expect("answers"), "somebody was first");
    assert_eq!(access.grants_of(one, ana.id).await.expect("answers"), std::slice::from_ref(&own));
    assert_eq!(access.grants(one).await.expect("answers"), [own, revoked], "it can still be told");
}

/// Each reads and writes while the others want to.
pub async fn who_holds_an_account_sees_what_others_did(lab: &dyn Lab) {
    let ana = Account { name: String::new(), ..account(1, "ana@example.com") };
    insert(lab, &[&ana]).await.expect("inserts");
    let append = async |letter: &str| {
        let mut unit = lab.store().begin().await.expect("begins");
        unit.access().hold_account(ana.id).await.expect("holds");
        let kept = unit.access().account(ana.id).await.expect("answers").expect("is there");
        let name = kept.name.clone() + letter;
        unit.access().save_account(&Account { name, ..kept }).await.expect("saves");
        unit.commit().await.expect("commits");
    };
    tokio::join!(append("a"), append("b"), append("c"), append("d"));
    let mut unit = lab.store().begin_read().await.expect("begins");
    let kept = unit.access().account(ana.id).await.expect("answers").expect("is there");
    assert_eq!(kept.name.len(), 4, "{}", kept.name);
}

/// However many ask at once; when it is decided there may be another.
pub async fn of_a_brokerages_requests_to_an_employer_one_is_open(lab: &dyn Lab) {
    let ana = account(1, "ana@example.com");
    insert(lab, &[&ana]).await.expect("inserts");
    let firm = Brokerage { id: BrokerageId(Uuid::from_u128(9)), name: "Northgate".to_owned() };
    let one = employer(1, EmployerKind::Group);
    let mut unit = lab.store().begin().await.expect("begins");
    unit.employer().save(&one, at(0)).await.expect("saves");
    unit.access().save_brokerage(&firm, at(0)).await.expect("saves");
    unit.commit().await.expect("commits");
    let ask = async |id: u128| {
        let request = AccessRequest {
            employer: one.id,
            id: AccessRequestId(Uuid::from_u128(id)),
            brokerage: firm.id,
            asked_by: ana.id,
            capabilities: Capabilities::ALL,
            note: String::new(),
            asked_at: at(0),
            decision: None,
        };
        let mut unit = lab.store().begin().await.expect("begins");
        let kept = unit.access().insert_access_request(&request).await.expect("answers");
        unit.commit().await.expect("commits");
        kept
    };
    let (a, b, c) = tokio::join!(ask(1), ask(2), ask(3));
    assert_eq!([a, b, c].into_iter().filter(|kept| *kept).count(), 1);
    let mut unit = lab.store().begin().await.expect("begins");
    let open = unit.access().access_requests(one.id).await.expect("answers");
    assert_eq!(open.len(), 1);
    let decision = Decision { granted: false, at: at(1), by: ana.id };
    assert!(
        unit.access().decide_access_request(one.id, open[0].id, decision).await.expect("answers")
    );
    unit.commit().await.expect("commits");
    assert!(ask(4).await && !ask(5).await);
}

/// Open until it is decided, once; another brokerage's and another employer's are not among them.
pub async fn a_brokerages_request_is_decided_once(lab: &dyn Lab) {
    let ana = account(1, "ana@example.com");
    insert(lab, &[&ana]).await.expect("inserts");
    let firm =
        |id: u128| Brokerage { id: BrokerageId(Uuid::from_u128(id)), name: format!("Firm {id}") };
    let request = |id: u128, employer: u128, firm: &Brokerage| AccessRequest {
        employer: EmployerId(Uuid::from_u128(employer)),
        id: AccessRequestId(Uuid::from_u128(id)),
        brokerage: firm.id,
        asked_by: ana.id,
        capabilities: Capabilities::NONE.with(Capability::PlanRenewal),
        note: "We look after the renewal; it\u{2019}s “ours”.".to_owned(),
        asked_at: at(i64::try_from(id).unwrap_or_default()),
        decision: None,
    };
    let (north, south) = (firm(8), firm(9));
    let (first, second, third) =
        (request(1, 1, &north), request(2, 1, &south), request(3, 2, &north));
    let mut unit = lab.store().begin().await.expect("begins");
    for id in [1, 2] {
        unit.employer().save(&employer(id, EmployerKind::Group), at(0)).await.expect("saves");
    }
    for firm in [&north, &south] {
        unit.access().save_brokerage(firm, at(0)).await.expect("saves");
    }
    for request in [&first, &second, &third] {
        assert!(unit.access().insert_access_request(request).await.expect("keeps"));
    }
    let access = unit.access();
    let asked = access.access_requests(first.employer).await.expect("answers");
    assert_eq!(asked, [second.clone(), first.clone()]);
    let asked = access.access_requests_of(north.id).await.expect("answers");
    assert_eq!(asked, [third.clone(), first.clone()]);
    let decision = Decision { granted: true, at: at(9), by: ana.id };
    let decide = async |access: &mut dyn store::AccessRepository, employer, id| {
        access.decide_access_request(employer, id, decision).await.expect("answers")
    };
    assert!(!decide(access, third.employer, first.id).await, "is not asked of that one");
    assert!(decide(access, first.employer, first.id).await);
    assert!(!decide(access, first.employer, first.id).await, "somebody was first");
    let asked = access.access_requests(first.employer).await.expect("answers");
    assert_eq!(asked, [second, AccessRequest { decision: Some(decision), ..first }]);
}
