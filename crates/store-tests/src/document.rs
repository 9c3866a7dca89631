//! Stories about documents.

use crate::Lab;
use crate::fixture::{AWKWARD, day, moment};
use crate::submission::new_employers;
use chrono::NaiveDate;
use domain::id::{DocumentId, EmployerId};
use domain::submission::{Document, DocumentHead, DocumentKind};
use store::StoreError;
use uuid::Uuid;

fn id(number: u128) -> DocumentId {
    DocumentId(Uuid::from_u128(number))
}

fn document(
    number: u128,
    kind: DocumentKind,
    effective_on: Option<NaiveDate>,
    created_at: &str,
) -> Document {
    let content = vec![0, 255, 13, 10, 0, u8::try_from(number).expect("is small")];
    let head = DocumentHead {
        employer: EmployerId(Uuid::from_u128(1)),
        id: id(number),
        kind,
        name: AWKWARD.to_owned(),
        media_type: "application/pdf".to_owned(),
        size: 6,
        sha256: format!("{number:064x}"),
        effective_on,
        number: effective_on.map(|_| 2),
        uploaded_by: AWKWARD.to_owned(),
        created_at: moment(created_at),
    };
    Document { head, content }
}

/// The newest first, of an employer or one of its renewals; the file itself only by the id.
pub async fn documents_are_kept_and_listed(lab: &dyn Lab) {
    new_employers(lab, &[1, 2]).await;
    let (this, next) = (day("2027-01-01"), day("2028-01-01"));
    let (old, new) = ("2026-11-27T08:00:00.123456Z", "2026-11-27T08:00:00.123457Z");
    let first = document(1, DocumentKind::Upload, None, old);
    let second = document(2, DocumentKind::Submission, Some(this), new);
    let third = document(3, DocumentKind::Upload, Some(this), old);
    let other = document(4, DocumentKind::Submission, Some(next), new);
    // Its size is told of what there is.
    let mut empty = document(5, DocumentKind::Upload, Some(next), old);
    empty.content.clear();
    let mut unit = lab.store().begin().await.expect("begins");
    for one in [&first, &second, &third, &other, &empty] {
        unit.document().insert(one).await.expect("keeps");
    }
    unit.commit().await.expect("commits");
    empty.head.size = 0;

    let mut unit = lab.store().begin_read().await.expect("begins");
    let documents = unit.document();
    let one = first.head.employer;
    let heads = documents.heads(one).await.expect("answers");
    let expect = [&other, &second, &empty, &third, &first].map(|one| one.head.clone());
    assert_eq!(heads, expect);
    let heads = documents.heads_of_renewal(one, this).await.expect("answers");
    assert_eq!(heads, [&second, &third].map(|one| one.head.clone()));
    for document in [first, second, third, other, empty] {
        let found = documents.lookup(one, document.head.id).await.expect("answers");
        assert_eq!(found.as_ref().map(|found| &found.content), Some(&document.content));
        assert_eq!(found, Some(document));
    }
    assert_eq!(documents.lookup(one, id(6)).await.expect("answers"), None);
}

/// By an id that is another's, nothing is found.
pub async fn another_employers_document_is_not_found(lab: &dyn Lab) {
    new_employers(lab, &[1, 2]).await;
    let made = document(1, DocumentKind::Upload, None, "2026-11-27T08:00:00Z");
    let mut unit = lab.store().begin().await.expect("begins");
    unit.document().insert(&made).await.expect("keeps");
    unit.commit().await.expect("commits");
    let mut unit = lab.store().begin().await.expect("begins");
    let two = EmployerId(Uuid::from_u128(2));
    assert_eq!(unit.document().lookup(two, id(1)).await.expect("answers"), None);
    assert_eq!(unit.document().heads(two).await.expect("answers"), []);
    // Nor does one of the same id get in the other's way.
    let head = DocumentHead { employer: two, ..made.head.clone() };
    unit.document().insert(&Document { head, ..made.clone() }).await.expect("keeps");
    drop(unit);
    for stray in [made.head.employer, EmployerId(Uuid::from_u128(3))] {
        let mut unit = lab.store().begin().await.expect("begins");
        let head = DocumentHead { employer: stray, ..made.head.clone() };
        let refused = unit.document().insert(&Document { head, ..made.clone() }).await;
        assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    }
}
