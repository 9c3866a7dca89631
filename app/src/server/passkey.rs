//! Questions to passkeys and what came of their answers, put for the wire.

use super::sign_in::{entered_page, set_up_error, word};
use crate::api::ApiError;
use crate::api::passkey::{Answered, Question};
use operations::sign_in::{Asked, Entered, Proving, SetUpError, SignInError};

/// A question for the browser to put, or the word for why there is none.
pub fn first_question(
    asked: Result<Asked, SignInError>,
) -> Result<Result<Question, String>, ApiError> {
    match asked {
        Err(error @ SignInError::Wait(_)) => word(error).map(Err),
        asked => question(asked).map(Ok),
    }
}

/// A question for the browser to put.
pub fn question(asked: Result<Asked, SignInError>) -> Result<Question, ApiError> {
    new_question(asked.map_err(SetUpError::SignIn))
}

/// The same about a new passkey.
pub fn new_question(asked: Result<Asked, SetUpError>) -> Result<Question, ApiError> {
    let Asked { ceremony, options } = asked.map_err(set_up_error)?;
    Ok(Question { ceremony: ceremony.to_string(), options })
}

/// What came of an answer.
pub fn answered(
    done: Result<Entered, SignInError>,
    next: Option<&str>,
) -> Result<Answered, ApiError> {
    match done {
        Ok(entered) => {
            super::session::enter(&entered);
            Ok(Answered::Go(super::session::next_page(next)))
        }
        Err(error) => word(error).map(Answered::Not),
    }
}

/// What came of a new passkey.
pub fn registered(
    done: Result<Entered, SetUpError>,
    proving: Proving<'_>,
    next: Option<&str>,
) -> Result<Answered, ApiError> {
    match done {
        Ok(entered) => Ok(Answered::Go(entered_page(entered, proving, next))),
        Err(SetUpError::SignIn(error)) => word(error).map(Answered::Not),
        Err(SetUpError::TooMany) => Ok(Answered::Not("too-many".to_owned())),
        Err(error) => Err(set_up_error(error)),
    }
}
