use super::*;
use crate::renewal::reckon::tests::{any_contribution, any_worker, percent, reckoner, worker};
use proptest::prelude::*;

const GOLD: &str = "12345DC0010001";
const SILVER: &str = "12345DC0010002";

fn employer(at_most: i64) -> Budget {
    Budget { measure: Measure::Employer, at_most: Cents::new(at_most) }
}

#[test]
fn the_smallest_cut_keeps_to_the_budget() {
    // Gold costs 440 next year, of which the employer pays 70%: 308.
    let reckoner = reckoner(vec![worker(1, "1990-01-01", &[GOLD])], percent(70, 50, 50));
    let answers = solve(&reckoner, reckoner.as_is(), employer(30_000));
    // 68.1% of 440 is 299.64, 68.2% would be 300.08.
    let cuts: Vec<_> = answers
        .iter()
        .filter_map(|answer| match answer.way {
            Way::Contribute { cut, steps } => Some((cut, steps, answer.group.next.employer.get())),
            _ => None,
        })
        .collect();
    // Cutting what dependents get does nothing where there are none.
    assert_eq!(cuts, [(Cut::Everybody, 19, 29_964), (Cut::Employees, 19, 29_964)]);
    let silver = answers.iter().find(|answer| matches!(answer.way, Way::Replace { .. })).unwrap();
    // Silver's successor costs 320, of which 70% is 224; 440 carried 80%, so 55 less is carried.
    assert_eq!(silver.group.next.employer, Cents::new(22_400));
    assert_eq!(silver.carried_less, Cents::new(5_500));
    assert_eq!(silver.paid_more, Cents::new(9_600 - 13_200));
    assert!(answers.is_sorted_by_key(Answer::burden));
}

#[test]
fn percentages_of_one_plans_premium_keep_to_the_budget_without_anybody_changing_plans() {
    let people = vec![worker(1, "1990-01-01", &[GOLD]), worker(2, "1990-01-01", &[SILVER])];
    let reckoner = reckoner(people, percent(50, 50, 50));
    // Half of 440 and of 320; by silver's successor it is half of 320 twice.
    let answers = solve(&reckoner, reckoner.as_is(), employer(32_000));
    let refer = answers.iter().find(|answer| matches!(answer.way, Way::Refer { .. })).unwrap();
    assert_eq!(refer.group.next.employer, Cents::new(32_000));
    assert_eq!((refer.carried_less, refer.deductible_more), (Cents::ZERO, 0));
    let silver = PlanId::parse("12345DC0010012").unwrap();
    assert_eq!(refer.scenario.packages[0].contribution.reference, Some(silver.clone()));
    assert_eq!(referring(&refer.scenario, &silver), None, "it goes by it already");
    let amounts = percent(0, 0, 0);
    let amounts = Contribution { terms: Terms::ByTier([Cents::new(100); 4]), ..amounts };
    let mut by_tier = reckoner.as_is().clone();
    by_tier.packages[0].contribution = amounts;
    assert_eq!(referring(&by_tier, &silver), None);
}

#[test]
fn an_answer_tells_what_it_does_to_deductibles() {
    let people = vec![worker(1, "1990-01-01", &[GOLD]), worker(2, "1990-01-01", &[GOLD])];
    let mut bench = reckoner(people, percent(70, 50, 50)).bench().as_ref().clone();
    for plan in &mut bench.next.plans {
        let dollars = if plan.id.as_str() == GOLD { 500 } else { 7_500 };
        plan.limits.deductible.individual = Some(Cents::new(dollars * 100));
    }
    let reckoner = Reckoner::new(std::sync::Arc::new(bench));
    let answers = solve(&reckoner, reckoner.as_is(), employer(50_000));
    for answer in answers {
        let expect = match answer.way {
            Way::Replace { .. } | Way::Single { .. } => {
                (2, Some([50_000, 750_000].map(Cents::new)))
            }
            Way::Contribute { .. } | Way::Refer { .. } => (0, None),
        };
        assert_eq!((answer.deductible_more, answer.deductible_most), expect, "{:?}", answer.way);
    }
}

#[test]
fn what_keeps_to_the_budget_already_is_not_cut() {
    let reckoner = reckoner(vec![worker(1, "1990-01-01", &[GOLD])], percent(70, 50, 50));
    let answers = solve(&reckoner, reckoner.as_is(), employer(30_800));
    assert!(!answers.iter().any(|answer| matches!(answer.way, Way::Contribute { .. })));
}

#[test]
fn a_plan_is_replaced_for_everybody_in_it_and_no_longer_offered() {
    let people = vec![worker(1, "1990-01-01", &[GOLD]), worker(2, "1990-01-01", &[SILVER])];
    let reckoner = reckoner(people, percent(70, 50, 50));
    let begun = reckoner.reckon(reckoner.as_is());
    let next = |id: &str| reckoner.bench().next.plan(&PlanId::parse(id).unwrap()).unwrap();
    let (from, to) = (next(GOLD), next("12345DC0010004"));
    let changed =
        with_plan(&reckoner, reckoner.as_is(), &begun, Way::Replace { from, to }).unwrap();
    let ids: Vec<&str> = changed.packages[0].plans.iter().map(PlanId::as_str).collect();
    assert_eq!(ids, ["12345DC0010012", "12345DC0020001", "12345DC0010004"]);
    let reckoned = reckoner.reckon(&changed);
    let plans: Vec<_> = reckoner.impacts(&reckoned).map(|i| i.plans[0].unwrap()).collect();
    assert_eq!(
        plans.iter().map(|p| usize::from(*p)).collect::<Vec<_>>(),
        [to, next("12345DC0010012")]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Checked against trying every step and every plan.
    #[test]
    fn answers_are_minimal(
        people in (any_worker(100), any_worker(200)),
        contribution in any_contribution(),
        percent_of_now in 40_u32..110,
    ) {
        let reckoner = reckoner([people.0, people.1].concat(), contribution);
        let scenario = reckoner.as_is();
        let begun = reckoner.reckon(scenario);
        let at_most = Percent::whole(percent_of_now).of(begun.group.next.employer);
        let budget = Budget { measure: Measure::Employer, at_most };
        let answers = solve(&reckoner, scenario, budget);
        let cost = |scenario: &Scenario| reckoner.reckon(scenario).group.next.employer;
        for cut in Cut::ALL {
            let found = answers.iter().find_map(|answer| match answer.way {
                Way::Contribute { cut: c, steps } if c == cut => Some(steps),
                _ => None,
            });
            let keeps = |steps: &u32| cost(&lowered(scenario, cut, *steps)) <= at_most;
            let first = (0..=1_500).chain([STEPS_MAX]).find(keeps).filter(|steps| *steps > 0);
            prop_assert_eq!(found, first);
        }
        for single in [false, true] {
            let all = ways_by_plan(&reckoner, &begun, single);
            let burdens = all.iter().filter_map(|way| {
                let changed = with_plan(&reckoner, scenario, &begun, *way)?;
                (cost(&changed) <= at_most)
                    .then(|| answer(&reckoner, &begun, *way, changed).burden())
            });
            let of_kind = |a: &&Answer| matches!(a.way, Way::Single { .. }) == single
                && !matches!(a.way, Way::Contribute { .. } | Way::Refer { .. });
            let found = answers.iter().filter(of_kind).map(Answer::burden).min();
            prop_assert_eq!(found, burdens.min());
        }
        for answer in &answers {
            prop_assert!(cost(&answer.scenario) <= at_most);
            prop_assert_eq!(reckoner.reckon(&answer.scenario).group, answer.group);
        }
    }
}
