//! From a [`Workbench`] and what the employer contributes to every figure, to the cent.
//!
//! How it is fast: a contribution's rounding depends only on who the member is (employee, spouse,
//! child), the benefit class, the age band and the plan. So the employer's share is computed once
//! for each of these that occurs, and everything else is addition along rows in which the plans lie
//! side by side. Group totals come from a count of members and do not depend on the number of people;
//! a family's month in a plan is added up when it is asked for.

use crate::census::{Party, Relationship, Tier};
use crate::contribution::{Basis, Contribution, Share, Strategy};
use crate::money::Cents;
use crate::plan::Line;
use crate::workbench::{Family, Member, Workbench};
use std::collections::HashMap;
use std::sync::Arc;

/// A month's premium and the employer's part of it: of a group, a family or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Split {
    /// All of it.
    pub premium: Cents,
    /// The employer's part.
    pub employer: Cents,
}

impl Split {
    /// The employees' part; with the employer's it makes up the premium, always.
    pub fn employee(self) -> Cents {
        self.premium - self.employer
    }
}

impl std::ops::Add for Split {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { premium: self.premium + other.premium, employer: self.employer + other.employer }
    }
}

impl std::ops::Sub for Split {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { premium: self.premium - other.premium, employer: self.employer - other.employer }
    }
}

impl std::ops::AddAssign for Split {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Split {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), std::ops::Add::add)
    }
}

/// One member's price in one plan, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberPrice {
    /// Whether the plan charges for this member.
    pub charged: bool,
    /// A month's premium, and the employer's part of it where that goes by who the member is.
    pub split: Split,
    /// The same member's premium in the reference plan, where one counts.
    pub reference: Option<Cents>,
    /// For how many members the premium is: one, but for the children of a family-rated plan, who
    /// share one premium. It stands with the first of them; for the others there is none.
    pub members: u32,
}

/// The figures of a strategy: each plan's month if the whole group were in it, and what a family's
/// month is added up from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// The strategy that was priced.
    pub strategy: Strategy,
    /// For each plan, the group's month.
    pub plans: Vec<Split>,
    /// Slot-major: the employer's share of one charged member in each plan, in cents.
    shares: Vec<u32>,
    /// Shape-major: the month of a family of each shape in each plan that is priced by it.
    shapes: Vec<Split>,
}

/// For each line of coverage, the families whose months make up the group's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counted([Option<Vec<usize>>; 2]);

impl Counted {
    /// The families of each line, of a workbench that has `all` of them. Naming every one costs what
    /// naming none does.
    pub fn of(families: [Vec<usize>; 2], all: usize) -> Self {
        Self(families.map(|families| Some(families).filter(|some| some.len() < all)))
    }

    /// How many they are in a line, of a workbench that has `all`.
    pub fn len(&self, line: Line, all: usize) -> usize {
        self.0[line as usize].as_ref().map_or(all, Vec::len)
    }
}

/// Members whose share of a premium is the same in every plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    class: Option<u8>,
    party: Party,
    band: usize,
    /// How many of them medical plans charge for.
    medical: u32,
    /// How many there are; dental plans charge for all of them.
    dental: u32,
}

/// A workbench, and what of its prices does not depend on what the employer contributes.
#[derive(Debug, Clone)]
pub struct Pricer {
    workbench: Arc<Workbench>,
    /// How many of the plans, the first ones, are medical.
    medical: usize,
    slots: Vec<Slot>,
    /// For each family where its members begin in `members`; one more at the end.
    starts: Vec<u32>,
    /// For each member the slot, and whether medical plans charge for it.
    members: Vec<(u32, bool)>,
    /// For each family its shape.
    tiers: Vec<Tier>,
    /// For each plan the group's premium.
    premiums: Vec<u64>,
    /// Plans whose price is not a sum over members by age.
    by_family: Vec<usize>,
    /// For each plan its place in `by_family`.
    place_by_family: Vec<Option<usize>>,
    /// For each shape of family that occurs one such family, and how many there are.
    shapes: Vec<(usize, i64)>,
    /// For each family its shape.
    shape_of: Vec<usize>,
}

/// Prices a workbench once. To price it many times, keep a [`Pricer`]: the answer is the same.
pub fn price(workbench: &Workbench, strategy: &Strategy) -> Priced {
    Pricer::new(Arc::new(workbench.clone())).price(strategy)
}

impl Pricer {
    /// Prepares a workbench.
    pub fn new(workbench: Arc<Workbench>) -> Self {
        let rates = &workbench.rates;
        let mut pricer = Self {
            medical: workbench.plans.iter().take_while(|p| p.line == Line::Medical).count(),
            slots: Vec::new(),
            starts: vec![0],
            members: Vec::with_capacity(workbench.members()),
            tiers: workbench.families.iter().map(Family::tier).collect(),
            premiums: Vec::new(),
            by_family: (0..rates.plans()).filter(|plan| rates.family(*plan).is_some()).collect(),
            place_by_family: vec![None; rates.plans()],
            shapes: Vec::new(),
            shape_of: Vec::new(),
            workbench,
        };
        for (place, plan) in pricer.by_family.iter().enumerate() {
            pricer.place_by_family[*plan] = Some(place);
        }
        pricer.find_slots();
        pricer.find_shapes();
        pricer.premiums = pricer.group_premiums();
        pricer
    }

    fn find_slots(&mut self) {
        let workbench = Arc::clone(&self.workbench);
        let bands = workbench.rates.bands().len();
        let classes = workbench.classes.len() + 1;
        let mut slot_of = vec![u32::MAX; classes * Party::ALL.len() * bands];
        for family in &workbench.families {
            for member in &family.members {
                // Without age-rated plans there is no band; then nothing is added by age either.
                let Some(band) = workbench.rates.band_of(member.age) else { continue };
                let party = member.relationship.party();
                let class = family.class.map_or(0, |class| usize::from(class) + 1);
                let place =
                    &mut slot_of[(class * Party::ALL.len() + party as usize) * bands + band];
                if *place == u32::MAX {
                    *place = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
                    let class = family.class;
                    self.slots.push(Slot { class, party, band, medical: 0, dental: 0 });
                }
                let slot = &mut self.slots[*place as usize];
                slot.medical += u32::from(member.charged);
                slot.dental += 1;
                self.members.push((*place, member.charged));
            }
            self.starts.push(u32::try_from(self.members.len()).unwrap_or(u32::MAX));
        }
    }

    /// Families of one class with as many spouses and children cost the same in every plan that is
    /// priced by the shape of the family.
    fn find_shapes(&mut self) {
        let mut places: HashMap<(Option<u8>, usize, usize), usize> = HashMap::new();
        for (family, people) in self.workbench.families.iter().enumerate() {
            let count =
                |party| people.members.iter().filter(|m| m.relationship.party() == party).count();
            let key = (people.class, count(Party::Spouse), count(Party::Child));
            let place = *places.entry(key).or_insert(self.shapes.len());
            if place == self.shapes.len() {
                self.shapes.push((family, 0));
            }
            self.shapes[place].1 += 1;
            self.shape_of.push(place);
        }
    }

    fn group_premiums(&self) -> Vec<u64> {
        let rates = &self.workbench.rates;
        let mut premiums = vec![0; rates.plans()];
        for slot in &self.slots {
            add_counted(&mut premiums, rates.row(slot.band), self.medical, slot);
        }
        for plan in &self.by_family {
            let premium = self.shapes.iter().map(|(family, count)| {
                let family = &self.workbench.families[*family];
                let parts = parts(&self.workbench, family, *plan).into_iter();
                parts.map(|part| part.premium).sum::<Cents>().times(*count)
            });
            premiums[*plan] = to_u64(premium.sum());
        }
        premiums
    }

    /// The workbench.
    pub fn workbench(&self) -> &Arc<Workbench> {
        &self.workbench
    }

    /// Prices a strategy.
    pub fn price(&self, strategy: &Strategy) -> Priced {
        let strategy = strategy.clone();
        let mut priced =
            Priced { strategy, plans: Vec::new(), shares: Vec::new(), shapes: Vec::new() };
        self.price_again(&mut priced);
        priced
    }

    /// Prices the strategy that stands in `priced`, using its memory again.
    pub fn price_again(&self, priced: &mut Priced) {
        let width = self.premiums.len();
        let mut employer = vec![0_u64; width];
        priced.shares.resize(self.slots.len() * width, 0);
        for (slot, shares) in self.slots.iter().zip(priced.shares.chunks_exact_mut(width.max(1))) {
            let contribution = priced.strategy.of(slot.class);
            self.share_out(contribution, slot, shares);
            add_counted(&mut employer, shares, self.medical, slot);
        }
        priced.plans.clear();
        priced.plans.extend(self.premiums.iter().zip(&employer).map(|(premium, employer)| Split {
            premium: cents(*premium),
            employer: cents(*employer),
        }));
        self.add_families(priced);
    }

    /// Adds what cannot be told from members alone: amounts by the shape of the family, and plans
    /// that are priced by it.
    fn add_families(&self, priced: &mut Priced) {
        let families = 0..self.workbench.families.len();
        for family in families.filter(|family| self.by_tier(&priced.strategy, *family)) {
            for plan in 0..self.premiums.len() {
                if self.place_by_family[plan].is_none() {
                    let employer = self.family(priced, family, plan).employer;
                    priced.plans[plan].employer += employer;
                }
            }
        }
        priced.shapes.clear();
        for (family, count) in &self.shapes {
            for plan in &self.by_family {
                let month = self.by_shape(&priced.strategy, *family, *plan);
                priced.plans[*plan].employer += month.employer.times(*count);
                priced.shapes.push(month);
            }
        }
    }

    /// A family's month in a plan that is priced by the shape of the family.
    fn by_shape(&self, strategy: &Strategy, family: usize, plan: usize) -> Split {
        let people = &self.workbench.families[family];
        let contribution = strategy.of(people.class);
        let members = member_prices(&self.workbench, contribution, people, plan);
        let mut month: Split = members.iter().map(|member| member.split).sum();
        if let Some(amount) = contribution.amount(self.tiers[family]) {
            month.employer = amount.min(month.premium);
        }
        month
    }

    fn by_tier(&self, strategy: &Strategy, family: usize) -> bool {
        strategy.of(self.workbench.families[family].class).amount(self.tiers[family]).is_some()
    }

    /// The employer's share of one charged member of a slot in each plan.
    fn share_out(&self, contribution: &Contribution, slot: &Slot, shares: &mut [u32]) {
        let row = self.workbench.rates.row(slot.band);
        match contribution.share(slot.party) {
            None => shares.fill(0),
            // The commonest by far, and the only one that is a straight line of arithmetic.
            Some(Share { basis: Basis::Percent(percent), cap: None }) => {
                let hundredths = u64::from(percent.hundredths());
                for (share, premium) in shares.iter_mut().zip(row) {
                    *share = to_u32((u64::from(*premium) * hundredths + 5_000) / 10_000);
                }
            }
            Some(share) => {
                let reference = contribution.reference.as_ref();
                let reference = reference.and_then(|id| self.workbench.plan(id));
                // A family-rated plan has no premium at a member's age to go by.
                let reference = reference.filter(|plan| self.place_by_family[*plan].is_none());
                for (plan, (to, premium)) in shares.iter_mut().zip(row).enumerate() {
                    let of_line = |r: &usize| (*r < self.medical) == (plan < self.medical);
                    let reference = reference.filter(of_line).map(|r| cents(u64::from(row[r])));
                    *to = to_u32(to_u64(share.of(cents(u64::from(*premium)), reference, 1)));
                }
            }
        }
    }

    /// The group's month in a plan: of the families that are counted in its line.
    pub fn group(&self, priced: &Priced, counted: &Counted, plan: usize) -> Split {
        match &counted.0[self.workbench.plans[plan].line as usize] {
            None => priced.plans[plan],
            Some(families) => {
                families.iter().map(|family| self.family(priced, *family, plan)).sum()
            }
        }
    }

    /// A family's month in a plan.
    pub fn family(&self, priced: &Priced, family: usize, plan: usize) -> Split {
        let people = &self.workbench.families[family];
        if let Some(place) = self.place_by_family[plan] {
            return priced.shapes[self.shape_of[family] * self.by_family.len() + place];
        }
        let contribution = priced.strategy.of(people.class);
        let width = self.premiums.len();
        let medical = plan < self.medical;
        let (mut premium, mut employer) = (0, 0);
        let members = self.starts[family] as usize..self.starts[family + 1] as usize;
        for (slot, charged) in &self.members[members] {
            if *charged || !medical {
                premium +=
                    u64::from(self.workbench.rates.row(self.slots[*slot as usize].band)[plan]);
                employer += u64::from(priced.shares[*slot as usize * width + plan]);
            }
        }
        let premium = cents(premium);
        let employer = match contribution.amount(self.tiers[family]) {
            Some(amount) => amount.min(premium),
            None => cents(employer),
        };
        Split { premium, employer }
    }

    /// What the employee of a family alone would cost in a plan.
    pub fn employee_only(&self, priced: &Priced, family: usize, plan: usize) -> Split {
        let people = &self.workbench.families[family];
        let first = self.members.get(self.starts[family] as usize);
        if let Some((slot, _)) = first.filter(|_| self.place_by_family[plan].is_none()) {
            let slot = *slot as usize;
            let premium = cents(u64::from(self.workbench.rates.row(self.slots[slot].band)[plan]));
            let share = priced.shares[slot * self.premiums.len() + plan];
            let amount = priced.strategy.of(people.class).amount(Tier::EmployeeOnly);
            let employer = amount.map_or(cents(u64::from(share)), |amount| amount.min(premium));
            return Split { premium, employer };
        }
        let alone = Family { class: people.class, members: vec![people.employee().clone()] };
        self.of_one(priced, &alone, plan)
    }

    /// What an employee of a class and an age would cost alone in a plan, who is in none of the families;
    /// `None` where the plan has no rate for that age.
    pub fn newcomer(
        &self,
        priced: &Priced,
        class: Option<u8>,
        age: u8,
        plan: usize,
    ) -> Option<Split> {
        let rates = &self.workbench.rates;
        if rates.family(plan).is_none() && rates.rate(plan, age).is_err() {
            return None;
        }
        let relationship = Relationship::Employee;
        let member = Member { row: 0, name: String::new(), relationship, age, charged: true };
        Some(self.of_one(priced, &Family { class, members: vec![member] }, plan))
    }

    fn of_one(&self, priced: &Priced, alone: &Family, plan: usize) -> Split {
        let contribution = priced.strategy.of(alone.class);
        let members = member_prices(&self.workbench, contribution, alone, plan);
        let mut sum: Split = members.iter().map(|member| member.split).sum();
        if let Some(amount) = contribution.amount(Tier::EmployeeOnly) {
            sum.employer = amount.min(sum.premium);
        }
        sum
    }

    /// One family's members in one plan, in the order of the family. Where the employer contributes
    /// by the shape of the family, the members' parts of it are nothing: see [`Pricer::family`].
    pub fn members(&self, strategy: &Strategy, family: usize, plan: usize) -> Vec<MemberPrice> {
        let family = &self.workbench.families[family];
        member_prices(&self.workbench, strategy.of(family.class), family, plan)
    }
}

/// The reference plan whose premiums count for a plan: one of its own line that is rated the same
/// way, since a family-rated plan has no premium at a member's age.
fn reference_for(workbench: &Workbench, contribution: &Contribution, plan: usize) -> Option<usize> {
    let reference = workbench.plan(contribution.reference.as_ref()?)?;
    let kind = |plan: usize| (workbench.plans[plan].line, workbench.rates.family(plan).is_some());
    (kind(reference) == kind(plan)).then_some(reference)
}

/// Adds a row as many times as members stand in it.
fn add_counted(sums: &mut [u64], row: &[u32], medical: usize, slot: &Slot) {
    let (medical_sums, dental_sums) = sums.split_at_mut(medical);
    let (medical_row, dental_row) = row.split_at(medical);
    for (sum, cents) in medical_sums.iter_mut().zip(medical_row) {
        *sum += u64::from(*cents) * u64::from(slot.medical);
    }
    for (sum, cents) in dental_sums.iter_mut().zip(dental_row) {
        *sum += u64::from(*cents) * u64::from(slot.dental);
    }
}

fn cents(cents: u64) -> Cents {
    Cents::new(i64::try_from(cents).expect("a group's month stays far below the range of money"))
}

fn to_u64(amount: Cents) -> u64 {
    u64::try_from(amount.get()).expect("premiums and shares are never negative")
}

fn to_u32(cents: u64) -> u32 {
    u32::try_from(cents).expect("a member's month stays below 42 million dollars")
}

/// One member's part of a family's premium.
#[derive(Clone, Copy)]
struct Part {
    premium: Cents,
    charged: bool,
    /// For how many members it is: the children of a family-rated plan share one part.
    members: u32,
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
    let mut left = u32::try_from(children).unwrap_or(u32::MAX);
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
            let share = contribution.share(family.members[place].relationship.party());
            let reference = reference.as_ref().map(|parts| parts[place].premium);
            let members = i64::from(part.members);
            let employer = share.map_or(Cents::ZERO, |s| s.of(part.premium, reference, members));
            MemberPrice {
                charged: part.charged,
                split: Split { premium: part.premium, employer },
                reference,
                members: part.members,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
