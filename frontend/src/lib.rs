//! The browser's half: takes over the page that the server rendered.

use leptos::prelude::{document, window};
use std::panic::PanicHookInfo;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once this module has loaded.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(start_over));
    wasm_bindgen_futures::spawn_local(take_over());
}

/// Takes over the page. When every handler is attached the page is marked: for styles that need
/// them, for tests and for measurements.
async fn take_over() {
    let Some(body) = document().body().map(JsCast::unchecked_into) else { return };
    Box::pin(leptos::mount::hydrate_from_async(body, app::App)).await.forget();
    if let Some(performance) = window().performance() {
        // A browser that measures nothing shows the same page.
        let _ = performance.mark("app-interactive");
    }
    if let Some(root) = document().document_element() {
        // Setting a well-formed attribute on an element cannot fail.
        let _ = root.set_attribute("data-hydrated", "true");
    }
}

/// A page whose parts were replaced by a release, or that broke otherwise, is loaded anew: once in a
/// tab and minute, so that one that stays broken does not load for ever.
fn start_over(info: &PanicHookInfo<'_>) {
    const MARK: &str = "started-over";
    leptos::logging::error!("{info}");
    let Ok(Some(storage)) = window().session_storage() else { return };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole milliseconds since 1970; as an integer, since writing a float costs 14 KB"
    )]
    let now = window().performance().map_or(0, |p| (p.time_origin() + p.now()) as u64);
    let last = storage.get_item(MARK).ok().flatten().and_then(|text| text.parse::<u64>().ok());
    let fresh = last.is_none_or(|last| now.saturating_sub(last) > 60_000);
    if fresh && storage.set_item(MARK, &now.to_string()).is_ok() {
        // A browser that refuses leaves the page as the server rendered it, which works.
        let _ = window().location().reload();
    }
}
