//! Hears of what others do in the same renewal.

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::Closure;
use leptos::web_sys::{Event, EventSource, MessageEvent};
use std::time::Duration;

/// How long it is waited before the line is opened again, after so many failures in a row: longer each
/// time, since a server that is full is not helped by being asked.
fn wait(failures: u32) -> Duration {
    const FIRST: Duration = Duration::from_secs(3);
    const LONGEST: Duration = Duration::from_mins(5);
    LONGEST.min(FIRST * 2_u32.pow(failures.min(10)))
}

/// A line to the server, and what listens at it.
struct Line {
    source: EventSource,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _broke: Closure<dyn Fn(Event)>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// The line of a page, while it stands.
#[derive(Clone, Copy)]
struct Listener {
    address: StoredValue<String>,
    hear: StoredValue<Box<dyn Fn(i64)>, LocalStorage>,
    line: StoredValue<Option<Line>, LocalStorage>,
    timer: StoredValue<Option<TimeoutHandle>>,
    failures: StoredValue<u32>,
}

impl Listener {
    /// Opens the line. The browser opens it again by itself when it breaks, but not after a refusal.
    fn open(self) {
        let Some(address) = self.address.try_get_value() else { return };
        // A browser without it shows other people's changes when the page is loaded anew.
        let Ok(source) = EventSource::new(&address) else { return };
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let pulse = event.data().as_string().and_then(|text| text.parse().ok());
            if let Some(pulse) = pulse {
                self.failures.try_set_value(0);
                self.hear.try_with_value(|hear| hear(pulse));
            }
        });
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        let opened = source.clone();
        let broke = Closure::<dyn Fn(Event)>::new(move |_| {
            if opened.ready_state() == EventSource::CLOSED {
                self.open_later();
            }
        });
        source.set_onerror(Some(broke.as_ref().unchecked_ref()));
        self.line.try_set_value(Some(Line { source, _heard: heard, _broke: broke }));
    }

    fn open_later(self) {
        let Some(failures) = self.failures.try_update_value(|failures| {
            *failures = failures.saturating_add(1);
            *failures - 1
        }) else {
            return;
        };
        let timer = set_timeout_with_handle(move || self.open(), wait(failures)).ok();
        self.timer.try_set_value(timer);
    }
}

/// Listens at an address as long as the page stands: `hear` is told a number that changes with the renewal.
pub fn listen(address: String, hear: impl Fn(i64) + Clone + 'static) {
    // A line belongs to the thread that opened it: there is none where pages are only written.
    Effect::new(move |_| {
        let hear: Box<dyn Fn(i64)> = Box::new(hear.clone());
        let listener = Listener {
            address: StoredValue::new(address.clone()),
            hear: StoredValue::new_local(hear),
            line: StoredValue::new_local(None),
            timer: StoredValue::new(None),
            failures: StoredValue::new(0),
        };
        listener.open();
        on_cleanup(move || {
            listener.line.try_set_value(None);
            if let Some(timer) = listener.timer.try_get_value().flatten() {
                timer.clear();
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_server_is_asked_less_and_less_often() {
        let seconds: Vec<u64> = [0, 1, 2, 6, 7, 1_000].map(|n| wait(n).as_secs()).into();
        assert_eq!(seconds, [3, 6, 12, 192, 300, 300]);
    }
}
