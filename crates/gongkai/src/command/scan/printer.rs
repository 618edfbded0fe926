//! Findings on standard output as they come, as lines for people or as the one JSON answer of the contract.
//!
//! It exists so that a file with millions of findings needs no room for them. The JSON is written piece by piece
//! and is `{"files":[{"file":…,"findings":[…],"complete":…,"notices":[…]}]}` with `redacted`, `proven` and `error` behind
//! them where they apply.

use super::Ending;
use crate::cli::TextOrJson;
use crate::command::overview::{self, Line};
use crate::json;
use crate::talk::{Busy, Ink, Talk};
use anyhow::Result;
use app::guard::{Exposure, printable};
use std::io::{BufWriter, Stdout, Write};

/// Shows findings file by file: `open`, `show` for each, `close`, and `finish` after the last file.
pub(super) struct Printer<'t> {
    talk: &'t Talk,
    /// The answer being written, when it is JSON.
    json: Option<BufWriter<Stdout>>,
    /// The spinner while nothing of the file has been told on a terminal.
    busy: Option<Busy>,
    file: String,
    files: usize,
    certain: usize,
    suspected: usize,
    /// Certain and suspected findings of the files before this one.
    before: (usize, usize),
    /// The table of files, for people.
    lines: Vec<Line>,
    /// Whether anything was found in any file.
    pub(super) found: bool,
    /// Whether all of every file was read.
    pub(super) complete: bool,
    /// Files that could not be scanned or redacted.
    pub(super) failed: usize,
}

impl<'t> Printer<'t> {
    pub(super) fn new(format: TextOrJson, talk: &'t Talk) -> Printer<'t> {
        let json = matches!(format, TextOrJson::Json).then(|| BufWriter::new(std::io::stdout()));
        let file = String::new();
        Printer {
            talk,
            json,
            busy: None,
            file,
            files: 0,
            certain: 0,
            suspected: 0,
            before: (0, 0),
            lines: Vec::new(),
            found: false,
            complete: true,
            failed: 0,
        }
    }

    pub(super) fn open(&mut self, file: &str) -> Result<()> {
        self.before = (self.before.0 + self.certain, self.before.1 + self.suspected);
        (self.certain, self.suspected) = (0, 0);
        self.file = printable(file);
        self.busy = Some(self.talk.busy("scan-busy", file));
        if let Some(out) = &mut self.json {
            out.write_all(if self.files == 0 { b"{\"files\":[" } else { b"," })?;
            out.write_all(b"{\"file\":")?;
            json::write(out, file)?;
            out.write_all(b",\"findings\":[")?;
        }
        self.files += 1;
        Ok(())
    }

    /// Ends the spinner, before anything else is said on a terminal.
    pub(super) fn hush(&mut self) {
        self.busy = None;
    }

    /// Shows one finding. A reader that has gone away is no error of ours; `close` will see it.
    pub(super) fn show(&mut self, exposure: Exposure) {
        let first = self.certain + self.suspected == 0;
        *(if exposure.certain { &mut self.certain } else { &mut self.suspected }) += 1;
        self.found = true;
        if self.talk.width().is_some() {
            self.hush();
        }
        let Some(out) = &mut self.json else { return self.line(&exposure) };
        let separator: &[u8] = if first { b"" } else { b"," };
        let _ = out.write_all(separator).and_then(|()| Ok(json::write(out, &exposure)?));
    }

    fn line(&self, exposure: &Exposure) {
        let talk = self.talk;
        let (ink, sure) = if exposure.certain { (Ink::Bad, "scan-certain") } else { (Ink::Warn, "scan-suspected") };
        let site = exposure.site.as_ref().map(|site| site.words(talk.lang)).unwrap_or_default();
        let head = format!("{} {}", self.file, printable(&format!("{}{site}", exposure.place)));
        let hidden = exposure.hidden.map(|code| talk.lang.say(&format!("hidden-{code}"))).unwrap_or_default();
        let (sure, masked) = (talk.lang.say(sure), printable(&exposure.text_masked));
        talk.line(format!("{} {sure} {masked} {} {hidden}", talk.ink(ink, &head), exposure.words).trim_end());
    }

    pub(super) fn close(&mut self, ending: &Ending) -> Result<()> {
        self.hush();
        self.failed += usize::from(ending.error.is_some());
        let unread = ending.unread.as_deref();
        let complete = unread.is_some_and(<[_]>::is_empty);
        self.complete &= complete;
        if let Some(out) = &mut self.json {
            write!(out, "],\"complete\":{complete},\"notices\":")?;
            json::write(out, unread.unwrap_or_default())?;
            if let Some(written) = &ending.redacted {
                out.write_all(b",\"redacted\":")?;
                json::write(out, &written.path)?;
                write!(out, ",\"proven\":{}", written.proven)?;
            }
            if let Some(error) = &ending.error {
                out.write_all(b",\"error\":")?;
                json::write(out, error)?;
            }
            out.write_all(b"}")?;
            return Ok(());
        }
        let unread_parts = unread.map_or(0, <[_]>::len);
        let failed = usize::from(ending.error.is_some());
        self.lines.push((vec![self.certain, self.suspected, unread_parts, failed], self.file.clone()));
        if ending.error.is_none() {
            let (certain, suspected) = (self.certain.to_string(), self.suspected.to_string());
            let args = [("file", self.file.as_str()), ("certain", &certain), ("suspected", &suspected)];
            self.talk.say("scan-summary", &args);
            if let Some(unread) = unread.filter(|unread| !unread.is_empty()) {
                self.talk.say("unread-summary", &[("count", &unread.len().to_string())]);
            }
        }
        if let Some(written) = &ending.redacted {
            let key = if written.proven { "redact-done" } else { "redact-unproven" };
            self.talk.say(key, &[("file", &printable(&written.path))]);
        }
        Ok(())
    }

    pub(super) fn finish(&mut self) -> Result<()> {
        if let Some(out) = &mut self.json {
            out.write_all(if self.files == 0 { b"{\"files\":[]}\n" } else { b"]}\n" })?;
            out.flush()?;
        } else if self.files > 1 {
            let heads = ["scan-certain", "scan-suspected", "overview-unread", "overview-failed"];
            overview::print(&heads, &self.lines, self.talk);
            let counts = [self.files, self.before.0 + self.certain, self.before.1 + self.suspected, self.failed]
                .map(|n| n.to_string());
            let names = ["files", "certain", "suspected", "failed"];
            let args: Vec<(&'static str, &str)> = names.into_iter().zip(counts.iter().map(String::as_str)).collect();
            self.talk.say("scan-total", &args);
        }
        Ok(())
    }
}
