//! The one error that crosses the wire: codes and fields, never personal data. Without WASM it may
//! land in a URL. The words for people live in the pages.

use crate::wire::PackedError;
use domain::access::Capability;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why a server function did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ApiError {
    /// There is no such thing, or it is somebody else's: the two look alike.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("signed out")]
    SignedOut,
    /// Whoever is signed in may act for the employer, but not do this.
    #[error("{} is not granted", .0.title())]
    Forbidden(Capability),
    /// Whoever is signed in must prove again who they are.
    #[error("prove again who you are")]
    ProveAgain,
    /// The server failed. The cause is in its log, under this id.
    #[error("internal error {request_id}")]
    Internal {
        /// The id under which the log tells more.
        request_id: String,
    },
    /// The request or the answer was lost or damaged on the way.
    #[error("transport: {0}")]
    Transport(String),
}

impl FromServerFnError for ApiError {
    type Encoder = PackedError;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self::Transport(error.to_string())
    }
}
