use super::*;
use crate::census::{Person, Waiver};
use crate::election::{Election, EndReason, FIRST_ADDED_ROW, LeaveReason, Leaving, Wish};
use crate::fixture::{day, person};
use crate::renewal::Scenario;
use crate::renewal::reckon::tests::{
    DENTAL, GOLD, PLATINUM, SILVER, SILVER_NEW, any_elections, any_scenario, any_worker, chooses,
    chooses_plan, declines, ends, id, joining, newcomer, percent, reckoner_with, sound, worker,
};
use crate::submission::filed::tests::one_of_each;
use Maintenance::{Add, Change, End};
use proptest::prelude::*;

fn effective_on() -> NaiveDate {
    day("2027-01-01")
}

type Told = (u32, u32, Maintenance, String, NaiveDate);

fn told(turns: &[MemberTurn]) -> Vec<Told> {
    let of = |t: &MemberTurn| (t.employee, t.member, t.what, t.plan.to_string(), t.on);
    turns.iter().map(of).collect()
}

fn row(employee: u32, member: u32, what: Maintenance, plan: &str, on: &str) -> Told {
    (employee, member, what, plan.to_owned(), day(on))
}

#[test]
fn each_outcome_has_its_turns() {
    let new = FIRST_ADDED_ROW;
    let turns = turns(&one_of_each(), None, effective_on());
    assert_eq!(
        told(&turns),
        [
            row(2, 2, Change, SILVER_NEW, "2027-01-01"),
            row(3, 3, Change, PLATINUM, "2027-01-01"),
            row(5, 5, End, GOLD, "2026-12-31"),
            // Left the job, and asked for coverage to the end of November.
            row(6, 6, End, GOLD, "2026-11-30"),
            row(8, 8, Add, GOLD, "2027-01-01"),
            row(9, 9, Change, SILVER_NEW, "2027-01-01"),
            row(10, 10, End, GOLD, "2026-12-31"),
            row(10, 10, End, DENTAL, "2026-12-31"),
            row(11, 11, End, GOLD, "2026-12-31"),
            row(12, 12, End, DENTAL, "2026-12-31"),
            // Hired on December 15, to wait for 30 days.
            row(new, new, Add, GOLD, "2027-02-01"),
        ]
    );
    assert!(turns.iter().all(|turn| turn.line == usize::from(turn.plan == id(DENTAL))));
}

/// A group that is offered all present plans and platinum, filed with elections.
fn filed(people: &[Person], elections: &[Election]) -> Filed {
    let (reckoner, census) = reckoner_with(people.to_vec(), elections, percent(50, 0, 0));
    let mut scenario = reckoner.as_is().clone();
    scenario.packages[0].plans.push(id(PLATINUM));
    let reckoned = reckoner.reckon(&scenario);
    Filed::of(&reckoner, &reckoned, &scenario, &census, elections.to_vec())
}

#[test]
fn dependents_begin_and_end_by_themselves_and_with_the_family() {
    let mut people = vec![worker(1, "1980-01-01", &[GOLD, DENTAL])];
    people.push(person(2, 1, Relationship::Spouse, day("1981-01-01")));
    people.push(person(3, 1, Relationship::Child, day("2000-06-01")));
    people.push(person(4, 1, Relationship::Child, day("2014-06-01")));
    let mut election = Election::following(1);
    election.leaving = vec![Leaving { row: 2, reason: LeaveReason::Divorce }];
    election.joining = vec![joining(0, Relationship::Child, "2026-11-01")];
    let baby = FIRST_ADDED_ROW;
    // The spouse divorces, the elder child turns 26, the younger goes on, a baby joins.
    let turns_of =
        |election: Election| told(&turns(&filed(&people, &[election]), None, effective_on()));
    assert_eq!(
        turns_of(election.clone()),
        [
            row(1, 2, End, GOLD, "2026-12-31"),
            row(1, 2, End, DENTAL, "2026-12-31"),
            row(1, 3, End, GOLD, "2026-12-31"),
            row(1, 3, End, DENTAL, "2026-12-31"),
            row(1, baby, Add, GOLD, "2027-01-01"),
            row(1, baby, Add, DENTAL, "2027-01-01"),
        ]
    );
    election.choice = ends(1, EndReason::LeftJob, "2026-11-30").choice;
    let all = turns_of(election);
    let expected: Vec<Told> = [1, 2, 3, 4]
        .into_iter()
        .flat_map(|member| [GOLD, DENTAL].map(|plan| row(1, member, End, plan, "2026-11-30")))
        .collect();
    assert_eq!(all, expected);
    // The family of somebody new begins with the employee.
    let mut new = newcomer(1, "2026-12-15", GOLD);
    new.joining = vec![joining(2, Relationship::Spouse, "1991-01-01")];
    assert_eq!(
        told(&turns(&filed(&[], &[new]), None, effective_on())),
        [
            row(baby + 1, baby + 1, Add, GOLD, "2027-02-01"),
            row(baby + 1, baby + 2, Add, GOLD, "2027-02-01"),
        ]
    );
}

#[test]
fn an_amendment_leads_from_what_was_told_before() {
    let gold = vec![worker(1, "1990-01-01", &[GOLD])];
    let silver = vec![worker(1, "1990-01-01", &[SILVER])];
    let follows = || vec![Election::following(1)];
    let november = || vec![ends(1, EndReason::LeftJob, "2026-11-30")];
    let december = || vec![ends(1, EndReason::LeftJob, "2026-12-31")];
    let platinum = || vec![chooses_plan(1, PLATINUM)];
    let declined = || vec![declines(1, Waiver::OtherGroupPlan)];
    let dental = || vec![chooses(1, Wish::Follow, Wish::Plan(id(DENTAL)))];
    let (row_new, one) = (FIRST_ADDED_ROW, 1);
    // 30 days from December 15 lead to February 1, from January 15 to March 1.
    let new = |hired_on: &str, plan: &str| vec![newcomer(0, hired_on, plan)];
    let of = |member: u32, turns: &[(Maintenance, &str, &str)]| -> Vec<Told> {
        turns.iter().map(|(what, plan, on)| row(member, member, *what, plan, on)).collect()
    };
    for (people, first, second, expected) in [
        (&gold, follows(), follows(), of(one, &[])),
        (&gold, november(), november(), of(one, &[])),
        (&gold, follows(), platinum(), of(one, &[(Change, PLATINUM, "2027-01-01")])),
        (&gold, platinum(), follows(), of(one, &[(Change, GOLD, "2027-01-01")])),
        (&silver, follows(), platinum(), of(one, &[(Change, PLATINUM, "2027-01-01")])),
        // What ends is the present plan, whatever was told of next year.
        (&gold, platinum(), declined(), of(one, &[(End, GOLD, "2026-12-31")])),
        (&silver, follows(), november(), of(one, &[(End, SILVER, "2026-11-30")])),
        (&gold, declined(), november(), of(one, &[(End, GOLD, "2026-11-30")])),
        (&gold, declined(), december(), of(one, &[])),
        (&gold, declined(), follows(), of(one, &[(Add, GOLD, "2027-01-01")])),
        // Coverage that was to end early goes on without a gap.
        (&gold, november(), follows(), of(one, &[(Add, GOLD, "2026-12-01")])),
        (
            &silver,
            november(),
            follows(),
            of(one, &[(Add, SILVER, "2026-12-01"), (Change, SILVER_NEW, "2027-01-01")]),
        ),
        (
            &gold,
            november(),
            december(),
            of(one, &[(Add, GOLD, "2026-12-01"), (End, GOLD, "2026-12-31")]),
        ),
        (&gold, dental(), follows(), of(one, &[(End, DENTAL, "2026-12-31")])),
        (&vec![], new("2026-12-15", GOLD), new("2026-12-16", GOLD), of(row_new, &[])),
        (
            &vec![],
            new("2026-12-15", GOLD),
            new("2026-12-15", PLATINUM),
            of(row_new, &[(Change, PLATINUM, "2027-02-01")]),
        ),
        // Begins later: does not begin, and then does.
        (
            &vec![],
            new("2026-12-15", GOLD),
            new("2027-01-15", GOLD),
            of(row_new, &[(End, GOLD, "2027-01-31"), (Add, GOLD, "2027-03-01")]),
        ),
        (
            &vec![],
            new("2027-01-15", GOLD),
            new("2026-12-15", GOLD),
            of(row_new, &[(Add, GOLD, "2027-02-01")]),
        ),
        (&vec![], new("2026-12-15", GOLD), vec![], of(row_new, &[(End, GOLD, "2027-01-31")])),
    ] {
        let [told_before, files] = [&first, &second].map(|elections| filed(people, elections));
        let turns = turns(&files, Some(&told_before), effective_on());
        assert_eq!(told(&turns), expected, "{first:?} {second:?}");
    }
}

#[test]
fn who_is_in_another_roster_is_led_from_present_coverage() {
    let [one, both] = [&[1][..], &[1, 2]].map(|rows: &[u32]| {
        let of = |row: &u32| worker(*row, "1990-01-01", &[SILVER]);
        filed(&rows.iter().map(of).collect::<Vec<_>>(), &[])
    });
    let turns = |files, amended| told(&turns(files, Some(amended), effective_on()));
    assert_eq!(turns(&both, &one), [row(2, 2, Change, SILVER_NEW, "2027-01-01")]);
    assert_eq!(turns(&one, &both), [row(2, 2, End, SILVER, "2026-12-31")]);
}

/// The plan of a member in a line on a day, by what is filed.
fn stands(
    filed: &Filed,
    (employee, member, line): (u32, u32, usize),
    on: NaiveDate,
) -> Option<&PlanId> {
    let family = filed.families.iter().find(|family| family.row == employee)?;
    let member = family.members.iter().find(|m| m.row == member)?;
    if on < effective_on() {
        let over = matches!(family.outcome, Outcome::Ended(ending) if on > ending.last_day);
        family.now_in[line].as_ref().filter(|_| member.now && !over)
    } else {
        let begun = family.begins_on.is_none_or(|begins_on| on >= begins_on);
        family.next_in[line].as_ref().filter(|_| member.next && begun)
    }
}

/// The plan of a member in a line if nothing is told.
fn present(filed: &Filed, (employee, member, line): (u32, u32, usize)) -> Option<&PlanId> {
    let family = filed.families.iter().find(|family| family.row == employee)?;
    let member = family.members.iter().find(|m| m.row == member)?;
    family.now_in[line].as_ref().filter(|_| member.now)
}

fn any_filing() -> impl Strategy<Value = (Vec<Election>, Scenario)> {
    (any_elections(), any_scenario())
}

proptest! {
    /// Turns lead from what stood before to exactly what is filed, and each does something.
    #[test]
    fn turns_lead_to_what_is_filed(
        people in (any_worker(100), any_worker(200), any_worker(300)),
        filings in (any_filing(), any_filing()),
    ) {
        let people = [people.0, people.1, people.2].concat();
        let file = |(elections, scenario): (Vec<Election>, Scenario)| {
            let elections = sound(&people, elections);
            let (reckoner, census) = reckoner_with(people.clone(), &elections, percent(50, 0, 0));
            Filed::of(&reckoner, &reckoner.reckon(&scenario), &scenario, &census, elections)
        };
        let [first, second] = [filings.0, filings.1].map(file);
        prop_assert_eq!(turns(&first, Some(&first), effective_on()), []);
        let days: Vec<NaiveDate> = day("2026-11-01").iter_days().take(200).collect();
        for (files, amended) in [(&first, None), (&second, Some(&first)), (&first, Some(&second))] {
            let turns = turns(files, amended, effective_on());
            let families = files.families.iter().chain(amended.into_iter().flat_map(|a| &a.families));
            let keys = families.flat_map(|f| {
                f.members.iter().flat_map(|m| [0, 1].map(|line| (f.row, m.row, line)))
            });
            for key in keys {
                let before = |on| match amended {
                    Some(amended) => stands(amended, key, on),
                    None => present(files, key),
                };
                let mut plans: Vec<Option<&PlanId>> = days.iter().map(|on| before(*on)).collect();
                for turn in turns.iter().filter(|t| (t.employee, t.member, t.line) == key) {
                    let place = days.iter().position(|on| *on == turn.on).unwrap();
                    let first = place + usize::from(turn.what == End);
                    let what = match (turn.what, plans[first]) {
                        (Add, None) | (Change | End, Some(_)) => turn.what,
                        _ => return Err(TestCaseError::fail(format!("{turn:?} of {plans:?}"))),
                    };
                    plans[first..].fill(Some(&turn.plan).filter(|_| what != End));
                }
                let filed: Vec<_> = days.iter().map(|on| stands(files, key, *on)).collect();
                prop_assert_eq!(plans, filed, "{:?}", key);
            }
        }
    }
}
