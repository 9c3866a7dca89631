//! The first sheet: what the group pays, why that changes, and whether the rules are met.

use super::super::{Causes, Report};
use super::sheet::{Row, Sheet, at};
use super::style::Styles;
use super::{HEAD, people};
use domain::date::short;
use domain::renewal::{Cause, PayPeriod};
use domain::word::count;
use domain::{Cents, Split};
use rust_xlsxwriter::{Worksheet, XlsxError};

const NOTE: &str = "Nothing is to be changed here. The column \"This scenario\" and the changes \
     follow the sheet Contribution; the rest is as of the day of the report.";
const HEADINGS: [&str; 7] = [
    "",
    "Now",
    "If nothing is done",
    "This scenario",
    "Change from now",
    "In percent",
    "Against doing nothing",
];

const PAYERS: [&str; 3] = ["Premium", "Company pays", "Employees pay"];
/// Where the months begin, and the years.
const MONTH: Row = HEAD + 2;
const YEAR: Row = HEAD + 6;
const CAUSE: Row = HEAD + 11;

pub(super) fn sheet(report: &Report, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new("Summary", report, NOTE, styles)?;
    sheet.widths(&[36, 18, 18, 18, 18, 12, 22])?;
    sheet.headings(HEAD, &HEADINGS, 1, styles)?;
    sheet.freeze(1)?;
    sheet.text(MONTH - 1, 0, "A month", &styles.strong)?;
    sheet.text(YEAR - 1, 0, "A year", &styles.strong)?;
    for (place, label) in PAYERS.into_iter().enumerate() {
        let row = Row::try_from(place).unwrap_or_default();
        sheet.text(MONTH + row, 0, label, &styles.text)?;
        sheet.text(YEAR + row, 0, label, &styles.text)?;
        month(&mut sheet, report, place, styles)?;
        year(&mut sheet, report, place, styles)?;
    }
    let mut row = CAUSE;
    if let Some(causes) = &report.causes {
        why(&mut sheet, causes, report, styles)?;
        row += 8;
    }
    row = meters(&mut sheet, row, report, styles)?;
    about(&mut sheet, row + 1, report, styles)?;
    Ok(sheet.finish())
}

fn three(amounts: Split) -> [Cents; 3] {
    [amounts.premium, amounts.employer, amounts.employee()]
}

fn month(
    sheet: &mut Sheet,
    report: &Report,
    place: usize,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let row = MONTH + Row::try_from(place).unwrap_or_default();
    let totals = &report.totals;
    let of = |amounts: Option<Split>| amounts.map(|amounts| three(amounts)[place]);
    sheet.amount(row, 1, of(totals.now), &styles.amount)?;
    sheet.amount(row, 2, of(totals.as_is), &styles.amount)?;
    let column = ["M", "N", "O"][place];
    let total = format!("={}!{column}{}", people::NAME, people::total_row(report) + 1);
    sheet.formula(row, 3, &total, three(totals.scenario)[place], &styles.amount)?;
    changes(sheet, row, [totals.now, totals.as_is].map(of), three(totals.scenario)[place], styles)
}

fn year(
    sheet: &mut Sheet,
    report: &Report,
    place: usize,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let row = YEAR + Row::try_from(place).unwrap_or_default();
    let totals = &report.totals;
    let of = |amounts: Split| three(amounts)[place].times(12);
    let columns = [totals.now, totals.as_is, Some(totals.scenario)].map(|a| a.map(of));
    for (col, amount) in (1..).zip(columns) {
        if let Some(amount) = amount {
            let formula = format!("=ROUND({}*12,2)", at(MONTH + row - YEAR, col));
            sheet.formula(row, col, &formula, amount, &styles.amount)?;
        }
    }
    let before = [totals.now, totals.as_is].map(|amounts| amounts.map(of));
    changes(sheet, row, before, of(totals.scenario), styles)
}

/// The change from now, in percent too, and against doing nothing.
fn changes(
    sheet: &mut Sheet,
    row: Row,
    [now, as_is]: [Option<Cents>; 2],
    scenario: Cents,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let from = |col| format!("=ROUND({}-{},2)", at(row, 3), at(row, col));
    if let Some(now) = now {
        sheet.formula(row, 4, &from(1), scenario - now, &styles.change)?;
        let percent = format!("=IF({0}=0,0,ROUND({1}/{0},4))", at(row, 1), at(row, 4));
        let value = ten_thousandths(scenario - now, now);
        sheet.formula_of(row, 5, &percent, value, &styles.percent_change)?;
    }
    if let Some(as_is) = as_is {
        sheet.formula(row, 6, &from(2), scenario - as_is, &styles.change)?;
    }
    Ok(())
}

/// A ratio with four digits after the point, as a decimal; half rounds away from zero.
fn ten_thousandths(part: Cents, whole: Cents) -> String {
    if whole == Cents::ZERO {
        return "0".to_owned();
    }
    let doubled = i128::from(part.get()) * 20_000 / i128::from(whole.get());
    let rounded = i128::midpoint(doubled, doubled.signum());
    let sign = if rounded < 0 { "-" } else { "" };
    let size = rounded.unsigned_abs();
    format!("{sign}{}.{:04}", size / 10_000, size % 10_000)
}

/// The causes of the change from now. The contribution's is what the others leave.
fn why(
    sheet: &mut Sheet,
    causes: &Causes<Split>,
    report: &Report,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let headings = ["Why it changes from now, a month", PAYERS[0], PAYERS[1], PAYERS[2]];
    sheet.headings(CAUSE, &headings, 1, styles)?;
    for (row, (cause, part)) in (CAUSE + 1..).zip(Cause::ALL.into_iter().zip(causes)) {
        sheet.text(row, 0, cause.label(), &styles.text)?;
        for (col, amount) in (1..).zip(three(*part)) {
            if row < CAUSE + 5 {
                sheet.amount(row, col, Some(amount), &styles.change)?;
            } else {
                let others = format!("{}:{}", at(CAUSE + 1, col), at(CAUSE + 4, col));
                let whole = at(MONTH + Row::from(col) - 1, 4);
                let rest = format!("=ROUND({whole}-SUM({others}),2)");
                sheet.formula(row, col, &rest, amount, &styles.change)?;
            }
        }
    }
    sheet.text(CAUSE + 6, 0, "Change from now", &styles.total_text)?;
    let change = report.totals.now.map(|now| report.totals.scenario - now).unwrap_or_default();
    for (col, amount) in (1..).zip(three(change)) {
        let sum = format!("=ROUND(SUM({}:{}),2)", at(CAUSE + 1, col), at(CAUSE + 5, col));
        sheet.formula(CAUSE + 6, col, &sum, amount, &styles.total_change)?;
    }
    Ok(())
}

fn meters(sheet: &mut Sheet, row: Row, report: &Report, styles: &Styles) -> Result<Row, XlsxError> {
    if report.meters.is_empty() {
        return Ok(row);
    }
    sheet.headings(row, &["The carrier's rules, as of the report", "", "", ""], 4, styles)?;
    let mut row = row + 1;
    for meter in &report.meters {
        sheet.text(row, 0, &meter.title, &styles.strong)?;
        sheet.text(row, 1, if meter.met { "Met" } else { "Not met" }, &styles.strong)?;
        sheet.text(row, 2, &meter.sentence, &styles.text)?;
        sheet.text(row + 1, 2, &meter.source, &styles.note)?;
        row += 2;
    }
    Ok(row)
}

fn about(sheet: &mut Sheet, row: Row, report: &Report, styles: &Styles) -> Result<(), XlsxError> {
    let covered = report.employees.iter().filter(|e| !e.members.is_empty()).count();
    let members: usize = report.employees.iter().map(|e| e.members.len()).sum();
    let people = format!(
        "{} with {}",
        count(covered, "employee", "employees"),
        count(members, "member", "members")
    );
    let pay = |period: PayPeriod| format!("{} ({} a year)", period.label(), period.in_a_year());
    let lines = [
        ("Employer", report.employer.clone()),
        ("Carrier", report.carrier.clone()),
        ("Coverage from", short(report.effective_on)),
        ("Rated in", format!("{}, {}", report.area, report.area.state)),
        ("Covered", people),
        ("Prepared on", short(report.prepared_on)),
    ];
    let pay = report.pay_period.map(|period| ("Employees are paid", pay(period)));
    for (row, (label, text)) in (row..).zip(lines.into_iter().chain(pay)) {
        sheet.text(row, 0, label, &styles.note)?;
        sheet.text(row, 1, &text, &styles.text)?;
    }
    Ok(())
}
