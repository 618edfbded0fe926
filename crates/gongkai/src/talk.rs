//! How the program talks: lines on standard output and error, colours, progress bars, errors with their cure.
//!
//! No colour when `NO_COLOR` is set or the stream is no terminal; no bar in a pipe. Everything printed passes one place
//! ([`Talk::line`], [`Talk::aside`], [`Talk::json`]) where what could steer a terminal is taken out, whoever wrote it, and
//! talk also passes one where passwords of addresses are covered.

use crate::json;
use anyhow::Error;
use app::error::DatabaseFault;
use app::guard::words::{ledger_file, not_mended, system, unreadable};
use app::guard::{Notice, ReadError, printable, shown, steers, without_passwords};
use app::words::Lang;
use clap::builder::StyledStr;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::{BufRead, ErrorKind, IsTerminal, Write};
use std::path::Path;
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

/// Stands for the escape character of a colour of ours until the line is written: no character by the standard, so that
/// a colour in the text of others is none of ours.
const ESCAPE: char = '\u{fdd0}';

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

impl Ink {
    const ALL: [Ink; 4] = [Ink::Strong, Ink::Warn, Ink::Bad, Ink::Link];

    /// What stands between `ESC [` and `m`.
    fn code(self) -> &'static str {
        match self {
            Ink::Strong => "1",
            Ink::Warn => "33",
            Ink::Bad => "31",
            Ink::Link => "36;4",
        }
    }
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
        self.write(self.translated(&text).trim_end());
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

    /// A line on standard output, or several.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        self.write(&harmless(text.as_ref(), self.colour));
    }

    /// What somebody at a terminal answers; nothing where nobody is there to be asked.
    pub(crate) fn ask(&self, question: &str) -> anyhow::Result<Option<String>> {
        if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            return Ok(None);
        }
        let mut out = std::io::stderr().lock();
        write!(out, "{} ", self.lang.say(question))?;
        out.flush()?;
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line)?;
        Ok(Some(line))
    }

    /// Whether somebody at a terminal says yes.
    pub(crate) fn agreed(&self, question: &str) -> anyhow::Result<Option<bool>> {
        let yes = |answer: String| matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "好");
        Ok(self.ask(question)?.map(yes))
    }

    /// A value as one line of JSON on standard output.
    pub(crate) fn json(&self, value: &impl Serialize) -> anyhow::Result<()> {
        self.write(&json::line(value)?);
        Ok(())
    }

    /// Writes to standard output. A reader that has gone away is no error of ours; a disk that is full is, and half an
    /// answer must not pass for a whole one.
    fn write(&self, text: &str) {
        let written = writeln!(std::io::stdout().lock(), "{text}");
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

    /// A line on standard error, or several.
    pub(crate) fn aside(&self, text: impl AsRef<str>) {
        let mut out = std::io::stderr().lock();
        let _ = writeln!(out, "{}", harmless(&without_passwords(text.as_ref()), false));
    }

    /// What a person must know of how a file was read, on standard error.
    pub(crate) fn notices(&self, file: &Path, notices: &[Notice]) {
        for notice in notices {
            let words = app::guard::words::notice(self.lang, notice);
            self.aside(printable(&format!("gongkai: {}: {words}", file.display())));
        }
    }

    /// Says on standard error why a file cannot be read, and gives the same line.
    pub(crate) fn unreadable(&self, file: &Path, error: &ReadError) -> String {
        self.about(file, &unreadable(self.lang, error))
    }

    /// The same of any other reason why nothing came of a file.
    pub(crate) fn refused(&self, file: &Path, error: &Error) -> String {
        self.about(file, &words(self.lang, error))
    }

    fn about(&self, file: &Path, words: &str) -> String {
        let line = format!("gongkai: {}: {words}", file.display());
        self.aside(printable(&line));
        line
    }

    /// A message of the locales on standard output; its arguments stay on its line.
    pub(crate) fn say(&self, key: &str, args: &[(&'static str, &str)]) {
        let args: Vec<(&'static str, String)> =
            args.iter().map(|(name, value)| (*name, printable(&without_passwords(value)))).collect();
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.line(self.lang.say_with(key, &args));
    }

    /// A message whose one argument is an address that can be opened.
    pub(crate) fn say_address(&self, key: &str, address: &str) {
        self.line(self.lang.say_with(key, &[("address", &self.ink(Ink::Link, &printable(address)))]));
    }

    /// Text in a colour, where colours are shown.
    pub(crate) fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.colour {
            return text.to_string();
        }
        format!("{ESCAPE}[{}m{text}{ESCAPE}[0m", ink.code())
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
        let message = self.lang.say_with(key, &[("file", &printable(file))]);
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

    /// From here on a fault of ours that stops the program, or a request, is told as any other: in one line, and where
    /// it happened. What it said may quote a file and is told only to who asked for causes.
    pub(crate) fn tell_panics(self) {
        std::panic::set_hook(Box::new(move |panic| {
            let said = panic.payload_as_str().filter(|_| self.verbose);
            self.aside(panicked(self.lang, panic.location().map(ToString::to_string), said));
        }));
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
        self.aside(format!("gongkai: {}", printable(&words(self.lang, error))));
        if self.verbose {
            for cause in error.chain().skip(1) {
                self.aside(format!("  {}", shown(&cause.to_string())));
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

/// Text as it may be written: colours of ours as they are where colours are shown, and nothing else that steers.
fn harmless(text: &str, colour: bool) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\n' | '\t' => written.push(c),
            ESCAPE if colour && is_ours(rest) => written.push('\u{1b}'),
            c if steers(c) => written.push(char::REPLACEMENT_CHARACTER),
            c => written.push(c),
        }
    }
    written
}

/// Whether what follows an escape is a colour that [`Talk::ink`] writes.
fn is_ours(rest: &str) -> bool {
    let Some((code, _)) = rest.strip_prefix('[').and_then(|rest| rest.split_once('m')) else { return false };
    code == "0" || Ink::ALL.iter().any(|ink| ink.code() == code)
}

/// Columns that a character takes on a terminal: two for Chinese ones and their punctuation. The few characters
/// whose width hangs on the surroundings, such as “ and ①, are counted as one, as most terminals show them.
pub(crate) fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// A fault of ours: the words, the place in the source, and what it said where that is asked for.
fn panicked(lang: Lang, place: Option<String>, said: Option<&str>) -> String {
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    let said = said.map(|said| format!("\n  {}", shown(said))).unwrap_or_default();
    format!("gongkai: {}{place}{said}", lang.say("error-internal"))
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

/// An error of the use cases in words. What it repeats of a file or a ledger is shown without a person's number.
pub(crate) fn explain(lang: Lang, error: &app::Error) -> String {
    let key = format!("error-{}", error.code());
    let said = |args: &[(&'static str, &str)]| lang.say_with(&key, args);
    match error {
        app::Error::NotFound { kind: "config", key } => lang.say_with("error-not-found-config", &[("key", key)]),
        app::Error::NotFound { kind, key } => {
            lang.say_with(&format!("error-not-found-{kind}"), &[("key", &shown(key))])
        }
        app::Error::Conflict { kind: "ledger", .. } => lang.say("error-conflict-ledger"),
        app::Error::Conflict { kind, key } => said(&[("kind", kind), ("key", &shown(key))]),
        app::Error::Settings { file, what } => said(&[("file", file), ("what", &shown(&what.said(lang)))]),
        app::Error::LedgerFile { file, error } => {
            format!("{}: {}", file, shown(&ledger_file(lang, error)))
        }
        app::Error::Archive { file, why } => {
            lang.say_with(&format!("error-archive-{}", why.code()), &[("file", file), ("part", why.part())])
        }
        app::Error::Taken { kind: "file", key } => lang.say_with("error-taken-file", &[("key", key)]),
        app::Error::Taken { kind: "witness", key } => lang.say_with("error-taken-witness", &[("key", key)]),
        app::Error::Catalogue(error) => said(&[("what", &shown(&error.to_string()))]),
        app::Error::Reference(error) => said(&[("place", &error.place), ("reference", &shown(&error.reference))]),
        app::Error::Differs { format, missing } => said(&[("format", format), ("missing", &shown(missing))]),
        app::Error::Database { fault, database } => {
            let mut args = vec![("database", database.as_str())];
            if let DatabaseFault::Newer { migration } = fault {
                args.push(("migration", migration));
            }
            lang.say_with(&format!("error-database-{}", fault.code()), &args)
        }
        app::Error::Template { why } => said(&[("why", &shown(why))]),
        app::Error::Incomplete { year, gaps } => said(&[("year", year), ("count", &gaps.to_string())]),
        app::Error::NotIssued { year, why } => lang.say_with(&format!("error-not-issued-{why}"), &[("year", year)]),
        app::Error::NotBegun { year, why, texts } => {
            let args = [("year", year.as_str()), ("count", &texts.to_string())];
            lang.say_with(&format!("error-not-begun-{why}"), &args)
        }
        app::Error::Forbidden(denied) => {
            lang.say_with("error-forbidden", &[("permission", &lang.say(&format!("permission-{}", denied.0.code())))])
        }
        app::Error::Record(error) => lang.say(&format!("record-error-{}", error.code())),
        app::Error::Publicity(refusal) => lang.say(&format!("publicity-refused-{}", refusal.code())),
        app::Error::Request(refusal) => lang.say(&format!("request-refused-{}", refusal.code())),
        app::Error::Voice(refusal) => lang.say(&format!("voice-refused-{}", refusal.code())),
        app::Error::Survey(refusal) => lang.say(&format!("survey-error-{}", refusal.code())),
        app::Error::Mend(refusal) => not_mended(lang, &format!("error-mend-{}", refusal.code()), refusal),
        app::Error::Personal(found) => {
            let fields: Vec<String> = found.iter().map(|found| format!("{} {}", found.head(), found.masked)).collect();
            said(&[("found", &fields.join(lang.say("list-separator").as_str()))])
        }
        app::Error::File { file, cause } => said(&[("file", file), ("cause", &system(lang, cause))]),
        app::Error::NilYear(why) => lang.say(&format!("http-nil-year-{why}")),
        app::Error::NilWithRecords { item } => said(&[("item", &shown(item))]),
        app::Error::Attachment { name, why } => {
            said(&[("name", name), ("why", &app::guard::words::file_fault(lang, why))])
        }
        app::Error::Taken { key, .. } => said(&[("key", &shown(key))]),
        app::Error::Address
        | app::Error::Busy
        | app::Error::Lonely
        | app::Error::Nobodys { .. }
        | app::Error::WrongPassword
        | app::Error::Internal(_) => said(&[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colours_of_ours_reach_a_terminal_and_none_a_pipe() {
        let talk = Talk { lang: Lang::Zh, verbose: false, colour: true, width: None };
        let ours = talk.ink(Ink::Link, "http://localhost/");
        assert_eq!(harmless(&ours, true), "\u{1b}[36;4mhttp://localhost/\u{1b}[0m");
        assert_eq!(harmless(&Talk { colour: false, ..talk }.ink(Ink::Link, "x"), false), "x");
        // A cell that carries the escape itself, the mark that stands for it, or another sequence.
        for theirs in ["\u{1b}[31mred", "\u{fdd0}[2Jcleared", "\u{9b}2J", "\u{1b}]0;title\u{7}", "\u{202e}txt.exe"] {
            let written = harmless(theirs, true);
            assert!(!written.chars().any(steers), "{written:?}");
        }
        assert_eq!(harmless("a\nb\tc\r", true), "a\nb\tc\u{fffd}");
    }

    #[test]
    fn a_fault_of_ours_is_told_in_one_line_and_repeats_what_it_said_only_when_asked() {
        let said = "byte index 3 of \u{1b}[2J110101199003070038, postgres://u:geheim@db/x";
        let told = panicked(Lang::En, Some("src/a.rs:1:2".into()), None);
        assert!(told.ends_with("(src/a.rs:1:2)") && told.lines().count() == 1, "{told}");
        let told = panicked(Lang::En, None, Some(said));
        assert!(told.contains("\n  byte index 3 of \u{fffd}[2J110***********0038, postgres://u:***@db/x"), "{told}");
    }

    #[test]
    fn an_error_repeats_no_number_of_a_person() {
        let told = |error| explain(Lang::En, &error);
        let record = told(app::Error::NotFound { kind: "record", key: "110101199003070038".into() });
        assert!(record.contains("110***********0038"), "{record}");
        let file = told(app::Error::NotFound { kind: "config", key: "/srv/20230905123456/gongkai.toml".into() });
        assert!(file.contains("/srv/20230905123456/gongkai.toml"), "{file}");
    }
}
