//! The table of medical plan designs: what the carrier thought up, from which each year's plans follow.

use domain::plan::{Metal, PlanType};

/// A family of plans with one network and one way of using it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Product {
    /// The three digits of it in a plan's id.
    pub number: u16,
    /// How the network works.
    pub plan_type: PlanType,
    /// The network's name.
    pub network: &'static str,
    /// What stands in a plan's name after the figures.
    pub words: &'static str,
    /// Whether its plans are HSA-eligible: the deductible comes before everything but prevention.
    pub hsa_eligible: bool,
    /// Its price, in percent of the price of the full HMO.
    pub price_percent: i64,
}

impl Product {
    /// Whether care outside the network is covered.
    pub(crate) fn covers_outside(self) -> bool {
        matches!(self.plan_type, PlanType::Pos | PlanType::Ppo)
    }
}

const fn product(
    number: u16,
    plan_type: PlanType,
    network: &'static str,
    words: &'static str,
    price_percent: i64,
) -> Product {
    let hsa_eligible = number == 5 || number == 6;
    Product { number, plan_type, network, words, hsa_eligible, price_percent }
}

const FULL: &str = "Harbor Full";
const NARROW: &str = "Harbor Select";

const HMO: Product = product(1, PlanType::Hmo, FULL, "HMO", 100);
const SELECT: Product = product(2, PlanType::Hmo, NARROW, "Select HMO", 94);
const POS: Product = product(3, PlanType::Pos, FULL, "POS", 104);
const PPO: Product = product(4, PlanType::Ppo, FULL, "PPO", 108);
const HDHP_HMO: Product = product(5, PlanType::Hmo, FULL, "HDHP HMO", 100);
const HDHP_PPO: Product = product(6, PlanType::Ppo, FULL, "HDHP PPO", 108);

/// How long a design is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stay {
    /// In every year.
    Always,
    /// Three years out of six: from the years for which `year + phase` is a multiple of six. When it
    /// ends, the design `instead` is proposed.
    Sometimes { phase: i32, instead: i32 },
}

/// A plan as it was thought up for the first year. Amounts are dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Design {
    /// Its number, never used again for another one.
    pub number: i32,
    pub product: Product,
    pub metal: Metal,
    pub deductible: i64,
    pub out_of_pocket: i64,
    /// The copay at primary care; 0 when there is a coinsurance instead.
    pub office: i64,
    /// The member's percentage where the plan has a coinsurance.
    pub coinsurance: u32,
    /// In hundredths of a percent.
    pub actuarial_value: u32,
    /// Whether persons of a covered family have a deductible of their own.
    pub embedded: bool,
    pub stay: Stay,
}

macro_rules! designs {
    ($($number:literal $product:ident $metal:ident $deductible:literal $out_of_pocket:literal
       $office:literal $coinsurance:literal $value:literal $embedded:literal $stay:expr;)*) => {
        /// Every medical design, by number.
        pub(crate) const DESIGNS: &[Design] = &[$(Design {
            number: $number,
            product: $product,
            metal: Metal::$metal,
            deductible: $deductible,
            out_of_pocket: $out_of_pocket,
            office: $office,
            coinsurance: $coinsurance,
            actuarial_value: $value,
            embedded: $embedded,
            stay: $stay,
        }),*];
    };
}

/// How many designs are sold in every year. A prime, see `standing`.
pub(crate) const ALWAYS: i32 = 37;

const fn sometimes(phase: i32, instead: i32) -> Stay {
    Stay::Sometimes { phase, instead }
}

use Stay::Always;

designs! {
    // product  metal  deductible out-of-pocket office % value embedded stay
     1 HMO      Platinum           0 3_600 10 10 9_100 true Always;
     2 HMO      Platinum           0 4_500 20 10 8_960 true Always;
     3 HMO      Platinum         250 4_500 25 10 8_840 true Always;
     4 HMO      Gold             250 7_200 30 20 8_090 true Always;
     5 HMO      Gold             500 7_800 35 20 7_960 true Always;
     6 HMO      Gold           1_000 8_000 35 20 7_830 true Always;
     7 HMO      Silver         1_900 8_400 55 30 7_140 true Always;
     8 HMO      Silver         2_300 8_600 60 30 7_030 true Always;
     9 HMO      Silver         3_000 8_750 65 35 6_900 true Always;
    10 HMO      ExpandedBronze 5_500 8_900 65 40 6_300 true Always;
    11 HMO      Bronze         6_500 9_000 75 40 6_100 true Always;
    12 SELECT   Platinum           0 4_000 15 10 9_030 true Always;
    13 SELECT   Platinum           0 4_800 30 10 8_860 true Always;
    14 SELECT   Gold             300 7_400 30 20 8_100 true Always;
    15 SELECT   Gold             750 7_900 40 20 7_920 true Always;
    16 SELECT   Silver         2_000 8_500 60 30 7_120 true Always;
    17 SELECT   Silver         2_600 8_700 65 35 6_940 true Always;
    18 SELECT   ExpandedBronze 6_000 9_000 70 40 6_220 true Always;
    19 POS      Platinum           0 4_500 20 10 8_920 true Always;
    20 POS      Gold             500 7_800 35 20 7_980 true Always;
    21 POS      Gold           1_250 8_000 40 25 7_820 true Always;
    22 POS      Silver         2_000 8_500 55 30 7_090 true Always;
    23 POS      Silver         3_000 8_750 65 35 6_920 true Always;
    24 POS      Bronze         6_300 9_000 70 40 6_090 true Always;
    25 PPO      Platinum         250 4_500 15 10 8_980 true Always;
    26 PPO      Platinum         500 5_000 20 15 8_830 true Always;
    27 PPO      Gold             500 7_600 30 20 8_040 true Always;
    28 PPO      Gold           1_000 7_900 35 20 7_920 true Always;
    29 PPO      Gold           1_500 8_200 35 25 7_820 true Always;
    30 PPO      Silver         2_250 8_500 55 30 7_060 true Always;
    31 PPO      Silver         2_850 8_750 60 35 6_930 true Always;
    32 PPO      ExpandedBronze 5_800 9_000 65 40 6_200 true Always;
    33 HDHP_HMO Gold           1_700 4_500  0 10 7_850 false Always;
    34 HDHP_HMO Silver         2_900 6_900 40 25 6_980 false Always;
    35 HDHP_HMO Bronze         6_000 7_800  0 40 6_120 true Always;
    36 HDHP_PPO Silver         3_500 6_900  0 25 6_860 true Always;
    37 HDHP_PPO Bronze         5_800 7_800  0 40 6_090 true Always;
    // Designs that come and go.
    38 SELECT   Gold           1_250 8_000 40 20 7_830 true sometimes(0, 15);
    39 PPO      Silver         3_600 8_900 60 40 6_850 true sometimes(1, 31);
    40 POS      Silver         2_500 8_650 60 30 7_000 true sometimes(2, 22);
    41 HDHP_PPO Bronze         7_000 7_500  0  0 6_010 true sometimes(3, 37);
    42 SELECT   Platinum         250 4_800 20 10 8_810 true sometimes(4, 13);
    43 HDHP_HMO Silver         2_400 6_900 40 20 7_080 false sometimes(5, 34);
}

/// The design of a number.
pub(crate) fn design(number: i32) -> Option<&'static Design> {
    DESIGNS.iter().find(|design| design.number == number)
}
