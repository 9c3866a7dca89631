//! Stories about rosters.

use crate::Lab;
use crate::fixture::{AWKWARD, employer, employment, families, moment, person, roster};
use domain::census::{Census, Employment, Household, Person, ROWS_MAX, Relationship, Waiver};
use domain::employer::EmployerKind;
use domain::id::EmployerId;
use store::StoreError;
use uuid::Uuid;

async fn new_employer(lab: &dyn Lab) -> EmployerId {
    let one = employer(1, EmployerKind::Group);
    let mut unit = lab.store().begin().await.expect("begins");
    unit.employer().save(&one, moment("2025-11-01T08:00:00Z")).await.expect("saves");
    unit.commit().await.expect("commits");
    one.id
}

/// Families in their order, with all that is known of each person; of none, few and many.
pub async fn a_roster_is_read_back(lab: &dyn Lab) {
    let employer = new_employer(lab).await;
    let odd = Census {
        households: vec![
            Household {
                employee: Person {
                    family: Some(String::new()),
                    waived: true,
                    employment: employment(),
                    ..person(u32::MAX, Relationship::Employee, "1900-01-01")
                },
                dependents: vec![
                    Person { disabled: true, ..person(3, Relationship::Child, "1999-12-31") },
                    Person {
                        name: AWKWARD.into(),
                        family: Some(AWKWARD.into()),
                        ..person(2, Relationship::DomesticPartner, "2000-02-29")
                    },
                ],
            },
            Household {
                employee: Person {
                    name: String::new(),
                    employment: Employment {
                        waiver: Some(Waiver::NoOtherCoverage),
                        ..Employment::default()
                    },
                    ..person(1, Relationship::Employee, "0001-01-01")
                },
                dependents: vec![person(9, Relationship::Spouse, "9999-12-31")],
            },
        ],
    };
    for (census, n) in [Census::default(), odd, families(3_000)].into_iter().zip(1..) {
        let head = roster(n, &format!("2025-11-0{n}T08:00:00.000001Z"));
        let mut unit = lab.store().begin().await.expect("begins");
        unit.roster().insert(employer, &head, &census).await.expect("inserts");
        unit.commit().await.expect("commits");
        let mut unit = lab.store().begin_read().await.expect("begins");
        let found = unit.roster().latest(employer).await.expect("answers");
        assert!(found == Some((head, census)), "census {n}");
    }
}

/// By the moment it was taken in, not by the order of inserting; those before it stay.
pub async fn the_last_roster_counts(lab: &dyn Lab) {
    let employer = new_employer(lab).await;
    let late = roster(1, "2025-11-03T08:00:00.5Z");
    let mut unit = lab.store().begin().await.expect("begins");
    for head in [
        roster(3, "2025-11-03T08:00:00.499999Z"),
        late.clone(),
        roster(4, "2025-11-03T08:00:00Z"),
        roster(2, "2025-10-31T23:59:59Z"),
    ] {
        unit.roster().insert(employer, &head, &families(1)).await.expect("inserts");
    }
    let (head, _) = unit.roster().latest(employer).await.expect("answers").expect("is there");
    assert_eq!(head, late);

    // Finer than a microsecond is cut off, alike everywhere.
    let fine = roster(5, "2025-11-04T08:00:00.123456789Z");
    unit.roster().insert(employer, &fine, &families(1)).await.expect("inserts");
    let (head, _) = unit.roster().latest(employer).await.expect("answers").expect("is there");
    assert_eq!(head, roster(5, "2025-11-04T08:00:00.123456Z"));
}

/// As many people as a roster may have, and not one more.
pub async fn a_roster_has_a_limit(lab: &dyn Lab) {
    let employer = new_employer(lab).await;
    let mut census = families(u32::try_from(ROWS_MAX / 4).expect("is small"));
    let mut unit = lab.store().begin().await.expect("begins");
    let head = roster(1, "2025-11-03T08:00:00Z");
    unit.roster().insert(employer, &head, &census).await.expect("inserts");
    unit.commit().await.expect("commits");

    census.households.push(Household {
        employee: person(1, Relationship::Employee, "1990-01-01"),
        dependents: vec![],
    });
    let mut unit = lab.store().begin().await.expect("begins");
    let head = roster(2, "2025-11-04T08:00:00Z");
    let refused = unit.roster().insert(employer, &head, &census).await;
    assert!(matches!(refused, Err(StoreError::TooMany { most: ROWS_MAX, .. })), "{refused:?}");
    drop(unit);

    let mut unit = lab.store().begin_read().await.expect("begins");
    let (head, census) = unit.roster().latest(employer).await.expect("answers").expect("is there");
    assert_eq!((head.id, census.households.len()), (roster(1, "2025-11-03T08:00:00Z").id, 12_500));
}

/// To one that is there, and once.
pub async fn a_roster_belongs_to_an_employer(lab: &dyn Lab) {
    let employer = new_employer(lab).await;
    let head = roster(1, "2025-11-03T08:00:00Z");
    let stranger = EmployerId(Uuid::from_u128(2));
    let mut unit = lab.store().begin().await.expect("begins");
    let refused = unit.roster().insert(stranger, &head, &families(1)).await;
    assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    drop(unit);

    let mut unit = lab.store().begin().await.expect("begins");
    unit.roster().insert(employer, &head, &families(1)).await.expect("inserts");
    let refused = unit.roster().insert(employer, &head, &families(1)).await;
    assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    assert!(!format!("{refused:?}").contains("Person 2"), "no names in errors: {refused:?}");
}
