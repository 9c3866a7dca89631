//! The words of a roster: who somebody is to the employee, and yes or no in its many forms.

use domain::census::Relationship;

/// The letters and digits of a cell, in lower case.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What each word means, and whether it says that a child is disabled. The numbers are those of the 834.
const RELATIONSHIPS: [(Relationship, bool, &[&str]); 5] = [
    (
        Relationship::Employee,
        false,
        &[
            "employee",
            "ee",
            "emp",
            "e",
            "self",
            "employeeself",
            "subscriber",
            "primary",
            "primaryinsured",
            "primarysubscriber",
            "policyholder",
            "insured",
            "18",
        ],
    ),
    (
        Relationship::Spouse,
        false,
        &[
            "spouse",
            "sp",
            "spo",
            "s",
            "husband",
            "wife",
            "legalspouse",
            "marriedspouse",
            "spousedomesticpartner",
            "spousepartner",
            "spousedp",
            "01",
        ],
    ),
    (
        Relationship::DomesticPartner,
        false,
        &[
            "domesticpartner",
            "dp",
            "partner",
            "lifepartner",
            "registereddomesticpartner",
            "rdp",
            "civilunionpartner",
            "civilunion",
            "53",
        ],
    ),
    (
        Relationship::Child,
        false,
        &[
            "child",
            "ch",
            "c",
            "son",
            "daughter",
            "dependent",
            "dep",
            "dependentchild",
            "kid",
            "newborn",
            "stepchild",
            "stepson",
            "stepdaughter",
            "adoptedchild",
            "adopted",
            "fosterchild",
            "ward",
            "19",
        ],
    ),
    (
        Relationship::Child,
        true,
        &[
            "disabledchild",
            "childdisabled",
            "disableddependent",
            "dependentdisabled",
            "disabledson",
            "disableddaughter",
            "disabledadultchild",
            "handicappeddependent",
        ],
    ),
];

/// The relationship that a word means, and whether it says that a child is disabled.
pub(super) fn relationship(text: &str) -> Option<(Relationship, bool)> {
    let key = key(text);
    // "Child 2" is a child; "18" is a code.
    let word = match key.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "" => key.as_str(),
        word => word,
    };
    RELATIONSHIPS
        .iter()
        .find(|(_, _, words)| words.contains(&word))
        .map(|(relationship, disabled, _)| (*relationship, *disabled))
}

/// Yes or no.
pub(super) fn yes(text: &str) -> Option<bool> {
    match key(text).as_str() {
        "yes" | "y" | "true" | "1" | "x" => Some(true),
        "no" | "n" | "false" | "0" | "na" => Some(false),
        // A check mark has no letters.
        "" => matches!(text.trim(), "✓" | "✔" | "☑").then_some(true),
        _ => None,
    }
}

/// Whether a child is disabled.
pub(super) fn disabled(text: &str) -> Option<bool> {
    yes(text).or_else(|| match key(text).as_str() {
        "disabled" | "handicapped" => Some(true),
        "notdisabled" | "none" => Some(false),
        _ => None,
    })
}

/// Whether coverage is waived, from a column that asks whether it is.
pub(super) fn waived(text: &str) -> Option<bool> {
    yes(text).or_else(|| waives(text))
}

/// Whom coverage is taken for, where "and" is left out.
const TIERS: &[&str] = &[
    "employee",
    "employeeonly",
    "ee",
    "eeonly",
    "single",
    "individual",
    "self",
    "selfonly",
    "employeespouse",
    "eespouse",
    "eesp",
    "es",
    "couple",
    "twoparty",
    "employeechild",
    "employeechildren",
    "eechild",
    "eechildren",
    "eech",
    "ec",
    "employeefamily",
    "eefamily",
    "eefam",
    "ef",
    "family",
    "fam",
    "f",
    "spouse",
    "child",
    "dependent",
    "cobra",
];

/// Whether coverage is waived, from a column that asks whether it is taken, and perhaps for whom.
pub(super) fn not_covered(text: &str) -> Option<bool> {
    yes(text).map(|covered| !covered).or_else(|| waives(text)).or_else(|| {
        let tier = key(text).replace("and", "");
        TIERS.contains(&tier.as_str()).then_some(false)
    })
}

fn waives(text: &str) -> Option<bool> {
    match key(text).as_str() {
        "waive" | "waived" | "waives" | "waiver" | "waiving" | "w" | "wo" | "wv" | "decline"
        | "declined" | "declines" | "declining" | "refuse" | "refused" | "optout" | "optedout"
        | "none" | "nocoverage" | "notcovered" | "notenrolled" | "notelected" => Some(true),
        "enroll" | "enrolled" | "enrolls" | "enrolling" | "elect" | "elected" | "cover"
        | "covered" | "active" | "accept" | "accepted" | "participating" | "notwaived" => {
            Some(false)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Relationship::{Child, DomesticPartner, Employee, Spouse};

    #[test]
    fn relationships_go_by_many_words() {
        for (text, meant) in [
            ("Employee", Some((Employee, false))),
            ("EE", Some((Employee, false))),
            ("self", Some((Employee, false))),
            ("Subscriber", Some((Employee, false))),
            ("18", Some((Employee, false))),
            ("Sp.", Some((Spouse, false))),
            ("WIFE", Some((Spouse, false))),
            ("Domestic Partner", Some((DomesticPartner, false))),
            ("Life-Partner", Some((DomesticPartner, false))),
            ("Child 2", Some((Child, false))),
            ("Step Child", Some((Child, false))),
            ("Foster child", Some((Child, false))),
            ("Ward", Some((Child, false))),
            ("Disabled child", Some((Child, true))),
            ("Child (disabled)", Some((Child, true))),
            ("Nephew", None),
            ("2", None),
            ("", None),
        ] {
            assert_eq!(relationship(text), meant, "{text}");
        }
    }

    #[test]
    fn yes_means_the_opposite_under_coverage_and_waived() {
        for (text, waived_says, covered_says) in [
            ("Yes", Some(true), Some(false)),
            ("n", Some(false), Some(true)),
            ("1", Some(true), Some(false)),
            ("✓", Some(true), Some(false)),
            ("Waive", Some(true), Some(true)),
            ("Opt-out", Some(true), Some(true)),
            ("enrolled", Some(false), Some(false)),
            ("Employee + Spouse", None, Some(false)),
            ("Employee and Children", None, Some(false)),
            ("pending", None, None),
        ] {
            assert_eq!((waived(text), not_covered(text)), (waived_says, covered_says), "{text}");
        }
    }
}
