//! That nothing which was typed is lost: where it was wrong, and where a proof was wanted before it was taken.

use super::*;
use axum::http::header::REFERER;
use chrono::TimeDelta;
use domain::access::Session;
use operations::StaffPermit;
use operations::designation::Decision;

/// What nobody may find again in a page or a cookie.
const SECRET: &str = "seven blue herons at dusk";
/// A mark in the last letters of a text.
const END: &str = "and this is its end.";

/// What a form led to: the page, and the cookies that a browser sends there.
struct Led {
    to: String,
    cookies: String,
}

impl Web {
    /// Sends a plain form from a page of ours, as somebody.
    async fn send(&self, who: &str, page: &str, uri: &str, form: &[(&str, &str)]) -> Led {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let sent = browser(Method::POST, uri)
            .header(COOKIE, who)
            .header(REFERER, format!("http://localhost:3000{page}"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        let answer = self.ask(sent.unwrap()).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{uri}: {}", answer.body);
        Led { to: answer.header(LOCATION).to_owned(), cookies: kept(&answer) }
    }

    /// Goes where a form led, as somebody. What was kept is taken away, for that page.
    async fn follow(&self, who: &str, led: &Led) -> String {
        let cookies = format!("{who}; {}", led.cookies);
        let asked = browser(Method::GET, &led.to).header(COOKIE, cookies);
        let page = self.ask(asked.body(Body::empty()).unwrap()).await;
        assert_eq!(page.status, StatusCode::OK, "{}", led.to);
        let gone = page.headers.get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
        let path = format!("; Max-Age=0; Path={};", led.to.split('?').next().unwrap());
        let gone = gone.filter(|cookie| cookie.starts_with("typed=;") && cookie.contains(&path));
        assert_eq!(gone.count() > 0, led.cookies.contains("typed="), "{}", led.to);
        page.body
    }

    /// Makes somebody's proof older than it may be for what is sensitive.
    async fn grow_stale(&self, who: &str) {
        let digest = Token::parse(who.split_once('=').unwrap().1).unwrap().digest("session").text();
        let file = self.folder.path().join("test.db");
        let store = store_sqlite::SqliteStore::open(file.to_str().unwrap()).await.unwrap();
        let mut unit = store::Store::begin(&store).await.unwrap();
        let (session, _) = unit.access().open_session(&digest).await.unwrap().unwrap();
        unit.access().end_session(session.account, &digest).await.unwrap();
        let proven_at = session.proven_at - TimeDelta::minutes(5);
        unit.access().insert_session(&Session { proven_at, ..session }).await.unwrap();
        unit.commit().await.unwrap();
    }

    async fn staff_permit(&self, who: &str) -> StaffPermit {
        let token = who.split_once('=').unwrap().1;
        let signed_in = self.operations.open_session(token, true).await.unwrap();
        self.operations.authorize_staff(signed_in.viewer().unwrap()).unwrap()
    }
}

/// The cookies beside the session's that an answer sets, as they are sent back. None is as long as a browser
/// would not take it.
fn kept(answer: &Answer) -> String {
    let set = answer.headers.get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
    let set = set.filter(|cookie| !cookie.contains("Max-Age=0") && !cookie.contains("groupcover"));
    let pairs: Vec<_> = set.map(|cookie| cookie.split(';').next().unwrap()).collect();
    assert!(pairs.iter().all(|pair| pair.len() <= 4_096));
    pairs.join("; ")
}

/// The tag that has something in it.
fn tag<'a>(page: &'a str, part: &str) -> &'a str {
    let at = page.find(part).unwrap_or_else(|| panic!("no {part} in {page}"));
    let begin = page[..at].rfind('<').unwrap();
    &page[begin..at + page[at..].find('>').unwrap()]
}

fn has_value(page: &str, id: &str, value: &str) -> bool {
    tag(page, &format!("id=\"{id}\"")).contains(&format!("value=\"{value}\""))
}

fn is_ticked(page: &str, id: &str) -> bool {
    tag(page, &format!("id=\"{id}\"")).contains(" checked")
}

/// A text of so many letters, as people write.
fn text(length: usize) -> String {
    let words =
        ["Who", "is", "she", "to", "your", "company,", "and", "since", "when?", "¿Quién", "誰"];
    let next = |last: &u32| Some(last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    let drawn = std::iter::successors(Some(1), next);
    let mut text: String = drawn
        .flat_map(|drawn| [words[(drawn >> 16) as usize % words.len()], " "])
        .take(length)
        .collect();
    text = text.chars().take(length - END.len()).collect();
    text + END
}

/// Everything in one test, since setting the demo up is the slow part.
#[tokio::test]
async fn nothing_that_was_typed_is_lost() {
    let web = Web::with_demo().await;
    what_waits_for_a_proof_comes_back(&web).await;
    a_secret_is_never_kept(&web).await;
    what_was_chosen_for_somebody_stays(&web).await;
    what_was_chosen_for_a_broker_stays(&web).await;
    an_address_that_is_none_stays(&web).await;
    a_name_that_was_corrected_stays(&web).await;
    what_staff_write_stays(&web).await;
    what_an_officer_answers_stays(&web).await;
    what_was_begun_too_long_ago_is_begun_anew(&web).await;
    what_is_open_is_not_told_to_a_broker(&web).await;
}

async fn what_waits_for_a_proof_comes_back(web: &Web) {
    let who = web.sign_in("primary").await;
    web.grow_stale(&who).await;
    let page = format!("/employers/{BAYSIDE}/users");
    let form = [
        ("form[employer]", BAYSIDE),
        ("form[name]", "Ines Moreau"),
        ("form[email]", "ines@example.org"),
        ("form[role]", "officer"),
        ("form[capabilities][]", "documents"),
        ("form[capabilities][]", "plan_renewal"),
        ("form[ends_on]", "2031-05-06"),
    ];
    let from = format!("{page}?view=all&about=invite&told=no-name");
    let mut led = web.send(&who, &from, "/api/user/invite", &form).await;
    let next = format!("{page}?view=all");
    let asked: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    assert_eq!(led.to, format!("/prove?next={asked}"));
    let prove = browser(Method::GET, &led.to).header(COOKIE, &who).body(Body::empty());
    let prove = web.ask(prove.unwrap()).await;
    assert!(prove.body.contains(&format!("href=\"/sign-in?next={asked}\"")), "{}", prove.body);

    // Who has nothing to prove it with signs in anew.
    let proof =
        web.send(&who, &led.to, "/api/session/demo", &[("key", "primary"), ("next", &next)]).await;
    assert_eq!((proof.to.as_str(), proof.cookies.as_str()), (next.as_str(), ""));
    led.to = proof.to;
    let who = web.sign_in("primary").await;
    let shown = web.follow(&who, &led).await;
    assert!(
        has_value(&shown, "name", "Ines Moreau") && has_value(&shown, "email", "ines@example.org")
    );
    assert!(tag(&shown, "value=\"officer\"").contains("selected"));
    for (code, ticked) in [("documents", true), ("plan_renewal", true), ("view_members", false)] {
        assert_eq!(is_ticked(&shown, &format!("invite-{code}")), ticked, "{code}");
    }
    assert!(has_value(&shown, "invite-ends-on", "2031-05-06"));
    assert!(shown.contains("Nothing was done yet.") && !shown.contains("class=\"fault\""));
    let again = web.follow(&who, &Led { cookies: String::new(), ..led }).await;
    assert!(has_value(&again, "name", ""), "it is shown once");
}

async fn a_secret_is_never_kept(web: &Web) {
    let who = web.sign_in("primary").await;
    let wrong = [("email", "ines@example.org"), ("password", SECRET)];
    let led = web.send("", "/sign-in", "/api/sign-in/password", &wrong).await;
    let shown = web.follow("", &led).await;
    assert!(has_value(&shown, "email", "ines@example.org") && !shown.contains(SECRET));
    web.grow_stale(&who).await;
    for (uri, form) in [
        ("/api/account/password", [("password", SECRET)].as_slice()),
        ("/api/account/remove-totp", &[]),
        ("/api/account/new-codes", &[]),
    ] {
        let led = web.send(&who, "/account", uri, form).await;
        assert_eq!(
            (led.to.as_str(), led.cookies.as_str()),
            ("/prove?next=%2Faccount", ""),
            "{uri}"
        );
    }
    let code = [("ceremony", NOBODY), ("code", "123456")];
    let led = web.send(&who, "/account/new-app", "/api/sign-in/confirm-totp", &code).await;
    assert_eq!(led.to, "/prove?next=%2Faccount%2Fnew-app");
    let fresh = web.sign_in("primary").await;
    let led = Led { to: "/account/new-app".to_owned(), ..led };
    assert!(!web.follow(&fresh, &led).await.contains("123456"));
}

async fn what_was_chosen_for_somebody_stays(web: &Web) {
    let who = web.sign_in("primary").await;
    let page = format!("/employers/{BAYSIDE}/users");
    let permit = web.operations.authorize(&web.viewer().await, BAYSIDE).await.unwrap();
    let users = web.operations.users(&permit).await.unwrap().users;
    let user = users.iter().find(|user| user.grant.role == domain::access::Role::Administrator);
    let (id, version) =
        (user.unwrap().grant.id.to_string(), user.unwrap().grant.version.to_string());
    let base = [("form[employer]", BAYSIDE), ("form[id]", &id), ("form[version]", &version)];
    for (ticked, day, said, of) in [
        ("pay", "2020-01-01", "The last day lies in the past. Choose today or later.", "-ends-on"),
        ("pay", "12031-05-06", "This is not a date.", "-ends-on"),
        ("nothing", "2031-05-06", "Choose at least one thing, or revoke the access.", "-may"),
    ] {
        let choice = [("form[capabilities][]", ticked), ("form[ends_on]", day)];
        let form = [base.as_slice(), &choice].concat();
        let led = web.send(&who, &page, "/api/user/change", &form).await;
        let shown = web.follow(&who, &led).await;
        assert_eq!(is_ticked(&shown, &format!("{id}-pay")), ticked == "pay", "{said}");
        assert!(!is_ticked(&shown, &format!("{id}-plan_renewal")), "{said}");
        assert!(has_value(&shown, &format!("{id}-ends-on"), day), "{said}");
        let fault = format!("{id}{of}-fault");
        assert!(tag(&shown, &format!("id=\"{fault}\"")).contains("role=\"alert\""));
        assert!(tag(&shown, &format!("aria-describedby=\"{fault}\"")).len() > 1);
        assert_eq!(shown.matches(said).count(), 1, "{said}");
        assert!(shown.contains("<details open"), "{said}");
    }
    let choice = [("form[capabilities][]", "pay"), ("form[ends_on]", "")];
    let stale = [&[base[0], base[1], ("form[version]", "77")], choice.as_slice()].concat();
    let led = web.send(&who, &page, "/api/user/change", &stale).await;
    let shown = web.follow(&who, &led).await;
    assert!(shown.contains("Somebody else changed this meanwhile."));
    assert!(is_ticked(&shown, &format!("{id}-pay")), "what was chosen is still there");
}

async fn what_was_chosen_for_a_broker_stays(web: &Web) {
    let who = web.sign_in("primary").await;
    let page = format!("/employers/{CYPRESS}/users");
    let who_of_cypress = web.sign_in("other").await;
    let permit = web.staff_permit(&web.sign_in("staff").await).await;
    let firms = web.operations.staff_brokerages(&permit).await.unwrap();
    let firm = firms[0].brokerage.id.to_string();
    let form = [("form[employer]", CYPRESS), ("form[id]", &firm), ("form[ends_on]", "2031-05-06")];
    let led = web.send(&who_of_cypress, &page, "/api/user/grant-broker", &form).await;
    let shown = web.follow(&who_of_cypress, &led).await;
    assert_eq!(shown.matches("Choose at least one thing, or revoke the access.").count(), 1);
    assert!(has_value(&shown, "new-broker-ends-on", "2031-05-06"));
    assert!(
        !is_ticked(&shown, "new-broker-view_members")
            && !is_ticked(&shown, "new-broker-plan_renewal")
    );
    assert!(tag(&shown, &format!("value=\"{firm}\"")).contains("selected"));
    let form = [
        ("form[employer]", BAYSIDE),
        ("form[name]", "Ines Moreau"),
        ("form[email]", "ines@"),
        ("form[role]", "administrator"),
        ("form[capabilities][]", "documents"),
        ("form[ends_on]", "2031-05-06"),
    ];
    let page = format!("/employers/{BAYSIDE}/users");
    let led = web.send(&who, &page, "/api/user/invite", &form).await;
    let shown = web.follow(&who, &led).await;
    assert!(has_value(&shown, "email", "ines@") && has_value(&shown, "name", "Ines Moreau"));
    assert!(tag(&shown, "id=\"email\"").contains("aria-describedby=\"email-fault\""));
    assert!(is_ticked(&shown, "invite-documents") && !is_ticked(&shown, "invite-view_members"));
    assert!(has_value(&shown, "invite-ends-on", "2031-05-06"));
}

async fn an_address_that_is_none_stays(web: &Web) {
    let who = web.sign_in("primary").await;
    let form = [("email", "dana at example.com")];
    let led = web.send(&who, "/account", "/api/account/email", &form).await;
    let shown = web.follow(&who, &led).await;
    assert!(has_value(&shown, "email", "dana at example.com"));
    assert!(tag(&shown, "id=\"email\"").contains("email-fault"));
    web.grow_stale(&who).await;
    let led =
        web.send(&who, "/account?about=email&told=not-an-email", "/api/account/email", &form).await;
    assert_eq!(led.to, "/prove?next=%2Faccount");
    let led = Led { to: "/account".to_owned(), ..led };
    let shown = web.follow(&web.sign_in("primary").await, &led).await;
    assert!(has_value(&shown, "email", "dana at example.com"));

    let staff = web.sign_in("staff").await;
    let list = web.operations.staff_brokerages(&web.staff_permit(&staff).await).await.unwrap();
    let firm = list[0].brokerage.id.to_string();
    let form = [("form[brokerage]", firm.as_str()), ("form[name]", "Lee"), ("form[email]", "lee@")];
    let led = web.send(&staff, "/staff/brokerages", "/api/staff/add-broker", &form).await;
    let shown = web.follow(&staff, &led).await;
    let (name, email) = (format!("name-{firm}"), format!("email-{firm}"));
    assert!(has_value(&shown, &name, "Lee") && has_value(&shown, &email, "lee@"));
    assert!(tag(&shown, &format!("id=\"{email}\"")).contains(&format!("{email}-fault")));
}

async fn a_name_that_was_corrected_stays(web: &Web) {
    let who = web.sign_in("primary").await;
    let form = [
        ("form[employer]", BAYSIDE),
        ("form[name]", "Omar Vanse"),
        ("form[email]", "omar@example.org"),
        ("form[role]", "administrator"),
        ("form[capabilities][]", "documents"),
    ];
    let led = web.send(&who, "/", "/api/user/invite", &form).await;
    assert!(led.to.ends_with("told=invited") && led.cookies.is_empty(), "{}", led.to);
    let permit = web.staff_permit(&web.sign_in("staff").await).await;
    let mails = web.operations.mails(&permit, None).await.unwrap();
    let mail = mails.iter().find(|mail| mail.email == "omar@example.org").unwrap();
    let (_, paper) = web.operations.read_mail(&permit, mail.id).await.unwrap();
    let token = paper.text.split("/invitation?token=").nth(1).unwrap();
    let token = token.split_whitespace().next().unwrap();
    for (name, password) in [("Omar Vance", "short"), (" ", SECRET)] {
        let form = [
            ("form[token]", token),
            ("form[kind]", "Invitation"),
            ("form[name]", name),
            ("form[password]", password),
        ];
        let led = web.send("", "/invitation", "/api/sign-in/follow-link", &form).await;
        let shown = web.follow("", &led).await;
        assert!(has_value(&shown, "name", name), "{name}");
        assert!(!shown.contains(SECRET));
    }
}

async fn what_staff_write_stays(web: &Web) {
    let staff = web.sign_in("staff").await;
    let id = web.designation().await;
    let page = format!("/staff/designations/{id}");
    let (whole, long) = (text(2_000), text(2_001));
    let form = |decision: &'static str, version: &'static str, words: &str| {
        [
            ("form[id]", id.clone()),
            ("form[version]", version.to_owned()),
            ("form[decision]", decision.to_owned()),
        ]
        .into_iter()
        .chain([("form[words]", words.to_owned())])
        .collect::<Vec<_>>()
    };
    let send = async |who: &str, form: Vec<(&str, String)>| {
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        web.send(who, &page, "/api/staff/decide", &form).await
    };
    // Too long: beside the field in which it stands.
    let led = send(&staff, form("refuse", "2", &long)).await;
    let shown = web.follow(&staff, &led).await;
    assert!(tag(&shown, "id=\"refuse-words\"").contains("aria-describedby=\"refuse-words-fault\""));
    assert!(!tag(&shown, "id=\"ask-words\"").contains("fault"));
    assert!(shown.contains(&format!("{long}</textarea>")));
    // A proof is wanted first.
    web.grow_stale(&staff).await;
    let led = send(&staff, form("ask", "2", &format!("{whole}</textarea><script>"))).await;
    assert!(led.to.starts_with("/prove?next="), "{}", led.to);
    let staff = web.sign_in("staff").await;
    let shown = web.follow(&staff, &Led { to: page.clone(), ..led }).await;
    assert!(shown.contains(&format!("{whole}&lt;/textarea>&lt;script></textarea>")));
    // Somebody else decided meanwhile.
    let permit = web.staff_permit(&staff).await;
    let refuse = Decision::Refuse("No.".to_owned());
    web.operations.decide_designation(&permit, id.parse().unwrap(), 2, refuse).await.unwrap();
    let led = send(&staff, form("ask", "2", &whole)).await;
    let shown = web.follow(&staff, &led).await;
    assert!(shown.contains("Somebody decided meanwhile.") && !shown.contains("id=\"ask-words\""));
    assert!(shown.contains("What you wrote was not sent:") && shown.contains(END));
}

async fn what_an_officer_answers_stays(web: &Web) {
    let says = Answers { email: "rita@example.com".to_owned(), ..officer_says() };
    let token = web.operations.register(&says, &Origin::default()).await.unwrap();
    let permit = web.staff_permit(&web.sign_in("staff").await).await;
    let all = web.operations.designations(&permit).await.unwrap();
    let kept = all.iter().find(|kept| kept.form.officer.email == says.email).unwrap();
    let ask = Decision::Ask("Who is she?".to_owned());
    web.operations.decide_designation(&permit, kept.id, kept.version, ask).await.unwrap();
    let page = format!("/register/{token}");
    let answer = async |words: &str| {
        let form = [("token", token.as_str()), ("words", words)];
        let led = web.send("", &page, "/api/designation/answer", &form).await;
        web.follow("", &led).await
    };
    let long = text(2_001);
    let shown = answer(&long).await;
    assert!(tag(&shown, "id=\"words\"").contains("aria-describedby=\"words-fault\""));
    assert!(shown.contains(&format!("{long}</textarea>")));
    let empty = answer(" ").await;
    assert!(tag(&empty, "id=\"words\"").contains("words-fault") && empty.contains("></textarea>"));
    let refuse = Decision::Refuse("No.".to_owned());
    web.operations.decide_designation(&permit, kept.id, kept.version + 1, refuse).await.unwrap();
    let shown = answer("Our office manager.").await;
    assert!(shown.contains("This was decided meanwhile"), "{shown}");
    assert!(
        shown.contains("What you wrote was not sent:") && shown.contains("Our office manager.")
    );
}

async fn what_was_begun_too_long_ago_is_begun_anew(web: &Web) {
    let who = web.sign_in("primary").await;
    let secret = |page: &str| tagged(page, "class=\"secret\"");
    let begun = |page: &str| {
        tag(page, "name=\"ceremony\"")
            .split("value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let first = Led { to: "/account/new-app".to_owned(), cookies: String::new() };
    let first = web.follow(&who, &first).await;
    let confirm = async |who: &str, ceremony: &str| {
        let form = [("ceremony", ceremony), ("code", "000000")];
        web.send(who, "/account/new-app", "/api/sign-in/confirm-totp", &form).await
    };
    // A wrong code leads back to the same secret, and so does a proof that was wanted first.
    let led = confirm(&who, &begun(&first)).await;
    assert_eq!(secret(&web.follow(&who, &led).await), secret(&first));
    web.grow_stale(&who).await;
    let led = confirm(&who, &begun(&first)).await;
    assert!(led.to.starts_with("/prove?"), "{}", led.to);
    let who = web.sign_in("primary").await;
    let led = Led { to: "/account/new-app".to_owned(), ..led };
    assert_eq!(secret(&web.follow(&who, &led).await), secret(&first));
    // What is not kept any more is told, and something new is begun.
    let led = confirm(&who, NOBODY).await;
    assert_eq!(led.to, "/account/new-app?told=expired");
    let shown = web.follow(&who, &led).await;
    assert!(shown.contains("That took longer than 15 minutes"), "{shown}");
    assert!(!shown.contains("That code is not right"));
    assert_ne!(secret(&shown), secret(&first));
}

/// The text of the element that has something in its tag.
fn tagged(page: &str, part: &str) -> String {
    let at = page.find(part).unwrap_or_else(|| panic!("no {part} in {page}"));
    let (_, rest) = page[at..].split_once('>').unwrap();
    rest.split('<').next().unwrap().to_owned()
}

async fn what_is_open_is_not_told_to_a_broker(web: &Web) {
    let who = web.sign_in("broker").await;
    let permit = web.staff_permit(&web.sign_in("staff").await).await;
    let groups = web.operations.staff_employers(&permit, "Cypress").await.unwrap();
    let number = groups[0].group_number.clone().unwrap();
    let form = [("form[group_number]", number.as_str()), ("form[capabilities][]", "view_members")];
    let led = web.send(&who, "/broker", "/api/broker/ask", &form).await;
    assert_eq!((led.to.as_str(), led.cookies.as_str()), ("/broker?told=asked", ""));
    let shown = web.follow(&who, &led).await;
    assert!(shown.contains("Asked. If there is such a group") && !shown.contains(&number));
    // What was wrong is said beside its field, and the rest stays.
    let form = [("form[group_number]", "HH-1"), ("form[note]", "</textarea>For the renewal.")];
    for (capability, beside) in
        [("view_members", "group_number-fault"), ("nothing", "ask-may-fault")]
    {
        let number = if beside == "ask-may-fault" { number.as_str() } else { "-" };
        let form = [("form[group_number]", number), form[1], ("form[capabilities][]", capability)];
        let led = web.send(&who, "/broker", "/api/broker/ask", &form).await;
        let shown = web.follow(&who, &led).await;
        assert!(tag(&shown, &format!("id=\"{beside}\"")).contains("alert"), "{beside}");
        assert!(
            has_value(&shown, "group_number", number)
                && shown.contains(">&lt;/textarea>For the renewal.</textarea>")
        );
        assert_eq!(is_ticked(&shown, "ask-view_members"), capability == "view_members");
    }
}

/// What is kept goes over TLS alone where the session does, and to its own page alone.
#[tokio::test]
async fn what_is_kept_is_as_secure_as_the_session() {
    let web = Web::new().await;
    for (origin, secure) in [("https://renew.example.com", true), ("http://localhost:3000", false)]
    {
        let operations =
            web.operations.clone().with(Settings { origin: origin.to_owned(), ..settings() });
        let (app, _stop) = serve(&operations, &web.folder.path().join("site"));
        let form = |uri: &str, body: &'static str| {
            browser(Method::POST, uri)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(body))
                .unwrap()
        };
        let faulty = "form[company]=x&form[ein]=&form[group_number]=&form[officer]=&form[title]=\
                      &form[email]=&form[phone]=&form[administrator]=&form[administrator_email]=";
        let (kind, body) = roster_form("people.pdf", "%PDF-1.7");
        let roster =
            browser(Method::POST, ROSTER).header(CONTENT_TYPE, kind).body(Body::from(body));
        let large =
            browser(Method::POST, ROSTER).header(CONTENT_LENGTH, BODY_MAX + 1).body(Body::empty());
        for (request, begins, path) in [
            (
                form("/api/sign-in/password", "email=a%40example.com&password=x"),
                "typed=",
                "/sign-in",
            ),
            (form("/api/designation/register", faulty), "designation-draft=", "/register"),
            (roster.unwrap(), "roster-problem=", "/"),
            (large.unwrap(), "roster-problem=", "/"),
        ] {
            let answer = app.clone().oneshot(request).await.unwrap();
            let all = answer.headers().get_all(SET_COOKIE).iter().map(|c| c.to_str().unwrap());
            let all: Vec<&str> = all.collect();
            assert!(all[0].starts_with(begins), "{all:?}");
            for cookie in all {
                let rest = format!("; Path={path}; HttpOnly; SameSite=Strict");
                let (_, rest) = cookie.split_once(&rest).unwrap_or_else(|| panic!("{cookie}"));
                assert_eq!(rest, if secure { "; Secure" } else { "" }, "{cookie}");
            }
        }
    }
}
