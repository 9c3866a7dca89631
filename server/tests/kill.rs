//! The server is killed while it takes forms and sends mail. What it had answered is kept, and nobody is sent
//! two different mails about one thing.

#![expect(clippy::unwrap_used, reason = "in helpers of tests, which clippy does not know as such")]

use chrono::{DateTime, TimeDelta, Utc};
use domain::outbox::MessageState;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use store::Store;
use store_sqlite::SqliteStore;
use tempfile::TempDir;

/// How often the server is killed.
const KILLS: u64 = 8;
/// How long it is left alone at the most, in milliseconds, once it answers.
const LIFE: u64 = 900;

/// A mail server that writes down which mail it took for whom, and takes its time to say so.
#[derive(Clone, Default)]
struct MailServer(Arc<Mutex<BTreeMap<String, BTreeSet<String>>>>);

impl MailServer {
    fn start() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let server = Self::default();
        let taken = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let taken = taken.clone();
                // A killed client's connection ends in the middle.
                thread::spawn(move || taken.talk(stream).ok());
            }
        });
        (server, url)
    }

    fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut writer = stream.try_clone()?;
        let (mut to, mut id, mut in_mail) = (String::new(), String::new(), false);
        writer.write_all(b"220 here\r\n")?;
        for line in BufReader::new(stream).lines() {
            let line = line?;
            if in_mail && line != "." {
                if let Some(named) = line.strip_prefix("Message-ID: ") {
                    named.clone_into(&mut id);
                }
                continue;
            }
            let reply = match line.split_whitespace().next().unwrap_or_default() {
                "." => {
                    in_mail = false;
                    self.0.lock().unwrap().entry(to.clone()).or_default().insert(id.clone());
                    // It has the mail, and whoever sent it may die before it learns so.
                    thread::sleep(Duration::from_millis(40));
                    "250 queued"
                }
                "EHLO" => "250-here\r\n250 8BITMIME",
                "RCPT" => {
                    to = line.chars().skip_while(|c| *c != '<').collect();
                    "250 fine"
                }
                "DATA" => {
                    in_mail = true;
                    "354 go on"
                }
                _ => "250 fine",
            };
            writer.write_all(format!("{reply}\r\n").as_bytes())?;
        }
        Ok(())
    }

    /// Which mails were taken, for whom.
    fn taken(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.0.lock().unwrap().clone()
    }
}

/// A server that runs, and is killed when it is dropped.
struct Running {
    child: Child,
    port: u16,
}

impl Drop for Running {
    fn drop(&mut self) {
        // SIGKILL: it has no time to put anything in order.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn key() -> String {
    let made = groupcover(Path::new(".")).args(["keys", "new"]).output().unwrap();
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

fn groupcover(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groupcover"));
    command.current_dir(folder).env("DATABASE_URL", "sqlite:test.db").env("RUST_LOG", "error");
    command
}

impl Running {
    fn start(folder: &Path, smtp: &str, (keys, index): (&str, &str)) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let port_text = port.to_string();
        let serve = ["serve", "--origin", "https://renew.example.com", "--port", &port_text];
        let child = groupcover(folder)
            .args(serve)
            .args(["--site", ".", "--trusted-proxy", "127.0.0.1"])
            .env("GROUPCOVER_KEYS", format!("one:{keys}"))
            .env("GROUPCOVER_INDEX_KEY", index)
            .env("GROUPCOVER_SMTP", smtp)
            .env("GROUPCOVER_MAIL_FROM", "no-reply@harbor.example")
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let running = Self { child, port };
        let began = Instant::now();
        while !running.is_ready() {
            assert!(began.elapsed() < Duration::from_mins(1), "it does not start");
            thread::sleep(Duration::from_millis(20));
        }
        running
    }

    fn is_ready(&self) -> bool {
        self.ask("GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .is_some_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }

    /// The answer to a request; nothing where the connection ended before it was there.
    fn ask(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        (!answer.is_empty()).then_some(answer)
    }

    /// Sends the form of the nth officer. Answers whether the server said that it took it.
    fn register(&self, nth: u64) -> bool {
        let form = format!(
            "form[company]=Sample+Company+{nth}&form[ein]=45-{:07}&form[group_number]=HH{:06}\
             &form[officer]=Ruth+Abel&form[title]=President&form[email]=officer{nth}%40example.com\
             &form[phone]=415-555-0100&form[administrator]=Ana+Lee\
             &form[administrator_email]=ana{nth}%40example.com&form[capabilities][]=pay\
             &form[attests]=yes&form[signature]=Ruth+Abel",
            1_000_000 + nth,
            100_000 + nth
        );
        let request = format!(
            "POST /api/designation/register HTTP/1.1\r\nhost: renew.example.com\r\n\
             origin: https://renew.example.com\r\nsec-fetch-site: same-origin\r\n\
             x-forwarded-for: 10.0.{}.{}\r\naccept: text/html\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            nth / 200,
            nth % 200,
            form.len()
        );
        let Some(answer) = self.ask(&request) else { return false };
        let took = answer.starts_with("HTTP/1.1 302") && answer.contains("/register/");
        assert!(took, "form {nth}: {answer}");
        true
    }
}

#[expect(clippy::disallowed_methods, reason = "the server that is tested lives in real time")]
fn now() -> DateTime<Utc> {
    Utc::now()
}

async fn store(folder: &TempDir) -> SqliteStore {
    let file = folder.path().join("test.db");
    SqliteStore::open(file.to_str().unwrap()).await.unwrap()
}

/// Makes due at once what a killed server was sending, as time does otherwise.
async fn let_leases_end(folder: &TempDir) {
    let store = store(folder).await;
    let now = now();
    loop {
        let mut unit = store.begin().await.unwrap();
        let later = now + TimeDelta::days(1);
        let Some(leased) = unit.outbox().lease(later, later).await.unwrap() else { return };
        unit.outbox().mark_failed(&leased.head, Some(now + TimeDelta::days(2)), "").await.unwrap();
        unit.commit().await.unwrap();
    }
}

/// Sends all that waits now.
async fn make_due(folder: &TempDir) {
    let store = store(folder).await;
    let mut unit = store.begin().await.unwrap();
    for head in unit.outbox().messages(Some(MessageState::Waiting), 10_000).await.unwrap() {
        assert!(unit.outbox().send_again(head.id, now()).await.unwrap());
    }
    unit.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_kept_and_told_once_however_often_the_server_dies() {
    let folder = tempfile::tempdir().unwrap();
    let (mails, smtp) = MailServer::start();
    let keys = (key(), key());
    let keys = (keys.0.as_str(), keys.1.as_str());
    let (mut nth, mut answered) = (0, Vec::new());
    for kill in 0..KILLS {
        let server = Running::start(folder.path(), &smtp, keys);
        // Spread over its life, so that it dies now here, now there.
        let life = Duration::from_millis(LIFE * (kill + 1) / KILLS);
        let running = Arc::new(server);
        let dies = thread::spawn({
            let id = running.child.id();
            move || {
                thread::sleep(life);
                let killed = Command::new("kill").args(["-9", &id.to_string()]).status();
                assert!(killed.unwrap().success());
            }
        });
        while !dies.is_finished() {
            nth += 1;
            if running.register(nth) {
                answered.push(nth);
            }
        }
        dies.join().unwrap();
    }
    assert!(answered.len() > 20, "it had time to do something: {}", answered.len());

    let_leases_end(&folder).await;
    make_due(&folder).await;
    let server = Running::start(folder.path(), &smtp, keys);
    let began = Instant::now();
    loop {
        let store = store(&folder).await;
        let mut unit = store.begin_read().await.unwrap();
        if unit.outbox().messages(Some(MessageState::Waiting), 1).await.unwrap().is_empty()
            && unit.outbox().messages(Some(MessageState::Sending), 1).await.unwrap().is_empty()
        {
            break;
        }
        assert!(began.elapsed() < Duration::from_mins(2), "mail is left over");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    drop(server);

    let store = store(&folder).await;
    let mut unit = store.begin_read().await.unwrap();
    let kept = unit.designation().designations(10_000).await.unwrap();
    let kept: BTreeSet<String> = kept.into_iter().map(|d| d.form.officer.email).collect();
    let messages = unit.outbox().messages(None, 10_000).await.unwrap();
    let taken = mails.taken();
    for nth in &answered {
        let email = format!("officer{nth}@example.com");
        assert!(kept.contains(&email), "the form of {email} is kept");
    }
    // What was kept without an answer counts too: whoever sent it is told by mail.
    for email in &kept {
        let of_one = messages.iter().filter(|message| message.email == *email).count();
        assert_eq!(of_one, 1, "messages to {email}");
        let ids = taken.get(&format!("<{email}>")).map_or(0, BTreeSet::len);
        assert_eq!(ids, 1, "different mails to {email}");
    }
    assert_eq!(messages.len(), kept.len(), "no mail about a form that is not kept");

    let verified = groupcover(folder.path()).args(["audit", "verify"]).output().unwrap();
    assert!(verified.status.success(), "{verified:?}");
}
