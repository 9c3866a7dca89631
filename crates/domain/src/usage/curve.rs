//! What a family pays, drawn over what its care is priced at, so that plans can be seen to cross.

use super::ledger::{Event, Ledger};
use super::{Shape, Shares, Unpriced, Use};
use crate::money::Cents;
use crate::plan::Limits;

/// The longest step of a curve, in cents. A hospital stay is many of them, so that the place at which it meets a
/// deductible or an out-of-pocket maximum shows.
const STEP: i64 = 50_000;

/// How much of a year of high use was allowed, and what the family had paid by then: from nothing used
/// to all of it, in the order of the year. Between two points the line is straight.
///
/// The points of all plans stand at the same allowed amounts.
pub fn spending_curve(
    limits: &Limits,
    shares: Shares<'_>,
    shape: Shape,
) -> Result<Vec<(Cents, Cents)>, Unpriced> {
    let mut ledger = Ledger::new(limits, shape);
    let (mut allowed, mut paid) = (Cents::ZERO, Cents::ZERO);
    let mut curve = vec![(allowed, paid)];
    for event in Use::High.course().events(shape) {
        let mut price = Cents::new(STEP);
        while price < event.price {
            // What would be paid if the price were lower, tried on a copy of the ledger.
            let mut trial = ledger;
            let cost = trial.settle(&Event { price, ..event }, shares)?;
            curve.push((allowed + price, paid + cost.total()));
            price += Cents::new(STEP);
        }
        allowed += event.price;
        paid += ledger.settle(&event, shares)?.total();
        curve.push((allowed, paid));
    }
    Ok(curve)
}

/// The allowed amounts, ascending, at which the cheaper one of two plans changes when the year's premium
/// is added to what is paid at use. Where the lines only touch, or run together to the end, nothing
/// changes. Parts of a cent are cut off.
///
/// Both curves must be of one shape: see [`spending_curve`].
pub fn crossings(
    premium_a: Cents,
    curve_a: &[(Cents, Cents)],
    premium_b: Cents,
    curve_b: &[(Cents, Cents)],
) -> Vec<Cents> {
    let mut crossings = Vec::new();
    // The last point at which one was cheaper: where it stands, and by how much.
    let mut last: Option<(i64, i64)> = None;
    // Where the lines met after it.
    let mut met: Option<i64> = None;
    for ((allowed, paid_a), (_, paid_b)) in curve_a.iter().zip(curve_b) {
        let at = allowed.get();
        let by = (premium_a + *paid_a - premium_b - *paid_b).get();
        if by == 0 {
            met = met.or(Some(at));
            continue;
        }
        if let Some((from, was)) = last
            && was.signum() != by.signum()
        {
            let between = || from + (at - from) * was.abs() / (was.abs() + by.abs());
            crossings.push(Cents::new(met.unwrap_or_else(between)));
        }
        (last, met) = (Some((at, by)), None);
    }
    crossings
}
