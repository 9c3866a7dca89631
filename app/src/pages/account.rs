//! One's own account: how one signs in, and where one is signed in.

use crate::api::account::{AccountPage, DeviceView, PasskeyView, load_account, read_codes};
use crate::api::session::typed;
use crate::pages::failed::Instead;
use crate::pages::sign_in::{AddPasskey, Field, NotYet, Note, prove_then, told_word, typed_before};
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// How few recovery codes are few.
const FEW_CODES: i64 = 3;

/// What a form led back with: which part it was, and the word for what was done or is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Told {
    about: String,
    word: String,
}

impl Told {
    fn about(&self, part: &str) -> String {
        if self.about == part { self.word.clone() } else { String::new() }
    }
}

/// The page.
#[component]
pub fn Account() -> impl IntoView {
    let query = use_query_map();
    let about = query.with_untracked(|query| query.get("about")).unwrap_or_default();
    let told = Told { about, word: told_word(query) };
    let account = wire::load(|| (), |()| load_account());
    let before = wire::load(|| (), |()| typed());
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    let email = typed_before(&before.await.unwrap_or_default(), "email");
                    match account.await {
                        Ok(page) => view! { <Page page told email/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Page(
    page: AccountPage,
    told: Told,
    /// Another e-mail address that was typed before.
    email: Option<String>,
) -> impl IntoView {
    let fresh = page.fresh;
    let nothing = !page.totp && page.passkeys.is_empty();
    view! {
        <Title text="Your account"/>
        <header class="page-head">
            <h1>"Your account"</h1>
            <p>{format!("{}, {}", page.name, page.email)}</p>
        </header>
        <Note word=told.about("added")/>
        {(!fresh).then(|| view! {
            <p class="notice">
                "To change something here, first prove again that it is you. "
                <a href=prove_then(paths::ACCOUNT)>"Prove it"</a>
            </p>
        })}
        <div class="account">
            <section class="card" aria-labelledby="second-title">
                <h2 id="second-title">"Second step"</h2>
                {nothing.then(|| view! { <p>"You have none yet. It is asked for after your password."</p> })}
                <Codes totp=page.totp fresh told=told.about("totp")/>
                <h3>"Passkeys"</h3>
                <Passkeys passkeys=page.passkeys.clone() fresh told=told.about("passkeys")/>
                <h3>"Recovery codes"</h3>
                <Recovery left=page.recovery_codes fresh/>
            </section>
            <section class="card" aria-labelledby="password-title">
                <h2 id="password-title">"Password"</h2>
                <NewPasswordForm page=page.clone() told=told.about("password")/>
                <h2>"E-mail address"</h2>
                <EmailForm page=page.clone() told=told.about("email") email/>
            </section>
            <section class="card" aria-labelledby="devices-title">
                <h2 id="devices-title">"Signed in on these devices"</h2>
                <Note word=told.about("devices")/>
                <Devices devices=page.devices/>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Codes(totp: bool, fresh: bool, told: String) -> impl IntoView {
    view! {
        <h3>"App for codes"</h3>
        <Note word=told/>
        <p>{if totp { "An app shows codes for you." } else { "None." }}</p>
        {fresh.then(|| view! {
            <div class="actions">
                <a class="button" href=paths::NEW_APP>{if totp { "Set up another one" } else { "Add an app" }}</a>
                {totp.then(|| view! {
                    <form method="post" action="/api/account/remove-totp"><button class="button">"Remove the app"</button></form>
                })}
            </div>
        })}
    }
    .into_any()
}

#[component]
fn Passkeys(passkeys: Vec<PasskeyView>, fresh: bool, told: String) -> impl IntoView {
    let none = passkeys.is_empty();
    let rows = passkeys.into_iter().map(|passkey| {
        let PasskeyView { credential, label, when } = passkey;
        view! {
            <li>
                <p><strong>{label.clone()}</strong> " " <span class="quiet">{when}</span></p>
                {fresh.then(|| view! {
                    <form method="post" action="/api/account/remove-passkey">
                        <input type="hidden" name="credential" value=credential/>
                        <button class="button" aria-label=format!("Remove the passkey {label}")>"Remove"</button>
                    </form>
                })}
            </li>
        }
    });
    view! {
        <Note word=told/>
        {if none { view! { <p>"None."</p> }.into_any() } else { view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any() }}
        {fresh.then(|| view! { <AddPasskey next=Some(paths::ACCOUNT.to_owned())/> })}
    }
    .into_any()
}

#[component]
fn Recovery(left: i64, fresh: bool) -> impl IntoView {
    view! {
        <p>{format!("{left} are left. Each lets you in once if your phone is gone.")}</p>
        {(left < FEW_CODES).then(|| view! { <p class="fault">"Make new ones before you run out."</p> })}
        {fresh.then(|| view! {
            <form method="post" action="/api/account/new-codes">
                <button class="button">"Make new recovery codes"</button>
            </form>
        })}
    }
    .into_any()
}

#[component]
fn NewPasswordForm(page: AccountPage, told: String) -> impl IntoView {
    let done = told == "done";
    view! {
        {done.then(|| view! { <p class="done" role="status">"Changed. You are signed out everywhere else."</p> })}
        <p>{if page.password { "You have a password." } else { "You have none." }}</p>
        {page.fresh.then(|| view! {
            <form method="post" action="/api/account/password" class="proof">
                // For password managers: whose password it is.
                <input type="email" autocomplete="username" value=page.email hidden=true readonly=true aria-hidden="true" tabindex="-1"/>
                <Field
                    name="password" label="New password" kind="password" autocomplete="new-password" told
                    hint="At least 12 characters: three or four words are easy to keep."
                />
                <button class="button">"Change the password"</button>
            </form>
        })}
    }
    .into_any()
}

#[component]
fn EmailForm(page: AccountPage, told: String, email: Option<String>) -> impl IntoView {
    let done = told == "done";
    let state = if page.verified { "verified" } else { "not verified yet" };
    view! {
        {done.then(|| view! {
            <p class="done" role="status">"A link is on its way to the new address. It becomes yours when you follow the link."</p>
        })}
        <p>{format!("{} ({state})", page.email)}</p>
        {page.fresh.then(|| view! {
            <form method="post" action="/api/account/email" class="proof">
                <NotYet typed=email.is_some()/>
                <Field
                    name="email" label="New e-mail address" kind="email" autocomplete="email"
                    value=email.unwrap_or_default() told
                />
                <button class="button">"Send a link there"</button>
            </form>
        })}
    }
    .into_any()
}

#[component]
fn Devices(devices: Vec<DeviceView>) -> impl IntoView {
    let others = devices.iter().any(|device| !device.own);
    let rows = devices.into_iter().map(|device| {
        let DeviceView { id, agent, when, own } = device;
        view! {
            <li>
                <p><strong>{agent.clone()}{own.then_some(" (this one)")}</strong> " " <span class="quiet">{when}</span></p>
                {(!own).then(|| view! {
                    <form method="post" action="/api/account/end-device">
                        <input type="hidden" name="device" value=id/>
                        <button class="button" aria-label=format!("Sign out {agent}")>"Sign out"</button>
                    </form>
                })}
            </li>
        }
    });
    view! {
        <ul class="rows">{rows.collect_view()}</ul>
        {others.then(|| view! {
            <form method="post" action="/api/account/end-device"><button class="button">"Sign out everywhere else"</button></form>
        })}
    }
    .into_any()
}

/// Recovery codes that were just made. They are shown once.
#[component]
pub fn RecoveryCodes() -> impl IntoView {
    let query = use_query_map();
    let get = |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let (show, next) = (get("show"), get("next"));
    let next = paths::own(&next).unwrap_or(paths::RENEWALS).to_owned();
    let codes = wire::load(|| (), move |()| read_codes(show.clone()));
    view! {
        <Title text="Recovery codes"/>
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                let next = next.clone();
                Suspend::new(async move {
                    match codes.await {
                        Ok(codes) if codes.is_empty() => view! { <CodesGone next/> }.into_any(),
                        Ok(codes) => view! { <ShowCodes codes next/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn ShowCodes(codes: Vec<String>, next: String) -> impl IntoView {
    let rows = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> });
    view! {
        <article class="lead">
            <h1>"Your recovery codes"</h1>
            <p>"Print them or save them in your password manager. Each lets you in once if your phone is gone. They are shown now and never again."</p>
            <ul class="codes" aria-label="Recovery codes">{rows.collect_view()}</ul>
            <p class="actions"><a class="button primary" href=next rel="external">"I have saved them"</a></p>
        </article>
    }
    .into_any()
}

#[component]
fn CodesGone(next: String) -> impl IntoView {
    view! {
        <article class="lead">
            <h1>"These codes were shown already"</h1>
            <p>"If you did not save them, make new ones in your account. The ones before are good for nothing then."</p>
            <p class="actions">
                <a class="button" href=paths::ACCOUNT>"To your account"</a>
                <a class="button primary" href=next rel="external">"Continue"</a>
            </p>
        </article>
    }
    .into_any()
}
