//! The state of the comparison as it stands in the URL, so that every view of it can be sent on.

use crate::api::compare::GroupQuestion;
use crate::pages::plans::look::{LookQuery, field};
use crate::paths;
use domain::contribution::{Contribution, Share};
use domain::id::PlanId;
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
    /// What is looked at.
    pub look: LookQuery,
}

impl Default for CompareQuery {
    fn default() -> Self {
        Self {
            group: GroupQuestion::default(),
            pay: Pay::Percent,
            percents: [Percent::whole(60), Percent::whole(30), Percent::whole(30)],
            amounts: [Cents::new(40_000), Cents::new(15_000), Cents::new(7_500)],
            reference: None,
            look: LookQuery::default(),
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
        let text = |name: &str| field(params, name);
        let percent = |i: usize| {
            text(PERCENT_NAMES[i])
                .and_then(|t| Percent::parse(&t).ok())
                .unwrap_or(default.percents[i])
        };
        let amount = |i: usize| {
            let read = text(AMOUNT_NAMES[i]).and_then(|t| Cents::parse(&t).ok());
            read.filter(|amount| !amount.is_negative()).unwrap_or(default.amounts[i])
        };
        let pay = text("pay").unwrap_or_default();
        Self {
            group: GroupQuestion {
                employer: text("employer"),
                zip: text("zip"),
                county: text("county"),
                effective: text("effective"),
            },
            pay: Pay::ALL.into_iter().find(|p| p.code() == pay).unwrap_or_default(),
            percents: [percent(0), percent(1), percent(2)],
            amounts: [amount(0), amount(1), amount(2)],
            reference: text("reference").and_then(|id| PlanId::parse(&id).ok()),
            look: LookQuery::parse(params),
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
        pairs.extend(self.look.pairs());
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
    use crate::pages::plans::look::{Filter, PICKS_MAX, Sort};
    use domain::plan::{Line, Metal, PlanType};

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
                look: LookQuery {
                    filter: Filter {
                        line: Line::Dental,
                        metals: vec![Metal::Gold, Metal::ExpandedBronze],
                        types: vec![PlanType::Hmo],
                        hsa: true,
                        deductible_max: Some(Cents::new(250_000)),
                        name: "ñandú 50% +1".into(),
                        ..Filter::default()
                    },
                    sort: Sort::OutOfPocket,
                    picks: vec![plan("12345CA0010002"), plan("12345CA0010001")],
                    showing: Some(plan("12345CA0010003")),
                    only_differences: true,
                    ..LookQuery::default()
                },
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
        assert_eq!(query.look.filter.metals, [Metal::Gold]);
        assert_eq!(query.look.picks.len(), 1);
    }

    #[test]
    fn no_more_than_four_plans_of_each_line_stand_side_by_side() {
        let ids: Vec<String> = (1..=9).map(|i| format!("12345CA001000{i}")).collect();
        let query = CompareQuery::parse(&params(&[("compare", &ids.join(","))]));
        assert_eq!(query.look.picks.len(), 2 * PICKS_MAX);
    }
}
