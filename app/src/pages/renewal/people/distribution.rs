//! How the changes of what people pay spread.

use super::{Crowd, in_a_plan, per};
use crate::ui::{Histogram, Spread};
use domain::Cents;
use leptos::prelude::*;

/// The changes of what people pay, counted.
#[derive(Debug, Clone, PartialEq)]
struct Counted {
    spread: Spread,
    less: usize,
    same: usize,
    more: usize,
    /// The largest rise.
    most: Cents,
}

impl Counted {
    fn of(changes: &[Cents]) -> Self {
        let count = |holds: fn(&Cents) -> bool| changes.iter().filter(|c| holds(c)).count();
        Self {
            spread: Spread::of(changes),
            less: count(|change| change.is_negative()),
            same: count(|change| *change == Cents::ZERO),
            more: count(|change| *change > Cents::ZERO),
            most: changes.iter().copied().max().unwrap_or(Cents::ZERO),
        }
    }

    /// `19 people pay less, 5 pay more, at most $31.40 a month more.`
    fn sentence(&self, per: &str) -> String {
        let mut parts = Vec::new();
        for (count, one, many, what) in [
            (self.less, "pays", "pay", "less"),
            (self.same, "pays", "pay", "the same"),
            (self.more, "pays", "pay", "more"),
        ] {
            let people = match (count, parts.is_empty()) {
                (0, _) => continue,
                (1, true) => "1 person".to_owned(),
                (_, true) => format!("{count} people"),
                (_, false) => count.to_string(),
            };
            parts.push(format!("{people} {} {what}", if count == 1 { one } else { many }));
        }
        let said = parts.join(", ");
        match (self.more, parts.is_empty()) {
            (_, true) => "Nobody is in a plan.".to_owned(),
            (0, false) => format!("{said}; nobody pays more."),
            (_, false) => format!("{said}, at most {} {per} more.", self.most),
        }
    }
}

/// The chart and its sentence.
#[component]
pub fn Distribution(crowd: Crowd) -> impl IntoView {
    let counted = Memo::new(move |_| {
        let period = crowd.period();
        crowd.with(|desk| {
            desk.reckoned.with(|reckoned| {
                let people = desk.bench().employees.iter().zip(desk.reckoner.impacts(reckoned));
                let people = people.filter(|(person, impact)| in_a_plan(person, impact));
                let changes: Vec<Cents> = people
                    .map(|(_, i)| period.of(i.next.employee()) - period.of(i.now.employee()))
                    .collect();
                Counted::of(&changes)
            })
        })
    });
    let spread = Memo::new(move |_| counted.with(|counted| counted.spread));
    view! {
        <section class="card" aria-labelledby="spread-title">
            <h2 id="spread-title">"How the changes spread"</h2>
            <p id="spread-said" class="quiet">
                {move || counted.with(|counted| counted.sentence(per(crowd.period())))}
            </p>
            <Histogram said_by="spread-said" counted="People" spread/>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_is_said_in_a_sentence() {
        for (changes, sentence) in [
            (
                &[-100, -50, 3_140][..],
                "2 people pay less, 1 pays more, at most $31.40 a month more.",
            ),
            (&[-100, 0, 0], "1 person pays less, 2 pay the same; nobody pays more."),
            (&[0], "1 person pays the same; nobody pays more."),
            (&[5, 2], "2 people pay more, at most $0.05 a month more."),
            (&[], "Nobody is in a plan."),
        ] {
            let changes: Vec<Cents> = changes.iter().copied().map(Cents::new).collect();
            assert_eq!(Counted::of(&changes).sentence("a month"), sentence);
        }
    }
}
