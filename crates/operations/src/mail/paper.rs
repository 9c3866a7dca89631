//! A letter on paper: the same words as plain text and as HTML, so that neither says what the other does
//! not. No pictures, nothing from elsewhere, nothing that tells whether it was read.

use std::fmt;
use std::fmt::Write as _;

/// A letter as it is sent. Links in it are as good as passwords, so it is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Paper {
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

impl fmt::Debug for Paper {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Paper(…)")
    }
}

/// A part of a letter.
pub(super) enum Part {
    /// A sentence or more.
    Says(String),
    /// What somebody wrote, with its lines.
    Quotes(String),
    /// Where to go: what happens there, and the address.
    Leads(&'static str, String),
}

const BODY_STYLE: &str = "margin:0;padding:24px;background:#ffffff;color:#1b2430;\
    font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5";
const COLUMN_STYLE: &str = "max-width:560px;margin:0 auto";
const LINK_STYLE: &str = "display:inline-block;padding:12px 20px;background:#0b5c8a;color:#ffffff;\
    border-radius:6px;text-decoration:none;font-weight:600";
const QUOTE_STYLE: &str = "margin:16px 0;padding:0 0 0 16px;border-left:3px solid #c5ccd6";
const SMALL_STYLE: &str = "color:#556070;font-size:14px;word-break:break-all";

impl Paper {
    /// Sets a letter: a greeting, its parts, and the carrier's name below.
    pub(super) fn set(carrier: &str, name: &str, subject: &str, parts: &[Part]) -> Self {
        let (carrier, name) = (one_line(carrier), one_line(name));
        let subject = one_line(subject);
        let greeting = if name.is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") };
        let text = plain(&carrier, &greeting, parts);
        let html = marked_up(&carrier, &greeting, &subject, parts);
        Self { subject, text, html }
    }
}

fn plain(carrier: &str, greeting: &str, parts: &[Part]) -> String {
    let mut text = format!("{greeting}\n");
    for part in parts {
        text.push('\n');
        match part {
            Part::Says(words) => text.push_str(&one_line(words)),
            Part::Quotes(words) => {
                let lines: Vec<String> =
                    words.lines().map(|line| format!("> {}", one_line(line))).collect();
                text.push_str(&lines.join("\n"));
            }
            Part::Leads(what, address) => {
                // Writing into a text cannot fail.
                let _ = write!(text, "{what}:\n{address}");
            }
        }
        text.push('\n');
    }
    let _ = write!(text, "\n{carrier}\n");
    text
}

fn marked_up(carrier: &str, greeting: &str, subject: &str, parts: &[Part]) -> String {
    let mut body = format!("<p>{}</p>\n", escape(greeting));
    for part in parts {
        let _ = match part {
            Part::Says(words) => writeln!(body, "<p>{}</p>", escape(&one_line(words))),
            Part::Quotes(words) => {
                let lines: Vec<String> =
                    words.lines().map(|line| escape(&one_line(line))).collect();
                writeln!(
                    body,
                    "<blockquote style=\"{QUOTE_STYLE}\">{}</blockquote>",
                    lines.join("<br>")
                )
            }
            Part::Leads(what, address) => {
                let address = escape(address);
                writeln!(
                    body,
                    "<p><a href=\"{address}\" style=\"{LINK_STYLE}\">{}</a></p>\n\
                     <p style=\"{SMALL_STYLE}\">Or copy this address: {address}</p>",
                    escape(what)
                )
            }
        };
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{}</title></head>\n\
         <body style=\"{BODY_STYLE}\">\n<div style=\"{COLUMN_STYLE}\">\n{body}<p>{}</p>\n\
         </div>\n</body>\n</html>\n",
        escape(subject),
        escape(carrier)
    )
}

/// A text without breaks, so that nothing in a name begins a line, or a header, of its own.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as HTML shows it, in elements and in attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_neither_takes_orders_from_a_name() {
        let name = "Ana\r\nBcc: x@y.zz <b>\"&'";
        let parts = [
            Part::Says("You are invited by Bo & <script>.".to_owned()),
            Part::Quotes("One line\n<i>another</i>".to_owned()),
            Part::Leads("Accept", "https://a.example/i?x=1&y=2".to_owned()),
        ];
        let paper = Paper::set("Harbor\nHealth", name, "Hi\r\nBcc: x@y.zz", &parts);
        assert_eq!(paper.subject, "Hi Bcc: x@y.zz");
        assert_eq!(
            paper.text,
            "Hello Ana Bcc: x@y.zz <b>\"&',\n\nYou are invited by Bo & <script>.\n\n> One line\n\
             > <i>another</i>\n\nAccept:\nhttps://a.example/i?x=1&y=2\n\nHarbor Health\n"
        );
        assert!(!paper.html.contains("<script>") && !paper.html.contains("<i>"), "{}", paper.html);
        assert!(paper.html.contains("Hello Ana Bcc: x@y.zz &lt;b&gt;&quot;&amp;&#39;,"));
        assert!(paper.html.contains("One line<br>&lt;i&gt;another"));
        assert!(paper.html.contains("href=\"https://a.example/i?x=1&amp;y=2\""));
        for foreign in ["<img", "src=", "url(", "<link", "@import"] {
            assert!(!paper.html.contains(foreign), "nothing is loaded: {foreign}");
        }
        assert_eq!(format!("{paper:?}"), "Paper(…)");
    }

    #[test]
    fn who_has_no_name_is_greeted_without_one() {
        let paper = Paper::set("Harbor", " ", "Hi", &[]);
        assert_eq!(paper.text, "Hello,\n\nHarbor\n");
    }
}
