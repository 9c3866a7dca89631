//! A renewal: what happens if nothing is done, what else could be offered, and what that does to each
//! person.
//!
//! The server answers once with the group's bench; after that everything on the page is reckoned where
//! it is shown. The views share a [`desk::Desk`]. To add a view: a file with a component that is given
//! the desk, and a line in [`View`].

mod desk;
mod explore;
mod keeping;
mod nothing;
mod people;
mod scenarios;
mod usage;

use crate::api::ApiError;
use crate::api::renewal::{RenewalKey, RenewalPage, load_renewal};
use crate::pages::failed::Failed;
use crate::pages::not_found::NotFound;
use crate::pages::plans::{Look, LookQuery};
use desk::Desk;
use leptos::either::EitherOf3;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};

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

    fn of(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.slug() == slug)
    }
}

/// The page, in a chunk of its own.
pub struct Renewal {
    page: Resource<Result<RenewalPage, ApiError>>,
}

#[lazy_route]
impl LazyRoute for Renewal {
    fn data() -> Self {
        let params = use_params_map();
        // Going from view to view asks the server for nothing.
        let key = Memo::new(move |_| {
            params.with(|params| RenewalKey {
                employer: params.get_str("employer").unwrap_or_default().to_owned(),
                effective: params.get_str("effective").unwrap_or_default().to_owned(),
            })
        });
        Self { page: Resource::new_blocking(move || key.get(), load_renewal) }
    }

    fn view(this: Self) -> AnyView {
        let page = this.page;
        view! {
            <Title text="Renewal"/>
            <Suspense fallback=|| view! { <p class="loading" role="status">"Loading your renewal…"</p> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => EitherOf3::A(view! { <Page page/> }),
                        Err(ApiError::NotFound) => EitherOf3::B(NotFound()),
                        Err(error) => EitherOf3::C(view! { <Failed error/> }),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }
}

#[component]
fn Page(page: RenewalPage) -> impl IntoView {
    let query = use_query_map();
    let chosen = query.with_untracked(|query| query.get_str("scenario").map(str::to_owned));
    let desk = page
        .opened
        .as_ref()
        .and_then(|opened| Desk::new(page.renewal.clone(), opened, chosen.as_deref()));
    desk.map(|desk| view! { <Open desk/> })
}

#[component]
fn Open(desk: Desk) -> impl IntoView {
    let params = use_params_map();
    // What is looked at among the plans stays while other views are seen.
    let look = Look::new(&use_query_map().with_untracked(LookQuery::parse));
    let package = RwSignal::new(0);
    let view = Memo::new(move |_| {
        params.with(|params| View::of(params.get_str("view").unwrap_or_default()))
    });
    move || match view.get() {
        Some(View::Nothing) => view! { <nothing::Nothing desk=desk.clone()/> }.into_any(),
        Some(View::Plans) => {
            view! { <explore::Explore desk=desk.clone() look package/> }.into_any()
        }
        Some(View::People) => view! { <people::People desk=desk.clone()/> }.into_any(),
        Some(View::Use) => view! { <usage::Usage desk=desk.clone()/> }.into_any(),
        Some(View::Scenarios) => view! { <scenarios::Scenarios desk=desk.clone()/> }.into_any(),
        None => NotFound().into_any(),
    }
}
