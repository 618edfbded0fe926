//! Log lines on standard error: of `serve`, which has nobody watching it, and of any command that is asked for them
//! with `-v`. All other commands say what happened in their own words, and nothing beside them.
//!
//! What is logged may come from a request, a file or a database, so every line passes one place, where it becomes one
//! line that steers no terminal and shows no password.

use app::guard::{printable, without_passwords};
use std::io::{Result, Write};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// What is logged when `GONGKAI_LOG` does not say.
const USUAL: &str = "info,sqlx=warn";

/// Begins to log what `GONGKAI_LOG` chooses, one plain line each, without colours: no escape is ours.
pub(crate) fn start() {
    let filter = EnvFilter::try_from_env("GONGKAI_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Lines(std::io::stderr));
    // `-v` begins at once, `serve` when it is ready; whoever comes second finds it begun.
    if log.try_init().is_ok() {
        tracing::info!(version = env!("CARGO_PKG_VERSION"), "gongkai.start");
    }
}

/// Gives each event a writer that makes one harmless line of it.
struct Lines<F>(F);

impl<'a, W: Write, F: Fn() -> W> MakeWriter<'a> for Lines<F> {
    type Writer = Line<W>;

    fn make_writer(&'a self) -> Line<W> {
        Line { to: (self.0)(), event: Vec::new() }
    }
}

/// An event on its way; written when it is whole.
struct Line<W: Write> {
    to: W,
    event: Vec<u8>,
}

impl<W: Write> Write for Line<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.event.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl<W: Write> Drop for Line<W> {
    fn drop(&mut self) {
        let text = String::from_utf8_lossy(&self.event);
        let line = printable(&without_passwords(text.trim_end_matches('\n')));
        // Nobody is left to be told that the log cannot be written.
        let _ = self.to.write_all(format!("{line}\n").as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::guard::steers;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn whatever_is_logged_is_one_line_that_steers_nothing_and_shows_no_password() {
        let kept = Kept::default();
        let to = kept.clone();
        let log = tracing_subscriber::fmt().with_ansi(false).with_writer(Lines(move || to.clone())).finish();
        let theirs = "\u{1b}[31m\u{9b}2J\u{202e}\r\n2026-01-01 forged postgres://u:geheim@db/x?password=geheim";
        tracing::subscriber::with_default(log, || {
            tracing::warn!(path = theirs, debug = ?theirs, error = %theirs, "web.{theirs}");
            tracing::info!("second");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 2, "{text:?}");
        assert!(!text.chars().any(|c| c != '\n' && steers(c)), "{text:?}");
        assert!(
            !text.contains("geheim") && text.contains("postgres://u:***@db/x") && text.contains("second"),
            "{text:?}"
        );
    }
}
