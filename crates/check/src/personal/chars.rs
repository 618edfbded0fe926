//! Characters that stand for digits, gaps and masks, and the fast search for a place worth looking at.
//!
//! People split numbers with blanks, hyphens and line breaks, type them full-width, and paste them with
//! zero-width characters inside. Everything here works on places in the original text, so that a range
//! always covers what the file really holds. It must not decide what a number is.

/// The digit a character stands for: ASCII or full-width.
pub(super) fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '０'..='９' => Some((c as u32 - '０' as u32) as u8),
        _ => None,
    }
}

/// Characters without width, which may stand anywhere inside a number without being seen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{AD}' | '\u{180E}')
}

/// Blanks within a line.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{3000}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}')
}

/// Hyphens and dashes used to group digits.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' | '﹣' | '﹘')
}

/// Characters people put over digits they do not want to show.
pub(super) fn is_mask(c: char) -> bool {
    // Underlines, boxes and dots are left out: forms are full of them where something is to be filled in.
    matches!(c, '*' | '＊' | '﹡' | '✱' | '×' | '●' | '■' | '█' | '▇' | '◆' | '○' | '◯' | '•' | '#' | '＃')
        || matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ' | '╳' | '✕' | '✖')
}

/// The check character X of an identity number in all its guises.
pub(super) fn is_x(c: char) -> bool {
    matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ')
}

/// Whether an ASCII letter or its full-width form.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'ａ'..='ｚ' | 'Ａ'..='Ｚ')
}

/// A table that says of each byte whether it is one of `members`.
pub(super) const fn table(members: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < members.len() {
        table[members[at] as usize] = true;
        at += 1;
    }
    table
}

/// The largest character boundary at or below `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The smallest character boundary at or above `at`.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Character references that stand for a blank or for nothing at all, as text copied from a page holds them.
const REFERENCES: [&str; 14] = [
    "&nbsp;", "&#160;", "&#xa0;", "&ensp;", "&emsp;", "&thinsp;", "&shy;", "&#173;", "&zwnj;", "&zwj;", "&#8203;",
    "&#x200b;", "&#65279;", "&#32;",
];

/// The length of a reference to a blank or to an invisible character at the head of `text`, 0 when there is none.
pub(super) fn blank_reference(text: &str) -> usize {
    if !text.starts_with('&') {
        return 0;
    }
    REFERENCES
        .iter()
        .find(|known| text.get(..known.len()).is_some_and(|head| head.eq_ignore_ascii_case(known)))
        .map_or(0, |known| known.len())
}

/// The character that ends at `at`.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The character that starts at `at`.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Bytes looked at one by one before the search goes in steps.
const NEAR: usize = 24;
/// Bytes that may begin a signal: digits, `@`, and the first byte of the full-width forms.
static SIGNALS: [bool; 256] = table(b"0123456789@\xEF");
/// Bytes looked at in one step; a multiple of the widest vector register in use.
const STEP: usize = 64;

/// The next byte at or after `from` that starts a digit (ASCII or full-width) or an `@`.
///
/// Nearly all bytes of a Chinese text are passed over here, so the loop is written for the compiler to
/// turn into vector code: no branch inside a step, one test at its end.
pub(super) fn next_signal(bytes: &[u8], from: usize) -> Option<usize> {
    // In a list the next one is near.
    let near = bytes.len().min(from + NEAR);
    if let Some(hit) = (from..near).find(|&at| SIGNALS[usize::from(bytes[at])] && is_signal(bytes, at)) {
        return Some(hit);
    }
    let mut at = near;
    while at + STEP + 2 <= bytes.len() {
        let (here, second, third) =
            (&bytes[at..at + STEP], &bytes[at + 1..at + 1 + STEP], &bytes[at + 2..at + 2 + STEP]);
        let mut found = 0u8;
        for i in 0..STEP {
            found |= u8::from(here[i].wrapping_sub(b'0') < 10) | u8::from(here[i] == b'@');
            found |= u8::from(here[i] == 0xEF) & u8::from(second[i] == 0xBC) & wide(third[i]);
        }
        if found != 0
            && let Some(hit) = (at..at + STEP).find(|&i| is_signal(bytes, i))
        {
            return Some(hit);
        }
        at += STEP;
    }
    (at..bytes.len()).find(|&i| is_signal(bytes, i))
}

/// Third byte of a full-width digit (U+FF10 to U+FF19) or of the full-width `＠` (U+FF20).
fn wide(third: u8) -> u8 {
    u8::from(third.wrapping_sub(0x90) < 10) | u8::from(third == 0xA0)
}

fn is_signal(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'0'..=b'9' | b'@' => true,
        0xEF => bytes.get(at + 1) == Some(&0xBC) && bytes.get(at + 2).is_some_and(|&third| wide(third) != 0),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_and_at_sign_is_a_signal_wherever_it_stands() {
        for sign in ["7", "７", "@", "＠", "０", "９"] {
            for lead in 0..150 {
                let text = format!("{}{sign}，之后：（全文）", "中，：".repeat(lead));
                assert_eq!(next_signal(text.as_bytes(), 0), Some("中，：".len() * lead), "{sign} after {lead}");
            }
        }
    }

    #[test]
    fn full_width_punctuation_is_no_signal() {
        assert_eq!(next_signal("，。：；（）！？％".repeat(50).as_bytes(), 0), None);
    }
}
