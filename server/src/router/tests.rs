//! The web as a browser meets it, request by request, over a store in a temporary file.

use super::*;
use axum::http::header::{ACCEPT, CONTENT_LENGTH, COOKIE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, request};
use chrono::{DateTime, NaiveDate};
use credential::vault::{IndexKey, Vault};
use domain::designation::{Answers, ON_PAPER};
use domain::id::EmployerId;
use domain::submission::{
    ChangeFile, ChangeFileHead, ChangeFileState, Course, Document, DocumentHead, DocumentKind,
    Doing, Filed, Party, Submission,
};
use operations::mail::{Letter, Link, Recipient};
use operations::{Edit, Origin, Secrets, Settings, Viewer};
use std::io::Write;
use std::sync::Mutex;
use tempfile::TempDir;
use tower::ServiceExt;

/// The script, the only name in the site that must not be kept.
const FONT: &str = "/fonts/inter-latin-5.3.woff2";
const LOADER: &str = "/pkg/groupcover.JSHASH.js";
const STYLE: &str = "/pkg/groupcover.CSSHASH.css";
const CHUNK: &str = "/pkg/split_compare.CHUNKHASH.wasm";
/// What stands in `hash.txt`, above the site.
const HASHES: &str =
    "js: JSHASH\nwasm: WASMHASH\ncss: CSSHASH\nmanifest: MANIFESTHASH\nsplit: SPLITHASH\n";
const STRICT: &str = "default-src 'none'; frame-ancestors 'none'";
const ROSTER: &str = "/api/compare/roster";
/// An id that nobody has.
const NOBODY: &str = "00000000-0000-4000-8000-000000000001";

mod attack;
mod typed;

/// The router over a new store, and a site as the build makes it.
pub(crate) struct Web {
    app: Router,
    operations: Operations,
    _stop: watch::Sender<bool>,
    folder: TempDir,
}

/// An answer that was read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: String,
    bytes: axum::body::Bytes,
}

impl Answer {
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Web {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        std::fs::write(folder.path().join("hash.txt"), HASHES).unwrap();
        std::fs::create_dir_all(site.join("fonts")).unwrap();
        for (name, content) in [
            (LOADER, "export {}"),
            ("/pkg/groupcover.WASMHASH.wasm", "wasm"),
            (STYLE, "p {}"),
            (CHUNK, "chunk"),
            (FONT, "font"),
            ("/pkg/__wasm_split_manifest.MANIFESTHASH.json", "{}"),
        ] {
            std::fs::write(site.join(&name[1..]), content).unwrap();
        }
        let database = format!("sqlite:{}", folder.path().join("test.db").display());
        let operations = crate::database::operations(&database).await.unwrap();
        let (app, stop) = serve(&operations, &site);
        Self { app, operations, _stop: stop, folder }
    }

    /// The same with the demo, which takes a while.
    pub(crate) async fn with_demo() -> Self {
        let web = Self::new().await;
        let operations = web.operations.with(settings()).showing_demo();
        operations.set_up_demo(&web.folder.path().join("demo")).await.unwrap();
        let (app, stop) = serve(&operations, &web.folder.path().join("site"));
        Self { app, operations, _stop: stop, folder: web.folder }
    }

    pub(crate) async fn ask(&self, request: Request) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body: text, bytes: body }
    }

    async fn get(&self, uri: &str) -> Answer {
        self.ask(browser(Method::GET, uri).body(Body::empty()).unwrap()).await
    }

    /// A mail that is kept to be read. Answers its id.
    pub(crate) async fn mail(&self) -> String {
        let file = self.folder.path().join("test.db");
        let store = store_sqlite::SqliteStore::open(file.to_str().unwrap()).await.unwrap();
        let mut unit = store::Store::begin(&store).await.unwrap();
        let to = Recipient {
            name: "Ana Lee".to_owned(),
            email: "ana@example.com".to_owned(),
            account: None,
            employer: None,
        };
        let letter = Letter::NewPassword { link: Link::new("https://renew.example.com/p/token") };
        self.operations.post(&mut *unit, &to, &letter).await.unwrap();
        unit.commit().await.unwrap();
        let staff = self.sign_in("staff").await;
        let token = staff.split_once('=').unwrap().1;
        let signed_in = self.operations.open_session(token, true).await.unwrap();
        let permit = self.operations.authorize_staff(signed_in.viewer().unwrap()).unwrap();
        let mails = self.operations.mails(&permit, None).await.unwrap();
        let mail = mails.iter().find(|mail| mail.email == to.email).unwrap();
        mail.id.to_string()
    }

    /// A designation that was signed on paper and waits for staff. Answers its id.
    pub(crate) async fn designation(&self) -> String {
        let (says, from) = (officer_says(), Origin::default());
        let says = Answers { signing: ON_PAPER.to_owned(), ..says };
        let token = self.operations.register(&says, &from).await.unwrap();
        let paper = b"%PDF-1.7 signed".to_vec();
        self.operations.take_designation_paper(&token, paper, &from).await.unwrap();
        let staff = self.sign_in("staff").await;
        let token = staff.split_once('=').unwrap().1;
        let signed_in = self.operations.open_session(token, true).await.unwrap();
        let permit = self.operations.authorize_staff(signed_in.viewer().unwrap()).unwrap();
        self.operations.designations(&permit).await.unwrap()[0].id.to_string()
    }

    /// A submission that waits for staff, with a file that came with it and one for the core system. Answers
    /// what names each in an address.
    pub(crate) async fn submission(&self, employer: &str) -> [String; 3] {
        let day = self.next_renewal(employer).await;
        let (employer, effective_on): (EmployerId, NaiveDate) =
            (employer.parse().unwrap(), day.parse().unwrap());
        let doing = Doing {
            at: DateTime::UNIX_EPOCH,
            on: effective_on,
            party: Party::Employer,
            name: "Ruth Abel".to_owned(),
        };
        let filed = Filed {
            employer: "Bayside Dental Group".to_owned(),
            catalogue: 1,
            scenario_name: String::new(),
            scenario: domain::Scenario { packages: Vec::new(), moves: Vec::new() },
            elections: Vec::new(),
            plans: Vec::new(),
            families: Vec::new(),
            now: domain::Split::default(),
            as_is: domain::Split::default(),
            next: domain::Split::default(),
            overrides: Vec::new(),
            signatures: Vec::new(),
        };
        let submission = Submission {
            employer,
            effective_on,
            number: 1,
            key: "one".to_owned(),
            filed,
            hash: "ab".repeat(32),
            course: Course::begin(doing, false),
            version: 1,
            submitted_by: None,
            submitted_at: DateTime::UNIX_EPOCH,
            changed_at: DateTime::UNIX_EPOCH,
        };
        let head = DocumentHead {
            employer,
            id: NOBODY.parse().unwrap(),
            kind: DocumentKind::Upload,
            name: "Our \"people\".pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 8,
            sha256: "cd".repeat(32),
            effective_on: Some(effective_on),
            number: Some(1),
            uploaded_by: "Ruth Abel".to_owned(),
            created_at: DateTime::UNIX_EPOCH,
        };
        let document = Document { head, content: b"%PDF-1.7".to_vec() };
        let head = ChangeFileHead {
            id: NOBODY.parse().unwrap(),
            employer,
            effective_on,
            number: 1,
            control: 7,
            state: ChangeFileState::Waiting,
            due_at: DateTime::UNIX_EPOCH,
            attempts: 0,
            answer: None,
            created_at: DateTime::UNIX_EPOCH,
            sent_at: None,
            answered_at: None,
        };
        let file = ChangeFile { head, content: "ISA*00~".to_owned() };
        let database = self.folder.path().join("test.db");
        let store = store_sqlite::SqliteStore::open(database.to_str().unwrap()).await.unwrap();
        let mut unit = store::Store::begin(&store).await.unwrap();
        unit.submission().insert(&submission).await.unwrap();
        unit.document().insert(&document).await.unwrap();
        unit.change_file().enqueue(&file).await.unwrap();
        unit.commit().await.unwrap();
        [format!("{employer}.{day}.1"), NOBODY.to_owned(), format!("{employer}.{NOBODY}")]
    }

    /// The status alone, of an answer that may never end.
    pub(crate) async fn status(&self, request: Request) -> StatusCode {
        self.app.clone().oneshot(request).await.unwrap().status()
    }

    /// Signs somebody of the demo in. Answers the cookie; of nobody, none.
    pub(crate) async fn sign_in(&self, key: &str) -> String {
        let form = browser(Method::POST, "/api/session/demo")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("key={key}")));
        let answer = self.ask(form.unwrap()).await;
        answer.header(SET_COOKIE).split(';').next().unwrap_or_default().to_owned()
    }

    /// The same as [`Web::get`] for the demo's primary administrator.
    async fn get_signed_in(&self, uri: &str) -> Answer {
        let cookie = self.sign_in("primary").await;
        self.ask(browser(Method::GET, uri).header(COOKIE, cookie).body(Body::empty()).unwrap())
            .await
    }

    /// Who a token belongs to.
    async fn viewer(&self) -> Viewer {
        let cookie = self.sign_in("primary").await;
        let token = cookie.split_once('=').unwrap().1;
        self.operations.open_session(token, true).await.unwrap().viewer().unwrap().clone()
    }

    /// The day of an invented employer's next renewal.
    pub(crate) async fn next_renewal(&self, employer: &str) -> String {
        let permit = self.operations.authorize(&self.viewer().await, employer).await.unwrap();
        let next = self.operations.renewals(&permit).await.unwrap().next;
        next.calendar.effective_on.to_string()
    }
}

/// A form about a group that is not on file.
fn officer_says() -> Answers {
    let text = |text: &str| text.to_owned();
    Answers {
        company: text("Sample Company"),
        ein: text("12-3456789"),
        group_number: text("HH555555"),
        officer: text("Ruth Abel"),
        title: text("President"),
        email: text("ruth@example.com"),
        phone: text("415-555-0100"),
        administrator: text("Ana Lee"),
        administrator_email: text("ana@example.com"),
        capabilities: vec![text("plan_renewal")],
        invoice: String::new(),
        attests: text("yes"),
        signature: text("Ruth Abel"),
        signing: String::new(),
    }
}

/// What a server of the demo is told.
fn settings() -> Settings {
    let key = "ZGVtby1rZXktd2hpY2gtaXMtbm90LXNlY3JldC1hdCE=";
    let vault = Vault::parse(&format!("test:{key}")).unwrap();
    let secrets = Some(Secrets { vault, index: IndexKey::parse(key).unwrap() });
    Settings { secrets, keeps_mail: true, ..Settings::default() }
}

fn serve(operations: &Operations, site: &Path) -> (Router, watch::Sender<bool>) {
    let carrier = Carrier { name: "Sample Carrier".to_owned(), demo: false, moved_to: None };
    let (stop, stopping) = watch::channel(false);
    (app(operations.clone(), carrier, site, Vec::new(), stopping), stop)
}

/// A request as a browser makes it when it goes somewhere.
pub(crate) fn browser(method: Method, uri: &str) -> request::Builder {
    Request::builder()
        .method(method)
        .uri(uri)
        .header(HOST, "localhost:3000")
        .header(ACCEPT, "text/html,*/*;q=0.8")
}

/// The form that a roster comes in.
fn roster_form(file_name: &str, content: &str) -> (&'static str, String) {
    let part = |head: &str, content: &str| {
        format!("--cut\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let mut body = part("name=\"zip\"", "94110");
    body += &part("name=\"effective\"", "2027-02-01");
    body += &part(&format!("name=\"roster\"; filename=\"{file_name}\""), content);
    body += "--cut--\r\n";
    ("multipart/form-data; boundary=cut", body)
}

fn upload(headers: &[(&str, &str)]) -> Request {
    let (kind, body) = roster_form("our people.csv", "Name,DOB\nJordan Sample,6/1/1980\n");
    let mut request = browser(Method::POST, ROSTER).header(CONTENT_TYPE, kind);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body)).unwrap()
}

/// The nonce in a page's policy.
fn nonce(policy: &str) -> &str {
    let (_, rest) = policy.split_once("script-src 'nonce-").unwrap_or_else(|| panic!("{policy}"));
    rest.split_once('\'').unwrap().0
}

#[tokio::test]
async fn health_and_readiness_are_told_apart() {
    let web = Web::new().await;
    for (uri, body) in [("/healthz", "ok"), ("/readyz", "ready")] {
        let answer = web.get(uri).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, body), "{uri}");
    }
}

#[tokio::test]
async fn every_kind_of_answer_is_protected() {
    let web = Web::new().await;
    let big = |length: usize| {
        browser(Method::POST, ROSTER)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .header(CONTENT_LENGTH, length)
            .body(Body::empty())
            .unwrap()
    };
    let get = |uri: &str| browser(Method::GET, uri).body(Body::empty()).unwrap();
    for (what, request, status, page) in [
        ("page", get("/"), 200, true),
        ("lazy page", get("/compare"), 200, true),
        ("no such page", get("/no/such/page"), 404, true),
        ("no such employer", get(&format!("/compare?employer={NOBODY}")), 404, true),
        ("health", get("/healthz"), 200, false),
        ("readiness", get("/readyz"), 200, false),
        ("template", get("/roster-template.csv"), 200, false),
        ("asset", get(LOADER), 200, false),
        ("no such asset", get("/pkg/nothing.js"), 404, false),
        ("font", get(FONT), 200, false),
        ("no such font", get("/fonts/nothing.woff2"), 404, false),
        // Nothing is served but what has a route: what would be a file is a page that is not there.
        ("no such file", get("/favicon.ico"), 404, true),
        ("upload", upload(&[]), 302, false),
        ("foreign upload", upload(&[("sec-fetch-site", "cross-site")]), 403, false),
        ("too large", big(BODY_MAX + 1), 303, false),
        (
            "wrong method",
            browser(Method::DELETE, "/healthz").body(Body::empty()).unwrap(),
            405,
            false,
        ),
    ] {
        let answer = web.ask(request).await;
        assert_eq!(answer.status, status, "{what}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
        ] {
            assert_eq!(answer.header(name), value, "{what}");
        }
        assert!(!answer.header(REQUEST_ID).is_empty(), "{what}");
        let policy = answer.header(CONTENT_SECURITY_POLICY);
        if page {
            assert!(
                policy.starts_with("default-src 'none'; script-src 'nonce-"),
                "{what}: {policy}"
            );
        }
        if !page && what != "upload" {
            assert_eq!(policy, STRICT, "{what}");
        }
        let keep = match what {
            "asset" => "no-cache",
            "font" => "public, max-age=31536000, immutable",
            _ => "no-store",
        };
        assert_eq!(answer.header(CACHE_CONTROL), keep, "{what}");
    }
}

/// A form whose end never comes, over a real connection. Time stands still but for the limit, which
/// runs out at once.
#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up_and_protected_too() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let web = Web::new().await;
    tokio::time::pause();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, web.app.clone()).await });
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST {ROSTER} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: 100\r\n\
         Content-Type: multipart/form-data; boundary=cut\r\n\r\n--cut\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    server.abort();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    for header in [format!("content-security-policy: {STRICT}"), "cache-control: no-store".into()] {
        assert!(answer.contains(&header), "{answer}");
    }
}

#[tokio::test]
async fn every_page_has_a_nonce_of_its_own_on_all_its_scripts() {
    let web = Web::new().await;
    let mut seen = Vec::new();
    for uri in ["/", "/", "/compare", "/compare", "/no/such/page"] {
        let answer = web.get(uri).await;
        let nonce = nonce(answer.header(CONTENT_SECURITY_POLICY)).to_owned();
        let scripts: Vec<&str> = answer.body.split("<script").skip(1).collect();
        assert!(!scripts.is_empty(), "{uri}");
        for script in scripts {
            let tag = script.split_once('>').unwrap().0;
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{uri}: <script{tag}>");
        }
        assert!(nonce.len() >= 16 && !seen.contains(&nonce), "{uri}");
        seen.push(nonce);
    }
}

#[tokio::test]
async fn a_visitors_page_that_is_kept_is_nobody_elses_and_says_the_same_again() {
    let web = Web::with_demo().await;
    let mut places = Vec::new();
    for _ in 0..2 {
        places.push(web.ask(upload(&[])).await.header(LOCATION).to_owned());
    }
    let plain =
        |answer: &Answer| answer.body.replace(nonce(answer.header(CONTENT_SECURITY_POLICY)), "");
    let mut first = Vec::new();
    for place in &places {
        let (before, again) = (web.get(place).await, web.get(place).await);
        assert_eq!((before.status, again.status), (StatusCode::OK, StatusCode::OK));
        assert_eq!(plain(&before), plain(&again));
        assert_eq!(again.header(CACHE_CONTROL), "no-store");
        let id = place.split_once("employer=").unwrap().1.split('&').next().unwrap().to_owned();
        assert!(again.body.contains(&id), "{place}");
        first.push((id, plain(&again)));
    }
    assert!(!first[0].1.contains(&first[1].0) && !first[1].1.contains(&first[0].0));
    // Whoever is signed in is shown who they are; the next visitor is not.
    let signed_in = web.get_signed_in(&places[0]).await;
    assert!(signed_in.body.contains("/api/session/end"));
    let visitor = web.get(&places[0]).await;
    assert!(!visitor.body.contains("/api/session/end"));
    assert_eq!(plain(&visitor), first[0].1);
}

#[tokio::test]
async fn pages_name_the_files_that_the_build_hashed() {
    let web = Web::new().await;
    let page = web.get("/").await.body;
    for name in [LOADER, STYLE, "/pkg/groupcover.WASMHASH.wasm"] {
        assert!(page.contains(&format!("\"{name}\"")), "{name} in {page}");
    }
    assert!(page.contains("Sample Carrier"));
}

#[tokio::test]
async fn what_changes_something_must_come_from_our_own_pages() {
    let web = Web::new().await;
    for (headers, allowed) in [
        (&[][..], true),
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("sec-fetch-site", "none")], true),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("sec-fetch-site", "cross-site")], false),
        (&[("sec-fetch-site", "")], false),
        (&[("origin", "http://localhost:3000")], true),
        (&[("origin", "http://localhost:3001")], false),
        (&[("origin", "https://elsewhere.example")], false),
        (&[("origin", "https://elsewhere.example/localhost:3000")], false),
        (&[("origin", "null")], false),
        // What the browser says itself counts for more than an origin.
        (&[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:3000")], false),
        (&[("sec-fetch-site", "same-origin"), ("origin", "null")], true),
    ] {
        let answer = web.ask(upload(headers)).await;
        let expect = if allowed { StatusCode::FOUND } else { StatusCode::FORBIDDEN };
        assert_eq!(answer.status, expect, "{headers:?}");
        assert_eq!(answer.headers.contains_key(LOCATION), allowed, "{headers:?}");
    }
    // Looking is free.
    let link = browser(Method::GET, "/compare").header("sec-fetch-site", "cross-site");
    assert_eq!(web.ask(link.body(Body::empty()).unwrap()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_roster_leads_to_its_own_group_and_to_no_other() {
    let web = Web::new().await;
    let answer = web.ask(upload(&[("sec-fetch-site", "same-origin")])).await;
    let place = answer.header(LOCATION).to_owned();
    assert!(place.starts_with("/compare?employer="), "{place}");
    let page = web.get(&place).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("our people"), "{}", page.body);
    for employer in [NOBODY, "nonsense", "..%2F..", ""] {
        let page = web.get(&format!("/compare?employer={employer}")).await;
        let expect = if employer.is_empty() { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(page.status, expect, "{employer}");
        assert!(!page.body.contains("our people"), "{employer}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_roster_leads_back_with_the_reason() {
    let web = Web::new().await;
    let (kind, body) = roster_form("people.pdf", "%PDF-1.7");
    let request = browser(Method::POST, ROSTER).header(CONTENT_TYPE, kind);
    let answer = web.ask(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    let place = answer.header(LOCATION);
    assert!(place.starts_with("/compare?") && !place.contains("employer"), "{place}");
    let cookie = answer.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Strict", "Max-Age=60"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap();
    let back = browser(Method::GET, place).header("cookie", cookie);
    let page = web.ask(back.body(Body::empty()).unwrap()).await;
    assert!(page.body.contains("This is a PDF, not a roster"), "{}", page.body);
}

#[tokio::test]
async fn nothing_outside_the_site_is_served() {
    let web = Web::new().await;
    for uri in [
        "/pkg/../hash.txt",
        "/pkg/../../hash.txt",
        "/pkg/%2e%2e/hash.txt",
        "/pkg/%2e%2e/%2e%2e/hash.txt",
        "/pkg/..%2f..%2fhash.txt",
        "/pkg/..%5c..%5chash.txt",
        "/pkg/%2fetc/passwd",
        "/../hash.txt",
        "/%2e%2e/hash.txt",
        "/%2e%2e%2ftest.db",
        "/hash.txt",
        "/pkg/",
        "/pkg",
    ] {
        let answer = web.get(uri).await;
        let refused = matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST);
        assert!(refused, "{uri}: {}", answer.status);
        assert!(!answer.body.contains("WASMHASH\n"), "{uri}: {}", answer.body);
    }
}

/// One that says its length is refused before it is read, and why is said beside the field. One that does not is cut off while it is
/// read, and the form leads back with nothing taken in.
#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let web = Web::new().await;
    let mut content = "Name,DOB\nJordan Sample,6/1/1980\n".to_owned();
    content.push_str(&"\n".repeat(BODY_MAX));
    let (kind, body) = roster_form("a.csv", &content);
    for (told, status, place) in
        [(true, StatusCode::SEE_OTHER, "/compare"), (false, StatusCode::FOUND, "/")]
    {
        let mut request = browser(Method::POST, ROSTER).header(CONTENT_TYPE, kind);
        if told {
            request = request.header(CONTENT_LENGTH, body.len());
        }
        let answer = web.ask(request.body(Body::from(body.clone())).unwrap()).await;
        assert_eq!((answer.status, answer.header(LOCATION)), (status, place), "told: {told}");
        let said = answer.header(SET_COOKIE).starts_with("roster-problem=");
        assert_eq!(said, told, "what is wrong is said beside the field");
    }
}

#[tokio::test]
async fn files_that_are_named_by_their_content_are_kept_and_the_loader_is_not() {
    let web = Web::new().await;
    let year = "public, max-age=31536000, immutable";
    for (uri, keep, kind) in [
        (LOADER, "no-cache", "text/javascript"),
        ("/pkg/groupcover.WASMHASH.wasm", "no-cache", "application/wasm"),
        (STYLE, year, "text/css"),
        (CHUNK, year, "application/wasm"),
    ] {
        let answer = web.get(uri).await;
        assert_eq!((answer.status, answer.header(CACHE_CONTROL)), (StatusCode::OK, keep), "{uri}");
        assert_eq!(answer.header(VARY), "accept-encoding", "{uri}");
        assert_eq!(answer.header(CONTENT_TYPE).split(';').next(), Some(kind), "{uri}");
    }
    // A name that is gone may come back: its absence is not kept.
    assert_eq!(web.get("/pkg/split_gone.HASH.wasm").await.header(CACHE_CONTROL), "no-store");
}

pub(crate) const BAYSIDE: &str = "7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902";
const CYPRESS: &str = "7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5903";

/// The address of the files of an invented employer's next renewal.
async fn files(web: &Web, employer: &str) -> String {
    format!("/employers/{employer}/renewals/{}/files", web.next_renewal(employer).await)
}

/// Everything about files in one test, since setting the demo up is the slow part.
#[tokio::test]
async fn files_about_a_renewal_are_taken_away() {
    let web = Web::with_demo().await;
    every_file_is_what_it_says(&web).await;
    a_file_is_about_the_scenario_that_is_asked_for(&web).await;
    files_that_are_not_there_look_alike(&web).await;
    so_many_windows_may_listen_to_a_renewal(&web).await;
}

async fn every_file_is_what_it_says(web: &Web) {
    let files = files(web, BAYSIDE).await;
    let date = files.split('/').nth(4).unwrap();
    let named =
        |rest: &str| format!("attachment; filename=\"bayside-dental-group-{date}-as-is{rest}\"");
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    for (name, kind, disposition, begins) in [
        ("scenario.pdf", "application/pdf", named(".pdf"), "%PDF-1.7"),
        ("scenario.xlsx", sheet, named(".xlsx"), "PK\u{3}\u{4}"),
        ("people.csv", "text/csv; charset=utf-8", named("-people.csv"), "\u{feff}Employee,"),
        (
            "calendar.ics",
            "text/calendar; charset=utf-8",
            "inline; filename=\"calendar.ics\"".to_owned(),
            "BEGIN:VCALENDAR\r\n",
        ),
    ] {
        let packing = browser(Method::GET, &format!("{files}/{name}"))
            .header("accept-encoding", "gzip, br")
            .header(COOKIE, web.sign_in("primary").await);
        let packed = web.ask(packing.body(Body::empty()).unwrap()).await;
        let answer = web.get_signed_in(&format!("{files}/{name}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.body);
        assert_eq!(answer.header(CONTENT_TYPE), kind, "{name}");
        assert_eq!(answer.header(CONTENT_DISPOSITION), disposition, "{name}");
        assert_eq!(answer.header(CACHE_CONTROL), "no-store", "{name}");
        assert_eq!(answer.header(CONTENT_SECURITY_POLICY), STRICT, "{name}");
        assert!(answer.bytes.starts_with(begins.as_bytes()), "{name}");
        // What is packed already is not packed again.
        let again = packed.headers.contains_key("content-encoding");
        assert_eq!(again, !matches!(name, "scenario.pdf" | "scenario.xlsx"), "{name}");
    }
    let dates = web.get_signed_in(&format!("{files}/calendar.ics")).await.body;
    assert_eq!(dates.matches("BEGIN:VEVENT").count(), 4, "{dates}");
    assert_eq!(dates.matches("BEGIN:VALARM").count(), 1, "{dates}");
    let plain = date.replace('-', "");
    assert!(dates.contains(&format!("DTSTART;VALUE=DATE:{plain}\r\n")), "{dates}");
}

async fn a_file_is_about_the_scenario_that_is_asked_for(web: &Web) {
    let files = files(web, BAYSIDE).await;
    let date = files.split('/').nth(4).unwrap();
    let permit = web.operations.authorize(&web.viewer().await, BAYSIDE).await.unwrap();
    let renewal = web.operations.renewal(&permit, date).await.unwrap();
    let mut scenario = renewal.opened.unwrap().bench.as_is();
    scenario.packages[0].contribution = domain::contribution::Contribution::nothing();
    let name = "Na\u{ef}ve \"plan\"\\\r\nSet-Cookie: a=b";
    let edit = Edit { based_on: 0, over: None, name: name.to_owned(), scenario, deleted: false };
    let kept = web
        .operations
        .save_scenario(&permit, date, "00000000-0000-4000-8000-000000000002", edit)
        .await
        .unwrap();
    let other =
        web.get_signed_in(&format!("{files}/people.csv?scenario={}&pay=weekly", kept.id)).await;
    let as_is = web.get_signed_in(&format!("{files}/people.csv")).await;
    assert_eq!((other.status, as_is.status), (StatusCode::OK, StatusCode::OK));
    assert_ne!(other.body, as_is.body);
    // What people call a scenario cannot write headers.
    assert_eq!(
        other.header(CONTENT_DISPOSITION),
        format!(
            "attachment; filename=\"bayside-dental-group-{date}-na-ve-plan-set-cookie-a-b-people.csv\""
        )
    );
    assert!(!other.headers.contains_key(SET_COOKIE));
}

/// Whoever goes makes room; windows of other renewals have theirs.
async fn so_many_windows_may_listen_to_a_renewal(web: &Web) {
    let cookie = web.sign_in("primary").await;
    let listen = async |employer: &str| {
        let files = files(web, employer).await;
        let uri = files.replace("/files", "/changes");
        let request = browser(Method::GET, &uri).header(COOKIE, &cookie);
        let request = request.body(Body::empty()).unwrap();
        web.app.clone().oneshot(request).await.unwrap()
    };
    let mut windows = Vec::new();
    for _ in 0..super::renewal::LISTENERS_OF_ONE_MAX {
        windows.push(listen(BAYSIDE).await);
    }
    assert!(windows.iter().all(|window| window.status() == StatusCode::OK));
    assert_eq!(listen(BAYSIDE).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(listen(CYPRESS).await.status(), StatusCode::OK);
    windows.pop();
    assert_eq!(listen(BAYSIDE).await.status(), StatusCode::OK);
}

async fn files_that_are_not_there_look_alike(web: &Web) {
    let (bayside, cypress) = (files(web, BAYSIDE).await, files(web, CYPRESS).await);
    let [pdf, csv, ics] = ["scenario.pdf", "people.csv", "calendar.ics"];
    for (uri, status) in [
        (format!("{bayside}/scenario.docx"), 404),
        (format!("{bayside}/..%2fchanges"), 404),
        (format!("{bayside}/{pdf}?scenario={NOBODY}"), 404),
        (format!("{bayside}/{pdf}?scenario=nonsense"), 404),
        (format!("{bayside}/{csv}?scenario="), 404),
        (format!("{bayside}/{csv}?pay=nonsense"), 200),
        (format!("{bayside}/{csv}?scenario=a&scenario=b"), 400),
        (format!("/employers/{BAYSIDE}/renewals/2020-01-01/files/{csv}"), 404),
        (format!("/employers/{BAYSIDE}/renewals/soon/files/{ics}"), 404),
        (format!("/employers/{NOBODY}/renewals/2027-01-01/files/{csv}"), 404),
        (format!("/employers/{NOBODY}/renewals/2027-01-01/files/{ics}"), 404),
        (format!("/employers/nonsense/renewals/2027-01-01/files/{pdf}"), 404),
        // Rates are not told before the renewal opens; its dates are.
        (format!("{cypress}/{pdf}"), 404),
        (format!("{cypress}/{ics}"), 200),
    ] {
        let answer = web.get_signed_in(&uri).await;
        assert_eq!(answer.status, status, "{uri}");
        assert_eq!(answer.header(CACHE_CONTROL), "no-store", "{uri}");
        if status == 404 {
            assert_eq!(answer.body, "not found", "{uri}");
            assert!(!answer.headers.contains_key(CONTENT_DISPOSITION), "{uri}");
        }
    }
    let write = browser(Method::POST, &format!("{bayside}/{csv}"));
    let write = write.header(COOKIE, web.sign_in("primary").await).body(Body::empty()).unwrap();
    assert_eq!(web.ask(write).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_has_the_path_and_never_the_query() {
    let web = Web::new().await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let request = browser(Method::GET, &format!("/compare?employer={NOBODY}&zip=94110"));
    let request = request.header(REQUEST_ID, "known").body(Body::empty()).unwrap();
    {
        let _here = tracing::subscriber::set_default(subscriber);
        let span = span(&request);
        span.in_scope(|| tracing::info!("answered"));
        assert_eq!(web.ask(request).await.status, StatusCode::NOT_FOUND);
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("answered") && log.contains("path=\"/compare\""), "{log}");
    assert!(log.contains("known"), "{log}");
    for secret in [NOBODY, "94110"] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[tokio::test]
async fn a_mail_is_shown_with_its_looks_and_may_do_nothing() {
    let web = Web::with_demo().await;
    let uri = format!("/staff/mails/{}/html", web.mail().await);
    let ask = |cookie: String, uri: &str| {
        browser(Method::GET, uri).header(COOKIE, cookie).body(Body::empty()).unwrap()
    };
    let shown = web.ask(ask(web.sign_in("staff").await, &uri)).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.body.contains("https://renew.example.com/p/token"), "{}", shown.body);
    let policy = shown.header(CONTENT_SECURITY_POLICY);
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
    assert_eq!(shown.header(CACHE_CONTROL), "no-store");
    for wrong in [format!("/staff/mails/{NOBODY}/html"), "/staff/mails/x/html".to_owned()] {
        let none = web.ask(ask(web.sign_in("staff").await, &wrong)).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let page = web.ask(ask(web.sign_in("staff").await, "/staff/mails")).await;
    assert!(page.body.contains("New password to Ana Lee"), "{}", page.body);
    assert!(!page.body.contains("renew.example.com/p/token"), "a list tells no links");
}

#[tokio::test]
async fn what_staff_see_does_not_exist_for_others() {
    let web = Web::with_demo().await;
    let mail = web.mail().await;
    let pages = [
        "/staff".to_owned(),
        format!("/staff/employers/{BAYSIDE}"),
        format!("/staff/employers/{BAYSIDE}/trail"),
        "/staff/brokerages".to_owned(),
        "/staff/trail".to_owned(),
        "/staff/mails".to_owned(),
        format!("/staff/mails/{mail}"),
    ];
    for (caller, status) in [
        ("nobody", StatusCode::UNAUTHORIZED),
        ("primary", StatusCode::NOT_FOUND),
        ("staff", StatusCode::OK),
    ] {
        let cookie = web.sign_in(caller).await;
        for page in &pages {
            let asked = browser(Method::GET, page).header(COOKIE, &cookie);
            let answer = web.ask(asked.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, status, "{page} as {caller}");
        }
    }
    let cookie = web.sign_in("staff").await;
    for nothing in ["/staff/x", "/staff/employers/x", "/staff/mails/x/y", "/staff/employers"] {
        let asked = browser(Method::GET, nothing).header(COOKIE, &cookie);
        let answer = web.ask(asked.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[test]
fn a_path_is_told_without_its_token() {
    let token = "p6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6c";
    assert!(Token::parse(token).is_some());
    for (path, told) in [
        (format!("/register/{token}"), "/register/…".to_owned()),
        (format!("/invitation/{token}/next"), "/invitation/…/next".to_owned()),
        (format!("/employers/{NOBODY}/users"), format!("/employers/{NOBODY}/users")),
        ("/".to_owned(), "/".to_owned()),
    ] {
        assert_eq!(told_path(&path), told);
    }
}

/// A form that could not be taken comes back as it was typed, but for what identifies the company; one that
/// could leads to its status, whose address nobody else is told.
#[tokio::test]
async fn an_officers_form_leads_to_its_status_or_back() {
    let web = Web::with_demo().await;
    let send = |body: &str| {
        browser(Method::POST, "/api/designation/register")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap()
    };
    let form = "form[company]=Sample+Company&form[ein]=45-7654321&form[group_number]=HH555555\
                &form[officer]=Ruth+Abel&form[title]=President&form[email]=ruth%40example.com\
                &form[phone]=415-555-0100&form[administrator]=Ana+Lee\
                &form[administrator_email]=ana%40example.com&form[capabilities][]=pay\
                &form[attests]=yes&form[signature]=";
    let back = web.ask(send(form)).await;
    assert_eq!(back.header(LOCATION), "/register");
    let cookie = back.header(SET_COOKIE).split(';').next().unwrap_or_default().to_owned();
    let asked = browser(Method::GET, "/register").header(COOKIE, &cookie);
    let page = web.ask(asked.body(Body::empty()).unwrap()).await;
    assert!(page.body.contains("Type your full name to sign."), "{}", page.body);
    assert!(page.body.contains("Sample Company"), "what was typed is there");
    assert!(!page.body.contains("7654321"), "but for the EIN");

    let on = web.ask(send(&format!("{form}ruth+abel"))).await;
    let address = on.header(LOCATION).to_owned();
    assert!(address.starts_with("/register/"), "{address}");
    let status = web.get(&address).await;
    assert_eq!(status.status, StatusCode::OK);
    assert!(status.body.contains("We have your form"), "{}", status.body);
    assert_eq!(status.header(CACHE_CONTROL), "no-store");
    assert_eq!(status.header(REFERRER_POLICY), "same-origin");
    let token = address.rsplit('/').next().unwrap();
    let other: String = token.chars().rev().collect();
    assert_eq!(web.get(&format!("/register/{other}")).await.status, StatusCode::NOT_FOUND);
}

/// Whether or not there is one.
#[tokio::test]
async fn who_downloads_forms_too_often_is_told_how_long_to_wait() {
    let web = Web::new().await;
    let token = "p6enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6c";
    let page = format!("/register/{token}/form.pdf");
    for _ in 0..61 {
        assert_eq!(web.get(&page).await.status, StatusCode::NOT_FOUND);
    }
    let refused = web.get(&page).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.body.starts_with("That was too often. Wait "), "{}", refused.body);
    assert!(refused.header(RETRY_AFTER).parse::<u32>().unwrap() <= 6);
}

/// A form that is signed on paper is downloaded, sent as a file, and taken away by staff.
#[tokio::test]
async fn an_officer_signs_on_paper() {
    let web = Web::with_demo().await;
    let says = Answers { signing: ON_PAPER.to_owned(), ..officer_says() };
    let token = web.operations.register(&says, &Origin::default()).await.unwrap();
    let page = format!("/register/{token}");
    let status = web.get(&page).await;
    assert!(status.body.contains("Sign your form on paper"), "{}", status.body);
    let form = web.get(&format!("{page}/form.pdf")).await;
    assert_eq!((form.status, form.header(CONTENT_TYPE)), (StatusCode::OK, "application/pdf"));
    assert!(form.bytes.starts_with(b"%PDF-"));
    assert_eq!(form.header(CACHE_CONTROL), "no-store");

    let send = |file: &[u8]| {
        let head = "--cut\r\ncontent-disposition: form-data; name=\"token\"\r\n\r\n";
        let middle = "\r\n--cut\r\ncontent-disposition: form-data; name=\"paper\"; \
                      filename=\"a.exe\"\r\ncontent-type: text/html\r\n\r\n";
        let parts =
            [head.as_bytes(), token.as_bytes(), middle.as_bytes(), file, b"\r\n--cut--\r\n"];
        let body = parts.concat();
        browser(Method::POST, "/api/designation/paper")
            .header(CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .header(axum::http::header::REFERER, format!("https://renew.example.com{page}"))
            .header(CONTENT_LENGTH, body.len())
            .body(Body::from(body))
            .unwrap()
    };
    let large = vec![0; BODY_MAX];
    for (file, told, said) in [
        (b"".as_slice(), "paper_missing", "Choose the file"),
        (b"<html><script>", "paper_kind", "no PDF, PNG or JPEG"),
        (&large, "paper_size", "larger than 10 MB"),
    ] {
        let back = web.ask(send(file)).await;
        assert_eq!(back.header(LOCATION), format!("{page}?told={told}"));
        let back = web.get(back.header(LOCATION)).await;
        assert!(back.body.contains(said), "{told}: {}", back.body);
        assert!(back.body.contains("Sign your form on paper"), "it still waits");
    }
    let signed = b"\x89PNG\r\n\x1a\n<script>";
    let on = web.ask(send(signed)).await;
    assert_eq!(on.header(LOCATION), format!("{page}?told=done"));
    assert!(web.get(&page).await.body.contains("We have your form"));

    let cookie = web.sign_in("staff").await;
    let ask = |uri: &str| {
        web.ask(browser(Method::GET, uri).header(COOKIE, &cookie).body(Body::empty()).unwrap())
    };
    let list = ask("/staff/designations").await.body;
    let link = list.split("href=\"/staff/designations/").nth(1).unwrap();
    let seen = format!("/staff/designations/{}", link.split('"').next().unwrap());
    assert!(ask(&seen).await.body.contains("Signed on paper, came on"));
    let paper = ask(&format!("{seen}/paper")).await;
    assert_eq!((paper.status, paper.bytes.as_ref()), (StatusCode::OK, signed.as_slice()));
    for (name, value) in [
        (CONTENT_TYPE, "image/png"),
        (CONTENT_DISPOSITION, "attachment; filename=\"signed-form.png\""),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-store"),
    ] {
        assert_eq!(paper.header(&name), value);
    }
}
