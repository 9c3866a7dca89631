//! Elections, put into words for the wire; forms about them, read; and where they lead.

use super::submission::{before, finding, is_open, meters, named, totals};
use super::{api_error, kept, operations, permit};
use crate::api::ApiError;
use crate::api::election::{
    ChoiceForm, ChoicePage, ChoiceRow, ChoicesPage, DependentView, JoiningForm, LineView,
    PreviewView, RuleForm, SendForm,
};
use crate::api::renewal::RenewalKey;
use crate::paths;
use chrono::NaiveDate;
use domain::access::{Capability, email_key, is_email};
use domain::census::{Household, Relationship, Waiver};
use domain::date::{long, short};
use domain::election::{
    Choice, ElectedBy, Election, ElectionFault, ElectionLink, EndReason, Ending, FIRST_ADDED_ROW,
    Joining, LeaveReason, Leaving, Newcomer, SavedElection, Subject, Wish,
};
use domain::id::PlanId;
use domain::submission::{Filed, FiledFamily, Outcome, Submission, Weight};
use domain::word::employees;
use operations::election::{Addressee, ElectionEdit, ElectionError, ElectionPreview};
use operations::need::PlanRenewal;
use operations::review::{ChoicePlan, ChoiceSeen, Review};
use operations::{Operations, Permit, RenewalHead};
use std::collections::BTreeSet;

/// The cookies in which forms are kept that led back.
const CHOICE: &str = "choice-draft";
const SEND: &str = "send-draft";
/// The value of no plan in a line.
const NONE: &str = "none";

fn may_change(permit: &Permit<PlanRenewal>, head: &RenewalHead) -> bool {
    is_open(head) && permit.allowed().capabilities.has(Capability::ManageMembers)
}

/// Everybody's choices.
pub async fn choices(
    operations: &Operations,
    permit: &Permit<PlanRenewal>,
    key: &RenewalKey,
    scenario: &str,
) -> Result<ChoicesPage, ApiError> {
    let seen = operations.review_renewal(permit, &key.effective, Some(scenario)).await;
    let (head, review) = seen.map_err(api_error)?;
    let status = operations.renewal_status(permit, &key.effective).await.map_err(api_error)?;
    let standing = status.submissions.iter().find(|kept| kept.course.state.stands());
    Ok(choices_page(permit, (head, review), standing))
}

fn choices_page(
    permit: &Permit<PlanRenewal>,
    (head, review): (RenewalHead, Option<Review>),
    standing: Option<&Submission>,
) -> ChoicesPage {
    let (employer, effective) =
        (head.employer.id.to_string(), head.calendar.effective_on.to_string());
    let kept = kept::look::<SendForm>(SEND);
    let kept = kept.filter(|kept| kept.employer == employer && kept.effective == effective);
    let page = ChoicesPage {
        may_change: may_change(permit, &head),
        opened: review.is_some(),
        scenarios: Vec::new(),
        scenario: String::new(),
        rows: Vec::new(),
        from: Vec::new(),
        to: Vec::new(),
        meters: Vec::new(),
        totals: Vec::new(),
        before: standing.map(|kept| before(kept, is_open(&head))).unwrap_or_default(),
        renewal: head.clone().into(),
    };
    let Some(review) = review else { return page };
    let families = review.filed.families.iter();
    let rows = families.map(|family| row(&review, family, kept.as_ref()));
    ChoicesPage {
        scenarios: named(&review.scenarios),
        scenario: review.chosen.as_ref().map(|chosen| chosen.id.to_string()).unwrap_or_default(),
        rows: rows.collect(),
        from: from(&review.filed),
        to: to(&review),
        meters: meters(&review.reckoner, &review.scenario, &review.reckoned, head.today),
        totals: totals(&review.filed),
        ..page
    }
}

fn row(review: &Review, family: &FiledFamily, kept: Option<&SendForm>) -> ChoiceRow {
    let saved = review.saved.iter().find(|saved| saved.election.row == family.row);
    let link = review.links.iter().find(|link| link.row == family.row);
    let typed = kept.and_then(|kept| kept.to.iter().find(|to| to.row == family.row));
    let typed = typed.map(|to| to.email.clone());
    ChoiceRow {
        row: family.row,
        name: family.name.clone(),
        now: plans(&review.filed, &family.now_in),
        next: next(&review.filed, family),
        pays: [family.now.employee(), family.next.employee()].map(|amount| amount.to_string()),
        elected: saved.map(elected).unwrap_or_default(),
        link: link.map(sent).unwrap_or_default(),
        wrong_email: typed.as_ref().is_some_and(|email| wrong(email)),
        email: typed.unwrap_or_default(),
        takes_link: family.row < FIRST_ADDED_ROW && !matches!(family.outcome, Outcome::Ended(_)),
    }
}

fn plans(filed: &Filed, plans: &[Option<PlanId>; 2]) -> String {
    let names: Vec<&str> = plans.iter().flatten().map(|id| filed.plan_name(id)).collect();
    if names.is_empty() { "None".to_owned() } else { names.join(", ") }
}

/// Next year's plans, or what happens instead.
fn next(filed: &Filed, family: &FiledFamily) -> String {
    match &family.outcome {
        Outcome::Ended(ending) => format!("Coverage ends after {}", short(ending.last_day)),
        Outcome::Waived(None) => "Declined".to_owned(),
        // Whose label says already that coverage is declined.
        Outcome::Waived(Some(waiver @ Waiver::NoOtherCoverage)) => waiver.label().to_owned(),
        Outcome::Waived(Some(waiver)) => format!("Declined: {}", waiver.label()),
        Outcome::Undecided => "Has not decided".to_owned(),
        Outcome::NotPossible => "No plan".to_owned(),
        Outcome::Renewed | Outcome::Moved | Outcome::Joined => plans(filed, &family.next_in),
    }
}

/// Who elected, and when.
fn elected(saved: &SavedElection) -> String {
    let by = match saved.by {
        ElectedBy::Employer => saved.changed_by.clone(),
        ElectedBy::Employee => "the employee, by the link".to_owned(),
    };
    format!("Chosen by {by} on {}", short(saved.changed_at.date_naive()))
}

/// What became of a link.
fn sent(link: &ElectionLink) -> String {
    let on = |at: chrono::DateTime<chrono::Utc>| short(at.date_naive());
    match (link.answered_at, link.opened_at) {
        (Some(at), _) => format!("Answered on {}", on(at)),
        (None, Some(at)) => format!("Opened on {}, not answered yet", on(at)),
        (None, None) => format!("Sent to {} on {}, not opened yet", link.email, on(link.sent_at)),
    }
}

/// The plans that people would go to, with how many.
fn from(filed: &Filed) -> Vec<(String, String)> {
    let goes = |id: &PlanId| {
        filed.families.iter().filter(|f| f.next_in.iter().flatten().any(|plan| plan == id)).count()
    };
    let plans = filed.plans.iter().map(|plan| (plan, goes(&plan.id)));
    plans
        .filter(|(_, count)| *count > 0)
        .map(|(plan, count)| (plan.id.to_string(), format!("{} ({})", plan.name, employees(count))))
        .collect()
}

/// The plans that are offered to anybody.
fn to(review: &Review) -> Vec<(String, String)> {
    let bench = review.reckoner.bench();
    let offered = review.scenario.packages.iter().flat_map(|p| review.reckoner.offered(p));
    let mut places: Vec<usize> = offered.collect();
    places.sort_unstable();
    places.dedup();
    let plan = |place: usize| &bench.next.plans[place];
    places.into_iter().map(|at| (plan(at).id.to_string(), plan(at).name.clone())).collect()
}

/// One employee's choice, as it is kept or as it was typed, with what that would come to.
pub async fn choice(key: &RenewalKey, scenario: &str, row: u32) -> Result<ChoicePage, ApiError> {
    let operations = operations()?;
    let permit: Permit<PlanRenewal> = permit(&key.employer).await?;
    let typed = kept::look::<ChoiceForm>(CHOICE).filter(|typed| {
        typed.employer == key.employer && typed.effective == key.effective && typed.row == row
    });
    let edit = typed.as_ref().map(edit);
    let election = edit.as_ref().map(|edit| &edit.election);
    let of = Some(row).filter(|row| *row != 0);
    let (day, scenario_id) = (&key.effective, Some(scenario));
    let seen = operations.choice(&permit, day, scenario_id, of, election).await;
    let (head, seen) = seen.map_err(api_error)?;
    let version = seen.saved.as_ref().map_or(0, |saved| saved.version);
    let mut form = typed.clone().unwrap_or_else(|| form_of(seen.saved.as_ref(), row));
    let overtaken = typed.is_some() && form.version != version;
    (form.employer, form.effective) = (key.employer.clone(), key.effective.clone());
    (form.scenario, form.version) = (scenario.to_owned(), version);
    let (preview, faults) = match edit {
        None => (None, Vec::new()),
        Some(edit) => {
            match operations.preview_election(&permit, day, &seen.scenario, edit.clone()).await {
                Ok(preview) => (Some(preview_view(&head, &seen, &edit, preview)), Vec::new()),
                Err(ElectionError::Faults(faults)) => (None, faults.iter().map(fault).collect()),
                Err(ElectionError::Operation(error)) => return Err(api_error(error)),
                Err(_) => (None, Vec::new()),
            }
        }
    };
    let mut faults: Vec<(String, String)> = faults;
    faults.extend(typed.as_ref().map(left_open).unwrap_or_default());
    let preview = preview.filter(|_| faults.is_empty());
    let effective_on = head.calendar.effective_on;
    let last_days = Ending::last_days(head.today, effective_on);
    Ok(ChoicePage {
        may_change: may_change(&permit, &head),
        scenario_name: seen.chosen.as_ref().map(|s| s.name.as_str().to_owned()).unwrap_or_default(),
        name: name(&seen),
        changed: seen.saved.as_ref().map(elected).unwrap_or_default(),
        lines: vec![
            line("medical", seen.now_in[0].as_ref(), &seen.options[0]),
            line("dental", seen.now_in[1].as_ref(), &seen.options[1]),
        ],
        last_days: last_days.into_iter().map(|day| (day.to_string(), long(day))).collect(),
        dependents: seen
            .household
            .as_ref()
            .map(|h| dependents(h, &seen.too_old))
            .unwrap_or_default(),
        classes: seen.classes,
        typed: typed.is_some(),
        form,
        preview,
        faults,
        overtaken,
        renewal: head.into(),
    })
}

fn name(seen: &ChoiceSeen) -> String {
    let household = seen.household.as_ref().map(|household| household.employee.name.clone());
    let newcomer = seen.saved.as_ref().and_then(|saved| saved.election.newcomer.as_ref());
    household.or_else(|| newcomer.map(|newcomer| newcomer.name.clone())).unwrap_or_default()
}

fn line(field: &str, now: Option<&String>, options: &[ChoicePlan]) -> LineView {
    let costs = |plan: &ChoicePlan| match plan.month {
        Some(month) => format!(
            "{}: the employee pays {} of {} a month",
            plan.name,
            month.employee(),
            month.premium
        ),
        None => plan.name.clone(),
    };
    let leads = options.iter().find(|plan| plan.follows);
    let follow = leads.map_or_else(
        || "Nothing chosen: no plan".to_owned(),
        |plan| format!("Nothing chosen: goes to {}", costs(plan)),
    );
    let mut all = vec![(String::new(), follow)];
    all.extend(options.iter().map(|plan| (plan.id.to_string(), costs(plan))));
    all.push((NONE.to_owned(), format!("No {field} plan")));
    LineView { field: field.to_owned(), now: now.cloned(), options: all }
}

fn dependents(household: &Household, too_old: &[u32]) -> Vec<DependentView> {
    let covered = household.dependents.iter().filter(|dependent| !dependent.waived);
    let view = |person: &domain::census::Person| DependentView {
        row: person.row,
        name: format!("{}, {}", person.name, person.relationship.label().to_lowercase()),
        proposed: if too_old.contains(&person.row) {
            LeaveReason::TooOld.code().to_owned()
        } else {
            String::new()
        },
    };
    covered.map(view).collect()
}

/// The form of what is kept, or of somebody of whom nothing was said.
fn form_of(saved: Option<&SavedElection>, row: u32) -> ChoiceForm {
    let mut form = ChoiceForm { row, choice: "covered".to_owned(), ..ChoiceForm::default() };
    if row == 0 {
        "yes".clone_into(&mut form.newcomer);
    }
    let Some(saved) = saved else { return form };
    let election = &saved.election;
    if let Some(newcomer) = &election.newcomer {
        "yes".clone_into(&mut form.newcomer);
        form.name.clone_from(&newcomer.name);
        form.born_on = newcomer.born_on.to_string();
        form.hired_on = newcomer.hired_on.to_string();
        form.class = newcomer.class.clone().unwrap_or_default();
    }
    match &election.choice {
        Choice::Covered([medical, dental]) => {
            (form.medical, form.dental) = (value(medical), value(dental));
        }
        Choice::Waived(waiver) => {
            (form.choice, form.waiver) = ("waived".to_owned(), waiver.code().to_owned());
        }
        Choice::Ended(ending) => {
            "ended".clone_into(&mut form.choice);
            ending.reason.code().clone_into(&mut form.end_reason);
            form.last_day = ending.last_day.to_string();
        }
    }
    let leaves = |leaving: &Leaving| format!("{}:{}", leaving.row, leaving.reason.code());
    form.leaving = election.leaving.iter().map(leaves).collect();
    let joins = |joining: &Joining| JoiningForm {
        row: joining.row,
        name: joining.name.clone(),
        born_on: joining.born_on.to_string(),
        relationship: joining.relationship.code().to_owned(),
        disabled: if joining.disabled { "yes".to_owned() } else { String::new() },
    };
    form.joining = election.joining.iter().map(joins).collect();
    form
}

pub(super) fn value(wish: &Wish) -> String {
    match wish {
        Wish::Follow => String::new(),
        Wish::Without => NONE.to_owned(),
        Wish::Plan(id) => id.to_string(),
    }
}

pub(super) fn wish(value: &str) -> Wish {
    match value {
        "" => Wish::Follow,
        NONE => Wish::Without,
        // What is no plan's id is offered to nobody.
        id => PlanId::parse(id).map_or(Wish::Follow, Wish::Plan),
    }
}

/// A day as it was typed. What is none is one that no check lets through.
fn day(typed: &str) -> NaiveDate {
    typed.trim().parse().unwrap_or(NaiveDate::MAX)
}

/// A change as a form says it.
pub fn edit(form: &ChoiceForm) -> ElectionEdit {
    let newcomer = (form.newcomer == "yes").then(|| Newcomer {
        name: form.name.trim().to_owned(),
        born_on: day(&form.born_on),
        hired_on: day(&form.hired_on),
        class: Some(form.class.trim().to_owned()).filter(|class| !class.is_empty()),
    });
    let choice = match form.choice.as_str() {
        "waived" => {
            Choice::Waived(Waiver::from_code(&form.waiver).unwrap_or(Waiver::NoOtherCoverage))
        }
        "ended" => Choice::Ended(Ending {
            reason: EndReason::from_code(&form.end_reason).unwrap_or(EndReason::Asked),
            last_day: day(&form.last_day),
        }),
        _ => Choice::Covered([wish(&form.medical), wish(&form.dental)]),
    };
    let leaving = form.leaving.iter().filter_map(|typed| {
        let (row, reason) = typed.split_once(':')?;
        Some(Leaving { row: row.parse().ok()?, reason: LeaveReason::from_code(reason)? })
    });
    let joining = form.joining.iter().filter(|joining| is_there(joining)).map(|joining| Joining {
        row: joining.row,
        // What is no relationship is refused as one.
        relationship: Relationship::from_code(&joining.relationship)
            .unwrap_or(Relationship::Employee),
        name: joining.name.trim().to_owned(),
        born_on: day(&joining.born_on),
        disabled: joining.disabled == "yes",
    });
    let election = Election {
        row: form.row,
        newcomer,
        choice,
        joining: joining.collect(),
        leaving: leaving.collect(),
    };
    ElectionEdit { election, based_on: form.version, removed: form.doing == "remove" }
}

fn is_there(joining: &JoiningForm) -> bool {
    !joining.name.trim().is_empty() || !joining.born_on.trim().is_empty()
}

/// What a form leaves open that nobody but who fills it in can say: why, and until when. Nothing of it is chosen
/// beforehand, since it has consequences in law.
pub fn left_open(form: &ChoiceForm) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let mut wants = |field: &str, text: &str| faults.push((field.to_owned(), text.to_owned()));
    match form.choice.as_str() {
        "waived" if Waiver::from_code(&form.waiver).is_none() => {
            wants("waiver", "Choose why it is declined.");
        }
        "ended" => {
            if EndReason::from_code(&form.end_reason).is_none() {
                wants("end_reason", "Choose why it ends.");
            }
            if form.last_day.is_empty() {
                wants("last_day", "Choose the last day.");
            }
        }
        _ => {}
    }
    faults
}

/// The field that a fault stands beside, and what to do.
fn fault((subject, fault): &(Subject, ElectionFault)) -> (String, String) {
    use ElectionFault as F;
    let of_person = match fault {
        F::BornWhen | F::ChildTooOld => "born_on",
        F::NoRelationship | F::SecondSpouse => "relationship",
        F::HiredWhen => "hired_on",
        F::EndsWhen => "last_day",
        F::NoName | F::LongName | F::Twice => "name",
        F::UnknownEmployee | F::UnknownDependent | F::TooMany => "head",
    };
    let field = match subject {
        Subject::Employee => of_person.to_owned(),
        Subject::Joining(place) => format!("joining-{place}-{of_person}"),
        Subject::Leaving(row) => format!("leaving-{row}"),
    };
    (field, fault.to_string())
}

fn preview_view(
    head: &RenewalHead,
    seen: &ChoiceSeen,
    edit: &ElectionEdit,
    preview: ElectionPreview,
) -> PreviewView {
    let named = |id: &PlanId| {
        let known = seen.options.iter().flatten().find(|plan| plan.id == *id);
        known.map_or_else(|| id.to_string(), |plan| plan.name.clone())
    };
    let (before, after) = (preview.before.as_ref(), preview.after.as_ref());
    let pair = |what: &str, tell: &dyn Fn(&FiledFamily) -> String| {
        let told = |family: Option<&FiledFamily>| family.map_or_else(|| "None".to_owned(), tell);
        [what.to_owned(), told(before), told(after)]
    };
    let plan = |line: usize| {
        move |family: &FiledFamily| {
            family.next_in[line].as_ref().map_or_else(|| "None".to_owned(), named)
        }
    };
    let covered = |family: &FiledFamily| {
        let members = family.members.iter().filter(|member| member.next);
        let names: Vec<&str> = members.map(|member| member.name.as_str()).collect();
        if names.is_empty() { "Nobody".to_owned() } else { names.join(", ") }
    };
    let effective_on = head.calendar.effective_on;
    let begins_on = after.and_then(|family| family.begins_on);
    let effective = match (&edit.election.choice, begins_on) {
        (Choice::Ended(ending), _) => format!(
            "Coverage ends after {}: it ends at the end of a month, and not before the month in which you ask for it.",
            long(ending.last_day)
        ),
        (_, Some(day)) => {
            format!("Coverage begins on {}, when the waiting period is over.", long(day))
        }
        _ => format!(
            "It takes effect on {}, when your renewal does, once you have submitted it and the carrier has accepted it.",
            long(effective_on)
        ),
    };
    PreviewView {
        effective,
        rows: vec![
            pair("Medical plan", &plan(0)),
            pair("Dental plan", &plan(1)),
            pair("Who is covered", &covered),
            pair("Premium a month", &|family| family.next.premium.to_string()),
            pair("Your company pays", &|family| family.next.employer.to_string()),
            pair("The employee pays", &|family| family.next.employee().to_string()),
        ],
        findings: preview.findings.into_iter().map(finding).collect(),
    }
}

fn lead(page: &str, scenario: &str, told: &str) {
    let told = vec![("told", told.to_owned())];
    leptos_axum::redirect(&paths::with_scenario(page, scenario, told));
}

/// Whether what was saved stands in the way of submitting, where whoever saved it may see that.
pub async fn blocks(operations: &Operations, form: &ChoiceForm, saved: &[SavedElection]) -> bool {
    let Ok(permit) = permit::<PlanRenewal>(&form.employer).await else { return false };
    let scenario = Some(form.scenario.as_str());
    let seen = operations.review_renewal(&permit, &form.effective, scenario).await;
    let Ok((_, Some(review))) = seen else { return false };
    let of_saved = |row| saved.iter().any(|saved| Some(saved.election.row) == row);
    review.findings.iter().any(|f| f.weight == Weight::Block && of_saved(f.row))
}

/// Leads back to the list when it is kept; to the form with what was typed when it is looked at first, or
/// something is wrong.
pub fn after_change(
    mut form: ChoiceForm,
    done: Option<Result<Vec<SavedElection>, ElectionError>>,
    blocked: bool,
) -> Result<(), ApiError> {
    let of = Some(form.row).filter(|row| *row != 0);
    let here = paths::choice(&form.employer, &form.effective, of);
    let told = match done {
        None => "preview",
        Some(Ok(_)) => {
            kept::keep(CHOICE, &here, "");
            let told = match form.doing.as_str() {
                "remove" => "removed",
                _ if blocked => "blocked",
                _ => "saved",
            };
            lead(&paths::choices(&form.employer, &form.effective), &form.scenario, told);
            return Ok(());
        }
        Some(Err(error)) => word(error)?,
    };
    form.joining.retain(is_there);
    kept::keep_own_form(CHOICE, &here, &form);
    lead(&here, &form.scenario, told);
    Ok(())
}

/// The word for what is wrong. Failures of ours are errors.
pub(super) fn word(error: ElectionError) -> Result<&'static str, ApiError> {
    Ok(match error {
        ElectionError::Faults(_) => "faults",
        ElectionError::NotOpen => "not-open",
        ElectionError::Overtaken(_) => "overtaken",
        ElectionError::NotOffered => "not-offered",
        ElectionError::TooSoon => "too-soon",
        ElectionError::NoAddress(_) => "not-an-email",
        ElectionError::Operation(error) => return Err(api_error(error)),
    })
}

/// Leads back to the list.
pub fn after_rule(form: &RuleForm, done: Result<usize, ElectionError>) -> Result<(), ApiError> {
    let told = match done {
        Ok(_) => "moved",
        Err(_) if form.to.is_empty() => "no-plan",
        Err(_) if form.to == form.from => "same-plan",
        Err(error) => word(error)?,
    };
    lead(&paths::choices(&form.employer, &form.effective), &form.scenario, told);
    Ok(())
}

fn wrong(email: &str) -> bool {
    !email.trim().is_empty() && !is_email(email.trim())
}

/// Whom links are sent to; nobody where something is wrong with an address, one stands beside two names, or none
/// was typed.
pub fn addressees(form: &SendForm) -> Option<Vec<Addressee>> {
    if form.to.iter().any(|to| wrong(&to.email)) {
        return None;
    }
    let typed = form.to.iter().filter(|to| !to.email.trim().is_empty());
    let to: Vec<Addressee> =
        typed.map(|to| Addressee { row: to.row, email: to.email.trim().to_owned() }).collect();
    let addresses: BTreeSet<String> = to.iter().map(|to| email_key(&to.email)).collect();
    (!to.is_empty() && addresses.len() == to.len()).then_some(to)
}

/// Keeps the addresses that were typed.
fn keep_addresses(form: &SendForm) {
    let mut typed = form.clone();
    typed.to.retain(|to| !to.email.trim().is_empty());
    kept::keep_own_form(SEND, &paths::choices(&form.employer, &form.effective), &typed);
}

/// Leads back to the list: no link was sent.
pub fn not_sent(form: &SendForm) -> Result<(), ApiError> {
    let nobody = form.to.iter().all(|to| to.email.trim().is_empty());
    let told = match (nobody, form.to.iter().any(|to| wrong(&to.email))) {
        (true, _) => "nobody",
        (false, true) => "not-an-email",
        (false, false) => "same-email",
    };
    keep_addresses(form);
    lead(&paths::choices(&form.employer, &form.effective), &form.scenario, told);
    Ok(())
}

/// Leads back to the list.
pub fn after_send(form: &SendForm, done: Result<usize, ElectionError>) -> Result<(), ApiError> {
    if done.is_err() {
        keep_addresses(form);
    }
    let told = match done {
        Ok(_) => {
            kept::keep(SEND, &paths::choices(&form.employer, &form.effective), "");
            "sent"
        }
        Err(error) => word(error)?,
    };
    lead(&paths::choices(&form.employer, &form.effective), &form.scenario, told);
    Ok(())
}
