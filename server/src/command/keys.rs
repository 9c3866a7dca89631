//! `groupcover keys`

use crate::clock::SystemClock;
use crate::database;
use anyhow::Context;
use clap::{Args, Subcommand};
use credential::vault::{IndexKey, KEY_LENGTH, Vault, key_text};
use operations::{Clock, Secrets, Settings};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print a new key, for `GROUPCOVER_KEYS` (in front of those that are there, with an id) or
    /// `GROUPCOVER_INDEX_KEY`.
    New(New),
    /// Seal everything again that was sealed with a former key, so that it can be left away.
    ///
    /// Put the new key in front of `GROUPCOVER_KEYS`, start the servers with it, then run this. Ends with 2
    /// where something does not open with any of the keys.
    Rotate(KeyArgs),
}

#[derive(Debug, Args)]
struct New {
    /// What the key is called, in small letters and digits, such as `2027-01`. Without it, the bare key.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

/// The keys, from the command line or, better, the environment.
#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    /// The keys that people's secrets are sealed with, `id:base64,…`: the first one seals, the others
    /// still open. `groupcover keys new` makes one.
    #[arg(long, env = "GROUPCOVER_KEYS", hide_env_values = true, value_name = "KEYS")]
    keys: Option<String>,
    /// The key by which equal secrets are found, in base64.
    #[arg(long, env = "GROUPCOVER_INDEX_KEY", hide_env_values = true, value_name = "KEY")]
    index_key: Option<String>,
}

/// The demo's keys, which are no secret: what they seal is invented.
const DEMO_KEYS: &str = "demo:ZGVtby1rZXktd2hpY2gtaXMtbm90LXNlY3JldC1hdCE=";
const DEMO_INDEX_KEY: &str = "ZGVtby1pbmRleC1rZXktd2hpY2gtaXMtbm90LWhpZCE=";

impl KeyArgs {
    /// The keys. Only the demo has any by itself.
    pub(crate) fn secrets(&self, demo: bool) -> anyhow::Result<Secrets> {
        let (keys, index) = match (&self.keys, &self.index_key) {
            (Some(keys), Some(index)) => (keys.as_str(), index.as_str()),
            (None, None) if demo => (DEMO_KEYS, DEMO_INDEX_KEY),
            _ => anyhow::bail!(
                "set GROUPCOVER_KEYS (id:base64) and GROUPCOVER_INDEX_KEY (base64): `groupcover keys new` \
                 makes them; to look around, use serve --demo"
            ),
        };
        Ok(Secrets {
            vault: Vault::parse(keys).context("GROUPCOVER_KEYS cannot be used")?,
            index: IndexKey::parse(index).context("GROUPCOVER_INDEX_KEY cannot be used")?,
        })
    }
}

pub(crate) async fn run(database_url: &str, keys: Keys) -> anyhow::Result<ExitCode> {
    match keys.what {
        What::New(new) => {
            let mut random = [0; KEY_LENGTH];
            SystemClock::default().fill(&mut random);
            let key = key_text(&random);
            println!("{}{}", new.id.map(|id| format!("{id}:")).unwrap_or_default(), *key);
            Ok(ExitCode::SUCCESS)
        }
        What::Rotate(keys) => rotate(database_url, &keys).await,
    }
}

async fn rotate(database_url: &str, keys: &KeyArgs) -> anyhow::Result<ExitCode> {
    let secrets = Some(keys.secrets(false)?);
    let settings = Settings { secrets, ..Settings::default() };
    let operations = database::operations(database_url).await?.with(settings);
    let found = operations.reseal().await.context("not everything could be sealed again")?;
    println!(
        "{} sealed again, {} sealed with this key already, {} not opened",
        found.resealed, found.current, found.closed
    );
    Ok(if found.closed == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(keys: Option<&str>, index_key: Option<&str>) -> KeyArgs {
        KeyArgs { keys: keys.map(str::to_owned), index_key: index_key.map(str::to_owned) }
    }

    #[test]
    fn nothing_is_served_without_secrets_outside_the_demo() {
        assert!(given(None, None).secrets(true).is_ok());
        let refused = given(None, None).secrets(false).unwrap_err().to_string();
        assert!(refused.contains("GROUPCOVER_KEYS"), "{refused}");
        for demo in [true, false] {
            assert!(given(Some(DEMO_KEYS), None).secrets(demo).is_err());
        }
        let short = given(Some("a:c2hvcnQ="), Some(DEMO_INDEX_KEY)).secrets(false);
        let refused = format!("{:#}", short.unwrap_err());
        assert!(!refused.contains("c2hvcnQ"), "a key is never told: {refused}");
    }

    #[test]
    fn a_key_that_is_made_can_be_used() {
        let mut random = [0; KEY_LENGTH];
        SystemClock::default().fill(&mut random);
        let key = key_text(&random);
        let keys = format!("2027-01:{}", *key);
        assert!(given(Some(&keys), Some(&key)).secrets(false).is_ok());
    }
}
