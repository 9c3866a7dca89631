//! Where a submission stands, and how it came there.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Who has to act, or acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Party {
    /// Somebody of the employer, or its broker.
    Employer,
    /// Somebody of the carrier's staff.
    Carrier,
    /// The carrier's calendar: nobody did it.
    Calendar,
}

impl Party {
    /// The words that people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Employer => "Your company",
            Self::Carrier => "The carrier",
            Self::Calendar => "The calendar",
        }
    }
}

/// Where a submission stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Somebody else of the employer has to confirm it.
    AwaitsSecond,
    /// The carrier has to look at it.
    Submitted,
    /// The employer has to answer.
    InfoWanted {
        /// What is asked.
        what: String,
    },
    /// It binds both; next year's contract stands.
    Accepted,
    /// The carrier does not take it.
    Rejected {
        /// Why.
        reason: String,
    },
    /// The employer took it back.
    Withdrawn,
    /// Another one took its place.
    Replaced {
        /// The number of that one.
        by: i64,
    },
    /// Next year has begun with it.
    InEffect,
}

/// What can happen to a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The second of the employer confirms it.
    Confirm,
    /// The carrier asks.
    Ask {
        /// What.
        what: String,
    },
    /// The employer answers.
    Answer {
        /// What.
        words: String,
    },
    /// The carrier accepts it.
    Accept,
    /// The carrier does not take it.
    Reject {
        /// Why.
        reason: String,
    },
    /// The employer, or the second of it, takes it back.
    Withdraw {
        /// Why; may be empty.
        reason: String,
    },
    /// Another one takes its place.
    Replace {
        /// The number of that one.
        by: i64,
    },
    /// Next year begins.
    TakeEffect,
}

/// Something cannot happen to a submission where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be done to a submission that is {0}")]
pub struct InvalidTransition(pub &'static str);

impl State {
    /// The words that a database keeps.
    pub const CODES: [&'static str; 8] = [
        "awaits_second",
        "submitted",
        "info_wanted",
        "accepted",
        "rejected",
        "withdrawn",
        "replaced",
        "in_effect",
    ];

    /// The word that a database keeps.
    pub const fn code(&self) -> &'static str {
        let place = match self {
            Self::AwaitsSecond => 0,
            Self::Submitted => 1,
            Self::InfoWanted { .. } => 2,
            Self::Accepted => 3,
            Self::Rejected { .. } => 4,
            Self::Withdrawn => 5,
            Self::Replaced { .. } => 6,
            Self::InEffect => 7,
        };
        Self::CODES[place]
    }

    /// The words that people see.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::AwaitsSecond => "Waits for a second signature",
            Self::Submitted => "Submitted",
            Self::InfoWanted { .. } => "The carrier has a question",
            Self::Accepted => "Accepted",
            Self::Rejected { .. } => "Not accepted",
            Self::Withdrawn => "Withdrawn",
            Self::Replaced { .. } => "Replaced",
            Self::InEffect => "In effect",
        }
    }

    /// Who has to act; `None` where nobody has to.
    pub const fn waits_for(&self) -> Option<Party> {
        match self {
            Self::AwaitsSecond | Self::InfoWanted { .. } => Some(Party::Employer),
            Self::Submitted => Some(Party::Carrier),
            Self::Accepted => Some(Party::Calendar),
            Self::Rejected { .. } | Self::Withdrawn | Self::Replaced { .. } | Self::InEffect => {
                None
            }
        }
    }

    /// Whether it is under way: neither decided nor taken back.
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::AwaitsSecond | Self::Submitted | Self::InfoWanted { .. })
    }

    /// Whether the renewal is no longer untouched with it.
    pub const fn stands(&self) -> bool {
        self.is_pending() || matches!(self, Self::Accepted | Self::InEffect)
    }

    /// Where it stands after something happened.
    pub fn event(self, event: Event) -> Result<Self, InvalidTransition> {
        use State::{Accepted, AwaitsSecond, InfoWanted, Rejected, Submitted};
        match (self, event) {
            (AwaitsSecond, Event::Confirm) | (InfoWanted { .. }, Event::Answer { .. }) => {
                Ok(Submitted)
            }
            (Submitted | InfoWanted { .. }, Event::Ask { what }) => Ok(InfoWanted { what }),
            (Submitted | InfoWanted { .. }, Event::Accept) => Ok(Accepted),
            (Submitted | InfoWanted { .. }, Event::Reject { reason }) => Ok(Rejected { reason }),
            (AwaitsSecond | Submitted | InfoWanted { .. }, Event::Withdraw { .. }) => {
                Ok(Self::Withdrawn)
            }
            // One that was accepted holds until the one that amends it is accepted too.
            (AwaitsSecond | Submitted | InfoWanted { .. } | Accepted, Event::Replace { by }) => {
                Ok(Self::Replaced { by })
            }
            (Accepted, Event::TakeEffect) => Ok(Self::InEffect),
            (state, _) => Err(InvalidTransition(state.code())),
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happened {
    /// It was signed, and waits for a second signature.
    Signed,
    /// It was submitted.
    Submitted,
    /// Nothing was submitted, so everything renewed as it was.
    RenewedAsIs,
    /// The carrier asked.
    Asked,
    /// The employer answered.
    Answered,
    /// It was accepted.
    Accepted,
    /// It was not accepted.
    Rejected,
    /// It was taken back.
    Withdrawn,
    /// Another one took its place.
    Replaced,
    /// It took effect.
    TookEffect,
}

impl Happened {
    /// What happened, in words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Signed => "Signed; waits for a second signature",
            Self::Submitted => "Submitted",
            Self::RenewedAsIs => "Renewed as it was",
            Self::Asked => "The carrier asked",
            Self::Answered => "Answered",
            Self::Accepted => "Accepted",
            Self::Rejected => "Not accepted",
            Self::Withdrawn => "Withdrawn",
            Self::Replaced => "Replaced by an amendment",
            Self::TookEffect => "Took effect",
        }
    }
}

/// Something that happened to a submission, for its timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: DateTime<Utc>,
    /// The day, where the carrier is.
    pub on: NaiveDate,
    /// Whose doing it was.
    pub party: Party,
    /// The name of whoever did it; empty where nobody did.
    pub name: String,
    /// What.
    pub what: Happened,
    /// What was asked, answered, or given as the reason; empty where nothing was said.
    pub words: String,
}

/// Where a submission stands, and how it came there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Where it stands.
    pub state: State,
    /// What happened, in order; never empty.
    pub steps: Vec<Step>,
}

/// Whose doing something is, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doing {
    /// When.
    pub at: DateTime<Utc>,
    /// The day, where the carrier is.
    pub on: NaiveDate,
    /// Whose.
    pub party: Party,
    /// The name of whoever does it; empty where nobody does.
    pub name: String,
}

impl Doing {
    fn step(self, what: Happened, words: String) -> Step {
        let Self { at, on, party, name } = self;
        Step { at, on, party, name, what, words }
    }
}

impl Course {
    /// Of what the employer submits; with `second`, somebody else has to confirm it first.
    pub fn begin(doing: Doing, second: bool) -> Self {
        let (state, what) = if second {
            (State::AwaitsSecond, Happened::Signed)
        } else {
            (State::Submitted, Happened::Submitted)
        };
        Self { state, steps: vec![doing.step(what, String::new())] }
    }

    /// Of what renews as it is.
    /// `words` tell what is not in it.
    pub fn as_is(doing: Doing, words: String) -> Self {
        Self { state: State::Accepted, steps: vec![doing.step(Happened::RenewedAsIs, words)] }
    }

    /// The same after something happened.
    pub fn event(mut self, event: Event, doing: Doing) -> Result<Self, InvalidTransition> {
        let (what, words) = match &event {
            Event::Confirm => (Happened::Submitted, String::new()),
            Event::Ask { what } => (Happened::Asked, what.clone()),
            Event::Answer { words } => (Happened::Answered, words.clone()),
            Event::Accept => (Happened::Accepted, String::new()),
            Event::Reject { reason } => (Happened::Rejected, reason.clone()),
            Event::Withdraw { reason } => (Happened::Withdrawn, reason.clone()),
            Event::Replace { by } => (Happened::Replaced, by.to_string()),
            Event::TakeEffect => (Happened::TookEffect, String::new()),
        };
        self.state = self.state.event(event)?;
        self.steps.push(doing.step(what, words));
        Ok(self)
    }

    /// Whether it renewed because nothing was submitted.
    pub fn is_as_is(&self) -> bool {
        self.steps.first().is_some_and(|step| step.what == Happened::RenewedAsIs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text() -> String {
        "Because".to_owned()
    }

    fn states() -> [State; 8] {
        [
            State::AwaitsSecond,
            State::Submitted,
            State::InfoWanted { what: text() },
            State::Accepted,
            State::Rejected { reason: text() },
            State::Withdrawn,
            State::Replaced { by: 2 },
            State::InEffect,
        ]
    }

    fn events() -> [Event; 8] {
        [
            Event::Confirm,
            Event::Ask { what: text() },
            Event::Answer { words: text() },
            Event::Accept,
            Event::Reject { reason: text() },
            Event::Withdraw { reason: text() },
            Event::Replace { by: 2 },
            Event::TakeEffect,
        ]
    }

    fn doing() -> Doing {
        Doing {
            at: DateTime::UNIX_EPOCH,
            on: crate::fixture::day("2026-11-27"),
            party: Party::Employer,
            name: "Ana Ruiz".to_owned(),
        }
    }

    #[test]
    fn each_event_leads_on_from_where_it_can_happen() {
        let table: Vec<Vec<&str>> = states()
            .into_iter()
            .map(|state| {
                let after = |event| state.clone().event(event).map_or("-", |state| state.code());
                events().into_iter().map(after).collect()
            })
            .collect();
        let pending = ["withdrawn", "replaced", "-"];
        let [withdrawn, replaced, none] = pending;
        assert_eq!(
            table,
            [
                vec!["submitted", none, none, none, none, withdrawn, replaced, none],
                vec![none, "info_wanted", none, "accepted", "rejected", withdrawn, replaced, none],
                vec![
                    none,
                    "info_wanted",
                    "submitted",
                    "accepted",
                    "rejected",
                    withdrawn,
                    replaced,
                    none
                ],
                vec![none, none, none, none, none, none, replaced, "in_effect"],
                vec![none; 8],
                vec![none; 8],
                vec![none; 8],
                vec![none; 8],
            ]
        );
    }

    #[test]
    fn who_has_to_act_is_told_wherever_something_can_still_happen() {
        for state in states() {
            let acts = events().into_iter().any(|event| state.clone().event(event).is_ok());
            assert_eq!(state.waits_for().is_some(), acts, "{}", state.code());
            assert!(!state.is_pending() || state.stands());
        }
    }

    proptest! {
        /// However events come, a course tells each that happened and none that could not, ends nowhere
        /// but where its last step leads, and what ended stays as it is.
        #[test]
        fn a_random_walk_keeps_to_the_table(
            places in proptest::collection::vec(0..8_usize, 0..40),
            second: bool,
        ) {
            let mut course = Course::begin(doing(), second);
            for place in places {
                let event = events()[place].clone();
                let expected = course.state.clone().event(event.clone());
                let before = course.clone();
                if let Ok(after) = course.event(event, doing()) {
                    prop_assert_eq!(&after.state, &expected.unwrap());
                    prop_assert_eq!(after.steps.len(), before.steps.len() + 1);
                    prop_assert_eq!(&after.steps[..before.steps.len()], &before.steps[..]);
                    prop_assert!(before.state.waits_for().is_some());
                    course = after;
                } else {
                    prop_assert!(expected.is_err());
                    course = before;
                }
            }
        }
    }
}
