//! Where things are laid, before they are drawn.

use super::super::*;
use super::font::{Fonts, INK, Style};
use super::page::{HEIGHT, LEFT, RIGHT};
use super::{lay, pdf};
use domain::Percent;

const LONG: &str =
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessen";

/// A new group of so many employees, each alone, at $500.00 a month.
fn report(employees: usize) -> Report {
    let half = Percent::whole(50);
    let contribution = Contribution::percent(half, half, half);
    let next = Split { premium: Cents::new(50_000), employer: Cents::new(25_000) };
    let premium = Premium {
        line: Line::Medical,
        charged: true,
        premium: next.premium,
        employer: next.employer,
        reference: None,
        members: 1,
    };
    let employee = |number: usize| Employee {
        name: format!("Person {number}"),
        class: "Full-time".to_owned(),
        package: 0,
        covers: "Employee".to_owned(),
        medical: Move { now: None, next: Some("Silver".to_owned()) },
        dental: Move::default(),
        now: None,
        next,
        causes: None,
        members: vec![Member {
            name: format!("Person {number}"),
            relationship: Relationship::Employee,
            age: 40,
            premiums: vec![premium],
        }],
    };
    let employees: Vec<Employee> = (1..=employees).map(employee).collect();
    Report {
        employer: "Sample, Inc.".to_owned(),
        carrier: "Harbor Health Plan".to_owned(),
        demo: true,
        effective_on: NaiveDate::MIN + chrono::Days::new(96_000_000),
        prepared_on: NaiveDate::MIN + chrono::Days::new(96_000_000),
        scenario: "A".to_owned(),
        area: RatingArea { state: "CA".to_owned(), number: 4 },
        pay_period: None,
        packages: vec![Package {
            name: "Everybody".to_owned(),
            classes: "All".to_owned(),
            waiting_period: "None".to_owned(),
            plans: vec!["Silver".to_owned()],
            contribution,
            reference_plan: None,
        }],
        totals: Totals { now: None, as_is: None, scenario: employees.iter().map(|e| e.next).sum() },
        causes: None,
        meters: Vec::new(),
        comparison: Comparison::default(),
        employees,
    }
}

#[test]
fn every_page_has_its_number_the_demo_mark_and_the_table_its_heads() {
    let pages = lay(&report(60)).texts();
    assert!(pages.len() > 3, "{} pages", pages.len());
    for (number, page) in (1..).zip(&pages) {
        let has = |text: &str| page.iter().any(|(.., written)| written == text);
        assert!(has(&format!("{number} of {}", pages.len())));
        assert!(has("Demonstration: invented employer, people and carrier"));
        assert!(number == 1 || (has("Premium") && has("Change")), "page {number} has no heads");
    }
    let written = |name: &str| pages.iter().flatten().filter(|(.., text)| text == name).count();
    assert!((1..=60).all(|number| written(&format!("Person {number}")) == 1));
    assert_eq!(written("$30,000.00"), 2, "on the first page and below the people");
}

#[test]
fn a_group_that_is_not_invented_has_no_mark() {
    let mut report = report(3);
    report.demo = false;
    let pages = lay(&report).texts();
    assert!(!pages.iter().flatten().any(|(.., text)| text.starts_with("Demonstration")));
}

#[test]
fn nothing_is_written_outside_the_margins_however_long_the_names() {
    let mut report = report(12);
    report.employer = LONG.repeat(3);
    report.scenario = format!("{LONG} {LONG}");
    report.carrier = LONG.repeat(2);
    report.packages[0].name = LONG.to_owned();
    report.packages[0].plans = vec![LONG.to_owned(); 12];
    report.comparison = Comparison {
        plans: (0..9)
            .map(|_| ComparedPlan { name: LONG.to_owned(), group: Split::default() })
            .collect(),
        rows: vec![ComparedRow { label: LONG.to_owned(), cells: vec![LONG.repeat(4); 9] }],
    };
    for employee in &mut report.employees {
        employee.name = LONG.to_owned();
        employee.covers = format!("{LONG} {LONG}");
        employee.medical.next = Some(LONG.to_owned());
    }
    for (left, right, y, text) in lay(&report).texts().into_iter().flatten() {
        assert!(left >= LEFT - 0.1 && right <= RIGHT + 0.1, "{left} to {right}: {text}");
        assert!(y > 20.0 && y < HEIGHT - 20.0, "{y}: {text}");
    }
    assert!(pdf(&report).is_ok());
}

#[test]
fn amounts_stand_below_each_other_to_the_digit() {
    let fonts = Fonts::new();
    let style = Style::new(9.0, INK);
    let width = |text: &str| fonts.set(text, style).width;
    assert!((width("$1,111.11") - width("$8,888.88")).abs() < 0.001);
    assert!((width("\u{2212}$1.00") - width("+$7.00")).abs() < 0.001);
    // Among words figures and hyphens have their own widths.
    assert!(width("Anne 11") < width("Anne 88"));
}

#[test]
fn names_in_other_letters_are_spelled_in_latin_ones() {
    let fonts = Fonts::new();
    for (name, written) in [
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("Łukasz Żółć-Ångström", "Łukasz Żółć-Ångström"),
        // A letter and its accent apart.
        ("Jose\u{301}", "Jose\u{301}"),
        ("Владимир", "Vladimir"),
        ("王小明 Lee", "Wang Xiao Ming Lee"),
        ("محمد", "mHmd"),
        ("\u{e000}", "?"),
    ] {
        let run = fonts.set(name, Style::new(9.0, INK));
        assert_eq!(run.text, written, "{name}");
        assert!(run.glyphs.iter().all(|glyph| glyph.glyph_id.to_u32() != 0), "{name} has a gap");
        let mut report = report(1);
        report.employees[0].name = name.to_owned();
        assert!(pdf(&report).is_ok(), "{name}");
    }
}
