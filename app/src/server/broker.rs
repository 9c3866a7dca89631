//! What brokerages ask for, put for the wire; and where their form leads back to.

use super::sign_in::word;
use super::{api_error, typed};
use crate::api::ApiError;
use crate::api::broker::{AskForm, AskedView, BrokerPage};
use crate::paths;
use domain::access::Brokerage;
use domain::date::short;
use operations::OperationError;
use operations::broker::{Ask, AskError, Asked};

/// Everything on a broker's page. Of what is not decided it tells nothing.
pub fn page((brokerage, asked): (Brokerage, Vec<Asked>)) -> BrokerPage {
    let view = |Asked { request, group_number }: Asked| {
        let granted = request.decision?.granted;
        let when = short(request.asked_at.date_naive());
        Some(AskedView { group_number, capabilities: request.capabilities, when, granted })
    };
    BrokerPage { brokerage: brokerage.name, asked: asked.into_iter().filter_map(view).collect() }
}

/// A request as a form says it.
pub fn ask(form: &AskForm) -> Ask {
    Ask {
        group_number: form.group_number.clone(),
        capabilities: form.capabilities(),
        note: form.note.clone(),
    }
}

/// Holds what was typed.
pub fn hold(form: &AskForm) {
    let capabilities = form.capabilities.join(",");
    let fields = [
        ("group_number", &form.group_number),
        ("capabilities", &capabilities),
        ("note", &form.note),
    ];
    typed::hold(paths::BROKER, &fields.map(|(name, value)| (name, value.as_str())));
}

/// Leads back to the page, which says what was done or what is wrong. What was typed stays then.
pub fn lead_back(done: Result<(), AskError>) -> Result<(), ApiError> {
    if done.is_err() {
        typed::keep();
    }
    let told = match done {
        Ok(()) => "asked".to_owned(),
        Err(AskError::NoBroker) => return Err(api_error(OperationError::NotFound)),
        Err(AskError::Nothing) => "nothing".to_owned(),
        Err(AskError::NotANumber) => "not-a-number".to_owned(),
        Err(AskError::SignIn(error)) => word(error)?,
    };
    let query = paths::query(vec![("told", told)]);
    leptos_axum::redirect(&format!("{}?{query}", paths::BROKER));
    Ok(())
}
