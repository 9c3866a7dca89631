//! The rates of a year: for each plan, rating area and quarter a sheet of prices.
//!
//! One formula makes every price: a price by actuarial value, times the product's, the year's, the
//! quarter's, the area's and the age's factors. It stays in whole numbers and is rounded to the cent
//! once for the age of 21; the other ages follow from that, as a carrier files them.

use crate::dental::{DENTAL, DentalDesign};
use crate::design::{DESIGNS, Design};
use crate::noise::within;
use crate::standing::id_in;
use crate::{FIRST_YEAR, STATE, day};
use domain::Cents;
use domain::id::PlanId;
use domain::place::RatingArea;
use domain::rate::{AgeBand, FamilyPrices, Prices, RateSheet};

/// The rates of all plans of a year, for each of California's 19 rating areas and each quarter.
pub fn rates(year: i32) -> Vec<RateSheet> {
    let medical = DESIGNS.iter().filter_map(|design| {
        Some(Rated {
            id: id_in(design, year)?,
            base: medical_base(design, year),
            kind: Kind::Medical,
        })
    });
    let dental = DENTAL.iter().map(|design| Rated {
        id: design.id(),
        base: dental_base(design, year),
        kind: if design.by_family { Kind::DentalByFamily } else { Kind::DentalByAge },
    });
    medical.chain(dental).flat_map(|rated| rated.sheets(year)).collect()
}

/// Millionths, in which factors are kept.
const ONE: i64 = 1_000_000;

/// What premiums rise by from a year to the next: medical 7.5%, dental 6%, before the noise.
const MEDICAL_TREND: i64 = 1_075_000;
const DENTAL_TREND: i64 = 1_060_000;

/// The factors of the four quarters, in millionths: about 1.75% each, so that the next year's first
/// quarter goes on from the last one's. Dental is filed for the year.
const MEDICAL_QUARTERS: [i64; 4] = [1_000_000, 1_017_500, 1_035_300, 1_053_400];

/// The factors of the rating areas, from area 1, in thousandths. Invented; as in the market, the
/// Central Coast is dear and the south is not.
const AREAS: [i64; 19] = [
    970, 980, 965, 1_000, 990, 975, 1_005, 1_010, 1_080, 930, 900, 930, 890, 880, 800, 830, 820,
    860, 870,
];

/// The federal default age curve since 2018, in thousandths: 0–14, then each age from 15 to 64.
/// Source: CMS, State Specific Age Curve Variations, May 31, 2017; California uses it
/// (Health and Safety Code §1357.512).
const MEDICAL_AGES: [i64; 51] = [
    765, 833, 859, 885, 913, 941, 970, 1_000, 1_000, 1_000, 1_000, 1_004, 1_024, 1_048, 1_087,
    1_119, 1_135, 1_159, 1_183, 1_198, 1_214, 1_222, 1_230, 1_238, 1_246, 1_262, 1_278, 1_302,
    1_325, 1_357, 1_397, 1_444, 1_500, 1_563, 1_635, 1_706, 1_786, 1_865, 1_952, 2_040, 2_135,
    2_230, 2_333, 2_437, 2_548, 2_603, 2_714, 2_810, 2_873, 2_952, 3_000,
];

/// The youngest and the oldest age with a band of their own.
const SINGLE_AGES: std::ops::RangeInclusive<u8> = 15..=63;

/// Family prices in percent of an adult's: without and with a spouse, with no to three children.
const FAMILY_PERCENTS: [[i64; 4]; 2] = [[100, 175, 235, 290], [198, 265, 325, 380]];

/// A plan with its price at 21 in area 4 and the first quarter, in millionths of a cent.
struct Rated {
    id: PlanId,
    base: i64,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Medical,
    DentalByAge,
    DentalByFamily,
}

impl Rated {
    fn sheets(&self, year: i32) -> Vec<RateSheet> {
        let mut sheets = Vec::with_capacity(AREAS.len() * 4);
        for (number, area) in (1..).zip(AREAS) {
            for (quarter, months) in [(1, 31), (4, 30), (7, 30), (10, 31)].into_iter().enumerate() {
                let (first_month, last_day) = months;
                let trend =
                    if self.kind == Kind::Medical { MEDICAL_QUARTERS[quarter] } else { ONE };
                let base = scaled(scaled(self.base, trend, ONE), area, 1_000);
                sheets.push(RateSheet {
                    plan: self.id.clone(),
                    area: RatingArea { state: STATE.to_owned(), number },
                    from: day(year, first_month, 1),
                    until: day(year, first_month + 2, last_day),
                    prices: self.prices(scaled(base, 1, ONE)),
                });
            }
        }
        sheets
    }

    /// All prices from the one of an adult of 21, in cents.
    fn prices(&self, adult: i64) -> Prices {
        match self.kind {
            Kind::Medical => by_age(|place| scaled(adult, MEDICAL_AGES[place], 1_000)),
            Kind::DentalByAge => by_age(|place| scaled(adult, dental_age(place), 1_000)),
            Kind::DentalByFamily => {
                let cents = |percent| Cents::new(scaled(adult, percent, 100));
                let [single, couple] = FAMILY_PERCENTS.map(|row| row.map(cents));
                Prices::ByFamily(FamilyPrices { single, couple })
            }
        }
    }
}

/// Dental care costs little more with age: children three quarters, then a quarter of a percent more
/// from year to year after 40. In thousandths, by place as in [`MEDICAL_AGES`].
fn dental_age(place: usize) -> i64 {
    let age = 14 + i64::try_from(place).unwrap_or_default();
    if age < 21 { 750 } else { 1_000 + 5 * (age - 40).max(0) / 2 }
}

fn by_age(price: impl Fn(usize) -> i64) -> Prices {
    let single = SINGLE_AGES.filter_map(|age| AgeBand::new(age, age).ok());
    let youngest = AgeBand::new(0, SINGLE_AGES.start() - 1).ok();
    let oldest = AgeBand::and_over(SINGLE_AGES.end() + 1);
    let bands = youngest.into_iter().chain(single).chain([oldest]);
    Prices::ByAge(bands.enumerate().map(|(place, band)| (band, Cents::new(price(place)))).collect())
}

/// `amount × by ÷ of`, half a unit rounding up; amounts are not negative.
fn scaled(amount: i64, by: i64, of: i64) -> i64 {
    let exact = i128::from(amount) * i128::from(by);
    let of = i128::from(of);
    i64::try_from((exact + of / 2) / of).unwrap_or(i64::MAX)
}

/// In the first year $311.50 for a full HMO of 60% and $9.23 for each percent above it: in 2026 a
/// silver plan is near $600 for somebody of 40. Then the product's factor and the years'.
///
/// The noise keeps a year's trend between 4 and 11% and never turns the order of two plans of one
/// product around: what differs within a product is less than half a percent of actuarial value.
fn medical_base(design: &Design, year: i32) -> i64 {
    let above = i64::from(design.actuarial_value) - 6_000;
    let price = (31_150 * 100 + 923 * above) * (ONE / 100);
    let product = scaled(price, design.product.price_percent, 100);
    let noise = within(9_000, design.product.words, year)
        + within(4_500, design.metal.label(), year)
        + within(1_500, "design", design.number + 100 * year);
    scaled(grown(product, MEDICAL_TREND, year), ONE + noise, ONE)
}

fn dental_base(design: &DentalDesign, year: i32) -> i64 {
    let noise = within(4_000, "dental", design.number + 100 * year);
    scaled(grown(design.price_cents * ONE, DENTAL_TREND, year), ONE + noise, ONE)
}

/// A price of the first year in another one.
fn grown(price: i64, trend: i64, year: i32) -> i64 {
    (FIRST_YEAR..year).fold(price, |price, _| scaled(price, trend, ONE))
}
