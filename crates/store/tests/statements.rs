//! What every statement in `queries/` must keep to.

#![expect(clippy::unwrap_used, reason = "in helpers of tests, which clippy does not know as such")]

use std::path::Path;

/// The tables whose rows belong to an employer.
const EMPLOYERS_OWN: [&str; 19] = [
    "employer",
    "roster",
    "person",
    "contract",
    "scenario",
    "access_grant",
    "access_request",
    "group_file",
    "audit_head",
    "audit_event",
    "election",
    "election_link",
    "submission",
    "document",
    "change_file",
    "publication",
    "renewal_notice",
    "renewal_setting",
    "mail_preference",
];

/// Statements over all employers, and why.
const OVER_ALL: [(&str, &str); 18] = [
    ("access_grant_employers.sql", "the employers that an account may act for, by its own id"),
    ("access_request_list_of_brokerage.sql", "what a brokerage itself asked for, by its own id"),
    ("audit_chain_list.sql", "every trail is verified; ids, no people"),
    (
        "change_file_acknowledge.sql",
        "the core system names a file by its control number; the answer tells no people",
    ),
    ("change_file_heads.sql", "staff look at what is on its way; employers' names, no people"),
    ("change_file_lease.sql", "one job sends the files of all employers"),
    (
        "election_link_by_digest.sql",
        "an employee names the link by its token, which nobody else has; that employee alone",
    ),
    ("employer_list.sql", "the invented ones of a kind, to choose from; their names, no people"),
    ("employer_delete_prospects.sql", "prospects are forgotten by their age, not by their name"),
    (
        "group_file_by_number.sql",
        "an officer names the group by its number; the answer tells nothing",
    ),
    ("group_file_numbers.sql", "staff look for an employer by its number; numbers, no people"),
    (
        "group_file_other_of_ein.sql",
        "staff are warned of a company that is on file already; its number, no people",
    ),
    ("publication_list.sql", "staff look at what is published for a day; ids, no employees"),
    ("roster_delete_of_prospects.sql", "prospects' people are forgotten by their age"),
    ("sealed_group_ein_list.sql", "every sealed number is sealed again with a new key; no people"),
    (
        "submission_employers_without.sql",
        "the calendar renews and reminds all employers; their names, no people",
    ),
    ("submission_heads.sql", "staff look at what was submitted; not at what is filed"),
    ("submission_to_take_effect.sql", "the calendar asks for all employers; not what is filed"),
];

/// Each statement by its path in `queries/`, without comments.
fn statements() -> Vec<(String, String)> {
    fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, found);
            } else if path.extension().is_some_and(|extension| extension == "sql") {
                let text = std::fs::read_to_string(&path).unwrap();
                let lines = text.lines().map(|line| line.split("--").next().unwrap_or_default());
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.push((name, lines.collect::<Vec<_>>().join(" ")));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
    let mut found = Vec::new();
    collect(&root, &root, &mut found);
    found.sort();
    found
}

/// Whether a statement reads or writes one of the employers' tables.
fn is_about_employers(statement: &str) -> bool {
    let words: Vec<&str> = statement
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(2).any(|pair| {
        ["from", "join", "into", "update"].contains(&pair[0]) && EMPLOYERS_OWN.contains(&pair[1])
    })
}

/// Whether it names one employer: looks for one by id, or writes rows that begin with the id.
fn names_the_employer(statement: &str) -> bool {
    let text = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    text.contains("where employer_id = $1")
        || text.contains("(employer_id, ") && (text.contains("($1,") || text.contains("select $1,"))
}

#[test]
fn every_statement_about_an_employer_names_it() {
    let statements = statements();
    let about: Vec<_> = statements.iter().filter(|(_, text)| is_about_employers(text)).collect();
    assert!(about.len() >= 17, "the statements are not found: {about:?}");
    let nameless: Vec<&str> = about
        .iter()
        .filter(|(_, text)| !names_the_employer(text))
        .map(|(name, _)| name.as_str())
        .collect();
    let mut allowed = OVER_ALL.map(|(name, _)| name);
    allowed.sort_unstable();
    assert_eq!(nameless, allowed, "each must name its employer, or be listed here with a reason");
}

#[test]
fn a_statement_that_forgets_the_employer_is_found() {
    for (text, about, names) in [
        ("select name from person where roster_id = $1", true, false),
        ("select name from person where employer_id = $1 and roster_id = $2", true, true),
        ("update roster set source = $1 where roster_id = $2", true, false),
        ("insert into person (roster_id, name) values ($1, $2)", true, false),
        ("insert into person (employer_id, name) select $1, $2", true, true),
        ("delete from person where employer_id in (select employer_id from roster)", true, false),
        ("select * from filing join roster using (name) where digest = $1", true, false),
        ("select document from plan where filing_id = $1", false, false),
    ] {
        assert_eq!((is_about_employers(text), names_the_employer(text)), (about, names), "{text}");
    }
}
