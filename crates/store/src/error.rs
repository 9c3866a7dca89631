//! What can go wrong with the store.

use domain::id::FilingId;

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The store could not do what it was asked to.
///
/// Not finding something is no error: lookups answer with `None`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was first: load again, and decide again.
    #[error("{constraint}")]
    Conflict {
        /// What would have been broken.
        constraint: Constraint,
        /// The database's own words.
        source: BoxError,
    },
    /// A filing that should stay in the catalogue was never in it.
    #[error("there is no filing {0}")]
    UnknownFiling(FilingId),
    /// There is more than the product allows.
    #[error("more than {most} {what} at once")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many are allowed.
        most: usize,
    },
    /// Something kept cannot be understood.
    #[error("the stored {what} cannot be read")]
    Unreadable {
        /// What it is.
        what: &'static str,
        /// Why.
        source: BoxError,
    },
    /// The database failed or refused.
    #[error("the database failed or refused")]
    Database(#[source] BoxError),
}

impl StoreError {
    /// What two writers fell out over, if that is what went wrong.
    pub fn conflict(&self) -> Option<Constraint> {
        match self {
            Self::Conflict { constraint, .. } => Some(*constraint),
            _ => None,
        }
    }

    /// A driver's error; `broken` is the constraint, if one is named, that was in the way.
    pub fn from_driver(source: impl Into<BoxError>, broken: Option<Constraint>) -> Self {
        let source = source.into();
        match broken {
            Some(constraint) => Self::Conflict { constraint, source },
            None => Self::Database(source),
        }
    }

    pub(crate) fn unreadable(what: &'static str, source: impl Into<BoxError>) -> Self {
        Self::Unreadable { what, source: source.into() }
    }
}

/// A rule of uniqueness that callers answer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Constraint {
    /// A catalogue of this number has been published meanwhile.
    #[error("a catalogue of this number was published meanwhile")]
    CatalogueNumber,
    /// A catalogue has at most one filing for each issuer, year and kind.
    #[error("two filings of one issuer, year and kind in one catalogue")]
    FilingOfKey,
    /// An employer has a scenario of this id already.
    #[error("there is a scenario of this id already")]
    ScenarioOfId,
    /// Two accounts never share an e-mail address.
    #[error("there is an account of this e-mail address already")]
    AccountEmail,
    /// A passkey is kept once, whosever it is.
    #[error("this passkey is kept already")]
    PasskeyOfCredential,
    /// Two groups never share a number.
    #[error("there is a group of this number already")]
    GroupNumber,
    /// A renewal has a submission of this key already: the same request came before.
    #[error("there is a submission of this key already")]
    SubmissionOfKey,
    /// A renewal has a submission of this number already.
    #[error("there is a submission of this number already")]
    SubmissionOfNumber,
    /// Of a renewal at most one submission is under way.
    #[error("another submission of this renewal is under way")]
    SubmissionPending,
    /// Of a renewal at most one submission is accepted or in effect.
    #[error("another submission of this renewal was accepted")]
    SubmissionAccepted,
}

impl Constraint {
    const ALL: [Self; 10] = [
        Self::CatalogueNumber,
        Self::FilingOfKey,
        Self::ScenarioOfId,
        Self::AccountEmail,
        Self::PasskeyOfCredential,
        Self::GroupNumber,
        Self::SubmissionOfKey,
        Self::SubmissionOfNumber,
        Self::SubmissionPending,
        Self::SubmissionAccepted,
    ];

    /// Its name in the tables, by which `PostgreSQL` tells it.
    const fn name(self) -> &'static str {
        match self {
            Self::CatalogueNumber => "catalogue_number_key",
            Self::FilingOfKey => "catalogue_filing_pkey",
            Self::ScenarioOfId => "scenario_pkey",
            Self::AccountEmail => "account_email_key",
            Self::PasskeyOfCredential => "passkey_credential_key",
            Self::GroupNumber => "group_file_group_number_key",
            Self::SubmissionOfKey => "submission_key_key",
            Self::SubmissionOfNumber => "submission_pkey",
            Self::SubmissionPending => "submission_pending_key",
            Self::SubmissionAccepted => "submission_accepted_key",
        }
    }

    /// Its columns, by which `SQLite` tells it; the name of an index of more than columns.
    const fn columns(self) -> &'static str {
        match self {
            Self::CatalogueNumber => "catalogue.number",
            Self::FilingOfKey => {
                "catalogue_filing.issuer_id, catalogue_filing.catalogue_id, \
                 catalogue_filing.year, catalogue_filing.kind"
            }
            Self::ScenarioOfId => "scenario.employer_id, scenario.scenario_id",
            Self::AccountEmail => "account.email_key",
            Self::PasskeyOfCredential => "passkey.credential",
            Self::GroupNumber => "group_file.group_number",
            Self::SubmissionOfKey => {
                "submission.employer_id, submission.effective_on, submission.key"
            }
            Self::SubmissionOfNumber => {
                "submission.employer_id, submission.effective_on, submission.number"
            }
            Self::SubmissionPending => "index 'submission_pending_key'",
            Self::SubmissionAccepted => "index 'submission_accepted_key'",
        }
    }

    /// The one with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|constraint| constraint.name() == name)
    }

    /// The one on these columns.
    pub fn from_columns(columns: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|constraint| constraint.columns() == columns)
    }
}
