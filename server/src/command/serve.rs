//! `groupcover serve`

use super::keys::KeyArgs;
use crate::core_system::{Accepting, Folders};
use crate::mail::Smtp;
use crate::{database, jobs, router};
use anyhow::Context;
use app::context::Carrier;
use clap::Args;
use operations::Settings;
use operations::submission::CoreSystem;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::sync::watch;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The address to listen at.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// The port to listen at.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The built site: pages' scripts, styles and fonts.
    #[arg(long, default_value = "target/site", value_name = "FOLDER")]
    site: PathBuf,
    /// Where people reach this, `https://renew.example.com`: links in mails begin with it, and sessions
    /// are kept over TLS alone if it is https. In the demo, this machine.
    #[arg(long, env = "GROUPCOVER_ORIGIN", value_name = "URL")]
    origin: Option<String>,
    /// The addresses of the proxies before this server, which say in `X-Forwarded-For` who asks. From others
    /// that header is not believed.
    #[arg(long, env = "GROUPCOVER_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    trusted_proxy: Vec<IpAddr>,
    #[command(flatten)]
    keys: KeyArgs,
    /// The name of the carrier that runs this.
    #[arg(long, env = "GROUPCOVER_CARRIER", default_value = "Groupcover", value_name = "NAME")]
    carrier: String,
    /// The mail server, `smtps://user:password@host`, or `smtp://…` for STARTTLS. In the demo mail is kept
    /// to be read by staff, unless this is set.
    #[arg(long, env = "GROUPCOVER_SMTP", hide_env_values = true, value_name = "URL")]
    smtp: Option<String>,
    /// Whom mail comes from: an address, or `Name <address>`.
    #[arg(long, env = "GROUPCOVER_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// The folder into which change files (X12 834) are put for the carrier's core system, which takes them
    /// away. Each appears whole, under its control number. Without it files wait; in the demo a built-in
    /// core system accepts them.
    #[arg(long, env = "GROUPCOVER_CORE_OUTBOX", value_name = "FOLDER", requires = "core_inbox")]
    core_outbox: Option<PathBuf>,
    /// The folder from which the core system's answers (X12 999 or TA1) are taken, except those whose names
    /// begin with a dot or end with `.tmp`. Those taken in go to `done` in it, those that cannot be
    /// understood to `refused`.
    #[arg(long, env = "GROUPCOVER_CORE_INBOX", value_name = "FOLDER", requires = "core_outbox")]
    core_inbox: Option<PathBuf>,
    /// Show invented data of an invented carrier, and say so on every page. Only on this machine.
    #[arg(long)]
    demo: bool,
    /// Where the demo's filings are written, and read from.
    #[arg(long, default_value = "demo-filings", value_name = "FOLDER")]
    demo_folder: PathBuf,
}

pub(crate) async fn run(database_url: &str, serve: Serve) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        !serve.demo || serve.address.is_loopback(),
        "the demo is only served on this machine: leave --address away"
    );
    let origin = origin_of(&serve)?;
    let secrets = Some(serve.keys.secrets(serve.demo)?);
    let smtp = smtp(&serve)?;
    let core = core(&serve)?;
    let carrier = if serve.demo { demo_carrier() } else { serve.carrier.clone() };
    let keeps_mail = smtp.is_none();
    let settings =
        Settings { origin: origin.clone(), carrier, secrets, keeps_mail, ..Settings::default() };
    let mut operations = database::operations(database_url).await?.with(settings);
    let carrier = if serve.demo {
        operations = operations.showing_demo();
        operations.set_up_demo(&serve.demo_folder).await?;
        Carrier { name: demo_carrier(), demo: true, moved_to: None }
    } else {
        Carrier { name: serve.carrier, demo: false, moved_to: None }
    };
    let (stop, stopping) = watch::channel(false);
    let app = router::app(operations.clone(), carrier, &serve.site, serve.trusted_proxy, stopping);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let demo_folder = serve.demo.then_some(serve.demo_folder);
    let mail = tokio::spawn(jobs::deliver(operations.clone(), smtp));
    let files = core.map(|core| tokio::spawn(jobs::exchange(operations.clone(), core)));
    let jobs = tokio::spawn(jobs::run(operations, demo_folder));

    let address = SocketAddr::new(serve.address, serve.port);
    let listener = tokio::net::TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen at {address}: is something else there? Try --port")
    })?;
    tracing::info!("listening at http://{}, for {origin}", listener.local_addr()?);
    axum::serve(listener, app).with_graceful_shutdown(asked_to_stop(stop)).await?;
    jobs.abort();
    // What was being sent is sent once more by whoever looks next: it is late, not lost.
    mail.abort();
    if let Some(files) = files {
        files.abort();
    }
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Where people reach this. The demo is on this machine; elsewhere it must be said, since nothing that
/// comes with a request can be trusted for it.
fn origin_of(serve: &Serve) -> anyhow::Result<String> {
    match &serve.origin {
        Some(origin) if serve.demo || origin.starts_with("https://") => {
            Ok(origin.trim_end_matches('/').to_owned())
        }
        Some(_) => anyhow::bail!("--origin must begin with https://: people sign in there"),
        None if serve.demo => Ok(format!("http://localhost:{}", serve.port)),
        None => anyhow::bail!(
            "say where people reach this: --origin https://…, or GROUPCOVER_ORIGIN; \
             to look around, use --demo"
        ),
    }
}

/// The mail server. Only the demo does without.
fn smtp(serve: &Serve) -> anyhow::Result<Option<Smtp>> {
    match (&serve.smtp, &serve.mail_from) {
        (Some(url), Some(from)) => Ok(Some(Smtp::new(url, from)?)),
        (None, None) if serve.demo => Ok(None),
        _ => anyhow::bail!(
            "set GROUPCOVER_SMTP (smtps://user:password@host) and GROUPCOVER_MAIL_FROM (an address): \
             people are invited by mail; to look around, use --demo"
        ),
    }
}

/// The carrier's core system, where there is one: by default the demo has one that accepts all.
fn core(serve: &Serve) -> anyhow::Result<Option<Box<dyn CoreSystem>>> {
    match (&serve.core_outbox, &serve.core_inbox) {
        (Some(outbox), Some(inbox)) => {
            let folders = Folders::open(outbox, inbox).context("the core system is not reached")?;
            Ok(Some(Box::new(folders)))
        }
        (None, None) if serve.demo => Ok(Some(Box::new(Accepting::default()))),
        (None, None) => Ok(None),
        _ => anyhow::bail!("set both GROUPCOVER_CORE_OUTBOX and GROUPCOVER_CORE_INBOX, or neither"),
    }
}

fn demo_carrier() -> String {
    operations::DEMO_CARRIER.to_owned()
}

/// Ends when the process is asked to: requests under way are answered first.
async fn asked_to_stop(stop: watch::Sender<bool>) {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            // Without the signal there is still the interrupt.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
    // Windows that listen would keep their connections open for ever. That none listens is no fault.
    let _ = stop.send(true);
    tracing::info!("asked to stop: answering what is under way");
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        serve: Serve,
    }

    fn serve(args: &[&str]) -> Serve {
        Line::try_parse_from([&["groupcover"], args].concat()).unwrap().serve
    }

    /// Variables of the machine that runs the tests are none of theirs.
    fn bare(args: &[&str]) -> Serve {
        let none = Serve { origin: None, smtp: None, mail_from: None, ..serve(args) };
        Serve { core_outbox: None, core_inbox: None, ..none }
    }

    #[tokio::test]
    async fn mail_has_a_server_outside_the_demo() {
        assert!(smtp(&bare(&["--demo"])).unwrap().is_none());
        assert!(smtp(&bare(&[])).is_err());
        let both = |args: &[&str]| Serve {
            smtp: Some("smtps://mail.example.com".to_owned()),
            mail_from: Some("no-reply@example.com".to_owned()),
            ..bare(args)
        };
        assert!(smtp(&both(&[])).unwrap().is_some());
        assert!(smtp(&both(&["--demo"])).unwrap().is_some());
        for half in
            [Serve { smtp: None, ..both(&["--demo"]) }, Serve { mail_from: None, ..both(&[]) }]
        {
            assert!(smtp(&half).is_err());
        }
    }

    #[test]
    fn the_core_system_has_two_folders_or_is_built_in() {
        assert!(core(&bare(&[])).unwrap().is_none());
        assert!(core(&bare(&["--demo"])).unwrap().is_some());
        let folder = tempfile::tempdir().unwrap();
        let here = || Some(folder.path().to_owned());
        let both = Serve { core_outbox: here(), core_inbox: here(), ..bare(&[]) };
        assert!(core(&both).unwrap().is_some());
        let nowhere = Some(folder.path().join("nowhere"));
        for wrong in [
            Serve { core_inbox: nowhere, ..both },
            Serve { core_outbox: here(), ..bare(&[]) },
            Serve { core_inbox: here(), ..bare(&["--demo"]) },
        ] {
            assert!(core(&wrong).is_err());
        }
    }

    #[test]
    fn people_sign_in_over_tls_outside_the_demo() {
        let at = |origin: &str, args: &[&str]| {
            origin_of(&Serve { origin: Some(origin.to_owned()), ..bare(args) })
        };
        assert_eq!(at("https://a.example/", &[]).unwrap(), "https://a.example");
        assert!(at("http://a.example", &[]).is_err());
        assert_eq!(at("http://a.example", &["--demo"]).unwrap(), "http://a.example");
        assert!(origin_of(&bare(&[])).is_err());
        assert_eq!(origin_of(&bare(&["--demo"])).unwrap(), "http://localhost:3000");
    }
}
