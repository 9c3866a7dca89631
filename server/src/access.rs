//! Who may call which server function, and ask for what beside the pages. Every one is a public
//! endpoint; the tests compare these tables with all that are registered, so that a new one without
//! a row fails, and call each as everybody: what each is answered stands in `access.golden.txt`.
//!
//! To add a row: say who may call it, and how it is called about Bayside Dental Group, of which `{bayside}`
//! is the id and `{date}` the renewal. Then run the test; what it prints is the new golden file, to be
//! read line by line.

use crate::router::tests::{BAYSIDE, Web, browser};
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use axum::http::{Method, Request, StatusCode};
use domain::access::Capability::{self, PlanRenewal, Users};

/// Who may call something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Anybody, signed in or not.
    Anybody,
    /// Whoever is signed in; what is answered is about themselves.
    SignedIn,
    /// Who was granted a capability for the employer that it is about.
    Granted(Capability),
    /// Who works for the carrier. To others it does not exist.
    Staff,
}
use Who::{Anybody, Granted, SignedIn, Staff};

/// How it is called about Bayside Dental Group.
#[derive(Debug, Clone, Copy)]
enum Call {
    /// By a server function's arguments in JSON.
    Json(&'static str),
    /// By a plain form.
    Form(&'static str),
    /// By an upload.
    Upload,
}
use Call::{Form, Json, Upload};

const KEY: &str = r#"{"key":{"employer":"{bayside}","effective":"{date}"}}"#;
const EDIT: &str = r#"{"key":{"employer":"{bayside}","effective":"{date}"},"edit":{"id":"00000000-0000-4000-8000-000000000001","based_on":0,"over":null,"name":"","scenario":{"packages":[],"moves":[]},"deleted":false}}"#;
/// About a grant that is not there: whoever is let through is told so in the page.
const ACCESS: &str =
    "form[employer]={bayside}&form[id]=00000000-0000-4000-8000-000000000001&form[version]=1";
/// A ceremony, a link and a session that are not there.
const CEREMONY: &str = "ceremony=00000000-0000-4000-8000-000000000001&code=123456";
const ANSWER: &str =
    r#"{"ceremony":"00000000-0000-4000-8000-000000000001","answer":"{}","next":null}"#;
const PASSKEY: &str =
    r#"{"ceremony":"00000000-0000-4000-8000-000000000001","answer":"{}","label":"x","next":null}"#;
const INVITE: &str = "form[employer]={bayside}&form[name]=&form[email]=x&form[role]=administrator";
const QUESTION: &str =
    r#"{"question":{"employer":"{bayside}","zip":null,"county":null,"effective":null}}"#;

/// The table: path, who may call it, why or what keeps others away, and how it is called.
const TABLE: &[(&str, Who, &str, Call)] = &[
    (
        "/api/broker/ask",
        SignedIn,
        "asks for one's own brokerage; tells nothing of the group",
        Form("form[group_number]=-"),
    ),
    ("/api/broker/load", SignedIn, "one's own brokerage", Json("{}")),
    ("/api/account/email", SignedIn, "one's own account", Form("email=nonsense")),
    ("/api/account/end-device", SignedIn, "one's own sessions", Form("device=none")),
    ("/api/account/load", SignedIn, "one's own account", Json("{}")),
    ("/api/account/new-codes", SignedIn, "one's own account", Form("")),
    ("/api/account/password", SignedIn, "one's own account", Form("password=short")),
    (
        "/api/account/read-codes",
        SignedIn,
        "one's own codes, once",
        Json(r#"{"show":"00000000-0000-4000-8000-000000000001"}"#),
    ),
    ("/api/account/remove-passkey", SignedIn, "one's own account", Form("credential=none")),
    ("/api/account/remove-totp", SignedIn, "one's own account", Form("")),
    (
        "/api/compare/load",
        Anybody,
        "a prospect's random id is known to its uploader alone; an employer needs Plan renewal",
        Json(QUESTION),
    ),
    ("/api/compare/roster", Anybody, "makes a new prospect; reads nothing", Upload),
    ("/api/passkey/add", SignedIn, "one's own account", Json(PASSKEY)),
    ("/api/passkey/ask-new", SignedIn, "one's own account", Json("{}")),
    ("/api/passkey/ask-second", SignedIn, "one's own passkeys", Json("{}")),
    ("/api/passkey/ask-sign-in", Anybody, "begins to sign in; tells nothing", Json("{}")),
    ("/api/passkey/second", SignedIn, "one's own session", Json(ANSWER)),
    ("/api/passkey/sign-in", Anybody, "signs in whose passkey it is", Json(ANSWER)),
    ("/api/designation/answer", Anybody, "the link's token is the key", Form("token=x&words=y")),
    ("/api/designation/draft", Anybody, "what the same browser typed before", Json("{}")),
    (
        "/api/designation/register",
        Anybody,
        "an officer has no account yet; what is answered does not tell what is on file",
        Form(
            "form[company]=&form[ein]=&form[group_number]=&form[officer]=&form[title]=&form[email]=&form[phone]=&form[administrator]=&form[administrator_email]=",
        ),
    ),
    ("/api/designation/status", Anybody, "the link's token is the key", Json(r#"{"token":"x"}"#)),
    ("/api/renewal/employers", SignedIn, "one's own employers", Json("{}")),
    ("/api/renewal/list", Granted(PlanRenewal), "", Json(r#"{"employer":"{bayside}"}"#)),
    ("/api/renewal/load", Granted(PlanRenewal), "", Json(KEY)),
    ("/api/renewal/save", Granted(PlanRenewal), "", Json(EDIT)),
    ("/api/renewal/scenarios", Granted(PlanRenewal), "", Json(KEY)),
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
        Json("{}"),
    ),
    ("/api/session/end", Anybody, "ends one's own session", Form("")),
    ("/api/session/stay", SignedIn, "one's own session", Json("{}")),
    (
        "/api/session/typed",
        Anybody,
        "what the same browser typed a moment ago, from its own cookie",
        Json("{}"),
    ),
    (
        "/api/sign-in/ask-new-password",
        Anybody,
        "sends mail to an account's own address; answers alike without one",
        Form("email=nobody@example.com"),
    ),
    ("/api/sign-in/begin-totp", SignedIn, "one's own account", Json(r#"{"again":null}"#)),
    ("/api/sign-in/code", SignedIn, "one's own session", Form("code=123456")),
    ("/api/sign-in/confirm-email", Anybody, "the link's token says whose", Form("token=none")),
    ("/api/sign-in/confirm-totp", SignedIn, "one's own account", Form(CEREMONY)),
    (
        "/api/sign-in/follow-link",
        Anybody,
        "the link's token says whose",
        Form("form[token]=none&form[kind]=NewPassword&form[password]=short"),
    ),
    (
        "/api/sign-in/link",
        Anybody,
        "the link's token says whose",
        Json(r#"{"token":"none","kind":"Invitation"}"#),
    ),
    (
        "/api/sign-in/password",
        Anybody,
        "signs in who knows the password, as far as the second step",
        Form("email=nobody@example.com&password=wrong"),
    ),
    ("/api/sign-in/step", SignedIn, "one's own session", Json("{}")),
    ("/api/staff/brokerages", Staff, "", Json("{}")),
    (
        "/api/staff/decide",
        Staff,
        "",
        Form("form[id]={designation}&form[version]=1&form[decision]=approve"),
    ),
    ("/api/staff/designation", Staff, "", Json(r#"{"designation":"{designation}"}"#)),
    ("/api/staff/designations", Staff, "", Json("{}")),
    ("/api/staff/employer", Staff, "", Json(r#"{"employer":"{bayside}"}"#)),
    ("/api/staff/employers", Staff, "", Json(r#"{"search":""}"#)),
    ("/api/staff/mail", Staff, "", Json(r#"{"message":"{mail}"}"#)),
    ("/api/staff/mails", Staff, "", Json(r#"{"state":null}"#)),
    ("/api/staff/send-again", Staff, "", Form("message={mail}")),
    ("/api/staff/trail", Staff, "", Json(r#"{"employer":"{bayside}","before":null}"#)),
    ("/api/trail/load", Granted(Users), "", Json(r#"{"employer":"{bayside}","before":null}"#)),
    ("/api/user/accept-request", Granted(Users), "", Form(ACCESS)),
    ("/api/user/change", Granted(Users), "", Form(ACCESS)),
    ("/api/user/grant-broker", Granted(Users), "", Form(ACCESS)),
    ("/api/user/hand-over", Granted(Users), "", Form(ACCESS)),
    ("/api/user/invite", Granted(Users), "", Form(INVITE)),
    ("/api/user/invite-again", Granted(Users), "", Form(ACCESS)),
    ("/api/user/list", Granted(Users), "", Json(r#"{"employer":"{bayside}"}"#)),
    ("/api/user/refuse-request", Granted(Users), "", Form(ACCESS)),
    ("/api/user/revoke", Granted(Users), "", Form(ACCESS)),
];

/// The same for what is asked for by its path alone.
const BESIDE_PAGES: &[(&str, Who, &str)] = &[
    ("/healthz", Anybody, "says that it runs, nothing else"),
    ("/readyz", Anybody, "says whether the store answers, nothing else"),
    ("/roster-template.csv", Anybody, "the same file for all; nobody's data"),
    ("/staff/mails/{message}/html", Staff, ""),
    ("/employers/{employer}/trail.csv", Granted(Users), ""),
    ("/employers/{employer}/renewals/{effective}/changes", Granted(PlanRenewal), ""),
    ("/employers/{employer}/renewals/{effective}/files/{name}", Granted(PlanRenewal), ""),
];

#[test]
fn what_is_served_beside_pages_has_a_row_and_every_row_is_served() {
    let served = crate::router::beside_pages().map(|(path, _)| path);
    let listed: Vec<&str> = BESIDE_PAGES.iter().map(|(path, ..)| *path).collect();
    assert_eq!(listed, served);
    let reasoned =
        |(_, who, why): &(_, Who, &str)| matches!(who, Granted(_) | Staff) || !why.is_empty();
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
    assert!(
        TABLE.iter().all(|(_, who, why, _)| matches!(who, Granted(_) | Staff) || !why.is_empty())
    );
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
        (SignedIn, _) | (Staff, "staff") => "yes",
        (Staff, _) => "not found",
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
    let (mail, designation) = (web.mail().await, web.designation().await);
    let fill = |text: &str| {
        text.replace("{bayside}", BAYSIDE)
            .replace("{date}", &date)
            .replace("{mail}", &mail)
            .replace("{designation}", &designation)
    };
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
                // Nobody of the demo has a passkey, and there are no such links.
                (
                    "/api/session/demo"
                    | "/api/sign-in/link"
                    | "/api/designation/answer"
                    | "/api/designation/status",
                    _,
                )
                | ("/api/passkey/ask-second", "yes") => "not found",
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
            answers.push(answered(web.ask(request(path, *call, &cookie, &fill)).await.status));
        }
        note(path, *who, answers);
    }
    for (path, who, _) in BESIDE_PAGES {
        let uri = path.replace("{employer}", BAYSIDE).replace("{effective}", &date);
        let uri = uri.replace("{name}", "calendar.ics").replace("{message}", &mail);
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

fn request(path: &str, call: Call, cookie: &str, fill: &impl Fn(&str) -> String) -> Request<Body> {
    let asked = Request::builder().method(Method::POST).uri(path).header(COOKIE, cookie);
    match call {
        Json(body) => asked
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(Body::from(fill(body))),
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
