//! A renewal: what happens if nothing is done, what else could be offered, and what that does to each
//! person.
//!
//! The server answers once with the group's bench; after that everything on the page is reckoned where
//! it is shown. The views share a [`desk::Desk`]. To add a view: a file with a component that is given
//! the desk, a line in [`View`], and one in `part.rs`.

mod before;
mod budget;
mod contribution;
mod desk;
mod explore;
mod keeping;
mod nothing;
mod part;
mod people;
mod scenarios;
mod scoreboard;
mod tabs;
mod take;
mod usage;
mod words;

use crate::api::renewal::{RenewalKey, RenewalPage, RenewalView, load_renewal};
use crate::live;
use crate::pages::failed::Instead;
use crate::pages::not_found::NotFound;
use crate::paths;
use crate::wire;
use desk::Desk;
use domain::date;
use domain::word::{count, employees};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The views of a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// What changes if nothing is done.
    Nothing,
    /// Every plan, side by side.
    Plans,
    /// Everybody, now and next.
    People,
    /// A year of care in each plan.
    Use,
    /// The scenarios side by side.
    Scenarios,
}

impl View {
    /// All of them, in the order of the work.
    pub const ALL: [Self; 5] =
        [Self::Nothing, Self::Plans, Self::People, Self::Use, Self::Scenarios];

    /// Its word in the address; the first view has none.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Plans => "plans",
            Self::People => "people",
            Self::Use => "use",
            Self::Scenarios => "scenarios",
        }
    }

    /// Its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nothing => "If you do nothing",
            Self::Plans => "Explore and compare",
            Self::People => "People",
            Self::Use => "Cost at use",
            Self::Scenarios => "Scenarios",
        }
    }

    /// Its address.
    pub fn path(self, renewal: &RenewalView) -> String {
        let page = paths::renewal(&renewal.employer, &renewal.effective_on.to_string());
        match self.slug() {
            "" => page,
            slug => format!("{page}/{slug}"),
        }
    }

    fn of(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.slug() == slug)
    }
}

/// Loads the view that the window's address names.
pub async fn load_ahead() {
    // The server has every view; it has no window.
    if cfg!(feature = "hydrate") {
        let path = window().location().pathname().unwrap_or_default();
        // "/employers/…/renewals/…/people"
        if let Some(view) = View::of(path.split('/').nth(5).unwrap_or_default()) {
            part::load(view).await;
        }
    }
}

/// The page.
#[component]
pub fn Renewal() -> impl IntoView {
    let params = use_params_map();
    // Going from view to view asks the server for nothing.
    let key = Memo::new(move |_| {
        params.with(|params| RenewalKey {
            employer: params.get_str("employer").unwrap_or_default().to_owned(),
            effective: params.get_str("effective").unwrap_or_default().to_owned(),
        })
    });
    let view = Memo::new(move |_| {
        params.with(|params| View::of(params.get_str("view").unwrap_or_default()))
    });
    let page = wire::load(move || key.get(), load_renewal);
    view! {
        <Title text="Renewal"/>
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading your renewal…"</p> }>
            {move || Suspend::new(async move {
                let first = match view.get_untracked() {
                    Some(view) => Some(part::load(view).await),
                    None => None,
                };
                match page.await {
                    Ok(page) => view! { <Page page view first/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Page(page: RenewalPage, view: Memo<Option<View>>, first: Option<part::Make>) -> impl IntoView {
    let query = use_query_map();
    let said = |name: &str| query.with_untracked(|query| query.get_str(name).map(str::to_owned));
    let (chosen, period) = (said("scenario"), said("pay"));
    let Some(opened) = &page.opened else {
        return view! { <before::Before renewal=page.renewal/> }.into_any();
    };
    match Desk::new(page.renewal.clone(), opened, chosen.as_deref(), period.as_deref()) {
        Some(desk) => view! { <Open desk catalogue=opened.catalogue view first/> }.into_any(),
        None => NotFound().into_any(),
    }
}

#[component]
fn Open(
    desk: Desk,
    catalogue: i64,
    view: Memo<Option<View>>,
    /// What makes the view that is looked at first; `None` where the address names no view.
    first: Option<part::Make>,
) -> impl IntoView {
    let (employer, day) = (&desk.renewal.employer, desk.renewal.effective_on.to_string());
    let keeping = desk.keeping;
    live::listen(paths::renewal_changes(employer, &day), move |pulse| keeping.hear(pulse));
    desk.keeping.leave_nothing_behind();
    desk.keep_in_url();
    let parts = part::Parts::new(desk.clone());
    let shown = part::follow(view, first);
    let body = move || match shown.get() {
        Some(make) => make(parts.clone()),
        None => NotFound().into_any(),
    };
    view! {
        <Heading desk=desk.clone() catalogue/>
        <scoreboard::Scoreboard desk=desk.clone()/>
        <tabs::Notices desk=desk.clone()/>
        <div class="renewal-bar">
            <tabs::Tabs desk=desk.clone()/>
            <Views desk=desk.clone() view/>
        </div>
        {body}
    }
    .into_any()
}

#[component]
fn Heading(desk: Desk, catalogue: i64) -> impl IntoView {
    let bench = desk.bench();
    let sentence = format!(
        "{}, {} covered. {} {}, {}, catalogue {catalogue}.",
        employees(bench.employees.len()),
        count(bench.next.members(), "person", "people"),
        desk.calendar.sentence(desk.renewal.today),
        bench.next.area,
        bench.next.area.state,
    );
    view! {
        <header class="page-head renewal-head">
            <div>
                <p class="crumb"><a href=paths::renewals(&desk.renewal.employer)>{desk.renewal.name.clone()}</a></p>
                <h1>{format!("Your renewal on {}", date::long(desk.renewal.effective_on))}</h1>
                <p>{sentence}</p>
            </div>
            <take::TakeAway desk/>
        </header>
    }
    .into_any()
}

/// The way from view to view; the scenario that is looked at stays.
#[component]
fn Views(desk: Desk, view: Memo<Option<View>>) -> impl IntoView {
    let links = View::ALL
        .into_iter()
        .enumerate()
        .map(|(place, to)| {
            let desk = desk.clone();
            let href = move || desk.address(to);
            let current = move || (view.get() == Some(to)).then_some("page");
            view! {
                <li><a href=href aria-current=current>{format!("{} ", place + 1)}<span>{to.label()}</span></a></li>
            }
        })
        .collect_view();
    let on =
        [("choices", "People’s choices"), ("review", "Review and submit"), ("status", "Status")];
    let on = on.map(|(page, label)| {
        let (desk, page) =
            (desk.clone(), format!("{}/next/{page}", View::Nothing.path(&desk.renewal)));
        let href = move || format!("{page}?{}", desk.query());
        view! { <li><a href=href>{label}</a></li> }
    });
    view! { <nav class="views" aria-label="Steps of the renewal"><ol>{links}{on.collect_view()}</ol></nav> }
        .into_any()
}
