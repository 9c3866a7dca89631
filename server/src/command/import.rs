//! `groupcover import`

use crate::database;
use anyhow::Context;
use clap::Args;
use operations::{Batch, Outcome, Report, SourceFile, ZipTable};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files, or folders with all that is in them.
    #[arg(required = true, value_name = "FILE OR FOLDER")]
    paths: Vec<PathBuf>,
    /// A name for an issuer, since filings carry only its number: 12345="Harbor Health Plan".
    #[arg(long = "issuer-name", value_name = "ID=NAME", value_parser = issuer_name)]
    issuer_names: Vec<(domain::id::IssuerId, String)>,
}

fn issuer_name(text: &str) -> Result<(domain::id::IssuerId, String), String> {
    let (id, name) = text.split_once('=').ok_or("write it as 12345=Name")?;
    let five = id.len() == 5 && id.bytes().all(|byte| byte.is_ascii_digit());
    let number = id.parse().ok().filter(|_| five).ok_or("an issuer's id has five digits")?;
    let name = name.trim();
    if name.is_empty() {
        Err("the name is missing".to_owned())
    } else {
        Ok((domain::id::IssuerId(number), name.to_owned()))
    }
}

/// How deep folders are followed.
const DEPTH_MAX: usize = 16;

pub(crate) async fn run(database_url: &str, import: Import) -> anyhow::Result<ExitCode> {
    let began = Instant::now();
    let mut files = Vec::new();
    for path in &import.paths {
        collect(path, DEPTH_MAX, &mut files)?;
    }
    let batch = Batch::gather(&files)?;
    let operations = database::operations(database_url).await?;
    let outcome = operations.import(&batch).await?;
    for (issuer, name) in &import.issuer_names {
        operations.name_issuer(*issuer, name).await?;
    }
    print!("{}", in_words(&batch.report(), &outcome));
    eprintln!("{} files in {:.2} s", files.len(), began.elapsed().as_secs_f32());
    Ok(ExitCode::SUCCESS)
}

/// The files below a path. Links are not followed: a folder is what it holds.
fn collect(path: &Path, depth: usize, files: &mut Vec<SourceFile>) -> anyhow::Result<()> {
    let kind =
        std::fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if !kind.is_dir() {
        let (name, path) = (path.display().to_string(), path.to_owned());
        files.push(SourceFile { name, path, named: depth == DEPTH_MAX });
        return Ok(());
    }
    anyhow::ensure!(depth > 0, "{}: the folders are nested too deeply", path.display());
    let entries =
        std::fs::read_dir(path).with_context(|| format!("{} cannot be listed", path.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("{} cannot be listed", path.display()))?;
        if entry.file_type().is_ok_and(|kind| !kind.is_symlink()) {
            collect(&entry.path(), depth - 1, files)?;
        }
    }
    Ok(())
}

fn in_words(report: &Report, outcome: &Outcome) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    // Writing to a String cannot fail.
    let mut say = |line: String| {
        let _ = writeln!(text, "{line}");
    };
    for line in &report.lines {
        let mut parts = Vec::new();
        for (count, what) in [
            (line.medical, "medical plans"),
            (line.dental, "dental plans"),
            (line.rated, "plans with rates"),
            (line.rates, "rates"),
            (line.successions, "plans in the crosswalk"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        say(format!("issuer {:05}, {}: {}", line.issuer, line.year, parts.join(", ")));
        if !line.rates_only.is_empty() {
            let ids: Vec<_> = line.rates_only.iter().map(ToString::to_string).collect();
            say(format!("  rates without a plan, not offered: {}", ids.join(", ")));
        }
    }
    if report.zip_counties > 0 {
        say(format!("{} ZIP code and county pairs", report.zip_counties));
    }
    for skipped in &report.skipped {
        say(format!("skipped {}: {}", skipped.file, skipped.reason));
    }
    for (file, note) in &report.notes {
        say(format!("note {file}, {note}"));
    }
    let number = outcome.catalogue;
    match outcome.zip_table {
        ZipTable::NotInImport => {}
        ZipTable::Unchanged => say("the ZIP code table says nothing new".to_owned()),
        ZipTable::Replaced => say("replaced the ZIP code table".to_owned()),
    }
    match (outcome.new_filings, report.lines.is_empty()) {
        // There was nothing but ZIP codes: no catalogue needs to be spoken of.
        (0, true) => {}
        (0, false) => say(format!("nothing new: catalogue {number} stays as it is")),
        (n, _) => say(format!("published catalogue {number} with {n} new filings")),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_named_by_its_five_digits() {
        assert_eq!(
            issuer_name("12345=Harbor Health Plan"),
            Ok((domain::id::IssuerId(12_345), "Harbor Health Plan".into()))
        );
        for text in ["12345", "1234=Name", "abcde=Name", "12345= "] {
            assert!(issuer_name(text).is_err(), "{text:?}");
        }
    }
}
