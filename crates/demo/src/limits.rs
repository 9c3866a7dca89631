//! The federal limits that the invented plans keep to. Years after the last row keep to its figures.

use chrono::NaiveDate;
use domain::rules::{Figure, Rule};

const fn figure(year: i32, value: i64, source: &'static str) -> Figure<i64> {
    match NaiveDate::from_ymd_opt(year, 1, 1) {
        Some(from) => Figure { from, value, source },
        None => panic!("every year has a first day"),
    }
}

/// The most that a person's out-of-pocket maximum may be, in dollars; a family's is twice that.
pub(crate) const OUT_OF_POCKET_MOST: Rule<i64> = Rule {
    text: "The yearly limit on cost sharing for one person, in dollars.",
    figures: &[
        figure(2024, 9_450, "CMS, Premium Adjustment Percentage … for the 2024 Benefit Year"),
        figure(2025, 9_200, "CMS, Premium Adjustment Percentage … for the 2025 Benefit Year"),
        figure(2026, 10_600, "90 FR 27074, Marketplace Integrity and Affordability, revised 2026"),
        figure(2027, 12_000, "CMS, Premium Adjustment Percentage … for 2027, January 29, 2026"),
    ],
};

/// The most that the out-of-pocket maximum of an HSA-eligible plan may be for one person, in dollars.
pub(crate) const HSA_OUT_OF_POCKET_MOST: Rule<i64> = Rule {
    text: "The yearly out-of-pocket limit of an HSA-eligible plan for one person, in dollars.",
    figures: &[
        figure(2024, 8_050, "Rev. Proc. 2023-23"),
        figure(2025, 8_300, "Rev. Proc. 2024-25"),
        figure(2026, 8_500, "Rev. Proc. 2025-19"),
        figure(2027, 8_700, "Rev. Proc. 2026-24"),
    ],
};

/// The least deductible of an HSA-eligible plan for one person, in dollars; a family's is twice that.
pub(crate) const HSA_DEDUCTIBLE_LEAST: Rule<i64> = Rule {
    text: "The least deductible of an HSA-eligible plan for one person, in dollars.",
    figures: &[
        figure(2024, 1_600, "Rev. Proc. 2023-23"),
        figure(2025, 1_650, "Rev. Proc. 2024-25"),
        figure(2026, 1_700, "Rev. Proc. 2025-19"),
        figure(2027, 1_750, "Rev. Proc. 2026-24"),
    ],
};
