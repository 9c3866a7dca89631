//! Up to four plans side by side. The first is what the others are measured against; what is the same
//! recedes, what is better or worse is marked by tint and by word.

use super::bench::{Bench, State};
use crate::ui::{Difference, MoneyChange, difference_of_amounts};
use domain::Cents;
use domain::plan::{Limits, Service, ServiceGroup};
use leptos::prelude::*;
use std::cmp::Ordering;

/// A cell: what the plan says, how it differs from the first plan, and the word for that.
struct Cell {
    text: String,
    difference: Difference,
    word: &'static str,
}

/// A row of the comparison.
struct Row {
    label: &'static str,
    cells: Vec<Cell>,
}

impl Row {
    fn same(&self) -> bool {
        self.cells.iter().all(|cell| cell.difference == Difference::Same)
    }

    fn of_amounts(label: &'static str, amounts: &[Option<Cents>]) -> Option<Self> {
        amounts.iter().any(Option::is_some).then(|| {
            let base = amounts.first().copied().flatten();
            let cells = amounts
                .iter()
                .map(|amount| {
                    let (difference, word) = difference_of_amounts(base, *amount);
                    let text = amount.map_or("None".to_owned(), |a| format!("{a:#}"));
                    Cell { text, difference, word }
                })
                .collect();
            Self { label, cells }
        })
    }

    fn of_words(label: &'static str, words: Vec<String>) -> Self {
        let base = words.first().cloned();
        let cells = words
            .into_iter()
            .map(|text| {
                let same = Some(&text) == base.as_ref();
                let difference = if same { Difference::Same } else { Difference::Other };
                Cell { text, difference, word: if same { "" } else { "differs" } }
            })
            .collect();
        Self { label, cells }
    }

    /// The actuarial values, of which the higher is the better.
    fn of_values(bench: &Bench, plans: &[usize]) -> Self {
        let value = |plan: usize| bench.offer(plan).actuarial_value;
        let base = plans.first().copied().and_then(value);
        let cells = plans
            .iter()
            .map(|plan| {
                let text = value(*plan).map_or("Not stated".to_owned(), |av| format!("about {av}"));
                let (difference, word) = match (base, value(*plan)) {
                    (Some(base), Some(value)) => match value.cmp(&base) {
                        Ordering::Equal => (Difference::Same, ""),
                        Ordering::Greater => (Difference::Better, "higher"),
                        Ordering::Less => (Difference::Worse, "lower"),
                    },
                    (None, None) => (Difference::Same, ""),
                    _ => (Difference::Other, "differs"),
                };
                Cell { text, difference, word }
            })
            .collect();
        Self { label: "Share of costs it pays, on average", cells }
    }

    fn of_service(bench: &Bench, plans: &[usize], service: Service) -> Option<Self> {
        let shares: Vec<_> = plans
            .iter()
            .map(|plan| bench.share(*plan, service).map(|(inside, _)| inside))
            .collect();
        shares.iter().any(Option::is_some).then(|| {
            let base = shares.first().copied().flatten();
            let cells = shares
                .iter()
                .map(|share| {
                    let Some(share) = share else {
                        let difference =
                            if base.is_none() { Difference::Same } else { Difference::Other };
                        return Cell { text: "Not listed".to_owned(), difference, word: "" };
                    };
                    let difference = match base {
                        Some(base) => Difference::of(share.compare(&base)),
                        None => Difference::Other,
                    };
                    let word = match difference {
                        Difference::Same => "",
                        Difference::Better => "better",
                        Difference::Worse => "worse",
                        Difference::Other => "differs",
                    };
                    Cell { text: share.to_string(), difference, word }
                })
                .collect();
            Self { label: service.label(), cells }
        })
    }
}

/// The groups of rows, in order.
fn groups(bench: &Bench, plans: &[usize]) -> Vec<(&'static str, Vec<Row>)> {
    let limit = |pick: fn(&Limits) -> Option<Cents>| -> Vec<Option<Cents>> {
        plans.iter().map(|plan| pick(&bench.offer(*plan).limits)).collect()
    };
    let words = |say: &dyn Fn(usize) -> String| plans.iter().map(|plan| say(*plan)).collect();
    let mut groups = vec![
        (
            "The plan",
            vec![
                Row::of_words("Level", words(&|p| bench.offer(p).metal.to_string())),
                Row::of_words(
                    "Network",
                    words(&|p| {
                        let offer = bench.offer(p);
                        format!("{}, {}", offer.plan_type, offer.network)
                    }),
                ),
                Row::of_words(
                    "Works with an HSA",
                    words(&|p| {
                        if bench.offer(p).hsa_eligible { "Yes".to_owned() } else { "No".to_owned() }
                    }),
                ),
                Row::of_values(bench, plans),
            ],
        ),
        (
            "The yearly limits",
            Limits::COMPARED
                .into_iter()
                .map(|(label, pick)| Row::of_amounts(label, &limit(pick)))
                .chain([Row::of_amounts(
                    "Deductible outside the network",
                    &limit(|l| l.deductible_outside.and_then(|d| d.individual)),
                )])
                .flatten()
                .collect(),
        ),
    ];
    for group in ServiceGroup::ALL {
        let rows: Vec<Row> = Service::ALL
            .iter()
            .filter(|service| service.group() == group)
            .filter_map(|service| Row::of_service(bench, plans, *service))
            .collect();
        if !rows.is_empty() {
            groups.push((group.label(), rows));
        }
    }
    groups
}

/// The comparison.
#[component]
pub fn SideBySide(bench: Bench, state: State) -> impl IntoView {
    let picked = {
        let bench = bench.clone();
        Memo::new(move |_| bench.picked(state))
    };
    view! {
        <section class="card compare" aria-labelledby="compare-title" id="side-by-side">
            <div class="section-head">
                <h2 id="compare-title">"Side by side"</h2>
                <a href="#plans" rel="external" class="small">"All plans"</a>
                <Show when=move || 1 < picked.with(Vec::len)>
                    <label class="chip">
                        <input
                            type="checkbox" name="differences" value="1"
                            checked=state.only_differences.get_untracked()
                            prop:checked=move || state.only_differences.get()
                            on:change=move |event| state.only_differences.set(event_target_checked(&event))
                        />
                        <span>"Only differences"</span>
                    </label>
                </Show>
            </div>
            {move || {
                let plans = picked.get();
                if plans.is_empty() {
                    return view! {
                        <p class="empty">"Tick up to four plans in the list to compare them here."</p>
                    }
                    .into_any();
                }
                view! { <Table bench=bench.clone() state plans/> }.into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Table(bench: Bench, state: State, plans: Vec<usize>) -> impl IntoView {
    // On a narrow screen the first plan stands beside one other, which is chosen here.
    let shown = RwSignal::new(1_usize);
    let groups = groups(&bench, &plans);
    let heads = plans
        .iter()
        .enumerate()
        .map(|(column, plan)| view! { <Head bench=bench.clone() state column plan=*plan base=plans[0] shown/> })
        .collect_view();
    let chooser = (plans.len() > 2).then(|| {
        let options = plans
            .iter()
            .enumerate()
            .skip(1)
            .map(|(column, plan)| view! { <option value=column>{bench.offer(*plan).name.clone()}</option> })
            .collect_view();
        view! {
            <div class="field narrow-only">
                <label for="beside">"Compare with"</label>
                <select id="beside" on:change=move |event| {
                    shown.set(event_target_value(&event).parse().unwrap_or(1));
                }>{options}</select>
            </div>
        }
    });
    let bodies = groups
        .into_iter()
        .map(|(label, rows)| view! { <Group label rows state shown columns=plans.len()/> })
        .collect_view();
    view! {
        {chooser}
        <div class="scroll" tabindex="0" role="region" aria-label="Table of the plans ticked">
            <table class="side-by-side">
                <thead>
                    <tr>
                        <td class="corner">
                            {format!("For your {} covered employees and their families", bench.families.len())}
                        </td>
                        {heads}
                    </tr>
                </thead>
                {bodies}
            </table>
        </div>
    }
    .into_any()
}

/// The class of a column's cells: the first is pinned, and on a narrow screen one other is shown.
fn column_class(
    column: usize,
    shown: RwSignal<usize>,
) -> impl Fn() -> &'static str + Clone + Send + 'static {
    move || match column {
        0 => "base",
        _ if column == shown.get() => "shown",
        _ => "beside",
    }
}

#[component]
fn Head(
    bench: Bench,
    state: State,
    column: usize,
    plan: usize,
    base: usize,
    shown: RwSignal<usize>,
) -> impl IntoView {
    let offer = bench.offer(plan).clone();
    let (premium, from, to) = (bench.clone(), bench.clone(), bench.clone());
    let (company, people) = (bench.clone(), bench);
    let id = offer.id.clone();
    view! {
        <th scope="col" class=column_class(column, shown)>
            <span class="quiet small">
                {if column == 0 { "The others are compared with this" } else { "Compared" }}
            </span>
            <span class="plan-name">
                <span class=format!("metal {:?}", offer.metal) aria-hidden="true"></span>
                {offer.name.clone()}
            </span>
            <span class="price money">
                {move || premium.premium(plan).to_string()} <small>" /mo"</small>
            </span>
            {(column > 0).then(|| view! {
                <MoneyChange
                    from=Signal::derive(move || from.premium(base))
                    to=Signal::derive(move || to.premium(plan))
                />
            })}
            <span class="small">
                "Your company " <span class="money">{move || company.employer(plan).to_string()}</span>
            </span>
            <span class="small">
                "Your people " <span class="money">{move || people.employee(plan).to_string()}</span>
            </span>
            <button
                type="button" class="link needs-wasm"
                aria-label=format!("Remove {} from the comparison", offer.name)
                on:click=move |_| state.pick(&id, false)
            >"Remove"</button>
        </th>
    }
    .into_any()
}

#[component]
fn Group(
    label: &'static str,
    rows: Vec<Row>,
    state: State,
    shown: RwSignal<usize>,
    columns: usize,
) -> impl IntoView {
    let folded = RwSignal::new(false);
    let all_same = rows.iter().all(Row::same);
    let hidden = move || columns > 1 && all_same && state.only_differences.get();
    let rows = rows
        .into_iter()
        .map(|row| {
            let same = row.same();
            let hidden = move || folded.get() || columns > 1 && same && state.only_differences.get();
            let cells = row
                .cells
                .into_iter()
                .enumerate()
                .map(|(column, cell)| {
                    let class = column_class(column, shown);
                    let tint = if column == 0 { "" } else { cell.difference.class() };
                    let word = (column > 0 && !cell.word.is_empty())
                        .then(|| view! { <small class="word">{cell.word}</small> });
                    view! { <td class=move || format!("{} {tint}", class())>{cell.text} " " {word}</td> }
                })
                .collect_view();
            view! { <tr hidden=hidden><th scope="row">{row.label}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <tbody hidden=hidden>
            <tr class="group">
                <th scope="colgroup" colspan=columns + 1>
                    <button
                        type="button" aria-expanded=move || (!folded.get()).to_string()
                        on:click=move |_| folded.update(|folded| *folded = !*folded)
                    >{label}</button>
                </th>
            </tr>
            {rows}
        </tbody>
    }
    .into_any()
}
