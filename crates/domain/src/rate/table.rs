//! The dense table of rates of one rating area and effective date.

use super::{AgeBand, FamilyPrices, Prices, RateSheet};
use crate::id::PlanId;
use crate::money::Cents;
use serde::{Deserialize, Serialize};

/// Monthly rates of a list of plans at one place and date: for each age band a row with one price
/// per plan, plans side by side, so that pricing a group walks memory in order.
///
/// Bands are the common refinement of all the plans' filed bands, so plans filed with different
/// bands stand in one table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RateTable {
    bands: Vec<AgeBand>,
    plans: u32,
    /// Band-major; 0 where nothing is filed for that band.
    cents: Vec<u32>,
    /// Plans that are rated by the shape of the family, by their place in the list.
    families: Vec<(u32, FamilyTable)>,
}

/// [`FamilyPrices`] in cents, as it travels.
type FamilyTable = [[u32; 4]; 2];

/// There is no filed rate for this plan, place and date (or for an age).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no rate is filed")]
pub struct Unrated;

impl RateTable {
    /// The table of some plans, and the ids of those without any sheet.
    ///
    /// `sheets` must all hold at the one place and date; a plan's first sheet counts. The plans in
    /// the table are the ones of `plans` that have a sheet, in the same order.
    pub fn new(plans: &[PlanId], sheets: &[&RateSheet]) -> (Self, Vec<PlanId>) {
        let mut rated = Vec::with_capacity(plans.len());
        let mut unrated = Vec::new();
        for id in plans {
            match sheets.iter().find(|sheet| sheet.plan == *id) {
                Some(sheet) => rated.push(&sheet.prices),
                None => unrated.push(id.clone()),
            }
        }
        (Self::of_prices(&rated), unrated)
    }

    fn of_prices(prices: &[&Prices]) -> Self {
        let by_age = || {
            prices.iter().filter_map(|p| match p {
                Prices::ByAge(bands) => Some(bands),
                Prices::ByFamily(_) => None,
            })
        };
        let bands = refine(by_age().flatten().map(|(band, _)| *band));
        let width = prices.len();
        let mut table = Self {
            plans: to_u32(width),
            cents: vec![0; bands.len() * width],
            bands,
            families: Vec::new(),
        };
        for (plan, prices) in prices.iter().enumerate() {
            match prices {
                Prices::ByAge(filed) => {
                    for (row, band) in table.bands.iter().enumerate() {
                        let price = filed.iter().find(|(b, _)| b.contains(band.from()));
                        table.cents[row * width + plan] = price.map_or(0, |(_, c)| cents_u32(*c));
                    }
                }
                Prices::ByFamily(FamilyPrices { single, couple }) => {
                    let family = [single.map(cents_u32), couple.map(cents_u32)];
                    table.families.push((to_u32(plan), family));
                }
            }
        }
        table
    }

    /// How many plans it has.
    pub fn plans(&self) -> usize {
        self.plans as usize
    }

    /// Its age bands, ascending.
    pub fn bands(&self) -> &[AgeBand] {
        &self.bands
    }

    /// The row of an age, or nothing when no plan has a rate for it.
    pub fn band_of(&self, age: u8) -> Option<usize> {
        let row = self.bands.partition_point(|band| band.to() < age);
        self.bands.get(row).filter(|band| band.contains(age)).map(|_| row)
    }

    /// The prices of a row, one per plan, in cents; 0 where nothing is filed.
    pub fn row(&self, band: usize) -> &[u32] {
        &self.cents[band * self.plans()..][..self.plans()]
    }

    /// The rate of a plan for an age.
    pub fn rate(&self, plan: usize, age: u8) -> Result<Cents, Unrated> {
        let row = self.band_of(age).ok_or(Unrated)?;
        match self.row(row)[plan] {
            0 => Err(Unrated),
            cents => Ok(Cents::new(i64::from(cents))),
        }
    }

    /// The family prices of a plan that is rated by the shape of the family.
    pub fn family(&self, plan: usize) -> Option<FamilyPrices> {
        let (_, [single, couple]) = self.families.iter().find(|(p, _)| *p as usize == plan)?;
        let cents = |c: &u32| Cents::new(i64::from(*c));
        Some(FamilyPrices {
            single: single.each_ref().map(cents),
            couple: couple.each_ref().map(cents),
        })
    }

    /// The same table without some plans, by their places.
    #[must_use]
    pub fn without(&self, drop: &[usize]) -> Self {
        let keep: Vec<usize> = (0..self.plans()).filter(|p| !drop.contains(p)).collect();
        let cents = (0..self.bands.len())
            .flat_map(|band| keep.iter().map(move |plan| self.row(band)[*plan]))
            .collect();
        let families = keep
            .iter()
            .enumerate()
            .filter_map(|(new, old)| {
                let (_, prices) = self.families.iter().find(|(p, _)| *p as usize == *old)?;
                Some((to_u32(new), *prices))
            })
            .collect();
        Self { bands: self.bands.clone(), plans: to_u32(keep.len()), cents, families }
    }
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).expect("the importers allow far fewer plans than this")
}

fn cents_u32(amount: Cents) -> u32 {
    u32::try_from(amount.get()).expect("the importers allow rates from 0 to $100,000")
}

/// The coarsest bands by which every given band is a union of them; ages in none are left out.
fn refine(bands: impl Iterator<Item = AgeBand>) -> Vec<AgeBand> {
    let filed: Vec<AgeBand> = bands.collect();
    let mut cuts: Vec<u16> =
        filed.iter().flat_map(|b| [u16::from(b.from()), u16::from(b.to()) + 1]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|cut| {
            AgeBand::new(u8::try_from(cut[0]).ok()?, u8::try_from(cut[1] - 1).ok()?).ok()
        })
        .filter(|band| filed.iter().any(|f| f.contains(band.from())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::RatingArea;
    use chrono::NaiveDate;

    fn sheet(plan: &str, prices: &str) -> RateSheet {
        RateSheet {
            plan: PlanId::parse(plan).unwrap(),
            area: RatingArea { state: "CA".into(), number: 4 },
            from: NaiveDate::MIN,
            until: NaiveDate::MAX,
            prices: Prices::from_text(prices).unwrap(),
        }
    }

    #[test]
    fn plans_filed_with_different_bands_stand_in_one_table() {
        let old = sheet("12345CA0010001", "0-20:100,21:200,22-64:300,65+:900");
        let new = sheet("12345CA0010002", "0-14:110,15-20:120,21-63:210,64+:910");
        let tiered = sheet("12345CA0010003", "family:1,2,3,4,5,6,7,8");
        let ids: Vec<PlanId> =
            ["12345CA0010001", "12345CA0010002", "12345CA0010003", "12345CA0010009"]
                .iter()
                .map(|id| PlanId::parse(id).unwrap())
                .collect();
        let (table, unrated) = RateTable::new(&ids, &[&old, &new, &tiered]);
        assert_eq!(unrated, [ids[3].clone()]);
        assert_eq!(
            table.bands().iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["0-14", "15-20", "21", "22-63", "64", "65+"]
        );
        for (age, expect) in [
            (0, (100, 110)),
            (20, (100, 120)),
            (21, (200, 210)),
            (64, (300, 910)),
            (99, (900, 910)),
        ] {
            let rate = |plan| table.rate(plan, age).unwrap().get();
            assert_eq!((rate(0), rate(1)), expect, "age {age}");
        }
        assert_eq!(table.family(2).unwrap().price(true, 1), Cents::new(6));
        let less = table.without(&[0]);
        assert_eq!(less.rate(0, 21), Ok(Cents::new(210)));
        assert_eq!(less.family(1), table.family(2));
    }

    #[test]
    fn an_age_without_a_filed_rate_is_unrated() {
        let adults = sheet("12345CA0010001", "19-64:500");
        let children = sheet("12345CA0010002", "0-18:100");
        let ids = [adults.plan.clone(), children.plan.clone()];
        let (table, _) = RateTable::new(&ids, &[&adults, &children]);
        assert_eq!(table.rate(0, 18), Err(Unrated));
        assert_eq!(table.rate(1, 18), Ok(Cents::new(100)));
        assert_eq!(table.rate(0, 65), Err(Unrated));
        assert_eq!(RateTable::default().rate(0, 30), Err(Unrated));
    }
}
