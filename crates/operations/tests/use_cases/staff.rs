//! What staff look at, and what is nobody else's to see.

use crate::renewal::BAYSIDE;
use crate::world::{World, day, noon};
use operations::OperationError;

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
