//! The kit: what pages are made of. It knows the domain's values and nothing of servers.

pub mod chart;
mod chip;
mod difference;
mod fault;
mod key_dates;
mod meter;
mod money;
pub mod passkey;
mod popover;
mod rows;
mod segmented;
mod slider;

pub use chart::{Histogram, Spread};
pub use chip::Chip;
pub use difference::{Difference, difference_of_amounts};
pub use fault::FaultText;
pub use key_dates::{KeyDates, PhaseMark};
pub use meter::{Meter, Reading};
pub use money::{Money, MoneyChange, change, more_or_less, signed, tint};
pub use popover::closes;
pub use rows::Rows;
pub use segmented::Segmented;
pub use slider::SliderField;
