//! What a window does, case by case. Contents are told apart by a number, requests by their place.

use super::*;
use domain::id::PlanId;
use domain::renewal::scenario::Move;
use std::cell::Cell;
use std::fmt::Write;

fn contents(number: usize) -> Scenario {
    let plan = PlanId::parse("12345CA0010001").unwrap();
    Scenario { packages: Vec::new(), moves: vec![Move { from: plan.clone(), to: plan }; number] }
}

fn view(id: &str, name: &str, version: i64, number: usize) -> ScenarioView {
    ScenarioView { id: id.to_owned(), name: name.to_owned(), version, scenario: contents(number) }
}

/// What happens in a case.
#[derive(Debug, Clone)]
enum Do {
    /// What is looked at becomes this.
    Edit(usize),
    /// A request is kept as this version.
    Kept(usize, i64),
    /// A request is answered with what somebody else saved: version, contents, whether it is deleted.
    Taken(usize, i64, usize, bool),
    /// A request is refused.
    Refused(usize),
    /// Nobody answers a request.
    Lost(usize),
    /// Others saved this: number of the renewal's changes, and each scenario.
    Others(i64, Vec<(&'static str, i64, usize)>),
    /// Anything else.
    On(Event),
}
use Do::{Edit, Kept as Saved, Lost, On, Others, Refused, Taken};

struct Window {
    machine: Machine,
    draft: Scenario,
    sent: Vec<(u32, Box<ScenarioEdit>)>,
    ids: Cell<u32>,
}

impl Window {
    /// With one scenario, `A`, of version 5 and contents 1, that is looked at.
    fn new(open: bool) -> Self {
        let list = ScenarioList { scenarios: vec![view("a", "A", 5, 1)], pulse: 5 };
        let machine = Machine::new(&list, Some("a"), contents(0), open);
        let draft = machine.shown().clone();
        Self { machine, draft, sent: Vec::new(), ids: Cell::new(0) }
    }

    /// Lets something happen, and says what is done: `a@5=2<1` is a change of `a` to contents 2, based on
    /// version 5, sent after contents 1 that were not answered.
    fn step(&mut self, happens: Do) -> String {
        let answered = |window: &Self, place: usize, answer| {
            let (key, edit) = window.sent[place].clone();
            Event::Answered(key, edit, answer)
        };
        let of = |window: &Self, place: usize, version, number| {
            let (_, edit) = &window.sent[place];
            ScenarioView { version, scenario: contents(number), ..view(&edit.id, &edit.name, 0, 0) }
        };
        let number = |window: &Self, place: usize| window.sent[place].1.scenario.moves.len();
        let event = match happens {
            Edit(number) => {
                self.draft = contents(number);
                Event::Edited
            }
            Saved(place, version) => {
                let view = of(self, place, version, number(self, place));
                answered(self, place, Some(SaveAnswer::Saved(view)))
            }
            Taken(place, version, number, deleted) => {
                let view = of(self, place, version, number);
                answered(self, place, Some(SaveAnswer::Overtaken(view, deleted)))
            }
            Refused(place) => answered(self, place, Some(SaveAnswer::Refused("No.".to_owned()))),
            Lost(place) => answered(self, place, None),
            Others(pulse, scenarios) => {
                let scenarios = scenarios
                    .iter()
                    .map(|(id, version, n)| view(id, &id.to_uppercase(), *version, *n));
                Event::Listed(Some(ScenarioList { scenarios: scenarios.collect(), pulse }))
            }
            On(event) => event,
        };
        let edited = matches!(event, Event::Edited);
        let new_id = || {
            self.ids.set(self.ids.get() + 1);
            format!("new{}", self.ids.get())
        };
        let commands = self.machine.step(&self.draft, event, &new_id);
        if !edited {
            self.draft = self.machine.shown().clone();
        }
        commands.into_iter().map(|command| self.note(command)).collect::<Vec<_>>().join(" ")
    }

    fn note(&mut self, command: Command) -> String {
        match command {
            Command::Send(key, edit) => {
                let what = if edit.deleted {
                    "gone".into()
                } else {
                    edit.scenario.moves.len().to_string()
                };
                let mut text = format!("{}@{}={what}", edit.id, edit.based_on);
                if let Some((_, over)) = &edit.over {
                    write!(text, "<{}", over.moves.len()).unwrap();
                }
                self.sent.push((key, edit));
                text
            }
            Command::Rest => "rest".to_owned(),
            Command::Ask => "ask".to_owned(),
            Command::Wait => "wait".to_owned(),
        }
    }

    /// `*A@5=1 saved`: the name, the version and the contents; a star at the one that is looked at.
    fn state(&self) -> String {
        let tab = |tab: &Tab| {
            let star = if self.machine.current == Some(tab.key) { "*" } else { "" };
            let kept = match &tab.kept {
                Kept::Saved => "saved",
                Kept::Saving => "saving",
                Kept::Failed(_) => "failed",
                Kept::Overtaken(_) => "overtaken",
                Kept::Gone(_) => "gone",
            };
            format!("{star}{}@{}={} {kept}", tab.name, tab.version, tab.scenario.moves.len())
        };
        self.machine.tabs.iter().map(tab).collect::<Vec<_>>().join(", ")
    }
}

/// Steps with what is done at each, and where they lead.
type Case = (&'static str, Vec<(Do, &'static str)>, &'static str);

fn editing() -> Vec<Case> {
    use Event::{Added, Deleted, Left, Renamed, Rested, Selected, TriedAgain};
    vec![
        (
            "an edit is sent when it has come to rest",
            vec![(Edit(2), "rest"), (Edit(3), "rest"), (On(Rested), "a@5=3"), (Saved(0, 6), "")],
            "*A@6=3 saved",
        ),
        (
            "what is edited while an answer is awaited is sent on top of it",
            vec![
                (Edit(2), "rest"),
                (On(Rested), "a@5=2"),
                (Edit(3), "rest"),
                (On(Rested), ""),
                (Saved(0, 6), "a@6=3"),
                (Saved(1, 7), ""),
            ],
            "*A@7=3 saved",
        ),
        (
            "a change of what happens if nothing is done begins a scenario, which is made once",
            vec![
                (On(Selected(None)), ""),
                (Edit(4), "rest"),
                (On(Rested), "new1@0=4"),
                (Lost(0), ""),
                (On(TriedAgain), "new1@0=4<4"),
                (Saved(1, 1), ""),
            ],
            "A@5=1 saved, *B@1=4 saved",
        ),
        (
            "whoever looks at another scenario sends what was edited in the one before",
            vec![
                (On(Added(Some("B".to_owned()), contents(7))), "new1@0=7"),
                (Saved(0, 1), ""),
                (Edit(8), "rest"),
                (On(Selected(Some(1))), "new1@1=8"),
                (Saved(1, 2), ""),
            ],
            "*A@5=1 saved, B@2=8 saved",
        ),
        (
            "a name is sent at once",
            vec![(On(Renamed("Under 5%".to_owned())), "a@5=1"), (Saved(0, 6), "")],
            "*Under 5%@6=1 saved",
        ),
        (
            "offline, edits wait in the window and are sent with the next one",
            vec![
                (Edit(2), "rest"),
                (On(Rested), "a@5=2"),
                (Lost(0), ""),
                (On(Rested), ""),
                (Edit(3), "rest"),
                (On(Rested), "a@5=3<2"),
                (Saved(1, 7), ""),
            ],
            "*A@7=3 saved",
        ),
        (
            "what is refused waits for another change",
            vec![(Edit(2), "rest"), (On(Rested), "a@5=2"), (Refused(0), "")],
            "*A@5=2 failed",
        ),
        (
            "who leaves in the middle of an edit sends it, on top of what is on its way",
            vec![
                (Edit(2), "rest"),
                (On(Rested), "a@5=2"),
                (Edit(3), "rest"),
                (On(Left), "a@5=3<2"),
                (On(Left), ""),
                // The window stays after all, and the answers come in another order.
                (Saved(1, 7), ""),
                (Taken(0, 7, 3, false), ""),
            ],
            "*A@7=3 saved",
        ),
        (
            "who leaves sends every scenario that waits",
            vec![
                (Edit(2), "rest"),
                (On(Added(None, contents(9))), "a@5=2"),
                (On(Left), "new1@0=9"),
                (Saved(0, 6), ""),
                (Saved(1, 1), ""),
            ],
            "A@6=2 saved, *B@1=9 saved",
        ),
        (
            "what is never sent is not deleted",
            vec![
                (Edit(2), "rest"),
                (On(Added(None, contents(9))), "a@5=2"),
                (On(Deleted(2)), ""),
                (Saved(0, 6), ""),
            ],
            "A@6=2 saved",
        ),
    ]
}

fn deciding() -> Vec<Case> {
    use Event::{AfterGone, Deleted, KeptMine, Rested, TookTheirs, Undeleted};
    let overtaken = |rest: Vec<(Do, &'static str)>| {
        let begin = vec![
            (Edit(2), "rest"),
            (On(Rested), "a@5=2"),
            (Taken(0, 6, 9, false), ""),
            (Edit(3), "rest"),
            (On(Rested), ""),
        ];
        begin.into_iter().chain(rest).collect()
    };
    let gone = |rest: Vec<(Do, &'static str)>| {
        let begin = vec![(Edit(2), "rest"), (On(Rested), "a@5=2"), (Taken(0, 6, 1, true), "")];
        begin.into_iter().chain(rest).collect()
    };
    vec![
        ("a conflict waits for an answer", overtaken(vec![]), "*A@5=3 overtaken"),
        (
            "mine is saved on top of theirs",
            overtaken(vec![(On(KeptMine), "a@6=3"), (Saved(1, 7), "")]),
            "*A@7=3 saved",
        ),
        ("theirs is taken", overtaken(vec![(On(TookTheirs(false)), "")]), "*A@6=9 saved"),
        (
            "both are kept",
            overtaken(vec![(On(TookTheirs(true)), "new1@0=3"), (Saved(1, 1), "")]),
            "A@6=9 saved, *A (my version)@1=3 saved",
        ),
        ("a deletion by somebody else waits for an answer", gone(vec![]), "*A@5=2 gone"),
        (
            "what somebody else deleted is kept as another one",
            gone(vec![(On(AfterGone(true)), "new1@0=2"), (Saved(1, 1), "")]),
            "*A@1=2 saved",
        ),
        ("what somebody else deleted is let go", gone(vec![(On(AfterGone(false)), "")]), ""),
        (
            "an answer that is overtaken by a later one is no conflict",
            vec![
                (Edit(2), "rest"),
                (On(Rested), "a@5=2"),
                (Saved(0, 6), ""),
                (Taken(0, 6, 2, false), ""),
            ],
            "*A@6=2 saved",
        ),
        (
            "what is deleted is brought back on top of the deletion",
            vec![
                (On(Deleted(1)), "a@5=gone"),
                (On(Undeleted), ""),
                (Saved(0, 6), "a@6=1"),
                (Saved(1, 7), ""),
            ],
            "*A@7=1 saved",
        ),
        (
            "what was deleted is brought back later",
            vec![
                (On(Deleted(1)), "a@5=gone"),
                (Saved(0, 6), ""),
                (On(Undeleted), "a@6=1"),
                (Saved(1, 7), ""),
            ],
            "*A@7=1 saved",
        ),
        (
            "what somebody else changed is not deleted",
            vec![(On(Deleted(1)), "a@5=gone"), (Taken(0, 6, 9, false), "")],
            "A@6=9 saved",
        ),
        (
            "what could not be deleted is there again",
            vec![(On(Deleted(1)), "a@5=gone"), (Lost(0), "")],
            "A@5=1 failed",
        ),
    ]
}

fn hearing() -> Vec<Case> {
    use Event::{Heard, Listed, Rested, Waited};
    vec![
        (
            "others add, change and delete",
            vec![
                (On(Heard(8)), "ask"),
                (On(Heard(9)), ""),
                (Others(9, vec![("a", 6, 4), ("b", 1, 2)]), ""),
                (On(Heard(12)), "ask"),
                (Others(12, vec![("b", 1, 2)]), ""),
            ],
            "B@1=2 saved",
        ),
        (
            "what is edited here stays until it is saved",
            vec![
                (Edit(2), "rest"),
                (On(Heard(6)), "ask"),
                (Others(6, vec![("a", 6, 9)]), ""),
                (On(Rested), "a@5=2"),
                (Taken(0, 6, 9, false), ""),
            ],
            "*A@5=2 overtaken",
        ),
        (
            "while an answer is awaited nothing is asked, then it is",
            vec![
                (Edit(2), "rest"),
                (On(Rested), "a@5=2"),
                (On(Heard(6)), ""),
                (Saved(0, 6), "ask"),
                (Others(6, vec![("a", 6, 2)]), ""),
            ],
            "*A@6=2 saved",
        ),
        (
            "a list that is older than what is known is no news, and it is asked again",
            vec![
                (On(Heard(7)), "ask"),
                (Others(7, vec![("a", 7, 3)]), ""),
                (On(Heard(8)), "ask"),
                (Others(6, vec![("a", 6, 2)]), "ask"),
                (Others(8, vec![("a", 8, 4)]), ""),
            ],
            "*A@8=4 saved",
        ),
        (
            "whom nobody answers asks again after a while",
            vec![
                (On(Heard(7)), "ask"),
                (On(Listed(None)), "wait"),
                (On(Heard(8)), ""),
                (On(Waited), "ask"),
                (Others(8, vec![("a", 8, 4)]), ""),
            ],
            "*A@8=4 saved",
        ),
    ]
}

#[test]
fn each_event_leads_to_what_is_to_be_done() {
    for (name, steps, end) in editing().into_iter().chain(deciding()).chain(hearing()) {
        let mut window = Window::new(true);
        for (place, (happens, done)) in steps.into_iter().enumerate() {
            let told = format!("{name}, step {place}: {happens:?}");
            assert_eq!(window.step(happens), done, "{told}");
        }
        assert_eq!(window.state(), end, "{name}");
    }
}

#[test]
fn once_a_renewal_is_closed_nothing_is_sent() {
    let mut window = Window::new(false);
    for happens in [Edit(2), On(Event::Rested), On(Event::Left), On(Event::Deleted(1))] {
        assert!(!window.step(happens).contains('@'));
    }
}

#[test]
fn a_new_scenario_gets_the_first_letter_that_is_free() {
    let mut window = Window::new(true);
    window.step(On(Event::Renamed("B: cheaper".to_owned())));
    window.step(On(Event::Added(None, contents(1))));
    window.step(On(Event::Added(None, contents(1))));
    let names: Vec<&str> = window.machine.tabs.iter().map(|tab| tab.name.as_str()).collect();
    assert_eq!(names, ["B: cheaper", "A", "C"]);
}

#[test]
fn what_others_did_is_said() {
    let mut window = Window::new(true);
    window.step(On(Event::Heard(9)));
    window.step(Others(9, vec![("a", 6, 4), ("b", 1, 2)]));
    assert_eq!(
        window.machine.news,
        "“A” was changed in another window. “B” was added in another window."
    );
}
