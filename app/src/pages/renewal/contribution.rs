//! What the company pays, for everybody or by benefit class: by slider and by number.

use super::desk::Desk;
use crate::ui::{FaultText, SliderField};
use domain::census::Tier;
use domain::contract::Package;
use domain::contribution::{Basis, Contribution, Share, Terms};
use domain::id::PlanId;
use domain::renewal::WaitingPeriod;
use domain::renewal::scenario::{AMOUNT_MAX, NAME_MAX};
use domain::{Cents, Percent};
use leptos::prelude::*;

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

    fn of(contribution: &Contribution) -> Self {
        match contribution.terms {
            Terms::ByTier(_) => Self::Tier,
            Terms::ByMember { employee, .. } => match employee.basis {
                Basis::Percent(_) => Self::Percent,
                Basis::Fixed(_) => Self::Fixed,
                Basis::Reference(_) => Self::Reference,
            },
        }
    }
}

/// The three kinds of people, in the order of the page.
const PARTIES: [&str; 3] = ["Employee", "Spouse or partner", "Children"];
const PERCENT_NAMES: [&str; 3] = ["percent-employee", "percent-spouse", "percent-child"];
const AMOUNT_NAMES: [&str; 3] = ["amount-employee", "amount-spouse", "amount-child"];
const TIER_NAMES: [&str; 4] = ["tier-employee", "tier-spouse", "tier-children", "tier-family"];
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

/// The same contribution, going by something else. Percentages stay percentages.
fn turned(from: &Contribution, pay: Pay, reference: Option<PlanId>) -> Contribution {
    let percents = shares(from).map_or(PERCENTS, |shares| {
        let mut percents = PERCENTS;
        for (percent, share) in percents.iter_mut().zip(shares) {
            if let Basis::Percent(own) | Basis::Reference(own) = share.basis {
                *percent = own;
            }
        }
        percents
    });
    match pay {
        Pay::Percent => {
            let [employee, spouse, child] = percents.map(Share::percent);
            Contribution::by_member(employee, spouse, child)
        }
        Pay::Reference => {
            let [employee, spouse, child] = percents.map(Share::reference);
            let contribution = Contribution::by_member(employee, spouse, child);
            Contribution { reference: from.reference.clone().or(reference), ..contribution }
        }
        Pay::Fixed => {
            let [employee, spouse, child] = AMOUNTS.map(Share::fixed);
            Contribution::by_member(employee, spouse, child)
        }
        Pay::Tier => Contribution::by_tier(TIERS),
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

/// The panel beside the views, so that cause and effect are seen together.
#[component]
pub fn Panel(desk: Desk, package: RwSignal<usize>) -> impl IntoView {
    let edited = StoredValue::new(Edited { desk: desk.clone(), place: package });
    let pay = Memo::new(move |_| {
        edited.with_value(|e| e.read(|p| Pay::of(&p.contribution))).unwrap_or(Pay::Percent)
    });
    let switch = move |to: Pay| {
        edited.with_value(|edited| {
            let first = edited.read(|p| p.plans.first().cloned()).flatten();
            edited.change(|p| p.contribution = turned(&p.contribution, to, first));
        });
    };
    let kinds = Pay::ALL
        .map(|kind| {
            view! {
                <label>
                    <input
                        type="radio" name="pay" value=kind.label()
                        checked=pay.get_untracked() == kind
                        prop:checked=move || pay.get() == kind
                        on:change=move |_| switch(kind)
                    />
                    <span>{kind.label()}</span>
                </label>
            }
        })
        .collect_view();
    let sliders = move || match pay.get() {
        Pay::Percent | Pay::Reference => {
            (0..3).map(|i| percent_slider(edited, i)).collect_view().into_any()
        }
        Pay::Fixed => (0..3).map(|i| amount_slider(edited, i)).collect_view().into_any(),
        Pay::Tier => (0..4).map(|i| tier_slider(edited, i)).collect_view().into_any(),
    };
    let closed = !desk.is_open();
    view! {
        <section class="card contribution" aria-labelledby="contribution-title">
            <h2 id="contribution-title">"What the company pays"</h2>
            <fieldset disabled=closed class="plain">
                <Packages desk=desk.clone() package/>
                <fieldset class="segmented">
                    <legend class="visually-hidden">"How the company pays"</legend>
                    {kinds}
                </fieldset>
                <p class="hint">{move || pay.get().hint()}</p>
                <Show when=move || pay.get() == Pay::Reference>
                    <ReferencePlan edited/>
                </Show>
                {sliders}
                <Show when=move || pay.get() != Pay::Tier>
                    <Caps edited/>
                </Show>
                <Waiting edited/>
            </fieldset>
        </section>
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
