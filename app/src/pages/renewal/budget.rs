//! Solving for a budget: ways to keep the cost under a limit, what they do to people, and taking one
//! over as a scenario.

mod ways;

pub use ways::Ways;

use super::contribution::{read_amount, read_percent, show_percent};
use super::part::{self, Make, Parts};
use crate::ui::{FaultText, Segmented};
use domain::renewal::solve::{Budget, Measure};
use domain::{Cents, Percent};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What people ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// At most so much more than now.
    Increase,
    /// At most so much a month.
    Amount,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The limit.
    budget: Budget,
    /// The name of a scenario that answers it.
    name: String,
}

/// The panel. What reckons the answers is loaded when the first question is asked.
#[component]
pub fn BudgetPanel(parts: Parts) -> impl IntoView {
    let measure = RwSignal::new(Measure::Employer);
    let ask = RwSignal::new(Ask::Increase);
    let percent = RwSignal::new("5".to_owned());
    let amount = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let asked = parts.asked;
    let answers = RwSignal::new(None::<Make>);
    let parts = StoredValue::new(parts);
    let find = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let now = parts.with_value(|parts| measure.get_untracked().of(parts.desk.group()[0]));
        let limit = match ask.get_untracked() {
            Ask::Increase => read_percent(&percent.get_untracked()).map(|hundredths| {
                let name = format!("Under {}%", show_percent(hundredths));
                (now + Percent::from_hundredths(hundredths).of(now), name)
            }),
            Ask::Amount => read_amount(&amount.get_untracked()).map(|amount| {
                let amount = Cents::new(i64::from(amount));
                (amount, format!("Under {amount:#}"))
            }),
        };
        match limit {
            Ok((at_most, name)) => {
                fault.set(None);
                let budget = Budget { measure: measure.get_untracked(), at_most };
                asked.set(Some(Question { budget, name }));
                spawn_local(async move { answers.set(Some(part::ways().await)) });
            }
            Err(why) => {
                asked.set(None);
                fault.set(Some(why));
            }
        }
    };
    let field = move || match ask.get() {
        Ask::Increase => typed("budget-percent", "Percent more than now", percent, fault, "", "%"),
        Ask::Amount => typed("budget-amount", "Dollars a month", amount, fault, "$", ""),
    };
    view! {
        <section class="card budget" aria-labelledby="budget-title">
            <h2 id="budget-title">"Have a budget?"</h2>
            <form on:submit=find>
                {choice("budget-measure", "Of what", measure, [
                    (Measure::Employer, "Company pays"), (Measure::Premium, "Whole premium"),
                ])}
                {choice("budget-ask", "How the limit is said", ask, [
                    (Ask::Increase, "Increase under"), (Ask::Amount, "A month under"),
                ])}
                {field}
                <button class="button">"Find ways"</button>
            </form>
            <div aria-live="polite">
                {move || answers.get().map(|make| make(parts.get_value()))}
            </div>
        </section>
    }
    .into_any()
}

fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    legend: &'static str,
    chosen: RwSignal<T>,
    options: [(T, &'static str); 2],
) -> AnyView {
    let values = options.map(|(value, _)| value);
    let at = Signal::derive(move || values.iter().position(|value| *value == chosen.get()));
    let choose = move |place: usize| chosen.set(values[place]);
    let labels = options.map(|(_, label)| label).into();
    view! { <Segmented legend name labels chosen=at choose/> }.into_any()
}

fn typed(
    id: &'static str,
    label: &'static str,
    text: RwSignal<String>,
    fault: RwSignal<Option<String>>,
    before: &'static str,
    after: &'static str,
) -> AnyView {
    let fault_id = format!("{id}-fault");
    view! {
        <div class="slider-field">
            <label for=id>{label}</label>
            <span class="number">
                <span aria-hidden="true">{before}</span>
                <input
                    id=id inputmode="decimal" autocomplete="off"
                    aria-describedby=fault_id.clone()
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    value=text.get_untracked() prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
                <span aria-hidden="true">{after}</span>
            </span>
            <FaultText id=fault_id text=fault/>
        </div>
    }
    .into_any()
}
