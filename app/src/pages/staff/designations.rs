//! The designations: those that wait, and one of them with what is on file beside it.

use super::{Parts, loading, moment};
use crate::api::designation::{
    DesignationRow, DesignationView, OnFileView, list_designations, load_designation,
};
use crate::api::session::typed;
use crate::pages::failed::Instead;
use crate::pages::sign_in::{LongText, NotYet, Typed, Wrote, typed_value};
use crate::paths;
use crate::wire;
use chrono::{DateTime, Utc};
use domain::designation::{Approver, Happened, State, Step};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Every designation, those first that wait.
#[component]
pub fn Designations() -> impl IntoView {
    let found = wire::load(|| (), |()| list_designations());
    view! {
        <Title text="Designations"/>
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(found) => view! { <All found/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// Who has to act, by the word of where a designation stands.
fn standing(state: &str) -> &'static str {
    match state {
        "received" => "Waits for you",
        "waits_for_paper" => "Waits for the signed form",
        "needs_more" => "Waits for the officer",
        "approved" => "Approved",
        _ => "Refused",
    }
}

#[component]
fn All(found: Vec<DesignationRow>) -> impl IntoView {
    let none = found.is_empty();
    let rows = found.into_iter().map(|one| {
        view! {
            <tr>
                <th scope="row"><a href=paths::staff_designation(&one.id)>{one.company}</a></th>
                <td>{one.group_number}</td>
                <td>{one.officer}</td>
                <td>{moment(one.created_at)}</td>
                <td>{standing(&one.state)}</td>
            </tr>
        }
    });
    let table = (!none).then(|| {
        view! {
            <div class="table-frame" tabindex="0" role="region" aria-label="Designations">
                <table class="ledger">
                    <thead>
                        <tr>
                            <th scope="col">"Company"</th>
                            <th scope="col">"Group number"</th>
                            <th scope="col">"Officer"</th>
                            <th scope="col">"Sent (UTC)"</th>
                            <th scope="col">"Stands"</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <Parts here=paths::STAFF_DESIGNATIONS/>
        <header class="page-head"><h1>"Designations"</h1></header>
        {none.then(|| view! { <p class="empty">"No officer has named an administrator yet."</p> })}
        {table}
    }
    .into_any()
}

/// One designation.
#[component]
pub fn OneDesignation(designation: String) -> impl IntoView {
    let told = use_query_map().with_untracked(|query| query.get("told").unwrap_or_default());
    let page = wire::load(move || designation.clone(), load_designation);
    let before = wire::load(|| (), |()| typed());
    view! {
        <Suspense fallback=loading>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    let typed = before.await.unwrap_or_default();
                    match page.await {
                        Ok(page) => view! { <One page told typed/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// What a word of the server's means, and whether something is wrong.
fn words(word: &str) -> Option<(&'static str, bool)> {
    match word {
        "done" => Some(("Done. The officer is told by e-mail.", false)),
        "overtaken" => Some(("Somebody decided meanwhile. This is how it is now.", true)),
        "contradicted" => Some((
            "Not approved: the group number is on file with another EIN. Ask the officer, or refuse.",
            true,
        )),
        _ => None,
    }
}

/// What is on file, said so that the difference is seen.
fn on_file(found: OnFileView) -> (&'static str, bool) {
    match found {
        OnFileView::Same => ("Group number and EIN are those on file.", false),
        OnFileView::Differs => ("The group number is on file with another EIN.", true),
        OnFileView::Nothing => (
            "This group number is not on file. Approving puts the company on file as a new employer.",
            true,
        ),
    }
}

#[component]
fn One(page: DesignationView, told: String, typed: Typed) -> impl IntoView {
    let (found, wrong) = on_file(page.on_file);
    let other = page.other_group.as_ref().map(|number| {
        view! {
            <p class="fault">
                {format!("This EIN is on file for another group, {number}. Approving makes a second employer.")}
            </p>
        }
    });
    let open = matches!(page.course.state, State::Received | State::NeedsMore { .. });
    let by = match &page.course.state {
        State::Approved { by: Approver::OnFile } => {
            Some("Approved at once: what the officer said is what is on file.".to_owned())
        }
        State::Approved { by: Approver::Staff { name, .. } } => {
            Some(format!("Approved by {name}."))
        }
        _ => None,
    };
    let note = words(&told).map(|(text, wrong)| {
        let class = if wrong { "fault" } else { "done" };
        view! { <p class=class role=if wrong { "alert" } else { "status" }>{text}</p> }
    });
    let steps = page.course.steps.iter().cloned().map(|step| view! { <Row step/> });
    let decide = if open {
        let (may, words_fault) = (page.on_file != OnFileView::Differs, told == "words");
        view! { <Decide id=page.id.clone() version=page.version may typed words_fault/> }.into_any()
    } else {
        view! { <Wrote words=typed_value(&typed, "words")/> }.into_any()
    };
    view! {
        <Title text=page.company.clone()/>
        <Parts here=paths::STAFF_DESIGNATIONS/>
        <header class="page-head">
            <p class="crumb"><a href=paths::STAFF_DESIGNATIONS>"Designations"</a></p>
            <h1>{page.company.clone()}</h1>
            <p>{standing(page.course.state.code())}". "{by}</p>
        </header>
        {note}
        <p class:fault=wrong>{found}</p>
        {other}
        <Facts page=page.clone()/>
        {decide}
        <section class="card" aria-labelledby="steps-title">
            <h2 id="steps-title">"What happened"</h2>
            <ol class="timeline">{steps.collect_view()}</ol>
        </section>
    }
    .into_any()
}

#[component]
fn Facts(page: DesignationView) -> impl IntoView {
    let may: Vec<&str> = page.capabilities.iter().map(domain::access::Capability::title).collect();
    let [officer, title, email, phone] = page.officer;
    let [administrator, administrator_email] = page.administrator;
    let facts = [
        ("Group number", page.group_number),
        ("EIN", page.ein),
        ("Officer", format!("{officer}, {title}")),
        ("Officer’s e-mail", email),
        ("Officer’s phone", phone),
        ("Administrator", administrator),
        ("Administrator’s e-mail", administrator_email),
        ("Will take care of", may.join(", ")),
    ];
    let rows = facts.into_iter().map(|(name, value)| {
        view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
    });
    view! {
        <dl class="facts">
            {rows.collect_view()}
            <div>
                <dt>"Signed"</dt>
                <dd><Signed id=page.id signature=page.signature came_at=page.paper_came_at/></dd>
            </div>
        </dl>
    }
    .into_any()
}

/// The typed signature, or the way to the signed form.
#[component]
fn Signed(id: String, signature: String, came_at: Option<DateTime<Utc>>) -> impl IntoView {
    if !signature.is_empty() {
        return signature.into_any();
    }
    let Some(at) = came_at else { return "On paper, which has not come yet".into_any() };
    view! {
        {format!("Signed on paper, came on {} UTC. ", moment(at))}
        <a href=paths::staff_designation_paper(&id) rel="external" download>"Download the signed form"</a>
    }
    .into_any()
}

#[component]
fn Decide(
    id: String,
    version: i64,
    /// Whether it can be approved at all.
    may: bool,
    /// What was written before.
    typed: Typed,
    /// Whether what was written could not be taken.
    words_fault: bool,
) -> impl IntoView {
    let wrote = |decision: &str| {
        let same = typed_value(&typed, "decision") == decision;
        if same { typed_value(&typed, "words") } else { String::new() }
    };
    // Where it is not known which one was written, it is said of both.
    let fault = |decision: &str| {
        let other = !typed.is_empty() && typed_value(&typed, "decision") != decision;
        (words_fault && !other).then_some("Say what you need, or why, in at most 2,000 letters.")
    };
    let (ask, refuse) = (wrote("ask"), wrote("refuse"));
    let hidden = move |id: String, decision: &'static str| {
        view! {
            <input type="hidden" name="form[id]" value=id/>
            <input type="hidden" name="form[version]" value=version/>
            <input type="hidden" name="form[decision]" value=decision/>
        }
    };
    let approve = may.then(|| {
        view! {
            <form method="post" action="/api/staff/decide">
                {hidden(id.clone(), "approve")}
                <button class="button primary">"Approve and invite the administrator"</button>
            </form>
        }
    });
    view! {
        <section class="card decide" aria-labelledby="decide-title">
            <h2 id="decide-title">"Decide"</h2>
            {approve}
            <form method="post" action="/api/staff/decide" class="answer">
                {hidden(id.clone(), "ask")}
                <NotYet typed=!ask.is_empty()/>
                <LongText
                    id="ask-words" name="form[words]" label="What the officer should send or explain" rows="3"
                    value=ask fault=fault("ask")
                />
                <button class="button">"Ask for more"</button>
            </form>
            <form method="post" action="/api/staff/decide" class="answer">
                {hidden(id.clone(), "refuse")}
                <NotYet typed=!refuse.is_empty()/>
                <LongText
                    id="refuse-words" name="form[words]" label="Why it is refused; the officer reads this" rows="3"
                    value=refuse fault=fault("refuse")
                />
                <button class="button">"Refuse"</button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Row(step: Step) -> impl IntoView {
    let what = match step.what {
        Happened::Submitted => "The officer sent the form.",
        Happened::PaperCame => "The officer sent the signed form.",
        Happened::Asked => "Staff asked for more.",
        Happened::Answered => "The officer answered.",
        Happened::Approved => "It was approved, and the administrator invited.",
        Happened::Refused => "It was refused.",
    };
    let words = (!step.words.is_empty()).then_some(step.words);
    view! {
        <li>
            <span class="quiet">{moment(step.at)}" UTC"</span>
            <span>{what}</span>
            {words.map(|words| view! { <span class="quiet below">{words}</span> })}
        </li>
    }
    .into_any()
}
