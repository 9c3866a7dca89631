//! Plans with their prices for the present scenario.

use super::look::{Look, PICKS_MAX};
use domain::plan::Line;
use domain::workbench::Offer;
use domain::{Cents, Counted, Priced, Pricer, Split, Workbench};
use leptos::prelude::*;
use std::ops::Deref;
use std::sync::Arc;

/// A workbench with its prices for the present scenario. Cheap to clone.
#[derive(Clone)]
pub struct Bench {
    /// What prices it.
    pub pricer: Arc<Pricer>,
    /// Every figure for the present scenario.
    pub priced: Memo<Arc<Priced>>,
    /// Whose months make up the group's.
    counted: Arc<Counted>,
    /// The group's month in each plan, which no contribution changes.
    premiums: Arc<Vec<Cents>>,
}

impl Bench {
    /// A workbench of which every family would be in the plan that is looked at.
    pub fn new(engine: Arc<Pricer>, priced: Memo<Arc<Priced>>) -> Self {
        Self::counting(engine, priced, Arc::default())
    }

    /// A workbench of which, in each line, those who are counted would be in the plan that is looked at.
    pub fn counting(engine: Arc<Pricer>, priced: Memo<Arc<Priced>>, counted: Arc<Counted>) -> Self {
        let mut bench = Self { pricer: engine, priced, counted, premiums: Arc::default() };
        let plans = 0..bench.plans.len();
        let premiums = untrack(|| plans.map(|plan| bench.split(plan).premium).collect::<Vec<_>>());
        bench.premiums = Arc::new(premiums);
        bench
    }

    /// The places of the plans that stand side by side, in the order in which they were picked: of
    /// the line that is looked at, no more than fit.
    pub fn picked(&self, look: Look) -> Vec<usize> {
        let line = look.line();
        look.picks.with(|picks| {
            let places = picks.iter().filter_map(|id| self.plan(id));
            places.filter(|plan| self.offer(*plan).line == line).take(PICKS_MAX).collect()
        })
    }

    /// The plan that figures for one plan are shown for: the one chosen for it, the one picked first,
    /// or the one with the lowest premium of those listed.
    pub fn plan_in_sight(&self, look: Look) -> Option<usize> {
        let line = look.line();
        let chosen = look.showing.with(|id| id.as_ref().and_then(|id| self.plan(id)));
        let picked = || self.picked(look).first().copied();
        let cheapest = || {
            let shown = |plan: &usize| {
                look.filter.with(|filter| filter.shows(self.offer(*plan), self.premium(*plan)))
            };
            (0..self.plans.len()).filter(shown).min_by_key(|plan| self.premium(*plan))
        };
        let of_line = |plan: &usize| self.offer(*plan).line == line;
        let first_of_line = || (0..self.plans.len()).find(of_line);
        chosen.filter(of_line).or_else(picked).or_else(cheapest).or_else(first_of_line)
    }

    /// A plan.
    pub fn offer(&self, plan: usize) -> &Offer {
        &self.plans[plan]
    }

    /// How many families make up the group's month in the plans of a line.
    pub fn counted(&self, line: Line) -> usize {
        self.counted.len(line, self.pricer.workbench().families.len())
    }

    /// The group's premium in a plan; no contribution changes it.
    pub fn premium(&self, plan: usize) -> Cents {
        self.premiums[plan]
    }

    /// The group's month in a plan.
    pub fn split(&self, plan: usize) -> Split {
        self.priced.with(|priced| self.pricer.group(priced, &self.counted, plan))
    }

    /// The employer's part of it.
    pub fn employer(&self, plan: usize) -> Cents {
        self.split(plan).employer
    }

    /// The employees' part of it.
    pub fn employee(&self, plan: usize) -> Cents {
        self.split(plan).employee()
    }
}

impl Deref for Bench {
    type Target = Workbench;
    fn deref(&self) -> &Workbench {
        self.pricer.workbench()
    }
}
