//! Hears of what others save in the same renewal.

use super::desk::Desk;
use crate::paths;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::Closure;
use leptos::web_sys::{EventSource, MessageEvent};

/// Listens as long as the page stands. The browser connects again by itself when the line breaks.
pub fn listen(desk: &Desk) {
    let keeping = desk.keeping;
    let address =
        paths::renewal_changes(&desk.renewal.employer, &desk.renewal.effective_on.to_string());
    Effect::new(move |_| {
        // A browser without it shows other people's changes when the page is loaded anew.
        let Ok(source) = EventSource::new(&address) else { return };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let pulse = event.data().as_string().and_then(|text| text.parse().ok());
            if let Some(pulse) = pulse {
                keeping.hear(pulse);
            }
        });
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let line = StoredValue::new_local((source, heard));
        on_cleanup(move || {
            line.try_with_value(|(source, _)| source.close());
        });
    });
}
