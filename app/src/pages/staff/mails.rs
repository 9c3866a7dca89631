//! The mail that was sent, or could not be.

use super::{Parts, loading, moment};
use crate::api::staff::{MailRow, MailView, list_mails, load_mail};
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use domain::outbox::MessageState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The latest mails; `?state=` shows those of one state.
#[component]
pub fn Mails() -> impl IntoView {
    let query = use_query_map();
    let state = Memo::new(move |_| {
        query.with(|query| query.get_str("state").and_then(MessageState::from_code))
    });
    let told = query.with_untracked(|query| {
        (query.get("about").unwrap_or_default(), query.get("told").unwrap_or_default())
    });
    let found = wire::load(move || state.get(), list_mails);
    view! {
        <Title text="Mail"/>
        <Suspense fallback=loading>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok(found) => {
                            view! { <All found state=state.get_untracked() told/> }.into_any()
                        }
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// What a word of the server's means.
fn words(word: &str) -> Option<&'static str> {
    match word {
        "again" => Some("It is sent again now."),
        "left" => Some("It cannot be sent again: it was sent, or is just being sent."),
        _ => None,
    }
}

#[component]
fn All(found: Vec<MailRow>, state: Option<MessageState>, told: (String, String)) -> impl IntoView {
    let here = |of: Option<MessageState>| (state == of).then_some("page");
    let filters = MessageState::ALL.into_iter().map(|of| {
        view! {
            <a href=format!("{}?state={}", paths::STAFF_MAILS, of.code()) aria-current=here(Some(of))>
                {of.title()}
            </a>
        }
    });
    let list = if found.is_empty() {
        view! { <p class="empty">"There is no such mail."</p> }.into_any()
    } else {
        let rows = found.into_iter().map(|mail| {
            let note = (mail.id == told.0).then(|| words(&told.1)).flatten();
            view! { <Row mail note/> }
        });
        view! { <ul class="users">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <Parts here=paths::STAFF_MAILS/>
        <header class="page-head">
            <h1>"Mail"</h1>
            <p>"What failed stands first. What a mail said is not kept once it was sent."</p>
        </header>
        <nav class="parts" aria-label="Mail by state">
            <a href=paths::STAFF_MAILS aria-current=here(None)>"All"</a>
            {filters.collect_view()}
        </nav>
        {list}
    }
    .into_any()
}

#[component]
fn Row(mail: MailRow, note: Option<&'static str>) -> impl IntoView {
    let title = format!("mail-{}", mail.id);
    let tries = match mail.attempts {
        0 => String::new(),
        1 => ", tried once".to_owned(),
        times => format!(", tried {times} times"),
    };
    let next = mail.due_at.map(|at| format!(" Next try: {} UTC.", moment(at)));
    let again = mail.again.then(|| {
        view! {
            <form method="post" action="/api/staff/send-again">
                <input type="hidden" name="message" value=mail.id.clone()/>
                <button class="button" aria-describedby=title.clone()>"Send again now"</button>
            </form>
        }
    });
    let read = mail.readable.then(|| {
        let label = format!("Read the mail to {}", mail.name);
        view! { <a class="button" href=paths::staff_mail(&mail.id)>{label}</a> }
    });
    view! {
        <li class="card user" aria-labelledby=title>
            <div class="section-head">
                <h2 id=title.clone()>{format!("{} to {}", mail.kind, mail.name)}</h2>
                <p class:fault={mail.state == MessageState::Failed}>{mail.state.title()}{tries}</p>
            </div>
            <p class="quiet">{mail.email}", written "{moment(mail.created_at)}" UTC."{next}</p>
            {mail.answer.map(|answer| view! { <p>"The mail server said: "{answer}</p> })}
            {note.map(|note| view! { <p class="done" role="status">{note}</p> })}
            <div class="actions">{read}{again}</div>
        </li>
    }
    .into_any()
}

/// A mail as whoever gets it reads it. In the demo alone.
#[component]
pub fn OneMail(message: String) -> impl IntoView {
    let mail = wire::load(move || message.clone(), load_mail);
    view! {
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match mail.await {
                    Ok(mail) => view! { <Letter mail/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Letter(mail: MailView) -> impl IntoView {
    let lines = mail.text.lines().map(|line| {
        if line.starts_with("https://") || line.starts_with("http://") {
            view! { <a href=line.to_owned() rel="external">{line.to_owned()}</a>"\n" }.into_any()
        } else {
            format!("{line}\n").into_any()
        }
    });
    view! {
        <Title text=mail.subject.clone()/>
        <Parts here=paths::STAFF_MAILS/>
        <header class="page-head">
            <p class="crumb"><a href=paths::STAFF_MAILS>"Mail"</a></p>
            <h1>{mail.subject.clone()}</h1>
            <p>{format!("To {} <{}>, {} UTC. ", mail.name, mail.email, moment(mail.created_at))}</p>
            <p class="actions">
                <a class="button" href=paths::staff_mail_html(&mail.id) rel="external">"See it with its looks"</a>
            </p>
        </header>
        <div class="card letter">{lines.collect_view()}</div>
    }
    .into_any()
}
