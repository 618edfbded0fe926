//! `gongkai serve`: the portal, until it is asked to stop.

use super::on_school;
use super::stop::Stop;
use crate::cli;
use crate::talk::Talk;
use anyhow::{Context, Result, anyhow};
use app::App;
use app::certificate::Certificate;
use app::guard::printable;
use app::settings::Settings;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use web::tls::Tls;

/// Descriptors that every system gives a process.
const USUAL_DESCRIPTORS: usize = 1024;

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
        let scheme = if serving.connections.tls.is_some() { "https" } else { "http" };
        talk.say_address("serve-open", &format!("{scheme}://{local}/"));
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

/// The certificate that the settings name.
fn tls(app: &App, talk: &Talk) -> Result<Option<Tls>> {
    let settings: &Settings = &app.settings;
    let (Some(certificate), Some(key)) = (&settings.tls_certificate, &settings.tls_key) else { return Ok(None) };
    match Certificate::of(settings).days_left(app.clock.now()) {
        Some(days) if days < 0 => talk.say("tls-over", &[("days", &days.unsigned_abs().to_string())]),
        _ => {}
    }
    let opened = Tls::open(&settings.resolve(certificate), &settings.resolve(key));
    opened.map(Some).map_err(|why| {
        let (file, said) = why.about();
        let said = [("file", printable(&file)), ("why", printable(&said))];
        let said: Vec<(&'static str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
        anyhow!(talk.lang.say_with(&format!("tls-{}", why.code()), &said))
    })
}

/// A portal that is ready to be served.
pub(super) struct Serving {
    app: Arc<App>,
    router: web::Router,
    connections: web::Connections,
}

impl Serving {
    /// Makes it ready and says what of the settings could not be taken as it is.
    pub(super) fn prepare(app: Arc<App>, talk: &Talk) -> Result<Serving> {
        let portal = app.portal()?;
        let mut connections = web::Connections::within(descriptors(), portal.settings().trusted_proxies.clone());
        connections.tls = tls(&app, talk)?;
        let router = web::router(portal, web::Options::default());
        let brand = app.settings.brand_colour.as_deref().and_then(web::Brand::of);
        if let Some(brand) = brand.filter(web::Brand::is_adapted) {
            let shades = [brand.given, brand.light, brand.dark].map(|shade| shade.to_string());
            let shades = [("given", &*shades[0]), ("light", &shades[1]), ("dark", &shades[2])];
            talk.aside(talk.lang.say_with("serve-brand", &shades));
        }
        Ok(Serving { app, router, connections })
    }

    /// Serves until interrupted or terminated.
    pub(super) async fn run(self, listener: TcpListener) -> Result<()> {
        let stop = Stop::listen()?;
        tracing::info!(connections = self.connections.most, "gongkai.serve");
        // What came due while nothing ran is done before anybody reads.
        tokio::select! {
            caught_up = app::jobs::catch_up(&self.app) => caught_up?,
            () = stop.asked() => return Ok(()),
        }
        let working = tokio::spawn(app::jobs::work(self.app));
        web::serve(listener, self.router, self.connections, stop.asked()).await;
        working.abort();
        Ok(())
    }
}

/// How many descriptors this process may have, after asking for as many as it is allowed.
#[cfg(unix)]
pub(super) fn descriptors() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let allowed = getrlimit(Resource::Nofile);
    // Where it may not have more it has what it had.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: allowed.maximum, maximum: allowed.maximum });
    let current = getrlimit(Resource::Nofile).current;
    current.map_or(USUAL_DESCRIPTORS, |current| usize::try_from(current).unwrap_or(usize::MAX))
}

#[cfg(not(unix))]
pub(super) fn descriptors() -> usize {
    USUAL_DESCRIPTORS
}
