//! `gongkai serve`: the portal, until it is asked to stop.

use super::{open, runtime};
use crate::cli;
use crate::talk::Talk;
use anyhow::{Context, Result, anyhow};
use app::App;
use app::portal::Shelf;
use app::report::shelve;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;

pub(super) fn run(args: cli::Serve, config: &Path, talk: &Talk) -> Result<ExitCode> {
    runtime()?.block_on(async {
        let app = open(config).await?;
        let address = args.listen.unwrap_or_else(|| app.settings.listen.clone());
        let listener = TcpListener::bind(&address)
            .await
            .with_context(|| talk.lang.say_with("serve-cannot-listen", &[("address", &address)]))?;
        let local = listener.local_addr()?;
        talk.say_address("serve-open", &format!("http://{local}/"));
        serve(app, listener).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Listens on the port of this machine, or on a free one when it is taken.
pub(super) async fn listen(port: u16, talk: &Talk) -> Result<TcpListener> {
    match TcpListener::bind(("127.0.0.1", port)).await {
        Ok(listener) => Ok(listener),
        Err(_) => {
            talk.say("serve-port-taken", &[("port", &port.to_string())]);
            TcpListener::bind(("127.0.0.1", 0)).await.map_err(|error| anyhow!(error))
        }
    }
}

/// Serves until interrupted or terminated.
pub(super) async fn serve(app: Arc<App>, listener: TcpListener) -> Result<()> {
    let shelf = Arc::new(Shelf::new(Some(shelve::folder(&app))));
    let router = web::router(app.portal(Arc::clone(&shelf)), web::Options::default());
    let expiring = tokio::spawn(app::records::keep_expiring(Arc::clone(&app)));
    let keeping = tokio::spawn(shelve::keep(app, shelf));
    let served = web::serve(listener, router, stop()).await;
    keeping.abort();
    expiring.abort();
    Ok(served?)
}

async fn stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminated {
            Ok(mut terminated) => tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => {
                let _ = interrupted.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupted.await;
    }
}
