//! What is done without anybody asking: mail is sent and files are exchanged with the core system every few
//! seconds, the rest is done once an hour. Each is safe to repeat, and in several servers.

use operations::Operations;
use operations::mail::{Delivered, Mailer};
use operations::submission::{CoreSystem, Turned};
use std::path::PathBuf;
use std::time::Duration;

const EVERY: Duration = Duration::from_hours(1);
/// How long mail waits at most before it is looked for.
const MAIL_EVERY: Duration = Duration::from_secs(3);
/// How long a file for the core system waits at most before it is looked for, and an answer of it.
const FILES_EVERY: Duration = Duration::from_secs(5);

/// Hands files over to the core system for ever, and takes in what it answers.
pub(crate) async fn exchange(operations: Operations, core: Box<dyn CoreSystem>) {
    loop {
        if let Err(error) = operations.exchange_files(&*core).await {
            tracing::error!(cause = ?error, "files could not be exchanged with the core system");
        }
        tokio::time::sleep(FILES_EVERY).await;
    }
}

/// Writes letters that were asked for, and sends mail for ever; where there is no mail server, it is kept.
///
/// Nobody wakes this who asks for a letter: what is done for an account, and not for an address that nobody has,
/// would follow at once upon the answer, and whoever asks again right then would be kept waiting by it.
pub(crate) async fn deliver(operations: Operations, mailer: Option<impl Mailer>) {
    loop {
        if let Err(error) = operations.write_asked().await {
            tracing::error!(cause = ?error, "letters that were asked for could not be written");
        }
        let sent = match &mailer {
            Some(mailer) => operations.deliver(mailer).await,
            None => Ok(Delivered::default()),
        };
        match sent {
            Ok(done) if done != Delivered::default() => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(cause = ?error, "mail could not be looked for"),
        }
        tokio::time::sleep(MAIL_EVERY).await;
    }
}

/// Runs the jobs for ever, the first time at once.
pub(crate) async fn run(operations: Operations, demo_folder: Option<PathBuf>) {
    loop {
        match operations.forget_prospects().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "rosters of prospects forgotten"),
            Err(error) => tracing::error!(cause = ?error, "prospects could not be forgotten"),
        }
        if let Err(error) = operations.forget_sessions().await {
            tracing::error!(cause = ?error, "sessions that ended could not be forgotten");
        }
        match operations.forget_mails().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "mails forgotten that were settled long ago"),
            Err(error) => tracing::error!(cause = ?error, "mails could not be forgotten"),
        }
        match operations.close_abandoned().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "forms closed that their officers left lying"),
            Err(error) => tracing::error!(cause = ?error, "forms could not be closed"),
        }
        let turned = operations.turn_calendar().await;
        if turned != Turned::default() {
            tracing::info!(?turned, "the calendar was turned");
        }
        tokio::time::sleep(EVERY).await;
        // The demo's dates stand around today, so a new day may bring new ones: not one that somebody chose.
        if let Some(folder) = &demo_folder
            && operations.moved_day().is_none()
            && let Err(error) = operations.set_up_demo(folder).await
        {
            tracing::error!(cause = ?error, "the demo could not be brought up to date");
        }
    }
}
