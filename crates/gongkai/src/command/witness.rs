//! `gongkai witness`: watches the logs of other schools, cosigns what continues what it saw, and says where one does not.

use super::running;
use super::serve::descriptors;
use super::stop::Stop;
use crate::cli;
use crate::talk::Talk;
use anyhow::{Context, Result, anyhow};
use app::clock::Clock;
use app::guard::printable;
use app::witness::{Gaze, Witness};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

pub(super) fn run(args: cli::Witness, talk: &Talk) -> Result<ExitCode> {
    match args {
        cli::Witness::Key(args) => {
            talk.line(app::witness::verifier_of(&args.data)?);
            Ok(ExitCode::SUCCESS)
        }
        cli::Witness::Serve(args) => serve(args, talk),
    }
}

fn serve(args: cli::WitnessServe, talk: &Talk) -> Result<ExitCode> {
    let wrong = |key: &str, text: &str| anyhow!(talk.lang.say_with(key, &[("text", &printable(text))]));
    if let Some(name) = args.name.as_deref().filter(|name| !app::witness::is_name(name)) {
        return Err(wrong("witness-cli-bad-name", name));
    }
    if let Some(address) = args.of.iter().find(|address| !app::witness::is_address(address)) {
        return Err(wrong("witness-cli-bad-address", address));
    }
    let witness = Arc::new(Witness::open(&args.data, args.name.as_deref(), &args.of, Clock::System)?);
    let gaze = Gaze::of_the_web()?;
    running(async {
        let listener = TcpListener::bind(&args.listen)
            .await
            .with_context(|| talk.lang.say_with("serve-cannot-listen", &[("address", &args.listen)]))?;
        let local = listener.local_addr()?;
        crate::log::start();
        talk.say_address("witness-cli-open", &format!("http://{local}/"));
        talk.say("witness-cli-key", &[("key", &witness.verifier())]);
        let stop = Stop::listen()?;
        let looking = tokio::spawn(look(Arc::clone(&witness), gaze, args.every));
        let connections = web::Connections::within(descriptors(), Vec::new());
        web::serve(listener, web::witness::router(witness), connections, stop.asked()).await;
        looking.abort();
        Ok(ExitCode::SUCCESS)
    })
}

async fn look(witness: Arc<Witness>, gaze: Gaze, every: u32) {
    loop {
        if let Err(error) = witness.look(&gaze).await {
            tracing::error!(error = %error, "gongkai.witness");
        }
        tokio::time::sleep(Duration::from_secs(u64::from(every) * 60)).await;
    }
}
