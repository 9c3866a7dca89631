//! What the parts of the page share: the state that people change, and the workbench priced for it.

use super::query::{CompareQuery, Pay};
use crate::api::compare::GroupQuestion;
use crate::pages::address;
pub use crate::pages::plans::Bench;
use crate::pages::plans::Look;
use domain::contribution::{Contribution, Strategy};
use domain::id::PlanId;
use domain::{Cents, Percent, Pricer, Workbench};
use leptos::prelude::*;
use std::sync::Arc;

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
    /// What is looked at.
    pub look: Look,
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
            look: Look::new(&query.look),
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
            look: self.look.query(),
        }
    }

    /// Keeps the address of the page true to its state.
    pub fn keep_in_url(self) {
        address::keep(crate::paths::COMPARE.to_owned(), None, move || self.query().to_query());
    }

    /// Writes the address at once.
    pub fn write_url(self) {
        let query = untrack(|| self.query().to_query());
        address::replace(crate::paths::COMPARE, None, &query);
    }

    /// The contribution of the present state; depends on nothing else of it.
    fn contribution(&self) -> Contribution {
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

/// Prices a workbench, again whenever the contribution changes.
pub fn bench(workbench: Arc<Workbench>, state: State) -> Bench {
    let engine = Arc::new(Pricer::new(workbench));
    let strategy = Memo::new(move |_| Strategy::everyone(state.contribution()));
    let pricing = Arc::clone(&engine);
    // A new scenario always means new figures: comparing them all would cost more than it saves.
    let priced = Memo::new_with_compare(
        move |_| Arc::new(strategy.with(|strategy| pricing.price(strategy))),
        |_, _| true,
    );
    Bench::new(engine, priced)
}
