//! Why a use case did not end as it should, for reasons that are not the asker's to mend.

use domain::access::Capability;
use domain::id::EmployerId;
use store::StoreError;

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// There is no such employer, or it is not the asker's.
    #[error("there is no employer {0}")]
    NoEmployer(EmployerId),
    /// The text is no employer's id.
    #[error("this is no employer's id")]
    NotAnEmployerId,
    /// The employer has no such renewal: it has another date, or nothing to renew.
    #[error("there is no such renewal")]
    NoRenewal,
    /// The renewal has no such scenario.
    #[error("there is no such scenario")]
    NoScenario,
    /// Whoever asks may act for the employer, but not do this.
    #[error("{} is not granted", .0.title())]
    Forbidden(Capability),
    /// Whoever asks must prove again who they are.
    #[error("a sensitive act wants a proof of the last minutes")]
    ProveAgain,
    /// Whoever asks does not work for the carrier.
    #[error("this is for the carrier's staff")]
    NotStaff,
    /// There is no such thing for whoever asks.
    #[error("there is no such thing")]
    NotFound,
    /// What must be sealed cannot be: the server was started without keys.
    #[error("the server has no keys")]
    NoKeys,
    /// A sealed text does not open: its key is gone, or it was changed.
    #[error("a sealed text does not open")]
    Closed(#[from] credential::vault::Closed),
    /// What is kept of a password or a passkey cannot be read.
    #[error("what is kept of a way to sign in cannot be read")]
    UnreadableFactor,
    /// What changes cannot be written for the core system.
    #[error("the change file cannot be written")]
    NoChangeFile,
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}
