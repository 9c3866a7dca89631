//! Who may call which server function, and ask for what beside the pages. Every one is a public
//! endpoint; the tests compare these tables with all that are registered, so that a new one without
//! a row fails, and call each as everybody: what each is answered stands in `access.golden.txt`.
//!
//! To add a row: say who may call it, and how it is called about Bayside Dental Group, of which `{bayside}`
//! is the id and `{date}` the renewal. Then run the test; what it prints is the new golden file, to be
//! read line by line.

use crate::router::tests::{BAYSIDE, Web, browser};
use app::api::compare::{GroupQuestion, LoadCompare};
use app::api::renewal::{
    ListEmployers, ListRenewals, ListScenarios, LoadRenewal, RenewalKey, SaveScenario, ScenarioEdit,
};
use app::api::session::{DemoPeople, StaySignedIn, Typed};
use app::api::sign_in::LinkKind;
use app::api::trail::LoadTrail;
use app::api::user::ListUsers;
use app::api::{
    account, broker, contract, designation, election, passkey, review, sign_in, staff, submission,
};
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use axum::http::{Method, Request, StatusCode};
use domain::Scenario;
use domain::access::Capability::{
    self, Documents, ManageMembers, PlanRenewal, SubmitRenewal, Users,
};
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
    /// Who works for the carrier. To others it does not exist.
    Staff,
}
use Who::{Anybody, Granted, SignedIn, Staff};

/// How it is called about Bayside Dental Group.
#[derive(Debug, Clone, Copy)]
enum Call {
    /// By a server function's arguments, packed.
    Packed(fn(&About) -> Result<Vec<u8>, postcard::Error>),
    /// By a plain form.
    Form(&'static str),
    /// By an upload with these fields.
    Upload(&'static [(&'static str, &'static str)]),
}
use Call::{Form, Packed, Upload};

/// About a grant that is not there: whoever is let through is told so in the page.
const ACCESS: &str =
    "form[employer]={bayside}&form[id]=00000000-0000-4000-8000-000000000001&form[version]=1";
/// A question that was put to nobody.
const CEREMONY: &str = "ceremony=00000000-0000-4000-8000-000000000001&code=123456";
/// About a submission that is not there, without a signature.
const STEP: &str = "form[employer]={bayside}&form[effective]={date}&form[number]=9";
const INVITE: &str = "form[employer]={bayside}&form[name]=&form[email]=x&form[role]=administrator";

/// An id that nothing has.
const NOTHING: &str = "00000000-0000-4000-8000-000000000001";

/// What is called about, beside Bayside Dental Group.
struct About {
    /// The day of its renewal.
    date: String,
    /// A mail.
    mail: String,
    /// A designation that was signed on paper and waits for staff.
    designation: String,
    /// A submission that waits for staff, a file that came with it, and one for the core system.
    review: [String; 3],
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn nothing() -> String {
    text(NOTHING)
}

fn employer() -> String {
    text(BAYSIDE)
}

fn key(about: &About) -> RenewalKey {
    RenewalKey { employer: employer(), effective: about.date.clone() }
}

fn question() -> GroupQuestion {
    GroupQuestion { employer: Some(employer()), ..GroupQuestion::default() }
}

/// The first day of the plan year before the one that begins on a day.
fn year_before(date: &str) -> String {
    let day: chrono::NaiveDate = date.parse().unwrap();
    day.checked_sub_months(chrono::Months::new(12)).unwrap().to_string()
}

/// A scenario that is new and has no name.
fn edit() -> ScenarioEdit {
    ScenarioEdit {
        id: nothing(),
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
        "/api/broker/ask",
        SignedIn,
        "asks for one's own brokerage; tells nothing of the group",
        Form("form[group_number]=-"),
    ),
    (
        "/api/broker/load",
        SignedIn,
        "one's own brokerage",
        Packed(|_| to_allocvec(&broker::LoadBroker {})),
    ),
    ("/api/account/email", SignedIn, "one's own account", Form("email=nonsense")),
    ("/api/account/end-device", SignedIn, "one's own sessions", Form("device=none")),
    (
        "/api/account/load",
        SignedIn,
        "one's own account",
        Packed(|_| to_allocvec(&account::LoadAccount {})),
    ),
    ("/api/account/new-codes", SignedIn, "one's own account", Form("")),
    ("/api/account/password", SignedIn, "one's own account", Form("password=short")),
    (
        "/api/account/read-codes",
        SignedIn,
        "one's own codes, once",
        Packed(|_| to_allocvec(&account::ReadCodes { show: nothing() })),
    ),
    ("/api/account/remove-passkey", SignedIn, "one's own account", Form("credential=none")),
    ("/api/account/remove-totp", SignedIn, "one's own account", Form("")),
    (
        "/api/compare/load",
        Anybody,
        "a prospect's random id is known to its uploader alone; an employer needs Plan renewal",
        Packed(|_| to_allocvec(&LoadCompare { question: question() })),
    ),
    ("/api/compare/roster", Anybody, "makes a new prospect; reads nothing", Upload(&[])),
    (
        "/api/contract/list",
        Granted(Documents),
        "",
        Packed(|_| to_allocvec(&contract::ListContracts { employer: employer() })),
    ),
    (
        "/api/contract/one",
        Granted(Documents),
        "",
        Packed(|about| {
            let starts_on = year_before(&about.date);
            to_allocvec(&contract::LoadContract { employer: employer(), starts_on })
        }),
    ),
    (
        "/api/passkey/add",
        SignedIn,
        "one's own account",
        Packed(|_| {
            to_allocvec(&passkey::RegisterPasskey {
                ceremony: nothing(),
                answer: text("{}"),
                label: text("x"),
                next: None,
            })
        }),
    ),
    (
        "/api/passkey/ask-new",
        SignedIn,
        "one's own account",
        Packed(|_| to_allocvec(&passkey::AskRegistration {})),
    ),
    (
        "/api/passkey/ask-second",
        SignedIn,
        "one's own passkeys",
        Packed(|_| to_allocvec(&passkey::AskSecond {})),
    ),
    (
        "/api/passkey/ask-sign-in",
        Anybody,
        "begins to sign in; tells nothing",
        Packed(|_| to_allocvec(&passkey::AskSignIn {})),
    ),
    (
        "/api/passkey/second",
        SignedIn,
        "one's own session",
        Packed(|_| {
            to_allocvec(&passkey::ProveByPasskey {
                ceremony: nothing(),
                answer: text("{}"),
                next: None,
            })
        }),
    ),
    (
        "/api/passkey/sign-in",
        Anybody,
        "signs in whose passkey it is",
        Packed(|_| {
            to_allocvec(&passkey::SignInByPasskey {
                ceremony: nothing(),
                answer: text("{}"),
                next: None,
            })
        }),
    ),
    ("/api/designation/answer", Anybody, "the link's token is the key", Form("token=x&words=y")),
    (
        "/api/designation/draft",
        Anybody,
        "what the same browser typed before",
        Packed(|_| to_allocvec(&designation::DraftDesignation {})),
    ),
    ("/api/designation/paper", Anybody, "the link's token is the key", Upload(&[])),
    (
        "/api/designation/register",
        Anybody,
        "an officer has no account yet; what is answered does not tell what is on file",
        Form(
            "form[company]=&form[ein]=&form[group_number]=&form[officer]=&form[title]=&form[email]=&form[phone]=&form[administrator]=&form[administrator_email]=",
        ),
    ),
    (
        "/api/designation/status",
        Anybody,
        "the link's token is the key",
        Packed(|_| to_allocvec(&designation::DesignationStatus { token: text("x") })),
    ),
    ("/api/election/answer", Anybody, "the link's token is the key", Form("form[token]=x")),
    (
        "/api/election/ballot",
        Anybody,
        "the link's token is the key",
        Packed(|_| to_allocvec(&election::LoadBallot { token: text("x") })),
    ),
    (
        "/api/election/change",
        Granted(ManageMembers),
        "",
        Form("form[employer]={bayside}&form[effective]={date}&form[doing]=preview"),
    ),
    (
        "/api/election/load",
        Granted(PlanRenewal),
        "",
        Packed(|about| {
            to_allocvec(&election::LoadChoices { key: key(about), scenario: String::new() })
        }),
    ),
    (
        "/api/election/one",
        Granted(PlanRenewal),
        "",
        Packed(|about| {
            let (key, scenario) = (key(about), String::new());
            to_allocvec(&election::LoadChoice { key, scenario, row: 0 })
        }),
    ),
    (
        "/api/election/rule",
        Granted(ManageMembers),
        "",
        Form("form[employer]={bayside}&form[effective]={date}&form[from]=x&form[to]=y"),
    ),
    (
        "/api/election/send",
        Granted(ManageMembers),
        "",
        Form("form[employer]={bayside}&form[effective]={date}"),
    ),
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
        Packed(|about| to_allocvec(&LoadRenewal { key: key(about) })),
    ),
    (
        "/api/renewal/save",
        Granted(PlanRenewal),
        "",
        Packed(|about| to_allocvec(&SaveScenario { key: key(about), edit: edit() })),
    ),
    (
        "/api/renewal/scenarios",
        Granted(PlanRenewal),
        "",
        Packed(|about| to_allocvec(&ListScenarios { key: key(about) })),
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
        "/api/session/typed",
        Anybody,
        "what the same browser typed a moment ago, from its own cookie",
        Packed(|_| to_allocvec(&Typed {})),
    ),
    (
        "/api/sign-in/ask-new-password",
        Anybody,
        "sends mail to an account's own address; answers alike without one",
        Form("email=nobody@example.com"),
    ),
    (
        "/api/sign-in/begin-totp",
        SignedIn,
        "one's own account",
        Packed(|_| to_allocvec(&sign_in::BeginTotp { again: None })),
    ),
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
        Packed(|_| {
            to_allocvec(&sign_in::LookAtLink { token: text("none"), kind: LinkKind::Invitation })
        }),
    ),
    (
        "/api/sign-in/password",
        Anybody,
        "signs in who knows the password, as far as the second step",
        Form("email=nobody@example.com&password=wrong"),
    ),
    (
        "/api/sign-in/step",
        SignedIn,
        "one's own session",
        Packed(|_| to_allocvec(&sign_in::LoadStep {})),
    ),
    ("/api/staff/as-is", Staff, "", Packed(|_| to_allocvec(&review::LoadAsIs {}))),
    (
        "/api/staff/decide-submission",
        Staff,
        "",
        Form("form[key]={submission}&form[version]=1&form[decision]=ask&form[words]="),
    ),
    (
        "/api/staff/file",
        Staff,
        "",
        Packed(|about| to_allocvec(&review::LoadFile { file: about.review[2].clone() })),
    ),
    ("/api/staff/files", Staff, "", Packed(|_| to_allocvec(&review::ListFiles { state: None }))),
    (
        "/api/staff/publication",
        Staff,
        "",
        Packed(|_| {
            to_allocvec(&review::LoadPublication {
                catalogue: None,
                effective_on: None,
                figures: 0,
            })
        }),
    ),
    ("/api/staff/move-day", Staff, "", Form("to=soon")),
    ("/api/staff/publish", Staff, "", Form("form[catalogue]=1&form[effective_on]={date}")),
    ("/api/staff/renew-as-is", Staff, "", Form("")),
    ("/api/staff/send-file-again", Staff, "", Form("file={file}")),
    (
        "/api/staff/submission",
        Staff,
        "",
        Packed(|about| {
            to_allocvec(&review::LoadSubmission { submission: about.review[0].clone() })
        }),
    ),
    (
        "/api/staff/submissions",
        Staff,
        "",
        Packed(|_| to_allocvec(&review::ListSubmissions { state: None })),
    ),
    ("/api/staff/brokerages", Staff, "", Packed(|_| to_allocvec(&staff::LoadBrokerages {}))),
    (
        "/api/staff/add-broker",
        Staff,
        "",
        Form("form[brokerage]=00000000-0000-4000-8000-000000000001&form[name]=x"),
    ),
    ("/api/staff/add-brokerage", Staff, "", Form("form[name]=")),
    (
        "/api/staff/decide",
        Staff,
        "",
        Form("form[id]={designation}&form[version]=2&form[decision]=approve"),
    ),
    (
        "/api/staff/designation",
        Staff,
        "",
        Packed(|about| {
            to_allocvec(&designation::LoadDesignation { designation: about.designation.clone() })
        }),
    ),
    (
        "/api/staff/designations",
        Staff,
        "",
        Packed(|_| to_allocvec(&designation::ListDesignations {})),
    ),
    (
        "/api/staff/employer",
        Staff,
        "",
        Packed(|_| to_allocvec(&staff::LoadEmployer { employer: employer() })),
    ),
    (
        "/api/staff/employers",
        Staff,
        "",
        Packed(|_| to_allocvec(&staff::FindEmployers { search: String::new() })),
    ),
    (
        "/api/staff/mail",
        Staff,
        "",
        Packed(|about| to_allocvec(&staff::LoadMail { message: about.mail.clone() })),
    ),
    ("/api/staff/mails", Staff, "", Packed(|_| to_allocvec(&staff::ListMails { state: None }))),
    (
        "/api/staff/remove-broker",
        Staff,
        "",
        Form(
            "form[brokerage]=00000000-0000-4000-8000-000000000001&form[account]=00000000-0000-4000-8000-000000000001",
        ),
    ),
    (
        "/api/staff/reset-sign-in",
        Staff,
        "",
        Form("employer={bayside}&account=00000000-0000-4000-8000-000000000001"),
    ),
    ("/api/staff/send-again", Staff, "", Form("message={mail}")),
    (
        "/api/staff/trail",
        Staff,
        "",
        Packed(|_| {
            to_allocvec(&staff::LoadStaffTrail { employer: Some(employer()), before: None })
        }),
    ),
    (
        "/api/submission/answer",
        Granted(SubmitRenewal),
        "",
        Upload(&[
            ("employer", "{bayside}"),
            ("effective", "{date}"),
            ("number", "9"),
            ("words", "x"),
        ]),
    ),
    (
        "/api/submission/changes",
        Granted(PlanRenewal),
        "",
        Packed(|about| to_allocvec(&submission::HearStatus { key: key(about) })),
    ),
    ("/api/submission/confirm", Granted(SubmitRenewal), "", Form(STEP)),
    (
        "/api/submission/mail",
        Granted(PlanRenewal),
        "",
        Form("form[employer]={bayside}&form[effective]={date}&form[value]=yes"),
    ),
    (
        "/api/submission/review",
        Granted(PlanRenewal),
        "",
        Packed(|about| {
            to_allocvec(&submission::LoadReview { key: key(about), scenario: String::new() })
        }),
    ),
    (
        "/api/submission/second",
        Granted(SubmitRenewal),
        "",
        Form("form[employer]={bayside}&form[effective]={date}&form[value]=no"),
    ),
    (
        "/api/submission/status",
        Granted(PlanRenewal),
        "",
        Packed(|about| to_allocvec(&submission::LoadStatus { key: key(about) })),
    ),
    ("/api/submission/submit", Granted(SubmitRenewal), "", Form(STEP)),
    ("/api/submission/withdraw", Granted(SubmitRenewal), "", Form(STEP)),
    (
        "/api/trail/load",
        Granted(Users),
        "",
        Packed(|_| to_allocvec(&LoadTrail { employer: employer(), before: None })),
    ),
    ("/api/user/accept-request", Granted(Users), "", Form(ACCESS)),
    ("/api/user/change", Granted(Users), "", Form(ACCESS)),
    ("/api/user/grant-broker", Granted(Users), "", Form(ACCESS)),
    ("/api/user/hand-over", Granted(Users), "", Form(ACCESS)),
    ("/api/user/invite", Granted(Users), "", Form(INVITE)),
    ("/api/user/invite-again", Granted(Users), "", Form(ACCESS)),
    (
        "/api/user/list",
        Granted(Users),
        "",
        Packed(|_| to_allocvec(&ListUsers { employer: employer() })),
    ),
    ("/api/user/refuse-request", Granted(Users), "", Form(ACCESS)),
    ("/api/user/revoke", Granted(Users), "", Form(ACCESS)),
];

/// The same for what is asked for by its path alone.
const BESIDE_PAGES: &[(&str, Who, &str)] = &[
    ("/healthz", Anybody, "says that it runs, nothing else"),
    ("/readyz", Anybody, "says whether the store answers, nothing else"),
    ("/roster-template.csv", Anybody, "the same file for all; nobody's data"),
    ("/register/{token}/form.pdf", Anybody, "the link's token is the key"),
    ("/staff/mails/{message}/html", Staff, ""),
    ("/staff/designations/{designation}/paper", Staff, ""),
    ("/staff/submissions/{submission}/paper", Staff, ""),
    ("/staff/submissions/{submission}/changes", Staff, ""),
    ("/staff/documents/{employer}/{document}", Staff, ""),
    ("/employers/{employer}/trail.csv", Granted(Users), ""),
    ("/employers/{employer}/renewals/{effective}/changes", Granted(PlanRenewal), ""),
    ("/employers/{employer}/renewals/{effective}/files/{name}", Granted(PlanRenewal), ""),
    (
        "/employers/{employer}/renewals/{effective}/submissions/{number}/paper",
        Granted(PlanRenewal),
        "",
    ),
    ("/employers/{employer}/renewals/{effective}/documents/{document}", Granted(PlanRenewal), ""),
    ("/employers/{employer}/contracts/{starts}/paper", Granted(Documents), ""),
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
    let about = About {
        date: web.next_renewal(BAYSIDE).await,
        mail: web.mail().await,
        designation: web.designation().await,
        review: web.submission(BAYSIDE).await,
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
                // Nobody of the demo has a passkey, there are no such links, people, firms and
                // submissions.
                (
                    "/api/session/demo"
                    | "/api/sign-in/link"
                    | "/api/designation/answer"
                    | "/api/designation/paper"
                    | "/api/designation/status"
                    | "/api/election/answer"
                    | "/api/election/ballot"
                    | "/register/{token}/form.pdf",
                    _,
                )
                | (
                    "/api/passkey/ask-second"
                    | "/api/staff/remove-broker"
                    | "/api/staff/reset-sign-in"
                    | "/api/submission/answer"
                    | "/api/submission/withdraw"
                    | "/employers/{employer}/renewals/{effective}/submissions/{number}/paper"
                    | "/employers/{employer}/contracts/{starts}/paper",
                    "yes",
                ) => "not found",
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
            answers.push(answered(web.ask(request(path, *call, &cookie, &about)).await.status));
        }
        note(path, *who, answers);
    }
    for (path, who, _) in BESIDE_PAGES {
        let uri = path.replace("{employer}", BAYSIDE).replace("{effective}", &about.date);
        let uri = uri.replace("{name}", "calendar.ics").replace("{message}", &about.mail);
        let uri = uri.replace("{token}", "x").replace("{designation}", &about.designation);
        let [submission, document, _] = &about.review;
        let uri = uri.replace("{submission}", submission).replace("{document}", document);
        let uri = uri.replace("{number}", "9").replace("{starts}", &about.date);
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

fn request(path: &str, call: Call, cookie: &str, about: &About) -> Request<Body> {
    let fill = |text: &str| {
        text.replace("{bayside}", BAYSIDE)
            .replace("{date}", &about.date)
            .replace("{mail}", &about.mail)
            .replace("{designation}", &about.designation)
            .replace("{submission}", &about.review[0])
            .replace("{file}", &about.review[2])
    };
    let asked = Request::builder().method(Method::POST).uri(path).header(COOKIE, cookie);
    match call {
        Packed(arguments) => asked
            .header(ACCEPT, PACKED)
            .header(CONTENT_TYPE, PACKED)
            .body(Body::from(arguments(about).unwrap())),
        Form(body) => asked
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(fill(body))),
        Upload(fields) => {
            let part = |(name, value): &(&str, &str)| {
                let head = format!("Content-Disposition: form-data; name=\"{name}\"");
                format!("--cut\r\n{head}\r\n\r\n{}\r\n", fill(value))
            };
            let parts: String = fields.iter().map(part).collect();
            asked
                .header(ACCEPT, "application/json")
                .header(CONTENT_TYPE, "multipart/form-data; boundary=cut")
                .body(Body::from(format!("{parts}--cut--\r\n")))
        }
    }
    .unwrap()
}
