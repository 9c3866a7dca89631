//! The carrier's core system: reached through two folders, or in the demo a built-in one that accepts all.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use formats::x12::{Ack, Answer, Envelope, Of, read_834, write_999};
use operations::submission::{CoreSystem, CoreTrouble};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The largest answer that is read, in bytes: one to a file of ours is far smaller.
const ANSWER_MAX: u64 = 4 * 1024 * 1024;
/// Where answers go that were taken in.
const DONE: &str = "done";
/// Where answers go that cannot be understood.
const REFUSED: &str = "refused";

/// Two folders: into one files are put, from the other answers are taken.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    outbox: PathBuf,
    inbox: PathBuf,
}

impl Folders {
    /// Of two folders that are there. Those for answers that were taken in or refused are made in the inbox.
    pub(crate) fn open(outbox: &Path, inbox: &Path) -> std::io::Result<Self> {
        for folder in [outbox, inbox] {
            if !folder.is_dir() {
                let missing = format!("{} is no folder", folder.display());
                return Err(std::io::Error::new(ErrorKind::NotADirectory, missing));
            }
        }
        for folder in [DONE, REFUSED] {
            std::fs::create_dir_all(inbox.join(folder))?;
        }
        Ok(Self { outbox: outbox.to_owned(), inbox: inbox.to_owned() })
    }

    /// Writes a file under another name and renames it when it is whole: it may be fetched at any moment.
    fn put(&self, name: &str, content: &str) -> std::io::Result<()> {
        let draft = self.outbox.join(format!(".{name}.tmp"));
        let mut file = File::create(&draft)?;
        file.write_all(content.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&draft, self.outbox.join(name))
    }

    /// The answers by name. What begins with a dot or ends with `.tmp` is still being written; one that is
    /// too large is given without its bytes, so that it is refused.
    fn look(&self) -> std::io::Result<Vec<(String, Vec<u8>)>> {
        let mut answers = Vec::new();
        for entry in std::fs::read_dir(&self.inbox)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') || name.strip_suffix(".tmp").is_some() {
                continue;
            }
            match read(&entry.path()) {
                Ok(Some(bytes)) => answers.push((name, bytes)),
                Ok(None) => {}
                // Another server put it away meanwhile.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => tracing::warn!(name, %error, "an answer cannot be read"),
            }
        }
        answers.sort();
        Ok(answers)
    }

    fn put_away(&self, name: &str, taken: bool) -> std::io::Result<()> {
        let folder = self.inbox.join(if taken { DONE } else { REFUSED });
        match std::fs::rename(self.inbox.join(name), folder.join(name)) {
            // Another server did so meanwhile.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

/// What is in a file; nothing where it is a folder or something else.
fn read(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        return Ok(None);
    }
    if about.len() > ANSWER_MAX {
        return Ok(Some(Vec::new()));
    }
    std::fs::read(path).map(Some)
}

/// Does what may wait for a disk off the threads that answer.
async fn aside<T: Send + 'static>(
    what: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, CoreTrouble> {
    let done = tokio::task::spawn_blocking(what).await;
    let done = done.map_err(|error| CoreTrouble(error.to_string()))?;
    done.map_err(|error| CoreTrouble(error.to_string()))
}

#[async_trait]
impl CoreSystem for Folders {
    async fn hand_over(&self, name: &str, content: &str) -> Result<(), CoreTrouble> {
        let (folders, name, content) = (self.clone(), name.to_owned(), content.to_owned());
        aside(move || folders.put(&name, &content)).await
    }

    async fn answers(&self) -> Result<Vec<(String, Vec<u8>)>, CoreTrouble> {
        let folders = self.clone();
        aside(move || folders.look()).await
    }

    async fn settle(&self, name: &str, taken: bool) -> Result<(), CoreTrouble> {
        let (folders, name) = (self.clone(), name.to_owned());
        aside(move || folders.put_away(&name, taken)).await
    }
}

/// The demo's core system, which accepts each file that it is handed.
#[derive(Debug, Default)]
pub(crate) struct Accepting {
    answers: Mutex<Vec<(String, Vec<u8>)>>,
}

impl Accepting {
    fn held(&self) -> std::sync::MutexGuard<'_, Vec<(String, Vec<u8>)>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a file is answered: accepted, by its own control number and back where it came from.
fn accept(name: &str, content: &str) -> Option<Vec<u8>> {
    let sent = read_834(name, content.as_bytes()).ok()?.header.envelope;
    let created_at: DateTime<Utc> = sent.created_at;
    let control = sent.control;
    let back = Envelope {
        sender: sent.receiver,
        receiver: sent.sender,
        control,
        created_at,
        test: sent.test,
    };
    let ack = Ack { of: Of::Group, control, answer: Answer::Accepted, errors: Vec::new() };
    write_999(&back, &ack).ok()
}

#[async_trait]
impl CoreSystem for Accepting {
    async fn hand_over(&self, name: &str, content: &str) -> Result<(), CoreTrouble> {
        let answer = accept(name, content);
        let answer = answer.ok_or_else(|| CoreTrouble("This is no file of changes.".to_owned()))?;
        self.held().push((name.replace(".834", ".999"), answer));
        Ok(())
    }

    async fn answers(&self) -> Result<Vec<(String, Vec<u8>)>, CoreTrouble> {
        Ok(self.held().clone())
    }

    async fn settle(&self, name: &str, _taken: bool) -> Result<(), CoreTrouble> {
        self.held().retain(|(known, _)| known != name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::census::Relationship;
    use domain::id::PlanId;
    use domain::plan::Line;
    use domain::submission::Maintenance;
    use formats::x12::{Enrollment, Header, Member, MemberLine, Reason, read_ack, write_834};
    use std::fs;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn files_go_into_one_folder_and_answers_come_from_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let (outbox, inbox) = (folder.path().join("out"), folder.path().join("in"));
        assert!(Folders::open(&outbox, &inbox).is_err(), "a folder that is not there is told");
        fs::create_dir(&outbox).unwrap();
        fs::create_dir(&inbox).unwrap();
        let core = Folders::open(&outbox, &inbox).unwrap();
        // The same name again is the same file.
        for _ in 0..2 {
            core.hand_over("000000001.834", "ISA*00~").await.unwrap();
            assert_eq!(names(&outbox), ["000000001.834"]);
        }
        assert_eq!(fs::read_to_string(outbox.join("000000001.834")).unwrap(), "ISA*00~");

        for (name, content) in [("b.999", "b"), ("a.999", "a"), (".c.999", "c"), ("d.999.tmp", "d")]
        {
            fs::write(inbox.join(name), content).unwrap();
        }
        let large = File::create(inbox.join("large.999")).unwrap();
        large.set_len(ANSWER_MAX + 1).unwrap();
        let answer = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
        let found = core.answers().await.unwrap();
        assert_eq!(found, [answer("a.999", b"a"), answer("b.999", b"b"), answer("large.999", b"")]);
        core.settle("a.999", true).await.unwrap();
        core.settle("b.999", false).await.unwrap();
        core.settle("large.999", false).await.unwrap();
        // Another server may have been first.
        core.settle("a.999", true).await.unwrap();
        assert_eq!(core.answers().await.unwrap(), []);
        assert_eq!(names(&inbox.join(DONE)), ["a.999"]);
        assert_eq!(names(&inbox.join(REFUSED)), ["b.999", "large.999"]);
        assert_eq!(names(&inbox), [".c.999", "d.999.tmp", DONE, REFUSED]);
    }

    #[tokio::test]
    async fn a_folder_that_is_gone_is_trouble_and_no_end() {
        let folder = tempfile::tempdir().unwrap();
        let core = Folders::open(folder.path(), folder.path()).unwrap();
        folder.close().unwrap();
        assert!(core.hand_over("000000001.834", "ISA*00~").await.is_err());
        assert!(core.answers().await.is_err());
    }

    #[tokio::test]
    async fn the_demo_accepts_what_it_is_handed() {
        let header = Header {
            envelope: Envelope {
                sender: "GROUPCOVER".to_owned(),
                receiver: "CORE".to_owned(),
                control: 7,
                created_at: DateTime::UNIX_EPOCH,
                test: false,
            },
            carrier: "Harbor Health Plan".to_owned(),
            carrier_id: "CORE".to_owned(),
            sponsor: "Bayside Dental Group".to_owned(),
            sponsor_id: "HH104233".to_owned(),
            effective_on: "2027-01-01".parse().unwrap(),
        };
        let joins = MemberLine {
            line: Line::Medical,
            what: Maintenance::Add,
            plan: PlanId::parse("12345CA0010001").unwrap(),
            plan_name: "Bronze 60".to_owned(),
            on: header.effective_on,
        };
        let member = Member {
            employee: 2,
            row: 2,
            name: "Ana Lee".to_owned(),
            relationship: Relationship::Employee,
            born_on: "1980-01-01".parse().unwrap(),
            what: Maintenance::Add,
            reason: Reason::InitialEnrollment,
            lines: vec![joins],
        };
        let file = write_834(&Enrollment { header, members: vec![member] }).unwrap();
        let core = Accepting::default();
        core.hand_over("000000007.834", &String::from_utf8(file).unwrap()).await.unwrap();
        let answers = core.answers().await.unwrap();
        let (name, bytes) = &answers[0];
        let acks = read_ack(name, bytes).unwrap();
        assert_eq!((acks.len(), acks[0].control, acks[0].answer), (1, 7, Answer::Accepted));
        core.settle(name, true).await.unwrap();
        assert_eq!(core.answers().await.unwrap(), []);
        assert!(core.hand_over("x", "nonsense").await.is_err());
    }
}
