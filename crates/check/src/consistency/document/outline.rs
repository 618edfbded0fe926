//! The numbered structure of a document: chapters, list entries, the table of contents.
//!
//! Lists that restart at 1, or go on across a heading, are what people do and no break. What a break means is for the
//! rules to say.

use std::ops::Range;

use domain::extract::Extract;

use super::marker::{Marker, Style, read_marker};
use super::norm::Norm;
use super::pieces::Kind;
use crate::numbers;

/// A jump this much further than the next number is a stray number at the head of a line, not a skipped entry.
const FARTHEST_SKIP: u64 = 3;

/// A missing number is looked for in at most this many bytes of text before the jump.
const FAR_BACK: usize = 60_000;

/// A number that does not follow on the one before it in its sequence.
#[derive(Debug, Clone)]
pub(crate) struct Break {
    pub(crate) style: Style,
    /// The number before it.
    pub(crate) last: u64,
    /// The number as printed.
    pub(crate) value: u64,
    /// Where it stands in the extracted text.
    pub(crate) range: Range<usize>,
}

/// What a paragraph is in the outline.
#[derive(Debug, Default)]
pub(crate) struct Step {
    /// Part of a table of contents, where no rule has anything to test.
    pub(crate) contents: bool,
    /// Its number was compared with the one before it.
    pub(crate) compared: bool,
    /// Breaks of the numbering that are certain by now; some lie further up.
    pub(crate) breaks: Vec<Break>,
}

/// One open sequence.
#[derive(Debug)]
struct Level {
    style: Style,
    last: u64,
    /// After a break: the number that stood to be expected, in case the printed one was a slip.
    meant: Option<u64>,
    /// Entries seen in order since 1; 0 when the sequence did not start at 1 or broke.
    run: u64,
    /// Whether its last entry was a heading of the document rather than an entry of a list.
    heading: bool,
    /// Whether its last entry reads like a title rather than a sentence.
    titled: bool,
    /// Sequences that a restart interrupted: their last number and whether they were titles.
    suspended: Vec<(u64, bool)>,
    /// Its last entries were cells of a table that the file does not mark as one.
    table: bool,
    /// Where its last entry begins in the extracted text.
    at: usize,
    pending: Option<Break>,
}

/// The numbered structure of the document so far.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    open: Vec<Level>,
    /// Paragraph number of the last numbered entry.
    last_at: usize,
    paragraph: usize,
    contents: Contents,
}

impl Outline {
    /// Reads a paragraph that is neither a cell nor a row.
    pub(crate) fn read(&mut self, extract: &Extract, norm: &Norm) -> Step {
        self.paragraph += 1;
        let mut step = Step::default();
        if self.contents.read(norm) {
            step.contents = true;
            return step;
        }
        let Some(marker) = norm.marker.or_else(|| self.split_or_awaited(norm)) else { return step };
        self.last_at = self.paragraph;
        let at = norm.whole().start;
        let (heading, titled) = (matches!(norm.kind, Kind::Heading(_)), reads_like_a_title(norm));
        let Some(position) = self.open.iter().position(|l| l.style == marker.style) else {
            let run = u64::from(marker.value == 1);
            let (style, last, table) = (marker.style, marker.value, norm.columns);
            let (meant, suspended, pending) = (None, Vec::new(), None);
            // No real document nests deeper than the styles there are.
            self.open.push(Level { style, last, meant, run, heading, titled, suspended, table, at, pending });
            return step;
        };
        step.breaks.extend(self.open.drain(position + 1..).filter_map(|closed| closed.pending));
        let level = &mut self.open[position];
        let before = std::mem::replace(&mut level.at, at);
        level.heading = heading;
        if norm.columns && marker.value != 1 {
            // The columns of a table stand side by side, so that numbers of one are missing from the other.
            (level.table, level.last, level.run, level.pending) = (true, marker.value, 0, None);
            return step;
        }
        // 4.15 and 4.18 may be days: only what began with 1 and went on is a sequence.
        if matches!(marker.style, Style::Dotted(_)) && level.run == 0 && marker.value != 1 {
            (level.last, level.pending) = (marker.value, None);
            return step;
        }
        step.compared = true;
        level.step(marker.value, titled, norm.columns, &mut step.breaks, |last, value| {
            let text = extract.text.get(before.max(at.saturating_sub(FAR_BACK))..at);
            let joined = value > last && text.is_some_and(|t| stands_in(t, marker.style, last + 1));
            (!joined).then(|| Break { style: marker.style, last, value, range: place_of_number(norm) })
        });
        level.titled = titled;
        step
    }

    /// A number that a line break split from its bracket, or 5.2030年 after 4.: what follows the point is no decimal.
    fn split_or_awaited(&self, norm: &Norm) -> Option<Marker> {
        if norm.text.starts_with('（') {
            return read_marker(&norm.text).map(|m| m.0);
        }
        let level = self.open.iter().rfind(|l| l.style == Style::Digit('.'))?;
        let value = level.last + 1;
        let rest = norm.text.strip_prefix(&value.to_string())?.strip_prefix('.')?;
        rest.starts_with(|c: char| c.is_ascii_digit()).then_some(Marker { style: level.style, value })
    }

    /// How many entries the list that ended in the paragraph before has, if it was whole.
    pub(crate) fn list_above(&self) -> Option<u64> {
        let level = self.open.last()?;
        let whole = self.last_at + 1 >= self.paragraph && level.run == level.last && level.run > 1;
        (whole && !level.heading).then_some(level.run)
    }

    /// The breaks that nothing had confirmed by the end.
    pub(crate) fn unconfirmed(&self) -> impl Iterator<Item = &Break> {
        self.open.iter().filter_map(|level| level.pending.as_ref())
    }
}

impl Level {
    /// Takes the next number of the sequence; `broken` makes the break, or none where the text explains the break.
    fn step(
        &mut self,
        value: u64,
        titled: bool,
        columns: bool,
        breaks: &mut Vec<Break>,
        broken: impl FnOnce(u64, u64) -> Option<Break>,
    ) {
        let expected = self.last + 1;
        let meant = self.meant.take();
        if value == expected || meant.is_some_and(|m| value == m + 1) {
            breaks.extend(self.pending.take());
            (self.last, self.run) = (value, if self.run > 0 { self.run + 1 } else { 0 });
            return;
        }
        if value == 1 {
            breaks.extend(self.pending.take());
            if self.suspended.len() < 8 && !self.table {
                self.suspended.push((self.last, self.titled));
            }
            (self.last, self.run, self.table) = (1, 1, columns);
            return;
        }
        // A pending jump was a stray line if the expected number now comes after all.
        if let Some(pending) = self.pending.take() {
            if pending.last + 1 == value {
                self.last = value;
                return;
            }
            breaks.push(pending);
        }
        // The sequence of titles goes on below a list that used the same form of number.
        // So do the chapters below the rows 一、 to 四、 of a table that a plain text has lost.
        let rows = self.style == Style::Han && value == self.last && self.run == value;
        let other = |(last, as_titles): &(u64, bool)| {
            last + 1 == value && *as_titles == titled && (titled != self.titled || rows)
        };
        if let Some(place) = self.suspended.iter().rposition(other) {
            self.suspended.truncate(place);
            (self.last, self.run) = (value, 0);
            return;
        }
        let stray = value > expected + FARTHEST_SKIP || (value < self.last && self.run == 0);
        if stray || self.table {
            if self.table {
                (self.last, self.run) = (value, 0);
            }
            return;
        }
        let Some(found) = broken(self.last, value) else {
            (self.last, self.run) = (value, 0);
            return;
        };
        if value == self.last {
            breaks.push(found);
        } else {
            self.pending = Some(found);
        }
        (self.last, self.run, self.meant) = (value, 0, Some(expected));
    }
}

/// The number at the head of a paragraph; the whole of it where the reader gave the number apart.
fn place_of_number(norm: &Norm) -> Range<usize> {
    let range = norm.source(&(0..norm.body.max(norm.text.len().min(1))));
    if range.is_empty() { norm.whole() } else { range }
}

/// A short line without the marks of a sentence.
fn reads_like_a_title(norm: &Norm) -> bool {
    norm.text.chars().count() <= 30 && !norm.text.contains(['。', '；', '，'])
}

/// Whether the number stands somewhere in the text in this form: PDF readers run two headings into one line.
fn stands_in(text: &str, style: Style, value: u64) -> bool {
    let han = numbers::han(value);
    let forms = match style {
        Style::Han => vec![format!("{han}、"), format!("{han}．"), format!("{han}.")],
        Style::HanParen => vec![format!("（{han}）"), format!("({han})")],
        Style::Digit(sign) => vec![format!("{value}{sign}"), format!("{value}．")],
        Style::DigitParen => vec![format!("（{value}）"), format!("({value})")],
        Style::DigitHalf => vec![format!("{value}）"), format!("{value})")],
        Style::Circle => u32::try_from(value)
            .ok()
            .and_then(|v| char::from_u32('①' as u32 + v - 1))
            .into_iter()
            .map(String::from)
            .collect(),
        Style::Chapter(unit) => vec![format!("第{han}{unit}"), format!("第{value}{unit}")],
        Style::Dotted(_) => vec![style.print(value)],
    };
    // 6【…】: the sign behind the number was left out.
    let bare = matches!(style, Style::Digit(_)).then(|| format!("\n{value}"));
    let bare = bare.is_some_and(|head| {
        text.match_indices(&head).any(|(i, _)| !text[i + head.len()..].starts_with(|c: char| c.is_ascii_alphanumeric()))
    });
    bare || forms.iter().any(|form| {
        text.match_indices(form.as_str()).any(|(i, _)| {
            let before = text[..i].chars().next_back();
            let after = text[i + form.len()..].chars().next();
            let number = |c: char| numbers::is_numeral(c) || c.is_ascii_digit();
            !(before.is_some_and(number) || form.ends_with('.') && after.is_some_and(|c| c.is_ascii_digit()))
        })
    })
}

/// Where a table of contents stands: from the line 目录 to the first of its entries said again.
#[derive(Debug, Default)]
struct Contents {
    open: bool,
    first: Option<String>,
    lines: usize,
}

/// No table of contents has more lines.
const LONGEST_CONTENTS: usize = 400;

impl Contents {
    /// Whether the paragraph is part of a table of contents.
    fn read(&mut self, norm: &Norm) -> bool {
        let text = norm.text.as_str();
        // Lines of one are often run together by PDF readers, so their numbers say nothing.
        let leaders = [". . . .", "......", "………", "····", "。。。。"].iter().any(|leader| text.contains(leader));
        if matches!(text, "目录" | "目次" | "Contents" | "CONTENTS") && !self.open {
            *self = Contents { open: true, first: None, lines: 0 };
            return true;
        }
        if !self.open {
            return leaders;
        }
        self.lines += 1;
        let entry = text.split(['.', '…', '·', '。']).next().unwrap_or(text);
        let entry = entry.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '-').trim();
        let prose = text.contains('。') && text.chars().count() > 40 && !leaders;
        let again = self
            .first
            .as_deref()
            .is_some_and(|first| first == entry || (entry.chars().count() >= 4 && first.starts_with(entry)));
        if (again && !leaders) || prose || self.lines > LONGEST_CONTENTS {
            self.open = false;
            return false;
        }
        if self.first.is_none() && !entry.is_empty() {
            self.first = Some(entry.to_owned());
        }
        true
    }
}
