//! Where a group stands in its renewal, as far as a list of plans shows it.

use domain::plan::Line;
use domain::workbench::Workbench;
use domain::{Cents, Split};
use leptos::prelude::*;
use std::cmp::Reverse;
use std::sync::Arc;

/// What a group has now and what it would offer next. The present plans stand in a workbench of their own,
/// the others in that of the page.
pub struct Standing {
    /// The present plans.
    pub present: Arc<Workbench>,
    /// For each of them, this year's month if everybody were in it.
    pub months: Vec<Split>,
    /// For each of them, how many employees are in it.
    pub enrolled: Vec<usize>,
    /// For each line, what the group pays now.
    pub now: [Cents; 2],
    /// For each of next year's plans, what it is to the present ones, in words that end before the
    /// plan's kind; empty for most.
    pub marks: Vec<String>,
    /// For each of next year's plans, how many employees are now in it, or in what it takes the place of.
    pub now_in: Vec<usize>,
    /// For each of next year's plans, how many employees would be in it.
    pub next_in: Memo<Vec<usize>>,
    /// For each of next year's plans, whether it is offered.
    pub offered: Memo<Vec<bool>>,
    /// Why no plan can be added to what is offered, and why none can be taken away.
    pub locked: Memo<[Option<&'static str>; 2]>,
    /// Told when a plan is offered or no longer is.
    pub offer: Callback<(usize, bool)>,
}

impl Standing {
    /// The present plans of a line, those with the most people first.
    pub fn present_of(&self, line: Line) -> Vec<usize> {
        let of_line = |plan: &usize| self.present.plans[*plan].line == line;
        let mut plans: Vec<usize> = (0..self.present.plans.len()).filter(of_line).collect();
        plans.sort_by_key(|plan| Reverse(self.enrolled[*plan]));
        plans
    }

    /// The plans of a line that are offered, those with the most people first, as many as `most`.
    pub fn offered_of(&self, line: Line, plans: &Workbench, most: usize) -> Vec<usize> {
        let mut offered: Vec<usize> = self.offered.with(|offered| {
            let here = |plan: &usize| offered[*plan] && plans.plans[*plan].line == line;
            (0..offered.len()).filter(here).collect()
        });
        self.next_in.with(|counts| offered.sort_by_key(|plan| Reverse(counts[*plan])));
        offered.truncate(most);
        offered
    }
}
