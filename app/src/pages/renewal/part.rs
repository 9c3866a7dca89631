//! What stands below the head of a renewal: its views. Those that people go on to
//! are in a chunk of their own (see `pages/chunk.rs`).

use super::desk::Desk;
use super::{View, budget, contribution, explore, nothing, people, scenarios, usage};
use crate::pages::plans::{Look, LookQuery};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// What the views share beside the desk: it stays while other views are seen.
#[derive(Clone)]
pub struct Parts {
    /// The desk.
    pub desk: Desk,
    /// What is looked at among the plans.
    pub look: Look,
    /// The place, in the scenario, of the package that is changed.
    pub package: RwSignal<usize>,
    /// The budget that is asked for.
    pub asked: RwSignal<Option<budget::Question>>,
}

impl Parts {
    /// What the address says, and the first package.
    pub fn new(desk: Desk) -> Self {
        let look = Look::new(&use_query_map().with_untracked(LookQuery::parse));
        Self { desk, look, package: RwSignal::new(0), asked: RwSignal::new(None) }
    }
}

/// What makes a view, once its chunk is there.
pub type Make = fn(Parts) -> AnyView;

/// What makes a view. Those that people begin with came with the renewal.
pub async fn load(view: View) -> Make {
    match view {
        View::Nothing => |parts| view! { <nothing::Nothing desk=parts.desk/> }.into_any(),
        View::Plans => |parts| {
            let Parts { desk, look, package, .. } = parts.clone();
            beside(parts, view! { <explore::Explore desk look package/> }.into_any())
        },
        View::People => deep_view(Deep::People).await,
        View::Use => deep_view(Deep::Use).await,
        View::Scenarios => deep_view(Deep::Scenarios).await,
    }
}

/// What people go on to.
enum Deep {
    People,
    Use,
    Scenarios,
    Ways,
}

/// What shows the ways to keep to a budget.
pub async fn ways() -> Make {
    deep_view(Deep::Ways).await
}

#[lazy]
fn deep_view(view: Deep) -> Make {
    match view {
        Deep::Scenarios => |parts| view! { <scenarios::Scenarios desk=parts.desk/> }.into_any(),
        Deep::People => |parts| {
            let desk = parts.desk.clone();
            beside(parts, view! { <people::People desk/> }.into_any())
        },
        Deep::Ways => |parts| view! { <budget::Ways parts/> }.into_any(),
        Deep::Use => |parts| {
            let Parts { desk, look, .. } = parts.clone();
            beside(parts, view! { <usage::Usage desk look/> }.into_any())
        },
    }
}

/// The view that is shown: the one that is gone to, as soon as its chunk is there.
pub fn follow(view: Memo<Option<View>>, first: Option<Make>) -> RwSignal<Option<Make>> {
    let shown = RwSignal::new(first);
    Effect::new(move |before: Option<Option<View>>| {
        let wanted = view.get();
        if before.is_some() {
            spawn_local(async move {
                let make = match wanted {
                    Some(view) => Some(load(view).await),
                    None => None,
                };
                // Somewhere else may have been gone to meanwhile.
                if view.try_get_untracked() == Some(wanted) {
                    shown.set(make);
                }
            });
        }
        wanted
    });
    shown
}

/// A view with the panels that change the scenario beside it, so that cause and effect are seen
/// together.
fn beside(parts: Parts, main: AnyView) -> AnyView {
    let Parts { desk, package, .. } = parts.clone();
    view! {
        <div class="workspace">
            <div class="panels">
                <contribution::Panel desk package/>
                <budget::BudgetPanel parts/>
            </div>
            <div class="main">{main}</div>
        </div>
    }
    .into_any()
}
