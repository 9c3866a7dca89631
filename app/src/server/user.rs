//! Forms about access, read; and where they lead back to.

use super::api_error;
use crate::api::ApiError;
use crate::api::user::{AccessForm, UserView, UsersPage};
use crate::paths;
use chrono::NaiveDate;
use domain::access::{GrantFault, Holder, Role};
use domain::id::GrantId;
use operations::need::Users;
use operations::{BrokerGrant, GrantChange, OperationError, Permit, User, UserError, UserList};
use std::str::FromStr;

/// Everything on the page of an employer's users.
pub fn page(permit: &Permit<Users>, list: UserList) -> UsersPage {
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
    };
    UsersPage {
        employer: permit.employer().id.to_string(),
        name: permit.employer().name.clone(),
        users: list.users.into_iter().map(view).collect(),
        brokerages: list.brokerages.into_iter().map(|b| (b.id.to_string(), b.name)).collect(),
        today: list.today,
        primary: permit.allowed().roles.contains(&Role::Primary),
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

fn ends_on(form: &AccessForm) -> Result<Option<NaiveDate>, &'static str> {
    match form.ends_on.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| NO_DAY),
    }
}

/// Leads back to the page, which says what was done, or what is wrong beside the form it is wrong in.
pub fn lead_back(form: &AccessForm, done: Result<&'static str, UserError>) -> Result<(), ApiError> {
    let word = match done {
        Ok(word) => word,
        Err(UserError::Fault(GrantFault::LastPrimary)) => "last-primary",
        Err(UserError::Fault(GrantFault::Nothing)) => "nothing",
        Err(UserError::Fault(GrantFault::NotForRole)) => "not-for-role",
        Err(UserError::Fault(GrantFault::EndsInPast)) => "ends-in-past",
        Err(UserError::Fault(GrantFault::PrimaryEnds)) => "primary-ends",
        Err(UserError::Overtaken) => "overtaken",
        Err(UserError::HasAccess) => "has-access",
        Err(UserError::Gone) => "gone",
        Err(UserError::Operation(error)) => return Err(api_error(error)),
    };
    let query = paths::query(vec![("about", form.id.clone()), ("told", word.to_owned())]);
    leptos_axum::redirect(&format!("{}?{query}", paths::users(&form.employer)));
    Ok(())
}
