//! Addresses of pages in a line, by their looks and by the links that the reader of the file found.
//!
//! Their digits are no numbers, so they are taken out before anything else is read. Nothing is fetched here.

use std::ops::Range;
use std::sync::LazyLock;

use domain::extract::Extract;
use regex::Regex;

use super::pieces::Piece;

/// An address in a paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    /// Where it stands in the normalised text.
    pub(crate) at: usize,
    /// Where it stands in the extracted text.
    pub(crate) range: Range<usize>,
    pub(crate) url: String,
}

pub(crate) struct Mark {
    /// What is left out of the text.
    pub(crate) span: Range<usize>,
    /// What is shown as the place.
    pub(crate) shown: Range<usize>,
    pub(crate) url: Option<String>,
}

static ADDRESSES: LazyLock<Regex> = LazyLock::new(|| {
    let tail = r#"[^\s<>"'“”‘’（）()，。；、《》【】！？\u{4e00}-\u{9fff}\u{3000}]*"#;
    Regex::new(&format!(
        r#"(?i)\]\((?P<md>[^)\s]+)\)|(?:https?|ftp)：?://{tail}(?:\([^\s()]*\){tail})?|(?:[a-z0-9][a-z0-9-]*\.)+(?:com|cn|net|org|edu|gov|info|top|vip|cc)\b(?::\d+)?(?:/{tail})?"#
    ))
    .expect("a constant pattern")
});

/// Addresses in a piece, in order, by their looks and by the reader's links.
pub(crate) fn addresses_in(extract: &Extract, piece: &Piece, raw: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    if raw.contains('.') || raw.contains("](") {
        for found in ADDRESSES.captures_iter(raw) {
            let whole = found.get(0).map_or(0..0, |m| m.range());
            if let Some(target) = found.name("md") {
                marks.push(Mark {
                    span: whole,
                    shown: target.range(),
                    url: looks_like_address(target.as_str()).then(|| clean(target.as_str())),
                });
                continue;
            }
            let text =
                raw[whole.clone()].trim_end_matches(['.', ',', ';', ':', '*', '_', '\\', '!', '?', '、', ']', '|']);
            let span = whole.start..whole.start + text.len();
            let mail = raw[..whole.start].ends_with('@');
            let inside = marks.last().is_some_and(|m| m.span.end > span.start);
            if !inside && !span.is_empty() {
                marks.push(Mark { shown: span.clone(), url: (!mail).then(|| clean(text)), span });
            }
        }
    }
    let from = extract.links.partition_point(|l| l.range.start < piece.range.start);
    for link in extract.links[from..].iter().take_while(|l| l.range.start <= piece.range.end).take(500) {
        // Links come from files; one that does not fit the text is left out.
        let sane = link.range.start <= link.range.end
            && link.range.start >= piece.range.start
            && extract.text.is_char_boundary(link.range.start)
            && extract.text.is_char_boundary(link.range.end);
        if !sane {
            continue;
        }
        let at = link.range.end.min(piece.range.end).saturating_sub(piece.range.start);
        let known = marks
            .iter()
            .any(|m| m.url.as_deref() == Some(&clean(&link.address)) || (m.span.start < at && at <= m.span.end));
        if !known && looks_like_address(&link.address) && raw.is_char_boundary(at) {
            let start = link.range.start - piece.range.start;
            marks.push(Mark { span: at..at, shown: start..at.max(start), url: Some(clean(&link.address)) });
        }
    }
    marks.sort_by_key(|m| m.span.start);
    marks
}

fn looks_like_address(text: &str) -> bool {
    text.contains("://") || text.starts_with("www.")
}

/// Without the backslashes of Markdown.
fn clean(address: &str) -> String {
    address.replace('\\', "").replace('：', ":")
}
