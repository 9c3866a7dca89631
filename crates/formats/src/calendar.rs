//! A calendar of a renewal's dates, for people's own calendars to subscribe to (RFC 5545).
//!
//! Each date is an event of a whole day, without a time zone. Its UID is made of the employer, the
//! date and the kind, so that a calendar that reads the feed again finds the same event. A line is at
//! most 75 bytes long and ends with CR LF; longer ones go on in the next after a space.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::id::EmployerId;
use std::fmt::Write as _;

/// The longest line, in bytes, without its end (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;
/// The hour at which a reminder is given.
const ALARM_HOUR: i64 = 9;

/// The dates of one employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// The name that the calendar gets: `Renewal of Sample Inc.`
    pub name: String,
    /// Whose dates they are.
    pub employer: EmployerId,
    /// The moment as of which this holds; calendars take the newer of two.
    pub as_of: DateTime<Utc>,
    /// The dates, in any order.
    pub dates: Vec<FeedDate>,
}

/// One date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedDate {
    /// The day.
    pub on: NaiveDate,
    /// A short, stable name of what happens, in letters, digits and hyphens: `last-day`.
    pub kind: String,
    /// What happens, in a few words.
    pub summary: String,
    /// The same in sentences.
    pub description: String,
    /// How people are reminded of it.
    pub reminder: Option<Reminder>,
}

/// A reminder of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// How many days before it, at nine in the morning; 0 is the day itself.
    pub days_before: u8,
    /// What it says.
    pub text: String,
}

/// Writes a calendar.
pub fn ics(feed: &Feed) -> String {
    let mut lines = Lines::default();
    lines.put("BEGIN:VCALENDAR");
    lines.put("VERSION:2.0");
    lines.put("PRODID:-//Groupcover//Renewal dates//EN");
    lines.put("CALSCALE:GREGORIAN");
    lines.put("METHOD:PUBLISH");
    lines.text("NAME", &feed.name);
    lines.text("X-WR-CALNAME", &feed.name);
    lines.put("REFRESH-INTERVAL;VALUE=DURATION:P1D");
    lines.put("X-PUBLISHED-TTL:P1D");
    for date in &feed.dates {
        event(&mut lines, feed, date);
    }
    lines.put("END:VCALENDAR");
    lines.0
}

fn event(lines: &mut Lines, feed: &Feed, date: &FeedDate) {
    let kind: String =
        date.kind.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let day = |date: NaiveDate| date.format("%Y%m%d");
    let after = date.on.checked_add_days(Days::new(1)).unwrap_or(date.on);
    lines.put("BEGIN:VEVENT");
    lines.put(&format!("UID:{}-{}-{kind}@groupcover", feed.employer, day(date.on)));
    lines.put(&format!("DTSTAMP:{}", feed.as_of.format("%Y%m%dT%H%M%SZ")));
    lines.put(&format!("DTSTART;VALUE=DATE:{}", day(date.on)));
    lines.put(&format!("DTEND;VALUE=DATE:{}", day(after)));
    lines.text("SUMMARY", &date.summary);
    lines.text("DESCRIPTION", &date.description);
    // A date to know of keeps nobody busy.
    lines.put("TRANSP:TRANSPARENT");
    if let Some(Reminder { days_before: days, text }) = &date.reminder {
        // A whole day begins at midnight; the reminder is so many hours before or after it.
        let hours = ALARM_HOUR - i64::from(*days) * 24;
        let sign = if hours < 0 { "-" } else { "" };
        lines.put("BEGIN:VALARM");
        lines.put("ACTION:DISPLAY");
        lines.text("DESCRIPTION", text);
        lines.put(&format!("TRIGGER:{sign}PT{}H", hours.abs()));
        lines.put("END:VALARM");
    }
    lines.put("END:VEVENT");
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value people read.
    fn text(&mut self, name: &str, value: &str) {
        let mut line = String::with_capacity(name.len() + value.len() + 8);
        // Writing to a string does not fail.
        let _ = write!(line, "{name}:");
        let value = value.trim().replace("\r\n", "\n");
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => line.extend(['\\', c]),
                '\n' | '\r' => line.push_str("\\n"),
                '\t' => line.push(' '),
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
        self.put(&line);
    }

    /// A line, folded between characters.
    fn put(&mut self, line: &str) {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > LINE_BYTES_MAX {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}
