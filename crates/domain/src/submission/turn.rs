//! From one year's coverage to the next, member by member, as a carrier's systems are told of it.

use super::filed::{Filed, FiledFamily, FiledMember, Outcome};
use crate::census::Relationship;
use crate::id::PlanId;
use crate::renewal::bench::LINES;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is done to a member's coverage in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Maintenance {
    /// It begins, or goes on where it was to end.
    Add,
    /// Another plan takes the place of the one that there was, without a gap.
    Change,
    /// It ends, or does not begin.
    End,
}

/// What happens to one member in one line. It holds from its day on, whatever was told before of later
/// days, until the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberTurn {
    /// The employee's row.
    pub employee: u32,
    /// The member's row.
    pub member: u32,
    /// First and last name.
    pub name: String,
    /// How the member belongs to the employee.
    pub relationship: Relationship,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// The place in [`LINES`].
    pub line: usize,
    /// What is done.
    pub what: Maintenance,
    /// The plan: the new one, or the one that ends.
    pub plan: PlanId,
    /// The first day of the new plan, or the last day of the one that ends.
    pub on: NaiveDate,
}

/// The members of all families, by the rows of the employee and of the member.
type Members<'a> = BTreeMap<(u32, u32), (&'a FiledFamily, &'a FiledMember)>;

/// The days on which a member's plan in one line becomes another, with what it becomes: in order, and none
/// that changes nothing.
type Course<'a> = Vec<(NaiveDate, Option<&'a PlanId>)>;

/// What leads from what stood before to what is filed for a year that begins on a day, in the order of the
/// rows. What stood before is the present coverage, or what was `amended`: the submission that was told
/// before.
pub fn turns(filed: &Filed, amended: Option<&Filed>, effective_on: NaiveDate) -> Vec<MemberTurn> {
    let told = amended.map(members).unwrap_or_default();
    let files = members(filed);
    let mut all = told.clone();
    all.extend(&files);
    let mut turns = Vec::new();
    for (key, (family, member)) in all {
        for line in LINES.map(|line| line as usize) {
            let present = family.now_in[line].as_ref().filter(|_| member.now);
            // Of whom nothing was told, present coverage goes on; who is not filed any more has none.
            let old = match told.get(&key) {
                Some(told) => course(present, Some(*told), line, effective_on),
                None => present.map(|plan| (NaiveDate::MIN, Some(plan))).into_iter().collect(),
            };
            let new = course(present, files.get(&key).copied(), line, effective_on);
            turns.extend(steps(&old, &new).into_iter().map(|(what, plan, on)| MemberTurn {
                employee: key.0,
                member: key.1,
                name: member.name.clone(),
                relationship: member.relationship,
                born_on: member.born_on,
                line,
                what,
                plan: plan.clone(),
                on,
            }));
        }
    }
    turns
}

fn members<'a>(filed: &'a Filed) -> Members<'a> {
    let of = |family: &'a FiledFamily| std::iter::repeat(family).zip(&family.members);
    let all = filed.families.iter().flat_map(of);
    all.map(|(family, member)| ((family.row, member.row), (family, member))).collect()
}

/// From the present plan to what is filed for the year that begins on a day.
fn course<'a>(
    present: Option<&'a PlanId>,
    filed: Option<(&'a FiledFamily, &'a FiledMember)>,
    line: usize,
    effective_on: NaiveDate,
) -> Course<'a> {
    let mut course = vec![(NaiveDate::MIN, present)];
    if let Some((FiledFamily { outcome: Outcome::Ended(ending), .. }, _)) = filed {
        course.push((after(ending.last_day).min(effective_on), None));
    }
    let next =
        filed.and_then(|(family, member)| family.next_in[line].as_ref().filter(|_| member.next));
    let begins_on = filed.and_then(|(family, _)| family.begins_on);
    course.push((effective_on, next.filter(|_| begins_on.is_none())));
    course.extend(begins_on.map(|day| (day, next)));
    let mut plan = None;
    course.retain(|(_, becomes)| std::mem::replace(&mut plan, *becomes) != *becomes);
    course
}

/// What leads from one course to another: from the first day on which they differ, the other one's.
fn steps<'a>(old: &Course<'a>, new: &Course<'a>) -> Vec<(Maintenance, &'a PlanId, NaiveDate)> {
    let days = old.iter().chain(new).map(|(day, _)| *day);
    let Some(first) = days.filter(|day| on(old, *day) != on(new, *day)).min() else {
        return Vec::new();
    };
    let mut steps = Vec::new();
    let mut had = on(old, first);
    let later = new.iter().copied().filter(|(day, _)| *day > first);
    for (day, plan) in std::iter::once((first, on(new, first))).chain(later) {
        match (had, plan) {
            (None, Some(plan)) => steps.push((Maintenance::Add, plan, day)),
            (Some(_), Some(plan)) => steps.push((Maintenance::Change, plan, day)),
            (had, None) => {
                // What was told of the day and does not come is not what ends: that is the plan before it.
                let last_day = before(day);
                let ends = on(new, last_day).or(had);
                steps.extend(ends.map(|plan| (Maintenance::End, plan, last_day)));
            }
        }
        had = plan;
    }
    steps
}

/// The plan on a day.
fn on<'a>(course: &Course<'a>, day: NaiveDate) -> Option<&'a PlanId> {
    course.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, plan)| *plan)
}

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests;
