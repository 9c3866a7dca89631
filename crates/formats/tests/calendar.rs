//! Calendars: that another reader finds what was written, and that no line is too long.

#![expect(clippy::unwrap_used, reason = "the lint's exemption covers tests, not their helpers")]

use domain::id::EmployerId;
use formats::calendar::{Feed, FeedDate, Reminder, ics};
use icalendar::parser::{read_calendar, unfold};
use proptest::prelude::*;

fn feed(summary: &str, description: &str) -> Feed {
    let date = |on: &str, kind: &str, remind: Option<u8>| FeedDate {
        on: on.parse().unwrap(),
        kind: kind.to_owned(),
        summary: summary.to_owned(),
        description: description.to_owned(),
        reminder: remind
            .map(|days_before| Reminder { days_before, text: "7 days left".to_owned() }),
    };
    Feed {
        name: "Renewal of Lighthouse & Sons Bakery, Inc.".to_owned(),
        employer: "0b5e7f9c-0000-4000-8000-000000000001".parse::<EmployerId>().unwrap(),
        as_of: "2026-12-01T17:30:05Z".parse().unwrap(),
        dates: vec![
            date("2026-11-18", "opens", None),
            date("2027-01-15", "last-day", Some(7)),
            date("2027-01-16", "auto-renews", Some(0)),
            date("2027-02-01", "effective", None),
        ],
    }
}

#[test]
fn a_feed_is_written_to_the_letter() {
    let mut feed = feed("Last day for changes", "After it, your plans renew as they are.");
    feed.dates.truncate(2);
    feed.dates.remove(0);
    assert_eq!(
        ics(&feed),
        "BEGIN:VCALENDAR\r\n\
         VERSION:2.0\r\n\
         PRODID:-//Groupcover//Renewal dates//EN\r\n\
         CALSCALE:GREGORIAN\r\n\
         METHOD:PUBLISH\r\n\
         NAME:Renewal of Lighthouse & Sons Bakery\\, Inc.\r\n\
         X-WR-CALNAME:Renewal of Lighthouse & Sons Bakery\\, Inc.\r\n\
         REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n\
         X-PUBLISHED-TTL:P1D\r\n\
         BEGIN:VEVENT\r\n\
         UID:0b5e7f9c-0000-4000-8000-000000000001-20270115-last-day@groupcover\r\n\
         DTSTAMP:20261201T173005Z\r\n\
         DTSTART;VALUE=DATE:20270115\r\n\
         DTEND;VALUE=DATE:20270116\r\n\
         SUMMARY:Last day for changes\r\n\
         DESCRIPTION:After it\\, your plans renew as they are.\r\n\
         TRANSP:TRANSPARENT\r\n\
         BEGIN:VALARM\r\n\
         ACTION:DISPLAY\r\n\
         DESCRIPTION:7 days left\r\n\
         TRIGGER:-PT159H\r\n\
         END:VALARM\r\n\
         END:VEVENT\r\n\
         END:VCALENDAR\r\n"
    );
}

#[test]
fn a_reminder_is_at_nine_in_the_morning() {
    // Seven days are 168 hours; nine hours later it is nine o'clock.
    let text = ics(&feed("a", "b"));
    assert!(text.contains("TRIGGER:-PT159H") && text.contains("TRIGGER:PT9H"));
}

#[test]
fn the_last_day_that_a_calendar_knows_is_no_error() {
    let mut feed = feed("a", "b");
    feed.dates[0].on = chrono::NaiveDate::MAX;
    feed.dates[1].kind = "odd kind;\r\nX:1".to_owned();
    let text = ics(&feed);
    assert!(text.contains("-oddkindX1@groupcover\r\n"));
}

#[test]
fn an_event_keeps_its_uid_when_its_words_change() {
    let uids = |feed: &Feed| -> Vec<String> {
        ics(feed).lines().filter(|line| line.starts_with("UID")).map(str::to_owned).collect()
    };
    let (one, other) = (uids(&feed("a", "b")), uids(&feed("c", "d")));
    assert_eq!((one.len(), &one), (4, &other));
    let mut apart = one.clone();
    apart.sort();
    apart.dedup();
    assert_eq!(apart.len(), 4);
}

proptest! {
    #[test]
    fn another_reader_finds_the_words_and_no_line_is_too_long(
        summary in "[ -~äß€🦀]{0,120}",
        description in "[ -~\nÄ王🦀]{0,400}",
    ) {
        let text = ics(&feed(&summary, &description));
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= 75, "{} bytes: {line}", line.len());
            prop_assert!(!line.contains(['\r', '\n']));
        }
        let unfolded = unfold(&text);
        let read = read_calendar(&unfolded).unwrap();
        let events: Vec<_> = read.components.iter().filter(|c| c.name == "VEVENT").collect();
        prop_assert_eq!(events.len(), 4);
        for event in events {
            let value = |name: &str| {
                let property = event.properties.iter().find(|property| property.name == name);
                property.map(|property| property.val.as_str().to_owned()).unwrap()
            };
            prop_assert_eq!(value("SUMMARY"), summary.trim());
            prop_assert_eq!(value("DESCRIPTION"), description.trim());
        }
    }
}
