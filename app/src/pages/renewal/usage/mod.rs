//! What a year of care costs in each plan: the premium and what is paid at the doctor's, in years of
//! low, medium and high use and at worst.
//!
//! Everything is reckoned where it is shown, and only while this view is. Care does not depend on what
//! the employer contributes: moving a slider reckons the premium beside it anew, nothing else.

mod asked;
mod cross;
mod services;
mod table;
mod years;

use super::View;
use super::desk::Desk;
use crate::pages::address;
use crate::pages::plans::Look;
use crate::ui::Segmented;
use asked::{Asked, Payer};
use domain::Cents;
use domain::renewal::Employee;
use domain::usage::Shape;
use domain::word::employees;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use years::{Column, People, Place, Study, usual_shape};

/// The view. The plans that are picked in `look` stand beside those that are offered.
#[component]
pub fn Usage(desk: Desk, look: Look) -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| Asked::new(query, usual_shape(&desk)));
    let picks = look.picks;
    address::keep(View::Use.path(&desk.renewal), Some(asked::NAMES), move || {
        crate::paths::query(asked.pairs(&picks.get()))
    });
    let study = Study::new(desk, asked, picks);
    view! {
        <div class="usage">
            <section class="card" aria-labelledby="use-title">
                <div class="section-head">
                    <h2 id="use-title">"A year of care in each plan"</h2>
                </div>
                <Controls study/>
                <p class="use-lead">{move || verdict(study)}</p>
                <p class="quiet">{move || premise(study)}</p>
                <table::Table study/>
            </section>
            <cross::Cross study/>
            <services::Services study/>
        </div>
    }
    .into_any()
}

/// Choices of which one holds, with their caption above.
fn captioned(
    legend: &'static str,
    name: &'static str,
    labels: Vec<&'static str>,
    chosen: Signal<usize>,
    choose: Callback<usize>,
) -> AnyView {
    let chosen = Signal::derive(move || Some(chosen.get()));
    view! {
        <div class="use-control">
            <span class="small" aria-hidden="true">{legend}</span>
            <Segmented legend name labels chosen choose/>
        </div>
    }
    .into_any()
}

#[component]
fn Controls(study: Study) -> impl IntoView {
    let asked = study.asked;
    let shapes = captioned(
        "Who is covered",
        "use-shape",
        Shape::ALL.map(Shape::label).into(),
        Signal::derive(move || asked.shape.get() as usize),
        Callback::new(move |place: usize| asked.shape.set(Shape::ALL[place])),
    );
    let money = captioned(
        "Whose money",
        "use-money",
        vec!["What the employee pays", "With your company’s part"],
        Signal::derive(move || usize::from(asked.whole.get())),
        Callback::new(move |place| asked.whole.set(place == 1)),
    );
    let plans = captioned(
        "Which plans",
        "use-list",
        vec!["Offered and picked", "Every plan"],
        Signal::derive(move || usize::from(asked.all.get())),
        Callback::new(move |place| asked.all.set(place == 1)),
    );
    view! {
        <div class="use-controls needs-wasm">
            {shapes}
            {money}
            {plans}
            <div class="use-control" hidden=move || study.nobody()>
                <label class="small" for="use-payer">"Whose premium"</label>
                <select
                    id="use-payer"
                    on:change=move |event| asked.payer.set(Payer::from_code(&event_target_value(&event)))
                >
                    {move || payers(study)}
                </select>
            </div>
        </div>
    }
    .into_any()
}

/// Whose premium can stand beside the care, for the shape that is looked at.
fn payers(study: Study) -> impl IntoView {
    let People { all: people, middle } = study.people.get();
    let option = move |payer: Payer, label: String| {
        let chosen = move || study.asked.payer.get() == payer;
        view! { <option value=payer.code() selected=chosen>{label}</option> }
    };
    study.desk.with_value(|desk| {
        let name = |place: usize| desk.employee(place).name.clone();
        let count = people.len();
        let typical = middle.map(|place| {
            option(Payer::Middle, format!("{}, the middle one by premium", name(place)))
        });
        let average = (count > 1)
            .then(|| option(Payer::Average, format!("The average of {}", employees(count))));
        let others = people.iter().filter(|place| Some(**place) != middle);
        let others = others
            .map(|place| option(Payer::Row(desk.employee(*place).row), name(*place)))
            .collect_view();
        (typical, average, others)
    })
}

/// Whose premium it is and what the figures are, in sentences.
fn premise(study: Study) -> String {
    let people = study.people.with(|people| people.all.len());
    let shape = study.asked.shape.get().label().to_ascii_lowercase();
    let whose = study.payers.with(|payers| match payers[..] {
        [] => String::new(),
        [one] => study.desk.with_value(|desk| payer(desk, one)),
        _ => format!("{} on average", employees(people)),
    });
    let premium = if study.nobody() {
        format!(
            "Nobody in your group has this shape of family ({shape}), so the premium is left out: \
             these figures are care alone."
        )
    } else if study.asked.whole.get() {
        format!("The premium is all that is paid for {whose}, your company’s part too.")
    } else {
        format!("The premium is what {whose} would pay from the paycheck.")
    };
    format!(
        "{premium} Low, medium and high use are assumptions of ours to tell plans apart. They are no \
         forecast of anybody’s year. Dental plans are left out."
    )
}

/// An employee by name, with the size of the family where the shape does not say it.
fn payer(desk: &Desk, employee: usize) -> String {
    let Employee { name, next, .. } = desk.employee(employee);
    let family = next.and_then(|family| desk.bench().next.families.get(family as usize));
    match family.map_or(0, |family| family.members.len()) {
        0..=2 => name.clone(),
        people => format!("{name} with a family of {people}"),
    }
}

/// Which plan costs least in which year, in a sentence.
fn verdict(study: Study) -> String {
    let least = |column: Column| {
        let lowest = study.lowest.with(|lowest| lowest[column as usize])?;
        let count = study.years.with(Vec::len);
        let plans = (0..count).filter(|at| study.figure(*at, column) == Some(lowest));
        let next = |at: usize| study.years.with(|years| years.get(at).map(|year| year.plan));
        let plan = plans.filter_map(next).find(|plan| matches!(plan, Place::Next(_)))?;
        Some((column.label().to_ascii_lowercase(), study.name(plan), lowest))
    };
    said(&Column::YEARS.into_iter().filter_map(least).collect::<Vec<_>>())
}

/// What costs least in each of some years; years with one answer are said together.
fn said(least: &[(String, String, Cents)]) -> String {
    let Some((_, first, _)) = least.first() else {
        return String::new();
    };
    if least.len() > 1 && least.iter().all(|(_, name, _)| name == first) {
        return format!("{first} costs least in every one of these years.");
    }
    let part = |(year, name, amount): &(String, String, Cents)| {
        let year = if year == "worst case" {
            "in the worst case".to_owned()
        } else {
            format!("at {year}")
        };
        format!("{year} {name} ({amount})")
    };
    format!("Next year’s lowest cost: {}.", least.iter().map(part).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_that_costs_least_is_said_once_if_it_always_does() {
        let row =
            |year: &str, name: &str, amount| (year.to_owned(), name.to_owned(), Cents::new(amount));
        for (least, expect) in [
            (vec![], ""),
            (
                vec![row("low use", "Bronze", 231_050)],
                "Next year’s lowest cost: at low use Bronze ($2,310.50).",
            ),
            (
                vec![row("low use", "Bronze", 231_050), row("worst case", "Gold", 900_000)],
                "Next year’s lowest cost: at low use Bronze ($2,310.50), in the worst case Gold ($9,000.00).",
            ),
            (
                vec![row("low use", "Gold", 100), row("worst case", "Gold", 200)],
                "Gold costs least in every one of these years.",
            ),
        ] {
            assert_eq!(said(&least), expect);
        }
    }
}
