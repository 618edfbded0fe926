//! The one way from a file to its text: within limits, and in a process of its own where the format needs one.
//!
//! What was uploaded or came out of a pipe is no stored file; a worker needs one, so such bytes lie in a file of
//! nobody else's for as long as the reading takes, unless they are plain text, which is read here.

use domain::extract::Extract;
use office::read::{Limits, ReadError, read_bytes, worker};
use std::borrow::Cow;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// A file to be read: where it lies, or what it holds.
// No `Debug`: it may hold what a file says.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    /// A stored file.
    Stored(&'a Path),
    /// What somebody sent. Of the name only the ending counts.
    Held {
        /// The name it was sent under.
        name: &'a str,
        /// What it holds.
        bytes: &'a [u8],
    },
}

impl<'a> From<&'a Path> for Source<'a> {
    fn from(path: &'a Path) -> Source<'a> {
        Source::Stored(path)
    }
}

/// Makes this process a reader of one file when it was started to be one, and gives how it ended. `main` of every
/// program that reads files asks this before anything else: files are read by the same executable, started again.
pub fn serve_as_reader() -> Option<ExitCode> {
    let argument = std::env::args_os().nth(1)?;
    if argument == worker::ARGUMENT {
        Some(worker::worker_main())
    } else if argument == office::ledger::TRIAL_ARGUMENT {
        Some(office::ledger::trial_main())
    } else {
        None
    }
}

/// The text of a file.
///
/// # Errors
/// The file cannot be read; nothing is known of it then.
pub fn read_text<'a>(source: impl Into<Source<'a>>, limits: &Limits) -> Result<Extract, ReadError> {
    source.into().read(limits)
}

impl<'a> Source<'a> {
    /// The text of the file.
    pub(super) fn read(self, limits: &Limits) -> Result<Extract, ReadError> {
        match self {
            Source::Stored(path) => worker::read_isolated(path, limits),
            Source::Held { name, bytes } if is_text(name, bytes) => read_bytes(name, bytes, limits),
            Source::Held { bytes, .. } if bytes.len() as u64 > limits.max_bytes => {
                Err(ReadError::TooLarge { what: "bytes", limit: limits.max_bytes })
            }
            Source::Held { name, bytes } => {
                let refused = |error: std::io::Error| ReadError::Unreadable { why: error.kind().to_string() };
                // Readable by this account only, and gone when it is dropped.
                let mut file = tempfile::Builder::new().suffix(&ending(name)).tempfile().map_err(refused)?;
                file.write_all(bytes).and_then(|()| file.flush()).map_err(refused)?;
                worker::read_isolated(file.path(), limits)
            }
        }
    }

    /// The name, of which the ending tells the format.
    pub(super) fn name(self) -> Cow<'a, str> {
        match self {
            Source::Stored(path) => path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default(),
            Source::Held { name, .. } => Cow::Borrowed(name),
        }
    }

    /// The bytes of the file.
    pub(super) fn bytes(self) -> std::io::Result<Cow<'a, [u8]>> {
        match self {
            Source::Stored(path) => std::fs::read(path).map(Cow::Owned),
            Source::Held { bytes, .. } => Ok(Cow::Borrowed(bytes)),
        }
    }
}

/// Whether nothing but the text reader will be asked: a text by its name, and neither archive, PDF nor page by what it
/// holds.
fn is_text(name: &str, bytes: &[u8]) -> bool {
    const TEXTS: [&str; 8] = [".txt", ".text", ".log", ".md", ".markdown", ".csv", ".tsv", ""];
    const OFFICE: [&[u8]; 2] = [b"PK", &[0xD0, 0xCF, 0x11, 0xE0]];
    let head = &bytes[..bytes.len().min(4096)];
    let page = head.iter().find(|byte| byte.is_ascii_graphic()) == Some(&b'<');
    TEXTS.contains(&ending(name).as_str())
        && !OFFICE.iter().any(|mark| head.starts_with(mark))
        && !head.windows(5).any(|five| five == b"%PDF-")
        && !page
}

/// The ending of a name with its dot, small: nothing when there is none, and one that no format has for what a file's
/// name should not be made of.
fn ending(name: &str) -> String {
    let Some((_, ending)) = name.rsplit_once('.') else { return String::new() };
    let plain = (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain { format!(".{}", ending.to_ascii_lowercase()) } else { ".other".to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_text_is_read_in_this_process() {
        for (name, bytes, text) in [
            ("a.txt", &b"text"[..], true),
            ("A.MD", b"# title", true),
            ("list.csv", b"name,id", true),
            ("a.txt", b"PK\x03\x04", false),
            ("a.md", b"\n%PDF-1.7", false),
            ("a.txt", b"\xEF\xBB\xBF <html>", false),
            ("a.docx", b"text", false),
            ("a.pdf", b"", false),
        ] {
            assert_eq!(is_text(name, bytes), text, "{name}");
        }
        for (name, wanted) in [("a.DOCX", ".docx"), ("no ending", ""), ("a/../b.x/y", ".other"), ("a.国", ".other")] {
            assert_eq!(ending(name), wanted);
        }
    }

    #[test]
    fn bytes_and_the_stored_file_give_the_same_text_and_the_limit_holds_for_both() {
        let file = tempfile::Builder::new().suffix(".md").tempfile().unwrap();
        let text = "# 通知\n\n共100人。\n";
        std::fs::write(file.path(), text).unwrap();
        let held = Source::Held { name: "x.md", bytes: text.as_bytes() };
        let limits = Limits::default();
        assert_eq!(Source::Stored(file.path()).read(&limits).unwrap(), held.read(&limits).unwrap());
        let few = Limits { max_bytes: 3, ..Limits::default() };
        for source in [Source::Stored(file.path()), held, Source::Held { name: "x.docx", bytes: text.as_bytes() }] {
            assert_eq!(source.read(&few).err(), Some(ReadError::TooLarge { what: "bytes", limit: 3 }));
        }
    }
}
