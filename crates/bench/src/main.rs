//! How fast pricing and importing are, in one table; run in release with `./bench`.
//!
//! Targets are aims, not tests: whatever the figures are, the exit code is 0. To measure one more
//! thing, write a function that answers with [`Row`]s and call it in [`main`].

mod import;
mod pricing;
mod renewal;
mod renewing;
mod server;
mod submitting;
mod world;

use std::process::ExitCode;

/// A line of the table.
struct Row {
    name: String,
    figure: String,
    target: &'static str,
}

impl Row {
    fn new(name: impl Into<String>, figure: impl Into<String>, target: &'static str) -> Self {
        Self { name: name.into(), figure: figure.into(), target }
    }
}

fn main() -> ExitCode {
    // Peak memory is a process's own, so each import runs in a child of this one.
    let mut arguments = std::env::args().skip(1);
    if let Some(what) = arguments.next() {
        let done = match (what.as_str(), arguments.next()) {
            ("world", Some(database)) => world::fill(&database),
            _ => import::child(&what),
        };
        if let Err(error) = done {
            eprintln!("bench: {error:#}");
            return ExitCode::FAILURE;
        }
        return ExitCode::SUCCESS;
    }
    let mut rows = pricing::rows();
    rows.extend(renewal::rows());
    rows.extend(renewing::rows());
    rows.extend(submitting::rows());
    rows.extend(import::rows());
    print(&rows);
    ExitCode::SUCCESS
}

fn print(rows: &[Row]) {
    if cfg!(debug_assertions) {
        println!("These are figures of a debug build; run ./bench for real ones.");
    }
    let name = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    let figure = rows.iter().map(|row| row.figure.chars().count()).max().unwrap_or_default();
    println!("{:<name$}  {:>figure$}  Target", "What", "Figure");
    for row in rows {
        println!("{:<name$}  {:>figure$}  {}", row.name, row.figure, row.target);
    }
}
