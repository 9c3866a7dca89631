//! The scenarios as tabs, how the present one is kept, and what to do when two changed the same.

use super::desk::Desk;
use super::keeping::Kept;
use crate::ui::FaultText;
use domain::renewal::scenario::ScenarioName;
use leptos::html::Input;
use leptos::prelude::*;

/// The tabs, and what can be done with the scenario that is looked at.
#[component]
pub fn Tabs(desk: Desk) -> impl IntoView {
    let keeping = desk.keeping;
    let tab = {
        let desk = desk.clone();
        move |key: Option<u32>, name: Signal<String>| {
            let desk = desk.clone();
            let on = move || keeping.current.get() == key;
            view! {
                <button
                    type="button" class="tab"
                    aria-pressed=move || on().to_string()
                    on:click=move |_| desk.look_at(key)
                >{name}</button>
            }
            .into_any()
        }
    };
    let as_is = tab(None, Signal::stored("As is".to_owned()));
    let keys = Memo::new(move |_| {
        keeping.tabs.with(|tabs| tabs.iter().map(|t| t.key).collect::<Vec<_>>())
    });
    let name_of = move |key: u32| {
        Signal::derive(move || {
            keeping.tabs.with(|tabs| {
                tabs.iter()
                    .find(|tab| tab.key == key)
                    .map(|tab| tab.name.clone())
                    .unwrap_or_default()
            })
        })
    };
    let renaming = RwSignal::new(false);
    let add = {
        let desk = desk.clone();
        move |_| duplicate(&desk)
    };
    let open = desk.is_open();
    view! {
        <div class="scenario-tabs" role="group" aria-label="Scenarios">
            {as_is}
            <For each=move || keys.get() key=|key| *key children=move |key| tab(Some(key), name_of(key))/>
            {open.then(|| view! {
                <button type="button" class="tab add" title="A new scenario, a copy of this one" on:click=add>
                    "+ "<span>"New scenario"</span>
                </button>
            })}
            <Doings desk=desk.clone() renaming/>
            <Saved desk/>
        </div>
    }
    .into_any()
}

/// Begins a scenario that is a copy of the one that is looked at.
pub fn duplicate(desk: &Desk) {
    desk.keeping.add(None, &desk.scenario.get_untracked());
}

/// Rename, duplicate, delete.
#[component]
fn Doings(desk: Desk, renaming: RwSignal<bool>) -> impl IntoView {
    let keeping = desk.keeping;
    let open = desk.is_open();
    let shown = move || open && keeping.current.get().is_some();
    let desk = StoredValue::new(desk);
    view! {
        <Show when=shown>
            <span class="doings">
                <button type="button" class="link" on:click=move |_| renaming.set(true)>"Rename"</button>
                <button type="button" class="link" on:click=move |_| desk.with_value(duplicate)>"Duplicate"</button>
                <button type="button" class="link" on:click=move |_| {
                    if let Some(key) = keeping.current.get_untracked() {
                        keeping.delete(key);
                    }
                }>"Delete"</button>
            </span>
            <Show when=move || renaming.get()>
                <Rename desk=desk.get_value() renaming/>
            </Show>
        </Show>
    }
    .into_any()
}

#[component]
fn Rename(desk: Desk, renaming: RwSignal<bool>) -> impl IntoView {
    let keeping = desk.keeping;
    let field = NodeRef::<Input>::new();
    let fault = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // A field that is not there to be focused is no trouble.
            let _ = field.focus();
            field.select();
        }
    });
    let rename = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = field.get().map(|field| field.value()).unwrap_or_default();
        match ScenarioName::parse(&text) {
            Ok(name) => {
                keeping.rename(name.as_str());
                renaming.set(false);
            }
            Err(why) => fault.set(Some(why.to_string())),
        }
    };
    let name = keeping.chosen().map(|tab| tab.name).unwrap_or_default();
    view! {
        <form class="rename" on:submit=rename on:keydown=move |event| {
            if event.key() == "Escape" { renaming.set(false) }
        }>
            <div class="field inline">
                <label for="scenario-name">"Name of this scenario"</label>
                <input
                    id="scenario-name" node_ref=field value=name maxlength="60" autocomplete="off"
                    aria-describedby="scenario-name-fault"
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                />
            </div>
            <button class="button primary">"Save the name"</button>
            <button type="button" class="button" on:click=move |_| renaming.set(false)>"Cancel"</button>
            <FaultText id="scenario-name-fault" text=fault/>
        </form>
    }
    .into_any()
}

/// How the scenario that is looked at is kept.
#[component]
fn Saved(desk: Desk) -> impl IntoView {
    let keeping = desk.keeping;
    let open = desk.is_open();
    let words = move || match keeping.kept() {
        _ if !open => "This renewal is closed: scenarios can be read, not changed.".to_owned(),
        Kept::Saved if keeping.current.get().is_none() => {
            "Move anything to begin a scenario".to_owned()
        }
        Kept::Saved => "Saved".to_owned(),
        Kept::Saving => "Saving…".to_owned(),
        Kept::Failed(_) => "Not saved".to_owned(),
        Kept::Overtaken(_) | Kept::Gone(_) => "Changed by somebody else".to_owned(),
    };
    view! { <span class="saved quiet small" role="status">{words}</span> }.into_any()
}

/// What needs an answer: a save that failed, a change by somebody else, a deletion that can be undone.
#[component]
pub fn Notices(desk: Desk) -> impl IntoView {
    let keeping = desk.keeping;
    let scenario = desk.scenario;
    let desk = StoredValue::new(desk.clone());
    let company = move |scenario: &domain::Scenario| {
        desk.with_value(|desk| desk.reckoner.reckon(scenario).group.next)
    };
    let kept = Memo::new(move |_| keeping.kept());
    let notice = move || {
        match kept.get() {
        Kept::Saved | Kept::Saving => ().into_any(),
        Kept::Failed(why) => view! {
            <div class="notice" role="alert">
                <p>"This scenario is not saved. " {why}</p>
                <p class="actions">
                    <button type="button" class="button" on:click=move |_| keeping.try_again()>"Try again"</button>
                </p>
            </div>
        }
        .into_any(),
        Kept::Overtaken(theirs) => {
            let (mine, other) = (scenario.with_untracked(company), company(&theirs.scenario));
            view! {
                <div class="notice" role="alert">
                    <h2>"Somebody else changed this scenario while you did"</h2>
                    <p>
                        {format!(
                            "Theirs, “{}”: {} a month, of which your company pays {}. Yours: {} a month, of which your company pays {}. Nothing is lost: choose what stays.",
                            theirs.name, other.premium, other.employer, mine.premium, mine.employer,
                        )}
                    </p>
                    <p class="actions">
                        <button type="button" class="button primary" on:click=move |_| keeping.take_theirs(true)>"Keep both"</button>
                        <button type="button" class="button" on:click=move |_| keeping.keep_mine()>"Keep mine"</button>
                        <button type="button" class="button" on:click=move |_| keeping.take_theirs(false)>"Take theirs"</button>
                    </p>
                </div>
            }
            .into_any()
        }
        Kept::Gone(theirs) => view! {
            <div class="notice" role="alert">
                <h2>{format!("Somebody else deleted “{}” while you changed it", theirs.name)}</h2>
                <p class="actions">
                    <button type="button" class="button primary" on:click=move |_| keeping.after_gone(true)>"Keep mine as a new scenario"</button>
                    <button type="button" class="button" on:click=move |_| keeping.after_gone(false)>"Let it go"</button>
                </p>
            </div>
        }
        .into_any(),
    }
    };
    let undo = move || {
        keeping.deleted.with(|tab| tab.as_ref().map(|tab| tab.name.clone())).map(|name| {
            view! {
                <div class="notice quiet-notice" role="status">
                    <p>
                        {format!("“{name}” is deleted. ")}
                        <button type="button" class="link" on:click=move |_| keeping.undelete()>"Undo"</button>
                        " "
                        <button type="button" class="link" on:click=move |_| keeping.dismiss()>"Dismiss"</button>
                    </p>
                </div>
            }
        })
    };
    view! {
        {notice}
        {undo}
        <p class="visually-hidden" role="status">{move || keeping.news.get()}</p>
    }
    .into_any()
}
