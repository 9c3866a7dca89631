//! The demo: repeatable, complete, and never out of date.

use crate::world::{World, day, noon, percent};
use chrono::{Days, Months, NaiveDate};
use domain::id::{EmployerId, RosterId};
use domain::plan::Line;
use domain::renewal::Phase;
use domain::{Workbench, price};
use operations::{Clock, Question};
use std::path::Path;

async fn set_up(world: &World) {
    let folder = world.folder.path().join("demo");
    world.operations.set_up_demo(&folder).await.unwrap();
}

async fn rosters(world: &World) -> Vec<(EmployerId, RosterId)> {
    let mut unit = world.read().await;
    let mut rosters = Vec::new();
    for employer in unit.employer().list(domain::employer::EmployerKind::Demo).await.unwrap() {
        let (head, _) = unit.roster().latest(employer.id).await.unwrap().unwrap();
        rosters.push((employer.id, head.id));
    }
    rosters
}

/// Everybody's name and date of birth. The plans that people are in follow the contract's year.
async fn births(world: &World) -> Vec<(String, NaiveDate)> {
    let mut unit = world.read().await;
    let mut births = Vec::new();
    for employer in unit.employer().list(domain::employer::EmployerKind::Demo).await.unwrap() {
        let (_, census) = unit.roster().latest(employer.id).await.unwrap().unwrap();
        for home in census.households {
            let people = std::iter::once(home.employee).chain(home.dependents);
            births.extend(people.map(|person| (person.name, person.born_on)));
        }
    }
    births
}

/// Each demo employer's renewal and workbench, as the page shows it without further questions.
async fn groups(world: &World) -> Vec<(NaiveDate, Workbench)> {
    let demos = world
        .operations
        .compare(Some(&world.viewer("primary").await), &Question::default())
        .await
        .unwrap()
        .employers;
    let mut groups = Vec::new();
    for demo in demos {
        let question = Question { employer: Some(demo.id.to_string()), ..Question::default() };
        let viewer = world.viewer("primary").await;
        let answer = world.operations.compare(Some(&viewer), &question).await.unwrap();
        assert_eq!(answer.faults, [], "{}", demo.name);
        let group = answer.group.unwrap();
        assert_eq!(group.faults, [], "{}", demo.name);
        let workbench = group.workbench.unwrap();
        let renews_on = group.employer.renews_on.unwrap();
        assert_eq!(workbench.effective_on, renews_on, "{}", demo.name);
        groups.push((renews_on, workbench));
    }
    groups
}

fn medical(workbench: &Workbench) -> usize {
    workbench.plans.iter().filter(|plan| plan.line == Line::Medical).count()
}

fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = files.map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Everything of one day in one test, since setting the demo up is the slow part.
#[tokio::test]
async fn every_demo_employer_sees_its_plans_priced_and_a_second_time_changes_nothing() {
    let world = World::new().await;
    set_up(&world).await;
    let groups = groups(&world).await;
    assert_eq!(groups.len(), 3);
    for (renews_on, workbench) in groups {
        let medical = medical(&workbench);
        assert!(medical >= 40, "{medical} medical plans at {renews_on}");
        assert_eq!(workbench.unrated, []);
        assert!(workbench.plans.iter().all(|plan| plan.issuer == operations::DEMO_CARRIER));
        let priced = price(&workbench, &percent(80, 50, 50));
        assert!(priced.plans.iter().all(|sum| sum.premium.get() > 0 && sum.employer < sum.premium));
    }

    // The filings can be looked at. Once in, they are neither written nor read again.
    let folder = world.folder.path().join("demo");
    let files = names(&folder);
    assert!(files.iter().any(|name| name == "plans_2026.xml"), "{files:?}");
    std::fs::remove_dir_all(&folder).unwrap();
    let before = (world.catalogue().await, world.filings().await, rosters(&world).await);
    assert_eq!((before.0, before.2.len()), (1, 3));
    set_up(&world).await;
    assert_eq!((world.catalogue().await, world.filings().await, rosters(&world).await), before);
    assert!(!folder.exists());

    // Only prospects are forgotten.
    world.clock.set(noon(world.clock.today() + Days::new(365)));
    assert_eq!(world.operations.forget_prospects().await.unwrap(), 0);
    assert_eq!(rosters(&world).await, before.2);
}

#[tokio::test]
async fn the_demo_goes_on_with_the_days() {
    let world = World::new().await;
    set_up(&world).await;
    let (start, first) = (world.clock.today(), births(&world).await);
    for (today, new_people) in [
        (start + Months::new(1), false),
        // Dates of birth move on with the year.
        (day("2027-01-01"), true),
    ] {
        world.clock.set(noon(today));
        set_up(&world).await;
        assert_eq!(births(&world).await != first, new_people, "{today}");
        for (renews_on, workbench) in groups(&world).await {
            assert!(renews_on > today, "{renews_on} on {today}");
            let medical = medical(&workbench);
            assert!(medical >= 40, "{medical} medical plans at {renews_on} on {today}");
        }
    }
}

#[tokio::test]
async fn the_next_renewals_are_those_of_the_employers_that_somebody_may_plan_for() {
    let world = World::new().await;
    set_up(&world).await;
    let heads = world.operations.next_renewals(&world.viewer("primary").await).await.unwrap();
    let phases: Vec<_> =
        heads.iter().map(|head| (head.employer.name.as_str(), head.phase())).collect();
    // On October 7: November's to the 15th of October, December's since September 17, February's from
    // November 18.
    assert_eq!(
        phases,
        [
            ("Bayside Dental Group", Phase::Open { days_left: 40 }),
            ("Cypress Freight & Logistics", Phase::NotYetOpen { days_to_open: 42 }),
            ("Tidewater Bicycle Works", Phase::Open { days_left: 9 }),
        ]
    );
    let members = world.viewer("members").await;
    assert_eq!(world.operations.next_renewals(&members).await.unwrap().len(), 0);
}

/// As two servers that start together do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_set_the_demo_up_at_once_do_not_disturb_each_other() {
    let world = World::new().await;
    let folder = world.folder.path().join("demo");
    let set_up = || {
        let (operations, folder) = (world.operations.clone(), folder.clone());
        tokio::spawn(async move { operations.set_up_demo(&folder).await })
    };
    let (one, two) = (set_up(), set_up());
    one.await.unwrap().unwrap();
    two.await.unwrap().unwrap();
    assert_eq!(world.catalogue().await, 1);
    assert!(names(&folder).iter().all(|name| !name.starts_with('.')), "{:?}", names(&folder));
}
