//! The figures of the view: which plans, what care costs in each, and the premium beside it.
//!
//! What care costs depends on the plans that are listed and on the shape of the family alone; only the
//! premium follows what the employer contributes.

use super::asked::{Asked, Payer};
use crate::pages::renewal::desk::Desk;
use crate::ui::chart::LINES_MAX;
use domain::census::Tier;
use domain::id::PlanId;
use domain::plan::Line;
use domain::usage::{Cost, Course, Example, Shape, Unpriced, Use, cost, spending_curve, worst};
use domain::workbench::{Offer, Workbench};
use domain::{Cents, Priced, Split};
use leptos::prelude::*;

/// A plan, of this year or of next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At this year's terms.
    Now(usize),
    /// As it can be offered.
    Next(usize),
}

impl Place {
    /// Where it stands.
    fn of(self, desk: &Desk) -> (&Workbench, usize) {
        match self {
            Self::Now(plan) => (&desk.bench().present, plan),
            Self::Next(plan) => (&desk.bench().next, plan),
        }
    }

    /// The plan.
    pub fn offer(self, desk: &Desk) -> &Offer {
        let (workbench, plan) = self.of(desk);
        &workbench.plans[plan]
    }
}

/// The care that is settled in each plan: years of a family, then examples of one person.
pub const COURSES: [(&str, &Course); 6] = [
    (Use::Low.label(), Use::Low.course()),
    (Use::Medium.label(), Use::Medium.course()),
    (Use::High.label(), Use::High.course()),
    (Example::Baby.label(), Example::Baby.course()),
    (Example::Diabetes.label(), Example::Diabetes.course()),
    (Example::Fracture.label(), Example::Fracture.course()),
];

/// Whom a course is about: the examples are about one person whatever the family.
pub fn shape_of_course(course: usize, shape: Shape) -> Shape {
    if course < Use::ALL.len() { shape } else { Shape::Single }
}

/// A column of the table. The names are those of its heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Name,
    Premium,
    Low,
    Medium,
    High,
    Worst,
    Baby,
    Diabetes,
    Fracture,
}

impl Column {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 9] = [
        Self::Name,
        Self::Premium,
        Self::Low,
        Self::Medium,
        Self::High,
        Self::Worst,
        Self::Baby,
        Self::Diabetes,
        Self::Fracture,
    ];

    /// Those with a premium and care in one figure.
    pub const YEARS: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Worst];

    /// Its word in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Premium => "premium",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Worst => "worst",
            Self::Baby => "baby",
            Self::Diabetes => "diabetes",
            Self::Fracture => "fracture",
        }
    }

    /// Its place in [`COURSES`].
    pub const fn course(self) -> Option<usize> {
        match self {
            Self::Name | Self::Premium | Self::Worst => None,
            Self::Low => Some(0),
            Self::Medium => Some(1),
            Self::High => Some(2),
            Self::Baby => Some(3),
            Self::Diabetes => Some(4),
            Self::Fracture => Some(5),
        }
    }

    /// Its head.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "Plan",
            Self::Premium => "Premium a year",
            Self::Worst => "Worst case",
            _ => match self.course() {
                Some(course) => COURSES[course].0,
                None => "",
            },
        }
    }

    /// Whether its figures have the premium in them.
    pub const fn has_premium(self) -> bool {
        (self as usize) < Self::Baby as usize
    }
}

/// What care costs in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The plan.
    pub plan: Place,
    /// For each of [`COURSES`], what is paid.
    pub settled: [Result<Cost, Unpriced>; 6],
    /// The most that can be paid; `None` without a limit.
    pub worst: Option<Cents>,
}

impl Year {
    fn new(desk: &Desk, plan: Place, shape: Shape) -> Self {
        let (workbench, place) = plan.of(desk);
        let limits = &workbench.plans[place].limits;
        let shares = |service| workbench.share(place, service).map(|(inside, _)| inside);
        let mut course = 0;
        let settled = COURSES.map(|(_, care)| {
            let shape = shape_of_course(course, shape);
            course += 1;
            cost(limits, &shares, shape, care)
        });
        Self { plan, settled, worst: worst(limits, shape) }
    }

    /// What is paid for the care of a column; `None` where it cannot be told.
    pub fn care(&self, column: Column) -> Option<Cents> {
        match column.course() {
            Some(course) => self.settled[course].ok().map(|cost| cost.total()),
            None if column == Column::Worst => self.worst,
            None => None,
        }
    }

    /// The figure of a column, with a year's premium.
    pub fn figure(&self, premium: Option<Cents>, column: Column) -> Option<Cents> {
        match column {
            Column::Premium => premium,
            _ if column.has_premium() => Some(premium? + self.care(column)?),
            _ => self.care(column),
        }
    }
}

/// The plans that are listed: those of now, those offered, those picked to be compared, then with `all`
/// the rest. Dental plans are left out.
fn listed(desk: &Desk, picked: &[PlanId], all: bool) -> Vec<Place> {
    let bench = desk.bench();
    let medical = |offer: &Offer| offer.line == Line::Medical;
    let now = (0..bench.present.plans.len()).filter(|plan| medical(desk.present(*plan)));
    let offered = desk.scenario.with(|scenario| {
        let packages = scenario.packages.iter();
        packages.flat_map(|package| desk.reckoner.offered(package)).collect::<Vec<_>>()
    });
    let picked = picked.iter().filter_map(|id| bench.next.plan(id));
    let rest = if all { 0..bench.next.plans.len() } else { 0..0 };
    let mut plans: Vec<Place> = now.map(Place::Now).collect();
    for plan in offered.into_iter().chain(picked).chain(rest) {
        let place = Place::Next(plan);
        if medical(desk.offer(plan)) && !plans.contains(&place) {
            plans.push(place);
        }
    }
    plans
}

/// The shape that a tier is taken for. A parent alone with children has none.
const fn shape_of(tier: Tier) -> Option<Shape> {
    match tier {
        Tier::EmployeeOnly => Some(Shape::Single),
        Tier::EmployeeSpouse => Some(Shape::Couple),
        Tier::Family => Some(Shape::Family),
        Tier::EmployeeChildren => None,
    }
}

/// The employees who cover a family of a shape in a medical plan, in the order of the roster.
fn of_shape(desk: &Desk, shape: Shape) -> Vec<usize> {
    let bench = desk.bench();
    let has = |place: &usize| {
        let employee = desk.employee(*place);
        let family = employee.next.and_then(|family| bench.next.families.get(family as usize));
        employee.enrolled[Line::Medical as usize].is_some()
            && family.is_some_and(|family| shape_of(family.tier()) == Some(shape))
    };
    (0..bench.employees.len()).filter(has).collect()
}

/// The shape that most of the group's families have; the smallest of these.
pub fn usual_shape(desk: &Desk) -> Shape {
    let most = Shape::ALL.into_iter().rev().max_by_key(|shape| of_shape(desk, *shape).len());
    most.unwrap_or(Shape::Single)
}

/// The employees who cover a family of a shape in a medical plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct People {
    /// All of them, in the order of the roster.
    pub all: Vec<usize>,
    /// The one whose premium is in the middle.
    pub middle: Option<usize>,
}

impl People {
    fn of_shape(desk: &Desk, shape: Shape) -> Self {
        let all = of_shape(desk, shape);
        let middle = middle(desk, &all);
        Self { all, middle }
    }

    /// Those whose premium is shown: one, or all for an average. Somebody of another shape gives way to
    /// the one in the middle.
    fn payers(&self, desk: &Desk, payer: Payer) -> Vec<usize> {
        let has = |row: u32| self.all.iter().copied().find(|at| desk.employee(*at).row == row);
        let one = match payer {
            Payer::Average => return self.all.clone(),
            Payer::Middle => None,
            Payer::Row(row) => has(row),
        };
        one.or(self.middle).into_iter().collect()
    }
}

/// Of some employees the one whose premium is in the middle. They are compared in one plan; it does not
/// matter in which, since rates go by age in all of them alike.
fn middle(desk: &Desk, people: &[usize]) -> Option<usize> {
    let plan = desk.bench().next.plans.iter().position(|offer| offer.line == Line::Medical)?;
    let premium = |employee: &usize| {
        let family = desk.employee(*employee).next? as usize;
        Some(desk.reckoner.next().family(desk.reckoner.carried(), family, plan).premium)
    };
    let mut people = people.to_vec();
    people.sort_by_key(premium);
    people.get(people.len().checked_sub(1)? / 2).copied()
}

/// A year's premium of a plan for some employees on average: what is left of it for them, or all of it.
/// `None` where none of them was covered. Without employees it is nothing.
fn premium(
    desk: &Desk,
    priced: &Priced,
    payers: &[usize],
    plan: Place,
    whole: bool,
) -> Option<Cents> {
    if payers.is_empty() {
        return Some(Cents::ZERO);
    }
    let month = |employee: &usize| -> Option<Split> {
        let employee = desk.employee(*employee);
        Some(match plan {
            Place::Now(plan) => {
                let (present, figures) = desk.reckoner.present();
                present.family(figures, employee.now? as usize, plan)
            }
            Place::Next(plan) => desk.reckoner.next().family(priced, employee.next? as usize, plan),
        })
    };
    let months: Vec<Split> = payers.iter().filter_map(month).collect();
    let people = i64::try_from(months.len()).ok().filter(|people| *people > 0)?;
    let sum: Split = months.into_iter().sum();
    let part = if whole { sum.premium } else { sum.employee() };
    Some(part.times(12).per(people))
}

/// Everything that the view shows, each in a place of its own. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Study {
    /// What the views of the renewal share.
    pub desk: StoredValue<Desk>,
    /// What is asked.
    pub asked: Asked,
    /// The employees who cover a family of the shape.
    pub people: Memo<People>,
    /// Those of them whose premium is shown: one, or all for an average.
    pub payers: Memo<Vec<usize>>,
    /// What care costs in each plan that is listed.
    pub years: Memo<Vec<Year>>,
    /// For each of them a year's premium.
    pub premiums: Memo<Vec<Option<Cents>>>,
    /// Their places, as the list is ordered.
    pub order: Memo<Vec<usize>>,
    /// For each of [`Column::ALL`] the lowest figure of next year's plans, where there are several.
    pub lowest: Memo<[Option<Cents>; 9]>,
    /// The plan whose figures are opened.
    pub opened: RwSignal<Option<Place>>,
    /// The plans that were chosen to be drawn.
    chosen: RwSignal<Option<Vec<Place>>>,
    /// The plans that are drawn.
    pub drawn: Memo<Vec<Place>>,
}

impl Study {
    /// Begins it; `picked` are the plans that are compared elsewhere.
    pub fn new(desk: Desk, asked: Asked, picked: RwSignal<Vec<PlanId>>) -> Self {
        let desk = StoredValue::new(desk);
        let people =
            Memo::new(move |_| desk.with_value(|desk| People::of_shape(desk, asked.shape.get())));
        let payers = Memo::new(move |_| {
            let payer = asked.payer.get();
            desk.with_value(|desk| people.with(|people| people.payers(desk, payer)))
        });
        let plans = Memo::new(move |_| {
            let all = asked.all.get();
            picked.with(|picked| desk.with_value(|desk| listed(desk, picked, all)))
        });
        let years = Memo::new(move |_| {
            let shape = asked.shape.get();
            let year = |plan: &Place| desk.with_value(|desk| Year::new(desk, *plan, shape));
            plans.with(|plans| plans.iter().map(year).collect::<Vec<_>>())
        });
        let premiums = premiums(desk, asked, payers, years);
        let chosen = RwSignal::new(None::<Vec<Place>>);
        let drawn = Memo::new(move |_| plans.with(|plans| drawn(plans, chosen.get())));
        Self {
            desk,
            asked,
            people,
            payers,
            years,
            premiums,
            order: order(desk, asked, years, premiums),
            lowest: lowest(years, premiums),
            opened: RwSignal::new(None),
            chosen,
            drawn,
        }
    }

    /// The place of a row of the table among the plans.
    pub fn at(&self, row: usize) -> Option<usize> {
        self.order.with(|order| order.get(row).copied())
    }

    /// The plan of a row of the table.
    pub fn plan(&self, row: usize) -> Option<Place> {
        let at = self.at(row)?;
        self.years.with(|years| years.get(at).map(|year| year.plan))
    }

    /// The name of a plan, which says when it is as it is now.
    pub fn name(&self, plan: Place) -> String {
        let name = self.desk.with_value(|desk| plan.offer(desk).name.clone());
        match plan {
            Place::Now(_) => format!("{name} (now)"),
            Place::Next(_) => name,
        }
    }

    /// A year's premium of a plan that is listed.
    pub fn premium(&self, plan: Place) -> Option<Cents> {
        let at = self.years.with(|years| years.iter().position(|year| year.plan == plan))?;
        self.premiums.with(|premiums| premiums.get(at).copied().flatten())
    }

    /// The figure of a plan in a column.
    pub fn figure(&self, at: usize, column: Column) -> Option<Cents> {
        // An example's cell does not follow the premiums.
        let premium = column
            .has_premium()
            .then(|| self.premiums.with(|premiums| premiums.get(at).copied().flatten()))
            .flatten();
        self.years.with(|years| years.get(at).and_then(|year| year.figure(premium, column)))
    }

    /// Whether the group has nobody of the shape, so that premiums are left out.
    pub fn nobody(&self) -> bool {
        self.people.with(|people| people.all.is_empty())
    }

    /// Draws a plan, or takes it out of the drawing.
    pub fn draw(&self, plan: Place, on: bool) {
        let mut drawn = self.drawn.get_untracked();
        drawn.retain(|other| *other != plan);
        if on {
            drawn.push(plan);
        }
        self.chosen.set(Some(drawn));
    }
}

fn premiums(
    desk: StoredValue<Desk>,
    asked: Asked,
    payers: Memo<Vec<usize>>,
    years: Memo<Vec<Year>>,
) -> Memo<Vec<Option<Cents>>> {
    Memo::new(move |_| {
        let (payers, whole) = (payers.get(), asked.whole.get());
        desk.with_value(|desk| {
            desk.reckoned.with(|reckoned| {
                let of = |year: &Year| premium(desk, &reckoned.priced, &payers, year.plan, whole);
                years.with(|years| years.iter().map(of).collect::<Vec<_>>())
            })
        })
    })
}

/// The present plans stay on top, whatever the order.
fn order(
    desk: StoredValue<Desk>,
    asked: Asked,
    years: Memo<Vec<Year>>,
    premiums: Memo<Vec<Option<Cents>>>,
) -> Memo<Vec<usize>> {
    Memo::new(move |_| {
        let column = asked.order.get();
        years.with(|years| {
            premiums.with(|premiums| {
                let key = |at: &usize| {
                    let year = &years[*at];
                    let figure = year.figure(premiums.get(*at).copied().flatten(), column);
                    let name = desk.with_value(|desk| year.plan.offer(desk).name.clone());
                    let next = matches!(year.plan, Place::Next(_));
                    (next, figure.unwrap_or(Cents::new(i64::MAX)), name)
                };
                let mut order: Vec<usize> = (0..years.len()).collect();
                order.sort_by_cached_key(key);
                order
            })
        })
    })
}

fn lowest(years: Memo<Vec<Year>>, premiums: Memo<Vec<Option<Cents>>>) -> Memo<[Option<Cents>; 9]> {
    Memo::new(move |_| {
        years.with(|years| {
            premiums.with(|premiums| {
                Column::ALL.map(|column| {
                    let next = |(year, _): &(&Year, _)| matches!(year.plan, Place::Next(_));
                    let plans = years.iter().zip(premiums).filter(next);
                    let mut figures: Vec<Cents> =
                        plans.filter_map(|(year, premium)| year.figure(*premium, column)).collect();
                    figures.sort_unstable();
                    // Of one plan, or of plans that all cost the same, none is the lowest.
                    figures.first().copied().filter(|lowest| figures.last() != Some(lowest))
                })
            })
        })
    })
}

/// The plans that are drawn: those chosen, as far as they are listed, or else next year's first ones and
/// as many of the present ones as fit.
fn drawn(plans: &[Place], chosen: Option<Vec<Place>>) -> Vec<Place> {
    if let Some(chosen) = chosen {
        return chosen.into_iter().filter(|plan| plans.contains(plan)).collect();
    }
    let (now, next): (Vec<Place>, Vec<Place>) =
        plans.iter().partition(|plan| matches!(plan, Place::Now(_)));
    next.into_iter().chain(now).take(LINES_MAX).collect()
}

/// What is paid over what care is priced at; `None` where it cannot be told.
pub fn curve(desk: &Desk, plan: Place, shape: Shape) -> Option<Vec<(Cents, Cents)>> {
    let (workbench, place) = plan.of(desk);
    let shares = |service| workbench.share(place, service).map(|(inside, _)| inside);
    spending_curve(&workbench.plans[place].limits, &shares, shape).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(plan: Place, care: i64, worst: Option<i64>) -> Year {
        let cost = Cost { copay: Cents::new(care), ..Cost::default() };
        Year { plan, settled: [Ok(cost); 6], worst: worst.map(Cents::new) }
    }

    #[test]
    fn a_year_is_the_premium_and_the_care_and_an_example_is_care_alone() {
        let year = year(Place::Next(0), 500, None);
        let premium = Some(Cents::new(1_000));
        for (column, expect) in [
            (Column::Name, None),
            (Column::Premium, Some(1_000)),
            (Column::Medium, Some(1_500)),
            (Column::Worst, None),
            (Column::Baby, Some(500)),
        ] {
            assert_eq!(year.figure(premium, column), expect.map(Cents::new), "{column:?}");
        }
        assert_eq!(year.figure(None, Column::Low), None);
        assert_eq!(year.figure(None, Column::Fracture), Some(Cents::new(500)));
    }

    #[test]
    fn the_lowest_figure_is_one_of_next_year_and_lower_than_another() {
        Owner::new().with(|| {
            let of = |years: Vec<Year>| {
                let premiums = vec![Some(Cents::new(100)); years.len()];
                let (years, premiums) =
                    (Memo::new(move |_| years.clone()), Memo::new(move |_| premiums.clone()));
                lowest(years, premiums).get()[Column::Low as usize].map(Cents::get)
            };
            let (now, next) =
                (|care| year(Place::Now(0), care, None), |care| year(Place::Next(0), care, None));
            assert_eq!(of(vec![now(10), next(30), next(20)]), Some(120));
            assert_eq!(of(vec![now(10), next(30)]), None);
            assert_eq!(of(vec![next(30), next(30)]), None);
        });
    }

    #[test]
    fn four_plans_are_drawn_next_years_first() {
        use Place::{Next, Now};
        let plans = [Now(0), Now(1), Next(4), Next(2), Next(7)];
        assert_eq!(drawn(&plans, None), [Next(4), Next(2), Next(7), Now(0)]);
        assert_eq!(drawn(&plans, Some(vec![Next(9), Now(1)])), [Now(1)]);
        assert_eq!(drawn(&plans[..2], None), [Now(0), Now(1)]);
    }
}
