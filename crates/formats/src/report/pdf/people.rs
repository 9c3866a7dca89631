//! A row for each employee: now, next, and why the employee's part changes.

use super::super::{Causes, Employee, Report};
use super::font::{INK, QUIET, Style};
use super::page::Pages;
use super::signed;
use super::summary::change;
use super::table::{Cell, Column, Row, Table};
use domain::renewal::Cause;
use domain::{Cents, Split};

pub(super) const TEXT: Style = Style::new(8.25, INK);
pub(super) const THEN: Style = Style::new(8.25, QUIET);
const SMALL: Style = Style::new(7.5, QUIET);

pub(super) fn lay(pages: &mut Pages, report: &Report) {
    pages.next();
    pages.heading("Each employee, a month", 100.0);
    let columns = [
        Column::left(116.0),
        Column::left(28.0),
        Column::left(124.0),
        Column::right(59.0),
        Column::right(59.0),
        Column::right(59.0),
        Column::right(59.0),
    ];
    let heads = ["Employee", "", "Plan", "Premium", "Company", "Employee", "Change"];
    let mut groups: Vec<Vec<Row>> =
        report.employees.iter().map(|employee| rows(report, employee)).collect();
    groups.push(totals(report));
    Table::new(&columns, &heads).lay(pages, groups);
}

fn rows(report: &Report, employee: &Employee) -> Vec<Row> {
    let package = &report.packages[employee.package].name;
    let about = if report.packages.len() > 1 {
        format!("{}, {package}", employee.covers)
    } else {
        employee.covers.clone()
    };
    let now = row(
        Cell::new(&employee.name, TEXT.strong()).heads_row(),
        "Now",
        plans(employee, |moved| moved.now.as_deref(), THEN),
        employee.now,
        THEN,
    );
    let mut next = row(
        Cell::new(about, SMALL),
        "Next",
        plans(employee, |moved| moved.next.as_deref(), TEXT),
        Some(employee.next),
        TEXT,
    );
    if let Some(last) = next.cells.last_mut() {
        *last = match employee.change() {
            Some(moved) => change(moved, TEXT.strong()),
            None => Cell::new("New", SMALL),
        };
    }
    let mut group = vec![now.unruled()];
    let each_pay = report
        .pay_period
        .filter(|_| !employee.members.is_empty())
        .map(|pay| format!("{} each pay", pay.of(employee.next.employee())));
    let why = employee.causes.as_ref().and_then(why);
    let said: Vec<String> = each_pay.into_iter().chain(why).collect();
    if said.is_empty() {
        group.push(next.close());
    } else {
        group.push(next.unruled().close());
        let note = Cell::new(said.join(". "), SMALL).over(6);
        group.push(Row::new(vec![Cell::empty(), note]).close());
    }
    group
}

/// What somebody has and pays, now or next.
pub(super) fn row(
    first: Cell,
    when: &str,
    plans: Cell,
    amounts: Option<Split>,
    style: Style,
) -> Row {
    let amount = |of: fn(Split) -> Cents| {
        Cell::new(amounts.map_or_else(|| "\u{2013}".to_owned(), |a| of(a).to_string()), style)
    };
    Row::new(vec![
        first,
        Cell::new(when, SMALL),
        plans,
        amount(|a| a.premium),
        amount(|a| a.employer),
        amount(Split::employee),
        Cell::empty(),
    ])
}

fn plans<'a>(
    employee: &'a Employee,
    of: impl Fn(&'a super::super::Move) -> Option<&'a str>,
    style: Style,
) -> Cell {
    match (of(&employee.medical), of(&employee.dental)) {
        (None, None) => Cell::new("Not covered", style),
        (Some(plan), None) | (None, Some(plan)) => Cell::new(plan, style),
        (Some(medical), Some(dental)) => Cell::new(medical, style).and(dental, style),
    }
}

/// The causes that changed something, in words.
fn why(causes: &Causes<Cents>) -> Option<String> {
    let parts: Vec<String> = Cause::ALL
        .into_iter()
        .zip(*causes)
        .filter(|(_, part)| *part != Cents::ZERO)
        .map(|(cause, part)| format!("{} {}", cause.label().to_lowercase(), signed(part)))
        .collect();
    (!parts.is_empty()).then(|| format!("Why: {}", parts.join(", ")))
}

/// The same figures as on the first page: what new people pay is a change for the group.
fn totals(report: &Report) -> Vec<Row> {
    // A little smaller: the sums of a large group are wide.
    let strong = Style::new(7.75, INK).strong();
    let totals = &report.totals;
    let first = Cell::new("All employees", strong).heads_row();
    let mut all = row(first, "", Cell::empty(), Some(totals.scenario), strong);
    if let (Some(now), Some(last)) = (totals.now, all.cells.last_mut()) {
        *last = change(totals.scenario.employee() - now.employee(), strong);
    }
    vec![all.tinted()]
}
