//! "Rate Data": rows of one price each, gathered into sheets by plan, area and dates.

use super::note::{Note, Notes, Remark};
use super::source::{Cell, Source};
use super::{MAX_RATE, MAX_RATES, MAX_SHEETS};
use crate::error::{FormatError, Place};
use chrono::NaiveDate;
use domain::Cents;
use domain::id::PlanId;
use domain::place::RatingArea;
use domain::rate::{AgeBand, FamilyPrices, Prices, RateSheet};
use std::collections::HashMap;
use std::io::BufRead;

/// A row as filed. One is used for all rows, so that their memory is used again.
#[derive(Default)]
struct Row {
    plan: Cell,
    area: Cell,
    from: Cell,
    until: Cell,
    tobacco: Cell,
    age: Cell,
    /// Without a spouse: no child, one, two, three or more.
    single: [Cell; 4],
    /// With a spouse: no child, one, two, three or more.
    couple: [Cell; 4],
}

const SINGLE: [&str; 4] = [
    "primaryEnrollee",
    "primaryEnrolleeOneDependent",
    "primaryEnrolleeTwoDependent",
    "primaryEnrolleeManyDependent",
];
const COUPLE: [&str; 4] = [
    "coupleEnrollee",
    "coupleEnrolleeOneDependent",
    "coupleEnrolleeTwoDependent",
    "coupleEnrolleeManyDependent",
];

impl Row {
    fn cells(&mut self) -> impl Iterator<Item = &mut Cell> {
        let Self { plan, area, from, until, tobacco, age, single, couple } = self;
        [plan, area, from, until, tobacco, age].into_iter().chain(single).chain(couple)
    }

    fn cell(&mut self, tag: &str) -> Option<&mut Cell> {
        match tag {
            "planId" => Some(&mut self.plan),
            "rateAreaId" => Some(&mut self.area),
            "effectiveDate" => Some(&mut self.from),
            "expirationDate" => Some(&mut self.until),
            "tobacco" => Some(&mut self.tobacco),
            "ageNumber" => Some(&mut self.age),
            _ => {
                let at = |names: [&str; 4]| names.iter().position(|name| *name == tag);
                match (at(SINGLE), at(COUPLE)) {
                    (Some(children), _) => Some(&mut self.single[children]),
                    (_, Some(children)) => Some(&mut self.couple[children]),
                    (None, None) => None,
                }
            }
        }
    }
}

/// What makes a sheet.
type SheetKey = (PlanId, RatingArea, NaiveDate, NaiveDate);

/// A sheet in the making.
struct Draft {
    key: SheetKey,
    /// Where its first row stands.
    place: Place,
    bands: Vec<(AgeBand, Cents)>,
    family: Option<FamilyPrices>,
}

/// The sheets so far.
#[derive(Default)]
struct Book {
    drafts: Vec<Draft>,
    known: HashMap<SheetKey, usize>,
    /// Rows of a sheet mostly stand together: the last one's words and its draft.
    last: Option<([String; 4], usize)>,
    notes: Notes,
}

/// Reads a template from inside its outermost element to its end.
pub(super) fn read<R: BufRead>(
    source: &mut Source<R>,
) -> Result<(Vec<RateSheet>, Vec<Note>), FormatError> {
    let mut book = Book::default();
    let mut row = Row::default();
    let mut rows = 0;
    while source.child()? {
        if source.tag() != "items" {
            source.skip()?;
            continue;
        }
        rows += 1;
        if rows > MAX_RATES {
            return Err(source.too_many("rates", MAX_RATES));
        }
        let place = source.place();
        read_row(source, &mut row)?;
        add(source, &mut book, &row, &place)?;
    }
    let mut sheets = Vec::with_capacity(book.drafts.len());
    for draft in &mut book.drafts {
        sheets.push(sheet(source, draft, &mut book.notes)?);
    }
    no_day_twice(source, &book.drafts)?;
    Ok((sheets, book.notes.into_list()))
}

fn read_row<R: BufRead>(source: &mut Source<R>, row: &mut Row) -> Result<(), FormatError> {
    row.cells().for_each(|cell| cell.text.clear());
    while source.child()? {
        match row.cell(source.tag()) {
            Some(cell) => source.leaf_into(cell)?,
            None => source.skip()?,
        }
    }
    Ok(())
}

/// Puts a row into its sheet.
fn add<R: BufRead>(
    source: &Source<R>,
    book: &mut Book,
    row: &Row,
    place: &Place,
) -> Result<(), FormatError> {
    let tobacco = row.tobacco.text.to_lowercase();
    if tobacco.contains("tobacco") && !tobacco.contains("non") {
        book.notes.add(&row.tobacco.place, Remark::TobaccoRate);
        return Ok(());
    }
    let at = draft(source, book, row, place)?;
    let draft = &mut book.drafts[at];
    let age = given(source, &row.age, "ageNumber", place)?;
    if age.eq_ignore_ascii_case("Family Option") {
        return add_family(source, draft, &mut book.notes, row, place);
    }
    let band = AgeBand::parse(age).map_err(|_| FormatError::Age {
        file: source.file(),
        place: row.age.place.clone(),
        value: age.to_owned(),
    })?;
    let price = rate(source, &row.single[0], SINGLE[0], place)?;
    draft.bands.push((band, price));
    Ok(())
}

fn add_family<R: BufRead>(
    source: &Source<R>,
    draft: &mut Draft,
    notes: &mut Notes,
    row: &Row,
    place: &Place,
) -> Result<(), FormatError> {
    let mut prices = FamilyPrices::default();
    for children in 0..4 {
        prices.single[children] = rate(source, &row.single[children], SINGLE[children], place)?;
        prices.couple[children] = rate(source, &row.couple[children], COUPLE[children], place)?;
    }
    let plan = draft.key.0.clone();
    match draft.family {
        Some(known) if known != prices => {
            return Err(FormatError::FamilyTwice {
                file: source.file(),
                place: place.clone(),
                plan,
            });
        }
        Some(_) => notes.add(place, Remark::SameRateTwice(plan)),
        None => draft.family = Some(prices),
    }
    Ok(())
}

/// The sheet that a row belongs to.
fn draft<R: BufRead>(
    source: &Source<R>,
    book: &mut Book,
    row: &Row,
    place: &Place,
) -> Result<usize, FormatError> {
    let words = [&row.plan, &row.area, &row.from, &row.until].map(|cell| cell.text.as_str());
    if let Some((last, at)) = &book.last
        && last.each_ref().map(String::as_str) == words
    {
        return Ok(*at);
    }
    let key = key(source, row, place)?;
    let Book { drafts, known, .. } = book;
    let at = *known.entry(key).or_insert_with_key(|key| {
        let (key, place) = (key.clone(), place.clone());
        drafts.push(Draft { key, place, bands: Vec::new(), family: None });
        drafts.len() - 1
    });
    if at == MAX_SHEETS {
        return Err(source.too_many("sets of rates", MAX_SHEETS));
    }
    book.last = Some((words.map(str::to_owned), at));
    Ok(at)
}

fn key<R: BufRead>(source: &Source<R>, row: &Row, place: &Place) -> Result<SheetKey, FormatError> {
    given(source, &row.plan, "planId", place)?;
    let plan = source.plan_id(&row.plan)?;
    let area = given(source, &row.area, "rateAreaId", place)?;
    let area = RatingArea::parse(plan.state(), area).ok_or_else(|| FormatError::Area {
        file: source.file(),
        place: row.area.place.clone(),
        value: area.to_owned(),
    })?;
    given(source, &row.from, "effectiveDate", place)?;
    given(source, &row.until, "expirationDate", place)?;
    let (from, until) = (source.date(&row.from)?, source.date(&row.until)?);
    if until < from {
        let place = row.until.place.clone();
        return Err(FormatError::DatesReversed { file: source.file(), place });
    }
    Ok((plan, area, from, until))
}

fn given<'a, R: BufRead>(
    source: &Source<R>,
    cell: &'a Cell,
    column: &'static str,
    row: &Place,
) -> Result<&'a str, FormatError> {
    cell.given().ok_or_else(|| FormatError::Missing {
        file: source.file(),
        place: row.clone(),
        column,
    })
}

fn rate<R: BufRead>(
    source: &Source<R>,
    cell: &Cell,
    column: &'static str,
    row: &Place,
) -> Result<Cents, FormatError> {
    let text = given(source, cell, column, row)?;
    let believed = |cents: &Cents| (Cents::ZERO..=MAX_RATE).contains(cents);
    Cents::parse(text).ok().filter(believed).ok_or_else(|| FormatError::Rate {
        file: source.file(),
        place: cell.place.clone(),
        value: text.to_owned(),
        limit: MAX_RATE,
    })
}

/// Finishes a sheet: bands ascending, each age once.
fn sheet<R: BufRead>(
    source: &Source<R>,
    draft: &mut Draft,
    notes: &mut Notes,
) -> Result<RateSheet, FormatError> {
    let (plan, area, from, until) = draft.key.clone();
    let (file, place) = (source.file(), draft.place.clone());
    let prices = match draft.family {
        Some(_) if !draft.bands.is_empty() => {
            return Err(FormatError::MixedRating { file, place, plan });
        }
        Some(family) => Prices::ByFamily(family),
        None => {
            let mut bands = std::mem::take(&mut draft.bands);
            bands.sort_unstable();
            let filed = bands.len();
            bands.dedup();
            for _ in bands.len()..filed {
                notes.add(&place, Remark::SameRateTwice(plan.clone()));
            }
            for pair in bands.windows(2) {
                let ((band, _), (other, _)) = (pair[0], pair[1]);
                if other.from() <= band.to() {
                    return Err(FormatError::Overlap { file, place, plan, band, other });
                }
            }
            Prices::ByAge(bands)
        }
    };
    Ok(RateSheet { plan, area, from, until, prices })
}

/// A day must have one rate: sheets of one plan and area may not overlap.
fn no_day_twice<R: BufRead>(source: &Source<R>, drafts: &[Draft]) -> Result<(), FormatError> {
    let mut ordered: Vec<&Draft> = drafts.iter().collect();
    ordered.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    for pair in ordered.windows(2) {
        let ((plan, area, _, until), (next_plan, next_area, next_from, _)) =
            (&pair[0].key, &pair[1].key);
        if (plan, area) == (next_plan, next_area) && next_from <= until {
            let (place, plan) = (pair[1].place.clone(), plan.clone());
            return Err(FormatError::DatesOverlap { file: source.file(), place, plan });
        }
    }
    Ok(())
}
