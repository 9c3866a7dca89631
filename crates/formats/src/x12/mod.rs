//! What carriers' systems are told and answer: ASC X12 interchanges, version 005010.
//!
//! [`write_834`] tells of a change of enrollment (834, implementation guide 005010X220A1) and
//! [`read_834`] reads it again; [`read_ack`] reads what comes back, an implementation acknowledgment
//! (999, 005010X231A1) or an interchange acknowledgment (TA1), and [`write_999`] is how one answers.
//!
//! `segment` has segments and the envelopes around them, with their counts and control numbers;
//! `enrollment` and `acknowledgment` have what stands inside. An interchange of ours has one functional
//! group with one transaction set, and one control number for the first two of them. Nothing written
//! here has a Social Security number: members are known by the group's number and their row.

mod acknowledgment;
mod enrollment;
mod segment;
mod text;

pub use acknowledgment::{Ack, AckError, Answer, At, Of, read_ack, write_999};
pub use enrollment::{Enrollment, Header, Member, MemberLine, Reason, read_834, write_834};
pub use segment::{Envelope, WriteError};
