//! The form that an officer fills in.

use crate::Cents;
use crate::access::{Capabilities, Capability, is_email};
use crate::group::{Ein, GroupNumber};
use serde::{Deserialize, Serialize};

/// The longest text of a field, in characters; a message to staff may be ten times as long.
pub const TEXT_MAX: usize = 200;

/// What an officer attests, on the screen and on paper.
pub const ATTESTATION: &str = "I am an officer of this company and may bind it. What I say here is true. I \
    name the administrator above to act for the company here.";

/// The word of [`Answers::signing`] by which an officer chooses to sign on paper.
pub const ON_PAPER: &str = "paper";

/// Who signs for the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// The name.
    pub name: String,
    /// The title, such as President.
    pub title: String,
    /// The e-mail address, to which news are sent.
    pub email: String,
    /// The telephone number.
    pub phone: String,
}

/// What the officer says. What identifies the group stands beside it, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The company's name.
    pub company: String,
    /// Who signs.
    pub officer: Officer,
    /// The name of whoever shall manage the coverage.
    pub administrator: String,
    /// Their e-mail address.
    pub administrator_email: String,
    /// What they shall do before anything else; as the primary administrator they may do all of it.
    pub capabilities: Capabilities,
    /// The signature, as it was typed; empty where the form is signed on paper.
    pub signature: String,
}

impl Form {
    /// Whether it is signed on paper.
    pub fn is_on_paper(&self) -> bool {
        self.signature.is_empty()
    }
}

/// The form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// The company's name.
    pub company: String,
    /// The employer identification number.
    pub ein: String,
    /// The group number.
    pub group_number: String,
    /// The officer's name.
    pub officer: String,
    /// The officer's title.
    pub title: String,
    /// The officer's e-mail address.
    pub email: String,
    /// The officer's telephone number.
    pub phone: String,
    /// The administrator's name.
    pub administrator: String,
    /// The administrator's e-mail address.
    pub administrator_email: String,
    /// The words of the capabilities that are wanted.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// The amount of a recent bill; may be empty.
    #[serde(default)]
    pub invoice: String,
    /// Whether the officer attests.
    #[serde(default)]
    pub attests: String,
    /// The signature.
    #[serde(default)]
    pub signature: String,
    /// How the officer signs: [`ON_PAPER`], or else by typing.
    #[serde(default)]
    pub signing: String,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// The company's name.
    Company,
    /// The employer identification number.
    Ein,
    /// The group number.
    GroupNumber,
    /// The officer's name.
    Officer,
    /// The officer's title.
    Title,
    /// The officer's e-mail address.
    Email,
    /// The officer's telephone number.
    Phone,
    /// The administrator's name.
    Administrator,
    /// The administrator's e-mail address.
    AdministratorEmail,
    /// What is wanted.
    Capabilities,
    /// The amount of a recent bill.
    Invoice,
    /// The attestation.
    Attests,
    /// The signature.
    Signature,
}

/// What is wrong with a field, in words for whoever fills it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// Which.
    pub field: Field,
    /// What.
    pub message: String,
}

impl Answers {
    /// Reads the form, or says all that is wrong with it, in the order of the fields.
    pub fn read(&self) -> Result<(Form, Ein, GroupNumber, Option<Cents>), Vec<FieldFault>> {
        let mut faults = Faults::default();
        let company = faults.text(Field::Company, &self.company, "Type the company’s name.");
        let ein = faults.keep(Field::Ein, Ein::parse(&self.ein));
        let number = faults.keep(Field::GroupNumber, GroupNumber::parse(&self.group_number));
        let officer = Officer {
            name: faults.text(Field::Officer, &self.officer, "Type your name."),
            title: faults.text(Field::Title, &self.title, "Type your title, such as President."),
            email: faults.email(Field::Email, &self.email),
            phone: faults.phone(&self.phone),
        };
        let administrator = faults.text(
            Field::Administrator,
            &self.administrator,
            "Type the name of whoever shall manage the coverage.",
        );
        let administrator_email =
            faults.email(Field::AdministratorEmail, &self.administrator_email);
        let capabilities = self.wanted();
        if capabilities.is_empty() {
            faults.add(Field::Capabilities, "Choose at least one.");
        }
        let invoice = faults.invoice(&self.invoice);
        if self.attests.is_empty() {
            faults.add(
                Field::Attests,
                "Tick this: only the group’s officer can name an administrator.",
            );
        }
        let signature = self.read_signature(&mut faults, &officer.name);
        match (ein, number) {
            (Some(ein), Some(number)) if faults.0.is_empty() => {
                let form = Form {
                    company,
                    officer,
                    administrator,
                    administrator_email,
                    capabilities,
                    signature,
                };
                Ok((form, ein, number, invoice))
            }
            _ => Err(faults.0),
        }
    }

    /// The typed signature; empty where the officer signs on paper, whatever was typed.
    fn read_signature(&self, faults: &mut Faults, officer: &str) -> String {
        if self.signing == ON_PAPER {
            return String::new();
        }
        let signature =
            faults.text(Field::Signature, &self.signature, "Type your full name to sign.");
        if !signature.is_empty() && !same_name(&signature, officer) {
            faults.add(Field::Signature, "Type your name as above: it is your signature.");
        }
        signature
    }

    /// The capabilities that were ticked; what is no capability is none.
    pub fn wanted(&self) -> Capabilities {
        self.capabilities.iter().filter_map(|code| Capability::from_code(code)).collect()
    }
}

/// Whether two texts are one name, but for capitals and spaces.
fn same_name(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    plain(one) == plain(other)
}

#[derive(Default)]
struct Faults(Vec<FieldFault>);

impl Faults {
    fn add(&mut self, field: Field, message: impl Into<String>) {
        self.0.push(FieldFault { field, message: message.into() });
    }

    fn keep<T, E: std::fmt::Display>(&mut self, field: Field, read: Result<T, E>) -> Option<T> {
        read.map_err(|fault| self.add(field, fault.to_string())).ok()
    }

    /// A text on one line, with something in it.
    fn text(&mut self, field: Field, typed: &str, empty: &str) -> String {
        let spaced: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.add(field, empty);
        } else if text.chars().count() > TEXT_MAX {
            self.add(field, format!("Use at most {TEXT_MAX} letters."));
        }
        text
    }

    fn email(&mut self, field: Field, typed: &str) -> String {
        if !is_email(typed) {
            self.add(field, "Type an e-mail address, like ana@example.com.");
        }
        typed.trim().to_owned()
    }

    /// A number of the North American plan, or one that begins with + and says its country (E.164: at most
    /// 15 digits).
    fn phone(&mut self, typed: &str) -> String {
        let digits = typed.chars().filter(char::is_ascii_digit).count();
        let plain = typed.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
        let foreign = typed.trim_start().starts_with('+');
        let fits = if foreign { (8..=15).contains(&digits) } else { matches!(digits, 10 | 11) };
        if !plain || !fits {
            self.add(Field::Phone, "Type a phone number with its area code, like 415-555-0100.");
        }
        typed.trim().to_owned()
    }

    fn invoice(&mut self, typed: &str) -> Option<Cents> {
        if typed.trim().is_empty() {
            return None;
        }
        let amount = Cents::parse(typed).ok().filter(|amount| *amount > Cents::ZERO);
        if amount.is_none() {
            self.add(
                Field::Invoice,
                "Type the amount as on the bill, like 1,284.50, or leave it empty.",
            );
        }
        amount
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers() -> Answers {
        let text = |text: &str| text.to_owned();
        Answers {
            company: text(" Bayside  Dental Group "),
            ein: text("12-3456789"),
            group_number: text("hh-104233"),
            officer: text("Ruth Abel"),
            title: text("President"),
            email: text("ruth@example.com"),
            phone: text("(415) 555-0100"),
            administrator: text("Dana Whitfield"),
            administrator_email: text("dana@example.com"),
            capabilities: vec![text("plan_renewal"), text("fly")],
            invoice: text("$1,284.50"),
            attests: text("yes"),
            signature: text("ruth  abel"),
            signing: String::new(),
        }
    }

    #[test]
    fn a_form_is_read() {
        let (form, ein, number, invoice) = answers().read().unwrap();
        assert_eq!(form.company, "Bayside Dental Group");
        assert_eq!(form.capabilities, Capabilities::NONE.with(Capability::PlanRenewal));
        assert_eq!((ein.digits(), number.as_str()), ("123456789", "HH104233"));
        assert_eq!(invoice, Some(Cents::new(128_450)));
        let without = Answers { invoice: String::new(), ..answers() };
        assert_eq!(without.read().unwrap().3, None);
        assert!(!form.is_on_paper());
    }

    #[test]
    fn who_signs_on_paper_types_no_signature() {
        let paper = Answers { signing: ON_PAPER.to_owned(), ..answers() };
        let typed = paper.read().unwrap().0;
        let untyped = Answers { signature: String::new(), ..paper }.read().unwrap().0;
        assert!(typed.is_on_paper() && typed == untyped);
        let other = Answers { signing: "air".to_owned(), signature: String::new(), ..answers() };
        assert_eq!(other.read().unwrap_err()[0].field, Field::Signature);
    }

    #[test]
    fn what_is_wrong_is_said_beside_each_field() {
        use Field::{
            Administrator, AdministratorEmail, Attests, Capabilities, Company, Ein, Email,
            GroupNumber, Invoice, Officer, Phone, Signature, Title,
        };
        let all = Answers::default().read().unwrap_err();
        let fields: Vec<Field> = all.iter().map(|fault| fault.field).collect();
        assert_eq!(
            fields,
            [
                Company,
                Ein,
                GroupNumber,
                Officer,
                Title,
                Email,
                Phone,
                Administrator,
                AdministratorEmail,
                Capabilities,
                Attests,
                Signature,
            ]
        );
        let text = |text: &str| text.to_owned();
        for (wrong, field) in [
            (Answers { company: "x".repeat(201), ..answers() }, Company),
            (Answers { ein: text("00-3456789"), ..answers() }, Ein),
            (Answers { phone: text("555-0100"), ..answers() }, Phone),
            (Answers { phone: text("call me"), ..answers() }, Phone),
            (Answers { invoice: text("-5"), ..answers() }, Invoice),
            (Answers { invoice: text("much"), ..answers() }, Invoice),
            (Answers { email: text("ruth"), ..answers() }, Email),
            (Answers { signature: text("Somebody Else"), ..answers() }, Signature),
        ] {
            let faults = wrong.read().unwrap_err();
            assert_eq!(faults.iter().map(|fault| fault.field).collect::<Vec<_>>(), [field]);
        }
        for phone in ["415.555.0100", "1 415 555 0100", "+49 30 1234567"] {
            assert!(Answers { phone: text(phone), ..answers() }.read().is_ok(), "{phone}");
        }
    }
}
