//! Who may do what: sessions, and the grants of the invented employers.

use crate::renewal::{BAYSIDE, CYPRESS, JANUARY, TIDEWATER};
use crate::world::{World, day, noon};
use chrono::TimeDelta;
use domain::access::{Capability, Grant};
use operations::need::{PlanRenewal, Users, ViewMembers};
use operations::{OperationError, Origin, SignedIn, Viewer};

const NOBODY: &str = "00000000-0000-4000-8000-000000000001";

/// Everything in one test, since setting the demo up is the slow part.
#[tokio::test]
async fn somebody_may_do_what_was_granted_and_nothing_else() {
    let world = World::new().await;
    world.clock.set(noon(day("2026-11-24")));
    world.operations.set_up_demo(&world.folder.path().join("demo")).await.unwrap();
    each_role_may_do_its_part(&world).await;
    an_employer_that_is_not_yours_does_not_exist(&world).await;
    what_is_revoked_is_refused_at_once(&world).await;
    access_ends_after_its_last_day(&world).await;
    a_session_ends_by_itself_and_when_it_is_ended(&world).await;
    a_sensitive_act_wants_a_proof_of_the_last_minutes(&world).await;
    setting_the_demo_up_again_gives_nothing_back(&world).await;
    outside_the_demo_nobody_signs_in_with_one_click(&world).await;
}

async fn each_role_may_do_its_part(world: &World) {
    let operations = &world.operations;
    for (key, members, plan, users) in [
        ("primary", true, true, true),
        ("administrator", true, true, false),
        ("members", true, false, false),
        ("officer", false, true, false),
        ("broker", true, true, false),
    ] {
        let viewer = world.viewer(key).await;
        let found = [
            operations.authorize::<ViewMembers>(&viewer, BAYSIDE).await.map(drop),
            operations.authorize::<PlanRenewal>(&viewer, BAYSIDE).await.map(drop),
            operations.authorize::<Users>(&viewer, BAYSIDE).await.map(drop),
        ];
        for (found, expect) in found.iter().zip([members, plan, users]) {
            assert_eq!(found.is_ok(), expect, "{key}: {found:?}");
            let forbidden = matches!(found, Err(OperationError::Forbidden(_)));
            assert_eq!(forbidden, !expect, "{key}: {found:?}");
        }
        assert!(operations.authorize_staff(&viewer).is_err(), "{key}");
    }
    let staff = world.viewer("staff").await;
    assert!(operations.authorize_staff(&staff).is_ok());
}

async fn an_employer_that_is_not_yours_does_not_exist(world: &World) {
    let operations = &world.operations;
    for (key, employer) in [
        ("other", BAYSIDE),
        ("broker", CYPRESS),
        ("administrator", TIDEWATER),
        ("staff", BAYSIDE),
        ("primary", NOBODY),
        ("primary", "nonsense"),
    ] {
        let viewer = world.viewer(key).await;
        let refused = operations.authorize::<PlanRenewal>(&viewer, employer).await.unwrap_err();
        let gone =
            matches!(refused, OperationError::NoEmployer(_) | OperationError::NotAnEmployerId);
        assert!(gone, "{key} {employer}: {refused:?}");
    }
    let names = async |key| {
        let acting = operations.employers_of(&world.viewer(key).await).await.unwrap();
        acting.into_iter().map(|acting| acting.employer.name).collect::<Vec<_>>()
    };
    assert_eq!(names("broker").await, ["Bayside Dental Group", "Tidewater Bicycle Works"]);
    assert_eq!(names("other").await, ["Cypress Freight & Logistics"]);
    assert_eq!(names("staff").await, [""; 0]);
}

/// The broker's grant for an employer.
async fn grant(world: &World, viewer: &Viewer, employer: &str) -> Grant {
    let id = employer.parse().unwrap();
    let mut unit = world.read().await;
    unit.access().grants_of(id, viewer.account().id).await.unwrap().remove(0)
}

async fn save(world: &World, grant: &Grant, based_on: i64) {
    let mut unit = world.write().await;
    assert!(unit.access().save_grant(grant, based_on).await.unwrap());
    unit.commit().await.unwrap();
}

async fn what_is_revoked_is_refused_at_once(world: &World) {
    let operations = &world.operations;
    let broker = world.viewer("broker").await;
    let watched = operations.watch_renewal(&broker, BAYSIDE, JANUARY).await.unwrap();
    assert!(operations.pulse(&watched).await.is_ok());
    let granted = grant(world, &broker, BAYSIDE).await;
    let revoked = Grant { revoked_at: Some(noon(day("2026-11-24"))), ..granted.clone() };
    save(world, &revoked, granted.version).await;
    let refused = operations.authorize::<PlanRenewal>(&broker, BAYSIDE).await.unwrap_err();
    assert!(matches!(refused, OperationError::NoEmployer(_)), "{refused:?}");
    assert!(operations.pulse(&watched).await.is_err(), "a window that listens is refused too");
    save(world, &granted, granted.version + 1).await;
    assert!(operations.authorize::<PlanRenewal>(&broker, BAYSIDE).await.is_ok());
}

async fn access_ends_after_its_last_day(world: &World) {
    let broker = world.viewer("broker").await;
    let granted = grant(world, &broker, TIDEWATER).await;
    let until = Grant { ends_on: Some(day("2026-11-30")), ..granted.clone() };
    save(world, &until, granted.version).await;
    for (today, allowed) in [("2026-11-30", true), ("2026-12-01", false)] {
        world.clock.set(noon(day(today)));
        let broker = world.viewer("broker").await;
        let found = world.operations.authorize::<PlanRenewal>(&broker, TIDEWATER).await;
        assert_eq!(found.is_ok(), allowed, "{today}");
    }
    world.clock.set(noon(day("2026-11-24")));
}

async fn a_session_ends_by_itself_and_when_it_is_ended(world: &World) {
    let operations = &world.operations;
    let begun = noon(day("2026-11-24"));
    let sign_in = async |before: &SignedIn| {
        operations.sign_in_demo("primary", &Origin::default(), before).await.unwrap()
    };
    let token = sign_in(&SignedIn::Nobody).await;
    let open = async |token: &str, minutes, acts| {
        world.clock.set(begun + TimeDelta::minutes(minutes));
        operations.open_session(token, acts).await.unwrap()
    };
    // Done something every ten minutes; then the page alone asks.
    for minutes in [10, 20, 30] {
        assert!(open(&token, minutes, true).await.viewer().is_some(), "{minutes}");
    }
    assert!(open(&token, 44, false).await.viewer().is_some());
    assert!(open(&token, 45, false).await.viewer().is_none(), "nothing was done for 15 minutes");
    world.clock.set(begun);
    for token in ["", "nonsense", "' or 1=1 --"] {
        assert_eq!(operations.open_session(token, true).await.unwrap(), SignedIn::Nobody);
    }

    // Who signs in has another token than before, and the one before opens nothing.
    let first = sign_in(&SignedIn::Nobody).await;
    let signed_in = operations.open_session(&first, true).await.unwrap();
    let second = sign_in(&signed_in).await;
    assert_ne!(first, second);
    assert_eq!(operations.open_session(&first, true).await.unwrap(), SignedIn::Nobody);
    let signed_in = operations.open_session(&second, true).await.unwrap();
    operations.sign_out(signed_in.session().unwrap()).await.unwrap();
    assert_eq!(operations.open_session(&second, true).await.unwrap(), SignedIn::Nobody);
}

async fn a_sensitive_act_wants_a_proof_of_the_last_minutes(world: &World) {
    let viewer = world.viewer("primary").await;
    let operations = &world.operations;
    assert!(operations.authorize_sensitive::<Users>(&viewer, BAYSIDE).await.is_ok());
    world.clock.set(noon(day("2026-11-24")) + TimeDelta::minutes(5));
    let refused = operations.authorize_sensitive::<Users>(&viewer, BAYSIDE).await.unwrap_err();
    assert!(matches!(refused, OperationError::ProveAgain));
    assert!(operations.authorize::<Users>(&viewer, BAYSIDE).await.is_ok());
    world.clock.set(noon(day("2026-11-24")));
}

async fn setting_the_demo_up_again_gives_nothing_back(world: &World) {
    let broker = world.viewer("broker").await;
    let granted = grant(world, &broker, BAYSIDE).await;
    let less = Grant {
        capabilities: granted.capabilities.without(Capability::PlanRenewal),
        ..granted.clone()
    };
    save(world, &less, granted.version).await;
    world.operations.set_up_demo(&world.folder.path().join("demo")).await.unwrap();
    let refused = world.operations.authorize::<PlanRenewal>(&broker, BAYSIDE).await.unwrap_err();
    assert!(matches!(refused, OperationError::Forbidden(Capability::PlanRenewal)));
}

async fn outside_the_demo_nobody_signs_in_with_one_click(world: &World) {
    let operations = world.without_demo();
    assert!(operations.demo_accounts().is_empty());
    let refused = operations.sign_in_demo("primary", &Origin::default(), &SignedIn::Nobody).await;
    assert!(matches!(refused, Err(OperationError::NotFound)));
}
