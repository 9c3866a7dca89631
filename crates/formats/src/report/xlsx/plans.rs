//! The sheet of the plans side by side.

use super::super::Report;
use super::HEAD;
use super::sheet::Sheet;
use super::style::Styles;
use rust_xlsxwriter::{Worksheet, XlsxError};

const NOTE: &str = "Nothing is to be changed here. What the group would cost a month is for everybody \
     who is covered, of dental plans for those in a dental plan, with the contribution of the report; it \
     does not follow the sheet Contribution.";

pub(super) fn sheet(report: &Report, styles: &Styles) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new("Plans", report, NOTE, styles)?;
    let comparison = &report.comparison;
    let mut widths = vec![34];
    widths.resize(1 + comparison.plans.len(), 26);
    sheet.widths(&widths)?;
    let names = comparison.plans.iter().map(|plan| plan.name.as_str());
    let headings: Vec<&str> = std::iter::once("").chain(names).collect();
    sheet.headings(HEAD, &headings, usize::MAX, styles)?;
    sheet.freeze(1)?;
    let labels = ["Premium of the group", "Company would pay", "Employees would pay"];
    for (row, label) in (HEAD + 1..).zip(labels) {
        sheet.text(row, 0, label, &styles.strong)?;
    }
    for (col, plan) in (1..).zip(&comparison.plans) {
        let amounts = [plan.group.premium, plan.group.employer, plan.group.employee()];
        for (row, amount) in (HEAD + 1..).zip(amounts) {
            sheet.amount(row, col, Some(amount), &styles.amount)?;
        }
    }
    for (row, compared) in (HEAD + 4..).zip(&comparison.rows) {
        sheet.text(row, 0, &compared.label, &styles.wrapped)?;
        for (col, text) in (1..).zip(&compared.cells) {
            sheet.text(row, col, text, &styles.wrapped)?;
        }
    }
    Ok(sheet.finish())
}
