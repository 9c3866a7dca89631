//! The browser's half: takes over the page that the server rendered.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once this module has loaded.
///
/// When every handler is attached the page is marked: for styles that need them, for tests and for
/// measurements.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(take_over());
}

async fn take_over() {
    let Some(body) = document().body().map(JsCast::unchecked_into) else { return };
    leptos::mount::hydrate_from_async(body, app::App).await.forget();
    if let Some(performance) = window().performance() {
        // A browser that measures nothing shows the same page.
        let _ = performance.mark("app-interactive");
    }
    if let Some(root) = document().document_element() {
        // Setting a well-formed attribute on an element cannot fail.
        let _ = root.set_attribute("data-hydrated", "true");
    }
}
