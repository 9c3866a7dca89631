//! Plans with their prices for the present scenario.

use super::look::{Look, PICKS_MAX};
use domain::plan::Line;
use domain::workbench::Offer;
use domain::{Cents, Priced, Pricer, Split, Workbench};
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
    /// For each line, the families whose months make up the group's; without them all do.
    families: Arc<[Option<Vec<usize>>; 2]>,
    /// The group's month in each plan, which no contribution changes.
    premiums: Arc<Vec<Cents>>,
}

impl Bench {
    /// A workbench of which every family would be in the plan that is looked at.
    pub fn new(engine: Arc<Pricer>, priced: Memo<Arc<Priced>>) -> Self {
        Self::of_families(engine, priced, [None, None])
    }

    /// A workbench of which, in each line, these families would be in the plan that is looked at. Naming
    /// all of them costs what naming none does.
    pub fn of_families(
        engine: Arc<Pricer>,
        priced: Memo<Arc<Priced>>,
        families: [Option<Vec<usize>>; 2],
    ) -> Self {
        let all = engine.workbench().families.len();
        let families = families.map(|families| families.filter(|some| some.len() < all));
        let families = Arc::new(families);
        let mut bench = Self { pricer: engine, priced, families, premiums: Arc::default() };
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
        self.families[line as usize]
            .as_ref()
            .map_or(self.pricer.workbench().families.len(), Vec::len)
    }

    /// The group's premium in a plan; no contribution changes it.
    pub fn premium(&self, plan: usize) -> Cents {
        self.premiums[plan]
    }

    /// The group's month in a plan.
    pub fn split(&self, plan: usize) -> Split {
        self.priced.with(|priced| match &self.families[self.offer(plan).line as usize] {
            None => priced.plans[plan],
            Some(families) => {
                families.iter().map(|family| self.pricer.family(priced, *family, plan)).sum()
            }
        })
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
