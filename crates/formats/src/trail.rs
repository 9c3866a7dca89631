//! An audit trail as a table, for who wants to read or keep it elsewhere.

use crate::report::{cell, table};
use chrono::SecondsFormat;
use domain::audit::{Excerpt, Kept};
use std::io::{self, Write};

const COLUMNS: [&str; 13] = [
    "Number",
    "When (UTC)",
    "Who",
    "Account",
    "Address",
    "Action",
    "What",
    "Whom or what",
    "Before",
    "After",
    "Employer",
    "Hash of the row before",
    "Hash",
];

/// What stands in the place of a row that cannot be read.
const UNREADABLE: &str = "This row cannot be read: verify the trail";

/// Writes a trail as CSV, a row an event, in the way of [`csv`](crate::report::csv): UTF-8 with a
/// byte order mark, and nothing that a spreadsheet could take for a formula. Texts that get an
/// apostrophe for that are no longer those that the fingerprint was taken of.
pub struct Trail<W: Write>(::csv::Writer<W>);

impl<W: Write> Trail<W> {
    /// Begins with the names of the columns.
    pub fn new(out: W) -> io::Result<Self> {
        let mut table = table(out)?;
        table.write_record(COLUMNS)?;
        Ok(Self(table))
    }

    /// Writes a row.
    pub fn row(&mut self, kept: &Kept) -> io::Result<()> {
        let chained = match kept {
            Ok(chained) => chained,
            Err(unreadable) => {
                let number = unreadable.number.to_string();
                let mut record = [""; COLUMNS.len()];
                (record[0], record[6]) = (&number, UNREADABLE);
                return Ok(self.0.write_record(record)?);
            }
        };
        let event = &chained.event;
        let text = |excerpt: Option<&Excerpt>| {
            cell(excerpt.map(Excerpt::as_str).unwrap_or_default()).into_owned()
        };
        let id = |id: Option<String>| id.unwrap_or_default();
        self.0.write_record([
            chained.number.to_string(),
            event.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            cell(&event.actor.to_string()).into_owned(),
            id(event.actor.account().map(|account| account.to_string())),
            text(event.address.as_ref()),
            event.action.code().to_owned(),
            event.action.words().to_owned(),
            text(Some(&event.subject)),
            text(event.before.as_ref()),
            text(event.after.as_ref()),
            id(event.employer.map(|employer| employer.to_string())),
            chained.previous.to_string(),
            chained.hash.to_string(),
        ])?;
        Ok(())
    }

    /// Sees that everything is written.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::audit::{Action, Actor, Chained, Event, Fingerprint, Unreadable};
    use domain::id::{AccountId, EmployerId};

    fn event(subject: &str) -> Event {
        Event {
            employer: Some(EmployerId("7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902".parse().unwrap())),
            at: "2026-10-07T12:00:00.5Z".parse().unwrap(),
            actor: Actor::Account {
                id: AccountId("00000000-0000-4000-8000-000000000009".parse().unwrap()),
                name: "@SUM(A1)".into(),
            },
            address: Some("192.0.2.1".into()),
            action: Action::GrantChanged,
            subject: subject.into(),
            before: Some("-1".into()),
            after: Some("View members, \"pay\"\nand more".into()),
        }
    }

    fn written(rows: &[Kept]) -> String {
        let mut bytes = Vec::new();
        let mut trail = Trail::new(&mut bytes).unwrap();
        for row in rows {
            trail.row(row).unwrap();
        }
        trail.finish().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_trail_has_a_row_an_event() {
        let first = Chained::new(1, Fingerprint::NONE, event("Kim Broker"));
        let own = Event {
            employer: None,
            actor: Actor::CommandLine,
            address: None,
            before: None,
            after: None,
            ..event("key 2")
        };
        let second = Chained::new(2, first.hash, own);
        let (one, two) = (first.hash, second.hash);
        let zeros = Fingerprint::NONE;
        let expect = format!(
            "\u{feff}{}\r\n\
             1,2026-10-07T12:00:00.500000Z,'@SUM(A1),00000000-0000-4000-8000-000000000009,\
             192.0.2.1,grant_changed,changed what may be done by,Kim Broker,'-1,\
             \"View members, \"\"pay\"\" and more\",7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902,{zeros},\
             {one}\r\n\
             2,2026-10-07T12:00:00.500000Z,The command line,,,grant_changed,\
             changed what may be done by,key 2,,,,{one},{two}\r\n\
             3,,,,,,This row cannot be read: verify the trail,,,,,,\r\n",
            COLUMNS.join(",")
        );
        let rows = [Ok(first), Ok(second), Err(Unreadable { number: 3 })];
        assert_eq!(written(&rows), expect);
        assert_eq!(written(&[]), format!("\u{feff}{}\r\n", COLUMNS.join(",")));
    }

    #[test]
    fn no_text_becomes_a_formula() {
        for text in ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "\u{ff1d}1"] {
            let text = written(&[Ok(Chained::new(1, Fingerprint::NONE, event(text)))]);
            let mut table = ::csv::Reader::from_reader(text.as_bytes());
            let row = table.records().next().unwrap().unwrap();
            assert!(row[7].starts_with('\''), "{text:?}");
        }
    }
}
