//! Web pages: what a reader of the page sees, in the order of the file.
//!
//! It exists on top of a browser-grade tokenizer, with a structure of its own that knows only what
//! matters here: blocks, lists, tables, links, hidden things. It must not run scripts, fetch anything,
//! or build a tree whose depth a page could choose.

mod frames;
mod sink;

use domain::extract::{BlockKind, Concealed, Place};
use encoding_rs::{Encoding, GB18030, UTF_8};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};

use super::builder::{Builder, Draft, Pending};
use super::{ReadError, plain};

/// Text is handed to the tokenizer in pieces of about this size.
const PIECE: usize = 64 * 1024;

/// Reads one page.
pub(crate) fn read(bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let text = decode(bytes, builder)?;
    let sink = sink::Sink::new(builder.limits.clone());
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let mut cut = rest.len().min(PIECE);
        while !rest.is_char_boundary(cut) {
            cut += 1;
        }
        let (piece, after) = rest.split_at(cut);
        queue.push_back(StrTendril::from_slice(piece));
        // A sink that never answers `Script` lets the tokenizer take all it is given.
        let _ = tokenizer.feed(&queue);
        if tokenizer.sink.failed() {
            break;
        }
        rest = after;
    }
    tokenizer.end();
    for pending in tokenizer.sink.finish()? {
        builder.emit(pending)?;
    }
    Ok(())
}

fn decode(bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<String, ReadError> {
    if let Some(encoding) = stated(&bytes) {
        let (text, _, lost) = encoding.decode(&bytes);
        if lost {
            builder.notice("characters-lost", "");
        }
        return Ok(text.into_owned());
    }
    plain::decode(bytes, builder)
}

/// The encoding of a page: a mark at the start, then what the page says of itself, then what the bytes look
/// like.
pub(crate) fn encoding_of(bytes: &[u8]) -> Result<&'static Encoding, ReadError> {
    match stated(bytes) {
        Some(encoding) => Ok(encoding),
        None => plain::guess(bytes),
    }
}

/// What a page without a mark says of itself, unless it is UTF-8 all the same.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let stated = stated_encoding(bytes).filter(|stated| *stated != UTF_8)?;
    // Pages that say gb2312 use characters of its successors.
    Some(if matches!(stated.name(), "GBK" | "gb18030") { GB18030 } else { stated })
}

/// `charset=` within the first bytes.
fn stated_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes.iter().take(4096).map(u8::to_ascii_lowercase).collect();
    let at = head.windows(8).position(|eight| eight == b"charset=")? + 8;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .collect();
    Encoding::for_label(&label)
}

/// A block of a page.
fn pending(draft: Draft, kind: BlockKind, line: usize, concealed: Option<Concealed>) -> Pending {
    Pending { draft, kind, place: Place::Line { line, column: 1 }, concealed }
}
