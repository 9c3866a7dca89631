//! How a workbench travels: packed by postcard, then base64, so that it can stand in the page.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The text is not what this release packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not packed by this release")]
pub struct NotPacked;

/// Packs a value.
pub fn pack<T: Serialize>(value: &T) -> Result<String, NotPacked> {
    let bytes = postcard::to_allocvec(value).map_err(|_| NotPacked)?;
    Ok(STANDARD_NO_PAD.encode(bytes))
}

/// Unpacks what [`pack`] wrote.
pub fn unpack<T: DeserializeOwned>(text: &str) -> Result<T, NotPacked> {
    let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| NotPacked)?;
    postcard::from_bytes(&bytes).map_err(|_| NotPacked)
}
