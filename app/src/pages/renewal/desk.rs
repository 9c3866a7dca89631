//! What the views of a renewal share: the scenario that is looked at, its figures, and the scenarios
//! that are kept.
//!
//! A view reads [`Desk::reckoned`] and [`Desk::meters`] and changes the scenario by [`Desk::edit`];
//! everything else follows. What happens if nothing is done cannot be edited: the first edit makes a
//! scenario of its own.

use super::View;
use super::keeping::Keeping;
use crate::api::renewal::{OpenedView, RenewalKey, RenewalView};
use crate::pages::address;
use crate::paths;
use domain::renewal::meters::Meters;
use domain::renewal::{
    Calendar, Employee, PayPeriod, Phase, Reckoned, Reckoner, RenewalBench, Scenario,
};
use domain::workbench::Offer;
use domain::{Cents, Split};
use leptos::prelude::*;
use std::sync::Arc;

/// Everything that the views share. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// Whose renewal it is, and when.
    pub renewal: Arc<RenewalView>,
    /// Its dates.
    pub calendar: Calendar,
    /// Where it stands today.
    pub phase: Phase,
    /// The group with what was elected, and what reckons it.
    pub reckoner: Arc<Reckoner>,
    /// The same without what was elected: if nothing is submitted, that does not count.
    without_choices: Arc<Reckoner>,
    /// The group's month if nothing is done.
    pub nothing: Split,
    /// The scenario that is looked at.
    pub scenario: RwSignal<Scenario>,
    /// Its figures.
    pub reckoned: Memo<Arc<Reckoned>>,
    /// Its meters.
    pub meters: Memo<Meters>,
    /// The scenarios that are kept, and how they are.
    pub keeping: Keeping,
    /// How often people are paid: the unit of what they pay.
    pub period: RwSignal<PayPeriod>,
}

impl Desk {
    /// The desk of a renewal that is open, or was. `None` when it does not take effect on the first of a
    /// month, which no renewal does.
    pub fn new(
        renewal: RenewalView,
        opened: &OpenedView,
        chosen: Option<&str>,
        period: Option<&str>,
    ) -> Option<Self> {
        let calendar = renewal.calendar()?;
        let reckoner = Arc::new(Reckoner::new(Arc::clone(&opened.bench)));
        let without_choices = match &opened.without_choices {
            Some(bench) => Arc::new(Reckoner::new(Arc::clone(bench))),
            None => Arc::clone(&reckoner),
        };
        let nothing = without_choices.reckon(without_choices.as_is()).group.next;
        let key = RenewalKey {
            employer: renewal.employer.clone(),
            effective: renewal.effective_on.to_string(),
        };
        let phase = calendar.phase(renewal.today);
        let keeping =
            Keeping::new(key, &opened.scenarios, chosen, reckoner.as_is().clone(), is_open(phase));
        let scenario = keeping.scenario;
        let engine = Arc::clone(&reckoner);
        // A new scenario always means new figures: comparing them all would cost more than it saves.
        let reckoned = Memo::new_with_compare(
            move |_| scenario.with(|scenario| Arc::new(engine.reckon(scenario))),
            |_, _| true,
        );
        let (engine, today) = (Arc::clone(&reckoner), renewal.today);
        let meters = Memo::new(move |_| {
            let figures = reckoned.get();
            scenario.with_untracked(|scenario| engine.meters(scenario, &figures, today))
        });
        Some(Self {
            renewal: Arc::new(renewal),
            calendar,
            phase,
            reckoner,
            without_choices,
            nothing,
            scenario,
            reckoned,
            meters,
            keeping,
            period: RwSignal::new(period.and_then(PayPeriod::from_code).unwrap_or_default()),
        })
    }

    /// The same desk as things are if nothing is done: without what was elected.
    pub fn without_choices(self) -> Self {
        Self { reckoner: Arc::clone(&self.without_choices), ..self }
    }

    /// Whether something was elected.
    pub fn has_choices(&self) -> bool {
        !Arc::ptr_eq(&self.reckoner, &self.without_choices)
    }

    /// The group.
    pub fn bench(&self) -> &RenewalBench {
        self.reckoner.bench()
    }

    /// A plan of next year.
    pub fn offer(&self, plan: usize) -> &Offer {
        &self.bench().next.plans[plan]
    }

    /// A plan of this year.
    pub fn present(&self, plan: usize) -> &Offer {
        &self.bench().present.plans[plan]
    }

    /// An employee.
    pub fn employee(&self, employee: usize) -> &Employee {
        &self.bench().employees[employee]
    }

    /// Whether scenarios can be changed: while the renewal is open.
    pub fn is_open(&self) -> bool {
        is_open(self.phase)
    }

    /// Changes the scenario. What happens if nothing is done stays as it is: an edit of it begins a
    /// scenario of its own.
    pub fn edit(&self, change: impl FnOnce(&mut Scenario)) {
        if self.is_open() {
            self.scenario.update(change);
            self.keeping.touch();
        }
    }

    /// Looks at another scenario: one that is kept, or with `None` what happens if nothing is done.
    pub fn look_at(&self, tab: Option<u32>) {
        self.keeping.select(tab);
    }

    /// A figure of the group: now, if nothing is done, in the scenario.
    pub fn group(&self) -> [Split; 3] {
        self.reckoned.with(|reckoned| [reckoned.group.now, self.nothing, reckoned.group.next])
    }

    /// What the address says beside the path.
    pub fn query(&self) -> String {
        let mut pairs = Vec::new();
        if let Some(id) = self.keeping.current_id() {
            pairs.push(("scenario", id));
        }
        if self.period.get() != PayPeriod::Monthly {
            pairs.push(("pay", self.period.get().code().to_owned()));
        }
        paths::query(pairs)
    }

    /// The address of a view; what is looked at stays.
    pub fn address(&self, view: View) -> String {
        let path = view.path(&self.renewal);
        match self.query() {
            query if query.is_empty() => path,
            query => format!("{path}?{query}"),
        }
    }

    /// Keeps the address true to what is looked at, so that it can be sent on. Nothing is requested.
    pub fn keep_in_url(&self) {
        let desk = self.clone();
        address::follow(Some(&["scenario", "pay"]), move || desk.query());
    }

    /// What a monthly amount is in the pay period that is looked at.
    pub fn per_period(&self, monthly: Cents) -> Cents {
        self.period.get().of(monthly)
    }
}

fn is_open(phase: Phase) -> bool {
    matches!(phase, Phase::Open { .. } | Phase::ClosingSoon { .. })
}
