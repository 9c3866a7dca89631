//! Forms about access, read; and where they lead back to.

use super::{api_error, typed};
use crate::api::ApiError;
use crate::api::user::{AccessForm, AskingView, InviteForm, UserView, UsersPage};
use crate::paths;
use chrono::NaiveDate;
use domain::access::{Capability, GrantFault, Holder, Role};
use domain::date::short;
use domain::id::GrantId;
use operations::broker::Asking;
use operations::need::Users;
use operations::{
    BrokerGrant, GrantChange, Invite, OperationError, Permit, User, UserError, UserList,
};
use std::str::FromStr;

/// Everything on the page of an employer's users.
pub fn page(permit: &Permit<Users>, list: UserList, asking: Vec<Asking>) -> UsersPage {
    let me = Holder::Account(permit.viewer().account().id);
    let view = |user: User| UserView {
        grant: user.grant.id.to_string(),
        version: user.grant.version,
        name: user.name,
        email: user.email,
        role: user.grant.role,
        capabilities: user.grant.allows(),
        ends_on: user.grant.ends_on,
        alive: user.alive,
        own: user.grant.holder == me,
        invited: user.invited,
    };
    UsersPage {
        employer: permit.employer().id.to_string(),
        name: permit.employer().name.clone(),
        users: list.users.into_iter().map(view).collect(),
        brokerages: list.brokerages.into_iter().map(|b| (b.id.to_string(), b.name)).collect(),
        today: list.today,
        primary: permit.allowed().roles.contains(&Role::Primary),
        asking: asking.into_iter().map(asking_view).collect(),
    }
}

fn asking_view(asking: Asking) -> AskingView {
    let Asking { request, brokerage, person } = asking;
    AskingView {
        request: request.id.to_string(),
        brokerage,
        person,
        capabilities: request.capabilities,
        note: request.note,
        when: short(request.asked_at.date_naive()),
    }
}

/// An id of a form; what is none leads to nothing.
pub fn id<T: FromStr>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| api_error(OperationError::NotFound))
}

/// The word for a last day that is no day.
const NO_DAY: &str = "no-day";

/// A change as a form says it, or the word for what is wrong with it.
pub fn change(form: &AccessForm) -> Result<Result<GrantChange, &'static str>, ApiError> {
    let grant: GrantId = id(&form.id)?;
    let (based_on, capabilities) = (form.version, form.capabilities());
    Ok(ends_on(form).map(|ends_on| GrantChange { grant, based_on, capabilities, ends_on }))
}

/// Access for a brokerage as a form says it, or the word for what is wrong with it.
pub fn broker(form: &AccessForm) -> Result<Result<BrokerGrant, &'static str>, ApiError> {
    let brokerage = id(&form.id)?;
    let capabilities = form.capabilities();
    Ok(ends_on(form).map(|ends_on| BrokerGrant { brokerage, capabilities, ends_on }))
}

/// The last day of a form, or the word for what is wrong with it.
pub fn ends_on(form: &AccessForm) -> Result<Option<NaiveDate>, &'static str> {
    day(&form.ends_on)
}

/// A last day as it was typed; nothing is no end.
fn day(typed: &str) -> Result<Option<NaiveDate>, &'static str> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| NO_DAY),
    }
}

/// Holds what was chosen in a form about somebody's access.
pub fn hold_choice(form: &AccessForm) {
    let capabilities = form.capabilities.join(",");
    let fields = [("about", &form.id), ("capabilities", &capabilities), ("ends_on", &form.ends_on)];
    typed::hold(&paths::users(&form.employer), &fields.map(|(name, value)| (name, value.as_str())));
}

/// Leads back to the page, which says what was done, or what is wrong beside the form it is wrong in. What
/// was chosen stays there then.
pub fn lead_back(form: &AccessForm, done: Result<&'static str, UserError>) -> Result<(), ApiError> {
    keep_unless(&done);
    go(&form.employer, &form.id, word_of(done)?);
    Ok(())
}

/// Keeps what was typed unless it was done.
fn keep_unless(done: &Result<&'static str, UserError>) {
    if matches!(done, Err(_) | Ok(NO_DAY)) {
        typed::keep();
    }
}

/// An invitation as a form says it, or the word for what is wrong with it.
pub fn invite(form: &InviteForm) -> Result<Result<Invite, &'static str>, ApiError> {
    let role = Role::from_code(&form.role).ok_or_else(|| api_error(OperationError::NotFound))?;
    let ends_on = match day(&form.ends_on) {
        Ok(ends_on) => ends_on,
        Err(fault) => return Ok(Err(fault)),
    };
    let ticked = form.capabilities.iter().filter_map(|code| Capability::from_code(code));
    Ok(Ok(Invite {
        name: form.name.clone(),
        email: form.email.clone(),
        role,
        capabilities: ticked.filter(|capability| role.may_hold().has(*capability)).collect(),
        ends_on,
    }))
}

/// Holds what was typed into the form of an invitation.
pub fn hold_invite(form: &InviteForm) {
    let fields = [
        ("about", INVITE),
        ("name", &form.name),
        ("email", &form.email),
        ("role", &form.role),
        ("capabilities", &form.capabilities.join(",")),
        ("ends_on", &form.ends_on),
    ];
    typed::hold(&paths::users(&form.employer), &fields);
}

/// Leads back after an invitation. What was typed stands there again where something is wrong.
pub fn after_invite(
    form: &InviteForm,
    done: Result<&'static str, UserError>,
) -> Result<(), ApiError> {
    keep_unless(&done);
    go(&form.employer, INVITE, word_of(done)?);
    Ok(())
}

/// What the form of an invitation is named in the page.
const INVITE: &str = "invite";

/// The word for what was done, or is wrong.
fn word_of(done: Result<&'static str, UserError>) -> Result<&'static str, ApiError> {
    Ok(match done {
        Ok(word) => word,
        Err(UserError::Fault(GrantFault::LastPrimary)) => "last-primary",
        Err(UserError::Fault(GrantFault::Nothing)) => "nothing",
        Err(UserError::Fault(GrantFault::NotForRole)) => "not-for-role",
        Err(UserError::Fault(GrantFault::EndsInPast)) => "ends-in-past",
        Err(UserError::Fault(GrantFault::PrimaryEnds)) => "primary-ends",
        Err(UserError::Overtaken) => "overtaken",
        Err(UserError::HasAccess) => "has-access",
        Err(UserError::Gone) => "gone",
        Err(UserError::Wait(_)) => "too-often",
        Err(UserError::NotAnEmail) => "not-an-email",
        Err(UserError::NoName) => "no-name",
        Err(UserError::Operation(error)) => return Err(api_error(error)),
    })
}

/// Leads back to the page of users.
fn go(employer: &str, about: &str, word: &str) {
    let query = paths::query(vec![("about", about.to_owned()), ("told", word.to_owned())]);
    leptos_axum::redirect(&format!("{}?{query}", paths::users(employer)));
}
