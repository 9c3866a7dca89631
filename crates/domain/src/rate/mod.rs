//! Filed rates: the price of one member a month, by rating area, date and age; and the dense table
//! of them that one group's premiums are looked up in.
//!
//! Rates are filed in cents for each age band of their year: they are looked up, never recomputed
//! from a curve.

mod band;
mod table;

pub use band::{AgeBand, NotAnAgeBand};
pub use table::{RateTable, Unrated};

use crate::id::PlanId;
use crate::money::Cents;
use crate::place::RatingArea;
use chrono::NaiveDate;

/// The filed prices of one plan in one rating area from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateSheet {
    /// The plan.
    pub plan: PlanId,
    /// Where the rates hold.
    pub area: RatingArea,
    /// First effective date for which they hold.
    pub from: NaiveDate,
    /// Last effective date for which they hold.
    pub until: NaiveDate,
    /// The prices.
    pub prices: Prices,
}

impl RateSheet {
    /// Whether it holds for a plan year that starts on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Prices of a month, per member by age or per family by its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prices {
    /// For each member, by age; ascending, without overlap.
    ByAge(Vec<(AgeBand, Cents)>),
    /// For a family, by its shape; only dental plans are filed so.
    ByFamily(FamilyPrices),
}

/// Prices of a month by the shape of the family ("Family Option" in the templates).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FamilyPrices {
    /// Employee only, then with one, two, three or more children.
    pub single: [Cents; 4],
    /// Employee and spouse, then with one, two, three or more children.
    pub couple: [Cents; 4],
}

impl FamilyPrices {
    /// The price of a family.
    pub fn price(&self, has_spouse: bool, children: usize) -> Cents {
        let row = if has_spouse { &self.couple } else { &self.single };
        row[children.min(3)]
    }
}

/// The text is not a list of prices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a list of filed prices: {0:?}")]
pub struct NotPrices(String);

impl Prices {
    /// As one line of text, in which a database keeps them: `0-20:27202,21:30238,65+:90714` in
    /// cents, or `family:1000,2000,…` (four without and four with a spouse).
    pub fn to_text(&self) -> String {
        let list = |items: Vec<String>| items.join(",");
        match self {
            Self::ByAge(prices) => {
                list(prices.iter().map(|(band, cents)| format!("{band}:{}", cents.get())).collect())
            }
            Self::ByFamily(FamilyPrices { single, couple }) => {
                let cents = single.iter().chain(couple).map(|c| c.get().to_string()).collect();
                format!("family:{}", list(cents))
            }
        }
    }

    /// Reads what [`Prices::to_text`] wrote.
    pub fn from_text(text: &str) -> Result<Self, NotPrices> {
        let wrong = || NotPrices(text.to_owned());
        let cents = |digits: &str| digits.parse().map(Cents::new).map_err(|_| wrong());
        if let Some(list) = text.strip_prefix("family:") {
            let all = list.split(',').map(cents).collect::<Result<Vec<_>, _>>()?;
            let (single, couple) = all.split_at_checked(4).ok_or_else(wrong)?;
            return Ok(Self::ByFamily(FamilyPrices {
                single: single.try_into().map_err(|_| wrong())?,
                couple: couple.try_into().map_err(|_| wrong())?,
            }));
        }
        text.split(',')
            .map(|item| {
                let (band, price) = item.split_once(':').ok_or_else(wrong)?;
                Ok((AgeBand::parse(band).map_err(|_| wrong())?, cents(price)?))
            })
            .collect::<Result<_, _>>()
            .map(Self::ByAge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_back_from_their_text() {
        let by_age = Prices::ByAge(vec![
            (AgeBand::parse("0-20").unwrap(), Cents::new(27_202)),
            (AgeBand::parse("21").unwrap(), Cents::new(30_238)),
            (AgeBand::parse("65 and over").unwrap(), Cents::new(90_714)),
        ]);
        assert_eq!(by_age.to_text(), "0-20:27202,21:30238,65+:90714");
        let by_family = Prices::ByFamily(FamilyPrices {
            single: [1, 2, 3, 4].map(Cents::new),
            couple: [5, 6, 7, 8].map(Cents::new),
        });
        for prices in [by_age, by_family] {
            assert_eq!(Prices::from_text(&prices.to_text()), Ok(prices));
        }
        for text in ["", "21", "21:x", "family:1,2,3", "family:1,2,3,4,5", "21-:5"] {
            assert!(Prices::from_text(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_family_price_goes_by_spouse_and_up_to_three_children() {
        let prices = FamilyPrices {
            single: [10, 20, 30, 40].map(Cents::new),
            couple: [15, 25, 35, 45].map(Cents::new),
        };
        assert_eq!(prices.price(false, 0), Cents::new(10));
        assert_eq!(prices.price(true, 2), Cents::new(35));
        assert_eq!(prices.price(true, 7), Cents::new(45));
    }
}
