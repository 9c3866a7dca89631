//! Rosters of people who ask for a quote: taken in, compared, forgotten; and nobody sees another's.

use crate::world::{World, day, days_after, percent};
use chrono::TimeDelta;
use domain::employer::{Employer, EmployerKind};
use domain::id::EmployerId;
use domain::price;
use formats::roster::RosterError;
use operations::{OperationError, PlaceQuestion, Question, RosterProblem};
use uuid::Uuid;

const ROSTER: &str = "Family ID,Relationship,First Name,Last Name,Date of Birth\n\
    1,Employee,Jordan,Sample,6/1/1980\n\
    1,Child,Casey,Sample,9/15/2014\n\
    2,Employee,Kim,Sample,13/45/1980\n\
    3,Employee,Lee,Sample,2/2/1990\n\
    3,Child,Ash,Sample,3/3/2027\n\
    4,Child,Al,Sample,4/4/2015\n";

async fn filed() -> World {
    let world = World::new().await;
    world.operations.import(&world.invented(2027)).await.unwrap();
    world
}

fn place(zip: &str) -> PlaceQuestion {
    PlaceQuestion { zip: Some(zip.to_owned()), county: None }
}

fn about(employer: EmployerId) -> Question {
    Question {
        employer: Some(employer.to_string()),
        effective: Some("2027-02-01".to_owned()),
        ..Question::default()
    }
}

#[tokio::test]
async fn sound_rows_are_priced_and_the_others_are_named() {
    let world = filed().await;
    let taken = world.operations.take_in_roster(
        "our people.csv",
        ROSTER.as_bytes().to_vec(),
        place("94110"),
    );
    let employer = taken.await.unwrap().employer;
    let answer = world.operations.compare(None, &about(employer)).await.unwrap();
    assert_eq!((answer.faults.len(), answer.counties.len(), answer.employers.len()), (0, 0, 0));
    assert_eq!(answer.question.place.zip.as_deref(), Some("94110"));
    let group = answer.group.unwrap();
    assert_eq!(
        (group.employer.name.as_str(), group.employer.kind),
        ("our people", EmployerKind::Prospect)
    );
    assert_eq!(group.catalogue, Some(1));

    let faults: Vec<_> =
        group.faults.iter().map(|f| (f.row, f.column.as_deref(), f.code.as_str())).collect();
    // From the file, from the date, from the family: one list by row.
    assert_eq!(
        faults.iter().map(|(row, column, _)| (*row, *column)).collect::<Vec<_>>(),
        [(4, Some("Date of Birth")), (6, None), (7, None)]
    );
    assert_eq!((faults[1].2, faults[2].2), ("not_yet_born", "no_employee"));

    let workbench = group.workbench.unwrap();
    let rows: Vec<Vec<u32>> =
        workbench.families.iter().map(|f| f.members.iter().map(|m| m.row).collect()).collect();
    assert_eq!(rows, [vec![2, 3], vec![5]]);
    assert!(price(&workbench, &percent(50, 0, 0)).plans.iter().all(|sum| sum.premium.get() > 0));
}

/// A child that is not born on the date may be by another.
#[tokio::test]
async fn faults_follow_the_date() {
    let world = filed().await;
    let taken =
        world.operations.take_in_roster("a.csv", ROSTER.as_bytes().to_vec(), place("94110"));
    let question = about(taken.await.unwrap().employer);
    for (effective, rows, members) in
        [("2027-03-01", vec![4, 6, 7], 3), ("2027-04-01", vec![4, 7], 4)]
    {
        let question = Question { effective: Some(effective.to_owned()), ..question.clone() };
        let group = world.operations.compare(None, &question).await.unwrap().group.unwrap();
        let found: Vec<u32> = group.faults.iter().map(|fault| fault.row).collect();
        assert_eq!((found, group.workbench.unwrap().members()), (rows, members), "{effective}");
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_refused_and_nobody_is_kept() {
    let world = filed().await;
    let take_in = async |name: &str, bytes: &[u8]| {
        world.operations.take_in_roster(name, bytes.to_vec(), place("94110")).await.unwrap_err()
    };
    let empty = take_in("a.csv", b"").await;
    assert!(matches!(empty, RosterProblem::File(RosterError::Empty)), "{empty}");
    let pdf = take_in("a.pdf", b"%PDF-1.7 people").await;
    assert!(matches!(pdf, RosterProblem::File(RosterError::NotASpreadsheet { .. })), "{pdf}");
    let no_header = take_in("a.csv", b"Jordan,6/1/1980\n").await;
    assert!(matches!(no_header, RosterProblem::File(_)), "{no_header}");
    let RosterProblem::NoRows(faults) = take_in("a.csv", b"Name,DOB\nJo,1/1/1850\n").await else {
        panic!("nobody was born in 1850")
    };
    assert_eq!(faults.iter().map(|fault| fault.row).collect::<Vec<_>>(), [2]);
    let kept = world.read().await.employer().list(EmployerKind::Prospect).await.unwrap();
    assert_eq!(kept, []);
}

#[tokio::test]
async fn without_a_place_or_with_a_wrong_one_the_faults_say_what_to_do() {
    use operations::Field;
    let world = filed().await;
    let taken = world.operations.take_in_roster(
        "a.csv",
        ROSTER.as_bytes().to_vec(),
        PlaceQuestion::default(),
    );
    let employer = taken.await.unwrap().employer;
    for (zip, county, effective, fields, counties) in [
        (None, None, "2027-02-01", vec![], false),
        (Some("9411"), None, "2027-02-01", vec![Field::Zip], false),
        (Some("10001"), None, "2027-02-01", vec![Field::Zip], false),
        (Some("94501"), None, "2027-02-01", vec![Field::County], true),
        (Some("94501"), Some("Orange"), "2027-02-01", vec![Field::County], true),
        (Some("94110"), None, "2027-02-02", vec![Field::Effective], false),
        (Some("9411"), None, "tomorrow", vec![Field::Zip, Field::Effective], false),
    ] {
        let question = Question {
            place: PlaceQuestion { zip: zip.map(Into::into), county: county.map(Into::into) },
            effective: Some(effective.to_owned()),
            ..about(employer)
        };
        let answer = world.operations.compare(None, &question).await.unwrap();
        let found: Vec<Field> = answer.faults.iter().map(|fault| fault.field).collect();
        assert_eq!((found, !answer.counties.is_empty()), (fields, counties), "{zip:?} {county:?}");
        assert_eq!(answer.group.unwrap().workbench, None, "{zip:?} {county:?} {effective}");
    }
    // A county left over from another ZIP code is dropped where none is needed.
    let question = Question {
        place: PlaceQuestion { zip: Some("94110".into()), county: Some("Alameda".into()) },
        ..about(employer)
    };
    let answer = world.operations.compare(None, &question).await.unwrap();
    assert_eq!((answer.faults.len(), answer.question.place.county), (0, None));
    assert!(answer.group.unwrap().workbench.is_some());
}

#[tokio::test]
async fn another_employer_and_a_group_are_refused_alike() {
    let world = filed().await;
    let group = EmployerId(Uuid::from_u128(0x9000));
    let employer = Employer {
        id: group,
        name: "A group under contract".to_owned(),
        kind: EmployerKind::Group,
        zip: None,
        county: None,
        renews_on: None,
    };
    let mut unit = world.write().await;
    unit.employer().save(&employer, days_after(day("2026-10-07"), 0)).await.unwrap();
    unit.commit().await.unwrap();
    for id in [group, EmployerId(Uuid::from_u128(0x9001))] {
        let refused = world.operations.compare(None, &about(id)).await.unwrap_err();
        assert!(matches!(refused, OperationError::NoEmployer(found) if found == id), "{refused}");
        assert_eq!(refused.to_string(), format!("there is no employer {id}"));
    }
    let question = Question { employer: Some("1 or 1=1".to_owned()), ..Question::default() };
    let refused = world.operations.compare(None, &question).await.unwrap_err();
    assert!(matches!(refused, OperationError::NotAnEmployerId), "{refused}");
}

#[tokio::test]
async fn prospects_are_forgotten_after_thirty_days() {
    let world = filed().await;
    let taken =
        world.operations.take_in_roster("a.csv", ROSTER.as_bytes().to_vec(), place("94110"));
    let employer = taken.await.unwrap().employer;
    let last_moment = days_after(day("2026-10-07"), 30);
    for (now, count) in [
        (last_moment, 0),
        (last_moment + TimeDelta::seconds(1), 1),
        (last_moment + TimeDelta::seconds(2), 0),
    ] {
        world.clock.set(now);
        assert_eq!(world.operations.forget_prospects().await.unwrap(), count, "{now}");
        let answer = world.operations.compare(None, &about(employer)).await;
        assert_eq!(answer.is_ok(), now == last_moment, "{now}");
    }
    let mut unit = world.read().await;
    assert_eq!(unit.roster().latest(employer).await.unwrap(), None);
}
