//! The server's side of the pages: what server functions reach for, and how what they answer is put
//! for the wire. Everything here exists under `ssr` alone.

pub mod account;
pub mod ballot;
pub mod broker;
pub mod contract;
pub mod designation;
pub mod election;
mod kept;
pub mod passkey;
pub mod review;
pub mod session;
pub mod sign_in;
pub mod staff;
pub mod submission;
pub mod trail;
pub mod typed;
pub mod user;

use crate::api::ApiError;
use crate::api::compare::{
    ComparePage, EmployerChoice, Field, FieldFault, GroupQuestion, GroupView, RowFault,
};
use crate::api::renewal::{
    ContractView, OpenedView, RenewalKey, RenewalPage, RenewalView, RenewalsPage, SaveAnswer,
    ScenarioEdit, ScenarioList, ScenarioView,
};
use crate::paths;
use axum::http::header::{ACCEPT, REFERER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::employer::EmployerKind;
use domain::renewal::scenario::{SavedScenario, ScenarioName};
use leptos::prelude::use_context;
use leptos::server_fn::codec::MultipartData;
use leptos_axum::ResponseOptions;
use operations::access::{Need, Sensitive};
use operations::{
    Comparison, Draft, Edit, Group, OperationError, Operations, Permit, PlaceQuestion, Question,
    Renewal, RenewalHead, Renewals, RosterProblem, ScenarioError, SignedIn, TakenIn, Viewer,
};
use session::SessionCookie;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// The header under which every request has an id.
pub const REQUEST_ID: &str = "x-request-id";

/// The use cases, which the server provides to every request.
pub fn operations() -> Result<Operations, ApiError> {
    use_context().ok_or_else(|| internal(&"the server provides no use cases"))
}

/// Whoever asks, as the server found out before.
pub fn signed_in() -> SignedIn {
    use_context::<Parts>().and_then(|parts| parts.extensions.get().cloned()).unwrap_or_default()
}

/// Somebody who is signed in; whoever is not is told so.
pub fn viewer() -> Result<Viewer, ApiError> {
    let found = signed_in();
    let refused = || {
        set_status(StatusCode::UNAUTHORIZED);
        ApiError::SignedOut
    };
    found.viewer().cloned().ok_or_else(refused)
}

/// Proof that whoever asks may do what `N` needs for an employer.
pub async fn permit<N: Need>(employer: &str) -> Result<Permit<N>, ApiError> {
    operations()?.authorize(&viewer()?, employer).await.map_err(api_error)
}

/// The same for a sensitive act: whoever asks must have proven lately who they are.
pub async fn sensitive<N: Need>(employer: &str) -> Result<Sensitive<N>, ApiError> {
    operations()?.authorize_sensitive(&viewer()?, employer).await.map_err(api_error)
}

fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// Turns a failure into what may cross the wire, sets the status, and logs the cause: once, here. What was
/// typed into the form that failed is kept for its page.
#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
pub fn api_error(error: OperationError) -> ApiError {
    typed::keep();
    match error {
        OperationError::NoEmployer(_)
        | OperationError::NotAnEmployerId
        | OperationError::NoRenewal
        | OperationError::NoScenario
        | OperationError::NotStaff
        | OperationError::NotFound => {
            crate::status::not_found();
            ApiError::NotFound
        }
        OperationError::Forbidden(capability) => {
            set_status(StatusCode::FORBIDDEN);
            ApiError::Forbidden(capability)
        }
        OperationError::ProveAgain => {
            set_status(StatusCode::FORBIDDEN);
            lead_to_proof();
            ApiError::ProveAgain
        }
        OperationError::NoKeys
        | OperationError::NoChangeFile
        | OperationError::Closed(_)
        | OperationError::UnreadableFactor
        | OperationError::Store(_) => internal(&error),
    }
}

/// Where a plain form was refused because its sender must prove again who they are, leads there, and from
/// there back to the form's page. A page that asks by itself says so in its own way.
fn lead_to_proof() {
    let Some(parts) = use_context::<Parts>() else { return };
    let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
    if parts.method != Method::POST || !header(ACCEPT).is_some_and(|a| a.contains("text/html")) {
        return;
    }
    let from = header(REFERER).and_then(|from| from.parse::<Uri>().ok());
    let next = from.as_ref().map(page_before).or_else(typed::page);
    let next = session::next_page(next.as_deref());
    leptos_axum::redirect(&format!("{}?{}", paths::PROVE, paths::query(vec![("next", next)])));
}

/// The address of a page without what it told of a form that was sent before: it is not said again.
fn page_before(from: &Uri) -> String {
    let tells = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        matches!(name, "about" | "told") || name.starts_with("__")
    };
    let query = from.query().unwrap_or_default().split('&').filter(|pair| !tells(pair));
    let query = query.collect::<Vec<_>>().join("&");
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{mark}{query}", from.path())
}

/// An error whose cause stays in the log.
fn internal(cause: &dyn std::fmt::Debug) -> ApiError {
    set_status(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = use_context::<Parts>().map(|parts| parts.headers);
    let id = headers.as_ref().and_then(|headers| headers.get(REQUEST_ID));
    let request_id = id.and_then(|id| id.to_str().ok()).unwrap_or("unknown").to_owned();
    tracing::error!(request_id, cause = ?cause, "request failed");
    ApiError::Internal { request_id }
}

impl From<GroupQuestion> for Question {
    fn from(question: GroupQuestion) -> Self {
        Self {
            employer: question.employer,
            place: PlaceQuestion { zip: question.zip, county: question.county },
            effective: question.effective,
        }
    }
}

impl From<Comparison> for ComparePage {
    fn from(answer: Comparison) -> Self {
        let choice = |employer: domain::employer::Employer| EmployerChoice {
            id: employer.id.to_string(),
            name: employer.name,
        };
        Self {
            employers: answer.employers.into_iter().map(choice).collect(),
            question: GroupQuestion {
                employer: answer.question.employer,
                zip: answer.question.place.zip,
                county: answer.question.place.county,
                effective: answer.question.effective,
            },
            faults: answer.faults.into_iter().map(Into::into).collect(),
            counties: answer.counties,
            group: answer.group.map(Into::into),
        }
    }
}

impl From<Group> for GroupView {
    fn from(group: Group) -> Self {
        let fault = |fault: domain::roster::RowFault| RowFault {
            row: fault.row,
            column: fault.column,
            message: fault.message,
        };
        Self {
            id: group.employer.id.to_string(),
            name: group.employer.name,
            demo: group.employer.kind == EmployerKind::Demo,
            faults: group.faults.into_iter().map(fault).collect(),
            workbench: group.workbench.map(Arc::new),
            catalogue: group.catalogue,
        }
    }
}

impl From<RenewalHead> for RenewalView {
    fn from(head: RenewalHead) -> Self {
        Self {
            employer: head.employer.id.to_string(),
            name: head.employer.name,
            demo: head.employer.kind == EmployerKind::Demo,
            effective_on: head.calendar.effective_on,
            today: head.today,
        }
    }
}

impl From<Renewals> for RenewalsPage {
    fn from(renewals: Renewals) -> Self {
        let contract = |contract: domain::contract::Contract| {
            let plans: BTreeSet<_> = contract.packages.iter().flat_map(|p| &p.plans).collect();
            ContractView {
                starts_on: contract.year.starts_on(),
                plans: u32::try_from(plans.len()).unwrap_or(u32::MAX),
            }
        };
        Self {
            next: renewals.next.into(),
            contracts: renewals.contracts.into_iter().map(contract).collect(),
        }
    }
}

impl From<Renewal> for RenewalPage {
    fn from(renewal: Renewal) -> Self {
        let opened = renewal.opened.map(|opened| OpenedView {
            bench: Arc::new(opened.bench),
            without_choices: opened.without_choices.map(Arc::new),
            scenarios: (opened.scenarios, opened.pulse).into(),
            catalogue: opened.catalogue,
        });
        Self { renewal: renewal.head.into(), opened }
    }
}

impl From<SavedScenario> for ScenarioView {
    fn from(saved: SavedScenario) -> Self {
        Self {
            id: saved.id.to_string(),
            name: saved.name.into(),
            version: saved.version,
            scenario: saved.scenario,
        }
    }
}

impl From<(Vec<SavedScenario>, i64)> for ScenarioList {
    fn from((scenarios, pulse): (Vec<SavedScenario>, i64)) -> Self {
        Self { scenarios: scenarios.into_iter().map(Into::into).collect(), pulse }
    }
}

/// Keeps a scenario; what is the editor's to mend or to decide is an answer, not an error.
pub async fn keep_scenario(
    operations: &Operations,
    key: &RenewalKey,
    edit: ScenarioEdit,
) -> Result<SaveAnswer, ApiError> {
    let permit = permit(&key.employer).await?;
    let over = edit.over.and_then(|(name, scenario)| {
        Some(Draft { name: ScenarioName::parse(&name).ok()?, scenario })
    });
    // What is not there, as this window knows it.
    let gone = ScenarioView {
        id: edit.id.clone(),
        name: edit.name.clone(),
        version: edit.based_on,
        scenario: edit.scenario.clone(),
    };
    let change = Edit {
        based_on: edit.based_on,
        over,
        name: edit.name,
        scenario: edit.scenario,
        deleted: edit.deleted,
    };
    match operations.save_scenario(&permit, &key.effective, &edit.id, change).await {
        Ok(saved) => Ok(SaveAnswer::Saved(saved.into())),
        Err(ScenarioError::Operation(OperationError::NoScenario)) if edit.deleted => {
            Ok(SaveAnswer::Saved(gone))
        }
        Err(ScenarioError::Operation(OperationError::NoScenario)) => {
            Ok(SaveAnswer::Overtaken(gone, true))
        }
        Err(ScenarioError::Overtaken(theirs)) => {
            let deleted = theirs.deleted;
            Ok(SaveAnswer::Overtaken((*theirs).into(), deleted))
        }
        Err(ScenarioError::Operation(error)) => Err(api_error(error)),
        Err(ScenarioError::Fault(fault)) => Ok(SaveAnswer::Refused(fault.to_string())),
        Err(ScenarioError::NotOpen) => Ok(SaveAnswer::Refused(
            "This renewal is not open: its scenarios can be read, not changed.".to_owned(),
        )),
        Err(ScenarioError::TooMany) => Ok(SaveAnswer::Refused(
            "There are 26 scenarios already. Delete one to make room.".to_owned(),
        )),
    }
}

impl From<operations::FieldFault> for FieldFault {
    fn from(fault: operations::FieldFault) -> Self {
        let field = match fault.field {
            operations::Field::Zip => Field::Zip,
            operations::Field::County => Field::County,
            operations::Field::Effective => Field::Effective,
        };
        Self { field, message: fault.message }
    }
}

/// The form by which a roster comes in.
#[derive(Debug, Default)]
pub struct RosterForm {
    /// The file's name.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    question: GroupQuestion,
}

/// The longest text field of the form, in bytes.
const TEXT_MAX: usize = 200;

impl RosterForm {
    /// Reads the form. The size of the whole request is limited before it comes here.
    pub async fn read(data: MultipartData) -> Result<Self, ApiError> {
        let damaged = |error: &dyn std::fmt::Display| ApiError::Transport(error.to_string());
        let mut parts = data.into_inner().ok_or_else(|| damaged(&"the form is missing"))?;
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|error| damaged(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "roster" {
                form.file_name = part.file_name().unwrap_or_default().to_owned();
                form.bytes = part.bytes().await.map_err(|error| damaged(&error))?.to_vec();
                continue;
            }
            let text = part.text().await.map_err(|error| damaged(&error))?;
            let text =
                Some(text.trim().to_owned()).filter(|t| !t.is_empty() && t.len() <= TEXT_MAX);
            match name.as_str() {
                "zip" => form.question.zip = text,
                "county" => form.question.county = text,
                "effective" => form.question.effective = text,
                _ => {}
            }
        }
        Ok(form)
    }

    /// Where the business is, as it was typed.
    pub fn place(&self) -> PlaceQuestion {
        PlaceQuestion { zip: self.question.zip.clone(), county: self.question.county.clone() }
    }

    /// Where to go next: to the new group's plans, or back with what was typed, and with what is
    /// wrong with the file in a cookie that is read once.
    pub fn next_page(&self, taken: Result<TakenIn, String>) -> String {
        let mut question = self.question.clone();
        match taken {
            Ok(taken) => question.employer = Some(taken.employer.to_string()),
            Err(problem) => set_cookie(&problem_cookie(session::cookie(), &problem)),
        }
        format!("{}?{}", paths::COMPARE, paths::query(question.pairs()))
    }
}

/// What is the uploader's to mend, as a text for beside the field; anything else is an error.
pub fn roster_problem(
    taken: Result<TakenIn, RosterProblem>,
) -> Result<Result<TakenIn, String>, ApiError> {
    match taken {
        Ok(taken) => Ok(Ok(taken)),
        Err(RosterProblem::Operation(error)) => Err(api_error(error)),
        Err(RosterProblem::File(error)) => Ok(Err(error.to_string())),
        Err(RosterProblem::NoRows(faults)) => {
            let mut text = "No row of the file could be used.".to_owned();
            for fault in faults.iter().take(3) {
                // Writing to a String cannot fail.
                let _ = write!(text, " Row {}: {}", fault.row, fault.message);
            }
            Ok(Err(text))
        }
    }
}

const PROBLEM_COOKIE: &str = "roster-problem";

/// The longest text that is kept in a cookie, in characters: browsers drop cookies above 4 KB.
const PROBLEM_MAX: usize = 700;

/// A cookie that says beside the roster's field what is wrong, once.
pub fn problem_cookie(cookie: SessionCookie, problem: &str) -> String {
    let text: String = problem.chars().take(PROBLEM_MAX).collect();
    cookie.brief(PROBLEM_COOKIE, &URL_SAFE_NO_PAD.encode(text), "/", 60)
}

fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(cookie)) =
        (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie))
    {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// Reads what was wrong with the last roster, once.
pub fn take_roster_problem() -> Option<FieldFault> {
    let parts = use_context::<Parts>()?;
    let message = problem_in(&parts.headers)?;
    set_cookie(&session::cookie().brief(PROBLEM_COOKIE, "", "/", 0));
    Some(FieldFault { field: Field::Roster, message })
}

fn problem_in(headers: &HeaderMap) -> Option<String> {
    let value = session::cookie_in(headers, PROBLEM_COOKIE)?;
    String::from_utf8(URL_SAFE_NO_PAD.decode(value).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;

    #[test]
    fn a_page_is_come_back_to_without_what_it_told() {
        for (from, page) in [
            ("https://a.example/account", "/account"),
            ("https://a.example/account?about=email&told=done", "/account"),
            ("https://a.example/staff?search=a%26b&told=done&page=2", "/staff?search=a%26b&page=2"),
            ("https://a.example/account?__path=%2Fapi&__err=x", "/account"),
        ] {
            assert_eq!(page_before(&from.parse().unwrap()), page, "{from}");
        }
    }

    #[test]
    fn what_was_wrong_with_a_roster_is_read_from_its_cookie() {
        let mut headers = HeaderMap::new();
        assert_eq!(problem_in(&headers), None);
        let value = URL_SAFE_NO_PAD.encode("This is a picture, not a roster.");
        let cookie = format!("a=b; roster-problem={value}; c=d");
        headers.insert(COOKIE, cookie.parse().unwrap());
        assert_eq!(problem_in(&headers).as_deref(), Some("This is a picture, not a roster."));
        headers.insert(COOKIE, "roster-problem=%%%".parse().unwrap());
        assert_eq!(problem_in(&headers), None);
    }
}
