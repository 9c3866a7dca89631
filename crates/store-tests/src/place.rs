//! Stories about places.

use crate::Lab;
use domain::place::{County, Zip};

fn zip(text: &str) -> Zip {
    Zip::parse(text).expect("a ZIP code of a story")
}

fn county(fips: u32, name: &str, state: &str) -> County {
    County { fips, name: name.into(), state: state.into() }
}

/// All of them, and by their codes.
pub async fn zip_counties_are_replaced(lab: &dyn Lab) {
    let alameda = county(6001, "Alameda", "CA");
    let contra_costa = county(6013, "Contra Costa", "CA");
    let mayaguez = county(72_097, "Mayagüez", "PR");
    let first = [
        (zip("94501"), contra_costa.clone()),
        (zip("94501"), alameda.clone()),
        (zip("00680"), mayaguez.clone()),
    ];
    let mut unit = lab.store().begin().await.expect("begins");
    let place = unit.place();
    place.replace_zip_counties(&first).await.expect("replaces");
    assert_eq!(
        place.counties(zip("94501")).await.expect("answers"),
        [alameda.clone(), contra_costa]
    );
    assert_eq!(place.counties(zip("00680")).await.expect("answers"), [mayaguez]);
    assert_eq!(place.counties(zip("00001")).await.expect("answers"), []);
    let [second, first_of_two, last] = first;
    assert_eq!(
        place.zip_counties().await.expect("answers"),
        [last, first_of_two, second],
        "by ZIP code and FIPS code"
    );

    place.replace_zip_counties(&[(zip("94502"), alameda.clone())]).await.expect("replaces");
    assert_eq!(place.counties(zip("94501")).await.expect("answers"), []);
    assert_eq!(place.counties(zip("94502")).await.expect("answers"), [alameda]);
}

/// As many rows as there are.
pub async fn the_whole_country_is_loaded(lab: &dyn Lab) {
    let all: Vec<(Zip, County)> = (0..53_612)
        .map(|n| (zip(&format!("{:05}", n / 2)), county(10_000 + n, "Somewhere", "CA")))
        .collect();
    let mut unit = lab.store().begin().await.expect("begins");
    unit.place().replace_zip_counties(&all).await.expect("replaces");
    unit.commit().await.expect("commits");
    let mut unit = lab.store().begin_read().await.expect("begins");
    let found = unit.place().counties(zip("26805")).await.expect("answers");
    assert_eq!(found.iter().map(|c| c.fips).collect::<Vec<_>>(), [63_610, 63_611]);
    assert!(unit.place().zip_counties().await.expect("answers") == all);
}
