//! Numbers of things, in words.

use std::fmt::Display;

/// So many of something: `1 employee`, `2 employees`.
pub fn count<N: Copy + Display + PartialEq + From<u8>>(number: N, one: &str, many: &str) -> String {
    let noun = if number == N::from(1) { one } else { many };
    format!("{number} {noun}")
}

/// So many employees: `1 employee`, `2 employees`.
pub fn employees<N: Copy + Display + PartialEq + From<u8>>(number: N) -> String {
    count(number, "employee", "employees")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_everything_else_is_many() {
        assert_eq!(employees(0_usize), "0 employees");
        assert_eq!(employees(1_u32), "1 employee");
        assert_eq!(count(28_i64, "person pays", "people pay"), "28 people pay");
    }
}
