//! `gongkai serve`: the portal, until it is asked to stop.

use super::on_school;
use crate::cli;
use crate::talk::Talk;
use anyhow::{Context, Result, anyhow};
use app::App;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;

pub(super) fn run(args: cli::Serve, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let address = args.listen.unwrap_or_else(|| app.settings.listen.clone());
        let serving = Serving::prepare(app, talk)?;
        let listener = TcpListener::bind(&address)
            .await
            .with_context(|| talk.lang.say_with("serve-cannot-listen", &[("address", &address)]))?;
        let local = listener.local_addr()?;
        // Not before: what keeps it from starting is said in one line, without a log around it.
        crate::log::start();
        talk.say_address("serve-open", &format!("http://{local}/"));
        serving.run(listener).await?;
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

/// A portal that is ready to be served.
pub(super) struct Serving {
    app: Arc<App>,
    router: web::Router,
}

impl Serving {
    /// Makes it ready and says what of the settings could not be taken as it is.
    pub(super) fn prepare(app: Arc<App>, talk: &Talk) -> Result<Serving> {
        let router = web::router(app.portal()?, web::Options::default());
        let brand = app.settings.brand_colour.as_deref().and_then(web::Brand::of);
        if let Some(brand) = brand.filter(web::Brand::is_adapted) {
            let shades = [brand.given, brand.light, brand.dark].map(|shade| shade.to_string());
            let shades = [("given", &*shades[0]), ("light", &shades[1]), ("dark", &shades[2])];
            talk.aside(talk.lang.say_with("serve-brand", &shades));
        }
        Ok(Serving { app, router })
    }

    /// Serves until interrupted or terminated.
    pub(super) async fn run(self, listener: TcpListener) -> Result<()> {
        // What came due while nothing ran is done before anybody reads.
        app::jobs::catch_up(&self.app).await?;
        let working = tokio::spawn(app::jobs::work(self.app));
        let served = web::serve(listener, self.router, stop()).await;
        working.abort();
        Ok(served?)
    }
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
