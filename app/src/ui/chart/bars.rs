//! Bars of two parts, one below the other, as a table: what each is, the bar, and its sum.

use super::{part, percent};
use domain::Cents;
use leptos::prelude::*;

/// Some bars under one title. What the sums are is said by the numbers; the bars only show them.
#[component]
pub fn Bars(
    /// What the bars are about.
    #[prop(into)]
    title: Signal<String>,
    /// What each bar stands for.
    labels: &'static [&'static str],
    /// What the first and the second part of a bar are, for those who do not see them.
    parts: [&'static str; 2],
    /// The two parts of each bar; `None` where there is none, with the words for it.
    #[prop(into)]
    bars: Signal<Vec<Result<[Cents; 2], &'static str>>>,
    /// The amount that takes the whole width.
    #[prop(into)]
    top: Signal<Cents>,
) -> impl IntoView {
    let of = move |bar: usize| bars.with(|bars| bars.get(bar).copied()).unwrap_or(Err(""));
    let amount = move |bar: usize, at: usize| of(bar).map_or(Cents::ZERO, |parts| parts[at]);
    let wide = move |bar, at| percent(part(amount(bar, at), top.get()));
    let said = move |bar| match of(bar) {
        Ok([first, second]) => format!("{} {first}, {} {second}", parts[0], parts[1]),
        Err(_) => String::new(),
    };
    let sum = move |bar| match of(bar) {
        Ok([first, second]) => (first + second).to_string(),
        Err(why) => why.to_owned(),
    };
    let rows = labels.iter().enumerate().map(|(bar, label)| {
        view! {
            <tr>
                <th scope="row">{*label}</th>
                <td class="bar">
                    <svg aria-hidden="true">
                        <rect class="first" height="100%" width=move || wide(bar, 0)></rect>
                        <rect
                            class="second" height="100%"
                            x=move || wide(bar, 0) width=move || wide(bar, 1)
                        ></rect>
                    </svg>
                    <span class="visually-hidden">{move || said(bar)}</span>
                </td>
                <td class="number money">{move || sum(bar)}</td>
            </tr>
        }
    });
    view! {
        <table class="bars">
            <caption>{move || title.get()}</caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}
