//! The state of the comparison as it stands in the URL, so that every view of it can be sent on.

use crate::api::compare::GroupQuestion;
use crate::paths;
use domain::contribution::{Contribution, Share};
use domain::id::PlanId;
use domain::plan::{Line, Metal, PlanType};
use domain::workbench::Offer;
use domain::{Cents, Percent};
use leptos_router::params::ParamsMap;

/// How the employer's share is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pay {
    /// A percentage of the premium.
    #[default]
    Percent,
    /// An amount for each member.
    Fixed,
    /// A percentage of the reference plan's premium.
    Reference,
}

impl Pay {
    /// All three, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Percent, Self::Fixed, Self::Reference];

    /// Its word in the URL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Percent => "percent",
            Self::Fixed => "fixed",
            Self::Reference => "reference",
        }
    }
}

/// By what the list of plans is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The group's premium, lowest first.
    #[default]
    Premium,
    /// The employer's part, lowest first.
    Employer,
    /// The employees' part, lowest first.
    Employee,
    /// The deductible for one person, lowest first.
    Deductible,
    /// The out-of-pocket maximum for one person, lowest first.
    OutOfPocket,
    /// By name.
    Name,
}

impl Sort {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Premium,
        Self::Employer,
        Self::Employee,
        Self::Deductible,
        Self::OutOfPocket,
        Self::Name,
    ];

    /// Its word in the URL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Premium => "premium",
            Self::Employer => "employer",
            Self::Employee => "employee",
            Self::Deductible => "deductible",
            Self::OutOfPocket => "out-of-pocket",
            Self::Name => "name",
        }
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Premium => "Premium, lowest first",
            Self::Employer => "Your company's part, lowest first",
            Self::Employee => "Employees' part, lowest first",
            Self::Deductible => "Deductible, lowest first",
            Self::OutOfPocket => "Most one person can pay, lowest first",
            Self::Name => "Name",
        }
    }
}

/// Which plans are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Medical or dental.
    pub line: Line,
    /// Metal levels; none means all.
    pub metals: Vec<Metal>,
    /// Types of network; none means all.
    pub types: Vec<PlanType>,
    /// Only plans beside which a health savings account may stand.
    pub hsa: bool,
    /// The highest deductible for one person.
    pub deductible_max: Option<Cents>,
    /// Part of the name.
    pub name: String,
}

impl Filter {
    /// Takes every filter away; the line stays.
    pub fn clear(&mut self) {
        *self = Self { line: self.line, ..CompareQuery::default().filter };
    }

    /// Whether a plan is listed.
    pub fn shows(&self, offer: &Offer) -> bool {
        let deductible = offer.limits.deductible.individual.unwrap_or(Cents::ZERO);
        offer.line == self.line
            && (self.metals.is_empty() || self.metals.contains(&offer.metal))
            && (self.types.is_empty() || self.types.contains(&offer.plan_type))
            && (!self.hsa || offer.hsa_eligible)
            && self.deductible_max.is_none_or(|max| deductible <= max)
            && (self.name.is_empty()
                || offer.name.to_lowercase().contains(&self.name.to_lowercase())
                || offer.id.as_str().contains(self.name.as_str()))
    }
}

/// The most plans that stand side by side.
pub const PICKS_MAX: usize = 4;

/// Everything the page's URL says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareQuery {
    /// The group, place and date.
    pub group: GroupQuestion,
    /// How the employer's share is reckoned.
    pub pay: Pay,
    /// Percentages for employee, spouse or partner, children.
    pub percents: [Percent; 3],
    /// Amounts for employee, spouse or partner, each child.
    pub amounts: [Cents; 3],
    /// The reference plan.
    pub reference: Option<PlanId>,
    /// Which plans are listed.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// The plans side by side; the first is what the others are measured against. Those of the other
    /// line wait until it is looked at.
    pub picks: Vec<PlanId>,
    /// The plan that people's figures are shown for, when one was chosen.
    pub showing: Option<PlanId>,
    /// Whether rows that are the same in all of them are left out.
    pub only_differences: bool,
}

impl Default for CompareQuery {
    fn default() -> Self {
        Self {
            group: GroupQuestion::default(),
            pay: Pay::Percent,
            percents: [Percent::whole(60), Percent::whole(30), Percent::whole(30)],
            amounts: [Cents::new(40_000), Cents::new(15_000), Cents::new(7_500)],
            reference: None,
            filter: Filter {
                line: Line::Medical,
                metals: Vec::new(),
                types: Vec::new(),
                hsa: false,
                deductible_max: None,
                name: String::new(),
            },
            sort: Sort::Premium,
            picks: Vec::new(),
            showing: None,
            only_differences: false,
        }
    }
}

/// The names in the URL for employee, spouse or partner, children.
pub const PERCENT_NAMES: [&str; 3] = ["ee", "sp", "ch"];
/// The names in the URL of the amounts for them.
pub const AMOUNT_NAMES: [&str; 3] = ["ee-amount", "sp-amount", "ch-amount"];

impl CompareQuery {
    /// Reads a URL's query. What cannot be read falls back to the default: a link that was cut or
    /// mistyped still opens.
    pub fn parse(params: &ParamsMap) -> Self {
        let default = Self::default();
        let text = |name: &str| {
            params.get_str(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let all = |name: &str| -> Vec<String> {
            let values = params.get_all(name).unwrap_or_default();
            values.iter().flat_map(|v| v.split(',')).map(|v| v.trim().to_owned()).collect()
        };
        let percent = |i: usize| {
            text(PERCENT_NAMES[i])
                .and_then(|t| Percent::parse(&t).ok())
                .unwrap_or(default.percents[i])
        };
        let amount = |i: usize| {
            let read = text(AMOUNT_NAMES[i]).and_then(|t| Cents::parse(&t).ok());
            read.filter(|amount| !amount.is_negative()).unwrap_or(default.amounts[i])
        };
        let by_code = |name: &str| text(name).unwrap_or_default();
        let mut picks: Vec<PlanId> = Vec::new();
        for id in all("compare").iter().filter_map(|id| PlanId::parse(id).ok()) {
            if !picks.contains(&id) && picks.len() < 2 * PICKS_MAX {
                picks.push(id);
            }
        }
        Self {
            group: GroupQuestion {
                employer: text("employer"),
                zip: text("zip"),
                county: text("county"),
                effective: text("effective"),
            },
            pay: Pay::ALL.into_iter().find(|p| p.code() == by_code("pay")).unwrap_or_default(),
            percents: [percent(0), percent(1), percent(2)],
            amounts: [amount(0), amount(1), amount(2)],
            reference: text("reference").and_then(|id| PlanId::parse(&id).ok()),
            filter: Filter {
                line: Line::parse(&by_code("line")).unwrap_or(default.filter.line),
                metals: all("metal").iter().filter_map(|m| Metal::parse(m)).collect(),
                types: all("type").iter().filter_map(|t| PlanType::parse(t)).collect(),
                hsa: text("hsa").is_some(),
                deductible_max: text("deductible").and_then(|t| Cents::parse(&t).ok()),
                name: text("name").unwrap_or_default(),
            },
            sort: Sort::ALL.into_iter().find(|s| s.code() == by_code("sort")).unwrap_or_default(),
            picks,
            showing: text("plan").and_then(|id| PlanId::parse(&id).ok()),
            only_differences: text("differences").is_some(),
        }
    }

    /// The fields of the query for this state; what is as by default is left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let default = Self::default();
        let mut pairs = self.group.pairs();
        let mut say = |name, value: &str| pairs.push((name, value.to_owned()));
        if self.pay != default.pay {
            say("pay", self.pay.code());
        }
        for i in 0..3 {
            if self.percents[i] != default.percents[i] {
                say(PERCENT_NAMES[i], self.percents[i].to_string().trim_end_matches('%'));
            }
            if self.amounts[i] != default.amounts[i] {
                say(AMOUNT_NAMES[i], &self.amounts[i].to_decimal_string());
            }
        }
        if let Some(reference) = &self.reference {
            say("reference", reference.as_str());
        }
        if self.filter.line != default.filter.line {
            say("line", self.filter.line.label());
        }
        for metal in &self.filter.metals {
            say("metal", metal.label());
        }
        for plan_type in &self.filter.types {
            say("type", plan_type.label());
        }
        if self.filter.hsa {
            say("hsa", "1");
        }
        if let Some(max) = self.filter.deductible_max {
            say("deductible", &max.to_decimal_string());
        }
        if !self.filter.name.is_empty() {
            say("name", &self.filter.name);
        }
        if self.sort != default.sort {
            say("sort", self.sort.code());
        }
        for pick in &self.picks {
            say("compare", pick.as_str());
        }
        if let Some(showing) = &self.showing {
            say("plan", showing.as_str());
        }
        if self.only_differences {
            say("differences", "1");
        }
        pairs
    }

    /// The query for this state, without the question mark.
    pub fn to_query(&self) -> String {
        paths::query(self.pairs())
    }

    /// The contribution that this state describes.
    pub fn contribution(&self) -> Contribution {
        let share = |i: usize| match self.pay {
            Pay::Percent => Share::percent(self.percents[i]),
            Pay::Fixed => Share::fixed(self.amounts[i]),
            Pay::Reference => Share::reference(self.percents[i]),
        };
        let reference = if self.pay == Pay::Reference { self.reference.clone() } else { None };
        Contribution { reference, ..Contribution::by_member(share(0), share(1), share(2)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> ParamsMap {
        let mut map = ParamsMap::new();
        for (name, value) in pairs {
            map.insert((*name).to_owned(), (*value).to_owned());
        }
        map
    }

    /// What a browser makes of a query: plus signs are spaces, percent signs lead two digits.
    fn read_back(query: &str) -> CompareQuery {
        let mut map = ParamsMap::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap();
            let mut bytes = Vec::new();
            let mut rest = value.as_bytes().iter().copied();
            while let Some(byte) = rest.next() {
                bytes.push(match byte {
                    b'+' => b' ',
                    b'%' => {
                        let digits = [rest.next().unwrap(), rest.next().unwrap()];
                        u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                    }
                    byte => byte,
                });
            }
            map.insert(name.to_owned(), String::from_utf8(bytes).unwrap());
        }
        CompareQuery::parse(&map)
    }

    #[test]
    fn every_state_is_read_back_from_its_url() {
        let plan = |id| PlanId::parse(id).unwrap();
        let states = [
            CompareQuery::default(),
            CompareQuery {
                group: GroupQuestion {
                    employer: Some("0b5e7f9c-0000-4000-8000-000000000001".into()),
                    zip: Some("94501".into()),
                    county: Some("Contra Costa & co".into()),
                    effective: Some("2027-02-01".into()),
                },
                pay: Pay::Reference,
                percents: [Percent::from_hundredths(6_250), Percent::ZERO, Percent::WHOLE],
                amounts: [Cents::new(12_345), Cents::ZERO, Cents::new(99)],
                reference: Some(plan("12345CA0010001")),
                filter: Filter {
                    line: Line::Dental,
                    metals: vec![Metal::Gold, Metal::ExpandedBronze],
                    types: vec![PlanType::Hmo],
                    hsa: true,
                    deductible_max: Some(Cents::new(250_000)),
                    name: "ñandú 50% +1".into(),
                },
                sort: Sort::OutOfPocket,
                picks: vec![plan("12345CA0010002"), plan("12345CA0010001")],
                showing: Some(plan("12345CA0010003")),
                only_differences: true,
            },
        ];
        for state in states {
            assert_eq!(read_back(&state.to_query()), state, "{}", state.to_query());
        }
        assert_eq!(CompareQuery::default().to_query(), "");
    }

    #[test]
    fn a_mistyped_link_still_opens() {
        let query = CompareQuery::parse(&params(&[
            ("ee", "lots"),
            ("ee-amount", "-5"),
            ("pay", "barter"),
            ("metal", "tin,gold"),
            ("compare", "nonsense,12345CA0010001,12345CA0010001"),
            ("sort", ""),
        ]));
        assert_eq!(query.percents, CompareQuery::default().percents);
        assert_eq!(query.amounts, CompareQuery::default().amounts);
        assert_eq!(query.filter.metals, [Metal::Gold]);
        assert_eq!(query.picks.len(), 1);
    }

    #[test]
    fn no_more_than_four_plans_of_each_line_stand_side_by_side() {
        let ids: Vec<String> = (1..=9).map(|i| format!("12345CA001000{i}")).collect();
        let query = CompareQuery::parse(&params(&[("compare", &ids.join(","))]));
        assert_eq!(query.picks.len(), 2 * PICKS_MAX);
    }
}
