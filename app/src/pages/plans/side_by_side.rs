//! Up to four plans side by side. The first column is what the others are measured against: at a renewal
//! the present plan, with this year's benefits and prices, otherwise the plan that was picked first. What is
//! the same recedes, what is better or worse is marked by tint and by word.

use super::bench::Bench;
use super::look::{Look, PICKS_MAX};
use super::standing::Standing;
use crate::ui::{Difference, MoneyChange, difference_of_amounts};
use domain::id::PlanId;
use domain::plan::{ComparedLimit, CostShare, Limits, Line, Service, ServiceGroup};
use domain::word::{count, employees};
use domain::workbench::{Offer, Workbench};
use domain::{Cents, Percent, Split};
use leptos::prelude::*;
use std::cmp::Ordering;
use std::sync::Arc;

/// A plan in its workbench: plans of two years stand in two.
#[derive(Clone)]
struct Column {
    workbench: Arc<Workbench>,
    plan: usize,
}

impl Column {
    fn offer(&self) -> &Offer {
        &self.workbench.plans[self.plan]
    }

    fn share(&self, service: Service) -> Option<CostShare> {
        self.workbench.share(self.plan, service).map(|(inside, _)| inside)
    }
}

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

    /// A row of what the plans say, each measured against what the first says.
    fn new<T: Copy>(
        label: &'static str,
        said: &[T],
        text: impl Fn(T) -> String,
        differs: impl Fn(T, T) -> (Difference, &'static str),
    ) -> Self {
        let cell = |said: &T, first: T| {
            let (difference, word) = differs(first, *said);
            Cell { text: text(*said), difference, word }
        };
        let cells = said
            .first()
            .map_or_else(Vec::new, |first| said.iter().map(|said| cell(said, *first)).collect());
        Self { label, cells }
    }

    fn of_amounts(label: &'static str, amounts: &[Option<Cents>]) -> Option<Self> {
        let text = |amount: Option<Cents>| amount.map_or("None".to_owned(), |a| format!("{a:#}"));
        let some = amounts.iter().any(Option::is_some);
        some.then(|| Self::new(label, amounts, text, difference_of_amounts))
    }

    fn of_words(label: &'static str, words: &[String]) -> Self {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Self::new(label, &words, str::to_owned, |first, said| {
            if first == said { (Difference::Same, "") } else { (Difference::Other, "differs") }
        })
    }

    /// The actuarial values, of which the higher is the better.
    fn of_values(columns: &[Column]) -> Self {
        let values: Vec<_> = columns.iter().map(|c| c.offer().actuarial_value).collect();
        let text = |value: Option<Percent>| {
            value.map_or("Not stated".to_owned(), |v| format!("about {v}"))
        };
        Self::new("Share of costs it pays, on average", &values, text, |first, said| {
            match (first, said) {
                (Some(first), Some(said)) => match said.cmp(&first) {
                    Ordering::Equal => (Difference::Same, ""),
                    Ordering::Greater => (Difference::Better, "higher"),
                    Ordering::Less => (Difference::Worse, "lower"),
                },
                (None, None) => (Difference::Same, ""),
                _ => (Difference::Other, "differs"),
            }
        })
    }

    fn of_service(columns: &[Column], service: Service) -> Option<Self> {
        let shares: Vec<_> = columns.iter().map(|column| column.share(service)).collect();
        let text =
            |share: Option<CostShare>| share.map_or("Not listed".to_owned(), |s| s.to_string());
        let differs = |first: Option<CostShare>, said: Option<CostShare>| match (first, said) {
            (None, None) => (Difference::Same, ""),
            (Some(_), None) => (Difference::Other, ""),
            (None, Some(_)) => (Difference::Other, "differs"),
            (Some(first), Some(said)) => {
                let difference = Difference::of(said.compare(&first));
                let word = match difference {
                    Difference::Same => "",
                    Difference::Better => "better",
                    Difference::Worse => "worse",
                    Difference::Other => "differs",
                };
                (difference, word)
            }
        };
        let some = shares.iter().any(Option::is_some);
        some.then(|| Self::new(service.label(), &shares, text, differs))
    }
}

/// What is compared beside [`Limits::COMPARED`].
const OUTSIDE: ComparedLimit =
    ("Deductible outside the network", |l| l.deductible_outside.and_then(|d| d.individual));

/// The groups of rows, in order.
fn groups(columns: &[Column]) -> Vec<(&'static str, Vec<Row>)> {
    let words = |label, say: fn(&Offer) -> String| {
        Row::of_words(label, &columns.iter().map(|c| say(c.offer())).collect::<Vec<_>>())
    };
    let plan = vec![
        words("Level", |offer| offer.metal.to_string()),
        words("Network", |offer| format!("{}, {}", offer.plan_type, offer.network)),
        words("Works with an HSA", |offer| {
            if offer.hsa_eligible { "Yes" } else { "No" }.to_owned()
        }),
        Row::of_values(columns),
    ];
    let limits = Limits::COMPARED.into_iter().chain([OUTSIDE]).filter_map(|(label, pick)| {
        let amounts: Vec<_> = columns.iter().map(|c| pick(&c.offer().limits)).collect();
        Row::of_amounts(label, &amounts)
    });
    let mut groups = vec![("The plan", plan), ("The yearly limits", limits.collect())];
    for group in ServiceGroup::ALL {
        let services = Service::ALL.iter().filter(|service| service.group() == group);
        let rows: Vec<Row> =
            services.filter_map(|service| Row::of_service(columns, *service)).collect();
        if !rows.is_empty() {
            groups.push((group.label(), rows));
        }
    }
    groups
}

/// What stands side by side: the present plan where there is one, and plans of the page's workbench.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    line: Line,
    present: Option<usize>,
    plans: Vec<usize>,
    /// Whether nothing was picked and what is offered stands here for a beginning.
    suggested: bool,
}

impl Shown {
    fn columns(&self) -> usize {
        usize::from(self.present.is_some()) + self.plans.len()
    }
}

/// What is to stand side by side.
fn shown(bench: &Bench, look: Look, standing: Option<&Standing>) -> Shown {
    let line = look.line();
    let mut plans = bench.picked(look);
    let mut present = None;
    let mut suggested = false;
    if let Some(standing) = standing {
        let chosen = look.against.with(|id| id.as_ref().and_then(|id| standing.present.plan(id)));
        let of_line = standing.present_of(line);
        present = chosen.filter(|plan| of_line.contains(plan)).or(of_line.first().copied());
        suggested = plans.is_empty();
        if suggested {
            plans = standing.offered_of(line, bench, PICKS_MAX);
        }
    }
    Shown { line, present, plans, suggested }
}

/// The comparison.
#[component]
pub fn SideBySide(
    /// The plans and their prices.
    bench: Bench,
    /// What is looked at.
    look: Look,
    /// Where the group stands, at a renewal.
    #[prop(optional, into)]
    standing: Option<Arc<Standing>>,
) -> impl IntoView {
    let shown = {
        let (bench, standing) = (bench.clone(), standing.clone());
        Memo::new(move |_| shown(&bench, look, standing.as_deref()))
    };
    // What is folded stays so whichever plans stand here.
    let folded = RwSignal::new(Vec::<&'static str>::new());
    let against = standing.clone().map(|standing| against(standing, look, shown));
    view! {
        <section class="card compare" aria-labelledby="compare-title" id="side-by-side">
            <div class="section-head">
                <h2 id="compare-title">"Side by side"</h2>
                <a href="#plans" rel="external" class="small">"All plans"</a>
                {against}
                <Show when=move || 1 < shown.with(Shown::columns)>
                    <label class="chip">
                        <input
                            type="checkbox" name="differences" value="1"
                            checked=look.only_differences.get_untracked()
                            prop:checked=move || look.only_differences.get()
                            on:change=move |event| look.only_differences.set(event_target_checked(&event))
                        />
                        <span>"Only differences"</span>
                    </label>
                </Show>
            </div>
            {move || {
                let shown = shown.get();
                if shown.columns() == 0 {
                    return view! {
                        <p class="empty">"Tick up to four plans in the list to compare them here."</p>
                    }
                    .into_any();
                }
                table(&bench, look, standing.as_deref(), &shown, folded)
            }}
        </section>
    }
    .into_any()
}

/// The choice of the present plan that the others are measured against, where there are several.
fn against(standing: Arc<Standing>, look: Look, shown: Memo<Shown>) -> AnyView {
    let line = Memo::new(move |_| look.line());
    let choice = move || {
        let plans = standing.present_of(line.get());
        if plans.len() < 2 {
            return ().into_any();
        }
        let chosen = move || shown.with(|shown| shown.present);
        let option = |plan: &usize| {
            let offer = &standing.present.plans[*plan];
            let (id, plan) = (offer.id.to_string(), *plan);
            let text = format!("{} ({})", offer.name, employees(standing.enrolled[plan]));
            view! { <option value=id selected=move || chosen() == Some(plan)>{text}</option> }
        };
        let options: Vec<_> = plans.iter().map(option).collect();
        view! {
            <div class="field inline needs-wasm">
                <label for="against">"Measure against"</label>
                <select id="against" on:change=move |event| {
                    look.against.set(PlanId::parse(&event_target_value(&event)).ok());
                }>{options}</select>
            </div>
        }
        .into_any()
    };
    choice.into_any()
}

fn table(
    bench: &Bench,
    look: Look,
    standing: Option<&Standing>,
    shown: &Shown,
    folded: RwSignal<Vec<&'static str>>,
) -> AnyView {
    // On a narrow screen the first plan stands beside one other, which is chosen here.
    let beside = RwSignal::new(1_usize);
    let mut columns: Vec<Column> = Vec::new();
    let mut heads: Vec<Head> = Vec::new();
    if let (Some(plan), Some(standing)) = (shown.present, standing) {
        columns.push(Column { workbench: Arc::clone(&standing.present), plan });
        heads.push(Head::present(standing, plan));
    }
    for plan in &shown.plans {
        let base = heads.first().map(|head| head.month);
        columns.push(Column { workbench: Arc::clone(bench.pricer.workbench()), plan: *plan });
        heads.push(Head::next(bench, *plan, base, shown.suggested));
    }
    let measured =
        heads.first().filter(|_| heads.len() > 1).map(|head| head.month).zip(columns.first());
    let groups = groups(&columns);
    let chooser = (columns.len() > 2).then(|| {
        let others = columns.iter().enumerate().skip(1);
        let options: Vec<_> = others
            .map(|(column, plan)| view! { <option value=column>{plan.offer().name.clone()}</option> })
            .collect();
        view! {
            <div class="field narrow-only">
                <label for="beside">"Compare with"</label>
                <select id="beside" on:change=move |event| {
                    beside.set(event_target_value(&event).parse().unwrap_or(1));
                }>{options}</select>
            </div>
        }
    });
    let heads: Vec<_> = columns
        .iter()
        .zip(heads)
        .enumerate()
        .map(|(column, (plan, head))| head.view(plan.offer(), column, look, beside))
        .collect();
    let bodies: Vec<_> = groups
        .into_iter()
        .map(|(label, rows)| view! { <Group label rows look beside folded columns=columns.len()/> })
        .collect();
    let counted = count(bench.counted(shown.line), "covered employee", "covered employees");
    let measured = measured.map(|(month, base)| {
        let name = base.offer().name.clone();
        let when = if shown.present.is_some() { " now" } else { "" };
        view! {
            <small class="against">
                {move || format!(
                    "Changes are against the {} that everybody in {name} costs{when}.", month.get().premium,
                )}
            </small>
        }
    });
    view! {
        {chooser}
        <div class="scroll tall" tabindex="0" role="region" aria-label="Plans side by side">
            <table class="side-by-side">
                <thead>
                    <tr>
                        <td class="corner">
                            {format!("For your {counted} and their families. ")}
                            {measured}
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
    beside: RwSignal<usize>,
) -> impl Fn() -> &'static str + Clone + Send + 'static {
    move || match column {
        0 => "base",
        _ if column == beside.get() => "shown",
        _ => "beside",
    }
}

/// The head of a column.
struct Head {
    /// What the plan is here.
    note: String,
    /// The group's month in it.
    month: Signal<Split>,
    /// The month that it is measured against.
    base: Option<Signal<Split>>,
    /// Whether it was picked, and can be taken away.
    picked: bool,
}

impl Head {
    /// A present plan, as it is this year.
    fn present(standing: &Standing, plan: usize) -> Self {
        let note = format!("Your plan now, {} in it", employees(standing.enrolled[plan]));
        Self { note, month: Signal::stored(standing.months[plan]), base: None, picked: false }
    }

    /// A plan of the page's workbench.
    fn next(bench: &Bench, plan: usize, base: Option<Signal<Split>>, suggested: bool) -> Self {
        let note = match (suggested, base.is_some()) {
            (true, _) => "In this scenario",
            (false, true) => "Compared",
            (false, false) => "The others are compared with this",
        };
        let bench = bench.clone();
        let month = Memo::new(move |_| bench.split(plan));
        Self { note: note.to_owned(), month: month.into(), base, picked: !suggested }
    }

    fn view(self, offer: &Offer, column: usize, look: Look, beside: RwSignal<usize>) -> AnyView {
        let Self { note, month, base, picked } = self;
        let part = |label: &'static str, part: fn(Split) -> Cents| {
            view! {
                <span class="small">
                    {label} " " <span class="money">{move || part(month.get()).to_string()}</span>
                </span>
            }
        };
        let change = base.map(|base| {
            view! {
                <MoneyChange
                    from=Signal::derive(move || base.get().premium)
                    to=Signal::derive(move || month.get().premium)
                />
            }
        });
        let id = offer.id.clone();
        let remove = picked.then(|| {
            view! {
                <button
                    type="button" class="link needs-wasm"
                    aria-label=format!("Remove {} from the comparison", offer.name)
                    on:click=move |_| look.pick(&id, false)
                >"Remove"</button>
            }
        });
        view! {
            <th scope="col" class=column_class(column, beside)>
                <span class="quiet small">{note}</span>
                <span class="plan-name">
                    <span class=format!("metal {:?}", offer.metal) aria-hidden="true"></span>
                    {offer.name.clone()}
                </span>
                <span class="price money">
                    {move || month.get().premium.to_string()} <small>" /mo"</small>
                </span>
                {change}
                {part("Your company", |split| split.employer)}
                {part("Your people", Split::employee)}
                {remove}
            </th>
        }
        .into_any()
    }
}

#[component]
fn Group(
    label: &'static str,
    rows: Vec<Row>,
    look: Look,
    beside: RwSignal<usize>,
    folded: RwSignal<Vec<&'static str>>,
    columns: usize,
) -> impl IntoView {
    let is_folded = move || folded.with(|folded| folded.contains(&label));
    let fold = move |_| {
        folded.update(|folded| match folded.iter().position(|other| *other == label) {
            Some(place) => drop(folded.remove(place)),
            None => folded.push(label),
        });
    };
    let all_same = rows.iter().all(Row::same);
    let hidden = move || columns > 1 && all_same && look.only_differences.get();
    let rows = rows
        .into_iter()
        .map(|row| {
            let same = row.same();
            let hidden = move || is_folded() || columns > 1 && same && look.only_differences.get();
            let cells = row
                .cells
                .into_iter()
                .enumerate()
                .map(|(column, cell)| {
                    let class = column_class(column, beside);
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
                        type="button" aria-expanded=move || (!is_folded()).to_string()
                        on:click=fold
                    >{label}</button>
                </th>
            </tr>
            {rows}
        </tbody>
    }
    .into_any()
}
