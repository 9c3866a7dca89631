//! Where an employer is: ZIP code → county → rating area.
//!
//! The rating area follows the employer's own ZIP and county, never an employee's home
//! (California Health and Safety Code §1357.512; 45 CFR 147.102(b)). A ZIP code can lie in several
//! counties; when these lie in different rating areas, the employer must say which is its own.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A five-digit ZIP code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zip(u32);

/// The text is not a ZIP code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a ZIP code has five digits, like 94110")]
pub struct NotAZip;

impl Zip {
    /// Reads `20001` or `20001-1234` (the last four digits fall away).
    pub fn parse(text: &str) -> Result<Self, NotAZip> {
        let text = text.trim();
        let five = match text.split_once('-') {
            Some((five, four)) if four.len() == 4 && four.bytes().all(|b| b.is_ascii_digit()) => {
                five
            }
            Some(_) => return Err(NotAZip),
            None => text,
        };
        if five.len() != 5 || !five.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAZip);
        }
        five.parse().map(Self).map_err(|_| NotAZip)
    }

    /// The number of it; leading zeros are lost.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The first three digits, by which the Postal Service's regions and some rating areas go.
    pub fn first_three(self) -> u16 {
        u16::try_from(self.0 / 100).unwrap_or_default()
    }
}

impl fmt::Display for Zip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}

/// A county or its equivalent, by its five-digit FIPS code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct County {
    /// Five-digit FIPS code, the first two being the state's.
    pub fips: u32,
    /// The name without the word County.
    pub name: String,
    /// The two letters of the state.
    pub state: String,
}

/// A geographic rating area of a state, by its number: `CA 4`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RatingArea {
    /// The two letters of the state.
    pub state: String,
    /// Its number in the state, from 1.
    pub number: u8,
}

impl RatingArea {
    /// Reads an area as the templates file it (`Rating Area 4`) for a state.
    pub fn parse(state: &str, text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.rsplit([' ', '\u{a0}']).next()?;
        let words = text[..text.len() - digits.len()].trim();
        let number = digits.parse().ok().filter(|n| *n > 0)?;
        (words.is_empty() || words.eq_ignore_ascii_case("rating area"))
            .then(|| Self { state: state.to_owned(), number })
    }
}

impl fmt::Display for RatingArea {
    /// As filed and as people know it: `Rating Area 4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rating Area {}", self.number)
    }
}

/// One county that a ZIP code lies in, with the rating area that holds there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The county.
    pub county: County,
    /// The rating area of this county, for this ZIP code.
    pub area: RatingArea,
}

/// Why a ZIP code, with or without a county, does not lead to a rating area.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// Nothing is known of this ZIP code.
    #[error("ZIP code {0} is not in the area served")]
    UnknownZip(Zip),
    /// It lies in counties of different rating areas: one must be chosen.
    #[error("ZIP code {zip} may lie in several counties: choose the one the business is in ({})", names(.counties))]
    ChooseCounty {
        /// The ZIP code.
        zip: Zip,
        /// The counties to choose from.
        counties: Vec<County>,
    },
    /// The county that was named is not one of this ZIP code's.
    #[error("ZIP code {zip} does not lie in that county, but in {}", names(.counties))]
    NotInCounty {
        /// The ZIP code.
        zip: Zip,
        /// The counties to choose from.
        counties: Vec<County>,
    },
}

fn names(counties: &[County]) -> String {
    counties.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The rating area of a ZIP code, from the counties that it lies in.
///
/// The county is only asked for when it matters, but one that is named must be right.
pub fn rating_area(
    zip: Zip,
    candidates: &[Candidate],
    county: Option<&str>,
) -> Result<RatingArea, PlaceError> {
    let counties = || candidates.iter().map(|c| c.county.clone()).collect();
    let first = candidates.first().ok_or(PlaceError::UnknownZip(zip))?;
    if let Some(named) = county.map(plain_county).filter(|name| !name.is_empty()) {
        return candidates
            .iter()
            .find(|c| plain_county(&c.county.name) == named)
            .map(|c| c.area.clone())
            .ok_or_else(|| PlaceError::NotInCounty { zip, counties: counties() });
    }
    if candidates.iter().all(|c| c.area == first.area) {
        Ok(first.area.clone())
    } else {
        Err(PlaceError::ChooseCounty { zip, counties: counties() })
    }
}

/// A county's name as it is compared: lower case, without the word County.
fn plain_county(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.strip_suffix(" county").unwrap_or(&name).to_owned()
}

/// The counties that a ZIP code can lie in, as far as is built in, by its first three digits.
///
/// A table of five-digit ZIP codes, when one has been imported, narrows this down.
pub fn built_in_candidates(zip: Zip) -> Vec<Candidate> {
    let three = zip.first_three();
    // The District of Columbia: one county, one rating area.
    if matches!(three, 200 | 202..=205 | 569) {
        return candidate(11_001, zip).into_iter().collect();
    }
    let by_five = CALIFORNIA_ZIP5.iter().find(|(five, _)| *five == zip.number()).map(|(_, c)| *c);
    let by_three = || CALIFORNIA_ZIP3.iter().find(|(prefix, _)| *prefix == three).map(|(_, c)| *c);
    let counties = by_five.or_else(by_three).unwrap_or_default();
    counties.iter().filter_map(|fips| candidate(*fips, zip)).collect()
}

/// The candidate for a county, or nothing when the county's rating areas are not known here.
pub fn candidate(fips: u32, zip: Zip) -> Option<Candidate> {
    let (name, state, number) = if fips == 11_001 {
        ("District of Columbia", "DC", 1)
    } else {
        let (_, name, number) = CALIFORNIA_COUNTIES.iter().find(|(code, ..)| *code == fips)?;
        let split = fips == LOS_ANGELES && LOS_ANGELES_EAST_ZIP3.contains(&zip.first_three());
        (*name, "CA", if split { 15 } else { *number })
    };
    Some(Candidate {
        county: County { fips, name: name.to_owned(), state: state.to_owned() },
        area: RatingArea { state: state.to_owned(), number },
    })
}

const LOS_ANGELES: u32 = 6037;

/// The three-digit ZIP codes of Los Angeles County that are rating area 15; the rest is 16.
/// Source: California Insurance Code §10753.14(a)(2)(A)(xv) and (xvi).
const LOS_ANGELES_EAST_ZIP3: [u16; 11] = [906, 907, 908, 909, 910, 911, 912, 915, 917, 918, 935];

/// California's counties (FIPS code, name) and their rating areas.
/// Source: California Health and Safety Code §1357.512(a)(2)(A), Insurance Code §10753.14.
const CALIFORNIA_COUNTIES: [(u32, &str, u8); 58] = [
    (6001, "Alameda", 6),
    (6003, "Alpine", 1),
    (6005, "Amador", 1),
    (6007, "Butte", 1),
    (6009, "Calaveras", 1),
    (6011, "Colusa", 1),
    (6013, "Contra Costa", 5),
    (6015, "Del Norte", 1),
    (6017, "El Dorado", 3),
    (6019, "Fresno", 11),
    (6021, "Glenn", 1),
    (6023, "Humboldt", 1),
    (6025, "Imperial", 13),
    (6027, "Inyo", 13),
    (6029, "Kern", 14),
    (6031, "Kings", 11),
    (6033, "Lake", 1),
    (6035, "Lassen", 1),
    (6037, "Los Angeles", 16),
    (6039, "Madera", 11),
    (6041, "Marin", 2),
    (6043, "Mariposa", 10),
    (6045, "Mendocino", 1),
    (6047, "Merced", 10),
    (6049, "Modoc", 1),
    (6051, "Mono", 13),
    (6053, "Monterey", 9),
    (6055, "Napa", 2),
    (6057, "Nevada", 1),
    (6059, "Orange", 18),
    (6061, "Placer", 3),
    (6063, "Plumas", 1),
    (6065, "Riverside", 17),
    (6067, "Sacramento", 3),
    (6069, "San Benito", 9),
    (6071, "San Bernardino", 17),
    (6073, "San Diego", 19),
    (6075, "San Francisco", 4),
    (6077, "San Joaquin", 10),
    (6079, "San Luis Obispo", 12),
    (6081, "San Mateo", 8),
    (6083, "Santa Barbara", 12),
    (6085, "Santa Clara", 7),
    (6087, "Santa Cruz", 9),
    (6089, "Shasta", 1),
    (6091, "Sierra", 1),
    (6093, "Siskiyou", 1),
    (6095, "Solano", 2),
    (6097, "Sonoma", 2),
    (6099, "Stanislaus", 10),
    (6101, "Sutter", 1),
    (6103, "Tehama", 1),
    (6105, "Trinity", 1),
    (6107, "Tulare", 10),
    (6109, "Tuolumne", 1),
    (6111, "Ventura", 12),
    (6113, "Yolo", 3),
    (6115, "Yuba", 1),
];

/// The counties that each three-digit ZIP code of California lies in, but for the ZIP codes of
/// [`CALIFORNIA_ZIP5`]. Source: CMS, "ZIP code to county" file, 2024.
const CALIFORNIA_ZIP3: [(u16, &[u32]); 61] = [
    (900, &[6037]),
    (901, &[6037]),
    (902, &[6037]),
    (903, &[6037]),
    (904, &[6037]),
    (905, &[6037]),
    (906, &[6037, 6059]),
    (907, &[6037, 6059]),
    (908, &[6037]),
    (910, &[6037]),
    (911, &[6037]),
    (912, &[6037]),
    (913, &[6037, 6111]),
    (914, &[6037]),
    (915, &[6037]),
    (916, &[6037]),
    (917, &[6037, 6071]),
    (918, &[6037]),
    (919, &[6073]),
    (920, &[6073]),
    (921, &[6073]),
    (922, &[6025, 6065, 6071]),
    (923, &[6065, 6071]),
    (924, &[6071]),
    (925, &[6065]),
    (926, &[6059]),
    (927, &[6059]),
    (928, &[6059, 6065]),
    (930, &[6111]),
    (931, &[6083]),
    (932, &[6019, 6029, 6031, 6107]),
    (933, &[6029]),
    (934, &[6079, 6083]),
    (935, &[6027, 6029, 6037, 6051, 6071]),
    (936, &[6019, 6039, 6047, 6107]),
    (937, &[6019]),
    (938, &[6019]),
    (939, &[6053]),
    (940, &[6081, 6085]),
    (941, &[6075]),
    (942, &[6067]),
    (943, &[6085]),
    (944, &[6081]),
    (945, &[6001, 6013, 6055, 6095]),
    (946, &[6001]),
    (947, &[6001]),
    (948, &[6013]),
    (949, &[6041, 6097]),
    (950, &[6053, 6069, 6085, 6087]),
    (951, &[6085]),
    (952, &[6009, 6077]),
    (953, &[6043, 6047, 6077, 6099, 6109]),
    (954, &[6033, 6045, 6097]),
    (955, &[6015, 6023, 6105]),
    (956, &[6005, 6017, 6061, 6067, 6095, 6101, 6113]),
    (957, &[6017, 6061, 6067]),
    (958, &[6067]),
    (959, &[6007, 6011, 6021, 6057, 6063, 6091, 6101, 6115]),
    (960, &[6035, 6049, 6089, 6093, 6103, 6105]),
    (961, &[6017, 6035, 6049, 6057, 6061, 6063, 6091]),
    (976, &[6049]),
];

/// ZIP codes in a county that has no more than three ZIP codes with the same first three digits.
/// Source: CMS, "ZIP code to county" file, 2024.
const CALIFORNIA_ZIP5: [(u32, &[u32]); 65] = [
    (90265, &[6037, 6111]),
    (91752, &[6065]),
    (92004, &[6025, 6073]),
    (92028, &[6065, 6073]),
    (92328, &[6027]),
    (92384, &[6027]),
    (92389, &[6027]),
    (92880, &[6065, 6071]),
    (93013, &[6083, 6111]),
    (93014, &[6083]),
    (93067, &[6083]),
    (93210, &[6019, 6069]),
    (93243, &[6029, 6037]),
    (93252, &[6029, 6079, 6083, 6111]),
    (93254, &[6083]),
    (93426, &[6053, 6079]),
    (93450, &[6053]),
    (93451, &[6053, 6079]),
    (93527, &[6027, 6029, 6107]),
    (93601, &[6039, 6043]),
    (93623, &[6039, 6043]),
    (93631, &[6019, 6031, 6107]),
    (93653, &[6039, 6043]),
    (93656, &[6019, 6031]),
    (93720, &[6019, 6039]),
    (93930, &[6053, 6069]),
    (94128, &[6075, 6081]),
    (94303, &[6081, 6085]),
    (94514, &[6001, 6013, 6077]),
    (94515, &[6055, 6097]),
    (94550, &[6001, 6085]),
    (94571, &[6067, 6095]),
    (94706, &[6001, 6013]),
    (94707, &[6001, 6013]),
    (94708, &[6001, 6013]),
    (95230, &[6009, 6077, 6099]),
    (95377, &[6001, 6077]),
    (95391, &[6001, 6077]),
    (95476, &[6055, 6097]),
    (95568, &[6093]),
    (95585, &[6045]),
    (95587, &[6045]),
    (95589, &[6023, 6045]),
    (95602, &[6057, 6061]),
    (95632, &[6067, 6077]),
    (95646, &[6003]),
    (95686, &[6077]),
    (95690, &[6067, 6077, 6095]),
    (95692, &[6101, 6115]),
    (95712, &[6057]),
    (95724, &[6057]),
    (95728, &[6057]),
    (95776, &[6113]),
    (95798, &[6113]),
    (95799, &[6113]),
    (95837, &[6067, 6101]),
    (95912, &[6011, 6113]),
    (95937, &[6113]),
    (95963, &[6021, 6103]),
    (95973, &[6007, 6103]),
    (96020, &[6063]),
    (96107, &[6051]),
    (96120, &[6003]),
    (96133, &[6051]),
    (96134, &[6049, 6093]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn area_of(zip: &str, county: Option<&str>) -> Result<u8, PlaceError> {
        let zip = Zip::parse(zip).unwrap();
        rating_area(zip, &built_in_candidates(zip), county).map(|area| area.number)
    }

    #[test]
    fn the_county_is_asked_for_only_when_it_matters() {
        assert_eq!(area_of("20001", None), Ok(1));
        assert_eq!(area_of("94612", None), Ok(6));
        assert_eq!(area_of("95814", None), Ok(3));
        assert_eq!(area_of("94110", None), Ok(4));
        assert!(matches!(area_of("94128", None), Err(PlaceError::ChooseCounty { .. })));
        let Err(PlaceError::ChooseCounty { counties, .. }) = area_of("94501", None) else {
            panic!("94501 reaches into several counties")
        };
        assert!(counties.iter().any(|c| c.name == "Alameda"));
        assert_eq!(area_of("94501", Some("Alameda")), Ok(6));
        assert_eq!(area_of("94501", Some(" contra costa COUNTY")), Ok(5));
        assert!(matches!(area_of("94501", Some("Orange")), Err(PlaceError::NotInCounty { .. })));
        assert!(matches!(area_of("00501", None), Err(PlaceError::UnknownZip(_))));
    }

    #[test]
    fn a_county_that_was_named_must_be_right_even_where_none_is_needed() {
        assert!(matches!(area_of("20001", Some("Alameda")), Err(PlaceError::NotInCounty { .. })));
        assert_eq!(area_of("20001", Some("District of Columbia")), Ok(1));
    }

    #[test]
    fn los_angeles_is_split_by_three_digit_zip() {
        assert_eq!(area_of("90001", None), Ok(16));
        assert_eq!(area_of("91101", None), Ok(15));
        assert_eq!(area_of("90210", Some("Los Angeles")), Ok(16));
        assert_eq!(area_of("90601", Some("Los Angeles")), Ok(15));
        assert_eq!(area_of("90601", Some("Orange")), Ok(18));
    }

    #[test]
    fn california_has_58_counties_in_19_rating_areas() {
        let mut areas: Vec<u8> = CALIFORNIA_COUNTIES.iter().map(|(.., area)| *area).collect();
        areas.push(15);
        areas.sort_unstable();
        areas.dedup();
        assert_eq!(areas, (1..=19).collect::<Vec<u8>>());
        let by_three =
            CALIFORNIA_ZIP3.iter().map(|(prefix, c)| (u32::from(*prefix) * 100 + 99, *c));
        for (zip, counties) in by_three.chain(CALIFORNIA_ZIP5) {
            let known: Vec<u32> =
                built_in_candidates(Zip(zip)).iter().map(|c| c.county.fips).collect();
            assert!(counties.iter().all(|fips| candidate(*fips, Zip(zip)).is_some()), "{zip}");
            assert!(!known.is_empty(), "{zip}");
        }
    }

    #[test]
    fn zip_codes_and_areas_are_read_as_people_write_them() {
        assert_eq!(Zip::parse(" 20001-1234 "), Zip::parse("20001"));
        for text in ["2000", "200011", "2000a", "20001-12", ""] {
            assert_eq!(Zip::parse(text), Err(NotAZip), "{text:?}");
        }
        let area = |text| RatingArea::parse("CA", text).map(|a| a.number);
        assert_eq!(area("Rating Area 19"), Some(19));
        assert_eq!(area("rating area\u{a0}4"), Some(4));
        assert_eq!(area("4"), Some(4));
        assert_eq!(area("Rating Area"), None);
        assert_eq!(area("Zone 4"), None);
    }
}
