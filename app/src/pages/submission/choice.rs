//! What one employee's family has next year: looked at before it is kept.

use super::field::{Hidden, Radio, Select, Text, Tick, fault_of};
use super::{Findings, Head, Note, asked, key, loading};
use crate::api::election::{
    ChoiceForm, ChoicePage, DependentView, JoiningForm, LineView, PreviewView, load_choice,
};
use crate::api::renewal::RenewalKey;
use crate::pages::failed::Instead;
use crate::pages::not_found::NotFound;
use crate::paths;
use crate::wire;
use domain::census::{Relationship, Waiver};
use domain::date::long;
use domain::election::{EndReason, LeaveReason};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The page. The last part of the address is the employee's row, or `new`.
#[component]
pub fn OneChoice() -> impl IntoView {
    let params = use_params_map();
    let row = Memo::new(move |_| {
        params.with(|params| match params.get_str("row").unwrap_or_default() {
            "new" => Some(0),
            row => row.parse::<u32>().ok().filter(|row| *row != 0),
        })
    });
    let (key, scenario) = (key(), asked("scenario"));
    let told = asked("told").get_untracked();
    let page = wire::load(
        move || (key.get(), scenario.get(), row.get()),
        |(key, scenario, row): (RenewalKey, String, Option<u32>)| {
            // What is no row is nobody's.
            load_choice(key, scenario, row.unwrap_or(u32::MAX))
        },
    );
    view! {
        <Suspense fallback=loading>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Page page told/> }.into_any(),
                        Err(crate::api::ApiError::NotFound) => NotFound().into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

fn words(word: &str, faulty: bool) -> Option<(&'static str, bool)> {
    Some(match word {
        _ if faulty => ("Nothing is kept yet. Mend what is marked below.", true),
        "not-open" => ("This renewal is not open: it can be read, not changed.", true),
        "not-offered" => ("This plan is not offered to this employee in this scenario.", true),
        _ => return None,
    })
}

#[component]
fn Page(page: ChoicePage, told: String) -> impl IntoView {
    let title = if page.name.is_empty() { "Somebody new".to_owned() } else { page.name.clone() };
    let all = paths::choices(&page.form.employer, &page.form.effective);
    let all = paths::with_scenario(&all, &page.form.scenario, Vec::new());
    let scenario = if page.scenario_name.is_empty() {
        "Offered as now".to_owned()
    } else {
        format!("In the scenario “{}”", page.scenario_name)
    };
    let overtaken = page.overtaken.then(|| view! {
        <p class="fault" role="alert">
            {format!("This was changed meanwhile ({}). Below is what you typed: save it to take its place, or give it up to see theirs.", page.changed)}
        </p>
    });
    let of = Some(page.form.row).filter(|row| *row != 0);
    let anew = paths::choice(&page.form.employer, &page.form.effective, of);
    let anew = paths::with_scenario(&anew, &page.form.scenario, vec![("anew", "1".to_owned())]);
    let anew = page.typed.then(|| view! {
        <p class="actions"><a class="button" href=anew rel="external">"Give up what was typed"</a></p>
    });
    let note = words(&told, !page.faults.is_empty());
    let form = if page.may_change {
        view! { <Form page=page.clone()/> }.into_any()
    } else {
        view! { <p class="empty">"You can read this, not change it: the renewal is not open, or it needs “Manage members”."</p> }
            .into_any()
    };
    view! {
        <Title text=title.clone()/>
        <Head renewal=page.renewal.clone() title here="" scenario=page.form.scenario.clone()/>
        <p class="quiet"><a href=all>"Everybody’s choices"</a>" "{scenario}". "{page.changed.clone()}</p>
        <Note told=note/>
        {overtaken}
        {anew}
        {page.preview.clone().map(|preview| view! { <Preview preview may_save=page.may_change/> })}
        {form}
    }
    .into_any()
}

/// What it would come to.
#[component]
fn Preview(preview: PreviewView, may_save: bool) -> impl IntoView {
    let rows = preview.rows.into_iter().map(|[what, before, after]| {
        let differs = before != after;
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td class="number">{before}</td>
                <td class="number" class:strong=differs>{after}{differs.then_some(" (changed)")}</td>
            </tr>
        }
    });
    let none = preview.findings.is_empty();
    view! {
        <section class="card give" aria-labelledby="preview-title">
            <h2 id="preview-title">"Preview: nothing is kept yet"</h2>
            <p>{preview.effective}</p>
            <div class="table-frame" tabindex="0" role="region" aria-label="Before and after">
                <table class="ledger">
                    <thead>
                        <tr>
                            <th scope="col">"Next year"</th>
                            <th scope="col" class="number">"Without this"</th>
                            <th scope="col" class="number">"With it"</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            {(!none).then(|| view! { <Findings findings=preview.findings/> })}
            {may_save.then(|| view! {
                <p class="actions">
                    <button class="button primary" form="choice" name="form[doing]" value="save">"Save"</button>
                </p>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Form(page: ChoicePage) -> impl IntoView {
    let form = page.form.clone();
    let new = form.newcomer == "yes";
    let kept = form.version != 0;
    let seen = page.preview.is_some();
    let back =
        if new { format!("Remove {}", page.name) } else { "Take this choice back".to_owned() };
    let head = fault_of(&page.faults, "head");
    view! {
        <form method="post" action="/api/election/change" id="choice" class="designation choice" novalidate>
            <Hidden name="form[employer]" value=form.employer.clone()/>
            <Hidden name="form[effective]" value=form.effective.clone()/>
            <Hidden name="form[scenario]" value=form.scenario.clone()/>
            <Hidden name="form[row]" value=form.row.to_string()/>
            <Hidden name="form[version]" value=form.version.to_string()/>
            <Hidden name="form[newcomer]" value=form.newcomer.clone()/>
            {head.map(|head| view! { <p class="fault" role="alert">{head}</p> })}
            {new.then(|| view! { <Newcomer form=form.clone() classes=page.classes.clone() faults=page.faults.clone()/> })}
            <NextYear page=page.clone()/>
            <Dependents dependents=page.dependents.clone() form faults=page.faults.clone()/>
            <div class="actions">
                <button class="button" class:primary=!seen name="form[doing]" value="preview">
                    {if seen { "Preview again" } else { "Preview" }}
                </button>
                {(!seen).then(|| view! { <button class="button" name="form[doing]" value="save">"Save"</button> })}
                {kept.then(|| view! { <button class="button" name="form[doing]" value="remove" formnovalidate=true>{back}</button> })}
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Newcomer(
    form: ChoiceForm,
    classes: Vec<String>,
    faults: Vec<(String, String)>,
) -> impl IntoView {
    let options = std::iter::once((String::new(), "None".to_owned()))
        .chain(classes.iter().map(|class| (class.clone(), class.clone())))
        .collect::<Vec<_>>();
    view! {
        <fieldset class="card">
            <legend>"Who is new"</legend>
            <Text id="name" name="form[name]" label="First and last name" value=form.name fault=fault_of(&faults, "name")/>
            <Text id="born_on" name="form[born_on]" label="Date of birth" value=form.born_on kind="date" fault=fault_of(&faults, "born_on")/>
            <Text id="hired_on" name="form[hired_on]" label="First day of work" value=form.hired_on kind="date"
                hint="The waiting period runs from it." fault=fault_of(&faults, "hired_on")/>
            {(!classes.is_empty()).then(|| view! {
                <Select id="class" name="form[class]" label="Benefit class" value=form.class options/>
            })}
        </fieldset>
    }
    .into_any()
}

fn reasons<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<(String, String)> {
    all.iter().map(|one| (code(*one).to_owned(), label(*one).to_owned())).collect()
}

/// The same with nothing chosen beforehand.
fn to_choose<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), "Choose a reason".to_owned())];
    options.extend(reasons(all, code, label));
    options
}

/// Covered, declined, or ended.
#[component]
fn NextYear(page: ChoicePage) -> impl IntoView {
    let form = page.form;
    let is = |word: &str| form.choice == word;
    let lines = page.lines.into_iter().map(|line| {
        let value =
            if line.field == "medical" { form.medical.clone() } else { form.dental.clone() };
        view! { <Line line value/> }
    });
    let ends = form.newcomer != "yes" && !page.last_days.is_empty();
    let ended = is("ended");
    let end_reason = form.end_reason.clone();
    let last_day = form.last_day.clone();
    let of = |field: &str| fault_of(&page.faults, field);
    let mut last_days = vec![(String::new(), "Choose a day".to_owned())];
    // Also one that was accepted and is past.
    let kept = (!last_day.is_empty() && page.last_days.iter().all(|(day, _)| *day != last_day))
        .then(|| (last_day.clone(), last_day.clone()));
    last_days.extend(page.last_days.into_iter().chain(kept));
    let before = format!("Coverage ends before {}", long(page.renewal.effective_on));
    view! {
        <fieldset class="card">
            <legend>"Next year"</legend>
            <Radio id="covered" name="form[choice]" value="covered" label="Covered" checked=!is("waived") && !ended/>
            <div class="under">{lines.collect_view()}</div>
            <Radio id="waived" name="form[choice]" value="waived" label="Declines coverage" checked=is("waived")/>
            <div class="under">
                <Select id="waiver" name="form[waiver]" label="Why it is declined" value=form.waiver.clone()
                    options=to_choose(&Waiver::ALL, Waiver::code, Waiver::label) fault=of("waiver")/>
            </div>
            {ends.then(|| view! {
                <Radio id="ended" name="form[choice]" value="ended" label=before checked=ended/>
                <div class="under">
                    <Select id="end_reason" name="form[end_reason]" label="Why it ends" value=end_reason
                        options=to_choose(&EndReason::ALL, EndReason::code, EndReason::label) fault=of("end_reason")/>
                    <Select id="last_day" name="form[last_day]" label="Last day of coverage" value=last_day options=last_days fault=of("last_day")/>
                </div>
            })}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Line(line: LineView, value: String) -> impl IntoView {
    let label = if line.field == "medical" { "Medical plan" } else { "Dental plan" };
    let now = line.now.map_or_else(|| "None now.".to_owned(), |now| format!("Now: {now}."));
    view! {
        <Select id=line.field.clone() name=format!("form[{}]", line.field) label value options=line.options/>
        <p class="hint">{now}</p>
    }
    .into_any()
}

/// Who stays, leaves and joins.
#[component]
fn Dependents(
    dependents: Vec<DependentView>,
    form: ChoiceForm,
    faults: Vec<(String, String)>,
) -> impl IntoView {
    // Where nothing was said yet, what is proposed stands there.
    let proposes = form.version == 0 && form.leaving.is_empty();
    let leaving = dependents.into_iter().map(|dependent| {
        let row = dependent.row;
        let mut options = vec![(String::new(), "Stays".to_owned())];
        options.extend(LeaveReason::ALL.map(|reason| {
            (format!("{row}:{}", reason.code()), format!("Leaves: {}", reason.label()))
        }));
        let said = form.leaving.iter().find(|said| said.starts_with(&format!("{row}:"))).cloned();
        let proposed = (proposes && !dependent.proposed.is_empty())
            .then(|| format!("{row}:{}", dependent.proposed));
        let value = said.or(proposed).unwrap_or_default();
        let too_old = !dependent.proposed.is_empty();
        let fault = fault_of(&faults, &format!("leaving-{row}"));
        view! {
            <Select id=format!("leaving-{row}") name="form[leaving][]" label=dependent.name value options fault/>
            {too_old.then(|| view! {
                <p class="hint">"Turns 26 by the renewal and can then be covered only where disabled."</p>
            })}
        }
    });
    let leaving = leaving.collect_view();
    // And a row for one more.
    let rows = form.joining.into_iter().chain([JoiningForm::default()]).enumerate();
    let joining = rows
        .map(|(place, joining)| view! { <JoiningFields place joining faults=faults.clone()/> })
        .collect_view();
    view! {
        <fieldset class="card">
            <legend>"Dependents"</legend>
            {leaving}
            {joining}
            <p class="hint">"To add more than one, press Preview: there is room for another then."</p>
        </fieldset>
    }
    .into_any()
}

#[component]
fn JoiningFields(
    place: usize,
    joining: JoiningForm,
    faults: Vec<(String, String)>,
) -> impl IntoView {
    let of = |field: &str| fault_of(&faults, &format!("joining-{place}-{field}"));
    let named = |field: &str| format!("form[joining][{place}][{field}]");
    let id = |field: &str| format!("joining-{place}-{field}");
    let legend = if joining.name.is_empty() {
        "Add a dependent".to_owned()
    } else {
        format!("{} joins", joining.name)
    };
    let relationships = [Relationship::Child, Relationship::Spouse, Relationship::DomesticPartner];
    view! {
        <fieldset class="joining">
            <legend>{legend}</legend>
            <input type="hidden" name=named("row") value=joining.row/>
            <Text id=id("name") name=named("name") label="First and last name" value=joining.name fault=of("name")/>
            <Text id=id("born_on") name=named("born_on") label="Date of birth" value=joining.born_on kind="date" fault=of("born_on")/>
            <Select id=id("relationship") name=named("relationship") label="Belongs to the employee as" value=joining.relationship
                options=reasons(&relationships, Relationship::code, Relationship::label) fault=of("relationship")/>
            <Tick id=id("disabled") name=named("disabled") label="A child who is disabled and dependent: stays covered beyond 26" checked=joining.disabled == "yes"/>
        </fieldset>
    }
    .into_any()
}
