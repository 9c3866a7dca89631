//! One file, or folder, a page; `plans` and `address` are parts that pages share.

pub mod account;
mod address;
pub mod broker;
pub mod compare;
mod failed;
pub mod home;
pub mod not_found;
mod plans;
pub mod register;
pub mod renewal;
pub mod renewals;
pub mod sign_in;
mod signed_out;
pub mod staff;
pub mod trail;
pub mod users;
pub mod who;
