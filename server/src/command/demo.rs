//! `groupcover demo`

use crate::database;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Where the invented carrier's filings are written, and read from.
    #[arg(long, default_value = "demo-filings", value_name = "FOLDER")]
    folder: PathBuf,
}

pub(crate) async fn run(database_url: &str, demo: Demo) -> anyhow::Result<ExitCode> {
    let operations = database::operations(database_url).await?;
    operations.set_up_demo(&demo.folder).await?;
    println!("The demo is set up. Its filings are in {}.", demo.folder.display());
    Ok(ExitCode::SUCCESS)
}
