//! How a design stands in a year: what has happened to it since the first one.
//!
//! Every rule goes by the design's number and the year alone. From each year to the next
//!
//! - about half of the designs go on as they are, a quarter with a higher deductible, a quarter with
//!   higher copays;
//! - one in twelve is named anew, with the primary care copay in its name or without it;
//! - two of those that are always sold are filed anew: the old id ends, another takes its place;
//! - one of those that come and go is no longer sold, and another one appears.

use crate::FIRST_YEAR;
use crate::design::{ALWAYS, DESIGNS, Design, Stay};
use crate::noise::below;
use domain::id::PlanId;

/// What happens to a design from a year to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    Deductible,
    Copays,
    /// The design is filed under another id, with a higher deductible and higher copays.
    FiledAnew,
}

/// A plan that does not go on under its own id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closing {
    /// One whose place another id takes.
    FiledAnew,
    /// One that is no longer sold.
    Discontinued,
}

/// How a design stands in a year in which it is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// How often it was filed, this time included.
    pub generation: i32,
    /// How often its deductible and out-of-pocket maximum were raised.
    pub deductible_steps: i64,
    /// How often its copays were raised.
    pub copay_steps: i64,
    /// Whether the copay at primary care is part of its name.
    pub named_by_copay: bool,
    /// For how many years nothing was raised.
    pub quiet_years: u32,
}

impl Standing {
    /// How a design stands in a year; `None` when it is not sold then.
    pub(crate) fn of(design: &Design, year: i32) -> Option<Self> {
        let year = year.max(FIRST_YEAR);
        let mut standing = Self {
            generation: generation(design, year)?,
            deductible_steps: 0,
            copay_steps: 0,
            // Two plans without a deductible differ by their copay.
            named_by_copay: design.deductible == 0,
            quiet_years: 0,
        };
        for past in FIRST_YEAR..year {
            standing.pass(design, past);
        }
        Some(standing)
    }

    /// Lets the turn from a year to the next pass.
    fn pass(&mut self, design: &Design, year: i32) {
        let change = change(design, year);
        if matches!(change, Change::Deductible | Change::FiledAnew) {
            self.deductible_steps += 1;
        }
        if matches!(change, Change::Copays | Change::FiledAnew) {
            self.copay_steps += 1;
        }
        self.quiet_years = if change == Change::None { self.quiet_years + 1 } else { 0 };
        let nameable = design.deductible > 0 && design.office > 0;
        if nameable && (design.number * 5 + year).rem_euclid(12) == 0 {
            self.named_by_copay = !self.named_by_copay;
        }
    }
}

/// A design's plan id in a year; `None` when it is not sold then.
pub(crate) fn id_in(design: &Design, year: i32) -> Option<PlanId> {
    let generation = generation(design, year.max(FIRST_YEAR))?;
    Some(crate::plan_id(design.product.number, design.number, generation))
}

/// A plan of a year that does not go on under its own id in the year after.
pub(crate) fn closing_after(year: i32, closing: Closing) -> Option<PlanId> {
    DESIGNS.iter().find_map(|design| {
        let id = id_in(design, year)?;
        let closes = match (closing, id_in(design, year + 1)) {
            (Closing::Discontinued, next) => next.is_none(),
            (Closing::FiledAnew, next) => next.is_some_and(|next| next != id),
        };
        closes.then_some(id)
    })
}

fn generation(design: &Design, year: i32) -> Option<i32> {
    match design.stay {
        Stay::Always => {
            let times = (FIRST_YEAR..year).filter(|past| is_filed_anew(design, *past)).count();
            i32::try_from(times + 1).ok()
        }
        Stay::Sometimes { phase, .. } => {
            let turn = year + phase;
            (turn.rem_euclid(6) < 3).then(|| turn.div_euclid(6) - FIRST_YEAR.div_euclid(6) + 1)
        }
    }
}

fn change(design: &Design, year: i32) -> Change {
    if is_filed_anew(design, year) {
        return Change::FiledAnew;
    }
    // Each design has its own place in a round of four years.
    let place = i64::from(below(4, "change", design.number)) + i64::from(year);
    match place.rem_euclid(4) {
        0 => Change::Deductible,
        2 => Change::Copays,
        _ => Change::None,
    }
}

/// Whether a design is filed under another id after a year.
///
/// Multiples of 11 modulo a prime visit every design once, far from each other, before any is
/// visited twice.
fn is_filed_anew(design: &Design, year: i32) -> bool {
    let turn = (design.number * 11).rem_euclid(ALWAYS);
    design.stay == Stay::Always
        && [2 * year, 2 * year + 1].iter().any(|visit| visit.rem_euclid(ALWAYS) == turn)
}
