//! The brokerages and their people.

use super::{Parts, loading};
use crate::api::session::typed;
use crate::api::staff::{StaffBroker, StaffBrokerage, load_brokerages};
use crate::pages::failed::Instead;
use crate::pages::sign_in::{Field, NotYet, Note, Typed, told_word, typed_value};
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What a form led back with: which one it was, the word for what was done or is wrong, and what was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Told {
    about: String,
    word: String,
    typed: Typed,
}

impl Told {
    fn word(&self, form: &str) -> String {
        if self.about == form { self.word.clone() } else { String::new() }
    }

    /// Whether something was typed into a form.
    fn has_typed(&self, form: &str) -> bool {
        typed_value(&self.typed, "about") == form
    }

    fn typed(&self, form: &str, field: &str) -> String {
        if self.has_typed(form) { typed_value(&self.typed, field) } else { String::new() }
    }

    /// What is wrong with a name in a form.
    fn name_fault(&self, form: &str) -> Option<&'static str> {
        (self.word(form) == "no-name").then_some("Type a name.")
    }

    /// What is wrong with an e-mail address in a form.
    fn email_told(&self, form: &str) -> String {
        Some(self.word(form)).filter(|word| word == "not-an-email").unwrap_or_default()
    }

    /// What is said at the head of a form: what is not said beside a field.
    fn rest(&self, form: &str) -> String {
        let word = self.word(form);
        if matches!(word.as_str(), "no-name" | "not-an-email") { String::new() } else { word }
    }
}

/// Every brokerage.
#[component]
pub fn Brokerages() -> impl IntoView {
    let query = use_query_map();
    let about = query.with_untracked(|query| query.get("about")).unwrap_or_default();
    let word = told_word(query);
    let found = wire::load(|| (), |()| load_brokerages());
    let typed_before = wire::load(|| (), |()| typed());
    view! {
        <Title text="Brokerages"/>
        <Suspense fallback=loading>
            {move || {
                let (about, word) = (about.clone(), word.clone());
                Suspend::new(async move {
                    let typed = typed_before.await.unwrap_or_default();
                    match found.await {
                        Ok(found) => view! { <All found told=Told { about, word, typed }/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// The name of the form that adds a brokerage.
const NEW: &str = "new";

#[component]
fn All(found: Vec<StaffBrokerage>, told: Told) -> impl IntoView {
    let none = found.is_empty();
    let cards: Vec<_> = found
        .into_iter()
        .map(|firm| {
            let told = told.clone();
            view! { <Firm firm told/> }
        })
        .collect();
    view! {
        <Parts here=paths::STAFF_BROKERAGES/>
        <header class="page-head"><h1>"Brokerages"</h1></header>
        {none.then(|| view! { <p class="empty">"There is no brokerage yet."</p> })}
        <ul class="users">{cards}</ul>
        <section class="card give" aria-labelledby="new-title">
            <h2 id="new-title">"Add a brokerage"</h2>
            <Note word=told.rest(NEW)/>
            <form method="post" action="/api/staff/add-brokerage" class="access">
                <NotYet typed=told.has_typed(NEW)/>
                <Field
                    name="form[name]" label="Its name" kind="text" autocomplete="off"
                    value=told.typed(NEW, "name") fault=told.name_fault(NEW)
                />
                <button class="button primary">"Add the brokerage"</button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Firm(firm: StaffBrokerage, told: Told) -> impl IntoView {
    let StaffBrokerage { id, name, people } = firm;
    let title = format!("brokerage-{id}");
    let labelled = title.clone();
    let people: Vec<_> = people
        .into_iter()
        .map(|person| {
            let (brokerage, word) = (id.clone(), told.word(&person.account));
            view! { <Person person brokerage word/> }
        })
        .collect();
    let word = told.word(&id);
    let open = told.has_typed(&id) || !matches!(word.as_str(), "" | "done");
    view! {
        <li class="card" aria-labelledby=labelled>
            <h2 id=title>{name.clone()}</h2>
            <Note word=told.rest(&id)/>
            <ul class="rows">{people}</ul>
            <details open=open>
                <summary>{format!("Add somebody to {name}")}</summary>
                <form method="post" action="/api/staff/add-broker" class="access">
                    <input type="hidden" name="form[brokerage]" value=id.clone()/>
                    <NotYet typed=told.has_typed(&id)/>
                    <Field
                        name="form[name]" label="Name" kind="text" autocomplete="off" id=format!("name-{id}")
                        value=told.typed(&id, "name") fault=told.name_fault(&id)
                    />
                    <Field
                        name="form[email]" label="E-mail address" kind="email" autocomplete="off" id=format!("email-{id}")
                        value=told.typed(&id, "email") told=told.email_told(&id)
                    />
                    <button class="button primary">{format!("Add to {name}")}</button>
                </form>
            </details>
        </li>
    }
    .into_any()
}

#[component]
fn Person(person: StaffBroker, brokerage: String, word: String) -> impl IntoView {
    let StaffBroker { account, name, email } = person;
    view! {
        <li>
            <p>{name.clone()}<span class="quiet below">{email}</span></p>
            <Note word/>
            <form method="post" action="/api/staff/reset-sign-in">
                <input type="hidden" name="employer" value=""/>
                <input type="hidden" name="account" value=account.clone()/>
                <button class="button" aria-label=format!("Reset sign-in of {name}")>"Reset sign-in"</button>
            </form>
            <form method="post" action="/api/staff/remove-broker">
                <input type="hidden" name="form[brokerage]" value=brokerage/>
                <input type="hidden" name="form[account]" value=account/>
                <button class="button" aria-label=format!("Remove {name}")>"Remove"</button>
            </form>
        </li>
    }
    .into_any()
}
