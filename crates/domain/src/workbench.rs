//! The workbench: all that a screen about a group's plans needs, and the one function that prices it.
//!
//! [`Workbench`] travels once to the browser; after that every change of the [`Scenario`] is priced
//! where it is made, by the same code that the server decides with.
//!
//! How it is fast: a contribution's rounding depends only on who the member is (employee, spouse,
//! child), the age band and the plan. So the employer's share is computed once for each such triple
//! that occurs, and everything else is addition along rows in which the plans lie side by side.
//! Group totals come from a count of members per triple and do not depend on the number of people.

use crate::census::{Census, Party, Relationship, charged};
use crate::contribution::{Contribution, Share};
use crate::date::age_on;
use crate::id::PlanId;
use crate::money::{Cents, Percent};
use crate::place::RatingArea;
use crate::plan::{CostShare, Limits, Line, Metal, Plan, PlanType, Service};
use crate::rate::{RateSheet, RateTable};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A plan as it can be compared and chosen; the filed words stay in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// HIOS plan id.
    pub id: PlanId,
    /// The issuer's name, or its HIOS id when no name is known.
    pub issuer: String,
    /// The name under which it is sold.
    pub name: String,
    /// Medical or dental.
    pub line: Line,
    /// Metal level.
    pub metal: Metal,
    /// How its network works.
    pub plan_type: PlanType,
    /// The issuer's id of its network.
    pub network: String,
    /// Whether a health savings account may stand beside it.
    pub hsa_eligible: bool,
    /// The share of the cost of care that it carries on average.
    pub actuarial_value: Option<Percent>,
    /// Yearly limits.
    pub limits: Limits,
    /// For each of [`Service::ALL`], what a member pays in the network and outside it, as places in
    /// [`Workbench::shares`]. Few cost shares differ among hundreds of benefits.
    shares: Vec<Option<(u16, u16)>>,
}

impl Offer {
    fn new(plan: &Plan, issuer: String, table: &mut Vec<CostShare>) -> Self {
        let mut place = |share: CostShare| {
            let at = table.iter().position(|s| *s == share).unwrap_or_else(|| {
                table.push(share);
                table.len() - 1
            });
            u16::try_from(at).expect("plans are compared by far fewer different cost shares")
        };
        let mut shares = |service: &Service| {
            plan.benefit(*service).map(|b| (place(b.in_network), place(b.outside)))
        };
        Self {
            id: plan.id.clone(),
            issuer,
            name: plan.name.clone(),
            line: plan.line,
            metal: plan.metal,
            plan_type: plan.plan_type,
            network: plan.network.clone(),
            hsa_eligible: plan.hsa_eligible,
            actuarial_value: plan.actuarial_value,
            limits: plan.limits,
            shares: Service::ALL.iter().map(&mut shares).collect(),
        }
    }
}

/// A covered person, with what pricing needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The row of the roster.
    pub row: u32,
    /// First and last name.
    pub name: String,
    /// How the person belongs to the employee.
    pub relationship: Relationship,
    /// Age in completed years on the effective date.
    pub age: u8,
    /// Whether medical plans charge for this member; dental plans charge for everybody.
    pub charged: bool,
}

/// A covered family: the employee first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// The covered members; never empty.
    pub members: Vec<Member>,
}

impl Family {
    /// The employee.
    pub fn employee(&self) -> &Member {
        &self.members[0]
    }
}

/// Everything that a screen about a group's plans needs: no SSN, no date of birth, no home address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workbench {
    /// First day of the plan year.
    pub effective_on: NaiveDate,
    /// Where rates are looked up.
    pub area: RatingArea,
    /// The plans that can be priced for this group: medical, then dental, each by id.
    pub plans: Vec<Offer>,
    /// The different cost shares of the plans.
    pub shares: Vec<CostShare>,
    /// Plans of the catalogue that are not on sale, or have no rate, at this place and date, or for an age
    /// in this group.
    pub unrated: Vec<PlanId>,
    /// The rates of `plans`, in the same order.
    pub rates: RateTable,
    /// The covered families, in the order of the roster.
    pub families: Vec<Family>,
    /// How many employees waived coverage.
    pub waived_employees: u32,
}

/// A plan with the name of its issuer.
#[derive(Debug, Clone, Copy)]
pub struct NamedPlan<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The issuer's name, where one is known.
    pub issuer: Option<&'a str>,
}

impl Workbench {
    /// Sets the table for a group: finds who is covered and charged, and which plans are rated.
    ///
    /// `sheets` may be of any place and date; the ones that hold are picked. People with faults on
    /// the effective date must have been dealt with: see [`Census::faults_on`]. Those that were not
    /// are left out.
    pub fn new(
        plans: &[NamedPlan<'_>],
        sheets: &[RateSheet],
        census: &Census,
        area: RatingArea,
        effective_on: NaiveDate,
    ) -> Self {
        let families = families(census, effective_on);
        let mut plans: Vec<NamedPlan<'_>> = plans.to_vec();
        plans.sort_by(|a, b| (a.plan.line, &a.plan.id).cmp(&(b.plan.line, &b.plan.id)));
        let ids: Vec<PlanId> = plans.iter().map(|named| named.plan.id.clone()).collect();
        let holding: Vec<&RateSheet> = sheets
            .iter()
            .filter(|sheet| sheet.area == area && sheet.holds_on(effective_on))
            .collect();
        let (rates, mut unrated) = RateTable::new(&ids, &holding);
        plans.retain(|named| !unrated.contains(&named.plan.id));

        // A plan that has no rate for somebody's age cannot be priced for the group either.
        let dropped: Vec<usize> =
            (0..plans.len()).filter(|plan| !rates_everybody(&rates, *plan, &families)).collect();
        unrated.extend(dropped.iter().map(|plan| plans[*plan].plan.id.clone()));
        unrated.sort();
        let rates = rates.without(&dropped);
        let mut shares = Vec::new();
        let offers = plans
            .iter()
            .enumerate()
            .filter(|(place, _)| !dropped.contains(place))
            .map(|(_, NamedPlan { plan, issuer })| {
                let issuer = issuer.map_or_else(|| plan.issuer().to_string(), str::to_owned);
                Offer::new(plan, issuer, &mut shares)
            })
            .collect();
        Self {
            effective_on,
            area,
            plans: offers,
            shares,
            unrated,
            rates,
            families,
            waived_employees: u32::try_from(census.waived_employees()).unwrap_or(u32::MAX),
        }
    }

    /// How many people are covered.
    pub fn members(&self) -> usize {
        self.families.iter().map(|family| family.members.len()).sum()
    }

    /// What a member pays at a service in a plan: in the network, and outside it.
    pub fn share(&self, plan: usize, service: Service) -> Option<(CostShare, CostShare)> {
        let (inside, outside) = self.plans[plan].shares[service as usize]?;
        Some((self.shares[usize::from(inside)], self.shares[usize::from(outside)]))
    }

    /// The place of a plan.
    pub fn plan(&self, id: &PlanId) -> Option<usize> {
        self.plans.iter().position(|offer| offer.id == *id)
    }
}

fn rates_everybody(rates: &RateTable, plan: usize, families: &[Family]) -> bool {
    rates.family(plan).is_some()
        || families
            .iter()
            .flat_map(|f| &f.members)
            .all(|member| rates.rate(plan, member.age).is_ok())
}

fn families(census: &Census, effective_on: NaiveDate) -> Vec<Family> {
    let census = census.coverable_on(effective_on);
    census
        .households
        .iter()
        .filter_map(|household| {
            let covered: Vec<_> = household.covered().collect();
            let charged = charged(&covered, effective_on);
            let members: Vec<Member> = covered
                .iter()
                .zip(charged)
                .filter_map(|(person, charged)| {
                    Some(Member {
                        row: person.row,
                        name: person.name.clone(),
                        relationship: person.relationship,
                        age: age_on(person.born_on, effective_on)?,
                        charged,
                    })
                })
                .collect();
            (!members.is_empty()).then_some(Family { members })
        })
        .collect()
}

/// What an employer considers offering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// What it would pay.
    pub contribution: Contribution,
}

/// A month's premium of the whole group in one plan, if everybody were in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlanPrice {
    /// All of it.
    pub premium: Cents,
    /// The employer's part.
    pub employer: Cents,
}

impl PlanPrice {
    /// The employees' part; with the employer's it makes up the premium, always.
    pub fn employee(self) -> Cents {
        self.premium - self.employer
    }
}

/// One member's price in one plan, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberPrice {
    /// Whether the plan charges for this member.
    pub charged: bool,
    /// A month's premium.
    pub premium: Cents,
    /// The employer's part of it.
    pub employer: Cents,
}

/// Every figure of a scenario, to the cent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Priced {
    /// For each plan, the group's month.
    pub plans: Vec<PlanPrice>,
    /// Family-major: for each family the premium in each plan.
    premium: Vec<u32>,
    /// Family-major: for each family the employer's part in each plan.
    employer: Vec<u32>,
}

impl Priced {
    /// A family's month in a plan.
    pub fn family(&self, family: usize, plan: usize) -> PlanPrice {
        let at = family * self.plans.len() + plan;
        let cents = |list: &[u32]| Cents::new(i64::from(list[at]));
        PlanPrice { premium: cents(&self.premium), employer: cents(&self.employer) }
    }
}

/// Prices a workbench for a scenario.
///
/// To price one workbench many times, keep a [`Pricer`]: the answer is the same.
pub fn price(workbench: &Workbench, scenario: &Scenario) -> Priced {
    let mut priced = Priced::default();
    Pricer::new(workbench).price(workbench, scenario, &mut priced);
    priced
}

/// What of a workbench does not change from scenario to scenario: who stands in which row of the
/// share table, how many stand there, and the premiums.
#[derive(Debug, Clone)]
pub struct Pricer {
    /// How many of the plans, the first ones, are medical.
    medical: usize,
    /// The rows that occur: who the member is, and the age band.
    slots: Vec<(Party, usize)>,
    /// For each slot, how many medical plans charge for, and how many dental plans do.
    counts: Vec<(u32, u32)>,
    /// For each family where its members begin in `members`; one more at the end.
    starts: Vec<u32>,
    /// For each member the slot, and whether medical plans charge for it.
    members: Vec<(u32, bool)>,
    premium: Vec<u32>,
    /// Plans whose price is not a sum over members by age.
    by_family: Vec<usize>,
}

impl Pricer {
    /// Prepares a workbench.
    pub fn new(workbench: &Workbench) -> Self {
        let rates = &workbench.rates;
        let width = rates.plans();
        let mut pricer = Self {
            medical: workbench.plans.iter().take_while(|p| p.line == Line::Medical).count(),
            slots: Vec::new(),
            counts: Vec::new(),
            starts: vec![0],
            members: Vec::with_capacity(workbench.members()),
            premium: vec![0; workbench.families.len() * width],
            by_family: (0..width).filter(|plan| rates.family(*plan).is_some()).collect(),
        };
        let bands = rates.bands().len();
        let mut slot_of = vec![u32::MAX; bands * Party::ALL.len()];
        for (place, family) in workbench.families.iter().enumerate() {
            let sums = &mut pricer.premium[place * width..][..width];
            for member in &family.members {
                // Without age-rated plans there is no band; then nothing is added by age either.
                let Some(band) = rates.band_of(member.age) else { continue };
                let party = member.relationship.party();
                let slot = &mut slot_of[party as usize * bands + band];
                if *slot == u32::MAX {
                    *slot = u32::try_from(pricer.slots.len()).unwrap_or(u32::MAX);
                    pricer.slots.push((party, band));
                    pricer.counts.push((0, 0));
                }
                let (medical, dental) = &mut pricer.counts[*slot as usize];
                *medical += u32::from(member.charged);
                *dental += 1;
                pricer.members.push((*slot, member.charged));
                add(sums, rates.row(band), pricer.medical, member.charged);
            }
            pricer.starts.push(u32::try_from(pricer.members.len()).unwrap_or(u32::MAX));
        }
        for plan in pricer.by_family.clone() {
            for (place, family) in workbench.families.iter().enumerate() {
                let premium: Cents =
                    parts(workbench, family, plan).iter().map(|part| part.premium).sum();
                pricer.premium[place * width + plan] = u32_of(premium);
            }
        }
        pricer
    }

    /// Prices a scenario into `priced`, whose memory is used again.
    pub fn price(&self, workbench: &Workbench, scenario: &Scenario, priced: &mut Priced) {
        let width = workbench.rates.plans();
        let contribution = &scenario.contribution;
        let shares = self.shares(workbench, contribution);

        priced.premium.clone_from(&self.premium);
        priced.employer.clear();
        priced.employer.resize(self.premium.len(), 0);
        for family in 0..workbench.families.len() {
            let sums = &mut priced.employer[family * width..][..width];
            let members = self.starts[family] as usize..self.starts[family + 1] as usize;
            for (slot, charged) in &self.members[members] {
                add(sums, &shares[*slot as usize * width..][..width], self.medical, *charged);
            }
        }

        let mut premium = vec![0_u64; width];
        let mut employer = vec![0_u64; width];
        for (slot, ((_, band), counts)) in self.slots.iter().zip(&self.counts).enumerate() {
            add_counted(&mut premium, workbench.rates.row(*band), self.medical, *counts);
            add_counted(&mut employer, &shares[slot * width..][..width], self.medical, *counts);
        }
        priced.plans.clear();
        priced.plans.extend(premium.iter().zip(&employer).map(|(premium, employer)| PlanPrice {
            premium: cents_of(*premium),
            employer: cents_of(*employer),
        }));

        for &plan in &self.by_family {
            let mut total = PlanPrice::default();
            for (place, family) in workbench.families.iter().enumerate() {
                let employer: Cents = member_prices(workbench, contribution, family, plan)
                    .iter()
                    .map(|m| m.employer)
                    .sum();
                priced.employer[place * width + plan] = u32_of(employer);
                total.employer += employer;
                total.premium += priced.family(place, plan).premium;
            }
            priced.plans[plan] = total;
        }
    }

    /// One family's members in one plan, in the order of the family.
    pub fn members(
        workbench: &Workbench,
        scenario: &Scenario,
        family: usize,
        plan: usize,
    ) -> Vec<MemberPrice> {
        member_prices(workbench, &scenario.contribution, &workbench.families[family], plan)
    }

    /// The employer's share of one charged member, for each slot and plan.
    fn shares(&self, workbench: &Workbench, contribution: &Contribution) -> Vec<u32> {
        let rates = &workbench.rates;
        let references: Vec<Option<usize>> =
            (0..rates.plans()).map(|plan| reference_for(workbench, contribution, plan)).collect();
        let mut shares = Vec::with_capacity(self.slots.len() * rates.plans());
        for (party, band) in &self.slots {
            let share = contribution.share(*party);
            let row = rates.row(*band);
            for (cents, reference) in row.iter().zip(&references) {
                let reference = reference.map(|plan| cents_of(u64::from(row[plan])));
                shares.push(u32_of(share.of(cents_of(u64::from(*cents)), reference, 1)));
            }
        }
        shares
    }
}

/// The reference plan whose premiums count for a plan: one of its own line that is rated the same
/// way, since a family-rated plan has no premium at a member's age.
fn reference_for(workbench: &Workbench, contribution: &Contribution, plan: usize) -> Option<usize> {
    let reference = workbench.plan(contribution.reference.as_ref()?)?;
    let kind = |plan: usize| (workbench.plans[plan].line, workbench.rates.family(plan).is_some());
    (kind(reference) == kind(plan)).then_some(reference)
}

/// Adds a row to sums; medical plans only where the member is charged.
fn add(sums: &mut [u32], row: &[u32], medical: usize, charged: bool) {
    let from = if charged { 0 } else { medical };
    for (sum, cents) in sums[from..].iter_mut().zip(&row[from..]) {
        *sum += cents;
    }
}

/// Adds a row as many times as members stand in it: by the first count for medical plans, by the
/// second for dental ones.
fn add_counted(sums: &mut [u64], row: &[u32], medical: usize, counts: (u32, u32)) {
    let (medical_sums, dental_sums) = sums.split_at_mut(medical);
    let (medical_row, dental_row) = row.split_at(medical);
    for (sum, cents) in medical_sums.iter_mut().zip(medical_row) {
        *sum += u64::from(*cents) * u64::from(counts.0);
    }
    for (sum, cents) in dental_sums.iter_mut().zip(dental_row) {
        *sum += u64::from(*cents) * u64::from(counts.1);
    }
}

fn cents_of(cents: u64) -> Cents {
    Cents::new(i64::try_from(cents).expect("a group's month stays far below the range of money"))
}

fn u32_of(amount: Cents) -> u32 {
    u32::try_from(amount.get()).expect("a family's month stays below 42 million dollars")
}

/// One member's part of a family's premium.
#[derive(Clone, Copy)]
struct Part {
    premium: Cents,
    charged: bool,
    /// For how many members it is: the children of a family-rated plan share one part.
    members: i64,
}

/// A family's premium in a plan, member by member.
///
/// In a family-rated plan the employee bears the employee-only price, the spouse what the couple
/// costs more, the first child what the children cost more, so that the parts make up the price.
fn parts(workbench: &Workbench, family: &Family, plan: usize) -> Vec<Part> {
    let Some(prices) = workbench.rates.family(plan) else {
        let medical = workbench.plans[plan].line == Line::Medical;
        return family
            .members
            .iter()
            .map(|member| {
                let charged = member.charged || !medical;
                let rate = workbench.rates.rate(plan, member.age).unwrap_or(Cents::ZERO);
                Part { premium: if charged { rate } else { Cents::ZERO }, charged, members: 1 }
            })
            .collect();
    };
    let count = |party| family.members.iter().filter(|m| m.relationship.party() == party).count();
    let (has_spouse, children) = (count(Party::Spouse) > 0, count(Party::Child));
    let mut left = i64::try_from(children).unwrap_or(i64::MAX);
    family
        .members
        .iter()
        .map(|member| match member.relationship.party() {
            Party::Employee => Part { premium: prices.price(false, 0), charged: true, members: 1 },
            Party::Spouse => Part {
                premium: prices.price(true, 0) - prices.price(false, 0),
                charged: true,
                members: 1,
            },
            Party::Child => {
                let members = std::mem::take(&mut left);
                let premium = if members == 0 {
                    Cents::ZERO
                } else {
                    prices.price(has_spouse, children) - prices.price(has_spouse, 0)
                };
                Part { premium, charged: members > 0, members }
            }
        })
        .collect()
}

fn member_prices(
    workbench: &Workbench,
    contribution: &Contribution,
    family: &Family,
    plan: usize,
) -> Vec<MemberPrice> {
    let reference =
        reference_for(workbench, contribution, plan).map(|plan| parts(workbench, family, plan));
    parts(workbench, family, plan)
        .iter()
        .enumerate()
        .map(|(place, part)| {
            let share: Share = contribution.share(family.members[place].relationship.party());
            let reference = reference.as_ref().map(|parts| parts[place].premium);
            MemberPrice {
                charged: part.charged,
                premium: part.premium,
                employer: share.of(part.premium, reference, part.members),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
