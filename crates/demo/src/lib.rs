//! An invented world to look around in: the carrier Harbor Health Plan in California, its plans,
//! rates and crosswalk for any year, and three employers with their people.
//!
//! Nothing here is read from a clock or drawn at random. A catalogue follows from its year alone,
//! the employers from the day that counts as today; so the demo never goes stale, and whoever looks
//! at it twice sees the same.
//!
//! The rooms: [`catalogue`] begins with the table of designs in `design`, which `standing` carries
//! from year to year and `shares` puts into the words of a filing; [`rates`] and [`crosswalk`]
//! read the same two. [`employers`] puts the tables of `roster` to dates.
//!
//! To add a plan, add a row to the table of designs under a number that was never used; to change
//! what happens from year to year, see `standing`.

mod accounts;
mod crosswalk;
mod dental;
mod design;
mod employers;
mod file;
mod limits;
mod noise;
mod people;
mod plans;
mod rates;
mod roster;
mod shares;
mod standing;
#[cfg(test)]
mod tests;

pub use accounts::{BROKERAGE, DemoAccount, DemoGrant, accounts, brokerage};
pub use crosswalk::crosswalk;
pub use employers::{BAYSIDE_ID, CYPRESS_ID, DemoEmployer, TIDEWATER_ID, employers, years};
pub use file::{DemoFile, files};
pub use plans::catalogue;
pub use rates::rates;

use chrono::NaiveDate;
use domain::id::{IssuerId, PlanId};

/// The HIOS id of the invented carrier.
pub const ISSUER: IssuerId = IssuerId(99_010);
/// The invented carrier's name.
pub const ISSUER_NAME: &str = "Harbor Health Plan";
/// The state it sells in.
pub const STATE: &str = "CA";
/// The first year of the invented world: years before it look like it.
pub const FIRST_YEAR: i32 = 2024;

/// The id of a plan by its product, its number there and how often its design was filed anew.
fn plan_id(product: u16, number: i32, generation: i32) -> PlanId {
    PlanId::parse(&format!("{ISSUER}{STATE}{product:03}{number:02}{generation:02}"))
        .expect("five digits, two letters and seven digits")
}

/// A date that exists in every year.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the tables keep to days of every year")
}
