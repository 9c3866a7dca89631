//! `groupcover audit`

use crate::database;
use anyhow::Context;
use clap::{Args, Subcommand};
use domain::audit::Head;
use domain::audit::chain::CARRIER;
use domain::id::EmployerId;
use operations::{Operations, VerifiedTrail};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check that every trail is as it was written, and print where each ends.
    ///
    /// Note elsewhere what is printed: who can write to the database can make a whole new trail, but
    /// not one that holds what was noted. Ends with 2 where something was changed.
    Verify(Verify),
    /// Write the trail of an employer, or the carrier's own, as CSV.
    Export(Export),
}

#[derive(Debug, Args)]
struct Verify {
    /// What this command printed before; each line must still hold.
    #[arg(long, value_name = "FILE")]
    noted: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Export {
    /// The employer's id. Without one it is the carrier's own trail.
    #[arg(long, value_name = "ID")]
    employer: Option<EmployerId>,
}

pub(crate) async fn run(database_url: &str, audit: Audit) -> anyhow::Result<ExitCode> {
    match audit.what {
        What::Verify(verify) => {
            let noted = verify.noted.map_or(Ok(Vec::new()), |path| noted(&path))?;
            Ok(tell(&database::operations(database_url).await?.verify_trails(&noted).await?))
        }
        What::Export(export) => write(&database::operations(database_url).await?, export).await,
    }
}

/// The heads that a file names, one a line.
fn noted(path: &Path) -> anyhow::Result<Vec<Head>> {
    let name = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("{name} cannot be read"))?;
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines.map(|(line, n)| line.parse().with_context(|| format!("{name}: line {n}"))).collect()
}

/// Says what is wrong, and prints the heads of those trails with which nothing is.
fn tell(trails: &[VerifiedTrail]) -> ExitCode {
    let (mut heads, mut faulty) = (String::new(), 0);
    for trail in trails {
        let whose = trail.employer.map_or_else(|| CARRIER.to_owned(), |id| id.to_string());
        for fault in &trail.faults {
            eprintln!("{whose}: {fault}");
        }
        match trail.head {
            Some(head) if trail.faults.is_empty() => {
                let _ = writeln!(heads, "{head}");
            }
            _ => faulty += usize::from(!trail.faults.is_empty()),
        }
    }
    print!("{heads}");
    let rows: u64 = trails.iter().map(|trail| trail.rows).sum();
    eprintln!("{} trails with {rows} events; {faulty} not as they were written", trails.len());
    if faulty == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

async fn write(operations: &Operations, export: Export) -> anyhow::Result<ExitCode> {
    let count = operations.export_trail(export.employer, std::io::stdout()).await?;
    eprintln!("{count} events");
    Ok(ExitCode::SUCCESS)
}
