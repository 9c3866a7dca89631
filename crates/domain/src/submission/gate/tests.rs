use super::*;
use crate::census::{Person, Relationship, Waiver};
use crate::date::PlanYear;
use crate::election::{Choice, Election, FIRST_ADDED_ROW, LeaveReason, Leaving, Wish};
use crate::fixture::{day, person};
use crate::money::Cents;
use crate::renewal::reckon::tests::{
    BRONZE, DENTAL, GOLD, PLATINUM, SILVER, bench_of, chooses, chooses_plan, declines, ends, id,
    joining, newcomer, package, percent, worker,
};
use crate::renewal::{CalendarRules, Wage};
use GateRule::{
    Affordable, Continuation, Contribution, LastDay, MedicalPlan, NewcomerPlan, NoGap,
    Participation, PlanOffered, TooOld, Waiting, Window,
};
use Weight::{Block, Note, Warning};
use std::sync::Arc;

/// What a rule says, without its source.
type Told = (GateRule, Weight, Option<u32>, String, String);

fn told(rule: GateRule, weight: Weight, row: Option<u32>, sentence: &str, remedy: &str) -> Told {
    (rule, weight, row, sentence.to_owned(), remedy.to_owned())
}

/// A group whose employer pays half for employees of all present plans, with nothing that a rule could
/// speak of.
#[derive(Clone)]
struct Case {
    people: Vec<Person>,
    elections: Vec<Election>,
    scenario: fn(&mut Scenario),
    state: &'static str,
    today: &'static str,
    /// The endings that the carrier accepted before.
    accepted: Vec<(u32, Ending)>,
}

impl Case {
    fn of(people: Vec<Person>) -> Self {
        let elections = Vec::new();
        let (state, today, accepted) = ("DC", "2026-11-20", Vec::new());
        Self { people, elections, scenario: |_| {}, state, today, accepted }
    }

    fn electing(people: Vec<Person>, elections: Vec<Election>) -> Self {
        Self { elections, ..Self::of(people) }
    }

    fn findings(&self) -> Vec<Finding> {
        let packages = vec![package(&[], &[GOLD, SILVER, DENTAL], percent(50, 0, 0))];
        let (mut bench, _) = bench_of(self.people.clone(), &self.elections, packages);
        bench.next.area.state = self.state.to_owned();
        bench.note_accepted(&self.accepted);
        let reckoner = Reckoner::new(Arc::new(bench));
        let mut scenario = reckoner.as_is().clone();
        (self.scenario)(&mut scenario);
        let effective_on = day("2027-01-01");
        let rules = CalendarRules::on(effective_on);
        let calendar = Calendar::of(PlanYear::starting(effective_on).unwrap(), rules);
        findings(&reckoner, &scenario, &reckoner.reckon(&scenario), &calendar, day(self.today))
    }

    fn told(&self) -> Vec<Told> {
        let of = |f: Finding| (f.rule, f.weight, f.row, f.sentence, f.remedy);
        self.findings().into_iter().map(of).collect()
    }

    /// What is said by one rule.
    fn says(&self, rule: GateRule) -> Vec<String> {
        self.told().into_iter().filter(|told| told.0 == rule).map(|told| told.3).collect()
    }
}

fn gold(row: u32) -> Person {
    worker(row, "1990-01-01", &[GOLD])
}

fn both(row: u32) -> Person {
    worker(row, "1990-01-01", &[GOLD, DENTAL])
}

fn undecided(row: u32) -> Person {
    worker(row, "1990-01-01", &[])
}

fn earning(mut person: Person, dollars: i64) -> Person {
    person.employment.wage = Some(Wage::Hourly(Cents::new(dollars * 100)));
    person
}

fn declined(row: u32) -> Person {
    let mut person = undecided(row);
    (person.waived, person.employment.waiver) = (true, Some(Waiver::OtherGroupPlan));
    person
}

#[test]
fn what_the_group_has_to_mend_is_said_and_nothing_where_a_rule_is_met() {
    let group = Case::of(vec![gold(1)]);
    let on = |today| Case { today, ..group.clone() };
    let with = |scenario| Case { scenario, ..group.clone() };
    let of = |rule, weight, sentence, remedy| vec![told(rule, weight, None, sentence, remedy)];
    let window = |sentence, remedy| of(Window, Block, sentence, remedy);
    // The window: 75 days before January 1 to December 15.
    for (case, expected) in [
        (group.clone(), vec![]),
        (
            on("2026-10-17"),
            window(
                "Your renewal opens tomorrow.",
                "Prepare your scenarios, and submit once it is open.",
            ),
        ),
        (on("2026-10-18"), vec![]),
        (on("2026-12-15"), vec![]),
        (
            on("2026-12-16"),
            window(
                "Changes could be submitted to Tue, Dec 15, 2026.",
                "Ask your representative what can still be done.",
            ),
        ),
        (
            with(|s| s.packages.push(package(&[], &[GOLD], percent(50, 0, 0)))),
            of(GateRule::Scenario, Block, "One package is for everybody whom no other names.", ""),
        ),
        (
            with(|s| s.packages.push(package(&["Drivers"], &[DENTAL], percent(50, 0, 0)))),
            of(
                MedicalPlan,
                Block,
                "The package \u{201c}Package\u{201d} offers no medical plan.",
                "Add a medical plan to it under Explore and compare.",
            ),
        ),
        (with(|s| s.packages.push(package(&["Drivers"], &[GOLD], percent(50, 0, 0)))), vec![]),
        // Gold is 440: 49% of it is 215.60, where 220 is needed.
        (
            with(|s| s.packages[0].contribution = percent(49, 0, 0)),
            of(
                Contribution,
                Block,
                "You must pay 50% of the premium for each employee alone; the least that you pay is \
                 49%. $4.40 a month more is needed for 1 employee.",
                "Pay a larger share for employees.",
            ),
        ),
        // One of two is half, one of three is not.
        (Case::of(vec![gold(1), undecided(2)]), vec![]),
        (Case::of(vec![gold(1), undecided(2), declined(3)]), vec![]),
        (
            Case::of(vec![gold(1), undecided(2), undecided(3)]),
            of(
                Participation,
                Warning,
                "1 of 3 eligible employees is covered or has a valid waiver: 33%. 50% is needed.",
                "1 more person, or valid waiver, is needed.",
            ),
        ),
        // Silver's successor is the cheapest, 320: half of it is 160. Of $12 an hour 159.43 is affordable
        // (12 × 130 × 10.22%), of $13 172.71. Whose pay is not known is not judged.
        (Case::of(vec![earning(gold(1), 13)]), vec![]),
        (
            Case::of(vec![earning(gold(1), 12), earning(gold(2), 13), earning(declined(3), 10)]),
            of(
                Affordable,
                Warning,
                "The lowest-priced plan costs 2 employees more than is affordable by their pay.",
                "Companies with 50 or more full-time employees may owe a penalty. Pay a larger share, \
                 or offer a plan that costs less. People shows who it is.",
            ),
        ),
    ] {
        assert_eq!(case.told(), expected, "{:?} on {}", case.people, case.today);
    }
}

#[test]
fn what_was_chosen_must_be_offered() {
    let not_offered = |row, sentence: &str, remedy: &str| {
        vec![told(PlanOffered, Block, Some(row), sentence, remedy)]
    };
    let platinum = Case::electing(vec![gold(1)], vec![chooses_plan(1, PLATINUM)]);
    let offered = |s: &mut Scenario| s.packages[0].plans.push(id(PLATINUM));
    let new = FIRST_ADDED_ROW;
    for (case, expected) in [
        (
            platinum.clone(),
            not_offered(
                1,
                "Plan 12345DC0010004 is not offered to Person 1.",
                "Choose another plan for Person 1, or offer this one.",
            ),
        ),
        (Case { scenario: offered, ..platinum }, vec![]),
        (
            Case::electing(vec![gold(1)], vec![chooses_plan(1, BRONZE)]),
            not_offered(
                1,
                "The medical plan that was chosen for Person 1 is not sold next year.",
                "Choose another plan for Person 1.",
            ),
        ),
        // A medical plan is none for the teeth.
        (
            Case::electing(vec![both(1)], vec![chooses(1, Wish::Follow, Wish::Plan(id(GOLD)))]),
            not_offered(
                1,
                "The dental plan that was chosen for Person 1 is not sold next year.",
                "Choose another plan for Person 1.",
            ),
        ),
        // Of who is new it is said once.
        (
            Case::electing(vec![gold(1)], vec![newcomer(0, "2026-11-02", PLATINUM)]),
            not_offered(
                new,
                "Plan 12345DC0010004 is not offered to Person 50001.",
                "Choose another plan for Person 50001, or offer this one.",
            ),
        ),
    ] {
        assert_eq!(case.told(), expected, "{:?}", case.elections);
    }
}

#[test]
fn who_would_have_no_plan_is_named() {
    let no_medical = |s: &mut Scenario| s.packages[0].plans = vec![id(DENTAL)];
    let no_dental = |s: &mut Scenario| s.packages[0].plans = vec![id(GOLD)];
    let gap = |weight, line: &str| {
        let sentence = format!("Person 1 has a {line} plan now and would have none next year.");
        let remedy = format!("Offer Person 1 a {line} plan, or have Person 1 decline it.");
        told(NoGap, weight, Some(1), &sentence, &remedy)
    };
    let joins = |row: u32| {
        let sentence = format!("Person {row} joins, but no plan was chosen.");
        let remedy =
            format!("Choose a plan for Person {row}, or have Person {row} decline coverage.");
        told(NewcomerPlan, Block, Some(row), &sentence, &remedy)
    };
    let new = newcomer(0, "2026-11-02", GOLD);
    let row = FIRST_ADDED_ROW;
    let nothing = Choice::Covered(<[Wish; 2]>::default());
    let without = chooses(1, Wish::Follow, Wish::Without);
    for (case, expected) in [
        (Case { scenario: no_dental, ..Case::of(vec![both(1)]) }, vec![gap(Warning, "dental")]),
        (Case { scenario: no_dental, ..Case::electing(vec![both(1)], vec![without]) }, vec![]),
        (Case { scenario: no_dental, ..Case::of(vec![gold(1)]) }, vec![]),
        // Who ends coverage, or declines it, has asked for it.
        (
            Case {
                scenario: no_dental,
                ..Case::electing(
                    vec![both(1), gold(2)],
                    vec![ends(1, EndReason::Asked, "2026-12-31")],
                )
            },
            vec![],
        ),
        (
            Case {
                scenario: no_dental,
                ..Case::electing(vec![both(1), gold(2)], vec![declines(1, Waiver::NoOtherCoverage)])
            },
            vec![],
        ),
        // Who is new.
        (Case::electing(vec![gold(1)], vec![new.clone()]), vec![]),
        (
            Case::electing(
                vec![gold(1)],
                vec![Election { choice: nothing.clone(), ..new.clone() }],
            ),
            vec![joins(row)],
        ),
        (
            Case::electing(
                vec![gold(1)],
                vec![Election { choice: Choice::Waived(Waiver::PublicProgram), ..new }],
            ),
            vec![],
        ),
        // Who declined until now.
        (Case::electing(vec![gold(1), declined(2)], vec![chooses_plan(2, GOLD)]), vec![]),
        (
            Case::electing(
                vec![gold(1), declined(2)],
                vec![Election { choice: nothing, ..Election::following(2) }],
            ),
            vec![joins(2)],
        ),
    ] {
        assert_eq!(case.told(), expected, "{:?}", case.elections);
    }
    // Without a medical plan the package is wanting too, nobody is covered, and it all blocks.
    let medical = Case { scenario: no_medical, ..Case::of(vec![both(1)]) }.told();
    assert_eq!(medical.iter().filter(|t| t.1 == Block).count(), 2);
    assert_eq!((medical[0].0, &medical[1]), (MedicalPlan, &gap(Block, "medical")));
}

#[test]
fn coverage_of_who_is_new_begins_when_the_waiting_period_is_over() {
    // 30 days from December 2 are over on January 1, from December 3 on January 2.
    for (hired_on, plan, expected) in [
        ("2026-12-02", GOLD, None),
        ("2026-12-03", GOLD, Some("Mon, Feb 1, 2027")),
        ("2027-01-31", GOLD, Some("Thu, Apr 1, 2027")),
    ] {
        let case = Case::electing(vec![gold(1)], vec![newcomer(0, hired_on, plan)]);
        let row = FIRST_ADDED_ROW;
        let expected = expected.map(|starts_on| {
            let sentence = format!(
                "Person {row} is new. Coverage starts on {starts_on}, the first of the month after \
                 30 days."
            );
            told(Waiting, Note, Some(row), &sentence, "")
        });
        assert_eq!(case.told(), expected.into_iter().collect::<Vec<_>>(), "{hired_on}");
    }
}

#[test]
fn coverage_ends_no_earlier_than_this_month() {
    let asked = ends(1, EndReason::Asked, "2026-11-30");
    let case = Case::electing(vec![gold(1), gold(2)], vec![asked]);
    assert_eq!(Case { today: "2026-11-30", ..case.clone() }.told(), []);
    assert_eq!(
        Case { today: "2026-12-01", ..case }.told(),
        [told(
            LastDay,
            Block,
            Some(1),
            "Coverage of Person 1 can no longer end on Mon, Nov 30, 2026.",
            "Choose the end of this month or of a later one.",
        )]
    );
}

#[test]
fn an_end_that_was_accepted_stands_however_late_it_is() {
    let asked = ends(1, EndReason::Asked, "2026-11-30");
    let accepted: Vec<(u32, Ending)> = vec![(1, asked.ending().unwrap())];
    let case = Case::electing(vec![gold(1), gold(2)], vec![asked]);
    let late = |accepted| Case { today: "2026-12-01", accepted, ..case.clone() };
    assert_eq!(late(accepted.clone()).told(), []);
    let others = accepted.iter().map(|(_, ending)| (2, *ending)).collect();
    assert_eq!(late(others).says(LastDay).len(), 1, "somebody else's");
    let earlier = Ending { last_day: day("2026-10-31"), ..accepted[0].1 };
    assert_eq!(late(vec![(1, earlier)]).says(LastDay).len(), 1, "another day");
}

const FEDERAL: &str = "Coverage may be kept at one's own cost (COBRA). Tell your plan's administrator \
                       within 30 days.";
const CALIFORNIA: &str =
    "Coverage may be kept at one's own cost (Cal-COBRA). Tell the carrier within 31 days.";
const ELSEWHERE: &str = "The law of your state may let them keep it: ask your representative.";

#[test]
fn the_size_of_the_group_and_the_state_say_how_coverage_may_be_kept() {
    let left = |employees: u32, state| {
        let people = (1..=employees).map(gold).collect();
        let elections = vec![ends(1, EndReason::LeftJob, "2026-11-30")];
        Case { state, ..Case::electing(people, elections) }
    };
    for (case, remedy, rule) in [
        (left(19, "DC"), ELSEWHERE, CONTINUATION_EMPLOYEES.text),
        (left(20, "DC"), FEDERAL, CONTINUATION_EMPLOYEES.text),
        (left(19, "CA"), CALIFORNIA, CONTINUATION_CALIFORNIA.text),
        (left(20, "CA"), FEDERAL, CONTINUATION_EMPLOYEES.text),
    ] {
        let sentence = "Person 1 loses coverage after Mon, Nov 30, 2026.";
        let expected = told(Continuation, Note, Some(1), sentence, remedy);
        assert_eq!(case.told(), [expected], "{} in {}", case.people.len(), case.state);
        assert_eq!(case.findings()[0].source.map(|source| source.text), Some(rule));
    }
}

/// An employee with a spouse, a child who turns 26 and one of 12; and somebody else.
fn family() -> Vec<Person> {
    let mut people = vec![worker(1, "1980-01-01", &[GOLD])];
    people.push(person(2, 1, Relationship::Spouse, day("1981-01-01")));
    people.push(person(3, 1, Relationship::Child, day("2000-06-01")));
    people.push(person(4, 1, Relationship::Child, day("2014-06-01")));
    people.push(gold(5));
    people
}

#[test]
fn whoever_may_keep_coverage_is_named_once() {
    let alone =
        |reason| Case::electing(vec![gold(1), gold(2)], vec![ends(1, reason, "2026-11-30")]);
    let together = |reason| Case::electing(family(), vec![ends(1, reason, "2026-11-30")]);
    let november = |who: &str| vec![format!("{who} coverage after Mon, Nov 30, 2026.")];
    let all = "Person 1 and the family lose";
    let elder = vec!["Person 3 loses coverage after Mon, Nov 30, 2026.".to_owned()];
    for (reason, of_one, of_family) in [
        (EndReason::LeftJob, november("Person 1 loses"), november(all)),
        (EndReason::FewerHours, november("Person 1 loses"), november(all)),
        (EndReason::Died, vec![], november("The family of Person 1 loses")),
        // These give nobody the right, but who turns 26 has it of the own.
        (EndReason::GrossMisconduct, vec![], elder.clone()),
        (EndReason::Asked, vec![], elder),
    ] {
        assert_eq!(alone(reason).says(Continuation), of_one, "{reason:?}");
        assert_eq!(together(reason).says(Continuation), of_family, "{reason:?}");
        assert_eq!(together(reason).says(TooOld), [""; 0], "{reason:?}");
    }
    // Who is in no plan loses none.
    let none = Case::electing(
        vec![undecided(1), gold(2)],
        vec![ends(1, EndReason::LeftJob, "2026-11-30")],
    );
    assert_eq!(none.says(Continuation), [""; 0]);
    for (reason, may) in [
        (LeaveReason::Divorce, true),
        (LeaveReason::TooOld, true),
        (LeaveReason::Died, false),
        (LeaveReason::OtherCoverage, false),
        (LeaveReason::Asked, false),
    ] {
        let leaving =
            vec![Leaving { row: 2, reason }, Leaving { row: 3, reason: LeaveReason::Died }];
        let case = Case::electing(family(), vec![Election { leaving, ..Election::following(1) }]);
        let sentence = "Person 2 loses coverage after Thu, Dec 31, 2026.";
        let expected = told(Continuation, Note, Some(1), sentence, ELSEWHERE);
        assert_eq!(
            case.told(),
            may.then_some(expected).into_iter().collect::<Vec<_>>(),
            "{reason:?}"
        );
    }
}

#[test]
fn a_child_who_turns_26_is_told_of_and_may_keep_coverage() {
    let of = |people: Vec<Person>| Case::of(people);
    assert_eq!(
        of(family()).told(),
        [
            told(
                TooOld,
                Note,
                Some(1),
                "Person 3 is 26 by Fri, Jan 1, 2027 and is covered no longer.",
                "If Person 3 is disabled, say so in your roster; then coverage goes on.",
            ),
            told(
                Continuation,
                Note,
                Some(1),
                "Person 3 loses coverage after Thu, Dec 31, 2026.",
                ELSEWHERE,
            ),
        ]
    );
    let mut disabled = family();
    disabled[2].disabled = true;
    assert_eq!(of(disabled).told(), []);
    // One who is 26 only the day after goes on, one who was 26 a year before is covered no more already,
    // and nobody who is not yet born is too old.
    for born_on in ["2001-01-02", "1999-06-01", "2027-02-01"] {
        let mut people = family();
        people[2].born_on = day(born_on);
        assert_eq!(of(people).told(), [], "{born_on}");
    }
    // A family that declined has nobody who is covered.
    let mut people = family();
    people[0].waived = true;
    assert_eq!(of(people).told(), []);
}

#[test]
fn what_blocks_comes_first_and_the_group_before_its_people() {
    let mut people = family();
    people.extend([6, 7, 8, 9].map(undecided));
    people.push(both(10));
    let mut divorced = chooses_plan(1, PLATINUM);
    divorced.leaving = vec![Leaving { row: 2, reason: LeaveReason::Divorce }];
    divorced.joining = vec![joining(5, Relationship::Child, "2026-11-01")];
    let case = Case {
        today: "2026-12-20",
        scenario: |s| s.packages[0].plans = vec![id(GOLD)],
        ..Case::electing(people, vec![divorced, newcomer(0, "2026-12-15", GOLD)])
    };
    let order: Vec<_> =
        case.told().into_iter().map(|(rule, weight, row, ..)| (rule, weight, row)).collect();
    let new = FIRST_ADDED_ROW;
    assert_eq!(
        order,
        [
            (Window, Block, None),
            (PlanOffered, Block, Some(1)),
            // Of eight employees 1, 5, 10 and who is new are covered: half, which is enough.
            (NoGap, Warning, Some(10)),
            (TooOld, Note, Some(1)),
            (Continuation, Note, Some(1)),
            (Continuation, Note, Some(1)),
            (Waiting, Note, Some(new)),
        ]
    );
}

#[test]
fn a_warning_is_answered_by_a_reason() {
    let finding = |rule, weight| Finding {
        rule,
        weight,
        row: None,
        sentence: String::new(),
        remedy: String::new(),
        source: None,
    };
    let findings = [
        finding(Window, Block),
        finding(NoGap, Warning),
        finding(Participation, Warning),
        finding(NoGap, Warning),
        finding(Waiting, Note),
    ];
    let answer = |rule, reason: &str| Override { rule, reason: reason.to_owned() };
    let longest = "é".repeat(REASON_MAX);
    for (overrides, left) in [
        (vec![], vec![Participation, NoGap]),
        (vec![answer(Participation, "New in January.")], vec![NoGap]),
        (vec![answer(NoGap, " \n"), answer(Participation, "")], vec![Participation, NoGap]),
        (vec![answer(NoGap, &longest), answer(Participation, "x")], vec![]),
        (vec![answer(NoGap, &format!("{longest}x"))], vec![Participation, NoGap]),
        (vec![answer(NoGap, ""), answer(NoGap, "Nobody uses it.")], vec![Participation]),
        // What blocks is not answered, and asks for no answer.
        (vec![answer(Window, "Please.")], vec![Participation, NoGap]),
    ] {
        assert_eq!(unanswered(&findings, &overrides), left, "{overrides:?}");
    }
    assert_eq!(unanswered(&[], &[]), []);
}

#[test]
fn rules_are_written_and_read_back() {
    for rule in GateRule::ALL {
        assert_eq!(GateRule::from_code(rule.code()), Some(rule));
        assert!(!rule.title().is_empty());
    }
    assert_eq!(GateRule::from_code("nothing"), None);
}
