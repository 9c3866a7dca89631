//! What proves who somebody is, and what keeps what is known of people from those who read the disk.
//!
//! A module is one kind of proof: `password`, `totp`, `recovery` codes, `token`s that are sent or kept in a
//! cookie, `passkey`s; and `vault` seals texts for the database. The next kind is a module named by its noun.
//!
//! Nothing here reads or writes anything, and time and random bytes are arguments, with one exception that
//! [`passkey`] names. A secret has no `Display`, and its `Debug` says only what it is.

mod digest;
pub mod passkey;
pub mod password;
pub mod recovery;
pub mod token;
pub mod totp;
pub mod vault;

pub use digest::Digest;
