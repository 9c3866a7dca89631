//! Who may call which server function, and ask for what beside the pages. Every one is a public
//! endpoint; the tests compare these tables with all that are registered, so that a new one without
//! a row fails.

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

/// The same for what is asked for by its path alone.
const BESIDE_PAGES: &[(&str, Who, &str)] = &[
    ("/healthz", Who::Anybody, "says that it runs, nothing else"),
    ("/readyz", Who::Anybody, "says whether the store answers, nothing else"),
    ("/roster-template.csv", Who::Anybody, "the same file for all; nobody's data"),
    ("/employers/{employer}/renewals/{effective}/changes", Who::Anybody, DEMO_ONLY),
    ("/employers/{employer}/renewals/{effective}/files/{name}", Who::Anybody, DEMO_ONLY),
];

#[test]
fn what_is_served_beside_pages_has_a_row_and_every_row_is_served() {
    let served = crate::router::beside_pages().map(|(path, _)| path);
    let listed: Vec<&str> = BESIDE_PAGES.iter().map(|(path, ..)| *path).collect();
    assert_eq!(listed, served);
    assert!(BESIDE_PAGES.iter().all(|(_, who, why)| *who == Who::Anybody && !why.is_empty()));
}

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
