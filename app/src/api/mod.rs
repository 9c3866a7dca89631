//! Server functions, by topic. Each is a public endpoint: authorize, parse, call `operations`, map.
//!
//! To add one: write it in its topic's file, at most fifteen lines, and give it a row in the table
//! of who may call what (`server/src/access.rs`); a test fails until it has one.

pub mod account;
pub mod broker;
pub mod compare;
pub mod contract;
pub mod designation;
pub mod election;
pub mod error;
pub mod passkey;
pub mod renewal;
pub mod review;
pub mod session;
pub mod sign_in;
pub mod staff;
pub mod submission;
pub mod trail;
pub mod user;

pub use error::ApiError;
