//! How many change by how much: bars from less to more, with those who stay the same between them.
//!
//! There are always as many bars, so that a slider that moves writes heights and words in place.

use domain::Cents;
use leptos::prelude::*;

/// How many bars there are, the one for no change among them.
const SLOTS: usize = 9;
/// How wide the place of a bar is, and how wide the bar; in the units of the drawing.
const SLOT: usize = 40;
const BAR: usize = 36;
/// How high the highest bar is, and where the bars stand.
const TALLEST: u32 = 84;
const FLOOR: u32 = 104;

/// Changes, counted in steps of a round amount to both sides of no change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    counts: [u32; SLOTS],
    /// The place of those who stay the same; the lower ones are for less.
    same: usize,
    /// How far each of the other bars reaches, in cents.
    step: u64,
}

impl Spread {
    /// Counts changes. The step is the smallest round amount with which all of them fit; what is left
    /// of the bars goes to both sides.
    pub fn of(changes: &[Cents]) -> Self {
        let reach = |sign: i64| {
            let farthest = changes.iter().map(|change| change.get() * sign).max();
            farthest.and_then(|cents| u64::try_from(cents).ok()).unwrap_or(0)
        };
        let (down, up) = (reach(-1), reach(1));
        let needed = |step: u64| down.div_ceil(step) + up.div_ceil(step);
        let room = SLOTS as u64 - 1;
        let mut step = 10;
        while needed(step) > room {
            step = next_round(step);
        }
        let same = down.div_ceil(step) + (room - needed(step)) / 2;
        // Never more than there are bars.
        let same = usize::try_from(same).unwrap_or(SLOTS - 1);
        let mut counts = [0; SLOTS];
        for change in changes {
            let steps = usize::try_from(change.get().unsigned_abs().div_ceil(step)).unwrap_or(0);
            let place = if change.is_negative() { same - steps } else { same + steps };
            counts[place] += 1;
        }
        Self { counts, same, step }
    }

    /// So many steps, as an amount.
    fn steps(&self, count: usize) -> Cents {
        Cents::new(i64::try_from(self.step * count as u64).unwrap_or(i64::MAX))
    }

    /// What a bar stands for, in words.
    fn words(&self, slot: usize) -> String {
        let (steps, word) = match slot.cmp(&self.same) {
            std::cmp::Ordering::Equal => return "The same".to_owned(),
            std::cmp::Ordering::Less => (self.same - slot, "less"),
            std::cmp::Ordering::Greater => (slot - self.same, "more"),
        };
        let most = self.steps(steps);
        if steps == 1 {
            format!("Up to {most:#} {word}")
        } else {
            format!("Over {:#}, up to {most:#} {word}", self.steps(steps - 1))
        }
    }

    /// The class of a bar.
    fn class(&self, slot: usize) -> &'static str {
        match slot.cmp(&self.same) {
            std::cmp::Ordering::Equal => "same",
            std::cmp::Ordering::Less => "less",
            std::cmp::Ordering::Greater => "more",
        }
    }

    /// How high a bar is. One that stands for anybody is seen.
    fn height(&self, slot: usize) -> u32 {
        let highest = self.counts.iter().max().map_or(1, |count| (*count).max(1));
        let count = self.counts[slot];
        if count == 0 { 0 } else { (count * TALLEST / highest).max(3) }
    }

    /// The ends of the axis: how much less, how much more. Nothing where no bar stands.
    fn ends(&self) -> [Option<String>; 2] {
        let (less, more) = (self.same, SLOTS - 1 - self.same);
        [
            (less > 0).then(|| format!("\u{2212}{:#}", self.steps(less))),
            (more > 0).then(|| format!("+{:#}", self.steps(more))),
        ]
    }
}

/// The round amount after another: 10, 20, 50, 100 …
const fn next_round(step: u64) -> u64 {
    let mut leading = step;
    while leading >= 10 {
        leading /= 10;
    }
    if leading == 2 { step / 2 * 5 } else { step * 2 }
}

/// The bars, with the figures behind them.
#[component]
pub fn Histogram(
    /// The id of the sentence that says what the bars show.
    said_by: &'static str,
    /// What is counted.
    counted: &'static str,
    /// The changes.
    spread: Memo<Spread>,
) -> impl IntoView {
    let count = move |slot: usize| spread.with(|spread| spread.counts[slot]);
    let height = move |slot: usize| spread.with(|spread| spread.height(slot));
    let bars = (0..SLOTS).map(|slot| {
        let number = move || Some(count(slot)).filter(|count| *count > 0);
        view! {
            <g class=move || spread.with(|spread| spread.class(slot))>
                <rect
                    x=slot * SLOT + (SLOT - BAR) / 2 width=BAR rx="2"
                    y=move || FLOOR - height(slot) height=move || height(slot)
                />
                <text x=slot * SLOT + SLOT / 2 y=move || FLOOR - height(slot) - 5>{number}</text>
            </g>
        }
    });
    let rows = (0..SLOTS).map(|slot| {
        view! {
            <tr>
                <th scope="row">{move || spread.with(|spread| spread.words(slot))}</th>
                <td class="number">{move || count(slot)}</td>
            </tr>
        }
    });
    let end = move |side: usize| spread.with(|spread| spread.ends()[side].clone());
    let same_at = move || spread.with(|spread| spread.same * SLOT + SLOT / 2);
    let width = SLOTS * SLOT;
    view! {
        <svg
            class="histogram" viewBox=format!("0 0 {width} 140") role="img"
            aria-labelledby=said_by
        >
            {bars.collect_view()}
            <line class="floor" x1="0" x2=width y1=FLOOR y2=FLOOR/>
            <text class="start" x="0" y="120">{move || end(0)}</text>
            <text x=same_at y="120">"same"</text>
            <text class="end" x=width y="120">{move || end(1)}</text>
            <text class="start" x="0" y="136">{move || end(0).map(|_| "less")}</text>
            <text class="end" x=width y="136">{move || end(1).map(|_| "more")}</text>
        </svg>
        <details class="figures">
            <summary>"The figures of this chart"</summary>
            <table>
                <thead>
                    <tr><th scope="col">"Change"</th><th scope="col" class="number">{counted}</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(changes: &[i64]) -> Spread {
        Spread::of(&changes.iter().copied().map(Cents::new).collect::<Vec<_>>())
    }

    #[test]
    fn each_change_stands_in_the_bar_that_reaches_to_it() {
        // −$80.00 to +$40.00 take six bars of $20 beside the same; one is left for each side.
        let spread = spread(&[-8_000, -6_001, -6_000, -1, 0, 0, 1, 2_000, 2_001, 4_000]);
        assert_eq!((spread.step, spread.same), (2_000, 5));
        assert_eq!(spread.counts, [0, 2, 1, 0, 1, 2, 2, 2, 0]);
        let words: Vec<String> = [1, 4, 5, 6, 7].map(|slot| spread.words(slot)).into();
        assert_eq!(
            words,
            [
                "Over $60, up to $80 less",
                "Up to $20 less",
                "The same",
                "Up to $20 more",
                "Over $20, up to $40 more"
            ],
        );
        assert_eq!(spread.ends(), [Some("\u{2212}$100".to_owned()), Some("+$60".to_owned())]);
    }

    #[test]
    fn the_step_is_round_and_everything_fits() {
        for (changes, step, same) in [
            (&[][..], 10, 4),
            (&[0], 10, 4),
            (&[-80, 0], 10, 8),
            (&[80], 10, 0),
            (&[81], 20, 1),
            (&[3_140, -920], 1_000, 2),
            (&[-40_000, 3], 10_000, 5),
            (&[123_456_789], 20_000_000, 0),
        ] {
            let spread = spread(changes);
            assert_eq!((spread.step, spread.same), (step, same), "{changes:?}");
            assert_eq!(spread.counts.iter().sum::<u32>() as usize, changes.len());
        }
    }

    #[test]
    fn whoever_is_counted_is_seen() {
        let mut changes = vec![0; 500];
        changes.push(4_000);
        let spread = spread(&changes);
        let heights: Vec<u32> = (0..SLOTS).map(|slot| spread.height(slot)).collect();
        assert_eq!(heights.iter().max(), Some(&TALLEST));
        assert_eq!(heights.iter().filter(|height| **height > 0).count(), 2);
        assert_eq!(heights[SLOTS - 1].max(heights[SLOTS - 2]), 3);
    }
}
