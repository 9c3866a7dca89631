//! Benefit enrollment and maintenance (834): who is covered in what from when, and no more.
//!
//! The guide is 005010X220A1. A file of ours holds changes only (BGN08 is 2). Each member has one loop
//! (2000) with a loop for each line of coverage that changes (2300); the employee stands before the
//! family. A line's plan is named twice: in words, and by its HIOS id as the contract's class (REF CE),
//! as the exchanges do it.

use super::segment::{self, Cursor, Envelope, Kind, Out, WriteError, check_id, code};
use super::text::{clean, cut};
use crate::error::FormatError;
use chrono::NaiveDate;
use domain::census::Relationship;
use domain::election::{EndReason, LeaveReason};
use domain::id::PlanId;
use domain::plan::Line;
use domain::renewal::bench::LINES;
use domain::submission::{Filed, Maintenance, MemberTurn, Outcome};

const KIND: Kind = Kind { group: "BE", set: "834", guide: "005010X220A1" };
/// The most characters of a group's number and a carrier's id: a member's number follows the former
/// within the 50 that a reference may have.
const ID_MAX: usize = 30;
const NAME_MAX: usize = 60;
const FIRST_NAME_MAX: usize = 35;
const PLAN_NAME_MAX: usize = 50;
/// What stands after a last name.
const SUFFIXES: [&str; 7] = ["JR", "JR.", "SR", "SR.", "II", "III", "IV"];

/// Element 1069: how a member belongs to the employee.
const RELATIONSHIPS: [(Relationship, &str); 4] = [
    (Relationship::Employee, "18"),
    (Relationship::Spouse, "01"),
    (Relationship::DomesticPartner, "53"),
    (Relationship::Child, "19"),
];
/// Element 875: what is done.
const MAINTENANCE: [(Maintenance, &str); 3] =
    [(Maintenance::Add, "021"), (Maintenance::Change, "001"), (Maintenance::End, "024")];
/// Element 1205: the line of coverage.
const INSURANCE_LINES: [(Line, &str); 2] = [(Line::Medical, "HLT"), (Line::Dental, "DEN")];
/// Element 1203: why.
const REASONS: [(Reason, &str); 10] = [
    (Reason::InitialEnrollment, "28"),
    (Reason::PlanChange, "22"),
    (Reason::BenefitSelection, "29"),
    (Reason::EmploymentEnded, "08"),
    (Reason::Dismissed, "17"),
    (Reason::Died, "03"),
    (Reason::Divorced, "01"),
    (Reason::Withdrew, "14"),
    (Reason::Declined, "26"),
    (Reason::BenefitsEnded, "07"),
];

/// Why a member's enrollment changes, as far as the carrier is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Was not covered before.
    InitialEnrollment,
    /// Another plan.
    PlanChange,
    /// Other benefits: one line begins or ends while another goes on.
    BenefitSelection,
    /// Left the employer.
    EmploymentEnded,
    /// Dismissed, so that coverage cannot be continued.
    Dismissed,
    /// Died.
    Died,
    /// Divorced or separated.
    Divorced,
    /// Asked for it, or is covered elsewhere.
    Withdrew,
    /// Declined coverage.
    Declined,
    /// Benefits end for another reason: no longer eligible, or the family's end.
    BenefitsEnded,
}

/// Of whom the file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// From whom to whom, and the control number.
    pub envelope: Envelope,
    /// The carrier's name.
    pub carrier: String,
    /// The id by which the carrier knows itself, 2 to 30 characters.
    pub carrier_id: String,
    /// The employer's name.
    pub sponsor: String,
    /// The group's number at the carrier, 2 to 30 characters.
    pub sponsor_id: String,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
}

/// What happens to a member in one line of coverage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberLine {
    /// Medical or dental.
    pub line: Line,
    /// What is done.
    pub what: Maintenance,
    /// The plan: the new one, or the one that ends.
    pub plan: PlanId,
    /// Its name, as it is written.
    pub plan_name: String,
    /// The first day of the new plan, or the last day of the one that ends.
    pub on: NaiveDate,
}

/// A member whose enrollment changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The employee's row.
    pub employee: u32,
    /// The member's row.
    pub row: u32,
    /// The name, as it is written.
    pub name: String,
    /// How the member belongs to the employee.
    pub relationship: Relationship,
    /// Date of birth.
    pub born_on: NaiveDate,
    /// What is done to all of the member's coverage: a change where some of it goes on as it is.
    pub what: Maintenance,
    /// Why.
    pub reason: Reason,
    /// The lines in which something happens.
    pub lines: Vec<MemberLine>,
}

/// A file of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrollment {
    /// Of whom it is.
    pub header: Header,
    /// The members, each employee before the family.
    pub members: Vec<Member>,
}

impl Enrollment {
    /// What a carrier is told of the [turns](domain::submission::turns) that lead to what is filed, in the
    /// letters in which it is written.
    pub fn of(header: Header, filed: &Filed, turns: &[MemberTurn]) -> Self {
        let mut turns: Vec<&MemberTurn> = turns.iter().collect();
        turns.sort_by_key(|t| (t.employee, t.member != t.employee, t.member, t.line));
        let members = turns.chunk_by(|a, b| (a.employee, a.member) == (b.employee, b.member));
        Self {
            header: Header {
                envelope: header.envelope.cleaned(),
                carrier: cut(&clean(&header.carrier), NAME_MAX),
                carrier_id: clean(&header.carrier_id),
                sponsor: cut(&clean(&header.sponsor), NAME_MAX),
                sponsor_id: clean(&header.sponsor_id),
                effective_on: header.effective_on,
            },
            members: members.map(|turns| member(filed, turns)).collect(),
        }
    }
}

/// A member's turns, of which there is one at least, as one.
fn member(filed: &Filed, turns: &[&MemberTurn]) -> Member {
    let turn = turns[0];
    let all = |what| turns.iter().all(|turn| turn.what == what);
    let (what, reason) = if stays(filed, turns) {
        (
            Maintenance::Change,
            if all(Maintenance::Change) { Reason::PlanChange } else { Reason::BenefitSelection },
        )
    } else if all(Maintenance::Add) {
        (Maintenance::Add, Reason::InitialEnrollment)
    } else if all(Maintenance::End) {
        (Maintenance::End, why_it_ends(filed, turn))
    } else if all(Maintenance::Change) {
        (Maintenance::Change, Reason::PlanChange)
    } else {
        (Maintenance::Change, Reason::BenefitSelection)
    };
    let line = |turn: &&MemberTurn| MemberLine {
        line: LINES[turn.line],
        what: turn.what,
        plan: turn.plan.clone(),
        plan_name: cut(&clean(filed.plan_name(&turn.plan)), PLAN_NAME_MAX),
        on: turn.on,
    };
    Member {
        employee: turn.employee,
        row: turn.member,
        name: Name::of(&turn.name).whole(),
        relationship: turn.relationship,
        born_on: turn.born_on,
        what,
        reason,
        lines: turns.iter().map(line).collect(),
    }
}

/// Whether the member is covered in another line too, in which nothing happens.
fn stays(filed: &Filed, turns: &[&MemberTurn]) -> bool {
    let family = filed.families.iter().find(|family| family.row == turns[0].employee);
    let covered = |family: &&domain::submission::FiledFamily| {
        family.members.iter().any(|member| member.row == turns[0].member && member.next)
    };
    family.filter(covered).is_some_and(|family| {
        let quiet = |line: usize| turns.iter().all(|turn| turn.line != line);
        family.next_in.iter().enumerate().any(|(line, plan)| plan.is_some() && quiet(line))
    })
}

fn why_it_ends(filed: &Filed, turn: &MemberTurn) -> Reason {
    let family = filed.families.iter().find(|family| family.row == turn.employee);
    let outcome = family.map(|family| &family.outcome);
    if turn.member == turn.employee {
        return match outcome {
            Some(Outcome::Ended(ending)) => match ending.reason {
                EndReason::LeftJob => Reason::EmploymentEnded,
                EndReason::GrossMisconduct => Reason::Dismissed,
                EndReason::FewerHours => Reason::BenefitsEnded,
                EndReason::Died => Reason::Died,
                EndReason::Asked => Reason::Withdrew,
            },
            Some(Outcome::Waived(_)) => Reason::Declined,
            _ => Reason::BenefitsEnded,
        };
    }
    let left = filed.elections.iter().flat_map(|election| &election.leaving);
    match left.into_iter().find(|leaving| leaving.row == turn.member).map(|left| left.reason) {
        Some(LeaveReason::Divorce) => Reason::Divorced,
        Some(LeaveReason::Died) => Reason::Died,
        Some(LeaveReason::OtherCoverage | LeaveReason::Asked) => Reason::Withdrew,
        Some(LeaveReason::TooOld) | None => Reason::BenefitsEnded,
    }
}

/// A name in its parts, each as long as it may be.
struct Name {
    first: String,
    last: String,
    suffix: &'static str,
}

impl Name {
    /// What we know of a name is its order: the last word, but for a suffix, is the last name.
    fn of(name: &str) -> Self {
        let name = clean(name);
        let (rest, suffix) = match name.rsplit_once(' ') {
            Some((rest, word)) => match SUFFIXES.iter().find(|suffix| **suffix == word) {
                Some(suffix) => (rest, *suffix),
                None => (name.as_str(), ""),
            },
            None => (name.as_str(), ""),
        };
        let (first, last) = rest.rsplit_once(' ').unwrap_or(("", rest));
        let last = if last.is_empty() { "UNKNOWN" } else { last };
        Self { first: cut(first, FIRST_NAME_MAX), last: cut(last, NAME_MAX), suffix }
    }

    fn whole(&self) -> String {
        let parts = [self.first.as_str(), &self.last, self.suffix];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Writes a file of changes.
pub fn write_834(enrollment: &Enrollment) -> Result<Vec<u8>, WriteError> {
    let header = &enrollment.header;
    check_id("carrier's id", &header.carrier_id, ID_MAX)?;
    check_id("group's number", &header.sponsor_id, ID_MAX)?;
    if enrollment.members.is_empty() {
        return Err(WriteError::Nobody);
    }
    segment::write(&header.envelope, KIND, |out| {
        let at = header.envelope.created_at;
        let reference = format!("{:09}", header.envelope.control);
        let (on, time) = (day(at.date_naive()), at.format("%H%M").to_string());
        out.put(&["BGN", "00", &reference, &on, &time, "UT", "", "", "2"]);
        out.put(&["REF", "38", &header.sponsor_id]);
        out.put(&["DTP", "007", "D8", &day(header.effective_on)]);
        out.put(&["N1", "P5", &header.sponsor, "94", &header.sponsor_id]);
        out.put(&["N1", "IN", &header.carrier, "94", &header.carrier_id]);
        for member in &enrollment.members {
            put(out, &header.sponsor_id, member);
        }
    })
}

fn put(out: &mut Out, group: &str, member: &Member) {
    let employed = match (member.relationship, member.reason) {
        (Relationship::Employee, Reason::EmploymentEnded | Reason::Dismissed | Reason::Died) => {
            "TE"
        }
        (Relationship::Employee, _) => "AC",
        _ => "",
    };
    out.put(&[
        "INS",
        if member.relationship == Relationship::Employee { "Y" } else { "N" },
        code(&RELATIONSHIPS, &member.relationship),
        code(&MAINTENANCE, &member.what),
        code(&REASONS, &member.reason),
        "A",
        "",
        "",
        employed,
    ]);
    out.put(&["REF", "0F", &number(group, member.employee)]);
    out.put(&["REF", "1L", group]);
    out.put(&["REF", "23", &number(group, member.row)]);
    let (qualifier, on) = member_day(member);
    out.put(&["DTP", qualifier, "D8", &on.map(day).unwrap_or_default()]);
    let Name { first, last, suffix } = Name::of(&member.name);
    out.put(&["NM1", "IL", "1", &last, &first, "", "", suffix]);
    out.put(&["DMG", "D8", &day(member.born_on), "U"]);
    for line in &member.lines {
        let what = code(&MAINTENANCE, &line.what);
        out.put(&["HD", what, "", code(&INSURANCE_LINES, &line.line), &line.plan_name]);
        out.put(&["DTP", line_day(line.what), "D8", &day(line.on)]);
        out.put(&["REF", "CE", line.plan.as_str()]);
    }
}

/// The day of a member: eligible from the first that begins, to the last that ends, or changed on the
/// first that changes.
fn member_day(member: &Member) -> (&'static str, Option<NaiveDate>) {
    let days = member.lines.iter().map(|line| line.on);
    match member.what {
        Maintenance::Add => ("356", days.min()),
        Maintenance::End => ("357", days.max()),
        Maintenance::Change => ("303", days.min()),
    }
}

fn line_day(what: Maintenance) -> &'static str {
    if what == Maintenance::End { "349" } else { "348" }
}

/// The number by which a member is known: the group's, and the row.
fn number(group: &str, row: u32) -> String {
    format!("{group}-{row}")
}

fn day(on: NaiveDate) -> String {
    on.format("%Y%m%d").to_string()
}

/// Reads a file of changes that [`write_834`] wrote, or somebody else with other separators. What does not
/// belong there is refused, not passed over.
pub fn read_834(file: &str, bytes: &[u8]) -> Result<Enrollment, FormatError> {
    let (envelope, mut body) = segment::open(file, bytes)?.only(KIND)?;
    let bgn = body.expect_all(&["BGN", "00"])?;
    body.same(bgn, 8, &["2"])?;
    let policy = body.expect_all(&["REF", "38"])?;
    let effective = body.expect_all(&["DTP", "007", "D8"])?;
    let sponsor = body.expect_all(&["N1", "P5"])?;
    body.same(sponsor, 3, &["94", policy.get(2)])?;
    let carrier = body.expect_all(&["N1", "IN"])?;
    body.same(carrier, 3, &["94"])?;
    let header = Header {
        envelope,
        carrier: carrier.get(2).to_owned(),
        carrier_id: carrier.get(4).to_owned(),
        sponsor: sponsor.get(2).to_owned(),
        sponsor_id: policy.get(2).to_owned(),
        effective_on: body.day(effective, 3)?,
    };
    for (segment, element) in [(policy, 2), (carrier, 4)] {
        if segment.get(element).is_empty() {
            return Err(body.fault(segment, element, "it is missing"));
        }
    }
    let mut members = vec![read_member(&mut body, &header.sponsor_id)?];
    while body.peek().is_some_and(|segment| segment.id() != "SE") {
        members.push(read_member(&mut body, &header.sponsor_id)?);
    }
    Ok(Enrollment { header, members })
}

fn read_member(body: &mut Cursor<'_>, group: &str) -> Result<Member, FormatError> {
    let ins = body.expect("INS")?;
    let relationship = body.coded(ins, 2, &RELATIONSHIPS)?;
    let is_employee = relationship == Relationship::Employee;
    body.same(ins, 1, &[if is_employee { "Y" } else { "N" }])?;
    let what = body.coded(ins, 3, &MAINTENANCE)?;
    let reason = body.coded(ins, 4, &REASONS)?;
    body.same(ins, 5, &["A"])?;
    let employee = read_number(body, "0F", group)?;
    body.expect_all(&["REF", "1L", group])?;
    let row = read_number(body, "23", group)?;
    let dated = body.expect("DTP")?;
    let name = body.expect_all(&["NM1", "IL", "1"])?;
    let names = [4, 5, 3, 7].map(|element| name.get(element));
    let names: Vec<&str> = names.into_iter().filter(|part| !part.is_empty()).collect();
    if name.get(3).is_empty() {
        return Err(body.fault(name, 3, "the last name is missing"));
    }
    let born = body.expect_all(&["DMG", "D8"])?;
    let mut lines = Vec::new();
    while let Some(hd) = body.next_if("HD") {
        let what = body.coded(hd, 1, &MAINTENANCE)?;
        let dated = body.expect_all(&["DTP", line_day(what), "D8"])?;
        let plan = body.expect_all(&["REF", "CE"])?;
        let id = PlanId::parse(plan.get(2));
        lines.push(MemberLine {
            line: body.coded(hd, 3, &INSURANCE_LINES)?,
            what,
            plan: id.map_err(|wrong| body.fault(plan, 2, &wrong.to_string()))?,
            plan_name: hd.get(4).to_owned(),
            on: body.day(dated, 3)?,
        });
    }
    if lines.is_empty() {
        return Err(body.fault(ins, 0, "the member has no line of coverage"));
    }
    let member = Member {
        employee,
        row,
        name: names.join(" "),
        relationship,
        born_on: body.day(born, 2)?,
        what,
        reason,
        lines,
    };
    let (qualifier, on) = member_day(&member);
    body.same(dated, 1, &[qualifier, "D8", &on.map(day).unwrap_or_default()])?;
    Ok(member)
}

/// A row in a reference of a kind.
fn read_number(body: &mut Cursor<'_>, kind: &str, group: &str) -> Result<u32, FormatError> {
    let reference = body.expect_all(&["REF", kind])?;
    let row = reference.get(2).strip_prefix(group).and_then(|rest| rest.strip_prefix('-'));
    let digits = row.filter(|row| row.bytes().all(|b| b.is_ascii_digit()));
    digits
        .and_then(|row| row.parse().ok())
        .ok_or_else(|| body.fault(reference, 2, "it is not a number of this group's members"))
}
