//! Publishing to a thousand groups and renewing them as they are: what happens on one day of the month.

use crate::{Row, world};
use anyhow::ensure;
use chrono::{DateTime, NaiveDate, Utc};
use credential::vault::{IndexKey, Vault};
use operations::{Clock, Operations, Origin, Secrets, Settings, SignedIn};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use store::Store;
use store_sqlite::SqliteStore;
use uuid::Uuid;

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
        let server = |first: u64| {
            let clock = Arc::new(Fixed(AtomicU64::new(first)));
            let settings = Settings { secrets: Some(secrets()?), ..Settings::default() };
            anyhow::Ok(Operations::new(Arc::clone(&store), clock).with(settings).showing_demo())
        };
        let (here, there) = (server(1)?, server(1 << 40)?);
        here.set_up_demo(&folder.path().join("filings")).await?;
        let day = Fixed::RENEWS_ON;
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

/// Keys that are no secret: what they seal is invented.
fn secrets() -> anyhow::Result<Secrets> {
    let key = "ZGVtby1rZXktd2hpY2gtaXMtbm90LXNlY3JldC1hdCE=";
    let vault = Vault::parse(&format!("bench:{key}"))?;
    Ok(Secrets { vault, index: IndexKey::parse(key)? })
}

/// A clock that stands still on a day after the last one for changes.
struct Fixed(AtomicU64);

impl Fixed {
    const TODAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 24) {
        Some(day) => day,
        None => NaiveDate::MIN,
    };
    const RENEWS_ON: NaiveDate = match NaiveDate::from_ymd_opt(2026, 12, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    };
}

impl Clock for Fixed {
    fn now(&self) -> DateTime<Utc> {
        Self::TODAY.and_time(chrono::NaiveTime::MIN).and_utc()
    }

    fn today(&self) -> NaiveDate {
        Self::TODAY
    }

    fn new_id(&self) -> Uuid {
        Uuid::from_u128(1 << 64 | u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }

    fn fill(&self, bytes: &mut [u8]) {
        for some in bytes.chunks_mut(8) {
            let drawn = self.0.fetch_add(1, Ordering::Relaxed);
            let drawn = drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
            some.copy_from_slice(&drawn[..some.len()]);
        }
    }
}
