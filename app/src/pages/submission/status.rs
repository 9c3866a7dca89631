//! Where a renewal stands: who has to act and since when, all that happened, and what can be done now.

use super::field::{Hidden, Sentences, Text, Tick};
use super::{Changes, Head, Note, Totals, asked, key, loading};
use crate::api::renewal::RenewalKey;
use crate::api::submission::{StatusPage, StepView, SubmissionView, hear_status, load_status};
use crate::live;
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;

/// What a word of the server's means, and whether something is wrong.
fn words(word: &str) -> Option<(&'static str, bool)> {
    Some(match word {
        "submitted" => {
            ("Submitted. The carrier looks at it next; news come by e-mail, too.", false)
        }
        "signed" => ("Signed. Now somebody else of your company has to confirm it.", false),
        "confirmed" => ("Confirmed and submitted. The carrier looks at it next.", false),
        "withdrawn" => ("Taken back. You can submit again until the last day.", false),
        "answered" => ("Answered. The carrier looks at it next.", false),
        "set" => ("Saved.", false),
        "overtaken" => {
            ("This changed meanwhile: this is how it is now. Look again, then decide.", true)
        }
        "not-open" => ("This renewal is not open any more: nothing was changed.", true),
        "same-person" => ("Whoever signed first cannot confirm it: somebody else has to.", true),
        "signature" | "attest" | "words" | "reason" | "file" | paths::UPLOAD_TOO_LARGE => {
            ("Nothing was sent yet. Mend what is marked below.", true)
        }
        _ => return None,
    })
}

/// The page.
#[component]
pub fn Status() -> impl IntoView {
    let key = key();
    let told = asked("told").get_untracked();
    let page = wire::load(move || key.get(), load_status);
    view! {
        <Title text="Status of your renewal"/>
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

/// The page as it stands, and as it becomes while it is looked at.
#[component]
fn Page(page: StatusPage, told: String) -> impl IntoView {
    let (employer, day) = (page.renewal.employer.clone(), page.renewal.effective_on.to_string());
    let renewal = page.renewal.clone();
    let stands = page.submissions.first().is_some_and(|s| {
        matches!(s.state.as_str(), "awaits_second" | "submitted" | "info_wanted" | "accepted")
    });
    let (page, news) = (RwSignal::new(page), RwSignal::new(false));
    let key = RenewalKey { employer: employer.clone(), effective: day.clone() };
    let (heard, loading) = (StoredValue::new(0), StoredValue::new(false));
    live::listen(paths::renewal_changes(&employer, &day), move |pulse| {
        heard.try_set_value(pulse);
        // One load at a time, so that none overtakes another.
        if loading.try_get_value() != Some(false) {
            return;
        }
        let is_behind = move |pulse: i64| {
            page.try_with_untracked(|page| page.pulse < pulse).unwrap_or_default()
        };
        loading.set_value(true);
        let key = key.clone();
        spawn_local(async move {
            while heard.try_get_value().is_some_and(is_behind) {
                let Ok(now) = hear_status(key.clone()).await else { break };
                if !is_behind(now.pulse) {
                    break;
                }
                // What is being typed stays: nothing that a form stands upon is taken from what is heard.
                page.try_update(|page| {
                    if page.submissions != now.submissions {
                        news.try_set(true);
                    }
                    let (signing, typed) = (page.signing, page.typed.clone());
                    *page = StatusPage { signing, typed, ..now };
                });
            }
            loading.try_set_value(false);
        });
    });
    let submissions = Memo::new(move |_| page.with(|page| page.submissions.clone()));
    let to_do = Memo::new(move |_| {
        page.with(|page| {
            let newest = page.submissions.first()?;
            Some((newest.number, newest.state.clone(), newest.question.clone(), page.signing))
        })
    });
    let settings =
        Memo::new(move |_| page.with(|page| (page.second, page.wants_steps, page.signing)));
    let since = Memo::new(move |_| page.with(|page| page.changed_since.clone()));
    let review = paths::review(&employer, &day);
    let none = {
        let review = review.clone();
        move || {
            let href = review.clone();
            let open = page.with_untracked(|page| page.signing.open);
            submissions.with(Vec::is_empty).then(|| view! {
                <section class="card give" aria-labelledby="none-title">
                    <h2 id="none-title">"Nothing is submitted yet"</h2>
                    <p>"What nobody submits by the last day renews as it is."</p>
                    {open.then(|| view! { <p class="actions"><a class="button primary" href=href>"Review and submit"</a></p> })}
                </section>
            })
        }
    };
    let (of, on) = (employer.clone(), day.clone());
    let newest = move || {
        submissions.with(|all| all.first().cloned()).map(|newest| {
            view! { <Submission submission=newest employer=of.clone() day=on.clone() newest=true/> }
        })
    };
    let before = move || {
        submissions.with(|all| (all.len() > 1).then(|| {
            let rows = all.iter().skip(1).cloned().map(|submission| {
                view! { <Submission submission employer=employer.clone() day=day.clone() newest=false/> }
            });
            view! { <h2 class="apart">"Before that"</h2> {rows.collect_view()} }
        }))
    };
    let noted = words(&told);
    // What waits for the employer comes first; what can be done besides, after what it is about.
    let acting = move |first: bool| {
        let told = told.clone();
        move || {
            to_do.get()?;
            let page = page.get_untracked();
            let newest = page.submissions.first().cloned()?;
            let waits = matches!(newest.state.as_str(), "info_wanted" | "awaits_second");
            (waits == first).then(|| view! { <ToDo submission=newest page told=told.clone()/> })
        }
    };
    view! {
        <Head renewal title="Status of your renewal".to_owned() here="status" scenario=String::new() stands/>
        <Note told=noted/>
        <p class="hint" role="status">
            {move || news.get().then_some("Something happened just now: this page shows how it stands.")}
        </p>
        {none}
        {move || since.with(|since| (!since.is_empty()).then(|| view! {
            <p class="notice">{since.clone()}" "<a href=review.clone()>"Look it over and amend"</a></p>
        }))}
        {acting(true)}
        {newest}
        {acting(false)}
        {before}
        {move || {
            settings.get();
            view! { <Settings page=page.get_untracked()/> }
        }}
    }
    .into_any()
}

/// A submission with its timeline.
#[component]
fn Submission(
    submission: SubmissionView,
    employer: String,
    day: String,
    newest: bool,
) -> impl IntoView {
    let number = submission.number;
    let title = format!("submission-{number}");
    let labelled = title.clone();
    let paper = paths::submission_paper(&employer, &day, number);
    let steps = submission.steps.into_iter().map(|step| view! { <Step step/> });
    let waits = submission.waits.clone();
    let waiting = (!waits.is_empty()).then(|| {
        view! { <li aria-current="step"><span class="quiet">"Next"</span><span>{waits}</span></li> }
    });
    let uploads = submission.uploads.into_iter().map(|upload| {
        let href = paths::renewal_document(&employer, &day, &upload.id);
        view! {
            <li><a href=href rel="external" download>{upload.name}</a>" "<span class="quiet">{upload.from}</span></li>
        }
    });
    let uploads = uploads.collect_view();
    let signed = submission.signatures.join("; ");
    let signed = (!signed.is_empty())
        .then(|| view! { <p class="quiet">{format!("Signed by {signed}.")}</p> });
    let said = submission.summary.into_iter().map(|said| view! { <li>{said}</li> });
    view! {
        <section class="card give" aria-labelledby=labelled>
            <div class="section-head">
                <h2 id=title>{format!("Submission {number}: {}", submission.label)}</h2>
                <a class="button" href=paper rel="external" download>"Download the PDF"</a>
            </div>
            <ol class="timeline">{steps.collect_view()}{waiting}</ol>
            {signed}
            <ul class="plain">{uploads}</ul>
            <details open=newest>
                <summary>{format!("What was submitted ({number})")}</summary>
                <ul class="said">{said.collect_view()}</ul>
                <Totals totals=submission.totals/>
                <Changes changes=submission.changes/>
            </details>
        </section>
    }
    .into_any()
}

#[component]
fn Step(step: StepView) -> impl IntoView {
    let words = (!step.words.is_empty()).then_some(step.words);
    view! {
        <li>
            <span class="quiet">{format!("{}, {}", step.when, step.who)}</span>
            <span>{step.what}</span>
            {words.map(|words| view! { <span class="quiet below">{words}</span> })}
        </li>
    }
    .into_any()
}

/// What whoever looks can do about the newest submission.
#[component]
fn ToDo(submission: SubmissionView, page: StatusPage, told: String) -> impl IntoView {
    let (employer, day) = (page.renewal.employer.clone(), page.renewal.effective_on.to_string());
    let state = submission.state.clone();
    let pending = matches!(state.as_str(), "awaits_second" | "submitted" | "info_wanted");
    let amends = page.signing.open
        && (pending || matches!(state.as_str(), "accepted" | "rejected" | "withdrawn"));
    let asks = state == "info_wanted" && page.signing.may_submit;
    let confirms = state == "awaits_second" && page.signing.may_submit && page.signing.open;
    let withdraws = pending && page.signing.may_submit && page.signing.open;
    let unproven = (confirms || withdraws) && !page.signing.fresh;
    let here = paths::renewal_status(&employer, &day);
    let review = paths::review(&employer, &day);
    let again = if pending || state == "accepted" { "Amend it" } else { "Submit again" };
    let prove = unproven.then(|| view! {
        <p class="notice">
            "To confirm it or take it back, first prove again that it is you. "
            <a class="button" href=paths::prove_then(&here) rel="external">"Prove it, and come back"</a>
        </p>
    });
    let answer = asks.then(
        || view! { <Answer submission=submission.clone() page=page.clone() told=told.clone()/> },
    );
    let confirm = (confirms && page.signing.fresh).then(|| {
        if submission.own {
            view! { <p class="notice">"You signed it: somebody else with “Submit renewal” has to confirm it. They were told by e-mail."</p> }
                .into_any()
        } else {
            view! { <Confirm submission=submission.clone() page=page.clone() told=told.clone()/> }.into_any()
        }
    });
    let withdraw = (withdraws && page.signing.fresh)
        .then(|| view! { <Withdraw submission=submission.clone() page=page.clone() told/> });
    view! {
        {answer}
        {confirm}
        {prove}
        {amends.then(|| view! { <p class="actions"><a class="button" href=review>{again}</a></p> })}
        {withdraw}
    }
    .into_any()
}

fn before(page: &StatusPage, field: &str) -> String {
    let found = page.typed.iter().find(|(name, _)| name == field);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

/// The fields by which a form names the submission.
#[component]
fn Of(submission: SubmissionView, page: StatusPage) -> impl IntoView {
    view! {
        <Hidden name="form[employer]" value=page.renewal.employer/>
        <Hidden name="form[effective]" value=page.renewal.effective_on.to_string()/>
        <Hidden name="form[number]" value=submission.number.to_string()/>
    }
}

#[component]
fn Answer(submission: SubmissionView, page: StatusPage, told: String) -> impl IntoView {
    let file = match told.as_str() {
        "file" => {
            Some("Send a PDF, PNG or JPEG of at most 5 MB; at most 20 files for one renewal.")
        }
        paths::UPLOAD_TOO_LARGE => Some("The file is larger than 5 MB. Scan at a lower quality."),
        _ => None,
    };
    let fault = (told == "words").then(|| "Type your answer, in at most 2,000 letters.".to_owned());
    let words = before(&page, "words");
    view! {
        <section class="card give" aria-labelledby="answer-title">
            <h2 id="answer-title">"The carrier has a question"</h2>
            <blockquote class="quote">{submission.question.clone()}</blockquote>
            <form method="post" action="/api/submission/answer" enctype="multipart/form-data" class="answer">
                <Hidden name="employer" value=page.renewal.employer.clone()/>
                <Hidden name="effective" value=page.renewal.effective_on.to_string()/>
                <Hidden name="number" value=submission.number.to_string()/>
                <Sentences id="words" name="words" label="Your answer" value=words longest=2000 fault/>
                <div class="field">
                    <label for="file">"A file, if one helps"</label>
                    <input
                        id="file" name="file" type="file"
                        accept=".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
                        aria-describedby="file-hint file-fault"
                        aria-invalid=file.is_some().then_some("true")
                    />
                    <p class="hint" id="file-hint">"PDF, PNG or JPEG, at most 5 MB."</p>
                    <p class="fault" id="file-fault">{file}</p>
                </div>
                <button class="button primary">"Send the answer"</button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Confirm(submission: SubmissionView, page: StatusPage, told: String) -> impl IntoView {
    let signature = (told == "signature").then(|| "Type your first and last name.".to_owned());
    let attest = (told == "attest").then(|| "Tick this to sign.".to_owned());
    let name = before(&page, "name");
    let attestation = page.attestation.clone();
    view! {
        <section class="card give" aria-labelledby="confirm-title">
            <h2 id="confirm-title">"Confirm it as the second"</h2>
            <p>"Read below what was submitted. With your signature it goes to the carrier."</p>
            <form method="post" action="/api/submission/confirm" class="access">
                <Of submission page/>
                <Tick id="attests" name="form[attests]" label=attestation checked=false fault=attest/>
                <Text id="signature" name="form[name]" label="Type your full name to sign" value=name autocomplete="name" fault=signature/>
                <button class="button primary">"Sign and submit"</button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Withdraw(submission: SubmissionView, page: StatusPage, told: String) -> impl IntoView {
    let wrong = told == "reason";
    let reason = before(&page, "reason");
    let fault = wrong.then(|| "Say it in at most 2,000 letters.".to_owned());
    let open = wrong || !reason.is_empty();
    view! {
        <details class="card withdraw" open=open>
            <summary>"Take it back"</summary>
            <p>"Then nothing is submitted, and you can submit again until the last day."</p>
            <form method="post" action="/api/submission/withdraw" class="access">
                <Of submission page/>
                <Sentences id="withdraw-reason" name="form[reason]" label="Why (you may leave it empty)" value=reason longest=2000 fault/>
                <button class="button">"Take the submission back"</button>
            </form>
        </details>
    }
    .into_any()
}

/// Who has to sign, and who is told.
#[component]
fn Settings(page: StatusPage) -> impl IntoView {
    let (two, version) = page.second;
    let (employer, day) = (page.renewal.employer, page.renewal.effective_on.to_string());
    let fields = {
        let (employer, day) = (employer.clone(), day.clone());
        move |value: &'static str| {
            view! {
                <Hidden name="form[employer]" value=employer.clone()/>
                <Hidden name="form[effective]" value=day.clone()/>
                <Hidden name="form[value]" value=value/>
            }
        }
    };
    let (second, second_to, second_button) = if two {
        (
            "Two people sign a submission: one submits, somebody else confirms.",
            "no",
            "Let one person sign",
        )
    } else {
        ("One person signs a submission.", "yes", "Let two people sign")
    };
    let (mail, mail_to, mail_button) = if page.wants_steps {
        ("You get an e-mail at each step.", "no", "Send me no e-mail at each step")
    } else {
        ("You get no e-mail at each step.", "yes", "Send me an e-mail at each step")
    };
    let here = paths::renewal_status(&employer, &day);
    let second_form = match (page.signing.may_submit, page.signing.fresh) {
        (false, _) => None,
        (true, false) => Some(view! {
            <p><a href=paths::prove_then(&here) rel="external">"Prove that it is you to change this"</a></p>
        }
        .into_any()),
        (true, true) => Some(view! {
            <form method="post" action="/api/submission/second">
                {fields(second_to)}
                <Hidden name="form[version]" value=version.to_string()/>
                <button class="button">{second_button}</button>
            </form>
        }
        .into_any()),
    };
    view! {
        <section class="card give" aria-labelledby="settings-title">
            <h2 id="settings-title">"Settings"</h2>
            <p>{second}</p>
            {second_form}
            <p>{mail}</p>
            <form method="post" action="/api/submission/mail">
                {fields(mail_to)}
                <button class="button">{mail_button}</button>
            </form>
        </section>
    }
    .into_any()
}
