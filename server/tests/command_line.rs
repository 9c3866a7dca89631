//! The command line as a script meets it: what it prints, and how it ends.

#![expect(clippy::unwrap_used, reason = "in helpers of tests, which clippy does not know as such")]

use chrono::NaiveDate;
use domain::audit::{Action, Actor, Event};
use domain::id::{EmployerId, PlanId};
use domain::place::RatingArea;
use domain::plan::{Limits, Line, Metal, Plan, PlanType};
use domain::rate::{AgeBand, Prices, RateSheet};
use domain::{Cents, Percent};
use serde_json::Value;
use std::process::{Command, Output};
use store::Store;
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use uuid::Uuid;

/// A carrier's first year: three plans, of which the last has no rates.
const PLANS: [(&str, &str, Metal, i64); 3] = [
    ("99011CA0010001", "Sample Gold", Metal::Gold, 60_000),
    ("99011CA0010002", "Sample Bronze", Metal::Bronze, 40_000),
    ("99011CA0010003", "Sample Silver", Metal::Silver, 0),
];

/// A folder to run in, with filings and rosters.
struct Place(TempDir);

impl Place {
    /// A folder with the filings in `filings`.
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(place.0.path().join("filings")).unwrap();
        let (mut plans, mut rates) = (Vec::new(), Vec::new());
        formats::qhp::write_plans(&mut plans, &filed_plans()).unwrap();
        formats::qhp::write_rates(&mut rates, &filed_rates()).unwrap();
        place.file("filings/plans.xml", plans);
        place.file("filings/rates.xml", rates);
        place.file("filings/read me.txt", "not a filing");
        place
    }

    /// The same with the filings imported.
    fn filed() -> Self {
        let place = Self::new();
        let done = place.run(&["import", "filings", "--issuer-name", "99011=Sample Health"]);
        assert!(done.status.success(), "{done:?}");
        place
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.0.path().join(name), bytes).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        command().args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    /// A quote at ZIP code 94110 with 60% for employees and 30% for the others.
    fn quote(&self, census: &str, effective: &str, format: &str) -> Output {
        let place = ["quote", "--zip", "94110", "--census", census, "--effective", effective];
        let shares = ["--contribution-employee", "60%", "--contribution-spouse", "30"];
        let rest = ["--contribution-child", "30%", "--format", format];
        self.run(&[&place[..], &shares[..], &rest[..]].concat())
    }
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groupcover"));
    command
        .env("DATABASE_URL", "sqlite:test.db")
        .env_remove("GROUPCOVER_CARRIER")
        .env("RUST_LOG", "warn");
    command
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn filed_plans() -> Vec<Plan> {
    let plan = |(id, name, metal, _): (&str, &str, Metal, i64)| Plan {
        id: PlanId::parse(id).unwrap(),
        name: name.to_owned(),
        line: Line::Medical,
        metal,
        plan_type: PlanType::Hmo,
        network: "CAN001".to_owned(),
        service_area: "CAS001".to_owned(),
        formulary: None,
        hsa_eligible: false,
        actuarial_value: Some(Percent::whole(80)),
        from: day("2027-01-01"),
        until: None,
        limits: Limits::default(),
        benefits: Vec::new(),
        sbc_baby: None,
        sbc_diabetes: None,
        sbc_url: None,
    };
    PLANS.map(plan).to_vec()
}

/// Children pay half of what adults pay.
fn filed_rates() -> Vec<RateSheet> {
    let sheet = |(id, _, _, cents): &(&str, &str, Metal, i64)| RateSheet {
        plan: PlanId::parse(id).unwrap(),
        area: RatingArea { state: "CA".to_owned(), number: 4 },
        from: day("2027-01-01"),
        until: day("2027-03-31"),
        prices: Prices::ByAge(vec![
            (AgeBand::new(0, 20).unwrap(), Cents::new(cents / 2)),
            (AgeBand::and_over(21), Cents::new(*cents)),
        ]),
    };
    PLANS.iter().filter(|plan| plan.3 > 0).map(sheet).collect()
}

const ROSTER: &str = "Family ID,Relationship,First Name,Last Name,Date of Birth\n\
    1,Employee,Jordan,Sample,6/1/1980\n\
    1,Spouse,Kim,Sample,6/2/1981\n\
    1,Child,Casey,Sample,2/15/2027\n\
    2,Employee,Lee,Sample,3/3/1990\n";

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn an_import_says_what_it_read_and_again_that_nothing_is_new() {
    let place = Place::new();
    for last in
        ["published catalogue 1 with 2 new filings", "nothing new: catalogue 1 stays as it is"]
    {
        let done = place.run(&["import", "filings"]);
        assert!(done.status.success(), "{done:?}");
        let said = text(&done.stdout);
        for line in [
            "issuer 99011, 2027: 3 medical plans, 2 plans with rates, 4 rates",
            "skipped filings/read me.txt",
            last,
        ] {
            assert!(said.contains(line), "{line} in {said}");
        }
    }
}

#[test]
fn a_broken_file_is_named_and_nothing_is_imported() {
    let place = Place::new();
    place.file("filings/rates.xml", "<qhpApplicationRateGroupVO><items>");
    place.file("roster.csv", ROSTER);
    let done = place.run(&["import", "filings"]);
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(1), ""));
    assert!(text(&done.stderr).contains("filings/rates.xml"), "{done:?}");
    let quote = place.quote("roster.csv", "2027-03-01", "json");
    assert_eq!((quote.status.code(), text(&quote.stdout)), (Some(1), ""));
    assert!(text(&quote.stderr).contains("import one first"), "{quote:?}");
}

#[test]
fn what_was_asked_for_by_name_is_imported_or_refused() {
    let place = Place::new();
    let done = place.run(&["import", "filings/plans.xml", "filings/read me.txt"]);
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(1), ""));
    assert!(text(&done.stderr).contains("filings/read me.txt"), "{done:?}");
    let done = place.run(&["import", "filings"]);
    assert!(text(&done.stdout).contains("published catalogue 1"), "nothing was imported: {done:?}");
}

#[test]
fn a_later_import_adds_to_what_was_filed() {
    let place = Place::filed();
    let mut sheets = filed_rates();
    for sheet in &mut sheets {
        (sheet.from, sheet.until) = (day("2027-04-01"), day("2027-06-30"));
    }
    let mut rates = Vec::new();
    formats::qhp::write_rates(&mut rates, &sheets).unwrap();
    place.file("second_quarter.xml", rates);
    assert!(place.run(&["import", "second_quarter.xml"]).status.success());
    place.file("roster.csv", ROSTER);
    for effective in ["2027-03-01", "2027-04-01"] {
        let done = place.quote("roster.csv", effective, "csv");
        assert_eq!(text(&done.stdout).lines().count(), 3, "{effective}: {done:?}");
    }
}

#[test]
fn a_table_of_zip_codes_alone_speaks_of_no_catalogue() {
    let place = Place::new();
    place.file("zips.csv", "State,CountyFIPS,County,ZipCode\nCA,06001,Alameda,94501\n");
    for said in ["replaced the ZIP code table", "the ZIP code table says nothing new"] {
        let done = place.run(&["import", "zips.csv"]);
        assert_eq!(text(&done.stdout), format!("1 ZIP code and county pairs\n{said}\n"));
    }
}

#[test]
fn a_quote_without_plans_warns() {
    let place = Place::filed();
    place.file("roster.csv", ROSTER);
    for (effective, unrated) in [("2027-04-01", 3), ("2028-04-01", 3), ("2026-04-01", 0)] {
        let census = if effective > "2027" { "roster.csv" } else { "early.csv" };
        place.file("early.csv", ROSTER.replace("2/15/2027", "2/15/2025"));
        let done = place.quote(census, effective, "json");
        assert_eq!(done.status.code(), Some(0), "{done:?}");
        let quote: Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(quote["plans"], Value::from(Vec::<Value>::new()));
        assert_eq!(quote["unrated"].as_array().unwrap().len(), unrated, "{effective}");
        assert!(text(&done.stderr).contains("warning: catalogue 1 has no plan"), "{done:?}");
    }
}

/// Names of an object's values.
fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn has(value: &Value, names: &[&str]) {
    for name in names {
        assert!(keys(value).contains(name), "{name} in {:?}", keys(value));
    }
}

#[test]
fn a_quote_in_json_has_everything_to_the_cent() {
    let place = Place::filed();
    place.file("roster.csv", ROSTER);
    let done = place.quote("roster.csv", "2027-03-01", "json");
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let quote: Value = serde_json::from_slice(&done.stdout).unwrap();
    has(&quote, &["effective_on", "rating_area", "employees", "members", "plans", "unrated"]);
    let head =
        (&quote["effective_on"], &quote["rating_area"], &quote["employees"], &quote["members"]);
    let expect = (&Value::from("2027-03-01"), &Value::from("Rating Area 4"), &2.into(), &4.into());
    assert_eq!(head, expect);
    assert_eq!(quote["unrated"], Value::from(vec![PLANS[2].0]));

    let plans = quote["plans"].as_array().unwrap();
    let order: Vec<_> = plans.iter().map(|plan| plan["plan_id"].as_str().unwrap()).collect();
    assert_eq!(order, [PLANS[1].0, PLANS[0].0], "the cheapest first");
    for (plan, rate) in plans.iter().zip([40_000, 60_000]) {
        has(plan, &["plan_id", "name", "issuer", "metal", "plan_type", "employees"]);
        assert_eq!((&plan["issuer"], &plan["plan_type"]), (&"Sample Health".into(), &"HMO".into()));
        let sums = |value: &Value| {
            ["premium_cents", "employer_cents", "employee_cents"].map(|name| {
                let value = value.get(name).or_else(|| value.get("monthly_premium_cents"));
                value.and_then(Value::as_i64).unwrap()
            })
        };
        // 60% for two employees, 30% for a spouse and a child at half the rate.
        let employer = 2 * rate * 60 / 100 + (rate + rate / 2) * 30 / 100;
        let premium = 3 * rate + rate / 2;
        assert_eq!(sums(plan), [premium, employer, premium - employer]);
        let employees = plan["employees"].as_array().unwrap();
        let first = &employees[0];
        assert_eq!((&first["row"], &first["name"]), (&2.into(), &"Jordan Sample".into()));
        let (premium, employer) =
            (2 * rate + rate / 2, rate * 60 / 100 + (rate + rate / 2) * 30 / 100);
        assert_eq!(sums(first), [premium, employer, premium - employer]);
        assert_eq!(sums(&employees[1]), [rate, rate * 60 / 100, rate * 40 / 100]);
        let members: Vec<_> = first["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|member| {
                has(member, &["row", "relationship", "age", "charged", "premium_cents"]);
                let relationship = member["relationship"].as_str().unwrap();
                (
                    member["row"].as_i64().unwrap(),
                    relationship,
                    member["age"].as_i64().unwrap(),
                    member["charged"].as_bool().unwrap(),
                    member["premium_cents"].as_i64().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            members,
            [
                (2, "employee", 46, true, rate),
                (3, "spouse", 45, true, rate),
                (4, "child", 0, true, rate / 2)
            ]
        );
    }
}

#[test]
fn plans_of_one_premium_stand_by_id() {
    let place = Place::new();
    let same = |mut sheet: RateSheet| {
        sheet.prices = Prices::ByAge(vec![(AgeBand::and_over(0), Cents::new(50_000))]);
        sheet
    };
    let mut rates = Vec::new();
    let sheets: Vec<_> = filed_rates().into_iter().rev().map(same).collect();
    formats::qhp::write_rates(&mut rates, &sheets).unwrap();
    place.file("filings/rates.xml", rates);
    assert!(place.run(&["import", "filings"]).status.success());
    place.file("roster.csv", ROSTER);
    let quote: Value =
        serde_json::from_slice(&place.quote("roster.csv", "2027-03-01", "json").stdout).unwrap();
    let order: Vec<_> = quote["plans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plan| plan["plan_id"].as_str().unwrap())
        .collect();
    assert_eq!(order, [PLANS[0].0, PLANS[1].0]);
}

#[test]
fn a_quote_comes_as_csv_and_as_a_table_too() {
    let place = Place::filed();
    place.file("roster.csv", ROSTER);
    let csv = place.quote("roster.csv", "2027-03-01", "csv");
    assert_eq!(
        text(&csv.stdout),
        "plan_id,name,issuer,metal,plan_type,line,monthly_premium,employer,employee\n\
         99011CA0010002,Sample Bronze,Sample Health,Bronze,HMO,Medical,1400.00,660.00,740.00\n\
         99011CA0010001,Sample Gold,Sample Health,Gold,HMO,Medical,2100.00,990.00,1110.00\n"
    );
    let table = place.quote("roster.csv", "2027-03-01", "table");
    let lines: Vec<&str> = text(&table.stdout).lines().collect();
    assert_eq!(lines[0], "2 employees, 4 people covered, from Mon, Mar 1, 2027, Rating Area 4, CA");
    let amounts = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        amounts(lines[2]),
        ["99011CA0010002", "Sample", "Bronze", "$1,400.00", "$660.00", "$740.00"]
    );
    assert_eq!(lines[4], "Without a filed rate here and then: 99011CA0010003");
}

#[test]
fn an_unborn_child_is_named_and_nothing_is_priced() {
    let place = Place::filed();
    place.file("roster.csv", ROSTER);
    for format in ["json", "csv", "table"] {
        let done = place.quote("roster.csv", "2027-02-01", format);
        assert_eq!(done.status.code(), Some(2), "{format}");
        assert!(text(&done.stderr).contains("roster.csv: row 4: "), "{done:?}");
        if format == "json" {
            let said: Value = serde_json::from_slice(&done.stdout).unwrap();
            assert_eq!(keys(&said), ["errors"]);
            let errors = said["errors"].as_array().unwrap();
            assert_eq!(errors.len(), 1);
            has(&errors[0], &["row", "code", "message"]);
            assert_eq!(
                (&errors[0]["row"], &errors[0]["code"]),
                (&4.into(), &"not_yet_born".into())
            );
        } else {
            assert_eq!(text(&done.stdout), "", "{format}");
        }
    }
}

#[test]
fn rows_that_cannot_be_read_and_rows_that_cannot_be_covered_come_together() {
    let place = Place::filed();
    place.file("roster.csv", ROSTER.replace("3/3/1990", "13/45/1990"));
    let done = place.quote("roster.csv", "2027-02-01", "json");
    assert_eq!(done.status.code(), Some(2));
    let said: Value = serde_json::from_slice(&done.stdout).unwrap();
    let errors: Vec<_> = said["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["row"].as_i64().unwrap(), error["column"].as_str()))
        .collect();
    assert_eq!(errors, [(4, None), (5, Some("Date of Birth"))]);
    assert!(!text(&done.stdout).contains("Sample"), "no personal data in {said}");
}

#[test]
fn what_is_wrong_with_an_argument_is_said() {
    let place = Place::filed();
    place.file("roster.csv", ROSTER);
    let quote = |zip: &'static str, more: &[&'static str]| {
        let base = ["quote", "--census", "roster.csv", "--effective", "2027-03-01", "--zip", zip];
        place.run(&[&base[..], more].concat())
    };
    for (done, word) in [
        (quote("9411", &[]), "five digits"),
        (quote("10001", &[]), "not in the area served"),
        (quote("94501", &[]), "choose the one the business is in"),
        (quote("94501", &["--county", "Orange"]), "does not lie in that county"),
        (quote("94110", &["--catalogue", "7"]), "no such catalogue"),
        (quote("94110", &["--contribution-employee", "101%"]), "--contribution-employee"),
        (quote("94110", &["--reference-plan", "99011CA0010009"]), "99011CA0010009"),
        (quote("94110", &["--effective", "March"]), "--effective"),
        (place.quote("roster.csv", "2027-03-02", "json"), "first of a month"),
        (place.quote("gone.csv", "2027-03-01", "json"), "gone.csv cannot be read"),
    ] {
        assert!(!done.status.success(), "{word}");
        assert_eq!(text(&done.stdout), "", "{word}");
        assert!(text(&done.stderr).contains(word), "{word} in {}", text(&done.stderr));
    }
}

#[test]
fn an_older_catalogue_reproduces_its_quote() {
    let place = Place::filed();
    place.file("roster.csv", ROSTER);
    let first = place.quote("roster.csv", "2027-03-01", "json");
    let mut sheets = filed_rates();
    if let Prices::ByAge(prices) = &mut sheets[0].prices {
        prices[1].1 += Cents::new(1);
    }
    let mut rates = Vec::new();
    formats::qhp::write_rates(&mut rates, &sheets).unwrap();
    place.file("refiled.xml", rates);
    assert!(place.run(&["import", "refiled.xml"]).status.success());
    let second = place.quote("roster.csv", "2027-03-01", "json");
    assert_ne!(text(&first.stdout), text(&second.stdout));
    let shares = [
        "--contribution-employee",
        "60%",
        "--contribution-spouse",
        "30%",
        "--contribution-child",
        "30%",
    ];
    let base = [
        "quote",
        "--zip",
        "94110",
        "--census",
        "roster.csv",
        "--effective",
        "2027-03-01",
        "--format",
        "json",
    ];
    let again = place.run(&[&base[..], &shares[..], &["--catalogue", "1"]].concat());
    assert_eq!(text(&again.stdout), text(&first.stdout));
}

/// What two employers and the carrier did, appended as the server does.
fn recorded() -> Place {
    let place = Place(tempfile::tempdir().unwrap());
    let file = place.0.path().join("test.db").display().to_string();
    let event = |employer: Option<u128>, subject: &str| Event {
        employer: employer.map(|id| EmployerId(Uuid::from_u128(id))),
        at: "2026-10-07T12:00:00Z".parse().unwrap(),
        actor: Actor::Visitor,
        address: Some("192.0.2.1".into()),
        action: Action::InvitationAccepted,
        subject: subject.into(),
        before: None,
        after: None,
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = SqliteStore::open(&file).await.unwrap();
        store.migrate().await.unwrap();
        let mut unit = store.begin().await.unwrap();
        for (employer, subject) in
            [(Some(1), "Kim"), (Some(1), "=Lee"), (Some(2), "Ana"), (None, "Jo")]
        {
            unit.audit().append(event(employer, subject)).await.unwrap();
        }
        unit.commit().await.unwrap();
    });
    place
}

#[test]
fn trails_are_verified_against_what_was_printed_before() {
    let empty = Place(tempfile::tempdir().unwrap()).run(&["audit", "verify"]);
    assert_eq!((empty.status.code(), text(&empty.stdout)), (Some(0), ""), "{empty:?}");

    let place = recorded();
    let done = place.run(&["audit", "verify"]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert!(text(&done.stderr).contains("3 trails with 4 events; 0 not as"), "{done:?}");
    let heads: Vec<&str> = text(&done.stdout).lines().collect();
    let ids = [
        "carrier 1 ",
        "00000000-0000-0000-0000-000000000001 2 ",
        "00000000-0000-0000-0000-000000000002 1 ",
    ];
    assert_eq!(heads.len(), ids.len());
    assert!(heads.iter().zip(ids).all(|(head, id)| head.starts_with(id)), "{heads:?}");

    place.file("heads.txt", text(&done.stdout));
    let again = place.run(&["audit", "verify", "--noted", "heads.txt"]);
    assert_eq!((again.status.code(), &again.stdout), (Some(0), &done.stdout), "{again:?}");

    let zeros = "0".repeat(64);
    place.file("others.txt", format!("\n{} 2 {zeros}\n", &ids[1][..36]));
    let faulty = place.run(&["audit", "verify", "--noted", "others.txt"]);
    assert_eq!(faulty.status.code(), Some(2), "{faulty:?}");
    assert!(text(&faulty.stderr).contains("000001: row 2 is not the one that was noted"));
    assert_eq!(text(&faulty.stdout).lines().collect::<Vec<_>>(), [heads[0], heads[2]]);

    place.file("garbled.txt", "\ncarrier 1");
    for (file, words) in [("garbled.txt", "garbled.txt: line 2"), ("gone.txt", "cannot be read")] {
        let refused = place.run(&["audit", "verify", "--noted", file]);
        assert_eq!((refused.status.code(), text(&refused.stdout)), (Some(1), ""), "{file}");
        assert!(text(&refused.stderr).contains(words), "{refused:?}");
    }
}

#[test]
fn a_trail_is_exported_as_a_table() {
    let place = recorded();
    let employer = "00000000-0000-0000-0000-000000000001";
    let done = place.run(&["audit", "export", "--employer", employer]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    let table = text(&done.stdout).strip_prefix('\u{feff}').unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("Number,When (UTC),Who,"));
    let second = "2,2026-10-07T12:00:00.000000Z,A visitor,,192.0.2.1,invitation_accepted,\
         accepted the invitation of,'=Lee,,,00000000-0000-0000-0000-000000000001,";
    assert!(lines.len() == 3 && lines[2].starts_with(second), "{table}");

    let own = place.run(&["audit", "export"]);
    assert_eq!(text(&own.stdout).lines().count(), 2, "{own:?}");
    for (id, words) in
        [("00000000-0000-0000-0000-000000000009", "no employer"), ("Tidewater", "--employer")]
    {
        let refused = place.run(&["audit", "export", "--employer", id]);
        assert!(!refused.status.success() && refused.stdout.is_empty(), "{refused:?}");
        assert!(text(&refused.stderr).contains(words), "{refused:?}");
    }
}

#[test]
fn every_subcommand_explains_itself() {
    let place = Place(tempfile::tempdir().unwrap());
    for arguments in [
        &[][..],
        &["serve"],
        &["import"],
        &["quote"],
        &["demo"],
        &["audit"],
        &["audit", "verify"],
        &["audit", "export"],
    ] {
        let done = place.run(&[arguments, &["--help"]].concat());
        assert_eq!(done.status.code(), Some(0), "{arguments:?}");
        assert!(text(&done.stdout).contains("Usage: groupcover"), "{arguments:?}");
        assert!(text(&done.stdout).contains("--database-url"), "{arguments:?}");
    }
    assert!(text(&place.run(&["--version"]).stdout).starts_with("groupcover "));
    // Asking for help makes no database.
    assert_eq!(std::fs::read_dir(place.0.path()).unwrap().count(), 0);
}

#[test]
fn a_database_that_cannot_be_opened_is_said() {
    let place = Place::new();
    for (url, words) in [
        ("mysql://localhost/groupcover", "a database is sqlite:FILE or postgres://"),
        ("groupcover.db", "a database is sqlite:FILE or postgres://"),
        ("sqlite:no/such/folder/test.db", "cannot open no/such/folder/test.db"),
        ("postgres://secret-user:secret-word@127.0.0.1:1/none", "cannot connect to PostgreSQL"),
    ] {
        let done = place.run(&["import", "filings", "--database-url", url]);
        assert_eq!((done.status.code(), text(&done.stdout)), (Some(1), ""), "{url}");
        let said = text(&done.stderr);
        assert!(said.contains(words), "{url}: {said}");
        assert!(!said.contains("secret-word"), "{url}: {said}");
    }
}

#[test]
fn the_demo_is_served_on_this_machine_alone() {
    let place = Place(tempfile::tempdir().unwrap());
    for address in ["0.0.0.0", "::", "192.0.2.1"] {
        let done = place.run(&["serve", "--demo", "--address", address]);
        assert_eq!(done.status.code(), Some(1), "{address}");
        assert!(text(&done.stderr).contains("only served on this machine"), "{address}");
    }
    assert_eq!(std::fs::read_dir(place.0.path()).unwrap().count(), 0);
}
