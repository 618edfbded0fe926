//! Files into [`Extract`]: what kind of file it is, and the one door to each reader.
//!
//! It exists so that the checker and the personal-data guard see every format as the same thing: text,
//! blocks, places. It must not follow anything a file asks for (no addresses fetched, no entities
//! expanded, no macros run), must not trust a size a file states about itself, and must never panic:
//! a hostile file costs one clear [`ReadError`].

mod builder;
mod delimited;
mod docx;
mod html;
mod legacy;
mod markdown;
mod nested;
mod package;
mod pdf;
pub use pdf::pdf_in_drawing_order;
mod pieces;
mod plain;
mod properties;
pub(crate) mod wire;
pub mod worker;
mod xlsx;
pub(crate) mod xml;

pub use pieces::{Pieces, Rows, SomeRows};

pub(crate) use builder::{Mapping, Nested, Origin, Traced};
pub(crate) use docx::number as docx_number;
pub(crate) use html::encoding_of as html_encoding;
pub(crate) use legacy::container_format;
pub(crate) use package::Package;
pub(crate) use plain::guess as guess_encoding;

use std::path::Path;
use std::time::Duration;

use domain::extract::Extract;
use thiserror::Error;

use builder::Builder;

/// What reading one file may cost. The defaults read every file an office really makes and stop what
/// was made to do harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub max_bytes: u64,
    /// Bytes of all parts of a zipped file together, counted while they are inflated.
    pub max_inflated: u64,
    /// Bytes of one part of a zipped file, counted while it is inflated.
    pub max_part: u64,
    /// Parts in a zipped file.
    pub max_parts: usize,
    /// Elements within elements, tables within tables, lists within lists.
    pub max_depth: usize,
    /// Blocks of text (paragraphs, cells, stored values) of the whole file.
    pub max_cells: usize,
    /// Bytes of text taken out of the file.
    pub max_text: usize,
    /// Pages of a PDF.
    pub max_pages: usize,
    /// Resident memory of the worker process, in bytes.
    pub max_memory: u64,
    /// Time for the worker process.
    pub max_time: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        const MIB: u64 = 1024 * 1024;
        Limits {
            max_bytes: 256 * MIB,
            max_inflated: 512 * MIB,
            max_part: 256 * MIB,
            max_parts: 20_000,
            max_depth: 200,
            max_cells: 2_000_000,
            max_text: 256 * 1024 * 1024,
            max_pages: 5_000,
            max_memory: 1024 * MIB,
            max_time: Duration::from_secs(60),
        }
    }
}

/// Why a file could not be read. One line each; [`ReadError::key`] and [`ReadError::args`] let a caller
/// say the same in another language.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("there is no such file")]
    NotFound,
    /// The system would not let us read it.
    #[error("the file cannot be opened ({why})")]
    Unreadable {
        /// What the system said, without a path.
        why: String,
    },
    /// More of something than [`Limits`] allows.
    #[error("the file is too large: more than {limit} {what}")]
    TooLarge {
        /// What there is too much of: `bytes`, `inflated-bytes`, `parts`, `cells`, `pages`, `text-bytes`.
        what: &'static str,
        /// The limit it passed.
        limit: u64,
    },
    /// Nested more deeply than any real document.
    #[error("the file nests more than {limit} levels deep")]
    TooDeep {
        /// The limit it passed.
        limit: usize,
    },
    /// Protected by a password.
    #[error("the file is protected by a password")]
    Encrypted,
    /// Not whole: cut off, or not what it claims to be.
    #[error("the file is damaged ({what})")]
    Damaged {
        /// The part that does not hold, such as `zip` or `word/document.xml`.
        what: String,
    },
    /// It holds something no office program writes and that is only ever an attack.
    #[error("the file contains something no office program writes ({what})")]
    Forbidden {
        /// What, such as `doctype`.
        what: &'static str,
    },
    /// None of the formats we read.
    #[error("this file format is not supported")]
    UnknownFormat,
    /// A format we know and do not read.
    #[error("{format} files are not read; save it as {instead}")]
    Unsupported {
        /// The format.
        format: &'static str,
        /// What to save it as.
        instead: &'static str,
    },
    /// The worker process took too long.
    #[error("reading took longer than {seconds} seconds")]
    TimedOut {
        /// The limit.
        seconds: u64,
    },
    /// The worker process used too much memory.
    #[error("reading took more than {mebibytes} MiB of memory")]
    OutOfMemory {
        /// The limit.
        mebibytes: u64,
    },
    /// The worker process ended without an answer.
    #[error("the reader stopped without an answer; the file is probably damaged")]
    WorkerDied,
}

impl ReadError {
    /// The message key under `read.` in the locales.
    pub fn key(&self) -> &'static str {
        match self {
            ReadError::NotFound => "read.not-found",
            ReadError::Unreadable { .. } => "read.unreadable",
            ReadError::TooLarge { .. } => "read.too-large",
            ReadError::TooDeep { .. } => "read.too-deep",
            ReadError::Encrypted => "read.encrypted",
            ReadError::Damaged { .. } => "read.damaged",
            ReadError::Forbidden { .. } => "read.forbidden",
            ReadError::UnknownFormat => "read.unknown-format",
            ReadError::Unsupported { .. } => "read.unsupported",
            ReadError::TimedOut { .. } => "read.timed-out",
            ReadError::OutOfMemory { .. } => "read.out-of-memory",
            ReadError::WorkerDied => "read.worker-died",
        }
    }

    /// The arguments of the message, by name.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            ReadError::Unreadable { why } => vec![("why", why.clone())],
            ReadError::TooLarge { what, limit } => vec![("what", (*what).into()), ("limit", limit.to_string())],
            ReadError::TooDeep { limit } => vec![("limit", limit.to_string())],
            ReadError::Damaged { what } => vec![("what", what.clone())],
            ReadError::Forbidden { what } => vec![("what", (*what).into())],
            ReadError::Unsupported { format, instead } => {
                vec![("format", (*format).into()), ("instead", (*instead).into())]
            }
            ReadError::TimedOut { seconds } => vec![("seconds", seconds.to_string())],
            ReadError::OutOfMemory { mebibytes } => vec![("mebibytes", mebibytes.to_string())],
            _ => Vec::new(),
        }
    }

    /// The same line in Chinese.
    pub fn zh(&self) -> String {
        match self {
            ReadError::NotFound => "找不到该文件".into(),
            ReadError::Unreadable { why } => format!("无法打开该文件（{why}）"),
            ReadError::TooLarge { what, limit } => format!("文件过大：{what} 超过 {limit}"),
            ReadError::TooDeep { limit } => format!("文件嵌套超过 {limit} 层"),
            ReadError::Encrypted => "文件有密码保护，请先解除密码".into(),
            ReadError::Damaged { what } => format!("文件已损坏（{what}）"),
            ReadError::Forbidden { what } => format!("文件含有正常办公文件不会有的内容（{what}），拒绝读取"),
            ReadError::UnknownFormat => "不是可以读取的文件格式".into(),
            ReadError::Unsupported { format, instead } => format!("不读取 {format} 文件，请另存为 {instead}"),
            ReadError::TimedOut { seconds } => format!("读取超过 {seconds} 秒，已停止"),
            ReadError::OutOfMemory { mebibytes } => format!("读取占用内存超过 {mebibytes} MiB，已停止"),
            ReadError::WorkerDied => "读取进程中途停止，文件可能已损坏".into(),
        }
    }

    pub(crate) fn damaged(what: impl Into<String>) -> ReadError {
        ReadError::Damaged { what: what.into() }
    }
}

/// What a file is, by what it holds first and by its name second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Docx,
    Xlsx,
    Xlsb,
    Xls,
    Doc,
    Pdf,
    Html,
    Markdown,
    Delimited,
    Plain,
}

/// Reads one file in this process. For files from outside use [`worker::read_isolated`]: a hostile PDF or
/// .xls can make the libraries that read it ask for more memory than there is, which ends the process.
pub fn read_file(path: &Path, limits: &Limits) -> Result<Extract, ReadError> {
    if let Some(pieces) = Pieces::open(path, limits)? {
        let mut builder = Builder::new(limits);
        let (table, text) = (pieces.is_table(), pieces.whole(&mut builder)?);
        if table {
            delimited::read_text(text, &mut builder)?
        } else {
            plain::read_text(text, &mut builder)?
        }
        return Ok(builder.finish());
    }
    let bytes = load(path, limits)?;
    read_owned(&name_of(path), bytes, limits)
}

/// Reads a file that is already in memory; `name_hint` is its name, of which only the ending counts.
pub fn read_bytes(name_hint: &str, bytes: &[u8], limits: &Limits) -> Result<Extract, ReadError> {
    check_size(bytes.len() as u64, limits)?;
    read_owned(name_hint, bytes.to_vec(), limits)
}

/// Parts of a Word file by their names, as they are, those that are not there left out: for the pictures that
/// [`Extract::pictures`] names.
///
/// # Errors
/// The file is damaged, or says that it is more than the limits allow.
pub fn parts(bytes: &[u8], names: &[&str], limits: &Limits) -> Result<Vec<(String, Vec<u8>)>, ReadError> {
    let package = package::Package::open(bytes, limits)?;
    let part = |name: &&str| package.bytes(name).map(|bytes| bytes.map(|bytes| ((*name).to_string(), bytes)));
    names.iter().map(part).filter_map(Result::transpose).collect()
}

pub(crate) fn read_owned(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Extract, ReadError> {
    let mut builder = Builder::new(limits);
    read_into(name, bytes, &mut builder)?;
    Ok(builder.finish())
}

/// Reads a file that lies within `depth` others and remembers where each piece of text came from, for `redact`.
pub(crate) fn read_traced(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    depth: usize,
) -> Result<(Format, Traced), ReadError> {
    check_size(bytes.len() as u64, limits)?;
    let mut builder = Builder::within(limits, depth, true);
    let format = read_into(name, bytes.to_vec(), &mut builder)?;
    Ok((format, builder.finish_traced()))
}

fn read_into(name: &str, bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<Format, ReadError> {
    let format = sniff(name, &bytes, builder.limits)?;
    match format {
        Format::Docx => docx::read(Package::open(&bytes, builder.limits)?, builder)?,
        Format::Xlsx => xlsx::read(Package::open(&bytes, builder.limits)?, builder)?,
        Format::Xlsb | Format::Xls => {
            on_own_thread(builder, move |builder| legacy::read_workbook(bytes, format, builder))?
        }
        Format::Doc => return Err(ReadError::Unsupported { format: ".doc", instead: ".docx" }),
        Format::Pdf => on_own_thread(builder, move |builder| pdf::read(bytes, builder))?,
        Format::Html => html::read(bytes, builder)?,
        Format::Markdown => markdown::read(bytes, builder)?,
        Format::Delimited => delimited::read(bytes, builder)?,
        Format::Plain => plain::read(bytes, builder)?,
    }
    Ok(format)
}

/// Runs a reader that others wrote on a thread with a deep stack of its own, and waits no longer than the
/// limit. A thread cannot be stopped: one that hangs is left behind, which a short-lived program survives
/// and a server avoids with [`worker::read_isolated`].
fn on_own_thread<W>(builder: &mut Builder<'_>, work: W) -> Result<(), ReadError>
where
    W: FnOnce(&mut Builder<'_>) -> Result<(), ReadError> + Send + 'static,
{
    let limits = builder.limits.clone();
    let (max_time, depth) = (limits.max_time, builder.depth());
    let (answer, wait) = std::sync::mpsc::channel();
    let reading = std::thread::Builder::new().stack_size(64 * 1024 * 1024).spawn(move || {
        let mut own = Builder::within(&limits, depth, false);
        // The receiver is gone when it waited too long; then nobody wants the answer.
        let _ = answer.send(work(&mut own).map(|()| own.finish()));
    });
    reading.map_err(|error| ReadError::Unreadable { why: error.kind().to_string() })?;
    match wait.recv_timeout(max_time) {
        Ok(extract) => builder.extract = extract?,
        Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
            return Err(ReadError::TimedOut { seconds: max_time.as_secs() });
        }
        Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return Err(ReadError::damaged("content")),
    }
    Ok(())
}

fn check_size(size: u64, limits: &Limits) -> Result<(), ReadError> {
    if size > limits.max_bytes {
        return Err(ReadError::TooLarge { what: "bytes", limit: limits.max_bytes });
    }
    Ok(())
}

pub(crate) fn load(path: &Path, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    use std::io::Read;
    let refused = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => ReadError::NotFound,
        kind => ReadError::Unreadable { why: kind.to_string() },
    };
    let file = std::fs::File::open(path).map_err(refused)?;
    let metadata = file.metadata().map_err(refused)?;
    if metadata.is_dir() {
        return Err(ReadError::Unreadable { why: std::io::ErrorKind::IsADirectory.to_string() });
    }
    check_size(metadata.len(), limits)?;
    // The length is what the system says now; a pipe or a growing file is cut by `take`.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    file.take(limits.max_bytes + 1).read_to_end(&mut bytes).map_err(refused)?;
    check_size(bytes.len() as u64, limits)?;
    Ok(bytes)
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

const CFB_MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The format by content first: a web page named `.xls` is common, and must not be called damaged.
pub(crate) fn sniff(name: &str, bytes: &[u8], limits: &Limits) -> Result<Format, ReadError> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Package::open(bytes, limits)?.format();
    }
    if bytes.starts_with(&CFB_MAGIC) {
        return legacy::container_format(bytes);
    }
    if bytes.iter().take(1024).collect::<Vec<_>>().windows(5).any(|five| five.iter().map(|b| **b).eq(*b"%PDF-")) {
        return Ok(Format::Pdf);
    }
    let format = match ending.as_str() {
        "docx" | "docm" | "dotx" | "xlsx" | "xlsm" | "xltx" | "xlsb" | "xls" | "doc" | "pdf" => None,
        "htm" | "html" | "xhtml" | "shtml" => return Ok(Format::Html),
        "md" | "markdown" => Some(Format::Markdown),
        "csv" | "tsv" => Some(Format::Delimited),
        "txt" | "text" | "log" | "" => Some(Format::Plain),
        _ => None,
    };
    if looks_like_html(bytes) && format.is_none_or(|format| format == Format::Plain) {
        return Ok(Format::Html);
    }
    match (format, ending.as_str()) {
        (Some(format), _) => Ok(format),
        // Empty or cut off before its first mark: the name says what it should have been.
        (None, "docx" | "docm" | "dotx" | "xlsx" | "xlsm" | "xltx" | "xlsb") => Err(ReadError::damaged("zip")),
        (None, "pdf") => Err(ReadError::damaged("pdf")),
        (None, "xls" | "doc") => Err(ReadError::damaged("container")),
        _ => Err(ReadError::UnknownFormat),
    }
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(2048).filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(head.len());
    let head = &head[start..];
    head.starts_with(b"<!doctype html") || head.starts_with(b"<html") || {
        head.starts_with(b"<") && head.windows(5).any(|five| five == b"<html" || five == b"<body")
    }
}
