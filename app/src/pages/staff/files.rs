//! The files by which the core system is told, and what it answered.

use super::{Parts, Told, loading, moment};
use crate::api::review::{FileRow, FileView, list_files, load_file};
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use domain::date::short;
use domain::submission::ChangeFileState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The files; `?state=` shows those of one state.
#[component]
pub fn Files() -> impl IntoView {
    let query = use_query_map();
    let state = Memo::new(move |_| {
        query.with(|query| query.get_str("state").and_then(ChangeFileState::from_code))
    });
    let told = query.with_untracked(|query| {
        (query.get("about").unwrap_or_default(), query.get("told").unwrap_or_default())
    });
    let found = wire::load(move || state.get(), list_files);
    view! {
        <Title text="Files"/>
        <Suspense fallback=loading>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok(files) => {
                            view! { <All files state=state.get_untracked() told/> }.into_any()
                        }
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
        "again" => Some(("is sent again, as soon as the files before it are accepted.", false)),
        "left" => Some((
            "cannot be sent again: it was accepted, is just being sent, or the file of an amendment was sent since.",
            true,
        )),
        _ => None,
    }
}

#[component]
fn All(
    files: Vec<FileRow>,
    state: Option<ChangeFileState>,
    told: (String, String),
) -> impl IntoView {
    let here = |of: Option<ChangeFileState>| (state == of).then_some("page");
    let filters = ChangeFileState::ALL.into_iter().map(|of| {
        let href = format!("{}?state={}", paths::STAFF_FILES, of.code());
        view! { <a href=href aria-current=here(Some(of))>{of.label()}</a> }
    });
    let note = files.iter().find(|file| file.key == told.0).and_then(|file| {
        words(&told.1).map(|(text, wrong)| (format!("File {:09} {text}", file.control), wrong))
    });
    let list = if files.is_empty() {
        view! { <p class="empty">"There is no such file."</p> }.into_any()
    } else {
        view! { <FileTable files/> }.into_any()
    };
    view! {
        <Parts here=paths::STAFF_FILES/>
        <header class="page-head">
            <h1>"Files"</h1>
            <p>"Each tells the core system of one accepted renewal. What wants attention stands first."</p>
        </header>
        <nav class="parts" aria-label="Files by state">
            <a href=paths::STAFF_FILES aria-current=here(None)>"All"</a>
            {filters.collect_view()}
        </nav>
        <Told told=note/>
        {list}
    }
    .into_any()
}

/// How far a file has come, with what was said to it.
fn came(file: &FileRow) -> String {
    let tries = match file.attempts {
        0 => String::new(),
        1 => ", tried once".to_owned(),
        times => format!(", tried {times} times"),
    };
    let next = file.due_at.map(|at| format!(". Next try: {} UTC", moment(at)));
    format!("{}{tries}{}", file.state.label(), next.unwrap_or_default())
}

/// Files as a table.
#[component]
pub fn FileTable(files: Vec<FileRow>) -> impl IntoView {
    // Where nothing can be sent again, there is no column for it.
    let sends = files.iter().any(|file| file.again);
    let rows = files.into_iter().map(|file| {
        let wants = matches!(file.state, ChangeFileState::Failed | ChangeFileState::Rejected);
        let about = match file.name.as_str() {
            "" => format!("{}, submission {}", short(file.effective_on), file.number),
            name => format!("{name}, {}, submission {}", short(file.effective_on), file.number),
        };
        let again = file.again.then(|| {
            let label = format!("Send file {:09} again", file.control);
            view! {
                <form method="post" action="/api/staff/send-file-again">
                    <input type="hidden" name="file" value=file.key.clone()/>
                    <button class="button" aria-label=label>"Send again"</button>
                </form>
            }
        });
        let silent = (file.answer.is_none() && file.answered_at.is_none())
            .then(|| view! { <span class="quiet">"Nothing yet"</span> });
        let answered = file.answered_at.map(|at| format!(" {} UTC", moment(at)));
        view! {
            <tr>
                <th scope="row"><a href=paths::staff_file(&file.key)>{format!("{:09}", file.control)}</a></th>
                <td><a href=paths::staff_submission(&file.submission)>{about}</a></td>
                <td class:fault=wants>{came(&file)}</td>
                <td>{moment(file.created_at)}</td>
                <td>{file.answer.clone()}{answered}{silent}</td>
                {sends.then(|| view! { <td>{again}</td> })}
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Files for the core system">
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"File"</th>
                        <th scope="col">"Tells of"</th>
                        <th scope="col">"State"</th>
                        <th scope="col">"Written (UTC)"</th>
                        <th scope="col">"What was answered"</th>
                        {sends.then(|| view! { <th scope="col">"Send again"</th> })}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// One file with what it says.
#[component]
pub fn OneFile(file: String) -> impl IntoView {
    let found = wire::load(move || file.clone(), load_file);
    view! {
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(found) => view! { <Content found/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Content(found: FileView) -> impl IntoView {
    let title = format!("File {:09}", found.row.control);
    view! {
        <Title text=title.clone()/>
        <Parts here=paths::STAFF_FILES/>
        <header class="page-head">
            <p class="crumb"><a href=paths::STAFF_FILES>"Files"</a></p>
            <h1>{title}</h1>
        </header>
        <FileTable files=vec![found.row]/>
        <h2 id="content-title">"What it says"</h2>
        <div class="table-frame" tabindex="0" role="region" aria-labelledby="content-title">
            <pre class="file">{found.content}</pre>
        </div>
    }
    .into_any()
}
