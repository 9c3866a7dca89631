//! Groupcover's one binary: serves the pages, imports what issuers file, quotes on the command line,
//! sets up the demo.

#[cfg(test)]
mod access;
mod clock;
mod command;
mod core_system;
mod database;
mod jobs;
mod mail;
mod router;
mod telemetry;

use clap::Parser;
use command::{Cli, Command};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::start(cli.log);
    let done = match cli.command {
        Command::Serve(serve) => command::serve::run(&cli.database_url, serve).await,
        Command::Import(import) => command::import::run(&cli.database_url, import).await,
        Command::Quote(quote) => command::quote::run(&cli.database_url, quote).await,
        Command::Keys(keys) => command::keys::run(&cli.database_url, keys).await,
        Command::Audit(audit) => command::audit::run(&cli.database_url, audit).await,
        Command::Demo(demo) => command::demo::run(&cli.database_url, demo).await,
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("groupcover: {error:#}");
            ExitCode::FAILURE
        }
    }
}
