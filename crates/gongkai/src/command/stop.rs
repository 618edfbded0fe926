//! How a program that serves is told to stop: the first signal asks it to, and it ends in time whatever is stuck; the
//! second ends it at once.
//!
//! Signals are waited for in a thread with a small runtime of its own, so that nothing which holds up the program, a
//! database that does not answer or a page that takes long to make, can hold up its end as well.

use anyhow::Result;
use std::time::Duration;
use tokio::sync::watch;

/// How long an end in good order may take. Longer than answers under way are waited for, shorter than a service manager
/// waits before it kills.
const IN_GOOD_ORDER: Duration = Duration::from_secs(14);

/// Exit code of an end that was not in good order: something failed.
const CUT_OFF: i32 = 2;

/// Word that the program is to stop.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    asked: watch::Receiver<bool>,
}

impl Stop {
    /// Waits for signals from now on, until the process ends.
    pub(super) fn listen() -> Result<Stop> {
        let (ask, asked) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        // Before the thread runs: a signal that comes in between must not kill the program.
        let mut signals = {
            let _within = runtime.enter();
            Signals::new()?
        };
        std::thread::Builder::new().name("stop".into()).spawn(move || {
            runtime.block_on(async {
                signals.next().await;
                ask.send_replace(true);
                match tokio::time::timeout(IN_GOOD_ORDER, signals.next()).await {
                    Ok(()) => tracing::warn!("gongkai.stop.at-once"),
                    Err(_) => tracing::warn!(seconds = IN_GOOD_ORDER.as_secs(), "gongkai.stop.overdue"),
                }
                std::process::exit(CUT_OFF);
            });
        })?;
        Ok(Stop { asked })
    }

    /// Comes when the program is to stop.
    pub(super) async fn asked(&self) {
        let mut asked = self.asked.clone();
        // The thread lives as long as the process, so there is always somebody to ask.
        let _ = asked.wait_for(|asked| *asked).await;
    }
}

/// What asks a program to stop: Ctrl-C, and on Unix the signal of a service manager.
struct Signals {
    #[cfg(unix)]
    terminated: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupted: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn new() -> Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals { terminated: signal(SignalKind::terminate())?, interrupted: signal(SignalKind::interrupt())? })
    }

    #[cfg(not(unix))]
    fn new() -> Result<Signals> {
        Ok(Signals {})
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminated.recv() => {}
            _ = self.interrupted.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
