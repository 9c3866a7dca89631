//! Importing: all or nothing, the same in any order, repeatable, and nothing old is lost.

use crate::world::{World, day, invented_rates, one_employee, percent, real_year, shared_files};
use domain::catalogue::{FilingContent, FilingKey, FilingKind};
use domain::id::{IssuerId, PlanId};
use domain::place::RatingArea;
use domain::plan::{Line, Plan, Succession};
use domain::rate::{Prices, RateSheet};
use domain::{Cents, price};
use formats::FormatError;
use operations::{Batch, ImportError, Outcome, SourceFile, ZipTable};

/// An invented issuer's medical plans of a year.
fn invented_plans(year: i32) -> Vec<Plan> {
    ::demo::catalogue(year).into_iter().filter(|plan| plan.line == Line::Medical).collect()
}

/// Its rates with so many cents on each.
fn dearer_rates(year: i32, cents: i64) -> Vec<RateSheet> {
    let dearer = |mut sheet: RateSheet| {
        if let Prices::ByAge(prices) = &mut sheet.prices {
            for (_, price) in prices {
                *price += Cents::new(cents);
            }
        }
        sheet
    };
    invented_rates(year).into_iter().map(dearer).collect()
}

/// A catalogue of plans and rates alone.
fn published(catalogue: i64, new_filings: usize) -> Outcome {
    Outcome { catalogue, new_filings, zip_table: ZipTable::NotInImport }
}

fn rates_only(ids: &[PlanId]) -> Vec<&str> {
    ids.iter().map(PlanId::as_str).collect()
}

/// Plan ids of the rates-only lines are given by their endings after the issuer.
#[test]
fn a_real_year_is_reported_issuer_by_issuer() {
    let Some(batch) = real_year() else { return };
    let report = batch.report();
    let lines: Vec<_> = report
        .lines
        .iter()
        .map(|l| (l.issuer, l.year, l.medical, l.dental, l.rated, l.rates_only.len()))
        .collect();
    assert_eq!(
        lines,
        [
            (41_842, 2016, 28, 0, 28, 0),
            (73_987, 2016, 9, 0, 18, 9),
            (77_422, 2016, 9, 0, 18, 9),
            (78_079, 2016, 12, 0, 14, 2),
            (81_334, 2016, 0, 4, 4, 0),
            (94_506, 2016, 24, 0, 24, 0),
        ]
    );
    for line in &report.lines {
        for id in rates_only(&line.rates_only) {
            assert!(id.starts_with(&format!("{:05}DC", line.issuer)), "{id}");
        }
    }
    assert_eq!(report.lines.iter().map(|line| line.rates).sum::<usize>(), 18_952);
    let skipped: Vec<_> = report.skipped.iter().map(|s| (s.file.as_str(), s.reason)).collect();
    let reason = "a workbook: plans and rates come in as XML templates";
    assert_eq!(skipped, [("plan_and_rate_matrix_2016.xlsx", reason)]);
    assert_eq!(report.notes, []);
}

#[tokio::test]
async fn importing_a_real_year_again_changes_nothing() {
    let Some(batch) = real_year() else { return };
    let world = World::new().await;
    let first = world.operations.import(batch).await.unwrap();
    assert_eq!(first, published(1, 12));
    let filings = world.filings().await;
    let again = world.operations.import(batch).await.unwrap();
    assert_eq!(again, published(1, 0));
    assert_eq!(world.filings().await, filings);
    assert_eq!(world.read().await.catalogue().list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_real_year_in_another_order_or_file_by_file_is_the_same() {
    let Some(batch) = real_year() else { return };
    let expect = World::with(batch).await.filings().await;
    let files = shared_files("dc_shop_2016").unwrap();

    // A batch is read in the order of the names, so these turn it around.
    let count = files.len();
    let turned: Vec<SourceFile> = files
        .iter()
        .enumerate()
        .map(|(place, file)| SourceFile {
            name: format!("{:02}.xml", count - place),
            ..file.clone()
        })
        .collect();
    let turned = Batch::gather(&turned).unwrap();
    assert_eq!(World::with(&turned).await.filings().await, expect);

    let world = World::new().await;
    let mut number = 0;
    for file in files.iter().rev() {
        match Batch::gather(std::slice::from_ref(file)) {
            Ok(batch) => {
                number += 1;
                let outcome = world.operations.import(&batch).await.unwrap();
                assert_eq!(outcome, published(number, 1), "{file:?}");
            }
            Err(error) => {
                assert!(matches!(error, ImportError::Nothing { .. }), "{error}");
                assert_eq!(file.name, "plan_and_rate_matrix_2016.xlsx");
            }
        }
    }
    assert_eq!(world.filings().await, expect);
}

#[tokio::test]
async fn the_year_before_stands_beside_a_real_year() {
    let Some(batch) = real_year() else { return };
    let world = World::with(batch).await;
    let before = world.filings().await;
    let files = shared_files("dc_shop_2015").unwrap();
    let outcome = world.operations.import(&Batch::gather(&files).unwrap()).await.unwrap();
    assert_eq!(outcome, published(2, 3));
    let after = world.filings().await;
    assert_eq!(after.keys().filter(|key| key.year == 2015).count(), 3);
    assert!(before.iter().all(|(key, digest)| after.get(key) == Some(digest)));

    let effective = day("2016-01-01");
    for (number, plans) in [(Some(1), 86), (None, 86)] {
        let quote = world.operations.quote(&one_employee(), "20001", None, effective, number).await;
        assert_eq!(quote.unwrap().workbench.plans.len(), plans, "{number:?}");
    }
    // Of the year before there are benefits and no rates.
    let (census, effective) = (one_employee(), day("2015-07-01"));
    let quote = world.operations.quote(&census, "20001", None, effective, None).await;
    let workbench = quote.unwrap().workbench;
    assert_eq!((workbench.plans.len(), workbench.unrated.len()), (0, 42));
}

#[tokio::test]
async fn one_broken_file_among_good_ones_and_nothing_changes() {
    let world = World::new().await;
    let good = world.plans("plans.xml", &invented_plans(2027));
    world.operations.import(&Batch::gather(std::slice::from_ref(&good)).unwrap()).await.unwrap();
    let filings = world.filings().await;

    let rates = world.rates("rates.xml", &invented_rates(2027));
    let whole = std::fs::read(&rates.path).unwrap();
    let cut = world.file("cut.xml", &whole[..whole.len() / 2]);
    let no_price = String::from_utf8(whole.clone()).unwrap().replacen("Rating Area", "Area", 1);
    let no_price = world.file("no_area.xml", no_price);
    let missing = SourceFile {
        name: "gone.xml".into(),
        path: world.folder.path().join("gone.xml"),
        named: true,
    };
    for bad in [cut, no_price, missing] {
        let error = Batch::gather(&[good.clone(), bad.clone(), rates.clone()]).unwrap_err();
        assert!(error.to_string().contains(&bad.name), "{error}");
        assert_eq!(world.catalogue().await, 1);
        assert_eq!(world.filings().await, filings);
    }
}

#[tokio::test]
async fn two_files_that_disagree_are_named_and_nothing_changes() {
    let world = World::new().await;
    let plans = invented_plans(2027);
    let mut other_plans = plans.clone();
    other_plans[3].name.push_str(" Plus");
    let id = plans[3].id.as_str();
    let rates = invented_rates(2027);
    let cases = [
        ([world.plans("a.xml", &plans), world.plans("b.xml", &other_plans)], id),
        ([world.rates("c.xml", &rates), world.rates("d.xml", &dearer_rates(2027, 1))], "rates"),
    ];
    for (files, about) in cases {
        let error = Batch::gather(&files).unwrap_err();
        let kind =
            matches!(error, ImportError::PlansDisagree { .. } | ImportError::RatesDisagree { .. });
        assert!(kind, "{error}");
        let text = error.to_string();
        for part in [files[0].name.as_str(), files[1].name.as_str(), about] {
            assert!(text.contains(part), "{text} should name {part}");
        }
        assert_eq!(world.catalogue().await, 0);
    }
}

#[tokio::test]
async fn two_files_that_agree_count_once() {
    let world = World::new().await;
    let plans = invented_plans(2027);
    let files = [
        world.plans("first.xml", &plans[..10]),
        world.plans("second.xml", &plans[5..]),
        world.rates("rates.xml", &invented_rates(2027)),
    ];
    let batch = Batch::gather(&files).unwrap();
    assert_eq!(batch.report().lines[0].medical, plans.len());
    let in_parts = World::with(&batch).await.filings().await;
    let whole = [world.plans("whole.xml", &plans), files[2].clone()];
    assert_eq!(World::with(&Batch::gather(&whole).unwrap()).await.filings().await, in_parts);
}

/// Overlapping dates of one plan and area are a disagreement, even when neither date is the other's.
#[test]
fn rates_that_hold_on_the_same_day_disagree() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = invented_rates(2027).into_iter().next().unwrap();
    let mut later = sheet.clone();
    later.from = sheet.from.succ_opt().unwrap();
    let write = |name: &str, sheets: &[RateSheet]| {
        let mut bytes = Vec::new();
        formats::qhp::write_rates(&mut bytes, sheets).unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        SourceFile { name: name.to_owned(), path, named: true }
    };
    let files = [write("a.xml", &[sheet]), write("b.xml", &[later])];
    let error = Batch::gather(&files).unwrap_err();
    assert!(matches!(error, ImportError::RatesDisagree { .. }), "{error}");
}

#[tokio::test]
async fn a_later_filing_replaces_only_its_own_and_the_old_catalogue_quotes_as_before() {
    let world = World::new().await;
    let plans = world.plans("plans.xml", &invented_plans(2027));
    let rates = world.rates("rates.xml", &invented_rates(2027));
    let next = [
        world.plans("next_plans.xml", &invented_plans(2028)),
        world.rates("next_rates.xml", &invented_rates(2028)),
    ];
    for files in [vec![plans, rates], next.to_vec()] {
        world.operations.import(&Batch::gather(&files).unwrap()).await.unwrap();
    }
    let before = world.filings().await;
    let quote = async |number: Option<i64>| {
        let at = day("2027-02-01");
        let quote =
            world.operations.quote(&one_employee(), "94110", None, at, number).await.unwrap();
        let priced = price(&quote.workbench, &percent(50, 0, 0));
        (quote.catalogue.number, quote.workbench, priced)
    };
    let (number, old_bench, old_price) = quote(None).await;
    assert_eq!(number, 2);

    let refiled = world.rates("refiled.xml", &dearer_rates(2027, 100));
    let outcome = world.operations.import(&Batch::gather(&[refiled]).unwrap()).await.unwrap();
    assert_eq!(outcome, published(3, 1));
    let changed: Vec<FilingKey> = world
        .filings()
        .await
        .into_iter()
        .filter(|(key, digest)| before.get(key) != Some(digest))
        .map(|(key, _)| key)
        .collect();
    let issuer: IssuerId = ::demo::ISSUER;
    assert_eq!(changed, [FilingKey { issuer, year: 2027, kind: FilingKind::Rates }]);
    assert_eq!(world.filings().await.len(), before.len());

    let (number, _, new_price) = quote(None).await;
    assert_eq!(number, 3);
    for (new, old) in new_price.plans.iter().zip(&old_price.plans) {
        assert_eq!(new.premium, old.premium + Cents::new(100));
    }
    for number in [1, 2] {
        assert_eq!(quote(Some(number)).await, (number, old_bench.clone(), old_price.clone()));
    }
}

#[tokio::test]
async fn two_imports_at_once_both_count() {
    let world = World::new().await;
    let plans = Batch::gather(&[world.plans("plans.xml", &invented_plans(2027))]).unwrap();
    let rates = Batch::gather(&[world.rates("rates.xml", &invented_rates(2027))]).unwrap();
    let (first, second) =
        tokio::join!(world.operations.import(&plans), world.operations.import(&rates));
    let mut numbers = [first.unwrap().catalogue, second.unwrap().catalogue];
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(world.filings().await.len(), 2);
}

#[test]
fn a_crosswalk_tells_its_year_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = Vec::new();
    formats::crosswalk::write(&mut bytes, &::demo::crosswalk(2026)).unwrap();
    let path = folder.path().join("file.csv");
    std::fs::write(&path, bytes).unwrap();
    for (name, year) in [
        ("crosswalk_2026.csv", Some(2026)),
        ("2019/plans 2026.csv", Some(2026)),
        ("crosswalk.csv", None),
    ] {
        let gathered =
            Batch::gather(&[SourceFile { name: name.to_owned(), path: path.clone(), named: true }]);
        match (gathered, year) {
            (Ok(batch), Some(year)) => assert_eq!(batch.report().lines[0].year, year, "{name}"),
            (Err(ImportError::CrosswalkWithoutYear { file }), None) => assert_eq!(file, name),
            (other, _) => panic!("{name}: {other:?}"),
        }
    }
}

/// A crosswalk as an exchange writes it.
const CROSSWALK: &str = "from_plan_id,to_plan_id,reason\n\
    99011CA0010001,99011CA0010001,\n\
    99011CA0010002,,Discontinued\n";

fn gather(file: &SourceFile) -> Batch {
    Batch::gather(std::slice::from_ref(file)).unwrap()
}

/// What is in the latest catalogue: the words of plan ids, sheets and successions.
async fn content(world: &World) -> Vec<String> {
    let mut unit = world.read().await;
    let head = unit.catalogue().latest().await.unwrap().unwrap();
    let mut all = Vec::new();
    for filing in unit.catalogue().filings(head.id).await.unwrap() {
        all.push(match unit.catalogue().content(&filing).await.unwrap() {
            FilingContent::Plans(plans) => {
                let ids: Vec<_> = plans.iter().map(|plan| plan.id.as_str()).collect();
                format!("plans {}: {}", filing.key.year, ids.join(" "))
            }
            FilingContent::Rates(sheets) => {
                let sheet = |s: &RateSheet| {
                    let prices = s.prices.to_text();
                    format!("{} {} {} {} {prices}", s.plan, s.area.number, s.from, s.until)
                };
                let sheets: Vec<_> = sheets.iter().map(sheet).collect();
                format!("rates {}: {}", filing.key.year, sheets.join(", "))
            }
            FilingContent::Crosswalk(rows) => {
                let to = |row: &Succession| row.to.as_ref().map_or("-", PlanId::as_str).to_owned();
                let rows: Vec<_> =
                    rows.iter().map(|row| format!("{} {}", row.from, to(row))).collect();
                format!("crosswalk {}: {}", filing.key.year, rows.join(", "))
            }
        });
    }
    all
}

fn rate(plan: &str, area: u8, (from, until): (&str, &str), prices: &str) -> RateSheet {
    RateSheet {
        plan: PlanId::parse(plan).unwrap(),
        area: RatingArea { state: "CA".into(), number: area },
        from: day(from),
        until: day(until),
        prices: Prices::from_text(prices).unwrap(),
    }
}

const QUARTERS: [(&str, &str); 3] =
    [("2027-01-01", "2027-03-31"), ("2027-04-01", "2027-06-30"), ("2027-07-01", "2027-09-30")];

#[tokio::test]
async fn files_that_do_not_overlap_end_the_same_one_by_one_in_any_order_and_all_at_once() {
    let world = World::new().await;
    let (medical, dental): (Vec<_>, Vec<_>) =
        ::demo::catalogue(2027).into_iter().partition(|plan| plan.line == Line::Medical);
    let quarter = |place: usize| {
        let sheets = [4, 5].map(|area| rate("99011CA0010001", area, QUARTERS[place], "0+:5"));
        world.rates(&format!("rates_{place}.xml"), &sheets)
    };
    let (first, second) = CROSSWALK.split_at(CROSSWALK.find("99011CA0010002").unwrap());
    let head = CROSSWALK.lines().next().unwrap();
    let files = [
        world.plans("medical.xml", &medical),
        world.plans("dental.xml", &dental),
        quarter(0),
        quarter(2),
        world.file("crosswalk_2027_a.csv", first),
        world.file("crosswalk_2027_b.csv", format!("{head}\n{second}")),
    ];
    let at_once = World::with(&Batch::gather(&files).unwrap()).await;
    let (expect, said) = (at_once.filings().await, content(&at_once).await);
    assert_eq!(expect.len(), 3, "plans, rates and crosswalk of one issuer and year");
    let orders = [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 1, 5, 0, 2, 4], [1, 0, 4, 5, 3, 2]];
    for order in orders {
        let world = World::new().await;
        for (place, number) in order.into_iter().zip(1..) {
            let outcome = world.operations.import(&gather(&files[place])).await.unwrap();
            assert_eq!(outcome, published(number, 1), "{}", files[place].name);
        }
        assert_eq!(world.filings().await, expect, "{order:?}");
        assert_eq!(content(&world).await, said, "{order:?}");
        for file in &files {
            let outcome = world.operations.import(&gather(file)).await.unwrap();
            assert_eq!(outcome, published(6, 0), "{} says nothing new", file.name);
        }
    }
}

#[tokio::test]
async fn new_rates_replace_those_whose_days_they_share_and_no_others() {
    let world = World::new().await;
    let [first, second, third] = QUARTERS;
    let (plan, other) = ("99011CA0010001", "99011CA0010002");
    let present = [
        rate(plan, 4, first, "0+:1"),
        rate(plan, 4, second, "0+:2"),
        rate(plan, 4, third, "0+:3"),
        rate(plan, 5, second, "0+:4"),
        rate(other, 4, second, "0+:5"),
    ];
    world.operations.import(&gather(&world.rates("a.xml", &present))).await.unwrap();
    let corrected = [rate(plan, 4, ("2027-06-30", "2027-09-01"), "0+:9")];
    let batch = gather(&world.rates("b.xml", &corrected));
    assert_eq!(world.operations.import(&batch).await.unwrap(), published(2, 1));
    assert_eq!(world.operations.import(&batch).await.unwrap(), published(2, 0));
    assert_eq!(
        content(&world).await,
        ["rates 2027: 99011CA0010001 4 2027-01-01 2027-03-31 0+:1, \
          99011CA0010001 4 2027-06-30 2027-09-01 0+:9, \
          99011CA0010001 5 2027-04-01 2027-06-30 0+:4, \
          99011CA0010002 4 2027-04-01 2027-06-30 0+:5"]
    );
    let mut unit = world.read().await;
    let head = unit.catalogue().latest().await.unwrap().unwrap();
    let filings = unit.catalogue().filings(head.id).await.unwrap();
    assert_eq!(filings[0].source, "a.xml, b.xml");
}

#[tokio::test]
async fn a_new_row_of_a_crosswalk_replaces_that_of_its_plan_and_no_other() {
    let world = World::new().await;
    world.operations.import(&gather(&world.file("walk_2026.csv", CROSSWALK))).await.unwrap();
    let corrected = "from_plan_id,to_plan_id\n99011CA0010002,99011CA0010009\n";
    let batch = gather(&world.file("corrected_2026.csv", corrected));
    assert_eq!(world.operations.import(&batch).await.unwrap(), published(2, 1));
    assert_eq!(
        content(&world).await,
        ["crosswalk 2026: 99011CA0010001 99011CA0010001, 99011CA0010002 99011CA0010009"]
    );
}

#[test]
fn two_crosswalks_that_disagree_are_named() {
    let world = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = world.path().join(name);
        std::fs::write(&path, text).unwrap();
        SourceFile { name: name.to_owned(), path, named: true }
    };
    let same = file("same_2026.csv", CROSSWALK);
    let first = file("first_2026.csv", CROSSWALK);
    let other = file("other_2026.csv", "from_plan_id,to_plan_id\n99011CA0010002,99011CA0010009\n");
    assert_eq!(Batch::gather(&[same, first.clone()]).unwrap().report().lines[0].successions, 2);
    let error = Batch::gather(&[other, first]).unwrap_err();
    assert!(matches!(error, ImportError::CrosswalksDisagree { year: 2026, .. }), "{error}");
    for part in ["first_2026.csv", "other_2026.csv", "99011CA0010002"] {
        assert!(error.to_string().contains(part), "{error} should name {part}");
    }
}

/// Cut at the limit it would still be a crosswalk, of fewer plans.
#[test]
fn a_crosswalk_that_is_too_long_is_refused_and_not_cut() {
    let folder = tempfile::tempdir().unwrap();
    let gather = |bytes: usize| {
        let path = folder.path().join("crosswalk_2026.csv");
        let mut text = CROSSWALK.to_owned();
        while text.len() < bytes {
            let blanks = " ".repeat((bytes - text.len() - 1).min(1_000));
            text.push_str(&blanks);
            text.push('\n');
        }
        std::fs::write(&path, text).unwrap();
        Batch::gather(&[SourceFile { name: "crosswalk_2026.csv".into(), path, named: true }])
    };
    let limit = 8 * 1024 * 1024;
    assert_eq!(gather(limit).unwrap().report().lines[0].successions, 2);
    let error = gather(limit + 1).unwrap_err();
    let is_too_large = matches!(error, ImportError::Format(FormatError::TooLarge { .. }));
    assert!(is_too_large && error.to_string().contains("crosswalk_2026.csv"), "{error}");
}

#[test]
fn a_file_that_was_asked_for_is_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str, named: bool| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        SourceFile { name: name.to_owned(), path, named }
    };
    let good = file("crosswalk_2026.csv", CROSSWALK, true);
    let [notes, letter] = ["notes.txt", "letter.txt"].map(|name| file(name, "Dear all,", false));
    let found = [good.clone(), notes.clone(), letter.clone()];
    let skipped = Batch::gather(&found).unwrap().report().skipped;
    assert_eq!(
        skipped.iter().map(|s| s.file.as_str()).collect::<Vec<_>>(),
        ["letter.txt", "notes.txt"]
    );

    let asked = |file: &SourceFile| SourceFile { named: true, ..file.clone() };
    let error = Batch::gather(&[good, asked(&notes), asked(&letter)]).unwrap_err();
    assert!(matches!(error, ImportError::NotImportable(_)), "{error}");
    let nothing = Batch::gather(&[notes, letter]).unwrap_err();
    assert!(matches!(nothing, ImportError::Nothing { .. }), "{nothing}");
    for error in [error, nothing] {
        for name in ["notes.txt", "letter.txt"] {
            assert!(error.to_string().contains(name), "{error} should name {name}");
        }
    }
}
