//! A group's plans as they are listed and compared: shared by the pages that do so.
//!
//! A page gives a [`Bench`] (the plans and their prices), a [`Look`] (what people chose to look at) and,
//! at a renewal, where the group stands ([`Standing`]). To add something to look at: a field of
//! [`look::LookQuery`] with its word in the address, a signal in [`Look`], and its control in `filters`.

mod bench;
mod filters;
mod list;
pub mod look;
mod side_by_side;
mod standing;

pub use bench::Bench;
pub use list::Plans;
pub use look::{Look, LookQuery};
pub use side_by_side::SideBySide;
pub use standing::Standing;
