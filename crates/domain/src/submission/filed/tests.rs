use super::*;
use crate::census::Waiver;
use crate::election::{Choice, EndReason, FIRST_ADDED_ROW, LeaveReason, Leaving, Wish};
use crate::fixture::{day, person};
use crate::renewal::reckon::tests::{
    BRONZE, DENTAL, GOLD, PLATINUM, SILVER, SILVER_NEW, any_contribution, any_elections,
    any_scenario, any_worker, bench_of, chooses, chooses_plan, declines, ends, id, joining,
    newcomer, package, percent, reckoner_with, sound, split, worker,
};
use crate::submission::gate::{Weight, findings};
use crate::{date::PlanYear, renewal::Calendar, renewal::CalendarRules};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One employee for each outcome, all of 37 next year and alone.
pub(in crate::submission) fn one_of_each() -> Filed {
    let of = |row, plans: &[&str]| worker(row, "1990-01-01", plans);
    let mut people = vec![
        of(1, &[GOLD]),
        of(2, &[SILVER]),
        of(3, &[GOLD]),
        of(4, &[GOLD]),
        of(5, &[GOLD]),
        of(6, &[GOLD]),
        of(7, &[]),
        of(8, &[]),
        of(9, &[BRONZE]),
        of(10, &[GOLD, DENTAL]),
        of(11, &[GOLD]),
        of(12, &[GOLD, DENTAL]),
    ];
    for declined in [3, 7] {
        people[declined].waived = true;
        people[declined].employment.waiver = Some(Waiver::OtherGroupPlan);
    }
    people[10].employment.class = Some("Drivers".into());
    let elections = vec![
        chooses_plan(3, PLATINUM),
        declines(5, Waiver::PublicProgram),
        ends(6, EndReason::LeftJob, "2026-11-30"),
        chooses_plan(8, GOLD),
        chooses(10, Wish::Without, Wish::Without),
        chooses(12, Wish::Follow, Wish::Without),
        // 30 days from December 15 are over on January 14.
        newcomer(0, "2026-12-15", GOLD),
    ];
    let all = package(&[], &[GOLD, SILVER, BRONZE, DENTAL], percent(50, 0, 0));
    let (bench, census) = bench_of(people, &elections, vec![all]);
    let reckoner = Reckoner::new(Arc::new(bench));
    let mut scenario = reckoner.as_is().clone();
    scenario.packages[0].plans.push(id(PLATINUM));
    scenario.packages.push(package(&["Drivers"], &[], percent(50, 0, 0)));
    Filed::of(&reckoner, &reckoner.reckon(&scenario), &scenario, &census, elections)
}

#[test]
fn each_family_has_its_outcome() {
    use Outcome::{Ended, Joined, Moved, NotPossible, Renewed, Undecided, Waived};
    let filed = one_of_each();
    let new = FIRST_ADDED_ROW;
    let ending = Ending { reason: EndReason::LeftJob, last_day: day("2026-11-30") };
    let outcomes: Vec<_> = filed.families.iter().map(|f| (f.row, f.outcome.clone())).collect();
    assert_eq!(
        outcomes,
        [
            (1, Renewed),
            // Silver's successor takes its place.
            (2, Renewed),
            (3, Moved),
            (4, Waived(Some(Waiver::OtherGroupPlan))),
            (5, Waived(Some(Waiver::PublicProgram))),
            (6, Ended(ending)),
            (7, Undecided),
            (8, Joined),
            // Nothing takes the place of bronze, so silver is another plan.
            (9, Moved),
            (10, Waived(None)),
            (11, NotPossible),
            (12, Moved),
            (new, Joined),
        ]
    );
    let begins: Vec<_> =
        filed.families.iter().filter_map(|f| Some((f.row, f.begins_on?))).collect();
    assert_eq!(begins, [(new, day("2027-02-01"))]);
    let changes: Vec<u32> = filed.changes().map(|family| family.row).collect();
    assert_eq!(changes, [3, 5, 6, 8, 9, 10, 11, 12, new]);
    assert_eq!(filed.count(|outcome| *outcome == Moved), 3);
    let plans: Vec<(&str, Line)> = filed.plans.iter().map(|p| (p.id.as_str(), p.line)).collect();
    let medical = [GOLD, SILVER, BRONZE, PLATINUM, SILVER_NEW].map(|id| (id, Line::Medical));
    assert_eq!(plans[..5], medical);
    assert_eq!(plans[5..], [(DENTAL, Line::Dental)]);
    assert_eq!(filed.plan_name(&id(GOLD)), format!("Plan {GOLD}"));
    assert_eq!(filed.plan_name(&id("12345DC0099999")), "12345DC0099999");
}

#[test]
fn the_groups_month_is_that_of_its_families() {
    let filed = one_of_each();
    // Gold 400 for 1, 3, 5, 6, 10, 11 and 12, silver 300, bronze 200, and dental 40 twice; half is paid.
    assert_eq!(filed.now, split(280_000 + 30_000 + 20_000 + 8_000, 169_000));
    // Gold 440 for 1, 3, 10, 11 and 12, silver's successor 320 for 2 and 9, dental 42 twice.
    assert_eq!(filed.as_is, split(220_000 + 64_000 + 8_400, 146_200));
    // Gold 440 for 1, 8, 12 and who is new, silver's successor 320 for 2 and 9, platinum 600.
    assert_eq!(filed.next, split(176_000 + 64_000 + 60_000, 150_000));
}

#[test]
fn members_are_told_whether_they_are_covered_now_and_next_year() {
    let mut people = vec![worker(1, "1980-01-01", &[GOLD])];
    people.push(person(2, 1, Relationship::Spouse, day("1981-01-01")));
    // Turns 26 within the year, was 26 a year before, is 12, and is not to be covered.
    for (row, born_on) in
        [(3, "2000-06-01"), (4, "1999-06-01"), (5, "2014-06-01"), (6, "2015-01-01")]
    {
        people.push(person(row, 1, Relationship::Child, day(born_on)));
    }
    people[5].waived = true;
    let mut election = chooses(1, Wish::Follow, Wish::Follow);
    election.leaving = vec![Leaving { row: 2, reason: LeaveReason::Divorce }];
    election.joining = vec![joining(0, Relationship::Child, "2026-11-01")];
    let told = |election: Election| -> Vec<(u32, bool, bool)> {
        let elections = vec![election];
        let (reckoner, census) = reckoner_with(people.clone(), &elections, percent(50, 0, 0));
        let (scenario, reckoned) = (reckoner.as_is(), reckoner.reckon(reckoner.as_is()));
        let filed = Filed::of(&reckoner, &reckoned, scenario, &census, elections);
        filed.families[0].members.iter().map(|m| (m.row, m.now, m.next)).collect()
    };
    let new = FIRST_ADDED_ROW;
    assert_eq!(
        told(election.clone()),
        [
            (1, true, true),
            (2, true, false),
            (3, true, false),
            (4, false, false),
            (5, true, true),
            (6, false, false),
            (new, false, true),
        ]
    );
    election.choice = Choice::Waived(Waiver::NoOtherCoverage);
    let nobody = told(election);
    assert!(nobody.iter().all(|(_, _, next)| !next), "{nobody:?}");
}

/// What a scenario and elections come to.
fn file(
    reckoner: &Reckoner,
    scenario: &Scenario,
    census: &Census,
    elections: &[Election],
) -> Filed {
    Filed::of(reckoner, &reckoner.reckon(scenario), scenario, census, elections.to_vec())
}

proptest! {
    #[test]
    fn what_is_filed_adds_up_and_has_everybody_once(
        people in (any_worker(100), any_worker(200), any_worker(300)),
        elections in any_elections(),
        contribution in any_contribution(),
        scenario in any_scenario(),
    ) {
        let people = [people.0, people.1, people.2].concat();
        let elections = sound(&people, elections);
        let (reckoner, census) = reckoner_with(people, &elections, contribution);
        let filed = file(&reckoner, &scenario, &census, &elections);
        let group = reckoner.reckon(&scenario).group;
        prop_assert_eq!((filed.now, filed.as_is, filed.next), (group.now, group.as_is, group.next));
        prop_assert_eq!(filed.families.iter().map(|f| f.now).sum::<Split>(), filed.now);
        prop_assert_eq!(filed.families.iter().map(|f| f.next).sum::<Split>(), filed.next);

        let rows = filed.families.iter().flat_map(|f| &f.members).map(|m| m.row);
        let households = census.households.iter();
        let everybody = households.flat_map(|h| std::iter::once(&h.employee).chain(&h.dependents));
        let everybody: Vec<u32> = everybody.map(|person| person.row).collect();
        prop_assert_eq!(rows.clone().collect::<Vec<_>>(), everybody);
        prop_assert_eq!(rows.clone().collect::<BTreeSet<_>>().len(), rows.count());

        for family in &filed.families {
            let is_in = |plans: &[Option<PlanId>; 2]| plans.iter().any(Option::is_some);
            for (plans, covered) in [
                (&family.now_in, family.members.iter().any(|m| m.now)),
                (&family.next_in, family.members.iter().any(|m| m.next)),
            ] {
                prop_assert_eq!(is_in(plans), covered);
                for (plan, line) in plans.iter().zip(LINES) {
                    let Some(plan) = plan else { continue };
                    let named = filed.plans.iter().filter(|p| p.id == *plan && p.line == line);
                    prop_assert_eq!(named.count(), 1);
                }
            }
            let covered = !matches!(
                family.outcome,
                Outcome::Ended(_) | Outcome::Waived(_) | Outcome::Undecided | Outcome::NotPossible
            );
            prop_assert_eq!(is_in(&family.next_in), covered);
            prop_assert!(family.begins_on.is_none() || family.outcome == Outcome::Joined);
        }
    }

    /// Nobody has a gap that nobody asked for, unless the gate says so and lets nothing pass.
    #[test]
    fn nobody_loses_coverage_without_having_asked_for_it(
        people in (any_worker(100), any_worker(200), any_worker(300)),
        elections in any_elections(),
        scenario in any_scenario(),
    ) {
        let people = [people.0, people.1, people.2].concat();
        let elections = sound(&people, elections);
        let (reckoner, census) = reckoner_with(people, &elections, percent(50, 0, 0));
        let reckoned = reckoner.reckon(&scenario);
        let filed = file(&reckoner, &scenario, &census, &elections);
        let effective_on = day("2027-01-01");
        let calendar =
            Calendar::of(PlanYear::starting(effective_on).unwrap(), CalendarRules::on(effective_on));
        let found = findings(&reckoner, &scenario, &reckoned, &calendar, day("2026-11-20"));
        for (family, employee) in filed.families.iter().zip(&reckoner.bench().employees) {
            let election = elections.iter().find(|election| election.row == family.row);
            let wishes = election.and_then(Election::wishes);
            let speaks = |least: Weight| {
                found.iter().any(|f| f.row == Some(family.row) && f.weight <= least)
            };
            for line in LINES.map(|line| line as usize) {
                let loses = family.now_in[line].is_some() && family.next_in[line].is_none();
                let asked = matches!(family.outcome, Outcome::Ended(_) | Outcome::Waived(_))
                    || wishes.is_some_and(|wishes| wishes[line] == Wish::Without);
                let least = if line == 0 { Weight::Block } else { Weight::Warning };
                prop_assert!(!loses || asked || speaks(least), "{:?} in {:?}", family, found);
                // What was chosen is had, or the gate lets nothing pass.
                let chosen = wishes.and_then(|wishes| match &wishes[line] {
                    Wish::Plan(plan) => Some(plan),
                    Wish::Follow | Wish::Without => None,
                });
                let had = chosen.is_none_or(|chosen| family.next_in[line].as_ref() == Some(chosen));
                prop_assert!(had || speaks(Weight::Block), "{:?} in {:?}", family, found);
            }
            // Of a family that goes on only those leave who are said to, or who are too old.
            let leaves = |row: u32| {
                election.is_some_and(|e| e.leaving.iter().any(|leaving| leaving.row == row))
                    || employee.changes.as_ref().is_some_and(|c| c.too_old.contains(&row))
            };
            let goes_on = family.members.iter().any(|member| member.next);
            let mut lost = family.members.iter().filter(|m| goes_on && m.now && !m.next);
            prop_assert!(lost.all(|member| leaves(member.row)), "{:?}", family);
            prop_assert!(family.outcome != Outcome::NotPossible || speaks(Weight::Warning));
        }
    }
}

#[test]
fn what_was_elected_since_is_counted_by_employee() {
    let filed = one_of_each();
    assert_eq!(filed.changed_since(&filed.elections), 0);
    let mut now = filed.elections.clone();
    now.retain(|election| election.row != 3);
    now.push(chooses_plan(1, SILVER));
    let place = now.iter().position(|election| election.row == 8).unwrap();
    now[place] = chooses_plan(8, SILVER);
    assert_eq!(filed.changed_since(&now), 3, "taken back, new, another");
}
