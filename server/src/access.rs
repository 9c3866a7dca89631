//! Who may call which server function. Every one is a public endpoint; the test compares this table
//! with all that are registered, so that a new one without a row fails.

/// Who may call a server function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Anybody, signed in or not.
    Anybody,
}

/// Why renewals are open to all for now.
const DEMO_ONLY: &str = "demo employers are public; a prospect has no renewal; groups are refused";

/// The table: path, who may call it, and what keeps one group's data from another.
const TABLE: &[(&str, Who, &str)] = &[
    (
        "/api/compare/load",
        Who::Anybody,
        "demo employers are public; a prospect's random id is known to its uploader alone; groups are refused",
    ),
    ("/api/renewal/employers", Who::Anybody, "lists demo employers alone, where they are shown"),
    ("/api/renewal/list", Who::Anybody, DEMO_ONLY),
    ("/api/renewal/load", Who::Anybody, DEMO_ONLY),
    ("/api/renewal/save", Who::Anybody, DEMO_ONLY),
    ("/api/renewal/scenarios", Who::Anybody, DEMO_ONLY),
    ("/api/compare/roster", Who::Anybody, "makes a new prospect; reads nothing"),
];

#[test]
fn every_server_function_has_a_row_and_every_row_a_function() {
    // Makes the linker keep the pages, and with them what they register.
    let _ = leptos_axum::generate_route_list(app::App);
    let mut registered: Vec<&str> =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    registered.sort_unstable();
    let mut listed: Vec<&str> = TABLE.iter().map(|(path, ..)| *path).collect();
    listed.sort_unstable();
    assert_eq!(registered, listed);
    assert!(TABLE.iter().all(|(_, who, why)| *who == Who::Anybody && !why.is_empty()));
}
