//! Boxes that open over the page: they close on Escape, and when something else is pressed. Escape gives
//! the focus back to what opened them.

use leptos::ev::{KeyboardEvent, keydown, pointerdown};
use leptos::html::Details;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlDetailsElement, HtmlElement, Node};

/// Makes a box of details close like a menu.
pub fn closes(details: NodeRef<Details>) {
    let escape = window_event_listener(keydown, move |event: KeyboardEvent| {
        let open = details.get_untracked().filter(HtmlDetailsElement::open);
        let Some(details) = open.filter(|_| event.key() == "Escape") else { return };
        // Of boxes that are open, the one in which somebody is gives the focus back.
        let inside =
            document().active_element().is_some_and(|element| details.contains(Some(&element)));
        details.set_open(false);
        if let (true, Ok(Some(summary))) = (inside, details.query_selector("summary")) {
            let summary: &HtmlElement = summary.unchecked_ref();
            // An element of a page can take the focus.
            let _ = summary.focus();
        }
    });
    let outside = window_event_listener(pointerdown, move |event| {
        let Some(details) = details.get_untracked().filter(HtmlDetailsElement::open) else {
            return;
        };
        let pressed = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        if !details.contains(pressed.as_ref()) {
            details.set_open(false);
        }
    });
    on_cleanup(move || {
        escape.remove();
        outside.remove();
    });
}
