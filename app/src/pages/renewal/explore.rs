//! Every plan that the group may offer, those that are compared side by side with the present one, and
//! which of them a benefit package offers.

use super::desk::Desk;
use crate::pages::address;
use crate::pages::plans::{Bench, Look, LookQuery, Plans, SideBySide, Standing};
use domain::id::PlanId;
use domain::plan::Line;
use domain::renewal::scenario::PLANS_MAX;
use domain::renewal::{self, LINES, Reckoned};
use domain::word::employees;
use domain::{Cents, Split};
use leptos::prelude::*;
use std::sync::Arc;

/// How many rows of the list are written before the page has its handlers.
const AT_FIRST: usize = 12;

/// The view. `package` is the place, in the scenario, of the package whose plans are chosen here.
#[component]
pub fn Explore(desk: Desk, look: Look, package: RwSignal<usize>) -> impl IntoView {
    let said = RwSignal::new(None::<Said>);
    let standing = Arc::new(standing(&desk, package, said));
    let bench = bench(&desk);
    address::keep(path(&desk), Some(LookQuery::NAMES), move || {
        crate::paths::query(look.query().pairs())
    });
    view! {
        <div class="explore">
            {for_whom(&desk, package)}
            <Displaced desk=desk.clone() package/>
            <Plans bench=bench.clone() look at_first=AT_FIRST standing=Arc::clone(&standing)/>
            <SideBySide bench look standing/>
            <Aftermath desk said/>
        </div>
    }
    .into_any()
}

/// The address of the view.
fn path(desk: &Desk) -> String {
    let renewal = &desk.renewal;
    let base = crate::paths::renewal(&renewal.employer, &renewal.effective_on.to_string());
    format!("{base}/{}", super::View::Plans.slug())
}

/// Next year's plans with their prices in the scenario, for the people who are covered in each line.
fn bench(desk: &Desk) -> Bench {
    let reckoned = desk.reckoned;
    // A new scenario always means new figures: comparing them all would cost more than it saves.
    let priced = Memo::new_with_compare(
        move |_| reckoned.with(|reckoned| Arc::clone(&reckoned.priced)),
        |_, _| true,
    );
    let counted = Arc::clone(desk.reckoner.counted());
    Bench::counting(Arc::clone(desk.reckoner.next()), priced, counted)
}

/// Where the group stands: its present plans, their people and prices, and what the scenario offers.
fn standing(desk: &Desk, package: RwSignal<usize>, said: RwSignal<Option<Said>>) -> Standing {
    let enrolled = desk.reckoner.enrolled_in();
    let (marks, now_in) = present_at(desk, &enrolled);
    let (months, now) = months(desk);
    let offered = offered(desk, package);
    let is_open = desk.is_open();
    let locked = Memo::new(move |_| {
        locked(is_open, offered.with(|offered| offered.iter().filter(|on| **on).count()))
    });
    let (engine, reckoned) = (Arc::clone(&desk.reckoner), desk.reckoned);
    let next_in = Memo::new(move |_| reckoned.with(|reckoned| engine.next_in(reckoned)));
    let desk = desk.clone();
    Standing {
        present: Arc::clone(desk.reckoner.present().0.workbench()),
        months,
        enrolled,
        now,
        marks,
        now_in,
        next_in,
        offered,
        locked,
        offer: Callback::new(move |(plan, on)| {
            said.set(offer(&desk, package.get_untracked(), plan, on));
        }),
    }
}

/// For each of next year's plans, what it is to the present ones, and how many employees are in those.
fn present_at(desk: &Desk, enrolled: &[usize]) -> (Vec<String>, Vec<usize>) {
    let bench = desk.bench();
    let count = bench.next.plans.len();
    let (mut marks, mut now_in) = (vec![String::new(); count], vec![0; count]);
    for (present, successor) in bench.successors.iter().enumerate() {
        if let Some(next) = successor.plan.map(usize::from) {
            now_in[next] += enrolled[present];
            let plan = desk.present(present);
            if plan.id == desk.offer(next).id {
                marks[next] += "Your plan now · ";
            } else {
                marks[next] += "Takes the place of ";
                marks[next] += &plan.name;
                marks[next] += " · ";
            }
        }
    }
    (marks, now_in)
}

/// For each present plan this year's month of everybody who is covered in its line, and for each line
/// what the group pays now.
fn months(desk: &Desk) -> (Vec<Split>, [Cents; 2]) {
    let (engine, prices) = desk.reckoner.present();
    let employees = &desk.bench().employees;
    let month = |plan: usize| {
        let line = desk.present(plan).line as usize;
        let covered = employees.iter().filter(|employee| employee.enrolled[line].is_some());
        let families = covered.filter_map(|employee| employee.now);
        families.map(|family| engine.family(prices, family as usize, plan)).sum()
    };
    let now = LINES.map(|line| {
        let paid = employees.iter().filter_map(|employee| {
            let plan = usize::from(employee.enrolled[line as usize]?);
            Some(engine.family(prices, employee.now? as usize, plan).premium)
        });
        paid.sum()
    });
    ((0..engine.workbench().plans.len()).map(month).collect(), now)
}

/// For each of next year's plans, whether the package offers it.
fn offered(desk: &Desk, package: RwSignal<usize>) -> Memo<Vec<bool>> {
    let count = desk.bench().next.plans.len();
    let (engine, scenario) = (Arc::clone(&desk.reckoner), desk.scenario);
    Memo::new(move |_| {
        let mut offered = vec![false; count];
        scenario.with(|scenario| {
            if let Some(package) = scenario.packages.get(package.get()) {
                for plan in engine.offered(package) {
                    offered[plan] = true;
                }
            }
        });
        offered
    })
}

/// Why no plan can be added to those offered, and why none can be taken away.
fn locked(is_open: bool, offered: usize) -> [Option<&'static str>; 2] {
    match offered {
        _ if !is_open => [Some("Changes are not open for this renewal."); 2],
        0 | 1 => {
            [None, Some("This is the only plan you offer. Offer another before you take it away.")]
        }
        PLANS_MAX.. => [Some("That is as many plans as you can offer. Take one away first."), None],
        _ => [None; 2],
    }
}

/// What came of offering a plan or taking it away, and how to go back.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    words: String,
    /// What the package offered before.
    before: Vec<PlanId>,
    /// The package.
    package: usize,
    /// The scenario in which that was.
    tab: Option<u32>,
}

/// Offers a plan or takes it away.
fn offer(desk: &Desk, package: usize, plan: usize, on: bool) -> Option<Said> {
    let before = desk.scenario.with_untracked(|scenario| {
        scenario.packages.get(package).map(|package| package.plans.clone())
    })?;
    let was = desk.reckoned.get_untracked();
    let id = &desk.offer(plan).id;
    let mut plans = before.clone();
    plans.retain(|other| other != id);
    plans.extend(on.then(|| id.clone()));
    set_plans(desk, package, plans);
    let moves = moves(desk, &was, &desk.reckoned.get_untracked());
    let words = words(&desk.offer(plan).name, on, &moves);
    Some(Said { words, before, package, tab: desk.keeping.current.get_untracked() })
}

fn set_plans(desk: &Desk, package: usize, plans: Vec<PlanId>) {
    desk.edit(|scenario| {
        if let Some(package) = scenario.packages.get_mut(package) {
            package.plans = plans;
        }
    });
}

/// Employees who go from one plan to another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Moves {
    employees: usize,
    line: Line,
    /// The name of the plan that they go to; `None` when none of the line is offered.
    to: Option<String>,
    /// Whether it is their plan now, or what takes its place.
    follows: bool,
}

/// Who goes to another plan than before.
fn moves(desk: &Desk, was: &Reckoned, is: &Reckoned) -> Vec<Moves> {
    let engine = &desk.reckoner;
    let mut all: Vec<Moves> = Vec::new();
    let impacts = engine.impacts(was).zip(engine.impacts(is));
    for (employee, (was, is)) in desk.bench().employees.iter().zip(impacts) {
        for line in LINES {
            let place = line as usize;
            let to = is.plans[place];
            if to == was.plans[place] {
                continue;
            }
            let present = employee.enrolled[place].map(usize::from);
            let follows = present.is_some_and(|plan| desk.bench().successors[plan].plan == to);
            let to = to.map(|plan| desk.offer(usize::from(plan)).name.clone());
            let alike = |m: &&mut Moves| m.line == line && m.to == to && m.follows == follows;
            match all.iter_mut().find(alike) {
                Some(moves) => moves.employees += 1,
                None => all.push(Moves { employees: 1, line, to, follows }),
            }
        }
    }
    all
}

/// What came of offering a plan or taking it away, in sentences.
fn words(plan: &str, on: bool, moves: &[Moves]) -> String {
    let first = match (on, moves) {
        (true, []) => format!("{plan} is offered. Nobody is moved to it."),
        (false, []) => format!("{plan} is no longer offered. Nobody was in it."),
        (true, _) => format!("{plan} is offered."),
        (false, _) => format!("{plan} is no longer offered."),
    };
    let mut sentences = vec![first];
    sentences.extend(moves.iter().map(|moves| moves.words(plan)));
    sentences.join(" ")
}

impl Moves {
    /// Where they go, in a sentence that comes after one about the plan that was offered or taken away.
    fn words(&self, plan: &str) -> String {
        let who = employees(self.employees);
        let Some(to) = &self.to else {
            return format!("{who} would have no {} plan.", self.line.label().to_ascii_lowercase());
        };
        let goes = if self.employees == 1 { "goes" } else { "go" };
        match (to == plan, self.follows) {
            (true, true) => {
                format!("{who} {goes} to it: it is their plan now, or takes its place.")
            }
            (true, false) => format!("{who} {goes} to it."),
            (false, true) => {
                format!("{who} {goes} to {to}: it is their plan now, or takes its place.")
            }
            (false, false) => {
                format!("{who} {goes} to {to}, the plan you offer that is most like it.")
            }
        }
    }
}

/// Whose plans are chosen here, where there are several packages.
fn for_whom(desk: &Desk, package: RwSignal<usize>) -> AnyView {
    let scenario = desk.scenario;
    let name = Memo::new(move |_| {
        scenario.with(|scenario| {
            let several = scenario.packages.len() > 1;
            scenario.packages.get(package.get()).filter(|_| several).map(|p| p.name.clone())
        })
    });
    let words = move |name| view! { <p class="quiet">"You choose plans for “" {name} "”."</p> };
    (move || name.get().map(words)).into_any()
}

/// Where the people of plans go that are left out of what is offered: as the rule says, until it is
/// chosen otherwise.
#[component]
fn Displaced(desk: Desk, package: RwSignal<usize>) -> impl IntoView {
    let places = {
        let desk = desk.clone();
        Memo::new(move |_| {
            desk.scenario.with(|scenario| desk.reckoner.displaced(scenario, package.get()))
        })
    };
    let closed = !desk.is_open();
    let desk = StoredValue::new(desk);
    let present = move || places.with(|all| all.iter().map(|d| d.present).collect::<Vec<_>>());
    let field = move |plan: usize| desk.with_value(|desk| destination(desk, package, places, plan));
    view! {
        <Show when=move || !places.with(Vec::is_empty)>
            <section class="card displaced" aria-labelledby="displaced-title">
                <h2 id="displaced-title">"Where do they go?"</h2>
                <p class="quiet">
                    "You do not offer what takes the place of these plans. Unless you choose otherwise, their \
                     people go to the plan you offer that is most like it."
                </p>
                <fieldset class="plain" disabled=closed>
                    <For each=present key=|plan| *plan children=field/>
                </fieldset>
            </section>
        </Show>
    }
    .into_any()
}

/// The choice of where the people of a present plan go.
fn destination(
    desk: &Desk,
    package: RwSignal<usize>,
    places: Memo<Vec<renewal::Displaced>>,
    plan: usize,
) -> AnyView {
    let place = Memo::new(move |_| {
        places.with(|all| all.iter().find(|place| place.present == plan).copied())
    });
    let (name, line) = (desk.present(plan).name.clone(), desk.present(plan).line);
    let id = format!("send-{}", desk.present(plan).id);
    let label = move || {
        let count = place.get().map_or(0, |place| place.employees);
        let whose = if count == 1 {
            "its 1 employee".to_owned()
        } else {
            format!("its {}", employees(count))
        };
        let goes = if count == 1 { "does" } else { "do" };
        format!("{name}: where {goes} {whose} go?")
    };
    let choosing = desk.clone();
    let options = {
        let desk = desk.clone();
        let offered = Memo::new(move |_| {
            desk.scenario.with(|scenario| {
                let of = scenario.packages.get(package.get());
                let mut plans = of.map_or_else(Vec::new, |of| desk.reckoner.offered(of));
                plans.retain(|plan| desk.offer(*plan).line == line);
                plans
            })
        });
        let desk = choosing.clone();
        move || {
            let option = |to: usize| {
                let likest = place.get().is_some_and(|place| place.likest == to);
                let most = if likest { " (most like it)" } else { "" };
                let text = format!("{}{most}", desk.offer(to).name);
                let selected = move || place.get().is_some_and(|place| place.to == to);
                view! { <option value=to selected=selected>{text}</option> }
            };
            offered.get().into_iter().map(option).collect_view()
        }
    };
    let choose = move |event| {
        let (Ok(to), Some(place)) = (event_target_value(&event).parse(), place.get_untracked())
        else {
            return;
        };
        let to = Some(to).filter(|to| *to != place.likest);
        let package = package.get_untracked();
        choosing.edit(|scenario| choosing.reckoner.send(scenario, package, plan, to));
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id on:change=choose>{options}</select>
        </div>
    }
    .into_any()
}

/// Says what came of the last change of what is offered, with the way back.
#[component]
fn Aftermath(desk: Desk, said: RwSignal<Option<Said>>) -> impl IntoView {
    let current = desk.keeping.current;
    // In another scenario there is nothing to go back from.
    let here = Memo::new(move |_| {
        said.with(|said| {
            said.as_ref().filter(|said| said.tab == current.get()).map(|s| s.words.clone())
        })
    });
    let undo = Callback::new(move |()| {
        if let Some(said) = said.try_update(Option::take).flatten() {
            set_plans(&desk, said.package, said.before);
        }
    });
    view! {
        <div class="aftermath" role="status">
            {move || here.get().map(|words| view! {
                <p>
                    {words} " "
                    <button type="button" class="link" on:click=move |_| undo.run(())>"Undo"</button>
                </p>
            })}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(employees: usize, to: Option<&str>, follows: bool) -> Moves {
        Moves { employees, line: Line::Medical, to: to.map(str::to_owned), follows }
    }

    #[test]
    fn what_comes_of_a_change_is_said_with_where_people_go() {
        for (on, moves, said) in [
            (true, vec![], "Gold is offered. Nobody is moved to it."),
            (false, vec![], "Gold is no longer offered. Nobody was in it."),
            (
                true,
                vec![to(12, Some("Gold"), true)],
                "Gold is offered. 12 employees go to it: it is their plan now, or takes its place.",
            ),
            (
                false,
                vec![to(1, Some("Silver"), false), to(2, Some("Bronze"), true)],
                "Gold is no longer offered. 1 employee goes to Silver, the plan you offer that is most \
                 like it. 2 employees go to Bronze: it is their plan now, or takes its place.",
            ),
            (
                false,
                vec![to(3, None, false)],
                "Gold is no longer offered. 3 employees would have no medical plan.",
            ),
        ] {
            assert_eq!(words("Gold", on, &moves), said);
        }
    }

    #[test]
    fn the_only_plan_stays_and_nothing_changes_once_a_renewal_is_closed() {
        let may = |is_open, offered| locked(is_open, offered).map(|why| why.is_none());
        assert_eq!(may(true, 2), [true, true]);
        assert_eq!(may(true, 1), [true, false]);
        assert_eq!(may(true, PLANS_MAX), [false, true]);
        assert_eq!(may(false, 2), [false, false]);
    }
}
