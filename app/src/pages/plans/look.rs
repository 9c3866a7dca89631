//! What people chose to look at in a list of plans and beside each other, and how the address says it.

use domain::Cents;
use domain::id::PlanId;
use domain::plan::{Line, Metal, PlanType};
use domain::workbench::Offer;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

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
    /// How many employees would be in it, most first; known at a renewal.
    Enrolled,
}

impl Sort {
    /// All of them, in the order of the page; the last is for renewals.
    pub const ALL: [Self; 7] = [
        Self::Premium,
        Self::Employer,
        Self::Employee,
        Self::Deductible,
        Self::OutOfPocket,
        Self::Name,
        Self::Enrolled,
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
            Self::Enrolled => "enrolled",
        }
    }

    /// The order whose word it is.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }

    /// Its name for people, and how it says that it goes its usual way and the other.
    const fn words(self) -> (&'static str, [&'static str; 2]) {
        const AMOUNTS: [&str; 2] = [", lowest first", ", highest first"];
        match self {
            Self::Premium => ("Premium", AMOUNTS),
            Self::Employer => ("Your company's part", AMOUNTS),
            Self::Employee => ("Employees' part", AMOUNTS),
            Self::Deductible => ("Deductible", AMOUNTS),
            Self::OutOfPocket => ("Most one person can pay", AMOUNTS),
            Self::Name => ("Name", ["", ", from the end"]),
            Self::Enrolled => ("Employees in it", [", most first", ", fewest first"]),
        }
    }

    /// Its name for people, going its usual way or the other.
    pub fn label(self, reversed: bool) -> String {
        let (name, ways) = self.words();
        format!("{name}{}", ways[usize::from(reversed)])
    }

    /// Whether what is least stands first.
    pub fn rises(self, reversed: bool) -> bool {
        (self == Self::Enrolled) == reversed
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
    /// The lowest deductible for one person.
    pub deductible_min: Option<Cents>,
    /// The highest deductible for one person.
    pub deductible_max: Option<Cents>,
    /// The highest out-of-pocket maximum for one person.
    pub out_of_pocket_max: Option<Cents>,
    /// The highest month for the group.
    pub budget: Option<Cents>,
    /// Only plans that are offered in the scenario; known at a renewal.
    pub offered: bool,
    /// Part of the name.
    pub name: String,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            line: Line::Medical,
            metals: Vec::new(),
            types: Vec::new(),
            hsa: false,
            deductible_min: None,
            deductible_max: None,
            out_of_pocket_max: None,
            budget: None,
            offered: false,
            name: String::new(),
        }
    }
}

impl Filter {
    /// Takes every filter away; the line stays.
    pub fn clear(&mut self) {
        *self = Self { line: self.line, ..Self::default() };
    }

    /// Whether a plan with this month for the group is listed, as far as that does not depend on a
    /// scenario.
    pub fn shows(&self, offer: &Offer, premium: Cents) -> bool {
        let deductible = offer.limits.deductible.individual.unwrap_or(Cents::ZERO);
        let out_of_pocket = offer.limits.out_of_pocket.individual;
        offer.line == self.line
            && (self.metals.is_empty() || self.metals.contains(&offer.metal))
            && (self.types.is_empty() || self.types.contains(&offer.plan_type))
            && (!self.hsa || offer.hsa_eligible)
            && self.deductible_min.is_none_or(|min| min <= deductible)
            && self.deductible_max.is_none_or(|max| deductible <= max)
            && self
                .out_of_pocket_max
                .is_none_or(|max| out_of_pocket.is_some_and(|most| most <= max))
            && self.budget.is_none_or(|budget| premium <= budget)
            && (self.name.is_empty()
                || offer.name.to_ascii_lowercase().contains(&self.name.to_ascii_lowercase())
                || offer.id.as_str().contains(self.name.as_str()))
    }
}

/// The most plans that stand side by side.
pub const PICKS_MAX: usize = 4;

/// A [`Look`] as the address says it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LookQuery {
    /// Which plans are listed.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Whether the order goes the other way than usual.
    pub reversed: bool,
    /// The plans side by side; the first is what the others are measured against. Those of the other
    /// line wait until it is looked at.
    pub picks: Vec<PlanId>,
    /// The plan that people's figures are shown for, when one was chosen.
    pub showing: Option<PlanId>,
    /// The present plan that the others are measured against, when one was chosen.
    pub against: Option<PlanId>,
    /// Whether rows that are the same in all of them are left out.
    pub only_differences: bool,
}

/// A field of a query; `None` when it is not there or empty.
pub fn field(params: &ParamsMap, name: &str) -> Option<String> {
    params.get_str(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A field that may be there several times, or once with commas.
fn fields(params: &ParamsMap, name: &str) -> Vec<String> {
    let values = params.get_all(name).unwrap_or_default();
    values.iter().flat_map(|v| v.split(',')).map(|v| v.trim().to_owned()).collect()
}

impl LookQuery {
    /// Every name that it has in an address.
    pub const NAMES: &'static [&'static str] = &[
        "line",
        "metal",
        "type",
        "hsa",
        "deductible-from",
        "deductible",
        "out-of-pocket",
        "budget",
        "offered",
        "name",
        "sort",
        "reversed",
        "compare",
        "plan",
        "against",
        "differences",
    ];

    /// Reads a URL's query. What cannot be read falls back to the default: a link that was cut or
    /// mistyped still opens.
    pub fn parse(params: &ParamsMap) -> Self {
        let amount = |name: &str| {
            let read = field(params, name).and_then(|text| Cents::parse(&text).ok());
            read.filter(|amount| !amount.is_negative())
        };
        let plan = |name: &str| field(params, name).and_then(|id| PlanId::parse(&id).ok());
        let word = |name: &str| field(params, name).unwrap_or_default();
        let is_on = |name: &str| field(params, name).is_some();
        let mut picks: Vec<PlanId> = Vec::new();
        for id in fields(params, "compare").iter().filter_map(|id| PlanId::parse(id).ok()) {
            if !picks.contains(&id) && picks.len() < 2 * PICKS_MAX {
                picks.push(id);
            }
        }
        Self {
            filter: Filter {
                line: Line::parse(&word("line")).unwrap_or(Line::Medical),
                metals: fields(params, "metal").iter().filter_map(|m| Metal::parse(m)).collect(),
                types: fields(params, "type").iter().filter_map(|t| PlanType::parse(t)).collect(),
                hsa: is_on("hsa"),
                deductible_min: amount("deductible-from"),
                deductible_max: amount("deductible"),
                out_of_pocket_max: amount("out-of-pocket"),
                budget: amount("budget"),
                offered: is_on("offered"),
                name: word("name"),
            },
            sort: Sort::of(&word("sort")).unwrap_or_default(),
            reversed: is_on("reversed"),
            picks,
            showing: plan("plan"),
            against: plan("against"),
            only_differences: is_on("differences"),
        }
    }

    /// The fields of the query for this state; what is as by default is left out.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        let mut pairs = Vec::new();
        let mut say = |name, value: &str| pairs.push((name, value.to_owned()));
        if filter.line != Line::Medical {
            say("line", filter.line.label());
        }
        for metal in &filter.metals {
            say("metal", metal.label());
        }
        for plan_type in &filter.types {
            say("type", plan_type.label());
        }
        if filter.hsa {
            say("hsa", "1");
        }
        for (name, amount) in [
            ("deductible-from", filter.deductible_min),
            ("deductible", filter.deductible_max),
            ("out-of-pocket", filter.out_of_pocket_max),
            ("budget", filter.budget),
        ] {
            if let Some(amount) = amount {
                say(name, &amount.to_decimal_string());
            }
        }
        if filter.offered {
            say("offered", "1");
        }
        if !filter.name.is_empty() {
            say("name", &filter.name);
        }
        if self.sort != Sort::default() {
            say("sort", self.sort.code());
        }
        if self.reversed {
            say("reversed", "1");
        }
        for pick in &self.picks {
            say("compare", pick.as_str());
        }
        for (name, plan) in [("plan", &self.showing), ("against", &self.against)] {
            if let Some(plan) = plan {
                say(name, plan.as_str());
            }
        }
        if self.only_differences {
            say("differences", "1");
        }
        pairs
    }
}

/// What people chose to look at. Each part is a signal of its own, so that a change reaches only what
/// depends on it.
#[derive(Clone, Copy)]
pub struct Look {
    /// Which plans are listed.
    pub filter: RwSignal<Filter>,
    /// In which order.
    pub sort: RwSignal<Sort>,
    /// Whether the order goes the other way than usual.
    pub reversed: RwSignal<bool>,
    /// The plans side by side.
    pub picks: RwSignal<Vec<PlanId>>,
    /// The plan that people's figures are shown for, when one was chosen.
    pub showing: RwSignal<Option<PlanId>>,
    /// The present plan that the others are measured against, when one was chosen.
    pub against: RwSignal<Option<PlanId>>,
    /// Whether rows that are the same in all of them are left out.
    pub only_differences: RwSignal<bool>,
}

impl Look {
    /// The look that an address describes.
    pub fn new(query: &LookQuery) -> Self {
        Self {
            filter: RwSignal::new(query.filter.clone()),
            sort: RwSignal::new(query.sort),
            reversed: RwSignal::new(query.reversed),
            picks: RwSignal::new(query.picks.clone()),
            showing: RwSignal::new(query.showing.clone()),
            against: RwSignal::new(query.against.clone()),
            only_differences: RwSignal::new(query.only_differences),
        }
    }

    /// The look as an address describes it.
    pub fn query(&self) -> LookQuery {
        LookQuery {
            filter: self.filter.get(),
            sort: self.sort.get(),
            reversed: self.reversed.get(),
            picks: self.picks.get(),
            showing: self.showing.get(),
            against: self.against.get(),
            only_differences: self.only_differences.get(),
        }
    }

    /// The line that is looked at.
    pub fn line(&self) -> Line {
        self.filter.with(|filter| filter.line)
    }

    /// Puts a plan side by side with the others, or takes it away.
    pub fn pick(&self, id: &PlanId, on: bool) {
        self.picks.update(|picks| {
            picks.retain(|picked| picked != id);
            if on {
                picks.push(id.clone());
            }
        });
    }

    /// Orders by something; when it is the order already, the other way.
    pub fn sort_by(&self, sort: Sort) {
        let again = self.sort.get_untracked() == sort;
        let reversed = again && !self.reversed.get_untracked();
        self.reversed.set(reversed);
        if !again {
            self.sort.set(sort);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_an_address_is_listed_and_read_back() {
        let plan = |id| PlanId::parse(id).unwrap();
        let look = LookQuery {
            filter: Filter {
                line: Line::Dental,
                metals: vec![Metal::Gold],
                types: vec![PlanType::Hmo],
                hsa: true,
                deductible_min: Some(Cents::new(50_000)),
                deductible_max: Some(Cents::new(250_000)),
                out_of_pocket_max: Some(Cents::new(800_000)),
                budget: Some(Cents::new(3_200_050)),
                offered: true,
                name: "gold".into(),
            },
            sort: Sort::Enrolled,
            reversed: true,
            picks: vec![plan("12345CA0010002"), plan("12345CA0010001")],
            showing: Some(plan("12345CA0010003")),
            against: Some(plan("12345CA0010004")),
            only_differences: true,
        };
        let mut params = ParamsMap::new();
        let mut said: Vec<_> = Vec::new();
        for (name, value) in look.pairs() {
            params.insert(name, value);
            said.push(name);
        }
        assert_eq!(LookQuery::parse(&params), look);
        said.dedup();
        assert_eq!(said, LookQuery::NAMES);
        assert_eq!(LookQuery::default().pairs(), []);
        assert_eq!(LookQuery::parse(&ParamsMap::new()), LookQuery::default());
    }

    #[test]
    fn an_order_says_which_way_it_goes() {
        for (sort, reversed, label, rises) in [
            (Sort::Premium, false, "Premium, lowest first", true),
            (Sort::Deductible, true, "Deductible, highest first", false),
            (Sort::Name, false, "Name", true),
            (Sort::Enrolled, false, "Employees in it, most first", false),
            (Sort::Enrolled, true, "Employees in it, fewest first", true),
        ] {
            assert_eq!((sort.label(reversed).as_str(), sort.rises(reversed)), (label, rises));
        }
    }
}
