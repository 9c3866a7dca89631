//! A row for each employee: now, next, and why the employee's part changes.

use super::super::{Amounts, CAUSES, Causes, Employee, Report};
use super::font::{INK, QUIET, Style};
use super::page::Pages;
use super::signed;
use super::summary::change;
use super::table::{Cell, Column, Row, Table};
use domain::Cents;

const TEXT: Style = Style::new(8.25, INK);
const THEN: Style = Style::new(8.25, QUIET);
const SMALL: Style = Style::new(7.5, QUIET);

pub(super) fn lay(pages: &mut Pages, report: &Report) {
    pages.next();
    pages.heading("Each employee, a month", 100.0);
    let columns = [
        Column::left(118.0),
        Column::left(30.0),
        Column::left(140.0),
        Column::right(54.0),
        Column::right(54.0),
        Column::right(54.0),
        Column::right(54.0),
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
    if let (Some(moved), Some(last)) = (employee.change(), next.cells.last_mut()) {
        *last = change(moved, TEXT.strong());
    }
    let mut group = vec![now.unruled()];
    let each_pay = report
        .pay_period
        .as_ref()
        .filter(|_| !employee.members.is_empty())
        .map(|pay| format!("{} each pay", pay.part_of(employee.next.employee())));
    let why = employee.causes.as_ref().and_then(why);
    let said: Vec<String> = each_pay.into_iter().chain(why).collect();
    if said.is_empty() {
        group.push(next);
    } else {
        group.push(next.unruled());
        let note = Cell::new(said.join(". "), SMALL).over(5);
        group.push(Row::new(vec![Cell::empty().over(2), note]));
    }
    group
}

fn row(first: Cell, when: &str, plans: Cell, amounts: Option<Amounts>, style: Style) -> Row {
    let amount = |of: fn(Amounts) -> Cents| {
        Cell::new(amounts.map_or_else(|| "\u{2013}".to_owned(), |a| of(a).to_string()), style)
    };
    Row::new(vec![
        first,
        Cell::new(when, SMALL),
        plans,
        amount(|a| a.premium),
        amount(|a| a.employer),
        amount(Amounts::employee),
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
    let parts: Vec<String> = CAUSES
        .into_iter()
        .zip(causes.parts())
        .filter(|(_, part)| *part != Cents::ZERO)
        .map(|(cause, part)| format!("{} {}", cause.to_lowercase(), signed(part)))
        .collect();
    (!parts.is_empty()).then(|| format!("Change by: {}", parts.join(", ")))
}

fn totals(report: &Report) -> Vec<Row> {
    let strong = TEXT.strong();
    let change_of_all: Cents = report.employees.iter().filter_map(Employee::change).sum();
    let mut all = row(
        Cell::new("All employees", strong).heads_row(),
        "Next",
        Cell::empty(),
        Some(report.totals.scenario),
        strong,
    );
    if let Some(last) =
        all.cells.last_mut().filter(|_| report.employees.iter().any(|e| e.now.is_some()))
    {
        *last = change(change_of_all, strong);
    }
    vec![all.tinted()]
}
