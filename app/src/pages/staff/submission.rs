//! One submission: all that was submitted, how it came where it stands, and what staff decide.

use super::files::FileTable;
use super::submissions::standing;
use super::{Parts, ProveFirst, Told, loading, moment};
use crate::api::review::{
    ChangeView, OfferView, Said, SignatureView, SubmissionView, UploadView, load_submission,
};
use crate::live;
use crate::pages::failed::Instead;
use crate::paths;
use crate::ui::change;
use crate::wire;
use domain::date::long;
use domain::submission::{Happened, Party, State, Step, WORDS_MAX};
use domain::{Cents, Split};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// A submission.
#[component]
pub fn OneSubmission(submission: String) -> impl IntoView {
    let told = use_query_map().with_untracked(|query| {
        (query.get("about").unwrap_or_default(), query.get("told").unwrap_or_default())
    });
    let page = wire::load(move || submission.clone(), load_submission);
    view! {
        <Suspense fallback=loading>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <One page told/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// What a word of the server's means about a form, and whether something is wrong.
fn words(about: &str, word: &str) -> Option<(String, bool)> {
    let (text, wrong) = match word {
        "done" => ("Done. Those who plan the renewal are told by e-mail.", false),
        "overtaken" => (
            "Not done: something else happened meanwhile. This is how it is now; what you typed is kept.",
            true,
        ),
        "words" if about == "ask" => {
            ("Write what you want to know, in at most 2,000 letters.", true)
        }
        "words" => ("Write why it is not accepted, in at most 2,000 letters.", true),
        _ => return None,
    };
    Some((text.to_owned(), wrong))
}

#[component]
fn One(page: SubmissionView, told: (String, String)) -> impl IntoView {
    let open = matches!(page.state, State::Submitted | State::InfoWanted { .. });
    let title = format!("{}, submission {}", page.name, page.number);
    let (shown, news) = (page.pulse, RwSignal::new(false));
    live::listen(paths::staff_submission_changes(&page.key), move |pulse| {
        if pulse != shown {
            news.try_set(true);
        }
    });
    let here = paths::staff_submission(&page.key);
    let amends = page.amends.map(|number| {
        let key = page.key.rsplit_once('.').map_or("", |(renewal, _)| renewal);
        let href = paths::staff_submission(&format!("{key}.{number}"));
        view! {
            <p>
                {if open { "Accepting it puts it in the place of " } else { "Of this renewal stands " }}
                <a href=href>{format!("submission {number}")}</a>"."
            </p>
        }
    });
    let (about, word) = told;
    let said = words(&about, &word);
    // What is wrong with a form stands in it; what was done, and what cannot be done any more, above.
    let above = said.clone().filter(|(_, wrong)| !wrong || !open || about == "accept");
    let beside = said.filter(|(_, wrong)| *wrong && open && about != "accept");
    let lines = page.summary.iter().cloned().map(|line| view! { <p>{line}</p> });
    let decide = open.then(|| {
        let version = page.version;
        let said = page.said.clone();
        if page.fresh {
            let accepting = Accepting { number: page.number, amends: page.amends };
            view! { <Decide key=page.key.clone() version accepting said about beside/> }.into_any()
        } else {
            let back = paths::staff_submission(&page.key);
            view! { <ProveFirst back what="decide"/> }.into_any()
        }
    });
    let waiting = match page.state.clone() {
        State::InfoWanted { what } => {
            let asked = page.steps.iter().rev().find(|step| step.what == Happened::Asked);
            let asked = asked.map(|step| moment(step.at)).unwrap_or_default();
            Some(view! { <Waiting what asked/> })
        }
        _ => None,
    };
    let kept = (!open && !page.said.words.is_empty()).then(|| {
        view! { <p>"You had typed:"</p><p class="quote">{page.said.words.clone()}</p> }
    });
    let steps = page.steps.iter().cloned().map(|step| view! { <Row step/> });
    view! {
        <Title text=title.clone()/>
        <Parts here=paths::STAFF_SUBMISSIONS/>
        <header class="page-head">
            <p class="crumb"><a href=paths::STAFF_SUBMISSIONS>"Submissions"</a></p>
            <h1>{title}</h1>
            <p>{format!("Takes effect on {}. {}.", long(page.effective_on), standing(page.state.code()))}</p>
        </header>
        <div role="status">
            {move || news.get().then(|| view! {
                <p class="notice">
                    "Something happened to it meanwhile. "
                    <a class="button" href=here.clone() rel="external">"Show how it stands"</a>
                </p>
            })}
        </div>
        <Told told=above/>
        {kept}
        {amends}
        <section class="card" aria-labelledby="summary-title">
            <div class="section-head">
                <h2 id="summary-title">"What was submitted"</h2>
                <a href=paths::staff_submission_paper(&page.key) rel="external" download>"Download it as a PDF"</a>
            </div>
            {lines.collect_view()}
            <Totals totals=page.totals/>
        </section>
        {waiting}
        {decide}
        <Offers offers=page.offers.clone()/>
        <Changes changes=page.changes.clone()/>
        <Overrides overrides=page.overrides.clone()/>
        <Signatures signatures=page.signatures.clone() hash=page.hash.clone()/>
        <section class="card" aria-labelledby="steps-title">
            <h2 id="steps-title">"What happened"</h2>
            <ol class="timeline">{steps.collect_view()}</ol>
        </section>
        <Uploads employer=page.employer.clone() uploads=page.uploads.clone()/>
        <section class="card" aria-labelledby="files-title">
            <h2 id="files-title">"What the core system was told"</h2>
            {if page.files.is_empty() {
                view! { <p class="empty">"Nothing yet."</p> }.into_any()
            } else {
                view! { <FileTable files=page.files.clone()/> }.into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Totals(totals: [Split; 3]) -> impl IntoView {
    let row = |name: &'static str, of: fn(Split) -> Cents| {
        let [now, as_is, next] = totals.map(of);
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{now.to_string()}</td>
                <td class="number">{as_is.to_string()}</td>
                <td class="number">{next.to_string()}</td>
                <td class="number">{change(now, next)}</td>
            </tr>
        }
    };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="What it costs a month">
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"A month"</th>
                        <th scope="col" class="number">"Now"</th>
                        <th scope="col" class="number">"If nothing was done"</th>
                        <th scope="col" class="number">"As submitted"</th>
                        <th scope="col" class="number">"Change from now"</th>
                    </tr>
                </thead>
                <tbody>
                    {row("Premium", |split| split.premium)}
                    {row("Company pays", |split| split.employer)}
                    {row("Employees pay", Split::employee)}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What was asked, while it is not answered.
#[component]
fn Waiting(what: String, asked: String) -> impl IntoView {
    view! {
        <section class="card give" aria-labelledby="waiting-title">
            <h2 id="waiting-title">"You wait for the employer’s answer"</h2>
            <p>{format!("This was asked on {asked} UTC, and is not answered yet. You can decide all the same.")}</p>
            <blockquote class="quote">{what}</blockquote>
        </section>
    }
    .into_any()
}

/// What is accepted.
#[derive(Clone, Copy)]
struct Accepting {
    /// Its number.
    number: i64,
    /// The number of the one that it takes the place of.
    amends: Option<i64>,
}

/// Accepting takes two steps, since it binds.
#[component]
fn Accept(key: String, version: i64, accepting: Accepting) -> impl IntoView {
    let Accepting { number, amends } = accepting;
    let place = amends.map(|before| format!(" It takes the place of submission {before}."));
    view! {
        <details>
            <summary>{format!("Accept submission {number}")}</summary>
            <form method="post" action="/api/staff/decide-submission" class="answer">
                <Hidden key version decision="accept"/>
                <p>
                    "This binds both sides and cannot be taken back here: next year’s contract is made as it was submitted, the core system is told, and those who plan the renewal are told by e-mail."
                    {place}
                </p>
                <button class="button primary">{format!("Yes, accept submission {number}")}</button>
            </form>
        </details>
    }
    .into_any()
}

#[component]
fn Decide(
    key: String,
    version: i64,
    accepting: Accepting,
    /// What was typed before.
    said: Said,
    /// Which of the forms led back.
    about: String,
    /// What is wrong with it.
    beside: Option<(String, bool)>,
) -> impl IntoView {
    let form = {
        let key = key.clone();
        move |decision: &'static str, label: &'static str, button: &'static str| {
            let value = if said.decision == decision { said.words.clone() } else { String::new() };
            let fault = beside.clone().filter(|_| about == decision).map(|(text, _)| text);
            view! { <Words key=key.clone() version decision label button value fault/> }
        }
    };
    view! {
        <section class="card decide give" aria-labelledby="decide-title">
            <h2 id="decide-title">"Decide"</h2>
            <Accept key version accepting/>
            {form("ask", "What you want to know; the employer reads this", "Ask")}
            {form("reject", "Why it is not accepted; the employer reads this", "Do not accept")}
        </section>
    }
    .into_any()
}

#[component]
fn Hidden(key: String, version: i64, decision: &'static str) -> impl IntoView {
    view! {
        <input type="hidden" name="form[key]" value=key/>
        <input type="hidden" name="form[version]" value=version/>
        <input type="hidden" name="form[decision]" value=decision/>
    }
}

/// A decision with words.
#[component]
fn Words(
    key: String,
    version: i64,
    decision: &'static str,
    label: &'static str,
    button: &'static str,
    value: String,
    fault: Option<String>,
) -> impl IntoView {
    let (id, fault_id) = (format!("{decision}-words"), format!("{decision}-fault"));
    view! {
        // What is missing is said beside the field, in our words.
        <form method="post" action="/api/staff/decide-submission" class="answer" novalidate=true>
            <Hidden key version decision/>
            <div class="field">
                <label for=id.clone()>{label}</label>
                <textarea
                    id=id name="form[words]" rows="3" required maxlength=WORDS_MAX.to_string()
                    aria-describedby=fault.is_some().then(|| fault_id.clone())
                    aria-invalid=fault.is_some().then_some("true")
                >{value}</textarea>
                {fault.map(|text| view! { <p class="fault" id=fault_id role="alert">{text}</p> })}
            </div>
            <button class="button">{button}</button>
        </form>
    }
    .into_any()
}

#[component]
fn Offers(offers: Vec<OfferView>) -> impl IntoView {
    let packages = offers.into_iter().map(|offer| {
        let plans = offer.plans.into_iter().map(|plan| view! { <li>{plan}</li> });
        view! {
            <h3>{offer.name}</h3>
            <p>{format!("For: {}. {}. The company pays {}.", offer.classes, offer.waiting, offer.contribution)}</p>
            <ul>{plans.collect_view()}</ul>
        }
    });
    view! {
        <section class="card" aria-labelledby="offers-title">
            <h2 id="offers-title">"What is offered"</h2>
            {packages.collect_view()}
        </section>
    }
    .into_any()
}

#[component]
fn Changes(changes: Vec<ChangeView>) -> impl IntoView {
    let list = if changes.is_empty() {
        view! { <p class="empty">"Nobody: everyone goes on as before."</p> }.into_any()
    } else {
        view! { <ChangeTable changes/> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="changes-title">
            <h2 id="changes-title">"Who changes"</h2>
            {list}
        </section>
    }
    .into_any()
}

#[component]
fn ChangeTable(changes: Vec<ChangeView>) -> impl IntoView {
    let plans = |plans: Vec<String>| {
        if plans.is_empty() { "Not covered".to_owned() } else { plans.join(", ") }
    };
    let rows = changes.into_iter().map(|one| {
        let what = one.what.into_iter().map(|line| view! { <span class="below">{line}</span> });
        view! {
            <tr>
                <th scope="row">{one.name}</th>
                <td>{what.collect_view()}</td>
                <td>{plans(one.now_in)}</td>
                <td>{plans(one.next_in)}</td>
                <td class="number">{one.now.premium.to_string()}</td>
                <td class="number">{one.next.premium.to_string()}</td>
                <td class="number">{change(one.now.employee(), one.next.employee())}</td>
            </tr>
        }
    });
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Changes, employee by employee">
            <table class="ledger">
                <thead>
                    <tr>
                        <th scope="col">"Employee"</th>
                        <th scope="col">"What happens"</th>
                        <th scope="col">"Plans now"</th>
                        <th scope="col">"Plans next"</th>
                        <th scope="col" class="number">"Premium now"</th>
                        <th scope="col" class="number">"Premium next"</th>
                        <th scope="col" class="number">"What the employee pays"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Overrides(overrides: Vec<(String, String)>) -> impl IntoView {
    (!overrides.is_empty()).then(|| {
        let rows = overrides.into_iter().map(|(rule, reason)| {
            view! { <div><dt>{rule}</dt><dd>{reason}</dd></div> }
        });
        view! {
            <section class="card" aria-labelledby="overrides-title">
                <h2 id="overrides-title">"Warnings that were overridden, and why"</h2>
                <dl class="facts">{rows.collect_view()}</dl>
            </section>
        }
        .into_any()
    })
}

#[component]
fn Signatures(signatures: Vec<SignatureView>, hash: String) -> impl IntoView {
    let none = signatures.is_empty();
    let rows = signatures.into_iter().map(|one| {
        view! {
            <li>
                <span class:fault=one.differs>{one.said}</span>
                {one.differs.then(|| view! { <span class="below">"The typed name is not that of the account."</span> })}
                <span class="quiet below">{one.attestation}</span>
            </li>
        }
    });
    view! {
        <section class="card" aria-labelledby="signatures-title">
            <h2 id="signatures-title">"Signatures"</h2>
            {none.then(|| view! { <p class="empty">"Nobody signed: what was in force renewed as it was."</p> })}
            <ol class="timeline">{rows.collect_view()}</ol>
            <p class="quiet">"SHA-256 of what was submitted: " <code class="hash">{hash}</code></p>
        </section>
    }
    .into_any()
}

#[component]
fn Uploads(employer: String, uploads: Vec<UploadView>) -> impl IntoView {
    let none = uploads.is_empty();
    let rows = uploads.into_iter().map(|file| {
        let about = format!(
            "{} kB, from {}, {} UTC",
            (file.size / 1_000).max(1),
            file.uploaded_by,
            moment(file.created_at)
        );
        view! {
            <li>
                <a href=paths::staff_document(&employer, &file.id) rel="external" download>{file.name}</a>
                <span class="quiet below">{about}</span>
            </li>
        }
    });
    view! {
        <section class="card" aria-labelledby="uploads-title">
            <h2 id="uploads-title">"Files that came with it"</h2>
            {none.then(|| view! { <p class="empty">"None."</p> })}
            <ul class="plain">{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Row(step: Step) -> impl IntoView {
    let who = match (step.party, step.name.as_str()) {
        (Party::Calendar, _) => "the calendar".to_owned(),
        (Party::Employer, name) => format!("{name}, for the employer"),
        (Party::Carrier, name) => format!("{name}, for the carrier"),
    };
    let words = match step.what {
        Happened::Replaced => format!("By submission {}.", step.words),
        _ => step.words,
    };
    let words = (!words.is_empty()).then_some(words);
    view! {
        <li>
            <span class="quiet">{format!("{} UTC, by {who}", moment(step.at))}</span>
            <span>{step.what.label()}</span>
            {words.map(|words| view! { <span class="quiet below">{words}</span> })}
        </li>
    }
    .into_any()
}
