//! The form.

use crate::api::designation::{DraftForm, draft_designation};
use crate::context::Carrier;
use crate::pages::failed::Instead;
use crate::wire;
use domain::access::{Capabilities, Capability};
use domain::designation::{ATTESTATION, Answers, Field, FieldFault, ON_PAPER, TEXT_MAX};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[component]
pub fn NewDesignation() -> impl IntoView {
    let draft = wire::load(|| (), |()| draft_designation());
    view! {
        <Title text="Name your administrator"/>
        <Suspense fallback=|| view! { <p class="loading" role="status">"Loading…"</p> }>
            {move || Suspend::new(async move {
                match draft.await {
                    Ok(draft) => view! { <Page draft/> }.into_any(),
                    Err(error) => view! { <Instead error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// What is wrong with one field.
fn fault(faults: &[FieldFault], field: Field) -> Option<String> {
    faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.clone())
}

#[component]
fn Page(draft: DraftForm) -> impl IntoView {
    let carrier = use_context::<Carrier>().unwrap_or_default().name;
    let DraftForm { answers, faults, too_many } = draft;
    let faulty = !faults.is_empty();
    view! {
        <header class="page-head">
            <h1>"Name your company’s administrator"</h1>
            <p>
                {format!("For the group’s officer: say who manages your company’s coverage with {carrier} here. \
                    {carrier} checks what you say and then invites them by e-mail.")}
            </p>
        </header>
        {faulty.then(|| view! {
            <p class="fault" role="alert">"Nothing was sent yet. Mend what is marked below, and type the EIN and your signature again."</p>
        })}
        {too_many.then(|| view! {
            <p class="fault" role="alert">"Too many forms came from here. Try again later, or call your carrier."</p>
        })}
        <form method="post" action="/api/designation/register" class="designation">
            <Company answers=answers.clone() faults=faults.clone()/>
            <OfficerFields answers=answers.clone() faults=faults.clone()/>
            <AdministratorFields answers faults=faults.clone()/>
            <Signing faults/>
            <div class="actions">
                <button class="button primary">"Sign and send"</button>
                // Whoever signs by hand types no signature: what is missing is said by the server.
                <button
                    class="button" name="form[signing]" value=ON_PAPER formnovalidate=true
                    aria-describedby="on-paper-hint"
                >
                    "Print and sign on paper"
                </button>
            </div>
            <p class="hint" id="on-paper-hint">
                "Instead of typing your signature you can download the form filled in, sign it by hand and send it here as a file."
            </p>
        </form>
    }
    .into_any()
}

#[component]
fn Company(answers: Answers, faults: Vec<FieldFault>) -> impl IntoView {
    view! {
        <fieldset class="card">
            <legend>"Your company"</legend>
            <Text name="company" label="Company’s name" value=answers.company fault=fault(&faults, Field::Company) autocomplete="organization"/>
            <Text name="ein" label="Employer identification number (EIN)" value=String::new() fault=fault(&faults, Field::Ein)
                hint="Nine digits, like 12-3456789. It is kept encrypted."/>
            <Text name="group_number" label="Group number" value=answers.group_number fault=fault(&faults, Field::GroupNumber)
                hint="It stands at the top of your bills."/>
            <Text name="invoice" label="Amount of your last bill (you may leave it empty)" value=answers.invoice fault=fault(&faults, Field::Invoice)
                hint="With it we can often recognize your company at once." required=false/>
        </fieldset>
    }
    .into_any()
}

#[component]
fn OfficerFields(answers: Answers, faults: Vec<FieldFault>) -> impl IntoView {
    view! {
        <fieldset class="card">
            <legend>"You, the group’s officer"</legend>
            <Text name="officer" label="Your name" value=answers.officer fault=fault(&faults, Field::Officer) autocomplete="name"/>
            <Text name="title" label="Your title" value=answers.title fault=fault(&faults, Field::Title)
                hint="Such as President, Owner or Treasurer." autocomplete="organization-title"/>
            <Text name="email" label="Your e-mail address" value=answers.email fault=fault(&faults, Field::Email) kind="email" autocomplete="email"/>
            <Text name="phone" label="Your phone number" value=answers.phone fault=fault(&faults, Field::Phone) kind="tel" autocomplete="tel"/>
        </fieldset>
    }
    .into_any()
}

#[component]
fn AdministratorFields(answers: Answers, faults: Vec<FieldFault>) -> impl IntoView {
    let wanted = if answers.capabilities.is_empty() { Capabilities::ALL } else { answers.wanted() };
    view! {
        <fieldset class="card">
            <legend>"The administrator"</legend>
            <p>"They may do everything here for your company, and give others access. You can name yourself."</p>
            <Text name="administrator" label="Administrator’s name" value=answers.administrator fault=fault(&faults, Field::Administrator)/>
            <Text name="administrator_email" label="Administrator’s e-mail address" value=answers.administrator_email
                fault=fault(&faults, Field::AdministratorEmail) kind="email"/>
            <Tasks wanted fault=fault(&faults, Field::Capabilities)/>
        </fieldset>
    }
    .into_any()
}

/// A box for each thing that the administrator shall do.
#[component]
fn Tasks(wanted: Capabilities, fault: Option<String>) -> impl IntoView {
    let boxes = Capability::ALL.into_iter().map(|capability| {
        let id = format!("task-{}", capability.code());
        let hint = format!("{id}-hint");
        view! {
            <li>
                <input
                    type="checkbox" id=id.clone() name="form[capabilities][]" value=capability.code()
                    checked=wanted.has(capability) aria-describedby=hint.clone()
                />
                <label for=id>{capability.title()}</label>
                <span class="quiet" id=hint>{capability.sentence()}</span>
            </li>
        }
    });
    view! {
        <fieldset class="access tasks">
            <legend>"What they will take care of"</legend>
            <ul class="grid">{boxes.collect_view()}</ul>
            {fault.map(|fault| view! { <p class="fault">{fault}</p> })}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Signing(faults: Vec<FieldFault>) -> impl IntoView {
    let attests = fault(&faults, Field::Attests);
    view! {
        <fieldset class="card">
            <legend>"Your signature"</legend>
            <p class="attest">
                <input type="checkbox" id="attests" name="form[attests]" value="yes" required aria-describedby="attests-fault"/>
                <label for="attests">{ATTESTATION}</label>
            </p>
            <p class="fault" id="attests-fault">{attests}</p>
            <Text name="signature" label="Type your full name to sign" value=String::new() fault=fault(&faults, Field::Signature)
                hint="The same as your name above."/>
        </fieldset>
    }
    .into_any()
}

/// A field for a text, with what is wrong with it beside it.
#[component]
fn Text(
    name: &'static str,
    label: &'static str,
    value: String,
    fault: Option<String>,
    #[prop(default = "")] hint: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = true)] required: bool,
) -> impl IntoView {
    let (hint_id, fault_id) = (format!("{name}-hint"), format!("{name}-fault"));
    let described = format!("{hint_id} {fault_id}");
    let invalid = fault.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                type=kind id=name name=format!("form[{name}]") value=value required=required
                maxlength=TEXT_MAX.to_string() autocomplete=autocomplete
                aria-describedby=described aria-invalid=invalid
            />
            <p class="hint" id=hint_id>{hint}</p>
            <p class="fault" id=fault_id>{fault}</p>
        </div>
    }
    .into_any()
}
