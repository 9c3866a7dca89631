//! Access is given, changed, handed over and taken away; each leaves its trace.

use crate::renewal::BAYSIDE;
use crate::world::{World, day, noon};
use chrono::TimeDelta;
use domain::access::{Capabilities, Capability, GrantFault, Purpose, Role};
use domain::id::GrantId;
use domain::outbox::LetterKind;
use operations::access::Sensitive;
use operations::broker::{Ask, AskError};
use operations::need::{PlanRenewal, Users};
use operations::sign_in::LinkError;
use operations::{
    BrokerGrant, GrantChange, Invite, OperationError, Operations, Origin, Settings, SignedIn, User,
    UserError,
};

async fn may_change(world: &World) -> Sensitive<Users> {
    let viewer = world.viewer("primary").await;
    world.operations.authorize_sensitive(&viewer, BAYSIDE).await.unwrap()
}

async fn user(world: &World, name: &str) -> User {
    let users = world.operations.users(&*may_change(world).await).await.unwrap().users;
    users.into_iter().find(|user| user.name == name && user.alive).expect("has access")
}

/// Everything in one test, since setting the demo up is the slow part.
#[tokio::test]
async fn access_is_given_changed_handed_over_and_taken_away() {
    let world = World::new().await;
    world.clock.set(noon(day("2026-11-24")));
    world.operations.set_up_demo(&world.folder.path().join("demo")).await.unwrap();
    let operations = &world.operations;
    let permit = may_change(&world).await;

    // Less than before, and what was based on what is gone is refused.
    let sam = user(&world, "Sam Ortiz").await;
    let members = Capabilities::NONE.with(Capability::ViewMembers);
    let change = GrantChange {
        grant: sam.grant.id,
        based_on: sam.grant.version,
        capabilities: members,
        ends_on: Some(day("2026-12-31")),
    };
    operations.change_user(&permit, change).await.unwrap();
    let refused = operations.change_user(&permit, change).await.unwrap_err();
    assert!(matches!(refused, UserError::Overtaken), "{refused:?}");
    let viewer = world.viewer("administrator").await;
    let forbidden = operations.authorize::<PlanRenewal>(&viewer, BAYSIDE).await.unwrap_err();
    assert!(matches!(forbidden, OperationError::Forbidden(Capability::PlanRenewal)));
    let none = GrantChange { based_on: 2, capabilities: Capabilities::NONE, ..change };
    let refused = operations.change_user(&permit, none).await.unwrap_err();
    assert!(matches!(refused, UserError::Fault(GrantFault::Nothing)), "{refused:?}");

    // The last primary administrator cannot vanish, but can hand over.
    let dana = user(&world, "Dana Whitfield").await;
    let refused = operations.revoke_user(&permit, dana.grant.id, 1).await.unwrap_err();
    assert!(matches!(refused, UserError::Fault(GrantFault::LastPrimary)), "{refused:?}");
    let noor = user(&world, "Noor Haddad").await;
    operations.hand_over(&permit, noor.grant.id, noor.grant.version).await.unwrap();
    assert_eq!(user(&world, "Noor Haddad").await.grant.role, Role::Primary);
    let dana = user(&world, "Dana Whitfield").await;
    assert_eq!(
        (dana.grant.role, dana.grant.capabilities),
        (Role::Administrator, Capabilities::ALL)
    );
    let again = operations.hand_over(&permit, sam.grant.id, 2).await.unwrap_err();
    assert!(
        matches!(again, UserError::Gone),
        "whoever handed over is primary no longer: {again:?}"
    );

    // A broker goes, and comes back for less.
    let firm = user(&world, "Northgate Benefits").await;
    operations.revoke_user(&permit, firm.grant.id, firm.grant.version).await.unwrap();
    let broker = world.viewer("broker").await;
    let gone = operations.authorize::<PlanRenewal>(&broker, BAYSIDE).await.unwrap_err();
    assert!(matches!(gone, OperationError::NoEmployer(_)), "{gone:?}");
    let firms = operations.users(&permit).await.unwrap().brokerages;
    let wanted = BrokerGrant { brokerage: firms[0].id, capabilities: members, ends_on: None };
    let too_much = BrokerGrant { capabilities: Capabilities::ALL, ..wanted };
    let refused = operations.grant_broker(&permit, too_much).await.unwrap_err();
    assert!(matches!(refused, UserError::Fault(GrantFault::NotForRole)), "{refused:?}");
    operations.grant_broker(&permit, wanted).await.unwrap();
    let refused = operations.grant_broker(&permit, wanted).await.unwrap_err();
    assert!(matches!(refused, UserError::HasAccess), "{refused:?}");

    // Each change, and nothing that was refused, stands in the trail, the newest first.
    let trail = operations.employer_trail(&permit, None).await.unwrap();
    let told: Vec<String> = trail
        .rows
        .iter()
        .map(|row| row.as_ref().expect("can be read"))
        .map(|row| {
            format!(
                "{} {} {}",
                row.event.actor,
                row.event.action.code(),
                row.event.subject.as_str()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "Dana Whitfield grant_given Northgate Benefits",
            "Dana Whitfield grant_revoked Northgate Benefits",
            "Dana Whitfield grant_changed Dana Whitfield",
            "Dana Whitfield primary_handed_over Noor Haddad",
            "Dana Whitfield grant_changed Sam Ortiz",
        ]
    );
    let changed = trail.rows[4].as_ref().unwrap();
    let (before, after) =
        (changed.event.before.as_ref().unwrap(), changed.event.after.as_ref().unwrap());
    assert_eq!(before.as_str(), "Administrator: View members, Plan renewal");
    assert_eq!(after.as_str(), "Administrator: View members, until 2026-12-31");
    let file = String::from_utf8(operations.take_trail(&permit).await.unwrap()).unwrap();
    assert!(file.contains("Noor Haddad") && file.contains("trail_exported"), "{file}");
    let trails = operations.verify_trails(&[]).await.unwrap();
    assert!(trails.iter().all(|trail| trail.faults.is_empty()), "{trails:?}");
}

/// Somebody new is invited by mail and shown as invited until sign-in is set up; a brokerage asks and is
/// answered. What cannot be is refused before anything is kept.
#[tokio::test]
async fn people_are_invited_and_brokerages_ask() {
    let world = World::new().await;
    world.clock.set(noon(day("2026-11-24")));
    let settings = Settings { keeps_mail: true, ..World::settings() };
    let operations = world.operations.clone().with(settings);
    operations.set_up_demo(&world.folder.path().join("demo")).await.unwrap();
    let permit = may_change(&world).await;
    let members = Capabilities::NONE.with(Capability::ViewMembers);
    let invite = Invite {
        name: " Ines Moreau ".to_owned(),
        email: "Ines@example.org".to_owned(),
        role: Role::Administrator,
        capabilities: members,
        ends_on: None,
    };
    for (wrong, fault) in [
        (Invite { email: "ines@".into(), ..invite.clone() }, "This is not an e-mail address."),
        (Invite { name: " ".into(), ..invite.clone() }, "A name is wanted."),
        (Invite { role: Role::Primary, ..invite.clone() }, "cannot give access"),
        (Invite { role: Role::Broker, ..invite.clone() }, "cannot give access"),
        (Invite { capabilities: Capabilities::NONE, ..invite.clone() }, "at least one"),
        (Invite { ends_on: Some(day("2026-11-23")), ..invite.clone() }, "past"),
        (Invite { email: "sam.ortiz@example.com".into(), ..invite.clone() }, "access already"),
    ] {
        let refused = operations.invite_user(&permit, wrong).await.unwrap_err();
        assert!(refused.to_string().contains(fault), "{fault}: {refused}");
    }
    operations.invite_user(&permit, invite.clone()).await.unwrap();
    let again = operations.invite_user(&permit, invite).await.unwrap_err();
    assert!(matches!(again, UserError::HasAccess), "{again:?}");
    let ines = user(&world, "Ines Moreau").await;
    assert!(ines.invited);
    assert_eq!(ines.grant.capabilities, members);
    assert!(!user(&world, "Sam Ortiz").await.invited, "the demo's people sign in with a click");

    let token = link(&world, &operations, LetterKind::Invitation).await;
    world.clock.set(noon(day("2026-11-24")) + TimeDelta::minutes(1));
    let from = Origin::default();
    operations.invite_again(&permit, ines.grant.id, &from).await.unwrap();
    let newer = link(&world, &operations, LetterKind::Invitation).await;
    let nobody = SignedIn::Nobody;
    let accept = async |token: &str| {
        let (purpose, password) = (Purpose::Invitation, "seven blue herons at dusk");
        operations.follow_link(token, purpose, Some("Inès Moreau"), password, &from, &nobody).await
    };
    assert!(matches!(accept(&token).await, Err(LinkError::Gone)), "the newer one counts");
    accept(&newer).await.unwrap();
    let ines = user(&world, "Inès Moreau").await;
    assert!(!ines.invited);
    let refused = operations.invite_again(&permit, ines.grant.id, &from).await.unwrap_err();
    assert!(matches!(refused, UserError::Gone), "{refused:?}");

    brokerages_ask(&world, &operations, &permit).await;
}

#[tokio::test]
async fn nobody_is_drowned_in_invitations() {
    let world = World::new().await;
    world.clock.set(noon(day("2026-11-24")));
    let operations = world.operations.clone().with(World::settings());
    operations.set_up_demo(&world.folder.path().join("demo")).await.unwrap();
    let permit = may_change(&world).await;
    let invite = Invite {
        name: "Ines Moreau".to_owned(),
        email: "ines@example.org".to_owned(),
        role: Role::Administrator,
        capabilities: Capabilities::NONE.with(Capability::ViewMembers),
        ends_on: None,
    };
    operations.invite_user(&permit, invite).await.unwrap();
    let ines = user(&world, "Ines Moreau").await;
    let from = |nth: u32| Origin { address: format!("2001:db8:1:2::{nth:x}"), ..Origin::default() };
    for nth in 0..4 {
        operations.invite_again(&permit, ines.grant.id, &from(nth)).await.unwrap();
    }
    let refused = operations.invite_again(&permit, ines.grant.id, &from(4)).await.unwrap_err();
    let ten = TimeDelta::minutes(10);
    assert!(matches!(refused, UserError::Wait(wait) if wait == ten), "{refused:?}");
    let mut tried = 4;
    for nth in 5..60 {
        let nobodys = GrantId(uuid::Uuid::from_u128(nth.into()));
        let refused = operations.invite_again(&permit, nobodys, &from(nth)).await.unwrap_err();
        tried += u32::from(matches!(refused, UserError::Gone));
    }
    assert_eq!(tried, 31, "and one network asks so often");
}

async fn brokerages_ask(world: &World, operations: &Operations, permit: &Sensitive<Users>) {
    let firm = user(world, "Northgate Benefits").await;
    operations.revoke_user(permit, firm.grant.id, firm.grant.version).await.unwrap();
    let broker = world.viewer("broker").await;
    let from = Origin::default();
    let number = {
        let mut unit = world.read().await;
        unit.group().file(BAYSIDE.parse().unwrap()).await.unwrap().unwrap().number.to_string()
    };
    let ask = Ask {
        group_number: number.to_lowercase(),
        capabilities: Capabilities::ALL,
        note: "We look after the renewal.".to_owned(),
    };
    let nobodys = Ask { group_number: "NOSUCHGROUP".to_owned(), ..ask.clone() };
    operations.ask_for_access(&broker, &nobodys, &from).await.expect("and tells nothing");
    let garbage = Ask { group_number: "?".to_owned(), ..ask.clone() };
    let refused = operations.ask_for_access(&broker, &garbage, &from).await;
    assert!(matches!(refused, Err(AskError::NotANumber)), "{refused:?}");
    let stranger = world.viewer("members").await;
    let refused = operations.ask_for_access(&stranger, &ask, &from).await;
    assert!(matches!(refused, Err(AskError::NoBroker)), "{refused:?}");
    operations.ask_for_access(&broker, &ask, &from).await.unwrap();
    operations.ask_for_access(&broker, &ask, &from).await.expect("and is asked once");
    let asking = operations.asking(permit).await.unwrap();
    assert_eq!(asking.len(), 1);
    let request = &asking[0].request;
    assert!(request.capabilities.within(Role::Broker.may_hold()), "no more than a broker may hold");
    let wanted = Capabilities::NONE.with(Capability::PlanRenewal);
    operations.accept_request(permit, request.id, wanted, Some(day("2026-12-31"))).await.unwrap();
    let late = operations.refuse_request(permit, request.id).await.unwrap_err();
    assert!(matches!(late, UserError::Gone), "{late:?}");
    assert_eq!(operations.asking(permit).await.unwrap(), []);
    assert!(operations.authorize::<PlanRenewal>(&broker, BAYSIDE).await.is_ok());
    let (_, asked) = operations.asked_for(&broker).await.unwrap().unwrap();
    assert_eq!(asked[0].group_number, number);
    assert_eq!(asked[0].request.decision.map(|decision| decision.granted), Some(true));
    assert_eq!(operations.asked_for(&stranger).await.unwrap(), None);
    let mails = operations.mails(&world.staff().await, None).await.unwrap();
    for kind in [LetterKind::BrokerAsks, LetterKind::BrokerAnswered] {
        assert_eq!(mails.iter().filter(|head| head.kind == kind).count(), 1, "{kind:?}");
    }
    let more = Capabilities::NONE.with(Capability::ViewMembers);
    operations.ask_for_access(&broker, &Ask { capabilities: more, ..ask }, &from).await.unwrap();
    what_is_asked_for_is_added_to_what_was_given(world, operations, permit, more).await;
}

/// Of a brokerage that has access by then: a request can always be answered.
async fn what_is_asked_for_is_added_to_what_was_given(
    world: &World,
    operations: &Operations,
    permit: &Sensitive<Users>,
    more: Capabilities,
) {
    let before = user(world, "Northgate Benefits").await.grant;
    assert_eq!(before.ends_on, Some(day("2026-12-31")));
    let request = operations.asking(permit).await.unwrap().remove(0).request;
    let nothing = Capabilities::NONE;
    let refused = operations.accept_request(permit, request.id, nothing, None).await.unwrap_err();
    assert!(matches!(refused, UserError::Fault(GrantFault::Nothing)), "{refused:?}");
    let too_much = Capabilities::ALL;
    let refused = operations.accept_request(permit, request.id, too_much, None).await.unwrap_err();
    assert!(matches!(refused, UserError::Fault(GrantFault::NotForRole)), "{refused:?}");
    let until = Some(day("2027-06-30"));
    operations.accept_request(permit, request.id, more, until).await.unwrap();
    let after = user(world, "Northgate Benefits").await.grant;
    assert_eq!((after.id, after.version), (before.id, before.version + 1));
    assert_eq!((after.capabilities, after.ends_on), (before.capabilities.and(more), until));
    assert_eq!(operations.asking(permit).await.unwrap(), []);
    let trail = operations.employer_trail(permit, None).await.unwrap();
    assert_eq!(trail.rows[0].as_ref().unwrap().event.action.code(), "grant_changed");
}

/// The token of the link in the latest mail of a kind.
async fn link(world: &World, operations: &Operations, kind: LetterKind) -> String {
    let staff = world.staff().await;
    let mails = operations.mails(&staff, None).await.unwrap();
    let latest = mails.iter().find(|head| head.kind == kind).unwrap();
    let (_, paper) = operations.read_mail(&staff, latest.id).await.unwrap();
    let (_, rest) = paper.text.split_once("?token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}
