//! What is said in mail.

use super::paper::{Paper, Part};
use chrono::NaiveDate;
use domain::outbox::LetterKind;
use domain::submission::Happened;
use std::fmt;

/// A link that lets its bearer in: never logged, and shown by no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    /// Of an address that ends in a token.
    pub fn new(address: impl Into<String>) -> Self {
        Self(address.into())
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Link(…)")
    }
}

/// What is said in mail, with what it needs to say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Letter {
    /// Somebody may act for an employer, and sets up sign-in.
    Invitation {
        /// The name of whoever invites.
        inviter: String,
        /// The employer's name.
        employer: String,
        /// As what, in a word or two.
        role: String,
        /// Where it is accepted.
        link: Link,
        /// The last day on which it can be.
        ends: NaiveDate,
    },
    /// Somebody who signs in already may act for an employer from now on.
    AccessGiven {
        /// The name of whoever gave it.
        giver: String,
        /// The employer's name.
        employer: String,
        /// As what, in a word or two.
        role: String,
        /// The sign-in.
        link: Link,
    },
    /// A new password can be set.
    NewPassword {
        /// Where.
        link: Link,
    },
    /// The address is to be verified.
    VerifyEmail {
        /// Where.
        link: Link,
    },
    /// Something about how the person signs in was changed.
    SignInChanged {
        /// What, as a sentence: "Your password was changed."
        what: String,
    },
    /// To the group officer: the designation has come in.
    DesignationReceived {
        /// The employer's name, as it was typed.
        employer: String,
        /// Whether it is to be signed on paper.
        on_paper: bool,
        /// Where its status stands.
        link: Link,
    },
    /// To the group officer: staff need more.
    DesignationNeedsMore {
        /// The employer's name.
        employer: String,
        /// What is needed, in the words of staff.
        what: String,
        /// Where it is answered.
        link: Link,
    },
    /// To the administrator: the designation is approved, and sign-in can be set up.
    DesignationApproved {
        /// The employer's name.
        employer: String,
        /// Where the invitation is accepted.
        link: Link,
        /// The last day on which it can be.
        ends: NaiveDate,
    },
    /// To the group officer: the designation is approved, and the administrator was invited.
    AdministratorNamed {
        /// The employer's name.
        employer: String,
        /// The administrator's name.
        administrator: String,
        /// Where its status stands.
        link: Link,
    },
    /// To an administrator: another one was named, who may do as much.
    AdministratorAdded {
        /// The employer's name.
        employer: String,
        /// The new administrator's name.
        administrator: String,
        /// Where it is seen who may do what.
        link: Link,
    },
    /// To the group officer: the designation is refused.
    DesignationRefused {
        /// The employer's name.
        employer: String,
        /// Why, in the words of staff.
        reason: String,
        /// Where its status stands.
        link: Link,
    },
    /// To an administrator: a brokerage asks for access.
    BrokerAsks {
        /// The brokerage's name.
        brokerage: String,
        /// The employer's name.
        employer: String,
        /// Where it is decided.
        link: Link,
    },
    /// To somebody of a brokerage: sign-in is to be set up.
    BrokerInvited {
        /// The brokerage's name.
        brokerage: String,
        /// Where it is accepted.
        link: Link,
        /// The last day on which it can be.
        ends: NaiveDate,
    },
    /// The carrier took away all that somebody signs in with, because they asked for it; it is set up anew.
    SignInReset {
        /// Where.
        link: Link,
        /// The last day on which it can be.
        ends: NaiveDate,
    },
    /// To a broker: an administrator decided.
    BrokerAnswered {
        /// The employer's name.
        employer: String,
        /// Whether access was given.
        granted: bool,
    },
    /// To an employee: next year's coverage can be chosen.
    Election {
        /// The employer's name.
        employer: String,
        /// The name of whoever sent it.
        sender: String,
        /// Where it is chosen.
        link: Link,
        /// The last day on which it can be.
        ends: NaiveDate,
    },
    /// A renewal came a step on.
    RenewalStep {
        /// The employer's name.
        employer: String,
        /// The renewal effective date.
        effective_on: NaiveDate,
        /// The number of the submission.
        number: i64,
        /// What happened.
        what: Happened,
        /// The name of whoever did it; empty where the calendar did.
        by: String,
        /// What was asked, answered or given as the reason.
        words: Option<String>,
        /// The last day on which the renewal can be submitted; nothing where that is over.
        open_until: Option<NaiveDate>,
        /// Where its status stands.
        link: Link,
    },
    /// A renewal that nobody submitted.
    RenewalReminder {
        /// The employer's name.
        employer: String,
        /// The renewal effective date.
        effective_on: NaiveDate,
        /// The last day on which it can be submitted.
        last_day: NaiveDate,
        /// How many days are left, in a sentence.
        sentence: String,
        /// Where it is.
        link: Link,
    },
}

impl Letter {
    /// What it is about.
    pub const fn kind(&self) -> LetterKind {
        match self {
            Self::Invitation { .. } => LetterKind::Invitation,
            Self::AccessGiven { .. } => LetterKind::AccessGiven,
            Self::NewPassword { .. } => LetterKind::NewPassword,
            Self::VerifyEmail { .. } => LetterKind::VerifyEmail,
            Self::SignInChanged { .. } => LetterKind::SignInChanged,
            Self::DesignationReceived { .. } => LetterKind::DesignationReceived,
            Self::DesignationNeedsMore { .. } => LetterKind::DesignationNeedsMore,
            Self::DesignationApproved { .. } => LetterKind::DesignationApproved,
            Self::AdministratorNamed { .. } => LetterKind::AdministratorNamed,
            Self::AdministratorAdded { .. } => LetterKind::AdministratorAdded,
            Self::DesignationRefused { .. } => LetterKind::DesignationRefused,
            Self::BrokerAsks { .. } => LetterKind::BrokerAsks,
            Self::BrokerAnswered { .. } => LetterKind::BrokerAnswered,
            Self::BrokerInvited { .. } => LetterKind::BrokerInvited,
            Self::SignInReset { .. } => LetterKind::SignInReset,
            Self::Election { .. } => LetterKind::Election,
            Self::RenewalStep { .. } => LetterKind::RenewalStep,
            Self::RenewalReminder { .. } => LetterKind::RenewalReminder,
        }
    }

    /// Writes it out, to somebody of a name.
    pub(crate) fn write(&self, carrier: &str, name: &str) -> Paper {
        let (subject, parts) = self.words(carrier);
        Paper::set(carrier, name, &subject, &parts)
    }

    fn words(&self, carrier: &str) -> Words {
        match self {
            Self::Invitation { inviter, employer, role, link, ends } => {
                invitation(carrier, inviter, employer, role, link, *ends)
            }
            Self::AccessGiven { giver, employer, role, link } => {
                access_given(carrier, giver, employer, role, link)
            }
            Self::NewPassword { link } => new_password(link),
            Self::VerifyEmail { link } => verify_email(carrier, link),
            Self::SignInChanged { what } => sign_in_changed(carrier, what),
            Self::DesignationReceived { employer, on_paper, link } => {
                designation_received(carrier, employer, *on_paper, link)
            }
            Self::DesignationNeedsMore { employer, what, link } => {
                designation_needs_more(carrier, employer, what, link)
            }
            Self::DesignationApproved { employer, link, ends } => {
                designation_approved(carrier, employer, link, *ends)
            }
            Self::AdministratorNamed { employer, administrator, link } => {
                administrator_named(employer, administrator, link)
            }
            Self::AdministratorAdded { employer, administrator, link } => {
                administrator_added(carrier, employer, administrator, link)
            }
            Self::DesignationRefused { employer, reason, link } => {
                designation_refused(carrier, employer, reason, link)
            }
            Self::BrokerAsks { brokerage, employer, link } => {
                broker_asks(brokerage, employer, link)
            }
            Self::BrokerAnswered { employer, granted } => broker_answered(employer, *granted),
            Self::BrokerInvited { brokerage, link, ends } => {
                broker_invited(carrier, brokerage, link, *ends)
            }
            Self::SignInReset { link, ends } => sign_in_reset(carrier, link, *ends),
            Self::Election { employer, sender, link, ends } => {
                election(employer, sender, link, *ends)
            }
            Self::RenewalStep {
                employer,
                effective_on,
                number,
                what,
                by,
                words,
                open_until,
                link,
            } => {
                let about = format!(
                    "This is about the renewal of {employer} on {}, submission {number}.",
                    in_full(*effective_on)
                );
                let mut parts = vec![says(about)];
                parts.extend(step_said(carrier, *what, by, words.as_deref()));
                parts.extend(step_next(carrier, *what, *effective_on, *open_until).map(says));
                parts.push(leads(step_leads(*what), link));
                (format!("Renewal of {employer}: {}", what.label()), parts)
            }
            Self::RenewalReminder { employer, effective_on, last_day, sentence, link } => {
                renewal_reminder(employer, *effective_on, *last_day, sentence, link)
            }
        }
    }
}

/// A subject, and what follows.
type Words = (String, Vec<Part>);

fn says(words: impl Into<String>) -> Part {
    Part::Says(words.into())
}

fn leads(what: &'static str, link: &Link) -> Part {
    Part::Leads(what, link.address().to_owned())
}

fn good_until(day: NaiveDate) -> Part {
    says(format!("This link works once, until {}.", day.format("%B %-d, %Y")))
}

fn invitation(
    carrier: &str,
    inviter: &str,
    employer: &str,
    role: &str,
    link: &Link,
    ends: NaiveDate,
) -> Words {
    let subject = format!("{inviter} invites you to manage {employer}'s coverage");
    let what = format!(
        "{inviter} invites you to manage {employer}'s health coverage with {carrier}, as {role}."
    );
    let parts = vec![
        says(what),
        leads("Accept and set up sign-in", link),
        good_until(ends),
        says(format!("If you do not know {inviter}, you can ignore this mail.")),
    ];
    (subject, parts)
}

fn election(employer: &str, sender: &str, link: &Link, ends: NaiveDate) -> Words {
    let what = format!(
        "{sender} asks you to choose your health coverage with {employer} for next year. You see what \
         each plan costs you, and can decline. If you do nothing, you go on as your employer decides."
    );
    let parts = vec![says(what), leads("Choose your coverage", link), good_until(ends)];
    (format!("Choose your coverage with {employer}"), parts)
}

/// What happened to a submission, with what was written about it.
fn step_said(carrier: &str, what: Happened, by: &str, words: Option<&str>) -> Vec<Part> {
    let said = match what {
        Happened::Signed => format!(
            "{by} signed it. It goes to {carrier} when somebody else of the company has signed it, too"
        ),
        Happened::Submitted => format!("It was submitted to {carrier}"),
        Happened::RenewedAsIs => {
            "Nothing was submitted by the last day, so everything renews as it was".to_owned()
        }
        Happened::Asked => format!("{carrier} has a question"),
        Happened::Answered => format!("{by} answered the question of {carrier}"),
        Happened::Accepted => {
            format!("{carrier} accepted it: it binds both, and next year's contract is made")
        }
        Happened::Rejected => format!("{carrier} did not accept it"),
        Happened::Withdrawn if by.is_empty() => "It counts no more".to_owned(),
        Happened::Withdrawn => format!("{by} took it back"),
        Happened::Replaced => "Another submission took its place".to_owned(),
        Happened::TookEffect => {
            "It took effect: its plans and contributions hold from now on".to_owned()
        }
    };
    match words {
        None => vec![says(said + ".")],
        // Nobody wrote this: it is what could not be renewed.
        Some(words) if what == Happened::RenewedAsIs => vec![says(said + "."), says(words)],
        Some(words) => vec![says(said + ":"), Part::Quotes(words.to_owned())],
    }
}

/// What comes next, and who has to act.
fn step_next(
    carrier: &str,
    what: Happened,
    effective_on: NaiveDate,
    open_until: Option<NaiveDate>,
) -> Option<String> {
    let holds = "what was accepted before holds; where nothing was, everything renews as it is";
    Some(match what {
        Happened::Signed => {
            let until = open_until.map(|day| format!(" until {}", in_full(day)));
            format!(
                "Somebody else who may submit the renewal can confirm it{}.",
                until.unwrap_or_default()
            )
        }
        Happened::Submitted | Happened::Answered => format!(
            "{carrier} looks at it next. You need do nothing now, and are told what it decides."
        ),
        Happened::Asked => {
            format!("Please answer: {carrier} waits for it before it goes on with the renewal.")
        }
        Happened::RenewedAsIs | Happened::Accepted => {
            format!("It takes effect on {}. You need do nothing more.", in_full(effective_on))
        }
        Happened::Rejected | Happened::Withdrawn => match open_until {
            Some(day) => {
                format!("You can submit again until {}. If nobody does, {holds}.", in_full(day))
            }
            None => format!("The last day for changes is over: {holds}."),
        },
        Happened::Replaced | Happened::TookEffect => return None,
    })
}

/// What the link of a step leads to.
const fn step_leads(what: Happened) -> &'static str {
    match what {
        Happened::Signed => "Look at it and confirm it",
        Happened::Asked => "Answer the question",
        _ => "See where it stands",
    }
}

/// A day in full: `December 4, 2026`.
fn in_full(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

fn renewal_reminder(
    employer: &str,
    effective_on: NaiveDate,
    last_day: NaiveDate,
    sentence: &str,
    link: &Link,
) -> Words {
    let (day, last) = (effective_on.format("%B %-d, %Y"), last_day.format("%B %-d, %Y"));
    let parts = vec![
        says(format!("The renewal of {employer} on {day} was not submitted yet. {sentence}")),
        says("If nothing is submitted, your plans renew as they are on the day after."),
        leads("Look at the renewal", link),
    ];
    (format!("Renewal of {employer}: submit it by {last}"), parts)
}

fn access_given(carrier: &str, giver: &str, employer: &str, role: &str, link: &Link) -> Words {
    let what = format!(
        "{giver} gave you access to {employer}'s health coverage with {carrier}, as {role}. You sign \
         in as you always do."
    );
    (format!("You can manage {employer}'s coverage"), vec![says(what), leads("Sign in", link)])
}

fn broker_invited(carrier: &str, brokerage: &str, link: &Link, ends: NaiveDate) -> Words {
    let what = format!(
        "{carrier} lists you among the people of {brokerage}. Set up your sign-in to work for the \
         employers that give {brokerage} access, and to ask others for it."
    );
    let parts = vec![says(what), leads("Set up your sign-in", link), good_until(ends)];
    (format!("Work with {carrier} for {brokerage}"), parts)
}

fn sign_in_reset(carrier: &str, link: &Link, ends: NaiveDate) -> Words {
    let parts = vec![
        says(format!(
            "You asked {carrier} to reset your sign-in. Your password, codes and passkeys are good no \
             longer."
        )),
        leads("Set up your sign-in anew", link),
        good_until(ends),
        says(format!("If you did not ask for it, call {carrier} at once.")),
    ];
    ("Set up your sign-in anew".to_owned(), parts)
}

fn new_password(link: &Link) -> Words {
    let parts = vec![
        says("Somebody asked for a new password for this e-mail address."),
        leads("Choose a new password", link),
        says("This link works once, for a short time."),
        says("If it was not you, you can ignore this mail: your password stays as it is."),
    ];
    ("Choose a new password".to_owned(), parts)
}

fn verify_email(carrier: &str, link: &Link) -> Words {
    let parts = vec![
        says(format!("{carrier} wants to write to you at this address.")),
        leads("Confirm this address", link),
        says("If you did not expect this, you can ignore this mail."),
    ];
    ("Confirm your e-mail address".to_owned(), parts)
}

fn sign_in_changed(carrier: &str, what: &str) -> Words {
    let parts = vec![
        says(what),
        says("If this was you, there is nothing to do."),
        says(format!(
            "If it was not, ask for a new password on the sign-in page at once, and call {carrier}."
        )),
    ];
    ("Your sign-in was changed".to_owned(), parts)
}

fn designation_received(carrier: &str, employer: &str, on_paper: bool, link: &Link) -> Words {
    let (next, leads_to) = if on_paper {
        let next = format!(
            "Download it from its page, sign it on paper and send it there; {carrier} checks it then."
        );
        (next, "Download and send the form")
    } else {
        let next = format!("{carrier} checks it next; you need do nothing now.");
        (next, "See how far it is")
    };
    let parts = vec![
        says(format!("We have your form that names an administrator for {employer}. {next}")),
        leads(leads_to, link),
        says("Keep this mail: whoever has the link can see the form's status and answer for you."),
    ];
    (format!("We have your form for {employer}"), parts)
}

fn designation_needs_more(carrier: &str, employer: &str, what: &str, link: &Link) -> Words {
    let parts = vec![
        says(format!(
            "{carrier} needs something more from you before {employer}'s administrator can be named:"
        )),
        Part::Quotes(what.to_owned()),
        leads("Answer", link),
    ];
    (format!("Please answer: your form for {employer}"), parts)
}

fn designation_approved(carrier: &str, employer: &str, link: &Link, ends: NaiveDate) -> Words {
    let parts = vec![
        says(format!(
            "{employer} named you to manage its health coverage with {carrier}, and {carrier} has \
             approved it."
        )),
        leads("Accept and set up sign-in", link),
        good_until(ends),
        says(format!("If you do not know {employer}, you can ignore this mail.")),
    ];
    (format!("You can now manage {employer}'s coverage"), parts)
}

fn administrator_named(employer: &str, administrator: &str, link: &Link) -> Words {
    let parts = vec![
        says(format!(
            "Your form for {employer} is approved. We have invited {administrator} by e-mail to set \
             up sign-in. You need do nothing more."
        )),
        leads("See the form's status", link),
    ];
    (format!("Approved: {administrator} can manage {employer}'s coverage"), parts)
}

fn administrator_added(carrier: &str, employer: &str, administrator: &str, link: &Link) -> Words {
    let parts = vec![
        says(format!(
            "An officer of {employer} named {administrator} as a primary administrator beside you, and \
             {carrier} has approved it. What you may do stays as it is."
        )),
        leads("See who may do what", link),
        says(format!("If this is not right, call {carrier} at once.")),
    ];
    (format!("{administrator} can manage {employer}'s coverage too"), parts)
}

fn designation_refused(carrier: &str, employer: &str, reason: &str, link: &Link) -> Words {
    let parts = vec![
        says(format!("{carrier} could not approve your form for {employer}:")),
        Part::Quotes(reason.to_owned()),
        says(format!("You can send a new form at any time, or call {carrier}.")),
        leads("See the form's status", link),
    ];
    (format!("Your form for {employer} was not approved"), parts)
}

fn broker_asks(brokerage: &str, employer: &str, link: &Link) -> Words {
    let parts = vec![
        says(format!("{brokerage} asks for access to {employer}'s coverage. You decide.")),
        leads("Look at it and decide", link),
    ];
    (format!("{brokerage} asks for access to {employer}"), parts)
}

fn broker_answered(employer: &str, granted: bool) -> Words {
    let outcome = if granted {
        "gave you access. You find it when you sign in."
    } else {
        "did not give you access."
    };
    (
        format!("{employer} answered your request"),
        vec![says(format!("You asked for access to {employer}'s coverage. {employer} {outcome}"))],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://renew.example.com/x/secret-token";

    fn every_letter() -> Vec<Letter> {
        let link = || Link::new(ADDRESS);
        let (employer, ends) = ("Bayside Bakery".to_owned(), NaiveDate::from_ymd_opt(2026, 12, 4));
        let (employer, ends) = (|| employer.clone(), ends.unwrap());
        let text = |text: &str| text.to_owned();
        vec![
            Letter::Invitation {
                inviter: text("Dana"),
                employer: employer(),
                role: text("administrator"),
                link: link(),
                ends,
            },
            Letter::AccessGiven {
                giver: text("Dana"),
                employer: employer(),
                role: text("administrator"),
                link: link(),
            },
            Letter::NewPassword { link: link() },
            Letter::VerifyEmail { link: link() },
            Letter::SignInChanged { what: text("Your password was changed.") },
            Letter::DesignationReceived { employer: employer(), on_paper: false, link: link() },
            Letter::DesignationNeedsMore {
                employer: employer(),
                what: text("A bill."),
                link: link(),
            },
            Letter::DesignationApproved { employer: employer(), link: link(), ends },
            Letter::AdministratorNamed {
                employer: employer(),
                administrator: text("Sam"),
                link: link(),
            },
            Letter::AdministratorAdded {
                employer: employer(),
                administrator: text("Sam"),
                link: link(),
            },
            Letter::DesignationRefused {
                employer: employer(),
                reason: text("No such group."),
                link: link(),
            },
            Letter::BrokerAsks { brokerage: text("Northgate"), employer: employer(), link: link() },
            Letter::BrokerAnswered { employer: employer(), granted: true },
            Letter::BrokerInvited { brokerage: text("Northgate"), link: link(), ends },
            Letter::SignInReset { link: link(), ends },
            Letter::Election { employer: employer(), sender: text("Dana"), link: link(), ends },
            Letter::RenewalStep {
                employer: employer(),
                effective_on: ends,
                number: 2,
                what: Happened::Accepted,
                by: text("Sam"),
                words: None,
                open_until: None,
                link: link(),
            },
            Letter::RenewalReminder {
                employer: employer(),
                effective_on: ends,
                last_day: ends,
                sentence: text("5 days are left."),
                link: link(),
            },
        ]
    }

    #[test]
    fn every_letter_is_signed_and_leads_where_it_says() {
        let letters = every_letter();
        let kinds: Vec<LetterKind> = letters.iter().map(Letter::kind).collect();
        assert_eq!(kinds.len(), LetterKind::ALL.len(), "one of each kind");
        assert!(LetterKind::ALL.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
        for letter in letters {
            let paper = letter.write("Harbor Health Plan", "Ana Lee");
            assert!(paper.text.starts_with("Hello Ana Lee,\n"), "{}", paper.text);
            assert!(paper.text.ends_with("\nHarbor Health Plan\n"), "{}", paper.text);
            let leads =
                !matches!(letter, Letter::SignInChanged { .. } | Letter::BrokerAnswered { .. });
            assert_eq!(paper.text.contains(ADDRESS), leads, "{}", paper.text);
            assert_eq!(paper.html.contains(ADDRESS), leads, "{}", paper.html);
            assert!(!paper.subject.contains("secret"), "{}", paper.subject);
            assert!(!format!("{letter:?}").contains("secret"), "{letter:?}");
        }
    }

    #[test]
    fn whoever_signs_on_paper_is_told_to() {
        let letter = |on_paper| {
            let employer = "Bayside Bakery".to_owned();
            Letter::DesignationReceived { employer, on_paper, link: Link::new(ADDRESS) }
        };
        for (on_paper, says, leads) in [
            (true, "sign it on paper and send it there", "Download and send the form:"),
            (false, "you need do nothing now", "See how far it is:"),
        ] {
            let text = letter(on_paper).write("Harbor Health Plan", "Ana Lee").text;
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(says) && text.contains(leads), "{text}");
        }
    }

    #[test]
    fn an_invitation_says_who_what_and_until_when() {
        let paper = every_letter()[0].write("Harbor Health Plan", "Ana Lee");
        assert_eq!(
            paper.text,
            "Hello Ana Lee,\n\nDana invites you to manage Bayside Bakery's health coverage with \
             Harbor Health Plan, as administrator.\n\nAccept and set up sign-in:\n\
             https://renew.example.com/x/secret-token\n\nThis link works once, until December 4, \
             2026.\n\nIf you do not know Dana, you can ignore this mail.\n\nHarbor Health Plan\n"
        );
    }

    /// The text of a letter about a step, on one line.
    fn step(what: Happened, by: &str, words: Option<&str>, until: Option<&str>) -> String {
        let letter = Letter::RenewalStep {
            employer: "Bayside Bakery".to_owned(),
            effective_on: "2027-01-01".parse().unwrap(),
            number: 2,
            what,
            by: by.to_owned(),
            words: words.map(str::to_owned),
            open_until: until.map(|day| day.parse().unwrap()),
            link: Link::new(ADDRESS),
        };
        let text = letter.write("Harbor Health Plan", "Ana Lee").text;
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_step_says_what_happened_what_was_asked_and_what_comes_next() {
        let (question, until) = (Some("Is the class right?"), Some("2026-12-15"));
        for (text, told) in [
            (
                step(Happened::Asked, "Sam", question, until),
                "Harbor Health Plan has a question: > Is the class right? Please answer: Harbor \
                 Health Plan waits for it before it goes on with the renewal. Answer the question: \
                 https://renew.example.com/x/secret-token",
            ),
            (
                step(Happened::Accepted, "Sam", None, until),
                "Harbor Health Plan accepted it: it binds both, and next year's contract is made. It \
                 takes effect on January 1, 2027. You need do nothing more.",
            ),
            (
                step(Happened::Signed, "Dana", None, until),
                "Dana signed it. It goes to Harbor Health Plan when somebody else of the company has \
                 signed it, too. Somebody else who may submit the renewal can confirm it until \
                 December 15, 2026. Look at it and confirm it:",
            ),
            (
                step(Happened::Rejected, "Sam", Some("No."), until),
                "did not accept it: > No. You can submit again until December 15, 2026. If nobody \
                 does, what was accepted before holds; where nothing was, everything renews as it is.",
            ),
            (
                step(Happened::Withdrawn, "", Some("Nobody confirmed it."), None),
                "It counts no more: > Nobody confirmed it. The last day for changes is over: what \
                 was accepted before holds",
            ),
            (
                step(Happened::RenewedAsIs, "", Some("1 employee has no plan any more."), None),
                "so everything renews as it was. 1 employee has no plan any more. It takes effect on",
            ),
        ] {
            assert!(
                text.contains("the renewal of Bayside Bakery on January 1, 2027, submission 2.")
            );
            assert!(text.contains(told), "{text}");
        }
    }
}
