//! What staff look at, and what is nobody else's to see.

use crate::renewal::BAYSIDE;
use crate::world::{World, day, noon};
use chrono::TimeDelta;
use domain::outbox::LetterKind;
use operations::help::HelpError;
use operations::{Clock, OperationError, Settings};

#[tokio::test]
async fn staff_find_employers_and_see_who_acts_for_them() {
    let world = World::new().await;
    world.clock.set(noon(day("2026-11-24")));
    let operations = world.operations.clone().with(World::settings());
    operations.set_up_demo(&world.folder.path().join("demo")).await.unwrap();
    let permit = world.staff().await;
    let names = async |search: &str| -> Vec<String> {
        let found = operations.staff_employers(&permit, search).await.unwrap();
        found.into_iter().map(|found| found.employer.name).collect()
    };
    let all = ["Bayside Dental Group", "Cypress Freight & Logistics", "Tidewater Bicycle Works"];
    assert_eq!(names("").await, all);
    assert_eq!(names(" dental ").await, ["Bayside Dental Group"]);
    assert_eq!(names("hh1178").await, ["Cypress Freight & Logistics"]);
    assert_eq!(names("940000017").await, [""; 0], "nobody is found by an EIN");

    let seen = operations.staff_employer(&permit, BAYSIDE).await.unwrap();
    assert_eq!(seen.found.group_number.as_deref(), Some("HH104233"));
    assert_eq!(seen.ein.as_deref(), Some("…0017"));
    let users: Vec<&str> = seen.users.iter().map(|user| user.name.as_str()).collect();
    assert!(
        users.contains(&"Dana Whitfield") && users.contains(&"Northgate Benefits"),
        "{users:?}"
    );
    let trail = operations.staff_trail(&permit, Some(BAYSIDE), None).await.unwrap();
    assert_eq!(trail.employer.map(|employer| employer.name).as_deref(), Some(all[0]));
    assert_eq!(trail.page.rows, []);
    assert_eq!(operations.staff_trail(&permit, None, None).await.unwrap().employer, None);
    let firms = operations.staff_brokerages(&permit).await.unwrap();
    assert_eq!(firms[0].people[0].name, "Lee Marsh");

    // Outside the demo its employers are not there.
    let plain = world.without_demo().with(World::settings());
    assert_eq!(plain.staff_employers(&permit, "").await.unwrap(), []);
    let gone = plain.staff_employer(&permit, BAYSIDE).await.unwrap_err();
    assert!(matches!(gone, OperationError::NoEmployer(_)), "{gone:?}");
    for nothing in ["x", "00000000-0000-4000-8000-000000000001"] {
        assert!(operations.staff_employer(&permit, nothing).await.is_err(), "{nothing}");
        assert!(operations.staff_trail(&permit, Some(nothing), None).await.is_err(), "{nothing}");
    }
}

#[tokio::test]
async fn who_does_not_work_for_the_carrier_gets_no_permit() {
    let world = World::new().await;
    let kim = world.staff().await;
    assert!(kim.viewer().account().staff);
    let mut account = kim.viewer().account().clone();
    account.staff = false;
    let mut unit = world.write().await;
    unit.access().save_account(&account).await.unwrap();
    unit.commit().await.unwrap();
    let viewer = world.viewer("staff").await;
    let refused = world.operations.authorize_staff(&viewer).unwrap_err();
    assert!(matches!(refused, OperationError::NotStaff), "{refused:?}");
}

/// And each wants a proof of the last minutes.
#[tokio::test]
async fn staff_add_brokerages_and_people_and_reset_a_lost_sign_in() {
    let world = World::new().await;
    let settings = Settings { keeps_mail: true, ..World::settings() };
    let operations = world.operations.clone().with(settings);
    let permit = world.staff().await;
    operations.add_brokerage(&permit, " Southgate Benefits ").await.unwrap();
    for (name, fault) in [("southgate benefits", "so already"), (" ", "name is wanted")] {
        let refused = operations.add_brokerage(&permit, name).await.unwrap_err();
        assert!(refused.to_string().contains(fault), "{name}: {refused}");
    }
    let firms = operations.staff_brokerages(&permit).await.unwrap();
    let firm = firms[0].brokerage.id;
    assert_eq!(firms[0].brokerage.name, "Southgate Benefits");
    let add = async |name: &str, email: &str| {
        operations.add_broker(&permit, firm, name, email).await.map_err(|fault| fault.to_string())
    };
    assert_eq!(add("Lee Park", "lee@").await, Err("this is not an e-mail address".to_owned()));
    assert_eq!(add("", "lee@example.org").await, Err("a name is wanted".to_owned()));
    add("Lee Park", "lee@example.org").await.unwrap();
    assert_eq!(add("Lee Park", "LEE@example.org").await, Err("it is so already".to_owned()));
    let people = operations.staff_brokerages(&permit).await.unwrap().remove(0).people;
    assert_eq!(people[0].email, "lee@example.org");

    let lee = people[0].id;
    let mut unit = world.write().await;
    unit.factor().set_password(lee, "hash", world.clock.now()).await.unwrap();
    unit.commit().await.unwrap();
    operations.reset_sign_in(&permit, lee).await.unwrap();
    let factors = world.read().await.factor().factors(lee).await.unwrap().unwrap();
    assert!(factors.password.is_none());
    let colleague = permit.viewer().account().id;
    assert!(operations.reset_sign_in(&permit, colleague).await.is_err(), "works for the carrier");
    let mails = operations.mails(&permit, None).await.unwrap();
    for kind in [LetterKind::BrokerInvited, LetterKind::SignInReset] {
        assert_eq!(mails.iter().filter(|head| head.kind == kind).count(), 1, "{kind:?}");
    }

    operations.remove_broker(&permit, firm, lee).await.unwrap();
    assert_eq!(operations.staff_brokerages(&permit).await.unwrap()[0].people, []);
    let trail = operations.staff_trail(&permit, None, None).await.unwrap().page;
    let told: Vec<_> =
        trail.rows.iter().map(|row| row.as_ref().unwrap().event.action.code()).collect();
    assert_eq!(
        told,
        ["brokerage_member_removed", "sign_in_reset", "brokerage_member_added", "brokerage_added"]
    );
    world.clock.set(world.clock.now() + TimeDelta::minutes(5));
    let stale = operations.add_brokerage(&permit, "Another").await.unwrap_err();
    assert!(matches!(stale, HelpError::Operation(OperationError::ProveAgain)), "{stale:?}");
}
