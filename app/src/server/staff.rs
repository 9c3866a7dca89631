//! What staff see, put for the wire.

use super::{api_error, operations, typed, viewer};
use crate::api::ApiError;
use crate::api::staff::{
    BrokerForm, MailRow, MailView, StaffBroker, StaffBrokerage, StaffEmployer, StaffEmployerPage,
    StaffUser,
};
use crate::api::trail::TrailView;
use crate::paths;
use domain::access::{Account, Holder};
use domain::outbox::{MessageHead, MessageState};
use operations::help::HelpError;
use operations::mail::Paper;
use operations::staff::{BrokeragePeople, GroupFound, GroupSeen, StaffTrail};
use operations::{Operations, StaffPermit, User};

/// The use cases, and proof that whoever asks works for the carrier.
pub fn asked() -> Result<(Operations, StaffPermit), ApiError> {
    let viewer = viewer()?;
    let operations = operations()?;
    let permit = operations.authorize_staff(&viewer).map_err(api_error)?;
    Ok((operations, permit))
}

/// An employer in a list.
pub fn employer(found: GroupFound) -> StaffEmployer {
    StaffEmployer {
        id: found.employer.id.to_string(),
        name: found.employer.name,
        group_number: found.group_number,
        renews_on: found.employer.renews_on,
    }
}

/// An employer with those who act for it.
pub fn employer_page(seen: GroupSeen) -> StaffEmployerPage {
    let account = |user: &User| match user.grant.holder {
        Holder::Account(account) => Some(account.to_string()),
        Holder::Brokerage(_) => None,
    };
    let user = |user: User| StaffUser {
        account: account(&user),
        name: user.name,
        email: user.email,
        role: user.grant.role,
        capabilities: user.grant.allows(),
        ends_on: user.grant.ends_on,
        alive: user.alive,
    };
    StaffEmployerPage {
        employer: employer(seen.found),
        ein: seen.ein,
        users: seen.users.into_iter().map(user).collect(),
    }
}

/// A page of a trail.
pub fn trail(trail: StaffTrail) -> TrailView {
    TrailView {
        employer: trail.employer.as_ref().map(|e| e.id.to_string()).unwrap_or_default(),
        name: trail.employer.map(|employer| employer.name).unwrap_or_default(),
        rows: trail.page.rows.into_iter().map(super::trail::row).collect(),
        older: trail.page.older,
    }
}

/// A brokerage with its people.
pub fn brokerage(firm: BrokeragePeople) -> StaffBrokerage {
    StaffBrokerage {
        id: firm.brokerage.id.to_string(),
        name: firm.brokerage.name,
        people: firm.people.into_iter().map(broker).collect(),
    }
}

fn broker(person: Account) -> StaffBroker {
    StaffBroker { account: person.id.to_string(), name: person.name, email: person.email }
}

/// The word for what was done, or is wrong.
fn help_word(done: Result<(), HelpError>) -> Result<&'static str, ApiError> {
    Ok(match done {
        Ok(()) => "done",
        Err(HelpError::NoName) => "no-name",
        Err(HelpError::NotAnEmail) => "not-an-email",
        Err(HelpError::Already) => "already",
        Err(HelpError::Operation(error)) => return Err(api_error(error)),
    })
}

/// What a form about a brokerage is named in the page.
fn named(form: &BrokerForm) -> &str {
    if form.brokerage.is_empty() { "new" } else { &form.brokerage }
}

/// Holds what was typed into a form about a brokerage.
pub fn hold(form: &BrokerForm) {
    let fields = [("about", named(form)), ("name", &form.name), ("email", &form.email)];
    typed::hold(paths::STAFF_BROKERAGES, &fields);
}

/// Leads back to the brokerages, which say what was done or is wrong. What was typed stays then.
pub fn lead_to_brokerages(form: &BrokerForm, done: Result<(), HelpError>) -> Result<(), ApiError> {
    if done.is_err() {
        typed::keep();
    }
    let (about, word) = (named(form), help_word(done)?);
    let query = paths::query(vec![("about", about.to_owned()), ("told", word.to_owned())]);
    leptos_axum::redirect(&format!("{}?{query}", paths::STAFF_BROKERAGES));
    Ok(())
}

/// Leads back to an employer, or without one to the brokerages; the page says about whom what was done.
pub fn lead_to_employer(
    employer: &str,
    account: &str,
    done: Result<(), HelpError>,
) -> Result<(), ApiError> {
    let word = help_word(done)?;
    let query = paths::query(vec![("about", account.to_owned()), ("told", word.to_owned())]);
    let page = match employer {
        "" => paths::STAFF_BROKERAGES.to_owned(),
        employer => paths::staff_employer(employer),
    };
    leptos_axum::redirect(&format!("{page}?{query}"));
    Ok(())
}

/// A mail, without what it says.
pub fn mail_row(head: MessageHead, readable: bool) -> MailRow {
    let waits = head.state == MessageState::Waiting;
    MailRow {
        id: head.id.to_string(),
        kind: head.kind.title().to_owned(),
        name: head.name,
        email: head.email,
        state: head.state,
        attempts: head.attempts,
        created_at: head.created_at,
        due_at: waits.then_some(head.due_at),
        answer: head.answer,
        again: waits || head.state == MessageState::Failed,
        readable,
    }
}

/// A mail with what it says.
pub fn mail((head, paper): (MessageHead, Paper)) -> MailView {
    MailView {
        id: head.id.to_string(),
        name: head.name,
        email: head.email,
        created_at: head.created_at,
        subject: paper.subject,
        text: paper.text,
    }
}

/// Leads back to the mails, which say beside the one that it is about how it went.
pub fn lead_to_mails(message: &str, again: bool) {
    let word = if again { "again" } else { "left" };
    let query = paths::query(vec![("about", message.to_owned()), ("told", word.to_owned())]);
    leptos_axum::redirect(&format!("{}?{query}", paths::STAFF_MAILS));
}
