//! What the invented carrier has on file about the invented employers.

use crate::employers::{BAYSIDE_ID, CYPRESS_ID, TIDEWATER_ID};
use domain::Cents;
use domain::group::{Ein, GroupNumber};
use domain::id::EmployerId;

/// What is on file about an employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFile {
    /// The employer.
    pub employer: EmployerId,
    /// The carrier's number of it.
    pub number: GroupNumber,
    /// Its employer identification number; no company has one that ends in so many zeros.
    pub ein: Ein,
    /// The amount of its last invoice.
    pub last_invoice: Cents,
}

/// What is on file about each.
pub fn files() -> Vec<DemoFile> {
    let all = [
        (BAYSIDE_ID, "HH104233", "940000017", 1_284_050),
        (CYPRESS_ID, "HH117805", "940000025", 3_871_215),
        (TIDEWATER_ID, "HH120946", "940000033", 642_890),
    ];
    let file = |(employer, number, ein, cents)| {
        Some(DemoFile {
            employer,
            number: GroupNumber::parse(number).ok()?,
            ein: Ein::parse(ein).ok()?,
            last_invoice: Cents::new(cents),
        })
    };
    all.into_iter().filter_map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_invented_employer_is_on_file() {
        let ids: Vec<EmployerId> = files().iter().map(|file| file.employer).collect();
        assert_eq!(ids, [BAYSIDE_ID, CYPRESS_ID, TIDEWATER_ID]);
    }
}
