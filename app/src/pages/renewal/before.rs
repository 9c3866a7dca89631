//! A renewal that is not yet open: how long until then, its dates, and what to prepare.

use crate::api::renewal::RenewalView;
use crate::pages::renewals::CalendarLink;
use crate::paths;
use crate::ui::KeyDates;
use domain::date::{long, short};
use domain::renewal::Phase;
use leptos::prelude::*;

/// What can be made ready before there are rates: what, and why.
const PREPARE: [(&str, &str); 5] = [
    (
        "Check your roster.",
        "Is everybody on it who works for you, with the right date of birth and family? Rates go by the \
         age on the first day of the plan year.",
    ),
    (
        "See who turns 26.",
        "Children are covered until then. A family that hears of it early can look for other coverage in \
         time.",
    ),
    (
        "Put waivers on file.",
        "Whoever declines coverage should say so in writing, with the reason. Coverage elsewhere may count \
         toward the participation that your carrier asks for.",
    ),
    (
        "Have your payroll calendar at hand.",
        "What each person pays will be shown by the month or by the paycheck. Find the first paycheck of \
         the new plan year.",
    ),
    (
        "Know your budget.",
        "By how much may your company's part rise? From such a figure you will be shown what you could \
         contribute.",
    ),
];

/// The page of a renewal that is not yet open.
#[component]
pub fn Before(renewal: RenewalView) -> impl IntoView {
    let calendar = renewal.calendar()?;
    let days = match calendar.phase(renewal.today) {
        Phase::NotYetOpen { days_to_open } => days_to_open,
        Phase::Open { .. } | Phase::ClosingSoon { .. } | Phase::Closed => 0,
    };
    let unit = if days == 1 { "day" } else { "days" };
    let prepare = PREPARE
        .map(|(what, why)| view! { <li><strong>{what}</strong>" " {why}</li> })
        .into_iter()
        .collect_view();
    let back = paths::renewals(&renewal.employer);
    Some(
        view! {
            <header class="page-head">
                <h1>{format!("Your renewal on {}", long(calendar.effective_on))}</h1>
                <p><a href=back>{format!("All renewals and contracts of {}", renewal.name)}</a></p>
            </header>
            <div class="before">
                <section class="card countdown" aria-labelledby="opens-title">
                    <h2 id="opens-title">
                        <strong class="days">{days}</strong>
                        {format!(" {unit} until it opens, on {}", long(calendar.opens_on))}
                    </h2>
                    <p>
                        {format!(
                            "Then you see next year's rates for each of your people, compare what else you \
                             could offer, and have until {} to change something. Until then there is \
                             nothing you can miss: if you do nothing, your plans renew as they are from {}.",
                            long(calendar.last_day), short(calendar.effective_on),
                        )}
                    </p>
                    <KeyDates calendar today=renewal.today/>
                    <CalendarLink renewal/>
                </section>
                <section class="card prepare" aria-labelledby="prepare-title">
                    <h2 id="prepare-title">"What you can prepare"</h2>
                    <ol>{prepare}</ol>
                </section>
            </div>
        }
        .into_any(),
    )
}
