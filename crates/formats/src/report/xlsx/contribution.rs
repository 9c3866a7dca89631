//! The sheet of the inputs: what the employer pays, for whom.

use super::super::text::{list, plain};
use super::super::{Package, Report};
use super::HEAD;
use super::sheet::{Row, Sheet, at};
use super::style::Styles;
use domain::Cents;
use domain::census::{Party, Tier};
use domain::contribution::{Basis, Share, Terms};
use rust_xlsxwriter::{DataValidation, DataValidationRule, Worksheet, XlsxError};

/// The sheet's name, as formulas name it.
pub(super) const NAME: &str = "Contribution";

const NOTE: &str = "Change the tinted cells, and no others: Members, People and Summary follow. \
     A percentage may have two digits after the point. Leave \"At most\" empty for no limit.";
const HEADINGS: [&str; 10] = [
    "Package",
    "Coverage",
    "For",
    "How",
    "Percent",
    "Amount a month",
    "At most a month",
    "Percent in hundredths",
    "Amount in cents",
    "Limit in cents",
];

/// The words in the column "How"; formulas compare with them.
pub(super) const PERCENT: &str = "Percent of premium";
pub(super) const FIXED: &str = "Fixed amount";
pub(super) const REFERENCE: &str = "Percent of reference plan";
const BY_TIER: &str = "Amount by tier";

/// No limit, in cents: more than any premium can be, and still exact in a float.
const NO_LIMIT_CENTS: i64 = 1_000_000_000_000;

/// Where the inputs of each package stand.
pub(super) struct Inputs {
    /// For each package, the first row.
    first: Vec<Row>,
    /// The row after the last.
    end: Row,
}

impl Inputs {
    pub fn of(report: &Report) -> Self {
        let mut end = HEAD + 1;
        let mut first = Vec::with_capacity(report.packages.len());
        for package in &report.packages {
            first.push(end);
            end += match package.contribution.terms {
                Terms::ByMember { .. } => 3,
                Terms::ByTier(_) => 4,
            };
        }
        Self { first, end }
    }

    /// The row that holds for a kind of member of a package.
    pub fn party(&self, package: usize, party: Party) -> Row {
        self.first[package] + party as Row
    }

    /// The row that holds for a tier of a package.
    pub fn tier(&self, package: usize, tier: Tier) -> Row {
        self.first[package] + tier as Row
    }
}

pub(super) fn sheet(
    report: &Report,
    inputs: &Inputs,
    styles: &Styles,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Sheet::new(NAME, report, NOTE, styles)?;
    sheet.widths(&[26, 25, 24, 26, 12, 16, 16, 11, 11, 16])?;
    sheet.headings(HEAD, &HEADINGS, 4, styles)?;
    for col in 7..10 {
        sheet.text(HEAD, col, HEADINGS[usize::from(col)], &styles.working_head)?;
    }
    sheet.freeze(3)?;
    for (row, package) in inputs.first.iter().zip(&report.packages) {
        terms(&mut sheet, *row, package, styles)?;
    }
    let mut row = inputs.end + 1;
    for package in &report.packages {
        row = about(&mut sheet, row, package, styles)?;
    }
    // The workings are not for paper.
    sheet.raw().set_print_area(0, 0, row, 6)?;
    Ok(sheet.finish())
}

fn terms(sheet: &mut Sheet, row: Row, package: &Package, styles: &Styles) -> Result<(), XlsxError> {
    match package.contribution.terms {
        Terms::ByMember { employee, spouse, child } => {
            let shares = Party::ALL.into_iter().zip([employee, spouse, child]);
            for (row, (party, own)) in (row..).zip(shares) {
                whose(sheet, row, &package.name, who(party), styles)?;
                share(sheet, row, own, package.contribution.reference.is_some(), styles)?;
                workings(sheet, row, own, styles)?;
            }
        }
        Terms::ByTier(amounts) => {
            for (row, (tier, amount)) in (row..).zip(Tier::ALL.into_iter().zip(amounts)) {
                whose(sheet, row, &package.name, tier.label(), styles)?;
                sheet.text(row, 3, BY_TIER, &styles.text)?;
                sheet.amount(row, 5, Some(amount), &styles.input_amount)?;
                validate_amount(sheet, row, 5)?;
                workings(sheet, row, Share::fixed(amount), styles)?;
            }
        }
    }
    Ok(())
}

fn whose(
    sheet: &mut Sheet,
    row: Row,
    package: &str,
    whom: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (col, text) in (0..).zip([package, "Medical and dental, each", whom]) {
        sheet.text(row, col, text, &styles.text)?;
    }
    Ok(())
}

const fn who(party: Party) -> &'static str {
    match party {
        Party::Employee => "Employee",
        Party::Spouse => "Spouse or partner",
        Party::Child => "Each child",
    }
}

/// The cells that may be changed.
fn share(
    sheet: &mut Sheet,
    row: Row,
    share: Share,
    has_reference: bool,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let (how, percent, amount) = match share.basis {
        Basis::Percent(percent) => (PERCENT, Some(percent), None),
        Basis::Reference(percent) => (REFERENCE, Some(percent), None),
        Basis::Fixed(amount) => (FIXED, None, Some(amount)),
    };
    sheet.text(row, 3, how, &styles.input_text)?;
    match percent {
        Some(percent) => sheet.share(row, 4, percent.hundredths(), &styles.input_percent)?,
        None => sheet.text(row, 4, "", &styles.input_percent)?,
    }
    sheet.amount(row, 5, amount, &styles.input_amount)?;
    sheet.amount(row, 6, share.cap, &styles.input_amount)?;

    let reference = has_reference || how == REFERENCE;
    let ways = [PERCENT, FIXED, REFERENCE];
    let offered = if reference { &ways[..] } else { &ways[..2] };
    let ways = DataValidation::new().allow_list_strings(offered)?;
    sheet.raw().add_data_validation(row, 3, row, 3, &ways)?;
    let percents = DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(0.0, 1.0))
        .set_error_message("A percentage lies between 0% and 100%.")?;
    sheet.raw().add_data_validation(row, 4, row, 4, &percents)?;
    validate_amount(sheet, row, 5)?;
    validate_amount(sheet, row, 6)
}

fn validate_amount(sheet: &mut Sheet, row: Row, col: u16) -> Result<(), XlsxError> {
    let amounts = DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(0.0, 1_000_000.0))
        .set_error_message("An amount of dollars a month, from 0.")?;
    sheet.raw().add_data_validation(row, col, row, col, &amounts)?;
    Ok(())
}

/// The same in whole hundredths and whole cents, which the members' formulas look at.
fn workings(sheet: &mut Sheet, row: Row, share: Share, styles: &Styles) -> Result<(), XlsxError> {
    let (percent, amount) = match share.basis {
        Basis::Percent(percent) | Basis::Reference(percent) => (percent.hundredths(), Cents::ZERO),
        Basis::Fixed(amount) => (0, amount),
    };
    let limit = share.cap.map_or(NO_LIMIT_CENTS, Cents::get);
    let (percents, amounts, limits) = (at(row, 4), at(row, 5), at(row, 6));
    for (col, formula, now) in [
        (7, format!("=ROUND({percents}*10000,0)"), percent.to_string()),
        (8, format!("=ROUND({amounts}*100,0)"), amount.get().to_string()),
        (
            9,
            format!("=IF(ISNUMBER({limits}),ROUND({limits}*100,0),{NO_LIMIT_CENTS})"),
            limit.to_string(),
        ),
    ] {
        sheet.formula_of(row, col, &formula, now, &styles.working)?;
    }
    Ok(())
}

/// What a package is; answers with the row after it.
fn about(
    sheet: &mut Sheet,
    row: Row,
    package: &Package,
    styles: &Styles,
) -> Result<Row, XlsxError> {
    sheet.text(row, 0, &package.name, &styles.strong)?;
    let plans: Vec<String> = package.plans.iter().map(|plan| plain(plan)).collect();
    let mut lines = vec![
        ("For", package.classes.clone()),
        ("Waiting period", package.waiting_period.clone()),
        ("Plans offered", list(&plans)),
    ];
    if let Some(plan) = &package.reference_plan {
        lines.push(("Reference plan", plan.clone()));
    }
    let after = row + 2 + Row::try_from(lines.len()).unwrap_or_default();
    for (row, (label, text)) in (row + 1..).zip(lines) {
        sheet.text(row, 0, label, &styles.note)?;
        sheet.text(row, 1, &text, &styles.text)?;
    }
    Ok(after)
}
