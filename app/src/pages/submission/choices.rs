//! What everybody has next year, in a scenario: to be looked at, changed person by person or by a rule, and to
//! be chosen by employees themselves.

use super::field::{Hidden, Select, Text};
use super::{Head, NotYet, Note, Picker, Totals, asked, key, loading};
use crate::api::election::{ChoiceRow, ChoicesPage, load_choices};
use crate::api::renewal::RenewalKey;
use crate::api::submission::MeterView;
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;

/// What a word of the server's means, and whether something is wrong.
fn words(word: &str) -> Option<(&'static str, bool)> {
    Some(match word {
        "saved" => ("Saved. It counts as soon as you submit the renewal.", false),
        "removed" => ("Taken back. The scenario decides again.", false),
        "moved" => (
            "Done: they go to the other plan. To take it back, move them again, or open one of them.",
            false,
        ),
        "no-plan" => ("Choose the plan that they are to go to.", true),
        "same-plan" => {
            ("Nothing was changed: this is the plan that they would go to anyway.", true)
        }
        "blocked" => ("Saved. But it stands in the way of submitting: the review says why.", true),
        "same-email" => (
            "Nothing was sent: an address stands beside two names. Each link is for one person alone.",
            true,
        ),
        "sent" => ("Sent. You see here who has answered.", false),
        "nobody" => ("Type an e-mail address beside at least one name.", true),
        "not-an-email" => {
            ("Nothing was sent: an address is none. It looks like name@company.com.", true)
        }
        "too-soon" => {
            ("Nothing was sent: somebody among them got a link less than ten minutes ago.", true)
        }
        "not-offered" => {
            ("Nothing was changed: this plan is not offered to anybody who would go there.", true)
        }
        "not-open" => ("This renewal is not open: it can be read, not changed.", true),
        "overtaken" => {
            ("Somebody else changed one of these meanwhile. Look again, then decide.", true)
        }
        _ => return None,
    })
}

/// The page.
#[component]
pub fn Choices() -> impl IntoView {
    let (key, scenario) = (key(), asked("scenario"));
    let told = asked("told").get_untracked();
    let page = wire::load(
        move || (key.get(), scenario.get()),
        |(key, scenario): (RenewalKey, String)| load_choices(key, scenario),
    );
    view! {
        <Title text="People’s choices"/>
        <Suspense fallback=loading>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Page page told/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Page(page: ChoicesPage, told: String) -> impl IntoView {
    let (employer, day) = (page.renewal.employer.clone(), page.renewal.effective_on.to_string());
    let here = paths::choices(&employer, &day);
    let scenario = page.scenario.clone();
    let head = view! {
        <Head renewal=page.renewal.clone() title="People’s choices".to_owned() here="choices" scenario=scenario.clone() stands=!page.before.is_empty()/>
        <Note told=words(&told)/>
        {(!page.before.is_empty()).then(|| view! { <p class="notice">{page.before.clone()}</p> })}
    };
    if !page.opened {
        return view! { {head} <NotYet/> }.into_any();
    }
    let new = paths::with_scenario(&paths::choice(&employer, &day, None), &scenario, Vec::new());
    let review = paths::with_scenario(&paths::review(&employer, &day), &scenario, Vec::new());
    let changing = page.may_change.then(|| {
        let page = page.clone();
        view! { <ByRule page=page.clone() told=told.clone()/> <SendLinks page/> }
    });
    view! {
        {head}
        <Picker page=here scenarios=page.scenarios.clone() scenario=scenario.clone()/>
        <p class="actions">
            {page.may_change.then(|| view! { <a class="button" href=new>"Add somebody new"</a> })}
            <a class="button" class:primary=page.may_change href=review>"Review and submit"</a>
        </p>
        <Meters meters=page.meters.clone()/>
        <section class="card give" aria-labelledby="totals-title">
            <h2 id="totals-title">"What it costs"</h2>
            <Totals totals=page.totals.clone()/>
        </section>
        <Everybody rows=page.rows.clone() employer day scenario/>
        {changing}
    }
    .into_any()
}

/// The rules that depend on what people choose.
#[component]
fn Meters(meters: Vec<MeterView>) -> impl IntoView {
    let rows = meters.into_iter().map(|meter| {
        let class = if meter.met { "finding note" } else { "finding warning" };
        let standing = if meter.met { "met" } else { "not met" };
        view! {
            <li>
                <div class=class>
                    <p><strong>{format!("{}: {standing}", meter.label)}</strong></p>
                    <p>{meter.sentence}</p>
                    <p class="quiet">{meter.source}</p>
                </div>
            </li>
        }
    });
    view! { <ul class="findings" aria-label="Participation and contribution">{rows.collect_view()}</ul> }
        .into_any()
}

#[component]
fn Everybody(
    rows: Vec<ChoiceRow>,
    employer: String,
    day: String,
    scenario: String,
) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let page = paths::choice(&employer, &day, Some(row.row));
        let href = paths::with_scenario(&page, &scenario, Vec::new());
        let [now, next] = row.pays;
        let said = [row.elected, row.link].join(". ");
        let said = said.trim_matches(['.', ' ']).to_owned();
        view! {
            <tr>
                <th scope="row"><a href=href>{row.name}</a></th>
                <td>{row.now}</td>
                <td>{row.next}<span class="quiet below">{said}</span></td>
                <td class="number">{now}</td>
                <td class="number">{next}</td>
            </tr>
        }
    });
    view! {
        <section class="card" aria-labelledby="everybody-title">
            <h2 id="everybody-title">"Everybody"</h2>
            <div class="table-frame" tabindex="0" role="region" aria-label="Everybody’s choices">
                <table class="ledger">
                    <thead>
                        <tr>
                            <th scope="col">"Employee"</th>
                            <th scope="col">"Now"</th>
                            <th scope="col">"Next year"</th>
                            <th scope="col" class="number">"Pays a month now"</th>
                            <th scope="col" class="number">"Next year"</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// Everybody who would go to one plan goes to another.
#[component]
fn ByRule(page: ChoicesPage, told: String) -> impl IntoView {
    (!page.from.is_empty()).then(|| {
        let fault = matches!(told.as_str(), "no-plan" | "same-plan" | "not-offered");
        let fault = fault.then(|| words(&told)).flatten().map(|(text, _)| text.to_owned());
        let mut to = vec![(String::new(), "Choose a plan".to_owned())];
        to.extend(page.to);
        view! {
            <section class="card give" aria-labelledby="rule-title">
                <h2 id="rule-title">"Move many at once"</h2>
                <p>"Everybody who would go to one plan goes to another one, where that is offered to them. What was chosen about their families stays."</p>
                <form method="post" action="/api/election/rule" class="access">
                    <Hidden name="form[employer]" value=page.renewal.employer/>
                    <Hidden name="form[effective]" value=page.renewal.effective_on.to_string()/>
                    <Hidden name="form[scenario]" value=page.scenario/>
                    <Select id="from" name="form[from]" label="Everybody who would go to" value="" options=page.from/>
                    <Select id="to" name="form[to]" label="goes to" value="" options=to fault/>
                    <button class="button">"Move them"</button>
                </form>
            </section>
        }
        .into_any()
    })
}

/// Employees choose themselves, by a link.
#[component]
fn SendLinks(page: ChoicesPage) -> impl IntoView {
    let rows = page.rows.into_iter().filter(|row| row.takes_link).enumerate();
    let rows = rows.map(|(place, row)| {
        let fault = row.wrong_email.then(|| "This is not an e-mail address.".to_owned());
        let id = format!("email-{}", row.row);
        let hint = (!row.link.is_empty()).then(|| view! { <p class="hint">{row.link}</p> });
        view! {
            <li>
                <input type="hidden" name=format!("form[to][{place}][row]") value=row.row/>
                <Text id name=format!("form[to][{place}][email]") label=row.name value=row.email kind="email" fault/>
                {hint}
            </li>
        }
    });
    view! {
        <section class="card give" aria-labelledby="send-title">
            <h2 id="send-title">"Let employees choose"</h2>
            <p>
                "Type an e-mail address beside each employee who shall choose. They get a link, good once and until the last day of your renewal, with their own plans and costs and nothing else of your company. Whoever has a link already gets a new one."
            </p>
            <form method="post" action="/api/election/send" class="access" novalidate>
                <Hidden name="form[employer]" value=page.renewal.employer/>
                <Hidden name="form[effective]" value=page.renewal.effective_on.to_string()/>
                <Hidden name="form[scenario]" value=page.scenario/>
                <ul class="addresses">{rows.collect_view()}</ul>
                <button class="button">"Send the links"</button>
            </form>
        </section>
    }
    .into_any()
}
