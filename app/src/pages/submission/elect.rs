//! An employee chooses by a link, without an account.

use super::field::{Hidden, Radio, Select};
use super::{Note, asked, loading};
use crate::api::election::{BallotPlanView, BallotView, OpenBallot, load_ballot};
use crate::api::session::typed;
use crate::pages::failed::Instead;
use crate::wire;
use domain::census::Waiver;
use leptos::html::Fieldset;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn Elect() -> impl IntoView {
    let params = use_params_map();
    let token =
        Memo::new(move |_| params.with(|p| p.get_str("token").unwrap_or_default().to_owned()));
    let told = asked("told").get_untracked();
    let ballot = wire::load(move || token.get(), load_ballot);
    let typed_before = wire::load(|| (), |()| typed());
    view! {
        <Title text="Choose your coverage"/>
        <Suspense fallback=loading>
            {move || {
                let (token, told) = (token.get(), told.clone());
                Suspend::new(async move {
                    let typed = typed_before.await.unwrap_or_default();
                    match ballot.await {
                        Ok(BallotView::Open(ballot)) => view! { <Open ballot=*ballot token told typed/> }.into_any(),
                        Ok(BallotView::Answered(chosen)) => view! { <Answered chosen/> }.into_any(),
                        Ok(BallotView::Over) => view! { <Over/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Answered(
    /// What was chosen, where that is known just now.
    chosen: Vec<String>,
) -> impl IntoView {
    let chosen = (!chosen.is_empty()).then(|| {
        let lines = chosen.into_iter().map(|line| view! { <li>{line}</li> });
        view! { <ul class="said">{lines.collect_view()}</ul> }
    });
    view! {
        <article class="lead">
            <h1>"Thank you: your choice is taken"</h1>
            {chosen}
            <p>"Your employer sees it, and submits it with everybody’s. You need do nothing more. To change it, ask your employer for another link."</p>
        </article>
    }
    .into_any()
}

#[component]
fn Over() -> impl IntoView {
    view! {
        <article class="lead">
            <h1>"This link is good no more"</h1>
            <p>"Nothing was chosen by it. It may be for one of these reasons:"</p>
            <ul class="said">
                <li>"The last day to answer is over."</li>
                <li>"Your employer has sent in everybody’s choices already."</li>
                <li>"What your employer offers has changed since the link was sent."</li>
            </ul>
            <p>"If you have a newer mail with a link, use that one. Otherwise ask your employer what holds for you."</p>
        </article>
    }
    .into_any()
}

fn words(word: &str) -> Option<(&'static str, bool)> {
    Some(match word {
        "not-offered" => {
            ("This plan is not offered to you any more. Choose among those below.", true)
        }
        "not-open" | "overtaken" => {
            ("This changed meanwhile. Look again, then send your choice.", true)
        }
        _ => return None,
    })
}

#[component]
fn Open(
    ballot: OpenBallot,
    token: String,
    told: String,
    typed: Vec<(String, String)>,
) -> impl IntoView {
    let before = |field: &str, kept: &str| {
        let found = typed.iter().find(|(name, _)| name == field);
        found.map_or_else(|| kept.to_owned(), |(_, value)| value.clone())
    };
    let waives = before("choice", if ballot.waiver.is_empty() { "covered" } else { "waived" });
    let waives = waives == "waived";
    let with = if ballot.dependents.is_empty() {
        "You would be covered alone.".to_owned()
    } else {
        format!("Covered with you: {}.", ballot.dependents.join(", "))
    };
    let [medical, dental] = ballot.plans;
    let waiver = before("waiver", &ballot.waiver);
    let mut reasons = vec![(String::new(), "Choose a reason".to_owned())];
    reasons.extend(Waiver::ALL.map(|waiver| (waiver.code().to_owned(), waiver.label().to_owned())));
    let fault = (told == "reason").then(|| "Say why you decline.".to_owned());
    let declining = format!(
        "If you decline, no plan below counts: from {} on you and your family have no coverage here. You can join \
         again at the next renewal, or sooner only after a change in your life such as a marriage, a birth or the \
         loss of other coverage.",
        ballot.effective
    );
    // Whoever declines needs no plans. Without WASM they stay, and the sentence above says that they do not count.
    let question = NodeRef::<Fieldset>::new();
    let declines = RwSignal::new(false);
    let look = move || {
        let chosen = question.get_untracked().map(|field| field.query_selector("#waived:checked"));
        declines.set(matches!(chosen, Some(Ok(Some(_)))));
    };
    Effect::new(move |_| look());
    view! {
        <header class="page-head">
            <h1>{format!("Choose your coverage at {}", ballot.employer)}</h1>
            <p>{format!("For {}. The coverage that you choose begins on {}. Answer by {}.", ballot.name, ballot.effective, ballot.last_day)}</p>
        </header>
        <Note told=words(&told)/>
        <p>{ballot.now}" "{with}</p>
        <form method="post" action="/api/election/answer" class="designation">
            <Hidden name="form[token]" value=token/>
            <fieldset class="card" node_ref=question on:change=move |_| look()>
                <legend>"Do you want coverage?"</legend>
                <Radio id="covered" name="form[choice]" value="covered" label="Yes, in the plans that I choose below" checked=!waives/>
                <Radio id="waived" name="form[choice]" value="waived" label="No, I decline coverage" checked=waives/>
                <div class="under">
                    <p class="quiet">{declining}</p>
                    <Select id="waiver" name="form[waiver]" label="Why you decline" value=waiver options=reasons fault/>
                </div>
            </fieldset>
            <Plans field="medical" title="Medical plan" plans=medical value=before("medical", &ballot.chosen[0]) declines/>
            <Plans field="dental" title="Dental plan" plans=dental value=before("dental", &ballot.chosen[1]) declines/>
            <button class="button primary">"Send my choice"</button>
            <p class="hint">"You can send it once. To change it later, ask your employer for another link."</p>
        </form>
    }
    .into_any()
}

#[component]
fn Plans(
    field: &'static str,
    title: &'static str,
    plans: Vec<BallotPlanView>,
    value: String,
    declines: RwSignal<bool>,
) -> impl IntoView {
    (!plans.is_empty()).then(|| {
        let name = format!("form[{field}]");
        let follows = plans.iter().any(|plan| plan.follows);
        let none = value == "none" || (value.is_empty() && !follows);
        let rows = plans.into_iter().map(|plan| {
            let chosen = plan.id == value || (value.is_empty() && plan.follows);
            view! { <Plan field name=name.clone() plan chosen/> }
        });
        let rows = rows.collect_view();
        view! {
            <fieldset class="card" hidden=move || declines.get()>
                <legend>{title}</legend>
                {rows}
                <Radio id=format!("{field}-none") name=name value="none" label=format!("No {field} plan") checked=none/>
            </fieldset>
        }
        .into_any()
    })
}

#[component]
fn Plan(field: &'static str, name: String, plan: BallotPlanView, chosen: bool) -> impl IntoView {
    let [own, employer] = plan.pays;
    let label = format!("{}: you pay {own} a month", plan.name);
    let kind = format!(
        "{}. Your employer pays {employer} a month. {}{}",
        plan.kind,
        plan.differs,
        if plan.follows { " This is yours if you choose nothing." } else { "" }
    );
    let facts = plan.facts.into_iter().map(|(what, amount)| {
        view! { <div><dt>{what}</dt><dd>{amount}</dd></div> }
    });
    view! {
        <Radio id=format!("{field}-{}", plan.id) name value=plan.id label checked=chosen/>
        <div class="under">
            <p class="quiet">{kind}</p>
            <dl class="facts">{facts.collect_view()}</dl>
        </div>
    }
    .into_any()
}
