//! What this is, and the ways in.

use crate::context::Carrier;
use crate::pages::sign_in::DemoPeople;
use crate::paths;
use leptos::prelude::*;
use leptos_meta::Title;

/// The front page.
#[component]
pub fn Home() -> impl IntoView {
    let carrier = use_context::<Carrier>().unwrap_or_default();
    view! {
        <Title text="Next year's coverage, priced for your people"/>
        <article class="lead">
            <h1>"What do we offer next year, what will it cost, and what does it do to each of our people?"</h1>
            <p class="large">
                {format!("Every small-group health plan of {}, priced for your own group, side by side. ", carrier.name)}
                "Move a slider and every figure answers at once. Open any person and see how each cent arises."
            </p>
            <p class="actions">
                <a class="button primary" href=paths::COMPARE>"Compare plans"</a>
            </p>
            <p>
                "Is nobody managing your company’s coverage here yet? "
                <a href=paths::REGISTER>"Name your administrator"</a>
            </p>
        </article>
        {carrier.demo.then(|| view! { <DemoPeople next=None/> })}
        <section class="cards" aria-label="How it works">
            <article class="card">
                <h2>"Bring your people"</h2>
                <p>"Upload a roster from your payroll as a CSV or Excel file, with the columns you have. Each row that needs attention is named, with what to do."</p>
            </article>
            <article class="card">
                <h2>"See every plan"</h2>
                <p>"Your group's monthly premium in each plan, from the filed rates of your rating area. Filter, sort, and put up to four side by side: only what differs stands out."</p>
            </article>
            <article class="card">
                <h2>"Decide what the company pays"</h2>
                <p>"A percentage, an amount, or a share of a reference plan; for employees, spouses and children. What each person pays is on the screen as you decide."</p>
            </article>
        </section>
    }
}
