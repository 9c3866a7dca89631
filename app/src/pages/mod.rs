//! One file, or folder, a page.

pub mod compare;
mod failed;
pub mod home;
pub mod not_found;
pub mod renewal;
pub mod renewals;
