//! A row for each plan: the premium, the years, the worst case, the examples; and a plan opened.

use super::years::{COURSES, Column, Place, Study, Year, shape_of_course};
use crate::ui::Rows;
use crate::ui::chart::LINES_MAX;
use domain::Cents;
use domain::usage::{Cost, Unpriced};
use leptos::prelude::*;

/// How high a row is; `style/usage.css` says the same.
const ROW_HEIGHT: u32 = 72;
/// Why a fifth plan cannot be drawn.
const FULL: &str = "Four plans are drawn below. Untick one to draw another.";

/// The table.
#[component]
pub fn Table(study: Study) -> impl IntoView {
    let head = view! { <tr role="row">{Column::ALL.map(|column| head(study, column)).collect_view()}</tr> };
    let count = Signal::derive(move || study.order.with(Vec::len));
    let empty = move || {
        study.years.with(|years| !years.iter().any(|year| matches!(year.plan, Place::Next(_))))
    };
    view! {
        <p class="quiet needs-wasm">
            "Tick up to four plans to draw them below. Choose a plan’s name to see how its figures arise."
        </p>
        <Rows
            label="Table of plans and years" class="use-table" head=head.into_any()
            count height=ROW_HEIGHT at_first=12 row=move |place| row(study, place)
        />
        <p class="empty" hidden=move || !empty()>
            "Your scenario offers no medical plan next year. Offer one under Explore and compare."
        </p>
        <Unread study/>
        <div id="use-opened">{move || study.opened.get().map(|plan| opened(study, plan))}</div>
    }
    .into_any()
}

/// The head of a column, by which the table is ordered.
fn head(study: Study, column: Column) -> AnyView {
    let order = study.asked.order;
    let hint = move || match column {
        Column::Name => "",
        Column::Premium if study.asked.whole.get() => "with your company’s part",
        Column::Premium => "the employee’s part",
        Column::Worst => "premium + the most for care",
        _ if column.has_premium() => "premium + care",
        _ => "one person’s care",
    };
    view! {
        <th
            scope="col" role="columnheader" class:number=column != Column::Name
            aria-sort=move || (order.get() == column).then_some("ascending")
        >
            <button type="button" class="link" on:click=move |_| order.set(column)>{column.label()}</button>
            <small>{hint}</small>
        </th>
    }
    .into_any()
}

fn row(study: Study, place: usize) -> AnyView {
    let name = move || study.plan(place).map(|plan| study.name(plan)).unwrap_or_default();
    let drawn = move || {
        study.plan(place).is_some_and(|plan| study.drawn.with(|drawn| drawn.contains(&plan)))
    };
    let full = move || !drawn() && study.drawn.with(Vec::len) >= LINES_MAX;
    let open = move || study.plan(place).is_some_and(|plan| study.opened.get() == Some(plan));
    let draw = move |event| {
        if let Some(plan) = untrack(|| study.plan(place)) {
            study.draw(plan, event_target_checked(&event));
        }
    };
    let toggle = move |_| {
        let plan = untrack(|| study.plan(place));
        study.opened.update(|opened| *opened = plan.filter(|plan| *opened != Some(*plan)));
    };
    let metal = move || {
        study
            .plan(place)
            .map(|plan| study.desk.with_value(|desk| format!("metal {:?}", plan.offer(desk).metal)))
    };
    let figures = Column::ALL.into_iter().skip(1).map(|column| cell(study, place, column));
    view! {
        <tr
            role="row" data-plan=move || id(study, place)
            class:now=move || matches!(study.plan(place), Some(Place::Now(_)))
        >
            <th scope="row" role="rowheader">
                <input
                    type="checkbox" class="needs-wasm" aria-label=move || format!("Draw {}", name())
                    checked=untrack(drawn) prop:checked=drawn
                    disabled=full title=move || full().then_some(FULL)
                    on:change=draw
                />
                <button
                    type="button" class="link" aria-controls="use-opened"
                    aria-expanded=move || open().to_string() on:click=toggle
                >{name}</button>
                <small><span class=metal aria-hidden="true"></span>{move || note(study, place)}</small>
            </th>
            {figures.collect_view()}
        </tr>
    }
    .into_any()
}

/// The id of a row's plan; that of a present plan says so, since it may go on next year.
fn id(study: Study, place: usize) -> Option<String> {
    let plan = study.plan(place)?;
    let id = study.desk.with_value(|desk| plan.offer(desk).id.to_string());
    Some(if matches!(plan, Place::Now(_)) { format!("now-{id}") } else { id })
}

/// What a plan is to the group.
fn note(study: Study, place: usize) -> String {
    let Some(plan) = study.plan(place) else { return String::new() };
    study.desk.with_value(|desk| {
        let offer = plan.offer(desk);
        let offered = desk.scenario.with(|scenario| {
            scenario.packages.iter().any(|package| package.plans.contains(&offer.id))
        });
        let standing = match plan {
            Place::Now(_) => "this year’s terms",
            Place::Next(_) if offered => "offered",
            Place::Next(_) => "not offered",
        };
        format!("{} {}, {standing}", offer.metal, offer.plan_type)
    })
}

/// One figure: what is paid in all, what of it is care, and whether nothing costs less.
fn cell(study: Study, place: usize, column: Column) -> AnyView {
    let figure = move || study.figure(study.at(place)?, column);
    let is_next = move || matches!(study.plan(place), Some(Place::Next(_)));
    let lowest = move || {
        let figure = figure();
        is_next()
            && figure.is_some()
            && study.lowest.with(|lowest| lowest[column as usize] == figure)
    };
    let text = move || match figure() {
        Some(_) if column == Column::Premium && study.nobody() => "left out".to_owned(),
        Some(amount) => amount.to_string(),
        None => "—".to_owned(),
    };
    let below = move || {
        let year =
            |at: usize| study.years.with(|years| years.get(at).map(|year| under(year, column)));
        match study.at(place) {
            // A premium is missing where the family was not covered this year.
            Some(_) if column == Column::Premium && figure().is_none() => "not covered".to_owned(),
            at => at.and_then(year).unwrap_or_default(),
        }
    };
    view! {
        <td role="cell" class="number" class:better=lowest>
            <span class="money strong">{text}</span>
            <small>{below}</small>
            <small class="word">{move || lowest().then_some("lowest")}</small>
        </td>
    }
    .into_any()
}

/// What stands below a figure.
fn under(year: &Year, column: Column) -> String {
    let unread = column.course().is_some_and(|course| year.settled[course].is_err());
    match year.care(column) {
        _ if unread => "not computed".to_owned(),
        None if column == Column::Worst => "no limit".to_owned(),
        Some(care) if column.has_premium() => format!("care {care:#}"),
        _ => String::new(),
    }
}

/// Why something cannot be computed, in words for people.
fn why(unpriced: Unpriced) -> String {
    match unpriced {
        Unpriced::Unread(service) => format!(
            "Cannot be computed: the plan’s words for {} are not read.",
            service.label().to_ascii_lowercase()
        ),
        Unpriced::Unfiled(service) => format!(
            "Cannot be computed: the plan’s filing does not speak of {}.",
            service.label().to_ascii_lowercase()
        ),
    }
}

/// The plans of which some figure cannot be computed, each with the reason.
#[component]
fn Unread(study: Study) -> impl IntoView {
    let reasons = Memo::new(move |_| {
        study.years.with(|years| {
            let mut reasons: Vec<String> = Vec::new();
            for year in years {
                for unpriced in year.settled.iter().filter_map(|settled| settled.err()) {
                    let reason = format!("{}: {}", study.name(year.plan), why(unpriced));
                    if !reasons.contains(&reason) {
                        reasons.push(reason);
                    }
                }
            }
            reasons
        })
    });
    view! {
        <ul class="quiet use-unread">
            {move || reasons.get().into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}
        </ul>
    }
    .into_any()
}

/// How a plan's figures arise: for each year and example what it is priced at and who pays which part.
fn opened(study: Study, plan: Place) -> AnyView {
    let shape = study.asked.shape.get();
    let year = study.years.with(|years| years.iter().find(|year| year.plan == plan).cloned());
    let Some(year) = year else { return ().into_any() };
    let rows = COURSES.into_iter().zip(year.settled).enumerate().map(
        |(at, ((label, course), settled))| {
            let allowed = course.allowed(shape_of_course(at, shape));
            view! { <tr><th scope="row">{label}</th>{parts(allowed, settled)}</tr> }
        },
    );
    let worst = match year.worst {
        Some(worst) => format!(
            "In the worst case {worst:#} is paid for care: the plan’s yearly maximum. What the plan \
             does not cover, and care outside its network, come on top."
        ),
        None => {
            "The plan has no yearly maximum: what can be paid for care has no limit.".to_owned()
        }
    };
    let heads = [
        "Care is priced at",
        "Deductible",
        "Copays",
        "Coinsurance",
        "Not covered",
        "Members pay",
        "Plan pays",
    ];
    view! {
        <section class="use-opened" aria-labelledby="use-opened-title">
            <div class="section-head">
                <h3 id="use-opened-title">{format!("How the figures of {} arise", study.name(plan))}</h3>
                <button type="button" class="button" on:click=move |_| study.opened.set(None)>"Close"</button>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-label="How the figures arise">
                <table class="plain">
                    <thead>
                        <tr>
                            <th scope="col">"Care"</th>
                            {heads.map(|head| view! { <th scope="col" class="number">{head}</th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <p class="quiet">{worst}</p>
        </section>
    }
    .into_any()
}

/// What care is priced at and who pays which part of it, or why that cannot be told.
fn parts(allowed: Cents, settled: Result<Cost, Unpriced>) -> AnyView {
    match settled {
        Ok(cost) => {
            let Cost { deductible, copay, coinsurance, excluded } = cost;
            let paid = cost.total();
            [allowed, deductible, copay, coinsurance, excluded, paid, allowed - paid]
                .map(|amount| view! { <td class="number">{amount.to_string()}</td> })
                .collect_view()
                .into_any()
        }
        Err(unpriced) => view! { <td colspan="7">{why(unpriced)}</td> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::plan::Service;

    #[test]
    fn below_a_figure_stands_its_care_or_why_there_is_none() {
        let cost = Cost { copay: Cents::new(12_000), ..Cost::default() };
        let unread = Err(Unpriced::Unread(Service::Chiropractic));
        let settled = [Ok(cost), Ok(cost), unread, Ok(cost), Ok(cost), unread];
        let year = Year { plan: Place::Next(0), settled, worst: None };
        for (column, expect) in [
            (Column::Premium, ""),
            (Column::Low, "care $120"),
            (Column::High, "not computed"),
            (Column::Worst, "no limit"),
            (Column::Baby, ""),
            (Column::Fracture, "not computed"),
        ] {
            assert_eq!(under(&year, column), expect, "{column:?}");
        }
        assert_eq!(
            why(Unpriced::Unread(Service::Chiropractic)),
            "Cannot be computed: the plan’s words for chiropractic care are not read."
        );
    }
}
