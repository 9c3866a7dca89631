//! The use cases on SQLite: importing, quoting, comparing, taking in rosters, audit
//! trails, mail, the carrier's side of renewals, the demo.
//!
//! Real filings are read where they are at hand (see `world::shared`); everything else is written
//! by the tests themselves.

#![expect(clippy::unwrap_used, reason = "in helpers of tests, which clippy does not know as such")]

mod access;
mod audit;
mod demo;
mod designation;
#[path = "../../../formats/tests/engine/mod.rs"]
mod engine;
mod import;
mod keys;
mod mail;
mod place;
mod quote;
mod reckoning;
mod renewal;
mod report;
mod review;
mod roster;
mod sign_in;
mod staff;
mod submission;
mod user;
mod world;
