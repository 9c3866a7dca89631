//! How long the large writes and reads take, on both databases.
//!
//! ```text
//! crates/store/with-postgres cargo run --release -p store-tests --example measure
//! ```

use domain::catalogue::{FilingContent, FilingKey};
use domain::employer::EmployerKind;
use domain::id::{IssuerId, ScenarioId};
use domain::place::{County, Zip};
use domain::renewal::scenario::{SCENARIOS_MAX, SavedScenario};
use std::fmt::Write as _;
use std::time::Instant;
use store::{Store, StoreError};
use store_postgres::PostgresStore;
use store_sqlite::SqliteStore;
use store_tests::fixture::{
    area, day, employer, employment, families, filing, head, moment, plan, roster, scenario, sheet,
};

const AREAS: u8 = 19;
const PLANS: u32 = 600;
const QUARTERS: [(&str, &str); 4] = [
    ("2026-01-01", "2026-03-31"),
    ("2026-04-01", "2026-06-30"),
    ("2026-07-01", "2026-09-30"),
    ("2026-10-01", "2026-12-31"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let folder = tempfile::TempDir::new()?;
        let path = folder.path().join("measure.db");
        println!("SQLite");
        measure(&SqliteStore::open(&path.display().to_string()).await?).await?;
        println!("PostgreSQL");
        measure(&PostgresStore::connect(&std::env::var("POSTGRES_DATABASE_URL")?).await?).await?;
        Ok(())
    })
}

async fn measure(store: &dyn Store) -> Result<(), StoreError> {
    store.migrate().await?;
    rosters(store).await?;
    scenarios(store).await?;
    places(store).await?;
    catalogue(store).await
}

fn say(what: &str, began: Instant) {
    println!("  {what:<44} {:>7.1} ms", began.elapsed().as_secs_f64() * 1_000.0);
}

async fn rosters(store: &dyn Store) -> Result<(), StoreError> {
    let now = "2025-11-01T08:00:00Z";
    for (people, id) in [(100, 1), (10_000, 2), (50_000, 3)] {
        let one = employer(id, EmployerKind::Group);
        let mut census = families(people / 4);
        for household in &mut census.households {
            household.employee.employment = employment();
        }
        let began = Instant::now();
        let mut unit = store.begin().await?;
        unit.employer().save(&one, moment(now)).await?;
        unit.roster().insert(one.id, &roster(id, now), &census).await?;
        unit.commit().await?;
        say(&format!("write a roster of {people}"), began);
        let began = Instant::now();
        store.begin_read().await?.roster().latest(one.id).await?;
        say(&format!("read a roster of {people}"), began);
    }
    Ok(())
}

/// As many as a renewal may have, each changed a few times.
async fn scenarios(store: &dyn Store) -> Result<(), StoreError> {
    let all: Vec<SavedScenario> =
        (0..SCENARIOS_MAX as u128).map(|id| scenario(id, "Under 5%")).collect();
    let mut unit = store.begin().await?;
    for scenario in &all {
        unit.scenario().insert(scenario).await?;
    }
    unit.commit().await?;
    let began = Instant::now();
    for (scenario, based_on) in (1..=10).flat_map(|n| all.iter().map(move |one| (one, n))) {
        let mut unit = store.begin().await?;
        unit.scenario().save(scenario, based_on).await?;
        unit.commit().await?;
    }
    say(&format!("save a scenario, {} times", all.len() * 10), began);
    let SavedScenario { employer, effective_on, .. } = all[0];
    for _ in 0..2 {
        let began = Instant::now();
        let found = store.begin_read().await?.scenario().list(employer, effective_on).await?;
        say(&format!("read {} scenarios", found.len()), began);
        let began = Instant::now();
        store.begin_read().await?.scenario().pulse(employer, effective_on).await?;
        say("ask for the pulse", began);
        let began = Instant::now();
        let id = ScenarioId(uuid::Uuid::from_u128(1));
        store.begin_read().await?.scenario().lookup(employer, id).await?;
        say("read a scenario", began);
    }
    Ok(())
}

async fn places(store: &dyn Store) -> Result<(), StoreError> {
    let all: Vec<(Zip, County)> = (0..53_612)
        .filter_map(|n| {
            let county = County { fips: n, name: "Somewhere".into(), state: "CA".into() };
            Some((Zip::parse(&format!("{:05}", n / 2)).ok()?, county))
        })
        .collect();
    for what in ["write 53,612 ZIP counties", "write them again"] {
        let began = Instant::now();
        let mut unit = store.begin().await?;
        unit.place().replace_zip_counties(&all).await?;
        unit.commit().await?;
        say(what, began);
    }
    Ok(())
}

async fn catalogue(store: &dyn Store) -> Result<(), StoreError> {
    let mut prices = String::from("0-14:30000,15:31000");
    for age in 16..64 {
        let _ = write!(prices, ",{age}:{}", 30_000 + age * 400);
    }
    prices.push_str(",64+:90000");
    let ids: Vec<String> = (0..PLANS).map(|n| format!("12345CA{n:03}0001")).collect();
    let plans = ids.iter().map(|id| plan(id, "Silver")).map(|mut plan| {
        plan.benefits = vec![plan.benefits[0].clone(); 60];
        plan
    });
    let sheets = ids.iter().flat_map(|id| {
        let prices = &prices;
        (1..=AREAS).flat_map(move |area| QUARTERS.map(|quarter| sheet(id, area, quarter, prices)))
    });
    let plans = filing(1, FilingContent::Plans(plans.collect()));
    let rates = filing(2, FilingContent::Rates(sheets.collect()));
    // The year before, so that there is something to pass over.
    let mut before = rates.clone();
    before.id.0 = uuid::Uuid::from_u128(3);
    before.key = FilingKey { issuer: IssuerId(12_345), year: 2025, ..before.key };

    let began = Instant::now();
    let mut unit = store.begin().await?;
    unit.catalogue().publish(&head(1), &[plans], &[]).await?;
    unit.commit().await?;
    say("publish 600 plans", began);
    let began = Instant::now();
    let mut unit = store.begin().await?;
    unit.catalogue().publish(&head(2), &[rates, before], &[]).await?;
    unit.commit().await?;
    say("publish 91,200 rates", began);

    for _ in 0..2 {
        let began = Instant::now();
        let mut unit = store.begin_read().await?;
        let found = unit.catalogue().sheets(head(2).id, &area(4), day("2026-05-01")).await?;
        say(&format!("read {} rates of an area", found.len()), began);
        let began = Instant::now();
        let found = unit.catalogue().plans(head(1).id, 2026, "CA").await?;
        say(&format!("read {} plans", found.len()), began);
    }
    Ok(())
}
