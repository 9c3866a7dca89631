//! Mail leaves by SMTP.

use anyhow::Context;
use async_trait::async_trait;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use operations::mail::{Mail, Mailer, Undeliverable};
use std::time::{Duration, SystemTime};

/// How long the mail server may take for each thing that it is told. A whole mail stays well within the
/// time that `domain::outbox::LEASE` holds.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a whole mail may take.
const PATIENCE_IN_ALL: Duration = Duration::from_mins(2);

/// A mail server that takes what is sent.
pub(crate) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// Of an address, `smtps://user:password@host` or `smtp://…`, and whom mail comes from. Without
    /// `smtps`, STARTTLS is insisted upon, but for a mail server on this machine.
    pub(crate) fn new(url: &str, from: &str) -> anyhow::Result<Self> {
        let from: Mailbox =
            from.parse().context("GROUPCOVER_MAIL_FROM is not an address, or Name <address>")?;
        // What is wrong with the address is not told: a password stands in it.
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&with_tls(url)?)
            .ok()
            .context("GROUPCOVER_SMTP is not smtps://user:password@host or smtp://…")?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self { transport, from })
    }

    /// A mail as it stands on the wire: it has the same id however often it is sent.
    fn message(&self, mail: &Mail) -> Result<Message, Undeliverable> {
        let impossible = |why: &str| Undeliverable { why: why.to_owned(), for_good: true };
        let address: Address =
            mail.email.parse().map_err(|_| impossible("This is no e-mail address."))?;
        // A header of its own begins with a line's break: there is none in a name.
        let plain: String =
            mail.name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let name = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = Some(name).filter(|name| !name.is_empty());
        let part = |kind: ContentType, text: &str| {
            SinglePart::builder()
                .header(kind)
                .header(ContentTransferEncoding::QuotedPrintable)
                .body(text.to_owned())
        };
        let alternatives = MultiPart::alternative()
            .boundary(format!("groupcover-{}", mail.id.0.simple()))
            .singlepart(part(ContentType::TEXT_PLAIN, &mail.paper.text))
            .singlepart(part(ContentType::TEXT_HTML, &mail.paper.html));
        Message::builder()
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .date(SystemTime::from(mail.written_at))
            .from(self.from.clone())
            .to(Mailbox::new(name, address))
            .subject(mail.paper.subject.clone())
            .multipart(alternatives)
            .map_err(|_| impossible("This cannot be written as a mail."))
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Mail) -> Result<String, Undeliverable> {
        let message = self.message(mail)?;
        let later = |why: String| Undeliverable { why, for_good: false };
        match tokio::time::timeout(PATIENCE_IN_ALL, self.transport.send(message)).await {
            Ok(Ok(answer)) => {
                let said = answer.message().collect::<Vec<_>>().join(" ");
                Ok(format!("{} {said}", answer.code()))
            }
            Ok(Err(error)) => {
                Err(Undeliverable { why: error.to_string(), for_good: is_for_good(&error) })
            }
            Err(_) => Err(later("The mail server took too long.".to_owned())),
        }
    }
}

/// Whether a mail server's refusal would be the same later. That it does not let us in, or that we want
/// what it cannot do, is ours to mend: mail waits for that.
fn is_for_good(error: &lettre::transport::smtp::Error) -> bool {
    const NOT_LET_IN: [u16; 4] = [530, 534, 535, 538];
    error.is_permanent()
        && !error.status().is_some_and(|code| NOT_LET_IN.contains(&u16::from(code)))
}

/// The address of a mail server, which says that TLS is a must: unless it says otherwise already, or is on
/// this machine.
fn with_tls(url: &str) -> anyhow::Result<String> {
    let Some(rest) = url.strip_prefix("smtp://") else {
        anyhow::ensure!(
            url.starts_with("smtps://"),
            "GROUPCOVER_SMTP begins with smtps:// or smtp://"
        );
        return Ok(url.to_owned());
    };
    let place = rest.rsplit('@').next().unwrap_or_default();
    let here = ["localhost", "127.0.0.1", "[::1]"].iter().any(|here| {
        place.strip_prefix(here).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    if here {
        return Ok(url.to_owned());
    }
    anyhow::ensure!(
        !place.contains('?'),
        "GROUPCOVER_SMTP has nothing after the host: TLS is a must"
    );
    Ok(format!("{url}?tls=required"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use domain::id::MessageId;
    use operations::mail::Paper;
    use std::sync::{Arc, Mutex};
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::{TcpListener, TcpStream};

    /// A mail server on this machine that writes down what it is sent, and says what it is told to say of
    /// a mail's end.
    async fn listen(answer: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, answer, ears.clone()));
            }
        });
        (url, heard)
    }

    async fn converse(
        stream: TcpStream,
        answer: &'static str,
        heard: Arc<Mutex<Vec<String>>>,
    ) -> std::io::Result<()> {
        let (reader, mut writer) = stream.into_split();
        let mut lines = BufReader::new(reader).lines();
        let mut in_mail = false;
        writer.write_all(b"220 here\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            heard.lock().unwrap().push(line.clone());
            let reply = match line.split_whitespace().next().unwrap_or_default() {
                "." if in_mail => {
                    in_mail = false;
                    answer
                }
                _ if in_mail => continue,
                "EHLO" => "250-here\r\n250 8BITMIME",
                "DATA" => {
                    in_mail = true;
                    "354 go on"
                }
                _ => "250 fine",
            };
            writer.write_all(format!("{reply}\r\n").as_bytes()).await?;
        }
        Ok(())
    }

    fn mail() -> Mail {
        let paper = Paper {
            subject: "Für dich".to_owned(),
            text: "Hello Ana,\n\nhttps://renew.example.com/i/abc\n".to_owned(),
            html: "<p>Hello Ana,</p>".to_owned(),
        };
        Mail {
            id: MessageId(uuid::Uuid::from_u128(7)),
            name: "Ana Lee".to_owned(),
            email: "ana@example.com".to_owned(),
            written_at: DateTime::UNIX_EPOCH,
            paper,
        }
    }

    const FROM: &str = "Harbor Health Plan <no-reply@harbor.example>";

    #[tokio::test]
    async fn a_mail_is_handed_over_and_is_the_same_when_it_is_handed_over_again() {
        let (url, heard) = listen("250 2.0.0 queued as 12AB").await;
        let smtp = Smtp::new(&url, FROM).unwrap();
        assert_eq!(smtp.send(&mail()).await.unwrap(), "250 2.0.0 queued as 12AB");
        let first = std::mem::take(&mut *heard.lock().unwrap());
        let has =
            |line: &str| assert!(first.iter().any(|heard| heard == line), "{line}: {first:?}");
        has("MAIL FROM:<no-reply@harbor.example>");
        has("RCPT TO:<ana@example.com>");
        has("Message-ID: <00000000-0000-0000-0000-000000000007@harbor.example>");
        has("Date: Thu, 01 Jan 1970 00:00:00 +0000");
        has("From: \"Harbor Health Plan\" <no-reply@harbor.example>");
        has("To: \"Ana Lee\" <ana@example.com>");
        has("Subject: =?utf-8?b?RsO8cg==?= dich");
        has("https://renew.example.com/i/abc");
        has("<p>Hello Ana,</p>");

        smtp.send(&mail()).await.unwrap();
        let second = heard.lock().unwrap().clone();
        let from = |lines: &[String]| {
            lines.iter().skip_while(|line| *line != "DATA").cloned().collect::<Vec<_>>()
        };
        assert_eq!(from(&first), from(&second));
    }

    #[tokio::test]
    async fn a_refusal_says_whether_it_is_for_good() {
        for (answer, for_good) in
            [("451 later", false), ("550 no such user", true), ("535 who are you", false)]
        {
            let (url, _) = listen(answer).await;
            let refused = Smtp::new(&url, FROM).unwrap().send(&mail()).await.unwrap_err();
            assert_eq!(refused.for_good, for_good, "{answer}: {refused:?}");
            assert!(refused.why.contains(&answer[4..]), "{answer}: {refused:?}");
        }
        let (url, heard) = listen("250 fine").await;
        let smtp = Smtp::new(&url, FROM).unwrap();
        let nobody = Mail { email: "ana@example.com\r\nRCPT TO:<x@y.zz>".to_owned(), ..mail() };
        assert!(smtp.send(&nobody).await.unwrap_err().for_good);
        assert_eq!(heard.lock().unwrap().len(), 0, "nothing was said");
        let named = Mail { name: "Ana\r\nBcc: x@y.zz".to_owned(), ..mail() };
        smtp.send(&named).await.unwrap();
        let heard = heard.lock().unwrap().clone();
        assert!(!heard.iter().any(|line| line.starts_with("Bcc")), "{heard:?}");
    }

    #[tokio::test]
    async fn a_mail_server_that_is_away_is_tried_again() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        drop(listener);
        let refused = Smtp::new(&url, FROM).unwrap().send(&mail()).await.unwrap_err();
        assert!(!refused.for_good, "{refused:?}");
    }

    #[test]
    fn tls_is_a_must_but_on_this_machine() {
        for (url, used) in [
            ("smtps://u:p@mail.example.com", Some("smtps://u:p@mail.example.com")),
            (
                "smtp://u:p@mail.example.com:587",
                Some("smtp://u:p@mail.example.com:587?tls=required"),
            ),
            ("smtp://localhost:2525", Some("smtp://localhost:2525")),
            ("smtp://127.0.0.1", Some("smtp://127.0.0.1")),
            ("smtp://localhost.example.com", Some("smtp://localhost.example.com?tls=required")),
            (
                "smtp://u:p@localhost@mail.example.com",
                Some("smtp://u:p@localhost@mail.example.com?tls=required"),
            ),
            ("smtp://mail.example.com?tls=opportunistic", None),
            ("http://mail.example.com", None),
        ] {
            assert_eq!(with_tls(url).ok().as_deref(), used, "{url}");
        }
        let refused = Smtp::new("smtp://ana:secret@", FROM).err().unwrap();
        assert!(!format!("{refused:#}").contains("secret"), "{refused:#}");
        assert!(Smtp::new("smtps://mail.example.com", "nobody").is_err());
    }
}
