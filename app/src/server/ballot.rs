//! An employee's own choice by a link, put into words for the wire; the answer, read; and where it leads.

use super::election::{value, wish, word};
use super::kept;
use crate::api::ApiError;
use crate::api::election::{AnswerForm, BallotPlanView, BallotView, OpenBallot};
use crate::paths;
use domain::Cents;
use domain::census::Waiver;
use domain::date::long;
use domain::election::{Choice, Wish};
use domain::plan::{Limits, Line, Service, ServiceGroup};
use operations::election::{Ballot, BallotPlan, BallotState, ElectionError};

/// The cookie in which the page that thanks finds what was chosen.
const CHOSEN: &str = "chosen";

/// What an employee sees.
pub fn ballot(state: BallotState) -> BallotView {
    match state {
        BallotState::Open(ballot) => BallotView::Open(Box::new(open(*ballot))),
        BallotState::Answered => BallotView::Answered(kept::take(CHOSEN).unwrap_or_default()),
        BallotState::Over => BallotView::Over,
    }
}

fn open(ballot: Ballot) -> OpenBallot {
    let pays_now = (!ballot.present.is_empty()).then(|| ballot.now.employee());
    let mut now = match pays_now {
        None => "You have no coverage here now.".to_owned(),
        Some(pays) => format!("You have {} and pay {pays} a month.", ballot.present.join(" and ")),
    };
    let follows = ballot.options.each_ref().map(|options| followed(options));
    if ballot.election.is_none() {
        now = format!("{now} {}", undecided(pays_now, follows));
    }
    let [medical, dental] =
        follows.map(|plan| plan.map(|plan| (plan.plan.name.clone(), plan.month.employee())));
    let beside = [dental, medical];
    let (mut chosen, mut waiver) = ([String::new(), String::new()], String::new());
    match ballot.election.map(|election| election.choice) {
        Some(Choice::Covered([medical, dental])) => chosen = [value(&medical), value(&dental)],
        Some(Choice::Waived(reason)) => reason.code().clone_into(&mut waiver),
        Some(Choice::Ended(_)) | None => {}
    }
    let mut beside = beside.iter();
    let plans = ballot.options.map(|options| {
        let other = beside.next().and_then(Option::as_ref);
        options.into_iter().map(|option| ballot_plan(option, pays_now, other)).collect()
    });
    OpenBallot {
        employer: ballot.employer,
        effective: long(ballot.effective_on),
        last_day: long(ballot.last_day),
        name: ballot.name,
        dependents: ballot.dependents,
        now,
        plans,
        chosen,
        waiver,
    }
}

/// The plan of a line that is the employee's without choosing.
fn followed(options: &[BallotPlan]) -> Option<&BallotPlan> {
    options.iter().find(|option| option.follows)
}

/// What comes of choosing nothing.
fn undecided(pays_now: Option<Cents>, follows: [Option<&BallotPlan>; 2]) -> String {
    let plans: Vec<&BallotPlan> = follows.into_iter().flatten().collect();
    if plans.is_empty() {
        return "If you choose nothing, you have no coverage next year.".to_owned();
    }
    let names: Vec<&str> = plans.iter().map(|plan| plan.plan.name.as_str()).collect();
    let pays: Cents = plans.iter().map(|plan| plan.month.employee()).sum();
    let than = pays_now.map(|now| format!(", {}", than_now(now, pays))).unwrap_or_default();
    format!("If you choose nothing, you get {} and pay {pays} a month{than}.", names.join(" and "))
}

/// How what is paid differs from what is paid now: `$38.20 (6.4%) more than now`.
fn than_now(now: Cents, pays: Cents) -> String {
    crate::ui::more_or_less(now, pays)
        .map_or_else(|| "the same as now".to_owned(), |differs| format!("{differs} than now"))
}

/// How a plan's price differs from what is paid now. Now is paid for medical and dental together, so the plan
/// that the employee would have beside it is added.
fn differs(now: Option<Cents>, pays: Cents, other: Option<&(String, Cents)>) -> String {
    let Some(now) = now else { return String::new() };
    match other {
        None => format!("That is {}.", than_now(now, pays)),
        Some((name, more)) => format!(
            "With {name} you would pay {} a month in all: {}.",
            pays + *more,
            than_now(now, pays + *more)
        ),
    }
}

fn ballot_plan(
    option: BallotPlan,
    pays_now: Option<Cents>,
    other: Option<&(String, Cents)>,
) -> BallotPlanView {
    let plan = option.plan;
    let limits = Limits::COMPARED.into_iter().filter_map(|(label, pick)| {
        pick(&plan.limits).map(|amount| (label.to_owned(), format!("{amount:#}")))
    });
    // Of a medical plan nobody asks what an adult's check-up at the dentist costs, and the other way round.
    let dental = plan.line == Line::Dental;
    let shares = option.shares.into_iter();
    let shares = shares.filter(|(service, _)| (service.group() == ServiceGroup::Dental) == dental);
    let shares =
        shares.map(|(service, share)| (named_alone(service).to_owned(), share.to_string()));
    BallotPlanView {
        id: plan.id.to_string(),
        kind: format!("{}, {}", plan.metal, plan.plan_type),
        name: plan.name,
        differs: differs(pays_now, option.month.employee(), other),
        pays: [option.month.employee(), option.month.employer].map(|amount| amount.to_string()),
        facts: limits.chain(shares).collect(),
        follows: option.follows,
    }
}

/// The name of a service where no heading of its group stands above it.
const fn named_alone(service: Service) -> &'static str {
    match service {
        Service::Generic => "Generic drugs",
        other => other.label(),
    }
}

/// What an employee chose among what was offered, in sentences.
pub fn chosen(state: BallotState, choice: &Choice) -> Vec<String> {
    let BallotState::Open(ballot) = state else { return Vec::new() };
    let day = long(ballot.effective_on);
    match choice {
        Choice::Covered(wishes) => {
            let lines = ["medical", "dental"].into_iter().zip(wishes).zip(&ballot.options);
            let lines = lines.filter(|(_, options)| !options.is_empty());
            let mut said: Vec<String> =
                lines.map(|((line, wish), options)| in_line(line, wish, options)).collect();
            said.push(format!(
                "This holds from {day} on, once your employer has submitted it and it is accepted."
            ));
            said
        }
        Choice::Waived(waiver) => vec![
            format!("You decline coverage. Your reason: {}.", waiver.label()),
            format!("You have no coverage here from {day} on."),
        ],
        Choice::Ended(_) => Vec::new(),
    }
}

fn in_line(line: &str, wish: &Wish, options: &[BallotPlan]) -> String {
    let plan = match wish {
        Wish::Follow => followed(options),
        Wish::Without => None,
        Wish::Plan(id) => options.iter().find(|option| option.plan.id == *id),
    };
    plan.map_or_else(
        || format!("You chose no {line} plan."),
        |plan| {
            let (name, pays) = (&plan.plan.name, plan.month.employee());
            format!("Your {line} plan: {name}. You pay {pays} a month.")
        },
    )
}

/// An employee's answer; nothing where coverage is declined without a reason.
pub fn answer(form: &AnswerForm) -> Option<Choice> {
    if form.choice == "waived" {
        return Waiver::from_code(&form.waiver).map(Choice::Waived);
    }
    Some(Choice::Covered([wish(&form.medical), wish(&form.dental)]))
}

fn back_to_ballot(form: &AnswerForm, told: &str) {
    if told != "thanks" {
        super::typed::hold(
            &paths::elect(&form.token),
            &[
                ("choice", &form.choice),
                ("medical", &form.medical),
                ("dental", &form.dental),
                ("waiver", &form.waiver),
            ],
        );
        super::typed::keep();
    }
    let query = paths::query(vec![("told", told.to_owned())]);
    leptos_axum::redirect(&format!("{}?{query}", paths::elect(&form.token)));
}

/// Leads back to the ballot, which asks for the reason.
pub fn no_reason(form: &AnswerForm) -> Result<(), ApiError> {
    back_to_ballot(form, "reason");
    Ok(())
}

/// Leads back to the ballot, which says what was chosen or what is wrong.
pub fn after_answer(
    form: &AnswerForm,
    chosen: Vec<String>,
    done: Result<(), ElectionError>,
) -> Result<(), ApiError> {
    let told = match done {
        Ok(()) => {
            kept::keep_form(CHOSEN, &paths::elect(&form.token), &chosen);
            "thanks"
        }
        Err(error) => word(error)?,
    };
    back_to_ballot(form, told);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_plan_costs_is_told_against_what_is_paid_now() {
        let (now, dental) =
            (Some(Cents::new(20_000)), ("Dental Basic".to_owned(), Cents::new(2_500)));
        for (now, pays, other, told) in [
            (None, 20_000, None, ""),
            (None, 20_000, Some(&dental), ""),
            (now, 21_000, None, "That is $10.00 (5.0%) more than now."),
            (now, 20_000, None, "That is the same as now."),
            (
                now,
                12_500,
                Some(&dental),
                "With Dental Basic you would pay $150.00 a month in all: $50.00 (25.0%) less than now.",
            ),
        ] {
            assert_eq!(differs(now, Cents::new(pays), other), told);
        }
    }

    #[test]
    fn who_would_have_no_plan_is_told_so() {
        let told = "If you choose nothing, you have no coverage next year.";
        assert_eq!(undecided(None, [None; 2]), told);
    }

    #[test]
    fn drugs_are_named_where_no_heading_names_them() {
        assert_eq!(named_alone(Service::Generic), "Generic drugs");
        assert_eq!(named_alone(Service::Specialist), "Specialist visit");
    }
}
