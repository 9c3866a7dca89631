//! A server over a database, on a day that stands still.

use chrono::{DateTime, NaiveDate, Utc};
use credential::vault::{IndexKey, Vault};
use operations::{Clock, Operations, Secrets, Settings};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Store;
use uuid::Uuid;

/// The effective date of renewals whose last day for changes is over on that day.
pub(crate) const CLOSED: NaiveDate = match NaiveDate::from_ymd_opt(2026, 12, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The effective date of renewals that are open on it.
pub(crate) const OPEN: NaiveDate = match NaiveDate::from_ymd_opt(2027, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A server that gives ids from a number on, so that two of them give different ones.
pub(crate) fn server(store: &Arc<dyn Store>, first: u64) -> anyhow::Result<Operations> {
    let clock = Arc::new(Fixed(AtomicU64::new(first)));
    let settings = Settings { secrets: Some(secrets()?), ..Settings::default() };
    Ok(Operations::new(Arc::clone(store), clock).with(settings).showing_demo())
}

/// Keys that are no secret: what they seal is invented.
fn secrets() -> anyhow::Result<Secrets> {
    let key = "ZGVtby1rZXktd2hpY2gtaXMtbm90LXNlY3JldC1hdCE=";
    let vault = Vault::parse(&format!("bench:{key}"))?;
    Ok(Secrets { vault, index: IndexKey::parse(key)? })
}

/// A clock that stands still.
struct Fixed(AtomicU64);

impl Fixed {
    const TODAY: NaiveDate = match NaiveDate::from_ymd_opt(2026, 11, 24) {
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
