//! A renewal: what a group has now, what it gets if nothing is done, and what else it could offer.

pub mod affordability;
pub mod scenario;
pub mod waiting;

pub use scenario::Scenario;
