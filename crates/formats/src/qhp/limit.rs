//! Yearly limits: deductibles and out-of-pocket maximums, in and outside the network.

use super::source::{Cell, Source};
use crate::error::FormatError;
use domain::Cents;
use domain::plan::{Limit, Limits, Line};
use std::io::BufRead;

/// A row of a plan's deductibles or out-of-pocket maximums: each for a person and for a family.
#[derive(Debug, Default)]
pub(super) struct LimitRow {
    /// What it limits, in words.
    pub(super) name: Cell,
    /// In the first tier of the network.
    pub(super) in_network: [Cell; 2],
    pub(super) outside: [Cell; 2],
    /// In and outside the network together.
    pub(super) combined: [Cell; 2],
}

/// What a row limits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Combined,
    Medical,
    Drug,
    Dental,
    /// A part of the benefits only; there is no place for it among a plan's limits.
    Other,
}

impl LimitRow {
    fn scope(&self) -> Scope {
        let name = self.name.text.to_lowercase();
        let says = |word| name.contains(word);
        match (says("medical"), says("drug"), says("dental")) {
            _ if says("subgroup") => Scope::Other,
            (true, true, _) => Scope::Combined,
            (true, false, _) => Scope::Medical,
            (false, true, _) => Scope::Drug,
            (false, false, true) => Scope::Dental,
            (false, false, false) => Scope::Other,
        }
    }
}

/// One kind of limit, as far as the rows have it.
#[derive(Default)]
struct Read {
    main: Option<Limit>,
    drug: Option<Limit>,
    outside: Option<Limit>,
}

/// The limits of a plan from its two lists.
pub(super) fn limits<R: BufRead>(
    source: &Source<R>,
    line: Line,
    deductibles: &[LimitRow],
    out_of_pocket: &[LimitRow],
) -> Result<Limits, FormatError> {
    let deductible = read(source, line, deductibles)?;
    let out_of_pocket = read(source, line, out_of_pocket)?;
    Ok(Limits {
        deductible: deductible.main.unwrap_or_default(),
        drug_deductible: deductible.drug,
        out_of_pocket: out_of_pocket.main.unwrap_or_default(),
        drug_out_of_pocket: out_of_pocket.drug,
        deductible_outside: deductible.outside,
        out_of_pocket_outside: out_of_pocket.outside,
    })
}

/// The first row with amounts counts, by scope: for medical plans the one for care and drugs
/// together, else the one for care; dental plans file theirs as medical or as dental.
fn read<R: BufRead>(
    source: &Source<R>,
    line: Line,
    rows: &[LimitRow],
) -> Result<Read, FormatError> {
    let main_scopes = match line {
        Line::Medical => [Scope::Combined, Scope::Medical],
        Line::Dental => [Scope::Dental, Scope::Medical],
    };
    let mut result = Read::default();
    for scope in main_scopes {
        for row in rows.iter().filter(|row| row.scope() == scope) {
            if result.main.is_none() {
                result.main = in_network(source, row)?;
            }
            if result.outside.is_none() {
                result.outside = limit(source, &row.outside)?;
            }
        }
    }
    for row in rows.iter().filter(|row| row.scope() == Scope::Drug) {
        if result.drug.is_none() {
            result.drug = in_network(source, row)?;
        }
    }
    Ok(result)
}

/// Issuers whose limits count care in and outside the network together file only those.
fn in_network<R: BufRead>(
    source: &Source<R>,
    row: &LimitRow,
) -> Result<Option<Limit>, FormatError> {
    match limit(source, &row.in_network)? {
        Some(limit) => Ok(Some(limit)),
        None => limit(source, &row.combined),
    }
}

fn limit<R: BufRead>(
    source: &Source<R>,
    [person, family]: &[Cell; 2],
) -> Result<Option<Limit>, FormatError> {
    let wrong = |cell: &Cell| FormatError::Limit {
        file: source.file(),
        place: cell.place.clone(),
        value: cell.text.clone(),
    };
    let individual = amount(&person.text).map_err(|_| wrong(person))?;
    let (family_person, family) = family_amounts(&family.text).map_err(|_| wrong(family))?;
    let limit = Limit { individual, family_person, family };
    Ok((limit != Limit::default()).then_some(limit))
}

/// Neither an amount nor words that say that there is none.
#[derive(Debug, PartialEq, Eq)]
struct NotALimit;

/// `$2,500`, or words that say that there is none.
fn amount(text: &str) -> Result<Option<Cents>, NotALimit> {
    let text = text.trim();
    let none = ["", "Not Applicable", "N/A", "Included in Medical"];
    if none.iter().any(|words| text.eq_ignore_ascii_case(words)) {
        return Ok(None);
    }
    Cents::parse(text).ok().filter(|cents| !cents.is_negative()).map(Some).ok_or(NotALimit)
}

/// `$2500 per person | $5000 per group`, each or both `not applicable`, or one amount for the
/// family, as filed until 2015.
fn family_amounts(text: &str) -> Result<(Option<Cents>, Option<Cents>), NotALimit> {
    let (mut person, mut family) = (None, None);
    for part in text.split('|') {
        let part = part.to_lowercase();
        if part.contains("per person") {
            person = amount(&part.replace("per person", ""))?;
        } else {
            family = amount(&part.replace("per group", ""))?;
        }
    }
    Ok((person, family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn family_amounts_are_read_in_every_filed_form() {
        let dollars = |amount: i64| Some(Cents::new(amount * 100));
        for (text, expect) in [
            ("$2500 per person | $5000 per group", Ok((dollars(2_500), dollars(5_000)))),
            ("$2,500 per person | $5,000 per group", Ok((dollars(2_500), dollars(5_000)))),
            ("$0 per person | per group not applicable", Ok((dollars(0), None))),
            ("per person not applicable | $8000 per group", Ok((None, dollars(8_000)))),
            ("per person not applicable | per group not applicable", Ok((None, None))),
            ("$5,000", Ok((None, dollars(5_000)))),
            ("Not Applicable", Ok((None, None))),
            ("", Ok((None, None))),
            ("$2500 per person | soon per group", Err(NotALimit)),
            ("-$5 per person | $5 per group", Err(NotALimit)),
            ("20%", Err(NotALimit)),
        ] {
            assert_eq!(family_amounts(text), expect, "{text:?}");
        }
    }
}
