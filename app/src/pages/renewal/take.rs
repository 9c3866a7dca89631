//! Taking a scenario away: a workbook, a list, a paper to sign, the dates.

use super::desk::Desk;
use super::keeping::Kept;
use crate::paths;
use crate::ui::closes;
use leptos::prelude::*;

/// The files, and what each is for.
const FILES: [(&str, &str, &str); 4] = [
    ("scenario.pdf", "PDF", "A paper to sign: summary, comparison, a line for each person"),
    (
        "scenario.xlsx",
        "Excel",
        "A workbook that reckons: change the contribution and the totals follow",
    ),
    ("people.csv", "CSV", "A line for each employee"),
    ("calendar.ics", "Calendar", "The dates of this renewal"),
];

/// The menu. It offers what was saved: a change is saved a moment after it is made.
#[component]
pub fn TakeAway(desk: Desk) -> impl IntoView {
    let (employer, day) = (desk.renewal.employer.clone(), desk.renewal.effective_on.to_string());
    let keeping = desk.keeping;
    let unsaved = move || keeping.kept() != Kept::Saved;
    let links = FILES
        .map(|(file, label, what)| {
            let path = paths::renewal_file(&employer, &day, file);
            let desk = desk.clone();
            let href = move || match desk.query() {
                query if query.is_empty() => path.clone(),
                query => format!("{path}?{query}"),
            };
            view! {
                <li>
                    <a href=href rel="external" download=file>{label}</a>
                    <span class="small quiet">{what}</span>
                </li>
            }
        })
        .collect_view();
    let details = NodeRef::new();
    closes(details);
    view! {
        <details class="take-away" node_ref=details>
            <summary class="button">"Take it away"</summary>
            // What is taken away is what is kept: never an older version of what is on the screen.
            <ul class="card" hidden=unsaved>{links}</ul>
            <p class="card small" hidden=move || !unsaved()>
                "This scenario is not saved yet. In a moment it can be taken away."
            </p>
        </details>
    }
    .into_any()
}
