//! An officer names an administrator: at once where all is on file, else by staff; and a stranger learns
//! nothing of what is on file.

use crate::renewal::BAYSIDE;
use crate::world::{World, day, noon};
use chrono::TimeDelta;
use domain::Cents;
use domain::access::{Account, Role};
use domain::audit::Filter;
use domain::designation::{
    Answers, Approver, Field, Happened, ON_PAPER, PAPER_MAX, PaperKind, State,
};
use domain::employer::{Employer, EmployerKind};
use domain::group::GroupFile;
use domain::group::GroupNumber;
use domain::id::{AccountId, EmployerId};
use domain::outbox::LetterKind;
use operations::designation::{
    Decision, DesignationError, FormError, OnFile, PaperFault, RegisterError,
};
use operations::{OperationError, Operations, Origin, StaffPermit};

const EIN: &str = "94-0000017";
const NUMBER: &str = "HH104233";
const INVOICE: i64 = 1_284_050;

fn answers() -> Answers {
    let text = |text: &str| text.to_owned();
    Answers {
        company: text("Bayside Dental Group"),
        ein: text(EIN),
        group_number: text("hh-104233"),
        officer: text("Ruth Abel"),
        title: text("President"),
        email: text("ruth@example.com"),
        phone: text("415-555-0100"),
        administrator: text("Ana Lee"),
        administrator_email: text("ana@example.com"),
        capabilities: vec![text("plan_renewal")],
        invoice: text("12,840.50"),
        attests: text("yes"),
        signature: text("Ruth Abel"),
        signing: String::new(),
    }
}

fn from(address: &str) -> Origin {
    Origin { address: address.to_owned(), ..Origin::default() }
}

/// A group that is on file, and somebody of the carrier.
async fn world() -> (World, Operations, StaffPermit) {
    let world = World::new().await;
    world.clock.set(noon(day("2026-11-24")));
    let operations = world.without_demo().with(World::settings());
    let permit = world.staff().await;
    let id: EmployerId = BAYSIDE.parse().unwrap();
    let employer = Employer {
        id,
        name: "Bayside Dental Group".to_owned(),
        kind: EmployerKind::Group,
        zip: None,
        county: None,
        renews_on: None,
    };
    let secrets = World::settings().secrets.unwrap();
    let file = GroupFile {
        employer: id,
        number: GroupNumber::parse(NUMBER).unwrap(),
        ein_sealed: "v1.test.x".to_owned(),
        ein_index: secrets.index.blind_index(GroupFile::EIN, "940000017"),
        last_invoice: Some(Cents::new(INVOICE)),
    };
    let mut unit = world.write().await;
    unit.employer().save(&employer, operations.now()).await.unwrap();
    unit.group().save_file(&file).await.unwrap();
    unit.commit().await.unwrap();
    (world, operations, permit)
}

async fn state(operations: &Operations, token: &str) -> State {
    operations.designation_status(token).await.unwrap().course.state
}

async fn kinds(operations: &Operations, permit: &StaffPermit) -> Vec<(LetterKind, String)> {
    let mut mails = operations.mails(permit, None).await.unwrap();
    mails.sort_by_key(|mail| mail.id);
    mails.into_iter().map(|mail| (mail.kind, mail.email)).collect()
}

async fn told(operations: &Operations, employer: Option<EmployerId>) -> Vec<String> {
    let trail = operations.trail(employer, &Filter::default(), None).await.unwrap();
    let rows = trail.rows.into_iter().map(|row| row.unwrap().event);
    rows.map(|event| format!("{} {}", event.actor, event.action.code())).collect()
}

/// What is told of an employer's trail as it was afterwards, the latest first.
async fn afters(operations: &Operations, employer: EmployerId) -> Vec<String> {
    let trail = operations.trail(Some(employer), &Filter::default(), None).await.unwrap();
    let events = trail.rows.into_iter().map(|row| row.unwrap().event);
    events.filter_map(|event| event.after.map(|after| after.to_string())).collect()
}

/// Whoever knows what stands on a bill is not put beside somebody unseen.
#[tokio::test]
async fn a_group_that_somebody_manages_is_looked_at_by_staff_and_they_are_told() {
    let (_world, operations, permit) = world().await;
    operations.register(&answers(), &from("::1")).await.unwrap();
    let second = Answers {
        administrator: "Bo Park".to_owned(),
        administrator_email: "bo@example.com".to_owned(),
        email: "rob@example.com".to_owned(),
        ..answers()
    };
    let unknown = Answers { invoice: String::new(), ..second.clone() };
    let token = operations.register(&second, &from("::1")).await.unwrap();
    let other = operations.register(&unknown, &from("::1")).await.unwrap();
    let status = operations.designation_status(&token).await.unwrap();
    assert_eq!(status.course.state, State::Received);
    assert_eq!(status, operations.designation_status(&other).await.unwrap(), "they look alike");

    let before = kinds(&operations, &permit).await.len();
    let waits = operations.designations(&permit).await.unwrap();
    let kept = waits.iter().find(|kept| kept.course.state == State::Received).unwrap();
    operations.decide_designation(&permit, kept.id, 1, Decision::Approve).await.unwrap();
    let to = |kind, email: &str| (kind, email.to_owned());
    assert_eq!(
        kinds(&operations, &permit).await[before..],
        [
            to(LetterKind::AdministratorAdded, "ana@example.com"),
            to(LetterKind::DesignationApproved, "bo@example.com"),
            to(LetterKind::AdministratorNamed, "rob@example.com"),
        ]
    );
    let seen = operations.staff_employer(&permit, BAYSIDE).await.unwrap();
    let roles: Vec<Role> = seen.users.iter().map(|user| user.grant.role).collect();
    assert_eq!(roles, [Role::Primary, Role::Primary]);

    // Whom a form names again is told nothing of themselves.
    let last = waits.iter().rfind(|one| one.course.state == State::Received && one.id != kept.id);
    let (again, before) = (last.unwrap().id, kinds(&operations, &permit).await.len());
    operations.decide_designation(&permit, again, 1, Decision::Approve).await.unwrap();
    let mails = kinds(&operations, &permit).await;
    assert!(mails[before..].iter().all(|(kind, _)| *kind != LetterKind::AdministratorAdded));
}

#[tokio::test]
async fn what_is_all_on_file_is_approved_at_once() {
    let (world, operations, permit) = world().await;
    let token = operations.register(&answers(), &from("::1")).await.unwrap();
    assert_eq!(state(&operations, &token).await, State::Approved { by: Approver::OnFile });
    let mails = kinds(&operations, &permit).await;
    let to = |kind, email: &str| (kind, email.to_owned());
    assert_eq!(
        mails,
        [
            to(LetterKind::DesignationReceived, "ruth@example.com"),
            to(LetterKind::DesignationApproved, "ana@example.com"),
            to(LetterKind::AdministratorNamed, "ruth@example.com"),
        ]
    );
    let id: EmployerId = BAYSIDE.parse().unwrap();
    let mut unit = world.read().await;
    let ana = unit.access().account_of_email("ana@example.com").await.unwrap().unwrap();
    let grants = unit.access().grants_of(id, ana.id).await.unwrap();
    assert_eq!(grants.iter().map(|grant| grant.role).collect::<Vec<_>>(), [Role::Primary]);
    drop(unit);
    assert_eq!(
        told(&operations, Some(id)).await,
        [
            "The server (what is on file) designation_approved",
            "The server (what is on file) invitation_sent",
            "The server (what is on file) grant_given",
        ]
    );
    let afters = afters(&operations, id).await;
    assert!(afters[0].starts_with("Primary administrator: View members, "), "{afters:?}");
    assert_eq!(afters.len(), 1, "{afters:?}");
    assert_eq!(
        told(&operations, None).await,
        ["The server (what is on file) designation_approved", "A visitor designation_submitted",]
    );
    let seen = operations.designations(&permit).await.unwrap();
    let kept = format!("{seen:?}");
    assert!(!kept.contains("940000017") && !kept.contains(&token), "both are sealed: {kept}");
}

#[tokio::test]
async fn whatever_is_not_all_on_file_looks_alike_and_waits_for_staff() {
    let (_world, operations, permit) = world().await;
    let text = |text: &str| text.to_owned();
    let wrong = [
        Answers { invoice: text("12,840.51"), ..answers() },
        Answers { invoice: String::new(), ..answers() },
        Answers { ein: text("94-0000018"), ..answers() },
        Answers { group_number: text("HH999999"), ..answers() },
    ];
    let mut seen = Vec::new();
    for (place, wrong) in wrong.iter().enumerate() {
        let email = format!("ruth{place}@example.com");
        let wrong = Answers { email, ..wrong.clone() };
        let token = operations.register(&wrong, &from("::1")).await.unwrap();
        seen.push(operations.designation_status(&token).await.unwrap());
    }
    assert!(seen.iter().all(|status| *status == seen[0]), "{seen:?}");
    assert_eq!(seen[0].course.state, State::Received);
    let mut on_file = Vec::new();
    for kept in operations.designations(&permit).await.unwrap() {
        let seen = operations.designation(&permit, kept.id).await.unwrap();
        on_file.push((seen.ein, seen.on_file));
    }
    on_file.sort_by_key(|(ein, found)| (ein.clone(), format!("{found:?}")));
    let row = |ein: &str, found| (ein.to_owned(), found);
    assert_eq!(
        on_file,
        [
            row("…0017", OnFile::Nothing),
            row("…0017", OnFile::Same),
            row("…0017", OnFile::Same),
            row("…0018", OnFile::Differs),
        ]
    );
}

#[tokio::test]
async fn an_amount_cannot_be_tried_out_and_nobody_is_flooded() {
    let (world, operations, _) = world().await;
    for cents in 1..=3 {
        let guess = Answers {
            invoice: format!("12,840.5{cents}"),
            email: format!("ruth{cents}@example.com"),
            ..answers()
        };
        operations.register(&guess, &from("::1")).await.unwrap();
    }
    let right = operations.register(&answers(), &from("::2")).await.unwrap();
    assert_eq!(state(&operations, &right).await, State::Received, "staff look at it");
    for _ in 0..2 {
        operations.register(&answers(), &from("::3")).await.unwrap();
    }
    let refused = operations.register(&answers(), &from("::4")).await.unwrap_err();
    assert!(matches!(refused, RegisterError::TooMany), "three a day for one officer: {refused:?}");
    for number in 0..20 {
        let other = Answers { email: format!("o{number}@example.com"), ..answers() };
        operations.register(&other, &from(&format!("2001:db8::{number}"))).await.unwrap();
    }
    let other = Answers { email: "p@example.com".to_owned(), ..answers() };
    let refused = operations.register(&other, &from("2001:db8::ffff")).await.unwrap_err();
    assert!(
        matches!(refused, RegisterError::TooMany),
        "twenty an hour from one place: {refused:?}"
    );
    world.clock.set(operations.now() + TimeDelta::days(2));
    let late = operations.register(&answers(), &from("::5")).await.unwrap();
    assert_eq!(state(&operations, &late).await, State::Approved { by: Approver::OnFile });
}

/// Though whoever asks gets no more mail in a day than three.
#[tokio::test]
async fn a_strangers_forms_use_up_nobody_elses() {
    let (_world, operations, permit) = world().await;
    for _ in 0..3 {
        operations.register(&answers(), &from("192.0.2.7")).await.unwrap();
    }
    let refused = operations.register(&answers(), &from("192.0.2.7")).await.unwrap_err();
    assert!(matches!(refused, RegisterError::TooMany), "{refused:?}");
    let mails = kinds(&operations, &permit).await.len();
    let token = operations.register(&answers(), &from("198.51.100.9")).await.unwrap();
    assert_eq!(state(&operations, &token).await, State::Received, "the officer's own is taken");
    assert_eq!(kinds(&operations, &permit).await.len(), mails, "its status is seen without mail");
}

#[tokio::test]
async fn staff_ask_the_officer_answers_and_staff_approve() {
    let (_world, operations, permit) = world().await;
    let unknown = Answers { group_number: "HH999999".to_owned(), ..answers() };
    let token = operations.register(&unknown, &from("::1")).await.unwrap();
    let early = operations.answer_designation(&token, "Here", &from("::1")).await.unwrap_err();
    assert!(matches!(early, DesignationError::Overtaken), "nothing was asked: {early:?}");
    let kept = operations.designations(&permit).await.unwrap().remove(0);
    let decide = async |version, decision| {
        operations.decide_designation(&permit, kept.id, version, decision).await
    };
    let silent = decide(1, Decision::Ask("  ".to_owned())).await.unwrap_err();
    assert!(matches!(silent, DesignationError::Words), "{silent:?}");
    decide(1, Decision::Ask("Which bill?".to_owned())).await.unwrap();
    let overtaken = decide(1, Decision::Approve).await.unwrap_err();
    assert!(matches!(overtaken, DesignationError::Overtaken), "{overtaken:?}");
    let what = "Which bill?".to_owned();
    assert_eq!(state(&operations, &token).await, State::NeedsMore { what });
    operations.answer_designation(&token, " November's ", &from("::1")).await.unwrap();
    assert_eq!(state(&operations, &token).await, State::Received);
    decide(3, Decision::Approve).await.unwrap();
    let again = decide(4, Decision::Refuse("No".to_owned())).await.unwrap_err();
    assert!(matches!(again, DesignationError::Overtaken), "it is decided: {again:?}");

    let found = operations.staff_employers(&permit, "HH999999").await.unwrap();
    assert_eq!(found.len(), 1, "it is on file now");
    assert_eq!(
        told(&operations, Some(found[0].employer.id)).await,
        [
            "Kim Doyle designation_approved",
            "Kim Doyle invitation_sent",
            "Kim Doyle grant_given",
            "Kim Doyle group_filed",
        ]
    );
    let afters = afters(&operations, found[0].employer.id).await;
    assert_eq!(afters.last().map(String::as_str), Some("HH999999, EIN …0017"));
    assert_eq!(found[0].employer.kind, EmployerKind::Group);
    let seen = operations.staff_employer(&permit, &found[0].employer.id.to_string()).await.unwrap();
    assert_eq!(seen.ein.as_deref(), Some("…0017"));
    assert_eq!(seen.users.iter().map(|user| user.name.as_str()).collect::<Vec<_>>(), ["Ana Lee"]);
    let kinds: Vec<LetterKind> =
        kinds(&operations, &permit).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(
        kinds,
        [
            LetterKind::DesignationReceived,
            LetterKind::DesignationNeedsMore,
            LetterKind::DesignationApproved,
            LetterKind::AdministratorNamed,
        ]
    );
    assert_eq!(
        told(&operations, None).await,
        [
            "Kim Doyle designation_approved",
            "A visitor designation_answered",
            "Kim Doyle designation_questioned",
            "A visitor designation_submitted",
        ]
    );
    let trails = operations.verify_trails(&[]).await.unwrap();
    assert!(trails.iter().all(|trail| trail.faults.is_empty()), "{trails:?}");
}

#[tokio::test]
async fn what_contradicts_the_file_is_not_approved_and_a_refusal_is_told() {
    let (_world, operations, permit) = world().await;
    let other = Answers { ein: "94-0000018".to_owned(), ..answers() };
    let token = operations.register(&other, &from("::1")).await.unwrap();
    let kept = operations.designations(&permit).await.unwrap().remove(0);
    let refused = operations.decide_designation(&permit, kept.id, 1, Decision::Approve).await;
    assert!(matches!(refused, Err(DesignationError::Contradicted)), "{refused:?}");
    let reason = "The EIN is another company's.".to_owned();
    let decision = Decision::Refuse(reason.clone());
    operations.decide_designation(&permit, kept.id, 1, decision).await.unwrap();
    assert_eq!(state(&operations, &token).await, State::Refused { reason });
    let last = kinds(&operations, &permit).await.pop().unwrap();
    assert_eq!(last, (LetterKind::DesignationRefused, "ruth@example.com".to_owned()));
}

#[tokio::test]
async fn an_account_that_is_there_is_taken_and_what_is_wrong_is_said() {
    let (world, operations, permit) = world().await;
    let ana = Account {
        id: AccountId(uuid::Uuid::from_u128(77)),
        email: "Ana@Example.com".to_owned(),
        name: "Ana Maria Lee".to_owned(),
        staff: false,
    };
    let mut unit = world.write().await;
    unit.access().insert_account(&ana, operations.now()).await.unwrap();
    unit.commit().await.unwrap();
    operations.register(&answers(), &from("::1")).await.unwrap();
    let seen = operations.staff_employer(&permit, BAYSIDE).await.unwrap();
    assert_eq!(seen.users.len(), 1);
    assert_eq!(seen.users[0].name, "Ana Maria Lee");

    let faults = match operations.register(&Answers::default(), &from("::1")).await {
        Err(RegisterError::Faults(faults)) => faults,
        other => panic!("has faults: {other:?}"),
    };
    assert_eq!(faults[0].field, Field::Company);
    for wrong in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let none = operations.designation_status(wrong).await.unwrap_err();
        assert!(matches!(none, OperationError::NotFound), "{wrong}: {none:?}");
    }
}

const SCAN: &[u8] = b"%PDF-1.7 signed";

/// Though all is on file: staff look at the signature.
#[tokio::test]
async fn a_form_signed_on_paper_waits_for_it_and_then_for_staff() {
    let (_world, operations, permit) = world().await;
    let paper = Answers { signing: ON_PAPER.to_owned(), signature: String::new(), ..answers() };
    let token = operations.register(&paper, &from("::1")).await.unwrap();
    assert_eq!(state(&operations, &token).await, State::WaitsForPaper);
    assert!(operations.designation_status(&token).await.unwrap().takes_paper);
    let form = operations.designation_form(&token, &from("::1")).await.unwrap();
    assert_eq!((form.ein.as_str(), form.group_number.as_str()), ("940000017", NUMBER));
    assert_eq!(form.form.officer.name, "Ruth Abel");
    let kept = operations.designations(&permit).await.unwrap().remove(0);
    let early = operations.decide_designation(&permit, kept.id, 1, Decision::Approve).await;
    assert!(matches!(early, Err(DesignationError::Overtaken)), "nothing is signed: {early:?}");
    let none = operations.designation_paper(&permit, kept.id).await.unwrap_err();
    assert!(matches!(none, OperationError::NotFound), "{none:?}");

    let send = async |bytes: &[u8]| {
        operations.take_designation_paper(&token, bytes.to_vec(), &from("::2")).await
    };
    let large = [SCAN, &vec![0; PAPER_MAX]].concat();
    for (bytes, fault) in [
        (b"".as_slice(), PaperFault::Missing),
        (b"<html>", PaperFault::Kind),
        (&large, PaperFault::TooLarge),
    ] {
        let refused = send(bytes).await.unwrap_err();
        assert!(matches!(refused, DesignationError::Paper(why) if why == fault), "{refused:?}");
        assert_eq!(state(&operations, &token).await, State::WaitsForPaper);
    }
    send(b"\xff\xd8\xff a blurred photograph").await.unwrap();
    send(SCAN).await.unwrap();
    let status = operations.designation_status(&token).await.unwrap();
    let steps: Vec<Happened> = status.course.steps.iter().map(|step| step.what).collect();
    assert_eq!(steps, [Happened::Submitted, Happened::PaperCame, Happened::PaperCame]);
    assert_eq!(status.course.state, State::Received);
    let seen = operations.designation(&permit, kept.id).await.unwrap();
    assert_eq!((seen.kept.version, seen.paper_came_at), (3, Some(operations.now())));
    let came = operations.designation_paper(&permit, kept.id).await.unwrap();
    assert_eq!((came.kind, came.bytes.as_slice()), (PaperKind::Pdf, SCAN));
    assert_eq!((came.address.as_str(), came.digest.len()), ("::2", 64));

    operations.decide_designation(&permit, kept.id, 3, Decision::Approve).await.unwrap();
    let late = send(SCAN).await.unwrap_err();
    assert!(matches!(late, DesignationError::Overtaken), "it is decided: {late:?}");
    let closed = operations.designation_form(&token, &from("::1")).await.unwrap_err();
    let not_found =
        |error: &FormError| matches!(error, FormError::Operation(OperationError::NotFound));
    assert!(not_found(&closed), "{closed:?}");
    assert_eq!(
        told(&operations, None).await,
        [
            "Kim Doyle designation_approved",
            "A visitor designation_paper_came",
            "A visitor designation_paper_came",
            "A visitor designation_submitted",
        ]
    );
}

#[tokio::test]
async fn paper_is_taken_a_few_times_and_only_for_forms_that_are_signed_on_it() {
    let (_world, operations, _) = world().await;
    let typed = Answers { invoice: String::new(), ..answers() };
    let token = operations.register(&typed, &from("::1")).await.unwrap();
    assert!(!operations.designation_status(&token).await.unwrap().takes_paper);
    let paper = operations.take_designation_paper(&token, SCAN.to_vec(), &from("::1")).await;
    assert!(matches!(paper, Err(DesignationError::Overtaken)), "{paper:?}");
    let none = operations.designation_form(&token, &from("::1")).await.unwrap_err();
    assert!(matches!(none, FormError::Operation(OperationError::NotFound)), "{none:?}");
    let wrong = operations.take_designation_paper("x", SCAN.to_vec(), &from("::1")).await;
    let not_found = DesignationError::Operation(OperationError::NotFound);
    assert_eq!(wrong.unwrap_err().to_string(), not_found.to_string());

    let mut taken = 0;
    for number in 0..5 {
        let email = format!("ruth{number}@example.com");
        let paper = Answers { signing: ON_PAPER.to_owned(), email, ..answers() };
        let token = operations.register(&paper, &from("::1")).await.unwrap();
        for _ in 0..6 {
            let sent = operations.take_designation_paper(&token, SCAN.to_vec(), &from("::1")).await;
            match sent {
                Ok(()) => taken += 1,
                Err(DesignationError::Paper(PaperFault::TooMany)) => {}
                Err(other) => panic!("is taken or too many: {other:?}"),
            }
        }
        assert_eq!(taken, (5 * (number + 1)).min(20), "five a form, twenty an hour from here");
    }
}

#[tokio::test]
async fn staff_are_told_where_the_company_is_on_file_as_another_group() {
    let (_world, operations, permit) = world().await;
    let other = Answers { group_number: "HH999999".to_owned(), ..answers() };
    operations.register(&other, &from("::1")).await.unwrap();
    let kept = operations.designations(&permit).await.unwrap().remove(0);
    let seen = operations.designation(&permit, kept.id).await.unwrap();
    assert_eq!((seen.on_file, seen.other_group.as_deref()), (OnFile::Nothing, Some(NUMBER)));
    operations.decide_designation(&permit, kept.id, 1, Decision::Approve).await.unwrap();
    let seen = operations.designation(&permit, kept.id).await.unwrap();
    assert_eq!(seen.on_file, OnFile::Same);
}

/// Each is a document to be written.
#[tokio::test]
async fn a_network_is_handed_so_many_forms() {
    let (world, operations, _) = world().await;
    let paper = Answers { signing: ON_PAPER.to_owned(), signature: String::new(), ..answers() };
    let token = operations.register(&paper, &from("::1")).await.unwrap();
    for number in 0..61 {
        let here = from(&format!("2001:db8::{number:x}"));
        operations.designation_form(&token, &here).await.unwrap();
    }
    let refused = operations.designation_form(&token, &from("2001:db8::ffff")).await.unwrap_err();
    let five = TimeDelta::seconds(5);
    assert!(matches!(refused, FormError::Wait(wait) if wait == five), "{refused:?}");
    operations.designation_form(&token, &from("192.0.2.7")).await.expect("from elsewhere");
    world.clock.set(operations.now() + five);
    operations.designation_form(&token, &from("2001:db8::ffff")).await.unwrap();
}

/// Its officer is told; what waits for staff is theirs however long it takes.
#[tokio::test]
async fn a_form_that_its_officer_left_lying_is_closed() {
    let (world, operations, permit) = world().await;
    let paper = Answers { signing: ON_PAPER.to_owned(), signature: String::new(), ..answers() };
    let unsigned = operations.register(&paper, &from("::1")).await.unwrap();
    let asked = Answers { invoice: String::new(), email: "rob@example.com".into(), ..answers() };
    let asked = operations.register(&asked, &from("::1")).await.unwrap();
    let waits = Answers { invoice: String::new(), email: "rita@example.com".into(), ..answers() };
    let waits = operations.register(&waits, &from("::1")).await.unwrap();
    world.clock.set(operations.now() + TimeDelta::days(1));
    let all = operations.designations(&permit).await.unwrap();
    let kept = all.iter().find(|kept| kept.form.officer.email == "rob@example.com").unwrap();
    let ask = Decision::Ask("Which bill?".to_owned());
    let staff = world.staff().await;
    operations.decide_designation(&staff, kept.id, 1, ask).await.unwrap();
    let mails = kinds(&operations, &permit).await.len();
    assert_eq!(operations.close_abandoned().await.unwrap(), 0);
    world.clock.set(operations.now() + TimeDelta::days(60));
    assert_eq!(operations.close_abandoned().await.unwrap(), 1, "a day is missing to the other");
    world.clock.set(operations.now() + TimeDelta::days(1));
    assert_eq!(operations.close_abandoned().await.unwrap(), 1);
    assert_eq!(operations.close_abandoned().await.unwrap(), 0, "and once");
    let reason = "Nothing came from you for 60 days.".to_owned();
    assert_eq!(state(&operations, &unsigned).await, State::Refused { reason: reason.clone() });
    assert_eq!(state(&operations, &asked).await, State::Refused { reason });
    assert_eq!(state(&operations, &waits).await, State::Received);
    let to = |email: &str| (LetterKind::DesignationRefused, email.to_owned());
    let told_of = kinds(&operations, &permit).await;
    assert_eq!(told_of[mails..], [to("ruth@example.com"), to("rob@example.com")]);
    assert_eq!(told(&operations, None).await[0], "The server (upkeep) designation_refused");
}
