//! One row an employee, for payroll and for programs.

use super::text::cell;
use super::{Employee, Report, ReportError};
use domain::renewal::Cause;
use domain::{Cents, Split};
use std::io::{self, Write};

/// The columns before the causes.
const COLUMNS: [&str; 16] = [
    "Employee",
    "Class",
    "Package",
    "Covers",
    "Medical now",
    "Medical next",
    "Dental now",
    "Dental next",
    "Premium now",
    "Employer now",
    "Employee now",
    "Premium next",
    "Employer next",
    "Employee next",
    "Employee change",
    "Employee each pay period",
];

/// Writes one row an employee. Amounts are dollars a month as plain decimals; unknown ones are
/// empty. The text is UTF-8 and begins with a byte order mark, by which spreadsheets know that; a
/// text that one of them could take for a formula gets an apostrophe before it.
pub fn csv(report: &Report) -> Result<Vec<u8>, ReportError> {
    report.check()?;
    let mut writer = table(Vec::new()).map_err(::csv::Error::from)?;
    let causes = Cause::ALL.map(|cause| format!("Change by: {}", cause.label().to_lowercase()));
    writer.write_record(COLUMNS.iter().copied().chain(causes.iter().map(String::as_str)))?;
    for employee in &report.employees {
        writer.write_record(record(report, employee))?;
    }
    writer.into_inner().map_err(|error| ReportError::Csv(error.into_error().into()))
}

/// Begins a table that spreadsheets open: a byte order mark, and lines that end with CR LF.
pub(crate) fn table<W: Write>(mut out: W) -> io::Result<::csv::Writer<W>> {
    out.write_all("\u{feff}".as_bytes())?;
    Ok(::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out))
}

fn record(report: &Report, employee: &Employee) -> Vec<String> {
    let amount = |amount: Option<Cents>| amount.map(Cents::to_decimal_string).unwrap_or_default();
    let plan = |plan: &Option<String>| cell(plan.as_deref().unwrap_or_default()).into_owned();
    let three = |amounts: Option<Split>| {
        [
            amount(amounts.map(|a| a.premium)),
            amount(amounts.map(|a| a.employer)),
            amount(amounts.map(Split::employee)),
        ]
    };
    let mut row = vec![
        cell(&employee.name).into_owned(),
        cell(&employee.class).into_owned(),
        cell(&report.packages[employee.package].name).into_owned(),
        cell(&employee.covers).into_owned(),
        plan(&employee.medical.now),
        plan(&employee.medical.next),
        plan(&employee.dental.now),
        plan(&employee.dental.next),
    ];
    row.extend(three(employee.now));
    row.extend(three(Some(employee.next)));
    row.push(amount(employee.change()));
    let pay = report.pay_period.map(|period| period.of(employee.next.employee()));
    row.push(amount(pay));
    row.extend(Cause::ALL.map(|cause| amount(employee.causes.map(|parts| parts[cause as usize]))));
    row
}
