//! What a file named on the command line is: a stored file, or something that can be read only once, such as standard
//! input, called `-`, and the pipes `<(…)` of a shell.
//!
//! A pipe is read here to its end, as far as the limit goes, since the reader's process could not have it a second time.
//! Only text and web pages are taken so: nothing says by its name what a pipe holds.

use app::guard::{Limits, ReadError, Source};
use std::io::Read;
use std::path::Path;

/// The name that stands for standard input.
pub(super) const STDIN: &str = "-";

/// A file to be read.
pub(super) enum Input<'p> {
    /// A stored file.
    Stored(&'p Path),
    /// What came out of a pipe, under a name that says what it seems to be.
    Piped(&'static str, Vec<u8>),
}

impl<'p> Input<'p> {
    /// Opens what the path names; a stored file is left for the reader.
    pub(super) fn open(path: &'p Path, limits: &Limits) -> Result<Input<'p>, ReadError> {
        if !is_pipe(path) {
            return Ok(Input::Stored(path));
        }
        let refused = |error: std::io::Error| ReadError::Unreadable { why: error.kind().to_string() };
        let bytes = if path == Path::new(STDIN) {
            collect(std::io::stdin().lock(), limits)
        } else {
            std::fs::File::open(path).and_then(|file| collect(file, limits))
        };
        let bytes = bytes.map_err(refused)?;
        Ok(Input::Piped(name(&bytes)?, bytes))
    }

    /// The file for those who read it.
    pub(super) fn source(&self) -> Source<'_> {
        match self {
            Input::Stored(path) => Source::Stored(path),
            Input::Piped(name, bytes) => Source::Held { name, bytes },
        }
    }
}

/// Whether a path is standard input or some other thing that can be read only once, from its beginning.
fn is_pipe(path: &Path) -> bool {
    path == Path::new(STDIN) || std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// At most one byte more than may be read, which then says that there was too much.
fn collect(from: impl Read, limits: &Limits) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limits.max_bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A name for what came out of a pipe: a heading of Markdown says that it is that. An office file is refused.
fn name(bytes: &[u8]) -> Result<&'static str, ReadError> {
    let head = &bytes[..bytes.len().min(1024)];
    let container = [&b"PK\x03\x04"[..], b"PK\x05\x06", &[0xD0, 0xCF, 0x11, 0xE0]];
    if container.iter().any(|mark| head.starts_with(mark)) || head.windows(5).any(|five| five == b"%PDF-") {
        return Err(ReadError::Unsupported { format: "piped", instead: "stored" });
    }
    let markdown = bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"# ") || line.starts_with(b"## "));
    Ok(if markdown { "-.md" } else { "-.txt" })
}
