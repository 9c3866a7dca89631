//! What people have next year: who is covered in which plans, who declines, joins and leaves. Those who manage
//! the renewal say it, or employees themselves by a link. Plain forms post here, so all of it works without
//! WASM; figures and sentences are put into words by the server.

use super::ApiError;
use super::renewal::{RenewalKey, RenewalView};
use super::submission::{FindingView, MeterView, TotalView};
use crate::wire::Packed;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An employee in the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceRow {
    /// The row by which the person is known.
    pub row: u32,
    /// First and last name.
    pub name: String,
    /// The plans now.
    pub now: String,
    /// The plans next year, or what happens instead.
    pub next: String,
    /// What the employee pays a month now, and next year.
    pub pays: [String; 2],
    /// What was elected and by whom; empty where nothing was.
    pub elected: String,
    /// What became of the link; empty where none was sent.
    pub link: String,
    /// The e-mail address that a link was sent to, or that was typed.
    pub email: String,
    /// Whether what was typed is no e-mail address.
    pub wrong_email: bool,
    /// Whether a link can be sent: not to somebody whom no roster has.
    pub takes_link: bool,
}

/// Everybody's choices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicesPage {
    /// Whose renewal it is, and when.
    pub renewal: RenewalView,
    /// Whether it can be looked at: not before it opens.
    pub opened: bool,
    /// Whether whoever looks may change something now.
    pub may_change: bool,
    /// The scenarios that are kept: id and name.
    pub scenarios: Vec<(String, String)>,
    /// The one that is looked at; empty for going on as it is.
    pub scenario: String,
    /// Everybody, in the order of the roster; then who is new.
    pub rows: Vec<ChoiceRow>,
    /// The plans that people would go to: id, and name with how many.
    pub from: Vec<(String, String)>,
    /// The plans that are offered: id and name.
    pub to: Vec<(String, String)>,
    /// The meters.
    pub meters: Vec<MeterView>,
    /// The group's figures.
    pub totals: Vec<TotalView>,
    /// What became of an earlier submission, where one stands.
    pub before: String,
}

/// A dependent of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DependentView {
    /// The row.
    pub row: u32,
    /// First and last name, and how the person belongs to the employee.
    pub name: String,
    /// Why it is proposed that the person leaves; empty where it is not.
    pub proposed: String,
}

/// What can be chosen in a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    /// What the field is called: `medical` or `dental`.
    pub field: String,
    /// The present plan.
    pub now: Option<String>,
    /// Each choice: its value, and its words.
    pub options: Vec<(String, String)>,
}

/// What a choice would come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewView {
    /// When it takes effect, and why.
    pub effective: String,
    /// What, before and after.
    pub rows: Vec<[String; 3]>,
    /// What the rules say.
    pub findings: Vec<FindingView>,
}

/// One employee's choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicePage {
    /// Whose renewal it is, and when.
    pub renewal: RenewalView,
    /// Whether whoever looks may change it now.
    pub may_change: bool,
    /// The name of the scenario; empty for going on as it is.
    pub scenario_name: String,
    /// The employee's name; empty of somebody new.
    pub name: String,
    /// Who changed it last, and when; empty where nobody did.
    pub changed: String,
    /// The form as it stands.
    pub form: ChoiceForm,
    /// What can be chosen in each line.
    pub lines: Vec<LineView>,
    /// The last days that coverage can end on: the value and its words.
    pub last_days: Vec<(String, String)>,
    /// The dependents whom the roster has.
    pub dependents: Vec<DependentView>,
    /// The benefit classes that occur.
    pub classes: Vec<String>,
    /// Whether the form holds what was typed and not kept.
    pub typed: bool,
    /// What it would come to, once that was asked.
    pub preview: Option<PreviewView>,
    /// What is wrong: the field, and what to do.
    pub faults: Vec<(String, String)>,
    /// Whether somebody else changed it since it was typed.
    pub overtaken: bool,
}

/// A dependent who joins, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoiningForm {
    /// The row; 0 of somebody new.
    #[serde(default)]
    pub row: u32,
    /// First and last name.
    #[serde(default)]
    pub name: String,
    /// Date of birth.
    #[serde(default)]
    pub born_on: String,
    /// The word for how the person belongs to the employee.
    #[serde(default)]
    pub relationship: String,
    /// Whether the box for disabled children is ticked.
    #[serde(default)]
    pub disabled: String,
}

/// One employee's choice, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceForm {
    /// The employer's id.
    pub employer: String,
    /// The renewal effective date.
    pub effective: String,
    /// The scenario that is looked at; empty for going on as it is.
    #[serde(default)]
    pub scenario: String,
    /// The employee's row; 0 of somebody new.
    #[serde(default)]
    pub row: u32,
    /// The version that it is based on.
    #[serde(default)]
    pub version: i64,
    /// `preview`, `save` or `remove`.
    #[serde(default)]
    pub doing: String,
    /// Whether the employee is one whom no roster has.
    #[serde(default)]
    pub newcomer: String,
    /// The name of a new employee.
    #[serde(default)]
    pub name: String,
    /// Date of birth.
    #[serde(default)]
    pub born_on: String,
    /// The first day of work.
    #[serde(default)]
    pub hired_on: String,
    /// The benefit class.
    #[serde(default)]
    pub class: String,
    /// `covered`, `waived` or `ended`.
    #[serde(default)]
    pub choice: String,
    /// The medical plan; empty to follow the scenario, `none` for none.
    #[serde(default)]
    pub medical: String,
    /// The dental plan, likewise.
    #[serde(default)]
    pub dental: String,
    /// The word for why coverage is declined.
    #[serde(default)]
    pub waiver: String,
    /// The word for why it ends.
    #[serde(default)]
    pub end_reason: String,
    /// Its last day.
    #[serde(default)]
    pub last_day: String,
    /// Who leaves: the row and the word for why, `12:divorce`.
    #[serde(default)]
    pub leaving: Vec<String>,
    /// Who joins; a row without anything typed is nobody.
    #[serde(default)]
    pub joining: Vec<JoiningForm>,
}

/// A rule by which people go from one plan to another, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleForm {
    /// The employer's id.
    pub employer: String,
    /// The renewal effective date.
    pub effective: String,
    /// The scenario that is looked at.
    #[serde(default)]
    pub scenario: String,
    /// The plan that they would go to.
    #[serde(default)]
    pub from: String,
    /// The plan that they go to instead.
    #[serde(default)]
    pub to: String,
}

/// Whom a link is sent to, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToForm {
    /// The employee's row.
    pub row: u32,
    /// The e-mail address; empty for no link.
    #[serde(default)]
    pub email: String,
}

/// The form by which links are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendForm {
    /// The employer's id.
    pub employer: String,
    /// The renewal effective date.
    pub effective: String,
    /// The scenario whose plans are offered.
    #[serde(default)]
    pub scenario: String,
    /// To whom.
    #[serde(default)]
    pub to: Vec<ToForm>,
}

/// A plan on a ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotPlanView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its level and how its network works.
    pub kind: String,
    /// What the employee pays a month, and what the employer pays.
    pub pays: [String; 2],
    /// How that differs from what the employee pays now, in a sentence; empty where nothing is paid now.
    pub differs: String,
    /// Its main cost shares: what, and how much.
    pub facts: Vec<(String, String)>,
    /// Whether the employee gets it without choosing.
    pub follows: bool,
}

/// A ballot that can be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenBallot {
    /// The employer's name.
    pub employer: String,
    /// The renewal effective date, in words.
    pub effective: String,
    /// The last day to answer, in words.
    pub last_day: String,
    /// The employee's name.
    pub name: String,
    /// Who would be covered beside the employee.
    pub dependents: Vec<String>,
    /// The present plans, and what the employee pays a month.
    pub now: String,
    /// For medical and dental, what is offered.
    pub plans: [Vec<BallotPlanView>; 2],
    /// What was chosen so far: medical and dental.
    pub chosen: [String; 2],
    /// The word for why coverage is declined so far; empty where it is not.
    pub waiver: String,
}

/// What an employee sees by a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BallotView {
    /// It can be answered.
    Open(Box<OpenBallot>),
    /// It was answered; what was chosen, in sentences, just after that.
    Answered(Vec<String>),
    /// It is good no more.
    Over,
}

/// An employee's answer, as a form says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerForm {
    /// The link's token.
    pub token: String,
    /// `covered` or `waived`.
    #[serde(default)]
    pub choice: String,
    /// The medical plan; empty for the one without choosing, `none` for none.
    #[serde(default)]
    pub medical: String,
    /// The dental plan, likewise.
    #[serde(default)]
    pub dental: String,
    /// The word for why coverage is declined.
    #[serde(default)]
    pub waiver: String,
}

/// Everybody's choices in a scenario.
#[server(prefix = "/api", endpoint = "election/load", protocol = Packed)]
pub async fn load_choices(
    /// Which renewal.
    key: RenewalKey,
    /// The scenario's id; empty for going on as it is.
    scenario: String,
) -> Result<ChoicesPage, ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&key.employer).await?;
    crate::server::election::choices(&operations, &permit, &key, &scenario).await
}

/// One employee's choice in a scenario.
#[server(prefix = "/api", endpoint = "election/one", protocol = Packed)]
pub async fn load_choice(
    /// Which renewal.
    key: RenewalKey,
    /// The scenario's id; empty for going on as it is.
    scenario: String,
    /// The employee's row; 0 for somebody new.
    row: u32,
) -> Result<ChoicePage, ApiError> {
    crate::server::election::choice(&key, &scenario, row).await
}

/// Shows what a choice would come to, keeps it, or takes it back.
#[server(prefix = "/api", endpoint = "election/change")]
pub async fn change_choice(
    /// The form.
    form: ChoiceForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&form.employer).await?;
    let open = form.doing == "save" && !crate::server::election::left_open(&form).is_empty();
    let done = if matches!(form.doing.as_str(), "save" | "remove") && !open {
        let edits = vec![crate::server::election::edit(&form)];
        Some(operations.save_elections(&permit, &form.effective, edits).await)
    } else {
        None
    };
    let blocked = match &done {
        Some(Ok(saved)) => crate::server::election::blocks(&operations, &form, saved).await,
        _ => false,
    };
    crate::server::election::after_change(form, done, blocked)
}

/// Lets everybody who would go to one plan go to another.
#[server(prefix = "/api", endpoint = "election/rule")]
pub async fn choose_by_rule(
    /// The form.
    form: RuleForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&form.employer).await?;
    let (day, scenario) = (&form.effective, Some(form.scenario.as_str()));
    let done = operations.elect_by_rule(&permit, day, scenario, &form.from, &form.to).await;
    crate::server::election::after_rule(&form, done)
}

/// Sends links by which employees choose themselves.
#[server(prefix = "/api", endpoint = "election/send")]
pub async fn send_links(
    /// The form.
    form: SendForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let permit = crate::server::permit(&form.employer).await?;
    let Some(to) = crate::server::election::addressees(&form) else {
        return crate::server::election::not_sent(&form);
    };
    let scenario = Some(form.scenario.as_str()).filter(|id| !id.is_empty());
    let done = operations.send_election_links(&permit, &form.effective, scenario, &to).await;
    crate::server::election::after_send(&form, done)
}

/// What whoever has a link may choose.
#[server(prefix = "/api", endpoint = "election/ballot", protocol = Packed)]
pub async fn load_ballot(
    /// The link's token.
    token: String,
) -> Result<BallotView, ApiError> {
    let operations = crate::server::operations()?;
    let state = operations.open_ballot(&token).await;
    Ok(crate::server::ballot::ballot(state.map_err(crate::server::api_error)?))
}

/// Takes an employee's answer.
#[server(prefix = "/api", endpoint = "election/answer")]
pub async fn answer_ballot(
    /// The form.
    form: AnswerForm,
) -> Result<(), ApiError> {
    let operations = crate::server::operations()?;
    let from = crate::server::session::origin();
    let Some(choice) = crate::server::ballot::answer(&form) else {
        return crate::server::ballot::no_reason(&form);
    };
    // What was offered has the names and amounts of what is chosen.
    let offered = operations.open_ballot(&form.token).await.ok();
    let said = offered.map(|state| crate::server::ballot::chosen(state, &choice));
    let done = operations.answer_ballot(&form.token, choice, &from).await;
    crate::server::ballot::after_answer(&form, said.unwrap_or_default(), done)
}
