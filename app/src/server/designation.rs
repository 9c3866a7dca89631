//! Designations, put for the wire; and where their forms lead.

use super::{api_error, kept, typed};
use crate::api::ApiError;
use crate::api::designation::{
    DecisionForm, DesignationRow, DesignationView, DraftForm, OnFileView, StatusView,
};
use crate::paths;
use domain::designation::{Answers, Designation, State};
use leptos::server_fn::codec::MultipartData;
use operations::OperationError;
use operations::designation::{
    Decision, DesignationError, DesignationSeen, DesignationStatus, OnFile, PaperFault,
    RegisterError,
};

/// What was typed, and what is wrong with it, comes back in a cookie that is read once: a plain form's
/// answer is a redirect, and an address can be sent on.
const DRAFT: &str = "designation-draft";

/// The form as it was typed the last time, once.
pub fn take_draft() -> DraftForm {
    kept::take(DRAFT).unwrap_or_default()
}

/// Keeps what was typed for the page that the form leads back to. What identifies the company is not in
/// it, and where somebody typed more than the form's fields take, none of it is.
fn keep_draft(mut draft: DraftForm) {
    draft.answers.ein.clear();
    draft.answers.signature.clear();
    let value = kept::packed(&draft).or_else(|| {
        draft.answers = Answers::default();
        kept::packed(&draft)
    });
    kept::keep(DRAFT, paths::REGISTER, &value.unwrap_or_default());
}

/// Leads on to the status, or back to the form with what is wrong.
pub fn lead_on(form: Answers, taken: Result<String, RegisterError>) -> Result<(), ApiError> {
    let mut draft = DraftForm { answers: form, ..DraftForm::default() };
    match taken {
        Ok(token) => {
            leptos_axum::redirect(&paths::designation(&token));
            return Ok(());
        }
        Err(RegisterError::Operation(error)) => {
            keep_draft(draft);
            return Err(api_error(error));
        }
        Err(RegisterError::Faults(faults)) => draft.faults = faults,
        Err(RegisterError::TooMany) => draft.too_many = true,
    }
    keep_draft(draft);
    leptos_axum::redirect(paths::REGISTER);
    Ok(())
}

/// Holds what an officer answers.
pub fn hold_answer(token: &str, words: &str) {
    typed::hold(&paths::designation(token), &[("words", words)]);
}

/// Holds what staff ask, or why they refuse.
pub fn hold_decision(form: &DecisionForm) {
    let fields = [("decision", form.decision.as_str()), ("words", &form.words)];
    typed::hold(&paths::staff_designation(&form.id), &fields);
}

/// Leads back to a page, which says what is wrong. What was typed stays then.
pub fn lead_back(page: &str, done: Result<(), DesignationError>) -> Result<(), ApiError> {
    if done.is_err() {
        typed::keep();
    }
    let word = match done {
        Ok(()) => "done",
        Err(DesignationError::Overtaken) => "overtaken",
        Err(DesignationError::Words) => "words",
        Err(DesignationError::Contradicted) => "contradicted",
        Err(DesignationError::Paper(PaperFault::Missing)) => "paper_missing",
        Err(DesignationError::Paper(PaperFault::TooLarge)) => paths::PAPER_TOO_LARGE,
        Err(DesignationError::Paper(PaperFault::Kind)) => "paper_kind",
        Err(DesignationError::Paper(PaperFault::TooMany)) => "paper_many",
        Err(DesignationError::Operation(error)) => return Err(api_error(error)),
    };
    let query = paths::query(vec![("told", word.to_owned())]);
    leptos_axum::redirect(&format!("{page}?{query}"));
    Ok(())
}

/// The longest token that is looked at, in bytes.
const TOKEN_MAX: usize = 200;

/// The form by which a signed form comes in.
#[derive(Default)]
pub struct PaperForm {
    /// The link's token.
    pub token: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl PaperForm {
    /// Reads the form. The size of the whole request is limited before it comes here.
    pub async fn read(data: MultipartData) -> Result<Self, ApiError> {
        let damaged = |error: &dyn std::fmt::Display| ApiError::Transport(error.to_string());
        let mut parts = data.into_inner().ok_or_else(|| damaged(&"the form is missing"))?;
        let mut form = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|error| damaged(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|error| damaged(&error))?;
            match name.as_str() {
                "paper" => form.bytes = bytes.to_vec(),
                "token" if bytes.len() <= TOKEN_MAX => {
                    form.token = String::from_utf8_lossy(&bytes).into_owned();
                }
                _ => {}
            }
        }
        Ok(form)
    }
}

/// What an officer sees.
pub fn status(status: DesignationStatus) -> StatusView {
    let state = status.course.state;
    StatusView {
        company: status.company,
        administrator: status.administrator,
        state: state.code().to_owned(),
        words: match state {
            State::NeedsMore { what } => what,
            State::Refused { reason } => reason,
            State::WaitsForPaper | State::Received | State::Approved { .. } => String::new(),
        },
        steps: status.course.steps,
        takes_paper: status.takes_paper,
    }
}

/// A designation in a list.
pub fn row(kept: Designation) -> DesignationRow {
    DesignationRow {
        id: kept.id.to_string(),
        company: kept.form.company,
        group_number: kept.number.to_string(),
        officer: kept.form.officer.name,
        created_at: kept.created_at,
        state: kept.course.state.code().to_owned(),
    }
}

/// A designation as staff see it.
pub fn view(seen: DesignationSeen) -> DesignationView {
    let kept = seen.kept;
    let officer = kept.form.officer;
    DesignationView {
        id: kept.id.to_string(),
        version: kept.version,
        company: kept.form.company,
        group_number: kept.number.to_string(),
        ein: seen.ein,
        on_file: match seen.on_file {
            OnFile::Nothing => OnFileView::Nothing,
            OnFile::Same => OnFileView::Same,
            OnFile::Differs => OnFileView::Differs,
        },
        officer: [officer.name, officer.title, officer.email, officer.phone],
        administrator: [kept.form.administrator, kept.form.administrator_email],
        capabilities: kept.form.capabilities,
        other_group: seen.other_group,
        signature: kept.form.signature,
        paper_came_at: seen.paper_came_at,
        course: kept.course,
    }
}

/// What staff decide, as a form says it.
pub fn decision(form: &DecisionForm) -> Result<Decision, ApiError> {
    match form.decision.as_str() {
        "approve" => Ok(Decision::Approve),
        "ask" => Ok(Decision::Ask(form.words.clone())),
        "refuse" => Ok(Decision::Refuse(form.words.clone())),
        _ => Err(api_error(OperationError::NotFound)),
    }
}
