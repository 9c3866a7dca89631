//! The addresses of the pages, in one place.

/// What this is, and the ways in.
pub const HOME: &str = "/";
/// A group's plans side by side.
pub const COMPARE: &str = "/compare";

/// Where people prove who they are.
pub const SIGN_IN: &str = "/sign-in";

/// Where the second step is done.
pub const SECOND_STEP: &str = "/sign-in/second-step";

/// Where somebody proves again who they are.
pub const PROVE: &str = "/prove";

/// Where a link to a new password is asked for, and leads to.
pub const NEW_PASSWORD: &str = "/new-password";

/// Where an invitation is accepted.
pub const INVITATION: &str = "/invitation";

/// Where an e-mail address is verified.
pub const VERIFY_EMAIL: &str = "/verify-email";

/// Where somebody of a brokerage asks for access.
pub const BROKER: &str = "/broker";

/// One's own account.
pub const ACCOUNT: &str = "/account";

/// Where an app for one-time codes is added.
pub const NEW_APP: &str = "/account/new-app";

/// Where new recovery codes can be read once.
pub const RECOVERY_CODES: &str = "/account/recovery-codes";

/// The employers that you can act for, each with its next renewal.
pub const RENEWALS: &str = "/renewals";

/// Where a group's officer names its administrator.
pub const REGISTER: &str = "/register";

/// Where a form stands that an officer sent; the token is the key.
pub fn designation(token: &str) -> String {
    format!("{REGISTER}/{token}")
}

/// The form of a designation, filled in, to be signed on paper; the token is the key.
pub fn designation_form(token: &str) -> String {
    format!("{}/form.pdf", designation(token))
}

/// The word by which a designation's page is told that a file is too large.
pub const PAPER_TOO_LARGE: &str = "paper_size";

/// What the carrier's staff see: the employers first.
pub const STAFF: &str = "/staff";
/// The brokerages, for staff.
pub const STAFF_BROKERAGES: &str = "/staff/brokerages";
/// The mail that was sent, for staff.
pub const STAFF_MAILS: &str = "/staff/mails";
/// The designations, for staff.
pub const STAFF_DESIGNATIONS: &str = "/staff/designations";
/// What employers submitted, for staff.
pub const STAFF_SUBMISSIONS: &str = "/staff/submissions";
/// What renews as it is, for staff.
pub const STAFF_RENEWALS: &str = "/staff/renewals";
/// Where renewals are published, for staff.
pub const STAFF_PUBLISH: &str = "/staff/renewals/publish";
/// The files for the carrier's core system, for staff.
pub const STAFF_FILES: &str = "/staff/files";
/// What the carrier's own trail tells, for staff.
pub const STAFF_TRAIL: &str = "/staff/trail";

/// An employer, for staff.
pub fn staff_employer(employer: &str) -> String {
    format!("{STAFF}/employers/{employer}")
}

/// Who did what for an employer, for staff.
pub fn staff_employer_trail(employer: &str) -> String {
    format!("{}/trail", staff_employer(employer))
}

/// A designation, for staff.
pub fn staff_designation(designation: &str) -> String {
    format!("{STAFF_DESIGNATIONS}/{designation}")
}

/// The signed form of a designation, for staff.
pub fn staff_designation_paper(designation: &str) -> String {
    format!("{}/paper", staff_designation(designation))
}

/// A submission, for staff: the key has the employer, the day and the number.
pub fn staff_submission(key: &str) -> String {
    format!("{STAFF_SUBMISSIONS}/{key}")
}

/// The paper of a submission, for staff.
pub fn staff_submission_paper(key: &str) -> String {
    format!("{}/paper", staff_submission(key))
}

/// The query of a page whose form begins anew: what was typed is given up.
pub const ANEW: &str = "anew=1";

/// Where staff hear of changes about a submission.
pub fn staff_submission_changes(key: &str) -> String {
    format!("{}/changes", staff_submission(key))
}

/// A file that an employer sent, for staff.
pub fn staff_document(employer: &str, document: &str) -> String {
    format!("{STAFF}/documents/{employer}/{document}")
}

/// A file for the core system, for staff: the key has the employer and the file.
pub fn staff_file(key: &str) -> String {
    format!("{STAFF_FILES}/{key}")
}

/// A mail of the demo, for staff.
pub fn staff_mail(message: &str) -> String {
    format!("{STAFF_MAILS}/{message}")
}

/// The same with its looks.
pub fn staff_mail_html(message: &str) -> String {
    format!("{}/html", staff_mail(message))
}

/// The comparison of an employer's plans.
pub fn compare_employer(id: &str) -> String {
    format!("{COMPARE}?employer={id}")
}

/// An employer's renewals and contracts.
pub fn renewals(employer: &str) -> String {
    format!("/employers/{employer}/renewals")
}

/// Who may do what for an employer.
pub fn users(employer: &str) -> String {
    format!("/employers/{employer}/users")
}

/// Who did what for an employer.
pub fn trail(employer: &str) -> String {
    format!("/employers/{employer}/trail")
}

/// A renewal, named by its effective date; the page begins with what happens if nothing is done.
pub fn renewal(employer: &str, effective: &str) -> String {
    format!("/employers/{employer}/renewals/{effective}")
}

/// Where a renewal tells that something of it changed.
pub fn renewal_changes(employer: &str, effective: &str) -> String {
    format!("{}/changes", renewal(employer, effective))
}

/// A file about a renewal: `calendar.ics`, or a scenario to take away.
pub fn renewal_file(employer: &str, effective: &str, name: &str) -> String {
    format!("{}/files/{name}", renewal(employer, effective))
}

/// What people have next year, in a renewal.
pub fn choices(employer: &str, effective: &str) -> String {
    format!("{}/next/choices", renewal(employer, effective))
}

/// What one employee's family has next year; without a row, somebody new.
pub fn choice(employer: &str, effective: &str, row: Option<u32>) -> String {
    let row = row.map_or_else(|| "new".to_owned(), |row| row.to_string());
    format!("{}/{row}", choices(employer, effective))
}

/// Where a renewal is looked over and submitted.
pub fn review(employer: &str, effective: &str) -> String {
    format!("{}/next/review", renewal(employer, effective))
}

/// Where a renewal stands.
pub fn renewal_status(employer: &str, effective: &str) -> String {
    format!("{}/next/status", renewal(employer, effective))
}

/// The paper of a submission.
pub fn submission_paper(employer: &str, effective: &str, number: i64) -> String {
    format!("{}/submissions/{number}/paper", renewal(employer, effective))
}

/// A file that was sent with a submission.
pub fn renewal_document(employer: &str, effective: &str, document: &str) -> String {
    format!("{}/documents/{document}", renewal(employer, effective))
}

/// The word by which a renewal's status is told that a file is too large.
pub const UPLOAD_TOO_LARGE: &str = "file_size";

/// An employer's contracts.
pub fn contracts(employer: &str) -> String {
    format!("/employers/{employer}/contracts")
}

/// The contract whose plan year begins on a day.
pub fn contract(employer: &str, starts_on: &str) -> String {
    format!("{}/{starts_on}", contracts(employer))
}

/// The paper of the submission that a contract came of.
pub fn contract_paper(employer: &str, starts_on: &str) -> String {
    format!("{}/paper", contract(employer, starts_on))
}

/// Where an employee elects by a link; the token is the key.
pub fn elect(token: &str) -> String {
    format!("/elect/{token}")
}

/// A page with the scenario that is looked at, and more of a query.
pub fn with_scenario(page: &str, scenario: &str, mut more: Vec<(&'static str, String)>) -> String {
    if !scenario.is_empty() {
        more.insert(0, ("scenario", scenario.to_owned()));
    }
    if more.is_empty() { page.to_owned() } else { format!("{page}?{}", query(more)) }
}

/// Where somebody proves again who they are, and comes back from.
pub fn prove_then(next: &str) -> String {
    format!("{PROVE}?{}", query(vec![("next", next.to_owned())]))
}

/// An address of ours as it was handed in, where it is one: whatever else it says, it leads to no other
/// site.
pub fn own(address: &str) -> Option<&str> {
    let mut letters = address.chars();
    let ours = letters.next() == Some('/') && !matches!(letters.next(), Some('/' | '\\'));
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (ours && plain).then_some(address)
}

/// The query of an address, without the question mark.
pub fn query(pairs: Vec<(&'static str, String)>) -> String {
    let part = |(name, value): (&str, String)| format!("{name}={}", escape(&value));
    pairs.into_iter().map(part).collect::<Vec<_>>().join("&")
}

/// Escapes a value for a query.
fn escape(value: &str) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte));
            }
            b' ' => text.push('+'),
            _ => {
                // Writing to a String cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}
