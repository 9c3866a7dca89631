//! The form by which an officer names an administrator, filled in, for a signature by hand.

use super::super::ReportError;
use super::font::{INK, QUIET, RULE, Style};
use super::page::{Frame, LEFT, Pages, Role, Shape};
use super::table::{BODY, Cell, Column, HEAD, Row, Table};
use chrono::NaiveDate;
use domain::access::{Capabilities, Capability};
use domain::date::short;
use domain::designation::{ATTESTATION, Form};

const TITLE: Style = Style::new(19.0, INK).strong();
const SENTENCE: Style = Style::new(10.0, INK);
const STRONG: Style = BODY.strong();
const SMALL: Style = Style::new(8.0, QUIET);

/// What stands on the form.
#[derive(Clone, PartialEq, Eq)]
pub struct DesignationForm {
    /// The carrier's name.
    pub carrier: String,
    /// Whether carrier and company are invented.
    pub demo: bool,
    /// The day on which it is made.
    pub prepared_on: NaiveDate,
    /// The group number, as the officer says it.
    pub group_number: String,
    /// The nine digits of the employer identification number.
    pub ein: String,
    /// What else the officer says.
    pub form: Form,
}

impl std::fmt::Debug for DesignationForm {
    /// Without the employer identification number.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DesignationForm")
            .field("group_number", &self.group_number)
            .field("form", &self.form)
            .finish_non_exhaustive()
    }
}

/// Writes the form as a document of one page or two: tagged, and without a look at any clock.
pub fn designation_form(filled: &DesignationForm) -> Result<Vec<u8>, ReportError> {
    Ok(lay(filled).finish()?)
}

fn lay(filled: &DesignationForm) -> Pages {
    let form = &filled.form;
    let made = short(filled.prepared_on);
    let mut pages = Pages::new(&Frame {
        carrier: filled.carrier.clone(),
        foot: format!("{} \u{2022} Naming an administrator \u{2022} Prepared {made}", form.company),
        seal: None,
        title: format!("{}: naming an administrator", form.company),
        made_on: filled.prepared_on,
        demo: filled.demo,
    });
    pages.text(Role::Heading(1), "Naming an administrator", TITLE);
    pages.y += 4.0;
    let to = format!(
        "To {}: the officer of the group below names who manages its coverage online.",
        filled.carrier
    );
    pages.text(Role::Paragraph, &to, SENTENCE);
    company(&mut pages, filled);
    pages.heading("The group\u{2019}s officer", 60.0);
    let officer = &form.officer;
    facts(
        &mut pages,
        &[
            ("Name", &officer.name),
            ("Title", &officer.title),
            ("E-mail address", &officer.email),
            ("Phone number", &officer.phone),
        ],
    );
    pages.heading("The administrator", 60.0);
    let administrator =
        [("Name", &form.administrator), ("E-mail address", &form.administrator_email)];
    facts(&mut pages, &administrator);
    tasks(&mut pages, form.capabilities);
    signature(&mut pages);
    pages
}

fn company(pages: &mut Pages, filled: &DesignationForm) {
    pages.heading("The company", 60.0);
    let ein = match filled.ein.split_at_checked(2) {
        Some((prefix, rest)) => format!("{prefix}-{rest}"),
        None => filled.ein.clone(),
    };
    let company = [
        ("Company\u{2019}s name", &filled.form.company),
        ("Group number", &filled.group_number),
        ("Employer identification number (EIN)", &ein),
    ];
    facts(pages, &company);
}

/// What is said, a row for each.
fn facts(pages: &mut Pages, facts: &[(&str, &String)]) {
    let table = Table::new(&[Column::left(180.0), Column::left(324.0)], &["What", "Answer"]);
    let row = |(name, value): &(&str, &String)| {
        Row::new(vec![Cell::new(name, BODY).heads_row(), Cell::new(value, STRONG)])
    };
    table.lay(pages, vec![facts.iter().map(row).collect()]);
}

fn tasks(pages: &mut Pages, wanted: Capabilities) {
    pages.heading("What the administrator will take care of", 60.0);
    let table =
        Table::new(&[Column::left(180.0), Column::left(324.0)], &["Task", "What it lets them do"]);
    let row = |capability: Capability| {
        let title = Cell::new(capability.title(), STRONG).heads_row();
        Row::new(vec![title, Cell::new(capability.sentence(), BODY)])
    };
    table.lay(pages, vec![wanted.iter().map(row).collect()]);
}

/// What is attested, and where to sign it. Both stay on one page.
fn signature(pages: &mut Pages) {
    const BLOCK: f32 = 120.0;
    pages.heading("Signature of the officer", BLOCK);
    pages.text(Role::Paragraph, ATTESTATION, SENTENCE);
    pages.y += 44.0;
    let line = pages.y;
    for (label, x, width) in [("Signature", 0.0, 330.0), ("Date", 350.0, 154.0)] {
        pages.rule(LEFT + x, line, width, 0.75, RULE);
        let run = pages.fonts.set(label, HEAD);
        pages.within(Role::Paragraph, |pages| {
            pages.draw(vec![Shape::Text { x: LEFT + x, y: line + 11.0, run }]);
        });
    }
    pages.y += 24.0;
    let next = "Sign by hand. Then scan or photograph every page and send the file on the page where \
        you downloaded this form.";
    pages.text(Role::Paragraph, next, SMALL);
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::designation::Officer;

    fn filled() -> DesignationForm {
        let text = |text: &str| text.to_owned();
        DesignationForm {
            carrier: text("Harbor Health Plan"),
            demo: true,
            prepared_on: NaiveDate::MIN + chrono::Days::new(96_000_000),
            group_number: text("HH104233"),
            ein: text("123456789"),
            form: Form {
                company: text("Bayside Dental Group"),
                officer: Officer {
                    name: text("Ruth Abel"),
                    title: text("President"),
                    email: text("ruth@example.com"),
                    phone: text("415-555-0100"),
                },
                administrator: text("Dana Whitfield"),
                administrator_email: text("dana@example.com"),
                capabilities: Capabilities::NONE.with(Capability::PlanRenewal),
                signature: String::new(),
            },
        }
    }

    fn words(filled: &DesignationForm) -> String {
        let pages = lay(filled).texts();
        let texts = pages.into_iter().flatten().map(|(_, _, _, text)| text);
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn all_that_the_officer_said_stands_on_the_form() {
        let words = words(&filled());
        for said in [
            "Harbor Health Plan",
            "Bayside Dental Group",
            "HH104233",
            "12-3456789",
            "Ruth Abel",
            "President",
            "ruth@example.com",
            "415-555-0100",
            "Dana Whitfield",
            "dana@example.com",
            Capability::PlanRenewal.title(),
            ATTESTATION,
            "Signature",
            "Date",
            "Demonstration",
        ] {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert!(!words.contains(Capability::Users.title()), "nothing else is wanted: {words}");
        assert!(!format!("{:?}", filled()).contains("3456789"));
    }

    #[test]
    fn the_form_is_a_document_even_where_texts_are_as_long_as_they_may_be() {
        let mut longest = filled();
        longest.form.company = "Bayside ".repeat(25);
        longest.form.administrator = "W".repeat(200);
        longest.form.capabilities = Capabilities::ALL;
        for form in [filled(), longest] {
            let pages = lay(&form).texts();
            let last = pages.last().unwrap();
            let signed = |text: &str| last.iter().any(|(_, _, _, other)| other == text);
            assert!(signed("Signature") && signed("Date"));
            assert!(last.iter().any(|(.., text)| text.starts_with("I am an officer")));
            let bytes = designation_form(&form).unwrap();
            assert!(bytes.starts_with(b"%PDF-"));
            assert_eq!(bytes, designation_form(&form).unwrap());
        }
        assert_eq!(lay(&filled()).texts().len(), 1);
    }
}
