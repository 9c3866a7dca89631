//! The command line. Each subcommand has a file.

pub(crate) mod audit;
pub(crate) mod demo;
pub(crate) mod import;
pub(crate) mod keys;
pub(crate) mod quote;
pub(crate) mod serve;

use crate::telemetry::LogFormat;
use clap::{Parser, Subcommand};

/// Small-group health coverage: every plan priced for a group's own people.
#[derive(Debug, Parser)]
#[command(name = "groupcover", version, propagate_version = true)]
pub(crate) struct Cli {
    /// The database: `sqlite:FILE` or `postgres://…`.
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        default_value = "sqlite:groupcover.db",
        hide_env_values = true
    )]
    pub(crate) database_url: String,
    /// How the log on standard error is written. `RUST_LOG` says how much.
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log: LogFormat,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the pages.
    Serve(serve::Serve),
    /// Import plans, rates, crosswalks and ZIP code tables: all of the files, or none.
    Import(import::Import),
    /// Price every plan for a census, for scripts and for checking.
    Quote(quote::QuoteArgs),
    /// Set up the demo: an invented carrier and invented employers. Safe to repeat.
    Demo(demo::Demo),
    /// Check or write out the audit trails: who did what.
    Audit(audit::Audit),
    /// Make keys, or seal everything again with a new one.
    Keys(keys::Keys),
}
