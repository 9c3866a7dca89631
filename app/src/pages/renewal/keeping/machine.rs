//! What becomes of the scenarios in a window as things happen to them: events go in, commands come out.
//! Nothing here knows a browser or a clock, so that each case is a row of a table in the tests.

use super::{Kept, Tab};
use crate::api::renewal::{SaveAnswer, ScenarioEdit, ScenarioList, ScenarioView};
use domain::Scenario;

/// What happens.
#[derive(Debug, Clone)]
pub enum Event {
    /// The scenario that is looked at was changed.
    Edited,
    /// It has come to rest.
    Rested,
    /// Another one is looked at; `None` is what happens if nothing is done.
    Selected(Option<u32>),
    /// One is added: its name, unless it gets a letter, and its contents.
    Added(Option<String>, Scenario),
    /// The one that is looked at gets another name.
    Renamed(String),
    /// What could not be saved is tried again.
    TriedAgain,
    /// One is deleted.
    Deleted(u32),
    /// What was deleted last is brought back.
    Undeleted,
    /// What was deleted last is not to be brought back.
    Dismissed,
    /// Of two changes this window's stays.
    KeptMine,
    /// Of two changes the other one stays, and with `true` this window's as a scenario of its own.
    TookTheirs(bool),
    /// What somebody else deleted is kept as a scenario of its own, or let go.
    AfterGone(bool),
    /// The window is left, or may be.
    Left,
    /// What was sent for a tab was answered; `None` where nobody did.
    Answered(u32, Box<ScenarioEdit>, Option<SaveAnswer>),
    /// The number of the renewal's changes was told.
    Heard(i64),
    /// What others saved was told; `None` where nobody answered.
    Listed(Option<ScenarioList>),
    /// It is time to ask again.
    Waited,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Sends a change of a tab.
    Send(u32, Box<ScenarioEdit>),
    /// Tells [`Event::Rested`] in a moment, unless this comes again before.
    Rest,
    /// Asks what others saved.
    Ask,
    /// Tells [`Event::Waited`] after a while.
    Wait,
}

/// Why nothing was saved where nobody answered.
const UNREACHED: &str = "The server could not be reached. Your changes are kept in this window.";

/// The scenarios of a window.
#[derive(Debug, Clone)]
pub struct Machine {
    /// In the order in which they were made.
    pub tabs: Vec<Tab>,
    /// The one that is looked at.
    pub current: Option<u32>,
    /// What was deleted last.
    pub deleted: Option<Tab>,
    /// What others did lately.
    pub news: String,
    as_is: Scenario,
    open: bool,
    next_key: u32,
    /// What is to be deleted and was not answered yet.
    leaving: Vec<Tab>,
    /// How many answers are awaited: one, unless the window was left meanwhile.
    flying: u32,
    /// Whether it was asked what others saved.
    asking: bool,
    /// The number that this window's scenarios belong to, and the one that was heard last.
    pulse: i64,
    heard: i64,
}

impl Machine {
    /// The scenarios that the page came with; `chosen` is the id of the one that is looked at. Once a
    /// renewal is not `open`, nothing is sent.
    pub fn new(list: &ScenarioList, chosen: Option<&str>, as_is: Scenario, open: bool) -> Self {
        let tabs = (1..).zip(&list.scenarios).map(|(key, view)| Tab::of(key, view));
        let tabs: Vec<Tab> = tabs.collect();
        let current = tabs.iter().find(|tab| chosen == Some(tab.id.as_str())).map(|tab| tab.key);
        Self {
            next_key: u32::try_from(tabs.len()).unwrap_or(u32::MAX - 1) + 1,
            tabs,
            current,
            deleted: None,
            news: String::new(),
            as_is,
            open,
            leaving: Vec::new(),
            flying: 0,
            asking: false,
            pulse: list.pulse,
            heard: list.pulse,
        }
    }

    /// The contents of the scenario that is looked at.
    pub fn shown(&self) -> &Scenario {
        self.chosen().map_or(&self.as_is, |tab| &tab.scenario)
    }

    fn chosen(&self) -> Option<&Tab> {
        self.current.and_then(|key| self.tabs.iter().find(|tab| tab.key == key))
    }

    fn tab(&mut self, key: u32) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|tab| tab.key == key)
    }

    fn chosen_mut(&mut self) -> Option<&mut Tab> {
        self.current.and_then(|key| self.tab(key))
    }

    /// What comes of an event. `draft` is what the editor sees, `new_id` makes an id for a new scenario.
    pub fn step(
        &mut self,
        draft: &Scenario,
        event: Event,
        new_id: &dyn Fn() -> String,
    ) -> Vec<Command> {
        // A slider on its way need not be written down at each step.
        if !matches!(event, Event::Edited)
            && let Some(tab) = self.chosen_mut()
            && tab.scenario != *draft
        {
            tab.scenario.clone_from(draft);
        }
        let sending = match event {
            Event::Edited => {
                self.edited(draft, new_id);
                return vec![Command::Rest];
            }
            Event::Rested => self.flush(false),
            Event::Left => self.flush(true),
            Event::Heard(pulse) => {
                self.heard = pulse;
                Vec::new()
            }
            Event::Waited => {
                self.asking = false;
                Vec::new()
            }
            Event::Listed(None) => return vec![Command::Wait],
            Event::Listed(Some(list)) => {
                self.asking = false;
                self.merge(&list);
                Vec::new()
            }
            Event::Answered(key, sent, answer) => {
                self.flying = self.flying.saturating_sub(1);
                if sent.deleted {
                    self.was_deleted(key, &sent, answer);
                } else {
                    self.was_saved(key, &sent, answer);
                }
                self.flush(false)
            }
            choice => {
                self.choose(choice, new_id);
                self.flush(false)
            }
        };
        let asking = self.catch_up();
        sending.into_iter().chain(asking).collect()
    }

    /// A change of what happens if nothing is done begins a scenario of its own.
    fn edited(&mut self, draft: &Scenario, new_id: &dyn Fn() -> String) {
        match self.chosen_mut() {
            None => self.add(None, draft.clone(), new_id()),
            Some(tab) => tab.is_to_be_saved(),
        }
    }

    /// What somebody at this window chose.
    fn choose(&mut self, choice: Event, new_id: &dyn Fn() -> String) {
        match choice {
            Event::Selected(key) => self.select(key),
            Event::Added(name, scenario) => self.add(name, scenario, new_id()),
            Event::Renamed(name) => {
                if let Some(tab) = self.chosen_mut() {
                    tab.name = name;
                    tab.is_to_be_saved();
                }
            }
            Event::TriedAgain => {
                if let Some(tab) = self.chosen_mut() {
                    tab.is_to_be_saved();
                }
            }
            Event::Deleted(key) => self.delete(key),
            Event::Undeleted => self.undelete(),
            Event::Dismissed => self.deleted = None,
            Event::KeptMine => {
                if let Some(tab) = self.chosen_mut()
                    && let Kept::Overtaken(theirs) = &tab.kept
                {
                    tab.version = theirs.version;
                    tab.kept = Kept::Saving;
                }
            }
            Event::TookTheirs(both) => self.take_theirs(both, new_id),
            Event::AfterGone(keep) => self.after_gone(keep, new_id),
            _ => {}
        }
    }

    fn select(&mut self, key: Option<u32>) {
        self.current = key.filter(|key| self.tabs.iter().any(|tab| tab.key == *key));
    }

    fn add(&mut self, name: Option<String>, scenario: Scenario, id: String) {
        let key = self.new_key();
        let name = name.unwrap_or_else(|| self.free_letter());
        self.tabs.push(Tab { key, id, name, version: 0, scenario, kept: Kept::Saving, sent: None });
        self.current = Some(key);
    }

    fn new_key(&mut self) -> u32 {
        self.next_key += 1;
        self.next_key - 1
    }

    /// The first letter that names no scenario yet.
    fn free_letter(&self) -> String {
        let taken = |letter: &String| {
            let begins = format!("{letter}:");
            self.tabs.iter().any(|tab| tab.name == *letter || tab.name.starts_with(&begins))
        };
        let letters = ('A'..='Z').map(String::from);
        letters.into_iter().find(|letter| !taken(letter)).unwrap_or_else(|| "New".to_owned())
    }

    fn remove(&mut self, key: u32) -> Option<Tab> {
        if self.current == Some(key) {
            self.current = None;
        }
        let place = self.tabs.iter().position(|tab| tab.key == key)?;
        Some(self.tabs.remove(place))
    }

    fn delete(&mut self, key: u32) {
        if let Some(tab) = self.remove(key) {
            self.leaving.push(tab.clone());
            self.deleted = Some(tab);
        }
    }

    fn undelete(&mut self) {
        let Some(mut tab) = self.deleted.take() else { return };
        // What was not sent yet need not be deleted first.
        if self.flying == 0 {
            self.leaving.retain(|leaving| leaving.key != tab.key);
        }
        tab.kept = Kept::Saving;
        self.current = Some(tab.key);
        self.tabs.push(tab);
    }

    fn take_theirs(&mut self, both: bool, new_id: &dyn Fn() -> String) {
        let Some(tab) = self.chosen_mut() else { return };
        let Kept::Overtaken(theirs) = &tab.kept else { return };
        let theirs = Tab::of(tab.key, theirs);
        let mine = std::mem::replace(tab, theirs);
        if both {
            let name: String = mine.name.chars().take(45).collect();
            self.add(Some(format!("{name} (my version)")), mine.scenario, new_id());
        }
    }

    fn after_gone(&mut self, keep: bool, new_id: &dyn Fn() -> String) {
        let Some(Tab { key, kept: Kept::Gone(_), .. }) = self.chosen() else { return };
        let key = *key;
        if let Some(mine) = self.remove(key).filter(|_| keep) {
            self.add(Some(mine.name), mine.scenario, new_id());
        }
    }

    /// Sends what waits to be saved or deleted: one thing at a time, since each is based on the answer of
    /// the one before. When the window is left nobody will see the answer, so all is sent at once, and
    /// says which of the changes before it is this window's own.
    fn flush(&mut self, left: bool) -> Vec<Command> {
        if !self.open || (self.flying > 0 && !left) {
            return Vec::new();
        }
        // What was never sent needs no deleting.
        self.leaving.retain(|tab| tab.version > 0 || tab.sent.is_some());
        let flying = self.flying > 0;
        let deletions = self.leaving.iter_mut().map(|tab| (tab, true));
        let waiting = |tab: &&mut Tab| tab.kept == Kept::Saving && !(flying && tab.is_under_way());
        let saves = self.tabs.iter_mut().filter(waiting).map(|tab| (tab, false));
        let most = if left { usize::MAX } else { 1 };
        let sending = deletions.chain(saves).take(most);
        let commands: Vec<Command> = sending
            .map(|(tab, deleted)| Command::Send(tab.key, Box::new(tab.send(deleted))))
            .collect();
        self.flying += u32::try_from(commands.len()).unwrap_or(u32::MAX);
        commands
    }

    /// What became of saving a tab as it was sent.
    fn was_saved(&mut self, key: u32, sent: &ScenarioEdit, answer: Option<SaveAnswer>) {
        match answer {
            Some(SaveAnswer::Saved(view)) => self.adopt(key, sent, &view),
            Some(SaveAnswer::Overtaken(view, deleted)) => {
                // The answer to what a later request has replaced is no news.
                if let Some(tab) = self.tab(key).filter(|tab| tab.version < view.version || deleted)
                {
                    let theirs = Box::new(view);
                    tab.kept = if deleted { Kept::Gone(theirs) } else { Kept::Overtaken(theirs) };
                    tab.sent = None;
                }
            }
            Some(SaveAnswer::Refused(why)) => self.fail(key, why),
            None => self.fail(key, UNREACHED.to_owned()),
        }
    }

    fn fail(&mut self, key: u32, why: String) {
        if let Some(tab) = self.tab(key).filter(|tab| tab.kept == Kept::Saving) {
            tab.kept = Kept::Failed(why);
        }
    }

    /// Takes over the version of what was kept. What was edited meanwhile is still to be saved, what was
    /// deleted meanwhile is deleted at the version that it has now.
    fn adopt(&mut self, key: u32, sent: &ScenarioEdit, view: &ScenarioView) {
        let all = self.tabs.iter_mut().chain(&mut self.leaving).chain(&mut self.deleted);
        for tab in all.filter(|tab| tab.key == key) {
            tab.version = tab.version.max(view.version);
            if tab.sent.as_ref().is_some_and(|(name, scenario)| sent.is(name, scenario)) {
                tab.sent = None;
            }
            if tab.kept == Kept::Saving && sent.is(&tab.name, &tab.scenario) {
                tab.kept = Kept::Saved;
            }
        }
    }

    /// What became of deleting a tab.
    fn was_deleted(&mut self, key: u32, sent: &ScenarioEdit, answer: Option<SaveAnswer>) {
        let Some(place) = self.leaving.iter().position(|tab| tab.key == key) else { return };
        let gone = self.leaving.remove(place);
        let fault = match answer {
            // It may have been brought back meanwhile: that is saved on top of the deletion.
            Some(SaveAnswer::Saved(view) | SaveAnswer::Overtaken(view, true)) => {
                let all = self.tabs.iter_mut().chain(&mut self.deleted);
                for tab in all.filter(|tab| tab.key == key) {
                    tab.version = view.version;
                }
                return;
            }
            Some(SaveAnswer::Overtaken(view, false)) => {
                self.news =
                    format!("“{}” was changed in another window and is not deleted.", view.name);
                Tab::of(key, &view)
            }
            Some(SaveAnswer::Refused(why)) => self.not_deleted(gone, sent, why),
            None => self.not_deleted(gone, sent, UNREACHED.to_owned()),
        };
        self.deleted = None;
        if self.tab(key).is_none() {
            self.tabs.push(fault);
        }
    }

    fn not_deleted(&mut self, gone: Tab, sent: &ScenarioEdit, why: String) -> Tab {
        self.news = format!("“{}” could not be deleted.", sent.name);
        Tab { kept: Kept::Failed(why), ..gone }
    }

    /// Asks what others saved, unless it is known. While an answer is awaited it is not known which of
    /// the changes is this window's own; it is asked afterwards.
    fn catch_up(&mut self) -> Option<Command> {
        let ask = self.heard > self.pulse && self.flying == 0 && !self.asking;
        self.asking |= ask;
        ask.then_some(Command::Ask)
    }

    /// Takes over what others saved. What this window has changed itself stays: saving it tells of the
    /// conflict. A list that is older than what is known is no news.
    fn merge(&mut self, list: &ScenarioList) {
        if self.flying > 0 || list.pulse <= self.pulse {
            return;
        }
        self.pulse = list.pulse;
        let mut news: Vec<String> = Vec::new();
        for view in &list.scenarios {
            match self.tabs.iter().position(|tab| tab.id == view.id) {
                None if self.leaving.iter().any(|tab| tab.id == view.id) => {}
                None => {
                    let key = self.new_key();
                    self.tabs.push(Tab::of(key, view));
                    news.push(format!("“{}” was added in another window.", view.name));
                }
                Some(place) => {
                    let tab = &mut self.tabs[place];
                    if tab.version < view.version && tab.kept == Kept::Saved {
                        *tab = Tab::of(tab.key, view);
                        news.push(format!("“{}” was changed in another window.", view.name));
                    }
                }
            }
        }
        let gone = |tab: &&Tab| {
            tab.kept == Kept::Saved && !list.scenarios.iter().any(|view| view.id == tab.id)
        };
        let gone: Vec<u32> = self.tabs.iter().filter(gone).map(|tab| tab.key).collect();
        for tab in gone.into_iter().filter_map(|key| self.remove(key)).collect::<Vec<_>>() {
            news.push(format!("“{}” was deleted in another window.", tab.name));
        }
        if !news.is_empty() {
            self.news = news.join(" ");
        }
    }
}

impl Tab {
    /// Its change is to be sent, unless it waits for an answer of the editor.
    fn is_to_be_saved(&mut self) {
        if matches!(self.kept, Kept::Saved | Kept::Failed(_)) {
            self.kept = Kept::Saving;
        }
    }

    /// Whether what it holds was sent as it is.
    fn is_under_way(&self) -> bool {
        self.sent
            .as_ref()
            .is_some_and(|(name, scenario)| (name, scenario) == (&self.name, &self.scenario))
    }

    /// What is sent for it, which is noted.
    fn send(&mut self, deleted: bool) -> ScenarioEdit {
        ScenarioEdit {
            id: self.id.clone(),
            based_on: self.version,
            over: self.sent.replace((self.name.clone(), self.scenario.clone())),
            name: self.name.clone(),
            scenario: self.scenario.clone(),
            deleted,
        }
    }
}

impl ScenarioEdit {
    /// Whether this is what it says.
    fn is(&self, name: &str, scenario: &Scenario) -> bool {
        self.name == name && self.scenario == *scenario
    }
}

#[cfg(test)]
mod tests;
