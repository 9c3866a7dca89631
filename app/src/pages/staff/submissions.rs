//! What employers submitted: those first that wait for the carrier.

use super::{Parts, loading};
use crate::api::review::{SubmissionRow, list_submissions};
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use domain::date::short;
use domain::submission::{Party, State};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The submissions; `?state=` shows those of one state.
#[component]
pub fn Submissions() -> impl IntoView {
    let query = use_query_map();
    let state = Memo::new(move |_| {
        let known = |word: &String| State::CODES.contains(&word.as_str());
        query.with(|query| query.get("state").filter(known))
    });
    let found = wire::load(move || state.get(), list_submissions);
    view! {
        <Title text="Submissions"/>
        <Suspense fallback=loading>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(found) => view! { <All found state=state.get_untracked()/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// Where a submission stands, as staff say it.
pub fn standing(state: &str) -> &'static str {
    match state {
        "awaits_second" => "Waits for a second signature",
        "submitted" => "Waits for your decision",
        "info_wanted" => "Waits for the employer’s answer",
        "accepted" => "Accepted",
        "rejected" => "Not accepted",
        "withdrawn" => "Withdrawn",
        "replaced" => "Replaced",
        _ => "In effect",
    }
}

/// Who has to act, as staff say it.
pub const fn acts(party: Option<Party>) -> &'static str {
    match party {
        Some(Party::Employer) => "The employer",
        Some(Party::Carrier) => "You",
        Some(Party::Calendar) => "Nobody: it takes effect by itself",
        None => "Nobody",
    }
}

#[component]
fn All(found: Vec<SubmissionRow>, state: Option<String>) -> impl IntoView {
    let here = |of: Option<&str>| (state.as_deref() == of).then_some("page");
    let filters = State::CODES.into_iter().map(|code| {
        let href = format!("{}?state={code}", paths::STAFF_SUBMISSIONS);
        view! { <a href=href aria-current=here(Some(code))>{standing(code)}</a> }
    });
    let list = if found.is_empty() {
        view! { <p class="empty">"There is no such submission."</p> }.into_any()
    } else {
        view! { <Table found/> }.into_any()
    };
    view! {
        <Parts here=paths::STAFF_SUBMISSIONS/>
        <header class="page-head">
            <h1>"Submissions"</h1>
            <p>"What waits for you stands first, and of it what came first."</p>
        </header>
        <nav class="parts" aria-label="Submissions by state">
            <a href=paths::STAFF_SUBMISSIONS aria-current=here(None)>"All"</a>
            {filters.collect_view()}
        </nav>
        {list}
    }
    .into_any()
}

/// When something last happened, so many days ago.
fn since(days: i64) -> String {
    match days {
        0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}

#[component]
fn Table(found: Vec<SubmissionRow>) -> impl IntoView {
    let rows = found.into_iter().map(|one| {
        view! {
            <tr>
                <th scope="row"><a href=paths::staff_submission(&one.key)>{one.name}</a></th>
                <td>{short(one.effective_on)}</td>
                <td class="number">{one.number}</td>
                <td>{standing(&one.state)}</td>
                <td>{acts(one.waits_for)}</td>
                <td>{since(one.days)}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Submissions">
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"Employer"</th>
                        <th scope="col">"Takes effect"</th>
                        <th scope="col" class="number">"Submission"</th>
                        <th scope="col">"Status"</th>
                        <th scope="col">"Who acts next"</th>
                        <th scope="col">"Last change"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_the_way_people_say_them() {
        assert_eq!([0, 1, 2].map(since), ["Today", "Yesterday", "2 days ago"]);
    }
}
