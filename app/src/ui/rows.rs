//! A long table of which only the rows in sight are written.
//!
//! Every row is as high as the others and stands in a frame that scrolls. The style sheet lays the rows out
//! as grids; so that they remain a table to those who do not see them, heads and rows name their roles. Rows are known by their place:
//! when the order changes their texts change where they stand, and nothing moves. Until the page has
//! its handlers, and on paper, rows stand there as they are.

use leptos::ev;
use leptos::html::{Div, Tr};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::Closure;
use leptos::web_sys::ResizeObserver;
use std::ops::Range;

/// How many rows beyond those in sight are written, above and below: what the Tab key reaches next.
const BEYOND: usize = 4;

/// A table in a frame, with its rows written as they come into sight.
#[component]
pub fn Rows(
    /// What the frame holds, for those who do not see it.
    label: &'static str,
    /// The class of the table.
    class: &'static str,
    /// The head: one or more rows.
    head: AnyView,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// How high a row is, in pixels; the style sheet says the same.
    height: u32,
    /// How many rows are written before the page has its handlers.
    at_first: usize,
    /// Writes the row at a place.
    row: impl Fn(usize) -> AnyView + Clone + Send + 'static,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let (above, below) = (NodeRef::<Tr>::new(), NodeRef::<Tr>::new());
    let sight = RwSignal::new(0..at_first);
    let printing = RwSignal::new(false);
    let look = move || {
        if let Some(frame) = frame.get_untracked() {
            let place = |pixels: i32| usize::try_from(pixels).unwrap_or(0) / height as usize;
            let top = place(frame.scroll_top());
            let first = top.saturating_sub(BEYOND);
            let last = top + place(frame.client_height()) + 1 + BEYOND;
            if sight.with_untracked(|now| *now != (first..last)) {
                sight.set(first..last);
            }
        }
    };
    // The frame gets its height when the page is laid out, and another one when the window does.
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        look();
        let resized = Closure::<dyn Fn()>::new(look);
        // A browser without it writes the rows that it began with.
        let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
        observer.observe(&frame);
        let kept = StoredValue::new_local((observer, resized));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
    let before = window_event_listener(ev::beforeprint, move |_| printing.set(true));
    let after = window_event_listener(ev::afterprint, move |_| printing.set(false));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
    let shown = Memo::new(move |_| {
        let count = count.get();
        if printing.get() {
            return 0..count;
        }
        let Range { start, end } = sight.get();
        // A list that became shorter is looked at from its end.
        let length = end - start;
        let end = end.min(count);
        end.saturating_sub(length).min(start)..end
    });
    Effect::new(move |_| {
        let Range { start, end } = shown.get();
        stretch(above, start, height);
        stretch(below, count.get() - end, height);
    });
    view! {
        <div
            class="scroll rows" node_ref=frame tabindex="0" role="region" aria-label=label
            on:scroll=move |_| look()
        >
            <table class=class role="table" aria-rowcount=move || count.get() + 1>
                <thead role="rowgroup">{head}</thead>
                <tbody role="rowgroup">
                    <tr class="spacer" aria-hidden="true" node_ref=above></tr>
                    <For each=move || shown.get() key=|place| *place children=row/>
                    <tr class="spacer" aria-hidden="true" node_ref=below></tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Makes a spacer as high as so many rows.
fn stretch(spacer: NodeRef<Tr>, rows: usize, height: u32) {
    if let Some(spacer) = spacer.get() {
        let element: &leptos::web_sys::HtmlElement = spacer.unchecked_ref();
        let pixels = rows.saturating_mul(height as usize);
        // A well-formed declaration cannot be refused.
        let _ = element.style().set_property("height", &format!("{pixels}px"));
    }
}
