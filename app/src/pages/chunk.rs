//! What the browser loads when. Beside the main module, which every page needs, there are chunks that come
//! when a page is gone to: each of the `#[lazy]` functions here and in `renewal/part.rs` is one, and what
//! two of them need is in a chunk that these two share. The page that is asked for first names its chunks
//! in its head, so that all of them load at once.
//!
//! There are few of them on purpose: with each one the shared chunks may double. What is small, or seldom
//! the first to be seen, shares the office's chunk. To add a page: a constant and its line in such a
//! function, and a route in `lib.rs`. Nothing else may name what is in a page, or everybody loads it.

use super::{compare, home, renewal, renewals, sign_in, trail, users};
use leptos::prelude::*;
use leptos_router::ChooseView;
use std::pin::Pin;

/// What makes a page, once its chunk is there.
type Make = fn() -> AnyView;

/// A page for a route, by the function that loads its chunk: one type for all, so that what the router
/// does with pages is there once.
#[derive(Clone, Copy)]
pub struct Page(fn() -> Pin<Box<dyn Future<Output = Make>>>);

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        let make = (self.0)().await;
        make()
    }

    async fn preload(&self) {
        (self.0)().await;
    }
}

/// A group's plans, priced and side by side.
pub const COMPARE: Page = Page(|| Box::pin(compare_page()));
/// A renewal. The view that a window begins with must be there when the page is taken over.
pub const RENEWAL: Page = Page(|| {
    Box::pin(async {
        let (make, ahead) = renewal_page().await;
        ahead().await;
        make
    })
});
/// The front page.
pub const HOME: Page = Page(|| Box::pin(office(Office::Home)));
/// The sign-in.
pub const SIGN_IN: Page = Page(|| Box::pin(office(Office::SignIn)));
/// The employers that you can act for.
pub const EMPLOYERS: Page = Page(|| Box::pin(office(Office::Employers)));
/// The renewals of an employer.
pub const RENEWALS: Page = Page(|| Box::pin(office(Office::Renewals)));
/// Who may do what for an employer.
pub const USERS: Page = Page(|| Box::pin(office(Office::Users)));
/// Who did what for an employer.
pub const TRAIL: Page = Page(|| Box::pin(office(Office::Trail)));

#[lazy]
fn compare_page() -> Make {
    || compare::Compare().into_any()
}

/// What loads something ahead.
type Ahead = fn() -> Pin<Box<dyn Future<Output = ()>>>;

#[lazy]
fn renewal_page() -> (Make, Ahead) {
    (|| renewal::Renewal().into_any(), || Box::pin(renewal::load_ahead()))
}

/// The pages in the office's chunk.
enum Office {
    Home,
    SignIn,
    Employers,
    Renewals,
    Users,
    Trail,
}

#[lazy]
fn office(page: Office) -> Make {
    match page {
        Office::Home => || home::Home().into_any(),
        Office::SignIn => || sign_in::SignIn().into_any(),
        Office::Employers => || renewals::Employers().into_any(),
        Office::Renewals => || renewals::Renewals().into_any(),
        Office::Users => || users::UsersAndBrokers().into_any(),
        Office::Trail => || trail::AuditTrail().into_any(),
    }
}
