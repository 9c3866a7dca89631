//! Importing: all or nothing, the same in any order, repeatable, and nothing old is lost.

use crate::world::{World, day, invented_rates, one_employee, percent, real_year, shared_files};
use domain::catalogue::{FilingKey, FilingKind};
use domain::id::{IssuerId, PlanId};
use domain::plan::{Line, Plan};
use domain::rate::{Prices, RateSheet};
use domain::{Cents, price};
use operations::{Batch, ImportError, Outcome, SourceFile};

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
    assert_eq!(first, Outcome { catalogue: 1, new_filings: 12 });
    let filings = world.filings().await;
    let again = world.operations.import(batch).await.unwrap();
    assert_eq!(again, Outcome { catalogue: 1, new_filings: 0 });
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
    let mut published = 0;
    for file in files.iter().rev() {
        match Batch::gather(std::slice::from_ref(file)) {
            Ok(batch) => {
                published += 1;
                let outcome = world.operations.import(&batch).await.unwrap();
                assert_eq!(outcome, Outcome { catalogue: published, new_filings: 1 }, "{file:?}");
            }
            Err(error) => {
                assert!(matches!(error, ImportError::Nothing), "{error}");
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
    assert_eq!(outcome, Outcome { catalogue: 2, new_filings: 3 });
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
    let missing =
        SourceFile { name: "gone.xml".into(), path: world.folder.path().join("gone.xml") };
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
        SourceFile { name: name.to_owned(), path }
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
    assert_eq!(outcome, Outcome { catalogue: 3, new_filings: 1 });
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
        let gathered = Batch::gather(&[SourceFile { name: name.to_owned(), path: path.clone() }]);
        match (gathered, year) {
            (Ok(batch), Some(year)) => assert_eq!(batch.report().lines[0].year, year, "{name}"),
            (Err(ImportError::CrosswalkWithoutYear { file }), None) => assert_eq!(file, name),
            (other, _) => panic!("{name}: {other:?}"),
        }
    }
}
