//! Plans as they are filed: what a carrier sells, and what a member pays at each service.

mod benefit;
mod cost_share;

pub use benefit::{Benefit, Filed, Service, ServiceGroup};
pub use cost_share::{CostShare, DeductibleRule, Per, Terms};

use crate::id::{IssuerId, PlanId};
use crate::money::{Cents, Percent};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Gives an enum of field words its filed spelling and its reading, both in one list.
macro_rules! words {
    ($name:ident { $($variant:ident => $label:literal $(| $also:literal)*),* $(,)? }) => {
        impl $name {
            /// Every value, in the order in which people expect to see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that people see.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// Reads the filed spelling; capitals do not matter.
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
                $(if text.eq_ignore_ascii_case($label) $(|| text.eq_ignore_ascii_case($also))* {
                    return Some(Self::$variant);
                })*
                None
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.label())
            }
        }
    };
}

/// How much of the cost of care a plan carries, as the market names it. Dental plans are high or low.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the market's own words")]
pub enum Metal {
    Platinum,
    Gold,
    Silver,
    ExpandedBronze,
    Bronze,
    Catastrophic,
    High,
    Low,
}

words!(Metal {
    Platinum => "Platinum",
    Gold => "Gold",
    Silver => "Silver",
    ExpandedBronze => "Expanded Bronze" | "ExpandedBronze",
    Bronze => "Bronze",
    Catastrophic => "Catastrophic",
    High => "High",
    Low => "Low",
});

/// How a plan's network works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the market's own words")]
pub enum PlanType {
    Hmo,
    Epo,
    Pos,
    Ppo,
    Indemnity,
}

words!(PlanType {
    Hmo => "HMO",
    Epo => "EPO",
    Pos => "POS",
    Ppo => "PPO",
    Indemnity => "Indemnity",
});

/// What a plan is about. The cap on charged children is medical's only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// Medical coverage, with drugs and, often, children's dental.
    Medical,
    /// A dental plan that stands alone.
    Dental,
}

words!(Line { Medical => "Medical", Dental => "Dental" });

/// A yearly limit, a deductible or an out-of-pocket maximum, for one person and for a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Limit {
    /// For somebody covered alone.
    pub individual: Option<Cents>,
    /// For each person of a covered family, when persons have a limit of their own (embedded).
    pub family_person: Option<Cents>,
    /// For a covered family together.
    pub family: Option<Cents>,
}

/// A plan's yearly limits in its network, and outside it where that is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Limits {
    /// The deductible for medical care, or for medical care and drugs together.
    pub deductible: Limit,
    /// The deductible for drugs, where it is separate.
    pub drug_deductible: Option<Limit>,
    /// The out-of-pocket maximum for medical care, or for medical care and drugs together.
    pub out_of_pocket: Limit,
    /// The out-of-pocket maximum for drugs, where it is separate.
    pub drug_out_of_pocket: Option<Limit>,
    /// The deductible outside the network, where care there is covered.
    pub deductible_outside: Option<Limit>,
    /// The out-of-pocket maximum outside the network, where there is one.
    pub out_of_pocket_outside: Option<Limit>,
}

/// A yearly limit that plans are compared by: its name for people, and where it stands.
pub type ComparedLimit = (&'static str, fn(&Limits) -> Option<Cents>);

impl Limits {
    /// The limits that plans are compared by, in the order of a comparison.
    pub const COMPARED: [ComparedLimit; 5] = [
        ("Deductible, one person", |l| l.deductible.individual),
        ("Deductible, a family", |l| l.deductible.family),
        ("Drug deductible, one person", |l| l.drug_deductible.and_then(|d| d.individual)),
        ("Most one person can pay", |l| l.out_of_pocket.individual),
        ("Most a family can pay", |l| l.out_of_pocket.family),
    ];
}

/// One worked example of a summary of benefits and coverage, as filed: what the member pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SbcExample {
    /// Deductible paid.
    pub deductible: Cents,
    /// Copays paid.
    pub copay: Cents,
    /// Coinsurance paid.
    pub coinsurance: Cents,
    /// Limits and exclusions paid.
    pub limit: Cents,
}

/// A plan as filed for one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// HIOS standard component id.
    pub id: PlanId,
    /// The name under which it is sold.
    pub name: String,
    /// Medical or dental.
    pub line: Line,
    /// Metal level; for dental high or low.
    pub metal: Metal,
    /// How its network works.
    pub plan_type: PlanType,
    /// The issuer's id of its network.
    pub network: String,
    /// The issuer's id of the area it is sold in.
    pub service_area: String,
    /// The issuer's id of its list of drugs.
    pub formulary: Option<String>,
    /// Whether a health savings account may stand beside it.
    pub hsa_eligible: bool,
    /// The share of the cost of care that it carries on average; half a hundredth rounds up.
    pub actuarial_value: Option<Percent>,
    /// First day on which it is sold.
    pub from: NaiveDate,
    /// Last day on which it is sold, where filed.
    pub until: Option<NaiveDate>,
    /// Yearly limits.
    pub limits: Limits,
    /// What a member pays at each service.
    pub benefits: Vec<Benefit>,
    /// "Having a baby", as filed.
    pub sbc_baby: Option<SbcExample>,
    /// "Managing diabetes", as filed.
    pub sbc_diabetes: Option<SbcExample>,
    /// Address of the summary of benefits and coverage.
    pub sbc_url: Option<String>,
}

impl Plan {
    /// The issuer that filed it.
    pub fn issuer(&self) -> IssuerId {
        self.id.issuer()
    }

    /// What a member pays at a service, where the plan's filing speaks of it.
    pub fn benefit(&self, service: Service) -> Option<&Benefit> {
        self.benefits.iter().find(|b| b.service == Some(service))
    }
}

/// What becomes of a plan in the next plan year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    /// This year's plan.
    pub from: PlanId,
    /// The plan that takes its place; the same id when it goes on, `None` when it ends.
    pub to: Option<PlanId>,
    /// The carrier's reason, in words for people.
    pub reason: Option<String>,
}
