//! An imported table of ZIP codes answers what the built-in one has to ask.

use crate::world::{World, day, invented_rates, one_employee, shared};
use domain::place::PlaceError;
use operations::{Batch, Outcome, PlaceQuestion, Question, QuoteError, SourceFile, ZipTable};

const ZIPS: &str = "State,CountyFIPS,County,ZipCode\n\
    CA,06001,Alameda,94501\n\
    CA,06001,Alameda,94550\n\
    CA,06085,Santa Clara,94550\n\
    NY,36061,New York,10001\n";

#[tokio::test]
async fn an_imported_table_narrows_the_county_question() {
    let world = World::new().await;
    let files = [
        world.plans("plans.xml", &::demo::catalogue(2027)[..5]),
        world.rates("rates.xml", &invented_rates(2027)),
    ];
    world.operations.import(&Batch::gather(&files).unwrap()).await.unwrap();
    let area = async |zip: &str| {
        let quote =
            world.operations.quote(&one_employee(), zip, None, day("2027-02-01"), None).await;
        quote.map(|quote| quote.workbench.area.number)
    };
    let asks = |answer: Result<u8, QuoteError>| {
        matches!(answer, Err(QuoteError::Place(PlaceError::ChooseCounty { .. })))
    };
    assert!(asks(area("94501").await));
    assert!(asks(area("94550").await));

    let table = Batch::gather(&[world.file("zips.csv", ZIPS)]).unwrap();
    assert_eq!(table.report().zip_counties, 4);
    let outcome = world.operations.import(&table).await.unwrap();
    // A table of places is no filing: the catalogue stays.
    let replaced = Outcome { catalogue: 1, new_filings: 0, zip_table: ZipTable::Replaced };
    assert_eq!(outcome, replaced);
    let again = world.operations.import(&table).await.unwrap();
    assert_eq!(again, Outcome { zip_table: ZipTable::Unchanged, ..replaced });
    assert_eq!(area("94501").await.unwrap(), 6);
    assert!(asks(area("94550").await));
    // What the table does not have is answered as before, what is not served stays so.
    assert_eq!(area("94110").await.unwrap(), 4);
    let unknown = area("10001").await.unwrap_err();
    assert!(matches!(unknown, QuoteError::Place(PlaceError::UnknownZip(_))), "{unknown}");

    let roster = "Name,DOB\nJo,1/1/1980\n";
    let place = PlaceQuestion { zip: Some("94501".to_owned()), county: None };
    let taken =
        world.operations.take_in_roster("a.csv", roster.as_bytes().to_vec(), place).await.unwrap();
    let question = Question {
        employer: Some(taken.employer.to_string()),
        effective: Some("2027-02-01".to_owned()),
        ..Question::default()
    };
    let answer = world.operations.compare(None, &question).await.unwrap();
    assert_eq!((answer.faults.len(), answer.counties.len()), (0, 0));
    assert_eq!(answer.group.unwrap().workbench.unwrap().area.number, 6);
}

#[tokio::test]
async fn the_real_table_narrows_it_too() {
    let Some(path) = shared("reference/zip_county_2024.csv") else { return };
    let world = World::new().await;
    let files = [
        world.plans("plans.xml", &::demo::catalogue(2027)[..5]),
        world.rates("rates.xml", &invented_rates(2027)),
        SourceFile { name: "zip_county_2024.csv".to_owned(), path, named: true },
    ];
    let batch = Batch::gather(&files).unwrap();
    assert_eq!(batch.report().zip_counties, 53_612);
    world.operations.import(&batch).await.unwrap();
    for (zip, county, area) in [
        ("94501", None, Some(6)),
        ("94612", None, Some(6)),
        ("90601", None, Some(15)),
        ("20001", None, Some(1)),
        ("94303", None, None),
        ("94303", Some("Santa Clara"), Some(7)),
    ] {
        let at = day("2027-02-01");
        let quote = world.operations.quote(&one_employee(), zip, county, at, None).await;
        assert_eq!(quote.ok().map(|quote| quote.workbench.area.number), area, "{zip} {county:?}");
    }
}

#[tokio::test]
async fn two_tables_of_zip_codes_count_once_where_they_agree() {
    let world = World::new().await;
    let second =
        "ZipCode,CountyFIPS,County,State\n94550,06085,Santa Clara,CA\n94588,06001,Alameda,CA\n";
    let files = [world.file("zips.csv", ZIPS), world.file("zips_2.csv", second)];
    let batch = Batch::gather(&files).unwrap();
    assert_eq!(batch.report().zip_counties, 5);
    let outcome = world.operations.import(&batch).await.unwrap();
    let replaced = Outcome { catalogue: 0, new_filings: 0, zip_table: ZipTable::Replaced };
    assert_eq!(outcome, replaced);
    let kept = world.read().await.place().zip_counties().await.unwrap();
    assert_eq!(kept.len(), 5);
}
