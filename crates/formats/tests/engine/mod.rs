//! A spreadsheet engine that is not ours, to recalculate our workbooks. The tests of `operations`
//! use it too.

use calamine::{Data, Reader, Xlsx};
use ironcalc_base::Model;
use ironcalc_base::cell::CellValue;
use ironcalc_base::expressions::types::Area;
use std::io::Cursor;

pub type Book = Xlsx<Cursor<Vec<u8>>>;

pub fn open(bytes: Vec<u8>) -> Book {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// Every cell that is not empty, with its place from 1: sheet, row, column.
fn cells(book: &mut Book) -> Vec<(u32, i32, i32, Data)> {
    let mut cells = Vec::new();
    for (sheet, (_, range)) in (0..).zip(book.worksheets()) {
        let (top, left) = range.start().unwrap();
        for (row, col, value) in range.used_cells() {
            let row = i32::try_from(top as usize + row + 1).unwrap();
            let col = i32::try_from(left as usize + col + 1).unwrap();
            cells.push((sheet, row, col, value.clone()));
        }
    }
    cells
}

/// The workbook in an engine that is not ours, with nothing of the results that we wrote.
pub fn engine(book: &mut Book) -> Model<'static> {
    let mut model = Model::new_empty("report", "en", "UTC", "en").unwrap();
    let names = book.sheet_names();
    for (sheet, name) in names.iter().enumerate() {
        if sheet == 0 {
            model.rename_sheet_by_index(0, name).unwrap();
        } else {
            model.add_sheet(name).unwrap();
        }
    }
    for (sheet, row, col, value) in cells(book) {
        match value {
            Data::String(text) => model.update_cell_with_text(sheet, row, col, &text).unwrap(),
            Data::Float(number) => model.update_cell_with_number(sheet, row, col, number).unwrap(),
            other => panic!("{other:?} in sheet {sheet}, row {row}, column {col}"),
        }
    }
    for (sheet, name) in (0..).zip(&names) {
        let formulas = book.worksheet_formula(name).unwrap();
        let Some((top, left)) = formulas.start() else { continue };
        for (row, col, formula) in formulas.used_cells() {
            let row = i32::try_from(top as usize + row + 1).unwrap();
            let col = i32::try_from(left as usize + col + 1).unwrap();
            model.update_cell_with_formula(sheet, row, col, format!("={formula}")).unwrap();
        }
    }
    model.evaluate();
    model
}

/// The sheet of the inputs, and the columns in it that people may change, from 1.
const INPUTS: (u32, std::ops::RangeInclusive<i32>) = (1, 4..=7);

/// Types the inputs of one workbook into another, as a person would.
pub fn type_inputs(model: &mut Model<'_>, book: &mut Book) {
    let inputs: Vec<_> = cells(book)
        .into_iter()
        .filter(|(sheet, row, col, _)| *sheet == INPUTS.0 && *row > 5 && INPUTS.1.contains(col))
        .collect();
    let rows: Vec<i32> = inputs.iter().map(|(_, row, ..)| *row).collect();
    let table = *rows.iter().min().unwrap()..=*rows.iter().max().unwrap();
    let area = Area {
        sheet: INPUTS.0,
        row: *table.start(),
        column: *INPUTS.1.start(),
        width: 4,
        height: table.end() - table.start() + 1,
    };
    model.range_clear_contents(&area).unwrap();
    for (sheet, row, col, value) in inputs {
        match value {
            Data::String(text) => model.update_cell_with_text(sheet, row, col, &text).unwrap(),
            Data::Float(number) => model.update_cell_with_number(sheet, row, col, number).unwrap(),
            other => panic!("{other:?} is no input"),
        }
    }
    model.evaluate();
}

/// That an engine's figures are those of a workbook, all of them, and how many there are.
pub fn same_figures(model: &Model<'_>, book: &mut Book, what: &str) -> usize {
    let mut figures = 0;
    for (sheet, row, col, value) in cells(book) {
        let Data::Float(ours) = value else { continue };
        let theirs = match model.get_cell_value_by_index(sheet, row, col).unwrap() {
            CellValue::Number(number) => number,
            other => panic!("{what}: {other:?} in sheet {sheet}, row {row}, column {col}"),
        };
        // Not nearly the same: the same float, as both are the nearest to one number of cents.
        assert_eq!(
            theirs.to_bits(),
            (ours + 0.0).to_bits(),
            "{what}: {theirs} for {ours} in sheet {sheet}, row {row}, column {col}"
        );
        figures += 1;
    }
    figures
}
