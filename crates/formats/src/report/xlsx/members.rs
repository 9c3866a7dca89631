//! The sheet of the members: a row for each member and line, with the rule as a formula.

use super::super::{Premium, Report, tier};
use super::HEAD;
use super::contribution::{self, FIXED, Inputs, REFERENCE};
use super::sheet::{Row, Sheet, at};
use super::style::Styles;
use domain::contribution::Terms;
use domain::plan::Line;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// The sheet's name, as formulas name it.
pub(super) const NAME: &str = "Members";

const NOTE: &str = "Nothing is to be changed here. Each premium is rated by the member's age; what \
     the employer pays follows the sheet Contribution, rounded to the cent for each member.";
const HEADINGS: [&str; 14] = [
    "No.",
    "Employee",
    "Member",
    "Relationship",
    "Coverage",
    "Plan",
    "Charged",
    "Age",
    "Place in family",
    "For members",
    "Premium",
    "Reference premium",
    "Company pays",
    "Employee pays",
];

/// The columns that formulas name.
const NUMBER: u16 = 0;
const LINE: u16 = 4;
const PLACE: u16 = 8;
const MEMBERS: u16 = 9;
pub(super) const PREMIUM: u16 = 10;
const REFERENCE_PREMIUM: u16 = 11;
pub(super) const EMPLOYER: u16 = 12;
const EMPLOYEE: u16 = 13;

/// One row of the sheet.
pub(super) struct MemberRow<'a> {
    /// The employee's number, from 1.
    number: u32,
    employee: &'a str,
    member: &'a str,
    relationship: &'static str,
    age: u8,
    plan: &'a str,
    /// Among those of the family who are covered in this line, from 1.
    place: u32,
    premium: &'a Premium,
    rule: Rule,
}

/// Which input a row's formula looks at.
enum Rule {
    /// The row of the inputs for this kind of member.
    Member(Row),
    /// The row of the inputs for this family's tier.
    Tier(Row),
}

/// The rows: by employee, then by line, then in the order of the family.
pub(super) fn rows<'a>(report: &'a Report, inputs: &Inputs) -> Vec<MemberRow<'a>> {
    let mut rows = Vec::new();
    for (number, employee) in (1..).zip(&report.employees) {
        for line in Line::ALL.iter().copied() {
            let tier = tier(&employee.family(line));
            let terms = report.packages[employee.package].contribution.terms;
            let plan = if line == Line::Dental { &employee.dental } else { &employee.medical };
            let covered = employee.members.iter().flat_map(|member| {
                member.premiums.iter().filter(|p| p.line == line).map(move |p| (member, p))
            });
            for (place, (member, premium)) in (1..).zip(covered) {
                let rule = match terms {
                    Terms::ByMember { .. } => {
                        let party = member.relationship.party();
                        Rule::Member(inputs.party(employee.package, party))
                    }
                    Terms::ByTier(_) => Rule::Tier(inputs.tier(employee.package, tier)),
                };
                rows.push(MemberRow {
                    number,
                    employee: &employee.name,
                    member: &member.name,
                    relationship: member.relationship.label(),
                    age: member.age,
                    plan: plan.next.as_deref().unwrap_or_default(),
                    place,
                    premium,
                    rule,
                });
            }
        }
    }
    rows
}

pub(super) fn sheet(
    report: &Report,
    rows: &[MemberRow<'_>],
    styles: &Styles,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new(NAME, report, NOTE, styles)?;
    sheet.widths(&[6, 24, 24, 17, 10, 30, 9, 6, 9, 10, 13, 13, 14, 14])?;
    sheet.headings(HEAD, &HEADINGS, 7, styles)?;
    sheet.freeze(3)?;
    for (row, member) in (HEAD + 1..).zip(rows) {
        write(&mut sheet, row, member, styles)?;
        let formula = match member.rule {
            Rule::Member(input) => by_member(row, input),
            Rule::Tier(input) => by_tier(row, input, rows.len()),
        };
        sheet.formula(row, EMPLOYER, &formula, member.premium.employer, &styles.amount)?;
        let rest =
            format!("=(ROUND({}*100,0)-ROUND({}*100,0))/100", at(row, PREMIUM), at(row, EMPLOYER));
        let employee = member.premium.premium - member.premium.employer;
        sheet.formula(row, EMPLOYEE, &rest, employee, &styles.amount)?;
    }
    Ok(sheet.finish())
}

fn write(
    sheet: &mut Sheet,
    row: Row,
    member: &MemberRow<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let premium = member.premium;
    sheet.whole(row, NUMBER, member.number, &styles.number)?;
    let charged = if premium.charged { "Yes" } else { "No" };
    for (col, text) in [
        (1, member.employee),
        (2, member.member),
        (3, member.relationship),
        (LINE, premium.line.label()),
        (5, member.plan),
        (6, charged),
    ] {
        sheet.text(row, col, text, &styles.text)?;
    }
    sheet.whole(row, 7, u32::from(member.age), &styles.whole)?;
    sheet.whole(row, PLACE, member.place, &styles.whole)?;
    sheet.whole(row, MEMBERS, premium.members, &styles.whole)?;
    sheet.amount(row, PREMIUM, Some(premium.premium), &styles.amount)?;
    sheet.amount(row, REFERENCE_PREMIUM, premium.reference, &styles.amount)
}

/// [`Share::of`](domain::contribution::Share::of), in whole cents.
fn by_member(row: Row, input: Row) -> String {
    let premium = at(row, PREMIUM);
    let reference = at(row, REFERENCE_PREMIUM);
    let members = at(row, MEMBERS);
    let (how, percent, amount, limit) = (
        cell_of_input(input, 'D'),
        cell_of_input(input, 'H'),
        cell_of_input(input, 'I'),
        cell_of_input(input, 'J'),
    );
    let of = format!("IF(AND({how}=\"{REFERENCE}\",ISNUMBER({reference})),{reference},{premium})");
    format!(
        "=MAX(0,MIN(ROUND({premium}*100,0),{limit}*{members},IF({how}=\"{FIXED}\",\
         {amount}*{members},ROUND(ROUND({of}*100,0)*{percent}/10000,0))))/100"
    )
}

/// What the tier's amount leaves once those before in the family are paid for, in whole cents.
fn by_tier(row: Row, input: Row, rows: usize) -> String {
    let amount = cell_of_input(input, 'I');
    let premium = at(row, PREMIUM);
    let column = |col| range(col, rows);
    let before = format!(
        "SUMIFS({},{},{},{},{},{},\"<\"&{})",
        column(PREMIUM),
        column(NUMBER),
        at(row, NUMBER),
        column(LINE),
        at(row, LINE),
        column(PLACE),
        at(row, PLACE),
    );
    format!("=MAX(0,MIN(ROUND({premium}*100,0),{amount}-ROUND({before}*100,0)))/100")
}

fn cell_of_input(row: Row, column: char) -> String {
    format!("{}!${column}${}", contribution::NAME, row + 1)
}

/// A column of this sheet, from the first member to the last.
pub(super) fn range(col: u16, rows: usize) -> String {
    let column = rust_xlsxwriter::utility::column_number_to_name(col);
    let first = HEAD + 2;
    let last = usize::try_from(first).unwrap_or_default() + rows.max(1) - 1;
    format!("${column}${first}:${column}${last}")
}

/// The sum of a column of this sheet over the members of one employee, for other sheets.
pub(super) fn sum_of(col: u16, number: &str, rows: usize) -> String {
    format!("=ROUND(SUMIFS({NAME}!{},{NAME}!{},{number}),2)", range(col, rows), range(NUMBER, rows))
}
