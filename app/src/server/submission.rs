//! Submissions, put into words for the wire; and where their forms lead.

use super::{api_error, kept, operations, permit, typed};
use crate::api::ApiError;
use crate::api::renewal::{EmployerRow, RenewalKey};
use crate::api::submission::{
    ChangeView, FindingView, MeterView, ReviewPage, SettingForm, Signing, StatusPage, StepForm,
    StepView, SubmissionView, SubmitForm, TotalView, UploadView,
};
use crate::paths;
use chrono::NaiveDate;
use domain::access::Capability;
use domain::date::{long, short};
use domain::id::AccountId;
use domain::pricing::Split;
use domain::renewal::scenario::SavedScenario;
use domain::renewal::{Phase, Reckoned, Reckoner, Scenario};
use domain::rules::Citation;
use domain::submission::{
    ATTESTATION, DocumentHead, Filed, FiledFamily, Finding, GateRule, Outcome, Override, Party,
    State, Step, Submission, Weight,
};
use domain::word::{count, employees};
use leptos::server_fn::codec::MultipartData;
use operations::need::PlanRenewal;
use operations::submission::{RenewalStatus, Standing, Submit, SubmitError, Submitted, Upload};
use operations::{OperationError, Operations, Permit, RenewalHead};

/// The cookie in which the form of a submission is kept.
const DRAFT: &str = "submit-draft";

/// Whether changes are possible today.
pub fn is_open(head: &RenewalHead) -> bool {
    matches!(head.phase(), Phase::Open { .. } | Phase::ClosingSoon { .. })
}

/// A renewal that is about to be submitted, with what was typed before.
pub async fn review(key: &RenewalKey, scenario: &str) -> Result<ReviewPage, ApiError> {
    let operations = operations()?;
    let permit: Permit<PlanRenewal> = permit(&key.employer).await?;
    let kept = kept::look::<SubmitForm>(DRAFT);
    let kept = kept.filter(|kept| kept.employer == key.employer && kept.effective == key.effective);
    let seen = operations.review_renewal(&permit, &key.effective, Some(scenario)).await;
    let (head, review) = seen.map_err(api_error)?;
    let status = operations.renewal_status(&permit, &key.effective).await.map_err(api_error)?;
    let newest = status.submissions.iter().find(|submission| submission.course.state.stands());
    let form = SubmitForm {
        employer: key.employer.clone(),
        effective: key.effective.clone(),
        scenario: scenario.to_owned(),
        ..kept.unwrap_or_default()
    };
    let page = ReviewPage {
        opened: review.is_some(),
        signing: signing(&operations, &permit, &head),
        scenarios: Vec::new(),
        summary: Vec::new(),
        totals: Vec::new(),
        changes: Vec::new(),
        findings: Vec::new(),
        attestation: ATTESTATION.to_owned(),
        form,
        before: newest.map(|kept| before(kept, is_open(&head))).unwrap_or_default(),
        second: status.second.0,
        unanswered: Vec::new(),
        renewal: head.clone().into(),
    };
    let Some(review) = review else { return Ok(page) };
    Ok(ReviewPage {
        scenarios: named(&review.scenarios),
        summary: summary(&review.filed, head.calendar.effective_on),
        totals: totals(&review.filed),
        changes: review.filed.changes().map(|family| change(&review.filed, family)).collect(),
        findings: review.findings.into_iter().map(finding).collect(),
        unanswered: review
            .links
            .iter()
            .filter(|link| link.answered_at.is_none())
            .map(|link| link.name.clone())
            .collect(),
        form: SubmitForm {
            version: review.chosen.as_ref().map_or(0, |chosen| chosen.version),
            pulse: review.pulse,
            catalogue: review.filed.catalogue,
            key: review.key,
            ..page.form
        },
        ..page
    })
}

/// Whether whoever looks can sign now.
fn signing(operations: &Operations, permit: &Permit<PlanRenewal>, head: &RenewalHead) -> Signing {
    Signing {
        open: is_open(head),
        may_submit: permit.allowed().capabilities.has(Capability::SubmitRenewal),
        fresh: operations.prove_fresh(permit.viewer()).is_ok(),
    }
}

/// What a new submission would do to one that stands.
pub fn before(standing: &Submission, open: bool) -> String {
    let (number, label) = (standing.number, standing.course.state.label());
    match standing.course.state {
        _ if !open => format!("Submission {number} stands: {label}."),
        State::Accepted => format!(
            "Submission {number} is accepted, and holds until the carrier accepts the one that you submit here."
        ),
        _ => format!(
            "Submission {number} is under way ({label}). What you submit here takes its place."
        ),
    }
}

/// The scenarios that can be picked: id and name.
pub fn named(scenarios: &[SavedScenario]) -> Vec<(String, String)> {
    scenarios.iter().map(|kept| (kept.id.to_string(), kept.name.as_str().to_owned())).collect()
}

/// A month of the group, in the order in which it is compared.
pub fn totals(filed: &Filed) -> Vec<TotalView> {
    let row = |what: &str, split: Split| total(what, split);
    vec![row("Now", filed.now), row("If you do nothing", filed.as_is), row("Next year", filed.next)]
}

/// A month: what, premium, the employer's share, the employees' share.
pub fn total(what: &str, split: Split) -> TotalView {
    [
        what.to_owned(),
        split.premium.to_string(),
        split.employer.to_string(),
        split.employee().to_string(),
    ]
}

/// What is submitted, in sentences.
fn summary(filed: &Filed, effective_on: NaiveDate) -> Vec<String> {
    let how = match (filed.scenario_name.is_empty(), filed.elections.is_empty()) {
        (true, true) => "and everything goes on as it is".to_owned(),
        (true, false) => "offering what it offers now, with what people chose".to_owned(),
        (false, _) => format!("with the scenario \u{201c}{}\u{201d}", filed.scenario_name),
    };
    let mut said = vec![format!("{} renews on {}, {how}.", filed.employer, long(effective_on))];
    let tell = |is: fn(&Outcome) -> bool, one: &str, many: &str| match filed.count(is) {
        0 => None,
        number => Some(count(number, one, many)),
    };
    let told: Vec<String> = [
        tell(|o| matches!(o, Outcome::Renewed), "goes on", "go on"),
        tell(|o| matches!(o, Outcome::Moved), "moves to another plan", "move to another plan"),
        tell(|o| matches!(o, Outcome::Joined), "joins", "join"),
        tell(|o| matches!(o, Outcome::Ended(_)), "loses coverage", "lose coverage"),
        tell(|o| matches!(o, Outcome::Waived(_)), "declines", "decline"),
        tell(|o| matches!(o, Outcome::Undecided), "has not decided", "have not decided"),
        tell(|o| matches!(o, Outcome::NotPossible), "would have no plan", "would have no plan"),
    ]
    .into_iter()
    .flatten()
    .collect();
    said.push(format!("Of {}: {}.", employees(filed.families.len()), told.join(", ")));
    for package in &filed.scenario.packages {
        let plans: Vec<&str> = package.plans.iter().map(|id| filed.plan_name(id)).collect();
        let reference = package.contribution.reference.as_ref().map(|id| filed.plan_name(id));
        said.push(format!(
            "{}: {}. Your company pays {}.",
            package.name,
            plans.join(", "),
            package.contribution.words(reference)
        ));
    }
    for family in &filed.families {
        let Some(day) = family.begins_on else { continue };
        said.push(format!(
            "{} begins on {}: the {} a month for the family come only then.",
            family.name,
            long(day),
            family.next.premium
        ));
    }
    said.push(format!(
        "The premium is {} a month; your company pays {}, and employees pay {}.",
        filed.next.premium,
        filed.next.employer,
        filed.next.employee()
    ));
    said
}

/// What happens to an employee's family.
fn change(filed: &Filed, family: &FiledFamily) -> ChangeView {
    let plans = |plans: &[Option<domain::id::PlanId>; 2]| -> String {
        let names: Vec<&str> = plans.iter().flatten().map(|id| filed.plan_name(id)).collect();
        names.join(" and ")
    };
    let what = match &family.outcome {
        Outcome::Renewed => format!("Goes on in {}", plans(&family.next_in)),
        Outcome::Moved => {
            format!("Moves from {} to {}", plans(&family.now_in), plans(&family.next_in))
        }
        Outcome::Joined => format!("Joins, in {}", plans(&family.next_in)),
        Outcome::Waived(None) => "Declines coverage".to_owned(),
        Outcome::Waived(Some(waiver)) => format!("Declines coverage: {}", waiver.label()),
        Outcome::Ended(ending) => {
            format!("Coverage ends after {}: {}", long(ending.last_day), ending.reason.label())
        }
        Outcome::Undecided => "Has not decided".to_owned(),
        Outcome::NotPossible => "Would have no plan".to_owned(),
    };
    let covered = family.next_in.iter().any(Option::is_some);
    let dependents = family.members.iter().filter(|member| member.row != family.row);
    let mut notes: Vec<String> = dependents
        .filter_map(|member| match (member.now, member.next) {
            (true, false) if covered => Some(format!("{} leaves coverage.", member.name)),
            (false, true) => Some(format!("{} joins.", member.name)),
            _ => None,
        })
        .collect();
    notes.extend(family.begins_on.map(|day| format!("Coverage begins on {}.", long(day))));
    ChangeView {
        name: family.name.clone(),
        what,
        notes,
        premium: [family.now.premium, family.next.premium].map(|amount| amount.to_string()),
        pays: [family.now.employee(), family.next.employee()].map(|amount| amount.to_string()),
    }
}

/// What a rule has to say.
pub fn finding(finding: Finding) -> FindingView {
    let weight = match finding.weight {
        Weight::Block => "block",
        Weight::Warning => "warning",
        Weight::Note => "note",
    };
    FindingView {
        rule: finding.rule.code().to_owned(),
        title: finding.rule.title().to_owned(),
        weight: weight.to_owned(),
        sentence: finding.sentence,
        remedy: finding.remedy,
        source: finding.source.map(cited).unwrap_or_default(),
    }
}

fn cited(rule: Citation) -> String {
    format!("{} ({}, since {})", rule.text, rule.source, short(rule.from))
}

/// The meters of a scenario.
pub fn meters(
    reckoner: &Reckoner,
    scenario: &Scenario,
    reckoned: &Reckoned,
    today: NaiveDate,
) -> Vec<MeterView> {
    let meters = reckoner.meters(scenario, reckoned, today);
    let (participation, contribution) = (meters.participation, meters.contribution);
    let remedy = participation.remedy().map(|remedy| format!(" {remedy}")).unwrap_or_default();
    vec![
        MeterView {
            label: "Participation".to_owned(),
            met: participation.met,
            sentence: participation.sentence() + &remedy,
            source: cited(participation.rule),
        },
        MeterView {
            label: "Contribution".to_owned(),
            met: contribution.met,
            sentence: contribution.sentence(),
            source: cited(contribution.rule),
        },
    ]
}

/// Keeps the form of a submission, until it is submitted: also while somebody proves again who they are.
pub fn keep_draft(form: &SubmitForm) {
    let draft = SubmitForm { key: String::new(), ..form.clone() };
    kept::keep_own_form(DRAFT, &paths::review(&form.employer, &form.effective), &draft);
}

/// What is submitted, as a form says it.
pub fn submit(form: &SubmitForm) -> Submit {
    let scenario = Some(form.scenario.clone()).filter(|id| !id.is_empty());
    let overrides = form.overrides.iter().filter_map(|said| {
        let rule = GateRule::from_code(&said.rule)?;
        Some(Override { rule, reason: said.reason.clone() })
    });
    Submit {
        key: form.key.clone(),
        scenario: scenario.map(|id| (id, form.version)),
        pulse: form.pulse,
        catalogue: form.catalogue,
        overrides: overrides.collect(),
        name: form.name.clone(),
        attested: form.attests == "yes",
    }
}

/// Leads on to the status, or back to what is to be mended.
pub fn after_submit(
    form: &SubmitForm,
    done: Result<Submitted, SubmitError>,
) -> Result<(), ApiError> {
    let word = match done {
        Ok(submitted) => {
            kept::keep(DRAFT, &paths::review(&form.employer, &form.effective), "");
            let second = submitted.state == State::AwaitsSecond;
            let word = if second { "signed" } else { "submitted" };
            go(&paths::renewal_status(&form.employer, &form.effective), word);
            return Ok(());
        }
        Err(error) => word(error)?,
    };
    let page = paths::review(&form.employer, &form.effective);
    if word == "overtaken" {
        // What was attested to is not what stands there now.
        keep_draft(&SubmitForm { attests: String::new(), ..form.clone() });
    }
    let told = vec![("told", all_words(form, word))];
    leptos_axum::redirect(&paths::with_scenario(&page, &form.scenario, told));
    Ok(())
}

/// The word for what is wrong first, with those for all else that is to be mended in the form: nobody should have
/// to send it once for each.
fn all_words(form: &SubmitForm, first: &str) -> String {
    let mendable = ["gate", "signature", "attest"];
    let mut words = vec![first];
    if mendable.contains(&first) {
        let wants = [
            form.overrides.iter().any(|said| said.reason.trim().is_empty()),
            form.name.trim().is_empty(),
            form.attests != "yes",
        ];
        let more = mendable.into_iter().zip(wants).filter(|(word, wants)| *wants && *word != first);
        words.extend(more.map(|(word, _)| word));
    }
    words.join(".")
}

/// The word for what is wrong. Failures of ours are errors.
fn word(error: SubmitError) -> Result<&'static str, ApiError> {
    Ok(match error {
        SubmitError::NotOpen => "not-open",
        SubmitError::Overtaken => "overtaken",
        SubmitError::Gate(..) => "gate",
        SubmitError::NoSignature => "signature",
        SubmitError::NotAttested => "attest",
        SubmitError::SamePerson => "same-person",
        SubmitError::TooMany => "too-many",
        SubmitError::Words => "words",
        SubmitError::File => "file",
        SubmitError::Operation(error) => return Err(api_error(error)),
    })
}

fn go(page: &str, word: &str) {
    let query = paths::query(vec![("told", word.to_owned())]);
    leptos_axum::redirect(&format!("{page}?{query}"));
}

/// Keeps what was typed about a step, until it is done.
pub fn keep_typed(form: &StepForm) {
    let page = paths::renewal_status(&form.employer, &form.effective);
    typed::hold(&page, &[("name", &form.name), ("reason", &form.reason)]);
}

/// Leads back to the status, which says what was done or is wrong.
pub fn after_step(
    form: &StepForm,
    did: &str,
    done: Result<(), SubmitError>,
) -> Result<(), ApiError> {
    let told = match done {
        Ok(()) => did,
        // Beside the reason for taking it back, not beside an answer.
        Err(SubmitError::Words) => {
            typed::keep();
            "reason"
        }
        Err(error) => {
            typed::keep();
            word(error)?
        }
    };
    go(&paths::renewal_status(&form.employer, &form.effective), told);
    Ok(())
}

/// The same after an answer, which is kept where it could not be taken.
pub fn after_answer(form: &StepForm, done: Result<(), SubmitError>) -> Result<(), ApiError> {
    if done.is_err() {
        let page = paths::renewal_status(&form.employer, &form.effective);
        typed::hold(&page, &[("words", &form.reason)]);
        typed::keep();
    }
    let told = match done {
        Ok(()) => "answered",
        Err(error) => word(error)?,
    };
    go(&paths::renewal_status(&form.employer, &form.effective), told);
    Ok(())
}

/// The same after a setting.
pub fn after_setting(form: &SettingForm, done: Result<(), SubmitError>) -> Result<(), ApiError> {
    let told = match done {
        Ok(()) => "set",
        Err(error) => word(error)?,
    };
    go(&paths::renewal_status(&form.employer, &form.effective), told);
    Ok(())
}

/// The longest text field of an answer, in bytes.
const TEXT_MAX: usize = 10_000;

/// Reads an answer. The size of the whole request is limited before it comes here.
pub async fn read_answer(data: MultipartData) -> Result<(StepForm, Option<Upload>), ApiError> {
    let damaged = |error: &dyn std::fmt::Display| ApiError::Transport(error.to_string());
    // Without a form there is nothing that it is about.
    let mut parts = data.into_inner().ok_or_else(|| api_error(OperationError::NotFound))?;
    let (mut form, mut upload) = (StepForm::default(), None);
    while let Some(part) = parts.next_field().await.map_err(|error| damaged(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|error| damaged(&error))?;
        if name == "file" {
            // A field that nothing was chosen in comes as an empty file.
            upload = Some(Upload { name: file_name, bytes: bytes.to_vec() })
                .filter(|upload| !upload.bytes.is_empty());
            continue;
        }
        if bytes.len() > TEXT_MAX {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "employer" => form.employer = text,
            "effective" => form.effective = text,
            "number" => form.number = text.parse().unwrap_or_default(),
            "words" => form.reason = text,
            _ => {}
        }
    }
    Ok((form, upload))
}

/// Where a renewal stands.
pub fn status(
    operations: &Operations,
    permit: &Permit<PlanRenewal>,
    status: RenewalStatus,
) -> StatusPage {
    let me = permit.viewer().account().id;
    let today = status.head.today;
    let submission = |kept: Submission| SubmissionView {
        number: kept.number,
        state: kept.course.state.code().to_owned(),
        label: kept.course.state.label().to_owned(),
        waits: waits(&kept, today),
        steps: kept.course.steps.iter().map(step).collect(),
        summary: summary(&kept.filed, kept.effective_on),
        totals: totals(&kept.filed),
        changes: kept.filed.changes().map(|family| change(&kept.filed, family)).collect(),
        signatures: kept
            .filed
            .signatures
            .iter()
            .map(|signed| format!("{} ({}), {}", signed.name, signed.email, moment(signed.at)))
            .collect(),
        uploads: status
            .uploads
            .iter()
            .filter(|head| head.number == Some(kept.number))
            .map(upload)
            .collect(),
        question: match &kept.course.state {
            State::InfoWanted { what } => what.clone(),
            _ => String::new(),
        },
        own: kept.submitted_by == Some(me),
    };
    StatusPage {
        signing: signing(operations, permit, &status.head),
        submissions: status.submissions.iter().cloned().map(submission).collect(),
        second: status.second,
        wants_steps: status.wants_steps,
        attestation: ATTESTATION.to_owned(),
        typed: typed::take(),
        changed_since: changed_since(&status),
        pulse: status.pulse,
        renewal: status.head.clone().into(),
    }
}

/// What of the newest submission is not as it was chosen or planned by now.
fn changed_since(status: &RenewalStatus) -> String {
    let Some(newest) = status.submissions.first() else { return String::new() };
    if !newest.course.state.stands() || !is_open(&status.head) {
        return String::new();
    }
    let mut parts = Vec::new();
    match newest.filed.changed_since(&status.elections) {
        0 => {}
        choices => parts.push(count(choices, "choice", "choices")),
    }
    let named = |kept: &&SavedScenario| kept.name.as_str() == newest.filed.scenario_name;
    if status.scenarios.iter().find(named).is_some_and(|s| s.scenario != newest.filed.scenario) {
        parts.push(format!("the scenario \u{201c}{}\u{201d}", newest.filed.scenario_name));
    }
    if parts.is_empty() {
        return String::new();
    }
    format!(
        "Since submission {} this changed: {}. It counts only once you amend what you submitted.",
        newest.number,
        parts.join(" and ")
    )
}

/// Who has to act, and for how long already.
fn waits(kept: &Submission, today: NaiveDate) -> String {
    let state = &kept.course.state;
    let Some(party) = state.waits_for() else { return String::new() };
    let since = kept.course.steps.last().map_or(today, |step| step.on);
    let days = (today - since).num_days().max(0);
    let age = match days {
        0 => "since today".to_owned(),
        days => format!("for {}", count(days, "day", "days")),
    };
    match (party, state) {
        (_, State::AwaitsSecond) => {
            format!("Somebody else of your company has to confirm it, {age}.")
        }
        (Party::Employer, _) => format!("Your company has to answer, {age}."),
        (Party::Carrier, _) => format!("The carrier looks at it, {age}."),
        (Party::Calendar, _) => {
            format!("Nobody has to do anything: it takes effect on {}.", long(kept.effective_on))
        }
    }
}

fn step(step: &Step) -> StepView {
    let words = match step.what {
        domain::submission::Happened::Replaced => format!("By submission {}.", step.words),
        _ => step.words.clone(),
    };
    StepView {
        when: moment(step.at),
        who: if step.name.is_empty() {
            step.party.label().to_owned()
        } else {
            format!("{}, {}", step.name, step.party.label().to_lowercase())
        },
        what: step.what.label().to_owned(),
        words,
    }
}

/// A moment, as pages say it.
pub fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    at.format("%b %-d, %Y, %H:%M UTC").to_string()
}

fn upload(head: &DocumentHead) -> UploadView {
    UploadView {
        id: head.id.to_string(),
        name: head.name.clone(),
        from: format!("{}, {}", head.uploaded_by, moment(head.created_at)),
    }
}

/// An employer in the list.
pub fn employer_row(standing: Standing, me: AccountId) -> EmployerRow {
    EmployerRow { to_do: to_do(&standing, me), renewal: standing.head.into() }
}

/// What there is to do about an employer's renewal, in a sentence; empty where there is nothing.
fn to_do(standing: &Standing, me: AccountId) -> String {
    let state = standing.course.as_ref().map(|course| &course.state);
    match state {
        Some(State::InfoWanted { .. }) => "The carrier has a question.".to_owned(),
        Some(State::AwaitsSecond) if standing.submitted_by == Some(me) || !standing.may_submit => {
            "Waits for a second signature.".to_owned()
        }
        Some(State::AwaitsSecond) => "Waits for your second signature.".to_owned(),
        Some(State::Submitted) => "Submitted: the carrier looks at it.".to_owned(),
        Some(State::Accepted) => "Accepted by the carrier.".to_owned(),
        Some(State::InEffect) => String::new(),
        Some(State::Rejected { .. } | State::Withdrawn | State::Replaced { .. }) | None => {
            match standing.head.phase() {
                Phase::Open { days_left } | Phase::ClosingSoon { days_left } => {
                    format!("Not submitted: {} left.", count(days_left, "day", "days"))
                }
                Phase::NotYetOpen { .. } | Phase::Closed => String::new(),
            }
        }
    }
}
