//! How the program talks: lines on standard output and error, colours, progress bars, errors with their cure.
//!
//! No colour when `NO_COLOR` is set or the stream is no terminal; no bar in a pipe.

use anyhow::Error;
use app::words::Lang;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Where and how to talk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Talk {
    pub(crate) lang: Lang,
    verbose: bool,
    colour: bool,
}

/// Colours of the terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ink {
    /// Headings.
    Strong,
    /// What needs a look.
    Warn,
    /// What failed.
    Bad,
    /// Addresses.
    Link,
}

impl Talk {
    pub(crate) fn new(lang: Lang, verbose: bool) -> Talk {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Talk { lang, verbose, colour: !plain && std::io::stdout().is_terminal() }
    }

    /// A line on standard output. A reader that has gone away is no error of ours.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{}", text.as_ref());
    }

    /// A line on standard error.
    pub(crate) fn aside(&self, text: impl AsRef<str>) {
        let mut out = std::io::stderr().lock();
        let _ = writeln!(out, "{}", text.as_ref());
    }

    /// A message of the locales on standard output.
    pub(crate) fn say(&self, key: &str, args: &[(&'static str, &str)]) {
        self.line(self.lang.say_with(key, args));
    }

    /// Text in a colour, where colours are shown.
    pub(crate) fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.colour {
            return text.to_string();
        }
        let code = match ink {
            Ink::Strong => "1",
            Ink::Warn => "33",
            Ink::Bad => "31",
            Ink::Link => "36;4",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// A bar on standard error for `total` steps; invisible in a pipe.
    pub(crate) fn bar(&self, total: u64, key: &str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(self.lang.say(key));
        bar
    }

    /// A spinner that counts, for work of unknown length; invisible in a pipe.
    pub(crate) fn counter(&self, key: &str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{spinner} {msg} {human_pos} {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.set_message(self.lang.say(key));
        bar
    }

    /// One line that says what failed and what mends it; longer causes with `-v`.
    pub(crate) fn fail(&self, error: &Error) -> ExitCode {
        let broken_pipe = |cause: &(dyn std::error::Error + 'static)| {
            cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
        };
        if error.chain().any(broken_pipe) {
            // Whoever read us has seen enough.
            return ExitCode::SUCCESS;
        }
        let words = match error.downcast_ref::<app::Error>() {
            Some(error) => explain(self.lang, error),
            None => error.to_string(),
        };
        let line: String = words.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
        self.aside(format!("gongkai: {line}"));
        let internal = matches!(error.downcast_ref::<app::Error>(), Some(app::Error::Internal(_)));
        if self.verbose || internal {
            for cause in error.chain().skip(1) {
                self.aside(format!("  {cause}"));
            }
        }
        ExitCode::from(2)
    }
}

/// An error of the use cases in words.
pub(crate) fn explain(lang: Lang, error: &app::Error) -> String {
    let key = format!("error-{}", error.code());
    let said = |args: &[(&'static str, &str)]| lang.say_with(&key, args);
    match error {
        app::Error::NotFound { kind, key: what } => lang.say_with(&format!("error-not-found-{kind}"), &[("key", what)]),
        app::Error::Conflict { kind, key: what } => said(&[("kind", kind), ("key", what)]),
        app::Error::Settings { file, what } => said(&[("file", file), ("what", what)]),
        app::Error::LedgerFile { file, error } => {
            format!("{}: {}", file, ledger_file(lang, error))
        }
        app::Error::Catalogue(error) => said(&[("what", &error.to_string())]),
        app::Error::Reference(error) => said(&[("place", &error.place), ("reference", &error.reference)]),
        app::Error::Differs { format, missing } => said(&[("format", format), ("missing", missing)]),
        app::Error::Address(text) => said(&[("text", text)]),
        app::Error::File { file, cause } => said(&[("file", file), ("cause", &cause.to_string())]),
        app::Error::Busy | app::Error::Internal(_) => said(&[]),
    }
}

/// Why a ledger file, or a row of it, cannot be read, in words.
pub(crate) fn ledger_file(lang: Lang, error: &office::ledger::LedgerFileError) -> String {
    let language = if lang == Lang::Zh { office::ledger::Language::Zh } else { office::ledger::Language::En };
    let args = error.args(language);
    let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    lang.say_with(&format!("ledger-file-{}", error.code()), &args)
}
