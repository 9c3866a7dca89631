//! Reports: that the spreadsheet recalculates to the cent, and that no format lies or does harm.

#![expect(clippy::unwrap_used, reason = "the lint's exemption covers tests, not their helpers")]

mod engine;
mod sample;

use calamine::Reader;
use domain::contribution::{Basis, Contribution, Share};
use domain::money::Percent;
use domain::renewal::Cause;
use engine::{Book, engine, open, same_figures, type_inputs};
use formats::report::{Report, ReportError, csv, pdf, xlsx};
use proptest::prelude::*;
use sample::{by_member, cents, families, hundredths, many, percents, report, usual};
use std::io::Cursor;

fn written(report: &Report) -> Book {
    open(xlsx(report).unwrap())
}

#[test]
fn the_workbook_recalculates_to_the_figures_that_we_wrote() {
    let mut book = written(&usual());
    assert_eq!(book.sheet_names(), ["Summary", "Contribution", "People", "Members", "Plans"]);
    let model = engine(&mut book);
    assert!(same_figures(&model, &mut book, "as written") > 200);
}

/// Contributions of every kind, and what is hard about them.
fn contributions() -> Vec<Contribution> {
    let capped = |basis, cap| Share { basis, cap: Some(cents(cap)) };
    vec![
        percents(0, 0, 0),
        percents(10_000, 10_000, 10_000),
        // Half cents: 50% of an odd number of cents, 12.5% of four above a multiple of eight.
        percents(5_000, 5_000, 1_250),
        percents(3_333, 6_667, 1),
        by_member(
            Share::fixed(cents(30_000)),
            Share::fixed(cents(9_999_999)),
            Share::fixed(cents(0)),
        ),
        by_member(
            capped(Basis::Percent(hundredths(8_000)), 40_000),
            capped(Basis::Fixed(cents(20_000)), 10_001),
            capped(Basis::Reference(hundredths(9_000)), 12_345),
        ),
        by_member(
            Share::reference(hundredths(5_050)),
            Share::reference(hundredths(10_000)),
            Share::reference(hundredths(3_333)),
        ),
        by_member(
            Share::fixed(cents(29)),
            Share::percent(hundredths(7_777)),
            Share::fixed(cents(15_000)),
        ),
    ]
}

#[test]
fn whatever_contribution_is_typed_in_all_figures_follow_to_the_cent() {
    let start = report(&families(), [percents(6_500, 5_000, 5_000), percents(0, 0, 0)]);
    let mut model = engine(&mut written(&start));
    let contributions = contributions();
    for (number, first) in contributions.iter().enumerate() {
        let second = contributions[(number + 3) % contributions.len()].clone();
        let mut other = written(&report(&families(), [first.clone(), second]));
        type_inputs(&mut model, &mut other);
        assert!(same_figures(&model, &mut other, &format!("contribution {number}")) > 200);
    }
}

#[test]
fn amounts_by_tier_pay_the_employee_first_and_never_more_than_the_premium() {
    let tiers = |amounts: [i64; 4]| Contribution::by_tier(amounts.map(cents));
    let start = report(&families(), [tiers([50_000; 4]), tiers([0; 4])]);
    let mut model = engine(&mut written(&start));
    for amounts in [
        [0; 4],
        [40_000, 60_000, 90_001, 123_456],
        [52_819, 110_000, 130_004, 92_148],
        [9_999_999; 4],
        [1, 2, 3, 4],
    ] {
        let mut other = written(&report(&families(), [tiers(amounts), tiers(amounts)]));
        type_inputs(&mut model, &mut other);
        same_figures(&model, &mut other, &format!("{amounts:?}"));
    }
    // By hand: $1,234.56 for a family whose premiums are $467.71, $453.77 and three times $289.01
    // leaves $313.08 for the children: $289.01 for the first, $24.07 for the second.
    let report = report(&families(), [tiers([40_000, 60_000, 90_001, 123_456]), tiers([0; 4])]);
    let medical: Vec<i64> =
        report.employees[1].members.iter().map(|m| m.premiums[0].employer.get()).collect();
    assert_eq!(medical, [46_771, 45_377, 28_901, 2_407, 0, 0]);
}

/// Families with many different premiums, the ends of cents among them.
fn crowd(premiums: &[(i64, i64)]) -> Vec<sample::Family> {
    use domain::census::Relationship::{Child, Employee, Spouse};
    let family = |premiums: &[(i64, i64)]| sample::Family {
        name: "One of many",
        package: 0,
        members: premiums
            .iter()
            .zip([Employee, Spouse, Child, Child, Child])
            .map(|((premium, reference), who)| (who, 30, *premium, Some(*premium), *reference, 1))
            .collect(),
        now: None,
    };
    premiums.chunks(5).map(family).collect()
}

#[test]
fn half_a_cent_rounds_away_from_zero_in_the_sheet_too() {
    // 50% of every odd amount of cents up to $4.00, and of as many around $1,999.
    let premiums: Vec<(i64, i64)> =
        (0..200).flat_map(|n| [2 * n + 1, 199_901 + 2 * n]).map(|p| (p, p)).collect();
    let families = crowd(&premiums);
    let mut report = report(&families, [percents(5_000, 5_000, 5_000), percents(0, 0, 0)]);
    (report.totals.now, report.totals.as_is, report.causes) = (None, None, None);
    let mut book = written(&report);
    assert_eq!(report.employees[0].members[0].premiums[0].employer, cents(1), "50% of 1 cent");
    same_figures(&engine(&mut book), &mut book, "half cents");
}

fn any_share() -> impl Strategy<Value = Share> {
    let basis = prop_oneof![
        (0_u32..=10_000).prop_map(|p| Basis::Percent(Percent::from_hundredths(p))),
        (0_u32..=10_000).prop_map(|p| Basis::Reference(Percent::from_hundredths(p))),
        (0_i64..300_000).prop_map(|c| Basis::Fixed(cents(c))),
    ];
    let cap = prop::option::weighted(0.3, (0_i64..150_000).prop_map(cents));
    (basis, cap).prop_map(|(basis, cap)| Share { basis, cap })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_premiums_under_any_terms_are_shared_as_we_share_them(
        premiums in prop::collection::vec((0_i64..300_000, 0_i64..300_000), 40),
        shares in prop::array::uniform3(any_share()),
    ) {
        let [employee, spouse, child] = shares;
        let families = crowd(&premiums);
        let mut report = report(
            &families,
            [by_member(employee, spouse, child), percents(0, 0, 0)],
        );
        (report.totals.now, report.totals.as_is, report.causes) = (None, None, None);
        let mut book = written(&report);
        same_figures(&engine(&mut book), &mut book, "any terms");
    }
}

#[test]
fn only_inputs_can_be_changed_and_text_stays_text() {
    let report = usual();
    let bytes = xlsx(&report).unwrap();
    let mut book = open(bytes.clone());
    let formulas: Vec<String> = book
        .sheet_names()
        .iter()
        .flat_map(|name| {
            let range = book.worksheet_formula(name).unwrap();
            range.used_cells().map(|(_, _, formula)| formula.clone()).collect::<Vec<_>>()
        })
        .collect();
    assert!(formulas.len() > 100);
    assert!(
        formulas.iter().all(|formula| !formula.contains("HYPERLINK")),
        "a name became a formula"
    );
    let people = book.worksheet_range("People").unwrap();
    let names: Vec<String> = people.rows().map(|row| row[1].to_string()).collect();
    assert!(names.contains(&report.employees[2].name), "{names:?}");
    // Every sheet is protected; the cells of the inputs are not locked.
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
    for sheet in 1..=5 {
        let sheet = part(&format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(sheet.contains("<sheetProtection"), "a sheet can be changed");
        assert!(sheet.contains("state=\"frozen\""), "a head scrolls away");
    }
    let styles = part("xl/styles.xml");
    assert!(styles.contains("<protection locked=\"0\"/>"));
    assert!(styles.contains("quotePrefix=\"1\""));
}

#[test]
fn the_table_has_a_row_an_employee_and_cannot_become_a_formula() {
    let report = usual();
    let bytes = csv(&report).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    assert_eq!((&headers[0], &headers[14], headers.len()), ("Employee", "Employee change", 21));
    let rows: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(rows.len(), report.employees.len());
    // By hand: 65% of $528.19 is $343.32 and of $38.50 $25.03 (a half cent more), $368.35 together;
    // $566.69 less that is $198.34, $16.32 more than $182.02; twelve times that by 26 is $91.54.
    let ana: Vec<&str> = rows[0].iter().collect();
    assert_eq!(
        ana,
        [
            "Ana Lindqvist",
            "Full-time",
            "Everybody",
            "Employee",
            "Harbor Gold 500 HMO",
            "Harbor Silver 2000 HMO",
            "",
            "Harbor Dental High",
            "520.04",
            "338.02",
            "182.02",
            "566.69",
            "368.35",
            "198.34",
            "16.32",
            "91.54",
            "0.00",
            "12.00",
            "8.05",
            "-20.10",
            "16.37",
        ]
    );
    assert_eq!(&rows[2][0], "'=HYPERLINK(\"http://example.org\")");
    assert_eq!((&rows[3][8], &rows[3][14]), ("", ""), "nothing is known of what a new person paid");
}

#[test]
fn dangerous_beginnings_get_an_apostrophe_and_ordinary_names_do_not() {
    for (name, cell) in [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-Smith", "'-Smith"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("  \r\n@x", "'@x"),
        ("\u{ff1d}1", "'\u{ff1d}1"),
        ("\u{1}=1", "' =1"),
        ("Anne-Marie O'Neil", "Anne-Marie O'Neil"),
        ("Line\nbreak", "Line break"),
    ] {
        let mut report = usual();
        report.employees[0].name = name.to_owned();
        let text = String::from_utf8(csv(&report).unwrap()).unwrap();
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(&row[0], cell, "{name:?}");
    }
}

#[test]
fn a_report_that_does_not_add_up_is_not_written() {
    type Spoil = fn(&mut Report);
    let spoils: [(&str, Spoil); 8] = [
        ("a premium for nobody", |r| r.employees[0].members[0].premiums[0].members = 0),
        ("the premium of the scenario", |r| r.totals.scenario.premium += cents(1)),
        ("the employer's share for Ana Lindqvist", |r| {
            r.employees[0].members[0].premiums[0].employer += cents(1);
        }),
        ("the premium of Ana Lindqvist", |r| r.employees[0].next.premium += cents(1)),
        ("the causes for Ana Lindqvist", |r| {
            r.employees[0].causes.as_mut().unwrap()[Cause::Age as usize] += cents(1);
        }),
        ("the premium of the causes", |r| r.causes.as_mut().unwrap()[0].premium += cents(1)),
        ("no benefit package", |r| r.employees[0].package = 9),
        ("not told of each plan", |r| r.comparison.rows[0].cells.clear()),
    ];
    for (what, spoil) in spoils {
        let mut report = usual();
        spoil(&mut report);
        for error in [xlsx(&report), csv(&report), pdf(&report)].map(Result::unwrap_err) {
            let told =
                matches!(error, ReportError::DoesNotAddUp { .. } | ReportError::Incomplete(_));
            assert!(told && error.to_string().contains(what), "{what}: {error}");
        }
    }
}

#[test]
fn the_same_report_is_the_same_bytes() {
    let (one, other) = (usual(), usual());
    assert_eq!(xlsx(&one).unwrap(), xlsx(&other).unwrap());
    assert_eq!(csv(&one).unwrap(), csv(&other).unwrap());
    assert_eq!(pdf(&one).unwrap(), pdf(&other).unwrap());
}

/// How many pages a document has, by the tree of its pages.
fn pages(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    text.matches("/Type/Page/").count() + text.matches("/Type /Page\n").count()
}

#[test]
fn the_document_has_its_pages_its_title_and_its_tags() {
    let bytes = pdf(&usual()).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-1.7"));
    assert!(text.contains("pdfuaid:part"), "it does not say that it is accessible");
    assert!(text.contains(">Lighthouse &amp; Sons Bakery, Inc.: health"));
    assert!(text.contains("/StructTreeRoot") && text.contains("/Lang"));
    assert_eq!(pages(&bytes), 3);
}

#[test]
fn a_large_group_and_an_empty_one_are_written_too() {
    let large = many(400);
    assert!(pages(&pdf(&large).unwrap()) > 20);
    assert!(xlsx(&large).unwrap().len() > 50_000);
    let mut empty = report(&[], [percents(5_000, 0, 0), percents(0, 0, 0)]);
    (empty.comparison.plans, empty.comparison.rows) = Default::default();
    empty.meters.clear();
    (empty.totals.now, empty.totals.as_is, empty.causes) = (None, None, None);
    empty.pay_period = None;
    let mut book = written(&empty);
    same_figures(&engine(&mut book), &mut book, "nobody");
    assert_eq!(pages(&pdf(&empty).unwrap()), 1);
    assert_eq!(String::from_utf8(csv(&empty).unwrap()).unwrap().lines().count(), 1);
}

/// Leaves the files where people can look at them.
#[test]
fn the_files_can_be_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let report = usual();
    std::fs::write(folder.join("report.xlsx"), xlsx(&report).unwrap()).unwrap();
    std::fs::write(folder.join("report.csv"), csv(&report).unwrap()).unwrap();
    std::fs::write(folder.join("report.pdf"), pdf(&report).unwrap()).unwrap();
    std::fs::write(folder.join("report-many.pdf"), pdf(&many(60)).unwrap()).unwrap();
}
