//! Who may call which server function. Every one is a public endpoint; a test compares this table
//! with all that are registered, so that a new one without a row fails.

/// Who may call a server function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Anybody, signed in or not.
    Anybody,
}

/// The table: path, who may call it, and what keeps one group's data from another.
pub(crate) const TABLE: &[(&str, Who, &str)] = &[
    (
        "/api/compare/load",
        Who::Anybody,
        "demo employers are public; a prospect's random id is known to its uploader alone; groups are refused",
    ),
    ("/api/compare/roster", Who::Anybody, "makes a new prospect; reads nothing"),
];
