//! The sheet of the people: a row for each employee, now and next.

use super::super::{Employee, Report};
use super::HEAD;
use super::members::{EMPLOYER, PREMIUM, sum_of};
use super::sheet::{Row, Sheet, at};
use super::style::Styles;
use domain::renewal::Cause;
use domain::{Cents, Split};
use rust_xlsxwriter::{Worksheet, XlsxError};

/// The sheet's name, as formulas name it.
pub(super) const NAME: &str = "People";

const NOTE: &str = "Nothing is to be changed here. Amounts are for a month. \"This scenario\" adds up \
     the sheet Members; what changes for the employee, and why, follows it.";
const HEADINGS: [&str; 17] = [
    "No.",
    "Employee",
    "Class",
    "Package",
    "Covers",
    "Medical now",
    "Medical next",
    "Dental now",
    "Dental next",
    "Premium now",
    "Company pays now",
    "Employee pays now",
    "Premium next",
    "Company pays next",
    "Employee pays next",
    "Change for the employee",
    "Employee each pay",
];

/// The columns that formulas name: what is paid now, next, the change, each pay, the causes.
const NOW: u16 = 9;
const NEXT: u16 = 12;
const CHANGE: u16 = 15;
const PAY: u16 = 16;
const CAUSE: u16 = 17;
const LAST: u16 = 21;

pub(super) fn sheet(
    report: &Report,
    members: usize,
    styles: &Styles,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new(NAME, report, NOTE, styles)?;
    sheet.widths(&[
        6, 24, 16, 18, 32, 28, 28, 24, 24, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13,
    ])?;
    sheet.across(HEAD - 1, NOW, NOW + 2, "Now, a month", &styles.part)?;
    sheet.across(HEAD - 1, NEXT, NEXT + 2, "This scenario, a month", &styles.part)?;
    let why = "Why the employee's part changes";
    sheet.across(HEAD - 1, CAUSE, LAST, why, &styles.part)?;
    let headings: Vec<&str> = HEADINGS.into_iter().chain(Cause::ALL.map(Cause::label)).collect();
    sheet.headings(HEAD, &headings, usize::from(NOW), styles)?;
    sheet.freeze(2)?;
    // Two pages wide, or nobody could read it.
    sheet.raw().set_print_fit_to_pages(2, 0).set_repeat_columns(0, 1)?;
    for (number, (row, employee)) in (1..).zip((HEAD + 1..).zip(&report.employees)) {
        let package = &report.packages[employee.package].name;
        words(&mut sheet, row, number, package, employee, styles)?;
        amounts(&mut sheet, row, employee, members, styles)?;
        pay(&mut sheet, row, report, employee, styles)?;
        causes(&mut sheet, row, employee, styles)?;
    }
    totals(&mut sheet, report, styles)?;
    Ok(sheet.finish())
}

fn words(
    sheet: &mut Sheet,
    row: Row,
    number: u32,
    package: &str,
    employee: &Employee,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.whole(row, 0, number, &styles.number)?;
    let plan = |plan: &Option<String>| plan.clone().unwrap_or_default();
    let (medical, dental) = (&employee.medical, &employee.dental);
    let plans = [&medical.now, &medical.next, &dental.now, &dental.next].map(plan);
    let words = [&employee.name, &employee.class, package, &employee.covers];
    for (col, text) in (1..).zip(words.into_iter().chain(plans.iter().map(String::as_str))) {
        sheet.text(row, col, text, &styles.text)?;
    }
    Ok(())
}

fn amounts(
    sheet: &mut Sheet,
    row: Row,
    employee: &Employee,
    members: usize,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let rest = |from: u16| format!("=ROUND({}-{},2)", at(row, from), at(row, from + 1));
    let now = employee.now;
    sheet.amount(row, NOW, now.map(|now| now.premium), &styles.amount)?;
    sheet.amount(row, NOW + 1, now.map(|now| now.employer), &styles.amount)?;
    if let Some(now) = now {
        sheet.formula(row, NOW + 2, &rest(NOW), now.employee(), &styles.amount)?;
    }
    let next = employee.next;
    let number = at(row, 0);
    let sum = |col| sum_of(col, &format!("${number}"), members);
    sheet.formula(row, NEXT, &sum(PREMIUM), next.premium, &styles.amount)?;
    sheet.formula(row, NEXT + 1, &sum(EMPLOYER), next.employer, &styles.amount)?;
    sheet.formula(row, NEXT + 2, &rest(NEXT), next.employee(), &styles.amount)?;
    if let Some(change) = employee.change() {
        let difference = format!("=ROUND({}-{},2)", at(row, NEXT + 2), at(row, NOW + 2));
        sheet.formula(row, CHANGE, &difference, change, &styles.change)?;
    }
    Ok(())
}

fn pay(
    sheet: &mut Sheet,
    row: Row,
    report: &Report,
    employee: &Employee,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let Some(period) = report.pay_period else { return Ok(()) };
    let a_month = at(row, NEXT + 2);
    let formula = format!("=ROUND(ROUND({a_month}*100,0)*12/{},0)/100", period.in_a_year());
    sheet.formula(row, PAY, &formula, period.of(employee.next.employee()), &styles.amount)
}

/// The causes that a contribution has no part in are values; what is left is the contribution's.
fn causes(
    sheet: &mut Sheet,
    row: Row,
    employee: &Employee,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let Some(causes) = employee.causes else { return Ok(()) };
    for (col, part) in (CAUSE..LAST).zip(causes) {
        sheet.amount(row, col, Some(part), &styles.change)?;
    }
    let others = format!("{}:{}", at(row, CAUSE), at(row, LAST - 1));
    let rest = format!("=ROUND({}-SUM({others}),2)", at(row, CHANGE));
    sheet.formula(row, LAST, &rest, causes[Cause::Contribution as usize], &styles.change)
}

/// The row of the totals, of which the summary takes its own.
pub(super) fn total_row(report: &Report) -> Row {
    HEAD + 1 + Row::try_from(report.employees.len()).unwrap_or_default()
}

fn totals(sheet: &mut Sheet, report: &Report, styles: &Styles) -> Result<(), XlsxError> {
    let row = total_row(report);
    sheet.text(row, 1, "All employees", &styles.total_text)?;
    for col in (0..NOW).filter(|col| *col != 1) {
        sheet.text(row, col, "", &styles.total_text)?;
    }
    let sum = |amount: &dyn Fn(&Employee) -> Option<Cents>| -> Cents {
        report.employees.iter().filter_map(amount).sum()
    };
    let cause = |place: usize| sum(&|e| e.causes.map(|causes| causes[place]));
    let period = report.pay_period;
    let sums: [Cents; 13] = [
        sum(&|e| e.now.map(|now| now.premium)),
        sum(&|e| e.now.map(|now| now.employer)),
        sum(&|e| e.now.map(Split::employee)),
        sum(&|e| Some(e.next.premium)),
        sum(&|e| Some(e.next.employer)),
        sum(&|e| Some(e.next.employee())),
        sum(&Employee::change),
        sum(&|e| period.map(|period| period.of(e.next.employee()))),
        cause(0),
        cause(1),
        cause(2),
        cause(3),
        cause(4),
    ];
    for (col, now) in (NOW..).zip(sums) {
        let signed = col == CHANGE || col >= CAUSE;
        let style = if signed { &styles.total_change } else { &styles.total };
        // The heading is in the range so that a group without employees has one too.
        let formula = format!("=ROUND(SUM({}:{}),2)", at(HEAD, col), at(row - 1, col));
        sheet.formula(row, col, &formula, now, style)?;
    }
    Ok(())
}
