//! What every page may know of where it stands. Comes from the server's configuration and is the same
//! in the browser, because the page carries it.

use serde::{Deserialize, Serialize};

/// Who runs this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// The carrier's name.
    pub name: String,
    /// Whether this is the demo, which says so on every page.
    pub demo: bool,
    /// The day to which the demo was moved, where it was, as people say it.
    pub moved_to: Option<String>,
}

impl Default for Carrier {
    fn default() -> Self {
        Self { name: "your carrier".to_owned(), demo: false, moved_to: None }
    }
}
