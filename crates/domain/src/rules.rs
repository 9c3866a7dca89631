//! The figures that rules lean on, each with its source and the day from which it holds.
//!
//! A figure stands here and nowhere else. To change one from a date on, add a row; the old row
//! stays, so that last year's quote can be reproduced.

use crate::money::{Cents, Percent};
use crate::renewal::participation::{Minimum, Waivers};
use crate::renewal::window::AnnualWindow;
use chrono::NaiveDate;

/// A figure that holds from a day on, until the next row of its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure<T> {
    /// First day on which it holds.
    pub from: NaiveDate,
    /// The figure.
    pub value: T,
    /// Where it is written.
    pub source: &'static str,
}

/// A rule's figures, ascending by the day from which each holds.
#[derive(Debug, Clone, Copy)]
pub struct Rule<T: 'static> {
    /// What it says, in a sentence for people.
    pub text: &'static str,
    /// The rows.
    pub figures: &'static [Figure<T>],
}

impl<T: Copy> Rule<T> {
    /// The figure that holds on a day. Before the first row the first one counts.
    pub fn on(&self, day: NaiveDate) -> Figure<T> {
        let after = self.figures.partition_point(|figure| figure.from <= day);
        self.figures[after.saturating_sub(1)]
    }

    /// What a screen writes beside the figure that holds on a day.
    pub fn cite(&self, day: NaiveDate) -> Citation {
        let figure = self.on(day);
        Citation { text: self.text, source: figure.source, from: figure.from }
    }
}

/// A rule as a screen shows it: its words, where they are written, and since when they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citation {
    /// What it says, in a sentence for people.
    pub text: &'static str,
    /// Where it is written.
    pub source: &'static str,
    /// First day on which its figure holds.
    pub from: NaiveDate,
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("a rule's date must exist"),
    }
}

/// How many children of a family below [`CHILD_RATING_AGE`] are charged in a medical plan.
pub const CHARGED_CHILDREN: Rule<u8> = Rule {
    text: "In a family, only the three oldest children under 21 are charged.",
    figures: &[Figure { from: day(2014, 1, 1), value: 3, source: "45 CFR 147.102(c)(1)" }],
};

/// The age from which everybody is charged.
pub const CHILD_RATING_AGE: Rule<u8> = Rule {
    text: "Everybody aged 21 or older is charged.",
    figures: &[Figure { from: day(2014, 1, 1), value: 21, source: "45 CFR 147.102(c)(1)" }],
};

/// The age at which a child's eligibility ends, unless the child is disabled.
pub const CHILD_AGE_LIMIT: Rule<u8> = Rule {
    text: "A child can be covered to age 26, or beyond it when disabled.",
    figures: &[Figure {
        from: day(2010, 9, 23),
        value: 26,
        source: "42 U.S.C. 300gg-14; 45 CFR 147.120",
    }],
};

const fn dollars(dollars: i64) -> Cents {
    Cents::new(dollars).times(100)
}

/// How many days before the effective date a renewal can be managed.
pub const RENEWAL_OPENS: Rule<u16> = Rule {
    text: "You can manage your renewal from 75 days before its effective date.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: 75,
        source: "the carrier's calendar; California asks for 60 days' notice of new rates \
                 (Health and Safety Code 1374.21)",
    }],
};

/// The day of the month before the effective date to which changes can be submitted.
pub const RENEWAL_LAST_DAY: Rule<u8> = Rule {
    text: "Changes can be submitted to the 15th of the month before the effective date. \
           A renewal that nobody changed renews as it is on the day after.",
    figures: &[Figure { from: day(2014, 1, 1), value: 15, source: "the carrier's calendar" }],
};

/// For how many days, counting the last, a renewal is said to close soon.
pub const RENEWAL_CLOSING: Rule<u8> = Rule {
    text: "A renewal closes soon in its last 7 days.",
    figures: &[Figure { from: day(2014, 1, 1), value: 7, source: "the carrier's calendar" }],
};

/// How many days before the last day somebody is reminded of a renewal that nobody submitted. One that
/// would come before the renewal opens comes when it opens.
pub const RENEWAL_REMINDERS: Rule<[u16; 5]> = Rule {
    text: "You are reminded of a renewal that was not submitted 60, 30, 14, 7 and 2 days before its last day.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: [60, 30, 14, 7, 2],
        source: "the carrier's calendar",
    }],
};

/// How many months coverage may end before the month in which the end is asked for.
pub const TERMINATION: Rule<u8> = Rule {
    text: "Coverage ends at the end of a month, and not before the month in which the request arrives.",
    figures: &[Figure {
        from: day(2014, 8, 1),
        value: 0,
        source: "the carrier's rule; carriers in California follow it since August 2014",
    }],
};

/// From how many employees on the federal law lets people continue coverage.
pub const CONTINUATION_EMPLOYEES: Rule<u16> = Rule {
    text: "In groups of 20 or more employees, people who lose coverage may continue it at their own cost \
           (COBRA); smaller groups follow the law of their state.",
    figures: &[Figure {
        from: day(1986, 7, 1),
        value: 20,
        source: "29 U.S.C. 1161(b), 1162, 1163",
    }],
};

/// Within how many days an employer tells the plan's administrator that somebody lost coverage.
pub const CONTINUATION_NOTICE: Rule<u16> = Rule {
    text: "The employer tells the plan's administrator within 30 days.",
    figures: &[Figure { from: day(1986, 7, 1), value: 30, source: "29 U.S.C. 1166(a)(2)" }],
};

/// The same for small groups in California, in days.
pub const CONTINUATION_CALIFORNIA: Rule<u16> = Rule {
    text: "In California, people of groups of 2 to 19 employees who lose coverage may continue it \
           (Cal-COBRA); the employer tells the carrier within 31 days.",
    figures: &[Figure {
        from: day(1998, 1, 1),
        value: 31,
        source: "Health and Safety Code 1366.20 and following",
    }],
};

/// Participation as carriers in California ask for it.
pub const PARTICIPATION_CARRIER: Rule<Minimum> = Rule {
    text: "A minimum share of the eligible employees must be covered. \
           A valid waiver counts as covered.",
    figures: &[
        Figure {
            from: day(2014, 1, 1),
            value: Minimum::share(Percent::whole(70), Waivers::Covered),
            source: "carrier practice in California before September 2018, as brokers report it",
        },
        Figure {
            from: day(2018, 9, 1),
            value: Minimum::share(Percent::whole(50), Waivers::Covered),
            source: "carrier practice in California, as brokers report it",
        },
    ],
};

/// Participation in California's exchange for small business.
///
/// The exchange may publish a lower percentage after a survey of the market; none was found.
pub const PARTICIPATION_STATE: Rule<Minimum> = Rule {
    text: "At least 70% of the eligible employees without a valid waiver must be enrolled, \
           and all of them when you pay the whole premium.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: Minimum {
            share: Percent::whole(70),
            when_paid_whole: Percent::WHOLE,
            waivers: Waivers::Removed,
        },
        source: "10 CCR 6522(a)(4)",
    }],
};

/// Participation in the federal exchange for small business, in most states.
pub const PARTICIPATION_FEDERAL: Rule<Minimum> = Rule {
    text: "At least 70% of the employees who are offered coverage must be enrolled \
           or have other coverage.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: Minimum::share(Percent::whole(70), Waivers::Covered),
        source: "CMS, SHOP Marketplace Employee Minimum Participation Rate (2016); \
                 45 CFR 155.706(b)(10), as reported by others",
    }],
};

/// The weeks of the year in which a small group is taken without minimums.
pub const ANNUAL_WINDOW: Rule<AnnualWindow> = Rule {
    text: "A small group that applies from November 15 to December 15 for coverage from January 1 \
           is accepted without minimum participation or contribution.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: AnnualWindow { opens: (11, 15), closes: (12, 15), effective: (1, 1) },
        source: "45 CFR 147.104(b)(1)(i)(B), as reported by others",
    }],
};

/// The least share of the employee-only premium that an employer pays.
///
/// California lets each carrier file its own (Insurance Code 10753.06); half is what they file.
/// They differ in the plan whose premium counts: see [`Against`](crate::renewal::Against).
pub const MINIMUM_CONTRIBUTION: Rule<Percent> = Rule {
    text: "You pay at least half of the premium for each employee alone.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: Percent::whole(50),
        source: "carrier practice in California, as brokers and pools report it",
    }],
};

/// The hours of a month that an hourly wage is multiplied by.
pub const RATE_OF_PAY_HOURS: Rule<u8> = Rule {
    text: "An hourly wage counts for 130 hours a month.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: 130,
        source: "26 CFR 54.4980H-5(e)(2), as reported by others",
    }],
};

/// The share of pay up to which the lowest-priced plan is affordable, by the year in which the plan
/// year begins.
pub const AFFORDABLE_SHARE: Rule<Percent> = Rule {
    text: "Coverage is affordable when the lowest-priced plan, for the employee alone, costs the \
           employee no more than this share of the pay. Employers with 50 or more full-time \
           employees may owe a payment where it costs more.",
    figures: &[
        Figure {
            from: day(2014, 1, 1),
            value: Percent::from_hundredths(950),
            source: "26 U.S.C. 36B(c)(2)(C)(i)(II), before any indexing",
        },
        Figure {
            from: day(2015, 1, 1),
            value: Percent::from_hundredths(956),
            source: "Rev. Proc. 2014-37, as reported by others",
        },
        Figure {
            from: day(2016, 1, 1),
            value: Percent::from_hundredths(966),
            source: "Rev. Proc. 2014-62, as reported by others",
        },
        Figure {
            from: day(2017, 1, 1),
            value: Percent::from_hundredths(969),
            source: "Rev. Proc. 2016-24, as reported by others",
        },
        Figure {
            from: day(2018, 1, 1),
            value: Percent::from_hundredths(956),
            source: "Rev. Proc. 2017-36, as reported by others",
        },
        Figure {
            from: day(2019, 1, 1),
            value: Percent::from_hundredths(986),
            source: "Rev. Proc. 2018-34, as reported by others",
        },
        Figure {
            from: day(2020, 1, 1),
            value: Percent::from_hundredths(978),
            source: "Rev. Proc. 2019-29, as reported by others",
        },
        Figure {
            from: day(2021, 1, 1),
            value: Percent::from_hundredths(983),
            source: "Rev. Proc. 2020-36, as reported by others",
        },
        Figure {
            from: day(2022, 1, 1),
            value: Percent::from_hundredths(961),
            source: "Rev. Proc. 2021-36, as reported by others",
        },
        Figure {
            from: day(2023, 1, 1),
            value: Percent::from_hundredths(912),
            source: "Rev. Proc. 2022-34, as reported by others",
        },
        Figure {
            from: day(2024, 1, 1),
            value: Percent::from_hundredths(839),
            source: "Rev. Proc. 2023-29, as reported by others",
        },
        Figure {
            from: day(2025, 1, 1),
            value: Percent::from_hundredths(902),
            source: "Rev. Proc. 2024-35, as reported by others",
        },
        Figure {
            from: day(2026, 1, 1),
            value: Percent::from_hundredths(996),
            source: "Rev. Proc. 2025-25, as reported by others",
        },
        Figure {
            from: day(2027, 1, 1),
            value: Percent::from_hundredths(1022),
            source: "Rev. Proc. 2026-26, as reported by others",
        },
    ],
};

/// The poverty guideline of a year for one person in the 48 states and the District of Columbia.
///
/// Each row begins when its notice took effect. An employer may go by the guideline of six months
/// before the plan year (26 CFR 54.4980H-5(e)(2), as reported by others).
pub const POVERTY_GUIDELINE: Rule<Cents> = Rule {
    text: "Coverage is affordable to everybody when it is to somebody at the federal poverty line.",
    figures: &[
        Figure {
            from: day(2014, 1, 22),
            value: dollars(11_670),
            source: "HHS poverty guidelines for 2014, as reported by others",
        },
        Figure {
            from: day(2015, 1, 22),
            value: dollars(11_770),
            source: "HHS poverty guidelines for 2015, as reported by others",
        },
        Figure {
            from: day(2016, 1, 25),
            value: dollars(11_880),
            source: "HHS poverty guidelines, 81 FR 4036, as reported by others",
        },
        Figure {
            from: day(2017, 1, 26),
            value: dollars(12_060),
            source: "HHS poverty guidelines for 2017, as reported by others",
        },
        Figure {
            from: day(2018, 1, 13),
            value: dollars(12_140),
            source: "HHS poverty guidelines for 2018, as reported by others",
        },
        Figure {
            from: day(2019, 1, 11),
            value: dollars(12_490),
            source: "HHS poverty guidelines for 2019, as reported by others",
        },
        Figure {
            from: day(2020, 1, 15),
            value: dollars(12_760),
            source: "HHS poverty guidelines for 2020, as reported by others",
        },
        Figure {
            from: day(2021, 1, 13),
            value: dollars(12_880),
            source: "HHS poverty guidelines for 2021, as reported by others",
        },
        Figure {
            from: day(2022, 1, 12),
            value: dollars(13_590),
            source: "HHS poverty guidelines for 2022, as reported by others",
        },
        Figure {
            from: day(2023, 1, 19),
            value: dollars(14_580),
            source: "HHS poverty guidelines, 88 FR 3424, as reported by others",
        },
        Figure {
            from: day(2024, 1, 11),
            value: dollars(15_060),
            source: "HHS poverty guidelines, 89 FR 2961, as reported by others",
        },
        Figure {
            from: day(2025, 1, 15),
            value: dollars(15_650),
            source: "HHS poverty guidelines, 90 FR 5917, as reported by others",
        },
        Figure {
            from: day(2026, 1, 13),
            value: dollars(15_960),
            source: "HHS poverty guidelines, 91 FR 1797, as reported by others",
        },
    ],
};

/// The most days that an employee may be kept waiting for coverage.
pub const WAITING_DAYS_MAX: Rule<u8> = Rule {
    text: "Coverage starts on the 91st day after hiring at the latest, counting the day of hiring.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: 90,
        source: "42 U.S.C. 300gg-7; 45 CFR 147.116",
    }],
};

/// After how many days a mail that was sent or given up is forgotten.
pub const MAIL_KEPT: Rule<u16> = Rule {
    text: "A mail that was sent or given up is kept for 90 days.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: 90,
        source: "assumption: as long as somebody may ask what became of a mail; what it told of stands in \
                 the audit trail",
    }],
};

/// After how many days in which its officer does nothing a designation is closed.
pub const DESIGNATION_ABANDONED: Rule<u16> = Rule {
    text: "A form that waits for its officer is closed after 60 days.",
    figures: &[Figure {
        from: day(2014, 1, 1),
        value: 60,
        source: "assumption: a signature by post takes weeks, not months; who was asked in vain so long can \
                 send another form at any time",
    }],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_of_the_day_holds_until_the_next_row() {
        const RULE: Rule<u8> = Rule {
            text: "An example.",
            figures: &[
                Figure { from: day(2014, 1, 1), value: 1, source: "a" },
                Figure { from: day(2018, 1, 1), value: 2, source: "b" },
            ],
        };
        for (on, value) in [
            ((2013, 6, 1), 1),
            ((2014, 1, 1), 1),
            ((2017, 12, 31), 1),
            ((2018, 1, 1), 2),
            ((2030, 1, 1), 2),
        ] {
            assert_eq!(RULE.on(day(on.0, on.1, on.2)).value, value, "{on:?}");
        }
    }

    #[test]
    fn the_rows_of_a_rule_ascend() {
        fn ascends<T>(rule: &Rule<T>) -> bool {
            !rule.figures.is_empty() && rule.figures.is_sorted_by(|a, b| a.from < b.from)
        }
        assert!(ascends(&PARTICIPATION_CARRIER));
        assert!(ascends(&AFFORDABLE_SHARE));
        assert!(ascends(&POVERTY_GUIDELINE));
    }

    #[test]
    fn a_rule_is_cited_as_it_holds_on_the_day() {
        let cited = PARTICIPATION_CARRIER.cite(day(2027, 2, 1));
        assert_eq!(cited.from, day(2018, 9, 1));
        assert_eq!(cited.source, "carrier practice in California, as brokers report it");
    }
}
