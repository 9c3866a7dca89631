//! What a renewal gives away: a report of one scenario, and a calendar of its dates.
//!
//! Every figure comes from the same [`Reckoner`] as those on the pages. To tell more: a field of
//! [`Report`], and here where it comes from.

use crate::need::PlanRenewal;
use crate::{OperationError, Operations, Permit, RenewalHead};
use domain::census::Tier;
use domain::contract::package_of;
use domain::date::{days_before, short};
use domain::employer::EmployerKind;
use domain::id::ScenarioId;
use domain::plan::{Limits, Line, Service};
use domain::renewal::scenario::SavedScenario;
use domain::renewal::{Impact, LINES, PayPeriod, Reckoned, Reckoner, RenewalBench, Scenario};
use domain::rules::Citation;
use domain::workbench::{Offer, Workbench};
use domain::{Cents, Split};
use formats::calendar::{Feed, FeedDate, Reminder};
use formats::report::{
    ComparedPlan, ComparedRow, Comparison, Employee, Member, Meter, Move, Package, Premium, Report,
    Totals,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The services of a report's comparison: those that people ask for first. The pages have all.
const SERVICES: [Service; 14] = [
    Service::PrimaryCare,
    Service::Specialist,
    Service::UrgentCare,
    Service::Laboratory,
    Service::Imaging,
    Service::EmergencyRoom,
    Service::HospitalStay,
    Service::Generic,
    Service::PreferredBrand,
    Service::Delivery,
    Service::TherapistVisit,
    Service::AdultDentalCheckUp,
    Service::AdultDentalBasic,
    Service::AdultDentalMajor,
];

impl Operations {
    /// What a report of a scenario of a renewal is put together from; without one, of what happens if
    /// nothing is done. `period` is the code of a [`PayPeriod`]; one that is none says nothing of
    /// paychecks, as if it were not there.
    pub async fn report(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
        scenario: Option<&str>,
        period: Option<&str>,
        carrier: &str,
        demo: bool,
    ) -> Result<ReportBasis, OperationError> {
        let renewal = self.renewal(permit, effective_on).await?;
        let mut opened = renewal.opened.ok_or(OperationError::NoRenewal)?;
        let place = scenario.map(|id| kept(&opened.scenarios, id)).transpose()?;
        Ok(ReportBasis {
            carrier: carrier.to_owned(),
            demo: demo || renewal.head.employer.kind == EmployerKind::Demo,
            head: renewal.head,
            without_choices: opened.without_choices,
            bench: opened.bench,
            scenario: place.map(|place| opened.scenarios.swap_remove(place)),
            pay_period: period.and_then(PayPeriod::from_code),
        })
    }

    /// The dates of a renewal, for people's own calendars.
    pub async fn calendar(
        &self,
        permit: &Permit<PlanRenewal>,
        effective_on: &str,
    ) -> Result<Feed, OperationError> {
        let mut unit = self.store.begin_read().await?;
        let (head, _) = self.find(&mut *unit, permit.employer(), effective_on).await?;
        let calendar = head.calendar;
        // People are reminded on the day from which the pages say that the renewal closes soon.
        let closing = (calendar.last_day - calendar.closing_on).num_days();
        let closing = u8::try_from(closing).unwrap_or(u8::MAX);
        let date = |date: domain::renewal::KeyDate| FeedDate {
            reminder: (date.on == calendar.last_day).then(|| Reminder {
                days_before: closing,
                text: format!(
                    "{}: {}",
                    date.title,
                    calendar.when(&date, days_before(calendar.last_day, closing.into())),
                ),
            }),
            on: date.on,
            kind: date.slug.to_owned(),
            summary: date.title.to_owned(),
            description: date.sentence,
        };
        Ok(Feed {
            name: format!("Renewal of {}", head.employer.name),
            employer: head.employer.id,
            as_of: self.clock.now(),
            dates: calendar.dates().map(date).into(),
        })
    }
}

/// The place of the scenario of an id.
fn kept(scenarios: &[SavedScenario], id: &str) -> Result<usize, OperationError> {
    let id = ScenarioId(id.parse().map_err(|_| OperationError::NoScenario)?);
    scenarios.iter().position(|saved| saved.id == id).ok_or(OperationError::NoScenario)
}

/// What a report is put together from.
#[derive(Debug, Clone)]
pub struct ReportBasis {
    carrier: String,
    demo: bool,
    head: RenewalHead,
    bench: RenewalBench,
    without_choices: Option<RenewalBench>,
    scenario: Option<SavedScenario>,
    pay_period: Option<PayPeriod>,
}

impl ReportBasis {
    /// Puts the report together. For a large group that keeps a core busy for a while: not for a thread
    /// that others wait for.
    pub fn report(self) -> Report {
        let with = Reckoner::new(Arc::new(self.bench));
        let without = self.without_choices;
        let without = without.map_or_else(|| with.clone(), |b| Reckoner::new(Arc::new(b)));
        let as_is = without.reckon(without.as_is()).group.next;
        // If nothing is done, people's choices do not count.
        let reckoner = if self.scenario.is_some() { with } else { without };
        let scenario = self.scenario.as_ref().map_or(reckoner.as_is(), |saved| &saved.scenario);
        let told = Told { reckoner: &reckoner, scenario, reckoned: reckoner.reckon(scenario) };
        let group = told.reckoned.group;
        let head = self.head;
        Report {
            carrier: self.carrier,
            demo: self.demo,
            employer: head.employer.name,
            effective_on: head.calendar.effective_on,
            prepared_on: head.today,
            scenario: self
                .scenario
                .as_ref()
                .map_or("As is", |saved| saved.name.as_str())
                .to_owned(),
            area: told.next().area.clone(),
            pay_period: self.pay_period,
            packages: told.packages(),
            totals: Totals { now: Some(group.now), as_is: Some(as_is), scenario: group.next },
            causes: Some(group.causes),
            meters: told.meters(head.today),
            comparison: told.comparison(),
            employees: told.employees(),
        }
    }
}

/// The scenario that is told of, with its figures.
struct Told<'a> {
    reckoner: &'a Reckoner,
    scenario: &'a Scenario,
    reckoned: Reckoned,
}

impl Told<'_> {
    fn next(&self) -> &Workbench {
        &self.reckoner.bench().next
    }

    fn packages(&self) -> Vec<Package> {
        let alone = self.scenario.packages.len() == 1;
        let name = |plan: usize| self.next().plans[plan].name.clone();
        let package = |package: &domain::contract::Package| Package {
            name: package.name.clone(),
            classes: match (package.is_for_others(), alone) {
                (true, true) => "Everybody".to_owned(),
                (true, false) => "Everybody else".to_owned(),
                (false, _) => package.classes.join(", "),
            },
            waiting_period: package.waiting.label(),
            plans: self.reckoner.offered(package).into_iter().map(name).collect(),
            reference_plan: package
                .contribution
                .reference
                .as_ref()
                .and_then(|id| self.next().plan(id))
                .map(name),
            contribution: package.contribution.clone(),
        };
        self.scenario.packages.iter().map(package).collect()
    }

    fn meters(&self, today: chrono::NaiveDate) -> Vec<Meter> {
        let meters = self.reckoner.meters(self.scenario, &self.reckoned, today);
        let (participation, contribution) = (meters.participation, meters.contribution);
        let remedy = participation.remedy().map(|remedy| format!(" {remedy}"));
        vec![
            Meter {
                title: "Participation".to_owned(),
                met: participation.met,
                sentence: participation.sentence() + &remedy.unwrap_or_default(),
                source: source(participation.rule),
            },
            Meter {
                title: "Minimum contribution".to_owned(),
                met: contribution.met,
                sentence: contribution.sentence(),
                source: source(contribution.rule),
            },
        ]
    }

    /// The plans that anybody is offered, side by side.
    fn comparison(&self) -> Comparison {
        let offered = self.scenario.packages.iter().flat_map(|p| self.reckoner.offered(p));
        let plans: BTreeSet<usize> = offered.collect();
        let words = |label: &str, say: &dyn Fn(usize) -> Option<String>| {
            let cells: Vec<Option<String>> = plans.iter().map(|plan| say(*plan)).collect();
            let told = cells.iter().any(Option::is_some);
            let cells = cells.into_iter().map(|cell| cell.unwrap_or("\u{2013}".to_owned()));
            told.then(|| ComparedRow { label: label.to_owned(), cells: cells.collect() })
        };
        let offer = |plan: usize| -> &Offer { &self.next().plans[plan] };
        let kinds = [
            words("Level", &|plan| Some(offer(plan).metal.to_string())),
            words("Kind of network", &|plan| Some(offer(plan).plan_type.to_string())),
            words("Works with an HSA", &|plan| {
                Some(if offer(plan).hsa_eligible { "Yes" } else { "No" }.to_owned())
            }),
            words("Share of costs it pays, on average", &|plan| {
                offer(plan).actuarial_value.map(|value| format!("about {value}"))
            }),
        ];
        let limits = Limits::COMPARED.map(|(label, pick)| {
            words(label, &|plan| pick(&offer(plan).limits).map(|amount| format!("{amount:#}")))
        });
        let services = SERVICES.map(|service| {
            words(service.label(), &|plan| {
                self.next().share(plan, service).map(|(inside, _)| inside.to_string())
            })
        });
        let compared = |plan: &usize| ComparedPlan {
            name: offer(*plan).name.clone(),
            group: self.reckoner.group_in(&self.reckoned, *plan),
        };
        let rows = kinds.into_iter().chain(limits).chain(services).flatten();
        Comparison { plans: plans.iter().map(compared).collect(), rows: rows.collect() }
    }

    fn employees(&self) -> Vec<Employee> {
        let employees = &self.reckoner.bench().employees;
        let impacts = self.reckoner.impacts(&self.reckoned);
        employees.iter().zip(impacts).map(|(who, impact)| self.employee(who, &impact)).collect()
    }

    fn employee(&self, who: &domain::renewal::Employee, impact: &Impact) -> Employee {
        let class = who.class.map(|class| self.next().classes[usize::from(class)].as_str());
        let members = self.members(who, impact);
        let covers = match who.next {
            Some(family) if !members.is_empty() => self.next().families[family as usize].covers(),
            _ if who.waived => "Waived".to_owned(),
            _ => "Not covered".to_owned(),
        };
        let [medical, dental] = LINES.map(|line| self.plans(who, impact, line));
        Employee {
            name: who.name.clone(),
            class: class.unwrap_or_default().to_owned(),
            // One package is for everybody whom no other names: see `Scenario::check`.
            package: package_of(&self.scenario.packages, class).unwrap_or_default(),
            covers,
            medical,
            dental,
            now: Some(impact.now),
            next: impact.next,
            causes: Some(impact.causes.map(Split::employee)),
            members,
        }
    }

    /// The plans of a line, now and next.
    fn plans(&self, who: &domain::renewal::Employee, impact: &Impact, line: Line) -> Move {
        let name =
            |workbench: &Workbench, plan: u16| workbench.plans[usize::from(plan)].name.clone();
        let now = who.now.and(who.enrolled[line as usize]);
        Move {
            now: now.map(|plan| name(&self.reckoner.bench().present, plan)),
            next: impact.plans[line as usize].map(|plan| name(self.next(), plan)),
        }
    }

    fn members(&self, who: &domain::renewal::Employee, impact: &Impact) -> Vec<Member> {
        let Some(family) = who.next.filter(|_| impact.plans.iter().any(Option::is_some)) else {
            return Vec::new();
        };
        let people = self.next().families[family as usize].members.iter();
        let mut members: Vec<Member> = people
            .map(|member| Member {
                name: member.name.clone(),
                relationship: member.relationship,
                age: member.age,
                premiums: Vec::new(),
            })
            .collect();
        for plan in impact.plans.into_iter().flatten() {
            let premiums = self.premiums(family as usize, usize::from(plan));
            for (member, premium) in members.iter_mut().zip(premiums) {
                member.premiums.push(premium);
            }
        }
        members
    }

    /// The premiums of a family's members in a plan. An amount for the family pays the employee's
    /// first, then the dependents' in their order.
    fn premiums(&self, family: usize, plan: usize) -> Vec<Premium> {
        let strategy = &self.reckoned.priced.strategy;
        let people = &self.next().families[family];
        let tier: Tier = people.tier();
        let mut left: Option<Cents> = strategy.of(people.class).amount(tier);
        let prices = self.reckoner.next().members(strategy, family, plan).into_iter();
        let premium = |price: domain::pricing::MemberPrice| {
            let Split { premium, mut employer } = price.split;
            if let Some(left) = &mut left {
                employer = premium.min(*left);
                *left = *left - employer;
            }
            Premium {
                line: self.next().plans[plan].line,
                charged: price.charged,
                premium,
                employer,
                reference: price.reference,
                members: price.members,
            }
        };
        prices.map(premium).collect()
    }
}

/// Where a rule is written. What lifts it for groups that take out coverage is left to the pages.
fn source(rule: Citation) -> String {
    format!("Source: {}, since {}.", rule.source, short(rule.from))
}
