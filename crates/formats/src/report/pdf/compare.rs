//! Plans side by side, four at a time.

use super::super::{ComparedPlan, Report};
use super::font::{INK, Style};
use super::page::{MEASURE, Pages};
use super::table::{BODY, Cell, Column, Row, Table};
use domain::{Cents, Split};

/// So many fit beside each other.
const PLANS: usize = 4;
const LABEL: f32 = 112.0;
const SMALL: Style = Style::new(8.5, INK);

pub(super) fn lay(pages: &mut Pages, report: &Report) {
    pages.next();
    pages.heading("Plans side by side", 100.0);
    let comparison = &report.comparison;
    for (group, plans) in comparison.plans.chunks(PLANS).enumerate() {
        if group > 0 {
            pages.y += 24.0;
        }
        let from = group * PLANS;
        side_by_side(pages, plans, &report.comparison.rows, from);
    }
}

fn side_by_side(
    pages: &mut Pages,
    plans: &[ComparedPlan],
    compared: &[super::super::ComparedRow],
    from: usize,
) {
    #[expect(clippy::cast_precision_loss, reason = "four plans at most")]
    let width = (MEASURE - LABEL) / plans.len().max(2) as f32;
    let mut columns = vec![Column::left(LABEL)];
    columns.resize(1 + plans.len(), Column::left(width));
    let mut head = vec![Cell::empty()];
    head.extend(plans.iter().map(|plan| Cell::new(&plan.name, SMALL.strong())));
    let table = Table { columns, head };
    let group = |label: &str, of: fn(Split) -> Cents, style: Style| {
        let mut cells = vec![Cell::new(label, style).heads_row()];
        cells.extend(plans.iter().map(|plan| Cell::new(of(plan.group).to_string(), style)));
        Row::new(cells)
    };
    let mut groups = vec![vec![
        group("All who are covered, a month", |a| a.premium, BODY),
        group("Company would pay", |a| a.employer, BODY.strong()).tinted(),
        group("Employees would pay", Split::employee, BODY),
    ]];
    for row in compared {
        let mut cells = vec![Cell::new(&row.label, SMALL).heads_row()];
        let texts = row.cells.iter().skip(from).take(plans.len());
        cells.extend(texts.map(|text| Cell::new(text, SMALL)));
        groups.push(vec![Row::new(cells)]);
    }
    table.lay(pages, groups);
}
