//! Designations.

use crate::Lab;
use crate::fixture::AWKWARD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Capabilities, Capability};
use domain::designation::{Course, Designation, Event, Form, Officer, Paper, PaperKind};
use domain::group::GroupNumber;
use domain::id::{DesignationId, PaperId};
use store::UnitOfWork;
use uuid::Uuid;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

pub(crate) fn designation(id: u128, minute: i64) -> Designation {
    let officer = Officer {
        name: AWKWARD.to_owned(),
        title: "President".to_owned(),
        email: "Ruth@Example.com".to_owned(),
        phone: "415-555-0100".to_owned(),
    };
    let form = Form {
        company: "Bayside Dental Group".to_owned(),
        officer,
        administrator: "Dana Whitfield".to_owned(),
        administrator_email: "dana@example.com".to_owned(),
        capabilities: Capabilities::NONE.with(Capability::PlanRenewal),
        signature: AWKWARD.to_owned(),
    };
    Designation {
        id: DesignationId(Uuid::from_u128(id)),
        digest: format!("digest-{id}"),
        token_sealed: "v1.key.token".to_owned(),
        number: GroupNumber::parse("HH104233").expect("is a number"),
        ein_sealed: "v1.key.ein".to_owned(),
        ein_index: "index".to_owned(),
        form,
        course: Course::begin(at(minute)),
        address: "::1".to_owned(),
        version: 1,
        created_at: at(minute),
        changed_at: at(minute),
    }
}

/// And of two who decide about it one is told.
pub async fn a_designation_is_kept_and_decided_once(lab: &dyn Lab) {
    let one = designation(1, 0);
    let mut unit = lab.store().begin().await.expect("begins");
    unit.designation().insert(&one).await.expect("keeps");
    unit.commit().await.expect("commits");
    let mut unit = lab.store().begin().await.expect("begins");
    let designations = unit.designation();
    assert_eq!(designations.designation(one.id).await.expect("answers"), Some(one.clone()));
    let of_digest = designations.designation_of_digest("digest-1").await.expect("answers");
    assert_eq!(of_digest, Some(one.clone()));
    assert_eq!(designations.designation_of_digest("digest-2").await.expect("answers"), None);
    let asked = Event::Ask { what: AWKWARD.to_owned() };
    let course = one.course.clone().event(asked, at(5)).expect("can be asked");
    let asked = Designation { course, changed_at: at(5), ..one };
    assert!(designations.save_course(&asked).await.expect("answers"));
    assert!(!designations.save_course(&asked).await.expect("answers"), "somebody was first");
    let kept = designations.designation(asked.id).await.expect("answers");
    assert_eq!(kept, Some(Designation { version: 2, ..asked }));
}

/// What waits for staff comes first, and of that what has waited longest.
pub async fn designations_are_listed_and_counted(lab: &dyn Lab) {
    let mut unit = lab.store().begin().await.expect("begins");
    for (id, minute) in [(1, 1), (2, 2), (3, 3)] {
        unit.designation().insert(&designation(id, minute)).await.expect("keeps");
    }
    let one = designation(1, 1);
    let refused = Event::Refuse { reason: "No".to_owned() };
    let course = one.course.clone().event(refused, at(9)).expect("can be refused");
    let decided = Designation { course, changed_at: at(9), ..one };
    assert!(unit.designation().save_course(&decided).await.expect("answers"));
    let designations = unit.designation();
    let listed = designations.designations(10).await.expect("answers");
    let ids: Vec<u128> = listed.iter().map(|one| one.id.0.as_u128()).collect();
    assert_eq!(ids, [2, 3, 1]);
    assert_eq!(designations.designations(1).await.expect("answers").len(), 1);
    assert_eq!(designations.count_from("::1", at(2)).await.expect("answers"), 2);
    assert_eq!(designations.count_from("192.0.2.7", at(0)).await.expect("answers"), 0);
    let of = designations.count_of_officer(" ruth@example.com", at(0)).await.expect("answers");
    assert_eq!(of, 3);
    assert_eq!(designations.count_of_group("HH104233", at(3)).await.expect("answers"), 1);
}

/// A home has many addresses of the newer kind: they count together.
pub async fn forms_are_counted_by_the_network_that_they_come_from(lab: &dyn Lab) {
    let mut unit = lab.store().begin().await.expect("begins");
    let addresses = ["2001:db8:1:2::1", "2001:db8:1:2:3::4", "2001:db8:1:3::1", "192.0.2.7"];
    for (id, address) in (1..).zip(addresses) {
        let form = Designation { address: address.to_owned(), ..designation(id, 5) };
        unit.designation().insert(&form).await.expect("keeps");
        let signed = Paper {
            designation: form.id,
            address: address.to_owned(),
            ..paper(id, 5, PaperKind::Pdf)
        };
        unit.designation().insert_paper(&signed).await.expect("keeps");
    }
    let designations = unit.designation();
    let officer = "ruth@example.com";
    for (address, count) in
        [("2001:db8:1:2::9", 2), ("2001:db8:1:3::1", 1), ("192.0.2.7", 1), ("192.0.2.8", 0)]
    {
        let forms = designations.count_from(address, at(5)).await.expect("answers");
        let papers = designations.count_papers_from(address, at(5)).await.expect("answers");
        let of = designations.count_of_officer_from(officer, address, at(5)).await;
        assert_eq!((forms, papers, of.expect("answers")), (count, count, count), "{address}");
    }
    let later = designations.count_of_officer_from(officer, "192.0.2.7", at(6)).await;
    assert_eq!(later.expect("answers"), 0);
    let other = designations.count_of_officer_from("rob@example.com", "192.0.2.7", at(5)).await;
    assert_eq!(other.expect("answers"), 0);
}

/// And what waits for staff is theirs.
pub async fn what_an_officer_left_lying_is_found(lab: &dyn Lab) {
    let mut unit = lab.store().begin().await.expect("begins");
    for (id, minute) in [(1, 4), (2, 3), (3, 2), (4, 9)] {
        let course = match id {
            1 | 4 => Course::begin_on_paper(at(minute)),
            _ => Course::begin(at(minute)),
        };
        let form = Designation { course, ..designation(id, minute) };
        unit.designation().insert(&form).await.expect("keeps");
    }
    let two = designation(2, 3);
    let asked = Event::Ask { what: "A bill?".to_owned() };
    let course = two.course.clone().event(asked, at(5)).expect("can be asked");
    let asked = Designation { course, changed_at: at(5), ..two };
    assert!(unit.designation().save_course(&asked).await.expect("answers"));
    let found = async |unit: &mut Box<dyn UnitOfWork>, minute: i64, limit: u32| -> Vec<u128> {
        let all = unit.designation().waiting_since(at(minute), limit).await.expect("answers");
        all.iter().map(|one| one.id.0.as_u128()).collect()
    };
    assert_eq!(found(&mut unit, 9, 10).await, [1, 2]);
    assert_eq!(found(&mut unit, 5, 10).await, [1]);
    assert_eq!(found(&mut unit, 10, 2).await, [1, 2]);
    assert_eq!(found(&mut unit, 10, 10).await, [1, 2, 4]);
}

fn paper(id: u128, minute: i64, kind: PaperKind) -> Paper {
    Paper {
        id: PaperId(Uuid::from_u128(id)),
        designation: DesignationId(Uuid::from_u128(1)),
        kind,
        bytes: vec![0, 255, 13, 10, u8::try_from(id).expect("is small")],
        digest: format!("digest-{id}"),
        address: "::1".to_owned(),
        came_at: at(minute),
    }
}

/// And of those of a designation the latest counts.
pub async fn signed_forms_are_kept_and_counted(lab: &dyn Lab) {
    let course = Course::begin_on_paper(at(0));
    let mut unit = lab.store().begin().await.expect("begins");
    unit.designation().insert(&Designation { course, ..designation(1, 0) }).await.expect("keeps");
    unit.designation().insert(&designation(2, 0)).await.expect("keeps");
    let papers =
        [paper(7, 3, PaperKind::Pdf), paper(8, 1, PaperKind::Png), paper(9, 3, PaperKind::Jpeg)];
    for paper in &papers {
        unit.designation().insert_paper(paper).await.expect("keeps");
    }
    unit.commit().await.expect("commits");
    let mut unit = lab.store().begin().await.expect("begins");
    let designations = unit.designation();
    let (one, two) = (DesignationId(Uuid::from_u128(1)), DesignationId(Uuid::from_u128(2)));
    assert_eq!(designations.paper(one).await.expect("answers").as_ref(), Some(&papers[2]));
    assert_eq!(designations.paper_came_at(one).await.expect("answers"), Some(at(3)));
    assert_eq!(designations.count_papers(one).await.expect("answers"), 3);
    assert_eq!(designations.paper(two).await.expect("answers"), None);
    assert_eq!(designations.paper_came_at(two).await.expect("answers"), None);
    assert_eq!(designations.count_papers(two).await.expect("answers"), 0);
    assert_eq!(designations.count_papers_from("::1", at(2)).await.expect("answers"), 2);
    assert_eq!(designations.count_papers_from("192.0.2.7", at(0)).await.expect("answers"), 0);
    let listed = designations.designations(10).await.expect("answers");
    let words: Vec<&str> = listed.iter().map(|one| one.course.state.code()).collect();
    assert_eq!(words, ["received", "waits_for_paper"], "staff have to look at the first");
    let stray =
        Paper { designation: DesignationId(Uuid::from_u128(3)), ..paper(10, 4, PaperKind::Pdf) };
    designations.insert_paper(&stray).await.expect_err("signs nothing");
}
