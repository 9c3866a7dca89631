//! A workbook whose figures follow the contribution.
//!
//! The sheet "Contribution" holds the only cells that may be changed. "Members" has a row for each
//! member and line: the premium as a value, the employer's share as a formula over the premium and
//! the contribution. "People" adds the members up, "Summary" the people. Each formula carries the
//! value that it has, so that a viewer that cannot calculate shows the right figures.
//!
//! How the formulas stay exact: a spreadsheet's numbers are binary floats, in which 0.1 has no exact
//! form. So every amount is turned into whole cents first, `ROUND(amount*100,0)`, and a percentage
//! into whole hundredths, `ROUND(percent*10000,0)`; both are then exact integers. Their product is one
//! too, far below 2^53. Divided by 10,000 it is either exactly half a cent away from a whole one, which
//! a float holds exactly and `ROUND` takes away from zero, or at least a ten-thousandth of a cent
//! away from the half, far more than a float errs by. So `ROUND(cents*hundredths/10000,0)` is
//! [`Percent::of`](domain::Percent::of) to the cent. Only the last step divides by 100.

mod contribution;
mod members;
mod people;
mod plans;
mod sheet;
mod style;
mod summary;

use self::contribution::Inputs;
use self::style::Styles;
use super::text::plain;
use super::{Report, ReportError};
use chrono::{Datelike, NaiveDate};
use domain::date::short;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// The row of the headings on every sheet, counted from 0; what they head begins below.
const HEAD: u32 = 4;

/// Writes a workbook with live formulas: see the module.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, ReportError> {
    report.check()?;
    let styles = Styles::new();
    let inputs = Inputs::of(report);
    let rows = members::rows(report, &inputs);
    let mut book = Workbook::new();
    book.set_properties(&properties(report)?);
    book.push_worksheet(summary::sheet(report, &styles)?);
    book.push_worksheet(contribution::sheet(report, &inputs, &styles)?);
    book.push_worksheet(people::sheet(report, rows.len(), &styles)?);
    book.push_worksheet(members::sheet(report, &rows, &styles)?);
    if !report.comparison.plans.is_empty() {
        book.push_worksheet(plans::sheet(report, &styles)?);
    }
    Ok(book.save_to_buffer()?)
}

fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    // Without this the writer would look at the clock.
    let made_at = day(report.prepared_on)?.and_hms(0, 0, 0)?;
    Ok(DocProperties::new()
        .set_title(title(report))
        .set_author(plain(&report.carrier))
        .set_company(plain(&report.employer))
        .set_creation_datetime(&made_at))
}

fn day(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    // Years before 1900 do not exist in a spreadsheet; nothing here is older than a person.
    let number = |part: u32| u8::try_from(part).unwrap_or_default();
    let year = u16::try_from(date.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, number(date.month()), number(date.day()))
}

fn title(report: &Report) -> String {
    format!("{}: coverage from {}", plain(&report.employer), short(report.effective_on))
}
