//! Whose plans these are: the group, where it is, and from when; and how to choose another.

use super::bench::{Bench, State};
use crate::api::compare::{ComparePage, Field, GroupQuestion, GroupView, RowFault};
use crate::paths;
use crate::ui::FaultText;
use domain::date;
use domain::word::count;
use leptos::prelude::*;

/// The last day of the plan year that begins on a day.
fn last_day(effective_on: chrono::NaiveDate) -> chrono::NaiveDate {
    date::PlanYear::starting(effective_on).map_or(effective_on, date::PlanYear::ends_on)
}

/// What there is instead of figures, and what to do: a designed state for each reason.
#[component]
pub fn Instead(page: ComparePage, bench: Option<Bench>) -> impl IntoView {
    let group = page.group?;
    let text = match bench {
        None if !page.faults.is_empty() => return None,
        None if group.catalogue.is_none() => {
            "No plans and rates have been imported yet. Ask the carrier when they will be there."
        }
        None => "Say where the business is and when coverage begins, and every plan is priced.",
        Some(bench) if bench.plans.is_empty() => {
            "No plan has a filed rate for this place and date. Choose another first day of coverage."
        }
        Some(bench) if bench.families.is_empty() => {
            "Everybody in this roster waived coverage: there is nobody to price plans for."
        }
        Some(_) => return None,
    };
    Some(view! { <p class="notice" role="status">{text}</p> })
}

/// The group's name, and in a sentence who is covered, where, from when.
#[component]
pub fn Heading(group: Option<GroupView>, bench: Option<Bench>) -> impl IntoView {
    let Some(group) = group else {
        return view! {
            <header class="page-head">
                <h1>"Compare plans for your group"</h1>
                <p>"Choose a group or bring your own roster: every plan is priced for its people."</p>
            </header>
        }
        .into_any();
    };
    let catalogue = group.catalogue.unwrap_or_default();
    let sentence = bench.map(|bench| {
        let waived = match bench.waived_employees {
            0 => String::new(),
            n => format!(", {n} waived coverage"),
        };
        format!(
            "{} enrolled, {} with their families{waived}. Coverage from {} to {}. {}, {}. Catalogue {catalogue}.",
            count(bench.families.len(), "employee", "employees"),
            count(bench.members(), "person", "people"),
            date::long(bench.effective_on),
            date::short(last_day(bench.effective_on)),
            bench.area,
            bench.area.state,
        )
    });
    view! {
        <header class="page-head">
            <h1>{group.name}</h1>
            <p>{sentence}</p>
        </header>
    }
    .into_any()
}

/// How many faults are written out.
const FAULTS_SHOWN: usize = 50;

fn plural(count: usize) -> &'static str {
    if count == 1 { "One row" } else { "Some rows" }
}

/// The rows of the roster that could not be used, each with what to do.
#[component]
pub fn RowFaults(faults: Vec<RowFault>) -> impl IntoView {
    (!faults.is_empty()).then(|| {
        let more = faults.len().saturating_sub(FAULTS_SHOWN);
        let lines = faults
            .iter()
            .take(FAULTS_SHOWN)
            .map(|fault| {
                let place = match &fault.column {
                    Some(column) => format!("Row {}, {column}", fault.row),
                    None => format!("Row {}", fault.row),
                };
                view! { <li><strong>{place}</strong>" " {fault.message.clone()}</li> }
            })
            .collect_view();
        view! {
            <section class="notice" aria-label="Rows that need attention">
                <h2>{format!("{} of your roster could not be used", plural(faults.len()))}</h2>
                <p>"The figures below are without these people. Mend the file and bring it again."</p>
                <ul>{lines}</ul>
                {(more > 0).then(|| view! { <p>{format!("And {more} more.")}</p> })}
            </section>
        }
    })
}

/// Where and from when: the fields that a ready group and a new roster share.
#[component]
fn PlaceFields(page: StoredValue<ComparePage>, prefix: &'static str, asked: bool) -> impl IntoView {
    let question = page.with_value(|page| page.question.clone());
    let counties = page.with_value(|page| page.counties.clone());
    let fault = move |field: Field| {
        page.with_value(|page| {
            let fault = page.faults.iter().find(|f| asked && f.field == field);
            fault.map(|fault| fault.message.clone())
        })
    };
    let id = move |name: &str| format!("{prefix}-{name}");
    let invalid = move |field| fault(field).is_some().then_some("true");
    let county = (!counties.is_empty()).then(|| {
        let chosen = question.county.clone();
        let options = counties
            .into_iter()
            .map(|county| {
                let selected = chosen.as_deref() == Some(county.as_str());
                view! { <option value=county.clone() selected=selected>{county.clone()}</option> }
            })
            .collect_view();
        view! {
            <div class="field">
                <label for=id("county")>"County"</label>
                <select id=id("county") name="county" aria-describedby=id("county-fault") aria-invalid=invalid(Field::County)>
                    <option value="">"Choose…"</option>
                    {options}
                </select>
                <FaultText id=id("county-fault") text=Signal::derive(move || fault(Field::County))/>
            </div>
        }
    });
    view! {
        <div class="field narrow">
            <label for=id("zip")>"ZIP code of the business"</label>
            <input
                id=id("zip") name="zip" inputmode="numeric" autocomplete="postal-code" required
                pattern="[0-9]{5}(-[0-9]{4})?" title="Five digits, like 94110"
                value=question.zip.clone()
                aria-describedby=id("zip-fault") aria-invalid=invalid(Field::Zip)
            />
            <FaultText id=id("zip-fault") text=Signal::derive(move || fault(Field::Zip))/>
        </div>
        {county}
        <div class="field narrow">
            <label for=id("effective")>"First day of coverage"</label>
            <input
                id=id("effective") name="effective" type="date" required
                value=question.effective.clone()
                aria-describedby=id("effective-fault") aria-invalid=invalid(Field::Effective)
            />
            <FaultText id=id("effective-fault") text=Signal::derive(move || fault(Field::Effective))/>
        </div>
    }
    .into_any()
}

/// What has been decided on the page goes along to another place or date.
#[component]
fn KeptState(state: State) -> impl IntoView {
    move || {
        let mut query = state.query();
        query.group = GroupQuestion::default();
        query
            .pairs()
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
            .collect_view()
    }
}

/// Choosing a group, or bringing a roster. Plain forms: they work before WASM arrives.
#[component]
pub fn Chooser(page: ComparePage, state: State, open: bool) -> impl IntoView {
    let question: GroupQuestion = state.group.get_value();
    let chosen = page.group.clone();
    let summary = if open { "Your group" } else { "Change the group, place or date" };
    let roster_fault =
        page.faults.iter().find(|f| f.field == Field::Roster).map(|f| f.message.clone());
    // A fault beside a field must be seen.
    let open = open || !page.faults.is_empty();
    let listed = |id: &str| page.employers.iter().any(|employer| employer.id == id);
    let own = chosen.as_ref().filter(|group| !listed(&group.id)).map(|group| {
        view! { <option value=group.id.clone() selected>{group.name.clone()}</option> }
    });
    let employers = page
        .employers
        .iter()
        .map(|employer| {
            let selected = question.employer.as_deref() == Some(employer.id.as_str());
            view! { <option value=employer.id.clone() selected=selected>{employer.name.clone()}</option> }
        })
        .collect_view();
    let some_group = own.is_some() || !page.employers.is_empty();
    let quick = page
        .employers
        .iter()
        .map(|employer| view! { <li><a href=paths::compare_employer(&employer.id)>{employer.name.clone()}</a></li> })
        .collect_view();
    let quick = (chosen.is_none() && !page.employers.is_empty()).then(|| {
        view! {
            <div class="quick">
                <h2>"Choose one of your groups"</h2>
                <ul>{quick}</ul>
            </div>
        }
    });
    let page = StoredValue::new(page);
    view! {
        <details class="chooser card" open=open>
            <summary>{summary}</summary>
            {quick}
            {(chosen.is_some() && some_group).then(|| view! {
                <form method="get" action=paths::COMPARE class="fields">
                    <h2>"Another place or date"</h2>
                    <KeptState state/>
                    <div class="field">
                        <label for="ask-employer">"Group"</label>
                        <select id="ask-employer" name="employer">{own}{employers}</select>
                    </div>
                    <PlaceFields page prefix="ask" asked=true/>
                    <button class="button">"Show the plans"</button>
                </form>
            })}
            <form
                method="post" action="/api/compare/roster" enctype="multipart/form-data"
                class="fields"
            >
                <h2>"Bring your own roster"</h2>
                <div class="field">
                    <label for="roster">"Roster, as CSV or Excel (.xlsx)"</label>
                    <input
                        id="roster" name="roster" type="file" required
                        accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                        aria-describedby="roster-hint roster-fault"
                    />
                    <p class="hint" id="roster-hint">
                        "Names, dates of birth and who belongs to whom. Social Security numbers are not read. "
                        <a href="/roster-template.csv" rel="external" download>"Download a template"</a>
                    </p>
                    <FaultText id="roster-fault" text=Signal::derive(move || roster_fault.clone())/>
                </div>
                <PlaceFields page prefix="new" asked=chosen.is_none()/>
                <button class="button primary">"Price the plans"</button>
            </form>
        </details>
    }
    .into_any()
}
