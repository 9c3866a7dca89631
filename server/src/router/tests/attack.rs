//! What those try who mean no good. The rest of it stands beside what it is tried on: foreign origins, large
//! bodies and paths out of the site in `tests.rs`, other employers' ids in `access.rs`, guessing in the use
//! cases of `operations`.

use super::*;

const SCRIPT: &str = "<script>alert(1)</script>";
const SQL: &str = "'; drop table account; --";

/// Everything in one test, since setting the demo up is the slow part.
#[tokio::test]
async fn those_who_mean_no_good_get_nowhere() {
    let web = Web::with_demo().await;
    a_token_that_was_planted_is_not_taken(&web).await;
    a_token_is_good_for_nothing_once_it_was_given_up(&web).await;
    an_account_is_told_by_nothing_in_an_answer(&web).await;
    what_an_address_says_is_never_run(&web).await;
    what_is_typed_is_shown_and_never_run(&web).await;
    nobody_gives_more_than_the_form_offers(&web).await;
    nothing_but_files_of_a_renewal_is_taken_away(&web).await;
    assert_eq!(web.get("/readyz").await.status, StatusCode::OK, "and the tables are still there");
}

fn post(uri: &str, cookie: &str, form: &[(&str, &str)]) -> Request {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    browser(Method::POST, uri)
        .header(COOKIE, cookie)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap()
}

/// The cookies of a session are all that begins with its name.
fn session_of(answer: &Answer) -> String {
    answer.header(SET_COOKIE).split(';').next().unwrap_or_default().to_owned()
}

/// Session fixation: whoever plants a cookie beforehand shares nothing afterwards.
async fn a_token_that_was_planted_is_not_taken(web: &Web) {
    let planted = web.sign_in("members").await;
    let answer = web.ask(post("/api/session/demo", &planted, &[("key", "primary")])).await;
    let session = session_of(&answer);
    assert!(session.starts_with("groupcover=") && session != planted, "{session}");
    for (cookie, status) in [(&session, StatusCode::OK), (&planted, StatusCode::UNAUTHORIZED)] {
        let asked = browser(Method::GET, "/account").header(COOKIE, cookie);
        assert_eq!(web.ask(asked.body(Body::empty()).unwrap()).await.status, status, "{cookie}");
    }
}

/// Replay: signing out ends it on the server, not in the browser alone.
async fn a_token_is_good_for_nothing_once_it_was_given_up(web: &Web) {
    let session = web.sign_in("primary").await;
    let answer = web.ask(post("/api/session/end", &session, &[])).await;
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    let asked = browser(Method::GET, "/account").header(COOKIE, session);
    let status = web.ask(asked.body(Body::empty()).unwrap()).await.status;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

/// Enumeration by text: where there is an account and where there is none, the answers are the same.
async fn an_account_is_told_by_nothing_in_an_answer(web: &Web) {
    for uri in ["/api/sign-in/password", "/api/sign-in/ask-new-password"] {
        let mut answers = Vec::new();
        for email in ["dana.whitfield@example.com", "dana.whitfielt@example.com"] {
            let form = [("email", email), ("password", "a wrong one, whoever it is")];
            let answer = web.ask(post(uri, "", &form)).await;
            let names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            answers.push((answer.status, answer.header(LOCATION).to_owned(), names, answer.body));
        }
        assert_eq!(answers[0], answers[1], "{uri}");
    }
}

/// Reflected script.
async fn what_an_address_says_is_never_run(web: &Web) {
    let typed: String = form_urlencoded::byte_serialize(SCRIPT.as_bytes()).collect();
    for uri in [
        "/sign-in?next=@&told=@",
        "/sign-in?told=wait-@",
        "/new-password?token=@&told=@",
        "/invitation?token=@&told=@",
        "/verify-email?token=@&told=@",
        "/prove?next=@&told=@",
        "/account?about=@&told=@",
        "/account/recovery-codes?show=@&next=@",
        "/broker?told=@",
        "/compare?zip=@&employer=@&effective=@&q=@",
        "/register/@",
        "/staff/mails?state=@&about=@&told=@",
        "/employers/@/users",
        "/@",
    ] {
        for key in ["nobody", "primary", "staff"] {
            let cookie = web.sign_in(key).await;
            let asked = browser(Method::GET, &uri.replace('@', &typed)).header(COOKIE, cookie);
            let answer = web.ask(asked.body(Body::empty()).unwrap()).await;
            assert!(!answer.body.contains(SCRIPT), "{uri} as {key}");
            assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{uri} as {key}");
        }
    }
    let form = [("email", "x"), ("password", "x"), ("next", "https://elsewhere.example/")];
    let answer = web.ask(post("/api/sign-in/password", "", &form)).await;
    assert!(answer.header(LOCATION).starts_with("/sign-in?"), "{}", answer.header(LOCATION));
    let form = [("key", "primary"), ("next", "//elsewhere.example/")];
    let answer = web.ask(post("/api/session/demo", "", &form)).await;
    assert_eq!(answer.header(LOCATION), "/renewals");
}

/// Stored script, and what another language would take for its own.
async fn what_is_typed_is_shown_and_never_run(web: &Web) {
    let cookie = web.sign_in("primary").await;
    for (nth, name) in [SCRIPT, SQL, "\"><img src=x onerror=alert(1)>"].into_iter().enumerate() {
        let email = format!("nth{nth}@example.org");
        let form = [
            ("form[employer]", BAYSIDE),
            ("form[name]", name),
            ("form[email]", &email),
            ("form[role]", "administrator"),
            ("form[capabilities][]", "view_members"),
        ];
        let answer = web.ask(post("/api/user/invite", &cookie, &form)).await;
        assert!(answer.header(LOCATION).contains("told=invited"), "{}", answer.header(LOCATION));
    }
    for uri in [format!("/employers/{BAYSIDE}/users"), format!("/employers/{BAYSIDE}/trail")] {
        let page = web.get_signed_in(&uri).await;
        assert_eq!(page.status, StatusCode::OK, "{uri}");
        assert!(page.body.contains("&lt;script&gt;alert(1)"), "{uri}: it is shown");
        assert!(page.body.contains("drop table account"), "{uri}: it is shown");
        for bad in [SCRIPT, "<img src=x"] {
            assert!(!page.body.contains(bad), "{uri}: {bad}");
        }
    }
    let form = [("email", SQL), ("password", SQL)];
    let answer = web.ask(post("/api/sign-in/password", "", &form)).await;
    assert!(answer.header(LOCATION).contains("told=wrong"), "{}", answer.header(LOCATION));
    let answer = web.get_signed_in("/employers/'%20or%201=1%20--/users").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

/// Mass assignment: what a form has too much changes nothing, and what it may not say is refused.
async fn nobody_gives_more_than_the_form_offers(web: &Web) {
    let cookie = web.sign_in("primary").await;
    for role in ["primary", "broker"] {
        let form = [
            ("form[employer]", BAYSIDE),
            ("form[name]", "Mallory"),
            ("form[email]", "mallory@example.org"),
            ("form[role]", role),
            ("form[capabilities][]", "view_members"),
            ("form[staff]", "true"),
        ];
        let answer = web.ask(post("/api/user/invite", &cookie, &form)).await;
        assert!(answer.header(LOCATION).contains("told=not-for-role"), "{role}");
    }
    let form = [
        ("form[employer]", BAYSIDE),
        ("form[name]", "Mallory"),
        ("form[email]", "mallory@example.org"),
        ("form[role]", "administrator"),
        ("form[capabilities][]", "everything"),
        ("form[capabilities][]", "view_members"),
        ("form[staff]", "true"),
    ];
    let answer = web.ask(post("/api/user/invite", &cookie, &form)).await;
    assert!(answer.header(LOCATION).contains("told=invited"));
    let permit = web.operations.authorize(&web.viewer().await, BAYSIDE).await.unwrap();
    let users = web.operations.users(&permit).await.unwrap().users;
    let mallory = users.iter().find(|user| user.name == "Mallory").unwrap();
    assert_eq!(mallory.grant.capabilities.codes(), "view_members");
}

/// Path traversal in downloads.
async fn nothing_but_files_of_a_renewal_is_taken_away(web: &Web) {
    let date = web.next_renewal(BAYSIDE).await;
    for name in ["..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2ftest.db", "calendar.ics%00.xml", ".."] {
        let uri = format!("/employers/{BAYSIDE}/renewals/{date}/files/{name}");
        let status = web.get_signed_in(&uri).await.status;
        assert!(
            status == StatusCode::NOT_FOUND || status == StatusCode::BAD_REQUEST,
            "{name}: {status}"
        );
    }
}
