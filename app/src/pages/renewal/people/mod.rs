//! Everybody, now and next: what each person pays, how the changes spread, how each cent arises, and
//! who could not afford it.
//!
//! The parts share a [`Crowd`]. All of them follow the scenario: a slider that moves writes figures in
//! place, and moves nobody whose place does not change.

mod affordability;
mod distribution;
mod list;
mod person;
mod sheet;

use super::View;
use super::desk::Desk;
use crate::pages::address;
use crate::ui::Segmented;
use domain::Cents;
use domain::renewal::meters::Judged;
use domain::renewal::{Employee, Impact, PayPeriod, Verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// By what people are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    HitMost,
    HitMostInPercent,
    Name,
    PaysNext,
    PaysNow,
}

impl Sort {
    const ALL: [Self; 5] =
        [Self::HitMost, Self::HitMostInPercent, Self::Name, Self::PaysNext, Self::PaysNow];

    /// Its word in the address.
    const fn code(self) -> &'static str {
        match self {
            Self::HitMost => "hit",
            Self::HitMostInPercent => "percent",
            Self::Name => "name",
            Self::PaysNext => "next",
            Self::PaysNow => "now",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::HitMost => "Hit most",
            Self::HitMostInPercent => "Hit most, in percent",
            Self::Name => "Name",
            Self::PaysNext => "Pays most next",
            Self::PaysNow => "Pays most now",
        }
    }

    /// What a place in the list goes by, the lowest first. Where money decides, whoever is in no plan
    /// comes last.
    fn key(self, impact: &Impact, in_a_plan: bool, name: u32) -> i64 {
        let amount = match self {
            Self::Name => return name.into(),
            _ if !in_a_plan => return i64::MAX,
            Self::HitMost => rise(impact),
            Self::HitMostInPercent => return -rise_in_percent(impact),
            Self::PaysNext => impact.next.employee(),
            Self::PaysNow => impact.now.employee(),
        };
        -amount.get()
    }
}

/// Who is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whom {
    Everybody,
    PayMore,
    PayLess,
    NotAffordable,
    Declined,
}

impl Whom {
    const ALL: [Self; 5] =
        [Self::Everybody, Self::PayMore, Self::PayLess, Self::NotAffordable, Self::Declined];

    /// Its word in the address.
    const fn code(self) -> &'static str {
        match self {
            Self::Everybody => "all",
            Self::PayMore => "more",
            Self::PayLess => "less",
            Self::NotAffordable => "unaffordable",
            Self::Declined => "declined",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Everybody => "Everybody",
            Self::PayMore => "Those who pay more",
            Self::PayLess => "Those who pay less",
            Self::NotAffordable => "Not affordable for",
            Self::Declined => "Those who declined",
        }
    }

    fn holds(self, impact: &Impact, employee: &Employee, judged: Option<&Judged>) -> bool {
        match self {
            Self::Everybody => true,
            Self::PayMore => rise(impact) > Cents::ZERO,
            Self::PayLess => rise(impact).is_negative(),
            Self::NotAffordable => {
                judged.is_some_and(|(_, verdict)| matches!(verdict, Verdict::Unaffordable { .. }))
            }
            Self::Declined => employee.waived,
        }
    }
}

/// By how many hundredths of a percent what an employee pays rises. Whoever paid nothing is hit more than
/// any percentage tells.
fn rise_in_percent(impact: &Impact) -> i64 {
    let (rise, now) = (rise(impact).get(), impact.now.employee().get());
    match (now, rise) {
        (_, 0) => 0,
        (..=0, _) => i64::MAX / 2 * rise.signum(),
        _ => rise.saturating_mul(10_000) / now,
    }
}

/// By how much what an employee pays a month rises.
fn rise(impact: &Impact) -> Cents {
    impact.next.employee() - impact.now.employee()
}

/// Whether somebody is in a plan, now or next.
fn in_a_plan(employee: &Employee, impact: &Impact) -> bool {
    let now = employee.now.is_some() && employee.enrolled.iter().any(Option::is_some);
    now || impact.plans.iter().any(Option::is_some)
}

/// What the parts of the view share.
#[derive(Clone, Copy)]
struct Crowd {
    desk: StoredValue<Desk>,
    /// Places in [`Sort::ALL`] and [`Whom::ALL`].
    sort: RwSignal<usize>,
    whom: RwSignal<usize>,
    search: RwSignal<String>,
    /// The employee who is opened.
    open: RwSignal<Option<u32>>,
    /// For each employee who is offered a medical plan. Reckoned only when read.
    judged: Memo<Vec<Option<Judged>>>,
    /// The employees who are listed, in order.
    order: Memo<Vec<u32>>,
}

/// The names of what is looked at in the address.
const NAMES: &[&str] = &["show", "sort", "find", "person"];

impl Crowd {
    /// What an address asks for.
    fn new(desk: Desk, query: &ParamsMap) -> Self {
        let word = |name: &str| query.get_str(name).unwrap_or_default();
        let sort = Sort::ALL.iter().position(|sort| sort.code() == word("sort"));
        let whom = Whom::ALL.iter().position(|whom| whom.code() == word("show"));
        let (sort, whom) = (RwSignal::new(sort.unwrap_or(0)), RwSignal::new(whom.unwrap_or(0)));
        let search = RwSignal::new(word("find").to_owned());
        let row: Option<u32> = word("person").parse().ok();
        let opened = desk.bench().employees.iter().position(|person| Some(person.row) == row);
        let open = RwSignal::new(opened.and_then(|place| u32::try_from(place).ok()));
        let judging = desk.clone();
        let judged = Memo::new(move |_| judging.reckoned.with(|_| judged(&judging)));
        let names: Vec<String> =
            desk.bench().employees.iter().map(|person| person.name.to_lowercase()).collect();
        let ranks = ranks(&names);
        let listing = desk.clone();
        let order = Memo::new(move |_| {
            let (sort, whom) = (Sort::ALL[sort.get()], Whom::ALL[whom.get()]);
            let sought = search.with(|text| text.trim().to_lowercase());
            // The verdicts cost something: they are asked for only where they decide.
            let judged = (whom == Whom::NotAffordable).then(|| judged.get());
            let key = |place: usize, impact: &Impact| {
                let person = listing.employee(place);
                let verdict = judged.as_ref().and_then(|all| all[place].as_ref());
                let wanted = sought.is_empty() || names[place].contains(&sought);
                (wanted && whom.holds(impact, person, verdict))
                    .then(|| sort.key(impact, in_a_plan(person, impact), ranks[place]))
            };
            listing.reckoned.with(|reckoned| in_order(listing.reckoner.impacts(reckoned), key))
        });
        let desk = StoredValue::new(desk);
        Self { desk, sort, whom, search, open, judged, order }
    }

    /// What is looked at, for the address; what is as usual is left out.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let (sort, whom) = (Sort::ALL[self.sort.get()], Whom::ALL[self.whom.get()]);
        let row = self.open.get().map(|who| self.with(|desk| desk.employee(who as usize).row));
        let find = self.search.get();
        let words = [
            ("show", whom != Whom::Everybody, whom.code().to_owned()),
            ("sort", sort != Sort::HitMost, sort.code().to_owned()),
            ("find", !find.trim().is_empty(), find),
            ("person", row.is_some(), row.unwrap_or_default().to_string()),
        ];
        words.into_iter().filter(|(_, on, _)| *on).map(|(name, _, word)| (name, word)).collect()
    }

    /// Reads the desk.
    fn with<T>(&self, read: impl FnOnce(&Desk) -> T) -> T {
        self.desk.with_value(read)
    }

    /// The figures of an employee.
    fn impact(&self, employee: usize) -> Impact {
        self.with(|desk| desk.reckoned.with(|r| desk.reckoner.impact(r, employee)))
    }

    /// The pay period that is looked at.
    fn period(&self) -> PayPeriod {
        self.with(|desk| desk.period.get())
    }
}

fn judged(desk: &Desk) -> Vec<Option<Judged>> {
    let figures = desk.reckoned.get_untracked();
    // A new scenario always means new figures, and those are what this follows.
    desk.scenario.with_untracked(|scenario| desk.reckoner.affordable(scenario, &figures))
}

/// The places of those who have a key, in the order of their keys.
fn in_order(
    impacts: impl Iterator<Item = Impact>,
    key: impl Fn(usize, &Impact) -> Option<i64>,
) -> Vec<u32> {
    // Keys are reckoned once each: the list of a large group is sorted while a slider moves.
    let keys = impacts.enumerate().filter_map(|(place, impact)| {
        key(place, &impact).map(|key| (key, u32::try_from(place).unwrap_or(u32::MAX)))
    });
    let mut keys: Vec<(i64, u32)> = keys.collect();
    keys.sort_unstable();
    keys.into_iter().map(|(_, place)| place).collect()
}

/// The rank of each name in their order.
fn ranks(names: &[String]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|place| &names[*place]);
    let mut ranks = vec![0; names.len()];
    for (rank, place) in (0..).zip(order) {
        ranks[place] = rank;
    }
    ranks
}

/// How often an amount is paid, behind it: `$31.40 a week`.
const fn per(period: PayPeriod) -> &'static str {
    match period {
        PayPeriod::Weekly => "a week",
        PayPeriod::Biweekly => "every two weeks",
        PayPeriod::Semimonthly => "twice a month",
        PayPeriod::Monthly => "a month",
    }
}

/// The view.
#[component]
pub fn People(desk: Desk) -> impl IntoView {
    let path = View::People.path(&desk.renewal);
    let crowd = use_query_map().with_untracked(|query| Crowd::new(desk, query));
    address::keep(path, Some(NAMES), move || crate::paths::query(crowd.pairs()));
    view! {
        <div class="crowd">
            <Period crowd/>
            <div class="crowd-cards">
                <distribution::Distribution crowd/>
                <affordability::Affordability crowd/>
            </div>
            {move || crowd.open.get().map(|who| view! { <person::Person crowd who=who as usize/> })}
            <list::List crowd/>
        </div>
    }
    .into_any()
}

/// How often people are paid.
#[component]
fn Period(crowd: Crowd) -> impl IntoView {
    let period = crowd.with(|desk| desk.period);
    let chosen = Signal::derive(move || PayPeriod::ALL.iter().position(|p| *p == period.get()));
    view! {
        <div class="crowd-period needs-wasm">
            <p class="quiet" aria-hidden="true">"What people pay, by payday"</p>
            <Segmented
                legend="How often people are paid" name="pay-period"
                labels=PayPeriod::ALL.map(PayPeriod::label).into() chosen
                choose=move |place: usize| period.set(PayPeriod::ALL[place])
            />
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Split;
    use domain::renewal::affordability::Harbor;

    fn impact(now: i64, next: i64) -> Impact {
        let split = |employee| Split { premium: Cents::new(employee), employer: Cents::ZERO };
        Impact { now: split(now), next: split(next), ..Impact::default() }
    }

    fn employee(waived: bool) -> Employee {
        Employee {
            row: 1,
            name: "Ana Ruiz".into(),
            class: None,
            wage: None,
            waiver: None,
            waived,
            declined_age: None,
            now: None,
            next: None,
            enrolled: [None; 2],
            elected: [domain::renewal::Elected::Follow; 2],
            changes: None,
        }
    }

    #[test]
    fn whoever_is_hit_most_comes_first_and_whoever_is_in_no_plan_last() {
        let key = |sort: Sort, now, next| sort.key(&impact(now, next), true, 7);
        assert!(key(Sort::HitMost, 100, 300) < key(Sort::HitMost, 500, 600));
        assert!(key(Sort::HitMost, 500, 500) < key(Sort::HitMost, 500, 400));
        assert!(key(Sort::PaysNext, 0, 600) < key(Sort::PaysNext, 900, 500));
        assert!(key(Sort::PaysNow, 900, 0) < key(Sort::PaysNow, 0, 900));
        assert!(key(Sort::HitMost, 900, 0) < Sort::HitMost.key(&impact(0, 0), false, 0));
        assert_eq!(key(Sort::Name, 900, 0), 7);
        // From 100 to 200 is more than from 900 to 1,300; from nothing is more than either.
        assert!(key(Sort::HitMostInPercent, 100, 200) < key(Sort::HitMostInPercent, 900, 1_300));
        assert!(key(Sort::HitMostInPercent, 0, 1) < key(Sort::HitMostInPercent, 100, 200));
        assert!(key(Sort::HitMostInPercent, 5, 5) < key(Sort::HitMostInPercent, 500, 499));
        let names = ["chen", "abbas", "ruiz", "abbas"].map(str::to_owned);
        assert_eq!(ranks(&names), [2, 0, 3, 1]);
    }

    #[test]
    fn a_filter_holds_for_those_it_names() {
        let fails = Verdict::Unaffordable { limit: Cents::new(1), over: Cents::new(1) };
        let passes = Verdict::Affordable { limit: Cents::new(9), by: Harbor::RateOfPay };
        let cost = Cents::new(2);
        for (whom, now, next, waived, verdict, expect) in [
            (Whom::Everybody, 1, 1, false, None, true),
            (Whom::PayMore, 1, 2, false, None, true),
            (Whom::PayMore, 2, 2, false, None, false),
            (Whom::PayLess, 2, 1, false, None, true),
            (Whom::PayLess, 2, 2, false, None, false),
            (Whom::NotAffordable, 1, 1, false, Some((cost, fails)), true),
            (Whom::NotAffordable, 1, 1, false, Some((cost, passes)), false),
            (Whom::NotAffordable, 1, 1, false, None, false),
            (Whom::Declined, 0, 0, true, None, true),
            (Whom::Declined, 0, 0, false, None, false),
        ] {
            let holds = whom.holds(&impact(now, next), &employee(waived), verdict.as_ref());
            assert_eq!(holds, expect, "{whom:?} {now} {next}");
        }
    }
}
