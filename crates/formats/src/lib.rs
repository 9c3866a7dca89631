//! The files of the field: bytes in, values of `domain` out, and back.
//!
//! Each format is a module. Its reader takes the name of the file (for its errors) and the bytes,
//! believes nothing, and gives either domain values or an error that names the file and the place
//! in it. Everything is limited: bytes, rows, depth, lengths; no file can cost more memory than a
//! fixed multiple of the limits that stand at the head of its module.
//!
//! What goes out to people, a [`report`], a [`calendar`] and a [`trail`], is only written: values in,
//! bytes out. What goes to carriers' systems, [`x12`], is written and read.
//!
//! To add a format: give it a module with `read` (and `write` where we send it), let its errors be
//! variants of [`FormatError`], teach [`sniff`] to know it by its content, and test it by a table of
//! hostile inputs beside a round trip.

pub mod calendar;
pub mod crosswalk;
mod error;
pub mod geography;
pub mod qhp;
pub mod report;
pub mod roster;
mod sniff;
mod table;
pub mod trail;
pub mod x12;

pub use error::{Fault, FormatError, Place};
pub use sniff::{FileKind, SNIFF_BYTES, sniff};
