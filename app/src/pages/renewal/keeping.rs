//! The scenarios that are kept: their tabs, saving by itself, other people's changes, and what to do
//! when two changed the same.

use crate::api::renewal::{
    RenewalKey, SaveAnswer, ScenarioEdit, ScenarioList, ScenarioView, list_scenarios, save_scenario,
};
use domain::Scenario;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long after the last change a scenario is saved.
const REST: Duration = Duration::from_millis(600);

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
    /// What it would offer.
    pub scenario: Scenario,
}

impl Tab {
    fn of(key: u32, view: &ScenarioView) -> Self {
        Self {
            key,
            id: Some(view.id.clone()),
            name: view.name.clone(),
            version: view.version,
            scenario: view.scenario.clone(),
        }
    }
}

/// How the scenario that is looked at is kept.
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
    /// Somebody else deleted it meanwhile.
    Gone(Box<ScenarioView>),
}

/// The scenarios of a renewal, in this window.
#[derive(Clone, Copy)]
pub struct Keeping {
    /// Which renewal.
    pub key: StoredValue<RenewalKey>,
    /// The scenarios, in the order in which they were made.
    pub tabs: RwSignal<Vec<Tab>>,
    /// The one that is looked at; `None` for what happens if nothing is done.
    pub current: RwSignal<Option<u32>>,
    /// How the one that is looked at is kept.
    pub kept: RwSignal<Kept>,
    /// What was deleted last, to bring it back.
    pub deleted: RwSignal<Option<Tab>>,
    /// What happened lately, to be said aloud: a change by somebody else.
    pub news: RwSignal<String>,
    state: StoredValue<State>,
}

#[derive(Default)]
struct State {
    next_key: u32,
    /// The tab with changes that are not saved.
    dirty: Option<u32>,
    /// Whether a save is under way: the next one waits for its answer, since it bases on it.
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
    pub fn new(key: RenewalKey, list: &ScenarioList, chosen: Option<&str>, open: bool) -> Self {
        let tabs: Vec<Tab> =
            (1..).zip(&list.scenarios).map(|(key, view)| Tab::of(key, view)).collect();
        let current = tabs.iter().find(|tab| tab.id.as_deref() == chosen && chosen.is_some());
        let current = current.map(|tab| tab.key);
        let next_key = u32::try_from(tabs.len()).unwrap_or(u32::MAX - 1) + 1;
        Self {
            key: StoredValue::new(key),
            tabs: RwSignal::new(tabs),
            current: RwSignal::new(current),
            kept: RwSignal::new(Kept::Saved),
            deleted: RwSignal::new(None),
            news: RwSignal::new(String::new()),
            state: StoredValue::new(State {
                next_key,
                pulse: list.pulse,
                heard: list.pulse,
                open,
                ..State::default()
            }),
        }
    }

    /// The scenario that is looked at.
    pub fn chosen(&self) -> Option<Tab> {
        self.current.get_untracked().and_then(|key| self.tab(key))
    }

    /// A scenario.
    pub fn tab(&self, key: u32) -> Option<Tab> {
        self.tabs.with_untracked(|tabs| tabs.iter().find(|tab| tab.key == key).cloned())
    }

    /// The id of the scenario that is looked at, for the address.
    pub fn current_id(&self) -> Option<String> {
        let key = self.current.get()?;
        self.tabs.with(|tabs| tabs.iter().find(|tab| tab.key == key).and_then(|tab| tab.id.clone()))
    }

    /// The name of the scenario that is looked at.
    pub fn current_name(&self) -> String {
        let key = self.current.get();
        self.tabs.with(|tabs| {
            let tab = key.and_then(|key| tabs.iter().find(|tab| tab.key == key));
            tab.map_or_else(|| "As is".to_owned(), |tab| tab.name.clone())
        })
    }

    /// Adds a scenario of its own and looks at it; it is saved by itself.
    pub fn add(&self, name: Option<String>, scenario: &Scenario) -> u32 {
        let key = self.state.try_update_value(|state| {
            state.next_key += 1;
            state.next_key - 1
        });
        let key = key.unwrap_or_default();
        let name = name.unwrap_or_else(|| self.free_letter());
        let scenario = scenario.clone();
        self.tabs.update(|tabs| tabs.push(Tab { key, id: None, name, version: 0, scenario }));
        self.current.set(Some(key));
        key
    }

    /// The first letter that names no scenario yet.
    fn free_letter(&self) -> String {
        let taken = |letter: &String| {
            self.tabs.with_untracked(|tabs| {
                tabs.iter()
                    .any(|tab| tab.name == *letter || tab.name.starts_with(&format!("{letter}:")))
            })
        };
        let letters = ('A'..='Z').map(String::from);
        letters.into_iter().find(|letter| !taken(letter)).unwrap_or_else(|| "New".to_owned())
    }

    /// Notes a change of the scenario that is looked at: it is saved when it has come to rest.
    pub fn touch(&self, scenario: RwSignal<Scenario>) {
        let key = self
            .current
            .get_untracked()
            .unwrap_or_else(|| scenario.with_untracked(|scenario| self.add(None, scenario)));
        if !matches!(self.kept.get_untracked(), Kept::Saving | Kept::Overtaken(_) | Kept::Gone(_)) {
            self.kept.set(Kept::Saving);
        }
        let keeping = *self;
        let rest = set_timeout_with_handle(move || keeping.flush(scenario), REST).ok();
        self.state.update_value(|state| {
            state.dirty = Some(key);
            if let Some(timer) = std::mem::replace(&mut state.timer, rest) {
                timer.clear();
            }
        });
    }

    /// Saves what was changed, now.
    pub fn flush(&self, scenario: RwSignal<Scenario>) {
        let waiting = |kept: &Kept| matches!(kept, Kept::Overtaken(_) | Kept::Gone(_));
        let Some(key) =
            self.state.with_value(|state| state.dirty.filter(|_| !state.busy && state.open))
        else {
            return;
        };
        if self.kept.with_untracked(waiting) {
            return;
        }
        let current = self.current.get_untracked() == Some(key);
        self.tabs.update(|tabs| {
            if let Some(tab) = tabs.iter_mut().find(|tab| tab.key == key && current) {
                tab.scenario = scenario.get_untracked();
            }
        });
        self.state.update_value(|state| state.dirty = None);
        if let Some(tab) = self.tab(key) {
            self.send(tab, false, scenario);
        }
    }

    /// Sends a scenario to be kept.
    fn send(&self, tab: Tab, deleted: bool, scenario: RwSignal<Scenario>) {
        let keeping = *self;
        self.state.update_value(|state| state.busy = true);
        let edit = ScenarioEdit {
            id: tab.id.clone(),
            based_on: tab.version,
            name: tab.name.clone(),
            scenario: tab.scenario.clone(),
            deleted,
        };
        let request = self.key.get_value();
        spawn_local(async move {
            let answer = save_scenario(request, edit).await;
            keeping.state.update_value(|state| state.busy = false);
            let kept = match answer {
                Ok(SaveAnswer::Saved(view)) => {
                    keeping.adopt(tab.key, &view);
                    Kept::Saved
                }
                Ok(SaveAnswer::Overtaken(view, false)) => Kept::Overtaken(Box::new(view)),
                Ok(SaveAnswer::Overtaken(view, true)) => Kept::Gone(Box::new(view)),
                Ok(SaveAnswer::Refused(why)) => Kept::Failed(why),
                Err(_) => Kept::Failed(
                    "The server could not be reached. Your changes are kept in this window."
                        .to_owned(),
                ),
            };
            if matches!(kept, Kept::Failed(_)) {
                keeping.state.update_value(|state| state.dirty = Some(tab.key));
            }
            let again = kept == Kept::Saved && keeping.state.with_value(|s| s.dirty.is_some());
            keeping.kept.set(if again { Kept::Saving } else { kept });
            if again {
                keeping.flush(scenario);
            } else {
                keeping.catch_up(scenario);
            }
        });
    }

    /// Takes over the id and version of what was kept; what was edited meanwhile stays.
    fn adopt(&self, key: u32, view: &ScenarioView) {
        self.tabs.update(|tabs| {
            if let Some(tab) = tabs.iter_mut().find(|tab| tab.key == key) {
                tab.id = Some(view.id.clone());
                tab.version = view.version;
            }
        });
    }

    /// Gives a scenario another name.
    pub fn rename(&self, key: u32, name: &str, scenario: RwSignal<Scenario>) {
        self.tabs.update(|tabs| {
            if let Some(tab) = tabs.iter_mut().find(|tab| tab.key == key) {
                name.clone_into(&mut tab.name);
            }
        });
        self.kept.set(Kept::Saving);
        self.state.update_value(|state| state.dirty = Some(key));
        self.flush(scenario);
    }

    /// Takes a scenario away; it can be brought back.
    pub fn delete(&self, key: u32, scenario: RwSignal<Scenario>) {
        let Some(tab) = self.tab(key) else { return };
        self.tabs.update(|tabs| tabs.retain(|tab| tab.key != key));
        self.state.update_value(|state| state.dirty = state.dirty.filter(|dirty| *dirty != key));
        self.kept.set(Kept::Saved);
        if tab.id.is_some() {
            self.send(tab.clone(), true, scenario);
        }
        self.deleted.set(Some(tab));
    }

    /// Brings back what was deleted last, as a scenario of the same name.
    pub fn undelete(&self, scenario: RwSignal<Scenario>) -> Option<u32> {
        let tab = self.deleted.try_update(Option::take).flatten()?;
        let key = self.add(Some(tab.name), &tab.scenario);
        self.touch_now(key, scenario);
        Some(key)
    }

    /// Saves a scenario at once.
    pub fn touch_now(&self, key: u32, scenario: RwSignal<Scenario>) {
        self.kept.set(Kept::Saving);
        self.state.update_value(|state| state.dirty = Some(key));
        self.flush(scenario);
    }

    /// After somebody else changed the same scenario: keeps this window's version in its place.
    pub fn keep_mine(&self, scenario: RwSignal<Scenario>) {
        let (Kept::Overtaken(theirs), Some(key)) =
            (self.kept.get_untracked(), self.current.get_untracked())
        else {
            return;
        };
        self.adopt(key, &theirs);
        self.touch_now(key, scenario);
    }

    /// After somebody else changed the same scenario: takes theirs, and with `both` keeps this window's
    /// as a scenario of its own.
    pub fn take_theirs(&self, both: bool, scenario: RwSignal<Scenario>) {
        let (Kept::Overtaken(theirs), Some(key)) =
            (self.kept.get_untracked(), self.current.get_untracked())
        else {
            return;
        };
        let mine = scenario.get_untracked();
        let name = self.tab(key).map(|tab| tab.name).unwrap_or_default();
        self.replace(key, &theirs);
        self.state.update_value(|state| state.dirty = None);
        self.kept.set(Kept::Saved);
        if both {
            let name: String = name.chars().take(45).collect();
            let copy = self.add(Some(format!("{name} (my version)")), &mine);
            self.touch_now(copy, scenario);
        } else {
            scenario.set(theirs.scenario.clone());
        }
    }

    /// After somebody else deleted the scenario: keeps this window's as a scenario of its own, or lets it
    /// go.
    pub fn after_gone(&self, keep: bool, scenario: RwSignal<Scenario>) {
        let Some(key) = self.current.get_untracked() else { return };
        let tab = self.tab(key);
        self.tabs.update(|tabs| tabs.retain(|tab| tab.key != key));
        self.state.update_value(|state| state.dirty = None);
        self.kept.set(Kept::Saved);
        if let (true, Some(tab)) = (keep, tab) {
            let copy = self.add(Some(tab.name), &scenario.get_untracked());
            self.touch_now(copy, scenario);
        } else {
            self.current.set(None);
        }
    }

    fn replace(&self, key: u32, view: &ScenarioView) {
        self.tabs.update(|tabs| {
            if let Some(tab) = tabs.iter_mut().find(|tab| tab.key == key) {
                *tab = Tab::of(key, view);
            }
        });
    }

    /// Somebody may have saved something: asks what there is, unless it is known already.
    pub fn hear(&self, pulse: i64, scenario: RwSignal<Scenario>) {
        self.state.update_value(|state| state.heard = pulse);
        self.catch_up(scenario);
    }

    /// Asks what others saved. While an answer is awaited it is not known which of the changes is this
    /// window's own; it is asked afterwards.
    fn catch_up(&self, scenario: RwSignal<Scenario>) {
        if self.state.with_value(|state| state.heard <= state.pulse || state.busy) {
            return;
        }
        let keeping = *self;
        let request = self.key.get_value();
        spawn_local(async move {
            // Without an answer the next pulse asks again.
            if let Ok(list) = list_scenarios(request).await {
                keeping.merge(&list, scenario);
                keeping.catch_up(scenario);
            }
        });
    }

    /// Takes over what others saved. What this window is changing stays: saving it tells of the conflict.
    fn merge(&self, list: &ScenarioList, scenario: RwSignal<Scenario>) {
        if self.state.with_value(|state| state.busy) {
            return;
        }
        self.state.update_value(|state| state.pulse = list.pulse);
        let current = self.current.get_untracked();
        // What waits for an answer of the editor is this window's, too.
        let waits = self.kept.with_untracked(|k| matches!(k, Kept::Overtaken(_) | Kept::Gone(_)));
        let dirty = self.state.with_value(|state| state.dirty).or(current.filter(|_| waits));
        let mut news = Vec::new();
        for view in &list.scenarios {
            let known = self.tabs.with_untracked(|tabs| {
                tabs.iter().find(|tab| tab.id.as_ref() == Some(&view.id)).cloned()
            });
            match known {
                None => {
                    let key = self.state.try_update_value(|state| {
                        state.next_key += 1;
                        state.next_key - 1
                    });
                    let tab = Tab::of(key.unwrap_or_default(), view);
                    self.tabs.update(|tabs| tabs.push(tab));
                    news.push(format!("“{}” was added in another window.", view.name));
                }
                Some(tab) if tab.version < view.version && dirty != Some(tab.key) => {
                    self.replace(tab.key, view);
                    if current == Some(tab.key) {
                        scenario.set(view.scenario.clone());
                    }
                    news.push(format!("“{}” was changed in another window.", view.name));
                }
                Some(_) => {}
            }
        }
        let gone: Vec<Tab> = self.tabs.with_untracked(|tabs| {
            let listed = |tab: &Tab| list.scenarios.iter().any(|v| Some(&v.id) == tab.id.as_ref());
            let gone = |tab: &&Tab| tab.id.is_some() && !listed(tab) && dirty != Some(tab.key);
            tabs.iter().filter(gone).cloned().collect()
        });
        for tab in gone {
            self.tabs.update(|tabs| tabs.retain(|other| other.key != tab.key));
            news.push(format!("“{}” was deleted in another window.", tab.name));
            if current == Some(tab.key) {
                self.current.set(None);
            }
            self.deleted.set(Some(tab));
        }
        if !news.is_empty() {
            self.news.set(news.join(" "));
        }
    }
}
