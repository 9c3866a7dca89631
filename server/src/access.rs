//! Who may call which server function, and ask for what beside the pages. Every one is a public
//! endpoint; the tests compare these tables with all that are registered, so that a new one without
//! a row fails, and call each as everybody: what each is answered stands in `access.golden.txt`.
//!
//! To add a row: say who may call it, and how it is called about Bayside Dental Group, in a form of which
//! `{bayside}` is the id and `{date}` the renewal. Then run the test; what it prints is the new golden file, to be
//! read line by line.

use crate::router::tests::{BAYSIDE, Web, browser};
use app::api::compare::{GroupQuestion, LoadCompare};
use app::api::renewal::{
    ListEmployers, ListRenewals, ListScenarios, LoadRenewal, RenewalKey, SaveScenario, ScenarioEdit,
};
use app::api::session::{DemoPeople, StaySignedIn};
use app::api::trail::LoadTrail;
use app::api::user::ListUsers;
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use axum::http::{Method, Request, StatusCode};
use domain::Scenario;
use domain::access::Capability::{self, PlanRenewal, Users};
use postcard::to_allocvec;

/// The media type of what is packed.
const PACKED: &str = "application/x-postcard";

/// Who may call something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Anybody, signed in or not.
    Anybody,
    /// Whoever is signed in; what is answered is about themselves.
    SignedIn,
    /// Who was granted a capability for the employer that it is about.
    Granted(Capability),
}
use Who::{Anybody, Granted, SignedIn};

/// How it is called about Bayside Dental Group.
#[derive(Debug, Clone, Copy)]
enum Call {
    /// By a server function's arguments, packed, for the renewal of a day.
    Packed(fn(String) -> Result<Vec<u8>, postcard::Error>),
    /// By a plain form.
    Form(&'static str),
    /// By an upload.
    Upload,
}
use Call::{Form, Packed, Upload};

/// About a grant that is not there: whoever is let through is told so in the page.
const ACCESS: &str =
    "form[employer]={bayside}&form[id]=00000000-0000-4000-8000-000000000001&form[version]=1";
/// An id that no scenario has.
const SCENARIO: &str = "00000000-0000-4000-8000-000000000001";

fn employer() -> String {
    BAYSIDE.to_owned()
}

fn key(effective: String) -> RenewalKey {
    RenewalKey { employer: employer(), effective }
}

fn question() -> GroupQuestion {
    GroupQuestion { employer: Some(employer()), ..GroupQuestion::default() }
}

/// A scenario that is new and has no name.
fn edit() -> ScenarioEdit {
    ScenarioEdit {
        id: SCENARIO.to_owned(),
        based_on: 0,
        over: None,
        name: String::new(),
        scenario: Scenario { packages: Vec::new(), moves: Vec::new() },
        deleted: false,
    }
}

/// The table: path, who may call it, why or what keeps others away, and how it is called.
const TABLE: &[(&str, Who, &str, Call)] = &[
    (
        "/api/compare/load",
        Anybody,
        "a prospect's random id is known to its uploader alone; an employer needs Plan renewal",
        Packed(|_| to_allocvec(&LoadCompare { question: question() })),
    ),
    ("/api/compare/roster", Anybody, "makes a new prospect; reads nothing", Upload),
    (
        "/api/renewal/employers",
        SignedIn,
        "one's own employers",
        Packed(|_| to_allocvec(&ListEmployers {})),
    ),
    (
        "/api/renewal/list",
        Granted(PlanRenewal),
        "",
        Packed(|_| to_allocvec(&ListRenewals { employer: employer() })),
    ),
    (
        "/api/renewal/load",
        Granted(PlanRenewal),
        "",
        Packed(|date| to_allocvec(&LoadRenewal { key: key(date) })),
    ),
    (
        "/api/renewal/save",
        Granted(PlanRenewal),
        "",
        Packed(|date| to_allocvec(&SaveScenario { key: key(date), edit: edit() })),
    ),
    (
        "/api/renewal/scenarios",
        Granted(PlanRenewal),
        "",
        Packed(|date| to_allocvec(&ListScenarios { key: key(date) })),
    ),
    (
        "/api/session/demo",
        Anybody,
        "the demo's invented people; nobody outside it",
        Form("key=nobody"),
    ),
    (
        "/api/session/demo-people",
        Anybody,
        "the demo's invented people; nobody outside it",
        Packed(|_| to_allocvec(&DemoPeople {})),
    ),
    ("/api/session/end", Anybody, "ends one's own session", Form("")),
    ("/api/session/stay", SignedIn, "one's own session", Packed(|_| to_allocvec(&StaySignedIn {}))),
    (
        "/api/trail/load",
        Granted(Users),
        "",
        Packed(|_| to_allocvec(&LoadTrail { employer: employer(), before: None })),
    ),
    ("/api/user/change", Granted(Users), "", Form(ACCESS)),
    ("/api/user/grant-broker", Granted(Users), "", Form(ACCESS)),
    ("/api/user/hand-over", Granted(Users), "", Form(ACCESS)),
    (
        "/api/user/list",
        Granted(Users),
        "",
        Packed(|_| to_allocvec(&ListUsers { employer: employer() })),
    ),
    ("/api/user/revoke", Granted(Users), "", Form(ACCESS)),
];

/// The same for what is asked for by its path alone.
const BESIDE_PAGES: &[(&str, Who, &str)] = &[
    ("/healthz", Anybody, "says that it runs, nothing else"),
    ("/readyz", Anybody, "says whether the store answers, nothing else"),
    ("/roster-template.csv", Anybody, "the same file for all; nobody's data"),
    ("/employers/{employer}/trail.csv", Granted(Users), ""),
    ("/employers/{employer}/renewals/{effective}/changes", Granted(PlanRenewal), ""),
    ("/employers/{employer}/renewals/{effective}/files/{name}", Granted(PlanRenewal), ""),
];

#[test]
fn what_is_served_beside_pages_has_a_row_and_every_row_is_served() {
    let served = crate::router::beside_pages().map(|(path, _)| path);
    let listed: Vec<&str> = BESIDE_PAGES.iter().map(|(path, ..)| *path).collect();
    assert_eq!(listed, served);
    let reasoned = |(_, who, why): &(_, Who, &str)| matches!(who, Granted(_)) || !why.is_empty();
    assert!(BESIDE_PAGES.iter().all(reasoned));
}

#[test]
fn every_server_function_has_a_row_and_every_row_a_function() {
    // Makes the linker keep the pages, and with them what they register.
    let _ = leptos_axum::generate_route_list(app::App);
    let mut registered: Vec<&str> =
        leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    registered.sort_unstable();
    let mut listed: Vec<&str> = TABLE.iter().map(|(path, ..)| *path).collect();
    listed.sort_unstable();
    assert_eq!(registered, listed);
    assert!(TABLE.iter().all(|(_, who, why, _)| matches!(who, Granted(_)) || !why.is_empty()));
}

/// Those who call: nobody, and the demo's people by their words.
const CALLERS: [&str; 8] =
    ["nobody", "primary", "administrator", "members", "officer", "broker", "other", "staff"];

/// What people of the demo may do for Bayside Dental Group, as the demo sets it up.
fn may(caller: &str, capability: Capability) -> Option<bool> {
    match caller {
        "primary" => Some(true),
        "administrator" | "broker" => {
            Some(matches!(capability, PlanRenewal | Capability::ViewMembers))
        }
        "members" => {
            Some(matches!(capability, Capability::ViewMembers | Capability::ManageMembers))
        }
        "officer" => Some(matches!(
            capability,
            PlanRenewal | Capability::SubmitRenewal | Capability::Documents
        )),
        _ => None,
    }
}

/// What somebody must be answered: let through, sent to sign in, refused, or told that there is nothing.
fn expected(caller: &str, who: Who) -> &'static str {
    match (who, caller) {
        (Anybody, _) => "yes",
        (_, "nobody") => "sign in",
        (SignedIn, _) => "yes",
        (Granted(capability), _) => match may(caller, capability) {
            Some(true) => "yes",
            Some(false) => "forbidden",
            None => "not found",
        },
    }
}

/// What an answer's status says about whether somebody was let through. Whoever is let through may
/// still be told that what they sent makes no sense.
fn answered(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "sign in",
        StatusCode::FORBIDDEN => "forbidden",
        StatusCode::NOT_FOUND => "not found",
        _ => "yes",
    }
}

/// Calls everything as everybody, and holds what is answered against the tables and the golden file.
#[tokio::test]
async fn everything_that_is_served_is_served_to_those_alone_whom_the_tables_name() {
    let web = Web::with_demo().await;
    let date = web.next_renewal(BAYSIDE).await;
    let mut golden = String::new();
    let mut wrong = Vec::new();
    let mut note = |path: &str, who: Who, answers: Vec<&'static str>| {
        for (caller, answer) in CALLERS.iter().zip(&answers) {
            // About an employer that is not theirs, those who may ask anything are told that there is nothing.
            let expect = match (path, expected(caller, who)) {
                ("/api/compare/load", _) => match may(caller, PlanRenewal) {
                    Some(true) => "yes",
                    Some(false) => "forbidden",
                    None => "not found",
                },
                ("/api/session/demo", _) => "not found",
                (_, expect) => expect,
            };
            if expect != *answer {
                wrong.push(format!("{path} as {caller}: {answer}, not {expect}"));
            }
        }
        let told =
            CALLERS.iter().zip(answers).map(|(caller, answer)| format!("{caller}: {answer}"));
        golden.push_str(path);
        golden.push_str("\n  ");
        golden.push_str(&told.collect::<Vec<_>>().join(", "));
        golden.push('\n');
    };
    for (path, who, _, call) in TABLE {
        let mut answers = Vec::new();
        for caller in CALLERS {
            let cookie = web.sign_in(caller).await;
            answers.push(answered(web.ask(request(path, *call, &cookie, &date)).await.status));
        }
        note(path, *who, answers);
    }
    for (path, who, _) in BESIDE_PAGES {
        let uri = path.replace("{employer}", BAYSIDE).replace("{effective}", &date);
        let uri = uri.replace("{name}", "calendar.ics");
        let mut answers = Vec::new();
        for caller in CALLERS {
            let cookie = web.sign_in(caller).await;
            let asked = browser(Method::GET, &uri).header(COOKIE, cookie);
            answers.push(answered(web.status(asked.body(Body::empty()).unwrap()).await));
        }
        note(path, *who, answers);
    }
    assert_eq!(wrong, [""; 0]);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/access.golden.txt");
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert!(golden == kept, "{file} should be:\n{golden}");
}

fn request(path: &str, call: Call, cookie: &str, date: &str) -> Request<Body> {
    let fill = |text: &str| text.replace("{bayside}", BAYSIDE).replace("{date}", date);
    let asked = Request::builder().method(Method::POST).uri(path).header(COOKIE, cookie);
    match call {
        Packed(arguments) => asked
            .header(ACCEPT, PACKED)
            .header(CONTENT_TYPE, PACKED)
            .body(Body::from(arguments(date.to_owned()).unwrap())),
        Form(body) => asked
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(fill(body))),
        Upload => asked
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .body(Body::from("--cut--\r\n")),
    }
    .unwrap()
}
