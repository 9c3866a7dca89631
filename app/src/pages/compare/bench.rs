//! What the parts of the page share: the state that people change, and the workbench priced for it.

use super::query::{CompareQuery, Filter, PICKS_MAX, Pay, Sort};
use crate::api::compare::GroupQuestion;
use domain::contribution::Strategy;
use domain::id::PlanId;
use domain::workbench::Offer;
use domain::{Cents, Percent, Priced, Pricer, Workbench};
use leptos::prelude::*;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

/// What people change on the page. Each part is a signal of its own, so that a change reaches only
/// what depends on it.
#[derive(Clone, Copy)]
pub struct State {
    /// The group, place and date; a change of these loads the page anew.
    pub group: StoredValue<GroupQuestion>,
    /// How the employer's share is reckoned.
    pub pay: RwSignal<Pay>,
    /// Percentages for employee, spouse or partner, children.
    pub percents: [RwSignal<Percent>; 3],
    /// Amounts for employee, spouse or partner, each child.
    pub amounts: [RwSignal<Cents>; 3],
    /// The reference plan.
    pub reference: RwSignal<Option<PlanId>>,
    /// Which plans are listed.
    pub filter: RwSignal<Filter>,
    /// In which order.
    pub sort: RwSignal<Sort>,
    /// The plans side by side.
    pub picks: RwSignal<Vec<PlanId>>,
    /// The plan that people's figures are shown for, when one was chosen.
    pub showing: RwSignal<Option<PlanId>>,
    /// Whether rows that are the same in all of them are left out.
    pub only_differences: RwSignal<bool>,
}

impl State {
    /// The state that a URL describes.
    pub fn new(query: &CompareQuery) -> Self {
        Self {
            group: StoredValue::new(query.group.clone()),
            pay: RwSignal::new(query.pay),
            percents: query.percents.map(RwSignal::new),
            amounts: query.amounts.map(RwSignal::new),
            reference: RwSignal::new(query.reference.clone()),
            filter: RwSignal::new(query.filter.clone()),
            sort: RwSignal::new(query.sort),
            picks: RwSignal::new(query.picks.clone()),
            showing: RwSignal::new(query.showing.clone()),
            only_differences: RwSignal::new(query.only_differences),
        }
    }

    /// The state as a URL describes it.
    pub fn query(&self) -> CompareQuery {
        CompareQuery {
            group: self.group.get_value(),
            pay: self.pay.get(),
            percents: self.percents.map(|signal| signal.get()),
            amounts: self.amounts.map(|signal| signal.get()),
            reference: self.reference.get(),
            filter: self.filter.get(),
            sort: self.sort.get(),
            picks: self.picks.get(),
            showing: self.showing.get(),
            only_differences: self.only_differences.get(),
        }
    }

    /// Puts a plan side by side with the others, or takes it away.
    pub fn pick(&self, id: &PlanId, on: bool) {
        self.picks.update(|picks| {
            picks.retain(|picked| picked != id);
            if on {
                picks.push(id.clone());
            }
        });
    }

    /// Keeps the address of the page true to its state, a moment after the last change: browsers allow
    /// only so many in a second. The address is replaced in place: nothing is requested.
    pub fn keep_in_url(self) {
        let mut first = true;
        let mut write = leptos::leptos_dom::helpers::debounce(
            Duration::from_millis(300),
            move |query: String| replace_url(&query),
        );
        Effect::new(move |_| {
            let query = self.query().to_query();
            if !std::mem::take(&mut first) {
                write(query);
            }
        });
    }

    /// Writes the address at once.
    pub fn write_url(self) {
        replace_url(&untrack(|| self.query().to_query()));
    }
}

fn replace_url(query: &str) {
    // What was put off must not rename a page that was gone to meanwhile.
    if window().location().pathname().as_deref() != Ok(crate::paths::COMPARE) {
        return;
    }
    let url = if query.is_empty() {
        crate::paths::COMPARE.to_owned()
    } else {
        format!("{}?{query}", crate::paths::COMPARE)
    };
    // When a browser refuses (too many changes at once), the page goes on with an older address.
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&url));
    }
}

/// The workbench with its prices for the present state. Cheap to clone.
#[derive(Clone)]
pub struct Bench {
    /// What prices it.
    pub pricer: Arc<Pricer>,
    /// Every figure for the present state.
    pub priced: Memo<Arc<Priced>>,
}

impl Bench {
    /// Prices a workbench, again whenever the contribution changes.
    pub fn new(workbench: Workbench, state: State) -> Self {
        let pricer = Arc::new(Pricer::new(Arc::new(workbench)));
        let strategy = Memo::new(move |_| Strategy::everyone(state.query_contribution()));
        let engine = Arc::clone(&pricer);
        // A new scenario always means new figures: comparing them all would cost more than it saves.
        let priced = Memo::new_with_compare(
            move |_| Arc::new(strategy.with(|strategy| engine.price(strategy))),
            |_, _| true,
        );
        Self { pricer, priced }
    }

    /// The places of the plans that stand side by side, in the order in which they were picked: of
    /// the line that is looked at, no more than fit.
    pub fn picked(&self, state: State) -> Vec<usize> {
        let line = state.filter.with(|filter| filter.line);
        state.picks.with(|picks| {
            let places = picks.iter().filter_map(|id| self.plan(id));
            places.filter(|plan| self.offer(*plan).line == line).take(PICKS_MAX).collect()
        })
    }

    /// The plan that figures for one plan are shown for: the one chosen for it, the one picked first,
    /// or the one with the lowest premium of those listed.
    pub fn plan_in_sight(&self, state: State) -> Option<usize> {
        let line = state.filter.with(|filter| filter.line);
        let chosen = state.showing.with(|id| id.as_ref().and_then(|id| self.plan(id)));
        let picked = || self.picked(state).first().copied();
        let cheapest = || {
            let listed = |plan: &usize| state.filter.with(|f| f.shows(self.offer(*plan)));
            (0..self.plans.len()).filter(listed).min_by_key(|plan| self.premium(*plan))
        };
        let of_line = |plan: &usize| self.offer(*plan).line == line;
        let first_of_line = || (0..self.plans.len()).find(of_line);
        chosen.filter(of_line).or_else(picked).or_else(cheapest).or_else(first_of_line)
    }

    /// A plan.
    pub fn offer(&self, plan: usize) -> &Offer {
        &self.plans[plan]
    }

    /// The group's premium in a plan.
    pub fn premium(&self, plan: usize) -> Cents {
        self.priced.with(|priced| priced.plans[plan].premium)
    }

    /// The employer's part of it.
    pub fn employer(&self, plan: usize) -> Cents {
        self.priced.with(|priced| priced.plans[plan].employer)
    }

    /// The employees' part of it.
    pub fn employee(&self, plan: usize) -> Cents {
        self.priced.with(|priced| priced.plans[plan].employee())
    }
}

impl Deref for Bench {
    type Target = Workbench;
    fn deref(&self) -> &Workbench {
        self.pricer.workbench()
    }
}

impl State {
    /// The contribution of the present state; depends on nothing else of it.
    fn query_contribution(&self) -> domain::contribution::Contribution {
        let query = CompareQuery {
            pay: self.pay.get(),
            percents: self.percents.map(|signal| signal.get()),
            amounts: self.amounts.map(|signal| signal.get()),
            reference: self.reference.get(),
            ..CompareQuery::default()
        };
        query.contribution()
    }
}
