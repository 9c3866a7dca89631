//! Many employers submit at the same moment, as on the last day of a month.

use crate::server::{OPEN, server};
use crate::{Row, world};
use anyhow::{Context, ensure};
use domain::submission::{Override, Weight};
use operations::access::Sensitive;
use operations::need::{PlanRenewal, SubmitRenewal};
use operations::submission::Submit;
use operations::{Operations, Origin, Permit, SignedIn};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Store;
use store_sqlite::SqliteStore;
use tokio::sync::Barrier;

/// How many submit at once, each for a group of its own.
const EMPLOYERS: u32 = 50;
/// How many employees each group has.
const EMPLOYEES: u32 = 96;
/// How often so many do, each time others.
const ROUNDS: u32 = 6;

/// The lines of the table.
pub(crate) fn rows() -> Vec<Row> {
    let figure = figure().unwrap_or_else(|error| format!("{error:#}"));
    let name = format!("{EMPLOYERS} employers of {EMPLOYEES} submit at once: median, p95");
    vec![Row::new(name, figure, "p95 300 ms")]
}

fn figure() -> anyhow::Result<String> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("bench.db").display().to_string();
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&file).await?);
        store.migrate().await?;
        let here = server(&store, 1)?;
        here.set_up_demo(&folder.path().join("filings")).await?;
        let ids = world::submitting(&*store, ROUNDS * EMPLOYERS, EMPLOYEES, OPEN).await?;
        let token = here.sign_in_demo("primary", &Origin::default(), &SignedIn::Nobody).await?;
        let signed_in = here.open_session(&token, true).await?;
        let viewer = signed_in.viewer().context("nobody is signed in")?;

        let mut times = Vec::new();
        for ids in ids.chunks(usize::try_from(EMPLOYERS)?) {
            let gun = Arc::new(Barrier::new(ids.len()));
            let mut running = Vec::new();
            for id in ids {
                let plans: Permit<PlanRenewal> = here.authorize(viewer, &id.to_string()).await?;
                let submit = reviewed(&here, &plans).await?;
                let permit = here.authorize_sensitive(viewer, &id.to_string()).await?;
                let one = one(here.clone(), permit, submit, Arc::clone(&gun));
                running.push(tokio::spawn(one));
            }
            for one in running {
                times.push(one.await??);
            }
        }
        times.sort_unstable();
        let at = |percent: usize| {
            let place = (times.len() * percent).div_ceil(100).saturating_sub(1);
            times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        Ok(format!("{:.0}, {:.0} ms", at(50), at(95)))
    })
}

/// What whoever looked the renewal over would submit: that it goes on as it is.
async fn reviewed(here: &Operations, permit: &Permit<PlanRenewal>) -> anyhow::Result<Submit> {
    let (_, review) = here.review_renewal(permit, &OPEN.to_string(), None).await?;
    let review = review.context("the renewal is open")?;
    let blocked = review.findings.iter().find(|finding| finding.weight == Weight::Block);
    ensure!(blocked.is_none(), "it cannot be submitted: {blocked:?}");
    let warnings = review.findings.iter().filter(|finding| finding.weight == Weight::Warning);
    let reason = "It is measured.".to_owned();
    Ok(Submit {
        key: review.key,
        scenario: None,
        pulse: review.pulse,
        catalogue: review.filed.catalogue,
        overrides: warnings.map(|f| Override { rule: f.rule, reason: reason.clone() }).collect(),
        name: "Dana Whitfield".to_owned(),
        attested: true,
    })
}

/// How long the server takes for one of them, from the moment at which all begin.
async fn one(
    here: Operations,
    permit: Sensitive<SubmitRenewal>,
    submit: Submit,
    gun: Arc<Barrier>,
) -> anyhow::Result<Duration> {
    gun.wait().await;
    let began = Instant::now();
    here.submit_renewal(&permit, &OPEN.to_string(), &submit).await?;
    Ok(began.elapsed())
}
