//! Who is signed in, at the head of every page: the way in, or the way out and what ends by itself.

use crate::api::session::{Me, stay_signed_in};
use crate::paths;
use domain::access::session::WARNING;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use std::time::Duration;

/// How often it is looked how much time is left.
const EVERY: Duration = Duration::from_secs(5);
/// How long after the server heard of somebody it is told again that they are still there, in
/// milliseconds.
const TELL_AGAIN: f64 = 60_000.0;

/// The way in, or who is signed in and the way out.
#[component]
pub fn Who(
    /// Whoever looks at the page.
    me: Option<Me>,
) -> impl IntoView {
    match me {
        None => view! { <p class="who"><a href=paths::SIGN_IN>"Sign in"</a></p> }.into_any(),
        Some(me) => view! {
            <div class="who">
                <a href=paths::ACCOUNT title=me.email>{me.name}</a>
                <form method="post" action="/api/session/end">
                    <button class="link">"Sign out"</button>
                </form>
                <Idle seconds=me.idle_seconds/>
            </div>
        }
        .into_any(),
    }
}

/// Warns before the session ends because nothing was done, and leads away when it has. Keys and clicks
/// count as something: the server is told of them once a minute.
#[component]
fn Idle(seconds: u32) -> impl IntoView {
    let location = use_location();
    let warns = RwSignal::new(false);
    let ends = StoredValue::new(0.0);
    let told = StoredValue::new(0.0);
    let extend = move |seconds: u32| {
        told.set_value(now());
        ends.set_value(now() + f64::from(seconds) * 1_000.0);
        warns.set(false);
    };
    let stay = move || {
        told.set_value(now());
        spawn_local(async move {
            if let Ok(seconds) = stay_signed_in().await {
                extend(seconds);
            }
        });
    };
    let look = move || {
        let left = ends.get_value() - now();
        warns.set(left <= milliseconds(WARNING));
        if left <= 0.0 {
            leave(&location.pathname.get_untracked(), &location.search.get_untracked());
        }
    };
    Effect::new(move |_| {
        extend(seconds);
        let here = move || {
            if !warns.get_untracked() && now() - told.get_value() > TELL_AGAIN {
                stay();
            }
        };
        let handles = [
            window_event_listener(ev::pointerdown, move |_| here()),
            window_event_listener(ev::keydown, move |_| here()),
        ];
        let ticks = set_interval_with_handle(look, EVERY).ok();
        on_cleanup(move || {
            handles.into_iter().for_each(WindowListenerHandle::remove);
            ticks.inspect(IntervalHandle::clear);
        });
    });
    view! {
        <div class="idle" role="alert" hidden=move || !warns.get()>
            <p>"You will be signed out in less than two minutes, because nothing was done."</p>
            <button type="button" class="button primary" on:click=move |_| stay()>"Stay signed in"</button>
        </div>
    }
    .into_any()
}

/// This moment in milliseconds, by the browser's clock: only differences of it are used.
fn now() -> f64 {
    web_sys::js_sys::Date::now()
}

fn milliseconds(time: chrono::TimeDelta) -> f64 {
    f64::from(i32::try_from(time.num_milliseconds()).unwrap_or(i32::MAX))
}

/// Takes what the page shows away. The server knows whether the session has ended: another window may
/// have kept it alive, and then the sign-in leads straight back.
fn leave(path: &str, query: &str) {
    let here = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let query = paths::query(vec![("ended", "1".to_owned()), ("next", here)]);
    // That the browser goes nowhere has nobody to be told.
    let _ = window().location().replace(&format!("{}?{query}", paths::SIGN_IN));
}
