//! Access is given, changed, handed over and taken away; each leaves its trace.

use crate::renewal::BAYSIDE;
use crate::world::{World, day, noon};
use domain::access::{Capabilities, Capability, GrantFault, Role};
use operations::access::Sensitive;
use operations::need::{PlanRenewal, Users};
use operations::{BrokerGrant, GrantChange, OperationError, User, UserError};

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
