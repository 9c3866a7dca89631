//! Pages that a person reads, weighs and signs: US Letter, upright.
//!
//! The first page has what the group costs, what the company pays, why it changes, whether the
//! carrier's rules are met, and where to sign. Plans side by side and a row for each employee follow.
//! The document is tagged and checked against PDF/UA-1 as it is written, so that it can be read aloud.
//!
//! Beside the report there are the form of a designation and the paper of a submission, which is signed
//! already: `designation` and `submission`.
//!
//! `font` sets type, `page` keeps what is laid out until the number of pages is known, `table` lays
//! rows over pages; the rest is one module a part of the document.

mod compare;
mod designation;
mod font;
mod page;
mod people;
mod submission;
mod summary;
mod table;

pub use self::designation::{DesignationForm, designation_form};
pub use self::submission::{SubmissionPaper, submission_paper};

use self::page::{Frame, Pages};
use super::{Report, ReportError};
use domain::Cents;
use domain::date::short;

/// Writes a document to sign: see the module.
pub fn pdf(report: &Report) -> Result<Vec<u8>, ReportError> {
    report.check()?;
    Ok(lay(report).finish()?)
}

fn lay(report: &Report) -> Pages {
    let mut pages = Pages::new(&Frame {
        carrier: report.carrier.clone(),
        foot: format!(
            "{} \u{2022} {} \u{2022} Prepared {}",
            report.employer,
            report.scenario,
            short(report.prepared_on)
        ),
        seal: None,
        title: format!("{}: health coverage from {}", report.employer, short(report.effective_on)),
        made_on: report.prepared_on,
        demo: report.demo,
    });
    summary::lay(&mut pages, report);
    if !report.comparison.plans.is_empty() {
        compare::lay(&mut pages, report);
    }
    if !report.employees.is_empty() {
        people::lay(&mut pages, report);
    }
    pages
}

/// A difference, with its sign: `+$12.00`, `−$5.00`, `$0.00`.
fn signed(amount: Cents) -> String {
    if amount > Cents::ZERO { format!("+{amount}") } else { amount.to_string() }
}

#[cfg(test)]
mod tests;
