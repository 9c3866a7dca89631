//! What is sealed, for sealing it again.

use crate::Lab;
use crate::designation::designation;
use crate::fixture::employer;
use chrono::{DateTime, Utc};
use domain::access::Account;
use domain::designation::Designation;
use domain::employer::EmployerKind;
use domain::group::{GroupFile, GroupNumber};
use domain::id::{AccountId, EmployerId, MessageId};
use domain::outbox::{LetterKind, Message, MessageHead, MessageState, SealedContent};
use store::{Sealed, SealedColumn, UnitOfWork};
use uuid::Uuid;

const AT: DateTime<Utc> = DateTime::UNIX_EPOCH;

async fn account(unit: &mut dyn UnitOfWork, id: u128, totp: Option<&str>) {
    let id = AccountId(Uuid::from_u128(id));
    let account =
        Account { id, email: format!("{id}@example.com"), name: "A".into(), staff: false };
    unit.access().insert_account(&account, AT).await.expect("inserts");
    unit.factor().set_totp(id, totp, None).await.expect("sets");
}

async fn message(unit: &mut dyn UnitOfWork, id: u128) {
    let head = MessageHead {
        id: MessageId(Uuid::from_u128(id)),
        kind: LetterKind::NewPassword,
        employer: None,
        account: None,
        name: "A".into(),
        email: "a@example.com".into(),
        created_at: AT,
        due_at: AT,
        attempts: 0,
        state: MessageState::Waiting,
        sent_at: None,
        answer: None,
    };
    let sealed = |what: &str| format!("{what} {id}");
    let content =
        SealedContent { subject: sealed("subject"), text: sealed("text"), html: sealed("html") };
    let message = Message { head, content: Some(content) };
    unit.outbox().enqueue(&message).await.expect("keeps");
}

async fn group(unit: &mut dyn UnitOfWork, id: u128) {
    unit.employer().save(&employer(id, EmployerKind::Group), AT).await.expect("saves");
    let file = GroupFile {
        employer: EmployerId(Uuid::from_u128(id)),
        number: GroupNumber::parse(&format!("G{id:04}")).expect("is a number"),
        ein_sealed: format!("ein {id}"),
        ein_index: format!("index {id}"),
        last_invoice: None,
    };
    unit.group().save_file(&file).await.expect("saves");
}

/// Each column its own; what is not sealed is not among them.
pub async fn what_is_sealed_is_handed_out_and_taken_back_once(lab: &dyn Lab) {
    let mut unit = lab.store().begin().await.expect("begins");
    for (id, totp) in [(3, Some("totp 3")), (1, Some("totp 1")), (2, None)] {
        account(&mut *unit, id, totp).await;
        message(&mut *unit, id).await;
        group(&mut *unit, id).await;
        let designation = Designation {
            ein_sealed: format!("number {id}"),
            token_sealed: format!("token {id}"),
            ..designation(id, 0)
        };
        unit.designation().insert(&designation).await.expect("keeps");
    }
    let sealed =
        |what: &str, id: u128| Sealed { row: Uuid::from_u128(id), text: format!("{what} {id}") };
    for (column, what, rows) in [
        (SealedColumn::Totp, "totp", &[1, 3][..]),
        (SealedColumn::MailSubject, "subject", &[1, 2, 3]),
        (SealedColumn::MailText, "text", &[1, 2, 3]),
        (SealedColumn::MailHtml, "html", &[1, 2, 3]),
        (SealedColumn::GroupEin, "ein", &[1, 2, 3]),
        (SealedColumn::DesignationEin, "number", &[1, 2, 3]),
        (SealedColumn::DesignationToken, "token", &[1, 2, 3]),
    ] {
        let expect: Vec<_> = rows.iter().map(|id| sealed(what, *id)).collect();
        let all = unit.seal().sealed(column, Uuid::nil(), 9).await.expect("answers");
        assert_eq!(all, expect, "{column:?}");
        let one = unit.seal().sealed(column, Uuid::nil(), 1).await.expect("answers");
        assert_eq!(one, expect[..1], "{column:?}");
        let rest = unit.seal().sealed(column, one[0].row, 9).await.expect("answers");
        assert_eq!(rest, expect[1..], "{column:?}");
        assert!(unit.seal().reseal(column, &one[0], "anew").await.expect("answers"));
        assert!(!unit.seal().reseal(column, &one[0], "late").await.expect("answers"), "{column:?}");
        let all = unit.seal().sealed(column, Uuid::nil(), 9).await.expect("answers");
        assert_eq!((all[0].text.as_str(), &all[1..]), ("anew", &expect[1..]), "{column:?}");
    }
}
