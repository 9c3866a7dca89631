//! How one amount becomes another: a bar for each cause, beginning where the one before it ends.

use crate::ui::signed;
use domain::Cents;
use leptos::prelude::*;

/// A step of a waterfall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What it is.
    pub label: &'static str,
    /// The amount of a total, or what a cause adds.
    pub amount: Cents,
    /// Whether it is a total: it stands on the ground.
    pub total: bool,
}

impl Step {
    /// What is read beside its bar.
    fn said(&self) -> String {
        if self.total { self.amount.to_string() } else { signed(self.amount) }
    }
}

/// A bar, from the left; in hundredths of a percent of the width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bar {
    x: i64,
    width: i64,
    /// Where its step ends: the next one begins there.
    end: i64,
}

/// Where the bars begin and how far they may reach; left of it stand labels, right of it amounts.
const LEFT: i64 = 3_000;
const WIDTH: i64 = 4_400;
/// The least that a bar of a change is wide, so that it can be seen.
const LEAST: i64 = 40;

/// How high a row and a bar in it are, in pixels.
const ROW: usize = 32;
const BAR: usize = 18;

/// The bars of some steps, and whether the totals' bars are cut off: where changes are small beside the
/// totals, bars from zero would hide them.
fn bars(steps: &[Step]) -> (Vec<Bar>, bool) {
    let mut at = 0;
    let spans: Vec<(i64, i64)> = steps
        .iter()
        .map(|step| {
            let from = if step.total { 0 } else { at };
            at = from + step.amount.get();
            (from, at)
        })
        .collect();
    let ends = || spans.iter().map(|(_, end)| *end);
    let (low, high) = (ends().min().unwrap_or(0), ends().max().unwrap_or(0));
    let floor = if (high - low) * 4 < high { low - (high - low) } else { low.min(0) };
    let floor = if high == low { 0 } else { floor };
    let reach = (high - floor).max(1);
    let place = |amount: i64| LEFT + (amount.max(floor) - floor) * WIDTH / reach;
    let bar = |(from, end): &(i64, i64)| {
        let (x, end) = (place(*from), place(*end));
        let width = (end - x).abs();
        Bar { x: x.min(end), width: if from == &0 { width } else { width.max(LEAST) }, end }
    };
    (spans.iter().map(bar).collect(), floor > 0)
}

/// Whether the bars of the totals are cut off, which is to be said beside the chart.
pub fn is_cut(steps: &[Step]) -> bool {
    bars(steps).1
}

/// As an SVG length.
fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The chart in words, for those who do not see it.
fn words(title: &str, steps: &[Step]) -> String {
    let said: Vec<String> =
        steps.iter().map(|step| format!("{} {}", step.label, step.said())).collect();
    format!("{title}: {}.", said.join(", "))
}

/// A waterfall. Its figures never change: it is written once.
#[component]
pub fn Waterfall(
    /// What it is about.
    title: &'static str,
    /// Its steps; the first is a total.
    steps: Vec<Step>,
) -> impl IntoView {
    let (bars, cut) = bars(&steps);
    let rows = steps
        .iter()
        .zip(&bars)
        .enumerate()
        .map(|(row, (step, bar))| {
            let (top, last) = (row * ROW, row + 1 == steps.len());
            let class = match (step.total, step.amount.get()) {
                (true, _) => "total",
                (false, ..0) => "fall",
                (false, 0) => "same",
                (false, _) => "rise",
            };
            let end = percent(bar.end);
            let bar_top = top + (ROW - BAR) / 2;
            view! {
                <text class=class x="0" y=top + 21>{step.label}</text>
                <rect
                    class=class x=percent(bar.x) y=bar_top width=percent(bar.width) height=BAR rx="2"
                ></rect>
                {(cut && step.total).then(|| view! {
                    <line
                        class="cut" x1=percent(LEFT + 200) x2=percent(LEFT + 300)
                        y1=bar_top + BAR + 2 y2=bar_top - 2
                    ></line>
                })}
                {(!last).then(|| view! {
                    <line
                        class="on" x1=end.clone() x2=end y1=bar_top + BAR y2=bar_top + ROW
                    ></line>
                })}
                <text class=format!("{class} amount") x="100%" y=top + 21>{step.said()}</text>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <svg
            class="waterfall" role="img" aria-label=words(title, &steps)
            width="100%" height=steps.len() * ROW
        >
            {rows}
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(now: i64, causes: &[i64]) -> Vec<Step> {
        let cents = |amount| Cents::new(amount);
        let total = |label, amount| Step { label, amount: cents(amount), total: true };
        let causes_of =
            causes.iter().map(|by| Step { label: "Cause", amount: cents(*by), total: false });
        let mut steps = vec![total("Now", now)];
        steps.extend(causes_of);
        steps.push(total("Then", now + causes.iter().sum::<i64>()));
        steps
    }

    #[test]
    fn each_bar_begins_where_the_one_before_it_ends() {
        // From 100 to 400: the ground is at zero, and 400 reaches the whole width of 4400.
        let (bars, cut) = bars(&steps(100, &[200, -50, 150]));
        assert!(!cut);
        let placed: Vec<_> = bars.iter().map(|bar| (bar.x - LEFT, bar.width)).collect();
        assert_eq!(placed, [(0, 1_100), (1_100, 2_200), (2_750, 550), (2_750, 1_650), (0, 4_400)]);
        assert_eq!(bars.last().unwrap().end, LEFT + WIDTH);
    }

    #[test]
    fn where_changes_are_small_the_totals_are_cut_off() {
        // From 10,000 to 10,200: the ground is at 9,800, and each 100 is a quarter of the width.
        let (bars, cut) = bars(&steps(10_000, &[100, 100]));
        assert!(cut);
        let placed: Vec<_> = bars.iter().map(|bar| (bar.x - LEFT, bar.width)).collect();
        assert_eq!(placed, [(0, 2_200), (2_200, 1_100), (3_300, 1_100), (0, 4_400)]);
    }

    #[test]
    fn without_changes_or_amounts_nothing_breaks() {
        let (same, cut) = bars(&steps(10_000, &[0]));
        assert!(!cut);
        assert_eq!(same.iter().map(|bar| bar.width).collect::<Vec<_>>(), [4_400, 40, 4_400]);
        let (empty, cut) = bars(&steps(0, &[0]));
        assert!(!cut);
        assert!(empty.iter().all(|bar| bar.width == 0 && bar.x == LEFT));
        assert_eq!(bars(&[]), (Vec::new(), false));
    }

    #[test]
    fn a_chart_is_said_in_words() {
        assert_eq!(
            words("All of it", &steps(10_000, &[500, 0])),
            "All of it: Now $100.00, Cause +$5.00, Cause no change, Then $105.00."
        );
    }
}
