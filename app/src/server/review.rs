//! Submissions, publications and files for the core system, put for the wire; forms about them, read, and
//! where they lead back to.

use super::submission::moment;
use super::{api_error, kept};
use crate::api::ApiError;
use crate::api::review::{
    AsIsPage, AsIsRow, ChangeView, FileRow, FileView, ForeseenView, OfferView, PublishForm,
    PublishPage, PublishRow, ReviewForm, Said, SignatureView, SubmissionRow, SubmissionView,
    UploadView,
};
use crate::paths;
use chrono::NaiveDate;
use domain::census::Relationship;
use domain::contract::Package;
use domain::date::{first_of_next_month, short};
use domain::id::{ChangeFileId, EmployerId, PlanId};
use domain::submission::{
    ChangeFile, ChangeFileHead, ChangeFileState, DocumentHead, Filed, FiledFamily, FiledMember,
    Happened, Outcome, Party, Signature, Step, SubmissionHead,
};
use domain::word::count;
use operations::submission::{
    AsIsPlan, Foreseen, PublishError, SubmissionDecision, SubmissionSeen, SubmitError,
};
use operations::{OperationError, Operations, StaffPermit};
use std::collections::BTreeSet;

/// How many months ahead renewals can be published.
const MONTHS: usize = 6;
/// Of how many groups the figures are reckoned for one page: each takes a while.
const FIGURES: usize = 50;

/// What names a submission: whose, for which day, and the number.
type SubmissionKey = (EmployerId, NaiveDate, i64);

/// Reads what names a submission in an address.
pub fn submission_key(text: &str) -> Option<SubmissionKey> {
    let mut parts = text.split('.');
    let key =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(key)
}

fn key_text((employer, day, number): SubmissionKey) -> String {
    format!("{employer}.{day}.{number}")
}

/// The same; what names nothing is not found.
pub fn asked_for(text: &str) -> Result<SubmissionKey, ApiError> {
    submission_key(text).ok_or_else(not_found)
}

/// What names a file for the core system.
pub fn file_asked_for(text: &str) -> Result<(EmployerId, ChangeFileId), ApiError> {
    let parts = text.split_once('.');
    let key = parts.and_then(|(employer, id)| Some((employer.parse().ok()?, id.parse().ok()?)));
    key.ok_or_else(not_found)
}

fn not_found() -> ApiError {
    api_error(OperationError::NotFound)
}

/// A submission in a list.
pub fn row(head: SubmissionHead, today: NaiveDate) -> SubmissionRow {
    let since = head.course.steps.last().map_or(today, |step| step.on);
    SubmissionRow {
        key: key_text((head.employer, head.effective_on, head.number)),
        name: head.employer_name,
        effective_on: head.effective_on,
        number: head.number,
        state: head.course.state.code().to_owned(),
        waits_for: head.course.state.waits_for(),
        days: (today - since).num_days().max(0),
    }
}

/// A submission as staff see it.
pub fn view(seen: SubmissionSeen, fresh: bool) -> SubmissionView {
    let kept = seen.kept;
    let filed = &kept.filed;
    let key = key_text((kept.employer, kept.effective_on, kept.number));
    let file = |head| file_row(head, String::new());
    SubmissionView {
        employer: kept.employer.to_string(),
        name: filed.employer.clone(),
        effective_on: kept.effective_on,
        number: kept.number,
        pulse: seen.pulse,
        version: kept.version,
        summary: summary(filed, kept.course.is_as_is()),
        totals: [filed.now, filed.as_is, filed.next],
        offers: offers(filed),
        changes: filed.changes().map(|family| change(filed, family)).collect(),
        overrides: filed
            .overrides
            .iter()
            .map(|one| (one.rule.title().to_owned(), one.reason.clone()))
            .collect(),
        signatures: signatures(&filed.signatures, &kept.course.steps),
        hash: kept.hash,
        state: kept.course.state,
        steps: kept.course.steps,
        uploads: seen.uploads.into_iter().map(upload).collect(),
        files: seen.files.into_iter().map(file).collect(),
        amends: seen.amends,
        said: take_said(&key),
        fresh,
        key,
    }
}

/// What it is: the scenario, the catalogue, and how many go which way.
fn summary(filed: &Filed, as_is: bool) -> Vec<String> {
    let what = offered(&filed.scenario_name, as_is, filed.changes().count());
    let covered = filed.count(|o| matches!(o, Outcome::Renewed | Outcome::Moved | Outcome::Joined));
    let members = filed.families.iter().flat_map(|family| &family.members);
    let members = members.filter(|member| member.next).count();
    let of = |is: fn(&Outcome) -> bool| filed.count(is);
    let ways = [
        (of(|o| *o == Outcome::Renewed), "goes on as before", "go on as before"),
        (of(|o| *o == Outcome::Moved), "changes plans", "change plans"),
        (of(|o| *o == Outcome::Joined), "joins", "join"),
        (of(|o| matches!(o, Outcome::Waived(_))), "declines coverage", "decline coverage"),
        (of(|o| matches!(o, Outcome::Ended(_))), "ends coverage", "end coverage"),
        (of(|o| *o == Outcome::Undecided), "has not decided", "have not decided"),
        (of(|o| *o == Outcome::NotPossible), "loses the plan", "lose the plan"),
    ];
    let ways: Vec<String> = ways
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| count(number, one, many))
        .collect();
    vec![
        what,
        format!(
            "{} and {} are covered, from catalogue {}.",
            count(covered, "employee", "employees"),
            count(members, "member", "members"),
            filed.catalogue
        ),
        format!("Of {} employees: {}.", filed.families.len(), ways.join(", ")),
    ]
}

/// What is offered, and whether anything changes for people all the same: by what they chose, or because the
/// present plan is offered no more.
fn offered(scenario: &str, as_is: bool, changes: usize) -> String {
    let changes = (changes > 0)
        .then(|| count(changes, "employee’s coverage changes", "employees’ coverage changes"));
    match (scenario, as_is, changes) {
        (_, true, None) => "Nothing was submitted, so everything renewed as it was.".to_owned(),
        (_, true, Some(changes)) => format!(
            "Nothing was submitted, so the same plans, or those that take their place, are offered as before; \
             {changes}."
        ),
        ("", false, None) => "Everything is to renew as it is.".to_owned(),
        ("", false, Some(changes)) => format!(
            "The same plans, or those that take their place, are offered as now; {changes}."
        ),
        (name, false, _) => format!("The scenario is called “{name}”."),
    }
}

/// Who signed: the first who signed or submitted, and the second, where two had to.
fn signatures(signatures: &[Signature], steps: &[Step]) -> Vec<SignatureView> {
    let signed = steps.iter().filter(|step| {
        step.party == Party::Employer && matches!(step.what, Happened::Signed | Happened::Submitted)
    });
    // A step has the name that the account had then.
    let accounts = signed.map(|step| Some(step.name.as_str())).chain(std::iter::repeat(None));
    signatures.iter().zip(accounts).map(|(one, account)| signature(one, account)).collect()
}

fn signature(one: &Signature, account: Option<&str>) -> SignatureView {
    let folded = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let other = account.filter(|account| folded(account) != folded(&one.name));
    let (name, email, at) = (&one.name, &one.email, moment(one.at));
    SignatureView {
        said: match other {
            Some(account) => {
                format!("Signed as “{name}” by the account of {account} ({email}), {at}")
            }
            None => format!("{name} ({email}), {at}"),
        },
        differs: other.is_some(),
        attestation: one.attestation.clone(),
    }
}

fn offers(filed: &Filed) -> Vec<OfferView> {
    let alone = filed.scenario.packages.len() == 1;
    let name = |id: &PlanId| filed.plan_name(id).to_owned();
    let offer = |package: &Package| OfferView {
        name: package.name.clone(),
        classes: match (package.is_for_others(), alone) {
            (true, true) => "everybody".to_owned(),
            (true, false) => "everybody else".to_owned(),
            (false, _) => package.classes.join(", "),
        },
        waiting: package.waiting.label(),
        contribution: package
            .contribution
            .words(package.contribution.reference.as_ref().map(name).as_deref()),
        plans: package.plans.iter().map(name).collect(),
    };
    filed.scenario.packages.iter().map(offer).collect()
}

fn change(filed: &Filed, family: &FiledFamily) -> ChangeView {
    let plans = |plans: &[Option<PlanId>; 2]| {
        plans.iter().flatten().map(|id| filed.plan_name(id).to_owned()).collect()
    };
    ChangeView {
        name: family.name.clone(),
        what: what_happens(family),
        now_in: plans(&family.now_in),
        next_in: plans(&family.next_in),
        now: family.now,
        next: family.next,
    }
}

/// What happens to an employee, and which dependents join and leave.
fn what_happens(family: &FiledFamily) -> Vec<String> {
    let outcome = match &family.outcome {
        Outcome::Renewed => "Goes on as before".to_owned(),
        Outcome::Moved => "Changes plans".to_owned(),
        Outcome::Joined => "Newly covered".to_owned(),
        Outcome::Waived(None) => "Declines coverage".to_owned(),
        Outcome::Waived(Some(waiver)) => format!("Declines coverage: {}", waiver.label()),
        Outcome::Ended(ending) => {
            format!("Coverage ends {}: {}", short(ending.last_day), ending.reason.label())
        }
        Outcome::Undecided => "Has not decided".to_owned(),
        Outcome::NotPossible => {
            "Coverage ends: no plan takes the place of the present one".to_owned()
        }
    };
    let named = |word: &str, is: fn(&FiledMember) -> bool| {
        let members = family.members.iter().filter(|m| m.relationship != Relationship::Employee);
        let names: Vec<&str> = members.filter(|m| is(m)).map(|m| m.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{word}: {}", names.join(", ")))
    };
    let begins = family.begins_on.map(|day| format!("Coverage begins {}", short(day)));
    let joins = named("Joins", |member| member.next && !member.now);
    let leaves = named("Leaves", |member| member.now && !member.next);
    [Some(outcome), begins, joins, leaves].into_iter().flatten().collect()
}

fn upload(head: DocumentHead) -> UploadView {
    UploadView {
        id: head.id.to_string(),
        name: head.name,
        size: head.size,
        uploaded_by: head.uploaded_by,
        created_at: head.created_at,
    }
}

/// A file for the core system, without what it says.
pub fn file_row(head: ChangeFileHead, name: String) -> FileRow {
    use ChangeFileState::{Failed, Rejected, Sent, Waiting};
    FileRow {
        key: format!("{}.{}", head.employer, head.id),
        submission: key_text((head.employer, head.effective_on, head.number)),
        name,
        effective_on: head.effective_on,
        number: head.number,
        control: head.control,
        state: head.state,
        attempts: head.attempts,
        created_at: head.created_at,
        due_at: (head.state == Waiting).then_some(head.due_at),
        sent_at: head.sent_at,
        answered_at: head.answered_at,
        answer: head.answer,
        again: matches!(head.state, Waiting | Sent | Rejected | Failed),
    }
}

/// A file for the core system with what it says.
pub fn file_view(file: ChangeFile) -> FileView {
    FileView { row: file_row(file.head, String::new()), content: file.content }
}

/// What staff decide, as a form says it.
pub fn decision(form: &ReviewForm) -> Result<SubmissionDecision, ApiError> {
    match form.decision.as_str() {
        "accept" => Ok(SubmissionDecision::Accept),
        "ask" => Ok(SubmissionDecision::Ask(form.words.clone())),
        "reject" => Ok(SubmissionDecision::Reject(form.words.clone())),
        _ => Err(not_found()),
    }
}

/// Leads back to a submission, which says what was done or is wrong. What was typed stays then, also while
/// whoever typed it proves again who they are.
pub fn lead_to_submission(form: ReviewForm, done: Result<(), SubmitError>) -> Result<(), ApiError> {
    let page = paths::staff_submission(&form.key);
    let about = form.decision.clone();
    if done.is_err() {
        keep_said(&Said { key: form.key, decision: form.decision, words: form.words });
    }
    let word = match done {
        Ok(()) => "done",
        Err(SubmitError::Words) => "words",
        Err(SubmitError::Operation(error)) => return Err(api_error(error)),
        // The others are about what an employer does: whatever it was, things stand otherwise by now.
        Err(_) => "overtaken",
    };
    let query = paths::query(vec![("about", about), ("told", word.to_owned())]);
    leptos_axum::redirect(&format!("{page}?{query}"));
    Ok(())
}

/// The name under which what was typed is kept for its page.
const SAID: &str = "said";

fn keep_said(said: &Said) {
    kept::keep_form(SAID, &paths::staff_submission(&said.key), said);
}

/// What was typed about a submission before, once.
fn take_said(key: &str) -> Said {
    kept::take(SAID).filter(|said: &Said| said.key == key).unwrap_or_default()
}

/// What renews as it is.
pub fn as_is_page(operations: &Operations, permit: &StaffPermit, plan: Vec<AsIsPlan>) -> AsIsPage {
    let row = |one: AsIsPlan| AsIsRow {
        employer: one.employer.id.to_string(),
        name: one.employer.name,
        effective_on: one.calendar.effective_on,
        last_day: one.calendar.last_day,
        renews_on: one.calendar.renews_on,
        due: one.due,
    };
    AsIsPage {
        today: operations.today(),
        rows: plan.into_iter().map(row).collect(),
        days_to_move_to: operations.days_to_move_to(),
        fresh: operations.prove_fresh(permit.viewer()).is_ok(),
    }
}

/// Moves the demo's day to one that was typed. Answers whether it is one to which it can be moved.
pub fn move_day(operations: &Operations, permit: &StaffPermit, to: &str) -> Result<bool, ApiError> {
    // Outside the demo there is nothing, whatever was typed.
    operations.days_to_move_to().ok_or_else(not_found)?;
    match to.trim().parse() {
        Ok(day) => operations.move_day(permit, day).map_err(api_error),
        Err(_) => Ok(false),
    }
}

/// Leads back to what renews as it is, which says what was done, and how often.
pub fn lead_to_renewals(word: &str, counts: &[u32]) {
    let mut pairs = vec![("told", word.to_owned())];
    pairs.extend(["done", "failed"].into_iter().zip(counts.iter().map(u32::to_string)));
    leptos_axum::redirect(&format!("{}?{}", paths::STAFF_RENEWALS, paths::query(pairs)));
}

/// What can be published, with figures of the groups from one place on.
pub async fn publication(
    operations: &Operations,
    permit: &StaffPermit,
    catalogue: Option<i64>,
    effective_on: Option<NaiveDate>,
    figures: usize,
) -> Result<PublishPage, ApiError> {
    let catalogues = operations.catalogues(permit).await.map_err(api_error)?;
    let newest = catalogues.first().map_or(0, |head| head.number);
    let catalogue = catalogue.unwrap_or(newest);
    let mut days = vec![first_of_next_month(operations.today())];
    while days.len() < MONTHS {
        days.extend(days.last().copied().map(first_of_next_month));
    }
    let effective_on = effective_on.unwrap_or(days[0]);
    if !days.contains(&effective_on) {
        days.insert(0, effective_on);
    }
    let groups = operations.publishable(permit, effective_on).await.map_err(api_error)?;
    let employers: Vec<_> = groups.iter().map(|group| group.employer.clone()).collect();
    let (from, until) =
        (figures.min(employers.len()), figures.saturating_add(FIGURES).min(employers.len()));
    let foreseen = match operations.foresee(permit, catalogue, &employers[from..until]).await {
        Ok(foreseen) => foreseen,
        Err(PublishError::Operation(error)) => return Err(api_error(error)),
        Err(_) => Vec::new(),
    };
    let mut foreseen = foreseen.into_iter();
    let row = |(place, group): (usize, operations::submission::Publishable)| PublishRow {
        employer: group.employer.id.to_string(),
        name: group.employer.name,
        published: group.published,
        foreseen: (place >= from).then(|| foreseen.next().map(foreseen_view)).flatten(),
    };
    Ok(PublishPage {
        catalogues: catalogues.into_iter().map(|head| (head.number, head.published_at)).collect(),
        days,
        catalogue,
        effective_on,
        rows: groups.into_iter().enumerate().map(row).collect(),
        next: (until < employers.len()).then_some(until),
        fresh: operations.prove_fresh(permit.viewer()).is_ok(),
    })
}

fn foreseen_view(foreseen: Option<Foreseen>) -> ForeseenView {
    foreseen.map_or(ForeseenView::Nothing, |seen| {
        let plans = u32::try_from(seen.plans).unwrap_or(u32::MAX);
        ForeseenView::Plans(plans, seen.now, seen.as_is)
    })
}

/// The day and the groups that a form names.
pub fn groups(form: &PublishForm) -> Result<(NaiveDate, BTreeSet<EmployerId>), ApiError> {
    let day = form.effective_on.parse().map_err(|_| not_found())?;
    let groups = form.groups.iter().map(|group| group.parse());
    Ok((day, groups.collect::<Result<_, _>>().map_err(|_| not_found())?))
}

/// Leads back to what can be published, which says what was done or is wrong.
pub fn lead_to_publication(
    form: &PublishForm,
    done: Result<usize, PublishError>,
) -> Result<(), ApiError> {
    let (word, number) = match done {
        Ok(number) => ("published", number),
        Err(PublishError::NoGroups) => ("no-groups", 0),
        Err(PublishError::NoCatalogue) => ("no-catalogue", 0),
        Err(PublishError::Operation(error)) => return Err(api_error(error)),
    };
    let query = paths::query(vec![
        ("catalogue", form.catalogue.to_string()),
        ("effective", form.effective_on.clone()),
        ("told", word.to_owned()),
        ("done", number.to_string()),
    ]);
    leptos_axum::redirect(&format!("{}?{query}", paths::STAFF_PUBLISH));
    Ok(())
}

/// Leads back to the files, which say beside the one that it is about how it went.
pub fn lead_to_files(file: &str, again: bool) {
    let word = if again { "again" } else { "left" };
    let query = paths::query(vec![("about", file.to_owned()), ("told", word.to_owned())]);
    leptos_axum::redirect(&format!("{}?{query}", paths::STAFF_FILES));
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn what_names_a_submission_is_read_back_and_nothing_else_is() {
        let text = "7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902.2027-01-01.3";
        assert_eq!(key_text(submission_key(text).unwrap()), text);
        for nothing in ["", "x.2027-01-01.3", &text[..47], &format!("{text}.1")] {
            assert_eq!(submission_key(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn what_is_offered_as_now_is_not_said_to_be_unchanged_where_people_change() {
        for (scenario, as_is, changes, told) in [
            ("", false, 0, "Everything is to renew as it is."),
            (
                "",
                false,
                2,
                "The same plans, or those that take their place, are offered as now; 2 employees’ \
                 coverage changes.",
            ),
            ("", true, 0, "Nothing was submitted, so everything renewed as it was."),
            (
                "",
                true,
                1,
                "Nothing was submitted, so the same plans, or those that take their place, are \
                 offered as before; 1 employee’s coverage changes.",
            ),
            ("B", false, 3, "The scenario is called “B”."),
        ] {
            assert_eq!(offered(scenario, as_is, changes), told);
        }
    }

    #[test]
    fn a_signature_in_another_name_than_the_accounts_is_marked() {
        let at = DateTime::UNIX_EPOCH;
        let step = |party, name: &str, what| Step {
            at,
            on: NaiveDate::default(),
            party,
            name: name.to_owned(),
            what,
            words: String::new(),
        };
        let signature = |name: &str, email: &str| Signature {
            name: name.to_owned(),
            email: email.to_owned(),
            at,
            attestation: "I may.".to_owned(),
        };
        let steps = [
            step(Party::Employer, "Dana Whitfield", Happened::Signed),
            step(Party::Employer, "Ruth Abel", Happened::Submitted),
            step(Party::Carrier, "Sam", Happened::Asked),
        ];
        let both = [
            signature("Donald Duck", "dana@example.com"),
            signature(" ruth  ABEL", "ruth@example.com"),
        ];
        let told = signatures(&both, &steps);
        assert_eq!(
            told[0].said,
            "Signed as “Donald Duck” by the account of Dana Whitfield (dana@example.com), Jan 1, \
             1970, 00:00 UTC"
        );
        assert_eq!((told[0].differs, told[1].differs), (true, false));
        // Without a step nothing is known of the account but its address.
        assert!(!signatures(&both, &[])[0].differs);
    }
}
