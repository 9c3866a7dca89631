//! The scenarios that are kept: their tabs, saving by itself, other people's changes, and what to do
//! when two changed the same.
//!
//! Every tab has its own draft and knows how it is kept. One request is under way at a time, since each
//! is based on the answer of the one before: deletions first, then the tabs that were changed. A tab that
//! waits for an answer of the editor, or could not be saved, is left alone until it is given one.

use crate::api::renewal::{
    RenewalKey, SaveAnswer, ScenarioEdit, ScenarioList, ScenarioView, list_scenarios, save_scenario,
};
use domain::Scenario;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
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
    /// Its id, once it is kept.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// The version that this window has.
    pub version: i64,
    /// What it would offer. Of the one that is looked at, [`Keeping::scenario`] is ahead.
    pub scenario: Scenario,
    /// How it is kept.
    pub kept: Kept,
}

impl Tab {
    fn of(key: u32, view: &ScenarioView) -> Self {
        Self {
            key,
            id: Some(view.id.clone()),
            name: view.name.clone(),
            version: view.version,
            scenario: view.scenario.clone(),
            kept: Kept::Saved,
        }
    }

    fn edit(&self, deleted: bool) -> ScenarioEdit {
        ScenarioEdit {
            id: self.id.clone(),
            based_on: self.version,
            name: self.name.clone(),
            scenario: self.scenario.clone(),
            deleted,
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
    state: StoredValue<State>,
}

struct State {
    as_is: Scenario,
    next_key: u32,
    /// What is to be deleted and was not answered yet.
    leaving: Vec<Tab>,
    /// Whether a request is under way.
    busy: bool,
    timer: Option<TimeoutHandle>,
    /// The number that this window's scenarios belong to.
    pulse: i64,
    /// The number that was heard last.
    heard: i64,
    open: bool,
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
        let tabs = (1..).zip(&list.scenarios).map(|(key, view)| Tab::of(key, view));
        let tabs: Vec<Tab> = tabs.collect();
        let current = tabs.iter().find(|tab| chosen.is_some() && tab.id.as_deref() == chosen);
        let scenario = current.map_or_else(|| as_is.clone(), |tab| tab.scenario.clone());
        let state = State {
            as_is,
            next_key: u32::try_from(tabs.len()).unwrap_or(u32::MAX - 1) + 1,
            leaving: Vec::new(),
            busy: false,
            timer: None,
            pulse: list.pulse,
            heard: list.pulse,
            open,
        };
        Self {
            key: StoredValue::new(key),
            scenario: RwSignal::new(scenario),
            current: RwSignal::new(current.map(|tab| tab.key)),
            tabs: RwSignal::new(tabs),
            deleted: RwSignal::new(None),
            news: RwSignal::new(String::new()),
            state: StoredValue::new(state),
        }
    }

    /// The scenario that is looked at, as a tab.
    pub fn chosen(&self) -> Option<Tab> {
        self.current.get_untracked().and_then(|key| self.tab(key))
    }

    fn tab(&self, key: u32) -> Option<Tab> {
        self.tabs.with_untracked(|tabs| tabs.iter().find(|tab| tab.key == key).cloned())
    }

    /// A part of the tab that is looked at, and of changes of it.
    fn of_current<T>(&self, read: impl FnOnce(&Tab) -> T) -> Option<T> {
        let key = self.current.get()?;
        self.tabs.with(|tabs| tabs.iter().find(|tab| tab.key == key).map(read))
    }

    /// The id of the scenario that is looked at, for the address.
    pub fn current_id(&self) -> Option<String> {
        self.of_current(|tab| tab.id.clone()).flatten()
    }

    /// The name of the scenario that is looked at.
    pub fn current_name(&self) -> String {
        self.of_current(|tab| tab.name.clone()).unwrap_or_else(|| "As is".to_owned())
    }

    /// How the scenario that is looked at is kept.
    pub fn kept(&self) -> Kept {
        self.of_current(|tab| tab.kept.clone()).unwrap_or(Kept::Saved)
    }

    fn change(&self, key: u32, change: impl FnOnce(&mut Tab)) {
        self.tabs.update(|tabs| {
            if let Some(tab) = tabs.iter_mut().find(|tab| tab.key == key) {
                change(tab);
            }
        });
    }

    /// Puts what is edited into its tab: before another one is looked at, and before it is sent.
    fn stash(&self) {
        if let Some(key) = self.current.get_untracked() {
            let scenario = self.scenario.get_untracked();
            self.change(key, |tab| tab.scenario = scenario);
        }
    }

    /// Looks at another scenario: one that is kept, or with `None` what happens if nothing is done.
    pub fn select(&self, key: Option<u32>) {
        self.stash();
        let kept = key.and_then(|key| self.tab(key));
        self.current.set(kept.as_ref().map(|tab| tab.key));
        let as_is = || self.state.with_value(|state| state.as_is.clone());
        self.scenario.set(kept.map_or_else(as_is, |tab| tab.scenario));
    }

    /// Adds a scenario of its own and looks at it; it is saved by itself.
    pub fn add(&self, name: Option<String>, scenario: &Scenario) {
        self.stash();
        let key = self.new_key();
        let name = name.unwrap_or_else(|| self.free_letter());
        let tab =
            Tab { key, id: None, name, version: 0, scenario: scenario.clone(), kept: Kept::Saving };
        self.tabs.update(|tabs| tabs.push(tab));
        self.current.set(Some(key));
        self.scenario.set(scenario.clone());
        self.flush();
    }

    fn new_key(&self) -> u32 {
        let key = self.state.try_update_value(|state| {
            state.next_key += 1;
            state.next_key - 1
        });
        key.unwrap_or_default()
    }

    /// The first letter that names no scenario yet.
    fn free_letter(&self) -> String {
        let taken = |letter: &String| {
            let named =
                |tab: &Tab| tab.name == *letter || tab.name.starts_with(&format!("{letter}:"));
            self.tabs.with_untracked(|tabs| tabs.iter().any(named))
        };
        let letters = ('A'..='Z').map(String::from);
        letters.into_iter().find(|letter| !taken(letter)).unwrap_or_else(|| "New".to_owned())
    }

    /// Notes a change of what is looked at: it is saved when it has come to rest. A change of what
    /// happens if nothing is done begins a scenario of its own.
    pub fn touch(&self) {
        match self.chosen() {
            None => {
                let scenario = self.scenario.get_untracked();
                self.add(None, &scenario);
            }
            Some(tab) if matches!(tab.kept, Kept::Saved | Kept::Failed(_)) => {
                self.change(tab.key, |tab| tab.kept = Kept::Saving);
            }
            Some(_) => {}
        }
        let keeping = *self;
        let rest = set_timeout_with_handle(move || keeping.flush(), REST).ok();
        self.state.update_value(|state| {
            if let Some(timer) = std::mem::replace(&mut state.timer, rest) {
                timer.clear();
            }
        });
    }

    /// Gives the scenario that is looked at another name.
    pub fn rename(&self, name: &str) {
        if let Some(key) = self.current.get_untracked() {
            self.change(key, |tab| {
                name.clone_into(&mut tab.name);
                if matches!(tab.kept, Kept::Saved | Kept::Failed(_)) {
                    tab.kept = Kept::Saving;
                }
            });
            self.flush();
        }
    }

    /// Tries again what could not be saved.
    pub fn try_again(&self) {
        if let Some(key) = self.current.get_untracked() {
            self.change(key, |tab| tab.kept = Kept::Saving);
            self.flush();
        }
    }

    /// Takes a scenario away; it can be brought back.
    pub fn delete(&self, key: u32) {
        if self.current.get_untracked() == Some(key) {
            self.select(None);
        }
        let Some(tab) = self.tab(key) else { return };
        self.tabs.update(|tabs| tabs.retain(|tab| tab.key != key));
        self.state.update_value(|state| state.leaving.push(tab.clone()));
        self.deleted.set(Some(tab));
        self.flush();
    }

    /// Brings back what was deleted last, and looks at it.
    pub fn undelete(&self) {
        let Some(mut tab) = self.deleted.try_update(Option::take).flatten() else { return };
        // What was not sent yet need not be deleted first.
        self.state.update_value(|state| {
            if !state.busy {
                state.leaving.retain(|leaving| leaving.key != tab.key);
            }
        });
        tab.kept = Kept::Saving;
        let key = tab.key;
        self.tabs.update(|tabs| tabs.push(tab));
        self.select(Some(key));
        self.flush();
    }

    /// After somebody else changed the same scenario: keeps this window's version in its place.
    pub fn keep_mine(&self) {
        let Some(Tab { key, kept: Kept::Overtaken(theirs), .. }) = self.chosen() else { return };
        self.change(key, |tab| {
            tab.version = theirs.version;
            tab.kept = Kept::Saving;
        });
        self.flush();
    }

    /// After somebody else changed the same scenario: takes theirs, and with `both` keeps this window's
    /// as a scenario of its own.
    pub fn take_theirs(&self, both: bool) {
        let Some(Tab { key, name, kept: Kept::Overtaken(theirs), .. }) = self.chosen() else {
            return;
        };
        let mine = self.scenario.get_untracked();
        self.change(key, |tab| *tab = Tab::of(key, &theirs));
        self.scenario.set(theirs.scenario.clone());
        if both {
            let name: String = name.chars().take(45).collect();
            self.add(Some(format!("{name} (my version)")), &mine);
        }
    }

    /// After somebody else deleted the scenario: keeps this window's as a scenario of its own, or lets it
    /// go.
    pub fn after_gone(&self, keep: bool) {
        let Some(Tab { key, name, kept: Kept::Gone(_), .. }) = self.chosen() else { return };
        let mine = self.scenario.get_untracked();
        self.select(None);
        self.tabs.update(|tabs| tabs.retain(|tab| tab.key != key));
        if keep {
            self.add(Some(name), &mine);
        }
    }

    /// Sends what waits to be saved or deleted, unless a request is under way: then its answer goes on.
    pub fn flush(&self) {
        if self.state.try_with_value(|state| state.busy || !state.open) != Some(false) {
            return;
        }
        self.stash();
        let leaving = self.state.with_value(|state| state.leaving.first().cloned());
        if let Some(tab) = leaving {
            // What was never kept needs no deleting.
            if tab.id.is_none() {
                self.state.update_value(|state| state.leaving.retain(|left| left.key != tab.key));
                return self.flush();
            }
            return self.send(tab, true);
        }
        let waiting = |tab: &&Tab| tab.kept == Kept::Saving;
        if let Some(tab) = self.tabs.with_untracked(|tabs| tabs.iter().find(waiting).cloned()) {
            self.send(tab, false);
        }
    }

    fn send(&self, tab: Tab, deleted: bool) {
        let keeping = *self;
        self.state.update_value(|state| state.busy = true);
        let (request, edit) = (self.key.get_value(), tab.edit(deleted));
        spawn_local(async move {
            let answer = save_scenario(request, edit).await;
            // Whoever left the page meanwhile is not told.
            if keeping.state.try_update_value(|state| state.busy = false).is_none() {
                return;
            }
            let answer = answer.unwrap_or_else(|_| {
                SaveAnswer::Refused(
                    "The server could not be reached. Your changes are kept in this window."
                        .to_owned(),
                )
            });
            if deleted {
                keeping.was_deleted(&tab, answer);
            } else {
                keeping.was_saved(&tab, answer);
            }
            keeping.flush();
            keeping.catch_up();
        });
    }

    /// What became of saving a tab as it was sent.
    fn was_saved(&self, sent: &Tab, answer: SaveAnswer) {
        self.stash();
        let key = sent.key;
        match answer {
            SaveAnswer::Saved(view) => self.adopt(sent, &view),
            // An answer that was lost on its way: what is there is what was sent.
            SaveAnswer::Overtaken(view, false)
                if view.name == sent.name && view.scenario == sent.scenario =>
            {
                self.adopt(sent, &view);
            }
            SaveAnswer::Overtaken(view, false) => {
                self.change(key, |tab| tab.kept = Kept::Overtaken(Box::new(view)));
            }
            SaveAnswer::Overtaken(view, true) => {
                self.change(key, |tab| tab.kept = Kept::Gone(Box::new(view)));
            }
            SaveAnswer::Refused(why) => self.change(key, |tab| tab.kept = Kept::Failed(why)),
        }
    }

    /// Takes over the id and version of what was kept. What was edited meanwhile is still to be saved,
    /// what was deleted meanwhile is deleted by the id that it has now.
    fn adopt(&self, sent: &Tab, view: &ScenarioView) {
        let known = |tab: &mut Tab| {
            tab.id = Some(view.id.clone());
            tab.version = view.version;
        };
        self.change(sent.key, |tab| {
            known(tab);
            if tab.scenario == sent.scenario && tab.name == sent.name {
                tab.kept = Kept::Saved;
            }
        });
        self.state.update_value(|state| {
            state.leaving.iter_mut().filter(|tab| tab.key == sent.key).for_each(known);
        });
    }

    /// What became of deleting a tab.
    fn was_deleted(&self, sent: &Tab, answer: SaveAnswer) {
        self.state.update_value(|state| state.leaving.retain(|tab| tab.key != sent.key));
        let known = |tab: &mut Tab, view: &ScenarioView| tab.version = view.version;
        match answer {
            // It may have been brought back meanwhile: that is saved on top of the deletion.
            SaveAnswer::Saved(view) | SaveAnswer::Overtaken(view, true) => {
                self.change(sent.key, |tab| known(tab, &view));
                self.deleted.update(|deleted| {
                    if let Some(tab) = deleted.as_mut().filter(|tab| tab.key == sent.key) {
                        known(tab, &view);
                    }
                });
            }
            SaveAnswer::Overtaken(view, false) => {
                self.deleted.set(None);
                self.tabs.update(|tabs| tabs.push(Tab::of(sent.key, &view)));
                self.news.set(format!(
                    "“{}” was changed in another window and is not deleted.",
                    view.name
                ));
            }
            SaveAnswer::Refused(why) => {
                self.deleted.set(None);
                let tab = Tab { kept: Kept::Failed(why), ..sent.clone() };
                self.tabs.update(|tabs| tabs.push(tab));
                self.news.set(format!("“{}” could not be deleted.", sent.name));
            }
        }
    }

    /// Somebody may have saved something: asks what there is, unless it is known already.
    pub fn hear(&self, pulse: i64) {
        self.state.update_value(|state| state.heard = pulse);
        self.catch_up();
    }

    /// Asks what others saved. While an answer is awaited it is not known which of the changes is this
    /// window's own; it is asked afterwards.
    fn catch_up(&self) {
        let known = self.state.try_with_value(|state| state.heard <= state.pulse || state.busy);
        if known != Some(false) {
            return;
        }
        let keeping = *self;
        let request = self.key.get_value();
        spawn_local(async move {
            let list = list_scenarios(request).await;
            if keeping.state.try_with_value(|_| ()).is_none() {
                return;
            }
            match list {
                Ok(list) => {
                    keeping.merge(&list);
                    keeping.catch_up();
                }
                Err(_) => set_timeout(move || keeping.catch_up(), AGAIN),
            }
        });
    }

    /// Takes over what others saved. What this window has changed itself stays: saving it tells of the
    /// conflict. A list that is older than what is known is no news.
    fn merge(&self, list: &ScenarioList) {
        if self.state.with_value(|state| state.busy || list.pulse <= state.pulse) {
            return;
        }
        self.state.update_value(|state| state.pulse = list.pulse);
        let leaving: Vec<Option<String>> =
            self.state.with_value(|state| state.leaving.iter().map(|tab| tab.id.clone()).collect());
        let mut news = Vec::new();
        for view in &list.scenarios {
            let own = |tab: &&Tab| tab.id.as_ref() == Some(&view.id);
            let known = self.tabs.with_untracked(|tabs| tabs.iter().find(own).cloned());
            match known {
                None if leaving.contains(&Some(view.id.clone())) => {}
                None => {
                    let tab = Tab::of(self.new_key(), view);
                    self.tabs.update(|tabs| tabs.push(tab));
                    news.push(format!("“{}” was added in another window.", view.name));
                }
                Some(tab) if tab.version < view.version && tab.kept == Kept::Saved => {
                    self.change(tab.key, |own| *own = Tab::of(tab.key, view));
                    if self.current.get_untracked() == Some(tab.key) {
                        self.scenario.set(view.scenario.clone());
                    }
                    news.push(format!("“{}” was changed in another window.", view.name));
                }
                Some(_) => {}
            }
        }
        let listed =
            |tab: &Tab| list.scenarios.iter().any(|view| Some(&view.id) == tab.id.as_ref());
        let gone = |tab: &&Tab| tab.id.is_some() && !listed(tab) && tab.kept == Kept::Saved;
        let gone: Vec<Tab> =
            self.tabs.with_untracked(|tabs| tabs.iter().filter(gone).cloned().collect());
        for tab in gone {
            if self.current.get_untracked() == Some(tab.key) {
                self.select(None);
            }
            self.tabs.update(|tabs| tabs.retain(|other| other.key != tab.key));
            news.push(format!("“{}” was deleted in another window.", tab.name));
        }
        if !news.is_empty() {
            self.news.set(news.join(" "));
        }
    }

    /// When the page is left: what waits is sent at once, and nobody awaits the answer.
    pub fn leave_nothing_behind(&self) {
        let keeping = *self;
        on_cleanup(move || {
            let timer = keeping.state.try_update_value(|state| state.timer.take()).flatten();
            if let Some(timer) = timer {
                timer.clear();
                keeping.flush();
            }
        });
    }
}
