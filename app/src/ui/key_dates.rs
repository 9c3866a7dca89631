//! Where a renewal stands, and its days in their order.

use chrono::NaiveDate;
use domain::date::long;
use domain::renewal::{Calendar, Phase};
use leptos::prelude::*;

/// Where a renewal stands, in a word.
#[component]
pub fn PhaseMark(phase: Phase) -> impl IntoView {
    let (class, word) = match phase {
        Phase::NotYetOpen { .. } => ("phase", "Not yet open"),
        Phase::Open { .. } => ("phase open", "Open"),
        Phase::ClosingSoon { .. } => ("phase closing", "Closing soon"),
        Phase::Closed => ("phase", "Closed"),
    };
    view! { <span class=class>{word}</span> }.into_any()
}

/// The days of a renewal, each with what it means; the next one stands out.
#[component]
pub fn KeyDates(calendar: Calendar, today: NaiveDate) -> impl IntoView {
    let dates = calendar.dates();
    let next = dates.iter().position(|date| date.on >= today);
    let dates = dates.into_iter().enumerate().map(|(place, date)| {
        let is_next = next == Some(place);
        let class = match (is_next, date.on < today) {
            (true, _) => "next",
            (false, true) => "past",
            (false, false) => "",
        };
        view! {
            <li class=class aria-current=is_next.then_some("step")>
                <time datetime=date.on.to_string()>{long(date.on)}</time>
                <span class="when">{calendar.when(&date, today)}</span>
                <strong>{date.title}</strong>
                <p>{date.sentence}</p>
            </li>
        }
    });
    view! { <ol class="key-dates">{dates.collect_view()}</ol> }.into_any()
}
