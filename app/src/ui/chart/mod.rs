//! Charts, drawn as SVG. Each can be read without colour, says in words what it shows, and stands beside
//! a table of its figures. A chart is as wide as its place: lengths are parts of a whole in thousandths,
//! so that nothing is measured and no floating-point number is written.

mod bars;
mod histogram;
mod lines;
mod waterfall;

pub use bars::Bars;
pub use histogram::{Histogram, Spread};
pub use lines::{LINES_MAX, Line, Lines, Plot, at};
pub use waterfall::{Step, Waterfall, is_cut};

use domain::Cents;

/// The part that an amount is of the length of an axis, in thousandths; never beyond its end.
fn part(amount: Cents, top: Cents) -> i64 {
    (amount.get() * 1_000 / top.get().max(1)).clamp(0, 1_000)
}

/// A length in thousandths as the attribute of a shape: `43.7%`.
fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_cut_off_at_the_ends_of_its_axis() {
        for (amount, top, expect) in [
            (0, 100, "0.0%"),
            (437, 1_000, "43.7%"),
            (999, 1_000, "99.9%"),
            (1_200, 1_000, "100.0%"),
            (-5, 1_000, "0.0%"),
            (5, 0, "100.0%"),
        ] {
            let part = part(Cents::new(amount), Cents::new(top));
            assert_eq!(percent(part), expect, "{amount} of {top}");
        }
    }
}
