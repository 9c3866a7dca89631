//! What the company pays, for everybody or by benefit class: by slider and by number.

use super::desk::Desk;
use crate::ui::{FaultText, Segmented, SliderField};
use domain::census::Tier;
use domain::contract::Package;
use domain::contribution::{Basis, Contribution, Share, Terms};
use domain::id::PlanId;
use domain::renewal::WaitingPeriod;
use domain::renewal::scenario::{AMOUNT_MAX, NAME_MAX};
use domain::{Cents, Percent};
use leptos::prelude::*;
use std::collections::HashMap;

/// By what the company's share goes, as people choose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pay {
    Percent,
    Fixed,
    Reference,
    Tier,
}

impl Pay {
    const ALL: [Self; 4] = [Self::Percent, Self::Fixed, Self::Reference, Self::Tier];

    const fn label(self) -> &'static str {
        match self {
            Self::Percent => "Percent",
            Self::Fixed => "Fixed $",
            Self::Reference => "Reference",
            Self::Tier => "By tier",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Percent => "A share of each person's own premium, whichever plan is chosen.",
            Self::Fixed => "An amount a month for each person, never more than the premium.",
            Self::Reference => {
                "A share of the reference plan's premium at each person's age. An employee who picks a dearer plan pays the extra."
            }
            Self::Tier => {
                "An amount a month for the whole family, by its shape, never more than its premium."
            }
        }
    }

    /// By what one person's share goes; never by tier.
    const fn of(basis: Basis) -> Self {
        match basis {
            Basis::Percent(_) => Self::Percent,
            Basis::Fixed(_) => Self::Fixed,
            Basis::Reference(_) => Self::Reference,
        }
    }

    /// By what the share of each kind of person goes; nothing where it goes by tier.
    fn kinds(contribution: &Contribution) -> Option<[Self; 3]> {
        shares(contribution).map(|shares| shares.map(|share| Self::of(share.basis)))
    }

    /// By what a contribution goes; nothing where kinds of people differ.
    fn whole(kinds: Option<[Self; 3]>) -> Option<Self> {
        match kinds {
            None => Some(Self::Tier),
            Some([first, second, third]) => (first == second && second == third).then_some(first),
        }
    }
}

/// The three kinds of people, in the order of the page.
const PARTIES: [&str; 3] = ["Employee", "Spouse or partner", "Children"];
const PERCENT_NAMES: [&str; 3] = ["percent-employee", "percent-spouse", "percent-child"];
const AMOUNT_NAMES: [&str; 3] = ["amount-employee", "amount-spouse", "amount-child"];
const TIER_NAMES: [&str; 4] = ["tier-employee", "tier-spouse", "tier-children", "tier-family"];
const KIND_NAMES: [&str; 3] = ["kind-employee", "kind-spouse", "kind-child"];
/// What is said where kinds of people differ.
const MIXED: &str = "A way of paying of its own for employees, for spouses and for children.";
const CAP_NAMES: [&str; 3] = ["cap-employee", "cap-spouse", "cap-child"];
/// What is contributed at first where nothing of the kind was: for employee, spouse, child.
const PERCENTS: [Percent; 3] = [Percent::whole(60), Percent::whole(30), Percent::whole(30)];
const AMOUNTS: [Cents; 3] = [Cents::new(40_000), Cents::new(15_000), Cents::new(7_500)];
const TIERS: [Cents; 4] =
    [Cents::new(45_000), Cents::new(70_000), Cents::new(65_000), Cents::new(90_000)];
/// The highest amounts that the sliders reach, in cents; more can be typed.
const AMOUNT_SLIDER_MAX: u32 = 150_000;
const TIER_SLIDER_MAX: u32 = 300_000;

fn shares(contribution: &Contribution) -> Option<[Share; 3]> {
    match contribution.terms {
        Terms::ByMember { employee, spouse, child } => Some([employee, spouse, child]),
        Terms::ByTier(_) => None,
    }
}

fn with_share(contribution: &mut Contribution, party: usize, change: impl FnOnce(&mut Share)) {
    if let Terms::ByMember { employee, spouse, child } = &mut contribution.terms {
        change([employee, spouse, child][party]);
    }
}

/// The slider's value of a share: hundredths of a percent, or cents.
fn value(share: Share) -> u32 {
    match share.basis {
        Basis::Percent(percent) | Basis::Reference(percent) => percent.hundredths(),
        Basis::Fixed(amount) => to_u32(amount),
    }
}

fn to_u32(amount: Cents) -> u32 {
    u32::try_from(amount.get()).unwrap_or(u32::MAX)
}

fn cents(value: u32) -> Cents {
    Cents::new(i64::from(value))
}

/// What was contributed by each way of paying: going back to one brings its figures back. At first it is
/// what is usual.
#[derive(Debug, Clone, PartialEq)]
struct Before {
    percents: [Percent; 3],
    amounts: [Cents; 3],
    caps: [Option<Cents>; 3],
    tiers: [Cents; 4],
    reference: Option<PlanId>,
}

impl Default for Before {
    fn default() -> Self {
        Self {
            percents: PERCENTS,
            amounts: AMOUNTS,
            caps: [None; 3],
            tiers: TIERS,
            reference: None,
        }
    }
}

impl Before {
    /// Remembers what is contributed.
    fn note(&mut self, contribution: &Contribution) {
        if let Terms::ByTier(amounts) = contribution.terms {
            self.tiers = amounts;
        }
        for (party, share) in shares(contribution).into_iter().flatten().enumerate() {
            self.caps[party] = share.cap;
            match share.basis {
                Basis::Percent(percent) | Basis::Reference(percent) => {
                    self.percents[party] = percent;
                }
                Basis::Fixed(amount) => self.amounts[party] = amount,
            }
        }
        if contribution.reference.is_some() {
            self.reference.clone_from(&contribution.reference);
        }
    }

    /// The contribution that goes by this for each kind of person; by tier without any.
    fn turned(&self, kinds: Option<[Pay; 3]>) -> Contribution {
        let Some(kinds) = kinds else { return Contribution::by_tier(self.tiers) };
        let share = |party: usize| {
            let percent = self.percents[party];
            let basis = match kinds[party] {
                Pay::Fixed => Basis::Fixed(self.amounts[party]),
                Pay::Reference => Basis::Reference(percent),
                Pay::Percent | Pay::Tier => Basis::Percent(percent),
            };
            Share { basis, cap: self.caps[party] }
        };
        let contribution = Contribution::by_member(share(0), share(1), share(2));
        let reference = self.reference.clone().filter(|_| kinds.contains(&Pay::Reference));
        Contribution { reference, ..contribution }
    }
}

pub(super) fn show_percent(hundredths: u32) -> String {
    Percent::from_hundredths(hundredths).to_string().trim_end_matches('%').to_owned()
}

pub(super) fn read_percent(text: &str) -> Result<u32, String> {
    Percent::parse(text)
        .map(Percent::hundredths)
        .map_err(|_| "Write a percentage from 0 to 100, such as 62.5.".to_owned())
}

fn show_amount(value: u32) -> String {
    cents(value).to_decimal_string()
}

pub(super) fn read_amount(text: &str) -> Result<u32, String> {
    let amount = Cents::parse(text).ok().filter(|c| (Cents::ZERO..=AMOUNT_MAX).contains(c));
    amount.map(to_u32).ok_or_else(|| "Write an amount in dollars, such as 412.50.".to_owned())
}

/// A package of the scenario that is looked at, read and changed by its place.
#[derive(Clone)]
struct Edited {
    desk: Desk,
    place: RwSignal<usize>,
}

impl Edited {
    fn read<T>(&self, read: impl FnOnce(&Package) -> T) -> Option<T> {
        let place = self.place.get();
        self.desk.scenario.with(|scenario| scenario.packages.get(place).map(read))
    }

    fn change(&self, change: impl FnOnce(&mut Package)) {
        let place = self.place.get_untracked();
        self.desk.edit(|scenario| {
            if let Some(package) = scenario.packages.get_mut(place) {
                change(package);
            }
        });
    }
}

/// What was contributed before, by scenario and package.
type Befores = StoredValue<HashMap<(Option<u32>, usize), Before>>;

/// Pays in another way, with the figures that it had the last time.
fn switch(edited: &Edited, befores: Befores, kinds: Option<[Pay; 3]>) {
    let key = (edited.desk.keeping.current.get_untracked(), edited.place.get_untracked());
    let first = edited.read(|package| package.plans.first().cloned()).flatten();
    let mut before = befores.with_value(|all| all.get(&key).cloned()).unwrap_or_default();
    edited.change(|package| {
        before.note(&package.contribution);
        if before.reference.is_none() {
            before.reference = first;
        }
        package.contribution = before.turned(kinds);
    });
    // A change of what happens if nothing is done has begun a scenario.
    let key = (edited.desk.keeping.current.get_untracked(), key.1);
    befores.update_value(|all| drop(all.insert(key, before)));
}

/// The panel beside the views, so that cause and effect are seen together.
#[component]
pub fn Panel(desk: Desk, package: RwSignal<usize>) -> impl IntoView {
    let edited = StoredValue::new(Edited { desk: desk.clone(), place: package });
    let befores: Befores = StoredValue::default();
    let kinds = Memo::new(move |_| {
        edited
            .with_value(|e| e.read(|p| Pay::kinds(&p.contribution)))
            .unwrap_or(Some([Pay::Percent; 3]))
    });
    let pay = Memo::new(move |_| Pay::whole(kinds.get()));
    let chosen = Signal::derive(move || Pay::ALL.iter().position(|kind| Some(*kind) == pay.get()));
    let choose = move |place: usize| {
        let kinds = Some([Pay::ALL[place]; 3]).filter(|_| Pay::ALL[place] != Pay::Tier);
        edited.with_value(|edited| switch(edited, befores, kinds));
    };
    let sliders = move || match kinds.get() {
        Some(kinds) => kinds
            .into_iter()
            .enumerate()
            .map(|(party, kind)| match kind {
                Pay::Fixed => amount_slider(edited, party),
                Pay::Percent | Pay::Reference | Pay::Tier => percent_slider(edited, party),
            })
            .collect_view()
            .into_any(),
        None => (0..4).map(|tier| tier_slider(edited, tier)).collect_view().into_any(),
    };
    let hint = move || pay.get().map_or(MIXED, Pay::hint);
    let closed = !desk.is_open();
    view! {
        <section class="card contribution" aria-labelledby="contribution-title">
            <h2 id="contribution-title">"What the company pays"</h2>
            <fieldset disabled=closed class="plain">
                <Packages desk=desk.clone() package/>
                <Segmented
                    legend="How the company pays" name="pay" labels=Pay::ALL.map(Pay::label).into()
                    chosen choose
                />
                <p class="hint">{hint}</p>
                <Show when=move || kinds.get().is_some_and(|kinds| kinds.contains(&Pay::Reference))>
                    <ReferencePlan edited/>
                </Show>
                {sliders}
                <Show when=move || kinds.get().is_some()>
                    <Kinds edited befores kinds/>
                    <Caps edited/>
                </Show>
                <Waiting edited/>
            </fieldset>
        </section>
    }
    .into_any()
}

/// By what the share of each kind of person goes, where that is not the same for all.
#[component]
fn Kinds(
    edited: StoredValue<Edited>,
    befores: Befores,
    kinds: Memo<Option<[Pay; 3]>>,
) -> impl IntoView {
    const WAYS: [Pay; 3] = [Pay::Percent, Pay::Fixed, Pay::Reference];
    let mixed = untrack(move || Pay::whole(kinds.get()).is_none());
    let field = move |party: usize| {
        let of = move || kinds.get().map(|kinds| kinds[party]);
        let options = WAYS.map(|way| {
            view! { <option value=way.label() selected=move || of() == Some(way)>{way.label()}</option> }
        });
        let choose = move |event| {
            let label = event_target_value(&event);
            let way = WAYS.into_iter().find(|way| way.label() == label);
            if let (Some(mut all), Some(way)) = (kinds.get_untracked(), way) {
                all[party] = way;
                edited.with_value(|edited| switch(edited, befores, Some(all)));
            }
        };
        view! {
            <div class="field">
                <label for=KIND_NAMES[party]>{PARTIES[party]}</label>
                <select id=KIND_NAMES[party] on:change=choose>{options.into_iter().collect_view()}</select>
            </div>
        }
    };
    view! {
        <details class="caps" open=mixed>
            <summary>"A way of paying for each"</summary>
            <p class="hint">"A percentage for employees and an amount for children, for example."</p>
            <div class="cap-fields">{(0..3).map(field).collect_view()}</div>
        </details>
    }
    .into_any()
}

fn share_signal(edited: StoredValue<Edited>, party: usize) -> Signal<u32> {
    Signal::derive(move || {
        let read = |p: &Package| shares(&p.contribution).map(|shares| value(shares[party]));
        edited.with_value(|e| e.read(read)).flatten().unwrap_or_default()
    })
}

fn set_basis(edited: StoredValue<Edited>, party: usize, basis: impl Fn(Basis) -> Basis) {
    edited.with_value(|edited| {
        edited.change(|package| {
            with_share(&mut package.contribution, party, |share| share.basis = basis(share.basis));
        });
    });
}

fn percent_slider(edited: StoredValue<Edited>, party: usize) -> AnyView {
    let set = move |hundredths| {
        let percent = Percent::from_hundredths(hundredths);
        set_basis(edited, party, |basis| match basis {
            Basis::Reference(_) => Basis::Reference(percent),
            _ => Basis::Percent(percent),
        });
    };
    view! {
        <SliderField
            label=PARTIES[party] unit="percent" name=PERCENT_NAMES[party]
            value=share_signal(edited, party) set
            max=10_000 step=100 show=show_percent read=read_percent after="%"
        />
    }
    .into_any()
}

fn amount_slider(edited: StoredValue<Edited>, party: usize) -> AnyView {
    let set = move |amount| set_basis(edited, party, |_| Basis::Fixed(cents(amount)));
    view! {
        <SliderField
            label=PARTIES[party] unit="dollars a month" name=AMOUNT_NAMES[party]
            value=share_signal(edited, party) set
            max=AMOUNT_SLIDER_MAX step=500 show=show_amount read=read_amount before="$"
        />
    }
    .into_any()
}

fn tier_slider(edited: StoredValue<Edited>, tier: usize) -> AnyView {
    let read = move |p: &Package| p.contribution.amount(Tier::ALL[tier]).map(to_u32);
    let value =
        Signal::derive(move || edited.with_value(|e| e.read(read)).flatten().unwrap_or_default());
    let set = move |amount| {
        edited.with_value(|edited| {
            edited.change(|package| {
                if let Terms::ByTier(amounts) = &mut package.contribution.terms {
                    amounts[tier] = cents(amount);
                }
            });
        });
    };
    view! {
        <SliderField
            label=Tier::ALL[tier].label() unit="dollars a month" name=TIER_NAMES[tier]
            value set
            max=TIER_SLIDER_MAX step=500 show=show_amount read=read_amount before="$"
        />
    }
    .into_any()
}

#[component]
fn ReferencePlan(edited: StoredValue<Edited>) -> impl IntoView {
    let reference = Memo::new(move |_| {
        edited.with_value(|e| e.read(|p| p.contribution.reference.clone())).flatten()
    });
    let plans = edited.with_value(|edited| {
        let plans = &edited.desk.bench().next.plans;
        plans.iter().map(|offer| (offer.id.clone(), offer.name.clone())).collect::<Vec<_>>()
    });
    let options = plans
        .into_iter()
        .map(|(id, name)| {
            let value = id.to_string();
            let chosen = move || reference.with(|r| r.as_ref() == Some(&id));
            view! { <option value=value selected=chosen>{name}</option> }
        })
        .collect_view();
    let choose = move |event| {
        let id = PlanId::parse(&event_target_value(&event)).ok();
        edited.with_value(|edited| edited.change(|p| p.contribution.reference = id));
    };
    view! {
        <div class="field">
            <label for="reference">"Reference plan"</label>
            <select id="reference" on:change=choose>
                <option value="">"Each plan's own premium"</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// The most that is paid for one person, where there is a limit.
#[component]
fn Caps(edited: StoredValue<Edited>) -> impl IntoView {
    let cap = move |party: usize| {
        let read = move |p: &Package| shares(&p.contribution).and_then(|shares| shares[party].cap);
        edited.with_value(|e| e.read(read)).flatten()
    };
    let any = move || (0..3).any(|party| cap(party).is_some());
    let field = move |party: usize| {
        let fault = RwSignal::new(None::<String>);
        let typed = move |event| {
            let text = event_target_value(&event);
            let amount = match text.trim() {
                "" => None,
                text => match read_amount(text) {
                    Ok(amount) => Some(cents(amount)),
                    Err(why) => return fault.set(Some(why)),
                },
            };
            fault.set(None);
            edited.with_value(|edited| {
                edited.change(|package| {
                    with_share(&mut package.contribution, party, |share| share.cap = amount);
                });
            });
        };
        let shown = move || cap(party).map(Cents::to_decimal_string).unwrap_or_default();
        let fault_id = format!("{}-fault", CAP_NAMES[party]);
        view! {
            <div class="field">
                <label for=CAP_NAMES[party]>{PARTIES[party]}</label>
                <input
                    id=CAP_NAMES[party] inputmode="decimal" autocomplete="off" placeholder="No limit"
                    aria-describedby=fault_id.clone()
                    aria-invalid=move || fault.with(Option::is_some).then_some("true")
                    prop:value=shown value=untrack(shown)
                    on:change=typed
                />
                <FaultText id=fault_id text=fault/>
            </div>
        }
    };
    view! {
        <details class="caps" open=untrack(any)>
            <summary>"Limits in dollars a month"</summary>
            <p class="hint">"The most the company pays for one person. Leave a field empty for no limit."</p>
            <div class="cap-fields">{(0..3).map(field).collect_view()}</div>
        </details>
    }
    .into_any()
}

#[component]
fn Waiting(edited: StoredValue<Edited>) -> impl IntoView {
    let waiting = Memo::new(move |_| edited.with_value(|e| e.read(|p| p.waiting)));
    let options = WaitingPeriod::OFFERED
        .map(|period| {
            let WaitingPeriod::FirstOfMonthAfter(days) = period;
            let chosen = move || waiting.get() == Some(period);
            view! { <option value=days.to_string() selected=chosen>{period.label()}</option> }
        })
        .collect_view();
    let choose = move |event| {
        if let Ok(days) = event_target_value(&event).parse() {
            let period = WaitingPeriod::FirstOfMonthAfter(days);
            edited.with_value(|edited| edited.change(|package| package.waiting = period));
        }
    };
    view! {
        <div class="field">
            <label for="waiting">"New people are covered from"</label>
            <select id="waiting" on:change=choose>{options}</select>
        </div>
    }
    .into_any()
}

/// Which package is edited, and for which benefit classes there are packages of their own.
#[component]
fn Packages(desk: Desk, package: RwSignal<usize>) -> impl IntoView {
    let classes = desk.bench().next.classes.clone();
    if classes.is_empty() {
        return ().into_any();
    }
    let scenario = desk.scenario;
    let names = Memo::new(move |_| {
        scenario.with(|s| s.packages.iter().map(|p| p.name.clone()).collect::<Vec<_>>())
    });
    // Another scenario may have fewer packages.
    Effect::new(move |_| {
        if names.with(Vec::len) <= package.get() {
            package.set(0);
        }
    });
    let free = {
        let classes = classes.clone();
        Memo::new(move |_| {
            let named = |class: &String| {
                scenario.with(|s| s.packages.iter().any(|p| p.classes.contains(class)))
            };
            classes.iter().filter(|class| !named(class)).cloned().collect::<Vec<_>>()
        })
    };
    let choose = move || {
        names
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, name)| {
                view! {
                    <label>
                        <input
                            type="radio" name="package" value=place
                            checked=place == package.get_untracked()
                            prop:checked=move || package.get() == place
                            on:change=move |_| package.set(place)
                        />
                        <span>{name}</span>
                    </label>
                }
            })
            .collect_view()
    };
    let desk = StoredValue::new(desk);
    let add = move |_| {
        let Some(class) = free.with_untracked(|free| free.first().cloned()) else { return };
        desk.with_value(|desk| {
            desk.edit(|scenario| {
                let others = scenario.packages.iter().find(|p| p.is_for_others()).cloned();
                scenario.packages.extend(others.map(|others| Package {
                    name: class.clone(),
                    classes: vec![class],
                    ..others
                }));
            });
        });
        package.set(names.with_untracked(Vec::len).saturating_sub(1));
    };
    view! {
        <Show when=move || { names.with(Vec::len) > 1 }>
            <fieldset class="segmented packages">
                <legend class="visually-hidden">"For whom"</legend>
                {choose}
            </fieldset>
            <Classes desk=desk.get_value() package classes=StoredValue::new(classes.clone())/>
        </Show>
        <Show when=move || !free.with(Vec::is_empty)>
            <button type="button" class="link" on:click=add>
                {move || free.with(|free| format!("Pay differently for {}", free.join(" or ")))}
            </button>
        </Show>
    }
    .into_any()
}

/// For which classes the package is, its name, and taking it away.
#[component]
fn Classes(
    desk: Desk,
    package: RwSignal<usize>,
    classes: StoredValue<Vec<String>>,
) -> impl IntoView {
    let scenario = desk.scenario;
    let desk = StoredValue::new(desk);
    let own = move |class: &String| {
        scenario.with(|s| s.packages.get(package.get()).is_some_and(|p| p.classes.contains(class)))
    };
    let for_others = Memo::new(move |_| {
        scenario.with(|s| s.packages.get(package.get()).is_none_or(Package::is_for_others))
    });
    let switch = move |class: String, on: bool| {
        let place = package.get_untracked();
        desk.with_value(|desk| {
            desk.edit(|scenario| {
                for (at, package) in scenario.packages.iter_mut().enumerate() {
                    // The last class of a package stays: without one it would be for everybody.
                    if at == place || package.classes.len() > 1 {
                        package.classes.retain(|c| *c != class);
                    }
                }
                let free = !scenario.packages.iter().any(|p| p.classes.contains(&class));
                if let Some(package) = scenario
                    .packages
                    .get_mut(place)
                    .filter(|p| (on && free) || p.classes.is_empty())
                {
                    package.classes.push(class);
                }
            });
        });
    };
    let boxes = move || {
        let check = |class: String| {
            let (checked, label) = (class.clone(), class.clone());
            view! {
                <label class="check">
                    <input
                        type="checkbox" prop:checked=move || own(&checked)
                        on:change=move |event| switch(class.clone(), event_target_checked(&event))
                    />
                    <span>{label}</span>
                </label>
            }
        };
        classes.get_value().into_iter().map(check).collect_view()
    };
    let remove = move |_| {
        let place = package.get_untracked();
        package.set(0);
        desk.with_value(|desk| {
            desk.edit(|scenario| {
                if scenario.packages.get(place).is_some_and(|p| !p.is_for_others()) {
                    scenario.packages.remove(place);
                }
            });
        });
    };
    let rename = move |event| {
        let name: String = event_target_value(&event).trim().chars().take(NAME_MAX).collect();
        let place = package.get_untracked();
        desk.with_value(|desk| {
            desk.edit(|scenario| {
                if let Some(package) = scenario.packages.get_mut(place).filter(|_| !name.is_empty())
                {
                    package.name = name;
                }
            });
        });
    };
    let name = move || {
        scenario.with(|s| s.packages.get(package.get()).map(|p| p.name.clone()).unwrap_or_default())
    };
    view! {
        <Show when=move || !for_others.get()>
            <fieldset class="checks">
                <legend class="small quiet">"For these benefit classes"</legend>
                {boxes}
            </fieldset>
            <div class="field">
                <label for="package-name">"Name of this package"</label>
                <input id="package-name" maxlength="60" autocomplete="off" prop:value=name on:change=rename/>
            </div>
            <button type="button" class="link" on:click=remove>"Pay the same as for everyone else"</button>
        </Show>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn cents_of(cents: i64) -> Cents {
        Cents::new(cents)
    }

    /// Every way back leads to the figures that were there.
    #[test]
    fn another_way_of_paying_keeps_limits_and_remembers_the_figures_of_the_one_before() {
        let percent = |whole| Share::percent(Percent::whole(whole));
        let capped = Share { cap: Some(cents_of(20_000)), ..percent(85) };
        let begun = Contribution::by_member(capped, percent(40), percent(50));
        let plan = PlanId::parse("12345CA0010001").unwrap();
        let mut before = Before { reference: Some(plan.clone()), ..Before::default() };
        before.note(&begun);

        let fixed = before.turned(Some([Pay::Fixed; 3]));
        let [employee, spouse, _] = shares(&fixed).unwrap();
        assert_eq!(employee, Share { cap: capped.cap, ..Share::fixed(AMOUNTS[0]) });
        assert_eq!((spouse, &fixed.reference), (Share::fixed(AMOUNTS[1]), &None));
        before.note(&Contribution::by_member(
            Share { cap: capped.cap, ..Share::fixed(cents_of(1)) },
            spouse,
            spouse,
        ));

        let reference = before.turned(Some([Pay::Reference; 3]));
        assert_eq!(reference.reference, Some(plan.clone()));
        assert_eq!(shares(&reference).unwrap()[1], Share::reference(Percent::whole(40)));
        let tiers = before.turned(None);
        assert_eq!(tiers, Contribution::by_tier(TIERS));
        before.note(&Contribution::by_tier([cents_of(7); 4]));

        assert_eq!(before.turned(Some([Pay::Percent; 3])), begun);
        assert_eq!(
            shares(&before.turned(Some([Pay::Fixed; 3]))).unwrap()[0].basis,
            Basis::Fixed(cents_of(1))
        );
        assert_eq!(before.turned(None), Contribution::by_tier([cents_of(7); 4]));
    }

    #[test]
    fn each_kind_of_person_may_have_a_way_of_its_own() {
        let before = Before::default();
        let kinds = Some([Pay::Percent, Pay::Fixed, Pay::Fixed]);
        let mixed = before.turned(kinds);
        assert_eq!((Pay::kinds(&mixed), Pay::whole(kinds)), (kinds, None));
        assert_eq!(
            shares(&mixed).unwrap(),
            [Share::percent(PERCENTS[0]), Share::fixed(AMOUNTS[1]), Share::fixed(AMOUNTS[2])]
        );
        assert_eq!(Pay::whole(Some([Pay::Fixed; 3])), Some(Pay::Fixed));
        assert_eq!(Pay::whole(None), Some(Pay::Tier));
    }
}
