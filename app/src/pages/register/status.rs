//! Where a form stands that was sent, for whoever has its link.

use crate::api::designation::{StatusView, designation_status};
use crate::api::session::typed;
use crate::context::Carrier;
use crate::pages::failed::Instead;
use crate::pages::sign_in::{LongText, Wrote, typed_value};
use crate::paths;
use crate::wire;
use domain::designation::{Happened, Step};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn Status(token: String) -> impl IntoView {
    let told = use_query_map().with_untracked(|query| query.get("told").unwrap_or_default());
    let asked = token.clone();
    let status = wire::load(move || asked.clone(), designation_status);
    let before = wire::load(|| (), |()| typed());
    view! {
        <Title text="Your form’s status"/>
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                let (token, told) = (token.clone(), told.clone());
                Suspend::new(async move {
                    let wrote = typed_value(&before.await.unwrap_or_default(), "words");
                    match status.await {
                        Ok(status) => view! { <Page status token told wrote/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// What stands at the head: where it is, and who has to act.
fn sentence(status: &StatusView, carrier: &str) -> (&'static str, String) {
    match status.state.as_str() {
        "waits_for_paper" => (
            "Sign your form on paper",
            format!("Download it, sign it by hand and send it here. {carrier} checks it then."),
        ),
        "needs_more" => ("Please answer", format!("{carrier} needs something more from you.")),
        "approved" => (
            "Approved",
            format!(
                "We have invited {} by e-mail to set up sign-in. You need do nothing more.",
                status.administrator
            ),
        ),
        "refused" => ("Not approved", format!("{carrier} could not approve your form.")),
        _ => (
            "We have your form",
            format!("{carrier} checks it next. You need do nothing now; news come by e-mail."),
        ),
    }
}

#[component]
fn Page(
    status: StatusView,
    token: String,
    told: String,
    /// The answer that was written and not taken.
    wrote: String,
) -> impl IntoView {
    let carrier = use_context::<Carrier>().unwrap_or_default().name;
    let (title, text) = sentence(&status, &carrier);
    let asked = status.state == "needs_more";
    let paper = status.takes_paper.then(|| {
        let (token, first) = (token.clone(), status.state == "waits_for_paper");
        view! { <Paper token first fault=paper_fault(&told)/> }
    });
    let words = status.words.clone();
    let steps =
        status.steps.iter().cloned().map(|step| view! { <Row step carrier=carrier.clone()/> });
    let fault = (told == "words").then_some("Type your answer, in at most 2,000 letters.");
    let overtaken = (told == "overtaken").then_some("This was decided meanwhile: see below.");
    let answer = if asked {
        view! { <Answer token wrote fault/> }.into_any()
    } else {
        view! { <Wrote words=wrote/> }.into_any()
    };
    view! {
        <header class="page-head">
            <h1>{title}</h1>
            <p>{format!("{}: {}. ", status.company, status.administrator)}{text}</p>
        </header>
        {overtaken.map(|fault| view! { <p class="fault" role="alert">{fault}</p> })}
        {(!words.is_empty()).then(|| view! { <blockquote class="card quote">{words}</blockquote> })}
        {paper}
        {answer}
        <section class="card" aria-labelledby="steps-title">
            <h2 id="steps-title">"What happened"</h2>
            <ol class="timeline">
                {steps.collect_view()}
                <Next state=status.state.clone() carrier=carrier.clone()/>
            </ol>
        </section>
        <p class="quiet">"Keep this page’s address: whoever has it sees this and can answer for you."</p>
    }
    .into_any()
}

/// What is wrong with a file that was sent.
fn paper_fault(told: &str) -> Option<&'static str> {
    match told {
        "paper_missing" => Some("Choose the file of the signed form."),
        paths::PAPER_TOO_LARGE => Some("The file is larger than 10 MB. Scan at a lower quality."),
        "paper_kind" => Some("This file is no PDF, PNG or JPEG. Scan or photograph the form."),
        "paper_many" => Some("Too many files came. Try again later, or call your carrier."),
        _ => None,
    }
}

/// The form to download, and a field for the same when it is signed.
#[component]
fn Paper(
    token: String,
    /// Whether none came yet.
    first: bool,
    fault: Option<&'static str>,
) -> impl IntoView {
    let form = paths::designation_form(&token);
    let title = if first { "Download, sign, send" } else { "Send another file instead" };
    view! {
        <section class="card" aria-labelledby="paper-title">
            <h2 id="paper-title">{title}</h2>
            <p><a class="button" href=form rel="external" download>"Download the form"</a></p>
            <form
                method="post" action="/api/designation/paper" enctype="multipart/form-data"
                class="answer"
            >
                <input type="hidden" name="token" value=token/>
                <div class="field">
                    <label for="paper">"The signed form"</label>
                    <input
                        id="paper" name="paper" type="file" required
                        accept=".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
                        aria-describedby="paper-hint paper-fault"
                        aria-invalid=fault.is_some().then_some("true")
                    />
                    <p class="hint" id="paper-hint">
                        "A scan or a photograph: PDF, PNG or JPEG, at most 10 MB. If there are several pages, send one PDF."
                    </p>
                    <p class="fault" id="paper-fault">{fault}</p>
                </div>
                <button class="button primary">"Send the signed form"</button>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn Answer(token: String, wrote: String, fault: Option<&'static str>) -> impl IntoView {
    view! {
        <form method="post" action="/api/designation/answer" class="card answer">
            <input type="hidden" name="token" value=token/>
            <LongText id="words" name="words" label="Your answer" rows="5" value=wrote fault/>
            <button class="button primary">"Send the answer"</button>
        </form>
    }
    .into_any()
}

/// Something that happened.
#[component]
pub fn Row(step: Step, carrier: String) -> impl IntoView {
    let what = match step.what {
        Happened::Submitted => "You sent the form.".to_owned(),
        Happened::PaperCame => "You sent the signed form.".to_owned(),
        Happened::Asked => format!("{carrier} asked for more."),
        Happened::Answered => "You answered.".to_owned(),
        Happened::Approved => format!("{carrier} approved the form and invited the administrator."),
        Happened::Refused => format!("{carrier} refused the form."),
    };
    let words = (!step.words.is_empty()).then_some(step.words);
    view! {
        <li>
            <span class="quiet">{step.at.format("%b %-d, %Y, %H:%M UTC").to_string()}</span>
            <span>{what}</span>
            {words.map(|words| view! { <span class="quiet below">{words}</span> })}
        </li>
    }
    .into_any()
}

/// What comes next, and who has to act.
#[component]
fn Next(state: String, carrier: String) -> impl IntoView {
    let what = match state.as_str() {
        "waits_for_paper" => Some("You send the signed form.".to_owned()),
        "received" => Some(format!("{carrier} checks the form.")),
        "needs_more" => Some("You answer.".to_owned()),
        "approved" => Some("The administrator accepts the invitation.".to_owned()),
        _ => None,
    };
    what.map(|what| {
        view! { <li aria-current="step"><span class="quiet">"Next"</span><span>{what}</span></li> }
    })
}
