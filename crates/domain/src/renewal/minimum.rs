//! The minimum contribution: what an employer must pay of the employee-only premium.
//!
//! Two practices exist. Some carriers take the premium of the plan that the employee is in; others,
//! and the pools, take the lowest-priced plan that the employee was offered, so that who chooses a
//! dearer plan bears the difference. Only medical plans count, and only the employee's own premium.
//! Each employee must be paid the minimum; the meter shows the one who is paid least.

use crate::money::{Cents, Percent};
use crate::renewal::window::lifts_minimums;
use crate::rules::{Citation, MINIMUM_CONTRIBUTION};
use crate::word::employees;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The premium of which the employer's share is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The employee's own, in the plan that the employee is in.
    #[default]
    OwnPlan,
    /// The employee's own, in the lowest-priced plan offered.
    LowestPlan,
}

/// What is paid a month for one enrolled employee alone, in the medical line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// The premium in the plan that the employee is in.
    pub own: Cents,
    /// The premium at the same age in the lowest-priced plan offered.
    pub lowest: Cents,
    /// The employer's part of the premium.
    pub employer: Cents,
}

/// The employee who is paid the smallest share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worst {
    /// The employee's place among those judged; the first of equals.
    pub index: usize,
    /// The share, rounded down to a hundredth of a percent; never below what is needed when it is
    /// enough.
    pub share: Percent,
}

/// What a contribution comes to, against the minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContributionMeter {
    /// Whether it is enough for everybody.
    pub met: bool,
    /// The employee who is paid the smallest share; `None` when nobody is enrolled.
    pub worst: Option<Worst>,
    /// The share that is needed.
    pub needed: Percent,
    /// For how many employees it is not enough.
    pub short: u32,
    /// What is missing a month for all of them.
    pub missing: Cents,
    /// The premium of which the share is taken.
    pub against: Against,
    /// The rule, for showing.
    pub rule: Citation,
    /// The rule by which the minimum does not matter today, for taking out coverage.
    pub lifted: Option<Citation>,
}

/// Judges what is paid for each employee, for coverage from a day, today.
///
/// The minimum is rounded to the cent as contributions are, so that a contribution of exactly the
/// needed percentage is always enough.
pub fn judge(
    people: impl IntoIterator<Item = Paid>,
    against: Against,
    effective_on: NaiveDate,
    today: NaiveDate,
) -> ContributionMeter {
    let needed = MINIMUM_CONTRIBUTION.on(effective_on).value;
    let mut meter = ContributionMeter {
        met: true,
        worst: None,
        needed,
        short: 0,
        missing: Cents::ZERO,
        against,
        rule: MINIMUM_CONTRIBUTION.cite(effective_on),
        lifted: lifts_minimums(effective_on, today),
    };
    for (index, paid) in people.into_iter().enumerate() {
        let premium = match against {
            Against::OwnPlan => paid.own,
            Against::LowestPlan => paid.lowest,
        };
        let missing = needed.of(premium) - paid.employer;
        let enough = missing <= Cents::ZERO;
        if !enough {
            meter.met = false;
            meter.short += 1;
            meter.missing += missing;
        }
        let exact = share_down(paid.employer, premium);
        let share = if enough { exact.max(needed) } else { exact };
        if meter.worst.is_none_or(|worst| share < worst.share) {
            meter.worst = Some(Worst { index, share });
        }
    }
    meter
}

impl ContributionMeter {
    /// How things stand, for people.
    pub fn sentence(&self) -> String {
        let Some(worst) = self.worst else {
            return "Nobody is enrolled in a medical plan.".to_owned();
        };
        let (share, needed) = (worst.share, self.needed);
        let of = match self.against {
            Against::OwnPlan => "of the premium for each employee alone",
            Against::LowestPlan => {
                "of the premium for each employee alone in the lowest-priced plan offered"
            }
        };
        if self.met {
            return format!("You pay at least {share} {of}. {needed} is needed.");
        }
        let people = employees(self.short);
        format!(
            "You must pay {needed} {of}; the least that you pay is {share}. \
             {} a month more is needed for {people}.",
            self.missing
        )
    }
}

/// A part's share of a whole, rounded down to a hundredth of a percent, at most all. Nothing is all
/// of nothing.
fn share_down(part: Cents, whole: Cents) -> Percent {
    if whole <= Cents::ZERO || part >= whole {
        return Percent::WHOLE;
    }
    let hundredths = part.max(Cents::ZERO).times(10_000).get() / whole.get();
    u32::try_from(hundredths).map_or(Percent::WHOLE, Percent::from_hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paid(own: i64, lowest: i64, employer: i64) -> Paid {
        Paid { own: Cents::new(own), lowest: Cents::new(lowest), employer: Cents::new(employer) }
    }

    fn judged(people: &[Paid], against: Against) -> ContributionMeter {
        let (starts_on, today) = ("2027-02-01".parse().unwrap(), "2026-12-01".parse().unwrap());
        judge(people.iter().copied(), against, starts_on, today)
    }

    #[test]
    fn each_employee_must_be_paid_half_of_the_premium_that_counts() {
        use Against::{LowestPlan, OwnPlan};
        // (people, against), (met, worst index, worst share, short, missing cents)
        for (people, against, expect) in [
            (vec![paid(50_000, 40_000, 25_000)], OwnPlan, (true, 0, 5_000, 0, 0)),
            (vec![paid(50_000, 40_000, 24_999)], OwnPlan, (false, 0, 4_999, 1, 1)),
            // 249.99 of 400.00 is 62.4975%.
            (vec![paid(50_000, 40_000, 24_999)], LowestPlan, (true, 0, 6_249, 0, 0)),
            (vec![paid(50_000, 40_000, 19_000)], LowestPlan, (false, 0, 4_750, 1, 1_000)),
            // A fixed 300.00 is half of 600.00 and 42.85% of 700.00.
            (
                vec![
                    paid(40_000, 40_000, 30_000),
                    paid(70_000, 60_000, 30_000),
                    paid(60_000, 60_000, 30_000),
                ],
                OwnPlan,
                (false, 1, 4_285, 1, 5_000),
            ),
            // The first of two who are paid alike; 100.00 and 150.00 are missing.
            (
                vec![paid(40_000, 0, 10_000), paid(60_000, 0, 15_000)],
                OwnPlan,
                (false, 0, 2_500, 2, 25_000),
            ),
            (vec![paid(30_237, 0, 15_119)], OwnPlan, (true, 0, 5_000, 0, 0)),
            (vec![paid(0, 0, 0)], OwnPlan, (true, 0, 10_000, 0, 0)),
            (vec![paid(10_000, 0, 0)], OwnPlan, (false, 0, 0, 1, 5_000)),
        ] {
            let meter = judged(&people, against);
            let worst = meter.worst.unwrap();
            assert_eq!(
                (
                    meter.met,
                    worst.index,
                    worst.share.hundredths(),
                    meter.short,
                    meter.missing.get()
                ),
                expect,
                "{people:?} {against:?}"
            );
        }
    }

    #[test]
    fn how_things_stand_is_said_in_sentences() {
        for (people, against, sentence) in [
            (vec![], Against::OwnPlan, "Nobody is enrolled in a medical plan."),
            (
                vec![paid(50_000, 40_000, 31_250)],
                Against::OwnPlan,
                "You pay at least 62.5% of the premium for each employee alone. 50% is needed.",
            ),
            (
                vec![paid(50_000, 40_000, 20_000)],
                Against::LowestPlan,
                "You pay at least 50% of the premium for each employee alone in the \
                 lowest-priced plan offered. 50% is needed.",
            ),
            (
                vec![paid(50_000, 40_000, 21_180)],
                Against::OwnPlan,
                "You must pay 50% of the premium for each employee alone; the least that you \
                 pay is 42.36%. $38.20 a month more is needed for 1 employee.",
            ),
        ] {
            assert_eq!(judged(&people, against).sentence(), sentence);
        }
    }

    proptest! {
        #[test]
        fn the_needed_percentage_is_always_enough_and_a_cent_less_never_is(
            premium in 1_i64..1_000_000,
        ) {
            let half = Percent::whole(50).of(Cents::new(premium));
            let meter = judged(&[paid(premium, premium, half.get())], Against::OwnPlan);
            prop_assert!(meter.met && meter.missing == Cents::ZERO);
            let meter = judged(&[paid(premium, premium, half.get() - 1)], Against::OwnPlan);
            prop_assert!(!meter.met);
            prop_assert_eq!(meter.missing, Cents::new(1));
            prop_assert!(meter.worst.unwrap().share < meter.needed);
        }

        #[test]
        fn paying_what_is_missing_is_enough(
            people in proptest::collection::vec((0_i64..200_000, 0_i64..200_000), 1..20),
        ) {
            let before: Vec<_> = people.iter().map(|(own, pays)| paid(*own, 0, *pays)).collect();
            let half = |own: i64| Percent::whole(50).of(Cents::new(own)).get();
            let after: Vec<_> =
                people.iter().map(|(own, pays)| paid(*own, 0, half(*own).max(*pays))).collect();
            let sum = |people: &[Paid]| people.iter().map(|p| p.employer).sum::<Cents>();
            prop_assert!(judged(&after, Against::OwnPlan).met);
            prop_assert_eq!(judged(&before, Against::OwnPlan).missing, sum(&after) - sum(&before));
        }
    }
}
