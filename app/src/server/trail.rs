//! A trail, put for the wire.

use crate::api::trail::{TrailRow, TrailView};
use domain::audit::{Chained, Kept};
use operations::need::Users;
use operations::{Permit, TrailPage};

/// A page of an employer's trail.
pub fn view(permit: &Permit<Users>, page: TrailPage) -> TrailView {
    TrailView {
        employer: permit.employer().id.to_string(),
        name: permit.employer().name.clone(),
        rows: page.rows.into_iter().map(row).collect(),
        older: page.older,
    }
}

pub(super) fn row(kept: Kept) -> TrailRow {
    match kept {
        Ok(Chained { number, event, .. }) => TrailRow {
            number,
            at: Some(event.at),
            actor: event.actor.to_string(),
            what: format!("{} {}", event.action.words(), event.subject.as_str()),
            before: event.before.map(|text| text.as_str().to_owned()),
            after: event.after.map(|text| text.as_str().to_owned()),
            address: event.address.map(|text| text.as_str().to_owned()),
        },
        Err(unreadable) => TrailRow {
            number: unreadable.number,
            at: None,
            actor: String::new(),
            what: "This entry cannot be read. Tell your carrier.".to_owned(),
            before: None,
            after: None,
            address: None,
        },
    }
}
