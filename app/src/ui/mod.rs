//! The kit: what pages are made of. It knows the domain's values and nothing of servers.

pub mod chart;
mod chip;
mod difference;
mod fault;
mod money;
mod rows;
mod slider;

pub use chip::Chip;
pub use difference::{Difference, difference_of_amounts};
pub use fault::FaultText;
pub use money::{Money, MoneyChange};
pub use rows::Rows;
pub use slider::SliderField;
