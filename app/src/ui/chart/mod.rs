//! Charts, drawn by ourselves: readable without colour, with a table behind each.

mod histogram;

pub use histogram::{Histogram, Spread};
