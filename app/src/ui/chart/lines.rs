//! Lines over an amount of money: what something costs, the more of something else there is.
//!
//! The lines stand in a drawing of a thousand by a thousand that is stretched to its place; strokes and
//! marks keep their shape. Lines are told apart by a letter at their end, by their dashes, and by
//! colour last. When figures move the same shapes are written anew where they stand.

use super::{part, percent};
use domain::Cents;
use leptos::prelude::*;
use std::fmt::Write;

/// The most lines that can be told apart.
pub const LINES_MAX: usize = 4;
/// The letters at the ends of the lines.
const LETTERS: [&str; LINES_MAX] = ["A", "B", "C", "D"];
/// How many steps an axis has.
const STEPS: i64 = 4;
/// How far apart two letters stand at least, in thousandths of the height.
const APART: i64 = 64;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// Its points, straight lines between them; ascending by what lies below.
    pub points: Vec<(Cents, Cents)>,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plot {
    /// At most [`LINES_MAX`] lines.
    pub lines: Vec<Line>,
    /// Places that are marked.
    pub marks: Vec<(Cents, Cents)>,
}

impl Plot {
    /// Where the axes end: along, and up.
    fn tops(&self) -> (Cents, Cents) {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let most = |amount: Option<Cents>| axis(amount.unwrap_or_default());
        (most(points().map(|(along, _)| *along).max()), most(points().map(|(_, up)| *up).max()))
    }
}

/// The length of an axis whose steps are round numbers of dollars.
fn axis(most: Cents) -> Cents {
    let mut tens = 100;
    loop {
        for round in [10, 15, 20, 25, 30, 40, 50] {
            let length = Cents::new(round * tens * STEPS);
            if length >= most {
                return length;
            }
        }
        tens *= 10;
    }
}

/// How high a line is at a place: on a point, or between two along the straight line; `None` beyond
/// its end.
pub fn at(points: &[(Cents, Cents)], along: Cents) -> Option<Cents> {
    let next = points.iter().position(|(place, _)| *place >= along)?;
    let (to, up) = points[next];
    let Some((from, low)) = next.checked_sub(1).map(|before| points[before]) else {
        return Some(up);
    };
    // Two points may stand at one place: the line is upright there.
    let length = (to - from).get().max(1);
    Some(low + Cents::new((up - low).get() * (along - from).get() / length))
}

/// The points of a line in the stretched drawing.
fn drawn(points: &[(Cents, Cents)], (along_top, up_top): (Cents, Cents)) -> String {
    let mut text = String::with_capacity(points.len() * 8);
    for (along, up) in points {
        let (x, y) = (part(*along, along_top), 1_000 - part(*up, up_top));
        // Writing to a String cannot fail.
        let _ = write!(text, "{x},{y} ");
    }
    text
}

/// Moves places apart that stand too close, each as little as its neighbours let it; none leaves the
/// drawing.
fn spread(places: &[i64]) -> Vec<i64> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|line| places[*line]);
    let mut moved = places.to_vec();
    for pair in order.windows(2) {
        moved[pair[1]] = moved[pair[1]].max(moved[pair[0]] + APART);
    }
    let mut most = 1_000;
    for line in order.into_iter().rev() {
        moved[line] = moved[line].min(most);
        most = moved[line] - APART;
    }
    moved
}

/// A short piece of a line, to stand beside its name.
#[component]
fn Swatch(line: usize) -> impl IntoView {
    view! {
        <span class="swatch">
            <svg aria-hidden="true">
                <line class=format!("line line-{line}") x1="0" x2="100%" y1="50%" y2="50%"></line>
            </svg>
            {LETTERS[line]}
        </span>
    }
    .into_any()
}

/// The chart, the names of its lines, and the table behind it.
#[component]
pub fn Lines(
    /// What it shows, in a sentence.
    label: &'static str,
    /// What is measured along.
    along: &'static str,
    /// What is measured up.
    up: &'static str,
    /// What is drawn.
    plot: Memo<Plot>,
) -> impl IntoView {
    let tops = Memo::new(move |_| plot.with(Plot::tops));
    let points = move |line: usize| {
        plot.with(|plot| plot.lines.get(line).map(|line| drawn(&line.points, tops.get())))
    };
    let lines = move || plot.with(|plot| plot.lines.len());
    // Where each line ends, its letter beside it.
    let ends = Memo::new(move |_| {
        let (along_top, up_top) = tops.get();
        let end = |line: &Line| line.points.last().copied().unwrap_or_default();
        let ends: Vec<_> = plot.with(|plot| plot.lines.iter().map(end).collect());
        let heights: Vec<i64> = ends.iter().map(|(_, up)| 1_000 - part(*up, up_top)).collect();
        let places = ends.iter().map(|(along, _)| part(*along, along_top));
        places.zip(spread(&heights)).collect::<Vec<_>>()
    });
    let letter = move |line: usize| {
        let end = move || ends.with(|ends| ends.get(line).copied());
        let x = move || percent(end().unwrap_or_default().0);
        let y = move || percent(end().unwrap_or_default().1);
        view! { <text x=x y=y dx="8" dy="4">{move || end().map(|_| LETTERS[line])}</text> }
    };
    let mark = move |(along, up): (Cents, Cents)| {
        let (along_top, up_top) = tops.get();
        let (x, y) = (percent(part(along, along_top)), percent(1_000 - part(up, up_top)));
        view! { <circle cx=x cy=y r="5"></circle> }
    };
    let marks = move || plot.with(|plot| plot.marks.iter().copied().map(mark).collect_view());
    let places = 0..LINES_MAX;
    view! {
        <figure class="lines">
            <figcaption class="legend">
                <For each=move || 0..lines() key=|line| *line let:line>
                    <span><Swatch line/>" " {move || name(plot, line)}</span>
                </For>
            </figcaption>
            <p class="axis-name small">{up}</p>
            <div class="frame">
                <svg class="ups" aria-hidden="true">{ticks(tops, true)}</svg>
                <svg class="plot" role="img" aria-label=label>
                    {(0..=STEPS).map(|step| {
                        let place = percent(1_000 * step / STEPS);
                        view! { <line class="rule" x1="0" x2="100%" y1=place.clone() y2=place></line> }
                    }).collect_view()}
                    <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%">
                        {places.clone().map(|line| view! {
                            <polyline class=format!("line line-{line}") points=move || points(line)></polyline>
                        }).collect_view()}
                    </svg>
                    <g class="marks">{marks}</g>
                    <g class="ends">{places.map(letter).collect_view()}</g>
                </svg>
                <svg class="alongs" aria-hidden="true">{ticks(tops, false)}</svg>
            </div>
            <p class="axis-name small end">{along}</p>
            <Figures plot tops along/>
        </figure>
    }
    .into_any()
}

fn name(plot: Memo<Plot>, line: usize) -> String {
    plot.with(|plot| plot.lines.get(line).map(|line| line.name.clone()).unwrap_or_default())
}

/// The amounts along an axis.
fn ticks(tops: Memo<(Cents, Cents)>, upright: bool) -> impl IntoView {
    let of = move |step: i64| {
        let top = move || if upright { tops.get().1 } else { tops.get().0 };
        let text = move || format!("{:#}", Cents::new(top().get() / STEPS * step));
        let place = 1_000 * step / STEPS;
        if upright {
            view! { <text x="100%" y=percent(1_000 - place) dy="4">{text}</text> }.into_any()
        } else {
            view! { <text x=percent(place) y="16">{text}</text> }.into_any()
        }
    };
    (0..=STEPS).map(of).collect_view()
}

/// The table behind the chart: each line at places evenly along.
#[component]
fn Figures(plot: Memo<Plot>, tops: Memo<(Cents, Cents)>, along: &'static str) -> impl IntoView {
    let rows = 2 * STEPS;
    let place = move |row: i64| Cents::new(tops.get().0.get() / rows * row);
    let cell = move |row: i64, line: usize| {
        let up = plot.with(|plot| at(&plot.lines.get(line)?.points, place(row)));
        up.map_or("—".to_owned(), |up| up.to_string())
    };
    let lines = move || 0..plot.with(|plot| plot.lines.len());
    view! {
        <details class="small">
            <summary>"The figures of this chart"</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="The figures of this chart">
                <table class="plain">
                    <thead>
                        <tr>
                            <th scope="col">{along}</th>
                            <For each=lines key=|line| *line let:line>
                                <th scope="col" class="number">{move || name(plot, line)}</th>
                            </For>
                        </tr>
                    </thead>
                    <tbody>
                        {(0..=rows).map(|row| view! {
                            <tr>
                                <th scope="row">{move || format!("{:#}", place(row))}</th>
                                <For each=lines key=|line| *line let:line>
                                    <td class="number">{move || cell(row, line)}</td>
                                </For>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars(amount: i64) -> Cents {
        Cents::new(amount * 100)
    }

    #[test]
    fn the_steps_of_an_axis_are_round() {
        for (most, length) in [
            (0, 40),
            (38_740, 40_000),
            (40_000, 40_000),
            (40_001, 60_000),
            (81_000, 100_000),
            (9_100, 10_000),
        ] {
            assert_eq!(axis(dollars(most)), dollars(length), "{most}");
        }
    }

    #[test]
    fn between_two_points_a_line_is_straight() {
        let line = [(0, 100), (1_000, 600), (1_000, 700), (3_000, 700)];
        let line: Vec<_> = line.map(|(along, up)| (dollars(along), dollars(up))).into();
        for (along, up) in
            [(0, 100), (500, 350), (1_000, 600), (1_001, 700), (2_000, 700), (3_000, 700)]
        {
            assert_eq!(at(&line, dollars(along)), Some(dollars(up)), "{along}");
        }
        assert_eq!(at(&line, dollars(3_001)), None);
        assert_eq!(at(&[], dollars(1)), None);
    }

    #[test]
    fn letters_that_would_cover_each_other_move_apart() {
        for (places, expect) in [
            (vec![], vec![]),
            (vec![500], vec![500]),
            (vec![100, 500], vec![100, 500]),
            (vec![500, 500], vec![500, 564]),
            (vec![510, 500, 505], vec![628, 500, 564]),
            // At the lower edge they move up instead.
            (vec![990, 1_000], vec![936, 1_000]),
        ] {
            assert_eq!(spread(&places), expect, "{places:?}");
        }
    }

    #[test]
    fn a_line_is_drawn_from_the_lower_left() {
        let line =
            [(dollars(0), dollars(0)), (dollars(50), dollars(100)), (dollars(100), dollars(100))];
        assert_eq!(drawn(&line, (dollars(100), dollars(200))), "0,1000 500,500 1000,500 ");
    }
}
