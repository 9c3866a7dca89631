//! A renewal: what a group has now, what it gets if nothing is done, and what else it could offer.
//!
//! [`RenewalBench`] holds this year's coverage and next year's plans for the same people; a
//! [`Reckoner`] turns it, with a [`Scenario`], into every figure on the screen; [`solve`] goes the
//! other way, from a budget to scenarios. [`calendar`] says when a renewal opens and closes.
//!
//! A meter is a function from what was chosen to a value that says whether a rule is met, by how
//! much it is missed, and in which words to say so. It names its rule, so that a screen can show
//! where the rule is written. Meters judge as figures move, in the browser as on the server.
//!
//! To add a meter: give it a module named by its noun, put its figures into [`crate::rules`], judge
//! with whole numbers, answer with the smallest change that would meet the rule, and feed it from
//! [`meters`].

pub mod affordability;
pub mod bench;
pub mod calendar;
pub mod changes;
pub mod meters;
pub mod minimum;
pub mod participation;
pub mod pay;
mod publication;
pub mod reckon;
pub mod scenario;
pub mod solve;
pub mod waiting;
pub mod window;

pub use affordability::{Verdict, Wage};
pub use bench::{Changes, Elected, Employee, LINES, RenewalBench, Successor};
pub use calendar::{Calendar, CalendarRules, KeyDate, Phase, days_left};
pub use minimum::{Against, ContributionMeter, Paid};
pub use participation::{Participation, ParticipationMeter, Standard};
pub use pay::PayPeriod;
pub use publication::{Publication, RenewalSetting};
pub use reckon::{Cause, Displaced, Impact, Reckoned, Reckoner};
pub use scenario::Scenario;
pub use waiting::WaitingPeriod;
