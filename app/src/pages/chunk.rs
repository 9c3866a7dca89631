//! What the browser loads when. Beside the main module, which every page needs, there are chunks that come
//! when a page is gone to: each of the `#[lazy]` functions here and in `renewal/part.rs` is one, and what
//! two of them need is in a chunk that these two share. The page that is asked for first names its chunks
//! in its head, so that all of them load at once.
//!
//! There are few of them on purpose: with each one the shared chunks may double. What is small, or seldom
//! the first to be seen, shares the office's chunk. To add a page: a constant and its line in such a
//! function, and a route in `lib.rs`. Nothing else may name what is in a page, or everybody loads it.

use super::{
    account, broker, compare, home, register, renewal, renewals, sign_in, staff, submission, trail,
    users,
};
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
/// The employers that you can act for.
pub const EMPLOYERS: Page = Page(|| Box::pin(office(Office::Employers)));
/// The renewals of an employer.
pub const RENEWALS: Page = Page(|| Box::pin(office(Office::Renewals)));
/// From a scenario to next year's contract.
pub const SUBMISSION: Page = Page(|| Box::pin(access(Access::Submission)));
/// The sign-in.
pub const SIGN_IN: Page = Page(|| Box::pin(access(Access::SignIn)));
/// Its second step.
pub const SECOND_STEP: Page = Page(|| Box::pin(access(Access::SecondStep)));
/// A proof again.
pub const PROVE: Page = Page(|| Box::pin(access(Access::Prove)));
/// A new password.
pub const NEW_PASSWORD: Page = Page(|| Box::pin(access(Access::NewPassword)));
/// An invitation.
pub const INVITATION: Page = Page(|| Box::pin(access(Access::Invitation)));
/// An e-mail address to verify.
pub const VERIFY_EMAIL: Page = Page(|| Box::pin(access(Access::VerifyEmail)));
/// One's own account.
pub const ACCOUNT: Page = Page(|| Box::pin(access(Access::Account)));
/// A new app for one-time codes.
pub const NEW_APP: Page = Page(|| Box::pin(access(Access::NewApp)));
/// Recovery codes that were just made.
pub const RECOVERY_CODES: Page = Page(|| Box::pin(access(Access::RecoveryCodes)));
/// What a brokerage asks for.
pub const BROKER: Page = Page(|| Box::pin(access(Access::Broker)));
/// Who may do what for an employer.
pub const USERS: Page = Page(|| Box::pin(access(Access::Users)));
/// Who did what for an employer.
pub const TRAIL: Page = Page(|| Box::pin(access(Access::Trail)));
/// Where an officer names an administrator.
pub const REGISTER: Page = Page(|| Box::pin(access(Access::Register)));
/// The console of the carrier's staff.
pub const STAFF: Page = Page(|| Box::pin(access(Access::Staff)));

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
    Employers,
    Renewals,
}

#[lazy]
fn office(page: Office) -> Make {
    match page {
        Office::Home => || home::Home().into_any(),
        Office::Employers => || renewals::Employers().into_any(),
        Office::Renewals => || renewals::Renewals().into_any(),
    }
}

/// The pages in the chunk of who may do what: forms, and seldom the first to be seen.
enum Access {
    SignIn,
    SecondStep,
    Prove,
    NewPassword,
    Invitation,
    VerifyEmail,
    Account,
    NewApp,
    RecoveryCodes,
    Broker,
    Users,
    Trail,
    Register,
    Submission,
    Staff,
}

#[lazy]
fn access(page: Access) -> Make {
    match page {
        Access::SignIn => || sign_in::SignIn().into_any(),
        Access::SecondStep => || sign_in::SecondStep().into_any(),
        Access::Prove => || sign_in::Prove().into_any(),
        Access::NewPassword => || sign_in::NewPassword().into_any(),
        Access::Invitation => || sign_in::AcceptInvitation().into_any(),
        Access::VerifyEmail => || sign_in::VerifyEmail().into_any(),
        Access::Account => || account::Account().into_any(),
        Access::NewApp => || sign_in::NewApp().into_any(),
        Access::RecoveryCodes => || account::RecoveryCodes().into_any(),
        Access::Broker => || broker::BrokerAccess().into_any(),
        Access::Users => || users::UsersAndBrokers().into_any(),
        Access::Trail => || trail::AuditTrail().into_any(),
        Access::Register => || register::Register().into_any(),
        Access::Submission => || submission::Submission().into_any(),
        Access::Staff => || staff::Staff().into_any(),
    }
}
