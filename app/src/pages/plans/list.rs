//! Every plan with this group's monthly cost: filter, sort, pick, and at a renewal offer.
//!
//! Rows are known by their place in the list. A change of filter or order writes other texts where the
//! rows stand; a slider writes the figures of the rows in sight and nothing else.

use super::bench::Bench;
use super::filters::Filters;
use super::look::{Filter, Look, PICKS_MAX, Sort};
use super::standing::Standing;
use crate::ui::{MoneyChange, Rows};
use domain::plan::{Line, Service};
use domain::{Cents, Split};
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;
use std::sync::Arc;

/// How high a row is, in pixels; `style/plans.css` says the same.
const ROW_HEIGHT: u32 = 56;

/// The texts of a plan's row, in the order of the constants below.
type Face = [String; 8];
const ID: usize = 0;
const NAME: usize = 1;
const METAL: usize = 2;
const MARK: usize = 3;
const KIND: usize = 4;
const DEDUCTIBLE: usize = 5;
const OUT_OF_POCKET: usize = 6;
const VISIT: usize = 7;

fn face(bench: &Bench, standing: Option<&Standing>, one_issuer: bool, plan: usize) -> Face {
    let offer = bench.offer(plan);
    let hsa = if offer.hsa_eligible { " · HSA" } else { "" };
    // Whose plan it is goes without saying where there is one issuer.
    let issuer = if one_issuer { String::new() } else { format!(" · {}", offer.issuer) };
    let limit = |amount: Option<Cents>| amount.map_or("—".to_owned(), |a| format!("{a:#}"));
    let visit = bench
        .share(plan, Service::PrimaryCare)
        .or_else(|| bench.share(plan, Service::AdultDentalCheckUp))
        .map_or("—".to_owned(), |(inside, _)| inside.to_string());
    [
        offer.id.to_string(),
        offer.name.clone(),
        format!("metal {:?}", offer.metal),
        standing.map(|standing| standing.marks[plan].clone()).unwrap_or_default(),
        format!("{} · {}{hsa}{issuer}", offer.metal, offer.plan_type),
        limit(offer.limits.deductible.individual),
        limit(offer.limits.out_of_pocket.individual),
        visit,
    ]
}

/// The plans that the filter shows, in the chosen order. Reads the figures of the scenario only when the
/// order goes by them.
fn listed(bench: &Bench, look: Look, standing: Option<&Standing>) -> Vec<usize> {
    let mut plans: Vec<usize> = look.filter.with(|filter| {
        let shown = |plan: &usize| filter.shows(bench.offer(*plan), bench.premium(*plan));
        (0..bench.plans.len()).filter(shown).collect()
    });
    if let (true, Some(standing)) = (look.filter.with(|filter| filter.offered), standing) {
        standing.offered.with(|offered| plans.retain(|plan| offered[*plan]));
    }
    let sort = look.sort.get();
    let amount = |plan: usize| {
        let limits = &bench.offer(plan).limits;
        match sort {
            Sort::Premium => Some(bench.premium(plan)),
            Sort::Employer => Some(bench.employer(plan)),
            Sort::Employee => Some(bench.employee(plan)),
            Sort::Deductible => limits.deductible.individual,
            Sort::OutOfPocket => limits.out_of_pocket.individual,
            Sort::Name => Some(Cents::ZERO),
            Sort::Enrolled => {
                let count = standing.map_or(0, |s| s.next_in.with(|counts| counts[plan]));
                Some(Cents::new(-i64::try_from(count).unwrap_or(i64::MAX)))
            }
        }
    };
    plans.sort_by_cached_key(|plan| {
        let name = if sort == Sort::Name { bench.offer(*plan).name.as_str() } else { "" };
        // What is not limited comes after every limit.
        (amount(*plan).unwrap_or(Cents::new(i64::MAX)), name, bench.premium(*plan))
    });
    if look.reversed.get() {
        plans.reverse();
    }
    plans
}

/// The list.
#[component]
pub fn Plans(
    /// The plans and their prices.
    bench: Bench,
    /// What is looked at.
    look: Look,
    /// How many rows are written before the page has its handlers.
    at_first: usize,
    /// Where the group stands, at a renewal.
    #[prop(optional, into)]
    standing: Option<Arc<Standing>>,
) -> impl IntoView {
    let order = {
        let (bench, standing) = (bench.clone(), standing.clone());
        Memo::new(move |_| listed(&bench, look, standing.as_deref()))
    };
    let count = Memo::new(move |_| order.with(Vec::len));
    let one_issuer = bench.plans.windows(2).all(|pair| pair[0].issuer == pair[1].issuer);
    let faces = (0..bench.plans.len()).map(|p| face(&bench, standing.as_deref(), one_issuer, p));
    let shared = Shared {
        faces: faces.collect(),
        order,
        full: {
            let bench = bench.clone();
            Memo::new(move |_| bench.picked(look).len() >= PICKS_MAX)
        },
        look,
        bench: bench.clone(),
        standing: standing.clone(),
    };
    let total = {
        let bench = bench.clone();
        move || {
            let line = look.line();
            bench.plans.iter().filter(|offer| offer.line == line).count()
        }
    };
    let class = if standing.is_some() { "plan-list renewal" } else { "plan-list" };
    view! {
        <section class="card plans" aria-labelledby="plans-title" id="plans">
            <div class="section-head">
                <h2 id="plans-title">"Every plan for your group"</h2>
                <Ticked bench=bench.clone() look/>
                <p class="quiet" role="status">
                    {move || format!("{} of {} plans", count.get(), total())}
                </p>
            </div>
            {standing.as_ref().map(|standing| meaning(standing, look))}
            <Filters bench=bench.clone() look at_renewal=standing.is_some()/>
            <Rows
                label="List of plans" class head=head(look, standing.is_some()) count
                height=ROW_HEIGHT at_first row=move |place| row(&shared, place)
            />
            <Show when=move || count.get() == 0>
                <p class="empty">
                    "No plans match. "
                    <button type="button" class="link" on:click=move |_| look.filter.update(Filter::clear)>
                        "Clear the filters"
                    </button>
                </p>
            </Show>
            {unrated(&bench)}
        </section>
    }
    .into_any()
}

/// What the figures of a renewal's list mean.
fn meaning(standing: &Standing, look: Look) -> AnyView {
    let now = standing.now;
    view! {
        <p class="quiet meaning">
            {move || {
                let line = look.line();
                let kind = line.label().to_ascii_lowercase();
                match now[line as usize] {
                    Cents::ZERO => format!("Figures are a month if everybody with {kind} coverage were in the plan."),
                    now => format!(
                        "Figures are a month if everybody with {kind} coverage were in the plan. Changes are \
                         against the {now} that they cost now."
                    ),
                }
            }}
        </p>
    }
    .into_any()
}

/// Plans of the catalogue that this group cannot have.
fn unrated(bench: &Bench) -> Option<AnyView> {
    let count = bench.unrated.len();
    let ids = bench.unrated.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    (count > 0).then(|| {
        view! {
            <details class="quiet small">
                <summary>{format!("{count} more plans cannot be offered at this place and date")}</summary>
                <p>{ids}</p>
            </details>
        }
        .into_any()
    })
}

/// Why a fifth plan cannot be ticked.
const FULL: &str = "Four plans are ticked. Untick one to compare another.";

/// How many plans are ticked, where they stand side by side, and why no more can be.
#[component]
fn Ticked(bench: Bench, look: Look) -> impl IntoView {
    let count = Memo::new(move |_| bench.picked(look).len());
    view! {
        <Show when=move || { count.get() > 0 }>
            <p class="small" role="status">
                <a href="#side-by-side" rel="external">
                    {move || match count.get() {
                        1 => "1 plan ticked: see it".to_owned(),
                        n => format!("{n} plans ticked: see them side by side"),
                    }}
                </a>
                {move || (count.get() >= PICKS_MAX).then(|| format!(". {FULL}"))}
            </p>
        </Show>
    }
}

/// The head of a column that the list can be ordered by.
fn sortable(look: Look, class: &'static str, label: &'static str, sort: Sort) -> AnyView {
    let direction = move || {
        (look.sort.get() == sort)
            .then(|| if sort.rises(look.reversed.get()) { "ascending" } else { "descending" })
    };
    view! {
        <th scope="col" role="columnheader" class=class aria-sort=direction>
            <button type="button" class="sort" on:click=move |_| look.sort_by(sort)>{label}</button>
        </th>
    }
    .into_any()
}

fn head(look: Look, at_renewal: bool) -> AnyView {
    let visit = move || match look.line() {
        Line::Medical => "Primary care",
        Line::Dental => "Check-up",
    };
    // On a narrow screen a renewal has room for the plan, its month and whether it is offered.
    let part = if at_renewal { "number part wide-only" } else { "number part" };
    view! {
        <tr role="row">
            <th scope="col" role="columnheader" class="pick"><span class="visually-hidden">"Compare"</span></th>
            {at_renewal.then(|| view! { <th scope="col" role="columnheader" class="offer">"Offered"</th> })}
            {sortable(look, "name", "Plan", Sort::Name)}
            {sortable(look, "number limit wide-only", "Deductible", Sort::Deductible)}
            {sortable(look, "number limit wide-only", "Most a person pays a year", Sort::OutOfPocket)}
            {(!at_renewal).then(|| view! { <th scope="col" role="columnheader" class="visit wide-only">{visit}</th> })}
            {sortable(look, "number month", "Premium /mo", Sort::Premium)}
            {sortable(look, part, "Your company", Sort::Employer)}
            {sortable(look, part, "Your people", Sort::Employee)}
            {at_renewal.then(|| sortable(look, "number people wide-only", "Employees in it", Sort::Enrolled))}
        </tr>
    }
    .into_any()
}

/// What the rows share. Cheap to clone.
#[derive(Clone)]
struct Shared {
    faces: Arc<[Face]>,
    order: Memo<Vec<usize>>,
    /// Whether no more plans can be picked.
    full: Memo<bool>,
    look: Look,
    bench: Bench,
    standing: Option<Arc<Standing>>,
}

/// The row at a place of the list.
fn row(shared: &Shared, place: usize) -> AnyView {
    let (order, look) = (shared.order, shared.look);
    // A row that is about to be taken away is no plan's any more; what it says then is not seen.
    let plan =
        Memo::new(move |_| order.with(|order| order.get(place).copied().unwrap_or_default()));
    let text = |part: usize| {
        let faces = Arc::clone(&shared.faces);
        move || faces[plan.get()][part].clone()
    };
    // No slider changes it: of what a slider moves, only the parts are written.
    let premium = {
        let bench = shared.bench.clone();
        Signal::derive(move || bench.premium(plan.get()))
    };
    let month = {
        let bench = shared.bench.clone();
        Memo::new(move |_| bench.split(plan.get()))
    };
    let money = |part: fn(Split) -> Cents| {
        view! { <span class="money">{move || part(month.get()).to_string()}</span> }
    };
    let full_name = {
        let faces = Arc::clone(&shared.faces);
        move || {
            let face = &faces[plan.get()];
            format!("{}: {}{}", face[NAME], face[MARK], face[KIND])
        }
    };
    let picked = {
        let bench = shared.bench.clone();
        Memo::new(move |_| look.picks.with(|picks| picks.contains(&bench.offer(plan.get()).id)))
    };
    let marked = {
        let faces = Arc::clone(&shared.faces);
        move || !faces[plan.get()][MARK].is_empty()
    };
    let standing = shared.standing.as_ref();
    let part = if standing.is_some() { "number wide-only" } else { "number" };
    view! {
        <tr
            role="row" aria-rowindex=place + 2 data-plan=text(ID)
            class:marked=marked class:picked=picked
        >
            <td role="cell" class="pick">{pick(shared, plan, picked)}</td>
            {standing.map(|standing| view! { <td role="cell" class="offer">{offer(shared, standing, plan)}</td> })}
            <th scope="row" role="rowheader" title=full_name>
                <span class=text(METAL) aria-hidden="true"></span>
                <span class="plan-title">{text(NAME)}</span>
                <small><b class="mark">{text(MARK)}</b>{text(KIND)}</small>
            </th>
            <td role="cell" class="number wide-only">{text(DEDUCTIBLE)}</td>
            <td role="cell" class="number wide-only">{text(OUT_OF_POCKET)}</td>
            {standing.is_none().then(|| view! { <td role="cell" class="wide-only">{text(VISIT)}</td> })}
            <td role="cell" class="number strong">
                <span class="money">{move || premium.get().to_string()}</span>
                {standing.map(|standing| change(standing, look, premium))}
            </td>
            <td role="cell" class=part>{money(|split| split.employer)}</td>
            <td role="cell" class=part>{money(Split::employee)}</td>
            {standing.map(|standing| people(standing, plan))}
        </tr>
    }
    .into_any()
}

/// The box that puts a plan side by side with the others.
fn pick(shared: &Shared, plan: Memo<usize>, picked: Memo<bool>) -> AnyView {
    let (look, full) = (shared.look, shared.full);
    let (faces, value) = (Arc::clone(&shared.faces), Arc::clone(&shared.faces));
    let bench = shared.bench.clone();
    // A fifth plan cannot be picked; why is said beside the boxes too.
    let refused = move || full.get() && !picked.get();
    view! {
        <input
            type="checkbox" name="compare" value=move || value[plan.get()][ID].clone()
            aria-label=move || format!("Compare {}", faces[plan.get()][NAME])
            checked=picked.get_untracked()
            prop:checked=picked
            disabled=refused
            title=move || refused().then_some(FULL)
            on:change=move |event| {
                look.pick(&bench.offer(plan.get_untracked()).id, event_target_checked(&event));
            }
        />
    }
    .into_any()
}

/// The box that offers a plan in the scenario.
fn offer(shared: &Shared, standing: &Standing, plan: Memo<usize>) -> AnyView {
    let faces = Arc::clone(&shared.faces);
    let (offered, locked, set) = (standing.offered, standing.locked, standing.offer);
    let offered = Memo::new(move |_| offered.with(|offered| offered[plan.get()]));
    let why_not = move || locked.get()[usize::from(offered.get())];
    view! {
        <input
            type="checkbox"
            aria-label=move || format!("Offer {}", faces[plan.get()][NAME])
            checked=offered.get_untracked()
            prop:checked=offered
            disabled=move || why_not().is_some()
            title=why_not
            on:change=move |event| {
                set.run((plan.get_untracked(), event_target_checked(&event)));
                // Another plan may stand here now, for which the box is as it was before.
                event_target::<HtmlInputElement>(&event).set_checked(offered.get_untracked());
            }
        />
    }
    .into_any()
}

/// By how much the group's month in a plan differs from now.
fn change(standing: &Standing, look: Look, premium: Signal<Cents>) -> AnyView {
    let now = standing.now;
    let from = Signal::derive(move || now[look.line() as usize]);
    view! { <small><MoneyChange from to=premium/></small> }.into_any()
}

/// How many employees would be in a plan, and how many are now in it or in what it takes the place of.
fn people(standing: &Standing, plan: Memo<usize>) -> AnyView {
    let next_in = standing.next_in;
    let next = Memo::new(move |_| next_in.with(|counts| counts[plan.get()]));
    let now_in: Arc<[usize]> = standing.now_in.as_slice().into();
    let said = move || match (next.get(), now_in[plan.get()]) {
        (0, 0) => String::new(),
        (next, now) if next == now => "as now".to_owned(),
        (_, 0) => "nobody now".to_owned(),
        (_, now) => format!("now {now}"),
    };
    let count = move || match next.get() {
        0 => "—".to_owned(),
        n => n.to_string(),
    };
    view! {
        <td role="cell" class="number wide-only">
            {count}
            <small>{said}</small>
        </td>
    }
    .into_any()
}
