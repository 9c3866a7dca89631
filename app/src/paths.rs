//! The addresses of the pages, in one place.

/// What this is, and the ways in.
pub const HOME: &str = "/";
/// A group's plans side by side.
pub const COMPARE: &str = "/compare";

/// The comparison of an employer's plans.
pub fn compare_employer(id: &str) -> String {
    format!("{COMPARE}?employer={id}")
}
