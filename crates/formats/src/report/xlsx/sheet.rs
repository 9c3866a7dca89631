//! A sheet, and what is alike on all of them: a head, frozen rows, protection, the printed page.

use super::super::Report;
use super::super::text::{looks_like_a_formula, plain};
use super::style::Styles;
use super::{HEAD, title};
use domain::Cents;
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Format, Formula, ProtectionOptions, Worksheet, XlsxError};

/// A number of a row or column, from 0.
pub(super) type Row = u32;
pub(super) type Col = u16;

/// The height of the headings, for two lines.
const HEAD_POINTS: u8 = 32;
/// US Letter, in the numbering of spreadsheets.
const LETTER: u8 = 1;

/// Writes cells; every text and amount of a workbook passes through here.
pub(super) struct Sheet {
    inner: Worksheet,
}

impl Sheet {
    /// A sheet with its head: whose it is, and what may be changed on it.
    pub fn new(
        name: &str,
        report: &Report,
        note: &str,
        styles: &Styles,
    ) -> Result<Self, XlsxError> {
        let mut sheet = Self { inner: Worksheet::new() };
        sheet.inner.set_name(name)?;
        let scenario = format!("{}. Scenario: {}", name, plain(&report.scenario));
        sheet.text(0, 0, &title(report), &styles.title)?;
        let demo =
            " \u{2013} Demonstration: the employer, its people and the carrier are invented.";
        let second = if report.demo { scenario + demo } else { scenario };
        sheet.text(1, 0, &second, &styles.strong)?;
        sheet.text(2, 0, note, &styles.note)?;
        sheet.print(report)?;
        // Without a password: it keeps people from hurting a formula by mistake, not from changing it.
        let options = ProtectionOptions {
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::default()
        };
        sheet.inner.protect_with_options(&options);
        Ok(sheet)
    }

    fn print(&mut self, report: &Report) -> Result<(), XlsxError> {
        // An ampersand is a command in a footer, unless there are two.
        let employer: String = plain(&report.employer).chars().take(80).collect();
        let demo = if report.demo { "Demonstration" } else { "" };
        let footer = format!("&L{}&C{demo}&R&P of &N", employer.replace('&', "&&"));
        self.inner
            .set_paper_size(LETTER)
            .set_landscape()
            .set_print_fit_to_pages(1, 0)
            .set_footer(footer)
            .set_screen_gridlines(false)
            .set_repeat_rows(HEAD - 1, HEAD)?
            .set_row_height(HEAD, HEAD_POINTS)?;
        Ok(())
    }

    /// Keeps the head in sight, and this many first columns.
    pub fn freeze(&mut self, columns: Col) -> Result<(), XlsxError> {
        self.inner.set_freeze_panes(HEAD + 1, columns)?;
        Ok(())
    }

    /// The widths of the columns from the first on, in characters.
    pub fn widths(&mut self, widths: &[u8]) -> Result<(), XlsxError> {
        for (col, width) in (0..).zip(widths) {
            self.inner.set_column_width(col, *width)?;
        }
        Ok(())
    }

    /// A row of headings; those from `right_from` on stand above amounts.
    pub fn headings(
        &mut self,
        row: Row,
        texts: &[&str],
        right_from: usize,
        styles: &Styles,
    ) -> Result<(), XlsxError> {
        for (place, (col, text)) in (0..).zip(texts).enumerate() {
            let style = if place < right_from { &styles.head } else { &styles.head_right };
            self.text(row, col, text, style)?;
        }
        Ok(())
    }

    /// A text. It stays one, also when somebody edits the cell: a cell that begins like a formula is
    /// marked as a text.
    pub fn text(
        &mut self,
        row: Row,
        col: Col,
        text: &str,
        style: &Format,
    ) -> Result<(), XlsxError> {
        let text = plain(text);
        if text.is_empty() {
            self.inner.write_blank(row, col, style)?;
        } else if looks_like_a_formula(&text) {
            self.inner.write_string_with_format(
                row,
                col,
                text,
                &style.clone().set_quote_prefix(),
            )?;
        } else {
            self.inner.write_string_with_format(row, col, text, style)?;
        }
        Ok(())
    }

    /// A whole number.
    pub fn whole(
        &mut self,
        row: Row,
        col: Col,
        number: u32,
        style: &Format,
    ) -> Result<(), XlsxError> {
        self.inner.write_number_with_format(row, col, number, style)?;
        Ok(())
    }

    /// A part of one, in ten-thousandths.
    pub fn share(
        &mut self,
        row: Row,
        col: Col,
        ten_thousandths: u32,
        style: &Format,
    ) -> Result<(), XlsxError> {
        let share = f64::from(ten_thousandths) / 10_000.0;
        self.inner.write_number_with_format(row, col, share, style)?;
        Ok(())
    }

    /// An amount, or an empty cell.
    pub fn amount(
        &mut self,
        row: Row,
        col: Col,
        amount: Option<Cents>,
        style: &Format,
    ) -> Result<(), XlsxError> {
        match amount {
            Some(amount) => {
                self.inner.write_number_with_format(row, col, dollars(amount), style)?;
            }
            None => {
                self.inner.write_blank(row, col, style)?;
            }
        }
        Ok(())
    }

    /// A formula that makes an amount, with the amount that it makes now.
    pub fn formula(
        &mut self,
        row: Row,
        col: Col,
        formula: &str,
        now: Cents,
        style: &Format,
    ) -> Result<(), XlsxError> {
        self.formula_of(row, col, formula, now.to_decimal_string(), style)
    }

    /// A formula that makes something else, with what it makes now.
    pub fn formula_of(
        &mut self,
        row: Row,
        col: Col,
        formula: &str,
        now: String,
        style: &Format,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(now);
        self.inner.write_formula_with_format(row, col, formula, style)?;
        Ok(())
    }

    /// A heading across several columns.
    pub fn across(
        &mut self,
        row: Row,
        first: Col,
        last: Col,
        text: &str,
        style: &Format,
    ) -> Result<(), XlsxError> {
        self.inner.merge_range(row, first, row, last, text, style)?;
        Ok(())
    }

    /// What is underneath, for what only one sheet does.
    pub fn raw(&mut self) -> &mut Worksheet {
        &mut self.inner
    }

    /// The finished sheet.
    pub fn finish(self) -> Worksheet {
        self.inner
    }
}

/// How formulas name a cell of their own sheet: `B7`.
pub(super) fn at(row: Row, col: Col) -> String {
    row_col_to_cell(row, col)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a spreadsheet's numbers are floats; a group's cents stay far below 2^53"
)]
fn dollars(amount: Cents) -> f64 {
    amount.get() as f64 / 100.0
}
