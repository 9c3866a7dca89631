//! Publishing to a thousand groups and renewing them as they are: what happens on one day of the month.

use crate::server::{CLOSED, server};
use crate::{Row, world};
use anyhow::ensure;
use operations::{Origin, SignedIn};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;
use store::Store;
use store_sqlite::SqliteStore;

/// How many groups there are.
const GROUPS: u32 = 1_000;

/// The lines of the table.
pub(crate) fn rows() -> Vec<Row> {
    let figures = figures().unwrap_or_else(|error| [format!("{error:#}"), String::new()]);
    let [published, renewed] = figures;
    vec![
        Row::new(format!("publishing to {GROUPS} groups at once"), published, ""),
        Row::new(format!("two servers renew {GROUPS} groups as they are"), renewed, ""),
    ]
}

fn figures() -> anyhow::Result<[String; 2]> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("bench.db").display().to_string();
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&file).await?);
        store.migrate().await?;
        let (here, there) = (server(&store, 1)?, server(&store, 1 << 40)?);
        here.set_up_demo(&folder.path().join("filings")).await?;
        let day = CLOSED;
        world::renewing(&*store, GROUPS, day).await?;

        let token = here.sign_in_demo("staff", &Origin::default(), &SignedIn::Nobody).await?;
        let signed_in = here.open_session(&token, true).await?;
        let viewer = signed_in.viewer().ok_or_else(|| anyhow::anyhow!("nobody is signed in"))?;
        let permit = here.authorize_staff(viewer)?;
        let groups = here.publishable(&permit, day).await?;
        let groups: BTreeSet<_> = groups.into_iter().map(|group| group.employer.id).collect();
        let began = Instant::now();
        let published = here.publish_renewals(&permit, 1, day, &groups).await?;
        let publishing = began.elapsed();
        ensure!(published == groups.len(), "{published} were published");

        let began = Instant::now();
        let (one, other) = tokio::join!(here.renew_as_is(), there.renew_as_is());
        let renewing = began.elapsed();
        let (one, other) = (one?, other?);
        ensure!(one.done + other.done >= GROUPS, "{one:?} and {other:?}");
        Ok([publishing, renewing].map(|time| format!("{:.2} s", time.as_secs_f64())))
    })
}
