//! What is on file about groups.

use crate::Lab;
use crate::fixture::employer;
use chrono::DateTime;
use domain::Cents;
use domain::employer::EmployerKind;
use domain::group::{GroupFile, GroupNumber};
use domain::id::EmployerId;
use store::Constraint;
use uuid::Uuid;

fn file(id: u128, number: &str) -> GroupFile {
    GroupFile {
        employer: EmployerId(Uuid::from_u128(id)),
        number: GroupNumber::parse(number).expect("is a number"),
        ein_sealed: format!("v1.key.{id}"),
        ein_index: format!("index-{id}"),
        last_invoice: None,
    }
}

/// And no two groups have one number.
pub async fn what_is_on_file_is_kept_and_found_by_its_number(lab: &dyn Lab) {
    let (one, two) = (file(1, "HH1"), file(2, "HH2"));
    let mut unit = lab.store().begin().await.expect("begins");
    for id in [1, 2] {
        let at = DateTime::UNIX_EPOCH;
        unit.employer().save(&employer(id, EmployerKind::Group), at).await.expect("saves");
    }
    unit.group().save_file(&one).await.expect("keeps");
    unit.group().save_file(&two).await.expect("keeps");
    let billed = GroupFile { last_invoice: Some(Cents::new(128_450)), ..one.clone() };
    unit.group().save_file(&billed).await.expect("keeps");
    unit.commit().await.expect("commits");

    let mut unit = lab.store().begin().await.expect("begins");
    let group = unit.group();
    assert_eq!(group.file(one.employer).await.expect("answers"), Some(billed.clone()));
    assert_eq!(group.file_of_number("HH1").await.expect("answers"), Some(billed));
    let other = group.other_number_of_ein("index-2", "HH1").await.expect("answers");
    assert_eq!(other.as_deref(), Some("HH2"));
    assert_eq!(group.other_number_of_ein("index-2", "HH2").await.expect("answers"), None);
    assert_eq!(group.other_number_of_ein("index-3", "HH1").await.expect("answers"), None);
    assert_eq!(group.file_of_number("hh1").await.expect("answers"), None);
    assert_eq!(group.file(EmployerId(Uuid::nil())).await.expect("answers"), None);
    let numbers = group.numbers().await.expect("answers");
    let told: Vec<&str> = numbers.values().map(String::as_str).collect();
    assert_eq!(told, ["HH1", "HH2"]);
    let twin = GroupFile { number: two.number, ..one };
    let refused = group.save_file(&twin).await.expect_err("refuses");
    assert_eq!(refused.conflict(), Some(Constraint::GroupNumber), "{refused:?}");
}
