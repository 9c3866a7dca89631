//! The templates: real filings where they are at hand, what we write, and hostile files.

#![expect(clippy::unwrap_used, reason = "in helpers of tests, which clippy does not know as such")]

use domain::id::PlanId;
use domain::place::RatingArea;
use domain::plan::{
    Benefit, CostShare, Filed, Limit, Limits, Line, Metal, Plan, PlanType, SbcExample, Service,
};
use domain::rate::{AgeBand, FamilyPrices, Prices, RateSheet};
use domain::{Cents, Percent};
use formats::qhp::{MAX_BYTES, Note, QhpFile, Remark, read, write_plans, write_rates};
use formats::{FileKind, FormatError, SNIFF_BYTES, sniff};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};
use std::path::PathBuf;
use std::time::Instant;

type NaiveDate = chrono::NaiveDate;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn id(text: &str) -> PlanId {
    PlanId::parse(text).unwrap()
}

fn read_text(xml: &str) -> Result<QhpFile, FormatError> {
    read("a.xml", xml.as_bytes())
}

fn plans_of(file: QhpFile) -> (Vec<Plan>, Vec<Note>) {
    match file {
        QhpFile::Plans { plans, notes } => (plans, notes),
        QhpFile::Rates { .. } => panic!("these are rates"),
    }
}

fn sheets_of(file: QhpFile) -> (Vec<RateSheet>, Vec<Note>) {
    match file {
        QhpFile::Rates { sheets, notes } => (sheets, notes),
        QhpFile::Plans { .. } => panic!("these are plans"),
    }
}

/// A file of the shared data, or nothing (said aloud) where that is not at hand.
fn shared(path: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("GROUPCOVER_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let path = root.join("data").join(path);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("not tested: {} is not there (see GROUPCOVER_SHARED)", path.display());
    }
    bytes
}

const PLANS_2016: [(&str, usize); 6] = [
    ("kaiser_94506", 24),
    ("uhic_41842", 28),
    ("carefirst_ghmsi_78079", 12),
    ("aetna_health_73987", 9),
    ("aetna_life_77422", 9),
    ("delta_dental", 4),
];

mod filings {
    use super::*;

    #[test]
    fn every_filed_plan_and_cost_share_is_read() {
        for (folder, files) in [
            ("dc_shop_2016", PLANS_2016.as_slice()),
            (
                "dc_shop_2015",
                &[("aetna_health_73987", 10), ("aetna_life_77422", 8), ("kaiser_94506", 24)],
            ),
        ] {
            for (file, count) in files {
                let name = format!("{folder}/plans/{file}.xml");
                let Some(bytes) = shared(&name) else { return };
                let (plans, notes) = plans_of(read(&name, bytes.as_slice()).unwrap());
                assert_eq!(plans.len(), *count, "{name}");
                assert_eq!(notes, [], "{name}");
                for plan in &plans {
                    let dental = *file == "delta_dental";
                    assert_eq!(plan.line == Line::Dental, dental, "{name} {}", plan.id);
                    assert!(plan.actuarial_value.is_some(), "{name} {}", plan.id);
                    assert!(plan.limits.out_of_pocket.individual.is_some(), "{name} {}", plan.id);
                    for benefit in &plan.benefits {
                        let shares = [benefit.in_network, benefit.outside];
                        assert!(!shares.contains(&CostShare::Unread), "{name} {benefit:?}");
                    }
                    let services: BTreeSet<_> =
                        plan.benefits.iter().filter_map(|b| b.service).collect();
                    let expect = Service::ALL.iter().filter(|_| !dental).count();
                    assert!(services.len() >= expect, "{name} {}: {}", plan.id, services.len());
                }
            }
        }
    }

    #[test]
    fn known_values_are_found() {
        let name = "dc_shop_2016/plans/kaiser_94506.xml";
        let Some(bytes) = shared(name) else { return };
        let (plans, _) = plans_of(read(name, bytes.as_slice()).unwrap());
        let plan = plans.iter().find(|plan| plan.id == id("94506DC0350001")).unwrap();
        assert_eq!((plan.metal, plan.plan_type), (Metal::Platinum, PlanType::Hmo));
        assert_eq!((plan.from, plan.until), (day(2016, 1, 1), None));
        assert_eq!(plan.actuarial_value, Some(Percent::from_hundredths(9_195)));
        let dollars = |amount: i64| Some(Cents::new(amount * 100));
        let limits = plan.limits;
        assert_eq!(limits.out_of_pocket.individual, dollars(2_500));
        assert_eq!(limits.out_of_pocket.family_person, dollars(2_500));
        assert_eq!(limits.out_of_pocket.family, dollars(5_000));
        assert_eq!(limits.deductible.individual, dollars(0));
        assert_eq!(limits.deductible_outside, None);
        for (service, expect) in [
            (Service::PrimaryCare, "$20"),
            (Service::Specialist, "$30"),
            (Service::OutpatientFacility, "$100"),
        ] {
            let benefit = plan.benefit(service).unwrap();
            assert_eq!(benefit.in_network.to_string(), expect);
            assert_eq!(benefit.outside, CostShare::NotCovered);
        }
    }

    #[test]
    fn known_rates_are_found() {
        let name = "dc_shop_2016/rates/kaiser_94506.xml";
        let Some(bytes) = shared(name) else { return };
        let (sheets, _) = sheets_of(read(name, bytes.as_slice()).unwrap());
        let rate = |on: NaiveDate, age: u8| {
            let plan = id("94506DC0350001");
            let sheet = sheets.iter().find(|s| s.plan == plan && s.holds_on(on)).unwrap();
            let Prices::ByAge(prices) = &sheet.prices else { panic!("rated by age") };
            prices.iter().find(|(band, _)| band.contains(age)).unwrap().1.get()
        };
        for (month, age, cents) in [
            (1, 0, 27_202),
            (1, 20, 27_202),
            (1, 21, 30_238),
            (1, 40, 40_553),
            (4, 21, 30_498),
            (7, 21, 30_760),
            (10, 21, 31_024),
        ] {
            assert_eq!(rate(day(2016, month, 1), age), cents, "month {month} age {age}");
        }
    }

    /// Rates as a map, which no order and no grouping can hide in.
    type Flat = BTreeMap<(String, u8, NaiveDate, NaiveDate, String), i64>;

    fn flat(sheets: &[RateSheet]) -> Flat {
        let mut flat = Flat::new();
        for sheet in sheets {
            let Prices::ByAge(prices) = &sheet.prices else { panic!("rated by age") };
            for (band, price) in prices {
                let key = (
                    sheet.plan.to_string(),
                    sheet.area.number,
                    sheet.from,
                    sheet.until,
                    band.to_string(),
                );
                assert!(flat.insert(key, price.get()).is_none());
            }
        }
        flat
    }

    /// The same by another reader, with the least code that can do it.
    fn flat_from_tree(bytes: &[u8]) -> Flat {
        let text = std::str::from_utf8(bytes).unwrap();
        let tree = roxmltree::Document::parse(text).unwrap();
        let items = tree.descendants().filter(|node| node.tag_name().name() == "items");
        items
            .map(|item| {
                let value = |name: &str| {
                    let leaf = item.children().find(|node| node.tag_name().name() == name).unwrap();
                    let words: String = leaf
                        .descendants()
                        .filter(roxmltree::Node::is_text)
                        .filter_map(|node| node.text())
                        .collect();
                    words.trim().to_owned()
                };
                let date =
                    |name: &str| NaiveDate::parse_from_str(&value(name), "%Y-%m-%d").unwrap();
                let price = value("primaryEnrollee").replace(',', "");
                let (dollars, cents) = price.split_once('.').unwrap();
                assert_eq!(cents.len(), 2);
                let price = format!("{dollars}{cents}").parse().unwrap();
                let area = value("rateAreaId").replace("Rating Area ", "").parse().unwrap();
                let age = value("ageNumber").replace(" and over", "+");
                let dates = (date("effectiveDate"), date("expirationDate"));
                ((value("planId"), area, dates.0, dates.1, age), price)
            })
            .collect()
    }

    #[test]
    fn every_rate_is_the_one_that_another_reader_finds() {
        let mut rates = 0;
        for (file, count) in [
            ("kaiser_94506", 24),
            ("uhic_41842", 28),
            ("carefirst_ghmsi_78079", 14),
            ("aetna_health_73987", 18),
            ("aetna_life_77422", 18),
            ("delta_dental", 4),
        ] {
            let name = format!("dc_shop_2016/rates/{file}.xml");
            let Some(bytes) = shared(&name) else { return };
            let (sheets, notes) = sheets_of(read(&name, bytes.as_slice()).unwrap());
            let plans: BTreeSet<&PlanId> = sheets.iter().map(|sheet| &sheet.plan).collect();
            assert_eq!(plans.len(), count, "{name}");
            assert_eq!(notes, [], "{name}");
            let flat = flat(&sheets);
            assert_eq!(flat, flat_from_tree(&bytes), "{name}");
            rates += flat.len();
        }
        assert_eq!(rates, 18_952);
    }

    #[test]
    fn filings_survive_being_written_and_read() {
        for (file, _) in PLANS_2016 {
            for kind in ["plans", "rates"] {
                let name = format!("dc_shop_2016/{kind}/{file}.xml");
                let Some(bytes) = shared(&name) else { return };
                let file = read(&name, bytes.as_slice()).unwrap();
                let mut written = Vec::new();
                match &file {
                    QhpFile::Plans { plans, .. } => write_plans(&mut written, plans).unwrap(),
                    QhpFile::Rates { sheets, .. } => write_rates(&mut written, sheets).unwrap(),
                }
                assert_eq!(read(&name, written.as_slice()).unwrap(), file, "{name}");
            }
        }
    }

    #[test]
    fn shared_files_are_known_by_their_content() {
        for (path, expect) in [
            ("dc_shop_2016/plans/uhic_41842.xml", FileKind::QhpXml),
            ("dc_shop_2016/rates/uhic_41842.xml", FileKind::QhpXml),
            ("dc_shop_2016/plan_and_rate_matrix_2016.xlsx", FileKind::Spreadsheet),
            ("reference/zip_county_2024.csv", FileKind::ZipCounties),
            ("reference/age_factors.csv", FileKind::Unknown),
            ("reference/rating_area_by_county.csv", FileKind::Unknown),
            ("roster/acme.csv", FileKind::Unknown),
        ] {
            let Some(bytes) = shared(path) else { return };
            assert_eq!(sniff(path, &bytes[..bytes.len().min(SNIFF_BYTES)]), expect, "{path}");
        }
    }

    #[test]
    fn every_zip_code_of_the_country_is_read() {
        let Some(bytes) = shared("reference/zip_county_2024.csv") else { return };
        let counties = formats::geography::read_zip_counties("z.csv", bytes.as_slice()).unwrap();
        assert_eq!(counties.len(), 53_612);
    }
}

mod written {
    use super::*;

    fn limit(individual: i64, person: Option<i64>, family: Option<i64>) -> Limit {
        Limit {
            individual: Some(Cents::new(individual)),
            family_person: person.map(Cents::new),
            family: family.map(Cents::new),
        }
    }

    fn benefit(name: &str, words: [&str; 4], limit: Option<&str>) -> Benefit {
        let [copay, coinsurance, copay_outside, coinsurance_outside] = words;
        Benefit {
            service: Service::parse(name),
            name: name.to_owned(),
            in_network: CostShare::parse(copay, coinsurance),
            outside: CostShare::parse(copay_outside, coinsurance_outside),
            limit: limit.map(str::to_owned),
            filed: Filed {
                copay: copay.to_owned(),
                coinsurance: coinsurance.to_owned(),
                copay_outside: copay_outside.to_owned(),
                coinsurance_outside: coinsurance_outside.to_owned(),
            },
        }
    }

    fn medical(plan: &str) -> Plan {
        let none = "Not Applicable";
        Plan {
            id: id(plan),
            name: "Silver \"70\" <HMO> & more".to_owned(),
            line: Line::Medical,
            metal: Metal::ExpandedBronze,
            plan_type: PlanType::Ppo,
            network: "CAN001".to_owned(),
            service_area: "CAS001".to_owned(),
            formulary: Some("CAF001".to_owned()),
            hsa_eligible: true,
            actuarial_value: Some(Percent::from_hundredths(7_184)),
            from: day(2026, 1, 1),
            until: Some(day(2026, 12, 31)),
            limits: Limits {
                deductible: limit(250_050, Some(250_050), Some(500_100)),
                drug_deductible: Some(limit(30_000, None, Some(60_000))),
                out_of_pocket: limit(780_000, None, None),
                drug_out_of_pocket: None,
                deductible_outside: Some(limit(500_000, None, Some(1_000_000))),
                out_of_pocket_outside: None,
            },
            benefits: vec![
                benefit("Specialist Visit", ["$30", none, none, "40%"], None),
                benefit(
                    "Skilled Nursing Facility",
                    ["$5 Copay per Day after deductible", none, none, "100%"],
                    Some("100 days per benefit period"),
                ),
                benefit("Hearing Aids", ["ask us", none, none, none], Some("$2,500 per year")),
                benefit("Acupuncture", ["", "", "", ""], None),
                Benefit {
                    in_network: CostShare::Unread,
                    outside: CostShare::Unread,
                    ..benefit("Infertility Treatment", ["", "", "", ""], Some("1 visit per year"))
                },
            ],
            sbc_baby: Some(SbcExample { deductible: Cents::new(123_400), ..Default::default() }),
            sbc_diabetes: None,
            sbc_url: Some("https://example.org/sbc?a=1&b=2".to_owned()),
        }
    }

    fn round_trip(plans: &[Plan]) -> Vec<Plan> {
        let mut bytes = Vec::new();
        write_plans(&mut bytes, plans).unwrap();
        plans_of(read("w.xml", bytes.as_slice()).unwrap()).0
    }

    #[test]
    fn plans_are_read_back_as_they_were_written() {
        let first = medical("12345CA0010001");
        let mut second = medical("12345CA0010002");
        second.benefits[0] = benefit("Specialist Visit", ["$45", "", "", ""], None);
        second.limits.drug_deductible = None;
        let mut third = medical("12345CA0010003");
        third.benefits.remove(1);
        (third.hsa_eligible, third.formulary, third.until) = (false, None, None);
        let plans = [first, second, third];
        assert_eq!(round_trip(&plans), plans);

        let mut dental = medical("54321CA0010001");
        (dental.line, dental.metal) = (Line::Dental, Metal::High);
        dental.limits = Limits { deductible: limit(8_500, None, None), ..Limits::default() };
        assert_eq!(round_trip(std::slice::from_ref(&dental)), [dental]);
        assert_eq!(round_trip(&[]), []);
    }

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        let refused = |plans: &[Plan]| write_plans(Vec::new(), plans).unwrap_err().to_string();
        let plan = medical("12345CA0010001");
        let foreign = medical("54321CA0010001");
        assert_eq!(
            refused(&[plan.clone(), foreign]),
            "54321CA0010001 does not belong into a template of issuer 12345"
        );
        let mut unsaid = plan.clone();
        unsaid.benefits[0].in_network = CostShare::NotCovered;
        assert_eq!(
            refused(&[unsaid]),
            "the words filed for \"Specialist Visit\" of 12345CA0010001 do not say its cost share"
        );
        let mut odd = plan;
        odd.benefits[0].limit = Some("As Needed".to_owned());
        assert_eq!(
            refused(&[odd]),
            "the limit \"As Needed\" of 12345CA0010001 does not begin with a quantity"
        );
    }

    #[test]
    fn rates_are_read_back_as_they_were_written() {
        let sheet = |plan: &str, from, until, prices| RateSheet {
            plan: id(plan),
            area: RatingArea { state: "CA".to_owned(), number: 16 },
            from,
            until,
            prices,
        };
        let by_age = Prices::ByAge(vec![
            (AgeBand::parse("0-14").unwrap(), Cents::new(27_202)),
            (AgeBand::parse("15").unwrap(), Cents::new(30_238)),
            (AgeBand::parse("64+").unwrap(), Cents::new(100_167)),
        ]);
        let by_family = Prices::ByFamily(FamilyPrices {
            single: [10, 20, 30, 40].map(Cents::new),
            couple: [15, 25, 35, 45].map(Cents::new),
        });
        let sheets = [
            sheet("12345CA0010001", day(2026, 1, 1), day(2026, 3, 31), by_age.clone()),
            sheet("12345CA0010001", day(2026, 4, 1), day(2026, 6, 30), by_age),
            sheet("12345CA0010002", day(2026, 1, 1), day(2026, 12, 31), by_family),
        ];
        let mut bytes = Vec::new();
        write_rates(&mut bytes, &sheets).unwrap();
        let (read, notes) = sheets_of(read("w.xml", bytes.as_slice()).unwrap());
        assert_eq!((read.as_slice(), notes.as_slice()), (sheets.as_slice(), [].as_slice()));
    }

    /// The filed forms of a copay and of a coinsurance.
    fn words() -> impl Strategy<Value = String> {
        let copay = (0_i64..1_000_000, 0_usize..6).prop_map(|(cents, form)| {
            let after = ["", " Copay after deductible", " Copay before deductible"];
            let per = [
                " Copay per Day",
                " Copay per Stay after deductible",
                " Copay per Day after deductible",
            ];
            format!("{:#}{}", Cents::new(cents), after.iter().chain(&per).nth(form).unwrap())
        });
        let coinsurance = (0_u32..=10_000, any::<bool>()).prop_map(|(hundredths, after)| {
            let after = if after { " Coinsurance after deductible" } else { "" };
            format!("{}{after}", Percent::from_hundredths(hundredths))
        });
        let fixed =
            ["Not Applicable", "No Charge", "No Charge after deductible", "", "see & <note>"];
        prop_oneof![
            copay,
            coinsurance,
            prop::sample::select(fixed.to_vec()).prop_map(str::to_owned)
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_cost_share_is_read_back(
            shares in prop::collection::vec([words(), words(), words(), words()], 1..12),
            cents in 0_i64..1_000_000_000,
        ) {
            let mut plan = medical("12345CA0010001");
            plan.benefits = shares
                .iter()
                .zip(Service::ALL)
                .map(|(words, service)| {
                    benefit(service.filed_name(), words.each_ref().map(String::as_str), None)
                })
                .collect();
            plan.limits.deductible.family = Some(Cents::new(cents));
            prop_assert_eq!(round_trip(std::slice::from_ref(&plan)), [plan]);
        }
    }
}

/// A leaf as the templates write it.
fn leaf(name: &str, value: &str) -> String {
    format!("<{name} cellLocation=\"S-A.1\"><cellValue>{value}</cellValue></{name}>")
}

fn item_of(cells: &[(&str, &str)]) -> String {
    let leaves: String = cells.iter().map(|(name, value)| leaf(name, value)).collect();
    format!("<items>{leaves}</items>")
}

/// A row of rates of plan 12345DC0010001 for 2026, with some cells set or replaced.
fn item(cells: &[(&str, &str)]) -> String {
    let usual = [
        ("effectiveDate", "2026-01-01"),
        ("expirationDate", "2026-12-31"),
        ("planId", "12345DC0010001"),
        ("rateAreaId", "Rating Area 1"),
        ("tobacco", "No Preference"),
        ("ageNumber", "21"),
        ("primaryEnrollee", "300.00"),
    ];
    let mut all: Vec<(&str, &str)> =
        usual.into_iter().filter(|(name, _)| cells.iter().all(|(set, _)| set != name)).collect();
    all.extend_from_slice(cells);
    item_of(&all)
}

fn rates(items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<qhpApplicationRateGroupVO xmlns=\"http://vo.ffe.cms.hhs.gov\">\n{}\n</qhpApplicationRateGroupVO>",
        items.join("\n")
    )
}

mod traps_in_rates {
    use super::*;

    fn bands(xml: &str) -> String {
        let (sheets, _) = sheets_of(read_text(xml).unwrap());
        sheets.iter().map(|sheet| sheet.prices.to_text()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn spellings_of_ids_ages_rates_and_dates_are_understood() {
        let xml = rates(&[
            item(&[("ageNumber", "65 and over"), ("primaryEnrollee", "1,001.67")]),
            item(&[("ageNumber", "64 "), ("planId", "\u{a0}12345DC0010001\u{a0}")]),
            item(&[
                ("ageNumber", "0-20"),
                ("effectiveDate", "1/1/2026"),
                ("primaryEnrollee", "$272.5"),
            ]),
        ]);
        assert_eq!(bands(&xml), "0-20:27250,64:30000,65+:100167");
        for over in ["64 +", "64+", "64\u{a0}and\u{a0}over"] {
            assert_eq!(bands(&rates(&[item(&[("ageNumber", over)])])), "64+:30000", "{over:?}");
        }
        // Bare text, another prefix, another year's bands.
        let xml = rates(&[item(&[("ageNumber", "0-14")])])
            .replace(
                "<planId cellLocation=\"S-A.1\"><cellValue>12345DC0010001</cellValue>",
                "<planId>12345DC0010001",
            )
            .replace("<items>", "<n:items xmlns:n=\"urn:x\">")
            .replace("</items>", "</n:items>");
        assert_eq!(bands(&xml), "0-14:30000");
    }

    #[test]
    fn dental_rates_by_family_are_read_by_its_shape() {
        let family = item(&[
            ("ageNumber", "Family Option"),
            ("primaryEnrollee", "10"),
            ("coupleEnrollee", "20"),
            ("primaryEnrolleeOneDependent", "11"),
            ("primaryEnrolleeTwoDependent", "12"),
            ("primaryEnrolleeManyDependent", "13"),
            ("coupleEnrolleeOneDependent", "21"),
            ("coupleEnrolleeTwoDependent", "22"),
            ("coupleEnrolleeManyDependent", "1,023.50"),
        ]);
        let expect = "family:1000,1100,1200,1300,2000,2100,2200,102350";
        assert_eq!(bands(&rates(std::slice::from_ref(&family))), expect);
        let mixed = rates(&[family, item(&[])]);
        assert!(matches!(read_text(&mixed), Err(FormatError::MixedRating { .. })));
    }

    #[test]
    fn rows_are_gathered_by_plan_area_and_dates() {
        let xml = rates(&[
            item(&[("rateAreaId", "Rating Area 2")]),
            item(&[]),
            item(&[("rateAreaId", "Rating Area 2"), ("ageNumber", "22")]),
            item(&[("effectiveDate", "2027-01-01"), ("expirationDate", "2027-03-31")]),
            item(&[("planId", "12345DC0010002")]),
        ]);
        let (sheets, _) = sheets_of(read_text(&xml).unwrap());
        let shown: Vec<String> = sheets
            .iter()
            .map(|s| format!("{} {} {} {}", s.plan, s.area.number, s.from, s.prices.to_text()))
            .collect();
        assert_eq!(
            shown,
            [
                "12345DC0010001 2 2026-01-01 21:30000,22:30000",
                "12345DC0010001 1 2026-01-01 21:30000",
                "12345DC0010001 1 2027-01-01 21:30000",
                "12345DC0010002 1 2026-01-01 21:30000",
            ]
        );
        assert_eq!(sheets[0].area.state, "DC");
    }

    #[test]
    fn a_rate_filed_twice_is_noted_and_rates_for_tobacco_are_left_out() {
        let xml = rates(&[
            item(&[]),
            item(&[]),
            item(&[("tobacco", "Tobacco User"), ("primaryEnrollee", "450")]),
            item(&[
                ("tobacco", "Tobacco User/Non-Tobacco User"),
                ("ageNumber", "22"),
                ("primaryEnrolleeTobacco", "450"),
            ]),
        ]);
        let (sheets, notes) = sheets_of(read_text(&xml).unwrap());
        assert_eq!(sheets[0].prices.to_text(), "21:30000,22:30000");
        let remarks: Vec<Remark> = notes.into_iter().map(|note| note.remark).collect();
        assert_eq!(remarks, [Remark::TobaccoRate, Remark::SameRateTwice(id("12345DC0010001"))]);
    }

    #[test]
    fn wrong_rows_are_refused_with_their_place() {
        let said = |items: &[String]| read_text(&rates(items)).unwrap_err().to_string();
        for (cells, expect) in [
            (&[("planId", "12345DC001")][..], "\"12345DC001\" is not a plan id"),
            (
                &[("primaryEnrollee", "-1.00")],
                "\"-1.00\" is not a monthly rate from $0 to $100,000.00",
            ),
            (&[("primaryEnrollee", "100000.01")], "\"100000.01\" is not a monthly rate"),
            (&[("primaryEnrollee", "n/a")], "\"n/a\" is not a monthly rate"),
            (&[("primaryEnrollee", "1.005")], "\"1.005\" is not a monthly rate"),
            (&[("effectiveDate", "2026-13-01")], "\"2026-13-01\" is not a date"),
            (&[("effectiveDate", "2027-01-01")], "the last day is before the first"),
            (&[("ageNumber", "old")], "\"old\" is not an age band"),
            (&[("rateAreaId", "Zone 4")], "\"Zone 4\" is not a rating area"),
        ] {
            let message = said(&[item(cells)]);
            assert!(message.starts_with("a.xml, S-A.1 (line 3): "), "{message}");
            assert!(message.contains(expect), "{message}");
        }
        for column in ["planId", "rateAreaId", "ageNumber", "primaryEnrollee", "expirationDate"] {
            assert!(said(&[item(&[(column, "")])]).ends_with(&format!("{column} is missing")));
        }
    }

    #[test]
    fn two_prices_for_one_person_are_refused() {
        for (other, expect) in [
            (&[("primaryEnrollee", "301.00")][..], "two rates for ages in 21 and 21"),
            (&[("ageNumber", "20-30")], "two rates for ages in 20-30 and 21"),
            (
                &[("effectiveDate", "2026-06-01"), ("expirationDate", "2027-05-31")],
                "two sets of rates for one day",
            ),
        ] {
            let message = read_text(&rates(&[item(&[]), item(other)])).unwrap_err().to_string();
            assert!(message.contains(expect), "{message}");
        }
    }
}

mod traps_in_plans {
    use super::*;

    struct Template {
        header: Vec<(&'static str, &'static str)>,
        attributes: Vec<(&'static str, &'static str)>,
        variants: Vec<(&'static str, &'static str)>,
        deductibles: String,
    }

    fn template() -> Template {
        Template {
            header: vec![("marketCoverage", "SHOP (Small Group)"), ("dentalPlanOnlyInd", "No")],
            attributes: vec![
                ("standardComponentID", "12345DC0010001"),
                ("planMarketingName", "Gold"),
                ("networkID", "N1"),
                ("serviceAreaID", "S1"),
                ("planType", "HMO"),
                ("metalLevel", "Gold"),
                ("planEffectiveDate", "1/1/2026"),
            ],
            variants: vec![("12345DC0010001-01", "$20")],
            deductibles: String::new(),
        }
    }

    fn leaves(cells: &[(&str, &str)]) -> String {
        cells.iter().map(|(name, value)| leaf(name, value)).collect()
    }

    impl Template {
        fn package(&self) -> String {
            let variants: Vec<String> = self
                .variants
                .iter()
                .map(|(variant, copay)| {
                    let visit = leaves(&[
                        ("visitType", "Specialist\u{a0}Visit"),
                        ("copayInNetworkTier1", copay),
                        ("coInsuranceInNetworkTier1", "Not Applicable"),
                    ]);
                    format!(
                        "<costShareVariance>{}<planDeductibleList>{}</planDeductibleList>\
                         <serviceVisitList><serviceVisit>{visit}</serviceVisit></serviceVisitList>\
                         </costShareVariance>",
                        leaf("planId", variant),
                        self.deductibles
                    )
                })
                .collect();
            let benefit = leaves(&[
                ("benefitTypeCode", "Specialist  visit "),
                ("isBenefitCovered", "Covered"),
                ("quantityLimit", "30"),
                ("unitLimit", "Visit(s) per Year"),
            ]);
            // The parts of a package may stand in any order.
            format!(
                "<packages><plansList><plans><costShareVariancesList>{}\
                 </costShareVariancesList><planAttributes>{}</planAttributes></plans></plansList>\
                 <header>{}</header><benefitsList><benefits>{benefit}</benefits></benefitsList>\
                 </packages>",
                variants.concat(),
                leaves(&self.attributes),
                leaves(&self.header)
            )
        }

        fn read(&self) -> Result<(Vec<Plan>, Vec<Remark>), FormatError> {
            read_packages(&self.package())
        }

        fn set(mut self, column: &str, value: &'static str) -> Self {
            let cell = self.attributes.iter_mut().find(|(name, _)| *name == column).unwrap();
            cell.1 = value;
            self
        }
    }

    fn read_packages(packages: &str) -> Result<(Vec<Plan>, Vec<Remark>), FormatError> {
        let xml = format!(
            "<planBenefitTemplateVO><packagesList>{packages}</packagesList></planBenefitTemplateVO>"
        );
        let (plans, notes) = plans_of(read_text(&xml)?);
        Ok((plans, notes.into_iter().map(|note| note.remark).collect()))
    }

    #[test]
    fn a_service_is_joined_by_name_whatever_its_spaces_and_capitals() {
        let (plans, remarks) = template().read().unwrap();
        let benefit = plans[0].benefit(Service::Specialist).unwrap();
        assert_eq!(benefit.in_network.to_string(), "$20");
        assert_eq!(benefit.limit.as_deref(), Some("30 visits per year"));
        assert_eq!((plans[0].benefits.len(), remarks.len()), (1, 0));
    }

    #[test]
    fn the_variant_for_small_groups_is_taken() {
        for (variants, expect) in [
            (vec![("12345DC0010001-00", "$1"), ("12345DC0010001-01", "$2")], Some("$2")),
            (vec![("12345DC0010001-01", "$2"), ("12345DC0010001-00", "$1")], Some("$2")),
            (vec![("12345DC0010001-04", "$4"), ("12345DC0010001-00", "$1")], Some("$1")),
            (vec![("12345DC0010001", "$3"), ("12345DC0010001", "$4")], Some("$3")),
            (vec![("12345DC0010001-02", "$2"), ("12345DC0010001-06", "$6")], None),
        ] {
            let (plans, remarks) = Template { variants, ..template() }.read().unwrap();
            let share = plans.first().map(|plan| plan.benefits[0].in_network.to_string());
            assert_eq!(share.as_deref(), expect);
            let left_out = Remark::OnlyReducedVariants(id("12345DC0010001"));
            assert_eq!(remarks.contains(&left_out), expect.is_none());
        }
    }

    #[test]
    fn packages_of_other_markets_and_doubles_are_noted() {
        let header = vec![("marketCoverage", "Individual")];
        let (plans, remarks) = Template { header, ..template() }.read().unwrap();
        assert_eq!((plans.len(), remarks), (0, vec![Remark::OtherMarket("Individual".into())]));

        let package = template().package();
        let (plans, remarks) = read_packages(&format!("{package}{package}")).unwrap();
        let twice = vec![Remark::SamePlanTwice(id("12345DC0010001"))];
        assert_eq!((plans.len(), remarks), (1, twice));
        let other = template().set("planMarketingName", "Silver").package();
        assert!(matches!(
            read_packages(&format!("{package}{other}")),
            Err(FormatError::PlanTwice { .. })
        ));
    }

    #[test]
    fn words_outside_the_grammar_are_noted_not_refused() {
        let variants = vec![("12345DC0010001-01", "ask your doctor")];
        let (plans, remarks) = Template { variants, ..template() }.read().unwrap();
        assert_eq!(plans[0].benefits[0].in_network, CostShare::Unread);
        assert_eq!(plans[0].benefits[0].filed.copay, "ask your doctor");
        let words = "ask your doctor / Not Applicable".to_owned();
        assert_eq!(remarks, [Remark::UnreadCostShare(words)]);
    }

    #[test]
    fn a_limit_in_and_outside_the_network_together_counts_where_none_is_filed_for_the_network() {
        let row = |kind: &str, network: &str, combined: &str| {
            let cells = leaves(&[
                ("deductibleType", kind),
                ("inNetworkTier1Individual", network),
                ("inNetworkTier1Family", "per person not applicable | per group not applicable"),
                ("combinedInOrOutNetworkIndividual", combined),
                ("combinedInOrOutNetworkFamily", "$500 per person | $1,000 per group"),
            ]);
            format!("<planDeductible>{cells}</planDeductible>")
        };
        let deductible = |rows: &[String]| {
            let template = Template { deductibles: rows.concat(), ..template() };
            template.read().map(|(plans, _)| plans[0].limits)
        };
        let medical = "Medical EHB Deductible";
        let limits = deductible(&[row(medical, "Not Applicable", "$500")]).unwrap();
        assert_eq!(limits.deductible.individual, Some(Cents::new(50_000)));
        assert_eq!(limits.deductible.family, Some(Cents::new(100_000)));
        let limits = deductible(&[
            row("Subgroup - Pediatric Dental", "$25", ""),
            row(medical, "$300", "$500"),
            row("Drug EHB Deductible", "$100", ""),
        ])
        .unwrap();
        assert_eq!(limits.deductible.individual, Some(Cents::new(30_000)));
        assert_eq!(limits.deductible.family, None);
        assert_eq!(limits.drug_deductible.unwrap().individual, Some(Cents::new(10_000)));
        let wrong = deductible(&[row(medical, "about $300", "")]).unwrap_err().to_string();
        assert!(wrong.contains("\"about $300\" is not a yearly limit"), "{wrong}");
    }

    #[test]
    fn wrong_plans_are_refused_with_their_place() {
        for (column, value, expect) in [
            ("standardComponentID", "12345", "\"12345\" is not a plan id"),
            ("metalLevel", "Tin", "\"Tin\" is not a known metalLevel"),
            ("planType", "HMO?", "\"HMO?\" is not a known planType"),
            ("planEffectiveDate", "soon", "\"soon\" is not a date"),
            ("networkID", "", "networkID is missing"),
            ("planMarketingName", "\u{a0}", "planMarketingName is missing"),
        ] {
            let message = template().set(column, value).read().unwrap_err().to_string();
            assert!(message.starts_with("a.xml, S-A.1 (line 1): "), "{message}");
            assert!(message.contains(expect), "{message}");
        }
        let variants = vec![("12345DC0010002-01", "$20")];
        let stray = Template { variants, ..template() }.read();
        assert!(matches!(stray, Err(FormatError::StrayVariant { .. })));
    }
}

mod hostile {
    use super::*;

    const ROOT: &str = "qhpApplicationRateGroupVO";

    #[test]
    fn files_that_are_no_templates_are_refused() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\
                    <qhpApplicationRateGroupVO>&b;</qhpApplicationRateGroupVO>";
        let deep = format!("<{ROOT}>{}", "<a>".repeat(1_000));
        let long = format!("<{ROOT}><a>{}", "x".repeat(1_000_000));
        let long_tag = format!("<{ROOT}><a{}", " ".repeat(1_000_000));
        let value = rates(&[item(&[("planId", &"x".repeat(3_000))])]);
        let entities = format!("<{ROOT}><items><planId>{}", "&amp;".repeat(1_000_000));
        let cases: &[(&str, &str, &str)] = &[
            ("nothing", "", "there is no element in it"),
            ("white space", " \n ", "there is no element in it"),
            ("no XML", "planId,age\n", "there is text outside of every element"),
            (
                "foreign",
                "<html><body/></html>",
                "a.xml: this is not a Plans & Benefits or Rate Data template, but <html>",
            ),
            ("bomb", bomb, "a document type declaration is not accepted"),
            (
                "document type",
                "<!DOCTYPE html><html/>",
                "a document type declaration is not accepted",
            ),
            (
                "entity",
                "<qhpApplicationRateGroupVO>&xxe;</qhpApplicationRateGroupVO>",
                "the entity &xxe; is not declared",
            ),
            ("deep", &deep, "more than 32 elements stand in each other"),
            ("long text", &long, "longer than 131072 bytes"),
            ("long tag", &long_tag, "longer than 131072 bytes"),
            ("long value", &value, "longer than 2000 bytes"),
            ("many entities", &entities, "longer than 131072 bytes"),
            (
                "crossed tags",
                "<qhpApplicationRateGroupVO>\n<a></b>",
                "a.xml, line 2, column 7: this is not XML",
            ),
            (
                "after the end",
                "<qhpApplicationRateGroupVO/><a/>",
                "there is a second outermost element",
            ),
            (
                "text after the end",
                "<qhpApplicationRateGroupVO/>x",
                "there is text outside of every element",
            ),
            (
                "declared",
                "<?xml version='1.0' encoding='windows-1252'?><a/>",
                "it says that it is windows-1252",
            ),
        ];
        for (what, xml, expect) in cases {
            let message = read_text(xml).unwrap_err().to_string();
            assert!(message.contains(expect), "{what}: {message}");
        }
    }

    #[test]
    fn other_encodings_are_refused() {
        let latin = b"<qhpApplicationRateGroupVO><items><planId>\xa012345</planId>".as_slice();
        let text = "\u{feff}<qhpApplicationRateGroupVO/>";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [latin, &little, &big, &little[2..], &big[2..]] {
            let refused = read("a.xml", bytes);
            assert!(
                matches!(refused, Err(FormatError::Encoding { .. } | FormatError::NotXml { .. })),
                "{refused:?}"
            );
        }
        let marked =
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><qhpApplicationRateGroupVO/>";
        assert!(read_text(marked).is_ok());
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_and_never_panics() {
        let xml = rates(&[item(&[]), item(&[("ageNumber", "22")])]);
        for end in 0..xml.len() {
            let refused = read_text(&xml[..end]);
            assert!(refused.is_err(), "{end}");
        }
        let half = read_text(&xml[..xml.len() / 2]).unwrap_err();
        assert!(matches!(half, FormatError::Truncated { .. }), "{half}");
    }

    /// Bytes over and over, as many as asked for, without holding them.
    fn stream(head: &str, body: String, bytes: u64) -> impl std::io::BufRead {
        struct Again(Cursor<Vec<u8>>);
        impl Read for Again {
            fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
                if self.0.position() == self.0.get_ref().len() as u64 {
                    self.0.set_position(0);
                }
                self.0.read(into)
            }
        }
        let head = Cursor::new(head.as_bytes().to_vec());
        BufReader::new(head.chain(Again(Cursor::new(body.into_bytes())).take(bytes)))
    }

    #[test]
    fn a_file_of_a_gigabyte_is_refused_soon_and_costs_little() {
        let gigabyte = 1 << 30;
        let comment = format!("<!--{}-->\n", "x".repeat(60_000));
        let comments = stream("<qhpApplicationRateGroupVO>", comment, gigabyte);
        let start = Instant::now();
        assert!(matches!(
            read("a.xml", comments),
            Err(FormatError::TooLarge { limit_bytes: MAX_BYTES, .. })
        ));
        println!("a gigabyte was refused in {:?}", start.elapsed());

        // One value without end is refused at once.
        let value = stream("<qhpApplicationRateGroupVO><items>", "x".repeat(10_000), gigabyte);
        assert!(matches!(read("a.xml", value), Err(FormatError::TooLong { .. })));
    }

    #[test]
    fn plans_and_benefits_without_end_are_refused() {
        let benefit = format!("<benefits>{}</benefits>", leaf("benefitTypeCode", "x"));
        let plans = "<plans><planAttributes/><costShareVariancesList/></plans>";
        for (head, row) in [("<benefitsList>", benefit.as_str()), ("<plansList>", plans)] {
            let head = format!("<planBenefitTemplateVO><packagesList><packages>{head}");
            let endless = stream(&head, row.to_owned(), 1 << 30);
            assert!(matches!(read("a.xml", endless), Err(FormatError::TooMany { .. })), "{head}");
        }
    }

    #[test]
    fn a_reader_that_fails_is_told_as_such() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is gone"))
            }
        }
        assert!(matches!(read("a.xml", BufReader::new(Broken)), Err(FormatError::Io { .. })));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn damaged_files_never_panic(at in 0_usize..600, with in any::<u8>(), cut in 0_usize..40) {
            let mut bytes = rates(&[item(&[]), item(&[("ageNumber", "22")])]).into_bytes();
            let at = at % bytes.len();
            bytes[at] = with;
            bytes.drain(at..(at + cut).min(bytes.len()));
            let _ = read("a.xml", bytes.as_slice());
        }
    }
}
