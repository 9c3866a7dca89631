//! What renews as it is if nothing is submitted, for staff to look at before it happens; and in the demo
//! the day, which can be moved.

use super::{Parts, ProveFirst, Told, loading};
use crate::api::review::{AsIsPage, AsIsRow, load_as_is};
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use chrono::NaiveDate;
use domain::date::{long, short};
use domain::word::count;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The renewals that nobody submitted.
#[component]
pub fn Renewals() -> impl IntoView {
    let told = use_query_map().with_untracked(|query| {
        let number = |name| query.get_str(name).and_then(|text| text.parse::<u32>().ok());
        let word = query.get("told").unwrap_or_default();
        (word, number("done").unwrap_or(0), number("failed").unwrap_or(0))
    });
    let page = wire::load(|| (), |()| load_as_is());
    view! {
        <Title text="Renewals"/>
        <Suspense fallback=loading>
            {move || {
                let (word, done, failed) = told.clone();
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => {
                            let told = words(&word, done, failed);
                            view! { <All page told/> }.into_any()
                        }
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

const WRONG_DAY: &str = "Not moved: choose a day at most a year from the real one.";

/// What a word of the server's means, and whether something is wrong.
fn words(word: &str, done: u32, failed: u32) -> Option<(String, bool)> {
    let renewed = count(done, "renewal renewed as it was", "renewals renewed as they were");
    Some(match word {
        "renewed" if failed > 0 => (
            format!(
                "{renewed}. {failed} could not: plans, rates or the place of business are missing."
            ),
            true,
        ),
        "renewed" => (format!("{renewed}."), false),
        "moved" => ("The day was moved, and what is due by now was done.".to_owned(), false),
        "day" => (WRONG_DAY.to_owned(), true),
        _ => return None,
    })
}

#[component]
fn All(page: AsIsPage, told: Option<(String, bool)>) -> impl IntoView {
    // What is wrong with the day stands beside its field.
    let wrong = told.as_ref().is_some_and(|(text, _)| text == WRONG_DAY);
    let told = told.filter(|_| !wrong);
    let due = page.rows.iter().filter(|row| row.due).count();
    let today = page.today;
    let list = if page.rows.is_empty() {
        view! { <p class="empty">"Nothing: each renewal that is open was submitted."</p> }
            .into_any()
    } else {
        view! { <Table rows=page.rows today/> }.into_any()
    };
    let renew = match (due, page.fresh) {
        (0, _) => view! { <p>"None of them is due now."</p> }.into_any(),
        (_, false) => {
            let back = paths::STAFF_RENEWALS.to_owned();
            view! { <ProveFirst back what="renew those that are due"/> }.into_any()
        }
        (_, true) => view! {
            <form method="post" action="/api/staff/renew-as-is">
                <p>{format!("{} due now. They are renewed within the hour anyway.", count(due, "is", "are"))}</p>
                <button class="button primary">"Renew those that are due now"</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <Parts here=paths::STAFF_RENEWALS/>
        <header class="page-head">
            <h1>"Renewals"</h1>
            <p>"What nobody submitted renews as it is on the day after the last for changes. This is who, and when."</p>
            <p class="actions"><a class="button" href=paths::STAFF_PUBLISH>"Publish renewals"</a></p>
        </header>
        <Told told/>
        {page.days_to_move_to.map(|days| view! { <MoveDay today days wrong/> })}
        <section class="card" aria-labelledby="plan-title">
            <h2 id="plan-title">"What renews as it is"</h2>
            {list}
            {renew}
        </section>
    }
    .into_any()
}

/// How far off it is that a renewal renews as it is.
fn when(days: i64, due: bool) -> String {
    match (days, due) {
        (_, true) => "due now".to_owned(),
        (..=1, false) => "tomorrow".to_owned(),
        (days, false) => format!("in {days} days, if nobody submits"),
    }
}

#[component]
fn Table(rows: Vec<AsIsRow>, today: NaiveDate) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let when = when((row.renews_on - today).num_days(), row.due);
        view! {
            <tr>
                <th scope="row"><a href=paths::staff_employer(&row.employer)>{row.name}</a></th>
                <td>{short(row.effective_on)}</td>
                <td>{short(row.last_day)}</td>
                <td>{short(row.renews_on)}<span class="quiet below">{when}</span></td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Renewals that nobody submitted">
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"Employer"</th>
                        <th scope="col">"Takes effect"</th>
                        <th scope="col">"Last day for changes"</th>
                        <th scope="col">"Renews as it is on"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The demo's day, and the form by which it is moved.
#[component]
fn MoveDay(
    today: NaiveDate,
    days: (NaiveDate, NaiveDate),
    /// Whether a day was typed to which it cannot be moved.
    wrong: bool,
) -> impl IntoView {
    let (first, last) = days;
    view! {
        <section class="card" aria-labelledby="day-title">
            <h2 id="day-title">"The demo’s day"</h2>
            <p>{format!("Today is {}.", long(today))}</p>
            <form method="post" action="/api/staff/move-day" class="search" novalidate=true>
                <div class="field inline">
                    <label for="to">"Move it to"</label>
                    <input
                        type="date" id="to" name="to" required
                        aria-describedby=if wrong { "to-fault to-hint" } else { "to-hint" }
                        aria-invalid=wrong.then_some("true")
                        value=today.to_string() min=first.to_string() max=last.to_string()
                    />
                </div>
                {wrong.then(|| view! { <p class="fault" id="to-fault" role="alert">{WRONG_DAY}</p> })}
                <button class="button">"Move the day"</button>
                <p class="hint" id="to-hint">
                    "Renewals open, close, renew and take effect by it. How long you are signed in does not."
                </p>
            </form>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_off_it_is_is_said_the_way_people_say_it() {
        let told = [(0, true), (1, false), (18, false)].map(|(days, due)| when(days, due));
        assert_eq!(told, ["due now", "tomorrow", "in 18 days, if nobody submits"]);
    }
}
