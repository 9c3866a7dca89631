//! What is kept of elections, and of the links by which employees elect themselves.

use super::{ElectedBy, Election};
use crate::id::{EmployerId, ScenarioId};
use chrono::{DateTime, NaiveDate, Utc};

/// An election of a renewal, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedElection {
    /// Whose renewal it is.
    pub employer: EmployerId,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// What was elected; it names the employee by the row.
    pub election: Election,
    /// Where it came from last.
    pub by: ElectedBy,
    /// The name of whoever changed it last.
    pub changed_by: String,
    /// How often it was saved; a change says on which version it is based.
    pub version: i64,
    /// Whether it was taken back: then the employee goes on as if nothing had been said.
    pub removed: bool,
    /// When it was saved last.
    pub changed_at: DateTime<Utc>,
}

impl SavedElection {
    /// The highest row that it speaks of: the employee's, or that of a dependent who joins.
    pub fn highest_row(&self) -> u32 {
        let joining = self.election.joining.iter().map(|joining| joining.row);
        joining.fold(self.election.row, u32::max)
    }
}

/// A link by which an employee elects without an account, as it is kept. Of an employee and a renewal
/// there is at most one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElectionLink {
    /// Whose renewal it is.
    pub employer: EmployerId,
    /// The renewal effective date.
    pub effective_on: NaiveDate,
    /// The employee's row.
    pub row: u32,
    /// The scenario whose plans are offered; without one, what happens if nothing is done.
    pub scenario: Option<ScenarioId>,
    /// The digest of the link's token.
    pub digest: String,
    /// First and last name of the employee.
    pub name: String,
    /// The e-mail address that it was sent to.
    pub email: String,
    /// The name of whoever sent it.
    pub sent_by: String,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// From when on it is good no more.
    pub expires_at: DateTime<Utc>,
    /// When it was opened first.
    pub opened_at: Option<DateTime<Utc>>,
    /// When the employee answered: then it is good no more.
    pub answered_at: Option<DateTime<Utc>>,
}

impl ElectionLink {
    /// Whether the employee can still answer by it.
    pub fn is_good(&self, now: DateTime<Utc>) -> bool {
        self.answered_at.is_none() && now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::census::Relationship;
    use crate::election::{FIRST_ADDED_ROW, Joining};
    use crate::fixture::day;
    use chrono::TimeDelta;
    use uuid::Uuid;

    #[test]
    fn the_highest_row_is_that_of_the_employee_or_of_one_who_joins() {
        let joining = |row| Joining {
            row,
            relationship: Relationship::Child,
            name: "Bo Ruiz".to_owned(),
            born_on: day("2026-05-01"),
            disabled: false,
        };
        let first = FIRST_ADDED_ROW;
        for (row, joins, highest) in [
            (2, &[][..], 2),
            (2, &[first + 3, first], first + 3),
            (first + 9, &[first + 3], first + 9),
        ] {
            let joining = joins.iter().map(|row| joining(*row)).collect();
            let saved = SavedElection {
                employer: EmployerId(Uuid::nil()),
                effective_on: day("2027-01-01"),
                election: Election { joining, ..Election::following(row) },
                by: ElectedBy::Employer,
                changed_by: String::new(),
                version: 1,
                removed: false,
                changed_at: DateTime::UNIX_EPOCH,
            };
            assert_eq!(saved.highest_row(), highest, "{row} {joins:?}");
        }
    }

    #[test]
    fn a_link_is_good_until_it_is_answered_or_expires() {
        let at = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
        let link = ElectionLink {
            employer: EmployerId(Uuid::nil()),
            effective_on: day("2027-01-01"),
            row: 2,
            scenario: None,
            digest: "digest".to_owned(),
            name: "Ana Ruiz".to_owned(),
            email: "ana@example.com".to_owned(),
            sent_by: "Dana Whitfield".to_owned(),
            sent_at: at(0),
            expires_at: at(10),
            opened_at: Some(at(1)),
            answered_at: None,
        };
        assert!(link.is_good(at(9)));
        assert!(!link.is_good(at(10)));
        assert!(!ElectionLink { answered_at: Some(at(2)), ..link }.is_good(at(9)));
    }
}
