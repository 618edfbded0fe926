//! How the program talks: lines on standard output and error, colours, progress bars, errors with their cure.
//!
//! No colour when `NO_COLOR` is set or the stream is no terminal; no bar in a pipe.

use anyhow::Error;
use app::words::Lang;
use clap::builder::StyledStr;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use office::ReadError;
use std::io::{ErrorKind, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::mpsc::{RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;
use unicode_width::UnicodeWidthChar;

/// Where and how to talk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Talk {
    pub(crate) lang: Lang,
    verbose: bool,
    colour: bool,
    width: Option<usize>,
}

/// Columns of a terminal that does not say how many it has.
const USUAL_WIDTH: usize = 80;

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
        let terminal = std::io::stdout().is_terminal();
        let told = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).filter(|width| *width > 0);
        let width = terminal.then_some(told.unwrap_or(USUAL_WIDTH));
        Talk { lang, verbose, colour: !plain && terminal, width }
    }

    /// Columns of the terminal that standard output is; none in a pipe.
    pub(crate) fn width(&self) -> Option<usize> {
        self.width
    }

    /// A help page on standard output, with its emphasis where colours are shown.
    pub(crate) fn page(&self, page: &StyledStr) {
        let text = if self.colour { page.ansi().to_string() } else { page.to_string() };
        self.line(self.translated(&text).trim_end());
    }

    /// A help page on standard error.
    pub(crate) fn page_aside(&self, page: &StyledStr) {
        self.aside(self.translated(&page.to_string()).trim_end());
    }

    /// The one word that clap writes into every usage line by itself.
    fn translated(&self, page: &str) -> String {
        match self.lang {
            Lang::Zh => page.replace("[OPTIONS]", &format!("[{}]", self.lang.say("help-options"))),
            Lang::En => page.to_string(),
        }
    }

    /// A line on standard output. A reader that has gone away is no error of ours; a disk that is full is, and half
    /// an answer must not pass for a whole one.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        let written = writeln!(std::io::stdout().lock(), "{}", text.as_ref());
        if let Err(error) = written.and_then(|()| std::io::stdout().flush())
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.aside(format!(
                "gongkai: {}",
                self.lang.say_with("talk-lost", &[("cause", &system(self.lang, &error))])
            ));
            std::process::exit(2);
        }
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

    /// A spinner on standard error that names a file until it is dropped; invisible in a pipe, and not there at all
    /// before work has taken a moment.
    pub(crate) fn busy(&self, key: &str, file: &str) -> Busy {
        if !std::io::stderr().is_terminal() {
            return Busy(None);
        }
        let message = self.lang.say_with(key, &[("file", &tame(file))]);
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let spinning = std::thread::spawn(move || {
            if wait.recv_timeout(MOMENT) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            bar.set_message(message);
            while wait.recv_timeout(MOMENT / 4) == Err(RecvTimeoutError::Timeout) {
                bar.tick();
            }
            bar.finish_and_clear();
        });
        Busy(Some((done, spinning)))
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
        self.aside(format!("gongkai: {}", tame(&words(self.lang, error))));
        let internal = matches!(error.downcast_ref::<app::Error>(), Some(app::Error::Internal(_)));
        if self.verbose || internal {
            for cause in error.chain().skip(1) {
                self.aside(format!("  {}", tame(&cause.to_string())));
            }
        }
        ExitCode::from(2)
    }
}

/// How long work may take before a spinner says that it goes on.
const MOMENT: Duration = Duration::from_millis(400);

/// A spinner and the thread that turns it; gone when dropped.
pub(crate) struct Busy(Option<(Sender<()>, JoinHandle<()>)>);

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some((done, spinning)) = self.0.take() {
            drop(done);
            // What is printed next must not meet a line that is still drawn.
            let _ = spinning.join();
        }
    }
}

/// Text of others on one line and harmless to a terminal: control characters, and marks that turn the direction of
/// writing, can hide or forge what a person reads. Each character stays one character.
pub(crate) fn tame(text: &str) -> String {
    let tamed = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(tamed).collect()
}

/// Columns that a character takes on a terminal: two for Chinese ones and their punctuation. The few characters
/// whose width hangs on the surroundings, such as “ and ①, are counted as one, as most terminals show them.
pub(crate) fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Any error in words.
pub(crate) fn words(lang: Lang, error: &Error) -> String {
    if let Some(error) = error.downcast_ref::<app::Error>() {
        explain(lang, error)
    } else if let Some(error) = error.downcast_ref::<ReadError>() {
        unreadable(lang, error)
    } else if let Some(cause) = error.downcast_ref::<std::io::Error>()
        // Words put before a refusal of the system say more than it does.
        && error.to_string() == cause.to_string()
    {
        system(lang, cause)
    } else {
        error.to_string()
    }
}

/// Kinds of refusal of the system that people meet, with their message keys under `system-`.
const SYSTEM: [(ErrorKind, &str); 15] = [
    (ErrorKind::NotFound, "not-found"),
    (ErrorKind::PermissionDenied, "permission"),
    (ErrorKind::IsADirectory, "is-folder"),
    (ErrorKind::NotADirectory, "no-folder"),
    (ErrorKind::AlreadyExists, "exists"),
    (ErrorKind::StorageFull, "full"),
    (ErrorKind::QuotaExceeded, "full"),
    (ErrorKind::FileTooLarge, "too-large"),
    (ErrorKind::ReadOnlyFilesystem, "read-only"),
    (ErrorKind::InvalidFilename, "name"),
    (ErrorKind::ResourceBusy, "busy"),
    (ErrorKind::InvalidData, "not-text"),
    (ErrorKind::OutOfMemory, "memory"),
    (ErrorKind::TimedOut, "timed-out"),
    (ErrorKind::UnexpectedEof, "cut"),
];

/// What the system refused, in words.
pub(crate) fn system(lang: Lang, error: &std::io::Error) -> String {
    // A message of one of our libraries says more than the kind it was given.
    let own = error.raw_os_error().is_none() && error.get_ref().is_some() && error.kind() != ErrorKind::InvalidData;
    match SYSTEM.iter().find(|(kind, _)| *kind == error.kind() && !own) {
        Some((_, key)) => lang.say(&format!("system-{key}")),
        None => error.to_string(),
    }
}

/// Why a file cannot be read, in words.
pub(crate) fn unreadable(lang: Lang, error: &ReadError) -> String {
    let key = error.key().replace("read.", "read-");
    let args: Vec<(&'static str, String)> = error.args().into_iter().map(|arg| said(lang, arg)).collect();
    let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let words = lang.say_with(&key, &args);
    match lang {
        // A reason younger than its words here still has the library's own.
        Lang::Zh if words == key => error.zh(),
        Lang::En if words == key => error.to_string(),
        _ => words,
    }
}

/// An argument of a reader's error in words: a refusal of the system by its kind, a measure by its name.
fn said(lang: Lang, (name, value): (&'static str, String)) -> (&'static str, String) {
    let key = match name {
        "why" | "reason" => {
            SYSTEM.iter().find(|(kind, _)| kind.to_string() == value).map(|(_, key)| format!("system-{key}"))
        }
        "format" | "instead" => Some(format!("read-{value}")).filter(|key| lang.knows(key)),
        "what" => Some(format!("measure-{value}")).filter(|key| lang.knows(key)),
        _ => None,
    };
    (name, key.map_or(value, |key| lang.say(&key)))
}

/// An error of the use cases in words.
pub(crate) fn explain(lang: Lang, error: &app::Error) -> String {
    let key = format!("error-{}", error.code());
    let said = |args: &[(&'static str, &str)]| lang.say_with(&key, args);
    match error {
        app::Error::NotFound { kind, key: what } => lang.say_with(&format!("error-not-found-{kind}"), &[("key", what)]),
        app::Error::Conflict { kind, key: what } => said(&[("kind", kind), ("key", what)]),
        app::Error::Settings { file, what } => said(&[("file", file), ("what", &what.said(lang))]),
        app::Error::LedgerFile { file, error } => {
            format!("{}: {}", file, ledger_file(lang, error))
        }
        app::Error::Catalogue(error) => said(&[("what", &error.to_string())]),
        app::Error::Reference(error) => said(&[("place", &error.place), ("reference", &error.reference)]),
        app::Error::Differs { format, missing } => said(&[("format", format), ("missing", missing)]),
        app::Error::Address(text) => said(&[("text", text)]),
        app::Error::Newer { migration } => said(&[("migration", migration)]),
        app::Error::File { file, cause } => said(&[("file", file), ("cause", &system(lang, cause))]),
        app::Error::Busy | app::Error::Internal(_) => said(&[]),
    }
}

/// Why a ledger file, or a row of it, cannot be read, in words.
pub(crate) fn ledger_file(lang: Lang, error: &office::ledger::LedgerFileError) -> String {
    let language = if lang == Lang::Zh { office::ledger::Language::Zh } else { office::ledger::Language::En };
    let args: Vec<(&'static str, String)> = error.args(language).into_iter().map(|arg| said(lang, arg)).collect();
    let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    lang.say_with(&format!("ledger-file-{}", error.code()), &args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_cannot_steer_a_terminal() {
        assert_eq!(tame("甲\n乙\t丙"), "甲 乙 丙");
        assert_eq!(tame("a\u{1b}[31mb\u{7}"), "a\u{fffd}[31mb\u{fffd}");
        assert_eq!(tame("file\u{202e}txt.exe\u{2069}"), "file\u{fffd}txt.exe\u{fffd}");
    }

    #[test]
    fn what_the_system_refuses_is_said_in_both_languages() {
        for (kind, _) in SYSTEM {
            let error = std::io::Error::from(kind);
            let (zh, en) = (system(Lang::Zh, &error), system(Lang::En, &error));
            assert!(zh.chars().all(|c| !c.is_ascii_lowercase()) && en.is_ascii(), "{zh} {en}");
            let why = ReadError::Unreadable { why: kind.to_string() };
            assert!(unreadable(Lang::Zh, &why).contains(&zh), "{}", unreadable(Lang::Zh, &why));
        }
    }

    #[test]
    fn every_reason_not_to_read_a_file_has_words_here() {
        let all = [
            ReadError::NotFound,
            ReadError::Unreadable { why: String::new() },
            ReadError::TooLarge { what: "cells", limit: 5 },
            ReadError::TooDeep { limit: 5 },
            ReadError::Encrypted,
            ReadError::Damaged { what: "zip".into() },
            ReadError::Forbidden { what: "doctype" },
            ReadError::UnknownFormat,
            ReadError::Unsupported { format: ".doc", instead: ".docx" },
            ReadError::TimedOut { seconds: 5 },
            ReadError::OutOfMemory { mebibytes: 5 },
            ReadError::WorkerDied,
        ];
        for error in all {
            for lang in Lang::ALL {
                assert!(!unreadable(lang, &error).starts_with("read-"), "{error}");
            }
            let en = unreadable(Lang::En, &error);
            assert!(!en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{en}");
        }
        for what in ["bytes", "inflated-bytes", "parts", "cells", "pages", "text-bytes"] {
            assert!(Lang::Zh.knows(&format!("measure-{what}")), "{what}");
        }
    }
}
