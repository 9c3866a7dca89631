//! The scenarios that are kept: their tabs, saving by itself, other people's changes, and what to do
//! when two changed the same.
//!
//! Every tab has its own draft and knows how it is kept. One request is under way at a time, since each
//! is based on the answer of the one before: deletions first, then the tabs that were changed. A tab that
//! waits for an answer of the editor, or could not be saved, is left alone until it is given one. What
//! comes of each event is told by [`machine`]; here it is shown, and done.

mod machine;
mod post;

use crate::api::renewal::{RenewalKey, ScenarioList, ScenarioView, list_scenarios};
use domain::Scenario;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use machine::{Command, Event, Machine};
use std::time::Duration;

/// How long after the last change a scenario is saved.
const REST: Duration = Duration::from_millis(400);
/// How long after a failure it is asked again what others saved.
const AGAIN: Duration = Duration::from_secs(3);

/// A scenario as this window has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tab {
    /// Its number in this window.
    pub key: u32,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The version that this window has; 0 where it is not kept yet.
    pub version: i64,
    /// What it would offer. Of the one that is looked at, [`Keeping::scenario`] is ahead.
    pub scenario: Scenario,
    /// How it is kept.
    pub kept: Kept,
    /// The name and contents that were sent last, as long as no answer came.
    sent: Option<(String, Scenario)>,
}

impl Tab {
    fn of(key: u32, view: &ScenarioView) -> Self {
        Self {
            key,
            id: view.id.clone(),
            name: view.name.clone(),
            version: view.version,
            scenario: view.scenario.clone(),
            kept: Kept::Saved,
            sent: None,
        }
    }
}

/// How a scenario is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept {
    /// As it is.
    Saved,
    /// It was changed and will be saved in a moment, or is being saved.
    Saving,
    /// It could not be saved: why, for people. The next change tries again.
    Failed(String),
    /// Somebody else changed it meanwhile: this is what they saved.
    Overtaken(Box<ScenarioView>),
    /// Somebody else deleted it meanwhile: this is what they deleted.
    Gone(Box<ScenarioView>),
}

/// The scenarios of a renewal, in this window.
#[derive(Clone, Copy)]
pub struct Keeping {
    /// Which renewal.
    pub key: StoredValue<RenewalKey>,
    /// What is looked at and edited.
    pub scenario: RwSignal<Scenario>,
    /// The scenarios, in the order in which they were made.
    pub tabs: RwSignal<Vec<Tab>>,
    /// The one that is looked at; `None` for what happens if nothing is done.
    pub current: RwSignal<Option<u32>>,
    /// What was deleted last, to bring it back.
    pub deleted: RwSignal<Option<Tab>>,
    /// What happened lately, to be said aloud: a change by somebody else.
    pub news: RwSignal<String>,
    machine: StoredValue<Machine>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Keeping {
    /// The scenarios that the page came with; `chosen` is the id that the address names.
    pub fn new(
        key: RenewalKey,
        list: &ScenarioList,
        chosen: Option<&str>,
        as_is: Scenario,
        open: bool,
    ) -> Self {
        let machine = Machine::new(list, chosen, as_is, open);
        Self {
            key: StoredValue::new(key),
            scenario: RwSignal::new(machine.shown().clone()),
            current: RwSignal::new(machine.current),
            tabs: RwSignal::new(machine.tabs.clone()),
            deleted: RwSignal::new(None),
            news: RwSignal::new(String::new()),
            machine: StoredValue::new(machine),
            timer: StoredValue::new(None),
        }
    }

    /// The scenario that is looked at, as a tab.
    pub fn chosen(&self) -> Option<Tab> {
        let key = self.current.get_untracked()?;
        self.tabs.with_untracked(|tabs| tabs.iter().find(|tab| tab.key == key).cloned())
    }

    /// A part of the tab that is looked at, and of changes of it.
    fn of_current<T>(&self, read: impl FnOnce(&Tab) -> T) -> Option<T> {
        let key = self.current.get()?;
        self.tabs.with(|tabs| tabs.iter().find(|tab| tab.key == key).map(read))
    }

    /// The id of the scenario that is looked at, for the address.
    pub fn current_id(&self) -> Option<String> {
        self.of_current(|tab| tab.id.clone())
    }

    /// The name of the scenario that is looked at.
    pub fn current_name(&self) -> String {
        self.of_current(|tab| tab.name.clone()).unwrap_or_else(|| "As is".to_owned())
    }

    /// How the scenario that is looked at is kept.
    pub fn kept(&self) -> Kept {
        self.of_current(|tab| tab.kept.clone()).unwrap_or(Kept::Saved)
    }

    /// Looks at another scenario: one that is kept, or with `None` what happens if nothing is done.
    pub fn select(&self, key: Option<u32>) {
        self.step(Event::Selected(key));
    }

    /// Adds a scenario of its own and looks at it; it is saved by itself.
    pub fn add(&self, name: Option<String>, scenario: &Scenario) {
        self.step(Event::Added(name, scenario.clone()));
    }

    /// Notes a change of what is looked at: it is saved when it has come to rest. A change of what
    /// happens if nothing is done begins a scenario of its own.
    pub fn touch(&self) {
        self.step(Event::Edited);
    }

    /// Gives the scenario that is looked at another name.
    pub fn rename(&self, name: &str) {
        self.step(Event::Renamed(name.to_owned()));
    }

    /// Tries again what could not be saved.
    pub fn try_again(&self) {
        self.step(Event::TriedAgain);
    }

    /// Takes a scenario away; it can be brought back.
    pub fn delete(&self, key: u32) {
        self.step(Event::Deleted(key));
    }

    /// Brings back what was deleted last, and looks at it.
    pub fn undelete(&self) {
        self.step(Event::Undeleted);
    }

    /// Offers no longer to bring back what was deleted last.
    pub fn dismiss(&self) {
        self.step(Event::Dismissed);
    }

    /// After somebody else changed the same scenario: keeps this window's version in its place.
    pub fn keep_mine(&self) {
        self.step(Event::KeptMine);
    }

    /// After somebody else changed the same scenario: takes theirs, and with `both` keeps this window's
    /// as a scenario of its own.
    pub fn take_theirs(&self, both: bool) {
        self.step(Event::TookTheirs(both));
    }

    /// After somebody else deleted the scenario: keeps this window's as a scenario of its own, or lets it
    /// go.
    pub fn after_gone(&self, keep: bool) {
        self.step(Event::AfterGone(keep));
    }

    /// Somebody may have saved something: asks what there is, unless it is known already.
    pub fn hear(&self, pulse: i64) {
        self.step(Event::Heard(pulse));
    }

    /// Lets something happen, shows what came of it, and does what is to be done. After the page was left
    /// nothing happens any more.
    fn step(&self, event: Event) {
        let Some(draft) = self.scenario.try_get_untracked() else { return };
        let step = |machine: &mut Machine| machine.step(&draft, event, &post::new_id);
        let Some(commands) = self.machine.try_update_value(step) else { return };
        self.machine.with_value(|machine| {
            show(self.tabs, &machine.tabs);
            show(self.current, &machine.current);
            show(self.deleted, &machine.deleted);
            show(self.news, &machine.news);
            // What is edited is ahead of its tab.
            let edited = matches!(commands[..], [Command::Rest]);
            if !edited && draft != *machine.shown() {
                self.scenario.set(machine.shown().clone());
            }
        });
        for command in commands {
            self.act(command);
        }
    }

    fn act(&self, command: Command) {
        let keeping = *self;
        match command {
            Command::Send(key, edit) => {
                let answer = post::send(&self.key.get_value(), &edit);
                spawn_local(async move {
                    keeping.step(Event::Answered(key, edit, answer.await));
                });
            }
            Command::Rest => {
                let rest = set_timeout_with_handle(move || keeping.step(Event::Rested), REST).ok();
                self.timer.update_value(|timer| {
                    if let Some(timer) = std::mem::replace(timer, rest) {
                        timer.clear();
                    }
                });
            }
            Command::Ask => {
                let request = self.key.get_value();
                spawn_local(async move {
                    keeping.step(Event::Listed(list_scenarios(request).await.ok()));
                });
            }
            Command::Wait => set_timeout(move || keeping.step(Event::Waited), AGAIN),
        }
    }

    /// When the page is left, or the window goes out of sight and may never come back: what waits is sent
    /// at once, whether or not anybody is there for the answer.
    pub fn leave_nothing_behind(&self) {
        let keeping = *self;
        let leave = move |_| keeping.step(Event::Left);
        let gone = window_event_listener_untyped("pagehide", leave);
        let hidden = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                keeping.step(Event::Left);
            }
        });
        on_cleanup(move || {
            keeping.step(Event::Left);
            gone.remove();
            hidden.remove();
        });
    }
}

/// Tells who looks of what has changed.
fn show<T: Clone + PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: &T) {
    if signal.with_untracked(|shown| shown != value) {
        signal.set(value.clone());
    }
}
