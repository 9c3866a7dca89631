//! The workbench: all that a screen about a group's plans needs.
//!
//! [`Workbench`] travels once to the browser; after that every change of what the employer pays is
//! priced where it is made ([`crate::pricing`]), by the same code that the server decides with.

use crate::census::{Census, Party, Relationship, Tier, charged};
use crate::date::age_on;
use crate::id::PlanId;
use crate::money::Percent;
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
    /// The place of the employee's benefit class in [`Workbench::classes`]; `None` in none.
    pub class: Option<u8>,
    /// The covered members; never empty.
    pub members: Vec<Member>,
}

impl Family {
    /// The employee.
    pub fn employee(&self) -> &Member {
        &self.members[0]
    }

    /// Its shape.
    pub fn tier(&self) -> Tier {
        Tier::of(self.members.iter().map(|member| member.relationship))
    }

    /// Whom it covers, in words: `Employee, spouse and 2 children`.
    pub fn covers(&self) -> String {
        let of = |party| self.members.iter().filter(move |m| m.relationship.party() == party);
        let partner = of(Party::Spouse).next().map(|m| m.relationship.label().to_ascii_lowercase());
        let children = match of(Party::Child).count() {
            0 => None,
            1 => Some("1 child".to_owned()),
            n => Some(format!("{n} children")),
        };
        match (partner, children) {
            (None, None) => "Employee only".to_owned(),
            (Some(one), None) | (None, Some(one)) => format!("Employee and {one}"),
            (Some(partner), Some(children)) => format!("Employee, {partner} and {children}"),
        }
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
    /// The benefit classes that occur, by name.
    pub classes: Vec<String>,
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
        let classes = census.classes();
        let families = families(census, &classes, effective_on);
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
            classes,
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

fn families(census: &Census, classes: &[String], effective_on: NaiveDate) -> Vec<Family> {
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
            let class = household.employee.employment.class.as_ref();
            let class = class.and_then(|name| classes.iter().position(|class| class == name));
            let class = class.and_then(|place| u8::try_from(place).ok());
            (!members.is_empty()).then_some(Family { class, members })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Relationship::{Child, DomesticPartner, Employee, Spouse};

    #[test]
    fn a_family_says_whom_it_covers() {
        for (people, words) in [
            (&[Employee][..], "Employee only"),
            (&[Employee, Spouse], "Employee and spouse"),
            (&[Employee, Child], "Employee and 1 child"),
            (
                &[Employee, Child, DomesticPartner, Child],
                "Employee, domestic partner and 2 children",
            ),
        ] {
            let member = |relationship: &Relationship| Member {
                row: 2,
                name: String::new(),
                relationship: *relationship,
                age: 30,
                charged: true,
            };
            let family = Family { class: None, members: people.iter().map(member).collect() };
            assert_eq!(family.covers(), words);
        }
    }
}
