//! The nouns of small-group health coverage and the pure rules about them.
//!
//! Nothing in here reads a file, a clock, a database or a random number: time and ids arrive as
//! parameters, so every rule can be tested by a table and runs unchanged in the browser, on the
//! server and on the command line.
//!
//! The heart is one value and one function: a [`Workbench`] holds all that a screen about a group's
//! plans needs, and [`price`] turns it, with what the employer contributes, into every figure that
//! the screen shows. A [`renewal`] is two of them, this year's and next year's, and a [`Scenario`].
//!
//! To add a rule: give it a module named by its noun, put each figure it leans on into [`rules`]
//! with its source and dates, and test it by a table of cases with the arithmetic written out.

pub mod access;
pub mod audit;
pub mod catalogue;
pub mod census;
pub mod contract;
pub mod contribution;
pub mod date;
pub mod designation;
pub mod election;
pub mod employer;
#[cfg(test)]
mod fixture;
pub mod group;
pub mod id;
pub mod money;
pub mod outbox;
pub mod place;
pub mod plan;
pub mod pricing;
pub mod rate;
pub mod renewal;
pub mod roster;
pub mod rules;
pub mod submission;
pub mod usage;
pub mod word;
pub mod workbench;

pub use money::{Cents, Percent};
pub use pricing::{Counted, Priced, Pricer, Split, price};
pub use renewal::Scenario;
pub use workbench::Workbench;
