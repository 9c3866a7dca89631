//! Participation: how many of the eligible employees are covered, and how many must be.
//!
//! Carriers and exchanges differ in the share that they ask for, and in what a valid waiver does:
//! somebody with other coverage may count as covered, may be left out of the count, or may count as
//! missing. A [`Standard`] names one of these practices; which one holds is the carrier's choice.

use crate::money::Percent;
use crate::renewal::window::lifts_minimums;
use crate::rules::{
    Citation, PARTICIPATION_CARRIER, PARTICIPATION_FEDERAL, PARTICIPATION_STATE, Rule,
};
use crate::word::count;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a valid waiver does to the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waivers {
    /// The employee counts as covered.
    Covered,
    /// The employee is left out, as if not eligible.
    Removed,
    /// The employee counts as eligible and not covered.
    NotCounted,
}

/// How much participation is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minimum {
    /// The share of the eligible employees.
    pub share: Percent,
    /// The share when the employer pays the whole premium of every employee.
    pub when_paid_whole: Percent,
    /// What a valid waiver does.
    pub waivers: Waivers,
}

impl Minimum {
    /// One share, whatever the employer pays.
    pub const fn share(share: Percent, waivers: Waivers) -> Self {
        Self { share, when_paid_whole: share, waivers }
    }
}

/// A practice of asking for participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    /// As carriers in California do outside the exchange.
    #[default]
    Carrier,
    /// As California's exchange for small business does.
    StateExchange,
    /// As the federal exchange for small business does.
    FederalExchange,
}

impl Standard {
    /// Its figures, with their words and sources.
    pub const fn rule(self) -> &'static Rule<Minimum> {
        match self {
            Self::Carrier => &PARTICIPATION_CARRIER,
            Self::StateExchange => &PARTICIPATION_STATE,
            Self::FederalExchange => &PARTICIPATION_FEDERAL,
        }
    }
}

/// A group's employees, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Participation {
    /// Those who are enrolled.
    pub enrolled: u32,
    /// Those who declined because they have other coverage that the carrier accepts.
    pub waived_valid: u32,
    /// All who may enroll: the two above, those who declined otherwise, and those who have not
    /// decided. Never taken for less than the two above.
    pub eligible: u32,
}

/// What a group's participation comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParticipationMeter {
    /// Whether it is enough.
    pub met: bool,
    /// The people who count as covered: the exact share is this many [`of`](Self::of) so many.
    pub counted: u32,
    /// The people who are counted at all.
    pub of: u32,
    /// The share in whole percent, rounded down, for showing. All of nobody is 100.
    pub percent: u32,
    /// The share that is needed.
    pub needed: Percent,
    /// The fewest more enrollments that would be enough.
    pub missing: u32,
    /// The fewest more valid waivers that would be enough without any enrollment; `None` where no
    /// number of them would be.
    pub missing_waivers: Option<u32>,
    /// What a valid waiver does.
    pub waivers: Waivers,
    /// The rule, for showing.
    pub rule: Citation,
    /// The rule by which the minimum does not matter today, for taking out coverage.
    pub lifted: Option<Citation>,
}

impl Participation {
    /// Judges it for coverage from a day, today.
    ///
    /// `paid_whole` tells whether the employer pays the whole premium of every employee.
    pub fn judge(
        self,
        standard: Standard,
        paid_whole: bool,
        effective_on: NaiveDate,
        today: NaiveDate,
    ) -> ParticipationMeter {
        let minimum = standard.rule().on(effective_on).value;
        let needed = if paid_whole { minimum.when_paid_whole } else { minimum.share };
        let (counted, of) = self.count(minimum.waivers);
        let missing = least(needed, of).saturating_sub(counted);
        ParticipationMeter {
            met: missing == 0,
            counted,
            of,
            percent: percent_down(counted, of),
            needed,
            missing,
            missing_waivers: missing_waivers(counted, of, needed, minimum.waivers),
            waivers: minimum.waivers,
            rule: standard.rule().cite(effective_on),
            lifted: lifts_minimums(effective_on, today),
        }
    }

    /// Those who count as covered, and those who are counted at all.
    fn count(self, waivers: Waivers) -> (u32, u32) {
        let covered = self.enrolled.saturating_add(self.waived_valid);
        let eligible = self.eligible.max(covered);
        match waivers {
            Waivers::Covered => (covered, eligible),
            Waivers::Removed => (self.enrolled, eligible - self.waived_valid),
            Waivers::NotCounted => (self.enrolled, eligible),
        }
    }
}

impl ParticipationMeter {
    /// How things stand, for people: two sentences.
    pub fn sentence(&self) -> String {
        let Self { counted, of, percent, needed, .. } = *self;
        if of == 0 {
            return "There are no eligible employees to count.".to_owned();
        }
        let people = count(of, "eligible employee", "eligible employees");
        let one = counted == 1 || of == 1;
        let state = match self.waivers {
            Waivers::Covered if one => "is covered or has a valid waiver",
            Waivers::Covered => "are covered or have a valid waiver",
            Waivers::Removed if one => "without a valid waiver is covered",
            Waivers::Removed => "without a valid waiver are covered",
            Waivers::NotCounted if one => "is covered",
            Waivers::NotCounted => "are covered",
        };
        format!("{counted} of {people} {state}: {percent}%. {needed} is needed.")
    }

    /// What would be enough, for people; `None` when the minimum is met.
    pub fn remedy(&self) -> Option<String> {
        let enrollments = count(self.missing, "more enrollment", "more enrollments");
        let (what, one) = match (self.missing, self.missing_waivers) {
            (0, _) => return None,
            (1, Some(1)) => ("1 more person, or valid waiver,".to_owned(), true),
            (people, Some(waivers)) if people == waivers => {
                (format!("{people} more people, or valid waivers,"), false)
            }
            (people, Some(waivers)) => (
                format!(
                    "{enrollments}, or {},",
                    count(waivers, "more valid waiver", "more valid waivers")
                ),
                people == 1,
            ),
            (people, None) => (enrollments, people == 1),
        };
        Some(format!("{what} {} needed.", if one { "is" } else { "are" }))
    }
}

/// The fewest people of so many who are at least a share of them.
fn least(share: Percent, of: u32) -> u32 {
    let exact = u64::from(share.hundredths()) * u64::from(of);
    // A share of more than the whole would ask for more people than fit; it asks for all and more.
    u32::try_from(exact.div_ceil(10_000)).unwrap_or(u32::MAX)
}

/// A share in whole percent, rounded down.
fn percent_down(counted: u32, of: u32) -> u32 {
    let percent = (u64::from(counted) * 100).checked_div(u64::from(of)).unwrap_or(100);
    u32::try_from(percent).unwrap_or(u32::MAX)
}

/// The fewest valid waivers that would be enough without any enrollment.
fn missing_waivers(counted: u32, of: u32, needed: Percent, waivers: Waivers) -> Option<u32> {
    let missing = least(needed, of).saturating_sub(counted);
    match waivers {
        _ if missing == 0 => Some(0),
        Waivers::Covered => Some(missing),
        // Each waiver leaves one fewer to count. With nobody enrolled, waivers alone leave nobody.
        Waivers::Removed if counted == 0 => None,
        Waivers::Removed => {
            let most = u64::from(counted) * 10_000 / u64::from(needed.hundredths());
            // The minimum is missed, so the most that would do is less than what is counted.
            Some(of - u32::try_from(most).unwrap_or(of))
        }
        Waivers::NotCounted => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judge(standard: Standard, paid_whole: bool, people: (u32, u32, u32)) -> ParticipationMeter {
        let (enrolled, waived_valid, eligible) = people;
        Participation { enrolled, waived_valid, eligible }.judge(
            standard,
            paid_whole,
            "2027-02-01".parse().unwrap(),
            "2026-12-01".parse().unwrap(),
        )
    }

    #[test]
    fn each_practice_counts_waivers_its_own_way() {
        use Standard::{Carrier, FederalExchange, StateExchange};
        // (practice, paid whole, (enrolled, waived, eligible)),
        // (met, counted, of, percent, missing, missing waivers)
        for (standard, whole, people, expect) in [
            (Carrier, false, (20, 4, 28), (true, 24, 28, 85, 0, Some(0))),
            (Carrier, false, (14, 0, 28), (true, 14, 28, 50, 0, Some(0))),
            (Carrier, false, (10, 3, 28), (false, 13, 28, 46, 1, Some(1))),
            (Carrier, false, (10, 2, 28), (false, 12, 28, 42, 2, Some(2))),
            // Half of 27 is 13.5: 14 people.
            (Carrier, false, (13, 0, 27), (false, 13, 27, 48, 1, Some(1))),
            (Carrier, true, (14, 0, 28), (true, 14, 28, 50, 0, Some(0))),
            // 28 less 4 are 24; 70% of 24 is 16.8: 17 people.
            (StateExchange, false, (17, 4, 28), (true, 17, 24, 70, 0, Some(0))),
            (StateExchange, false, (16, 4, 28), (false, 16, 24, 66, 1, Some(2))),
            // 14 of 24: 3 more enrollments; or 14 of 20 are 70%, which takes 4 waivers.
            (StateExchange, false, (14, 4, 28), (false, 14, 24, 58, 3, Some(4))),
            (StateExchange, false, (0, 4, 28), (false, 0, 24, 0, 17, None)),
            (StateExchange, true, (17, 4, 28), (false, 17, 24, 70, 7, Some(7))),
            (StateExchange, true, (24, 4, 28), (true, 24, 24, 100, 0, Some(0))),
            // 70% of 28 is 19.6: 20 people.
            (FederalExchange, false, (16, 4, 28), (true, 20, 28, 71, 0, Some(0))),
            (FederalExchange, false, (15, 4, 28), (false, 19, 28, 67, 1, Some(1))),
            // Nobody is left to count.
            (Carrier, false, (0, 0, 0), (true, 0, 0, 100, 0, Some(0))),
            (StateExchange, false, (0, 3, 3), (true, 0, 0, 100, 0, Some(0))),
            // More than are eligible cannot be covered; then that many are eligible.
            (Carrier, false, (5, 2, 3), (true, 7, 7, 100, 0, Some(0))),
        ] {
            let meter = judge(standard, whole, people);
            let ParticipationMeter { met, counted, of, percent, missing, missing_waivers, .. } =
                meter;
            assert_eq!(
                (met, counted, of, percent, missing, missing_waivers),
                expect,
                "{standard:?} {people:?}"
            );
        }
    }

    #[test]
    fn a_waiver_that_does_not_count_leaves_only_enrollment() {
        let people = Participation { enrolled: 10, waived_valid: 4, eligible: 28 };
        assert_eq!(people.count(Waivers::NotCounted), (10, 28));
        assert_eq!(missing_waivers(10, 28, Percent::whole(50), Waivers::NotCounted), None);
    }

    #[test]
    fn how_things_stand_is_said_in_sentences() {
        use Standard::{Carrier, StateExchange};
        for (standard, people, sentence, remedy) in [
            (
                Carrier,
                (20, 4, 28),
                "24 of 28 eligible employees are covered or have a valid waiver: 85%. \
                 50% is needed.",
                None,
            ),
            (
                Carrier,
                (10, 2, 28),
                "12 of 28 eligible employees are covered or have a valid waiver: 42%. \
                 50% is needed.",
                Some("2 more people, or valid waivers, are needed."),
            ),
            (
                Carrier,
                (1, 0, 3),
                "1 of 3 eligible employees is covered or has a valid waiver: 33%. 50% is needed.",
                Some("1 more person, or valid waiver, is needed."),
            ),
            (
                StateExchange,
                (16, 4, 28),
                "16 of 24 eligible employees without a valid waiver are covered: 66%. \
                 70% is needed.",
                Some("1 more enrollment, or 2 more valid waivers, is needed."),
            ),
            (
                StateExchange,
                (0, 0, 1),
                "0 of 1 eligible employee without a valid waiver is covered: 0%. 70% is needed.",
                Some("1 more enrollment is needed."),
            ),
            (Carrier, (0, 0, 0), "There are no eligible employees to count.", None),
        ] {
            let meter = judge(standard, false, people);
            assert_eq!(meter.sentence(), sentence);
            assert_eq!(meter.remedy().as_deref(), remedy);
        }
    }

    #[test]
    fn the_annual_window_is_told_beside_the_verdict() {
        let people = Participation { enrolled: 1, waived_valid: 0, eligible: 10 };
        for (starts, today, lifted) in
            [("2027-01-01", "2026-11-24", true), ("2027-02-01", "2026-11-24", false)]
        {
            let (starts_on, today) = (starts.parse().unwrap(), today.parse().unwrap());
            let meter = people.judge(Standard::default(), false, starts_on, today);
            assert!(!meter.met);
            assert_eq!(meter.lifted.is_some(), lifted, "{starts}");
        }
    }

    #[test]
    fn the_rule_of_the_plan_year_counts() {
        let before = PARTICIPATION_CARRIER.on("2018-08-01".parse().unwrap());
        let after = PARTICIPATION_CARRIER.on("2018-09-01".parse().unwrap());
        assert_eq!(
            (before.value.share, after.value.share),
            (Percent::whole(70), Percent::whole(50))
        );
        assert_eq!(judge(Standard::Carrier, false, (1, 0, 1)).rule.from, after.from);
    }

    /// Whether people are enough, by the definition and nothing else.
    fn enough(counted: u64, of: u64, needed: Percent) -> bool {
        of == 0 || counted * 10_000 >= u64::from(needed.hundredths()) * of
    }

    proptest! {
        #[test]
        fn what_is_missing_is_the_smallest_number_that_is_enough(
            enrolled in 0_u32..40, waived in 0_u32..40, undecided in 0_u32..40,
            hundredths in 1_u32..=10_000, kind in 0_usize..3,
        ) {
            let waivers = [Waivers::Covered, Waivers::Removed, Waivers::NotCounted][kind];
            let needed = Percent::from_hundredths(hundredths);
            let people = Participation {
                enrolled, waived_valid: waived, eligible: enrolled + waived + undecided,
            };
            let (counted, of) = people.count(waivers);
            let first = |more: &dyn Fn(u32) -> (u32, u32)| (0..=of).find(|n| {
                let (counted, of) = more(*n);
                of > 0 && enough(counted.into(), of.into(), needed)
            });
            if of > 0 {
                let missing = least(needed, of).saturating_sub(counted);
                prop_assert_eq!(Some(missing), first(&|n| (counted + n, of)));
                let alone = match waivers {
                    Waivers::Covered => first(&|n| (counted + n, of)),
                    Waivers::Removed => first(&|n| (counted, of - n)),
                    Waivers::NotCounted => first(&|_| (counted, of)),
                };
                prop_assert_eq!(missing_waivers(counted, of, needed, waivers), alone);
            }
        }

        #[test]
        fn as_many_as_are_missing_are_always_there_to_be_asked(
            enrolled in 0_u32..40, waived in 0_u32..40, undecided in 0_u32..40,
        ) {
            for standard in
                [Standard::Carrier, Standard::StateExchange, Standard::FederalExchange]
            {
                let meter = judge(standard, true, (enrolled, waived, enrolled + waived + undecided));
                prop_assert!(meter.missing <= undecided);
                prop_assert_eq!(meter.met, meter.remedy().is_none());
            }
        }
    }
}
