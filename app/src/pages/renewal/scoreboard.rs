//! The figures that are always on the screen.

use super::desk::Desk;
use crate::ui::{Meter, MoneyChange, Reading};
use domain::date;
use domain::renewal::{PayPeriod, Phase};
use domain::word::{count, employees};
use domain::{Cents, Percent, Split};
use leptos::prelude::*;

/// The scoreboard.
#[component]
pub fn Scoreboard(desk: Desk) -> impl IntoView {
    let group = {
        let desk = desk.clone();
        Memo::new(move |_| desk.group())
    };
    let figure = move |which: usize, part: fn(Split) -> Cents| {
        Signal::derive(move || part(group.get()[which]))
    };
    let premium = |split: Split| split.premium;
    let employer = |split: Split| split.employer;
    let (now, nothing, next) = (figure(0, premium), figure(1, premium), figure(2, premium));
    let name = {
        let keeping = desk.keeping;
        move || keeping.current_name()
    };
    let is_as_is = {
        let keeping = desk.keeping;
        move || keeping.current.get().is_none()
    };
    let plans = plans_now(&desk);
    let as_is = if desk.has_choices() {
        "This scenario: as is, with people’s choices"
    } else {
        "This scenario: as is"
    };
    view! {
        <section class="scoreboard" aria-label="The figures at a glance">
            <Figure label="Now" amount=now>
                <span class="small quiet">{plans}</span>
            </Figure>
            <Figure label="If you do nothing" amount=nothing>
                <MoneyChange from=now to=nothing/>
            </Figure>
            <div class="figure chosen">
                <h2>{move || if is_as_is() { as_is.to_owned() } else { format!("This scenario: {}", name()) }}</h2>
                <Amount amount=next/>
                <MoneyChange from=now to=next/>
                <Against nothing next/>
            </div>
            <Figure label="Your company pays" amount=figure(2, employer)>
                <MoneyChange from=figure(0, employer) to=figure(2, employer)/>
            </Figure>
            <Typical desk=desk.clone()/>
            <Meters desk=desk.clone()/>
            <DaysLeft desk/>
        </section>
    }
    .into_any()
}

fn plans_now(desk: &Desk) -> String {
    count(desk.bench().present.plans.len(), "plan", "plans")
}

#[component]
fn Figure(label: &'static str, amount: Signal<Cents>, children: Children) -> impl IntoView {
    view! {
        <div class="figure">
            <h2>{label}</h2>
            <Amount amount/>
            {children()}
        </div>
    }
    .into_any()
}

#[component]
fn Amount(amount: Signal<Cents>) -> impl IntoView {
    view! {
        <p class="amount money">{move || amount.get().to_string()} <small>" /mo"</small></p>
    }
    .into_any()
}

/// What the scenario costs against doing nothing.
#[component]
fn Against(nothing: Signal<Cents>, next: Signal<Cents>) -> impl IntoView {
    let difference = move || next.get() - nothing.get();
    let class = move || match difference().get() {
        0 => "change",
        1.. => "change up",
        _ => "change down",
    };
    let words = move || match difference() {
        Cents::ZERO => "the premium of doing nothing".to_owned(),
        less if less.is_negative() => format!("{} less than doing nothing", less.abs()),
        more => format!("{more} more than doing nothing"),
    };
    view! { <span class=class>{words}</span> }.into_any()
}

/// What the person in the middle pays more or less.
#[component]
fn Typical(desk: Desk) -> impl IntoView {
    let period = desk.period;
    let typical =
        Memo::new(move |_| desk.reckoned.with(|reckoned| desk.reckoner.middle_change(reckoned)));
    let words = move || match period.get().of(typical.get()) {
        Cents::ZERO => "the same".to_owned(),
        less if less.is_negative() => format!("{} less", less.abs()),
        more => format!("{more} more"),
    };
    let class = move || match typical.get().get() {
        0 => "amount money",
        1.. => "amount money up",
        _ => "amount money down",
    };
    let unit = move || match period.get() {
        PayPeriod::Monthly => "a month",
        PayPeriod::Weekly => "a weekly paycheck",
        PayPeriod::Biweekly => "a two-week paycheck",
        PayPeriod::Semimonthly => "a half-month paycheck",
    };
    view! {
        <div class="figure">
            <h2>"Typical paycheck"</h2>
            <p class=class>{words}</p>
            <span class="small quiet">{unit} " than now"</span>
        </div>
    }
    .into_any()
}

/// Participation and minimum contribution.
#[component]
fn Meters(desk: Desk) -> impl IntoView {
    let meters = desk.meters;
    let participation = Memo::new(move |_| {
        let meter = meters.get().participation;
        Reading {
            percent: meter.percent,
            needed: meter.needed,
            met: meter.met,
            short: format!("{} of {} · {} needed", meter.counted, meter.of, meter.needed),
            sentence: meter.sentence(),
            remedy: meter.remedy(),
            rule: meter.rule.text,
            source: format!("{}, since {}", meter.rule.source, date::short(meter.rule.from)),
            lifted: meter.lifted.map(|rule| format!("{} ({})", rule.text, rule.source)),
        }
    });
    let contribution = Memo::new(move |_| {
        let meter = meters.get().contribution;
        let share = shown(
            meter.worst.map(|worst| worst.share).unwrap_or_default(),
            meter.met,
            meter.needed,
        );
        Reading {
            percent: share,
            needed: meter.needed,
            met: meter.met,
            short: format!("{share}% · {} needed", meter.needed),
            sentence: meter.sentence(),
            remedy: (!meter.met).then(|| {
                let people = employees(meter.short);
                format!("{} a month more is needed, for {people}.", meter.missing)
            }),
            rule: meter.rule.text,
            source: format!("{}, since {}", meter.rule.source, date::short(meter.rule.from)),
            lifted: meter.lifted.map(|rule| format!("{} ({})", rule.text, rule.source)),
        }
    });
    view! {
        <Meter label="Participation" reading=participation/>
        <Meter label="Contribution" reading=contribution/>
    }
    .into_any()
}

/// A share in whole percent: the nearest, but none that would look like enough where it is not.
fn shown(share: Percent, met: bool, needed: Percent) -> u32 {
    let nearest = (share.hundredths() + 50) / 100;
    let looks_met = nearest * 100 >= needed.hundredths();
    if met == looks_met { nearest } else { share.hundredths() / 100 }
}

#[component]
fn DaysLeft(desk: Desk) -> impl IntoView {
    let (amount, words) = match desk.phase {
        Phase::Open { days_left } | Phase::ClosingSoon { days_left } => {
            let last = date::long(desk.calendar.last_day);
            (days_left.to_string(), format!("today counted, until {last}"))
        }
        Phase::Closed => {
            ("Closed".to_owned(), format!("since {}", date::long(desk.calendar.renews_on)))
        }
        Phase::NotYetOpen { days_to_open } => {
            (days_to_open.to_string(), format!("opens {}", date::long(desk.calendar.opens_on)))
        }
    };
    let soon = matches!(desk.phase, Phase::ClosingSoon { .. });
    view! {
        <div class="figure" class:soon=soon>
            <h2>{if desk.is_open() { "Days left" } else { "Changes" }}</h2>
            <p class="amount money">{amount}</p>
            <span class="small quiet">{words}</span>
        </div>
    }
    .into_any()
}
