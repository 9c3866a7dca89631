//! The first page: what it costs, what the company pays, why it changes, the rules, the signatures.

use super::super::text::list;
use super::super::{Amounts, CAUSES, Package, PayPeriod, Report, Terms, Tier};
use super::font::{DOWN, INK, Ink, QUIET, RULE, Style, UP};
use super::page::{BOTTOM, LEFT, Pages, Role, Shape};
use super::signed;
use super::table::{BODY, Cell, Column, HEAD, Row, Table};
use domain::Cents;
use domain::contribution::{Basis, Contribution, Share};
use domain::date::short;

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
            total(report, "Company, a year", year, BODY),
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
    let columns = [Column::left(188.0), Column::left(188.0), Column::left(128.0)];
    let table = Table::new(&columns, &["Benefit package", "A month", "Plans offered"]);
    let row = |package: &Package| {
        let name = Cell::new(&package.name, STRONG)
            .and(&package.classes, SMALL)
            .and(format!("Waiting period: {}", lower_first(&package.waiting_period)), SMALL);
        let pays = match &package.dental {
            None => Cell::new(pays(&package.terms), BODY),
            Some(dental) => {
                let medical = format!("Medical: {}", lower_first(&pays(&package.terms)));
                let dental = format!("Dental: {}", lower_first(&pays(dental)));
                Cell::new(medical, BODY).and(dental, BODY)
            }
        };
        vec![Row::new(vec![name.heads_row(), pays, Cell::new(list(&package.plans), BODY)])]
    };
    table.lay(pages, report.packages.iter().map(row).collect());
}

/// As it stands within a sentence.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// As it stands at the beginning of one.
fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// What the company pays, for each kind of member or tier.
fn pays(terms: &Terms) -> String {
    let parts: Vec<String> = match terms {
        Terms::ByMember { contribution, reference_plan } => {
            let reference = reference_plan.as_deref().unwrap_or("the reference plan");
            return by_member(contribution, reference);
        }
        Terms::ByTier(amounts) => {
            let tiers = Tier::ALL.into_iter().zip(amounts);
            tiers.map(|(tier, amount)| format!("{} {amount}", lower_first(tier.label()))).collect()
        }
    };
    upper_first(&parts.join(", "))
}

/// `Employee 65%, spouse or partner 50%, each child 50% of the premium`.
fn by_member(contribution: &Contribution, reference: &str) -> String {
    let of = |share: Share| match share.basis {
        Basis::Percent(_) => " of the premium".to_owned(),
        Basis::Reference(_) => format!(" of the premium of {reference}"),
        Basis::Fixed(_) => String::new(),
    };
    let shares = [contribution.employee, contribution.spouse, contribution.child];
    let alike = shares.iter().all(|share| of(*share) == of(shares[0]));
    let part = |(who, share): (&str, Share)| {
        let amount = match share.basis {
            Basis::Percent(percent) | Basis::Reference(percent) => percent.to_string(),
            Basis::Fixed(amount) => amount.to_string(),
        };
        let of = if alike { String::new() } else { of(share) };
        let cap = share.cap.map(|cap| format!(", at most {cap}")).unwrap_or_default();
        format!("{who} {amount}{of}{cap}")
    };
    let parts: Vec<String> =
        ["Employee", "spouse or partner", "each child"].into_iter().zip(shares).map(part).collect();
    let separator = if shares.iter().any(|share| share.cap.is_some()) { "; " } else { ", " };
    parts.join(separator) + &if alike { of(shares[0]) } else { String::new() }
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
    // What changed nothing explains nothing.
    let mut rows: Vec<Row> = CAUSES
        .iter()
        .zip(parts)
        .filter(|(_, part)| **part != Amounts::default())
        .map(|(cause, part)| row(cause, *part, BODY))
        .collect();
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
