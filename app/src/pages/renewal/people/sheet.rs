//! A small table whose texts are written in place: figures with a note below each.

use crate::ui::tint;
use leptos::prelude::*;

/// A text and the note below it.
pub type Cell = (String, String);

/// A row. A strong one is a sum.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    pub strong: bool,
    pub cells: Vec<Cell>,
}

/// A table with its title; without rows there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    pub title: String,
    pub rows: Vec<Row>,
}

impl Sheet {
    fn cell(&self, row: usize, column: usize) -> Cell {
        let cells = self.rows.get(row).map(|row| &row.cells);
        cells.and_then(|cells| cells.get(column)).cloned().unwrap_or_default()
    }
}

/// Writes a sheet. The first column names the row; amounts with a sign are tinted by it.
pub fn written(heads: &'static [(&'static str, &'static str)], sheet: Memo<Sheet>) -> AnyView {
    let row = move |place: usize| {
        let cell = |column: usize| {
            let text = move |note: bool| {
                let (text, below) = sheet.with(|sheet| sheet.cell(place, column));
                if note { below } else { text }
            };
            view! {
                <span class=move || tint(&text(false))>{move || text(false)}</span>
                <small>{move || text(true)}</small>
            }
        };
        let cells = (1..heads.len()).map(|column| {
            view! { <td class=heads[column].1>{cell(column)}</td> }
        });
        let strong = move || sheet.with(|sheet| sheet.rows.get(place).is_some_and(|r| r.strong));
        view! {
            <tr class:strong=strong>
                <th scope="row">{cell(0)}</th>
                {cells.collect_view()}
            </tr>
        }
        .into_any()
    };
    let title = move || sheet.with(|sheet| sheet.title.clone());
    let heads = heads.iter().map(|(head, class)| {
        view! { <th scope="col" class=*class>{*head}</th> }
    });
    view! {
        <div class="sheet" hidden=move || sheet.with(|sheet| sheet.rows.is_empty())>
            <h3>{title}</h3>
            <div class="scroll" tabindex="0" role="region" aria-label=title>
                <table>
                    <thead><tr>{heads.collect_view()}</tr></thead>
                    <tbody>
                        <For
                            each=move || 0..sheet.with(|sheet| sheet.rows.len())
                            key=|place| *place children=row
                        />
                    </tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}
