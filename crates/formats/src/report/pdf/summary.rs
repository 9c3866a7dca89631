//! The first page: what it costs, what the company pays, why it changes, the rules, the signatures.

use super::super::text::list;
use super::super::{Causes, Package, Report};
use super::font::{DOWN, INK, Ink, QUIET, RULE, Style, UP};
use super::page::{BOTTOM, LEFT, Pages, Role, Shape};
use super::signed;
use super::table::{BODY, Cell, Column, HEAD, Row, Table};
use domain::date::short;
use domain::renewal::{Cause, PayPeriod};
use domain::{Cents, Split};

const TITLE: Style = Style::new(21.0, INK).strong();
const SUBTITLE: Style = Style::new(11.5, QUIET);
const STRONG: Style = BODY.strong();
const SMALL: Style = Style::new(8.0, QUIET);
const SENTENCE: Style = Style::new(8.5, INK);

pub(super) fn lay(pages: &mut Pages, report: &Report) {
    pages.text(Role::Heading(1), &report.employer, TITLE);
    pages.y += 2.0;
    let what = format!(
        "Health coverage from {}. Scenario \u{201c}{}\u{201d}",
        short(report.effective_on),
        report.scenario
    );
    pages.text(Role::Paragraph, &what, SUBTITLE);
    pages.y += 4.0;
    pages.text(Role::Paragraph, &facts(report), SMALL);

    pages.heading("What it costs", 90.0);
    totals(pages, report);
    pages.heading("What the company pays", 60.0);
    packages(pages, &report.packages);
    if let Some(causes) = &report.causes {
        pages.heading("Why it changes from now, a month", 60.0);
        why(pages, causes);
    }
    if !report.meters.is_empty() {
        pages.heading("The carrier\u{2019}s rules", 40.0);
        meters(pages, report);
    }
    signatures(pages);
}

fn facts(report: &Report) -> String {
    let covered = report.employees.iter().filter(|e| !e.members.is_empty()).count();
    let members: usize = report.employees.iter().map(|e| e.members.len()).sum();
    let paid = |period: PayPeriod| format!("paid {}", lower_first(period.label()));
    let mut facts = vec![
        domain::word::count(covered, "employee covered", "employees covered"),
        domain::word::count(members, "member", "members"),
        format!("{}, {}", report.area, report.area.state),
        report.carrier.clone(),
    ];
    facts.extend(report.pay_period.map(paid));
    facts.join(" \u{2022} ")
}

/// More to pay is red, less is green; nothing is neither.
pub(super) fn change(amount: Cents, style: Style) -> Cell {
    let ink: Ink = match amount.get() {
        0 => style.ink,
        1.. => UP,
        _ => DOWN,
    };
    Cell::new(signed(amount), style.ink(ink))
}

fn totals(pages: &mut Pages, report: &Report) {
    let columns = [
        Column::left(96.0),
        Column::right(76.0),
        Column::right(80.0),
        Column::right(76.0),
        Column::right(84.0),
        Column::right(92.0),
    ];
    let heads = [
        "",
        "Now",
        "If nothing is done",
        "This scenario",
        "Change from now",
        "Against doing nothing",
    ];
    let premium = |a: Split| a.premium;
    let company = |a: Split| a.employer;
    let year = |a: Split| a.employer.times(12);
    let table = Table::new(&columns, &heads);
    table.lay(
        pages,
        vec![vec![
            total(report, "Premium a month", premium, BODY),
            total(report, "Company pays", company, STRONG).tinted(),
            total(report, "Employees pay", Split::employee, BODY),
            total(report, "Company, a year", year, BODY),
        ]],
    );
}

fn total(report: &Report, label: &str, of: impl Fn(Split) -> Cents, style: Style) -> Row {
    let totals = &report.totals;
    let scenario = of(totals.scenario);
    let amount = |amounts: Option<Split>| match amounts {
        Some(amounts) => Cell::new(of(amounts).to_string(), style),
        None => Cell::new("\u{2013}", style),
    };
    let from = |amounts: Option<Split>| match amounts {
        Some(amounts) => change(scenario - of(amounts), style),
        None => Cell::new("\u{2013}", style),
    };
    Row::new(vec![
        Cell::new(label, style).heads_row(),
        amount(totals.now),
        amount(totals.as_is),
        amount(Some(totals.scenario)),
        from(totals.now),
        from(totals.as_is),
    ])
}

/// What is offered to whom, and what the company pays of it.
pub(super) fn packages(pages: &mut Pages, packages: &[Package]) {
    let columns = [Column::left(150.0), Column::left(164.0), Column::left(190.0)];
    let table =
        Table::new(&columns, &["Benefit package", "Of each premium, a month", "Plans offered"]);
    let row = |package: &Package| {
        let name = Cell::new(&package.name, STRONG)
            .and(&package.classes, SMALL)
            .and(format!("Waiting period: {}", lower_first(&package.waiting_period)), SMALL);
        let pays = package.contribution.words(package.reference_plan.as_deref());
        let pays = Cell::new(pays, BODY);
        vec![Row::new(vec![name.heads_row(), pays, Cell::new(list(&package.plans), BODY)])]
    };
    table.lay(pages, packages.iter().map(row).collect());
}

/// As it stands within a sentence.
pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn why(pages: &mut Pages, causes: &Causes<Split>) {
    let columns =
        [Column::left(204.0), Column::right(100.0), Column::right(100.0), Column::right(100.0)];
    let table = Table::new(&columns, &["", "Premium", "Company", "Employees"]);
    let row = |label: &str, part: Split, style: Style| {
        Row::new(vec![
            Cell::new(label, style).heads_row(),
            change(part.premium, style),
            change(part.employer, style),
            change(part.employee(), style),
        ])
    };
    // What changed nothing explains nothing.
    let mut rows: Vec<Row> = Cause::ALL
        .iter()
        .zip(causes)
        .filter(|(_, part)| **part != Split::default())
        .map(|(cause, part)| row(cause.label(), *part, BODY))
        .collect();
    let total = causes.iter().copied().sum();
    rows.push(row("Change from now", total, STRONG).tinted());
    table.lay(pages, vec![rows]);
}

fn meters(pages: &mut Pages, report: &Report) {
    let columns = [Column::left(116.0), Column::left(388.0)];
    let table = Table::new(&columns, &["Rule", "How the group stands"]);
    let row = |meter: &super::super::Meter| {
        let (mark, ink) = if meter.met { ("\u{2713} Met", DOWN) } else { ("\u{2717} Not met", UP) };
        vec![Row::new(vec![
            Cell::new(&meter.title, STRONG).and(mark, SMALL.strong().ink(ink)).heads_row(),
            Cell::new(&meter.sentence, SENTENCE).and(&meter.source, SMALL),
        ])]
    };
    table.lay(pages, report.meters.iter().map(row).collect());
}

/// Where to sign, at the foot of the page that has room for it.
fn signatures(pages: &mut Pages) {
    const BLOCK: f32 = 74.0;
    pages.room(BLOCK);
    pages.y = BOTTOM - BLOCK + 6.0;
    let said = "I have read this scenario and approve it for our group.";
    pages.text(Role::Paragraph, said, BODY);
    let line = BOTTOM - 16.0;
    let parts: [(&str, f32, f32); 3] =
        [("Name and title", 0.0, 190.0), ("Signature", 206.0, 190.0), ("Date", 412.0, 92.0)];
    for (label, x, width) in parts {
        pages.rule(LEFT + x, line, width, 0.75, RULE);
        let run = pages.fonts.set(label, HEAD);
        pages.within(Role::Paragraph, |pages| {
            pages.draw(vec![Shape::Text { x: LEFT + x, y: line + 11.0, run }]);
        });
    }
    pages.y = BOTTOM;
}
