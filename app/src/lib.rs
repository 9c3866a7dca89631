//! What people see, and the server functions behind it. Knows the wire; knows no SQL.
//!
//! Compiled twice: with `ssr` into the server, with `hydrate` into the browser; never with both.

#![recursion_limit = "256"]
#![expect(clippy::needless_pass_by_value, reason = "components own what they are given")]

pub mod api;
pub mod context;
mod live;
mod pages;
pub mod paths;
#[cfg(feature = "ssr")]
pub mod server;
mod status;
mod ui;
pub mod wire;

use api::session::Me;
use context::Carrier;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::{SsrMode, path};
use pages::chunk;
use pages::not_found::NotFound;
use pages::who::Who;

/// The icon, inside the page: a browser would otherwise ask for it again whenever the address changes.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%230a56b0'/%3E%3Cpath d='M8 21h4V11H8zm6 0h4V7h-4zm6 0h4v-7h-4z' fill='%23fff'/%3E%3C/svg%3E";

/// The document around the app.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href=ICON type="image/svg+xml"/>
                <link rel="preload" href="/fonts/inter-latin-5.3.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <HashedStylesheet options=options.clone() id="style"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Leads to the renewals; a renewal's own address begins with its employer.
#[component]
fn RenewalLink() -> impl IntoView {
    let path = use_location().pathname;
    let here = move || path.with(|path| path == paths::RENEWALS || path.starts_with("/employers/"));
    view! {
        <a href=paths::RENEWALS aria-current=move || here().then_some("page")>"Renewal"</a>
    }
}

/// Whoever looks at the page. The page carries it to the browser.
fn who_asks() -> Option<Me> {
    #[cfg(feature = "ssr")]
    return server::session::me();
    #[cfg(not(feature = "ssr"))]
    None
}

/// The app: what stands around every page, and the table of routes.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let carrier = wire::carried(|| use_context::<Carrier>().unwrap_or_default());
    provide_context(carrier.clone());
    let me = wire::carried(who_asks);
    provide_context(me.clone());
    let name = carrier.name.clone();
    let formatter = move |title: String| format!("{title} · {name}");
    view! {
        <Title formatter/>
        <a class="skip" href="#main" rel="external">"To the content"</a>
        <Router>
            <header class="site-head">
                <a class="brand" href=paths::HOME>{carrier.name.clone()}</a>
                <nav aria-label="Main">
                    <A href=paths::HOME exact=true>"Home"</A>
                    <RenewalLink/>
                    <A href=paths::COMPARE>"Compare plans"</A>
                    {me.as_ref().is_some_and(|me| me.staff).then(|| view! { <A href=paths::STAFF>"Staff"</A> })}
                </nav>
                {carrier.demo.then(|| view! {
                    <p class="demo-mark">
                        "Demo: an invented carrier and invented people"
                        {carrier.moved_to.map(|day| [". Its day was moved: today is ", &day].concat())}
                    </p>
                })}
                <Who me/>
            </header>
            <main id="main" tabindex="-1">
                <Routes fallback=NotFound>
                    // With its data in it, so that it is whole without WASM too.
                    <Route path=path!("/") view=chunk::HOME ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in") view=chunk::SIGN_IN ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in/second-step") view=chunk::SECOND_STEP ssr=SsrMode::Async/>
                    <Route path=path!("/prove") view=chunk::PROVE ssr=SsrMode::Async/>
                    <Route path=path!("/new-password") view=chunk::NEW_PASSWORD ssr=SsrMode::Async/>
                    <Route path=path!("/invitation") view=chunk::INVITATION ssr=SsrMode::Async/>
                    <Route path=path!("/verify-email") view=chunk::VERIFY_EMAIL ssr=SsrMode::Async/>
                    <Route path=path!("/broker") view=chunk::BROKER ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=chunk::ACCOUNT ssr=SsrMode::Async/>
                    <Route path=path!("/account/new-app") view=chunk::NEW_APP ssr=SsrMode::Async/>
                    <Route path=path!("/account/recovery-codes") view=chunk::RECOVERY_CODES ssr=SsrMode::Async/>
                    <Route path=path!("/renewals") view=chunk::EMPLOYERS ssr=SsrMode::Async/>
                    <Route path=path!("/employers/:employer/users") view=chunk::USERS ssr=SsrMode::Async/>
                    <Route path=path!("/employers/:employer/trail") view=chunk::TRAIL ssr=SsrMode::Async/>
                    <Route path=path!("/employers/:employer/renewals") view=chunk::RENEWALS ssr=SsrMode::Async/>
                    <Route
                        path=path!("/employers/:employer/renewals/:effective/next/:step/:row?")
                        view=chunk::SUBMISSION ssr=SsrMode::Async
                    />
                    <Route path=path!("/employers/:employer/contracts/:starts?") view=chunk::SUBMISSION ssr=SsrMode::Async/>
                    <Route path=path!("/elect/:token") view=chunk::SUBMISSION ssr=SsrMode::Async/>
                    <Route
                        path=path!("/employers/:employer/renewals/:effective/:view?")
                        view=chunk::RENEWAL ssr=SsrMode::Async
                    />
                    <Route path=path!("/register/:token?") view=chunk::REGISTER ssr=SsrMode::Async/>
                    <Route path=path!("/staff") view=chunk::STAFF ssr=SsrMode::Async/>
                    <Route path=path!("/staff/:part") view=chunk::STAFF ssr=SsrMode::Async/>
                    <Route path=path!("/staff/:part/:id") view=chunk::STAFF ssr=SsrMode::Async/>
                    <Route path=path!("/staff/:part/:id/:view") view=chunk::STAFF ssr=SsrMode::Async/>
                    <Route path=path!("/compare") view=chunk::COMPARE ssr=SsrMode::Async/>
                </Routes>
            </main>
        </Router>
    }
}
