//! What is done without anybody asking: mail is sent every few seconds, the rest is done once an hour. Each
//! is safe to repeat, and in several servers.

use operations::Operations;
use operations::mail::Mailer;
use std::path::PathBuf;
use std::time::Duration;

const EVERY: Duration = Duration::from_hours(1);
/// How long mail waits at most before it is looked for.
const MAIL_EVERY: Duration = Duration::from_secs(3);

/// Sends mail for ever.
pub(crate) async fn deliver(operations: Operations, mailer: impl Mailer) {
    loop {
        if let Err(error) = operations.deliver(&mailer).await {
            tracing::error!(cause = ?error, "mail could not be looked for");
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
        tokio::time::sleep(EVERY).await;
        // The demo's dates stand around today, so a new day may bring new ones.
        if let Some(folder) = &demo_folder
            && let Err(error) = operations.set_up_demo(folder).await
        {
            tracing::error!(cause = ?error, "the demo could not be brought up to date");
        }
    }
}
