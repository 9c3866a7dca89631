//! The pages that links in mails lead to. Looking at one uses nothing up; its button does.

use super::form::{Field, Note, told_word, typed_before, typed_value};
use crate::api::session::typed;
use crate::api::sign_in::{LinkKind, LinkView, look_at_link};
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Asks for a link to a new password, or is led to by one.
#[component]
pub fn NewPassword() -> impl IntoView {
    let query = use_query_map();
    let token = query.with_untracked(|query| query.get("token"));
    match token {
        Some(token) => view! { <Follow token kind=LinkKind::NewPassword/> }.into_any(),
        None => view! { <Ask told=told_word(query)/> }.into_any(),
    }
}

/// Accepts an invitation.
#[component]
pub fn AcceptInvitation() -> impl IntoView {
    let token = use_query_map().with_untracked(|query| query.get("token"));
    view! { <Follow token=token.unwrap_or_default() kind=LinkKind::Invitation/> }
}

#[component]
fn Ask(told: String) -> impl IntoView {
    let typed_before = wire::load(|| (), |()| typed());
    let sent = told == "sent";
    view! {
        <Title text="New password"/>
        <header class="page-head">
            <h1>"New password"</h1>
            <p>"We send you a link with which you set one. Your second step stays as it is."</p>
        </header>
        {sent.then(|| view! { <Note word="sent".to_owned()/> })}
        <div class="proofs">
            <section class="card" aria-label="Ask for a link">
                <Suspense>
                    {move || {
                        let told = if sent { String::new() } else { told.clone() };
                        Suspend::new(async move {
                            let email = typed_value(&typed_before.await.unwrap_or_default(), "email");
                            view! {
                                <form method="post" action="/api/sign-in/ask-new-password" class="proof">
                                    <Field name="email" label="E-mail address" kind="email" autocomplete="username" value=email told/>
                                    <button class="button primary">{if sent { "Send it again" } else { "Send a link" }}</button>
                                </form>
                            }
                        })
                    }}
                </Suspense>
                <p><a href=paths::SIGN_IN>"Back to the sign-in"</a></p>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Follow(token: String, kind: LinkKind) -> impl IntoView {
    let told = told_word(use_query_map());
    let asked = token.clone();
    let found = wire::load(|| (), move |()| look_at_link(asked.clone(), kind));
    let before = wire::load(|| (), |()| typed());
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                let (token, told) = (token.clone(), told.clone());
                Suspend::new(async move {
                    let name = typed_before(&before.await.unwrap_or_default(), "name");
                    match found.await {
                        Ok(Some(link)) => {
                            view! { <SetPassword link name token kind told/> }.into_any()
                        }
                        Ok(None) => view! { <LinkGone kind/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// For a link that is not good any more.
#[component]
fn LinkGone(kind: LinkKind) -> impl IntoView {
    let (what, how, address, go) = match kind {
        LinkKind::Invitation => (
            "This invitation is not good any more",
            "It was used already, or is older than seven days. If you have set up your sign-in, sign in; else ask whoever invited you to send it again.",
            paths::SIGN_IN,
            "Sign in",
        ),
        LinkKind::NewPassword => (
            "This link is not good any more",
            "It was used already, or is older than an hour, or a newer one was used.",
            paths::NEW_PASSWORD,
            "Ask for a new link",
        ),
        LinkKind::Email => (
            "This link is not good any more",
            "It was used already, or is older than an hour. Change the address in your account once more.",
            paths::ACCOUNT,
            "To your account",
        ),
    };
    view! {
        <Title text=what/>
        <article class="lead">
            <h1>{what}</h1>
            <p>{how}</p>
            <p class="actions"><a class="button primary" href=address>{go}</a></p>
        </article>
    }
    .into_any()
}

#[component]
fn SetPassword(
    link: LinkView,
    /// The name as it was corrected before.
    name: Option<String>,
    token: String,
    kind: LinkKind,
    told: String,
) -> impl IntoView {
    let name = name.unwrap_or_else(|| link.name.clone());
    let invited = kind == LinkKind::Invitation;
    let (title, intro, word) = if invited {
        (
            "Set up your sign-in",
            format!("For {}. You choose a password now and a second step after it.", link.email),
            "Invitation",
        )
    } else {
        (
            "Set a new password",
            format!("For {}. You are signed out everywhere else when it is set.", link.email),
            "NewPassword",
        )
    };
    let no_name = told == "no-name";
    let (name_told, password_told) =
        if no_name { (told, String::new()) } else { (String::new(), told) };
    view! {
        <Title text=title/>
        <header class="page-head"><h1>{title}</h1><p>{intro}</p></header>
        <div class="proofs">
            <section class="card" aria-label=title>
                <form method="post" action="/api/sign-in/follow-link" class="proof">
                    <input type="hidden" name="form[token]" value=token/>
                    <input type="hidden" name="form[kind]" value=word/>
                    // For password managers: whose password it is.
                    <input type="email" autocomplete="username" value=link.email hidden=true readonly=true aria-hidden="true" tabindex="-1"/>
                    {invited.then(|| view! {
                        <Field name="form[name]" label="Your name" kind="text" autocomplete="name" value=name told=name_told/>
                    })}
                    <Field
                        name="form[password]" label="New password" kind="password" autocomplete="new-password"
                        told=password_told hint="At least 12 characters: three or four words are easy to keep."
                    />
                    <button class="button primary">"Continue"</button>
                </form>
            </section>
        </div>
    }
    .into_any()
}

/// Verifies an e-mail address.
#[component]
pub fn VerifyEmail() -> impl IntoView {
    let query = use_query_map();
    let token = query.with_untracked(|query| query.get("token")).unwrap_or_default();
    let told = told_word(query);
    if told == "verified" {
        return view! {
            <Title text="Address verified"/>
            <article class="lead">
                <h1>"Your address is verified"</h1>
                <Note word=told/>
                <p class="actions"><a class="button primary" href=paths::ACCOUNT>"To your account"</a></p>
            </article>
        }
        .into_any();
    }
    let asked = token.clone();
    let found = wire::load(|| (), move |()| look_at_link(asked.clone(), LinkKind::Email));
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok(Some(link)) => view! { <Confirm link token/> }.into_any(),
                        Ok(None) => view! { <LinkGone kind=LinkKind::Email/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Confirm(link: LinkView, token: String) -> impl IntoView {
    view! {
        <Title text="Verify your address"/>
        <header class="page-head">
            <h1>"Verify your address"</h1>
            <p>{format!("{}, you will sign in with {} from now on.", link.name, link.email)}</p>
        </header>
        <form method="post" action="/api/sign-in/confirm-email">
            <input type="hidden" name="token" value=token/>
            <button class="button primary">{format!("Use {}", link.email)}</button>
        </form>
    }
    .into_any()
}
