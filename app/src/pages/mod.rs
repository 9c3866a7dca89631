//! One file, or folder, a page.

pub mod compare;
pub mod home;
pub mod not_found;
