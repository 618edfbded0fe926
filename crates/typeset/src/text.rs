//! What every writer does to the document's words before it writes them.
//!
//! The words come from people and from files: they may hold control characters, marks that turn the
//! direction of writing, or addresses that run scripts. All formats must print the same words, so the
//! decision is made once, here. This module must not know any format.

/// The words as they are printed: line ends and tabs become blanks; control characters, non-characters
/// and marks that turn the direction of writing (they can make a page say the reverse of its text) are left out.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter_map(printable).collect()
}

/// What stands in print for a character that no face has: `〔U+E000〕`.
pub(crate) fn stand_in(character: char) -> String {
    format!("〔U+{:04X}〕", u32::from(character))
}

/// The words as a PDF prints them in which these characters had to be replaced ([`crate::Step::Replaced`]).
pub fn printed(text: &str, replaced: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for character in clean(text).chars() {
        if replaced.contains(&character) { out.push_str(&stand_in(character)) } else { out.push(character) }
    }
    out
}

/// Whether nothing of the words would be seen. A heading of such words is left out by every writer, for
/// PDF/UA forbids an empty one.
pub(crate) fn is_blank(text: &str) -> bool {
    clean(text)
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{AD}' | '\u{FE00}'..='\u{FE0F}'))
}

/// One character as it is printed, or nothing.
fn printable(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
        c if c.is_control() => None,
        // Direction marks, isolates and overrides; byte order mark; interlinear anchors; language tags.
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => None,
        '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' => None,
        c if is_noncharacter(c) => None,
        c => Some(c),
    }
}

/// Code points that Unicode never assigns.
fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// The address if a reader may safely follow it: http, https, mailto, or relative on the same site.
/// Anything else, `javascript:` and addresses of other hosts written `//host` included, is printed as text.
pub(crate) fn safe_address(address: &str) -> Option<String> {
    // Browsers drop tabs and line ends inside an address, so they are dropped before it is judged.
    let address: String = clean(address).trim().chars().filter(|c| !matches!(c, '\u{200B}'..='\u{200D}')).collect();
    let lower = address.to_ascii_lowercase();
    let absolute = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| lower.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    let hostile = |c: char| c == '\\' || c.is_control();
    if address.is_empty() || address.chars().any(hostile) || address.starts_with("//") {
        return None;
    }
    let path = address.split(['/', '?', '#']).next().unwrap_or_default();
    (absolute || !path.contains(':')).then_some(address)
}

/// Whether an address means something away from the portal, on paper.
pub(crate) fn is_absolute(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

/// An anchor as an identifier that is safe in every format: ASCII letters, digits, `-` and `_`, never empty.
pub(crate) fn anchor(anchor: &str, index: usize) -> String {
    let kept: String = anchor
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect();
    if kept.chars().any(|c| c.is_ascii_alphanumeric()) { kept } else { format!("h-{index}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_printed_is_left_out_and_line_ends_become_blanks() {
        assert_eq!(clean("a\nb\tc\u{0}d\u{202E}e\u{FEFF}f\u{FFFF}"), "a b cdef");
        assert_eq!(clean("〔2014〕 *_#$\\` 😀"), "〔2014〕 *_#$\\` 😀");
    }

    #[test]
    fn only_harmless_addresses_become_links() {
        for good in ["http://a.cn/x", "HTTPS://a.cn", "mailto:a@b.cn", "/records/1", "items/2?x=a:b", "#part-1"] {
            assert_eq!(safe_address(good).as_deref(), Some(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            " java\nscript:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "/\\evil.example",
            "vbscript:x",
            "",
            "http://",
            "file:///etc",
        ] {
            assert_eq!(safe_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_anchor_is_never_empty() {
        assert_eq!(anchor("part-1", 3), "part-1");
        assert_eq!(anchor("第一章", 3), "h-3");
        assert_eq!(anchor("a\"><b", 3), "a---b");
    }
}
