//! How a workbench travels: packed by postcard, then base64, so that it can stand in the page.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::Workbench;

/// The text is not a workbench of this release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a workbench of this release")]
pub struct NotAWorkbench;

/// Packs a workbench.
pub fn pack(workbench: &Workbench) -> Result<String, NotAWorkbench> {
    let bytes = postcard::to_allocvec(workbench).map_err(|_| NotAWorkbench)?;
    Ok(STANDARD_NO_PAD.encode(bytes))
}

/// Unpacks what [`pack`] wrote.
pub fn unpack(text: &str) -> Result<Workbench, NotAWorkbench> {
    let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| NotAWorkbench)?;
    postcard::from_bytes(&bytes).map_err(|_| NotAWorkbench)
}
