//! Which counties a ZIP code lies in: the table that the Centers for Medicare & Medicaid Services
//! publish, with the columns `State`, `CountyFIPS`, `County` and `ZipCode` in any order.

use crate::error::FormatError;
use crate::table::{Table, value, words};
use domain::place::{County, Zip};
use std::collections::HashSet;
use std::io::Read;

/// The most rows; the whole country has 53,612.
const MAX_ROWS: usize = 500_000;

/// A ZIP code and one of the counties that it lies in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ZipCounty {
    /// The ZIP code.
    pub zip: Zip,
    /// The county.
    pub county: County,
}

/// Where the columns stand.
pub(crate) struct Columns {
    state: usize,
    fips: usize,
    county: usize,
    zip: usize,
}

impl Columns {
    /// Finds them by their names, in any order; or says which are missing.
    pub(crate) fn find(header: &[String]) -> Result<Self, Vec<&'static str>> {
        let names: Vec<String> = header.iter().map(|name| words(name).concat()).collect();
        let mut missing = Vec::new();
        let mut column = |known: &[&str], name| {
            let at = names.iter().position(|name| known.contains(&name.as_str()));
            if at.is_none() {
                missing.push(name);
            }
            at.unwrap_or_default()
        };
        let columns = Self {
            state: column(&["state", "statecode"], "State"),
            fips: column(&["countyfips", "fips", "countyfipscode", "fipscode"], "CountyFIPS"),
            county: column(&["county", "countyname"], "County"),
            zip: column(&["zipcode", "zip", "zip5"], "ZipCode"),
        };
        if missing.is_empty() { Ok(columns) } else { Err(missing) }
    }
}

/// Reads the table. Rows that say the same as an earlier one are passed over; all faults are told
/// at once.
pub fn read_zip_counties(name: &str, input: impl Read) -> Result<Vec<ZipCounty>, FormatError> {
    let mut table = Table::open(name, input, MAX_ROWS)?;
    let columns = Columns::find(&table.header)
        .map_err(|missing| FormatError::Columns { file: table.file(), missing })?;
    let mut counties = Vec::new();
    let mut known = HashSet::new();
    while let Some((line, record)) = table.next()? {
        let (zip, fips) = (value(&record, columns.zip), value(&record, columns.fips));
        let (state, county) = (value(&record, columns.state), value(&record, columns.county));
        let read_zip = digits(zip).then(|| Zip::parse(&padded(zip)).ok()).flatten();
        let read_fips = digits(fips).then(|| fips.parse().ok()).flatten();
        let is_state = state.len() == 2 && state.bytes().all(|b| b.is_ascii_alphabetic());
        for (fine, column, text, what) in [
            (read_zip.is_some(), "ZipCode", zip, "a ZIP code"),
            (read_fips.is_some(), "CountyFIPS", fips, "a five-digit county code"),
            (is_state, "State", state, "a state's two letters"),
            (!county.is_empty(), "County", county, "a county's name"),
        ] {
            if !fine {
                table.fault(line, column, format!("{text:?} is not {what}"));
            }
        }
        if let (Some(zip), Some(fips), true, false) =
            (read_zip, read_fips, is_state, county.is_empty())
            && known.insert((zip, fips))
        {
            let name = county.strip_suffix(" County").unwrap_or(county).to_owned();
            let county = County { fips, name, state: state.to_ascii_uppercase() };
            counties.push(ZipCounty { zip, county });
        }
    }
    table.finish(counties)
}

/// Four or five digits: spreadsheets drop the zero of New England's and Alabama's.
fn digits(text: &str) -> bool {
    (4..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn padded(text: &str) -> String {
    format!("{text:0>5}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counties_are_read_with_their_columns_in_any_order() {
        let text = "\u{feff}ZipCode,County,State,County FIPS,x\n94128,San Mateo County,CA,06081,\n\
                    94128,San Francisco,ca,6075\n1001,Hampden,MA,25013\n94128,San Mateo,CA,06081\n";
        let read = read_zip_counties("z.csv", text.as_bytes()).unwrap();
        let shown: Vec<_> = read
            .iter()
            .map(|row| {
                format!("{} {} {} {}", row.zip, row.county.fips, row.county.name, row.county.state)
            })
            .collect();
        assert_eq!(
            shown,
            ["94128 6081 San Mateo CA", "94128 6075 San Francisco CA", "01001 25013 Hampden MA"]
        );
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let text = "State,CountyFIPS,County,ZipCode\nCAL,06081,San Mateo,94128\nCA,x,,9412a\nCA\n";
        let Err(FormatError::Rows { faults, .. }) = read_zip_counties("z.csv", text.as_bytes())
        else {
            panic!("there are faults")
        };
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "State (line 2): \"CAL\" is not a state's two letters",
                "ZipCode (line 3): \"9412a\" is not a ZIP code",
                "CountyFIPS (line 3): \"x\" is not a five-digit county code",
                "County (line 3): \"\" is not a county's name",
                "ZipCode (line 4): \"\" is not a ZIP code",
                "CountyFIPS (line 4): \"\" is not a five-digit county code",
                "County (line 4): \"\" is not a county's name",
            ]
        );
        let wrong = read_zip_counties("z.csv", "State,Zip\n".as_bytes()).unwrap_err();
        assert_eq!(wrong.to_string(), "z.csv: no column for CountyFIPS, County");
    }

    #[test]
    fn a_table_without_end_is_refused() {
        let endless = std::io::repeat(b'"');
        assert!(matches!(read_zip_counties("z.csv", endless), Err(FormatError::TooLarge { .. })));
    }
}
