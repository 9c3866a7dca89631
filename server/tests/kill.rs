//! The server is killed while it takes forms and sends mail. What it had answered is kept, and nobody is sent
//! two different mails about one thing.

mod common;

use common::{Keys, MailServer, Running, groupcover, send_the_rest, store};
use std::collections::BTreeSet;
use std::time::Duration;
use store::Store;

/// How often the server is killed.
const KILLS: u64 = 8;
/// How long it is left alone at the most, in milliseconds, once it answers.
const LIFE: u64 = 900;

/// Sends the form of the nth officer. Answers whether the server said that it took it.
fn register(server: &Running, nth: u64) -> bool {
    let form = format!(
        "form[company]=Sample+Company+{nth}&form[ein]=45-{:07}&form[group_number]=HH{:06}\
         &form[officer]=Ruth+Abel&form[title]=President&form[email]=officer{nth}%40example.com\
         &form[phone]=415-555-0100&form[administrator]=Ana+Lee\
         &form[administrator_email]=ana{nth}%40example.com&form[capabilities][]=pay\
         &form[attests]=yes&form[signature]=Ruth+Abel",
        1_000_000 + nth,
        100_000 + nth
    );
    let Some(answer) = server.post("/api/designation/register", nth, "", &form) else {
        return false;
    };
    let took = answer.starts_with("HTTP/1.1 302") && answer.contains("/register/");
    assert!(took, "form {nth}: {answer}");
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_kept_and_told_once_however_often_the_server_dies() {
    let folder = tempfile::tempdir().unwrap();
    let (mails, smtp) = MailServer::start();
    let keys = Keys::new();
    let (mut nth, mut answered) = (0, Vec::new());
    for kill in 0..KILLS {
        let server = Running::start(folder.path(), &smtp, &keys);
        // Spread over its life, so that it dies now here, now there.
        let dies = server.kill_after(Duration::from_millis(LIFE * (kill + 1) / KILLS));
        while !dies.is_finished() {
            nth += 1;
            if register(&server, nth) {
                answered.push(nth);
            }
        }
        dies.join().unwrap();
    }
    assert!(answered.len() > 20, "it had time to do something: {}", answered.len());

    send_the_rest(&folder, &smtp, &keys).await;
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
