//! The renewal: when it opens and closes, and what the employer's choices must meet.
//!
//! A meter is a function from what was chosen to a value that says whether a rule is met, by how
//! much it is missed, and in which words to say so. It names its rule, so that a screen can show
//! where the rule is written. Meters judge as figures move, in the browser as on the server.
//!
//! To add a meter: give it a module named by its noun, put its figures into [`crate::rules`], judge
//! with whole numbers, and answer with the smallest change that would meet the rule.

pub mod affordability;
pub mod calendar;
pub mod minimum;
pub mod participation;
pub mod waiting;
pub mod window;

pub use affordability::{Verdict, Wage};
pub use calendar::{Calendar, CalendarRules, KeyDate, Phase};
pub use minimum::{Against, ContributionMeter, Paid};
pub use participation::{Participation, ParticipationMeter, Standard};
pub use waiting::WaitingPeriod;
