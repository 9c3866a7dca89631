//! The columns of a roster, and the many names that they go by.

/// A column that is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// What the members of one family have in common.
    FamilyId,
    /// How the person belongs to the employee.
    Relationship,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// First and last name in one cell.
    FullName,
    /// Date of birth.
    BirthDate,
    /// Whether a child is disabled.
    Disabled,
    /// Whether coverage is waived: yes means not covered.
    Waived,
    /// Whether coverage is taken: yes means covered. May hold the tier (employee and spouse …).
    Coverage,
    /// Social Security number: recognised so that it can be dropped; its cells are never looked at.
    Ssn,
}

impl Column {
    /// The name that people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FamilyId => "Family ID",
            Self::Relationship => "Relationship",
            Self::FirstName => "First Name",
            Self::LastName => "Last Name",
            Self::FullName => "Name",
            Self::BirthDate => "Date of Birth",
            Self::Disabled => "Disabled",
            Self::Waived => "Waived",
            Self::Coverage => "Coverage",
            Self::Ssn => "SSN",
        }
    }

    /// The column that a header names, and how surely: of two headers for one column, the one with
    /// the lower number is taken.
    pub(super) fn of_header(header: &str) -> Option<(Self, usize)> {
        let key = key(header)?;
        let exact = |key: &str| {
            NAMES.iter().find_map(|(column, names)| {
                names.iter().position(|name| *name == key).map(|rank| (*column, rank))
            })
        };
        exact(&key).or_else(|| {
            WHOSE.iter().find_map(|whose| {
                let (column, rank) = exact(key.strip_prefix(whose)?)?;
                Some((column, rank + 100))
            })
        })
    }

    /// Whether a header names a dependent's date of birth: then a row is a family, not a person.
    pub(super) fn is_dependent_birth_date(header: &str) -> bool {
        let Some(key) = key(header) else { return false };
        ["spouse", "partner", "child", "dependent", "dep"].iter().any(|who| {
            key.strip_prefix(who)
                .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()))
                .is_some_and(|rest| matches!(Self::of_header(rest), Some((Self::BirthDate, _))))
        })
    }
}

/// The letters and digits of a header, in lower case, without remarks such as `(optional)`.
fn key(header: &str) -> Option<String> {
    const REMARKS: [&str; 5] = ["optional", "required", "mmddyyyy", "mmddyy", "yn"];
    let name = header.split('(').next().filter(|name| name.len() <= 200)?;
    let mut key: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    while let Some(rest) = REMARKS.iter().find_map(|remark| key.strip_suffix(remark)) {
        key.truncate(rest.len());
    }
    (!key.is_empty()).then_some(key)
}

/// Words before a name that do not change what it means.
const WHOSE: [&str; 6] = ["member", "person", "employee", "ee", "subscriber", "insured"];

/// The surest name first.
const NAMES: [(Column, &[&str]); 10] = [
    (
        Column::FamilyId,
        &[
            "familyid",
            "employerassignedfamilyid",
            "familyidnumber",
            "familynumber",
            "familyno",
            "family",
            "householdid",
            "household",
            "householdnumber",
            "householdno",
            "subscriberid",
            "subscribernumber",
            "employeeid",
            "employeeidnumber",
            "employeenumber",
            "employeeno",
            "employeeextid",
            "employeecode",
            "eeid",
            "eenumber",
            "eeno",
            "empid",
            "empnumber",
            "empno",
        ],
    ),
    (
        Column::Relationship,
        &[
            "relationship",
            "employeerelationship",
            "relationshiptoemployee",
            "relationshiptosubscriber",
            "relationshiptoinsured",
            "relationshiptoee",
            "relation",
            "relationtoemployee",
            "relationtosubscriber",
            "relationshiptype",
            "relationshipcode",
            "relationcode",
            "dependentrelationship",
            "dependenttype",
            "membertype",
            "persontype",
            "rel",
            "relcode",
        ],
    ),
    (
        Column::FirstName,
        &["firstname", "first", "givenname", "forename", "fname", "namefirst", "firstname1"],
    ),
    (
        Column::LastName,
        &["lastname", "last", "surname", "familyname", "lname", "namelast", "lastname1"],
    ),
    (
        Column::FullName,
        &["fullname", "name", "membername", "nameofmember", "member", "employeename", "employee"],
    ),
    (
        Column::BirthDate,
        &[
            "dateofbirth",
            "birthdate",
            "dob",
            "birthday",
            "birthdt",
            "datebirth",
            "dateborn",
            "bornon",
            "born",
            "birth",
        ],
    ),
    (
        Column::Disabled,
        &[
            "disabled",
            "disabledchild",
            "isdisabled",
            "disableddependent",
            "childdisabled",
            "disability",
            "disabledstatus",
            "handicapped",
        ],
    ),
    (
        Column::Waived,
        &[
            "waived",
            "waive",
            "waiver",
            "iswaived",
            "waiving",
            "waivedcoverage",
            "waivecoverage",
            "waivingcoverage",
            "coveragewaived",
            "declined",
            "decline",
            "declinedcoverage",
            "optout",
            "optedout",
        ],
    ),
    (
        Column::Coverage,
        &[
            "enrollmentstatus",
            "coverage",
            "coveragestatus",
            "enrolled",
            "isenrolled",
            "enrollment",
            "enrolling",
            "enrollmentelection",
            "coverageelection",
            "medicalelection",
            "medicalcoverage",
            "medicalenrollment",
            "medicalstatus",
            "medical",
            "election",
            "coveragetier",
            "coveragelevel",
            "medicaltier",
            "tier",
        ],
    ),
    (
        Column::Ssn,
        &[
            "ssn",
            "ssntin",
            "ssnplain",
            "ssnnumber",
            "ssnno",
            "socialsecuritynumber",
            "socialsecurityno",
            "socialsecurity",
            "social",
            "tin",
            "taxid",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_recognised_whatever_their_case_and_punctuation() {
        for (header, column) in [
            ("employer_assigned_family_id", Some(Column::FamilyId)),
            ("Family ID # \n(to match family members to the EE)(optional)", Some(Column::FamilyId)),
            ("EMPLOYEE_EXT_ID", Some(Column::FamilyId)),
            ("Household", Some(Column::FamilyId)),
            ("employee_relationship", Some(Column::Relationship)),
            ("Dependent Type", Some(Column::Relationship)),
            ("Relationship\n(EE, Spouse, Domestic Partner, or Child)", Some(Column::Relationship)),
            ("LAST_NAME1", Some(Column::LastName)),
            ("Surname*", Some(Column::LastName)),
            ("Employee First Name", Some(Column::FirstName)),
            ("Full name", Some(Column::FullName)),
            ("D.O.B. (mm/dd/yyyy)", Some(Column::BirthDate)),
            ("Date of Birth MM/DD/YYYY", Some(Column::BirthDate)),
            ("Member DOB", Some(Column::BirthDate)),
            ("DOH", None),
            ("Is Disabled?", Some(Column::Disabled)),
            ("Waived (Y/N)", Some(Column::Waived)),
            ("Enrollment Status", Some(Column::Coverage)),
            ("Coverage Tier", Some(Column::Coverage)),
            ("SSN / TIN \n(Required for EE)", Some(Column::Ssn)),
            ("SSN_PLAIN", Some(Column::Ssn)),
            ("Member ID", None),
            ("Spouse DOB", None),
            ("(optional)", None),
            ("", None),
        ] {
            assert_eq!(Column::of_header(header).map(|found| found.0), column, "{header}");
        }
    }

    #[test]
    fn columns_of_dependents_are_noticed() {
        for header in ["Spouse DOB", "Child 1 Date of Birth", "Dependent2 birth date"] {
            assert!(Column::is_dependent_birth_date(header), "{header}");
        }
        for header in ["DOB", "Spouse", "Child first name", "Department"] {
            assert!(!Column::is_dependent_birth_date(header), "{header}");
        }
    }
}
