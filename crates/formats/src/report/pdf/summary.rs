//! The first page: what it costs, what the company pays, why it changes, the rules, the signatures.

use super::super::text::list;
use super::super::{Amounts, CAUSES, Package, PayPeriod, Report, Terms, Tier};
use super::font::{ACCENT, DOWN, INK, Ink, QUIET, RULE, Style, UP};
use super::page::{BOTTOM, LEFT, Pages, Role, Shape};
use super::signed;
use super::table::{BODY, Cell, Column, HEAD, Row, Table};
use domain::Cents;
use domain::contribution::{Basis, Share};
use domain::date::short;

const TITLE: Style = Style::new(21.0, INK).strong();
const SUBTITLE: Style = Style::new(11.5, QUIET);
const STRONG: Style = BODY.strong();
const SMALL: Style = Style::new(8.0, QUIET);

pub(super) fn lay(pages: &mut Pages, report: &Report) {
    pages.text(Role::Heading(1), &report.employer, TITLE);
    pages.y += 2.0;
    let what = format!(
        "Health coverage from {}. Scenario: {}",
        short(report.effective_on),
        report.scenario
    );
    pages.text(Role::Paragraph, &what, SUBTITLE);
    pages.y += 4.0;
    pages.text(Role::Paragraph, &facts(report), SMALL);

    pages.heading("What it costs", 90.0);
    totals(pages, report);
    pages.heading("What the company pays", 60.0);
    packages(pages, report);
    if let Some(causes) = &report.causes {
        pages.heading("Why it changes from now, a month", 60.0);
        why(pages, &causes.parts(), causes.total());
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
    let pay = report.pay_period.as_ref().map(|PayPeriod { words, .. }| format!("paid {words}"));
    let mut facts = vec![
        super::super::text::count(covered, "employee covered", "employees covered"),
        super::super::text::count(members, "member", "members"),
        format!("{}, {}", report.area, report.area.state),
        report.carrier.clone(),
    ];
    facts.extend(pay);
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
    let mut columns = vec![Column::left(114.0)];
    columns.resize(6, Column::right(78.0));
    let heads = [
        "",
        "Now",
        "If nothing is done",
        "This scenario",
        "Change from now",
        "Against doing nothing",
    ];
    let premium = |a: Amounts| a.premium;
    let company = |a: Amounts| a.employer;
    let year = |a: Amounts| a.employer.times(12);
    let table = Table::new(&columns, &heads);
    table.lay(
        pages,
        vec![vec![
            total(report, "Premium a month", premium, BODY),
            total(report, "Company pays", company, STRONG).tinted(),
            total(report, "Employees pay", Amounts::employee, BODY),
            total(report, "Company pays a year", year, BODY),
        ]],
    );
}

fn total(report: &Report, label: &str, of: impl Fn(Amounts) -> Cents, style: Style) -> Row {
    let totals = &report.totals;
    let scenario = of(totals.scenario);
    let amount = |amounts: Option<Amounts>| match amounts {
        Some(amounts) => Cell::new(of(amounts).to_string(), style),
        None => Cell::new("\u{2013}", style),
    };
    let from = |amounts: Option<Amounts>| match amounts {
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

fn packages(pages: &mut Pages, report: &Report) {
    let columns = [Column::left(158.0), Column::left(194.0), Column::left(152.0)];
    let table = Table::new(&columns, &["Benefit package", "A month", "Plans offered"]);
    let row = |package: &Package| {
        let name = Cell::new(&package.name, STRONG)
            .and(&package.classes, SMALL)
            .and(format!("Waiting period: {}", package.waiting_period), SMALL);
        let pays = match &package.dental {
            None => pays(Cell::empty(), &package.terms),
            Some(dental) => {
                let medical = pays(Cell::new("Medical", SMALL), &package.terms);
                pays(medical.and("Dental", SMALL), dental)
            }
        };
        vec![Row::new(vec![name.heads_row(), pays, Cell::new(list(&package.plans), BODY)])]
    };
    table.lay(pages, report.packages.iter().map(row).collect());
}

/// What the company pays, a line for each kind of member or tier.
fn pays(cell: Cell, terms: &Terms) -> Cell {
    match terms {
        Terms::ByMember { contribution, reference_plan } => {
            let shares = [
                ("Employee", contribution.employee),
                ("Spouse or partner", contribution.spouse),
                ("Each child", contribution.child),
            ];
            shares.into_iter().fold(cell, |cell, (who, share)| {
                let words = words(share, reference_plan.as_deref());
                cell.and(format!("{who}: {words}"), BODY)
            })
        }
        Terms::ByTier(amounts) => {
            Tier::ALL.into_iter().zip(amounts).fold(cell, |cell, (tier, amount)| {
                cell.and(format!("{}: {amount}", tier.label()), BODY)
            })
        }
    }
}

fn words(share: Share, reference: Option<&str>) -> String {
    let words = match (share.basis, reference) {
        (Basis::Percent(percent), _) => format!("{percent} of the premium"),
        (Basis::Fixed(amount), _) => amount.to_string(),
        (Basis::Reference(percent), Some(plan)) => format!("{percent} of the premium of {plan}"),
        (Basis::Reference(percent), None) => format!("{percent} of the reference premium"),
    };
    match share.cap {
        Some(cap) => format!("{words}, at most {cap}"),
        None => words,
    }
}

fn why(pages: &mut Pages, parts: &[Amounts; 5], total: Amounts) {
    let columns =
        [Column::left(204.0), Column::right(100.0), Column::right(100.0), Column::right(100.0)];
    let table = Table::new(&columns, &["", "Premium", "Company", "Employees"]);
    let row = |label: &str, part: Amounts, style: Style| {
        Row::new(vec![
            Cell::new(label, style).heads_row(),
            change(part.premium, style),
            change(part.employer, style),
            change(part.employee(), style),
        ])
    };
    let mut rows: Vec<Row> =
        CAUSES.iter().zip(parts).map(|(cause, part)| row(cause, *part, BODY)).collect();
    rows.push(row("Change from now", total, STRONG).tinted());
    table.lay(pages, vec![rows]);
}

fn meters(pages: &mut Pages, report: &Report) {
    let columns = [Column::left(120.0), Column::left(60.0), Column::left(324.0)];
    let table = Table::new(&columns, &["Rule", "", "How the group stands"]);
    let row = |meter: &super::super::Meter| {
        let (mark, ink) = if meter.met { ("\u{2713} Met", DOWN) } else { ("\u{2717} Not met", UP) };
        vec![Row::new(vec![
            Cell::new(&meter.title, STRONG).heads_row(),
            Cell::new(mark, STRONG.ink(ink)),
            Cell::new(&meter.sentence, BODY).and(&meter.source, SMALL),
        ])]
    };
    table.lay(pages, report.meters.iter().map(row).collect());
}

/// Where to sign, at the foot of the page that has room for it.
fn signatures(pages: &mut Pages) {
    const BLOCK: f32 = 92.0;
    pages.room(BLOCK);
    pages.y = BOTTOM - BLOCK + 12.0;
    let said = "I have read this scenario and approve it for our group.";
    pages.text(Role::Paragraph, said, BODY.ink(ACCENT));
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
