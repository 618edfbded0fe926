//! Redaction of text files: the same encoding, mark and line ends, other characters.
//!
//! It exists because a GBK list must stay a GBK list. It must not touch a byte it need not.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{RedactError, Span};
use crate::read::guess_encoding;

pub(super) fn redact(bytes: &[u8], spans: &[Span]) -> Result<Vec<u8>, RedactError> {
    let encoding = guess_encoding(bytes)?;
    let mark = match Encoding::for_bom(bytes) {
        Some((_, length)) => length,
        None => 0,
    };
    let (text, lost) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if lost {
        // What did not decode cannot be written back, and `rest as it was` would be untrue.
        return Err(RedactError::UnsupportedFormat);
    }
    let mut ranges: Vec<_> = spans.iter().map(|span| span.range.clone()).collect();
    ranges.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    // `at` counts as the reader does: CRLF and CR are one line feed there.
    let (mut at, mut next) = (0usize, 0usize);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        while ranges.get(next).is_some_and(|range| range.end <= at) {
            next += 1;
        }
        let hit = ranges[next..].iter().take_while(|range| range.start <= at).any(|range| range.contains(&at));
        let skipped = c == '\r' && chars.peek() == Some(&'\n');
        out.push(if hit && !matches!(c, '\r' | '\n') { '*' } else { c });
        if !skipped {
            at += if c == '\r' { 1 } else { c.len_utf8() };
        }
    }
    Ok(encoded(encoding, &bytes[..mark], &out))
}

/// A text in its encoding, behind its mark.
pub(super) fn encoded(encoding: &'static Encoding, mark: &[u8], text: &str) -> Vec<u8> {
    let mut copy = mark.to_vec();
    if encoding == UTF_8 {
        copy.extend_from_slice(text.as_bytes());
    } else if encoding == UTF_16LE {
        copy.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    } else if encoding == UTF_16BE {
        copy.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    } else {
        copy.extend_from_slice(&encoding.encode(text).0);
    }
    copy
}
