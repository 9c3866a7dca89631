//! One person: how each cent of a month arises, from now to the scenario.

use super::list::words;
use super::sheet::{Cell, Row, Sheet, written};
use super::{Crowd, per, rise};
use crate::pages::renewal::desk::Desk;
use crate::ui::change;
use domain::census::{Party, Tier};
use domain::contribution::{Basis, Contribution, Share};
use domain::pricing::MemberPrice;
use domain::renewal::{Cause, Impact, LINES, PayPeriod};
use domain::rules::CHARGED_CHILDREN;
use domain::workbench::{Family, Member};
use domain::{Cents, Priced, Pricer, Scenario, Split};
use leptos::ev::KeyboardEvent;
use leptos::html::H2;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// An amount without a note.
fn plain(amount: Cents) -> Cell {
    (amount.to_string(), String::new())
}

/// A change, with its sign.
fn signed(amount: Cents) -> Cell {
    let sign = if amount > Cents::ZERO { "+" } else { "" };
    (format!("{sign}{amount}"), String::new())
}

/// The month, now and next, with what each cause adds between them.
fn steps(impact: &Impact) -> Sheet {
    let row = |label: &str, note: &str, split: Split, write: fn(Cents) -> Cell| {
        let amounts = [split.premium, split.employer, split.employee()].map(write);
        let head = (label.to_owned(), note.to_owned());
        Row { strong: false, cells: std::iter::once(head).chain(amounts).collect() }
    };
    let sum = |label, note, split| Row { strong: true, ..row(label, note, split, plain) };
    let mut rows = vec![sum("Now", "This year’s plans, rates and people.", impact.now)];
    for (cause, split) in Cause::ALL.into_iter().zip(impact.causes) {
        rows.push(row(cause.label(), cause.sentence(), split, signed));
        if cause == Cause::Rate {
            rows.push(sum("If you do nothing", "Now, with the three lines above.", impact.as_is));
        }
    }
    rows.push(sum("Next, in this scenario", "Now, with all five causes.", impact.next));
    Sheet { title: "From now to next, a month".to_owned(), rows }
}

/// What someone pays now and next, and what most of the difference comes from.
fn sentence(name: &str, impact: &Impact, period: PayPeriod) -> String {
    let months = [impact.now, impact.next].map(Split::employee);
    let [now, next] = months.map(|month| period.of(month));
    let rise = rise(impact);
    // The cause that goes furthest the same way.
    let way = |split: &Split| {
        let amount = split.employee();
        if rise.is_negative() { -amount } else { amount }
    };
    let causes = Cause::ALL.into_iter().zip(impact.causes);
    let farthest = causes.max_by_key(|(_, split)| way(split)).filter(|_| rise != Cents::ZERO);
    let most = farthest.map_or_else(String::new, |(cause, _)| {
        format!(" Most of it: {}.", cause.label().to_ascii_lowercase())
    });
    let divided = match period {
        PayPeriod::Monthly => String::new(),
        _ => format!(
            " That is twelve months of {} and {}, divided by {}.",
            months[0],
            months[1],
            period.in_a_year(),
        ),
    };
    let change = change(now, next);
    format!("{name} pays {now} now and {next} next, {}: {change}.{most}{divided}", per(period))
}

/// How the company's share of a member's premium arises, in words. `members` is for how many the
/// premium is.
fn how(share: Share, price: &MemberPrice, members: i64) -> String {
    let premium = price.split.premium;
    let (amount, basis) = match (share.basis, price.reference) {
        (Basis::Fixed(amount), _) if members > 1 => {
            (amount.times(members), format!("fixed {amount} for each of {members}"))
        }
        (Basis::Fixed(amount), _) => (amount, format!("fixed {amount}")),
        (Basis::Reference(percent), Some(base)) => {
            (percent.of(base), format!("{percent} of the reference plan’s {base}"))
        }
        (Basis::Percent(percent) | Basis::Reference(percent), _) => {
            (percent.of(premium), format!("{percent} of {premium}"))
        }
    };
    let cap = share.cap.map(|cap| cap.times(members)).filter(|cap| *cap < amount);
    let capped = cap.map_or_else(String::new, |cap| format!(", capped at {cap}"));
    let limited =
        if cap.unwrap_or(amount) > premium { ", but no more than the premium" } else { "" };
    format!("{basis}{capped}{limited}")
}

/// How the company's share of a family's premium arises, where it is not by member.
fn how_whole(
    contribution: &Contribution,
    tier: Tier,
    premium: Cents,
    reference: Option<&str>,
) -> String {
    match (contribution.amount(tier), reference) {
        (Some(amount), _) if amount > premium => {
            format!("{amount} for “{}”, but no more than the premium", tier.label())
        }
        (Some(amount), _) => format!("{amount} for “{}”", tier.label()),
        (None, Some(name)) => format!("Reference plan: {name}"),
        (None, None) => String::new(),
    }
}

/// A family in a plan of one of the two years.
struct InPlan<'a> {
    pricer: &'a Pricer,
    priced: &'a Priced,
    family: usize,
    plan: usize,
}

impl InPlan<'_> {
    fn people(&self) -> &Family {
        &self.pricer.workbench().families[self.family]
    }

    /// Every member's price, and their sum.
    fn rows(&self, names: &[(u32, String)]) -> Vec<Row> {
        let prices = self.pricer.members(&self.priced.strategy, self.family, self.plan);
        let members = self.people().members.iter().zip(&prices);
        let mut rows: Vec<Row> = members
            .map(|(member, price)| {
                let name = names.iter().find(|(row, _)| *row == member.row);
                let name = name.map_or(member.relationship.label(), |(_, name)| name);
                Row { strong: false, cells: self.cells(name, member, price) }
            })
            .collect();
        rows.push(self.sum(prices.iter().any(|price| price.reference.is_some())));
        rows
    }

    fn contribution(&self) -> &Contribution {
        self.priced.strategy.of(self.people().class)
    }

    /// A member: who, what the premium is and why, what the company pays of it and how that arises.
    fn cells(&self, name: &str, member: &Member, price: &MemberPrice) -> Vec<Cell> {
        let party = member.relationship.party();
        let who = format!("{}, age {}", member.relationship.label(), member.age);
        let premium = price.split.premium;
        let rate = if price.charged { premium.to_string() } else { "Free".to_owned() };
        let mut cells =
            vec![(name.to_owned(), who), (rate, self.why(party, member.age, price.charged))];
        let contribution = self.contribution();
        let share = contribution.share(party).filter(|_| price.charged);
        cells.extend(match share {
            // Where the amount is for the whole family, it stands in the sum alone.
            _ if contribution.amount(self.people().tier()).is_some() => Default::default(),
            Some(share) => [
                (price.split.employer.to_string(), how(share, price, self.count(party))),
                plain(price.split.employee()),
            ],
            None => [plain(Cents::ZERO), plain(Cents::ZERO)],
        });
        cells
    }

    /// The family's month; `by_reference` when a reference plan counts.
    fn sum(&self, by_reference: bool) -> Row {
        let workbench = self.pricer.workbench();
        let sum = self.pricer.family(self.priced, self.family, self.plan);
        let (contribution, tier) = (self.contribution(), self.people().tier());
        let reference = contribution.reference.as_ref().filter(|_| by_reference);
        let reference = reference.and_then(|id| workbench.plan(id));
        let reference = reference.map(|plan| workbench.plans[plan].name.as_str());
        let cells = vec![
            ("Together".to_owned(), tier.label().to_owned()),
            plain(sum.premium),
            (sum.employer.to_string(), how_whole(contribution, tier, sum.premium, reference)),
            (sum.employee().to_string(), "the rest".to_owned()),
        ];
        Row { strong: true, cells }
    }

    fn is_family_rated(&self) -> bool {
        self.pricer.workbench().rates.family(self.plan).is_some()
    }

    /// For how many a member's part of the premium is: the children of a family-rated plan share one.
    fn count(&self, party: Party) -> i64 {
        if party != Party::Child || !self.is_family_rated() {
            return 1;
        }
        let members = self.people().members.iter();
        let children = members.filter(|member| member.relationship.party() == Party::Child).count();
        i64::try_from(children).unwrap_or(i64::MAX)
    }

    /// Why a member costs this.
    fn why(&self, party: Party, age: u8, charged: bool) -> String {
        let workbench = self.pricer.workbench();
        match (self.is_family_rated(), charged) {
            (true, true) if self.count(party) > 1 => "for all children together".to_owned(),
            (true, true) => "by the shape of the family".to_owned(),
            (true, false) => "counted with the first child".to_owned(),
            (false, true) => format!("the rate at {age} in {}", workbench.area),
            (false, false) => {
                let rule = CHARGED_CHILDREN.cite(workbench.effective_on);
                format!("{} ({})", rule.text, rule.source)
            }
        }
    }
}

/// The members of a family in the plan of a line, in the scenario or now.
fn members(crowd: Crowd, who: usize, line: usize, now: bool) -> Sheet {
    crowd.with(|desk| {
        let employee = desk.employee(who);
        let sheet =
            |(pricer, priced): (&Pricer, &Priced), family: Option<u32>, plan: Option<u16>| {
                let (Some(family), Some(plan)) = (family, plan) else { return Sheet::default() };
                let (family, plan) = (family as usize, usize::from(plan));
                let year = if now { "now" } else { "next" };
                let name = &pricer.workbench().plans[plan].name;
                let title = format!("{} {year}: {name}", LINES[line]);
                let rows = InPlan { pricer, priced, family, plan }.rows(&names(desk, who));
                Sheet { title, rows }
            };
        if now {
            return sheet(desk.reckoner.present(), employee.now, employee.enrolled[line]);
        }
        desk.reckoned.with(|reckoned| {
            let plan = desk.reckoner.impact(reckoned, who).plans[line];
            sheet((desk.reckoner.next(), &reckoned.priced), employee.next, plan)
        })
    })
}

/// The names of the people of a family, by row of the roster. Those who leave are known by what they
/// are to the employee.
fn names(desk: &Desk, who: usize) -> Vec<(u32, String)> {
    let employee = desk.employee(who);
    let next = employee.next.map(|family| &desk.bench().next.families[family as usize].members);
    let mut names = vec![(employee.row, employee.name.clone())];
    names.extend(next.into_iter().flatten().map(|member| (member.row, member.name.clone())));
    names
}

/// A scenario and what it means to the person.
#[derive(Clone, PartialEq)]
struct Known {
    key: Option<u32>,
    name: String,
    scenario: Scenario,
    /// Unless it is the one that is looked at, whose figures are at hand.
    impact: Option<Impact>,
}

/// Every scenario, reckoned; those that did not change are not reckoned again.
fn known(crowd: Crowd, who: usize, before: Option<&Vec<Known>>) -> Vec<Known> {
    crowd.with(|desk| {
        let current = desk.keeping.current.get();
        let impact = |key: Option<u32>, scenario: &Scenario| {
            if key == current {
                return None;
            }
            let known = before.into_iter().flatten();
            let mut known = known.filter(|kept| kept.key == key && kept.scenario == *scenario);
            let known = known.next().and_then(|kept| kept.impact);
            let reckon = || desk.reckoner.impact(&desk.reckoner.reckon(scenario), who);
            Some(known.unwrap_or_else(reckon))
        };
        let of = |key: Option<u32>, name: &str, scenario: &Scenario| Known {
            key,
            name: name.to_owned(),
            scenario: scenario.clone(),
            impact: impact(key, scenario),
        };
        let mut all = vec![of(None, "If you do nothing", desk.reckoner.as_is())];
        desk.keeping.tabs.with(|tabs| {
            all.extend(tabs.iter().map(|tab| of(Some(tab.key), &tab.name, &tab.scenario)));
        });
        all
    })
}

/// What the person pays in each scenario.
fn compared(crowd: Crowd, who: usize, kept: &[Known]) -> Sheet {
    let (period, live) = (crowd.period(), crowd.impact(who));
    crowd.with(|desk| {
        let name = |place: Option<u16>| {
            place.map_or_else(String::new, |place| desk.offer(usize::from(place)).name.clone())
        };
        let now = period.of(live.now.employee());
        let row = |kept: &Known| {
            let impact = kept.impact.unwrap_or(live);
            let next = period.of(impact.next.employee());
            let note = if kept.impact.is_none() { "this scenario" } else { "" };
            let cells = vec![
                (kept.name.clone(), note.to_owned()),
                (name(impact.plans[0]), name(impact.plans[1])),
                plain(next),
                (change(now, next), String::new()),
                plain(period.of(impact.next.employer)),
            ];
            Row { strong: kept.impact.is_none(), cells }
        };
        let title = format!("In each scenario, {}", per(period));
        Sheet { title, rows: kept.iter().map(row).collect() }
    })
}

/// The panel. Its heading takes the focus when it opens; the person's row takes it back.
#[component]
pub fn Person(crowd: Crowd, who: usize) -> impl IntoView {
    let heading = NodeRef::<H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // An element of a page can take the focus.
            let _ = heading.focus();
        }
    });
    let close = move || {
        crowd.open.set(None);
        focus_row(who);
    };
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    let (name, covers) = crowd.with(|desk| (desk.employee(who).name.clone(), words(desk, who)));
    let spoken = name.clone();
    let sum = move || sentence(&spoken, &crowd.impact(who), crowd.period());
    let verdict = move || {
        let judged = crowd.judged.with(|judged| judged[who]);
        judged.map(|(cost, verdict)| {
            format!("The lowest-priced plan would cost {cost} alone. {}", verdict.sentence())
        })
    };
    let title = name.clone();
    view! {
        <section class="card person" aria-labelledby="person-name" on:keydown=escape>
            <div class="section-head">
                <h2 id="person-name" tabindex="-1" aria-live="polite" node_ref=heading>{title}</h2>
                <p class="quiet">{covers}</p>
                <button
                    type="button" class="button" aria-label=format!("Close {name}")
                    on:click=move |_| close()
                >"Close"</button>
            </div>
            <p class="person-sum">{sum}</p>
            <Tables crowd who/>
            <p class="hint">
                "Each member’s share of your company is rounded to the cent by itself: half a cent \
                 rounds up. The employee pays the rest, so both always make up the premium."
            </p>
            <p class="small">{verdict}</p>
        </section>
    }
    .into_any()
}

/// The tables of the panel.
#[component]
fn Tables(crowd: Crowd, who: usize) -> impl IntoView {
    let figures = Memo::new(move |_| steps(&crowd.impact(who)));
    let reckoned = Memo::new(move |before| known(crowd, who, before));
    let scenarios = Memo::new(move |_| reckoned.with(|kept| compared(crowd, who, kept)));
    let in_plan = move |now: bool| {
        let lines = 0..LINES.len();
        let tables =
            lines.map(|line| written(MEMBERS, Memo::new(move |_| members(crowd, who, line, now))));
        tables.collect_view()
    };
    view! {
        <div class="person-tables">
            <div>{written(STEPS, figures)}</div>
            <div>
                {in_plan(false)}
                <details class="figures">
                    <summary>"How it is now, member by member"</summary>
                    {in_plan(true)}
                </details>
            </div>
        </div>
        {written(SCENARIOS, scenarios)}
    }
    .into_any()
}

const STEPS: &[(&str, &str)] =
    &[("Step", ""), ("Premium", "number"), ("Company", "number"), ("Employee", "number")];
const MEMBERS: &[(&str, &str)] =
    &[("Person", ""), ("Premium", "number"), ("Company", "number"), ("Employee", "number")];
const SCENARIOS: &[(&str, &str)] = &[
    ("Scenario", ""),
    ("Plan", ""),
    ("Employee pays", "number"),
    ("Change from now", "number"),
    ("Company pays", "number"),
];

/// Gives the focus to the button of a person's row; to the list when that row is not in sight.
fn focus_row(who: usize) {
    let find = |selector: &str| document().query_selector(selector).ok().flatten();
    let found = find(&format!("[data-person=\"{who}\"]")).or_else(|| find("#crowd-title"));
    if let Some(element) = found {
        let element: &HtmlElement = element.unchecked_ref();
        // An element of a page can take the focus.
        let _ = element.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Percent;

    const fn cents(cents: i64) -> Cents {
        Cents::new(cents)
    }

    fn price(premium: i64, reference: Option<i64>) -> MemberPrice {
        let split = Split { premium: cents(premium), employer: Cents::ZERO };
        MemberPrice { charged: true, split, reference: reference.map(cents), members: 1 }
    }

    #[test]
    fn a_share_says_how_it_arises() {
        let pct = Percent::whole;
        let capped = |share, cap| Share { cap: Some(cents(cap)), ..share };
        for (share, premium, reference, members, text) in [
            (Share::percent(pct(70)), 41_230, None, 1, "70% of $412.30"),
            (Share::fixed(cents(30_000)), 41_230, None, 1, "fixed $300.00"),
            (Share::fixed(cents(5_000)), 41_230, None, 3, "fixed $50.00 for each of 3"),
            (
                Share::fixed(cents(50_000)),
                41_230,
                None,
                1,
                "fixed $500.00, but no more than the premium",
            ),
            (
                Share::reference(pct(50)),
                41_230,
                Some(38_000),
                1,
                "50% of the reference plan’s $380.00",
            ),
            (Share::reference(pct(50)), 41_230, None, 1, "50% of $412.30"),
            (
                Share::reference(pct(90)),
                20_000,
                Some(38_000),
                1,
                "90% of the reference plan’s $380.00, but no more than the premium",
            ),
            (
                capped(Share::percent(pct(70)), 20_000),
                41_230,
                None,
                1,
                "70% of $412.30, capped at $200.00",
            ),
            (capped(Share::percent(pct(40)), 20_000), 41_230, None, 1, "40% of $412.30"),
        ] {
            assert_eq!(how(share, &price(premium, reference), members), text);
        }
        let tiers = Contribution::by_tier([40_000, 60_000, 60_000, 80_000].map(cents));
        let whole = |premium| how_whole(&tiers, Tier::EmployeeSpouse, cents(premium), None);
        assert_eq!(whole(90_000), "$600.00 for “Employee + spouse”");
        assert_eq!(whole(50_000), "$600.00 for “Employee + spouse”, but no more than the premium");
    }

    fn impact() -> Impact {
        let split =
            |premium, employer| Split { premium: cents(premium), employer: cents(employer) };
        Impact {
            plans: [Some(0), None],
            now: split(40_000, 20_000),
            as_is: split(46_000, 23_000),
            next: split(44_000, 26_400),
            causes: [
                split(0, 0),
                split(1_000, 500),
                split(5_000, 2_500),
                split(-2_000, -1_000),
                split(0, 4_400),
            ],
        }
    }

    #[test]
    fn the_steps_lead_from_now_to_next() {
        let sheet = steps(&impact());
        let column = |place: usize| -> Vec<&str> {
            sheet.rows.iter().map(|row| row.cells[place].0.as_str()).collect()
        };
        assert_eq!(
            column(3),
            [
                "$200.00",
                "$0.00",
                "+$5.00",
                "+$25.00",
                "$230.00",
                "\u{2212}$10.00",
                "\u{2212}$44.00",
                "$176.00"
            ]
        );
        assert_eq!(column(0)[4], "If you do nothing");
        assert_eq!(sheet.rows.iter().filter(|row| row.strong).count(), 3);
    }

    #[test]
    fn a_person_is_summed_up_in_a_sentence() {
        assert_eq!(
            sentence("Ana Ruiz", &impact(), PayPeriod::Monthly),
            "Ana Ruiz pays $200.00 now and $176.00 next, a month: \u{2212}$24.00 (\u{2212}12.0%). \
             Most of it: contribution."
        );
        // 12 × 200 ÷ 26 is 92.31, and 12 × 176 ÷ 26 is 81.23.
        assert_eq!(
            sentence("Ana Ruiz", &impact(), PayPeriod::Biweekly),
            "Ana Ruiz pays $92.31 now and $81.23 next, every two weeks: \u{2212}$11.08 \
             (\u{2212}12.0%). Most of it: contribution. That is twelve months of $200.00 and \
             $176.00, divided by 26."
        );
    }
}
