//! Stories about contracts.

use crate::Lab;
use crate::fixture::{contract, day, employer, moment, packages};
use domain::contract::Contract;
use domain::employer::EmployerKind;
use domain::id::EmployerId;
use store::StoreError;
use uuid::Uuid;

const NOW: &str = "2025-11-01T08:00:00Z";

async fn save(lab: &dyn Lab, id: EmployerId, contract: &Contract) -> Result<(), StoreError> {
    let mut unit = lab.store().begin().await?;
    unit.contract().save(id, contract, moment(NOW)).await?;
    unit.commit().await
}

async fn new_employer(lab: &dyn Lab, id: u128) -> EmployerId {
    let one = employer(id, EmployerKind::Group);
    let mut unit = lab.store().begin().await.expect("begins");
    unit.employer().save(&one, moment(NOW)).await.expect("saves");
    unit.commit().await.expect("commits");
    one.id
}

/// With all that is in them; a second one of a plan year takes the place of the first.
pub async fn contracts_are_kept_by_plan_year(lab: &dyn Lab) {
    let one = new_employer(lab, 1).await;
    let (oldest, old, new) =
        (contract("0001-01-01"), contract("2025-02-01"), contract("2026-02-01"));
    for contract in [&old, &new, &oldest] {
        save(lab, one, contract).await.expect("saves");
    }
    let changed = Contract { packages: packages().split_off(1), ..new };
    save(lab, one, &changed).await.expect("saves");

    let mut unit = lab.store().begin_read().await.expect("begins");
    for (starts_on, expect) in [
        ("2025-02-01", Some(&old)),
        ("2026-02-01", Some(&changed)),
        ("2026-01-31", None),
        ("2026-03-01", None),
    ] {
        let found = unit.contract().on(one, day(starts_on)).await.expect("answers");
        assert_eq!(found.as_ref(), expect, "{starts_on}");
    }
    let all = unit.contract().list(one).await.expect("answers");
    assert_eq!(all, [changed, old, oldest], "the newest first");
}

/// To one that is there, and to no other.
pub async fn a_contract_belongs_to_an_employer(lab: &dyn Lab) {
    let one = new_employer(lab, 1).await;
    let other = new_employer(lab, 2).await;
    let year = contract("2026-02-01");
    save(lab, one, &year).await.expect("saves");
    let stranger = EmployerId(Uuid::from_u128(3));
    let refused = save(lab, stranger, &year).await;
    assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");

    for id in [other, stranger] {
        let mut unit = lab.store().begin_read().await.expect("begins");
        assert_eq!(unit.contract().on(id, day("2026-02-01")).await.expect("answers"), None);
        assert_eq!(unit.contract().list(id).await.expect("answers"), []);
    }
    let emptied = Contract { packages: vec![], ..year.clone() };
    save(lab, other, &emptied).await.expect("saves");
    let mut unit = lab.store().begin_read().await.expect("begins");
    assert_eq!(unit.contract().list(one).await.expect("answers"), [year]);
    assert_eq!(unit.contract().list(other).await.expect("answers"), [emptied]);
}

/// And what is saved in its place keeps that.
pub async fn a_contract_tells_which_submission_it_comes_from(lab: &dyn Lab) {
    let one = new_employer(lab, 1).await;
    let other = new_employer(lab, 2).await;
    let year = contract("2026-02-01");
    for id in [one, other] {
        save(lab, id, &year).await.expect("saves");
    }
    let starts_on = year.year.starts_on();
    let mut unit = lab.store().begin().await.expect("begins");
    let contracts = unit.contract();
    assert_eq!(contracts.number(one, starts_on).await.expect("answers"), None);
    assert!(contracts.save_number(one, starts_on, Some(2)).await.expect("answers"));
    assert!(!contracts.save_number(one, day("2027-02-01"), Some(2)).await.expect("answers"));
    unit.commit().await.expect("commits");
    save(lab, one, &year).await.expect("saves");
    let mut unit = lab.store().begin().await.expect("begins");
    let contracts = unit.contract();
    assert_eq!(contracts.number(one, starts_on).await.expect("answers"), Some(2));
    assert_eq!(contracts.number(other, starts_on).await.expect("answers"), None);
    assert_eq!(contracts.number(one, day("2027-02-01")).await.expect("answers"), None);
    assert!(contracts.save_number(one, starts_on, None).await.expect("answers"));
    assert_eq!(contracts.number(one, starts_on).await.expect("answers"), None);
}
