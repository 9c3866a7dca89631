//! Everything looked over before it binds: what will happen, what it costs, what changes for whom, what the
//! rules say; then the signature.

use super::field::{Hidden, Sentences, Text, Tick};
use super::{Changes, Finding, Findings, Head, NotYet, Note, Picker, Totals, asked, key, loading};
use crate::api::renewal::RenewalKey;
use crate::api::submission::{FindingView, ReviewPage, SubmitForm, load_review};
use crate::pages::failed::Instead;
use crate::paths;
use crate::wire;
use leptos::prelude::*;
use leptos_meta::Title;

/// What the words of the server's mean, of which the first tells most.
fn words(told: &str) -> Option<(&'static str, bool)> {
    Some(match told.split('.').next().unwrap_or_default() {
        "overtaken" => (
            "Nothing is submitted: the scenario, a choice, plans and rates, or what was submitted changed while you read. This is how it is now. Look it over again, then sign.",
            true,
        ),
        "gate" => ("Nothing is submitted yet: see below what stands in the way.", true),
        "signature" | "attest" => ("Nothing is submitted yet: see your signature below.", true),
        "not-open" => ("Nothing is submitted: this renewal is not open any more.", true),
        "too-many" => (
            "Nothing is submitted: this renewal was submitted 50 times, and what stands, stands.",
            true,
        ),
        _ => return None,
    })
}

/// The page.
#[component]
pub fn Review() -> impl IntoView {
    let (key, scenario) = (key(), asked("scenario"));
    let told = asked("told").get_untracked();
    let page = wire::load(
        move || (key.get(), scenario.get()),
        |(key, scenario): (RenewalKey, String)| load_review(key, scenario),
    );
    view! {
        <Title text="Review and submit"/>
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
fn Page(page: ReviewPage, told: String) -> impl IntoView {
    let form = page.form.clone();
    let here = paths::review(&form.employer, &form.effective);
    let head = view! {
        <Head renewal=page.renewal.clone() title="Review and submit".to_owned() here="review" scenario=form.scenario.clone() stands=!page.before.is_empty()/>
        <Note told=words(&told)/>
    };
    if !page.opened {
        return view! { {head} <NotYet/> }.into_any();
    }
    let summary = page.summary.iter().cloned().map(|said| view! { <li>{said}</li> });
    let of = |weight: &str| -> Vec<FindingView> {
        page.findings.iter().filter(|finding| finding.weight == weight).cloned().collect()
    };
    let (blocks, warnings, notes) = (of("block"), of("warning"), of("note"));
    let blocked = !blocks.is_empty();
    let before = page.before.clone();
    view! {
        {head}
        <Picker page=here scenarios=page.scenarios.clone() scenario=form.scenario.clone()/>
        {(!before.is_empty()).then(|| view! { <p class="notice">{before}</p> })}
        <section class="card give" aria-labelledby="summary-title">
            <h2 id="summary-title">"What will happen"</h2>
            <ul class="said">{summary.collect_view()}</ul>
        </section>
        <section class="card give" aria-labelledby="totals-title">
            <h2 id="totals-title">"What it costs"</h2>
            <Totals totals=page.totals.clone()/>
        </section>
        <section class="card give" aria-labelledby="changes-title">
            <h2 id="changes-title">"What changes for whom"</h2>
            <Changes changes=page.changes.clone()/>
        </section>
        {blocked.then(|| view! {
            <section class="card give" aria-labelledby="blocks-title">
                <h2 id="blocks-title">"What stands in the way"</h2>
                <Findings findings=blocks/>
            </section>
        })}
        <Unanswered names=page.unanswered.clone() open=page.signing.open/>
        {(!notes.is_empty()).then(|| view! {
            <section class="card give" aria-labelledby="notes-title">
                <h2 id="notes-title">"What to know, and to do"</h2>
                <Findings findings=notes/>
            </section>
        })}
        <Sign page=page.clone() warnings blocked told/>
    }
    .into_any()
}

/// Who has a link to choose by and has not used it yet.
#[component]
fn Unanswered(names: Vec<String>, open: bool) -> impl IntoView {
    (open && !names.is_empty()).then(|| {
        view! {
            <p class="notice">
                {format!(
                    "{} not used the link to choose yet: {}. Links stop working as long as what you submit stands.",
                    if names.len() == 1 { "One employee has".to_owned() } else { format!("{} employees have", names.len()) },
                    names.join(", "),
                )}
            </p>
        }
        .into_any()
    })
}

/// The form, or why there is none.
#[component]
fn Sign(
    page: ReviewPage,
    warnings: Vec<FindingView>,
    blocked: bool,
    told: String,
) -> impl IntoView {
    let form = page.form.clone();
    let here = paths::review(&form.employer, &form.effective);
    let here = paths::with_scenario(&here, &form.scenario, Vec::new());
    let refused = if !page.signing.open {
        Some(view! { <p class="empty">"This renewal is not open: it can be read, not submitted."</p> }.into_any())
    } else if !page.signing.may_submit {
        Some(view! { <p class="empty">"Somebody with “Submit renewal” signs and submits it. Send them the address of this page."</p> }.into_any())
    } else if blocked {
        Some(view! { <p class="empty">"It can be signed as soon as nothing stands in the way any more."</p> }.into_any())
    } else if !page.signing.fresh {
        Some(view! {
            <p class="notice">
                "What you submit binds your company: first prove again that it is you. "
                <a class="button primary" href=paths::prove_then(&here) rel="external">"Prove it, and come back"</a>
            </p>
        }
        .into_any())
    } else {
        None
    };
    let unsigned = !warnings.is_empty() && refused.is_some();
    let shown = unsigned.then(|| view! { <Findings findings=warnings.clone()/> });
    match refused {
        Some(refused) => view! {
            <section class="card give" aria-labelledby="sign-title">
                <h2 id="sign-title">"Sign and submit"</h2>
                {shown}
                {refused}
            </section>
        }
        .into_any(),
        None => view! { <Signature page warnings told/> }.into_any(),
    }
}

/// The warnings by their rules, each with what is said about it, in the order in which they came.
fn by_rule(warnings: Vec<FindingView>) -> Vec<(String, Vec<FindingView>)> {
    let mut rules: Vec<(String, Vec<FindingView>)> = Vec::new();
    for warning in warnings {
        match rules.iter_mut().find(|(rule, _)| *rule == warning.rule) {
            Some((_, all)) => all.push(warning),
            None => rules.push((warning.rule.clone(), vec![warning])),
        }
    }
    rules
}

#[component]
fn Signature(page: ReviewPage, warnings: Vec<FindingView>, told: String) -> impl IntoView {
    let form: SubmitForm = page.form;
    let says = |word: &str| told.split('.').any(|told| told == word);
    let gate = says("gate");
    let reasons = by_rule(warnings).into_iter().enumerate().map(|(place, (rule, warnings))| {
        let typed = form.overrides.iter().find(|said| said.rule == rule);
        let reason = typed.map(|said| said.reason.clone()).unwrap_or_default();
        let missing = gate && reason.trim().is_empty();
        let fault = missing.then(|| "Say why you submit it all the same, or mend it.".to_owned());
        let title = warnings.first().map(|warning| warning.title.clone()).unwrap_or_default();
        let said = warnings.into_iter().map(|finding| view! { <Finding finding/> }).collect_view();
        view! {
            <div class="warned">
                {said}
                <input type="hidden" name=format!("form[overrides][{place}][rule]") value=rule/>
                <Sentences id=format!("reason-{place}") name=format!("form[overrides][{place}][reason]")
                    label=format!("Why you submit it all the same: {title}") value=reason longest=500 fault/>
            </div>
        }
    });
    let reasons = reasons.collect_view();
    let signature = says("signature").then(|| "Type your first and last name.".to_owned());
    let attest = says("attest").then(|| "Tick this to sign.".to_owned());
    let after = if page.second {
        "Then somebody else of your company has to confirm it, and the carrier looks at it."
    } else {
        "Then the carrier looks at it. Until the last day you can amend it or take it back."
    };
    view! {
        <section class="card give" aria-labelledby="sign-title">
            <h2 id="sign-title">"Sign and submit"</h2>
            <form method="post" action="/api/submission/submit" class="access">
                <Hidden name="form[employer]" value=form.employer/>
                <Hidden name="form[effective]" value=form.effective/>
                <Hidden name="form[scenario]" value=form.scenario/>
                <Hidden name="form[version]" value=form.version.to_string()/>
                <Hidden name="form[pulse]" value=form.pulse.to_string()/>
                <Hidden name="form[catalogue]" value=form.catalogue.to_string()/>
                <Hidden name="form[key]" value=form.key/>
                {reasons}
                <Tick id="attests" name="form[attests]" label=page.attestation checked=form.attests == "yes" fault=attest/>
                <Text id="signature" name="form[name]" label="Type your full name to sign" value=form.name autocomplete="name" fault=signature/>
                <button class="button primary">"Sign and submit"</button>
                <p class="hint">{after}</p>
            </form>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_of_one_rule_are_answered_once() {
        let warning = |rule: &str, sentence: &str| FindingView {
            rule: rule.to_owned(),
            title: String::new(),
            weight: "warning".to_owned(),
            sentence: sentence.to_owned(),
            remedy: String::new(),
            source: String::new(),
        };
        let all = vec![warning("a", "1"), warning("b", "2"), warning("a", "3")];
        let told: Vec<(String, usize)> =
            by_rule(all).into_iter().map(|(rule, all)| (rule, all.len())).collect();
        assert_eq!(told, [("a".to_owned(), 2), ("b".to_owned(), 1)]);
    }
}
