//! Running text as the rules read it: pieces joined to paragraphs, characters brought to one form.
//!
//! PDF conversion breaks sentences over lines and blank lines, typists mix full and half width, Markdown
//! leaves its marks. Every rule reads [`Norm`], which has none of that and maps back to the bytes of
//! the extracted text. Paragraphs are made one at a time, so that memory does not grow with the
//! document. It must not interpret numbers or dates.

use std::ops::Range;
use std::sync::LazyLock;

use domain::extract::{Block, BlockKind, Extract};
use regex::Regex;

use crate::consistency::document::marker::{Marker, Style, read_marker};

/// Stands in normalised text where an address was, so that its digits are no numbers.
pub(crate) const ADDRESS: char = '\u{fffc}';

/// Joined paragraphs stop growing here; no sentence is longer, and no input makes work quadratic.
const LONGEST_PARAGRAPH: usize = 6_000;

/// What a piece of text is in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Heading(u8),
    Text,
    Item,
    /// A table cell, with a number that tells its row from others.
    Cell(usize),
}

/// One line of a block.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) marker: Option<Marker>,
    /// Bytes of the printed marker at the head of the piece, 0 when the reader gave it apart.
    marker_len: usize,
    block: usize,
}

/// An address in a paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    /// Where it stands in the normalised text.
    pub(crate) at: usize,
    /// Where it stands in the extracted text.
    pub(crate) range: Range<usize>,
    pub(crate) url: String,
}

/// A paragraph in one form, with the way back.
#[derive(Debug)]
pub(crate) struct Norm {
    pub(crate) text: String,
    /// Norm byte, source start, source end of each character.
    map: Vec<(usize, usize, usize)>,
    pub(crate) addresses: Vec<Address>,
    /// Norm bytes of the marker at the head; quantities are read after it.
    pub(crate) body: usize,
    pub(crate) marker: Option<Marker>,
    pub(crate) kind: Kind,
    /// A line of several columns: a row of a table that the file does not mark as one.
    pub(crate) columns: bool,
}

impl Norm {
    /// The place of a range of normalised bytes in the extracted text.
    pub(crate) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.map.partition_point(|m| m.0 < range.start).min(self.map.len().saturating_sub(1));
        let last = self.map.partition_point(|m| m.0 < range.end).saturating_sub(1).max(first);
        match (self.map.get(first), self.map.get(last)) {
            (Some(a), Some(b)) => a.1..b.2.max(a.1),
            _ => 0..0,
        }
    }

    /// The whole paragraph in the extracted text.
    pub(crate) fn whole(&self) -> Range<usize> {
        self.source(&(0..self.text.len()))
    }

    pub(crate) fn body_text(&self) -> &str {
        &self.text[self.body..]
    }

    /// Whether it is a heading by its mark in the file or by looks: a short line numbered 一、 or （一）.
    pub(crate) fn looks_like_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading(_))
            || (matches!(self.marker, Some(Marker { style: Style::Han | Style::HanParen | Style::Chapter(_), .. }))
                && self.text.chars().count() <= 40
                && !self.text.trim_end_matches('。').contains(['。', '；']))
    }

    pub(crate) fn from_pieces(extract: &Extract, pieces: &[Piece]) -> Norm {
        let first = pieces.first();
        let mut norm = Norm {
            text: String::new(),
            map: Vec::new(),
            addresses: Vec::new(),
            body: 0,
            marker: first.and_then(|p| p.marker),
            kind: first.map_or(Kind::Text, |p| p.kind),
            columns: pieces.iter().any(|p| has_columns(&extract.text[p.range.clone()], p.marker_len)),
        };
        for piece in pieces {
            norm.push_piece(extract, piece);
        }
        norm
    }

    /// Appends a list entry without its number, set apart by a semicolon.
    pub(crate) fn append_entry(&mut self, extract: &Extract, pieces: &[Piece]) {
        while self.text.ends_with(['。', '；', '，']) {
            self.text.pop();
            self.map.pop();
        }
        let at = pieces.first().map_or(0, |p| p.range.start);
        if !self.text.ends_with('：') {
            self.push('；', at, at);
        }
        for piece in pieces {
            let rest = Piece {
                range: piece.range.start + piece.marker_len..piece.range.end,
                marker: None,
                marker_len: 0,
                ..piece.clone()
            };
            self.push_piece(extract, &rest);
        }
        while self.text.ends_with('。') {
            self.text.pop();
            self.map.pop();
        }
    }

    fn push_piece(&mut self, extract: &Extract, piece: &Piece) {
        let raw = &extract.text[piece.range.clone()];
        let base = piece.range.start;
        let marks = addresses_in(extract, piece, raw);
        let mut next = marks.into_iter().peekable();
        let mut at = 0;
        while at < raw.len() {
            if let Some(mark) = next.next_if(|m| m.span.start <= at) {
                if mark.span.end >= at {
                    if let Some(url) = mark.url {
                        let range = base + mark.shown.start..base + mark.shown.end;
                        self.addresses.push(Address { at: self.text.len(), range, url });
                        self.push(ADDRESS, base + at, base + mark.span.end);
                    }
                    at = mark.span.end;
                }
                continue;
            }
            let tag = tag_len(raw, at);
            if tag > 0 {
                at += tag;
                continue;
            }
            let c = raw[at..].chars().next().unwrap_or(' ');
            self.push_char(c, raw, at, base);
            at += c.len_utf8();
            if at == piece.marker_len && self.body == 0 {
                self.push(' ', base + at, base + at);
                self.body = self.text.len();
            }
        }
        // Addresses behind link texts that end with the piece.
        for mark in next {
            if let Some(url) = mark.url {
                self.addresses.push(Address {
                    at: self.text.len(),
                    range: base + mark.shown.start..base + mark.shown.end,
                    url,
                });
                self.push(ADDRESS, base + raw.len(), base + raw.len());
            }
        }
        self.trim_end();
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.map.push((self.text.len(), start, end));
        self.text.push(c);
    }

    fn trim_end(&mut self) {
        while self.text.ends_with(' ') && self.text.len() > self.body {
            self.text.pop();
            self.map.pop();
        }
    }

    fn push_char(&mut self, c: char, raw: &str, at: usize, base: usize) {
        let (start, end) = (base + at, base + at + c.len_utf8());
        let after = || raw[at + c.len_utf8()..].chars();
        let folded = fold(c);
        match folded {
            '*' | '`' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}' => {}
            '\\' if after().next().is_some_and(|n| n.is_ascii_punctuation()) => {}
            '<' | '>' => {}
            '[' if head(after().as_str(), 200).contains("](") => {}
            c if c.is_whitespace() || c == ADDRESS || (c.is_control() && c != '\t') => {
                // A space matters only between two Latin letters or digits.
                let before = self.text.chars().next_back().is_some_and(|p| p.is_ascii_alphanumeric() || p == '%');
                let follows = after().map(fold).find(|n| !n.is_whitespace()).is_some_and(|n| n.is_ascii_alphanumeric());
                if before && follows {
                    self.push(' ', start, end);
                }
            }
            ',' => {
                if !(self.in_thousands() && three_digits_follow(after())) {
                    self.push('，', start, end);
                } else if c == '，' && !raw[at + c.len_utf8()..].starts_with(|n: char| ('０'..='９').contains(&n)) {
                    // A full-width comma separates numbers unless the digits are full-width too.
                    self.push('，', start, end);
                }
            }
            '.' if !after().next().is_some_and(|n| fold(n).is_ascii_alphanumeric())
                && self.text.chars().next_back().is_some_and(|p| !p.is_ascii()) =>
            {
                self.push('。', start, end);
            }
            c => self.push(punctuation(c), start, end),
        }
    }

    /// Whether the text ends in one to three digits that can head a thousands group.
    fn in_thousands(&self) -> bool {
        let tail: Vec<char> = self.text.chars().rev().take(4).take_while(char::is_ascii_digit).collect();
        let run = tail.len();
        // After a dropped separator the run is longer; the source map shows the gap.
        let grouped = run == 4 && self.map.len() >= 4 && {
            let m = &self.map[self.map.len() - 4..];
            m[1].1 != m[0].2
        };
        (1..=3).contains(&run) && tail.last() != Some(&'0') || grouped
    }
}

/// Whether tabs part the line into columns; one right behind the number of an entry does not.
fn has_columns(raw: &str, marker_len: usize) -> bool {
    raw.contains('\t') && raw.get(marker_len..).unwrap_or(raw).trim().contains('\t')
}

/// Length of an HTML tag standing at `at`, 0 if none: Markdown keeps `<br>` and the like.
fn tag_len(raw: &str, at: usize) -> usize {
    let rest = &raw.as_bytes()[at..];
    if rest.first() != Some(&b'<') {
        return 0;
    }
    if !rest.get(1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
        return 0;
    }
    match rest.iter().take(60).position(|b| *b == b'>') {
        Some(end) if rest[..end].is_ascii() && !rest[..end].contains(&b':') => end + 1,
        _ => 0,
    }
}

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

fn three_digits_follow(mut after: impl Iterator<Item = char>) -> bool {
    (0..3).all(|_| after.next().is_some_and(|c| fold(c).is_ascii_digit()))
        && !after.next().is_some_and(|c| fold(c).is_ascii_digit())
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

/// Half-width punctuation to the full-width marks that Chinese text uses.
fn punctuation(c: char) -> char {
    match c {
        ';' => '；',
        ':' | '∶' => '：',
        '(' => '（',
        ')' => '）',
        '!' => '！',
        '?' => '？',
        '[' | '［' | '【' => '〔',
        ']' | '］' | '】' => '〕',
        '､' | '﹑' => '、',
        '｡' => '。',
        c => c,
    }
}

struct Mark {
    /// What is left out of the text.
    span: Range<usize>,
    /// What is shown as the place.
    shown: Range<usize>,
    url: Option<String>,
}

static ADDRESSES: LazyLock<Regex> = LazyLock::new(|| {
    let tail = r#"[^\s<>"'“”‘’（）()，。；、《》【】！？\u{4e00}-\u{9fff}\u{3000}]*"#;
    Regex::new(&format!(
        r#"(?i)\]\((?P<md>[^)\s]+)\)|(?:https?|ftp)：?://{tail}(?:\([^\s()]*\){tail})?|(?:[a-z0-9][a-z0-9-]*\.)+(?:com|cn|net|org|edu|gov|info|top|vip|cc)\b(?::\d+)?(?:/{tail})?"#
    ))
    .expect("a constant pattern")
});

/// Addresses in a piece, in order, by their looks and by the reader's links.
fn addresses_in(extract: &Extract, piece: &Piece, raw: &str) -> Vec<Mark> {
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

/// The paragraphs of a document in reading order, one at a time.
pub(crate) struct Paragraphs<'a> {
    extract: &'a Extract,
    block: usize,
    /// Where in the block the next line begins.
    line: usize,
    waiting: Option<Piece>,
}

impl<'a> Paragraphs<'a> {
    pub(crate) fn new(extract: &'a Extract) -> Self {
        Paragraphs { extract, block: 0, line: 0, waiting: None }
    }

    fn next_piece(&mut self) -> Option<Piece> {
        loop {
            let block = self.extract.blocks.get(self.block)?;
            let Some(kind) = running_kind(block) else {
                self.block += 1;
                continue;
            };
            let text = self.extract.text.get(block.range.clone()).unwrap_or("");
            // PDF readers go by the size of letters and take whole paragraphs for headings.
            let kind = if matches!(kind, Kind::Heading(_)) && is_prose(text) { Kind::Text } else { kind };
            let Some(rest) = text.get(self.line..).filter(|r| !r.is_empty()) else {
                self.block += 1;
                self.line = 0;
                continue;
            };
            let mut end = rest.find('\n').unwrap_or(rest.len());
            // Lines without end are cut at a character; no sentence is that long.
            if end > LONGEST_PARAGRAPH {
                end = (LONGEST_PARAGRAPH..=end).find(|i| rest.is_char_boundary(*i)).unwrap_or(end);
            }
            let line = &rest[..end];
            let start = block.range.start + self.line + (line.len() - line.trim_start().len());
            self.line += end + usize::from(rest.as_bytes().get(end) == Some(&b'\n'));
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let given = match &block.kind {
                BlockKind::ListItem { marker: Some(m), .. } => read_marker(m).map(|m| (m.0, 0)),
                _ => None,
            };
            // Some readers give the number apart and leave it in the text as well.
            let printed = read_marker(line);
            let marker = match (given, printed) {
                (Some((given, _)), Some((printed, len))) if given.value == printed.value => Some((printed, len)),
                (given, printed) => given.or(printed),
            };
            return Some(Piece {
                range: start..start + line.len(),
                kind,
                marker: marker.map(|m| m.0),
                marker_len: marker.map_or(0, |m| m.1),
                block: self.block,
            });
        }
    }
}

impl Iterator for Paragraphs<'_> {
    type Item = Vec<Piece>;

    fn next(&mut self) -> Option<Vec<Piece>> {
        let first = match self.waiting.take() {
            Some(piece) => piece,
            None => self.next_piece()?,
        };
        let mut length = first.range.len();
        let mut pieces = vec![first];
        while let Some(piece) = self.next_piece() {
            let last = &pieces[pieces.len() - 1];
            // What has no punctuation at all is a title, however long.
            let text = &self.extract.text;
            let open = || text[last.range.clone()].ends_with(['（', '(']);
            let prose =
                || pieces.iter().any(|p| text[p.range.clone()].contains(['，', '。', '；', '、', '：', ',', '《']));
            if length < LONGEST_PARAGRAPH && continues(text, last, &piece) && (open() || prose()) {
                length += piece.range.len();
                pieces.push(piece);
            } else {
                self.waiting = Some(piece);
                break;
            }
        }
        Some(pieces)
    }
}

/// Longer than any title and with the marks of a sentence.
fn is_prose(text: &str) -> bool {
    text.len() > 180 && text.contains(['，', '。', '；'])
}

fn running_kind(block: &Block) -> Option<Kind> {
    if block.concealed.is_some() {
        return None;
    }
    match block.kind {
        BlockKind::Heading(level) => Some(Kind::Heading(level)),
        BlockKind::Paragraph | BlockKind::Note | BlockKind::TextBox => Some(Kind::Text),
        BlockKind::ListItem { .. } => Some(Kind::Item),
        BlockKind::Cell { table, row, .. } => Some(Kind::Cell(table.wrapping_mul(1 << 20).wrapping_add(row))),
        BlockKind::PageMargin | BlockKind::Comment | BlockKind::Deleted | BlockKind::Property | BlockKind::Stored => {
            None
        }
    }
}

/// Whether `next` goes on with the sentence that `last` left open.
fn continues(text: &str, last: &Piece, next: &Piece) -> bool {
    if matches!(last.kind, Kind::Heading(_) | Kind::Cell(_)) || next.kind != Kind::Text && next.block != last.block {
        return false;
    }
    if matches!(next.kind, Kind::Heading(_) | Kind::Cell(_)) || next.marker.is_some() {
        return false;
    }
    let (before, after) = (
        text[last.range.clone()].trim_end_matches(['*', ' ']),
        text[next.range.clone()].trim_start_matches(['*', ' ']),
    );
    if ["共计", "合计", "总计", "附件", "附：", "注：", "其中：", "http", "<http", "[http", "|", "#", "说明"]
        .iter()
        .any(|w| after.starts_with(w))
        || before.ends_with("shtml")
        || is_address(before)
        || is_address(after)
    {
        return false;
    }
    let Some(end) = before.chars().next_back() else { return false };
    if matches!(end, '，' | '、' | ',' | '（' | '(' | '《' | '“' | '+' | '＋' | '=' | '＝' | '÷' | '×') {
        return true;
    }
    if matches!(end, '。' | '！' | '？' | '；' | '：' | '!' | '?' | ';' | ':' | '…' | '|' | '>' | '.') {
        return false;
    }
    if matches!(end, '”' | '）' | ')') && before.chars().rev().nth(1).is_some_and(|c| matches!(c, '。' | '！' | '？'))
    {
        return false;
    }
    // A numbered title stands by itself however long it is: 五、因信息公开工作受到举报、复议、诉讼的情况.
    let numbered = last.marker.is_some_and(|m| matches!(m.style, Style::Han | Style::HanParen | Style::Chapter(_)));
    const TITLE_ENDS: [&str; 16] = [
        "情况", "措施", "事项", "表", "工作", "问题", "建议", "计划", "安排", "概述", "内容", "方式", "信息", "做法",
        "成效", "建设",
    ];
    if numbered
        && before.chars().count() <= 45
        && !before.contains(['，', '。', '；', ','])
        && (last.block != next.block || TITLE_ENDS.iter().any(|w| before.ends_with(w)))
    {
        return false;
    }
    // A short line that ends in nothing is a title; a long one was broken by the page.
    let least = if last.block == next.block { 14 } else { 22 };
    before.chars().take(least).count() == least
}

fn is_address(text: &str) -> bool {
    text.is_ascii() && (text.contains("://") || text.starts_with("www."))
}
