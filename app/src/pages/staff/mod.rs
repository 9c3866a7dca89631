//! What the carrier's staff see. To add a part: a component in a file of its own,
//! a word of the address in [`part`], and a link in [`Parts`].

mod brokerages;
mod designations;
mod employers;
mod files;
mod mails;
mod publish;
mod renewals;
mod submission;
mod submissions;
mod trail;

use crate::paths;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The console: `/staff`, and below it a part, an id and a view.
#[component]
pub fn Staff() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| {
        params.with(|params| {
            ["part", "id", "view"].map(|name| params.get_str(name).map(str::to_owned))
        })
    });
    move || {
        let [first, id, view] = asked.get();
        part(first.as_deref(), id, view.as_deref())
    }
}

/// A part by the words of its address.
fn part(part: Option<&str>, id: Option<String>, view: Option<&str>) -> AnyView {
    match (part, id, view) {
        (None, None, None) => view! { <employers::Employers/> }.into_any(),
        (Some("employers"), Some(employer), None) => {
            view! { <employers::OneEmployer employer/> }.into_any()
        }
        (Some("employers"), Some(employer), Some("trail")) => {
            view! { <trail::Trail employer=Some(employer)/> }.into_any()
        }
        (Some("brokerages"), None, None) => view! { <brokerages::Brokerages/> }.into_any(),
        (Some("designations"), None, None) => view! { <designations::Designations/> }.into_any(),
        (Some("designations"), Some(designation), None) => {
            view! { <designations::OneDesignation designation/> }.into_any()
        }
        (Some("submissions"), None, None) => view! { <submissions::Submissions/> }.into_any(),
        (Some("submissions"), Some(submission), None) => {
            view! { <submission::OneSubmission submission/> }.into_any()
        }
        (Some("renewals"), None, None) => view! { <renewals::Renewals/> }.into_any(),
        (Some("renewals"), Some(id), None) if id == "publish" => {
            view! { <publish::Publish/> }.into_any()
        }
        (Some("files"), None, None) => view! { <files::Files/> }.into_any(),
        (Some("files"), Some(file), None) => view! { <files::OneFile file/> }.into_any(),
        (Some("trail"), None, None) => view! { <trail::Trail employer=None/> }.into_any(),
        (Some("mails"), None, None) => view! { <mails::Mails/> }.into_any(),
        (Some("mails"), Some(message), None) => view! { <mails::OneMail message/> }.into_any(),
        _ => crate::pages::not_found::NotFound().into_any(),
    }
}

/// The ways to the parts.
#[component]
fn Parts(
    /// The address of the part that is looked at.
    here: &'static str,
) -> impl IntoView {
    let link = move |path: &'static str, name: &'static str| {
        view! { <a href=path aria-current=(here == path).then_some("page")>{name}</a> }
    };
    view! {
        <nav class="parts" aria-label="Staff">
            {link(paths::STAFF, "Employers")}
            {link(paths::STAFF_SUBMISSIONS, "Submissions")}
            {link(paths::STAFF_RENEWALS, "Renewals")}
            {link(paths::STAFF_FILES, "Files")}
            {link(paths::STAFF_DESIGNATIONS, "Designations")}
            {link(paths::STAFF_BROKERAGES, "Brokerages")}
            {link(paths::STAFF_MAILS, "Mail")}
            {link(paths::STAFF_TRAIL, "What staff did")}
        </nav>
    }
    .into_any()
}

/// Where whoever looks must first prove again who they are: what they would type waits for that.
#[component]
fn ProveFirst(
    /// The page to come back to.
    back: String,
    /// What can be done then.
    what: &'static str,
) -> impl IntoView {
    let href = format!("{}?{}", paths::PROVE, paths::query(vec![("next", back)]));
    view! {
        <p>{format!("To {what}, prove again who you are: a code or a passkey of the last five minutes is wanted.")}</p>
        <p class="actions"><a class="button" href=href>"Prove who you are"</a></p>
    }
    .into_any()
}

/// What a form led back with.
#[component]
fn Told(
    /// What it says, and whether something is wrong.
    told: Option<(String, bool)>,
) -> impl IntoView {
    told.map(|(text, wrong)| {
        let class = if wrong { "fault" } else { "done" };
        view! { <p class=class role=if wrong { "alert" } else { "status" }>{text}</p> }.into_any()
    })
}

/// What stands in place of a part until it is there.
fn loading() -> impl IntoView {
    view! { <p class="loading" role="status">"Loading…"</p> }
}

/// A moment as staff read it.
fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    at.format("%b %-d, %Y, %H:%M").to_string()
}
