//! A paragraph in one form, with the way back to the bytes of the extracted text.
//!
//! Typists mix full and half width, Markdown leaves its marks, separators stand in numbers. Every rule reads [`Norm`],
//! which has none of that. It must not interpret numbers or dates.

use std::ops::Range;

use domain::extract::Extract;

use super::address::{Address, addresses_in};
use super::chars::{fold, head, tail};
use super::marker::{Marker, Style};
use super::pieces::{Kind, Piece};
use crate::consistency::words;

/// Stands in normalised text where an address was, so that its digits are no numbers.
pub(crate) const ADDRESS: char = '\u{fffc}';

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
            self.push_piece(extract, &piece.without_marker());
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
            crate::steps::take(1);
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
                if before && follows && !(self.in_thousands() && is_group(raw, at)) && !is_spaced_out(raw, at) {
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

/// 321 146人: whether the blank at `at` parts the thousands of one number. In a row of numbers something else stands
/// around it: the number must follow a word directly, and its unit must follow it.
fn is_group(raw: &str, at: usize) -> bool {
    let digit = |c: char| fold(c).is_ascii_digit();
    // No number is longer.
    let (before, after) = (tail(&raw[..at], 32), head(&raw[at..], 32));
    let lead = before.trim_end_matches(|c: char| digit(c) || c == ' ');
    let first = &before[lead.len()..];
    let behind = after.trim_start_matches(|c: char| digit(c) || c == ' ');
    let rest = after[..after.len() - behind.len()].trim_end();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || matches!(c, '（' | '，' | '%');
    let groups = |text: &str| text.split(' ').skip(1).all(|g| g.chars().count() == 3);
    // 占地面积 1 200 亩，: a blank before the number as well, where commas tell running text from a row.
    let prose = || [tail(&raw[..at], 90), head(&raw[at..], 90)].iter().any(|t| t.contains(['，', '。', '、']));
    let first = if first.starts_with(' ') && !first.starts_with("  ") && prose() { &first[1..] } else { first };
    !first.starts_with(' ')
        && lead.chars().next_back().is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && groups(&format!("{}{rest}", first.trim_end()))
        && first.split(' ').next().is_some_and(|g| (1..=3).contains(&g.chars().count()))
        && behind.chars().next().is_some_and(han)
        && words::UNITS.iter().any(|u| behind.trim_start_matches(['万', '亿']).starts_with(u))
}

/// 4 5 6.2万元: whether the blank at `at` parts single digits of one number, which its unit must follow.
fn is_spaced_out(raw: &str, at: usize) -> bool {
    let digit = |c: char| fold(c).is_ascii_digit();
    let blank = |c: char| c.is_whitespace() && c != '\n' && c != '\t';
    // No number is longer.
    let (before, after) = (tail(&raw[..at], 40), head(&raw[at..], 40));
    let lead = before.trim_end_matches(|c: char| digit(c) || blank(c));
    let first = before[lead.len()..].trim_start();
    if first.is_empty() {
        return false;
    }
    let behind = after.trim_start_matches(|c: char| digit(c) || blank(c));
    let rest = after[..after.len() - behind.len()].trim_end();
    let single = |text: &str| text.split(blank).filter(|g| !g.is_empty()).all(|g| g.chars().count() == 1);
    let behind: String = behind.chars().take(6).filter(|c| !blank(*c)).map(fold).collect();
    let fraction = behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let unit = behind.trim_start_matches(['万', '亿']);
    let counted = behind.starts_with('%') || words::UNITS.iter().any(|u| unit.starts_with(u) && *u != "号");
    lead.chars().next_back().is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && c != '第')
        && single(first)
        && single(rest)
        && (fraction || counted)
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

fn three_digits_follow(mut after: impl Iterator<Item = char>) -> bool {
    (0..3).all(|_| after.next().is_some_and(|c| fold(c).is_ascii_digit()))
        && !after.next().is_some_and(|c| fold(c).is_ascii_digit())
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
