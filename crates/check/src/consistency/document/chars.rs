//! Single characters and the ends of a text: full width to half width, the first and last bytes cut at a character.
//!
//! Exists so that the readers of lines and of paragraphs fold alike. It must not know what a text means.

/// The first bytes of a text, cut at a character.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    &text[..end]
}

/// The last bytes of a text, cut at a character.
pub(crate) fn tail(text: &str, bytes: usize) -> &str {
    let start = (text.len().saturating_sub(bytes)..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    &text[start..]
}

/// Full-width ASCII to ASCII, dashes to one.
pub(crate) fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '—' | '–' | '‐' | '‑' | '−' | '―' | '─' => '-',
        '\u{3000}' | '\u{a0}' => ' ',
        '〜' => '~',
        c => c,
    }
}
