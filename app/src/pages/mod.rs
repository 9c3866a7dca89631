//! One file, or folder, a page; `plans` and `address` are parts that pages share.

mod account;
mod address;
mod broker;
pub mod chunk;
mod compare;
mod failed;
mod home;
pub mod not_found;
mod plans;
mod register;
mod renewal;
mod renewals;
mod sign_in;
mod signed_out;
mod staff;
mod submission;
mod trail;
mod users;
pub mod who;
