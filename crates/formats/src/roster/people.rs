//! From rows to people to families.

use super::Column;
use super::date::{self, DateError};
use super::error::{RosterError, RowFault, RowFaultKind};
use super::line::{Cell, Line, Quotes};
use super::table::Header;
use super::word;
use chrono::NaiveDate;
use domain::census::{Census, Employment, Person, ROWS_MAX, Relationship};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// What a row says about the relationship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Known(Relationship),
    /// Nothing; what that means depends on the other rows.
    Blank,
    /// Something that is a fault already.
    Unknown,
}

/// A row that is read, sound or not.
#[derive(Debug)]
struct Draft {
    row: u32,
    family: Option<String>,
    relation: Relation,
    name: String,
    born_on: Option<NaiveDate>,
    disabled: bool,
    waived: bool,
    sound: bool,
}

/// The people of a file, while its rows are read.
pub(super) struct People<'h> {
    header: &'h Header,
    days_after_1900: u32,
    drafts: Vec<Draft>,
    faults: Vec<RowFault>,
    /// Some employers use Social Security numbers as family ids. They tell who belongs together and
    /// are then forgotten: each stands for the number it is put away under here.
    secret_families: HashMap<String, usize>,
}

impl<'h> People<'h> {
    pub(super) fn new(header: &'h Header, days_after_1900: u32) -> Self {
        Self {
            header,
            days_after_1900,
            drafts: Vec::new(),
            faults: Vec::new(),
            secret_families: HashMap::new(),
        }
    }

    /// Reads a row. One that says neither name, relationship nor date of birth has nobody in it:
    /// templates number empty rows, and people write notes.
    pub(super) fn add(&mut self, line: &Line) -> Result<(), RosterError> {
        const OF_A_PERSON: [Column; 5] = [
            Column::FirstName,
            Column::LastName,
            Column::FullName,
            Column::Relationship,
            Column::BirthDate,
        ];
        let says = |column| self.header.cell(line, column).is_some_and(|cell| !cell.is_empty());
        let quotes_close = self.quotes_close(line);
        if quotes_close && !OF_A_PERSON.into_iter().any(says) || self.header.is_repeated_by(line) {
            return Ok(());
        }
        if self.drafts.len() >= ROWS_MAX {
            return Err(RosterError::TooManyRows);
        }
        let draft = if quotes_close { self.draft(line) } else { self.unread(line.row) };
        self.drafts.push(draft);
        Ok(())
    }

    fn quotes_close(&self, line: &Line) -> bool {
        match line.quotes {
            Quotes::Plain => true,
            Quotes::SpanLines { width } => self.header.is_as_wide_as(width),
            Quotes::Open => false,
        }
    }

    /// A row whose cells cannot be told apart; it may hold other rows.
    fn unread(&mut self, row: u32) -> Draft {
        self.faults.push(RowFault {
            row,
            column: None,
            kind: RowFaultKind::QuoteNotClosed,
            message: "A quotation mark opens in this row and does not close, so the rows below it may be missing too. Correct it in the file.".to_owned(),
        });
        Draft {
            row,
            family: None,
            relation: Relation::Unknown,
            name: String::new(),
            born_on: None,
            disabled: false,
            waived: false,
            sound: false,
        }
    }

    fn draft(&mut self, line: &Line) -> Draft {
        let faults_before = self.faults.len();
        let mut cells = Cells { header: self.header, line, faults: &mut self.faults };
        let family = cells.text(Column::FamilyId).map(Cow::into_owned);
        let (relation, disabled_by_word) = cells.relation();
        let name = cells.name();
        let born_on = cells.born_on(self.days_after_1900);
        let disabled = cells.answer(
            Column::Disabled,
            word::disabled,
            "Write Yes or No, or leave the cell empty.",
        );
        let advice = "Write Enrolled or Waived.";
        let waived = cells.answer(Column::Waived, word::waived, advice);
        let not_covered = cells.answer(Column::Coverage, word::not_covered, advice);
        Draft {
            row: line.row,
            family: family.map(|id| self.family(&id)),
            // Nothing about anybody else's health is kept.
            disabled: relation == Relation::Known(Relationship::Child)
                && (disabled || disabled_by_word),
            relation,
            name,
            born_on,
            waived: waived || not_covered,
            sound: self.faults.len() == faults_before,
        }
    }

    /// The id of a family as it is kept: `1.0` is `1`, and what may be a Social Security number is
    /// replaced.
    fn family(&mut self, id: &str) -> String {
        let id = match id.split_once('.') {
            Some((whole, zeros))
                if !whole.is_empty()
                    && whole.bytes().all(|byte| byte.is_ascii_digit())
                    && zeros.bytes().all(|byte| byte == b'0') =>
            {
                whole
            }
            _ => id,
        };
        if !may_be_ssn(id) {
            return id.to_owned();
        }
        let digits: String = id.chars().filter(char::is_ascii_digit).collect();
        let next = self.secret_families.len() + 1;
        let number =
            *self.secret_families.entry(digits.trim_start_matches('0').to_owned()).or_insert(next);
        format!("(family {number})")
    }

    /// The families, every fault by row, and how many rows had somebody in them.
    pub(super) fn into_families(mut self) -> (Census, Vec<RowFault>, u32) {
        // Rows of a workbook may stand in any order in its file.
        self.drafts.sort_by_key(|draft| draft.row);
        self.settle_blank_relationships();
        self.leave_out_dependents_of_faulty_rows();
        let rows = u32::try_from(self.drafts.len()).unwrap_or(u32::MAX);
        let people = self.drafts.into_iter().filter_map(Draft::into_person).collect();
        let (census, census_faults) = Census::assemble(people);
        let mut faults = self.faults;
        faults.extend(census_faults.into_iter().map(RowFault::from));
        faults.sort_by_key(|fault| fault.row);
        (census, faults, rows)
    }

    fn settle_blank_relationships(&mut self) {
        let employee = Relation::Known(Relationship::Employee);
        let says_employee = self.drafts.iter().any(|draft| draft.relation == employee);
        for draft in self.drafts.iter_mut().filter(|draft| draft.relation == Relation::Blank) {
            if !says_employee {
                draft.relation = employee;
                continue;
            }
            draft.relation = Relation::Unknown;
            draft.sound = false;
            self.faults.push(RowFault {
                row: draft.row,
                column: self.header.label(Column::Relationship),
                kind: RowFaultKind::RelationshipMissing,
                message: format!("The relationship is missing. {RELATIONSHIP_ADVICE}"),
            });
        }
    }

    /// Without its employee a dependent would go to the employee above, into a family that is not
    /// its own. A row of unknown relationship may be that employee.
    fn leave_out_dependents_of_faulty_rows(&mut self) {
        let may_be_employee = |draft: &Draft| {
            matches!(draft.relation, Relation::Unknown | Relation::Known(Relationship::Employee))
        };
        let mut whole_families: HashSet<String> = HashSet::new();
        let mut faulty_families: HashMap<String, u32> = HashMap::new();
        for draft in self.drafts.iter().filter(|draft| may_be_employee(draft)) {
            let Some(family) = draft.family.clone() else { continue };
            if draft.sound {
                whole_families.insert(family);
            } else {
                faulty_families.entry(family).or_insert(draft.row);
            }
        }
        let mut faulty_above = None;
        for draft in &mut self.drafts {
            if may_be_employee(draft) {
                faulty_above = (!draft.sound).then_some(draft.row);
                continue;
            }
            let faulty_row = match &draft.family {
                Some(family) if whole_families.contains(family) => None,
                Some(family) => faulty_families.get(family).copied(),
                None => faulty_above,
            };
            if let Some(faulty_row) = faulty_row.filter(|_| draft.sound) {
                draft.sound = false;
                self.faults.push(RowFault {
                    row: draft.row,
                    column: None,
                    kind: RowFaultKind::EmployeeLeftOut,
                    message: format!(
                        "This person may belong to row {faulty_row}, which has a fault. Correct that row first."
                    ),
                });
            }
        }
    }
}

impl Draft {
    fn into_person(self) -> Option<Person> {
        let Relation::Known(relationship) = self.relation else { return None };
        if !self.sound {
            return None;
        }
        let name = if self.name.is_empty() {
            // Rosters for a quote often come without names.
            format!("{} in row {}", relationship.label(), self.row)
        } else {
            self.name
        };
        Some(Person {
            row: self.row,
            family: self.family,
            relationship,
            name,
            born_on: self.born_on?,
            disabled: self.disabled,
            waived: self.waived,
            employment: Employment::default(),
        })
    }
}

const RELATIONSHIP_ADVICE: &str = "Write Employee, Spouse, Domestic Partner or Child.";

/// The cells of one row, and where their faults go.
struct Cells<'a> {
    header: &'a Header,
    line: &'a Line,
    faults: &'a mut Vec<RowFault>,
}

impl<'a> Cells<'a> {
    fn fault(&mut self, column: Column, kind: RowFaultKind, message: String) {
        let column = self.header.label(column);
        self.faults.push(RowFault { row: self.line.row, column, kind, message });
    }

    /// A cell that says something; `Err` when what it says is a fault, which is noted.
    fn cell(&mut self, column: Column) -> Result<Option<&'a Cell>, Faulty> {
        match self.header.cell(self.line, column) {
            None | Some(Cell::Empty) => Ok(None),
            Some(Cell::Error(shown)) => {
                let message =
                    format!("The cell shows {shown}. Correct its formula, or type the value.");
                self.fault(column, RowFaultKind::CellError, message);
                Err(Faulty)
            }
            Some(Cell::TooLong) => {
                let message = "The cell holds too much text. Keep only what belongs there.";
                self.fault(column, RowFaultKind::TooLong, message.to_owned());
                Err(Faulty)
            }
            Some(cell) => Ok(Some(cell)),
        }
    }

    fn text(&mut self, column: Column) -> Option<Cow<'a, str>> {
        self.cell(column).ok().flatten().map(Cell::shown)
    }

    fn relation(&mut self) -> (Relation, bool) {
        let text = match self.cell(Column::Relationship) {
            Err(Faulty) => return (Relation::Unknown, false),
            Ok(None) => return (Relation::Blank, false),
            Ok(Some(cell)) => cell.shown(),
        };
        if let Some((relationship, disabled)) = word::relationship(&text) {
            return (Relation::Known(relationship), disabled);
        }
        let what = if is_short_word(&text) { quoted(&text) } else { "This".to_owned() };
        let message = format!("{what} is not a known relationship. {RELATIONSHIP_ADVICE}");
        self.fault(Column::Relationship, RowFaultKind::RelationshipUnknown, message);
        (Relation::Unknown, false)
    }

    /// The name; empty when the row has none.
    fn name(&mut self) -> String {
        let mut part = |column| {
            self.text(column).filter(|text| !may_be_ssn(text)).unwrap_or_default().into_owned()
        };
        let (first, last, full) =
            (part(Column::FirstName), part(Column::LastName), part(Column::FullName));
        if first.is_empty() && last.is_empty() {
            first_name_first(full)
        } else {
            format!("{first} {last}").trim().to_owned()
        }
    }

    fn born_on(&mut self, days_after_1900: u32) -> Option<NaiveDate> {
        let cell = match self.cell(Column::BirthDate) {
            Err(Faulty) => return None,
            Ok(cell) => cell,
        };
        let read = match cell {
            None => {
                let message = "The date of birth is missing.".to_owned();
                self.fault(Column::BirthDate, RowFaultKind::BirthDateMissing, message);
                return None;
            }
            Some(Cell::Number(value)) => date::of_number(*value, days_after_1900, false),
            Some(Cell::Date(value)) => date::of_number(*value, days_after_1900, true),
            Some(other) => date::of_text(&other.shown()),
        };
        match read {
            Ok(born_on) => Some(born_on),
            Err(error) => {
                let (kind, message) = date_fault(error, cell);
                self.fault(Column::BirthDate, kind, message);
                None
            }
        }
    }

    /// What a column says that is answered yes or no; no where it says nothing.
    fn answer(
        &mut self,
        column: Column,
        means: impl Fn(&str) -> Option<bool>,
        advice: &str,
    ) -> bool {
        let Some(text) = self.text(column) else { return false };
        means(&text).unwrap_or_else(|| {
            let what = if is_short_word(&text) { quoted(&text) } else { "This".to_owned() };
            let message = format!("{what} is not a known answer. {advice}");
            self.fault(column, RowFaultKind::AnswerUnknown, message);
            false
        })
    }
}

/// The fault of a cell is noted.
struct Faulty;

fn date_fault(error: DateError, cell: Option<&Cell>) -> (RowFaultKind, String) {
    let shown = match cell {
        Some(Cell::Text(text)) if may_be_quoted_as_date(text) => quoted(text),
        _ => "This".to_owned(),
    };
    let example = "Write it like 6/1/1980.";
    match error {
        DateError::NotADate => {
            (RowFaultKind::NotADate, format!("{shown} is not a date. {example}"))
        }
        DateError::NoSuchMonth(_) if shown == "This" => {
            (RowFaultKind::NotADate, format!("This is not a date. {example}"))
        }
        DateError::NoSuchMonth(month) => (
            RowFaultKind::NotADate,
            format!(
                "{shown} is not a date: there is no month {month}. Write the month first, like 6/1/1980."
            ),
        ),
        DateError::YearOnly => (
            RowFaultKind::NotADate,
            format!("{shown} is only a year. Write the whole date, like 6/1/1980."),
        ),
        DateError::Implausible => (
            RowFaultKind::ImplausibleDate,
            format!("{shown} cannot be a date of birth. Check the year."),
        ),
    }
}

fn quoted(text: &str) -> String {
    format!("'{text}'")
}

/// Whether a cell where a date should be looks like an attempt at one. Anything else may be a name
/// or a Social Security number out of another column, and is not repeated.
fn may_be_quoted_as_date(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let marks = text.bytes().filter(|byte| b"/-.".contains(byte)).count();
    let only = text.bytes().all(|byte| byte.is_ascii_digit() || b"/-. ".contains(&byte));
    only && digits <= 8 && (marks > 0 || digits <= 4)
}

/// Whether a text may be a Social Security number, also one whose leading zeros a spreadsheet ate.
fn may_be_ssn(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let only_digits = digits == text.len();
    let only = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '.' | '–'));
    only && (digits == 9 || (only_digits && (7..=9).contains(&digits)))
}

/// Whether a cell where one of a few words should be holds a word, which helps to find it.
fn is_short_word(text: &str) -> bool {
    text.chars().count() <= 20
        && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '/'))
}

/// `Sample, Jordan` as `Jordan Sample`; a suffix after a comma stays where it is.
fn first_name_first(full: String) -> String {
    match full.split_once(',').map(|(last, first)| (last.trim(), first.trim())) {
        Some((last, first))
            if !last.is_empty()
                && !first.is_empty()
                && !first.contains(',')
                && !["jr", "sr", "ii", "iii", "iv"]
                    .contains(&first.trim_end_matches('.').to_ascii_lowercase().as_str()) =>
        {
            format!("{first} {last}")
        }
        _ => full,
    }
}
