//! A designation: a group's officer names who manages its coverage here, and the carrier checks that it is
//! the group's officer who says so.
//!
//! What has become of one is a [`Course`]: a [`State`] that holds its own data, and the [`Step`]s that led
//! there. To add an event: a variant of [`Event`], its rows in [`State::event`] and in the table of the
//! tests.

mod form;
mod paper;

pub use form::{ATTESTATION, Answers, Field, FieldFault, Form, ON_PAPER, Officer, TEXT_MAX};
pub use paper::{PAPER_MAX, Paper, PaperKind};

use crate::group::GroupNumber;
use crate::id::{AccountId, DesignationId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Who approved a designation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Approver {
    /// What the officer said is what is on file.
    OnFile,
    /// Somebody of the carrier's staff.
    Staff {
        /// The account.
        account: AccountId,
        /// The name that it had then.
        name: String,
    },
}

/// Where a designation stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// The officer has to sign on paper and send that.
    WaitsForPaper,
    /// Staff have to look at it.
    Received,
    /// The officer has to answer.
    NeedsMore {
        /// What is asked.
        what: String,
    },
    /// The administrator is named.
    Approved {
        /// By whom.
        by: Approver,
    },
    /// It is refused.
    Refused {
        /// Why.
        reason: String,
    },
}

/// What can happen to a designation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The signed paper comes, or another in its place.
    PaperCame,
    /// Staff ask for more.
    Ask {
        /// What.
        what: String,
    },
    /// The officer answers.
    Answer {
        /// What.
        words: String,
    },
    /// It is approved.
    Approve {
        /// By whom.
        by: Approver,
    },
    /// It is refused.
    Refuse {
        /// Why.
        reason: String,
    },
    /// The officer has done nothing for so long that it is closed.
    Abandon {
        /// What is said about it.
        reason: String,
    },
}

/// Something cannot happen to a designation where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be done to a designation that is {0}")]
pub struct InvalidTransition(&'static str);

impl State {
    /// The word that a database keeps.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WaitsForPaper => "waits_for_paper",
            Self::Received => "received",
            Self::NeedsMore { .. } => "needs_more",
            Self::Approved { .. } => "approved",
            Self::Refused { .. } => "refused",
        }
    }

    /// Where it stands after something happened.
    pub fn event(self, event: Event) -> Result<Self, InvalidTransition> {
        match (self, event) {
            (Self::WaitsForPaper | Self::Received | Self::NeedsMore { .. }, Event::PaperCame) => {
                Ok(Self::Received)
            }
            (Self::Received | Self::NeedsMore { .. }, Event::Ask { what }) => {
                Ok(Self::NeedsMore { what })
            }
            (Self::NeedsMore { .. }, Event::Answer { .. }) => Ok(Self::Received),
            (Self::Received | Self::NeedsMore { .. }, Event::Approve { by }) => {
                Ok(Self::Approved { by })
            }
            (Self::Received | Self::NeedsMore { .. }, Event::Refuse { reason })
            | (Self::WaitsForPaper | Self::NeedsMore { .. }, Event::Abandon { reason }) => {
                Ok(Self::Refused { reason })
            }
            (state, _) => Err(InvalidTransition(state.code())),
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happened {
    /// The officer sent the form.
    Submitted,
    /// The signed paper came.
    PaperCame,
    /// Staff asked for more.
    Asked,
    /// The officer answered.
    Answered,
    /// It was approved.
    Approved,
    /// It was refused.
    Refused,
}

/// Something that happened to a designation, for its timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub what: Happened,
    /// What was asked, answered, or given as the reason; empty where nothing was said.
    pub words: String,
}

/// Where a designation stands, and how it came there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Where it stands.
    pub state: State,
    /// What happened, in order.
    pub steps: Vec<Step>,
}

impl Course {
    /// Of a form that has just been sent.
    pub fn begin(at: DateTime<Utc>) -> Self {
        let step = Step { at, what: Happened::Submitted, words: String::new() };
        Self { state: State::Received, steps: vec![step] }
    }

    /// Of a form that is to be signed on paper.
    pub fn begin_on_paper(at: DateTime<Utc>) -> Self {
        Self { state: State::WaitsForPaper, ..Self::begin(at) }
    }

    /// The same after something happened.
    pub fn event(mut self, event: Event, at: DateTime<Utc>) -> Result<Self, InvalidTransition> {
        let (what, words) = match &event {
            Event::PaperCame => (Happened::PaperCame, String::new()),
            Event::Ask { what } => (Happened::Asked, what.clone()),
            Event::Answer { words } => (Happened::Answered, words.clone()),
            Event::Approve { .. } => (Happened::Approved, String::new()),
            Event::Refuse { reason } | Event::Abandon { reason } => {
                (Happened::Refused, reason.clone())
            }
        };
        self.state = self.state.event(event)?;
        self.steps.push(Step { at, what, words });
        Ok(self)
    }
}

/// A designation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Designation {
    /// Its id.
    pub id: DesignationId,
    /// The digest of the token in the officer's link.
    pub digest: String,
    /// The token, sealed, for the links in later mails.
    pub token_sealed: String,
    /// The carrier's number of the group, as the officer says it.
    pub number: GroupNumber,
    /// Its employer identification number, as the officer says it, sealed.
    pub ein_sealed: String,
    /// By which the same number is found on file.
    pub ein_index: String,
    /// What else the officer says.
    pub form: Form,
    /// Where it stands, and how it came there.
    pub course: Course,
    /// The network address that it came from.
    pub address: String,
    /// Grows by one with each change.
    pub version: i64,
    /// When the form was sent.
    pub created_at: DateTime<Utc>,
    /// When something last happened.
    pub changed_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states() -> [State; 5] {
        [
            State::WaitsForPaper,
            State::Received,
            State::NeedsMore { what: "A bill".to_owned() },
            State::Approved { by: Approver::OnFile },
            State::Refused { reason: "No".to_owned() },
        ]
    }

    #[test]
    fn each_event_leads_on_from_where_it_can_happen() {
        let text = || "Say more".to_owned();
        let events = [
            Event::PaperCame,
            Event::Ask { what: text() },
            Event::Answer { words: text() },
            Event::Approve { by: Approver::OnFile },
            Event::Refuse { reason: text() },
            Event::Abandon { reason: text() },
        ];
        let table: Vec<[Option<&str>; 6]> = states()
            .into_iter()
            .map(|state| {
                events
                    .clone()
                    .map(|event| state.clone().event(event).ok().map(|state| state.code()))
            })
            .collect();
        assert_eq!(
            table,
            [
                [Some("received"), None, None, None, None, Some("refused")],
                [
                    Some("received"),
                    Some("needs_more"),
                    None,
                    Some("approved"),
                    Some("refused"),
                    None
                ],
                [
                    Some("received"),
                    Some("needs_more"),
                    Some("received"),
                    Some("approved"),
                    Some("refused"),
                    Some("refused")
                ],
                [None; 6],
                [None; 6],
            ]
        );
    }

    #[test]
    fn a_course_tells_what_happened_and_nothing_that_could_not() {
        let at = |minutes| DateTime::UNIX_EPOCH + chrono::TimeDelta::minutes(minutes);
        let course = Course::begin(at(0));
        let early = course.clone().event(Event::Answer { words: "Yes".to_owned() }, at(1));
        assert_eq!(
            early.unwrap_err().to_string(),
            "this cannot be done to a designation that is received"
        );
        let course = course.event(Event::Ask { what: "A bill?".to_owned() }, at(1)).unwrap();
        let course = course.event(Event::Answer { words: "Here".to_owned() }, at(2)).unwrap();
        let course = course.event(Event::Approve { by: Approver::OnFile }, at(3)).unwrap();
        let told: Vec<(Happened, &str)> =
            course.steps.iter().map(|step| (step.what, step.words.as_str())).collect();
        assert_eq!(
            told,
            [
                (Happened::Submitted, ""),
                (Happened::Asked, "A bill?"),
                (Happened::Answered, "Here"),
                (Happened::Approved, ""),
            ]
        );
        assert_eq!(course.state, State::Approved { by: Approver::OnFile });
    }
}
