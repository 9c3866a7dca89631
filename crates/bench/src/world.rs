//! A database for the benchmarks of pages: the demo, as many plans as a large carrier files, two invented
//! groups of 96 and 10,000 employees whose renewals are open, and a prospect with 96 employees.

use crate::pricing::people;
use anyhow::Context;
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use domain::access::{Capabilities, Grant, Holder, Role};
use domain::census::Census;
use domain::contract::{Contract, Package};
use domain::contribution::Contribution;
use domain::date::{PlanYear, first_of_next_month};
use domain::employer::{Employer, EmployerKind};
use domain::id::{EmployerId, GrantId, PlanId, RosterId};
use domain::place::Zip;
use domain::plan::{Line, Plan};
use domain::rate::RateSheet;
use domain::renewal::WaitingPeriod;
use domain::roster::RosterHead;
use domain::{Cents, Percent};
use operations::{Batch, Clock, Operations, SourceFile};
use std::path::Path;
use std::sync::Arc;
use store::Store;
use store_sqlite::SqliteStore;
use uuid::Uuid;

/// The groups: how many employees each has. Their ids end in their place, from 1.
const GROUPS: [u32; 2] = [96, 10_000];
const FIRST_ID: u128 = 0x9e1e_0a52_5b3c_4c61_9f0e_1d2c_3b4a_0000;
/// The plans beside the demo's own are filed by other issuers, so many of the demo's medical ones.
const MORE_PLANS: usize = 56;
const ZIP: &str = "94110";
const AREA: u8 = 4;

/// The first id of the groups that renew as they are.
const FIRST_RENEWING: u128 = 0x9e1e_0a52_5b3c_4c61_9f0e_1d2c_3b4b_0000;

/// Fills a database with the demo and so many groups of ten whose last day for changes is over.
pub(crate) async fn renewing(store: &dyn Store, groups: u32, day: NaiveDate) -> anyhow::Result<()> {
    for place in 1..=groups {
        let id = EmployerId(Uuid::from_u128(FIRST_RENEWING + u128::from(place)));
        save(store, id, 10, day).await?;
    }
    Ok(())
}

/// Fills a database with so many groups whose renewals the demo's primary administrator can submit.
pub(crate) async fn submitting(
    store: &dyn Store,
    groups: u32,
    employees: u32,
    day: NaiveDate,
) -> anyhow::Result<Vec<EmployerId>> {
    let mut ids = Vec::new();
    for place in 1..=groups {
        let id = EmployerId(Uuid::from_u128(FIRST_ID + u128::from(place)));
        save(store, id, employees, day).await?;
        grant(store, id).await?;
        ids.push(id);
    }
    Ok(ids)
}

/// Fills a database and prints, a line a group: employees, id, renewal effective date. The prospect comes
/// last, with its word in place of a number.
pub(crate) fn fill(database: &str) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(database).await?);
        store.migrate().await?;
        let operations = Operations::new(Arc::clone(&store), Arc::new(Now));
        let folder = tempfile::tempdir()?;
        operations.set_up_demo(folder.path()).await?;
        let renews_on = first_of_next_month(first_of_next_month(Now.today()));
        for year in [renews_on.year() - 1, renews_on.year()] {
            operations.import(&more_plans(folder.path(), year)?).await?;
        }
        for (place, employees) in (1..).zip(GROUPS) {
            let id = EmployerId(Uuid::from_u128(FIRST_ID + place));
            save(&*store, id, employees, renews_on).await?;
            grant(&*store, id).await?;
            println!("{employees}\t{id}\t{renews_on}");
        }
        let prospect = EmployerId(Now.new_id());
        let [employees, _] = GROUPS;
        insert(
            &*store,
            &employer(prospect, employees, EmployerKind::Prospect, None),
            &people(employees),
        )
        .await?;
        println!("prospect\t{prospect}\t{renews_on}");
        Ok(())
    })
}

/// The demo's medical plans and their rates in one area, filed again by other issuers.
fn more_plans(folder: &Path, year: i32) -> anyhow::Result<Batch> {
    let invented: Vec<Plan> =
        ::demo::catalogue(year).into_iter().filter(|plan| plan.line == Line::Medical).collect();
    let sheets = ::demo::rates(year);
    let mut files = Vec::new();
    for (copy, start) in (1_u32..).zip((0..MORE_PLANS).step_by(invented.len())) {
        let take = (MORE_PLANS - start).min(invented.len());
        let renamed = |id: &PlanId| {
            PlanId::parse(&format!("{:05}{}", id.issuer().0 + copy, &id.as_str()[5..]))
                .unwrap_or_else(|_| id.clone())
        };
        let again = |plan: &Plan| Plan { id: renamed(&plan.id), ..plan.clone() };
        let plans: Vec<Plan> = invented.iter().take(take).map(again).collect();
        let rates: Vec<RateSheet> = sheets
            .iter()
            .filter(|sheet| sheet.area.number == AREA)
            .filter(|sheet| plans.iter().any(|plan| plan.id == renamed(&sheet.plan)))
            .map(|sheet| RateSheet {
                plan: renamed(&sheet.plan),
                // A copy at exactly the same price would be told apart by nothing.
                prices: dearer(&sheet.prices, i64::from(copy)),
                ..sheet.clone()
            })
            .collect();
        let mut bytes = Vec::new();
        formats::qhp::write_plans(&mut bytes, &plans).context("plans cannot be written")?;
        files.push(file(folder, &format!("more_plans_{copy}_{year}.xml"), &bytes)?);
        bytes.clear();
        formats::qhp::write_rates(&mut bytes, &rates).context("rates cannot be written")?;
        files.push(file(folder, &format!("more_rates_{copy}_{year}.xml"), &bytes)?);
    }
    Ok(Batch::gather(&files)?)
}

fn dearer(prices: &domain::rate::Prices, by: i64) -> domain::rate::Prices {
    match prices {
        domain::rate::Prices::ByAge(bands) => domain::rate::Prices::ByAge(
            bands.iter().map(|(band, cents)| (*band, *cents + Cents::new(by))).collect(),
        ),
        by_family @ domain::rate::Prices::ByFamily(_) => by_family.clone(),
    }
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<SourceFile> {
    let path = folder.join(name);
    std::fs::write(&path, bytes)?;
    Ok(SourceFile { name: name.to_owned(), path, named: true })
}

async fn save(
    store: &dyn Store,
    id: EmployerId,
    employees: u32,
    renews_on: NaiveDate,
) -> anyhow::Result<()> {
    let present = renews_on.checked_sub_months(Months::new(12)).context("a year ago exists")?;
    let plans: Vec<PlanId> =
        ::demo::catalogue(present.year()).into_iter().map(|plan| plan.id).step_by(8).collect();
    let percent = Percent::whole;
    let contract = Contract {
        year: PlanYear::starting(present)?,
        packages: vec![Package {
            name: "Everyone".to_owned(),
            classes: Vec::new(),
            plans: plans.clone(),
            contribution: Contribution::percent(percent(70), percent(35), percent(35)),
            waiting: WaitingPeriod::FirstOfMonthAfter(30),
        }],
    };
    let mut census: Census = people(employees);
    for (place, household) in census.households.iter_mut().enumerate() {
        household.employee.employment.enrolled = vec![plans[place % plans.len()].clone()];
    }
    insert(store, &employer(id, employees, EmployerKind::Demo, Some(renews_on)), &census).await?;
    let mut unit = store.begin().await?;
    unit.contract().save(id, &contract, Now.now()).await?;
    Ok(unit.commit().await?)
}

fn employer(
    id: EmployerId,
    employees: u32,
    kind: EmployerKind,
    renews_on: Option<NaiveDate>,
) -> Employer {
    let name = format!("Invented group of {employees}");
    Employer { id, name, kind, zip: Zip::parse(ZIP).ok(), county: None, renews_on }
}

async fn insert(store: &dyn Store, employer: &Employer, census: &Census) -> anyhow::Result<()> {
    let head = RosterHead {
        id: RosterId(Now.new_id()),
        source: "bench".to_owned(),
        taken_at: Now.now(),
        faults: Vec::new(),
    };
    let mut unit = store.begin().await?;
    unit.employer().save(employer, Now.now()).await?;
    unit.roster().insert(employer.id, &head, census).await?;
    Ok(unit.commit().await?)
}

/// Lets the demo's primary administrator see a group too.
async fn grant(store: &dyn Store, employer: EmployerId) -> anyhow::Result<()> {
    let person = ::demo::accounts().into_iter().next().context("the demo has people")?;
    let mut unit = store.begin().await?;
    let granted = Grant {
        employer,
        id: GrantId(Now.new_id()),
        holder: Holder::Account(person.account.id),
        role: Role::Primary,
        capabilities: Capabilities::ALL,
        ends_on: None,
        version: 1,
        granted_at: Now.now(),
        granted_by: None,
        revoked_at: None,
    };
    unit.access().insert_grant(&granted).await?;
    Ok(unit.commit().await?)
}

/// The machine's clock: the groups' renewals are open on the day of the run.
struct Now;

#[expect(clippy::disallowed_methods, reason = "what the browser looks at is open today")]
impl Clock for Now {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn today(&self) -> NaiveDate {
        chrono::Local::now().date_naive()
    }

    fn new_id(&self) -> Uuid {
        Uuid::new_v4()
    }

    fn fill(&self, bytes: &mut [u8]) {
        for (byte, random) in bytes.iter_mut().zip(Uuid::new_v4().as_bytes().iter().cycle()) {
            *byte = *random;
        }
    }
}
