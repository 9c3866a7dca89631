//! Who may do what for an employer: its own administrators see it, change it and take it away.

use crate::api::session::typed;
use crate::api::user::{AskingView, UserView, UsersPage, list_users};
use crate::pages::failed::Instead;
use crate::pages::sign_in::{Field, NotYet, Typed, ticked_before, typed_value};
use crate::paths;
use crate::wire;
use chrono::NaiveDate;
use domain::access::{Capabilities, Capability, Role};
use domain::date::short;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What a form led back with: what it was about, the word for what was done or is wrong, and what was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Told {
    about: String,
    word: String,
    typed: Typed,
}

impl Told {
    /// What a form about a grant or a brokerage led back with.
    fn of(&self, id: &str) -> FormTold {
        let word = if self.about == id { self.word.clone() } else { String::new() };
        let typed = typed_value(&self.typed, "about") == id;
        FormTold { word, typed: typed.then(|| self.typed.clone()) }
    }
}

/// The same of one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct FormTold {
    word: String,
    typed: Option<Typed>,
}

impl FormTold {
    /// What is wrong with a part of the form.
    fn wrong_at(&self, part: At) -> Option<&'static str> {
        words(&self.word)
            .filter(|(_, wrong)| *wrong && at(&self.word) == part)
            .map(|(text, _)| text)
    }

    /// What is said at its head, and whether something is wrong.
    fn at_head(&self) -> Option<(&'static str, bool)> {
        words(&self.word).filter(|_| at(&self.word) == At::Head)
    }

    /// Whether it is to be done again.
    fn again(&self) -> bool {
        self.typed.is_some() || words(&self.word).is_some_and(|(_, wrong)| wrong)
    }

    /// What is ticked: what was before, or else what stands there at first.
    fn ticked(&self, at_first: Capabilities) -> Capabilities {
        self.typed.as_ref().map_or(at_first, ticked_before)
    }

    /// The last day in the same way.
    fn last_day(&self, at_first: Option<NaiveDate>) -> String {
        let day = at_first.map(|day| day.to_string()).unwrap_or_default();
        self.typed.as_ref().map_or(day, |typed| typed_value(typed, "ends_on"))
    }
}

/// Where in a form something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Head,
    Name,
    Email,
    Ticks,
    LastDay,
}

/// Where a word of the server's is said.
fn at(word: &str) -> At {
    match word {
        "no-name" => At::Name,
        "not-an-email" => At::Email,
        "nothing" | "not-for-role" => At::Ticks,
        "no-day" | "ends-in-past" | "primary-ends" => At::LastDay,
        _ => At::Head,
    }
}

/// What a word of the server's means.
fn words(word: &str) -> Option<(&'static str, bool)> {
    Some(match word {
        "changed" => ("Changed. It holds from now on.", false),
        "revoked" => ("Revoked. It holds no longer.", false),
        "granted" => ("Access is given.", false),
        "refused" => ("Refused. The broker is told by mail.", false),
        "handed-over" => {
            ("Handed over. You stay an administrator with all that you could do.", false)
        }
        "last-primary" => {
            ("This is the only primary administrator. Hand over to somebody else first.", true)
        }
        "nothing" => ("Choose at least one thing, or revoke the access.", true),
        "not-for-role" => ("A broker cannot give access to others.", true),
        "ends-in-past" => ("The last day lies in the past. Choose today or later.", true),
        "primary-ends" => ("A primary administrator’s access has no last day.", true),
        "invited" => ("Invited. The mail with the link is on its way.", false),
        "invited-again" => {
            ("The invitation is on its way again. The one before is good no longer.", false)
        }
        "too-often" => (
            "The invitation was sent several times already. Wait some hours, then send it again.",
            true,
        ),
        "not-an-email" => ("This is not an e-mail address. It looks like name@company.com.", true),
        "no-name" => ("Say the person’s name.", true),
        "no-day" => ("This is not a date.", true),
        "gone" => ("This access is not there any more.", true),
        "has-access" => ("There is access already. Change what may be done above.", true),
        "overtaken" => (
            "Somebody else changed this meanwhile. This is how it is now: look again, then decide.",
            true,
        ),
        _ => return None,
    })
}

/// The page.
#[component]
pub fn UsersAndBrokers() -> impl IntoView {
    let params = use_params_map();
    let employer = Memo::new(move |_| {
        params.with(|params| params.get_str("employer").unwrap_or_default().to_owned())
    });
    let query = use_query_map();
    let told = query.with_untracked(|query| Told {
        about: query.get("about").unwrap_or_default(),
        word: query.get("told").unwrap_or_default(),
        typed: Typed::new(),
    });
    let page = wire::load(move || employer.get(), list_users);
    let before = wire::load(|| (), |()| typed());
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || {
                let told = told.clone();
                Suspend::new(async move {
                    let told = Told { typed: before.await.unwrap_or_default(), ..told };
                    match page.await {
                        Ok(page) => view! { <Page page told/> }.into_any(),
                        Err(error) => view! { <Instead error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Page(page: UsersPage, told: Told) -> impl IntoView {
    let (alive, gone): (Vec<_>, Vec<_>) = page.users.iter().cloned().partition(|user| user.alive);
    let employer = page.employer.clone();
    // What was about something that has no card any more is said at the head.
    let gone_card = page.users.iter().all(|user| user.grant != told.about)
        && page.asking.iter().all(|asking| asking.request != told.about)
        && told.about != INVITE;
    let at_head =
        words(&told.word).filter(|(_, wrong)| gone_card && (!wrong || told.word == "gone"));
    let cards = alive.into_iter().map(|user| {
        let told = told.of(&user.grant);
        view! { <UserCard user employer=employer.clone() primary=page.primary told/> }
    });
    view! {
        <Title text=format!("Users of {}", page.name)/>
        <header class="page-head">
            <h1>"Users and brokers"</h1>
            <p>
                {format!("Who may do what for {}. ", page.name)}
                <a href=paths::trail(&page.employer)>"Who did what"</a>
            </p>
        </header>
        <Note told=at_head/>
        <Asking page=page.clone() told=told.clone()/>
        <ul class="users">{cards.collect_view()}</ul>
        <InviteSomebody employer=page.employer.clone() told=told.of(INVITE)/>
        <GiveBroker page=page.clone() told=told.clone()/>
        {(!gone.is_empty()).then(|| view! { <Gone gone told/> })}
    }
    .into_any()
}

/// What was done, or what is wrong.
#[component]
fn Note(told: Option<(&'static str, bool)>) -> impl IntoView {
    told.map(|(text, wrong)| {
        let class = if wrong { "fault" } else { "done" };
        view! { <p class=class role=if wrong { "alert" } else { "status" }>{text}</p> }.into_any()
    })
}

#[component]
fn UserCard(
    user: UserView,
    employer: String,
    /// Whether whoever looks may hand over.
    primary: bool,
    told: FormTold,
) -> impl IntoView {
    let title = format!("user-{}", user.grant);
    let labelled = title.clone();
    let until = user.ends_on.map(|day| format!(" Until {}.", short(day)));
    let hands_over =
        primary && !user.own && matches!(user.role, Role::Administrator | Role::Officer);
    let name = user.name.clone();
    view! {
        <li class="card user" aria-labelledby=labelled>
            <div class="section-head">
                <h2 id=title>{user.name.clone()}</h2>
                <p class="quiet">
                    {user.role.title()}{user.own.then_some(" (you)")}
                    {user.invited.then_some(", invited")}
                </p>
            </div>
            {user.email.clone().map(|email| view! { <p class="quiet">{email}</p> })}
            <Note told=told.at_head()/>
            <p>{sentence(user.role, user.capabilities)}{until}</p>
            {user.invited.then(|| view! {
                <form method="post" action="/api/user/invite-again">
                    <Hidden employer=employer.clone() id=user.grant.clone() version=user.version/>
                    <p class="actions">
                        <span class="quiet">"Has not set up sign-in yet."</span>
                        <button class="button" aria-label=format!("Send the invitation again to {name}")>"Send the invitation again"</button>
                    </p>
                </form>
            })}
            <details open=told.again()>
                <summary>{format!("Change what {name} may do")}</summary>
                {(user.role != Role::Primary).then(|| view! {
                    <form method="post" action="/api/user/change" class="access">
                        <Hidden employer=employer.clone() id=user.grant.clone() version=user.version/>
                        <Choice id=user.grant.clone() role=user.role held=user.capabilities ends_on=user.ends_on told=told.clone()/>
                        <button class="button primary">"Save"</button>
                    </form>
                })}
                {hands_over.then(|| view! {
                    <form method="post" action="/api/user/hand-over" class="access">
                        <Hidden employer=employer.clone() id=user.grant.clone() version=user.version/>
                        <p>{format!("{name} becomes the primary administrator in your place. You stay an administrator.")}</p>
                        <button class="button">{format!("Hand over to {name}")}</button>
                    </form>
                })}
                <form method="post" action="/api/user/revoke" class="access">
                    <Hidden employer=employer id=user.grant.clone() version=user.version/>
                    <p>{format!("{name} can do nothing here any more, at once. What was done stays recorded.")}</p>
                    <button class="button">{format!("Revoke {name}’s access")}</button>
                </form>
            </details>
        </li>
    }
    .into_any()
}

/// What somebody may do, in words.
fn sentence(role: Role, capabilities: Capabilities) -> String {
    if role == Role::Primary {
        return "May do everything.".to_owned();
    }
    let all: Vec<String> = capabilities.iter().map(|c| c.title().to_ascii_lowercase()).collect();
    match all.as_slice() {
        [] => "May do nothing.".to_owned(),
        [one] => format!("May {one}."),
        [most @ .., last] => format!("May: {} and {last}.", most.join(", ")),
    }
}

#[component]
fn Hidden(employer: String, id: String, version: i64) -> impl IntoView {
    view! {
        <input type="hidden" name="form[employer]" value=employer/>
        <input type="hidden" name="form[id]" value=id/>
        <input type="hidden" name="form[version]" value=version/>
    }
}

/// What somebody may do, and until when: as it was chosen before, or else as it stands.
#[component]
fn Choice(
    id: String,
    role: Role,
    held: Capabilities,
    #[prop(default = None)] ends_on: Option<NaiveDate>,
    told: FormTold,
) -> impl IntoView {
    view! {
        <NotYet typed=told.typed.is_some()/>
        <Grid held=told.ticked(held) role id=id.clone() fault=told.wrong_at(At::Ticks)/>
        <LastDay id ends_on=told.last_day(ends_on) fault=told.wrong_at(At::LastDay)/>
    }
    .into_any()
}

/// A box for each capability, with what it allows. What the role holds by itself is ticked for good.
#[component]
pub fn Grid(
    held: Capabilities,
    role: Role,
    id: String,
    /// What is wrong with what was ticked.
    fault: Option<&'static str>,
) -> impl IntoView {
    let fault_id = format!("{id}-may-fault");
    let described = fault.is_some().then(|| fault_id.clone());
    let boxes = role.may_hold().iter().map(|capability| {
        let own = role.holds().has(capability);
        let field = format!("{id}-{}", capability.code());
        let hint = format!("{field}-hint");
        view! {
            <li>
                <input
                    type="checkbox" id=field.clone() name="form[capabilities][]" value=capability.code()
                    checked=own || held.has(capability) disabled=own aria-describedby=hint.clone()
                />
                <label for=field>{capability.title()}</label>
                <span class="quiet" id=hint>
                    {capability.sentence()}{own.then_some(" A group officer always can.")}
                </span>
            </li>
        }
    });
    view! {
        <fieldset aria-describedby=described>
            <legend>"May"</legend>
            <ul class="grid">{boxes.collect_view()}</ul>
            {fault.map(|fault| view! { <p class="fault" id=fault_id role="alert">{fault}</p> })}
        </fieldset>
    }
    .into_any()
}

#[component]
fn LastDay(id: String, ends_on: String, fault: Option<&'static str>) -> impl IntoView {
    let field = format!("{id}-ends-on");
    let fault_id = format!("{field}-fault");
    let described = fault.is_some().then(|| fault_id.clone());
    view! {
        <div class="field">
            <label for=field.clone()>"Last day (empty: no end)"</label>
            <input
                type="date" id=field name="form[ends_on]" value=ends_on
                aria-describedby=described aria-invalid=fault.is_some().then_some("true")
            />
            {fault.map(|fault| view! { <p class="fault" id=fault_id role="alert">{fault}</p> })}
        </div>
    }
    .into_any()
}

/// The brokerages that ask for access, each with what it wants ticked, to be given or refused.
#[component]
fn Asking(page: UsersPage, told: Told) -> impl IntoView {
    let employer = page.employer;
    let rows: Vec<_> = page
        .asking
        .into_iter()
        .map(|asking| {
            let told = told.of(&asking.request);
            view! { <AskingCard asking employer=employer.clone() told/> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section aria-labelledby="asking-title">
                <h2 id="asking-title">"Ask for access"</h2>
                <ul class="users">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

#[component]
fn AskingCard(asking: AskingView, employer: String, told: FormTold) -> impl IntoView {
    let AskingView { request, brokerage, person, capabilities, note, when } = asking;
    let title = format!("asking-{request}");
    let labelled = title.clone();
    view! {
        <li class="card user" aria-labelledby=labelled>
            <div class="section-head">
                <h3 id=title>{brokerage.clone()}</h3>
                <p class="quiet">{format!("{person}, {when}")}</p>
            </div>
            <Note told=told.at_head()/>
            {(!note.is_empty()).then(|| view! { <blockquote>{note}</blockquote> })}
            <form method="post" action="/api/user/accept-request" class="access">
                <Hidden employer=employer.clone() id=request.clone() version=0/>
                <Choice id=request.clone() role=Role::Broker held=capabilities told/>
                <button class="button primary">{format!("Give {brokerage} access")}</button>
            </form>
            <form method="post" action="/api/user/refuse-request">
                <Hidden employer id=request version=0/>
                <button class="button">{format!("Refuse {brokerage}")}</button>
            </form>
        </li>
    }
    .into_any()
}

/// What the form of an invitation is named in the address.
const INVITE: &str = "invite";

/// Invites somebody to be an administrator, or the group officer. What was typed and was not right stands
/// there again.
#[component]
fn InviteSomebody(employer: String, told: FormTold) -> impl IntoView {
    let typed = told.typed.clone().unwrap_or_default();
    let before = |field| typed_value(&typed, field);
    let officer = before("role") == Role::Officer.code();
    let role = |role: Role, chosen: bool| {
        view! { <option value=role.code() selected=chosen>{role.title()}</option> }
    };
    let held = Capabilities::NONE.with(Capability::ViewMembers);
    view! {
        <section class="card give" aria-labelledby="invite-title">
            <h2 id="invite-title">"Invite somebody"</h2>
            <p>"They get a mail with a link, good once and for seven days, and set up their own sign-in."</p>
            <Note told=told.at_head()/>
            <form method="post" action="/api/user/invite" class="access">
                <input type="hidden" name="form[employer]" value=employer/>
                <Field
                    name="form[name]" label="Name" kind="text" autocomplete="off"
                    value=before("name") fault=told.wrong_at(At::Name)
                />
                <Field
                    name="form[email]" label="E-mail address" kind="email" autocomplete="off"
                    value=before("email") fault=told.wrong_at(At::Email)
                />
                <div class="field">
                    <label for="role">"Role"</label>
                    <select id="role" name="form[role]">
                        {role(Role::Administrator, !officer)}
                        {role(Role::Officer, officer)}
                    </select>
                    <p class="hint">"A group officer can also sign for the company."</p>
                </div>
                <Choice id=INVITE.to_owned() role=Role::Administrator held told/>
                <button class="button primary">"Send the invitation"</button>
            </form>
        </section>
    }
    .into_any()
}

/// Gives a brokerage access that has none.
#[component]
fn GiveBroker(page: UsersPage, told: Told) -> impl IntoView {
    let has = |name: &str| {
        page.users.iter().any(|user| user.alive && user.role == Role::Broker && user.name == name)
    };
    let without: Vec<_> = page.brokerages.iter().filter(|(_, name)| !has(name)).cloned().collect();
    let about = page.brokerages.iter().map(|(id, _)| (id.clone(), told.of(id)));
    let (chosen, told) = about.into_iter().find(|(_, told)| told.again()).unwrap_or_default();
    let note = told.at_head();
    let form = (!without.is_empty()).then(|| {
        let options = without
            .into_iter()
            .map(|(id, name)| view! { <option value=id.clone() selected=id == chosen>{name}</option> })
            .collect_view();
        let look = Capabilities::NONE.with(Capability::ViewMembers).with(Capability::PlanRenewal);
        view! {
            <form method="post" action="/api/user/grant-broker" class="access">
                <input type="hidden" name="form[employer]" value=page.employer.clone()/>
                <div class="field">
                    <label for="brokerage">"Brokerage"</label>
                    <select id="brokerage" name="form[id]">{options}</select>
                </div>
                <Choice id="new-broker".to_owned() role=Role::Broker held=look told/>
                <button class="button primary">"Give access"</button>
            </form>
        }
    });
    let none = form
        .is_none()
        .then_some("Every brokerage that works with your carrier here has access already.");
    view! {
        <section class="card give" aria-labelledby="give-title">
            <h2 id="give-title">"Give a broker access"</h2>
            <p>"Everybody at the brokerage can do what you tick, until the day you choose or until you revoke it."</p>
            <Note told=note/>
            {form}
            {none.map(|text| view! { <p class="empty">{text}</p> })}
        </section>
    }
    .into_any()
}

/// Those whose access holds no longer.
#[component]
fn Gone(gone: Vec<UserView>, told: Told) -> impl IntoView {
    let rows = gone.into_iter().map(|user| {
        let told = told.of(&user.grant).at_head();
        view! { <li>{user.name}", "{user.role.title().to_ascii_lowercase()}<Note told/></li> }
    });
    view! {
        <section class="card" aria-labelledby="gone-title">
            <h2 id="gone-title">"Had access"</h2>
            <ul>{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_may_do_is_said_in_a_sentence() {
        let some = |all: &[Capability]| all.iter().copied().collect::<Capabilities>();
        for (role, capabilities, said) in [
            (Role::Primary, Capabilities::ALL, "May do everything."),
            (Role::Administrator, some(&[]), "May do nothing."),
            (Role::Administrator, some(&[Capability::PlanRenewal]), "May plan renewal."),
            (
                Role::Broker,
                some(&[Capability::ViewMembers, Capability::PlanRenewal]),
                "May: view members and plan renewal.",
            ),
        ] {
            assert_eq!(sentence(role, capabilities), said);
        }
    }
}
