//! A renewal: what a group has now, what it gets if nothing is done, and what else it could offer.

pub mod affordability;
pub mod bench;
pub mod reckon;
pub mod scenario;
pub mod solve;
pub mod waiting;

pub use bench::{Employee, LINES, RenewalBench, Successor};
pub use reckon::{Cause, Impact, Reckoned, Reckoner};
pub use scenario::Scenario;
