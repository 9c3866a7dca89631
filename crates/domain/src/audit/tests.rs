//! What the trail keeps, and what is found when somebody was at it.

use super::chain::{NotAFingerprint, NotAHead, canonical, employer, key};
use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn event(place: u32) -> Event {
    Event {
        employer: Some(EmployerId(Uuid::from_u128(7))),
        at: DateTime::from_timestamp_micros(1_791_374_400_000_000 + i64::from(place)).unwrap(),
        actor: Actor::Account { id: AccountId(Uuid::from_u128(9)), name: "Jane Sample".into() },
        address: Some("192.0.2.1".into()),
        action: Action::GrantRevoked,
        subject: format!("Kim Broker {place}").as_str().into(),
        before: Some("View members".into()),
        after: None,
    }
}

/// A chain of so many rows, and its head.
fn chain(length: u32) -> (Vec<Kept>, Option<Head>) {
    let (mut rows, mut previous) = (Vec::new(), Fingerprint::NONE);
    for place in 0..length {
        let chained = Chained::new(i64::from(place) + 1, previous, event(place));
        previous = chained.hash;
        rows.push(Ok(chained));
    }
    let head = Head { employer: event(0).employer, number: i64::from(length), hash: previous };
    (rows, Some(head).filter(|_| length > 0))
}

fn row(rows: &mut [Kept], number: usize) -> &mut Chained {
    rows[number - 1].as_mut().unwrap()
}

fn other_hash() -> Fingerprint {
    "07".repeat(32).parse().unwrap()
}

/// A row with another subject, that is whole again.
fn forged(chained: &Chained) -> Chained {
    let event = Event { subject: "Somebody else".into(), ..chained.event.clone() };
    Chained::new(chained.number, chained.previous, event)
}

#[test]
fn a_text_is_cut_to_one_line() {
    let long = "a".repeat(Excerpt::MAX);
    for (text, excerpt) in [
        ("", ""),
        ("  Zoë 李 👩🏽‍⚕️ ", "Zoë 李 👩🏽‍⚕️"),
        ("a\r\nb\0\u{7f}\u{2028}c", "a  b   c"),
        ("Kim\u{202e}nimdA\u{2066}", "Kim nimdA"),
        (&long, &long),
        (&format!("{long}b"), &format!("{}…", &long[1..])),
    ] {
        assert_eq!(Excerpt::new(text).as_str(), excerpt, "{text:?}");
        assert_eq!(Excerpt::kept(text).is_some(), text == excerpt, "{text:?}");
    }
}

#[test]
fn what_identifies_somebody_is_masked() {
    for (address, masked) in [
        ("jane@example.com", "j…@example.com"),
        (" Zoë.O'Brien@mail.example.com ", "Z…@mail.example.com"),
        ("\"a@b\"@example.com", "\"…@example.com"),
        ("j@example.com", "…@example.com"),
        ("@example.com", "…@example.com"),
        ("jane@", "…"),
        ("jane", "…"),
        ("", "…"),
    ] {
        assert_eq!(mask::email(address), masked, "{address:?}");
    }
    for (number, masked) in [
        ("12-3456789", "…6789"),
        ("123-45-6789", "…6789"),
        ("00012345678", "…5678"),
        ("1234567", "…"),
        ("6789", "…"),
        ("none", "…"),
    ] {
        assert_eq!(mask::number(number), masked, "{number:?}");
    }
}

#[test]
fn each_action_is_known_by_its_code() {
    for action in Action::ALL {
        assert_eq!(Action::from_code(action.code()), Some(*action));
        let plain = |c: char| c.is_ascii_lowercase() || c == '_';
        assert!(action.code().chars().all(plain) && !action.words().is_empty(), "{action:?}");
    }
    assert_eq!(Action::from_code("SignedIn"), None);
}

#[test]
fn an_actor_is_read_back_and_only_whole() {
    let account = AccountId(Uuid::from_u128(9));
    let jane = Actor::Account { id: account, name: "Jane".into() };
    let names = ["Jane", "A visitor", "The server (mail)", "The command line"];
    let actors = [jane, Actor::Visitor, Actor::Job("mail".into()), Actor::CommandLine];
    for (actor, name) in actors.into_iter().zip(names) {
        assert_eq!(actor.to_string(), name);
        let parts = (actor.account(), actor.name().cloned());
        assert_eq!(Actor::from_parts(actor.code(), parts.0, parts.1), Some(actor));
    }
    for (code, account, name) in [
        ("account", None, Some("Jane")),
        ("account", Some(account), None),
        ("visitor", Some(account), None),
        ("visitor", None, Some("Jane")),
        ("job", None, None),
        ("job", Some(account), Some("mail")),
        ("command_line", None, Some("root")),
        ("staff", None, None),
    ] {
        assert_eq!(Actor::from_parts(code, account, name.map(Excerpt::new)), None, "{code}");
    }
}

/// The text is what every fingerprint ever taken rests on: nobody may bless another one here.
#[test]
fn the_canonical_text_is_as_documented() {
    let whole = Chained::new(7, Fingerprint::NONE, event(0));
    let expect = "groupcover audit 1\n\
        number 1 7\n\
        previous 64 0000000000000000000000000000000000000000000000000000000000000000\n\
        employer 36 00000000-0000-0000-0000-000000000007\n\
        at 27 2026-10-07T12:00:00.000000Z\n\
        actor 7 account\n\
        account 36 00000000-0000-0000-0000-000000000009\n\
        name 11 Jane Sample\n\
        address 9 192.0.2.1\n\
        action 13 grant_revoked\n\
        subject 12 Kim Broker 0\n\
        before 12 View members\n\
        after -\n";
    assert_eq!(canonical(7, Fingerprint::NONE, &whole.event), expect);
    // By `sha256sum` of the text above.
    let hash = "d5d690b540524e16f85fbe2892d6886e388b649198ca5c4ada2166033aa2dc8e";
    assert_eq!(whole.hash.to_string(), hash);

    let nobody = Event {
        employer: None,
        actor: Actor::Visitor,
        address: None,
        before: None,
        after: Some("Zoë".into()),
        ..event(0)
    };
    let text = canonical(1, whole.hash, &nobody);
    let lines = "actor 7 visitor\naccount -\nname -\naddress -\naction ";
    assert!(text.contains(lines) && text.ends_with("before -\nafter 4 Zoë\n"), "{text}");
    assert!(text.contains("employer 36 00000000-0000-0000-0000-000000000000\n"), "{text}");
}

#[test]
fn a_trail_is_kept_under_its_employer_or_under_none() {
    let seven = EmployerId(Uuid::from_u128(7));
    for of in [Some(seven), None] {
        assert_eq!(employer(key(of)), of);
    }
    assert_eq!(key(None).0, Uuid::nil());
}

#[test]
fn a_head_is_noted_and_read_again() {
    let (_, head) = chain(3);
    let head = head.unwrap();
    let own = Head { employer: None, ..head };
    for head in [head, own] {
        assert_eq!(head.to_string().parse(), Ok(head));
    }
    assert!(own.to_string().starts_with("carrier 3 "), "{own}");
    for text in ["", "carrier 3", "staff 3 00", &format!("carrier x {}", head.hash)] {
        assert_eq!(text.parse::<Head>(), Err(NotAHead), "{text:?}");
    }
    let hash = head.hash.to_string();
    for text in [&hash[1..], &hash.to_uppercase(), &format!("é{}", &hash[2..]), ""] {
        assert_eq!(text.parse::<Fingerprint>(), Err(NotAFingerprint), "{text:?}");
    }
}

#[test]
fn what_was_done_to_a_chain_is_found() {
    type Deed = fn(&mut Vec<Kept>, &mut Option<Head>);
    let cases: &[(&str, Deed, &[Fault])] = &[
        ("nothing", |_, _| {}, &[]),
        (
            "a subject was changed",
            |rows, _| row(rows, 2).event.subject = "Somebody else".into(),
            &[Fault::Changed(2)],
        ),
        (
            "a moment was changed",
            |rows, _| row(rows, 5).event.at += chrono::TimeDelta::microseconds(1),
            &[Fault::Changed(5)],
        ),
        (
            "a row was moved to another's trail",
            |rows, _| row(rows, 4).event.employer = None,
            &[Fault::Changed(4)],
        ),
        (
            "a row was replaced by a whole one",
            |rows, _| *row(rows, 2) = forged(row(rows, 2)),
            &[Fault::Unlinked(3)],
        ),
        (
            "the last row was replaced by a whole one",
            |rows, _| *row(rows, 5) = forged(row(rows, 5)),
            &[Fault::HeadChanged(5)],
        ),
        (
            "the first row was removed",
            |rows, _| drop(rows.remove(0)),
            &[Fault::Removed { from: 1, until: 1 }],
        ),
        (
            "two rows were removed",
            |rows, _| drop(rows.drain(1..3)),
            &[Fault::Removed { from: 2, until: 3 }],
        ),
        (
            "the last two were removed",
            |rows, _| rows.truncate(3),
            &[Fault::Truncated { last: 3, head: 5 }],
        ),
        ("all were removed", |rows, _| rows.clear(), &[Fault::Truncated { last: 0, head: 5 }]),
        (
            "two rows changed places, with their numbers",
            |rows, _| {
                rows.swap(1, 2);
                (row(rows, 2).number, row(rows, 3).number) = (2, 3);
            },
            &[
                Fault::Unlinked(2),
                Fault::Changed(2),
                Fault::Unlinked(3),
                Fault::Changed(3),
                Fault::Unlinked(4),
            ],
        ),
        (
            "a row was inserted under a number that is taken",
            |rows, _| rows.insert(2, Ok(forged(rows[1].as_ref().unwrap()))),
            &[Fault::Inserted(2)],
        ),
        (
            "a row was inserted before the first",
            |rows, _| rows.insert(0, Ok(Chained::new(0, Fingerprint::NONE, event(8)))),
            &[Fault::Inserted(0)],
        ),
        (
            "a whole row was added after the last",
            |rows, head| rows.push(Ok(Chained::new(6, head.unwrap().hash, event(6)))),
            &[Fault::Beyond { head: 5 }],
        ),
        (
            "a row was garbled",
            |rows, _| rows[2] = Err(Unreadable { number: 3 }),
            &[Fault::Unreadable(3)],
        ),
        ("the head was removed", |_, head| *head = None, &[Fault::Headless]),
        (
            "the head was changed",
            |_, head| head.as_mut().unwrap().hash = Fingerprint::NONE,
            &[Fault::HeadChanged(5)],
        ),
    ];
    for (what, deed, faults) in cases {
        let (mut rows, mut head) = chain(5);
        deed(&mut rows, &mut head);
        assert_eq!(verify(&rows, head, &[]), *faults, "{what}");
    }
    assert_eq!(verify(&[], None, &[]), [], "nothing was ever done");
}

/// Who writes all of it anew, with its head, is given away by what was noted elsewhere alone.
#[test]
fn a_trail_that_was_written_anew_differs_from_what_was_noted() {
    let (mut rows, old) = chain(3);
    let old = old.unwrap();
    rows[1] = Ok(forged(rows[1].as_ref().unwrap()));
    let previous = rows[1].as_ref().unwrap().hash;
    rows[2] = Ok(Chained::new(3, previous, event(2)));
    let new = Head { hash: rows[2].as_ref().unwrap().hash, ..old };
    assert_eq!(verify(&rows, Some(new), &[]), []);
    assert_eq!(verify(&rows, Some(new), &[old]), [Fault::NotAsNoted(3)]);
    let shorter = Head { number: 2, hash: previous, ..old };
    assert_eq!(verify(&rows[..2], Some(shorter), &[old]), [Fault::NotAsNoted(3)]);
    assert_eq!(verify(&[], None, &[old]), [Fault::NotAsNoted(3)]);
    // What was noted earlier than the change is still so, and later rows do no harm.
    let (rows, head) = chain(4);
    assert_eq!(verify(&rows, head, &[old]), []);
}

#[test]
fn of_many_faults_a_hundred_are_told() {
    let (mut rows, head) = chain(300);
    for number in 1..=300 {
        row(&mut rows, number).event.after = Some("x".into());
    }
    assert_eq!(verify(&rows, head, &[]).len(), 100);
}

/// Something that can be done to one row of a chain.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Subject,
    Actor,
    Address,
    Action,
    Before,
    After,
    Moment,
    Forge,
    Remove,
    Swap,
    Twice,
    Truncate,
    Garble,
    Previous,
    Hash,
}

const DEEDS: [Deed; 15] = [
    Deed::Subject,
    Deed::Actor,
    Deed::Address,
    Deed::Action,
    Deed::Before,
    Deed::After,
    Deed::Moment,
    Deed::Forge,
    Deed::Remove,
    Deed::Swap,
    Deed::Twice,
    Deed::Truncate,
    Deed::Garble,
    Deed::Previous,
    Deed::Hash,
];

fn do_to(rows: &mut Vec<Kept>, at: usize, deed: Deed) {
    let chained = rows[at].as_mut().unwrap();
    let number = chained.number;
    match deed {
        Deed::Subject => chained.event.subject = "Somebody else".into(),
        Deed::Actor => chained.event.actor = Actor::CommandLine,
        Deed::Address => chained.event.address = None,
        Deed::Action => chained.event.action = Action::SignedOut,
        Deed::Before => chained.event.before = None,
        Deed::After => chained.event.after = Some("View members".into()),
        Deed::Moment => chained.event.at += chrono::TimeDelta::days(1),
        Deed::Forge => *chained = forged(chained),
        Deed::Previous => chained.previous = other_hash(),
        Deed::Hash => chained.hash = other_hash(),
        Deed::Remove => drop(rows.remove(at)),
        Deed::Twice => rows.insert(at, rows[at].clone()),
        Deed::Truncate => rows.truncate(at),
        Deed::Garble => rows[at] = Err(Unreadable { number }),
        Deed::Swap => {
            let other = if at == 0 { 1 } else { at - 1 };
            rows.swap(at, other);
            let number = rows[at].as_ref().unwrap().number;
            let other_number = std::mem::replace(&mut rows[other].as_mut().unwrap().number, number);
            rows[at].as_mut().unwrap().number = other_number;
        }
    }
}

proptest! {
    #[test]
    fn an_untouched_chain_is_sound_and_a_touched_one_is_not(
        length in 2_u32..20, at in any::<prop::sample::Index>(), deed in prop::sample::select(&DEEDS[..])
    ) {
        let (mut rows, head) = chain(length);
        prop_assert_eq!(verify(&rows, head, &[]), []);
        do_to(&mut rows, at.index(length as usize), deed);
        prop_assert_ne!(verify(&rows, head, &[]), []);
    }

    #[test]
    fn an_excerpt_is_one_already(text in "\\PC{0,300}|.{0,300}") {
        let excerpt = Excerpt::new(&text);
        prop_assert!(excerpt.as_str().chars().count() <= Excerpt::MAX);
        prop_assert_eq!(Excerpt::kept(excerpt.as_str()), Some(excerpt));
    }

    /// Whatever stands in the fields, two events that differ have two texts.
    #[test]
    fn no_value_passes_for_another_field(
        one in prop::array::uniform3("[a-z0-9 -]{0,12}"), other in prop::array::uniform3("[a-z0-9 -]{0,12}")
    ) {
        let with = |texts: &[String; 3]| Event {
            subject: texts[0].as_str().into(),
            before: Some(texts[1].as_str().into()),
            after: Some(texts[2].as_str().into()),
            ..event(0)
        };
        let (one, other) = (with(&one), with(&other));
        let text = |event| canonical(1, Fingerprint::NONE, event);
        prop_assert_eq!(one == other, text(&one) == text(&other));
    }

    #[test]
    fn a_mask_tells_at_most_four_digits(number in "[0-9 -]{0,20}") {
        let digits = mask::number(&number).chars().filter(char::is_ascii_digit).count();
        prop_assert!(digits == 0 || digits == 4);
    }
}
