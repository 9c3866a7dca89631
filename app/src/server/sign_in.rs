//! What forms of the sign-in lead to, and what was not right, in a word that the page knows.

use super::{api_error, typed};
use crate::api::ApiError;
use crate::api::sign_in::{LinkForm, LinkKind, LinkView, NewTotpView, StepView};
use crate::paths;
use axum::http::StatusCode;
use domain::access::Purpose;
use domain::id::CeremonyId;
use operations::sign_in::{
    Entered, Invited, LinkError, Means, NewTotp, PasswordFault, Proving, SetUpError, SignInError,
};
use operations::{OperationError, Operations, SignedIn};

/// Whoever is on the way in, or signed in; nobody is told to sign in first.
pub fn proving(signed_in: &SignedIn) -> Result<Proving<'_>, ApiError> {
    Proving::of(signed_in).ok_or_else(|| {
        super::set_status(StatusCode::UNAUTHORIZED);
        ApiError::SignedOut
    })
}

/// What the second step can be done with.
pub fn step(proving: Proving<'_>, means: &Means) -> StepView {
    StepView {
        email: proving.account().email.clone(),
        half: matches!(proving, Proving::Half(_)),
        totp: means.totp,
        passkey: !means.passkeys.is_empty(),
    }
}

/// The word for what was not right: `wrong`, or `wait-` and the seconds. Failures of ours are errors.
pub fn word(error: SignInError) -> Result<String, ApiError> {
    match error {
        SignInError::Wrong => Ok("wrong".to_owned()),
        SignInError::Wait(wait) => Ok(format!("wait-{}", wait.num_seconds() + 1)),
        SignInError::Operation(error) => Err(api_error(error)),
    }
}

/// The word for a password that is not taken. All that is wrong with it, since each is to be mended.
pub fn password_word(faults: &[PasswordFault]) -> String {
    let word = |fault: &PasswordFault| match fault {
        PasswordFault::Short => "short",
        PasswordFault::Long => "long",
        PasswordFault::Common => "common",
        PasswordFault::Monotonous => "monotonous",
        PasswordFault::Personal => "personal",
    };
    format!("password-{}", faults.iter().map(word).collect::<Vec<_>>().join("-"))
}

/// After the password: on to the second step, or back. The address that was typed stays then.
pub fn after_password(
    done: Result<String, SignInError>,
    email: &str,
    next: Option<&str>,
) -> Result<(), ApiError> {
    typed::hold(paths::SIGN_IN, &[("email", email)]);
    match done {
        Ok(token) => {
            super::session::begin(&token);
            go(paths::SECOND_STEP, "", next);
        }
        Err(error) => {
            let word = word(error)?;
            typed::keep();
            go(paths::SIGN_IN, &word, next);
        }
    }
    Ok(())
}

/// After a code: in, or back.
pub fn after_code(
    done: Result<Entered, SignInError>,
    proving: Proving<'_>,
    next: Option<&str>,
) -> Result<(), ApiError> {
    match done {
        Ok(entered) => {
            super::session::enter(&entered);
            leptos_axum::redirect(&super::session::next_page(next));
        }
        Err(error) => go(page_of(proving), &word(error)?, next),
    }
    Ok(())
}

/// The name of what was begun, as it is held while a proof is wanted.
const BEGUN: &str = "ceremony";

/// Begins to set up one-time codes, or shows again what was begun: an app may have read it already.
pub async fn begin_totp(
    operations: &Operations,
    proving: Proving<'_>,
    again: Option<&str>,
) -> Result<NewTotpView, ApiError> {
    let before = typed::take();
    let before = before.iter().find(|(name, _)| name == BEGUN).map(|(_, begun)| begun.as_str());
    if let Some(ceremony) = again.or(before).and_then(|again| again.parse().ok()) {
        let found = operations.totp_again(proving, ceremony).await.map_err(set_up_error)?;
        if let Some(found) = found {
            return Ok(totp_view(found));
        }
    }
    Ok(totp_view(operations.begin_totp(proving).await.map_err(set_up_error)?))
}

fn totp_view(new: NewTotp) -> NewTotpView {
    let groups: Vec<_> = new.secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    NewTotpView {
        ceremony: new.ceremony.to_string(),
        secret: groups.join(" "),
        picture: new.picture.map(|picture| (picture.size, picture.path)),
    }
}

/// Holds what was begun, so that its first code can be asked for again after a proof.
pub fn hold_begun(ceremony: &str) {
    typed::hold(paths::NEW_APP, &[(BEGUN, ceremony)]);
}

/// After the first code of an app: to the recovery codes, or back, with the same secret while it is good.
pub fn after_totp(
    done: Result<Entered, SetUpError>,
    proving: Proving<'_>,
    ceremony: &str,
    next: Option<&str>,
) -> Result<(), ApiError> {
    match done {
        Ok(entered) => {
            let page = entered_page(entered, proving, next);
            leptos_axum::redirect(&page);
        }
        Err(SetUpError::SignIn(error)) => {
            let again = Some(("again", ceremony.to_owned()));
            lead_to_set_up(proving, word(error)?, again, next);
        }
        Err(SetUpError::Expired) => lead_to_set_up(proving, "expired".to_owned(), None, next),
        Err(error) => return Err(set_up_error(error)),
    }
    Ok(())
}

/// Leads back to where codes are set up: with what was begun, or else with something new.
fn lead_to_set_up(
    proving: Proving<'_>,
    told: String,
    again: Option<(&'static str, String)>,
    next: Option<&str>,
) {
    let mut query = vec![("told", told)];
    query.extend(again);
    query.extend(next.map(|next| ("next", next.to_owned())));
    let page = match proving {
        Proving::Half(_) => paths::SECOND_STEP,
        Proving::Again(_) => paths::NEW_APP,
    };
    leptos_axum::redirect(&format!("{page}?{}", paths::query(query)));
}

/// Hands a new token over. Answers where to go: to recovery codes that were made, and on from there.
pub fn entered_page(entered: Entered, proving: Proving<'_>, next: Option<&str>) -> String {
    super::session::enter(&entered);
    let next = match proving {
        Proving::Half(_) => super::session::next_page(next),
        Proving::Again(_) => format!("{}?about=added&told=added", paths::ACCOUNT),
    };
    entered.codes.map_or(next.clone(), |codes| codes_page(codes, &next))
}

/// Where recovery codes can be read once.
pub fn codes_page(codes: CeremonyId, next: &str) -> String {
    let query = vec![("show", codes.to_string()), ("next", next.to_owned())];
    format!("{}?{}", paths::RECOVERY_CODES, paths::query(query))
}

/// What cannot be told in a word.
pub fn set_up_error(error: SetUpError) -> ApiError {
    match error {
        SetUpError::SignIn(SignInError::Operation(error)) => api_error(error),
        // Nobody comes here but who writes the form.
        _ => api_error(OperationError::NotFound),
    }
}

/// After asking for a link to a new password.
pub fn after_asking(done: Result<(), SignInError>, email: &str) -> Result<(), ApiError> {
    typed::hold(paths::NEW_PASSWORD, &[("email", email)]);
    typed::keep();
    let word = match done {
        Ok(()) => "sent".to_owned(),
        Err(error) => word(error)?,
    };
    go(paths::NEW_PASSWORD, &word, None);
    Ok(())
}

/// Whom a link is for; one that is not good is for nobody.
pub fn link(found: Result<Invited, LinkError>) -> Result<Option<LinkView>, ApiError> {
    match found {
        Ok(Invited { name, email }) => Ok(Some(LinkView { name, email })),
        Err(LinkError::Operation(error)) => Err(api_error(error)),
        Err(_) => {
            crate::status::not_found();
            Ok(None)
        }
    }
}

/// Sets the password that a link leads to. Answers the token of the session that begins.
pub async fn follow(operations: &Operations, form: &LinkForm) -> Result<String, LinkError> {
    let (from, before) = (super::session::origin(), super::signed_in());
    let purpose = match form.kind {
        LinkKind::Invitation => Purpose::Invitation,
        LinkKind::NewPassword => Purpose::NewPassword,
        LinkKind::Email => return Err(LinkError::Gone),
    };
    let name = form.name.as_deref().filter(|_| purpose == Purpose::Invitation);
    operations.follow_link(&form.token, purpose, name, &form.password, &from, &before).await
}

/// After that: on to the second step, or back. The name stays then as it was typed.
pub fn after_link(done: Result<String, LinkError>, form: &LinkForm) -> Result<(), ApiError> {
    if let Some(name) = &form.name {
        typed::hold(paths::INVITATION, &[("name", name)]);
    }
    let word = match done {
        Ok(token) => {
            super::session::begin(&token);
            leptos_axum::redirect(paths::SECOND_STEP);
            return Ok(());
        }
        Err(LinkError::Operation(error)) => return Err(api_error(error)),
        Err(LinkError::Password(faults)) => password_word(&faults),
        Err(LinkError::NoName) => "no-name".to_owned(),
        Err(LinkError::Gone) => "gone".to_owned(),
    };
    typed::keep();
    let page = match form.kind {
        LinkKind::Invitation => paths::INVITATION,
        LinkKind::NewPassword | LinkKind::Email => paths::NEW_PASSWORD,
    };
    let query = paths::query(vec![("token", form.token.clone()), ("told", word)]);
    leptos_axum::redirect(&format!("{page}?{query}"));
    Ok(())
}

/// After an address was taken for one's own.
pub fn after_email(done: Result<(), LinkError>) -> Result<(), ApiError> {
    let word = match done {
        Ok(()) => "verified",
        Err(LinkError::Operation(error)) => return Err(api_error(error)),
        Err(_) => "gone",
    };
    go(paths::VERIFY_EMAIL, word, None);
    Ok(())
}

impl From<LinkKind> for Purpose {
    fn from(kind: LinkKind) -> Self {
        match kind {
            LinkKind::Invitation => Self::Invitation,
            LinkKind::NewPassword => Self::NewPassword,
            LinkKind::Email => Self::Email,
        }
    }
}

/// The page that asks whoever it is for a code.
fn page_of(proving: Proving<'_>) -> &'static str {
    match proving {
        Proving::Half(_) => paths::SECOND_STEP,
        Proving::Again(_) => paths::PROVE,
    }
}

/// Leads to a page that says a word, and from there on.
fn go(page: &str, word: &str, next: Option<&str>) {
    let mut query = Vec::new();
    if !word.is_empty() {
        query.push(("told", word.to_owned()));
    }
    query.extend(next.map(|next| ("next", next.to_owned())));
    let query = paths::query(query);
    let mark = if query.is_empty() { "" } else { "?" };
    leptos_axum::redirect(&format!("{page}{mark}{query}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_with_a_password_stands_in_its_word() {
        let word = password_word(&[PasswordFault::Short, PasswordFault::Personal]);
        assert_eq!(word, "password-short-personal");
    }
}
