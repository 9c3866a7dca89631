//! Charts, drawn as SVG. Each can be read without colour, says in words what it shows, and stands beside
//! a table of its figures. Lengths are percentages of the width, so that text keeps its size.

mod histogram;
mod waterfall;

pub use histogram::{Histogram, Spread};
pub use waterfall::{Step, Waterfall, is_cut};
