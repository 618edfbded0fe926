//! Redaction of web pages: the same characters removed from text, attributes, comments and scripts.
//!
//! It exists because a page that lists people must be publishable without its editor. The source is kept
//! byte for byte but for the characters that go; nothing is built anew from a tree. It must not look for
//! short texts all over the page, which would blot out what has nothing to do with them.

use std::ops::Range;

use domain::extract::{Extract, Place};
use encoding_rs::Encoding;

use super::needles::Needles;
use super::plain::encoded;
use super::{RedactError, Span, distinctive};
use crate::read::html_encoding;

/// Elements within a line of text; all others end it.
const INLINE: [&str; 40] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "input", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "q", "rb", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "u", "wbr",
];

/// A stretch of the page as it reads: each character and where it stands in the source.
#[derive(Default)]
struct Stretch {
    text: String,
    /// For each character its place in `text` and in the source.
    origins: Vec<(usize, Range<usize>)>,
    lines: Range<usize>,
}

impl Stretch {
    fn push(&mut self, c: char, source: Range<usize>) {
        // However blanks are written, they read as one.
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == ' ' && self.text.ends_with(' ') {
            return;
        }
        self.origins.push((self.text.len(), source));
        self.text.push(c);
    }

    /// Where the characters of `range` stand in the source.
    fn sources(&self, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = self.origins.partition_point(|(at, _)| *at < range.start);
        let last = self.origins.partition_point(|(at, _)| *at < range.end);
        let own = self.origins[first..last].iter().filter(|(at, _)| !self.text[*at..].starts_with(' '));
        own.map(|(_, source)| source.clone())
    }
}

/// What to look for.
struct Wanted<'w> {
    needles: Needles<'w>,
    /// Short texts and the lines of the source they stand on.
    near: Vec<(String, Range<usize>)>,
    addresses: &'w [String],
}

/// The page without the spans.
pub(super) fn redact(
    bytes: &[u8],
    extract: &Extract,
    spans: &[Span],
    addresses: &[String],
) -> Result<Vec<u8>, RedactError> {
    let encoding = html_encoding(bytes)?;
    let mark = Encoding::for_bom(bytes).map_or(0, |(_, length)| length);
    let (source, lost) = encoding.decode_without_bom_handling(&bytes[mark..]);
    // What does not come back as it was cannot be kept as it was.
    if lost || encoded(encoding, &bytes[..mark], &source) != bytes {
        return Err(RedactError::UnsupportedFormat);
    }
    let long: Vec<String> = distinctive(extract, spans).into_iter().map(squeezed).collect();
    let wanted =
        Wanted { needles: Needles::new(long.iter().map(String::as_str)), near: near(extract, spans), addresses };
    let mut removed = Vec::new();
    Scan { source: &source, at: 0, line: 1, removed: &mut removed, wanted: &wanted, text: Stretch::default() }.run();
    removed.sort_by_key(|range: &Range<usize>| range.start);
    removed.dedup();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for range in removed.into_iter().filter(|range| !range.is_empty()) {
        if range.start >= at {
            out.push_str(&source[at..range.start]);
            out.push('*');
            at = range.end;
        }
    }
    out.push_str(&source[at..]);
    if let Some(left) = Needles::new(distinctive(extract, spans)).first_in(&out) {
        let holds = |span: &&Span| extract.text[span.range.clone()] == *left;
        return Err(RedactError::NotRemoved(spans.iter().find(holds).map_or(0, |span| span.block)));
    }
    Ok(encoded(encoding, &bytes[..mark], &out))
}

fn squeezed(text: &str) -> String {
    let mut stretch = Stretch::default();
    text.chars().for_each(|c| stretch.push(c, 0..0));
    stretch.text
}

/// Short spans with the lines from their block to the next one.
fn near(extract: &Extract, spans: &[Span]) -> Vec<(String, Range<usize>)> {
    let line = |at: usize| match extract.blocks.get(at).map(|block| &block.place) {
        Some(Place::Line { line, .. }) => Some(*line),
        _ => None,
    };
    let mut found = Vec::new();
    for span in spans {
        let text = &extract.text[span.range.clone()];
        let Some(from) = line(span.block).filter(|_| text.chars().count() < super::DISTINCTIVE && !text.is_empty())
        else {
            continue;
        };
        let to = (span.block + 1..extract.blocks.len()).filter_map(line).find(|next| *next > from);
        found.push((squeezed(text), from..to.unwrap_or(usize::MAX)));
    }
    found
}

/// A walk through the source, tag by tag.
struct Scan<'s, 'w> {
    source: &'s str,
    at: usize,
    line: usize,
    removed: &'w mut Vec<Range<usize>>,
    wanted: &'w Wanted<'w>,
    /// The line of text that is open.
    text: Stretch,
}

impl Scan<'_, '_> {
    fn run(mut self) {
        while self.at < self.source.len() {
            let rest = &self.source[self.at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                let length = comment.find("-->").unwrap_or(comment.len());
                self.piece(self.at + 4..self.at + 4 + length);
                self.advance(4 + length);
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                let length = rest.find('>').map_or(rest.len(), |at| at + 1);
                self.piece(self.at..self.at + length);
                self.advance(length);
            } else if rest.starts_with('<') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                self.tag();
            } else {
                self.character(rest);
            }
        }
        self.flush();
    }

    /// Moves on and counts the lines passed.
    fn advance(&mut self, by: usize) {
        let passed = &self.source[self.at..self.at + by];
        self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
        self.at += by;
    }

    fn character(&mut self, rest: &str) {
        let (c, length) = decoded(rest);
        if self.text.text.is_empty() {
            self.text.lines.start = self.line;
        }
        self.text.push(c, self.at..self.at + length);
        self.advance(length);
    }

    fn flush(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        text.lines.end = self.line + 1;
        self.search(&text);
    }

    /// Source that reads as it is written: a comment, a script.
    fn piece(&mut self, range: Range<usize>) {
        let mut own = Stretch { lines: self.line..self.line + 1, ..Stretch::default() };
        for (at, c) in self.source[range.clone()].char_indices() {
            own.push(c, range.start + at..range.start + at + c.len_utf8());
        }
        own.lines.end += self.source[range].bytes().filter(|byte| *byte == b'\n').count();
        self.search(&own);
    }

    fn tag(&mut self) {
        let rest = &self.source[self.at..];
        let closing = rest.starts_with("</");
        let from = if closing { 2 } else { 1 };
        let length = rest[from..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':');
        let length = length.unwrap_or(rest.len() - from);
        let name = rest[from..from + length].to_ascii_lowercase();
        let end = self.attributes(from + length);
        if name == "br" {
            self.text.push(' ', self.at..self.at);
        } else if !INLINE.contains(&name.as_str()) {
            self.flush();
        }
        self.advance(end);
        if !closing && matches!(name.as_str(), "script" | "style" | "xmp" | "iframe" | "noembed" | "noframes") {
            let rest = &self.source[self.at..];
            let length = ends_raw(rest, &name);
            self.piece(self.at..self.at + length);
            self.advance(length);
        }
    }

    /// Looks into the values of a tag's attributes; gives where the tag ends, seen from its start.
    fn attributes(&mut self, from: usize) -> usize {
        let rest = &self.source[self.at..];
        let bytes = rest.as_bytes();
        let mut at = from;
        while at < bytes.len() && bytes[at] != b'>' {
            if bytes[at] != b'=' {
                at += 1;
                continue;
            }
            at += 1 + bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let quote = bytes.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
            let start = at + usize::from(quote.is_some());
            let ends = |byte: &u8| match quote {
                Some(quote) => *byte == quote,
                None => byte.is_ascii_whitespace() || *byte == b'>',
            };
            let tail = bytes.get(start..).unwrap_or_default();
            let end = start + tail.iter().position(ends).unwrap_or(tail.len());
            self.value(self.at + start..self.at + end);
            at = (end + usize::from(quote.is_some())).min(bytes.len());
        }
        (at + 1).min(bytes.len())
    }

    fn value(&mut self, range: Range<usize>) {
        let mut own = Stretch { lines: self.line..self.line + 1, ..Stretch::default() };
        let mut at = range.start;
        while at < range.end {
            let (c, length) = decoded(&self.source[at..range.end]);
            own.push(c, at..at + length);
            at += length;
        }
        self.search(&own);
        for address in self.wanted.addresses {
            for (found, _) in own.text.match_indices(address.as_str()) {
                self.removed.extend(own.sources(&(found..found + address.len())));
            }
        }
    }

    fn search(&mut self, stretch: &Stretch) {
        for (range, _) in self.wanted.needles.find(&stretch.text) {
            self.removed.extend(stretch.sources(&range));
        }
        let touches = |lines: &Range<usize>| lines.start < stretch.lines.end && stretch.lines.start < lines.end;
        for (short, _) in self.wanted.near.iter().filter(|(_, lines)| touches(lines)) {
            for (at, _) in stretch.text.match_indices(short.as_str()) {
                self.removed.extend(stretch.sources(&(at..at + short.len())));
            }
        }
    }
}

/// Where the content of an element that holds no markup ends.
fn ends_raw(rest: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(found) = rest[from..].find("</") {
        let at = from + found;
        if rest.as_bytes()[at + 2..].get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        from = at + 2;
    }
    rest.len()
}

/// The character that a piece of source begins with and how long it is there. Names of characters beyond the
/// usual ones stay as they are; what then is not found is found by the proof.
fn decoded(rest: &str) -> (char, usize) {
    const NAMED: [(&str, char); 18] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{A0}'),
        ("ensp", '\u{2002}'),
        ("emsp", '\u{2003}'),
        ("middot", '·'),
        ("mdash", '—'),
        ("ndash", '–'),
        ("hellip", '…'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("commat", '@'),
        ("period", '.'),
    ];
    let first = rest.chars().next().unwrap_or_default();
    let plain = (first, first.len_utf8());
    let Some(name) = rest.strip_prefix('&') else { return plain };
    let number = name.strip_prefix('#');
    let (digits, radix) = match number.and_then(|number| number.strip_prefix(['x', 'X'])) {
        Some(digits) => (digits, 16),
        None => (number.unwrap_or_default(), 10),
    };
    let length = digits.bytes().take(8).take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if number.is_some() && length > 0 {
        let code = u32::from_str_radix(&digits[..length], radix).ok().and_then(char::from_u32);
        let whole = rest.len() - digits.len() + length;
        let closed = usize::from(digits[length..].starts_with(';'));
        return code.map_or(plain, |c| (c, whole + closed));
    }
    let known = NAMED.iter().find(|(known, _)| name.strip_prefix(known).is_some_and(|after| after.starts_with(';')));
    known.map_or(plain, |(known, c)| (*c, known.len() + 2))
}
