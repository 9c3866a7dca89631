//! The people of the demo, who sign in with one click.

use crate::api::session::{DemoPerson, demo_people};
use crate::wire;
use leptos::prelude::*;

/// One click signs in as each role. In the demo alone.
#[component]
pub fn DemoPeople(
    /// Where to go then.
    next: Option<String>,
) -> impl IntoView {
    let people = wire::load(|| (), |()| demo_people());
    view! {
        <Suspense>
            {move || {
                let next = next.clone();
                Suspend::new(async move {
                    let people = people.await.unwrap_or_default();
                    view! {
                        <section class="demo-people" aria-labelledby="demo-people">
                            <h2 id="demo-people">"Look around as an invented person"</h2>
                            <p>"This is the demo: one click signs you in, without a password. Nobody here is real."</p>
                            <ul class="renewal-list">
                                {people.into_iter().map(|person| view! { <Person person next=next.clone()/> }).collect_view()}
                            </ul>
                        </section>
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Person(person: DemoPerson, next: Option<String>) -> impl IntoView {
    let label = format!("Sign in as {}", person.name);
    view! {
        <li class="card">
            <form method="post" action="/api/session/demo">
                <input type="hidden" name="key" value=person.key/>
                {next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
                <button class="button">{label}</button>
            </form>
            <p>{person.what}</p>
        </li>
    }
    .into_any()
}
