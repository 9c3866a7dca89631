//! Amounts of money on the screen: tabular, signed, with a word where it helps.

use domain::Cents;
use leptos::prelude::*;

/// An amount, `$1,284.50`.
#[component]
pub fn Money(
    /// The amount.
    #[prop(into)]
    amount: Signal<Cents>,
) -> impl IntoView {
    view! { <span class="money">{move || amount.get().to_string()}</span> }
}

/// By how much an amount differs from another: `+$38.20 (+6.4%)`, red going up and green going down,
/// but never by colour alone.
#[component]
pub fn MoneyChange(
    /// What it is measured against.
    #[prop(into)]
    from: Signal<Cents>,
    /// The amount.
    #[prop(into)]
    to: Signal<Cents>,
) -> impl IntoView {
    let class = move || match (to.get() - from.get()).get() {
        0 => "change",
        1.. => "change up",
        _ => "change down",
    };
    view! { <span class=class>{move || change(from.get(), to.get())}</span> }
}

/// The class that tints an amount with a sign by its sign; none without one.
pub fn tint(text: &str) -> &'static str {
    match text.chars().next() {
        Some('+') => "change up",
        Some('\u{2212}') => "change down",
        _ => "",
    }
}

/// The change in words: `+$38.20 (+6.4%)`, `the same`.
pub fn change(from: Cents, to: Cents) -> String {
    let difference = to - from;
    if difference == Cents::ZERO {
        return "the same".to_owned();
    }
    let sign = sign(difference);
    let amount = difference.abs();
    match percent_of(amount, from) {
        None => format!("{sign}{amount}"),
        Some(percent) => format!("{sign}{amount} ({sign}{percent})"),
    }
}

/// The change as part of a sentence that ends in "than now": `$38.20 (6.4%) more`. `None` when there is
/// none.
pub fn more_or_less(from: Cents, to: Cents) -> Option<String> {
    let difference = to - from;
    let word = match difference.get() {
        0 => return None,
        1.. => "more",
        _ => "less",
    };
    let amount = difference.abs();
    Some(match percent_of(amount, from) {
        None => format!("{amount} {word}"),
        Some(percent) => format!("{amount} ({percent}) {word}"),
    })
}

/// A difference with its sign: `+$38.20`, `no change`.
pub fn signed(difference: Cents) -> String {
    if difference == Cents::ZERO {
        return "no change".to_owned();
    }
    format!("{}{}", sign(difference), difference.abs())
}

const fn sign(difference: Cents) -> char {
    if difference.is_negative() { '\u{2212}' } else { '+' }
}

/// The part that an amount is of another, in tenths of a percent, half rounding up; `None` of nothing.
fn percent_of(amount: Cents, of: Cents) -> Option<String> {
    if of <= Cents::ZERO {
        return None;
    }
    let tenths = (amount.get() * 1_000 + of.get() / 2) / of.get();
    Some(format!("{}.{}%", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_a_sign_an_amount_and_a_percentage() {
        for (from, to, said) in [
            (59_687, 63_507, "+$38.20 (+6.4%)"),
            (10_000, 9_950, "\u{2212}$0.50 (\u{2212}0.5%)"),
            (10_000, 10_000, "the same"),
            (0, 500, "+$5.00"),
        ] {
            assert_eq!(change(Cents::new(from), Cents::new(to)), said);
        }
    }

    #[test]
    fn a_change_is_part_of_a_sentence() {
        for (from, to, said) in [
            (3_148_216, 3_401_977, Some("$2,537.61 (8.1%) more")),
            (10_000, 9_950, Some("$0.50 (0.5%) less")),
            (10_000, 10_000, None),
            (0, 500, Some("$5.00 more")),
        ] {
            assert_eq!(more_or_less(Cents::new(from), Cents::new(to)).as_deref(), said);
        }
        assert_eq!(signed(Cents::new(-3_820)), "\u{2212}$38.20");
        assert_eq!(signed(Cents::ZERO), "no change");
    }
}
