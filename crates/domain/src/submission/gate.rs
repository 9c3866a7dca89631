//! The rules at the gate: whether a scenario and its elections can be submitted.
//!
//! They run in the browser as somebody edits, and again on the server, which decides. A finding is about
//! the group or about one employee; what blocks must be mended, a warning may be overridden with a reason,
//! and a note tells of a duty.

use crate::contract::Package;
use crate::date::long;
use crate::election::{EndReason, Ending};
use crate::plan::Line;
use crate::renewal::affordability::{self, Verdict};
use crate::renewal::bench::{Changes, Elected, Employee, LINES};
use crate::renewal::{Calendar, Phase, Reckoned, Reckoner, Scenario};
use crate::rules::{
    CHILD_AGE_LIMIT, CONTINUATION_CALIFORNIA, CONTINUATION_EMPLOYEES, CONTINUATION_NOTICE,
    Citation, RENEWAL_LAST_DAY, RENEWAL_OPENS, TERMINATION, WAITING_DAYS_MAX,
};
use crate::word::employees;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// The longest reason for overriding a warning, in characters.
pub const REASON_MAX: usize = 500;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Weight {
    /// It must be mended before anything can be submitted.
    Block,
    /// It may be overridden, with a reason.
    Warning,
    /// It only tells.
    Note,
}

/// What a finding is about, by the name of its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GateRule {
    /// The renewal is open.
    Window,
    /// The scenario is one that can be reckoned with.
    Scenario,
    /// Every package offers a medical plan that can be had.
    MedicalPlan,
    /// The employer's minimum contribution.
    Contribution,
    /// The minimum participation.
    Participation,
    /// Coverage can be afforded.
    Affordable,
    /// Whoever chose a plan is offered it.
    PlanOffered,
    /// Nobody loses coverage who did not ask for it.
    NoGap,
    /// Who joins has a plan.
    NewcomerPlan,
    /// The last day of coverage.
    LastDay,
    /// Coverage begins after the waiting period.
    Waiting,
    /// A child who is too old leaves.
    TooOld,
    /// Who loses coverage may continue it.
    Continuation,
}

impl GateRule {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Window,
        Self::Scenario,
        Self::MedicalPlan,
        Self::Contribution,
        Self::Participation,
        Self::Affordable,
        Self::PlanOffered,
        Self::NoGap,
        Self::NewcomerPlan,
        Self::LastDay,
        Self::Waiting,
        Self::TooOld,
        Self::Continuation,
    ];

    /// The word that programs see.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Scenario => "scenario",
            Self::MedicalPlan => "medical_plan",
            Self::Contribution => "contribution",
            Self::Participation => "participation",
            Self::Affordable => "affordable",
            Self::PlanOffered => "plan_offered",
            Self::NoGap => "no_gap",
            Self::NewcomerPlan => "newcomer_plan",
            Self::LastDay => "last_day",
            Self::Waiting => "waiting",
            Self::TooOld => "too_old",
            Self::Continuation => "continuation",
        }
    }

    /// Reads the word that programs see.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// What it is about, in few words for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Window => "Time to submit",
            Self::Scenario => "The scenario",
            Self::MedicalPlan => "A medical plan for everybody",
            Self::Contribution => "Minimum contribution",
            Self::Participation => "Minimum participation",
            Self::Affordable => "Affordability",
            Self::PlanOffered => "A plan that cannot be had",
            Self::NoGap => "Coverage would be lost",
            Self::NewcomerPlan => "No plan chosen",
            Self::LastDay => "Last day of coverage",
            Self::Waiting => "Waiting period",
            Self::TooOld => "A child who turns 26",
            Self::Continuation => "The right to keep coverage",
        }
    }
}

/// Something that a rule has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: GateRule,
    /// How much it weighs.
    pub weight: Weight,
    /// The row of the employee whom it concerns; `None` where it is the group.
    pub row: Option<u32>,
    /// How things stand, in a sentence or two.
    pub sentence: String,
    /// What can be done about it; empty where there is nothing to do.
    pub remedy: String,
    /// Where the rule is written.
    pub source: Option<Citation>,
}

/// A warning that somebody overrode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The rule.
    pub rule: GateRule,
    /// Why.
    pub reason: String,
}

impl Override {
    /// Whether it gives a reason, not too long a one.
    pub fn says_why(&self) -> bool {
        (1..=REASON_MAX).contains(&self.reason.trim().chars().count())
    }
}

/// The rules whose warnings stand in the way of submitting: those without an override that says why.
pub fn unanswered(findings: &[Finding], overrides: &[Override]) -> Vec<GateRule> {
    let answered = |rule| overrides.iter().any(|o| o.rule == rule && o.says_why());
    let mut rules: Vec<GateRule> = findings
        .iter()
        .filter(|finding| finding.weight == Weight::Warning && !answered(finding.rule))
        .map(|finding| finding.rule)
        .collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

/// All that the rules have to say of a scenario with what was elected, today: first what blocks, then what
/// warns, then what only tells; of the group before its people.
pub fn findings(
    reckoner: &Reckoner,
    scenario: &Scenario,
    reckoned: &Reckoned,
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Finding> {
    let mut found = of_group(reckoner, scenario, reckoned, calendar, today);
    for (place, employee) in reckoner.bench().employees.iter().enumerate() {
        of_employee(reckoner, scenario, reckoned, calendar, (place, employee), today, &mut found);
    }
    found.sort_by_key(|finding| (finding.weight, finding.row.is_some()));
    found
}

fn of_group(
    reckoner: &Reckoner,
    scenario: &Scenario,
    reckoned: &Reckoned,
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Finding> {
    let effective_on = calendar.effective_on;
    let group = |rule, weight, sentence: String, remedy: &str, source| Finding {
        rule,
        weight,
        row: None,
        sentence,
        remedy: remedy.to_owned(),
        source,
    };
    let mut found = Vec::new();
    match calendar.phase(today) {
        Phase::Open { .. } | Phase::ClosingSoon { .. } => {}
        Phase::NotYetOpen { .. } => found.push(group(
            GateRule::Window,
            Weight::Block,
            calendar.sentence(today),
            "Prepare your scenarios, and submit once it is open.",
            Some(RENEWAL_OPENS.cite(effective_on)),
        )),
        Phase::Closed => found.push(group(
            GateRule::Window,
            Weight::Block,
            calendar.sentence(today),
            "Ask your representative what can still be done.",
            Some(RENEWAL_LAST_DAY.cite(effective_on)),
        )),
    }
    if let Err(fault) = scenario.check() {
        found.push(group(GateRule::Scenario, Weight::Block, fault.to_string(), "", None));
    }
    let bench = reckoner.bench();
    let without = |package: &&Package| {
        let plans = reckoner.offered(package);
        !plans.into_iter().any(|place| bench.next.plans[place].line == Line::Medical)
    };
    for package in scenario.packages.iter().filter(without) {
        found.push(group(
            GateRule::MedicalPlan,
            Weight::Block,
            format!("The package \u{201c}{}\u{201d} offers no medical plan.", package.name),
            "Add a medical plan to it under Explore and compare.",
            None,
        ));
    }
    let meters = reckoner.meters(scenario, reckoned, today);
    if !meters.contribution.met {
        found.push(group(
            GateRule::Contribution,
            Weight::Block,
            meters.contribution.sentence(),
            "Pay a larger share for employees.",
            Some(meters.contribution.rule),
        ));
    }
    if !meters.participation.met {
        found.push(group(
            GateRule::Participation,
            Weight::Warning,
            meters.participation.sentence(),
            &meters.participation.remedy().unwrap_or_default(),
            Some(meters.participation.rule),
        ));
    }
    let judged = reckoner.affordable(scenario, reckoned);
    let fails = |judged: &&Option<(_, Verdict)>| {
        judged.as_ref().is_some_and(|(_, verdict)| matches!(verdict, Verdict::Unaffordable { .. }))
    };
    let failing = judged.iter().filter(fails).count();
    if failing > 0 {
        let people = employees(failing);
        found.push(group(
            GateRule::Affordable,
            Weight::Warning,
            format!("The lowest-priced plan costs {people} more than is affordable by their pay."),
            "Companies with 50 or more full-time employees may owe a penalty. Pay a larger share, or \
             offer a plan that costs less. People shows who it is.",
            Some(affordability::rules(effective_on)[0]),
        ));
    }
    found
}

fn of_employee(
    reckoner: &Reckoner,
    scenario: &Scenario,
    reckoned: &Reckoned,
    calendar: &Calendar,
    (place, employee): (usize, &Employee),
    today: NaiveDate,
    found: &mut Vec<Finding>,
) {
    let effective_on = calendar.effective_on;
    let mut tell = |rule, weight, sentence: String, remedy: String, source| {
        found.push(Finding { rule, weight, row: Some(employee.row), sentence, remedy, source });
    };
    let bench = reckoner.bench();
    let name = &employee.name;
    let plans = reckoner.impact(reckoned, place).plans;
    let mut refused = false;
    for line in LINES.into_iter().filter(|_| employee.next.is_some()) {
        let at = line as usize;
        let word = line_word(line);
        let (sentence, remedy) = match employee.elected[at] {
            Elected::Plan(plan) if plans[at] != Some(plan) => (
                format!("{} is not offered to {name}.", bench.next.plans[usize::from(plan)].name),
                format!("Choose another plan for {name}, or offer this one."),
            ),
            Elected::Gone => (
                format!("The {word} plan that was chosen for {name} is not sold next year."),
                format!("Choose another plan for {name}."),
            ),
            Elected::Follow if employee.enrolled[at].is_some() && plans[at].is_none() => {
                // Without a dental plan on offer nobody has one: that is the employer's choice.
                let weight = if line == Line::Medical { Weight::Block } else { Weight::Warning };
                tell(
                    GateRule::NoGap,
                    weight,
                    format!("{name} has a {word} plan now and would have none next year."),
                    format!("Offer {name} a {word} plan, or have {name} decline it."),
                    None,
                );
                continue;
            }
            Elected::Follow | Elected::Plan(_) | Elected::Without => continue,
        };
        refused = true;
        tell(GateRule::PlanOffered, Weight::Block, sentence, remedy, None);
    }
    // Who is not covered now and is to be covered, new or not, joins.
    let joins = employee.now.is_none() && employee.next.is_some();
    let declines = employee.elected.contains(&Elected::Without);
    if joins && plans == [None; 2] && !refused && !declines {
        tell(
            GateRule::NewcomerPlan,
            Weight::Block,
            format!("{name} joins, but no plan was chosen."),
            format!("Choose a plan for {name}, or have {name} decline coverage."),
            None,
        );
    }
    let Some(changes) = employee.changes.as_deref() else { return };
    if let Some(hired_on) = changes.hired_on
        && plans != [None; 2]
        && let Some(package) = reckoner.package(scenario, employee)
        && let Some((weight, sentence, remedy)) = waits(name, package, hired_on, effective_on)
    {
        let source = Some(WAITING_DAYS_MAX.cite(hired_on));
        tell(GateRule::Waiting, weight, sentence, remedy.to_owned(), source);
    }
    if let Some(ending) = changes.ending
        && !changes.ending_accepted
        && !Ending::last_days(today, effective_on).contains(&ending.last_day)
    {
        tell(
            GateRule::LastDay,
            Weight::Block,
            format!("Coverage of {name} can no longer end on {}.", long(ending.last_day)),
            "Choose the end of this month or of a later one.".to_owned(),
            Some(TERMINATION.cite(effective_on)),
        );
    }
    for row in changes.too_old.iter().filter(|_| employee.next.is_some()) {
        let child = member_name(reckoner, *row, employee);
        let limit = CHILD_AGE_LIMIT.on(effective_on).value;
        tell(
            GateRule::TooOld,
            Weight::Note,
            format!("{child} is {limit} by {} and is covered no longer.", long(effective_on)),
            format!("If {child} is disabled, say so in your roster; then coverage goes on."),
            Some(CHILD_AGE_LIMIT.cite(effective_on)),
        );
    }
    for sentence in continuations(reckoner, employee, changes, effective_on) {
        let (right, source) = continuation_rule(reckoner, effective_on);
        tell(GateRule::Continuation, Weight::Note, sentence, right, Some(source));
    }
}

/// When coverage of somebody new begins, where that is not on the day of the renewal; what there is to do.
fn waits(
    name: &str,
    package: &Package,
    hired_on: NaiveDate,
    effective_on: NaiveDate,
) -> Option<(Weight, String, &'static str)> {
    let begins = package.waiting.starts_on(hired_on);
    match begins.cmp(&effective_on) {
        Ordering::Equal => None,
        Ordering::Greater => {
            let sentence = format!("{name} is new. {}", package.waiting.sentence(hired_on));
            Some((Weight::Note, sentence, ""))
        }
        Ordering::Less => {
            let sentence = format!(
                "{name} could be covered since {}. With the renewal, coverage begins on {}.",
                long(begins),
                long(effective_on),
            );
            let remedy = "Enroll people who are new without waiting for the renewal: ask your \
                          representative.";
            Some((Weight::Warning, sentence, remedy))
        }
    }
}

fn line_word(line: Line) -> &'static str {
    match line {
        Line::Medical => "medical",
        Line::Dental => "dental",
    }
}

/// Who loses coverage that can be continued, and when, in sentences.
fn continuations(
    reckoner: &Reckoner,
    employee: &Employee,
    changes: &Changes,
    effective_on: NaiveDate,
) -> Vec<String> {
    let Some(family) = employee.now.filter(|_| employee.enrolled != [None; 2]) else {
        return Vec::new();
    };
    let members = &reckoner.bench().present.families[family as usize].members;
    let eve = effective_on.pred_opt().unwrap_or(effective_on);
    let last_day = long(changes.ending.map_or(eve, |ending| ending.last_day.min(eve)));
    let name = &employee.name;
    // Whoever belongs to the family loses coverage with it, for the same reason.
    if let Some(ending) = changes.ending.filter(|ending| ending.reason.is_continuable()) {
        let who = match (ending.reason, members.len()) {
            (EndReason::Died, 1) => return Vec::new(),
            (EndReason::Died, _) => format!("The family of {name} loses"),
            (_, 1) => format!("{name} loses"),
            (_, _) => format!("{name} and the family lose"),
        };
        return vec![format!("{who} coverage after {last_day}.")];
    }
    let leaving = changes.leaving.iter().filter(|leaving| leaving.reason.is_continuable());
    let rows = leaving.map(|leaving| leaving.row).chain(changes.too_old.iter().copied());
    let rows = rows.filter(|row| members.iter().any(|member| member.row == *row));
    rows.map(|row| {
        let name = member_name(reckoner, row, employee);
        format!("{name} loses coverage after {last_day}.")
    })
    .collect()
}

/// The right to keep coverage and what to do about it: federal law in groups of 20 and more.
fn continuation_rule(reckoner: &Reckoner, effective_on: NaiveDate) -> (String, Citation) {
    let bench = reckoner.bench();
    let federal = CONTINUATION_EMPLOYEES.on(effective_on).value;
    if bench.employees.len() >= usize::from(federal) {
        let days = CONTINUATION_NOTICE.on(effective_on).value;
        let words = format!(
            "Coverage may be kept at one's own cost (COBRA). Tell your plan's administrator within \
             {days} days."
        );
        (words, CONTINUATION_EMPLOYEES.cite(effective_on))
    } else if bench.next.area.state == "CA" {
        let days = CONTINUATION_CALIFORNIA.on(effective_on).value;
        let words = format!(
            "Coverage may be kept at one's own cost (Cal-COBRA). Tell the carrier within {days} days."
        );
        (words, CONTINUATION_CALIFORNIA.cite(effective_on))
    } else {
        let words =
            "The law of your state may let them keep it: ask your representative.".to_owned();
        (words, CONTINUATION_EMPLOYEES.cite(effective_on))
    }
}

/// A member's name, from whichever year has it.
fn member_name(reckoner: &Reckoner, row: u32, employee: &Employee) -> String {
    let bench = reckoner.bench();
    let families = bench.present.families.iter().chain(&bench.next.families);
    let mut members = families.flat_map(|family| &family.members);
    let found = members.find(|member| member.row == row && !member.name.is_empty());
    match found {
        Some(member) => member.name.clone(),
        None => format!("A dependent of {}", employee.name),
    }
}

#[cfg(test)]
mod tests;
