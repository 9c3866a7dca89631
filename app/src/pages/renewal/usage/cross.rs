//! Where one plan becomes cheaper than another: lines over the care of a year, and bars for each year.

use super::years::{Column, Place, Study, curve};
use crate::ui::chart::{Bars, LINES_MAX, Line, Lines, Plot, at};
use domain::Cents;
use domain::usage::crossings;
use leptos::prelude::*;

/// What the bars stand for.
const YEARS: [&str; 4] = [
    Column::YEARS[0].label(),
    Column::YEARS[1].label(),
    Column::YEARS[2].label(),
    Column::YEARS[3].label(),
];

/// The two charts, of the plans that are drawn.
#[component]
pub fn Cross(study: Study) -> impl IntoView {
    let curves = Memo::new(move |_| {
        let shape = study.asked.shape.get();
        let of = |plan| study.desk.with_value(|desk| (plan, curve(desk, plan, shape)));
        study.drawn.get().into_iter().map(of).collect::<Vec<_>>()
    });
    let lines = Memo::new(move |_| curves.with(|curves| lines(study, curves)));
    let pairs = Memo::new(move |_| lines.with(|lines| pairs(lines)));
    let plot = Memo::new(move |_| Plot {
        lines: lines.get(),
        marks: pairs.with(|pairs| pairs.iter().flat_map(|pair| pair.marks.clone()).collect()),
    });
    let said = Memo::new(move |_| lines.with(|lines| pairs.with(|pairs| sentences(lines, pairs))));
    let none = move || study.drawn.with(Vec::is_empty);
    view! {
        <section class="card" aria-labelledby="cross-title" hidden=none>
            <h2 id="cross-title">"Where one plan becomes cheaper than another"</h2>
            <div class="use-cross">
                <Lines
                    label="A year’s premium and care in each plan, over the price of the care that is used"
                    along="Price of the care used in the year" up="Premium and care" plot
                />
                <div>
                    <ul class="use-sentences">
                        {move || said.get().into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}
                    </ul>
                    <p class="quiet">
                        "The lines follow the year of high use from its first service to its last. Another \
                         order of services would move the places where they cross."
                    </p>
                </div>
            </div>
        </section>
        <BarsOfPlans study/>
    }
    .into_any()
}

/// Places along and heights of a line.
type Points = Vec<(Cents, Cents)>;

/// What is paid in a year in each plan that is drawn, over what its care is priced at.
fn lines(study: Study, curves: &[(Place, Option<Points>)]) -> Vec<Line> {
    let of = |(plan, curve): &(Place, Option<Points>)| {
        let premium = study.premium(*plan)?;
        let points = curve.as_ref()?.iter().map(|(along, paid)| (*along, *paid + premium));
        Some(Line { name: study.name(*plan), points: points.collect() })
    };
    curves.iter().filter_map(of).collect()
}

/// Two lines: which is lower to begin with, and the places along at which that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    /// The lower line, then the other one.
    lines: [usize; 2],
    /// Whether they differ anywhere.
    differ: bool,
    marks: Points,
}

fn pairs(lines: &[Line]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (place, a) in lines.iter().enumerate() {
        for (other, b) in lines.iter().enumerate().skip(place + 1) {
            // The premium is in the points.
            let places = crossings(Cents::ZERO, &a.points, Cents::ZERO, &b.points);
            let mut both = a.points.iter().zip(&b.points);
            let apart = both.find(|((_, a), (_, b))| a != b);
            let swapped = apart.is_some_and(|((_, a), (_, b))| b < a);
            let marks = places.into_iter().filter_map(|along| Some((along, at(&a.points, along)?)));
            pairs.push(Pair {
                lines: if swapped { [other, place] } else { [place, other] },
                differ: apart.is_some(),
                marks: marks.collect(),
            });
        }
    }
    pairs
}

/// Which plans cost less, and where: first those that cross, then those that never do.
fn sentences(lines: &[Line], pairs: &[Pair]) -> Vec<String> {
    let name = |line: usize| lines[line].name.as_str();
    let mut said: Vec<String> = Vec::new();
    for Pair { lines: [low, high], marks, .. } in pairs.iter().filter(|pair| !pair.marks.is_empty())
    {
        said.push(crossing(name(*low), name(*high), marks));
    }
    for low in 0..lines.len() {
        let below = |differ: bool| {
            let of = |pair: &&Pair| {
                pair.lines[0] == low && pair.differ == differ && pair.marks.is_empty()
            };
            pairs.iter().filter(of).map(|pair| name(pair.lines[1])).collect::<Vec<_>>()
        };
        let (higher, same) = (below(true), below(false));
        if !higher.is_empty() {
            let higher = listed(&higher);
            said.push(format!(
                "{} never costs more than {higher}, however much care is used.",
                name(low)
            ));
        }
        for same in same {
            said.push(format!(
                "{} and {same} cost the same, however much care is used.",
                name(low)
            ));
        }
    }
    said
}

/// Names in a row: `A, B or C`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}

/// An amount as people say it: to the next hundred dollars, below a thousand to the next ten.
fn about(amount: Cents) -> String {
    let unit = if amount < Cents::new(100_000) { 1_000 } else { 10_000 };
    format!("about {:#}", Cents::new((amount.get() + unit / 2) / unit * unit))
}

/// Where one plan stops costing less than another, and begins again.
fn crossing(low: &str, high: &str, marks: &[(Cents, Cents)]) -> String {
    let mut places = marks.iter().map(|(along, _)| about(*along));
    let first = places.next().unwrap_or_default();
    if places.len() == 0 {
        return format!(
            "Below {first} of care a year {low} costs less than {high}; above it more."
        );
    }
    let mut said = format!("{low} costs less than {high} up to {first} of care a year");
    let mut more = true;
    let word = |more: bool| if more { "more" } else { "less" };
    for place in places {
        said = format!("{said}, {} up to {place}", word(more));
        more = !more;
    }
    format!("{said}, and {} above that.", word(more))
}

/// For each plan that is drawn the premium and the care of each year, one below the other.
#[component]
fn BarsOfPlans(study: Study) -> impl IntoView {
    let top = Memo::new(move |_| {
        let drawn = study.drawn.get();
        let figures = drawn.iter().flat_map(|plan| bars(study, *plan)).flatten();
        figures.map(|[premium, care]| premium + care).max().unwrap_or_default()
    });
    let of = move |place: usize| {
        let plan = move || study.drawn.with(|drawn| drawn.get(place).copied());
        let title = Signal::derive(move || plan().map(|plan| study.name(plan)).unwrap_or_default());
        let figures = Memo::new(move |_| plan().map(|plan| bars(study, plan)).unwrap_or_default());
        view! { <Bars title labels=&YEARS parts=["premium", "care"] bars=figures top/> }
    };
    let places = move || 0..study.drawn.with(Vec::len).min(LINES_MAX);
    view! {
        <section class="card" aria-labelledby="bars-title" hidden=move || study.drawn.with(Vec::is_empty)>
            <div class="section-head">
                <h2 id="bars-title">"Premium and care, year by year"</h2>
                <p class="quiet bar-legend">
                    <span class="first"></span>"Premium, the first and lighter part "
                    <span class="second"></span>"Care, the second and darker part"
                </p>
            </div>
            <div class="use-bars">
                <For each=places key=|place| *place children=of/>
            </div>
        </section>
    }
    .into_any()
}

/// The premium and the care of each year in a plan.
fn bars(study: Study, plan: Place) -> Vec<Result<[Cents; 2], &'static str>> {
    let premium = study.premium(plan);
    study.years.with(|years| {
        let year = years.iter().find(|year| year.plan == plan);
        let of = |column: Column| {
            let premium = premium.ok_or("not covered")?;
            match year.and_then(|year| year.care(column)) {
                Some(care) => Ok([premium, care]),
                None if column == Column::Worst => Err("no limit"),
                None => Err("not computed"),
            }
        };
        Column::YEARS.map(of).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars(amount: i64) -> Cents {
        Cents::new(amount * 100)
    }

    #[test]
    fn a_crossing_is_said_with_each_place() {
        for (places, expect) in [
            (
                vec![4_130],
                "Below about $4,100 of care a year Bronze costs less than Gold; above it more.",
            ),
            (
                vec![504, 9_950],
                "Bronze costs less than Gold up to about $500 of care a year, more up to about \
                 $10,000, and less above that.",
            ),
            (
                vec![1_000, 2_000, 3_000],
                "Bronze costs less than Gold up to about $1,000 of care a year, more up to about \
                 $2,000, less up to about $3,000, and more above that.",
            ),
        ] {
            let marks: Points = places.into_iter().map(|at| (dollars(at), Cents::ZERO)).collect();
            assert_eq!(crossing("Bronze", "Gold", &marks), expect);
        }
    }

    fn line(name: &str, points: [(i64, i64); 2]) -> Line {
        let points = points.map(|(along, up)| (dollars(along), dollars(up)));
        Line { name: name.to_owned(), points: points.into() }
    }

    #[test]
    fn a_pair_is_marked_where_its_lines_meet() {
        // Gold costs $3,000 whatever is used; Bronze $1,000 and half of what is used.
        let lines = [
            line("Gold", [(0, 3_000), (10_000, 3_000)]),
            line("Bronze", [(0, 1_000), (10_000, 6_000)]),
        ];
        let pairs = pairs(&lines);
        let marks = vec![(dollars(4_000), dollars(3_000))];
        assert_eq!(pairs, [Pair { lines: [1, 0], differ: true, marks }]);
        assert_eq!(
            sentences(&lines, &pairs),
            ["Below about $4,000 of care a year Bronze costs less than Gold; above it more."]
        );
    }

    #[test]
    fn plans_that_never_cross_are_said_together() {
        let lines = [
            line("Gold", [(0, 3_000), (10_000, 4_000)]),
            line("Bronze", [(0, 1_000), (10_000, 3_000)]),
            line("Silver", [(0, 2_000), (10_000, 3_500)]),
            line("Iron", [(0, 1_000), (10_000, 3_000)]),
        ];
        assert_eq!(
            sentences(&lines, &pairs(&lines)),
            [
                "Bronze never costs more than Gold or Silver, however much care is used.",
                "Bronze and Iron cost the same, however much care is used.",
                "Silver never costs more than Gold, however much care is used.",
                "Iron never costs more than Gold or Silver, however much care is used.",
            ]
        );
    }
}
