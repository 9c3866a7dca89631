//! Files of changes and acknowledgments: written and read, by us and by somebody else's reader, and what is
//! refused.

#![expect(clippy::unwrap_used, reason = "the lint's exemption covers tests, not their helpers")]

use chrono::{DateTime, NaiveDate, Utc};
use domain::Split;
use domain::census::{Relationship, Waiver};
use domain::election::{Election, EndReason, Ending, LeaveReason, Leaving};
use domain::id::PlanId;
use domain::plan::Line;
use domain::renewal::Scenario;
use domain::submission::{
    Filed, FiledFamily, FiledMember, FiledPlan, Maintenance, MemberTurn, Outcome, turns,
};
use formats::FormatError;
use formats::x12::{
    Ack, AckError, Answer, At, Enrollment, Envelope, Header, Of, Reason, WriteError, read_834,
    read_ack, write_834, write_999,
};
use proptest::prelude::*;
use x12_types::util::Parser as _;
use x12_types::v005010::{_834, _999, DTP, NM1, REF, Transmission};

const GOLD: &str = "12345CA0010001";
const SILVER: &str = "12345CA0010002";
const DENTAL: &str = "12345CA0020001";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn plan(id: &str) -> PlanId {
    PlanId::parse(id).unwrap()
}

fn envelope() -> Envelope {
    Envelope {
        sender: "GROUPCOVER".to_owned(),
        receiver: "HARBOR".to_owned(),
        control: 17,
        created_at: "2026-11-27T18:04:59Z".parse::<DateTime<Utc>>().unwrap(),
        test: true,
    }
}

fn header() -> Header {
    Header {
        envelope: envelope(),
        carrier: "Harbor Health Plan".to_owned(),
        carrier_id: "12345".to_owned(),
        sponsor: "Lighthouse & Sons Bakery, Inc.".to_owned(),
        sponsor_id: "HH104233".to_owned(),
        effective_on: day("2027-01-01"),
    }
}

fn member(row: u32, name: &str, relationship: Relationship, now: bool, next: bool) -> FiledMember {
    FiledMember { row, name: name.to_owned(), relationship, born_on: day("1985-04-09"), now, next }
}

/// A family of its members, medical and dental plans now and next.
fn family(
    members: Vec<FiledMember>,
    now_in: [Option<&str>; 2],
    next_in: [Option<&str>; 2],
    outcome: Outcome,
) -> FiledFamily {
    FiledFamily {
        row: members[0].row,
        name: members[0].name.clone(),
        class: None,
        members,
        now_in: now_in.map(|id| id.map(plan)),
        next_in: next_in.map(|id| id.map(plan)),
        now: Split::default(),
        next: Split::default(),
        begins_on: None,
        outcome,
    }
}

fn filed(families: Vec<FiledFamily>, elections: Vec<Election>) -> Filed {
    let name = |id: &str, name: &str, line| FiledPlan { id: plan(id), name: name.to_owned(), line };
    Filed {
        employer: "Lighthouse & Sons Bakery, Inc.".to_owned(),
        catalogue: 1,
        scenario_name: "A".to_owned(),
        scenario: Scenario { packages: Vec::new(), moves: Vec::new() },
        elections,
        plans: vec![
            name(GOLD, "Harbor Gold 500 HMO", Line::Medical),
            name(SILVER, "Harbor Silver 2000 HMO", Line::Medical),
            name(DENTAL, "Harbor Dental High", Line::Dental),
        ],
        families,
        now: Split::default(),
        as_is: Split::default(),
        next: Split::default(),
        overrides: Vec::new(),
        signatures: Vec::new(),
    }
}

/// A group in which all happens that can happen.
fn group() -> Filed {
    use Relationship::{Child, DomesticPartner, Employee, Spouse};
    let ended = |reason| Outcome::Ended(Ending { reason, last_day: day("2026-11-30") });
    let mut couple = Election::following(2);
    couple.leaving = vec![Leaving { row: 3, reason: LeaveReason::Divorce }];
    let mut late = family(
        vec![member(50_002, "Bo Chen", Employee, false, true)],
        [None; 2],
        [Some(SILVER), None],
        Outcome::Joined,
    );
    late.begins_on = Some(day("2027-02-01"));
    filed(
        vec![
            family(
                vec![
                    member(2, "Ana Mar\u{ed}a Lindqvist", Employee, true, true),
                    member(3, "Karl Lindqvist", Spouse, true, false),
                    member(50_001, "Ida Lindqvist", Child, false, true),
                ],
                [Some(GOLD), None],
                [Some(SILVER), None],
                Outcome::Moved,
            ),
            family(
                vec![
                    member(5, "O\u{2019}Neil * Smith Jr.", Employee, true, true),
                    member(6, "Sam Smith", DomesticPartner, true, true),
                ],
                [Some(GOLD), None],
                [Some(GOLD), Some(DENTAL)],
                Outcome::Moved,
            ),
            family(
                vec![
                    member(8, "Владимир", Employee, true, false),
                    member(9, "Eva", Child, true, false),
                ],
                [Some(GOLD), Some(DENTAL)],
                [None; 2],
                ended(EndReason::LeftJob),
            ),
            family(
                vec![member(11, "Ruth Abel", Employee, true, false)],
                [Some(GOLD), None],
                [None; 2],
                Outcome::Waived(Some(Waiver::OtherGroupPlan)),
            ),
            family(
                vec![member(12, "Jo Quiet", Employee, true, true)],
                [Some(GOLD), None],
                [Some(GOLD), None],
                Outcome::Renewed,
            ),
            late,
        ],
        vec![couple],
    )
}

fn enrollment() -> Enrollment {
    let filed = group();
    Enrollment::of(header(), &filed, &turns(&filed, None, day("2027-01-01")))
}

fn written() -> String {
    String::from_utf8(write_834(&enrollment()).unwrap()).unwrap()
}

#[test]
fn a_file_of_changes_is_written_to_the_letter() {
    let expected = include_str!("834.golden.txt");
    assert_eq!(written(), expected);
}

#[test]
fn what_is_written_is_read_back() {
    use Maintenance::{Add, Change, End};
    let enrollment = enrollment();
    assert_eq!(read_834("a.x12", written().as_bytes()).unwrap(), enrollment);
    let lines: Vec<_> = enrollment.members.iter().map(|m| (m.row, m.what, m.reason)).collect();
    assert_eq!(
        lines,
        [
            (2, Change, Reason::PlanChange),
            (3, End, Reason::Divorced),
            (50_001, Add, Reason::InitialEnrollment),
            // The medical plan goes on: a member whose dental plan begins does not begin.
            (5, Change, Reason::BenefitSelection),
            (6, Change, Reason::BenefitSelection),
            (8, End, Reason::EmploymentEnded),
            (9, End, Reason::BenefitsEnded),
            (11, End, Reason::Declined),
            (50_002, Add, Reason::InitialEnrollment),
        ]
    );
}

#[test]
fn another_reader_finds_the_same_in_it() {
    let enrollment = enrollment();
    let text = written();
    let (rest, read) = Transmission::<_834>::parse(&text).unwrap();
    assert_eq!(rest, "");
    let set = &read.functional_group[0].segments[0];
    assert_eq!(set.loop_1000.len(), 2);
    assert_eq!(set.loop_2000.len(), enrollment.members.len());
    let number = |REF { _02: number, .. }: &REF| number.clone().unwrap_or_default();
    let day = |DTP { _03: day, .. }: &DTP| day.clone();
    for (theirs, ours) in set.loop_2000.iter().zip(&enrollment.members) {
        let Some(NM1 { _03: last, _04: first, _07: suffix, .. }) = &theirs.loop_2100[0].nm1 else {
            panic!("{theirs:?} has no name")
        };
        let words: Vec<&str> =
            [first, last, suffix].into_iter().flatten().map(String::as_str).collect();
        assert_eq!(words.join(" "), ours.name);
        let known_as = |row: u32| format!("HH104233-{row}");
        let numbers: Vec<String> = theirs.r#ref.iter().map(number).collect();
        assert_eq!(numbers, [known_as(ours.employee), "HH104233".to_owned(), known_as(ours.row)]);
        let lines: Vec<(String, String)> = theirs
            .loop_2300
            .iter()
            .map(|line| (number(&line.r#ref[0]), day(&line.dtp[0])))
            .collect();
        let expected = ours.lines.iter();
        let expected: Vec<(String, String)> =
            expected.map(|l| (l.plan.to_string(), l.on.format("%Y%m%d").to_string())).collect();
        assert_eq!(lines, expected);
    }
    let again: String = read.to_string().lines().collect();
    assert_eq!(again, text.lines().collect::<String>(), "it writes the same that it read");
}

#[test]
fn nothing_in_it_is_like_a_social_security_number() {
    for segment in written().split('~') {
        let id = segment.trim().split('*').next().unwrap_or_default();
        assert!(!segment.contains("*34*") && !segment.contains("*SY*"), "{segment}");
        let of_envelope = ["ISA", "IEA", "BGN"].contains(&id);
        let nine =
            segment.split('*').any(|e| e.len() == 9 && e.bytes().all(|b| b.is_ascii_digit()));
        assert!(of_envelope || !nine, "{segment}");
    }
}

/// The same interchange with other separators, by whoever wrote it.
fn separated(text: &str, element: char, component: char, end: char) -> String {
    let others = [('*', element), (':', component), ('~', end)];
    let other = |c: char| others.iter().find(|(ours, _)| *ours == c).map_or(c, |(_, other)| *other);
    text.chars().map(other).collect()
}

#[test]
fn other_separators_are_understood() {
    for (element, component, end) in
        [('|', '>', '\n'), ('\u{1d}', '\u{1f}', '\u{1c}'), ('+', '@', '%'), ('#', '!', '\r')]
    {
        let text = separated(&written(), element, component, end);
        assert_eq!(read_834("a.x12", text.as_bytes()).unwrap(), enrollment(), "{element:?}");
    }
    let unbroken = written().replace('\n', "");
    assert_eq!(read_834("a.x12", unbroken.as_bytes()).unwrap(), enrollment());
}

#[test]
fn what_cannot_be_an_interchange_is_not_written() {
    let error = |spoil: fn(&mut Enrollment)| {
        let mut enrollment = enrollment();
        spoil(&mut enrollment);
        write_834(&enrollment).unwrap_err().to_string()
    };
    assert_eq!(
        error(|e| e.header.envelope.control = 0),
        "0 is not a control number of one to nine digits"
    );
    assert_eq!(
        error(|e| e.header.envelope.control = 1_000_000_000),
        "1000000000 is not a control number of one to nine digits"
    );
    assert_eq!(
        error(|e| e.header.envelope.sender = "*".into()),
        "the sender's id is \"\": it has to have 2 to 15 characters"
    );
    assert_eq!(
        error(|e| e.header.sponsor_id = "H".repeat(31)),
        format!("the group's number is {:?}: it has to have 2 to 30 characters", "H".repeat(31))
    );
    assert_eq!(error(|e| e.members.clear()), WriteError::Nobody.to_string());
}

#[test]
fn spoiled_files_are_refused_with_the_place() {
    let text = written();
    let swap = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1).into_bytes()
    };
    let members = enrollment().members.len();
    for (what, bytes, told) in [
        ("nothing", Vec::new(), "not an X12 interchange"),
        ("another kind", b"GS*BE*A*B".to_vec(), "not an X12 interchange"),
        ("cut in the head", text.as_bytes()[..80].to_vec(), "not an X12 interchange"),
        ("cut in a segment", text.as_bytes()[..900].to_vec(), "ends here, in the middle"),
        (
            "cut between segments",
            text.as_bytes()[..text.find("SE*").unwrap()].to_vec(),
            "ends here",
        ),
        ("no trailer", text.as_bytes()[..text.find("IEA").unwrap()].to_vec(), "ends here"),
        ("count of segments", swap("SE*", "SE*1"), "SE01: "),
        ("count of groups", swap("IEA*1*", "IEA*2*"), "IEA01: 2 are counted, but there are 1"),
        ("count of sets", swap("GE*1*", "GE*0*"), "GE01: 0 are counted, but there are 1"),
        ("count below zero", swap("GE*1*", "GE*-1*"), "GE01: \"-1\" is not such a number"),
        (
            "a count beyond all",
            swap("GE*1*", &format!("GE*{}*", "9".repeat(40))),
            "not such a number",
        ),
        (
            "set control",
            swap("ST*834*0001", "ST*834*0002"),
            "SE02: it is not the control number in ST02",
        ),
        ("group control", swap("GE*1*17", "GE*1*18"), "GE02: it is not the control number in GS06"),
        ("control", swap("IEA*1*000000017", "IEA*1*000000018"), "IEA02: it is not"),
        ("both controls", swap("GE*1*17", "GE*1*18").tap("*17*X", "*18*X"), "GS06: it is not"),
        ("another guide", swap("*X*005010X220A1", "*X*005010X220"), "GS08: "),
        ("another set", swap("ST*834", "ST*820"), "ST01: \"820\" is not \"834\""),
        ("another version", swap("*00501*", "*00401*"), "ISA12: "),
        ("no day", swap("*261127*", "*261327*"), "ISA09"),
        ("neither test nor not", swap("*0*T*", "*0*Q*"), "ISA15: \"Q\" is none of its codes"),
        ("relationship", swap("INS*Y*18", "INS*Y*77"), "INS02: \"77\" is none"),
        ("who subscribes", swap("INS*N*01", "INS*Y*01"), "INS01: \"Y\" is not \"N\""),
        ("a strange segment", swap("REF*1L", "K3*X~\nREF*1L"), "SE01: "),
        ("another order", swap("REF*0F", "REF*ZZ"), "REF01: "),
        ("another group", swap("REF*23*HH104233-2", "REF*23*HH104234-2"), "REF02: "),
        (
            "a birthday that is none",
            swap("*19850409*", "*19850230*"),
            "DMG02: \"19850230\" is not a day",
        ),
        ("a plan that is none", swap(SILVER, "X"), "REF02: a HIOS plan id"),
        ("a lower-case name", swap("INS*", "ins*"), "no segment has this name"),
        ("no name", swap("~\nREF*38", "~\n*38"), "no segment has this name"),
        ("two ends", swap("~\nREF*38", "~~REF*38"), "no segment has this name"),
        ("a control character", swap("LINDQVIST", "LIND\u{7}VIST"), "control character"),
        ("two interchanges", format!("{text}{text}").into_bytes(), "after the end"),
        ("something after it", format!("{text}NTE*X~").into_bytes(), "after the end"),
        (
            "a lone surrogate",
            swap("LINDQVIST", "\u{1}").tap_bytes(&[0x1], &[0xed, 0xa0, 0x80]),
            "UTF-8",
        ),
        ("an equal separator", swap(":~", "*~"), "not an X12 interchange"),
        ("a separator that is a letter", swap(":~", "A~"), "not an X12 interchange"),
        ("a segment without end", swap("LINDQVIST", &"A".repeat(5_000)), "longer than 4096"),
        ("too large", vec![b'~'; 16 * 1024 * 1024 + 1], "larger than"),
    ] {
        let error = read_834("a.x12", &bytes).expect_err(what).to_string();
        assert!(error.starts_with("a.x12") && error.contains(told), "{what}: {error}");
        assert!(read_ack("a.x12", &bytes).is_err(), "{what}");
    }
    let without = text.split_inclusive('\n').filter(|line| !line.starts_with("HD*"));
    let without = without.collect::<String>();
    assert!(read_834("a.x12", without.as_bytes()).is_err());
    assert_eq!(members, 9);
    // Where it is cut, it is refused.
    for end in 0..text.len() - 1 {
        assert!(read_834("a.x12", &text.as_bytes()[..end]).is_err(), "cut at {end}");
    }
    let tail = text.trim_end();
    assert!(read_834("a.x12", tail.as_bytes()).is_ok());
}

/// Further changes to bytes.
trait Tap {
    fn tap(self, from: &str, to: &str) -> Vec<u8>;
    fn tap_bytes(self, from: &[u8], to: &[u8]) -> Vec<u8>;
}

impl Tap for Vec<u8> {
    fn tap(self, from: &str, to: &str) -> Vec<u8> {
        self.tap_bytes(from.as_bytes(), to.as_bytes())
    }

    fn tap_bytes(self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = self.windows(from.len()).position(|part| part == from).unwrap();
        [&self[..at], to, &self[at + from.len()..]].concat()
    }
}

fn of(at: At, code: &str) -> AckError {
    AckError { at, code: code.to_owned() }
}

fn ack(answer: Answer, errors: Vec<AckError>) -> Ack {
    Ack { of: Of::Group, control: 17, answer, errors }
}

fn wrong() -> Vec<AckError> {
    let (id, position) = ("INS".to_owned(), 8);
    vec![
        of(At::Element { id: id.clone(), position, element: 3 }, "7"),
        of(At::Element { id, position, element: 4 }, "I9"),
        of(At::Segment { id: "DMG".into(), position: 14 }, "3"),
    ]
}

#[test]
fn answers_are_written_and_read_back() {
    let set = || of(At::Set, "4");
    for ack in [
        ack(Answer::Accepted, Vec::new()),
        ack(Answer::AcceptedWithErrors, wrong()),
        ack(Answer::Rejected, [wrong(), vec![set(), of(At::Group, "5")]].concat()),
        ack(Answer::Rejected, vec![set()]),
    ] {
        let bytes = write_999(&envelope(), &ack).unwrap();
        assert_eq!(read_ack("b.x12", &bytes).unwrap(), [ack]);
        let text = String::from_utf8(bytes).unwrap();
        let (rest, read) = Transmission::<_999>::parse(&text).unwrap();
        assert_eq!(rest, "");
        assert_eq!(read.functional_group[0].segments[0].loop_ak2.len(), 1);
    }
    let words: Vec<String> = wrong().iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "Segment 8, element INS03: the code is not valid",
            "Segment 8, element INS04: an element that the guide wants in this case is missing",
            "Segment 14 (DMG): a segment that must be there is missing",
        ]
    );
    assert_eq!(of(At::Set, "99").to_string(), "Transaction set: error 99");
}

/// An interchange from a carrier around some segments.
fn answer(segments: &str, groups: usize) -> String {
    format!(
        "ISA*00*          *00*          *ZZ*HARBOR         *ZZ*GROUPCOVER     *261127*1830*^*00501*\
         000000231*0*T*:~{segments}IEA*{groups}*000000231~"
    )
}

#[test]
fn answers_of_others_are_read_as_they_come() {
    let ta1 = answer("TA1*000000017*261127*1804*R*025~TA1*000000016*261127*1804*A*000~", 0);
    let of_interchange =
        |control, answer, errors| Ack { of: Of::Interchange, control, answer, errors };
    let twice = vec![of(At::Interchange, "025")];
    assert_eq!(twice[0].to_string(), "Interchange: this control number came before");
    assert_eq!(
        read_ack("b.x12", ta1.as_bytes()).unwrap(),
        [of_interchange(17, Answer::Rejected, twice), of_interchange(16, Answer::Accepted, vec![])]
    );
    let group = |body: &str, count: usize| {
        answer(
            &format!(
                "GS*FA*HARBOR*GROUPCOVER*20261127*1830*231*X*005010X231A1~ST*999*0001*005010X231A1~\
                 AK1*BE*17*005010X220A1~{body}SE*{count}*0001~GE*1*231~"
            ),
            1,
        )
    };
    let read = |body: &str, count| read_ack("b.x12", group(body, count).as_bytes());
    // The worst of what is said counts; notes on the context are passed over.
    let body = "AK2*834*0001~IK3*NM1*12**8~CTX*SUBSCRIBER NUMBER REF02:1~IK4*3:1*1035*1~IK5*R*5~\
                AK9*P*1*1*0~";
    let told = read(body, 9).unwrap();
    let element = At::Element { id: "NM1".into(), position: 12, element: 3 };
    assert_eq!(told, [ack(Answer::Rejected, vec![of(element, "1")])]);
    assert_eq!(read("AK9*A*1*1*1~", 4).unwrap(), [ack(Answer::Accepted, vec![])]);
    assert_eq!(
        read("AK2*834*0001~IK5*E*I6~AK9*A*1*1*1~", 6).unwrap(),
        [ack(Answer::AcceptedWithErrors, vec![of(At::Set, "I6")])]
    );
    for (body, count, told) in [
        ("AK9*Z*1*1*1~", 4, "AK901: \"Z\" is none of its codes"),
        ("AK2*834*0001~AK9*A*1*1*1~", 5, "AK9 stands where IK5 has to stand"),
        ("", 3, "SE stands where AK9 has to stand"),
        ("AK9*A*1*1*1~AK9*A*1*1*1~", 5, "AK9 stands where SE has to stand"),
        ("AK2*834*0001~IK3*NM1*x~IK5*A~AK9*A~", 7, "IK302: \"x\" is not such a number"),
        ("AK2*834*0001~IK3*NM1*1~IK4*x*1*1~IK5*A~AK9*A~", 8, "IK401: "),
        ("AK2*834*0001~IK5*R*<b>~AK9*R~", 6, "IK502: \"<b>\" is not a code"),
    ] {
        let error = read(body, count).expect_err(body).to_string();
        assert!(error.contains(told), "{body}: {error}");
    }
    let many = "IK3*NM1*1**3~".repeat(1_001);
    let many = read(&format!("AK2*834*0001~{many}IK5*R*5~AK9*R*1*1*0~"), 1_007).unwrap_err();
    assert!(many.to_string().contains("more than 1000 errors"), "{many}");
    let nothing = read_ack("b.x12", answer("", 0).as_bytes()).unwrap_err();
    assert!(matches!(nothing, FormatError::Segment { .. }), "{nothing}");
    assert!(read_ack("b.x12", written().as_bytes()).is_err(), "a file of changes is no answer");
}

/// How pyx12, a validator that goes by the guide, answered the file of changes with three spoiled codes.
#[test]
fn the_answer_of_a_validator_is_read() {
    let read = read_ack("999.sample.txt", include_bytes!("999.sample.txt")).unwrap();
    let [ack] = read.as_slice() else { panic!("{read:?}") };
    assert_eq!((ack.control, ack.answer, ack.errors.len()), (17, Answer::Rejected, 11));
    let told = |place: usize| ack.errors[place].to_string();
    assert_eq!(told(0), "Segment 13, element DMG02: the date is not valid");
    assert_eq!(told(2), "Segment 31 (DTP): no segment has this name");
    assert_eq!(told(5), "Segment 47, element INS02: the code is not valid");
}

fn any_turns() -> impl Strategy<Value = Vec<(u32, u32, String, usize, u8, i32)>> {
    let turn = (1_u32..40, 0_u32..3, ".{0,90}", 0_usize..2, 0_u8..3, 0_i32..2_000);
    prop::collection::vec(turn, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_names_are_read_as_they_were_written(
        any in any_turns(),
        sponsor in ".{0,80}",
        id in "[A-Za-z0-9*-]{2,25}[0-9]{2}",
        control in 1_i64..1_000_000_000,
        minute in 0_i64..20_000_000,
    ) {
        use Relationship::{Child, DomesticPartner, Employee, Spouse};
        let mut turns: Vec<MemberTurn> = any
            .into_iter()
            .map(|(employee, member, name, line, what, days)| MemberTurn {
                employee,
                member: employee + member * 1_000,
                name,
                relationship: match (member, employee % 2) {
                    (0, _) => Employee,
                    (1, 0) => Spouse,
                    (1, _) => DomesticPartner,
                    _ => Child,
                },
                born_on: day("1980-02-29") + chrono::Days::new(days.unsigned_abs().into()),
                line,
                what: [Maintenance::Add, Maintenance::Change, Maintenance::End][usize::from(what)],
                plan: plan([GOLD, DENTAL][line]),
                on: day("2027-01-01") + chrono::Days::new(days.unsigned_abs().into()),
            })
            .collect();
        turns.sort_by_key(|t| (t.employee, t.member, t.line));
        turns.dedup_by_key(|t| (t.employee, t.member, t.line));
        let mut header = Header { sponsor, sponsor_id: id, ..header() };
        header.envelope.control = control;
        header.envelope.created_at += chrono::Duration::minutes(minute);
        let enrollment = Enrollment::of(header, &filed(Vec::new(), Vec::new()), &turns);
        let bytes = write_834(&enrollment).unwrap();
        prop_assert!(bytes.is_ascii());
        prop_assert_eq!(read_834("a.x12", &bytes).unwrap(), enrollment);
        let text = String::from_utf8(bytes).unwrap();
        let (rest, theirs) = Transmission::<_834>::parse(&text).unwrap();
        prop_assert_eq!(rest, "");
        let members = theirs.functional_group[0].segments[0].loop_2000.len();
        prop_assert_eq!(members, turns.chunk_by(|a, b| a.member == b.member && a.employee == b.employee).count());
    }

    #[test]
    fn no_bytes_make_the_readers_panic(
        at in 0_usize..3_000,
        with in prop::collection::vec(any::<u8>(), 0..8),
        cut in 0_usize..8,
    ) {
        let mut bytes = written().into_bytes();
        let at = at.min(bytes.len() - 8);
        bytes.splice(at..at + cut, with);
        let _ = read_834("a.x12", &bytes);
        let _ = read_ack("a.x12", &bytes);
    }
}
