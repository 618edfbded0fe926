//! Log lines on standard error: of `serve`, which has nobody watching it, and of any command that is asked for them
//! with `-v`. All other commands say what happened in their own words, and nothing beside them.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// What is logged when `GONGKAI_LOG` does not say.
const USUAL: &str = "info,sqlx=warn";

/// Begins to log what `GONGKAI_LOG` chooses, one plain line each: colours are for a terminal only.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("GONGKAI_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colour).with_writer(std::io::stderr);
    // `-v` begins at once, `serve` when it is ready; whoever comes second finds it begun.
    if log.try_init().is_ok() {
        tracing::info!(version = env!("CARGO_PKG_VERSION"), "gongkai.start");
    }
}
