//! A server that is killed, and the mail server that it sends to.

#![expect(clippy::unwrap_used, reason = "in helpers of tests, which clippy does not know as such")]

use chrono::{DateTime, TimeDelta, Utc};
use domain::outbox::MessageState;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use store::Store;
use store_sqlite::SqliteStore;
use tempfile::TempDir;

/// The name of the cookie that a session is in.
pub const SESSION: &str = "__Host-groupcover";

/// A mail server that writes down which mail it took for whom, and takes its time to say so.
#[derive(Clone, Default)]
pub struct MailServer(Arc<Mutex<BTreeMap<String, BTreeSet<String>>>>);

impl MailServer {
    /// Starts one. Answers it and where it is.
    pub fn start() -> (Self, String) {
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
    pub fn taken(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.0.lock().unwrap().clone()
    }
}

/// A server that runs, and is killed when it is dropped.
pub struct Running {
    child: Child,
    port: u16,
}

/// The keys that a server seals and counts with.
pub struct Keys {
    seal: String,
    index: String,
}

impl Keys {
    /// New ones.
    pub fn new() -> Self {
        Self { seal: key(), index: key() }
    }
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

/// The binary, with the database of a folder.
pub fn groupcover(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groupcover"));
    command.current_dir(folder).env("DATABASE_URL", "sqlite:test.db").env("RUST_LOG", "error");
    command
}

impl Running {
    /// Starts one, and waits until it answers.
    pub fn start(folder: &Path, smtp: &str, keys: &Keys) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let port_text = port.to_string();
        let serve = ["serve", "--origin", "https://renew.example.com", "--port", &port_text];
        let child = groupcover(folder)
            .args(serve)
            .args(["--site", ".", "--trusted-proxy", "127.0.0.1"])
            .env("GROUPCOVER_KEYS", format!("one:{}", keys.seal))
            .env("GROUPCOVER_INDEX_KEY", &keys.index)
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
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        (!answer.is_empty()).then(|| String::from_utf8_lossy(&answer).into_owned())
    }

    /// The answer to the form of the nth person, who has an address of their own, and the session of a cookie
    /// unless it is empty.
    pub fn post(&self, path: &str, nth: u64, session: &str, form: &str) -> Option<String> {
        let cookie = match session {
            "" => String::new(),
            session => format!("cookie: {SESSION}={session}\r\n"),
        };
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nhost: renew.example.com\r\n\
             origin: https://renew.example.com\r\nsec-fetch-site: same-origin\r\n\
             x-forwarded-for: 10.0.{}.{}\r\naccept: text/html\r\nconnection: close\r\n{cookie}\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            nth / 200,
            nth % 200,
            form.len()
        ))
    }

    /// Kills it after a time, whatever it does then.
    pub fn kill_after(&self, life: Duration) -> JoinHandle<()> {
        let id = self.child.id();
        thread::spawn(move || {
            thread::sleep(life);
            let killed = Command::new("kill").args(["-9", &id.to_string()]).status();
            assert!(killed.unwrap().success());
        })
    }
}

/// This moment.
#[expect(clippy::disallowed_methods, reason = "the server that is tested lives in real time")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The store that the servers of a folder work on.
pub async fn store(folder: &TempDir) -> SqliteStore {
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

/// Has all mail sent that is left over, by a server that is not killed before.
pub async fn send_the_rest(folder: &TempDir, smtp: &str, keys: &Keys) {
    let_leases_end(folder).await;
    make_due(folder).await;
    let _server = Running::start(folder.path(), smtp, keys);
    let began = Instant::now();
    loop {
        let store = store(folder).await;
        let mut unit = store.begin_read().await.unwrap();
        if unit.factor().next_asked_link().await.unwrap().is_none()
            && unit.outbox().messages(Some(MessageState::Waiting), 1).await.unwrap().is_empty()
            && unit.outbox().messages(Some(MessageState::Sending), 1).await.unwrap().is_empty()
        {
            break;
        }
        assert!(began.elapsed() < Duration::from_mins(2), "mail is left over");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
