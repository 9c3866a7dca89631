//! What is done without anybody asking, once an hour. Each is safe to repeat, and in several servers.

use operations::Operations;
use std::path::PathBuf;
use std::time::Duration;

const EVERY: Duration = Duration::from_hours(1);

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
        tokio::time::sleep(EVERY).await;
        // The demo's dates stand around today, so a new day may bring new ones.
        if let Some(folder) = &demo_folder
            && let Err(error) = operations.set_up_demo(folder).await
        {
            tracing::error!(cause = ?error, "the demo could not be brought up to date");
        }
    }
}
