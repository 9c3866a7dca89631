//! What an import tells beside its result: unusual, but no reason to refuse a filing.

use crate::error::Place;
use domain::id::PlanId;
use std::collections::HashMap;
use std::fmt;

/// A remark, with where it applies first and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The first place.
    pub place: Place,
    /// How many places there are.
    pub times: u64,
    /// What there is to say.
    pub remark: Remark,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.remark)?;
        if self.times > 1 { write!(f, " ({} times)", self.times) } else { Ok(()) }
    }
}

/// What was left out, or could only be read in part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Remark {
    /// A plan is left out: it has only variants with reduced cost sharing, for the individual
    /// market.
    OnlyReducedVariants(PlanId),
    /// A package of plans is left out: it is not for small groups. The market as filed.
    OtherMarket(String),
    /// A plan is filed twice, with equal words; one is kept.
    SamePlanTwice(PlanId),
    /// The words of a cost share are outside the grammar: shown, not computed with.
    UnreadCostShare(String),
    /// A covered service has no cost share. The service as filed.
    NoCostShare(String),
    /// A cost share is for a service that the list of benefits does not have; it is taken as
    /// covered. The service as filed.
    NotInBenefits(String),
    /// An actuarial value cannot be read and is left out.
    UnreadActuarialValue(String),
    /// An example of the summary of benefits and coverage cannot be read and is left out.
    UnreadExample(String),
    /// Rates for tobacco users are left out: small groups here are rated by age alone.
    TobaccoRate,
    /// A rate is filed twice, with one price; one is kept.
    SameRateTwice(PlanId),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OnlyReducedVariants(plan) => {
                write!(f, "plan {plan} is left out: it has only variants with reduced cost sharing")
            }
            Self::OtherMarket(market) => {
                write!(f, "a package is left out: it is for the market {market:?}")
            }
            Self::SamePlanTwice(plan) => write!(f, "plan {plan} is filed twice, equally"),
            Self::UnreadCostShare(words) => write!(f, "the cost share {words:?} cannot be read"),
            Self::NoCostShare(service) => write!(f, "{service:?} is covered, without a cost share"),
            Self::NotInBenefits(service) => {
                write!(f, "{service:?} has a cost share, but is not among the benefits")
            }
            Self::UnreadActuarialValue(value) => {
                write!(f, "the actuarial value {value:?} cannot be read")
            }
            Self::UnreadExample(value) => {
                write!(f, "the amount {value:?} of a coverage example cannot be read")
            }
            Self::TobaccoRate => f.write_str("rates for tobacco users are left out"),
            Self::SameRateTwice(plan) => write!(f, "a rate of plan {plan} is filed twice, equally"),
        }
    }
}

/// Notes as they are gathered: an equal remark is counted, not repeated.
#[derive(Default)]
pub(super) struct Notes {
    list: Vec<Note>,
    known: HashMap<Remark, usize>,
}

impl Notes {
    pub(super) fn add(&mut self, place: &Place, remark: Remark) {
        if let Some(at) = self.known.get(&remark) {
            self.list[*at].times += 1;
            return;
        }
        self.known.insert(remark.clone(), self.list.len());
        self.list.push(Note { place: place.clone(), times: 1, remark });
    }

    pub(super) fn into_list(self) -> Vec<Note> {
        self.list
    }
}
