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
    let sign = if difference.is_negative() { '\u{2212}' } else { '+' };
    let amount = difference.abs();
    if from <= Cents::ZERO {
        return format!("{sign}{amount}");
    }
    // Tenths of a percent, half rounding up: 1000 × difference ÷ from.
    let tenths = (amount.get() * 1_000 + from.get() / 2) / from.get();
    format!("{sign}{amount} ({sign}{}.{}%)", tenths / 10, tenths % 10)
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
}
