//! The same quote by another way: the templates as a tree, the roster as a sheet, and arithmetic
//! of its own. Shares nothing with what it checks but the files.

use crate::world::shared;
use calamine::{Data, Reader, Xlsx, open_workbook};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A person of the roster's sheet.
#[derive(Debug, Clone)]
pub struct Human {
    pub row: u32,
    pub family: String,
    pub relationship: String,
    pub born: (i32, u32, u32),
}

/// What a member is charged, in cents, and the employer's part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub row: u32,
    pub premium: i64,
    pub employer: i64,
}

/// The people of a sheet whose header for machines is in row 2 and whose data begins in row 4.
pub fn roster(path: &Path) -> Vec<Human> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cell = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or_default();
    let column = |name: &str| {
        (0..40).find(|column| cell(1, *column) == Data::String(name.to_owned())).unwrap()
    };
    let [family, relationship, born] =
        ["employer_assigned_family_id", "employee_relationship", "dob"].map(column);
    let mut people = Vec::new();
    for row in 3..=sheet.end().unwrap().0 {
        let Data::String(relationship) = cell(row, relationship) else { continue };
        let serial = match cell(row, born) {
            Data::DateTime(serial) => serial.as_f64().to_string(),
            other => panic!("row {row}: {other:?}"),
        };
        let family = cell(row, family).to_string();
        people.push(Human { row: row + 1, family, relationship, born: from_serial(&serial) });
    }
    people
}

/// A spreadsheet counts days, March 1, 1900 being the 61st.
fn from_serial(serial: &str) -> (i32, u32, u32) {
    let mut days: i32 = serial.parse::<i32>().unwrap() - 61;
    let (mut year, mut month) = (1900, 3);
    let length = |year: i32, month: u32| match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    while days >= length(year, month) {
        days -= length(year, month);
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    (year, month, u32::try_from(days).unwrap() + 1)
}

/// Completed years on a day, by comparing month and day.
pub fn age((year, month, day): (i32, u32, u32), on: NaiveDate) -> i32 {
    let had_birthday = (on.month(), on.day()) >= (month, day);
    on.year() - year - i32::from(!had_birthday)
}

/// Cents of an age in a plan.
type Rates = BTreeMap<String, BTreeMap<i32, i64>>;

/// The ids of all plans with benefits, the dental ones among them, and the rates that hold on a day.
pub struct Filed {
    pub plans: BTreeSet<String>,
    dental: BTreeSet<String>,
    rates: Rates,
}

impl Filed {
    pub fn on(day: NaiveDate) -> Option<Self> {
        let folder = shared("dc_shop_2016")?;
        let texts = |kind: &str| {
            let files = std::fs::read_dir(folder.join(kind)).unwrap();
            files
                .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
                .collect::<Vec<_>>()
        };
        let mut filed =
            Self { plans: BTreeSet::new(), dental: BTreeSet::new(), rates: Rates::new() };
        for text in texts("plans") {
            filed.add_plans(&text);
        }
        for text in texts("rates") {
            filed.add_rates(&text, &day.to_string());
        }
        Some(filed)
    }

    fn add_plans(&mut self, text: &str) {
        let tree = roxmltree::Document::parse(text).unwrap();
        for package in named(tree.root(), "packages") {
            let dental =
                named(package, "dentalPlanOnlyInd").next().map(value).as_deref() == Some("Yes");
            for id in named(package, "standardComponentID").map(value) {
                if dental {
                    self.dental.insert(id.clone());
                }
                self.plans.insert(id);
            }
        }
    }

    fn add_rates(&mut self, text: &str, day: &str) {
        let tree = roxmltree::Document::parse(text).unwrap();
        for item in named(tree.root(), "items") {
            let leaf = |name| value(named(item, name).next().unwrap());
            // Dates of this form compare as text.
            let holds = *leaf("effectiveDate") <= *day && *day <= *leaf("expirationDate");
            if !holds || leaf("rateAreaId") != "Rating Area 1" {
                continue;
            }
            let price: i64 = leaf("primaryEnrollee").replace([',', '.'], "").parse().unwrap();
            let ages = leaf("ageNumber");
            let ages = match ages.as_str() {
                "0-20" => 0..=20,
                "65 and over" => 65..=120,
                one => one.parse().unwrap()..=one.parse().unwrap(),
            };
            let rates = self.rates.entry(leaf("planId")).or_default();
            for age in ages {
                assert_eq!(rates.insert(age, price), None, "two rates for one age");
            }
        }
    }

    /// Each family's members and what they are charged in a plan, families in the order of the
    /// roster. Shares are percentages for employee, spouse or partner, and child.
    pub fn charges(
        &self,
        plan: &str,
        people: &[Human],
        on: NaiveDate,
        shares: [i64; 3],
    ) -> Option<Vec<Vec<Charge>>> {
        let rates = self.rates.get(plan)?;
        let mut families: Vec<&str> = people.iter().map(|person| person.family.as_str()).collect();
        families.dedup();
        let charge = |person: &Human, free: &[u32]| {
            let cents = rates[&age(person.born, on)];
            let premium = if free.contains(&person.row) { 0 } else { cents };
            let share = match person.relationship.as_str() {
                "Employee" => shares[0],
                "Spouse" | "Domestic Partner" => shares[1],
                "Child" => shares[2],
                other => panic!("{other}"),
            };
            Charge { row: person.row, premium, employer: (premium * share + 50) / 100 }
        };
        let family = |id: &str| {
            let members: Vec<&Human> = people.iter().filter(|p| p.family == id).collect();
            let mut young: Vec<&&Human> = members
                .iter()
                .filter(|p| p.relationship == "Child" && age(p.born, on) < 21)
                .collect();
            young.sort_by_key(|person| person.born);
            let free: Vec<u32> = if self.dental.contains(plan) {
                Vec::new()
            } else {
                young.iter().skip(3).map(|person| person.row).collect()
            };
            members.iter().map(|person| charge(person, &free)).collect()
        };
        Some(families.into_iter().map(family).collect())
    }

    /// How many of the plans are dental.
    pub fn dental(&self) -> usize {
        self.dental.len()
    }
}

fn named<'a, 'input>(
    node: roxmltree::Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = roxmltree::Node<'a, 'input>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

fn value(leaf: roxmltree::Node<'_, '_>) -> String {
    let words: String =
        leaf.descendants().filter_map(|node| node.is_text().then(|| node.text())?).collect();
    words.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}').to_owned()
}
