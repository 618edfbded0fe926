//! Reading what is no stored file: standard input, called `-`, and named pipes such as `<(…)` of a shell.
//!
//! A pipe can be read once and by one process, so the reader's worker cannot have it; without this, what was looked
//! at to tell the format would be missing from what is judged. Only text and web pages are read so, since other
//! formats are never taken apart in this process.

use domain::extract::Extract;
use office::ReadError;
use office::read::{Limits, read_bytes};
use std::io::Read;
use std::path::Path;

/// The name that stands for standard input.
pub(super) const STDIN: &str = "-";

/// Whether a path is standard input or some other thing that can be read only once, from its beginning.
pub(super) fn is_pipe(path: &Path) -> bool {
    path == Path::new(STDIN) || std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// What comes out of a pipe.
pub(super) fn read(path: &Path, limits: &Limits) -> Result<Extract, ReadError> {
    let refused = |error: std::io::Error| ReadError::Unreadable { why: error.kind().to_string() };
    let bytes = if path == Path::new(STDIN) {
        collect(std::io::stdin().lock(), limits)
    } else {
        std::fs::File::open(path).and_then(|file| collect(file, limits))
    };
    judge(&bytes.map_err(refused)?, limits)
}

/// At most one byte more than may be read, which then says that there was too much.
fn collect(from: impl Read, limits: &Limits) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limits.max_bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn judge(bytes: &[u8], limits: &Limits) -> Result<Extract, ReadError> {
    let head = &bytes[..bytes.len().min(1024)];
    let container = [&b"PK\x03\x04"[..], b"PK\x05\x06", &[0xD0, 0xCF, 0x11, 0xE0]];
    if container.iter().any(|mark| head.starts_with(mark)) || head.windows(5).any(|five| five == b"%PDF-") {
        return Err(ReadError::Unsupported { format: "piped", instead: "stored" });
    }
    // There is no name to say what it is; a heading of Markdown says it.
    let markdown = bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"# ") || line.starts_with(b"## "));
    read_bytes(if markdown { "-.md" } else { "-.txt" }, bytes, limits)
}
